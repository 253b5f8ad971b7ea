//! Changing users, and taking away and giving back their access.

use guanxi_kernel::{
    check::Check,
    db::{Recorded, Tx},
    error::{Error, Result, unchanged},
    event::{Event, FieldChange},
    id::Id,
};
use sea_orm::{ConnectionTrait, Set};
use serde_json::json;
use uuid::Uuid;

use super::setup::{LOCALES, give_role};
use crate::staff::{
    api::{Profile, ProfilePatch, UserPatch},
    queries,
    rules::has_all_of,
    tables::{self, user},
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
    match input.roles {
        None => {
            tx.update::<tables::User>(row, change).await?;
        }
        // The row first: of two who give roles from the same version, the second is told, and does not add to the first.
        Some(roles) => {
            tx.touch::<tables::User>(row, change).await?;
            set_roles(tx, id.uuid(), &roles).await?;
        }
    }
    Ok(tx.record(Event::new("user.changed", "user", id.uuid()).owned_by(Some(id.uuid())), ()))
}

/// Refuses roles that let somebody do more than the one who gives them may.
pub(super) fn beyond_own(pointer: &str) -> Error {
    Error::field(pointer, "beyond_own", "Nobody gives more than they have themselves.")
}

async fn set_roles(tx: &mut Tx, user: Uuid, roles: &[Uuid]) -> Result<()> {
    let known = queries::roles_with(tx.reader(), roles).await?;
    if known.len() != roles.len() {
        return Err(Error::field("/roles", "not_found", "One of these roles does not exist."));
    }
    let before = queries::user(tx.reader(), user.into()).await?.roles;
    let (kept, new): (Vec<_>, Vec<_>) = known.into_iter().partition(|role| before.iter().any(|had| had.id == role.id));
    if !has_all_of(tx.actor(), &new) {
        return Err(beyond_own("/roles"));
    }
    let known: Vec<_> = kept.into_iter().chain(new).collect();
    let keeps = known.iter().any(|role| role.everything);
    if !keeps && other_administrators(tx, user).await? == 0 {
        return Err(Error::conflict("last_administrator", "Somebody must remain administrator; give another user that role first."));
    }
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
pub(super) async fn other_administrators(tx: &Tx, user: Uuid) -> Result<i64> {
    tx.alone("administrators").await?;
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
    for table in ["credentials", "password_resets", "sign_in_tickets"] {
        let sql = format!("DELETE FROM {table} WHERE workspace_id = ? AND user_id = ?");
        let values = vec![tx.actor().workspace.into(), id.uuid().into()];
        tx.reader().source().execute_raw(tx.reader().dialect().statement(&sql, values)).await?;
    }
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
