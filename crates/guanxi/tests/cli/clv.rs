//! `guanxi clv`: what it says of the customers of CDNOW, and of files that it cannot use.

mod options;

use std::{fs, path::Path};

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
    let keys: Vec<&String> = said["models"]["bg_nbd"].as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["log_likelihood", "parameters", "standard_errors", "status"]);
}

#[test]
fn a_hold_out_judges_the_models_of_cdnow_and_then_all_is_fitted() {
    let folder = Folder::new("clv-holdout");
    let arguments = [SAMPLE, "--customer", "sample_id", "--calibration-end", "1997-09-30"];
    let said = json(&folder, &arguments);
    let after = &said["holdout"];
    about(&after["same_rate"]["actual"], 1882.0, 0.0);
    about(&after["same_rate"]["mean_absolute_error"], 1.024, 5e-4);
    about(&after["models"]["pareto_nbd"]["predicted"], 1665.5, 0.1);
    // The table of Fader, Hardie & Lee; what happened does not depend on the model.
    let actual = [0.2367, 0.6970, 1.3925, 1.5600, 2.5323, 2.9474, 3.8621, 6.3594];
    let customers = [1411, 439, 214, 100, 62, 38, 29, 64];
    for (bin, (actual, customers)) in after["by_frequency"].as_array().expect("a list").iter().zip(actual.into_iter().zip(customers)) {
        about(&bin["actual"], actual, 5e-5);
        assert_eq!(bin["customers"], customers);
    }
    // The Pareto/NBD was a little nearer, but that may be chance.
    assert_eq!((&said["chosen"], &said["verdicts"]["mbg_nbd"]["verdict"]), (&Value::from("mbg_nbd"), &Value::from("most_likely")));
    assert!(after["models"]["pareto_nbd"]["squared_error_behind_choice"]["by"].as_f64().is_some_and(|by| by < 0.0));
    assert_eq!((&said["future"]["from"], &said["future"]["customers"]), (&Value::from("1998-06-30"), &Value::from(2357)));
    let again = json(&folder, &[SAMPLE, "--customer", "sample_id"]);
    assert_eq!(said["future"]["model"]["fit"], again["models"]["mbg_nbd"], "the fit to all is that without a hold-out");
    assert_eq!(said["future"]["totals"], again["future"]["totals"]);
    let words = folder.does(&[&["clv"], arguments.as_slice()].concat());
    for said in [
        "none was nearer to what happened afterwards by more than chance",
        "everybody goes on as before",
        "7 and more",
        "Fitted to all until 1998-06-30",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
}

#[test]
fn all_of_cdnow_is_told_in_words_and_customer_by_customer() {
    let folder = Folder::new("clv-words");
    let out = folder.path("customers.csv");
    let done = folder.guanxi(&["clv", WHOLE, "--out", text(&out)]);
    assert!(done.status.success() && done.stderr.is_empty(), "{}", crate::said(&done));
    let words = crate::said(&done);
    assert!(
        words.starts_with("23,570 customers, 69,659 rows from 1997-01-01; fitted to 1998-06-30. 11,516 bought again. Customer “"),
        "{words}"
    );
    for said in [
        "BG/NBD has evidence lower by 131.5, which is more than 1.",
        "MBG/NBD is chosen",
        "Gamma-Gamma",
        "converged",
        "about 9,751 of 23,570 were still customers (41 %).",
        "of them at least once",
        "in sales, not profit",
        "All they will ever buy is worth",
        "In brackets stands where 90 of 100",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let mut customers = 0;
    for fields in rows_of(&out) {
        customers += 1;
        let number = |index: usize| fields[index].parse::<f64>().expect("a number");
        let [alive, purchases, value, buys, low, high, least, most, life] = [6, 7, 9, 10, 11, 12, 13, 14, 15].map(number);
        assert!(
            (0.0..=1.0).contains(&alive) && (0.0..=1.0).contains(&buys) && purchases >= 0.0 && value >= 0.0 && life >= 0.0,
            "{fields:?}"
        );
        assert!(low <= high && least <= most && low > 0.4 * purchases && high < 2.5 * purchases, "{fields:?}");
    }
    assert_eq!(customers, 23_570);
    assert_eq!(fs::read_dir(folder.path("")).expect("the folder is there").count(), 1, "nothing is left beside it");
}

/// The fields of each row but the header.
fn rows_of(file: &Path) -> Vec<Vec<String>> {
    let rows = fs::read_to_string(file).expect("the file is written");
    rows.lines().skip(1).map(|row| row.split(',').map(|field| field.trim_matches('"').to_owned()).collect()).collect()
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
        ("customer,date,value,Value\na,2026-01-01,1,2", "more than one column is called “value”"),
        ("customer,date,value\na,2099-01-01,1", "row 2: the date 2099-01-01 is still to come"),
        ("customer,date,value\na,03/04/2026,1", "may have the day or the month first: write dates as 2026-01-31"),
        ("customer,date,value\na,2026-01-01,much", "row 2: “much” is no amount"),
        ("customer,date,value\na,2026-01-01,NaN", "row 2: “NaN” is no amount"),
        ("customer,date,value\n,2026-01-01,1", "row 2: there is no customer"),
        ("customer,date,value\na,2026-01-01,1e300", "row 2: “1e300” is no amount"),
        ("customer,date,value", "the file has no purchases"),
        ("", "The file is empty"),
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
    assert!(folder.refuses(&["clv", text(&folder.path(""))]).contains("it is a folder"));
    for (option, said) in [
        ("--margin=0", "margin = 0: must be a share above 0 and at most 1"),
        ("--margin=30", "margin = 30: must be a share"),
        ("--margin=NaN", "margin = NaN: must be a share"),
        ("--discount=-1", "--discount = -1: must be a share from 0 to 1"),
        ("--discount=30", "--discount = 30: must be a share"),
        ("--discount=NaN", "--discount = NaN: must be a share"),
        ("--replicates=5", "too few for an interval; at least 20 are needed"),
        ("--calibration-end=2030年1月1日", "lies after the last row, of 1998-06-30"),
        ("--weeks=0", "0 is not in 1..=5200"),
        ("--replicates=10001", "10001 is not in"),
        ("--calibration-end=1996-12-31", "there are no customers"),
        ("--calibration-end=soon", "invalid value"),
    ] {
        let refused = folder.refuses(&["clv", SAMPLE, "--customer", "sample_id", option]);
        assert!(refused.contains(said), "{option}: {refused}");
    }
    for (out, said) in [("customers.xlsx", "--out writes CSV"), ("", "is a folder")] {
        assert!(folder.refuses(&["clv", SAMPLE, "--out", text(&folder.path(out))]).contains(said), "{said}");
    }
    let purchases = "customer,date,value\na,2026-01-01,1";
    fs::write(&file, purchases).expect("the file can be written");
    assert!(folder.refuses(&["clv", text(&file), "--out", text(&file)]).contains("choose another name"));
    assert_eq!(fs::read_to_string(&file).expect("the file is there"), purchases);
}
