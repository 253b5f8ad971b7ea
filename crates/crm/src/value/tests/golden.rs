//! Real data end to end: what CDNOW says through the product is what is published and what an independent fit says.
//! Numbers: crates/clv/tests/data (sources and licences there).

use std::{collections::BTreeMap, num::NonZeroU32};

use chrono::{Days, NaiveDate, TimeDelta};
use guanxi_clv::{BetaGeometricParameters, Chosen, Family, GammaGamma, GammaGammaParameters, History, MbgNbd, PurchaseModel, Random};
use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use super::{reckon, value};
use crate::{
    testing::{Done, TestApp, path},
    value::rules,
};

const CDNOW: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cdnow_transactions.csv"));
const SAMPLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cdnow_sample_transactions.csv"));
const SUMMARY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cdnow_sample_summary_derived.csv"));
const RETAIL: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/online_retail2_invoices.csv"));
const COHORTS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cohort_cdnow_active_customers.csv"));
const RFM_COUNTS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/rfm_cdnow_RF_counts.csv"));
const RFM_SELECTED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/rfm_cdnow_selected.csv"));
const RETAIL_COHORTS: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cohort_online_retail2_active_customers.csv"));
const RETAIL_PREDICTIONS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/online_retail2_predictions.csv"));

/// The golden numbers in a file of them.
fn all_golden(file: &str) -> Value {
    let text = std::fs::read_to_string(format!("{}/../clv/tests/data/{file}", env!("CARGO_MANIFEST_DIR"))).expect("the file is there");
    serde_json::from_str(&text).expect("the golden numbers are JSON")
}

/// Those under a name.
fn golden(file: &str, under: &str) -> Value {
    all_golden(file)[under].clone()
}

/// A company that has taken these purchases in on a day; what is reckoned after an import is reckoned.
async fn company(day: &str, file: &str) -> TestApp {
    company_with(&[], day, file).await
}

/// The same with parameters that were changed before.
async fn company_with(parameters: &[(&str, i64)], day: &str, file: &str) -> TestApp {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (key, value) in parameters {
        admin.put(&format!("/parameters/{key}"), &json!({"value": value})).await.done();
    }
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

/// The account of this number, with some columns.
async fn numbered(client: &Client, number: &str, columns: &str) -> Value {
    let question = json!({"filter": {"field": "number", "op": "eq", "value": number}, "columns": columns});
    client.post("/accounts/search", &question).await.ok()["items"][0].clone()
}

fn near(found: &Value, wanted: &Value, tolerance: f64, what: &str) {
    let (found, wanted) = (found.as_f64().unwrap_or(f64::NAN), wanted.as_f64().expect("a golden number is a number"));
    assert!((found - wanted).abs() <= tolerance * wanted.abs().max(1.0), "{what}: {found} instead of {wanted}");
}

/// The lines of a file by the names of its columns.
fn table(file: &str) -> impl Iterator<Item = BTreeMap<&str, &str>> {
    let header: Vec<&str> = file.lines().next().expect("there is a header").split(',').collect();
    file.lines().skip(1).map(move |line| header.iter().copied().zip(line.split(',')).collect())
}

/// Each cohort of the report has the golden number of active customers in each month until the last.
fn cohorts_are(report: &Value, file: &str) {
    let found: Vec<Vec<String>> = report["cohorts"]
        .as_array()
        .expect("there are cohorts")
        .iter()
        .map(|cohort| {
            let active = cohort["active"].as_array().expect("they are counted").iter().map(ToString::to_string);
            [cohort["month"].as_str().expect("it has a month").to_owned()].into_iter().chain(active).collect()
        })
        .collect();
    assert_eq!(found.len(), file.lines().count() - 1, "as many cohorts");
    for (found, wanted) in found.iter().zip(file.lines().skip(1)) {
        let wanted: Vec<&str> = wanted.split(',').take(found.len()).collect();
        assert_eq!(*found, wanted);
    }
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
    cohorts_are(&report, COHORTS);
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
    for cells in table(SUMMARY).step_by(40) {
        let number = |key: &str| cells[key].parse::<f64>().expect("it is a number");
        let frequency: u32 = cells["x"].parse().expect("it is a number");
        let history = History::new(frequency, number("t_x"), number("T")).expect("it is a history");
        let account = numbered(&admin, cells["id"], "name").await;
        let lifetime = value(&admin, &account).await["lifetime"].clone();
        assert_eq!(lifetime["form"], "model");
        near(&lifetime["alive"], &json!(purchases.probability_alive(&history)), 1e-6, "P(alive)");
        near(&lifetime["expected_orders"], &json!(purchases.expected_purchases(&history, 52_u32.into())), 1e-6, "orders of 52 weeks");
        let expected = spend.expected_spend(frequency, number("zbar")).expect("it can be told");
        near(&json!(lifetime["expected_order_minor"].as_f64().expect("it is a number") / 100.0), &json!(expected), 1e-6, "spend");
        let [low, middle, high] = ["low", "value", "high"].map(|end| lifetime[end]["minor"].as_i64().expect("it is an amount"));
        assert!(low < middle && middle < high, "{lifetime}");
        let row = numbered(&admin, cells["id"], "lifetime_low,lifetime_high,expected_order").await;
        assert_eq!([&row["lifetime_low"], &row["lifetime_high"]], [&lifetime["low"], &lifetime["high"]], "as the list has it");
        near(&row["expected_order"]["minor"], &lifetime["expected_order_minor"], 0.01, "spend in the list");
        let tried =
            report["model"]["models"].as_array().into_iter().flatten().find(|tried| tried["name"] == "mbg_nbd").expect("it was tried");
        let model = &lifetime["model"];
        assert_eq!((&model["name"], &model["is_used"], &model["status"]), (&tried["name"], &json!(true), &tried["status"]));
        assert_eq!((&model["reason"], &model["test"]["predicted"]), (&tried["verdict"]["code"], &tried["holdout"]["predicted"]));
        assert_eq!(
            (&model["test"]["as_before_mae"], &model["sample"]["repeaters"]),
            (&report["model"]["as_before"]["mae"], &report["model"]["repeaters"])
        );
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

/// All purchases of CDNOW, those of a day together, so that all stand in the 12 months of the quintiles. The customers that came last
/// between 200 and 381 days ago have one score of recency; these days are left out, which changes no other score.
fn cdnow_in_a_year() -> String {
    let end: NaiveDate = "1998-06-30".parse().expect("it is a day");
    let mut days: BTreeMap<(u32, NaiveDate), i64> = BTreeMap::new();
    for cells in table(CDNOW) {
        let key = (cells["customer_id"].parse().expect("it is a number"), cells["date"].parse().expect("it is a day"));
        *days.entry(key).or_default() += rules::whole(cells["value"].parse::<f64>().expect("it is a number") * 100.0);
    }
    let line = |((customer, day), minor): ((u32, NaiveDate), i64)| {
        let ago = (end - day).num_days();
        let nearer = if ago <= 200 { ago } else { (ago - 181).max(200) };
        format!("{customer},{},{}.{:02}", end - Days::new(nearer.unsigned_abs()), minor / 100, minor % 100)
    };
    let header = "customer_id,date,value".to_owned();
    std::iter::once(header).chain(days.into_iter().map(line)).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn f10_recency_frequency_and_sales_of_cdnow_have_the_golden_scores() {
    // The models take no part in this.
    let app = company_with(&[("value.model_least", 100_000)], "1998-06-30", &cdnow_in_a_year()).await;
    let admin = app.admin();
    for cells in table(RFM_COUNTS) {
        for frequency in 1..=5 {
            let score = |field: &str, score: i64| json!({"field": field, "op": "eq", "value": score});
            let recency: i64 = cells["R_score"].parse().expect("it is a number");
            let both = json!({"all": [score("recency", recency), score("frequency", frequency)]});
            let found = admin.post("/accounts/search", &json!({"filter": both, "count": "exact", "limit": 1})).await.ok();
            // Nobody scores 1: more than two fifths bought once.
            let wanted: i64 = cells.get(frequency.to_string().as_str()).map_or(0, |count| count.parse().expect("it is a number"));
            assert_eq!(found["count"]["value"], wanted, "recency {recency}, frequency {frequency}");
        }
    }
    for cells in table(RFM_SELECTED) {
        let found = numbered(&admin, cells["customer_id"], "recency,frequency,monetary").await;
        let scores = ["recency", "frequency", "monetary"].map(|field| found[field].to_string());
        assert_eq!(scores, ["R_score", "F_score", "M_score"].map(|score| cells[score]), "{}", cells["customer_id"]);
    }
}

#[tokio::test]
async fn online_retail_has_the_golden_classes_and_cohorts_and_flags_what_cannot_be_believed() {
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
    assert_eq!((&model["spend"]["kind"], &model["spend"]["why"]), (&json!("mean"), &json!("depends_on_frequency")), "{}", model["spend"]);
    near(&model["spend"]["correlation"], &json!(0.479), 1e-3, "correlation");
    let admin = app.admin();
    let wanted = all_golden("online_retail2_classes.json");
    let counts = |of: &Value| ["A", "B", "C"].map(|class| of[class].clone());
    let spread = &report["classes"]["to_date"];
    assert_eq!((&spread["total_minor"], &spread["abc"]), (&json!(89_420_966), &json!(counts(&wanted["counts"]))));
    near(&spread["gini"], &wanted["gini"], 1e-9, "gini");
    near(&json!(spread["top_fifth_minor"].as_f64().expect("it is a number") / 89_420_966.0), &wanted["top20pct_share"], 1e-9, "top fifth");
    let classes = &report["classes"];
    assert_eq!((&classes["active"], &classes["contribution"]["total_minor"]), (&wanted["active"], &wanted["contribution_12m_minor"]));
    let groups = classes["abc"].as_array().expect("there are groups").iter().map(|group| group["accounts"].clone());
    assert_eq!(groups.collect::<Vec<_>>(), counts(&wanted["contribution_counts"]));
    cohorts_are(&report, RETAIL_COHORTS);
    // No model with departure gains on one without: nobody is told a probability, and why is told.
    assert_eq!((&model["used"], &model["why_none"]), (&Value::Null, &json!("none_believed")));
    let lifetime = value(&admin, &numbered(&admin, "12349", "name").await).await["lifetime"].clone();
    assert_eq!((&lifetime["form"], &lifetime["why_simple"], &lifetime["alive"]), (&json!("simple"), &json!("none_believed"), &Value::Null));
    // What is shown of the BG/NBD says of each customer what the golden one says.
    let told = made_again(model, "bg_nbd");
    for cells in table(RETAIL_PREDICTIONS) {
        let number = |key: &str| cells[key].parse::<f64>().expect("it is a number");
        let history = History::new(cells["x"].parse().expect("it is a number"), number("t_x"), number("T")).expect("it is a history");
        near(&json!(told.probability_alive(&history)), &json!(number("bg_palive")), 1e-5, "P(alive)");
        for (weeks, key) in [(4_u32, "bg_exp_4"), (13, "bg_exp_13"), (52, "bg_exp_52")] {
            near(&json!(told.expected_purchases(&history, weeks.into())), &json!(number(key)), 1e-5, key);
        }
    }
    // Whoever thinks that too careful says so.
    admin.put("/parameters/value.spend_correlation", &json!({"value": 5000})).await.done();
    reckon(&app).await;
    let spend = admin.get("/value/report").await.ok()["model"]["spend"].clone();
    assert_eq!((&spend["kind"], &spend["why"]), (&json!("gamma_gamma"), &json!("independent")));
}

/// The purchases of the sample of CDNOW with other amounts: those of customers among whom means have so heavy a tail that there is no
/// mean of them.
fn heavy_tailed() -> String {
    let means = GammaGamma::new(GammaGammaParameters { p: 1e6, q: 0.9, v: 1e-4 }).expect("they are parameters");
    let around = GammaGamma::new(GammaGammaParameters { p: 4.0, q: 1e9, v: 0.25e9 }).expect("they are parameters");
    let (mut random, mut mean_of) = (Random::from_seed(2), BTreeMap::new());
    let mut lines = vec!["customer_id,date,value".to_owned()];
    for cells in table(SAMPLE).filter(|cells| cells["date"] <= "1997-09-30") {
        let customer = cells["sample_id"];
        let mean = *mean_of.entry(customer).or_insert_with(|| means.simulate(NonZeroU32::MIN, &mut random).min(1e9));
        let amount = mean * around.simulate(NonZeroU32::MIN, &mut random);
        lines.push(format!("{customer},{},{amount:.2}", cells["date"]));
    }
    lines.join("\n")
}

#[tokio::test]
async fn f06_where_newcomers_have_no_mean_they_are_expected_to_spend_what_others_do_and_why_is_told() {
    let app = company("1997-09-30", &heavy_tailed()).await;
    let admin = app.admin();
    let model = admin.get("/value/report").await.ok()["model"].clone();
    let spend = &model["spend"];
    assert_eq!((&spend["kind"], &spend["why"]), (&json!("mean"), &json!("newcomers_without_mean")), "{spend}");
    let once = admin.post("/accounts/search", &json!({"filter": {"field": "orders_12m", "op": "eq", "value": 1}, "limit": 1})).await.ok();
    let worth = value(&admin, &once["items"][0]).await;
    assert_eq!(worth["lifetime"]["expected_order_minor"], spend["mean_minor"]);
    assert_eq!(worth["forecast"]["source"], "model");
    assert!(worth["forecast"]["amount"]["minor"].as_i64().is_some_and(|minor| minor > 0), "{worth}");
}

/// A model of a report, from its name and its parameters.
fn made_again(report: &Value, name: &str) -> Chosen {
    let tried = report["models"].as_array().into_iter().flatten().find(|tried| tried["name"] == name).expect("it was tried");
    let parameters = tried["parameters"].as_array().expect("it has parameters");
    let parameter = |name: &str| parameters.iter().find(|parameter| parameter["name"] == name)?["value"].as_f64();
    Family::named(name).and_then(|family| family.model(1, parameter)).expect("they are parameters")
}
