//! A store of files: a folder on this machine, or a bucket of an S3-compatible service.
//!
//! A file has a key, words with slashes between, and never changes: it is written once, read, removed. Whose a file is
//! and who may see it, its name and its type are not known here; that is kept by whoever gave the key.

mod bucket;
mod error;
mod folder;
mod incoming;
mod outgoing;

use std::{path::PathBuf, sync::Arc};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::{ObjectStore, ObjectStoreExt, path::Path};

pub use self::{
    bucket::Bucket,
    error::FileError,
    folder::{Copied, Room, copy, copy_after, digest, measure, room},
    incoming::{Incoming, Stored},
    outgoing::{Outgoing, Part},
};

/// What goes wrong here is a [`FileError`].
pub type Result<T, E = FileError> = std::result::Result<T, E>;

/// The store of this process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// Where it is a folder.
    folder: Option<PathBuf>,
    /// What it is called in words for people.
    place: Arc<str>,
}

/// A file that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub key: String,
    /// When it was written, as the store's clock has it.
    pub written_at: DateTime<Utc>,
    /// Its size.
    pub size_bytes: u64,
}

impl Files {
    /// A folder, made when it is not there. What is written to it is on the disk before it counts as written.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Result<Self> {
        let folder = folder.into();
        let fails = |why: &dyn std::fmt::Display| FileError::Place(format!("the folder {} cannot be used: {why}", folder.display()));
        std::fs::create_dir_all(&folder).map_err(|error| fails(&error))?;
        let store = object_store::local::LocalFileSystem::new_with_prefix(&folder).map_err(|error| fails(&error))?;
        let place = folder.display().to_string().into();
        Ok(Self { store: Arc::new(store.with_fsync(true)), folder: Some(folder), place })
    }

    /// A bucket. Nothing is asked of it yet; [`Files::try_out`] does.
    pub fn in_bucket(bucket: &Bucket) -> Result<Self> {
        Ok(Self { store: bucket.open()?, folder: None, place: bucket.to_string().into() })
    }

    /// Where the files are, for people.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The folder, where it is one.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_deref()
    }

    /// Begins a file that may have so many bytes at most. It is there when [`Incoming::finish`] has said so, and not before.
    #[must_use]
    pub fn begin(&self, key: &str, most_bytes: u64) -> Incoming {
        Incoming::new(self.store.clone(), Path::from(key), most_bytes)
    }

    /// Writes a small file at once.
    pub async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        self.store.put(&Path::from(key), bytes.into()).await?;
        Ok(())
    }

    /// Reads a file, or a part of it, as it is asked for.
    pub async fn read(&self, key: &str, part: Option<Part>) -> Result<Outgoing> {
        Outgoing::open(self.store.as_ref(), &Path::from(key), part).await
    }

    /// A file as a whole, for those who cannot work on less.
    pub async fn whole(&self, key: &str) -> Result<Bytes> {
        Ok(self.store.get(&Path::from(key)).await?.bytes().await?)
    }

    /// Removes a file. One that is not there is no error.
    pub async fn remove(&self, key: &str) -> Result<()> {
        match self.store.delete(&Path::from(key)).await.map_err(FileError::from) {
            Err(FileError::Missing) => Ok(()),
            done => done,
        }
    }

    /// All files whose keys begin with these words, in no order.
    pub fn list(&self, under: &str) -> impl Stream<Item = Result<Listed>> + Send + use<> {
        let listed = self.store.list(Some(&Path::from(under)));
        listed.map_err(FileError::from).map_ok(|found| Listed {
            key: found.location.to_string(),
            written_at: found.last_modified,
            size_bytes: found.size,
        })
    }

    /// Removes what writers left unfinished before this instant, because their process died. A bucket does that by a rule of
    /// its own. Returns how many.
    pub async fn remove_unfinished(&self, under: &str, before: DateTime<Utc>) -> Result<u64> {
        let Some(folder) = self.folder.as_ref().map(|folder| folder.join(under)) else { return Ok(0) };
        let removed = tokio::task::spawn_blocking(move || folder::remove_unfinished(&folder, before)).await;
        removed.map_err(|error| FileError::Store(error.to_string()))
    }

    /// Writes a small file, reads it back and removes it: whether the store can be used.
    pub async fn try_out(&self, key: &str) -> Result<()> {
        self.put(key, b"guanxi".to_vec()).await?;
        let read = self.whole(key).await?;
        self.remove(key).await?;
        if read == b"guanxi".as_slice() { Ok(()) } else { Err(FileError::Store("what was written is not what is read".to_owned())) }
    }
}

/// All keys of a listing, for tests and small stores.
pub async fn keys(listing: impl Stream<Item = Result<Listed>> + Send) -> Result<Vec<String>> {
    let mut keys: Vec<String> = std::pin::pin!(listing).map(|found| found.map(|found| found.key)).try_collect().await?;
    keys.sort();
    Ok(keys)
}

#[cfg(test)]
mod tests;
