//! What happens to accounts.

use guanxi_kernel::event::Event;
use serde_json::json;
use uuid::Uuid;

use super::{tables::account, team::api::AccountMember};

fn event(name: &'static str, row: &account::Model) -> Event {
    Event::new(name, "account", row.id).about(Some(row.id)).owned_by(row.owner_id)
}

pub(super) fn created(row: &account::Model) -> Event {
    event("account.created", row)
}

/// Something of an account changed, perhaps through another capability.
#[must_use]
pub fn changed(row: &account::Model) -> Event {
    event("account.changed", row)
}

/// An account has another owner, or none.
pub const OWNER_CHANGED: &str = "account.owner_changed";

pub(super) fn owner_changed(row: &account::Model, from: Option<Uuid>) -> Event {
    event(OWNER_CHANGED, row).with(json!({"from": from, "to": row.owner_id}))
}

/// Accounts were made for somebody else than their maker.
pub const GIVEN: &str = "account.given";

/// So many accounts were made for a colleague in this transaction, of which this is the first.
pub(super) fn given(first: Uuid, to: Uuid, accounts: usize) -> Event {
    Event::new(GIVEN, "account", first).about(Some(first)).owned_by(Some(to)).with(json!({"to": to, "accounts": accounts}))
}

/// An account is shared with somebody, in another way, or no more.
pub(super) fn shared(name: &'static str, row: &account::Model, with: &AccountMember) -> Event {
    let facts =
        json!({"user": with.user, "org_unit": with.org_unit, "role": with.role, "may_change": with.may_change, "until": with.until});
    event(name, row).with(facts)
}

/// An account is shared no more, by itself.
pub(super) fn unshared(name: &'static str, row: &account::Model, facts: serde_json::Value) -> Event {
    event(name, row).with(facts)
}

/// Of a hand-over, whose end is told to the successor.
pub(super) fn handed_over(row: &account::Model, from: Uuid) -> Event {
    event(OWNER_CHANGED, row).with(json!({"from": from, "to": row.owner_id, "handed_over": true}))
}

/// An account was put into a pool or taken out of one; `data` says how, and why.
pub(super) fn passed_on(row: &account::Model, from: Option<Uuid>, data: serde_json::Value) -> Event {
    let mut event = owner_changed(row, from);
    if let (Some(facts), serde_json::Value::Object(data)) = (event.data.as_object_mut(), data) {
        facts.extend(data);
    }
    event
}

/// No rule takes an account from its owner until a day, or rules may again.
pub(super) fn protected(row: &account::Model) -> Event {
    event("account.protected", row).with(json!({"until": row.protected_until, "why": row.protected_why}))
}

pub(super) fn trashed(row: &account::Model) -> Event {
    event("account.trashed", row)
}

pub(super) fn restored(row: &account::Model) -> Event {
    event("account.restored", row)
}

pub(super) fn related(name: &'static str, from: &account::Model, to: &account::Model, kind: &str) -> Event {
    event(name, from).with(json!({"kind": kind, "to": {"id": to.id, "name": to.name}}))
}
