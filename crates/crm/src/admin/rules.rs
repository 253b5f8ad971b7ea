//! What admin decides, without the database: how the columns and cells of a file become fields and values, and which parameters
//! go together.

pub(super) mod accords;
pub mod examples;
pub mod sources;

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{NaiveDate, NaiveTime};
use guanxi_kernel::{
    custom::{Kind, value::with_decimals},
    error::FieldError,
    import::{ImportField, ImportKind, Plan},
    text,
};
use guanxi_sheet::Cell;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::api::FileFormat;

/// Which column of a file is which field: column number from 0, as text, to field key.
pub type Mapping = BTreeMap<String, String>;

/// What the columns of a file are, and the program whose export it is, where that is known.
#[must_use]
pub fn columns(headers: &[String], kind: &str, fields: &[ImportField]) -> (Mapping, Option<&'static str>) {
    match sources::recognise(headers).filter(|source| source.kind == kind) {
        Some(source) => (source.mapping(headers, fields), Some(source.system)),
        None => (guess(headers, fields), None),
    }
}

/// Puts the program whose export a file is with a row's values: ids are only ids together with where they come from.
pub fn tell_source(values: &mut Map<String, Value>, source: Option<&str>, fields: &[ImportField]) {
    let Some(source) = source else { return };
    for key in ["source", "account_source"] {
        if fields.iter().any(|field| field.key == key) && !values.contains_key(key) {
            values.insert(key.to_owned(), source.into());
        }
    }
}

/// The fields of columns that only others may map: their names are in the file.
#[must_use]
pub fn withheld(headers: &[String], all: &[ImportField], own: &[ImportField]) -> Vec<String> {
    let others: Vec<ImportField> = all.iter().filter(|field| !own.iter().any(|mine| mine.key == field.key)).cloned().collect();
    let exact = |field: &&ImportField| headers.iter().any(|header| field.names().any(|name| text::plain(name) == text::plain(header)));
    others.iter().filter(exact).map(|field| field.key.to_string()).collect()
}

/// Guesses the field of each column from its header; each field is used once.
#[must_use]
pub fn guess(headers: &[String], fields: &[ImportField]) -> Mapping {
    let mut mapping = Mapping::new();
    let mut used: Vec<&str> = Vec::new();
    // Exact headers first, so that “客户编号” is not taken by a field that is content with “客户”.
    for exact in [true, false] {
        for (n, header) in headers.iter().enumerate() {
            let header = text::plain(header);
            if header.is_empty() || mapping.contains_key(&n.to_string()) {
                continue;
            }
            let fits = |known: &&str| {
                let known = text::plain(known);
                if exact { known == header } else { known.chars().count() >= 2 && header.contains(&known) }
            };
            let best = fields
                .iter()
                .filter(|field| !used.contains(&&*field.key))
                .filter_map(|field| {
                    let named = text::plain(&field.key) == header && exact;
                    let length = field.names().filter(fits).map(|known| known.chars().count()).max();
                    length.or(named.then_some(1)).map(|length| (length, &*field.key))
                })
                .max_by_key(|(length, _)| *length);
            if let Some((_, key)) = best {
                used.push(key);
                mapping.insert(n.to_string(), key.to_owned());
            }
        }
    }
    mapping
}

/// The first field that a new record needs and no column is.
#[must_use]
pub fn lacking<'a>(mapping: &Mapping, fields: &'a [ImportField]) -> Option<&'a ImportField> {
    let is_said = |field: &ImportField| mapping.values().any(|mapped| *mapped == field.key || field.instead.contains(&mapped.as_str()));
    fields.iter().find(|field| field.required && !is_said(field))
}

/// Turns the cells of a row into values by field; what cannot be read is said per field.
#[must_use]
pub fn values(cells: &[Cell], mapping: &Mapping, fields: &[ImportField]) -> (Map<String, Value>, Vec<FieldError>) {
    let mut values = Map::new();
    let mut errors = Vec::new();
    let mut rounded = Vec::new();
    if is_total(cells) {
        errors.push(FieldError::new("", "total_row", "This row sums up the others."));
    }
    if first_text(cells).is_some_and(|first| examples::is_example(&first)) {
        errors.push(FieldError::new("", "example_row", "This row is the example of the template."));
    }
    for (column, key) in mapping {
        let Some(field) = fields.iter().find(|field| field.key == *key) else { continue };
        let Some(cell) = column.parse::<usize>().ok().and_then(|column| cells.get(column)) else { continue };
        if cell.is_blank() {
            continue;
        }
        match value(cell, field) {
            Ok(Value::Null) => {}
            Ok(value) => {
                values.insert(key.clone(), value);
                rounded.extend(
                    field.exact_without.filter(|_| text::is_finer_than_minor(&text::clean(&cell.as_text()))).map(|other| (key, other)),
                );
            }
            Err((code, detail)) => errors.push(FieldError::new(pointer(key), code, detail)),
        }
    }
    for (key, other) in rounded.into_iter().filter(|(_, other)| !values.contains_key(*other)) {
        let detail = format!("This is finer than the smallest unit of money; give “{other}” as well, so that nothing is rounded.");
        errors.push(FieldError::new(format!("/{key}"), "money_too_fine", detail));
    }
    (values, errors)
}

/// Where an error about a field points to: `custom.a` is the field `a` under `custom`.
fn pointer(key: &str) -> String {
    format!("/{}", key.replacen('.', "/", 1))
}

/// What stands in front of the sums under a list.
const TOTALS: [&str; 8] = ["合计", "总计", "小计", "合計", "總計", "小計", "total", "subtotal"];

/// Whether a row is no record, but the sum of those above it.
fn is_total(cells: &[Cell]) -> bool {
    first_text(cells).is_some_and(|first| TOTALS.contains(&text::plain(&first).as_str()))
}

fn first_text(cells: &[Cell]) -> Option<String> {
    cells.iter().find(|cell| !cell.is_blank()).map(|cell| cell.as_text().into_owned())
}

/// Whether a row finds nothing because its key is empty.
#[must_use]
pub fn lacks_key(plan: &Plan, values: &Map<String, Value>) -> bool {
    plan.key.as_deref().is_some_and(|key| !values.contains_key(key))
}

fn value(cell: &Cell, field: &ImportField) -> Result<Value, (&'static str, String)> {
    let raw = unguarded(cell.as_text());
    let text = text::clean(&raw);
    let unreadable = |what: &str| format!("“{text}” is not {what}.");
    match field.kind {
        ImportKind::Text if cell.has_lost_digits() => {
            Err(("lost_digits", format!("Excel has rounded this long number to {text}; format the column as text and enter it again.")))
        }
        ImportKind::Text => Ok(json!(text)),
        ImportKind::Lines => Ok(json!(text::clean_lines(&raw))),
        ImportKind::Words => {
            let listed = serde_json::from_str::<Vec<String>>(&text).map(|words| words.join("、"));
            let text = listed.unwrap_or(text);
            let words = text.split(['、', ',', '，', ';', '；', '|', '/']).map(str::trim).filter(|word| !word.is_empty());
            let words = words.map(|word| if field.custom.is_some() { choice(field, word) } else { Ok(word) });
            Ok(json!(words.collect::<Result<Vec<_>, _>>()?))
        }
        ImportKind::Number => {
            let decimals = match field.custom.as_ref().map(|custom| &custom.kind) {
                Some(Kind::Number { decimals }) => *decimals,
                _ => 0,
            };
            let number = text::parse_scaled(&text, u32::from(decimals)).ok_or_else(|| ("number", unreadable("a number")))?;
            Ok(with_decimals(number, decimals))
        }
        ImportKind::Date => match cell {
            Cell::Date(date) => Ok(json!(date)),
            Cell::DateTime(at) => Ok(json!(at.date())),
            _ => text::parse_date(&text).map(|date| json!(date)).ok_or_else(|| ("date", unreadable("a date, such as 2026-11-22"))),
        },
        ImportKind::Moment => match cell {
            Cell::Date(date) => Ok(json!(date.and_time(NaiveTime::MIN))),
            Cell::DateTime(at) => Ok(json!(at)),
            _ => {
                let read =
                    text::parse_moment(&text).map(|(at, offset)| match offset.and_then(|offset| at.and_local_timezone(offset).single()) {
                        Some(at) => json!(at),
                        None => json!(at),
                    });
                read.ok_or_else(|| ("date", unreadable("a date, such as 2026-11-22")))
            }
        },
        ImportKind::Money => text::parse_money_minor(&text).map(|minor| json!(minor)).ok_or_else(|| ("money", unreadable("an amount"))),
        ImportKind::Integer => text::parse_integer(&text).map(|n| json!(n)).ok_or_else(|| ("integer", unreadable("a whole number"))),
        ImportKind::Boolean => text::parse_bool(&text).map(|flag| json!(flag)).ok_or_else(|| ("boolean", unreadable("yes or no"))),
        ImportKind::Choice => choice(field, &text).map(|choice| json!(choice)),
    }
}

/// A text without the mark that other programs put in front of what a spreadsheet might take for a formula.
fn unguarded(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_guarded = text.strip_prefix('\'').is_some_and(|rest| rest.starts_with(['+', '-', '@', '=']));
    if is_guarded { Cow::Owned(text[1..].to_owned()) } else { text }
}

/// The choice that a word of a file means.
fn choice<'a>(field: &'a ImportField, text: &str) -> Result<&'a str, (&'static str, String)> {
    let word = text::plain(text);
    let known = field
        .choices()
        .find(|(choice, words)| text::plain(choice) == word || words.iter().any(|known| text::plain(known) == word))
        .map(|(choice, _)| choice);
    known.ok_or_else(|| {
        let choices: Vec<&str> = field.choices().map(|(choice, words)| words.first().copied().unwrap_or(choice)).collect();
        ("unknown_choice", format!("“{text}” is not one of: {}.", choices.join("、")))
    })
}

/// What a file of a list is called, without its ending: the list, what the rows are, the day; nothing that a file system
/// does not take.
#[must_use]
pub fn file_name(list: &str, title: Option<&str>, day: NaiveDate) -> String {
    let title = title.map(text::clean).filter(|title| !title.is_empty() && title != list);
    let day = day.to_string();
    let parts = [Some(list), title.as_deref(), Some(&day)];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join("-");
    name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { ' ' } else { c }).collect()
}

/// What the file of an export is called in its folder.
#[must_use]
pub fn stored_as(id: Uuid, format: FileFormat) -> String {
    format!("{id}.{}", ending(format))
}

/// How names of such files end.
#[must_use]
pub fn ending(format: FileFormat) -> &'static str {
    if format == FileFormat::Csv { "csv" } else { "xlsx" }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    static FIELDS: LazyLock<Vec<ImportField>> = LazyLock::new(|| {
        vec![
            ImportField::new("name", ImportKind::Text, &["客户名称", "客户", "name"]),
            ImportField::new("number", ImportKind::Text, &["客户编号", "customer id"]),
            ImportField::new("since", ImportKind::Date, &["首次合作日期", "日期"]),
            ImportField::new("grade", ImportKind::Choice, &["等级"]).words(&[("A", &["甲", "a级"]), ("B", &["乙"])]),
            ImportField::new("net", ImportKind::Money, &["金额"]),
            ImportField::new("price", ImportKind::Money, &["单价"]).exact_without("net"),
        ]
    });

    fn headers(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn columns_are_guessed_in_chinese_and_english() {
        let mapping = guess(&headers(&["序号", "客户编号", "客户 名称：", "首次合作日期", "金额（元）"]), &FIELDS);
        let want = [("1", "number"), ("2", "name"), ("3", "since"), ("4", "net")];
        assert_eq!(mapping, want.map(|(column, key)| (column.to_owned(), key.to_owned())).into());
        let mapping = guess(&headers(&["Customer ID", "NAME", "name"]), &FIELDS);
        assert_eq!(mapping, [("0".to_owned(), "number".to_owned()), ("1".to_owned(), "name".to_owned())].into());
    }

    #[test]
    fn a_file_is_called_by_its_list_its_view_and_its_day() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        for (title, name) in [
            (None, "客户-2026-11-25"),
            (Some(" 重点客户 "), "客户-重点客户-2026-11-25"),
            (Some("客户"), "客户-2026-11-25"),
            (Some(""), "客户-2026-11-25"),
            (Some("a/b\\c:\"d\"\u{0}\r\n"), "客户-a b c  d -2026-11-25"),
        ] {
            assert_eq!(file_name("客户", title, day), name);
        }
    }

    #[test]
    fn what_is_reckoned_with_is_not_rounded() {
        let mapping: Mapping = [("0", "price"), ("1", "net")].map(|(column, key)| (column.to_owned(), key.to_owned())).into();
        for (price, net, wrong) in [
            (Cell::from("0.125"), Cell::Empty, Some("money_too_fine")),
            (Cell::Number(0.125), Cell::from(" "), Some("money_too_fine")),
            (Cell::from("0.125"), Cell::from("125.00"), None),
            (Cell::from("0.12"), Cell::Empty, None),
            (Cell::Number(0.1 + 0.2), Cell::Empty, None),
            (Cell::Empty, Cell::from("0.125"), None),
        ] {
            let (_, errors) = values(&[price.clone(), net.clone()], &mapping, &FIELDS);
            let codes: Vec<(&str, &str)> = errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
            assert_eq!(codes, wrong.map(|code| ("/price", code)).into_iter().collect::<Vec<_>>(), "{price:?} {net:?}");
        }
    }

    #[test]
    fn cells_become_values_or_say_why_not() {
        let mapping: Mapping =
            [("0", "name"), ("1", "since"), ("2", "grade"), ("3", "net")].map(|(c, k)| (c.to_owned(), k.to_owned())).into();
        let row = |cells: [&str; 4]| cells.map(Cell::from).to_vec();
        let (good, errors) = values(&row([" 金源烟酒店 ", "2024年1月5日", "甲", "1.2万"]), &mapping, &FIELDS);
        assert_eq!(Value::Object(good), json!({"name": "金源烟酒店", "since": "2024-01-05", "grade": "A", "net": 1_200_000}));
        assert!(errors.is_empty());
        let (good, errors) = values(&row(["x", "2023-02-30", "丙", "很多"]), &mapping, &FIELDS);
        assert_eq!(good.len(), 1);
        let wrong: Vec<_> = errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
        assert_eq!(wrong, [("/since", "date"), ("/grade", "unknown_choice"), ("/net", "money")]);
    }
}
