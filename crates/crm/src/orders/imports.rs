//! Orders from files: a row is an order, or a line of one when it names a product; found to its customer by number or name.

mod documents;

use chrono::NaiveDate;
use guanxi_kernel::{
    check::Check,
    error::FieldError,
    import::{ImportField, ImportKind, Importable, text},
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
    fields,
    keys: &["number", "external_id"],
    updates_by: &["external_id"],
    names: |_, values| {
        let called = text(values, "external_id").map(|id| format!("called {id} in {}", source(values)));
        called.into_iter().chain(text(values, "number").map(|number| format!("number {number}"))).collect()
    },
    shared: |_, _| None,
    makes_missing: Some("account"),
    check: |values| checked(values).err().unwrap_or_default(),
    look: |reader, rows| Box::pin(NamedAccounts::look(reader, "order", rows)),
    write: |tx, plan, rows| Box::pin(documents::write(tx, plan, rows)),
};

const KIND_WORDS: &[(&str, &[&str])] = &[
    ("sale", &["销售", "销售单", "订单", "出库", "銷售", "銷貨", "銷貨單", "訂單", "出貨", "order", "invoice"]),
    ("return", &["退货", "退货单", "退貨", "退貨單", "銷貨退回", "refund"]),
    ("credit", &["折让", "红字", "贷项", "折讓", "折讓單", "銷貨折讓", "credit note"]),
];

#[expect(clippy::too_many_lines, reason = "a table, one entry a field")]
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
                "客戶編碼",
                "客戶代號",
                "客戶代碼",
                "customer id",
                "customer_id",
                "account number",
                "customer number",
                "customer",
            ],
        ),
        field(
            "account",
            Text,
            &["客户名称", "客户", "客戶名稱", "客戶", "店名", "门店名称", "門市名稱", "account", "account name", "customer name"],
        ),
        field(
            "number",
            Text,
            &[
                "订单号",
                "单号",
                "订单编号",
                "销售单号",
                "訂單編號",
                "訂單號碼",
                "訂單號",
                "單號",
                "銷貨單號",
                "invoice",
                "order number",
                "order id",
                "invoice number",
                "number",
            ],
        ),
        field("kind", Choice, &["单据类型", "类型", "單據類型", "單據別", "類型", "kind", "type"]).words(KIND_WORDS),
        field(
            "ordered_on",
            Date,
            &[
                "日期",
                "订单日期",
                "下单日期",
                "销售日期",
                "訂單日期",
                "下單日期",
                "銷貨日期",
                "交易日期",
                "date",
                "order date",
                "invoice date",
                "ordered on",
            ],
        )
        .required(),
        field(
            "net",
            Money,
            &[
                "金额",
                "订单金额",
                "净额",
                "销售额",
                "合计",
                "金額",
                "訂單金額",
                "銷售額",
                "淨額",
                "合計",
                "總計",
                "amount",
                "net",
                "total",
                "value",
                "sales",
                "net sales",
            ],
        ),
        field(
            "product",
            Text,
            &["产品", "产品名称", "商品", "商品名称", "品名", "產品", "產品名稱", "商品名稱", "product", "product name", "item"],
        ),
        field(
            "sku",
            Text,
            &[
                "产品编号",
                "商品编码",
                "货号",
                "產品編號",
                "商品編號",
                "貨號",
                "品號",
                "料號",
                "sku",
                "product code",
                "stockcode",
                "item number",
            ],
        ),
        field("price", Money, &["单价", "價格", "单价(元)", "單價", "price", "unit price", "unitprice"]).exact_without("net"),
        field("source", Text, &["来源系统", "數據來源", "来源", "來源系統", "資料來源", "來源", "source", "source system"]),
        field(
            "external_id",
            Text,
            &["外部单号", "外部编号", "系统单号", "外部單號", "外部編號", "系統單號", "external id", "external_id", "source id"],
        ),
        field("quantity", Integer, &["数量", "件数", "數量", "件數", "quantity", "qty", "units", "n_cds", "cds"]),
        field("remark", Lines, &["备注", "備註", "附註", "說明", "remark", "notes", "description"]),
    ]
}

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
