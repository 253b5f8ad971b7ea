//! The colleagues whom rows of a file name as owners, in the field `owner`: by e-mail address or by name. One who does not
//! work here must not cost the row nor be lost: whatever the row is about goes to somebody else, and the name to its remarks.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::{Action, Actor},
    check::Check,
    db::Reader,
    error::{Error, FieldError, Result},
    import::{SourceRow, text},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Select};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::tables::{self, user};
use crate::remarks::remembered;

const OUT_OF_REACH: &str = "You may not give this to that colleague.";

/// The active colleagues whom the rows of a chunk name.
pub struct NamedUsers {
    /// By name and by address. A name that several have is nobody's.
    known: BTreeMap<String, Uuid>,
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

    /// The row, with the name of a stranger among its remarks.
    #[must_use]
    pub fn written_into(&self, values: &Map<String, Value>) -> Map<String, Value> {
        let mut values = values.clone();
        if let Some(remark) = self.remembered(text(&values, "remark"), None) {
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
        let words: BTreeSet<String> = rows.iter().filter_map(|row| text(&row.values, "owner")).collect();
        let mut known = BTreeMap::new();
        if words.is_empty() {
            return Ok(Self { known });
        }
        let either = Condition::any()
            .add(user::Column::Name.is_in(words.iter().cloned()))
            .add(user::Column::Email.is_in(words.iter().map(|word| word.to_lowercase())));
        let working = |select: Select<user::Entity>| select.filter(either).filter(user::Column::Active.eq(true));
        let users = reader.in_workspace::<tables::User>().with(working).all().await?;
        for user in &users {
            if users.iter().filter(|other| other.name == user.name).count() == 1 {
                known.insert(user.name.clone(), user.id);
            }
        }
        known.extend(users.into_iter().map(|user| (user.email, user.id)));
        Ok(Self { known })
    }

    /// Whom a row names.
    #[must_use]
    pub fn of(&self, values: &Map<String, Value>) -> NamedUser {
        let Some(word) = text(values, "owner") else { return NamedUser::Nobody };
        let found = self.known.get(&word).or_else(|| self.known.get(&word.to_lowercase()));
        found.map_or(NamedUser::Stranger(word), |id| NamedUser::Colleague(*id))
    }

    /// Says of a row that its owner does not work here, for the preview of an import.
    #[must_use]
    pub fn look(&self, values: &Map<String, Value>) -> Option<FieldError> {
        let owner = self.of(values);
        let word = owner.stranger()?;
        let detail = "Nobody of this name or address works here; the name goes to the remarks.";
        Some(FieldError::new("/owner", "owner_unknown", detail).with("word", word))
    }
}
