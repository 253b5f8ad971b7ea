//! The HTTP door of contacts.

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
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{Contact, ContactChanges, ContactPatch, FirstToCall, NewContact, NewPlace, People},
    commands, queries, tables,
};
use crate::{
    customers::{
        api::{Tag, TagCount},
        tables::Account,
    },
    duplicates::{
        self,
        api::{Except, Found, WhenDuplicate},
    },
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(contacts, create_contact))
        .routes(routes!(search_contacts))
        .routes(routes!(contact_duplicates))
        .routes(routes!(contact, change_contact, trash_contact))
        .routes(routes!(restore_contact))
        .routes(routes!(contact_changes))
        .routes(routes!(bulk_contacts))
        .routes(routes!(contact_tags))
        .routes(routes!(contact_tag_counts))
        .routes(routes!(set_places))
        .routes(routes!(account_contacts))
        .routes(routes!(set_first_to_call))
}

/// The contacts.
#[utoipa::path(get, path = "/api/v1/contacts", tag = "contacts", operation_id = "contacts", params(Search),
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn contacts(State(app): State<App>, actor: Actor, Query(search): Query<Search>) -> Result<Json<Page>> {
    let query = list::Query::parse(&actor, tables::Contact::list(), search)?;
    list::page::<tables::Contact>(&app.db().read(&actor), tables::Contact::list(), &query).await.map(Json)
}

/// The contacts, with a long filter.
#[utoipa::path(post, path = "/api/v1/contacts/search", tag = "contacts", operation_id = "search_contacts", request_body = Search,
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn search_contacts(State(app): State<App>, actor: Actor, Checked(search): Checked<Search>) -> Result<Json<Page>> {
    contacts(State(app), actor, Query(search)).await
}

/// Makes a contact.
#[utoipa::path(post, path = "/api/v1/contacts", tag = "contacts", operation_id = "create_contact", request_body = NewContact, params(WhenDuplicate),
    responses((status = 201, body = Contact), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn create_contact(
    State(app): State<App>,
    actor: Actor,
    Query(wish): Query<WhenDuplicate>,
    Checked(input): Checked<NewContact>,
) -> Result<Created<Contact>> {
    if wish.refuses() {
        commands::refuse_duplicates(app.db(), &actor, input.clone()).await?;
    }
    let mut tx = app.db().write(&actor).await?;
    let done = commands::create(&mut tx, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/contacts/{}", record.id), version: record.version, record })
}

/// What is like a contact that is about to be made (F59). Of what the asker may not see only the team is told, and not often.
#[utoipa::path(post, path = "/api/v1/contacts/duplicates", tag = "contacts", operation_id = "contact_duplicates", request_body = NewContact,
    params(Except),
    responses((status = 200, body = Found), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn contact_duplicates(
    State(app): State<App>,
    actor: Actor,
    Query(Except { except }): Query<Except>,
    Checked(input): Checked<NewContact>,
) -> Result<Json<Found>> {
    commands::check_duplicates(app.db(), &actor, input, except).await.map(Json)
}

/// One contact.
#[utoipa::path(get, path = "/api/v1/contacts/{id}", tag = "contacts", operation_id = "contact", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Contact), (status = 308, description = "They were merged into the contact at this address."),
        (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn contact(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Contact>>) -> Result<Response> {
    let reader = app.db().read(&actor);
    match queries::contact(&reader, id).await {
        Ok(contact) => Ok(Versioned(contact.version, contact).into_response()),
        Err(Error::NotFound) => duplicates::moved(&reader, id, "/api/v1/contacts").await,
        Err(error) => Err(error),
    }
}

/// Changes a contact.
#[utoipa::path(patch, path = "/api/v1/contacts/{id}", tag = "contacts", operation_id = "change_contact", request_body = ContactPatch,
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Contact), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_contact(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Contact>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<ContactPatch>,
) -> Result<Versioned<Contact>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change(&mut tx, id, version, input).await?;
    let contact = tx.commit(done).await?;
    Ok(Versioned(contact.version, contact))
}

/// Moves a contact to the trash.
#[utoipa::path(delete, path = "/api/v1/contacts/{id}", tag = "contacts", operation_id = "trash_contact",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn trash_contact(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Contact>>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::trash(&mut tx, id, version).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a contact out of the trash.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/restore", tag = "contacts", operation_id = "restore_contact", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Contact), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn restore_contact(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Contact>>) -> Result<Versioned<Contact>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::restore(&mut tx, id).await?;
    let contact = tx.commit(done).await?;
    Ok(Versioned(contact.version, contact))
}

/// The columns that are no field for anybody: what the name is sorted by, and the home, which its places say.
const HIDDEN: [&str; 2] = ["name_sort", "primary_account_id"];

/// Which fields of a contact were changed, by whom and when, newest first.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/changes", tag = "contacts", operation_id = "contact_changes",
    params(("id" = uuid::Uuid, Path), HistoryParams),
    responses((status = 200, body = History), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn contact_changes(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Contact>>,
    Query(params): Query<HistoryParams>,
) -> Result<Json<History>> {
    let reader = app.db().read(&actor);
    reader.get(id).await?;
    event::history(&reader, app.slices(), id.uuid(), &HIDDEN, &params).await.map(Json)
}

/// Changes, trashes or restores all contacts of a filter, as a job.
#[utoipa::path(post, path = "/api/v1/contacts/bulk", tag = "contacts", operation_id = "bulk_contacts", request_body = Bulk<ContactChanges>,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn bulk_contacts(
    State(app): State<App>,
    actor: Actor,
    Checked(bulk): Checked<Bulk<ContactChanges>>,
) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::queue_bulk(&mut tx, &bulk).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// The tags of contacts in use.
#[utoipa::path(get, path = "/api/v1/contact-tags", tag = "contacts", operation_id = "contact_tags",
    responses((status = 200, body = Vec<Tag>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn contact_tags(State(app): State<App>, actor: Actor) -> Result<Json<Vec<Tag>>> {
    queries::tags(&app.db().read(&actor)).await.map(Json)
}

/// The tags of all contacts, each with how many carry it.
#[utoipa::path(get, path = "/api/v1/contact-tags/counts", tag = "contacts", operation_id = "contact_tag_counts",
    responses((status = 200, body = Vec<TagCount>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn contact_tag_counts(State(app): State<App>, actor: Actor) -> Result<Json<Vec<TagCount>>> {
    queries::tag_counts(&app.db().read(&actor)).await.map(Json)
}

/// Says where a contact works or buys, and what it is there.
#[utoipa::path(put, path = "/api/v1/contacts/{id}/accounts", tag = "contacts", operation_id = "set_contact_accounts", request_body = Vec<NewPlace>,
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Contact), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn set_places(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Contact>>,
    IfMatch(version): IfMatch,
    Checked(places): Checked<Vec<NewPlace>>,
) -> Result<Versioned<Contact>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::set_places(&mut tx, id, version, places).await?;
    let contact = tx.commit(done).await?;
    Ok(Versioned(contact.version, contact))
}

/// A page of the people of an account, by name.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/contacts", tag = "contacts", operation_id = "account_contacts",
    params(("id" = uuid::Uuid, Path), PageParams),
    responses((status = 200, body = People), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account_contacts(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Query(page): Query<PageParams>,
) -> Result<Json<People>> {
    queries::at_account(&app.db().read(&actor), id, page.cursor.as_deref(), page.limit()).await.map(Json)
}

/// Says whom to call first at an account.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/first-to-call", tag = "contacts", operation_id = "set_first_to_call",
    request_body = FirstToCall, params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn set_first_to_call(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<FirstToCall>,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::set_first_to_call(&mut tx, id, input.contact_id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}
