//! Many interactions at once, from demo data: set-based, with the accounts' figures at the end.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use guanxi_kernel::{
    actor::Action,
    clock::day_in,
    db::Tx,
    error::Result,
    search::{self, Document},
};
use uuid::Uuid;

use super::task::refresh_steps;
use crate::{
    customers,
    interactions::tables::{Comment, Interaction, Task, comment, interaction, task},
};

/// A row of one of the tables.
pub enum NewRow {
    /// An interaction.
    Interaction(Box<interaction::ActiveModel>),
    /// A task.
    Task(task::ActiveModel),
    /// A comment.
    Comment(comment::ActiveModel),
}

/// Inserts rows and brings the accounts' last contact and next step up to date. The caller records one event.
pub async fn insert_many(tx: &mut Tx, rows: Vec<NewRow>) -> Result<()> {
    let (mut interactions, mut tasks, mut comments) = (Vec::new(), Vec::new(), Vec::new());
    let mut last: BTreeMap<Uuid, NaiveDate> = BTreeMap::new();
    let mut accounts: Vec<Uuid> = Vec::new();
    for row in rows {
        match row {
            NewRow::Interaction(row) => {
                if *row.two_way.as_ref() {
                    let day = day_in(tx.actor().zone, *row.at.as_ref());
                    let known = last.entry(*row.account_id.as_ref()).or_insert(day);
                    *known = day.max(*known);
                }
                interactions.push(*row);
            }
            NewRow::Task(row) => {
                accounts.extend(*row.account_id.as_ref());
                tasks.push(row);
            }
            NewRow::Comment(row) => comments.push(row),
        }
    }
    let (as_interaction, as_task) = (tx.to_create::<Interaction>()?, tx.to_create::<Task>()?);
    let as_comment = tx.leave_under::<Comment>("interaction", Action::Create)?;
    let interactions = tx.insert_many(&as_interaction, interactions).await?;
    let tasks = tx.insert_many(&as_task, tasks).await?;
    let zone = tx.actor().zone;
    let documents = interactions.iter().map(|row| document(row, zone)).chain(tasks.iter().map(task_document));
    search::put_many(tx, &documents.filter(|document| !document.is_empty()).collect::<Vec<_>>()).await?;
    tx.insert_many(&as_comment, comments).await?;
    customers::commands::note_contact(tx, &last.into_iter().collect::<Vec<_>>()).await?;
    accounts.sort_unstable();
    accounts.dedup();
    for chunk in accounts.chunks(500) {
        refresh_steps(tx, chunk).await?;
    }
    Ok(())
}

/// The beginning of what was said is shown in the place of a name.
const TITLE_CHARS: usize = 60;

/// What an interaction is found by: what was said, promised and agreed on. Its day is that of the workspace. Who may see it
/// is asked of its account.
pub(super) fn document(row: &interaction::Model, zone: Tz) -> Document {
    let body = row.body.as_deref().unwrap_or_default();
    let title: String = body.chars().take(TITLE_CHARS).collect();
    let rest = (title.len() < body.len()).then(|| body.to_owned());
    Document {
        kind: "interaction",
        record: row.id,
        title,
        subtitle: day_in(zone, row.at).to_string(),
        texts: rest.into_iter().chain(row.promise_text.clone()).chain(row.next_step_text.clone()).collect(),
        ..Document::default()
    }
}

/// What a task is found by.
pub(super) fn task_document(row: &task::Model) -> Document {
    Document { kind: "task", record: row.id, title: row.subject.clone(), ..Document::default() }
}
