//! The wire of layouts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A list whose records can be laid out, with the layouts that there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct LayoutsOf {
    /// The list.
    pub list: &'static str,
    /// The fields by whose choice a layout may be for some of its records only, the most telling first.
    pub by: &'static [&'static str],
    /// The layouts.
    pub layouts: Vec<Layout>,
}

/// How the fields of some records are laid out. Fields that stand in no section and are not hidden follow at the end.
#[derive(Debug, Serialize, ToSchema)]
pub struct Layout {
    /// Which records: `all`, or a field and its choice, such as `kind.person`.
    pub variant: String,
    /// What stands together, in its order.
    pub sections: Vec<LayoutSection>,
    /// What is not shown while it is empty.
    pub hidden: Vec<String>,
}

/// Fields that stand together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LayoutSection {
    /// What they are called together.
    pub title: String,
    /// Keys of fields of the list, in their order.
    pub fields: Vec<String>,
}

/// How fields shall be laid out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LayOut {
    /// What stands together, in its order.
    pub sections: Vec<LayoutSection>,
    /// What is not shown while it is empty.
    #[serde(default)]
    pub hidden: Vec<String>,
}
