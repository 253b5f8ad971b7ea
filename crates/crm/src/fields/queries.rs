//! Every read of fields.

use guanxi_kernel::{
    custom::{Custom, Kind, PREFIX},
    db::Reader,
    error::Result,
    id::Id,
    list::{Around, Finds, List, Names},
    text::Formula,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use super::{
    api::CustomField,
    tables::{self, NO_INDEX, READY, custom_field},
};
use crate::SLICES;

/// What lists know of others, for their fields.
pub const AROUND: Around = Around { find, called, below };

fn find(kind: &str) -> Option<(&'static str, Names)> {
    let list = SLICES.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)()).find(|list| list.kind == kind)?;
    let (_, names) = SLICES.iter().flat_map(|slice| slice.titles).find(|(of, _)| *of == kind)?;
    Some((list.name, *names))
}

fn called(kind: &str) -> Option<Finds> {
    SLICES.iter().flat_map(|slice| slice.called).find(|(of, _)| *of == kind).map(|(_, finds)| *finds)
}

/// The list whose rows belong to records of a kind, by the column by which its capability says so.
fn below(kind: &str, list: &str) -> Option<(&'static List, &'static str)> {
    // Records of the same kind stand in the same table: the database would take one for the other.
    let mut lists = SLICES.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)());
    let list = lists.find(|known| known.name == list && known.kind != kind)?;
    let mut references = SLICES.iter().flat_map(|slice| slice.references);
    let reference = references.find(|reference| reference.to == kind && reference.table == list.table && reference.column != "id")?;
    Some((list, reference.column))
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

/// How many fields of a list have an index or shall have one, removed ones left out.
pub(super) fn indexed(rows: &[custom_field::Model]) -> usize {
    rows.iter().filter(|row| row.trashed_at.is_none() && row.index_state != NO_INDEX).count()
}

/// Whether a field is a formula that speaks of another one.
pub(super) fn speaks_of(row: &custom_field::Model, key: &str) -> bool {
    let Ok(Kind::Formula { expression, .. }) = serde_json::from_value(row.kind.clone()) else { return false };
    let full = format!("{PREFIX}{key}");
    Formula::parse(&expression).is_ok_and(|tree| tree.names().into_iter().any(|name| name == key || name == full))
}

/// The wire form of a row.
pub(super) fn wire(row: custom_field::Model) -> Result<CustomField> {
    let custom = custom(&row)?;
    Ok(CustomField { custom, version: row.version, list: row.list, index: row.index_state, trashed_at: row.trashed_at })
}

/// The field as the kernel knows it.
pub(super) fn custom(row: &custom_field::Model) -> Result<Custom> {
    Ok(Custom {
        id: row.id,
        key: row.key.clone(),
        label: row.label.clone(),
        help: row.help.clone(),
        kind: serde_json::from_value(row.kind.clone())?,
        required: row.required,
        unique: row.is_unique,
        searchable: row.searchable,
        indexed: row.index_state == READY,
        default: row.default_value.clone(),
    })
}
