//! What a row of a file says and no field holds: it must not be lost, and goes to the remarks, a line each.

use guanxi_kernel::{import::text, text::split_phones};
use serde_json::{Map, Value};

/// What a row says of the remarks, with one more line among them: behind those of the row, or else behind those that are
/// there, which stay.
#[must_use]
pub(crate) fn remembered(said: Option<String>, there: Option<&str>, line: Option<String>) -> Option<String> {
    let Some(line) = line else { return said };
    Some(match said.as_deref().or(there) {
        None => line,
        Some(remark) if remark.lines().any(|known| known == line) => remark.to_owned(),
        Some(remark) => format!("{remark}\n{line}"),
    })
}

/// The line of the telephone numbers in cells of several, each of which has room for its first one only.
#[must_use]
pub(crate) fn further_phones(values: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    let of_cell = |key: &&str| text(values, key).map(|text| split_phones(&text)).unwrap_or_default().into_iter().skip(1);
    let further: Vec<String> = keys.iter().flat_map(of_cell).collect();
    (!further.is_empty()).then(|| format!("电话：{}", further.join("、")))
}
