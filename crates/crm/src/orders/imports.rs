//! Orders from files: one row an order, found to its customer by number or name.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guanxi_kernel::{
    check::Check,
    db::{Reader, Tx},
    error::{FieldError, Result},
    import::{ImportField, ImportKind, Importable, Mode, Outcome, Plan, SourceRow},
};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select, Set};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    api::NewOrder,
    commands::{self, NewRow, check_new, insert_many},
    tables::{self, order},
};
use crate::customers::{
    commands::{Named, make_named},
    tables::{Account, account},
};

/// Orders.
pub(super) const ORDERS: Importable = Importable {
    name: "orders",
    object: "order",
    fields,
    keys: &["number"],
    makes_missing: true,
    check: |values| checked(values).err().unwrap_or_default(),
    write: |tx, plan, rows| Box::pin(write(tx, plan, rows)),
};

const KIND_WORDS: &[(&str, &[&str])] = &[
    ("sale", &["销售", "销售单", "订单", "出库", "銷售", "order", "invoice"]),
    ("return", &["退货", "退货单", "退貨", "refund"]),
    ("credit", &["折让", "红字", "贷项", "折讓", "credit note"]),
];

fn fields() -> Vec<ImportField> {
    use ImportKind::{Choice, Date, Integer, Lines, Money, Text};
    let field = ImportField::new;
    vec![
        field(
            "account_number",
            Text,
            &[
                "客户编号",
                "客户编码",
                "客户代码",
                "客戶編號",
                "customer id",
                "customer_id",
                "account number",
                "customer number",
                "customer",
            ],
        ),
        field("account", Text, &["客户名称", "客户", "客戶名稱", "店名", "门店名称", "account", "account name", "customer name"]),
        field(
            "number",
            Text,
            &["订单号", "单号", "订单编号", "销售单号", "訂單編號", "invoice", "order number", "order id", "invoice number", "number"],
        ),
        field("kind", Choice, &["单据类型", "类型", "單據類型", "kind", "type"]).words(KIND_WORDS),
        field(
            "ordered_on",
            Date,
            &["日期", "订单日期", "下单日期", "销售日期", "訂單日期", "date", "order date", "invoice date", "ordered on"],
        )
        .required(),
        field(
            "net",
            Money,
            &["金额", "订单金额", "净额", "销售额", "合计", "金額", "amount", "net", "total", "value", "sales", "net sales"],
        )
        .required(),
        field("quantity", Integer, &["数量", "件数", "數量", "quantity", "qty", "units", "n_cds", "cds"]),
        field("remark", Lines, &["备注", "備註", "remark", "notes", "description"]),
    ]
}

fn text(values: &Map<String, Value>, key: &str) -> Option<String> {
    values.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// The row as an order, of no account yet. A negative amount without a kind is a return, as most ledgers write it.
fn check_row(check: &mut Check, values: &Map<String, Value>) -> NewRow {
    let net = values.get("net").and_then(Value::as_i64);
    let kind = text(values, "kind").or_else(|| net.filter(|net| *net < 0).map(|_| "return".to_owned()));
    let date: Option<NaiveDate> = text(values, "ordered_on").and_then(|date| date.parse().ok());
    if date.is_none() {
        check.wrong("/ordered_on", "required", "This must be filled in.");
    }
    if net.is_none() {
        check.wrong("/net", "required", "This must be filled in.");
    }
    if text(values, "account_number").is_none() && text(values, "account").is_none() {
        check.wrong("/account_number", "required", "The row names no customer.");
    }
    let input = NewOrder {
        number: text(values, "number"),
        kind,
        account_id: Uuid::nil(),
        payer_id: None,
        ordered_on: date.unwrap_or_default(),
        net_minor: Some(net.unwrap_or_default().saturating_abs()),
        lines: Vec::new(),
        remark: text(values, "remark"),
    };
    let (mut row, lines) = check_new(check, input);
    row.quantity = Set(check.range(
        "/quantity",
        values.get("quantity").and_then(Value::as_i64).unwrap_or_default().saturating_abs(),
        0..=1_000_000_000,
    ));
    (row, lines)
}

struct Known {
    /// By `#number` and by name.
    accounts: BTreeMap<String, Uuid>,
    /// The numbers that are taken.
    numbers: BTreeSet<String>,
}

#[derive(FromQueryResult)]
struct Keyed {
    id: Uuid,
    key: Option<String>,
}

/// The accounts that the actor may see, by one of their columns.
async fn accounts_by(reader: &Reader, column: account::Column, keys: BTreeSet<String>) -> Result<Vec<Keyed>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Condition::all().add(column.is_in(keys)).add(account::Column::TrashedAt.is_null());
    let of = |select: Select<account::Entity>| {
        select.select_only().column(account::Column::Id).column_as(column, "key").filter(filter).order_by_asc(account::Column::Id)
    };
    reader.find::<Account>().with(of).all_as().await
}

async fn look_up(tx: &Tx, rows: &[SourceRow]) -> Result<Known> {
    let reader = tx.reader();
    let words = |key: &str| -> BTreeSet<String> { rows.iter().filter_map(|row| text(&row.values, key)).collect() };
    let mut accounts = BTreeMap::new();
    for found in accounts_by(reader, account::Column::Number, words("account_number")).await? {
        accounts.insert(format!("#{}", found.key.unwrap_or_default()), found.id);
    }
    for found in accounts_by(reader, account::Column::Name, words("account")).await? {
        accounts.entry(found.key.unwrap_or_default()).or_insert(found.id);
    }
    let mut numbers = BTreeSet::new();
    let wanted = words("number");
    if !wanted.is_empty() {
        let of = |select: Select<order::Entity>| {
            select
                .select_only()
                .column(order::Column::Id)
                .column_as(order::Column::Number, "key")
                .filter(order::Column::Number.is_in(wanted))
        };
        let found: Vec<Keyed> = reader.in_workspace::<tables::Order>().with(of).all_as().await?;
        numbers.extend(found.into_iter().filter_map(|found| found.key));
    }
    Ok(Known { accounts, numbers })
}

type Checked = std::result::Result<NewRow, Vec<FieldError>>;

async fn write(tx: &mut Tx, plan: &Plan, rows: Vec<SourceRow>) -> Result<Vec<Outcome>> {
    let mut known = look_up(tx, &rows).await?;
    let checked: Vec<Checked> = rows.iter().map(|row| checked(&row.values)).collect();
    if plan.make_missing {
        make_missing(tx, &mut known, rows.iter().zip(&checked).filter(|(_, checked)| checked.is_ok()).map(|(row, _)| row)).await?;
    }
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut new = Vec::new();
    for (row, checked) in rows.iter().zip(checked) {
        outcomes.push(match place(plan, &mut known, row, checked) {
            Ok(row) => {
                new.push(row);
                Outcome::Created
            }
            Err(errors) => Outcome::Rejected(errors),
        });
    }
    let mut accounts: Vec<Uuid> = new.iter().map(|(row, _)| *row.account_id.as_ref()).collect();
    accounts.sort_unstable();
    accounts.dedup();
    insert_many(tx, new).await?;
    commands::refresh(tx, &accounts).await?;
    Ok(outcomes)
}

fn checked(values: &Map<String, Value>) -> Checked {
    let mut check = Check::new();
    let row = check_row(&mut check, values);
    if check.is_clean() { Ok(row) } else { Err(check.into_errors()) }
}

/// The key under which a row's customer is known: its number before its name.
fn account_key(values: &Map<String, Value>) -> Option<String> {
    text(values, "account_number").map(|number| format!("#{number}")).or_else(|| text(values, "account"))
}

/// Makes the customers that good rows name and nobody knows.
async fn make_missing(tx: &mut Tx, known: &mut Known, rows: impl Iterator<Item = &SourceRow>) -> Result<()> {
    let mut missing: BTreeMap<String, Named> = BTreeMap::new();
    for row in rows {
        let Some(key) = account_key(&row.values).filter(|key| !known.accounts.contains_key(key)) else { continue };
        // One number is one customer, whatever names the rows give it: the first stands.
        missing.entry(key).or_insert_with(|| Named { number: text(&row.values, "account_number"), name: text(&row.values, "account") });
    }
    for (named, id) in make_named(tx, missing.into_values().collect()).await? {
        let key = named.number.map(|number| format!("#{number}")).or(named.name).unwrap_or_default();
        known.accounts.insert(key, id);
    }
    Ok(())
}

fn place(plan: &Plan, known: &mut Known, row: &SourceRow, checked: Checked) -> Checked {
    let refused = |pointer: &str, code: &str, detail: String| vec![FieldError::new(pointer, code, detail)];
    let (mut order, lines) = checked?;
    let account = account_key(&row.values).and_then(|key| known.accounts.get(&key).copied()).ok_or_else(|| {
        let (pointer, word) = match text(&row.values, "account_number") {
            Some(number) => ("/account_number", number),
            None => ("/account", text(&row.values, "account").unwrap_or_default()),
        };
        refused(pointer, "not_found", format!("There is no customer {word}; import the customers first."))
    })?;
    order.account_id = Set(account);
    if let Some(number) = text(&row.values, "number")
        && !known.numbers.insert(number)
    {
        let detail = "There is an order with this number already; history is not changed by an import.";
        return Err(refused("/number", "exists", detail.to_owned()));
    }
    if plan.mode == Mode::Update {
        let detail = "Orders of the history are entered, not changed, by an import.";
        return Err(refused("/number", "not_possible", detail.to_owned()));
    }
    Ok((order, lines))
}
