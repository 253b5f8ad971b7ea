//! New passwords: chosen by the user who knows the present one, by the user who was given a link, or set from the command
//! line.

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{
    actor::{Action, Actor},
    check::Check,
    db::{Change, Cleared, Db, Recorded, Row, Tx},
    error::{Error, Result},
    id::Id,
    secret,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Set};
use uuid::Uuid;

use super::{
    second_step::after_password,
    sign_in::{Browser, Entry, in_person, told},
    throttle,
};
use crate::staff::{
    RESET_HOURS,
    api::{ChosenPassword, MadeReset, NewPassword, NewReset, Reset},
    queries::{self, Found},
    rules::{Whose, check_password, has_all_of},
    tables::{self, User, user},
};

/// Changes one's own password and ends all other sessions, and the tokens when that is wished.
pub async fn change_password(db: &Db, actor: &Actor, input: NewPassword) -> Result<()> {
    let row = present_password(db, actor, input.current).await?;
    let company = queries::workspace(&db.read(actor)).await?.name;
    let hash = hash("/new", input.new, Whose { name: &row.name, email: &row.email, company: &company }).await?;
    let mut tx = db.write(actor).await?;
    let row = tx.to_change(Id::<User>::from(row.id)).await?;
    let id = row.id;
    write(&mut tx, row, hash, Kept { session: actor.session, tokens: !input.end_tokens }).await?;
    let done = tx.record(told("user.password_changed", id), ());
    tx.commit(done).await
}

/// Refuses whoever does not know the present password of the user who is signed in. Who has none, because another house
/// lets them in, is not asked.
pub(super) async fn present_password(db: &Db, actor: &Actor, given: String) -> Result<Row<User>> {
    let me = Id::<User>::from(actor.user().ok_or(Error::Unauthenticated)?);
    let row = db.read(actor).get(me).await?;
    if row.password_hash.is_none() {
        return Ok(row);
    }
    // Whoever has a session that is not theirs does not guess on and on; the owner's other sessions are not counted with it.
    let counts = throttle::count(db, &row.email, None, Some(actor.session.unwrap_or(row.id))).await?;
    if !secret::password_fits(given, row.password_hash.clone()).await? {
        return Err(Error::field("/current", "wrong_password", "This is not your present password."));
    }
    throttle::forgive(db, &counts).await?;
    Ok(row)
}

/// Gives a user a new password without the present one, from the command line: for who has forgotten it. Every browser of
/// theirs is signed out, every token ended, and the tries are forgotten.
pub async fn set_password(db: &Db, actor: &Actor, id: Id<User>, password: String) -> Result<()> {
    let row = db.read(actor).get(id).await?;
    let company = queries::workspace(&db.read(actor)).await?.name;
    let hash = hash("/password", password, Whose { name: &row.name, email: &row.email, company: &company }).await?;
    let mut tx = db.write(actor).await?;
    let row = tx.to_change(id).await?;
    write(&mut tx, row, hash, Kept::default()).await?;
    let done = tx.record(told("user.password_changed", id.uuid()), ());
    tx.commit(done).await
}

/// Makes a link with which a user who has forgotten the password chooses a new one. Until it is used nothing changes; a
/// second link takes the place of the first.
pub async fn make_reset(tx: &mut Tx, input: &NewReset) -> Result<Recorded<MadeReset>> {
    let id = Id::<User>::from(input.user_id);
    if !tx.actor().may("user", Action::Create) {
        return Err(Error::Forbidden("only administrators reset passwords".to_owned()));
    }
    if tx.actor().user() == Some(id.uuid()) {
        return Err(Error::conflict("own_password", "Change your own password in your settings."));
    }
    let row = tx.reader().get(id).await?;
    if !row.active {
        return Err(Error::conflict("user_inactive", "This user is deactivated; reactivate the user first."));
    }
    if !has_all_of(tx.actor(), &queries::roles_of(tx.reader(), row.id).await?) {
        return Err(Error::Forbidden("this user may do more than you; ask an administrator".to_owned()));
    }
    let secret = secret::random("");
    let expires_at = tx.now() + Duration::hours(RESET_HOURS.get(tx.reader()).await?);
    let sql = "INSERT INTO password_resets (workspace_id, user_id, secret, expires_at) VALUES (?, ?, ?, ?) \
               ON CONFLICT (workspace_id, user_id) DO UPDATE SET secret = excluded.secret, expires_at = excluded.expires_at";
    let values = vec![row.workspace_id.into(), row.id.into(), secret::digest(&secret).into(), expires_at.into()];
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    let event = told("user.password_reset_made", row.id);
    Ok(tx.record(event, MadeReset { link: format!("/password-resets/{secret}"), expires_at }))
}

#[derive(FromQueryResult)]
struct Open {
    workspace_id: Uuid,
    user_id: Uuid,
    name: String,
    email: String,
    expires_at: DateTime<Utc>,
    workspace_name: String,
}

async fn open(db: &Db, secret: &str) -> Result<Open> {
    let sql = "SELECT r.workspace_id, r.user_id, u.name, u.email, r.expires_at, w.name AS workspace_name FROM password_resets r \
               JOIN users u ON u.workspace_id = r.workspace_id AND u.id = r.user_id JOIN workspaces w ON w.id = r.workspace_id \
               WHERE r.secret = ? AND r.expires_at > ? AND u.active = ?";
    let values = vec![secret::digest(secret).into(), db.clock().now().into(), true.into()];
    let connection = db.unscoped_read("who has forgotten the password is not signed in to any workspace");
    Open::find_by_statement(db.dialect().statement(sql, values)).one(connection).await?.ok_or(Error::NotFound)
}

/// What the user sees who opens the link; expired and used ones do not exist.
pub async fn reset(db: &Db, secret: &str) -> Result<Reset> {
    let open = open(db, secret).await?;
    Ok(Reset { workspace_name: open.workspace_name, name: open.name, email: open.email, expires_at: open.expires_at })
}

/// Takes the new password, ends every session and token of the user, and lets them in here as the password would.
pub async fn use_reset(db: &Db, secret: &str, input: ChosenPassword, browser: Browser<'_>) -> Result<Entry> {
    let open = open(db, secret).await?;
    let whose = Whose { name: &open.name, email: &open.email, company: &open.workspace_name };
    let hash = hash("/password", input.password, whose).await?;
    let who = Found { workspace: open.workspace_id, user: open.user_id };
    let mut tx = db.write(&in_person(db, who).await?).await?;
    // Of two who use it at the same moment, the second finds it gone.
    let sql = "DELETE FROM password_resets WHERE workspace_id = ? AND user_id = ? AND secret = ?";
    let values = vec![open.workspace_id.into(), open.user_id.into(), secret::digest(secret).into()];
    let used = tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    if used.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    let row = tx.to_change(Id::<User>::from(open.user_id)).await?;
    write(&mut tx, row, hash, Kept::default()).await?;
    let done = tx.record(told("user.password_reset", open.user_id), ());
    tx.commit(done).await?;
    after_password(db, who, browser).await
}

async fn hash(pointer: &str, password: String, whose: Whose<'_>) -> Result<String> {
    let mut check = Check::new();
    check_password(&mut check, pointer, &password, whose);
    check.done()?;
    secret::hash_password(password).await
}

/// What a new password does not end.
#[derive(Clone, Copy, Debug, Default)]
struct Kept {
    session: Option<Uuid>,
    tokens: bool,
}

/// Writes a password, ends the user's access but what is to be kept, and forgets known browsers, wrong tries and open links.
async fn write(tx: &mut Tx, row: Cleared<User, Change>, hash: String, kept: Kept) -> Result<()> {
    let row = tx.update::<tables::User>(row, user::ActiveModel { password_hash: Set(Some(hash)), ..Default::default() }).await?;
    let (source, dialect) = (tx.reader().source(), tx.reader().dialect());
    let kinds = if kept.tokens { "'session', 'device'" } else { "'session', 'device', 'token'" };
    let sql = format!("DELETE FROM credentials WHERE workspace_id = ? AND user_id = ? AND kind IN ({kinds}) AND id <> ?");
    let values = vec![row.workspace_id.into(), row.id.into(), kept.session.unwrap_or_default().into()];
    source.execute_raw(dialect.statement(&sql, values)).await?;
    for table in ["password_resets", "sign_in_tickets"] {
        let sql = format!("DELETE FROM {table} WHERE workspace_id = ? AND user_id = ?");
        source.execute_raw(dialect.statement(&sql, vec![row.workspace_id.into(), row.id.into()])).await?;
    }
    source.execute_raw(dialect.statement("DELETE FROM sign_in_failures WHERE email = ?", vec![row.email.into()])).await?;
    Ok(())
}
