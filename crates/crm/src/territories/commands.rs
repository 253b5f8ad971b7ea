//! Every write of territories, and giving accounts to whom they name.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::{Action, Scope},
    check::{Check, too_many},
    db::{Reader, Recorded, Tx},
    error::{Error, OnUnique, Result, unchanged},
    event::Event,
    id::Id,
    job::{NewJob, Queued},
};
use sea_orm::{ConnectionTrait, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    api::{Assignment, NewTerritory, Territory, TerritoryOrder, TerritoryPatch},
    queries::{self, Dealer, Given},
    rules::DEALS,
    tables::{self, territory},
};
use crate::{customers, staff};

/// The most territories: each is asked of every account that is assigned.
const MOST: usize = 100;
/// The most people of one.
const MOST_PEOPLE: usize = 200;

/// Makes a territory, behind the others.
pub async fn make(tx: &mut Tx, input: NewTerritory) -> Result<Recorded<Territory>> {
    let leave = tx.to_create()?;
    let mut check = Check::new();
    let name = check.required("/name", &input.name, 60);
    let deals = check.one_of("/deals", input.deals.as_deref().unwrap_or("in_turn"), DEALS);
    check_people(tx.reader(), &mut check, &input.people).await?;
    check_unit(tx.reader(), &mut check, input.org_unit_id).await?;
    check.done()?;
    let filter = checked_filter(tx.reader(), input.filter)?;
    let others = queries::territories(tx.reader()).await?;
    if others.len() >= MOST {
        return Err(Error::conflict("territories_enough", format!("There are {MOST} territories already; remove one first.")));
    }
    let row = territory::ActiveModel {
        name: Set(name),
        place: Set(others.iter().map(|other| other.place).max().unwrap_or_default() + 1),
        active: Set(input.active.unwrap_or(true)),
        filter: Set(filter),
        org_unit_id: Set(input.org_unit_id),
        people: Set(json!(once(input.people))),
        deals: Set(deals),
        ..Default::default()
    };
    let row = tx.insert::<tables::Territory>(leave, row).await.on_unique("territories", "name", name_taken)?;
    let wire = queries::territory(tx.reader(), Id::from(row.id)).await?;
    Ok(tx.record(Event::new("territory.created", "territory", row.id), wire))
}

fn name_taken() -> Error {
    Error::field("/name", "taken", "Another territory has this name already.")
}

fn once(people: Vec<Uuid>) -> Vec<Uuid> {
    let mut seen = BTreeSet::new();
    people.into_iter().filter(|person| seen.insert(*person)).collect()
}

async fn check_people(reader: &Reader, check: &mut Check, people: &[Uuid]) -> Result<()> {
    if people.len() > MOST_PEOPLE {
        check.add(too_many("/people", MOST_PEOPLE));
        return Ok(());
    }
    let active = staff::queries::active_among(reader, people.iter().copied().collect()).await?;
    if !people.iter().all(|person| active.contains(person)) {
        check.wrong("/people", "not_found", "One of these colleagues does not work here, or not any more.");
    }
    Ok(())
}

async fn check_unit(reader: &Reader, check: &mut Check, unit: Option<Uuid>) -> Result<()> {
    if let Some(unit) = unit
        && !staff::queries::unit_exists(reader, unit).await?
    {
        check.wrong("/org_unit_id", "not_found", "There is no such org unit.");
    }
    Ok(())
}

/// The filter, if it can be followed. An empty one is none.
fn checked_filter(reader: &Reader, filter: Option<Value>) -> Result<Option<Value>> {
    let filter = filter.filter(|filter| !filter.is_null() && *filter != json!({"all": []}));
    queries::question(reader, filter.clone())?;
    Ok(filter)
}

/// Changes a territory. What it has given stays as it is.
pub async fn change(tx: &mut Tx, id: Id<tables::Territory>, expected: i64, input: TerritoryPatch) -> Result<Recorded<Territory>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::territory(tx.reader(), id)).await?;
    let (mut check, mut change) = (Check::new(), territory::ActiveModel::default());
    if let Some(name) = input.name {
        change.name = Set(check.required("/name", &name, 60));
    }
    if let Some(active) = input.active {
        change.active = Set(active);
    }
    if let Some(deals) = input.deals {
        change.deals = Set(check.one_of("/deals", &deals, DEALS));
    }
    if let Some(unit) = input.org_unit_id {
        check_unit(tx.reader(), &mut check, unit).await?;
        change.org_unit_id = Set(unit);
    }
    if let Some(people) = input.people {
        // Who has left may still be named: it gets nothing, and stands there until it is taken out.
        let known = queries::territory(tx.reader(), id).await?.people;
        let new: Vec<Uuid> = people.iter().copied().filter(|person| known.iter().all(|known| known.id != *person)).collect();
        check_people(tx.reader(), &mut check, &new).await?;
        change.people = Set(json!(once(people)));
    }
    check.done()?;
    if let Some(filter) = input.filter {
        change.filter = Set(checked_filter(tx.reader(), filter)?);
    }
    tx.update::<tables::Territory>(row, change).await.on_unique("territories", "name", name_taken)?;
    let wire = queries::territory(tx.reader(), id).await?;
    Ok(tx.record(Event::new("territory.changed", "territory", id.uuid()), wire))
}

/// Takes a territory away. What it has given stays as it is.
pub async fn remove(tx: &mut Tx, id: Id<tables::Territory>, expected: i64) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    unchanged(expected, row.version, queries::territory(tx.reader(), id)).await?;
    let sql = "DELETE FROM territory_turns WHERE workspace_id = ? AND territory_id = ?";
    let values = vec![tx.actor().workspace.into(), id.uuid().into()];
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    tx.remove::<tables::Territory>(row).await?;
    Ok(tx.record(Event::new("territory.removed", "territory", id.uuid()), ()))
}

/// Puts the territories into another order: the first that fits decides.
pub async fn order(tx: &mut Tx, input: TerritoryOrder) -> Result<Recorded<Vec<Territory>>> {
    let known: BTreeSet<Uuid> = queries::territories(tx.reader()).await?.into_iter().map(|each| each.id).collect();
    let named: BTreeSet<Uuid> = input.ids.iter().copied().collect();
    if named != known || input.ids.len() != known.len() {
        return Err(Error::field("/ids", "not_all", "Name every territory once; one has come or gone meanwhile."));
    }
    for (place, id) in (1..).zip(&input.ids) {
        let row = tx.to_change(Id::<tables::Territory>::from(*id)).await?;
        tx.update::<tables::Territory>(row, territory::ActiveModel { place: Set(place), ..Default::default() }).await?;
    }
    let wire = queries::territories(tx.reader()).await?;
    let event = Event::new("territories.ordered", "territory", tx.actor().workspace);
    Ok(tx.record(event, wire))
}

/// Queues the assignment of accounts. It runs with the rights of the one who asked.
pub fn queue_assign(tx: &mut Tx, asked: Assignment) -> Result<Recorded<Queued>> {
    let actor = tx.actor();
    if !actor.may("territory", Action::Change) || actor.scope("account", Action::Change) != Some(Scope::All) {
        return Err(Error::Forbidden("only who keeps the territories and may change all accounts assigns accounts".to_owned()));
    }
    queries::all_accounts(tx.reader())?;
    let user = actor.user();
    let id = tx.queue(NewJob::new("territories.assign", serde_json::to_value(asked)?).on_behalf_of(user));
    let event = Event::new("territories.assignment_asked", "territory", id).with(json!(asked));
    Ok(tx.record(event, Queued { id }))
}

/// Says of some accounts to whom the territories give them, and keeps whose turn it is now. The caller gives them.
pub async fn deal(tx: &mut Tx, accounts: &[Uuid]) -> Result<BTreeMap<Uuid, Given>> {
    // Whose turn it is, one asks after the other.
    tx.alone("territories").await?;
    let mut dealer = Dealer::look_up(tx.reader(), None).await?;
    let given = dealer.deal(tx.reader(), accounts).await?;
    for turn in dealer.turns(tx.actor().workspace) {
        let sql = "INSERT INTO territory_turns (workspace_id, territory_id, user_id, turn) VALUES (?, ?, ?, ?) \
                   ON CONFLICT (workspace_id, territory_id, user_id) DO UPDATE SET turn = excluded.turn";
        let values = vec![turn.workspace_id.into(), turn.territory_id.into(), turn.user_id.into(), turn.turn.into()];
        tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    }
    Ok(given)
}

/// Gives some accounts to whom the territories say. Returns how many.
pub(super) async fn assign(tx: &mut Tx, accounts: &[Uuid]) -> Result<u64> {
    let given = deal(tx, accounts).await?;
    customers::commands::assign(tx, given.into_iter().map(|(account, given)| (account, given.to, given.told)).collect()).await
}

/// Gives an account that its maker has left to the territories to whom they say; when none fits, it stays its maker's.
pub(super) async fn assign_new(tx: &mut Tx, account: Uuid) -> Result<()> {
    assign(tx, &[account]).await.map(drop)
}
