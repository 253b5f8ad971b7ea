//! Fields that a workspace has added and that nobody fills in: formulas over other fields of the record, and roll-ups of what
//! belongs to it. Reckoned by the database while a page is read, so that they are never old.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, Func, Query as Sql, SimpleExpr};

use super::{
    Filter, List,
    field::{Field, Kind, nothing_of},
};
use crate::{
    actor::Actor,
    clock::NEVER,
    custom::{self, Aggregate, Custom, Gives, value::unit},
    db::{Dialect, Reader},
    error::{Error, Result},
    text::Formula,
};

/// How such a field comes to its value.
#[derive(Debug)]
pub(crate) enum Derived {
    /// From other fields.
    Formula { tree: Formula, inputs: BTreeMap<String, Field>, gives: Gives, decimals: u8 },
    /// From the records of another list that point to this one by a column.
    RollUp { list: &'static List, column: &'static str, aggregate: Aggregate, field: Option<Box<Field>>, filter: Option<Filter> },
    /// From the columns of the record, as a capability says.
    Reckoned { kind: Kind, expr: Reckoner },
}

/// The value of a field as an expression over a record's table.
pub type Reckoner = fn(table: &str, reader: &Reader) -> SimpleExpr;

/// What a part of a formula is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A number; amounts in whole units of money.
    Number,
    /// A day.
    Day,
    /// A text.
    Text,
    /// Yes or no.
    Truth,
}

/// Why a formula makes no sense, with a stable code.
#[derive(Debug, PartialEq, Eq)]
pub struct Senseless {
    /// `unknown_name`, `unknown_function`, `wrong_sort`, `too_large`.
    pub code: &'static str,
    /// The name, function or operator.
    pub what: String,
}

type Sensible<T> = std::result::Result<T, Senseless>;

/// Products and quotients in one formula: numbers of the register stay within what the database reckons with.
const MOST_PRODUCTS: usize = 15;

/// Least and greatest values in one formula: each says its parts twice to the database.
const MOST_EXTREMES: usize = 6;

impl Derived {
    /// A number by a formula over these fields; `None` when it is no formula.
    pub(super) fn number(expression: &str, decimals: u8, inputs: Vec<Field>) -> Option<Self> {
        let inputs = inputs.into_iter().map(|field| (field.key.to_string(), field)).collect();
        Some(Self::Formula { tree: Formula::parse(expression).ok()?, inputs, gives: Gives::Number, decimals })
    }

    /// The fields of the record that it speaks of.
    pub(crate) fn inputs(&self) -> Vec<&Field> {
        match self {
            Self::Formula { inputs, .. } => inputs.values().collect(),
            Self::RollUp { .. } | Self::Reckoned { .. } => Vec::new(),
        }
    }

    /// Whether it looks at other records than its own: too slow to be asked of all rows.
    pub(crate) fn looks_beyond(&self) -> bool {
        match self {
            Self::Formula { .. } => self.inputs().into_iter().any(Field::looks_beyond),
            Self::RollUp { .. } => true,
            Self::Reckoned { .. } => false,
        }
    }

    /// Whether an actor sees all the fields of other records of which it is made as they are.
    pub(crate) fn is_of_plain(&self, actor: &Actor) -> bool {
        let Self::RollUp { list, field, filter, .. } = self else { return true };
        let keys = field.iter().map(|field| &*field.key).chain(filter.iter().flat_map(Filter::keys));
        keys.into_iter().all(|key| actor.sees_field(list.guarded_as(), key))
    }

    /// The object without the right to read which it is not shown.
    pub(crate) fn object(&self) -> Option<&'static str> {
        match self {
            Self::Formula { .. } | Self::Reckoned { .. } => None,
            Self::RollUp { list, .. } => Some(list.kind),
        }
    }

    /// The kind of its values as a field of a list.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Formula { gives, decimals, .. } => match (gives, decimals) {
                (Gives::Number, 0) => Kind::Integer,
                (Gives::Number, decimals) => Kind::Decimal { decimals: *decimals },
                (Gives::Money, _) => Kind::Money,
                (Gives::Date, _) => Kind::Date,
                (Gives::Text, _) => Kind::Text,
                (Gives::Boolean, _) => Kind::Boolean,
            },
            Self::RollUp { aggregate: Aggregate::Count, .. } => Kind::Integer,
            Self::RollUp { field, .. } => field.as_ref().map_or(Kind::Integer, |field| field.kind),
            Self::Reckoned { kind, .. } => *kind,
        }
    }

    /// The value as an expression over the record's table.
    pub(crate) fn expr(&self, table: &str, reader: &Reader) -> SimpleExpr {
        match self {
            Self::Formula { tree, inputs, gives, decimals } => {
                let Ok((value, _)) = Reckoning::over(inputs, Some((table, reader))).part(tree) else { return nothing_of(self.kind()) };
                match gives {
                    Gives::Number => reader.dialect().whole(value.mul(unit(*decimals))),
                    Gives::Money => reader.dialect().whole(value.mul(100.0)),
                    Gives::Date => reader.dialect().day_as_text(value),
                    Gives::Text => value,
                    Gives::Boolean => Expr::expr(Func::coalesce([value, Expr::val(false)])),
                }
            }
            Self::RollUp { list, column, aggregate, field, filter } => {
                let compiled = filter.as_ref().map(|filter| filter.compile(list, reader, &[])).transpose();
                let Ok(filter) = compiled else { return nothing_of(self.kind()) };
                let theirs = |name: &'static str| Expr::col((Alias::new(list.table), Alias::new(name)));
                let ours = |name: &'static str| Expr::col((Alias::new(table), Alias::new(name)));
                let mut select = Sql::select();
                select
                    .from(Alias::new(list.table))
                    .and_where(theirs("workspace_id").eq(reader.actor().workspace))
                    .and_where(theirs("workspace_id").eq(ours("workspace_id")))
                    .and_where(theirs(column).eq(ours("id")));
                if list.has_trash {
                    select.and_where(theirs("trashed_at").is_null());
                }
                if let Some(filter) = filter {
                    select.cond_where(filter);
                }
                let value = field.as_ref().map(|field| (field, field.expr(list.table, reader)));
                select.expr(match (aggregate, value) {
                    (Aggregate::Sum, Some((_, value))) => reader.dialect().sum(value),
                    (Aggregate::Smallest, Some((field, value))) => aggregated("min", field, value),
                    (Aggregate::Largest, Some((field, value))) => aggregated("max", field, value),
                    _ => Expr::cust("count(*)"),
                });
                Expr::SubQuery(None, Box::new(select.into()))
            }
            Self::Reckoned { expr, .. } => expr(table, reader),
        }
    }
}

/// The least or greatest value; days as the texts that fields of one's own keep.
fn aggregated(function: &'static str, field: &Field, value: SimpleExpr) -> SimpleExpr {
    let value: SimpleExpr = Func::cust(function).arg(value).into();
    if field.kind == Kind::Date { value.cast_as("text") } else { value }
}

/// What a formula gives over these fields.
pub fn sort_of(tree: &Formula, inputs: &BTreeMap<String, Field>) -> Sensible<Sort> {
    Reckoning::over(inputs, None).part(tree).map(|(_, sort)| sort)
}

/// A formula on its way to SQL.
struct Reckoning<'a> {
    inputs: &'a BTreeMap<String, Field>,
    /// The record's table, and for whom; nothing where only what the parts are is found out, and the SQL is thrown away.
    of: Option<(&'a str, &'a Reader)>,
    dialect: Dialect,
    today: NaiveDate,
    products: usize,
    extremes: usize,
}

type Part = (SimpleExpr, Sort);

impl<'a> Reckoning<'a> {
    fn over(inputs: &'a BTreeMap<String, Field>, of: Option<(&'a str, &'a Reader)>) -> Self {
        let (dialect, today) = of.map_or((Dialect::Sqlite, NEVER), |(_, reader)| (reader.dialect(), reader.today()));
        Self { inputs, of, dialect, today, products: 0, extremes: 0 }
    }

    fn part(&mut self, tree: &Formula) -> Sensible<Part> {
        match tree {
            Formula::Number(number, decimals) => {
                #[expect(clippy::cast_precision_loss, reason = "formulas reckon with numbers as spreadsheets do")]
                let number = *number as f64 / 10_f64.powi(i32::try_from(*decimals).unwrap_or(0));
                Ok((Expr::val(number), Sort::Number))
            }
            Formula::Text(text) => Ok((Expr::val(text.replace('\0', "")), Sort::Text)),
            Formula::Name(name) => self.field(name),
            Formula::Minus(part) => Ok((self.must_be(Sort::Number, part, "-")?.mul(-1.0), Sort::Number)),
            Formula::Two(sign, one, other) => self.two(sign, one, other),
            Formula::Call(name, given) => self.call(name, given),
        }
    }

    /// A part that must be of this sort.
    fn must_be(&mut self, wanted: Sort, tree: &Formula, what: &str) -> Sensible<SimpleExpr> {
        match self.part(tree)? {
            (value, sort) if sort == wanted => Ok(value),
            _ => Err(Senseless { code: "wrong_sort", what: what.to_owned() }),
        }
    }

    fn today(&self) -> SimpleExpr {
        self.dialect.day_number(Expr::val(self.today.to_string()))
    }

    fn field(&self, name: &str) -> Sensible<Part> {
        let field = self.inputs.get(name).ok_or_else(|| Senseless { code: "unknown_name", what: name.to_owned() })?;
        let Some((table, reader)) = self.of else { return Ok((Expr::val(0), sort_of_field(field)?)) };
        let (value, dialect) = (field.expr(table, reader), self.dialect);
        let number = |value: SimpleExpr, unit: f64| (value.cast_as("double precision").div(unit), Sort::Number);
        Ok(match field.kind {
            Kind::Decimal { decimals } => number(value, unit(decimals)),
            Kind::Money => number(value, 100.0),
            Kind::Ratio => number(value, 10_000.0),
            Kind::Date => (dialect.day_number(known(field, value)), Sort::Day),
            Kind::Days => {
                let since = dialect.day_number(known(field, value)).mul(-1.0).add(self.today());
                (since, Sort::Number)
            }
            Kind::Boolean => (value, Sort::Truth),
            Kind::Text | Kind::Choice { .. } | Kind::OwnChoice => (value, Sort::Text),
            _ => number(value, 1.0),
        })
    }

    fn two(&mut self, sign: &'static str, one: &Formula, other: &Formula) -> Sensible<Part> {
        let ((left, left_sort), (right, right_sort)) = (self.part(one)?, self.part(other)?);
        let wrong = || Senseless { code: "wrong_sort", what: sign.to_owned() };
        Ok(match (sign, left_sort, right_sort) {
            ("+", Sort::Number, Sort::Number) => (left.add(right), Sort::Number),
            ("-", Sort::Number, Sort::Number) | ("-", Sort::Day, Sort::Day) => (left.sub(right), Sort::Number),
            ("+", Sort::Day, Sort::Number) => (left.add(right), Sort::Day),
            ("-", Sort::Day, Sort::Number) => (left.sub(right), Sort::Day),
            ("*" | "/", Sort::Number, Sort::Number) => {
                self.products += 1;
                if self.products > MOST_PRODUCTS {
                    return Err(Senseless { code: "too_large", what: sign.to_owned() });
                }
                // What is divided by nothing is not known.
                let nothing = |right| Expr::expr(Func::cust("nullif").arg(right).arg(Expr::val(0.0)));
                (if sign == "*" { left.mul(right) } else { left.div(nothing(right)) }, Sort::Number)
            }
            ("&", Sort::Text, Sort::Text) => (self.dialect.strung(left, right), Sort::Text),
            _ if left_sort != right_sort => return Err(wrong()),
            ("=", ..) => (left.eq(right), Sort::Truth),
            ("<>", ..) => (left.ne(right), Sort::Truth),
            (_, Sort::Truth | Sort::Text, _) => return Err(wrong()),
            ("<", ..) => (left.lt(right), Sort::Truth),
            ("<=", ..) => (left.lte(right), Sort::Truth),
            (">", ..) => (left.gt(right), Sort::Truth),
            (">=", ..) => (left.gte(right), Sort::Truth),
            _ => return Err(wrong()),
        })
    }

    fn call(&mut self, name: &str, given: &[Formula]) -> Sensible<Part> {
        let wrong = || Senseless { code: "wrong_sort", what: name.to_owned() };
        match (name, given) {
            ("if", [condition, then, otherwise]) => {
                let condition = self.must_be(Sort::Truth, condition, name)?;
                let ((then, sort), (otherwise, other)) = (self.part(then)?, self.part(otherwise)?);
                let value = CaseStatement::new().case(condition, then).finally(otherwise);
                if sort == other { Ok((value.into(), sort)) } else { Err(wrong()) }
            }
            ("and" | "or", [first, rest @ ..]) => {
                let first = self.must_be(Sort::Truth, first, name)?;
                let all = rest.iter().try_fold(first, |all, part| {
                    let part = self.must_be(Sort::Truth, part, name)?;
                    Ok(if name == "and" { all.and(part) } else { all.or(part) })
                });
                Ok((all?, Sort::Truth))
            }
            ("not", [part]) => Ok((self.must_be(Sort::Truth, part, name)?.not(), Sort::Truth)),
            ("empty", [part]) => Ok((self.part(part)?.0.is_null(), Sort::Truth)),
            ("coalesce", [first, rest @ ..]) => {
                let (first, sort) = self.part(first)?;
                let rest = rest.iter().map(|part| self.must_be(sort, part, name)).collect::<Sensible<Vec<_>>>()?;
                Ok((Expr::expr(Func::coalesce(std::iter::once(first).chain(rest))), sort))
            }
            ("min" | "max", [_, _, ..]) => {
                self.extremes += 1;
                if self.extremes > MOST_EXTREMES {
                    return Err(Senseless { code: "too_large", what: name.to_owned() });
                }
                let parts = given.iter().map(|part| self.must_be(Sort::Number, part, name)).collect::<Sensible<Vec<_>>>()?;
                Ok((self.dialect.extreme(parts, name == "max"), Sort::Number))
            }
            ("abs", [part]) => Ok((Expr::expr(Func::abs(self.must_be(Sort::Number, part, name)?)), Sort::Number)),
            ("round", [part, rest @ ..]) => {
                let decimals = match rest {
                    [] => 0,
                    [Formula::Number(decimals @ 0..=6, 0)] => *decimals,
                    _ => return Err(wrong()),
                };
                let value = self.must_be(Sort::Number, part, name)?;
                Ok((self.dialect.rounded(value, decimals), Sort::Number))
            }
            ("today", []) => Ok((self.today(), Sort::Day)),
            ("if" | "and" | "or" | "not" | "empty" | "coalesce" | "min" | "max" | "abs" | "round" | "today", _) => Err(wrong()),
            _ => Err(Senseless { code: "unknown_function", what: name.to_owned() }),
        }
    }
}

fn sort_of_field(field: &Field) -> Sensible<Sort> {
    Ok(match field.kind {
        Kind::Integer | Kind::Decimal { .. } | Kind::Money | Kind::Ratio | Kind::Days => Sort::Number,
        Kind::Date => Sort::Day,
        Kind::Boolean => Sort::Truth,
        Kind::Text | Kind::Choice { .. } | Kind::OwnChoice => Sort::Text,
        _ => return Err(Senseless { code: "wrong_sort", what: field.key.to_string() }),
    })
}

/// A day as a text, nothing where it is not known.
fn known(field: &Field, value: SimpleExpr) -> SimpleExpr {
    let value = if field.has_days_as_text() { value } else { value.cast_as("text") };
    Expr::expr(Func::cust("nullif").arg(value).arg(Expr::val(NEVER.to_string())))
}

/// The sort of value that a formula must give for what it is said to give.
#[must_use]
pub fn sort_of_result(gives: Gives) -> Sort {
    match gives {
        Gives::Number | Gives::Money => Sort::Number,
        Gives::Date => Sort::Day,
        Gives::Text => Sort::Text,
        Gives::Boolean => Sort::Truth,
    }
}

/// The fields of a list by the names that formulas may use for them: keys, and of the workspace's own also the short keys.
#[must_use]
pub fn names(fields: &[Field]) -> BTreeMap<String, Field> {
    let mut names = BTreeMap::new();
    let is_formula = |field: &&Field| matches!(field.derived.as_deref(), Some(Derived::Formula { .. }));
    for field in fields.iter().filter(|field| !is_formula(field) && (field.filterable || field.derived.is_some())) {
        if let Some(custom) = &field.custom {
            names.entry(custom.key.clone()).or_insert_with(|| field.clone());
        }
        names.insert(field.key.to_string(), field.clone());
    }
    names
}

/// How a field that nobody fills in comes to its value; `None` when what it needs is gone.
pub(super) fn of(custom: &Custom, list: &List, fields: &[Field]) -> Option<Arc<Derived>> {
    match &custom.kind {
        custom::Kind::Formula { expression, gives, decimals } => {
            let tree = Formula::parse(expression).ok()?;
            let all = names(fields);
            let inputs = tree.names().into_iter().filter_map(|name| Some((name.to_owned(), all.get(name)?.clone()))).collect();
            Some(Arc::new(Derived::Formula { tree, inputs, gives: *gives, decimals: *decimals }))
        }
        custom::Kind::RollUp { of, aggregate, field, filter } => {
            let (below, column) = (list.custom?.below)(list.kind, of)?;
            let field = match field {
                Some(key) => Some(Box::new(below.field(key).ok()?.clone())),
                None => None,
            };
            let filter = match filter {
                Some(tree) => Some(checked(tree, below).ok()?),
                None => None,
            };
            Some(Arc::new(Derived::RollUp { list: below, column, aggregate: *aggregate, field, filter }))
        }
        _ => None,
    }
}

fn checked(tree: &serde_json::Value, list: &List) -> Result<Filter> {
    let filter = Filter::parse(tree)?;
    filter.check(list)?;
    let is_left_out = |key: &&str| list.field(key).is_ok_and(is_of_others);
    match filter.keys().into_iter().find(is_left_out) {
        Some(key) => Err(Error::field("/filter", "not_possible", format!("A roll-up does not look at “{key}”."))),
        None => Ok(filter),
    }
}

/// Checks a filter over the rows of a list, its values too, as a roll-up has it.
pub fn check_filter(reader: &Reader, list: &List, tree: &serde_json::Value) -> Result<()> {
    checked(tree, list)?.compile(list, reader, &[]).map(drop)
}

/// Whether roll-ups leave it alone: it stands beside the list's table, or is what a capability reckons for those who may read more
/// than the record.
fn is_of_others(field: &Field) -> bool {
    field.beside.is_some() || (field.object.is_some() && matches!(field.derived.as_deref(), Some(Derived::Reckoned { .. })))
}

/// What of a field of a list a roll-up may reckon.
#[must_use]
pub fn rolls_up(field: &Field, aggregate: Aggregate) -> bool {
    if is_of_others(field) {
        return false;
    }
    let is_number = matches!(field.kind, Kind::Integer | Kind::Decimal { .. } | Kind::Money);
    match aggregate {
        Aggregate::Count => false,
        Aggregate::Sum => is_number,
        Aggregate::Smallest | Aggregate::Largest => is_number || field.kind == Kind::Date,
    }
}
