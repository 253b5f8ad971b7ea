//! The portfolio: of everybody, of a filter, of whoever sees only some accounts.

use guanxi_kernel::testkit::Client;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{YUAN, order, reckon, value};
use crate::testing::{Done, TestApp, escaped, id};

/// An order with a line, some days ago: list price and net in yuan.
async fn priced(app: &TestApp, client: &Client, account: &Value, days_ago: i64, [listed, net, cost]: [i64; 3]) {
    let line = json!({"product": "酱香型白酒", "quantity": 1, "price_minor": listed * YUAN, "net_minor": net * YUAN});
    let order = json!({"account_id": id(account), "ordered_on": app.days_ago(days_ago), "cost_minor": cost * YUAN, "lines": [line]});
    client.post("/orders", &order).await.done();
}

async fn visited(app: &TestApp, client: &Client, account: &Value, times: usize) {
    for _ in 0..times {
        let visit = json!({"account_id": id(account), "channel": "visit", "at": app.minutes_ago(60), "next_step": {"text": "再去", "due_on": app.days_ago(-7)}});
        client.post("/interactions", &visit).await.done();
    }
}

async fn portfolio(client: &Client, question: &str) -> Value {
    client.get(&format!("/value/portfolio?{question}")).await.ok()
}

/// How many accounts the list has under a filter.
async fn listed(client: &Client, filter: &Value) -> i64 {
    let page = client.post("/accounts/search", &json!({"filter": filter, "count": "exact", "limit": 1})).await.ok();
    page["count"]["value"].as_i64().unwrap()
}

fn cells(portfolio: &Value) -> &Vec<Value> {
    portfolio["cells"].as_array().unwrap()
}

fn accounts(of: &[Value]) -> i64 {
    of.iter().map(|each| each["accounts"].as_i64().unwrap()).sum()
}

/// The condition that a bin of an axis stands for.
fn within(axis: &Value, bin: &Value) -> Value {
    let field = &axis["field"];
    let Some(n) = bin.as_u64().map(|n| usize::try_from(n).unwrap()) else { return json!({"field": field, "op": "empty"}) };
    let edges = axis["edges"].as_array().unwrap();
    let from = n.checked_sub(1).and_then(|at| edges.get(at)).map(|edge| json!({"field": field, "op": "gte", "value": edge}));
    let upto = edges.get(n).map(|edge| json!({"field": field, "op": "lt", "value": edge}));
    let some = json!({"field": field, "op": "not_empty"});
    let all: Vec<Value> = [some].into_iter().chain(from).chain(upto).collect();
    json!({"all": all})
}

#[tokio::test]
async fn f13_the_four_of_shapiro_stand_where_price_and_service_put_them() {
    let app = TestApp::new().await;
    let admin = app.admin();
    // Price index and visits of 80 yuan each, on a margin of 400.
    for (name, net, visits) in [("尊享", 1050, 3), ("被动", 1050, 1), ("进攻", 920, 3), ("廉价", 920, 1)] {
        let account = app.account(name).await;
        priced(&app, &admin, &account, 20, [1000, net, net - 400]).await;
        visited(&app, &admin, &account, visits).await;
    }
    let unpriced = app.account("没有明细").await;
    order(&app, &admin, &unpriced, 10, 100, Some(50)).await;
    let unordered = app.account("没有订单").await;
    reckon(&app).await;
    let classes = admin.get("/accounts?sort=name&columns=name,shapiro,relation_value,campbell,reinartz,angles,fiocca").await.ok();
    let class = |name: &str, field: &str| {
        let found = classes["items"].as_array().unwrap().iter().find(|item| item["name"] == name).unwrap();
        found[field].as_str().unwrap().to_owned()
    };
    let shapiro = ["尊享", "被动", "进攻", "廉价", "没有明细", "没有订单"].map(|name| class(name, "shapiro"));
    assert_eq!(shapiro, ["carriage_trade", "passive", "aggressive", "bargain_basement", "none", "none"]);
    assert_eq!((class("没有订单", "campbell"), class("没有明细", "campbell")), ("none".to_owned(), "tomorrow".to_owned()));
    let view = portfolio(&admin, "view=shapiro").await;
    assert_eq!((&view["accounts"], &view["is_of_run"], &view["day"]), (&json!(5), &json!(true), &json!(app.days_ago(0))));
    assert_eq!((&view["x"]["field"], &view["x"]["kind"], &view["y"]["cut"]), (&json!("service_ratio"), &json!("ratio"), &json!(9850)));
    assert_eq!(accounts(view["groups"].as_array().unwrap()), 5);
    let without_price: Vec<Value> = cells(&view).iter().filter(|cell| cell["y"].is_null()).cloned().collect();
    assert_eq!(accounts(&without_price), 1, "whose price is not known is told apart");
    let dot = view["dots"].as_array().unwrap().iter().find(|dot| dot["name"] == "被动").unwrap();
    assert_eq!((&dot["x"], &dot["y"], &dot["classes"]), (&json!(2000), &json!(10_500), &json!(["passive"])));
    let worth = value(&admin, dot).await;
    let told = &worth["views"][0];
    assert_eq!((&told["field"], &told["class"], &told["why_none"]), (&json!("shapiro"), &json!("passive"), &Value::Null));
    assert_eq!(told["measures"][0], json!({"field": "price_index", "kind": "ratio", "value": 10_500, "bound": 9850}));
    let why = async |account: &Value, n: usize| value(&admin, account).await["views"][n]["why_none"].clone();
    assert_eq!((why(&unpriced, 0).await, why(&unordered, 0).await), (json!("no_price"), json!("no_sales")));
    let cube = portfolio(&admin, "view=cube").await;
    assert_eq!(cube["groups"][0]["classes"].as_array().map(Vec::len), Some(2), "{cube}");
}

#[tokio::test]
async fn f13_each_cell_opens_exactly_its_accounts_with_and_without_a_filter() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for n in 0..12_i64 {
        let account = app.account(&format!("客户{n:02}")).await;
        order(&app, &admin, &account, 30 * n + 1, 100 * 3_i64.pow(u32::try_from(n % 7).unwrap()), Some(40 + n)).await;
        visited(&app, &admin, &account, usize::try_from(n % 3).unwrap()).await;
        if n % 2 == 0 {
            let patch = json!({"region": "合肥"});
            let version = admin.get(&format!("/accounts/{}", id(&account))).await.ok()["version"].as_i64().unwrap();
            assert!(admin.patch(&format!("/accounts/{}", id(&account)), version, &patch).await.status.is_success());
        }
    }
    reckon(&app).await;
    let active = json!({"field": "is_active", "op": "eq", "value": true});
    let here = json!({"field": "region", "op": "eq", "value": "合肥"});
    let filters = [None, Some(here.clone()), Some(json!({"any": [here, {"field": "orders_12m", "op": "gte", "value": 99}]}))];
    for filter in filters {
        for question in ["x=service_12m&y=contribution_12m", "x=contribution_12m&y=growth", "view=angles", "view=cube"] {
            let narrowed = filter.as_ref().map(|filter| format!("&filter={}", escaped(&filter.to_string()))).unwrap_or_default();
            let found = portfolio(&admin, &format!("{question}{narrowed}")).await;
            let all = |more: Vec<Value>| {
                let parts: Vec<Value> = [Some(active.clone()), filter.clone()].into_iter().flatten().chain(more).collect();
                json!({"all": parts})
            };
            let expected = listed(&admin, &all(Vec::new())).await;
            assert_eq!((accounts(cells(&found)), &found["accounts"]), (expected, &json!(expected)), "{question}");
            assert_eq!(found["is_of_run"], json!(filter.is_none()));
            assert_eq!(found["dots"].as_array().map(Vec::len), usize::try_from(expected).ok());
            for cell in cells(&found) {
                let of = all(vec![within(&found["x"], &cell["x"]), within(&found["y"], &cell["y"])]);
                assert_eq!(listed(&admin, &of).await, cell["accounts"].as_i64().unwrap(), "{question} {cell}");
            }
            for group in found["groups"].as_array().unwrap() {
                let fields = found["classes"].as_array().unwrap().iter().zip(group["classes"].as_array().unwrap());
                let of = all(fields.map(|(field, class)| json!({"field": field, "op": "in", "value": [class]})).collect());
                assert_eq!(listed(&admin, &of).await, group["accounts"].as_i64().unwrap(), "{question} {group}");
            }
        }
    }
    // What was counted by the run and what is counted now are the same.
    let everybody = escaped(&json!({"field": "orders_12m", "op": "gte", "value": 0}).to_string());
    for question in ["x=growth&y=contribution_12m", "view=shapiro"] {
        let sorted = |portfolio: &Value| {
            let mut cells: Vec<String> = cells(portfolio).iter().map(Value::to_string).collect();
            cells.sort();
            cells
        };
        let (of_run, now) = (portfolio(&admin, question).await, portfolio(&admin, &format!("{question}&filter={everybody}")).await);
        assert_eq!((sorted(&of_run), &of_run["contribution"]), (sorted(&now), &now["contribution"]), "{question}");
    }
}

#[tokio::test]
async fn f13_a_salesperson_sees_their_own_customers_among_the_bounds_of_all() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    for account in app.accounts_of(me, 3).await {
        order(&app, &rep, &json!({"id": account}), 5, 300, None).await;
    }
    let foreign = app.account("别人的客户").await;
    order(&app, &app.admin(), &foreign, 5, 100_000, None).await;
    reckon(&app).await;
    let (mine, all) = (portfolio(&rep, "view=reinartz").await, portfolio(&app.admin(), "view=reinartz").await);
    assert_eq!((&mine["accounts"], &mine["is_of_run"]), (&json!(3), &json!(false)));
    assert_eq!((&all["accounts"], &all["is_of_run"]), (&json!(4), &json!(true)));
    assert_eq!(mine["y"], all["y"]);
    assert!(!mine.to_string().contains("别人的客户"), "{mine}");
    assert_eq!(app.person_without_rights().await.0.get("/value/portfolio?view=bcg").await.status, 403);
}

#[tokio::test]
async fn a_filter_of_many_is_counted_in_a_sample_in_which_the_largest_all_are() {
    let app = TestApp::new().await;
    let admin = app.admin();
    admin.put("/parameters/value.counted_most", &json!({"value": 20_000})).await.done();
    // Fewer than anybody may set, so that few accounts are many.
    let (db, few) = (app.app.db(), "UPDATE parameters SET value = ? WHERE key = ?");
    let values = vec![json!(100).into(), "value.counted_most".into()];
    db.unscoped("a test").execute_raw(db.dialect().statement(few, values)).await.unwrap();
    for n in 0..130_i64 {
        let account = app.account(&format!("客户{n:03}")).await;
        let yuan = if n < 5 { 100_000 + n } else { 100 };
        order(&app, &admin, &account, 3, yuan, Some(0)).await;
    }
    reckon(&app).await;
    let filtered = async |field: &str, value: i64| {
        let filter = json!({"field": field, "op": "gte", "value": value}).to_string();
        portfolio(&admin, &format!("view=pyramid&filter={}", escaped(&filter))).await
    };
    assert_eq!(portfolio(&admin, "view=pyramid").await["sample"], Value::Null, "the run has counted everybody");
    let most = filtered("orders_12m", 1).await;
    let looked_at = most["sample"].as_i64().unwrap();
    assert!((6..=25).contains(&looked_at), "five of the largest, and at most twenty of the others: {looked_at}");
    assert_eq!((&most["accounts"], accounts(cells(&most))), (&json!(130), 130));
    let contribution = (500_010 + 125 * 100) * YUAN;
    assert_eq!(most["contribution"]["minor"], json!(contribution), "whoever brings most is there, and the others are alike");
    let few = filtered("contribution_12m", 100_000 * YUAN).await;
    assert_eq!((&few["sample"], &few["accounts"]), (&Value::Null, &json!(5)), "of few, all are counted");
}

#[tokio::test]
async fn a_portfolio_that_cannot_be_meant_is_refused() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (question, wrong) in [
        ("", vec!["/x", "/y"]),
        ("x=growth", vec!["/y"]),
        ("x=growth&y=growth", vec!["/y"]),
        ("x=name&y=growth", vec!["/x"]),
        ("view=horoscope", vec!["/view"]),
        ("view=bcg&size=owner", vec!["/size"]),
        ("view=bcg&filter=%7B", vec!["/filter"]),
        ("view=bcg&filter=%7B%22field%22%3A%22nothing%22%2C%22op%22%3A%22eq%22%7D", vec!["/filter"]),
    ] {
        let answer = admin.get(&format!("/value/portfolio?{question}")).await;
        assert_eq!(answer.status, 422, "{question}: {}", answer.text());
        let fields: Vec<String> = answer.wrong_fields().into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(fields, wrong, "{question}");
    }
    assert_eq!(admin.get("/value/portfolio?view=bcg&colour=red").await.status, 400);
}

#[tokio::test]
async fn a_portfolio_of_nobody_and_of_one() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let empty = portfolio(&admin, "view=pyramid").await;
    assert_eq!((&empty["day"], &empty["accounts"], &empty["cells"]), (&Value::Null, &json!(0), &json!([])));
    let account = app.account("独家客户").await;
    reckon(&app).await;
    assert_eq!(portfolio(&admin, "view=pyramid").await["accounts"], json!(0), "nobody is active");
    order(&app, &admin, &account, 3, 500, Some(100)).await;
    reckon(&app).await;
    let without_classes = portfolio(&admin, "view=potential").await;
    assert_eq!((&without_classes["classes"], &without_classes["groups"]), (&json!([]), &json!([])));
    let one = portfolio(&admin, "view=pyramid").await;
    assert_eq!((&one["accounts"], &one["contribution"]["minor"]), (&json!(1), &json!(400 * YUAN)));
    assert_eq!(one["groups"][0]["classes"], json!(["vip"]));
    assert_eq!((&one["dots"][0]["name"], &one["dots"][0]["x"]), (&json!("独家客户"), &json!(400 * YUAN)));
}
