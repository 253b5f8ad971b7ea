//! What accounts are worth: how long everybody takes, in which steps, with how much memory; and how soon it is told.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context;
use chrono::{Days, NaiveDate, TimeDelta};
use guanxi_crm::orders;
use guanxi_kernel::{
    actor::Actor,
    event::Event,
    http::App,
    job::{NewJob, queue, run_due},
    testkit::Client,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    fill::bought,
    measure::{Patience, resident_mib, say, times},
};

/// Runs over all accounts twice, the second time with nothing new; then two nights, each after a day on which one in so many
/// bought, whose figures are kept; and asks what follows. The second night is one as every company has it: a day has gone by since
/// all figures were reckoned.
pub(crate) async fn measure(app: &App, actor: &Actor, client: &Client, patience: Patience) -> anyhow::Result<()> {
    say("\n## What accounts are worth\n");
    after_the_last_night(app, actor).await?;
    // What an import has queued is no part of it.
    run_due(app).await?;
    for what in ["all for the first time", "all again"] {
        let queued = client.post("/value/runs", &Value::Null).await.json();
        whole(app, client, what, queued["id"].as_str().context("the run is queued")?).await?;
    }
    for (n, night) in ["a night", "the next night"].into_iter().enumerate() {
        app.db().clock().travel(TimeDelta::days(1));
        let sold = sell(app, actor, n).await?;
        let before = size_mib(app).await?;
        let job = queue(app.db(), actor.workspace, &NewJob::new("value.night", Value::Null)).await?;
        whole(app, client, &format!("{night} after {sold} orders, kept"), &job.to_string()).await?;
        say(format!("- the kept day takes {} MiB", size_mib(app).await? - before));
    }
    say("\n| question | p50 / p95 ms |");
    say("|---|---|");
    for (what, path) in [
        ("the list by customer value", "/accounts?sort=-customer_value&columns=name,customer_value,pyramid&count=none"),
        ("the list by contribution, from the least", "/accounts?sort=contribution_12m&columns=name,contribution_12m&count=none"),
        (
            "over-served accounts by name",
            "/accounts?count=none&columns=name,service_ratio&filter=%7B%22field%22%3A%22service_load%22%2C%22op%22%3A%22in%22%2C%22value%22%3A%5B%22red%22%5D%7D",
        ),
        (
            "a lifetime value and the order of last orders",
            "/accounts?count=none&sort=-last_order_on&filter=%7B%22field%22%3A%22lifetime_value%22%2C%22op%22%3A%22gt%22%2C%22value%22%3A100000%7D",
        ),
        ("what all are worth", "/value/report"),
        ("the portfolio of all", "/value/portfolio?view=shapiro"),
        (
            "the portfolio of a filter",
            "/value/portfolio?view=reinartz&filter=%7B%22field%22%3A%22channel_kind%22%2C%22op%22%3A%22in%22%2C%22value%22%3A%5B%22dealer%22%5D%7D",
        ),
        (
            "the portfolio of a filter that takes few, which no index serves",
            "/value/portfolio?view=reinartz&filter=%7B%22all%22%3A%5B%7B%22field%22%3A%22channel_kind%22%2C%22op%22%3A%22in%22%2C%22value%22%3A%5B%22dealer%22%5D%7D%2C%7B%22field%22%3A%22orders_12m%22%2C%22op%22%3A%22gte%22%2C%22value%22%3A20%7D%5D%7D",
        ),
        (
            "the sum of the lifetime values of a filter",
            "/accounts?count=exact&sums=lifetime_value&limit=1&filter=%7B%22field%22%3A%22channel_kind%22%2C%22op%22%3A%22in%22%2C%22value%22%3A%5B%22dealer%22%5D%7D",
        ),
    ] {
        asked(client, what, path, patience).await?;
    }
    let best = client.get("/accounts?sort=-customer_value&limit=1").await.ok();
    let id = best["items"][0]["id"].as_str().context("there is an account")?.to_owned();
    asked(client, "what one is worth", &format!("/accounts/{id}/value"), patience).await?;
    refreshed(app, client, &id, patience).await
}

/// Moves the clock beyond the last day that is kept, so that each measurement has a night of its own.
async fn after_the_last_night(app: &App, actor: &Actor) -> anyhow::Result<()> {
    #[derive(FromQueryResult)]
    struct Kept {
        day: Option<NaiveDate>,
    }
    let db = app.db();
    let sql = "SELECT MAX(day) AS day FROM value_reports WHERE workspace_id = ? AND name = 'kept'";
    let kept = Kept::find_by_statement(db.dialect().statement(sql, vec![actor.workspace.into()]));
    let kept = kept.one(db.unscoped_read("a benchmark")).await?.and_then(|row| row.day);
    let today = db.read(actor).today();
    let days = kept.map_or(0, |kept| (kept - today).num_days() + 1).max(0);
    db.clock().travel(TimeDelta::days(days));
    Ok(())
}

/// Of so many accounts one buys on a day, as before.
const BUYS: usize = 30;

/// Lets some accounts buy yesterday, others than on other days.
async fn sell(app: &App, actor: &Actor, day: usize) -> anyhow::Result<usize> {
    #[derive(FromQueryResult)]
    struct Account {
        id: Uuid,
    }
    let db = app.db();
    let (yesterday, sql) = (db.read(actor).today() - Days::new(1), "SELECT id FROM accounts WHERE workspace_id = ? ORDER BY id");
    let accounts = Account::find_by_statement(db.dialect().statement(sql, vec![actor.workspace.into()]));
    let accounts = accounts.all(db.unscoped_read("a benchmark")).await?;
    let some: Vec<Uuid> = accounts.into_iter().skip(day).step_by(BUYS).map(|account| account.id).collect();
    for chunk in some.chunks(1000) {
        let mut tx = db.write(actor).await?;
        let rows = chunk.iter().map(|id| (bought(*id, yesterday), Vec::new())).collect();
        orders::commands::insert_many(&mut tx, rows).await?;
        orders::commands::refresh(&tx, chunk).await?;
        let done = tx.record(Event::new("bench.filled", "order", Uuid::now_v7()), ());
        tx.commit(done).await?;
    }
    Ok(some.len())
}

async fn size_mib(app: &App) -> anyhow::Result<i64> {
    let db = app.db();
    let sql = if db.dialect().is_embedded() {
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    } else {
        "SELECT pg_database_size(current_database())"
    };
    let row = db.unscoped_read("a benchmark").query_one_raw(db.dialect().statement(sql, vec![])).await?;
    Ok(row.context("a size has one row")?.try_get_by_index::<i64>(0)? / 1_048_576)
}

async fn whole(app: &App, client: &Client, what: &str, id: &str) -> anyhow::Result<()> {
    let (over, peak) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let (stop, most) = (Arc::clone(&over), Arc::clone(&peak));
    let watch = tokio::spawn(async move {
        while !stop.load(Ordering::Relaxed) {
            most.fetch_max(resident_mib(), Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let before = resident_mib();
    let began = Instant::now();
    run_due(app).await?;
    let seconds = began.elapsed().as_secs_f64();
    over.store(true, Ordering::Relaxed);
    watch.await?;
    let job = client.get(&format!("/jobs/{id}")).await.ok();
    anyhow::ensure!(job["state"] == "done", "the run has ended: {job}");
    let memory = peak.load(Ordering::Relaxed);
    say(format!("- {what}: {seconds:.1} s, {memory} MiB at most ({before} before), {}", job["result"]));
    Ok(())
}

async fn asked(client: &Client, what: &str, path: &str, patience: Patience) -> anyhow::Result<()> {
    let found = times(patience, |_| async {
        let answer = client.get(path).await;
        anyhow::ensure!(answer.status.is_success(), "{path}: {}", answer.text());
        Ok(())
    })
    .await?;
    say(format!("| {what} | {:.2} / {:.2} |", found.quantile(0.5), found.quantile(0.95)));
    Ok(())
}

/// An order is entered, and its account reckoned anew.
async fn refreshed(app: &App, client: &Client, id: &str, patience: Patience) -> anyhow::Result<()> {
    let today = app.db().clock().now().date_naive() - chrono::Days::new(1);
    let mut times_ms = Vec::new();
    for _ in 0..patience.counted.min(20) {
        let order = json!({"account_id": id, "ordered_on": today, "net_minor": 100_000});
        anyhow::ensure!(client.post("/orders", &order).await.status.is_success(), "an order is entered");
        let began = Instant::now();
        run_due(app).await?;
        times_ms.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    times_ms.sort_by(f64::total_cmp);
    say(format!("| one account anew, with its job | {:.2} / {:.2} |", times_ms[times_ms.len() / 2], times_ms[times_ms.len() - 1]));
    Ok(())
}
