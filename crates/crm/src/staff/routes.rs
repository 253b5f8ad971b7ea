//! The HTTP door of staff.

mod link;
mod passkey;
mod role;
mod second_step;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use guanxi_kernel::{
    actor::Actor,
    error::{Error, Result},
    http::{
        App, Checked, ClientAddress, Created, IfMatch, InPerson, OverTls, Path, Query, SESSION_COOKIE, Versioned, cookie, problem::Problem,
    },
    id::Id,
    list::{self, Page, Search},
    slice::Listed,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    StaffDirectory,
    api::{
        AskedStep, Columns, Credential, MadeToken, Me, NewOrgUnit, NewPassword, NewToken, OrgUnit, OrgUnitPatch, Profile, ProfilePatch,
        Setup, SetupState, SignIn, User, UserPatch,
    },
    commands::{self, Browser, Entry, SignedIn},
    queries, tables,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(setup_state, set_up))
        .routes(routes!(sessions, sign_in))
        .routes(routes!(sign_out))
        .routes(routes!(revoke_session))
        .routes(routes!(me, change_me))
        .routes(routes!(choose_columns, forget_columns))
        .routes(routes!(change_password))
        .routes(routes!(tokens, make_token))
        .routes(routes!(revoke_token))
        .routes(routes!(users))
        .routes(routes!(search_users))
        .routes(routes!(user, change_user))
        .routes(routes!(reactivate_user))
        .routes(routes!(view_as))
        .routes(routes!(end_viewing))
        .routes(routes!(tokens_of_user))
        .routes(routes!(revoke_token_of_user))
        .routes(routes!(org_units, add_org_unit))
        .routes(routes!(change_org_unit, remove_org_unit))
        .merge(link::routes())
        .merge(passkey::routes())
        .merge(role::routes())
        .merge(second_step::routes())
}

/// What a browser says about itself.
pub(crate) fn user_agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The cookie by which a browser is known that was signed in from before; it opens nothing.
const DEVICE_COOKIE: &str = "guanxi_device";
const YEAR_S: u32 = 31_536_000;

/// The cookie that carries a session, or takes it away.
fn with_cookie(tls: OverTls, secret: &str, response: Response) -> Response {
    let lasting = if secret.is_empty() { 0 } else { YEAR_S };
    set_cookie(tls, &format!("{SESSION_COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={lasting}"), response)
}

/// The cookies of a browser that has just been signed in from.
pub(crate) fn signed_in(tls: OverTls, made: &SignedIn, response: Response) -> Response {
    let response = with_cookie(tls, &made.session, response);
    let Some(device) = &made.device else { return response };
    let cookie = format!("{DEVICE_COOKIE}={device}; Path=/api/v1/sessions; HttpOnly; SameSite=Strict; Max-Age={YEAR_S}");
    set_cookie(tls, &cookie, response)
}

/// The secret by which a browser is known, if it has one.
fn device(headers: &HeaderMap) -> Option<String> {
    cookie(headers, DEVICE_COOKIE)
}

/// The answer to a right password.
fn entered(tls: OverTls, entry: Entry) -> Response {
    match entry {
        Entry::In(made) => signed_in(tls, &made, StatusCode::NO_CONTENT.into_response()),
        Entry::Step(next) => (StatusCode::ACCEPTED, Json(next)).into_response(),
    }
}

/// Adds a cookie; `Secure` when the browser came over TLS.
pub(crate) fn set_cookie(OverTls(secure): OverTls, cookie: &str, mut response: Response) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("{cookie}{}", if secure { "; Secure" } else { "" })) {
        response.headers_mut().append(header::SET_COOKIE, value);
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
async fn set_up(State(app): State<App>, tls: OverTls, headers: HeaderMap, Checked(input): Checked<Setup>) -> Result<Response> {
    let made = commands::set_up(app.db(), input, user_agent(&headers), false).await?;
    Ok(signed_in(tls, &made, (StatusCode::CREATED, Json(SetupState { open: false })).into_response()))
}

/// One's signed-in browsers.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "staff", operation_id = "sessions",
    responses((status = 200, body = Vec<Credential>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn sessions(State(app): State<App>, InPerson(actor): InPerson) -> Result<Json<Vec<Credential>>> {
    queries::credentials(&app.db().read(&actor), "session").await.map(Json)
}

/// Signs in, or says what is asked for beside the password.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "staff", operation_id = "sign_in", security(()), request_body = SignIn,
    responses((status = 202, body = AskedStep), (status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn sign_in(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    tls: OverTls,
    headers: HeaderMap,
    Checked(input): Checked<SignIn>,
) -> Result<Response> {
    let device = device(&headers);
    let browser = Browser { user_agent: user_agent(&headers), address, device: device.as_deref(), home: app.address() };
    Ok(entered(tls, commands::sign_in(app.db(), input, browser).await?))
}

/// Signs this browser out.
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "staff", operation_id = "sign_out",
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn sign_out(State(app): State<App>, actor: Actor, tls: OverTls) -> Result<Response> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::revoke(&mut tx, actor.session.ok_or(Error::NotFound)?).await?;
    tx.commit(done).await?;
    Ok(with_cookie(tls, "", StatusCode::NO_CONTENT.into_response()))
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

/// Keeps which columns of a list one wants to see.
#[utoipa::path(put, path = "/api/v1/me/columns/{list}", tag = "staff", operation_id = "choose_columns", params(("list" = String, Path)),
    request_body = Columns,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn choose_columns(
    State(app): State<App>,
    actor: Actor,
    Path(list): Path<String>,
    Checked(input): Checked<Columns>,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::choose_columns(&mut tx, &app, &list, &input).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Goes back to the list's own columns.
#[utoipa::path(delete, path = "/api/v1/me/columns/{list}", tag = "staff", operation_id = "forget_columns", params(("list" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn forget_columns(State(app): State<App>, actor: Actor, Path(list): Path<String>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::forget_columns(&mut tx, &app, &list).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes one's own password.
#[utoipa::path(post, path = "/api/v1/me/password", tag = "staff", operation_id = "change_password", request_body = NewPassword,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_password(State(app): State<App>, InPerson(actor): InPerson, Checked(input): Checked<NewPassword>) -> Result<StatusCode> {
    commands::change_password(app.db(), &actor, input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's API tokens.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "staff", operation_id = "tokens",
    responses((status = 200, body = Vec<Credential>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn tokens(State(app): State<App>, InPerson(actor): InPerson) -> Result<Json<Vec<Credential>>> {
    queries::credentials(&app.db().read(&actor), "token").await.map(Json)
}

/// Makes an API token. The secret is shown this once.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "staff", operation_id = "make_token", request_body = NewToken,
    responses((status = 201, body = MadeToken), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn make_token(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Checked(input): Checked<NewToken>,
) -> Result<(StatusCode, Json<MadeToken>)> {
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
    let query = list::Query::parse(&actor, tables::User::list(), search)?;
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

/// Looks at everything as a colleague sees it, for a while: nothing can be changed meanwhile. For who may change roles and whose
/// rights reach all that the colleague's do.
#[utoipa::path(post, path = "/api/v1/users/{id}/view-as", tag = "staff", operation_id = "view_as", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn view_as(State(app): State<App>, InPerson(actor): InPerson, Path(id): Path<Id<tables::User>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::view_as(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Is oneself again.
#[utoipa::path(delete, path = "/api/v1/viewing", tag = "staff", operation_id = "end_viewing",
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn end_viewing(State(app): State<App>, actor: Actor) -> Result<StatusCode> {
    let own = StaffDirectory.behind(app.db(), &actor).await?;
    let mut tx = app.db().write(&own).await?;
    let done = commands::end_viewing(&mut tx, false).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The API tokens of a user, for whoever may change users.
#[utoipa::path(get, path = "/api/v1/users/{id}/tokens", tag = "staff", operation_id = "tokens_of_user", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<Credential>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn tokens_of_user(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path(id): Path<Id<tables::User>>,
) -> Result<Json<Vec<Credential>>> {
    queries::tokens_of(&app.db().read(&actor), id).await.map(Json)
}

/// Ends a token of a user.
#[utoipa::path(delete, path = "/api/v1/users/{id}/tokens/{token}", tag = "staff", operation_id = "revoke_token_of_user",
    params(("id" = Uuid, Path), ("token" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn revoke_token_of_user(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path((id, token)): Path<(Id<tables::User>, Uuid)>,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::revoke_token_of(&mut tx, id, token).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
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

/// Renames a unit, or moves it with everything below it.
#[utoipa::path(patch, path = "/api/v1/org-units/{id}", tag = "staff", operation_id = "change_org_unit", request_body = OrgUnitPatch,
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = OrgUnit), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_org_unit(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::OrgUnit>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<OrgUnitPatch>,
) -> Result<Versioned<OrgUnit>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_org_unit(&mut tx, id, version, input).await?;
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
