//! The HTTP door of roles, and of what somebody may do.

use axum::{Json, extract::State, http::StatusCode};
use guanxi_kernel::{
    actor::Actor,
    error::Result,
    http::{App, Checked, Created, Directory, IfMatch, InPerson, Path, Versioned, problem::Problem},
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::staff::{
    StaffDirectory,
    api::{NewRole, RightObject, Rights, Role, RolePatch, Why},
    commands, queries, rights,
    tables::{self, User},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(roles, add_role))
        .routes(routes!(objects))
        .routes(routes!(role, change_role, remove_role))
        .routes(routes!(restore_role))
        .routes(routes!(rights_of_user))
        .routes(routes!(why))
}

/// The roles with their grants.
#[utoipa::path(get, path = "/api/v1/roles", tag = "staff", operation_id = "roles",
    responses((status = 200, body = Vec<Role>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn roles(State(app): State<App>, actor: Actor) -> Result<Json<Vec<Role>>> {
    queries::roles(&app.db().read(&actor)).await.map(Json)
}

/// The objects that rights are granted on, with the actions that make sense.
#[utoipa::path(get, path = "/api/v1/objects", tag = "staff", operation_id = "objects",
    responses((status = 200, body = Vec<RightObject>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn objects(actor: Actor) -> Json<Vec<RightObject>> {
    Json(queries::right_objects(&actor))
}

/// Makes a role. Nobody gives more than they have themselves.
#[utoipa::path(post, path = "/api/v1/roles", tag = "staff", operation_id = "add_role", request_body = NewRole,
    responses((status = 201, body = Role), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn add_role(State(app): State<App>, InPerson(actor): InPerson, Checked(input): Checked<NewRole>) -> Result<Created<Role>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::add_role(&mut tx, input).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/roles/{}", record.id), version: record.version, record })
}

/// One role.
#[utoipa::path(get, path = "/api/v1/roles/{id}", tag = "staff", operation_id = "role", params(("id" = Uuid, Path)),
    responses((status = 200, body = Role), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn role(State(app): State<App>, actor: Actor, Path(id): Path<Id<tables::Role>>) -> Result<Versioned<Role>> {
    let role = queries::role(&app.db().read(&actor), id).await?;
    Ok(Versioned(role.version, role))
}

/// Changes a role's name, or what it may do.
#[utoipa::path(patch, path = "/api/v1/roles/{id}", tag = "staff", operation_id = "change_role", request_body = RolePatch,
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Role), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_role(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path(id): Path<Id<tables::Role>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<RolePatch>,
) -> Result<Versioned<Role>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change_role(&mut tx, id, version, input).await?;
    let role = tx.commit(done).await?;
    Ok(Versioned(role.version, role))
}

/// Removes a role that was made here and that nobody has.
#[utoipa::path(delete, path = "/api/v1/roles/{id}", tag = "staff", operation_id = "remove_role", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_role(State(app): State<App>, InPerson(actor): InPerson, Path(id): Path<Id<tables::Role>>) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove_role(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a role back what every workspace begins with.
#[utoipa::path(post, path = "/api/v1/roles/{id}/restore", tag = "staff", operation_id = "restore_role", params(("id" = Uuid, Path)),
    responses((status = 200, body = Role), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn restore_role(State(app): State<App>, InPerson(actor): InPerson, Path(id): Path<Id<tables::Role>>) -> Result<Versioned<Role>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::restore_role(&mut tx, id).await?;
    let role = tx.commit(done).await?;
    Ok(Versioned(role.version, role))
}

/// What somebody may do, and by which roles.
#[utoipa::path(get, path = "/api/v1/users/{id}/rights", tag = "staff", operation_id = "rights_of_user", params(("id" = Uuid, Path)),
    responses((status = 200, body = Rights), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn rights_of_user(State(app): State<App>, actor: Actor, Path(id): Path<Id<User>>) -> Result<Json<Rights>> {
    rights::rights(&app.db().read(&actor), id).await.map(Json)
}

/// What somebody may do with one record, and why.
#[utoipa::path(get, path = "/api/v1/users/{id}/rights/{kind}/{record}", tag = "staff", operation_id = "why",
    params(("id" = Uuid, Path), ("kind" = String, Path, description = "`account` or `contact`"), ("record" = Uuid, Path)),
    responses((status = 200, body = Why), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn why(State(app): State<App>, actor: Actor, Path((id, kind, record)): Path<(Id<User>, String, Uuid)>) -> Result<Json<Why>> {
    let theirs = StaffDirectory.for_job(app.db(), actor.workspace, Some(id.uuid()), actor.request_id).await?;
    rights::why(&app.db().read(&actor), &app.db().read(&theirs), id, &kind, record).await.map(Json)
}
