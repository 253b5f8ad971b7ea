//! Contacts from files, with the account they belong to.

mod fields;

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    check::Check,
    custom::{
        self,
        value::{Distinct, Sent},
    },
    db::{Reader, Tx},
    error::{Error, FieldError, Result},
    import::{Aim, Importable, Keys, Mode, Outcome, Plan, SourceRow, customs, first_phone, merged, outcome, text},
    slice::Listed,
    text::{Email, Phone},
};
use sea_orm::{ColumnTrait, QueryFilter, Select, Set};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    api::{Birthday, ContactPatch, NewContact},
    commands::{Edited, NewLink, change_many, check_born, check_new, check_patch, facts_of, insert_many, to_change_many},
    rules::{ROLES, read_birthday},
    tables::{self, contact},
};
use crate::{
    customers::{
        self,
        commands::{NamedAccount, NamedAccounts},
    },
    duplicates::{self, Facts},
    remarks::{further_phones, remembered},
    staff::named::{NamedUser, NamedUsers, Origin},
    undo::Journal,
};

/// Contacts.
pub(super) const CONTACTS: Importable = Importable {
    name: "contacts",
    object: "contact",
    fields: fields::fields,
    keys: &["mobile", "email", "wechat"],
    updates_by: &["mobile", "email", "wechat"],
    names: |plan, values| {
        let alike = if plan.refuse_duplicates { facts_of_row(values, None).alike() } else { Vec::new() };
        key_of(plan, values).into_iter().chain(alike).collect()
    },
    shared: |plan, values| Some((key_of(plan, values)?, name_of(values)?)),
    makes_missing: Some("account"),
    check: |actor, values| {
        let mut check = Check::new();
        custom::value::written(&mut check, &custom::value::to_fill_in(actor, tables::Contact::list()), None, &customs(values));
        let input = row_input(&mut check, values, None);
        check_new(&mut check, input, None);
        check.into_errors()
    },
    look: |reader, rows| Box::pin(look(reader, rows)),
    write: |tx, plan, rows| Box::pin(write(tx, plan, rows)),
};

fn birthday(check: &mut Check, values: &Map<String, Value>) -> Option<Birthday> {
    let text = text(values, "birthday")?;
    let read = read_birthday(&text);
    if read.is_none() {
        check.wrong("/birthday", "date", format!("“{text}” is not a date, such as 2026-11-22 or 农历八月十五."));
    }
    read
}

/// The name of a row, or its parts in the order of their script.
fn name_of(values: &Map<String, Value>) -> Option<String> {
    let parts = || match (text(values, "last_name"), text(values, "first_name")) {
        (Some(last), Some(first)) if last.is_ascii() || first.is_ascii() => Some(format!("{first} {last}")),
        (Some(last), Some(first)) => Some(format!("{last}{first}")),
        (last, first) => last.or(first),
    };
    text(values, "name").or_else(parts)
}

/// The columns of telephone numbers, each of which has room for one.
const PHONES: &[&str] = &["mobile", "phone"];

/// The row as a new contact, without its places.
fn row_input(check: &mut Check, values: &Map<String, Value>, owner: Option<Uuid>) -> NewContact {
    NewContact {
        name: name_of(values).unwrap_or_default(),
        gender: text(values, "gender"),
        mobile: first_phone(values, "mobile"),
        phone: first_phone(values, "phone"),
        email: text(values, "email"),
        wechat: text(values, "wechat"),
        birthday: birthday(check, values),
        language: text(values, "language"),
        preferred_channel: text(values, "preferred_channel"),
        is_consumer: values.get("is_consumer").and_then(Value::as_bool).unwrap_or_default(),
        remark: remembered(text(values, "remark"), None, further_phones(values, PHONES)),
        owner_id: owner,
        ..NewContact::default()
    }
}

fn key_of(plan: &Plan, values: &Map<String, Value>) -> Option<String> {
    let key = plan.key.as_deref()?;
    let text = text(values, key)?;
    match key {
        "mobile" => Some(Phone::parse(&first_phone(values, key)?).ok()?.to_string()),
        "email" => Some(Email::parse(&text).ok()?.normalised()),
        _ => Some(text.to_lowercase()),
    }
}

/// Owners who do not work here, accounts that nobody knows, and people who look like one who is there.
async fn look(reader: &Reader, rows: &[SourceRow]) -> Result<Vec<Vec<FieldError>>> {
    let owners = NamedUsers::look_up(reader, rows).await?;
    let accounts = NamedAccounts::look_up(reader, "contact", rows).await?;
    let mut alike = duplicates::Known::look_up(reader, &super::MERGEABLE, &facts_of_rows(&accounts, rows)).await?;
    let mut notices = NamedAccounts::look(reader, "contact", rows).await?;
    for (row, notices) in rows.iter().zip(&mut notices) {
        notices.extend(owners.look(&row.values));
        notices.extend(alike.like(&facts_of_row(&row.values, accounts.of(&row.values).ok().flatten())));
    }
    Ok(notices)
}

fn facts_of_rows(accounts: &NamedAccounts, rows: &[SourceRow]) -> Vec<Facts> {
    rows.iter().map(|row| facts_of_row(&row.values, accounts.of(&row.values).ok().flatten())).collect()
}

/// What tells the contact of a row from others, at the account that it names.
fn facts_of_row(values: &Map<String, Value>, account: Option<NamedAccount>) -> Facts {
    let mut facts = facts_of(row_input(&mut Check::new(), values, None), None);
    facts.places = account.into_iter().map(|account| account.id.to_string()).collect();
    facts
}

struct Known {
    owners: NamedUsers,
    accounts: NamedAccounts,
    keys: Keys,
    /// Those that rows find and the actor may change, with what the rows before have changed.
    stored: BTreeMap<Uuid, Edited>,
    /// What rows may be like, where such rows are refused.
    alike: Option<duplicates::Known>,
    /// Whose those values of the workspace's own fields are that only one may have.
    distinct: Distinct,
    /// Those of the stored that rows of this chunk change.
    changed: BTreeSet<Uuid>,
}

/// A contact to be made at the end of a chunk.
struct NewRow {
    id: Uuid,
    made: contact::ActiveModel,
    owner: Option<Uuid>,
    links: Vec<NewLink>,
    values: Map<String, Value>,
}

async fn look_up(tx: &mut Tx, plan: &Plan, rows: &[SourceRow]) -> Result<Known> {
    let reader = tx.reader();
    let mut keys = Keys::default();
    if let Some(key) = plan.key.as_deref() {
        let column = match key {
            "email" => contact::Column::Email,
            "wechat" => contact::Column::Wechat,
            _ => contact::Column::Mobile,
        };
        let values: Vec<String> = rows.iter().filter_map(|row| key_of(plan, &row.values)).collect();
        let alive = |select: Select<contact::Entity>| select.filter(column.is_in(values)).filter(contact::Column::TrashedAt.is_null());
        for row in reader.find::<tables::Contact>().with(alive).all().await? {
            let found = match key {
                "email" => row.email,
                "wechat" => row.wechat,
                _ => row.mobile,
            };
            keys.stored(found.unwrap_or_default(), row.id);
        }
    }
    let accounts = NamedAccounts::look_up(reader, "contact", rows).await?;
    let owners = NamedUsers::look_up(reader, rows).await?;
    let stored = if plan.mode == Mode::Create { BTreeMap::new() } else { to_change_many(tx, &keys.ids()).await? };
    let sent: Vec<Sent> = rows.iter().map(|row| customs(&row.values)).collect();
    let distinct = Distinct::look_up(tx, tables::Contact::list(), &sent).await?;
    Ok(Known { owners, accounts, keys, stored, alike: None, distinct, changed: BTreeSet::new() })
}

async fn write(tx: &mut Tx, plan: &Plan, rows: Vec<SourceRow>) -> Result<Vec<Outcome>> {
    let (mut known, journal) = (look_up(tx, plan, &rows).await?, Journal::of(plan));
    if plan.make_missing {
        let made = known.accounts.make_missing(tx, plan.import, rows.iter()).await?;
        journal.made(tx, &customers::UNDOABLE, &made).await?;
    }
    if plan.refuse_duplicates {
        let facts = facts_of_rows(&known.accounts, &rows);
        known.alike = Some(duplicates::Known::refusing(tx, plan, &super::MERGEABLE, &facts).await?);
    }
    let (mut outcomes, mut new) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in &rows {
        outcomes.push(outcome(place(tx, plan, &mut known, row, &mut new))?);
    }
    if let Some(alike) = known.alike.take() {
        alike.note_told(tx);
    }
    let made = insert_many(tx, new.into_iter().map(|row| (row.made, row.links)).collect()).await?;
    journal.made(tx, &super::UNDOABLE, &made).await?;
    let before: Vec<(Uuid, Value)> = known.changed.iter().filter_map(|id| Some((*id, known.stored.get(id)?.beside()))).collect();
    journal.changing(tx, &super::UNDOABLE, &before).await?;
    change_many(tx, known.stored.into_values().collect()).await?;
    journal.changed(tx, &super::UNDOABLE, known.changed).await?;
    Ok(outcomes)
}

fn place(tx: &Tx, plan: &Plan, known: &mut Known, row: &SourceRow, new: &mut Vec<NewRow>) -> Result<Outcome> {
    let account = known.accounts.of(&row.values).map_err(Error::Invalid)?;
    let named = known.owners.of(&row.values);
    let owner = named.colleague();
    named.may_be_given(tx.actor(), "contact")?;
    let mut check = Check::new();
    let key = key_of(plan, &row.values);
    match known.keys.aim(plan, key.as_deref())? {
        Aim::Taken => Err(Error::NotFound),
        Aim::New(place) => {
            let owner = owner.or(new[place].owner);
            let line = known.owners.unknown_maker(&row.values);
            let values = merged(&new[place].values, named.written_into(&row.values, line));
            let id = new[place].id;
            let origin = known.owners.origin(&mut check, tx.actor(), tx.now(), &values);
            let made = made(&mut check, tx, id, &mut known.distinct, &values, owner, origin);
            let link = link_of(&mut check, account, &row.values);
            check.done()?;
            let mut links = std::mem::take(&mut new[place].links);
            links.extend(link.filter(|link| !links.iter().any(|known| known.account == link.account)));
            new[place] = NewRow { id, made, owner, links, values };
            Ok(Outcome::Updated)
        }
        Aim::Stored(id) => {
            let link = link_of(&mut check, account, &row.values);
            let edited = known.stored.get_mut(&id).ok_or(Error::NotFound)?;
            let outcome = update(tx, check, edited, &mut known.distinct, &named, &row.values, link)?;
            if outcome == Outcome::Updated {
                known.changed.insert(id);
            }
            Ok(outcome)
        }
        Aim::Make => {
            let values = named.written_into(&row.values, known.owners.unknown_maker(&row.values));
            let id = Uuid::now_v7();
            let origin = known.owners.origin(&mut check, tx.actor(), tx.now(), &values);
            let made = made(&mut check, tx, id, &mut known.distinct, &values, owner, origin);
            let link = link_of(&mut check, account, &values);
            check.done()?;
            if let Some(alike) = &mut known.alike {
                let facts = Facts { id, ..facts_of_row(&values, account) };
                if let Some(found) = alike.like(&facts) {
                    return Err(found.into());
                }
                alike.add(facts);
            }
            if let Some(key) = key {
                known.keys.made(key, new.len());
            }
            new.push(NewRow { id, made, owner, links: link.into_iter().collect(), values });
            Ok(Outcome::Created)
        }
    }
}

fn made(
    check: &mut Check,
    tx: &Tx,
    id: Uuid,
    distinct: &mut Distinct,
    values: &Map<String, Value>,
    owner: Option<Uuid>,
    origin: Origin,
) -> contact::ActiveModel {
    let (mut input, fields) = (row_input(check, values, owner), custom::value::to_fill_in(tx.actor(), tables::Contact::list()));
    tx.actor().keep_writable("contact", "remark", &mut input.remark);
    let made = check_new(check, input, tx.actor().user());
    check_born(check, &made, tx.today());
    let custom = distinct.written(check, &fields, id, None, &customs(values));
    contact::ActiveModel { id: Set(id), custom: Set(custom), created_at: origin.at, created_by: origin.by, ..made }
}

/// What the row says of the contact's place at its account.
fn link_of(check: &mut Check, account: Option<NamedAccount>, values: &Map<String, Value>) -> Option<NewLink> {
    let roles = check.choice("/role", text(values, "role"), ROLES).into_iter().collect();
    let title = check.optional("/title", text(values, "title"), 60);
    account.map(|NamedAccount { id, owner }| NewLink { account: id, account_owner: owner, roles, title })
}

/// Adds a row to what is to be changed of its contact.
fn update(
    tx: &Tx,
    mut check: Check,
    edited: &mut Edited,
    distinct: &mut Distinct,
    named: &NamedUser,
    values: &Map<String, Value>,
    link: Option<NewLink>,
) -> Result<Outcome> {
    let (row, owner) = (edited.row.after()?, named.colleague());
    let there = row.remark.as_deref();
    named.may_take(&mut check, tx.actor(), "contact", row.owner_id);
    let some = |key: &str| text(values, key).map(Some);
    let mut remark = remembered(named.remembered(text(values, "remark"), there), there, further_phones(values, PHONES));
    tx.actor().keep_writable("contact", "remark", &mut remark);
    let patch = ContactPatch {
        name: name_of(values),
        gender: some("gender"),
        mobile: first_phone(values, "mobile").map(Some),
        phone: first_phone(values, "phone").map(Some),
        email: some("email"),
        wechat: some("wechat"),
        birthday: birthday(&mut check, values).map(Some),
        language: some("language"),
        preferred_channel: some("preferred_channel"),
        is_consumer: values.get("is_consumer").and_then(Value::as_bool),
        remark: remark.map(Some),
        owner_id: owner.map(Some),
        ..ContactPatch::default()
    };
    let (fields, sent) = (tx.actor().customs.of("contacts"), customs(values));
    let mut change = check_patch(&mut check, row.id, patch);
    check_born(&mut check, &change, tx.today());
    if !sent.is_empty() {
        change.custom = Set(distinct.written(&mut check, fields, row.id, Some(row.custom.as_ref()), &sent));
    }
    check.done()?;
    let is_changed = edited.row.set(&change);
    let is_placed = link.is_some_and(|link| edited.place(link));
    Ok(if is_changed || is_placed { Outcome::Updated } else { Outcome::Unchanged })
}
