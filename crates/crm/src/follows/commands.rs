//! Every write of follows.

use guanxi_kernel::{
    actor::Action,
    check::too_many,
    db::{Recorded, Tx, batches},
    error::{Error, Result},
    event::Event,
    job::{NewJob, Queued},
    list::{Query, Search},
};
use sea_orm::{ConnectionTrait, Value};
use serde_json::json;
use uuid::Uuid;

use super::{
    api::{FollowMany, FollowWishes, Following},
    queries,
};
use crate::duplicates::Mergeable;

/// The most records that can be picked one by one.
const MAX_IDS: usize = 10_000;

/// What happens to a record that has followers already, or had.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Somebody has decided, and this is what counts.
    Decided,
    /// Nobody has asked: what they have decided before stays.
    ByItself,
}

/// Follows a record that one sees, or follows it no more.
pub async fn follow(tx: &mut Tx, kind: &'static Mergeable, record: Uuid, following: bool) -> Result<Recorded<Following>> {
    if (kind.seen)(tx.reader(), vec![record]).await?.is_empty() {
        return Err(Error::NotFound);
    }
    tx.actor().in_full()?;
    let me = tx.actor().user().ok_or(Error::Unauthenticated)?;
    write(tx, kind.kind, &[(me, record)], following, Known::Decided).await?;
    let wire = queries::following(tx.reader(), record).await?;
    let name = if following { "record.followed" } else { "record.unfollowed" };
    Ok(tx.record(Event::new(name, "follow", record).owned_by(Some(me)).with(json!({"kind": kind.kind})), wire))
}

/// Queues following many records, or following them no more.
pub fn queue_many(tx: &mut Tx, asked: &FollowMany) -> Result<Recorded<Queued>> {
    tx.actor().in_full()?;
    let (kind, door) = queries::followable(&asked.list)?;
    if !tx.actor().may(kind.object, Action::Read) {
        return Err(Error::Forbidden(format!("you may not see {}", asked.list)));
    }
    if asked.ids.as_ref().is_some_and(|ids| ids.len() > MAX_IDS) {
        return Err(too_many("/ids", MAX_IDS).into());
    }
    if asked.filter.is_none() && asked.q.is_none() && asked.ids.is_none() {
        return Err(Error::field("/filter", "required", "Say which: a filter, words or ids."));
    }
    let search = Search { filter: asked.filter.clone(), q: asked.q.clone(), ..Search::default() };
    Query::parse(tx.actor(), (door.list)(), search)?;
    let me = tx.actor().user();
    let id = tx.queue(NewJob::new("follows.many", serde_json::to_value(asked)?).on_behalf_of(me));
    Ok(tx.record(Event::new("follows.asked", "follow", id).owned_by(me).with(json!({"following": asked.following})), Queued { id }))
}

/// Follows records that one sees, or follows them no more.
pub(super) async fn follow_many(tx: &mut Tx, kind: &'static Mergeable, records: &[Uuid], following: bool) -> Result<()> {
    let Some(me) = tx.actor().user() else { return Ok(()) };
    let pairs: Vec<(Uuid, Uuid)> = records.iter().map(|record| (me, *record)).collect();
    write(tx, kind.kind, &pairs, following, Known::Decided).await?;
    Ok(())
}

/// Lets people follow records that concern them now: each pair is a person and a record. Whoever has stopped following one
/// does not begin again by this. Returns how many have begun.
pub async fn follow_by_itself(tx: &Tx, kind: &str, pairs: &[(Uuid, Uuid)]) -> Result<u64> {
    write(tx, kind, pairs, true, Known::ByItself).await
}

async fn write(tx: &Tx, kind: &str, pairs: &[(Uuid, Uuid)], following: bool, known: Known) -> Result<u64> {
    let reader = tx.reader();
    let then = match known {
        Known::Decided => "DO UPDATE SET is_on = excluded.is_on, at = excluded.at",
        Known::ByItself => "DO NOTHING",
    };
    let mut written = 0;
    for chunk in batches(pairs) {
        let rows = vec!["(?, ?, ?, ?, ?, ?)"; chunk.len()].join(", ");
        let sql = format!(
            "INSERT INTO follows (workspace_id, user_id, record_id, kind, is_on, at) VALUES {rows} \
             ON CONFLICT (workspace_id, user_id, record_id) {then}"
        );
        let row = |(user, record): &(Uuid, Uuid)| -> [Value; 6] {
            [reader.actor().workspace.into(), (*user).into(), (*record).into(), kind.into(), following.into(), reader.now().into()]
        };
        let values = chunk.iter().flat_map(row).collect();
        written += reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?.rows_affected();
    }
    Ok(written)
}

/// Chooses what one follows by itself.
pub async fn wish(tx: &Tx, wishes: FollowWishes) -> Result<()> {
    let reader = tx.reader();
    let sql = "INSERT INTO follow_wishes (workspace_id, user_id, made, owned, discussed) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (workspace_id, user_id) DO UPDATE SET made = excluded.made, owned = excluded.owned, discussed = excluded.discussed";
    let FollowWishes { made, owned, discussed } = wishes;
    let values = vec![reader.actor().workspace.into(), reader.actor().user().into(), made.into(), owned.into(), discussed.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}
