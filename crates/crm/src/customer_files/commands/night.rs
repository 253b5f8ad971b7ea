//! What happens to files at night: they move where they stand by themselves, and their stewards are asked to verify.

use std::collections::BTreeMap;

use guanxi_kernel::{
    db::{Tx, batches},
    error::Result,
};
use sea_orm::{ConnectionTrait, Set};
use serde_json::json;
use uuid::Uuid;

use super::refresh::{Basis, Settled, moved, settle_all};
use crate::{
    customer_files::{
        VERIFY_MOST, VERIFY_WITHIN_DAYS,
        queries::{self, is_key, next},
        rules::{Step, in_days},
    },
    interactions::{self, commands::NewRow, tables::task},
    staff,
    words::Words,
};

/// What was done with a chunk of files.
#[derive(Default)]
pub(in crate::customer_files) struct Looked {
    /// The last account; nothing when there was none.
    pub(in crate::customer_files) last: Option<Uuid>,
    /// How many accounts.
    pub(in crate::customer_files) accounts: i64,
    /// Files that stand elsewhere now.
    pub(in crate::customer_files) moved: i64,
    /// By steward, files that are due for review again.
    pub(in crate::customer_files) due: BTreeMap<Uuid, i64>,
    /// By steward, tasks to verify answers.
    pub(in crate::customer_files) asked: BTreeMap<Uuid, i64>,
}

/// Looks through the next accounts in the order of their ids.
pub(in crate::customer_files) async fn look_through(tx: &mut Tx, after: Uuid, size: u64) -> Result<Looked> {
    let ids = next(tx.reader(), after, size).await?;
    crate::customers::commands::hold(tx, &ids).await?;
    let basis = Basis::of(tx.reader()).await?;
    let settled = settle_all(tx, &ids, &basis).await?;
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut looked = Looked { last: ids.last().copied(), accounts: count(ids.len()), ..Looked::default() };
    for each in settled.iter().filter(|each| each.has_moved()) {
        looked.moved += 1;
        tx.note(moved(each));
        if let Some(steward) = queries::steward(&each.after, &each.known.row).filter(|_| each.after.step == Step::DueAgain.code()) {
            *looked.due.entry(steward).or_default() += 1;
        }
    }
    looked.asked = ask_to_verify(tx, &settled).await?;
    Ok(looked)
}

/// F04: asks the stewards of important accounts once to verify what has become too old, as many as they can do at a time.
async fn ask_to_verify(tx: &mut Tx, settled: &[Settled]) -> Result<BTreeMap<Uuid, i64>> {
    forget(tx, settled).await?;
    let today = tx.today();
    let is_open = |each: &&Settled| each.after.stale > 0 && each.after.verify_task_id.is_none() && is_key(&each.known.standing, today);
    let mut stewards = BTreeMap::new();
    for each in settled.iter().filter(is_open) {
        if let Some(steward) = queries::steward(&each.after, &each.known.row) {
            stewards.entry(steward).or_insert_with(Vec::new).push(each);
        }
    }
    let people: Vec<Uuid> = stewards.keys().copied().collect();
    let active = staff::queries::active_among(tx.reader(), people.iter().copied().collect()).await?;
    let has = queries::verifying(tx.reader(), &people).await?;
    let most = VERIFY_MOST.get(tx.reader()).await?;
    let due_on = in_days(today, VERIFY_WITHIN_DAYS.get(tx.reader()).await?);
    let words = Words::of(&staff::queries::locale(tx.reader()).await?);
    let (mut asked, mut tasks, mut marks) = (BTreeMap::new(), Vec::new(), Vec::new());
    for (steward, files) in stewards.into_iter().filter(|(steward, _)| active.contains(steward)) {
        let left = most - has.get(&steward).copied().unwrap_or_default();
        for each in files.into_iter().take(usize::try_from(left).unwrap_or(0)) {
            let holes = [("account", each.known.row.name.as_str()), ("count", &each.after.stale.to_string())];
            let id = Uuid::now_v7();
            tasks.push(NewRow::Task(task(id, words.say("customerfiles:task.verify", &holes), due_on, each.known.row.id, steward)));
            marks.push((each.known.row.id, id));
            *asked.entry(steward).or_default() += 1;
        }
    }
    interactions::commands::insert_many(tx, tasks).await?;
    mark(tx, &marks).await?;
    Ok(asked)
}

fn task(id: Uuid, subject: String, due_on: chrono::NaiveDate, account: Uuid, assignee: Uuid) -> task::ActiveModel {
    task::ActiveModel {
        id: Set(id),
        subject: Set(subject),
        note: Set(None),
        priority: Set("normal".to_owned()),
        due_on: Set(due_on),
        account_id: Set(Some(account)),
        contact_id: Set(None),
        assignee_id: Set(assignee),
        interaction_id: Set(None),
        state: Set("open".to_owned()),
        done_at: Set(None),
        ..Default::default()
    }
}

/// Who has verified everything, or it is entered anew, is asked again when something becomes too old again.
async fn forget(tx: &Tx, settled: &[Settled]) -> Result<()> {
    let fresh: Vec<(Uuid, Option<Uuid>)> = settled
        .iter()
        .filter(|each| each.after.stale == 0 && each.after.verify_task_id.is_some())
        .map(|each| (each.known.row.id, None))
        .collect();
    set(tx, &fresh).await
}

async fn mark(tx: &Tx, tasks: &[(Uuid, Uuid)]) -> Result<()> {
    let tasks: Vec<(Uuid, Option<Uuid>)> = tasks.iter().map(|(account, task)| (*account, Some(*task))).collect();
    set(tx, &tasks).await
}

async fn set(tx: &Tx, tasks: &[(Uuid, Option<Uuid>)]) -> Result<()> {
    let reader = tx.reader();
    for chunk in batches(tasks) {
        let sql = format!(
            "UPDATE account_files SET verify_task_id = v.column2 FROM (VALUES {}) AS v \
             WHERE account_files.workspace_id = ? AND account_files.record_id = {}",
            vec!["(?, ?)"; chunk.len()].join(", "),
            reader.dialect().looked_up_by("v.column1")
        );
        let values = chunk.iter().flat_map(|(account, task)| [(*account).into(), (*task).into()]);
        let values = values.chain([sea_orm::Value::from(reader.actor().workspace)]).collect();
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

/// Tells those who review how many files wait for it whose day has passed, every night until that is done.
pub(in crate::customer_files) async fn tell_overdue(tx: &mut Tx, run: Uuid) -> Result<()> {
    let reviewers = queries::reviewers(tx.reader()).await?;
    let mut waiting: BTreeMap<Uuid, i64> = BTreeMap::new();
    for overdue in queries::overdue(tx.reader()).await? {
        for reviewer in queries::reviewing(tx.reader(), &reviewers, overdue.owner_id).await? {
            *waiting.entry(reviewer).or_default() += overdue.files;
        }
    }
    for (person, files) in waiting {
        interactions::commands::notify(tx, person, "file_reviews_overdue", "account", run, None, &json!({"files": files})).await?;
    }
    Ok(())
}

/// Tells stewards how many files are due for review again, and of how many they are asked to verify answers.
pub(in crate::customer_files) async fn tell_due(
    tx: &mut Tx,
    run: Uuid,
    due: &BTreeMap<Uuid, i64>,
    asked: &BTreeMap<Uuid, i64>,
) -> Result<()> {
    for (name, people) in [("file_reviews_due", due), ("files_to_verify", asked)] {
        for (person, files) in people {
            interactions::commands::notify(tx, *person, name, "account", run, None, &json!({"files": files})).await?;
        }
    }
    Ok(())
}
