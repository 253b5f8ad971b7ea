//! Which purchase model to use: fits the candidates, compares them, falls back to something simpler, and says why.
//!
//! The reasons are facts, not sentences: words belong to the caller, who knows the reader's language.

mod family;
mod hold;
mod holdout;
mod verdict;

pub use family::{Chosen, Family};
pub use holdout::{Behind, Judged, Outcome};
pub use verdict::Verdict;

use holdout::Errors;

use crate::fit::{Fit, Status};
use crate::{Cells, Error};

/// A model that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its fit.
    pub fit: Fit<Chosen>,
    /// How it did in the hold-out, if there is one.
    pub holdout: Option<Judged>,
    /// Why it was taken or not.
    pub verdict: Verdict,
}

/// The choice and all that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What was tried, in the order of [`Family::ALL`]; one of them is the choice.
    pub candidates: Vec<Candidate>,
    /// What was not tried, because there are fewer customers than it has parameters, with the error that says so.
    pub left_out: Vec<(Family, Error)>,
    /// How the rule that everybody goes on as before did in the hold-out. It is no model and never the choice, but where it
    /// [is ahead](Behind::is_ahead) of the choice, no model tells the future of these customers.
    pub as_before: Option<Judged>,
    chosen: usize,
}

impl Choice {
    /// Fits all models and chooses.
    ///
    /// 1. A model can be believed if its fit converged and gains on the NBD more than chance. A fit at the edge of the model that
    ///    gains as much is held by a weak prior: the customers tell that some leave, but not how much they differ in that. It says
    ///    so ([`Fit::is_held`]). If no model can be believed, the NBD is taken.
    /// 2. Of those the evidence decides: the log-likelihood less 1 for each parameter. Less than 1 is no difference; the first in
    ///    the order of [`Family::ALL`] is then taken. MBG/NBD comes first: it doubts customers who never came back.
    /// 3. The hold-out overrules that if one of the models that can be believed, or the NBD, has a smaller mean squared error
    ///    there than the likeliest, by more than chance: the 95 percent interval of the difference, by a paired bootstrap over
    ///    customers, lies below zero.
    ///
    /// MBG/CNBD-k is tried if the cells know of gaps ([`Cells::of_gaps`]), and is a candidate if the best k is above 1; k counts as a
    /// parameter.
    ///
    /// # Errors
    /// As the fit of the NBD; as [`Metrics::of`](crate::Metrics::of) if the hold-out's lists differ in length.
    pub fn of(cells: &Cells, outcome: Option<Outcome>) -> Result<Self, Error> {
        let plain = Chosen::plain(cells)?;
        let (mut candidates, mut left_out) = (Vec::new(), Vec::new());
        for family in Family::ALL.into_iter().filter(|family| *family != Family::MbgCnbd || cells.log_gaps().is_some()) {
            match family.fit(cells, &plain) {
                // As regular as chance: that is the MBG/NBD.
                Ok(fit) if matches!(fit.model, Chosen::MbgCnbd(model) if model.k() == 1) => {}
                Ok(fit) => candidates.push(Candidate { fit, holdout: None, verdict: Verdict::Simpler }),
                Err(error @ Error::TooFew { .. }) => left_out.push((family, error)),
                Err(error) => return Err(error),
            }
        }
        let mut choice = Self { chosen: candidates.len() - 1, candidates, left_out, as_before: None };
        choice.decide(outcome.as_ref())?;
        Ok(choice)
    }

    /// The candidate that was chosen.
    #[must_use]
    pub fn chosen(&self) -> &Candidate {
        &self.candidates[self.chosen]
    }

    /// The candidate of this family, if it can be believed.
    #[must_use]
    pub fn believed_of(&self, family: Family) -> Option<&Candidate> {
        self.believed().map(|index| &self.candidates[index]).find(|candidate| candidate.fit.model.family() == family)
    }

    /// Which model to ask who is still a customer. The choice, but for BG/NBD, which counts everybody who bought once: then the
    /// first other that can be believed. None if nobody leaves in the choice, or there is no other.
    #[must_use]
    pub fn of_departure(&self) -> Option<&Candidate> {
        match self.chosen().fit.model.family() {
            Family::Nbd => None,
            Family::BgNbd => [Family::MbgNbd, Family::MbgCnbd, Family::ParetoNbd].into_iter().find_map(|family| self.believed_of(family)),
            _ => Some(self.chosen()),
        }
    }

    /// The chosen model fitted to all data, after a hold-out has had its say. If it cannot be fitted to them, the next in the order of
    /// [`Family::ALL`] that could be believed and can; then the NBD. Neither, if the hold-out has refuted it
    /// ([`Behind::is_behind`]): the choice then stays as it was fitted first.
    ///
    /// # Errors
    /// As the fit of the NBD.
    pub fn refit(&self, cells: &Cells) -> Result<Fit<Chosen>, Error> {
        let plain = Chosen::plain(cells)?;
        let is_refuted = |candidate: &Candidate| candidate.holdout.is_some_and(|judged| judged.behind.is_behind());
        let others = self.believed().map(|index| &self.candidates[index]).filter(|candidate| !is_refuted(candidate));
        let converged = |candidate: &Candidate| candidate.fit.model.refit(cells).ok().filter(|fit| fit.status == Status::Converged);
        if let Some(fit) = std::iter::once(self.chosen()).chain(others).find_map(converged) {
            return Ok(fit);
        }
        let simplest = self.candidates.last().expect("the NBD is tried always");
        Ok(if is_refuted(simplest) { self.chosen().fit.clone() } else { plain })
    }

    /// Places of the models with departure that can be believed.
    fn believed(&self) -> impl Iterator<Item = usize> {
        let (plain, others) = self.candidates.split_last().expect("the NBD is tried always");
        others.iter().enumerate().filter(|(_, candidate)| verdict::doubt(&candidate.fit, &plain.fit).is_none()).map(|(index, _)| index)
    }

    /// Puts verdicts on the candidates and finds the best.
    fn decide(&mut self, outcome: Option<&Outcome>) -> Result<(), Error> {
        let plain = self.candidates.len() - 1;
        let believed: Vec<usize> = self.believed().collect();
        let likeliest = verdict::likeliest(&self.candidates, &believed);
        let errors = outcome.map(|outcome| self.errors(outcome)).transpose()?;
        self.chosen = match (likeliest, &errors) {
            (Some(likeliest), Some(errors)) => overrule(errors, likeliest, believed.iter().copied().chain([plain]))?,
            (likeliest, _) => likeliest.unwrap_or(plain),
        };
        for index in 0..self.candidates.len() {
            self.candidates[index].verdict = self.verdict(index, likeliest);
            self.candidates[index].holdout = errors.as_ref().map(|errors| errors[index].judged(&errors[self.chosen])).transpose()?;
        }
        self.as_before = match (outcome, &errors) {
            (Some(outcome), Some(errors)) => Some(Errors::of_same_rate(outcome)?.judged(&errors[self.chosen])?),
            _ => None,
        };
        Ok(())
    }

    /// What each candidate predicted wrong.
    fn errors(&self, outcome: &Outcome) -> Result<Vec<Errors>, Error> {
        self.candidates.iter().map(|candidate| Errors::of_model(&candidate.fit.model, outcome)).collect()
    }

    fn verdict(&self, index: usize, likeliest: Option<usize>) -> Verdict {
        let plain = self.candidates.len() - 1;
        let candidate = &self.candidates[index];
        let doubt = if index == plain { None } else { verdict::doubt(&candidate.fit, &self.candidates[plain].fit) };
        match (doubt, likeliest) {
            (Some(doubt), _) => doubt,
            (None, None) => Verdict::Fallback,
            (None, Some(likeliest)) if index == self.chosen && index == likeliest => Verdict::MostLikely,
            (None, Some(likeliest)) if index == self.chosen => {
                Verdict::BestInHoldout { over: self.candidates[likeliest].fit.model.family() }
            }
            (None, Some(likeliest)) if likeliest != self.chosen => Verdict::WorseInHoldout,
            (None, Some(_)) if index == plain => Verdict::Simpler,
            (None, Some(likeliest)) => verdict::by_evidence(candidate, &self.candidates[likeliest]),
        }
    }
}

/// The place of the smallest mean squared error among those of `places` that are smaller than that of the `likeliest` by more than
/// chance; the likeliest if there is none.
fn overrule(errors: &[Errors], likeliest: usize, places: impl Iterator<Item = usize>) -> Result<usize, Error> {
    let mut best = likeliest;
    for place in places {
        let is_nearer = errors[place].metrics.rmse < errors[best].metrics.rmse;
        if is_nearer && errors[place].judged(&errors[likeliest])?.behind.is_ahead() {
            best = place;
        }
    }
    Ok(best)
}
