//! The rows of providers. Only administrators see and change them: who names a provider lets in whomever it names.

use guanxi_kernel::{
    actor::{Action, Actor, nothing},
    db::{Record, Row},
};
use sea_orm::Condition;

/// Identity providers.
pub mod identity_provider {
    use sea_orm::entity::prelude::*;

    /// A house that says who somebody is. `mapping` says which of its groups gives which role.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "identity_providers")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/providers.md")]
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
        pub issuer: String,
        pub client_id: String,
        pub client_secret: Option<String>,
        pub scopes: String,
        pub groups_claim: String,
        pub mapping: Json,
        pub makes_users: bool,
        pub links_by_email: bool,
        pub ends_passwords: bool,
        pub active: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `identity_provider`.
pub struct IdentityProvider;

/// No right is named for providers: whoever may do everything may do this, too, and nobody else.
fn is_administrator(actor: &Actor) -> bool {
    actor.grants.everything && actor.in_full().is_ok()
}

impl Record for IdentityProvider {
    type Table = identity_provider::Entity;
    const KIND: &'static str = "identity_provider";
    const SECRET: &'static [&'static str] = &["client_secret"];

    fn visible_to(actor: &Actor) -> Condition {
        if is_administrator(actor) { Condition::all() } else { nothing() }
    }

    fn allows(actor: &Actor, _action: Action, _row: &Row<Self>) -> bool {
        is_administrator(actor)
    }
}
