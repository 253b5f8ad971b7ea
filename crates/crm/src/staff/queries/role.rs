//! Roles: what they give, and who has them.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Reader, Scoped},
    error::{Error, Result},
    id::Id,
    slice::Permission,
};
use sea_orm::{ColumnTrait, FromQueryResult, QueryFilter, QueryOrder, Select};
use uuid::Uuid;

use crate::staff::{
    api::{FieldRight, Grant, RightObject, Role},
    directory::word,
    field_rights,
    rules::{ADMINISTRATOR, SEEDED_ROLES, seeded_grants},
    tables::{self, invitation, role},
};

#[derive(FromQueryResult)]
struct GrantRow {
    role_id: Uuid,
    object: String,
    action: String,
    scope: String,
}

/// What a role says of a field, as the database keeps it.
#[derive(FromQueryResult)]
pub(in crate::staff) struct FieldRow {
    pub(in crate::staff) role_id: Uuid,
    pub(in crate::staff) object: String,
    pub(in crate::staff) field: String,
    pub(in crate::staff) access: String,
}

/// The roles with their grants, in the order in which they were made.
pub async fn roles(reader: &Reader) -> Result<Vec<Role>> {
    roles_among(reader, reader.find::<tables::Role>()).await
}

/// The objects that rights are granted on; with their fields that roles can hide, for whoever sees what roles say.
#[must_use]
pub fn right_objects(actor: &Actor) -> Vec<RightObject> {
    let all = crate::SLICES.iter().flat_map(|slice| slice.permissions);
    let sees_roles = actor.may("role", Action::Read);
    let object = |permission: &Permission| RightObject {
        object: permission.object.to_owned(),
        actions: permission.actions.to_vec(),
        fields: if sees_roles { field_rights::of_object(permission.object, &actor.customs) } else { Vec::new() },
    };
    all.map(object).collect()
}

/// One role.
pub async fn role(reader: &Reader, id: Id<tables::Role>) -> Result<Role> {
    roles_among(reader, reader.find::<tables::Role>().with_id(id.uuid())).await?.pop().ok_or(Error::NotFound)
}

/// The roles of a user, whoever asks.
pub(crate) async fn roles_of(reader: &Reader, user: Uuid) -> Result<Vec<Role>> {
    #[derive(FromQueryResult)]
    struct Given {
        role_id: Uuid,
    }
    let sql = "SELECT role_id FROM user_roles WHERE workspace_id = ? AND user_id = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), user.into()]);
    let given = Given::find_by_statement(statement).all(reader.source()).await?;
    roles_with(reader, &given.into_iter().map(|given| given.role_id).collect::<Vec<_>>()).await
}

/// Those of these roles that there are, whoever asks.
pub(crate) async fn roles_with(reader: &Reader, ids: &[Uuid]) -> Result<Vec<Role>> {
    roles_among(reader, reader.in_workspace::<tables::Role>().with_ids(ids.iter().copied())).await
}

async fn roles_among(reader: &Reader, roles: Scoped<'_, tables::Role>) -> Result<Vec<Role>> {
    let roles = roles.with(|select| select.order_by_asc(role::Column::CreatedAt).order_by_asc(role::Column::Id)).all().await?;
    let sql = "SELECT role_id, object, action, scope FROM role_grants WHERE workspace_id = ? ORDER BY object, action";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into()]);
    let grants = GrantRow::find_by_statement(statement).all(reader.source()).await?;
    let grants_of = |role: Uuid| -> Vec<Grant> {
        let of_role = grants.iter().filter(|grant| grant.role_id == role);
        of_role
            .filter_map(|grant| Some(Grant { object: grant.object.clone(), action: word(&grant.action)?, scope: word(&grant.scope)? }))
            .collect()
    };
    let sql = "SELECT role_id, object, field, access FROM role_fields WHERE workspace_id = ? ORDER BY object, field";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into()]);
    let ruled = FieldRow::find_by_statement(statement).all(reader.source()).await?;
    let fields_of = |role: Uuid| -> Vec<FieldRight> {
        let of_role = ruled.iter().filter(|row| row.role_id == role);
        let right = |row: &FieldRow| Some(FieldRight { object: row.object.clone(), field: row.field.clone(), access: word(&row.access)? });
        of_role.filter_map(right).collect()
    };
    let sql = "SELECT r.role_id, count(*) AS n FROM user_roles r JOIN users u ON u.workspace_id = r.workspace_id AND u.id = r.user_id \
               WHERE r.workspace_id = ? AND u.active = ? GROUP BY r.role_id";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), true.into()]);
    let users: BTreeMap<Uuid, i64> =
        Holders::find_by_statement(statement).all(reader.source()).await?.into_iter().map(|row| (row.role_id, row.n)).collect();
    let wire = |role: role::Model| {
        let (grants, fields) = (grants_of(role.id), fields_of(role.id));
        let seeded = SEEDED_ROLES.iter().find(|seeded| seeded.key == role.key);
        let sorted = |grants: &[Grant]| grants.iter().cloned().collect::<BTreeSet<_>>();
        Role {
            everything: role.key == ADMINISTRATOR,
            seeded: seeded.is_some(),
            changed: seeded.is_some_and(|seeded| !fields.is_empty() || sorted(&seeded_grants(seeded)) != sorted(&grants)),
            users: users.get(&role.id).copied().unwrap_or(0),
            grants,
            fields,
            id: role.id,
            version: role.version,
            key: role.key,
            name: role.name,
        }
    };
    Ok(roles.into_iter().map(wire).collect())
}

#[derive(FromQueryResult)]
struct Holders {
    role_id: Uuid,
    n: i64,
}

/// The users that have a role, those who have left too.
pub(in crate::staff) async fn users_of_role(reader: &Reader, role: Uuid) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Holder {
        user_id: Uuid,
    }
    let sql = "SELECT user_id FROM user_roles WHERE workspace_id = ? AND role_id = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), role.into()]);
    Ok(Holder::find_by_statement(statement).all(reader.source()).await?.into_iter().map(|holder| holder.user_id).collect())
}

/// Whether an open invitation gives a role.
pub(in crate::staff) async fn is_promised(reader: &Reader, role: Uuid) -> Result<bool> {
    let open = |select: Select<invitation::Entity>| select.filter(invitation::Column::AcceptedAt.is_null());
    let invitations = reader.in_workspace::<tables::Invitation>().with(open).all().await?;
    let gives = |roles: &serde_json::Value| roles.as_array().into_iter().flatten().any(|given| given.as_str() == Some(&role.to_string()));
    Ok(invitations.iter().any(|invitation| gives(&invitation.roles)))
}
