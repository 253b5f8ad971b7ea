//! Who has a second step, and of whom it is demanded.

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{
    actor::Action,
    db::{Reader, Row},
    error::{Error, Result},
    id::Id,
};
use sea_orm::{FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::passkey::usable_passkeys;
use crate::staff::{
    GRACE_DAYS,
    api::{Demanded, OwnSecondStep, Ref, SecondStepRule},
    directory::word,
    passkey::Place,
    queries::roles_with,
    rules::{self, Beside, Next, keeps_access_of},
    tables,
};

/// What is kept of an authenticator app.
#[derive(FromQueryResult)]
pub(in crate::staff) struct Authenticator {
    /// The secret it shares.
    pub secret: Vec<u8>,
    /// Since when.
    pub since: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct RuleRow {
    who: String,
    roles: serde_json::Value,
    since: DateTime<Utc>,
}

/// Of whom a second step is demanded, if of anybody.
struct Rule {
    who: Demanded,
    roles: Vec<Uuid>,
    since: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Counted {
    n: i64,
}

/// One user of many.
#[derive(FromQueryResult)]
pub(in crate::staff) struct UserOf {
    user_id: Uuid,
}

impl UserOf {
    /// The users of a statement.
    pub(in crate::staff) async fn all(reader: &Reader, statement: Statement) -> Result<Vec<Uuid>> {
        let rows = Self::find_by_statement(statement).all(reader.source()).await?;
        let mut users: Vec<Uuid> = rows.into_iter().map(|row| row.user_id).collect();
        users.sort_unstable();
        users.dedup();
        Ok(users)
    }
}

/// The authenticator app of a user.
pub(in crate::staff) async fn authenticator(reader: &Reader, user: Uuid) -> Result<Option<Authenticator>> {
    let sql = "SELECT secret, since FROM authenticators WHERE workspace_id = ? AND user_id = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), user.into()]);
    Ok(Authenticator::find_by_statement(statement).one(reader.source()).await?)
}

/// What comes after the password of the actor where Guanxi is reached here. A passkey that is bound to another host does not
/// count, so that nobody is kept out by a new address.
pub(in crate::staff) async fn next_step(reader: &Reader, place: Option<&Place>) -> Result<Next> {
    let row = user(reader, reader.actor().user().ok_or(Error::Unauthenticated)?).await?;
    let has = Beside {
        authenticator: authenticator(reader, row.id).await?.is_some(),
        passkey: !usable_passkeys(reader, row.id, place).await?.is_empty(),
    };
    Ok(rules::next_step(has, demanded_at(reader, &row).await?, reader.now()))
}

/// Whether more than a password has opened the session of the actor.
pub(in crate::staff) async fn is_strong(reader: &Reader) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM credentials WHERE workspace_id = ? AND id = ? AND strong = ?";
    Ok(count(reader, sql, vec![reader.actor().workspace.into(), reader.actor().session.into(), true.into()]).await? > 0)
}

/// How the actor signs in beside the password.
pub async fn own_second_step(reader: &Reader) -> Result<OwnSecondStep> {
    second_step(reader, reader.actor().user().ok_or(Error::Unauthenticated)?).await
}

/// How a user signs in beside the password, for whoever looks after users.
pub async fn second_step_of(reader: &Reader, user: Id<tables::User>) -> Result<OwnSecondStep> {
    reader.get(user).await?;
    keeps_access_of(reader.actor(), user)?;
    second_step(reader, user.uuid()).await
}

async fn second_step(reader: &Reader, id: Uuid) -> Result<OwnSecondStep> {
    let row = user(reader, id).await?;
    let since = authenticator(reader, id).await?.map(|kept| kept.since);
    let demanded_at = demanded_at(reader, &row).await?;
    let of_them = |table: &str| format!("SELECT count(*) AS n FROM {table} WHERE workspace_id = ? AND user_id = ?");
    let values = vec![row.workspace_id.into(), id.into()];
    let passkeys = count(reader, &of_them("passkeys"), values.clone()).await?;
    Ok(OwnSecondStep {
        authenticator_since: since,
        recovery_codes: count(reader, &of_them("recovery_codes"), values).await?,
        passkeys,
        demanded: demanded_at.is_some(),
        due_at: demanded_at.filter(|_| since.is_none() && passkeys == 0),
        has_password: row.password_hash.is_some(),
    })
}

async fn user(reader: &Reader, id: Uuid) -> Result<Row<tables::User>> {
    reader.in_workspace::<tables::User>().with_id(id).one().await?.ok_or(Error::NotFound)
}

/// From when a user needs a second step, whether they have one or not.
async fn demanded_at(reader: &Reader, row: &Row<tables::User>) -> Result<Option<DateTime<Utc>>> {
    match rule(reader).await? {
        Some(rule) if rule.concerns(reader, row.id).await? => {
            Ok(Some(rules::due_at(rule.since, row.created_at, GRACE_DAYS.get(reader).await?)))
        }
        _ => Ok(None),
    }
}

/// From when the actor does not get in without a second step.
pub(super) async fn due_at(reader: &Reader, user: Uuid) -> Result<Option<DateTime<Utc>>> {
    if rule(reader).await?.is_none() { Ok(None) } else { Ok(second_step(reader, user).await?.due_at) }
}

async fn rule(reader: &Reader) -> Result<Option<Rule>> {
    let sql = "SELECT who, roles, since FROM second_step_rules WHERE workspace_id = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into()]);
    let Some(row) = RuleRow::find_by_statement(statement).one(reader.source()).await? else { return Ok(None) };
    let who = word(&row.who).unwrap_or(Demanded::Nobody);
    Ok((who != Demanded::Nobody).then_some(Rule { who, roles: serde_json::from_value(row.roles)?, since: row.since }))
}

impl Rule {
    async fn concerns(&self, reader: &Reader, user: Uuid) -> Result<bool> {
        let (concerned, mut values) = self.concerned(reader);
        values.push(user.into());
        Ok(count(reader, &format!("SELECT count(*) AS n FROM users u WHERE {concerned} AND u.id = ?"), values).await? > 0)
    }

    /// The condition on `users u` that picks whom it concerns.
    fn concerned(&self, reader: &Reader) -> (String, Vec<Value>) {
        let mut values = vec![reader.actor().workspace.into(), true.into()];
        let mut condition = "u.workspace_id = ? AND u.active = ?".to_owned();
        if self.who == Demanded::Roles {
            let these = vec!["?"; self.roles.len()].join(", ");
            condition +=
                " AND EXISTS (SELECT 1 FROM user_roles r WHERE r.workspace_id = u.workspace_id AND r.user_id = u.id AND r.role_id IN (";
            condition += &these;
            condition += "))";
            values.extend(self.roles.iter().map(|role| Value::from(*role)));
        }
        (condition, values)
    }
}

/// The statement that picks those who would not get in any more without a second step; `None` when it is demanded of nobody.
pub(in crate::staff) async fn overdue(reader: &Reader) -> Result<Option<(String, Vec<Value>)>> {
    let Some(rule) = rule(reader).await? else { return Ok(None) };
    let before = reader.now() - Duration::days(GRACE_DAYS.get(reader).await?);
    if rule.since > before {
        return Ok(None);
    }
    let (concerned, mut values) = rule.concerned(reader);
    values.push(before.into());
    Ok(Some((format!("SELECT u.id FROM users u WHERE {concerned} AND u.created_at <= ?"), values)))
}

/// Of whom a second step is demanded, and how many have none yet.
pub async fn second_step_rule(reader: &Reader) -> Result<SecondStepRule> {
    if !reader.actor().may("role", Action::Read) {
        return Err(Error::Forbidden("only who sees roles sees of whom a second step is demanded".to_owned()));
    }
    let grace_days = GRACE_DAYS.get(reader).await?;
    let Some(rule) = rule(reader).await? else {
        return Ok(SecondStepRule { who: Demanded::Nobody, roles: Vec::new(), since: None, grace_days, concerned: 0, without: 0 });
    };
    let (concerned, values) = rule.concerned(reader);
    let all = format!("SELECT count(*) AS n FROM users u WHERE {concerned}");
    let lacks = |table: &str| format!("NOT EXISTS (SELECT 1 FROM {table} k WHERE k.workspace_id = u.workspace_id AND k.user_id = u.id)");
    let without = format!("{all} AND {} AND {}", lacks("authenticators"), lacks("passkeys"));
    let roles = roles_with(reader, &rule.roles).await?;
    Ok(SecondStepRule {
        who: rule.who,
        roles: roles.into_iter().map(|role| Ref { id: role.id, name: role.name }).collect(),
        since: Some(rule.since),
        grace_days,
        concerned: count(reader, &all, values.clone()).await?,
        without: count(reader, &without, values).await?,
    })
}

async fn count(reader: &Reader, sql: &str, values: Vec<Value>) -> Result<i64> {
    let counted = Counted::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?;
    Ok(counted.map_or(0, |counted| counted.n))
}
