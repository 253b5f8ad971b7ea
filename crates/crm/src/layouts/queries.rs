//! Every read of layouts.

use guanxi_kernel::{actor::Action, db::Reader, error::Result, list::List};
use sea_orm::QueryOrder;

use super::{
    api::{Layout, LayoutsOf},
    tables::{self, layout},
};
use crate::SLICES;

/// The lists that are laid out, with the fields by which their records vary.
pub(super) fn laid_out() -> impl Iterator<Item = (&'static List, &'static [&'static str])> {
    let lists = || SLICES.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)());
    let known = SLICES.iter().flat_map(|slice| slice.varies);
    known.filter_map(move |(name, by)| Some((lists().find(|list| list.name == *name)?, *by)))
}

/// Every list that is laid out and that the reader may see, with the layouts that there are.
pub async fn layouts(reader: &Reader) -> Result<Vec<LayoutsOf>> {
    let in_order = |select: sea_orm::Select<layout::Entity>| select.order_by_asc(layout::Column::Variant);
    let rows = reader.find::<tables::Layout>().with(in_order).all().await?;
    let of = |list: &'static List, by| {
        let layouts = rows.iter().filter(|row| row.list == list.name).map(wire).collect::<Result<_>>()?;
        Ok(LayoutsOf { list: list.name, by, layouts })
    };
    laid_out().filter(|(list, _)| reader.actor().may(list.kind, Action::Read)).map(|(list, by)| of(list, by)).collect()
}

/// The wire form of a row.
pub(super) fn wire(row: &layout::Model) -> Result<Layout> {
    Ok(Layout {
        variant: row.variant.clone(),
        sections: serde_json::from_value(row.sections.clone())?,
        hidden: serde_json::from_value(row.hidden.clone())?,
    })
}
