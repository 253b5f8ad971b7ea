//! The HTTP door of customers.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use guanxi_kernel::{
    actor::Actor,
    bulk::Bulk,
    error::{Error, Result},
    event::{self, History, HistoryParams},
    http::{App, Checked, Created, IfMatch, Path, Query, Versioned, problem::Problem},
    id::Id,
    job::Queued,
    list::{self, Page, PageParams, Search},
    slice::Listed,
    timeline::{self, Items},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{
        Account, AccountChanges, AccountPatch, Below, BelowParams, Cross, CrossParams, NewAccount, NewRelation, Relation, RelationPatch,
        Relations, Tag, TagCount,
    },
    commands, queries,
    tables::{self, AccountRelation},
    team,
};

use crate::duplicates::{
    self,
    api::{Except, Found, WhenDuplicate},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(accounts, create_account))
        .routes(routes!(search_accounts))
        .routes(routes!(bulk_accounts))
        .routes(routes!(cross_accounts))
        .routes(routes!(account_duplicates))
        .routes(routes!(account, change_account, trash_account))
        .routes(routes!(restore_account))
        .routes(routes!(account_changes))
        .routes(routes!(account_timeline))
        .routes(routes!(relations, relate))
        .routes(routes!(below))
        .routes(routes!(change_relation, unrelate))
        .routes(routes!(tags))
        .routes(routes!(tag_counts))
        .merge(team::routes::routes())
}

/// The accounts.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "customers", operation_id = "accounts", params(Search),
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn accounts(State(app): State<App>, actor: Actor, Query(search): Query<Search>) -> Result<Json<Page>> {
    let query = list::Query::parse(&actor, tables::Account::list(), search)?;
    list::page::<tables::Account>(&app.db().read(&actor), tables::Account::list(), &query).await.map(Json)
}

/// The accounts, with a long filter.
#[utoipa::path(post, path = "/api/v1/accounts/search", tag = "customers", operation_id = "search_accounts", request_body = Search,
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn search_accounts(State(app): State<App>, actor: Actor, Checked(search): Checked<Search>) -> Result<Json<Page>> {
    accounts(State(app), actor, Query(search)).await
}

/// Makes an account.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "customers", operation_id = "create_account", request_body = NewAccount, params(WhenDuplicate),
    responses((status = 201, body = Account), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn create_account(
    State(app): State<App>,
    actor: Actor,
    Query(wish): Query<WhenDuplicate>,
    Checked(input): Checked<NewAccount>,
) -> Result<Created<Account>> {
    if wish.refuses() {
        commands::refuse_duplicates(app.db(), &actor, input.clone()).await?;
    }
    let mut tx = app.db().write(&actor).await?;
    let done = commands::create(&mut tx, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/accounts/{}", record.id), version: record.version, record })
}

/// What is like an account that is about to be made (F59). Of what the asker may not see only the team is told, and not often.
#[utoipa::path(post, path = "/api/v1/accounts/duplicates", tag = "customers", operation_id = "account_duplicates", request_body = NewAccount,
    params(Except),
    responses((status = 200, body = Found), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account_duplicates(
    State(app): State<App>,
    actor: Actor,
    Query(Except { except }): Query<Except>,
    Checked(input): Checked<NewAccount>,
) -> Result<Json<Found>> {
    commands::check_duplicates(app.db(), &actor, input, except).await.map(Json)
}

/// Crosses two bases of classification over the accounts of a filter (F05).
#[utoipa::path(get, path = "/api/v1/accounts/cross", tag = "customers", operation_id = "cross_accounts", params(CrossParams),
    responses((status = 200, body = Cross), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn cross_accounts(State(app): State<App>, actor: Actor, Query(params): Query<CrossParams>) -> Result<Json<Cross>> {
    queries::cross(&app.db().read(&actor), params).await.map(Json)
}

/// Changes, trashes or restores all accounts of a filter, as a job.
#[utoipa::path(post, path = "/api/v1/accounts/bulk", tag = "customers", operation_id = "bulk_accounts", request_body = Bulk<AccountChanges>,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn bulk_accounts(
    State(app): State<App>,
    actor: Actor,
    Checked(bulk): Checked<Bulk<AccountChanges>>,
) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::queue_bulk(&mut tx, &bulk).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// One account.
#[utoipa::path(get, path = "/api/v1/accounts/{id}", tag = "customers", operation_id = "account", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Account), (status = 308, description = "It was merged into the account at this address."),
        (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Account>>) -> Result<Response> {
    let reader = app.db().read(&actor);
    match queries::account(&reader, id).await {
        Ok(account) => Ok(Versioned(account.version, account).into_response()),
        Err(Error::NotFound) => duplicates::moved(&reader, id, "/api/v1/accounts").await,
        Err(error) => Err(error),
    }
}

/// Changes an account.
#[utoipa::path(patch, path = "/api/v1/accounts/{id}", tag = "customers", operation_id = "change_account", request_body = AccountPatch,
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Account), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_account(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Account>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<AccountPatch>,
) -> Result<Versioned<Account>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change(&mut tx, id, version, input).await?;
    let account = tx.commit(done).await?;
    Ok(Versioned(account.version, account))
}

/// Moves an account to the trash.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}", tag = "customers", operation_id = "trash_account",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn trash_account(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Account>>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::trash(&mut tx, id, version).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an account out of the trash.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/restore", tag = "customers", operation_id = "restore_account", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Account), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn restore_account(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Account>>) -> Result<Versioned<Account>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::restore(&mut tx, id).await?;
    let account = tx.commit(done).await?;
    Ok(Versioned(account.version, account))
}

/// The columns that are no fields for anybody: what the name is sorted by, and what pools tell in their own words.
const HIDDEN: [&str; 7] = ["name_sort", "owned_on", "pool_id", "pooled_on", "pooled_from_id", "pooled_why", "protected_why"];

/// Which fields of an account were changed, by whom and when, newest first.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/changes", tag = "customers", operation_id = "account_changes",
    params(("id" = uuid::Uuid, Path), HistoryParams),
    responses((status = 200, body = History), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account_changes(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Account>>,
    Query(params): Query<HistoryParams>,
) -> Result<Json<History>> {
    let reader = app.db().read(&actor);
    reader.get(id).await?;
    event::history(&reader, app.slices(), id.uuid(), &HIDDEN, &params).await.map(Json)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TimelineParams {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Items per page, 1–100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
}

/// What happened with an account, newest first, from every capability.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/timeline", tag = "customers", operation_id = "account_timeline",
    params(("id" = uuid::Uuid, Path), TimelineParams),
    responses((status = 200, body = Items), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account_timeline(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Account>>,
    Query(params): Query<TimelineParams>,
) -> Result<Json<Items>> {
    let reader = app.db().read(&actor);
    reader.get(id).await?;
    timeline::page(&reader, app.slices(), id.uuid(), params.cursor.as_deref(), params.limit.unwrap_or(30)).await.map(Json)
}

/// A page of the relations of an account, by kind.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/relations", tag = "customers", operation_id = "account_relations",
    params(("id" = uuid::Uuid, Path), PageParams),
    responses((status = 200, body = Relations), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn relations(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Account>>,
    Query(page): Query<PageParams>,
) -> Result<Json<Relations>> {
    queries::relations(&app.db().read(&actor), id, page.cursor.as_deref(), page.limit()).await.map(Json)
}

/// Those who stand below an account in a chain, and what they all buy, each counted once (A8).
#[utoipa::path(get, path = "/api/v1/accounts/{id}/below", tag = "customers", operation_id = "accounts_below",
    params(("id" = uuid::Uuid, Path), BelowParams),
    responses((status = 200, body = Below), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn below(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Account>>,
    Query(params): Query<BelowParams>,
) -> Result<Json<Below>> {
    queries::below(&app.db().read(&actor), id, &params).await.map(Json)
}

/// Puts an account in a relation to another.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/relations", tag = "customers", operation_id = "relate_accounts", params(("id" = uuid::Uuid, Path)),
    request_body = NewRelation,
    responses((status = 201, body = Relation), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn relate(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Account>>,
    Checked(input): Checked<NewRelation>,
) -> Result<(StatusCode, Json<Relation>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::relate(&mut tx, id, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Changes since when or until when a relation holds.
#[utoipa::path(patch, path = "/api/v1/account-relations/{id}", tag = "customers", operation_id = "change_relation",
    request_body = RelationPatch, params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Relation), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_relation(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<AccountRelation>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<RelationPatch>,
) -> Result<Versioned<Relation>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_relation(&mut tx, id, version, &input).await?;
    let record = tx.commit(done).await?;
    Ok(Versioned(record.version, record))
}

/// Takes a relation away.
#[utoipa::path(delete, path = "/api/v1/account-relations/{id}", tag = "customers", operation_id = "unrelate_accounts", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn unrelate(State(app): State<App>, actor: Actor, Path(id): Path<Id<AccountRelation>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::unrelate(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The tags of all accounts, each with how many carry it.
#[utoipa::path(get, path = "/api/v1/tags/counts", tag = "customers", operation_id = "tag_counts",
    responses((status = 200, body = Vec<TagCount>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn tag_counts(State(app): State<App>, actor: Actor) -> Result<Json<Vec<TagCount>>> {
    queries::tag_counts(&app.db().read(&actor)).await.map(Json)
}

/// The tags in use.
#[utoipa::path(get, path = "/api/v1/tags", tag = "customers", operation_id = "tags",
    responses((status = 200, body = Vec<Tag>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn tags(State(app): State<App>, actor: Actor) -> Result<Json<Vec<Tag>>> {
    queries::tags(&app.db().read(&actor)).await.map(Json)
}
