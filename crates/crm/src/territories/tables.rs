//! The rows of territories.

use guanxi_kernel::{
    actor::{Action, Actor, nothing},
    db::{Record, Row},
};
use sea_orm::Condition;

/// Territories.
pub mod territory {
    use sea_orm::entity::prelude::*;

    /// Which accounts go to whom.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "territories")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/ownership.md")]
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
        pub name: String,
        pub place: i64,
        pub active: bool,
        pub filter: Option<Json>,
        pub org_unit_id: Option<Uuid>,
        pub people: Json,
        pub deals: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Turns.
pub mod turn {
    use sea_orm::entity::prelude::*;

    /// When somebody got an account of a territory last: the greater, the later.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "territory_turns")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/ownership.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub territory_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        pub turn: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `territory`.
pub struct Territory;

impl Record for Territory {
    type Table = territory::Entity;
    const KIND: &'static str = "territory";

    /// They are few, and for the whole company.
    fn visible_to(actor: &Actor) -> Condition {
        if actor.may(Self::OBJECT, Action::Read) { Condition::all() } else { nothing() }
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, action)
    }
}
