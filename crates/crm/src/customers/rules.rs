//! What customers decides, without the database. Sources: docs/domain/customers.md.

use chrono::NaiveDate;
use guanxi_kernel::{clock::known, import::text};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What an account is.
pub const KINDS: &[&str] = &["organisation", "household", "person"];

/// Through what it sells, or that it buys for itself.
pub const CHANNEL_KINDS: &[&str] = &[
    "dealer",
    "sub_dealer",
    "catering",
    "nightlife",
    "supermarket",
    "tobacco_liquor_shop",
    "own_store",
    "vending",
    "hotel",
    "mall_tenant",
    "group_buy",
    "direct",
];

/// F05: who owns it.
pub const OWNERSHIP_FORMS: &[&str] = &["state", "private", "foreign", "individual"];
/// F05: its standing in its own market.
pub const MARKET_POSITIONS: &[&str] = &["leader", "challenger", "follower", "niche"];
/// F05: how good it is for its debts.
pub const CREDIT_GRADES: &[&str] = &["A", "B", "C", "D"];
/// F05: new, old, or without an order.
pub const HISTORIES: &[&str] = &["none", "new", "old"];
/// F05: big, small, or without sales in the last 12 months.
pub const VOLUMES: &[&str] = &["none", "big", "small"];
/// F05: the bases by which accounts are classified, each of which can be crossed with another.
pub const BASES: &[&str] = &["history", "volume", "region", "credit_grade", "market_position", "ownership_form", "channel_kind"];
/// The relations between accounts, read from the first to the second.
pub const RELATION_KINDS: &[&str] = &["supplies", "branch_of", "refers", "parent_of"];

/// F05: new until `new_days` after the first order, old from then on.
#[must_use]
pub fn history(first_order_on: NaiveDate, today: NaiveDate, new_days: i64) -> &'static str {
    match known(first_order_on) {
        None => "none",
        Some(first) if (today - first).num_days() < new_days => "new",
        Some(_) => "old",
    }
}

/// F05: how many of `selling` accounts are big, when `share` basis points are: rounded up, so that one is always big.
#[must_use]
pub fn big_count(selling: u64, share: i64) -> u64 {
    let share = u64::try_from(share).unwrap_or(0);
    selling.saturating_mul(share).div_ceil(10_000)
}

/// An end of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The first account.
    From,
    /// The second.
    To,
}

/// Which end of a relation stands above the other: the parent, the head office, who supplies. Relations of these kinds
/// form no ring; among those who refer each other nobody stands above.
#[must_use]
pub fn upper_end(kind: &str) -> Option<End> {
    match kind {
        "parent_of" | "supplies" => Some(End::From),
        "branch_of" => Some(End::To),
        _ => None,
    }
}

/// Along which relations accounts stand below others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Chain {
    /// Dealers and whom they supply.
    #[default]
    Supply,
    /// Parents and their companies, head offices and their branches.
    Group,
}

/// The relations that lead from an account to those below it in a chain (A8).
#[must_use]
pub fn chain_kinds(chain: Chain) -> &'static [&'static str] {
    match chain {
        Chain::Supply => &["supplies"],
        Chain::Group => &["parent_of", "branch_of"],
    }
}

/// Whether an account may stand in this relation to another.
///
/// # Errors
/// The stable code and the reason why not.
pub fn relation_fits(kind: &str, from: uuid::Uuid, to: uuid::Uuid, turned_round_exists: bool) -> Result<(), (&'static str, &'static str)> {
    if from == to {
        return Err(("relation_to_itself", "An account cannot stand in a relation to itself."));
    }
    if turned_round_exists && upper_end(kind).is_some() {
        return Err(("relation_turned_round", "The same relation exists the other way round already."));
    }
    Ok(())
}

/// An id together with the program it is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Called {
    /// The program, `salesforce`; `file` where the file does not say.
    pub source: String,
    /// The id there.
    pub id: String,
}

impl Called {
    /// Both in one word.
    #[must_use]
    pub fn word(&self) -> String {
        format!("{} {}", self.source, self.id)
    }
}

/// What a row calls an account, in these two fields. Of several ids in one cell the first is meant.
pub(super) fn called(values: &Map<String, Value>, source: &str, id: &str) -> Option<Called> {
    let source = text(values, source).map_or_else(|| "file".to_owned(), |source| source.to_lowercase());
    let id = text(values, id)?;
    let id = id.split([';', ',']).map(str::trim).find(|id| !id.is_empty())?;
    Some(Called { id: in_full(&source, id), source })
}

/// An id of another program in the form that finds it again: Salesforce writes its ids with 15 characters, of which small and
/// capital letters differ, or with three more behind them that say which are capital.
#[must_use]
pub fn in_full(source: &str, id: &str) -> String {
    const SIGNS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    if source != "salesforce" || id.len() != 15 || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return id.to_owned();
    }
    let sign = |part: &[u8]| {
        let capitals = part.iter().enumerate().filter(|(_, byte)| byte.is_ascii_uppercase()).fold(0, |bits, (n, _)| bits | 1 << n);
        char::from(SIGNS[capitals])
    };
    id.chars().chain(id.as_bytes().chunks(5).map(sign)).collect()
}

#[cfg(test)]
mod tests {
    use guanxi_kernel::clock::NEVER;

    use super::*;

    #[test]
    fn ids_of_salesforce_are_the_same_in_both_lengths() {
        assert_eq!(in_full("salesforce", "00D000000000062"), "00D000000000062EAA");
        assert_eq!(in_full("salesforce", "00D000000000062EAA"), "00D000000000062EAA");
        assert_eq!(in_full("hubspot", "123456789012345"), "123456789012345");
        assert_eq!(in_full("salesforce", "zzzzzzzzzzzzzzz"), "zzzzzzzzzzzzzzzAAA");
        assert_eq!(in_full("salesforce", "ZZZZZZZZZZZZZZZ"), "ZZZZZZZZZZZZZZZ555");
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn f05_an_account_is_new_for_365_days() {
        let today = day("2026-11-22");
        for (first, want) in [(NEVER, "none"), (day("2026-11-22"), "new"), (day("2025-11-23"), "new"), (day("2025-11-22"), "old")] {
            assert_eq!(history(first, today, 365), want, "{first}");
        }
    }

    #[test]
    fn f05_two_of_ten_accounts_are_big() {
        assert_eq!(big_count(10, 2000), 2);
        assert_eq!(big_count(1, 2000), 1);
        assert_eq!(big_count(0, 2000), 0);
        assert_eq!(big_count(11, 2000), 3);
    }

    #[test]
    fn a_relation_needs_two_accounts_and_one_direction() {
        let (a, b) = (uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
        assert!(relation_fits("supplies", a, b, false).is_ok());
        assert_eq!(relation_fits("supplies", a, a, false).unwrap_err().0, "relation_to_itself");
        assert_eq!(relation_fits("supplies", a, b, true).unwrap_err().0, "relation_turned_round");
        assert!(relation_fits("refers", a, b, true).is_ok());
    }
}
