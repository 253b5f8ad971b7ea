//! One product.

use guanxi_kernel::{
    check::Check,
    db::{Recorded, Tx},
    error::{Error, OnUnique, Result, unchanged},
    event::Event,
    id::Id,
    search::{self, Document},
};
use serde_json::json;

use crate::catalogue::{
    api::{NewProduct, Product, ProductPatch},
    queries,
    rules::{check_new, check_patch},
    tables::{self, product},
};

/// Makes a product.
pub async fn create(tx: &mut Tx, input: NewProduct) -> Result<Recorded<Product>> {
    let leave = tx.to_create()?;
    // An order that names it at the same moment would enter it too.
    tx.alone("products").await?;
    let mut check = Check::new();
    let row = check_new(&mut check, input);
    check.done()?;
    let row = tx.insert::<tables::Product>(leave, row).await.on_unique("products", "name", name_taken)?;
    search::put(tx, &document(&row)).await?;
    Ok(tx.record(Event::new("product.created", "product", row.id), Product::from(row)))
}

fn name_taken() -> Error {
    Error::field("/name", "taken", "Another product has this name already.")
}

/// Changes the number or the family of a product.
pub async fn change(tx: &mut Tx, id: Id<tables::Product>, expected: i64, input: ProductPatch) -> Result<Recorded<Product>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::product(tx.reader(), id)).await?;
    let mut check = Check::new();
    let change = check_patch(&mut check, input);
    check.done()?;
    let row = tx.update::<tables::Product>(row, change).await?;
    search::put(tx, &document(&row)).await?;
    Ok(tx.record(Event::new("product.changed", "product", row.id), Product::from(row)))
}

/// Removes a product that nothing names.
pub async fn remove(tx: &mut Tx, id: Id<tables::Product>, expected: i64) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    unchanged(expected, row.version, queries::product(tx.reader(), id)).await?;
    queries::no_longer_kept(tx.reader(), &[id.uuid()]).await?;
    if !(crate::NAMES_PRODUCTS)(tx.reader(), std::slice::from_ref(&row.name)).await?.is_empty() {
        return Err(Error::conflict("product_named", "Orders name this product; it stays as long as they do."));
    }
    let event = Event::new("product.removed", "product", row.id).with(json!({"name": row.name}));
    search::remove(tx, "product", row.id).await?;
    tx.remove::<tables::Product>(row).await?;
    Ok(tx.record(event, ()))
}

/// What a product is found by: its name, its number and its family.
pub(super) fn document(row: &product::Model) -> Document {
    Document {
        kind: "product",
        record: row.id,
        title: row.name.clone(),
        subtitle: row.family.clone().unwrap_or_default(),
        by_sound: true,
        texts: row.sku.iter().chain(&row.family).cloned().collect(),
        ..Document::default()
    }
}
