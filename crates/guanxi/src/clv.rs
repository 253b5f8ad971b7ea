//! `guanxi clv`: what a file of purchases says of its customers' lifetime value. It needs no database and keeps nothing.

mod analysis;
mod columns;
mod customers;
mod intervals;
mod json;
mod outlook;
mod place;
mod purchases;
mod report;
mod spend;

use std::{fs::File, io::Write, time::Duration};

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};

use self::{analysis::Analysis, place::Place};
use crate::cli::Clv;

/// Reads the file, fits the models, prints what they say and writes what they say of each customer.
pub(crate) fn run(arguments: &Clv) -> anyhow::Result<()> {
    let place = arguments.out.as_deref().map(|out| Place::of(out, &arguments.file)).transpose()?;
    if arguments.json && matches!(place, Some(Place::StandardOutput)) {
        bail!("--json and --out - both write to standard output: name a file for one of them");
    }
    let steps = Steps::new()?;
    let purchases = purchases::read(arguments, &steps)?;
    let analysis = Analysis::of(purchases, arguments, &steps)?;
    let mut said = if arguments.json { json::document(&analysis)? } else { report::text(&analysis) }.into_bytes();
    said.push(b'\n');
    if let Some(place) = &place {
        steps.next("writing the customers");
        let cannot = || format!("cannot write {}", place.name());
        match place {
            Place::StandardOutput => {
                said.clear();
                customers::fill(&mut said, &analysis).with_context(cannot)?;
            }
            Place::File(file) => customers::replace(file, &analysis).with_context(cannot)?,
            Place::Stream(stream) => customers::fill(File::create(stream).with_context(cannot)?, &analysis).with_context(cannot)?,
        }
    }
    steps.done();
    // A reader that has seen enough, such as `head`, is no fault.
    match std::io::stdout().lock().write_all(&said) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

/// How far it is, on standard error where that is a terminal.
struct Steps(ProgressBar);

impl Steps {
    /// Preparing, fitting, spend, fitting to all, predicting, intervals, writing.
    const COUNT: u64 = 7;

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
