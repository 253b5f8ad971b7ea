//! The rows of products, and who may see them.

use std::sync::LazyLock;

use guanxi_kernel::{
    actor::{Action, Actor, nothing},
    db::{Record, Row},
    list::{Field, List, Words},
    slice::Listed,
};
use sea_orm::Condition;

/// Products.
pub mod product {
    use sea_orm::entity::prelude::*;

    /// Something that is sold, by the name that order lines have for it.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "products")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/catalogue.md")]
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
        pub name_sort: String,
        pub sku: Option<String>,
        pub family: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `product`.
pub struct Product;

impl Record for Product {
    type Table = product::Entity;
    const KIND: &'static str = "product";

    /// Products are the company's: whoever may read them sees all.
    fn visible_to(actor: &Actor) -> Condition {
        if actor.may(Self::OBJECT, Action::Read) { Condition::all() } else { nothing() }
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, action)
    }
}

impl Listed for Product {
    fn list() -> &'static List {
        static LIST: LazyLock<List> = LazyLock::new(|| List {
            name: "products",
            table: "products",
            kind: Product::KIND,
            fields: vec![
                Field::text("name").sorted_by("name_sort"),
                Field::text("sku").unsorted().editable(),
                Field::text("family").editable(),
                Field::datetime("created_at").never_null(),
            ],
            default_sort: "name",
            default_columns: &["name", "sku", "family", "created_at"],
            has_trash: false,
            // By name and sound, and whoever may read one may read all.
            words: Words::NamesOf(Product::KIND),
            custom: None,
        });
        &LIST
    }
}
