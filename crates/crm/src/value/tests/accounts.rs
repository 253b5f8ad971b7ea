//! One account: its parts, what it costs, what it may bring; and the list it is in.

use std::collections::BTreeMap;

use guanxi_kernel::testkit::Client;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{YUAN, order, reckon, value};
use crate::testing::{Done, TestApp, id, names};

#[tokio::test]
async fn f06_customer_value_shows_three_parts() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    order(&app, &admin, &account, 500, 240_000, None).await;
    order(&app, &admin, &account, 40, 240_000, None).await;
    let worth = value(&admin, &account).await;
    let parts = |worth: &Value| ["to_date", "open", "future", "sum"].map(|part| worth["parts"][part]["minor"].as_i64().unwrap() / YUAN);
    // Nobody records opportunities yet, and it says so.
    assert_eq!(parts(&worth), [480_000, 0, 240_000, 720_000]);
    assert_eq!((&worth["forecast"]["source"], &worth["not_recorded"][0]), (&json!("run_rate"), &json!("opportunities")));
    let said = admin.put(&format!("/accounts/{}/forecast", id(&account)), &json!({"amount_minor": 60_000 * YUAN})).await.ok();
    assert_eq!(parts(&said), [480_000, 0, 60_000, 540_000]);
    assert_eq!(said["forecast"]["source"], "manual");
    let row = &admin.get("/accounts?columns=customer_value,future_value,forecast_source").await.ok()["items"][0];
    assert_eq!((&row["customer_value"]["minor"], &row["forecast_source"]), (&json!(540_000 * YUAN), &json!("manual")));
    let back = admin.put(&format!("/accounts/{}/forecast", id(&account)), &json!({"amount_minor": null})).await.ok();
    assert_eq!(parts(&back)[3], 720_000);
}

#[tokio::test]
async fn f08_what_serving_costs_is_counted_from_what_was_done() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("万家福超市").await;
    order(&app, &admin, &account, 30, 100_000, Some(80_000)).await;
    for (channel, count) in [("visit", 3), ("phone", 4), ("wechat", 2)] {
        for _ in 0..count {
            let call = json!({"account_id": id(&account), "channel": channel, "at": app.minutes_ago(60), "next_step": {"text": "再去", "due_on": app.days_ago(-7)}});
            admin.post("/interactions", &call).await.done();
        }
    }
    let year = value(&admin, &account).await["year"].clone();
    // 3 × 80 + 4 × 8 + 2 × 0.50
    let minor = |of: &Value| of["minor"].as_i64().unwrap();
    assert_eq!((minor(&year["margin"]), minor(&year["service_cost"])), (20_000 * YUAN, 27_300));
    assert_eq!(minor(&year["contribution"]), 20_000 * YUAN - 27_300);
    assert_eq!((&year["ratio_bp"], &year["load"], minor(&year["estimated"])), (&json!(137), &json!("fine"), 0));
    let visits = &year["service"][0];
    assert_eq!((&visits["kind"], &visits["count"], minor(&visits["cost"])), (&json!("visit"), &json!(3), 24_000));
    // With a dearer visit it is over-served, and the list knows after the next look.
    admin.put("/parameters/value.visit_cost", &json!({"value": 700_000})).await.done();
    reckon(&app).await;
    let filter = json!({"filter": {"field": "service_load", "op": "in", "value": ["red"]}, "columns": "name,service_ratio,contribution_12m", "sums": "service_12m"});
    let list = admin.post("/accounts/search", &filter).await.ok();
    assert_eq!(names(&list), ["万家福超市"]);
    assert_eq!((&list["items"][0]["service_ratio"], minor(&list["sums"]["service_12m"])), (&json!(10_517), 2_103_300));
}

#[tokio::test]
async fn f07_the_simple_form_says_why_and_what_losing_costs() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    order(&app, &admin, &account, 10, 100_000, Some(50_000)).await;
    let lifetime = value(&admin, &account).await["lifetime"].clone();
    assert_eq!((&lifetime["form"], &lifetime["why_simple"]), (&json!("simple"), &json!("not_yet")));
    assert_eq!(lifetime["value"]["minor"], json!(13_275_608), "the example of F07: 50,000 a year");
    assert_eq!(lifetime["years"].as_array().map(Vec::len), Some(5));
    reckon(&app).await;
    assert_eq!(value(&admin, &account).await["lifetime"]["why_simple"], "too_few");
}

#[tokio::test]
async fn what_losing_a_customer_costs_and_how_overdue_it_is_are_fields_of_the_list() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (name, days) in [("金源烟酒店", [100, 70, 40]), ("银海酒行", [70, 40, 10]), ("新客户", [0, 0, 0])] {
        let account = app.account(name).await;
        for ago in days.into_iter().filter(|ago| *ago > 0) {
            order(&app, &admin, &account, ago, 10_000, Some(5_000)).await;
        }
    }
    reckon(&app).await;
    let columns = "name,overdue,churn_cost_low,churn_cost_high,expected_order";
    let page = admin.get(&format!("/accounts?sort=-overdue&columns={columns}&count=none")).await.ok();
    assert_eq!(names(&page), ["金源烟酒店", "银海酒行", "新客户"]);
    for row in page["items"].as_array().unwrap() {
        let worth = value(&admin, row).await;
        let told = worth["cycle"]["overdue_bp"].as_f64().map(|bp| (bp / 100.0).round() / 100.0);
        assert_eq!(row["overdue"].as_f64(), told, "{row}");
        for bound in ["churn_cost_low", "churn_cost_high"] {
            assert_eq!(row[bound], worth["lifetime"][bound], "{bound}");
        }
        assert_eq!(row["expected_order"], Value::Null, "no model tells it of so few");
    }
    assert!(page["items"][0]["overdue"].as_f64().unwrap() > 1.0, "{page}");
    let late = json!({"filter": {"field": "overdue", "op": "gt", "value": 1}});
    assert_eq!(names(&admin.post("/accounts/search", &late).await.ok()), ["金源烟酒店"]);
    let (rep, _) = app.rep().await;
    app.take_right("salesperson", "value", "read").await;
    assert_eq!(rep.post("/accounts/search", &late).await.status, 403);
}

#[tokio::test]
async fn classes_are_sorted_by_in_their_own_order() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (name, yuan) in [("丙店", 1_000), ("无店", 0), ("甲店", 80_000), ("乙店", 15_000)] {
        let store = admin.post("/accounts", &json!({"name": name, "channel_kind": "tobacco_liquor_shop"})).await.ok();
        if yuan > 0 {
            order(&app, &admin, &store, 30, yuan, Some(0)).await;
        }
    }
    reckon(&app).await;
    let mut asked = json!({"sort": "abc,-contribution_12m", "columns": "name,abc", "limit": 3});
    let page = admin.post("/accounts/search", &asked).await.ok();
    assert_eq!(names(&page), ["甲店", "乙店", "丙店"], "{page}");
    asked["cursor"] = page["next_cursor"].clone();
    assert_eq!(names(&admin.post("/accounts/search", &asked).await.ok()), ["无店"]);
    let page = admin.post("/accounts/search", &json!({"sort": "-abc,name", "columns": "name,abc"})).await.ok();
    assert_eq!((names(&page)[0].as_str(), names(&page)[3].as_str()), ("无店", "甲店"), "{page}");
}

#[tokio::test]
async fn an_account_without_anything_is_worth_nothing_and_says_what_is_not_known() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("新客户").await;
    let worth = value(&admin, &account).await;
    assert_eq!((&worth["parts"]["sum"]["minor"], &worth["forecast"]["source"]), (&json!(0), &json!("none")));
    assert_eq!((&worth["cycle"], &worth["year"]["ratio_bp"], &worth["year"]["load"]), (&Value::Null, &Value::Null, &json!("none")));
    reckon(&app).await;
    let report = admin.get("/value/report").await.ok();
    assert_eq!((&report["classes"]["active"], &report["model"]["why_none"]), (&json!(0), &json!("too_few")));
    let list = admin.get("/accounts?sort=-customer_value&columns=name,pyramid,due_on").await.ok();
    assert_eq!((&list["items"][0]["pyramid"], &list["items"][0]["due_on"]), (&json!("none"), &Value::Null));
}

#[tokio::test]
async fn net_negative_customers_returns_and_credits_are_told_as_they_are() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("退货大户").await;
    order(&app, &admin, &account, 30, 1000, Some(800)).await;
    let back = |kind: &str, yuan: i64, cost: Option<i64>| json!({"account_id": id(&account), "ordered_on": app.days_ago(20), "kind": kind, "net_minor": yuan * YUAN, "cost_minor": cost.map(|cost| cost * YUAN)});
    admin.post("/orders", &back("return", 900, Some(720))).await.done();
    admin.post("/orders", &back("credit", 300, None)).await.done();
    let worth = value(&admin, &account).await;
    assert_eq!(worth["parts"]["to_date"]["minor"], json!(-200 * YUAN));
    // Goods that stayed cost 80; the credit moved none.
    assert_eq!(worth["year"]["margin"]["minor"], json!(-280 * YUAN));
    assert_eq!((&worth["forecast"]["amount"]["minor"], &worth["parts"]["future"]["minor"]), (&json!(0), &json!(0)));
    assert!(worth["lifetime"]["value"]["minor"].as_i64().unwrap() < 0, "{}", worth["lifetime"]);
}

#[tokio::test]
async fn the_list_is_sorted_by_figures_and_pages_through_equal_ones() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    let ids = app.accounts_of(me, 7).await;
    let (_, other) = app.person("salesperson", "二组").await;
    app.accounts_of(other, 3).await;
    for (n, account) in ids.iter().enumerate().skip(4) {
        order(&app, &rep, &json!({"id": account}), 3, 100 * i64::try_from(n).unwrap(), None).await;
    }
    app.run_jobs().await;
    let mut found = Vec::new();
    let mut question = json!({"sort": "-customer_value", "columns": "name,customer_value", "limit": 2});
    loop {
        let page = rep.post("/accounts/search", &question).await.ok();
        found.extend(page["items"].as_array().unwrap().iter().map(|item| item["customer_value"]["minor"].as_i64().unwrap() / YUAN));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        question["cursor"] = json!(cursor);
    }
    assert_eq!(found, [1200, 1000, 800, 0, 0, 0, 0], "what is sold and expected again; only one's own");
    let sums = rep.post("/accounts/search", &json!({"sums": "customer_value,contribution_12m", "count": "exact"})).await.ok();
    assert_eq!((&sums["sums"]["customer_value"]["minor"], &sums["count"]["value"]), (&json!(3000 * YUAN), &json!(7)));
    // A filter on a figure and the order of names, or the other way round.
    let rich = json!({"filter": {"field": "customer_value", "op": "gte", "value": 1000 * YUAN}, "sort": "name"});
    assert_eq!(names(&rep.post("/accounts/search", &rich).await.ok()), ["烟酒店0005", "烟酒店0006"]);
}

#[tokio::test]
async fn who_may_not_see_all_accounts_sees_no_report_and_sets_no_foreign_forecast() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = app.account("老板的客户").await;
    assert_eq!(rep.get("/value/report").await.status, 403);
    assert_eq!(rep.post("/value/runs", &Value::Null).await.status, 403);
    assert_eq!(rep.get(&format!("/accounts/{}/value", id(&account))).await.status, 404);
    assert_eq!(rep.put(&format!("/accounts/{}/forecast", id(&account)), &json!({"amount_minor": 1})).await.status, 404);
    let wrong = app.admin().put(&format!("/accounts/{}/forecast", id(&account)), &json!({"amount_minor": -1})).await;
    assert_eq!(wrong.wrong_fields().len(), 1, "{}", wrong.text());
}

#[tokio::test]
async fn f06_what_an_account_will_need_is_told_by_product_from_its_order_lines() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    let path = format!("/accounts/{}/demand", id(&account));
    assert_eq!(admin.get(&path).await.ok()["products"], json!([]));
    for days_ago in (15..400).step_by(30) {
        let lines = json!([
            {"product": "金源特酿", "quantity": 10, "price_minor": 100 * YUAN},
            {"product": "金源小酒", "quantity": 2, "price_minor": 20 * YUAN},
        ]);
        let order = json!({"account_id": id(&account), "ordered_on": app.days_ago(days_ago), "lines": lines});
        admin.post("/orders", &order).await.done();
    }
    let back = json!([{"product": "金源小酒", "quantity": 1, "price_minor": 20 * YUAN}]);
    let returned = json!({"account_id": id(&account), "ordered_on": app.days_ago(3), "kind": "return", "lines": back});
    admin.post("/orders", &returned).await.done();
    let demand = admin.get(&path).await.ok();
    let [large, small] = [&demand["products"][0], &demand["products"][1]];
    assert_eq!((&large["product"], &small["product"]), (&json!("金源特酿"), &json!("金源小酒")));
    assert_eq!((&large["quantity_12m"], &small["quantity_12m"]), (&json!(120), &json!(23)), "what was given back is taken off");
    assert_eq!(large["method"], json!("smoothing"));
    let next = large["next"].as_i64().unwrap();
    assert!((110..=135).contains(&next), "{next}");
    assert_eq!(large["next_net"]["minor"].as_i64().unwrap(), next * 100 * YUAN);
    let (rep, _) = app.rep().await;
    assert_eq!(rep.get(&path).await.status, 404);
}

#[tokio::test]
async fn demand_by_family_follows_the_catalogue_and_its_rights() {
    let app = TestApp::new().await;
    let (rep, user) = app.rep().await;
    let admin = app.admin();
    let account = admin.post("/accounts", &json!({"name": "金源烟酒店", "owner_id": user})).await.ok();
    for (product, family) in [("特酿", "酱香型"), ("陈酿", "酱香型"), ("纯生", "啤酒")] {
        admin.post("/products", &json!({"name": product, "family": family})).await.done();
    }
    for days_ago in (15..400).step_by(30) {
        let line = |product: &str, quantity: i64| json!({"product": product, "quantity": quantity, "price_minor": 10 * YUAN});
        let lines = json!([line("特酿", 10), line("陈酿", 5), line("纯生", 4), line("散装", 1)]);
        admin.post("/orders", &json!({"account_id": id(&account), "ordered_on": app.days_ago(days_ago), "lines": lines})).await.done();
    }
    let path = format!("/accounts/{}/demand", id(&account));
    let demand = rep.get(&path).await.ok();
    let told: Vec<Value> =
        demand["families"].as_array().unwrap().iter().map(|each| json!([each["family"], each["products"], each["quantity_12m"]])).collect();
    assert_eq!(told, [json!(["酱香型", 2, 180]), json!(["啤酒", 1, 48]), json!([null, 1, 12])]);
    let family = demand["families"][0]["next"].as_i64().unwrap();
    assert!((165..=205).contains(&family), "{family}");
    let products = |demand: &Value| demand["products"].as_array().unwrap().iter().map(|each| each["product"].clone()).collect::<Vec<_>>();
    assert_eq!(products(&demand).len(), 4);
    assert_eq!(products(&rep.get(&format!("{path}?family=酱香型")).await.ok()), ["特酿", "陈酿"]);
    assert_eq!(products(&rep.get(&format!("{path}?without_family=true")).await.ok()), ["散装"]);
    app.take_right("salesperson", "product", "read").await;
    let demand = rep.get(&path).await.ok();
    assert_eq!((&demand["families"], products(&demand).len()), (&Value::Null, 4));
    assert_eq!(rep.get(&format!("{path}?family=酱香型")).await.problem().0, 403);
}

#[tokio::test]
async fn growth_is_that_of_a_year_however_far_the_forecast_looks() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    for (days_ago, yuan) in [(800, 500), (500, 1000), (40, 1200)] {
        order(&app, &admin, &account, days_ago, yuan, None).await;
    }
    for (months, expected) in [(6, 660), (12, 1320), (24, 2640)] {
        admin.put("/parameters/value.forecast_months", &json!({"value": months})).await.done();
        let forecast = value(&admin, &account).await["forecast"].clone();
        assert_eq!((&forecast["amount"]["minor"], &forecast["growth_bp"]), (&json!(expected * YUAN), &json!(1000)), "{months} months");
    }
}

#[tokio::test]
async fn what_somebody_said_of_the_coming_months_is_signed_and_ends_with_them() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    order(&app, &admin, &account, 2, 1000, None).await;
    let said = admin.put(&format!("/accounts/{}/forecast", id(&account)), &json!({"amount_minor": 5000 * YUAN})).await.ok();
    let manual = &said["forecast"]["manual"];
    assert_eq!((&manual["amount"]["minor"], &manual["said_on"]), (&json!(5000 * YUAN), &json!(app.days_ago(0))));
    assert!(manual["said_by"]["name"].is_string(), "{manual}");
    admin.put("/parameters/value.forecast_months", &json!({"value": 1})).await.done();
    let (db, long_ago) = (app.app.db(), "UPDATE account_values SET manual_forecast_on = ?");
    let day = app.today() - chrono::Months::new(1);
    db.unscoped("a test").execute_raw(db.dialect().statement(long_ago, vec![day.into()])).await.unwrap();
    let later = value(&admin, &account).await["forecast"].clone();
    assert_eq!((&later["source"], &later["amount"]["minor"]), (&json!("run_rate"), &json!(1000 * YUAN / 12)));
    assert_eq!(later["manual"]["amount"]["minor"], json!(5000 * YUAN), "it is shown as what it was");
}

#[tokio::test]
async fn f12_a_store_is_due_for_a_visit_by_its_class() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    order(&app, &admin, &account, 30, 1000, None).await;
    let visit = json!({"account_id": id(&account), "channel": "visit", "at": app.minutes_ago(8 * 24 * 60), "next_step": {"text": "再去", "due_on": app.days_ago(-7)}});
    admin.post("/interactions", &visit).await.done();
    reckon(&app).await;
    let due = async || admin.get("/accounts?columns=visit_due_on,abc").await.ok()["items"][0].clone();
    assert_eq!(due().await["visit_due_on"], json!(app.days_ago(1)), "an A store visited 8 days ago is overdue by a day");
    assert_eq!(value(&admin, &account).await["classes"]["visit_due_on"], json!(app.days_ago(1)));
    let today = json!({"account_id": id(&account), "channel": "visit", "at": app.minutes_ago(1), "next_step": {"text": "再去", "due_on": app.days_ago(-7)}});
    admin.post("/interactions", &today).await.done();
    app.run_jobs().await;
    assert_eq!(due().await["visit_due_on"], json!(app.days_ago(-7)));
}

#[tokio::test]
async fn a_sale_that_a_credit_eats_up_makes_no_margin_of_a_hundred_times() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("退货大户").await;
    order(&app, &admin, &account, 30, 1000, Some(800)).await;
    let credit = json!({"account_id": id(&account), "ordered_on": app.days_ago(20), "kind": "credit", "net_minor": 995 * YUAN});
    admin.post("/orders", &credit).await.done();
    let worth = value(&admin, &account).await;
    assert_eq!(worth["year"]["margin"]["minor"], json!(-795 * YUAN), "what it was stays what it was");
}

#[tokio::test]
async fn the_return_of_the_first_order_is_no_repetition() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("一次客").await;
    order(&app, &admin, &account, 30, 10_000, None).await;
    let back = json!({"account_id": id(&account), "ordered_on": app.days_ago(20), "kind": "return", "net_minor": 10_000 * YUAN});
    admin.post("/orders", &back).await.done();
    let repeat =
        async || admin.get(&format!("/accounts/{}/delivered-value", id(&account))).await.ok()["enterprise"]["repeat"]["minor"].clone();
    assert_eq!(repeat().await, json!(0));
    order(&app, &admin, &account, 10, 300, None).await;
    assert_eq!(repeat().await, json!(300 * YUAN));
}

#[tokio::test]
async fn promotion_is_a_share_of_all_that_was_sold_and_not_of_what_has_lines() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    let lines = json!([{"product": "金源特酿", "quantity": 1, "price_minor": 100 * YUAN, "promotion": true}]);
    let promoted = json!({"account_id": id(&account), "ordered_on": app.days_ago(9), "lines": lines});
    admin.post("/orders", &promoted).await.done();
    order(&app, &admin, &account, 5, 9900, None).await;
    app.run_jobs().await;
    let row = admin.get("/accounts?columns=promotion_share,behaviour").await.ok()["items"][0].clone();
    assert_eq!(row["promotion_share"], json!(100), "{row}");
}

/// What has a part in a dealer's own value: all that is told of it but what it is compared with.
async fn own(client: &Client, account: &Value) -> [Value; 4] {
    let worth = value(client, account).await;
    ["parts", "forecast", "year", "cycle"].map(|part| worth[part].clone())
}

#[tokio::test]
async fn a08_what_terminals_are_worth_is_never_added_to_their_dealer_nor_counted_twice() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let dealer = admin.post("/accounts", &json!({"name": "经销商", "channel_kind": "dealer"})).await.ok();
    let mut terminals = Vec::new();
    for n in 1..=4 {
        let terminal = admin.post("/accounts", &json!({"name": format!("终端{n}"), "channel_kind": "catering"})).await.ok();
        admin.post(&format!("/accounts/{}/relations", id(&dealer)), &json!({"kind": "supplies", "to_id": id(&terminal)})).await.done();
        terminals.push(terminal);
    }
    for days_ago in [400, 200, 30] {
        order(&app, &admin, &dealer, days_ago, 50_000, None).await;
    }
    let before = own(&admin, &dealer).await;
    let mut sold = BTreeMap::from([(id(&dealer).to_owned(), 150_000)]);
    for n in 1..=24 {
        let terminal = &terminals[n % 4];
        let n = i64::try_from(n).unwrap();
        let (days_ago, yuan) = (n * 7919 % 700, 1 + n * 104_729 % 90_000);
        match n % 3 {
            // What the maker sells it itself is its own.
            0 => {
                order(&app, &admin, terminal, days_ago, yuan, None).await;
                *sold.entry(id(terminal).to_owned()).or_default() += yuan;
            }
            1 => admin.put(&format!("/accounts/{}/forecast", id(terminal)), &json!({"amount_minor": yuan * YUAN})).await.done(),
            _ => {
                let call = json!({"account_id": id(terminal), "channel": "phone", "at": app.minutes_ago(60)});
                admin.post("/interactions", &call).await.done();
            }
        }
        assert_eq!(own(&admin, &dealer).await, before);
        let parts = value(&admin, terminal).await;
        let of = |part: &str| parts["parts"][part]["minor"].as_i64().unwrap();
        assert_eq!(of("to_date"), sold.get(id(terminal)).map_or(0, |yuan| yuan * YUAN));
        // A16: what is expected and what is open are counted once.
        assert_eq!(of("open") + of("future"), of("open").max(parts["forecast"]["amount"]["minor"].as_i64().unwrap()));
        assert_eq!(of("sum"), of("to_date") + of("open") + of("future"));
    }
    reckon(&app).await;
    let total = sold.values().sum::<i64>() * YUAN;
    assert_eq!(admin.get("/value/report").await.ok()["classes"]["to_date"]["total_minor"], json!(total), "each order once");
}

#[tokio::test]
async fn what_decides_is_a_parameter() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let set = async |key: &str, to: i64| admin.put(&format!("/parameters/value.{key}"), &json!({"value": to})).await.done();
    // Of five that bought the year before, three stayed; one of them has doubled.
    let mut accounts = Vec::new();
    for n in 0..5 {
        let account = app.account(&format!("客户{n}")).await;
        let days: &[(i64, i64)] = if n < 3 { &[(800, 10), (500, 1000), (100, 2000)] } else { &[(500, 1000), (450, 10)] };
        for (days_ago, yuan) in days {
            order(&app, &admin, &account, *days_ago, *yuan, None).await;
        }
        accounts.push(account);
    }
    reckon(&app).await;
    let told = async || value(&admin, &accounts[0]).await;
    let forecast = async || told().await["forecast"]["amount"]["minor"].as_i64().unwrap() / YUAN;
    assert_eq!(forecast().await, 3000, "half of the growth");
    set("forecast_growth_share", 10_000).await;
    assert_eq!(forecast().await, 3000, "but no more than half");
    set("forecast_growth_most", 8000).await;
    assert_eq!(forecast().await, 3600);
    assert_eq!(told().await["lifetime"]["retention_bp"], json!(8000), "five are too few");
    set("retention_least", 5).await;
    reckon(&app).await;
    assert_eq!(told().await["lifetime"]["retention_bp"], json!(6000));
    let silence = async || told().await["cycle"]["silence"].as_str().unwrap().to_owned();
    assert_eq!(silence().await, "usual");
    set("silence_watch", 0).await;
    assert_eq!(silence().await, "watch");
    set("silence_warn", 0).await;
    assert_eq!(silence().await, "warn");
    let lines = json!([{"product": "老酒", "quantity": 1, "price_minor": 100}]);
    admin.post("/orders", &json!({"account_id": id(&accounts[0]), "ordered_on": app.days_ago(1000), "lines": lines})).await.done();
    let products = async || admin.get(&format!("/accounts/{}/demand", id(&accounts[0]))).await.ok()["products"].as_array().unwrap().len();
    assert_eq!(products().await, 1);
    set("demand_years", 2).await;
    assert_eq!(products().await, 0);
}
