//! Who has had an account: read off what was recorded when it changed hands, by whatever door.

use chrono::{DateTime, Utc};
use guanxi_kernel::{db::Reader, error::Result, id::Id};
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;

use super::{list_names, recycling::warning_of};
use crate::{
    customers::{
        OWNER_CHANGED,
        tables::{Account, account},
    },
    pools::api::{Ownership, Owning, Protection},
    staff::{self, api::Ref},
};

/// Owners that are told of.
const MOST: usize = 50;

#[derive(FromQueryResult)]
struct Changed {
    at: DateTime<Utc>,
    user_id: Option<Uuid>,
    by_job: bool,
    data: Value,
    merged: bool,
}

impl Changed {
    fn id(&self, key: &str) -> Option<Uuid> {
        self.data[key].as_str()?.parse().ok()
    }

    fn text(&self, key: &str) -> Option<String> {
        self.data[key].as_str().map(str::to_owned)
    }

    /// How it came about.
    fn how(&self) -> String {
        self.text("how").unwrap_or_else(|| {
            let how = match () {
                () if self.data["handed_over"] == true => "handed_over",
                () if self.merged => "merged",
                () => "changed",
            };
            how.to_owned()
        })
    }
}

/// Who has had an account one after the other, and what stands between it and the pools.
pub async fn ownership(reader: &Reader, id: Id<Account>) -> Result<Ownership> {
    let row = reader.get(id).await?;
    let mut changes = changes(reader, row.id).await?;
    let has_more = changes.len() > MOST;
    changes.truncate(MOST);
    let people = changes.iter().flat_map(|change| [change.user_id, change.id("from"), change.id("to")]).flatten();
    let people = people.chain(row.owner_id).chain(row.created_by).collect();
    let names = staff::queries::names(reader, people).await?;
    let pools = list_names(reader, changes.iter().filter_map(|change| change.id("pool")).collect()).await?;
    let mut owners: Vec<Owning> = changes.iter().map(|change| owning(change, &names, &pools)).collect();
    if !has_more {
        let first = changes.last().map_or(row.owner_id, |change| change.id("from"));
        owners.push(first_owner(&row, first, &names));
    }
    for at in 1..owners.len() {
        owners[at].until = Some(owners[at - 1].since);
    }
    let is_protected = |until: &chrono::NaiveDate| *until >= reader.today();
    Ok(Ownership {
        owners,
        has_more,
        protection: row.protected_until.filter(is_protected).map(|until| Protection { until, why: row.protected_why }),
        warning: warning_of(reader, row.id).await?,
    })
}

/// The changes of owner, the newest first, one more than are told of. A merge is told by another event of its request.
async fn changes(reader: &Reader, account: Uuid) -> Result<Vec<Changed>> {
    let sql = "SELECT at, user_id, by_job, data, EXISTS (SELECT 1 FROM events AS other WHERE other.workspace_id = events.workspace_id \
               AND other.record_id = events.record_id AND other.request_id = events.request_id AND other.name = 'account.merged') AS merged \
               FROM events WHERE workspace_id = ? AND record_id = ? AND name = ? ORDER BY id DESC LIMIT ?";
    let limit = i64::try_from(MOST + 1).unwrap_or(i64::MAX);
    let values = vec![reader.actor().workspace.into(), account.into(), OWNER_CHANGED.into(), limit.into()];
    Ok(Changed::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?)
}

fn owning(change: &Changed, names: &[Ref], pools: &[(Uuid, String)]) -> Owning {
    let name = |id: Option<Uuid>| names.iter().find(|name| Some(name.id) == id).cloned();
    let pool = change.id("pool");
    let how = change.how();
    let by_rule = change.by_job && how == "recycled";
    Owning {
        owner: name(change.id("to")),
        since: change.at,
        until: None,
        came: how,
        by: name(change.user_id.filter(|_| !by_rule)),
        pool: pools.iter().find(|(id, _)| Some(*id) == pool).map(|(id, name)| Ref { id: *id, name: name.clone() }),
        why: change.text("why"),
        note: change.text("note"),
        rule: change.text("rule_name"),
        lacks: serde_json::from_value(change.data["lacks"].clone()).unwrap_or_default(),
    }
}

/// Whose it was when it was made.
fn first_owner(row: &account::Model, owner: Option<Uuid>, names: &[Ref]) -> Owning {
    let name = |id: Option<Uuid>| names.iter().find(|name| Some(name.id) == id).cloned();
    Owning {
        owner: name(owner),
        since: row.created_at,
        until: None,
        came: "made".to_owned(),
        by: name(row.created_by),
        pool: None,
        why: None,
        note: None,
        rule: None,
        lacks: Vec::new(),
    }
}

/// What was said in words when an account last changed hands.
pub(super) async fn last_note(reader: &Reader, account: Uuid) -> Result<Option<String>> {
    Ok(changes(reader, account).await?.first().and_then(|change| change.text("note")))
}
