//! What operators and their tools ask: alive, ready, and the numbers.

use std::{
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sea_orm::FromQueryResult;

use super::app::App;

static BY_CLASS: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];
static TOTAL_MICROS: AtomicU64 = AtomicU64::new(0);

/// Counts every request by the class of its status, and the time they took.
pub(super) async fn count(request: Request, next: Next) -> Response {
    let started = std::time::Instant::now();
    let response = next.run(request).await;
    let class = usize::from(response.status().as_u16() / 100).clamp(1, 5) - 1;
    BY_CLASS[class].fetch_add(1, Ordering::Relaxed);
    TOTAL_MICROS.fetch_add(u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    response
}

/// The process runs.
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// The database answers.
pub(super) async fn ready(State(app): State<App>) -> Response {
    match app.db().ping().await {
        Ok(()) => "ok".into_response(),
        Err(error) => {
            tracing::warn!(%error, "The database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response()
        }
    }
}

/// The numbers, in the Prometheus text format. They hold no names and no ids.
pub(super) async fn metrics(State(app): State<App>) -> Response {
    #[derive(FromQueryResult)]
    struct Queue {
        state: String,
        n: i64,
    }
    let mut text = String::from("# TYPE guanxi_requests_total counter\n");
    for (class, count) in BY_CLASS.iter().enumerate() {
        let _ = writeln!(text, "guanxi_requests_total{{class=\"{}xx\"}} {}", class + 1, count.load(Ordering::Relaxed));
    }
    let _ =
        writeln!(text, "# TYPE guanxi_request_micros_total counter\nguanxi_request_micros_total {}", TOTAL_MICROS.load(Ordering::Relaxed));
    let connection = app.db().unscoped_read("the queue's length is a number of the whole installation");
    let sql = "SELECT state, count(*) AS n FROM jobs WHERE state IN ('queued', 'running', 'failed') GROUP BY state";
    if let Ok(rows) = Queue::find_by_statement(app.db().dialect().statement(sql, vec![])).all(connection).await {
        text.push_str("# TYPE guanxi_jobs gauge\n");
        for Queue { state, n } in rows {
            let _ = writeln!(text, "guanxi_jobs{{state=\"{state}\"}} {n}");
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
