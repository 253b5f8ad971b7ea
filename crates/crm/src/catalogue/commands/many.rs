//! Many products at once: those that lines name, those of a file, those of a filter.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    bulk::{self, Bulk, BulkAction, Tally},
    check::Check,
    db::{Cleared, Create, Edit, Recorded, Tx, batches},
    error::Result,
    event::Event,
    job::Queued,
    search::{self, Document},
    text::tokens,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::product::document;
use crate::{
    catalogue::{
        UNDOABLE,
        api::ProductChanges,
        queries,
        rules::{Wanted, check_family, each_once},
        tables::{Product, product},
    },
    undo::Journal,
};

/// Enters the products that lines name and nobody knows yet, with a few statements however many there are. Whoever may write the
/// lines may do this: the leave is made from that right. Returns the ids of the new ones.
pub async fn register(tx: &mut Tx, leave: &Cleared<Product, Create>, wanted: impl IntoIterator<Item = Wanted>) -> Result<Vec<Uuid>> {
    let mut missing = each_once(wanted);
    forget_known(tx, &mut missing).await?;
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    // Two who name the same new product at the same moment: the second finds what the first has entered.
    tx.alone("products").await?;
    forget_known(tx, &mut missing).await?;
    let rows = missing.into_values().map(|Wanted { name, sku, family }| product::ActiveModel {
        name_sort: Set(tokens::sort_key(&name)),
        name: Set(name),
        sku: Set(sku),
        family: Set(family),
        ..Default::default()
    });
    let made = insert_many(tx, leave, rows.collect()).await?;
    if let Some(first) = made.first() {
        tx.note(Event::new("product.registered", "product", *first).with(json!({"products": made.len()})));
    }
    Ok(made)
}

/// Leaves out what is there, and lets nobody remove that before the lines are.
async fn forget_known(tx: &Tx, wanted: &mut BTreeMap<String, Wanted>) -> Result<()> {
    let names: Vec<String> = wanted.keys().cloned().collect();
    for known in queries::kept_by_name(tx.reader(), &names).await? {
        wanted.remove(&known.name);
    }
    Ok(())
}

/// Inserts checked products set-based. The caller records the event. Returns their ids.
pub(in crate::catalogue) async fn insert_many(
    tx: &mut Tx,
    leave: &Cleared<Product, Create>,
    rows: Vec<product::ActiveModel>,
) -> Result<Vec<Uuid>> {
    let rows = tx.insert_many(leave, rows).await?;
    index(tx, &rows).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Writes what differs of each product, and notes an event for each that was written.
pub(in crate::catalogue) async fn change_many(tx: &mut Tx, edits: Vec<Edit<Product>>) -> Result<()> {
    let rows = tx.update_each(edits).await?;
    let written: Vec<product::Model> = rows.into_iter().filter_map(|(row, is_written)| is_written.then_some(row)).collect();
    note_changed(tx, &written).await
}

async fn note_changed(tx: &mut Tx, written: &[product::Model]) -> Result<()> {
    index(tx, written).await?;
    for row in written {
        tx.note(Event::new("product.changed", "product", row.id));
    }
    Ok(())
}

async fn index(tx: &Tx, rows: &[product::Model]) -> Result<()> {
    let documents: Vec<Document> = rows.iter().map(document).collect();
    search::put_many(tx, &documents).await
}

/// Gives products that have no family the one that a file has for them, as far as the actor may change them.
pub async fn fill_families(tx: &mut Tx, journal: Journal, families: &BTreeMap<String, String>) -> Result<()> {
    let names: Vec<String> = families.keys().cloned().collect();
    let without = queries::by_name(tx.reader(), &names).await?.into_iter().filter(|row| row.family.is_none());
    let ids: Vec<Uuid> = without.map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    tx.hold::<Product>(&ids).await?;
    let rows = tx.to_change_many::<Product>(&ids).await?.into_iter().filter(|row| row.family.is_none());
    let mut edits = Vec::new();
    for row in rows {
        let family = families.get(&row.name).cloned();
        let mut edit = Edit::of(row);
        edit.set(&product::ActiveModel { family: Set(family), ..Default::default() });
        edits.push(edit);
    }
    let ids: Vec<Uuid> = edits.iter().map(|edit| edit.before().id).collect();
    journal.changing(tx, &UNDOABLE, &ids.iter().map(|id| (*id, json!([]))).collect::<Vec<_>>()).await?;
    change_many(tx, edits).await?;
    journal.changed(tx, &UNDOABLE, ids).await
}

/// Queues a bulk change as a job. It runs with the rights of the one who asked.
pub fn queue_bulk(tx: &mut Tx, asked: &Bulk<ProductChanges>) -> Result<Recorded<Queued>> {
    let mut check = Check::new();
    check_family(&mut check, "/change/family", asked.change.family.clone().flatten());
    bulk::queue::<Product, _>(tx, "products.bulk", "products.bulk_asked", asked, check)
}

/// Does a bulk change with a chunk of products.
pub(in crate::catalogue) async fn bulk_many(tx: &mut Tx, ids: &[Uuid], asked: &Bulk<ProductChanges>) -> Result<Tally> {
    let family = asked.change.family.clone().filter(|_| asked.action == BulkAction::Change);
    let rows = tx.to_change_many::<Product>(ids).await?;
    let cleared = rows.len();
    let Some(family) = family else { return Ok(Tally::of(ids.len(), cleared, 0)) };
    let family = check_family(&mut Check::new(), "/change/family", family);
    let written = tx.update_many(rows, &product::ActiveModel { family: Set(family), ..Default::default() }).await?;
    note_changed(tx, &written).await?;
    Ok(Tally::of(ids.len(), cleared, written.len()))
}

/// Removes those of some products that nothing names, with what they are found by; whoever calls this has asked whether they may be
/// removed. Returns those that went, with their names.
pub async fn remove_unnamed(tx: &Tx, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    let rows = queries::no_longer_kept(tx.reader(), ids).await?;
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let named: BTreeSet<String> = (crate::NAMES_PRODUCTS)(tx.reader(), &names).await?;
    let going: Vec<(Uuid, String)> = rows.into_iter().filter(|row| !named.contains(&row.name)).map(|row| (row.id, row.name)).collect();
    let ids: Vec<Uuid> = going.iter().map(|(id, _)| *id).collect();
    for chunk in batches(&ids) {
        let of_chunk = product::Column::Id.is_in(chunk.iter().copied());
        let products = product::Entity::delete_many().filter(product::Column::WorkspaceId.eq(tx.actor().workspace)).filter(of_chunk);
        products.exec(tx.reader().source()).await?;
    }
    search::remove_many(tx, "product", &ids).await?;
    Ok(going)
}
