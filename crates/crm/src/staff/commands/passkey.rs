//! Passkeys: made, shown instead of a password or beside one, renamed, removed.

use guanxi_kernel::{
    actor::Actor,
    check::Check,
    db::{Db, Recorded, Tx},
    error::{Error, Result},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, Passkey, PasskeyRegistration};

use super::{
    password::present_password,
    refused,
    second_step::{strong_enough, ways_in},
    sign_in::{Browser, Let, SignedIn, enter, in_person, made_strong, told},
    throttle,
    ticket::{self, For, Ticket},
};
use crate::staff::{
    api::{self, AskedPasskey, NewPasskey, PasskeyPatch, PresentPassword, ShownPasskey},
    passkey::{self, Answer, Place},
    queries::{self, Found},
};

/// How many passkeys somebody has: one on each device that they use, and those of lost ones.
const MOST_PASSKEYS: usize = 20;
/// The longest name of one, in characters.
const MAX_NAME: usize = 60;

/// Begins to make a passkey, against the present password.
pub async fn start_passkey(db: &Db, actor: &Actor, home: Option<&str>, input: PresentPassword) -> Result<AskedPasskey> {
    let row = present_password(db, actor, input.current).await?;
    if row.password_hash.is_none() {
        let why = "You sign in through another house, which says who may come in; a passkey would be a way around it.";
        return Err(Error::conflict("passkey_elsewhere", why));
    }
    let place = Place::required(home)?;
    let reader = db.read(actor);
    strong_enough(&reader, home).await?;
    if queries::passkeys(&reader, row.id).await?.len() >= MOST_PASSKEYS {
        return Err(too_many());
    }
    let known = queries::usable_passkeys(&reader, row.id, Some(&place)).await?;
    let (options, state) = place.begin(row.id, &row.email, &row.name, known)?;
    let holder = Found { workspace: row.workspace_id, user: row.id };
    let (ticket, expires_at) = ticket::give(db, For::NewPasskey, Some(holder), &state).await?;
    Ok(AskedPasskey { ticket, expires_at, options })
}

/// Keeps the passkey that a browser has made.
pub async fn add_passkey(db: &Db, actor: &Actor, home: Option<&str>, input: NewPasskey) -> Result<api::Passkey> {
    let shown = ticket::shown(db, &input.ticket, &[For::NewPasskey]).await?;
    let user = actor.user().ok_or(Error::Unauthenticated)?;
    if shown.holder()?.user != user {
        return Err(Error::NotFound);
    }
    let place = Place::required(home)?;
    let name = checked_name(&input.name)?;
    let mut tx = db.write(actor).await?;
    ticket::tear(db, tx.reader().source(), &shown).await?;
    tx.alone(&ways_in(user)).await?;
    strong_enough(tx.reader(), home).await?;
    let kept = keep(&mut tx, &place, user, &name, &input.credential, &shown.data()?).await?;
    // Its owner was recognised just now: this session is as good as one that began with it.
    made_strong(&tx, actor.session).await?;
    let done = tx.record(told("passkey.added", user).with(json!({"name": name})), kept);
    tx.commit(done).await
}

/// What somebody calls a passkey.
pub(super) fn checked_name(name: &str) -> Result<String> {
    let mut check = Check::new();
    let name = check.required("/name", name, MAX_NAME);
    check.done()?;
    Ok(name)
}

/// Keeps a passkey under a name.
pub(super) async fn keep(
    tx: &mut Tx,
    place: &Place,
    user: Uuid,
    name: &str,
    answer: &Value,
    state: &PasskeyRegistration,
) -> Result<api::Passkey> {
    let made = place.made(answer, state)?;
    if queries::passkeys(tx.reader(), user).await?.len() >= MOST_PASSKEYS {
        return Err(too_many());
    }
    let id = Uuid::now_v7();
    let sql = "INSERT INTO passkeys (workspace_id, id, user_id, credential_id, data, host, name, created_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (credential_id) DO NOTHING";
    let values = vec![
        tx.actor().workspace.into(),
        id.into(),
        user.into(),
        made.cred_id().clone().into(),
        serde_json::to_value(&made)?.into(),
        place.host.as_str().into(),
        name.into(),
        tx.now().into(),
    ];
    let reader = tx.reader();
    let kept = reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    if kept.rows_affected() == 0 {
        return Err(Error::conflict("passkey_known", "This passkey is known already."));
    }
    Ok(api::Passkey { id, name: name.to_owned(), host: place.host.clone(), created_at: tx.now(), last_used_at: None })
}

fn too_many() -> Error {
    Error::conflict("too_many_passkeys", format!("You have {MOST_PASSKEYS} passkeys already; remove one that you do not use any more."))
}

/// Asks a browser for a passkey of whoever is there.
pub async fn ask_passkey(db: &Db, home: Option<&str>) -> Result<AskedPasskey> {
    let (options, state) = Place::required(home)?.ask(&[])?;
    let (ticket, expires_at) = ticket::give(db, For::Passkey, None, &state).await?;
    Ok(AskedPasskey { ticket, expires_at, options })
}

/// Signs in whoever has shown a passkey. Nothing more is asked: it was in their hand, and knew their finger, face or PIN.
pub async fn sign_in_by_passkey(db: &Db, input: ShownPasskey, browser: Browser<'_>) -> Result<SignedIn> {
    let place = Place::required(browser.home)?;
    let shown = ticket::shown(db, &input.ticket, &[For::Passkey]).await?;
    let answer = Answer::parse(&input.credential);
    let owner = match &answer {
        Ok(answer) => queries::owner_of_passkey(db, answer.credential()).await?,
        Err(_) => None,
    };
    let whose: Vec<Found> = owner.into_iter().collect();
    let tried = let_in_by_passkey(db, &place, &shown, answer, owner, browser).await;
    refused::noting(db, &whose, browser.address, tried).await
}

async fn let_in_by_passkey(
    db: &Db,
    place: &Place,
    shown: &Ticket,
    answer: Result<Answer>,
    owner: Option<Found>,
    browser: Browser<'_>,
) -> Result<SignedIn> {
    let counts = throttle::count_passkeys(db, browser.address).await?;
    let (answer, owner) = (answer?, owner.ok_or_else(passkey::refused)?);
    // A passkey that does not say whose it is was not found by its owner's device, but by somebody who named it.
    if !answer.says_whose() {
        return Err(passkey::refused());
    }
    let mut tx = db.write(&in_person(db, owner).await?).await?;
    ticket::tear(db, tx.reader().source(), shown).await?;
    show(&tx, place, owner.user, &answer, shown.data()?).await?;
    let signed_in = enter(&mut tx, owner.user, browser, Let::strongly("passkey")).await?;
    let signed_in = tx.commit(signed_in).await?;
    throttle::forgive(db, &counts).await?;
    Ok(signed_in)
}

/// Checks that a user has shown one of their passkeys, and keeps how often it was used.
pub(super) async fn show(tx: &Tx, place: &Place, user: Uuid, answer: &Answer, state: DiscoverableAuthentication) -> Result<()> {
    if answer.is_of_another(user) {
        return Err(passkey::refused());
    }
    let kept = queries::passkey(tx.reader(), user, answer.credential()).await?.ok_or_else(passkey::refused)?;
    let mut known: Passkey = serde_json::from_value(kept.data)?;
    let result = place.check(answer, state, &known)?;
    known.update_credential(&result);
    let sql = "UPDATE passkeys SET data = ?, last_used_at = ? WHERE workspace_id = ? AND id = ?";
    let reader = tx.reader();
    let values = vec![serde_json::to_value(&known)?.into(), tx.now().into(), reader.actor().workspace.into(), kept.id.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Named {
    name: String,
}

/// Gives one of one's passkeys another name.
pub async fn rename_passkey(tx: &mut Tx, id: Uuid, input: &PasskeyPatch) -> Result<Recorded<()>> {
    let user = tx.actor().user().ok_or(Error::Unauthenticated)?;
    let name = checked_name(&input.name)?;
    let reader = tx.reader();
    let sql = "UPDATE passkeys SET name = ? WHERE workspace_id = ? AND user_id = ? AND id = ?";
    let values = vec![name.as_str().into(), reader.actor().workspace.into(), user.into(), id.into()];
    if reader.source().execute_raw(reader.dialect().statement(sql, values)).await?.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    Ok(tx.record(told("passkey.renamed", user).with(json!({"name": name})), ()))
}

/// Removes one of one's passkeys, against the present password. The last second step of somebody who must have one stays.
pub async fn remove_passkey(db: &Db, actor: &Actor, id: Uuid, input: PresentPassword) -> Result<()> {
    let row = present_password(db, actor, input.current).await?;
    let mut tx = db.write(actor).await?;
    let reader = tx.reader();
    let sql = "DELETE FROM passkeys WHERE workspace_id = ? AND user_id = ? AND id = ? RETURNING name";
    let values = vec![row.workspace_id.into(), row.id.into(), id.into()];
    let statement = reader.dialect().statement(sql, values);
    let removed = Named::find_by_statement(statement).one(reader.source()).await?.ok_or(Error::NotFound)?;
    let left = queries::own_second_step(tx.reader()).await?;
    if left.demanded && left.authenticator_since.is_none() && left.passkeys == 0 {
        // Dropping the transaction gives it back.
        return Err(Error::conflict(
            "last_second_step",
            "A second step is demanded of you: set another one up before you remove this one.",
        ));
    }
    let done = tx.record(told("passkey.removed", row.id).with(json!({"name": removed.name})), ());
    tx.commit(done).await
}

/// Removes all passkeys of a user whom only another house lets in from now on.
pub(super) async fn end_passkeys(tx: &mut Tx, user: Uuid) -> Result<()> {
    let reader = tx.reader();
    let sql = "DELETE FROM passkeys WHERE workspace_id = ? AND user_id = ? RETURNING name";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), user.into()]);
    for removed in Named::find_by_statement(statement).all(reader.source()).await? {
        tx.note(told("passkey.removed", user).with(json!({"name": removed.name})));
    }
    Ok(())
}
