//! The rows of orders, and who may see them.

use std::sync::LazyLock;

use guanxi_kernel::{
    actor::{Action, Actor, nothing},
    db::{Reach, Reader, Record, Row},
    list::{Field, List, Words},
    slice::Listed,
};
use sea_orm::Condition;

use super::rules::KINDS;
use crate::customers::tables::{of_visible_accounts, reach_of_accounts};

/// Orders.
pub mod order {
    use sea_orm::entity::prelude::*;

    /// A sale, a return or a credit. `net_minor` carries the sign that it adds to net sales with.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "orders")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/orders.md")]
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
        pub number: Option<String>,
        pub source: Option<String>,
        pub external_id: Option<String>,
        pub import_id: Option<Uuid>,
        pub kind: String,
        pub account_id: Uuid,
        pub payer_id: Option<Uuid>,
        pub ordered_on: Date,
        pub net_minor: i64,
        pub quantity: i64,
        pub line_count: i64,
        pub remark: Option<String>,
        pub cost_minor: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Order lines.
pub mod line {
    use sea_orm::entity::prelude::*;

    /// One product of an order. `net_minor` carries the order's sign.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_lines")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/orders.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub order_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub n: i64,
        pub product: String,
        pub sku: Option<String>,
        pub quantity: i64,
        pub price_minor: i64,
        pub net_minor: i64,
        pub promotion: bool,
        pub consumer_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `order`.
pub struct Order;

impl Record for Order {
    type Table = order::Entity;
    const KIND: &'static str = "order";

    fn visible_to(actor: &Actor) -> Condition {
        if !actor.may(Self::OBJECT, Action::Read) {
            return nothing();
        }
        of_visible_accounts(actor, order::Column::AccountId)
    }

    fn reach(reader: &Reader) -> Option<Reach> {
        let reach = reach_of_accounts(reader.actor(), order::Column::AccountId)?;
        reader.actor().may(Self::OBJECT, Action::Read).then_some(reach)
    }

    /// Whoever may change orders may change those of the accounts it sees.
    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, action)
    }
}

impl Listed for Order {
    fn list() -> &'static List {
        static LIST: LazyLock<List> = LazyLock::new(|| List {
            name: "orders",
            table: "orders",
            kind: Order::KIND,
            fields: [
                Field::text("number").unsorted(),
                Field::choice("kind", KINDS).unsorted(),
                Field::reference("account", "account_id", "accounts", crate::customers::queries::list_names).indexed_then("ordered_on"),
                Field::date("ordered_on").never_null(),
                Field::money("net", "net_minor"),
                Field::money("cost", "cost_minor").nullable().unsorted(),
                Field::integer("quantity").unsorted(),
                Field::integer("line_count").unsorted(),
                Field::text("remark").unsorted(),
                Field::text("source").unsorted(),
                Field::text("external_id").unsorted(),
                Field::datetime("created_at").unsorted(),
            ]
            .into_iter()
            .chain(
                crate::SLICES
                    .iter()
                    .flat_map(|slice| slice.beside)
                    .filter(|beside| beside.list == "orders")
                    .flat_map(|beside| (beside.fields)()),
            )
            .collect(),
            default_sort: "-ordered_on",
            default_columns: &["ordered_on", "number", "kind", "account", "net", "quantity", "line_count"],
            has_trash: false,
            words: Words::Texts,
            custom: None,
        });
        &LIST
    }
}
