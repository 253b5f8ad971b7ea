//! Running a job from the command line and showing how far it is.

use std::time::Duration;

use anyhow::bail;
use guanxi_kernel::{
    actor::Actor,
    http::App,
    job::{self, JobState, run_due},
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use uuid::Uuid;

/// Waits for a queued job while showing a bar, running it here unless a server on the same database is quicker.
/// Returns the job's result.
pub(crate) async fn follow(app: &App, actor: &Actor, id: Uuid, title: &'static str) -> anyhow::Result<Value> {
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template("{spinner} {msg} {human_pos} {elapsed} ({per_sec})")?);
    bar.set_message(title);
    bar.enable_steady_tick(Duration::from_millis(120));
    let working = app.clone();
    // Again and again: a job that failed for a moment is due again later.
    let worker = tokio::spawn(async move {
        loop {
            if let Err(error) = run_due(&working).await {
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
