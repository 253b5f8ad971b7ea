//! The HTTP door of hand-overs.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::{Action, Actor},
    error::{Error, Result},
    http::{App, Checked, Path, problem::Problem},
    id::Id,
    job::Queued,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{HandOver, HandOverPreview, Holdings},
    commands,
};
use crate::staff::tables::User;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(deactivate_user))
        .routes(routes!(holdings))
        .routes(routes!(hand_over))
        .routes(routes!(preview_hand_over))
}

/// Deactivates a user and hands accounts, contacts and open tasks over: in the same moment, or where they are very many as a job.
/// The job that is answered tells when all is done.
#[utoipa::path(post, path = "/api/v1/users/{id}/deactivate", tag = "handover", operation_id = "deactivate_user", params(("id" = uuid::Uuid, Path)),
    request_body = HandOver,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn deactivate_user(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<User>>,
    Checked(input): Checked<HandOver>,
) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::deactivate(&mut tx, id, input).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// What a user has that a successor would take over.
#[utoipa::path(get, path = "/api/v1/users/{id}/holdings", tag = "handover", operation_id = "user_holdings", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Holdings), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn holdings(State(app): State<App>, actor: Actor, Path(id): Path<Id<User>>) -> Result<Json<Holdings>> {
    let reader = app.db().read(&actor);
    let user = reader.get(id).await?;
    if !actor.may("user", Action::Create) {
        return Err(Error::Forbidden("only administrators hand over what a colleague has left".to_owned()));
    }
    commands::holdings(&reader, user.id).await.map(Json)
}

/// Hands over what a deactivated user still has, as a job.
#[utoipa::path(post, path = "/api/v1/users/{id}/hand-over", tag = "handover", operation_id = "hand_over", params(("id" = uuid::Uuid, Path)),
    request_body = HandOver,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn hand_over(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<User>>,
    Checked(input): Checked<HandOver>,
) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::hand_over(&mut tx, id, input).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// Who would take how many accounts.
#[utoipa::path(post, path = "/api/v1/users/{id}/hand-over/preview", tag = "handover", operation_id = "preview_hand_over",
    params(("id" = uuid::Uuid, Path)), request_body = HandOver,
    responses((status = 200, body = HandOverPreview), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn preview_hand_over(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<User>>,
    Checked(input): Checked<HandOver>,
) -> Result<Json<HandOverPreview>> {
    commands::preview(&app.db().read(&actor), id, input).await.map(Json)
}
