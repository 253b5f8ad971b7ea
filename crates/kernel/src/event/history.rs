//! What stands in the events about records, read back: which fields changed, from what to what. Who may ask is for the
//! caller to say; what a reader may not see of the values stays out here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{db::Reader, error::Result, guarded::FieldAccess, slice::Slice};

/// A field before and after.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Change {
    /// The field.
    pub field: String,
    /// Before.
    #[schema(value_type = Value)]
    pub before: Value,
    /// After.
    #[schema(value_type = Value)]
    pub after: Value,
}

/// Fields of one record that were changed together.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct HistoryEntry {
    /// The event.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; what they are called stands in the page's `names`.
    pub user_id: Option<Uuid>,
    /// Whether a job did it, such as an import.
    pub by_job: bool,
    /// The fields.
    pub changes: Vec<Change>,
}

/// A page of the changes of one record, newest first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct History {
    /// The entries.
    pub items: Vec<HistoryEntry>,
    /// What the people and records are called whose ids stand in the entries; only those that the caller may see.
    pub names: BTreeMap<Uuid, String>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<Uuid>,
}

/// Which page of the changes of a record.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct HistoryParams {
    /// `next_cursor` of the page before.
    pub cursor: Option<Uuid>,
    /// Entries per page, 1–100; 30 when absent.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u64>,
}

#[derive(FromQueryResult)]
struct EntryRow {
    id: Uuid,
    at: DateTime<Utc>,
    user_id: Option<Uuid>,
    by_job: bool,
}

/// The changes of a record that the caller has already been allowed to see. `hidden` are columns that are no field for
/// anybody, such as what a name is sorted by. References to records that the caller may not see are left out.
pub async fn history(reader: &Reader, slices: &[Slice], record: Uuid, hidden: &[&str], params: &HistoryParams) -> Result<History> {
    let limit = params.limit.unwrap_or(30).clamp(1, 100);
    let before = if params.cursor.is_some() { " AND id < ?" } else { "" };
    let sql = format!(
        "SELECT id, at, user_id, by_job FROM events WHERE workspace_id = ? AND record_id = ?{before} AND EXISTS (SELECT 1 FROM changes \
         WHERE changes.workspace_id = events.workspace_id AND changes.event_id = events.id AND changes.record_id = events.record_id) \
         ORDER BY id DESC LIMIT ?"
    );
    let mut values: Vec<sea_orm::Value> = vec![reader.actor().workspace.into(), record.into()];
    values.extend(params.cursor.map(sea_orm::Value::from));
    values.push(i64::try_from(limit + 1).unwrap_or(101).into());
    let mut rows = EntryRow::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(100));
    let next_cursor = rows.last().filter(|_| more).map(|row| row.id);
    let mut changed = changes(reader, rows.iter().map(|row| row.id).collect(), Some(record)).await?;
    for changes in changed.values_mut() {
        changes.retain(|change| !hidden.contains(&change.field.as_str()));
    }
    let mut ids: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.user_id).collect();
    for value in changed.values().flatten().flat_map(|change| [&change.before, &change.after]) {
        gather_ids(value, &mut ids);
    }
    let names = titles(reader, slices, &[], &ids).await?;
    let items = rows
        .into_iter()
        .map(|row| {
            let changes = changed.remove(&row.id).unwrap_or_default().into_iter().filter_map(|change| seen(change, &names)).collect();
            HistoryEntry { changes, id: row.id, at: row.at, user_id: row.user_id, by_job: row.by_job }
        })
        .filter(|entry| !entry.changes.is_empty())
        .collect();
    Ok(History { items, names, next_cursor })
}

/// The changed fields of events, of this record alone where one is named: as far as the reader sees them.
pub async fn changes(reader: &Reader, events: Vec<Uuid>, record: Option<Uuid>) -> Result<BTreeMap<Uuid, Vec<Change>>> {
    #[derive(FromQueryResult)]
    struct Row {
        event_id: Uuid,
        kind: String,
        field: String,
        before: Value,
        after: Value,
    }
    if events.is_empty() {
        return Ok(BTreeMap::new());
    }
    let places = vec!["?"; events.len()].join(", ");
    let only = if record.is_some() { " AND record_id = ?" } else { "" };
    let sql = format!(
        "SELECT event_id, kind, field, before, after FROM changes WHERE workspace_id = ? AND event_id IN ({places}){only} ORDER BY event_id, n"
    );
    let values = std::iter::once(reader.actor().workspace).chain(events).chain(record).map(Into::into).collect();
    let rows = Row::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    let mut by_event: BTreeMap<Uuid, Vec<Change>> = BTreeMap::new();
    for row in rows {
        let actor = reader.actor();
        if actor.field_access(&row.kind, &row.field) == FieldAccess::Hidden {
            continue;
        }
        let [before, after] = [row.before, row.after].map(|value| actor.told(&row.kind, &row.field, value));
        by_event.entry(row.event_id).or_default().push(Change { field: row.field, before, after });
    }
    Ok(by_event)
}

/// What records are called that the reader may see, with one query a kind: those whose kind is known, and others that may
/// be of any.
pub async fn titles(reader: &Reader, slices: &[Slice], known: &[(&str, Uuid)], others: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, String>> {
    let mut names = BTreeMap::new();
    for (kind, called) in slices.iter().flat_map(|slice| slice.titles) {
        let of_kind = known.iter().filter(|(of, _)| of == kind).map(|(_, id)| *id);
        let ids: BTreeSet<Uuid> = of_kind.chain(others.iter().copied()).collect();
        if !ids.is_empty() {
            names.extend(called(reader, ids.into_iter().collect()).await?);
        }
    }
    Ok(names)
}

/// Adds every id that stands in a value.
pub fn gather_ids(value: &Value, ids: &mut BTreeSet<Uuid>) {
    match value {
        Value::String(text) => ids.extend(text.parse::<Uuid>()),
        Value::Array(values) => values.iter().for_each(|value| gather_ids(value, ids)),
        Value::Object(values) => values.values().for_each(|value| gather_ids(value, ids)),
        _ => {}
    }
}

/// A change as somebody sees it who knows these records; nothing when all that changed is not for them.
fn seen(change: Change, names: &BTreeMap<Uuid, String>) -> Option<Change> {
    let (before, after) = (without_unknown(&change.before, names), without_unknown(&change.after, names));
    let told = |value: &Option<Value>| value.clone().unwrap_or_default();
    (told(&before) != told(&after)).then(|| Change { field: change.field, before: told(&before), after: told(&after) })
}

/// A value without what names a record that is not among these: an id, and whatever holds one.
fn without_unknown(value: &Value, names: &BTreeMap<Uuid, String>) -> Option<Value> {
    match value {
        Value::String(text) if text.parse().is_ok_and(|id: Uuid| !names.contains_key(&id)) => None,
        Value::Array(values) => Some(values.iter().filter_map(|value| without_unknown(value, names)).collect()),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| without_unknown(value, names).map(|value| (key.clone(), value)))
            .collect::<Option<serde_json::Map<_, _>>>()
            .map(Value::Object),
        other => Some(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_names_a_record_out_of_sight_is_left_out_with_all_that_holds_it() {
        let (known, unknown) = (Uuid::now_v7(), Uuid::now_v7());
        let names = BTreeMap::from([(known, "金源".to_owned())]);
        let place = |id: Uuid| json!({"account": {"id": id, "name": "…"}, "roles": ["buyer"]});
        let change = |before: Value, after: Value| seen(Change { field: "accounts".to_owned(), before, after }, &names);
        let told = change(json!([place(known)]), json!([place(unknown)])).expect("one of the places is seen");
        assert_eq!((told.before, told.after), (json!([place(known)]), json!([])));
        assert!(change(json!([place(known)]), json!([place(known), place(unknown)])).is_none());
        assert!(change(json!(unknown), Value::Null).is_none());
        let told = change(json!("139 1234"), json!("139 1235")).expect("a number names nobody");
        assert_eq!((told.before, told.after), (json!("139 1234"), json!("139 1235")));
    }
}
