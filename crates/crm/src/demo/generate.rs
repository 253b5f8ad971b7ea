//! Generates a believable year of a liquor dealer around Hefei, dated backwards from a day.
//!
//! Pure and deterministic: the same seed and day always give the same data, on any platform (own
//! random numbers, whole numbers only). It writes nothing to a database.

mod accounts;
mod codes;
mod comments;
mod contacts;
mod dataset;
mod interactions;
mod numbers;
mod orders;
pub(super) mod rng;
mod scorings;
mod talk;
mod tasks;
#[cfg(test)]
mod tests;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::names;
pub use codes::*;
pub use dataset::*;

/// Days of history; the last of them is the day before `today`.
pub const DAYS: i64 = 365;
/// Customers generated.
pub const ACCOUNTS: usize = 400;
/// People generated, consumers included.
pub const CONTACTS: usize = 900;
/// Orders aimed at, returns and credits included.
pub const ORDERS: i64 = 12_000;
/// Interactions aimed at.
pub const INTERACTIONS: i64 = 9_000;

/// The people of the dealer; indices into [`Dataset::users`].
const MANAGER: usize = 0;
const SALESPEOPLE: std::ops::RangeInclusive<usize> = 1..=4;
const CLERK: usize = 5;

/// Generates the year before `today`; nothing but due dates is dated today or later.
#[must_use]
pub fn generate(seed: u64, today: NaiveDate) -> Dataset {
    let mut data = Dataset {
        teams: vec![Team { name: "城区一部" }, Team { name: "县域二部" }],
        users: users(),
        products: products(),
        rivals: rivals(),
        ..Dataset::default()
    };
    let profiles = accounts::add(&mut data, seed, today);
    contacts::add(&mut data, &profiles, seed);
    orders::add(&mut data, &profiles, seed, today);
    interactions::add(&mut data, &profiles, seed, today);
    tasks::add(&mut data, seed, today);
    comments::add(&mut data, seed, today);
    scorings::add(&mut data, seed, today);
    data
}

fn users() -> Vec<User> {
    let user = |name, email, role, team| User { name, email, role, team };
    vec![
        user("程守和", "cheng.shouhe@example.com", UserRole::Manager, None),
        user("陶小满", "tao.xiaoman@example.com", UserRole::Salesperson, Some(0)),
        user("汪立冬", "wang.lidong@example.com", UserRole::Salesperson, Some(0)),
        user("方既明", "fang.jiming@example.com", UserRole::Salesperson, Some(1)),
        user("尉迟安", "yuchi.an@example.com", UserRole::Salesperson, Some(1)),
        user("单若云", "shan.ruoyun@example.com", UserRole::Clerk, None),
    ]
}

fn products() -> Vec<Product> {
    let product = |&(family, name, sku, unit, yuan, _): &(_, _, _, _, i64, _)| Product {
        sku,
        name,
        family,
        unit,
        price_fen: yuan * 100,
        cost_fen: yuan * 68,
    };
    names::PRODUCTS.iter().map(product).collect()
}

fn rivals() -> Vec<Rival> {
    let rival = |&(name, yuan): &(_, i64)| Rival { name, price_fen: yuan * 100 };
    names::RIVALS.iter().map(rival).collect()
}

/// A day of the history, 0 being the first and `DAYS - 1` yesterday.
fn day(today: NaiveDate, index: i64) -> NaiveDate {
    today - TimeDelta::days(DAYS - index)
}

/// A time of a day, in steps of minutes after midnight.
fn at(day: NaiveDate, minutes: i64) -> NaiveDateTime {
    day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minutes)
}
