//! What a tool hands back: the same JSON as data and as text, never more than a model can read.

use rmcp::model::CallToolResult;
use serde_json::{Value, json};

use crate::room::{Answer, Refused};

/// The longest answer, in bytes of JSON: some ten thousand tokens, which is what clients take.
pub(crate) const MOST_BYTES: usize = 48_000;

/// How far an answer is shortened that is longer: so many entries of each array, so many characters of each text.
const SHORTER: [(usize, usize); 5] = [(100, 2000), (40, 800), (15, 400), (6, 200), (2, 100)];

/// The result of a call.
pub(crate) fn result(answer: Answer) -> CallToolResult {
    match answer.and_then(bounded) {
        Ok(value) => CallToolResult::structured(value),
        Err(Refused(problem)) => CallToolResult::structured_error(problem),
    }
}

/// The length of a value as JSON.
pub(crate) fn size(value: &Value) -> usize {
    value.to_string().len()
}

/// An answer as an object that is not too long, which says when something was left out.
fn bounded(value: Value) -> Answer {
    let value = if value.is_object() { value } else { json!({"items": value}) };
    if size(&value) <= MOST_BYTES {
        return Ok(value);
    }
    for (items, letters) in SHORTER {
        let mut short = value.clone();
        shorten(&mut short, items, letters);
        // Going on from there would pass over what was left out.
        if let Some(object) = short.as_object_mut() {
            object.remove("next_cursor");
        }
        short["cut"] = format!(
            "This was too long: of each array only the first {items} entries are here, of each text the first {letters} characters. \
             Ask for less at once, such as with a smaller limit or a narrower filter."
        )
        .into();
        if size(&short) <= MOST_BYTES {
            return Ok(short);
        }
    }
    let detail = "The answer is too long for an assistant; ask for less.";
    Err(Refused(json!({"status": 413, "code": "too_large", "title": "Too large", "detail": detail})))
}

fn shorten(value: &mut Value, items: usize, letters: usize) {
    match value {
        Value::Array(array) => {
            array.truncate(items);
            for entry in array {
                shorten(entry, items, letters);
            }
        }
        Value::Object(object) => {
            for entry in object.values_mut() {
                shorten(entry, items, letters);
            }
        }
        Value::String(text) => {
            if let Some((end, _)) = text.char_indices().nth(letters) {
                text.truncate(end);
                text.push('…');
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_answer_stays_as_it_is() {
        assert_eq!(bounded(json!({"a": 1})).unwrap(), json!({"a": 1}));
        assert_eq!(bounded(json!([1, 2])).unwrap(), json!({"items": [1, 2]}));
    }

    #[test]
    fn a_long_answer_is_cut_and_says_so() {
        let long = json!({"items": vec![json!({"text": "金".repeat(300)}); 900], "next_cursor": "x"});
        let cut = bounded(long).unwrap();
        assert!(size(&cut) <= MOST_BYTES && cut["cut"].as_str().unwrap().contains("first 40 entries"), "{}", cut["cut"]);
        assert_eq!(cut["items"].as_array().unwrap().len(), 40);
        assert!(cut["next_cursor"].is_null());
        let texts = bounded(json!({"text": "金".repeat(50_000)})).unwrap();
        assert!(texts["text"].as_str().unwrap().ends_with('…'));
    }

    #[test]
    fn what_cannot_be_cut_is_refused_in_words() {
        let wide: serde_json::Map<String, Value> = (0..9000).map(|n| (format!("field_{n}"), json!(n))).collect();
        assert_eq!(bounded(Value::Object(wide)).unwrap_err().0["code"], "too_large");
    }
}
