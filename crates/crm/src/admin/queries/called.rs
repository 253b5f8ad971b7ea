//! The records that rows of a file call in fields of the workspace's own: by a number, a name or an address, as a person writes them.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::Actor,
    custom::{Kind, PREFIX, value::pointer},
    db::Reader,
    error::{FieldError, Result},
    http::App,
    import::{SourceRow, text},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Puts the ids of records in place of the words by which rows call them. Gives what is wrong with each row: a word that calls
/// none that the actor may see, or several.
pub(in crate::admin) async fn refer(reader: &Reader, app: &App, list: &str, rows: &mut [SourceRow]) -> Result<Vec<Vec<FieldError>>> {
    let mut wrong = vec![Vec::new(); rows.len()];
    let Some(around) = app.list(list).and_then(|door| (door.list)().custom) else { return Ok(wrong) };
    for field in reader.actor().customs.of(list) {
        let Kind::Reference { to } = &field.kind else { continue };
        let key = format!("{PREFIX}{}", field.key);
        let words: BTreeSet<String> = rows.iter().filter_map(|row| text(&row.values, &key)).collect();
        let Some(called) = (around.called)(to).filter(|_| !words.is_empty()) else { continue };
        let mut found: BTreeMap<String, BTreeSet<Uuid>> = BTreeMap::new();
        for (word, id) in called(reader, words.into_iter().collect()).await? {
            found.entry(word).or_default().insert(id);
        }
        for (row, wrong) in rows.iter_mut().zip(&mut wrong) {
            let Some(word) = text(&row.values, &key) else { continue };
            let ids: Vec<Uuid> = found.get(&word).into_iter().flatten().copied().collect();
            match ids.as_slice() {
                [only] => {
                    row.values.insert(key.clone(), json!(only));
                }
                [] => wrong.push(fault(&field.key, "unknown_record", "There is no record that is called so.", word)),
                several => {
                    let fault = fault(&field.key, "ambiguous_record", "Several records are called so.", word);
                    wrong.push(fault.with("count", several.len()));
                }
            }
        }
    }
    Ok(wrong)
}

fn fault(key: &str, code: &'static str, detail: &str, word: String) -> FieldError {
    FieldError::new(pointer(key), code, detail).with("word", word)
}

/// A row as it can be checked before [`refer`] has found the records that it calls.
pub(super) fn as_if_found(actor: &Actor, list: &str, values: &Map<String, Value>) -> Map<String, Value> {
    let mut values = values.clone();
    for field in actor.customs.of(list).iter().filter(|field| matches!(field.kind, Kind::Reference { .. })) {
        if let Some(value) = values.get_mut(&format!("{PREFIX}{}", field.key)) {
            *value = json!(Uuid::nil());
        }
    }
    values
}
