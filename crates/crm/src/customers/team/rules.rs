//! What account teams decide, without the database.

use chrono::NaiveDate;

/// What people do for an account besides owning it.
pub(super) const ROLES: &[&str] = &["sales", "service", "technical", "manager", "sponsor", "assistant"];

/// The last day on which an account is shared; `None` when there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Until(pub(super) Option<NaiveDate>);

impl Until {
    /// Whether it is still shared on a day: on the last one, too.
    #[must_use]
    pub(super) fn holds_on(self, day: NaiveDate) -> bool {
        self.0.is_none_or(|until| day <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f58_what_is_shared_is_seen_on_the_last_day_and_no_longer() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (until, today, holds) in [
            (None, "2999-01-01", true),
            (Some("2026-12-31"), "2026-12-30", true),
            (Some("2026-12-31"), "2026-12-31", true),
            (Some("2026-12-31"), "2027-01-01", false),
        ] {
            assert_eq!(Until(until.map(day)).holds_on(day(today)), holds, "{until:?} {today}");
        }
    }
}
