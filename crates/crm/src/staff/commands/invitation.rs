//! Inviting colleagues: a link that is shown once, listed while it is open, made anew or withdrawn.

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{
    check::Check,
    db::{Db, Recorded, Tx},
    error::{Error, OnUnique, Result},
    event::Event,
    id::Id,
    secret,
    text::Email,
};
use sea_orm::{ColumnTrait, FromQueryResult, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    people::beyond_own,
    setup::give_role,
    sign_in::{SignedIn, first_session},
};
use crate::staff::{
    INVITATION_DAYS,
    api::{Acceptance, Invited, MadeInvitation, NewInvitation},
    directory::founder,
    queries,
    rules::{Whose, check_password, has_all_of},
    tables::{self, invitation, user},
};

/// Makes an invitation link.
pub async fn invite(tx: &mut Tx, input: NewInvitation) -> Result<Recorded<MadeInvitation>> {
    let leave = tx.to_create()?;
    let mut check = Check::new();
    let name = check.required("/name", &input.name, 60);
    let email = check.parsed("/email", Email::parse(&input.email)).map(|email| email.normalised()).unwrap_or_default();
    if input.roles.is_empty() {
        check.wrong("/roles", "required", "Choose at least one role.");
    }
    let reader = tx.reader();
    let roles = queries::roles_with(reader, &input.roles).await?;
    if roles.len() != input.roles.len() {
        check.wrong("/roles", "not_found", "One of these roles does not exist.");
    } else if !has_all_of(tx.actor(), &roles) {
        return Err(beyond_own("/roles"));
    }
    if let Some(unit) = input.org_unit_id
        && !reader.in_workspace::<tables::OrgUnit>().with_id(unit).exists().await?
    {
        check.wrong("/org_unit_id", "not_found", "There is no such org unit.");
    }
    if email_taken(tx, &email).await? {
        check.wrong("/email", "taken", "Somebody with this address works here already.");
    }
    check.done()?;
    let (link, secret, expires_at) = new_link(tx).await?;
    let row = invitation::ActiveModel {
        name: Set(name),
        email: Set(email),
        roles: Set(json!(input.roles)),
        org_unit_id: Set(input.org_unit_id),
        secret: Set(secret),
        expires_at: Set(expires_at),
        accepted_at: Set(None),
        ..Default::default()
    };
    let row = tx.insert::<tables::Invitation>(leave, row).await?;
    let event = told("invitation.made", &row);
    Ok(tx.record(event, MadeInvitation { id: row.id, link, expires_at }))
}

/// An event of an invitation: for those who invite, and for whoever made it.
fn told(name: &'static str, row: &invitation::Model) -> Event {
    Event::new(name, "invitation", row.id).owned_by(row.created_by).with(json!({"name": row.name}))
}

/// A new path, what is kept of its secret, and until when it works.
async fn new_link(tx: &Tx) -> Result<(String, Vec<u8>, DateTime<Utc>)> {
    let secret = secret::random("");
    let expires_at = tx.now() + Duration::days(INVITATION_DAYS.get(tx.reader()).await?);
    Ok((format!("/invitations/{secret}"), secret::digest(&secret), expires_at))
}

/// Makes a new link in place of one that was lost or has run out. The old one stops working: only a digest of it is kept,
/// so that nobody can show it again.
pub async fn renew_invitation(tx: &mut Tx, id: Id<tables::Invitation>) -> Result<Recorded<MadeInvitation>> {
    let row = tx.to_change(id).await?;
    still_open(&row)?;
    if email_taken(tx, &row.email).await? {
        return Err(Error::conflict("email_taken", "Somebody with this address works here already; withdraw the invitation."));
    }
    let roles: Vec<Uuid> = serde_json::from_value(row.roles.clone())?;
    if !has_all_of(tx.actor(), &queries::roles_with(tx.reader(), &roles).await?) {
        return Err(beyond_own("/roles"));
    }
    let (link, secret, expires_at) = new_link(tx).await?;
    let change = invitation::ActiveModel { secret: Set(secret), expires_at: Set(expires_at), ..Default::default() };
    let row = tx.update::<tables::Invitation>(row, change).await?;
    let event = told("invitation.renewed", &row);
    Ok(tx.record(event, MadeInvitation { id: row.id, link, expires_at }))
}

/// Takes an invitation back: its link leads nowhere.
pub async fn withdraw_invitation(tx: &mut Tx, id: Id<tables::Invitation>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    still_open(&row)?;
    let event = told("invitation.withdrawn", &row);
    tx.remove::<tables::Invitation>(row).await?;
    Ok(tx.record(event, ()))
}

/// An accepted invitation is a user now, and no invitation any more.
fn still_open(row: &invitation::Model) -> Result<()> {
    if row.accepted_at.is_some() { Err(Error::NotFound) } else { Ok(()) }
}

async fn email_taken(tx: &Tx, email: &str) -> Result<bool> {
    tx.reader().in_workspace::<tables::User>().with(|select| select.filter(user::Column::Email.eq(email))).exists().await
}

#[derive(FromQueryResult)]
struct Open {
    workspace_id: Uuid,
    id: Uuid,
    name: String,
    email: String,
    roles: serde_json::Value,
    expires_at: DateTime<Utc>,
    workspace_name: String,
    locale: String,
    time_zone: String,
    currency: String,
}

async fn open(db: &Db, secret: &str) -> Result<Open> {
    let sql = "SELECT i.workspace_id, i.id, i.name, i.email, i.roles, i.expires_at, w.name AS workspace_name, w.locale, \
               w.time_zone, w.currency FROM invitations i JOIN workspaces w ON w.id = i.workspace_id \
               WHERE i.secret = ? AND i.accepted_at IS NULL AND i.expires_at > ?";
    let statement = db.dialect().statement(sql, vec![secret::digest(secret).into(), db.clock().now().into()]);
    let connection = db.unscoped_read("an invited person belongs to no workspace yet");
    Open::find_by_statement(statement).one(connection).await?.ok_or(Error::NotFound)
}

/// What an invited person sees; expired and used invitations do not exist.
pub async fn invited(db: &Db, secret: &str) -> Result<Invited> {
    let open = open(db, secret).await?;
    Ok(Invited { workspace_name: open.workspace_name, name: open.name, email: open.email, expires_at: open.expires_at })
}

/// Makes the invited person a user and signs them in. Returns the session's secret.
pub async fn accept(db: &Db, secret: &str, input: Acceptance, user_agent: &str) -> Result<SignedIn> {
    let open = open(db, secret).await?;
    let mut check = Check::new();
    let name = check.required("/name", &input.name, 60);
    let whose = Whose { name: &name, email: &open.email, company: &open.workspace_name };
    check_password(&mut check, "/password", &input.password, whose);
    check.done()?;
    let hash = secret::hash_password(input.password).await?;
    let zone = open.time_zone.parse().unwrap_or(chrono_tz::Asia::Shanghai);
    let mut tx = db.write(&founder(open.workspace_id, zone, &open.currency)).await?;
    let invited = tx.to_change(Id::<tables::Invitation>::from(open.id)).await?;
    if invited.accepted_at.is_some() {
        return Err(Error::NotFound);
    }
    let now = tx.now();
    // As it is now: the unit may have gone since the invitation was opened.
    let invited =
        tx.update::<tables::Invitation>(invited, invitation::ActiveModel { accepted_at: Set(Some(now)), ..Default::default() }).await?;
    tx.note(told("invitation.accepted", &invited));
    let row = user::ActiveModel {
        name: Set(name),
        email: Set(open.email),
        org_unit_id: Set(invited.org_unit_id),
        password_hash: Set(Some(hash)),
        locale: Set(open.locale),
        theme: Set("system".to_owned()),
        time_zone: Set(open.time_zone),
        active: Set(true),
        last_seen_at: Set(None),
        ..Default::default()
    };
    let leave = tx.to_create()?;
    let taken = || Error::conflict("email_taken", "Somebody with this address works here already; sign in.");
    let row = tx.insert::<tables::User>(leave, row).await.on_unique("users", "email", taken)?;
    let roles: Vec<Uuid> = serde_json::from_value(open.roles)?;
    for role in roles {
        give_role(&tx, row.id, role).await?;
    }
    let signed_in = first_session(&tx, row.id, user_agent).await?;
    let done = tx.record(Event::new("user.joined", "user", row.id).owned_by(Some(row.id)), ());
    tx.commit(done).await?;
    Ok(signed_in)
}
