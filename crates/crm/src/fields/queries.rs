//! Every read of fields.

use std::collections::BTreeMap;

use guanxi_kernel::{
    custom::{Custom, Kind},
    db::Reader,
    error::Result,
    id::Id,
    list::{List, Names},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use super::{
    api::CustomField,
    tables::{self, custom_field},
};
use crate::SLICES;

/// The list of the records of a kind that fields may point to, and what finds their names.
#[must_use]
pub fn find(kind: &str) -> Option<(&'static str, Names)> {
    let list = SLICES.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)()).find(|list| list.kind == kind)?;
    let (_, names) = SLICES.iter().flat_map(|slice| slice.titles).find(|(of, _)| *of == kind)?;
    Some((list.name, *names))
}

/// The lists that take fields.
pub(super) fn lists() -> impl Iterator<Item = &'static List> {
    SLICES.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)()).filter(|list| list.custom.is_some())
}

/// The fields, of a list or of all, removed ones too, in their order.
pub async fn fields(reader: &Reader, list: Option<&str>) -> Result<Vec<CustomField>> {
    rows(reader, list).await?.into_iter().map(wire).collect()
}

/// One field.
pub async fn field(reader: &Reader, id: Id<tables::CustomField>) -> Result<CustomField> {
    wire(reader.get(id).await?)
}

pub(super) async fn rows(reader: &Reader, list: Option<&str>) -> Result<Vec<custom_field::Model>> {
    let chosen = list.map(|list| custom_field::Column::List.eq(list));
    let of = |select: sea_orm::Select<custom_field::Entity>| {
        let select = select.filter(sea_orm::Condition::all().add_option(chosen));
        select.order_by_asc(custom_field::Column::List).order_by_asc(custom_field::Column::Position).order_by_asc(custom_field::Column::Id)
    };
    reader.find::<tables::CustomField>().with(of).all().await
}

/// How many fields of each state of index a list has, removed ones left out.
pub(super) fn indexed(rows: &[custom_field::Model]) -> usize {
    let mut states: BTreeMap<bool, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.trashed_at.is_none()) {
        *states.entry(row.index_state != "none").or_default() += 1;
    }
    states.get(&true).copied().unwrap_or_default()
}

/// The wire form of a row.
pub(super) fn wire(row: custom_field::Model) -> Result<CustomField> {
    Ok(CustomField {
        id: row.id,
        version: row.version,
        list: row.list,
        key: row.key,
        label: row.label,
        help: row.help,
        kind: serde_json::from_value(row.kind)?,
        required: row.required,
        unique: row.is_unique,
        searchable: row.searchable,
        index: row.index_state,
        default: row.default_value,
        trashed_at: row.trashed_at,
    })
}

/// The field as the kernel knows it.
pub(super) fn custom(row: &custom_field::Model) -> Result<Custom> {
    let kind: Kind = serde_json::from_value(row.kind.clone())?;
    Ok(Custom {
        id: row.id,
        key: row.key.clone(),
        label: row.label.clone(),
        help: row.help.clone(),
        kind,
        required: row.required,
        unique: row.is_unique,
        searchable: row.searchable,
        indexed: row.index_state != "none",
        default: row.default_value.clone(),
    })
}
