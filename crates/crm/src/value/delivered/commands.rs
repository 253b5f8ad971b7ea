//! Every write of delivered value.

use guanxi_kernel::{
    actor::Action,
    check::{Check, too_many},
    db::{Recorded, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
};
use sea_orm::{ConnectionTrait, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    api::{DeliveredValue, NewRival, NewScoring},
    queries::{self, Said},
    rules::{Factor, MOST, MOST_RIVALS, SOURCES, Scores},
    tables::{self, delivered_value},
};
use crate::customers::{self, tables::Account};

/// Characters of a rival's name, and of a note.
const MAX_NAME: usize = 100;
const MAX_NOTE: usize = 2000;

/// Scores what an account gets from us and from rivals.
pub async fn score(tx: &mut Tx, id: Id<Account>, input: NewScoring) -> Result<Recorded<DeliveredValue>> {
    let account = customers::commands::to_change(tx, id).await?;
    let mut check = Check::new();
    if input.scored_on.is_some_and(|day| day > tx.today()) {
        check.wrong("/scored_on", "in_the_future", "This is today or a day before it.");
    }
    let row = check_new(&mut check, id.uuid(), input, tx.today());
    check.done()?;
    customers::commands::hold(tx, &[id.uuid()]).await?;
    let leave = tx.leave_under::<tables::DeliveredValue>("account", Action::Change)?;
    tx.insert::<tables::DeliveredValue>(leave, row).await?;
    note_newest(tx, id.uuid()).await?;
    let value = queries::delivered_value(tx.reader(), id).await?;
    let facts = value.scorings.first().map(|newest| json!({"lead": newest.lead, "advice": newest.advice.as_ref().map(|gap| gap.factor)}));
    let event = Event::new("account.delivered_scored", "account", account.id).about(Some(account.id)).owned_by(account.owner_id);
    Ok(tx.record(event.with(facts.unwrap_or_default()), value))
}

/// A checked scoring of an account.
pub fn check_new(check: &mut Check, account: Uuid, input: NewScoring, today: chrono::NaiveDate) -> delivered_value::ActiveModel {
    let scored_on = input.scored_on.map_or(today, |day| check.day("/scored_on", day));
    check_scores(check, "/ours", &input.ours);
    if input.rivals.len() > MOST_RIVALS {
        check.add(too_many("/rivals", MOST_RIVALS));
    }
    let mut rivals: Vec<NewRival> = Vec::new();
    for (n, rival) in input.rivals.into_iter().take(MOST_RIVALS).enumerate() {
        let name = check.required(&format!("/rivals/{n}/name"), &rival.name, MAX_NAME);
        if rivals.iter().any(|other| other.name == name) {
            check.wrong(&format!("/rivals/{n}/name"), "taken", "This rival is named twice.");
        }
        check_scores(check, &format!("/rivals/{n}/scores"), &rival.scores);
        rivals.push(NewRival { name, ..rival });
    }
    delivered_value::ActiveModel {
        account_id: Set(account),
        scored_on: Set(scored_on),
        ours: Set(json!(input.ours)),
        rivals: Set(json!(rivals)),
        sources: Set(json!(check.choices("/sources", input.sources, SOURCES))),
        note: Set(check.long("/note", input.note, MAX_NOTE)),
        ..Default::default()
    }
}

fn check_scores(check: &mut Check, pointer: &str, scores: &Scores) {
    for factor in Factor::ALL {
        check.range(&format!("{pointer}/{}", factor.code()), scores.of(factor), 0..=MOST);
    }
}

/// Inserts checked scorings, one for each of some accounts that have none. The caller records one event.
pub async fn insert_many(tx: &mut Tx, rows: Vec<delivered_value::ActiveModel>) -> Result<()> {
    let leave = tx.leave_under::<tables::DeliveredValue>("account", Action::Change)?;
    for row in tx.insert_many(&leave, rows).await? {
        note(tx, row.account_id, Some(&row)).await?;
    }
    Ok(())
}

/// Takes a wrong scoring away; the one before it counts again.
pub async fn remove(tx: &mut Tx, id: Id<tables::DeliveredValue>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let account = tx.reader().get(Id::<Account>::from(row.account_id)).await?;
    if account.trashed_at.is_some() {
        return Err(customers::commands::trashed());
    }
    customers::commands::hold(tx, &[account.id]).await?;
    let scored_on = row.scored_on;
    tx.remove::<tables::DeliveredValue>(row).await?;
    note_newest(tx, account.id).await?;
    let event = Event::new("account.delivered_removed", "account", account.id).about(Some(account.id)).owned_by(account.owner_id);
    Ok(tx.record(event.with(json!({"scored_on": scored_on})), ()))
}

async fn note_newest(tx: &Tx, account: Uuid) -> Result<()> {
    let newest = queries::newest(tx.reader(), account, 1).await?.pop();
    note(tx, account, newest.as_ref()).await
}

/// Notes beside an account what its newest scoring comes to.
async fn note(tx: &Tx, account: Uuid, newest: Option<&delivered_value::Model>) -> Result<()> {
    let compared = newest.map(Said::of).transpose()?.map(|said| said.compared()).unwrap_or_default();
    let reader = tx.reader();
    let sql = "UPDATE account_values SET delivered_lead = ?, advice_factor = ? WHERE workspace_id = ? AND record_id = ?";
    let advice = compared.behind.map_or("none", |(factor, _)| factor.code());
    let values = vec![compared.lead.into(), advice.into(), reader.actor().workspace.into(), account.into()];
    let done = reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    if done.rows_affected() == 0 { Err(Error::NotFound) } else { Ok(()) }
}
