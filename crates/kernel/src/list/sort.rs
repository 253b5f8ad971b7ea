//! The `sort` parameter: `-net_sales,name`.

use super::{List, MAX_SORTS};
use crate::{
    check::too_many,
    error::{Error, Result},
};

/// The fields to sort by, each with "descending".
pub(super) fn parse(list: &List, text: &str) -> Result<Vec<(String, bool)>> {
    let mut sorts: Vec<(String, bool)> = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (key, descending) = part.strip_prefix('-').map_or((part, false), |key| (key, true));
        let field =
            list.field(key).map_err(|_| Error::field("/sort", "unknown_field", format!("The list {} has no field “{key}”.", list.name)))?;
        if !field.sortable {
            return Err(Error::field("/sort", "not_sortable", format!("The list cannot be sorted by “{key}”.")));
        }
        if !sorts.iter().any(|(known, _)| known == key) {
            sorts.push((key.to_owned(), descending));
        }
    }
    if sorts.len() > MAX_SORTS {
        return Err(too_many("/sort", MAX_SORTS).into());
    }
    Ok(sorts)
}
