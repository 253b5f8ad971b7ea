//! What is known of accounts, and since when: read off the accounts, their people, the audit and what was verified.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use guanxi_kernel::{
    clock::{day_in, known},
    db::Reader,
    error::Result,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    contacts::rules::ROLES,
    customer_files::{
        STALE_DAYS, STALE_DAYS_KEY,
        rules::{Completeness, Detail, Question, State, state},
        tables::verification,
    },
    customers::tables::{Account, account},
    value::{
        self,
        queries::Standing,
        rules::{Abc, Pyramid},
    },
};

/// What is known of an account.
pub(in crate::customer_files) struct Known {
    pub(in crate::customer_files) row: account::Model,
    pub(in crate::customer_files) standing: Standing,
    /// An answer counts for so many days.
    pub(in crate::customer_files) stale_days: i64,
    has_tags: bool,
    /// When fields were changed last.
    changed: BTreeMap<String, DateTime<Utc>>,
    /// What somebody has said still holds.
    verified: BTreeMap<String, (DateTime<Utc>, Option<Uuid>)>,
    /// Who has which role.
    people: Vec<Person>,
}

/// A person at an account.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::customer_files) struct Person {
    account_id: Uuid,
    pub(in crate::customer_files) id: Uuid,
    pub(in crate::customer_files) name: String,
    roles: Value,
    mobile: Option<String>,
    wechat: Option<String>,
    birthday_month: Option<i64>,
    birthday_day: Option<i64>,
    updated_at: DateTime<Utc>,
}

/// What is known on a question.
pub(in crate::customer_files) struct Found<'a> {
    pub(in crate::customer_files) state: State,
    pub(in crate::customer_files) value: Option<Value>,
    pub(in crate::customer_files) person: Option<&'a Person>,
    pub(in crate::customer_files) since: Option<NaiveDate>,
    pub(in crate::customer_files) verified_by: Option<Uuid>,
}

/// Whether an account is looked after more closely: of class A, as it is reckoned or agreed, or a VIP.
pub(in crate::customer_files) fn is_key(standing: &Standing, today: NaiveDate) -> bool {
    standing.visited_as(today) == Abc::A || standing.pyramid == Pyramid::Vip
}

/// What is known of accounts, in the order of their ids, whoever may see them.
pub(in crate::customer_files) async fn known_of(reader: &Reader, ids: &[Uuid]) -> Result<Vec<Known>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = reader.in_workspace::<Account>().with_ids(ids.iter().copied()).all().await?;
    rows.sort_unstable_by_key(|row| row.id);
    let standings = value::queries::standings(reader, ids).await?;
    let (key_days, other_days) = (STALE_DAYS_KEY.get(reader).await?, STALE_DAYS.get(reader).await?);
    let tagged = tagged(reader, ids).await?;
    let mut changed = changed(reader, ids).await?;
    let mut verified = verified(reader, ids).await?;
    let mut people: BTreeMap<Uuid, Vec<Person>> = BTreeMap::new();
    for person in people_at(reader, ids).await? {
        people.entry(person.account_id).or_default().push(person);
    }
    let known = |row: account::Model| {
        let standing = standings.get(&row.id).copied().unwrap_or(Standing::NOWHERE);
        Known {
            standing,
            stale_days: if is_key(&standing, reader.today()) { key_days } else { other_days },
            has_tags: tagged.contains(&row.id),
            changed: changed.remove(&row.id).unwrap_or_default(),
            verified: verified.remove(&row.id).unwrap_or_default(),
            people: people.remove(&row.id).unwrap_or_default(),
            row,
        }
    };
    Ok(rows.into_iter().map(known).collect())
}

fn places(ids: &[Uuid]) -> String {
    vec!["?"; ids.len()].join(", ")
}

fn named(reader: &Reader, ids: &[Uuid]) -> Vec<sea_orm::Value> {
    std::iter::once(reader.actor().workspace).chain(ids.iter().copied()).map(Into::into).collect()
}

async fn tagged(reader: &Reader, ids: &[Uuid]) -> Result<BTreeSet<Uuid>> {
    #[derive(FromQueryResult)]
    struct Tagged {
        account_id: Uuid,
    }
    let sql = format!("SELECT DISTINCT account_id FROM account_tags WHERE workspace_id = ? AND account_id IN ({})", places(ids));
    let rows = Tagged::find_by_statement(reader.dialect().statement(&sql, named(reader, ids))).all(reader.source()).await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

/// When each field of the accounts was changed last. What is older than anything that counts is not asked for.
async fn changed(reader: &Reader, ids: &[Uuid]) -> Result<BTreeMap<Uuid, BTreeMap<String, DateTime<Utc>>>> {
    #[derive(FromQueryResult)]
    struct Changed {
        record_id: Uuid,
        field: String,
        at: DateTime<Utc>,
    }
    let sql = format!(
        "SELECT events.record_id, changes.field, max(events.at) AS at FROM events JOIN changes ON changes.workspace_id = events.workspace_id \
         AND changes.event_id = events.id AND changes.record_id = events.record_id \
         WHERE events.workspace_id = ? AND events.record_id IN ({}) GROUP BY events.record_id, changes.field",
        places(ids)
    );
    let mut changed: BTreeMap<Uuid, BTreeMap<String, DateTime<Utc>>> = BTreeMap::new();
    for row in Changed::find_by_statement(reader.dialect().statement(&sql, named(reader, ids))).all(reader.source()).await? {
        changed.entry(row.record_id).or_default().insert(row.field, row.at);
    }
    Ok(changed)
}

type Verified = BTreeMap<String, (DateTime<Utc>, Option<Uuid>)>;

async fn verified(reader: &Reader, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Verified>> {
    let rows = verification::Entity::find()
        .filter(verification::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(verification::Column::AccountId.is_in(ids.iter().copied()))
        .all(reader.source())
        .await?;
    let mut verified: BTreeMap<Uuid, Verified> = BTreeMap::new();
    for row in rows {
        verified.entry(row.account_id).or_default().insert(row.field, (row.verified_at, row.verified_by));
    }
    Ok(verified)
}

/// The people of accounts, the first to call before the others.
async fn people_at(reader: &Reader, ids: &[Uuid]) -> Result<Vec<Person>> {
    let sql = format!(
        "SELECT l.account_id, c.id, c.name, l.roles, c.mobile, c.wechat, c.birthday_month, c.birthday_day, c.updated_at \
         FROM contact_accounts l JOIN contacts c ON c.workspace_id = l.workspace_id AND c.id = l.contact_id \
         WHERE l.workspace_id = ? AND l.account_id IN ({}) AND c.trashed_at IS NULL ORDER BY l.first_to_call DESC, c.id",
        places(ids)
    );
    Ok(Person::find_by_statement(reader.dialect().statement(&sql, named(reader, ids))).all(reader.source()).await?)
}

/// What an account's own row says to a question.
pub(in crate::customer_files) fn answer(row: &account::Model, field: &str) -> Option<Value> {
    let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty()).map(Value::from);
    match field {
        "name" => Some(json!(row.name)),
        "also_known_as" => text(&row.also_known_as),
        "number" => text(&row.number),
        "channel_kind" => text(&row.channel_kind),
        "credit_code" => text(&row.credit_code),
        "region" => text(&row.region),
        "address" => text(&row.address),
        "phone" => text(&row.phone),
        "website" => text(&row.website),
        "ownership_form" => text(&row.ownership_form),
        "market_position" => text(&row.market_position),
        "credit_grade" => text(&row.credit_grade),
        "remark" => text(&row.remark),
        "cooperating_since" => known(row.cooperating_since).map(|day| json!(day)),
        "owner" => row.owner_id.map(|owner| json!(owner)),
        _ => None,
    }
}

/// What it says to a question about a field that the workspace has added.
pub(in crate::customer_files) fn own_answer(row: &account::Model, key: &str) -> Option<Value> {
    row.custom.as_ref()?.get(key).filter(|value| !value.is_null()).cloned()
}

impl Known {
    /// What is known on a question, and how it stands.
    pub(in crate::customer_files) fn found(&self, key: &str, reader: &Reader) -> Found<'_> {
        let (value, person, entered_at) = match Question::parse(key) {
            Some(Question::Account(field)) => (self.of_account(field), None, self.entered_at(Question::column(key))),
            Some(Question::Own(own)) => (own_answer(&self.row, own), None, self.entered_at(key)),
            Some(Question::Person(role, detail)) => match self.person(role, detail) {
                Some((value, person)) => (Some(value), Some(person), person.updated_at),
                None => (None, None, self.row.created_at),
            },
            None => (None, None, self.row.created_at),
        };
        let said = self.verified.get(key).filter(|(at, _)| *at >= entered_at);
        let since = value.is_some().then(|| day_in(reader.actor().zone, said.map_or(entered_at, |(at, _)| *at)));
        Found {
            state: state(since, reader.today(), self.stale_days),
            since,
            verified_by: said.filter(|_| value.is_some()).and_then(|(_, by)| *by),
            value,
            person,
        }
    }

    /// How the answers to some questions stand together.
    pub(in crate::customer_files) fn completeness(&self, questions: &[String], reader: &Reader) -> Completeness {
        Completeness::of(questions.iter().map(|key| self.found(key, reader).state))
    }

    fn entered_at(&self, column: &str) -> DateTime<Utc> {
        self.changed.get(column).copied().unwrap_or(self.row.created_at)
    }

    fn of_account(&self, field: &str) -> Option<Value> {
        match field {
            "tags" => self.has_tags.then_some(Value::Bool(true)),
            field => answer(&self.row, field),
        }
    }

    /// The first person with a role of whom this is known.
    fn person(&self, role: &str, detail: Detail) -> Option<(Value, &Person)> {
        let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let of = |person: &Person| match detail {
            Detail::Name => Some(person.name.clone()),
            Detail::Mobile => text(&person.mobile),
            Detail::Wechat => text(&person.wechat),
            Detail::Birthday => Some(format!("{}-{}", person.birthday_month?, person.birthday_day?)),
        };
        self.people.iter().filter(|person| person.has(role)).find_map(|person| Some((of(person)?.into(), person)))
    }
}

impl Person {
    fn has(&self, role: &str) -> bool {
        ROLES.contains(&role) && self.roles.as_array().is_some_and(|roles| roles.iter().any(|known| known == role))
    }
}
