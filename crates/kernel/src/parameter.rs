//! The parameter register: every threshold of the product, with its type, default, unit and source, editable per workspace.
//!
//! Inside, every value is a whole number; its type says what the number stands for and how it is written on the wire.

use std::collections::BTreeMap;

use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, Func, Query, SimpleExpr},
};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    db::{Db, Dialect, Reader, Tx},
    error::{Error, FieldError, Result},
};

/// What a parameter's number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ParameterKind)]
pub enum Kind {
    /// A whole number in the parameter's unit.
    Integer,
    /// Minor units of the workspace's currency.
    Money,
    /// A share or a ratio in whole basis points (1/10,000), which people read as per cent.
    Ratio,
    /// A time of day in the workspace's zone, in minutes after midnight; `08:00` on the wire.
    Time,
    /// Yes (1) or no (0).
    Switch,
}

impl Kind {
    /// The value as the wire has it.
    #[must_use]
    pub fn wire(self, value: i64) -> Value {
        match self {
            Self::Integer | Self::Money | Self::Ratio => value.into(),
            Self::Time => time_of_day(value).into(),
            Self::Switch => (value != 0).into(),
        }
    }

    /// The value as people read it.
    #[must_use]
    pub fn said(self, value: i64) -> String {
        match self {
            Self::Integer | Self::Switch => value.to_string(),
            Self::Money => format!("{}.{:02}", value / 100, value % 100),
            // Whole basis points have at most two decimals of a per cent.
            Self::Ratio => format!("{}.{:02}%", value / 100, value % 100),
            Self::Time => time_of_day(value),
        }
    }

    /// The value behind what was sent; `None` when it is not of this type.
    #[must_use]
    pub fn parse(self, sent: &Value) -> Option<i64> {
        match self {
            Self::Integer | Self::Money | Self::Ratio => sent.as_i64(),
            Self::Switch => sent.as_bool().map(i64::from),
            Self::Time => {
                let (hours, minutes) = sent.as_str()?.split_once(':')?;
                let number = |text: &str, most: i64| {
                    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
                    text.parse::<i64>().ok().filter(|number| digits && *number <= most)
                };
                Some(number(hours, 23)? * 60 + number(minutes, 59)?)
            }
        }
    }
}

fn time_of_day(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The last minute of a day.
pub const LAST_MINUTE: i64 = 24 * 60 - 1;

/// A threshold or a default that a workspace may change.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct Parameter {
    /// `customers.new_days`: the capability, a dot, the name.
    pub key: &'static str,
    /// What the number stands for.
    pub kind: Kind,
    /// The value when nobody has changed it.
    pub default: i64,
    /// The least value that makes sense.
    pub min: i64,
    /// The greatest.
    pub max: i64,
    /// `days`, `basis_points`, `rows`, `time_of_day`, …
    pub unit: &'static str,
    /// Where the default comes from.
    pub source: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
}

/// What the values of several parameters must be to one another, whatever each may be by itself.
#[derive(Clone, Copy, Debug)]
pub enum Accord {
    /// None is above the one that follows.
    Rising(&'static [Parameter]),
    /// Shares that together are less than the whole, so that something is left.
    Rest(&'static [Parameter; 3]),
}

#[derive(FromQueryResult)]
struct Stored {
    value: Value,
}

impl Parameter {
    /// The value in this workspace.
    pub async fn get(&self, reader: &Reader) -> Result<i64> {
        self.stored(reader.source(), reader.dialect(), reader.actor().workspace).await
    }

    /// The value in this workspace as a part of a statement, for what the database reckons while a list is read.
    #[must_use]
    pub fn expr(&self, reader: &Reader) -> SimpleExpr {
        let column = |name: &'static str| Expr::col((Alias::new("parameters"), Alias::new(name)));
        let mut stored = Query::select();
        stored
            // JSON of a whole number is its digits.
            .expr(column("value").cast_as("text").cast_as("bigint"))
            .from(Alias::new("parameters"))
            .and_where(column("workspace_id").eq(reader.actor().workspace))
            .and_where(column("key").eq(self.key));
        Expr::expr(Func::coalesce([Expr::SubQuery(None, Box::new(stored.into())), Expr::val(self.default)]))
    }

    /// The value in a workspace, for schedules, which nobody asks for.
    pub(crate) async fn scheduled(&self, db: &Db, workspace: Uuid) -> Result<i64> {
        self.stored(db.unscoped_read("schedules run for every workspace"), db.dialect(), workspace).await
    }

    async fn stored(&self, connection: &impl ConnectionTrait, dialect: Dialect, workspace: Uuid) -> Result<i64> {
        let sql = "SELECT value FROM parameters WHERE workspace_id = ? AND key = ?";
        let statement = dialect.statement(sql, vec![workspace.into(), self.key.into()]);
        let stored = Stored::find_by_statement(statement).one(connection).await?;
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

    /// The value behind what was sent. Refuses what is not of the type or outside the bounds.
    pub fn parse(&self, sent: &Value) -> Result<i64> {
        let value = self.kind.parse(sent).ok_or_else(|| Error::field("/value", "wrong_type", self.wanted()))?;
        let refused = || {
            let (min, max) = (self.kind.said(self.min), self.kind.said(self.max));
            FieldError::new("/value", "out_of_range", self.wanted()).with("min", min).with("max", max).into()
        };
        if (self.min..=self.max).contains(&value) { Ok(value) } else { Err(refused()) }
    }

    fn wanted(&self) -> String {
        match self.kind {
            Kind::Integer => format!("This is a whole number from {} to {} ({}).", self.min, self.max, self.unit),
            Kind::Money => format!("This is an amount in whole minor units from {} to {}.", self.min, self.max),
            Kind::Ratio => format!("This is a whole number of basis points (1/10,000) from {} to {}.", self.min, self.max),
            Kind::Time => {
                let (min, max) = (time_of_day(self.min), time_of_day(self.max));
                format!("This is a time of day with two digits each, from {min} to {max}.")
            }
            Kind::Switch => "This is true or false.".to_owned(),
        }
    }

    /// Changes the value, as [`Parameter::parse`] gave it, in this workspace; `None` goes back to the default. Returns the value before.
    pub async fn set(&self, tx: &Tx, value: Option<i64>) -> Result<i64> {
        let reader = tx.reader();
        let before = self.get(reader).await?;
        let key: Vec<sea_orm::Value> = vec![tx.actor().workspace.into(), self.key.into()];
        let statement = match value {
            None => reader.dialect().statement("DELETE FROM parameters WHERE workspace_id = ? AND key = ?", key),
            Some(value) => {
                let sql = "INSERT INTO parameters (workspace_id, key, value, updated_at, updated_by) VALUES (?, ?, ?, ?, ?) \
                           ON CONFLICT (workspace_id, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, \
                           updated_by = excluded.updated_by";
                let rest: [sea_orm::Value; 3] = [Value::from(value).into(), tx.now().into(), tx.actor().user().into()];
                reader.dialect().statement(sql, key.into_iter().chain(rest).collect())
            }
        };
        reader.source().execute_raw(statement).await?;
        // What runs at this time reckons anew when.
        let sql = "DELETE FROM schedules WHERE workspace_id = ? AND parameter = ?";
        let values = vec![tx.actor().workspace.into(), self.key.into()];
        reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
        Ok(before)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_of_its_type_and_within_its_bounds() {
        let parameter = |kind, min, max| Parameter { key: "tests.it", kind, default: min, min, max, unit: "days", source: "", about: "" };
        for (kind, sent, value) in [
            (Kind::Integer, json!(7), Ok(7)),
            (Kind::Integer, json!(0), Err("out_of_range")),
            (Kind::Integer, json!(1.5), Err("wrong_type")),
            (Kind::Integer, json!("7"), Err("wrong_type")),
            (Kind::Ratio, json!(600), Ok(600)),
            (Kind::Ratio, json!(1000), Err("out_of_range")),
            (Kind::Ratio, json!("6%"), Err("wrong_type")),
            (Kind::Time, json!("08:05"), Ok(485)),
            (Kind::Time, json!("00:00"), Err("out_of_range")),
            (Kind::Time, json!("24:00"), Err("wrong_type")),
            (Kind::Time, json!("08:60"), Err("wrong_type")),
            (Kind::Time, json!("8:05"), Err("wrong_type")),
            (Kind::Time, json!("+8:05"), Err("wrong_type")),
            (Kind::Time, json!(485), Err("wrong_type")),
        ] {
            let parsed = parameter(kind, 1, 999).parse(&sent).map_err(|error| match error {
                Error::Invalid(errors) => errors[0].code.clone(),
                other => panic!("{other}"),
            });
            assert_eq!(parsed, value.map_err(str::to_owned), "{kind:?} {sent}");
            if let Ok(value) = parsed {
                assert_eq!(kind.wire(value), sent);
            }
        }
    }
}
