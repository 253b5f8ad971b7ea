//! The columns of a file of orders: their headers in three languages, and the words for each choice.

use guanxi_kernel::import::{ImportField, ImportKind};

use crate::{
    catalogue::{FAMILY_HEADERS, NAME_HEADERS, SKU_HEADERS},
    staff::named::ORIGIN,
};

const KIND_WORDS: &[(&str, &[&str])] = &[
    ("sale", &["销售", "销售单", "订单", "出库", "銷售", "銷貨", "銷貨單", "訂單", "出貨", "order", "invoice"]),
    ("return", &["退货", "退货单", "退貨", "退貨單", "銷貨退回", "refund"]),
    ("credit", &["折让", "红字", "贷项", "折讓", "折讓單", "銷貨折讓", "credit note"]),
];

/// What a file may say of an order, under the headers and in the words that people use.
#[expect(clippy::too_many_lines, reason = "a table, one entry a field")]
pub(super) fn fields() -> Vec<ImportField> {
    use ImportKind::{Choice, Date, Integer, Lines, Moment, Money, Text};
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
        field("cost", Money, &["成本", "成本金额", "销售成本", "成本金額", "銷貨成本", "cost", "cogs", "cost of goods"]),
        field("product", Text, NAME_HEADERS),
        field("sku", Text, SKU_HEADERS),
        field("family", Text, FAMILY_HEADERS).needs("product"),
        field("price", Money, &["单价", "價格", "单价(元)", "單價", "price", "unit price", "unitprice"]).exact_without("net"),
        field("source", Text, &["来源系统", "數據來源", "来源", "來源系統", "資料來源", "來源", "source", "source system"]),
        field(
            "external_id",
            Text,
            &["外部单号", "外部编号", "系统单号", "外部單號", "外部編號", "系統單號", "external id", "external_id", "source id"],
        ),
        field("quantity", Integer, &["数量", "件数", "數量", "件數", "quantity", "qty", "units", "n_cds", "cds"]),
        field("remark", Lines, &["备注", "備註", "附註", "說明", "remark", "notes", "description"]),
        field("created_at", Moment, &["创建时间", "录入时间", "建立時間", "登錄時間", "created at", "created time", "entered"])
            .needs(ORIGIN),
        field("created_by", Text, &["创建人", "entered by", "建档人", "录入人", "建立者", "創建人", "建檔人", "created by", "creator"])
            .needs(ORIGIN),
    ]
}
