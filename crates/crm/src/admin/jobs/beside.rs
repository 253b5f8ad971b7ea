//! Work that blocks, on a thread of its own, a little ahead of whoever takes what it makes.

use guanxi_kernel::error::Result;
use tokio::{
    sync::mpsc::{self, Sender},
    task::JoinHandle,
};

/// What a thread makes, piece by piece.
pub(super) struct Beside<T> {
    pieces: mpsc::Receiver<T>,
    thread: JoinHandle<()>,
}

impl<T: Send + 'static> Beside<T> {
    /// Begins; the thread waits when it is so many pieces ahead.
    pub(super) fn begin(ahead: usize, make: impl FnOnce(Sender<T>) + Send + 'static) -> Self {
        let (sender, pieces) = mpsc::channel(ahead);
        Self { pieces, thread: tokio::task::spawn_blocking(move || make(sender)) }
    }

    /// The next piece, or that there is none left, after which nobody asks again. A thread that broke down is an error: its
    /// last piece is not the end.
    pub(super) async fn next(&mut self) -> Result<Option<T>> {
        let piece = self.pieces.recv().await;
        if piece.is_none() {
            (&mut self.thread).await.map_err(anyhow::Error::from)?;
        }
        Ok(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_end_is_told_from_a_breakdown() {
        let mut whole = Beside::begin(2, |sender| sender.blocking_send(1).unwrap());
        assert_eq!((whole.next().await.unwrap(), whole.next().await.unwrap()), (Some(1), None));
        let mut broken = Beside::begin(2, |sender| {
            sender.blocking_send(1).unwrap();
            panic!("the reader has a fault");
        });
        assert_eq!(broken.next().await.unwrap(), Some(1));
        assert!(broken.next().await.is_err());
    }
}
