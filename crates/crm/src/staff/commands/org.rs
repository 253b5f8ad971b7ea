//! The org tree.

use guanxi_kernel::{
    check::Check,
    db::{Recorded, Tx},
    error::{Error, Result, unchanged},
    event::Event,
    id::Id,
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::staff::{
    api::{NewOrgUnit, OrgUnit, OrgUnitPatch},
    rules::check_place,
    tables::{self, org_unit, user},
};

const KINDS: &[&str] = &["hq", "branch", "store", "hotel", "team"];

/// Adds a unit or a team.
pub async fn add_org_unit(tx: &mut Tx, input: NewOrgUnit) -> Result<Recorded<OrgUnit>> {
    let leave = tx.to_create()?;
    let mut check = Check::new();
    let name = check.required("/name", &input.name, 60);
    let kind = check.one_of("/kind", &input.kind, KINDS);
    alone_with_the_tree(tx).await?;
    let parent = match input.parent_id {
        None => None,
        Some(parent) => tx.reader().in_workspace::<tables::OrgUnit>().with_id(parent).one().await?,
    };
    if input.parent_id.is_none() {
        check.wrong("/parent_id", "required", "A unit stands below another; the company itself is the only root.");
    }
    if input.parent_id.is_some() && parent.is_none() {
        check.wrong("/parent_id", "not_found", "There is no such org unit.");
    }
    if let Err((code, detail)) = check_place(path_of(parent.as_ref()), None) {
        check.wrong("/parent_id", code, detail);
    }
    check.done()?;
    let row = tx.insert::<tables::OrgUnit>(leave, new_unit(parent.as_ref(), name, kind)).await?;
    Ok(tx.record(Event::new("org_unit.created", "org_unit", row.id), OrgUnit::from(row)))
}

/// A unit below another, or the company itself, with its path.
pub(super) fn new_unit(parent: Option<&org_unit::Model>, name: String, kind: String) -> org_unit::ActiveModel {
    let id = Uuid::now_v7();
    org_unit::ActiveModel {
        id: Set(id),
        name: Set(name),
        kind: Set(kind),
        parent_id: Set(parent.map(|parent| parent.id)),
        path: Set(format!("{}{id}/", path_of(parent))),
        ..Default::default()
    }
}

/// What the path of a unit below this one begins with.
fn path_of(parent: Option<&org_unit::Model>) -> &str {
    parent.map_or("/", |parent| &parent.path)
}

/// Renames a unit, or puts it with everything below it under another.
pub async fn change_org_unit(tx: &mut Tx, id: Id<tables::OrgUnit>, expected: i64, input: OrgUnitPatch) -> Result<Recorded<OrgUnit>> {
    alone_with_the_tree(tx).await?;
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, async { Ok(OrgUnit::from(row.clone())) }).await?;
    let mut check = Check::new();
    let mut change = org_unit::ActiveModel::default();
    if let Some(name) = input.name {
        change.name = Set(check.required("/name", &name, 60));
    }
    let mut to = None;
    if let Some(parent) = input.parent_id.filter(|parent| Some(*parent) != row.parent_id) {
        to = new_place(tx, &mut check, &row, parent).await?;
        change.parent_id = Set(Some(parent));
    }
    check.done()?;
    let from = row.path.clone();
    let row = tx.update::<tables::OrgUnit>(row, change).await?;
    if let Some(to) = to {
        move_paths(tx, &from, &format!("{to}{}/", row.id)).await?;
    }
    Ok(tx.record(Event::new("org_unit.changed", "org_unit", id.uuid()), OrgUnit::from(row)))
}

/// The path of the unit that this one is to stand below, when it can.
async fn new_place(tx: &Tx, check: &mut Check, row: &org_unit::Model, parent: Uuid) -> Result<Option<String>> {
    let reader = tx.reader();
    let Some(parent) = reader.in_workspace::<tables::OrgUnit>().with_id(parent).one().await? else {
        check.wrong("/parent_id", "not_found", "There is no such org unit.");
        return Ok(None);
    };
    if row.parent_id.is_none() {
        check.wrong("/parent_id", "root_stays", "The company itself stands at the top; move the units below it.");
        return Ok(None);
    }
    let below = reader.in_workspace::<tables::OrgUnit>().with(|select| select.filter(org_unit::Column::Path.starts_with(&row.path)));
    let below = below.all().await?;
    // Ids are all of one length, so the longest path is the deepest.
    let deepest = below.iter().map(|unit| unit.path.as_str()).max_by_key(|path| path.len()).unwrap_or(&row.path);
    if let Err((code, detail)) = check_place(&parent.path, Some((&row.path, deepest))) {
        check.wrong("/parent_id", code, detail);
        return Ok(None);
    }
    Ok(Some(parent.path))
}

/// Gives a unit and all units below it their new paths, in one statement.
async fn move_paths(tx: &Tx, from: &str, to: &str) -> Result<()> {
    let reader = tx.reader();
    let length = |text: &str| i32::try_from(text.len()).unwrap_or(i32::MAX);
    let sql = "UPDATE org_units SET path = ? || substr(path, ?) WHERE workspace_id = ? AND substr(path, 1, ?) = ?";
    let values = vec![to.into(), (length(from) + 1).into(), reader.actor().workspace.into(), length(from).into(), from.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}

/// Nobody else changes the tree until this transaction ends: two moves at the same moment could close a ring, and a new
/// unit could keep the path that its parent had.
pub(super) async fn alone_with_the_tree(tx: &Tx) -> Result<()> {
    tx.alone("org_units").await
}

/// Removes a unit that nobody is in and nothing is below. Who is invited to it will be in none.
pub async fn remove_org_unit(tx: &mut Tx, id: Id<tables::OrgUnit>) -> Result<Recorded<()>> {
    alone_with_the_tree(tx).await?;
    let row = tx.to_remove(id).await?;
    let reader = tx.reader();
    // Before people are looked for: whoever accepts at this moment is waited for, and is found then.
    let sql = "UPDATE invitations SET org_unit_id = NULL, version = version + 1 WHERE workspace_id = ? AND org_unit_id = ?";
    let values = vec![tx.actor().workspace.into(), id.uuid().into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    let children =
        reader.in_workspace::<tables::OrgUnit>().with(|select| select.filter(org_unit::Column::ParentId.eq(id.uuid()))).exists().await?;
    let people = reader.in_workspace::<tables::User>().with(|select| select.filter(user::Column::OrgUnitId.eq(id.uuid()))).exists().await?;
    if children || people {
        return Err(Error::conflict("org_unit_in_use", "This unit still has people or units in it; move them first."));
    }
    tx.remove::<tables::OrgUnit>(row).await?;
    Ok(tx.record(Event::new("org_unit.removed", "org_unit", id.uuid()), ()))
}

/// Moves what stands below a unit that is about to go to where the unit stands, each with all that is below it. One that
/// has gone already has nothing below it.
pub async fn move_up_from(tx: &mut Tx, id: Id<tables::OrgUnit>) -> Result<()> {
    alone_with_the_tree(tx).await?;
    let Some(going) = tx.reader().in_workspace::<tables::OrgUnit>().with_id(id.uuid()).one().await? else { return Ok(()) };
    let above = going.path.trim_end_matches(&format!("{}/", going.id)).to_owned();
    let below = tx
        .reader()
        .in_workspace::<tables::OrgUnit>()
        .with(|select| select.filter(org_unit::Column::Path.starts_with(&going.path)).order_by_asc(org_unit::Column::Path))
        .all()
        .await?;
    for unit in below.into_iter().filter(|unit| unit.id != going.id) {
        let mut change = org_unit::ActiveModel { path: Set(format!("{above}{}", &unit.path[going.path.len()..])), ..Default::default() };
        if unit.parent_id == Some(going.id) {
            change.parent_id = Set(going.parent_id);
        }
        let row = tx.to_change(Id::<tables::OrgUnit>::from(unit.id)).await?;
        tx.update::<tables::OrgUnit>(row, change).await?;
        tx.note(Event::new("org_unit.changed", "org_unit", unit.id));
    }
    Ok(())
}
