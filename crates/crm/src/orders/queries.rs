//! Every read of orders.

mod products;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use guanxi_kernel::{
    clock::{Unit, day_start},
    db::Reader,
    error::Result,
    id::Id,
    list::Naming,
    money::Money,
    timeline::{Before, Item},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait, Order as Direction, Query},
};
use uuid::Uuid;

pub use self::products::{Bought, bought};
pub(super) use self::products::{named_by_lines, unknown_products};
use super::{
    api::{Line, Month, Order},
    tables::{self, line, order},
};
use crate::{
    customers::{self, commands::Trade, queries::year_before},
    staff::api::Ref,
};

/// How many months the purchases of an account go back.
const MONTHS: i32 = 24;

/// One order with its lines.
pub async fn order(reader: &Reader, id: Id<tables::Order>) -> Result<Order> {
    let row = reader.get(id).await?;
    let lines = lines_of(reader, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    wire(reader, row, lines).await
}

/// The lines of orders, by the order.
pub(super) async fn lines_of(reader: &Reader, orders: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<line::Model>>> {
    let mut lines: BTreeMap<Uuid, Vec<line::Model>> = BTreeMap::new();
    if orders.is_empty() {
        return Ok(lines);
    }
    let found = line::Entity::find()
        .filter(line::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(line::Column::OrderId.is_in(orders.iter().copied()))
        .order_by_asc(line::Column::OrderId)
        .order_by_asc(line::Column::N)
        .all(reader.source())
        .await?;
    for line in found {
        lines.entry(line.order_id).or_default().push(line);
    }
    Ok(lines)
}

async fn wire(reader: &Reader, row: order::Model, lines: Vec<line::Model>) -> Result<Order> {
    let names = customers::queries::names(reader, [row.account_id].into_iter().chain(row.payer_id).collect()).await?;
    let name = |id: Option<Uuid>| Ref::among(&names, id);
    let currency = &reader.actor().currency;
    let lines = lines
        .into_iter()
        .map(|line| Line {
            product: line.product,
            sku: line.sku,
            quantity: line.quantity,
            price: Money::new(line.price_minor, currency),
            net: Money::new(line.net_minor, currency),
            promotion: line.promotion,
            consumer_id: line.consumer_id,
        })
        .collect();
    Ok(Order {
        id: row.id,
        version: row.version,
        number: row.number,
        source: row.source,
        external_id: row.external_id,
        kind: row.kind,
        account: name(Some(row.account_id)),
        payer: name(row.payer_id),
        ordered_on: row.ordered_on,
        net: Money::new(row.net_minor, currency),
        cost: row.cost_minor.map(|cost| Money::new(cost, currency)),
        quantity: row.quantity,
        lines,
        remark: row.remark,
        created_at: row.created_at,
    })
}

/// What orders tell on the timeline of an account. An order stands at the beginning of its day.
pub async fn tell(reader: &Reader, about: Uuid, before: Option<Before>, limit: u64) -> Result<Vec<Item>> {
    let zone = reader.actor().zone;
    let earlier = match before {
        None => Condition::all(),
        Some(before) => {
            let day = guanxi_kernel::clock::day_in(zone, before.at);
            // Orders of the day itself stand before `before` when the day began earlier, or at it with a smaller id.
            let whole_day = day_start(zone, day) < before.at;
            let same = Condition::all().add(order::Column::OrderedOn.eq(day));
            let same = if whole_day { same } else { same.add(order::Column::Id.lt(before.id)) };
            Condition::all().add(order::Column::OrderedOn.lte(day)).add(Condition::any().add(order::Column::OrderedOn.lt(day)).add(same))
        }
    };
    let rows = reader
        .find::<tables::Order>()
        .with(|select| {
            select
                .filter(order::Column::AccountId.eq(about))
                .filter(earlier)
                .order_by_desc(order::Column::OrderedOn)
                .order_by_desc(order::Column::Id)
                .limit(limit)
        })
        .all()
        .await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let data = serde_json::json!({
            "id": row.id, "number": row.number, "kind": row.kind, "ordered_on": row.ordered_on,
            "net": Money::new(row.net_minor, &reader.actor().currency), "quantity": row.quantity, "line_count": row.line_count,
        });
        items.push(Item { at: day_start(zone, row.ordered_on), kind: "order", id: row.id, data });
    }
    Ok(items)
}

/// How a month is written, `2026-11`.
#[must_use]
pub fn month_of(day: NaiveDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

#[derive(FromQueryResult)]
struct MonthRow {
    month: String,
    net: i64,
    orders: i64,
}

/// Net sales of an account by month: the present month and the 23 before it, those without orders too.
pub async fn purchases(reader: &Reader, account: Id<customers::tables::Account>) -> Result<Vec<Month>> {
    reader.get(account).await?;
    let this_month = Unit::Month.start(reader.today());
    let first = Unit::Month.shift(this_month, 1 - MONTHS).unwrap_or(this_month);
    let column = |name: &'static str| Expr::col((Alias::new("orders"), Alias::new(name)));
    let visible = reader.find::<tables::Order>().with(|select| {
        select.select_only().filter(order::Column::AccountId.eq(account.uuid())).filter(order::Column::OrderedOn.gte(first))
    });
    let mut select = visible.into_query();
    let month = reader.dialect().month_of(column("ordered_on"));
    select
        .expr_as(month.clone(), Alias::new("month"))
        .expr_as(reader.dialect().sum(column("net_minor")), Alias::new("net"))
        .expr_as(Expr::cust("count(CASE WHEN orders.kind = 'sale' THEN 1 END)"), Alias::new("orders"))
        .add_group_by([month]);
    let rows: Vec<MonthRow> =
        reader.select("sums by month; the workspace and the visibility are in the select it begins with", &select).await?;
    let known: BTreeMap<String, (i64, i64)> = rows.into_iter().map(|row| (row.month, (row.net, row.orders))).collect();
    let currency = &reader.actor().currency;
    Ok((0..MONTHS)
        .filter_map(|n| Unit::Month.shift(first, n))
        .map(|day| {
            let month = month_of(day);
            let (net, orders) = known.get(&month).copied().unwrap_or_default();
            Month { month, net: Money::new(net, currency), orders }
        })
        .collect())
}

#[derive(FromQueryResult)]
struct TradeRow {
    account_id: Uuid,
    net_sales: i64,
    net_sales_12m: i64,
    order_count: i64,
    first_order_on: Option<NaiveDate>,
    last_order_on: Option<NaiveDate>,
}

/// What accounts have bought, whoever may see it; accounts without orders too.
pub(super) async fn trades(reader: &Reader, accounts: &[Uuid]) -> Result<Vec<Trade>> {
    let column = |name: &'static str| Expr::col((Alias::new("orders"), Alias::new(name)));
    let is_sale = column("kind").eq("sale");
    let within_year = column("ordered_on").gte(year_before(reader.today()));
    let when = |condition: sea_orm::sea_query::SimpleExpr, then: sea_orm::sea_query::SimpleExpr| -> sea_orm::sea_query::SimpleExpr {
        sea_orm::sea_query::CaseStatement::new().case(condition, then).into()
    };
    let dialect = reader.dialect();
    let mut select = Query::select();
    select
        .column(Alias::new("account_id"))
        .expr_as(dialect.sum(column("net_minor")), Alias::new("net_sales"))
        .expr_as(dialect.sum(when(within_year, column("net_minor"))), Alias::new("net_sales_12m"))
        .expr_as(Expr::cust("count(CASE WHEN orders.kind = 'sale' THEN 1 END)"), Alias::new("order_count"))
        .expr_as(when(is_sale.clone(), column("ordered_on")).min(), Alias::new("first_order_on"))
        .expr_as(when(is_sale, column("ordered_on")).max(), Alias::new("last_order_on"))
        .from(Alias::new("orders"))
        .and_where(column("workspace_id").eq(reader.actor().workspace))
        .and_where(column("account_id").is_in(accounts.iter().copied()))
        .group_by_col(Alias::new("account_id"))
        .order_by(Alias::new("account_id"), Direction::Asc);
    let rows: Vec<TradeRow> = reader.select("figures of accounts are made of all their orders", &select).await?;
    let known: BTreeMap<Uuid, TradeRow> = rows.into_iter().map(|row| (row.account_id, row)).collect();
    let never = guanxi_kernel::clock::NEVER;
    Ok(accounts
        .iter()
        .map(|account| match known.get(account) {
            None => Trade {
                account: *account,
                net_sales_minor: 0,
                net_sales_12m_minor: 0,
                order_count: 0,
                first_order_on: never,
                last_order_on: never,
            },
            Some(row) => Trade {
                account: *account,
                net_sales_minor: row.net_sales,
                net_sales_12m_minor: row.net_sales_12m,
                order_count: row.order_count,
                first_order_on: row.first_order_on.unwrap_or(never),
                last_order_on: row.last_order_on.unwrap_or(never),
            },
        })
        .collect())
}

/// The accounts whose net sales of the last 12 months changed because a day has passed: those with an order on it.
pub(super) async fn accounts_with_orders_on(reader: &Reader, day: NaiveDate) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct OfAccount {
        account_id: Uuid,
    }
    let rows: Vec<OfAccount> = reader
        .in_workspace::<tables::Order>()
        .with(|select| select.select_only().column(order::Column::AccountId).filter(order::Column::OrderedOn.eq(day)).distinct())
        .all_as()
        .await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

/// What an order adds to the history of its account.
#[derive(Debug, FromQueryResult)]
pub struct Entry {
    /// The account.
    pub account_id: Uuid,
    /// The day.
    pub ordered_on: NaiveDate,
    /// `sale`, `return` or `credit`.
    pub kind: String,
    /// Net amount in minor units, with its sign.
    pub net_minor: i64,
    /// What the goods cost, with the same sign, where it is known.
    pub cost_minor: Option<i64>,
}

/// All orders of the accounts with ids after one and up to another, until the end of a day, whoever may see them: by account
/// and day. The caller has bounded the accounts.
pub async fn entries(reader: &Reader, [after, upto]: [Uuid; 2], until: NaiveDate) -> Result<Vec<Entry>> {
    let sql = "SELECT account_id, ordered_on, kind, net_minor, cost_minor FROM orders \
               WHERE workspace_id = ? AND account_id > ? AND account_id <= ? AND ordered_on <= ? ORDER BY account_id, ordered_on";
    let values = vec![reader.actor().workspace.into(), after.into(), upto.into(), until.into()];
    Ok(Entry::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?)
}

/// What the lines of an account's sales say of its prices, in minor units. Real numbers: quantity times price may not fit into
/// 64 bits where the amount beside them does.
#[derive(Debug, FromQueryResult)]
pub struct Prices {
    /// The account.
    pub account_id: Uuid,
    /// At the prices of the lines, before discounts.
    pub listed: f64,
    /// After them.
    pub net: f64,
    /// Of that, what was bought on promotion.
    pub promoted: f64,
}

/// The prices in the sales of accounts with ids after one and up to another, from one day to another; accounts without lines
/// are left out.
pub async fn prices(reader: &Reader, [after, upto]: [Uuid; 2], [from, until]: [NaiveDate; 2]) -> Result<Vec<Prices>> {
    let sql = "SELECT o.account_id, sum(CAST(l.quantity AS DOUBLE PRECISION) * l.price_minor) AS listed, \
         sum(CAST(l.net_minor AS DOUBLE PRECISION)) AS net, \
         sum(CASE WHEN l.promotion THEN CAST(l.net_minor AS DOUBLE PRECISION) ELSE 0.0 END) AS promoted FROM orders o \
         JOIN order_lines l ON l.workspace_id = o.workspace_id AND l.order_id = o.id \
         WHERE o.workspace_id = ? AND o.account_id > ? AND o.account_id <= ? AND o.ordered_on >= ? AND o.ordered_on <= ? AND o.kind = 'sale' \
         GROUP BY o.account_id";
    let values = vec![reader.actor().workspace.into(), after.into(), upto.into(), from.into(), until.into()];
    Ok(Prices::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?)
}

/// Orders by their numbers, or by what they are called in another system, whoever may see them: each is there once.
pub(super) async fn known(reader: &Reader, numbers: BTreeSet<String>, called: &BTreeSet<(String, String)>) -> Result<Vec<order::Model>> {
    let mut wanted = Condition::any();
    if !numbers.is_empty() {
        wanted = wanted.add(order::Column::Number.is_in(numbers));
    }
    let mut by_source: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (source, id) in called {
        by_source.entry(source).or_default().push(id);
    }
    for (source, ids) in by_source {
        wanted = wanted.add(Condition::all().add(order::Column::Source.eq(source)).add(order::Column::ExternalId.is_in(ids)));
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    reader.in_workspace::<tables::Order>().with(|select| select.filter(wanted)).all().await
}

/// The event of a day that has been taken out of the last 12 months.
pub(super) const YEAR_REFRESHED: &str = "orders.year_refreshed_until";

/// The last day that has been taken out of the last 12 months.
pub(super) async fn refreshed_until(reader: &Reader) -> Result<Option<NaiveDate>> {
    #[derive(FromQueryResult)]
    struct Told {
        data: serde_json::Value,
    }
    let sql = "SELECT data FROM events WHERE workspace_id = ? AND name = ? ORDER BY id DESC LIMIT 1";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), YEAR_REFRESHED.into()]);
    let told = Told::find_by_statement(statement).one(reader.source()).await?;
    Ok(told.and_then(|told| told.data["until"].as_str()?.parse().ok()))
}

/// The numbers of orders that the actor may see; those without one are left out.
pub fn numbers(reader: &Reader, ids: Vec<Uuid>) -> Naming<'_> {
    Box::pin(async move {
        let rows = reader.find::<tables::Order>().with_ids(ids).all().await?;
        Ok(rows.into_iter().filter_map(|row| Some((row.id, row.number?))).collect())
    })
}
