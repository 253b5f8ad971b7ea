//! Every read of admin.

mod called;
mod preview;

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    path::PathBuf,
    pin::Pin,
};

use chrono::{DateTime, Days, Duration, Utc};
use guanxi_kernel::{
    actor::{Action, Actor},
    check::Check,
    clock::day_start,
    db::Reader,
    error::{Error, FieldError, Result},
    event::{self, Change, first_id_of},
    http::App,
    id::Id,
    import::Importable,
    job::{self, Job},
    parameter::Parameter as Registered,
    slice::Slice,
};
use guanxi_sheet::{self as sheet, ReadOptions};
use sea_orm::{
    ColumnTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{CaseStatement, SimpleExpr},
};
use serde_json::Value;
use uuid::Uuid;

pub use self::preview::preview;
pub(super) use self::{
    called::refer,
    preview::{CHECKED_ROWS, rejects},
};
use super::{
    api::{
        AuditEntry, AuditPage, AuditSearch, Export, ExportPage, HistoryPage, Import, ImportPage, JobPage, JobSearch, LoggedJob, NewExport,
        Parameter, View,
    },
    rules::{self, Mapping},
    tables::{self, import, view},
};
use crate::staff::{self, api::Ref};

/// The register with the values of this workspace, for those who may read it.
pub async fn parameters(reader: &Reader, app: &App) -> Result<Vec<Parameter>> {
    if !reader.actor().may("parameter", Action::Read) {
        return Err(Error::Forbidden("you may not read the parameters".to_owned()));
    }
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
        kind: parameter.kind,
        value: parameter.kind.wire(value),
        default: parameter.kind.wire(parameter.default),
        min: parameter.kind.wire(parameter.min),
        max: parameter.kind.wire(parameter.max),
        unit: parameter.unit,
        source: parameter.source,
        about: parameter.about,
        changed: value != parameter.default,
    }
}

/// How many views of a list somebody is shown.
const MOST_VIEWS: u64 = 200;

/// The views of a list that the actor may use: one's own before the others, the newest first.
pub async fn views(reader: &Reader, list: &str) -> Result<Vec<View>> {
    let me = reader.actor().user().unwrap_or_default();
    let is_others: SimpleExpr = CaseStatement::new().case(view::Column::CreatedBy.eq(me), 0).finally(1).into();
    let rows = reader
        .find::<tables::View>()
        .with(|select| {
            let select = select.filter(view::Column::List.eq(list)).order_by(is_others, Order::Asc);
            select.order_by_desc(view::Column::Id).limit(MOST_VIEWS)
        })
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
    about_id: Option<Uuid>,
    user_id: Option<Uuid>,
    by_job: bool,
    request_id: Uuid,
    data: serde_json::Value,
}

/// How far an event's id may be from its instant: a transaction lasts a while, and a clock is put right.
const APART: Duration = Duration::hours(1);

/// The audit, newest first.
pub async fn audit(reader: &Reader, app: &App, search: AuditSearch) -> Result<AuditPage> {
    if !reader.actor().may("event", Action::Read) {
        return Err(Error::Forbidden("you may not read the audit".to_owned()));
    }
    let limit = search.limit.unwrap_or(50).clamp(1, 200);
    let (from, to) = span(reader, &search)?;
    let mut sql = String::from(
        "SELECT id, at, name, kind, record_id, about_id, user_id, by_job, request_id, data FROM events WHERE workspace_id = ?",
    );
    let mut values: Vec<sea_orm::Value> = vec![reader.actor().workspace.into()];
    let mut and = |condition: &str, value: Option<sea_orm::Value>| {
        if let Some(value) = value {
            sql.push_str(condition);
            values.push(value);
        }
    };
    let word = |word: Option<String>| word.filter(|word| !word.is_empty() && !word.contains('\0')).map(Into::into);
    and(" AND user_id = ?", search.user_id.map(Into::into));
    and(" AND record_id = ?", search.record_id.map(Into::into));
    and(" AND kind = ?", word(search.kind));
    match word(search.name) {
        None => app.slices().iter().flat_map(|slice| slice.steps).for_each(|step| and(" AND name <> ?", Some((*step).into()))),
        name => and(" AND name = ?", name),
    }
    // The order is that of ids: by them the span of time is entered, whatever else is asked.
    and(" AND id >= ?", from.map(|from| first_id_of(from - APART).into()));
    and(" AND at >= ?", from.map(Into::into));
    and(" AND id < ?", to.map(|to| first_id_of(to + APART).into()));
    and(" AND at < ?", to.map(Into::into));
    and(" AND id < ?", search.cursor.map(Into::into));
    sql.push_str(" ORDER BY id DESC LIMIT ?");
    values.push(i64::try_from(limit + 1).unwrap_or(201).into());
    let mut rows = EventRow::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(200));
    let next_cursor = rows.last().filter(|_| more).map(|row| row.id);
    let users = staff::queries::names(reader, rows.iter().filter_map(|row| row.user_id).collect()).await?;
    let mut changes = event::changes(reader, rows.iter().map(|row| row.id).collect(), None).await?;
    let names = titles(reader, app, &rows, &changes).await?;
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
            about_id: row.about_id,
            by_job: row.by_job,
            request_id: row.request_id,
            data: row.data,
        })
        .collect();
    Ok(AuditPage { items, names, next_cursor })
}

/// The instants at which the days that are asked for begin and have ended.
fn span(reader: &Reader, search: &AuditSearch) -> Result<(Option<DateTime<Utc>>, Option<DateTime<Utc>>)> {
    let mut check = Check::new();
    let from = search.from.map(|day| check.day("/from", day));
    let to = search.to.map(|day| check.day("/to", day));
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        check.wrong("/to", "before_the_first", "The last day is before the first.");
    }
    check.done()?;
    let zone = reader.actor().zone;
    Ok((from.map(|day| day_start(zone, day)), to.map(|day| day_start(zone, day + Days::new(1)))))
}

/// What the records on a page of the audit are called. What is named in changes and facts may be of any kind.
async fn titles(reader: &Reader, app: &App, rows: &[EventRow], changes: &BTreeMap<Uuid, Vec<Change>>) -> Result<BTreeMap<Uuid, String>> {
    let mut loose: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.about_id).collect();
    for value in changes.values().flatten().flat_map(|change| [&change.before, &change.after]).chain(rows.iter().map(|row| &row.data)) {
        event::gather_ids(value, &mut loose);
    }
    let known: Vec<(&str, Uuid)> = rows.iter().map(|row| (row.kind.as_str(), row.record_id)).collect();
    event::titles(reader, app.slices(), &known, &loose).await
}

/// The names of views that the actor may use.
pub fn view_names(reader: &Reader, ids: Vec<Uuid>) -> Pin<Box<dyn Future<Output = Result<Vec<(Uuid, String)>>> + Send + '_>> {
    Box::pin(async move {
        let rows = reader.find::<tables::View>().with_ids(ids).all().await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    })
}

/// The files of imports that the actor may see.
pub fn import_names(reader: &Reader, ids: Vec<Uuid>) -> Pin<Box<dyn Future<Output = Result<Vec<(Uuid, String)>>> + Send + '_>> {
    Box::pin(async move {
        let rows = reader.find::<tables::Import>().with_ids(ids).all().await?;
        Ok(rows.into_iter().map(|row| (row.id, row.file_name)).collect())
    })
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

/// The job log, newest first.
pub async fn jobs(reader: &Reader, search: JobSearch) -> Result<JobPage> {
    let kind = search.kind.filter(|kind| !kind.contains('\0'));
    let log = job::log(reader, kind.as_deref(), search.state, search.cursor, search.limit.unwrap_or(50).clamp(1, 100)).await?;
    let people = askers(reader, &log).await?;
    let items = log.jobs.into_iter().map(|logged| LoggedJob { by: Ref::among(&people, logged.user), job: logged.job }).collect();
    Ok(JobPage { items, next_cursor: log.next })
}

async fn askers(reader: &Reader, log: &job::Log) -> Result<Vec<Ref>> {
    let ids: BTreeSet<Uuid> = log.jobs.iter().filter_map(|logged| logged.user).collect();
    staff::queries::names(reader, ids.into_iter().collect()).await
}

/// What was written to files and for whom, newest first.
pub async fn exports(reader: &Reader, app: &App, page: &HistoryPage) -> Result<ExportPage> {
    let log = job::log(reader, Some("export.run"), None, page.cursor, page.limit()).await?;
    let people = askers(reader, &log).await?;
    let ids: Vec<Uuid> = log.jobs.iter().map(|logged| logged.job.id).collect();
    let mut asked = job::payloads(reader, &ids).await?;
    let kept = kept_files(app, reader.actor().workspace).await?;
    let mut items = Vec::with_capacity(log.jobs.len());
    for job::Logged { job, user } in log.jobs {
        // A payload that an earlier version wrote otherwise has nothing to tell.
        let Some(Ok(export)) = asked.remove(&job.id).map(serde_json::from_value::<NewExport>) else { continue };
        items.push(wire_export(job, export, Ref::among(&people, user), &kept));
    }
    Ok(ExportPage { items, next_cursor: log.next })
}

/// The names of the files of exports that are still there.
async fn kept_files(app: &App, workspace: Uuid) -> Result<BTreeSet<String>> {
    let folder = app.folder(workspace, "exports")?;
    let look = move || -> std::io::Result<BTreeSet<String>> {
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    };
    Ok(tokio::task::spawn_blocking(look).await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?)
}

fn wire_export(job: Job, export: NewExport, by: Option<Ref>, kept: &BTreeSet<String>) -> Export {
    let told = |key: &str| job.result.as_ref().and_then(|result| result.get(key));
    let text = |key: &str| told(key).and_then(Value::as_str).map(str::to_owned);
    Export {
        rows: told("rows").and_then(Value::as_i64),
        name: text("name"),
        file: text("file").filter(|_| kept.contains(&rules::stored_as(job.id, export.format))),
        id: job.id,
        state: job.state,
        list: export.list,
        filter: export.filter,
        q: export.q,
        sort: export.sort,
        ticked: export.ids.map(|ids| ids.len()),
        title: export.title,
        format: export.format,
        by,
        created_at: job.created_at,
        finished_at: job.finished_at,
        error: job.error,
    }
}

/// The imports, newest first.
pub async fn imports(reader: &Reader, page: &HistoryPage) -> Result<ImportPage> {
    let limit = page.limit();
    let older = |select: Select<import::Entity>| match page.cursor {
        Some(cursor) => select.filter(import::Column::Id.lt(cursor)),
        None => select,
    };
    let newest = reader.find::<tables::Import>().with(|select| older(select).order_by_desc(import::Column::Id).limit(limit + 1));
    let mut rows = newest.all().await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(100));
    let next_cursor = rows.last().filter(|_| more).map(|row| row.id);
    let people = staff::queries::names(reader, rows.iter().filter_map(|row| row.created_by).collect()).await?;
    Ok(ImportPage { items: rows.into_iter().map(|row| wire_import(row, &people)).collect(), next_cursor })
}

fn wire_import(row: import::Model, people: &[Ref]) -> Import {
    Import {
        by: Ref::among(people, row.created_by),
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
        source: row.source,
        undone_at: row.undone_at,
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
    let pointer = match error {
        sheet::SheetError::NoSuchHeader { .. } => "/header_row",
        sheet::SheetError::NoSuchSheet { .. } => "/sheet",
        _ => "/file",
    };
    let told = FieldError::new(pointer, error.code(), error.to_string());
    Error::Invalid(vec![error.params().into_iter().fold(told, |told, (name, value)| told.with(name, value))])
}

/// Whether this actor may have the records made to which rows belong and that are missing.
pub(in crate::admin) fn may_make_missing(actor: &Actor, importable: &Importable) -> bool {
    importable.makes_missing.is_some_and(|object| actor.may(object, Action::Create))
}

/// Whether one of these imports has brought records of a kind, by its name in files.
pub async fn brought(reader: &Reader, imports: &[Uuid], kind: &str) -> Result<bool> {
    let of_kind = reader.in_workspace::<tables::Import>().with_ids(imports.iter().copied());
    let brought = sea_orm::Condition::any().add(import::Column::CreatedRows.gt(0)).add(import::Column::UpdatedRows.gt(0));
    of_kind
        .with(|select| select.filter(import::Column::Kind.eq(kind)).filter(import::Column::DryRun.eq(false)).filter(brought))
        .exists()
        .await
}
