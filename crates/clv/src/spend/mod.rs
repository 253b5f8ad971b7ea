//! How much a customer spends on a purchase.

mod gamma_gamma;
mod independence;
mod regression;

pub use gamma_gamma::{GammaGamma, GammaGammaParameters};
pub use independence::{Independence, NOTABLE_CORRELATION};
pub(crate) use independence::{correlation, ranks};
pub use regression::SpendRegression;

use crate::Error;
use crate::error::{Fault, not_negative};

/// Customers with repeat purchases of some value, and how many had none.
#[derive(Debug, Clone, PartialEq)]
pub struct Spenders {
    spenders: Vec<Spender>,
    dropped: usize,
}

/// A customer's repeat purchases and their mean value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spender {
    /// Repeat purchases, `x`; at least 1.
    pub frequency: u32,
    /// Their mean value, `z̄`; above 0.
    pub mean: f64,
}

impl Spenders {
    /// Takes `(x, z̄)` of all customers. Those without a repeat purchase say nothing of spend and are left out silently; those
    /// whose repeat purchases came to nothing or less are [`dropped`](Self::dropped) and counted.
    ///
    /// # Errors
    /// The first row whose mean is not finite; [`Error::Empty`] if nobody is left.
    pub fn of(rows: impl IntoIterator<Item = (u32, f64)>) -> Result<Self, Error> {
        let (mut spenders, mut dropped) = (Vec::new(), 0);
        for (row, (frequency, mean)) in rows.into_iter().enumerate() {
            if !mean.is_finite() {
                return Err(Fault::NotFinite { field: "zbar" }.in_row(row));
            }
            match (frequency > 0, mean > 0.0) {
                (true, true) => spenders.push(Spender { frequency, mean }),
                (true, false) => dropped += 1,
                (false, _) => {}
            }
        }
        spenders.sort_unstable_by(|one, other| one.frequency.cmp(&other.frequency).then(one.mean.total_cmp(&other.mean)));
        if spenders.is_empty() { Err(Error::Empty { of: "spenders" }) } else { Ok(Self { spenders, dropped }) }
    }

    /// The spenders, by frequency, then mean.
    #[must_use]
    pub fn as_slice(&self) -> &[Spender] {
        &self.spenders
    }

    /// How many customers bought again but for nothing or less.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.dropped
    }
}

/// What a customer's repeat purchases must look like to be asked about.
fn check_mean(frequency: u32, mean: f64) -> Result<(), Error> {
    if frequency == 0 {
        return Ok(());
    }
    not_negative("zbar", mean).map_err(|_| Error::Parameter {
        name: "zbar",
        value: mean,
        must: "must be a finite number, at least zero",
    })?;
    Ok(())
}
