//! Live updates: server-sent events of what was committed, for what the caller may see, with replay after a break.

use std::{collections::BTreeSet, convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event as Message, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt, stream};
use serde_json::json;
use tokio_stream::wrappers::BroadcastStream;
use uuid::{NoContext, Timestamp, Uuid};

use super::{app::App, extract::recognised};
use crate::{
    actor::Actor,
    db::Reader,
    error::Result,
    event::{Announcement, Heard},
};

const REPLAYED: i64 = 1000;
/// No transaction takes longer than this between its events and its commit, but for bulk work.
const OVERLAP: Duration = Duration::from_secs(10);
const OPEN_FOR: Duration = Duration::from_mins(5);

/// The stream of changes. A browser that comes back sends `Last-Event-ID` and misses nothing of the last thousand.
#[utoipa::path(get, path = "/api/v1/events", tag = "live", operation_id = "listen",
    responses((status = 200, description = "A stream of server-sent events", content_type = "text/event-stream"), (status = "4XX", body = crate::http::problem::Problem, content_type = "application/problem+json")))]
pub(super) async fn listen(
    State(app): State<App>,
    actor: Actor,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Message, Infallible>>>> {
    // Listening begins before the replay is read, so that nothing falls between the two.
    let heard = BroadcastStream::new(app.db().live().listen());
    let last: Option<Uuid> = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let missed = match last {
        Some(last) => missed(&app.db().read(&actor), last).await?,
        None => Vec::new(),
    };
    let rights = app.db().live();
    let replayed: BTreeSet<Uuid> = missed.iter().map(|change| change.id).collect();
    let replay: Vec<Message> = missed.iter().filter(|change| change.reaches(rights, &actor)).map(message_of).collect();
    let listener = Listener { app: app.clone(), heard, headers, actor, replayed };
    let live = stream::unfold(listener, async |mut listener| listener.next().await.map(|message| (message, listener)));
    // Who missed more than is replayed must look at everything anew.
    let too_much = usize::try_from(REPLAYED).is_ok_and(|most| missed.len() >= most);
    let first = stream::iter(replay.into_iter().chain(too_much.then(reload)));
    // What others do may change one's rights, such as a unit that is moved: a stream ends now and then, and the browser comes
    // back as who it is then.
    let stopping = app.stopping().clone();
    let end = async move {
        tokio::select! {
            () = stopping.cancelled() => {}
            () = tokio::time::sleep(OPEN_FOR) => {}
        }
    };
    Ok(Sse::new(first.chain(live).map(Ok).take_until(Box::pin(end))).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

/// Who listens, as who it is now.
struct Listener {
    app: App,
    heard: BroadcastStream<Heard>,
    headers: HeaderMap,
    actor: Actor,
    replayed: BTreeSet<Uuid>,
}

impl Listener {
    /// The next message for this listener; `None` once it is let in no more.
    async fn next(&mut self) -> Option<Message> {
        loop {
            match self.heard.next().await? {
                Ok(Heard::Change(change)) => {
                    let live = self.app.db().live().clone();
                    if change.changes(&live, &self.actor) {
                        self.look_again().await?;
                    }
                    if change.reaches(&live, &self.actor) && !self.replayed.contains(&change.id) {
                        return Some(message_of(&change));
                    }
                }
                // The listener was too slow, or another process could not be heard: what it shows may be old, and who it is.
                Ok(Heard::Reload(Some(workspace))) if workspace != self.actor.workspace => {}
                Ok(Heard::Reload(_)) | Err(_) => {
                    self.look_again().await?;
                    return Some(reload());
                }
            }
        }
    }

    /// Who cannot be recognised just now comes back by itself, and is asked again then.
    async fn look_again(&mut self) -> Option<()> {
        self.actor = recognised(&self.app, &self.headers, self.actor.request_id).await.ok()??;
        Some(())
    }
}

fn reload() -> Message {
    Message::default().event("reload").data("{}")
}

fn message_of(of: &Announcement) -> Message {
    let data = json!({"name": of.name, "kind": of.kind, "record_id": of.record, "about_id": of.about, "at": of.at});
    Message::default().event("change").id(of.id.to_string()).data(data.to_string())
}

/// What happened since an event. Ids are made before the commit, and not in the order of commits: a little of what was
/// heard already is told again.
async fn missed(reader: &Reader, last: Uuid) -> Result<Vec<Announcement>> {
    let since = last.get_timestamp().map_or(last, |made| {
        let (seconds, nanos) = made.to_unix();
        Uuid::new_v7(Timestamp::from_unix(NoContext, seconds.saturating_sub(OVERLAP.as_secs()), nanos))
    });
    let values = vec![since.into(), last.into(), REPLAYED.into()];
    let which = "id > ? AND id <> ? ORDER BY id LIMIT ?";
    Announcement::of_stored(reader.source(), reader.dialect(), reader.actor().workspace, which, values).await
}
