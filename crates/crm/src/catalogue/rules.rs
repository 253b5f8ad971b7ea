//! What the catalogue decides, without the database. Sources: docs/domain/catalogue.md.

use std::collections::BTreeMap;

use guanxi_kernel::{check::Check, text::tokens};
use sea_orm::Set;

use super::{
    api::{NewProduct, ProductPatch},
    tables::product,
};

/// The longest name, as that of an order line.
pub const LONGEST_NAME: usize = 200;
/// The longest number, as that of an order line.
pub const LONGEST_SKU: usize = 60;
/// The longest name of a family.
pub const LONGEST_FAMILY: usize = 60;

/// A product as an order line or a row of a file names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// Its number, where it is told.
    pub sku: Option<String>,
    /// Its family, where it is told.
    pub family: Option<String>,
}

/// One of each product, in the order of their names: the first that tells a number or a family is believed.
#[must_use]
pub fn each_once(wanted: impl IntoIterator<Item = Wanted>) -> BTreeMap<String, Wanted> {
    let mut once: BTreeMap<String, Wanted> = BTreeMap::new();
    for each in wanted {
        if let Some(known) = once.get_mut(&each.name) {
            known.sku = known.sku.take().or(each.sku);
            known.family = known.family.take().or(each.family);
        } else {
            once.insert(each.name.clone(), each);
        }
    }
    once
}

/// Checks a new product.
pub fn check_new(check: &mut Check, input: NewProduct) -> product::ActiveModel {
    let name = check.required("/name", &input.name, LONGEST_NAME);
    product::ActiveModel {
        name_sort: Set(tokens::sort_key(&name)),
        name: Set(name),
        sku: Set(check.optional("/sku", input.sku, LONGEST_SKU)),
        family: Set(check_family(check, "/family", input.family)),
        ..Default::default()
    }
}

/// Checks a change.
pub fn check_patch(check: &mut Check, input: ProductPatch) -> product::ActiveModel {
    let mut change = product::ActiveModel::default();
    if let Some(sku) = input.sku {
        change.sku = Set(check.optional("/sku", sku, LONGEST_SKU));
    }
    if let Some(family) = input.family {
        change.family = Set(check_family(check, "/family", family));
    }
    change
}

/// Checks the name of a family.
pub fn check_family(check: &mut Check, pointer: &str, family: Option<String>) -> Option<String> {
    check.optional(pointer, family, LONGEST_FAMILY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(name: &str, sku: Option<&str>, family: Option<&str>) -> Wanted {
        Wanted { name: name.to_owned(), sku: sku.map(str::to_owned), family: family.map(str::to_owned) }
    }

    #[test]
    fn the_first_row_that_tells_a_number_or_a_family_is_believed() {
        let rows = [
            wanted("金源特酿", None, None),
            wanted("金源特酿", Some("JY-1"), Some("酱香型")),
            wanted("金源特酿", Some("JY-2"), Some("浓香型")),
            wanted("青禾纯生", None, Some("啤酒")),
        ];
        let once: Vec<Wanted> = each_once(rows).into_values().collect();
        assert_eq!(once, [wanted("金源特酿", Some("JY-1"), Some("酱香型")), wanted("青禾纯生", None, Some("啤酒"))]);
    }

    #[test]
    fn a_product_needs_a_name_and_what_is_too_long_is_told_by_its_field() {
        let mut check = Check::new();
        check_new(&mut check, NewProduct { family: Some("长".repeat(61)), ..NewProduct::default() });
        check_patch(&mut check, ProductPatch { sku: Some(Some("x".repeat(61))), family: Some(None) });
        let wrong: Vec<(String, String)> = check.into_errors().into_iter().map(|error| (error.pointer, error.code)).collect();
        assert_eq!(wrong.iter().map(|(pointer, _)| pointer.as_str()).collect::<Vec<_>>(), ["/name", "/family", "/sku"]);
    }
}
