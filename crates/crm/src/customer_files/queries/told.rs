//! What a file tells on the timeline of its account.

use guanxi_kernel::{
    actor::Action,
    db::Reader,
    error::Result,
    timeline::{Before, Item},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    customer_files::tables::OBJECT,
    customers::queries::{Told, told},
    staff,
};

/// What belongs on the timeline.
const TOLD: [&str; 5] = [
    "account.file_analysed",
    "account.file_submitted",
    "account.file_reviewed",
    "account.file_proposal_accepted",
    "account.file_proposal_declined",
];

/// What happened to the file of an account, the newest first.
pub async fn tell(reader: &Reader, about: Uuid, before: Option<Before>, limit: u64) -> Result<Vec<Item>> {
    if !reader.actor().may(OBJECT, Action::Read) {
        return Ok(Vec::new());
    }
    let rows = told(reader, about, &TOLD, before, limit).await?;
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
