//! The HTTP door of admin.

use axum::{
    Json,
    extract::{DefaultBodyLimit, Multipart, State},
    http::StatusCode,
    response::Response,
};
use guanxi_kernel::{
    actor::{Action, Actor},
    error::{Error, Result},
    http::{App, Checked, Created, IfMatch, Path, Query, Versioned, download, problem::Problem},
    id::Id,
    job::{self, Job, Queued},
    parameter::Accord,
};
use serde::Deserialize;
use tokio::io::AsyncWriteExt;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    XLSX,
    api::{
        AuditPage, AuditSearch, ExportPage, FileFormat, HistoryPage, ImportPage, ImportPatch, ImportPreview, JobPage, JobSearch, NewExport,
        NewValue, NewView, Parameter, StartImport, TemplateParams, View, ViewPatch, WorkspacePatch,
    },
    commands, queries, tables,
};
use crate::staff::{self, api::Workspace};

/// The largest file that can be brought in.
const MAX_KIND: usize = 40;
const MAX_UPLOAD: usize = 512 * 1024 * 1024;

pub(super) fn routes() -> OpenApiRouter<App> {
    let upload = OpenApiRouter::new().routes(routes!(imports, upload)).layer(DefaultBodyLimit::max(MAX_UPLOAD));
    OpenApiRouter::new()
        .routes(routes!(workspace, change_workspace))
        .routes(routes!(parameters))
        .routes(routes!(set_parameter, reset_parameter))
        .routes(routes!(views, create_view))
        .routes(routes!(change_view, remove_view))
        .routes(routes!(audit))
        .routes(routes!(jobs))
        .routes(routes!(job))
        .routes(routes!(cancel_job))
        .merge(upload)
        .routes(routes!(template))
        .routes(routes!(import, change_import))
        .routes(routes!(start_import))
        .routes(routes!(rejected))
        .routes(routes!(exports, ask_export))
        .routes(routes!(export_file))
}

/// The workspace.
#[utoipa::path(get, path = "/api/v1/workspace", tag = "admin", operation_id = "workspace",
    responses((status = 200, body = Workspace), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn workspace(State(app): State<App>, actor: Actor) -> Result<Json<Workspace>> {
    staff::queries::workspace(&app.db().read(&actor)).await.map(Json)
}

/// Changes the company's name or time zone.
#[utoipa::path(patch, path = "/api/v1/workspace", tag = "admin", operation_id = "change_workspace", request_body = WorkspacePatch,
    responses((status = 200, body = Workspace), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_workspace(State(app): State<App>, actor: Actor, Checked(input): Checked<WorkspacePatch>) -> Result<Json<Workspace>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_workspace(&mut tx, input).await?;
    tx.commit(done).await.map(Json)
}

/// The parameter register.
#[utoipa::path(get, path = "/api/v1/parameters", tag = "admin", operation_id = "parameters",
    responses((status = 200, body = Vec<Parameter>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn parameters(State(app): State<App>, actor: Actor) -> Result<Json<Vec<Parameter>>> {
    queries::parameters(&app.db().read(&actor), &app).await.map(Json)
}

async fn write_parameter(app: &App, actor: &Actor, key: &str, value: Option<&serde_json::Value>) -> Result<Json<Parameter>> {
    let parameter = app.parameter(key).ok_or(Error::NotFound)?;
    let mut tx = app.db().write(actor).await?;
    let accords: Vec<&Accord> = app.slices().iter().flat_map(|slice| slice.accords).collect();
    let done = commands::set_parameter(&mut tx, parameter, &accords, value).await?;
    tx.commit(done).await.map(Json)
}

/// Changes a parameter.
#[utoipa::path(put, path = "/api/v1/parameters/{key}", tag = "admin", operation_id = "set_parameter", params(("key" = String, Path)),
    request_body = NewValue,
    responses((status = 200, body = Parameter), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn set_parameter(
    State(app): State<App>,
    actor: Actor,
    Path(key): Path<String>,
    Checked(input): Checked<NewValue>,
) -> Result<Json<Parameter>> {
    write_parameter(&app, &actor, &key, Some(&input.value)).await
}

/// Puts a parameter back to its default.
#[utoipa::path(delete, path = "/api/v1/parameters/{key}", tag = "admin", operation_id = "reset_parameter", params(("key" = String, Path)),
    responses((status = 200, body = Parameter), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn reset_parameter(State(app): State<App>, actor: Actor, Path(key): Path<String>) -> Result<Json<Parameter>> {
    write_parameter(&app, &actor, &key, None).await
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OfList {
    /// The list.
    list: String,
}

/// The saved views of a list.
#[utoipa::path(get, path = "/api/v1/views", tag = "admin", operation_id = "views", params(OfList),
    responses((status = 200, body = Vec<View>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn views(State(app): State<App>, actor: Actor, Query(of): Query<OfList>) -> Result<Json<Vec<View>>> {
    queries::views(&app.db().read(&actor), &of.list).await.map(Json)
}

/// Saves a view.
#[utoipa::path(post, path = "/api/v1/views", tag = "admin", operation_id = "create_view", request_body = NewView,
    responses((status = 201, body = View), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn create_view(State(app): State<App>, actor: Actor, Checked(input): Checked<NewView>) -> Result<Created<View>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::create_view(&mut tx, &app, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/views/{}", record.id), version: record.version, record })
}

/// Changes a view.
#[utoipa::path(patch, path = "/api/v1/views/{id}", tag = "admin", operation_id = "change_view", request_body = ViewPatch,
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = View), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_view(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::View>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<ViewPatch>,
) -> Result<Versioned<View>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_view(&mut tx, &app, id, version, input).await?;
    let view = tx.commit(done).await?;
    Ok(Versioned(view.version, view))
}

/// Removes a view.
#[utoipa::path(delete, path = "/api/v1/views/{id}", tag = "admin", operation_id = "remove_view", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_view(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::View>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove_view(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The audit, newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "admin", operation_id = "audit", params(AuditSearch),
    responses((status = 200, body = AuditPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn audit(State(app): State<App>, actor: Actor, Query(search): Query<AuditSearch>) -> Result<Json<AuditPage>> {
    queries::audit(&app.db().read(&actor), &app, search).await.map(Json)
}

/// The jobs, newest first: one's own, or everybody's for those who keep the workspace.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "admin", operation_id = "jobs", params(JobSearch),
    responses((status = 200, body = JobPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn jobs(State(app): State<App>, actor: Actor, Query(search): Query<JobSearch>) -> Result<Json<JobPage>> {
    queries::jobs(&app.db().read(&actor), search).await.map(Json)
}

/// One job.
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "admin", operation_id = "job", params(("id" = Uuid, Path)),
    responses((status = 200, body = Job), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn job(State(app): State<App>, actor: Actor, Path(id): Path<Uuid>) -> Result<Json<Job>> {
    job::get(&app.db().read(&actor), id).await.map(Json)
}

/// Asks a job to stop.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/cancel", tag = "admin", operation_id = "cancel_job", params(("id" = Uuid, Path)),
    responses((status = 200, body = Job), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn cancel_job(State(app): State<App>, actor: Actor, Path(id): Path<Uuid>) -> Result<Json<Job>> {
    let mut tx = app.db().write(&actor).await?;
    let done = job::cancel(&mut tx, id).await?;
    tx.commit(done).await.map(Json)
}

/// The imports, newest first.
#[utoipa::path(get, path = "/api/v1/imports", tag = "admin", operation_id = "imports", params(HistoryPage),
    responses((status = 200, body = ImportPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn imports(State(app): State<App>, actor: Actor, Query(page): Query<HistoryPage>) -> Result<Json<ImportPage>> {
    queries::imports(&app.db().read(&actor), &page).await.map(Json)
}

/// What an upload is made of, for the description of the API.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Upload {
    /// `accounts`, `contacts`, `orders` or `products`.
    kind: String,
    /// The file: CSV or XLSX.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Brings a file in and shows how it would be read.
#[utoipa::path(post, path = "/api/v1/imports", tag = "admin", operation_id = "upload_import",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, body = ImportPreview), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn upload(State(app): State<App>, actor: Actor, mut form: Multipart) -> Result<Created<ImportPreview>> {
    if !actor.may("import", Action::Create) {
        return Err(Error::Forbidden("you may not bring files in".to_owned()));
    }
    let path = Uuid::now_v7().to_string();
    let stored = commands::Arriving::at(app.folder(actor.workspace, "imports")?.join(&path));
    let (kind, name) = receive(&mut form, stored.path()).await?;
    let settled = stored.path().to_owned();
    let settle = tokio::task::spawn_blocking(move || commands::settle(&settled)).await.map_err(anyhow::Error::from)?;
    settle.map_err(|error| anyhow::anyhow!("the upload could not be stored: {error}"))?;
    let import = keep(&app, &actor, &kind, &name, &path).await?;
    stored.stays();
    let preview = queries::preview(&app.db().read(&actor), &app, Id::from(import)).await?;
    Ok(Created { location: format!("/api/v1/imports/{}", preview.import.id), version: preview.import.version, record: preview })
}

async fn keep(app: &App, actor: &Actor, kind: &str, name: &str, path: &str) -> Result<Uuid> {
    let file = commands::look_at(app, actor, kind, path).await?;
    let mut tx = app.db().write(actor).await?;
    let done = commands::import_file(&mut tx, app, kind, name, file).await?;
    tx.commit(done).await
}

/// Writes the file of a form to disk as it comes. Returns the kind and the file's name.
async fn receive(form: &mut Multipart, stored: &std::path::Path) -> Result<(String, String)> {
    let broken = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Error::TooLarge(format!("A file has at most {} MiB; split it or use the command line.", MAX_UPLOAD / 1024 / 1024))
        } else {
            Error::Malformed(format!("The upload could not be read: {}", error.body_text()))
        }
    };
    let fail = |error: std::io::Error| Error::Unexpected(anyhow::anyhow!("the upload could not be stored: {error}"));
    let (mut kind, mut name) = (None, None);
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("kind") => {
                // A word; what is longer is none of ours, and is not kept in memory.
                let mut word = Vec::new();
                while let Some(bytes) = field.chunk().await.map_err(broken)? {
                    word.extend_from_slice(&bytes[..bytes.len().min(MAX_KIND - word.len().min(MAX_KIND))]);
                }
                kind = Some(String::from_utf8_lossy(&word).into_owned());
            }
            Some("file") => {
                name = Some(field.file_name().unwrap_or("file").to_owned());
                let mut file = tokio::fs::File::create(stored).await.map_err(fail)?;
                while let Some(bytes) = field.chunk().await.map_err(broken)? {
                    file.write_all(&bytes).await.map_err(fail)?;
                }
                file.flush().await.map_err(fail)?;
            }
            _ => {}
        }
    }
    match (kind, name) {
        (Some(kind), Some(name)) => Ok((kind, name)),
        (None, _) => Err(Error::field("/kind", "required", "Say what the rows are: accounts, contacts, orders or products.")),
        (_, None) => Err(Error::field("/file", "required", "Choose a file.")),
    }
}

/// A file with the columns that are recognised, in the caller's language, to be filled in and brought back.
#[utoipa::path(get, path = "/api/v1/imports/template", tag = "admin", operation_id = "import_template", params(TemplateParams),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn template(State(app): State<App>, actor: Actor, Query(params): Query<TemplateParams>) -> Result<Response> {
    let made = commands::template(&app.db().read(&actor), &app, &params).await?;
    let kind = if params.format == Some(FileFormat::Csv) { "text/csv; charset=utf-8" } else { XLSX };
    download::file(&made.path, &made.name, kind).await
}

/// One import with its first rows.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "admin", operation_id = "import", params(("id" = Uuid, Path)),
    responses((status = 200, body = ImportPreview), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn import(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Import>>) -> Result<Versioned<ImportPreview>> {
    let preview = queries::preview(&app.db().read(&actor), &app, id).await?;
    Ok(Versioned(preview.import.version, preview))
}

/// Changes how a file is read.
#[utoipa::path(patch, path = "/api/v1/imports/{id}", tag = "admin", operation_id = "change_import", request_body = ImportPatch,
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = ImportPreview), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_import(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Import>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<ImportPatch>,
) -> Result<Versioned<ImportPreview>> {
    let looked = commands::look_again(&app.db().read(&actor), &app, id, &input).await?;
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_import(&mut tx, &app, id, version, input, looked).await?;
    tx.commit(done).await?;
    import(State(app), actor, Path(id)).await
}

/// Starts an import as a job.
#[utoipa::path(post, path = "/api/v1/imports/{id}/start", tag = "admin", operation_id = "start_import", params(("id" = Uuid, Path)),
    request_body = StartImport,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn start_import(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Import>>,
    Checked(input): Checked<StartImport>,
) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::start_import(&mut tx, &app, id, &input).await?;
    let done = done.map(|id| Queued { id });
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// The rows that were not taken, as a workbook with the reasons, in the caller's language.
#[utoipa::path(get, path = "/api/v1/imports/{id}/rejected", tag = "admin", operation_id = "rejected_rows", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn rejected(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Import>>) -> Result<Response> {
    let made = commands::rejected_workbook(&app.db().read(&actor), &app, id).await?;
    download::file(&made.path, &made.name, XLSX).await
}

/// The exports, newest first: one's own, or everybody's for those who keep the workspace.
#[utoipa::path(get, path = "/api/v1/exports", tag = "admin", operation_id = "exports", params(HistoryPage),
    responses((status = 200, body = ExportPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn exports(State(app): State<App>, actor: Actor, Query(page): Query<HistoryPage>) -> Result<Json<ExportPage>> {
    queries::exports(&app.db().read(&actor), &app, &page).await.map(Json)
}

/// Writes a list to a file, as a job.
#[utoipa::path(post, path = "/api/v1/exports", tag = "admin", operation_id = "ask_export", request_body = NewExport,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn ask_export(State(app): State<App>, actor: Actor, Checked(input): Checked<NewExport>) -> Result<(StatusCode, Json<Queued>)> {
    let id = commands::ask_export(&app, &actor, &input).await?;
    Ok((StatusCode::ACCEPTED, Json(Queued { id })))
}

/// The file of an export.
#[utoipa::path(get, path = "/api/v1/exports/{id}/file", tag = "admin", operation_id = "export_file", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn export_file(State(app): State<App>, actor: Actor, Path(id): Path<Uuid>) -> Result<Response> {
    let (made, format) = commands::export_file(&app, &app.db().read(&actor), id).await?;
    let kind = if format == FileFormat::Csv { "text/csv; charset=utf-8" } else { XLSX };
    download::file(&made.path, &made.name, kind).await
}
