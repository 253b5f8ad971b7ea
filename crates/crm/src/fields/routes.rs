//! The HTTP door of fields.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::{Action, Actor},
    error::{Error, Result},
    http::{App, Checked, Created, IfMatch, Path, Query, Versioned, problem::Problem},
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{CustomField, CustomFieldPatch, CustomFieldsParams, NewCustomField},
    commands, queries, tables,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(custom_fields, add_custom_field))
        .routes(routes!(custom_field, change_custom_field, remove_custom_field))
        .routes(routes!(restore_custom_field))
}

/// The fields that the workspace has added, removed ones too.
#[utoipa::path(get, path = "/api/v1/custom-fields", tag = "fields", operation_id = "custom_fields", params(CustomFieldsParams),
    responses((status = 200, body = Vec<CustomField>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn custom_fields(State(app): State<App>, actor: Actor, Query(params): Query<CustomFieldsParams>) -> Result<Json<Vec<CustomField>>> {
    if !actor.may("custom_field", Action::Read) {
        return Err(Error::Forbidden("only administrators define fields".to_owned()));
    }
    queries::fields(&app.db().read(&actor), params.list.as_deref()).await.map(Json)
}

/// Adds a field to a list.
#[utoipa::path(post, path = "/api/v1/custom-fields", tag = "fields", operation_id = "add_custom_field", request_body = NewCustomField,
    responses((status = 201, body = CustomField), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn add_custom_field(State(app): State<App>, actor: Actor, Checked(input): Checked<NewCustomField>) -> Result<Created<CustomField>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::add(&mut tx, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/custom-fields/{}", record.custom.id), version: record.version, record })
}

/// One field.
#[utoipa::path(get, path = "/api/v1/custom-fields/{id}", tag = "fields", operation_id = "custom_field", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = CustomField), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn custom_field(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::CustomField>>) -> Result<Versioned<CustomField>> {
    let field = queries::field(&app.db().read(&actor), id).await?;
    Ok(Versioned(field.version, field))
}

/// Changes a field.
#[utoipa::path(patch, path = "/api/v1/custom-fields/{id}", tag = "fields", operation_id = "change_custom_field",
    request_body = CustomFieldPatch, params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = CustomField), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_custom_field(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::CustomField>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<CustomFieldPatch>,
) -> Result<Versioned<CustomField>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change(&mut tx, id, version, input).await?;
    let field = tx.commit(done).await?;
    Ok(Versioned(field.version, field))
}

/// Takes a field away. Its values stay for a while.
#[utoipa::path(delete, path = "/api/v1/custom-fields/{id}", tag = "fields", operation_id = "remove_custom_field",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_custom_field(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::CustomField>>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, id, version).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a removed field back.
#[utoipa::path(post, path = "/api/v1/custom-fields/{id}/restore", tag = "fields", operation_id = "restore_custom_field",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = CustomField), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn restore_custom_field(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::CustomField>>,
) -> Result<Versioned<CustomField>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::restore(&mut tx, id).await?;
    let field = tx.commit(done).await?;
    Ok(Versioned(field.version, field))
}
