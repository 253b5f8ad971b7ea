//! What of the API an assistant is offered besides lists: the operations that the slices name, as the API's own description has
//! them. What only looks is a page; what adds is a tool of its own.

use std::collections::BTreeMap;

use guanxi_kernel::{check::too_long, error::Error, http::document, slice::Slice};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::room::{Answer, Call, read, with_query};

/// The operations by their ids, and which lists have records that are read one at a time.
pub(crate) struct Operations {
    pages: BTreeMap<String, Operation>,
    additions: BTreeMap<String, Operation>,
    records: Vec<String>,
}

/// One operation.
struct Operation {
    path: String,
    about: String,
    parameters: Vec<Parameter>,
    /// The JSON schema of what is sent, whole.
    body: Option<Map<String, Value>>,
}

struct Parameter {
    name: String,
    is_in_path: bool,
    is_required: bool,
    about: String,
}

impl Operations {
    /// Reads them off the description of the API.
    pub(crate) fn of(slices: &[Slice]) -> Self {
        let document = serde_json::to_value(document(slices)).unwrap_or_default();
        let (mut pages, mut additions, mut records) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        let is_offered = |id: &str| slices.iter().any(|slice| slice.offered.contains(&id));
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (method, described) in item.as_object().into_iter().flatten() {
                let id = described["operationId"].as_str().unwrap_or_default();
                let answers_json = described["responses"]["200"]["content"]["application/json"].is_object();
                if method == "get" && answers_json {
                    records.extend(path.strip_prefix("/api/v1/").and_then(|rest| rest.strip_suffix("/{id}")).map(str::to_owned));
                }
                match method.as_str() {
                    _ if !is_offered(id) => {}
                    "get" if answers_json => drop(pages.insert(id.to_owned(), Operation::of(path, described, &document))),
                    "post" => drop(additions.insert(id.to_owned(), Operation::of(path, described, &document))),
                    _ => {}
                }
            }
        }
        Self { pages, additions, records }
    }

    /// Whether the records of a list are read one at a time.
    pub(crate) fn has_records(&self, list: &str) -> bool {
        self.records.iter().any(|known| known == list)
    }

    /// What adds something: the name, what it is for, the schema of what is sent.
    pub(crate) fn additions(&self) -> impl Iterator<Item = (&str, &str, Map<String, Value>)> {
        self.additions.iter().map(|(id, operation)| (id.as_str(), operation.about.as_str(), operation.body.clone().unwrap_or_default()))
    }
}

impl Operation {
    fn of(path: &str, described: &Value, document: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().replace('\n', " ");
        let about = [text(&described["summary"]), text(&described["description"])].join(" ").trim().to_owned();
        let parameters = described["parameters"].as_array().into_iter().flatten().map(|parameter| Parameter {
            name: text(&parameter["name"]),
            is_in_path: parameter["in"] == "path",
            is_required: parameter["required"] == true,
            about: text(&parameter["description"]),
        });
        let body = &described["requestBody"]["content"]["application/json"]["schema"];
        let body = body.is_object().then(|| whole(body, document)).and_then(|schema| schema.as_object().cloned());
        Self { path: path.to_owned(), about, parameters: parameters.collect(), body }
    }
}

/// A schema with what it refers to written out in place: no schema of ours holds itself.
fn whole(schema: &Value, document: &Value) -> Value {
    match schema {
        Value::Object(object) => {
            let Some(name) = object.get("$ref").and_then(Value::as_str) else {
                return Value::Object(object.iter().map(|(key, value)| (key.clone(), whole(value, document))).collect());
            };
            let mut found = whole(document.pointer(name.trim_start_matches('#')).unwrap_or(&Value::Null), document);
            // What is said of it where it is used is nearer than what is said of it everywhere.
            if let (Some(about), Some(found)) = (object.get("description"), found.as_object_mut()) {
                found.insert("description".to_owned(), about.clone());
            }
            found
        }
        Value::Array(parts) => parts.iter().map(|part| whole(part, document)).collect(),
        other => other.clone(),
    }
}

/// The pages that there are.
pub(crate) fn pages(call: &Call<'_>) -> Value {
    let pages = call.room.operations.pages.iter().map(|(id, operation)| {
        let parameters = operation.parameters.iter().map(|parameter| {
            let mut told = json!({"name": parameter.name});
            if parameter.is_required {
                told["required"] = true.into();
            }
            if !parameter.about.is_empty() {
                told["about"] = parameter.about.as_str().into();
            }
            told
        });
        json!({"page": id, "about": operation.about, "parameters": parameters.collect::<Vec<_>>()})
    });
    json!({"pages": pages.collect::<Vec<_>>()})
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    page: String,
    parameters: Option<Map<String, Value>>,
}

/// One page.
pub(crate) async fn page(call: &Call<'_>, arguments: &Value) -> Answer {
    let asked: Page = read(arguments)?;
    let pages = &call.room.operations.pages;
    let operation = pages.get(&asked.page).ok_or_else(|| {
        let names: Vec<&str> = pages.keys().map(String::as_str).collect();
        Error::field("/page", "unknown_page", format!("There is no page “{}”. There are: {}.", asked.page, names.join(", ")))
    })?;
    let sent = asked.parameters.unwrap_or_default();
    for name in sent.keys() {
        if !operation.parameters.iter().any(|known| known.name == *name) {
            let names: Vec<&str> = operation.parameters.iter().map(|known| known.name.as_str()).collect();
            let detail = format!("This page has no such parameter. It has: {}.", names.join(", "));
            return Err(Error::field(&format!("/parameters/{name}"), "unknown_field", detail).into());
        }
    }
    let mut path = operation.path.clone();
    let mut pairs = Vec::new();
    for parameter in &operation.parameters {
        let text = match sent.get(&parameter.name) {
            None | Some(Value::Null) if parameter.is_required => {
                let detail = format!("The page needs {}.", parameter.name);
                return Err(Error::field(&format!("/parameters/{}", parameter.name), "required", detail).into());
            }
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        if parameter.is_in_path {
            let id = crate::room::id(&text, &format!("/parameters/{}", parameter.name))?;
            path = path.replace(&format!("{{{}}}", parameter.name), &id.to_string());
        } else {
            pairs.push((parameter.name.as_str(), text));
        }
    }
    let answer = call.get(&with_query(&path, &pairs)).await?;
    Ok(if answer.is_object() { answer } else { json!({"items": answer}) })
}

/// Adds something, once for each key.
pub(crate) async fn add(call: &Call<'_>, name: &str, arguments: &Value) -> Option<Answer> {
    let operation = call.room.operations.additions.get(name)?;
    let mut body = arguments.clone();
    let key = body.as_object_mut().and_then(|body| body.remove(KEY));
    let Some(key) = key.as_ref().and_then(Value::as_str).map(str::trim).filter(|key| !key.is_empty()) else {
        let detail = "Send a text of your own choice that is new for each record, and the same when you try again.";
        return Some(Err(Error::field(&format!("/{KEY}"), "required", detail).into()));
    };
    if key.chars().count() > LONGEST_KEY {
        return Some(Err(Error::from(too_long(&format!("/{KEY}"), LONGEST_KEY)).into()));
    }
    // A key in the words of a model need not be ASCII and short, as a header must be.
    let key = Uuid::new_v5(&Uuid::NAMESPACE_OID, key.as_bytes()).to_string();
    Some(call.post(&operation.path, &body, Some(&key)).await)
}

/// The argument by which an addition that is sent again is known.
pub(crate) const KEY: &str = "idempotency_key";
/// The longest of them, in characters.
pub(crate) const LONGEST_KEY: usize = 200;
