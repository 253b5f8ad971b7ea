//! Many interactions at once, from demo data: set-based, with the accounts' figures at the end.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use guanxi_kernel::{clock::day_in, db::Tx, error::Result};
use sea_orm::{EntityTrait, Set};
use uuid::Uuid;

use super::task::refresh_steps;
use crate::{
    customers,
    interactions::tables::{comment, interaction, task},
};

const ROWS_PER_STATEMENT: usize = 200;

/// A row of one of the tables, whose ids and dates the caller has set.
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
    let (workspace, now) = (tx.actor().workspace, tx.now());
    let (mut interactions, mut tasks, mut comments) = (Vec::new(), Vec::new(), Vec::new());
    let mut last: BTreeMap<Uuid, NaiveDate> = BTreeMap::new();
    let mut accounts: Vec<Uuid> = Vec::new();
    for row in rows {
        match row {
            NewRow::Interaction(mut row) => {
                (row.workspace_id, row.version, row.updated_at) = (Set(workspace), Set(1), Set(now));
                if *row.two_way.as_ref() {
                    let day = day_in(tx.actor().zone, *row.at.as_ref());
                    let known = last.entry(*row.account_id.as_ref()).or_insert(day);
                    *known = day.max(*known);
                }
                interactions.push(*row);
            }
            NewRow::Task(mut row) => {
                (row.workspace_id, row.version, row.updated_at) = (Set(workspace), Set(1), Set(now));
                accounts.extend(*row.account_id.as_ref());
                tasks.push(row);
            }
            NewRow::Comment(mut row) => {
                (row.workspace_id, row.version, row.updated_at) = (Set(workspace), Set(1), Set(now));
                comments.push(row);
            }
        }
    }
    let source = tx.reader().source();
    for chunk in interactions.chunks(ROWS_PER_STATEMENT) {
        interaction::Entity::insert_many(chunk.to_vec()).exec_without_returning(source).await?;
    }
    for chunk in tasks.chunks(ROWS_PER_STATEMENT) {
        task::Entity::insert_many(chunk.to_vec()).exec_without_returning(source).await?;
    }
    for chunk in comments.chunks(ROWS_PER_STATEMENT) {
        comment::Entity::insert_many(chunk.to_vec()).exec_without_returning(source).await?;
    }
    customers::commands::note_contact(tx, &last.into_iter().collect::<Vec<_>>()).await?;
    accounts.sort_unstable();
    accounts.dedup();
    for chunk in accounts.chunks(500) {
        refresh_steps(tx, chunk).await?;
    }
    Ok(())
}
