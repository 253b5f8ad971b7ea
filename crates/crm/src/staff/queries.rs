//! Every read of staff.

mod passkey;
mod refused;
mod role;
mod second_step;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Db, Reader},
    error::{Error, Result},
    id::Id,
    list::{Finding, Naming},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

pub(super) use self::passkey::{owner_of_passkey, passkey, passkeys, usable_passkeys};
pub(super) use self::role::{FieldRow, is_promised, users_of_role};
pub(crate) use self::role::{roles_of, roles_with};
pub(super) use self::second_step::{UserOf, authenticator, is_strong, next_step, overdue};
pub use self::{
    passkey::own_passkeys,
    refused::{Refused, RefusedSignIns, refused_sign_ins},
    role::{right_objects, role, roles},
    second_step::{own_second_step, second_step_of, second_step_rule},
};
use super::{
    api::{Credential, Grant, Invitation, Me, OrgUnit, Profile, Ref, User, Viewing, Workspace},
    field_rights,
    rules::{ADMINISTRATOR, keeps_access_of},
    tables::{self, invitation, org_unit, user},
};

#[derive(FromQueryResult)]
struct WorkspaceRow {
    id: Uuid,
    name: String,
    trade: String,
    time_zone: String,
    currency: String,
}

#[derive(FromQueryResult)]
struct UserRole {
    id: Uuid,
    name: String,
}

#[derive(FromQueryResult)]
struct CredentialRow {
    id: Uuid,
    name: String,
    read_only: bool,
    scope: Option<serde_json::Value>,
    created_at: DateTime<Utc>,
    last_used_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

/// The workspace of the actor.
pub async fn workspace(reader: &Reader) -> Result<Workspace> {
    let sql = "SELECT id, name, trade, time_zone, currency FROM workspaces WHERE id = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into()]);
    let row = WorkspaceRow::find_by_statement(statement).one(reader.source()).await?.ok_or(Error::NotFound)?;
    Ok(Workspace { id: row.id, name: row.name, trade: row.trade, time_zone: row.time_zone, currency: row.currency })
}

/// The language that is spoken with the actor: the user's, or the workspace's where no user asks.
pub async fn locale(reader: &Reader) -> Result<String> {
    #[derive(FromQueryResult)]
    struct Spoken {
        locale: String,
    }
    let sql = "SELECT COALESCE((SELECT u.locale FROM users u WHERE u.workspace_id = w.id AND u.id = ?), w.locale) AS locale \
               FROM workspaces w WHERE w.id = ?";
    let actor = reader.actor();
    let statement = reader.dialect().statement(sql, vec![actor.user().into(), actor.workspace.into()]);
    Ok(Spoken::find_by_statement(statement).one(reader.source()).await?.ok_or(Error::NotFound)?.locale)
}

/// Who is signed in.
pub async fn me(reader: &Reader) -> Result<Me> {
    let actor = reader.actor();
    let user = actor.user().ok_or(Error::Unauthenticated)?;
    let row = reader.get(Id::<tables::User>::from(user)).await?;
    let mut grants: Vec<Grant> = if actor.grants.everything {
        crate::SLICES
            .iter()
            .flat_map(|slice| slice.permissions)
            .flat_map(|permission| permission.actions.iter().map(|action| (permission.object, *action)))
            .filter_map(|(object, action)| actor.scope(object, action).map(|scope| Grant { object: object.to_owned(), action, scope }))
            .collect()
    } else {
        actor
            .grants
            .scopes
            .keys()
            .filter_map(|(object, action)| {
                actor.scope(object, *action).map(|scope| Grant { object: object.clone(), action: *action, scope })
            })
            .collect()
    };
    grants.sort();
    Ok(Me {
        user: Profile::from(row),
        workspace: workspace(reader).await?,
        grants,
        fields: field_rights::own(actor),
        viewing: viewing(reader).await?,
        columns: columns(reader, user).await?,
        second_step_due_at: second_step::due_at(reader, user).await?,
    })
}

/// Who looks as the actor, and until when.
async fn viewing(reader: &Reader) -> Result<Option<Viewing>> {
    #[derive(FromQueryResult)]
    struct Until {
        viewing_until: Option<DateTime<Utc>>,
    }
    let Some(by) = name(reader, reader.actor().grants.viewed_by).await? else { return Ok(None) };
    let sql = "SELECT viewing_until FROM credentials WHERE workspace_id = ? AND id = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), reader.actor().session.into()]);
    let until = Until::find_by_statement(statement).one(reader.source()).await?.and_then(|row| row.viewing_until);
    Ok(until.map(|until| Viewing { by, until }))
}

/// The columns a user has chosen, by the name of the list.
async fn columns(reader: &Reader, user: Uuid) -> Result<BTreeMap<String, Vec<String>>> {
    #[derive(FromQueryResult)]
    struct Chosen {
        list: String,
        columns: serde_json::Value,
    }
    let sql = "SELECT list, columns FROM user_columns WHERE workspace_id = ? AND user_id = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), user.into()]);
    let rows = Chosen::find_by_statement(statement).all(reader.source()).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.list, serde_json::from_value(row.columns).ok()?))).collect())
}

/// One user.
pub async fn user(reader: &Reader, id: Id<tables::User>) -> Result<User> {
    let row = reader.get(id).await?;
    let org_unit = match row.org_unit_id {
        None => None,
        Some(unit) => reader.in_workspace::<tables::OrgUnit>().with_id(unit).one().await?.map(|unit| Ref { id: unit.id, name: unit.name }),
    };
    let sql = "SELECT r.id, r.name FROM user_roles ur JOIN roles r ON r.workspace_id = ur.workspace_id AND r.id = ur.role_id \
               WHERE ur.workspace_id = ? AND ur.user_id = ? ORDER BY r.name";
    let statement = reader.dialect().statement(sql, vec![row.workspace_id.into(), row.id.into()]);
    let roles = UserRole::find_by_statement(statement).all(reader.source()).await?;
    let roles = roles.into_iter().map(|role| Ref { id: role.id, name: role.name }).collect();
    Ok(User {
        id: row.id,
        version: row.version,
        name: row.name,
        email: row.email,
        org_unit,
        roles,
        active: row.active,
        last_seen_at: row.last_seen_at,
    })
}

/// The names behind ids of users, whoever asks: a name is what every colleague may know.
pub async fn names(reader: &Reader, ids: Vec<Uuid>) -> Result<Vec<Ref>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reader.in_workspace::<tables::User>().with_ids(ids).all().await?;
    Ok(rows.iter().map(Ref::from).collect())
}

/// The names of the org units of users; of whoever is in none, nothing.
pub async fn teams(reader: &Reader, users: Vec<Uuid>) -> Result<BTreeMap<Uuid, String>> {
    if users.is_empty() {
        return Ok(BTreeMap::new());
    }
    let users = reader.in_workspace::<tables::User>().with_ids(users).all().await?;
    let units = reader.in_workspace::<tables::OrgUnit>().with_ids(users.iter().filter_map(|user| user.org_unit_id)).all().await?;
    let name = |unit: Uuid| units.iter().find(|known| known.id == unit).map(|known| known.name.clone());
    Ok(users.into_iter().filter_map(|user| Some((user.id, name(user.org_unit_id?)?))).collect())
}

/// One name of [`names`].
pub async fn name(reader: &Reader, id: Option<Uuid>) -> Result<Option<Ref>> {
    Ok(names(reader, id.into_iter().collect()).await?.pop())
}

/// Whether this is a user of the workspace who may be given work.
pub async fn is_active(reader: &Reader, user: Uuid) -> Result<bool> {
    reader.in_workspace::<tables::User>().with_id(user).with(|select| select.filter(tables::user::Column::Active.eq(true))).exists().await
}

/// Those of some users who may be given work.
pub async fn active_among(reader: &Reader, users: BTreeSet<Uuid>) -> Result<BTreeSet<Uuid>> {
    let active = |select: Select<user::Entity>| select.filter(user::Column::Active.eq(true));
    let rows = reader.in_workspace::<tables::User>().with_ids(users).with(active).all().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The whole org tree.
pub async fn org_units(reader: &Reader) -> Result<Vec<OrgUnit>> {
    let rows = reader.find::<tables::OrgUnit>().with(|select| select.order_by_asc(org_unit::Column::Path)).all().await?;
    Ok(rows.into_iter().map(OrgUnit::from).collect())
}

/// One's own sessions or tokens, the latest used first.
pub async fn credentials(reader: &Reader, kind: &str) -> Result<Vec<Credential>> {
    credentials_of(reader, reader.actor().user(), kind).await
}

/// The tokens of a user, for whoever may change users.
pub async fn tokens_of(reader: &Reader, user: Id<tables::User>) -> Result<Vec<Credential>> {
    reader.get(user).await?;
    keeps_access_of(reader.actor(), user)?;
    credentials_of(reader, Some(user.uuid()), "token").await
}

async fn credentials_of(reader: &Reader, user: Option<Uuid>, kind: &str) -> Result<Vec<Credential>> {
    let sql = "SELECT id, name, read_only, scope, created_at, last_used_at, expires_at FROM credentials \
               WHERE workspace_id = ? AND user_id = ? AND kind = ? AND expires_at > ? ORDER BY last_used_at DESC";
    let actor = reader.actor();
    let values = vec![actor.workspace.into(), user.into(), kind.into(), reader.now().into()];
    let rows = CredentialRow::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Credential {
                current: actor.session == Some(row.id),
                id: row.id,
                name: row.name,
                read_only: row.read_only,
                scope: row.scope.map(serde_json::from_value).transpose()?,
                created_at: row.created_at,
                last_used_at: row.last_used_at,
                expires_at: row.expires_at,
            })
        })
        .collect()
}

/// The most invitations that are shown at once.
const MOST_INVITATIONS: u64 = 500;

/// The invitations that nobody has accepted yet, those that have run out too, the newest first.
pub async fn invitations(reader: &Reader) -> Result<Vec<Invitation>> {
    let open = |select: Select<invitation::Entity>| {
        select
            .filter(invitation::Column::AcceptedAt.is_null())
            .order_by_desc(invitation::Column::CreatedAt)
            .order_by_desc(invitation::Column::Id)
            .limit(MOST_INVITATIONS)
    };
    let rows = reader.find::<tables::Invitation>().with(open).all().await?;
    let inviters = names(reader, rows.iter().filter_map(|row| row.created_by).collect()).await?;
    let units = unit_list_names(reader, rows.iter().filter_map(|row| row.org_unit_id).collect()).await?;
    let roles = reader.in_workspace::<tables::Role>().all().await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let given: Vec<Uuid> = serde_json::from_value(row.roles).unwrap_or_default();
            let unit = units.iter().find(|(id, _)| Some(*id) == row.org_unit_id);
            Invitation {
                id: row.id,
                roles: roles
                    .iter()
                    .filter(|role| given.contains(&role.id))
                    .map(|role| Ref { id: role.id, name: role.name.clone() })
                    .collect(),
                org_unit: unit.map(|(id, name)| Ref { id: *id, name: name.clone() }),
                invited_by: inviters.iter().find(|name| Some(name.id) == row.created_by).cloned(),
                name: row.name,
                email: row.email,
                created_at: row.created_at,
                expires_at: row.expires_at,
                expired: row.expires_at <= reader.now(),
            }
        })
        .collect())
}

/// How many active users besides this one have the role that may do everything.
pub async fn other_administrators(reader: &Reader, user: Uuid) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Counted {
        n: i64,
    }
    let sql = "SELECT count(*) AS n FROM user_roles ur JOIN roles r ON r.workspace_id = ur.workspace_id AND r.id = ur.role_id \
               JOIN users u ON u.workspace_id = ur.workspace_id AND u.id = ur.user_id \
               WHERE ur.workspace_id = ? AND r.key = ? AND u.active = ? AND u.id <> ?";
    let values = vec![reader.actor().workspace.into(), ADMINISTRATOR.into(), true.into(), user.into()];
    let counted = Counted::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?;
    Ok(counted.map_or(0, |counted| counted.n))
}

/// Which of these people have a right that reaches a record of this owner: what [`Actor::reaches`] says of each of them, asked
/// of all at once.
///
/// [`Actor::reaches`]: guanxi_kernel::actor::Actor::reaches
pub async fn who_reach(reader: &Reader, people: &[Uuid], object: &str, action: Action, owner: Option<Uuid>) -> Result<BTreeSet<Uuid>> {
    #[derive(FromQueryResult)]
    struct Only {
        id: Uuid,
    }
    if people.is_empty() {
        return Ok(BTreeSet::new());
    }
    let these = vec!["?"; people.len()].join(", ");
    let sql = format!(
        "SELECT DISTINCT u.id FROM users u \
         JOIN user_roles ur ON ur.workspace_id = u.workspace_id AND ur.user_id = u.id \
         JOIN roles r ON r.workspace_id = ur.workspace_id AND r.id = ur.role_id \
         LEFT JOIN role_grants g ON g.workspace_id = ur.workspace_id AND g.role_id = ur.role_id AND g.object = ? AND g.action = ? \
         LEFT JOIN org_units unit ON unit.workspace_id = u.workspace_id AND unit.id = u.org_unit_id \
         LEFT JOIN users owner ON owner.workspace_id = u.workspace_id AND owner.id = ? \
         LEFT JOIN org_units theirs ON theirs.workspace_id = u.workspace_id AND theirs.id = owner.org_unit_id \
         WHERE u.workspace_id = ? AND u.active = ? AND u.id IN ({these}) AND (r.key = ? OR g.scope = 'all' \
         OR (g.scope IS NOT NULL AND owner.id = u.id) OR (g.scope = 'team' AND unit.id = theirs.id) \
         OR (g.scope = 'unit' AND substr(theirs.path, 1, length(unit.path)) = unit.path))"
    );
    let action = serde_json::to_value(action).map_err(anyhow::Error::from)?;
    let mut values = vec![object.into(), action.as_str().into(), owner.into(), reader.actor().workspace.into(), true.into()];
    values.extend(people.iter().map(|person| sea_orm::Value::from(*person)));
    values.push(ADMINISTRATOR.into());
    let found = Only::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    Ok(found.into_iter().map(|person| person.id).collect())
}

/// Colleagues who have a right by a role that says so, however far it reaches; administrators, who have all, are not named.
pub async fn who_hold(reader: &Reader, object: &str, action: Action) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Only {
        id: Uuid,
    }
    let sql = "SELECT DISTINCT u.id FROM role_grants g \
               JOIN user_roles ur ON ur.workspace_id = g.workspace_id AND ur.role_id = g.role_id \
               JOIN users u ON u.workspace_id = ur.workspace_id AND u.id = ur.user_id \
               WHERE g.workspace_id = ? AND g.object = ? AND g.action = ? AND u.active = ?";
    let action = serde_json::to_value(action).map_err(anyhow::Error::from)?;
    let values = vec![reader.actor().workspace.into(), object.into(), action.as_str().into(), true.into()];
    let found = Only::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    Ok(found.into_iter().map(|person| person.id).collect())
}

/// A user in a workspace, found before anybody is signed in.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Found {
    /// The workspace.
    pub workspace: Uuid,
    /// The user.
    pub user: Uuid,
}

/// All workspaces of this installation, for the command line.
pub async fn workspaces(db: &Db) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Only {
        id: Uuid,
    }
    let connection = db.unscoped_read("the command line keeps the whole installation");
    let rows = Only::find_by_statement(db.dialect().statement("SELECT id FROM workspaces ORDER BY id", vec![])).all(connection).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The oldest workspace, which keeps the installation; `None` before the first visit.
pub async fn oldest_workspace(db: &Db) -> Result<Option<Uuid>> {
    #[derive(FromQueryResult)]
    struct Only {
        id: Uuid,
    }
    let statement = db.dialect().statement("SELECT id FROM workspaces ORDER BY id LIMIT 1", Vec::new());
    let found = Only::find_by_statement(statement).one(db.unscoped("the oldest workspace keeps the installation")).await?;
    Ok(found.map(|workspace| workspace.id))
}

/// Whether the actor's workspace is the oldest one, which keeps the installation.
pub async fn is_oldest(reader: &Reader) -> Result<bool> {
    let statement = reader.dialect().statement("SELECT 1 FROM workspaces WHERE id < ? LIMIT 1", vec![reader.actor().workspace.into()]);
    Ok(reader.source().query_one_raw(statement).await?.is_none())
}

/// The active users who may do everything.
pub async fn administrators(reader: &Reader) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Only {
        id: Uuid,
    }
    let sql = "SELECT DISTINCT u.id FROM users u JOIN user_roles ur ON ur.workspace_id = u.workspace_id AND ur.user_id = u.id \
               JOIN roles r ON r.workspace_id = ur.workspace_id AND r.id = ur.role_id \
               WHERE u.workspace_id = ? AND u.active = ? AND r.key = ? ORDER BY u.id";
    let values = vec![reader.actor().workspace.into(), true.into(), ADMINISTRATOR.into()];
    let found = Only::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    Ok(found.into_iter().map(|user| user.id).collect())
}

/// The active users with an address, in whatever workspace, for the command line.
pub async fn by_email(db: &Db, email: &str) -> Result<Vec<Found>> {
    let sql = "SELECT workspace_id AS workspace, id AS \"user\" FROM users WHERE email = ? AND active = ?";
    let connection = db.unscoped_read("the command line keeps the whole installation");
    let statement = db.dialect().statement(sql, vec![email.trim().to_lowercase().into(), true.into()]);
    Ok(Found::find_by_statement(statement).all(connection).await?)
}

/// [`names`] for the columns of lists.
pub fn list_names(reader: &Reader, ids: Vec<Uuid>) -> Naming<'_> {
    Box::pin(async move { Ok(names(reader, ids).await?.into_iter().map(|name| (name.id, name.name)).collect()) })
}

/// Those who work here that words call, by e-mail address or by name, for the columns of files.
pub fn called_so(reader: &Reader, words: Vec<String>) -> Finding<'_> {
    Box::pin(async move {
        let either = Condition::any()
            .add(user::Column::Name.is_in(words.iter().cloned()))
            .add(user::Column::Email.is_in(words.iter().map(|word| word.to_lowercase())));
        let of = |select: Select<user::Entity>| select.filter(either).filter(user::Column::Active.eq(true));
        let rows = reader.in_workspace::<tables::User>().with(of).all().await?;
        let calls = |word: String| -> Vec<(String, Uuid)> {
            let called = rows.iter().filter(|row| row.name == word || row.email == word.to_lowercase());
            called.map(|row| (word.clone(), row.id)).collect()
        };
        Ok(words.into_iter().flat_map(calls).collect())
    })
}

/// The names of org units, for the columns of lists.
pub fn unit_list_names(reader: &Reader, ids: Vec<Uuid>) -> Naming<'_> {
    Box::pin(async move {
        let rows = reader.in_workspace::<tables::OrgUnit>().with_ids(ids).all().await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    })
}

/// The org unit in which somebody works.
pub async fn unit_of(reader: &Reader, user: Option<Uuid>) -> Result<Option<Uuid>> {
    let Some(user) = user else { return Ok(None) };
    Ok(reader.in_workspace::<tables::User>().with_id(user).one().await?.and_then(|row| row.org_unit_id))
}

/// The names of org units, of those that there are.
pub async fn unit_names(reader: &Reader, ids: Vec<Uuid>) -> Result<Vec<Ref>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reader.in_workspace::<tables::OrgUnit>().with_ids(ids).all().await?;
    Ok(rows.into_iter().map(|row| Ref { id: row.id, name: row.name }).collect())
}

/// Whether there is an org unit.
pub async fn unit_exists(reader: &Reader, unit: Uuid) -> Result<bool> {
    reader.in_workspace::<tables::OrgUnit>().with_id(unit).exists().await
}

/// An org unit, those above it and those below it.
pub async fn line_of(reader: &Reader, unit: Uuid) -> Result<Vec<Uuid>> {
    let rows = reader.in_workspace::<tables::OrgUnit>().all().await?;
    let Some(path) = rows.iter().find(|row| row.id == unit).map(|row| row.path.clone()) else { return Ok(Vec::new()) };
    Ok(rows.iter().filter(|row| path.starts_with(&row.path) || row.path.starts_with(&path)).map(|row| row.id).collect())
}

/// The active people of an org unit and of those below it, by name.
pub async fn people_below(reader: &Reader, unit: Uuid) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Person {
        id: Uuid,
    }
    let sql = "SELECT people.id FROM org_units AS top JOIN org_units AS unit ON unit.workspace_id = top.workspace_id \
               AND substr(unit.path, 1, length(top.path)) = top.path \
               JOIN users AS people ON people.workspace_id = unit.workspace_id AND people.org_unit_id = unit.id \
               WHERE top.workspace_id = ? AND top.id = ? AND people.active = ? ORDER BY people.name, people.id";
    let values = vec![reader.actor().workspace.into(), unit.into(), true.into()];
    let people = Person::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    Ok(people.into_iter().map(|person| person.id).collect())
}

/// Those of some org units that somebody is in or is invited to.
pub async fn units_in_use(reader: &Reader, units: &[Uuid]) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct InUnit {
        org_unit_id: Uuid,
    }
    let (of_people, of_invited) = (user::Column::OrgUnitId, invitation::Column::OrgUnitId);
    let of =
        |select: Select<user::Entity>| select.select_only().column(of_people).filter(of_people.is_in(units.iter().copied())).distinct();
    let mut rows: Vec<InUnit> = reader.in_workspace::<tables::User>().with(of).all_as().await?;
    let open = Condition::all().add(of_invited.is_in(units.iter().copied())).add(invitation::Column::AcceptedAt.is_null());
    let of = |select: Select<invitation::Entity>| select.select_only().column(of_invited).filter(open).distinct();
    rows.extend(reader.in_workspace::<tables::Invitation>().with(of).all_as::<InUnit>().await?);
    Ok(rows.into_iter().map(|row| row.org_unit_id).collect())
}

/// An owner is a colleague whose records the actor may change: nobody gives away what they could not take back.
pub async fn check_owner(check: &mut Check, reader: &Reader, object: &str, owner: Option<Uuid>, pointer: &str) -> Result<()> {
    if !reader.actor().reaches(object, Action::Change, owner) && reader.actor().user() != owner {
        check.wrong(pointer, "out_of_reach", "You may not give this to that colleague.");
    } else if let Some(owner) = owner
        && !is_active(reader, owner).await?
    {
        check.wrong(pointer, "not_found", "There is no such colleague, or not any more.");
    }
    Ok(())
}
