//! Where classes begin, as the run found it: what the page of an account compares it with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cuts, LEVELS};
use crate::value::rules::{Abc, BcgCut, Cut, ONE, Pyramid};

/// The share that stands before a store is kept at every hundredth of the total.
pub(super) const STEP_BP: i64 = ONE / 100;

/// Where classes begin. Amounts in minor units, shares in basis points.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::value) struct ClassBounds {
    /// F10: what the last account of each upper class is worth.
    pyramid: [Option<i64>; 3],
    /// F12: what the last store of A and of B brings.
    abc: [Option<i64>; 2],
    /// The shares of the total contribution that cut A and B.
    pub(in crate::value) abc_shares: [i64; 2],
    /// Some stores from the largest: what one brings, and the share of the total that those before it have.
    stores: Vec<(i64, i64)>,
    /// By kind of channel; the empty key is for accounts without one.
    channels: BTreeMap<String, ChannelBounds>,
    /// There are quintiles from so many active accounts of a channel on.
    pub(in crate::value) scored_from: i64,
}

/// The bounds among the active accounts of a kind of channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::value) struct ChannelBounds {
    /// F11: the mean contribution.
    pub(in crate::value) performance: i64,
    /// F11: the growth from which potential is high.
    pub(in crate::value) growth_bp: i64,
    /// F11: the median forecast.
    pub(in crate::value) forecast: i64,
    /// The least of each score from 2 on, for recency (days, below zero), frequency and sales; none where too few are compared.
    pub(in crate::value) quintiles: Option<[Vec<i64>; 3]>,
}

impl ClassBounds {
    /// The classes of the pyramid from the top, with where each begins.
    pub(in crate::value) fn of_pyramid(&self) -> Vec<(&'static str, Option<i64>)> {
        LEVELS.map(Pyramid::code).into_iter().zip(self.pyramid.into_iter().chain([None])).collect()
    }

    /// A, B and C, with where each begins.
    pub(in crate::value) fn of_stores(&self) -> Vec<(&'static str, Option<i64>)> {
        [Abc::A, Abc::B, Abc::C].map(Abc::code).into_iter().zip(self.abc.into_iter().chain([None])).collect()
    }

    /// What the stores that bring more than this have of the total.
    pub(in crate::value) fn before(&self, contribution: i64) -> i64 {
        let at = self.stores.partition_point(|(of_store, _)| *of_store > contribution);
        self.stores.get(at).map_or(ONE, |(_, before)| *before)
    }

    /// The bounds of a kind of channel.
    pub(in crate::value) fn of_channel(&self, channel: Option<&str>) -> Option<&ChannelBounds> {
        self.channels.get(channel.unwrap_or_default())
    }
}

impl Cuts {
    /// Where classes begin.
    pub(in crate::value) fn bounds(&self) -> ClassBounds {
        let value = |cut: Option<Cut>| cut.map(|cut| cut.value);
        let channel = |(channel, cut): (Option<&'static str>, &BcgCut)| {
            let bounds = ChannelBounds {
                performance: cut.performance,
                growth_bp: cut.growth_bp,
                forecast: cut.forecast,
                quintiles: self.quintiles.get(&channel).cloned(),
            };
            (channel.unwrap_or_default().to_owned(), bounds)
        };
        ClassBounds {
            pyramid: self.pyramid.map(value),
            abc: self.abc.map(value),
            abc_shares: self.abc_shares,
            stores: self.stores.clone(),
            channels: self.bcg.iter().map(|(of, cut)| channel((*of, cut))).collect(),
            scored_from: self.scored_from,
        }
    }
}
