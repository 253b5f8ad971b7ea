//! Lengths of time that can be asked about.

use crate::Error;
use crate::error::at_least_zero;

/// A length of time in the unit of the histories: a finite number, at least 0. Whole units come from a `u32`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Time(f64);

impl Time {
    /// So many units.
    ///
    /// # Errors
    /// [`Error::Parameter`] if the number is negative or not finite.
    pub fn new(units: f64) -> Result<Self, Error> {
        at_least_zero("time", units).map(Self)
    }

    /// A time that was checked elsewhere, as that of a history.
    pub(crate) fn known(units: f64) -> Self {
        Self(units)
    }

    /// How many units.
    #[must_use]
    pub fn units(self) -> f64 {
        self.0
    }
}

impl From<u32> for Time {
    fn from(units: u32) -> Self {
        Self(f64::from(units))
    }
}
