//! The HTTP door of staff.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use guanxi_kernel::{
    actor::Actor,
    error::{Error, Result},
    http::{App, Checked, Created, IfMatch, Path, Query, SESSION_COOKIE, Versioned, problem::Problem},
    id::Id,
    list::{self, Page, Search},
    slice::Listed,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    api::{
        Acceptance, Credential, Invitation, MadeInvitation, MadeToken, Me, NewInvitation, NewOrgUnit, NewPassword, NewToken, OrgUnit,
        OrgUnitPatch, Profile, ProfilePatch, Role, Setup, SetupState, SignIn, User, UserPatch,
    },
    commands, queries, tables,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(setup_state, set_up))
        .routes(routes!(sessions, sign_in))
        .routes(routes!(sign_out))
        .routes(routes!(revoke_session))
        .routes(routes!(me, change_me))
        .routes(routes!(change_password))
        .routes(routes!(tokens, make_token))
        .routes(routes!(revoke_token))
        .routes(routes!(users))
        .routes(routes!(search_users))
        .routes(routes!(user, change_user))
        .routes(routes!(reactivate_user))
        .routes(routes!(roles))
        .routes(routes!(org_units, add_org_unit))
        .routes(routes!(rename_org_unit, remove_org_unit))
        .routes(routes!(invite))
        .routes(routes!(invitation))
        .routes(routes!(accept))
}

fn user_agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The cookie that carries a session; `Secure` when the browser came over TLS (as a proxy in front says).
fn with_cookie(headers: &HeaderMap, secret: &str, mut response: Response) -> Response {
    let secure = headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https");
    let lasting = if secret.is_empty() { "; Max-Age=0" } else { "; Max-Age=31536000" };
    let cookie = format!("{SESSION_COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax{lasting}{}", if secure { "; Secure" } else { "" });
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

/// Whether the first visit is still to come.
#[utoipa::path(get, path = "/api/v1/setup", tag = "staff", operation_id = "setup_state", security(()),
    responses((status = 200, body = SetupState), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn setup_state(State(app): State<App>) -> Result<Json<SetupState>> {
    Ok(Json(SetupState { open: commands::setup_is_open(app.db()).await? }))
}

/// The first visit: makes the workspace and its first administrator, once.
#[utoipa::path(post, path = "/api/v1/setup", tag = "staff", operation_id = "set_up", security(()), request_body = Setup,
    responses((status = 201, body = SetupState), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn set_up(State(app): State<App>, headers: HeaderMap, Checked(input): Checked<Setup>) -> Result<Response> {
    let secret = commands::set_up(app.db(), input, user_agent(&headers), false).await?;
    Ok(with_cookie(&headers, &secret, (StatusCode::CREATED, Json(SetupState { open: false })).into_response()))
}

/// One's signed-in browsers.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "staff", operation_id = "sessions",
    responses((status = 200, body = Vec<Credential>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn sessions(State(app): State<App>, actor: Actor) -> Result<Json<Vec<Credential>>> {
    queries::credentials(&app.db().read(&actor), "session").await.map(Json)
}

/// Signs in.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "staff", operation_id = "sign_in", security(()), request_body = SignIn,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn sign_in(State(app): State<App>, headers: HeaderMap, Checked(input): Checked<SignIn>) -> Result<Response> {
    let secret = commands::sign_in(app.db(), input, user_agent(&headers)).await?;
    Ok(with_cookie(&headers, &secret, StatusCode::NO_CONTENT.into_response()))
}

/// Signs this browser out.
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "staff", operation_id = "sign_out",
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn sign_out(State(app): State<App>, actor: Actor, headers: HeaderMap) -> Result<Response> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::revoke(&mut tx, actor.session.ok_or(Error::NotFound)?).await?;
    tx.commit(done).await?;
    Ok(with_cookie(&headers, "", StatusCode::NO_CONTENT.into_response()))
}

/// Signs one of one's browsers out.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", tag = "staff", operation_id = "revoke_session", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn revoke_session(State(app): State<App>, actor: Actor, Path(id): Path<Uuid>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::revoke(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/me", tag = "staff", operation_id = "me",
    responses((status = 200, body = Me), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn me(State(app): State<App>, actor: Actor) -> Result<Json<Me>> {
    queries::me(&app.db().read(&actor)).await.map(Json)
}

/// Changes one's own settings.
#[utoipa::path(patch, path = "/api/v1/me", tag = "staff", operation_id = "change_me", request_body = ProfilePatch,
    responses((status = 200, body = Profile), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_me(State(app): State<App>, actor: Actor, Checked(input): Checked<ProfilePatch>) -> Result<Json<Profile>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_profile(&mut tx, input).await?;
    tx.commit(done).await.map(Json)
}

/// Changes one's own password.
#[utoipa::path(post, path = "/api/v1/me/password", tag = "staff", operation_id = "change_password", request_body = NewPassword,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_password(State(app): State<App>, actor: Actor, Checked(input): Checked<NewPassword>) -> Result<StatusCode> {
    commands::change_password(app.db(), &actor, input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's API tokens.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "staff", operation_id = "tokens",
    responses((status = 200, body = Vec<Credential>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn tokens(State(app): State<App>, actor: Actor) -> Result<Json<Vec<Credential>>> {
    queries::credentials(&app.db().read(&actor), "token").await.map(Json)
}

/// Makes an API token. The secret is shown this once.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "staff", operation_id = "make_token", request_body = NewToken,
    responses((status = 201, body = MadeToken), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn make_token(State(app): State<App>, actor: Actor, Checked(input): Checked<NewToken>) -> Result<(StatusCode, Json<MadeToken>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::make_token(&mut tx, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Ends a token.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "staff", operation_id = "revoke_token", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn revoke_token(State(app): State<App>, actor: Actor, Path(id): Path<Uuid>) -> Result<StatusCode> {
    revoke_session(State(app), actor, Path(id)).await
}

/// The users.
#[utoipa::path(get, path = "/api/v1/users", tag = "staff", operation_id = "users", params(Search),
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn users(State(app): State<App>, actor: Actor, Query(search): Query<Search>) -> Result<Json<Page>> {
    let query = list::Query::parse(tables::User::list(), search)?;
    list::page::<tables::User>(&app.db().read(&actor), tables::User::list(), &query).await.map(Json)
}

/// The users, with a long filter.
#[utoipa::path(post, path = "/api/v1/users/search", tag = "staff", operation_id = "search_users", request_body = Search,
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn search_users(State(app): State<App>, actor: Actor, Checked(search): Checked<Search>) -> Result<Json<Page>> {
    users(State(app), actor, Query(search)).await
}

/// One user.
#[utoipa::path(get, path = "/api/v1/users/{id}", tag = "staff", operation_id = "user", params(("id" = Uuid, Path)),
    responses((status = 200, body = User), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn user(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::User>>) -> Result<Versioned<User>> {
    let user = queries::user(&app.db().read(&actor), id).await?;
    Ok(Versioned(user.version, user))
}

/// Changes a user.
#[utoipa::path(patch, path = "/api/v1/users/{id}", tag = "staff", operation_id = "change_user", request_body = UserPatch,
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = User), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_user(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::User>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<UserPatch>,
) -> Result<Versioned<User>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_user(&mut tx, id, version, input).await?;
    tx.commit(done).await?;
    user(State(app), actor, Path(id)).await
}

/// Lets a deactivated user sign in again.
#[utoipa::path(post, path = "/api/v1/users/{id}/reactivate", tag = "staff", operation_id = "reactivate_user", params(("id" = Uuid, Path)),
    responses((status = 200, body = User), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn reactivate_user(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::User>>) -> Result<Versioned<User>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::reactivate(&mut tx, id).await?;
    tx.commit(done).await?;
    user(State(app), actor, Path(id)).await
}

/// The roles with their grants.
#[utoipa::path(get, path = "/api/v1/roles", tag = "staff", operation_id = "roles",
    responses((status = 200, body = Vec<Role>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn roles(State(app): State<App>, actor: Actor) -> Result<Json<Vec<Role>>> {
    queries::roles(&app.db().read(&actor)).await.map(Json)
}

/// The org tree.
#[utoipa::path(get, path = "/api/v1/org-units", tag = "staff", operation_id = "org_units",
    responses((status = 200, body = Vec<OrgUnit>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn org_units(State(app): State<App>, actor: Actor) -> Result<Json<Vec<OrgUnit>>> {
    queries::org_units(&app.db().read(&actor)).await.map(Json)
}

/// Adds a unit or a team.
#[utoipa::path(post, path = "/api/v1/org-units", tag = "staff", operation_id = "add_org_unit", request_body = NewOrgUnit,
    responses((status = 201, body = OrgUnit), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn add_org_unit(State(app): State<App>, actor: Actor, Checked(input): Checked<NewOrgUnit>) -> Result<Created<OrgUnit>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::add_org_unit(&mut tx, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/org-units/{}", record.id), version: record.version, record })
}

/// Renames a unit.
#[utoipa::path(patch, path = "/api/v1/org-units/{id}", tag = "staff", operation_id = "rename_org_unit", request_body = OrgUnitPatch,
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = OrgUnit), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn rename_org_unit(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::OrgUnit>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<OrgUnitPatch>,
) -> Result<Versioned<OrgUnit>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::rename_org_unit(&mut tx, id, version, &input).await?;
    let unit = tx.commit(done).await?;
    Ok(Versioned(unit.version, unit))
}

/// Removes an empty unit.
#[utoipa::path(delete, path = "/api/v1/org-units/{id}", tag = "staff", operation_id = "remove_org_unit", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_org_unit(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::OrgUnit>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove_org_unit(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes an invitation link. It is shown this once.
#[utoipa::path(post, path = "/api/v1/invitations", tag = "staff", operation_id = "invite", request_body = NewInvitation,
    responses((status = 201, body = MadeInvitation), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn invite(
    State(app): State<App>,
    actor: Actor,
    Checked(input): Checked<NewInvitation>,
) -> Result<(StatusCode, Json<MadeInvitation>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::invite(&mut tx, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// What an invited person sees.
#[utoipa::path(get, path = "/api/v1/invitations/{secret}", tag = "staff", operation_id = "invitation", security(()), params(("secret" = String, Path)),
    responses((status = 200, body = Invitation), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn invitation(State(app): State<App>, Path(secret): Path<String>) -> Result<Json<Invitation>> {
    commands::invitation(app.db(), &secret).await.map(Json)
}

/// Makes the invited person a user and signs them in.
#[utoipa::path(post, path = "/api/v1/invitations/{secret}/accept", tag = "staff", operation_id = "accept_invitation", security(()),
    params(("secret" = String, Path)), request_body = Acceptance,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn accept(
    State(app): State<App>,
    headers: HeaderMap,
    Path(secret): Path<String>,
    Checked(input): Checked<Acceptance>,
) -> Result<Response> {
    let session = commands::accept(app.db(), &secret, input, user_agent(&headers)).await?;
    Ok(with_cookie(&headers, &session, StatusCode::NO_CONTENT.into_response()))
}
