//! The purchases of a file: which columns they stand in, and what each row says.

use anyhow::{Context, bail};
use chrono::NaiveDate;
use guanxi_clv::{Kind, Transaction};
use guanxi_kernel::text::{self, parse_date, parse_money_minor};
use guanxi_sheet::{Cell, ReadOptions, Row, format_money_minor};

use super::Steps;
use crate::cli::Clv;

/// What the columns are called, in files from shops and from the literature.
const CUSTOMER: &[&str] =
    &["customer", "customer id", "customer number", "account", "client", "客户", "客户编号", "客户名称", "客戶", "客戶編號", "客戶名稱"];
const DATE: &[&str] = &["date", "order date", "invoice date", "time", "日期", "订单日期", "下单日期", "訂單日期"];
const VALUE: &[&str] = &["value", "amount", "net", "net sales", "total", "sales", "金额", "净额", "销售额", "金額", "淨額"];

/// So many rows are read between two looks at how far it is.
const ROWS_A_LOOK: usize = 10_000;

/// Where the columns are.
struct Columns {
    customer: usize,
    date: usize,
    value: usize,
}

/// The rows of the file. Amounts below zero are credits.
pub(super) fn read(arguments: &Clv, steps: &Steps) -> anyhow::Result<Vec<Transaction<String>>> {
    let file = &arguments.file;
    let cannot = || format!("cannot read {}", file.display());
    let rows = guanxi_sheet::rows(file, &ReadOptions::default()).with_context(cannot)?;
    let columns = Columns::find(rows.header(), arguments)?;
    let mut transactions = Vec::new();
    for row in rows {
        let row = row.with_context(cannot)?;
        transactions.push(columns.transaction(&row).with_context(|| format!("{}, row {}", file.display(), row.number))?);
        if transactions.len() % ROWS_A_LOOK == 0 {
            steps.tell(format!("reading, {} rows", transactions.len()));
        }
    }
    Ok(transactions)
}

impl Columns {
    fn find(header: &Row, arguments: &Clv) -> anyhow::Result<Self> {
        let headers: Vec<String> = header.cells.iter().map(|cell| text::plain(&cell.as_text())).collect();
        let place = |what: &str, said: Option<&str>, known: &[&str]| {
            let names: Vec<String> =
                said.map_or_else(|| known.iter().map(|name| text::plain(name)).collect(), |name| vec![text::plain(name)]);
            let exact = |name: &String| headers.iter().position(|header| header == name);
            // «金额（元）» is an amount, too; «customer type» is no customer.
            let longer = |name: &String| headers.iter().position(|header| !name.is_ascii() && header.starts_with(name.as_str()));
            let found = names.iter().find_map(exact).or_else(|| names.iter().find_map(longer));
            found.with_context(|| {
                let there: Vec<_> = header.cells.iter().map(|cell| cell.as_text()).filter(|text| !text.trim().is_empty()).collect();
                format!("no column is the {what}: name it by --{what}. There are: {}", there.join(", "))
            })
        };
        Ok(Self {
            customer: place("customer", arguments.customer.as_deref(), CUSTOMER)?,
            date: place("date", arguments.date.as_deref(), DATE)?,
            value: place("value", arguments.value.as_deref(), VALUE)?,
        })
    }

    fn transaction(&self, row: &Row) -> anyhow::Result<Transaction<String>> {
        let customer = text::clean(&row.text(self.customer));
        if customer.is_empty() {
            bail!("there is no customer");
        }
        let amount = amount_of(row.cells.get(self.value).unwrap_or(&Cell::Empty))?;
        let kind = if amount < 0.0 { Kind::Credit { of: None } } else { Kind::Sale { order: None } };
        Ok(Transaction { customer, day: day_of(row.cells.get(self.date).unwrap_or(&Cell::Empty))?, amount, kind })
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
            date.with_context(|| format!("“{text}” is no date"))
        }
    }
}

fn amount_of(cell: &Cell) -> anyhow::Result<f64> {
    if let Cell::Number(number) = cell {
        return Ok(*number);
    }
    let text = text::clean(&cell.as_text());
    // Many digits behind the point are as good: this is no ledger.
    if let Some(number) = text.parse::<f64>().ok().filter(|number| number.is_finite()) {
        return Ok(number);
    }
    let minor = parse_money_minor(&text).with_context(|| format!("“{text}” is no amount"))?;
    Ok(format_money_minor(minor).parse()?)
}
