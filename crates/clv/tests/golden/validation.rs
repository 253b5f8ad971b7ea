//! Hold-out of CDNOW: errors, tracking, baselines.

use chrono::NaiveDate;
use guanxi_clv::{
    BgNbd, Customer, Error, Fault, History, MbgNbd, Metrics, ParetoNbd, Performance, PurchaseModel, Resampled, TrackedCustomer,
    by_frequency, hiatus, last_year, same_rate, tracking,
};

use crate::data::{calibration_end, cdnow, cdnow_sample, cells_of, close, data_end, json, time};

/// Weeks of the hold-out.
const HOLDOUT: f64 = 39.0;

fn actual(customers: &[Customer<u32>]) -> Vec<f64> {
    customers.iter().map(|customer| f64::from(customer.holdout.purchases)).collect()
}

fn predicted(customers: &[Customer<u32>], predict: impl Fn(&History) -> f64) -> Vec<f64> {
    customers.iter().map(|customer| predict(&customer.history)).collect()
}

#[track_caller]
fn metrics_are(found: &Metrics, golden_name: &str) {
    let golden = &json("cdnow_sample_holdout_metrics.json")["metrics"][golden_name];
    let expect = |what: &str, found: f64, tolerance: f64| close(what, found, golden[what].as_f64().unwrap(), tolerance);
    expect("sum_actual", found.actual, 1e-9);
    expect("sum_pred", found.predicted, 0.02);
    expect("mae", found.mae, 1e-5);
    expect("rmse", found.rmse, 1e-5);
    expect("spearman", found.spearman.unwrap(), 1e-5);
    // Customers who were predicted alike the golden program took in the order of the file; some of the same rate stand at the cut.
    let at_cut = if golden_name == "baseline_same_rate" { 0.0015 } else { 1e-9 };
    expect("top10pct_share_of_actual", found.top_share.unwrap(), at_cut);
}

#[test]
fn the_hold_out_of_cdnow_has_the_golden_errors_for_three_models_and_the_same_rate() {
    let customers = cdnow_sample();
    let (cells, actual) = (cells_of(&customers), actual(&customers));
    let of = |predict: &dyn Fn(&History) -> f64| Metrics::of(&predicted(&customers, predict), &actual).unwrap();
    let (bg, mbg, pareto) = (BgNbd::fit(&cells).unwrap(), MbgNbd::fit(&cells).unwrap(), ParetoNbd::fit(&cells).unwrap());
    metrics_are(&of(&|history| bg.model.expected_purchases(history, time(HOLDOUT))), "bg_nbd");
    metrics_are(&of(&|history| mbg.model.expected_purchases(history, time(HOLDOUT))), "mbg_nbd");
    metrics_are(&of(&|history| pareto.model.expected_purchases(history, time(HOLDOUT))), "pareto_nbd");
    metrics_are(&of(&|history| same_rate(history, time(HOLDOUT))), "baseline_same_rate");
}

#[test]
fn the_chance_of_a_purchase_in_the_hold_out_of_cdnow_ranks_and_can_be_believed() {
    let customers = cdnow_sample();
    let cells = cells_of(&customers);
    let bought: Vec<bool> = customers.iter().map(|customer| customer.holdout.purchases > 0).collect();
    let of = |predict: &dyn Fn(&History) -> f64| Performance::of(&predicted(&customers, predict), &bought).unwrap();
    let (mbg, pareto) = (MbgNbd::fit(&cells).unwrap().model, ParetoNbd::fit(&cells).unwrap().model);
    for found in [
        of(&|history| mbg.probability_of_purchase(history, time(HOLDOUT))),
        of(&|history| pareto.probability_of_purchase(history, time(HOLDOUT))),
    ] {
        assert!(found.auc > 0.75 && found.brier < 0.17, "{} {}", found.auc, found.brier);
        // Out of sample the chances are a little too far apart.
        close("calibration", found.calibration_slope.unwrap(), 0.9, 0.1);
    }
}

#[test]
fn gains_and_overlap_know_a_perfect_and_a_useless_prediction() {
    let actual: Vec<f64> = (0..100).map(f64::from).collect();
    let perfect = Metrics::of(&actual, &actual).unwrap();
    assert_eq!((perfect.top_overlap, perfect.gini_gain, perfect.spearman), (1.0, Some(1.0), Some(1.0)));
    close("lift", perfect.top_lift.unwrap(), 10.0 * 945.0 / 4950.0, 1e-12);
    let backwards: Vec<f64> = actual.iter().rev().copied().collect();
    let useless = Metrics::of(&backwards, &actual).unwrap();
    close("gain", useless.gini_gain.unwrap(), -1.0, 1e-12);
    assert!(useless.top_overlap.abs() < 1e-15);
}

#[test]
fn customers_who_are_predicted_alike_share_the_top() {
    // Of 20 two are the top. All are predicted alike, and each has a chance of a tenth.
    let actual: Vec<f64> = (1..=20).map(f64::from).collect();
    let alike = Metrics::of(&[1.0; 20], &actual).unwrap();
    close("share", alike.top_share.unwrap(), 0.1, 1e-15);
    close("lift", alike.top_lift.unwrap(), 1.0, 1e-14);
    close("overlap", alike.top_overlap, 0.1, 1e-15);
    assert_eq!((alike.gini_gain, alike.spearman), (Some(0.0), None));
    // One above the cut, and four at it share the other place: the order in which they come does not matter.
    let predicted = |place: usize| {
        if place == 3 {
            9.0
        } else if place % 5 == 1 {
            5.0
        } else {
            1.0
        }
    };
    let forward: Vec<f64> = (0..20).map(predicted).collect();
    let found = Metrics::of(&forward, &actual).unwrap();
    close("share", found.top_share.unwrap(), (4.0 + (2.0 + 7.0 + 12.0 + 17.0) / 4.0) / 210.0, 1e-15);
    let reversed = |column: &[f64]| column.iter().rev().copied().collect::<Vec<f64>>();
    let backward = Metrics::of(&reversed(&forward), &reversed(&actual)).unwrap();
    close("share", backward.top_share.unwrap(), found.top_share.unwrap(), 1e-15);
    close("gain", backward.gini_gain.unwrap(), found.gini_gain.unwrap(), 1e-14);
}

#[test]
fn customers_who_were_silent_for_a_hiatus_count_as_gone() {
    let history = |recency: f64| History::new(4, recency, 40.0).unwrap();
    close("recent", hiatus(&history(30.0), time(20.0), time(12.0)), 2.0, 1e-15);
    close("silent", hiatus(&history(20.0), time(20.0), time(12.0)), 0.0, 1e-15);
    close("came today", same_rate(&History::new(0, 0.0, 0.0).unwrap(), time(20.0)), 0.0, 1e-15);
}

#[test]
fn last_year_counts_the_same_weeks_a_year_ago() {
    let times = [2.0, 10.0, 14.0, 15.0, 40.0, 58.0];
    assert_eq!(last_year(&times, time(60.0), time(52.0), time(6.0)), Some(2.0));
    assert_eq!(last_year(&times, time(40.0), time(52.0), time(6.0)), None);
}

#[test]
fn errors_vary_with_who_happened_to_be_a_customer() {
    let customers = cdnow_sample();
    let model = BgNbd::fit(&cells_of(&customers)).unwrap().model;
    let predicted = predicted(&customers, |history| model.expected_purchases(history, time(HOLDOUT)));
    let resampled = Resampled::of(&predicted, &actual(&customers), 200, 1).unwrap();
    let (low, high) = resampled.interval(0.95, |metrics| metrics.mae).unwrap();
    assert!(low < 0.7855 && 0.7855 < high && high - low < 0.2, "{low} {high}");
    assert_eq!(Resampled::of(&predicted, &actual(&customers), 200, 1).unwrap(), resampled);
}

#[test]
fn tracking_of_cdnow_ends_at_2457_repeats_in_september_and_4339_in_june() {
    let origin = NaiveDate::from_ymd_opt(1996, 12, 31).unwrap();
    let weeks = |day: NaiveDate| (day - origin).as_seconds_f64() / 86_400.0 / 7.0;
    let all = cdnow("cdnow_sample_transactions.csv", "sample_id", data_end());
    let tracked = |customer: &Customer<u32>| {
        let mut now = weeks(customer.first);
        let mut next = |gap: &f64| {
            now += gap;
            now
        };
        TrackedCustomer { first: weeks(customer.first), repeats: customer.gaps.iter().map(&mut next).collect() }
    };
    let customers: Vec<TrackedCustomer> = all.iter().map(tracked).collect();
    let model = BgNbd::fit(&cells_of(&cdnow_sample())).unwrap().model;
    // A hair after the end of the day, because sums of gaps are rounded.
    let times = [weeks(calibration_end()) + 1e-6, weeks(data_end()) + 1e-6];
    let points = tracking(&model, &customers, &times).unwrap();
    close("September", points[0].actual, 2457.0, 1e-9);
    close("June", points[1].actual, 4339.0, 1e-9);
    // Published: the model tracks the calibration within a few percent and falls a little short of the hold-out.
    close("September", points[0].expected / points[0].actual, 1.0, 0.03);
    close("June", points[1].expected / points[1].actual, 1.0, 0.05);
    let (expected, actual) = points[1].since(&points[0]);
    assert!(expected < actual && (actual - 1882.0).abs() < 1e-9);
}

#[test]
fn expected_purchases_by_frequency_are_the_published_table() {
    const PUBLISHED: [(usize, f64, f64); 8] = [
        (1411, 0.2367, 0.2251),
        (439, 0.6970, 0.5231),
        (214, 1.3925, 1.0441),
        (100, 1.5600, 1.5203),
        (62, 2.5323, 2.1638),
        (38, 2.9474, 2.6538),
        (29, 3.8621, 3.5040),
        (64, 6.3594, 6.1570),
    ];
    let customers = cdnow_sample();
    let histories: Vec<History> = customers.iter().map(|customer| customer.history).collect();
    let model = BgNbd::fit(&cells_of(&customers)).unwrap().model;
    let predicted = predicted(&customers, |history| model.expected_purchases(history, time(HOLDOUT)));
    let bins = by_frequency(&histories, &predicted, &actual(&customers), 7).unwrap();
    assert_eq!(bins.len(), PUBLISHED.len());
    for (bin, (frequency, (number, actual, expected))) in bins.iter().zip((0..).zip(PUBLISHED)) {
        assert_eq!((bin.frequency, bin.customers), (frequency, number));
        close("actual", bin.actual, actual, 5e-5);
        close("expected", bin.predicted, expected, 3e-4);
    }
    assert!(by_frequency(&histories, &predicted[1..], &predicted, 7).is_err());
}

#[test]
fn a_prediction_that_is_no_number_names_its_row() {
    let refused = Metrics::of(&[1.0, f64::NAN], &[1.0, 1.0]).unwrap_err();
    assert_eq!(refused, Error::Row { row: 1, fault: Fault::NotFinite { field: "predictions" } });
    assert_eq!(Metrics::of(&[], &[]), Err(Error::Empty { of: "customers" }));
}
