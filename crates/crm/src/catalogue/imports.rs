//! Products from files: a row is a product, known by its name, with its number and its family.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    check::Check,
    db::{Edit, Tx},
    error::{Error, FieldError, Result},
    event::Event,
    import::{Aim, ImportField, ImportKind, Importable, Keys, Outcome, Plan, SourceRow, merged, outcome, text},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    UNDOABLE,
    api::{NewProduct, ProductPatch},
    commands::{change_many, insert_many},
    queries,
    rules::{LONGEST_NAME, check_new, check_patch},
    tables::{Product, product},
};
use crate::undo::Journal;

/// The headers of a family, in a file of products or of orders.
pub const FAMILY_HEADERS: &[&str] = &[
    "品类",
    "系列",
    "产品系列",
    "产品类别",
    "商品类别",
    "品類",
    "產品系列",
    "產品類別",
    "商品類別",
    "family",
    "product family",
    "category",
    "product category",
    "series",
];

/// The headers of a product's name.
pub const NAME_HEADERS: &[&str] =
    &["产品", "产品名称", "商品", "商品名称", "品名", "產品", "產品名稱", "商品名稱", "product", "product name", "item"];

/// The headers of a product's number.
pub const SKU_HEADERS: &[&str] = &[
    "产品编号",
    "商品编码",
    "货号",
    "產品編號",
    "商品編號",
    "貨號",
    "品號",
    "料號",
    "sku",
    "product code",
    "stockcode",
    "item number",
    "product number",
];

/// Products.
pub(super) const PRODUCTS: Importable = Importable {
    name: "products",
    object: "product",
    fields: || {
        let field = |key, headers| ImportField::new(key, ImportKind::Text, headers);
        vec![field("name", NAME_HEADERS).required(), field("sku", SKU_HEADERS), field("family", FAMILY_HEADERS)]
    },
    keys: &["name"],
    updates_by: &["name"],
    names: |_, values| name_of(values).into_iter().collect(),
    shared: |_, _| None,
    makes_missing: None,
    check: |_, values| {
        let mut check = Check::new();
        check_new(&mut check, input(values));
        check.into_errors()
    },
    look: |_, rows| Box::pin(async move { Ok(vec![Vec::<FieldError>::new(); rows.len()]) }),
    write: |tx, plan, rows| Box::pin(write(tx, plan, rows)),
};

fn input(values: &Map<String, Value>) -> NewProduct {
    NewProduct { name: text(values, "name").unwrap_or_default(), sku: text(values, "sku"), family: text(values, "family") }
}

/// The name as it is stored.
fn name_of(values: &Map<String, Value>) -> Option<String> {
    Some(Check::new().required("/name", &text(values, "name")?, LONGEST_NAME)).filter(|name| !name.is_empty())
}

/// A product to be made at the end of a chunk.
struct New {
    made: product::ActiveModel,
    values: Map<String, Value>,
}

async fn write(tx: &mut Tx, plan: &Plan, rows: Vec<SourceRow>) -> Result<Vec<Outcome>> {
    let journal = Journal::of(plan);
    // Nobody enters a product of these names meanwhile.
    tx.alone("products").await?;
    let names: BTreeSet<String> = rows.iter().filter_map(|row| name_of(&row.values)).collect();
    let mut keys = Keys::default();
    for row in queries::by_name(tx.reader(), &names.into_iter().collect::<Vec<_>>()).await? {
        keys.stored(row.name, row.id);
    }
    tx.hold::<Product>(&keys.ids()).await?;
    let stored = tx.to_change_many::<Product>(&keys.ids()).await?;
    let mut stored: BTreeMap<Uuid, Edit<Product>> = stored.into_iter().map(|row| (row.id, Edit::of(row))).collect();
    let (mut outcomes, mut new, mut changed) = (Vec::with_capacity(rows.len()), Vec::new(), BTreeSet::new());
    for row in &rows {
        outcomes.push(outcome(place(plan, &mut keys, &mut stored, &mut changed, &mut new, row))?);
    }
    if !new.is_empty() {
        let leave = tx.to_create::<Product>()?;
        let made = insert_many(tx, &leave, new.into_iter().map(|row| row.made).collect()).await?;
        journal.made(tx, &UNDOABLE, &made).await?;
        if let Some(first) = made.first() {
            tx.note(Event::new("product.registered", "product", *first).with(json!({"products": made.len()})));
        }
    }
    journal.changing(tx, &UNDOABLE, &changed.iter().map(|id| (*id, json!([]))).collect::<Vec<_>>()).await?;
    let edits = stored.into_iter().filter(|(id, _)| changed.contains(id)).map(|(_, edit)| edit);
    change_many(tx, edits.collect()).await?;
    journal.changed(tx, &UNDOABLE, changed).await?;
    Ok(outcomes)
}

fn place(
    plan: &Plan,
    keys: &mut Keys,
    stored: &mut BTreeMap<Uuid, Edit<Product>>,
    changed: &mut BTreeSet<Uuid>,
    new: &mut Vec<New>,
    row: &SourceRow,
) -> Result<Outcome> {
    let name = name_of(&row.values);
    let made = |values: &Map<String, Value>| {
        let mut check = Check::new();
        let made = check_new(&mut check, input(values));
        check.done().map(|()| made)
    };
    match keys.aim(plan, name.as_deref())? {
        Aim::Taken => Err(Error::NotFound),
        Aim::New(place) => {
            let values = merged(&new[place].values, row.values.clone());
            new[place] = New { made: made(&values)?, values };
            Ok(Outcome::Updated)
        }
        Aim::Stored(id) => {
            let edit = stored.get_mut(&id).ok_or(Error::NotFound)?;
            let mut check = Check::new();
            let some = |key: &str| text(&row.values, key).map(Some);
            let change = check_patch(&mut check, ProductPatch { sku: some("sku"), family: some("family") });
            check.done()?;
            if !edit.set(&change) {
                return Ok(Outcome::Unchanged);
            }
            changed.insert(id);
            Ok(Outcome::Updated)
        }
        Aim::Make => {
            let made = made(&row.values)?;
            if let Some(name) = name {
                keys.made(name, new.len());
            }
            new.push(New { made, values: row.values.clone() });
            Ok(Outcome::Created)
        }
    }
}
