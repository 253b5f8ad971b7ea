//! What interactions decides, without the database. Sources: docs/domain/interactions.md.

use chrono::{DateTime, NaiveDate, Utc};

/// F43: the channels.
pub const CHANNELS: &[&str] = &["phone", "fax", "web", "mobile", "email", "wechat", "visit", "letter", "portal", "call_centre"];
/// F43: what a matter between an account and the company is about.
pub const EPISODE_KINDS: &[&str] = &["purchase", "enquiry", "complaint", "negotiation", "care", "other"];
/// Whether the matter is settled.
pub const EPISODE_STATES: &[&str] = &["open", "closed"];
/// Who began it.
pub const DIRECTIONS: &[&str] = &["in", "out", "both"];
/// F24: the five functions of a contact.
pub const PURPOSES: &[&str] = &["care", "information", "deal", "service", "intelligence"];
/// What came of it.
pub const OUTCOMES: &[&str] = &["reached", "not_reached", "interested", "ordered", "refused", "follow_up"];
/// What became of a promise. Overdue is an open one whose day has passed; it is not a state.
pub const PROMISE_STATES: &[&str] = &["open", "kept", "broken"];
/// The states of a task.
pub const TASK_STATES: &[&str] = &["open", "done"];
/// How urgent a task is beside its day.
pub const PRIORITIES: &[&str] = &["low", "normal", "high"];
/// F22: the eight steps of a visit.
pub const VISIT_STEPS: &[&str] = &["prepare", "greet", "look_around", "merchandise", "draft_order", "present", "review", "paperwork"];
/// F22: the ways to lend a hand.
pub const HELP_KINDS: &[&str] = &["unloading", "shelving", "cleaning", "repair", "serving", "information", "other"];

/// F43: whether a contact was two-way when nobody has said so: what reached nobody was not.
#[must_use]
pub fn two_way(said: Option<bool>, channel: &str, direction: &str, outcome: Option<&str>) -> bool {
    said.unwrap_or_else(|| match outcome {
        Some("not_reached") => false,
        Some("reached" | "interested" | "ordered" | "refused") => true,
        _ => channel == "visit" || direction != "out",
    })
}

/// Whether a promise or a task is overdue: open, and its day has passed.
#[must_use]
pub fn overdue(state: &str, due_on: NaiveDate, today: NaiveDate) -> bool {
    state == "open" && due_on < today
}

/// F22: whether help was given before the product was spoken of. Without a pitch, any help was.
#[must_use]
pub fn helped_first(help: &[DateTime<Utc>], pitch: Option<DateTime<Utc>>) -> bool {
    match pitch {
        None => !help.is_empty(),
        Some(pitch) => help.iter().any(|at| *at < pitch),
    }
}

/// How long a visit lasted, in whole minutes, when both ends are known.
#[must_use]
pub fn lasted(arrived: Option<DateTime<Utc>>, left: Option<DateTime<Utc>>) -> Option<i64> {
    Some((left? - arrived?).num_minutes().max(0))
}

/// F22: whether a moment lies between arriving and leaving, as far as these are known. Forms keep minutes: what happened
/// in the minute of an end is within.
#[must_use]
pub fn within_visit(at: DateTime<Utc>, arrived: Option<DateTime<Utc>>, left: Option<DateTime<Utc>>) -> bool {
    let minute = |at: DateTime<Utc>| at.timestamp().div_euclid(60);
    arrived.is_none_or(|arrived| minute(arrived) <= minute(at)) && left.is_none_or(|left| minute(at) <= minute(left))
}

/// Something that followers of a record hear of.
#[derive(Clone, Copy, Debug)]
pub struct Heard {
    /// The event.
    pub event: &'static str,
    /// What they are told of it: a word of the screen.
    pub what: &'static str,
    /// Whether it is about another record than its own, as an order is about its account.
    pub is_about: bool,
}

const fn heard(event: &'static str, what: &'static str) -> Heard {
    Heard { event, what, is_about: false }
}

const fn heard_about(event: &'static str, what: &'static str) -> Heard {
    Heard { event, what, is_about: true }
}

/// What followers hear of.
pub const HEARD: &[Heard] = &[
    heard_about("comment.added", "comment"),
    heard_about("interaction.logged", "interaction"),
    heard_about("order.entered", "order"),
    heard("account.owner_changed", "owner"),
    heard("contact.owner_changed", "owner"),
    heard("account.typed", "type"),
    heard("account.trashed", "trashed"),
    heard("contact.trashed", "trashed"),
    heard("account.merged", "merged"),
    heard("contact.merged", "merged"),
    heard("contact.changed", "changed"),
];

/// What makes a record one's concern, beside what followers hear of.
pub const CONCERNS: [&str; 3] = ["account.created", "account.given", "contact.created"];

/// Whether a minute of the day lies in a quiet time, which may go on past midnight. It begins with its first minute and is
/// over with its last.
#[must_use]
pub fn is_quiet(from: i64, until: i64, minute: i64) -> bool {
    if from <= until { (from..until).contains(&minute) } else { minute >= from || minute < until }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    fn at(time: &str) -> DateTime<Utc> {
        format!("2026-11-22T{time}:00Z").parse().unwrap()
    }

    #[test]
    fn f43_a_call_that_nobody_answered_is_not_two_way() {
        assert!(!two_way(None, "phone", "out", Some("not_reached")));
        assert!(!two_way(None, "phone", "out", None));
        assert!(two_way(None, "phone", "out", Some("interested")));
        assert!(two_way(None, "email", "in", None));
        assert!(two_way(None, "visit", "out", None));
        assert!(!two_way(None, "visit", "out", Some("not_reached")));
        assert!(two_way(Some(true), "phone", "out", Some("not_reached")));
    }

    #[test]
    fn a_promise_or_task_is_overdue_from_the_day_after_while_it_is_open() {
        let (due, next) = (NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
        assert!(!overdue("open", due, due));
        assert!(overdue("open", due, next));
        assert!(!overdue("kept", due, next));
        assert!(!overdue("broken", due, next));
        assert!(!overdue("done", due, next));
    }

    #[test]
    fn a_quiet_time_may_go_on_past_midnight() {
        let (night, noon) = ((22 * 60, 7 * 60), (12 * 60, 14 * 60));
        for (time, (from, until), quiet) in [
            (22 * 60, night, true),
            (23 * 60 + 59, night, true),
            (0, night, true),
            (7 * 60 - 1, night, true),
            (7 * 60, night, false),
            (22 * 60 - 1, night, false),
            (12 * 60, noon, true),
            (14 * 60, noon, false),
            (0, noon, false),
        ] {
            assert_eq!(is_quiet(from, until, time), quiet, "{time}");
        }
    }

    #[test]
    fn f22_a_visit_lasts_from_arrival_to_leaving() {
        assert_eq!(lasted(Some(at("10:00")), Some(at("10:48"))), Some(48));
        assert_eq!(lasted(Some(at("10:00")), Some(at("10:00"))), Some(0));
        assert_eq!(lasted(Some(at("10:00")), None), None);
        assert_eq!(lasted(None, Some(at("10:00"))), None);
    }

    #[test]
    fn f22_help_at_10_05_comes_before_a_pitch_at_10_22() {
        assert!(helped_first(&[at("10:05")], Some(at("10:22"))));
        assert!(!helped_first(&[at("10:30")], Some(at("10:22"))));
        assert!(helped_first(&[at("10:05")], None));
        assert!(!helped_first(&[], None));
    }

    #[test]
    fn f22_help_and_pitch_happen_between_arriving_and_leaving() {
        let (arrived, left) = (Some(at("10:00") + Duration::seconds(40)), Some(at("10:48")));
        assert!(within_visit(at("10:00"), arrived, left), "the form keeps minutes");
        assert!(within_visit(at("10:48") + Duration::seconds(59), arrived, left));
        assert!(!within_visit(at("09:59"), arrived, left));
        assert!(!within_visit(at("10:49"), arrived, left));
        assert!(within_visit(at("10:49"), arrived, None));
        assert!(within_visit(at("09:59"), None, left));
    }
}
