//! The HTTP door of personal.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    event::HistoryParams,
    http::{App, Checked, Path, Query, problem::Problem},
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{
        Consent, ErasePerson, Erasure, Erasures, GivenReason, NewConsent, NewFact, NewPreference, Personal, PersonalData, PersonalFact,
        Preference, Revealed,
    },
    commands, queries, tables,
};
use crate::contacts::tables::Contact;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(personal))
        .routes(routes!(note_fact))
        .routes(routes!(remove_fact))
        .routes(routes!(reveal_fact))
        .routes(routes!(give_consent))
        .routes(routes!(withdraw_consent))
        .routes(routes!(note_preference))
        .routes(routes!(remove_preference))
        .routes(routes!(export_person))
        .routes(routes!(erase_person))
        .routes(routes!(erasures))
}

/// What is known of a person: facts, consents, preferences. What is sensitive is masked.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/personal", tag = "personal", operation_id = "personal",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Personal), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn personal(State(app): State<App>, actor: Actor, Path(id): Path<Id<Contact>>) -> Result<Json<Personal>> {
    queries::personal(&app.db().read(&actor), id).await.map(Json)
}

/// Notes a fact about a person (F02). A sensitive one is refused without a consent that it can stand on.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/facts", tag = "personal", operation_id = "note_fact", request_body = NewFact,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 201, body = PersonalFact), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn note_fact(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Contact>>,
    Checked(input): Checked<NewFact>,
) -> Result<(StatusCode, Json<PersonalFact>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::note_fact(&mut tx, id, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Removes a fact for good.
#[utoipa::path(delete, path = "/api/v1/facts/{id}", tag = "personal", operation_id = "remove_fact", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_fact(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Fact>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove_fact(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells a sensitive fact once, for a reason that is written down (F62).
#[utoipa::path(post, path = "/api/v1/facts/{id}/reveal", tag = "personal", operation_id = "reveal_fact", request_body = GivenReason,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Revealed), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn reveal_fact(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Fact>>,
    Checked(why): Checked<GivenReason>,
) -> Result<Json<Revealed>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::reveal(&mut tx, id, &why).await?;
    tx.commit(done).await.map(Json)
}

/// Writes down that a person has agreed to something.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/consents", tag = "personal", operation_id = "give_consent", request_body = NewConsent,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 201, body = Consent), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn give_consent(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Contact>>,
    Checked(input): Checked<NewConsent>,
) -> Result<(StatusCode, Json<Consent>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::give_consent(&mut tx, id, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Withdraws a consent. The facts that stand on it are erased at once.
#[utoipa::path(post, path = "/api/v1/consents/{id}/withdraw", tag = "personal", operation_id = "withdraw_consent",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Consent), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn withdraw_consent(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Consent>>) -> Result<Json<Consent>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::withdraw(&mut tx, id).await?;
    tx.commit(done).await.map(Json)
}

/// Notes what a person likes best, and where that was noticed (F38).
#[utoipa::path(post, path = "/api/v1/contacts/{id}/preferences", tag = "personal", operation_id = "note_preference",
    request_body = NewPreference, params(("id" = uuid::Uuid, Path)),
    responses((status = 201, body = Preference), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn note_preference(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Contact>>,
    Checked(input): Checked<NewPreference>,
) -> Result<(StatusCode, Json<Preference>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::note_preference(&mut tx, id, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Removes a preference.
#[utoipa::path(delete, path = "/api/v1/preferences/{id}", tag = "personal", operation_id = "remove_preference",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_preference(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Preference>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove_preference(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes out everything that is kept of a person, for the person (PIPL art. 45); written down with its reason.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/data-export", tag = "personal", operation_id = "export_person", request_body = GivenReason,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PersonalData), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn export_person(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Contact>>,
    Checked(why): Checked<GivenReason>,
) -> Result<Json<PersonalData>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::export(&mut tx, app.slices(), id, &why).await?;
    tx.commit(done).await.map(Json)
}

/// Erases a person for good (PIPL art. 47). The row stays without anything of the person, so that sums stand.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/erase", tag = "personal", operation_id = "erase_person", request_body = ErasePerson,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Erasure), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn erase_person(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Contact>>,
    Checked(wish): Checked<ErasePerson>,
) -> Result<Json<Erasure>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::erase(&mut tx, id, &wish).await?;
    tx.commit(done).await.map(Json)
}

/// The proofs of erasures, the newest first.
#[utoipa::path(get, path = "/api/v1/erasures", tag = "personal", operation_id = "erasures", params(HistoryParams),
    responses((status = 200, body = Erasures), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn erasures(State(app): State<App>, actor: Actor, Query(page): Query<HistoryParams>) -> Result<Json<Erasures>> {
    queries::erasures(&app.db().read(&actor), &page).await.map(Json)
}
