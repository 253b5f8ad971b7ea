//! `guanxi clv`: what it says of the customers of CDNOW, and of files that it cannot use.

use std::fs;

use serde_json::Value;

use crate::{Folder, text};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cdnow_sample_transactions.csv");
const WHOLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cdnow_transactions.csv");

fn json(folder: &Folder, arguments: &[&str]) -> Value {
    let done = folder.guanxi(&[&["clv", "--json"], arguments].concat());
    assert!(done.status.success(), "{}", crate::said(&done));
    serde_json::from_slice(&done.stdout).expect("one JSON object and nothing else")
}

#[track_caller]
fn about(found: &Value, wanted: f64, tolerance: f64) {
    let found = found.as_f64().expect("a number");
    assert!((found - wanted).abs() <= tolerance, "{found} is not {wanted}");
}

#[test]
fn cdnow_has_the_published_parameters() {
    let folder = Folder::new("clv-json");
    let said = json(&folder, &[SAMPLE, "--customer", "sample_id", "--calibration-end", "1997-09-30"]);
    for (model, log_likelihood, parameters) in [
        ("bg_nbd", -9582.42921, [("r", 0.242_595), ("alpha", 4.413_602), ("a", 0.792_922), ("b", 2.425_907)].as_slice()),
        ("mbg_nbd", -9582.13572, &[("r", 0.524_843), ("alpha", 6.183_09), ("a", 0.891_359), ("b", 1.614_002)]),
        ("pareto_nbd", -9594.97618, &[("r", 0.553_277), ("alpha", 10.577_68), ("s", 0.606_240), ("beta", 11.668_74)]),
        ("gamma_gamma", -4055.91769, &[("p", 6.249_572), ("q", 3.744_225), ("v", 15.443_52)]),
    ] {
        let fit = &said["models"][model];
        assert_eq!(fit["status"], "converged", "{model}");
        about(&fit["log_likelihood"], log_likelihood, 1e-5);
        for (name, value) in parameters {
            about(&fit["parameters"][name], *value, 1e-4 * value.max(1.0));
            assert!(fit["standard_errors"][name].as_f64().is_some_and(|error| error > 0.0), "{model} {name}");
        }
    }
    assert_eq!((&said["customers"], &said["calibration_end"]), (&Value::from(2357), &Value::from("1997-09-30")));
    about(&said["holdout"]["same_rate"]["actual"], 1882.0, 0.0);
    about(&said["models"]["pareto_nbd"]["holdout"]["predicted"], 1665.5, 0.1);
}

#[test]
fn all_of_cdnow_is_told_in_words_and_customer_by_customer() {
    let folder = Folder::new("clv-words");
    let out = folder.path("customers.csv");
    let done = folder.guanxi(&["clv", WHOLE, "--out", text(&out)]);
    let words = crate::said(&done);
    assert!(done.status.success(), "{words}");
    assert!(words.starts_with("23,570 customers, 69,659 rows from 1997-01-01; fitted to 1998-06-30. 11,516 bought again."), "{words}");
    for said in ["BG/NBD", "MBG/NBD: chosen", "Pareto/NBD", "Gamma-Gamma", "converged", "were still customers", "That is worth"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let rows = fs::read_to_string(&out).expect("the file is written");
    assert_eq!(rows.lines().count(), 1 + 23_570);
    for row in rows.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').map(|field| field.trim_matches('"')).collect();
        let number = |index: usize| fields[index].parse::<f64>().expect("a number");
        assert!((0.0..=1.0).contains(&number(6)) && number(7) >= 0.0 && number(9) >= 0.0, "{row}");
    }
    assert_eq!(fs::read_dir(folder.path("")).expect("the folder is there").count(), 1, "nothing is left beside it");
}

#[test]
fn chinese_headers_dates_and_credits_are_understood() {
    let folder = Folder::new("clv-chinese");
    let file = folder.path("订单.csv");
    let mut rows = vec!["客户名称,订单日期,金额（元）".to_owned()];
    // The third buys every four weeks, the others a few times; one order is given back.
    for week in 0..26 {
        rows.push(format!("金源烟酒店,2026/1/{},\"¥1,200.50\"", 1 + week));
        rows.push(format!("老王超市,2026年{}月{}日,300", 1 + week / 9, 1 + week % 9 * 3));
    }
    for shop in 0..40 {
        rows.push(format!("店{shop},2026-01-{:02},100", 1 + shop % 28));
        rows.push(format!("店{shop},2026-0{}-15,{}", 2 + shop % 5, if shop % 7 == 0 { "-100" } else { "120" }));
    }
    fs::write(&file, rows.join("\n")).expect("the file can be written");
    let said = json(&folder, &[text(&file)]);
    assert_eq!(said["customers"], 42);
    assert_eq!(said["first_purchase"], "2026-01-01");
    assert!(said["models"]["nbd"]["log_likelihood"].as_f64().is_some_and(f64::is_finite), "{said}");
}

#[test]
fn what_cannot_be_used_is_named_by_its_row_and_nothing_is_written() {
    let folder = Folder::new("clv-bad");
    let file = folder.path("purchases.csv");
    let out = folder.path("customers.csv");
    for (rows, said) in [
        ("shop,date,value\na,2026-01-01,1", "no column is the customer: name it by --customer. There are: shop, date, value"),
        ("customer,date,value\na,2026-01-01,1\na,2026-02-30,1", "row 3: “2026-02-30” is no date"),
        ("customer,date,value\na,2026-01-01,much", "row 2: “much” is no amount"),
        ("customer,date,value\na,2026-01-01,NaN", "row 2: “NaN” is no amount"),
        ("customer,date,value\n,2026-01-01,1", "row 2: there is no customer"),
        ("customer,date,value\na,2026-01-01,1\nb,2026-01-02,1\nc,2026-01-03,1\nd,2026-01-04,1", "no customer bought a second time"),
        ("customer,date,value\na,2026-01-01,1\na,2026-01-02,1", "too few"),
        ("customer,date,value\na,2026-01-01,-1", "no customers"),
    ] {
        fs::write(&file, rows).expect("the file can be written");
        let refused = folder.refuses(&["clv", text(&file), "--out", text(&out)]);
        assert!(refused.contains(said), "{said}: {refused}");
        assert!(!out.exists());
    }
    assert!(folder.refuses(&["clv", text(&folder.path("nowhere.csv"))]).contains("cannot read"));
    let purchases = "customer,date,value\na,2026-01-01,1";
    fs::write(&file, purchases).expect("the file can be written");
    assert!(folder.refuses(&["clv", text(&file), "--out", text(&file)]).contains("choose another name"));
    assert_eq!(fs::read_to_string(&file).expect("the file is there"), purchases);
    assert!(folder.refuses(&["clv", SAMPLE, "--customer", "sample_id", "--discount=-1"]).contains("annual_rate"));
}
