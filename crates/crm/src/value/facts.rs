//! What is known of accounts before anything is reckoned: their orders, what was done for them, their prices.
//!
//! What other capabilities will record (opportunities, tickets, deliveries, gifts, receivables) comes in here: one more
//! question, and its place in [`Activity`].

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use guanxi_clv::{Customer, Kind, LeftOut, Prepared, Rules, Transaction, prepare};
use guanxi_kernel::{
    clock::{NEVER, day_in, day_start},
    db::Reader,
    error::Result,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    rules::{Activity, real},
    tables::account_value,
};
use crate::{
    customers::{
        queries::year_before,
        tables::{Account, account},
    },
    interactions,
    orders::{
        self,
        queries::{Entry, Prices},
    },
};

/// The accounts with ids after the first and up to the second.
pub(super) type Range = [Uuid; 2];

/// One account.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) channel_kind: Option<String>,
    pub(super) is_trashed: bool,
    pub(super) entries: Vec<Entry>,
    pub(super) activity: Activity,
    /// The last visit of the last 12 months.
    pub(super) last_visit_on: NaiveDate,
    /// The days of the last 12 months on which it asked, in their order.
    pub(super) enquiries: Vec<NaiveDate>,
    /// What the lines of a year's sales say of prices, where there are lines.
    pub(super) prices: Option<Prices>,
    /// What was reckoned last.
    pub(super) before: account_value::Model,
}

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
    channel_kind: Option<String>,
    trashed: bool,
}

/// The facts of the accounts of a range as they were at the end of a day, in the order of their ids.
pub(super) async fn facts(reader: &Reader, range: Range, until: NaiveDate) -> Result<Vec<Facts>> {
    let [after, upto] = range;
    let named: Vec<Named> = reader
        .in_workspace::<Account>()
        .with(|select| {
            select
                .select_only()
                .columns([account::Column::Id, account::Column::ChannelKind])
                .expr_as(account::Column::TrashedAt.is_not_null(), "trashed")
                .filter(account::Column::Id.gt(after))
                .filter(account::Column::Id.lte(upto))
                .order_by_asc(account::Column::Id)
        })
        .all_as()
        .await?;
    let before = account_value::Entity::find()
        .filter(account_value::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(account_value::Column::RecordId.gt(after))
        .filter(account_value::Column::RecordId.lte(upto))
        .all(reader.source())
        .await?;
    let mut before: BTreeMap<Uuid, account_value::Model> = before.into_iter().map(|row| (row.record_id, row)).collect();
    let mut entries: BTreeMap<Uuid, Vec<Entry>> = BTreeMap::new();
    for entry in orders::queries::entries(reader, range, until).await? {
        entries.entry(entry.account_id).or_default().push(entry);
    }
    let mut served = served(reader, range, until).await?;
    let mut enquiries = enquiries(reader, range, until).await?;
    let prices = orders::queries::prices(reader, range, [year_before(until), until]).await?;
    let mut prices: BTreeMap<Uuid, Prices> = prices.into_iter().map(|row| (row.account_id, row)).collect();
    Ok(named
        .into_iter()
        .filter_map(|Named { id, channel_kind, trashed }| {
            let (activity, last_visit_on) = served.remove(&id).filter(|_| !trashed).unwrap_or((Activity::default(), NEVER));
            Some(Facts {
                channel_kind,
                is_trashed: trashed,
                // What is in the trash has nothing, and is worth nothing.
                entries: entries.remove(&id).filter(|_| !trashed).unwrap_or_default(),
                enquiries: enquiries.remove(&id).filter(|_| !trashed).unwrap_or_default(),
                activity,
                last_visit_on,
                prices: prices.remove(&id).filter(|_| !trashed),
                before: before.remove(&id)?,
            })
        })
        .collect())
}

/// What was done for the accounts of a range in the 12 months that end on a day, and when they were visited last in these.
async fn served(reader: &Reader, range: Range, until: NaiveDate) -> Result<BTreeMap<Uuid, (Activity, NaiveDate)>> {
    let zone = reader.actor().zone;
    let year = [day_start(zone, year_before(until)), day_start(zone, until + Days::new(1))];
    let mut served = BTreeMap::new();
    for made in interactions::queries::contacts_made(reader, range, year).await? {
        let (activity, last_visit_on) = served.entry(made.account_id).or_insert((Activity::default(), NEVER));
        activity.count(&made.channel, made.count);
        if made.channel == "visit" {
            *last_visit_on = day_in(zone, made.last_at);
        }
    }
    Ok(served)
}

/// The days on which the accounts of a range asked for something to buy, in the 12 months that end on a day.
async fn enquiries(reader: &Reader, range: Range, until: NaiveDate) -> Result<BTreeMap<Uuid, Vec<NaiveDate>>> {
    let zone = reader.actor().zone;
    let year = [day_start(zone, year_before(until)), day_start(zone, until + Days::new(1))];
    let mut enquiries: BTreeMap<Uuid, Vec<NaiveDate>> = BTreeMap::new();
    for enquiry in interactions::queries::enquiries(reader, range, year).await? {
        enquiries.entry(enquiry.account_id).or_default().push(day_in(zone, enquiry.at));
    }
    Ok(enquiries)
}

/// The histories of accounts until a day, with what they did until another, as the purchase models see them; times in weeks,
/// amounts in minor units. Accounts without a sale are left out.
pub(super) fn histories<'a>(entries: impl IntoIterator<Item = &'a Entry>, rules: &Rules) -> Result<Prepared<Uuid>> {
    let transaction = |entry: &Entry| Transaction {
        customer: entry.account_id,
        day: entry.ordered_on,
        amount: real(entry.net_minor),
        kind: if entry.kind == "sale" { Kind::Sale { order: None } } else { Kind::Credit { of: None } },
    };
    let transactions: Vec<Transaction<Uuid>> = entries.into_iter().map(transaction).collect();
    match prepare(&transactions, rules, &BTreeMap::new()) {
        Ok(prepared) => Ok(prepared),
        Err(guanxi_clv::Error::Empty { .. }) => Ok(Prepared { customers: Vec::new(), left_out: LeftOut::default() }),
        Err(error) => Err(anyhow::anyhow!(error).into()),
    }
}

/// A customer as the purchase models see it.
pub(super) type Buyer = Customer<Uuid>;

/// The range that holds one account.
pub(super) fn only(account: Uuid) -> Range {
    [Uuid::from_u128(account.as_u128().saturating_sub(1)), account]
}
