//! Every read of admin.

use std::{collections::BTreeMap, path::PathBuf};

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    actor::Action,
    db::Reader,
    error::{Error, FieldError, Result},
    http::App,
    id::Id,
    import::Importable,
    parameter::Parameter as Registered,
    sheet::{self, ReadOptions},
    slice::Slice,
};
use sea_orm::{ColumnTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    api::{AuditEntry, AuditPage, AuditSearch, Change, Import, ImportPreview, Parameter, PreviewRow, View},
    rules::{self, Mapping},
    tables::{self, import, view},
};
use crate::staff::{self, api::Ref};

/// How many rows are looked through for problems before anything is written.
const CHECKED_ROWS: usize = 500;
/// How many of them are shown.
const SHOWN_ROWS: usize = 30;

/// The register with the values of this workspace.
pub async fn parameters(reader: &Reader, app: &App) -> Result<Vec<Parameter>> {
    let changed = Registered::changed(reader).await?;
    let all = app.slices().iter().flat_map(|slice| slice.parameters);
    Ok(all.map(|parameter| with_value(parameter, changed.get(parameter.key).copied().unwrap_or(parameter.default))).collect())
}

/// One parameter with its value here.
pub async fn wire_parameter(reader: &Reader, parameter: &'static Registered) -> Result<Parameter> {
    Ok(with_value(parameter, parameter.get(reader).await?))
}

fn with_value(parameter: &'static Registered, value: i64) -> Parameter {
    Parameter {
        key: parameter.key,
        value,
        default: parameter.default,
        min: parameter.min,
        max: parameter.max,
        unit: parameter.unit,
        source: parameter.source,
        about: parameter.about,
        changed: value != parameter.default,
    }
}

/// The views of a list that the actor may use.
pub async fn views(reader: &Reader, list: &str) -> Result<Vec<View>> {
    let rows = reader
        .find::<tables::View>()
        .with(|select| select.filter(view::Column::List.eq(list)).order_by_asc(view::Column::Id).limit(200))
        .all()
        .await?;
    let owners = staff::queries::names(reader, rows.iter().filter_map(|row| row.created_by).collect()).await?;
    Ok(rows.into_iter().map(|row| wire_view(reader, row, &owners)).collect())
}

/// One view.
pub async fn view(reader: &Reader, id: Id<tables::View>) -> Result<View> {
    let row = reader.get(id).await?;
    let owners = staff::queries::names(reader, row.created_by.into_iter().collect()).await?;
    Ok(wire_view(reader, row, &owners))
}

fn wire_view(reader: &Reader, row: view::Model, owners: &[Ref]) -> View {
    use guanxi_kernel::db::Record;
    View {
        mine: tables::View::allows(reader.actor(), Action::Change, &row),
        owner: owners.iter().find(|owner| Some(owner.id) == row.created_by).cloned(),
        id: row.id,
        version: row.version,
        list: row.list,
        name: row.name,
        shared: row.shared,
        pinned: row.pinned,
        is_default: row.is_default,
        filter: row.filter,
        sort: row.sort,
        columns: serde_json::from_value(row.columns).unwrap_or_default(),
    }
}

#[derive(FromQueryResult)]
struct EventRow {
    id: Uuid,
    at: DateTime<Utc>,
    name: String,
    kind: String,
    record_id: Uuid,
    user_id: Option<Uuid>,
    by_job: bool,
    request_id: Uuid,
    data: serde_json::Value,
}

#[derive(FromQueryResult)]
struct ChangeRow {
    event_id: Uuid,
    field: String,
    before: serde_json::Value,
    after: serde_json::Value,
}

/// The audit, newest first.
pub async fn audit(reader: &Reader, search: AuditSearch) -> Result<AuditPage> {
    if !reader.actor().may("event", Action::Read) {
        return Err(Error::Forbidden("you may not read the audit".to_owned()));
    }
    let limit = search.limit.unwrap_or(50).clamp(1, 200);
    let mut sql =
        String::from("SELECT id, at, name, kind, record_id, user_id, by_job, request_id, data FROM events WHERE workspace_id = ?");
    let mut values: Vec<sea_orm::Value> = vec![reader.actor().workspace.into()];
    let mut and = |condition: &str, value: Option<sea_orm::Value>| {
        if let Some(value) = value {
            sql.push_str(condition);
            values.push(value);
        }
    };
    and(" AND user_id = ?", search.user_id.map(Into::into));
    and(" AND record_id = ?", search.record_id.map(Into::into));
    and(" AND name = ?", search.name.filter(|name| !name.is_empty() && !name.contains('\0')).map(Into::into));
    and(" AND id < ?", search.cursor.map(Into::into));
    sql.push_str(" ORDER BY id DESC LIMIT ?");
    values.push(i64::try_from(limit + 1).unwrap_or(201).into());
    let mut rows = EventRow::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(200));
    let next_cursor = rows.last().filter(|_| more).map(|row| row.id);
    let users = staff::queries::names(reader, rows.iter().filter_map(|row| row.user_id).collect()).await?;
    let mut changes = changes(reader, rows.iter().map(|row| row.id).collect()).await?;
    let items = rows
        .into_iter()
        .map(|row| AuditEntry {
            changes: changes.remove(&row.id).unwrap_or_default(),
            user: users.iter().find(|user| Some(user.id) == row.user_id).cloned(),
            id: row.id,
            at: row.at,
            name: row.name,
            kind: row.kind,
            record_id: row.record_id,
            by_job: row.by_job,
            request_id: row.request_id,
            data: row.data,
        })
        .collect();
    Ok(AuditPage { items, next_cursor })
}

async fn changes(reader: &Reader, events: Vec<Uuid>) -> Result<BTreeMap<Uuid, Vec<Change>>> {
    if events.is_empty() {
        return Ok(BTreeMap::new());
    }
    let places = vec!["?"; events.len()].join(", ");
    let sql = format!(
        "SELECT event_id, field, before, after FROM changes WHERE workspace_id = ? AND event_id IN ({places}) ORDER BY event_id, n"
    );
    let values = std::iter::once(reader.actor().workspace.into()).chain(events.into_iter().map(Into::into)).collect();
    let rows = ChangeRow::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    let mut by_event: BTreeMap<Uuid, Vec<Change>> = BTreeMap::new();
    for row in rows {
        by_event.entry(row.event_id).or_default().push(Change { field: row.field, before: row.before, after: row.after });
    }
    Ok(by_event)
}

/// What can be imported under this name.
pub fn importable(app: &App, name: &str) -> Result<Importable> {
    importable_of(app.slices(), name)
}

/// What can be imported under this name, among these capabilities.
pub fn importable_of(slices: &[Slice], name: &str) -> Result<Importable> {
    slices
        .iter()
        .flat_map(|slice| (slice.imports)())
        .find(|importable| importable.name == name)
        .ok_or_else(|| Error::field("/kind", "unknown_choice", "This kind of record cannot be imported."))
}

/// The latest imports.
pub async fn imports(reader: &Reader) -> Result<Vec<Import>> {
    let rows = reader.find::<tables::Import>().with(|select| select.order_by_desc(import::Column::Id).limit(100)).all().await?;
    let people = staff::queries::names(reader, rows.iter().filter_map(|row| row.created_by).collect()).await?;
    Ok(rows.into_iter().map(|row| wire_import(row, &people)).collect())
}

fn wire_import(row: import::Model, people: &[Ref]) -> Import {
    Import {
        by: people.iter().find(|person| Some(person.id) == row.created_by).cloned(),
        mode: row.mode.and_then(|mode| serde_json::from_value(mode.into()).ok()),
        id: row.id,
        version: row.version,
        kind: row.kind,
        file_name: row.file_name,
        state: row.state,
        key: row.key,
        dry_run: row.dry_run,
        job_id: row.job_id,
        created_rows: row.created_rows,
        updated_rows: row.updated_rows,
        unchanged_rows: row.unchanged_rows,
        rejected_rows: row.rejected_rows,
        created_at: row.created_at,
    }
}

/// Where a file is kept.
pub fn import_path(app: &App, row: &import::Model) -> Result<PathBuf> {
    Ok(app.folder(row.workspace_id, "imports")?.join(&row.path))
}

/// How a stored import is read.
#[must_use]
pub fn read_options(row: &import::Model) -> ReadOptions {
    ReadOptions { sheet: row.sheet.clone(), header_row: row.header_row.and_then(|n| u64::try_from(n).ok()), ..ReadOptions::default() }
}

/// The fields of a stored import's columns.
#[must_use]
pub fn mapping(row: &import::Model) -> Mapping {
    serde_json::from_value(row.mapping.clone()).unwrap_or_default()
}

/// What is wrong with a file, as the caller is told.
#[must_use]
pub fn file_error(error: &sheet::SheetError) -> Error {
    let told = FieldError::new("/file", error.code(), error.to_string());
    Error::Invalid(vec![error.params().into_iter().fold(told, |told, (name, value)| told.with(name, value))])
}

/// A file with its first rows and their problems.
pub async fn preview(reader: &Reader, app: &App, id: Id<tables::Import>) -> Result<ImportPreview> {
    let row = reader.get(id).await?;
    let people = staff::queries::names(reader, row.created_by.into_iter().collect()).await?;
    let importable = importable(app, &row.kind)?;
    let path = import_path(app, &row)?;
    let (options, mapping) = (read_options(&row), mapping(&row));
    let read = tokio::task::spawn_blocking(move || look(&path, &options, &mapping, importable));
    let look = read.await.map_err(anyhow::Error::from)?.map_err(|error| file_error(&error))?;
    let (mapping, import) = (self::mapping(&row), wire_import(row, &people));
    Ok(ImportPreview {
        import,
        sheets: look.opened.sheets,
        sheet: look.opened.sheet,
        encoding: look.opened.encoding.map(|encoding| encoding.name().to_owned()),
        header_row: look.opened.header_row.and_then(|n| i64::try_from(n).ok()),
        headers: look.headers,
        fields: (importable.fields)(),
        keys: importable.keys.to_vec(),
        makes_missing: importable.makes_missing,
        mapping,
        rows: look.rows,
        problem_rows: look.problem_rows,
    })
}

struct Look {
    opened: sheet::Opened,
    headers: Vec<String>,
    rows: Vec<PreviewRow>,
    problem_rows: usize,
}

fn look(
    path: &std::path::Path,
    options: &ReadOptions,
    mapping: &Mapping,
    importable: Importable,
) -> std::result::Result<Look, sheet::SheetError> {
    let opened = sheet::inspect_with(path, options)?;
    let source = sheet::rows(path, options)?;
    let headers: Vec<String> = source.header().cells.iter().map(|cell| cell.as_text().into_owned()).collect();
    let fields = (importable.fields)();
    let (mut rows, mut problem_rows) = (Vec::new(), 0);
    for (n, row) in source.take(CHECKED_ROWS).enumerate() {
        let row = row?;
        let problems = problems(&row, mapping, &fields, importable);
        problem_rows += usize::from(!problems.is_empty());
        // The first rows, and after them those that need attention.
        if n < SHOWN_ROWS / 2 || (!problems.is_empty() && rows.len() < SHOWN_ROWS) {
            let cells = row.cells.iter().map(|cell| cell.as_text().chars().take(200).collect()).collect();
            rows.push(PreviewRow { number: row.number, cells, problems });
        }
    }
    Ok(Look { opened, headers, rows, problem_rows })
}

/// What is wrong with a row that can be told without the database.
#[must_use]
pub fn problems(
    row: &sheet::Row,
    mapping: &Mapping,
    fields: &[guanxi_kernel::import::ImportField],
    importable: Importable,
) -> Vec<FieldError> {
    let (values, mut problems) = rules::values(&row.cells, mapping, fields);
    for error in (importable.check)(&values) {
        if !problems.iter().any(|known| known.pointer == error.pointer) {
            problems.push(error);
        }
    }
    problems
}
