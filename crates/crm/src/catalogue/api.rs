//! The wire of products.

use chrono::{DateTime, Utc};
use guanxi_kernel::http::maybe;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::tables::product;

/// Something that is sold.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Product {
    /// The product.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// Its name, as the lines of orders have it.
    pub name: String,
    /// Its number.
    pub sku: Option<String>,
    /// Its family.
    pub family: Option<String>,
    /// When it was entered, or first named by an order.
    pub created_at: DateTime<Utc>,
}

impl From<product::Model> for Product {
    fn from(row: product::Model) -> Self {
        let product::Model { id, version, name, sku, family, created_at, .. } = row;
        Self { id, version, name, sku, family, created_at }
    }
}

/// A new product.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewProduct {
    /// Its name, as the lines of orders will have it; no two have one name.
    #[schema(max_length = 200, required = true)]
    pub name: String,
    /// Its number.
    #[schema(max_length = 60)]
    pub sku: Option<String>,
    /// Its family; none when empty.
    #[schema(max_length = 60)]
    pub family: Option<String>,
}

/// A change of a product: only what is sent changes; `null` empties. The name stays as order lines have it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProductPatch {
    /// Its number.
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>, max_length = 60)]
    pub sku: Option<Option<String>>,
    /// Its family.
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>, max_length = 60)]
    pub family: Option<Option<String>>,
}

/// What can be changed on many products at once.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProductChanges {
    /// Their family; `null` takes it away.
    #[serde(deserialize_with = "maybe", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, max_length = 60)]
    pub family: Option<Option<String>>,
}

/// A family of products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProductFamily {
    /// Its name; none for the products that have no family.
    pub family: Option<String>,
    /// How many products it has.
    pub products: i64,
}
