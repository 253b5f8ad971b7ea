//! `guanxi clv`: what a file of purchases says of its customers' lifetime value. It needs no database and keeps nothing.

mod analysis;
mod customers;
mod json;
mod purchases;
mod report;

use std::{io::Write, time::Duration};

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};

use self::analysis::Analysis;
use crate::cli::Clv;

/// Reads the file, fits the models, prints what they say and writes what they say of each customer.
pub(crate) fn run(arguments: &Clv) -> anyhow::Result<()> {
    if let Some(out) = &arguments.out
        && out.canonicalize().is_ok_and(|out| arguments.file.canonicalize().is_ok_and(|file| file == out))
    {
        bail!("{} is the file of the purchases: choose another name for what is written", out.display());
    }
    let steps = Steps::new()?;
    let transactions = purchases::read(arguments, &steps)?;
    let analysis = Analysis::of(&transactions, arguments, &steps)?;
    if let Some(file) = &arguments.out {
        steps.next("writing the customers");
        customers::write(file, &analysis).with_context(|| format!("cannot write {}", file.display()))?;
    }
    steps.done();
    let said = if arguments.json { json::document(&analysis)? } else { report::text(&analysis) };
    // A reader that has seen enough, such as `head`, is no fault.
    match writeln!(std::io::stdout().lock(), "{said}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

/// How far it is, on standard error where that is a terminal.
struct Steps(ProgressBar);

impl Steps {
    /// Preparing, fitting, spend, prediction, writing.
    const COUNT: u64 = 5;

    fn new() -> anyhow::Result<Self> {
        let bar = ProgressBar::new(Self::COUNT).with_style(ProgressStyle::with_template("{spinner} {bar:20} {msg} {elapsed}")?);
        bar.enable_steady_tick(Duration::from_millis(120));
        Ok(Self(bar))
    }

    /// The next step begins.
    fn next(&self, what: impl Into<String>) {
        self.0.inc(1);
        self.tell(what);
    }

    /// What the present step is about.
    fn tell(&self, what: impl Into<String>) {
        self.0.set_message(what.into());
    }

    fn done(&self) {
        self.0.finish_and_clear();
    }
}
