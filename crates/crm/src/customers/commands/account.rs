//! One account: made, changed, put in the trash, taken out again.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use guanxi_kernel::{
    actor::{Action, Actor},
    check::Check,
    clock::NEVER,
    custom,
    db::{Change, Cleared, Recorded, Tx},
    error::{Error, OnUnique, Result, unchanged},
    id::Id,
    search::{self, Document},
    slice::Listed,
    tags,
    text::{CreditCode, city, city_in_front, core_name, plain, tokens},
};
use sea_orm::{ActiveValue, Set};
use serde_json::Value;
use uuid::Uuid;

use super::pool::of_another;
use crate::{
    customers::{
        api::{Account, AccountPatch, NewAccount},
        events, queries,
        rules::{CHANNEL_KINDS, CREDIT_GRADES, KINDS, MARKET_POSITIONS, OWNERSHIP_FORMS},
        tables::{self, TAGS, account},
        team,
    },
    duplicates::{self, Facts, Sign},
    staff,
};

/// Makes an account. A colleague for whom it is made is told.
pub async fn create(tx: &mut Tx, input: NewAccount) -> Result<Recorded<Account>> {
    let leave = tx.to_create()?;
    let mut check = Check::new();
    let custom = custom::value::checked(tx, &mut check, tables::Account::list(), None, None, &input.custom).await?;
    let is_assigned = input.assign && input.owner_id.is_none();
    let (mut model, tags) = check_new(&mut check, input, tx.actor().user());
    model.custom = Set(custom);
    model.owned_on = Set(tx.today());
    check_began(&mut check, &model, tx.today());
    if let ActiveValue::Set(owner) = &model.owner_id {
        staff::queries::check_owner(&mut check, tx.reader(), "account", *owner, "/owner_id").await?;
    }
    check.done()?;
    let row = tx.insert::<tables::Account>(leave, model).await.on_unique("accounts", "number", number_taken)?;
    TAGS.replace(tx, row.id, &[], &tags).await?;
    index(tx, &row, &tags).await?;
    if let Some(owner) = row.owner_id.filter(|owner| Some(*owner) != tx.actor().user()) {
        tx.note(events::given(row.id, owner, 1));
    }
    let created = events::created(&row);
    let row = if is_assigned {
        (crate::ASSIGN)(tx, row.id).await?;
        tx.reader().in_workspace::<tables::Account>().with_id(row.id).one().await?.ok_or(Error::NotFound)?
    } else {
        row
    };
    let wire = queries::wire(tx.reader(), row).await?;
    Ok(tx.record(created, wire))
}

pub(super) fn number_taken() -> Error {
    Error::field("/number", "taken", "Another account has this number already.")
}

/// Checks a new account without the database.
pub(crate) fn check_new(check: &mut Check, input: NewAccount, me: Option<Uuid>) -> (account::ActiveModel, Vec<String>) {
    let name = check.required("/name", &input.name, 200);
    let tags = tags::checked(check, "/tags", &input.tags);
    let model = account::ActiveModel {
        trashed_at: Set(None),
        number: Set(check.optional("/number", input.number, 60)),
        name_sort: Set(tokens::sort_key(&name)),
        name: Set(name),
        also_known_as: Set(names(check, input.also_known_as)),
        kind: Set(check.choice("/kind", input.kind, KINDS).unwrap_or_else(|| "organisation".to_owned())),
        channel_kind: Set(check.choice("/channel_kind", input.channel_kind, CHANNEL_KINDS)),
        credit_code: Set(credit_code(check, input.credit_code)),
        region: Set(check.optional("/region", input.region, 100)),
        address: Set(check.optional("/address", input.address, 300)),
        phone: Set(check.phone("/phone", input.phone)),
        website: Set(check.website("/website", input.website)),
        ownership_form: Set(check.choice("/ownership_form", input.ownership_form, OWNERSHIP_FORMS)),
        market_position: Set(check.choice("/market_position", input.market_position, MARKET_POSITIONS)),
        credit_grade: Set(check.choice("/credit_grade", input.credit_grade, CREDIT_GRADES)),
        high_tech: Set(input.high_tech),
        public_sector: Set(input.public_sector),
        remark: Set(check.long("/remark", input.remark, MAX_REMARK)),
        owner_id: Set(input.owner_id.or(me)),
        cooperating_since: Set(input.cooperating_since.map_or(NEVER, |day| check.day("/cooperating_since", day))),
        net_sales_minor: Set(0),
        net_sales_12m_minor: Set(0),
        order_count: Set(0),
        first_order_on: Set(NEVER),
        last_order_on: Set(NEVER),
        history: Set("none".to_owned()),
        volume: Set("none".to_owned()),
        last_contact_on: Set(NEVER),
        next_step_on: Set(NEVER),
        pool_id: Set(None),
        pooled_on: Set(None),
        pooled_from_id: Set(None),
        pooled_why: Set(None),
        protected_until: Set(None),
        protected_why: Set(None),
        custom: Set(None),
        ..Default::default()
    };
    (model, tags)
}

/// Nobody has been a customer since a day to come.
pub(in crate::customers) fn check_began(check: &mut Check, row: &account::ActiveModel, today: NaiveDate) {
    if let ActiveValue::Set(since) = row.cooperating_since
        && since > today
    {
        check.wrong("/cooperating_since", "in_the_future", "This day has not come yet.");
    }
}

/// The most characters of a remark.
pub(super) const MAX_REMARK: usize = 5000;
/// The most characters of other names.
pub(super) const MAX_NAMES: usize = 500;

/// Other names, each once.
fn names(check: &mut Check, text: Option<String>) -> Option<String> {
    let text = check.optional("/also_known_as", text, MAX_NAMES)?;
    let mut names: Vec<&str> = Vec::new();
    for name in text.split(['、', '，', ',', ';', '；']).map(str::trim).filter(|name| !name.is_empty()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Some(names.join("、")).filter(|names| !names.is_empty())
}

fn credit_code(check: &mut Check, text: Option<String>) -> Option<String> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    check.parsed("/credit_code", CreditCode::parse(&text)).map(|code| code.to_string())
}

/// Changes an account.
pub async fn change(tx: &mut Tx, id: Id<tables::Account>, expected: i64, input: AccountPatch) -> Result<Recorded<Account>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::account(tx.reader(), id)).await?;
    let row = apply(tx, row, input, None).await?;
    let wire = queries::wire(tx.reader(), row.clone()).await?;
    Ok(tx.record(events::changed(&row), wire))
}

/// Refuses what [`change`] would refuse to write to an account, and writes nothing.
pub async fn try_change(tx: &mut Tx, row: &account::Model, input: AccountPatch) -> Result<()> {
    let mut check = Check::new();
    let list = tables::Account::list();
    custom::value::checked(tx, &mut check, list, Some(row.id), Some(row.custom.as_ref()), &input.custom).await?;
    let (change, _) = check_patch(&mut check, input);
    check_began(&mut check, &change, tx.today());
    check.done()
}

/// Writes a patch to a row that was cleared for it. What it keeps in the workspace's own fields comes with the patch, or as a whole.
pub(in crate::customers) async fn apply(
    tx: &mut Tx,
    row: Cleared<tables::Account, Change>,
    input: AccountPatch,
    whole: Option<Value>,
) -> Result<account::Model> {
    if row.trashed_at.is_some() {
        return Err(trashed());
    }
    let mut check = Check::new();
    let list = tables::Account::list();
    let custom = match whole {
        Some(whole) => Some(whole).filter(|whole| !whole.is_null()),
        None => custom::value::checked(tx, &mut check, list, Some(row.id), Some(row.custom.as_ref()), &input.custom).await?,
    };
    let (mut change, tags) = check_patch(&mut check, input);
    change.custom = Set(custom);
    check_began(&mut check, &change, tx.today());
    if let ActiveValue::Set(owner) = change.owner_id
        && owner != row.owner_id
    {
        check_given_away(&mut check, tx.actor(), row.owner_id, "/owner_id");
        staff::queries::check_owner(&mut check, tx.reader(), "account", owner, "/owner_id").await?;
        change = account::ActiveModel { owner_id: Set(owner), ..of_another(change, tx.today()) };
    }
    check.done()?;
    let before = TAGS.of_one(tx.reader(), row.id).await?;
    let owner_before = row.owner_id;
    let retagged = tags.as_ref().is_some_and(|tags| tags.iter().collect::<BTreeSet<_>>() != before.iter().collect());
    let written = if retagged { tx.touch::<tables::Account>(row, change).await } else { tx.update::<tables::Account>(row, change).await };
    let row = written.on_unique("accounts", "number", number_taken)?;
    let tags = match tags {
        Some(tags) => {
            TAGS.replace(tx, row.id, &before, &tags).await?;
            tags
        }
        None => before,
    };
    index(tx, &row, &tags).await?;
    if row.owner_id != owner_before {
        tx.note(events::owner_changed(&row, owner_before));
    }
    Ok(row)
}

/// Whoever may change an account because it is shared does not take it from its owner, nor give it away.
pub(in crate::customers) fn check_given_away(check: &mut Check, actor: &Actor, present: Option<Uuid>, pointer: &str) {
    if !may_give_away(actor, present) {
        check.wrong(pointer, "not_yours_to_give", "Only the owner of an account, and who leads the owner, gives it to somebody else.");
    }
}

/// Whether the actor may give somebody else an account of this owner.
pub fn may_give_away(actor: &Actor, present: Option<Uuid>) -> bool {
    actor.reaches("account", Action::Change, present)
}

/// Checks a patch without the database: the columns that it writes, and the tags when it replaces them.
pub(in crate::customers) fn check_patch(check: &mut Check, input: AccountPatch) -> (account::ActiveModel, Option<Vec<String>>) {
    let since = input.cooperating_since.map(|day| day.map_or(NEVER, |day| check.day("/cooperating_since", day)));
    let tags = input.tags.map(|tags| tags::checked(check, "/tags", &tags));
    let mut change = account::ActiveModel::default();
    if let Some(name) = input.name {
        let name = check.required("/name", &name, 200);
        change.name_sort = Set(tokens::sort_key(&name));
        change.name = Set(name);
    }
    if let Some(kind) = input.kind {
        change.kind = Set(check.one_of("/kind", &kind, KINDS));
    }
    let mut text = |field: &mut ActiveValue<Option<String>>, pointer: &str, value: Option<Option<String>>, max: usize| {
        if let Some(value) = value {
            *field = Set(check.optional(pointer, value, max));
        }
    };
    text(&mut change.number, "/number", input.number, 60);
    text(&mut change.region, "/region", input.region, 100);
    text(&mut change.address, "/address", input.address, 300);
    let mut choice = |field: &mut ActiveValue<Option<String>>, pointer: &str, value: Option<Option<String>>, choices: &[&str]| {
        if let Some(value) = value {
            *field = Set(check.choice(pointer, value, choices));
        }
    };
    choice(&mut change.channel_kind, "/channel_kind", input.channel_kind, CHANNEL_KINDS);
    choice(&mut change.ownership_form, "/ownership_form", input.ownership_form, OWNERSHIP_FORMS);
    choice(&mut change.market_position, "/market_position", input.market_position, MARKET_POSITIONS);
    choice(&mut change.credit_grade, "/credit_grade", input.credit_grade, CREDIT_GRADES);
    if let Some(text) = input.also_known_as {
        change.also_known_as = Set(names(check, text));
    }
    if let Some(code) = input.credit_code {
        change.credit_code = Set(credit_code(check, code));
    }
    if let Some(address) = input.website {
        change.website = Set(check.website("/website", address));
    }
    if let Some(number) = input.phone {
        change.phone = Set(check.phone("/phone", number));
    }
    if let Some(remark) = input.remark {
        change.remark = Set(check.long("/remark", remark, MAX_REMARK));
    }
    if let Some(flag) = input.high_tech {
        change.high_tech = Set(flag);
    }
    if let Some(flag) = input.public_sector {
        change.public_sector = Set(flag);
    }
    if let Some(since) = since {
        change.cooperating_since = Set(since);
    }
    if let Some(owner) = input.owner_id {
        change.owner_id = Set(owner);
    }
    (change, tags)
}

/// Whom an account is shared with, if with anybody.
type Circles<'a> = Option<&'a BTreeSet<Uuid>>;

/// What can be found of an account.
pub(in crate::customers) fn document(actor: &Actor, row: &account::Model, tags: &[String], circles: Circles) -> Document {
    let mut texts: Vec<String> =
        [&row.also_known_as, &row.number, &row.credit_code, &row.region, &row.address].into_iter().flatten().cloned().collect();
    texts.extend(tags.iter().cloned());
    texts.extend(custom::value::texts(actor.customs.of("accounts"), row.custom.as_ref()));
    Document {
        kind: "account",
        record: row.id,
        title: row.name.clone(),
        subtitle: [&row.region, &row.address].into_iter().flatten().cloned().collect::<Vec<_>>().join(" "),
        by_sound: true,
        is_person: row.kind == "person",
        texts,
        phones: row.phone.iter().cloned().collect(),
        owners: row.owner_id.into_iter().collect(),
        shared_with: circles.into_iter().flatten().copied().collect(),
    }
}

/// Brings the search index up to date; what is in the trash is not found.
pub(in crate::customers) async fn index(tx: &Tx, row: &account::Model, tags: &[String]) -> Result<()> {
    if row.trashed_at.is_some() {
        search::remove(tx, "account", row.id).await?;
    } else {
        let circles = team::queries::circles(tx.reader(), &[row.id]).await?;
        search::put(tx, &document(tx.actor(), row, tags, circles.get(&row.id))).await?;
    }
    put_keys(tx, std::slice::from_ref(row)).await
}

/// Brings the keys under which accounts are found that may be the same up to date.
pub(in crate::customers) async fn put_keys(tx: &Tx, rows: &[account::Model]) -> Result<()> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let facts: Vec<Facts> = rows.iter().filter(|row| row.trashed_at.is_none()).map(|row| facts(row.into())).collect();
    duplicates::commands::put_keys(tx, "account", &ids, &facts).await
}

/// What of an account tells it from others.
#[derive(Clone, Copy)]
pub(in crate::customers) struct Telling<'a> {
    pub(in crate::customers) id: Uuid,
    pub(in crate::customers) owner: Option<Uuid>,
    pub(in crate::customers) kind: &'a str,
    pub(in crate::customers) name: &'a str,
    pub(in crate::customers) also_known_as: Option<&'a str>,
    pub(in crate::customers) region: Option<&'a str>,
    pub(in crate::customers) address: Option<&'a str>,
    pub(in crate::customers) phone: Option<&'a str>,
    pub(in crate::customers) credit_code: Option<&'a str>,
}

impl<'a> From<&'a account::Model> for Telling<'a> {
    fn from(row: &'a account::Model) -> Self {
        Self {
            id: row.id,
            owner: row.owner_id,
            kind: &row.kind,
            name: &row.name,
            also_known_as: row.also_known_as.as_deref(),
            region: row.region.as_deref(),
            address: row.address.as_deref(),
            phone: row.phone.as_deref(),
            credit_code: row.credit_code.as_deref(),
        }
    }
}

/// What tells an account from others (F59). The city is that of its region, of its address, or of its name.
pub(in crate::customers) fn facts(of: Telling) -> Facts {
    let is_person = of.kind != "organisation";
    let place = [of.region, of.address].into_iter().flatten().find_map(city).or_else(|| city_in_front(of.name));
    let all = std::iter::once(of.name).chain(of.also_known_as.into_iter().flat_map(|names| names.split('、')));
    let names = all.map(|name| if is_person { plain(name) } else { core_name(name, place.as_deref()) }).collect();
    let phone = if is_person { Sign::Mobile } else { Sign::Phone };
    let marks = [(Sign::CreditCode, of.credit_code), (phone, of.phone)];
    Facts {
        id: of.id,
        title: of.name.to_owned(),
        owner: of.owner,
        is_person,
        names,
        places: place.into_iter().filter(|_| !is_person).collect(),
        marks: marks.into_iter().filter_map(|(sign, value)| Some((sign, value?.to_owned()))).collect(),
    }
}

/// Writes many accounts to the search index again.
pub(in crate::customers) async fn index_many(tx: &Tx, rows: &[account::Model]) -> Result<()> {
    let ids: Vec<Uuid> = rows.iter().filter(|row| row.trashed_at.is_none()).map(|row| row.id).collect();
    let tags = TAGS.of(tx.reader(), &ids).await?;
    let circles = team::queries::circles(tx.reader(), &ids).await?;
    let of = |row: &account::Model| document(tx.actor(), row, tags.get(&row.id).map_or(&[], Vec::as_slice), circles.get(&row.id));
    let documents: Vec<Document> = rows.iter().filter(|row| row.trashed_at.is_none()).map(of).collect();
    search::put_many(tx, &documents).await?;
    put_keys(tx, rows).await
}

/// What is in the trash stays as it is until it is taken out.
pub(crate) fn trashed() -> Error {
    Error::conflict("trashed", "This account is in the trash; take it out first.")
}

/// An account that is to be changed. What is in the trash is not.
pub(crate) async fn to_change(tx: &mut Tx, id: Id<tables::Account>) -> Result<Cleared<tables::Account, Change>> {
    let row = tx.to_change(id).await?;
    if row.trashed_at.is_some() { Err(trashed()) } else { Ok(row) }
}

/// Moves an account to the trash. Everything about it stays.
pub async fn trash(tx: &mut Tx, id: Id<tables::Account>, expected: i64) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    unchanged(expected, row.version, queries::account(tx.reader(), id)).await?;
    if row.trashed_at.is_some() {
        return Err(trashed());
    }
    let now = tx.now();
    let row = tx.instead_of_removing(row);
    let row = tx.update::<tables::Account>(row, account::ActiveModel { trashed_at: Set(Some(now)), ..Default::default() }).await?;
    index(tx, &row, &[]).await?;
    Ok(tx.record(events::trashed(&row), ()))
}

/// Takes an account out of the trash.
pub async fn restore(tx: &mut Tx, id: Id<tables::Account>) -> Result<Recorded<Account>> {
    let row = tx.to_remove(id).await?;
    if row.trashed_at.is_none() {
        return Err(Error::conflict("not_trashed", "This account is not in the trash."));
    }
    let row = tx.instead_of_removing(row);
    let row = tx.update::<tables::Account>(row, account::ActiveModel { trashed_at: Set(None), ..Default::default() }).await?;
    let tags = TAGS.of_one(tx.reader(), row.id).await?;
    index(tx, &row, &tags).await?;
    let wire = queries::wire(tx.reader(), row.clone()).await?;
    Ok(tx.record(events::restored(&row), wire))
}
