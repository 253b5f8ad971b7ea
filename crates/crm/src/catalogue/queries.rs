//! Every read of products.

use std::collections::BTreeMap;

use guanxi_kernel::{
    db::{Reader, batches},
    error::Result,
    id::Id,
    list::Naming,
};
use sea_orm::{
    ColumnTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, LockType, NullOrdering},
};
use uuid::Uuid;

use super::{
    api::{Product, ProductFamily},
    tables::{self, product},
};

/// One product.
pub async fn product(reader: &Reader, id: Id<tables::Product>) -> Result<Product> {
    reader.get(id).await.map(Product::from)
}

/// The families, each with how many products it has; last those that have none.
pub async fn families(reader: &Reader) -> Result<Vec<ProductFamily>> {
    #[derive(FromQueryResult)]
    struct Counted {
        family: Option<String>,
        products: i64,
    }
    let counted = reader.find::<tables::Product>().with(|select| {
        select
            .select_only()
            .column(product::Column::Family)
            .column_as(Expr::cust("count(*)"), "products")
            .group_by(product::Column::Family)
            .order_by_with_nulls(product::Column::Family, Order::Asc, NullOrdering::Last)
    });
    let counted: Vec<Counted> = counted.all_as().await?;
    Ok(counted.into_iter().map(|Counted { family, products }| ProductFamily { family, products }).collect())
}

/// Products by their names, whoever may see them: each is there once.
pub(super) async fn by_name(reader: &Reader, names: &[String]) -> Result<Vec<product::Model>> {
    named(reader, names, |select| select).await
}

/// The same, while nobody removes them until the transaction ends. (SQLite has one writer anyway.)
pub(super) async fn kept_by_name(reader: &Reader, names: &[String]) -> Result<Vec<product::Model>> {
    named(reader, names, |select| select.order_by_asc(product::Column::Id).lock(LockType::KeyShare)).await
}

async fn named(
    reader: &Reader,
    names: &[String],
    how: fn(Select<product::Entity>) -> Select<product::Entity>,
) -> Result<Vec<product::Model>> {
    let mut found = Vec::new();
    for chunk in batches(names) {
        let named = product::Column::Name.is_in(chunk.iter().map(String::as_str));
        found.extend(reader.in_workspace::<tables::Product>().with(|select| how(select.filter(named))).all().await?);
    }
    Ok(found)
}

/// Products that are about to be removed, once no transaction keeps them any more: what names them is asked afterwards.
pub(super) async fn no_longer_kept(reader: &Reader, ids: &[Uuid]) -> Result<Vec<product::Model>> {
    let how = |select: Select<product::Entity>| select.order_by_asc(product::Column::Id).lock(LockType::Update);
    reader.in_workspace::<tables::Product>().with_ids(ids.iter().copied()).with(how).all().await
}

/// The families of those of some products that have one and that the actor may see.
pub async fn families_of(reader: &Reader, names: &[String]) -> Result<BTreeMap<String, String>> {
    #[derive(FromQueryResult)]
    struct OfFamily {
        name: String,
        family: String,
    }
    let mut families = BTreeMap::new();
    for chunk in batches(names) {
        let named = reader.find::<tables::Product>().with(|select| {
            select
                .select_only()
                .columns([product::Column::Name, product::Column::Family])
                .filter(product::Column::Name.is_in(chunk.iter().map(String::as_str)))
                .filter(product::Column::Family.is_not_null())
        });
        families.extend(named.all_as::<OfFamily>().await?.into_iter().map(|row| (row.name, row.family)));
    }
    Ok(families)
}

/// The names of products that the actor may see.
pub fn titles(reader: &Reader, ids: Vec<Uuid>) -> Naming<'_> {
    Box::pin(async move {
        let rows = reader.find::<tables::Product>().with_ids(ids).all().await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    })
}
