//! The HTTP door of territories.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, IfMatch, Path, Versioned, problem::Problem},
    id::Id,
    job::Queued,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{Assignment, AssignmentPreview, NewTerritory, Territory, TerritoryOrder, TerritoryPatch},
    commands, queries, tables,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(territories, make_territory))
        .routes(routes!(order_territories))
        .routes(routes!(preview_assignment))
        .routes(routes!(assign_accounts))
        .routes(routes!(territory, change_territory, remove_territory))
}

/// The territories in their order.
#[utoipa::path(get, path = "/api/v1/territories", tag = "territories", operation_id = "territories",
    responses((status = 200, body = Vec<Territory>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn territories(State(app): State<App>, actor: Actor) -> Result<Json<Vec<Territory>>> {
    queries::territories(&app.db().read(&actor)).await.map(Json)
}

/// Makes a territory, behind the others.
#[utoipa::path(post, path = "/api/v1/territories", tag = "territories", operation_id = "make_territory", request_body = NewTerritory,
    responses((status = 201, body = Territory), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn make_territory(
    State(app): State<App>,
    actor: Actor,
    Checked(input): Checked<NewTerritory>,
) -> Result<(StatusCode, Json<Territory>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::make(&mut tx, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Puts the territories into another order.
#[utoipa::path(put, path = "/api/v1/territories/order", tag = "territories", operation_id = "order_territories", request_body = TerritoryOrder,
    responses((status = 200, body = Vec<Territory>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn order_territories(State(app): State<App>, actor: Actor, Checked(input): Checked<TerritoryOrder>) -> Result<Json<Vec<Territory>>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::order(&mut tx, input).await?;
    tx.commit(done).await.map(Json)
}

/// How many accounts would go to whom.
#[utoipa::path(post, path = "/api/v1/territories/preview", tag = "territories", operation_id = "preview_assignment", request_body = Assignment,
    responses((status = 200, body = AssignmentPreview), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn preview_assignment(State(app): State<App>, actor: Actor, Checked(input): Checked<Assignment>) -> Result<Json<AssignmentPreview>> {
    queries::preview(&app.db().read(&actor), input).await.map(Json)
}

/// Gives accounts to whom the territories say, as a job.
#[utoipa::path(post, path = "/api/v1/territories/assign", tag = "territories", operation_id = "assign_accounts", request_body = Assignment,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn assign_accounts(State(app): State<App>, actor: Actor, Checked(input): Checked<Assignment>) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::queue_assign(&mut tx, input)?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// One territory.
#[utoipa::path(get, path = "/api/v1/territories/{id}", tag = "territories", operation_id = "territory", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Territory), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn territory(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Territory>>) -> Result<Versioned<Territory>> {
    let territory = queries::territory(&app.db().read(&actor), id).await?;
    Ok(Versioned(territory.version, territory))
}

/// Changes a territory.
#[utoipa::path(patch, path = "/api/v1/territories/{id}", tag = "territories", operation_id = "change_territory",
    request_body = TerritoryPatch, params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Territory), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_territory(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Territory>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<TerritoryPatch>,
) -> Result<Versioned<Territory>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change(&mut tx, id, version, input).await?;
    let territory = tx.commit(done).await?;
    Ok(Versioned(territory.version, territory))
}

/// Takes a territory away.
#[utoipa::path(delete, path = "/api/v1/territories/{id}", tag = "territories", operation_id = "remove_territory",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_territory(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Territory>>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, id, version).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}
