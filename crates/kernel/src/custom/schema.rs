//! What the API's description says of the fields that a workspace has added.

use serde_json::{Map, Value, json};

use super::{COLUMN, Custom, Gives, Kind, value};

/// Writes the fields of a kind of record into an OpenAPI document: into the record itself, a new one (`New…`), and changes of
/// one or many (`…Patch`, `…Changes`), each where it has the values of such fields.
pub fn describe(document: &mut Value, kind: &str, fields: &[&Custom]) {
    let record = type_name(kind);
    let written: Vec<&Custom> = fields.iter().copied().filter(|field| !field.kind.is_derived()).collect();
    let required: Vec<&str> = written.iter().filter(|field| field.required && field.default.is_none()).map(|field| &*field.key).collect();
    let new = format!("New{record}");
    put(document, &record, properties(fields, read), &[]);
    put(document, &new, properties(&written, sent), &required);
    if !required.is_empty()
        && let Some(Value::Array(needed)) = document.pointer_mut(&format!("/components/schemas/{new}/required"))
    {
        needed.push(COLUMN.into());
    }
    for change in ["Patch", "Changes"] {
        put(document, &format!("{record}{change}"), properties(&written, |kind| json!({"anyOf": [sent(kind), {"type": "null"}]})), &[]);
    }
}

/// `price_list` is described as `PriceList`.
fn type_name(kind: &str) -> String {
    let capital = |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>();
    kind.split('_').map(capital).collect()
}

fn put(document: &mut Value, schema: &str, properties: Map<String, Value>, required: &[&str]) {
    let place = format!("/components/schemas/{schema}/properties/{COLUMN}");
    let Some(Value::Object(values)) = document.pointer_mut(&place) else { return };
    values.remove("propertyNames");
    values.insert("properties".to_owned(), properties.into());
    values.insert("additionalProperties".to_owned(), false.into());
    if !required.is_empty() {
        values.remove("default");
        values.insert("required".to_owned(), json!(required));
    }
}

fn properties(fields: &[&Custom], schema: impl Fn(&Kind) -> Value) -> Map<String, Value> {
    let described = |field: &&Custom| {
        let mut schema = schema(&field.kind);
        schema["title"] = json!(field.label);
        if let Some(help) = &field.help {
            schema["description"] = json!(help);
        }
        (field.key.clone(), schema)
    };
    fields.iter().map(described).collect()
}

/// What a value looks like in an answer.
fn read(kind: &Kind) -> Value {
    match kind {
        Kind::Money | Kind::Formula { gives: Gives::Money, .. } => json!({"allOf": [{"$ref": "#/components/schemas/Money"}]}),
        Kind::Reference { .. } => json!({"allOf": [{"$ref": "#/components/schemas/Ref"}]}),
        Kind::Formula { gives: Gives::Number, .. } => json!({"type": "number", "readOnly": true}),
        Kind::Formula { gives: Gives::Boolean, .. } => json!({"type": "boolean", "readOnly": true}),
        Kind::Formula { gives: Gives::Date, .. } => json!({"type": "string", "format": "date", "readOnly": true}),
        Kind::Formula { gives: Gives::Text, .. } => json!({"type": "string", "readOnly": true}),
        // What it is like depends on the field that it rolls up.
        Kind::RollUp { .. } => json!({"readOnly": true}),
        kind => sent(kind),
    }
}

/// What a value looks like that is sent.
fn sent(kind: &Kind) -> Value {
    let words = || json!({"type": "string", "enum": kind.choices().iter().map(|choice| &choice.key).collect::<Vec<_>>()});
    match kind {
        Kind::Text | Kind::Phone => json!({"type": "string", "maxLength": value::MAX_TEXT}),
        Kind::LongText => json!({"type": "string", "maxLength": value::MAX_LONG_TEXT}),
        Kind::Url => json!({"type": "string", "format": "uri"}),
        Kind::Email => json!({"type": "string", "format": "email"}),
        Kind::Number { decimals: 0 } => json!({"type": "integer"}),
        Kind::Number { decimals } => json!({"type": "number", "multipleOf": 10_f64.powi(-i32::from(*decimals))}),
        Kind::Money => json!({"type": "object", "required": ["minor"], "properties": {"minor": {"type": "integer", "format": "int64"}}}),
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Choice { .. } => words(),
        Kind::Choices { .. } => json!({"type": "array", "items": words()}),
        Kind::Reference { .. } => json!({"type": "string", "format": "uuid"}),
        Kind::Formula { .. } | Kind::RollUp { .. } => json!({"readOnly": true}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_record_is_described_under_its_name() {
        assert_eq!(type_name("account"), "Account");
        assert_eq!(type_name("price_list"), "PriceList");
    }
}
