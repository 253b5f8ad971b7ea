//! Money: whole minor units and a currency. Never a float, never a decimal column.

use serde::{Deserialize, Serialize};

/// An amount in minor units (fen for CNY) of a currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Whole minor units; negative for what flows back.
    pub minor: i64,
    /// ISO 4217 code, three capitals.
    #[schema(min_length = 3, max_length = 3, example = "CNY")]
    pub currency: String,
}

impl Money {
    /// An amount of `minor` units of `currency`.
    #[must_use]
    pub fn new(minor: i64, currency: &str) -> Self {
        Self { minor, currency: currency.to_owned() }
    }
}
