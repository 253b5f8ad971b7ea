//! Fields that a workspace adds to its kinds of record.
//!
//! A [`Custom`] says what a field is; its values stand in the JSON column [`COLUMN`] of the record's own row, under the field's
//! key, in one form for both databases ([`value`]). The list grammar takes each for a field like any other, under `custom.<key>`.
//! Who may define them, and what becomes of values when a definition goes, belongs to the capability that offers it.

pub mod schema;
pub mod value;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    db::{Db, Tx},
    error::Result,
};

/// The column of a record's row that holds the values.
pub const COLUMN: &str = "custom";
/// The table of the definitions.
pub const TABLE: &str = "custom_fields";
/// What stands before the key of such a field on a list.
pub const PREFIX: &str = "custom.";

/// A field that a workspace has added to a list.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Custom {
    /// The definition.
    pub id: Uuid,
    /// Its key among the fields of its list: small letters, digits and `_`.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// What people are told who fill it in.
    pub help: Option<String>,
    /// What kind of value it holds.
    #[serde(flatten)]
    pub kind: Kind,
    /// A record needs a value.
    pub required: bool,
    /// No two records of the workspace have the same value.
    pub unique: bool,
    /// Records are found by it.
    pub searchable: bool,
    /// An index on it stands ready.
    pub indexed: bool,
    /// The value of a new record for which none is given, as it is kept.
    pub default: Option<Value>,
}

/// The kinds of value of such fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = CustomKind)]
pub enum Kind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A number.
    Number {
        /// Digits after the point, 0–6.
        #[serde(default)]
        decimals: u8,
    },
    /// An amount in the workspace's currency.
    Money,
    /// A day.
    Date,
    /// Yes or no.
    Boolean,
    /// One of some words.
    Choice {
        /// The words.
        choices: Vec<Choice>,
    },
    /// Several of some words.
    Choices {
        /// The words.
        choices: Vec<Choice>,
    },
    /// Another record.
    Reference {
        /// Its kind, such as `user`.
        to: String,
    },
    /// The address of a page.
    Url,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// Reckoned from other fields of the record.
    Formula {
        /// The formula, as spreadsheets have it; names are keys of fields.
        expression: String,
        /// What it gives.
        gives: Gives,
        /// Digits after the point of a number, 0–6.
        #[serde(default)]
        decimals: u8,
    },
    /// Reckoned from records of another list that belong to this one.
    RollUp {
        /// The list.
        of: String,
        /// How.
        aggregate: Aggregate,
        /// Which of its fields; none to count.
        #[serde(default)]
        field: Option<String>,
        /// Which of its rows: a filter as for the list.
        #[serde(default)]
        #[schema(value_type = Option<serde_json::Value>)]
        filter: Option<Value>,
    },
}

/// What a formula gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gives {
    /// A number.
    Number,
    /// An amount.
    Money,
    /// A day.
    Date,
    /// A text.
    Text,
    /// Yes or no.
    Boolean,
}

/// How a roll-up makes one value of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// How many there are.
    Count,
    /// Their sum.
    Sum,
    /// The least, or the earliest.
    Smallest,
    /// The greatest, or the latest.
    Largest,
}

/// A word to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is kept.
    pub key: String,
    /// What is shown.
    pub label: String,
    /// Not to be chosen any more; records that have it keep it.
    #[serde(default)]
    pub retired: bool,
}

impl Kind {
    /// The words to choose from; none for other kinds.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Choice { choices } | Self::Choices { choices } => choices,
            _ => &[],
        }
    }

    /// Whether its values are texts that people look for.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::LongText | Self::Url | Self::Phone | Self::Email)
    }

    /// Whether an index brings the rows of a value, or sorts them.
    #[must_use]
    pub fn is_indexable(&self) -> bool {
        !matches!(self, Self::LongText | Self::Boolean | Self::Choices { .. }) && !self.is_derived()
    }

    /// Whether nobody fills it in.
    #[must_use]
    pub fn is_derived(&self) -> bool {
        matches!(self, Self::Formula { .. } | Self::RollUp { .. })
    }
}

/// The fields that a workspace has added, by list, in their order.
#[derive(Debug, Default)]
pub struct Customs {
    lists: BTreeMap<String, Vec<Arc<Custom>>>,
}

impl Customs {
    /// Those of a list.
    #[must_use]
    pub fn of(&self, list: &str) -> &[Arc<Custom>] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }
}

/// What is remembered of workspaces, as long as their definitions stay as they are.
#[derive(Default)]
pub(crate) struct Remembered(Mutex<HashMap<Uuid, (i64, Arc<Customs>)>>);

/// So many workspaces are remembered at once.
const REMEMBERED: usize = 10_000;

#[derive(FromQueryResult)]
struct Defined {
    id: Uuid,
    list: String,
    key: String,
    label: String,
    help: Option<String>,
    kind: Value,
    required: bool,
    is_unique: bool,
    searchable: bool,
    index_state: String,
    default_value: Option<Value>,
}

impl Db {
    /// The fields that a workspace has added; `version` is that of its definitions, as its row has it.
    pub async fn customs(&self, workspace: Uuid, version: i64) -> Result<Arc<Customs>> {
        if version == 0 {
            return Ok(Arc::default());
        }
        let remembered = &self.remembered().0;
        let found = remembered.lock().unwrap_or_else(PoisonError::into_inner).get(&workspace).cloned();
        if let Some((_, customs)) = found.filter(|(known, _)| *known == version) {
            return Ok(customs);
        }
        let customs = Arc::new(load(self, workspace).await?);
        let mut remembered = remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(workspace, (version, Arc::clone(&customs)));
        Ok(customs)
    }
}

/// Lets everybody read the definitions anew, of which some have changed.
pub async fn redefined(tx: &Tx) -> Result<()> {
    let reader = tx.reader();
    let sql = "UPDATE workspaces SET fields_version = fields_version + 1 WHERE id = ?";
    reader.source().execute_raw(reader.dialect().statement(sql, vec![tx.actor().workspace.into()])).await?;
    Ok(())
}

async fn load(db: &Db, workspace: Uuid) -> Result<Customs> {
    let sql = "SELECT id, list, key, label, help, kind, required, is_unique, searchable, index_state, default_value FROM custom_fields \
               WHERE workspace_id = ? AND trashed_at IS NULL ORDER BY list, position, id";
    let rows = Defined::find_by_statement(db.dialect().statement(sql, vec![workspace.into()]))
        .all(db.unscoped_read("what fields there are is known before anybody asks for records"))
        .await?;
    let mut customs = Customs::default();
    for row in rows {
        let custom = Custom {
            id: row.id,
            key: row.key,
            label: row.label,
            help: row.help,
            kind: serde_json::from_value(row.kind)?,
            required: row.required,
            unique: row.is_unique,
            searchable: row.searchable,
            indexed: row.index_state == "ready",
            default: row.default_value,
        };
        customs.lists.entry(row.list).or_default().push(Arc::new(custom));
    }
    Ok(customs)
}
