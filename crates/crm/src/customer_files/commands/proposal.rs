//! F04: everybody takes part, and one looks after the file: whoever sees an account proposes what should read otherwise, and its
//! steward accepts or declines with a reason.

use guanxi_kernel::{
    actor::Action,
    check::Check,
    custom::PREFIX,
    db::{Recorded, Tx},
    error::{Error, FieldError, Result},
    id::Id,
};
use sea_orm::{ColumnTrait, QueryFilter, Set};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{event, held};
use crate::{
    customer_files::{
        api::{Decline, FileProposal, Propose},
        queries::{self, exists},
        rules::PROPOSABLE,
        tables::{self, proposal},
    },
    customers::{
        self,
        api::AccountPatch,
        tables::{Account, account},
    },
    interactions,
};

/// Characters of a reason.
const MAX_REASON: usize = 500;
/// Open proposals to one account.
const MOST_OPEN: u64 = 100;

/// Proposes that a field of an account should read otherwise.
pub async fn propose(tx: &mut Tx, id: Id<Account>, input: Propose) -> Result<Recorded<FileProposal>> {
    let (row, file) = held(tx, id).await?;
    let mut check = Check::new();
    let reason = check.required("/reason", &input.reason, MAX_REASON);
    let is_known = PROPOSABLE.contains(&input.field.as_str()) || (input.field.starts_with(PREFIX) && exists(tx.reader(), &input.field));
    if !is_known {
        check.wrong("/field", "unknown_choice", "There is no such field, or it is not changed by proposal.");
    }
    check.done()?;
    if !tx.actor().sees_field("account", &input.field) {
        return Err(Error::FieldForbidden { pointer: "/field".to_owned() });
    }
    let before = present(&row, &input.field);
    let proposed = input.value.unwrap_or(Value::Null);
    try_change(tx, &row, &input.field, &proposed).await?;
    if open_of(tx, row.id).await? >= MOST_OPEN {
        return Err(Error::conflict(
            "file_proposals_enough",
            "So many proposals to this account are open; have some of them settled first.",
        ));
    }
    let leave = tx.leave_under::<tables::FileProposal>("account", Action::Read)?;
    let new = proposal::ActiveModel {
        account_id: Set(row.id),
        field: Set(input.field.clone()),
        before: Set(before),
        proposed: Set(proposed),
        reason: Set(reason),
        state: Set("open".to_owned()),
        settled_at: Set(None),
        settled_by: Set(None),
        answer: Set(None),
        ..Default::default()
    };
    let new = tx.insert::<tables::FileProposal>(leave, new).await?;
    if let Some(steward) = queries::steward(&file, &row).filter(|steward| tx.actor().user() != Some(*steward)) {
        let data = json!({"account": row.name, "field": input.field});
        interactions::commands::notify(tx, steward, "file_proposed", "account", row.id, Some(row.id), &data).await?;
    }
    let wire = queries::proposal(tx.reader(), Id::from(new.id)).await?;
    Ok(tx.record(event("account.file_proposed", &row).with(json!({"field": input.field})), wire))
}

async fn open_of(tx: &Tx, account: Uuid) -> Result<u64> {
    let open = |select: sea_orm::Select<proposal::Entity>| {
        select.filter(proposal::Column::AccountId.eq(account)).filter(proposal::Column::State.eq("open"))
    };
    tx.reader().in_workspace::<tables::FileProposal>().with(open).count().await
}

/// What a field is now, in the form of a change.
fn present(row: &account::Model, field: &str) -> Value {
    match field.strip_prefix(PREFIX) {
        Some(own) => queries::own_answer(row, own),
        None => queries::answer(row, field),
    }
    .unwrap_or_default()
}

/// A change of this field alone.
fn patch(field: &str, value: &Value) -> Result<AccountPatch> {
    let mut change = Map::new();
    match field.strip_prefix(PREFIX) {
        Some(own) => change.insert("custom".to_owned(), json!({own: value})),
        None => change.insert(field.to_owned(), value.clone()),
    };
    let wrong = |_| Error::field("/value", "wrong_kind", "A value of this kind does not fit this field.");
    serde_json::from_value(Value::Object(change)).map_err(wrong)
}

/// Refuses what the account would refuse, at the value.
async fn try_change(tx: &mut Tx, row: &account::Model, field: &str, value: &Value) -> Result<()> {
    if field == "name" && value.is_null() {
        return Err(Error::field("/value", "required", "This must be filled in."));
    }
    let at_value = |error: FieldError| FieldError { pointer: "/value".to_owned(), ..error };
    match customers::commands::try_change(tx, row, patch(field, value)?).await {
        Err(Error::Invalid(errors)) => Err(Error::Invalid(errors.into_iter().map(at_value).collect())),
        other => other,
    }
}

/// A proposal that its caller settles, with its account.
async fn to_settle(tx: &mut Tx, id: Id<tables::FileProposal>) -> Result<(proposal::Model, account::Model)> {
    let found = tx.reader().get(id).await?;
    let row = tx.reader().get(Id::<Account>::from(found.account_id)).await?;
    let file = queries::standing_of(tx.reader(), row.id).await?;
    if !queries::may_settle(tx.actor(), &file, &row) {
        return Err(Error::Forbidden("only the steward of this file settles proposals".to_owned()));
    }
    let (row, _) = held(tx, Id::from(row.id)).await?;
    let found = tx.reader().get(id).await?;
    if found.state != "open" {
        return Err(Error::conflict("file_proposal_settled", "This proposal has been settled already."));
    }
    Ok((found, row))
}

/// Accepts a proposal: the account reads as proposed.
pub async fn accept(tx: &mut Tx, id: Id<tables::FileProposal>) -> Result<Recorded<FileProposal>> {
    let (found, row) = to_settle(tx, id).await?;
    let change = patch(&found.field, &found.proposed)?;
    let _ = customers::commands::change(tx, Id::from(row.id), row.version, change).await?;
    settle(tx, &found, &row, "accepted", None).await
}

/// Declines a proposal, with a reason.
pub async fn decline(tx: &mut Tx, id: Id<tables::FileProposal>, input: &Decline) -> Result<Recorded<FileProposal>> {
    let (found, row) = to_settle(tx, id).await?;
    let mut check = Check::new();
    let reason = check.required("/reason", &input.reason, MAX_REASON);
    check.done()?;
    settle(tx, &found, &row, "declined", Some(reason)).await
}

async fn settle(
    tx: &mut Tx,
    found: &proposal::Model,
    row: &account::Model,
    state: &'static str,
    answer: Option<String>,
) -> Result<Recorded<FileProposal>> {
    let leave = tx.to_change(Id::<tables::FileProposal>::from(found.id)).await?;
    let settled = proposal::ActiveModel {
        state: Set(state.to_owned()),
        settled_at: Set(Some(tx.now())),
        settled_by: Set(tx.actor().user()),
        answer: Set(answer.clone()),
        ..Default::default()
    };
    tx.update::<tables::FileProposal>(leave, settled).await?;
    let (name, notice) = match state {
        "accepted" => ("account.file_proposal_accepted", "file_proposal_accepted"),
        _ => ("account.file_proposal_declined", "file_proposal_declined"),
    };
    if let Some(by) = found.created_by.filter(|by| tx.actor().user() != Some(*by)) {
        let data = json!({"account": row.name, "field": found.field, "reason": answer});
        interactions::commands::notify(tx, by, notice, "account", row.id, Some(row.id), &data).await?;
    }
    let wire = queries::proposal(tx.reader(), Id::from(found.id)).await?;
    let facts = json!({"field": found.field, "by": found.created_by, "proposal": found.id, "reason": answer});
    Ok(tx.record(event(name, row).with(facts), wire))
}
