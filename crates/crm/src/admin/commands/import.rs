//! Files on their way in: kept, mapped, started, finished.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Reader, Recorded, Tx, dialect::escape_like},
    error::{Error, FieldError, Result, unchanged},
    event::Event,
    http::App,
    id::Id,
    import::{Importable, Mode, Outcome, Plan, SourceRow},
    job::{self, NewJob},
};
use guanxi_sheet::{self as sheet, Format, OutCell, ReadOptions};
use sea_orm::{ConnectionTrait, Set};
use serde_json::json;
use uuid::Uuid;

use super::file::{Arriving, Writing};
use crate::{
    admin::{
        api::{ImportPatch, PreviewRow, StartImport},
        jobs::Counts,
        queries, rules,
        tables::{self, import},
    },
    staff,
    words::Words,
};

/// A file that has arrived, and how it would be read.
pub struct Arrived {
    path: String,
    sheet: Option<String>,
    header_row: Option<i64>,
    headers: Vec<String>,
}

/// Looks at a file in the folder of imports, before any transaction begins: reading may take its time. Of a workbook it takes
/// the sheet whose columns are those of the kind, for the first one often only explains the others.
pub async fn look_at(app: &App, actor: &Actor, kind: &str, path: &str) -> Result<Arrived> {
    let stored = app.folder(actor.workspace, "imports")?.join(path);
    let importable = queries::importable(app, kind)?;
    let fields = importable.fields_of(actor);
    let look = move || -> std::result::Result<Looked, sheet::SheetError> {
        let first = read_headers(&stored, &ReadOptions::default())?;
        let fit = |looked: &Looked| {
            let (mapping, _) = rules::columns(&looked.headers, importable.name, &fields);
            (rules::lacking(&mapping, &fields).is_none(), mapping.len())
        };
        let others = first.others.clone();
        let (mut fits, mut best) = (fit(&first), first);
        for sheet in others.into_iter().take(MOST_SHEETS) {
            if fits.0 {
                break;
            }
            let Ok(found) = read_headers(&stored, &ReadOptions { sheet: Some(sheet), ..ReadOptions::default() }) else { continue };
            if fit(&found) > fits {
                (fits, best) = (fit(&found), found);
            }
        }
        Ok(best)
    };
    Ok(beside(look).await?.of(path.to_owned()))
}

/// Reads a file beside what waits for the network.
async fn beside(look: impl FnOnce() -> std::result::Result<Looked, sheet::SheetError> + Send + 'static) -> Result<Looked> {
    let read = tokio::task::spawn_blocking(look).await.map_err(anyhow::Error::from)?;
    read.map_err(|error| queries::file_error(&error))
}

/// Keeps an uploaded file and guesses what its columns are.
pub async fn import_file(tx: &mut Tx, app: &App, kind: &str, file_name: &str, file: Arrived) -> Result<Recorded<Uuid>> {
    // An export that is recognised says by itself what its rows are.
    let recognised = rules::sources::recognise(&file.headers).and_then(|source| queries::importable(app, source.kind).ok());
    let importable = queries::importable(app, kind)?;
    let importable = recognised.filter(|recognised| tx.actor().may(recognised.object, Action::Create)).unwrap_or(importable);
    let kind = importable.name;
    if !tx.actor().may(importable.object, Action::Create) {
        return Err(Error::Forbidden(format!("you may not create {kind}")));
    }
    let leave = tx.to_create()?;
    let Arrived { path, sheet, header_row, headers } = file;
    let (mapping, source) = rules::columns(&headers, kind, &importable.fields_of(tx.actor()));
    let name: String = file_name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(200).collect();
    let row = import::ActiveModel {
        kind: Set(kind.to_owned()),
        file_name: Set(name),
        path: Set(path),
        sheet: Set(sheet),
        header_row: Set(header_row),
        mapping: Set(json!(mapping)),
        mode: Set(None),
        key: Set(None),
        dry_run: Set(false),
        state: Set("mapping".to_owned()),
        job_id: Set(None),
        created_rows: Set(0),
        updated_rows: Set(0),
        unchanged_rows: Set(0),
        rejected_rows: Set(0),
        source: Set(source.map(str::to_owned)),
        undone_at: Set(None),
        ..Default::default()
    };
    let row = tx.insert::<tables::Import>(leave, row).await?;
    let event =
        Event::new("import.uploaded", "import", row.id).owned_by(tx.actor().user()).with(json!({"kind": kind, "file": row.file_name}));
    Ok(tx.record(event, row.id))
}

/// More sheets are not looked at for the one that is meant.
const MOST_SHEETS: usize = 20;

/// What was read of a file to find its columns.
struct Looked {
    sheet: Option<String>,
    /// The other sheets of the workbook.
    others: Vec<String>,
    header_row: Option<i64>,
    headers: Vec<String>,
}

impl Looked {
    fn of(self, path: String) -> Arrived {
        Arrived { path, sheet: self.sheet, header_row: self.header_row, headers: self.headers }
    }
}

/// Reads what stands in the header row. What the preview would stumble over is told before anything is kept.
fn read_headers(path: &Path, options: &ReadOptions) -> std::result::Result<Looked, sheet::SheetError> {
    let rows = sheet::rows(path, options)?;
    let opened = rows.opened();
    let headers = rows.header().cells.iter().map(|cell| cell.as_text().into_owned()).collect();
    for row in rows.take(queries::CHECKED_ROWS) {
        row?;
    }
    let header_row = opened.header_row.and_then(|n| i64::try_from(n).ok());
    let others = opened.sheets.into_iter().filter(|sheet| opened.sheet.as_ref() != Some(sheet)).collect();
    Ok(Looked { sheet: opened.sheet, others, header_row, headers })
}

/// Looks at a file again when it is to be read from another sheet or header row, before any transaction begins: a large
/// workbook takes its time, and everybody else who writes would wait.
pub async fn look_again(reader: &Reader, app: &App, id: Id<tables::Import>, input: &ImportPatch) -> Result<Option<Arrived>> {
    if input.sheet.is_none() && input.header_row.is_none() {
        return Ok(None);
    }
    let row = reader.get(id).await?;
    let sheet = input.sheet.clone().or_else(|| row.sheet.clone());
    let wanted = input.header_row.and_then(|n| u64::try_from(n).ok());
    let options = ReadOptions { sheet, header_row: wanted, ..ReadOptions::default() };
    let path = queries::import_path(app, &row)?;
    let found = beside(move || read_headers(&path, &options)).await?;
    if input.header_row.is_some() && found.header_row != input.header_row {
        let row = input.header_row.unwrap_or_default();
        let error = FieldError::new("/header_row", "sheet_no_such_header", format!("Row {row} is empty or not there.")).with("row", row);
        return Err(error.into());
    }
    Ok(Some(found.of(row.path)))
}

/// Changes how a file is read. What was found when it was looked at again is guessed anew unless a mapping comes with it.
pub async fn change_import(
    tx: &mut Tx,
    app: &App,
    id: Id<tables::Import>,
    expected: i64,
    input: ImportPatch,
    looked: Option<Arrived>,
) -> Result<Recorded<()>> {
    let row = tx.to_change(id).await?;
    if row.state != "mapping" {
        return Err(Error::conflict("import_started", "This import has been started already."));
    }
    unchanged(expected, row.version, async { Ok(json!({"version": row.version})) }).await?;
    let importable = queries::importable(app, &row.kind)?;
    let mut change = import::ActiveModel::default();
    let mut mapping = input.mapping;
    if let Some(Arrived { sheet, header_row, headers, .. }) = looked {
        (change.sheet, change.header_row) = (Set(sheet), Set(header_row));
        let (found, source) = rules::columns(&headers, importable.name, &importable.fields_of(tx.actor()));
        change.source = Set(source.map(str::to_owned));
        mapping = mapping.or(Some(found));
    }
    if let Some(mapping) = mapping {
        check_mapping(tx.actor(), &mapping, importable)?;
        change.mapping = Set(json!(mapping));
    }
    let row = tx.update::<tables::Import>(row, change).await?;
    Ok(tx.record(Event::new("import.mapped", "import", row.id).owned_by(row.created_by), ()))
}

fn check_mapping(actor: &Actor, mapping: &rules::Mapping, importable: guanxi_kernel::import::Importable) -> Result<()> {
    let (fields, all) = (importable.fields_of(actor), (importable.fields)());
    let mut errors = Vec::new();
    for (column, key) in mapping {
        let is_withheld = all.iter().any(|field| field.key == *key) && !fields.iter().any(|field| field.key == *key);
        if is_withheld {
            let detail = "Only administrators bring in who made a record elsewhere, and when.";
            errors.push(FieldError::new(format!("/mapping/{column}"), "origin_withheld", detail));
            continue;
        }
        let known = fields.iter().any(|field| field.key == *key);
        if !known || column.parse::<usize>().is_err() {
            errors.push(FieldError::new(
                format!("/mapping/{column}"),
                "unknown_field",
                format!("“{key}” is not a field of {}.", importable.name),
            ));
        }
        if mapping.values().filter(|other| *other == key).count() > 1 {
            errors.push(FieldError::new(format!("/mapping/{column}"), "twice", "Two columns are mapped to the same field."));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Queues the import as a job with the rights of the one who starts it.
pub async fn start_import(tx: &mut Tx, app: &App, id: Id<tables::Import>, input: &StartImport) -> Result<Recorded<Uuid>> {
    let row = tx.to_change(id).await?;
    let is_running = match row.job_id {
        Some(job) if row.state == "running" => !job::is_over(tx.reader(), job).await?,
        _ => false,
    };
    if is_running || (row.state == "done" && !row.dry_run) {
        return Err(Error::conflict("import_started", "This import has been started already."));
    }
    let importable = queries::importable(app, &row.kind)?;
    if let Some(key) = &input.key
        && !importable.keys.contains(&key.as_str())
    {
        return Err(Error::field("/key", "unknown_choice", format!("This is one of: {}.", importable.keys.join(", "))));
    }
    if input.mode != Mode::Create && input.key.is_none() {
        return Err(Error::field("/key", "required", "Say by which field a row finds its record."));
    }
    let mapping = queries::mapping(&row);
    if let Some(missing) = input.key.iter().find(|key| !mapping.values().any(|mapped| mapped == *key)) {
        return Err(Error::field("/key", "not_mapped", format!("No column is mapped to “{missing}”.")));
    }
    if let Some(missing) = rules::lacking(&mapping, &importable.fields_of(tx.actor()))
        && input.mode != Mode::Update
    {
        return Err(Error::field("/mapping", "required", format!("Map a column to “{}” first.", missing.key)));
    }
    let plan = Plan {
        mode: input.mode,
        key: input.key.clone(),
        dry_run: input.dry_run,
        import: Some(row.id),
        make_missing: input.make_missing && queries::may_make_missing(tx.actor(), &importable),
        refuse_duplicates: input.refuse_duplicates,
    };
    // What was cancelled or has failed goes on behind the rows that are in already.
    let from = match row.job_id {
        Some(job) if row.state == "running" && !row.dry_run && !plan.dry_run => job::checkpoint_of(tx.reader(), job).await?,
        _ => None,
    };
    let job = NewJob::new("import.run", json!({"import": row.id, "plan": plan})).on_behalf_of(tx.actor().user());
    let job = tx.queue(job.from_checkpoint(from));
    let mode = serde_json::to_value(input.mode)?.as_str().map(str::to_owned);
    let change = import::ActiveModel {
        mode: Set(mode),
        key: Set(input.key.clone()),
        dry_run: Set(input.dry_run),
        state: Set("running".to_owned()),
        job_id: Set(Some(job)),
        created_rows: Set(0),
        updated_rows: Set(0),
        unchanged_rows: Set(0),
        rejected_rows: Set(0),
        ..Default::default()
    };
    let row = tx.update::<tables::Import>(row, change).await?;
    let event = Event::new("import.started", "import", row.id).owned_by(row.created_by).with(json!({"plan": plan}));
    Ok(tx.record(event, job))
}

/// A row that was not taken.
pub(in crate::admin) struct Reject {
    /// As the file counts.
    pub number: u64,
    /// The cells as text.
    pub cells: Vec<String>,
    /// Why.
    pub errors: Vec<FieldError>,
}

/// Keeps rows that were not taken, for the workbook.
pub(in crate::admin) async fn keep_rejects(tx: &Tx, import: Uuid, rejects: &[Reject]) -> Result<()> {
    let reader = tx.reader();
    for chunk in rejects.chunks(200) {
        let places = vec!["(?, ?, ?, ?, ?)"; chunk.len()].join(", ");
        let sql = format!(
            "INSERT INTO import_rejects (workspace_id, import_id, number, cells, errors) VALUES {places} ON CONFLICT (workspace_id, import_id, number) DO NOTHING"
        );
        let mut values: Vec<sea_orm::Value> = Vec::with_capacity(chunk.len() * 5);
        for reject in chunk {
            let number = i64::try_from(reject.number).unwrap_or(i64::MAX);
            values.extend([
                reader.actor().workspace.into(),
                import.into(),
                number.into(),
                json!(reject.cells).into(),
                json!(reject.errors).into(),
            ]);
        }
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

/// Forgets the refused rows of imports that were brought before this, at most so many at once. Returns how many rows.
pub(in crate::admin) async fn forget_rejects(tx: &Tx, brought_before: DateTime<Utc>, limit: i64) -> Result<u64> {
    let sql = "DELETE FROM import_rejects WHERE workspace_id = ? AND (import_id, number) IN \
               (SELECT r.import_id, r.number FROM imports i JOIN import_rejects r ON r.workspace_id = i.workspace_id AND r.import_id = i.id \
               WHERE i.workspace_id = ? AND i.created_at < ? LIMIT ?)";
    let workspace = tx.actor().workspace;
    let values = vec![workspace.into(), workspace.into(), brought_before.into(), limit.into()];
    Ok(tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?.rows_affected())
}

/// Forgets refused rows that hold one of these words, such as the name or the number of somebody who is to be forgotten.
/// Returns how many.
pub async fn erase_rejects(tx: &Tx, words: &[&str]) -> Result<u64> {
    let mut forgotten = 0;
    for word in words {
        // Refused rows are kept for a few weeks only, so that all of them can be looked through.
        let sql = "DELETE FROM import_rejects WHERE workspace_id = ? AND CAST(cells AS TEXT) LIKE ? ESCAPE '!'";
        let values = vec![tx.actor().workspace.into(), format!("%{}%", escape_like(word)).into()];
        forgotten += tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?.rows_affected();
    }
    Ok(forgotten)
}

/// Forgets refused rows of one import, at most so many at once. Returns how many rows.
pub(in crate::admin) async fn forget_rejects_of(tx: &Tx, import: Uuid, limit: i64) -> Result<u64> {
    let sql = "DELETE FROM import_rejects WHERE workspace_id = ? AND import_id = ? AND number IN \
               (SELECT number FROM import_rejects WHERE workspace_id = ? AND import_id = ? ORDER BY number LIMIT ?)";
    let workspace = tx.actor().workspace;
    let values = vec![workspace.into(), import.into(), workspace.into(), import.into(), limit.into()];
    Ok(tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?.rows_affected())
}

/// Notes what became of an import.
pub(in crate::admin) async fn finish_import(tx: &mut Tx, id: Id<tables::Import>, counts: Counts) -> Result<Recorded<()>> {
    let row = tx.to_change(id).await?;
    let change = import::ActiveModel {
        state: Set("done".to_owned()),
        created_rows: Set(counts.created),
        updated_rows: Set(counts.updated),
        unchanged_rows: Set(counts.unchanged),
        rejected_rows: Set(counts.rejected),
        ..Default::default()
    };
    let row = tx.update::<tables::Import>(row, change).await?;
    Ok(tx.record(Event::new("import.finished", "import", row.id).owned_by(row.created_by).with(json!(counts)), ()))
}

/// Closes an import that has been undone: one that was stopped half-way does not go on.
pub async fn close_import(tx: &mut Tx, id: Id<tables::Import>) -> Result<()> {
    let row = tx.to_change(id).await?;
    let change = import::ActiveModel { state: Set("done".to_owned()), undone_at: Set(Some(tx.now())), ..Default::default() };
    tx.update::<tables::Import>(row, change).await?;
    Ok(())
}

/// A file that was made, and what it is called where it is taken to.
pub struct Made {
    /// Where it is.
    pub path: PathBuf,
    /// Its name for people.
    pub name: String,
}

/// The rows that were not taken, as a workbook in the language of the one who asks: the file's own columns, the row's
/// number in front, the reason behind.
pub async fn rejected_workbook(reader: &Reader, app: &App, id: Id<tables::Import>) -> Result<Made> {
    let row = reader.get(id).await?;
    let importable = queries::importable(app, &row.kind)?;
    let words = Words::of(&staff::queries::locale(reader).await?);
    let (path, options) = (queries::import_path(app, &row)?, queries::read_options(&row));
    let Looked { headers, .. } = beside(move || read_headers(&path, &options)).await?;
    let folder = app.folder(row.workspace_id, "exports")?;
    // Two may ask at once: each writes a file of its own, and the last one stays.
    let path = folder.join(format!("rejected-{}.xlsx", row.id));
    let arriving = Arriving::at(folder.join(format!("{}.part", Uuid::now_v7())));
    let fields = importable.fields_of(reader.actor());
    let say = |key: &str| words.say(key, &[]);
    let mut titles = vec![say("admin:import.row_number")];
    titles.extend(headers.iter().cloned());
    titles.push(say("admin:import.reason"));
    let writing = Writing::begin(arriving.path().to_owned(), Format::Xlsx, say("admin:import.count.rejected"), titles);
    let mut after = -1_i64;
    loop {
        let rejects = queries::rejects(reader, row.id, after, 1000).await?;
        let Some(last) = rejects.last() else { break };
        after = last.number.cast_signed();
        let cells = |reject: PreviewRow| {
            let reason = reject.problems.iter().map(|error| words.refusal(importable, &fields, error)).collect::<Vec<_>>().join("\n");
            let mut out = vec![OutCell::Integer(reject.number.cast_signed())];
            out.extend((0..headers.len()).map(|n| reject.cells.get(n).map_or(OutCell::Empty, |cell| OutCell::from(cell.as_str()))));
            out.push(OutCell::Text(reason));
            out
        };
        if !writing.put(rejects.into_iter().map(cells).collect()).await {
            break;
        }
    }
    writing.finish().await?;
    tokio::fs::rename(arriving.path(), &path).await.map_err(|error| anyhow::anyhow!("the workbook could not be put in place: {error}"))?;
    arriving.stays();
    let stem = Path::new(&row.file_name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(&row.kind);
    let name = words.say("admin:import.rejected_file", &[("file", stem)]);
    Ok(Made { path, name: format!("{name}.xlsx") })
}

/// Writes rows once the records that they call are found; a row that calls none, or several, is refused.
pub(in crate::admin) async fn write_rows(
    tx: &mut Tx,
    app: &App,
    importable: &Importable,
    plan: &Plan,
    mut rows: Vec<SourceRow>,
) -> Result<Vec<Outcome>> {
    let wrong = queries::refer(tx.reader(), app, importable.name, &mut rows).await?;
    let good = rows.into_iter().zip(&wrong).filter(|(_, wrong)| wrong.is_empty()).map(|(row, _)| row).collect();
    let mut written = (importable.write)(tx, plan, good).await?.into_iter();
    let outcome = |wrong: Vec<FieldError>| if wrong.is_empty() { written.next() } else { Some(Outcome::Rejected(wrong)) };
    Ok(wrong.into_iter().filter_map(outcome).collect())
}
