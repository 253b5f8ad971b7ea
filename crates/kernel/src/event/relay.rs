//! Several processes on one PostgreSQL: what one of them commits, the others announce to their browsers too.
//!
//! A notification names the process and the events; the others read the events. SQLite serves one process and needs
//! none of this.

use std::time::Duration;

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Announcement, Event, Heard, Live, NAMED};
use crate::{db::Db, error::Result};

const CHANNEL: &str = "guanxi_events";
const AGAIN_AFTER: Duration = Duration::from_secs(2);

#[derive(Serialize, Deserialize)]
struct Notice {
    from: Uuid,
    workspace: Uuid,
    /// Empty when there are too many to name.
    events: Vec<Uuid>,
    /// Whether there is work for their workers.
    has_jobs: bool,
}

/// Tells the other processes of a transaction's events, after its commit and beside the request: a notice inside the
/// transaction would let PostgreSQL commit only one at a time. One that is lost is made good by the next [`Heard::Reload`].
pub(crate) fn tell_others(db: &Db, live: &Live, workspace: Uuid, events: &[(Uuid, Event)], has_jobs: bool) {
    if db.dialect().is_embedded() || events.is_empty() {
        return;
    }
    let named = if events.len() <= NAMED { events } else { &[] };
    let events = named.iter().map(|(id, _)| *id).collect();
    let notice = json!(Notice { from: live.inner.process, workspace, events, has_jobs }).to_string();
    let db = db.clone();
    tokio::spawn(async move {
        let statement = db.dialect().statement("SELECT pg_notify(?, ?)", vec![CHANNEL.into(), notice.into()]);
        if let Err(error) = db.unscoped("a notice names a workspace, and no row").execute_raw(statement).await {
            tracing::warn!(%error, "The other processes could not be told of a change");
        }
    });
}

/// Hears the other processes until told to stop. Returns at once on an embedded database.
pub async fn hear_others(db: Db, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let heard = async {
            let Some(mut listener) = db.listener(CHANNEL).await? else { return Ok(()) };
            // Between two connections anything may have happened.
            db.live().reload(None);
            loop {
                match listener.try_recv().await.map_err(anyhow::Error::from)? {
                    Some(notification) => pass_on(&db, notification.payload()).await?,
                    None => db.live().reload(None),
                }
            }
        };
        let ended: Option<Result<()>> = tokio::select! {
            ended = heard => Some(ended),
            () = stop.cancelled() => None,
        };
        match ended {
            Some(Err(error)) => tracing::warn!(%error, "The other processes cannot be heard; trying again"),
            Some(Ok(())) | None => return,
        }
        tokio::time::sleep(AGAIN_AFTER).await;
    }
}

async fn pass_on(db: &Db, payload: &str) -> Result<()> {
    let Ok(notice) = serde_json::from_str::<Notice>(payload) else {
        tracing::warn!("A notification of another release was not understood");
        return Ok(());
    };
    let live = db.live();
    if notice.from == live.inner.process {
        return Ok(());
    }
    if notice.has_jobs {
        live.wake_workers();
    }
    if notice.events.is_empty() {
        live.reload(Some(notice.workspace));
        return Ok(());
    }
    let which = format!("id IN ({}) ORDER BY id", vec!["?"; notice.events.len()].join(", "));
    let ids = notice.events.into_iter().map(Into::into).collect();
    let connection = db.unscoped_read("browsers of every workspace are told");
    for change in Announcement::of_stored(connection, db.dialect(), notice.workspace, &which, ids).await? {
        live.send(Heard::Change(change));
    }
    Ok(())
}

#[cfg(all(test, feature = "testkit"))]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        actor::{Actor, Grants, Who},
        migrations::MIGRATIONS,
        testkit::TestDatabase,
    };

    fn somebody() -> Actor {
        let grants = Arc::new(Grants { everything: true, ..Grants::default() });
        let (workspace, request_id) = (Uuid::now_v7(), Uuid::now_v7());
        Actor {
            workspace,
            who: Who::Job(None),
            grants,
            zone: chrono_tz::UTC,
            currency: "CNY".into(),
            customs: Arc::default(),
            shares: Arc::default(),
            request_id,
            session: None,
        }
    }

    async fn next(heard: &mut tokio::sync::broadcast::Receiver<Heard>) -> Heard {
        tokio::time::timeout(Duration::from_secs(20), heard.recv()).await.expect("something is heard").expect("the channel is open")
    }

    /// Only PostgreSQL has several processes; on SQLite hearing ends at once.
    #[tokio::test]
    async fn what_one_process_commits_the_other_announces() {
        let test = TestDatabase::new(MIGRATIONS).await;
        let other = Db::open(&test.options).await.unwrap();
        let stop = CancellationToken::new();
        let mut heard = other.live().listen();
        let hearing = tokio::spawn(hear_others(other.clone(), stop.clone()));
        if test.db.dialect().is_embedded() {
            hearing.await.unwrap();
            return;
        }
        assert!(matches!(next(&mut heard).await, Heard::Reload(None)));
        let actor = somebody();
        let commit = |count: usize| {
            let (db, actor) = (test.db.clone(), actor.clone());
            async move {
                let mut tx = db.write(&actor).await.unwrap();
                for _ in 1..count {
                    tx.note(Event::new("thing.made", "thing", Uuid::now_v7()));
                }
                let record = Uuid::now_v7();
                let done = tx.record(Event::new("thing.made", "thing", record), record);
                tx.commit(done).await.unwrap()
            }
        };
        let record = commit(1).await;
        match next(&mut heard).await {
            Heard::Change(change) => {
                assert_eq!((change.record, change.workspace, change.name.as_ref()), (record, actor.workspace, "thing.made"));
            }
            Heard::Reload(_) => panic!("one event is named"),
        }
        commit(NAMED + 1).await;
        assert!(matches!(next(&mut heard).await, Heard::Reload(Some(workspace)) if workspace == actor.workspace));
        stop.cancel();
        hearing.await.unwrap();
    }
}
