//! Recognises callers for the kernel: credential → user → grants.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use guanxi_kernel::{
    actor::{Action, Actor, Grants, Scope, Shares, Who},
    clock::day_in,
    db::Db,
    error::{Error, Result},
    http::{Credential, Directory},
    secret,
    slice::SharedIn,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{
    commands,
    field_rights::{self, Said},
    queries::{self, FieldRow},
    rules::{ADMINISTRATOR, is_root, may_look_as},
};

/// The directory over the tables of staff.
pub struct StaffDirectory;

#[derive(Clone, FromQueryResult)]
struct Known {
    workspace_id: Uuid,
    id: Uuid,
    user_id: Uuid,
    read_only: bool,
    scope: Option<serde_json::Value>,
    last_used_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    viewing_as: Option<Uuid>,
    viewing_until: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Home {
    time_zone: String,
    currency: String,
    fields_version: i64,
}

#[derive(FromQueryResult)]
struct GrantRow {
    role_id: Uuid,
    key: String,
    object: Option<String>,
    action: Option<String>,
    scope: Option<String>,
}

/// What somebody's roles give: grants, and what each says of fields.
type Given = (Grants, BTreeMap<Uuid, Said>);

#[derive(FromQueryResult)]
struct Person {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct SharedRow {
    record_id: Uuid,
    circle: Uuid,
    may_change: bool,
}

#[derive(FromQueryResult)]
struct Place {
    org_unit_id: Option<Uuid>,
    path: Option<String>,
}

const RECOGNISING: &str = "a caller belongs to a workspace only once it is recognised";

#[async_trait::async_trait]
impl Directory for StaffDirectory {
    async fn recognise(&self, db: &Db, credential: Credential<'_>, request_id: Uuid) -> Result<Option<Actor>> {
        let (kind, secret) = match credential {
            Credential::Session(secret) => ("session", secret),
            Credential::Token(secret) => ("token", secret),
        };
        let sql = "SELECT c.workspace_id, c.id, c.user_id, c.read_only, c.scope, c.last_used_at, c.expires_at, \
                   c.viewing_as, c.viewing_until FROM credentials c \
                   JOIN users u ON u.workspace_id = c.workspace_id AND u.id = c.user_id \
                   WHERE c.secret = ? AND c.kind = ? AND c.expires_at > ? AND u.active = ?";
        let now = db.clock().now();
        let values = vec![secret::digest(secret).into(), kind.into(), now.into(), true.into()];
        let known = Known::find_by_statement(db.dialect().statement(sql, values)).one(db.unscoped_read(RECOGNISING)).await?;
        let Some(known) = known else { return Ok(None) };
        if now - known.last_used_at > Duration::minutes(1) {
            // Nobody waits for the writer because of this.
            // A browser that is used stays signed in: its time counts from the last use. A token has the time it was given.
            let idle = now - known.last_used_at;
            let expires_at = if kind == "session" { known.expires_at + idle } else { known.expires_at };
            let (db, known) = (db.clone(), known.clone());
            tokio::spawn(async move {
                if let Err(error) = used(&db, &known, expires_at, now).await {
                    tracing::debug!(%error, "The use of a credential was not noted");
                }
            });
        }
        if let Some(viewed) = known.viewing_as {
            if let Some(actor) = viewer(db, &known, viewed, request_id).await? {
                return Ok(Some(actor));
            }
            let (db, known) = (db.clone(), known.clone());
            tokio::spawn(async move {
                if let Err(error) = viewed_enough(&db, &known, request_id).await {
                    tracing::warn!(%error, "The end of looking as somebody else was not noted");
                }
            });
        }
        let (mut grants, said) = given(db, known.workspace_id, known.user_id).await?;
        grants.by_token = kind == "token";
        grants.read_only = known.read_only;
        grants.limits = known.scope.map(serde_json::from_value).transpose()?;
        let actor = actor(db, known.workspace_id, Who::User(known.user_id), (grants, said), request_id, Some(known.id)).await?;
        Ok(Some(actor))
    }

    async fn for_job(&self, db: &Db, workspace: Uuid, user: Option<Uuid>, run: Uuid) -> Result<Actor> {
        let given = match user {
            None => (Grants { everything: true, ..Grants::default() }, BTreeMap::new()),
            // Whoever has left asked for this job, but has no rights any more.
            Some(user) if !is_active(db, workspace, user).await? => Given::default(),
            Some(user) => given(db, workspace, user).await?,
        };
        actor(db, workspace, Who::Job(user), given, run, None).await
    }
}

impl StaffDirectory {
    /// Who looks as the user that this actor is, as themselves.
    pub(super) async fn behind(&self, db: &Db, actor: &Actor) -> Result<Actor> {
        let own = actor.grants.viewed_by.ok_or(Error::NotFound)?;
        themselves(db, actor.workspace, own, actor.session, actor.request_id).await
    }
}

async fn themselves(db: &Db, workspace: Uuid, user: Uuid, session: Option<Uuid>, request_id: Uuid) -> Result<Actor> {
    let given = given(db, workspace, user).await?;
    actor(db, workspace, Who::User(user), given, request_id, session).await
}

/// Who looks as somebody, as that somebody; nothing once the time is over, that somebody has left, or whoever looks may not
/// change roles any more.
async fn viewer(db: &Db, known: &Known, viewed: Uuid, request_id: Uuid) -> Result<Option<Actor>> {
    let is_over = known.viewing_until.is_none_or(|until| until <= db.clock().now());
    if is_over || !is_active(db, known.workspace_id, viewed).await? {
        return Ok(None);
    }
    let looking = themselves(db, known.workspace_id, known.user_id, Some(known.id), request_id).await?;
    if !may_look_as(&looking, &queries::roles_of(&db.read(&looking), viewed).await?) {
        return Ok(None);
    }
    let (mut grants, said) = given(db, known.workspace_id, viewed).await?;
    grants.viewed_by = Some(known.user_id);
    actor(db, known.workspace_id, Who::User(viewed), (grants, said), request_id, Some(known.id)).await.map(Some)
}

/// Ends looking as somebody else by itself.
async fn viewed_enough(db: &Db, known: &Known, request_id: Uuid) -> Result<()> {
    let own = themselves(db, known.workspace_id, known.user_id, Some(known.id), request_id).await?;
    let mut tx = db.write(&own).await?;
    match commands::end_viewing(&mut tx, true).await {
        Ok(done) => tx.commit(done).await,
        // Another request was quicker.
        Err(Error::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The actor that makes a workspace, before anybody is in it.
pub(super) fn founder(workspace: Uuid, zone: chrono_tz::Tz, currency: &str) -> Actor {
    let grants = Grants { everything: true, ..Grants::default() };
    Actor {
        workspace,
        who: Who::Job(None),
        grants: Arc::new(grants),
        zone,
        currency: currency.into(),
        customs: Arc::default(),
        shares: Arc::default(),
        request_id: Uuid::now_v7(),
        session: None,
    }
}

async fn actor(db: &Db, workspace: Uuid, who: Who, (mut grants, said): Given, request_id: Uuid, session: Option<Uuid>) -> Result<Actor> {
    let sql = "SELECT time_zone, currency, fields_version FROM workspaces WHERE id = ?";
    let home = Home::find_by_statement(db.dialect().statement(sql, vec![workspace.into()]))
        .one(db.unscoped_read(RECOGNISING))
        .await?
        .ok_or(Error::NotFound)?;
    let zone = home.time_zone.parse().unwrap_or(chrono_tz::Asia::Shanghai);
    let shares = match who {
        Who::User(user) | Who::Job(Some(user)) if !grants.everything => shares(db, workspace, user, zone).await?,
        _ => Shares::default(),
    };
    let customs = db.customs(workspace, home.fields_version).await?;
    grants.fields = field_rights::rules(field_rights::widest(&said), &customs);
    Ok(Actor {
        workspace,
        who,
        grants: Arc::new(grants),
        zone,
        currency: home.currency.into(),
        customs,
        shares: Arc::new(shares),
        request_id,
        session,
    })
}

/// What is shared with somebody today: by name, or with its unit or one above it.
async fn shares(db: &Db, workspace: Uuid, user: Uuid, zone: Tz) -> Result<Shares> {
    let connection = db.unscoped_read(RECOGNISING);
    let sql = "SELECT o.id FROM users u JOIN org_units own ON own.workspace_id = u.workspace_id AND own.id = u.org_unit_id \
               JOIN org_units o ON o.workspace_id = u.workspace_id AND substr(own.path, 1, length(o.path)) = o.path \
               WHERE u.workspace_id = ? AND u.id = ?";
    let units = Person::find_by_statement(db.dialect().statement(sql, vec![workspace.into(), user.into()])).all(connection).await?;
    let units: Vec<Uuid> = units.into_iter().map(|unit| unit.id).collect();
    let today = day_in(zone, db.clock().now());
    let mut shares = Shares::default();
    for SharedIn { table, record } in crate::SLICES.iter().filter_map(|slice| slice.shares) {
        let with = |column: &str, circles: usize| {
            let places = vec!["?"; circles].join(", ");
            format!(
                "SELECT {record} AS record_id, {column} AS circle, may_change FROM {table} \
                 WHERE workspace_id = ? AND {column} IN ({places}) AND (until IS NULL OR until >= ?)"
            )
        };
        let mut sql = with("user_id", 1);
        let mut values: Vec<Value> = vec![workspace.into(), user.into(), today.into()];
        if !units.is_empty() {
            sql = format!("{} UNION ALL {sql}", with("org_unit_id", units.len()));
            let of_units = std::iter::once(workspace.into()).chain(units.iter().map(|unit| (*unit).into())).chain([today.into()]);
            values = of_units.chain(values).collect();
        }
        // Who shares it with somebody by name comes last, and is what is said of it.
        for share in SharedRow::find_by_statement(db.dialect().statement(&sql, values)).all(connection).await? {
            shares.seen.insert(share.record_id, share.circle);
            if share.may_change {
                shares.changed.insert(share.record_id);
            }
        }
    }
    shares.circles = std::iter::once(user).chain(units).collect();
    Ok(shares)
}

async fn is_active(db: &Db, workspace: Uuid, user: Uuid) -> Result<bool> {
    let sql = "SELECT 1 FROM users WHERE workspace_id = ? AND id = ? AND active = ?";
    let statement = db.dialect().statement(sql, vec![workspace.into(), user.into(), true.into()]);
    Ok(db.unscoped_read(RECOGNISING).query_one_raw(statement).await?.is_some())
}

/// Notes that a credential is in use, at most once a minute, because SQLite has one writer.
async fn used(db: &Db, known: &Known, expires_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<()> {
    let connection = db.unscoped(RECOGNISING);
    let sql = "UPDATE credentials SET last_used_at = ?, expires_at = ? WHERE workspace_id = ? AND id = ?";
    let values = vec![now.into(), expires_at.into(), known.workspace_id.into(), known.id.into()];
    connection.execute_raw(db.dialect().statement(sql, values)).await?;
    let sql = "UPDATE users SET last_seen_at = ? WHERE workspace_id = ? AND id = ?";
    let values = vec![now.into(), known.workspace_id.into(), known.user_id.into()];
    connection.execute_raw(db.dialect().statement(sql, values)).await?;
    Ok(())
}

async fn given(db: &Db, workspace: Uuid, user: Uuid) -> Result<Given> {
    let sql = "SELECT r.id AS role_id, r.key, g.object, g.action, g.scope FROM user_roles ur \
               JOIN roles r ON r.workspace_id = ur.workspace_id AND r.id = ur.role_id \
               LEFT JOIN role_grants g ON g.workspace_id = ur.workspace_id AND g.role_id = ur.role_id \
               WHERE ur.workspace_id = ? AND ur.user_id = ?";
    let connection = db.unscoped_read(RECOGNISING);
    let rows = GrantRow::find_by_statement(db.dialect().statement(sql, vec![workspace.into(), user.into()])).all(connection).await?;
    let everything = rows.iter().any(|row| row.key == ADMINISTRATOR);
    let mut scopes: BTreeMap<(String, Action), Scope> = BTreeMap::new();
    let mut said: BTreeMap<Uuid, Said> = BTreeMap::new();
    for row in rows {
        let of_role = said.entry(row.role_id).or_default();
        let (Some(object), Some(action), Some(scope)) = (row.object, row.action, row.scope) else { continue };
        let (Some(action), Some(scope)) = (word(&action), word::<Scope>(&scope)) else { continue };
        if action == Action::Read {
            of_role.reads.insert(object.clone());
        }
        let widest = scopes.entry((object, action)).or_insert(scope);
        *widest = scope.max(*widest);
    }
    let mut grants = Grants { scopes, everything, ..Grants::default() };
    if grants.scopes.values().any(|scope| matches!(scope, Scope::Team | Scope::Unit)) {
        colleagues(db, workspace, user, &mut grants).await?;
    }
    if grants.everything {
        return Ok((grants, BTreeMap::new()));
    }
    let sql = "SELECT f.role_id, f.object, f.field, f.access FROM user_roles ur \
               JOIN role_fields f ON f.workspace_id = ur.workspace_id AND f.role_id = ur.role_id \
               WHERE ur.workspace_id = ? AND ur.user_id = ?";
    let rows = FieldRow::find_by_statement(db.dialect().statement(sql, vec![workspace.into(), user.into()])).all(connection).await?;
    for row in rows {
        if let Some(access) = word(&row.access) {
            said.entry(row.role_id).or_default().rules.insert((row.object, row.field), access);
        }
    }
    Ok((grants, said))
}

/// An enum from the word the database keeps.
pub(super) fn word<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::from(text)).ok()
}

/// The people of one's unit and of the units below it. Those who have left still own what they owned.
async fn colleagues(db: &Db, workspace: Uuid, user: Uuid, grants: &mut Grants) -> Result<()> {
    let connection = db.unscoped_read(RECOGNISING);
    let sql = "SELECT u.org_unit_id, o.path FROM users u LEFT JOIN org_units o ON o.workspace_id = u.workspace_id AND o.id = u.org_unit_id \
               WHERE u.workspace_id = ? AND u.id = ?";
    let place = Place::find_by_statement(db.dialect().statement(sql, vec![workspace.into(), user.into()])).one(connection).await?;
    let Some(Place { org_unit_id: Some(unit), path: Some(path) }) = place else { return Ok(()) };
    if is_root(&path) {
        // Everybody is below the top, and what belongs to nobody, or to somebody without a place, is the company's too.
        grants.scopes.values_mut().filter(|scope| **scope == Scope::Unit).for_each(|scope| *scope = Scope::All);
    }
    let sql = "SELECT id FROM users WHERE workspace_id = ? AND org_unit_id = ?";
    let team = Person::find_by_statement(db.dialect().statement(sql, vec![workspace.into(), unit.into()])).all(connection).await?;
    grants.team = team.into_iter().map(|person| person.id).collect();
    let sql = "SELECT u.id FROM users u JOIN org_units o ON o.workspace_id = u.workspace_id AND o.id = u.org_unit_id \
               WHERE u.workspace_id = ? AND substr(o.path, 1, ?) = ?";
    let length = i64::try_from(path.chars().count()).unwrap_or(i64::MAX);
    // PostgreSQL's substr takes 32-bit integers; paths are far shorter.
    let length = i32::try_from(length).unwrap_or(i32::MAX);
    let values = vec![workspace.into(), length.into(), path.into()];
    let below = Person::find_by_statement(db.dialect().statement(sql, values)).all(connection).await?;
    grants.unit = below.into_iter().map(|person| person.id).collect();
    Ok(())
}
