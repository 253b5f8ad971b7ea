//! BG/BB on the donations of Fader, Hardie & Shang.

use guanxi_clv::{BgBb, BgBbParameters, Error, Fault, Fit, PeriodCell, PeriodHistory};

use crate::data::{Table, close, json, near};

pub(crate) fn donations() -> Vec<PeriodCell> {
    let cell = |row: crate::data::Row| PeriodCell {
        history: PeriodHistory::new(row.count("frequency"), row.count("recency"), row.count("periods")).unwrap(),
        customers: row.count("weights"),
    };
    Table::read("donations_bgbb.csv").rows().map(cell).collect()
}

fn fitted() -> Fit<BgBb> {
    BgBb::fit(&donations()).unwrap()
}

fn history(frequency: u32, last: u32) -> PeriodHistory {
    PeriodHistory::new(frequency, last, 6).unwrap()
}

#[test]
fn bg_bb_on_donations_has_the_published_parameters() {
    let fit = fitted();
    assert_eq!((fit.customers, fit.status.code()), (11_104, "converged"));
    close("log-likelihood", fit.log_likelihood, -33_225.58, 0.005);
    let golden = &json("other_models.json")["bg_bb_donations"];
    close("log-likelihood", fit.log_likelihood, golden["ll"].as_f64().unwrap(), 1e-6);
    for ((estimate, published), golden_se) in
        fit.estimates.iter().zip([1.2035, 0.7497, 0.6568, 2.7838]).zip(golden["se"].as_array().unwrap())
    {
        close(estimate.name, estimate.value, published, 5e-4);
        near(estimate.name, estimate.value, golden["params"][estimate.name].as_f64().unwrap(), 1e-4);
        near(estimate.name, estimate.standard_error.unwrap(), golden_se.as_f64().unwrap(), 1e-3);
    }
}

#[test]
fn expected_donations_are_the_published() {
    let model = fitted().model;
    close("E[X(10)]", model.expected_purchases_of_newcomer(10).unwrap(), 3.17981, 5e-5);
    close("E[Y(10)|0,0,6]", model.expected_purchases(&history(0, 0), 10).unwrap(), 0.13022, 5e-5);
    close("E[Y(10)|4,5,6]", model.expected_purchases(&history(4, 5), 10).unwrap(), 3.62786, 2e-4);
    let golden = &json("other_models.json")["bg_bb_donations"];
    near("golden", model.expected_purchases_of_newcomer(10).unwrap(), golden["expectation_n10"].as_f64().unwrap(), 1e-6);
    let conditional = golden["cond_exp_10"]["x4_t5_n6"].as_f64().unwrap();
    near("golden", model.expected_purchases(&history(4, 5), 10).unwrap(), conditional, 1e-6);
}

#[test]
fn chances_to_be_alive_are_those_of_table_6_in_the_next_period() {
    let model = fitted().model;
    for (frequency, last, published) in [(0, 0, 0.11), (2, 4, 0.59), (6, 6, 0.93)] {
        close("next period", model.probability_alive_in_next_period(&history(frequency, last)), published, 0.005);
    }
    let golden = &json("other_models.json")["bg_bb_donations"]["p_alive"];
    for (frequency, last) in [(0, 0), (1, 1), (2, 6), (4, 5), (6, 6)] {
        let expected = golden[format!("x{frequency}_t{last}_n6")].as_f64().unwrap();
        close("last period", model.probability_alive(&history(frequency, last)), expected, 1e-6);
    }
}

#[test]
fn likelihoods_of_all_orders_of_purchases_sum_to_one() {
    let model = fitted().model;
    let orders = (0_u32..1 << 6).map(|order| {
        let last = if order == 0 { 0 } else { 32 - order.leading_zeros() };
        model.log_likelihood(&history(order.count_ones(), last)).exp()
    });
    close("sum", orders.sum(), 1.0, 1e-12);
}

#[test]
fn a_donor_who_never_gave_has_the_likelihood_summed_up_by_hand() {
    // Alive and not giving in all of six periods, or gone before each of them: B(β-terms) by products.
    let (alpha, beta, gamma, delta) = (1.2, 0.75, 0.66, 2.8);
    let model = BgBb::new(BgBbParameters { alpha, beta, gamma, delta }).unwrap();
    let (mut silent, mut stays, mut sum) = (1.0, 1.0, 0.0);
    for lived in 0..6 {
        let lived = f64::from(lived);
        sum += silent * stays * gamma / (gamma + delta + lived);
        silent *= (beta + lived) / (alpha + beta + lived);
        stays *= (delta + lived) / (gamma + delta + lived);
    }
    let likelihood = model.log_likelihood(&history(0, 0)).exp();
    close("likelihood", likelihood, sum + silent * stays, 1e-14);
    close("alive", model.probability_alive(&history(0, 0)), silent * stays / likelihood, 1e-14);
}

#[test]
fn impossible_periods_are_refused() {
    assert_eq!(PeriodHistory::new(1, 7, 6), Err(Fault::RecencyAfterAge { recency: 7.0, age: 6.0 }));
    assert_eq!(PeriodHistory::new(3, 2, 6), Err(Fault::OutOfRange { field: "x", value: 3.0 }));
    assert_eq!(PeriodHistory::new(0, 2, 6), Err(Fault::RecencyWithoutPurchase { recency: 2.0 }));
    let never = PeriodCell { history: history(0, 0), customers: 9 };
    assert_eq!(BgBb::fit(&[never]).unwrap_err(), Error::NoRepeatPurchase);
}
