//! F59: people who are there twice.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::Actor,
    check::Check,
    custom::{self, value::Sent},
    db::{Change, Cleared, Db, Reader, Row, Tx},
    error::Result,
    text::plain,
};
use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;

use super::contact::{MAX_REMARK, apply, check_new, index_many};
use crate::{
    contacts::{
        api::{ContactPatch, NewContact},
        queries,
        tables::{Contact, contact},
    },
    duplicates::{self, Alike, Facts, Journal, Sign, api::Found},
};

impl Alike for Contact {
    const EVENTS: [&'static str; 2] = ["contact.merged", "contact.unmerged"];

    async fn facts(reader: &Reader, rows: Vec<Row<Self>>) -> Result<Vec<Facts>> {
        queries::facts(reader, rows).await
    }

    async fn join(tx: &mut Tx, kept: Cleared<Self, Change>, merged: Row<Self>, chosen: &BTreeSet<String>) -> Result<()> {
        let custom = custom::value::joined(kept.custom.as_ref(), merged.custom.as_ref(), chosen);
        let patch = taken_over(&kept, merged, chosen);
        apply(tx, kept, patch, Some(custom.unwrap_or_default())).await?;
        Ok(())
    }

    async fn index(tx: &Tx, rows: Vec<Row<Self>>) -> Result<()> {
        index_many(tx, &rows).await
    }
}

/// What a contact takes over of one that becomes part of it: what was chosen, and what it has not got itself.
fn taken_over(kept: &contact::Model, merged: contact::Model, chosen: &BTreeSet<String>) -> ContactPatch {
    let is_chosen = |field: &str| chosen.contains(field);
    let text = |field: &str, mine: &Option<String>, theirs: Option<String>| {
        (is_chosen(field) || mine.is_none()).then_some(theirs).filter(|theirs| theirs.is_some() || is_chosen(field))
    };
    let birthday = (kept.birthday_calendar.is_none()).then(|| queries::birthday(&merged)).filter(Option::is_some);
    let remark = merged.remark.filter(|theirs| kept.remark.as_ref().is_none_or(|mine| !mine.contains(theirs.as_str())));
    let remark = remark.map(|theirs| kept.remark.as_ref().map_or_else(|| theirs.clone(), |mine| format!("{mine}\n{theirs}")));
    ContactPatch {
        name: is_chosen("name").then_some(merged.name),
        gender: text("gender", &kept.gender, merged.gender),
        mobile: text("mobile", &kept.mobile, merged.mobile),
        phone: text("phone", &kept.phone, merged.phone),
        email: text("email", &kept.email, merged.email),
        wechat: text("wechat", &kept.wechat, merged.wechat),
        birthday,
        language: text("language", &kept.language, merged.language),
        preferred_channel: text("preferred_channel", &kept.preferred_channel, merged.preferred_channel),
        is_consumer: is_chosen("is_consumer").then_some(merged.is_consumer),
        guardian_id: (kept.guardian_id.is_none() && merged.guardian_id != Some(kept.id)).then_some(merged.guardian_id),
        remark: remark.filter(|both| both.chars().count() <= MAX_REMARK).map(Some),
        owner_id: (is_chosen("owner") || kept.owner_id.is_none()).then_some(merged.owner_id),
        tags: None,
        custom: Sent::new(),
    }
}

/// Before two contacts are merged: nobody becomes their own guardian or has two main accounts, and at an account that both
/// have, one has the roles of both.
pub(in crate::contacts) async fn before_merge(tx: &Tx, journal: &mut Journal) -> Result<()> {
    let (kept, merged) = (journal.kept, journal.merged);
    let nobody = || Value::Uuid(None);
    let own: [Value; 2] = [kept.into(), merged.into()];
    journal.change(tx, "contacts", ("guardian_id", nobody()), "id = ? AND guardian_id = ?", &own).await?;
    let places = queries::places(tx.reader(), &[kept, merged]).await?;
    if places.iter().any(|place| place.contact_id == kept && place.is_primary) {
        let theirs = "contact_id = ? AND is_primary = ?";
        journal.change(tx, "contact_accounts", ("is_primary", false.into()), theirs, &[merged.into(), true.into()]).await?;
    }
    let theirs: BTreeMap<Uuid, _> =
        places.iter().filter(|place| place.contact_id == merged).map(|place| (place.account_id, queries::roles(place))).collect();
    for place in places.iter().filter(|place| place.contact_id == kept) {
        let mine = queries::roles(place);
        let more = theirs.get(&place.account_id).into_iter().flatten();
        unite(tx, journal, (place.contact_id, place.account_id), mine, more).await?;
    }
    Ok(())
}

/// Before two accounts are merged: whoever is at both has the roles of both there, and keeps the main account; one stays the
/// first to call.
pub(in crate::contacts) async fn before_accounts_merge(tx: &Tx, journal: &mut Journal) -> Result<()> {
    let (kept, merged) = (journal.kept, journal.merged);
    let both = queries::places_at_both(tx.reader(), kept, merged).await?;
    let theirs: BTreeMap<Uuid, _> = both.iter().filter(|place| place.account_id == merged).map(|place| (place.contact_id, place)).collect();
    for place in both.iter().filter(|place| place.account_id == kept) {
        let Some(other) = theirs.get(&place.contact_id) else { continue };
        unite(tx, journal, (place.contact_id, kept), queries::roles(place), &queries::roles(other)).await?;
        if other.is_primary && !place.is_primary {
            let this: [Value; 2] = [place.contact_id.into(), kept.into()];
            journal.change(tx, "contact_accounts", ("is_primary", true.into()), "contact_id = ? AND account_id = ?", &this).await?;
        }
    }
    let first = "account_id = ? AND first_to_call = ? AND EXISTS (SELECT 1 FROM contact_accounts AS theirs \
                 WHERE theirs.workspace_id = contact_accounts.workspace_id AND theirs.account_id = ? AND theirs.first_to_call = ?)";
    let values: [Value; 4] = [merged.into(), true.into(), kept.into(), true.into()];
    journal.change(tx, "contact_accounts", ("first_to_call", false.into()), first, &values).await?;
    Ok(())
}

/// Gives a place the roles that it lacks.
async fn unite(
    tx: &Tx,
    journal: &mut Journal,
    (contact, account): (Uuid, Uuid),
    mut roles: Vec<String>,
    more: impl IntoIterator<Item = &String>,
) -> Result<()> {
    let known = roles.len();
    for role in more {
        if !roles.contains(role) {
            roles.push(role.clone());
        }
    }
    if roles.len() > known {
        let this: [Value; 2] = [contact.into(), account.into()];
        journal.change(tx, "contact_accounts", ("roles", json!(roles).into()), "contact_id = ? AND account_id = ?", &this).await?;
    }
    Ok(())
}

/// What is like a contact that is about to be made, or like one that is there.
pub async fn check_duplicates(db: &Db, actor: &Actor, input: NewContact, except: Option<Uuid>) -> Result<Found> {
    duplicates::commands::check(db, actor, &crate::contacts::MERGEABLE, &facts_of(input, except)).await
}

/// Refuses a contact who is there already, as far as it is certain or likely.
pub async fn refuse_duplicates(db: &Db, actor: &Actor, input: NewContact) -> Result<()> {
    duplicates::commands::refuse(db, actor, &crate::contacts::MERGEABLE, &facts_of(input, None)).await
}

/// What can be told of them, wrong fields left out: those are told of when they are made.
pub(in crate::contacts) fn facts_of(input: NewContact, id: Option<Uuid>) -> Facts {
    let places = input.accounts.iter().map(|place| place.account_id.to_string()).collect();
    let row = check_new(&mut Check::new(), input, None);
    let marks = [(Sign::Mobile, row.mobile), (Sign::Phone, row.phone), (Sign::Email, row.email), (Sign::Wechat, row.wechat)];
    let mark = |(sign, value): (Sign, sea_orm::ActiveValue<Option<String>>)| Some((sign, value.as_ref().clone()?));
    Facts {
        id: id.unwrap_or_default(),
        title: row.name.as_ref().clone(),
        owner: None,
        is_person: true,
        names: vec![plain(row.name.as_ref())],
        places,
        marks: marks.into_iter().filter_map(mark).collect(),
    }
}
