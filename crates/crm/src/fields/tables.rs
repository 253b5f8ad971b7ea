//! The rows of fields, and who may see them.

use guanxi_kernel::{
    actor::{Action, Actor, nothing},
    db::{Record, Row},
};
use sea_orm::Condition;

/// Fields that a workspace has added. The table is the kernel's, which reads it for every caller.
pub mod custom_field {
    use sea_orm::entity::prelude::*;

    /// The definition of a field.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "custom_fields")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/fields.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub created_by: Option<Uuid>,
        pub updated_at: DateTimeUtc,
        pub updated_by: Option<Uuid>,
        pub trashed_at: Option<DateTimeUtc>,
        pub list: String,
        pub key: String,
        pub label: String,
        pub help: Option<String>,
        pub kind: Json,
        pub required: bool,
        pub is_unique: bool,
        pub searchable: bool,
        pub index_state: String,
        pub default_value: Option<Json>,
        pub position: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// In what state an index is: there is none.
pub(super) const NO_INDEX: &str = "none";
/// It is being made.
pub(super) const BUILDING: &str = "building";
/// It stands.
pub(super) const READY: &str = "ready";
/// It could not be made unique.
pub(super) const FAILED: &str = "failed";

/// The kind `custom_field`.
pub struct CustomField;

impl Record for CustomField {
    type Table = custom_field::Entity;
    const KIND: &'static str = "custom_field";
    const ALLOWS_ALONE: bool = true;

    fn visible_to(actor: &Actor) -> Condition {
        if actor.may(Self::OBJECT, Action::Read) { Condition::all() } else { nothing() }
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, action)
    }
}
