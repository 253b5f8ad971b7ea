//! The survey: answers that still hold, and who looks after them.

use std::collections::BTreeSet;

use guanxi_kernel::{
    actor::Action,
    check::{Check, too_many},
    db::{Recorded, Tx},
    error::{Error, Result},
    id::Id,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

use super::{event, held, refresh, to_change, write};
use crate::{
    customer_files::{
        api::{Appoint, CustomerFile, Verify},
        queries::{self, Forms},
        rules::State,
    },
    customers::tables::Account,
    interactions, staff,
};

/// Answers that are verified at a time.
const MOST: usize = 200;

/// F04: says that answers still hold. What is missing cannot be verified.
pub async fn verify(tx: &mut Tx, id: Id<Account>, input: Verify) -> Result<Recorded<CustomerFile>> {
    let (row, file) = to_change(tx, id).await?;
    let reader = tx.reader();
    let known = queries::known_of(reader, &[row.id]).await?.pop().ok_or(Error::NotFound)?;
    let asked: BTreeSet<String> = Forms::of(reader).await?.questions(&row.kind).into_iter().collect();
    let mut check = Check::new();
    if input.fields.is_empty() {
        check.wrong("/fields", "required", "Name at least one answer.");
    } else if input.fields.len() > MOST {
        check.add(too_many("/fields", MOST));
    }
    for (n, field) in input.fields.iter().enumerate().take(MOST) {
        if !asked.contains(field) {
            check.wrong(&format!("/fields/{n}"), "not_asked", "The file of this account does not ask for this.");
        } else if known.found(field, reader).state == State::Missing {
            check.wrong(&format!("/fields/{n}"), "nothing_to_verify", "There is no answer yet; enter it first.");
        }
    }
    check.done()?;
    let fields: BTreeSet<String> = input.fields.into_iter().collect();
    for field in &fields {
        note(tx, row.id, field).await?;
    }
    refresh(tx, &[row.id]).await?;
    if let Some(task) = file.verify_task_id
        && queries::standing_of(tx.reader(), row.id).await?.stale == 0
    {
        settle_task(tx, row.id, task).await?;
    }
    let wire = queries::file(tx.reader(), id).await?;
    Ok(tx.record(event("account.file_verified", &row).with(json!({"fields": fields})), wire))
}

async fn note(tx: &Tx, account: Uuid, field: &str) -> Result<()> {
    let reader = tx.reader();
    let sql = "INSERT INTO file_verifications (workspace_id, account_id, field, verified_at, verified_by) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (workspace_id, account_id, field) DO UPDATE SET verified_at = excluded.verified_at, verified_by = excluded.verified_by";
    let values = vec![reader.actor().workspace.into(), account.into(), field.into(), reader.now().into(), reader.actor().user().into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}

/// The task to verify is done once nothing is too old any more, as far as whoever has verified may say so.
async fn settle_task(tx: &mut Tx, account: Uuid, task: Uuid) -> Result<()> {
    write(tx.reader(), account, &[("verify_task_id", Option::<Uuid>::None.into())]).await?;
    match interactions::commands::complete_task(tx, Id::from(task)).await {
        Ok(_) | Err(Error::NotFound | Error::Forbidden(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Says who looks after the file of an account: somebody who may change the account, or its owner again.
pub async fn appoint(tx: &mut Tx, id: Id<Account>, input: &Appoint) -> Result<Recorded<CustomerFile>> {
    let row = tx.reader().get(id).await?;
    if !queries::may_review(tx.actor(), &row) {
        return Err(Error::Forbidden("only who reviews this file says who looks after it".to_owned()));
    }
    let (row, before) = held(tx, id).await?;
    if let Some(steward) = input.steward_id {
        let reaches = staff::queries::who_reach(tx.reader(), &[steward], "account", Action::Change, row.owner_id).await?;
        if !staff::queries::is_active(tx.reader(), steward).await? {
            return Err(Error::field("/steward_id", "not_found", "There is no such colleague, or not any more."));
        }
        if !reaches.contains(&steward) {
            return Err(Error::field("/steward_id", "steward_cannot_change", "This colleague may not change the account."));
        }
    }
    write(tx.reader(), row.id, &[("steward_id", input.steward_id.into())]).await?;
    if let Some(steward) = input.steward_id.filter(|steward| before.steward_id != Some(*steward) && tx.actor().user() != Some(*steward)) {
        let data = json!({"account": row.name});
        interactions::commands::notify(tx, steward, "file_steward", "account", row.id, Some(row.id), &data).await?;
    }
    let wire = queries::file(tx.reader(), id).await?;
    let facts = json!({"from": before.steward_id, "to": input.steward_id});
    Ok(tx.record(event("account.file_steward", &row).with(facts), wire))
}
