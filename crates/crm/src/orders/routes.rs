//! The HTTP door of orders.

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, Created, Path, Query, Versioned, problem::Problem},
    id::Id,
    list::{self, Page, Search},
    slice::Listed,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{Month, NewOrder, Order},
    commands, queries, tables,
};
use crate::customers::tables::Account;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(orders, enter_order))
        .routes(routes!(search_orders))
        .routes(routes!(order, remove_order))
        .routes(routes!(put_order))
        .routes(routes!(purchases))
}

/// The orders.
#[utoipa::path(get, path = "/api/v1/orders", tag = "orders", operation_id = "orders", params(Search),
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn orders(State(app): State<App>, actor: Actor, Query(search): Query<Search>) -> Result<Json<Page>> {
    let query = list::Query::parse(&actor, tables::Order::list(), search)?;
    list::page::<tables::Order>(&app.db().read(&actor), tables::Order::list(), &query).await.map(Json)
}

/// The orders, with a long filter.
#[utoipa::path(post, path = "/api/v1/orders/search", tag = "orders", operation_id = "search_orders", request_body = Search,
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn search_orders(State(app): State<App>, actor: Actor, Checked(search): Checked<Search>) -> Result<Json<Page>> {
    orders(State(app), actor, Query(search)).await
}

/// Enters an order into the history.
#[utoipa::path(post, path = "/api/v1/orders", tag = "orders", operation_id = "enter_order", request_body = NewOrder,
    responses((status = 201, body = Order), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn enter_order(State(app): State<App>, actor: Actor, Checked(input): Checked<NewOrder>) -> Result<Created<Order>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::enter(&mut tx, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/orders/{}", record.id), version: record.version, record })
}

#[derive(serde::Deserialize)]
struct Called {
    source: String,
    external_id: String,
}

/// Enters an order of another system, or replaces the one that has its id already.
#[utoipa::path(put, path = "/api/v1/orders/from/{source}/{external_id}", tag = "orders", operation_id = "put_order", request_body = NewOrder,
    params(("source" = String, Path), ("external_id" = String, Path)),
    responses((status = 200, body = Order), (status = 201, body = Order), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn put_order(
    State(app): State<App>,
    actor: Actor,
    Path(called): Path<Called>,
    Checked(input): Checked<NewOrder>,
) -> Result<axum::response::Response> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::put(&mut tx, called.source, called.external_id, input).await?;
    let (record, is_new) = tx.commit(done).await?;
    let version = record.version;
    Ok(if is_new {
        Created { location: format!("/api/v1/orders/{}", record.id), version, record }.into_response()
    } else {
        Versioned(version, record).into_response()
    })
}

/// One order with its lines.
#[utoipa::path(get, path = "/api/v1/orders/{id}", tag = "orders", operation_id = "order", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Order), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn order(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Order>>) -> Result<Versioned<Order>> {
    let order = queries::order(&app.db().read(&actor), id).await?;
    Ok(Versioned(order.version, order))
}

/// Takes an order that was entered by mistake out of the history.
#[utoipa::path(delete, path = "/api/v1/orders/{id}", tag = "orders", operation_id = "remove_order", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_order(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Order>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Net sales of an account by month, 24 months.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/purchases", tag = "orders", operation_id = "purchases", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<Month>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn purchases(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<Json<Vec<Month>>> {
    queries::purchases(&app.db().read(&actor), id).await.map(Json)
}
