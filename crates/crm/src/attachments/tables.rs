//! The rows of attachments, and who may see them.

use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Record, Row},
};
use sea_orm::Condition;

use super::holders;

/// Attachments.
pub mod attachment {
    use sea_orm::entity::prelude::*;

    /// A file on a record. Its bytes lie in the store, under a key made of its id.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attachments")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/attachments.md")]
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
        pub about_kind: String,
        pub about_id: Uuid,
        pub name: String,
        pub media_type: String,
        pub family: String,
        pub size_bytes: i64,
        pub sha256: String,
        pub picture: String,
        pub width: Option<i64>,
        pub height: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `attachment`; the rights are those on the record that it is on.
pub struct Attachment;

impl Record for Attachment {
    type Table = attachment::Entity;
    const KIND: &'static str = "attachment";
    /// By the record that it is on, which the commands look up.
    const ALLOWS_ALONE: bool = true;

    /// Whoever sees the record sees its files.
    fn visible_to(actor: &Actor) -> Condition {
        holders::visible_to(actor)
    }

    /// As far as a row can tell: whoever has added it, and whoever may change records of the kind that it is on. Whether
    /// that reaches this record, [`commands`](super::commands) asks of the record itself.
    fn allows(actor: &Actor, action: Action, row: &Row<Self>) -> bool {
        let is_own = row.created_by.is_some() && row.created_by == actor.user() && actor.in_full().is_ok();
        action == Action::Read || is_own || actor.may(&row.about_kind, Action::Change)
    }
}
