//! Jobs: claimed once, tried again, taken over, stopped at a checkpoint, scheduled once.

use std::sync::Arc;

use chrono::Duration;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Job, JobKind, JobState, NewJob, Run, Schedule, Workers, cancel, get, log, queue, run_due, run_one};
use crate::{
    actor::{Actor, Grants, Who},
    db::{Db, Tx, migrate::Migration},
    error::{Error, Result},
    event::Event,
    http::{App, Credential, Directory},
    slice::Slice,
    testkit::TestDatabase,
};

/// Everybody may do everything.
struct Anyone;

#[async_trait::async_trait]
impl Directory for Anyone {
    async fn recognise(&self, _db: &Db, _credential: Credential<'_>, _request_id: Uuid) -> Result<Option<Actor>> {
        Ok(None)
    }

    async fn for_job(&self, _db: &Db, workspace: Uuid, user: Option<Uuid>, run: Uuid) -> Result<Actor> {
        let grants = Grants { everything: true, ..Grants::default() };
        let zone = chrono_tz::Asia::Shanghai;
        Ok(Actor {
            workspace,
            who: Who::Job(user),
            grants: Arc::new(grants),
            zone,
            currency: "CNY".into(),
            customs: Arc::default(),
            shares: Arc::default(),
            request_id: run,
            session: None,
        })
    }
}

const NOTES: Migration = Migration {
    name: "2026-11-22-9-notes",
    sql: "CREATE TABLE notes (workspace_id {uuid} NOT NULL, id {uuid} NOT NULL, text TEXT NOT NULL, PRIMARY KEY (workspace_id, id));",
};

const NOTE: JobKind =
    JobKind { name: "tests.note", about: "", max_attempts: 3, schedule: None, is_long: false, alone: None, run: |run| Box::pin(note(run)) };
const FLAKY: JobKind = JobKind {
    name: "tests.flaky",
    about: "",
    max_attempts: 3,
    schedule: None,
    is_long: false,
    alone: None,
    run: |run| Box::pin(flaky(run)),
};
const BROKEN: JobKind = JobKind {
    name: "tests.broken",
    about: "",
    max_attempts: 2,
    schedule: None,
    is_long: false,
    alone: None,
    run: |run| Box::pin(broken(run)),
};
const WRONG: JobKind = JobKind {
    name: "tests.wrong",
    about: "",
    max_attempts: 9,
    schedule: None,
    is_long: false,
    alone: None,
    run: |run| Box::pin(wrong(run)),
};
const SLOW: JobKind =
    JobKind { name: "tests.slow", about: "", max_attempts: 3, schedule: None, is_long: false, alone: None, run: |run| Box::pin(slow(run)) };
const STOPPED: JobKind = JobKind {
    name: "tests.stopped",
    about: "",
    max_attempts: 3,
    schedule: None,
    is_long: false,
    alone: None,
    run: |run| Box::pin(stopped(run)),
};
const NIGHTLY: JobKind = JobKind {
    name: "tests.nightly",
    about: "",
    max_attempts: 3,
    schedule: Some(Schedule::Cron("0 2 * * *")),
    is_long: false,
    alone: None,
    run: |run| Box::pin(note(run)),
};

const LASTING: JobKind = JobKind {
    name: "tests.lasting",
    about: "",
    max_attempts: 3,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| Box::pin(lasting(run)),
};

const ALONE: JobKind = JobKind { name: "tests.alone", alone: Some("tests"), run: |run| Box::pin(told(run)), ..LASTING };
const TOO: JobKind = JobKind { name: "tests.alone_too", alone: Some("tests"), ..NOTE };

const SLICES: &[Slice] =
    &[Slice { name: "tests", jobs: || vec![NOTE, FLAKY, BROKEN, WRONG, SLOW, STOPPED, NIGHTLY, LASTING, ALONE, TOO], ..Slice::EMPTY }];

async fn write_down(run: &Run, tx: &Tx, text: &str) -> Result<()> {
    let reader = tx.reader();
    let values = vec![run.actor.workspace.into(), Uuid::now_v7().into(), text.into()];
    let sql = "INSERT INTO notes (workspace_id, id, text) VALUES (?, ?, ?)";
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}

async fn commit(run: &Run, mut tx: Tx) -> Result<()> {
    let done = tx.record(Event::new("note.written", "note", run.id), ());
    tx.commit(done).await
}

async fn chunk(run: &Run, n: i64) -> Result<()> {
    let mut tx = run.write().await?;
    write_down(run, &tx, &format!("chunk {n}")).await?;
    run.checkpoint(&mut tx, &json!({"chunk": n}), n, Some(2)).await?;
    commit(run, tx).await
}

async fn note(run: Run) -> Result<Value> {
    let tx = run.write().await?;
    write_down(&run, &tx, &run.payload.to_string()).await?;
    commit(&run, tx).await?;
    Ok(json!({"noted": run.payload}))
}

async fn flaky(run: Run) -> Result<Value> {
    note(run.clone()).await?;
    if notes(run.app.db()).await.len() < 2 { Err(Error::Busy) } else { Ok(Value::Null) }
}

async fn broken(run: Run) -> Result<Value> {
    note(run).await?;
    Err(Error::Unexpected(anyhow::anyhow!("the roof fell in")))
}

async fn wrong(run: Run) -> Result<Value> {
    note(run).await?;
    Err(Error::field("/x", "wrong", "This will never be right."))
}

/// In its first run it sleeps so long after the first chunk that another worker takes over and finishes.
async fn slow(run: Run) -> Result<Value> {
    if run.resumed.is_null() {
        chunk(&run, 1).await?;
        run.app.db().clock().travel(Duration::minutes(5));
        run_due(&run.app).await?;
    }
    chunk(&run, 2).await?;
    Ok(json!("both chunks"))
}

/// Somebody stops it after its first chunk.
async fn stopped(run: Run) -> Result<Value> {
    chunk(&run, 1).await?;
    let mut tx = run.write().await?;
    let asked = cancel(&mut tx, run.id).await?;
    tx.commit(asked).await?;
    chunk(&run, 2).await?;
    Ok(json!("never"))
}

/// Lasts until somebody has written a note.
async fn lasting(run: Run) -> Result<Value> {
    while notes(run.app.db()).await.is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    Ok(Value::Null)
}

/// Goes on until somebody notes that it may end.
async fn told(run: Run) -> Result<Value> {
    while !notes(run.app.db()).await.iter().any(|note| note.contains("end")) {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    Ok(Value::Null)
}

async fn notes(db: &Db) -> Vec<String> {
    #[derive(FromQueryResult)]
    struct Noted {
        text: String,
    }
    let statement = db.dialect().statement("SELECT text FROM notes ORDER BY id", vec![]);
    Noted::find_by_statement(statement)
        .all(db.unscoped("a test looks at everything"))
        .await
        .expect("the database answers")
        .into_iter()
        .map(|note| note.text)
        .collect()
}

struct House {
    app: App,
    workspace: Uuid,
    _database: TestDatabase,
}

impl House {
    async fn new() -> Self {
        let migrations: Vec<Migration> = crate::MIGRATIONS.iter().copied().chain([NOTES]).collect();
        let database = TestDatabase::new(&migrations).await;
        let app = App::new(database.db.clone(), SLICES, Arc::new(Anyone), database.folder().to_owned(), database.files());
        let workspace = Uuid::now_v7();
        let sql = "INSERT INTO workspaces (id, version, name, trade, time_zone, currency, locale, created_at) VALUES (?, 1, 'x', 'hotel', 'Asia/Shanghai', 'CNY', 'zh-CN', ?)";
        let db = app.db();
        let statement = db.dialect().statement(sql, vec![workspace.into(), db.clock().now().into()]);
        db.unscoped("a test makes a workspace").execute_raw(statement).await.expect("the database answers");
        Self { app, workspace, _database: database }
    }

    async fn queue(&self, kind: &'static str, payload: Value) -> Uuid {
        queue(self.app.db(), self.workspace, &NewJob::new(kind, payload)).await.expect("the database answers")
    }

    async fn job(&self, id: Uuid) -> Job {
        get(&self.app.db().read(&self.actor().await), id).await.expect("the database answers")
    }

    async fn actor(&self) -> Actor {
        self.app.actor_for_job(self.workspace, None, Uuid::now_v7()).await.expect("the database answers")
    }
}

#[tokio::test]
async fn two_workers_do_each_job_once() {
    let house = House::new().await;
    for n in 0..20 {
        house.queue("tests.note", json!(n)).await;
    }
    let (one, two) = tokio::join!(run_due(&house.app), run_due(&house.app));
    assert_eq!(one.unwrap() + two.unwrap(), 20);
    let mut done: Vec<i64> = notes(house.app.db()).await.iter().map(|text| text.parse().unwrap()).collect();
    done.sort_unstable();
    assert_eq!(done, (0..20).collect::<Vec<_>>());
}

#[tokio::test]
async fn who_runs_one_job_leaves_those_of_others_where_they_are() {
    let house = House::new().await;
    let other = house.queue("tests.note", json!("other")).await;
    let own = house.queue("tests.note", json!("own")).await;
    assert!(!run_one(&house.app, Uuid::now_v7(), own).await.unwrap(), "it is one of another workspace");
    let (one, two) = tokio::join!(run_one(&house.app, house.workspace, own), run_one(&house.app, house.workspace, own));
    assert_ne!(one.unwrap(), two.unwrap(), "it runs once");
    assert_eq!((house.job(own).await.state, house.job(other).await.state), (JobState::Done, JobState::Queued));
    assert!(!run_one(&house.app, house.workspace, own).await.unwrap(), "it is over");
}

#[tokio::test]
async fn a_busy_job_is_tried_again_after_a_while() {
    let house = House::new().await;
    let id = house.queue("tests.flaky", Value::Null).await;
    run_due(&house.app).await.unwrap();
    assert_eq!(house.job(id).await.state, JobState::Queued);
    // Not at once.
    assert_eq!(run_due(&house.app).await.unwrap(), 0);
    house.app.db().clock().travel(Duration::seconds(11));
    assert_eq!(run_due(&house.app).await.unwrap(), 1);
    let job = house.job(id).await;
    assert_eq!((job.state, job.error), (JobState::Done, None));
}

#[tokio::test]
async fn a_broken_job_is_given_up_after_its_last_try_and_a_wrong_one_at_once() {
    let house = House::new().await;
    let (broken, wrong) = (house.queue("tests.broken", json!("b")).await, house.queue("tests.wrong", json!("w")).await);
    for _ in 0..5 {
        run_due(&house.app).await.unwrap();
        house.app.db().clock().travel(Duration::hours(3));
    }
    for id in [broken, wrong] {
        let job = house.job(id).await;
        assert_eq!(job.state, JobState::Failed);
        assert!(job.error.is_some() && job.finished_at.is_some());
    }
    let mut tries = notes(house.app.db()).await;
    tries.sort();
    assert_eq!(tries, ["\"b\"", "\"b\"", "\"w\""]);
}

#[tokio::test]
async fn a_job_whose_worker_is_gone_is_taken_over_at_its_checkpoint() {
    let house = House::new().await;
    let id = house.queue("tests.slow", Value::Null).await;
    run_due(&house.app).await.unwrap();
    let job = house.job(id).await;
    assert_eq!((job.state, job.result, job.done), (JobState::Done, Some(json!("both chunks")), 2));
    // The first worker came back too late: its second chunk was not kept.
    assert_eq!(notes(house.app.db()).await, ["chunk 1", "chunk 2"]);
}

#[tokio::test]
async fn a_stopped_job_keeps_its_chunks_and_nothing_of_the_open_one() {
    let house = House::new().await;
    let id = house.queue("tests.stopped", Value::Null).await;
    run_due(&house.app).await.unwrap();
    let job = house.job(id).await;
    assert_eq!((job.state, job.done, job.result), (JobState::Cancelled, 1, None));
    assert_eq!(notes(house.app.db()).await, ["chunk 1"]);
    let again = cancel(&mut house.app.db().write(&house.actor().await).await.unwrap(), id).await;
    assert!(matches!(again, Err(Error::Conflict { code: "job_over", .. })));
}

#[tokio::test]
async fn a_job_waits_for_its_time_and_comes_once_for_its_key() {
    let house = House::new().await;
    let (db, later) = (house.app.db(), NewJob::new("tests.note", json!(1)).after(Duration::hours(1)).once("k"));
    queue(db, house.workspace, &later).await.unwrap();
    queue(db, house.workspace, &NewJob::new("tests.note", json!(2)).once("k")).await.unwrap();
    assert_eq!(run_due(&house.app).await.unwrap(), 0);
    db.clock().travel(Duration::hours(1) + Duration::seconds(1));
    assert_eq!(run_due(&house.app).await.unwrap(), 1);
    assert_eq!(notes(db).await, ["1"]);
}

#[tokio::test]
async fn a_job_of_an_unknown_kind_fails_and_holds_up_nobody() {
    let house = House::new().await;
    let id = queue(house.app.db(), house.workspace, &NewJob::new("tests.unheard_of", Value::Null)).await.unwrap();
    house.queue("tests.note", json!(1)).await;
    for _ in 0..8 {
        run_due(&house.app).await.unwrap();
        house.app.db().clock().travel(Duration::hours(3));
    }
    assert_eq!(house.job(id).await.state, JobState::Failed);
    assert_eq!(notes(house.app.db()).await, ["1"]);
}

#[tokio::test]
async fn a_short_job_waits_for_no_long_ones() {
    let house = House::new().await;
    let mut lasting = Vec::new();
    for _ in 0..4 {
        lasting.push(house.queue("tests.lasting", Value::Null).await);
    }
    house.queue("tests.note", json!(1)).await;
    let stop = CancellationToken::new();
    let working = tokio::spawn(Workers::new(house.app.clone()).work(stop.clone()));
    let all_done = async {
        while house.job(lasting[3]).await.state != JobState::Done {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), all_done).await.expect("the note is written beside the long ones");
    stop.cancel();
    working.await.unwrap();
}

#[tokio::test]
async fn of_jobs_that_run_alone_one_runs_at_a_time() {
    let house = House::new().await;
    let first = house.queue("tests.alone", Value::Null).await;
    let stop = CancellationToken::new();
    let working = tokio::spawn(Workers::new(house.app.clone()).work(stop.clone()));
    let until = async |id: Uuid, state: JobState| {
        let reached = async {
            while house.job(id).await.state != state {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(30), reached).await.expect("the job gets there");
    };
    until(first, JobState::Running).await;
    let second = house.queue("tests.alone_too", json!("alone")).await;
    let another = house.queue("tests.note", json!("beside")).await;
    until(another, JobState::Done).await;
    assert_eq!((house.job(first).await.state, house.job(second).await.state), (JobState::Running, JobState::Queued));
    house.queue("tests.note", json!("end")).await;
    until(second, JobState::Done).await;
    assert_eq!(notes(house.app.db()).await.last().map(String::as_str), Some("\"alone\""));
    stop.cancel();
    working.await.unwrap();
}

/// Lets two workers look at the schedules once, at the same moment, and does what they queued.
async fn look_at_schedules(house: &House) {
    let ended = CancellationToken::new();
    ended.cancel();
    tokio::join!(Workers::new(house.app.clone()).work(ended.clone()), Workers::new(house.app.clone()).work(ended));
    run_due(&house.app).await.expect("the jobs that are due run");
}

#[tokio::test]
async fn a_schedule_fires_once_a_night_however_many_workers_look() {
    let house = House::new().await;
    look_at_schedules(&house).await;
    let first = notes(house.app.db()).await.len();
    look_at_schedules(&house).await;
    assert_eq!(notes(house.app.db()).await.len(), first, "nothing is due yet");
    for night in 1..=3 {
        house.app.db().clock().travel(Duration::days(1));
        look_at_schedules(&house).await;
        look_at_schedules(&house).await;
        assert_eq!(notes(house.app.db()).await.len(), first + night);
    }
    let jobs = log(&house.app.db().read(&house.actor().await), Some("tests.nightly"), None, None, 100).await.unwrap().jobs;
    assert_eq!(jobs.len(), first + 3);
}
