//! The HTTP door of attachments.

use axum::{
    Json,
    extract::{
        DefaultBodyLimit, Multipart, State,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    http::{HeaderMap, StatusCode},
    response::Response,
};
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use guanxi_kernel::{
    actor::Actor,
    error::{Error, Result},
    http::{
        App, Created, Path, Query,
        download::{Kept, kept},
        problem::Problem,
    },
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{About, Attachment, AttachmentPage, Attachments, NewAttachment, PictureSize},
    commands, pictures, queries,
    rules::{self, Picture, View},
    tables,
};

/// The largest body: the largest file ([`rules::MOST_MB`]), and what a form puts around it.
const MAX_UPLOAD: usize = 1024 * 1024 * 1024 + 64 * 1024;

pub(super) fn routes() -> OpenApiRouter<App> {
    let upload = OpenApiRouter::new().routes(routes!(attachments, attach)).layer(DefaultBodyLimit::max(MAX_UPLOAD));
    OpenApiRouter::new()
        .merge(upload)
        .routes(routes!(attachment, remove_attachment))
        .routes(routes!(attachment_file))
        .routes(routes!(attachment_picture))
}

/// The files of a record, the newest first.
#[utoipa::path(get, path = "/api/v1/attachments", tag = "attachments", operation_id = "attachments", params(AttachmentPage),
    responses((status = 200, body = Attachments), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn attachments(State(app): State<App>, actor: Actor, Query(asked): Query<AttachmentPage>) -> Result<Json<Attachments>> {
    queries::of_record(&app.db().read(&actor), &asked).await.map(Json)
}

/// Puts a file on a record.
#[utoipa::path(post, path = "/api/v1/attachments", tag = "attachments", operation_id = "attach", params(About),
    request_body(content = NewAttachment, content_type = "multipart/form-data"),
    responses((status = 201, body = Attachment), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn attach(
    State(app): State<App>,
    actor: Actor,
    Query(about): Query<About>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Created<Attachment>> {
    let limits = queries::before_upload(&app.db().read(&actor), &about).await?;
    let mut form = form.map_err(|rejection| Error::Malformed(rejection.body_text()))?;
    let field = file_of(&mut form).await?;
    let name = field.file_name().unwrap_or_default().to_owned();
    let file = commands::receive(app.files(), actor.workspace, &limits, &name, pieces(field)).await?;
    let mut tx = app.db().write(&actor).await?;
    let record = match commands::attach(&mut tx, &about, &file).await {
        Ok(done) => tx.commit(done).await?,
        Err(refused) => {
            file.give_up(app.files(), actor.workspace).await;
            return Err(refused);
        }
    };
    Ok(Created { location: format!("/api/v1/attachments/{}", record.id), version: 1, record })
}

/// The part of a form that is a file.
async fn file_of(form: &mut Multipart) -> Result<Field<'_>> {
    let found = form.next_field().await.map_err(|error| broken(&error))?;
    match found {
        Some(field) if field.name() == Some("file") => Ok(field),
        _ => Err(Error::field("/file", "required", "Choose a file; it is the first part of the form and is called “file”.")),
    }
}

fn pieces(field: Field<'_>) -> impl Stream<Item = Result<Bytes>> {
    field.map_err(|error| broken(&error))
}

fn broken(error: &MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge(format!("A file has at most {} MB.", rules::MOST_MB))
    } else {
        Error::Malformed(format!("The upload could not be read: {}", error.body_text()))
    }
}

/// One file, as far as lists know it.
#[utoipa::path(get, path = "/api/v1/attachments/{id}", tag = "attachments", operation_id = "attachment", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Attachment), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn attachment(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Attachment>>) -> Result<Json<Attachment>> {
    queries::attachment(&app.db().read(&actor), id).await.map(Json)
}

/// Removes a file.
#[utoipa::path(delete, path = "/api/v1/attachments/{id}", tag = "attachments", operation_id = "remove_attachment", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_attachment(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Attachment>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The file itself, or the part of it that a `Range` asks for; always as a download.
#[utoipa::path(get, path = "/api/v1/attachments/{id}/file", tag = "attachments", operation_id = "attachment_file", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn attachment_file(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Attachment>>,
    asked: HeaderMap,
) -> Result<Response> {
    let row = app.db().read(&actor).get(id).await?;
    let key = rules::key(actor.workspace, row.id);
    kept(app.files(), &asked, &Kept { key: &key, name: Some(&row.name), media_type: &row.media_type, tag: &row.sha256 }).await
}

/// A small picture of an image.
#[utoipa::path(get, path = "/api/v1/attachments/{id}/picture", tag = "attachments", operation_id = "attachment_picture",
    params(("id" = uuid::Uuid, Path), PictureSize),
    responses((status = 200, content_type = "image/jpeg"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn attachment_picture(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Attachment>>,
    Query(PictureSize { size }): Query<PictureSize>,
    asked: HeaderMap,
) -> Result<Response> {
    let row = app.db().read(&actor).get(id).await?;
    if Picture::stored(&row.picture) != Picture::Made {
        return Err(Error::NotFound);
    }
    let (key, tag) = (rules::picture_key(actor.workspace, row.id, size), format!("{}-{}", row.sha256, u8::from(size == View::View)));
    kept(app.files(), &asked, &Kept { key: &key, name: None, media_type: pictures::MEDIA_TYPE, tag: &tag }).await
}
