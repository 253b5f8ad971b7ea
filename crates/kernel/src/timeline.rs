//! What happened around a record, from every capability that has something to tell, in one order: newest first.

use std::{future::Future, pin::Pin};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    clock::in_our_time,
    db::Reader,
    error::{Error, Result},
    slice::Slice,
};

/// Something that happened.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Item {
    /// When.
    pub at: DateTime<Utc>,
    /// What kind of thing it is, and so the form of `data`.
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
    /// The record in its own form.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// A page, newest first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Items {
    /// The items.
    pub items: Vec<Item>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// The place before which a page begins.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    /// Items at this instant come only with a smaller id.
    pub at: DateTime<Utc>,
    /// The last id of the page before.
    pub id: Uuid,
}

/// Tells what a capability knows about a record: at most so many items, newest first.
pub type Teller = for<'a> fn(&'a Reader, Uuid, Option<Before>, u64) -> Pin<Box<dyn Future<Output = Result<Vec<Item>>> + Send + 'a>>;

/// The largest page.
pub const MAX_LIMIT: u64 = 100;

/// A page about a record that the caller has already been allowed to see.
pub async fn page(reader: &Reader, slices: &[Slice], about: Uuid, cursor: Option<&str>, limit: u64) -> Result<Items> {
    let limit = limit.clamp(1, MAX_LIMIT);
    let before = cursor.map(decode).transpose()?;
    let mut items = Vec::new();
    for teller in slices.iter().filter_map(|slice| slice.timeline) {
        items.extend(teller(reader, about, before, limit + 1).await?);
    }
    items.sort_by_key(|item| std::cmp::Reverse((item.at, item.id)));
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > wanted;
    items.truncate(wanted);
    let next_cursor = items.last().filter(|_| more).map(encode);
    Ok(Items { items, next_cursor })
}

fn encode(item: &Item) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{}|{}", item.at.timestamp_millis(), item.id))
}

fn decode(cursor: &str) -> Result<Before> {
    let wrong = || Error::field("/cursor", "stale_cursor", "This cursor was not made here; begin again without it.");
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| wrong())?;
    let text = String::from_utf8(bytes).map_err(|_| wrong())?;
    let (at, id) = text.split_once('|').ok_or_else(wrong)?;
    let at = at.parse().ok().and_then(DateTime::from_timestamp_millis).filter(|at| in_our_time(&at.date_naive())).ok_or_else(wrong)?;
    Ok(Before { at, id: id.parse().map_err(|_| wrong())? })
}
