//! Roles: made, changed, brought back to what every workspace begins with.

use std::collections::BTreeSet;

use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Change, Cleared, Recorded, Tx},
    error::{Error, Result, unchanged},
    event::{Event, FieldChange},
    guarded::FieldAccess,
    id::Id,
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::setup::grant;
use crate::{
    SLICES,
    staff::{
        api::{FieldRight, Grant, NewRole, Role, RolePatch},
        field_rights, queries,
        rules::{ADMINISTRATOR, SEEDED_ROLES, has, seeded_grants},
        tables::{self, role},
    },
};

/// The most characters of a name.
const MAX_NAME: usize = 60;

/// Makes a role.
pub async fn add_role(tx: &mut Tx, input: NewRole) -> Result<Recorded<Role>> {
    let leave = tx.to_create()?;
    let mut check = Check::new();
    let name = check.required("/name", &input.name, MAX_NAME);
    check_name(&mut check, tx, &name, None).await?;
    let rights = Rights { grants: input.grants, fields: input.fields };
    check_rights(&mut check, tx, &rights, &Rights::default());
    check.done()?;
    let row = role::ActiveModel { key: Set(Uuid::now_v7().simple().to_string()), name: Set(name), ..Default::default() };
    let row = tx.insert::<tables::Role>(leave, row).await?;
    write(tx, row.id, &Rights::default(), &rights).await?;
    let wire = queries::role(tx.reader(), row.id.into()).await?;
    Ok(tx.record(Event::new("role.made", "role", row.id), wire))
}

/// Changes a role's name, or what it may do. Whoever has it has the new rights with their next request.
pub async fn change_role(tx: &mut Tx, id: Id<tables::Role>, expected: i64, input: RolePatch) -> Result<Recorded<Role>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::role(tx.reader(), id)).await?;
    let before = Rights::of(queries::role(tx.reader(), id).await?);
    let mut check = Check::new();
    let mut change = role::ActiveModel::default();
    if let Some(name) = input.name {
        let name = check.required("/name", &name, MAX_NAME);
        check_name(&mut check, tx, &name, Some(row.id)).await?;
        change.name = Set(name);
    }
    for (pointer, is_sent) in [("/grants", input.grants.is_some()), ("/fields", input.fields.is_some())] {
        if is_sent && row.key == ADMINISTRATOR {
            check.wrong(pointer, "administrator", "Administrators may do everything; that cannot be changed.");
        }
    }
    let after = Rights {
        grants: input.grants.unwrap_or_else(|| before.grants.clone()),
        fields: input.fields.unwrap_or_else(|| before.fields.clone()),
    };
    check_rights(&mut check, tx, &after, &before);
    check.done()?;
    put(tx, row, change, &before, &after).await
}

/// Gives a role back what every workspace begins with.
pub async fn restore_role(tx: &mut Tx, id: Id<tables::Role>) -> Result<Recorded<Role>> {
    let row = tx.to_change(id).await?;
    let Some(seeded) = SEEDED_ROLES.iter().find(|seeded| seeded.key == row.key) else {
        return Err(Error::conflict("not_seeded", "This role was made here; there is nothing to go back to."));
    };
    let before = Rights::of(queries::role(tx.reader(), id).await?);
    let after = Rights { grants: seeded_grants(seeded), fields: Vec::new() };
    let mut check = Check::new();
    check_rights(&mut check, tx, &after, &before);
    check.done()?;
    put(tx, row, role::ActiveModel::default(), &before, &after).await
}

/// What a role lets somebody do.
#[derive(Default)]
struct Rights {
    grants: Vec<Grant>,
    fields: Vec<FieldRight>,
}

impl Rights {
    fn of(role: Role) -> Self {
        Self { grants: role.grants, fields: role.fields }
    }
}

async fn put(
    tx: &mut Tx,
    row: Cleared<tables::Role, Change>,
    change: role::ActiveModel,
    before: &Rights,
    after: &Rights,
) -> Result<Recorded<Role>> {
    let id = row.id;
    let told = [
        ("grants", json!(said(&before.grants)), json!(said(&after.grants))),
        ("fields", json!(ruled(&before.fields)), json!(ruled(&after.fields))),
    ];
    let differs = told.iter().any(|(_, before, after)| before != after);
    let row = if differs { tx.touch::<tables::Role>(row, change).await? } else { tx.update::<tables::Role>(row, change).await? };
    if differs {
        write(tx, id, before, after).await?;
        for (field, before, after) in told.into_iter().filter(|(_, before, after)| before != after) {
            tx.note_change(FieldChange { kind: "role", record: id, field: field.to_owned(), before, after });
        }
        for user in queries::users_of_role(tx.reader(), id).await? {
            tx.note(Event::new("user.rights_changed", "user", user).owned_by(Some(user)).with(json!({"role": row.name})));
        }
    }
    let wire = queries::role(tx.reader(), id.into()).await?;
    Ok(tx.record(Event::new("role.changed", "role", id), wire))
}

/// Removes a role that was made here and that nobody has or is to have.
pub async fn remove_role(tx: &mut Tx, id: Id<tables::Role>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    if SEEDED_ROLES.iter().any(|seeded| seeded.key == row.key) {
        return Err(Error::conflict("seeded_role", "Every workspace has this role; take its rights away instead."));
    }
    let role = row.id;
    if !queries::users_of_role(tx.reader(), role).await?.is_empty() {
        return Err(Error::conflict("role_in_use", "Somebody has this role; give them another one first."));
    }
    if queries::is_promised(tx.reader(), role).await? {
        return Err(Error::conflict("role_promised", "An open invitation gives this role; withdraw it first."));
    }
    for table in ["role_grants", "role_fields", "user_roles"] {
        let reader = tx.reader();
        let sql = format!("DELETE FROM {table} WHERE workspace_id = ? AND role_id = ?");
        let values = vec![tx.actor().workspace.into(), role.into()];
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    let event = Event::new("role.removed", "role", role).with(json!({"name": row.name}));
    tx.remove::<tables::Role>(row).await?;
    Ok(tx.record(event, ()))
}

async fn check_name(check: &mut Check, tx: &Tx, name: &str, own: Option<Uuid>) -> Result<()> {
    let same = tx.reader().in_workspace::<tables::Role>().with(|select| select.filter(role::Column::Name.eq(name))).all().await?;
    if same.iter().any(|role| Some(role.id) != own) {
        check.wrong("/name", "taken", "Another role has this name already.");
    }
    Ok(())
}

/// Whether grants let somebody see records of an object.
fn sees(grants: &[Grant], object: &str) -> bool {
    grants.iter().any(|grant| grant.object == object && grant.action == Action::Read)
}

fn check_rights(check: &mut Check, tx: &Tx, after: &Rights, before: &Rights) {
    check_grants(check, tx, &after.grants, &before.grants);
    // Who did not see the records saw none of their fields.
    let had =
        |own: &FieldRight| if sees(&before.grants, &own.object) { field_rights::access(&before.fields, own) } else { FieldAccess::Hidden };
    field_rights::check(check, tx.actor(), &after.fields, |object| sees(&after.grants, object), had);
}

/// Refuses grants that name what there is not, or the same twice; and, of those that are new, what the giver may not do:
/// nobody gives themselves more by a role.
fn check_grants(check: &mut Check, tx: &Tx, grants: &[Grant], before: &[Grant]) {
    let mut seen = BTreeSet::new();
    for (n, grant) in grants.iter().enumerate() {
        let known = SLICES.iter().flat_map(|slice| slice.permissions).find(|permission| permission.object == grant.object);
        let pointer = |field: &str| format!("/grants/{n}/{field}");
        match known {
            None => check.wrong(&pointer("object"), "unknown_choice", format!("There is no object {}.", grant.object)),
            Some(permission) if !permission.actions.contains(&grant.action) => {
                check.wrong(&pointer("action"), "unknown_choice", format!("This is nothing that is done with {}.", grant.object));
            }
            Some(_) => {}
        }
        if !seen.insert((grant.object.as_str(), grant.action)) {
            check.wrong(&pointer("action"), "twice", "This right is named twice.");
        }
        let had = before.iter().find(|had| had.object == grant.object && had.action == grant.action).map(|had| had.scope);
        let is_more = had.is_none_or(|had| had < grant.scope);
        if is_more && !has(tx.actor(), grant) {
            check.wrong(&pointer("scope"), "beyond_own", "Nobody gives more than they have themselves.");
        }
    }
}

/// The grants as the audit shows them.
fn said(grants: &[Grant]) -> BTreeSet<String> {
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    grants.iter().map(|grant| format!("{} {} {}", grant.object, word(json!(grant.action)), word(json!(grant.scope)))).collect()
}

/// The rules of fields as the audit shows them.
fn ruled(fields: &[FieldRight]) -> BTreeSet<String> {
    let word = |access: FieldAccess| json!(access).as_str().unwrap_or_default().to_owned();
    fields.iter().map(|right| format!("{}.{} {}", right.object, right.field, word(right.access))).collect()
}

async fn write(tx: &Tx, role: Uuid, before: &Rights, after: &Rights) -> Result<()> {
    let reader = tx.reader();
    for (table, is_there) in [("role_grants", !before.grants.is_empty()), ("role_fields", !before.fields.is_empty())] {
        if is_there {
            let sql = format!("DELETE FROM {table} WHERE workspace_id = ? AND role_id = ?");
            let values = vec![tx.actor().workspace.into(), role.into()];
            reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
        }
    }
    for Grant { object, action, scope } in &after.grants {
        grant(tx, role, object, *action, *scope).await?;
    }
    let sql = "INSERT INTO role_fields (workspace_id, role_id, object, field, access) VALUES (?, ?, ?, ?, ?)";
    for right in after.fields.iter().filter(|right| right.access < FieldAccess::Write) {
        let word = json!(right.access).as_str().unwrap_or_default().to_owned();
        let values = vec![tx.actor().workspace.into(), role.into(), right.object.as_str().into(), right.field.as_str().into(), word.into()];
        reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    }
    Ok(())
}
