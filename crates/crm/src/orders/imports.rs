//! Orders from files: one row an order, found to its customer by number or name.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use guanxi_kernel::{
    check::Check,
    db::Tx,
    error::{FieldError, Result},
    import::{ImportField, ImportKind, Importable, Mode, Outcome, Plan, SourceRow, text},
};
use sea_orm::Set;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    api::NewOrder,
    commands::{self, NewRow, check_new, check_past, insert_many},
    queries,
    rules::MAX_QUANTITY,
};
use crate::customers::commands::NamedAccounts;

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
        0..=MAX_QUANTITY,
    ));
    (row, lines)
}

type Checked = std::result::Result<NewRow, Vec<FieldError>>;

async fn write(tx: &mut Tx, plan: &Plan, rows: Vec<SourceRow>) -> Result<Vec<Outcome>> {
    let mut accounts = NamedAccounts::look_up(tx.reader(), "order", &rows).await?;
    let numbers = rows.iter().filter_map(|row| text(&row.values, "number")).collect();
    let mut taken = queries::taken_numbers(tx.reader(), numbers).await?;
    let today = tx.today();
    let checked: Vec<Checked> = rows.iter().map(|row| checked(&row.values).and_then(|made| past(made, today))).collect();
    if plan.make_missing {
        let good = rows.iter().zip(&checked).filter(|(_, checked)| checked.is_ok()).map(|(row, _)| row);
        accounts.make_missing(tx, good).await?;
    }
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut new = Vec::new();
    for (row, checked) in rows.iter().zip(checked) {
        outcomes.push(match place(plan, &accounts, &mut taken, row, checked) {
            Ok(row) => {
                new.push(row);
                Outcome::Created
            }
            Err(errors) => Outcome::Rejected(errors),
        });
    }
    let mut of: Vec<Uuid> = new.iter().map(|(row, _)| *row.account_id.as_ref()).collect();
    of.sort_unstable();
    of.dedup();
    insert_many(tx, new).await?;
    commands::refresh(tx, &of).await?;
    Ok(outcomes)
}

fn checked(values: &Map<String, Value>) -> Checked {
    let mut check = Check::new();
    let row = check_row(&mut check, values);
    if check.is_clean() { Ok(row) } else { Err(check.into_errors()) }
}

fn past(made: NewRow, today: NaiveDate) -> Checked {
    let mut check = Check::new();
    check_past(&mut check, &made.0, today);
    if check.is_clean() { Ok(made) } else { Err(check.into_errors()) }
}

fn place(plan: &Plan, accounts: &NamedAccounts, taken: &mut BTreeSet<String>, row: &SourceRow, checked: Checked) -> Checked {
    let refused = |code: &str, detail: &str| Err(vec![FieldError::new("/number", code, detail)]);
    let (mut order, lines) = checked?;
    let account = accounts.of(&row.values)?;
    order.account_id = Set(account.map(|account| account.id).unwrap_or_default());
    if plan.mode == Mode::Update {
        return refused("not_possible", "Orders of the history are entered, not changed, by an import.");
    }
    if text(&row.values, "number").is_some_and(|number| !taken.insert(number)) {
        return refused("exists", "There is an order with this number already; history is not changed by an import.");
    }
    Ok((order, lines))
}
