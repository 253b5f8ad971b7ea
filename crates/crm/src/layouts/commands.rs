//! Every write of layouts.

use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Recorded, Tx},
    error::{Error, OnUnique, Result},
    event::Event,
    id::Id,
    list::List,
};
use sea_orm::{ColumnTrait, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    api::{LayOut, Layout},
    queries,
    rules::{check_layout, is_variant},
    tables::{self, OBJECT, layout},
};

/// Lays the fields of some records out, in place of what was said of them before.
pub async fn lay_out(tx: &mut Tx, list: &str, variant: &str, input: LayOut) -> Result<Recorded<Layout>> {
    let list = of(tx, list, variant)?;
    let mut check = Check::new();
    let LayOut { sections, hidden } = check_layout(&mut check, input, &list.of(tx.actor()).fields);
    check.done()?;
    let before = found(tx, list.name, variant).await?;
    let row = layout::ActiveModel { sections: Set(json!(sections)), hidden: Set(json!(hidden)), ..Default::default() };
    let row = if let Some(before) = before {
        let before = tx.to_change(Id::<tables::Layout>::from(before.id)).await?;
        tx.update::<tables::Layout>(before, row).await?
    } else {
        let leave = tx.leave_under::<tables::Layout>(OBJECT, Action::Change)?;
        let row = layout::ActiveModel { list: Set(list.name.to_owned()), variant: Set(variant.to_owned()), ..row };
        let meanwhile = || Error::conflict("changed_meanwhile", "Somebody has laid these records out at the same moment; look again.");
        tx.insert::<tables::Layout>(leave, row).await.on_unique("layouts", "variant", meanwhile)?
    };
    let wire = queries::wire(&row)?;
    Ok(tx.record(event("layout.changed", row.id, list.name, variant), wire))
}

/// Forgets what was said of some records: they are laid out as all others are.
pub async fn forget(tx: &mut Tx, list: &str, variant: &str) -> Result<Recorded<()>> {
    let list = of(tx, list, variant)?;
    let row = found(tx, list.name, variant).await?.ok_or(Error::NotFound)?;
    let leave = tx.to_remove(Id::<tables::Layout>::from(row.id)).await?;
    tx.remove::<tables::Layout>(leave).await?;
    Ok(tx.record(event("layout.forgotten", row.id, list.name, variant), ()))
}

/// The list of that name, where records that vary so can be laid out.
fn of(tx: &Tx, list: &str, variant: &str) -> Result<&'static List> {
    if !tx.actor().may(OBJECT, Action::Change) {
        return Err(Error::Forbidden("you may not change how fields are laid out".to_owned()));
    }
    let (list, by) = queries::laid_out().find(|(known, _)| known.name == list).ok_or(Error::NotFound)?;
    if is_variant(variant, by, &list.fields) { Ok(list) } else { Err(Error::NotFound) }
}

async fn found(tx: &Tx, list: &str, variant: &str) -> Result<Option<layout::Model>> {
    let that =
        |select: sea_orm::Select<layout::Entity>| select.filter(layout::Column::List.eq(list)).filter(layout::Column::Variant.eq(variant));
    tx.reader().find::<tables::Layout>().with(that).one().await
}

fn event(name: &'static str, record: Uuid, list: &str, variant: &str) -> Event {
    Event::new(name, OBJECT, record).with(json!({"list": list, "variant": variant}))
}
