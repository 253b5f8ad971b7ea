//! Asking lists: rows, and sums of them.

use guanxi_kernel::{
    check::out_of_range,
    error::Error,
    list::{Field, Kind, List},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    answer::{MOST_BYTES, size},
    room::{Answer, Call, read},
};

/// The most rows of one answer, and how many there are when nobody says.
pub(crate) const MOST_ROWS: u64 = 100;
const ROWS: u64 = 20;
/// The most groups of one sum.
const MOST_GROUPS: usize = 40;

/// Keys of fields: an array, or a text with commas.
#[derive(Clone, Debug, Default)]
struct Keys(Option<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = || serde::de::Error::custom("invalid type, expected an array of texts");
        Ok(Self(match Value::deserialize(deserializer)? {
            Value::Null => None,
            Value::String(text) => Some(text),
            Value::Array(keys) => {
                let keys: Option<Vec<&str>> = keys.iter().map(Value::as_str).collect();
                Some(keys.ok_or_else(wrong)?.join(","))
            }
            _ => return Err(wrong()),
        }))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    list: String,
    filter: Option<Value>,
    q: Option<String>,
    #[serde(default)]
    sort: Keys,
    #[serde(default)]
    columns: Keys,
    limit: Option<u64>,
    cursor: Option<String>,
    count: Option<String>,
}

/// A page of a list.
pub(crate) async fn query(call: &Call<'_>, arguments: &Value) -> Answer {
    let asked: Rows = read(arguments)?;
    let list = call.list(&asked.list, "/list")?;
    let mut limit = asked.limit.unwrap_or(ROWS);
    if !(1..=MOST_ROWS).contains(&limit) {
        return Err(Error::from(out_of_range("/limit", 1, MOST_ROWS)).into());
    }
    let mut body = without_nulls(json!({
        "filter": asked.filter, "q": asked.q, "sort": asked.sort.0, "columns": asked.columns.0, "cursor": asked.cursor, "count": asked.count,
    }));
    let mut cut = false;
    loop {
        body["limit"] = limit.into();
        let mut page = call.post(&path(list), &body, None).await?;
        for row in page["items"].as_array_mut().into_iter().flatten() {
            if let Some(link) = call.link(list.kind, &row["id"]) {
                row["link"] = link.into();
            }
        }
        if cut {
            page["cut"] = format!("More than {limit} of these rows do not fit into one answer: go on with next_cursor.").into();
        }
        if size(&page) <= MOST_BYTES || limit == 1 {
            return Ok(page);
        }
        (limit, cut) = (limit.div_ceil(2), true);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Totals {
    list: String,
    #[serde(default)]
    sums: Keys,
    filter: Option<Value>,
    q: Option<String>,
    group_by: Option<String>,
}

/// How many rows there are, and what they come to; in groups if wanted.
pub(crate) async fn sum(call: &Call<'_>, arguments: &Value) -> Answer {
    let asked: Totals = read(arguments)?;
    let list = call.list(&asked.list, "/list")?;
    let whole = total(call, list, &asked, asked.filter.clone()).await?;
    let Some(key) = &asked.group_by else { return Ok(whole) };
    let own = list.of(&call.actor);
    let shown = || own.fields.iter().filter(|field| field.is_shown_to(&call.actor, &own));
    let groups = shown().find(|field| field.key == key.as_str()).and_then(groups).ok_or_else(|| {
        let keys: Vec<&str> = shown().filter(|field| groups(field).is_some()).map(|field| &*field.key).collect();
        Error::field("/group_by", "not_possible", format!("Groups are made by one of: {}.", keys.join(", ")))
    })?;
    let mut told = Vec::new();
    for (group, condition) in groups {
        let narrowed = match &asked.filter {
            None | Some(Value::Null) => condition,
            Some(filter) => json!({"all": [tree(filter)?, condition]}),
        };
        let mut of_group = total(call, list, &asked, Some(narrowed)).await?;
        if of_group["count"] != 0 {
            of_group[key.as_str()] = group;
            told.push(of_group);
        }
    }
    Ok(json!({"groups": told, "total": whole}))
}

async fn total(call: &Call<'_>, list: &List, asked: &Totals, filter: Option<Value>) -> Answer {
    // One short row is read along, because a page has at least one.
    let own = list.of(&call.actor);
    let column = own.fields.iter().find(|field| field.is_shown_to(&call.actor, &own)).map(|field| &*field.key);
    let body = json!({"filter": filter, "q": asked.q, "sums": asked.sums.0, "count": "exact", "limit": 1, "columns": column});
    let page = call.post(&path(list), &without_nulls(body), None).await?;
    let mut told = json!({"count": page["count"]["value"]});
    if page["sums"].is_object() {
        told["sums"] = page["sums"].clone();
    }
    Ok(told)
}

/// The groups that the values of a field make, each with its condition; none for a field that has any number of values.
fn groups(field: &Field) -> Option<Vec<(Value, Value)>> {
    let is = |value: Value, op: &str, with: Value| (value, json!({"field": field.key, "op": op, "value": with}));
    let words: Vec<&str> = match (field.kind, &field.custom) {
        (Kind::Boolean, _) => return Some(vec![is(true.into(), "eq", true.into()), is(false.into(), "eq", false.into())]),
        (Kind::Choice { choices }, _) => choices.to_vec(),
        (Kind::OwnChoice, Some(custom)) => custom.kind.choices().iter().map(|choice| choice.key.as_str()).collect(),
        _ => return None,
    };
    if !field.filterable || words.len() > MOST_GROUPS {
        return None;
    }
    let mut groups: Vec<_> = words.into_iter().map(|word| is(word.into(), "in", json!([word]))).collect();
    groups.push((Value::Null, json!({"field": field.key, "op": "empty"})));
    Some(groups)
}

/// A filter that came as text, as some models send it.
fn tree(filter: &Value) -> Answer {
    let Value::String(text) = filter else { return Ok(filter.clone()) };
    let wrong = |error| Error::field("/filter", "malformed", format!("The filter is not JSON: {error}."));
    serde_json::from_str(text).map_err(|error| wrong(error).into())
}

/// Where a list is asked with its question as a body.
fn path(list: &List) -> String {
    format!("/api/v1/{}/search", list.name)
}

fn without_nulls(value: Value) -> Value {
    let Value::Object(object) = value else { return value };
    Value::Object(object.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
}
