//! Background work of orders.

use chrono::{Days, NaiveDate};
use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Run},
};
use serde_json::{Value, json};

use super::{commands, queries};
use crate::customers::queries::year_before;

/// How many missed nights are caught up one by one.
const CAUGHT_UP_DAYS: u64 = 31;

/// Every night: the day that falls out of the last 12 months is taken out of net sales.
pub(super) const REFRESH: JobKind = JobKind {
    name: "orders.refresh_year",
    about: "Takes the day that falls out of the last 12 months out of each account's net sales.",
    max_attempts: 5,
    schedule: Some("5 0 * * *"),
    run: |run| Box::pin(refresh(run)),
};

async fn refresh(run: Run) -> Result<Value> {
    let fallen_out: NaiveDate = year_before(run.read().today()) - Days::new(1);
    let mut accounts = 0;
    for back in 0..CAUGHT_UP_DAYS {
        let affected = queries::accounts_with_orders_on(&run.read(), fallen_out - Days::new(back)).await?;
        for chunk in affected.chunks(500) {
            let mut tx = run.write().await?;
            commands::refresh(&tx, chunk).await?;
            accounts += chunk.len();
            let done = tx.record(Event::new("orders.year_refreshed", "order", run.id).with(json!({"accounts": chunk.len()})), ());
            tx.commit(done).await?;
        }
    }
    Ok(json!({"accounts": accounts}))
}
