//! Timing a question many times, and what the process has used.

use std::{
    future::Future,
    io::Write,
    time::{Duration, Instant},
};

/// The times of one question.
pub(crate) struct Times {
    sorted_ms: Vec<f64>,
    /// Processor time per question, of the whole process, in milliseconds.
    pub(crate) cpu_ms: f64,
}

impl Times {
    /// The time that this share of the questions took at most.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let last = self.sorted_ms.len().saturating_sub(1);
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred samples")]
        let place = (last as f64 * share).round() as usize;
        self.sorted_ms.get(place).copied().unwrap_or_default()
    }
}

/// How often a question is asked.
#[derive(Clone, Copy)]
pub(crate) struct Patience {
    /// First, without being counted.
    pub(crate) before: u64,
    /// Then, unless two seconds pass.
    pub(crate) counted: usize,
}

impl Patience {
    /// Enough for a table.
    pub(crate) const WHOLE: Self = Self { before: 3, counted: 200 };
}

/// Asks a question again and again.
pub(crate) async fn times<F: Future<Output = anyhow::Result<()>>>(
    patience: Patience,
    mut question: impl FnMut(u64) -> F,
) -> anyhow::Result<Times> {
    for n in 0..patience.before {
        question(n).await?;
    }
    let (began, cpu) = (Instant::now(), cpu_time());
    let mut sorted_ms = Vec::new();
    while sorted_ms.len() < patience.counted && began.elapsed() < Duration::from_secs(2) {
        let one = Instant::now();
        question(patience.before + sorted_ms.len() as u64).await?;
        sorted_ms.push(one.elapsed().as_secs_f64() * 1000.0);
    }
    #[expect(clippy::cast_precision_loss, reason = "a few hundred samples")]
    let cpu_ms = cpu_time().saturating_sub(cpu).as_secs_f64() * 1000.0 / sorted_ms.len() as f64;
    sorted_ms.sort_by(f64::total_cmp);
    Ok(Times { sorted_ms, cpu_ms })
}

/// Processor time of this process so far, in steps of the kernel's clock (10 ms).
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks: u64 = [11, 12].iter().filter_map(|n| fields.get(*n)?.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Resident memory in MiB, without what is only mapped from files.
pub(crate) fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("RssAnon:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Prints a line of the report.
pub(crate) fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
