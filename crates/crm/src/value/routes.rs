//! The HTTP door of value.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, Path, Query, problem::Problem},
    id::Id,
    job::Queued,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{AccountValue, Forecasting, Portfolio, PortfolioParams, ValueReport},
    commands, delivered,
    demand::{Demand, DemandParams},
    objectives::Board,
    queries, types,
};
use crate::customers::tables::Account;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(account_value))
        .routes(routes!(account_demand))
        .routes(routes!(set_account_forecast))
        .routes(routes!(value_report))
        .routes(routes!(customer_objectives))
        .routes(routes!(portfolio))
        .routes(routes!(reckon_values))
        .merge(delivered::routes::routes())
        .merge(types::routes::routes())
}

/// What an account is worth, with what that is made of (F06, F07, F08, F10 to F12, F65).
#[utoipa::path(get, path = "/api/v1/accounts/{id}/value", tag = "value", operation_id = "account_value", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = AccountValue), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account_value(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<Json<AccountValue>> {
    queries::account_value(&app.db().read(&actor), id).await.map(Json)
}

/// What an account will need of each of its products, or of those of a family, and of each family, from its own order lines (F06).
#[utoipa::path(get, path = "/api/v1/accounts/{id}/demand", tag = "value", operation_id = "account_demand",
    params(("id" = uuid::Uuid, Path), DemandParams),
    responses((status = 200, body = Demand), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account_demand(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Query(params): Query<DemandParams>,
) -> Result<Json<Demand>> {
    queries::account_demand(&app.db().read(&actor), id, params).await.map(Json)
}

/// Says what an account is expected to buy over the horizon, instead of what is reckoned; `null` takes that back (F06).
#[utoipa::path(put, path = "/api/v1/accounts/{id}/forecast", tag = "value", operation_id = "set_account_forecast",
    params(("id" = uuid::Uuid, Path)), request_body = Forecasting,
    responses((status = 200, body = AccountValue), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn set_account_forecast(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<Forecasting>,
) -> Result<Json<AccountValue>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::set_forecast(&mut tx, id, &input).await?;
    tx.commit(done).await.map(Json)
}

/// What all accounts together say, as of the last run; for those who may see all accounts.
#[utoipa::path(get, path = "/api/v1/value/report", tag = "value", operation_id = "value_report",
    responses((status = 200, body = ValueReport), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn value_report(State(app): State<App>, actor: Actor) -> Result<Json<ValueReport>> {
    queries::value_report(&app.db().read(&actor)).await.map(Json)
}

/// How the company stands by its aims in its customers, beside how it stood and what is claimed (F53, F36); for those who may see
/// all accounts.
#[utoipa::path(get, path = "/api/v1/value/objectives", tag = "value", operation_id = "customer_objectives",
    responses((status = 200, body = Board), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn customer_objectives(State(app): State<App>, actor: Actor) -> Result<Json<Board>> {
    queries::objectives(&app.db().read(&actor)).await.map(Json)
}

/// Active accounts along two axes, with the classes of a view: everybody as of the last run, or those of a filter now (F13).
#[utoipa::path(get, path = "/api/v1/value/portfolio", tag = "value", operation_id = "portfolio", params(PortfolioParams),
    responses((status = 200, body = Portfolio), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn portfolio(State(app): State<App>, actor: Actor, Query(params): Query<PortfolioParams>) -> Result<Json<Portfolio>> {
    queries::portfolio(&app.db().read(&actor), &params).await.map(Json)
}

/// Reckons what every account is worth now, as a job; for those who may change parameters.
#[utoipa::path(post, path = "/api/v1/value/runs", tag = "value", operation_id = "reckon_values",
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn reckon_values(State(app): State<App>, actor: Actor) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::queue_run(&mut tx).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}
