//! Telling those who follow records of what happened to them.

use std::collections::BTreeMap;

use guanxi_kernel::{
    db::{Tx, batches},
    error::Result,
};
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;

use super::notification::{Notice, notify_many, take_back};
use crate::{
    interactions::{LINES_AT_ONCE, queries::News},
    staff::api::Ref,
};

/// A person, and the records that they follow and see.
pub(in crate::interactions) type Told = (Uuid, Vec<Uuid>);

/// What an unread line about a record has told so far: how often what.
type Counts = BTreeMap<String, i64>;

/// Tells followers: of each record in one line, which grows until it is read; of many that change together, in one line for
/// all of them, however many transactions it takes.
pub(in crate::interactions) async fn tell_followers(tx: &mut Tx, cause: Uuid, by: Option<&Ref>, news: &News, told: &[Told]) -> Result<()> {
    let most = LINES_AT_ONCE.get(tx.reader()).await?;
    // Of two who tell of the same record at the same moment, neither would see the other's line.
    tx.alone("followers are told").await?;
    let people: Vec<Uuid> = told.iter().map(|(user, _)| *user).collect();
    let before = take_back(tx, cause, &["followed_many"], "records", &people).await?;
    let lines = unread_lines(tx, cause, &people).await?;
    let by = by.map(|by| by.name.as_str());
    let (mut notices, mut single) = (Vec::new(), Vec::new());
    for (user, records) in told {
        let count = i64::try_from(records.len()).unwrap_or(i64::MAX) + before.get(user).copied().unwrap_or_default();
        match records.first() {
            Some(first) if count + lines.get(user).copied().unwrap_or_default() > most => {
                let kind = news.named.get(first).map_or("account", |(kind, _)| kind);
                let data = json!({"by": by, "records": count});
                notices.push(Notice { user: *user, name: "followed_many", kind, record: *first, account: None, data, cause: Some(cause) });
            }
            _ => single.extend(records.iter().map(|record| (*user, *record))),
        }
    }
    let mut earlier = take_back_lines(tx, &single).await?;
    for pair in single {
        let (user, record) = pair;
        let (Some((kind, name)), Some(happened)) = (news.named.get(&record), news.of.get(&record)) else { continue };
        let mut counts = earlier.remove(&pair).unwrap_or_default();
        for (what, times) in happened {
            *counts.entry((*what).to_owned()).or_default() += times;
        }
        let data = json!({"by": by, "name": name, "updates": counts.values().sum::<i64>(), "what": counts});
        let account = (*kind == "account").then_some(record);
        notices.push(Notice { user, name: "followed", kind, record, account, data, cause: Some(cause) });
    }
    notify_many(tx, &notices).await
}

/// How many lines a request or a job has given to people that they have not read, each about one record: an import that goes
/// on for an hour gives nobody more than a few.
async fn unread_lines(tx: &Tx, cause: Uuid, people: &[Uuid]) -> Result<BTreeMap<Uuid, i64>> {
    #[derive(FromQueryResult)]
    struct Lines {
        user_id: Uuid,
        n: i64,
    }
    let reader = tx.reader();
    let mut lines = BTreeMap::new();
    for chunk in batches(people) {
        let sql = format!(
            "SELECT user_id, count(*) AS n FROM notifications WHERE workspace_id = ? AND cause_id = ? AND read_at IS NULL \
             AND name = 'followed' AND user_id IN ({}) GROUP BY user_id",
            vec!["?"; chunk.len()].join(", ")
        );
        let values = [reader.actor().workspace, cause].into_iter().chain(chunk.iter().copied()).map(Value::from).collect();
        let found = Lines::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
        lines.extend(found.into_iter().map(|line| (line.user_id, line.n)));
    }
    Ok(lines)
}

/// Takes back the unread lines that tell people of records they follow, so that one line can tell of all of it.
async fn take_back_lines(tx: &Tx, pairs: &[(Uuid, Uuid)]) -> Result<BTreeMap<(Uuid, Uuid), Counts>> {
    #[derive(FromQueryResult)]
    struct Line {
        user_id: Uuid,
        record_id: Uuid,
        data: serde_json::Value,
    }
    let reader = tx.reader();
    let workspace = reader.actor().workspace;
    let mut earlier = BTreeMap::new();
    for chunk in batches(pairs) {
        let sql = format!(
            "DELETE FROM notifications WHERE workspace_id = ? AND id IN (SELECT lines.id FROM (VALUES {}) AS v \
             JOIN notifications AS lines ON lines.workspace_id = ? AND lines.record_id = v.column2 AND lines.user_id = v.column1 \
             WHERE lines.name = 'followed' AND lines.read_at IS NULL) RETURNING user_id, record_id, data",
            vec!["(?, ?)"; chunk.len()].join(", ")
        );
        let mut values: Vec<Value> = vec![workspace.into()];
        values.extend(chunk.iter().flat_map(|(user, record)| [Value::from(*user), Value::from(*record)]));
        values.push(workspace.into());
        for line in Line::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await? {
            let counts: Counts = serde_json::from_value(line.data["what"].clone()).unwrap_or_default();
            earlier.insert((line.user_id, line.record_id), counts);
        }
    }
    Ok(earlier)
}
