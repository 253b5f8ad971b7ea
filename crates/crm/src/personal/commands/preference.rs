//! Preferences: noted, removed.

use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Recorded, Tx},
    error::{Error, FieldError, Result},
    id::Id,
};
use sea_orm::{ColumnTrait, Set};
use serde_json::json;

use super::{full, queries};
use crate::{
    contacts::tables::Contact,
    personal::{
        api::{NewPreference, Preference},
        person::Person,
        rules::{self, Sensitivity},
        tables::{self, preference},
    },
    staff,
};

/// The longest name of what somebody likes things of.
const MAX_DOMAIN: usize = 30;
/// The longest preference.
const MAX_VALUE: usize = 200;

/// Notes what a person likes best, and where that was noticed: in the org unit of who notes it. Nothing sensitive is a
/// preference.
pub async fn note_preference(tx: &mut Tx, id: Id<Contact>, input: NewPreference) -> Result<Recorded<Preference>> {
    let person = Person::to_change(tx, id).await?;
    let mut check = Check::new();
    let domain = check.required("/domain", &input.domain, MAX_DOMAIN);
    let value = check.required("/value", &input.value, MAX_VALUE);
    let verdict = rules::judge(&domain, &value);
    if verdict.sensitivity == Sensitivity::Sensitive {
        let word = verdict.because.unwrap_or_else(|| domain.clone());
        let detail = format!("This is sensitive (“{word}”); note it as a fact, for which the person's consent is needed.");
        check.add(FieldError::new("/value", "not_a_preference", detail).with("word", word));
    }
    check.done()?;
    if !queries::room::<tables::Preference>(tx.reader(), preference::Column::ContactId.eq(person.row.id)).await? {
        return Err(full());
    }
    let row = preference::ActiveModel {
        contact_id: Set(person.row.id),
        domain: Set(domain),
        value: Set(value),
        org_unit_id: Set(staff::queries::unit_of(tx.reader(), tx.actor().user()).await?),
        ..Default::default()
    };
    let leave = tx.leave_under::<tables::Preference>("contact", Action::Change)?;
    let row = tx.insert::<tables::Preference>(leave, row).await?;
    let event = person.event("preference.noted", "preference", row.id).with(json!({"domain": row.domain}));
    let wire = queries::preference_wires(tx.reader(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(tx.record(event, wire))
}

/// Removes a preference.
pub async fn remove_preference(tx: &mut Tx, id: Id<tables::Preference>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let person = Person::seen(tx.reader(), Id::from(row.contact_id)).await?;
    let event = person.event("preference.removed", "preference", row.id).with(json!({"domain": row.domain}));
    tx.remove::<tables::Preference>(row).await?;
    Ok(tx.record(event, ()))
}
