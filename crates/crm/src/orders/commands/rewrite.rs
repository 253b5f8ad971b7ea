//! Documents of another system, written again as that system has them now.

use guanxi_kernel::{
    db::{Change, Cleared, Recorded, Tx},
    error::{Error, OnUnique, Result},
    event::FieldChange,
    id::Id,
    search::{self, Document},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::{
    many::{document, refresh},
    order::{checked, enter, event, number_taken},
    products::{named, register},
};
use crate::orders::{
    api::{NewOrder, Order},
    queries,
    tables::{self, line, order},
};

/// Enters an order of another system, or replaces the one that has its id already. Says whether it is new.
pub async fn put(tx: &mut Tx, source: String, external_id: String, input: NewOrder) -> Result<Recorded<(Order, bool)>> {
    let input = NewOrder { source: Some(source.clone()), external_id: Some(external_id.clone()), ..input };
    let (source, external_id) = (guanxi_kernel::text::clean(&source), guanxi_kernel::text::clean(&external_id));
    if source.is_empty() || external_id.is_empty() {
        return Err(Error::NotFound);
    }
    // Of two who send the same at the same moment, the second finds what the first has entered.
    tx.alone(&format!("order {source} {external_id}")).await?;
    let called = [(source, external_id)].into();
    let Some(there) = queries::known(tx.reader(), [].into(), &called).await?.pop() else {
        return Ok(enter(tx, input).await?.map(|order| (order, true)));
    };
    let id = Id::<tables::Order>::from(there.id);
    let row = tx.to_change(id).await?;
    let (change, lines) = checked(tx, input).await?;
    register(tx, named(&lines)).await?;
    let before = queries::lines_of(tx.reader(), &[there.id]).await?.remove(&there.id).unwrap_or_default();
    let change = order::ActiveModel { import_id: sea_orm::NotSet, ..change };
    let done = rewrite(tx, row, change, Some(lines), &before).await?;
    if let Some(document) = &done.document {
        search::put(tx, document).await?;
    }
    let after = done.row;
    let mut accounts = vec![there.account_id, after.account_id];
    accounts.sort_unstable();
    accounts.dedup();
    refresh(tx, &accounts).await?;
    if there.account_id != after.account_id {
        let left = order::Model { account_id: there.account_id, ..after.clone() };
        let left = event(tx, "order.left", &left).await?;
        tx.note(left);
    }
    let event = event(tx, "order.changed", &after).await?;
    let wire = queries::order(tx.reader(), id).await?;
    Ok(tx.record(event, (wire, false)))
}

/// An order that was written again.
pub(in crate::orders) struct Rewritten {
    /// As it is now.
    pub row: order::Model,
    /// Whether anything differed.
    pub is_changed: bool,
    /// What it is found by from now on, when that differed; the caller puts it in the search index.
    pub document: Option<Document>,
}

/// Writes what differs of an order; its lines are replaced as a whole, or stay when none are given. The caller has entered the products
/// that they name ([`register`]).
pub(in crate::orders) async fn rewrite(
    tx: &mut Tx,
    row: Cleared<tables::Order, Change>,
    change: order::ActiveModel,
    lines: Option<Vec<line::Model>>,
    before: &[line::Model],
) -> Result<Rewritten> {
    let (id, version, found) = (row.id, row.version, document(&row));
    let lines = lines.filter(|lines| !same(lines, before));
    let written = match &lines {
        Some(_) => tx.touch::<tables::Order>(row, change).await,
        None => tx.update::<tables::Order>(row, change).await,
    };
    let row = written.on_unique("orders", "number", number_taken)?;
    if let Some(lines) = lines {
        replace_lines(tx, id, before, lines).await?;
    }
    let is_changed = row.version != version;
    let document = Some(document(&row)).filter(|document| *document != found);
    Ok(Rewritten { row, is_changed, document })
}

/// Whether lines say the same, whichever order they stand in the database under.
pub(in crate::orders) fn same(lines: &[line::Model], before: &[line::Model]) -> bool {
    let as_stored =
        |line: &line::Model, like: &line::Model| line::Model { workspace_id: like.workspace_id, order_id: like.order_id, ..line.clone() };
    lines.len() == before.len() && lines.iter().zip(before).all(|(line, like)| as_stored(line, like) == *like)
}

async fn replace_lines(tx: &mut Tx, order_id: Uuid, before: &[line::Model], lines: Vec<line::Model>) -> Result<()> {
    line::Entity::delete_many()
        .filter(line::Column::WorkspaceId.eq(tx.actor().workspace))
        .filter(line::Column::OrderId.eq(order_id))
        .exec(tx.reader().source())
        .await?;
    let lines: Vec<line::Model> = lines.into_iter().map(|line| line::Model { order_id, ..line }).collect();
    tx.insert_beside::<line::Entity>(&lines).await?;
    let told = |lines: &[line::Model]| -> serde_json::Value {
        lines.iter().map(|line| json!({"product": line.product, "quantity": line.quantity, "net_minor": line.net_minor})).collect()
    };
    tx.note_change(FieldChange { kind: "order", record: order_id, field: "lines".to_owned(), before: told(before), after: told(&lines) });
    Ok(())
}
