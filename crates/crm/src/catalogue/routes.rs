//! The HTTP door of the catalogue.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    bulk::Bulk,
    error::Result,
    http::{App, Checked, Created, IfMatch, Path, Query, Versioned, problem::Problem},
    id::Id,
    job::Queued,
    list::{self, Page, Search},
    slice::Listed,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{NewProduct, Product, ProductChanges, ProductFamily, ProductPatch},
    commands, queries, tables,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(products, create_product))
        .routes(routes!(search_products))
        .routes(routes!(bulk_products))
        .routes(routes!(product, change_product, remove_product))
        .routes(routes!(product_families))
}

/// The products.
#[utoipa::path(get, path = "/api/v1/products", tag = "catalogue", operation_id = "products", params(Search),
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn products(State(app): State<App>, actor: Actor, Query(search): Query<Search>) -> Result<Json<Page>> {
    let query = list::Query::parse(&actor, tables::Product::list(), search)?;
    list::page::<tables::Product>(&app.db().read(&actor), tables::Product::list(), &query).await.map(Json)
}

/// The products, with a long filter.
#[utoipa::path(post, path = "/api/v1/products/search", tag = "catalogue", operation_id = "search_products", request_body = Search,
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn search_products(State(app): State<App>, actor: Actor, Checked(search): Checked<Search>) -> Result<Json<Page>> {
    products(State(app), actor, Query(search)).await
}

/// Makes a product that no order has named yet.
#[utoipa::path(post, path = "/api/v1/products", tag = "catalogue", operation_id = "create_product", request_body = NewProduct,
    responses((status = 201, body = Product), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn create_product(State(app): State<App>, actor: Actor, Checked(input): Checked<NewProduct>) -> Result<Created<Product>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::create(&mut tx, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/products/{}", record.id), version: record.version, record })
}

/// Gives many products a family, as a job.
#[utoipa::path(post, path = "/api/v1/products/bulk", tag = "catalogue", operation_id = "bulk_products", request_body = Bulk<ProductChanges>,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn bulk_products(
    State(app): State<App>,
    actor: Actor,
    Checked(asked): Checked<Bulk<ProductChanges>>,
) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::queue_bulk(&mut tx, &asked)?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// One product.
#[utoipa::path(get, path = "/api/v1/products/{id}", tag = "catalogue", operation_id = "product", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Product), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn product(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Product>>) -> Result<Versioned<Product>> {
    let product = queries::product(&app.db().read(&actor), id).await?;
    Ok(Versioned(product.version, product))
}

/// Changes the number or the family of a product.
#[utoipa::path(patch, path = "/api/v1/products/{id}", tag = "catalogue", operation_id = "change_product",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)), request_body = ProductPatch,
    responses((status = 200, body = Product), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_product(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Product>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<ProductPatch>,
) -> Result<Versioned<Product>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change(&mut tx, id, version, input).await?;
    let product = tx.commit(done).await?;
    Ok(Versioned(product.version, product))
}

/// Removes a product that nothing names.
#[utoipa::path(delete, path = "/api/v1/products/{id}", tag = "catalogue", operation_id = "remove_product",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_product(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Product>>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, id, version).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The families of products, each with how many it has; last the products without one.
#[utoipa::path(get, path = "/api/v1/product-families", tag = "catalogue", operation_id = "product_families",
    responses((status = 200, body = Vec<ProductFamily>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn product_families(State(app): State<App>, actor: Actor) -> Result<Json<Vec<ProductFamily>>> {
    queries::families(&app.db().read(&actor)).await.map(Json)
}
