//! Users whom another house lets in: they join without a password, and have the roles that it says.

use std::collections::BTreeSet;

use guanxi_kernel::{
    db::Tx,
    error::{Error, OnUnique, Result},
    event::{Event, FieldChange},
    id::Id,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Set};
use serde_json::json;
use uuid::Uuid;

use super::{passkey::end_passkeys, people::other_administrators, setup::give_role};
use crate::staff::{
    queries,
    tables::{self, user},
};

/// Makes a user without a password.
pub(crate) async fn join(tx: &mut Tx, name: String, email: String) -> Result<Uuid> {
    #[derive(FromQueryResult)]
    struct Home {
        locale: String,
        time_zone: String,
    }
    let sql = "SELECT locale, time_zone FROM workspaces WHERE id = ?";
    let statement = tx.reader().dialect().statement(sql, vec![tx.actor().workspace.into()]);
    let home = Home::find_by_statement(statement).one(tx.reader().source()).await?.ok_or(Error::NotFound)?;
    let leave = tx.to_create()?;
    let row = user::ActiveModel {
        name: Set(name),
        email: Set(email),
        org_unit_id: Set(None),
        password_hash: Set(None),
        locale: Set(home.locale),
        theme: Set("system".to_owned()),
        time_zone: Set(home.time_zone),
        active: Set(true),
        last_seen_at: Set(None),
        ..Default::default()
    };
    let taken = || Error::conflict("email_taken", "Somebody with this address works here already.");
    let row = tx.insert::<tables::User>(leave, row).await.on_unique("users", "email", taken)?;
    tx.note(Event::new("user.joined", "user", row.id).owned_by(Some(row.id)));
    Ok(row.id)
}

/// Gives a user those of the `managed` roles that are `given`, and takes the others of them away; roles that are not managed
/// stay. The last administrator stays one. Puts the user into a unit where one is named. Says whether anything was changed.
pub(crate) async fn follow(tx: &mut Tx, user: Uuid, managed: &BTreeSet<Uuid>, given: &BTreeSet<Uuid>, unit: Option<Uuid>) -> Result<bool> {
    let before = queries::roles_of(tx.reader(), user).await?;
    let has: BTreeSet<Uuid> = before.iter().map(|role| role.id).collect();
    let mut gone: BTreeSet<Uuid> = has.iter().filter(|role| managed.contains(role) && !given.contains(role)).copied().collect();
    let administrator = before.iter().find(|role| role.everything).map(|role| role.id);
    if let Some(role) = administrator
        && gone.contains(&role)
        && other_administrators(tx, user).await? == 0
    {
        gone.remove(&role);
    }
    let new: BTreeSet<Uuid> = given.difference(&has).copied().collect();
    let known: BTreeSet<Uuid> =
        queries::roles_with(tx.reader(), &new.iter().copied().collect::<Vec<_>>()).await?.iter().map(|role| role.id).collect();
    let row = tx.to_change(Id::<tables::User>::from(user)).await?;
    let unit = match unit {
        Some(unit) if row.org_unit_id != Some(unit) && tx.reader().in_workspace::<tables::OrgUnit>().with_id(unit).exists().await? => {
            Some(unit)
        }
        _ => None,
    };
    if gone.is_empty() && known.is_empty() && unit.is_none() {
        return Ok(false);
    }
    let mut change = user::ActiveModel::default();
    if let Some(unit) = unit {
        change.org_unit_id = Set(Some(unit));
    }
    tx.touch::<tables::User>(row, change).await?;
    for role in &gone {
        let sql = "DELETE FROM user_roles WHERE workspace_id = ? AND user_id = ? AND role_id = ?";
        let values = vec![tx.actor().workspace.into(), user.into(), (*role).into()];
        tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    }
    for role in &known {
        give_role(tx, user, *role).await?;
    }
    let names = |roles: Vec<crate::staff::api::Role>| json!(roles.into_iter().map(|role| role.name).collect::<Vec<_>>());
    let after = queries::roles_of(tx.reader(), user).await?;
    tx.note_change(FieldChange { kind: "user", record: user, field: "roles".to_owned(), before: names(before), after: names(after) });
    tx.note(Event::new("user.changed", "user", user).owned_by(Some(user)));
    Ok(true)
}

/// Takes the password away, and the passkeys with it: from now on only the other house lets the user in.
pub(crate) async fn end_password(tx: &mut Tx, user: Uuid) -> Result<()> {
    let row = tx.to_change(Id::<tables::User>::from(user)).await?;
    if row.password_hash.is_some() {
        end_passkeys(tx, user).await?;
        tx.update::<tables::User>(row, user::ActiveModel { password_hash: Set(None), ..Default::default() }).await?;
    }
    Ok(())
}
