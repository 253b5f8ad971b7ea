//! The rows of admin, and who may see them.

use guanxi_kernel::{
    actor::{Action, Actor, nothing},
    db::{Record, Row},
};
use sea_orm::{Condition, QueryFilter, QuerySelect, QueryTrait, entity::prelude::*};

use crate::staff::tables::user;

/// Saved views.
pub mod view {
    use sea_orm::entity::prelude::*;

    /// A filter, a sort and columns of a list, under a name.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "views")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/admin.md")]
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
        pub name: String,
        pub shared: String,
        pub org_unit_id: Option<Uuid>,
        pub pinned: bool,
        pub is_default: bool,
        pub filter: Option<Json>,
        pub sort: Option<String>,
        pub columns: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Imports.
pub mod import {
    use sea_orm::entity::prelude::*;

    /// A file on its way in.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "imports")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/admin.md")]
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
        pub kind: String,
        pub file_name: String,
        pub path: String,
        pub sheet: Option<String>,
        pub header_row: Option<i64>,
        pub mapping: Json,
        pub mode: Option<String>,
        pub key: Option<String>,
        pub dry_run: bool,
        pub state: String,
        pub job_id: Option<Uuid>,
        pub created_rows: i64,
        pub updated_rows: i64,
        pub unchanged_rows: i64,
        pub rejected_rows: i64,
        pub source: Option<String>,
        pub undone_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `view`; everybody who is signed in may have views.
pub struct View;
/// The kind `import`.
pub struct Import;

impl Record for View {
    type Table = view::Entity;
    const KIND: &'static str = "view";

    /// One's own, those for everyone, and those of one's org unit.
    fn visible_to(actor: &Actor) -> Condition {
        let Some(me) = actor.user() else { return Condition::all() };
        let my_unit = user::Entity::find()
            .select_only()
            .column(user::Column::OrgUnitId)
            .filter(user::Column::WorkspaceId.eq(actor.workspace))
            .filter(user::Column::Id.eq(me))
            .into_query();
        let team = Condition::all().add(view::Column::Shared.eq("team")).add(view::Column::OrgUnitId.in_subquery(my_unit));
        Condition::any().add(view::Column::CreatedBy.eq(me)).add(view::Column::Shared.eq("everyone")).add(team)
    }

    fn allows(actor: &Actor, _action: Action, row: &Row<Self>) -> bool {
        actor.in_full().is_ok() && (row.created_by == actor.user() || actor.grants.everything)
    }
}

impl Record for Import {
    type Table = import::Entity;
    const KIND: &'static str = "import";

    fn visible_to(actor: &Actor) -> Condition {
        if !actor.may("import", Action::Read) {
            return nothing();
        }
        actor.owned_by_reach("import", import::Column::CreatedBy)
    }

    fn allows(actor: &Actor, _action: Action, row: &Row<Self>) -> bool {
        actor.reaches("import", Action::Create, row.created_by)
    }
}
