//! The list grammar: one way to filter, sort, page, choose columns, count and sum, for lists, saved views, exports and
//! bulk actions. Rules and wire form: docs/api-design.md, "Lists".
//!
//! A slice describes its list once ([`List`]); everything else follows from the description.

mod bands;
mod cursor;
pub mod derived;
mod field;
mod filter;
mod page;
mod sort;
mod sought;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[cfg(feature = "testkit")]
pub use self::cursor::cursor_at;
pub(crate) use self::page::are_few;
pub use self::{
    bands::{Band, Bands, cross_bands},
    cursor::After,
    derived::Reckoner,
    field::{Around, Field, Finding, Finds, Kind, Names, Naming},
    filter::{Condition, Filter, Op, ops},
    page::{Crossing, Ids, capped, cross, customs, ids, ids_after, page},
};
use crate::{
    actor::Actor,
    check::{out_of_range, too_long, too_many},
    custom::{self, Custom},
    error::{Error, Result},
    search::Indexed,
};

/// The description of a list of records.
#[derive(Clone, Debug)]
pub struct List {
    /// The resource's plural name, `accounts`.
    pub name: &'static str,
    /// The table.
    pub table: &'static str,
    /// The kind of record, for the search index, and the object whose grants rule the list.
    pub kind: &'static str,
    /// All fields, in the order a column chooser shows them.
    pub fields: Vec<Field>,
    /// As in the `sort` parameter.
    pub default_sort: &'static str,
    /// As in the `columns` parameter.
    pub default_columns: &'static [&'static str],
    /// Whether rows in the trash are left out unless the filter speaks of `trashed`.
    pub has_trash: bool,
    /// Where the words of `q` are looked for.
    pub words: Words,
    /// Whether workspaces add fields to it; tells of the kinds of record that such a field points to.
    pub custom: Option<&'static Around>,
}

/// Where the words of `q` are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// In the search index, under the owners of the records: names in Chinese, pinyin and initials, digits.
    Names,
    /// In the search index: texts and numbers, of whomever.
    Texts,
    /// In the search index, among the names of another kind, of whomever: for a list of some of its records.
    NamesOf(&'static str),
    /// In one column, as a part of it: for lists that stay short.
    Column(&'static str),
    /// Nowhere.
    Nowhere,
}

/// How many rows a capped count looks at.
pub const COUNT_CAP: i64 = 1000;
/// The largest page.
pub const MAX_LIMIT: u64 = 200;
const DEFAULT_LIMIT: u64 = 50;
const MAX_SORTS: usize = 4;
const MAX_COLUMNS: usize = 80;
/// The longest text to look for, in characters: SQLite takes no pattern of more than 50,000 bytes.
const MAX_TEXT: usize = 1000;

impl List {
    /// The list with the fields that the actor's workspace has added.
    #[must_use]
    pub fn of(&self, actor: &Actor) -> Cow<'_, Self> {
        let added = self.custom.map(|around| (around, actor.customs.of(self.name))).filter(|(_, added)| !added.is_empty());
        let Some((around, added)) = added else { return Cow::Borrowed(self) };
        let mut fields: Vec<Field> = self.fields.clone();
        // Formulas speak of fields that are filled in and of roll-ups.
        let rank = |custom: &Custom| match custom.kind {
            custom::Kind::Formula { .. } => 2,
            custom::Kind::RollUp { .. } => 1,
            _ => 0,
        };
        for wanted in 0..=2 {
            for custom in added.iter().filter(|custom| rank(custom) == wanted) {
                let derived = derived::of(custom, self, &fields);
                fields.push(Field::custom(custom, around, derived));
            }
        }
        let place = |field: &Field| field.custom.as_ref().map(|custom| added.iter().position(|other| other.id == custom.id));
        fields.sort_by_key(place);
        Cow::Owned(Self { fields, ..self.clone() })
    }

    /// The kind of record whose rules its fields are under: a list of some records of a kind has the names of all.
    #[must_use]
    pub fn guarded_as(&self) -> &'static str {
        if let Words::NamesOf(kind) = self.words { kind } else { self.kind }
    }

    /// How its records stand in the search index.
    #[must_use]
    pub fn indexed(&self) -> Option<Indexed> {
        let is_named = match self.words {
            Words::Names => true,
            Words::Texts => false,
            Words::NamesOf(_) | Words::Column(_) | Words::Nowhere => return None,
        };
        Some(Indexed { kind: self.kind, by_owner: is_named, by_sound: is_named })
    }

    /// What of the search index is looked at for its words.
    fn looked_up(&self) -> Option<Indexed> {
        let Words::NamesOf(kind) = self.words else { return self.indexed() };
        Some(Indexed { kind, by_owner: false, by_sound: true })
    }

    /// The field of this key.
    pub fn field(&self, key: &str) -> Result<&Field> {
        self.fields
            .iter()
            .find(|field| field.key == key)
            .ok_or_else(|| Error::field("/field", "unknown_field", format!("The list {} has no field “{key}”.", self.name)))
    }

    /// Whether it has this field for an actor.
    #[must_use]
    pub fn shows(&self, key: &str, actor: &Actor) -> bool {
        self.of(actor).field(key).is_ok_and(|field| field.is_shown_to(actor, self))
    }

    /// Its own columns, as far as an actor may see them.
    pub(crate) fn shown_by_default(&self, actor: &Actor) -> impl Iterator<Item = &'static str> {
        self.default_columns.iter().copied().filter(|key| self.shows(key, actor))
    }
}

/// What a caller asks of a list, as it comes over the wire.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// The filter: a JSON tree (as text in a query string).
    #[schema(value_type = Option<Object>)]
    #[param(value_type = Option<String>)]
    pub filter: Option<Value>,
    /// Words to look for.
    pub q: Option<String>,
    /// Fields to sort by, `-` for descending.
    pub sort: Option<String>,
    /// Fields to return.
    pub columns: Option<String>,
    /// Rows per page, 1–200.
    #[param(minimum = 1, maximum = 200)]
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// How to count.
    pub count: Option<Counting>,
    /// Fields to sum over the whole filter.
    pub sums: Option<String>,
}

/// How much a caller wants to know about the number of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Nothing.
    None,
    /// Up to [`COUNT_CAP`].
    Capped,
    /// All of them, however long it takes.
    Exact,
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Page {
    /// The rows: `id`, `version` and the columns asked for, each in the form of its kind.
    pub items: Vec<Map<String, Value>>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// The number of rows of the whole filter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<Count>,
    /// The sums asked for.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub sums: Map<String, Value>,
}

/// A number of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Count {
    /// How many, or [`COUNT_CAP`] when there are more and the count was capped.
    pub value: i64,
    /// Whether that is all of them.
    pub exact: bool,
}

/// A search that has been checked against a list.
#[derive(Clone, Debug)]
pub struct Query {
    pub(crate) filter: Option<Filter>,
    pub(crate) q: Option<String>,
    pub(crate) ids: Option<Vec<uuid::Uuid>>,
    pub(crate) sorts: Vec<(String, bool)>,
    pub(crate) columns: Vec<String>,
    pub(crate) limit: u64,
    pub(crate) cursor: Option<String>,
    pub(crate) count: Counting,
    /// How many rows a capped count looks at.
    pub(crate) cap: i64,
    pub(crate) sums: Vec<String>,
}

impl Query {
    /// Checks a search of an actor against a list: every field known, every operator of its kind, every bound kept. Who asks for no
    /// columns is shown those of the list's own that it may see.
    pub fn parse(actor: &Actor, list: &List, search: Search) -> Result<Self> {
        let list = &*list.of(actor);
        let filter = match search.filter {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) if text.trim().is_empty() => None,
            Some(Value::String(text)) => Some(Filter::parse(
                &serde_json::from_str(&text)
                    .map_err(|error| Error::field("/filter", "malformed", format!("The filter is not JSON: {error}.")))?,
            )?),
            Some(tree) => Some(Filter::parse(&tree)?),
        };
        if let Some(filter) = &filter {
            filter.check(list)?;
        }
        let sorts = sort::parse(list, search.sort.as_deref().unwrap_or(list.default_sort))?;
        let columns = match search.columns.as_deref().map(str::trim) {
            None | Some("") => list.shown_by_default(actor).map(str::to_owned).collect(),
            Some(text) => keys(list, text, "/columns", |_| true)?,
        };
        let sums = keys(list, search.sums.as_deref().unwrap_or_default(), "/sums", |field| field.summable)?;
        let limit = search.limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(out_of_range("/limit", 1, MAX_LIMIT).into());
        }
        let q = search.q.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty());
        if q.is_some() && list.words == Words::Nowhere {
            return Err(Error::field("/q", "not_searchable", format!("The list {} cannot be searched by words.", list.name)));
        }
        if q.as_ref().is_some_and(|q| q.chars().count() > MAX_TEXT) {
            return Err(too_long("/q", MAX_TEXT).into());
        }
        let first = search.cursor.is_none();
        let count = search.count.unwrap_or(if first { Counting::Capped } else { Counting::None });
        Ok(Self { filter, q, ids: None, sorts, columns, limit, cursor: search.cursor, count, cap: COUNT_CAP, sums })
    }

    /// The same question among these records only.
    #[must_use]
    pub fn among(mut self, ids: Option<Vec<uuid::Uuid>>) -> Self {
        self.ids = ids;
        self
    }

    /// The same question among the rows of another filter only.
    #[must_use]
    pub fn and(mut self, filter: Filter) -> Self {
        self.filter = Some(Filter::All(self.filter.into_iter().chain([filter]).collect()));
        self
    }

    /// The same question, counted up to this many rows and no further.
    #[must_use]
    pub fn counting_to(mut self, cap: i64) -> Self {
        (self.count, self.cap) = (Counting::Capped, cap);
        self
    }

    /// The same question, counted to the end.
    #[must_use]
    pub fn counting_all(mut self) -> Self {
        self.count = Counting::Exact;
        self
    }

    /// Whether its filter speaks of this field.
    #[must_use]
    pub fn mentions(&self, key: &str) -> bool {
        self.filter.as_ref().is_some_and(|filter| filter.mentions(key))
    }

    /// The same question from another place on.
    #[must_use]
    pub fn from_cursor(mut self, cursor: Option<String>, limit: u64) -> Self {
        self.cursor = cursor;
        self.limit = limit;
        self.count = Counting::None;
        self.sums = Vec::new();
        self
    }

    /// The columns that will be read.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }
}

fn keys(list: &List, text: &str, pointer: &str, fits: impl Fn(&Field) -> bool) -> Result<Vec<String>> {
    let mut keys: Vec<String> = Vec::new();
    for key in text.split(',').map(str::trim).filter(|key| !key.is_empty()) {
        let field =
            list.field(key).map_err(|_| Error::field(pointer, "unknown_field", format!("The list {} has no field “{key}”.", list.name)))?;
        if !fits(field) {
            return Err(Error::field(pointer, "not_possible", format!("This is not possible with the field “{key}”.")));
        }
        if !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
    if keys.len() > MAX_COLUMNS {
        return Err(too_many(pointer, MAX_COLUMNS).into());
    }
    Ok(keys)
}

/// Which page of what stands beneath a record.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows per page, 1–100; 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
}

impl PageParams {
    /// Rows on the page.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.limit.unwrap_or(50).clamp(1, 100)
    }
}
