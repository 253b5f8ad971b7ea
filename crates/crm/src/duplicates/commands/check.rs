//! What is like a record that is about to be made.

use chrono::Duration;
use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Db, Tx},
    error::{Error, Result},
    event::Event,
    http::idempotency::still_first,
};
use serde_json::json;
use uuid::Uuid;

use crate::duplicates::{
    HIDDEN_PER_HOUR,
    api::Found,
    kinds::{Facts, Mergeable},
    queries,
    rules::Certainty,
};

/// That somebody was told of a record which they may not see.
const HIDDEN: &str = "duplicates.hidden_told";
/// That somebody asked and was told of such records: what is counted.
pub(in crate::duplicates) const ASKED: &str = "duplicates.asked";

/// What is like a record that is about to be made, or changed. Of what the asker may not see it tells only that it is there
/// and which team has it; that is written down, and not told more often than [`HIDDEN_PER_HOUR`] says.
pub async fn check(db: &Db, actor: &Actor, kind: &Mergeable, facts: &Facts) -> Result<Found> {
    if !actor.may(kind.object, Action::Create) && !actor.may(kind.object, Action::Change) {
        return Err(Error::Forbidden(format!("you may not enter a new {}", kind.kind)));
    }
    let (found, hidden) = queries::alike(&db.read(actor), kind, facts).await?;
    if hidden.is_empty() {
        return Ok(found);
    }
    let mut tx = db.write(actor).await?;
    let most = HIDDEN_PER_HOUR.get(tx.reader()).await?;
    if queries::told_since(tx.reader(), tx.now() - Duration::hours(1), most).await? >= most {
        return Err(Error::TooManyRequests { retry_after_s: Duration::hours(1).num_seconds() });
    }
    for record in hidden {
        note_told(&mut tx, kind.kind, record, &facts.title);
    }
    let done = tx.record(asked(&tx, kind.kind), found);
    tx.commit(done).await
}

/// Writes down that the actor was told of a record which they may not see.
pub(in crate::duplicates) fn note_told(tx: &mut Tx, kind: &'static str, record: Uuid, asked: &str) {
    let event = Event::new(HIDDEN, kind, record).owned_by(tx.actor().user());
    tx.note(event.with(json!({"asked": asked})));
}

/// Writes down that the actor asked and was told so, which counts.
pub(in crate::duplicates) fn note_asked(tx: &mut Tx, kind: &'static str) {
    tx.note(asked(tx, kind));
}

fn asked(tx: &Tx, kind: &'static str) -> Event {
    Event::new(ASKED, kind, tx.actor().request_id).owned_by(tx.actor().user())
}

/// Refuses to make what is there already, as far as it is certain or likely.
pub async fn refuse(db: &Db, actor: &Actor, kind: &Mergeable, facts: &Facts) -> Result<()> {
    let mut found = check(db, actor, kind, facts).await?;
    found.records.retain(|record| record.certainty <= Certainty::Likely);
    if found.records.is_empty() && found.hidden.is_empty() {
        return Ok(());
    }
    // A request that is sent twice at once finds what the other has just made.
    still_first(&db.read(actor)).await?;
    Err(Error::Duplicate { found: Box::new(serde_json::to_value(found)?) })
}
