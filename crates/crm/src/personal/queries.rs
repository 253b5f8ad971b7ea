//! Every read of personal.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use guanxi_kernel::{
    actor::Action,
    clock::{day_in, day_start},
    db::{Reader, Record},
    error::{Error, Result},
    event::{HistoryParams, first_id_of},
    id::Id,
    parameter::Parameter,
    slice::{Reference, Slice, Then},
    timeline::{Before, Item},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::IntoCondition,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    MOST_FACTS, NORMAL_DAYS, PERSONAL_DAYS, REASON_CHARACTERS, SENSITIVE_DAYS, WHOLE,
    api::{Consent, Erasure, Erasures, KnownKind, Personal, PersonalData, PersonalFact, Preference},
    person::Person,
    rules::{self, Sensitivity},
    tables::{self, consent, erasure, fact, preference},
};
use crate::{
    contacts::{
        self,
        tables::{Contact, contact_account},
    },
    staff::{self, api::Ref},
};

/// What is known of a person.
pub async fn personal(reader: &Reader, id: Id<Contact>) -> Result<Personal> {
    let person = Person::seen(reader, id).await?;
    let consents = consents_of(reader, id.uuid()).await?;
    let facts = facts_of(reader, id.uuid()).await?;
    let of_person = preference::Column::ContactId.eq(id.uuid());
    let newest = |select: Select<preference::Entity>| select.filter(of_person).order_by_desc(preference::Column::Id);
    let preferences = reader.in_workspace::<tables::Preference>().with(newest).all().await?;
    let erasures = reader.find::<tables::Erasure>().with(|select| select.filter(erasure::Column::PersonId.eq(id.uuid()))).all().await?;
    let actor = reader.actor();
    Ok(Personal {
        consents: consent_wires(reader, consents).await?,
        facts: fact_wires(reader, &person, facts).await?,
        preferences: preference_wires(reader, preferences).await?,
        kinds: rules::KINDS.iter().map(KnownKind::from).collect(),
        purposes: rules::PURPOSES.iter().map(|purpose| (*purpose).to_owned()).collect(),
        exams: rules::EXAMS.iter().map(|exam| (*exam).to_owned()).collect(),
        may_change: person.may_change(reader).await?,
        may_export: actor.may(WHOLE, Action::Export),
        may_erase: actor.may(WHOLE, Action::Remove) && person.row.erased_at.is_none(),
        reason_characters: REASON_CHARACTERS.get(reader).await?,
        erasure: erasure_wires(reader, erasures).await?.pop(),
    })
}

impl From<&rules::FactKind> for KnownKind {
    fn from(kind: &rules::FactKind) -> Self {
        Self { key: kind.key.to_owned(), sensitivity: kind.sensitivity, purpose: kind.purpose.map(str::to_owned) }
    }
}

async fn facts_of(reader: &Reader, contact: Uuid) -> Result<Vec<fact::Model>> {
    let of_person = fact::Column::ContactId.eq(contact);
    let over = over_among(reader, of_person.clone()).await?;
    let newest = |select: Select<fact::Entity>| select.filter(of_person).order_by_desc(fact::Column::Id);
    let rows = reader.in_workspace::<tables::Fact>().with(newest).all().await?;
    Ok(rows.into_iter().filter(|row| !over.contains(&row.id)).collect())
}

/// Those of some facts whose time is over. They are told to nobody, whenever the night's job comes for them.
pub(super) async fn over_among(reader: &Reader, which: impl IntoCondition) -> Result<BTreeSet<Uuid>> {
    let any = ends(reader).await?.into_iter().fold(Condition::any(), |any, (_, is_over)| any.add(is_over));
    let over = |select: Select<fact::Entity>| select.filter(which.into_condition()).filter(any);
    Ok(reader.in_workspace::<tables::Fact>().with(over).all().await?.into_iter().map(|row| row.id).collect())
}

/// What ends facts, one after the other, each found by an index of its own: they are not true any more, have been kept long
/// enough, or their consent has come to its end.
pub(super) async fn ends(reader: &Reader) -> Result<Vec<(&'static str, Condition)>> {
    let (today, zone) = (reader.today(), reader.actor().zone);
    let ended = consent::Entity::find()
        .select_only()
        .column(consent::Column::Id)
        .filter(consent::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(consent::Column::ValidUntil.lt(today))
        .into_query();
    let mut ends = vec![
        ("over", Condition::all().add(fact::Column::ValidUntil.lt(today))),
        ("consent_ended", Condition::all().add(fact::Column::ConsentId.in_subquery(ended))),
    ];
    for (sensitivity, days) in retention(reader).await?.into_iter().filter(|(_, days)| *days > 0) {
        let since = day_start(zone, today - Duration::days(days));
        let kept = Condition::all().add(fact::Column::Sensitivity.eq(sensitivity.as_str())).add(fact::Column::CreatedAt.lt(since));
        ends.push(("kept_long_enough", kept));
    }
    Ok(ends)
}

/// The facts that stand on a consent.
pub(super) async fn facts_on(reader: &Reader, consent: Uuid) -> Result<Vec<fact::Model>> {
    reader.in_workspace::<tables::Fact>().with(|select| select.filter(fact::Column::ConsentId.eq(consent))).all().await
}

async fn consents_of(reader: &Reader, contact: Uuid) -> Result<Vec<consent::Model>> {
    let of = |select: Select<consent::Entity>| select.filter(consent::Column::ContactId.eq(contact)).order_by_desc(consent::Column::Id);
    reader.in_workspace::<tables::Consent>().with(of).all().await
}

/// The newest consent of a person to this that stands today.
pub(super) async fn standing(reader: &Reader, contact: Uuid, purpose: &str) -> Result<Option<Uuid>> {
    let consents = consents_of(reader, contact).await?;
    let found = consents.into_iter().find(|row| row.purpose == purpose && stands(row, reader.today()));
    Ok(found.map(|row| row.id))
}

fn stands(row: &consent::Model, today: NaiveDate) -> bool {
    rules::stands(row.given_on, row.valid_until, row.withdrawn_at.is_some(), today)
}

/// What is told on the timeline of an account: that one of its people has withdrawn a consent.
pub async fn tell(reader: &Reader, about: Uuid, before: Option<Before>, limit: u64) -> Result<Vec<Item>> {
    let there = contact_account::Entity::find()
        .select_only()
        .column(contact_account::Column::ContactId)
        .filter(contact_account::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(contact_account::Column::AccountId.eq(about))
        .into_query();
    let earlier = before.map(|before| {
        let tie = Condition::all().add(consent::Column::WithdrawnAt.eq(before.at)).add(consent::Column::Id.lt(before.id));
        Condition::any().add(consent::Column::WithdrawnAt.lt(before.at)).add(tie)
    });
    let newest = |select: Select<consent::Entity>| {
        select
            .filter(consent::Column::ContactId.in_subquery(there))
            .filter(consent::Column::WithdrawnAt.is_not_null())
            .filter(Condition::all().add_option(earlier))
            .order_by_desc(consent::Column::WithdrawnAt)
            .order_by_desc(consent::Column::Id)
            .limit(limit)
    };
    let rows = reader.find::<tables::Consent>().with(newest).all().await?;
    let contacts = contacts::queries::names(reader, rows.iter().map(|row| row.contact_id).collect()).await?;
    let people = staff::queries::names(reader, rows.iter().filter_map(|row| row.updated_by).collect()).await?;
    let told = |row: &consent::Model| {
        let data = json!({"contact": Ref::among(&contacts, Some(row.contact_id)), "by": Ref::among(&people, row.updated_by), "purpose": row.purpose});
        Some(Item { at: row.withdrawn_at?, kind: "consent_withdrawn", id: row.id, data })
    };
    Ok(rows.iter().filter_map(told).collect())
}

/// How many days facts are kept, by how sensitive they are; 0 for no end.
pub(super) async fn retention(reader: &Reader) -> Result<BTreeMap<Sensitivity, i64>> {
    let changed = Parameter::changed(reader).await?;
    let days = |parameter: Parameter| changed.get(parameter.key).copied().unwrap_or(parameter.default);
    let parameter = |sensitivity| match sensitivity {
        Sensitivity::Normal => NORMAL_DAYS,
        Sensitivity::Personal => PERSONAL_DAYS,
        Sensitivity::Sensitive => SENSITIVE_DAYS,
    };
    Ok(Sensitivity::ALL.map(|sensitivity| (sensitivity, days(parameter(sensitivity)))).into())
}

/// The wire forms of facts of one person. What is sensitive is masked for everybody: whoever may see it asks for it.
pub(super) async fn fact_wires(reader: &Reader, person: &Person, rows: Vec<fact::Model>) -> Result<Vec<PersonalFact>> {
    let people = staff::queries::names(reader, rows.iter().filter_map(|row| row.created_by).collect()).await?;
    let (retention, may_reveal) = (retention(reader).await?, person.may_reveal(reader.actor()));
    let zone = reader.actor().zone;
    let wire = |row: fact::Model| {
        let sensitivity = Sensitivity::stored(&row.sensitivity);
        let masked = sensitivity == Sensitivity::Sensitive;
        let days = retention.get(&sensitivity).copied().unwrap_or_default();
        PersonalFact {
            id: row.id,
            kind: row.kind,
            value: Some(row.value).filter(|_| !masked),
            masked,
            may_reveal: masked && may_reveal,
            sensitivity,
            consent_id: row.consent_id,
            valid_until: row.valid_until,
            kept_until: rules::kept_until(day_in(zone, row.created_at), row.valid_until, days),
            by: Ref::among(&people, row.created_by),
            created_at: row.created_at,
        }
    };
    Ok(rows.into_iter().map(wire).collect())
}

/// The wire forms of consents.
pub(super) async fn consent_wires(reader: &Reader, rows: Vec<consent::Model>) -> Result<Vec<Consent>> {
    let people = staff::queries::names(reader, rows.iter().filter_map(|row| row.created_by).collect()).await?;
    let facts = facts_by_consent(reader, rows.iter().map(|row| row.id)).await?;
    let wire = |row: consent::Model| Consent {
        stands: stands(&row, reader.today()),
        facts: facts.get(&row.id).copied().unwrap_or_default(),
        by: Ref::among(&people, row.created_by),
        id: row.id,
        purpose: row.purpose,
        scope: row.scope,
        evidence: row.evidence,
        given_on: row.given_on,
        valid_until: row.valid_until,
        withdrawn_at: row.withdrawn_at,
        created_at: row.created_at,
    };
    Ok(rows.into_iter().map(wire).collect())
}

/// How many facts stand on each of some consents.
async fn facts_by_consent(reader: &Reader, consents: impl Iterator<Item = Uuid>) -> Result<BTreeMap<Uuid, i64>> {
    #[derive(FromQueryResult)]
    struct Counted {
        consent_id: Uuid,
        facts: i64,
    }
    let select = fact::Entity::find()
        .select_only()
        .column(fact::Column::ConsentId)
        .column_as(fact::Column::Id.count(), "facts")
        .filter(fact::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(fact::Column::ConsentId.is_in(consents))
        .group_by(fact::Column::ConsentId);
    let counted = select.into_model::<Counted>().all(reader.source()).await?;
    Ok(counted.into_iter().map(|row| (row.consent_id, row.facts)).collect())
}

/// The wire forms of preferences.
pub(super) async fn preference_wires(reader: &Reader, rows: Vec<preference::Model>) -> Result<Vec<Preference>> {
    let people = staff::queries::names(reader, rows.iter().filter_map(|row| row.created_by).collect()).await?;
    let units = staff::queries::unit_names(reader, rows.iter().filter_map(|row| row.org_unit_id).collect()).await?;
    let wire = |row: preference::Model| Preference {
        org_unit: Ref::among(&units, row.org_unit_id),
        by: Ref::among(&people, row.created_by),
        id: row.id,
        domain: row.domain,
        value: row.value,
        created_at: row.created_at,
    };
    Ok(rows.into_iter().map(wire).collect())
}

/// Whether there is room for one more of a kind of row of a person.
pub(super) async fn room<R: Record>(reader: &Reader, of_person: impl IntoCondition) -> Result<bool> {
    let there = reader.in_workspace::<R>().with(|select| select.filter(of_person.into_condition())).count().await?;
    Ok(there < MOST_FACTS.get(reader).await?.unsigned_abs())
}

/// How many sensitive facts the actor has looked at since an instant.
pub(super) async fn revealed_since(reader: &Reader, since: DateTime<Utc>) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Counted {
        n: i64,
    }
    // By their ids the latest events of a person are entered; an id may differ a little from its instant.
    let sql = "SELECT count(*) AS n FROM events WHERE workspace_id = ? AND user_id = ? AND id >= ? AND name = 'fact.revealed' AND at >= ?";
    let Some(user) = reader.actor().user() else { return Ok(0) };
    let from = first_id_of(since - Duration::hours(1));
    let values = vec![reader.actor().workspace.into(), user.into(), from.into(), since.into()];
    let found = Counted::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?;
    Ok(found.map_or(0, |counted| counted.n))
}

/// Rows of one table that are taken out: more than anybody ever had.
const MOST_ROWS: usize = 10_000;

/// What points to people and is about those who work here: who follows them, and what they were told.
const OF_COLLEAGUES: [&str; 2] = ["follows", "notifications"];

/// Everything that is kept of a person: the rows of every capability that point to it, by what the capabilities declare, and
/// what was changed of it. Other people who point to it are not part of it.
pub(super) async fn everything(reader: &Reader, slices: &[Slice], id: Id<Contact>) -> Result<PersonalData> {
    let contact = contacts::queries::contact(reader, id).await?;
    let mut records: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let of_person = |reference: &&Reference| {
        reference.to == Contact::KIND
            && reference.then != Then::Forget
            && !OF_COLLEAGUES.contains(&reference.table)
            && (reference.table != "contacts" || reference.column == "id")
    };
    for reference in slices.iter().flat_map(|slice| slice.references).filter(of_person) {
        let shape = reader.shape(reference.table).await?;
        let chosen = format!("FROM {} WHERE workspace_id = ? AND {} = ?", reference.table, reference.column);
        let sql = format!("SELECT {} AS row {chosen} LIMIT {}", shape.image(), MOST_ROWS + 1);
        let rows = images(reader, &sql, id.uuid()).await?;
        records.entry(reference.table.to_owned()).or_default().extend(rows.into_iter().map(readable));
    }
    let sql = format!(
        "SELECT e.at, c.field, c.before, c.after FROM events e JOIN changes c ON c.workspace_id = e.workspace_id AND c.event_id = e.id \
         AND c.record_id = e.record_id WHERE e.workspace_id = ? AND e.record_id = ? ORDER BY e.id LIMIT {}",
        MOST_ROWS + 1
    );
    let values = vec![reader.actor().workspace.into(), id.uuid().into()];
    let changes = Changed::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    let complete = changes.len() <= MOST_ROWS && records.values().all(|rows| rows.len() <= MOST_ROWS);
    let changes =
        changes.into_iter().map(|change| json!({"at": change.at, "field": change.field, "before": change.before, "after": change.after}));
    records.retain(|_, rows| !rows.is_empty());
    Ok(PersonalData { contact, records, changes: changes.collect(), complete, at: reader.now() })
}

#[derive(FromQueryResult)]
struct Changed {
    at: DateTime<Utc>,
    field: String,
    before: Value,
    after: Value,
}

async fn images(reader: &Reader, sql: &str, id: Uuid) -> Result<Vec<Value>> {
    #[derive(FromQueryResult)]
    struct Image {
        row: Value,
    }
    let values = vec![reader.actor().workspace.into(), id.into()];
    let rows = Image::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    Ok(rows.into_iter().map(|image| image.row).collect())
}

/// A stored row as the API writes things: ids as ids, lists as lists, and nothing that only the database needs.
fn readable(row: Value) -> Value {
    let Value::Object(columns) = row else { return row };
    let told = columns.into_iter().filter(|(column, value)| !value.is_null() && !["workspace_id", "name_sort"].contains(&column.as_str()));
    told.map(|(column, value)| (column, plain(value))).collect()
}

fn plain(value: Value) -> Value {
    match &value {
        // SQLite has ids as bytes and lists as text.
        Value::Array(bytes) => match bytes.as_slice() {
            [Value::String(hex)] => hex.parse::<Uuid>().map_or(value, |id| json!(id)),
            _ => value,
        },
        Value::String(text) if text.starts_with(['[', '{']) => serde_json::from_str(text).unwrap_or(value),
        _ => value,
    }
}

/// The erasures, the newest first, for whoever may erase.
pub async fn erasures(reader: &Reader, page: &HistoryParams) -> Result<Erasures> {
    if !reader.actor().may(WHOLE, Action::Remove) {
        return Err(Error::Forbidden("only who may erase people sees who was erased".to_owned()));
    }
    let limit = page.limit.unwrap_or(30).clamp(1, 100);
    let newest = |select: Select<erasure::Entity>| {
        let before = page.cursor.map(|cursor| erasure::Column::Id.lt(cursor));
        select.filter(Condition::all().add_option(before)).order_by_desc(erasure::Column::Id).limit(limit + 1)
    };
    let mut rows = reader.find::<tables::Erasure>().with(newest).all().await?;
    let has_more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(Erasures { next_cursor: rows.last().filter(|_| has_more).map(|row| row.id), items: erasure_wires(reader, rows).await? })
}

/// The wire forms of erasures.
pub(super) async fn erasure_wires(reader: &Reader, rows: Vec<erasure::Model>) -> Result<Vec<Erasure>> {
    let people = staff::queries::names(reader, rows.iter().filter_map(|row| row.created_by).collect()).await?;
    let wire = |row: erasure::Model| Erasure {
        by: Ref::among(&people, row.created_by),
        counts: serde_json::from_value(row.counts).unwrap_or_default(),
        id: row.id,
        contact_id: row.person_id,
        reason: row.reason,
        digest: row.digest,
        at: row.created_at,
    };
    Ok(rows.into_iter().map(wire).collect())
}
