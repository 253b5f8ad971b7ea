//! The rows of layouts.

use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Record, Row},
};
use sea_orm::Condition;

/// What grants and events call it.
pub const OBJECT: &str = "layout";

/// Layouts.
pub mod layout {
    use sea_orm::entity::prelude::*;

    /// How the fields of some records are laid out.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "layouts")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/layouts.md")]
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
        pub list: String,
        pub variant: String,
        pub sections: Json,
        pub hidden: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `layout`.
pub struct Layout;

impl Record for Layout {
    type Table = layout::Entity;
    const KIND: &'static str = "layout";

    /// Everybody fills in forms.
    fn visible_to(_actor: &Actor) -> Condition {
        Condition::all()
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        action == Action::Read || actor.may(OBJECT, Action::Change)
    }
}
