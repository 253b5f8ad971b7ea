//! Orders from files: one row an order, found to its customer by number or name.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guanxi_kernel::{
    check::Check,
    db::Tx,
    error::{Error, FieldError, Result},
    import::{ImportField, ImportKind, Importable, Mode, Outcome, Plan, SourceRow},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Set};
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
    check: |values| {
        let mut check = Check::new();
        check_row(&mut check, values, Uuid::nil());
        check.into_errors()
    },
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

/// The row as an order of `account`. A negative amount without a kind is a return, as most ledgers write it.
fn check_row(check: &mut Check, values: &Map<String, Value>, account: Uuid) -> NewRow {
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
        account_id: account,
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
    accounts: BTreeMap<String, Uuid>,
    numbers: BTreeMap<String, Uuid>,
}

async fn look_up(tx: &Tx, rows: &[SourceRow]) -> Result<Known> {
    let reader = tx.reader();
    let words = |key: &str| -> Vec<String> {
        let set: BTreeSet<String> = rows.iter().filter_map(|row| text(&row.values, key)).collect();
        set.into_iter().collect()
    };
    let mut accounts = BTreeMap::new();
    let numbers = words("account_number");
    if !numbers.is_empty() {
        let filter = Condition::all().add(account::Column::Number.is_in(numbers)).add(account::Column::TrashedAt.is_null());
        for row in reader.find::<Account>().with(|select| select.filter(filter)).all().await? {
            accounts.insert(format!("#{}", row.number.unwrap_or_default()), row.id);
        }
    }
    let names = words("account");
    if !names.is_empty() {
        let filter = Condition::all().add(account::Column::Name.is_in(names)).add(account::Column::TrashedAt.is_null());
        for row in reader.find::<Account>().with(|select| select.filter(filter)).all().await? {
            accounts.entry(row.name).or_insert(row.id);
        }
    }
    let mut numbers = BTreeMap::new();
    let wanted = words("number");
    if !wanted.is_empty() {
        for row in reader.in_workspace::<tables::Order>().with(|select| select.filter(order::Column::Number.is_in(wanted))).all().await? {
            numbers.insert(row.number.unwrap_or_default(), row.id);
        }
    }
    Ok(Known { accounts, numbers })
}

async fn write(tx: &mut Tx, plan: &Plan, rows: Vec<SourceRow>) -> Result<Vec<Outcome>> {
    let mut known = look_up(tx, &rows).await?;
    if plan.make_missing {
        make_missing(tx, &mut known, &rows).await?;
    }
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut new = Vec::new();
    for row in &rows {
        outcomes.push(match place(plan, &mut known, row) {
            Ok(row) => {
                new.push(row);
                Outcome::Created
            }
            Err(Error::Invalid(errors)) => Outcome::Rejected(errors),
            Err(Error::Conflict { code, detail }) => Outcome::Rejected(vec![FieldError::new("/number", code, detail)]),
            Err(error) => return Err(error),
        });
    }
    let mut accounts: Vec<Uuid> = new.iter().map(|(row, _)| *row.account_id.as_ref()).collect();
    accounts.sort_unstable();
    accounts.dedup();
    insert_many(tx, new).await?;
    commands::refresh(tx, &accounts).await?;
    Ok(outcomes)
}

/// Makes the customers that good rows name and nobody knows.
async fn make_missing(tx: &mut Tx, known: &mut Known, rows: &[SourceRow]) -> Result<()> {
    let mut missing: BTreeSet<Named> = BTreeSet::new();
    for row in rows {
        let (number, name) = (text(&row.values, "account_number"), text(&row.values, "account"));
        let key = number.as_ref().map(|number| format!("#{number}")).or_else(|| name.clone());
        let mut check = Check::new();
        check_row(&mut check, &row.values, Uuid::nil());
        if check.is_clean() && key.is_some_and(|key| !known.accounts.contains_key(&key)) {
            // One number is one customer, whatever names the rows give it: the first stands.
            if !missing.iter().any(|named| number.is_some() && named.number == number) {
                missing.insert(Named { number, name });
            }
        }
    }
    for (named, id) in make_named(tx, missing.into_iter().collect()).await? {
        let key = named.number.map(|number| format!("#{number}")).or(named.name).unwrap_or_default();
        known.accounts.insert(key, id);
    }
    Ok(())
}

fn place(plan: &Plan, known: &mut Known, row: &SourceRow) -> Result<NewRow> {
    let account = match (text(&row.values, "account_number"), text(&row.values, "account")) {
        (Some(number), _) => known.accounts.get(&format!("#{number}")).copied().ok_or(("/account_number", number)),
        (None, Some(name)) => known.accounts.get(&name).copied().ok_or(("/account", name)),
        (None, None) => Ok(Uuid::nil()),
    };
    let account = account.map_err(|(pointer, word)| {
        Error::field(pointer, "not_found", format!("There is no customer {word}; import the customers first."))
    })?;
    let mut check = Check::new();
    let made = check_row(&mut check, &row.values, account);
    check.done()?;
    if let Some(number) = text(&row.values, "number") {
        if known.numbers.contains_key(&number) {
            return Err(Error::conflict("exists", "There is an order with this number already; history is not changed by an import."));
        }
        known.numbers.insert(number, Uuid::nil());
    }
    if plan.mode == Mode::Update {
        return Err(Error::conflict("not_possible", "Orders of the history are entered, not changed, by an import."));
    }
    Ok(made)
}
