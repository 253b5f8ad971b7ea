//! A file on its way out.

use std::ops::Range;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, path::Path};

use crate::{FileError, Result};

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// From one byte to another, both with it, or to the end where there is less.
    Within(u64, u64),
    /// From a byte to the end.
    From(u64),
    /// So many bytes at the end.
    Last(u64),
}

/// A file, or a part of it.
pub struct Outgoing {
    /// The size of the whole file.
    pub size_bytes: u64,
    /// Which bytes of it come.
    pub range: Range<u64>,
    /// The bytes, as they come.
    pub bytes: BoxStream<'static, Result<Bytes>>,
}

impl Outgoing {
    pub(crate) async fn open(store: &dyn ObjectStore, key: &Path, part: Option<Part>) -> Result<Self> {
        let range = match part {
            None => None,
            Some(part) => Some(part.of(store.head(key).await?.size)?),
        };
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = store.get_opts(key, options).await?;
        let (size_bytes, range) = (found.meta.size, found.range.clone());
        Ok(Self { size_bytes, range, bytes: found.into_stream().map_err(FileError::from).boxed() })
    }
}

impl Part {
    /// Which bytes that is of so many.
    fn of(self, size_bytes: u64) -> Result<Range<u64>> {
        let range = match self {
            Self::Within(from, to) => from..to.saturating_add(1).min(size_bytes),
            Self::From(from) => from..size_bytes,
            Self::Last(bytes) => size_bytes.saturating_sub(bytes)..size_bytes,
        };
        if range.is_empty() { Err(FileError::NoSuchPart { size_bytes }) } else { Ok(range) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_within_the_file() {
        for (part, range) in [
            (Part::Within(0, 4), Some(0..5)),
            (Part::Within(8, 100), Some(8..10)),
            (Part::From(9), Some(9..10)),
            (Part::Last(3), Some(7..10)),
            (Part::Last(100), Some(0..10)),
            (Part::Within(5, 4), None),
            (Part::Within(10, u64::MAX), None),
            (Part::From(10), None),
            (Part::Last(0), None),
        ] {
            assert_eq!(part.of(10).ok(), range, "{part:?}");
        }
    }
}
