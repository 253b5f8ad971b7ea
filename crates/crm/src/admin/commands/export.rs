//! Lists as files.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, SubsecRound, Utc};
use chrono_tz::Tz;
use guanxi_kernel::{
    actor::{Action, Actor},
    check::{Check, too_long, too_many},
    db::{Reader, Tx},
    error::{Error, Result},
    event::{Event, first_id_of},
    http::App,
    job::{self, NewJob, Run},
    list::{Count, Field, Kind, List, Query, Search},
    slice::ListDoor,
};
use guanxi_sheet::{Format, OutCell};
use sea_orm::FromQueryResult;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Made, file::Writing};
use crate::{
    admin::{
        EXPORT_ROWS,
        api::{FileFormat, NewExport},
        rules,
    },
    staff,
    words::Words,
};

/// Rows that are asked for at once: each time the list is entered, and where no index serves the order, sorted, anew.
const PAGE: u64 = 5000;
/// The time over which the rows of a person's exports are added up, so that many small files are not a big one.
const LIMIT_HOURS: i64 = 24;
const MAX_IDS: usize = 10_000;
const MAX_TITLE: usize = 100;
const MAX_LABELS: usize = 1000;
/// The longest word for a field or a choice, in characters; they are headers and cells.
const MAX_LABEL: usize = 200;

fn question(actor: &Actor, list: &List, export: &NewExport) -> Result<Query> {
    let columns = (!export.columns.is_empty()).then(|| export.columns.join(","));
    let search = Search {
        filter: export.filter.clone(),
        q: export.q.clone(),
        sort: export.sort.clone(),
        columns,
        limit: Some(1),
        ..Search::default()
    };
    Ok(Query::parse(actor, list, search)?.among(export.ids.clone()))
}

/// Refuses what would make a file, or the job's payload, larger than anybody needs.
fn check_size(export: &NewExport) -> Result<()> {
    let mut check = Check::new();
    if export.ids.as_ref().is_some_and(|ids| ids.len() > MAX_IDS) {
        check.add(too_many("/ids", MAX_IDS));
    }
    check.optional("/title", export.title.clone(), MAX_TITLE);
    if export.labels.len() > MAX_LABELS {
        check.add(too_many("/labels", MAX_LABELS));
    }
    if export.labels.iter().any(|(key, label)| key.chars().count() > MAX_LABEL || label.chars().count() > MAX_LABEL) {
        check.add(too_long("/labels", MAX_LABEL));
    }
    check.done()
}

/// Queues an export as a job, unless the one who asks may not take so much out; that is refused and written down.
pub async fn ask_export(app: &App, actor: &Actor, export: &NewExport) -> Result<Uuid> {
    let door = app.list(&export.list).ok_or_else(|| Error::field("/list", "unknown_choice", "There is no such list."))?;
    let list = (door.list)();
    if !actor.may(list.kind, Action::Export) {
        return Err(Error::Forbidden(format!("you may not export {}", list.name)));
    }
    check_size(export)?;
    // Taking records out may reach less far than looking at them.
    let reader = app.db().read(actor).narrowed(list.kind, Action::Export);
    let query = question(reader.actor(), list, export)?;
    let limit = EXPORT_ROWS.get(&reader).await?;
    // Whether it is too much is all that has to be known now; the job counts what it writes.
    let count = (door.page)(&reader, &query.counting_to(limit + 1)).await?.count;
    let rows = count.filter(|count| count.exact).map(|count| count.value);
    let mut tx = app.db().note(actor, "an export is taken down, whoever asks").await?;
    let taken = taken(tx.reader(), None).await?;
    if rows.is_none_or(|rows| rows + taken > limit) && !actor.grants.everything {
        return Err(refuse(tx, list.name, rows, limit).await?);
    }
    let job = tx.queue(NewJob::new("export.run", serde_json::to_value(export)?).on_behalf_of(actor.user()));
    let event =
        Event::new("export.asked", "export", job).owned_by(actor.user()).with(json!({"list": list.name, "rows": rows, "limit": limit}));
    let done = tx.record(event, job);
    tx.commit(done).await
}

/// Takes down that somebody wanted more than the limit. Returns what they are told.
async fn refuse(mut tx: Tx, list: &str, rows: Option<i64>, limit: i64) -> Result<Error> {
    let event = Event::new("export.refused", "export", Uuid::now_v7())
        .owned_by(tx.actor().user())
        .with(json!({"list": list, "rows": rows, "limit": limit}));
    let done = tx.record(event, ());
    tx.commit(done).await?;
    Ok(Error::Forbidden(format!("this is more than the {limit} rows that you may export in {LIMIT_HOURS} hours; ask an administrator")))
}

/// How many rows the actor has asked for of late, in other exports than this one.
async fn taken(reader: &Reader, but: Option<Uuid>) -> Result<i64> {
    let since = reader.now() - Duration::hours(LIMIT_HOURS);
    // By their ids the latest events of a person are entered; an id may differ a little from its instant.
    let sql = "SELECT record_id, data FROM events WHERE workspace_id = ? AND user_id = ? AND id >= ? AND name = 'export.asked' AND at >= ?";
    let Some(user) = reader.actor().user() else { return Ok(0) };
    let from = first_id_of(since - Duration::hours(1));
    let values = vec![reader.actor().workspace.into(), user.into(), from.into(), since.into()];
    let asked = Asked::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    Ok(asked.iter().filter(|asked| Some(asked.record_id) != but).filter_map(|asked| asked.data["rows"].as_i64()).sum())
}

#[derive(FromQueryResult)]
struct Asked {
    record_id: Uuid,
    data: Value,
}

/// The file of an export that this actor asked for.
pub async fn export_file(app: &App, reader: &Reader, id: Uuid) -> Result<(Made, FileFormat)> {
    let job = job::get(reader, id).await?;
    let format = match job.result.as_ref().and_then(|result| result.get("format")).and_then(Value::as_str) {
        Some("csv") if job.kind == "export.run" => FileFormat::Csv,
        Some("xlsx") if job.kind == "export.run" => FileFormat::Xlsx,
        _ => return Err(Error::NotFound),
    };
    let stored = rules::stored_as(id, format);
    let name = job.result.as_ref().and_then(|result| result.get("name")).and_then(Value::as_str).unwrap_or(&stored).to_owned();
    Ok((Made { path: app.folder(reader.actor().workspace, "exports")?.join(&stored), name }, format))
}

/// A file of an export.
pub(in crate::admin) struct Written {
    /// How many rows it has.
    pub rows: i64,
    /// What it is called: the list, the view, the day.
    pub name: String,
}

/// Writes the file, piece by piece, so that neither memory nor a long reader grows with it.
pub(in crate::admin) async fn write_file(run: &Run, export: &NewExport) -> Result<Written> {
    let door: ListDoor = run.app.list(&export.list).ok_or(Error::NotFound)?;
    let list = &*(door.list)().of(&run.actor);
    let mut query = question(run.read().narrowed(list.kind, Action::Export).actor(), list, export)?;
    let target = run.app.folder(run.actor.workspace, "exports")?.join(rules::stored_as(run.id, export.format));
    let words = Words::of(&staff::queries::locale(&run.read()).await?);
    let called = words.list(list.name);
    let format = if export.format == FileFormat::Csv { Format::Csv } else { Format::Xlsx };
    let fields: Vec<&Field> = query.columns().iter().map(|key| list.field(key)).collect::<Result<_>>()?;
    let titles = fields.iter().map(|field| title(field, &export.labels)).collect();
    if !run.actor.may(list.kind, Action::Export) {
        return Err(Error::Forbidden(format!("you may not export {}", list.name)));
    }
    let reader = || run.read().narrowed(list.kind, Action::Export);
    let total = known_total((door.page)(&reader(), &query.clone().counting_all()).await.map(|page| page.count));
    let (limit, before) = (EXPORT_ROWS.get(&run.read()).await?, taken(&run.read(), Some(run.id)).await?);
    let writing = Writing::begin(target, format, called.clone(), titles);
    let (mut cursor, mut rows) = (None, 0_i64);
    loop {
        query = query.from_cursor(cursor, PAGE);
        let page = (door.page)(&reader(), &query).await?;
        let cells = |item| fields.iter().map(|field| cell(field, Map::get(item, &*field.key), &export.labels, run.actor.zone)).collect();
        rows += i64::try_from(page.items.len()).unwrap_or_default();
        // The list may have grown since it was asked for, and others of this person's exports with it.
        if rows + before > limit && !run.actor.grants.everything {
            let tx = run.app.db().note(&run.actor, "an export is taken down, whoever asks").await?;
            return Err(refuse(tx, list.name, None, limit).await?);
        }
        let is_taken = writing.put(page.items.iter().map(cells).collect()).await;
        run.progress(rows, total, list.name).await?;
        cursor = page.next_cursor;
        if cursor.is_none() || !is_taken {
            break;
        }
    }
    writing.finish().await?;
    let name = rules::file_name(&called, export.title.as_deref(), run.read().today());
    Ok(Written { rows, name: format!("{name}.{}", rules::ending(export.format)) })
}

/// How many rows there will be, for the bar that shows how far it is. A long list may not be counted in the time that a
/// statement has; it is written all the same.
fn known_total(counted: Result<Option<Count>>) -> Option<i64> {
    let count = counted.inspect_err(|error| tracing::warn!(%error, "The rows of an export could not be counted beforehand")).ok()?;
    count.filter(|count| count.exact).map(|count| count.value)
}

/// What stands above a column.
fn title(field: &Field, labels: &BTreeMap<String, String>) -> String {
    let own = field.custom.as_ref().map(|custom| &custom.label);
    labels.get(&*field.key).or(own).cloned().unwrap_or_else(|| field.key.to_string())
}

/// What the workspace calls a choice of a field that it has added.
fn own_choice<'a>(field: &'a Field, key: &'a str) -> &'a str {
    let choices = field.custom.iter().flat_map(|custom| custom.kind.choices());
    choices.into_iter().find(|choice| choice.key == key).map_or(key, |choice| &choice.label)
}

/// A value of the list as a cell: what it is, the field says, and not what it looks like.
fn cell(field: &Field, value: Option<&Value>, labels: &BTreeMap<String, String>, zone: Tz) -> OutCell {
    let Some(value) = value.filter(|value| !value.is_null()) else { return OutCell::Empty };
    let text = || value.as_str().unwrap_or_default();
    let cell = match field.kind {
        Kind::Text => Some(OutCell::from(text())),
        Kind::Choice { .. } => Some(OutCell::from(labels.get(&format!("{}.{}", field.key, text())).map_or_else(text, String::as_str))),
        Kind::Integer | Kind::Days => value.as_i64().map(OutCell::Integer),
        Kind::Decimal { .. } => value.as_f64().map(OutCell::Number),
        Kind::OwnChoice => Some(OutCell::from(own_choice(field, text()))),
        Kind::OwnChoices => {
            let words = value.as_array().into_iter().flatten().filter_map(Value::as_str).map(|word| own_choice(field, word));
            Some(OutCell::Text(words.collect::<Vec<_>>().join("、")))
        }
        Kind::Money => value["minor"].as_i64().map(|minor| OutCell::Money { minor }),
        Kind::Ratio => value.as_i64().map(|basis_points| OutCell::Ratio { basis_points }),
        Kind::Date => text().parse().ok().map(OutCell::Date),
        Kind::Datetime => {
            let at: Option<DateTime<Utc>> = text().parse().ok();
            at.map(|at| OutCell::DateTime(at.with_timezone(&zone).naive_local().trunc_subsecs(0)))
        }
        Kind::Boolean => value.as_bool().map(OutCell::Bool),
        Kind::Reference { .. } => value["name"].as_str().map(OutCell::from),
        Kind::Tags { .. } => {
            let words = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            Some(OutCell::Text(words.collect::<Vec<_>>().join("、")))
        }
    };
    cell.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_known_or_left_out() {
        assert_eq!(known_total(Ok(Some(Count { value: 7, exact: true }))), Some(7));
        assert_eq!(known_total(Ok(Some(Count { value: 1000, exact: false }))), None);
        assert_eq!(known_total(Ok(None)), None);
        assert_eq!(known_total(Err(anyhow::anyhow!("canceling statement due to statement timeout").into())), None);
    }
}
