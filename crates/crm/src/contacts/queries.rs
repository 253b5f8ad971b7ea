//! Every read of contacts.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    db::Reader,
    error::{Error, Result},
    id::Id,
    list::{self, After, Finding, Naming},
    slice::Listed,
    text::{Phone, plain, tokens},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    api::{Birthday, Contact, People, Place},
    rules::next_birthday,
    tables::{self, TAGS, contact, contact_account},
};
use crate::{
    customers,
    duplicates::{Facts, Sign},
    staff::{self, api::Ref},
};

/// The most consumers that are shown of guardians on one page.
const MOST_WARDS: u64 = 50;

/// One contact.
pub async fn contact(reader: &Reader, id: Id<tables::Contact>) -> Result<Contact> {
    let row = reader.get(id).await?;
    wire(reader, row).await
}

/// The wire form of a row. Places at accounts that the actor may not see are left out.
pub async fn wire(reader: &Reader, row: contact::Model) -> Result<Contact> {
    wires(reader, vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// The wire forms of rows, with one query for each kind of thing that they point to.
async fn wires(reader: &Reader, rows: Vec<contact::Model>) -> Result<Vec<Contact>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut places_of: BTreeMap<Uuid, Vec<contact_account::Model>> = BTreeMap::new();
    for place in places(reader, &ids).await? {
        places_of.entry(place.contact_id).or_default().push(place);
    }
    let accounts = customers::queries::names(reader, places_of.values().flatten().map(|place| place.account_id).collect()).await?;
    let owners = staff::queries::names(reader, rows.iter().filter_map(|row| row.owner_id).collect()).await?;
    let guardians = names(reader, rows.iter().filter_map(|row| row.guardian_id).collect()).await?;
    let mut tags_of = TAGS.of(reader, &ids).await?;
    let mut wards_of = wards(reader, &ids).await?;
    let mut customs = list::customs::<tables::Contact>(reader, tables::Contact::list(), &ids).await?;
    let today = reader.today();
    let mut one = |row: contact::Model| {
        let places = places_of.remove(&row.id).unwrap_or_default();
        let mut accounts: Vec<Place> = places
            .into_iter()
            .filter_map(|place| {
                let account = Ref::among(&accounts, Some(place.account_id))?;
                Some(Place {
                    account,
                    roles: roles(&place),
                    title: place.title,
                    is_primary: place.is_primary,
                    first_to_call: place.first_to_call,
                })
            })
            .collect();
        accounts.sort_by_key(|place| (!place.is_primary, place.account.name.clone()));
        let contact = Contact {
            id: row.id,
            version: row.version,
            next_birthday_on: birthday(&row).and_then(|b| next_birthday(&b.calendar, b.month, b.day, b.leap, today)),
            birthday: birthday(&row),
            name: row.name,
            gender: row.gender,
            mobile: row.mobile,
            phone: row.phone,
            email: row.email,
            wechat: row.wechat,
            language: row.language,
            preferred_channel: row.preferred_channel,
            is_consumer: row.is_consumer,
            guardian: Ref::among(&guardians, row.guardian_id),
            remark: row.remark,
            owner: Ref::among(&owners, row.owner_id),
            tags: tags_of.remove(&row.id).unwrap_or_default(),
            wards: wards_of.remove(&row.id).unwrap_or_default(),
            accounts,
            created_at: row.created_at,
            updated_at: row.updated_at,
            trashed_at: row.trashed_at,
            erased_at: row.erased_at,
            custom: customs.remove(&row.id).unwrap_or_default(),
        };
        contact.told_to(reader.actor())
    };
    Ok(rows.into_iter().map(&mut one).collect())
}

/// What tells people from others (F59): what is their own, and their names at the same accounts.
pub(super) async fn facts(reader: &Reader, rows: Vec<contact::Model>) -> Result<Vec<Facts>> {
    let mut places_of: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for place in places(reader, &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await? {
        places_of.entry(place.contact_id).or_default().push(place.account_id.to_string());
    }
    let mut of = |row: contact::Model| {
        let marks = [(Sign::Mobile, row.mobile), (Sign::Phone, row.phone), (Sign::Email, row.email), (Sign::Wechat, row.wechat)];
        Facts {
            id: row.id,
            owner: row.owner_id,
            is_person: true,
            names: vec![plain(&row.name)],
            places: places_of.remove(&row.id).unwrap_or_default(),
            marks: marks.into_iter().filter_map(|(sign, value)| Some((sign, value?))).collect(),
            title: row.name,
        }
    };
    Ok(rows.into_iter().map(&mut of).collect())
}

/// The consumers whom the actor may see, by their guardian.
async fn wards(reader: &Reader, guardians: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<Ref>>> {
    let of = |select: Select<contact::Entity>| {
        select
            .filter(contact::Column::GuardianId.is_in(guardians.iter().copied()))
            .filter(contact::Column::TrashedAt.is_null())
            // In the order of the index that finds them. By the id alone SQLite would walk all contacts of the workspace.
            .order_by_asc(contact::Column::GuardianId)
            .order_by_asc(contact::Column::Id)
            .limit(MOST_WARDS)
    };
    let mut wards: BTreeMap<Uuid, Vec<Ref>> = BTreeMap::new();
    for row in reader.find::<tables::Contact>().with(of).all().await? {
        wards.entry(row.guardian_id.unwrap_or_default()).or_default().push(Ref { id: row.id, name: row.name });
    }
    Ok(wards)
}

pub(super) fn birthday(row: &contact::Model) -> Option<Birthday> {
    Some(Birthday {
        calendar: row.birthday_calendar.clone()?,
        year: row.birthday_year,
        month: row.birthday_month?,
        day: row.birthday_day?,
        leap: row.birthday_leap,
    })
}

pub(super) fn roles(place: &contact_account::Model) -> Vec<String> {
    serde_json::from_value(place.roles.clone()).unwrap_or_default()
}

/// The links of contacts to accounts, whoever may see the accounts.
pub(super) async fn places(reader: &Reader, contacts: &[Uuid]) -> Result<Vec<contact_account::Model>> {
    let links = contact_account::Entity::find()
        .filter(contact_account::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(contact_account::Column::ContactId.is_in(contacts.iter().copied()));
    Ok(links.all(reader.source()).await?)
}

/// The places of those who have one at both accounts, at these two.
pub(super) async fn places_at_both(reader: &Reader, one: Uuid, other: Uuid) -> Result<Vec<contact_account::Model>> {
    let at = |account: Uuid| {
        let at = contact_account::Entity::find().select_only().column(contact_account::Column::ContactId);
        at.filter(contact_account::Column::WorkspaceId.eq(reader.actor().workspace)).filter(contact_account::Column::AccountId.eq(account))
    };
    let links = contact_account::Entity::find()
        .filter(contact_account::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(contact_account::Column::AccountId.is_in([one, other]))
        .filter(contact_account::Column::ContactId.in_subquery(at(one).into_query()))
        .filter(contact_account::Column::ContactId.in_subquery(at(other).into_query()));
    Ok(links.all(reader.source()).await?)
}

/// A page of the people of an account that the actor may see: the first to call, then by name.
pub async fn at_account(reader: &Reader, account: Id<customers::tables::Account>, cursor: Option<&str>, limit: u64) -> Result<People> {
    reader.get(account).await?;
    let there = contact_account::Entity::find()
        .select_only()
        .column(contact_account::Column::ContactId)
        .filter(contact_account::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(contact_account::Column::AccountId.eq(account.uuid()))
        .into_query();
    // By the people of the account, not by an index of all contacts in the order of the page or without the trash.
    let own = |column: contact::Column| reader.dialect().unindexed(Expr::col((contact::Entity, column)));
    let all = reader
        .find::<tables::Contact>()
        .with(|select| select.filter(contact::Column::Id.in_subquery(there)).filter(own(contact::Column::TrashedAt).is_null()));
    let count = list::capped(reader, all.clone().with(|select| select.select_only().column(contact::Column::Id)).into_query()).await?;
    let name = || own(contact::Column::NameSort);
    let after = cursor.map(After::decode).transpose()?.map(|after| {
        let same = Condition::all().add(name().eq(after.text.as_str())).add(contact::Column::Id.gt(after.id));
        Condition::any().add(name().gt(after.text)).add(same)
    });
    let page = |select: Select<contact::Entity>| {
        let select = select.filter(Condition::all().add_option(after));
        select.order_by(name(), Order::Asc).order_by_asc(contact::Column::Id).limit(limit + 1)
    };
    let first = contact_account::Entity::find()
        .filter(contact_account::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(contact_account::Column::AccountId.eq(account.uuid()))
        .filter(contact_account::Column::FirstToCall.eq(true))
        .one(reader.source())
        .await?
        .map(|place| place.contact_id);
    let others = all.clone().with(|select| select.filter(Condition::all().add_option(first.map(|first| contact::Column::Id.ne(first)))));
    let mut rows = others.with(page).all().await?;
    let has_more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next_cursor = rows.last().filter(|_| has_more).map(|last| After { text: last.name_sort.clone(), id: last.id }.encode());
    if let Some(first) = first.filter(|_| cursor.is_none()) {
        rows.splice(0..0, all.with_id(first).one().await?);
    }
    Ok(People { items: wires(reader, rows).await?, next_cursor, count })
}

/// The names of contacts that the actor may see; others are left out.
pub async fn names(reader: &Reader, ids: Vec<Uuid>) -> Result<Vec<Ref>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reader.find::<tables::Contact>().with_ids(ids).all().await?;
    Ok(rows.into_iter().map(|row| Ref { id: row.id, name: row.name }).collect())
}

/// Through whom a contact is found and heard of, besides its owner.
#[derive(Clone, Debug, Default)]
pub struct Through {
    /// The accounts at which it has a place.
    pub accounts: BTreeSet<Uuid>,
    /// Their owners.
    pub owners: BTreeSet<Uuid>,
    /// Whom they are shared with.
    pub circles: BTreeSet<Uuid>,
}

impl Through {
    /// Those who hear of it: for [`Event::seen_through`](guanxi_kernel::event::Event::seen_through).
    #[must_use]
    pub fn heard(self) -> Vec<Uuid> {
        self.owners.into_iter().chain(self.accounts).collect()
    }
}

/// Who stands behind accounts.
pub(super) struct Behind {
    owners: BTreeMap<Uuid, Uuid>,
    circles: BTreeMap<Uuid, BTreeSet<Uuid>>,
}

impl Behind {
    /// Looks it up of these accounts.
    pub(super) async fn look_up(reader: &Reader, accounts: &BTreeSet<Uuid>) -> Result<Self> {
        let accounts: Vec<Uuid> = accounts.iter().copied().collect();
        let circles = customers::team::queries::circles(reader, &accounts).await?;
        Ok(Self { owners: customers::queries::owners(reader, accounts).await?, circles })
    }

    /// Through whom somebody is found who has a place at these.
    pub(super) fn through(&self, accounts: impl IntoIterator<Item = Uuid>) -> Through {
        let accounts: BTreeSet<Uuid> = accounts.into_iter().collect();
        Through {
            owners: accounts.iter().filter_map(|account| self.owners.get(account)).copied().collect(),
            circles: accounts.iter().filter_map(|account| self.circles.get(account)).flatten().copied().collect(),
            accounts,
        }
    }
}

/// Through whom contacts are found and heard of, by the contact.
pub async fn through(reader: &Reader, contacts: &[Uuid]) -> Result<BTreeMap<Uuid, Through>> {
    let mut accounts: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for place in places(reader, contacts).await? {
        accounts.entry(place.contact_id).or_default().insert(place.account_id);
    }
    let behind = Behind::look_up(reader, &accounts.values().flatten().copied().collect()).await?;
    Ok(accounts.into_iter().map(|(contact, accounts)| (contact, behind.through(accounts))).collect())
}

/// The tags on the contacts the actor may see, in order.
pub async fn tags(reader: &Reader) -> Result<Vec<customers::api::Tag>> {
    Ok(TAGS.used::<tables::Contact>(reader).await?.into_iter().map(|tag| customers::api::Tag { tag }).collect())
}

/// The tags of all contacts, each with how many carry it.
pub async fn tag_counts(reader: &Reader) -> Result<Vec<customers::api::TagCount>> {
    customers::queries::count_tags(reader, TAGS).await
}

/// The next people of some accounts in the order of their ids, each once.
pub(super) async fn people_after(reader: &Reader, accounts: &[Uuid], after: Uuid, limit: u64) -> Result<Vec<Uuid>> {
    let people = contact_account::Entity::find()
        .select_only()
        .column(contact_account::Column::ContactId)
        .distinct()
        .filter(contact_account::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(contact_account::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(contact_account::Column::ContactId.gt(after))
        .order_by_asc(contact_account::Column::ContactId)
        .limit(limit);
    Ok(people.into_tuple().all(reader.source()).await?)
}

/// How many contacts an owner has, those in the trash too.
pub async fn owned(reader: &Reader, owner: Uuid) -> Result<u64> {
    reader.find::<tables::Contact>().with(|select| select.filter(contact::Column::OwnerId.eq(owner))).count().await
}

/// Ids of some contacts of one owner, those in the trash too, in no order.
pub(super) async fn owned_by(reader: &Reader, owner: Uuid, limit: u64) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Only {
        id: Uuid,
    }
    let some = |select: Select<contact::Entity>| {
        select.select_only().column(contact::Column::Id).filter(contact::Column::OwnerId.eq(owner)).limit(limit)
    };
    let rows: Vec<Only> = reader.find::<tables::Contact>().with(some).all_as().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// [`names`] for the columns of lists.
pub fn list_names(reader: &Reader, ids: Vec<Uuid>) -> Naming<'_> {
    Box::pin(async move { Ok(names(reader, ids).await?.into_iter().map(|name| (name.id, name.name)).collect()) })
}

/// The contacts that words call, by mobile number or else by name, for the columns of files.
pub fn called_so(reader: &Reader, words: Vec<String>) -> Finding<'_> {
    Box::pin(async move {
        let number = |word: &str| Phone::parse(word).ok().map(|number| number.to_string());
        let numbers: Vec<String> = words.iter().filter_map(|word| number(word)).collect();
        // The index that lists are sorted by finds names too.
        let sorts = words.iter().map(|word| tokens::person_sort_key(word));
        let named = contact::Column::NameSort.is_in(sorts).and(contact::Column::Name.is_in(words.iter().cloned()));
        let either = Condition::any().add(named).add(contact::Column::Mobile.is_in(numbers));
        let of = |select: Select<contact::Entity>| select.filter(either).filter(contact::Column::TrashedAt.is_null());
        let rows = reader.find::<tables::Contact>().with(of).all().await?;
        let calls = |word: String| -> Vec<(String, Uuid)> {
            let number = number(&word);
            let is_numbered = |row: &&contact::Model| number.is_some() && row.mobile == number;
            let has_number = rows.iter().any(|row| is_numbered(&row));
            let called = rows.iter().filter(|row| if has_number { is_numbered(row) } else { row.name == word });
            called.map(|row| (word.clone(), row.id)).collect()
        };
        Ok(words.into_iter().flat_map(calls).collect())
    })
}

/// Those who have a place at one of these accounts, whoever may see them.
pub async fn at_accounts(reader: &Reader, accounts: &[Uuid]) -> Result<Vec<Uuid>> {
    let people = contact_account::Entity::find()
        .select_only()
        .column(contact_account::Column::ContactId)
        .distinct()
        .filter(contact_account::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(contact_account::Column::AccountId.is_in(accounts.iter().copied()));
    Ok(people.into_tuple().all(reader.source()).await?)
}
