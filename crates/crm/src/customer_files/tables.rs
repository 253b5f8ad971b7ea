//! The rows of customer files, and who may see them.

use guanxi_kernel::{
    actor::{Action, Actor, nothing},
    db::{Record, Row},
    list::Field,
    slice::Beside,
};
use sea_orm::Condition;

use super::rules::{RESULTS, STEPS};
use crate::customers::tables::of_visible_accounts;

/// The right to see files, and to fill them in, verify, analyse and submit them; it reaches by the owner of the account.
pub const OBJECT: &str = "customer_file";
/// The right to review files, to say who their steward is, and to settle proposals in a steward's place.
pub const REVIEW: &str = "file_review";
/// The right to say what is asked.
pub const FORM: &str = "file_form";

/// Where the file of each account stands.
pub mod account_file {
    use sea_orm::entity::prelude::*;

    /// The file of an account. Dates that are not known are `clock::NEVER`; its steward is the owner when nobody else is.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_files")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/customer_files.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub record_id: Uuid,
        pub step: String,
        pub is_partial: bool,
        pub completeness_bp: i64,
        pub stale: i64,
        pub steward_id: Option<Uuid>,
        pub review_due_on: Date,
        pub next_review_on: Date,
        pub result: String,
        pub verify_task_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Verifications.
pub mod verification {
    use sea_orm::entity::prelude::*;

    /// Somebody has said that an answer still holds.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "file_verifications")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/customer_files.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        pub verified_at: DateTimeUtc,
        pub verified_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Reviews.
pub mod review {
    use sea_orm::entity::prelude::*;

    /// From an analysis to what a manager has decided on it. The last of an account is the one under way.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "file_reviews")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/customer_files.md")]
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
        pub analysis: Json,
        pub submitted_at: Option<DateTimeUtc>,
        pub submitted_by: Option<Uuid>,
        pub note: Option<String>,
        pub reviewed_at: Option<DateTimeUtc>,
        pub reviewed_by: Option<Uuid>,
        pub result: Option<String>,
        pub reason: Option<String>,
        pub outcome: Option<Json>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Proposals.
pub mod proposal {
    use sea_orm::entity::prelude::*;

    /// Somebody says that a field of an account should read otherwise.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "file_proposals")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/customer_files.md")]
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
        pub field: String,
        pub before: Json,
        pub proposed: Json,
        pub reason: String,
        pub state: String,
        pub settled_at: Option<DateTimeUtc>,
        pub settled_by: Option<Uuid>,
        pub answer: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Forms.
pub mod form {
    use sea_orm::entity::prelude::*;

    /// What is asked about accounts of a kind, where the workspace has chosen it.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "file_forms")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/customer_files.md")]
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
        pub kind: String,
        pub fields: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `file_review`: seen by whoever sees the account and may see files.
pub struct FileReview;
/// The kind `file_proposal`: whoever sees the account makes proposals and sees those of others.
pub struct FileProposal;
/// The kind `file_form`.
pub struct FileForm;

impl Record for FileReview {
    type Table = review::Entity;
    const KIND: &'static str = "file_review";
    const OBJECT: &'static str = OBJECT;

    fn visible_to(actor: &Actor) -> Condition {
        if !actor.may(Self::OBJECT, Action::Read) {
            return nothing();
        }
        of_visible_accounts(actor, review::Column::AccountId)
    }

    /// How far the rights reach, the commands ask of the account.
    fn allows(_actor: &Actor, _action: Action, _row: &Row<Self>) -> bool {
        true
    }
}

impl Record for FileProposal {
    type Table = proposal::Entity;
    const KIND: &'static str = "file_proposal";
    const OBJECT: &'static str = "account";

    fn visible_to(actor: &Actor) -> Condition {
        of_visible_accounts(actor, proposal::Column::AccountId)
    }

    /// Who settles one, the commands ask of the account and its steward.
    fn right(_action: Action) -> Action {
        Action::Read
    }

    fn allows(_actor: &Actor, _action: Action, _row: &Row<Self>) -> bool {
        true
    }
}

impl Record for FileForm {
    type Table = form::Entity;
    const KIND: &'static str = "file_form";

    fn visible_to(actor: &Actor) -> Condition {
        if actor.may(OBJECT, Action::Read) || actor.may(FORM, Action::Change) { Condition::all() } else { nothing() }
    }

    fn right(_action: Action) -> Action {
        Action::Change
    }

    fn allows(actor: &Actor, _action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, Action::Change)
    }
}

/// Where a file stands is a field of the account list.
pub(super) const BESIDE: Beside = Beside { list: "accounts", table: "account_files", fields };

/// What a review has come to last; none before the first.
const LAST_RESULTS: &[&str] = &["none", RESULTS[0], RESULTS[1], RESULTS[2], RESULTS[3], RESULTS[4], RESULTS[5]];

fn fields() -> Vec<Field> {
    [
        Field::choice("file_step", STEPS).from("step").unsorted().indexed(),
        Field::ratio("file_completeness", "completeness_bp").unsorted(),
        Field::integer("file_stale").from("stale").unsorted().unsummed().never_null(),
        Field::reference("steward", "steward_id", "users", crate::staff::queries::list_names),
        Field::date("review_due_on").unsorted(),
        Field::date("next_review_on").never_null(),
        Field::choice("review_result", LAST_RESULTS).from("result").unsorted(),
    ]
    .into_iter()
    .map(|field| field.beside(BESIDE.table).of(OBJECT))
    .collect()
}
