//! The rows of undo, and who may see them.

use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Record, Row},
};
use sea_orm::{Condition, QueryFilter, QuerySelect, QueryTrait, entity::prelude::*};

use crate::admin::tables::{Import, import};

/// Imports that are, or have been, taken back.
pub mod undo {
    use sea_orm::entity::prelude::*;

    /// The undo of an import, or its trial.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_undos")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/undo.md")]
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
        pub import_id: Uuid,
        pub job_id: Uuid,
        pub dry_run: bool,
        pub state: String,
        pub removed_rows: i64,
        pub restored_rows: i64,
        pub left_rows: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `import_undo`: whoever sees an import sees what became of it.
pub struct Undo;

impl Record for Undo {
    type Table = undo::Entity;
    const KIND: &'static str = "import_undo";
    const OBJECT: &'static str = Import::KIND;

    fn visible_to(actor: &Actor) -> Condition {
        let seen = import::Entity::find()
            .select_only()
            .column(import::Column::Id)
            .filter(import::Column::WorkspaceId.eq(actor.workspace))
            .filter(Import::visible_to(actor));
        Condition::all().add(undo::Column::ImportId.in_subquery(seen.into_query()))
    }

    fn allows(actor: &Actor, _action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, Action::Create)
    }
}
