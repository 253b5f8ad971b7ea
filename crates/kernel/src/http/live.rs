//! Live updates: server-sent events of what was committed, for what the caller may see, with replay after a break.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event as Message, KeepAlive, Sse},
};
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt, stream};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use tokio_stream::wrappers::BroadcastStream;
use uuid::Uuid;

use super::app::App;
use crate::{
    actor::{Action, Actor},
    db::Reader,
    error::Result,
    event::Announcement,
};

const REPLAYED: i64 = 1000;
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
    let replayed_to = missed.last().map(|row| row.id).or(last);
    let live = heard.filter_map(move |heard| {
        let message = match heard {
            Ok(announcement) if announcement.reaches(&actor) && Some(announcement.id) > replayed_to => Some(message_of(&announcement)),
            Ok(_) => None,
            // The listener was too slow: what it shows may be old.
            Err(_) => Some(Message::default().event("reload").data("{}")),
        };
        std::future::ready(message)
    });
    // Who missed more than is replayed must look at everything anew.
    let too_much = usize::try_from(REPLAYED).is_ok_and(|most| missed.len() >= most);
    let reload = too_much.then(|| Message::default().event("reload").data("{}"));
    let first = stream::iter(missed.into_iter().filter_map(Missed::message).chain(reload));
    // Rights may change while a stream is open: it ends now and then, and the browser comes back as who it is then.
    let stopping = app.stopping().clone();
    let end = async move {
        tokio::select! {
            () = stopping.cancelled() => {}
            () = tokio::time::sleep(OPEN_FOR) => {}
        }
    };
    Ok(Sse::new(first.chain(live).map(Ok).take_until(Box::pin(end))).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

fn message_of(announcement: &Announcement) -> Message {
    let event = &announcement.event;
    change(announcement.id, announcement.at, event.name, event.kind, event.record, event.about)
}

fn change(id: Uuid, at: DateTime<Utc>, name: &str, kind: &str, record: Uuid, about: Option<Uuid>) -> Message {
    let data: Value = json!({"name": name, "kind": kind, "record_id": record, "about_id": about, "at": at});
    Message::default().event("change").id(id.to_string()).data(data.to_string())
}

#[derive(FromQueryResult)]
struct Missed {
    id: Uuid,
    at: DateTime<Utc>,
    name: String,
    kind: String,
    record_id: Uuid,
    about_id: Option<Uuid>,
    owner_id: Option<Uuid>,
    #[sea_orm(skip)]
    reaches: bool,
}

impl Missed {
    fn message(self) -> Option<Message> {
        self.reaches.then(|| change(self.id, self.at, &self.name, &self.kind, self.record_id, self.about_id))
    }
}

async fn missed(reader: &Reader, last: Uuid) -> Result<Vec<Missed>> {
    let sql = "SELECT id, at, name, kind, record_id, about_id, owner_id FROM events WHERE workspace_id = ? AND id > ? ORDER BY id LIMIT ?";
    let values = vec![reader.actor().workspace.into(), last.into(), REPLAYED.into()];
    let mut rows = Missed::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    for row in &mut rows {
        row.reaches = reader.actor().reaches(&row.kind, Action::Read, row.owner_id);
    }
    Ok(rows)
}
