//! Signing in and out, sessions, tokens, known browsers.

use std::net::IpAddr;

use chrono::Duration;
use guanxi_kernel::{
    actor::{Access, Actor, Limits, Who},
    check::Check,
    db::{Db, Recorded, Tx},
    error::{Error, Result},
    event::Event,
    http::Directory,
    id::Id,
    secret,
    text::Email,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use uuid::Uuid;

use super::{
    refused,
    second_step::{after_password, end_weak_sessions},
    throttle,
};
use crate::{
    SLICES,
    staff::{
        SESSION_DAYS,
        api::{AskedStep, MadeToken, NewToken, SignIn},
        directory::StaffDirectory,
        queries::Found,
        rules::{check_scope, keeps_access_of},
        tables,
    },
};

/// How long a browser that was signed in from is known, and how many of them a user has.
const DEVICE_DAYS: i64 = 365;
const DEVICES: i64 = 20;
/// The longest that a token works, in days.
pub const MOST_TOKEN_DAYS: i64 = 366;
/// How long access that has run out stays in the list of sessions and invitations.
const FORGET_AFTER_DAYS: i64 = 30;
pub(super) const BEFORE_SIGN_IN: &str = "before signing in a person belongs to no workspace";

#[derive(FromQueryResult)]
struct Candidate {
    workspace_id: Uuid,
    id: Uuid,
    password_hash: Option<String>,
}

/// The browser that somebody signs in with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser<'a> {
    /// What it says about itself.
    pub user_agent: &'a str,
    /// Where it is; `None` when nobody knows.
    pub address: Option<IpAddr>,
    /// The secret that it was given when it was signed in from before.
    pub device: Option<&'a str>,
    /// Where browsers reach Guanxi, which passkeys are bound to; `None` when nobody has said so.
    pub home: Option<&'a str>,
}

/// The secrets that a browser keeps.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Of the session.
    pub session: String,
    /// By which the browser is known next time; only when it is new.
    pub device: Option<String>,
}

/// What comes of a right password.
pub enum Entry {
    /// A session.
    In(SignedIn),
    /// The second step is to be taken first.
    Step(AskedStep),
}

/// By what somebody is let in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Let {
    by: &'static str,
    strong: bool,
    remembers: bool,
}

impl Let {
    /// By something that somebody else may have found out.
    pub(crate) const fn by(by: &'static str) -> Self {
        Self { by, strong: false, remembers: true }
    }

    /// By more than a password.
    pub(crate) const fn strongly(by: &'static str) -> Self {
        Self { by, strong: true, remembers: true }
    }

    /// By another house, which has its own ways to know a browser.
    pub(crate) const fn elsewhere(by: &'static str) -> Self {
        Self { by, strong: true, remembers: false }
    }
}

/// Checks name and password and starts a session, or asks for the second step.
pub async fn sign_in(db: &Db, input: SignIn, browser: Browser<'_>) -> Result<Entry> {
    let Ok(email) = Email::parse(&input.email) else { return Err(wrong_password()) };
    let email = email.normalised();
    let sql = "SELECT workspace_id, id, password_hash FROM users WHERE email = ? AND active = ? ORDER BY id LIMIT 20";
    let statement = db.dialect().statement(sql, vec![email.as_str().into(), true.into()]);
    let candidates = Candidate::find_by_statement(statement).all(db.unscoped_read(BEFORE_SIGN_IN)).await?;
    let whose: Vec<Found> = candidates.iter().map(|one| Found { workspace: one.workspace_id, user: one.id }).collect();
    let known = known_by_password(db, &email, input.password, &candidates, browser).await;
    let known = refused::noting(db, &whose, browser.address, known).await?;
    after_password(db, known, browser).await
}

fn wrong_password() -> Error {
    Error::field("/password", "wrong_password", "The address or the password is wrong.")
}

async fn known_by_password(db: &Db, email: &str, password: String, candidates: &[Candidate], browser: Browser<'_>) -> Result<Found> {
    let device = known_device(db, email, browser.device).await?;
    // The try is counted before the slow part, so that many at once are many tries.
    let counts = throttle::count(db, email, browser.address, device).await?;
    for candidate in candidates {
        if secret::password_fits(password.clone(), candidate.password_hash.clone()).await? {
            throttle::forgive(db, &counts).await?;
            return Ok(Found { workspace: candidate.workspace_id, user: candidate.id });
        }
    }
    if candidates.is_empty() {
        secret::password_fits(password, None).await?;
    }
    Err(wrong_password())
}

/// Somebody who has shown who they are, before there is a session.
pub(crate) async fn in_person(db: &Db, who: Found) -> Result<Actor> {
    let mut actor = StaffDirectory.for_job(db, who.workspace, Some(who.user), Uuid::now_v7()).await?;
    actor.who = Who::User(who.user);
    Ok(actor)
}

/// Signs somebody in who has shown who they are.
pub(super) async fn let_in(db: &Db, who: Found, browser: Browser<'_>, by: Let) -> Result<SignedIn> {
    let mut tx = db.write(&in_person(db, who).await?).await?;
    let signed_in = enter(&mut tx, who.user, browser, by).await?;
    tx.commit(signed_in).await
}

/// Starts a session, and lets the browser be known next time if it is not.
pub(crate) async fn enter(tx: &mut Tx, user: Uuid, browser: Browser<'_>, by: Let) -> Result<Recorded<SignedIn>> {
    let session = session(tx, user, browser.user_agent, by.strong).await?;
    let is_known = !by.remembers || is_known(tx, user, browser.device).await?;
    let device = if is_known { None } else { Some(remember_device(tx, user, browser.user_agent).await?) };
    let event = told("user.signed_in", user).with(json!({"by": by.by}));
    Ok(tx.record(event, SignedIn { session, device }))
}

/// Whether the user was signed in before from the browser that shows this secret.
async fn is_known(tx: &Tx, user: Uuid, shown: Option<&str>) -> Result<bool> {
    let Some(shown) = shown else { return Ok(false) };
    let sql = "SELECT 1 FROM credentials WHERE workspace_id = ? AND user_id = ? AND secret = ? AND kind = 'device' AND expires_at > ?";
    let reader = tx.reader();
    let values = vec![reader.actor().workspace.into(), user.into(), secret::digest(shown).into(), tx.now().into()];
    Ok(reader.source().query_one_raw(reader.dialect().statement(sql, values)).await?.is_some())
}

/// The browser that shows a secret, if somebody with this address was signed in from it before.
async fn known_device(db: &Db, email: &str, shown: Option<&str>) -> Result<Option<Uuid>> {
    #[derive(FromQueryResult)]
    struct Device {
        id: Uuid,
    }
    let Some(shown) = shown else { return Ok(None) };
    let sql = "SELECT c.id FROM credentials c JOIN users u ON u.workspace_id = c.workspace_id AND u.id = c.user_id \
               WHERE c.secret = ? AND c.kind = 'device' AND c.expires_at > ? AND u.email = ?";
    let values = vec![secret::digest(shown).into(), db.clock().now().into(), email.into()];
    let found = Device::find_by_statement(db.dialect().statement(sql, values)).one(db.unscoped_read(BEFORE_SIGN_IN)).await?;
    Ok(found.map(|device| device.id))
}

/// Lets a browser be known next time, and forgets the oldest when a user has very many. Returns its secret.
async fn remember_device(tx: &Tx, user: Uuid, user_agent: &str) -> Result<String> {
    let made = credential(tx, "device", user, user_agent, (true, None), DEVICE_DAYS).await?;
    let reader = tx.reader();
    let sql = "DELETE FROM credentials WHERE workspace_id = ? AND user_id = ? AND kind = 'device' AND id NOT IN \
               (SELECT id FROM credentials WHERE workspace_id = ? AND user_id = ? AND kind = 'device' ORDER BY id DESC LIMIT ?)";
    let workspace = reader.actor().workspace;
    let values = vec![workspace.into(), user.into(), workspace.into(), user.into(), DEVICES.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(made.secret)
}

/// Forgets sessions, tokens and invitations that ran out a month ago or more and sign-ins refused before that, and ends those sessions that are not enough
/// any more.
pub async fn forget_expired(tx: &mut Tx) -> Result<()> {
    end_weak_sessions(tx).await?;
    refused::forget(tx).await?;
    let long_ago = tx.now() - Duration::days(FORGET_AFTER_DAYS);
    for table in ["credentials", "invitations", "password_resets"] {
        let sql = format!("DELETE FROM {table} WHERE workspace_id = ? AND expires_at < ?");
        let statement = tx.reader().dialect().statement(&sql, vec![tx.actor().workspace.into(), long_ago.into()]);
        tx.reader().source().execute_raw(statement).await?;
    }
    Ok(())
}

/// Starts a session in a browser that the user was never signed in from, and lets it be known from now on: who guesses
/// the password from elsewhere does not keep this browser out.
pub(super) async fn first_session(tx: &Tx, user: Uuid, user_agent: &str) -> Result<SignedIn> {
    let session = start_session(tx, user, user_agent).await?;
    Ok(SignedIn { session, device: Some(remember_device(tx, user, user_agent).await?) })
}

/// Starts a session for a user. Returns its secret.
pub async fn start_session(tx: &Tx, user: Uuid, user_agent: &str) -> Result<String> {
    session(tx, user, user_agent, false).await
}

async fn session(tx: &Tx, user: Uuid, user_agent: &str, strong: bool) -> Result<String> {
    let days = SESSION_DAYS.get(tx.reader()).await?;
    let made = credential(tx, "session", user, user_agent, (false, None), days).await?;
    if strong {
        made_strong(tx, Some(made.id)).await?;
    }
    let reader = tx.reader();
    let sql = "UPDATE users SET last_seen_at = ? WHERE workspace_id = ? AND id = ?";
    let values = vec![tx.now().into(), tx.actor().workspace.into(), user.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(made.secret)
}

/// Notes that more than a password has opened a session.
pub(super) async fn made_strong(tx: &Tx, session: Option<Uuid>) -> Result<()> {
    let reader = tx.reader();
    let sql = "UPDATE credentials SET strong = ? WHERE workspace_id = ? AND id = ?";
    let values = vec![true.into(), reader.actor().workspace.into(), session.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}

async fn credential(
    tx: &Tx,
    kind: &str,
    user: Uuid,
    name: &str,
    (read_only, scope): (bool, Option<&Limits>),
    days: i64,
) -> Result<MadeToken> {
    let secret = secret::random(if kind == "token" { "gx_" } else { "" });
    let (id, expires_at) = (Uuid::now_v7(), tx.now() + Duration::days(days));
    let sql = "INSERT INTO credentials \
               (workspace_id, id, kind, user_id, secret, name, read_only, scope, created_at, expires_at, last_used_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    let values = vec![
        tx.actor().workspace.into(),
        id.into(),
        kind.into(),
        user.into(),
        secret::digest(&secret).into(),
        name.into(),
        read_only.into(),
        scope.map(|scope| json!(scope)).into(),
        tx.now().into(),
        expires_at.into(),
        tx.now().into(),
    ];
    let reader = tx.reader();
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(MadeToken { id, secret, expires_at })
}

/// Makes an API token with the rights of the actor, only to look, or for some objects alone.
pub async fn make_token(tx: &mut Tx, input: NewToken) -> Result<Recorded<MadeToken>> {
    let mut check = Check::new();
    let name = check.required("/name", &input.name, 60);
    let days = check.range("/days", input.days, 1..=MOST_TOKEN_DAYS);
    if let Some(scope) = &input.scope {
        let objects: Vec<&str> = SLICES.iter().flat_map(|slice| slice.permissions).map(|permission| permission.object).collect();
        check_scope(&mut check, "/scope", scope, &objects);
    }
    check.done()?;
    let user = tx.actor().user().ok_or(Error::Unauthenticated)?;
    let only_looks = |scope: &Limits| scope.values().all(|access| *access == Access::Read);
    let read_only = input.read_only || input.scope.as_ref().is_some_and(only_looks);
    let made = credential(tx, "token", user, &name, (read_only, input.scope.as_ref()), days).await?;
    let event = told("token.made", user).with(json!({"name": name, "read_only": read_only, "scope": input.scope}));
    Ok(tx.record(event, made))
}

/// Ends one of one's own sessions or tokens. A token ends only itself.
pub async fn revoke(tx: &mut Tx, id: Uuid) -> Result<Recorded<()>> {
    let user = tx.actor().user().ok_or(Error::Unauthenticated)?;
    if tx.actor().session != Some(id) {
        tx.actor().in_person()?;
    }
    let ended = end(tx, user, id).await?.ok_or(Error::NotFound)?;
    let event = match ended.kind.as_str() {
        "token" => "token.revoked",
        _ if tx.actor().session == Some(id) => "user.signed_out",
        _ => "session.ended",
    };
    Ok(tx.record(told(event, user).with(json!({"name": ended.name})), ()))
}

/// A credential that was ended.
#[derive(FromQueryResult)]
struct Ended {
    kind: String,
    name: String,
}

/// Ends a credential of a user, and says what it was; `None` if there is none.
async fn end(tx: &Tx, user: Uuid, id: Uuid) -> Result<Option<Ended>> {
    let reader = tx.reader();
    let sql = "DELETE FROM credentials WHERE workspace_id = ? AND user_id = ? AND id = ? RETURNING kind, name";
    let values = vec![reader.actor().workspace.into(), user.into(), id.into()];
    Ok(Ended::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?)
}

/// Ends a token of any user, for whoever may change users.
pub async fn revoke_token_of(tx: &mut Tx, user: Id<tables::User>, token: Uuid) -> Result<Recorded<()>> {
    tx.reader().get(user).await?;
    keeps_access_of(tx.actor(), user)?;
    // Dropping the transaction gives back what is no token.
    let ended = end(tx, user.uuid(), token).await?.filter(|ended| ended.kind == "token").ok_or(Error::NotFound)?;
    Ok(tx.record(told("token.revoked", user.uuid()).with(json!({"name": ended.name})), ()))
}

/// An event of somebody's access, which nobody else hears of while it happens. It stands in the audit under the user.
pub(super) fn told(name: &'static str, user: Uuid) -> Event {
    Event::new(name, "credential", user).owned_by(Some(user))
}
