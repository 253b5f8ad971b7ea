//! The HTTP door of delivered value.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, Path, problem::Problem},
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{DeliveredValue, NewScoring},
    commands, queries, tables,
};
use crate::customers::tables::Account;

pub(in crate::value) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(delivered_value, score_delivered_value)).routes(routes!(remove_delivered_value))
}

/// What an account gets from us and from rivals, and what it brings us (F09).
#[utoipa::path(get, path = "/api/v1/accounts/{id}/delivered-value", tag = "value", operation_id = "delivered_value",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = DeliveredValue), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn delivered_value(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<Json<DeliveredValue>> {
    queries::delivered_value(&app.db().read(&actor), id).await.map(Json)
}

/// Scores what an account gets from us and from at most three rivals; the newest scoring counts (F09).
#[utoipa::path(post, path = "/api/v1/accounts/{id}/delivered-value", tag = "value", operation_id = "score_delivered_value",
    params(("id" = uuid::Uuid, Path)), request_body = NewScoring,
    responses((status = 201, body = DeliveredValue), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn score_delivered_value(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<NewScoring>,
) -> Result<(StatusCode, Json<DeliveredValue>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::score(&mut tx, id, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Takes a wrong scoring away; the one before it counts again (F09).
#[utoipa::path(delete, path = "/api/v1/delivered-values/{id}", tag = "value", operation_id = "remove_delivered_value",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_delivered_value(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::DeliveredValue>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}
