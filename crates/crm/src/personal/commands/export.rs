//! A person's own data, for the person.

use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Recorded, Tx},
    error::{Error, Result},
    id::Id,
    slice::Slice,
};
use serde_json::json;

use super::{checked_reason, queries};
use crate::{
    contacts::tables::Contact,
    personal::{
        WHOLE,
        api::{GivenReason, PersonalData},
        person::Person,
    },
};

/// Takes out everything that is kept of a person, and writes down who did it and why.
pub async fn export(tx: &mut Tx, slices: &[Slice], id: Id<Contact>, why: &GivenReason) -> Result<Recorded<PersonalData>> {
    let person = Person::seen(tx.reader(), id).await?;
    if !tx.actor().may(WHOLE, Action::Export) {
        return Err(Error::Forbidden("you may not take out all that is known of a person".to_owned()));
    }
    tx.actor().has_all_fields("contact")?;
    let mut check = Check::new();
    let reason = checked_reason(&mut check, tx.reader(), &why.reason).await?;
    check.done()?;
    let data = queries::everything(tx.reader(), slices, id).await?;
    let rows: usize = data.records.values().map(Vec::len).sum();
    let event = person.event("person.exported", "contact", person.row.id).with(json!({"reason": reason, "rows": rows}));
    Ok(tx.record(event, data))
}
