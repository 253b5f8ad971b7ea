//! The HTTP door of layouts.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, Path, problem::Problem},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{LayOut, Layout, LayoutsOf},
    commands, queries,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(layouts)).routes(routes!(lay_out, forget_layout))
}

/// How fields are laid out, of every list where that can be said.
#[utoipa::path(get, path = "/api/v1/layouts", tag = "layouts", operation_id = "layouts",
    responses((status = 200, body = Vec<LayoutsOf>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn layouts(State(app): State<App>, actor: Actor) -> Result<Json<Vec<LayoutsOf>>> {
    queries::layouts(&app.db().read(&actor)).await.map(Json)
}

/// Lays out the fields of all records of a list (`all`), or of those with one choice (`kind.person`).
#[utoipa::path(put, path = "/api/v1/layouts/{list}/{variant}", tag = "layouts", operation_id = "lay_out",
    request_body = LayOut, params(("list" = String, Path), ("variant" = String, Path)),
    responses((status = 200, body = Layout), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn lay_out(
    State(app): State<App>,
    actor: Actor,
    Path((list, variant)): Path<(String, String)>,
    Checked(input): Checked<LayOut>,
) -> Result<Json<Layout>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::lay_out(&mut tx, &list, &variant, input).await?;
    tx.commit(done).await.map(Json)
}

/// Forgets a layout; what it was for is laid out as all others are.
#[utoipa::path(delete, path = "/api/v1/layouts/{list}/{variant}", tag = "layouts", operation_id = "forget_layout",
    params(("list" = String, Path), ("variant" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn forget_layout(State(app): State<App>, actor: Actor, Path((list, variant)): Path<(String, String)>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::forget(&mut tx, &list, &variant).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}
