//! Showing how far long work from the command line is. Nothing is drawn where standard error is no terminal.

use std::{
    future::Future,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::bail;
use guanxi_kernel::{
    actor::Actor,
    http::App,
    job::{self, JobState, run_one},
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use uuid::Uuid;

/// A file that grows while work goes on, and the size that it will have.
pub(crate) struct Growing {
    /// The file.
    pub(crate) file: PathBuf,
    /// Bytes.
    pub(crate) size: u64,
}

impl Growing {
    /// `file` becomes a copy of another.
    pub(crate) fn copy_of(original: &Path, file: impl Into<PathBuf>) -> Option<Self> {
        let size = std::fs::metadata(original).ok()?.len();
        Some(Self { file: file.into(), size })
    }
}

/// Shows that work goes on while it does: a bar where a file tells how far it is, else a spinner.
pub(crate) async fn during<T>(title: &'static str, growing: Option<Growing>, work: impl Future<Output = T>) -> anyhow::Result<T> {
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template("{spinner} {msg} {elapsed}")?);
    bar.set_message(title);
    bar.enable_steady_tick(Duration::from_millis(120));
    let watcher = growing.map(|Growing { file, size }| {
        let bar = bar.clone();
        tokio::spawn(async move {
            while let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {bar:40} {bytes}/{total_bytes} {elapsed}") {
                if let Ok(data) = tokio::fs::metadata(&file).await {
                    if bar.length().is_none() {
                        bar.set_length(size);
                        bar.set_style(style);
                    }
                    // What was written since, the copy has besides.
                    bar.set_position(data.len().min(size));
                }
                tokio::time::sleep(Duration::from_millis(150)).await;
            }
        })
    });
    let done = work.await;
    if let Some(watcher) = watcher {
        watcher.abort();
    }
    bar.finish_and_clear();
    Ok(done)
}

/// Waits for a queued job while showing a bar, running it here unless a server on the same database is quicker.
/// Returns the job's result.
pub(crate) async fn follow(app: &App, actor: &Actor, id: Uuid, title: &'static str) -> anyhow::Result<Value> {
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template("{spinner} {msg} {human_pos} {elapsed} ({per_sec})")?);
    bar.set_message(title);
    bar.enable_steady_tick(Duration::from_millis(120));
    let (working, workspace) = (app.clone(), actor.workspace);
    // Again and again: a job that failed for a moment is due again later.
    let worker = tokio::spawn(async move {
        loop {
            if let Err(error) = run_one(&working, workspace, id).await {
                tracing::warn!(%error, "The job queue could not be read");
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    });
    let job = loop {
        let job = job::get(&app.db().read(actor), id).await?;
        if let (Some(total), true) = (job.total.and_then(|n| u64::try_from(n).ok()), bar.length().is_none()) {
            bar.set_length(total);
            bar.set_style(ProgressStyle::with_template("{msg} {bar:40} {human_pos}/{human_len} {eta}")?);
        }
        bar.set_position(u64::try_from(job.done).unwrap_or(0));
        if job.state.is_final() {
            break job;
        }
        tokio::time::sleep(Duration::from_millis(150)).await;
    };
    bar.finish_and_clear();
    worker.abort();
    match job.state {
        JobState::Done => Ok(job.result.unwrap_or_default()),
        JobState::Cancelled => bail!("the job was cancelled"),
        _ => bail!("{}", job.error.map_or_else(|| "the job failed".to_owned(), |error| error.detail)),
    }
}
