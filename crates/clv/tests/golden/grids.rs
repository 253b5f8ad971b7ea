//! Likelihood, P(alive) and expectation on grids of extreme histories and parameters, against arithmetic of 60 digits.

use guanxi_clv::{BetaGeometricParameters, BgNbd, Discount, ParetoNbd, ParetoNbdParameters, PurchaseModel};

use crate::data::{Row, Table, near, time};

/// The precision reached with 24 nodes a piece, with a margin for other processors.
const LIKELIHOOD: f64 = 2e-13;
const PREDICTION: f64 = 1e-11;

fn pareto(row: &Row) -> ParetoNbd {
    let (r, alpha, s, beta) = (row.number("r"), row.number("alpha"), row.number("s"), row.number("beta"));
    ParetoNbd::new(ParetoNbdParameters { r, alpha, s, beta }).unwrap()
}

fn bg(row: &Row) -> BgNbd {
    let (r, alpha, a, b) = (row.number("r"), row.number("alpha"), row.number("a"), row.number("b"));
    BgNbd::new(BetaGeometricParameters { r, alpha, a, b }).unwrap()
}

#[test]
fn pareto_nbd_is_exact_on_140_rows() {
    let discount = Discount::weekly(0.15).unwrap();
    let table = Table::read("pareto_nbd_grid.csv");
    assert_eq!(table.rows().count(), 140);
    for (index, row) in table.rows().enumerate() {
        let (model, history) = (pareto(&row), row.history());
        near(&format!("ll {index}"), model.log_likelihood(&history), row.number("ll"), LIKELIHOOD);
        near(&format!("alive {index}"), model.probability_alive(&history), row.number("p_alive"), PREDICTION);
        near(&format!("expected {index}"), model.expected_purchases(&history, time(52.0)), row.number("cet_52"), PREDICTION);
        let discounted = model.discounted_purchases(&history, discount.continuous()).unwrap();
        near(&format!("dert {index}"), discounted, row.number("dert_15pct_52wk"), PREDICTION);
    }
}

#[test]
fn bg_nbd_is_exact_on_234_rows() {
    let table = Table::read("bg_nbd_grid.csv");
    assert_eq!(table.rows().count(), 234);
    for (index, row) in table.rows().enumerate() {
        let (model, history) = (bg(&row), row.history());
        near(&format!("ll {index}"), model.log_likelihood(&history), row.number("ll"), LIKELIHOOD);
        near(&format!("alive {index}"), model.probability_alive(&history), row.number("p_alive"), PREDICTION);
        near(&format!("expected {index}"), model.expected_purchases(&history, time(row.number("t"))), row.number("cet"), PREDICTION);
    }
}
