//! The HTTP door of interactions.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    bulk::Bulk,
    db::{Recorded, Tx},
    error::Result,
    http::{App, Checked, Created, IfMatch, Path, Query, Versioned, problem::Problem},
    id::Id,
    job::Queued,
    list::{self, Page, Search},
    slice::Listed,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{
        Comment, CommentPatch, Episode, EpisodePatch, Interaction, InteractionPatch, NewComment, NewEpisode, NewInteraction, NewTask,
        NotificationChoices, NotificationPreferences, Notifications, ReadUpTo, Settlement, Task, TaskChanges, TaskPatch,
    },
    commands, queries, tables,
};
use crate::{contacts::tables::Contact, customers::tables::Account, staff::api::Ref};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(interactions, log_interaction))
        .routes(routes!(search_interactions))
        .routes(routes!(interaction, change_interaction, remove_interaction))
        .routes(routes!(settle_promise))
        .routes(routes!(promises))
        .routes(routes!(contact_interactions))
        .routes(routes!(account_episodes))
        .routes(routes!(open_episode))
        .routes(routes!(episode, change_episode, remove_episode))
        .routes(routes!(episode_interactions))
        .routes(routes!(tasks, add_task))
        .routes(routes!(search_tasks))
        .routes(routes!(task, change_task, remove_task))
        .routes(routes!(bulk_tasks))
        .routes(routes!(complete_task))
        .routes(routes!(reopen_task))
        .routes(routes!(account_tasks))
        .routes(routes!(comments, add_comment))
        .routes(routes!(mentionable))
        .routes(routes!(change_comment, remove_comment))
        .routes(routes!(notifications))
        .routes(routes!(notification_preferences, choose_notifications))
        .routes(routes!(read_notifications))
}

/// The interactions.
#[utoipa::path(get, path = "/api/v1/interactions", tag = "interactions", operation_id = "interactions", params(Search),
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn interactions(State(app): State<App>, actor: Actor, Query(search): Query<Search>) -> Result<Json<Page>> {
    let query = list::Query::parse(&actor, tables::Interaction::list(), search)?;
    list::page::<tables::Interaction>(&app.db().read(&actor), tables::Interaction::list(), &query).await.map(Json)
}

/// The interactions, with a long filter.
#[utoipa::path(post, path = "/api/v1/interactions/search", tag = "interactions", operation_id = "search_interactions", request_body = Search,
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn search_interactions(State(app): State<App>, actor: Actor, Checked(search): Checked<Search>) -> Result<Json<Page>> {
    interactions(State(app), actor, Query(search)).await
}

/// Logs a contact with a customer.
#[utoipa::path(post, path = "/api/v1/interactions", tag = "interactions", operation_id = "log_interaction", request_body = NewInteraction,
    responses((status = 201, body = Interaction), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn log_interaction(State(app): State<App>, actor: Actor, Checked(input): Checked<NewInteraction>) -> Result<Created<Interaction>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::log(&mut tx, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/interactions/{}", record.id), version: record.version, record })
}

/// One interaction.
#[utoipa::path(get, path = "/api/v1/interactions/{id}", tag = "interactions", operation_id = "interaction", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Interaction), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn interaction(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Interaction>>) -> Result<Versioned<Interaction>> {
    let record = queries::interaction(&app.db().read(&actor), id).await?;
    Ok(Versioned(record.version, record))
}

/// Changes what was logged.
#[utoipa::path(patch, path = "/api/v1/interactions/{id}", tag = "interactions", operation_id = "change_interaction", request_body = InteractionPatch,
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Interaction), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_interaction(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Interaction>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<InteractionPatch>,
) -> Result<Versioned<Interaction>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change(&mut tx, id, version, input).await?;
    let record = tx.commit(done).await?;
    Ok(Versioned(record.version, record))
}

/// Deletes what was logged by mistake.
#[utoipa::path(delete, path = "/api/v1/interactions/{id}", tag = "interactions", operation_id = "remove_interaction", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_interaction(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Interaction>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes that what was promised was kept or broken, or takes that back.
#[utoipa::path(post, path = "/api/v1/interactions/{id}/promise", tag = "interactions", operation_id = "settle_promise",
    request_body = Settlement, params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Interaction), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn settle_promise(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Interaction>>,
    Checked(input): Checked<Settlement>,
) -> Result<Versioned<Interaction>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::settle_promise(&mut tx, id, &input).await?;
    let record = tx.commit(done).await?;
    Ok(Versioned(record.version, record))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PromiseParams {
    /// Those given to this account; those that the caller has given when absent.
    #[serde(default)]
    account_id: Option<uuid::Uuid>,
}

/// Open promises with the interactions in which they were given, the most urgent first, at most 100.
#[utoipa::path(get, path = "/api/v1/promises", tag = "interactions", operation_id = "promises", params(PromiseParams),
    responses((status = 200, body = Vec<Interaction>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn promises(State(app): State<App>, actor: Actor, Query(params): Query<PromiseParams>) -> Result<Json<Vec<Interaction>>> {
    queries::open_promises(&app.db().read(&actor), params.account_id.map(Id::from), 100).await.map(Json)
}

/// The interactions in which a contact took part, newest first, at most 100.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/interactions", tag = "interactions", operation_id = "contact_interactions",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<Interaction>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn contact_interactions(State(app): State<App>, actor: Actor, Path(id): Path<Id<Contact>>) -> Result<Json<Vec<Interaction>>> {
    queries::of_contact(&app.db().read(&actor), id, 100).await.map(Json)
}

/// The matters between an account and the company: the open ones first, of each the newest first, at most 100.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/episodes", tag = "interactions", operation_id = "account_episodes",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<Episode>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account_episodes(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<Json<Vec<Episode>>> {
    queries::episodes_of(&app.db().read(&actor), id, 100).await.map(Json)
}

/// Opens a matter with an account.
#[utoipa::path(post, path = "/api/v1/episodes", tag = "interactions", operation_id = "open_episode", request_body = NewEpisode,
    responses((status = 201, body = Episode), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn open_episode(State(app): State<App>, actor: Actor, Checked(input): Checked<NewEpisode>) -> Result<Created<Episode>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::open_episode(&mut tx, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/episodes/{}", record.id), version: record.version, record })
}

/// One matter.
#[utoipa::path(get, path = "/api/v1/episodes/{id}", tag = "interactions", operation_id = "episode", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Episode), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn episode(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Episode>>) -> Result<Versioned<Episode>> {
    let record = queries::episode(&app.db().read(&actor), id).await?;
    Ok(Versioned(record.version, record))
}

/// Changes a matter, closes it or opens it again.
#[utoipa::path(patch, path = "/api/v1/episodes/{id}", tag = "interactions", operation_id = "change_episode", request_body = EpisodePatch,
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Episode), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_episode(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Episode>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<EpisodePatch>,
) -> Result<Versioned<Episode>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_episode(&mut tx, id, version, input).await?;
    let record = tx.commit(done).await?;
    Ok(Versioned(record.version, record))
}

/// Dissolves a matter; its contacts stay.
#[utoipa::path(delete, path = "/api/v1/episodes/{id}", tag = "interactions", operation_id = "remove_episode", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_episode(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Episode>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove_episode(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The contacts about a matter, newest first, at most 100.
#[utoipa::path(get, path = "/api/v1/episodes/{id}/interactions", tag = "interactions", operation_id = "episode_interactions",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<Interaction>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn episode_interactions(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Episode>>) -> Result<Json<Vec<Interaction>>> {
    queries::of_episode(&app.db().read(&actor), id, 100).await.map(Json)
}

/// The tasks.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "interactions", operation_id = "tasks", params(Search),
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn tasks(State(app): State<App>, actor: Actor, Query(search): Query<Search>) -> Result<Json<Page>> {
    let query = list::Query::parse(&actor, tables::Task::list(), search)?;
    list::page::<tables::Task>(&app.db().read(&actor), tables::Task::list(), &query).await.map(Json)
}

/// The tasks, with a long filter.
#[utoipa::path(post, path = "/api/v1/tasks/search", tag = "interactions", operation_id = "search_tasks", request_body = Search,
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn search_tasks(State(app): State<App>, actor: Actor, Checked(search): Checked<Search>) -> Result<Json<Page>> {
    tasks(State(app), actor, Query(search)).await
}

/// Gives somebody something to do.
#[utoipa::path(post, path = "/api/v1/tasks", tag = "interactions", operation_id = "add_task", request_body = NewTask,
    responses((status = 201, body = Task), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn add_task(State(app): State<App>, actor: Actor, Checked(input): Checked<NewTask>) -> Result<Created<Task>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::add_task(&mut tx, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/tasks/{}", record.id), version: record.version, record })
}

/// One task.
#[utoipa::path(get, path = "/api/v1/tasks/{id}", tag = "interactions", operation_id = "task", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Task), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn task(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Task>>) -> Result<Versioned<Task>> {
    let record = queries::task(&app.db().read(&actor), id).await?;
    Ok(Versioned(record.version, record))
}

/// Changes a task.
#[utoipa::path(patch, path = "/api/v1/tasks/{id}", tag = "interactions", operation_id = "change_task", request_body = TaskPatch,
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Task), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_task(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Task>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<TaskPatch>,
) -> Result<Versioned<Task>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_task(&mut tx, id, version, input).await?;
    let record = tx.commit(done).await?;
    Ok(Versioned(record.version, record))
}

/// Deletes a task.
#[utoipa::path(delete, path = "/api/v1/tasks/{id}", tag = "interactions", operation_id = "remove_task", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_task(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Task>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove_task(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes all tasks of a filter, as a job.
#[utoipa::path(post, path = "/api/v1/tasks/bulk", tag = "interactions", operation_id = "bulk_tasks", request_body = Bulk<TaskChanges>,
    responses((status = 202, body = Queued), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn bulk_tasks(State(app): State<App>, actor: Actor, Checked(bulk): Checked<Bulk<TaskChanges>>) -> Result<(StatusCode, Json<Queued>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::queue_bulk_tasks(&mut tx, &bulk).await?;
    Ok((StatusCode::ACCEPTED, Json(tx.commit(done).await?)))
}

/// Notes that a task is done.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/complete", tag = "interactions", operation_id = "complete_task", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Task), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn complete_task(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Task>>) -> Result<Versioned<Task>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::complete_task(&mut tx, id).await?;
    settled(tx, id, done).await
}

/// Commits what was done to a task; one to which nothing was done is answered as it is.
async fn settled(tx: Tx, id: Id<tables::Task>, done: Option<Recorded<Task>>) -> Result<Versioned<Task>> {
    let task = match done {
        Some(done) => tx.commit(done).await?,
        None => queries::task(tx.reader(), id).await?,
    };
    Ok(Versioned(task.version, task))
}

/// Opens a task again.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/reopen", tag = "interactions", operation_id = "reopen_task", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Task), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn reopen_task(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Task>>) -> Result<Versioned<Task>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::reopen_task(&mut tx, id).await?;
    settled(tx, id, done).await
}

/// The open tasks about an account, the most urgent first.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/tasks", tag = "interactions", operation_id = "account_tasks", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<Task>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn account_tasks(State(app): State<App>, actor: Actor, Path(id): Path<Id<Account>>) -> Result<Json<Vec<Task>>> {
    queries::open_tasks(&app.db().read(&actor), id).await.map(Json)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CommentParams {
    /// The account.
    account_id: uuid::Uuid,
}

/// The comments on an account, newest first, at most 200.
#[utoipa::path(get, path = "/api/v1/comments", tag = "interactions", operation_id = "comments", params(CommentParams),
    responses((status = 200, body = Vec<Comment>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn comments(State(app): State<App>, actor: Actor, Query(params): Query<CommentParams>) -> Result<Json<Vec<Comment>>> {
    let reader = app.db().read(&actor);
    reader.get(Id::<Account>::from(params.account_id)).await?;
    queries::comments(&reader, params.account_id, None, 200).await.map(Json)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MentionParams {
    /// The account.
    account_id: uuid::Uuid,
    /// What their names are searched for.
    q: Option<String>,
}

/// The colleagues who can be mentioned in a comment on an account, because they may see it: at most 20, by name.
#[utoipa::path(get, path = "/api/v1/comments/colleagues", tag = "interactions", operation_id = "mentionable", params(MentionParams),
    responses((status = 200, body = Vec<Ref>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn mentionable(State(app): State<App>, actor: Actor, Query(params): Query<MentionParams>) -> Result<Json<Vec<Ref>>> {
    queries::mentionable(&app.db().read(&actor), params.account_id.into(), params.q).await.map(Json)
}

/// Says something about an account.
#[utoipa::path(post, path = "/api/v1/comments", tag = "interactions", operation_id = "add_comment", request_body = NewComment,
    responses((status = 201, body = Comment), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn add_comment(State(app): State<App>, actor: Actor, Checked(input): Checked<NewComment>) -> Result<(StatusCode, Json<Comment>)> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::add_comment(&mut tx, input).await?;
    Ok((StatusCode::CREATED, Json(tx.commit(done).await?)))
}

/// Changes one's own comment.
#[utoipa::path(patch, path = "/api/v1/comments/{id}", tag = "interactions", operation_id = "change_comment", request_body = CommentPatch,
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Comment), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_comment(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<Id<tables::Comment>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<CommentPatch>,
) -> Result<Versioned<Comment>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_comment(&mut tx, id, version, input).await?;
    let comment = tx.commit(done).await?;
    Ok(Versioned(comment.version, comment))
}

/// Takes one's own comment back.
#[utoipa::path(delete, path = "/api/v1/comments/{id}", tag = "interactions", operation_id = "remove_comment", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_comment(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Comment>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove_comment(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NotificationParams {
    /// Only those that were not read.
    #[serde(default)]
    unread: bool,
}

/// One's newest notifications.
#[utoipa::path(get, path = "/api/v1/notifications", tag = "interactions", operation_id = "notifications", params(NotificationParams),
    responses((status = 200, body = Notifications), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn notifications(State(app): State<App>, actor: Actor, Query(params): Query<NotificationParams>) -> Result<Json<Notifications>> {
    queries::notifications(&app.db().read(&actor), params.unread).await.map(Json)
}

/// What one is told, when one wants quiet, and what one follows by itself.
#[utoipa::path(get, path = "/api/v1/me/notifications", tag = "interactions", operation_id = "notification_preferences",
    responses((status = 200, body = NotificationPreferences), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn notification_preferences(State(app): State<App>, actor: Actor) -> Result<Json<NotificationPreferences>> {
    queries::notification_preferences(&app.db().read(&actor)).await.map(Json)
}

/// Chooses what one is told, when one wants quiet, and what one follows by itself.
#[utoipa::path(put, path = "/api/v1/me/notifications", tag = "interactions", operation_id = "choose_notifications",
    request_body = NotificationChoices,
    responses((status = 200, body = NotificationPreferences), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn choose_notifications(
    State(app): State<App>,
    actor: Actor,
    Checked(input): Checked<NotificationChoices>,
) -> Result<Json<NotificationPreferences>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::choose_notifications(&mut tx, input).await?;
    tx.commit(done).await.map(Json)
}

/// Notes that one has read them, up to the newest that was shown, or only one of them.
#[utoipa::path(post, path = "/api/v1/notifications/read", tag = "interactions", operation_id = "read_notifications", request_body = ReadUpTo,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn read_notifications(State(app): State<App>, actor: Actor, Checked(input): Checked<ReadUpTo>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::mark_read(&mut tx, input).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}
