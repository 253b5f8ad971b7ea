//! A file of rows on its way to the disk.

use std::path::PathBuf;

use guanxi_kernel::error::{Error, Result};
use guanxi_sheet::{Format, OutCell, WriteError, Writer};
use tokio::{sync::mpsc, task::JoinHandle};

/// Pieces of rows that wait to be written.
const AHEAD: usize = 2;

/// A file that is written on a thread of its own, a little behind whoever gathers its rows: writing blocks.
pub(super) struct Writing {
    pieces: mpsc::Sender<Vec<Vec<OutCell>>>,
    thread: JoinHandle<std::result::Result<(), WriteError>>,
}

impl Writing {
    /// Begins a file with its header; `title` names the sheet of a workbook.
    pub(super) fn begin(path: PathBuf, format: Format, title: String, header: Vec<String>) -> Self {
        let (pieces, mut arriving) = mpsc::channel::<Vec<Vec<OutCell>>>(AHEAD);
        let thread = tokio::task::spawn_blocking(move || {
            let mut writer = Writer::create(&path, format, &title)?;
            writer.write_header(&header.iter().map(String::as_str).collect::<Vec<_>>())?;
            while let Some(rows) = arriving.blocking_recv() {
                for row in rows {
                    writer.write_row(&row)?;
                }
            }
            writer.finish().map(drop)
        });
        Self { pieces, thread }
    }

    /// Hands rows over. Should the file have failed meanwhile, [`Writing::finish`] says why.
    pub(super) async fn put(&self, rows: Vec<Vec<OutCell>>) -> bool {
        self.pieces.send(rows).await.is_ok()
    }

    /// Waits until the file is whole.
    pub(super) async fn finish(self) -> Result<()> {
        drop(self.pieces);
        let written = self.thread.await.map_err(anyhow::Error::from)?;
        written.map_err(|error| Error::Unexpected(anyhow::anyhow!("{error}")))
    }
}
