//! When a second step of signing in is asked for.

use chrono::{DateTime, Duration, Utc};

use crate::staff::api::Demanded;

/// What comes after a right password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A session.
    In,
    /// A code of the authenticator app, or a passkey.
    Code,
    /// A passkey.
    Passkey,
    /// Setting an authenticator app up, or making a passkey.
    Enrol,
}

/// What somebody has beside the password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// An authenticator app.
    pub authenticator: bool,
    /// A passkey that can be used where Guanxi is reached now.
    pub passkey: bool,
}

/// What comes after a right password. Who has an authenticator app is always asked for it. A passkey is a way in of its own, so
/// who has nothing else is asked for it only when a second step has become due; who has neither is asked to set one up then.
#[must_use]
pub fn next_step(has: Beside, due_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Next {
    let is_due = due_at.is_some_and(|due_at| due_at <= now);
    match has {
        Beside { authenticator: true, .. } => Next::Code,
        Beside { passkey: true, .. } if is_due => Next::Passkey,
        _ if is_due => Next::Enrol,
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
    fn what_is_asked_for_depends_on_what_there_is_and_on_what_is_due() {
        let now: DateTime<Utc> = "2027-03-15T08:00:00Z".parse().unwrap();
        let (none, app) = (Beside::default(), Beside { authenticator: true, passkey: false });
        let (passkey, both) = (Beside { authenticator: false, passkey: true }, Beside { authenticator: true, passkey: true });
        for (has, due_in_days, next) in [
            (none, None, Next::In),
            (none, Some(1), Next::In),
            (none, Some(0), Next::Enrol),
            (none, Some(-1), Next::Enrol),
            (app, None, Next::Code),
            (app, Some(1), Next::Code),
            (app, Some(-1), Next::Code),
            (passkey, None, Next::In),
            (passkey, Some(1), Next::In),
            (passkey, Some(0), Next::Passkey),
            (passkey, Some(-1), Next::Passkey),
            (both, None, Next::Code),
            (both, Some(-1), Next::Code),
        ] {
            let due_at = due_in_days.map(|days| now + Duration::days(days));
            assert_eq!(next_step(has, due_at, now), next, "{has:?} {due_in_days:?}");
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
