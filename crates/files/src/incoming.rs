//! A file on its way in: written as it comes, measured and counted.

use std::{fmt::Write, sync::Arc};

use bytes::Bytes;
use object_store::{ObjectStore, buffered::BufWriter, path::Path};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use crate::{FileError, Result};

/// What is held in memory before it goes on; a service takes no smaller pieces of a large file.
const PIECE: usize = 5 * 1024 * 1024;
/// Pieces that are on their way at once.
const AT_ONCE: usize = 2;

/// A file that is being written. Dropped before its end it leaves nothing that can be read.
pub struct Incoming {
    writer: BufWriter,
    digest: Sha256,
    size: u64,
    most: u64,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// How much.
    pub size_bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

impl Incoming {
    pub(crate) fn new(store: Arc<dyn ObjectStore>, key: Path, most: u64) -> Self {
        let writer = BufWriter::with_capacity(store, key, PIECE).with_max_concurrency(AT_ONCE);
        Self { writer, digest: Sha256::new(), size: 0, most }
    }

    /// Writes on. Refused when it becomes too much.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        self.size += bytes.len() as u64;
        if self.size > self.most {
            return Err(FileError::TooLarge { most_bytes: self.most });
        }
        self.digest.update(&bytes);
        self.writer.put(bytes).await?;
        Ok(())
    }

    /// The end: from now on the file is there.
    pub async fn finish(mut self) -> Result<Stored> {
        self.writer.shutdown().await?;
        Ok(Stored { size_bytes: self.size, sha256: hexadecimal(&self.digest.finalize()) })
    }

    /// Gives up what was written so far.
    pub async fn abandon(mut self) {
        // What cannot be taken back now the service forgets by a rule of its own.
        let _ = self.writer.abort().await;
    }
}

/// Two digits a byte.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
