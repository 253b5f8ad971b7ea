//! Every write of personal.

mod consent;
mod erase;
mod expire;
mod export;
mod fact;
mod preference;

use guanxi_kernel::{
    check::Check,
    db::Reader,
    error::{Error, FieldError, Result},
};

pub(super) use self::expire::expire;
pub use self::{
    consent::{give_consent, withdraw},
    erase::erase,
    export::export,
    fact::{note_fact, remove_fact, reveal},
    preference::{note_preference, remove_preference},
};
use super::{REASON_CHARACTERS, queries};

/// The longest reason.
const MAX_REASON: usize = 200;

/// A reason that another person understands later.
async fn checked_reason(check: &mut Check, reader: &Reader, reason: &str) -> Result<String> {
    let reason = check.required("/reason", reason, MAX_REASON);
    let least = REASON_CHARACTERS.get(reader).await?;
    let is_short = i64::try_from(reason.chars().count()).is_ok_and(|length| (1..least).contains(&length));
    if is_short {
        let short = format!("Say why in at least {least} characters; it is written down.");
        check.add(FieldError::new("/reason", "reason_short", short).with("least", least));
    }
    Ok(reason)
}

/// There is no room for more of a kind.
fn full() -> Error {
    Error::conflict("personal_full", "So much is kept of this person that no more is taken; remove what nobody needs first.")
}
