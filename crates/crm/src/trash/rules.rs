//! What may go.

use chrono::{DateTime, Duration, Utc};

/// What is in the trash stays for so many days at least, whatever is set: nobody notices a mistake at once.
const LEAST_DAYS: i64 = 30;

/// What was put into the trash before this instant goes; nothing when no number of days is set.
pub(super) fn goes_before(days: i64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (days > 0).then(|| now - Duration::days(days.max(LEAST_DAYS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_unless_days_are_set_and_never_before_thirty() {
        let now = DateTime::<Utc>::default() + Duration::days(20_000);
        for (days, after) in [(0, None), (1, Some(30)), (30, Some(30)), (31, Some(31)), (3650, Some(3650))] {
            assert_eq!(goes_before(days, now), after.map(|days| now - Duration::days(days)), "{days}");
        }
    }
}
