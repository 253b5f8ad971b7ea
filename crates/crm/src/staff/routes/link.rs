//! The links that let somebody in who cannot sign in yet: invitations, and new passwords.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use guanxi_kernel::{
    error::Result,
    http::{App, Checked, InPerson, OverTls, Path, problem::Problem},
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{entered, signed_in, user_agent};
use crate::staff::{
    api::{Acceptance, AskedStep, ChosenPassword, Invitation, Invited, MadeInvitation, MadeReset, NewInvitation, NewReset, Reset},
    commands::{self, Browser},
    queries, tables,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(invitations, invite))
        .routes(routes!(withdraw_invitation))
        .routes(routes!(renew_invitation))
        .routes(routes!(invited))
        .routes(routes!(accept))
        .routes(routes!(reset_password))
        .routes(routes!(password_reset))
        .routes(routes!(use_password_reset))
}

/// The invitations that nobody has accepted yet, the newest first, at most 500.
#[utoipa::path(get, path = "/api/v1/invitations", tag = "staff", operation_id = "invitations",
    responses((status = 200, body = Vec<Invitation>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn invitations(State(app): State<App>, InPerson(actor): InPerson) -> Result<Json<Vec<Invitation>>> {
    queries::invitations(&app.db().read(&actor)).await.map(Json)
}

/// Makes an invitation link. It is shown this once.
#[utoipa::path(post, path = "/api/v1/invitations", tag = "staff", operation_id = "invite", request_body = NewInvitation,
    responses((status = 201, body = MadeInvitation), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn invite(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Checked(input): Checked<NewInvitation>,
) -> Result<(StatusCode, Json<MadeInvitation>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::invite(&mut tx, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Takes an invitation back.
#[utoipa::path(delete, path = "/api/v1/invitations/{id}", tag = "staff", operation_id = "withdraw_invitation", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn withdraw_invitation(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path(id): Path<Id<tables::Invitation>>,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::withdraw_invitation(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a new link in the place of one that was lost or has run out. It is shown this once.
#[utoipa::path(post, path = "/api/v1/invitations/{id}/renew", tag = "staff", operation_id = "renew_invitation", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = MadeInvitation), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn renew_invitation(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path(id): Path<Id<tables::Invitation>>,
) -> Result<Json<MadeInvitation>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::renew_invitation(&mut tx, id).await?;
    tx.commit(done).await.map(Json)
}

/// What an invited person sees.
#[utoipa::path(get, path = "/api/v1/invited/{secret}", tag = "staff", operation_id = "invited", security(()), params(("secret" = String, Path)),
    responses((status = 200, body = Invited), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn invited(State(app): State<App>, Path(secret): Path<String>) -> Result<Json<Invited>> {
    commands::invited(app.db(), &secret).await.map(Json)
}

/// Makes the invited person a user and signs them in.
#[utoipa::path(post, path = "/api/v1/invited/{secret}/accept", tag = "staff", operation_id = "accept_invitation", security(()),
    params(("secret" = String, Path)), request_body = Acceptance,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn accept(
    State(app): State<App>,
    tls: OverTls,
    headers: HeaderMap,
    Path(secret): Path<String>,
    Checked(input): Checked<Acceptance>,
) -> Result<Response> {
    let made = commands::accept(app.db(), &secret, input, user_agent(&headers)).await?;
    Ok(signed_in(tls, &made, StatusCode::NO_CONTENT.into_response()))
}

/// Makes a link with which a user chooses a new password. It is shown this once; pass it on to the user.
#[utoipa::path(post, path = "/api/v1/password-resets", tag = "staff", operation_id = "reset_password", request_body = NewReset,
    responses((status = 201, body = MadeReset), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn reset_password(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Checked(input): Checked<NewReset>,
) -> Result<(StatusCode, Json<MadeReset>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::make_reset(&mut tx, &input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// What the user sees who opens such a link.
#[utoipa::path(get, path = "/api/v1/password-resets/{secret}", tag = "staff", operation_id = "password_reset", security(()),
    params(("secret" = String, Path)),
    responses((status = 200, body = Reset), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn password_reset(State(app): State<App>, Path(secret): Path<String>) -> Result<Json<Reset>> {
    commands::reset(app.db(), &secret).await.map(Json)
}

/// Takes the new password, ends every session and token of the user and lets this browser in as the password would.
#[utoipa::path(post, path = "/api/v1/password-resets/{secret}/use", tag = "staff", operation_id = "use_password_reset", security(()),
    params(("secret" = String, Path)), request_body = ChosenPassword,
    responses((status = 202, body = AskedStep), (status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn use_password_reset(
    State(app): State<App>,
    tls: OverTls,
    headers: HeaderMap,
    Path(secret): Path<String>,
    Checked(input): Checked<ChosenPassword>,
) -> Result<Response> {
    let browser = Browser { user_agent: user_agent(&headers), home: app.address(), ..Browser::default() };
    Ok(entered(tls, commands::use_reset(app.db(), &secret, input, browser).await?))
}
