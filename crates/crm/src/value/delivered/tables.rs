//! The rows of delivered value.

use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Record, Row},
};
use sea_orm::Condition;

use crate::customers::tables::of_visible_accounts;

/// Scorings.
pub mod delivered_value {
    use sea_orm::entity::prelude::*;

    /// What somebody said on a day of what an account gets from us and from rivals.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "delivered_values")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/value.md")]
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
        pub account_id: Uuid,
        pub scored_on: Date,
        pub ours: Json,
        pub rivals: Json,
        pub sources: Json,
        pub note: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `delivered_value`; the rights are those on accounts.
pub struct DeliveredValue;

impl Record for DeliveredValue {
    type Table = delivered_value::Entity;
    const KIND: &'static str = "delivered_value";
    const OBJECT: &'static str = "account";

    fn visible_to(actor: &Actor) -> Condition {
        of_visible_accounts(actor, delivered_value::Column::AccountId)
    }

    /// To score an account, or to take a scoring away, is to change the account.
    fn right(_action: Action) -> Action {
        Action::Change
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, Self::right(action))
    }
}
