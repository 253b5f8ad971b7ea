//! A calendar day. Not a date library: reading and writing dates is the caller's.

/// A day of the Gregorian calendar, in the seller's own time zone, as a count from 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// The day of a date; months and days count from 1. `None` if there is no such day.
    #[must_use]
    pub fn from_date(year: i32, month: u32, day: u32) -> Option<Self> {
        /// Days in 400 years, and from 1 March of the year 0 to 1 January 1970.
        const ERA_DAYS: i32 = 146_097;
        const TO_1970: i32 = 719_468;
        if !(-9_999..=9_999).contains(&year) || !(1..=12).contains(&month) || day == 0 || day > days_in(year, month) {
            return None;
        }
        // Years that begin in March put the leap day last, so that the days before a month follow a line.
        let from_march = i32::try_from((month + 9) % 12).ok()?;
        let shifted = if month <= 2 { year - 1 } else { year };
        let of_era = shifted.rem_euclid(400);
        let of_year = (153 * from_march + 2) / 5 + i32::try_from(day).ok()? - 1;
        let in_era = 365 * of_era + of_era / 4 - of_era / 100 + of_year;
        Some(Self(shifted.div_euclid(400) * ERA_DAYS + in_era - TO_1970))
    }

    /// The day of an ISO 8601 date such as `1997-09-30`, alone or before a time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.get(..10)?.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let follows = text.as_bytes().get(10).is_none_or(|byte| !byte.is_ascii_digit());
        if !follows || (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        Self::from_date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Days from `earlier` to this day.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }
}

fn days_in(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        for (text, days) in
            [("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-12-31", 20_818), ("1997-09-30 12:00", 10_134)]
        {
            assert_eq!(Day::parse(text), Some(Day(days)), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["", "1997-02-29", "1997-13-01", "1997-1-01", "97-01-01", "1997-01-011", "1900-02-29", "１９９７-01-01"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_day_of_four_centuries_follows_the_one_before() {
        let mut expected = Day::from_date(1_900, 1, 1).unwrap();
        for year in 1_900..2_300 {
            for month in 1..=12 {
                for day in 1..=days_in(year, month) {
                    assert_eq!(Day::from_date(year, month, day), Some(expected));
                    expected = Day(expected.0 + 1);
                }
            }
        }
    }
}
