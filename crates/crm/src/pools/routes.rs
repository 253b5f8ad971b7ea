//! The HTTP door of pools.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, Created, IfMatch, Path, Query, Versioned, problem::Problem},
    id::Id,
    job::Queued,
    list::{self, Page, PageParams, Search},
    slice::Listed,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{
        GiveBack, GiveMany, NewPool, NewPoolRule, OpenedAccount, Ownership, Pool, PoolOutcomes, PoolPatch, PoolPreview, PoolRule, Pools,
        Protect, PutMany, TakeMany, Warnings,
    },
    commands, queries,
    tables::{self, PooledAccount},
};
use crate::customers::tables::Account;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(pools, make_pool))
        .routes(routes!(pool, change_pool, remove_pool))
        .routes(routes!(pool_rules, add_pool_rule))
        .routes(routes!(preview_pool_rule))
        .routes(routes!(change_pool_rule, remove_pool_rule))
        .routes(routes!(recycle_pool))
        .routes(routes!(put_into_pool))
        .routes(routes!(pooled_accounts))
        .routes(routes!(search_pooled_accounts))
        .routes(routes!(take_pooled_accounts))
        .routes(routes!(give_pooled_accounts))
        .routes(routes!(open_pooled_account))
        .routes(routes!(take_pooled_account))
        .routes(routes!(give_account_back))
        .routes(routes!(ownership))
        .routes(routes!(protect_account, unprotect_account))
        .routes(routes!(recycling_warnings))
}

/// The pools that one sees, with their caps and how much one has made use of them.
#[utoipa::path(get, path = "/api/v1/pools", tag = "pools", operation_id = "pools",
    responses((status = 200, body = Pools), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn pools(State(app): State<App>, actor: Actor) -> Result<Json<Pools>> {
    queries::pools(&app.db().read(&actor)).await.map(Json)
}

/// Makes a pool.
#[utoipa::path(post, path = "/api/v1/pools", tag = "pools", operation_id = "make_pool", request_body = NewPool,
    responses((status = 201, body = Pool), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn make_pool(State(app): State<App>, actor: Actor, Checked(input): Checked<NewPool>) -> Result<Created<Pool>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::make(&mut tx, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/pools/{}", record.id), version: record.version, record })
}

/// One pool.
#[utoipa::path(get, path = "/api/v1/pools/{id}", tag = "pools", operation_id = "pool", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Pool), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn pool(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Pool>>) -> Result<Versioned<Pool>> {
    let pool = queries::pool(&app.db().read(&actor), id).await?;
    Ok(Versioned(pool.version, pool))
}

/// Changes a pool.
#[utoipa::path(patch, path = "/api/v1/pools/{id}", tag = "pools", operation_id = "change_pool", params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)), request_body = PoolPatch,
    responses((status = 200, body = Pool), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_pool(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Pool>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<PoolPatch>,
) -> Result<Versioned<Pool>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change(&mut tx, id, version, input).await?;
    let pool = tx.commit(done).await?;
    Ok(Versioned(pool.version, pool))
}

/// Takes a pool away in which nothing lies.
#[utoipa::path(delete, path = "/api/v1/pools/{id}", tag = "pools", operation_id = "remove_pool", params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_pool(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Pool>>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, id, version).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The rules by which accounts go into a pool.
#[utoipa::path(get, path = "/api/v1/pools/{id}/rules", tag = "pools", operation_id = "pool_rules", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<PoolRule>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn pool_rules(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Pool>>) -> Result<Json<Vec<PoolRule>>> {
    queries::rules(&app.db().read(&actor), id).await.map(Json)
}

/// Adds a rule to a pool.
#[utoipa::path(post, path = "/api/v1/pools/{id}/rules", tag = "pools", operation_id = "add_pool_rule", params(("id" = uuid::Uuid, Path)), request_body = NewPoolRule,
    responses((status = 201, body = PoolRule), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn add_pool_rule(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Pool>>,
    Checked(input): Checked<NewPoolRule>,
) -> Result<(StatusCode, Json<PoolRule>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::add_rule(&mut tx, id, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Says which accounts a rule would take, how many, and why each.
#[utoipa::path(post, path = "/api/v1/pools/{id}/rules/preview", tag = "pools", operation_id = "preview_pool_rule", params(("id" = uuid::Uuid, Path)), request_body = NewPoolRule,
    responses((status = 200, body = PoolPreview), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn preview_pool_rule(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Pool>>,
    Checked(input): Checked<NewPoolRule>,
) -> Result<Json<PoolPreview>> {
    queries::preview(&app.db().read(&actor), id, input).await.map(Json)
}

/// Puts another rule in the place of one.
#[utoipa::path(put, path = "/api/v1/pool-rules/{id}", tag = "pools", operation_id = "change_pool_rule", params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)), request_body = NewPoolRule,
    responses((status = 200, body = PoolRule), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_pool_rule(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::PoolRule>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<NewPoolRule>,
) -> Result<Versioned<PoolRule>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_rule(&mut tx, id, version, input).await?;
    let rule = tx.commit(done).await?;
    Ok(Versioned(rule.version, rule))
}

/// Takes a rule away.
#[utoipa::path(delete, path = "/api/v1/pool-rules/{id}", tag = "pools", operation_id = "remove_pool_rule", params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_pool_rule(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::PoolRule>>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove_rule(&mut tx, id, version).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follows the rules of a pool now, as every night, as a job.
#[utoipa::path(post, path = "/api/v1/pools/{id}/recycle", tag = "pools", operation_id = "recycle_pool", params(("id" = uuid::Uuid, Path)),
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn recycle_pool(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Pool>>) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::queue(&mut tx, id).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// Puts accounts into a pool, and says of each what became of it.
#[utoipa::path(post, path = "/api/v1/pools/{id}/accounts", tag = "pools", operation_id = "put_into_pool", params(("id" = uuid::Uuid, Path)), request_body = PutMany,
    responses((status = 200, body = PoolOutcomes), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn put_into_pool(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Pool>>,
    Checked(input): Checked<PutMany>,
) -> Result<Json<PoolOutcomes>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::put(&mut tx, id, input).await?;
    tx.commit(done).await.map(Json)
}

/// The accounts in the pools that one may look into, without telephone, address and people.
#[utoipa::path(get, path = "/api/v1/pooled", tag = "pools", operation_id = "pooled_accounts", params(Search),
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn pooled_accounts(State(app): State<App>, actor: Actor, Query(search): Query<Search>) -> Result<Json<Page>> {
    let query = list::Query::parse(&actor, PooledAccount::list(), search)?;
    list::page::<PooledAccount>(&app.db().read(&actor), PooledAccount::list(), &query).await.map(Json)
}

/// The accounts in the pools, with a long filter.
#[utoipa::path(post, path = "/api/v1/pooled/search", tag = "pools", operation_id = "search_pooled_accounts", request_body = Search,
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn search_pooled_accounts(State(app): State<App>, actor: Actor, Checked(search): Checked<Search>) -> Result<Json<Page>> {
    pooled_accounts(State(app), actor, Query(search)).await
}

/// Takes accounts out of their pools for oneself, as many as the caps allow, and says of each what became of it.
#[utoipa::path(post, path = "/api/v1/pooled/take", tag = "pools", operation_id = "take_pooled_accounts", request_body = TakeMany,
    responses((status = 200, body = PoolOutcomes), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn take_pooled_accounts(State(app): State<App>, actor: Actor, Checked(input): Checked<TakeMany>) -> Result<Json<PoolOutcomes>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::take(&mut tx, input).await?;
    tx.commit(done).await.map(Json)
}

/// Gives accounts out of pools that one keeps to a colleague.
#[utoipa::path(post, path = "/api/v1/pooled/give", tag = "pools", operation_id = "give_pooled_accounts", request_body = GiveMany,
    responses((status = 200, body = PoolOutcomes), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn give_pooled_accounts(State(app): State<App>, actor: Actor, Checked(input): Checked<GiveMany>) -> Result<Json<PoolOutcomes>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::give(&mut tx, input).await?;
    tx.commit(done).await.map(Json)
}

/// Opens an account in its pool: telephone and address are seen, which is kept and counted.
#[utoipa::path(post, path = "/api/v1/pooled/{id}/open", tag = "pools", operation_id = "open_pooled_account", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = OpenedAccount), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn open_pooled_account(State(app): State<App>, actor: Actor, Path(id): Path<Id<PooledAccount>>) -> Result<Json<OpenedAccount>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::open(&mut tx, id).await?;
    tx.commit(done).await.map(Json)
}

/// Takes one account out of its pool for oneself.
#[utoipa::path(post, path = "/api/v1/pooled/{id}/take", tag = "pools", operation_id = "take_pooled_account", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn take_pooled_account(State(app): State<App>, actor: Actor, Path(id): Path<Id<PooledAccount>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::take_one(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives an account back to a pool.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/give-back", tag = "pools", operation_id = "give_account_back", params(("id" = uuid::Uuid, Path)), request_body = GiveBack,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn give_account_back(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<GiveBack>,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::give_back(&mut tx, id, input).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who has had an account, how it came to them, and what stands between it and the pools.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/ownership", tag = "pools", operation_id = "ownership", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Ownership), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn ownership(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<Json<Ownership>> {
    queries::ownership(&app.db().read(&actor), id).await.map(Json)
}

/// Keeps every rule from taking an account from its owner until a day.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/protection", tag = "pools", operation_id = "protect_account", params(("id" = uuid::Uuid, Path)), request_body = Protect,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn protect_account(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<Protect>,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::protect(&mut tx, id, input).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets rules take an account from its owner again.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/protection", tag = "pools", operation_id = "unprotect_account", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn unprotect_account(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::unprotect(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The accounts, among those that one sees, that rules will take, the first due first.
#[utoipa::path(get, path = "/api/v1/recycling-warnings", tag = "pools", operation_id = "recycling_warnings", params(PageParams),
    responses((status = 200, body = Warnings), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn recycling_warnings(State(app): State<App>, actor: Actor, Query(page): Query<PageParams>) -> Result<Json<Warnings>> {
    queries::warnings(&app.db().read(&actor), page.cursor.as_deref(), page.limit()).await.map(Json)
}
