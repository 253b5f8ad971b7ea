//! Logging what was said and done.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{
    actor::Action,
    check::{Check, too_many},
    clock::{NEVER, day_in},
    db::{Recorded, Tx},
    error::{Error, Result, unchanged},
    event::{Event, FieldChange},
    id::Id,
    search,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    episode::{check_episode, owner_of},
    many::document,
    task::{NORMAL, insert_task, refresh_steps},
};
use crate::{
    contacts,
    customers::{self, tables::Account},
    interactions::{
        api::{Interaction, InteractionPatch, NewInteraction, NewNextStep, Settlement, Stock, Visit},
        queries,
        rules::{CHANNELS, DIRECTIONS, HELP_KINDS, OUTCOMES, PROMISE_STATES, PURPOSES, VISIT_STEPS, lasted, two_way, within_visit},
        tables::{self, interaction, interaction_contact, task},
    },
};

/// A clock that is a little fast on a phone is no reason to lose a visit.
const CLOCK_SLACK_MINUTES: i64 = 10;
const MAX_ROWS: usize = 50;
const MAX_OTHERS: usize = 20;
const DAY_MINUTES: i64 = 24 * 60;
const MAX_CASES: i64 = 1_000_000;
const MAX_PRICE_MINOR: i64 = 100_000_000_000;

/// Logs a contact with a customer. A next step becomes a task of the one who logs.
pub async fn log(tx: &mut Tx, input: NewInteraction) -> Result<Recorded<Interaction>> {
    let leave = tx.to_create()?;
    let mut check = Check::new();
    let within = tx.reader().narrowed("interaction", Action::Create);
    let account = match within.get(Id::<Account>::from(input.account_id)).await {
        Ok(account) => Some(account),
        Err(Error::NotFound) => {
            check.wrong("/account_id", "not_found", "There is no such account.");
            None
        }
        Err(error) => return Err(error),
    };
    check_contacts(&mut check, tx, input.contact_id, &input.other_ids).await?;
    check_episode(&mut check, tx, input.account_id, input.episode_id).await?;
    let me = tx.actor().user();
    let row = check_new(&mut check, &input, tx.now(), me);
    check.done()?;
    drop(within);
    let account = account.ok_or(Error::NotFound)?;
    if account.trashed_at.is_some() {
        return Err(customers::commands::trashed());
    }
    let task_id = input.next_step.as_ref().and(me).map(|_| Uuid::now_v7());
    let row = tx.insert::<tables::Interaction>(leave, interaction::ActiveModel { task_id: Set(task_id), ..row }).await?;
    search::put(tx, &document(&row, tx.actor().zone)).await?;
    insert_others(tx, row.id, input.contact_id, input.other_ids).await?;
    if let (Some(step), Some(me), Some(task)) = (input.next_step, me, task_id) {
        insert_step(tx, &row, task, step, me).await?;
    }
    // F43: a call that nobody answered is no contact.
    if row.two_way {
        customers::commands::note_contact(tx, &[(account.id, day_in(tx.actor().zone, row.at))]).await?;
    }
    let event = event("interaction.logged", &row, account.owner_id);
    let wire = queries::interactions(tx.reader(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(tx.record(event, wire))
}

fn event(name: &'static str, row: &interaction::Model, owner: Option<Uuid>) -> Event {
    Event::new(name, "interaction", row.id).about(Some(row.account_id)).owned_by(owner).with(json!({"channel": row.channel}))
}

async fn check_contacts(check: &mut Check, tx: &Tx, contact: Option<Uuid>, others: &[Uuid]) -> Result<()> {
    if others.len() > MAX_OTHERS {
        check.add(too_many("/other_ids", MAX_OTHERS));
        return Ok(());
    }
    let known = contacts::queries::names(tx.reader(), contact.iter().chain(others).copied().collect()).await?;
    let mut check_one = |pointer: String, id: Uuid| {
        if !known.iter().any(|contact| contact.id == id) {
            check.wrong(&pointer, "not_found", "There is no such contact.");
        }
    };
    if let Some(contact) = contact {
        check_one("/contact_id".to_owned(), contact);
    }
    for (n, other) in others.iter().enumerate() {
        check_one(format!("/other_ids/{n}"), *other);
    }
    Ok(())
}

/// Notes who took part beside the first contact, each once.
async fn insert_others(tx: &Tx, interaction_id: Uuid, first: Option<Uuid>, others: Vec<Uuid>) -> Result<()> {
    let others: BTreeSet<Uuid> = others.into_iter().filter(|other| Some(*other) != first).collect();
    let workspace_id = tx.actor().workspace;
    let rows: Vec<_> =
        others.into_iter().map(|contact_id| interaction_contact::Model { workspace_id, interaction_id, contact_id }).collect();
    tx.insert_beside::<interaction_contact::Entity>(&rows).await
}

/// Checks a new interaction without the database.
fn check_new(check: &mut Check, input: &NewInteraction, now: DateTime<Utc>, me: Option<Uuid>) -> interaction::ActiveModel {
    let channel = check.one_of("/channel", &input.channel, CHANNELS);
    let standard = if channel == "visit" { "both" } else { "out" };
    let direction = check.choice("/direction", input.direction.clone(), DIRECTIONS).unwrap_or_else(|| standard.to_owned());
    let outcome = check.choice("/outcome", input.outcome.clone(), OUTCOMES);
    let at = input.at.unwrap_or(now);
    if ahead(at, now) {
        check.wrong("/at", "in_the_future", "What has not happened yet is a task, not an interaction.");
    }
    if at < DateTime::UNIX_EPOCH {
        check.wrong("/at", "too_long_ago", "What is kept here is of 1970 or later.");
    }
    let promise = input
        .promise
        .as_ref()
        .map(|promise| (check.required("/promise/text", &promise.text, 300), check.day("/promise/due_on", promise.due_on)));
    let step = input
        .next_step
        .as_ref()
        .map(|step| (check.required("/next_step/text", &step.text, 300), check.day("/next_step/due_on", step.due_on)));
    let lasted = input.visit.as_ref().and_then(|visit| lasted(visit.checked_in_at, visit.checked_out_at));
    if lasted.is_some_and(|minutes| minutes > DAY_MINUTES) {
        check.wrong("/visit/checked_out_at", "longer_than_a_day", "A visit lasts at most a day.");
    }
    let minutes = input.minutes.or(lasted.map(|minutes| minutes.min(DAY_MINUTES))).unwrap_or(0);
    if let Some(visit) = &input.visit {
        if channel != "visit" {
            check.wrong("/visit", "not_possible", "Only a visit has the form of a visit.");
        }
        check_visit(check, visit, now);
    }
    if channel == "visit" && input.next_step.is_none() {
        check.wrong("/next_step", "required", "A visit ends with a next step and its date.");
    }
    interaction::ActiveModel {
        account_id: Set(input.account_id),
        contact_id: Set(input.contact_id),
        user_id: Set(me),
        episode_id: Set(input.episode_id),
        two_way: Set(two_way(input.two_way, &channel, &direction, outcome.as_deref())),
        channel: Set(channel),
        direction: Set(direction),
        purposes: Set(json!(check.choices("/purposes", input.purposes.clone(), PURPOSES))),
        at: Set(at),
        minutes: Set(check.range("/minutes", minutes, 0..=DAY_MINUTES)),
        body: Set(check.long("/body", input.body.clone(), 20_000)),
        outcome: Set(outcome),
        promise_due_on: Set(promise.as_ref().map_or(NEVER, |(_, due_on)| *due_on)),
        promise_state: Set(promise.as_ref().map(|_| "open".to_owned())),
        promise_settled_at: Set(None),
        promise_text: Set(promise.map(|(text, _)| text)),
        next_step_on: Set(step.as_ref().map_or(NEVER, |(_, due_on)| *due_on)),
        next_step_text: Set(step.map(|(text, _)| text)),
        task_id: Set(None),
        visit: Set(input.visit.as_ref().map(|visit| json!(visit))),
        ..Default::default()
    }
}

/// Refuses what has not happened yet, and help or a pitch before arrival or after leaving (F22).
fn check_times(check: &mut Check, visit: &Visit, now: DateTime<Utc>) {
    if let (Some(from), Some(to)) = (visit.checked_in_at, visit.checked_out_at)
        && to < from
    {
        check.wrong("/visit/checked_out_at", "left_before_arrival", "A visit ends after it begins.");
        return;
    }
    let help = visit.help.iter().enumerate().map(|(n, help)| (format!("/visit/help/{n}/at"), help.at));
    let within: Vec<_> = help.chain(visit.pitch_started_at.map(|at| ("/visit/pitch_started_at".to_owned(), at))).collect();
    let ends = [("/visit/checked_in_at", visit.checked_in_at), ("/visit/checked_out_at", visit.checked_out_at)];
    let ends = ends.into_iter().filter_map(|(pointer, at)| Some((pointer.to_owned(), at?)));
    for (pointer, at) in ends.chain(within.iter().cloned()) {
        if ahead(at, now) {
            check.wrong(&pointer, "in_the_future", "A visit is logged when it is over.");
        }
    }
    for (pointer, at) in within {
        if !within_visit(at, visit.checked_in_at, visit.checked_out_at) {
            check.wrong(&pointer, "outside_the_visit", "This happened between arriving and leaving.");
        }
    }
}

fn ahead(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    at > now + Duration::minutes(CLOCK_SLACK_MINUTES)
}

fn check_visit(check: &mut Check, visit: &Visit, now: DateTime<Utc>) {
    check.choices("/visit/steps", visit.steps.clone(), VISIT_STEPS);
    check_times(check, visit, now);
    check.optional("/visit/goal", visit.goal.clone(), 300);
    check.long("/visit/put_right", visit.put_right.clone(), 1000);
    for (name, rows) in
        [("help", visit.help.len()), ("stock", visit.stock.len()), ("rivals", visit.rivals.len()), ("draft", visit.draft.len())]
    {
        if rows > MAX_ROWS {
            check.add(too_many(&format!("/visit/{name}"), MAX_ROWS));
        }
    }
    for (n, help) in visit.help.iter().enumerate() {
        check.one_of(&format!("/visit/help/{n}/kind"), &help.kind, HELP_KINDS);
        check.range(&format!("/visit/help/{n}/minutes"), help.minutes, 0..=DAY_MINUTES);
    }
    check_products(check, "/visit/stock", &visit.stock);
    check_products(check, "/visit/draft", &visit.draft);
    for (n, rival) in visit.rivals.iter().enumerate() {
        check.required(&format!("/visit/rivals/{n}/name"), &rival.name, 100);
        check.amount(&format!("/visit/rivals/{n}/price_minor"), rival.price_minor.unwrap_or(0), MAX_PRICE_MINOR);
        check.optional(&format!("/visit/rivals/{n}/display"), rival.display.clone(), 300);
        check.optional(&format!("/visit/rivals/{n}/promotion"), rival.promotion.clone(), 300);
    }
}

fn check_products(check: &mut Check, pointer: &str, rows: &[Stock]) {
    for (n, row) in rows.iter().enumerate() {
        check.required(&format!("{pointer}/{n}/product"), &row.product, 100);
        check.range(&format!("{pointer}/{n}/cases"), row.cases, 0..=MAX_CASES);
    }
}

/// The next step as a task of the one who logs.
async fn insert_step(tx: &mut Tx, row: &interaction::Model, id: Uuid, step: NewNextStep, me: Uuid) -> Result<()> {
    let task = task::ActiveModel {
        id: Set(id),
        subject: Set(guanxi_kernel::text::clean(&step.text)),
        note: Set(None),
        priority: Set(NORMAL.to_owned()),
        due_on: Set(step.due_on),
        account_id: Set(Some(row.account_id)),
        contact_id: Set(row.contact_id),
        assignee_id: Set(me),
        interaction_id: Set(Some(row.id)),
        state: Set("open".to_owned()),
        done_at: Set(None),
        ..Default::default()
    };
    insert_task(tx, task).await?;
    Ok(())
}

/// Changes what was logged, also with which contacts it was. When it was, with which account and by whom stays.
pub async fn change(tx: &mut Tx, id: Id<tables::Interaction>, expected: i64, input: InteractionPatch) -> Result<Recorded<Interaction>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::interaction(tx.reader(), id)).await?;
    let mut check = Check::new();
    let mut change = interaction::ActiveModel::default();
    let first = input.contact_id.unwrap_or(row.contact_id);
    if input.contact_id.is_some() || input.other_ids.is_some() {
        check_contacts(&mut check, tx, input.contact_id.flatten(), input.other_ids.as_deref().unwrap_or_default()).await?;
        change.contact_id = Set(first);
    }
    if let Some(episode) = input.episode_id {
        check_episode(&mut check, tx, row.account_id, episode).await?;
        change.episode_id = Set(episode);
    }
    if let Some(flag) = input.two_way {
        change.two_way = Set(flag);
    }
    if let Some(purposes) = input.purposes {
        change.purposes = Set(json!(check.choices("/purposes", purposes, PURPOSES)));
    }
    if let Some(minutes) = input.minutes {
        change.minutes = Set(check.range("/minutes", minutes, 0..=DAY_MINUTES));
    }
    if let Some(body) = input.body {
        change.body = Set(check.long("/body", body, 20_000));
    }
    if let Some(outcome) = input.outcome {
        change.outcome = Set(check.choice("/outcome", outcome, OUTCOMES));
    }
    check.done()?;
    let row = match input.other_ids {
        Some(others) => {
            // The version first: of two who replace them at the same moment, the second is told so.
            let row = tx.touch::<tables::Interaction>(row, change).await?;
            replace_others(tx, row.id, first, others).await?;
            row
        }
        None => tx.update::<tables::Interaction>(row, change).await?,
    };
    search::put(tx, &document(&row, tx.actor().zone)).await?;
    refresh_contact(tx, row.account_id).await?;
    let owner = owner_of(tx, row.account_id).await?;
    let event = event("interaction.changed", &row, owner);
    let wire = queries::interactions(tx.reader(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(tx.record(event, wire))
}

/// Replaces those who took part beside the first contact, and notes the change. Those whom the actor cannot see stay.
async fn replace_others(tx: &mut Tx, interaction: Uuid, first: Option<Uuid>, others: Vec<Uuid>) -> Result<()> {
    let of_this = || {
        Condition::all()
            .add(interaction_contact::Column::WorkspaceId.eq(tx.actor().workspace))
            .add(interaction_contact::Column::InteractionId.eq(interaction))
    };
    let there: Vec<Uuid> = interaction_contact::Entity::find()
        .select_only()
        .column(interaction_contact::Column::ContactId)
        .filter(of_this())
        .order_by_asc(interaction_contact::Column::ContactId)
        .into_tuple()
        .all(tx.reader().source())
        .await?;
    let seen: Vec<Uuid> = contacts::queries::names(tx.reader(), there.clone()).await?.into_iter().map(|contact| contact.id).collect();
    let mut after: BTreeSet<Uuid> = others.into_iter().filter(|other| Some(*other) != first).collect();
    after.extend(there.iter().filter(|contact| !seen.contains(contact)));
    if after.iter().eq(&there) {
        return Ok(());
    }
    interaction_contact::Entity::delete_many().filter(of_this()).exec(tx.reader().source()).await?;
    insert_others(tx, interaction, first, after.iter().copied().collect()).await?;
    let (before, after) = (json!(there), json!(after));
    tx.note_change(FieldChange { kind: "interaction", record: interaction, field: "others".to_owned(), before, after });
    Ok(())
}

/// Notes that a promise was kept or broken, or takes that back.
pub async fn settle_promise(tx: &mut Tx, id: Id<tables::Interaction>, input: &Settlement) -> Result<Recorded<Interaction>> {
    let row = tx.to_change(id).await?;
    if row.promise_state.is_none() {
        return Err(Error::conflict("no_promise", "Nothing was promised here."));
    }
    let mut check = Check::new();
    let state = check.one_of("/state", &input.state, PROMISE_STATES);
    check.done()?;
    let name = match state.as_str() {
        "kept" => "promise.kept",
        "broken" => "promise.broken",
        _ => "promise.reopened",
    };
    let settled = (state != "open").then(|| tx.now());
    let change = interaction::ActiveModel { promise_state: Set(Some(state)), promise_settled_at: Set(settled), ..Default::default() };
    let row = tx.update::<tables::Interaction>(row, change).await?;
    let owner = owner_of(tx, row.account_id).await?;
    let event = event(name, &row, owner);
    let wire = queries::interactions(tx.reader(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(tx.record(event, wire))
}

/// Deletes what was logged by mistake. Its task stays: it may have been worked on.
pub async fn remove(tx: &mut Tx, id: Id<tables::Interaction>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let account = row.account_id;
    let owner = owner_of(tx, account).await?;
    let event = event("interaction.removed", &row, owner);
    tx.remove::<tables::Interaction>(row).await?;
    search::remove(tx, "interaction", id.uuid()).await?;
    refresh_contact(tx, account).await?;
    refresh_steps(tx, &[account]).await?;
    Ok(tx.record(event, ()))
}

/// Brings the last day of contact up to date with what is logged.
pub(in crate::interactions) async fn refresh_contact(tx: &Tx, account: Uuid) -> Result<()> {
    customers::commands::hold(tx, &[account]).await?;
    let two_way = Condition::all().add(interaction::Column::AccountId.eq(account)).add(interaction::Column::TwoWay.eq(true));
    let last = tx
        .reader()
        .in_workspace::<tables::Interaction>()
        .with(|select| select.filter(two_way).order_by_desc(interaction::Column::At))
        .one()
        .await?;
    let day = last.map_or(NEVER, |last| day_in(tx.actor().zone, last.at));
    customers::commands::set_contact(tx, account, day).await
}
