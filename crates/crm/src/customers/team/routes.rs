//! The HTTP door of account teams.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, IfMatch, Path, Versioned, problem::Problem},
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{AccountMember, AccountMemberPatch, AccountTeam, NewAccountMember},
    commands, queries, tables,
};
use crate::customers::tables::Account;

pub(in crate::customers) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(account_team, share_account)).routes(routes!(change_account_member, unshare_account))
}

/// Who works with an account: its owner, its team, and the units that it is shared with.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/team", tag = "customers", operation_id = "account_team", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = AccountTeam), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account_team(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<Json<AccountTeam>> {
    queries::team(&app.db().read(&actor), id).await.map(Json)
}

/// Shares an account with a colleague or an org unit.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/team", tag = "customers", operation_id = "share_account", params(("id" = uuid::Uuid, Path)),
    request_body = NewAccountMember,
    responses((status = 201, body = AccountMember), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn share_account(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<NewAccountMember>,
) -> Result<(StatusCode, Json<AccountMember>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::add(&mut tx, id, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Changes how an account is shared with somebody.
#[utoipa::path(patch, path = "/api/v1/account-team/{id}", tag = "customers", operation_id = "change_account_member",
    request_body = AccountMemberPatch, params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = AccountMember), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_account_member(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::AccountMember>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<AccountMemberPatch>,
) -> Result<Versioned<AccountMember>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change(&mut tx, id, version, input).await?;
    let member = tx.commit(done).await?;
    Ok(Versioned(member.version, member))
}

/// Shares an account with somebody no more.
#[utoipa::path(delete, path = "/api/v1/account-team/{id}", tag = "customers", operation_id = "unshare_account", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn unshare_account(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::AccountMember>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}
