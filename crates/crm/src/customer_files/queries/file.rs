//! The file of an account, as its page shows it.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use guanxi_kernel::{
    actor::Action,
    custom::{PREFIX, value::Sent},
    db::Reader,
    error::{Error, Result},
    guarded::FieldAccess,
    id::Id,
    list,
    slice::Listed,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    forms::label,
    known::{Found, Known, is_key, known_of},
    may_change, may_review, may_settle, said, standing_of, steward,
};
use crate::{
    contacts::tables::Contact,
    customer_files::{
        COMPLETE_MIN,
        api::{AgreedClass, Answer, CustomerFile, FileCompleteness, FileProposal, FileReview, FileRights, Visits},
        queries::Forms,
        rules::{Question, State, Step, complete_enough, lacking},
        tables::{self, OBJECT, proposal, review},
    },
    customers::{self, tables::Account},
    staff::{self, api::Ref},
    value::{
        self,
        queries::Standing,
        rules::{Abc, Agreed},
    },
};

/// Reviews, and proposals that are settled, that are told of.
const MOST: u64 = 10;
/// Open proposals that are told of.
const MOST_OPEN: u64 = 100;

/// The file of an account.
pub async fn file(reader: &Reader, id: Id<Account>) -> Result<CustomerFile> {
    let row = reader.get(id).await?;
    if !reader.actor().reaches(OBJECT, Action::Read, row.owner_id) {
        return Err(Error::Forbidden("you may not see the file of this account".to_owned()));
    }
    let known = known_of(reader, &[row.id]).await?.pop().ok_or(Error::NotFound)?;
    let stands = standing_of(reader, row.id).await?;
    let questions = Forms::of(reader).await?.questions(&row.kind);
    let completeness = known.completeness(&questions, reader);
    let least_bp = COMPLETE_MIN.get(reader).await?;
    let actor = reader.actor();
    let change = may_change(actor, &stands, &row);
    let may = FileRights {
        verify: change,
        analyse: change && actor.reaches(value::tables::OBJECT, Action::Read, row.owner_id),
        submit: change,
        review: may_review(actor, &row),
        appoint: may_review(actor, &row),
        settle: may_settle(actor, &stands, &row),
        see_value: actor.reaches(value::tables::OBJECT, Action::Read, row.owner_id),
    };
    Ok(CustomerFile {
        account: Ref { id: row.id, name: row.name.clone() },
        step: Step::from_code(&stands.step),
        is_partial: stands.is_partial,
        steward: staff::queries::name(reader, steward(&stands, &row)).await?,
        steward_is_owner: stands.steward_id.is_none(),
        is_key: is_key(&known.standing, reader.today()),
        completeness: FileCompleteness {
            bp: completeness.bp(),
            least_bp,
            is_enough: complete_enough(&completeness, least_bp),
            lacking: lacking(&completeness, least_bp),
            asked: completeness.asked,
            good: completeness.good,
            stale: completeness.stale,
            stale_days: known.stale_days,
        },
        answers: answers(reader, &known, &questions).await?,
        visits: visits(reader, &known.standing).await?,
        review_due_on: said(stands.review_due_on),
        next_review_on: said(stands.next_review_on),
        reviews: reviews(reader, row.id, may.see_value).await?,
        proposals: proposals(reader, row.id).await?,
        may,
    })
}

async fn answers(reader: &Reader, known: &Known, questions: &[String]) -> Result<Vec<Answer>> {
    let found: Vec<(&String, Found<'_>)> = questions.iter().map(|key| (key, known.found(key, reader))).collect();
    let people: BTreeSet<Uuid> = found.iter().filter_map(|(_, found)| found.person.map(|person| person.id)).collect();
    let seen: BTreeSet<Uuid> = reader.find::<Contact>().with_ids(people).all().await?.into_iter().map(|row| row.id).collect();
    let verifiers = found.iter().filter_map(|(_, found)| found.verified_by).collect();
    let verifiers = staff::queries::names(reader, verifiers).await?;
    let owner = staff::queries::name(reader, known.row.owner_id).await?;
    let account = customers::queries::wire(reader, known.row.clone()).await?;
    let own = list::customs::<Account>(reader, Account::list(), &[known.row.id]).await?.remove(&known.row.id).unwrap_or_default();
    let answer = |(key, found): (&String, Found<'_>)| {
        let person = found.person.filter(|person| seen.contains(&person.id));
        let value = match key.as_str() {
            "owner" => owner.as_ref().map(|owner| json!(owner.name)),
            "tags" => found.value.map(|_| json!(account.tags)),
            _ => shown(key, found.value, &own).filter(|_| found.person.is_none() || person.is_some()),
        };
        Answer {
            part: Question::parse(key).map_or("own", |question| question.part()),
            label: label(reader, key),
            value,
            contact: person.map(|person| Ref { id: person.id, name: person.name.clone() }),
            state: found.state,
            verified_on: found.since,
            verified_by: Ref::among(&verifiers, found.verified_by),
            good_until: found.since.filter(|_| found.state != State::Missing).map(|day| day + Days::new(known.stale_days.unsigned_abs())),
            field: key.clone(),
        }
    };
    let told = |mut answer: Answer| {
        let (kind, field) = Question::field(&answer.field)?;
        let actor = reader.actor();
        // Fields of one's own are read as they are told.
        if !answer.field.starts_with(PREFIX) {
            answer.value = answer.value.map(|value| actor.told(kind, field, value)).filter(|value| !value.is_null());
        }
        (actor.field_access(kind, field) > FieldAccess::Hidden).then_some(answer)
    };
    Ok(found.into_iter().map(answer).filter_map(told).collect())
}

/// A value as the account's page has it: those of one's own in the form of the wire.
fn shown(key: &str, value: Option<Value>, own: &Sent) -> Option<Value> {
    match Question::parse(key) {
        Some(Question::Own(own_key)) => value.and_then(|_| own.get(own_key).cloned()),
        _ => value,
    }
}

/// By which class a store is visited, and how often.
pub(in crate::customer_files) async fn visits(reader: &Reader, standing: &Standing) -> Result<Visits> {
    let days = value::queries::visit_days(reader).await?;
    let today = reader.today();
    let on = |day: NaiveDate| every(standing.visited_as(day), days);
    Ok(Visits {
        reckoned: standing.abc.code(),
        agreed: agreed(&standing.agreed).filter(|agreed| agreed.until > today),
        days: on(today),
        days_tomorrow: on(today + Days::new(1)),
    })
}

fn every(class: Abc, [a, b, c]: [i64; 3]) -> Option<i64> {
    match class {
        Abc::None => None,
        Abc::A => Some(a),
        Abc::B => Some(b),
        Abc::C => Some(c),
    }
}

/// What a review has agreed on, if anything.
pub(in crate::customer_files) fn agreed(agreed: &Agreed) -> Option<AgreedClass> {
    (agreed.class != Abc::None).then(|| AgreedClass { class: agreed.class.code().to_owned(), from: agreed.from, until: agreed.until })
}

async fn reviews(reader: &Reader, account: Uuid, see_value: bool) -> Result<Vec<FileReview>> {
    let of = |select: sea_orm::Select<review::Entity>| {
        select.filter(review::Column::AccountId.eq(account)).order_by_desc(review::Column::Id).limit(MOST)
    };
    let rows = reader.find::<tables::FileReview>().with(of).all().await?;
    let people = rows.iter().flat_map(|row| [row.created_by, row.submitted_by, row.reviewed_by]).flatten().collect();
    let names = staff::queries::names(reader, people).await?;
    let wire = |row: review::Model| FileReview {
        id: row.id,
        analysed_at: row.created_at,
        analysed_by: Ref::among(&names, row.created_by),
        analysis: see_value.then(|| serde_json::from_value(row.analysis).ok()).flatten(),
        submitted_at: row.submitted_at,
        submitted_by: Ref::among(&names, row.submitted_by),
        note: row.note,
        reviewed_at: row.reviewed_at,
        reviewed_by: Ref::among(&names, row.reviewed_by),
        result: row.result,
        reason: row.reason,
        outcome: row.outcome.and_then(|outcome| serde_json::from_value(outcome).ok()),
    };
    Ok(rows.into_iter().map(wire).collect())
}

async fn proposals(reader: &Reader, account: Uuid) -> Result<Vec<FileProposal>> {
    let of = |is_open: bool, most: u64| {
        move |select: sea_orm::Select<proposal::Entity>| {
            let state = proposal::Column::State;
            let select = select.filter(proposal::Column::AccountId.eq(account));
            let select = if is_open { select.filter(state.eq("open")) } else { select.filter(state.ne("open")) };
            select.order_by_desc(proposal::Column::Id).limit(most)
        }
    };
    let mut rows = reader.find::<tables::FileProposal>().with(of(true, MOST_OPEN)).all().await?;
    rows.extend(reader.find::<tables::FileProposal>().with(of(false, MOST)).all().await?);
    rows.retain(|row| reader.actor().sees_field("account", &row.field));
    wires(reader, rows).await
}

/// One proposal.
pub async fn proposal(reader: &Reader, id: Id<tables::FileProposal>) -> Result<FileProposal> {
    let row = reader.get(id).await?;
    if !reader.actor().sees_field("account", &row.field) {
        return Err(Error::NotFound);
    }
    wires(reader, vec![row]).await?.pop().ok_or(Error::NotFound)
}

async fn wires(reader: &Reader, rows: Vec<proposal::Model>) -> Result<Vec<FileProposal>> {
    let people = rows.iter().flat_map(|row| [row.created_by, row.settled_by]).flatten().collect();
    let names = staff::queries::names(reader, people).await?;
    let wire = |row: proposal::Model| FileProposal {
        id: row.id,
        account_id: row.account_id,
        label: label(reader, &row.field),
        field: row.field,
        before: Some(row.before).filter(|value| !value.is_null()),
        proposed: Some(row.proposed).filter(|value| !value.is_null()),
        reason: row.reason,
        by: Ref::among(&names, row.created_by),
        at: row.created_at,
        state: row.state,
        settled_by: Ref::among(&names, row.settled_by),
        settled_at: row.settled_at,
        answer: row.answer,
    };
    Ok(rows.into_iter().map(wire).collect())
}
