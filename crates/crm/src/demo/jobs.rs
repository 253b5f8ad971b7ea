//! Background work of demo.

use guanxi_kernel::{
    error::Result,
    job::{JobKind, Run},
};
use serde_json::{Value, json};

use super::commands;

/// Loads the demo data.
pub(super) const LOAD: JobKind =
    JobKind { name: "demo.load", about: "Loads the demo data.", max_attempts: 3, schedule: None, run: |run| Box::pin(load(run)) };

/// Removes the demo data.
pub(super) const REMOVE: JobKind =
    JobKind { name: "demo.remove", about: "Removes the demo data.", max_attempts: 3, schedule: None, run: |run| Box::pin(remove(run)) };

async fn load(run: Run) -> Result<Value> {
    let mut tx = run.write().await?;
    let done = commands::load(&mut tx).await?;
    let counts = tx.commit(done).await?;
    run.app.db().analyze().await?;
    Ok(counts)
}

async fn remove(run: Run) -> Result<Value> {
    let mut tx = run.write().await?;
    let done = commands::remove(&mut tx).await?;
    Ok(json!({"records": tx.commit(done).await?}))
}
