//! What may be taken, and what a rule takes. Pure: what a rule takes is said twice, as a filter for the database and as an
//! explanation for people, and a test holds the two against each other.

use chrono::NaiveDate;
use guanxi_kernel::{
    clock::NEVER,
    list::{Condition, Filter, Op},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Why an account lies in a pool: what people choose from when they give one back, and what a rule says.
pub const WHYS: &[&str] = &["no_need", "no_answer", "not_suited", "too_far", "too_busy", "other", RECYCLED];

/// A rule has taken it.
pub const RECYCLED: &str = "recycled";

/// What a pool allows, with the numbers of the register where it has none of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Limits {
    /// Accounts that a person takes in a day.
    pub takes_per_day: i64,
    /// Accounts of this pool that a person has at a time.
    pub most_held: i64,
    /// Accounts that a person opens in a day.
    pub views_per_day: i64,
    /// Days that the last owner waits before taking an account back.
    pub wait_days: i64,
    /// Days before a rule takes an account on which its owner is told.
    pub warning_days: i64,
}

/// How much somebody has made use of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Used {
    /// Accounts taken today.
    pub taken_today: i64,
    /// Accounts from this pool that one has now.
    pub held: i64,
    /// Accounts opened today.
    pub viewed_today: i64,
}

/// Why an account is not taken: a stable code and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// For programs.
    pub code: &'static str,
    /// For people.
    pub detail: String,
}

impl Refusal {
    /// With this code and sentence.
    #[must_use]
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// Whether one more account may be taken. `had` is when it went into the pool, if whoever takes it was its last owner.
pub fn may_take(limits: &Limits, used: &Used, had: Option<NaiveDate>, today: NaiveDate) -> Result<(), Refusal> {
    if let Some(had) = had
        && (today - had).num_days() < limits.wait_days
    {
        let days = limits.wait_days;
        return Err(Refusal::new("had_lately", format!("You had this account yourself; leave it to others for {days} days.")));
    }
    if used.held >= limits.most_held {
        let most = limits.most_held;
        return Err(Refusal::new("holds_enough", format!("You have {most} accounts from this pool already; give one back first.")));
    }
    if used.taken_today >= limits.takes_per_day {
        let most = limits.takes_per_day;
        return Err(Refusal::new("takes_used_up", format!("You have taken {most} accounts from this pool today; come back tomorrow.")));
    }
    Ok(())
}

/// Whether telephone and address of one more account may be seen today.
pub fn may_view(limits: &Limits, used: &Used) -> Result<(), Refusal> {
    if used.viewed_today >= limits.views_per_day {
        let most = limits.views_per_day;
        return Err(Refusal::new("views_used_up", format!("You have opened {most} accounts of this pool today; come back tomorrow.")));
    }
    Ok(())
}

/// The terms of a rule; all that are there must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Nobody has been in touch for so many days, and the owner has had it as long.
    pub no_contact_days: Option<i64>,
    /// Nothing was ordered for so many days, and the owner has had it as long.
    pub no_order_days: Option<i64>,
    /// There is no next step, nobody has been in touch for so many days, and the owner has had it as long.
    pub no_step_days: Option<i64>,
}

/// What a rule looks at. Days that are not known are [`NEVER`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Since when the owner has it.
    pub owned_on: NaiveDate,
    /// The last contact.
    pub last_contact_on: NaiveDate,
    /// The last order.
    pub last_order_on: NaiveDate,
    /// The next step.
    pub next_step_on: NaiveDate,
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// A contact.
    Contact,
    /// An order.
    Order,
    /// A next step, and a contact.
    NextStep,
}

/// One term of a rule that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lack {
    /// What is missing.
    pub missing: Missing,
    /// Since when: the last one, or when the owner got the account.
    pub since: NaiveDate,
    /// How many days that is.
    pub days: i64,
    /// How many the rule asks for.
    pub least: i64,
}

impl Terms {
    /// The same terms so many days earlier: what they take now, the rule takes then unless something happens.
    #[must_use]
    pub fn sooner(self, days: i64) -> Self {
        let less = |term: Option<i64>| term.map(|least| (least - days).max(0));
        Self { no_contact_days: less(self.no_contact_days), no_order_days: less(self.no_order_days), no_step_days: less(self.no_step_days) }
    }

    /// Whether there are any.
    #[must_use]
    pub fn are_none(&self) -> bool {
        *self == Self::default()
    }

    fn all(self) -> impl Iterator<Item = (Missing, i64)> {
        let terms =
            [(Missing::Contact, self.no_contact_days), (Missing::Order, self.no_order_days), (Missing::NextStep, self.no_step_days)];
        terms.into_iter().filter_map(|(missing, least)| Some((missing, least?)))
    }

    /// Why these terms take an account; `None` when they do not.
    #[must_use]
    pub fn lacks(self, facts: &Facts, today: NaiveDate) -> Option<Vec<Lack>> {
        self.all().map(|(missing, least)| lack(missing, least, facts, today)).collect()
    }

    /// The same for the database, in the grammar of the list of accounts.
    #[must_use]
    pub fn filter(self) -> Filter {
        Filter::All(self.all().flat_map(|(missing, least)| conditions(missing, least)).collect())
    }
}

fn lack(missing: Missing, least: i64, facts: &Facts, today: NaiveDate) -> Option<Lack> {
    let last = if missing == Missing::Order { facts.last_order_on } else { facts.last_contact_on };
    let since = last.max(facts.owned_on);
    let days = (today - since).num_days();
    let is_planned = missing == Missing::NextStep && facts.next_step_on != NEVER;
    (facts.owned_on != NEVER && !is_planned && days >= least).then_some(Lack { missing, since, days, least })
}

fn conditions(missing: Missing, least: i64) -> Vec<Filter> {
    let (days, last) = if missing == Missing::Order { ("days_silent", "last_order_on") } else { ("days_since_contact", "last_contact_on") };
    let is_long_ago = Filter::Any(vec![at_least(days, least), is(last, Op::Empty, Value::Null)]);
    let mut all = vec![at_least("days_owned", least), is_long_ago];
    if missing == Missing::NextStep {
        all.push(is("next_step_on", Op::Empty, Value::Null));
    }
    all
}

fn at_least(field: &str, days: i64) -> Filter {
    is(field, Op::Gte, json!(days))
}

/// One condition of a filter.
pub(super) fn is(field: &str, op: Op, value: Value) -> Filter {
    Filter::Is(Condition { field: field.to_owned(), op, value })
}
