//! What cannot be computed is refused with the row and the field; nothing answers NaN, nothing hangs.

use guanxi_clv::{
    BgBb, BgBbParameters, BgNbd, Cells, Discount, Error, Fault, Fit, GammaGamma, History, MbgNbd, Nbd, NbdParameters, ParetoNbd,
    ParetoNbdParameters, PeriodHistory, PurchaseModel, Spenders, Status,
};

use crate::data::summary;

fn cells(rows: &[(u32, f64, f64)]) -> Cells {
    Cells::of(History::from_rows(rows.iter().copied()).unwrap()).unwrap()
}

/// The same error from every model.
#[track_caller]
fn refused(cells: &Cells) -> Error {
    let error = BgNbd::fit(cells).unwrap_err();
    assert_eq!(MbgNbd::fit(cells).unwrap_err(), error);
    assert_eq!(ParetoNbd::fit(cells).unwrap_err(), error);
    error
}

#[test]
fn an_impossible_history_names_its_row() {
    let row_two = |bad: (u32, f64, f64)| History::from_rows([(0, 0.0, 5.0), (1, 2.0, 5.0), bad]).unwrap_err();
    assert_eq!(row_two((3, 6.0, 5.0)), Error::Row { row: 2, fault: Fault::RecencyAfterAge { recency: 6.0, age: 5.0 } });
    assert_eq!(row_two((3, -1.0, 5.0)), Error::Row { row: 2, fault: Fault::Negative { field: "t_x", value: -1.0 } });
    assert_eq!(row_two((3, f64::NAN, 5.0)), Error::Row { row: 2, fault: Fault::NotFinite { field: "t_x" } });
    assert_eq!(row_two((3, 1.0, f64::INFINITY)), Error::Row { row: 2, fault: Fault::NotFinite { field: "T" } });
    assert_eq!(row_two((0, 1.0, 5.0)), Error::Row { row: 2, fault: Fault::RecencyWithoutPurchase { recency: 1.0 } });
    assert_eq!(row_two((3, 6.0, 5.0)).to_string(), "row 2: the last purchase (t_x = 6) lies after the end of observation (T = 5)");
}

#[test]
fn spend_that_is_no_number_names_its_row() {
    let refused = Spenders::of([(1, 5.0), (2, f64::NAN)]).unwrap_err();
    assert_eq!(refused, Error::Row { row: 1, fault: Fault::NotFinite { field: "zbar" } });
    assert_eq!(Spenders::of([(0, 5.0), (2, -3.0)]), Err(Error::Empty { of: "spenders" }));
}

#[test]
fn nobody_is_refused() {
    assert_eq!(Cells::of([]), Err(Error::Empty { of: "customers" }));
}

#[test]
fn one_customer_is_refused() {
    assert_eq!(refused(&cells(&[(3, 5.0, 9.0)])), Error::TooFew { of: "customers", needed: 4, found: 1 });
    let one = Spenders::of([(3, 9.0)]).unwrap();
    assert_eq!(GammaGamma::fit(&one).unwrap_err(), Error::TooFew { of: "spenders", needed: 3, found: 1 });
}

#[test]
fn customers_who_all_bought_once_are_refused() {
    assert_eq!(refused(&cells(&[(0, 0.0, 9.0); 50])), Error::NoRepeatPurchase);
}

#[test]
fn customers_who_all_came_today_are_refused() {
    assert_eq!(refused(&cells(&[(1, 0.0, 0.0); 50])), Error::NoTime);
}

#[test]
fn customers_who_are_all_alike_are_at_a_boundary() {
    let alike = cells(&[(3, 20.0, 30.0); 40]);
    assert_ne!(BgNbd::fit(&alike).unwrap().status, Status::Converged);
    assert_ne!(ParetoNbd::fit(&alike).unwrap().status, Status::Converged);
}

#[test]
fn spenders_who_all_spend_the_same_are_at_a_boundary() {
    let alike = Spenders::of([(2, 10.0); 40]).unwrap();
    assert_ne!(GammaGamma::fit(&alike).unwrap().status, Status::Converged);
}

/// A customer with a million purchases among those of CDNOW.
fn with_a_giant() -> (Cells, History) {
    let giant = History::new(1_000_000, 38.8, 38.86).unwrap();
    let (known, _) = summary("cdnow_summary_2357.csv");
    let everyone = known.as_slice().iter().copied().chain([guanxi_clv::Cell { history: giant, customers: 1 }]);
    (Cells::from_weighted(everyone).unwrap(), giant)
}

#[track_caller]
fn has_numbers<M: PurchaseModel>(fit: &Fit<M>, giant: &History) {
    let alive = fit.model.probability_alive(giant);
    let expected = fit.model.expected_purchases(giant, 52.0);
    assert!(fit.log_likelihood.is_finite());
    assert!((0.0..=1.0).contains(&alive) && expected.is_finite() && expected >= 0.0, "{alive} {expected}");
}

#[test]
fn a_million_purchases_of_one_customer_give_numbers() {
    let (cells, giant) = with_a_giant();
    has_numbers(&BgNbd::fit(&cells).unwrap(), &giant);
    has_numbers(&MbgNbd::fit(&cells).unwrap(), &giant);
    has_numbers(&ParetoNbd::fit(&cells).unwrap(), &giant);
    has_numbers(&Nbd::fit(&cells).unwrap(), &giant);
}

#[test]
fn a_million_purchases_of_one_spender_or_periods_of_one_donor_give_numbers() {
    let (_, known) = summary("cdnow_summary_2357.csv");
    let rows = known.as_slice().iter().map(|spender| (spender.frequency, spender.mean)).chain([(1_000_000, 20.0)]);
    let fit = GammaGamma::fit(&Spenders::of(rows).unwrap()).unwrap();
    assert!(fit.log_likelihood.is_finite() && (fit.model.expected_spend(1_000_000, 20.0).unwrap() - 20.0).abs() < 0.01);
    let model = BgBb::new(BgBbParameters { alpha: 1.2, beta: 0.7, gamma: 0.6, delta: 2.8 }).unwrap();
    let faithful = PeriodHistory::new(600_000, 999_000, 1_000_000).unwrap();
    assert!(model.log_likelihood(&faithful).is_finite() && (0.0..=1.0).contains(&model.probability_alive(&faithful)));
}

#[test]
fn a_parameter_that_is_not_positive_is_named() {
    let refused = ParetoNbd::new(ParetoNbdParameters { r: 1.0, alpha: 1.0, s: -1.0, beta: 1.0 }).unwrap_err();
    assert!(matches!(refused, Error::Parameter { name: "s", .. }));
    assert!(matches!(Nbd::new(NbdParameters { r: 0.0, alpha: 1.0 }), Err(Error::Parameter { name: "r", .. })));
    assert!(matches!(Discount::weekly(f64::NAN), Err(Error::Parameter { name: "annual_rate", .. })));
    let pareto = ParetoNbd::new(ParetoNbdParameters { r: 1.0, alpha: 1.0, s: 1.0, beta: 1.0 }).unwrap();
    let history = History::new(1, 1.0, 2.0).unwrap();
    assert!(matches!(pareto.discounted_purchases(&history, 0.0), Err(Error::Parameter { name: "rate", .. })));
}
