//! What lines say of products: who bought how much of each, and which there are.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use guanxi_kernel::{
    db::{Reader, batches},
    error::Result,
};
use sea_orm::{
    FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use uuid::Uuid;

use crate::catalogue::rules::Wanted;

/// What an account bought of a product on a day, less what it gave back.
#[derive(Debug, FromQueryResult)]
pub struct Bought {
    /// The product, as the lines name it.
    pub product: String,
    /// The day.
    pub ordered_on: NaiveDate,
    /// How much.
    pub quantity: i64,
    /// For how much, in minor units.
    pub net_minor: i64,
}

/// What an account has bought since a day, by product and day; orders without lines do not tell of products. The caller has asked
/// whether the account may be seen.
pub async fn bought(reader: &Reader, account: Uuid, since: NaiveDate) -> Result<Vec<Bought>> {
    let column = |table: &'static str, name: &'static str| Expr::col((Alias::new(table), Alias::new(name)));
    let (order, line) = (|name| column("orders", name), |name| column("order_lines", name));
    let dialect = reader.dialect();
    let given_back: sea_orm::sea_query::SimpleExpr = line("quantity").mul(-1);
    let quantity = sea_orm::sea_query::CaseStatement::new()
        .case(order("kind").eq("sale"), line("quantity"))
        .case(order("kind").eq("return"), given_back)
        .finally(0);
    let mut select = Query::select();
    select
        .expr_as(line("product"), Alias::new("product"))
        .expr_as(order("ordered_on"), Alias::new("ordered_on"))
        .expr_as(dialect.sum(quantity.into()), Alias::new("quantity"))
        .expr_as(dialect.sum(line("net_minor")), Alias::new("net_minor"))
        .from(Alias::new("orders"))
        .inner_join(Alias::new("order_lines"), line("workspace_id").eq(order("workspace_id")).and(line("order_id").eq(order("id"))))
        .and_where(order("workspace_id").eq(reader.actor().workspace))
        .and_where(order("account_id").eq(account))
        .and_where(order("ordered_on").gte(since))
        .add_group_by([line("product"), order("ordered_on")]);
    reader.select("what one account bought, which the caller may see", &select).await
}

/// Those of some products that a line names, whoever may see it: one look into the index for each.
pub(in crate::orders) async fn named_by_lines(reader: &Reader, names: &[String]) -> Result<BTreeSet<String>> {
    #[derive(FromQueryResult)]
    struct Named {
        name: String,
    }
    let mut named = BTreeSet::new();
    for chunk in batches(names) {
        let places = vec!["?"; chunk.len()].join(", ");
        let sql = format!(
            "SELECT p.name FROM products p WHERE p.workspace_id = ? AND p.name IN ({places}) \
             AND EXISTS (SELECT 1 FROM order_lines l WHERE l.workspace_id = p.workspace_id AND l.product = p.name)"
        );
        let values = std::iter::once(reader.actor().workspace.into()).chain(chunk.iter().map(|name| name.as_str().into())).collect();
        let found = Named::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
        named.extend(found.into_iter().map(|row| row.name));
    }
    Ok(named)
}

/// The products that lines name and the catalogue does not know, in the order of their names and numbers: one walk over the index of
/// lines by product, of which the database keeps one of each product and number.
pub(in crate::orders) async fn unknown_products(reader: &Reader) -> Result<Vec<Wanted>> {
    #[derive(FromQueryResult)]
    struct Named {
        product: String,
        sku: Option<String>,
    }
    let sql = "SELECT named.product, named.sku FROM (SELECT DISTINCT product, sku FROM order_lines WHERE workspace_id = ?) AS named \
               WHERE NOT EXISTS (SELECT 1 FROM products p WHERE p.workspace_id = ? AND p.name = named.product) \
               ORDER BY named.product, named.sku";
    let workspace: sea_orm::Value = reader.actor().workspace.into();
    let found = Named::find_by_statement(reader.dialect().statement(sql, vec![workspace.clone(), workspace])).all(reader.source()).await?;
    Ok(found.into_iter().map(|Named { product, sku }| Wanted { name: product, sku, family: None }).collect())
}
