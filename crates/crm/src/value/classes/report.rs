//! What the classes of all accounts together say.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Cuts, LEVELS, Seen};
use crate::value::rules::{self, Abc, Bcg, Curve, Pyramid};

/// Points of a curve that is drawn.
const POINTS: usize = 100;
/// Of the accounts from the largest, a fifth.
const TOP_FIFTH_BP: i64 = 2000;
/// Of fewer there is no fifth.
const FIFTH: usize = 5;

/// What all accounts together say.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ClassReport {
    /// Accounts with an order in the last 12 months.
    pub active: u64,
    /// The pyramid, from the top.
    pub pyramid: Vec<Level>,
    /// With the end of which day the pyramid is compared; none as long as none is kept that lies far enough back.
    #[serde(default)]
    #[schema(required = true)]
    pub before_day: Option<NaiveDate>,
    /// Who has moved in the pyramid since: by the class now from the top, and by the class before.
    #[serde(default)]
    #[schema(required = true)]
    pub movements: Vec<Movement>,
    /// How contribution is spread over active accounts, from the largest.
    pub contribution: Spread,
    /// How net sales since the first order are spread over all accounts that ever ordered.
    pub to_date: Spread,
    /// A, B and C.
    pub abc: Vec<Group>,
    /// Star, question, cash cow, dog.
    pub bcg: Vec<Group>,
    /// From this contribution on an account performs, by channel; the empty key is for accounts without one. Minor units.
    pub performance_minor: BTreeMap<String, i64>,
}

/// A class of the pyramid.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PyramidLevel)]
pub struct Level {
    /// `vip`, `major`, `ordinary`, `small`.
    pub class: String,
    /// How many accounts.
    pub accounts: u64,
    /// The value of the last of them, in minor units; none when there is nobody.
    pub from_minor: Option<i64>,
    /// Their value together.
    pub value_minor: i64,
}

impl Level {
    fn of(class: Pyramid) -> Self {
        Self { class: class.code().to_owned(), accounts: 0, from_minor: None, value_minor: 0 }
    }

    fn add(&mut self, value: i64) {
        self.accounts += 1;
        self.from_minor = Some(self.from_minor.map_or(value, |from| from.min(value)));
        self.value_minor = self.value_minor.saturating_add(value);
    }
}

/// Accounts that have moved from one class of the pyramid into another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PyramidMovement)]
pub struct Movement {
    /// The class before; `none` for accounts that were not active.
    pub from: String,
    /// The class now; `none` for accounts that are not active any more.
    pub to: String,
    /// How many accounts.
    pub accounts: u64,
}

/// A class with what its accounts bring together.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ClassGroup)]
pub struct Group {
    /// The class.
    pub class: String,
    /// How many accounts.
    pub accounts: u64,
    /// Their contribution of 12 months together, in minor units.
    pub contribution_minor: i64,
}

impl Group {
    fn of(class: &str) -> Self {
        Self { class: class.to_owned(), accounts: 0, contribution_minor: 0 }
    }

    fn add(&mut self, contribution: i64) {
        self.accounts += 1;
        self.contribution_minor = self.contribution_minor.saturating_add(contribution);
    }
}

/// How a sum is spread over accounts.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Spread {
    /// The sum, in minor units.
    pub total_minor: i64,
    /// Accounts that take away from it.
    pub below_zero: u64,
    /// The share of accounts from the largest down, in basis points, and the sum of theirs.
    pub points: Vec<Point>,
    /// What the largest fifth has, in minor units.
    pub top_fifth_minor: i64,
    /// Of the sum, in basis points; none when there is no sum, or no fifth of so few accounts.
    pub top_fifth_bp: Option<i64>,
    /// The coefficient of Gini: 0 when all have the same.
    pub gini: Option<f64>,
    /// How many accounts are A, B and C by this sum alone.
    pub abc: [u64; 3],
}

/// A point of a curve of concentration.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SpreadPoint)]
pub struct Point {
    /// The share of accounts, in basis points.
    pub accounts_bp: i64,
    /// The sum of theirs, in minor units.
    pub sum_minor: i64,
}

impl Cuts {
    /// What is told of all of them.
    pub(in crate::value) fn report(&self, all: &[Seen], before_day: Option<NaiveDate>) -> ClassReport {
        let active: Vec<&Seen> = all.iter().filter(|seen| seen.is_active).collect();
        let mut pyramid = LEVELS.map(|class| (class, Level::of(class)));
        let mut abc = [Abc::A, Abc::B, Abc::C].map(|class| (class, Group::of(class.code())));
        let mut bcg = [Bcg::Star, Bcg::Question, Bcg::CashCow, Bcg::Dog].map(|class| (class, Group::of(class.code())));
        // Who is expected to buy without having bought is a question or a dog, though in no other class.
        for seen in all.iter().filter(|seen| seen.is_active || seen.forecast > 0) {
            let classes = self.classes(seen);
            pyramid.iter_mut().filter(|(class, _)| *class == classes.pyramid).for_each(|(_, level)| level.add(seen.value));
            abc.iter_mut().filter(|(class, _)| *class == classes.abc).for_each(|(_, group)| group.add(seen.contribution));
            bcg.iter_mut().filter(|(class, _)| *class == classes.bcg).for_each(|(_, group)| group.add(seen.contribution));
        }
        ClassReport {
            active: active.len() as u64,
            pyramid: pyramid.map(|(_, level)| level).into(),
            before_day,
            movements: if before_day.is_some() { self.movements(all) } else { Vec::new() },
            contribution: self.spread(active.iter().map(|seen| seen.contribution).collect()),
            to_date: self.spread(all.iter().filter_map(|seen| seen.to_date).collect()),
            abc: abc.map(|(_, group)| group).into(),
            bcg: bcg.map(|(_, group)| group).into(),
            performance_minor: self.bcg.iter().map(|(channel, cut)| (channel.unwrap_or_default().to_owned(), cut.performance)).collect(),
        }
    }

    /// F10: how many have moved from where to where; by the class now from the top, and by the class before.
    fn movements(&self, all: &[Seen]) -> Vec<Movement> {
        let mut moved: BTreeMap<[Pyramid; 2], u64> = BTreeMap::new();
        for seen in all {
            let to = self.level(seen).map_or(Pyramid::None, |place| LEVELS[place]);
            *moved.entry([seen.before, to]).or_default() += u64::from(seen.before != to);
        }
        let classes = || LEVELS.into_iter().chain([Pyramid::None]);
        let each = classes().flat_map(|to| classes().map(move |from| [from, to]));
        let movement = |[from, to]: [Pyramid; 2]| {
            let accounts = moved.get(&[from, to]).copied().filter(|accounts| *accounts > 0)?;
            Some(Movement { from: from.code().to_owned(), to: to.code().to_owned(), accounts })
        };
        each.filter_map(movement).collect()
    }

    fn spread(&self, mut values: Vec<i64>) -> Spread {
        values.sort_unstable_by(|one, other| other.cmp(one));
        let total = values.iter().fold(0_i64, |sum, value| sum.saturating_add((*value).max(0)));
        let (mut curve, mut before, mut abc, count) = (Curve::default(), 0_i64, [0; 3], values.len());
        for value in values {
            curve.meet(value);
            match rules::abc(value, before, total, self.abc_shares) {
                Abc::A => abc[0] += 1,
                Abc::B => abc[1] += 1,
                _ => abc[2] += 1,
            }
            before = before.saturating_add(value.max(0));
        }
        Spread {
            total_minor: curve.total(),
            below_zero: curve.below_zero() as u64,
            points: curve.points(POINTS).into_iter().map(|(accounts_bp, sum_minor)| Point { accounts_bp, sum_minor }).collect(),
            top_fifth_minor: curve.top(TOP_FIFTH_BP),
            top_fifth_bp: rules::in_relation(curve.top(TOP_FIFTH_BP), curve.total()).filter(|_| count >= FIFTH),
            gini: curve.gini(),
            abc,
        }
    }
}
