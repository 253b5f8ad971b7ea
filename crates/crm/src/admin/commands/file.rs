//! Files on their way to the disk.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use guanxi_kernel::error::{Error, Result};
use guanxi_sheet::{Format, OutCell, WriteError, Writer};
use tokio::{sync::mpsc, task::JoinHandle};

/// Pieces of rows that wait to be written.
const AHEAD: usize = 2;

/// A file on its way in: unless it is told to stay it goes, also when the connection is lost in the middle.
pub struct Arriving(PathBuf);

impl Arriving {
    /// A file that is about to be written here.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// It is wanted.
    pub fn stays(mut self) {
        self.0 = PathBuf::new();
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.0);
        }
    }
}

/// Makes sure that a file, and its name in its folder, are still there after a power failure, before anybody is told that
/// it is kept.
pub fn settle(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new().write(true).open(path)?.sync_all()?;
    // Elsewhere a folder cannot be opened as a file, and the file system keeps its names itself.
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// A file that is written on a thread of its own, a little behind whoever gathers its rows: writing blocks. When it is
/// dropped before its end, as when nobody waits for the answer any more, the thread removes what there is of it.
pub struct Writing {
    /// Rows, or the end.
    pieces: mpsc::Sender<Option<Vec<Vec<OutCell>>>>,
    thread: JoinHandle<std::result::Result<(), WriteError>>,
}

impl Writing {
    /// Begins a file with its header; `title` names the sheet of a workbook.
    #[must_use]
    pub fn begin(path: PathBuf, format: Format, title: String, header: Vec<String>) -> Self {
        let (pieces, mut arriving) = mpsc::channel::<Option<Vec<Vec<OutCell>>>>(AHEAD);
        let thread = tokio::task::spawn_blocking(move || {
            let file = Arriving::at(path);
            let mut writer = Writer::create(file.path(), format, &title)?;
            writer.write_header(&header.iter().map(String::as_str).collect::<Vec<_>>())?;
            while let Some(piece) = arriving.blocking_recv() {
                let Some(rows) = piece else {
                    drop(writer.finish()?);
                    settle(file.path())?;
                    file.stays();
                    break;
                };
                for row in rows {
                    writer.write_row(&row)?;
                }
            }
            Ok(())
        });
        Self { pieces, thread }
    }

    /// Hands rows over. Should the file have failed meanwhile, [`Writing::finish`] says why.
    pub async fn put(&self, rows: Vec<Vec<OutCell>>) -> bool {
        self.pieces.send(Some(rows)).await.is_ok()
    }

    /// Waits until the file is whole and on the disk.
    pub async fn finish(self) -> Result<()> {
        // A thread that has failed takes nothing any more, and says why.
        let _ = self.pieces.send(None).await;
        let written = self.thread.await.map_err(anyhow::Error::from)?;
        written.map_err(|error| Error::Unexpected(anyhow::anyhow!("{error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn begun() -> (PathBuf, Writing) {
        let path = std::env::temp_dir().join(format!("guanxi-test-{}.csv", uuid::Uuid::now_v7()));
        let writing = Writing::begin(path.clone(), Format::Csv, "客户".to_owned(), vec!["名称".to_owned()]);
        assert!(writing.put(vec![vec![OutCell::from("金源")]]).await);
        (path, writing)
    }

    #[tokio::test]
    async fn a_file_is_there_whole_or_not_at_all() {
        let (path, writing) = begun().await;
        writing.finish().await.unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 2);
        fs::remove_file(path).unwrap();
        let (path, Writing { pieces, thread }) = begun().await;
        drop(pieces);
        thread.await.unwrap().unwrap();
        assert!(!path.exists(), "nobody waits for it any more");
    }

    #[test]
    fn a_file_that_was_not_kept_goes() {
        let path = std::env::temp_dir().join(format!("guanxi-test-{}", uuid::Uuid::now_v7()));
        for stays in [false, true] {
            fs::write(&path, "x").unwrap();
            settle(&path).unwrap();
            let file = Arriving::at(path.clone());
            if stays {
                file.stays();
            } else {
                drop(file);
            }
            assert_eq!(path.exists(), stays);
        }
        fs::remove_file(&path).unwrap();
        assert!(settle(&path).is_err());
    }
}
