//! The products that lines name: whoever enters or changes an order enters them with it.

use guanxi_kernel::{actor::Action, db::Tx, error::Result};
use uuid::Uuid;

use crate::{
    catalogue::{self, rules::Wanted},
    orders::tables::line,
};

/// Enters the products that nobody knows yet. Returns the ids of the new ones.
pub(in crate::orders) async fn register(tx: &mut Tx, wanted: impl IntoIterator<Item = Wanted>) -> Result<Vec<Uuid>> {
    let leave = tx.leave_under("order", Action::Create).or_else(|_| tx.leave_under("order", Action::Change))?;
    catalogue::commands::register(tx, &leave, wanted).await
}

/// What lines say of their products.
pub(in crate::orders) fn named<'a>(lines: impl IntoIterator<Item = &'a line::Model>) -> Vec<Wanted> {
    lines.into_iter().map(|line| Wanted { name: line.product.clone(), sku: line.sku.clone(), family: None }).collect()
}
