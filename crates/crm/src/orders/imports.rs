//! Orders from files: a row is an order, or a line of one when it names a product; found to its customer by number or name.

mod documents;
mod families;
mod fields;

use chrono::NaiveDate;
use guanxi_kernel::{
    check::Check,
    error::FieldError,
    import::{Importable, text},
};
use sea_orm::Set;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    api::{NewLine, NewOrder},
    commands::{NewRow, check_new},
    rules::{MAX_QUANTITY, kind_by_signs},
};
use crate::customers::commands::NamedAccounts;

/// Orders.
pub(super) const ORDERS: Importable = Importable {
    name: "orders",
    object: "order",
    fields: fields::fields,
    keys: &["number", "external_id"],
    updates_by: &["external_id"],
    names: |_, values| {
        let called = text(values, "external_id").map(|id| format!("called {id} in {}", source(values)));
        called.into_iter().chain(text(values, "number").map(|number| format!("number {number}"))).collect()
    },
    shared: |_, _| None,
    makes_missing: Some("account"),
    check: |_, values| checked(values).err().unwrap_or_default(),
    look: |reader, rows| {
        Box::pin(async move {
            let mut notices = NamedAccounts::look(reader, "order", rows).await?;
            families::look(reader, rows, &mut notices).await?;
            Ok(notices)
        })
    },
    write: |tx, plan, rows| Box::pin(documents::write(tx, plan, rows)),
};

/// The system that a row's external id is of; the file itself where it does not say.
fn source(values: &Map<String, Value>) -> String {
    text(values, "source").unwrap_or_else(|| "file".to_owned())
}

/// The row as an order, of no account yet. A row that names a product is an order of one line.
fn check_row(check: &mut Check, values: &Map<String, Value>) -> NewRow {
    let number = |key: &str| values.get(key).and_then(Value::as_i64);
    let (net, quantity, price) = (number("net"), number("quantity"), number("price"));
    let kind = text(values, "kind").unwrap_or_else(|| kind_by_signs(net, quantity, price).to_owned());
    if kind == "sale" {
        let parts = [("/net", net), ("/quantity", quantity), ("/price", price)];
        for (pointer, _) in parts.into_iter().filter(|(_, part)| part.is_some_and(|part| part < 0)) {
            let detail = "A sale has no negative amount; call the row a return or a credit, or leave its kind empty.";
            check.wrong(pointer, "negative_sale", detail);
        }
    }
    let date: Option<NaiveDate> = text(values, "ordered_on").and_then(|date| date.parse().ok());
    if date.is_none() {
        check.wrong("/ordered_on", "required", "This must be filled in.");
    }
    if text(values, "account_number").is_none() && text(values, "account").is_none() {
        check.wrong("/account_number", "required", "The row names no customer.");
    }
    let line = text(values, "product").map(|product| NewLine {
        product,
        sku: text(values, "sku"),
        quantity: quantity.unwrap_or(1).saturating_abs(),
        price_minor: price.unwrap_or_default().saturating_abs(),
        net_minor: net.map(i64::saturating_abs),
        promotion: false,
        consumer_id: None,
    });
    let is_line = line.is_some();
    families::of_row(check, values);
    if net.is_none() && !(is_line && price.is_some()) {
        check.wrong("/net", "required", "This must be filled in; a line may give a price instead.");
    }
    let external_id = text(values, "external_id");
    let input = NewOrder {
        number: text(values, "number"),
        source: external_id.is_some().then(|| source(values)),
        external_id,
        kind: Some(kind),
        account_id: Uuid::nil(),
        payer_id: None,
        ordered_on: date.unwrap_or_default(),
        cost_minor: number("cost").map(i64::saturating_abs),
        net_minor: (!is_line).then(|| net.unwrap_or_default().saturating_abs()),
        lines: line.into_iter().collect(),
        remark: text(values, "remark"),
    };
    let (mut row, lines) = check_new(check, input);
    if !is_line {
        row.quantity = Set(check.range("/quantity", quantity.unwrap_or_default().saturating_abs(), 0..=MAX_QUANTITY));
    }
    (row, lines)
}

type Checked = std::result::Result<NewRow, Vec<FieldError>>;

fn checked(values: &Map<String, Value>) -> Checked {
    let mut check = Check::new();
    let row = check_row(&mut check, values);
    if check.is_clean() { Ok(row) } else { Err(check.into_errors()) }
}
