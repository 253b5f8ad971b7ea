//! The parameter register: every threshold of the product, with its default, unit and source, editable per workspace.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use serde_json::Value;

use crate::{
    db::{Reader, Tx},
    error::{Error, Result},
};

/// A threshold or a default that a workspace may change. Percentages and shares are whole basis points (1/10,000).
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct Parameter {
    /// `customers.new_days`: the capability, a dot, the name.
    pub key: &'static str,
    /// The value when nobody has changed it.
    pub default: i64,
    /// The least value that makes sense.
    pub min: i64,
    /// The greatest.
    pub max: i64,
    /// `days`, `basis_points`, `rows`, …
    pub unit: &'static str,
    /// Where the default comes from.
    pub source: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
}

#[derive(FromQueryResult)]
struct Stored {
    value: Value,
}

impl Parameter {
    /// The value in this workspace.
    pub async fn get(&self, reader: &Reader) -> Result<i64> {
        let sql = "SELECT value FROM parameters WHERE workspace_id = ? AND key = ?";
        let values = vec![reader.actor().workspace.into(), self.key.into()];
        let stored = Stored::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?;
        Ok(stored.and_then(|stored| stored.value.as_i64()).unwrap_or(self.default))
    }

    /// What this workspace has changed, by key: for those who want to know all of them.
    pub async fn changed(reader: &Reader) -> Result<BTreeMap<String, i64>> {
        #[derive(FromQueryResult)]
        struct Changed {
            key: String,
            value: Value,
        }
        let statement =
            reader.dialect().statement("SELECT key, value FROM parameters WHERE workspace_id = ?", vec![reader.actor().workspace.into()]);
        let changed = Changed::find_by_statement(statement).all(reader.source()).await?;
        Ok(changed.into_iter().filter_map(|changed| Some((changed.key, changed.value.as_i64()?))).collect())
    }

    /// Refuses a value outside the bounds.
    pub fn check(&self, value: i64) -> Result<()> {
        if (self.min..=self.max).contains(&value) {
            return Ok(());
        }
        Err(Error::field("/value", "out_of_range", format!("This is a number from {} to {} ({}).", self.min, self.max, self.unit)))
    }

    /// Changes the value in this workspace; `None` goes back to the default. Returns the value before.
    pub async fn set(&self, tx: &Tx, value: Option<i64>) -> Result<i64> {
        let reader = tx.reader();
        let before = self.get(reader).await?;
        let key: Vec<sea_orm::Value> = vec![tx.actor().workspace.into(), self.key.into()];
        let statement = match value {
            None => reader.dialect().statement("DELETE FROM parameters WHERE workspace_id = ? AND key = ?", key),
            Some(value) => {
                self.check(value)?;
                let sql = "INSERT INTO parameters (workspace_id, key, value, updated_at, updated_by) VALUES (?, ?, ?, ?, ?) \
                           ON CONFLICT (workspace_id, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, \
                           updated_by = excluded.updated_by";
                let rest: [sea_orm::Value; 3] = [Value::from(value).into(), tx.now().into(), tx.actor().user().into()];
                reader.dialect().statement(sql, key.into_iter().chain(rest).collect())
            }
        };
        reader.source().execute_raw(statement).await?;
        Ok(before)
    }
}
