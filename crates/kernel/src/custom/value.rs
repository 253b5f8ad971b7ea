//! What a value of such a field looks like where it is kept, and how what callers send becomes one.
//!
//! Kept are: texts as texts (addresses and numbers in their normal form), numbers as whole numbers of their smallest unit
//! (12.5 with one decimal is 125; amounts are minor units), days as `YYYY-MM-DD`, yes and no as such, a choice as its key,
//! several as a list of keys, another record as its id. What is empty is not kept.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue, ConnectionTrait,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{COLUMN, Choice, Custom, Kind, PREFIX};
use crate::{
    actor::Actor,
    check::{Check, out_of_range},
    db::{Reader, Tx},
    error::{FieldError, Result},
    guarded::FieldAccess,
    list::List,
};

/// The most characters of a text.
pub const MAX_TEXT: usize = 500;
/// The most characters of a text of several lines.
pub const MAX_LONG_TEXT: usize = 5000;
/// The largest number in its smallest unit: JSON numbers are exact up to here.
pub const MAX_NUMBER: i64 = 9_000_000_000_000_000;

/// What callers send: values by key; null empties a field.
pub type Sent = BTreeMap<String, Value>;

/// What a row keeps after values were sent for some of its fields; `before` is what it keeps now, `None` for a new record.
/// What is wrong is noted under `/custom/<key>`.
pub fn written(check: &mut Check, fields: &[Arc<Custom>], before: Option<Option<&Value>>, sent: &Sent) -> Option<Value> {
    let known = |key: &str| fields.iter().find(|field| field.key == key);
    let had = before.flatten().and_then(Value::as_object);
    let mut kept = had.cloned().unwrap_or_default();
    let mut wrong: BTreeSet<&str> = BTreeSet::new();
    for (key, value) in sent {
        let Some(field) = known(key) else {
            check.wrong(&pointer(key), "unknown_field", "There is no such field.");
            continue;
        };
        let mut of_field = Check::new();
        let value = one(&mut of_field, field, had.and_then(|had| had.get(key)), value);
        if !of_field.is_clean() {
            wrong.insert(key);
        }
        for error in of_field.into_errors() {
            check.add(error);
        }
        match value {
            Some(value) => kept.insert(key.clone(), value),
            None => kept.remove(key),
        };
    }
    for field in fields {
        let is_sent = sent.contains_key(&field.key);
        if before.is_none()
            && !is_sent
            && let Some(default) = &field.default
        {
            kept.insert(field.key.clone(), default.clone());
        }
        let is_missing = !kept.contains_key(&field.key) && !wrong.contains(&*field.key);
        if field.required && (before.is_none() || is_sent) && is_missing {
            check.wrong(&pointer(&field.key), "required", "This must be filled in.");
        }
    }
    (!kept.is_empty()).then_some(Value::Object(kept))
}

/// [`written`], and what only the database can tell: whether records that are pointed to exist for the actor, and whether another
/// record than `own` has a value that only one may have.
pub async fn checked(
    tx: &Tx,
    check: &mut Check,
    list: &List,
    own: Option<Uuid>,
    before: Option<Option<&Value>>,
    sent: &Sent,
) -> Result<Option<Value>> {
    let customs = Arc::clone(&tx.actor().customs);
    // A new record has nothing to empty.
    for (key, _) in sent.iter().filter(|(_, value)| before.is_some() || !value.is_null()) {
        tx.actor().may_write_field(list.guarded_as(), &format!("{PREFIX}{key}"))?;
    }
    let kept = written(check, &to_fill_in(tx.actor(), list), before, sent);
    look(check, tx.reader(), list, sent).await?;
    let had = before.flatten();
    for field in customs.of(list.name).iter().filter(|field| field.unique) {
        let value = kept.as_ref().and_then(|kept| kept.get(&field.key));
        let Some(value) = value.filter(|value| had.and_then(|had| had.get(&field.key)) != Some(value)) else { continue };
        alone(tx, field).await?;
        if holders(tx.reader(), list, field, std::slice::from_ref(value)).await?.into_iter().any(|(_, holder)| Some(holder) != own) {
            check.add(taken(field));
        }
    }
    Ok(kept)
}

/// The fields of a list, none of them required of who may not fill it in.
#[must_use]
pub fn to_fill_in(actor: &Actor, list: &List) -> Vec<Arc<Custom>> {
    let is_free = |field: &Custom| actor.field_access(list.guarded_as(), &format!("{PREFIX}{}", field.key)) == FieldAccess::Write;
    let of = |field: &Arc<Custom>| {
        if is_free(field) { Arc::clone(field) } else { Arc::new(Custom { required: false, ..(**field).clone() }) }
    };
    actor.customs.of(list.name).iter().map(of).collect()
}

/// Checks values that many records are to get; what is wrong points below `/change`. What only one record may have, not many get.
pub async fn check_many(tx: &Tx, check: &mut Check, list: &List, sent: &Sent) -> Result<()> {
    let mut of_values = Check::new();
    checked(tx, &mut of_values, list, None, Some(None), sent).await?;
    let fields = Arc::clone(&tx.actor().customs);
    for field in fields.of(list.name).iter().filter(|field| field.unique && sent.get(&field.key).is_some_and(|value| !value.is_null())) {
        of_values.wrong(&pointer(&field.key), "not_possible", "Only one record has this value.");
    }
    for mut error in of_values.into_errors() {
        error.pointer.insert_str(0, "/change");
        check.add(error);
    }
    Ok(())
}

/// [`written`] for one of many records: nothing where the values no longer fit.
#[must_use]
pub fn for_one_of_many(fields: &[Arc<Custom>], kept: Option<&Value>, sent: &Sent) -> ActiveValue<Option<Value>> {
    let mut check = Check::new();
    let after = written(&mut check, fields, Some(kept), sent);
    if check.is_clean() { ActiveValue::Set(after) } else { ActiveValue::NotSet }
}

/// Values that only one record may have, while many records are written.
#[derive(Default)]
pub struct Distinct {
    holders: BTreeMap<(Uuid, String), Uuid>,
}

impl Distinct {
    /// Finds out who has the values that are sent, before anything is written. Nobody else gives them to a record until the
    /// transaction ends.
    pub async fn look_up(tx: &Tx, list: &List, sent: &[Sent]) -> Result<Self> {
        let mut holders = BTreeMap::new();
        for field in tx.actor().customs.of(list.name).iter().filter(|field| field.unique) {
            let values = sent.iter().filter_map(|sent| one(&mut Check::new(), field, None, sent.get(&field.key)?));
            let values: Vec<Value> = values.collect();
            if values.is_empty() {
                continue;
            }
            alone(tx, field).await?;
            for (value, holder) in self::holders(tx.reader(), list, field, &values).await? {
                holders.insert((field.id, value.to_string()), holder);
            }
        }
        Ok(Self { holders })
    }

    /// [`written`] for a record, and what of its values another has. Asked last: a record that is refused takes no value.
    pub fn written(
        &mut self,
        check: &mut Check,
        fields: &[Arc<Custom>],
        record: Uuid,
        before: Option<Option<&Value>>,
        sent: &Sent,
    ) -> Option<Value> {
        let kept = written(check, fields, before, sent);
        let is_refused = !check.is_clean();
        for field in fields.iter().filter(|field| field.unique && !is_refused) {
            let Some(value) = kept.as_ref().and_then(|kept| kept.get(&field.key)) else { continue };
            if *self.holders.entry((field.id, value.to_string())).or_insert(record) != record {
                check.add(taken(field));
            }
        }
        kept
    }
}

/// That another record has a value that only one may have.
fn taken(field: &Custom) -> FieldError {
    FieldError::new(pointer(&field.key), "taken", "Another record has this value already.")
}

/// Lets nobody else give a record a value of a field that only one may have, until the transaction ends.
async fn alone(tx: &Tx, field: &Custom) -> Result<()> {
    tx.alone(&format!("custom {}", field.id)).await
}

/// Which records have one of these values, those in the trash too, whoever may see them.
async fn holders(reader: &Reader, list: &List, field: &Custom, values: &[Value]) -> Result<Vec<(Value, Uuid)>> {
    let value = reader.dialect().custom(list.table, field);
    let bound =
        values.iter().map(|value| value.as_i64().map_or_else(|| sea_orm::Value::from(value.as_str().unwrap_or_default()), Into::into));
    let column = |name: &'static str| Expr::col((Alias::new(list.table), Alias::new(name)));
    let mut select = Query::select();
    select
        .expr_as(column("id"), Alias::new("id"))
        .expr_as(value.clone(), Alias::new("value"))
        .from(Alias::new(list.table))
        .and_where(column("workspace_id").eq(reader.actor().workspace))
        .and_where(value.is_in(bound));
    let is_number = values.first().is_some_and(Value::is_i64);
    let rows = reader.source().query_all_raw(reader.dialect().backend().build(&select)).await?;
    let holder = |row: sea_orm::QueryResult| {
        let value = if is_number { json!(row.try_get::<i64>("", "value")?) } else { json!(row.try_get::<String>("", "value")?) };
        Ok((value, row.try_get("", "id")?))
    };
    rows.into_iter().map(holder).collect()
}

/// Where an error about a field points to.
#[must_use]
pub fn pointer(key: &str) -> String {
    format!("/{COLUMN}/{key}")
}

/// The value of one field as it is kept; `None` when it is empty or wrong.
pub fn one(check: &mut Check, field: &Custom, before: Option<&Value>, sent: &Value) -> Option<Value> {
    let pointer = pointer(&field.key);
    if sent.is_null() {
        return None;
    }
    let text = |check: &mut Check| match sent {
        Value::String(text) => Some(text.clone()),
        _ => wrong(check, &pointer, "a text"),
    };
    match &field.kind {
        Kind::Text => text(check).and_then(|text| check.optional(&pointer, Some(text), MAX_TEXT)).map(Value::from),
        Kind::LongText => text(check).and_then(|text| check.long(&pointer, Some(text), MAX_LONG_TEXT)).map(Value::from),
        Kind::Phone => text(check).and_then(|text| check.phone(&pointer, Some(text))).map(Value::from),
        Kind::Email => text(check).and_then(|text| check.email(&pointer, Some(text))).map(Value::from),
        Kind::Url => text(check).and_then(|text| check.website(&pointer, Some(text))).map(Value::from),
        Kind::Number { decimals } => number(check, &pointer, sent, *decimals).map(Value::from),
        Kind::Money => match sent.get("minor").unwrap_or(sent) {
            Value::Number(minor) if minor.is_i64() => bounded(check, &pointer, minor.as_i64()?, 2).map(Value::from),
            _ => wrong(check, &pointer, "an amount such as {\"minor\": 1250}"),
        },
        Kind::Date => match sent.as_str().and_then(|text| text.parse::<NaiveDate>().ok()) {
            Some(day) => Some(check.day(&pointer, day).to_string().into()),
            None => wrong(check, &pointer, "a day, YYYY-MM-DD"),
        },
        Kind::Boolean => match sent {
            Value::Bool(flag) => Some(json!(flag)),
            _ => wrong(check, &pointer, "true or false"),
        },
        Kind::Choice { choices } => {
            text(check).filter(|word| !word.is_empty()).and_then(|word| chosen(check, &pointer, choices, before, word))
        }
        Kind::Choices { choices } => several(check, &pointer, choices, before, sent),
        Kind::Formula { .. } | Kind::RollUp { .. } => {
            check.wrong(&pointer, "reckoned", "This is reckoned; it cannot be filled in.");
            None
        }
        Kind::Reference { .. } => match sent.get("id").unwrap_or(sent).as_str().and_then(|id| id.parse::<Uuid>().ok()) {
            Some(id) => Some(id.to_string().into()),
            None => wrong(check, &pointer, "the id of a record"),
        },
    }
}

fn wrong<T>(check: &mut Check, pointer: &str, wanted: &str) -> Option<T> {
    check.wrong(pointer, "wrong_value", format!("This is {wanted}."));
    None
}

/// A number that is kept in whole units of its last decimal, with its decimals: 125 with one is 12.5.
#[must_use]
pub fn with_decimals(kept: i64, decimals: u8) -> Value {
    if decimals == 0 {
        return json!(kept);
    }
    #[expect(clippy::cast_precision_loss, reason = "what is kept is exact; a sum beyond is told as exactly as JSON tells it")]
    let number = kept as f64 / unit(decimals);
    json!(number)
}

/// How many of the smallest units are a whole one.
pub(crate) fn unit(decimals: u8) -> f64 {
    10_f64.powi(i32::from(decimals))
}

/// A number in its smallest unit.
fn number(check: &mut Check, pointer: &str, sent: &Value, decimals: u8) -> Option<i64> {
    let Some(number) = sent.as_f64() else { return wrong(check, pointer, "a number") };
    let unit = unit(decimals);
    let scaled = (number * unit).round();
    #[expect(clippy::cast_precision_loss, reason = "MAX_NUMBER is exact")]
    let most = MAX_NUMBER as f64;
    if scaled.abs() > most {
        return bounded(check, pointer, if scaled < 0.0 { -MAX_NUMBER - 1 } else { MAX_NUMBER + 1 }, decimals);
    }
    if (number * unit - scaled).abs() > 1e-6 * scaled.abs().max(1.0) {
        check.add(FieldError::new(pointer, "too_many_decimals", format!("This has at most {decimals} decimals.")).with("max", decimals));
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and within MAX_NUMBER")]
    Some(scaled as i64)
}

fn bounded(check: &mut Check, pointer: &str, smallest: i64, decimals: u8) -> Option<i64> {
    if smallest.unsigned_abs() <= MAX_NUMBER.unsigned_abs() {
        return Some(smallest);
    }
    let most = MAX_NUMBER / 10_i64.pow(u32::from(decimals));
    check.add(out_of_range(pointer, -most, most));
    None
}

fn chosen(check: &mut Check, pointer: &str, choices: &[Choice], before: Option<&Value>, word: String) -> Option<Value> {
    let had =
        |word: &str| before.is_some_and(|before| before == word || before.as_array().is_some_and(|had| had.iter().any(|had| had == word)));
    if choices.iter().any(|choice| choice.key == word && (!choice.retired || had(&word))) {
        return Some(word.into());
    }
    let known: Vec<&str> = choices.iter().filter(|choice| !choice.retired).map(|choice| choice.key.as_str()).collect();
    check.wrong(pointer, "unknown_choice", format!("This is one of: {}.", known.join(", ")));
    None
}

fn several(check: &mut Check, pointer: &str, choices: &[Choice], before: Option<&Value>, sent: &Value) -> Option<Value> {
    let Some(words) = sent.as_array() else { return wrong(check, pointer, "a list of choices") };
    let mut kept: Vec<Value> = Vec::new();
    for (n, word) in words.iter().enumerate() {
        let at = format!("{pointer}/{n}");
        let Some(word) = word.as_str() else { return wrong(check, &at, "a text") };
        let word = chosen(check, &at, choices, before, word.to_owned())?;
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    (!kept.is_empty()).then_some(Value::Array(kept))
}

/// Notes which of the records that were sent as references do not exist for whoever sends them.
async fn look(check: &mut Check, reader: &Reader, list: &List, sent: &Sent) -> Result<()> {
    let Some(around) = list.custom else { return Ok(()) };
    for field in reader.actor().customs.of(list.name) {
        let Kind::Reference { to } = &field.kind else { continue };
        let id = sent.get(&field.key).and_then(|value| value.get("id").unwrap_or(value).as_str()?.parse::<Uuid>().ok());
        let (Some(id), Some((_, names))) = (id, (around.find)(to)) else { continue };
        if names(reader, vec![id]).await?.is_empty() {
            check.wrong(&pointer(&field.key), "not_found", "There is no such record.");
        }
    }
    Ok(())
}

/// The texts of a row by which it is found.
#[must_use]
pub fn texts(fields: &[Arc<Custom>], kept: Option<&Value>) -> Vec<String> {
    let Some(kept) = kept.and_then(Value::as_object) else { return Vec::new() };
    let text = |field: &Arc<Custom>| Some(kept.get(&field.key)?.as_str()?.to_owned());
    fields.iter().filter(|field| field.searchable).filter_map(text).collect()
}

/// What a row keeps that takes another in: of the other's values those that were chosen (by their fields' keys on the list), and
/// those that it has not got itself.
#[must_use]
pub fn joined(kept: Option<&Value>, other: Option<&Value>, chosen: &BTreeSet<String>) -> Option<Value> {
    let mut joined = kept.and_then(Value::as_object).cloned().unwrap_or_default();
    let theirs = other.and_then(Value::as_object).cloned().unwrap_or_default();
    let is_chosen = |key: &str| chosen.contains(&format!("{PREFIX}{key}"));
    joined.retain(|key, _| theirs.contains_key(key) || !is_chosen(key));
    for (key, value) in theirs {
        if is_chosen(&key) || !joined.contains_key(&key) {
            joined.insert(key, value);
        }
    }
    (!joined.is_empty()).then_some(Value::Object(joined))
}

/// What differs between what a row kept and what it keeps, by key.
pub(crate) fn differences(before: &Value, after: &Value) -> Vec<(String, Value, Value)> {
    let empty = Map::new();
    let (before, after) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let of = |values: &Map<String, Value>, key: &str| values.get(key).cloned().unwrap_or(Value::Null);
    let pair = |key: &String| (key.clone(), of(before, key), of(after, key));
    keys.into_iter().map(pair).filter(|(_, before, after)| before != after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(key: &str, kind: Kind) -> Arc<Custom> {
        let (key, label) = (key.to_owned(), key.to_owned());
        Arc::new(Custom {
            id: Uuid::nil(),
            key,
            label,
            help: None,
            kind,
            required: false,
            unique: false,
            searchable: false,
            indexed: false,
            default: None,
        })
    }

    fn choices() -> Vec<Choice> {
        let choice = |key: &str, retired| Choice { key: key.to_owned(), label: key.to_uppercase(), retired };
        vec![choice("a", false), choice("b", false), choice("old", true)]
    }

    /// What is kept of a value, or the code of what is wrong with it.
    fn kept(kind: Kind, before: Option<&Value>, sent: &Value) -> std::result::Result<Option<Value>, String> {
        let mut check = Check::new();
        let value = one(&mut check, &field("k", kind), before, sent);
        match check.into_errors().first() {
            None => Ok(value),
            Some(error) => Err(format!("{} {}", error.pointer, error.code)),
        }
    }

    #[test]
    fn each_kind_is_kept_in_one_form() {
        let number = |decimals| Kind::Number { decimals };
        let ok = |value: Value| Ok(Some(value));
        let err = |code: &str| Err(format!("/custom/k {code}"));
        let id = "01900000-0000-7000-8000-000000000001";
        for (kind, sent, expected) in [
            (Kind::Text, json!("  货架   A "), ok(json!("货架 A"))),
            (Kind::Text, json!("  "), Ok(None)),
            (Kind::Text, json!(null), Ok(None)),
            (Kind::Text, json!(3), err("wrong_value")),
            (Kind::Text, json!("长".repeat(501)), err("too_long")),
            (Kind::LongText, json!("一\n二"), ok(json!("一\n二"))),
            (number(0), json!(12), ok(json!(12))),
            (number(0), json!(12.5), err("too_many_decimals")),
            (number(1), json!(12.5), ok(json!(125))),
            (number(2), json!(0.29), ok(json!(29))),
            (number(6), json!(-0.000_001), ok(json!(-1))),
            (number(0), json!(1e300), err("out_of_range")),
            (number(0), json!("12"), err("wrong_value")),
            (Kind::Money, json!({"minor": 1250, "currency": "CNY"}), ok(json!(1250))),
            (Kind::Money, json!(1250), ok(json!(1250))),
            (Kind::Money, json!(12.5), err("wrong_value")),
            (Kind::Money, json!(i64::MIN + 1), err("out_of_range")),
            (Kind::Date, json!("2026-11-30"), ok(json!("2026-11-30"))),
            (Kind::Date, json!("2026-02-30"), err("wrong_value")),
            (Kind::Date, json!("0001-01-01"), err("day_out_of_range")),
            (Kind::Boolean, json!(false), ok(json!(false))),
            (Kind::Boolean, json!("no"), err("wrong_value")),
            (Kind::Choice { choices: choices() }, json!("a"), ok(json!("a"))),
            (Kind::Choice { choices: choices() }, json!("old"), err("unknown_choice")),
            (Kind::Choices { choices: choices() }, json!(["b", "a", "b"]), ok(json!(["b", "a"]))),
            (Kind::Choices { choices: choices() }, json!([]), Ok(None)),
            (Kind::Choices { choices: choices() }, json!(["c"]), Err("/custom/k/0 unknown_choice".to_owned())),
            (Kind::Reference { to: "user".to_owned() }, json!({"id": id, "name": "李"}), ok(json!(id))),
            (Kind::Reference { to: "user".to_owned() }, json!("me"), err("wrong_value")),
            (Kind::Phone, json!("138 0013 8000"), ok(json!("13800138000"))),
            (Kind::Email, json!("not one"), err("email")),
        ] {
            assert_eq!(kept(kind.clone(), None, &sent), expected, "{kind:?} {sent}");
        }
        let old = json!("old");
        assert_eq!(kept(Kind::Choice { choices: choices() }, Some(&old), &old), ok(json!("old")), "who has a retired choice keeps it");
    }

    #[test]
    fn a_new_record_has_defaults_and_what_is_required() {
        let with =
            |key: &str, required, default: Option<Value>| Arc::new(Custom { required, default, ..(*field(key, Kind::Text)).clone() });
        let fields = [with("a", true, None), with("b", true, Some(json!("x"))), with("c", false, None)];
        let mut check = Check::new();
        let kept = written(&mut check, &fields, None, &Sent::from([("c".to_owned(), json!("y")), ("d".to_owned(), json!(1))]));
        assert_eq!(kept, Some(json!({"b": "x", "c": "y"})));
        let found: Vec<String> = check.into_errors().into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect();
        assert_eq!(found, ["/custom/d unknown_field", "/custom/a required"]);
        // Who changes something else is not asked for what became required meanwhile.
        let mut check = Check::new();
        let kept = written(&mut check, &fields, Some(Some(&json!({"c": "y"}))), &Sent::from([("c".to_owned(), Value::Null)]));
        assert!(kept.is_none() && check.is_clean());
    }
}
