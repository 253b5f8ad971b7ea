//! Background work of orders.

use chrono::{Days, NaiveDate};
use guanxi_kernel::{
    db::Tx,
    error::Result,
    event::Event,
    job::{JobKind, Run, Schedule},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{commands, queries};
use crate::customers::queries::year_before;

/// How many days the first run looks at; later ones go on where the last has ended, however many nights were missed.
const FIRST_RUN_DAYS: u64 = 31;

/// Every night: the day that falls out of the last 12 months is taken out of net sales.
pub(super) const REFRESH: JobKind = JobKind {
    name: "orders.refresh_year",
    about: "Takes the day that falls out of the last 12 months out of each account's net sales.",
    max_attempts: 5,
    schedule: Some(Schedule::Cron("5 0 * * *")),
    is_long: true,
    alone: None,
    run: |run| Box::pin(refresh(run)),
};

/// After an upgrade: the products that lines have named so far are entered into the catalogue. A second run finds nothing to do.
pub(super) const REGISTER_PRODUCTS: JobKind = JobKind {
    name: "orders.register_products",
    about: "Enters the products that order lines name into the catalogue.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| Box::pin(register_products(run)),
};

/// Products entered in one transaction.
const PRODUCTS_AT_ONCE: usize = 500;

async fn register_products(run: Run) -> Result<Value> {
    let mut products = 0;
    for chunk in queries::unknown_products(&run.read()).await?.chunks(PRODUCTS_AT_ONCE) {
        let mut tx = run.write().await?;
        products += commands::register(&mut tx, chunk.iter().cloned()).await?.len();
        run.checkpoint(&mut tx, &Value::Null, i64::try_from(products).unwrap_or(i64::MAX), None).await?;
        let done = tx.record(Event::new("orders.products_registered", "order", run.id).with(json!({"products": products})), ());
        tx.commit(done).await?;
    }
    Ok(json!({"products": products}))
}

/// How many accounts were reckoned; which days, the events tell.
#[derive(Default, Serialize, Deserialize)]
struct Refreshed {
    accounts: usize,
}

/// Looks whether to go on, and notes how far the work is.
async fn look(run: &Run, tx: &mut Tx, accounts: usize) -> Result<()> {
    run.checkpoint(tx, &json!(Refreshed { accounts }), i64::try_from(accounts).unwrap_or(i64::MAX), None).await
}

async fn refresh(run: Run) -> Result<Value> {
    let today = run.read().today();
    let fallen_out: NaiveDate = year_before(today) - Days::new(1);
    let done_until = queries::refreshed_until(&run.read()).await?.unwrap_or(fallen_out - Days::new(FIRST_RUN_DAYS));
    let Refreshed { mut accounts } = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    for day in done_until.iter_days().skip(1).take_while(|day| *day <= fallen_out) {
        for chunk in queries::accounts_with_orders_on(&run.read(), day).await?.chunks(500) {
            let mut tx = run.write().await?;
            commands::refresh(&tx, chunk).await?;
            accounts += chunk.len();
            look(&run, &mut tx, accounts).await?;
            let done = tx.record(Event::new("orders.year_refreshed", "order", run.id).with(json!({"accounts": chunk.len()})), ());
            tx.commit(done).await?;
        }
        let mut tx = run.write().await?;
        look(&run, &mut tx, accounts).await?;
        let done = tx.record(Event::new(queries::YEAR_REFRESHED, "order", run.id).with(json!({"until": day})), ());
        tx.commit(done).await?;
    }
    Ok(json!({"accounts": accounts, "until": fallen_out}))
}
