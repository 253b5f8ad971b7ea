//! Letting somebody go, and giving what they had to a successor.

use guanxi_kernel::{
    actor::Action,
    db::{Reader, Recorded, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
    job::{NewJob, Queued},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::api::{HandOver, Holdings};
use crate::{
    contacts, customers, interactions,
    staff::{self, tables::User},
};

/// Rows that change hands in one transaction: a fraction of a second, in which others who write wait on SQLite.
const CHUNK: u64 = 500;

/// From whom to whom.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Parties {
    pub(super) from: Uuid,
    pub(super) to: Uuid,
}

/// Ends a user's access at once, so that nothing new lands with them, and queues the hand-over.
pub async fn deactivate(tx: &mut Tx, user: Id<User>, input: &HandOver) -> Result<Recorded<Queued>> {
    tx.reader().get(user).await?;
    let parties = parties(tx.reader(), user, input).await?;
    staff::commands::deactivate(tx, user).await?;
    queue(tx, parties, "user.deactivated")
}

/// Queues the hand-over of somebody who has left and still has something: because the first was stopped, or went to the
/// wrong successor who has left as well.
pub async fn hand_over(tx: &mut Tx, user: Id<User>, input: &HandOver) -> Result<Recorded<Queued>> {
    if !tx.actor().may("user", Action::Create) {
        return Err(Error::Forbidden("only administrators hand over what a colleague has left".to_owned()));
    }
    if tx.reader().get(user).await?.active {
        return Err(still_active());
    }
    let parties = parties(tx.reader(), user, input).await?;
    queue(tx, parties, "user.hand_over_asked")
}

fn still_active() -> Error {
    Error::conflict("user_active", "This user is active; what somebody has is handed over when they are deactivated.")
}

async fn parties(reader: &Reader, user: Id<User>, input: &HandOver) -> Result<Parties> {
    let parties = Parties { from: user.uuid(), to: input.successor_id };
    if parties.from == parties.to || !staff::queries::is_active(reader, parties.to).await? {
        return Err(Error::field("/successor_id", "not_found", "Choose an active colleague who takes everything over."));
    }
    Ok(parties)
}

fn queue(tx: &mut Tx, parties: Parties, event: &'static str) -> Result<Recorded<Queued>> {
    // What is left behind is of every kind.
    tx.actor().in_full()?;
    let id = tx.queue(NewJob::new("handover.run", serde_json::to_value(parties)?).on_behalf_of(tx.actor().user()));
    let event = Event::new(event, "user", parties.from).owned_by(Some(parties.from)).with(json!({"successor": parties.to}));
    Ok(tx.record(event, Queued { id }))
}

/// What a user has that a successor would take over.
pub async fn holdings(reader: &Reader, user: Uuid) -> Result<Holdings> {
    Ok(Holdings {
        accounts: customers::queries::owned(reader, user).await?,
        contacts: contacts::queries::owned(reader, user).await?,
        tasks: interactions::queries::open_tasks_of(reader, user).await?,
    })
}

/// What changes hands, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    Accounts,
    Contacts,
    Tasks,
}

/// Hands a chunk of one kind over. Returns how many; none when none of that kind is left.
pub(super) async fn chunk(tx: &mut Tx, Parties { from, to }: Parties, step: Step) -> Result<u64> {
    // Whoever came back keeps the rest, and whoever left meanwhile gets nothing more.
    if staff::queries::is_active(tx.reader(), from).await? {
        return Err(still_active());
    }
    if !staff::queries::is_active(tx.reader(), to).await? {
        return Err(Error::conflict("successor_left", "The successor has been deactivated; choose another one for the rest."));
    }
    match step {
        Step::Accounts => customers::commands::hand_over(tx, from, to, CHUNK).await,
        Step::Contacts => contacts::commands::hand_over(tx, from, to, CHUNK).await,
        Step::Tasks => interactions::commands::hand_over_tasks(tx, from, to, CHUNK).await,
    }
}

/// Tells the successor what has arrived.
pub(super) async fn tell(tx: &mut Tx, Parties { from, to }: Parties, done: &serde_json::Value) -> Result<()> {
    let name = staff::queries::name(tx.reader(), Some(from)).await?.map(|leaver| leaver.name);
    let mut data = done.clone();
    data["from"] = json!(name);
    interactions::commands::notify(tx, to, "handed_over", "user", from, None, &data).await
}
