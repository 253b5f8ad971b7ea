//! What a hand-over decides, without the database (F58).

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use uuid::Uuid;

/// Who of some gets the next: whoever has got the fewest so far, of those the one who is named first. `None` when there is
/// nobody to get it.
#[must_use]
pub fn next_of(among: &[Uuid], given: &BTreeMap<Uuid, u64>) -> Option<Uuid> {
    among.iter().copied().min_by_key(|each| given.get(each).copied().unwrap_or_default())
}

/// How many of `accounts` each of some gets, dealt by [`next_of`] from nothing on; however many these are.
#[must_use]
pub fn shares(among: &[Uuid], accounts: u64) -> BTreeMap<Uuid, u64> {
    let people = (among.len() as u64).max(1);
    let share = |place: u64| accounts / people + u64::from(place < accounts % people);
    (0..).zip(among).map(|(place, each)| (*each, share(place))).filter(|(_, share)| *share > 0).collect()
}

/// The day of somebody's visit after `before` others: so many a day from the next working day on. Working days are Monday to
/// Friday.
#[must_use]
pub fn visit_on(today: NaiveDate, before: u64, per_day: u64) -> NaiveDate {
    let days = before / per_day.max(1) + 1;
    let weeks = days / 5;
    let mut day = today + Days::new(weeks * 7);
    let mut rest = days % 5;
    // A day from which only working days are counted is one itself.
    while is_free(day) {
        day = day - Days::new(1);
    }
    while rest > 0 {
        day = day + Days::new(1);
        rest -= u64::from(!is_free(day));
    }
    day
}

fn is_free(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deal(people: usize, accounts: usize) -> (Vec<Uuid>, Vec<Uuid>) {
        let among: Vec<Uuid> = (0..people).map(|_| Uuid::now_v7()).collect();
        let mut given = BTreeMap::new();
        let dealt = (0..accounts).map(|_| {
            let next = next_of(&among, &given).unwrap();
            *given.entry(next).or_default() += 1;
            next
        });
        let dealt = dealt.collect();
        (among, dealt)
    }

    #[test]
    fn f58_whatever_is_spread_nobody_has_two_more_than_another_at_any_moment() {
        for people in 1..12 {
            for accounts in [0, 1, 2, people, 2 * people + 1, 97] {
                let (among, dealt) = deal(people, accounts);
                let whole = |each: &Uuid| dealt.iter().filter(|to| *to == each).count() as u64;
                let shared = shares(&among, accounts as u64);
                assert!(
                    among.iter().all(|each| shared.get(each).copied().unwrap_or_default() == whole(each)),
                    "{people} people, {accounts}"
                );
                for so_far in 0..=accounts {
                    let counts = among.iter().map(|each| dealt[..so_far].iter().filter(|to| *to == each).count());
                    let (least, most) = counts.fold((usize::MAX, 0), |(least, most), n| (least.min(n), most.max(n)));
                    assert!(most - least <= 1, "{people} people, {so_far} accounts");
                }
            }
        }
    }

    #[test]
    fn f58_in_turn_so_that_each_gets_one_of_the_largest() {
        let (among, dealt) = deal(3, 7);
        let place = |to: &Uuid| among.iter().position(|each| each == to).unwrap();
        assert_eq!(dealt.iter().map(place).collect::<Vec<_>>(), [0, 1, 2, 0, 1, 2, 0]);
        assert_eq!(next_of(&[], &BTreeMap::new()), None);
    }

    #[test]
    fn f58_so_many_visits_a_working_day_and_the_first_ones_first() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        // 2026-11-30 is a Monday.
        for (today, before, per_day, want) in [
            ("2026-11-30", 0, 5, "2026-12-01"),
            ("2026-11-30", 4, 5, "2026-12-01"),
            ("2026-11-30", 5, 5, "2026-12-02"),
            ("2026-11-30", 19, 5, "2026-12-04"),
            ("2026-11-30", 20, 5, "2026-12-07"),
            ("2026-11-30", 39, 5, "2026-12-10"),
            ("2026-12-04", 0, 5, "2026-12-07"),
            ("2026-12-05", 0, 5, "2026-12-07"),
            ("2026-12-06", 24, 5, "2026-12-11"),
            ("2026-12-06", 25, 5, "2026-12-14"),
        ] {
            assert_eq!(visit_on(day(today), before, per_day), day(want), "{today} {before}");
        }
        let mut last = day("2026-11-30");
        for before in 0..400 {
            let next = visit_on(day("2026-11-30"), before, 3);
            assert!(next >= last && !is_free(next), "{before}");
            last = next;
        }
    }
}
