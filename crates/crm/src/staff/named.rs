//! The colleagues whom rows of a file name as owners, in the field `owner`: by e-mail address or by name. One who does not
//! work here must not cost the row nor be lost: whatever the row is about goes to somebody else, and the name to its remarks.
//!
//! Administrators may also bring in who made a record elsewhere, and when, and owners who work here no more.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use guanxi_kernel::{
    actor::{Action, Actor},
    check::Check,
    db::Reader,
    error::{Error, FieldError, Result},
    import::{SourceRow, text},
};
use sea_orm::{ActiveValue, ColumnTrait, Condition, NotSet, QueryFilter, Select, Set};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::tables::{self, user};
use crate::remarks::remembered;

const OUT_OF_REACH: &str = "You may not give this to that colleague.";

/// The object whose right is needed to bring in who made a record elsewhere, when, and owners who work here no more.
pub const ORIGIN: &str = "import_origin";

/// How files of accounts and people head the column that says when a record was made.
pub const MADE_AT: &[&str] = &[
    "创建时间",
    "创建日期",
    "建档时间",
    "建档日期",
    "录入时间",
    "建立時間",
    "建立日期",
    "建檔日期",
    "created at",
    "create date",
    "created date",
    "created on",
    "created",
];
/// And by whom.
pub const MADE_BY: &[&str] = &["创建人", "建档人", "录入人", "建立者", "創建人", "建檔人", "created by", "creator"];

/// The colleagues whom the rows of a chunk name.
pub struct NamedUsers {
    /// Those who work here, by name and by address. A name that several have is nobody's.
    known: BTreeMap<String, Uuid>,
    /// Those who did, where they may be named.
    former: BTreeMap<String, Uuid>,
}

/// Who made a record elsewhere, and when; not set where the row does not say it.
pub struct Origin {
    /// When.
    pub at: ActiveValue<DateTime<Utc>>,
    /// Who; nobody where the row names somebody who never worked here.
    pub by: ActiveValue<Option<Uuid>>,
}

/// Whom a row names.
pub enum NamedUser {
    /// Nobody.
    Nobody,
    /// A colleague.
    Colleague(Uuid),
    /// Somebody who does not work here, as the row writes it.
    Stranger(String),
}

impl NamedUser {
    /// The colleague, if it is one.
    #[must_use]
    pub const fn colleague(&self) -> Option<Uuid> {
        if let Self::Colleague(id) = self { Some(*id) } else { None }
    }

    /// The name, if it is nobody's who works here.
    #[must_use]
    pub fn stranger(&self) -> Option<&str> {
        if let Self::Stranger(word) = self { Some(word) } else { None }
    }

    /// Refuses a new record of this object for a colleague whom the right to make some does not reach.
    pub fn may_be_given(&self, actor: &Actor, object: &str) -> Result<()> {
        if self.colleague().is_some_and(|owner| !actor.reaches(object, Action::Create, Some(owner))) {
            return Err(Error::field("/owner", "out_of_reach", OUT_OF_REACH));
        }
        Ok(())
    }

    /// Refuses the colleague as the new owner of a record of this object that is `present`'s.
    pub fn may_take(&self, check: &mut Check, actor: &Actor, object: &str, present: Option<Uuid>) {
        let owner = self.colleague();
        if owner.is_some() && owner != present && owner != actor.user() && !actor.reaches(object, Action::Change, owner) {
            check.wrong("/owner", "out_of_reach", OUT_OF_REACH);
        }
    }

    /// The row of a new record, with the name of a stranger among its remarks, and with one more line.
    #[must_use]
    pub fn written_into(&self, values: &Map<String, Value>, line: Option<String>) -> Map<String, Value> {
        let mut values = values.clone();
        let remark = self.remembered(text(&values, "remark"), None);
        if let Some(remark) = remembered(remark, None, line) {
            values.insert("remark".to_owned(), remark.into());
        }
        values
    }

    /// What a row says of the remarks, with the name of a stranger among them.
    #[must_use]
    pub fn remembered(&self, said: Option<String>, there: Option<&str>) -> Option<String> {
        remembered(said, there, self.stranger().map(|stranger| format!("负责人：{stranger}")))
    }
}

impl NamedUsers {
    /// Finds them.
    pub async fn look_up(reader: &Reader, rows: &[SourceRow]) -> Result<Self> {
        let said = |key: &'static str| rows.iter().filter_map(move |row| text(&row.values, key));
        let words: BTreeSet<String> = said("owner").chain(said("created_by")).collect();
        if words.is_empty() {
            return Ok(Self { known: BTreeMap::new(), former: BTreeMap::new() });
        }
        let with_former = reader.actor().may(ORIGIN, Action::Create);
        let either = Condition::any()
            .add(user::Column::Name.is_in(words.iter().cloned()))
            .add(user::Column::Email.is_in(words.iter().map(|word| word.to_lowercase())));
        let named = |select: Select<user::Entity>| select.filter(either);
        let users = reader.in_workspace::<tables::User>().with(named).all().await?;
        let (working, former): (Vec<_>, Vec<_>) = users.into_iter().partition(|user| user.active);
        let former = if with_former { called(former) } else { BTreeMap::new() };
        Ok(Self { known: called(working), former })
    }

    /// Whom a row names.
    #[must_use]
    pub fn of(&self, values: &Map<String, Value>) -> NamedUser {
        let Some(word) = text(values, "owner") else { return NamedUser::Nobody };
        self.find(&word).map_or(NamedUser::Stranger(word), NamedUser::Colleague)
    }

    fn find(&self, word: &str) -> Option<Uuid> {
        let small = word.to_lowercase();
        [&self.known, &self.former].into_iter().find_map(|users| users.get(word).or_else(|| users.get(&small))).copied()
    }

    /// Who made the record of a row elsewhere, and when. Only who may bring that in has such fields in their rows.
    #[must_use]
    pub fn origin(&self, check: &mut Check, actor: &Actor, now: DateTime<Utc>, values: &Map<String, Value>) -> Origin {
        let at = text(values, "created_at").and_then(|text| moment(&text, actor.zone));
        if at.is_some_and(|at| at > now) {
            check.wrong("/created_at", "in_the_future", "This date has not come yet.");
        }
        let by = text(values, "created_by").map(|word| self.find(&word));
        Origin { at: at.map_or(NotSet, Set), by: by.map_or(NotSet, Set) }
    }

    /// The line of remarks that names who made a record elsewhere and never worked here.
    #[must_use]
    pub fn unknown_maker(&self, values: &Map<String, Value>) -> Option<String> {
        let word = text(values, "created_by").filter(|word| self.find(word).is_none())?;
        Some(format!("创建人：{word}"))
    }

    /// Says of a row that its owner does not work here, for the preview of an import.
    #[must_use]
    pub fn look(&self, values: &Map<String, Value>) -> Option<FieldError> {
        let owner = self.of(values);
        let has_left = owner.colleague().is_some_and(|id| self.former.values().any(|former| *former == id));
        if has_left {
            let detail = "This colleague works here no more; the record will be theirs all the same.";
            return Some(FieldError::new("/owner", "owner_left", detail).with("word", text(values, "owner").unwrap_or_default()));
        }
        let word = owner.stranger()?;
        let detail = "Nobody of this name or address works here; the name goes to the remarks.";
        Some(FieldError::new("/owner", "owner_unknown", detail).with("word", word))
    }
}

/// Users by their name, where only one has it, and by their address.
fn called(users: Vec<user::Model>) -> BTreeMap<String, Uuid> {
    let only = |user: &&user::Model| users.iter().filter(|other| other.name == user.name).count() == 1;
    let mut known: BTreeMap<String, Uuid> = users.iter().filter(only).map(|user| (user.name.clone(), user.id)).collect();
    known.extend(users.into_iter().map(|user| (user.email, user.id)));
    known
}

/// The instant of a row's moment: as far from UTC as it says itself, else in the workspace's zone.
fn moment(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    let at: NaiveDateTime = text.parse().ok()?;
    at.and_local_timezone(zone).earliest().map(|at| at.to_utc())
}
