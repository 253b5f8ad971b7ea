//! The questions: each through the router, and raw on the same database in the same run.

use anyhow::Context;
use guanxi_kernel::{actor::Actor, clock::NEVER, event::Event, http::App, search::Asking, testkit::Client, text::tokens::query_terms};
use sea_orm::{
    ConnectionTrait, Value,
    sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement, SimpleExpr},
};
use serde_json::json;
use uuid::Uuid;

use crate::measure::{Patience, Times, say, times};

/// A question through the product with the raw statements it is held against: those that give the same answer.
struct Pair {
    what: &'static str,
    client: Client,
    path: String,
    raw: Vec<(String, Vec<Value>)>,
}

const COLUMNS: &str = "id, version, name, channel_kind, owner_id, net_sales_minor, order_count, last_order_on, next_step_on";

/// Asks everything and prints a row of a Markdown table for each.
pub(crate) async fn ask_all(app: &App, actor: &Actor, client: &Client, rep: &Client, patience: Patience) -> anyhow::Result<()> {
    heading();
    let connection = app.db().unscoped_read("a benchmark asks the same question raw");
    for pair in lists(app, actor, client).await?.into_iter().chain(of_everything(actor, client)).chain(lists_of_one(actor, rep).await?) {
        let ours = times(patience, |_| ask(&pair.client, &pair.path)).await?;
        let raw = times(patience, |_| async {
            for (sql, values) in &pair.raw {
                connection.query_all_raw(app.db().dialect().statement(sql, values.clone())).await?;
            }
            Ok(())
        })
        .await?;
        row(pair.what, &ours, &raw, None);
    }
    searches(app, actor, client, rep, patience).await?;
    duplicates(app, actor, client, patience).await?;
    create(app, actor, client, patience).await
}

/// The first lines of the table.
pub(crate) fn heading() {
    say("\n| question | product p50 / p95 ms | CPU ms | raw p50 / p95 ms | within 2 × raw + 2 ms |\n|---|---|---|---|---|");
}

/// The lists, a customer's page and its parts, for somebody who may see everything.
async fn lists(app: &App, actor: &Actor, client: &Client) -> anyhow::Result<Vec<Pair>> {
    let workspace: Value = actor.workspace.into();
    let pair = |what, path: String, sql: String, more: Vec<Value>| Pair {
        what,
        client: client.clone(),
        path,
        raw: vec![(sql, std::iter::once(workspace.clone()).chain(more).collect())],
    };
    let page = |condition: &str, order: &str| {
        format!("SELECT {COLUMNS} FROM accounts WHERE workspace_id = ? AND trashed_at IS NULL {condition} ORDER BY {order} LIMIT 51")
    };
    let deep = deep_cursor(client).await?;
    let filter = json!({"all": [{"field": "channel_kind", "op": "in", "value": ["hotel", "dealer"]}, {"field": "credit_grade", "op": "in", "value": ["A"]},
        {"field": "days_silent", "op": "gte", "value": 90}]});
    let day = app.db().read(actor).today() - chrono::Days::new(90);
    let filtered = "AND channel_kind IN ('hotel','dealer') AND credit_grade IN ('A') AND last_order_on <= ? AND last_order_on > ?";
    let values: Vec<Value> = vec![day.into(), NEVER.into()];
    let filter = encode(&filter.to_string());
    let counted =
        |rows: &str| format!("SELECT count(*) FROM (SELECT 1 FROM accounts WHERE workspace_id = ? AND trashed_at IS NULL {rows}) AS found");
    let of_account =
        |table: &str, order: &str| format!("SELECT * FROM {table} WHERE workspace_id = ? AND account_id = ? ORDER BY {order} LIMIT 31");
    Ok(vec![
        pair("list, first page", "/accounts?count=none".to_owned(), page("", "name_sort, id"), vec![]),
        pair(
            "list, first page by sales",
            "/accounts?count=none&sort=-net_sales".to_owned(),
            page("", "net_sales_minor DESC, id DESC"),
            vec![],
        ),
        pair(
            "list, a page deep inside",
            format!("/accounts?count=none&sort=-net_sales&cursor={}", deep.cursor),
            page("AND net_sales_minor <= ? AND (net_sales_minor < ? OR id < ?)", "net_sales_minor DESC, id DESC"),
            deep.values.clone(),
        ),
        pair(
            "filter on three fields, sort on two",
            format!("/accounts?count=none&sort=-net_sales,name&filter={filter}"),
            page(filtered, "net_sales_minor DESC, name_sort, id"),
            values.clone(),
        ),
        pair(
            "view with capped count",
            format!("/accounts?count=capped&limit=1&filter={filter}"),
            counted(&format!("{filtered} LIMIT 1001")),
            values.clone(),
        ),
        pair("view with exact count", format!("/accounts?count=exact&limit=1&filter={filter}"), counted(filtered), values),
        pair(
            "account",
            format!("/accounts/{}", deep.id),
            "SELECT * FROM accounts WHERE workspace_id = ? AND id = ?".to_owned(),
            vec![deep.id.into()],
        ),
        Pair {
            what: "its timeline",
            client: client.clone(),
            path: format!("/accounts/{}/timeline", deep.id),
            raw: [("interactions", "at DESC, id DESC"), ("orders", "ordered_on DESC, id DESC"), ("comments", "created_at DESC, id DESC")]
                .map(|(table, order)| (of_account(table, order), vec![workspace.clone(), deep.id.into()]))
                .into(),
        },
        pair(
            "its contacts",
            format!("/accounts/{}/contacts", deep.id),
            "SELECT c.* FROM contact_accounts l JOIN contacts c ON c.workspace_id = l.workspace_id AND c.id = l.contact_id \
             WHERE l.workspace_id = ? AND l.account_id = ? ORDER BY c.name_sort LIMIT 51"
                .to_owned(),
            vec![deep.id.into()],
        ),
        pair(
            "its purchases by month",
            format!("/accounts/{}/purchases", deep.id),
            of_account("orders", "ordered_on DESC, id DESC"),
            vec![deep.id.into()],
        ),
        pair("orders, newest first", "/orders?count=none".to_owned(), newest("orders", "ordered_on"), vec![]),
        pair("interactions, newest first", "/interactions?count=none".to_owned(), newest("interactions", "at"), vec![]),
    ])
}

/// What reads every account.
fn of_everything(actor: &Actor, client: &Client) -> [Pair; 2] {
    [
        (
            "two bases crossed over all",
            "/accounts/cross?rows=credit_grade&columns=channel_kind",
            "SELECT credit_grade, channel_kind, count(*), sum(net_sales_12m_minor) FROM accounts WHERE workspace_id = ? AND trashed_at IS NULL \
             GROUP BY credit_grade, channel_kind",
        ),
        (
            "a sum over all",
            "/accounts?count=none&limit=1&sums=net_sales",
            "SELECT sum(net_sales_minor) FROM accounts WHERE workspace_id = ? AND trashed_at IS NULL",
        ),
    ]
    .map(|(what, path, sql)| Pair {
        what,
        client: client.clone(),
        path: path.to_owned(),
        raw: vec![(sql.to_owned(), vec![actor.workspace.into()])],
    })
}

fn newest(table: &str, by: &str) -> String {
    format!("SELECT * FROM {table} WHERE workspace_id = ? ORDER BY {by} DESC, id DESC LIMIT 51")
}

/// The lists for a salesperson, who sees a two-hundredth of everything, each with its capped count.
async fn lists_of_one(actor: &Actor, rep: &Client) -> anyhow::Result<Vec<Pair>> {
    let me: Uuid = rep.get("/me").await.ok()["user"]["id"].as_str().context("a user has an id")?.parse()?;
    let (workspace, owner): (Value, Value) = (actor.workspace.into(), me.into());
    let pair = |what, path: &str, columns: &str, rows: &str, order: &str| {
        // `:w` is the workspace, `:o` the owner.
        let values: Vec<Value> =
            rows.split(':').skip(1).map(|rest| if rest.starts_with('w') { workspace.clone() } else { owner.clone() }).collect();
        let rows = rows.replace(":w", "?").replace(":o", "?");
        let raw = vec![
            (format!("SELECT {columns} FROM {rows} ORDER BY {order} LIMIT 51"), values.clone()),
            (format!("SELECT count(*) FROM (SELECT 1 FROM {rows} LIMIT 1001) AS found"), values),
        ];
        Pair { what, client: rep.clone(), path: path.to_owned(), raw }
    };
    let mine = "SELECT id FROM accounts WHERE workspace_id = :w AND owner_id = :o";
    let of_mine = |table: &str| format!("{table} WHERE workspace_id = :w AND account_id IN ({mine})");
    let people = "contacts WHERE workspace_id = :w AND trashed_at IS NULL AND id IN (SELECT id FROM contacts WHERE workspace_id = :w AND owner_id = :o \
                  UNION SELECT l.contact_id FROM accounts a JOIN contact_accounts l ON l.workspace_id = a.workspace_id AND l.account_id = a.id \
                  WHERE a.workspace_id = :w AND a.owner_id = :o)";
    let accounts = "accounts WHERE workspace_id = :w AND owner_id = :o AND trashed_at IS NULL";
    Ok(vec![
        pair("own accounts, first page", "/accounts?count=capped", COLUMNS, accounts, "name_sort, id"),
        pair("own contacts, first page", "/contacts?count=capped", "*", people, "name_sort, id"),
        pair("own orders, newest first", "/orders?count=capped", "*", &of_mine("orders"), "ordered_on DESC, id DESC"),
        pair("own interactions, newest first", "/interactions?count=capped", "*", &of_mine("interactions"), "at DESC, id DESC"),
    ])
}

/// Searches, held against the search index asked for as many rows without names, order and rights; and a list that words
/// narrow.
pub(crate) async fn searches(app: &App, actor: &Actor, client: &Client, rep: &Client, patience: Patience) -> anyhow::Result<()> {
    let (connection, dialect) = (app.db().unscoped_read("a benchmark asks the same question raw"), app.db().dialect());
    for (what, q) in [
        ("search, one character", "张"),
        ("search, two characters", "金源"),
        ("search, many", "金源芳名烟商行"),
        ("search, initials", "jyf"),
        ("search, pinyin", "huaxia"),
        ("search, last four digits", "4321"),
        ("search, an order number", "S00123456"),
    ] {
        let mut raw = Query::select();
        let terms = query_terms(q, true);
        let matches = dialect.search_matches(&terms, &[], Asking::Newest(200)).context("there is something to search for")?;
        raw.column(Alias::new("title")).from(Alias::new("search_docs")).and_where(matches).limit(200);
        let raw = dialect.backend().build(&raw);
        let raw = times(patience, |_| async {
            connection.query_all_raw(raw.clone()).await?;
            Ok(())
        })
        .await?;
        let path = format!("/search?q={}", encode(q));
        row(what, &times(patience, |_| ask(client, &path)).await?, &raw, Some(30.0));
        if q == "金源" {
            row("the same among one's own", &times(patience, |_| ask(rep, &path)).await?, &raw, Some(30.0));
            let path = format!("/accounts?count=capped&q={}", encode(q));
            let ours = times(patience, |_| ask(client, &path)).await?;
            let all = dialect.search_matches(&terms, &[], Asking::Whole).context("there is something to search for")?;
            let (page, count) = narrowed(actor, all);
            let raw = times(patience, |_| async {
                connection.query_all_raw(dialect.backend().build(&page)).await?;
                connection.query_all_raw(dialect.backend().build(&count)).await?;
                Ok(())
            })
            .await?;
            row("list of all that it finds", &ours, &raw, None);
        }
    }
    Ok(())
}

/// The first page and the capped count of the accounts that words find.
fn narrowed(actor: &Actor, matches: SimpleExpr) -> (SelectStatement, SelectStatement) {
    let column = |name: &'static str| Expr::col(Alias::new(name));
    let of_workspace = column("workspace_id").eq(actor.workspace);
    let mut found = Query::select();
    found
        .column(Alias::new("record_id"))
        .from(Alias::new("search_docs"))
        .and_where(matches)
        .and_where(of_workspace.clone())
        .and_where(column("kind").eq("account"));
    let mut rows = Query::select();
    rows.from(Alias::new("accounts"))
        .and_where(of_workspace)
        .and_where(column("trashed_at").is_null())
        .and_where(column("id").in_subquery(found));
    let (mut page, mut counted, mut count) = (rows.clone(), rows, Query::select());
    page.columns(COLUMNS.split(", ").map(Alias::new)).order_by(Alias::new("name_sort"), Order::Asc).limit(51);
    counted.expr(Expr::val(1)).limit(1001);
    count.expr(Expr::cust("count(*)")).from_subquery(counted, Alias::new("found"));
    (page, count)
}

/// How soon it is told whether a customer that is being entered is there already. Accounts of an older database get their
/// keys first.
async fn duplicates(app: &App, actor: &Actor, client: &Client, patience: Patience) -> anyhow::Result<()> {
    let kind = &guanxi_crm::customers::MERGEABLE;
    let connection = app.db().unscoped_read("a benchmark asks the same question raw");
    let dialect = app.db().dialect();
    let first = |sql: &str| dialect.statement(sql, vec![actor.workspace.into()]);
    if connection.query_one_raw(first("SELECT key FROM record_keys WHERE workspace_id = ? AND kind = 'account' LIMIT 1")).await?.is_none() {
        let mut after = Uuid::nil();
        loop {
            let tx = app.db().write(actor).await?;
            let facts = (kind.facts_after)(tx.reader(), after, 5000).await?;
            let Some(last) = facts.last() else { break };
            after = last.id;
            let ids: Vec<Uuid> = facts.iter().map(|facts| facts.id).collect();
            guanxi_crm::duplicates::commands::put_keys(&tx, kind.kind, &ids, &facts).await?;
            let mut tx = tx;
            let done = tx.record(Event::new("bench.filled", "account", Uuid::now_v7()), ());
            tx.commit(done).await?;
        }
    }
    for (what, body) in [
        (
            "is a new customer there already: a name like many",
            json!({"name": "金源伟名烟烟酒店", "region": "安徽省合肥市", "phone": "0551-62345678"}),
        ),
        (
            "is a new customer there already: a name like none",
            json!({"name": "独一无二酒庄", "region": "安徽省合肥市", "phone": "0551-62345678"}),
        ),
    ] {
        let ours = times(patience, |_| async {
            let answer = client.post("/accounts/duplicates", &body).await;
            anyhow::ensure!(answer.status.is_success(), "{}", answer.text());
            Ok(())
        })
        .await?;
        let sql = "SELECT id, name, phone, region FROM accounts WHERE workspace_id = ? AND phone = ?";
        let raw = times(patience, |_| async {
            connection.query_all_raw(dialect.statement(sql, vec![actor.workspace.into(), "0551-62345678".into()])).await?;
            Ok(())
        })
        .await?;
        row(what, &ours, &raw, Some(20.0));
    }
    Ok(())
}

/// A new account, held against the insertion of its row alone.
async fn create(app: &App, actor: &Actor, client: &Client, patience: Patience) -> anyhow::Result<()> {
    // Another name and another number in every run: what is there already is refused.
    let run = Uuid::now_v7().simple().to_string();
    let first = u64::from(Uuid::now_v7().as_fields().1) * 1000;
    let created = times(patience, |n| {
        let body =
            json!({"name": format!("{run}{n}"), "region": "安徽省合肥市", "phone": format!("0551-6{:07}", (first + n) % 10_000_000)});
        async move {
            let answer = client.post("/accounts", &body).await;
            anyhow::ensure!(answer.status.is_success(), "{}", answer.text());
            Ok(())
        }
    })
    .await?;
    let writer = app.db().unscoped("a benchmark writes a row raw");
    let columns = "version, created_at, updated_at, name, name_sort, kind, high_tech, public_sector, cooperating_since, net_sales_minor, \
                   net_sales_12m_minor, order_count, first_order_on, last_order_on, history, volume, last_contact_on, next_step_on";
    let copied = columns.replace("name, name_sort", "?, name_sort");
    let sql = format!(
        "INSERT INTO accounts (workspace_id, id, {columns}) SELECT workspace_id, ?, {copied} FROM accounts WHERE workspace_id = ? LIMIT 1"
    );
    let raw = times(patience, |n| {
        let values = vec![Uuid::now_v7().into(), format!("{run}{n}").into(), actor.workspace.into()];
        let statement = app.db().dialect().statement(&sql, values);
        async move {
            writer.execute_raw(statement).await?;
            Ok(())
        }
    })
    .await?;
    row("create", &created, &raw, None);
    Ok(())
}

pub(crate) async fn ask(client: &Client, path: &str) -> anyhow::Result<()> {
    let answer = client.get(path).await;
    anyhow::ensure!(answer.status.is_success(), "{path}: {}", answer.text());
    Ok(())
}

/// Prints what was measured; searches are held against a bound as well.
pub(crate) fn row(what: &str, ours: &Times, raw: &Times, bound_ms: Option<f64>) {
    let pair = |times: &Times| format!("{:.2} / {:.2}", times.quantile(0.5), times.quantile(0.95));
    let within = ours.quantile(0.5) <= 2.0 * raw.quantile(0.5) + 2.0;
    let verdict = match bound_ms {
        Some(bound) if ours.quantile(0.95) <= bound => format!("p95 ≤ {bound} ms"),
        Some(bound) => format!("p95 over {bound} ms"),
        None if within => "yes".to_owned(),
        None => "no".to_owned(),
    };
    say(format!("| {what} | {} | {:.2} | {} | {verdict} |", pair(ours), ours.cpu_ms, pair(raw)));
}

pub(crate) fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

struct Deep {
    cursor: String,
    id: Uuid,
    values: Vec<Value>,
}

/// A place in the middle of the list by sales: the cursor that a client would have there.
async fn deep_cursor(client: &Client) -> anyhow::Result<Deep> {
    let middle = json!({"field": "net_sales", "op": "lt", "value": 2_000_000}).to_string();
    let page = client.get(&format!("/accounts?count=none&sort=-net_sales&limit=1&columns=net_sales&filter={}", encode(&middle))).await.ok();
    let first = &page["items"][0];
    let id: Uuid = first["id"].as_str().context("there is a row in the middle")?.parse()?;
    let sales = first["net_sales"]["minor"].as_i64().context("it has sales")?;
    // The cursor of the unfiltered list at this row.
    let top = client.get("/accounts?count=none&sort=-net_sales&limit=1&columns=net_sales").await.ok();
    let cursor = guanxi_kernel::list::cursor_at(top["next_cursor"].as_str().context("there are more rows")?, &[json!(sales)], id)?;
    Ok(Deep { cursor, id, values: vec![sales.into(), sales.into(), id.into()] })
}
