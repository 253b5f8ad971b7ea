//! The HTTP door of duplicates.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use guanxi_kernel::{
    actor::Actor,
    db::{Reader, Record},
    error::{Error, Result},
    http::{App, Checked, Path, Query, problem::Problem},
    id::Id,
    job::Queued,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{Judgement, Merge, MergeMany, MergeParams, Merges, NewMerge, Pair, PairParams, Pairs, Preview, PreviewParams, Scan, UndoMany},
    commands, queries, tables,
};

/// Leads whoever asks for a record that was merged to the one that it is now, if they may see that one.
pub async fn moved<R: Record>(reader: &Reader, id: Id<R>, under: &str) -> Result<Response> {
    let now = queries::became(reader, id.uuid()).await?.ok_or(Error::NotFound)?;
    reader.get(Id::<R>::from(now)).await?;
    Ok(Redirect::permanent(&format!("{under}/{now}")).into_response())
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(duplicates))
        .routes(routes!(scan_duplicates))
        .routes(routes!(judge_duplicate))
        .routes(routes!(merges, merge_records))
        .routes(routes!(merge_preview))
        .routes(routes!(merge_many))
        .routes(routes!(undo_merge))
        .routes(routes!(undo_merges))
}

/// Pairs of records that may be one, the surest first (F59).
#[utoipa::path(get, path = "/api/v1/duplicates", tag = "duplicates", operation_id = "duplicates", params(PairParams),
    responses((status = 200, body = Pairs), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn duplicates(State(app): State<App>, actor: Actor, Query(params): Query<PairParams>) -> Result<Json<Pairs>> {
    queries::pairs(&app.db().read(&actor), params).await.map(Json)
}

/// Looks for duplicates in what is there, as a job.
#[utoipa::path(post, path = "/api/v1/duplicates/scan", tag = "duplicates", operation_id = "scan_duplicates", request_body = Scan,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn scan_duplicates(State(app): State<App>, actor: Actor, Checked(scan): Checked<Scan>) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::queue_scan(&mut tx, &scan)?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// Says that two records are two, or takes that back.
#[utoipa::path(post, path = "/api/v1/duplicates/{id}/judge", tag = "duplicates", operation_id = "judge_duplicate", request_body = Judgement,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Pair), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn judge_duplicate(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Pair>>,
    Checked(input): Checked<Judgement>,
) -> Result<Json<Pair>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::judge(&mut tx, id, input.dismissed).await?;
    tx.commit(done).await.map(Json)
}

/// What was merged, the newest first.
#[utoipa::path(get, path = "/api/v1/merges", tag = "duplicates", operation_id = "merges", params(MergeParams),
    responses((status = 200, body = Merges), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn merges(State(app): State<App>, actor: Actor, Query(params): Query<MergeParams>) -> Result<Json<Merges>> {
    queries::merges(&app.db().read(&actor), &params).await.map(Json)
}

/// Makes one record part of another.
#[utoipa::path(post, path = "/api/v1/merges", tag = "duplicates", operation_id = "merge_records", request_body = NewMerge,
    responses((status = 201, body = Merge), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn merge_records(State(app): State<App>, actor: Actor, Checked(input): Checked<NewMerge>) -> Result<(StatusCode, Json<Merge>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::merge(&mut tx, input, None).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// How much belongs to two records that are to be merged.
#[utoipa::path(get, path = "/api/v1/merges/preview", tag = "duplicates", operation_id = "merge_preview", params(PreviewParams),
    responses((status = 200, body = Preview), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn merge_preview(State(app): State<App>, actor: Actor, Query(params): Query<PreviewParams>) -> Result<Json<Preview>> {
    queries::preview(&app.db().read(&actor), &params).await.map(Json)
}

/// Merges all pairs that are certain, or the chosen ones, as a job. Of two, the record that has been here longer stays.
#[utoipa::path(post, path = "/api/v1/merges/bulk", tag = "duplicates", operation_id = "merge_many", request_body = MergeMany,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn merge_many(State(app): State<App>, actor: Actor, Checked(asked): Checked<MergeMany>) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::queue_many(&mut tx, &asked)?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// Makes two records of one again.
#[utoipa::path(post, path = "/api/v1/merges/{id}/undo", tag = "duplicates", operation_id = "undo_merge", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Merge), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn undo_merge(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Merge>>) -> Result<Json<Merge>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::undo(&mut tx, id).await?;
    tx.commit(done).await.map(Json)
}

/// Undoes many merges as a job, the latest first: the chosen ones, or all that one job has done. The job's `result` says how
/// many were undone and of those that were not, why.
#[utoipa::path(post, path = "/api/v1/merges/undo", tag = "duplicates", operation_id = "undo_merges", request_body = UndoMany,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn undo_merges(State(app): State<App>, actor: Actor, Checked(asked): Checked<UndoMany>) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::queue_undo(&mut tx, &asked)?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}
