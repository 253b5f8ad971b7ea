//! The rows of interactions, and who may see them.

use std::sync::LazyLock;

use guanxi_kernel::{
    actor::{Action, Actor, People, nothing},
    db::{Reach, Reader, Record, Row},
    list::{Field, List, Words},
    slice::Listed,
};
use sea_orm::{
    Condition, QueryFilter, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{SimpleExpr, UnionType},
};

use super::rules::{CHANNELS, DIRECTIONS, OUTCOMES, PRIORITIES, PROMISE_STATES, TASK_STATES};
use crate::customers::tables::{of_visible_accounts, reach_of_accounts, visible_accounts};

/// Episodes.
pub mod episode {
    use sea_orm::entity::prelude::*;

    /// One matter between an account and the company, over however many contacts.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "episodes")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/interactions.md")]
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
        pub kind: String,
        pub name: String,
        pub state: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Interactions.
pub mod interaction {
    use sea_orm::entity::prelude::*;

    /// One contact with a customer, on any channel.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interactions")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/interactions.md")]
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
        pub contact_id: Option<Uuid>,
        pub user_id: Option<Uuid>,
        pub episode_id: Option<Uuid>,
        pub channel: String,
        pub direction: String,
        pub two_way: bool,
        pub purposes: Json,
        pub at: DateTimeUtc,
        pub minutes: i64,
        pub body: Option<String>,
        pub outcome: Option<String>,
        pub promise_text: Option<String>,
        pub promise_due_on: Date,
        pub promise_state: Option<String>,
        pub promise_settled_at: Option<DateTimeUtc>,
        pub next_step_text: Option<String>,
        pub next_step_on: Date,
        pub task_id: Option<Uuid>,
        pub visit: Option<Json>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Contacts who took part in an interaction beside its first one.
pub mod interaction_contact {
    use sea_orm::entity::prelude::*;

    /// A contact took part too.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interaction_contacts")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/interactions.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub interaction_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub contact_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Tasks.
pub mod task {
    use sea_orm::entity::prelude::*;

    /// Something that somebody is to do by a day.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tasks")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/interactions.md")]
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
        pub subject: String,
        pub note: Option<String>,
        pub priority: String,
        pub due_on: Date,
        pub account_id: Option<Uuid>,
        pub contact_id: Option<Uuid>,
        pub assignee_id: Uuid,
        pub interaction_id: Option<Uuid>,
        pub state: String,
        pub done_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Comments.
pub mod comment {
    use sea_orm::entity::prelude::*;

    /// What colleagues say to each other about an account.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "comments")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/interactions.md")]
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
        pub body: String,
        pub mentions: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `episode`; whoever sees an account sees what there is between it and the company.
pub struct Episode;
/// The kind `interaction`.
pub struct Interaction;
/// The kind `task`.
pub struct Task;
/// The kind `comment`; whoever sees an account may read and write comments on it.
pub struct Comment;

impl Record for Episode {
    type Table = episode::Entity;
    const KIND: &'static str = "episode";
    const OBJECT: &'static str = "interaction";

    fn visible_to(actor: &Actor) -> Condition {
        if !actor.may(Self::OBJECT, Action::Read) {
            return nothing();
        }
        of_visible_accounts(actor, episode::Column::AccountId)
    }

    /// It belongs to all who log contacts with the account.
    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, action)
    }
}

impl Record for Interaction {
    type Table = interaction::Entity;
    const KIND: &'static str = "interaction";
    /// By its author: a call-centre agent corrects what it wrote down about anybody's customer.
    const ALLOWS_ALONE: bool = true;

    /// What was said with a customer belongs to the customer: whoever sees the account sees it.
    fn visible_to(actor: &Actor) -> Condition {
        if !actor.may(Self::OBJECT, Action::Read) {
            return nothing();
        }
        of_visible_accounts(actor, interaction::Column::AccountId)
    }

    fn reach(reader: &Reader) -> Option<Reach> {
        let reach = reach_of_accounts(reader.actor(), interaction::Column::AccountId)?;
        reader.actor().may(Self::OBJECT, Action::Read).then_some(reach)
    }

    /// Only what one's rights reach by its author can be changed: nobody rewrites a colleague's words.
    fn allows(actor: &Actor, action: Action, row: &Row<Self>) -> bool {
        actor.reaches(Self::OBJECT, action, row.user_id)
    }
}

impl Record for Task {
    type Table = task::Entity;
    const KIND: &'static str = "task";

    /// One's own tasks, those of the people one's rights reach, those one has given, and those about accounts one sees.
    fn visible_to(actor: &Actor) -> Condition {
        match actor.people(Self::OBJECT, Action::Read) {
            None => nothing(),
            Some(People::Everyone) => Condition::all(),
            Some(People::These(people)) => Condition::any()
                .add(task::Column::AssigneeId.is_in(people))
                .add_option(actor.user().map(|me| task::Column::CreatedBy.eq(me)))
                .add(of_visible_accounts(actor, task::Column::AccountId).add(task::Column::AccountId.is_not_null())),
        }
    }

    fn reach(reader: &Reader) -> Option<Reach> {
        let actor = reader.actor();
        let People::These(people) = actor.people(Self::OBJECT, Action::Read)? else { return None };
        let some = |which: SimpleExpr| {
            let ids = task::Entity::find().select_only().column(task::Column::Id).filter(task::Column::WorkspaceId.eq(actor.workspace));
            ids.filter(which).into_query()
        };
        // A union, because no index serves conditions joined by OR.
        let mut seen = some(task::Column::AssigneeId.is_in(people));
        if let Some(me) = actor.user() {
            seen.union(UnionType::Distinct, some(task::Column::CreatedBy.eq(me)));
        }
        let accounts = visible_accounts(actor)?;
        let mut deciding = accounts.clone();
        deciding.union(UnionType::All, seen.clone());
        seen.union(UnionType::Distinct, some(task::Column::AccountId.in_subquery(accounts)));
        let few = Condition::all().add(task::Column::Id.in_subquery(seen));
        Some(Reach { deciding, brought: None, few, many: Self::visible_to(actor) })
    }

    fn allows(actor: &Actor, action: Action, row: &Row<Self>) -> bool {
        actor.reaches(Self::OBJECT, action, Some(row.assignee_id)) || (actor.may(Self::OBJECT, action) && row.created_by == actor.user())
    }
}

impl Record for Comment {
    type Table = comment::Entity;
    const KIND: &'static str = "comment";
    const OBJECT: &'static str = "account";

    fn visible_to(actor: &Actor) -> Condition {
        of_visible_accounts(actor, comment::Column::AccountId)
    }

    fn allows(actor: &Actor, _action: Action, row: &Row<Self>) -> bool {
        row.created_by == actor.user() && actor.may("interaction", Action::Create)
    }
}

impl Listed for Interaction {
    fn list() -> &'static List {
        static LIST: LazyLock<List> = LazyLock::new(|| List {
            name: "interactions",
            table: "interactions",
            kind: Interaction::KIND,
            fields: vec![
                Field::datetime("at").never_null(),
                Field::reference("account", "account_id", "accounts", crate::customers::queries::list_names).indexed_then("at"),
                Field::reference("contact", "contact_id", "contacts", crate::contacts::queries::list_names).indexed_then("at"),
                Field::reference("user", "user_id", "users", crate::staff::queries::list_names).indexed_then("at"),
                Field::choice("channel", CHANNELS).unsorted(),
                Field::choice("direction", DIRECTIONS).unsorted(),
                Field::boolean("two_way").unsorted(),
                Field::integer("minutes").unsorted(),
                Field::text("body").unsorted(),
                Field::choice("outcome", OUTCOMES).unsorted(),
                Field::text("promise_text").unsorted(),
                Field::date("promise_due_on").unsorted(),
                Field::choice("promise_state", PROMISE_STATES).unsorted().indexed(),
                Field::text("next_step_text").unsorted(),
                Field::date("next_step_on").unsorted(),
                Field::datetime("created_at").unsorted(),
            ],
            default_sort: "-at",
            default_columns: &["at", "account", "contact", "channel", "body", "user", "next_step_on"],
            has_trash: false,
            words: Words::Texts,
            custom: None,
        });
        &LIST
    }
}

impl Listed for Task {
    fn list() -> &'static List {
        static LIST: LazyLock<List> = LazyLock::new(|| List {
            name: "tasks",
            table: "tasks",
            kind: Task::KIND,
            fields: vec![
                Field::text("subject").unsorted().editable(),
                Field::date("due_on").never_null().editable(),
                Field::choice("state", TASK_STATES).unsorted().indexed_then("due_on"),
                Field::choice("priority", PRIORITIES).unsorted().editable(),
                Field::text("note").unsorted(),
                Field::reference("assignee", "assignee_id", "users", crate::staff::queries::list_names).editable().indexed(),
                Field::reference("account", "account_id", "accounts", crate::customers::queries::list_names).indexed(),
                Field::reference("contact", "contact_id", "contacts", crate::contacts::queries::list_names).indexed(),
                Field::datetime("done_at").unsorted(),
                Field::datetime("created_at").unsorted(),
            ],
            default_sort: "due_on",
            default_columns: &["subject", "due_on", "state", "account", "assignee"],
            has_trash: false,
            words: Words::Texts,
            custom: None,
        });
        &LIST
    }
}
