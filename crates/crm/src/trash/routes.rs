//! The HTTP door of the trash.

use axum::{extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Path, problem::Problem},
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands,
    kinds::{ACCOUNT, CONTACT},
};
use crate::{contacts::tables::Contact, customers::tables::Account};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(remove_account_for_good)).routes(routes!(remove_contact_for_good))
}

/// Removes an account for good that is in the trash and that no order, conversation or other history needs.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/remove-for-good", tag = "trash", operation_id = "remove_account_for_good",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_account_for_good(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, &ACCOUNT, id.uuid()).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a contact for good that is in the trash and that no order, conversation or other history needs.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/remove-for-good", tag = "trash", operation_id = "remove_contact_for_good",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_contact_for_good(State(app): State<App>, actor: Actor, Path(id): Path<Id<Contact>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, &CONTACT, id.uuid()).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}
