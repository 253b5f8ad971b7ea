//! An import of orders taken back: those that it entered leave the history, those that it wrote again are what they were,
//! and the figures of their accounts follow.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    db::{Tx, batches},
    error::Result,
    event::Event,
    search,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{many::refresh, products::register, rewrite::rewrite};
use crate::{
    catalogue::rules::Wanted,
    customers,
    orders::{
        queries,
        tables::{Order, line, order},
    },
    undo::{Backed, Chunk, Why, as_they_were},
};

/// Takes back what an import has done to these orders.
pub(in crate::orders) async fn take_back(tx: &mut Tx, chunk: Chunk<'_>) -> Result<Backed> {
    let (mut backed, mut accounts) = (Backed::new(), BTreeSet::new());
    remove_made(tx, chunk, &mut backed, &mut accounts).await?;
    restore_changed(tx, chunk, &mut backed, &mut accounts).await?;
    refresh(tx, &accounts.into_iter().collect::<Vec<_>>()).await?;
    Ok(backed)
}

async fn remove_made(tx: &mut Tx, Chunk { import, made, .. }: Chunk<'_>, backed: &mut Backed, accounts: &mut BTreeSet<Uuid>) -> Result<()> {
    let rows = tx.to_trash_many::<Order>(made).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    for chunk in batches(&ids) {
        let of_chunk = order::Column::Id.is_in(chunk.iter().copied());
        let orders = order::Entity::delete_many().filter(order::Column::WorkspaceId.eq(tx.actor().workspace)).filter(of_chunk);
        orders.exec(tx.reader().source()).await?;
    }
    search::remove_many(tx, "order", &ids).await?;
    let owners = customers::queries::owners(tx.reader(), rows.iter().map(|row| row.account_id)).await?;
    for row in &rows {
        let facts = json!({"kind": row.kind, "number": row.number, "net_minor": row.net_minor, "ordered_on": row.ordered_on, "undone_import": import});
        let owner = owners.get(&row.account_id).copied();
        tx.note(Event::new("order.removed", "order", row.id).about(Some(row.account_id)).owned_by(owner).with(facts));
    }
    accounts.extend(rows.iter().map(|row| row.account_id));
    backed.extend(ids.into_iter().map(|id| (id, None)));
    Ok(())
}

async fn restore_changed(tx: &mut Tx, chunk: Chunk<'_>, backed: &mut Backed, accounts: &mut BTreeSet<Uuid>) -> Result<()> {
    let Chunk { import, changed, .. } = chunk;
    let mut were = as_they_were::<Order>(tx.reader(), chunk).await?;
    let numbers = were.values().filter_map(|(row, _)| row.number.clone()).collect();
    let known = queries::known(tx.reader(), numbers, &BTreeSet::new()).await?;
    let holders: BTreeMap<String, Uuid> = known.into_iter().filter_map(|row| Some((row.number?, row.id))).collect();
    let mut lines_of = queries::lines_of(tx.reader(), changed).await?;
    let (mut restored, mut documents) = (Vec::new(), Vec::new());
    let kept = |(_, beside): &(order::Model, Value)| -> Result<Vec<KeptLine>> { Ok(serde_json::from_value(beside.clone())?) };
    let kept = were.values().map(kept).collect::<Result<Vec<_>>>()?;
    register(tx, kept.into_iter().flatten().map(|line| Wanted { name: line.product, sku: line.sku, family: None })).await?;
    for row in tx.to_change_many::<Order>(changed).await? {
        let id = row.id;
        let Some((was, beside)) = were.remove(&id) else { continue };
        if was.number.as_ref().and_then(|number| holders.get(number)).is_some_and(|holder| *holder != id) {
            backed.insert(id, Some(Why::Taken));
            continue;
        }
        accounts.extend([row.account_id, was.account_id]);
        let before = lines_of.remove(&id).unwrap_or_default();
        let lines: Vec<KeptLine> = serde_json::from_value(beside)?;
        let lines = (0..).zip(lines).map(|(n, line)| line.back(n)).collect();
        let done = rewrite(tx, row, as_it_was(was), Some(lines), &before).await?;
        documents.extend(done.document);
        restored.push(done.row);
        backed.insert(id, None);
    }
    search::put_many(tx, &documents).await?;
    let owners = customers::queries::owners(tx.reader(), restored.iter().map(|row| row.account_id)).await?;
    for row in restored {
        let owner = owners.get(&row.account_id).copied();
        let facts = json!({"kind": row.kind, "undone_import": import});
        tx.note(Event::new("order.changed", "order", row.id).about(Some(row.account_id)).owned_by(owner).with(facts));
    }
    Ok(())
}

fn as_it_was(row: order::Model) -> order::ActiveModel {
    order::ActiveModel {
        number: Set(row.number),
        import_id: Set(row.import_id),
        kind: Set(row.kind),
        account_id: Set(row.account_id),
        payer_id: Set(row.payer_id),
        ordered_on: Set(row.ordered_on),
        net_minor: Set(row.net_minor),
        quantity: Set(row.quantity),
        line_count: Set(row.line_count),
        remark: Set(row.remark),
        cost_minor: Set(row.cost_minor),
        ..Default::default()
    }
}

/// A line as the journal of imports keeps it.
#[derive(Serialize, Deserialize)]
struct KeptLine {
    product: String,
    sku: Option<String>,
    quantity: i64,
    price_minor: i64,
    net_minor: i64,
    promotion: bool,
    consumer_id: Option<Uuid>,
}

impl KeptLine {
    fn of(line: &line::Model) -> Self {
        Self {
            product: line.product.clone(),
            sku: line.sku.clone(),
            quantity: line.quantity,
            price_minor: line.price_minor,
            net_minor: line.net_minor,
            promotion: line.promotion,
            consumer_id: line.consumer_id,
        }
    }

    fn back(self, n: i64) -> line::Model {
        let Self { product, sku, quantity, price_minor, net_minor, promotion, consumer_id } = self;
        let (workspace_id, order_id) = (Uuid::nil(), Uuid::nil());
        line::Model { workspace_id, order_id, n, product, sku, quantity, price_minor, net_minor, promotion, consumer_id }
    }
}

/// The lines of an order that is about to be written again, as the journal keeps them.
pub(in crate::orders) fn lines_beside(lines: &[line::Model]) -> Value {
    lines.iter().map(|line| json!(KeptLine::of(line))).collect()
}
