//! Who stands below an account, and what they all buy: the shops that a dealer supplies, the companies of a group (A8).
//! Nothing is counted twice, however many ways lead to an account, and what those buy whom it supplies is never added to its own.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guanxi_kernel::{
    clock::NEVER,
    db::{Reader, batches},
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

#[derive(FromQueryResult)]
struct Step {
    id: Uuid,
    of: Uuid,
}

/// A page of those who stand directly below an account, with who stands above it and what all below it buy.
pub async fn below(reader: &Reader, id: Id<tables::Account>, params: &BelowParams) -> Result<Below> {
    let row = reader.get(id).await?;
    let first = params.cursor.is_none();
    let (above, sums) = if first {
        (above(reader, row.id, params.chain).await?, Some(sums(reader, &row, params.chain).await?))
    } else {
        (Vec::new(), None)
    };
    let children = steps(reader, params.chain, &[row.id], End::To).await?.into_iter().map(|step| step.id).collect();
    let (rows, next_cursor) = page(reader, children, params).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut further: BTreeMap<Uuid, i64> = BTreeMap::new();
    for step in steps(reader, params.chain, &ids, End::To).await? {
        *further.entry(step.of).or_default() += 1;
    }
    let sees_paid = reader.actor().may(PAID, guanxi_kernel::actor::Action::Read);
    let item = |row: account::Model| BelowItem {
        further: further.get(&row.id).copied().unwrap_or(0),
        net_sales_12m: sees_paid.then(|| Money::new(row.net_sales_12m_minor, &reader.actor().currency)),
        channel_kind: row.channel_kind,
        region: row.region,
        account: Ref { id: row.id, name: row.name },
    };
    Ok(Below { above, items: rows.into_iter().map(item).collect(), next_cursor, sums })
}

/// One page of these accounts, by name.
async fn page(reader: &Reader, ids: Vec<Uuid>, params: &BelowParams) -> Result<(Vec<account::Model>, Option<String>)> {
    let after = params.cursor.as_deref().map(After::decode).transpose()?.map(|after| {
        let same = Condition::all().add(account::Column::NameSort.eq(after.text.as_str())).add(account::Column::Id.gt(after.id));
        Condition::any().add(account::Column::NameSort.gt(after.text)).add(same)
    });
    let limit = params.limit();
    let mut rows = Vec::new();
    for chunk in batches(&ids) {
        let of = |select: Select<account::Entity>| {
            let select = select.filter(account::Column::TrashedAt.is_null()).filter(Condition::all().add_option(after.clone()));
            select.order_by_asc(account::Column::NameSort).order_by_asc(account::Column::Id).limit(limit + 1)
        };
        rows.extend(reader.find::<tables::Account>().with_ids(chunk.iter().copied()).with(of).all().await?);
    }
    rows.sort_by(|one, other| (&one.name_sort, one.id).cmp(&(&other.name_sort, other.id)));
    let has_more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| has_more).map(|last| After { text: last.name_sort.clone(), id: last.id }.encode());
    Ok((rows, next))
}

/// Who stands directly above an account, and above those, the nearest first; each once.
async fn above(reader: &Reader, id: Uuid, chain: Chain) -> Result<Vec<Ref>> {
    let (mut seen, mut front, mut order) = (BTreeSet::from([id]), vec![id], Vec::new());
    while !front.is_empty() && order.len() < MOST_ABOVE {
        let found = steps(reader, chain, &front, End::From).await?;
        front = found.into_iter().map(|step| step.id).filter(|id| seen.insert(*id)).collect();
        order.extend(front.iter().copied());
    }
    order.truncate(MOST_ABOVE);
    let names = super::names(reader, order.clone()).await?;
    Ok(order.into_iter().filter_map(|id| names.iter().find(|name| name.id == id).cloned()).collect())
}

/// As many of those above an account are told of.
const MOST_ABOVE: usize = 20;

/// What an account and all below it have bought in the last 12 months.
async fn sums(reader: &Reader, row: &account::Model, chain: Chain) -> Result<Sums> {
    let most = usize::try_from(CHAIN_MOST.get(reader).await?).unwrap_or(usize::MAX);
    let (mut seen, mut front) = (BTreeSet::from([row.id]), vec![row.id]);
    while !front.is_empty() && seen.len() <= most {
        let found = steps(reader, chain, &front, End::To).await?;
        front = found.into_iter().map(|step| step.id).filter(|id| seen.insert(*id)).collect();
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
    let sees_paid = reader.actor().reaches(PAID, guanxi_kernel::actor::Action::Read, row.owner_id);
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

#[derive(FromQueryResult)]
struct Bought {
    accounts: i64,
    bought: i64,
}

/// One step along the relations that hold today and whose two ends the actor may see, from some accounts to those at the other end.
async fn steps(reader: &Reader, chain: Chain, from: &[Uuid], toward: End) -> Result<Vec<Step>> {
    let mut found = Vec::new();
    for kind in chain_kinds(chain) {
        // The lower end is the second of those who supply, and the first of a branch.
        let goes_forth = (upper_end(kind) == Some(End::From)) == (toward == End::To);
        let (near, far) = if goes_forth {
            (relation::Column::FromId, relation::Column::ToId)
        } else {
            (relation::Column::ToId, relation::Column::FromId)
        };
        for chunk in batches(from) {
            let of = |select: Select<relation::Entity>| {
                let select = select.select_only().column_as(far, "id").column_as(near, "of");
                select.filter(near.is_in(chunk.iter().copied())).filter(relation::Column::Kind.eq(*kind)).filter(holds(reader.today()))
            };
            found.extend(reader.find::<tables::AccountRelation>().with(of).all_as::<Step>().await?);
        }
    }
    Ok(found)
}

fn holds(today: NaiveDate) -> Condition {
    let until = Condition::any().add(relation::Column::Until.eq(NEVER)).add(relation::Column::Until.gte(today));
    Condition::all().add(relation::Column::Since.lte(today)).add(until)
}
