//! Consents: given, withdrawn.

use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Recorded, Tx},
    error::{Error, Result},
    id::Id,
};
use sea_orm::{ColumnTrait, Set};
use serde_json::json;
use uuid::Uuid;

use super::{fact, full, queries};
use crate::{
    contacts::tables::Contact,
    personal::{
        api::{Consent, NewConsent},
        person::Person,
        rules::PURPOSES,
        tables::{self, consent},
    },
};

/// Writes down that a person has agreed to something.
pub async fn give_consent(tx: &mut Tx, id: Id<Contact>, input: NewConsent) -> Result<Recorded<Consent>> {
    let person = Person::to_change(tx, id).await?;
    let (mut check, today) = (Check::new(), tx.today());
    let given_on = input.given_on.map_or(today, |day| check.day("/given_on", day));
    if given_on > today {
        check.wrong("/given_on", "in_the_future", "Nobody has agreed to this yet.");
    }
    let valid_until = input.valid_until.map(|day| check.day("/valid_until", day));
    if valid_until.is_some_and(|day| day < today) {
        check.wrong("/valid_until", "over_already", "This day has passed; nothing could stand on it.");
    }
    let row = consent::ActiveModel {
        contact_id: Set(person.row.id),
        purpose: Set(check.one_of("/purpose", &input.purpose, PURPOSES)),
        scope: Set(check.optional("/scope", input.scope, 200)),
        evidence: Set(check.required("/evidence", &input.evidence, 500)),
        given_on: Set(given_on),
        valid_until: Set(valid_until),
        withdrawn_at: Set(None),
        ..Default::default()
    };
    check.done()?;
    if !queries::room::<tables::Consent>(tx.reader(), consent::Column::ContactId.eq(person.row.id)).await? {
        return Err(full());
    }
    let leave = tx.leave_under::<tables::Consent>("contact", Action::Change)?;
    let row = tx.insert::<tables::Consent>(leave, row).await?;
    let event = person.event("consent.given", "consent", row.id).with(json!({"purpose": row.purpose}));
    let wire = wire(tx, row).await?;
    Ok(tx.record(event, wire))
}

async fn wire(tx: &Tx, row: consent::Model) -> Result<Consent> {
    queries::consent_wires(tx.reader(), vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// Withdraws a consent, also of somebody in the trash. The facts that stand on it go in the same moment; the audit knows which
/// they were, and not what they said.
pub async fn withdraw(tx: &mut Tx, id: Id<tables::Consent>) -> Result<Recorded<Consent>> {
    let person = tx.reader().get(id).await?.contact_id;
    tx.hold::<Contact>(&[person]).await?;
    let row = tx.to_change(id).await?;
    if row.withdrawn_at.is_some() {
        return Err(Error::conflict("withdrawn", "This consent has been withdrawn already."));
    }
    let person = Person::seen(tx.reader(), Id::from(row.contact_id)).await?;
    let facts = queries::facts_on(tx.reader(), row.id).await?;
    let erased: Vec<_> = facts.iter().map(|fact| json!({"id": fact.id, "kind": fact.kind})).collect();
    fact::delete(tx, &facts.iter().map(|fact| fact.id).collect::<Vec<Uuid>>()).await?;
    let now = tx.now();
    let row = tx.update::<tables::Consent>(row, consent::ActiveModel { withdrawn_at: Set(Some(now)), ..Default::default() }).await?;
    let told = json!({"purpose": row.purpose, "erased": erased});
    let event = person.event("consent.withdrawn", "consent", row.id).with(told);
    let wire = wire(tx, row).await?;
    Ok(tx.record(event, wire))
}
