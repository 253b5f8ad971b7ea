//! Background work of attachments: pictures, and what nobody needs any more.

use std::{collections::BTreeMap, pin::pin};

use chrono::Duration;
use futures_util::TryStreamExt;
use guanxi_kernel::{
    db::Record,
    error::{Error, Result},
    files::FileError,
    id::Id,
    job::{JobKind, Run, Schedule},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    commands, pictures, queries,
    rules::{self, View},
    tables::Attachment,
};

/// Makes the small pictures of an image.
pub(super) const PICTURE: JobKind = JobKind {
    name: "attachments.picture",
    about: "Makes the small pictures of an image.",
    max_attempts: 3,
    schedule: None,
    is_long: false,
    // An image may take much memory while it is read.
    alone: Some("attachments.picture"),
    run: |run| Box::pin(picture(run)),
};

/// Removes a file from the store whose row has gone.
pub(super) const DISCARD: JobKind = JobKind {
    name: "attachments.discard",
    about: "Removes a file from the store after it was removed from its record.",
    max_attempts: 5,
    schedule: None,
    is_long: false,
    alone: None,
    run: |run| Box::pin(discard(run)),
};

/// Every night: removes files that no row speaks of.
pub(super) const SWEEP: JobKind = JobKind {
    name: "attachments.sweep",
    about: "Removes files that are on no record: uploads that were broken off, and what was on records that are gone.",
    max_attempts: 3,
    schedule: Some(Schedule::Cron("20 4 * * *")),
    is_long: true,
    alone: None,
    run: |run| Box::pin(sweep(run)),
};

/// Which file.
#[derive(Serialize, Deserialize)]
pub(super) struct OfFile {
    pub(super) id: Uuid,
}

async fn picture(run: Run) -> Result<Value> {
    let OfFile { id } = run.payload()?;
    let (files, workspace) = (run.app.files(), run.actor.workspace);
    let bytes = match files.whole(&rules::key(workspace, id)).await {
        // Somebody was quicker and has removed it.
        Err(FileError::Missing) => return Ok(json!({"pictures": 0})),
        bytes => bytes?,
    };
    let made = tokio::task::spawn_blocking(move || pictures::make(&bytes)).await.map_err(anyhow::Error::from)?;
    // An image that cannot be read is a file like any other.
    let made = made.inspect_err(|error| tracing::info!(attachment.id = %id, %error, "No picture of an image could be made")).ok();
    for (view, picture) in made.iter().flat_map(|made| &made.views) {
        files.put(&rules::picture_key(workspace, id, *view), picture.clone()).await?;
    }
    let mut tx = run.write().await?;
    match commands::note_pictures(&mut tx, Id::from(id), made.as_ref()).await {
        Err(Error::NotFound) => remove_all(&run, id).await?,
        noted => tx.commit(noted?).await?,
    }
    Ok(json!({"pictures": made.map_or(0, |made| made.views.len())}))
}

async fn discard(run: Run) -> Result<Value> {
    let OfFile { id } = run.payload()?;
    if queries::known(&run.read(), [id]).await?.is_empty() {
        remove_all(&run, id).await?;
    }
    Ok(json!({"files": 1}))
}

/// Removes a file with its pictures.
async fn remove_all(run: &Run, id: Uuid) -> Result<()> {
    let (files, workspace) = (run.app.files(), run.actor.workspace);
    for view in View::ALL {
        files.remove(&rules::picture_key(workspace, id, view)).await?;
    }
    Ok(files.remove(&rules::key(workspace, id)).await?)
}

/// What is younger may be on its way to its row.
const LEFT_ALONE: Duration = Duration::days(1);
/// Files that are looked up together.
const LOOKED_UP_AT_ONCE: usize = 500;

async fn sweep(run: Run) -> Result<Value> {
    let (files, under) = (run.app.files(), rules::under(run.actor.workspace));
    let before = run.read().now() - LEFT_ALONE;
    let (mut removed, mut seen) = (files.remove_unfinished(&under, before).await?, 0);
    let mut listing = pin!(files.list(&under));
    let mut old: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    loop {
        let next = listing.try_next().await?;
        let is_over = next.is_none();
        if let Some(found) = next {
            seen += 1;
            if let Some(id) = rules::id_of(&found.key).filter(|_| found.written_at < before) {
                old.entry(id).or_default().push(found.key);
            }
        }
        if old.len() >= LOOKED_UP_AT_ONCE || is_over {
            let known = queries::known(&run.read(), old.keys().copied()).await?;
            for key in std::mem::take(&mut old).into_iter().filter(|(id, _)| !known.contains(id)).flat_map(|(_, keys)| keys) {
                files.remove(&key).await?;
                removed += 1;
            }
            run.progress(seen, None, Attachment::KIND).await?;
        }
        if is_over {
            return Ok(json!({"files": seen, "removed": removed}));
        }
    }
}
