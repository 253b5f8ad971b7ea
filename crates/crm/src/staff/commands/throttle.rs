//! How often somebody may try a password before waiting.
//!
//! Three counts are kept, each against another attack. One browser that guesses for one address waits soon. One place that
//! goes through many addresses waits later, because an office shares a place. Many places that guess for one address
//! together make that address wait, but for no browser that it was signed in from before: that one has a count of its
//! own, so that nobody who only knows an address can keep its user out. So has a session from which the present password is
//! asked for.
//!
//! Before anybody is known there is no workspace whose register could be asked, so these are constants and no parameters.

use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{
    db::Db,
    error::{Error, Result},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{sign_in::BEFORE_SIGN_IN, ticket};
use crate::staff::rules::place_of;

/// Wrong passwords of one browser for one address. Somebody who tries five has forgotten it.
const TRIES: i64 = 5;
/// Wrong passwords for one address from all unknown browsers: ten places that each try five times.
const TRIES_FOR_ADDRESS: i64 = 50;
/// Wrong passwords from one place: twenty colleagues behind one line who each try five times.
const TRIES_FROM_PLACE: i64 = 100;
/// How long a count lasts after its latest try, and how long whoever has used it up waits.
const LOCK_MINUTES: i64 = 15;

/// What a try was counted under, narrowest first.
pub(super) struct Counts {
    own: String,
    shared: Vec<String>,
}

#[derive(FromQueryResult)]
struct Failures {
    tries: i64,
    locked_until: DateTime<Utc>,
}

/// Counts a try and refuses it when there have been too many. What one count refuses is not put on the next: who waits
/// already cannot make others wait.
pub(super) async fn count(db: &Db, email: &str, from: Option<IpAddr>, device: Option<Uuid>) -> Result<Counts> {
    if let Some(device) = device {
        let own = format!("device {device}");
        one(db, &own, Some(email), TRIES).await?;
        return Ok(Counts { own, shared: Vec::new() });
    }
    let place = from.map(place_of);
    let own = format!("both {email} {}", place.as_deref().unwrap_or("nowhere"));
    one(db, &own, Some(email), TRIES).await?;
    let mut shared = Vec::new();
    if let Some(place) = place {
        shared.push(format!("place {place}"));
        one(db, &shared[0], None, TRIES_FROM_PLACE).await?;
    }
    let address = format!("address {email}");
    one(db, &address, Some(email), TRIES_FOR_ADDRESS).await?;
    shared.push(address);
    Ok(Counts { own, shared })
}

/// Counts a code of the second step. Only who knows the password comes this far, so there is one count for a user, wherever
/// they are.
pub(super) async fn count_codes(db: &Db, user: Uuid) -> Result<Counts> {
    let own = format!("code {user}");
    one(db, &own, None, TRIES).await?;
    Ok(Counts { own, shared: Vec::new() })
}

/// Counts a passkey that is shown. Nobody guesses one; this is against who keeps the server busy.
pub(super) async fn count_passkeys(db: &Db, from: Option<IpAddr>) -> Result<Counts> {
    let key = format!("passkey {}", from.map_or_else(|| "nowhere".to_owned(), place_of));
    one(db, &key, None, TRIES_FROM_PLACE).await?;
    Ok(Counts { own: String::new(), shared: vec![key] })
}

async fn one(db: &Db, key: &str, email: Option<&str>, most: i64) -> Result<()> {
    let now = db.clock().now();
    let sql = "INSERT INTO sign_in_failures (key, email, tries, locked_until) VALUES (?, ?, 1, ?) ON CONFLICT (key) DO UPDATE SET \
               tries = CASE WHEN sign_in_failures.locked_until < ? THEN 1 ELSE sign_in_failures.tries + 1 END, \
               locked_until = CASE WHEN sign_in_failures.locked_until >= ? AND sign_in_failures.tries >= ? \
               THEN sign_in_failures.locked_until ELSE excluded.locked_until END RETURNING tries, locked_until";
    let until = now + Duration::minutes(LOCK_MINUTES);
    let values = vec![key.into(), email.into(), until.into(), now.into(), now.into(), most.into()];
    let counted = Failures::find_by_statement(db.dialect().statement(sql, values)).one(db.unscoped(BEFORE_SIGN_IN)).await?;
    match counted {
        Some(failures) if failures.tries > most => {
            Err(Error::TooManyRequests { retry_after_s: (failures.locked_until - now).num_seconds() + 1 })
        }
        _ => Ok(()),
    }
}

/// The password was right: the browser begins anew, and what it shares with others loses this one try only.
pub(super) async fn forgive(db: &Db, counts: &Counts) -> Result<()> {
    let connection = db.unscoped(BEFORE_SIGN_IN);
    let own = db.dialect().statement("DELETE FROM sign_in_failures WHERE key = ?", vec![counts.own.as_str().into()]);
    connection.execute_raw(own).await?;
    for key in &counts.shared {
        let sql = "UPDATE sign_in_failures SET tries = tries - 1 WHERE key = ? AND tries > 0";
        connection.execute_raw(db.dialect().statement(sql, vec![key.as_str().into()])).await?;
    }
    Ok(())
}

/// Forgets tries that no longer count, and tickets that nobody has used. Returns how many tries.
pub async fn forget_tries(db: &Db) -> Result<u64> {
    ticket::forget(db).await?;
    let statement = db.dialect().statement("DELETE FROM sign_in_failures WHERE locked_until < ?", vec![db.clock().now().into()]);
    Ok(db.unscoped(BEFORE_SIGN_IN).execute_raw(statement).await?.rows_affected())
}
