//! How a file would be read, and what became of the rows that were not taken.

use std::collections::BTreeSet;

use guanxi_kernel::{
    actor::Actor,
    db::Reader,
    error::{FieldError, Result},
    http::App,
    id::Id,
    import::{ImportField, Importable, SourceRow},
};
use guanxi_sheet::{self as sheet, ReadOptions};
use sea_orm::FromQueryResult;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    super::{
        api::{ImportPreview, PreviewRow, RefusedRow},
        rules::{self, Mapping},
        tables,
    },
    called::{as_if_found, refer},
    file_error, import_path, importable, mapping, may_make_missing, read_options, wire_import,
};
use crate::staff;

/// How many rows are looked through for problems before anything is written.
pub(in crate::admin) const CHECKED_ROWS: usize = 500;
/// How many of them are shown.
const SHOWN_ROWS: usize = 30;
/// As many refused rows are shown with the result of an import; the workbook has all.
const SHOWN_REFUSALS: i64 = 100;

/// A file with its first rows, their problems and what in them matches nothing.
pub async fn preview(reader: &Reader, app: &App, id: Id<tables::Import>) -> Result<ImportPreview> {
    let row = reader.get(id).await?;
    let people = staff::queries::names(reader, row.created_by.into_iter().collect()).await?;
    let importable = importable(app, &row.kind)?;
    let path = import_path(app, &row)?;
    let (options, mapping, source) = (read_options(&row), mapping(&row), row.source.clone());
    let actor = reader.actor().clone();
    let read = tokio::task::spawn_blocking(move || look(&actor, &path, &options, &mapping, source.as_deref(), importable));
    let mut look = read.await.map_err(anyhow::Error::from)?.map_err(|error| file_error(&error))?;
    for (row, wrong) in look.rows.iter_mut().zip(refer(reader, app, importable.name, &mut look.sources).await?) {
        row.problems.extend(wrong);
    }
    let notices = (importable.look)(reader, &look.sources).await?;
    let lacking = |key: &&str| look.sources.iter().filter(|row| !row.values.contains_key(*key)).count();
    let keyless_rows = importable.keys.iter().map(|key| (*key, lacking(key))).collect();
    let checked_rows = look.rows.len();
    let problem_rows = look.rows.iter().filter(|row| !row.problems.is_empty()).count();
    let mut told = BTreeSet::new();
    let rows: Vec<PreviewRow> = look.rows.into_iter().zip(notices).map(|(row, notices)| noted(row, notices, &mut told)).collect();
    let notice_rows = rows.iter().filter(|row| !row.notices.is_empty()).count();
    let (mapping, import) = (self::mapping(&row), wire_import(row, &people));
    let withheld = rules::withheld(&look.headers, &(importable.fields)(), &importable.fields_of(reader.actor()));
    let refused = refusals(reader, id.uuid(), SHOWN_REFUSALS).await?;
    Ok(ImportPreview {
        import,
        sheets: look.opened.sheets,
        sheet: look.opened.sheet,
        encoding: look.opened.encoding.map(|encoding| encoding.name().to_owned()),
        header_row: look.opened.header_row.and_then(|n| i64::try_from(n).ok()),
        headers: look.headers,
        fields: importable.fields_of(reader.actor()),
        keys: importable.keys.to_vec(),
        updates_by: importable.updates_by.to_vec(),
        makes_missing: may_make_missing(reader.actor(), &importable),
        withheld,
        mapping,
        rows: shown(rows),
        checked_rows,
        keyless_rows,
        problem_rows,
        notice_rows,
        refused,
    })
}

/// Rows of an import that were not taken, in the order of the file, from the one after `after` on.
pub(in crate::admin) async fn rejects(reader: &Reader, import: Uuid, after: i64, most: i64) -> Result<Vec<PreviewRow>> {
    #[derive(FromQueryResult)]
    struct RejectRow {
        number: i64,
        cells: Value,
        errors: Value,
    }
    let sql =
        "SELECT number, cells, errors FROM import_rejects WHERE workspace_id = ? AND import_id = ? AND number > ? ORDER BY number LIMIT ?";
    let values = vec![reader.actor().workspace.into(), import.into(), after.into(), most.into()];
    let rows = RejectRow::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    let told = |row: RejectRow| PreviewRow {
        number: row.number.unsigned_abs(),
        cells: serde_json::from_value(row.cells).unwrap_or_default(),
        problems: serde_json::from_value(row.errors).unwrap_or_default(),
        notices: Vec::new(),
    };
    Ok(rows.into_iter().map(told).collect())
}

/// The numbers of the first of them and why, without their cells, which may be long.
async fn refusals(reader: &Reader, import: Uuid, most: i64) -> Result<Vec<RefusedRow>> {
    #[derive(FromQueryResult)]
    struct Refusal {
        number: i64,
        errors: Value,
    }
    let sql = "SELECT number, errors FROM import_rejects WHERE workspace_id = ? AND import_id = ? ORDER BY number LIMIT ?";
    let values = vec![reader.actor().workspace.into(), import.into(), most.into()];
    let rows = Refusal::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    let told =
        |row: Refusal| RefusedRow { number: row.number.unsigned_abs(), problems: serde_json::from_value(row.errors).unwrap_or_default() };
    Ok(rows.into_iter().map(told).collect())
}

/// A row with its notices, but for those that an earlier row was told of; of a field that is wrong there is no more to say.
fn noted(row: PreviewRow, notices: Vec<FieldError>, told: &mut BTreeSet<String>) -> PreviewRow {
    let is_wrong = |notice: &FieldError| row.problems.iter().any(|known| known.pointer == notice.pointer);
    let notices = notices.into_iter().filter(|notice| !is_wrong(notice) && told.insert(json!(notice).to_string())).collect();
    PreviewRow { notices, ..row }
}

/// The first rows, and after them those that need attention: wrong ones before noted ones, in the order of the file.
fn shown(rows: Vec<PreviewRow>) -> Vec<PreviewRow> {
    let (mut shown, rest): (Vec<_>, Vec<_>) = rows.into_iter().enumerate().partition(|(n, _)| *n < SHOWN_ROWS / 2);
    let (wrong, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(_, row)| !row.problems.is_empty());
    let noted = rest.into_iter().filter(|(_, row)| !row.notices.is_empty());
    shown.extend(wrong.into_iter().chain(noted).take(SHOWN_ROWS / 2));
    shown.sort_by_key(|(n, _)| *n);
    shown.into_iter().map(|(_, row)| row).collect()
}

struct Look {
    opened: sheet::Opened,
    headers: Vec<String>,
    /// The rows as they are shown, their notices still missing.
    rows: Vec<PreviewRow>,
    /// The same rows as they would be written.
    sources: Vec<SourceRow>,
}

fn look(
    actor: &Actor,
    path: &std::path::Path,
    options: &ReadOptions,
    mapping: &Mapping,
    system: Option<&str>,
    importable: Importable,
) -> std::result::Result<Look, sheet::SheetError> {
    let source = sheet::rows(path, options)?;
    let opened = source.opened();
    let headers: Vec<String> = source.header().cells.iter().map(|cell| cell.as_text().into_owned()).collect();
    let fields = importable.fields_of(actor);
    let (mut rows, mut sources) = (Vec::new(), Vec::new());
    for row in source.take(CHECKED_ROWS) {
        let row = row?;
        let (values, problems) = checked(actor, &row, mapping, system, &fields, importable);
        let cells = row.cells.iter().map(|cell| cell.as_text().chars().take(200).collect()).collect();
        rows.push(PreviewRow { number: row.number, cells, problems, notices: Vec::new() });
        sources.push(SourceRow { number: row.number, values });
    }
    Ok(Look { opened, headers, rows, sources })
}

/// The values of a row, and what is wrong with it that can be told without the database.
fn checked(
    actor: &Actor,
    row: &sheet::Row,
    mapping: &Mapping,
    system: Option<&str>,
    fields: &[ImportField],
    importable: Importable,
) -> (Map<String, Value>, Vec<FieldError>) {
    let (mut values, mut problems) = rules::values(&row.cells, mapping, fields);
    rules::tell_source(&mut values, system, fields);
    for error in (importable.check)(actor, &as_if_found(actor, importable.name, &values)) {
        if !problems.iter().any(|known| known.pointer == error.pointer) {
            problems.push(error);
        }
    }
    (values, problems)
}
