//! Who stands below an account, and what they all buy: the shops that a dealer supplies, the companies of a group (A8).
//! Nothing is counted twice, however many ways lead to an account, and what those buy whom it supplies is never added to its own.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::Action,
    clock::NEVER,
    db::{Reader, Scoped, batches},
    error::Result,
    id::Id,
    list::After,
    money::Money,
};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr};
use uuid::Uuid;

use crate::{
    customers::{
        CHAIN_MOST,
        api::{Below, BelowItem, BelowParams, Sums},
        rules::{Chain, End, chain_kinds, upper_end},
        tables::{self, PAID, account, relation},
    },
    staff::api::Ref,
};

/// As many of those above an account are told of.
const MOST_ABOVE: usize = 20;

/// A page of those who stand directly below an account, with who stands above it and what all below it buy.
pub async fn below(reader: &Reader, id: Id<tables::Account>, params: &BelowParams) -> Result<Below> {
    let row = reader.get(id).await?;
    let is_first = params.cursor.is_none();
    let above = if is_first { above(reader, row.id, params.chain).await? } else { Vec::new() };
    let sums = if is_first { Some(sums(reader, &row, params.chain).await?) } else { None };
    let (rows, next_cursor) = page(reader, row.id, params).await?;
    let further = further(reader, params.chain, &rows).await?;
    let sees_paid = reader.actor().may(PAID, Action::Read);
    let item = |row: account::Model| BelowItem {
        further: further.get(&row.id).copied().unwrap_or(0),
        net_sales_12m: sees_paid.then(|| Money::new(row.net_sales_12m_minor, &reader.actor().currency)),
        channel_kind: row.channel_kind,
        region: row.region,
        account: Ref { id: row.id, name: row.name },
    };
    Ok(Below { above, items: rows.into_iter().map(item).collect(), next_cursor, sums })
}

/// One page of those directly below an account, by name.
async fn page(reader: &Reader, of: Uuid, params: &BelowParams) -> Result<(Vec<account::Model>, Option<String>)> {
    let after = params.cursor.as_deref().map(After::decode).transpose()?.map(|after| {
        let same = Condition::all().add(account::Column::NameSort.eq(after.text.as_str())).add(account::Column::Id.gt(after.id));
        Condition::any().add(account::Column::NameSort.gt(after.text)).add(same)
    });
    let children = ways(params.chain, End::To).map(|way| account::Column::Id.in_subquery(way.from(reader, &[of]).into_query()));
    let children = children.fold(Condition::any(), Condition::add);
    let limit = params.limit();
    let chosen = |select: Select<account::Entity>| {
        let select = select.filter(children).filter(account::Column::TrashedAt.is_null()).filter(Condition::all().add_option(after));
        select.order_by_asc(account::Column::NameSort).order_by_asc(account::Column::Id).limit(limit + 1)
    };
    let mut rows = reader.find::<tables::Account>().with(chosen).all().await?;
    let has_more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| has_more).map(|last| After { text: last.name_sort.clone(), id: last.id }.encode());
    Ok((rows, next))
}

/// How many stand directly below each of a page.
async fn further(reader: &Reader, chain: Chain, rows: &[account::Model]) -> Result<BTreeMap<Uuid, i64>> {
    #[derive(FromQueryResult)]
    struct Counted {
        of: Uuid,
        n: i64,
    }
    let (ids, mut further): (Vec<Uuid>, BTreeMap<Uuid, i64>) = (rows.iter().map(|row| row.id).collect(), BTreeMap::new());
    for way in ways(chain, End::To) {
        let count = |select: Select<relation::Entity>| {
            select.select_only().column_as(way.near, "of").column_as(Expr::cust("count(*)"), "n").group_by(way.near)
        };
        let counted: Vec<Counted> = way.from(reader, &ids).with(count).all_as().await?;
        for Counted { of, n } in counted {
            *further.entry(of).or_default() += n;
        }
    }
    Ok(further)
}

/// Who stands directly above an account, and above those, the nearest first; each once.
async fn above(reader: &Reader, id: Uuid, chain: Chain) -> Result<Vec<Ref>> {
    let (mut seen, mut front, mut order) = (BTreeSet::from([id]), vec![id], Vec::new());
    while !front.is_empty() && order.len() < MOST_ABOVE {
        front = step(reader, chain, &front, End::From, MOST_ABOVE).await?.into_iter().filter(|id| seen.insert(*id)).collect();
        order.extend(front.iter().copied());
    }
    order.truncate(MOST_ABOVE);
    let names = super::names(reader, order.clone()).await?;
    Ok(order.into_iter().filter_map(|id| names.iter().find(|name| name.id == id).cloned()).collect())
}

/// What an account and all below it have bought in the last 12 months.
async fn sums(reader: &Reader, row: &account::Model, chain: Chain) -> Result<Sums> {
    #[derive(FromQueryResult)]
    struct Bought {
        accounts: i64,
        bought: i64,
    }
    let most = usize::try_from(CHAIN_MOST.get(reader).await?).unwrap_or(usize::MAX);
    let (mut seen, mut front) = (BTreeSet::from([row.id]), vec![row.id]);
    while !front.is_empty() && seen.len() <= most {
        let found = step(reader, chain, &front, End::To, most + 1).await?;
        front = found.into_iter().filter(|id| seen.insert(*id)).collect();
    }
    seen.remove(&row.id);
    let is_all = seen.len() <= most;
    let ids: Vec<Uuid> = seen.into_iter().take(most).collect();
    let (mut accounts, mut bought) = (0, 0_i64);
    for chunk in batches(&ids) {
        let sum = |select: Select<account::Entity>| {
            select
                .select_only()
                .column_as(Expr::cust("count(*)"), "accounts")
                .column_as(reader.dialect().sum(Expr::col(account::Column::NetSales12mMinor)), "bought")
                .filter(account::Column::TrashedAt.is_null())
        };
        let found: Vec<Bought> = reader.find::<tables::Account>().with_ids(chunk.iter().copied()).with(sum).all_as().await?;
        for part in found {
            accounts += part.accounts;
            bought = bought.saturating_add(part.bought);
        }
    }
    let sees_paid = reader.actor().reaches_record(PAID, Action::Read, row.owner_id, row.id);
    let paid = |minor: i64| sees_paid.then(|| Money::new(minor, &reader.actor().currency));
    let own = row.net_sales_12m_minor;
    Ok(Sums {
        accounts,
        is_all,
        own: paid(own),
        below: paid(bought),
        together: paid(own.saturating_add(bought)).filter(|_| chain == Chain::Group),
    })
}

/// Those one step from some accounts, at most so many of each kind of relation and batch.
async fn step(reader: &Reader, chain: Chain, from: &[Uuid], toward: End, most: usize) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Far {
        id: Uuid,
    }
    let limit = most as u64;
    let mut found = Vec::new();
    for way in ways(chain, toward) {
        for chunk in batches(from) {
            let ends: Vec<Far> = way.from(reader, chunk).with(|select| select.limit(limit)).all_as().await?;
            found.extend(ends.into_iter().map(|far| far.id));
        }
    }
    Ok(found)
}

/// One kind of relation, walked from one of its ends to the other.
#[derive(Clone, Copy)]
struct Way {
    kind: &'static str,
    near: relation::Column,
    far: relation::Column,
}

/// The ways of a chain, down toward the lower end or up toward the upper one.
fn ways(chain: Chain, toward: End) -> impl Iterator<Item = Way> {
    chain_kinds(chain).iter().map(move |kind| {
        // The lower end is the second of those who supply, and the first of a branch.
        let goes_forth = (upper_end(kind) == Some(End::From)) == (toward == End::To);
        let (near, far) = if goes_forth {
            (relation::Column::FromId, relation::Column::ToId)
        } else {
            (relation::Column::ToId, relation::Column::FromId)
        };
        Way { kind, near, far }
    })
}

impl Way {
    /// The far ends of the relations that hold today and whose two ends the actor may see.
    fn from<'a>(self, reader: &'a Reader, near: &[Uuid]) -> Scoped<'a, tables::AccountRelation> {
        let today = reader.today();
        let until = Condition::any().add(relation::Column::Until.eq(NEVER)).add(relation::Column::Until.gte(today));
        let holds = Condition::all().add(relation::Column::Since.lte(today)).add(until);
        let near = self.near.is_in(near.iter().copied());
        let ends = |select: Select<relation::Entity>| {
            select.select_only().column_as(self.far, "id").filter(near).filter(relation::Column::Kind.eq(self.kind)).filter(holds)
        };
        reader.find::<tables::AccountRelation>().with(ends)
    }
}
