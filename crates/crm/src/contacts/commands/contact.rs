//! One contact: made, changed, linked to accounts, put in the trash, taken out again.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use guanxi_kernel::{
    actor::{Action, Actor},
    check::{Check, too_many},
    custom,
    db::{Change, Cleared, Recorded, Tx},
    error::{Error, Result, unchanged},
    event::{Event, FieldChange},
    id::Id,
    search::{self, Document},
    slice::Listed,
    tags,
    text::tokens,
};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    contacts::{
        api::{Birthday, Contact, ContactPatch, NewContact, NewPlace},
        queries::{self, Through},
        rules::{CALENDARS, CHANNELS, GENDERS, ROLES, birthday_exists, is_to_come},
        tables::{self, TAGS, contact, contact_account},
    },
    customers::{self, tables::Account},
    duplicates, staff,
};

const MAX_PLACES: usize = 20;
/// The most characters of a remark.
pub(super) const MAX_REMARK: usize = 5000;

/// An event of a contact: told to those who see it, also through its accounts.
pub(in crate::contacts) async fn event(tx: &Tx, name: &'static str, row: &contact::Model) -> Result<Event> {
    let through = queries::through(tx.reader(), &[row.id]).await?.remove(&row.id).unwrap_or_default();
    Ok(event_through(name, row, through))
}

/// An event of a contact that is seen through these accounts.
pub(super) fn event_through(name: &'static str, row: &contact::Model, through: Through) -> Event {
    Event::new(name, "contact", row.id).about(row.primary_account_id).owned_by(row.owner_id).seen_through(through.heard())
}

/// Makes a contact.
pub async fn create(tx: &mut Tx, input: NewContact) -> Result<Recorded<Contact>> {
    let leave = tx.to_create()?;
    let mut check = Check::new();
    let places = input.accounts.clone();
    let tags = tags::checked(&mut check, "/tags", &input.tags);
    let custom = custom::value::checked(tx, &mut check, tables::Contact::list(), None, None, &input.custom).await?;
    let mut row = check_new(&mut check, input, tx.actor().user());
    check_places(&mut check, tx, &places).await?;
    check_born(&mut check, &row, tx.today());
    check_people(&mut check, tx, &row).await?;
    check.done()?;
    (row.primary_account_id, row.custom) = (Set(primary(&places)), Set(custom));
    let row = tx.insert::<tables::Contact>(leave, row).await?;
    write_places(tx, row.id, &places, &[]).await?;
    TAGS.replace(tx, row.id, &[], &tags).await?;
    index(tx, &row).await?;
    let wire = queries::wire(tx.reader(), row.clone()).await?;
    let event = event(tx, "contact.created", &row).await?;
    Ok(tx.record(event, wire))
}

/// Checks a new contact without the database.
pub(crate) fn check_new(check: &mut Check, input: NewContact, me: Option<Uuid>) -> contact::ActiveModel {
    let name = check.required("/name", &input.name, 100);
    let mut model = contact::ActiveModel {
        trashed_at: Set(None),
        name_sort: Set(tokens::person_sort_key(&name)),
        name: Set(name),
        gender: Set(check.choice("/gender", input.gender, GENDERS)),
        mobile: Set(check.phone("/mobile", input.mobile)),
        phone: Set(check.phone("/phone", input.phone)),
        email: Set(check.email("/email", input.email)),
        wechat: Set(check.optional("/wechat", input.wechat, 60).map(|id| id.to_lowercase())),
        language: Set(check.optional("/language", input.language, 20)),
        preferred_channel: Set(check.choice("/preferred_channel", input.preferred_channel, CHANNELS)),
        is_consumer: Set(input.is_consumer),
        guardian_id: Set(input.guardian_id),
        remark: Set(check.long("/remark", input.remark, MAX_REMARK)),
        owner_id: Set(input.owner_id.or(me)),
        primary_account_id: Set(None),
        custom: Set(None),
        erased_at: Set(None),
        ..Default::default()
    };
    set_birthday(check, &mut model, input.birthday);
    model
}

fn set_birthday(check: &mut Check, model: &mut contact::ActiveModel, birthday: Option<Birthday>) {
    if let Some(b) = &birthday {
        check.one_of("/birthday/calendar", &b.calendar, CALENDARS);
        if let Err(error) = birthday_exists(&b.calendar, b.year, b.month, b.day, b.leap) {
            check.add(error);
        }
    }
    model.birthday_calendar = Set(birthday.as_ref().map(|b| b.calendar.clone()));
    model.birthday_year = Set(birthday.as_ref().and_then(|b| b.year));
    model.birthday_month = Set(birthday.as_ref().map(|b| b.month));
    model.birthday_day = Set(birthday.as_ref().map(|b| b.day));
    model.birthday_leap = Set(birthday.is_some_and(|b| b.leap));
}

/// The accounts of new places exist for this actor, once each, with known roles.
async fn check_places(check: &mut Check, tx: &Tx, places: &[NewPlace]) -> Result<()> {
    if places.len() > MAX_PLACES {
        check.add(too_many("/accounts", MAX_PLACES));
        return Ok(());
    }
    let within = tx.reader().narrowed("contact", Action::Create);
    let visible = customers::queries::names(&within, places.iter().map(|place| place.account_id).collect()).await?;
    for (n, place) in places.iter().enumerate() {
        if !visible.iter().any(|account| account.id == place.account_id) {
            check.wrong(&format!("/accounts/{n}/account_id"), "not_found", "There is no such account.");
        }
        if places[..n].iter().any(|earlier| earlier.account_id == place.account_id) {
            check.wrong(&format!("/accounts/{n}/account_id"), "twice", "This account is named twice.");
        }
        check.choices(&format!("/accounts/{n}/roles"), place.roles.clone(), ROLES);
        check.optional(&format!("/accounts/{n}/title"), place.title.clone(), 60);
    }
    Ok(())
}

/// Nobody is born after today.
pub(in crate::contacts) fn check_born(check: &mut Check, row: &contact::ActiveModel, today: NaiveDate) {
    use ActiveValue::Set;
    if let (Set(Some(calendar)), Set(year), Set(Some(month)), Set(Some(day)), Set(leap)) =
        (&row.birthday_calendar, &row.birthday_year, &row.birthday_month, &row.birthday_day, &row.birthday_leap)
        && is_to_come(&Birthday { calendar: calendar.clone(), year: *year, month: *month, day: *day, leap: *leap }, today)
    {
        check.wrong("/birthday", "not_born_yet", "Nobody is born after today.");
    }
}

/// The colleagues and contacts that a row points to exist.
async fn check_people(check: &mut Check, tx: &Tx, row: &contact::ActiveModel) -> Result<()> {
    if let ActiveValue::Set(owner) = row.owner_id {
        staff::queries::check_owner(check, tx.reader(), "contact", owner, "/owner_id").await?;
    }
    if let ActiveValue::Set(Some(guardian)) = row.guardian_id
        && queries::names(tx.reader(), vec![guardian]).await?.is_empty()
    {
        check.wrong("/guardian_id", "not_found", "There is no such contact.");
    }
    Ok(())
}

fn primary(places: &[NewPlace]) -> Option<Uuid> {
    places.iter().find(|place| place.is_primary).or(places.first()).map(|place| place.account_id)
}

/// Writes places; at these accounts the contact stays the first to call.
async fn write_places(tx: &Tx, contact: Uuid, places: &[NewPlace], first_at: &[Uuid]) -> Result<()> {
    let first = primary(places);
    let rows = places.iter().map(|place| contact_account::Model {
        workspace_id: tx.actor().workspace,
        contact_id: contact,
        account_id: place.account_id,
        roles: json!(place.roles),
        title: place.title.clone().map(|title| guanxi_kernel::text::clean(&title)).filter(|title| !title.is_empty()),
        is_primary: Some(place.account_id) == first,
        first_to_call: first_at.contains(&place.account_id),
    });
    tx.insert_beside::<contact_account::Entity>(&rows.collect::<Vec<_>>()).await
}

/// Changes a contact.
pub async fn change(tx: &mut Tx, id: Id<tables::Contact>, expected: i64, input: ContactPatch) -> Result<Recorded<Contact>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::contact(tx.reader(), id)).await?;
    if row.trashed_at.is_some() {
        return Err(trashed());
    }
    let row = apply(tx, row, input, None).await?;
    let wire = queries::wire(tx.reader(), row.clone()).await?;
    let event = event(tx, "contact.changed", &row).await?;
    Ok(tx.record(event, wire))
}

/// Writes a patch to a row that was cleared for it. What it keeps in the workspace's own fields comes with the patch, or as a whole.
pub(in crate::contacts) async fn apply(
    tx: &mut Tx,
    row: Cleared<tables::Contact, Change>,
    input: ContactPatch,
    whole: Option<Value>,
) -> Result<contact::Model> {
    let (mut check, list) = (Check::new(), tables::Contact::list());
    let custom = match whole {
        Some(whole) => Some(whole).filter(|whole| !whole.is_null()),
        None => custom::value::checked(tx, &mut check, list, Some(row.id), Some(row.custom.as_ref()), &input.custom).await?,
    };
    let input = ContactPatch { owner_id: input.owner_id.filter(|owner| *owner != row.owner_id), ..input };
    let tags = input.tags.as_ref().map(|tags| tags::checked(&mut check, "/tags", tags));
    let mut change = check_patch(&mut check, row.id, input);
    change.custom = Set(custom);
    check_born(&mut check, &change, tx.today());
    check_people(&mut check, tx, &change).await?;
    check.done()?;
    let before = TAGS.of_one(tx.reader(), row.id).await?;
    let row = match tags.filter(|tags| tags::changed(&[], tags, &[]) != before) {
        Some(tags) => {
            TAGS.replace(tx, row.id, &before, &tags).await?;
            tx.touch::<tables::Contact>(row, change).await?
        }
        None => tx.update::<tables::Contact>(row, change).await?,
    };
    index(tx, &row).await?;
    Ok(row)
}

/// Checks a patch without the database: the columns that it writes.
pub(in crate::contacts) fn check_patch(check: &mut Check, id: Uuid, input: ContactPatch) -> contact::ActiveModel {
    let mut change = contact::ActiveModel::default();
    if let Some(name) = input.name {
        let name = check.required("/name", &name, 100);
        change.name_sort = Set(tokens::person_sort_key(&name));
        change.name = Set(name);
    }
    if let Some(gender) = input.gender {
        change.gender = Set(check.choice("/gender", gender, GENDERS));
    }
    if let Some(number) = input.mobile {
        change.mobile = Set(check.phone("/mobile", number));
    }
    if let Some(number) = input.phone {
        change.phone = Set(check.phone("/phone", number));
    }
    if let Some(address) = input.email {
        change.email = Set(check.email("/email", address));
    }
    if let Some(wechat) = input.wechat {
        change.wechat = Set(check.optional("/wechat", wechat, 60).map(|id| id.to_lowercase()));
    }
    if let Some(birthday) = input.birthday {
        set_birthday(check, &mut change, birthday);
    }
    if let Some(language) = input.language {
        change.language = Set(check.optional("/language", language, 20));
    }
    if let Some(channel) = input.preferred_channel {
        change.preferred_channel = Set(check.choice("/preferred_channel", channel, CHANNELS));
    }
    if let Some(flag) = input.is_consumer {
        change.is_consumer = Set(flag);
    }
    if let Some(guardian) = input.guardian_id {
        if guardian == Some(id) {
            check.wrong("/guardian_id", "own_guardian", "Nobody is their own guardian.");
        }
        change.guardian_id = Set(guardian);
    }
    if let Some(remark) = input.remark {
        change.remark = Set(check.long("/remark", remark, MAX_REMARK));
    }
    if let Some(owner) = input.owner_id {
        change.owner_id = Set(owner);
    }
    change
}

/// Replaces the places of a contact. Places at accounts that the actor may not see stay as they are.
pub async fn set_places(tx: &mut Tx, id: Id<tables::Contact>, expected: i64, places: Vec<NewPlace>) -> Result<Recorded<Contact>> {
    // The places stand beside the row: of two who replace them at the same moment, the second sees what the first wrote.
    tx.hold::<tables::Contact>(&[id.uuid()]).await?;
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::contact(tx.reader(), id)).await?;
    if row.trashed_at.is_some() {
        return Err(trashed());
    }
    let mut check = Check::new();
    check_places(&mut check, tx, &places).await?;
    check.done()?;
    // Where somebody else is chosen to be called first at the same moment.
    let at: Vec<Uuid> = queries::places(tx.reader(), &[id.uuid()]).await?.iter().map(|place| place.account_id).collect();
    customers::commands::hold(tx, &at).await?;
    let before = queries::contact(tx.reader(), id).await?.accounts;
    let seen: Vec<Uuid> = before.iter().map(|place| place.account.id).collect();
    let first_at: Vec<Uuid> = before.iter().filter(|place| place.first_to_call).map(|place| place.account.id).collect();
    contact_account::Entity::delete_many()
        .filter(contact_account::Column::WorkspaceId.eq(tx.actor().workspace))
        .filter(contact_account::Column::ContactId.eq(id.uuid()))
        .filter(contact_account::Column::AccountId.is_in(seen))
        .exec(tx.reader().source())
        .await?;
    let home = match primary(&places) {
        None => remaining_home(tx, id.uuid()).await?,
        home => home,
    };
    mark_home(tx, id.uuid(), home).await?;
    write_places(tx, id.uuid(), &places, &first_at).await?;
    let change = contact::ActiveModel { primary_account_id: Set(home), ..Default::default() };
    let row = tx.touch::<tables::Contact>(row, change).await?;
    index(tx, &row).await?;
    let wire = queries::wire(tx.reader(), row.clone()).await?;
    let (before, after) = (serde_json::to_value(&before)?, serde_json::to_value(&wire.accounts)?);
    if before != after {
        tx.note_change(FieldChange { kind: "contact", record: row.id, field: "accounts".to_owned(), before, after });
    }
    let event = event(tx, "contact.changed", &row).await?;
    Ok(tx.record(event, wire))
}

/// The home account among the places that the actor does not see and that stay: where it is now, or else the oldest.
async fn remaining_home(tx: &Tx, contact: Uuid) -> Result<Option<Uuid>> {
    let left = queries::places(tx.reader(), &[contact]).await?;
    Ok(left.iter().min_by_key(|place| (!place.is_primary, place.account_id)).map(|place| place.account_id))
}

/// Marks this one of the places that are there as the home account, and no other.
async fn mark_home(tx: &Tx, contact: Uuid, home: Option<Uuid>) -> Result<()> {
    contact_account::Entity::update_many()
        .col_expr(contact_account::Column::IsPrimary, contact_account::Column::AccountId.eq(home.unwrap_or_default()))
        .filter(contact_account::Column::WorkspaceId.eq(tx.actor().workspace))
        .filter(contact_account::Column::ContactId.eq(contact))
        .exec(tx.reader().source())
        .await?;
    Ok(())
}

/// Says whom to call first at an account: one of its people, or nobody.
pub async fn set_first_to_call(tx: &mut Tx, account: Id<Account>, contact: Option<Uuid>) -> Result<Recorded<()>> {
    let account = tx.reader().get(account).await?;
    let within = tx.reader().narrowed("contact", Action::Change);
    if !tx.actor().may("contact", Action::Change) || !within.find::<Account>().with_id(account.id).exists().await? {
        return Err(Error::Forbidden("you may not change the contacts of this account".to_owned()));
    }
    // One person is the first: of two who choose at the same moment, the second replaces whom the first chose.
    customers::commands::hold(tx, &[account.id]).await?;
    if account.trashed_at.is_some() {
        return Err(customers::commands::trashed());
    }
    let of_account = || {
        Condition::all()
            .add(contact_account::Column::WorkspaceId.eq(tx.actor().workspace))
            .add(contact_account::Column::AccountId.eq(account.id))
    };
    let source = tx.reader().source();
    let is_first = of_account().add(contact_account::Column::FirstToCall.eq(true));
    let before = contact_account::Entity::find().filter(is_first.clone()).one(source).await?.map(|place| place.contact_id);
    contact_account::Entity::update_many()
        .col_expr(contact_account::Column::FirstToCall, false.into())
        .filter(is_first)
        .exec(source)
        .await?;
    if let Some(contact) = contact {
        let seen = !queries::names(tx.reader(), vec![contact]).await?.is_empty();
        let set = contact_account::Entity::update_many()
            .col_expr(contact_account::Column::FirstToCall, seen.into())
            .filter(of_account().add(contact_account::Column::ContactId.eq(contact)))
            .exec(source)
            .await?;
        if !seen || set.rows_affected == 0 {
            return Err(Error::field("/contact_id", "not_found", "There is no such contact at this account."));
        }
    }
    let (before, after) = (json!(before), json!(contact));
    if before != after {
        tx.note_change(FieldChange { kind: "account", record: account.id, field: "first_to_call".to_owned(), before, after });
    }
    Ok(tx.record(customers::account_changed(&account), ()))
}

/// What can be found of a contact.
pub(super) fn document(actor: &Actor, row: &contact::Model, through: Through, tags: &[String]) -> Document {
    let own = custom::value::texts(actor.customs.of("contacts"), row.custom.as_ref());
    Document {
        kind: "contact",
        record: row.id,
        title: row.name.clone(),
        subtitle: row.mobile.clone().or(row.phone.clone()).or(row.wechat.clone()).unwrap_or_default(),
        by_sound: true,
        is_person: true,
        texts: [&row.email, &row.wechat].into_iter().flatten().chain(tags).cloned().chain(own).collect(),
        phones: [&row.mobile, &row.phone].into_iter().flatten().cloned().collect(),
        owners: through.owners.into_iter().chain(row.owner_id).collect::<BTreeSet<_>>().into_iter().collect(),
        shared_with: through.circles.into_iter().collect(),
    }
}

pub(super) async fn index(tx: &Tx, row: &contact::Model) -> Result<()> {
    if row.trashed_at.is_some() {
        search::remove(tx, "contact", row.id).await?;
    }
    index_many(tx, std::slice::from_ref(row)).await
}

/// Writes many contacts to the search index again; what is in the trash is not found.
pub(in crate::contacts) async fn index_many(tx: &Tx, rows: &[contact::Model]) -> Result<()> {
    let alive: Vec<&contact::Model> = rows.iter().filter(|row| row.trashed_at.is_none()).collect();
    let ids: Vec<Uuid> = alive.iter().map(|row| row.id).collect();
    let mut tags = TAGS.of(tx.reader(), &ids).await?;
    let mut through = queries::through(tx.reader(), &ids).await?;
    let documents: Vec<Document> = alive
        .into_iter()
        .map(|row| {
            let through = through.remove(&row.id).unwrap_or_default();
            document(tx.actor(), row, through, &tags.remove(&row.id).unwrap_or_default())
        })
        .collect();
    search::put_many(tx, &documents).await?;
    put_keys(tx, rows).await
}

/// Brings the keys under which contacts are found that may be the same up to date.
pub(in crate::contacts) async fn put_keys(tx: &Tx, rows: &[contact::Model]) -> Result<()> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let alive = rows.iter().filter(|row| row.trashed_at.is_none()).cloned().collect();
    let facts = queries::facts(tx.reader(), alive).await?;
    duplicates::commands::put_keys(tx, "contact", &ids, &facts).await
}

/// What is in the trash stays as it is until it is taken out.
fn trashed() -> Error {
    Error::conflict("trashed", "This contact is in the trash; take it out first.")
}

/// Nothing is left that could come back.
pub(super) fn erased() -> Error {
    Error::conflict("erased", "What was known of this person has been erased for good.")
}

/// Moves a contact to the trash.
pub async fn trash(tx: &mut Tx, id: Id<tables::Contact>, expected: i64) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    unchanged(expected, row.version, queries::contact(tx.reader(), id)).await?;
    if row.trashed_at.is_some() {
        return Err(trashed());
    }
    let now = tx.now();
    let row = tx.instead_of_removing(row);
    let row = tx.update::<tables::Contact>(row, contact::ActiveModel { trashed_at: Set(Some(now)), ..Default::default() }).await?;
    index(tx, &row).await?;
    let event = event(tx, "contact.trashed", &row).await?;
    Ok(tx.record(event, ()))
}

/// Takes a contact out of the trash.
pub async fn restore(tx: &mut Tx, id: Id<tables::Contact>) -> Result<Recorded<Contact>> {
    let row = tx.to_remove(id).await?;
    if row.trashed_at.is_none() {
        return Err(Error::conflict("not_trashed", "This contact is not in the trash."));
    }
    if row.erased_at.is_some() {
        return Err(erased());
    }
    let row = tx.instead_of_removing(row);
    let row = tx.update::<tables::Contact>(row, contact::ActiveModel { trashed_at: Set(None), ..Default::default() }).await?;
    index(tx, &row).await?;
    let wire = queries::wire(tx.reader(), row.clone()).await?;
    let event = event(tx, "contact.restored", &row).await?;
    Ok(tx.record(event, wire))
}
