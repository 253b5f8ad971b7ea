//! Where a page ended: the values it was sorted by, its last id, and a print of the question it belongs to.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{List, Query, field::Cell};
use crate::error::{Error, Result};

#[derive(Serialize, Deserialize)]
struct Wire {
    p: String,
    v: Vec<Value>,
    i: Uuid,
}

/// A place in a short list that has an order of its own and no filter, such as what stands beneath a record.
pub struct After {
    /// What it is sorted by.
    pub text: String,
    /// The row's id.
    pub id: Uuid,
}

impl After {
    /// As a cursor.
    #[must_use]
    pub fn encode(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(format!("{}|{}", self.id, self.text))
    }

    /// Refuses what was not made here.
    pub fn decode(cursor: &str) -> Result<Self> {
        let wrong = || Error::field("/cursor", "stale_cursor", "This cursor was not made here; begin again without it.");
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| wrong())?;
        let plain = String::from_utf8(bytes).ok().filter(|plain| !plain.contains('\0')).ok_or_else(wrong)?;
        let (id, text) = plain.split_once('|').ok_or_else(wrong)?;
        Ok(Self { text: text.to_owned(), id: id.parse().map_err(|_| wrong())? })
    }
}

/// The place after a row.
pub(super) struct Place {
    /// The values of the sort fields, in their order.
    pub(super) cells: Vec<Cell>,
    /// The row's id.
    pub(super) id: Uuid,
}

impl Place {
    pub(super) fn encode(&self, list: &List, query: &Query) -> String {
        let wire = Wire { p: print(list, query), v: self.cells.iter().map(Cell::to_cursor).collect(), i: self.id };
        BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&wire).unwrap_or_default())
    }

    /// Refuses a cursor that belongs to another question.
    pub(super) fn decode(list: &List, query: &Query, text: &str) -> Result<Self> {
        let stale = || Error::field("/cursor", "stale_cursor", "This cursor belongs to another filter or sort; begin again without it.");
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| stale())?;
        let wire: Wire = serde_json::from_slice(&bytes).map_err(|_| stale())?;
        if wire.p != print(list, query) || wire.v.len() != query.sorts.len() {
            return Err(stale());
        }
        let cells = query
            .sorts
            .iter()
            .zip(&wire.v)
            .map(|((key, _), value)| list.field(key).ok().and_then(|field| Cell::from_cursor(field, value)).ok_or_else(stale))
            .collect::<Result<_>>()?;
        Ok(Self { cells, id: wire.i })
    }
}

/// Another place of the question that a cursor belongs to: for benchmarks, which begin deep inside a list.
#[cfg(feature = "testkit")]
pub fn cursor_at(cursor: &str, values: &[Value], id: Uuid) -> anyhow::Result<String> {
    let mut wire: Wire = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(cursor)?)?;
    (wire.v, wire.i) = (values.to_vec(), id);
    Ok(BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&wire)?))
}

fn print(list: &List, query: &Query) -> String {
    let text = format!("{}\u{0}{:?}\u{0}{:?}\u{0}{:?}", list.name, query.filter, query.q, query.sorts);
    Sha256::digest(text.as_bytes())[..8].iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
