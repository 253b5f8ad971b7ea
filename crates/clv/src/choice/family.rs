//! The models there are to choose from, and the one that was chosen, whichever it is.

use super::hold;
use crate::fit::Fit;
use crate::purchases::{
    BetaGeometricParameters, BgNbd, MbgCnbd, MbgNbd, Nbd, NbdParameters, ParetoNbd, ParetoNbdParameters, PurchaseModel,
};
use crate::{Cells, Error, History, Random, Time};

/// The largest k tried; beyond, k hardly changes what is predicted.
const MOST_REGULAR: u32 = 12;

/// A kind of purchase model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Customers leave after any purchase.
    MbgNbd,
    /// Customers buy at regular gaps and leave after any purchase.
    MbgCnbd,
    /// Customers leave after a repeat purchase.
    BgNbd,
    /// Customers leave at any time.
    ParetoNbd,
    /// Nobody leaves.
    Nbd,
}

impl Family {
    /// All of them, in the order of the choice: among equals the first is taken, and the simplest comes last.
    pub const ALL: [Self; 5] = [Self::MbgNbd, Self::MbgCnbd, Self::BgNbd, Self::ParetoNbd, Self::Nbd];

    /// Its name for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MbgNbd => "mbg_nbd",
            Self::MbgCnbd => "mbg_cnbd",
            Self::BgNbd => "bg_nbd",
            Self::ParetoNbd => "pareto_nbd",
            Self::Nbd => "nbd",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }

    /// The model of this kind with these parameters, asked for by their names in the literature; `k` says how regular purchases are,
    /// where the model asks for it. None if a parameter is missing or is none.
    #[must_use]
    pub fn model(self, k: u32, parameter: impl Fn(&str) -> Option<f64>) -> Option<Chosen> {
        let rate = || Some(NbdParameters { r: parameter("r")?, alpha: parameter("alpha")? });
        let beta = || {
            let NbdParameters { r, alpha } = rate()?;
            Some(BetaGeometricParameters { r, alpha, a: parameter("a")?, b: parameter("b")? })
        };
        Some(match self {
            Self::MbgNbd => Chosen::MbgNbd(MbgNbd::new(beta()?).ok()?),
            Self::MbgCnbd => Chosen::MbgCnbd(MbgCnbd::new(k, beta()?).ok()?),
            Self::BgNbd => Chosen::BgNbd(BgNbd::new(beta()?).ok()?),
            Self::ParetoNbd => {
                let NbdParameters { r, alpha } = rate()?;
                Chosen::ParetoNbd(ParetoNbd::new(ParetoNbdParameters { r, alpha, s: parameter("s")?, beta: parameter("beta")? }).ok()?)
            }
            Self::Nbd => Chosen::Nbd(Nbd::new(rate()?).ok()?),
        })
    }

    /// The best model of this kind; `plain` is the NBD of the same customers.
    pub(super) fn fit(self, cells: &Cells, plain: &Fit<Chosen>) -> Result<Fit<Chosen>, Error> {
        Ok(match self {
            Self::MbgNbd => hold::fit(plain, |prior| MbgNbd::fit_with(cells, prior))?.map(Chosen::MbgNbd),
            Self::MbgCnbd => {
                let of_k = |k| hold::fit(plain, |prior| MbgCnbd::fit_with(cells, k, prior));
                MbgCnbd::best_regularity(MOST_REGULAR, of_k)?.map(Chosen::MbgCnbd)
            }
            Self::BgNbd => hold::fit(plain, |prior| BgNbd::fit_with(cells, prior))?.map(Chosen::BgNbd),
            Self::ParetoNbd => hold::fit(plain, |prior| ParetoNbd::fit_with(cells, prior))?.map(Chosen::ParetoNbd),
            Self::Nbd => plain.clone(),
        })
    }
}

/// A model of one of the families.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Chosen {
    /// Customers leave after any purchase.
    MbgNbd(MbgNbd),
    /// Customers buy at regular gaps and leave after any purchase.
    MbgCnbd(MbgCnbd),
    /// Customers leave after a repeat purchase.
    BgNbd(BgNbd),
    /// Customers leave at any time.
    ParetoNbd(ParetoNbd),
    /// Nobody leaves.
    Nbd(Nbd),
}

/// What one of the models says, whichever it is.
macro_rules! of_model {
    ($chosen:expr, $model:ident => $said:expr) => {
        match $chosen {
            Chosen::MbgNbd($model) => $said,
            Chosen::MbgCnbd($model) => $said,
            Chosen::BgNbd($model) => $said,
            Chosen::ParetoNbd($model) => $said,
            Chosen::Nbd($model) => $said,
        }
    };
}

impl Chosen {
    /// Which kind of model it is.
    #[must_use]
    pub fn family(&self) -> Family {
        match self {
            Self::MbgNbd(_) => Family::MbgNbd,
            Self::MbgCnbd(_) => Family::MbgCnbd,
            Self::BgNbd(_) => Family::BgNbd,
            Self::ParetoNbd(_) => Family::ParetoNbd,
            Self::Nbd(_) => Family::Nbd,
        }
    }

    /// How regular purchases are, where the model says it: each k-th event is one.
    #[must_use]
    pub fn k(&self) -> Option<u32> {
        match self {
            Self::MbgCnbd(model) => Some(model.k()),
            _ => None,
        }
    }

    /// The NBD of these customers, by which the others are measured.
    pub(super) fn plain(cells: &Cells) -> Result<Fit<Self>, Error> {
        Ok(Nbd::fit(cells)?.map(Self::Nbd))
    }

    /// The same kind of model, of the same k where it has one, fitted to other customers; held by a weak prior where
    /// [`Choice::of`](super::Choice::of) would.
    ///
    /// # Errors
    /// As the fit of the model and of the NBD.
    pub fn refit(&self, cells: &Cells) -> Result<Fit<Self>, Error> {
        let plain = Self::plain(cells)?;
        match self {
            Self::MbgCnbd(model) => Ok(hold::fit(&plain, |prior| MbgCnbd::fit_with(cells, model.k(), prior))?.map(Self::MbgCnbd)),
            other => other.family().fit(cells, &plain),
        }
    }
}

/// What the model predicts.
impl PurchaseModel for Chosen {
    fn probability_alive(&self, history: &History) -> f64 {
        of_model!(self, model => model.probability_alive(history))
    }

    fn probability_of_purchase_if_alive(&self, history: &History, time: Time) -> f64 {
        of_model!(self, model => model.probability_of_purchase_if_alive(history, time))
    }

    fn expected_purchases_if_alive(&self, history: &History, time: Time) -> f64 {
        of_model!(self, model => model.expected_purchases_if_alive(history, time))
    }

    fn expected_purchases_of_newcomer(&self, time: Time) -> f64 {
        of_model!(self, model => model.expected_purchases_of_newcomer(time))
    }

    fn simulate(&self, until: Time, random: &mut Random) -> Vec<f64> {
        of_model!(self, model => model.simulate(until, random))
    }
}
