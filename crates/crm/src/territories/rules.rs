//! What territories decide, without the database.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How accounts are dealt: to whoever has waited longest, or to whoever has the fewest.
pub const DEALS: &[&str] = &["in_turn", "least"];

/// Which accounts are assigned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Those without an owner.
    #[default]
    Nobodys,
    /// Those of others than the people of their territory, too.
    Everybodys,
}

/// The people of a territory, as accounts are dealt to them.
#[derive(Clone, Debug)]
pub struct Hands {
    people: Vec<Uuid>,
    /// The turn in which each got the last one, or how many each has.
    standing: BTreeMap<Uuid, i64>,
    in_turn: bool,
}

impl Hands {
    /// With what is known of each; who is not known has had no turn, or has nothing.
    #[must_use]
    pub const fn new(people: Vec<Uuid>, standing: BTreeMap<Uuid, i64>, in_turn: bool) -> Self {
        Self { people, standing, in_turn }
    }

    /// Those who get something.
    #[must_use]
    pub fn people(&self) -> &[Uuid] {
        &self.people
    }

    /// Whether whoever has waited longest is next.
    #[must_use]
    pub const fn is_in_turn(&self) -> bool {
        self.in_turn
    }

    /// What stands of somebody now.
    #[must_use]
    pub fn standing(&self, person: Uuid) -> i64 {
        self.standing.get(&person).copied().unwrap_or_default()
    }

    /// Who gets the next; of equals whoever is named first. `None` when there is nobody.
    pub fn deal(&mut self) -> Option<Uuid> {
        let next = self.people.iter().copied().min_by_key(|person| self.standing(*person))?;
        let stands = if self.in_turn { self.standing.values().copied().max().unwrap_or_default() } else { self.standing(next) };
        self.standing.insert(next, stands + 1);
        Some(next)
    }

    /// How many of `accounts` each would get, as [`Hands::deal`] deals them one after the other; however many these are.
    #[must_use]
    pub fn shares(&self, accounts: i64) -> BTreeMap<Uuid, i64> {
        let mut waiting: BinaryHeap<_> =
            self.people.iter().enumerate().map(|(place, person)| Reverse((self.standing(*person), place))).collect();
        let latest = self.standing.values().copied().max().unwrap_or_default();
        let mut shares = BTreeMap::new();
        for turn in 1..=accounts {
            let Some(Reverse((standing, place))) = waiting.pop() else { break };
            waiting.push(Reverse((if self.in_turn { latest + turn } else { standing + 1 }, place)));
            *shares.entry(self.people[place]).or_default() += 1;
        }
        shares
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(n: usize) -> Vec<Uuid> {
        (0..n).map(|_| Uuid::now_v7()).collect()
    }

    #[test]
    fn f58_in_turn_nobody_gets_two_more_than_another() {
        for n in 1..9 {
            let mut hands = Hands::new(people(n), BTreeMap::new(), true);
            let mut got: BTreeMap<Uuid, i64> = BTreeMap::new();
            for _ in 0..53 {
                *got.entry(hands.deal().unwrap()).or_default() += 1;
                let counts = hands.people().iter().map(|person| got.get(person).copied().unwrap_or_default());
                let (least, most) = counts.fold((i64::MAX, 0), |(least, most), n| (least.min(n), most.max(n)));
                assert!(most - least <= 1);
            }
        }
        assert_eq!(Hands::new(Vec::new(), BTreeMap::new(), true).deal(), None);
    }

    #[test]
    fn f58_who_comes_new_gets_one_and_waits_like_the_others() {
        let all = people(3);
        let known = [(all[0], 7), (all[1], 8)].into();
        let mut hands = Hands::new(all.clone(), known, true);
        let dealt: Vec<Uuid> = (0..4).map(|_| hands.deal().unwrap()).collect();
        assert_eq!(dealt, [all[2], all[0], all[1], all[2]]);
    }

    #[test]
    fn f58_the_shares_of_many_are_what_dealing_them_one_by_one_gives() {
        for in_turn in [true, false] {
            for (n, accounts) in [(1, 7), (3, 0), (4, 2), (5, 53), (8, 200)] {
                let all = people(n);
                let known = all.iter().step_by(2).zip([3, 9, 1, 9]).map(|(person, standing)| (*person, standing)).collect();
                let mut hands = Hands::new(all, known, in_turn);
                let shares = hands.shares(accounts);
                let mut got: BTreeMap<Uuid, i64> = BTreeMap::new();
                for _ in 0..accounts {
                    *got.entry(hands.deal().unwrap()).or_default() += 1;
                }
                assert_eq!(shares, got, "{n} people, {accounts} accounts, in turn: {in_turn}");
            }
        }
        assert!(Hands::new(Vec::new(), BTreeMap::new(), false).shares(5).is_empty());
    }

    #[test]
    fn f58_by_load_whoever_has_the_fewest_gets_the_next() {
        let all = people(2);
        let mut hands = Hands::new(all.clone(), [(all[0], 5), (all[1], 3)].into(), false);
        let dealt: Vec<Uuid> = (0..4).map(|_| hands.deal().unwrap()).collect();
        assert_eq!(dealt, [all[1], all[1], all[0], all[1]]);
        assert_eq!((hands.standing(all[0]), hands.standing(all[1])), (6, 6));
    }
}
