//! Fits that the customers alone leave at the edge of their model, though they tell of departure, and the weak prior that holds
//! them.
//!
//! Where all customers leave at much the same rate, or buy at much the same, nothing tells how much they differ, and the
//! parameters of the difference run off together. The rates themselves are well told. To take the NBD instead would count
//! everybody who left as a customer still.

use super::{Chosen, verdict};
use crate::Error;
use crate::fit::{Fit, Prior, Status};

/// The standard deviation of the logarithms of the parameters: most likely within a factor of seven of their natural size. What
/// the customers tell, a few dozen of them, outweighs it.
const LOG_DEVIATION: f64 = 2.0;

/// What `fit` finds without a prior, or, where that lies at the edge of the model but gains on the NBD (`plain`) more than chance,
/// with a weak one, if that can be believed.
pub(super) fn fit<M>(plain: &Fit<Chosen>, fit: impl Fn(Prior) -> Result<Fit<M>, Error>) -> Result<Fit<M>, Error> {
    let free = fit(Prior::default())?;
    if matches!(free.status, Status::Boundary(_)) && verdict::is_chance(&free, plain).is_none() {
        let held = fit(Prior::normal(LOG_DEVIATION)?)?;
        if verdict::doubt(&held, plain).is_none() {
            return Ok(held);
        }
    }
    Ok(free)
}
