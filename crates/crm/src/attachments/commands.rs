//! Every write of attachments. A file is in the store before a row speaks of it, and stays a while after the row has gone:
//! a row without its file would be worse than a file without its row, which the nightly sweep finds.

use std::pin::{Pin, pin};

use bytes::{Bytes, BytesMut};
use chrono::Duration;
use futures_util::{Stream, TryStreamExt};
use guanxi_kernel::{
    actor::Action,
    db::{Recorded, Tx},
    error::{Error, FieldError, Result},
    files::{FileError, Files, Stored},
    id::Id,
    job::NewJob,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    OWN_HOURS,
    api::{About, Attachment, FileLimits},
    holders::Holder,
    jobs,
    pictures::Pictures,
    queries,
    rules::{self, Picture, Recognised},
    tables::{self, attachment},
};

/// A file that lies in the store and is on no record yet.
pub struct Arrived {
    id: Uuid,
    name: String,
    is: Recognised,
    stored: Stored,
}

impl Arrived {
    /// Takes the file away again, because no record wants it.
    pub async fn give_up(self, files: &Files, workspace: Uuid) {
        // What cannot be removed now the sweep removes.
        let _ = files.remove(&rules::key(workspace, self.id)).await;
    }
}

/// Writes a file to the store as it comes, before any transaction begins. What is refused is read to its end all the same:
/// a browser that is still sending does not hear why.
pub async fn receive(
    files: &Files,
    workspace: Uuid,
    limits: &FileLimits,
    raw_name: &str,
    pieces: impl Stream<Item = Result<Bytes>>,
) -> Result<Arrived> {
    let mut pieces = pin!(pieces);
    let taken = take_in(files, workspace, limits, raw_name, pieces.as_mut()).await;
    if taken.is_err() {
        let mut unread = rules::most_of_all(limits);
        while unread > 0
            && let Ok(Some(piece)) = pieces.try_next().await
        {
            unread = unread.saturating_sub(piece.len() as u64);
        }
    }
    taken
}

/// Its beginning says what a file is and so how large it may be.
async fn take_in(
    files: &Files,
    workspace: Uuid,
    limits: &FileLimits,
    raw_name: &str,
    mut pieces: Pin<&mut impl Stream<Item = Result<Bytes>>>,
) -> Result<Arrived> {
    let (name, id) = (rules::clean_name(raw_name), Uuid::now_v7());
    let mut head = BytesMut::new();
    while head.len() < rules::HEAD_BYTES
        && let Some(piece) = pieces.try_next().await?
    {
        head.extend_from_slice(&piece);
    }
    if head.is_empty() {
        return Err(Error::field("/file", "file_empty", "This file is empty."));
    }
    let is = rules::recognise(&head[..head.len().min(rules::HEAD_BYTES)], &name).ok_or_else(rules::not_taken)?;
    let mut incoming = files.begin(&rules::key(workspace, id), rules::most_bytes(is.family, limits)?);
    let mut next = Some(head.freeze());
    while let Some(piece) = next {
        if let Err(error) = incoming.write(piece).await {
            incoming.abandon().await;
            let is_large = matches!(error, FileError::TooLarge { .. });
            return Err(if is_large { rules::too_large(is.family, limits) } else { error.into() });
        }
        next = pieces.try_next().await?;
    }
    Ok(Arrived { id, name, is, stored: incoming.finish().await? })
}

/// Puts a file that has arrived on a record.
pub async fn attach(tx: &mut Tx, about: &About, file: &Arrived) -> Result<Recorded<Attachment>> {
    let held = Holder::named(&about.about_kind)?.look(tx.reader(), about.about_id).await?;
    held.to_change()?;
    check_room(tx, about, file).await?;
    let leave = tx.leave_under::<tables::Attachment>(&about.about_kind, Action::Change)?;
    let size_bytes = i64::try_from(file.stored.size_bytes).unwrap_or(i64::MAX);
    let picture = if rules::is_pictured(file.is.media_type, size_bytes) { Picture::Due } else { Picture::None };
    let row = attachment::ActiveModel {
        id: Set(file.id),
        about_kind: Set(about.about_kind.clone()),
        about_id: Set(about.about_id),
        name: Set(file.name.clone()),
        media_type: Set(file.is.media_type.to_owned()),
        family: Set(file.is.family.as_str().to_owned()),
        size_bytes: Set(size_bytes),
        sha256: Set(file.stored.sha256.clone()),
        picture: Set(picture.as_str().to_owned()),
        width: Set(None),
        height: Set(None),
        ..Default::default()
    };
    let row = tx.insert::<tables::Attachment>(leave, row).await?;
    if picture == Picture::Due {
        tx.queue(NewJob::new(jobs::PICTURE.name, json!(jobs::OfFile { id: row.id })));
    }
    let wire = queries::wires(tx.reader(), &held, vec![row]).await?.pop().ok_or(Error::NotFound)?;
    let told = json!({"name": wire.name, "size_bytes": wire.size_bytes});
    Ok(tx.record(held.event("attachment.added", wire.id).with(told), wire))
}

/// Refuses a file too many, and the same file once more: a telephone that has not heard the answer sends it again.
async fn check_room(tx: &Tx, about: &About, file: &Arrived) -> Result<()> {
    let reader = tx.reader();
    let limits = queries::limits(reader).await?;
    let there = || reader.in_workspace::<tables::Attachment>().with(|select| select.filter(attachment::Column::AboutId.eq(about.about_id)));
    let same = there()
        .with(|select| select.filter(attachment::Column::Sha256.eq(&*file.stored.sha256)).filter(attachment::Column::Name.eq(&*file.name)));
    if same.exists().await? {
        return Err(Error::conflict("file_there", "This file is here already."));
    }
    if there().count().await? >= limits.most_files.unsigned_abs() {
        let most = limits.most_files;
        let full =
            FieldError::new("/file", "files_full", format!("There are {most} files here, and no more are taken; remove some first."));
        return Err(full.with("most", most).into());
    }
    Ok(())
}

/// Removes a file from its record: whoever may change the record, and for a while whoever has added it.
pub async fn remove(tx: &mut Tx, id: Id<tables::Attachment>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let held = Holder::named(&row.about_kind)?.look(tx.reader(), row.about_id).await?;
    let own_hours = OWN_HOURS.get(tx.reader()).await?;
    let (me, is_in_full) = (tx.actor().user(), tx.actor().in_full().is_ok());
    if !(is_in_full && rules::may_take_back(row.created_by, me, row.created_at, tx.now(), own_hours)) {
        held.to_change()?;
    }
    held.to_keep()?;
    let event = held.event("attachment.removed", row.id).with(json!({"name": row.name, "size_bytes": row.size_bytes}));
    // A backup that is being written has read the row, and finds the file for a while.
    tx.queue(NewJob::new(jobs::DISCARD.name, json!(jobs::OfFile { id: row.id })).after(Duration::hours(1)));
    tx.remove::<tables::Attachment>(row).await?;
    Ok(tx.record(event, ()))
}

/// Removes all files of a record whose person is to be forgotten, also one in the trash. Returns which they were.
pub async fn erase(tx: &mut Tx, about: Uuid) -> Result<Vec<Uuid>> {
    let of = || attachment::Column::AboutId.eq(about);
    let rows = tx.reader().in_workspace::<tables::Attachment>().with(|select| select.filter(of())).all().await?;
    for row in &rows {
        tx.queue(NewJob::new(jobs::DISCARD.name, json!(jobs::OfFile { id: row.id })));
    }
    let all = attachment::Entity::delete_many().filter(attachment::Column::WorkspaceId.eq(tx.actor().workspace)).filter(of());
    all.exec(tx.reader().source()).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Notes that the pictures of a file lie in the store, or that there will be none.
pub(super) async fn note_pictures(tx: &mut Tx, id: Id<tables::Attachment>, made: Option<&Pictures>) -> Result<Recorded<()>> {
    let row = tx.to_change(id).await?;
    let held = Holder::named(&row.about_kind)?.look(tx.reader(), row.about_id).await?;
    let event = held.event("attachment.pictured", row.id());
    let picture = if made.is_some() { Picture::Made } else { Picture::None };
    let change = attachment::ActiveModel {
        picture: Set(picture.as_str().to_owned()),
        width: Set(made.map(|made| made.width.into())),
        height: Set(made.map(|made| made.height.into())),
        ..Default::default()
    };
    tx.update::<tables::Attachment>(row, change).await?;
    Ok(tx.record(event, ()))
}
