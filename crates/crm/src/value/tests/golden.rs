//! Real data end to end: what CDNOW says through the product is what is published and what an independent fit says.
//! Numbers: crates/clv/tests/data (sources and licences there).

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use guanxi_clv::{BetaGeometricParameters, GammaGamma, GammaGammaParameters, History, MbgNbd, PurchaseModel};
use serde_json::{Value, json};

use super::{reckon, value};
use crate::testing::{Done, TestApp, path};

const CDNOW: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cdnow_transactions.csv"));
const SAMPLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cdnow_sample_transactions.csv"));
const SUMMARY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cdnow_sample_summary_derived.csv"));
const RETAIL: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/online_retail2_invoices.csv"));
const COHORTS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cohort_cdnow_active_customers.csv"));

/// The golden numbers in a file of them, under a name.
fn golden(file: &str, under: &str) -> Value {
    let text = std::fs::read_to_string(format!("{}/../clv/tests/data/{file}", env!("CARGO_MANIFEST_DIR"))).expect("the file is there");
    serde_json::from_str::<Value>(&text).expect("the golden numbers are JSON")[under].clone()
}

/// A company that has taken these purchases in on a day; what is reckoned after an import is reckoned.
async fn company(day: &str, file: &str) -> TestApp {
    let app = TestApp::new().await;
    let admin = app.admin();
    let day: NaiveDate = day.parse().expect("the day is a day");
    app.travel(TimeDelta::days((day - app.today()).num_days()));
    let answer = admin.upload("/imports", &[("kind", "orders")], "purchases.csv", file.as_bytes()).await;
    let start = format!("{}/start", path(&answer.json(), "/imports"));
    admin.post(&start, &json!({"mode": "create", "make_missing": true})).await.done();
    app.run_jobs().await;
    app
}

/// The rows of a file that a question says yes to, under another header.
fn rows(file: &str, header: &str, keeps: impl Fn(&[&str]) -> bool) -> String {
    let rows = file.lines().skip(1).filter(|line| keeps(&line.split(',').collect::<Vec<_>>()));
    std::iter::once(header).chain(rows).collect::<Vec<_>>().join("\n")
}

fn near(found: &Value, wanted: &Value, tolerance: f64, what: &str) {
    let (found, wanted) = (found.as_f64().unwrap_or(f64::NAN), wanted.as_f64().expect("a golden number is a number"));
    assert!((found - wanted).abs() <= tolerance * wanted.abs().max(1.0), "{what}: {found} instead of {wanted}");
}

fn check(tried: &Value, golden: &Value, names: &[&str]) {
    let models = tried["models"].as_array().expect("models were tried");
    for name in names {
        let tried = models.iter().find(|tried| tried["name"] == *name).unwrap_or_else(|| panic!("{name} was tried"));
        near(&tried["log_likelihood"], &golden[name]["ll"], 1e-9, name);
        for parameter in tried["parameters"].as_array().expect("it has parameters") {
            let key = parameter["name"].as_str().expect("a parameter has a name");
            near(&parameter["value"], &golden[name]["params"][key], 1e-4, &format!("{name} {key}"));
        }
    }
    for parameter in tried["spend"]["parameters"].as_array().expect("spend has parameters") {
        let key = parameter["name"].as_str().expect("a parameter has a name");
        // v is an amount: the golden number is in whole units.
        let scale = if key == "v" { 100.0 } else { 1.0 };
        let found = json!(parameter["value"].as_f64().expect("a parameter is a number") / scale);
        near(&found, &golden["gamma_gamma"]["params"][key], 1e-4, &format!("gamma_gamma {key}"));
    }
}

#[tokio::test]
async fn all_of_cdnow_has_the_golden_parameters_concentration_and_cohorts() {
    let app = company("1998-06-30", CDNOW).await;
    let report = app.admin().get("/value/report").await.ok();
    check(&report["model"], &golden("cdnow_full.json", "all_1998-06-30"), &["bg_nbd", "mbg_nbd", "pareto_nbd"]);
    let spread = &report["classes"]["to_date"];
    assert_eq!((&spread["total_minor"], &spread["abc"]), (&json!(250_031_563), &json!([7695, 8044, 7831])));
    near(&spread["gini"], &json!(0.634_571_184_581_596_4), 1e-9, "gini");
    let top = spread["top_fifth_minor"].as_f64().expect("it is a number") / 250_031_563.0;
    near(&json!(top), &json!(0.677_773_829_698_453), 1e-9, "top fifth");
    let shares: Vec<i64> =
        report["survival"].as_array().into_iter().flatten().map(|point| point["share_bp"].as_i64().unwrap_or(-1)).collect();
    // 12,054 of 23,570 came once and had been silent for a year: 1 − 12,054/23,570.
    assert_eq!((shares.first(), shares.len()), (Some(&4886), 7), "{shares:?}");
    assert!(shares.windows(2).all(|pair| pair[1] <= pair[0]), "{shares:?}");
    let mut wanted = COHORTS.lines().skip(1);
    for cohort in report["cohorts"].as_array().expect("there are cohorts") {
        let active: Vec<String> = cohort["active"].as_array().expect("they are counted").iter().map(ToString::to_string).collect();
        let wanted = wanted.next().expect("as many cohorts");
        let found = format!("{},{}", cohort["month"].as_str().expect("a month"), active.join(","));
        assert!(wanted.starts_with(&found), "{wanted}: {found}");
    }
}

#[tokio::test]
async fn the_sample_of_cdnow_says_of_each_customer_what_the_golden_model_says() {
    let until = rows(SAMPLE, "master,customer_id,date,cds,value", |cells| cells[2] <= "1997-09-30");
    let app = company("1997-09-30", &until).await;
    let admin = app.admin();
    let golden = golden("cdnow_sample.json", "derived_from_transactions");
    let report = admin.get("/value/report").await.ok();
    check(&report["model"], &golden, &["bg_nbd", "mbg_nbd", "pareto_nbd"]);
    assert_eq!(report["model"]["used"], "mbg_nbd", "{}", report["model"]);
    let of = |name: &str, key: &str| golden[name]["params"][key].as_f64().expect("a golden number is a number");
    let parameter = |key: &str| of("mbg_nbd", key);
    let parameters = BetaGeometricParameters { r: parameter("r"), alpha: parameter("alpha"), a: parameter("a"), b: parameter("b") };
    let purchases = MbgNbd::new(parameters).expect("they are parameters");
    let parameter = |key: &str| of("gamma_gamma", key);
    let parameters = GammaGammaParameters { p: parameter("p"), q: parameter("q"), v: parameter("v") };
    let spend = GammaGamma::new(parameters).expect("they are parameters");
    let header: Vec<&str> = SUMMARY.lines().next().expect("there is a header").split(',').collect();
    for line in SUMMARY.lines().skip(1).step_by(300) {
        let cells: BTreeMap<&str, &str> = header.iter().copied().zip(line.split(',')).collect();
        let number = |key: &str| cells[key].parse::<f64>().expect("it is a number");
        let frequency: u32 = cells["x"].parse().expect("it is a number");
        let history = History::new(frequency, number("t_x"), number("T")).expect("it is a history");
        let filter = json!({"filter": {"field": "number", "op": "eq", "value": cells["id"]}});
        let account = admin.post("/accounts/search", &filter).await.ok()["items"][0].clone();
        let lifetime = value(&admin, &account).await["lifetime"].clone();
        assert_eq!(lifetime["form"], "model");
        near(&lifetime["alive"], &json!(purchases.probability_alive(&history)), 1e-6, "P(alive)");
        near(&lifetime["expected_orders"], &json!(purchases.expected_purchases(&history, 52_u32.into())), 1e-6, "orders of 52 weeks");
        let expected = spend.expected_spend(frequency, number("zbar")).expect("it can be told");
        near(&json!(lifetime["expected_order_minor"].as_f64().expect("it is a number") / 100.0), &json!(expected), 1e-6, "spend");
        let [low, middle, high] = ["low", "value", "high"].map(|end| lifetime[end]["minor"].as_i64().expect("it is an amount"));
        assert!(low < middle && middle < high, "{lifetime}");
    }
}

#[tokio::test]
async fn the_hold_out_of_the_sample_is_judged_as_the_golden_one() {
    let app = company("1998-06-30", &rows(SAMPLE, "master,customer_id,date,cds,value", |_| true)).await;
    let admin = app.admin();
    admin.put("/parameters/value.holdout_days", &json!({"value": 273})).await.done();
    reckon(&app).await;
    let model = admin.get("/value/report").await.ok()["model"].clone();
    let wanted = golden("cdnow_sample_holdout_metrics.json", "metrics");
    assert_eq!(model["holdout_from"], "1997-09-30");
    let same = |found: &Value, wanted: &Value, what: &str| {
        for (ours, theirs) in [("predicted", "sum_pred"), ("actual", "sum_actual"), ("mae", "mae"), ("rmse", "rmse")] {
            near(&found[ours], &wanted[theirs], 1e-4, &format!("{what} {ours}"));
        }
    };
    for name in ["bg_nbd", "mbg_nbd", "pareto_nbd"] {
        let tried = model["models"].as_array().expect("models were tried").iter().find(|tried| tried["name"] == name);
        same(&tried.expect("it was tried")["holdout"], &wanted[name], name);
    }
    same(&model["as_before"], &wanted["baseline_same_rate"], "as before");
}

#[tokio::test]
async fn online_retail_flags_the_fit_at_the_edge_and_spend_that_depends_on_frequency() {
    let sales = rows(RETAIL, "customer_id,invoice,date,kind,lines,units,amount,country", |cells| {
        cells[3] == "sale" && cells[6].parse::<f64>().is_ok_and(|amount| amount > 0.0) && cells[2] <= "2011-06-30 24"
    });
    let app = company("2011-06-30", &sales).await;
    let report = app.admin().get("/value/report").await.ok();
    let model = &report["model"];
    assert_eq!((&model["customers"], &model["repeaters"]), (&json!(211), &json!(137)));
    check(model, &golden("online_retail2.json", "calibration_2011-06-30"), &["bg_nbd"]);
    let tried = model["models"].as_array().expect("models were tried").iter().find(|tried| tried["name"] == "mbg_nbd");
    assert_eq!(tried.expect("it was tried")["status"], "boundary", "{model}");
    assert_eq!(model["spend"]["kind"], "mean", "spend depends on frequency: {}", model["spend"]);
    near(&model["spend"]["correlation"], &json!(0.479), 1e-3, "correlation");
}
