//! When a second step of signing in is asked for.

use chrono::{DateTime, Duration, Utc};

use crate::staff::api::Demanded;

/// What comes after a right password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A session.
    In,
    /// A code of the authenticator app.
    Code,
    /// Setting an authenticator app up.
    Enrol,
}

/// What comes after a right password. Who has an authenticator app is always asked for it; who has none is asked to set one
/// up when it has become due.
#[must_use]
pub fn next_step(has_authenticator: bool, due_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Next {
    match due_at {
        _ if has_authenticator => Next::Code,
        Some(due_at) if due_at <= now => Next::Enrol,
        _ => Next::In,
    }
}

/// From when nobody gets in without a second step: the days of grace after it was demanded, or after joining if that was later.
#[must_use]
pub fn due_at(demanded_since: DateTime<Utc>, joined_at: DateTime<Utc>, grace_days: i64) -> DateTime<Utc> {
    demanded_since.max(joined_at) + Duration::days(grace_days)
}

impl Demanded {
    /// The word that the database keeps.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Roles => "roles",
            Self::Everybody => "everybody",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authenticator_is_asked_for_and_a_missing_one_when_it_is_due() {
        let now: DateTime<Utc> = "2027-03-15T08:00:00Z".parse().unwrap();
        for (has_one, due_in_days, next) in [
            (false, None, Next::In),
            (true, None, Next::Code),
            (true, Some(-1), Next::Code),
            (true, Some(1), Next::Code),
            (false, Some(1), Next::In),
            (false, Some(0), Next::Enrol),
            (false, Some(-1), Next::Enrol),
        ] {
            let due_at = due_in_days.map(|days| now + Duration::days(days));
            assert_eq!(next_step(has_one, due_at, now), next, "{has_one} {due_in_days:?}");
        }
    }

    #[test]
    fn grace_counts_from_the_rule_or_from_joining() {
        let (rule, before, after) = ("2027-03-01T00:00:00Z", "2026-01-01T00:00:00Z", "2027-03-10T00:00:00Z");
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(due_at(at(rule), at(before), 14), at("2027-03-15T00:00:00Z"));
        assert_eq!(due_at(at(rule), at(after), 14), at("2027-03-24T00:00:00Z"));
        assert_eq!(due_at(at(rule), at(after), 0), at(after));
    }
}
