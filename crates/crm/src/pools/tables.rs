//! The rows of pools, and who may see them.

use std::sync::LazyLock;

use guanxi_kernel::{
    actor::{Action, Actor, Scope, nothing},
    db::{Reach, Reader, Record, Row},
    list::{Field, List, Words},
    slice::Listed,
};
use sea_orm::{
    Condition, QueryFilter, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{Alias, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};

use super::rules::WHYS;
use crate::{
    customers::{
        rules::{CHANNEL_KINDS, HISTORIES, KINDS},
        tables::{Account, account},
    },
    staff::tables::{org_unit, user},
};

/// Pools.
pub mod pool {
    use sea_orm::entity::prelude::*;

    /// A pool, for an org unit with those below it or for everybody. A number that is empty is that of the register.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pools")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/pools.md")]
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
        pub org_unit_id: Option<Uuid>,
        pub takes_per_day: Option<i64>,
        pub most_held: Option<i64>,
        pub views_per_day: Option<i64>,
        pub wait_days: Option<i64>,
        pub warning_days: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Rules.
pub mod rule {
    use sea_orm::entity::prelude::*;

    /// Which accounts of the people of a pool go into it by themselves: those of the filter for which all of its terms hold.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pool_rules")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/pools.md")]
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
        pub pool_id: Uuid,
        pub name: String,
        pub active: bool,
        pub filter: Option<Json>,
        pub no_contact_days: Option<i64>,
        pub no_order_days: Option<i64>,
        pub no_step_days: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Warnings.
pub mod warning {
    use sea_orm::entity::prelude::*;

    /// The owner of an account is told, or will be tonight, that a rule takes it from a day on.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pool_warnings")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/pools.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub pool_id: Uuid,
        pub rule_id: Uuid,
        pub owner_id: Uuid,
        pub warned_on: Date,
        pub due_on: Date,
        pub told: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Uses.
pub mod used {
    use sea_orm::entity::prelude::*;

    /// Somebody took an account out of a pool, was given it, or opened it there: what the caps count.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pool_uses")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/pools.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub pool_id: Uuid,
        pub kind: String,
        pub on_day: Date,
        pub account_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `pool`.
pub struct Pool;
/// The kind `pool_rule`; the rights are those on pools.
pub struct PoolRule;
/// An account that lies in a pool, as those see it who may look into that pool. To the audit it is an account.
pub struct PooledAccount;

impl Record for Pool {
    type Table = pool::Entity;
    const KIND: &'static str = "pool";

    /// Those of the actor's own unit, of the units above it and below it, and those for everybody.
    fn visible_to(actor: &Actor) -> Condition {
        near(actor, Self::OBJECT, Action::Read, on_one_line)
    }

    /// How far the right reaches, [`kept_by`] says.
    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, action)
    }
}

impl Record for PoolRule {
    type Table = rule::Entity;
    const KIND: &'static str = "pool_rule";
    const OBJECT: &'static str = "pool";

    fn visible_to(actor: &Actor) -> Condition {
        Condition::all().add(rule::Column::PoolId.in_subquery(pools(actor, Pool::visible_to(actor))))
    }

    /// Who may change a pool keeps its rules.
    fn right(_action: Action) -> Action {
        Action::Change
    }

    fn allows(actor: &Actor, _action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, Action::Change)
    }
}

impl Record for PooledAccount {
    type Table = account::Entity;
    const KIND: &'static str = "account";
    const OBJECT: &'static str = "pooled_account";

    fn visible_to(actor: &Actor) -> Condition {
        let lies = Condition::all().add(account::Column::PoolId.is_not_null()).add(account::Column::TrashedAt.is_null());
        match actor.scope(Self::OBJECT, Action::Read) {
            None => nothing(),
            Some(Scope::All) => lies,
            Some(_) => lies.add(account::Column::PoolId.in_subquery(looked_into(actor))),
        }
    }

    fn reach(reader: &Reader) -> Option<Reach> {
        let actor = reader.actor();
        if actor.scope(Self::OBJECT, Action::Read).is_none_or(|scope| scope == Scope::All) {
            return None;
        }
        let few = Self::visible_to(actor);
        let mut deciding = Query::select();
        deciding
            .column((account::Entity, account::Column::Id))
            .from(account::Entity)
            .and_where(account::Column::WorkspaceId.eq(actor.workspace))
            .cond_where(few.clone());
        let pool = reader.dialect().unindexed(Expr::col(account::Column::PoolId.as_column_ref()));
        let many = Condition::all()
            .add(account::Column::PoolId.is_not_null())
            .add(account::Column::TrashedAt.is_null())
            .add(pool.in_subquery(looked_into(actor)));
        Some(Reach { deciding, brought: None, few, many })
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, action)
    }
}

/// The pools that an actor looks into.
fn looked_into(actor: &Actor) -> SelectStatement {
    pools(actor, near(actor, PooledAccount::OBJECT, Action::Read, on_one_line))
}

/// The pools from which an actor may take: those for everybody, of its unit and of the units above.
pub(super) fn taken_from_by(actor: &Actor) -> Condition {
    near(actor, PooledAccount::OBJECT, Action::Change, begins)
}

/// The pools that an actor keeps: makes rules for, puts accounts into, gives accounts out of. Those of its unit and of the
/// units below.
pub(super) fn kept_by(actor: &Actor) -> Condition {
    match actor.scope(Pool::OBJECT, Action::Change) {
        None => nothing(),
        Some(Scope::All) => Condition::all(),
        Some(_) => Condition::all().add(of_unit(actor, |mine, theirs| begins(theirs, mine))),
    }
}

/// The pools for everybody and those whose unit stands as `stands` says to that of the actor, as far as it has the right;
/// with the widest scope all of them.
fn near(actor: &Actor, object: &str, action: Action, stands: impl FnOnce(SimpleExpr, SimpleExpr) -> SimpleExpr) -> Condition {
    match actor.scope(object, action) {
        None => nothing(),
        Some(Scope::All) => Condition::all(),
        Some(_) => Condition::any().add(pool::Column::OrgUnitId.is_null()).add(of_unit(actor, stands)),
    }
}

/// Whether one of two units stands above the other, or they are one.
fn on_one_line(mine: SimpleExpr, theirs: SimpleExpr) -> SimpleExpr {
    begins(mine.clone(), theirs.clone()).or(begins(theirs, mine))
}

/// Whether a path begins with another.
fn begins(path: SimpleExpr, with: SimpleExpr) -> SimpleExpr {
    let length = Func::cust("length").arg(with.clone());
    SimpleExpr::from(Func::cust("substr").arg(path).arg(Expr::cust("1")).arg(length)).eq(with)
}

/// Whether the path of the actor's unit and that of a pool's unit stand to each other as `stands` says.
fn of_unit(actor: &Actor, stands: impl FnOnce(SimpleExpr, SimpleExpr) -> SimpleExpr) -> SimpleExpr {
    let of = |table: &'static str, column: &'static str| Expr::col((Alias::new(table), Alias::new(column)));
    let mut units = Query::select();
    units
        .expr(Expr::val(1))
        .from_as(user::Entity, Alias::new("me"))
        .from_as(org_unit::Entity, Alias::new("mine"))
        .from_as(org_unit::Entity, Alias::new("theirs"))
        .and_where(of("me", "workspace_id").eq(actor.workspace))
        .and_where(of("me", "id").eq(actor.user()))
        .and_where(of("mine", "workspace_id").eq(actor.workspace))
        .and_where(of("mine", "id").eq(of("me", "org_unit_id")))
        .and_where(of("theirs", "workspace_id").eq(actor.workspace))
        .and_where(of("theirs", "id").eq(Expr::col((pool::Entity, pool::Column::OrgUnitId))))
        .and_where(stands(of("mine", "path"), of("theirs", "path")));
    Expr::exists(units)
}

/// The ids of the pools of which a condition holds.
fn pools(actor: &Actor, which: Condition) -> SelectStatement {
    let select = pool::Entity::find().select_only().column(pool::Column::Id);
    select.filter(pool::Column::WorkspaceId.eq(actor.workspace)).filter(which).into_query()
}

/// What of the worth of an account is told of one in a pool, to those who may see what accounts are worth.
const WORTH: [&str; 2] = ["pyramid", "abc"];

impl Listed for PooledAccount {
    fn list() -> &'static List {
        static LIST: LazyLock<List> = LazyLock::new(|| {
            let of_account = |key: &&str| Account::list().fields.iter().find(|field| field.key == *key).cloned();
            let worth = WORTH.iter().filter_map(of_account).map(Field::unindexed);
            List {
                name: "pooled",
                table: "accounts",
                kind: PooledAccount::OBJECT,
                fields: [
                    Field::text("name").sorted_by("name_sort"),
                    Field::reference("pool", "pool_id", "pools", super::queries::list_names).indexed_then("pooled_on"),
                    Field::choice("kind", KINDS).unsorted(),
                    Field::choice("channel_kind", CHANNEL_KINDS).unsorted(),
                    Field::text("region").unsorted(),
                    Field::choice("history", HISTORIES).unsorted(),
                    Field::date("last_contact_on").unsorted(),
                    Field::date("pooled_on").never_null(),
                    Field::days("days_in_pool", "pooled_on").unsorted(),
                    Field::choice("pooled_why", WHYS).unsorted(),
                    Field::reference("pooled_from", "pooled_from_id", "users", crate::staff::queries::list_names),
                ]
                .into_iter()
                .chain(worth)
                .collect(),
                default_sort: "-pooled_on",
                default_columns: &["name", "channel_kind", "region", "days_in_pool", "pooled_why", "pooled_from"],
                has_trash: false,
                words: Words::NamesOf(Account::KIND),
                custom: None,
            }
        });
        &LIST
    }
}
