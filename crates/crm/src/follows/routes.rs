//! The HTTP door of follows.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    db::Record,
    error::Result,
    http::{App, Checked, Path, problem::Problem},
    id::Id,
    job::Queued,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{Follow, FollowMany, Following},
    commands, queries,
};
use crate::{
    contacts::{self, tables::Contact},
    customers::{self, tables::Account},
    duplicates::Mergeable,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(account_following, follow_account))
        .routes(routes!(contact_following, follow_contact))
        .routes(routes!(follow_many))
}

async fn following<R: Record>(app: &App, actor: &Actor, id: Id<R>) -> Result<Json<Following>> {
    let reader = app.db().read(actor);
    reader.get(id).await?;
    queries::following(&reader, id.uuid()).await.map(Json)
}

async fn follow(app: &App, actor: &Actor, kind: &'static Mergeable, record: uuid::Uuid, input: Follow) -> Result<Json<Following>> {
    let mut tx = app.db().write(actor).await?;
    let done = commands::follow(&mut tx, kind, record, input.following).await?;
    tx.commit(done).await.map(Json)
}

/// Who follows an account.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/following", tag = "follows", operation_id = "account_following",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Following), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account_following(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<Json<Following>> {
    following(&app, &actor, id).await
}

/// Follows an account, or follows it no more.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/following", tag = "follows", operation_id = "follow_account", request_body = Follow,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Following), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn follow_account(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<Follow>,
) -> Result<Json<Following>> {
    follow(&app, &actor, &customers::MERGEABLE, id.uuid(), input).await
}

/// Who follows a contact.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/following", tag = "follows", operation_id = "contact_following",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Following), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn contact_following(State(app): State<App>, actor: Actor, Path(id): Path<Id<Contact>>) -> Result<Json<Following>> {
    following(&app, &actor, id).await
}

/// Follows a contact, or follows it no more.
#[utoipa::path(put, path = "/api/v1/contacts/{id}/following", tag = "follows", operation_id = "follow_contact", request_body = Follow,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Following), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn follow_contact(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Contact>>,
    Checked(input): Checked<Follow>,
) -> Result<Json<Following>> {
    follow(&app, &actor, &contacts::MERGEABLE, id.uuid(), input).await
}

/// Follows many accounts or contacts, or follows them no more.
#[utoipa::path(post, path = "/api/v1/follows", tag = "follows", operation_id = "follow_many", request_body = FollowMany,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn follow_many(State(app): State<App>, actor: Actor, Checked(input): Checked<FollowMany>) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::queue_many(&mut tx, &input)?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}
