//! The wire of contacts.

use chrono::{DateTime, NaiveDate, Utc};
use guanxi_kernel::{actor::Actor, custom::value::Sent, http::maybe, list::Count};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::staff::api::Ref;

/// A birthday in its own calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Birthday {
    /// `solar` or `lunar`.
    pub calendar: String,
    /// Unknown when absent.
    #[serde(default)]
    pub year: Option<i64>,
    /// 1–12.
    #[schema(minimum = 1, maximum = 12)]
    pub month: i64,
    /// 1–31, lunar 1–30.
    #[schema(minimum = 1, maximum = 31)]
    pub day: i64,
    /// Whether the lunar month is a leap month.
    #[serde(default)]
    pub leap: bool,
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contact {
    /// The contact.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// The name.
    pub name: String,
    /// `female`, `male` or `other`.
    pub gender: Option<String>,
    /// Mobile number, normalised.
    pub mobile: Option<String>,
    /// Other telephone, normalised.
    pub phone: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// WeChat id.
    pub wechat: Option<String>,
    /// Birthday.
    pub birthday: Option<Birthday>,
    /// The next day, today included, on which it is kept, in the solar calendar.
    pub next_birthday_on: Option<NaiveDate>,
    /// Language spoken.
    pub language: Option<String>,
    /// How the person wants to be reached.
    pub preferred_channel: Option<String>,
    /// Whether the person uses what others buy.
    pub is_consumer: bool,
    /// Who speaks for a consumer that cannot speak for itself.
    pub guardian: Option<Ref>,
    /// Free remarks.
    pub remark: Option<String>,
    /// Who knows the person best.
    pub owner: Option<Ref>,
    /// Tags, in order.
    pub tags: Vec<String>,
    /// For whom the person speaks: the consumers whose guardian it is, at most 50.
    pub wards: Vec<Ref>,
    /// Where the person works or buys.
    pub accounts: Vec<Place>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Since when it is in the trash.
    pub trashed_at: Option<DateTime<Utc>>,
    /// Since when nothing is known of the person any more; it does not come out of the trash again.
    pub erased_at: Option<DateTime<Utc>>,
    /// The values of the fields that the workspace has added, by key.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub custom: Sent,
}

impl Contact {
    /// Without what this actor's roles hide of it.
    pub(super) fn told_to(mut self, actor: &Actor) -> Self {
        for (field, text) in [
            ("gender", &mut self.gender),
            ("mobile", &mut self.mobile),
            ("phone", &mut self.phone),
            ("email", &mut self.email),
            ("wechat", &mut self.wechat),
            ("language", &mut self.language),
            ("preferred_channel", &mut self.preferred_channel),
            ("remark", &mut self.remark),
        ] {
            actor.tell_text("contact", field, text);
        }
        actor.tell("contact", "birthday", &mut self.birthday);
        actor.tell("contact", "birthday", &mut self.next_birthday_on);
        self
    }
}

/// A page of the people of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct People {
    /// The first to call, then by name.
    pub items: Vec<Contact>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How many there are.
    pub count: Count,
}

/// What a person is at an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Place {
    /// The account.
    pub account: Ref,
    /// F01: `boss`, `buyer`, `payer`, `decision_maker`, `influencer`, `user`, `finance`, `warehouse`, `gatekeeper`.
    pub roles: Vec<String>,
    /// As on the card.
    pub title: Option<String>,
    /// Whether this is the person's first place.
    pub is_primary: bool,
    /// Whether the person is the one to call first there.
    pub first_to_call: bool,
}

/// A person's place, as it is sent.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlace {
    /// The account.
    pub account_id: Uuid,
    /// The roles there.
    #[serde(default)]
    pub roles: Vec<String>,
    /// As on the card.
    #[serde(default)]
    pub title: Option<String>,
    /// Whether this is the person's first place; the first of the list when none says so.
    #[serde(default)]
    pub is_primary: bool,
}

/// A new person.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of Contact")]
pub struct NewContact {
    #[schema(max_length = 100, required = true)]
    pub name: String,
    pub gender: Option<String>,
    pub mobile: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub wechat: Option<String>,
    pub birthday: Option<Birthday>,
    pub language: Option<String>,
    pub preferred_channel: Option<String>,
    pub is_consumer: bool,
    pub guardian_id: Option<Uuid>,
    pub remark: Option<String>,
    /// The caller when absent.
    pub owner_id: Option<Uuid>,
    pub accounts: Vec<NewPlace>,
    pub tags: Vec<String>,
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub custom: Sent,
}

/// A change of a person: only what is sent changes; `null` empties.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of Contact")]
pub struct ContactPatch {
    pub name: Option<String>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub gender: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub mobile: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub wechat: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<Birthday>)]
    pub birthday: Option<Option<Birthday>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub language: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub preferred_channel: Option<Option<String>>,
    pub is_consumer: Option<bool>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<Uuid>)]
    pub guardian_id: Option<Option<Uuid>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub remark: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<Uuid>)]
    pub owner_id: Option<Option<Uuid>>,
    pub tags: Option<Vec<String>>,
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub custom: Sent,
}

/// The fields that can be changed on many contacts at once.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContactChanges {
    /// The owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
    /// Tags to add.
    pub add_tags: Vec<String>,
    /// Tags to take away.
    pub remove_tags: Vec<String>,
    /// Values of the fields that the workspace has added, by key.
    #[serde(skip_serializing_if = "Sent::is_empty")]
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub custom: Sent,
}

/// Whom to call first at an account.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstToCall {
    /// One of its people; nobody when null.
    pub contact_id: Option<Uuid>,
}
