//! The families that rows have for their products. They fill those of products that have none and change no other: a file of orders is
//! about orders. Of rows that disagree the first is believed.

use std::collections::BTreeMap;

use guanxi_kernel::{
    check::Check,
    db::Reader,
    error::{FieldError, Result},
    import::{SourceRow, text},
};
use serde_json::{Map, Value};

use crate::catalogue::{
    self,
    rules::{LONGEST_NAME, check_family},
};

/// The product of a row with its family, where it tells one; as they are stored.
pub(super) fn of_row(check: &mut Check, values: &Map<String, Value>) -> Option<(String, String)> {
    let family = check_family(check, "/family", text(values, "family"))?;
    // What is wrong with the name is said of the line.
    let product = Check::new().required("/product", &text(values, "product")?, LONGEST_NAME);
    Some((product, family))
}

/// The families of products, of rows in their order.
pub(super) fn of_rows<'a>(rows: impl IntoIterator<Item = &'a SourceRow>) -> BTreeMap<String, String> {
    let mut families = BTreeMap::new();
    for (product, family) in rows.into_iter().filter_map(|row| of_row(&mut Check::new(), &row.values)) {
        families.entry(product).or_insert(family);
    }
    families
}

/// Says of each row whose family is left aside, because the product has another one or an earlier row has said another.
pub(super) async fn look(reader: &Reader, rows: &[SourceRow], notices: &mut [Vec<FieldError>]) -> Result<()> {
    let mut families = of_rows(rows);
    if families.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = families.keys().cloned().collect();
    families.extend(catalogue::queries::families_of(reader, &names).await?);
    for (row, notices) in rows.iter().zip(notices) {
        let Some((product, family)) = of_row(&mut Check::new(), &row.values) else { continue };
        if let Some(other) = families.get(&product).filter(|other| **other != family) {
            let detail = format!("The family “{other}” of {product} stays; this one is left aside.");
            notices.push(FieldError::new("/family", "family_differs", detail).with("family", other));
        }
    }
    Ok(())
}
