//! The purchases of a file: which columns they stand in, and what each row says.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::{Context, anyhow, bail};
use chrono::{Days, NaiveDate};
use guanxi_clv::{Kind, Transaction};
use guanxi_kernel::clock::Clock;
use guanxi_kernel::text::{self, parse_date, parse_money_minor};
use guanxi_sheet::{Cell, ReadOptions, Row, format_money_minor};

use super::{
    Steps,
    columns::{Columns, Since},
};
use crate::cli::Clv;

/// So many rows are read between two looks at how far it is.
const ROWS_A_LOOK: usize = 10_000;

/// The rows of the file.
#[derive(Default)]
pub(super) struct Purchases {
    /// Sales, and amounts below zero as credits.
    pub(super) transactions: Vec<Transaction<String>>,
    /// From which day customers are observed who bought before it.
    pub(super) observed_since: BTreeMap<String, NaiveDate>,
    /// Credits, and how many of them take back an order of the file.
    pub(super) credits: Credits,
    /// Rows that sum up others, which are left out.
    pub(super) sums: usize,
    /// Which columns were taken.
    pub(super) taken: String,
}

/// Credits of the file.
#[derive(Default)]
pub(super) struct Credits {
    /// All of them.
    pub(super) all: usize,
    /// Those that name an order of the same customer.
    pub(super) linked: usize,
}

/// Reads the file.
pub(super) fn read(arguments: &Clv, steps: &Steps) -> anyhow::Result<Purchases> {
    let file = &arguments.file;
    let cannot = || format!("cannot read {}", file.display());
    if std::fs::metadata(file).with_context(cannot)?.is_dir() {
        bail!("cannot read {}: it is a folder", file.display());
    }
    let rows = guanxi_sheet::rows(file, &ReadOptions::default()).with_context(cannot)?;
    let columns = Columns::find(rows.header(), arguments)?;
    let mut purchases = Purchases { taken: columns.taken.clone(), ..Purchases::default() };
    // Where the day is later than here, tomorrow has begun.
    let latest = Clock::default().now().date_naive() + Days::new(1);
    let mut orders = Orders::default();
    for row in rows {
        let row = row.with_context(cannot)?;
        if columns.is_sum(&row) {
            purchases.sums += 1;
            continue;
        }
        let named = || format!("{}, row {}", file.display(), row.number);
        let transaction = columns.transaction(&row, &mut orders).with_context(named)?;
        if transaction.day > latest {
            let day = transaction.day;
            return Err(anyhow!("the date {day} is still to come: correct the year, or take the row out")).with_context(named);
        }
        if let Some(since) = columns.since(&row, &transaction).with_context(named)? {
            let earliest = purchases.observed_since.entry(transaction.customer.clone()).or_insert(since);
            *earliest = since.min(*earliest);
        }
        purchases.transactions.push(transaction);
        if purchases.transactions.len().is_multiple_of(ROWS_A_LOOK) {
            steps.tell(format!("reading, {} rows", purchases.transactions.len()));
        }
    }
    purchases.credits = Credits::of(&purchases.transactions);
    Ok(purchases)
}

/// Numbers of orders as the file has them, by number for the library.
#[derive(Default)]
struct Orders(HashMap<String, u64>);

impl Orders {
    /// None where nothing stands.
    fn number(&mut self, text: &str) -> Option<u64> {
        let next = u64::try_from(self.0.len()).ok()?;
        (!text.is_empty()).then(|| *self.0.entry(text.to_owned()).or_insert(next))
    }
}

impl Credits {
    fn of(transactions: &[Transaction<String>]) -> Self {
        let sold: HashSet<(&str, u64)> = transactions
            .iter()
            .filter_map(|one| match one.kind {
                Kind::Sale { order } => Some((one.customer.as_str(), order?)),
                Kind::Credit { .. } => None,
            })
            .collect();
        let mut credits = Self::default();
        for one in transactions {
            if let Kind::Credit { of } = one.kind {
                credits.all += 1;
                credits.linked += usize::from(of.is_some_and(|of| sold.contains(&(one.customer.as_str(), of))));
            }
        }
        credits
    }
}

impl Columns {
    fn transaction(&self, row: &Row, orders: &mut Orders) -> anyhow::Result<Transaction<String>> {
        let customer = text::clean(&row.text(self.customer));
        if customer.is_empty() {
            bail!("there is no customer: fill it in, or take the row out");
        }
        let amount = amount_of(row.cells.get(self.value).unwrap_or(&Cell::Empty))?;
        let order = self.order.and_then(|order| orders.number(&text::clean(&row.text(order))));
        let kind = if amount < 0.0 { Kind::Credit { of: order } } else { Kind::Sale { order } };
        Ok(Transaction { customer, day: day_of(row.cells.get(self.date).unwrap_or(&Cell::Empty))?, amount, kind })
    }

    /// Whether the row has no date and is called a sum.
    fn is_sum(&self, row: &Row) -> bool {
        const CALLED: [&str; 10] = ["合计", "合計", "总计", "總計", "小计", "小計", "共计", "total", "subtotal", "grand total"];
        let is_called = |cell: &Cell| CALLED.contains(&text::plain(&cell.as_text()).trim_end_matches([':', '：']));
        row.cells.get(self.date).is_none_or(|date| date.is_blank() || is_called(date)) && row.cells.iter().any(is_called)
    }

    /// From which day the customer of this row is observed, if the row says that they bought before it.
    fn since(&self, row: &Row, transaction: &Transaction<String>) -> anyhow::Result<Option<NaiveDate>> {
        match self.since {
            Since::FirstPurchase => Ok(None),
            Since::Day(day) => Ok(Some(day).filter(|day| matches!(transaction.kind, Kind::Sale { .. }) && transaction.day < *day)),
            Since::Column(column) => row.cells.get(column).filter(|cell| !cell.is_blank()).map(day_of).transpose(),
        }
    }
}

fn day_of(cell: &Cell) -> anyhow::Result<NaiveDate> {
    match cell {
        Cell::Date(date) => Ok(*date),
        Cell::DateTime(moment) => Ok(moment.date()),
        other => {
            let text = text::clean(&other.as_text());
            // A time of day may follow.
            let date = parse_date(&text).or_else(|| parse_date(text.split([' ', 'T']).next()?));
            date.with_context(|| {
                if is_day_or_month_first(&text) {
                    format!("“{text}” may have the day or the month first: write dates as 2026-01-31")
                } else {
                    format!("“{text}” is no date: write it as 2026-01-31, or take the row out")
                }
            })
        }
    }
}

/// Three numbers, the last of them a year.
fn is_day_or_month_first(text: &str) -> bool {
    let date = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<usize> = date.split(['/', '-', '.']).map(|part| if part.parse::<u16>().is_ok() { part.len() } else { 0 }).collect();
    matches!(parts[..], [1..=2, 1..=2, 4])
}

fn amount_of(cell: &Cell) -> anyhow::Result<f64> {
    /// What is larger is no money, and sums of it would no longer tell one purchase.
    const LARGEST: f64 = 1e15;
    let text = text::clean(&cell.as_text());
    let amount = match cell {
        Cell::Number(number) => Some(*number),
        // Many digits behind the point are as good: this is no ledger.
        _ => match text.parse::<f64>() {
            Ok(number) => Some(number),
            Err(_) => parse_money_minor(&text).and_then(|minor| format_money_minor(minor).parse().ok()),
        },
    };
    amount
        .filter(|amount| amount.abs() < LARGEST)
        .with_context(|| format!("“{text}” is no amount: write it as 1234.50, or take the row out"))
}
