//! Passkeys: one's own, and signing in with one.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use guanxi_kernel::{
    error::Result,
    http::{App, Checked, ClientAddress, InPerson, OverTls, Path, problem::Problem},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{device, signed_in, user_agent};
use crate::staff::{
    api::{AskedPasskey, NewPasskey, Passkey, PasskeyPatch, PasskeyPlace, PresentPassword, ShownPasskey},
    commands::{self, Browser},
    passkey::Place,
    queries,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(passkey_place, sign_in_by_passkey))
        .routes(routes!(ask_passkey))
        .routes(routes!(own_passkeys, add_passkey))
        .routes(routes!(start_passkey))
        .routes(routes!(rename_passkey))
        .routes(routes!(remove_passkey))
}

/// Where passkeys can be used.
#[utoipa::path(get, path = "/api/v1/sessions/passkey", tag = "staff", operation_id = "passkey_place", security(()),
    responses((status = 200, body = PasskeyPlace), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn passkey_place(State(app): State<App>) -> Json<PasskeyPlace> {
    Json(PasskeyPlace { origin: Place::of(app.address()).map(|place| place.origin) })
}

/// Asks for a passkey of whoever is there.
#[utoipa::path(post, path = "/api/v1/sessions/passkey/start", tag = "staff", operation_id = "ask_passkey", security(()),
    responses((status = 200, body = AskedPasskey), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn ask_passkey(State(app): State<App>) -> Result<Json<AskedPasskey>> {
    commands::ask_passkey(app.db(), app.address()).await.map(Json)
}

/// Signs in with a passkey. No password and no second step are asked for.
#[utoipa::path(post, path = "/api/v1/sessions/passkey", tag = "staff", operation_id = "sign_in_by_passkey", security(()),
    request_body = ShownPasskey,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn sign_in_by_passkey(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    tls: OverTls,
    headers: HeaderMap,
    Checked(input): Checked<ShownPasskey>,
) -> Result<Response> {
    let device = device(&headers);
    let browser = Browser { user_agent: user_agent(&headers), address, device: device.as_deref(), home: app.address() };
    let made = commands::sign_in_by_passkey(app.db(), input, browser).await?;
    Ok(signed_in(tls, &made, StatusCode::NO_CONTENT.into_response()))
}

/// One's passkeys.
#[utoipa::path(get, path = "/api/v1/me/passkeys", tag = "staff", operation_id = "own_passkeys",
    responses((status = 200, body = Vec<Passkey>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn own_passkeys(State(app): State<App>, InPerson(actor): InPerson) -> Result<Json<Vec<Passkey>>> {
    queries::own_passkeys(&app.db().read(&actor)).await.map(Json)
}

/// Begins to make a passkey, against the present password.
#[utoipa::path(post, path = "/api/v1/me/passkeys/start", tag = "staff", operation_id = "start_passkey", request_body = PresentPassword,
    responses((status = 200, body = AskedPasskey), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn start_passkey(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Checked(input): Checked<PresentPassword>,
) -> Result<Json<AskedPasskey>> {
    commands::start_passkey(app.db(), &actor, app.address(), input).await.map(Json)
}

/// Keeps the passkey that the browser has made.
#[utoipa::path(post, path = "/api/v1/me/passkeys", tag = "staff", operation_id = "add_passkey", request_body = NewPasskey,
    responses((status = 201, body = Passkey), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn add_passkey(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Checked(input): Checked<NewPasskey>,
) -> Result<(StatusCode, Json<Passkey>)> {
    Ok((StatusCode::CREATED, Json(commands::add_passkey(app.db(), &actor, app.address(), input).await?)))
}

/// Gives a passkey another name.
#[utoipa::path(patch, path = "/api/v1/me/passkeys/{id}", tag = "staff", operation_id = "rename_passkey", params(("id" = Uuid, Path)),
    request_body = PasskeyPatch,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn rename_passkey(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path(id): Path<Uuid>,
    Checked(input): Checked<PasskeyPatch>,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::rename_passkey(&mut tx, id, &input).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a passkey, against the present password.
#[utoipa::path(post, path = "/api/v1/me/passkeys/{id}/remove", tag = "staff", operation_id = "remove_passkey", params(("id" = Uuid, Path)),
    request_body = PresentPassword,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_passkey(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path(id): Path<Uuid>,
    Checked(input): Checked<PresentPassword>,
) -> Result<StatusCode> {
    commands::remove_passkey(app.db(), &actor, id, input).await?;
    Ok(StatusCode::NO_CONTENT)
}
