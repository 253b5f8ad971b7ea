//! Which columns of the file say who bought, when and for how much.

use anyhow::{Context, bail};
use chrono::NaiveDate;
use guanxi_kernel::text::{self, parse_date};
use guanxi_sheet::Row;

use crate::cli::Clv;

/// What the columns are called, in files from shops and from the literature. The first that is there is taken.
#[rustfmt::skip]
const CUSTOMER: &[&str] = &[
    "customer", "customer id", "customer number", "customer name", "customer_name", "account", "client", "buyer",
    "客户", "客户编号", "客户名称", "客戶", "客戶編號", "客戶名稱",
    "购货单位", "購貨單位", "买方", "買方", "经销商", "經銷商", "经销商名称", "經銷商名稱",
    "会员", "會員", "会员卡号", "會員卡號", "门店", "門店", "终端", "終端",
];
#[rustfmt::skip]
const DATE: &[&str] = &[
    "date", "order date", "invoice date", "time",
    "日期", "订单日期", "下单日期", "訂單日期", "下單日期", "下单时间", "下單時間", "交易时间", "交易時間", "购买日期", "購買日期",
    "销售日期", "銷售日期", "开单日期", "開單日期", "单据日期", "單據日期", "出库日期", "出庫日期", "发货日期", "發貨日期",
];
#[rustfmt::skip]
const VALUE: &[&str] = &[
    "value", "amount", "net", "net sales", "total", "sales", "revenue",
    "金额", "金額", "净额", "淨額", "销售额", "銷售額", "销售金额", "銷售金額", "订单金额", "訂單金額", "成交金额", "成交金額",
    "实付金额", "實付金額", "实收金额", "實收金額", "实收", "實收", "应收金额", "應收金額", "总金额", "總金額", "总额", "總額", "货款", "貨款",
];

/// Where the columns are.
pub(super) struct Columns {
    pub(super) customer: usize,
    pub(super) date: usize,
    pub(super) value: usize,
    pub(super) order: Option<usize>,
    pub(super) since: Since,
    /// What they are called, as the file has it.
    pub(super) taken: String,
}

/// From when on customers are observed.
pub(super) enum Since {
    /// From their first purchase in the file on.
    FirstPurchase,
    /// All from this day on.
    Day(NaiveDate),
    /// Each from the day in this column on; where it is empty from their first purchase on.
    Column(usize),
}

impl Columns {
    /// The columns that the options name, and the others by what they are called.
    ///
    /// # Errors
    /// If one is missing, or its name stands twice.
    pub(super) fn find(header: &Row, arguments: &Clv) -> anyhow::Result<Self> {
        let headers: Vec<String> = header.cells.iter().map(|cell| text::plain(&cell.as_text())).collect();
        let called = |column: usize| header.cells.get(column).map(|cell| text::clean(&cell.as_text())).unwrap_or_default();
        let place = |what: &str, said: Option<&str>, known: &[&str]| {
            let names: Vec<String> =
                said.map_or_else(|| known.iter().map(|name| text::plain(name)).collect(), |name| vec![text::plain(name)]);
            let exact = |name: &String| headers.iter().position(|header| header == name);
            // «金额（元）» is an amount, too; «customer type» is no customer.
            let longer = |name: &String| headers.iter().position(|header| !name.is_ascii() && header.starts_with(name.as_str()));
            let found = names.iter().find_map(exact).or_else(|| names.iter().find_map(longer));
            let found = found.with_context(|| {
                let there: Vec<_> = header.cells.iter().map(|cell| cell.as_text()).filter(|text| !text.trim().is_empty()).collect();
                let missing = match said {
                    Some(name) => format!("no column is called “{name}”, as --{what} says"),
                    None => format!("no column is the {what}: name it by --{what}"),
                };
                format!("{missing}. There are: {}", there.join(", "))
            })?;
            if headers.iter().filter(|header| **header == headers[found]).count() > 1 {
                bail!("more than one column is called “{}”: rename all but the one that is the {what}", called(found));
            }
            Ok(found)
        };
        let customer = place("customer", arguments.customer.as_deref(), CUSTOMER)?;
        let date = place("date", arguments.date.as_deref(), DATE)?;
        let value = place("value", arguments.value.as_deref(), VALUE)?;
        Ok(Self {
            customer,
            date,
            value,
            order: arguments.order.as_deref().map(|order| place("order", Some(order), &[])).transpose()?,
            since: match arguments.since.as_deref() {
                None => Since::FirstPurchase,
                Some(said) => match parse_date(said) {
                    Some(day) => Since::Day(day),
                    None => Since::Column(place("since", Some(said), &[])?),
                },
            },
            taken: format!("Customer “{}”, date “{}”, value “{}”", called(customer), called(date), called(value)),
        })
    }
}
