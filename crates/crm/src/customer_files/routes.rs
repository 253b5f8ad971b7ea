//! The HTTP door of customer files.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, Path, problem::Problem},
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{Appoint, Ask, CustomerFile, Decide, Decline, FileForms, FileProposal, Propose, Submit, Verify},
    commands, queries, tables,
};
use crate::customers::tables::Account;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(customer_file))
        .routes(routes!(verify_answers))
        .routes(routes!(appoint_steward))
        .routes(routes!(analyse_file))
        .routes(routes!(submit_file))
        .routes(routes!(review_file))
        .routes(routes!(propose_change))
        .routes(routes!(accept_proposal))
        .routes(routes!(decline_proposal))
        .routes(routes!(file_forms))
        .routes(routes!(ask_in_files))
}

/// The file of an account: what is asked and known, its step, its reviews, what colleagues propose (F03, F04).
#[utoipa::path(get, path = "/api/v1/accounts/{id}/file", tag = "customer_files", operation_id = "customer_file", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = CustomerFile), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn customer_file(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<Json<CustomerFile>> {
    queries::file(&app.db().read(&actor), id).await.map(Json)
}

/// Says that answers still hold (F04).
#[utoipa::path(post, path = "/api/v1/accounts/{id}/file/verify", tag = "customer_files", operation_id = "verify_answers", params(("id" = uuid::Uuid, Path)), request_body = Verify,
    responses((status = 200, body = CustomerFile), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn verify_answers(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<Verify>,
) -> Result<Json<CustomerFile>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::verify(&mut tx, id, input).await?;
    tx.commit(done).await.map(Json)
}

/// Says who looks after the file.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/file/steward", tag = "customer_files", operation_id = "appoint_steward", params(("id" = uuid::Uuid, Path)), request_body = Appoint,
    responses((status = 200, body = CustomerFile), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn appoint_steward(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<Appoint>,
) -> Result<Json<CustomerFile>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::appoint(&mut tx, id, &input).await?;
    tx.commit(done).await.map(Json)
}

/// Puts down what the account is worth now; refused until the file is complete enough (F03).
#[utoipa::path(post, path = "/api/v1/accounts/{id}/file/analyse", tag = "customer_files", operation_id = "analyse_file", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = CustomerFile), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn analyse_file(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<Json<CustomerFile>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::analyse(&mut tx, id).await?;
    tx.commit(done).await.map(Json)
}

/// Hands the analysed file to those who review it.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/file/submit", tag = "customer_files", operation_id = "submit_file", params(("id" = uuid::Uuid, Path)), request_body = Submit,
    responses((status = 200, body = CustomerFile), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn submit_file(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<Submit>,
) -> Result<Json<CustomerFile>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::submit(&mut tx, id, input).await?;
    tx.commit(done).await.map(Json)
}

/// Decides on the file, and has what follows from that follow (F03).
#[utoipa::path(post, path = "/api/v1/accounts/{id}/file/review", tag = "customer_files", operation_id = "review_file", params(("id" = uuid::Uuid, Path)), request_body = Decide,
    responses((status = 200, body = CustomerFile), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn review_file(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<Decide>,
) -> Result<Json<CustomerFile>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::decide(&mut tx, id, &input).await?;
    tx.commit(done).await.map(Json)
}

/// Proposes that a field of the account should read otherwise; whoever sees the account may.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/file/proposals", tag = "customer_files", operation_id = "propose_change", params(("id" = uuid::Uuid, Path)), request_body = Propose,
    responses((status = 201, body = FileProposal), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn propose_change(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<Account>>,
    Checked(input): Checked<Propose>,
) -> Result<(StatusCode, Json<FileProposal>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::propose(&mut tx, id, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Accepts a proposal: the account reads as proposed.
#[utoipa::path(post, path = "/api/v1/file-proposals/{id}/accept", tag = "customer_files", operation_id = "accept_proposal", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = FileProposal), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn accept_proposal(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::FileProposal>>) -> Result<Json<FileProposal>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::accept(&mut tx, id).await?;
    tx.commit(done).await.map(Json)
}

/// Declines a proposal, with a reason.
#[utoipa::path(post, path = "/api/v1/file-proposals/{id}/decline", tag = "customer_files", operation_id = "decline_proposal", params(("id" = uuid::Uuid, Path)), request_body = Decline,
    responses((status = 200, body = FileProposal), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn decline_proposal(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::FileProposal>>,
    Checked(input): Checked<Decline>,
) -> Result<Json<FileProposal>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::decline(&mut tx, id, &input).await?;
    tx.commit(done).await.map(Json)
}

/// What is asked about accounts of each kind, and what can be asked.
#[utoipa::path(get, path = "/api/v1/file-forms", tag = "customer_files", operation_id = "file_forms",
    responses((status = 200, body = FileForms), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn file_forms(State(app): State<App>, actor: Actor) -> Result<Json<FileForms>> {
    queries::forms(&app.db().read(&actor)).await.map(Json)
}

/// Says what is asked about accounts of a kind; without fields it is what is usual.
#[utoipa::path(put, path = "/api/v1/file-forms/{kind}", tag = "customer_files", operation_id = "ask_in_files", params(("kind" = String, Path)), request_body = Ask,
    responses((status = 200, body = FileForms), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn ask_in_files(
    State(app): State<App>,
    actor: Actor,
    Path(kind): Path<String>,
    Checked(input): Checked<Ask>,
) -> Result<Json<FileForms>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::ask(&mut tx, &kind, input).await?;
    tx.commit(done).await.map(Json)
}
