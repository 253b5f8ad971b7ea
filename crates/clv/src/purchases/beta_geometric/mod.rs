//! BG/NBD and MBG/NBD: after each purchase the customer leaves with a probability of their own.
//!
//! The two differ in one thing: in the modified model a customer may also leave right after the first purchase, so that
//! silence counts against customers who never came back; in the first, those count as alive for ever.
//!
//! Fader, Hardie & Lee 2005, *Marketing Science* 24(2):275–284; Batislam, Denizel & Filiztekin 2007, *IJRM* 24:201–209;
//! Hoppe & Wagner 2007.

mod expectation;
mod likelihood;

pub(super) use expectation::Living;

use super::{PurchaseModel, probability_of_event, renew, time_scale};
use crate::error::positive;
use crate::fit::jet::Jet;
use crate::fit::{Fit, Prior, Task, maximise};
use crate::history::Cell;
use crate::special::logistic;
use crate::{Cells, Error, History, Random, Time};

/// Parameters of [`BgNbd`] and [`MbgNbd`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BetaGeometricParameters {
    /// Shape of the purchase rates among customers; pure number.
    pub r: f64,
    /// Their scale, in units of time: the mean rate is `r / alpha`.
    pub alpha: f64,
    /// First parameter of the beta distribution of the probability to leave, whose mean is `a / (a + b)`.
    pub a: f64,
    /// Its second parameter.
    pub b: f64,
}

/// Purchases with departure after a purchase; `MODIFIED` tells whether the first purchase is one of those.
///
/// While alive a customer buys at random at a rate λ of their own, which is gamma with shape `r` and scale `α` among customers. After
/// each purchase they leave with a probability p of their own, which is beta with `a` and `b`. Use it as [`BgNbd`] or [`MbgNbd`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BetaGeometric<const MODIFIED: bool> {
    parameters: BetaGeometricParameters,
}

/// BG/NBD of Fader, Hardie & Lee 2005, *Marketing Science* 24(2):275–284: no departure before the first repeat purchase, so that who
/// never came back counts as alive for ever.
///
/// `L = Γ(r+x)/Γ(r) α^r [ B(a, b+x)/B(a, b) (α+T)^−(r+x) + B(a+1, b+x−1)/B(a, b) (α+t_x)^−(r+x) ]`, the second term for `x > 0` only;
/// `P(alive) = 1/(1 + a/(b+x−1) ((α+T)/(α+t_x))^(r+x))`, 1 for `x = 0`.
pub type BgNbd = BetaGeometric<false>;
/// MBG/NBD of Batislam, Denizel & Filiztekin 2007, *IJRM* 24(3):201–209: departure possible from the first purchase on, so that silence
/// counts against who never came back.
///
/// `L = Γ(r+x)/Γ(r) α^r [ B(a, b+x+1)/B(a, b) (α+T)^−(r+x) + B(a+1, b+x)/B(a, b) (α+t_x)^−(r+x) ]`;
/// `P(alive) = 1/(1 + a/(b+x) ((α+T)/(α+t_x))^(r+x))`.
pub type MbgNbd = BetaGeometric<true>;

impl<const MODIFIED: bool> BetaGeometric<MODIFIED> {
    /// The model with these parameters.
    ///
    /// # Errors
    /// If one of them is not a positive finite number.
    pub fn new(parameters: BetaGeometricParameters) -> Result<Self, Error> {
        positive("r", parameters.r)?;
        positive("alpha", parameters.alpha)?;
        positive("a", parameters.a)?;
        positive("b", parameters.b)?;
        Ok(Self { parameters })
    }

    /// Its parameters.
    #[must_use]
    pub fn parameters(&self) -> BetaGeometricParameters {
        self.parameters
    }

    /// The parameters of largest likelihood.
    ///
    /// # Errors
    /// If there are fewer customers than parameters, nobody bought twice, or no time was observed. A fit that ends at the edge
    /// of the model or nowhere is no error: see [`Fit::status`].
    pub fn fit(cells: &Cells) -> Result<Fit<Self>, Error> {
        Self::fit_with(cells, Prior::default())
    }

    /// The same with a prior, for few customers.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_with(cells: &Cells, prior: Prior) -> Result<Fit<Self>, Error> {
        let task = Task {
            names: ["r", "alpha", "a", "b"],
            scales: [1.0, time_scale(cells), 1.0, 1.0],
            starts: vec![[0.3, 1.0, 0.8, 2.5], [1.0, 1.0, 1.0, 1.0], [0.8, 2.0, 0.1, 2.0]],
            customers: cells.customers(),
            rows: cells.as_slice(),
            prior,
        };
        cells.check_for_fit(task.names.len())?;
        let of_cells = |parameters: &[Jet<4>; 4], cells: &[Cell]| {
            let same_frequency = cells.chunk_by(|one, next| one.history.frequency() == next.history.frequency());
            same_frequency.fold(Jet::ZERO, |sum, cells| sum + likelihood::of_cells(parameters, cells, Self::chances(&cells[0].history)))
        };
        Ok(maximise(&task, of_cells, |[r, alpha, a, b]| Self { parameters: BetaGeometricParameters { r, alpha, a, b } }))
    }

    /// The log-likelihood of one history: of its number of purchases, the time of the last and the order in which they came. The
    /// logarithm (natural) of the `L` told at [`BgNbd`] and [`MbgNbd`].
    #[must_use]
    pub fn log_likelihood(&self, history: &History) -> f64 {
        let BetaGeometricParameters { r, alpha, a, b } = self.parameters;
        let alone = Cell { history: *history, customers: 1 };
        likelihood::of_cells(&[r, alpha, a, b].map(Jet::constant), &[alone], Self::chances(history)).value
    }

    /// After how many purchases of a history the customer might have left.
    fn chances(history: &History) -> u32 {
        history.frequency() + u32::from(MODIFIED)
    }

    /// `ln P(left) − ln P(alive)`, given the history: `a / (b+n−1) · ((α+T)/(α+t_x))^(r+x)` for `n` chances to leave.
    fn log_odds_of_departure(&self, history: &History) -> f64 {
        let BetaGeometricParameters { r, alpha, a, b } = self.parameters;
        let silence = ((history.age() - history.recency()) / (alpha + history.recency())).ln_1p();
        let before = f64::from(Self::chances(history)) - 1.0;
        (a / (b + before)).ln() + (r + f64::from(history.frequency())) * silence
    }
}

impl<const MODIFIED: bool> PurchaseModel for BetaGeometric<MODIFIED> {
    /// `1/(1 + a/(b+n−1) ((α+T)/(α+t_x))^(r+x))` for `n` chances to leave; 1 without any.
    fn probability_alive(&self, history: &History) -> f64 {
        if Self::chances(history) == 0 { 1.0 } else { logistic(-self.log_odds_of_departure(history)) }
    }

    /// Who is alive stays at least until the next purchase.
    fn probability_of_purchase_if_alive(&self, history: &History, time: Time) -> f64 {
        let BetaGeometricParameters { r, alpha, .. } = self.parameters;
        probability_of_event(r + f64::from(history.frequency()), time.units() / (alpha + history.age()))
    }

    /// `E[(1 − (1 + p t/(α+T))^−(r+x))/p]`, where p is beta with `a` and `b + n` for `n` chances to leave that were not taken. In the
    /// literature this is `(a+b+n−1)/(a−1) [1 − ((α+T)/(α+T+t))^(r+x) ₂F₁(r+x, b+n; a+b+n−1; t/(α+T+t))]`, which has a pole at `a = 1`.
    fn expected_purchases_if_alive(&self, history: &History, time: Time) -> f64 {
        let BetaGeometricParameters { r, alpha, a, b } = self.parameters;
        let living = Living {
            shape: r + f64::from(history.frequency()),
            elapsed: time.units() / (alpha + history.age()),
            leave: a,
            stay: b + f64::from(Self::chances(history)),
        };
        living.expected_purchases()
    }

    /// The expectation of who is alive with no past, `x = T = 0`; in the modified model times the chance `b/(a+b)` to stay at all.
    fn expected_purchases_of_newcomer(&self, time: Time) -> f64 {
        let BetaGeometricParameters { r, alpha, a, b } = self.parameters;
        let (stayed, first_chance) = if MODIFIED { (b / (a + b), 1.0) } else { (1.0, 0.0) };
        stayed * Living { shape: r, elapsed: time.units() / alpha, leave: a, stay: b + first_chance }.expected_purchases()
    }

    fn simulate(&self, until: Time, random: &mut Random) -> Vec<f64> {
        let BetaGeometricParameters { r, alpha, a, b } = self.parameters;
        let (rate, leaves) = (random.gamma(r) / alpha, random.beta(a, b));
        if MODIFIED && random.uniform() < leaves {
            return Vec::new();
        }
        // Gaps and departures have a source each, because both closures draw.
        let mut departures = Random::from_seed(random.bits());
        renew(until.units(), || random.exponential() / rate, || departures.uniform() >= leaves)
    }
}
