//! The HTTP door of undo.

use axum::{Json, extract::State, http::StatusCode, response::Response};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, Path, download, problem::Problem},
    id::Id,
    job::Queued,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{ImportUndo, StartUndo},
    commands, queries,
};
use crate::admin::{XLSX, tables::Import};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(import_undo, start_undo)).routes(routes!(left_records))
}

/// Whether an import can be undone, until when, and what became of it.
#[utoipa::path(get, path = "/api/v1/imports/{id}/undo", tag = "undo", operation_id = "import_undo", params(("id" = Uuid, Path)),
    responses((status = 200, body = ImportUndo), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn import_undo(State(app): State<App>, actor: Actor, Path(id): Path<Id<Import>>) -> Result<Json<ImportUndo>> {
    queries::import_undo(&app.db().read(&actor), id).await.map(Json)
}

/// Undoes an import as a job, or only tells what would happen.
#[utoipa::path(post, path = "/api/v1/imports/{id}/undo", tag = "undo", operation_id = "start_undo", params(("id" = Uuid, Path)),
    request_body = StartUndo,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn start_undo(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Import>>,
    Checked(input): Checked<StartUndo>,
) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::start(&mut tx, id, &input).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// The records that an undo left as they are, as a workbook with the reasons, in the caller's language.
#[utoipa::path(get, path = "/api/v1/imports/{id}/undo/left", tag = "undo", operation_id = "left_records", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn left_records(State(app): State<App>, actor: Actor, Path(id): Path<Id<Import>>) -> Result<Response> {
    let made = commands::left_workbook(&app.db().read(&actor), &app, id).await?;
    download::file(&made.path, &made.name, XLSX).await
}
