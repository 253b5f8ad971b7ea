//! Saved views.

use guanxi_kernel::{
    actor::{Action, Actor},
    check::Check,
    db::{Recorded, Tx},
    error::{Error, Result, unchanged},
    event::Event,
    http::App,
    id::Id,
    list::{Query, Search},
};
use sea_orm::Set;
use serde_json::{Value, json};

use crate::{
    admin::{
        api::{NewView, View, ViewPatch},
        queries,
        tables::{self, view},
    },
    staff,
};

const SHARED: &[&str] = &["private", "team", "everyone"];

/// Refuses a view that its list could not answer.
fn check_question(actor: &Actor, app: &App, list: &str, filter: Option<Value>, sort: Option<String>, columns: &[String]) -> Result<()> {
    let door = app.list(list).ok_or_else(|| Error::field("/list", "unknown_choice", "There is no such list."))?;
    let columns = (!columns.is_empty()).then(|| columns.join(","));
    Query::parse(actor, (door.list)(), Search { filter, sort, columns, ..Search::default() }).map(drop)
}

/// Saves a view. Sharing it with everyone is for those who keep the workspace.
pub async fn create_view(tx: &mut Tx, app: &App, input: NewView) -> Result<Recorded<View>> {
    let me = tx.actor().user().ok_or(Error::Unauthenticated)?;
    tx.actor().in_full()?;
    let mut check = Check::new();
    let name = check.required("/name", &input.name, 60);
    let shared = check.choice("/shared", input.shared, SHARED).unwrap_or_else(|| "private".to_owned());
    check.all(check_question(tx.actor(), app, &input.list, input.filter.clone(), input.sort.clone(), &input.columns))?;
    check.done()?;
    check_sharing(tx, &shared)?;
    let unit = tx.reader().get(Id::<staff::tables::User>::from(me)).await?.org_unit_id;
    let row = view::ActiveModel {
        list: Set(input.list),
        name: Set(name),
        shared: Set(shared),
        org_unit_id: Set(unit),
        pinned: Set(input.pinned),
        is_default: Set(input.is_default),
        filter: Set(input.filter),
        sort: Set(input.sort),
        columns: Set(json!(input.columns)),
        ..Default::default()
    };
    let leave = tx.leave_for_own::<tables::View>()?;
    let row = tx.insert::<tables::View>(leave, row).await?;
    let wire = queries::view(tx.reader(), Id::from(row.id)).await?;
    Ok(tx.record(Event::new("view.saved", "view", row.id).owned_by(Some(me)), wire))
}

fn check_sharing(tx: &Tx, shared: &str) -> Result<()> {
    if shared == "everyone" && !tx.actor().may("parameter", Action::Change) {
        return Err(Error::Forbidden("only administrators share a view with everyone; share it with your team".to_owned()));
    }
    Ok(())
}

/// Changes a view.
pub async fn change_view(tx: &mut Tx, app: &App, id: Id<tables::View>, expected: i64, input: ViewPatch) -> Result<Recorded<View>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::view(tx.reader(), id)).await?;
    let mut check = Check::new();
    let mut change = view::ActiveModel::default();
    if let Some(name) = input.name {
        change.name = Set(check.required("/name", &name, 60));
    }
    if let Some(shared) = check.choice("/shared", input.shared, SHARED) {
        check_sharing(tx, &shared)?;
        change.shared = Set(shared);
    }
    if let Some(flag) = input.pinned {
        change.pinned = Set(flag);
    }
    if let Some(flag) = input.is_default {
        change.is_default = Set(flag);
    }
    let filter = input.filter.unwrap_or_else(|| row.filter.clone());
    let sort = input.sort.unwrap_or_else(|| row.sort.clone());
    let columns = input.columns.unwrap_or_else(|| serde_json::from_value(row.columns.clone()).unwrap_or_default());
    check.all(check_question(tx.actor(), app, &row.list, filter.clone(), sort.clone(), &columns))?;
    check.done()?;
    (change.filter, change.sort, change.columns) = (Set(filter), Set(sort), Set(json!(columns)));
    let row = tx.update::<tables::View>(row, change).await?;
    let wire = queries::view(tx.reader(), id).await?;
    Ok(tx.record(Event::new("view.changed", "view", row.id).owned_by(row.created_by), wire))
}

/// Removes a view.
pub async fn remove_view(tx: &mut Tx, id: Id<tables::View>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let owner = row.created_by;
    tx.remove::<tables::View>(row).await?;
    Ok(tx.record(Event::new("view.removed", "view", id.uuid()).owned_by(owner), ()))
}
