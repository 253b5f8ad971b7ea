//! Twenty fields of a workspace's own on every account, two of them with an index, and what is asked of them.

use std::time::Instant;

use anyhow::Context;
use guanxi_kernel::{actor::Actor, http::App, job::run_due, testkit::Client};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::{
    measure::{Patience, say, times},
    questions::{ask, encode, row},
};

/// How many accounts get their values in one statement.
const CHUNK: u64 = 50_000;

/// A field: its key, what it holds, whether it has an index, and its value as JSON made of the account's columns, as SQL. Both
/// databases read it.
type Field = (&'static str, Value, bool, &'static str);

fn fields() -> Vec<Field> {
    let number = |decimals: u8| json!({"type": "number", "decimals": decimals});
    let of = |kind: &str| json!({"type": kind});
    let choices = ["a", "b", "c"].map(|word| json!({"key": word, "label": word}));
    let words = |kind: &str| json!({"type": kind, "choices": choices});
    let text = "'\"' || substr(name, 1, 4) || '\"'";
    let day = "'\"202' || (net_sales_minor % 8) || '-0' || (1 + order_count % 9) || '-1' || (net_sales_minor / 7 % 10) || '\"'";
    vec![
        ("area", number(1), true, "(net_sales_minor / 3 % 5000)"),
        ("contract", of("date"), true, day),
        ("rent", of("money"), false, "(net_sales_minor % 900000)"),
        ("deposit", of("money"), false, "(net_sales_minor / 11 % 300000)"),
        ("shelves", number(0), false, "(net_sales_minor % 40)"),
        ("people", number(0), false, "(order_count % 9)"),
        ("score", number(2), false, "(net_sales_minor % 500)"),
        ("share", number(2), false, "(net_sales_minor / 5 % 10000)"),
        ("opened", of("date"), false, day),
        ("checked", of("date"), false, day),
        ("corner", of("boolean"), false, "'true'"),
        ("cooled", of("boolean"), false, "'false'"),
        ("display", words("choice"), false, "CASE net_sales_minor % 3 WHEN 0 THEN '\"a\"' WHEN 1 THEN '\"b\"' ELSE '\"c\"' END"),
        ("grade", words("choice"), false, "CASE order_count % 2 WHEN 0 THEN '\"a\"' ELSE '\"b\"' END"),
        ("sells", words("choices"), false, "CASE net_sales_minor % 2 WHEN 0 THEN '[\"a\",\"b\"]' ELSE '[\"c\"]' END"),
        ("brand", of("text"), false, text),
        ("note", of("long_text"), false, text),
        ("site", of("url"), false, "'\"https://example.com/' || (net_sales_minor % 100000) || '\"'"),
        ("mail", of("email"), false, "'\"a' || (net_sales_minor % 100000) || '@example.com\"'"),
        ("hotline", of("phone"), false, "'\"138' || (10000000 + net_sales_minor % 90000000) || '\"'"),
    ]
}

/// Adds the fields and fills them in, unless that was done before.
pub(crate) async fn give(app: &App, actor: &Actor, client: &Client) -> anyhow::Result<()> {
    let fields = fields();
    if client.get("/custom-fields?list=accounts").await.ok().as_array().is_some_and(|there| there.len() >= fields.len()) {
        return Ok(());
    }
    let began = Instant::now();
    let (db, dialect) = (app.db().unscoped("a benchmark fills in fields"), app.db().dialect());
    let parts: Vec<String> = fields.iter().map(|(key, _, _, value)| format!("'\"{key}\":' || {value}")).collect();
    let object = format!("'{{' || {} || '}}'", parts.join(" || ',' || "));
    let object = if dialect.is_embedded() { object } else { format!("({object})::jsonb") };
    loop {
        let sql = format!(
            "UPDATE accounts SET custom = {object} WHERE workspace_id = ? AND id IN \
             (SELECT id FROM accounts WHERE workspace_id = ? AND custom IS NULL LIMIT {CHUNK})"
        );
        let values = vec![actor.workspace.into(), actor.workspace.into()];
        if db.execute_raw(dialect.statement(&sql, values)).await?.rows_affected() == 0 {
            break;
        }
    }
    say(format!("- filled in {} fields of all accounts in {:.1} s", fields.len(), began.elapsed().as_secs_f64()));
    let began = Instant::now();
    for (key, kind, indexed, _) in fields {
        let body = json!({"list": "accounts", "key": key, "label": key, "kind": kind, "indexed": indexed});
        let answer = client.post("/custom-fields", &body).await;
        anyhow::ensure!(answer.status.is_success(), "{}", answer.text());
    }
    run_due(app).await?;
    say(format!("- two indexes on them in {:.1} s", began.elapsed().as_secs_f64()));
    app.db().analyze().await.context("the planner's statistics")
}

/// What is asked of the fields, each held against the same question about a column.
pub(crate) async fn ask_all(client: &Client, patience: Patience) -> anyhow::Result<()> {
    let shown = "columns=name,custom.area,custom.contract,custom.rent,custom.display,custom.brand";
    let filter = |tree: Value| encode(&tree.to_string());
    let older = filter(json!({"field": "custom.contract", "op": "between", "value": ["2024-03-01", "2024-03-12"]}));
    let silent = filter(json!({"field": "last_order_on", "op": "between", "value": ["2026-03-01", "2026-03-12"]}));
    let large = filter(json!({"field": "custom.shelves", "op": "gte", "value": 20}));
    let many = filter(json!({"field": "order_count", "op": "gte", "value": 2}));
    for (what, ours, floor) in [
        (
            "list with five of one's own, first page",
            format!("/accounts?count=none&{shown}"),
            "/accounts?count=none&columns=name,region,phone,address,credit_grade,last_order_on".to_owned(),
        ),
        (
            "sorted by one of one's own",
            format!("/accounts?count=none&sort=-custom.area&{shown}"),
            "/accounts?count=none&sort=-net_sales".to_owned(),
        ),
        (
            "filtered by one with an index",
            format!("/accounts?count=capped&filter={older}&{shown}"),
            format!("/accounts?count=capped&filter={silent}"),
        ),
        (
            "filtered by one without an index",
            format!("/accounts?count=capped&filter={large}&{shown}"),
            format!("/accounts?count=capped&filter={many}"),
        ),
        (
            "a sum over all of one of one's own",
            "/accounts?count=none&limit=1&sums=custom.rent".to_owned(),
            "/accounts?count=none&limit=1&sums=net_sales".to_owned(),
        ),
    ] {
        let ours = times(patience, |_| ask(client, &ours)).await?;
        let floor = times(patience, |_| ask(client, &floor)).await?;
        row(what, &ours, &floor, None);
    }
    Ok(())
}
