//! The rows of contacts, and who may see them.

use std::sync::LazyLock;

use guanxi_kernel::{
    actor::{Action, Actor, People, nothing},
    db::{Reach, Reader, Record, Row},
    guarded::{Guarded, GuardedField},
    list::{Field, List, Words},
    slice::Listed,
    tags::Tags,
    text::Mask,
};
use sea_orm::{
    Condition, QueryFilter, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{ExprTrait, Query, UnionType},
};

use super::rules::{CHANNELS, GENDERS};
use crate::{
    customers::tables::{FOLLOWS, of_visible_accounts, visible_accounts},
    fields,
};

/// Contacts.
pub mod contact {
    use sea_orm::entity::prelude::*;

    /// A person.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contacts")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/contacts.md")]
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
        pub trashed_at: Option<DateTimeUtc>,
        pub name: String,
        pub name_sort: String,
        pub gender: Option<String>,
        pub mobile: Option<String>,
        pub phone: Option<String>,
        pub email: Option<String>,
        pub wechat: Option<String>,
        pub birthday_calendar: Option<String>,
        pub birthday_year: Option<i64>,
        pub birthday_month: Option<i64>,
        pub birthday_day: Option<i64>,
        pub birthday_leap: bool,
        pub language: Option<String>,
        pub preferred_channel: Option<String>,
        pub is_consumer: bool,
        pub guardian_id: Option<Uuid>,
        pub remark: Option<String>,
        pub owner_id: Option<Uuid>,
        pub primary_account_id: Option<Uuid>,
        pub custom: Option<Json>,
        pub erased_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Contacts at accounts.
pub mod contact_account {
    use sea_orm::entity::prelude::*;

    /// A person has these roles at this account.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contact_accounts")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/contacts.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub contact_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub roles: Json,
        pub title: Option<String>,
        pub is_primary: bool,
        pub first_to_call: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The tags of contacts.
pub(super) const TAGS: Tags = Tags { kind: "contact", table: "contact_tags", record: "contact_id" };

/// The kind `contact`.
pub struct Contact;

impl Record for Contact {
    type Table = contact::Entity;
    const KIND: &'static str = "contact";

    /// One's own contacts, and those of the accounts one may see.
    fn visible_to(actor: &Actor) -> Condition {
        let people = match actor.people(Self::OBJECT, Action::Read) {
            None => return nothing(),
            Some(People::Everyone) => return Condition::all(),
            Some(People::These(people)) => people,
        };
        if visible_accounts(actor).is_none() {
            return Condition::all();
        }
        let link = |column: contact_account::Column| Expr::col(column.as_column_ref());
        let mut places = Query::select();
        places
            .expr(Expr::val(1))
            .from(contact_account::Entity)
            .and_where(link(contact_account::Column::WorkspaceId).eq(actor.workspace))
            .and_where(link(contact_account::Column::ContactId).eq(Expr::col(contact::Column::Id.as_column_ref())))
            .cond_where(of_visible_accounts(actor, contact_account::Column::AccountId));
        Condition::any().add(contact::Column::OwnerId.is_in(people)).add(Expr::exists(places))
    }

    fn reach(reader: &Reader) -> Option<Reach> {
        let actor = reader.actor();
        let People::These(people) = actor.people(Self::OBJECT, Action::Read)? else { return None };
        let accounts = visible_accounts(actor)?;
        let linked = contact_account::Entity::find()
            .select_only()
            .column(contact_account::Column::ContactId)
            .filter(contact_account::Column::WorkspaceId.eq(actor.workspace))
            .filter(contact_account::Column::AccountId.in_subquery(accounts.clone()))
            .into_query();
        // A union, because no index serves two conditions joined by OR.
        let mut seen = contact::Entity::find()
            .select_only()
            .column(contact::Column::Id)
            .filter(contact::Column::WorkspaceId.eq(actor.workspace))
            .filter(contact::Column::OwnerId.is_in(people))
            .into_query();
        let mut brought = seen.clone();
        brought.union(UnionType::All, linked.clone());
        seen.union(UnionType::Distinct, linked);
        let few = Condition::all().add(contact::Column::Id.in_subquery(seen));
        Some(Reach { deciding: accounts, brought: Some(brought), few, many: Self::visible_to(actor) })
    }

    /// Whoever may change contacts may change those it can see: they belong to the account, not to one colleague.
    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, action)
    }
}

/// The fields of contacts that roles can hide.
pub(super) const GUARDED: Guarded = Guarded {
    object: "contact",
    list: "contacts",
    fields: &[
        GuardedField::new("mobile", Mask::Phone).searched(),
        GuardedField::new("phone", Mask::Phone).searched(),
        GuardedField::new("wechat", Mask::Code).searched(),
        GuardedField::new("email", Mask::Email).searched(),
        GuardedField::new("gender", Mask::Whole),
        GuardedField::new("birthday", Mask::Whole).also(&[
            "birthday_calendar",
            "birthday_year",
            "birthday_month",
            "birthday_day",
            "birthday_leap",
        ]),
        GuardedField::new("language", Mask::Whole),
        GuardedField::new("preferred_channel", Mask::Whole),
        GuardedField::new("remark", Mask::Text),
    ],
};

impl Listed for Contact {
    fn list() -> &'static List {
        static LIST: LazyLock<List> = LazyLock::new(|| List {
            name: "contacts",
            table: "contacts",
            kind: Contact::KIND,
            fields: vec![
                Field::text("name").sorted_by("name_sort").editable(),
                Field::reference("account", "primary_account_id", "accounts", crate::customers::queries::list_names).indexed(),
                Field::tags("tags", TAGS.table, TAGS.record),
                Field::marked("followed", FOLLOWS),
                Field::text("mobile").unsorted().editable().indexed(),
                Field::text("phone").unsorted().editable(),
                Field::text("wechat").unsorted().editable().indexed(),
                Field::text("email").unsorted().editable().indexed(),
                Field::choice("gender", GENDERS).unsorted().editable(),
                Field::integer("birthday_month").unsorted().unsummed(),
                Field::integer("birthday_day").unsorted().unsummed(),
                Field::choice("preferred_channel", CHANNELS).unsorted().editable(),
                Field::boolean("is_consumer").unsorted().editable(),
                Field::reference("owner", "owner_id", "users", crate::staff::queries::list_names).editable().indexed_then("name_sort"),
                Field::text("remark").unsorted(),
                Field::datetime("created_at").never_null(),
                Field::datetime("updated_at").unsorted(),
                Field::datetime("trashed_at").unsorted(),
            ],
            default_sort: "name",
            default_columns: &["name", "account", "mobile", "wechat", "email", "owner"],
            has_trash: true,
            words: Words::Names,
            custom: Some(&fields::queries::AROUND),
        });
        &LIST
    }
}
