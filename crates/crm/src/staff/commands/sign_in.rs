//! Signing in and out, sessions, tokens, passwords.

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{
    actor::Who,
    check::Check,
    db::{Db, Recorded, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
    secret,
    text::Email,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Set};
use serde_json::json;
use uuid::Uuid;

use crate::staff::{
    SESSION_DAYS,
    api::{MadeToken, NewPassword, NewToken, SignIn},
    directory::StaffDirectory,
    rules::check_password,
    tables::{self, user},
};
use guanxi_kernel::http::Directory;

/// Wrong passwords in a row before an address is locked.
const TRIES: i64 = 5;
/// How long a locked address stays locked.
const LOCK_MINUTES: i64 = 15;
/// How long access that has run out stays in the list of sessions and invitations.
const FORGET_AFTER_DAYS: i64 = 30;
const BEFORE_SIGN_IN: &str = "before signing in a person belongs to no workspace";

#[derive(FromQueryResult)]
struct Candidate {
    workspace_id: Uuid,
    id: Uuid,
    password_hash: Option<String>,
}

#[derive(FromQueryResult)]
struct Failures {
    tries: i64,
    locked_until: DateTime<Utc>,
}

/// Checks name and password and starts a session. Returns its secret.
pub async fn sign_in(db: &Db, input: SignIn, user_agent: &str) -> Result<String> {
    let refused = || Error::field("/password", "wrong_password", "The address or the password is wrong.");
    let Ok(email) = Email::parse(&input.email) else { return Err(refused()) };
    let email = email.normalised();
    // The try is counted before the slow part, so that many at once are many tries.
    count_try(db, &email).await?;
    let sql = "SELECT workspace_id, id, password_hash FROM users WHERE email = ? AND active = ? ORDER BY id LIMIT 20";
    let statement = db.dialect().statement(sql, vec![email.clone().into(), true.into()]);
    let candidates = Candidate::find_by_statement(statement).all(db.unscoped_read(BEFORE_SIGN_IN)).await?;
    let mut known = None;
    for candidate in &candidates {
        if secret::password_fits(input.password.clone(), candidate.password_hash.clone()).await? {
            known = Some(candidate);
            break;
        }
    }
    if candidates.is_empty() {
        secret::password_fits(input.password, None).await?;
    }
    let Some(known) = known else { return Err(refused()) };
    let clear = db.dialect().statement("DELETE FROM sign_in_failures WHERE email = ?", vec![email.into()]);
    db.unscoped(BEFORE_SIGN_IN).execute_raw(clear).await?;
    let mut actor = StaffDirectory.for_job(db, known.workspace_id, Some(known.id), Uuid::now_v7()).await?;
    actor.who = Who::User(known.id);
    let mut tx = db.write(&actor).await?;
    let secret = start_session(&tx, known.id, user_agent).await?;
    let done: Recorded<()> = tx.record(told("user.signed_in", known.id), ());
    tx.commit(done).await?;
    Ok(secret)
}

/// Counts a try and refuses it when there have been too many; a right password clears the count. Before anybody is known
/// there is no workspace whose register could be asked, so these are not parameters.
async fn count_try(db: &Db, email: &str) -> Result<()> {
    let now = db.clock().now();
    let sql = "INSERT INTO sign_in_failures (email, tries, locked_until) VALUES (?, 1, ?) ON CONFLICT (email) DO UPDATE SET \
               tries = CASE WHEN sign_in_failures.locked_until < ? THEN 1 ELSE sign_in_failures.tries + 1 END, \
               locked_until = CASE WHEN sign_in_failures.locked_until >= ? AND sign_in_failures.tries >= ? \
               THEN sign_in_failures.locked_until ELSE excluded.locked_until END RETURNING tries, locked_until";
    let until = now + Duration::minutes(LOCK_MINUTES);
    let values = vec![email.into(), until.into(), now.into(), now.into(), TRIES.into()];
    let counted = Failures::find_by_statement(db.dialect().statement(sql, values)).one(db.unscoped(BEFORE_SIGN_IN)).await?;
    match counted {
        Some(failures) if failures.tries > TRIES => {
            Err(Error::TooManyRequests { retry_after_s: (failures.locked_until - now).num_seconds() + 1 })
        }
        _ => Ok(()),
    }
}

/// Forgets tries that no longer count. Returns how many.
pub async fn forget_tries(db: &Db) -> Result<u64> {
    let statement = db.dialect().statement("DELETE FROM sign_in_failures WHERE locked_until < ?", vec![db.clock().now().into()]);
    Ok(db.unscoped(BEFORE_SIGN_IN).execute_raw(statement).await?.rows_affected())
}

/// Gives a user a new password without the present one, from the command line: for who has forgotten it. Every browser of
/// theirs is signed out, and the tries are forgotten.
pub async fn set_password(db: &Db, actor: &guanxi_kernel::actor::Actor, id: Id<tables::User>, password: String) -> Result<()> {
    let row = db.read(actor).get(id).await?;
    let mut check = Check::new();
    check_password(&mut check, "/password", &password, &row.name, &row.email);
    check.done()?;
    let hash = secret::hash_password(password).await?;
    let mut tx = db.write(actor).await?;
    let row = tx.to_change(id).await?;
    let row = tx.update::<tables::User>(row, user::ActiveModel { password_hash: Set(Some(hash)), ..Default::default() }).await?;
    let (source, dialect) = (tx.reader().source().clone(), tx.reader().dialect());
    let sql = "DELETE FROM credentials WHERE workspace_id = ? AND user_id = ? AND kind = 'session'";
    source.execute_raw(dialect.statement(sql, vec![actor.workspace.into(), id.uuid().into()])).await?;
    source.execute_raw(dialect.statement("DELETE FROM sign_in_failures WHERE email = ?", vec![row.email.into()])).await?;
    drop(source);
    let done = tx.record(told("user.password_changed", id.uuid()), ());
    tx.commit(done).await
}

/// Forgets sessions, tokens and invitations that ran out a month ago or more.
pub async fn forget_expired(tx: &Tx) -> Result<()> {
    let long_ago = tx.now() - Duration::days(FORGET_AFTER_DAYS);
    for table in ["credentials", "invitations"] {
        let sql = format!("DELETE FROM {table} WHERE workspace_id = ? AND expires_at < ?");
        let statement = tx.reader().dialect().statement(&sql, vec![tx.actor().workspace.into(), long_ago.into()]);
        tx.reader().source().execute_raw(statement).await?;
    }
    Ok(())
}

/// Starts a session for a user. Returns its secret.
pub async fn start_session(tx: &Tx, user: Uuid, user_agent: &str) -> Result<String> {
    let days = SESSION_DAYS.get(tx.reader()).await?;
    let made = credential(tx, "session", user, user_agent, false, days).await?;
    Ok(made.secret)
}

async fn credential(tx: &Tx, kind: &str, user: Uuid, name: &str, read_only: bool, days: i64) -> Result<MadeToken> {
    let secret = secret::random(if kind == "token" { "gx_" } else { "" });
    let (id, expires_at) = (Uuid::now_v7(), tx.now() + Duration::days(days));
    let sql = "INSERT INTO credentials (workspace_id, id, kind, user_id, secret, name, read_only, created_at, expires_at, last_used_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    let values = vec![
        tx.actor().workspace.into(),
        id.into(),
        kind.into(),
        user.into(),
        secret::digest(&secret).into(),
        name.into(),
        read_only.into(),
        tx.now().into(),
        expires_at.into(),
        tx.now().into(),
    ];
    let reader = tx.reader();
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(MadeToken { id, secret, expires_at })
}

/// Makes an API token with the rights of the actor, or only to look.
pub async fn make_token(tx: &mut Tx, input: NewToken) -> Result<Recorded<MadeToken>> {
    let mut check = Check::new();
    let name = check.required("/name", &input.name, 60);
    let days = check.range("/days", input.days, 1..=366);
    check.done()?;
    let user = tx.actor().user().ok_or(Error::Unauthenticated)?;
    if tx.actor().grants.read_only {
        return Err(Error::Forbidden("a token that may only look cannot make another".to_owned()));
    }
    let made = credential(tx, "token", user, &name, input.read_only, days).await?;
    let event = told("token.made", user).with(json!({"name": name, "read_only": input.read_only}));
    Ok(tx.record(event, made))
}

/// Ends one of one's own sessions or tokens.
pub async fn revoke(tx: &mut Tx, id: Uuid) -> Result<Recorded<()>> {
    let user = tx.actor().user().ok_or(Error::Unauthenticated)?;
    let reader = tx.reader();
    let sql = "DELETE FROM credentials WHERE workspace_id = ? AND user_id = ? AND id = ?";
    let values = vec![reader.actor().workspace.into(), user.into(), id.into()];
    let ended = reader.source().execute_raw(reader.dialect().statement(sql, values)).await?.rows_affected();
    if ended == 0 {
        return Err(Error::NotFound);
    }
    Ok(tx.record(told("credential.revoked", user), ()))
}

/// Changes one's own password and ends all other sessions.
pub async fn change_password(db: &Db, actor: &guanxi_kernel::actor::Actor, input: NewPassword) -> Result<()> {
    let me = Id::<tables::User>::from(actor.user().ok_or(Error::Unauthenticated)?);
    let row = db.read(actor).get(me).await?;
    if !secret::password_fits(input.current, row.password_hash.clone()).await? {
        return Err(Error::field("/current", "wrong_password", "This is not your present password."));
    }
    let mut check = Check::new();
    check_password(&mut check, "/new", &input.new, &row.name, &row.email);
    check.done()?;
    let hash = secret::hash_password(input.new).await?;
    let mut tx = db.write(actor).await?;
    let row = tx.to_change(me).await?;
    tx.update::<tables::User>(row, user::ActiveModel { password_hash: Set(Some(hash)), ..Default::default() }).await?;
    let sql = "DELETE FROM credentials WHERE workspace_id = ? AND user_id = ? AND kind = 'session' AND id <> ?";
    let values = vec![actor.workspace.into(), me.uuid().into(), actor.session.unwrap_or_default().into()];
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    let done = tx.record(told("user.password_changed", me.uuid()), ());
    tx.commit(done).await
}

/// An event of somebody's access, which nobody else hears of while it happens. It stands in the audit under the user.
fn told(name: &'static str, user: Uuid) -> Event {
    Event::new(name, "credential", user).owned_by(Some(user))
}
