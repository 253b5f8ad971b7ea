//! Every read of territories, and the dealing of accounts that changes nothing yet.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::{Action, People},
    db::Reader,
    error::{Error, Result},
    id::Id,
    list::{self, Condition as Is, Filter, Naming, Op, Query, Search},
    slice::Listed,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    api::{Assignment, AssignmentPreview, PersonShare, Territory, TerritoryShare},
    rules::{Hands, Whose},
    tables::{self, territory, turn},
};
use crate::{
    customers::{self, tables::Account},
    staff::{self, api::Ref},
};

/// Accounts that are dealt together: as many as a page of a list has.
pub(super) const AT_ONCE: usize = 200;

/// The territories in their order.
pub async fn territories(reader: &Reader) -> Result<Vec<Territory>> {
    if !reader.actor().may("territory", Action::Read) {
        return Err(Error::Forbidden("you may not see the territories".to_owned()));
    }
    let rows = in_order(reader).await?;
    wires(reader, rows).await
}

/// One territory.
pub async fn territory(reader: &Reader, id: Id<tables::Territory>) -> Result<Territory> {
    let row = reader.get(id).await?;
    wires(reader, vec![row]).await?.pop().ok_or(Error::NotFound)
}

async fn in_order(reader: &Reader) -> Result<Vec<territory::Model>> {
    let ordered = |select: Select<territory::Entity>| select.order_by_asc(territory::Column::Place).order_by_asc(territory::Column::Id);
    reader.in_workspace::<tables::Territory>().with(ordered).all().await
}

/// Those who are named.
fn named(row: &territory::Model) -> Vec<Uuid> {
    serde_json::from_value(row.people.clone()).unwrap_or_default()
}

async fn wires(reader: &Reader, rows: Vec<territory::Model>) -> Result<Vec<Territory>> {
    let names = staff::queries::names(reader, rows.iter().flat_map(named).collect()).await?;
    let units = staff::queries::unit_names(reader, rows.iter().filter_map(|row| row.org_unit_id).collect()).await?;
    let all = reader.seeing_all("whether a rule can be followed tells nothing of what it finds");
    let wire = |row: territory::Model| Territory {
        id: row.id,
        version: row.version,
        place: row.place,
        active: row.active,
        is_broken: question(&all, row.filter.clone()).is_err(),
        org_unit: units.iter().find(|unit| Some(unit.id) == row.org_unit_id).cloned(),
        people: named(&row).iter().filter_map(|id| names.iter().find(|name| name.id == *id).cloned()).collect(),
        name: row.name,
        filter: row.filter,
        deals: row.deals,
    };
    Ok(rows.into_iter().map(wire).collect())
}

/// The question over accounts that a rule asks.
pub(super) fn question(reader: &Reader, filter: Option<Value>) -> Result<Query> {
    let query = Query::parse(reader.actor(), Account::list(), Search { filter, ..Search::default() })?;
    if query.mentions("trashed_at") {
        return Err(Error::field("/filter", "not_possible", "A territory takes nothing out of the trash."));
    }
    Ok(query)
}

fn is(field: &str, op: Op, value: Value) -> Filter {
    Filter::Is(Is { field: field.to_owned(), op, value })
}

/// The accounts that are looked at: of nobody or of everybody, none that lies in a pool, none that is protected.
pub(super) fn candidates(reader: &Reader, whose: Whose) -> Filter {
    let mut all = vec![is("pooled_on", Op::Empty, Value::Null)];
    match whose {
        Whose::Nobodys => all.push(is("owner", Op::Empty, Value::Null)),
        Whose::Everybodys => all.push(Filter::Any(vec![
            is("protected_until", Op::Empty, Value::Null),
            is("protected_until", Op::Before, json!(reader.today().to_string())),
        ])),
    }
    Filter::All(all)
}

/// Whom an account goes to, and why.
pub struct Given {
    /// The colleague.
    pub to: Uuid,
    /// The territory, by id and name, with the facts that it looked at.
    pub told: Value,
}

/// The active territories with their people, for one job or one account.
pub struct Dealer {
    territories: Vec<Dealing>,
}

struct Dealing {
    id: Uuid,
    name: String,
    filter: Option<Value>,
    /// The fields that the filter speaks of: the facts that it decides by.
    facts: Vec<String>,
    hands: Hands,
}

impl Dealer {
    /// Reads them, leaving somebody out who is about to leave. Those whose filter cannot be followed, and those without
    /// people, decide nothing.
    pub async fn look_up(reader: &Reader, leaver: Option<Uuid>) -> Result<Self> {
        let all = reader.seeing_all("rules decide by what their asker may not see, and tell nothing of it");
        let mut territories = Vec::new();
        for row in in_order(&all).await?.into_iter().filter(|row| row.active) {
            let Ok(query) = question(&all, row.filter.clone()) else { continue };
            let keys = Account::list().of(all.actor()).fields.iter().map(|field| field.key.to_string()).collect::<Vec<_>>();
            let facts = keys.into_iter().filter(|key| query.mentions(key)).collect();
            let mut people = people_of(&all, &row).await?;
            people.retain(|person| Some(*person) != leaver);
            if people.is_empty() {
                continue;
            }
            let hands = hands(&all, &row, people).await?;
            territories.push(Dealing { id: row.id, name: row.name, filter: row.filter, facts, hands });
        }
        Ok(Self { territories })
    }

    /// Says of some accounts whom they go to: the first territory that fits gives it to the next of its people. What is
    /// somebody's of that territory already stays there.
    pub async fn deal(&mut self, reader: &Reader, accounts: &[Uuid]) -> Result<BTreeMap<Uuid, Given>> {
        let mut given = BTreeMap::new();
        for some in accounts.chunks(AT_ONCE) {
            given.append(&mut self.deal_some(reader, some).await?);
        }
        Ok(given)
    }

    async fn deal_some(&mut self, reader: &Reader, accounts: &[Uuid]) -> Result<BTreeMap<Uuid, Given>> {
        let all = reader.seeing_all("rules decide by what their asker may not see, and tell nothing of it");
        let owners = customers::queries::owners(&all, accounts.iter().copied()).await?;
        let (mut given, mut left) = (BTreeMap::new(), accounts.to_vec());
        for territory in &mut self.territories {
            if left.is_empty() {
                break;
            }
            let fits = territory.fitting(&all, &left).await?;
            left.retain(|account| !fits.contains_key(account));
            let theirs: BTreeSet<Uuid> = territory.hands.people().iter().copied().collect();
            for account in accounts {
                let Some(facts) = fits.get(account) else { continue };
                if owners.get(account).is_some_and(|owner| theirs.contains(owner)) {
                    continue;
                }
                let Some(to) = territory.hands.deal() else { continue };
                let why = json!({"id": territory.id, "name": territory.name});
                given.insert(
                    *account,
                    Given { to, told: json!({"how": "territory", "territory": why, "rule_name": territory.name, "facts": facts}) },
                );
            }
        }
        Ok(given)
    }

    /// What is to be remembered: the turn of everybody, by territory.
    pub(super) fn turns(&self, workspace: Uuid) -> Vec<turn::Model> {
        let of = |territory: &Dealing| {
            let id = territory.id;
            let hands = territory.hands.clone();
            hands.people().to_vec().into_iter().map(move |user_id| turn::Model {
                workspace_id: workspace,
                territory_id: id,
                user_id,
                turn: hands.standing(user_id),
            })
        };
        self.territories.iter().filter(|territory| territory.hands.is_in_turn()).flat_map(of).collect()
    }
}

impl Dealing {
    /// Those of some accounts that fit, each with the facts by which it does.
    async fn fitting(&self, all: &Reader, accounts: &[Uuid]) -> Result<BTreeMap<Uuid, Map<String, Value>>> {
        let columns = if self.facts.is_empty() { "name".to_owned() } else { self.facts.join(",") };
        let search = Search {
            filter: self.filter.clone(),
            columns: Some(columns),
            limit: Some(AT_ONCE as u64),
            count: Some(list::Counting::None),
            ..Search::default()
        };
        let query = Query::parse(all.actor(), Account::list(), search)?.among(Some(accounts.to_vec()));
        let page = list::page::<Account>(all, Account::list(), &query).await?;
        let fact = |mut row: Map<String, Value>| {
            let id = row.get("id")?.as_str()?.parse().ok()?;
            row.retain(|key, _| self.facts.contains(key));
            Some((id, row))
        };
        Ok(page.items.into_iter().filter_map(fact).collect())
    }
}

/// Those of a territory who work here: who is named, or the people of its unit.
async fn people_of(reader: &Reader, row: &territory::Model) -> Result<Vec<Uuid>> {
    let named = named(row);
    if let (true, Some(unit)) = (named.is_empty(), row.org_unit_id) {
        return staff::queries::people_below(reader, unit).await;
    }
    let active = staff::queries::active_among(reader, named.iter().copied().collect()).await?;
    Ok(named.into_iter().filter(|person| active.contains(person)).collect())
}

async fn hands(reader: &Reader, row: &territory::Model, people: Vec<Uuid>) -> Result<Hands> {
    let in_turn = row.deals == "in_turn";
    let standing = if in_turn {
        let turns = turn::Entity::find()
            .filter(turn::Column::WorkspaceId.eq(reader.actor().workspace))
            .filter(turn::Column::TerritoryId.eq(row.id))
            .all(reader.source())
            .await?;
        turns.into_iter().map(|turn| (turn.user_id, turn.turn)).collect()
    } else {
        customers::queries::owned_by_each(reader, &people).await?
    };
    Ok(Hands::new(people, standing, in_turn))
}

/// Refuses whoever may not read all accounts: how many a rule finds tells of each.
pub(super) fn all_accounts(reader: &Reader) -> Result<()> {
    if reader.actor().people("account", Action::Read) == Some(People::Everyone) {
        return Ok(());
    }
    Err(Error::Forbidden("you may do this when you may see all accounts".to_owned()))
}

/// How many accounts would go to whom.
pub async fn preview(reader: &Reader, asked: Assignment) -> Result<AssignmentPreview> {
    if !reader.actor().may("territory", Action::Read) {
        return Err(Error::Forbidden("you may not see the territories".to_owned()));
    }
    all_accounts(reader)?;
    let all = reader.seeing_all("how many accounts go to whom is told to who sees all of them");
    let dealer = Dealer::look_up(reader, None).await?;
    let names = staff::queries::names(&all, dealer.territories.iter().flat_map(|each| each.hands.people()).copied().collect()).await?;
    let (mut before, mut items) = (Vec::new(), Vec::new());
    for territory in dealer.territories {
        let fits = territory.filter.as_ref().map(Filter::parse).transpose()?.unwrap_or(Filter::All(Vec::new()));
        let of_others = Filter::Any(vec![is("owner", Op::Empty, Value::Null), is("owner", Op::NotIn, json!(territory.hands.people()))]);
        let which = Filter::All(vec![candidates(&all, asked.whose), fits.clone(), none_of(&before), of_others]);
        let accounts = count(&all, which).await?;
        let got = territory.hands.shares(accounts);
        let people =
            names.iter().filter_map(|name| got.get(&name.id).map(|accounts| PersonShare { user: name.clone(), accounts: *accounts }));
        items.push(TerritoryShare { territory: Ref { id: territory.id, name: territory.name }, accounts, people: people.collect() });
        before.push(fits);
    }
    let nobodys = Filter::All(vec![candidates(&all, Whose::Nobodys), none_of(&before)]);
    Ok(AssignmentPreview { items, left: count(&all, nobodys).await? })
}

/// What fits none of some rules.
fn none_of(rules: &[Filter]) -> Filter {
    Filter::All(rules.iter().map(|rule| Filter::Not(Box::new(rule.clone()))).collect())
}

async fn count(all: &Reader, which: Filter) -> Result<i64> {
    let query = Query::parse(all.actor(), Account::list(), Search { limit: Some(1), ..Search::default() })?.and(which).counting_all();
    let page = list::page::<Account>(all, Account::list(), &query).await?;
    Ok(page.count.map(|count| count.value).unwrap_or_default())
}

/// The names of territories, for those who list records of all kinds.
pub fn list_names(reader: &Reader, ids: Vec<Uuid>) -> Naming<'_> {
    Box::pin(async move {
        let rows = reader.find::<tables::Territory>().with_ids(ids).all().await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    })
}
