//! Predictions for customers, published and golden.

use guanxi_clv::{
    BetaGeometricParameters, BgNbd, Cells, Discount, GammaGamma, GammaGammaParameters, History, MbgNbd, ParetoNbd, ParetoNbdParameters,
    Prediction, PurchaseModel, Worth,
};
use serde_json::Value;

use crate::data::{Table, cdnow_sample, cells_of, close, json, near, summary, time};

/// BG/NBD as published by Fader, Hardie & Lee.
fn published_bg() -> BgNbd {
    BgNbd::new(BetaGeometricParameters { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }).unwrap()
}

fn customer(x: u32, recency: f64, age: f64) -> History {
    History::new(x, recency, age).unwrap()
}

fn published_cells() -> Cells {
    summary("cdnow_summary_2357.csv").0
}

#[test]
fn customer_one_is_expected_to_buy_1_226_times_in_39_weeks() {
    let expected = published_bg().expected_purchases(&customer(2, 30.43, 38.86), time(39.0));
    close("published", expected, 1.226, 0.0005);
    let fitted = BgNbd::fit(&published_cells()).unwrap().model;
    close("fitted", fitted.expected_purchases(&customer(2, 30.43, 38.86), time(39.0)), 1.22591, 5e-6);
}

#[test]
fn customer_1516_has_the_published_expectation_and_chance_to_be_alive() {
    let best = cdnow_sample().into_iter().find(|customer| customer.id == 1516).unwrap().history;
    assert_eq!(best.frequency(), 26);
    let cells = cells_of(&cdnow_sample());
    let (bg, pareto) = (BgNbd::fit(&cells).unwrap().model, ParetoNbd::fit(&cells).unwrap().model);
    close("BG", bg.expected_purchases(&best, time(52.0)), 25.757, 0.001);
    close("BG alive", bg.probability_alive(&best), 0.96885, 2e-5);
    close("Pareto", pareto.expected_purchases(&best, time(52.0)), 25.456, 0.001);
    close("Pareto alive", pareto.probability_alive(&best), 0.997_874, 2e-6);
}

#[test]
fn a_newcomer_is_expected_to_buy_1_47_or_1_44_times_in_a_year() {
    let cells = cells_of(&cdnow_sample());
    close("Pareto", ParetoNbd::fit(&cells).unwrap().model.expected_purchases_of_newcomer(time(52.0)), 1.473_434, 2e-5);
    close("BG", BgNbd::fit(&cells).unwrap().model.expected_purchases_of_newcomer(time(52.0)), 1.444_004, 2e-5);
}

#[test]
fn a_newcomer_has_the_curve_of_the_published_sheet() {
    let model = BgNbd::fit(&published_cells()).unwrap().model;
    for (weeks, expected) in [(0.1429, 0.0078), (1.0, 0.0532), (3.0, 0.1506), (31.8571, 1.0405), (32.0, 1.0437), (78.0, 1.8576)] {
        close("E[X(t)]", model.expected_purchases_of_newcomer(time(weeks)), expected, 5e-4);
    }
}

#[test]
fn more_purchases_before_a_long_silence_mean_fewer_to_come() {
    let cells = cells_of(&cdnow_sample());
    let (bg, pareto) = (BgNbd::fit(&cells).unwrap().model, ParetoNbd::fit(&cells).unwrap().model);
    let published = [(10, 0.70623, 0.34746), (15, 0.14424, 0.042_834), (20, 0.022_507, 0.004_159_0), (25, 0.003_092_7, 0.000_358_37)];
    for (x, by_pareto, by_bg) in published {
        let silent = customer(x, 20.0, 39.0);
        near("Pareto", pareto.expected_purchases(&silent, time(52.0)), by_pareto, 1e-3);
        near("BG", bg.expected_purchases(&silent, time(52.0)), by_bg, 1e-3);
    }
}

/// The parameter of this name in a golden fit.
fn golden(fit: &Value, name: &str) -> f64 {
    fit["params"][name].as_f64().unwrap()
}

fn beta_geometric(fit: &Value) -> BetaGeometricParameters {
    BetaGeometricParameters { r: golden(fit, "r"), alpha: golden(fit, "alpha"), a: golden(fit, "a"), b: golden(fit, "b") }
}

/// All columns of a golden table of predictions, at the golden parameters. The tables have twelve digits.
fn predictions_are_golden(table: &str, fits: &Value, weeks: &[u32]) {
    const TOLERANCE: f64 = 1e-8;
    let bg = BgNbd::new(beta_geometric(&fits["bg_nbd"])).unwrap();
    let mbg = MbgNbd::new(beta_geometric(&fits["mbg_nbd"])).unwrap();
    let of_pareto = |name: &str| golden(&fits["pareto_nbd"], name);
    let (r, alpha, s, beta) = (of_pareto("r"), of_pareto("alpha"), of_pareto("s"), of_pareto("beta"));
    let pareto = ParetoNbd::new(ParetoNbdParameters { r, alpha, s, beta }).unwrap();
    let of_spend = |name: &str| golden(&fits["gamma_gamma"], name);
    let spend_model = GammaGamma::new(GammaGammaParameters { p: of_spend("p"), q: of_spend("q"), v: of_spend("v") }).unwrap();
    let discount = Discount::weekly(0.15).unwrap();
    let table = Table::read(table);
    assert!(table.rows().count() >= 18);
    for row in table.rows() {
        let history = row.history();
        near("bg alive", bg.probability_alive(&history), row.number("bg_palive"), TOLERANCE);
        near("mbg alive", mbg.probability_alive(&history), row.number("mbg_palive"), TOLERANCE);
        near("pn alive", pareto.probability_alive(&history), row.number("pn_palive"), TOLERANCE);
        for week in weeks {
            let horizon = time(f64::from(*week));
            near("bg", bg.expected_purchases(&history, horizon), row.number(&format!("bg_exp_{week}")), TOLERANCE);
            near("mbg", mbg.expected_purchases(&history, horizon), row.number(&format!("mbg_exp_{week}")), TOLERANCE);
            near("pn", pareto.expected_purchases(&history, horizon), row.number(&format!("pn_exp_{week}")), TOLERANCE);
        }
        let spend = spend_model.expected_spend(history.frequency(), row.number("zbar")).unwrap();
        near("spend", spend, row.number("gg_spend"), TOLERANCE);
        let worth = Worth::new(spend, 1.0).unwrap();
        near("discounted", Prediction::of(&bg, &history, 52, discount).unwrap().discounted, row.number("bg_det_52w_15pct"), TOLERANCE);
        near("clv", worth.within(&bg, &history, 52, discount).unwrap(), row.number("bg_clv_52w_15pct"), TOLERANCE);
        near("dert", pareto.discounted_purchases(&history, discount.continuous()).unwrap(), row.number("pn_dert_15pct"), TOLERANCE);
        near("clv for life", worth.for_life(&pareto, &history, discount).unwrap(), row.number("pn_clv_inf_15pct"), TOLERANCE);
    }
}

#[test]
fn predictions_for_the_sample_of_cdnow_are_golden() {
    let fits = &json("cdnow_sample.json")["published_summary"];
    predictions_are_golden("cdnow_sample_published_predictions.csv", fits, &[1, 4, 13, 39, 52]);
}

#[test]
fn predictions_for_all_of_cdnow_are_golden() {
    let fits = &json("cdnow_full.json")["calibration_1997-09-30"];
    predictions_are_golden("cdnow_full_cal_predictions.csv", fits, &[1, 13, 39, 52]);
}
