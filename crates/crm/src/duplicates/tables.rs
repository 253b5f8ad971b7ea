//! The rows of duplicates, and who may see them.

use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Record, Row},
};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, SimpleExpr},
};

/// Pairs of records that may be one.
pub mod pair {
    use sea_orm::entity::prelude::*;

    /// Two records of a kind, the one with the lower id first.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "duplicate_pairs")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/duplicates.md")]
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
        pub first_id: Uuid,
        pub second_id: Uuid,
        pub certainty: i64,
        pub reasons: Json,
        pub dismissed: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Merges that were done.
pub mod merge {
    use sea_orm::entity::prelude::*;

    /// One record became part of another.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "merges")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/duplicates.md")]
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
        pub kept_id: Uuid,
        pub merged_id: Uuid,
        pub kept_name: String,
        pub merged_name: String,
        pub moved: Json,
        pub state: String,
        pub run_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `duplicate_pair`.
pub struct Pair;
/// The kind `merge`.
pub struct Merge;

/// Rows of a kind whose columns hold records that the actor may see.
fn seen(actor: &Actor, kind: impl ColumnTrait, records: &[SimpleExpr]) -> Condition {
    crate::MERGEABLE.iter().fold(Condition::any(), |any, mergeable| {
        let of_kind = Condition::all().add(kind.eq(mergeable.kind));
        any.add(records.iter().fold(of_kind, |all, record| all.add((mergeable.is_seen)(actor, record.clone()))))
    })
}

impl Record for Pair {
    type Table = pair::Entity;
    const KIND: &'static str = "duplicate_pair";
    const ALLOWS_ALONE: bool = true;

    fn visible_to(actor: &Actor) -> Condition {
        let record = |column: pair::Column| Expr::col(column.as_column_ref());
        seen(actor, pair::Column::Kind, &[record(pair::Column::FirstId), record(pair::Column::SecondId)])
    }

    /// Whoever may change both may say that they are two; the command asks.
    fn allows(_actor: &Actor, _action: Action, _row: &Row<Self>) -> bool {
        true
    }
}

impl Record for Merge {
    type Table = merge::Entity;
    const KIND: &'static str = "merge";
    const ALLOWS_ALONE: bool = true;

    fn visible_to(actor: &Actor) -> Condition {
        seen(actor, merge::Column::Kind, &[Expr::col(merge::Column::KeptId.as_column_ref())])
    }

    /// Whoever may change the record that stayed and remove such records may part them; the command asks.
    fn allows(_actor: &Actor, _action: Action, _row: &Row<Self>) -> bool {
        true
    }
}
