//! Kills the real server with SIGKILL in the middle of imports, bulk work and single writes, round after round on one
//! database, and then counts: every acknowledged write is there once, every row of every file is there once, every job
//! has done each of its records once.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::measure::say;

const EMAIL: &str = "crash@example.com";
const PASSWORD: &str = "a password for crashes";
const ROWS: usize = 3000;
const WRITERS: usize = 2;
const TO_START: Duration = Duration::from_secs(30);
const TO_FINISH: Duration = Duration::from_mins(3);

/// What to kill, where its data is, and how often.
pub(crate) struct Plan {
    pub(crate) binary: PathBuf,
    pub(crate) data: PathBuf,
    pub(crate) database_url: Option<String>,
    pub(crate) rounds: usize,
}

/// A write that was sent: its number, its idempotency key, and whether the server has acknowledged it.
struct Sent {
    number: String,
    key: Uuid,
    acknowledged: bool,
}

/// Runs all rounds and checks.
pub(crate) fn run(plan: &Plan) -> anyhow::Result<()> {
    ensure!(!plan.data.exists(), "{} exists: give a folder that is not there yet", plan.data.display());
    std::fs::create_dir_all(&plan.data)?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let api = Api { base: format!("http://127.0.0.1:{port}/api/v1"), token: set_up(plan)? };
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut server = Server::start(plan, port)?;
    let (mut sent, mut jobs, mut restarts) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..plan.rounds {
        jobs.push(Job { id: api.import(round)?, round, what: What::Import });
        if round > 0 {
            jobs.push(Job { id: api.tag_all_of(round - 1)?, round: round - 1, what: What::Tagging });
        }
        let (of_round, killed) = write_until_killed(&api, round, server, Duration::from_millis(20 + dice.below(1500)))?;
        ensure!(killed, "the server had ended by itself");
        let began = Instant::now();
        server = Server::start(plan, port)?;
        restarts.push(began.elapsed());
        let acknowledged = of_round.iter().filter(|sent| sent.acknowledged).count();
        say(format!("round {:>2}: {acknowledged} writes acknowledged, {} in the air", round + 1, of_round.len() - acknowledged));
        for sent in &of_round {
            api.check_sent(sent)?;
        }
        sent.extend(of_round);
    }
    for job in &jobs {
        job.check(&api)?;
    }
    for sent in &sent {
        ensure!(api.count("number", "in", &json!([sent.number]))? == 1, "{} is not there once", sent.number);
    }
    drop(server);
    restarts.sort();
    say(format!(
        "\n{} kills: {} writes, {} rows of {} files and {} jobs are there once; a restart took {:.2} s, at most {:.2} s",
        plan.rounds,
        sent.len(),
        plan.rounds * ROWS,
        plan.rounds,
        jobs.len(),
        restarts[restarts.len() / 2].as_secs_f64(),
        restarts.last().map_or(0.0, Duration::as_secs_f64),
    ));
    Ok(())
}

/// Makes the workspace and a token with the command line, as an operator would.
fn set_up(plan: &Plan) -> anyhow::Result<String> {
    let run = |arguments: &[&str]| -> anyhow::Result<String> {
        let output = command(plan).args(arguments).env("GUANXI_PASSWORD", PASSWORD).output().context("the binary does not run")?;
        ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    };
    run(&["workspace", "create", "--name", "Crash", "--admin", "Crash", "--email", EMAIL])?;
    let printed = run(&["token", "create", "--user", EMAIL, "--name", "crash"])?;
    printed.split_whitespace().last().map(str::to_owned).context("the token is printed")
}

fn command(plan: &Plan) -> Command {
    let mut command = Command::new(&plan.binary);
    command.arg("--data").arg(&plan.data);
    if let Some(url) = &plan.database_url {
        command.env("GUANXI_DATABASE_URL", url);
    }
    command
}

struct Server {
    process: Child,
}

impl Server {
    fn start(plan: &Plan, port: u16) -> anyhow::Result<Self> {
        let log = std::fs::File::options().create(true).append(true).open(plan.data.join("server.log"))?;
        let process = command(plan)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("the server does not start")?;
        let server = Self { process };
        let began = Instant::now();
        while ureq::get(format!("http://127.0.0.1:{port}/readyz")).call().is_err() {
            ensure!(
                began.elapsed() < TO_START,
                "the server is not ready after {TO_START:?}; see {}",
                plan.data.join("server.log").display()
            );
            thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Writes accounts from several threads until the server is killed after `life`.
fn write_until_killed(api: &Api, round: usize, mut server: Server, life: Duration) -> anyhow::Result<(Vec<Sent>, bool)> {
    let over = Arc::new(AtomicBool::new(false));
    let all = Arc::new(Mutex::new(Vec::new()));
    let killed = thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (over, all) = (over.clone(), all.clone());
            scope.spawn(move || {
                for n in 0.. {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    let (number, key) = (format!("W{round}-{writer}-{n}"), Uuid::now_v7());
                    let acknowledged = api.create(&number, key).is_ok();
                    all.lock().expect("no writer panics").push(Sent { number, key, acknowledged });
                    if !acknowledged {
                        break;
                    }
                }
            });
        }
        thread::sleep(life);
        let was_running = server.process.try_wait()?.is_none();
        server.process.kill()?;
        server.process.wait()?;
        over.store(true, Ordering::Relaxed);
        anyhow::Ok(was_running)
    })?;
    let all = std::mem::take(&mut *all.lock().expect("no writer panics"));
    Ok((all, killed))
}

struct Api {
    base: String,
    token: String,
}

impl Api {
    fn get(&self, path: &str) -> anyhow::Result<Value> {
        let request = ureq::get(format!("{}{path}", self.base)).header("authorization", format!("Bearer {}", self.token));
        Ok(request.call().with_context(|| path.to_owned())?.body_mut().read_json()?)
    }

    fn post(&self, path: &str, key: Uuid, body: &Value) -> anyhow::Result<Value> {
        let request = ureq::post(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {}", self.token))
            .header("idempotency-key", key.to_string());
        Ok(request.send_json(body).with_context(|| path.to_owned())?.body_mut().read_json()?)
    }

    fn create(&self, number: &str, key: Uuid) -> anyhow::Result<Value> {
        self.post("/accounts", key, &json!({"name": format!("写入{number}"), "number": number}))
    }

    /// Uploads a file of the round and starts its import; answers the job.
    fn import(&self, round: usize) -> anyhow::Result<Uuid> {
        let rows: String = (0..ROWS).map(|n| format!("R{round}-{n:05},导入{round}第{n}家\n")).collect();
        let part = |name: &str, more: &str, body: &str| {
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{body}\r\n")
        };
        let body = format!(
            "{}{}--edge--\r\n",
            part("kind", "", "accounts"),
            part("file", "; filename=\"rows.csv\"", &format!("客户编号,客户名称\n{rows}"))
        );
        let made: Value = ureq::post(format!("{}/imports", self.base))
            .header("authorization", format!("Bearer {}", self.token))
            .content_type("multipart/form-data; boundary=edge")
            .send(body.as_bytes())?
            .body_mut()
            .read_json()?;
        let import = made["id"].as_str().or(made["import"]["id"].as_str()).context("the import has an id")?;
        let started = self.post(&format!("/imports/{import}/start"), Uuid::now_v7(), &json!({"mode": "create", "key": "number"}))?;
        Ok(started["id"].as_str().context("the import has a job")?.parse()?)
    }

    /// Tags the accounts of a round's file by a bulk job.
    fn tag_all_of(&self, round: usize) -> anyhow::Result<Uuid> {
        let filter = json!({"field": "number", "op": "starts_with", "value": format!("R{round}-")});
        let asked = json!({"action": "change", "filter": filter, "change": {"add_tags": [format!("round{round}")]}});
        Ok(self.post("/accounts/bulk", Uuid::now_v7(), &asked)?["id"].as_str().context("the job has an id")?.parse()?)
    }

    fn count(&self, field: &str, op: &str, value: &Value) -> anyhow::Result<usize> {
        let asked = json!({"filter": {"field": field, "op": op, "value": value}, "count": "exact", "limit": 1});
        let found = self.post("/accounts/search", Uuid::now_v7(), &asked)?;
        Ok(usize::try_from(found["count"]["value"].as_u64().context("it is counted")?)?)
    }

    /// An acknowledged write is there; one that was in the air is there once after it is sent again with its key.
    fn check_sent(&self, sent: &Sent) -> anyhow::Result<()> {
        if !sent.acknowledged {
            self.create(&sent.number, sent.key).with_context(|| format!("{} sent again", sent.number))?;
        }
        let found = self.count("number", "in", &json!([sent.number]))?;
        ensure!(found == 1, "{} is there {found} times (acknowledged: {})", sent.number, sent.acknowledged);
        Ok(())
    }

    /// What came of a job, once it is done.
    fn result_of(&self, job: Uuid) -> anyhow::Result<Value> {
        let began = Instant::now();
        loop {
            let found = self.get(&format!("/jobs/{job}"))?;
            match found["state"].as_str() {
                Some("done") => return Ok(found["result"].clone()),
                Some("queued" | "running") if began.elapsed() < TO_FINISH => thread::sleep(Duration::from_millis(200)),
                _ => anyhow::bail!("the job {job} is not done: {found}"),
            }
        }
    }
}

enum What {
    /// The file of the round was taken in.
    Import,
    /// The accounts of the round's file were tagged, as far as they were there.
    Tagging,
}

struct Job {
    id: Uuid,
    round: usize,
    what: What,
}

impl Job {
    /// Every row of the file is an account, once; the bulk job has changed each account that it counts once.
    fn check(&self, api: &Api) -> anyhow::Result<()> {
        let (round, result) = (self.round, api.result_of(self.id)?);
        match self.what {
            What::Import => {
                let rows = api.count("number", "starts_with", &json!(format!("R{round}-")))?;
                ensure!(rows == ROWS, "the file of round {round} has left {rows} of {ROWS} rows");
                ensure!(result["counts"]["created"] == json!(ROWS), "the import of round {round} has counted {result}");
            }
            What::Tagging => {
                let filter = json!({"field": "tags", "op": "any_of", "value": [format!("round{round}")]});
                let mut asked = json!({"filter": filter, "columns": "number", "limit": 200});
                let mut tagged = 0_u64;
                loop {
                    let page = api.post("/accounts/search", Uuid::now_v7(), &asked)?;
                    let items = page["items"].as_array().context("a page has items")?;
                    ensure!(items.iter().all(|item| item["version"] == 2), "an account of round {round} was changed twice");
                    tagged += items.len() as u64;
                    if page["next_cursor"].is_null() {
                        break;
                    }
                    asked["cursor"] = page["next_cursor"].clone();
                }
                ensure!(result["changed"] == json!(tagged), "{tagged} accounts of round {round} are tagged, but {result}");
            }
        }
        Ok(())
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
