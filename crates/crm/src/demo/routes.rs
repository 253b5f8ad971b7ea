//! The HTTP door of demo.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, problem::Problem},
    job::{Job, Queued},
};
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{commands, queries};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(demo_state, load_demo, remove_demo))
}

/// Whether demo data are loaded.
#[derive(Serialize, utoipa::ToSchema)]
struct DemoState {
    /// Whether there are any, all or some of them.
    loaded: bool,
    /// The job that loads or removes them just now.
    job: Option<Job>,
}

/// Whether demo data are loaded.
#[utoipa::path(get, path = "/api/v1/demo", tag = "demo", operation_id = "demo_state",
    responses((status = 200, body = DemoState), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn demo_state(State(app): State<App>, actor: Actor) -> Result<Json<DemoState>> {
    let reader = app.db().read(&actor);
    Ok(Json(DemoState { loaded: queries::is_loaded(&reader).await?, job: queries::working(&reader).await? }))
}

/// Loads demo data, as a job.
#[utoipa::path(post, path = "/api/v1/demo", tag = "demo", operation_id = "load_demo",
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn load_demo(State(app): State<App>, actor: Actor) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::ask_load(&mut tx).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// Removes the demo data with everything entered about them, as a job.
#[utoipa::path(delete, path = "/api/v1/demo", tag = "demo", operation_id = "remove_demo",
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_demo(State(app): State<App>, actor: Actor) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::ask_remove(&mut tx).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}
