//! One run of the benchmark: opens, fills where it must, asks the questions, imports.

use std::{path::Path, sync::Arc, time::Instant};

use anyhow::Context;
use chrono::{DateTime, Utc};
use guanxi_crm::{
    SLICES, migrations,
    staff::{self, StaffDirectory, api::Setup, tables::user},
};
use guanxi_kernel::{
    actor::Actor,
    db::{Db, OpenOptions, migrate},
    event::Event,
    files::Files,
    http::{App, Directory, router},
    testkit::Client,
};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use crate::{
    fill::{fill, mixed},
    measure::{Patience, resident_mib, say},
    own, questions, values,
};

const OWNERS: usize = 200;
const IMPORTED: u32 = 50_000;
const EMAIL: &str = "bench@example.com";
const PASSWORD: &str = "a password for benchmarks";

/// How much a database is filled with.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Accounts.
    pub(crate) accounts: u64,
    /// Orders for each of them.
    pub(crate) orders: u64,
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Everything, with the fields that are there.
    All,
    /// What accounts are worth.
    Values,
    /// Everything else, with 20 fields of the workspace's own on each account.
    Fields,
    /// Searches by words.
    Searches,
}

/// Fills where it must, and measures.
pub(crate) async fn run(data: &Path, database_url: Option<String>, size: Size, part: Part) -> anyhow::Result<()> {
    let accounts = size.accounts;
    std::fs::create_dir_all(data)?;
    let is_sqlite = database_url.is_none();
    let options = database_url.map_or_else(|| OpenOptions::File(data.join(format!("bench-{accounts}.db"))), OpenOptions::Url);
    let began = Instant::now();
    let db = Db::open(&options).await?;
    migrate::run(&db, &migrations(), None).await?;
    let app = App::new(db, SLICES, Arc::new(StaffDirectory), data.to_owned(), Files::in_folder(data.join("files"))?);
    say(format!("# {} with {accounts} accounts\n", if is_sqlite { "SQLite" } else { "PostgreSQL" }));
    say(format!("- opened in {:.0} ms, {} MiB resident", began.elapsed().as_secs_f64() * 1000.0, resident_mib()));
    fill_and_ask(&app, size, Patience::WHOLE, part).await
}

async fn fill_and_ask(app: &App, size: Size, patience: Patience, part: Part) -> anyhow::Result<()> {
    let secret = sign_in(app).await?;
    let actor = StaffDirectory
        .recognise(app.db(), guanxi_kernel::http::Credential::Session(&secret), Uuid::now_v7())
        .await?
        .context("the session is known")?;
    let nobody = Client::new(router(app.clone(), axum::Router::new()));
    let client = nobody.clone().with_session(secret);
    if client.get("/accounts?count=capped&limit=1").await.ok()["count"]["value"] == 0 {
        let owners = owners(app, &actor).await?;
        fill(app, &actor, &owners, size).await?;
    }
    match part {
        Part::Fields => own::give(app, &actor, &client).await?,
        Part::All | Part::Values => values::measure(app, &actor, &client, patience).await?,
        Part::Searches => {}
    }
    if part == Part::Values {
        return Ok(());
    }
    let rep = nobody.with_session(salesperson(app, &actor).await?);
    if part == Part::Searches {
        questions::heading();
        return questions::searches(app, &actor, &client, &rep, patience).await;
    }
    questions::ask_all(app, &actor, &client, &rep, patience).await?;
    if part == Part::Fields {
        own::ask_all(&client, patience).await?;
    }
    let imported = u32::try_from(size.accounts)?.min(IMPORTED);
    for (kind, file) in [("accounts", accounts_file(imported)), ("orders", orders_file(imported))] {
        import(app, &client, kind, &file, imported).await?;
    }
    say(format!("\nResident memory at the end: {} MiB", resident_mib()));
    Ok(())
}

pub(crate) async fn sign_in(app: &App) -> anyhow::Result<String> {
    if staff::commands::setup_is_open(app.db()).await? {
        let setup = Setup {
            workspace_name: "Bench".to_owned(),
            name: "Bench".to_owned(),
            email: EMAIL.to_owned(),
            password: PASSWORD.to_owned(),
            locale: "zh-CN".to_owned(),
            trade: "liquor_dealer".to_owned(),
            time_zone: "Asia/Shanghai".to_owned(),
        };
        return Ok(staff::commands::set_up(app.db(), setup, "bench", false).await?.session);
    }
    let input = staff::api::SignIn { email: EMAIL.to_owned(), password: PASSWORD.to_owned() };
    match staff::commands::sign_in(app.db(), input, staff::commands::Browser::default()).await? {
        staff::commands::Entry::In(signed_in) => Ok(signed_in.session),
        staff::commands::Entry::Step(_) => anyhow::bail!("the data were made for a bench without a second step"),
    }
}

async fn owners(app: &App, actor: &Actor) -> anyhow::Result<Vec<Uuid>> {
    let mut tx = app.db().write(actor).await?;
    let mut owners = Vec::new();
    for n in 0..OWNERS {
        let row = user::ActiveModel {
            name: Set(format!("业务员{n:03}")),
            email: Set(format!("rep{n}@example.com")),
            org_unit_id: Set(None),
            password_hash: Set(None),
            locale: Set("zh-CN".to_owned()),
            theme: Set("system".to_owned()),
            time_zone: Set("Asia/Shanghai".to_owned()),
            active: Set(true),
            last_seen_at: Set(None),
            ..Default::default()
        };
        let leave = tx.to_create()?;
        owners.push(tx.insert::<staff::tables::User>(leave, row).await?.id);
    }
    let done = tx.record(Event::new("bench.filled", "user", Uuid::now_v7()), ());
    tx.commit(done).await?;
    Ok(owners)
}

/// Signs in as the first of the owners, who may see only what is his own.
async fn salesperson(app: &App, actor: &Actor) -> anyhow::Result<String> {
    let reader = app.db().read(actor);
    let owner = staff::queries::by_email(app.db(), "rep0@example.com").await?.first().context("the owners are there")?.user;
    let roles = staff::queries::roles(&reader).await?;
    let role = roles.iter().find(|role| role.key == "salesperson").context("the role is seeded")?.id;
    let mut tx = app.db().write(actor).await?;
    staff::commands::give_role(&tx, owner, role).await?;
    let secret = staff::commands::start_session(&tx, owner, "bench").await?;
    let done = tx.record(Event::new("bench.signed_in", "user", owner), secret);
    Ok(tx.commit(done).await?)
}

/// Takes a file in as a browser would: uploads it, starts it, and lets the job run.
pub(crate) async fn import(app: &App, client: &Client, kind: &str, file: &str, rows: u32) -> anyhow::Result<()> {
    let began = app.db().clock().now();
    let made = client.upload("/imports", &[("kind", kind)], "rows.csv", file.as_bytes()).await.json();
    let import = made["id"].as_str().context("the file is taken")?;
    let answer = client.post(&format!("/imports/{import}/start"), &json!({"mode": "create", "make_missing": true})).await;
    anyhow::ensure!(answer.status.is_success(), "{}", answer.text());
    guanxi_kernel::job::run_due(app).await?;
    // What is reckoned after the import is measured by itself.
    let job = client.get(&format!("/jobs/{}", answer.json()["id"].as_str().unwrap_or_default())).await.ok();
    let finished: DateTime<Utc> = job["finished_at"].as_str().context("the import has ended")?.parse()?;
    let done = client.get(&format!("/imports/{import}")).await.ok();
    anyhow::ensure!(done["created_rows"] == json!(rows), "the import has left {done}");
    let seconds = (finished - began).as_seconds_f64();
    say(format!("\nImported {rows} {kind} from a file in {seconds:.1} s, {:.0} rows/s", f64::from(rows) / seconds));
    Ok(())
}

fn accounts_file(rows: u32) -> String {
    let run = Uuid::now_v7().simple().to_string();
    (0..rows).fold("客户编号,客户名称,电话,省市区,地址\n".to_owned(), |file, n| {
        file + &format!("F{run}-{n},新开{n}号烟酒店,138{:08},安徽省合肥市,长江路{n}号\n", mixed(u64::from(n), 51) % 100_000_000)
    })
}

/// Two orders a customer, whom the import makes.
fn orders_file(rows: u32) -> String {
    let run = Uuid::now_v7().simple().to_string();
    (0..rows).fold("客户编号,订单号,日期,金额\n".to_owned(), |file, n| {
        let day = mixed(u64::from(n), 52) % 28 + 1;
        file + &format!("G{run}-{},{run}-{n},2026-{:02}-{day:02},{}.50\n", n / 2, n % 10 + 1, mixed(u64::from(n), 53) % 9000)
    })
}

#[cfg(test)]
mod tests {
    use guanxi_kernel::testkit::TestDatabase;

    use super::*;

    /// The list is cleaned as a large one is.
    #[tokio::test]
    async fn a_messy_list_is_cleaned() {
        let database = TestDatabase::new(&migrations()).await;
        let app = App::new(database.db.clone(), SLICES, Arc::new(StaffDirectory), database.folder().to_owned(), database.files());
        let secret = sign_in(&app).await.expect("the workspace is set up");
        let client = Client::new(router(app.clone(), axum::Router::new())).with_session(secret);
        crate::clean::clean(&app, &client, 300).await.expect("the list is cleaned");
    }

    /// On a few rows, so that the benchmark is known to run before somebody waits for a million.
    #[tokio::test]
    async fn every_question_has_an_answer() {
        let database = TestDatabase::new(&migrations()).await;
        let app = App::new(database.db.clone(), SLICES, Arc::new(StaffDirectory), database.folder().to_owned(), database.files());
        fill_and_ask(&app, Size { accounts: 300, orders: 3 }, Patience { before: 0, counted: 1 }, Part::All)
            .await
            .expect("the benchmark runs");
        fill_and_ask(&app, Size { accounts: 300, orders: 3 }, Patience { before: 0, counted: 1 }, Part::Fields)
            .await
            .expect("it runs with fields");
    }
}
