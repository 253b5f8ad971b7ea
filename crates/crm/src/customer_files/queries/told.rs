//! What a file tells on the timeline of its account.

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    actor::Action,
    db::Reader,
    error::Result,
    timeline::{Before, Item},
};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{customer_files::tables::OBJECT, duplicates, staff};

/// What belongs on the timeline.
const TOLD: [&str; 5] = [
    "account.file_analysed",
    "account.file_submitted",
    "account.file_reviewed",
    "account.file_proposal_accepted",
    "account.file_proposal_declined",
];

#[derive(FromQueryResult)]
struct Told {
    id: Uuid,
    at: DateTime<Utc>,
    name: String,
    user_id: Option<Uuid>,
    data: Value,
}

/// What happened to the file of an account, the newest first.
pub async fn tell(reader: &Reader, about: Uuid, before: Option<Before>, limit: u64) -> Result<Vec<Item>> {
    if !reader.actor().may(OBJECT, Action::Read) {
        return Ok(Vec::new());
    }
    // An event's id is made when it happens, so that the order of ids is the order of instants.
    let accounts = duplicates::queries::with_absorbed(reader, about).await?;
    let sql = format!(
        "SELECT id, at, name, user_id, data FROM events WHERE workspace_id = ? AND record_id IN ({}) AND name IN ({}) \
         AND (at < ? OR (at = ? AND id < ?)) ORDER BY id DESC LIMIT ?",
        vec!["?"; accounts.len()].join(", "),
        vec!["?"; TOLD.len()].join(", ")
    );
    let (at, id) = before.map_or((DateTime::<Utc>::MAX_UTC, Uuid::max()), |before| (before.at, before.id));
    let at = at.min(reader.now() + chrono::Duration::days(1));
    let mut values: Vec<sea_orm::Value> = vec![reader.actor().workspace.into()];
    values.extend(accounts.into_iter().map(sea_orm::Value::from));
    values.extend(TOLD.map(Into::into));
    values.extend([at.into(), at.into(), id.into(), i64::try_from(limit).unwrap_or(100).into()]);
    let rows = Told::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    let by = |row: &Told| row.data["by"].as_str().and_then(|id| id.parse::<Uuid>().ok());
    let names = staff::queries::names(reader, rows.iter().flat_map(|row| [row.user_id, by(row)]).flatten().collect()).await?;
    let name = |id: Option<Uuid>| names.iter().find(|name| Some(name.id) == id);
    let item = |row: &Told| {
        let data = json!({"name": row.name, "user": name(row.user_id), "by": name(by(row)), "result": row.data["result"],
            "reason": row.data["reason"], "class": row.data["class"], "next_review_on": row.data["next_review_on"], "field": row.data["field"]});
        Item { at: row.at, kind: "customer_file", id: row.id, data }
    };
    Ok(rows.iter().map(item).collect())
}
