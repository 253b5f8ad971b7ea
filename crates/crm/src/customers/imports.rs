//! Accounts from files.

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
    text::{CreditCode, Phone},
};
use sea_orm::{ColumnTrait, QueryFilter, Set};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    api::{AccountPatch, NewAccount},
    commands::{
        Edited, call_many, change_many, check_began, check_given_away, check_new, check_patch, facts_of, insert_many, to_change_many,
        trashed,
    },
    events, queries,
    rules::{Called, called},
    tables::{self, account},
};
use crate::{
    duplicates::{self, Facts},
    remarks::{further_phones, remembered},
    staff::named::{NamedUser, NamedUsers, Origin},
    undo::Journal,
};

/// Accounts.
pub(super) const ACCOUNTS: Importable = Importable {
    name: "accounts",
    object: "account",
    fields: fields::fields,
    keys: &["external_id", "number", "credit_code", "phone", "name"],
    updates_by: &["external_id", "number", "credit_code", "phone", "name"],
    names: |plan, values| {
        let key = key_of(plan, values).map(|key| format!("key {key}"));
        let number = text(values, "number").map(|number| format!("number {number}"));
        let called = called(values, "source", "external_id").map(|called| format!("called {}", called.word()));
        let alike = if plan.refuse_duplicates { facts_of(row_input(values), None).alike() } else { Vec::new() };
        key.into_iter().chain(number).chain(called).chain(alike).collect()
    },
    shared: |plan, values| Some((key_of(plan, values)?, text(values, "name")?)),
    makes_missing: None,
    check: |actor, values| {
        let mut check = Check::new();
        custom::value::written(&mut check, &custom::value::to_fill_in(actor, tables::Account::list()), None, &customs(values));
        check_new(&mut check, row_input(values), None);
        check.into_errors()
    },
    look: |reader, rows| Box::pin(look(reader, rows)),
    write: |tx, plan, rows| Box::pin(write(tx, plan, rows)),
};

/// The columns of telephone numbers, of which an account has one.
const PHONES: &[&str] = &["phone"];

/// The row as a new account, without owner.
fn row_input(values: &Map<String, Value>) -> NewAccount {
    NewAccount {
        assign: false,
        name: text(values, "name").unwrap_or_default(),
        also_known_as: text(values, "also_known_as"),
        number: text(values, "number"),
        kind: text(values, "kind"),
        channel_kind: text(values, "channel_kind"),
        credit_code: text(values, "credit_code"),
        region: text(values, "region"),
        address: text(values, "address"),
        phone: first_phone(values, "phone"),
        website: text(values, "website"),
        ownership_form: text(values, "ownership_form"),
        market_position: text(values, "market_position"),
        credit_grade: text(values, "credit_grade"),
        high_tech: values.get("high_tech").and_then(Value::as_bool).unwrap_or_default(),
        public_sector: values.get("public_sector").and_then(Value::as_bool).unwrap_or_default(),
        remark: remembered(text(values, "remark"), None, further_phones(values, PHONES)),
        owner_id: None,
        cooperating_since: text(values, "cooperating_since").and_then(|date| date.parse().ok()),
        tags: tags(values).collect(),
        custom: customs(values),
    }
}

/// An account to be made at the end of a chunk.
struct NewRow {
    id: Uuid,
    made: (account::ActiveModel, Vec<String>),
    owner: Option<Uuid>,
    values: Map<String, Value>,
}

/// What a chunk must know about the database before it is written.
struct Known {
    owners: NamedUsers,
    keys: Keys,
    /// Whose each number is; those of this chunk's new accounts are nobody's yet.
    numbers: BTreeMap<String, Option<Uuid>>,
    /// Those that rows find and the actor may change, with what the rows before have changed.
    stored: BTreeMap<Uuid, Edited>,
    /// What rows may be like, where such rows are refused.
    alike: Option<duplicates::Known>,
    /// Whose each name in another program is; those of this chunk's new accounts are nobody's yet.
    called: BTreeMap<Called, Option<Uuid>>,
    /// The names in other programs that this chunk gives to accounts.
    calls: Vec<(Called, Uuid)>,
    /// Whose those values of the workspace's own fields are that only one may have.
    distinct: Distinct,
    /// Those of the stored that rows of this chunk change.
    changed: BTreeSet<Uuid>,
}

async fn write(tx: &mut Tx, plan: &Plan, rows: Vec<SourceRow>) -> Result<Vec<Outcome>> {
    let mut known = look_up(tx, plan, &rows).await?;
    let (mut outcomes, mut new) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in &rows {
        outcomes.push(outcome(place(tx, plan, &mut known, row, &mut new))?);
    }
    if let Some(alike) = known.alike.take() {
        alike.note_told(tx);
    }
    let owners: Vec<Option<Uuid>> = new.iter().map(|row| row.owner).collect();
    let journal = Journal::of(plan);
    let made = insert_many(tx, new.into_iter().map(|row| row.made).collect()).await?;
    journal.made(tx, &super::UNDOABLE, &made).await?;
    note_given(tx, made.into_iter().zip(owners));
    let before: Vec<(Uuid, Value)> = known.changed.iter().filter_map(|id| Some((*id, known.stored.get(id)?.beside()))).collect();
    journal.changing(tx, &super::UNDOABLE, &before).await?;
    change_many(tx, known.stored.into_values().collect()).await?;
    call_many(tx, plan.import, &known.calls).await?;
    journal.changed(tx, &super::UNDOABLE, known.changed).await?;
    Ok(outcomes)
}

/// Notes for whom new accounts were made, once a person.
fn note_given(tx: &mut Tx, made: impl Iterator<Item = (Uuid, Option<Uuid>)>) {
    let mut given: BTreeMap<Uuid, (Uuid, usize)> = BTreeMap::new();
    for (account, owner) in made {
        if let Some(owner) = owner.filter(|owner| Some(*owner) != tx.actor().user()) {
            given.entry(owner).or_insert((account, 0)).1 += 1;
        }
    }
    for (owner, (first, accounts)) in given {
        tx.note(events::given(first, owner, accounts));
    }
}

fn key_of(plan: &Plan, values: &Map<String, Value>) -> Option<String> {
    let key = plan.key.as_deref()?;
    let text = text(values, key)?;
    Some(match key {
        "external_id" => called(values, "source", "external_id")?.word(),
        "credit_code" => CreditCode::parse(&text).ok()?.to_string(),
        "phone" => Phone::parse(&first_phone(values, "phone")?).ok()?.to_string(),
        _ => text,
    })
}

fn key_column(key: &str) -> account::Column {
    match key {
        "credit_code" => account::Column::CreditCode,
        "phone" => account::Column::Phone,
        "name" => account::Column::Name,
        _ => account::Column::Number,
    }
}

/// Owners who do not work here, tags that no account has yet, and accounts that look like one that is there.
async fn look(reader: &Reader, rows: &[SourceRow]) -> Result<Vec<Vec<FieldError>>> {
    let owners = NamedUsers::look_up(reader, rows).await?;
    let mut alike = duplicates::Known::look_up(reader, &super::MERGEABLE, &facts_of_rows(rows)).await?;
    let mut known = queries::known_tags(reader, rows.iter().flat_map(|row| tags(&row.values)).collect()).await?;
    // Each is told of once.
    let notices = |row: &SourceRow| {
        let new: Vec<String> = tags(&row.values).filter(|tag| known.insert(tag.clone())).collect();
        let new = (!new.is_empty()).then(|| {
            FieldError::new("/tags", "tag_new", "No account has this tag yet; it will be a new one.").with("word", new.join("、"))
        });
        let like = alike.like(&facts_of(row_input(&row.values), None));
        owners.look(&row.values).into_iter().chain(new).chain(like).collect()
    };
    Ok(rows.iter().map(notices).collect())
}

fn tags(values: &Map<String, Value>) -> impl Iterator<Item = String> {
    values.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(|tag| tag.as_str().map(str::to_owned))
}

fn facts_of_rows(rows: &[SourceRow]) -> Vec<Facts> {
    rows.iter().map(|row| facts_of(row_input(&row.values), None)).collect()
}

async fn look_up(tx: &mut Tx, plan: &Plan, rows: &[SourceRow]) -> Result<Known> {
    let reader = tx.reader();
    let owners = NamedUsers::look_up(reader, rows).await?;
    let mut found = Keys::default();
    let names: BTreeSet<Called> = rows.iter().filter_map(|row| called(&row.values, "source", "external_id")).collect();
    let called = queries::called(reader, &names).await?;
    if plan.key.as_deref() == Some("external_id") {
        for name in called.keys() {
            found.hidden(name.word());
        }
        let ids = called.values().copied().collect::<Vec<_>>();
        let alive = reader.find::<tables::Account>().with_ids(ids).with(|select| select.filter(account::Column::TrashedAt.is_null()));
        let alive: BTreeSet<Uuid> = alive.all().await?.into_iter().map(|row| row.id).collect();
        for (name, id) in called.iter().filter(|(_, id)| alive.contains(id)) {
            found.stored(name.word(), *id);
        }
    } else if let Some(key) = plan.key.as_deref() {
        let keys: BTreeSet<String> = rows.iter().filter_map(|row| key_of(plan, &row.values)).collect();
        let column = key_column(key);
        if key == "number" {
            for holder in queries::by_field(reader.in_workspace(), column, keys.clone()).await? {
                found.hidden(holder.key);
            }
        }
        let alive = reader.find::<tables::Account>().with(|select| select.filter(account::Column::TrashedAt.is_null()));
        for holder in queries::by_field(alive, column, keys).await? {
            found.stored(holder.key, holder.id);
        }
    }
    let wanted = rows.iter().filter_map(|row| text(&row.values, "number")).collect();
    let numbers = queries::by_field(reader.in_workspace(), account::Column::Number, wanted).await?;
    let numbers = numbers.into_iter().map(|found| (found.key, Some(found.id))).collect();
    let called = called.into_iter().map(|(name, id)| (name, Some(id))).collect();
    let stored = if plan.mode == Mode::Create { BTreeMap::new() } else { to_change_many(tx, &found.ids()).await? };
    let alike = if plan.refuse_duplicates {
        Some(duplicates::Known::refusing(tx, plan, &super::MERGEABLE, &facts_of_rows(rows)).await?)
    } else {
        None
    };
    let sent: Vec<Sent> = rows.iter().map(|row| customs(&row.values)).collect();
    let distinct = Distinct::look_up(tx, tables::Account::list(), &sent).await?;
    Ok(Known { owners, keys: found, numbers, stored, alike, called, calls: Vec::new(), distinct, changed: BTreeSet::new() })
}

fn place(tx: &Tx, plan: &Plan, known: &mut Known, row: &SourceRow, new: &mut Vec<NewRow>) -> Result<Outcome> {
    let named = known.owners.of(&row.values);
    let owner = named.colleague();
    let values = &row.values;
    named.may_be_given(tx.actor(), "account")?;
    let key = key_of(plan, values);
    let name = called(values, "source", "external_id");
    match known.keys.aim(plan, key.as_deref())? {
        Aim::Taken if plan.key.as_deref() == Some("external_id") => Err(called_already()),
        Aim::Taken => Err(taken()),
        Aim::Stored(id) => {
            let number = text(values, "number");
            if number.as_ref().and_then(|number| known.numbers.get(number)).is_some_and(|whose| *whose != Some(id)) {
                return Err(taken());
            }
            let whose = name.as_ref().and_then(|name| known.called.get(name));
            if whose.is_some_and(|whose| *whose != Some(id)) {
                return Err(called_already());
            }
            let (edited, is_new_name) = (known.stored.get_mut(&id).ok_or(Error::NotFound)?, name.is_some() && whose.is_none());
            let mut outcome = update(tx, edited, &mut known.distinct, &named, values)?;
            if let Some(name) = name.filter(|_| is_new_name) {
                edited.row.touch();
                outcome = Outcome::Updated;
                known.called.insert(name.clone(), Some(id));
                known.calls.push((name, id));
            }
            if outcome == Outcome::Updated {
                known.changed.insert(id);
            }
            // A refused row takes no number.
            known.numbers.extend(number.map(|number| (number, Some(id))));
            Ok(outcome)
        }
        Aim::New(place) => {
            let earlier = &new[place];
            let values = named.written_into(values, known.owners.unknown_maker(values));
            let number = text(&values, "number").filter(|number| text(&earlier.values, "number").as_ref() != Some(number));
            if number.as_ref().is_some_and(|number| known.numbers.contains_key(number)) {
                return Err(taken());
            }
            let name = name.filter(|name| called(&earlier.values, "source", "external_id").as_ref() != Some(name));
            if name.as_ref().is_some_and(|name| known.called.contains_key(name)) {
                return Err(called_already());
            }
            let owner = owner.or(earlier.owner);
            let values = merged(&earlier.values, values);
            let id = earlier.id;
            let made = check_one(tx, id, owner, known, &values)?;
            new[place] = NewRow { id, made, owner, values };
            known.name(name, id);
            known.numbers.extend(number.map(|number| (number, None)));
            Ok(Outcome::Updated)
        }
        Aim::Make => {
            let values = named.written_into(values, known.owners.unknown_maker(values));
            if name.as_ref().is_some_and(|name| known.called.contains_key(name)) {
                return Err(called_already());
            }
            let number = text(&values, "number");
            if number.as_ref().is_some_and(|number| known.numbers.contains_key(number)) {
                return Err(taken());
            }
            let id = Uuid::now_v7();
            let made = check_one(tx, id, owner, known, &values)?;
            if let Some(alike) = &mut known.alike {
                let facts = facts_of(row_input(&values), Some(id));
                if let Some(found) = alike.like(&facts) {
                    return Err(found.into());
                }
                alike.add(facts);
            }
            known.numbers.extend(number.map(|number| (number, None)));
            known.name(name, id);
            if let Some(key) = key {
                known.keys.made(key, new.len());
            }
            new.push(NewRow { id, made, owner, values });
            Ok(Outcome::Created)
        }
    }
}

fn taken() -> Error {
    Error::field("/number", "taken", "Another account has this number already.")
}

fn called_already() -> Error {
    Error::field("/external_id", "exists", "Another customer has this id in that program already.")
}

impl Known {
    /// A new account has this name in another program.
    fn name(&mut self, name: Option<Called>, id: Uuid) {
        if let Some(name) = name {
            self.called.insert(name.clone(), None);
            self.calls.push((name, id));
        }
    }
}

fn check_one(
    tx: &Tx,
    id: Uuid,
    owner: Option<Uuid>,
    known: &mut Known,
    values: &Map<String, Value>,
) -> Result<(account::ActiveModel, Vec<String>)> {
    let (mut check, fields) = (Check::new(), custom::value::to_fill_in(tx.actor(), tables::Account::list()));
    let mut input = NewAccount { owner_id: owner, ..row_input(values) };
    tx.actor().keep_writable("account", "remark", &mut input.remark);
    let sent = input.custom.clone();
    let mut made = check_new(&mut check, input, tx.actor().user());
    check_began(&mut check, &made.0, tx.today());
    let Origin { at, by } = known.owners.origin(&mut check, tx.actor(), tx.now(), values);
    (made.0.created_at, made.0.created_by) = (at, by);
    (made.0.id, made.0.custom) = (Set(id), Set(known.distinct.written(&mut check, &fields, id, None, &sent)));
    check.done()?;
    Ok(made)
}

/// Adds a row to what is to be changed of its account.
fn update(tx: &Tx, edited: &mut Edited, distinct: &mut Distinct, named: &NamedUser, values: &Map<String, Value>) -> Result<Outcome> {
    let row = edited.row.after()?;
    if row.trashed_at.is_some() {
        return Err(trashed());
    }
    let (mut check, owner) = (Check::new(), named.colleague());
    named.may_take(&mut check, tx.actor(), "account", row.owner_id);
    if owner.is_some() && owner != row.owner_id {
        check_given_away(&mut check, tx.actor(), row.owner_id, "/owner");
    }
    let there = row.remark.as_deref();
    let mut remark = remembered(named.remembered(text(values, "remark"), there), there, further_phones(values, PHONES));
    tx.actor().keep_writable("account", "remark", &mut remark);
    let (fields, sent) = (tx.actor().customs.of("accounts"), customs(values));
    let (mut change, tags) = check_patch(&mut check, patch(values, owner, remark, edited));
    check_began(&mut check, &change, tx.today());
    if !sent.is_empty() {
        change.custom = Set(distinct.written(&mut check, fields, row.id, Some(row.custom.as_ref()), &sent));
    }
    check.done()?;
    let known = edited.tags.len() + edited.more.len();
    for tag in tags.unwrap_or_default() {
        if !edited.tags.contains(&tag) && !edited.more.contains(&tag) {
            edited.more.push(tag);
        }
    }
    let is_changed = edited.row.set(&change) || edited.tags.len() + edited.more.len() > known;
    Ok(if is_changed { Outcome::Updated } else { Outcome::Unchanged })
}

/// The row as a patch; what it leaves empty stays, and tags are added to those that are there.
fn patch(values: &Map<String, Value>, owner: Option<Uuid>, remark: Option<String>, edited: &Edited) -> AccountPatch {
    let some = |key: &str| text(values, key).map(Some);
    let tags = values.contains_key("tags").then(|| edited.tags.iter().chain(&edited.more).cloned().chain(tags(values)).collect());
    AccountPatch {
        name: text(values, "name"),
        also_known_as: some("also_known_as"),
        number: some("number"),
        kind: text(values, "kind"),
        channel_kind: some("channel_kind"),
        credit_code: some("credit_code"),
        region: some("region"),
        address: some("address"),
        phone: first_phone(values, "phone").map(Some),
        website: some("website"),
        ownership_form: some("ownership_form"),
        market_position: some("market_position"),
        credit_grade: some("credit_grade"),
        high_tech: values.get("high_tech").and_then(Value::as_bool),
        public_sector: values.get("public_sector").and_then(Value::as_bool),
        remark: remark.map(Some),
        owner_id: owner.map(Some),
        cooperating_since: text(values, "cooperating_since").and_then(|date| date.parse().ok()).map(Some),
        tags,
        custom: Sent::new(),
    }
}
