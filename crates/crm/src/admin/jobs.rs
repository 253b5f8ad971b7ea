//! Background work of admin: imports, exports, tidying up.

mod beside;
mod trial;
mod twins;

use std::time::{Duration as StdDuration, Instant};

use guanxi_kernel::{
    db::Tx,
    error::{FieldError, Result},
    event::Event,
    id::Id,
    import::{Importable, Outcome, Plan, SourceRow},
    job::{JobKind, Pace, Run, Schedule},
};
use guanxi_sheet as sheet;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use self::{beside::Beside, trial::Trial, twins::Twins};
use super::{
    FILE_DAYS, JOB_DAYS,
    api::NewExport,
    commands::{self, Reject},
    queries, rules,
    tables::{self, import},
};

/// Rows that are read from a file at once.
const PIECE: usize = 250;
/// Old rows that are deleted in one transaction.
const FORGOTTEN_AT_ONCE: i64 = 5000;
/// The most rows of one transaction.
const MOST: usize = 32 * PIECE;

/// Takes a file in.
pub(super) const IMPORT: JobKind = JobKind {
    name: "import.run",
    about: "Takes the rows of a file in.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| Box::pin(import_rows(run)),
};

/// Writes a list to a file.
pub(super) const EXPORT: JobKind = JobKind {
    name: "export.run",
    about: "Writes a list to a file.",
    max_attempts: 3,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| Box::pin(export(run)),
};

/// Every night: deletes old files, kept answers, ended jobs and access that has run out, and tells the planner what the
/// data look like.
pub(super) const TIDY: JobKind = JobKind {
    name: "admin.tidy",
    about: "Deletes old files, kept answers, ended jobs and expired access; refreshes the planner's statistics.",
    max_attempts: 3,
    schedule: Some(Schedule::Cron("40 3 * * *")),
    is_long: false,
    alone: None,
    run: |run| Box::pin(tidy(run)),
};

/// What became of the rows so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::admin) struct Counts {
    /// New records.
    pub created: i64,
    /// Changed records.
    pub updated: i64,
    /// Records that already were so.
    pub unchanged: i64,
    /// Rows that were not taken.
    pub rejected: i64,
    /// New records of rows without the key: the same file makes them once more.
    #[serde(default)]
    pub keyless: i64,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Progress {
    /// The last row, as the file counts, that is done with.
    row: u64,
    counts: Counts,
}

#[derive(Deserialize)]
struct Payload {
    import: Uuid,
    plan: Plan,
}

/// A row of the file with what it says, or what is wrong with it.
struct Read {
    number: u64,
    cells: Vec<String>,
    values: std::result::Result<Map<String, Value>, Vec<FieldError>>,
}

impl Read {
    /// The row, if it could be made out.
    fn good(self) -> Option<SourceRow> {
        self.values.ok().map(|values| SourceRow { number: self.number, values })
    }
}

type Piece = std::result::Result<Vec<Read>, sheet::SheetError>;

/// An import while it runs.
struct Import<'a> {
    run: &'a Run,
    row: &'a import::Model,
    importable: Importable,
    plan: Plan,
    counts: Counts,
    /// Which keys the rows so far have, and what those were about.
    twins: Twins,
    /// Of a dry run only.
    trial: Option<Trial>,
}

async fn import_rows(run: Run) -> Result<Value> {
    let Payload { import, plan } = run.payload()?;
    let id = Id::<tables::Import>::from(import);
    let row = run.read().get(id).await?;
    let importable = queries::importable(&run.app, &row.kind)?;
    let Progress { row: done, counts } = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    if done == 0 {
        forget_earlier(&run, import).await?;
    }
    let twins = Twins::new(plan.clone(), importable.shared);
    let mut import = Import { run: &run, row: &row, importable, plan, counts, twins, trial: None };
    if import.plan.dry_run || done > 0 {
        (import.twins, import.trial) = import.look_through(done).await?;
    }
    let mut pieces = import.read_beside(done)?;
    let (mut pace, mut rows, mut fault, mut more) = (Pace::new(2 * PIECE, PIECE, MOST), Vec::new(), None, true);
    while more {
        match pieces.next().await? {
            Some(Ok(piece)) => rows.extend(piece),
            // What was read before a fault in the file is taken; then the fault is told.
            Some(Err(error)) => (fault, more) = (Some(error), false),
            None => more = false,
        }
        let Some(last) = rows.last().map(|row: &Read| row.number).filter(|_| rows.len() >= pace.size() || !more) else { continue };
        pace = import.write(pace, std::mem::take(&mut rows), last).await?;
    }
    if let Some(fault) = fault {
        return Err(queries::file_error(&fault));
    }
    let (counts, dry_run) = (import.counts, import.plan.dry_run);
    let mut tx = run.write().await?;
    let done = commands::finish_import(&mut tx, id, counts).await?;
    tx.commit(done).await?;
    run.app.db().tell_planner().await;
    Ok(json!({"import": row.id, "dry_run": dry_run, "counts": counts}))
}

impl Import<'_> {
    /// How a row of the file is made out.
    fn reading(&self) -> impl Fn(sheet::Row) -> Read + Send + use<> {
        let (mapping, fields) = (queries::mapping(self.row), self.importable.fields_of(&self.run.actor));
        let source = self.row.source.clone();
        move |row| {
            let (mut values, errors) = rules::values(&row.cells, &mapping, &fields);
            rules::tell_source(&mut values, source.as_deref(), &fields);
            let cells = row.cells.iter().map(|cell| cell.as_text().into_owned()).collect();
            Read { number: row.number, cells, values: if errors.is_empty() { Ok(values) } else { Err(errors) } }
        }
    }

    /// Looks through the file before a dry run, and learns what the rows up to `done`, which a stopped run is done with,
    /// leave for those behind them.
    async fn look_through(&self, done: u64) -> Result<(Twins, Option<Trial>)> {
        let (path, options) = (queries::import_path(&self.run.app, self.row)?, queries::read_options(self.row));
        let (read, plan, names) = (self.reading(), self.plan.clone(), self.importable.names);
        let mut twins = Twins::new(plan.clone(), self.importable.shared);
        let look = move || -> std::result::Result<_, sheet::SheetError> {
            // A fault ends the rows here and is told by the run itself.
            let rows = || -> std::result::Result<_, sheet::SheetError> {
                Ok(sheet::rows(&path, &options)?.map_while(std::result::Result::ok).filter_map(|row| read(row).good()))
            };
            let mut trial = if plan.dry_run { Some(Trial::of(plan, names, rows()?)) } else { None };
            if done > 0 {
                for row in rows()?.take_while(|row| row.number <= done) {
                    if twins.meet(row.number, &row.values).is_none()
                        && let Some(trial) = &mut trial
                    {
                        trial.hold(row, done);
                    }
                }
            }
            Ok((twins, trial))
        };
        let looked = tokio::task::spawn_blocking(look).await.map_err(anyhow::Error::from)?;
        looked.map_err(|fault| queries::file_error(&fault))
    }

    /// Reads the file on a thread of its own, a little ahead of the writer, from after `done` on, and makes out what its rows
    /// say.
    fn read_beside(&self, done: u64) -> Result<Beside<Piece>> {
        let (path, options) = (queries::import_path(&self.run.app, self.row)?, queries::read_options(self.row));
        let read = self.reading();
        Ok(Beside::begin(MOST / PIECE, move |sender| {
            let rows = match sheet::rows(&path, &options) {
                Ok(rows) => rows,
                Err(error) => return drop(sender.blocking_send(Err(error))),
            };
            let mut piece = Vec::with_capacity(PIECE);
            for row in rows {
                match row {
                    Ok(row) if row.number <= done => {}
                    Ok(row) => piece.push(read(row)),
                    Err(error) => {
                        let _ = sender.blocking_send(Ok(piece));
                        return drop(sender.blocking_send(Err(error)));
                    }
                }
                if piece.len() == PIECE && sender.blocking_send(Ok(std::mem::take(&mut piece))).is_err() {
                    return;
                }
            }
            let _ = sender.blocking_send(Ok(piece));
        }))
    }

    /// Takes rows in, in one transaction; `last` is the number of the last one. Returns the pace for those after them.
    async fn write(&mut self, pace: Pace, chunk: Vec<Read>, last: u64) -> Result<Pace> {
        let (mut good, mut cells, mut rejects) = (Vec::new(), Vec::new(), Vec::new());
        for Read { number, cells: texts, values } in chunk {
            let twin = values.as_ref().ok().and_then(|values| self.twins.meet(number, values));
            match twin.map_or(values, |twin| Err(vec![twin])) {
                Ok(values) => {
                    cells.push(texts);
                    good.push(SourceRow { number, values });
                }
                Err(errors) => rejects.push(Reject { number, cells: texts, errors }),
            }
        }
        let marks: Vec<(u64, bool)> = good.iter().map(|row| (row.number, rules::lacks_key(&self.plan, &row.values))).collect();
        let mut rows = Vec::new();
        if let Some(trial) = &mut self.trial {
            rows = trial.in_front_of(&good);
            for row in &good {
                trial.hold(row.clone(), last);
            }
            trial.let_go(last);
        }
        let in_front = rows.len();
        rows.extend(good);
        let mut tx = self.run.write().await?;
        // Not the wait for the writer: how long the work itself takes says how much of it fits.
        let began = Instant::now();
        let outcomes = commands::write_rows(&mut tx, &self.run.app, &self.importable, &self.plan, rows).await?;
        for ((outcome, (number, lacks_key)), cells) in outcomes.into_iter().skip(in_front).zip(marks).zip(cells) {
            match outcome {
                Outcome::Created => {
                    self.counts.created += 1;
                    self.counts.keyless += i64::from(lacks_key);
                }
                Outcome::Updated => self.counts.updated += 1,
                Outcome::Unchanged => self.counts.unchanged += 1,
                Outcome::Rejected(errors) => rejects.push(Reject { number, cells, errors }),
            }
        }
        self.counts.rejected += i64::try_from(rejects.len()).unwrap_or(i64::MAX);
        if self.plan.dry_run {
            // Dropping the transaction takes everything back but what is learnt from it.
            drop(tx);
            tx = self.run.write().await?;
        }
        let (run, import, counts) = (self.run, self.row.id, self.counts);
        commands::keep_rejects(&tx, import, &rejects).await?;
        let all = counts.created + counts.updated + counts.unchanged + counts.rejected;
        run.checkpoint(&mut tx, &json!(Progress { row: last, counts }), all, None).await?;
        let event = Event::new("import.chunk", "import", import).owned_by(run.actor.user()).with(json!({"to_row": last, "counts": counts}));
        let done = tx.record(event, run.app.db().others_wait());
        let others_wait = tx.commit(done).await?;
        Ok(pace.after(began.elapsed(), others_wait))
    }
}

/// Forgets the refused rows of the run before, some in a transaction of their own: there is no limit to their number, and
/// on SQLite everybody else who writes waits meanwhile.
async fn forget_earlier(run: &Run, import: Uuid) -> Result<()> {
    loop {
        let mut tx = run.write().await?;
        let rows = commands::forget_rejects_of(&tx, import, FORGOTTEN_AT_ONCE).await?;
        if rows == 0 {
            return Ok(());
        }
        let event = Event::new("import.cleared", "import", import).owned_by(run.actor.user()).with(json!({"rejected_rows": rows}));
        let done = tx.record(event, ());
        tx.commit(done).await?;
    }
}

async fn export(run: Run) -> Result<Value> {
    let export: NewExport = run.payload()?;
    let commands::Written { rows, name } = commands::write_file(&run, &export).await?;
    let mut tx = run.write().await?;
    let event = Event::new("export.written", "export", run.id).owned_by(run.actor.user()).with(json!({"list": export.list, "rows": rows}));
    let done = tx.record(event, ());
    tx.commit(done).await?;
    let format = rules::ending(export.format);
    Ok(json!({"rows": rows, "format": format, "name": name, "file": format!("/api/v1/exports/{}/file", run.id)}))
}

async fn tidy(run: Run) -> Result<Value> {
    let file_age = chrono::Duration::days(FILE_DAYS.get(&run.read()).await?);
    let age = file_age.to_std().map_err(anyhow::Error::from)?;
    let mut deleted = 0;
    for folder in ["imports", "exports"] {
        let folder = run.app.folder(run.actor.workspace, folder)?;
        deleted += tokio::task::spawn_blocking(move || delete_older(&folder, age)).await.map_err(anyhow::Error::from)??;
    }
    let forgotten = guanxi_kernel::http::idempotency::forget_old(run.app.db()).await?;
    crate::staff::commands::forget_tries(run.app.db()).await?;
    let mut tx = run.write().await?;
    crate::staff::commands::forget_expired(&mut tx).await?;
    let mut progress: Tidied = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    progress.keep(&run, &mut tx).await?;
    let done = tx.record(Event::new("admin.tidied", "job", run.id), ());
    tx.commit(done).await?;
    while forget_some(&run, file_age, &mut progress).await? {}
    run.app.db().tell_planner().await;
    Ok(json!({"files": deleted, "kept_answers": forgotten, "jobs": progress.jobs, "rejected_rows": progress.rejected_rows}))
}

/// What was forgotten so far.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Tidied {
    jobs: u64,
    rejected_rows: u64,
}

impl Tidied {
    async fn keep(self, run: &Run, tx: &mut Tx) -> Result<()> {
        let done = i64::try_from(self.jobs + self.rejected_rows).unwrap_or(i64::MAX);
        run.checkpoint(tx, &json!(self), done, None).await
    }
}

/// Forgets ended jobs and refused rows, some of each in a transaction of their own, because on SQLite everybody else who
/// writes waits meanwhile. Says whether there were any.
async fn forget_some(run: &Run, file_age: chrono::Duration, progress: &mut Tidied) -> Result<bool> {
    let mut tx = run.write().await?;
    let long_ago = tx.now() - chrono::Duration::days(JOB_DAYS.get(tx.reader()).await?);
    let jobs = guanxi_kernel::job::forget(&tx, long_ago, FORGOTTEN_AT_ONCE).await?;
    let rows = commands::forget_rejects(&tx, tx.now() - file_age, FORGOTTEN_AT_ONCE).await?;
    if jobs + rows == 0 {
        return Ok(false);
    }
    (progress.jobs, progress.rejected_rows) = (progress.jobs + jobs, progress.rejected_rows + rows);
    progress.keep(run, &mut tx).await?;
    let done = tx.record(Event::new("admin.tidied", "job", run.id).with(json!({"jobs": jobs, "rejected_rows": rows})), true);
    tx.commit(done).await
}

fn delete_older(folder: &std::path::Path, age: StdDuration) -> Result<usize> {
    let mut deleted = 0;
    for entry in std::fs::read_dir(folder).map_err(|error| anyhow::anyhow!("cannot read {}: {error}", folder.display()))? {
        let Ok(entry) = entry else { continue };
        let old = entry.metadata().and_then(|data| data.modified()).is_ok_and(|at| at.elapsed().is_ok_and(|elapsed| elapsed > age));
        if old && std::fs::remove_file(entry.path()).is_ok() {
            deleted += 1;
        }
    }
    Ok(deleted)
}
