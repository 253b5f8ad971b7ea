//! Every read of follows.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    db::{Reader, batches},
    error::{Error, Result},
    slice::ListDoor,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{
    DISCUSSED, MADE, OWNED,
    api::{FollowWishes, Following},
};
use crate::{
    MERGEABLE, SLICES,
    duplicates::Mergeable,
    staff::{self, api::Ref},
};

/// As many followers as are named.
const NAMED: usize = 20;

/// Somebody follows a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromQueryResult)]
pub struct Follower {
    /// The person.
    pub user_id: Uuid,
    /// The record.
    pub record_id: Uuid,
}

/// The kind whose records a list has, if they can be followed.
pub(super) fn followable(list: &str) -> Result<(&'static Mergeable, ListDoor)> {
    let door = SLICES.iter().flat_map(|slice| (slice.lists)()).find(|door| (door.list)().name == list);
    let kind = |door: ListDoor| Some((MERGEABLE.iter().find(|kind| kind.kind == (door.list)().kind)?, door));
    door.and_then(kind).ok_or_else(|| Error::field("/list", "unknown", "This is accounts or contacts."))
}

/// Who follows a record. The caller has asked whether the actor may see it.
pub async fn following(reader: &Reader, record: Uuid) -> Result<Following> {
    #[derive(FromQueryResult)]
    struct Counted {
        followers: i64,
        mine: i64,
    }
    let those = "FROM follows JOIN users ON users.workspace_id = follows.workspace_id AND users.id = follows.user_id AND users.active \
                 WHERE follows.workspace_id = ? AND follows.record_id = ? AND follows.is_on";
    let (workspace, me): (Value, Value) = (reader.actor().workspace.into(), reader.actor().user().into());
    let count = format!("SELECT count(*) AS followers, count(CASE WHEN follows.user_id = ? THEN 1 END) AS mine {those}");
    let statement = reader.dialect().statement(&count, vec![me, workspace.clone(), record.into()]);
    let counted = Counted::find_by_statement(statement).one(reader.source()).await?;
    let first = format!("SELECT follows.user_id, follows.record_id {those} ORDER BY follows.at, follows.user_id LIMIT {NAMED}");
    let statement = reader.dialect().statement(&first, vec![workspace, record.into()]);
    let first: Vec<Uuid> =
        Follower::find_by_statement(statement).all(reader.source()).await?.into_iter().map(|follower| follower.user_id).collect();
    let names = staff::queries::names(reader, first.clone()).await?;
    Ok(Following {
        following: counted.as_ref().is_some_and(|counted| counted.mine > 0),
        followers: first.into_iter().filter_map(|user| Ref::among(&names, Some(user))).collect(),
        count: counted.map_or(0, |counted| counted.followers),
    })
}

/// Who follows some records, whoever may see them.
pub async fn followers(reader: &Reader, records: &[Uuid]) -> Result<Vec<Follower>> {
    let mut found = Vec::new();
    for chunk in batches(records) {
        let sql = format!(
            "SELECT user_id, record_id FROM follows WHERE workspace_id = ? AND record_id IN ({}) AND is_on",
            vec!["?"; chunk.len()].join(", ")
        );
        let values = std::iter::once(reader.actor().workspace).chain(chunk.iter().copied()).map(Value::from).collect();
        found.extend(Follower::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?);
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct Wished {
    user_id: Uuid,
    made: bool,
    owned: bool,
    discussed: bool,
}

/// What some people follow by itself.
pub async fn wishes(reader: &Reader, people: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, FollowWishes>> {
    let first = FollowWishes {
        made: MADE.get(reader).await? != 0,
        owned: OWNED.get(reader).await? != 0,
        discussed: DISCUSSED.get(reader).await? != 0,
    };
    let mut wishes: BTreeMap<Uuid, FollowWishes> = people.iter().map(|user| (*user, first)).collect();
    let people: Vec<Uuid> = people.iter().copied().collect();
    for chunk in batches(&people) {
        let sql = format!(
            "SELECT user_id, made, owned, discussed FROM follow_wishes WHERE workspace_id = ? AND user_id IN ({})",
            vec!["?"; chunk.len()].join(", ")
        );
        let values = std::iter::once(reader.actor().workspace).chain(chunk.iter().copied()).map(Value::from).collect();
        for row in Wished::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await? {
            let Wished { user_id, made, owned, discussed } = row;
            wishes.insert(user_id, FollowWishes { made, owned, discussed });
        }
    }
    Ok(wishes)
}
