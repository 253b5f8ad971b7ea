//! The HTTP door of health.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, problem::Problem},
    job::Queued,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{api::Health, commands, queries};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(make_backup)).routes(routes!(rehearse_backup))
}

/// How the workspace is, and for the oldest one how the whole installation is. A token for the object `health` that may only
/// look is enough, so that monitors can ask.
#[utoipa::path(get, path = "/api/v1/health", tag = "health", operation_id = "health",
    responses((status = 200, body = Health), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn health(State(app): State<App>, actor: Actor) -> Result<Json<Health>> {
    queries::health(&app.db().read(&actor), &app).await.map(Json)
}

/// Makes a backup now, as a job.
#[utoipa::path(post, path = "/api/v1/health/backups", tag = "health", operation_id = "make_backup",
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn make_backup(State(app): State<App>, actor: Actor) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::ask_backup(&mut tx, &app).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// Rehearses the restore of the newest backup, as a job.
#[utoipa::path(post, path = "/api/v1/health/rehearsals", tag = "health", operation_id = "rehearse_backup",
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn rehearse_backup(State(app): State<App>, actor: Actor) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::ask_rehearsal(&mut tx, &app).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}
