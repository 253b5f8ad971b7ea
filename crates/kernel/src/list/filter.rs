//! The filter tree: groups and typed conditions, checked against the list, then turned into SQL.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    Condition as Where,
    sea_query::{Alias, Expr, ExprTrait, Func, Query as Sql, SimpleExpr},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{
    List, MAX_TEXT,
    field::{Field, Kind},
};
use crate::{
    actor::nothing,
    check::too_many,
    clock::{NEVER, Unit, day_start, in_our_time},
    custom::value::unit,
    db::{Dialect, Reader, dialect::escape_like},
    error::{Error, Result},
    tags,
};

const MAX_DEPTH: usize = 5;
const MAX_CONDITIONS: usize = 60;
const MAX_VALUES: usize = 500;

/// A group or a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All of them.
    All(Vec<Filter>),
    /// At least one of them.
    Any(Vec<Filter>),
    /// Not this one.
    Not(Box<Filter>),
    /// One field compared.
    Is(Condition),
}

/// One field compared with a value.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The field's key.
    pub field: String,
    /// The comparison.
    pub op: Op,
    /// What with; absent for `empty` and `not_empty`.
    #[serde(default)]
    pub value: Value,
}

/// The comparisons. Which a field takes depends on its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it; docs/api-design.md has the table")]
pub enum Op {
    Eq,
    Ne,
    Lt,
    Lte,
    Gt,
    Gte,
    Between,
    Contains,
    NotContains,
    StartsWith,
    In,
    NotIn,
    On,
    Before,
    After,
    Within,
    OlderThan,
    AnyOf,
    AllOf,
    NoneOf,
    Empty,
    NotEmpty,
}

impl Filter {
    /// Reads a tree.
    pub fn parse(tree: &Value) -> Result<Self> {
        let mut conditions = 0;
        parse(tree, "/filter", 0, &mut conditions)
    }

    /// Whether the tree speaks of this field.
    #[must_use]
    pub fn mentions(&self, key: &str) -> bool {
        self.keys().contains(&key)
    }

    /// The keys of all fields that the tree speaks of.
    pub(super) fn keys(&self) -> Vec<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::keys).collect(),
            Self::Not(part) => part.keys(),
            Self::Is(condition) => vec![&condition.field],
        }
    }

    /// What is left of the tree without the conditions that speak of such fields: all that hold beside them.
    pub(super) fn without(&self, drops: &impl Fn(&str) -> bool) -> Option<Self> {
        match self {
            Self::All(parts) => Some(Self::All(parts.iter().filter_map(|part| part.without(drops)).collect())),
            other => (!other.keys().into_iter().any(drops)).then(|| other.clone()),
        }
    }

    /// Checks every field and operator; values are checked when they are compiled.
    pub(super) fn check(&self, list: &List) -> Result<()> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().try_for_each(|part| part.check(list)),
            Self::Not(part) => part.check(list),
            Self::Is(condition) => {
                let field = list
                    .field(&condition.field)
                    .map_err(|_| wrong("unknown_field", format!("The list {} has no field “{}”.", list.name, condition.field)))?;
                if !field.filterable || !ops(field.kind).contains(&condition.op) {
                    return Err(wrong("unknown_operator", format!("“{}” cannot be compared that way.", field.key)));
                }
                Ok(())
            }
        }
    }

    /// The conditions that an index may serve: those on numbers and times, and comparisons with a few values.
    pub(super) fn served<'a>(&'a self, list: &'a List) -> Vec<(&'a Condition, &'a Field)> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(|part| part.served(list)).collect(),
            Self::Not(part) => part.served(list),
            Self::Is(condition) => {
                let compares = matches!(condition.op, Op::Eq | Op::In | Op::Empty);
                let is_served = |field: &&Field| field.sortable && !field.walked && is_range(field.kind) || field.indexed && compares;
                list.field(&condition.field).ok().filter(is_served).map(|field| (condition, field)).into_iter().collect()
            }
        }
    }

    /// The SQL of the tree. Indexes on the fields `broad` are not to be used for it.
    pub(super) fn compile(&self, list: &List, reader: &Reader, broad: &[String]) -> Result<Where> {
        match self {
            Self::All(parts) => parts.iter().try_fold(Where::all(), |all, part| Ok(all.add(part.compile(list, reader, broad)?))),
            Self::Any(parts) if parts.is_empty() => Ok(Where::all()),
            Self::Any(parts) => parts.iter().try_fold(Where::any(), |any, part| Ok(any.add(part.compile(list, reader, broad)?))),
            // What a column without a value makes unknown is "no" before it is turned round.
            Self::Not(part) => {
                let inner: SimpleExpr = part.compile(list, reader, broad)?.into();
                Ok(Where::all().add(Expr::expr(Func::coalesce([inner, Expr::val(false)])).not()))
            }
            Self::Is(condition) => condition.compile(list.field(&condition.field)?, list.table, reader, broad),
        }
    }
}

pub(super) fn is_range(kind: Kind) -> bool {
    matches!(kind, Kind::Integer | Kind::Decimal { .. } | Kind::Money | Kind::Ratio | Kind::Days | Kind::Date | Kind::Datetime)
}

fn parse(tree: &Value, pointer: &str, depth: usize, conditions: &mut usize) -> Result<Filter> {
    if depth > MAX_DEPTH {
        return Err(Error::field(pointer, "too_deep", format!("A filter has at most {MAX_DEPTH} levels.")));
    }
    let group = |parts: &Value, conditions: &mut usize| -> Result<Vec<Filter>> {
        let parts = parts.as_array().ok_or_else(|| Error::field(pointer, "malformed", "A group holds an array."))?;
        parts.iter().enumerate().map(|(n, part)| parse(part, &format!("{pointer}/{n}"), depth + 1, conditions)).collect()
    };
    let object = tree.as_object().ok_or_else(|| Error::field(pointer, "malformed", "A filter is an object."))?;
    match (object.len(), object.get("all"), object.get("any"), object.get("not")) {
        (1, Some(parts), _, _) => Ok(Filter::All(group(parts, conditions)?)),
        (1, _, Some(parts), _) => Ok(Filter::Any(group(parts, conditions)?)),
        (1, _, _, Some(part)) => Ok(Filter::Not(Box::new(parse(part, &format!("{pointer}/not"), depth + 1, conditions)?))),
        _ => {
            *conditions += 1;
            if *conditions > MAX_CONDITIONS {
                return Err(too_many("/filter", MAX_CONDITIONS).into());
            }
            serde_json::from_value(tree.clone())
                .map(Filter::Is)
                .map_err(|error| Error::field(pointer, "malformed", format!("This is not a condition: {error}.")))
        }
    }
}

/// The comparisons that fields of a kind take.
#[must_use]
pub fn ops(kind: Kind) -> &'static [Op] {
    use Op::{
        After, AllOf, AnyOf, Before, Between, Contains, Empty, Eq, Gt, Gte, In, Lt, Lte, Ne, NoneOf, NotContains, NotEmpty, NotIn,
        OlderThan, On, StartsWith, Within,
    };
    match kind {
        Kind::Text => &[Eq, Ne, Contains, NotContains, StartsWith, In, NotIn, Empty, NotEmpty],
        Kind::Integer | Kind::Decimal { .. } | Kind::Money | Kind::Ratio | Kind::Days => {
            &[Eq, Ne, Lt, Lte, Gt, Gte, Between, Empty, NotEmpty]
        }
        Kind::Date | Kind::Datetime => &[On, Before, After, Between, Within, OlderThan, Empty, NotEmpty],
        Kind::Boolean => &[Eq],
        Kind::Choice { .. } | Kind::OwnChoice | Kind::Reference { .. } => &[In, NotIn, Empty, NotEmpty],
        Kind::Tags { .. } | Kind::OwnChoices => &[AnyOf, AllOf, NoneOf, Empty, NotEmpty],
    }
}

fn wrong(code: &str, detail: impl Into<String>) -> Error {
    Error::field("/filter", code, detail)
}

impl Condition {
    /// Whether all rows it lets through have one value.
    pub(super) fn is_of_one(&self, field: &Field) -> bool {
        match self.op {
            Op::Eq => true,
            Op::Empty => field.kind != Kind::Text,
            Op::In => self.value.as_array().is_some_and(|values| values.len() == 1),
            _ => false,
        }
    }

    /// The SQL of the condition.
    pub(super) fn compile(&self, field: &Field, table: &str, reader: &Reader, broad: &[String]) -> Result<Where> {
        let column = field.expr(table, reader);
        let column = if (is_range(field.kind) || field.indexed) && broad.iter().any(|key| *key == field.key) {
            reader.dialect().unindexed(column)
        } else {
            column
        };
        let is = |expr: SimpleExpr| Ok(Where::all().add(expr));
        match field.kind {
            Kind::Tags { table: tags, record } => self.tags(&column, reader.actor().workspace, tags, record),
            Kind::Boolean => {
                let wanted = self.value.as_bool().ok_or_else(|| self.bad("true or false"))?;
                // What is marked leads to the rows by itself, where a comparison would ask each of them.
                is(match (field.marked_in, wanted) {
                    (None, _) => column.eq(wanted),
                    (Some(_), true) => column,
                    (Some(_), false) => column.not(),
                })
            }
            Kind::Text => self.text(&column, reader.dialect()),
            Kind::Choice { .. } | Kind::OwnChoice => {
                let words = self.words(field)?;
                Ok(self.one_of(&column, words.into_iter().map(Into::into).collect()))
            }
            Kind::OwnChoices => self.several(field, table, reader.dialect()),
            Kind::Reference { .. } => {
                let ids = self.ids(reader)?;
                let is_text = field.custom.is_some();
                let value = |id: Uuid| if is_text { id.to_string().into() } else { id.into() };
                Ok(self.one_of(&column, ids.into_iter().map(value).collect()))
            }
            Kind::Decimal { decimals } => self.number(&column, decimals),
            Kind::Integer | Kind::Money | Kind::Ratio => self.number(&column, 0),
            Kind::Days => self.days(&column, reader),
            Kind::Date => self.date(&column, field, reader),
            Kind::Datetime => self.instant(&column, reader),
        }
    }

    fn bad(&self, wanted: &str) -> Error {
        wrong("wrong_value", format!("“{}” is compared with {wanted}.", self.field))
    }

    fn text(&self, column: &SimpleExpr, dialect: Dialect) -> Result<Where> {
        let like = |pattern: String| dialect.like(column.clone(), &pattern);
        let word = || -> Result<String> {
            let text = self.value.as_str().ok_or_else(|| self.bad("a text"))?;
            check_text(text)?;
            Ok(text.to_owned())
        };
        let filled = column.clone().is_not_null().and(column.clone().ne(""));
        Ok(Where::all().add(match self.op {
            Op::Empty => column.clone().is_null().or(column.clone().eq("")),
            Op::NotEmpty => filled,
            Op::Eq => column.clone().eq(word()?),
            Op::Ne => column.clone().is_null().or(column.clone().ne(word()?)),
            Op::Contains => like(format!("%{}%", escape_like(&word()?))),
            Op::NotContains => column.clone().is_null().or(like(format!("%{}%", escape_like(&word()?))).not()),
            Op::StartsWith => like(format!("{}%", escape_like(&word()?))),
            Op::NotIn => column.clone().is_null().or(column.clone().is_not_in(self.texts()?)),
            _ => column.clone().is_in(self.texts()?),
        }))
    }

    fn one_of(&self, column: &SimpleExpr, values: Vec<sea_orm::Value>) -> Where {
        match self.op {
            Op::Empty => Where::all().add(column.clone().is_null()),
            Op::NotEmpty => Where::all().add(column.clone().is_not_null()),
            Op::NotIn => Where::any().add(column.clone().is_null()).add(column.clone().is_not_in(values)),
            _ if values.is_empty() => nothing(),
            _ => Where::all().add(column.clone().is_in(values)),
        }
    }

    /// The words of a field of choices, each of which it has.
    fn words(&self, field: &Field) -> Result<Vec<String>> {
        let words = self.texts()?;
        let has = |word: &str| match (&field.kind, &field.custom) {
            (Kind::Choice { choices }, _) => choices.contains(&word),
            (_, Some(custom)) => custom.kind.choices().iter().any(|choice| choice.key == word),
            _ => false,
        };
        match words.iter().find(|word| !has(word)) {
            Some(unknown) => Err(wrong("unknown_choice", format!("“{unknown}” is not one of the choices of “{}”.", field.key))),
            None => Ok(words),
        }
    }

    /// Several choices of which one has some, all or none.
    fn several(&self, field: &Field, table: &str, dialect: Dialect) -> Result<Where> {
        let Some(custom) = &field.custom else { return Ok(nothing()) };
        let words = self.words(field)?;
        let has = |words: &[String]| dialect.custom_has(table, &custom.key, words);
        Ok(match self.op {
            Op::Empty => Where::all().add(has(&[]).not()),
            Op::NotEmpty => Where::all().add(has(&[])),
            _ if words.is_empty() => {
                if self.op == Op::AnyOf {
                    nothing()
                } else {
                    Where::all()
                }
            }
            Op::NoneOf => Where::all().add(has(&words).not()),
            Op::AllOf => words.iter().fold(Where::all(), |all, word| all.add(has(std::slice::from_ref(word)))),
            _ => Where::all().add(has(&words)),
        })
    }

    fn number(&self, column: &SimpleExpr, decimals: u8) -> Result<Where> {
        let number = |value: &Value| {
            let scaled = if decimals == 0 { value.as_i64() } else { value.as_f64().and_then(|number| scaled(number, decimals)) };
            scaled.ok_or_else(|| self.bad(if decimals == 0 { "a whole number" } else { "a number" }))
        };
        let column = column.clone();
        Ok(Where::all().add(match self.op {
            Op::Empty => column.is_null(),
            Op::NotEmpty => column.is_not_null(),
            Op::Between => {
                let (low, high) = self.pair()?;
                column.clone().gte(number(low)?).and(column.lte(number(high)?))
            }
            op => {
                let n = number(&self.value)?;
                match op {
                    Op::Ne => column.clone().is_null().or(column.ne(n)),
                    Op::Lt => column.lt(n),
                    Op::Lte => column.lte(n),
                    Op::Gt => column.gt(n),
                    Op::Gte => column.gte(n),
                    _ => column.eq(n),
                }
            }
        }))
    }

    /// Days since: more days is an earlier date, and "never" has no number of days.
    fn days(&self, column: &SimpleExpr, reader: &Reader) -> Result<Where> {
        let day = |value: &Value| -> Result<NaiveDate> {
            let days = value.as_i64().ok_or_else(|| self.bad("a number of days"))?;
            Field::days_ago(reader, days).ok_or_else(|| self.bad("a number of days that the calendar holds"))
        };
        let column = column.clone();
        let happened = column.clone().gt(NEVER);
        Ok(Where::all().add(match self.op {
            Op::Empty => column.eq(NEVER),
            Op::NotEmpty => happened,
            Op::Between => {
                let (low, high) = self.pair()?;
                column.clone().lte(day(low)?).and(column.gte(day(high)?)).and(happened)
            }
            op => {
                let date = day(&self.value)?;
                match op {
                    Op::Ne => column.ne(date),
                    Op::Lt => column.gt(date),
                    Op::Lte => column.gte(date),
                    Op::Gt => column.lt(date).and(happened),
                    Op::Gte => column.lte(date).and(happened),
                    _ => column.eq(date),
                }
            }
        }))
    }

    fn date(&self, column: &SimpleExpr, field: &Field, reader: &Reader) -> Result<Where> {
        let column = column.clone();
        let day = |day: NaiveDate| if field.has_days_as_text() { Expr::val(day.to_string()) } else { Expr::val(day) };
        let happened = column.clone().gt(day(NEVER));
        if self.op == Op::Empty {
            return Ok(Where::any().add(column.clone().is_null()).add(column.eq(day(NEVER))));
        }
        let (from, to) = self.days_of(reader)?;
        // One lower bound, not two: SQLite enters the index at the first that it finds.
        let from = from.filter(|from| *from > NEVER);
        let all = Where::all().add(from.map_or(happened, |from| column.clone().gte(day(from))));
        Ok(all.add_option(to.map(|to| column.lt(day(to)))))
    }

    fn instant(&self, column: &SimpleExpr, reader: &Reader) -> Result<Where> {
        let column = column.clone();
        if self.op == Op::Empty {
            return Ok(Where::all().add(column.is_null()));
        }
        let zone = reader.actor().zone;
        let at = |day: NaiveDate| -> DateTime<Utc> { day_start(zone, day) };
        let (from, to) = self.days_of(reader)?;
        let all = Where::all().add(from.map_or_else(|| column.clone().is_not_null(), |from| column.clone().gte(at(from))));
        Ok(all.add_option(to.map(|to| column.lt(at(to)))))
    }

    /// The days a date condition means, from the first to before the second, in the workspace's zone.
    fn days_of(&self, reader: &Reader) -> Result<(Option<NaiveDate>, Option<NaiveDate>)> {
        let day = |value: &Value| -> Result<NaiveDate> {
            let text = value.as_str().ok_or_else(|| self.bad("a date, YYYY-MM-DD"))?;
            let day: NaiveDate = text.parse().map_err(|_| self.bad("a date, YYYY-MM-DD"))?;
            if in_our_time(&day) { Ok(day) } else { Err(self.bad("a date of our time")) }
        };
        let next = |day: NaiveDate| day.succ_opt().unwrap_or(NaiveDate::MAX);
        let today = reader.today();
        Ok(match self.op {
            Op::On => (Some(day(&self.value)?), Some(next(day(&self.value)?))),
            Op::Before => (None, Some(day(&self.value)?)),
            Op::After => (Some(next(day(&self.value)?)), None),
            Op::Between => {
                let (low, high) = self.pair()?;
                (Some(day(low)?), Some(next(day(high)?)))
            }
            Op::Within => {
                let span: Span = serde_json::from_value(self.value.clone())
                    .map_err(|_| self.bad("a span such as {\"last\":30,\"unit\":\"day\"} or {\"this\":\"month\"}"))?;
                let (from, to) = span.days(today).ok_or_else(|| self.bad("a span that the calendar holds"))?;
                (Some(from), Some(to))
            }
            Op::OlderThan => {
                let Ago { n, unit } = serde_json::from_value(self.value.clone()).map_err(|_| self.bad("{\"n\":30,\"unit\":\"day\"}"))?;
                let back = n.checked_neg().filter(|_| n >= 0);
                let limit = back.and_then(|back| unit.shift(today, back)).ok_or_else(|| self.bad("a span that the calendar holds"))?;
                (None, Some(limit))
            }
            _ => (None, None),
        })
    }

    fn tags(&self, id: &SimpleExpr, workspace: Uuid, table: &'static str, record: &'static str) -> Result<Where> {
        let tagged = |words: Option<Vec<String>>| {
            let of = |column: &'static str| Expr::col((Alias::new(table), Alias::new(column)));
            let mut select = Sql::select();
            select
                .expr(Expr::val(1))
                .from(Alias::new(table))
                .and_where(of("workspace_id").eq(workspace))
                .and_where(of(record).eq(id.clone()));
            if let Some(words) = words {
                select.and_where(of("tag").is_in(words));
            }
            Expr::exists(select)
        };
        Ok(match self.op {
            Op::Empty => Where::all().add(tagged(None).not()),
            Op::NotEmpty => Where::all().add(tagged(None)),
            Op::NoneOf => Where::all().add(tagged(Some(self.texts()?)).not()),
            Op::AllOf if self.value.as_array().is_some_and(|words| words.len() > tags::MOST) => {
                return Err(too_many("/filter", tags::MOST).into());
            }
            Op::AllOf => self.texts()?.into_iter().fold(Where::all(), |all, word| all.add(tagged(Some(vec![word])))),
            _ => Where::all().add(tagged(Some(self.texts()?))),
        })
    }

    fn pair(&self) -> Result<(&Value, &Value)> {
        match self.value.as_array().map(Vec::as_slice) {
            Some([low, high]) => Ok((low, high)),
            _ => Err(self.bad("two values, [from, to]")),
        }
    }

    fn texts(&self) -> Result<Vec<String>> {
        if matches!(self.op, Op::Empty | Op::NotEmpty) {
            return Ok(Vec::new());
        }
        let values = self.value.as_array().ok_or_else(|| self.bad("an array of texts"))?;
        if values.len() > MAX_VALUES {
            return Err(too_many("/filter", MAX_VALUES).into());
        }
        values
            .iter()
            .map(|value| {
                let text = value.as_str().ok_or_else(|| self.bad("an array of texts"))?;
                check_text(text)?;
                Ok(text.to_owned())
            })
            .collect()
    }

    fn ids(&self, reader: &Reader) -> Result<Vec<Uuid>> {
        let mut ids = Vec::new();
        for text in self.texts()? {
            if text == "me" {
                ids.extend(reader.actor().user());
            } else {
                ids.push(text.parse().map_err(|_| self.bad("ids, or \"me\""))?);
            }
        }
        Ok(ids)
    }
}

/// A number in whole units of its last decimal, if it has no more of them.
fn scaled(number: f64, decimals: u8) -> Option<i64> {
    let scaled = (number * unit(decimals)).round();
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
    (scaled.abs() < 9e18).then_some(scaled as i64)
}

fn check_text(text: &str) -> Result<()> {
    // PostgreSQL stores no NUL; a text with one can match nothing.
    if text.contains('\0') || text.chars().count() > MAX_TEXT {
        return Err(wrong("wrong_value", format!("A text to compare with has at most {MAX_TEXT} characters and no NUL.")));
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Span {
    Last { last: i32, unit: Unit },
    Next { next: i32, unit: Unit },
    This { this: Unit },
    Previous { previous: Unit },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ago {
    n: i32,
    unit: Unit,
}

impl Span {
    /// The first day and the day after the last. "Last 30 days" ends with today; "next 7 days" begins with today.
    fn days(&self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let tomorrow = today.succ_opt()?;
        match *self {
            Self::Last { last, unit } if last > 0 => Some((unit.shift(tomorrow, -last)?, tomorrow)),
            Self::Next { next, unit } if next > 0 => Some((today, unit.shift(today, next)?)),
            Self::Last { .. } | Self::Next { .. } => None,
            Self::This { this } => Some((this.start(today), this.shift(this.start(today), 1)?)),
            Self::Previous { previous } => Some((previous.shift(previous.start(today), -1)?, previous.start(today))),
        }
    }
}
