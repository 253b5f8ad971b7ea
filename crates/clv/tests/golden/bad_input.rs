//! What cannot be computed is refused with the row and the field; nothing answers NaN, nothing hangs.

use guanxi_clv::{
    BetaGeometricParameters, BgBb, BgBbParameters, BgNbd, Cells, Covariates, DemandPattern, Discount, Error, Fault, Fit, GammaGamma,
    History, Lifetime, Logistic, MbgCnbd, MbgNbd, Metrics, Nbd, NbdParameters, ParetoNbd, ParetoNbdParameters, PeriodCell, PeriodHistory,
    Prediction, PurchaseModel, Random, ReorderSegment, Spenders, Status, Time, TrackedCustomer, Worth, abc, by_frequency, cohorts,
    concordance, forecast, gini, mase, regularity, rmsse, share_of_top, tracking,
};

use crate::data::{cdnow_sample, summary, time};

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
    let expected = fit.model.expected_purchases(giant, time(52.0));
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
fn a_million_regular_purchases_of_one_customer_give_numbers() {
    let customers = cdnow_sample();
    let giant = (History::new(1_000_000, 38.8, 38.86).unwrap(), vec![38.8e-6; 1_000_000]);
    let all = customers.iter().map(|customer| (customer.history, &customer.gaps)).chain([(giant.0, &giant.1)]);
    let cells = Cells::of_gaps(all).unwrap();
    for k in [1, 2, 6] {
        has_numbers(&MbgCnbd::fit(&cells, k).unwrap(), &giant.0);
    }
}

#[test]
fn a_million_purchases_of_one_spender_or_6_000_of_one_donor_give_numbers() {
    let (_, known) = summary("cdnow_summary_2357.csv");
    let rows = known.as_slice().iter().map(|spender| (spender.frequency, spender.mean)).chain([(1_000_000, 20.0)]);
    let fit = GammaGamma::fit(&Spenders::of(rows).unwrap()).unwrap();
    assert!(fit.log_likelihood.is_finite() && (fit.model.expected_spend(1_000_000, 20.0).unwrap() - 20.0).abs() < 0.01);
    let model = donor();
    let faithful = PeriodHistory::new(6_000, 9_990, 10_000).unwrap();
    assert!(model.log_likelihood(&faithful).is_finite() && (0.0..=1.0).contains(&model.probability_alive(&faithful)));
}

fn donor() -> BgBb {
    BgBb::new(BgBbParameters { alpha: 1.2, beta: 0.7, gamma: 0.6, delta: 2.8 }).unwrap()
}

#[test]
fn a_donor_who_never_gave_in_10_000_periods_gives_numbers_and_more_are_refused() {
    let never = PeriodHistory::new(0, 0, 10_000).unwrap();
    let (likelihood, alive) = (donor().log_likelihood(&never), donor().probability_alive(&never));
    assert!(likelihood.is_finite() && likelihood < 0.0 && alive > 0.0 && alive < 1e-2, "{likelihood} {alive}");
    let cells = [(0, 0, 10_000, 5), (3, 7, 9, 5), (1, 4, 9, 7)];
    let cells = cells.map(|(x, last, n, customers)| PeriodCell { history: PeriodHistory::new(x, last, n).unwrap(), customers });
    assert!(BgBb::fit(&cells).unwrap().log_likelihood.is_finite());
    assert_eq!(PeriodHistory::new(0, 0, 10_001), Err(Fault::OutOfRange { field: "n", value: 10_001.0 }));
    let refused = Error::Parameter { name: "periods", value: 4_294_967_295.0, must: "must be at most 10,000" };
    assert_eq!(donor().expected_purchases(&never, u32::MAX), Err(refused.clone()));
    assert_eq!(donor().expected_purchases_of_newcomer(u32::MAX), Err(refused.clone()));
    assert_eq!(donor().simulate(u32::MAX, &mut Random::from_seed(1)), Err(refused));
}

#[test]
fn a_time_that_is_none_is_no_time() {
    for units in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(matches!(Time::new(units), Err(Error::Parameter { name: "time", .. })));
    }
    assert_eq!(Time::new(3.0), Ok(Time::from(3)));
}

fn regular() -> MbgCnbd {
    MbgCnbd::new(2, BetaGeometricParameters { r: 1.4, alpha: 2.2, a: 0.6, b: 2.5 }).unwrap()
}

#[test]
fn gaps_that_are_none_name_their_customer() {
    let history = |x, recency| History::new(x, recency, 9.0).unwrap();
    let refused = |gap| Cells::of_gaps([(history(0, 0.0), vec![]), (history(2, 5.0), vec![5.0, gap])]).unwrap_err();
    assert_eq!(refused(0.0), Error::Row { row: 1, fault: Fault::OutOfRange { field: "gap", value: 0.0 } });
    assert!(matches!(refused(f64::NAN), Error::Row { row: 1, fault: Fault::OutOfRange { field: "gap", .. } }));
    let too_few = Cells::of_gaps([(history(2, 5.0), [5.0])]).unwrap_err();
    assert_eq!(too_few, Error::Row { row: 0, fault: Fault::OutOfRange { field: "number of gaps", value: 1.0 } });
    assert!(Cells::of_times([(vec![3.0, 3.0], 9.0)]).is_err());
    let without = cells(&[(2, 5.0, 9.0); 9]);
    assert_eq!(MbgCnbd::fit(&without, 2).unwrap_err(), Error::Empty { of: "gaps between purchases" });
    assert!(matches!(regular().log_likelihood(&history(0, 0.0), f64::NAN), Err(Error::Parameter { name: "log_gaps", .. })));
}

#[test]
fn covariates_of_another_length_or_that_are_no_numbers_are_refused() {
    let covariates = Covariates::from_rows(2, [[1.0, 0.0], [2.0, 1.0], [3.0, 0.0], [2.0, 0.5]]).unwrap();
    let fit = Logistic::fit(&covariates, &[false, true, true, false], 1.0).unwrap();
    let length = Error::Length { of: "covariates of an observation", needed: 2, found: 1 };
    assert_eq!(fit.probability(&[1.0]), Err(length.clone()));
    assert_eq!(fit.contributions(&[1.0]), Err(length));
    assert!(matches!(fit.probability(&[1.0, f64::NAN]), Err(Error::Parameter { name: "covariate", .. })));
}

#[test]
fn a_worth_that_is_no_number_and_endless_horizons_are_refused() {
    assert!(matches!(Worth::new(f64::NAN, 0.3), Err(Error::Parameter { name: "spend", .. })));
    assert!(matches!(Worth::new(5.0, f64::INFINITY), Err(Error::Parameter { name: "margin", .. })));
    let history = History::new(1, 1.0, 2.0).unwrap();
    let asked = Prediction::of(&regular(), &history, u32::MAX, Discount::weekly(0.0).unwrap());
    assert!(matches!(asked, Err(Error::Parameter { name: "periods", .. })));
}

#[test]
fn lists_with_what_is_no_number_name_its_row() {
    let row = |row, field| Error::Row { row, fault: Fault::NotFinite { field } };
    assert_eq!(mase(&[1.0, f64::NAN], &[1.0], &[1.0]).unwrap_err(), row(1, "history"));
    assert_eq!(rmsse(&[1.0, 2.0], &[f64::INFINITY], &[1.0]).unwrap_err(), row(0, "actual"));
    assert_eq!(mase(&[1.0, 2.0], &[1.0], &[f64::NAN]).unwrap_err(), row(0, "forecast"));
    let histories = [History::new(1, 1.0, 2.0).unwrap(); 2];
    assert_eq!(by_frequency(&histories, &[1.0, f64::NAN], &[1.0, 1.0], u32::MAX).unwrap_err(), row(1, "predictions"));
    let customers = [TrackedCustomer { first: 0.0, repeats: vec![] }, TrackedCustomer { first: 1.0, repeats: vec![f64::NAN] }];
    assert_eq!(tracking(&regular(), &customers, &[1.0]).unwrap_err(), row(1, "time of a purchase"));
    assert_eq!(tracking(&regular(), &customers[..1], &[1.0, f64::NAN]).unwrap_err(), row(1, "time"));
    assert_eq!(cohorts([(1, 0), (2, i32::MAX)]), Err(Fault::OutOfRange { field: "period", value: 2_147_483_647.0 }.in_row(1)));
}

#[test]
fn a_life_that_is_hardly_discounted_is_refused_and_the_extremes_are_numbers() {
    let history = History::new(1, 1.0, 2.0).unwrap();
    let of = |s: f64, beta: f64| ParetoNbd::new(ParetoNbdParameters { r: 1.0, alpha: 1.0, s, beta }).unwrap();
    for rate in [0.0, 1e-300, f64::NAN, f64::INFINITY] {
        assert!(matches!(of(1.0, 1.0).discounted_purchases(&history, rate), Err(Error::Parameter { name: "rate", .. })));
    }
    for (s, beta) in [(1e-3, 1e-300), (0.5, 1e300), (50.0, 1e-5), (1.0, 1e12)] {
        for rate in [1e-9, 1e-3, 1e9] {
            let found = of(s, beta).discounted_purchases(&history, rate).unwrap();
            assert!(found.is_finite() && found >= 0.0, "{s} {beta} {rate}: {found}");
        }
    }
}

#[test]
fn a_parameter_that_is_not_positive_is_named() {
    let refused = ParetoNbd::new(ParetoNbdParameters { r: 1.0, alpha: 1.0, s: -1.0, beta: 1.0 }).unwrap_err();
    assert!(matches!(refused, Error::Parameter { name: "s", .. }));
    assert!(matches!(Nbd::new(NbdParameters { r: 0.0, alpha: 1.0 }), Err(Error::Parameter { name: "r", .. })));
    assert!(matches!(Discount::weekly(f64::NAN), Err(Error::Parameter { name: "annual_rate", .. })));
}

#[test]
fn what_is_beyond_all_measure_is_refused_by_its_row() {
    let huge = 1.5e308;
    let row = |row, field| Error::Row { row, fault: Fault::OutOfRange { field, value: huge } };
    assert_eq!(forecast(&[1.0, huge, huge, 3.0, 2.0, 4.0], 2, None).unwrap_err(), row(1, "demand"));
    assert_eq!(gini(&[1.0, huge, huge]).unwrap_err(), row(1, "value"));
    assert_eq!(share_of_top(&[1.0, 2.0, huge], 0.5).unwrap_err(), row(2, "value"));
    assert_eq!(abc(&[huge, huge]).unwrap_err(), row(0, "value"));
    assert_eq!(mase(&[-1.0, huge], &[1.0], &[1.0]).unwrap_err(), row(1, "history"));
    assert_eq!(Metrics::of(&[1.0, 2.0], &[huge, 3.0]).unwrap_err(), row(0, "outcomes"));
    assert_eq!(Spenders::of([(0, 0.0), (2, huge)]).unwrap_err(), row(1, "zbar"));
    assert_eq!(Covariates::from_rows(1, [[1.0], [huge]]).unwrap_err(), row(1, "covariate"));
    assert_eq!(ReorderSegment::of(&[vec![5.0], vec![huge]]).unwrap_err(), row(1, "gap"));
    assert!(History::from_rows([(1, 2.0, huge)]).is_err() && Time::new(huge).is_err() && Worth::new(huge, 1.0).is_err());
    assert_eq!(
        Covariates::from_rows(2, [&[1.0, 2.0][..], &[1.0]]).unwrap_err(),
        Error::Row { row: 1, fault: Fault::OutOfRange { field: "number of covariates", value: 1.0 } }
    );
}

#[test]
fn the_largest_and_the_smallest_numbers_give_numbers() {
    let ends = [1e100, 1e-300, 1e100, 1e-300, 1e100, 1e100];
    assert!(gini(&ends).unwrap().unwrap().is_finite() && share_of_top(&ends, 0.5).unwrap().unwrap().is_finite());
    assert!(forecast(&ends, 3, None).unwrap().demand.iter().all(|demand| demand.is_finite()));
    for series in [ends, ends.map(|value| value / 1e200)] {
        assert!(DemandPattern::of(&series).unwrap().unwrap().variation.is_finite());
    }
    assert_eq!(mase(&[0.0, 1e-300], &[1e100], &[0.0]), Err(Error::NotIdentified));
    assert!(rmsse(&ends, &[1e100], &[-1e100]).unwrap().is_finite());
    let metrics = Metrics::of(&ends, &[1e-300, 1e100, 3.0, 2.0, 1e100, 1.0]).unwrap();
    assert!(metrics.rmse.is_finite() && metrics.gini_gain.unwrap().is_finite());
    let spenders = Spenders::of(ends.map(|mean| (2, mean))).unwrap();
    assert!(GammaGamma::fit(&spenders).unwrap().log_likelihood.is_finite());
}

#[test]
fn a_risk_that_is_no_number_names_its_row_and_one_without_end_is_the_highest() {
    let lifetimes = [1.0, 2.0, 3.0].map(|time| Lifetime::new(time, true).unwrap());
    assert_eq!(concordance(&lifetimes, &[1.0, f64::NAN, 0.0]).unwrap_err(), Fault::NotFinite { field: "risk" }.in_row(1));
    assert_eq!(concordance(&lifetimes, &[f64::INFINITY, 1.0, 0.5]), Ok(1.0));
}

#[test]
fn gaps_that_no_k_tells_have_no_regularity() {
    // Shares of next to 0 and next to 1 vary more than those of any beta distribution.
    let bursts = [[1.0, 1e6], [1e6, 1.0]];
    assert_eq!(regularity(bursts.iter().map(|pair| &pair[..])), None);
    let endless = [[1.0, 2.0], [2.0, 1.0], [f64::INFINITY, f64::INFINITY], [f64::NAN, 1.0]];
    assert_eq!(regularity(endless.iter().map(|pair| &pair[..])), regularity(endless[..2].iter().map(|pair| &pair[..])));
}
