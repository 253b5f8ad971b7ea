//! From the analysis to the review and what follows from it (F03).

use guanxi_kernel::{
    check::Check,
    clock::NEVER,
    db::{Recorded, Tx},
    error::{Error, Result},
    id::Id,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use serde_json::json;
use uuid::Uuid;

use super::{event, held, refresh::Basis, refused, to_change, write};
use crate::{
    customer_files::{
        FOLLOW_UP_DAYS, REVIEW_DAYS, REVIEW_DAYS_KEY, REVIEW_WITHIN_DAYS,
        api::{Analysis, CustomerFile, Decide, ReviewOutcome, Submit, ViewClass},
        queries,
        rules::{self, Outcome, RESULTS, Step, Terms},
        tables::{self, account_file, review},
    },
    customers::tables::{Account, account},
    interactions::{self, api::NewTask},
    staff, value,
    words::Words,
};

/// Characters of a note and of a reason.
const MAX_REASON: usize = 500;

/// F03: puts down what the account is worth now, if the file is complete enough.
pub async fn analyse(tx: &mut Tx, id: Id<Account>) -> Result<Recorded<CustomerFile>> {
    let (row, file) = to_change(tx, id).await?;
    let reader = tx.reader();
    let basis = Basis::of(reader).await?;
    let known = queries::known_of(reader, &[row.id]).await?.pop().ok_or(Error::NotFound)?;
    let completeness = basis.completeness(&known, reader);
    let is_enough = basis.is_enough(&completeness);
    rules::may_analyse(Step::from_code(&file.step), is_enough, completeness.bp(), basis.least_bp()).map_err(refused)?;
    let analysis = analysis(tx, id, completeness.bp()).await?;
    let facts = json!({"completeness_bp": completeness.bp(), "value": analysis.value, "abc": analysis.abc, "pyramid": analysis.pyramid});
    put(tx, row.id, &analysis).await?;
    let columns = [("step", Step::Analysed.code().into()), ("is_partial", false.into()), ("completeness_bp", completeness.bp().into())];
    write(tx.reader(), row.id, &columns).await?;
    let wire = queries::file(tx.reader(), id).await?;
    Ok(tx.record(event("account.file_analysed", &row).with(facts), wire))
}

/// An analysis that nobody has submitted gives way to the new one.
async fn put(tx: &mut Tx, account: Uuid, analysis: &Analysis) -> Result<()> {
    if let Some(before) = last(tx, account).await?
        && before.submitted_at.is_none()
    {
        let leave = tx.to_change(Id::<tables::FileReview>::from(before.id)).await?;
        let now = review::ActiveModel { analysis: Set(json!(analysis)), ..Default::default() };
        tx.update::<tables::FileReview>(leave, now).await?;
        return Ok(());
    }
    let leave = tx.leave_under::<tables::FileReview>(tables::OBJECT, guanxi_kernel::actor::Action::Change)?;
    let row = review::ActiveModel {
        account_id: Set(account),
        analysis: Set(json!(analysis)),
        submitted_at: Set(None),
        submitted_by: Set(None),
        note: Set(None),
        reviewed_at: Set(None),
        reviewed_by: Set(None),
        result: Set(None),
        reason: Set(None),
        outcome: Set(None),
        ..Default::default()
    };
    tx.insert::<tables::FileReview>(leave, row).await?;
    Ok(())
}

/// The review of an account that is under way, or was last.
async fn last(tx: &Tx, account: Uuid) -> Result<Option<review::Model>> {
    let of = |select: sea_orm::Select<review::Entity>| {
        select.filter(review::Column::AccountId.eq(account)).order_by_desc(review::Column::Id).limit(1)
    };
    Ok(tx.reader().in_workspace::<tables::FileReview>().with(of).all().await?.pop())
}

/// What the account is worth now, as `value` reckons it.
async fn analysis(tx: &Tx, id: Id<Account>, completeness_bp: i64) -> Result<Analysis> {
    let reader = tx.reader();
    let worth = value::queries::account_value(reader, id).await?;
    let types = value::types::queries::account_types(reader, id).await?;
    let delivered = value::delivered::queries::delivered_value(reader, id).await?;
    Ok(Analysis {
        day: worth.day,
        completeness_bp,
        to_date: worth.parts.to_date,
        open: worth.parts.open,
        future: worth.parts.future,
        value: worth.parts.sum,
        sales: worth.year.sales,
        margin: worth.year.margin,
        service: worth.year.service_cost,
        contribution: worth.year.contribution,
        service_bp: worth.year.ratio_bp,
        load: worth.year.load.code().to_owned(),
        lifetime: worth.lifetime.value,
        pyramid: worth.classes.pyramid,
        abc: worth.classes.abc,
        bcg: worth.classes.bcg,
        behaviour: types.behaviour.counts,
        strategic: types.strategic.types.into_iter().map(str::to_owned).collect(),
        views: worth.views.into_iter().map(|view| ViewClass { field: view.field.to_owned(), class: view.class }).collect(),
        delivered_lead: delivered.scorings.first().and_then(|newest| newest.lead),
        order_due_on: worth.cycle.as_ref().map(|cycle| cycle.due_on),
        silence: worth.cycle.map_or("none", |cycle| cycle.silence).to_owned(),
    })
}

/// Hands an analysed file to those who review it.
pub async fn submit(tx: &mut Tx, id: Id<Account>, input: Submit) -> Result<Recorded<CustomerFile>> {
    let (row, file) = to_change(tx, id).await?;
    rules::may_submit(Step::from_code(&file.step)).map_err(refused)?;
    let mut check = Check::new();
    let note = check.optional("/note", input.note, MAX_REASON);
    check.done()?;
    let under_way = last(tx, row.id).await?.ok_or(Error::NotFound)?;
    let due_on = rules::in_days(tx.today(), REVIEW_WITHIN_DAYS.get(tx.reader()).await?);
    let leave = tx.to_change(Id::<tables::FileReview>::from(under_way.id)).await?;
    let submitted = review::ActiveModel {
        submitted_at: Set(Some(tx.now())),
        submitted_by: Set(tx.actor().user()),
        note: Set(note),
        ..Default::default()
    };
    tx.update::<tables::FileReview>(leave, submitted).await?;
    write(tx.reader(), row.id, &[("step", Step::InReview.code().into()), ("review_due_on", due_on.into())]).await?;
    let data = json!({"account": row.name, "due_on": due_on});
    let reviewers = queries::reviewers(tx.reader()).await?;
    for reviewer in queries::reviewing(tx.reader(), &reviewers, row.owner_id).await? {
        if tx.actor().user() != Some(reviewer) {
            interactions::commands::notify(tx, reviewer, "file_submitted", "account", row.id, Some(row.id), &data).await?;
        }
    }
    let wire = queries::file(tx.reader(), id).await?;
    Ok(tx.record(event("account.file_submitted", &row).with(json!({"due_on": due_on})), wire))
}

/// F03: decides on a file, and has what follows from that follow.
pub async fn decide(tx: &mut Tx, id: Id<Account>, input: &Decide) -> Result<Recorded<CustomerFile>> {
    let row = tx.reader().get(id).await?;
    if !queries::may_review(tx.actor(), &row) {
        return Err(Error::Forbidden("you may not review the file of this account".to_owned()));
    }
    let (row, file) = held(tx, id).await?;
    rules::may_review(Step::from_code(&file.step)).map_err(refused)?;
    let mut check = Check::new();
    let result = check.one_of("/result", &input.result, RESULTS);
    let reason = check.required("/reason", &input.reason, MAX_REASON);
    check.done()?;
    let outcome = outcome(tx, &row, &result).await?;
    let under_way = last(tx, row.id).await?.ok_or(Error::NotFound)?;
    let wire = ReviewOutcome {
        next_review_on: outcome.next_review_on,
        agreed: queries::agreed(&outcome.agreed),
        follow_up_on: outcome.follow_up_on,
    };
    let leave = tx.to_change(Id::<tables::FileReview>::from(under_way.id)).await?;
    let decided = review::ActiveModel {
        reviewed_at: Set(Some(tx.now())),
        reviewed_by: Set(tx.actor().user()),
        result: Set(Some(result.clone())),
        reason: Set(Some(reason.clone())),
        outcome: Set(Some(json!(wire))),
        ..Default::default()
    };
    tx.update::<tables::FileReview>(leave, decided).await?;
    value::commands::agree_class(tx, row.id, &outcome.agreed).await?;
    let columns = [
        ("step", Step::Reviewed.code().into()),
        ("is_partial", false.into()),
        ("review_due_on", NEVER.into()),
        ("next_review_on", outcome.next_review_on.into()),
        ("result", result.clone().into()),
    ];
    write(tx.reader(), row.id, &columns).await?;
    follow_up(tx, &row, &file, &outcome, &result, &reason).await?;
    let facts = json!({"result": result, "reason": reason, "next_review_on": outcome.next_review_on,
        "class": wire.agreed.as_ref().map(|agreed| &agreed.class), "follow_up_on": outcome.follow_up_on});
    let wire = queries::file(tx.reader(), id).await?;
    Ok(tx.record(event("account.file_reviewed", &row).with(facts), wire))
}

async fn outcome(tx: &Tx, row: &account::Model, result: &str) -> Result<Outcome> {
    let reader = tx.reader();
    let standing = value::queries::standings(reader, &[row.id]).await?.remove(&row.id).ok_or(Error::NotFound)?;
    let terms = Terms {
        key_days: REVIEW_DAYS_KEY.get(reader).await?,
        other_days: REVIEW_DAYS.get(reader).await?,
        follow_up_days: FOLLOW_UP_DAYS.get(reader).await?,
    };
    rules::outcome(result, standing.abc, standing.pyramid, &standing.agreed, reader.today(), &terms).map_err(refused)
}

/// Gives the owner what the review asks for as a task, and tells the steward what was decided.
async fn follow_up(
    tx: &mut Tx,
    row: &account::Model,
    file: &account_file::Model,
    outcome: &Outcome,
    result: &str,
    reason: &str,
) -> Result<()> {
    let steward = queries::steward(file, row);
    let doer = row.owner_id.or(steward);
    if let Some((due_on, doer)) = outcome.follow_up_on.zip(doer)
        && staff::queries::is_active(tx.reader(), doer).await?
    {
        let words = Words::of(&staff::queries::locale(tx.reader()).await?);
        let subject = words.say(&format!("customerfiles:task.{result}"), &[("account", &row.name)]);
        let note = words.say("customerfiles:task.reason", &[("reason", reason)]);
        let task = NewTask {
            subject,
            note: Some(note),
            priority: None,
            due_on,
            account_id: Some(row.id),
            contact_id: None,
            assignee_id: Some(doer),
        };
        let _ = interactions::commands::add_task(tx, task).await?;
    }
    if let Some(steward) = steward.filter(|steward| tx.actor().user() != Some(*steward)) {
        let data = json!({"account": row.name, "result": result});
        interactions::commands::notify(tx, steward, "file_reviewed", "account", row.id, Some(row.id), &data).await?;
    }
    Ok(())
}
