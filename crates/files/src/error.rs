//! What can be wrong with a file or its store.

use thiserror::Error;

/// Why a file was not written, read or removed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FileError {
    /// There is no such file.
    #[error("the file is not in the store")]
    Missing,
    /// More than it may have.
    #[error("the file has more than {most_bytes} bytes")]
    TooLarge {
        /// How many it may have.
        most_bytes: u64,
    },
    /// A part that the file does not have.
    #[error("the file has no such part, but {size_bytes} bytes")]
    NoSuchPart {
        /// How many it has.
        size_bytes: u64,
    },
    /// The folder or the bucket cannot be used as it was named.
    #[error("{0}")]
    Place(String),
    /// The store does not do what is asked of it.
    #[error("the store of files: {0}")]
    Store(String),
}

impl From<object_store::Error> for FileError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            other => Self::Store(other.to_string()),
        }
    }
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> Self {
        Self::Store(error.to_string())
    }
}
