//! Facts: noted, looked at, removed.

use chrono::Duration;
use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Recorded, Tx},
    error::{Error, FieldError, Result},
    id::Id,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::{checked_reason, full, queries};
use crate::{
    contacts::tables::Contact,
    personal::{
        REVEALS_PER_DAY,
        api::{GivenReason, NewFact, PersonalFact, Revealed},
        person::Person,
        rules::{self, EXAM, Sensitivity, Verdict},
        tables::{self, fact},
    },
};

/// The longest name of a kind.
const MAX_KIND: usize = 30;
/// The longest fact.
const MAX_VALUE: usize = 500;
/// The time over which it is counted how much somebody looks at.
const COUNTED_HOURS: i64 = 24;

/// Notes a fact about a person. What is sensitive stands on a consent of the person, or is refused.
pub async fn note_fact(tx: &mut Tx, id: Id<Contact>, input: NewFact) -> Result<Recorded<PersonalFact>> {
    let person = Person::to_change(tx, id).await?;
    let mut check = Check::new();
    let kind = check.required("/kind", &input.kind, MAX_KIND);
    let value = check.required("/value", &input.value, MAX_VALUE);
    if let Some(word) = rules::kind_tells(&kind) {
        let detail = format!(
            "“{word}” is sensitive and does not belong into the name of a kind; choose a kind that there is, and write it as the fact."
        );
        check.add(FieldError::new("/kind", "kind_tells", detail).with("word", &word));
    }
    if kind == EXAM && !value.is_empty() && rules::exam(&value).is_none() {
        check.wrong("/value", "exam_only", "Of an exam only which it is and the year are kept, such as “gaokao 2027”, and no name.");
    }
    let over = if kind == EXAM { rules::exam_over(&value) } else { None };
    let valid_until = input.valid_until.or(over);
    if valid_until.is_some_and(|day| !rules::is_end(day, tx.today())) {
        let pointer = if input.valid_until.is_some() { "/valid_until" } else { "/value" };
        check.wrong(pointer, "over_already", "This day has passed, or is too far away.");
    }
    check.done()?;
    let verdict = rules::judge(&kind, &value);
    let consent = match verdict.purpose {
        None => None,
        Some(purpose) => {
            let standing = queries::standing(tx.reader(), person.row.id, purpose).await?;
            Some(standing.ok_or_else(|| consent_needed(&verdict, purpose))?)
        }
    };
    if !queries::room::<tables::Fact>(tx.reader(), fact::Column::ContactId.eq(person.row.id)).await? {
        return Err(full());
    }
    let row = fact::ActiveModel {
        contact_id: Set(person.row.id),
        kind: Set(kind),
        value: Set(value),
        sensitivity: Set(verdict.sensitivity.as_str().to_owned()),
        consent_id: Set(consent),
        valid_until: Set(valid_until),
        ..Default::default()
    };
    let leave = tx.leave_under::<tables::Fact>("contact", Action::Change)?;
    let row = tx.insert::<tables::Fact>(leave, row).await?;
    let told = json!({"kind": row.kind, "sensitivity": row.sensitivity});
    let event = person.event("fact.noted", "contact_fact", row.id).with(told);
    let wire = queries::fact_wires(tx.reader(), &person, vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(tx.record(event, wire))
}

/// Says what is missing and why, by the kind or by the word that tells.
fn consent_needed(verdict: &Verdict, purpose: &str) -> Error {
    let detail = format!("Write down first that the person has agreed to this (consent “{purpose}”).");
    let error = match &verdict.because {
        None => FieldError::new("/kind", "consent_needed", detail),
        Some(word) => FieldError::new("/value", "consent_needed_for", format!("{detail} What tells is “{word}”.")).with("word", word),
    };
    error.with("purpose", purpose).into()
}

/// Tells a sensitive fact once to whoever may look at it, and writes down who it was, when and why.
pub async fn reveal(tx: &mut Tx, id: Id<tables::Fact>, why: &GivenReason) -> Result<Recorded<Revealed>> {
    let row = tx.reader().get(id).await?;
    let person = Person::seen(tx.reader(), Id::from(row.contact_id)).await?;
    if !queries::over_among(tx.reader(), fact::Column::Id.eq(row.id)).await?.is_empty() {
        return Err(Error::NotFound);
    }
    let is_sensitive = Sensitivity::stored(&row.sensitivity) == Sensitivity::Sensitive;
    if is_sensitive && !person.may_reveal(tx.actor()) {
        return Err(Error::Forbidden("only the owner of this contact and who answers for the owner look at what is sensitive".to_owned()));
    }
    let mut check = Check::new();
    let reason = checked_reason(&mut check, tx.reader(), &why.reason).await?;
    check.done()?;
    let most = REVEALS_PER_DAY.get(tx.reader()).await?;
    // Of two who ask at the same moment, the second counts the first.
    tx.alone("personal.reveal").await?;
    if queries::revealed_since(tx.reader(), tx.now() - Duration::hours(COUNTED_HOURS)).await? >= most {
        let used = format!("Nobody looks at more than {most} sensitive facts in {COUNTED_HOURS} hours; an administrator can allow more.");
        return Err(Error::conflict("reveals_used", used));
    }
    let event = person.event("fact.revealed", "contact_fact", row.id).with(json!({"kind": row.kind, "reason": reason}));
    Ok(tx.record(event, Revealed { value: row.value }))
}

/// Removes a fact for good.
pub async fn remove_fact(tx: &mut Tx, id: Id<tables::Fact>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let person = Person::seen(tx.reader(), Id::from(row.contact_id)).await?;
    let event = person.event("fact.removed", "contact_fact", row.id).with(json!({"kind": row.kind}));
    tx.remove::<tables::Fact>(row).await?;
    Ok(tx.record(event, ()))
}

/// Deletes facts that have lost their ground.
pub(super) async fn delete(tx: &Tx, ids: &[Uuid]) -> Result<()> {
    fact::Entity::delete_many()
        .filter(fact::Column::WorkspaceId.eq(tx.actor().workspace))
        .filter(fact::Column::Id.is_in(ids.iter().copied()))
        .exec(tx.reader().source())
        .await?;
    Ok(())
}
