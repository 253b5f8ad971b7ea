//! Inviting, changing and deactivating users.

use chrono::Duration;
use guanxi_kernel::{
    check::Check,
    db::{Db, Recorded, Tx},
    error::{Error, OnUnique, Result, unchanged},
    event::{Event, FieldChange},
    id::Id,
    secret,
    text::Email,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    setup::{LOCALES, give_role},
    sign_in::start_session,
};
use crate::staff::{
    INVITATION_DAYS,
    api::{Acceptance, Invitation, MadeInvitation, NewInvitation, Profile, ProfilePatch, UserPatch},
    directory::founder,
    queries,
    rules::check_password,
    tables::{self, invitation, user},
};

/// Changes one's own settings.
pub async fn change_profile(tx: &mut Tx, input: ProfilePatch) -> Result<Recorded<Profile>> {
    let mut check = Check::new();
    let name = input.name.map(|name| check.required("/name", &name, 60));
    let locale = check.choice("/locale", input.locale, LOCALES);
    let theme = check.choice("/theme", input.theme, &["light", "dark", "system"]);
    if input.time_zone.as_ref().is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err()) {
        check.wrong("/time_zone", "unknown_choice", "This is an IANA time zone such as Asia/Shanghai.");
    }
    check.done()?;
    let me = tx.actor().user().ok_or(Error::Unauthenticated)?;
    let row = tx.to_change(Id::<tables::User>::from(me)).await?;
    let mut change = user::ActiveModel::default();
    if let Some(name) = name {
        change.name = Set(name);
    }
    if let Some(locale) = locale {
        change.locale = Set(locale);
    }
    if let Some(theme) = theme {
        change.theme = Set(theme);
    }
    if let Some(zone) = input.time_zone {
        change.time_zone = Set(zone);
    }
    let row = tx.update::<tables::User>(row, change).await?;
    Ok(tx.record(Event::new("user.changed", "user", me).owned_by(Some(me)), Profile::from(row)))
}

/// Changes another user's name, place in the tree or roles.
pub async fn change_user(tx: &mut Tx, id: Id<tables::User>, expected: i64, input: UserPatch) -> Result<Recorded<()>> {
    if !tx.actor().may("role", guanxi_kernel::actor::Action::Change) && (input.roles.is_some() || input.org_unit_id.is_some()) {
        return Err(Error::Forbidden("only administrators change roles and org units of users".to_owned()));
    }
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::user(tx.reader(), id)).await?;
    let mut check = Check::new();
    let mut change = user::ActiveModel::default();
    if let Some(name) = input.name {
        change.name = Set(check.required("/name", &name, 60));
    }
    if let Some(unit) = input.org_unit_id {
        if let Some(unit) = unit
            && !tx.reader().in_workspace::<tables::OrgUnit>().with_id(unit).exists().await?
        {
            check.wrong("/org_unit_id", "not_found", "There is no such org unit.");
        }
        change.org_unit_id = Set(unit);
    }
    check.done()?;
    tx.update::<tables::User>(row, change).await?;
    if let Some(roles) = input.roles {
        set_roles(tx, id.uuid(), &roles).await?;
    }
    Ok(tx.record(Event::new("user.changed", "user", id.uuid()).owned_by(Some(id.uuid())), ()))
}

async fn set_roles(tx: &mut Tx, user: Uuid, roles: &[Uuid]) -> Result<()> {
    let known = tx.reader().in_workspace::<tables::Role>().with_ids(roles.iter().copied()).all().await?;
    if known.len() != roles.len() {
        return Err(Error::field("/roles", "not_found", "One of these roles does not exist."));
    }
    let keeps = known.iter().any(|role| role.key == crate::staff::rules::ADMINISTRATOR);
    if !keeps && other_administrators(tx, user).await? == 0 {
        return Err(Error::conflict("last_administrator", "Somebody must remain administrator; give another user that role first."));
    }
    let before = queries::user(tx.reader(), user.into()).await?.roles;
    let sql = "DELETE FROM user_roles WHERE workspace_id = ? AND user_id = ?";
    let values = vec![tx.actor().workspace.into(), user.into()];
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    for role in roles {
        give_role(tx, user, *role).await?;
    }
    let names = |roles: Vec<String>| json!(roles);
    let before = names(before.into_iter().map(|role| role.name).collect());
    let after = names(known.into_iter().map(|role| role.name).collect());
    tx.note_change(FieldChange { kind: "user", record: user, field: "roles".to_owned(), before, after });
    Ok(())
}

/// How many other administrators there are, and nobody else takes one away until this transaction ends.
async fn other_administrators(tx: &Tx, user: Uuid) -> Result<i64> {
    if let Some(lock) = tx.reader().dialect().alone(tx.actor().workspace, "administrators") {
        tx.reader().source().execute_raw(lock).await?;
    }
    queries::other_administrators(tx.reader(), user).await
}

/// Ends a user's access at once. Whose customers they were is the business of `customers`, in the same transaction.
pub async fn deactivate(tx: &mut Tx, id: Id<tables::User>) -> Result<()> {
    if !tx.actor().may("user", guanxi_kernel::actor::Action::Create) {
        return Err(Error::Forbidden("only administrators deactivate users".to_owned()));
    }
    if tx.actor().user() == Some(id.uuid()) {
        return Err(Error::conflict("not_yourself", "You cannot deactivate yourself."));
    }
    let row = tx.to_change(id).await?;
    if other_administrators(tx, id.uuid()).await? == 0 {
        return Err(Error::conflict("last_administrator", "Somebody must remain administrator."));
    }
    tx.update::<tables::User>(row, user::ActiveModel { active: Set(false), ..Default::default() }).await?;
    let sql = "DELETE FROM credentials WHERE workspace_id = ? AND user_id = ?";
    let values = vec![tx.actor().workspace.into(), id.uuid().into()];
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    Ok(())
}

/// Lets a deactivated user sign in again.
pub async fn reactivate(tx: &mut Tx, id: Id<tables::User>) -> Result<Recorded<()>> {
    if !tx.actor().may("user", guanxi_kernel::actor::Action::Create) {
        return Err(Error::Forbidden("only administrators reactivate users".to_owned()));
    }
    let row = tx.to_change(id).await?;
    tx.update::<tables::User>(row, user::ActiveModel { active: Set(true), ..Default::default() }).await?;
    Ok(tx.record(Event::new("user.reactivated", "user", id.uuid()).owned_by(Some(id.uuid())), ()))
}

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
    if reader.in_workspace::<tables::Role>().with_ids(input.roles.iter().copied()).count().await? != input.roles.len() as u64 {
        check.wrong("/roles", "not_found", "One of these roles does not exist.");
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
    let secret = secret::random("");
    let expires_at = tx.now() + Duration::days(INVITATION_DAYS.get(tx.reader()).await?);
    let row = invitation::ActiveModel {
        name: Set(name),
        email: Set(email),
        roles: Set(json!(input.roles)),
        org_unit_id: Set(input.org_unit_id),
        secret: Set(secret::digest(&secret)),
        expires_at: Set(expires_at),
        accepted_at: Set(None),
        ..Default::default()
    };
    let row = tx.insert::<tables::Invitation>(leave, row).await?;
    let made = MadeInvitation { id: row.id, link: format!("/invitations/{secret}"), expires_at };
    Ok(tx.record(Event::new("invitation.made", "user", row.id), made))
}

async fn email_taken(tx: &Tx, email: &str) -> Result<bool> {
    use sea_orm::{ColumnTrait, QueryFilter};
    tx.reader().in_workspace::<tables::User>().with(|select| select.filter(user::Column::Email.eq(email))).exists().await
}

#[derive(FromQueryResult)]
struct Open {
    workspace_id: Uuid,
    id: Uuid,
    name: String,
    email: String,
    roles: serde_json::Value,
    expires_at: chrono::DateTime<chrono::Utc>,
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
pub async fn invitation(db: &Db, secret: &str) -> Result<Invitation> {
    let open = open(db, secret).await?;
    Ok(Invitation { workspace_name: open.workspace_name, name: open.name, email: open.email, expires_at: open.expires_at })
}

/// Makes the invited person a user and signs them in. Returns the session's secret.
pub async fn accept(db: &Db, secret: &str, input: Acceptance, user_agent: &str) -> Result<String> {
    let open = open(db, secret).await?;
    let mut check = Check::new();
    let name = check.required("/name", &input.name, 60);
    check_password(&mut check, "/password", &input.password, &name, &open.email);
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
    let session = start_session(&tx, row.id, user_agent).await?;
    let done = tx.record(Event::new("user.joined", "user", row.id).owned_by(Some(row.id)), ());
    tx.commit(done).await?;
    Ok(session)
}
