//! The second step of signing in.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, ClientAddress, InPerson, OverTls, Path, problem::Problem},
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{device, signed_in, user_agent};
use crate::staff::{
    api::{
        Admitted, AuthenticatorOff, ConfirmedAuthenticator, NewSecondStepRule, OwnSecondStep, PresentPassword, RecoveryCodes, SecondStep,
        SecondStepRule, ShownCode, StartedAuthenticator,
    },
    commands::{self, Browser},
    queries, tables,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(take_second_step))
        .routes(routes!(own_second_step))
        .routes(routes!(start_authenticator))
        .routes(routes!(confirm_authenticator))
        .routes(routes!(turn_authenticator_off))
        .routes(routes!(renew_recovery_codes))
        .routes(routes!(second_step_of_user))
        .routes(routes!(reset_second_step))
        .routes(routes!(second_step_rule, demand_second_step))
}

/// Takes the second step of signing in, with the ticket of the first.
#[utoipa::path(post, path = "/api/v1/sessions/second-step", tag = "staff", operation_id = "take_second_step", security(()),
    request_body = SecondStep,
    responses((status = 200, body = Admitted), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn take_second_step(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    tls: OverTls,
    headers: HeaderMap,
    Checked(input): Checked<SecondStep>,
) -> Result<Response> {
    let device = device(&headers);
    let browser = Browser { user_agent: user_agent(&headers), address, device: device.as_deref(), home: app.address() };
    let (made, admitted) = commands::take_second_step(app.db(), input, browser).await?;
    Ok(signed_in(tls, &made, Json(admitted).into_response()))
}

/// How one signs in beside the password.
#[utoipa::path(get, path = "/api/v1/me/second-step", tag = "staff", operation_id = "own_second_step",
    responses((status = 200, body = OwnSecondStep), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn own_second_step(State(app): State<App>, InPerson(actor): InPerson) -> Result<Json<OwnSecondStep>> {
    queries::own_second_step(&app.db().read(&actor)).await.map(Json)
}

/// Begins to set an authenticator app up, against the present password.
#[utoipa::path(post, path = "/api/v1/me/authenticator", tag = "staff", operation_id = "start_authenticator",
    request_body = PresentPassword,
    responses((status = 200, body = StartedAuthenticator), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn start_authenticator(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Checked(input): Checked<PresentPassword>,
) -> Result<Json<StartedAuthenticator>> {
    commands::start_authenticator(app.db(), &actor, app.address(), input).await.map(Json)
}

/// Makes the authenticator app count, with a code of it, in place of the one there was. The recovery codes are shown this once.
#[utoipa::path(post, path = "/api/v1/me/authenticator/confirm", tag = "staff", operation_id = "confirm_authenticator",
    request_body = ConfirmedAuthenticator,
    responses((status = 200, body = RecoveryCodes), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn confirm_authenticator(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Checked(input): Checked<ConfirmedAuthenticator>,
) -> Result<Json<RecoveryCodes>> {
    commands::confirm_authenticator(app.db(), &actor, app.address(), input).await.map(Json)
}

/// Lets the password be enough again.
#[utoipa::path(post, path = "/api/v1/me/authenticator/off", tag = "staff", operation_id = "turn_authenticator_off",
    request_body = AuthenticatorOff,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn turn_authenticator_off(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Checked(input): Checked<AuthenticatorOff>,
) -> Result<StatusCode> {
    commands::turn_authenticator_off(app.db(), &actor, input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes new recovery codes in place of the old ones. They are shown this once.
#[utoipa::path(post, path = "/api/v1/me/recovery-codes", tag = "staff", operation_id = "renew_recovery_codes", request_body = ShownCode,
    responses((status = 200, body = RecoveryCodes), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn renew_recovery_codes(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Checked(input): Checked<ShownCode>,
) -> Result<Json<RecoveryCodes>> {
    commands::renew_recovery_codes(app.db(), &actor, input).await.map(Json)
}

/// How a user signs in beside the password, for whoever may change users.
#[utoipa::path(get, path = "/api/v1/users/{id}/second-step", tag = "staff", operation_id = "second_step_of_user",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = OwnSecondStep), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn second_step_of_user(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path(id): Path<Id<tables::User>>,
) -> Result<Json<OwnSecondStep>> {
    queries::second_step_of(&app.db().read(&actor), id).await.map(Json)
}

/// Takes the second step away from a user who has lost it, and signs them out everywhere.
#[utoipa::path(delete, path = "/api/v1/users/{id}/second-step", tag = "staff", operation_id = "reset_second_step",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn reset_second_step(State(app): State<App>, InPerson(actor): InPerson, Path(id): Path<Id<tables::User>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::reset_second_step(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Of whom a second step is demanded, and how many of them have none yet.
#[utoipa::path(get, path = "/api/v1/second-step-rule", tag = "staff", operation_id = "second_step_rule",
    responses((status = 200, body = SecondStepRule), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn second_step_rule(State(app): State<App>, actor: Actor) -> Result<Json<SecondStepRule>> {
    queries::second_step_rule(&app.db().read(&actor)).await.map(Json)
}

/// Says of whom a second step is demanded.
#[utoipa::path(put, path = "/api/v1/second-step-rule", tag = "staff", operation_id = "demand_second_step",
    request_body = NewSecondStepRule,
    responses((status = 200, body = SecondStepRule), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn demand_second_step(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Checked(input): Checked<NewSecondStepRule>,
) -> Result<Json<SecondStepRule>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::demand_second_step(&mut tx, input).await?;
    tx.commit(done).await?;
    queries::second_step_rule(&app.db().read(&actor)).await.map(Json)
}
