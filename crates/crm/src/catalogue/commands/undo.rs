//! An import taken back, as far as products go: those that it made and that nothing names go, those that it changed become what they
//! were.

use std::collections::BTreeSet;

use guanxi_kernel::{
    db::{Edit, Tx},
    error::Result,
    event::Event,
};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use super::many::{change_many, remove_unnamed};
use crate::{
    catalogue::tables::{Product, product},
    undo::{Backed, Chunk, Why, as_they_were},
};

/// Takes back what an import has done to these products.
pub(in crate::catalogue) async fn take_back(tx: &mut Tx, chunk: Chunk<'_>) -> Result<Backed> {
    let mut backed = Backed::new();
    let removable: Vec<Uuid> = tx.to_trash_many::<Product>(chunk.made).await?.iter().map(|row| row.id).collect();
    let gone = remove_unnamed(tx, &removable).await?;
    for (id, name) in &gone {
        tx.note(Event::new("product.removed", "product", *id).with(json!({"name": name, "undone_import": chunk.import})));
    }
    let gone: BTreeSet<Uuid> = gone.into_iter().map(|(id, _)| id).collect();
    backed.extend(removable.into_iter().map(|id| (id, (!gone.contains(&id)).then_some(Why::InUse))));
    let mut were = as_they_were::<Product>(tx.reader(), chunk).await?;
    let mut edits = Vec::new();
    for row in tx.to_change_many::<Product>(chunk.changed).await? {
        let Some((was, _)) = were.remove(&row.id) else { continue };
        backed.insert(row.id, None);
        let mut edit = Edit::of(row);
        edit.set(&product::ActiveModel { sku: Set(was.sku), family: Set(was.family), ..Default::default() });
        edits.push(edit);
    }
    change_many(tx, edits).await?;
    Ok(backed)
}
