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
    tables::{self, org_unit, user},
};

const KINDS: &[&str] = &["hq", "branch", "store", "hotel", "team"];
/// Deep enough for any company; keeps paths short.
const MAX_DEPTH: usize = 12;

/// Adds a unit or a team.
pub async fn add_org_unit(tx: &mut Tx, input: NewOrgUnit) -> Result<Recorded<OrgUnit>> {
    let leave = tx.to_create()?;
    let mut check = Check::new();
    let name = check.required("/name", &input.name, 60);
    let kind = check.one_of("/kind", &input.kind, KINDS);
    let id = Uuid::now_v7();
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
    let above = parent.map_or_else(|| "/".to_owned(), |parent| parent.path);
    if above.matches('/').count() > MAX_DEPTH {
        check.wrong("/parent_id", "too_deep", format!("The tree has at most {MAX_DEPTH} levels."));
    }
    check.done()?;
    let row = org_unit::ActiveModel {
        id: Set(id),
        name: Set(name),
        kind: Set(kind),
        parent_id: Set(input.parent_id),
        path: Set(format!("{above}{id}/")),
        ..Default::default()
    };
    let row = tx.insert::<tables::OrgUnit>(leave, row).await?;
    Ok(tx.record(Event::new("org_unit.created", "org_unit", id), OrgUnit::from(row)))
}

/// Renames a unit.
pub async fn rename_org_unit(tx: &mut Tx, id: Id<tables::OrgUnit>, expected: i64, input: &OrgUnitPatch) -> Result<Recorded<OrgUnit>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, async { Ok(OrgUnit::from(row.clone())) }).await?;
    let mut check = Check::new();
    let name = check.required("/name", &input.name, 60);
    check.done()?;
    let row = tx.update::<tables::OrgUnit>(row, org_unit::ActiveModel { name: Set(name), ..Default::default() }).await?;
    Ok(tx.record(Event::new("org_unit.changed", "org_unit", id.uuid()), OrgUnit::from(row)))
}

/// Removes a unit that nobody is in and nothing is below. Who is invited to it will be in none.
pub async fn remove_org_unit(tx: &mut Tx, id: Id<tables::OrgUnit>) -> Result<Recorded<()>> {
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
