//! Background work of demo.

use std::collections::BTreeMap;

use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Run},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    commands::{self, Loading, Made},
    queries,
};

/// Loads the demo data.
pub(super) const LOAD: JobKind = JobKind {
    name: "demo.load",
    about: "Loads the demo data.",
    max_attempts: 3,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| Box::pin(load(run)),
};

/// Removes the demo data.
pub(super) const REMOVE: JobKind = JobKind {
    name: "demo.remove",
    about: "Removes the demo data.",
    max_attempts: 3,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| Box::pin(remove(run)),
};

async fn load(run: Run) -> Result<Value> {
    let mut next: Loading = match serde_json::from_value(run.resumed.clone()) {
        Ok(loading) => loading,
        Err(_) => Loading::begin(run.read().today()),
    };
    let data = next.data();
    loop {
        let mut tx = run.write().await?;
        let made = commands::load(&mut tx, &data, &next).await?;
        let (done, total) = next.progress(&data, made == Made::All);
        let event = if made == Made::All { "demo.loaded" } else { "demo.loading" };
        if let Made::Until(place) = &made {
            next = place.clone();
        }
        run.checkpoint(&mut tx, &json!(next), done, Some(total)).await?;
        let counts = commands::counts(&data);
        let done = tx.record(Event::new(event, "workspace", tx.actor().workspace).with(json!({"rows": done, "of": counts})), ());
        tx.commit(done).await?;
        if made == Made::All {
            run.app.db().analyze().await?;
            return Ok(counts);
        }
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Removing {
    /// Demo records that were there when the work began.
    total: i64,
    records: i64,
    /// Rows that went, by table.
    rows: BTreeMap<String, u64>,
}

async fn remove(run: Run) -> Result<Value> {
    let mut progress: Removing = match serde_json::from_value(run.resumed.clone()) {
        Ok(progress) => progress,
        Err(_) => Removing { total: queries::left(&run.read()).await?, ..Removing::default() },
    };
    loop {
        let mut tx = run.write().await?;
        let removed = commands::remove(&mut tx).await?;
        progress.records += i64::try_from(removed.records).unwrap_or(i64::MAX);
        for (table, rows) in removed.rows {
            *progress.rows.entry(table.to_owned()).or_default() += rows;
        }
        run.checkpoint(&mut tx, &json!(progress), progress.records, Some(progress.total)).await?;
        let event = if removed.records == 0 { "demo.removed" } else { "demo.removing" };
        let facts = json!({"records": progress.records, "rows": progress.rows});
        let done = tx.record(Event::new(event, "workspace", tx.actor().workspace).with(facts.clone()), ());
        tx.commit(done).await?;
        if removed.records == 0 {
            return Ok(facts);
        }
    }
}
