//! Background work of value: the run over all accounts, every night and when it is asked for, and accounts that have changed.
//!
//! The run has four steps. It gathers what all are reckoned with, reckons each, puts each into its classes, and keeps the
//! figures of the day. Each step commits in chunks with its checkpoint.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use chrono::{Days, NaiveDate};
use guanxi_kernel::{
    db::{Reader, Tx},
    error::Result,
    event::Event,
    job::{self, JobKind, Pace, Run, Schedule},
};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    basis::{Gathered, Look, Past, next_range},
    classes::Cuts,
    commands::{self, Noted},
    facts::{Facts, Range, facts, histories},
    objectives::objectives,
    parameters::Settings,
    portfolio::{Sample, portfolio},
    queries::{self, named},
    reckon::Basis,
    rules,
};
use crate::admin;

/// Accounts that are read at once.
const READ_AT_ONCE: u64 = 4000;
/// Of those, so many are reckoned one after the other.
const RECKONED_AT_ONCE: usize = 250;
/// Accounts whose figures are kept, or forgotten, at once.
const KEPT_AT_ONCE: u64 = 20_000;
/// Accounts that are reckoned in one transaction after something of them has changed.
const REFRESHED_AT_ONCE: usize = 25;
/// So many missed days are caught up with; of those before them there are no figures.
const CAUGHT_UP: u64 = 7;

/// Every night.
pub(super) const NIGHT: JobKind = JobKind {
    name: "value.night",
    about: "Reckons what every account is worth at the end of the day, and keeps it.",
    max_attempts: 5,
    schedule: Some(Schedule::Cron("15 0 * * *")),
    is_long: true,
    alone: Some("value"),
    run: |run| Box::pin(night(run)),
};

/// When it is asked for, and after orders were taken in from a file.
pub(super) const RECKON: JobKind = JobKind {
    name: commands::RUN,
    about: "Reckons what every account is worth now.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: Some("value"),
    run: |run| Box::pin(anew(run)),
};

/// After something of an account has changed.
pub(super) const REFRESH: JobKind = JobKind {
    name: "value.refresh",
    about: "Reckons what accounts are worth after something of them has changed.",
    max_attempts: 5,
    schedule: None,
    is_long: false,
    alone: Some("value"),
    run: |run| Box::pin(refresh(run)),
};

/// After an import: asks for a run over all accounts if it brought orders.
pub(super) const AFTER_IMPORT: JobKind = JobKind {
    name: "value.after_import",
    about: "Has what every account is worth reckoned after orders were taken in from a file.",
    max_attempts: 5,
    schedule: None,
    is_long: false,
    alone: None,
    run: |run| Box::pin(after_import(run)),
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    Gather,
    Reckon,
    Classify,
    Keep,
    Forget,
}

/// Where a run stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Walk {
    day: NaiveDate,
    step: Step,
    after: Uuid,
    /// Accounts reckoned, of all days.
    looked_at: u64,
    changed: u64,
    days: u64,
    /// How long each step took, of all days and starts.
    took_ms: BTreeMap<String, u64>,
}

impl Walk {
    fn of(day: NaiveDate) -> Self {
        Self { day, step: Step::Gather, after: Uuid::nil(), looked_at: 0, changed: 0, days: 0, took_ms: BTreeMap::new() }
    }

    fn next(&mut self, step: Step) {
        (self.step, self.after) = (step, Uuid::nil());
    }

    fn took(&mut self, what: &str, since: Instant) {
        let took = self.took_ms.entry(what.to_owned()).or_default();
        *took += u64::try_from(since.elapsed().as_millis()).unwrap_or(0);
    }

    /// Notes in the transaction where the run stands, and commits.
    async fn commit(&self, run: &Run, mut tx: Tx) -> Result<()> {
        run.checkpoint(&mut tx, &json!(self), i64::try_from(self.looked_at).unwrap_or(i64::MAX), None).await?;
        let done = tx.record(Event::new("value.step", "workspace", run.id).with(json!(self)), ());
        tx.commit(done).await
    }
}

async fn night(run: Run) -> Result<Value> {
    let yesterday = run.read().today() - Days::new(1);
    let last = queries::kept_days(&run.read()).await?.first().copied();
    let first = last.map_or(yesterday, |last| last + Days::new(1)).max(yesterday - Days::new(CAUGHT_UP - 1));
    let mut walk = serde_json::from_value(run.resumed.clone()).unwrap_or_else(|_| Walk::of(first));
    while walk.day <= yesterday {
        through(&run, &mut walk, true).await?;
        walk = Walk { day: walk.day + Days::new(1), step: Step::Gather, after: Uuid::nil(), days: walk.days + 1, ..walk };
    }
    tell_planner(&run, &walk).await;
    // What has happened since midnight is not lost again.
    let reader = run.read();
    refresh_all(&run, &queries::touched_since(&reader, reader.today()).await?).await?;
    Ok(json!({"days": walk.days, "accounts": walk.looked_at, "changed": walk.changed, "took_ms": walk.took_ms}))
}

async fn anew(run: Run) -> Result<Value> {
    // Of several that wait, as after one import upon another, the last does it for all.
    if run.resumed.is_null()
        && let Some(later) = job::waiting(&run.read(), commands::RUN).await?
    {
        return Ok(json!({"left_to": later}));
    }
    let today = run.read().today();
    let mut walk = serde_json::from_value(run.resumed.clone()).unwrap_or_else(|_| Walk::of(today));
    through(&run, &mut walk, false).await?;
    tell_planner(&run, &walk).await;
    Ok(json!({"accounts": walk.looked_at, "changed": walk.changed, "took_ms": walk.took_ms}))
}

/// When as many rows were written as there is one in so many accounts, the figures are not what the planner of PostgreSQL knows of
/// them: after the first run of all it would still take every account for worthless. SQLite is told at night, with all else:
/// it counts on no figures, and writing back what was written keeps its only writer for a while.
const TOLD_FROM: u64 = 10;
/// Among fewer accounts any way to them is short.
const TOLD_LEAST: u64 = 1000;

async fn tell_planner(run: &Run, walk: &Walk) {
    let is_alone = run.app.db().dialect().is_embedded();
    if !is_alone && walk.looked_at >= TOLD_LEAST && walk.changed >= walk.looked_at / TOLD_FROM {
        run.app.db().tell_planner().await;
    }
}

#[derive(Deserialize)]
struct Reacting {
    records: Vec<Uuid>,
    about: Vec<Uuid>,
}

async fn after_import(run: Run) -> Result<Value> {
    let Reacting { records, .. } = run.payload()?;
    if !admin::queries::brought(&run.read(), &records, "orders").await? {
        return Ok(Value::Null);
    }
    let mut tx = run.write().await?;
    let asked = commands::ask_run(&mut tx).await?;
    Ok(json!({"run": tx.commit(asked).await?.id}))
}

async fn refresh(run: Run) -> Result<Value> {
    let Reacting { about, .. } = run.payload()?;
    Ok(json!({"changed": refresh_all(&run, &about).await?}))
}

/// Reckons accounts as they are now. Returns how many have changed.
async fn refresh_all(run: &Run, accounts: &[Uuid]) -> Result<usize> {
    let basis = queries::basis(&run.read()).await?;
    let mut changed = 0;
    for chunk in accounts.chunks(REFRESHED_AT_ONCE) {
        let mut tx = run.write().await?;
        changed += commands::refresh(&tx, chunk, &basis).await?.len();
        let done = tx.record(Event::new("value.refreshed", "account", run.id).with(json!({"accounts": chunk.len()})), ());
        tx.commit(done).await?;
    }
    Ok(changed)
}

/// One day, from where the walk stands to its end.
async fn through(run: &Run, walk: &mut Walk, keep: bool) -> Result<()> {
    let settings = Settings::of(&run.read()).await?;
    if walk.step == Step::Gather {
        gather(run, walk, &settings).await?;
    }
    if walk.step == Step::Reckon {
        let basis = Arc::new(queries::basis_of(&run.read(), walk.day).await?);
        let began = Instant::now();
        reckon_all(run, walk, basis).await?;
        walk.took("reckon", began);
    }
    if walk.step == Step::Classify {
        let began = Instant::now();
        classify(run, walk, &settings).await?;
        walk.took("classify", began);
    }
    if keep {
        let began = Instant::now();
        while walk.step == Step::Keep {
            keep_next(run, walk).await?;
        }
        walk.took("keep", began);
        while walk.step == Step::Forget && forget_next(run, walk, &settings).await? {}
    }
    Ok(())
}

/// Looks at everybody's orders, and fits the models.
async fn gather(run: &Run, walk: &mut Walk, settings: &Settings) -> Result<()> {
    let (day, reader, mut after) = (walk.day, run.read(), Uuid::nil());
    let holdout_from = day - Days::new(settings.holdout_days.unsigned_abs());
    let look = Look { day, holdout_from, lost_days: settings.lost_days, upkeep_days: settings.upkeep_days };
    let (mut gathered, mut met) = (Gathered::new(settings.model_most), 0_i64);
    let began = Instant::now();
    loop {
        let (range, is_last) = next_range(&reader, after, READ_AT_ONCE).await?;
        gathered.look(&reader, range, &look).await?;
        if is_last {
            break;
        }
        [_, after] = range;
        met += i64::try_from(READ_AT_ONCE).unwrap_or(0);
        run.progress(met, None, "").await?;
    }
    walk.took("gather", began);
    let (began, settings) = (Instant::now(), *settings);
    let (gathered, model) = on_a_thread_of_its_own(move || {
        let model = gathered.sample.fit(day, holdout_from, &settings);
        (gathered, model)
    })
    .await?;
    walk.took("fit", began);
    let tx = run.write().await?;
    commands::report(&tx, day, named::MODEL, &model?).await?;
    commands::report(&tx, day, named::LIKENESS, &gathered.likeness(settings.retention_least)).await?;
    commands::report(&tx, day, named::COHORTS, &gathered.cohorts(day)).await?;
    commands::report(&tx, day, named::SURVIVAL, &gathered.survival()).await?;
    commands::report(&tx, day, named::PAST, &gathered.past).await?;
    walk.next(Step::Reckon);
    walk.commit(run, tx).await
}

async fn on_a_thread_of_its_own<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?)
}

/// Accounts that were read, to be reckoned.
struct Read {
    range: Range,
    is_last: bool,
    all: Vec<Facts>,
}

async fn read_next(reader: &Reader, after: Uuid, day: NaiveDate) -> Result<Read> {
    let (range, is_last) = next_range(reader, after, READ_AT_ONCE).await?;
    Ok(Read { range, is_last, all: facts(reader, range, day).await? })
}

/// Reckons everybody. While some are reckoned, the next are read.
async fn reckon_all(run: &Run, walk: &mut Walk, basis: Arc<Basis>) -> Result<()> {
    let reader = run.read();
    let mut read = read_next(&reader, walk.after, walk.day).await?;
    loop {
        let Read { range, is_last, all } = read;
        walk.looked_at += all.len() as u64;
        let basis = Arc::clone(&basis);
        let reckoned = on_a_thread_of_its_own(move || reckoned(&all, &basis));
        let (changed, next) = if is_last {
            (reckoned.await?, None)
        } else {
            let (changed, next) = tokio::try_join!(reckoned, read_next(&reader, range[1], walk.day))?;
            (changed, Some(next))
        };
        let changed = changed?;
        let tx = run.write().await?;
        commands::note(&tx, &changed).await?;
        walk.changed += changed.len() as u64;
        match next {
            Some(_) => [_, walk.after] = range,
            None => walk.next(Step::Classify),
        }
        walk.commit(run, tx).await?;
        match next {
            Some(next) => read = next,
            None => return Ok(()),
        }
    }
}

/// The figures of accounts that differ from those that are noted, on all processors.
fn reckoned(all: &[Facts], basis: &Basis) -> Result<Vec<Noted>> {
    let of_some = |some: &[Facts]| {
        let buyers = histories(some.iter().flat_map(|facts| &facts.entries), &guanxi_clv::Rules::weekly(basis.day))?.customers;
        let mut buyers = buyers.into_iter().peekable();
        let noted = some.iter().filter_map(|facts| {
            let buyer = buyers.next_if(|buyer| buyer.id == facts.before.record_id);
            Noted::of(facts, buyer.as_ref(), basis)
        });
        Ok(noted.collect())
    };
    let parts: Result<Vec<Vec<Noted>>> = all.par_chunks(RECKONED_AT_ONCE).map(of_some).collect();
    Ok(parts?.into_iter().flatten().collect())
}

/// Puts everybody into their classes; only those whose class changes are written.
async fn classify(run: &Run, walk: &mut Walk, settings: &Settings) -> Result<()> {
    let (reader, mut after, mut all) = (run.read(), Uuid::nil(), Vec::new());
    let before = queries::compared_with(&reader, walk.day, settings).await?;
    loop {
        let (range, is_last) = next_range(&reader, after, READ_AT_ONCE).await?;
        all.extend(queries::seen(&reader, range, walk.day, before).await?);
        if is_last {
            break;
        }
        [_, after] = range;
    }
    let (day, settings) = (walk.day, *settings);
    let past: Past = queries::latest(&reader, named::PAST).await?.unwrap_or_default();
    let (changed, report, bounds, objectives, sample, (whole, pairs)) = on_a_thread_of_its_own(move || {
        let cuts = Cuts::of(&all, &settings, day);
        let changed: Vec<_> = all.iter().filter_map(|seen| Some((seen.id, cuts.changed(seen)?))).collect();
        let (board, sample) = (objectives(&all, day, &past, &settings), Sample::of(&all, settings.counted_most));
        (changed, cuts.report(&all, before), cuts.bounds(), board, sample, portfolio(&all, &cuts, &settings))
    })
    .await?;
    let mut pace = Pace::new(2000, 500, 20_000);
    let mut left = changed.as_slice();
    while !left.is_empty() {
        let (chunk, rest) = left.split_at(pace.size().min(left.len()));
        let tx = run.write().await?;
        let began = Instant::now();
        commands::classify(&tx, chunk).await?;
        walk.changed += chunk.len() as u64;
        let others_wait = run.app.db().others_wait();
        walk.commit(run, tx).await?;
        pace = pace.after(began.elapsed(), others_wait);
        left = rest;
    }
    let tx = run.write().await?;
    commands::report(&tx, day, named::CLASSES, &report).await?;
    commands::report(&tx, day, named::BOUNDS, &bounds).await?;
    commands::report(&tx, day, named::OBJECTIVES, &objectives).await?;
    commands::report(&tx, day, named::PORTFOLIO, &whole).await?;
    commands::cells(&tx, day, &pairs, &sample).await?;
    walk.next(Step::Keep);
    walk.commit(run, tx).await
}

/// F65: keeps the figures of the next accounts.
async fn keep_next(run: &Run, walk: &mut Walk) -> Result<()> {
    let (range, is_last) = next_range(&run.read(), walk.after, KEPT_AT_ONCE).await?;
    let tx = run.write().await?;
    commands::keep(&tx, walk.day, range).await?;
    if is_last {
        commands::report(&tx, walk.day, named::KEPT, &json!({})).await?;
        walk.next(Step::Forget);
    } else {
        [_, walk.after] = range;
    }
    walk.commit(run, tx).await
}

/// Forgets some figures of days that are not kept. Says whether there are more.
async fn forget_next(run: &Run, walk: &mut Walk, settings: &Settings) -> Result<bool> {
    let days = queries::kept_days(&run.read()).await?;
    let is_over = |day: &&NaiveDate| !rules::is_kept(**day, walk.day, settings.snapshot_days, settings.snapshot_months);
    let tx = run.write().await?;
    let Some(day) = days.iter().find(is_over) else {
        commands::forget_reports(&tx, walk.day).await?;
        walk.commit(run, tx).await?;
        return Ok(false);
    };
    commands::forget(&tx, *day, i64::try_from(KEPT_AT_ONCE).unwrap_or(i64::MAX)).await?;
    walk.commit(run, tx).await?;
    Ok(true)
}
