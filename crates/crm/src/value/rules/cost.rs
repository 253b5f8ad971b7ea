//! F08: what it costs to serve a customer, what is left, and who is served too much.

use serde::Serialize;
use utoipa::ToSchema;

use super::{codes::codes, in_relation};

/// What was done for a customer in a period. Counts, but for the amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// Visits.
    pub visits: i64,
    /// Calls, on the telephone, a mobile or in the call centre.
    pub calls: i64,
    /// Messages, mails, letters.
    pub messages: i64,
    /// Tickets of service.
    pub tickets: i64,
    /// Deliveries.
    pub deliveries: i64,
    /// Minutes of advice.
    pub consulting_minutes: i64,
    /// Gifts, entry fees and samples, in minor units.
    pub spent_minor: i64,
    /// What receivables of this average amount …
    pub receivable_minor: i64,
    /// … over so many days cost.
    pub receivable_days: i64,
}

impl Activity {
    /// Counts interactions on a channel: a visit, a call, or a message, which is every other.
    pub fn count(&mut self, channel: &str, times: i64) {
        let counted = match channel {
            "visit" => &mut self.visits,
            "phone" | "mobile" | "call_centre" => &mut self.calls,
            _ => &mut self.messages,
        };
        *counted += times;
    }
}

/// What one of each costs, in minor units; the price of capital in basis points a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// A visit.
    pub visit: i64,
    /// A call.
    pub call: i64,
    /// A message.
    pub message: i64,
    /// A ticket.
    pub ticket: i64,
    /// A delivery.
    pub delivery: i64,
    /// A minute of advice.
    pub consulting_minute: i64,
    /// What a year's credit costs, of its amount.
    pub capital_bp: i64,
}

/// The cost to serve of a period: each activity times its standard cost, what was spent, and what credit cost.
#[must_use]
pub fn service_cost(activity: &Activity, rates: &Rates) -> i64 {
    let credit =
        i128::from(activity.receivable_minor) * i128::from(rates.capital_bp) * i128::from(activity.receivable_days) / (10_000 * 365);
    let parts = [
        (activity.visits, rates.visit),
        (activity.calls, rates.call),
        (activity.messages, rates.message),
        (activity.tickets, rates.ticket),
        (activity.deliveries, rates.delivery),
        (activity.consulting_minutes, rates.consulting_minute),
        (activity.spent_minor, 1),
    ];
    let sum: i128 = parts.iter().map(|(count, cost)| i128::from(*count) * i128::from(*cost)).sum();
    i64::try_from(sum + credit).unwrap_or(i64::MAX)
}

/// What is left of net sales after the cost of the goods and of serving.
#[must_use]
pub fn contribution(net_sales: i64, cost_of_goods: i64, service: i64) -> i64 {
    net_sales.saturating_sub(cost_of_goods).saturating_sub(service)
}

/// Cost to serve in relation to gross margin; `None` where there is no margin.
#[must_use]
pub fn ratio_bp(service: i64, margin: i64) -> Option<i64> {
    in_relation(service, margin)
}

codes! {
    /// Whether a customer is served too much for what it brings.
    #[derive(Serialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    #[schema(as = ServiceLoad)]
    Load, "Nothing was sold and nothing done." {
        Fine = "fine", "Within what the margin bears.";
        Amber = "amber", "From the amber threshold on.";
        Red = "red", "From the red threshold on: over-served.";
    }
}

/// Amber and red by the ratio, both bounds inclusive. Serving without any margin is red.
#[must_use]
pub fn load(service: i64, margin: i64, amber_bp: i64, red_bp: i64) -> Load {
    match ratio_bp(service, margin) {
        Some(ratio) if ratio >= red_bp => Load::Red,
        Some(ratio) if ratio >= amber_bp => Load::Amber,
        Some(_) => Load::Fine,
        None if service > 0 => Load::Red,
        None if margin < 0 => Load::Fine,
        None => Load::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: Rates =
        Rates { visit: 8000, call: 800, message: 50, ticket: 3000, delivery: 6000, consulting_minute: 200, capital_bp: 600 };
    const ACTIVITY: Activity = Activity {
        visits: 60,
        calls: 40,
        tickets: 20,
        deliveries: 100,
        spent_minor: 60_000,
        messages: 0,
        consulting_minutes: 0,
        receivable_minor: 0,
        receivable_days: 0,
    };

    #[test]
    fn f08_cost_to_serve_amber() {
        let service = service_cost(&ACTIVITY, &RATES);
        assert_eq!(service, 1_232_000);
        assert_eq!(ratio_bp(service, 10_000_000 - 8_000_000), Some(6160));
        assert_eq!(load(service, 2_000_000, 6000, 10_000), Load::Amber);
        assert_eq!(contribution(10_000_000, 8_000_000, service), 768_000);
    }

    #[test]
    fn f08_cost_to_serve_red_is_over_served() {
        let service = service_cost(&ACTIVITY, &RATES);
        assert_eq!(ratio_bp(service, 1_000_000), Some(12_320));
        assert_eq!(load(service, 1_000_000, 6000, 10_000), Load::Red);
        assert_eq!(contribution(10_000_000, 9_000_000, service), -232_000);
    }

    #[test]
    fn f08_every_channel_is_a_visit_a_call_or_a_message() {
        let mut activity = Activity::default();
        for channel in crate::interactions::rules::CHANNELS {
            activity.count(channel, 1);
        }
        assert_eq!((activity.visits, activity.calls, activity.messages), (1, 3, 6));
    }

    #[test]
    fn credit_costs_its_share_of_a_year() {
        let activity = Activity { receivable_minor: 1_000_000, receivable_days: 73, ..Activity::default() };
        assert_eq!(service_cost(&activity, &RATES), 12_000);
    }

    #[test]
    fn bounds_are_inclusive_and_no_margin_bears_no_service() {
        for (service, margin, expected) in [
            (0, 0, Load::None),
            (0, 100, Load::Fine),
            (59, 100, Load::Fine),
            (60, 100, Load::Amber),
            (100, 100, Load::Red),
            (1, 0, Load::Red),
            (1, -5, Load::Red),
            (0, -5, Load::Fine),
        ] {
            assert_eq!(load(service, margin, 6000, 10_000), expected, "{service} of {margin}");
        }
        assert_eq!([Load::None, Load::Fine, Load::Amber, Load::Red].map(Load::code), ["none", "fine", "amber", "red"]);
    }
}
