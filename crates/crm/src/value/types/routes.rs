//! The HTTP door of types.

use axum::{Json, extract::State};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, Path, problem::Problem},
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{AccountTypes, Typing},
    commands, queries,
};
use crate::customers::tables::Account;

pub(in crate::value) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(account_types, set_account_types))
}

/// What kind of customer an account is, and why (F14).
#[utoipa::path(get, path = "/api/v1/accounts/{id}/types", tag = "value", operation_id = "account_types",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = AccountTypes), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account_types(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<Json<AccountTypes>> {
    queries::account_types(&app.db().read(&actor), id).await.map(Json)
}

/// Says what kind of customer an account is: all of it, what is left out is taken back (F14).
#[utoipa::path(put, path = "/api/v1/accounts/{id}/types", tag = "value", operation_id = "set_account_types",
    params(("id" = uuid::Uuid, Path)), request_body = Typing,
    responses((status = 200, body = AccountTypes), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn set_account_types(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<Typing>,
) -> Result<Json<AccountTypes>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::set_types(&mut tx, id, input).await?;
    tx.commit(done).await.map(Json)
}
