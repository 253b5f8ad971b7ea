//! The wire of admin.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use guanxi_kernel::{
    error::FieldError,
    event::Change,
    http::maybe,
    import::{ImportField, Mode},
    job::{Failure, Job, JobState},
    parameter::Kind,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::staff::api::Ref;

/// A change of the workspace.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkspacePatch {
    /// The company's name.
    #[schema(max_length = 100)]
    pub name: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
}

/// A parameter with its value here.
#[derive(Debug, Serialize, ToSchema)]
pub struct Parameter {
    /// The key.
    pub key: &'static str,
    /// What the value is; decides how it is written and shown.
    pub kind: Kind,
    /// The value in this workspace.
    #[schema(value_type = ParameterValue)]
    pub value: serde_json::Value,
    /// The value when nobody has changed it.
    #[schema(value_type = ParameterValue)]
    pub default: serde_json::Value,
    /// The least value.
    #[schema(value_type = ParameterValue)]
    pub min: serde_json::Value,
    /// The greatest value.
    #[schema(value_type = ParameterValue)]
    pub max: serde_json::Value,
    /// The unit.
    pub unit: &'static str,
    /// Where the default comes from.
    pub source: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Whether somebody has changed it.
    pub changed: bool,
}

/// A value as its kind writes it: a whole number for `integer` and `ratio` (in basis points), `08:00` for `time`, `true` for
/// `switch`.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum ParameterValue {
    /// A whole number.
    Number(i64),
    /// A time of day.
    Time(String),
    /// Yes or no.
    Switch(bool),
}

/// A new value.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewValue {
    /// The value, as the parameter's kind writes it.
    #[schema(value_type = ParameterValue)]
    pub value: serde_json::Value,
}

/// A saved view.
#[derive(Debug, Serialize, ToSchema)]
pub struct View {
    /// The view.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// Of which list.
    pub list: String,
    /// Its name.
    pub name: String,
    /// `private`, `team` or `everyone`.
    pub shared: String,
    /// Whether it stands among the tabs.
    pub pinned: bool,
    /// Whether the list opens with it.
    pub is_default: bool,
    /// The filter.
    #[schema(value_type = Option<Object>)]
    pub filter: Option<serde_json::Value>,
    /// The sort.
    pub sort: Option<String>,
    /// The columns.
    pub columns: Vec<String>,
    /// Whose it is.
    pub owner: Option<Ref>,
    /// Whether the caller may change it.
    pub mine: bool,
}

/// A new view.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewView {
    /// Of which list.
    pub list: String,
    /// Its name.
    #[schema(max_length = 60)]
    pub name: String,
    /// `private` when absent.
    #[serde(default)]
    pub shared: Option<String>,
    /// Whether it stands among the tabs.
    #[serde(default)]
    pub pinned: bool,
    /// Whether the list opens with it.
    #[serde(default)]
    pub is_default: bool,
    /// The filter.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub filter: Option<serde_json::Value>,
    /// The sort.
    #[serde(default)]
    pub sort: Option<String>,
    /// The columns; the list's own when empty.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// A change of a view.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of NewView")]
pub struct ViewPatch {
    pub name: Option<String>,
    pub shared: Option<String>,
    pub pinned: Option<bool>,
    pub is_default: Option<bool>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<Object>)]
    pub filter: Option<Option<serde_json::Value>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub sort: Option<Option<String>>,
    pub columns: Option<Vec<String>>,
}

/// Something that happened, for the audit.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntry {
    /// The event.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// What, such as `account.changed`.
    pub name: String,
    /// To a record of which kind.
    pub kind: String,
    /// To which record; what it is called stands in the page's `names`.
    pub record_id: Uuid,
    /// The record on whose page it also belongs, such as the customer of an order.
    pub about_id: Option<Uuid>,
    /// Who did it.
    pub user: Option<Ref>,
    /// Whether a job did it.
    pub by_job: bool,
    /// The request or job run it belongs to.
    pub request_id: Uuid,
    /// Facts.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
    /// The fields that changed.
    pub changes: Vec<Change>,
}

/// A page of the audit, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditPage {
    /// The entries.
    pub items: Vec<AuditEntry>,
    /// What the records are called whose ids stand in the entries and their changes; only those that the caller may see.
    pub names: BTreeMap<Uuid, String>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<Uuid>,
}

/// Which entries of the audit.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AuditSearch {
    /// By whom.
    pub user_id: Option<Uuid>,
    /// About records of which kind, such as `account`.
    pub kind: Option<String>,
    /// About which record.
    pub record_id: Option<Uuid>,
    /// What, such as `account.changed`.
    pub name: Option<String>,
    /// From this day on, in the workspace's time zone.
    pub from: Option<NaiveDate>,
    /// Until the end of this day.
    pub to: Option<NaiveDate>,
    /// `next_cursor` of the page before.
    pub cursor: Option<Uuid>,
    /// Entries per page, 1–200.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
}

/// Which page of a history.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct HistoryPage {
    /// `next_cursor` of the page before.
    pub cursor: Option<Uuid>,
    /// Entries per page, 1–100; 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
}

impl HistoryPage {
    /// Entries on the page.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.limit.unwrap_or(50).clamp(1, 100)
    }
}

/// Which page of the job log.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct JobSearch {
    /// Only jobs of this kind.
    pub kind: Option<String>,
    /// Only jobs in this state.
    pub state: Option<JobState>,
    /// `next_cursor` of the page before.
    pub cursor: Option<Uuid>,
    /// Entries per page, 1–100; 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u64>,
}

/// A job in the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoggedJob {
    /// The job.
    #[serde(flatten)]
    pub job: Job,
    /// Who asked for it; nobody for what runs by itself.
    pub by: Option<Ref>,
}

/// A page of the job log, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobPage {
    /// The jobs.
    pub items: Vec<LoggedJob>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<Uuid>,
}

/// A page of the imports, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportPage {
    /// The imports.
    pub items: Vec<Import>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<Uuid>,
}

/// A list that was written to a file, and what was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Export {
    /// The job that writes it.
    pub id: Uuid,
    /// How far it is.
    pub state: JobState,
    /// Which list.
    pub list: String,
    /// The filter.
    #[schema(value_type = Option<Object>)]
    pub filter: Option<serde_json::Value>,
    /// The words.
    pub q: Option<String>,
    /// The order.
    pub sort: Option<String>,
    /// How many records were ticked; absent where it was a filter.
    pub ticked: Option<usize>,
    /// What the rows are, such as the name of a saved view.
    pub title: Option<String>,
    /// `csv` or `xlsx`.
    pub format: FileFormat,
    /// How many rows the file has.
    pub rows: Option<i64>,
    /// What the file is called.
    pub name: Option<String>,
    /// Where the file is, while it is kept.
    pub file: Option<String>,
    /// Why it failed.
    pub error: Option<Failure>,
    /// Who asked for it.
    pub by: Option<Ref>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// A page of the exports, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportPage {
    /// The exports.
    pub items: Vec<Export>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<Uuid>,
}

/// A file on its way in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Import {
    /// The import.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// `accounts`, `contacts`, `orders`, `products`.
    pub kind: String,
    /// The file's name.
    pub file_name: String,
    /// `mapping`, `running` or `done`.
    pub state: String,
    /// How rows are written.
    pub mode: Option<Mode>,
    /// The field that finds records.
    pub key: Option<String>,
    /// Whether nothing was kept.
    pub dry_run: bool,
    /// The job that runs it.
    pub job_id: Option<Uuid>,
    /// New records.
    pub created_rows: i64,
    /// Changed records.
    pub updated_rows: i64,
    /// Records that already were so.
    pub unchanged_rows: i64,
    /// Rows that were not taken, and why, are at `/imports/{id}/rejected`.
    pub rejected_rows: i64,
    /// The program whose export it is, where that was recognised: `hubspot`, `salesforce` or `espocrm`.
    pub source: Option<String>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
    /// Who brought it.
    pub by: Option<Ref>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A file with what was read of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportPreview {
    /// The import.
    #[serde(flatten)]
    pub import: Import,
    /// The file's sheets; one nameless for text files.
    pub sheets: Vec<String>,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// The character encoding of a text file.
    pub encoding: Option<String>,
    /// The row of the headers, as the file counts.
    pub header_row: Option<i64>,
    /// The headers.
    pub headers: Vec<String>,
    /// The fields a column can be.
    pub fields: Vec<ImportField>,
    /// The fields by which a row can find its record.
    pub keys: Vec<&'static str>,
    /// Those of them by which a row changes the record it finds.
    pub updates_by: Vec<&'static str>,
    /// Whether the customers that rows name can be made where they are missing.
    pub makes_missing: bool,
    /// Fields that the file has columns for and that the caller may not map: who made a record elsewhere, and when.
    pub withheld: Vec<String>,
    /// Column (from 0) → field.
    pub mapping: BTreeMap<String, String>,
    /// The first rows.
    pub rows: Vec<PreviewRow>,
    /// How many rows were looked through: the first 500, or all if there are fewer.
    pub checked_rows: usize,
    /// Of each field by which a row can find its record: how many of them leave it empty.
    pub keyless_rows: BTreeMap<&'static str, usize>,
    /// How many of them have problems.
    pub problem_rows: usize,
    /// How many of them have notices.
    pub notice_rows: usize,
    /// The first rows that were not taken, with the reasons; all of them are at `/imports/{id}/rejected`.
    pub refused: Vec<RefusedRow>,
}

/// A row that was not taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedRow {
    /// As the file counts.
    pub number: u64,
    /// Why; the pointer is the field.
    pub problems: Vec<FieldError>,
}

/// A row of the preview.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewRow {
    /// As the file counts.
    pub number: u64,
    /// The cells as text.
    pub cells: Vec<String>,
    /// What is wrong; the pointer is the field. Such a row will be refused.
    pub problems: Vec<FieldError>,
    /// What matches nothing that is there, such as a colleague's name, and what will come of it.
    pub notices: Vec<FieldError>,
}

/// How to read a file.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of ImportPreview")]
pub struct ImportPatch {
    pub sheet: Option<String>,
    #[schema(minimum = 0)]
    pub header_row: Option<i64>,
    pub mapping: Option<BTreeMap<String, String>>,
}

/// Which template.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TemplateParams {
    /// `accounts`, `contacts`, `orders` or `products`.
    pub kind: String,
    /// Whose example it has: `liquor_maker`, `liquor_dealer`, `hotel`, `mall` or `generic_b2b`; the workspace's own when absent.
    #[serde(default)]
    pub trade: Option<String>,
    /// A workbook when absent.
    #[serde(default)]
    #[param(inline)]
    pub format: Option<FileFormat>,
}

/// How to write the rows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartImport {
    /// What to do with rows that find a record.
    pub mode: Mode,
    /// The field that finds it.
    #[serde(default)]
    pub key: Option<String>,
    /// Only tell what would happen.
    #[serde(default)]
    pub dry_run: bool,
    /// Make the customers that rows name and that do not exist yet.
    #[serde(default)]
    pub make_missing: bool,
    /// Reject rows that would make what is there already, as far as can be told (F59).
    #[serde(default)]
    pub refuse_duplicates: bool,
}

/// A list as a file.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExport {
    /// Which list.
    pub list: String,
    /// The filter.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub filter: Option<serde_json::Value>,
    /// The words.
    #[serde(default)]
    pub q: Option<String>,
    /// These records only.
    #[serde(default)]
    pub ids: Option<Vec<Uuid>>,
    /// The sort.
    #[serde(default)]
    pub sort: Option<String>,
    /// The columns.
    #[serde(default)]
    pub columns: Vec<String>,
    /// `csv` or `xlsx`.
    pub format: FileFormat,
    /// What the rows are, such as the name of a saved view; stands in the file's name between the list and the day.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub title: Option<String>,
    /// What to write for fields (`net_sales`) and choices (`channel_kind.dealer`); their keys where absent.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
}

/// The formats of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// UTF-8 with BOM.
    Csv,
    /// A workbook.
    Xlsx,
}
