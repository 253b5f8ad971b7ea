//! RFM, ABC, concentration and cohorts of all customers of CDNOW until June 1998.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guanxi_clv::{AbcClass, Error, Fault, Rfm, abc, cohorts, gini, share_of_top, whale_curve};

use crate::data::{Table, close, data_end, json};

/// Days with a purchase and the sum of their values, by customer.
fn purchases() -> BTreeMap<u32, (BTreeSet<NaiveDate>, f64)> {
    let mut customers: BTreeMap<u32, (BTreeSet<NaiveDate>, f64)> = BTreeMap::new();
    for row in Table::read("cdnow_transactions.csv").rows() {
        let (days, spend) = customers.entry(row.count("customer_id")).or_default();
        days.insert(row.text("date").parse::<NaiveDate>().unwrap());
        *spend += row.number("value");
    }
    customers
}

fn spend() -> Vec<f64> {
    purchases().into_values().map(|(_, spend)| spend).collect()
}

#[test]
fn abc_of_cdnow_is_7695_8044_and_7831_customers() {
    let golden = json("abc_cdnow.json");
    let spend = spend();
    let classes = abc(&spend).unwrap();
    let count = |class: AbcClass| classes.iter().filter(|other| **other == class).count();
    assert_eq!([count(AbcClass::A), count(AbcClass::B), count(AbcClass::C)], [7695, 8044, 7831]);
    assert_eq!(golden["counts"]["A"], 7695);
    close("sum", *whale_curve(&spend).unwrap().last().unwrap(), 2_500_315.63, 1e-4);
    assert_eq!(spend.iter().filter(|spend| **spend <= 0.0).count(), 68);
}

#[test]
fn the_top_fifth_of_cdnow_makes_67_78_percent_and_gini_is_0_634571() {
    let golden = json("abc_cdnow.json");
    close("top", share_of_top(&spend(), 0.2).unwrap().unwrap(), golden["top20pct_share"].as_f64().unwrap(), 1e-12);
    close("gini", gini(&spend()).unwrap().unwrap(), golden["gini"].as_f64().unwrap(), 1e-12);
}

#[test]
fn a_whale_curve_falls_where_customers_lose_money() {
    assert_eq!(whale_curve(&[-5.0, 20.0, 10.0]).unwrap(), [20.0, 30.0, 25.0]);
    assert_eq!(gini(&[3.0; 5]).unwrap(), Some(0.0));
    assert_eq!(gini(&[0.0; 5]).unwrap(), None);
    assert_eq!(gini(&[1.0, -1.0]), Err(Error::Row { row: 1, fault: Fault::Negative { field: "value", value: -1.0 } }));
}

#[test]
fn rfm_scores_of_cdnow_are_golden() {
    let customers = purchases();
    let of_customer = |(days, spend): &(BTreeSet<NaiveDate>, f64)| Rfm {
        recency: (data_end() - *days.last().unwrap()).as_seconds_f64() / 86_400.0,
        frequency: f64::from(u32::try_from(days.len()).unwrap()),
        monetary: *spend,
    };
    let scores = Rfm::scores(&customers.values().map(of_customer).collect::<Vec<_>>(), 5).unwrap();
    for row in Table::read("rfm_cdnow_selected.csv").rows() {
        let index = customers.keys().position(|id| *id == row.count("customer_id")).unwrap();
        let found = [scores[index].recency, scores[index].frequency, scores[index].monetary];
        assert_eq!(found, ["R_score", "F_score", "M_score"].map(|column| row.count(column)), "{}", row.text("customer_id"));
    }
    for row in Table::read("rfm_cdnow_RF_counts.csv").rows() {
        for frequency in 2..=5_u32 {
            let recency = row.count("R_score");
            let found = scores.iter().filter(|score| (score.recency, score.frequency) == (recency, frequency)).count();
            assert_eq!(found, row.count(&frequency.to_string()) as usize, "{recency} {frequency}");
        }
    }
}

#[test]
fn cohorts_of_cdnow_are_golden() {
    let table = Table::read("cdnow_transactions.csv");
    let month = |date: &str| (date[..4].parse::<i32>().unwrap() - 1997) * 12 + date[5..7].parse::<i32>().unwrap() - 1;
    let found = cohorts(table.rows().map(|row| (row.count("customer_id"), month(row.text("date"))))).unwrap();
    let golden = Table::read("cohort_cdnow_active_customers.csv");
    assert_eq!(found.len(), golden.rows().count());
    for (cohort, row) in found.iter().zip(golden.rows()) {
        assert_eq!(cohort.period, month(row.text("cohort")));
        for (after, active) in cohort.active.iter().enumerate() {
            assert_eq!(*active, row.count(&after.to_string()) as usize);
        }
    }
    close("retention", found[0].retention(1).unwrap(), 1157.0 / 7846.0, 1e-15);
    assert_eq!(found[2].retention(16), None);
}
