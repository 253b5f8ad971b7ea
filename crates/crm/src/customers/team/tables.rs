//! The rows of account teams.

use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Record, Row},
};
use sea_orm::Condition;

use crate::customers::tables::of_visible_accounts;

/// Those with whom accounts are shared.
pub mod member {
    use sea_orm::entity::prelude::*;

    /// Somebody, or an org unit, that an account is shared with. A person has a role, a unit has none.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_team")]
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
        pub account_id: Uuid,
        pub user_id: Option<Uuid>,
        pub org_unit_id: Option<Uuid>,
        pub role: Option<String>,
        pub may_change: bool,
        pub until: Option<Date>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `account_member`; the rights are those on accounts.
pub struct AccountMember;

impl Record for AccountMember {
    type Table = member::Entity;
    const KIND: &'static str = "account_member";
    const OBJECT: &'static str = "account";

    fn visible_to(actor: &Actor) -> Condition {
        of_visible_accounts(actor, member::Column::AccountId)
    }

    /// To share an account, or to share it no more, is to change it.
    fn right(_action: Action) -> Action {
        Action::Change
    }

    /// As far as a row can tell; that it takes the account's owner, or who leads the owner, is asked of the account.
    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, Self::right(action))
    }
}
