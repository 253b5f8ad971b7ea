//! What accounts are worth: how long everybody takes, in which steps, with how much memory; and how soon it is told.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context;
use guanxi_kernel::{http::App, job::run_due, testkit::Client};
use serde_json::{Value, json};

use crate::measure::{Patience, resident_mib, say, times};

/// Runs over all accounts twice, the second time with nothing new, and asks what follows.
pub(crate) async fn measure(app: &App, client: &Client, patience: Patience) -> anyhow::Result<()> {
    say("\n## What accounts are worth\n");
    // What an import has queued is no part of it.
    run_due(app).await?;
    for what in ["all for the first time", "all again"] {
        whole(app, client, what).await?;
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
    ] {
        asked(client, what, path, patience).await?;
    }
    let best = client.get("/accounts?sort=-customer_value&limit=1").await.ok();
    let id = best["items"][0]["id"].as_str().context("there is an account")?.to_owned();
    asked(client, "what one is worth", &format!("/accounts/{id}/value"), patience).await?;
    refreshed(app, client, &id, patience).await
}

async fn whole(app: &App, client: &Client, what: &str) -> anyhow::Result<()> {
    let (over, peak) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let (stop, most) = (Arc::clone(&over), Arc::clone(&peak));
    let watch = tokio::spawn(async move {
        while !stop.load(Ordering::Relaxed) {
            most.fetch_max(resident_mib(), Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let before = resident_mib();
    let queued = client.post("/value/runs", &Value::Null).await.json();
    let began = Instant::now();
    run_due(app).await?;
    let seconds = began.elapsed().as_secs_f64();
    over.store(true, Ordering::Relaxed);
    watch.await?;
    let id = queued["id"].as_str().context("the run is queued")?;
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
