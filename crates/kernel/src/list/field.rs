//! The fields of a list: where each comes from, what kind of value it is, and what may be done with it.

use std::{borrow::Cow, future::Future, pin::Pin, sync::Arc};

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::{
    QueryResult,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    List,
    derived::{Derived, Reckoner},
    filter::is_range,
};
use crate::{
    actor::{Action, Actor},
    clock::{self, NEVER},
    custom::{self, Custom},
    db::Reader,
    error::Result,
    guarded::FieldAccess,
    money::Money,
};

/// One field of a list.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Field {
    /// The key in filters, sorts and rows.
    pub key: Cow<'static, str>,
    /// What kind of value it is.
    #[serde(flatten)]
    pub kind: Kind,
    /// Whether the list can be sorted by it.
    pub sortable: bool,
    /// Whether no index has its order: the list is sorted by it while few rows are left.
    #[serde(skip)]
    pub walked: bool,
    /// Whether the list can be filtered by it; by what is made of other records, while few rows are left without it.
    pub filterable: bool,
    /// Whether it can be summed over the whole filter; what is made of other records, while few rows are left.
    pub summable: bool,
    /// Whether `PATCH` takes it under this key (or `<key>_id` for references), so that a grid may edit it in place.
    pub editable: bool,
    /// The column it comes from.
    #[serde(skip)]
    pub column: &'static str,
    /// The column it is sorted by, where that is another one: a name by its pinyin.
    #[serde(skip)]
    pub sort_column: Option<&'static str>,
    /// Whether its column may be null.
    #[serde(skip)]
    pub nullable: bool,
    /// Whether an index begins with its column though the list cannot be sorted by it.
    #[serde(skip)]
    pub indexed: bool,
    /// The column in whose order that index has the rows of one value.
    #[serde(skip)]
    pub then_by: Option<&'static str>,
    /// For references: the names that the actor may know.
    #[serde(skip)]
    pub names: Option<Names>,
    /// The table beside the list's own that has the column, with a row for each record ([`Record::beside`]).
    ///
    /// [`Record::beside`]: crate::db::Record::beside
    #[serde(skip)]
    pub beside: Option<&'static str>,
    /// For what everybody says for themselves: the table of who has marked which records.
    #[serde(skip)]
    pub marked_in: Option<&'static str>,
    /// The object without the right to read which it is not shown ([`Field::is_shown_to`]).
    #[serde(skip)]
    pub object: Option<&'static str>,
    /// What the workspace says of it that has added it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Custom>)]
    pub custom: Option<Arc<Custom>>,
    /// How it comes to its value, where nobody fills it in.
    #[serde(skip)]
    pub(crate) derived: Option<Arc<Derived>>,
}

/// Finds the names behind ids; what the actor may not see is left out.
pub type Names = for<'a> fn(&'a Reader, Vec<Uuid>) -> Naming<'a>;

/// Finds the records that words call, as a file writes them: each word with one that is called so, and again with each other.
/// What the actor may not see is left out.
pub type Finds = for<'a> fn(&'a Reader, Vec<String>) -> Finding<'a>;

/// The words with the ids, once they are found.
pub type Finding<'a> = Pin<Box<dyn Future<Output = Result<Vec<(String, Uuid)>>> + Send + 'a>>;

/// What a list knows of others, for fields that a workspace adds to it.
#[derive(Debug)]
pub struct Around {
    /// The list of the records of a kind, and what finds their names.
    pub find: fn(kind: &str) -> Option<(&'static str, Names)>,
    /// What finds the records of a kind by how files call them.
    pub called: fn(kind: &str) -> Option<Finds>,
    /// The list of this name whose records belong to records of a kind, and the column by which they do.
    pub below: fn(kind: &str, list: &str) -> Option<(&'static List, &'static str)>,
}

/// The ids with their names, once they are found.
pub type Naming<'a> = Pin<Box<dyn Future<Output = Result<Vec<(Uuid, String)>>> + Send + 'a>>;

/// The kinds of value, each with its operators and its form on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// A text; empty is null or "".
    Text,
    /// A whole number.
    Integer,
    /// A number in whole units of its last decimal; on the wire with them.
    Decimal {
        /// Digits after the point.
        decimals: u8,
    },
    /// Minor units of the workspace's currency.
    Money,
    /// A share or a ratio in whole basis points (1/10,000).
    Ratio,
    /// Days since a date column, counted to today; empty when the date is [`NEVER`].
    Days,
    /// A day; empty is [`NEVER`] or null.
    Date,
    /// An instant.
    Datetime,
    /// Yes or no.
    Boolean,
    /// One of a few words.
    Choice {
        /// The words.
        choices: &'static [&'static str],
    },
    /// One of the words that the workspace has chosen ([`Field::custom`]).
    OwnChoice,
    /// Several of them.
    OwnChoices,
    /// Another record, shown by its name to those who may know it.
    Reference {
        /// The list to choose from.
        reference: &'static str,
    },
    /// A set of words kept in a table of its own.
    Tags {
        /// That table, with the columns `workspace_id`, `tag` and `record`.
        #[serde(skip)]
        table: &'static str,
        /// The column with the record's id.
        #[serde(skip)]
        record: &'static str,
    },
}

impl Field {
    fn new(key: &'static str, kind: Kind) -> Self {
        Self {
            key: Cow::Borrowed(key),
            kind,
            sortable: true,
            walked: false,
            filterable: true,
            summable: false,
            editable: false,
            column: key,
            sort_column: None,
            nullable: !matches!(kind, Kind::Days | Kind::Money | Kind::Boolean),
            indexed: false,
            then_by: None,
            names: None,
            beside: None,
            marked_in: None,
            object: None,
            custom: None,
            derived: None,
        }
    }

    /// A field that the workspace has added.
    pub(super) fn custom(custom: &Arc<Custom>, around: &Around, derived: Option<Arc<Derived>>) -> Self {
        let found = if let custom::Kind::Reference { to } = &custom.kind { (around.find)(to) } else { None };
        let kind = match &custom.kind {
            custom::Kind::Number { decimals: 0 } => Kind::Integer,
            custom::Kind::Number { decimals } => Kind::Decimal { decimals: *decimals },
            custom::Kind::Money => Kind::Money,
            custom::Kind::Date => Kind::Date,
            custom::Kind::Boolean => Kind::Boolean,
            custom::Kind::Choice { .. } => Kind::OwnChoice,
            custom::Kind::Choices { .. } => Kind::OwnChoices,
            custom::Kind::Reference { .. } => Kind::Reference { reference: found.map_or("", |(list, _)| list) },
            custom::Kind::Formula { .. } | custom::Kind::RollUp { .. } => derived.as_ref().map_or(Kind::Text, |derived| derived.kind()),
            custom::Kind::Text | custom::Kind::LongText | custom::Kind::Url | custom::Kind::Phone | custom::Kind::Email => Kind::Text,
        };
        // What it is reckoned from may be gone.
        let has_value = !custom.kind.is_derived() || derived.is_some();
        let is_chosen = kind == Kind::OwnChoice && !custom.kind.choices().is_empty();
        let is_ordered = !matches!(kind, Kind::Reference { .. } | Kind::OwnChoice);
        Self {
            key: Cow::Owned(format!("{}{}", custom::PREFIX, custom.key)),
            sortable: has_value && (is_ordered && custom.indexed || is_range(kind) || is_chosen),
            walked: !custom.indexed || is_chosen,
            summable: matches!(kind, Kind::Integer | Kind::Decimal { .. } | Kind::Money) && has_value,
            nullable: kind != Kind::Boolean,
            indexed: custom.indexed,
            names: found.map(|(_, names)| names),
            editable: !custom.kind.is_derived(),
            filterable: has_value,
            object: derived.as_ref().and_then(|derived| derived.object()),
            derived,
            custom: Some(Arc::clone(custom)),
            ..Self::new(custom::COLUMN, kind)
        }
    }

    /// A text column of the same name.
    #[must_use]
    pub fn text(key: &'static str) -> Self {
        Self::new(key, Kind::Text)
    }

    /// A whole number.
    #[must_use]
    pub fn integer(key: &'static str) -> Self {
        Self { summable: true, ..Self::new(key, Kind::Integer) }
    }

    /// A number that the database reckons from other fields of the record, by a formula as workspaces write them.
    #[must_use]
    pub fn formula(key: &'static str, expression: &str, decimals: u8, inputs: Vec<Self>) -> Self {
        let derived = Derived::number(expression, decimals, inputs).map(Arc::new);
        Self { walked: true, derived, ..Self::new(key, Kind::Decimal { decimals }) }
    }

    /// An amount, from the column `<key>_minor` named in full.
    #[must_use]
    pub fn money(key: &'static str, column: &'static str) -> Self {
        Self { summable: true, column, ..Self::new(key, Kind::Money) }
    }

    /// A share or a ratio in basis points, from the column `<key>_bp` named in full.
    #[must_use]
    pub fn ratio(key: &'static str, column: &'static str) -> Self {
        Self { column, ..Self::new(key, Kind::Ratio) }
    }

    /// The days since the date in `column`.
    #[must_use]
    pub fn days(key: &'static str, column: &'static str) -> Self {
        Self { column, ..Self::new(key, Kind::Days) }
    }

    /// A day.
    #[must_use]
    pub fn date(key: &'static str) -> Self {
        Self::new(key, Kind::Date)
    }

    /// An instant.
    #[must_use]
    pub fn datetime(key: &'static str) -> Self {
        Self::new(key, Kind::Datetime)
    }

    /// Yes or no.
    #[must_use]
    pub fn boolean(key: &'static str) -> Self {
        Self::new(key, Kind::Boolean)
    }

    /// One of a few words.
    #[must_use]
    pub fn choice(key: &'static str, choices: &'static [&'static str]) -> Self {
        Self::new(key, Kind::Choice { choices })
    }

    /// Another record, by the id in `column`.
    #[must_use]
    pub fn reference(key: &'static str, column: &'static str, reference: &'static str, names: Names) -> Self {
        Self { column, sortable: false, names: Some(names), ..Self::new(key, Kind::Reference { reference }) }
    }

    /// Tags kept in `table(workspace_id, tag, record)`.
    #[must_use]
    pub fn tags(key: &'static str, table: &'static str, record: &'static str) -> Self {
        Self { column: "id", sortable: false, ..Self::new(key, Kind::Tags { table, record }) }
    }

    /// Whether the reader has marked the record, as `table(workspace_id, user_id, record_id, is_on)` has it.
    #[must_use]
    pub fn marked(key: &'static str, table: &'static str) -> Self {
        Self { column: "id", sortable: false, marked_in: Some(table), ..Self::new(key, Kind::Boolean) }
    }

    /// From a column of another name.
    #[must_use]
    pub fn from(self, column: &'static str) -> Self {
        Self { column, ..self }
    }

    /// Sorted by another column, which is never null.
    #[must_use]
    pub fn sorted_by(self, column: &'static str) -> Self {
        Self { sortable: true, sort_column: Some(column), nullable: false, ..self }
    }

    /// Its column may be null, other than those of its kind usually are.
    #[must_use]
    pub fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// Its column is never null, so that paging can enter an index at any place.
    #[must_use]
    pub fn never_null(self) -> Self {
        Self { nullable: false, ..self }
    }

    /// May be edited in place.
    #[must_use]
    pub fn editable(self) -> Self {
        Self { editable: true, ..self }
    }

    /// The same field with an index that begins with its column.
    #[must_use]
    pub fn indexed(self) -> Self {
        Self { indexed: true, ..self }
    }

    /// The same field with an index that begins with its column and has the rows of one value in the order of another.
    #[must_use]
    pub fn indexed_then(self, column: &'static str) -> Self {
        Self { indexed: true, then_by: Some(column), ..self }
    }

    /// The same field where no index begins with its column.
    #[must_use]
    pub fn unindexed(self) -> Self {
        Self { indexed: false, ..self }
    }

    /// Not to be summed: its numbers are names, not amounts.
    #[must_use]
    pub fn unsummed(self) -> Self {
        Self { summable: false, ..self }
    }

    /// No index has its order. By numbers and times the list is sorted while few rows are left, by one of a few words in the
    /// order in which they are offered, by others not at all.
    #[must_use]
    pub fn unsorted(self) -> Self {
        Self { sortable: is_range(self.kind) || matches!(self.kind, Kind::Choice { .. }), walked: true, ..self }
    }

    /// Shown, but neither filtered nor sorted.
    #[must_use]
    pub fn shown_only(self) -> Self {
        Self { sortable: false, filterable: false, summable: false, ..self }
    }

    /// From a table beside the list's own.
    #[must_use]
    pub fn beside(self, table: &'static str) -> Self {
        Self { beside: Some(table), ..self }
    }

    /// Reckoned by the database from the columns of the record while the list is read. No index has its order.
    #[must_use]
    pub fn reckoned(self, expr: Reckoner) -> Self {
        let derived = Some(Arc::new(Derived::Reckoned { kind: self.kind, expr }));
        Self { derived, nullable: false, ..self.unsorted() }
    }

    /// Shown only to those who may read this object as far as they may read the list.
    #[must_use]
    pub fn of(self, object: &'static str) -> Self {
        Self { object: Some(object), ..self }
    }

    /// Whether an actor may see it, or a part of it, on a list. Who may read the object of fewer people than the rows would see
    /// what it says of others.
    #[must_use]
    pub fn is_shown_to(&self, actor: &Actor, list: &List) -> bool {
        let mut inputs = self.derived.iter().flat_map(|derived| derived.inputs());
        inputs.all(|field| field.is_plain_to(actor, list))
            && self.derived.as_ref().is_none_or(|derived| derived.is_of_plain(actor))
            && self.is_free_to(actor, list.kind)
            && actor.field_access(list.guarded_as(), &self.key) > FieldAccess::Hidden
    }

    /// Whether an actor sees it as it is. Conditions, orders and sums over a field tell what it holds.
    #[must_use]
    pub fn is_plain_to(&self, actor: &Actor, list: &List) -> bool {
        self.is_shown_to(actor, list) && actor.sees_field(list.guarded_as(), &self.key)
    }

    /// The field with no more than what an actor may do with it.
    #[must_use]
    pub fn for_actor(&self, actor: &Actor, list: &List) -> Self {
        let (object, mut field) = (list.guarded_as(), self.clone());
        if !actor.sees_field(object, &self.key) {
            (field.sortable, field.filterable, field.summable) = (false, false, false);
        }
        field.editable &= actor.field_access(object, &self.key) == FieldAccess::Write;
        field
    }

    fn is_free_to(&self, actor: &Actor, kind: &str) -> bool {
        self.object
            .is_none_or(|object| actor.scope(object, Action::Read).is_some_and(|scope| Some(scope) >= actor.scope(kind, Action::Read)))
    }

    /// The column as an expression; `table` is the list's own.
    pub(crate) fn expr(&self, table: &str, reader: &Reader) -> SimpleExpr {
        match (&self.derived, &self.custom) {
            (Some(derived), _) => derived.expr(table, reader),
            (None, Some(custom)) if custom.kind.is_derived() => nothing_of(self.kind),
            (None, Some(custom)) => reader.dialect().custom(table, custom),
            (None, None) => {
                let column = Expr::col((Alias::new(self.beside.unwrap_or(table)), Alias::new(self.column)));
                self.marked_in.map_or(column.clone(), |marks| column.in_subquery(marked_by(reader, marks)))
            }
        }
    }

    /// Whether it is made of other records than its own.
    pub(crate) fn looks_beyond(&self) -> bool {
        self.derived.as_ref().is_some_and(|derived| derived.looks_beyond())
    }

    /// The tables beside the list's own that it needs.
    pub(crate) fn tables(&self) -> Vec<&'static str> {
        let inputs = self.derived.iter().flat_map(|derived| derived.inputs());
        self.beside.into_iter().chain(inputs.flat_map(Self::tables)).collect()
    }

    /// Whether its value stands where that of another field does.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let key = |field: &Self| field.custom.as_ref().map(|custom| custom.id);
        self.column == other.column && key(self) == key(other)
    }

    /// Whether its days are kept as texts, as JSON has them.
    pub(super) fn has_days_as_text(&self) -> bool {
        self.custom.is_some() && self.kind == Kind::Date
    }

    /// Whether ascending order of the field is descending order of the column: more days of silence, earlier date.
    pub(crate) fn is_inverted(&self) -> bool {
        matches!(self.kind, Kind::Days)
    }

    /// The column it is sorted by, as an expression; of words without an index, the place of each among them.
    pub(crate) fn sort_expr(&self, table: &str, reader: &Reader) -> SimpleExpr {
        match self.sort_column {
            Some(column) => Expr::col((Alias::new(self.beside.unwrap_or(table)), Alias::new(column))),
            None if self.is_ranked() => {
                // The word for nothing comes after all that say something.
                let (nothing, words): (Vec<&str>, Vec<&str>) = self.words().into_iter().partition(|word| *word == "none");
                let ranked = (0_i64..).zip(words.into_iter().chain(nothing));
                let case = ranked.fold(CaseStatement::new(), |case, (rank, word)| case.case(self.expr(table, reader).eq(word), rank));
                case.into()
            }
            None => self.expr(table, reader),
        }
    }

    /// The words to choose from, in their order.
    fn words(&self) -> Vec<&str> {
        match (self.kind, &self.custom) {
            (Kind::Choice { choices }, _) => choices.to_vec(),
            (Kind::OwnChoice, Some(custom)) => custom.kind.choices().iter().map(|choice| &*choice.key).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it is sorted by the place of its word.
    fn is_ranked(&self) -> bool {
        self.walked && matches!(self.kind, Kind::Choice { .. } | Kind::OwnChoice)
    }

    /// Reads what the row is sorted by.
    pub(crate) fn read_place(&self, row: &QueryResult, alias: &str) -> Result<Cell> {
        if self.is_ranked() { Ok(Cell::Integer(row.try_get("", alias)?)) } else { self.read(row, alias) }
    }

    /// Reads this field's column from a row, as it is.
    pub(crate) fn read(&self, row: &QueryResult, alias: &str) -> Result<Cell> {
        Ok(match self.kind {
            Kind::Date | Kind::Reference { .. } if self.custom.is_some() => Cell::Text(row.try_get("", alias)?),
            Kind::Text | Kind::Choice { .. } | Kind::OwnChoice | Kind::OwnChoices => Cell::Text(row.try_get("", alias)?),
            Kind::Integer | Kind::Decimal { .. } | Kind::Money | Kind::Ratio => Cell::Integer(row.try_get("", alias)?),
            Kind::Days | Kind::Date => Cell::Date(row.try_get("", alias)?),
            Kind::Datetime => Cell::Instant(row.try_get("", alias)?),
            Kind::Boolean => Cell::Bool(row.try_get("", alias)?),
            Kind::Reference { .. } => Cell::Id(row.try_get("", alias)?),
            Kind::Tags { .. } => Cell::Id(None),
        })
    }

    /// The form of a cell on the wire; references and tags are filled in afterwards.
    pub(crate) fn wire(&self, cell: Cell, reader: &Reader) -> Value {
        match (self.kind, cell) {
            (Kind::Decimal { decimals }, Cell::Integer(Some(number))) => custom::value::with_decimals(number, decimals),
            (Kind::OwnChoices, Cell::Text(words)) => words.and_then(|words| serde_json::from_str(&words).ok()).unwrap_or(json!([])),
            (Kind::Money, Cell::Integer(Some(minor))) => json!(Money::new(minor, &reader.actor().currency)),
            (Kind::Days, Cell::Date(Some(date))) => {
                clock::known(date).map_or(Value::Null, |date| json!((reader.today() - date).num_days()))
            }
            (_, cell) => cell.plain(),
        }
    }

    /// The date a number of days ago, for comparing [`Kind::Days`].
    pub(crate) fn days_ago(reader: &Reader, days: i64) -> Option<NaiveDate> {
        let today = reader.today();
        let day = match u64::try_from(days) {
            Ok(days) => today.checked_sub_days(Days::new(days)),
            Err(_) => today.checked_add_days(Days::new(days.unsigned_abs())),
        };
        day.filter(clock::in_our_time)
    }
}

/// The records that the reader has marked.
fn marked_by(reader: &Reader, table: &'static str) -> SelectStatement {
    let of = |column: &'static str| Expr::col((Alias::new(table), Alias::new(column)));
    let mut marked = Query::select();
    marked
        .expr(of("record_id"))
        .from(Alias::new(table))
        .and_where(of("workspace_id").eq(reader.actor().workspace))
        .and_where(of("user_id").eq(reader.actor().user()))
        .and_where(of("is_on").eq(true));
    marked
}

/// Nothing, as a value of a kind.
pub(super) fn nothing_of(kind: Kind) -> SimpleExpr {
    Expr::cust(match kind {
        Kind::Boolean => "FALSE",
        Kind::Integer | Kind::Decimal { .. } | Kind::Money => "CAST(NULL AS bigint)",
        _ => "CAST(NULL AS text)",
    })
}

/// A value as the column holds it: what cursors keep.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Text(Option<String>),
    Integer(Option<i64>),
    Date(Option<NaiveDate>),
    Instant(Option<DateTime<Utc>>),
    Bool(Option<bool>),
    Id(Option<Uuid>),
}

impl Cell {
    /// The JSON of the value: for cursors, and for the wire where a kind has no form of its own.
    pub(crate) fn plain(self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Integer(number) => json!(number),
            Self::Date(date) => json!(date.filter(|date| *date != NEVER)),
            Self::Instant(at) => json!(at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))),
            Self::Bool(flag) => json!(flag),
            Self::Id(id) => json!(id),
        }
    }

    /// The bound value.
    pub(crate) fn bind(&self) -> sea_orm::Value {
        match self {
            Self::Text(text) => text.clone().into(),
            Self::Integer(number) => (*number).into(),
            Self::Date(date) => (*date).into(),
            Self::Instant(at) => (*at).into(),
            Self::Bool(flag) => (*flag).into(),
            Self::Id(id) => (*id).into(),
        }
    }

    /// Whether the column is null.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Text(None) | Self::Integer(None) | Self::Date(None) | Self::Instant(None) | Self::Bool(None) | Self::Id(None))
    }

    /// The cell of a field from a cursor's JSON; `None` when it does not fit.
    pub(crate) fn from_cursor(field: &Field, value: &Value) -> Option<Self> {
        let kind = match field.kind {
            _ if field.has_days_as_text() => Kind::Text,
            _ if field.is_ranked() => Kind::Integer,
            kind => kind,
        };
        if value.is_null() {
            return Some(match kind {
                Kind::Text | Kind::Choice { .. } | Kind::OwnChoice | Kind::OwnChoices => Self::Text(None),
                Kind::Integer | Kind::Decimal { .. } | Kind::Money | Kind::Ratio => Self::Integer(None),
                Kind::Days | Kind::Date => Self::Date(None),
                Kind::Datetime => Self::Instant(None),
                Kind::Boolean => Self::Bool(None),
                Kind::Reference { .. } | Kind::Tags { .. } => Self::Id(None),
            });
        }
        // Whoever makes a cursor by hand makes no value that a column could not hold.
        Some(match kind {
            Kind::Text | Kind::Choice { .. } | Kind::OwnChoice | Kind::OwnChoices => {
                Self::Text(Some(value.as_str().filter(|text| !text.contains('\0'))?.to_owned()))
            }
            Kind::Integer | Kind::Decimal { .. } | Kind::Money | Kind::Ratio => Self::Integer(Some(value.as_i64()?)),
            Kind::Days | Kind::Date => Self::Date(Some(value.as_str()?.parse().ok().filter(clock::in_our_time)?)),
            Kind::Datetime => {
                Self::Instant(Some(value.as_str()?.parse().ok().filter(|at: &DateTime<Utc>| clock::in_our_time(&at.date_naive()))?))
            }
            Kind::Boolean => Self::Bool(Some(value.as_bool()?)),
            Kind::Reference { .. } | Kind::Tags { .. } => Self::Id(Some(value.as_str()?.parse().ok()?)),
        })
    }

    /// The JSON a cursor keeps: unlike [`Cell::plain`] it tells [`NEVER`] from null.
    pub(crate) fn to_cursor(&self) -> Value {
        match self {
            Self::Date(date) => json!(date),
            other => other.clone().plain(),
        }
    }

    /// Strictly before this cell, in a column order in which null is the lowest.
    pub(crate) fn below(&self, column: &SimpleExpr, nullable: bool) -> SimpleExpr {
        if self.is_null() {
            return Expr::val(false).eq(true);
        }
        let lower = column.clone().lt(self.bind());
        if nullable { lower.or(column.clone().is_null()) } else { lower }
    }

    /// Strictly after this cell.
    pub(crate) fn above(&self, column: &SimpleExpr) -> SimpleExpr {
        if self.is_null() { column.clone().is_not_null() } else { column.clone().gt(self.bind()) }
    }

    /// The same value.
    pub(crate) fn same(&self, column: &SimpleExpr) -> SimpleExpr {
        if self.is_null() { column.clone().is_null() } else { column.clone().eq(self.bind()) }
    }
}
