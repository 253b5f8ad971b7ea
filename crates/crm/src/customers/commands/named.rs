//! The accounts that rows of a file belong to, named in the fields `account_external_id`, `account_number` and `account`:
//! found, or made where that is wanted.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::{Action, Scope},
    check::Check,
    custom::{self, value::Sent},
    db::{Reader, Tx},
    error::{FieldError, Result},
    import::{SourceRow, text},
};
use sea_orm::{ColumnTrait, QueryFilter, Set};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{account::check_new, called::call_many, many::insert_many};
use crate::customers::{
    api::NewAccount,
    queries,
    rules::{Called, called},
    tables::{self, account},
};

/// An account that a row names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedAccount {
    /// The account.
    pub id: Uuid,
    /// Whose it is.
    pub owner: Option<Uuid>,
}

/// The accounts that the rows of a chunk name.
pub struct NamedAccounts {
    /// By `@program id`, by `#number` and by name.
    known: BTreeMap<String, NamedAccount>,
    /// Those that the actor sees and may make nothing for.
    beyond: BTreeSet<String>,
}

/// The words under which a row's account may be known: its id in another program before its number before its name.
fn words(values: &Map<String, Value>) -> impl Iterator<Item = String> {
    let elsewhere = called(values, "account_source", "account_external_id").map(|called| format!("@{}", called.word()));
    let number = text(values, "account_number").map(|number| format!("#{number}"));
    // A name beside a number only says who is meant.
    let name = if number.is_none() { text(values, "account") } else { None };
    elsewhere.into_iter().chain(number).chain(name)
}

impl NamedAccounts {
    /// Finds those that the actor may make records of this object for, as one typed in would. Of several with the same
    /// name the oldest is meant.
    pub async fn look_up(reader: &Reader, object: &str, rows: &[SourceRow]) -> Result<Self> {
        let known = find(&reader.narrowed(object, Action::Create), rows).await?;
        // What is seen but not reached is no missing customer: it must not be made a second time.
        let mut beyond = BTreeSet::new();
        if reader.actor().scope(object, Action::Create) != Some(Scope::All) {
            beyond.extend(find(reader, rows).await?.into_keys().filter(|word| !known.contains_key(word)));
        }
        Ok(Self { known, beyond })
    }

    /// Says of each row that its account is nowhere to be found, for the preview of an import.
    pub async fn look(reader: &Reader, object: &str, rows: &[SourceRow]) -> Result<Vec<Vec<FieldError>>> {
        let known = Self::look_up(reader, object, rows).await?;
        let notice = |error: FieldError| match error.code.as_str() {
            "not_found" => {
                let detail = "There is no such customer: it can be made with the import, or the row will be refused.";
                FieldError { code: "account_unknown".to_owned(), detail: detail.to_owned(), ..error }
            }
            _ => error,
        };
        Ok(rows.iter().map(|row| known.of(&row.values).err().unwrap_or_default().into_iter().map(notice).collect()).collect())
    }

    /// Makes those that rows name and nobody knows, owned by the one who imports. What cannot be made is left out: a
    /// number that is taken by an account the actor may not see, a name that is too long. Returns those that were made.
    pub async fn make_missing(&mut self, tx: &mut Tx, import: Option<Uuid>, rows: impl Iterator<Item = &SourceRow>) -> Result<Vec<Uuid>> {
        // One number is one account, whatever names the rows give it: the first stands.
        let mut missing: BTreeMap<String, &SourceRow> = BTreeMap::new();
        for row in rows {
            let is_there = words(&row.values).any(|word| self.known.contains_key(&word) || self.beyond.contains(&word));
            if let Some(word) = words(&row.values).next().filter(|_| !is_there) {
                missing.entry(word).or_insert(row);
            }
        }
        let numbers = missing.values().filter_map(|row| text(&row.values, "account_number")).collect();
        let taken = queries::by_field(tx.reader().in_workspace(), account::Column::Number, numbers).await?;
        let taken: BTreeSet<String> = taken.into_iter().map(|found| found.key).collect();
        let owner = tx.actor().user();
        let (mut words, mut new, mut calls) = (Vec::new(), Vec::new(), Vec::new());
        for (word, row) in missing {
            let number = text(&row.values, "account_number");
            // Nobody is called by what another program calls them.
            let Some(name) = text(&row.values, "account").or_else(|| number.clone()) else { continue };
            calls.push(called(&row.values, "account_source", "account_external_id"));
            let mut check = Check::new();
            let mut made = check_new(&mut check, NewAccount { name, number: number.clone(), ..NewAccount::default() }, owner);
            // What is required of a customer that somebody enters is not known here; its defaults are.
            made.0.custom = Set(custom::value::written(&mut Check::new(), tx.actor().customs.of("accounts"), None, &Sent::new()));
            if check.is_clean() && number.is_none_or(|number| !taken.contains(&number)) {
                words.push(word);
                new.push(made);
            } else {
                calls.pop();
            }
        }
        if new.is_empty() {
            return Ok(Vec::new());
        }
        let ids = insert_many(tx, new).await?;
        let calls: Vec<(Called, Uuid)> = calls.into_iter().zip(&ids).filter_map(|(called, id)| Some((called?, *id))).collect();
        call_many(tx, import, &calls).await?;
        self.known.extend(words.into_iter().zip(&ids).map(|(word, id)| (word, NamedAccount { id: *id, owner })));
        Ok(ids)
    }

    /// The account that a row names; `None` when it names none.
    pub fn of(&self, values: &Map<String, Value>) -> std::result::Result<Option<NamedAccount>, Vec<FieldError>> {
        if let Some(found) = words(values).find_map(|word| self.known.get(&word)) {
            return Ok(Some(*found));
        }
        let Some(word) = words(values).next() else { return Ok(None) };
        let (pointer, shown) = match (word.strip_prefix('@'), word.strip_prefix('#')) {
            (Some(called), _) => ("/account_external_id", called),
            (_, Some(number)) => ("/account_number", number),
            _ => ("/account", word.as_str()),
        };
        if self.beyond.contains(&word) {
            let detail = format!("You see the customer {shown}, but may enter nothing for it; ask its owner.");
            return Err(vec![FieldError::new(pointer, "beyond_reach", detail)]);
        }
        let detail = format!("There is no customer {shown}; import the customers first.");
        Err(vec![FieldError::new(pointer, "not_found", detail).with("word", shown)])
    }
}

/// The accounts that rows name and the reader sees, by the words they are named with.
async fn find(reader: &Reader, rows: &[SourceRow]) -> Result<BTreeMap<String, NamedAccount>> {
    let elsewhere: BTreeSet<Called> = rows.iter().filter_map(|row| called(&row.values, "account_source", "account_external_id")).collect();
    let words = |key: &str| -> BTreeSet<String> { rows.iter().filter_map(|row| text(&row.values, key)).collect() };
    let visible = || reader.find::<tables::Account>().with(|select| select.filter(account::Column::TrashedAt.is_null()));
    let mut found = BTreeMap::new();
    let names = queries::called(reader, &elsewhere).await?;
    let ids: Vec<Uuid> = names.values().copied().collect();
    if !ids.is_empty() {
        let rows = visible().with_ids(ids).all().await?;
        let owners: BTreeMap<Uuid, Option<Uuid>> = rows.into_iter().map(|row| (row.id, row.owner_id)).collect();
        for (name, id) in names {
            if let Some(owner) = owners.get(&id) {
                found.insert(format!("@{}", name.word()), NamedAccount { id, owner: *owner });
            }
        }
    }
    for account in queries::by_field(visible(), account::Column::Number, words("account_number")).await? {
        found.insert(format!("#{}", account.key), NamedAccount { id: account.id, owner: account.owner_id });
    }
    for account in queries::by_field(visible(), account::Column::Name, words("account")).await? {
        found.entry(account.key).or_insert(NamedAccount { id: account.id, owner: account.owner_id });
    }
    Ok(found)
}
