//! The questions: each through the router, and raw on the same database.

use std::{path::Path, sync::Arc, time::Instant};

use anyhow::Context;
use guanxi_crm::{
    SLICES, migrations,
    staff::{self, StaffDirectory, api::Setup, tables::user},
};
use guanxi_kernel::{
    actor::Actor,
    db::{Db, OpenOptions, migrate},
    event::Event,
    http::{App, Directory, router},
    testkit::Client,
};
use sea_orm::{ConnectionTrait, Set, Value};
use serde_json::json;
use uuid::Uuid;

use crate::{
    fill::{fill, mixed},
    measure::{Times, resident_mib, say, times},
};

const OWNERS: usize = 200;
const EMAIL: &str = "bench@example.com";
const PASSWORD: &str = "a password for benchmarks";

/// Fills where it must, and measures.
pub(crate) async fn run(data: &Path, database_url: Option<String>, accounts: u64) -> anyhow::Result<()> {
    std::fs::create_dir_all(data)?;
    let is_sqlite = database_url.is_none();
    let options = database_url.map_or_else(|| OpenOptions::File(data.join(format!("bench-{accounts}.db"))), OpenOptions::Url);
    let began = Instant::now();
    let db = Db::open(&options).await?;
    migrate::run(&db, &migrations(), None).await?;
    let app = App::new(db, SLICES, Arc::new(StaffDirectory), data.to_owned());
    say(format!("# {} with {accounts} accounts\n", if is_sqlite { "SQLite" } else { "PostgreSQL" }));
    say(format!("- opened in {:.0} ms, {} MiB resident", began.elapsed().as_secs_f64() * 1000.0, resident_mib()));
    let secret = sign_in(&app).await?;
    let actor = StaffDirectory
        .recognise(app.db(), guanxi_kernel::http::Credential::Session(&secret), Uuid::now_v7())
        .await?
        .context("the session is known")?;
    let known = guanxi_kernel::job::recent(&app.db().read(&actor), None, 1).await.is_ok();
    anyhow::ensure!(known, "the database answers");
    let client = Client::new(router(app.clone(), axum::Router::new())).with_session(secret);
    if client.get("/accounts?count=capped&limit=1").await.ok()["count"]["value"] == 0 {
        let owners = owners(&app, &actor).await?;
        fill(&app, &actor, &owners, accounts).await?;
    }
    measure(&app, &actor, &client).await
}

async fn sign_in(app: &App) -> anyhow::Result<String> {
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
        return Ok(staff::commands::set_up(app.db(), setup, "bench", false).await?);
    }
    let input = staff::api::SignIn { email: EMAIL.to_owned(), password: PASSWORD.to_owned() };
    Ok(staff::commands::sign_in(app.db(), input, "bench").await?)
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

/// A question through the product with the raw question it is held against.
struct Pair {
    what: &'static str,
    path: String,
    raw: (String, Vec<Value>),
}

const COLUMNS: &str = "id, version, name, channel_kind, owner_id, net_sales_minor, order_count, last_order_on, next_step_on";

async fn measure(app: &App, actor: &Actor, client: &Client) -> anyhow::Result<()> {
    let workspace: Value = actor.workspace.into();
    let list = |condition: &str, order: &str, more: Vec<Value>| {
        let sql =
            format!("SELECT {COLUMNS} FROM accounts WHERE workspace_id = ? AND trashed_at IS NULL {condition} ORDER BY {order} LIMIT 51");
        (sql, std::iter::once(workspace.clone()).chain(more).collect())
    };
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let deep = deep_cursor(client).await?;
    let filter = json!({"all": [{"field": "channel_kind", "op": "in", "value": ["hotel", "dealer"]}, {"field": "credit_grade", "op": "in", "value": ["A"]},
        {"field": "days_silent", "op": "gte", "value": 90}]});
    let day = app.db().read(actor).today() - chrono::Days::new(90);
    let filtered = "AND channel_kind IN ('hotel','dealer') AND credit_grade IN ('A') AND last_order_on <= ? AND last_order_on > ?";
    let filter_values: Vec<Value> = vec![day.into(), guanxi_kernel::clock::NEVER.into()];
    let filter = encode(&filter.to_string());
    let pairs = [
        Pair { what: "list, first page", path: "/accounts?count=none".into(), raw: list("", "name_sort, id", vec![]) },
        Pair {
            what: "list, first page by sales",
            path: "/accounts?count=none&sort=-net_sales".into(),
            raw: list("", "net_sales_minor DESC, id DESC", vec![]),
        },
        Pair {
            what: "list, a page deep inside",
            path: format!("/accounts?count=none&sort=-net_sales&cursor={}", deep.cursor),
            raw: list("AND net_sales_minor <= ? AND (net_sales_minor < ? OR id < ?)", "net_sales_minor DESC, id DESC", deep.values.clone()),
        },
        Pair {
            what: "filter on three fields, sort on two",
            path: format!("/accounts?count=none&sort=-net_sales,name&filter={filter}"),
            raw: list(filtered, "net_sales_minor DESC, name_sort, id", filter_values.clone()),
        },
        Pair {
            what: "view with capped count",
            path: format!("/accounts?count=capped&limit=1&filter={filter}"),
            raw: (
                format!(
                    "SELECT count(*) FROM (SELECT 1 FROM accounts WHERE workspace_id = ? AND trashed_at IS NULL {filtered} LIMIT 1001) AS found"
                ),
                std::iter::once(workspace.clone()).chain(filter_values.clone()).collect(),
            ),
        },
        Pair {
            what: "view with exact count",
            path: format!("/accounts?count=exact&limit=1&filter={filter}"),
            raw: (
                format!("SELECT count(*) FROM accounts WHERE workspace_id = ? AND trashed_at IS NULL {filtered}"),
                std::iter::once(workspace.clone()).chain(filter_values).collect(),
            ),
        },
        Pair {
            what: "account page",
            path: format!("/accounts/{}", deep.id),
            raw: ("SELECT * FROM accounts WHERE workspace_id = ? AND id = ?".into(), vec![workspace.clone(), deep.id.into()]),
        },
        Pair {
            what: "account's timeline",
            path: format!("/accounts/{}/timeline", deep.id),
            raw: (
                "SELECT * FROM interactions WHERE workspace_id = ? AND account_id = ? ORDER BY at DESC, id DESC LIMIT 31".into(),
                vec![workspace.clone(), deep.id.into()],
            ),
        },
    ];
    say("\n| question | product p50 / p95 ms | CPU ms | raw p50 / p95 ms | within 2 × raw + 2 ms |\n|---|---|---|---|---|");
    let connection = app.db().unscoped_read("a benchmark asks the same question raw");
    for pair in pairs {
        let ours = times(|_| ask(client, &pair.path)).await?;
        let raw = times(|_| async {
            let statement = app.db().dialect().statement(&pair.raw.0, pair.raw.1.clone());
            connection.query_all_raw(statement).await?;
            Ok(())
        })
        .await?;
        row(pair.what, &ours, Some(&raw));
    }
    for (what, q) in [
        ("search, one character", "张"),
        ("search, two characters", "金源"),
        ("search, many", "金源芳名烟商行"),
        ("search, initials", "jyf"),
        ("search, pinyin", "huaxia"),
        ("search, last four digits", "4321"),
    ] {
        let path = format!("/search?q={}", encode(q));
        row(what, &times(|_| ask(client, &path)).await?, None);
    }
    let created = times(|n| {
        let body = json!({"name": format!("新客户{n}"), "region": "安徽省合肥市", "phone": "0551-62345678"});
        async move {
            let answer = client.post("/accounts", &body).await;
            anyhow::ensure!(answer.status.is_success(), "{}", answer.text());
            Ok(())
        }
    })
    .await?;
    row("create", &created, None);
    for (kind, file) in [("accounts", accounts_file(50_000)), ("orders", orders_file(50_000))] {
        import(app, client, kind, &file, 50_000).await?;
    }
    say(format!("\nResident memory at the end: {} MiB", resident_mib()));
    Ok(())
}

/// Takes a file in as a browser would: uploads it, starts it, and lets the job run.
async fn import(app: &App, client: &Client, kind: &str, file: &str, rows: u32) -> anyhow::Result<()> {
    let began = Instant::now();
    let made = client.upload("/imports", &[("kind", kind)], "rows.csv", file.as_bytes()).await.json();
    let import = made["id"].as_str().context("the file is taken")?;
    let answer = client.post(&format!("/imports/{import}/start"), &json!({"mode": "create", "make_missing": true})).await;
    anyhow::ensure!(answer.status.is_success(), "{}", answer.text());
    guanxi_kernel::job::run_due(app).await?;
    let done = client.get(&format!("/imports/{import}")).await.ok();
    anyhow::ensure!(done["created_rows"] == json!(rows), "the import has left {done}");
    let seconds = began.elapsed().as_secs_f64();
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

async fn ask(client: &Client, path: &str) -> anyhow::Result<()> {
    let answer = client.get(path).await;
    anyhow::ensure!(answer.status.is_success(), "{path}: {}", answer.text());
    Ok(())
}

fn row(what: &str, ours: &Times, raw: Option<&Times>) {
    let pair = |times: &Times| format!("{:.2} / {:.2}", times.quantile(0.5), times.quantile(0.95));
    let verdict = raw.map_or_else(
        || if ours.quantile(0.95) <= 30.0 { "p95 ≤ 30 ms" } else { "p95 over 30 ms" },
        |raw| if ours.quantile(0.5) <= 2.0 * raw.quantile(0.5) + 2.0 { "yes" } else { "no" },
    );
    say(format!("| {what} | {} | {:.2} | {} | {verdict} |", pair(ours), ours.cpu_ms, raw.map_or_else(|| "–".to_owned(), pair)));
}

struct Deep {
    cursor: String,
    id: Uuid,
    values: Vec<Value>,
}

/// A place in the middle of the list by sales: the cursor that a client would have there.
async fn deep_cursor(client: &Client) -> anyhow::Result<Deep> {
    let middle = json!({"field": "net_sales", "op": "lt", "value": 2_000_000}).to_string();
    let encoded: String = middle.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let page = client.get(&format!("/accounts?count=none&sort=-net_sales&limit=1&columns=net_sales&filter={encoded}")).await.ok();
    let first = &page["items"][0];
    let id: Uuid = first["id"].as_str().context("there is a row in the middle")?.parse()?;
    let sales = first["net_sales"]["minor"].as_i64().context("it has sales")?;
    // The cursor of the unfiltered list at this row.
    let top = client.get("/accounts?count=none&sort=-net_sales&limit=1&columns=net_sales").await.ok();
    let cursor = guanxi_kernel::list::cursor_at(top["next_cursor"].as_str().context("there are more rows")?, &[json!(sales)], id)?;
    Ok(Deep { cursor, id, values: vec![sales.into(), sales.into(), id.into()] })
}
