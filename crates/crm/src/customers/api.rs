//! The wire of customers.

use chrono::{DateTime, NaiveDate, Utc};
use guanxi_kernel::{
    actor::{Action, Actor},
    clock::known,
    custom::value::Sent,
    db::Record,
    http::maybe,
    list::Count,
    money::Money,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    rules::Chain,
    tables::{self, PAID, account},
};
use crate::staff::api::Ref;

/// A customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    /// The account.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// The company's own number for it.
    pub number: Option<String>,
    /// The name.
    pub name: String,
    /// Other names, separated by `、`: what people call it, what it was called before.
    pub also_known_as: Option<String>,
    /// `organisation`, `household` or `person`.
    pub kind: String,
    /// The kind of channel.
    pub channel_kind: Option<String>,
    /// 统一社会信用代码.
    pub credit_code: Option<String>,
    /// Province, city, district.
    pub region: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Telephone, normalised.
    pub phone: Option<String>,
    /// Web site.
    pub website: Option<String>,
    /// Who owns it.
    pub ownership_form: Option<String>,
    /// Its standing in its market.
    pub market_position: Option<String>,
    /// A to D.
    pub credit_grade: Option<String>,
    /// Whether it owns technically demanding products of ours.
    pub high_tech: bool,
    /// Whether it is of the public sector.
    pub public_sector: bool,
    /// Free remarks.
    pub remark: Option<String>,
    /// Who is responsible.
    pub owner: Option<Ref>,
    /// Tags, in order.
    pub tags: Vec<String>,
    /// Since when we work together, as far as somebody has said so.
    pub cooperating_since: Option<NaiveDate>,
    /// F05: `none`, `new` or `old`.
    pub history: String,
    /// F05: `none`, `big` or `small`.
    pub volume: String,
    /// Net sales since the first order, for those who may read the account's orders.
    pub net_sales: Option<Money>,
    /// Net sales of the last 12 months, as of last night or the last order, for the same.
    pub net_sales_12m: Option<Money>,
    /// Orders, returns and credits not counted.
    pub order_count: i64,
    /// The first order.
    pub first_order_on: Option<NaiveDate>,
    /// The last order.
    pub last_order_on: Option<NaiveDate>,
    /// Days since the last order.
    pub days_silent: Option<i64>,
    /// The last contact.
    pub last_contact_on: Option<NaiveDate>,
    /// The nearest open next step.
    pub next_step_on: Option<NaiveDate>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Since when it is in the trash.
    pub trashed_at: Option<DateTime<Utc>>,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// Whether the reader may put it in the trash, or bring it back.
    pub may_remove: bool,
    /// The values of the fields that the workspace has added, by key.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub custom: Sent,
}

impl Account {
    /// The wire form of a row.
    #[must_use]
    pub fn of(row: account::Model, owner: Option<Ref>, tags: Vec<String>, custom: Sent, today: NaiveDate, actor: &Actor) -> Self {
        let account = Self::whole(row, owner, tags, custom, today, actor);
        account.told_to(actor)
    }

    fn whole(row: account::Model, owner: Option<Ref>, tags: Vec<String>, custom: Sent, today: NaiveDate, actor: &Actor) -> Self {
        let sees_paid = actor.reaches_record(PAID, Action::Read, row.owner_id, row.id);
        let may = |action| tables::Account::allows(actor, action, &row);
        let (may_change, may_remove) = (may(Action::Change), may(Action::Remove));
        let paid = |minor: i64| sees_paid.then(|| Money::new(minor, &actor.currency));
        Self {
            id: row.id,
            version: row.version,
            number: row.number,
            name: row.name,
            also_known_as: row.also_known_as,
            kind: row.kind,
            channel_kind: row.channel_kind,
            credit_code: row.credit_code,
            region: row.region,
            address: row.address,
            phone: row.phone,
            website: row.website,
            ownership_form: row.ownership_form,
            market_position: row.market_position,
            credit_grade: row.credit_grade,
            high_tech: row.high_tech,
            public_sector: row.public_sector,
            remark: row.remark,
            owner,
            tags,
            cooperating_since: known(row.cooperating_since),
            history: row.history,
            volume: row.volume,
            net_sales: paid(row.net_sales_minor),
            net_sales_12m: paid(row.net_sales_12m_minor),
            order_count: row.order_count,
            first_order_on: known(row.first_order_on),
            last_order_on: known(row.last_order_on),
            days_silent: known(row.last_order_on).map(|last| (today - last).num_days()),
            last_contact_on: known(row.last_contact_on),
            next_step_on: known(row.next_step_on),
            created_at: row.created_at,
            updated_at: row.updated_at,
            trashed_at: row.trashed_at,
            may_change,
            may_remove,
            custom,
        }
    }

    /// Without what this actor's roles hide of it.
    fn told_to(mut self, actor: &Actor) -> Self {
        for (field, text) in [
            ("credit_code", &mut self.credit_code),
            ("address", &mut self.address),
            ("phone", &mut self.phone),
            ("website", &mut self.website),
            ("ownership_form", &mut self.ownership_form),
            ("credit_grade", &mut self.credit_grade),
            ("remark", &mut self.remark),
        ] {
            actor.tell_text("account", field, text);
        }
        actor.tell("account", "high_tech", &mut self.high_tech);
        actor.tell("account", "public_sector", &mut self.public_sector);
        actor.tell("account", "cooperating_since", &mut self.cooperating_since);
        self
    }
}

/// A new customer.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// Whether territories say whose it is, where no owner is named. It stays its maker's when none fits.
    #[serde(default)]
    pub assign: bool,
    /// The name.
    #[schema(max_length = 200)]
    pub name: String,
    /// Other names, separated by `、`.
    #[serde(default)]
    pub also_known_as: Option<String>,
    /// The company's own number for it; unique.
    #[serde(default)]
    pub number: Option<String>,
    /// `organisation` when absent.
    #[serde(default)]
    pub kind: Option<String>,
    /// The kind of channel.
    #[serde(default)]
    pub channel_kind: Option<String>,
    /// 统一社会信用代码.
    #[serde(default)]
    pub credit_code: Option<String>,
    /// Province, city, district.
    #[serde(default)]
    pub region: Option<String>,
    /// Street and number.
    #[serde(default)]
    pub address: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Web site.
    #[serde(default)]
    pub website: Option<String>,
    /// Who owns it.
    #[serde(default)]
    pub ownership_form: Option<String>,
    /// Its standing in its market.
    #[serde(default)]
    pub market_position: Option<String>,
    /// A to D.
    #[serde(default)]
    pub credit_grade: Option<String>,
    /// Whether it owns technically demanding products of ours.
    #[serde(default)]
    pub high_tech: bool,
    /// Whether it is of the public sector.
    #[serde(default)]
    pub public_sector: bool,
    /// Free remarks.
    #[serde(default)]
    pub remark: Option<String>,
    /// Who is responsible; the caller when absent.
    #[serde(default)]
    pub owner_id: Option<Uuid>,
    /// Since when we work together.
    #[serde(default)]
    pub cooperating_since: Option<NaiveDate>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Values of the fields that the workspace has added, by key.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub custom: Sent,
}

/// A change of a customer: only what is sent changes; `null` empties.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of NewAccount")]
pub struct AccountPatch {
    pub name: Option<String>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub also_known_as: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub number: Option<Option<String>>,
    pub kind: Option<String>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub channel_kind: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub credit_code: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub region: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub address: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub website: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub ownership_form: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub market_position: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub credit_grade: Option<Option<String>>,
    pub high_tech: Option<bool>,
    pub public_sector: Option<bool>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub remark: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<Uuid>)]
    pub owner_id: Option<Option<Uuid>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<NaiveDate>)]
    pub cooperating_since: Option<Option<NaiveDate>>,
    pub tags: Option<Vec<String>>,
    /// Values of the fields that the workspace has added, by key; those that are not sent stay.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub custom: Sent,
}

/// A page of the relations of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Relations {
    /// By kind.
    pub items: Vec<Relation>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How many there are.
    pub count: Count,
}

/// Which page of those below an account.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BelowParams {
    /// Along which relations; `supply` when absent.
    #[param(inline)]
    #[serde(default)]
    pub chain: Chain,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows per page, 1–100; 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
}

impl BelowParams {
    /// Rows on the page.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.limit.unwrap_or(50).clamp(1, 100)
    }
}

/// Those who stand directly below an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Below {
    /// Who stands above it, the nearest first; on the first page.
    pub above: Vec<Ref>,
    /// By name.
    pub items: Vec<BelowItem>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// What they all buy; on the first page.
    pub sums: Option<Sums>,
}

/// An account below another.
#[derive(Debug, Serialize, ToSchema)]
pub struct BelowItem {
    /// The account.
    pub account: Ref,
    /// The kind of channel.
    pub channel_kind: Option<String>,
    /// Province, city, district.
    pub region: Option<String>,
    /// What it has bought from us itself in the last 12 months, for those who may read its orders.
    pub net_sales_12m: Option<Money>,
    /// How many stand directly below it.
    pub further: i64,
}

/// A8: what an account and all below it have bought from us in the last 12 months, each account once.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sums {
    /// How many stand below it, at whatever depth.
    pub accounts: i64,
    /// Whether that is all of them; more than `customers.chain_most` are not added up.
    pub is_all: bool,
    /// Its own.
    pub own: Option<Money>,
    /// That of all below it. Of those whom it supplies, this is what they bought themselves: influenced, and never part of its own.
    pub below: Option<Money>,
    /// Both, for a group.
    pub together: Option<Money>,
}

/// A change of a relation: only what is sent changes; `null` empties.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RelationPatch {
    /// Since when.
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<NaiveDate>)]
    pub since: Option<Option<NaiveDate>>,
    /// Until when.
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<NaiveDate>)]
    pub until: Option<Option<NaiveDate>>,
}

/// A relation of the account it was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Relation {
    /// The relation.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// `supplies`, `branch_of`, `refers` or `parent_of`, read from `from` to `to`.
    pub kind: String,
    /// The one that supplies, is a branch, refers, is the parent.
    pub from: Ref,
    /// The other.
    pub to: Ref,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// Until when.
    pub until: Option<NaiveDate>,
}

/// A new relation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRelation {
    /// The kind, read from this account to the other.
    pub kind: String,
    /// The other account.
    pub to_id: Uuid,
    /// Since when.
    #[serde(default)]
    pub since: Option<NaiveDate>,
    /// Until when.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// The fields that can be changed on many accounts at once.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AccountChanges {
    /// The owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
    /// The kind of channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_kind: Option<String>,
    /// The credit grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_grade: Option<String>,
    /// Province, city, district.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Tags to add.
    pub add_tags: Vec<String>,
    /// Tags to take away.
    pub remove_tags: Vec<String>,
    /// Values of the fields that the workspace has added, by key.
    #[serde(skip_serializing_if = "Sent::is_empty")]
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub custom: Sent,
}

/// A tag and how often it is used.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tag {
    /// The tag.
    pub tag: String,
}

/// A tag, and how many records carry it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagCount {
    /// The tag.
    pub tag: String,
    /// How many, those in the trash too; 10,000 stands for that many and more.
    pub records: i64,
}

/// Which two bases are crossed, and over which accounts.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CrossParams {
    /// F05: `history`, `volume`, `region`, `credit_grade`, `market_position`, `ownership_form` or `channel_kind`.
    pub rows: String,
    /// Another of them.
    pub columns: String,
    /// The filter: a JSON tree as text.
    #[serde(default)]
    pub filter: Option<String>,
}

/// F05: two bases crossed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cross {
    /// The basis of the rows.
    pub rows: String,
    /// The basis of the columns.
    pub columns: String,
    /// The groups that have accounts, the largest first.
    pub cells: Vec<CrossCell>,
    /// Whether there are groups beyond these, which are smaller.
    pub has_more: bool,
}

/// The accounts that have these values.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrossCell {
    /// The value of the rows' basis; null where it is empty.
    pub row: Option<String>,
    /// The value of the columns' basis.
    pub column: Option<String>,
    /// How many accounts.
    pub accounts: i64,
    /// Their net sales of the last 12 months, for those who may read the orders of all accounts that they see.
    pub net_sales_12m: Option<Money>,
}
