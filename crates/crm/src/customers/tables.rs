//! The rows of customers, and who may see them.

use std::sync::LazyLock;

use guanxi_kernel::{
    actor::{Action, Actor, People, nothing},
    db::{Reach, Reader, Record, Row},
    guarded::{Guarded, GuardedField},
    list::{Field, List, Words},
    slice::{Beside, Listed},
    tags::Tags,
    text::Mask,
};
use sea_orm::{
    Condition, QueryFilter, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{Alias, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType},
};

use super::rules::{CHANNEL_KINDS, CREDIT_GRADES, HISTORIES, KINDS, MARKET_POSITIONS, OWNERSHIP_FORMS, VOLUMES};
use crate::fields;

/// The object without the right to read which nobody sees what accounts have paid: orders, which a capability above this one has.
pub(super) const PAID: &str = "order";

/// Who follows which records, which a capability above this one keeps.
pub(crate) const FOLLOWS: &str = "follows";

/// Accounts.
pub mod account {
    use sea_orm::entity::prelude::*;

    /// A customer, or one that may become one. Dates that are not known yet are `clock::NEVER`.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/customers.md")]
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
        pub number: Option<String>,
        pub name: String,
        pub name_sort: String,
        pub also_known_as: Option<String>,
        pub kind: String,
        pub channel_kind: Option<String>,
        pub credit_code: Option<String>,
        pub region: Option<String>,
        pub address: Option<String>,
        pub phone: Option<String>,
        pub website: Option<String>,
        pub ownership_form: Option<String>,
        pub market_position: Option<String>,
        pub credit_grade: Option<String>,
        pub high_tech: bool,
        pub public_sector: bool,
        pub remark: Option<String>,
        pub owner_id: Option<Uuid>,
        pub cooperating_since: Date,
        pub net_sales_minor: i64,
        #[sea_orm(column_name = "net_sales_12m_minor")]
        pub net_sales_12m_minor: i64,
        pub order_count: i64,
        pub first_order_on: Date,
        pub last_order_on: Date,
        pub history: String,
        pub volume: String,
        pub last_contact_on: Date,
        pub next_step_on: Date,
        pub custom: Option<Json>,
        pub owned_on: Date,
        pub pool_id: Option<Uuid>,
        pub pooled_on: Option<Date>,
        pub pooled_from_id: Option<Uuid>,
        pub pooled_why: Option<String>,
        pub protected_until: Option<Date>,
        pub protected_why: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Relations between accounts.
pub mod relation {
    use sea_orm::entity::prelude::*;

    /// One account stands in a relation to another: `from` supplies, is a branch of, refers, or is the parent of `to`.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_relations")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/customers.md")]
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
        pub from_id: Uuid,
        pub to_id: Uuid,
        pub kind: String,
        pub since: Date,
        pub until: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The tags of accounts.
pub(super) const TAGS: Tags = Tags { kind: "account", table: "account_tags", record: "account_id" };

/// The kind `account`.
pub struct Account;
/// The kind `account_relation`; the rights are those on accounts.
pub struct AccountRelation;

impl Record for Account {
    type Table = account::Entity;
    const KIND: &'static str = "account";

    fn visible_to(actor: &Actor) -> Condition {
        match actor.people(Self::OBJECT, Action::Read) {
            None => nothing(),
            Some(People::Everyone) => Condition::all(),
            Some(People::These(people)) => {
                reached(Expr::col(account::Column::OwnerId.as_column_ref()), people, Expr::col(account::Column::Id.as_column_ref()), actor)
            }
        }
    }

    fn reach(reader: &Reader) -> Option<Reach> {
        let actor = reader.actor();
        let People::These(people) = actor.people(Self::OBJECT, Action::Read)? else { return None };
        let unindexed = |column: account::Column| reader.dialect().unindexed(Expr::col(column.as_column_ref()));
        let deciding = visible_accounts(actor)?;
        let few = if actor.shared(Self::OBJECT).is_empty() {
            Self::visible_to(actor)
        } else {
            Condition::all().add(account::Column::Id.in_subquery(deciding.clone()))
        };
        let many = reached(unindexed(account::Column::OwnerId), people, unindexed(account::Column::Id), actor);
        Some(Reach { deciding, brought: None, few, many })
    }

    fn beside() -> Vec<&'static str> {
        besides().map(|beside| beside.table).collect()
    }

    fn allows(actor: &Actor, action: Action, row: &Row<Self>) -> bool {
        // Whose account it is puts it in the trash, whoever may change it besides.
        actor.reaches(Self::OBJECT, action, row.owner_id) || (action != Action::Remove && actor.is_shared(Self::OBJECT, action, row.id))
    }
}

/// What an actor reaches: what these people own, and what is shared with it (F58).
fn reached(owner: SimpleExpr, people: Vec<Uuid>, id: SimpleExpr, actor: &Actor) -> Condition {
    let shared = actor.shared(Account::OBJECT);
    Condition::any().add(owner.is_in(people)).add_option((!shared.is_empty()).then(|| id.is_in(shared)))
}

/// What other capabilities keep beside accounts.
fn besides() -> impl Iterator<Item = &'static Beside> {
    crate::SLICES.iter().flat_map(|slice| slice.beside).filter(|beside| beside.list == "accounts")
}

/// The ids of the accounts that an actor may see, for records that belong to an account. `None` when it is all of them.
pub(crate) fn visible_accounts(actor: &Actor) -> Option<SelectStatement> {
    let ids = |which: Condition| {
        let select = account::Entity::find().select_only().column(account::Column::Id);
        select.filter(account::Column::WorkspaceId.eq(actor.workspace)).filter(which).into_query()
    };
    let people = match actor.people(Account::OBJECT, Action::Read) {
        None => return Some(ids(nothing())),
        Some(People::Everyone) => return None,
        Some(People::These(people)) => people,
    };
    let mut seen = ids(Condition::all().add(account::Column::OwnerId.is_in(people.iter().copied())));
    let shared = actor.shared(Account::OBJECT);
    if !shared.is_empty() {
        // A union, because no index serves two conditions joined by OR. What is shared and reached anyway is there once.
        let not_reached = Condition::any().add(account::Column::OwnerId.is_null()).add(account::Column::OwnerId.is_not_in(people));
        seen.union(UnionType::All, ids(Condition::all().add(account::Column::Id.is_in(shared)).add(not_reached)));
    }
    Some(seen)
}

/// Rows whose account the actor may see; each row asks for itself.
pub(crate) fn of_visible_accounts(actor: &Actor, account: impl ColumnTrait) -> Condition {
    match actor.people(Account::OBJECT, Action::Read) {
        None => nothing(),
        Some(People::Everyone) => Condition::all(),
        Some(People::These(people)) => {
            let seen = |column: account::Column| Expr::col((Alias::new("seen"), column));
            let mut accounts = Query::select();
            accounts
                .expr(Expr::val(1))
                .from_as(account::Entity, Alias::new("seen"))
                .and_where(seen(account::Column::WorkspaceId).eq(actor.workspace))
                .and_where(seen(account::Column::Id).eq(Expr::col(account.as_column_ref())))
                .cond_where(reached(seen(account::Column::OwnerId), people, seen(account::Column::Id), actor));
            Condition::all().add(Expr::exists(accounts))
        }
    }
}

/// [`of_visible_accounts`] for lists.
pub(crate) fn reach_of_accounts(actor: &Actor, account: impl ColumnTrait) -> Option<Reach> {
    let accounts = visible_accounts(actor)?;
    let few = Condition::all().add(account.in_subquery(accounts.clone()));
    let mut rows = Query::select();
    rows.column(account.as_column_ref())
        .from(account.entity_name())
        .and_where(Expr::col((account.entity_name(), Alias::new("workspace_id"))).eq(actor.workspace))
        .cond_where(few.clone());
    Some(Reach { deciding: accounts, brought: Some(rows), few, many: of_visible_accounts(actor, account) })
}

impl Record for AccountRelation {
    type Table = relation::Entity;
    const KIND: &'static str = "account_relation";
    const OBJECT: &'static str = "account";

    fn visible_to(actor: &Actor) -> Condition {
        of_visible_accounts(actor, relation::Column::FromId).add(of_visible_accounts(actor, relation::Column::ToId))
    }

    /// Joining two accounts or parting them changes both.
    fn right(_action: Action) -> Action {
        Action::Change
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, Self::right(action))
    }
}

/// The fields of accounts that roles can hide. By the others accounts are told apart, grouped and given out.
pub(super) const GUARDED: Guarded = Guarded {
    object: "account",
    list: "accounts",
    fields: &[
        GuardedField::new("phone", Mask::Phone).searched(),
        GuardedField::new("address", Mask::Text).searched(),
        GuardedField::new("website", Mask::Text),
        GuardedField::new("credit_code", Mask::Code).searched(),
        GuardedField::new("ownership_form", Mask::Whole),
        GuardedField::new("credit_grade", Mask::Whole),
        GuardedField::new("high_tech", Mask::Whole),
        GuardedField::new("public_sector", Mask::Whole),
        GuardedField::new("cooperating_since", Mask::Whole),
        GuardedField::new("remark", Mask::Text),
    ],
};

impl Listed for Account {
    fn list() -> &'static List {
        static LIST: LazyLock<List> = LazyLock::new(|| List {
            name: "accounts",
            table: "accounts",
            kind: Account::KIND,
            fields: [
                Field::text("name").sorted_by("name_sort").editable(),
                Field::text("also_known_as").unsorted().editable(),
                Field::text("number").unsorted().editable().indexed(),
                Field::choice("kind", KINDS).unsorted().editable(),
                Field::choice("channel_kind", CHANNEL_KINDS).unsorted().editable(),
                Field::reference("owner", "owner_id", "users", crate::staff::queries::list_names).editable().indexed_then("name_sort"),
                Field::tags("tags", TAGS.table, TAGS.record),
                Field::marked("followed", FOLLOWS),
                Field::text("region").unsorted().editable(),
                Field::text("address").unsorted().editable(),
                Field::text("phone").unsorted().editable().indexed(),
                Field::text("website").unsorted().editable(),
                Field::text("credit_code").unsorted().editable().indexed(),
                Field::choice("ownership_form", OWNERSHIP_FORMS).unsorted().editable(),
                Field::choice("market_position", MARKET_POSITIONS).unsorted().editable(),
                Field::choice("credit_grade", CREDIT_GRADES).unsorted().editable(),
                Field::choice("history", HISTORIES).unsorted(),
                Field::choice("volume", VOLUMES).unsorted(),
                Field::boolean("high_tech").unsorted().editable(),
                Field::boolean("public_sector").unsorted().editable(),
                Field::date("cooperating_since").unsorted().editable(),
                Field::money("net_sales", "net_sales_minor").of(PAID),
                Field::money("net_sales_12m", "net_sales_12m_minor").of(PAID),
                Field::integer("order_count").never_null(),
                Field::date("first_order_on").never_null(),
                Field::date("last_order_on").never_null(),
                Field::days("days_silent", "last_order_on"),
                Field::date("last_contact_on").never_null(),
                Field::days("days_since_contact", "last_contact_on"),
                Field::date("next_step_on").never_null(),
                Field::days("days_owned", "owned_on").unsorted(),
                Field::date("protected_until").unsorted(),
                Field::date("pooled_on").unsorted(),
                Field::text("remark").unsorted(),
                Field::datetime("created_at").never_null(),
                Field::datetime("updated_at").unsorted(),
                Field::datetime("trashed_at").unsorted(),
            ]
            .into_iter()
            .chain(besides().flat_map(|beside| (beside.fields)()))
            .collect(),
            default_sort: "name",
            default_columns: &["name", "channel_kind", "owner", "net_sales", "order_count", "last_order_on", "days_silent", "next_step_on"],
            has_trash: true,
            words: Words::Names,
            custom: Some(&fields::queries::AROUND),
        });
        &LIST
    }
}
