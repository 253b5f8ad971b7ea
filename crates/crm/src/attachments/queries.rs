//! Every read of attachments.

use std::collections::BTreeSet;

use chrono::DateTime;
use guanxi_kernel::{
    db::{Reader, Row},
    error::Result,
    id::Id,
    list::{self, After, Naming},
    parameter::Parameter,
    timeline::{Before, Item},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::{
    ARCHIVE_MB, DOCUMENT_MB, IMAGE_MB, MEDIA_MB, MOST_FILES, OWN_HOURS,
    api::{Attachment, AttachmentPage, Attachments, FileLimits},
    holders::{Held, Holder},
    rules::{self, Family, Picture},
    tables::{self, attachment},
};
use crate::staff::{self, api::Ref};

/// A page of the files of a record that the actor may see, the newest first.
pub async fn of_record(reader: &Reader, asked: &AttachmentPage) -> Result<Attachments> {
    let held = Holder::named(&asked.about_kind)?.look(reader, asked.about_id).await?;
    let before = asked.cursor.as_deref().map(before).transpose()?;
    let all = reader.in_workspace::<tables::Attachment>().with(|select| select.filter(attachment::Column::AboutId.eq(asked.about_id)));
    let count = list::capped(reader, all.clone().with(|select| select.select_only().column(attachment::Column::Id)).into_query()).await?;
    let mut rows = all.with(|select| newest(select, before, asked.limit() + 1)).all().await?;
    let has_more = rows.len() as u64 > asked.limit();
    rows.truncate(usize::try_from(asked.limit()).unwrap_or(usize::MAX));
    let place = |row: &attachment::Model| After { text: row.created_at.timestamp_millis().to_string(), id: row.id }.encode();
    Ok(Attachments {
        next_cursor: rows.last().filter(|_| has_more).map(place),
        items: wires(reader, &held, rows).await?,
        count,
        may_add: held.may_change(),
        limits: limits(reader).await?,
    })
}

/// The place that a cursor says.
fn before(cursor: &str) -> Result<Before> {
    let After { text, id } = After::decode(cursor)?;
    let at = text.parse().ok().and_then(DateTime::from_timestamp_millis).filter(|at| guanxi_kernel::clock::in_our_time(&at.date_naive()));
    let wrong = "This cursor was not made here; begin again without it.";
    Ok(Before { at: at.ok_or_else(|| guanxi_kernel::error::Error::field("/cursor", "stale_cursor", wrong))?, id })
}

/// So many rows before a place, the newest first.
fn newest(select: Select<attachment::Entity>, before: Option<Before>, limit: u64) -> Select<attachment::Entity> {
    let earlier = before.map(|before| {
        let tie = Condition::all().add(attachment::Column::CreatedAt.eq(before.at)).add(attachment::Column::Id.lt(before.id));
        let earlier = Condition::any().add(attachment::Column::CreatedAt.lt(before.at)).add(tie);
        Condition::all().add(attachment::Column::CreatedAt.lte(before.at)).add(earlier)
    });
    select
        .filter(Condition::all().add_option(earlier))
        .order_by_desc(attachment::Column::CreatedAt)
        .order_by_desc(attachment::Column::Id)
        .limit(limit)
}

/// One file.
pub async fn attachment(reader: &Reader, id: Id<tables::Attachment>) -> Result<Attachment> {
    let row = reader.get(id).await?;
    let held = Holder::named(&row.about_kind)?.look(reader, row.about_id).await?;
    wires(reader, &held, vec![row]).await?.pop().ok_or(guanxi_kernel::error::Error::NotFound)
}

/// The wire forms of files of one record.
pub(super) async fn wires(reader: &Reader, held: &Held, rows: Vec<Row<tables::Attachment>>) -> Result<Vec<Attachment>> {
    let people = staff::queries::names(reader, rows.iter().filter_map(|row| row.created_by).collect()).await?;
    let own_hours = OWN_HOURS.get(reader).await?;
    let is_mine = |row: &attachment::Model| {
        let is_in_full = reader.actor().in_full().is_ok();
        is_in_full && rules::may_take_back(row.created_by, reader.actor().user(), row.created_at, reader.now(), own_hours)
    };
    let may_remove = |row: &attachment::Model| held.may_change() || (held.to_keep().is_ok() && is_mine(row));
    Ok(rows
        .into_iter()
        .map(|row| Attachment {
            may_remove: may_remove(&row),
            id: row.id,
            about_kind: row.about_kind,
            about_id: row.about_id,
            name: row.name,
            media_type: row.media_type,
            family: Family::stored(&row.family),
            size_bytes: row.size_bytes,
            picture: Picture::stored(&row.picture),
            width: row.width,
            height: row.height,
            by: Ref::among(&people, row.created_by),
            created_at: row.created_at,
        })
        .collect())
}

/// What is taken here.
pub async fn limits(reader: &Reader) -> Result<FileLimits> {
    let changed = Parameter::changed(reader).await?;
    let value = |parameter: Parameter| changed.get(parameter.key).copied().unwrap_or(parameter.default);
    Ok(FileLimits {
        most_files: value(MOST_FILES),
        image_mb: value(IMAGE_MB),
        document_mb: value(DOCUMENT_MB),
        media_mb: value(MEDIA_MB),
        archive_mb: value(ARCHIVE_MB),
    })
}

/// Refuses who may not add a file to a record, before the file is taken in. Says what is taken.
pub async fn before_upload(reader: &Reader, about: &super::api::About) -> Result<FileLimits> {
    Holder::named(&about.about_kind)?.look(reader, about.about_id).await?.to_change()?;
    limits(reader).await
}

/// What files tell on the timeline of an account: that they came.
pub async fn tell(reader: &Reader, about: Uuid, before: Option<Before>, limit: u64) -> Result<Vec<Item>> {
    let all = reader.in_workspace::<tables::Attachment>().with(|select| select.filter(attachment::Column::AboutId.eq(about)));
    let rows = all.with(|select| newest(select, before, limit)).all().await?;
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let held = Holder::named(&first.about_kind)?.look(reader, about).await?;
    let told = wires(reader, &held, rows).await?;
    told.into_iter()
        .map(|file| Ok(Item { at: file.created_at, kind: "attachment", id: file.id, data: serde_json::to_value(&file)? }))
        .collect()
}

/// The names of the files that the actor may see.
pub fn list_names(reader: &Reader, ids: Vec<Uuid>) -> Naming<'_> {
    Box::pin(async move {
        let rows = reader.find::<tables::Attachment>().with_ids(ids).all().await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    })
}

/// Which of these files a row speaks of.
pub(super) async fn known(reader: &Reader, ids: impl IntoIterator<Item = Uuid>) -> Result<BTreeSet<Uuid>> {
    let rows = reader.in_workspace::<tables::Attachment>().with_ids(ids).all().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
