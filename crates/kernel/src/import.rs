//! What a capability says about taking its records in from files. Reading files is the crate `guanxi-sheet`;
//! mapping, preview and the job belong to the capability that offers imports.

mod keys;

use std::{borrow::Cow, future::Future, pin::Pin, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::keys::{Aim, Keys, outcome};
use crate::{
    actor::{Action, Actor},
    custom::{self, Custom, value::Sent},
    db::{Reader, Tx},
    error::{FieldError, Result},
    guarded::FieldAccess,
    text::split_phones,
};

/// What became of a chunk, once it is written.
pub type Written<'a> = Pin<Box<dyn Future<Output = Result<Vec<Outcome>>> + Send + 'a>>;

/// What the database has to say of each of some rows, in their order.
pub type Looked<'a> = Pin<Box<dyn Future<Output = Result<Vec<Vec<FieldError>>>> + Send + 'a>>;

/// A kind of record that can be imported.
#[derive(Clone, Copy)]
pub struct Importable {
    /// The plural resource name, `accounts`.
    pub name: &'static str,
    /// The object whose `create` right is needed.
    pub object: &'static str,
    /// The fields a column of the file can be mapped to.
    pub fields: fn() -> Vec<ImportField>,
    /// The fields by which a row can find the record it updates.
    pub keys: &'static [&'static str],
    /// Those of them by which a row changes what it finds; by the others a row that finds something is refused.
    pub updates_by: &'static [&'static str],
    /// What a row says that no two records may have, or that finds the record it means: rows that have a name in common
    /// may be about the same record.
    pub names: fn(&Plan, &Map<String, Value>) -> Vec<String>,
    /// The key of a row that several records may share, and what tells them apart: rows of one file that have such a key in
    /// common and differ in the other are about different records.
    pub shared: fn(&Plan, &Map<String, Value>) -> Option<(String, String)>,
    /// The object whose records rows belong to, where those that are missing can be made.
    pub makes_missing: Option<&'static str>,
    /// Reads one row's mapped values, without the database. What is wrong is said per field.
    pub check: fn(&Actor, &Map<String, Value>) -> Vec<FieldError>,
    /// Looks up what rows name before anything is written, in a few statements, and says of each row which of its words
    /// match nothing and what will come of that. It refuses no row.
    pub look: for<'a> fn(&'a Reader, &'a [SourceRow]) -> Looked<'a>,
    /// Writes a chunk of rows in one transaction, set-based, and says for each what became of it, in order.
    pub write: for<'a> fn(&'a mut Tx, &'a Plan, Vec<SourceRow>) -> Written<'a>,
}

impl Importable {
    /// The fields that a column of an actor's file can be mapped to: those that the workspace has added, too.
    #[must_use]
    pub fn fields_of(&self, actor: &Actor) -> Vec<ImportField> {
        let own = (self.fields)().into_iter().filter(|field| field.needs.is_none_or(|object| actor.may(object, Action::Create)));
        let all = own.chain(actor.customs.of(self.name).iter().filter_map(ImportField::custom));
        all.filter(|field| actor.field_access(self.object, &field.key) == FieldAccess::Write).collect()
    }
}

/// A field that a column can be mapped to.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ImportField {
    /// The key of the values in a row.
    pub key: Cow<'static, str>,
    /// What the text of a cell is turned into before the row is checked.
    pub kind: ImportKind,
    /// Whether a new record needs it.
    pub required: bool,
    /// Other fields that together or alone say the same.
    pub instead: &'static [&'static str],
    /// The object whose `create` right is needed to map it.
    #[serde(skip)]
    pub needs: Option<&'static str>,
    /// The headers that are recognised, in all languages and spellings; compared without case, spaces and punctuation.
    #[serde(skip)]
    pub headers: &'static [&'static str],
    /// For choices: the words of files for each choice.
    #[serde(skip)]
    pub words: &'static [(&'static str, &'static [&'static str])],
    /// For amounts that are reckoned with when this other field is empty: then one that is finer than a minor unit is
    /// refused, where others are rounded.
    #[serde(skip)]
    pub exact_without: Option<&'static str>,
    /// What the workspace says of it that has added it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Custom>)]
    pub custom: Option<Arc<Custom>>,
}

impl ImportField {
    /// A field.
    #[must_use]
    pub fn new(key: &'static str, kind: ImportKind, headers: &'static [&'static str]) -> Self {
        Self {
            key: Cow::Borrowed(key),
            kind,
            required: false,
            instead: &[],
            needs: None,
            headers,
            words: &[],
            exact_without: None,
            custom: None,
        }
    }

    /// A field that the workspace has added, if a cell can say its value. One that points to a record says what it is called.
    fn custom(custom: &Arc<Custom>) -> Option<Self> {
        let kind = match &custom.kind {
            custom::Kind::Text | custom::Kind::Url | custom::Kind::Phone | custom::Kind::Email | custom::Kind::Reference { .. } => {
                ImportKind::Text
            }
            custom::Kind::LongText => ImportKind::Lines,
            custom::Kind::Number { .. } => ImportKind::Number,
            custom::Kind::Money => ImportKind::Money,
            custom::Kind::Date => ImportKind::Date,
            custom::Kind::Boolean => ImportKind::Boolean,
            custom::Kind::Choice { .. } => ImportKind::Choice,
            custom::Kind::Choices { .. } => ImportKind::Words,
            custom::Kind::Formula { .. } | custom::Kind::RollUp { .. } => return None,
        };
        let key = Cow::Owned(format!("{}{}", custom::PREFIX, custom.key));
        Some(Self {
            key,
            required: custom.required && custom.default.is_none(),
            custom: Some(Arc::clone(custom)),
            ..Self::new("", kind, &[])
        })
    }

    /// The headers under which files have it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().copied().chain(self.custom.iter().flat_map(|custom| [custom.label.as_str(), custom.key.as_str()]))
    }

    /// Its choices, each with the words of files for it.
    pub fn choices(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        let own = self.custom.iter().flat_map(|custom| custom.kind.choices());
        let own = own.map(|choice| (choice.key.as_str(), vec![choice.label.as_str()]));
        self.words.iter().map(|(choice, words)| (*choice, words.to_vec())).chain(own)
    }

    /// A new record needs it.
    #[must_use]
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Said as well by these other fields.
    #[must_use]
    pub fn or(self, instead: &'static [&'static str]) -> Self {
        Self { instead, ..self }
    }

    /// Only for those who may make records of this object.
    #[must_use]
    pub fn needs(self, object: &'static str) -> Self {
        Self { needs: Some(object), ..self }
    }

    /// Not rounded when this other field is empty.
    #[must_use]
    pub fn exact_without(self, other: &'static str) -> Self {
        Self { exact_without: Some(other), ..self }
    }

    /// With the words that files use for each choice.
    #[must_use]
    pub fn words(self, words: &'static [(&'static str, &'static [&'static str])]) -> Self {
        Self { words, ..self }
    }
}

/// What a cell's text is turned into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// A cleaned text of one line.
    Text,
    /// A cleaned text that may have several lines.
    Lines,
    /// A day.
    Date,
    /// A day with a time of day, and with its distance from UTC where the file says it.
    Moment,
    /// Minor units.
    Money,
    /// A whole number.
    Integer,
    /// A number with as many decimals as the field of the workspace has.
    Number,
    /// Yes or no.
    Boolean,
    /// One of the field's choices.
    Choice,
    /// Several texts, separated by `、,;` or the like.
    Words,
}

/// What to do with rows that find, or do not find, a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Every row is a new record; a row whose key exists is rejected.
    Create,
    /// Every row changes a record; a row whose key does not exist is rejected.
    Update,
    /// A row changes the record it finds, or makes a new one.
    Upsert,
}

/// How rows are to be written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// What to do with rows that find a record.
    pub mode: Mode,
    /// The field that finds it; `None` in [`Mode::Create`] without a key.
    pub key: Option<String>,
    /// Nothing is to be kept: the caller rolls the transaction back.
    pub dry_run: bool,
    /// The import itself, by which records that span several chunks know what it has made before.
    #[serde(default)]
    pub import: Option<uuid::Uuid>,
    /// Records that rows belong to and that do not exist yet are made from what the row says of them.
    #[serde(default)]
    pub make_missing: bool,
    /// A row that would make what is there already, as far as can be told, is rejected.
    #[serde(default)]
    pub refuse_duplicates: bool,
}

impl Plan {
    /// Where errors about the key of a row point to.
    #[must_use]
    pub fn pointer(&self) -> String {
        self.key.as_deref().map(|key| format!("/{key}")).unwrap_or_default()
    }
}

/// A row of the file, mapped and turned into values.
#[derive(Clone, Debug)]
pub struct SourceRow {
    /// The row's number in the file, from 1.
    pub number: u64,
    /// The values by field key; empty cells are absent.
    pub values: Map<String, Value>,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A new record.
    Created,
    /// A changed record.
    Updated,
    /// A record that already had these values.
    Unchanged,
    /// Nothing was written, because of this.
    Rejected(Vec<FieldError>),
}

/// That several records have the key of a row, so that it does not say which of them it means.
#[must_use]
pub fn several(plan: &Plan, count: usize) -> FieldError {
    FieldError::new(
        plan.pointer(),
        "ambiguous_key",
        format!("{count} records have this; choose a key that only one has, or enter this row by hand."),
    )
    .with("count", count)
}

/// The text that a row has for a field.
#[must_use]
pub fn text(values: &Map<String, Value>, key: &str) -> Option<String> {
    values.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// The first number of a cell that may hold several.
#[must_use]
pub fn first_phone(values: &Map<String, Value>, key: &str) -> Option<String> {
    let text = text(values, key)?;
    split_phones(&text).into_iter().next().or(Some(text))
}

/// What a row has for the fields that the workspace has added.
#[must_use]
pub fn customs(values: &Map<String, Value>) -> Sent {
    values.iter().filter_map(|(key, value)| Some((key.strip_prefix(custom::PREFIX)?.to_owned(), value.clone()))).collect()
}

/// A later row for the same new record adds to the earlier one, as it would if that were stored already: what it leaves
/// empty stays, and lists of words grow.
#[must_use]
pub fn merged(earlier: &Map<String, Value>, later: Map<String, Value>) -> Map<String, Value> {
    let mut merged = earlier.clone();
    for (key, value) in later {
        match (merged.get_mut(&key), value) {
            (Some(Value::Array(words)), Value::Array(more)) => words.extend(more),
            (_, value) => {
                merged.insert(key, value);
            }
        }
    }
    merged
}
