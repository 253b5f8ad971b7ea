//! The second step of signing in: an authenticator app with recovery codes or a passkey, set up, used, turned off, demanded.

use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Db, Reader, Recorded, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
    secret,
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyRegistration};

use super::{
    passkey::{checked_name, keep, show},
    password::present_password,
    refused,
    sign_in::{Browser, Entry, Let, SignedIn, enter, in_person, let_in, made_strong, told},
    throttle,
    ticket::{self, For, Ticket},
};
use crate::staff::{
    api::{
        Admitted, AskedFor, AskedStep, AuthenticatorOff, ConfirmedAuthenticator, Demanded, NewSecondStepRule, PresentPassword,
        RecoveryCodes, SecondStep, ShownCode, StartedAuthenticator,
    },
    authenticator::{self, Secret, Shown},
    passkey::{self, Answer, Place},
    queries::{self, Found},
    rules::{Next, has_all_of},
    tables,
};

/// What is remembered of an authenticator app until a code of it was shown, and of a passkey that may be made instead.
#[derive(Serialize, Deserialize)]
struct Remembered {
    key: String,
    #[serde(default)]
    passkey: Option<PasskeyRegistration>,
}

/// Lets somebody in whose password was right, or asks for the second step.
pub(super) async fn after_password(db: &Db, who: Found, browser: Browser<'_>) -> Result<Entry> {
    let actor = in_person(db, who).await?;
    let place = Place::of(browser.home);
    let next = queries::next_step(&db.read(&actor), place.as_ref()).await?;
    let step = match next {
        Next::In => return Ok(Entry::In(let_in(db, who, browser, Let::by("password")).await?)),
        Next::Code => AskedFor::Code,
        Next::Passkey => AskedFor::Passkey,
        Next::Enrol => {
            let (started, passkey) = start(db, &actor, who, For::Enrol, place.as_ref()).await?;
            let StartedAuthenticator { ticket, expires_at, authenticator } = started;
            return Ok(Entry::Step(AskedStep { step: AskedFor::Enrol, ticket, expires_at, authenticator: Some(authenticator), passkey }));
        }
    };
    let usable = queries::usable_passkeys(&db.read(&actor), who.user, place.as_ref()).await?;
    let (passkey, state) = place.filter(|_| !usable.is_empty()).map(|place| place.ask(&usable)).transpose()?.unzip();
    let (ticket, expires_at) = ticket::give(db, For::Code, Some(who), &state).await?;
    Ok(Entry::Step(AskedStep { step, ticket, expires_at, authenticator: None, passkey }))
}

/// Takes the second step with a code or a passkey, and signs in.
pub async fn take_second_step(db: &Db, input: SecondStep, browser: Browser<'_>) -> Result<(SignedIn, Admitted)> {
    let shown = ticket::shown(db, &input.ticket, &[For::Code, For::Enrol]).await?;
    let who = shown.holder()?;
    let taken = step_taken(db, &input, &shown, who, browser).await;
    refused::noting(db, &[who], browser.address, taken).await
}

async fn step_taken(db: &Db, input: &SecondStep, shown: &Ticket, who: Found, browser: Browser<'_>) -> Result<(SignedIn, Admitted)> {
    let actor = in_person(db, who).await?;
    let counts = throttle::count_codes(db, who.user).await?;
    let mut tx = db.write(&actor).await?;
    ticket::tear(db, tx.reader().source(), shown).await?;
    tx.alone(&ways_in(who.user)).await?;
    // Whoever has begun to set a second step up and comes after its owner is too late.
    let place = Place::of(browser.home);
    if shown.is_for(For::Enrol) && queries::next_step(tx.reader(), place.as_ref()).await? != Next::Enrol {
        return Err(ticket::over());
    }
    let mut recovery_codes = Vec::new();
    let by = match &input.credential {
        Some(answer) => {
            passkey_taken(&mut tx, answer, &input.name, shown, who.user, browser).await?;
            "passkey"
        }
        None if shown.is_for(For::Enrol) => {
            recovery_codes = enrol(&tx, who.user, &shown.data::<Remembered>()?, &input.code).await?;
            tx.note(told("authenticator.on", who.user));
            "code"
        }
        None => spend(&mut tx, who.user, "/code", &input.code).await?,
    };
    let signed_in = enter(&mut tx, who.user, browser, Let::strongly(by)).await?;
    let signed_in = tx.commit(signed_in).await?;
    throttle::forgive(db, &counts).await?;
    Ok((signed_in, Admitted { recovery_codes }))
}

/// A passkey takes the place of a code: it is shown, or made when there was nothing yet.
async fn passkey_taken(tx: &mut Tx, answer: &Value, name: &str, shown: &Ticket, user: Uuid, browser: Browser<'_>) -> Result<()> {
    let place = Place::required(browser.home)?;
    if shown.is_for(For::Enrol) {
        let state = shown.data::<Remembered>()?.passkey.ok_or_else(passkey::refused)?;
        let name = checked_name(name)?;
        keep(tx, &place, user, &name, answer, &state).await?;
        tx.note(told("passkey.added", user).with(json!({"name": name})));
        return Ok(());
    }
    let state = shown.data::<Option<DiscoverableAuthentication>>()?.ok_or_else(passkey::refused)?;
    show(tx, &place, user, &Answer::parse(answer)?, state).await
}

/// The name under which one after the other gives a user a new way in.
pub(super) fn ways_in(user: Uuid) -> String {
    format!("ways in of {user}")
}

/// Refuses a session that was opened by a password that does not let its user in alone any more: whoever knows it and has found
/// an old session would give themselves a way in.
pub(super) async fn strong_enough(reader: &Reader, home: Option<&str>) -> Result<()> {
    let next = queries::next_step(reader, Place::of(home).as_ref()).await?;
    if matches!(next, Next::Code | Next::Passkey) && !queries::is_strong(reader).await? {
        return Err(Error::conflict("weak_session", "This session was opened by the password alone; sign in again with your second step."));
    }
    Ok(())
}

/// Begins to set an authenticator app up. It counts when a code of it has been shown.
pub async fn start_authenticator(db: &Db, actor: &Actor, home: Option<&str>, input: PresentPassword) -> Result<StartedAuthenticator> {
    let row = present_password(db, actor, input.current).await?;
    let reader = db.read(actor);
    if queries::authenticator(&reader, row.id).await?.is_none() {
        strong_enough(&reader, home).await?;
    }
    let (started, _) = start(db, actor, Found { workspace: row.workspace_id, user: row.id }, For::Authenticator, None).await?;
    Ok(started)
}

/// Begins, and asks the browser for a passkey instead where there is a place for one.
async fn start(db: &Db, actor: &Actor, who: Found, what: For, place: Option<&Place>) -> Result<(StartedAuthenticator, Option<Value>)> {
    let reader = db.read(actor);
    let row = reader.get(Id::<tables::User>::from(who.user)).await?;
    let company = queries::workspace(&reader).await?.name;
    let secret = Secret::random();
    let authenticator = secret.told(&company, &row.email)?;
    let asked = place.map(|place| place.begin(row.id, &row.email, &row.name, Vec::new())).transpose()?;
    let (passkey, state) = asked.unzip();
    let remembered = Remembered { key: authenticator.key.clone(), passkey: state };
    let (ticket, expires_at) = ticket::give(db, what, Some(who), &remembered).await?;
    Ok((StartedAuthenticator { ticket, expires_at, authenticator }, passkey))
}

/// Makes an authenticator app count: a code of it was shown, and one of the app that it takes the place of. Returns the
/// recovery codes.
pub async fn confirm_authenticator(db: &Db, actor: &Actor, home: Option<&str>, input: ConfirmedAuthenticator) -> Result<RecoveryCodes> {
    let shown = ticket::shown(db, &input.ticket, &[For::Authenticator]).await?;
    let user = actor.user().ok_or(Error::Unauthenticated)?;
    if shown.holder()?.user != user {
        return Err(Error::NotFound);
    }
    let counts = throttle::count_codes(db, user).await?;
    let mut tx = db.write(actor).await?;
    ticket::tear(db, tx.reader().source(), &shown).await?;
    tx.alone(&ways_in(user)).await?;
    if queries::authenticator(tx.reader(), user).await?.is_some() {
        spend(&mut tx, user, "/old_code", input.old_code.as_deref().unwrap_or_default()).await?;
        forget_all(&tx, user).await?;
    } else {
        strong_enough(tx.reader(), home).await?;
    }
    let recovery_codes = enrol(&tx, user, &shown.data::<Remembered>()?, &input.code).await?;
    // The code that was shown makes this session as good as one that began with it.
    made_strong(&tx, actor.session).await?;
    let done = tx.record(told("authenticator.on", user), RecoveryCodes { recovery_codes });
    let answer = tx.commit(done).await?;
    throttle::forgive(db, &counts).await?;
    Ok(answer)
}

async fn enrol(tx: &Tx, user: Uuid, remembered: &Remembered, code: &str) -> Result<Vec<String>> {
    let secret = Secret::parse(&remembered.key)?;
    let Shown::Digits(digits) = authenticator::shown(code) else { return Err(wrong_code("/code")) };
    let last_step = secret.step_of(&digits, tx.now())?.ok_or_else(|| wrong_code("/code"))?;
    let sql = "INSERT INTO authenticators (workspace_id, user_id, secret, since, last_step) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (workspace_id, user_id) DO NOTHING";
    let values = vec![tx.actor().workspace.into(), user.into(), secret.bytes().into(), tx.now().into(), last_step.into()];
    if run(tx, sql, values).await? == 0 {
        return Err(has_one());
    }
    new_codes(tx, user).await
}

/// Gives a user new recovery codes in place of those there were.
async fn new_codes(tx: &Tx, user: Uuid) -> Result<Vec<String>> {
    let workspace = tx.actor().workspace;
    run(tx, "DELETE FROM recovery_codes WHERE workspace_id = ? AND user_id = ?", vec![workspace.into(), user.into()]).await?;
    let codes = authenticator::recovery_codes();
    let places = vec!["(?, ?, ?)"; codes.len()].join(", ");
    let sql = format!("INSERT INTO recovery_codes (workspace_id, user_id, secret) VALUES {places}");
    let row = |code: &String| [workspace.into(), user.into(), secret::digest(&authenticator::plain(code)).into()];
    run(tx, &sql, codes.iter().flat_map(row).collect()).await?;
    Ok(codes)
}

/// Uses a code up: of the authenticator app each counts once, and none after a later one; a recovery code is gone. Returns
/// which it was.
async fn spend(tx: &mut Tx, user: Uuid, pointer: &str, code: &str) -> Result<&'static str> {
    let workspace = tx.actor().workspace;
    match authenticator::shown(code) {
        Shown::Digits(digits) => {
            let kept = queries::authenticator(tx.reader(), user).await?.ok_or_else(|| wrong_code(pointer))?;
            let step = Secret::from_bytes(kept.secret).step_of(&digits, tx.now())?.ok_or_else(|| wrong_code(pointer))?;
            let sql = "UPDATE authenticators SET last_step = ? WHERE workspace_id = ? AND user_id = ? AND last_step < ?";
            if run(tx, sql, vec![step.into(), workspace.into(), user.into(), step.into()]).await? == 0 {
                return Err(Error::field(pointer, "code_used", "This code was used already; wait for the next one."));
            }
            Ok("code")
        }
        Shown::Recovery(plain) => {
            let sql = "DELETE FROM recovery_codes WHERE workspace_id = ? AND user_id = ? AND secret = ?";
            if run(tx, sql, vec![workspace.into(), user.into(), secret::digest(&plain).into()]).await? == 0 {
                return Err(wrong_code(pointer));
            }
            tx.note(told("recovery_code.used", user));
            Ok("recovery_code")
        }
    }
}

fn has_one() -> Error {
    Error::conflict("authenticator_on", "There is an authenticator app already; sign in again.")
}

fn wrong_code(pointer: &str) -> Error {
    Error::field(pointer, "wrong_code", "This is not the present code. Look whether the telephone's clock is right, and try the next one.")
}

/// Lets the password be enough again.
pub async fn turn_authenticator_off(db: &Db, actor: &Actor, input: AuthenticatorOff) -> Result<()> {
    let row = present_password(db, actor, input.current).await?;
    let counts = throttle::count_codes(db, row.id).await?;
    let mut tx = db.write(actor).await?;
    let own = queries::own_second_step(tx.reader()).await?;
    if own.demanded && own.passkeys == 0 {
        return Err(Error::conflict(
            "second_step_demanded",
            "A second step is demanded of you; ask an administrator if the telephone is lost.",
        ));
    }
    spend(&mut tx, row.id, "/code", &input.code).await?;
    forget_all(&tx, row.id).await?;
    let done = tx.record(told("authenticator.off", row.id), ());
    tx.commit(done).await?;
    throttle::forgive(db, &counts).await
}

/// Makes new recovery codes. Those there were stop working.
pub async fn renew_recovery_codes(db: &Db, actor: &Actor, input: ShownCode) -> Result<RecoveryCodes> {
    let user = actor.user().ok_or(Error::Unauthenticated)?;
    let counts = throttle::count_codes(db, user).await?;
    let mut tx = db.write(actor).await?;
    if queries::authenticator(tx.reader(), user).await?.is_none() {
        return Err(Error::conflict("authenticator_off", "There is no authenticator app; set one up first."));
    }
    spend(&mut tx, user, "/code", &input.code).await?;
    let recovery_codes = new_codes(&tx, user).await?;
    let done = tx.record(told("recovery_codes.renewed", user), RecoveryCodes { recovery_codes });
    let answer = tx.commit(done).await?;
    throttle::forgive(db, &counts).await?;
    Ok(answer)
}

/// Takes the second step away from a user who has lost it, and signs them out everywhere: whoever has found the telephone
/// may be signed in with it.
pub async fn reset_second_step(tx: &mut Tx, id: Id<tables::User>) -> Result<Recorded<()>> {
    if !tx.actor().may("user", Action::Create) {
        return Err(Error::Forbidden("only administrators reset a second step".to_owned()));
    }
    if tx.actor().user() == Some(id.uuid()) {
        return Err(Error::conflict("own_second_step", "Change your own second step in your settings."));
    }
    let row = tx.reader().get(id).await?;
    if !has_all_of(tx.actor(), &queries::roles_of(tx.reader(), row.id).await?) {
        return Err(Error::Forbidden("this user may do more than you; ask an administrator".to_owned()));
    }
    take_away(tx, row.id).await
}

/// The same from the command line, for an administrator whom nobody else can help.
pub async fn take_away(tx: &mut Tx, user: Uuid) -> Result<Recorded<()>> {
    forget_all(tx, user).await?;
    run(tx, "DELETE FROM passkeys WHERE workspace_id = ? AND user_id = ?", vec![tx.actor().workspace.into(), user.into()]).await?;
    let sql = "DELETE FROM credentials WHERE workspace_id = ? AND user_id = ? AND kind IN ('session', 'device')";
    run(tx, sql, vec![tx.actor().workspace.into(), user.into()]).await?;
    Ok(tx.record(told("second_step.reset", user), ()))
}

async fn forget_all(tx: &Tx, user: Uuid) -> Result<()> {
    for table in ["authenticators", "recovery_codes", "sign_in_tickets"] {
        let sql = format!("DELETE FROM {table} WHERE workspace_id = ? AND user_id = ?");
        run(tx, &sql, vec![tx.actor().workspace.into(), user.into()]).await?;
    }
    Ok(())
}

/// Says of whom a second step is demanded. Whom it concerns newly has the days of grace from now on.
pub async fn demand_second_step(tx: &mut Tx, input: NewSecondStepRule) -> Result<Recorded<()>> {
    if !tx.actor().may("role", Action::Change) {
        return Err(Error::Forbidden("only administrators say of whom a second step is demanded".to_owned()));
    }
    tx.actor().in_full()?;
    let roles = if input.who == Demanded::Roles { input.roles } else { Vec::new() };
    if input.who == Demanded::Roles && roles.is_empty() {
        return Err(Error::field("/roles", "required", "Choose at least one role."));
    }
    if queries::roles_with(tx.reader(), &roles).await?.len() != roles.len() {
        return Err(Error::field("/roles", "not_found", "One of these roles does not exist."));
    }
    let sql = "INSERT INTO second_step_rules (workspace_id, who, roles, since) VALUES (?, ?, ?, ?) \
               ON CONFLICT (workspace_id) DO UPDATE SET who = excluded.who, roles = excluded.roles, since = excluded.since";
    let workspace = tx.actor().workspace;
    let (who, kept) = (input.who.as_str(), json!(roles));
    run(tx, sql, vec![workspace.into(), who.into(), kept.clone().into(), tx.now().into()]).await?;
    let event = Event::new("second_step.demanded", "workspace", workspace).with(json!({"who": who, "roles": kept}));
    Ok(tx.record(event, ()))
}

/// Ends the sessions that a password alone has opened of those of whom more is demanded by now.
pub(super) async fn end_weak_sessions(tx: &mut Tx) -> Result<()> {
    let Some((overdue, mut values)) = queries::overdue(tx.reader()).await? else { return Ok(()) };
    let sql = format!(
        "DELETE FROM credentials WHERE workspace_id = ? AND kind = 'session' AND strong = ? AND user_id IN ({overdue}) RETURNING user_id"
    );
    values.splice(0..0, [tx.actor().workspace.into(), false.into()]);
    let reader = tx.reader();
    let ended = queries::UserOf::all(reader, reader.dialect().statement(&sql, values)).await?;
    for user in ended {
        tx.note(told("session.ended", user));
    }
    Ok(())
}

/// Runs a statement; how many rows it has changed.
async fn run(tx: &Tx, sql: &str, values: Vec<sea_orm::Value>) -> Result<u64> {
    let reader = tx.reader();
    Ok(reader.source().execute_raw(reader.dialect().statement(sql, values)).await?.rows_affected())
}
