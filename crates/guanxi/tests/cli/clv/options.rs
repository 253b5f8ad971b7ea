//! What the options of `guanxi clv` change, and what it says of particular files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{Days, NaiveDate};
use guanxi_clv::{BetaGeometricParameters, BgNbd, PurchaseModel, Random};
use serde_json::Value;

use super::{SAMPLE, about, json, rows_of};
use crate::{Folder, text};

#[test]
fn margin_makes_profit_of_sales() {
    let folder = Folder::new("clv-margin");
    let sample = [SAMPLE, "--customer", "sample_id"];
    let sales = json(&folder, &sample);
    let profit = json(&folder, &[&sample, ["--margin", "0.3"].as_slice()].concat());
    assert_eq!((&sales["future"]["margin"], &profit["future"]["margin"]), (&Value::Null, &Value::from(0.3)));
    for money in ["value", "life_value"] {
        let of_sales = sales["future"]["totals"][money].as_f64().expect("a number");
        about(&profit["future"]["totals"][money], 0.3 * of_sales, 1e-9 * of_sales);
    }
    assert!(folder.does(&["clv", SAMPLE, "--customer", "sample_id", "--margin", "0.3"]).contains("in margin (30 % of sales)"));
}

#[test]
fn intervals_hold_what_is_expected_and_are_the_same_again() {
    let folder = Folder::new("clv-intervals");
    let sample = [SAMPLE, "--customer", "sample_id"];
    let said = json(&folder, &[&sample, ["--replicates", "40"].as_slice()].concat());
    let intervals = &said["future"]["intervals"];
    assert_eq!((&intervals["replicates"], &intervals["level"]), (&Value::from(40), &Value::from(0.9)));
    for what in ["purchases", "value"] {
        let [expected, low, high] = [&said["future"]["totals"][what], &intervals[what]["low"], &intervals[what]["high"]]
            .map(|number| number.as_f64().expect("a number"));
        assert!(low < expected && expected < high && high - low < 0.3 * expected, "{low} {expected} {high}");
    }
    assert_eq!(said, json(&folder, &[&sample, ["--replicates", "40"].as_slice()].concat()));
    assert_eq!(json(&folder, &[&sample, ["--replicates", "0"].as_slice()].concat())["future"]["intervals"], Value::Null);
}

#[test]
fn a_whole_life_needs_a_discount_and_is_cut_off_without() {
    let folder = Folder::new("clv-life");
    let sample = [SAMPLE, "--customer", "sample_id", "--replicates", "0"];
    let whole = json(&folder, &sample);
    assert_eq!(whole["future"]["life"], serde_json::json!({"model": "pareto_nbd", "weeks": null}));
    let cut = json(&folder, &[&sample, ["--discount", "0"].as_slice()].concat());
    assert_eq!(cut["future"]["life"], serde_json::json!({"model": "mbg_nbd", "weeks": 260}));
    let totals = |said: &Value, what: &str| said["future"]["totals"][what].as_f64().expect("a number");
    assert!(totals(&cut, "life_value") > totals(&cut, "value") && totals(&whole, "life_value") > totals(&whole, "value"));
    let words = folder.does(&[&["clv"], sample.as_slice(), &["--discount", "0"]].concat());
    assert!(words.contains("cut off there: without discount the sum has no end"), "{words}");
}

/// A file with these rows under the header `customer,date,value`, or another that begins them.
fn written(folder: &Folder, rows: &[String]) -> PathBuf {
    let file = folder.path("purchases.csv");
    fs::write(&file, rows.join("\n")).expect("the file can be written");
    file
}

/// Purchases of 60 customers, four weeks apart and more, each for 100.
fn some() -> Vec<String> {
    let day = |customer: i64, purchase: i64| {
        let days = customer % 20 + 28 * purchase + customer * purchase % 9 + if customer % 3 == 0 { purchase * purchase } else { 0 };
        NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day") + Days::new(days.unsigned_abs())
    };
    (0..60).flat_map(|customer| (0..=customer % 7).map(move |purchase| format!("c{customer:02},{},100", day(customer, purchase)))).collect()
}

#[test]
fn a_credit_with_the_number_of_an_order_takes_it_back() {
    let folder = Folder::new("clv-order");
    let mut rows = vec!["customer,date,value,number".to_owned()];
    rows.extend(some().into_iter().enumerate().map(|(index, row)| format!("{row},SO{index}")));
    for row in
        ["gone,2025-02-01,80,A 1", "gone,2025-03-01,70,A 2", "gone,2025-04-01,90,A 3", "gone,2025-05-05,-70,A 2", "gone,2025-05-06,-5,"]
    {
        rows.push(row.to_owned());
    }
    // The same number at another customer is another order.
    rows.push("c06,2025-05-05,-1,A 1".to_owned());
    let (file, out) = (written(&folder, &rows), folder.path("customers.csv"));
    let said = json(&folder, &[text(&file), "--order", "number", "--out", text(&out)]);
    assert_eq!(said["credits"], serde_json::json!({"rows": 3, "linked": 1}));
    let gone = |out: &Path| rows_of(out).into_iter().find(|fields| fields[0] == "gone").expect("it is a customer");
    assert_eq!([2, 3, 5].map(|field| gone(&out)[field].clone()), ["1", "8.428571428571429", "85"]);
    let said = json(&folder, &[text(&file), "--out", text(&out)]);
    assert_eq!(said["credits"], serde_json::json!({"rows": 3, "linked": 0}));
    assert_eq!(gone(&out)[2], "2");
    assert!(folder.does(&["clv", text(&file), "--order", "number"]).contains("3 rows are credits; 1 of them take back orders of the file"));
    assert!(folder.refuses(&["clv", text(&file), "--order", "no"]).contains("no column is called “no”, as --order says"));
}

#[test]
fn who_bought_before_the_observation_counts_from_then_on_and_the_first_gap_not() {
    let folder = Folder::new("clv-since");
    let mut rows = vec!["customer,date,value,from".to_owned()];
    rows.extend(some().into_iter().map(|row| format!("{row},")));
    for row in ["old,2024-05-01,80,2025-01-01", "old,2025-02-05,70,", "old,2025-03-05,90,2025-01-03"] {
        rows.push(row.to_owned());
    }
    let (file, out) = (written(&folder, &rows), folder.path("customers.csv"));
    let old = |out: &Path| rows_of(out).into_iter().find(|fields| fields[0] == "old").expect("it is a customer");
    let whole = json(&folder, &[text(&file), "--out", text(&out)]);
    assert_eq!((&whole["left_truncated"], &old(&out)[1..3]), (&Value::from(0), ["2024-05-01".to_owned(), "2".to_owned()].as_slice()));
    assert_eq!(old(&out)[16], "FALSE");
    // By a date for all, and by the earliest date in the column.
    for since in ["2025-01-01", "from"] {
        let said = json(&folder, &[text(&file), "--since", since, "--out", text(&out)]);
        assert_eq!(said["left_truncated"], 1, "{since}");
        assert_eq!(old(&out)[1..4], ["2025-01-01", "2", "9"], "{since}");
        assert_eq!(old(&out)[16], "TRUE");
        assert_eq!(said["models"]["mbg_cnbd"], Value::Null);
    }
    let words = folder.does(&["clv", text(&file), "--since", "2025-01-01"]);
    assert!(words.contains("1 bought before they were observed") && words.contains("the first gap is cut"), "{words}");
    rows.push("old,2025-04-05,90,long ago".to_owned());
    let file = written(&folder, &rows);
    assert!(folder.refuses(&["clv", text(&file), "--since", "from"]).contains(&format!("row {}: “long ago” is no date", rows.len())));
    assert!(
        folder
            .refuses(&["clv", text(&file), "--since", "ever"])
            .contains("no column is called “ever”, as --since says. There are: customer, date, value, from")
    );
    assert!(folder.refuses(&["clv", text(&file), "--since", "2199-01-01"]).contains("nothing can be learned until 2025-"));
}

#[test]
fn where_spend_grows_with_frequency_a_regression_tells_it() {
    let folder = Folder::new("clv-regression");
    let more = |row: String| {
        let customer: i64 = row[1..3].parse().expect("a number");
        row.replace(",100", &format!(",{}", 50 * (1 + customer % 7) + customer % 5))
    };
    let rows: Vec<String> = std::iter::once("customer,date,value".to_owned()).chain(some().into_iter().map(more)).collect();
    let (file, out) = (written(&folder, &rows), folder.path("customers.csv"));
    let said = json(&folder, &[text(&file), "--out", text(&out)]);
    assert_eq!(said["spend"]["model"], "regression");
    assert!(said["spend"]["regression"]["slope"].as_f64().is_some_and(|slope| slope > 0.5), "{}", said["spend"]);
    let spend = |frequency: &str| {
        let row = rows_of(&out).into_iter().find(|fields| fields[2] == frequency).expect("there is one");
        row[8].parse::<f64>().expect("a number")
    };
    assert!(spend("6") > 2.0 * spend("1"));
    let words = folder.does(&["clv", text(&file)]);
    assert!(words.contains("Values come from a regression instead") && words.contains("where 0.3 counts"), "{words}");
}

#[test]
fn who_left_is_told_by_another_model_where_the_chosen_one_doubts_nobody_who_bought_once() {
    let folder = Folder::new("clv-bg");
    let model = BgNbd::new(BetaGeometricParameters { r: 0.8, alpha: 4.0, a: 1.0, b: 1.5 }).expect("a model");
    let first = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day");
    let mut rows = vec!["customer,date,value".to_owned()];
    for customer in 0..3_000 {
        let mut random = Random::stream(11, customer);
        let came = customer % 80;
        rows.push(format!("c{customer},{},20", first + Days::new(came)));
        let days: Vec<u64> =
            model.simulate(60.into(), &mut random).iter().map(|weeks| format!("{:.0}", weeks * 7.0).parse().expect("days")).collect();
        rows.extend(days.into_iter().map(|day| format!("c{customer},{},{}", first + Days::new(came + day), 10 + (day + customer) % 30)));
    }
    let (file, out) = (written(&folder, &rows), folder.path("customers.csv"));
    let said = json(&folder, &[text(&file), "--replicates", "0", "--out", text(&out)]);
    assert_eq!((&said["chosen"], &said["future"]["alive_by"]), (&Value::from("bg_nbd"), &Value::from("mbg_nbd")));
    let once: Vec<Vec<String>> = rows_of(&out).into_iter().filter(|fields| fields[2] == "0").collect();
    assert!(!once.is_empty() && once.iter().all(|fields| fields[6].parse::<f64>().is_ok_and(|alive| alive < 1.0)));
    assert!(
        folder
            .does(&["clv", text(&file), "--replicates", "0"])
            .contains("as MBG/NBD says, because the chosen model counts all who bought once")
    );
}

#[test]
fn two_customers_are_few_and_that_is_said() {
    let folder = Folder::new("clv-two");
    let rows = ["customer,date,value", "a,2026-01-01,1", "a,2026-02-01,1", "a,2026-03-01,3", "b,2026-01-05,2", "b,2026-03-03,3"];
    let file = written(&folder, &rows.map(str::to_owned));
    let words = folder.does(&["clv", text(&file)]);
    for said in ["Pareto/NBD was not tried: too few customers: 2, where at least 4 are needed", "what follows is a guess", "cannot be told"]
    {
        assert!(words.contains(said), "{said}: {words}");
    }
    let said = json(&folder, &[text(&file)]);
    assert_eq!(said["verdicts"]["bg_nbd"]["verdict"], "not_tried");
    assert_eq!(said["boundaries"]["nbd"]["kind"], "at_bound");
    assert_eq!(said["future"]["intervals"], Value::Null);
}

#[test]
fn rows_that_sum_up_are_left_out_and_said() {
    let folder = Folder::new("clv-sums");
    let mut rows = vec!["经销商,开单日期,货款".to_owned()];
    rows.extend(some());
    let without = json(&folder, &[text(&written(&folder, &rows))]);
    rows.push("合计,,24000".to_owned());
    let file = written(&folder, &rows);
    assert_eq!(json(&folder, &[text(&file)]), without);
    let words = folder.does(&["clv", text(&file)]);
    assert!(words.contains("Customer “经销商”, date “开单日期”, value “货款”.") && words.contains("1 row without a date"), "{words}");
}

#[test]
fn the_customers_are_written_to_standard_output_in_place_of_the_words_and_through_links() {
    let folder = Folder::new("clv-places");
    let file = written(&folder, &[vec!["customer,date,value".to_owned()], some()].concat());
    let said = folder.does(&["clv", text(&file), "--out", "-"]);
    assert!(said.contains("\"customer\",\"first_purchase\"") && !said.contains("What this says"), "{said}");
    assert!(folder.refuses(&["clv", text(&file), "--json", "--out", "-"]).contains("both write to standard output"));
    #[cfg(unix)]
    {
        let (target, link) = (folder.path("target.csv"), folder.path("link.csv"));
        fs::write(&target, "old").expect("the file can be written");
        std::os::unix::fs::symlink(&target, &link).expect("the link can be made");
        folder.does(&["clv", text(&file), "--out", text(&link)]);
        assert!(link.is_symlink() && rows_of(&target).len() == 60);
        folder.does(&["clv", text(&file), "--out", "/dev/null"]);
        assert!(!Path::new("/dev/null").is_file());
    }
}
