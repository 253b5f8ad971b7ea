//! The only file that asks which database this is. Everything that differs between SQLite and PostgreSQL is a
//! function here; the rest of the product is written once.

use std::fmt::Write;

use sea_orm::{
    DbBackend, Statement,
    sea_query::{Expr, ExprTrait, Func, LikeExpr, NullOrdering, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    custom::{self, COLUMN, Custom},
    search::Asking,
    text::tokens::{self, Term},
};

/// The two databases Guanxi runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Embedded; the default.
    Sqlite,
    /// For companies that outgrow one file.
    Postgres,
}

impl Dialect {
    /// Turns the schema language of our migrations into SQL of this database: `{uuid}`, `{json}`, `{ts}`, `{date}`,
    /// `{bool}`, `{blob}` are types, `{narrow}` ends a table whose rows are little more than their key,
    /// `{lowest}` marks an index column that may be empty, and lines between `-- @sqlite` or `-- @postgres`
    /// and `-- @end` are for that database only.
    #[must_use]
    pub fn render(self, sql: &str) -> String {
        let mut only: Option<Dialect> = None;
        let mut lines = Vec::new();
        for line in sql.lines() {
            match line.trim() {
                "-- @sqlite" => only = Some(Self::Sqlite),
                "-- @postgres" => only = Some(Self::Postgres),
                "-- @end" => only = None,
                _ if only.is_none_or(|dialect| dialect == self) => lines.push(line),
                _ => {}
            }
        }
        let types: [(&str, &str, &str); 8] = [
            ("{uuid}", "BLOB", "uuid"),
            ("{json}", "TEXT", "jsonb"),
            ("{ts}", "TEXT", "timestamptz"),
            ("{date}", "TEXT", "date"),
            ("{bool}", "BOOLEAN", "boolean"),
            ("{blob}", "BLOB", "bytea"),
            ("{narrow}", " WITHOUT ROWID", ""),
            ("{lowest}", "", " NULLS FIRST"),
        ];
        types
            .iter()
            .fold(lines.join("\n"), |sql, (name, sqlite, postgres)| sql.replace(name, if self == Self::Sqlite { sqlite } else { postgres }))
    }

    /// Whether the database is part of this process, which then has it to itself.
    #[must_use]
    pub fn is_embedded(self) -> bool {
        self == Self::Sqlite
    }

    /// Begins the one transaction in which all migrations run; on PostgreSQL other nodes wait here.
    #[must_use]
    pub fn migration_lock(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(4753000001)"),
        }
    }

    /// Asks how large the database is and by how many processes it is served: on PostgreSQL each has one connection that
    /// hears the others.
    #[must_use]
    pub fn measure(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT page_count * page_size AS size_bytes, 1 AS servers FROM pragma_page_count(), pragma_page_size()",
            Self::Postgres => {
                "SELECT pg_database_size(current_database()) AS size_bytes, (SELECT count(*) FROM pg_stat_activity \
                 WHERE datname = current_database() AND application_name = 'guanxi' AND query LIKE 'LISTEN%') AS servers"
            }
        }
    }

    /// Appended to the job queue's claim: other nodes take other jobs instead of waiting.
    #[must_use]
    pub fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Whether the tokens of a row of `search_docs` match a text made by [`crate::text::tokens`].
    #[must_use]
    pub fn search_matches(self, terms: &[Term], scopes: &[Vec<String>], asking: Asking) -> Option<SimpleExpr> {
        Some(match self {
            Self::Sqlite => {
                let text = tokens::fts5_match(terms, scopes)?;
                let limit = if let Asking::Newest(most) = asking { format!(" ORDER BY rowid DESC LIMIT {most}") } else { String::new() };
                // With a sign in front no index on it is used.
                let sign = if asking == Asking::EachRow { "+" } else { "" };
                let sql = format!("{sign}search_docs.doc IN (SELECT rowid FROM search_index WHERE search_index MATCH ?{limit})");
                Expr::cust_with_values(sql, [text])
            }
            Self::Postgres => {
                let text = tokens::tsquery(terms, scopes)?;
                Expr::cust_with_values("search_docs.tokens @@ $1::text::tsquery", [text])
            }
        })
    }

    /// A statement written with `?` placeholders.
    #[must_use]
    pub fn statement(self, sql: &str, values: Vec<sea_orm::Value>) -> Statement {
        let backend = self.backend();
        if self == Self::Sqlite {
            return Statement::from_sql_and_values(backend, sql, values);
        }
        let mut numbered = String::with_capacity(sql.len() + 16);
        for (n, part) in sql.split('?').enumerate() {
            if n > 0 {
                let _ = write!(numbered, "${n}");
            }
            numbered.push_str(part);
        }
        Statement::from_sql_and_values(backend, numbered, values)
    }

    /// The calendar month of a date column as text, `2026-11`.
    #[must_use]
    pub fn month_of(self, date: SimpleExpr) -> SimpleExpr {
        match self {
            Self::Sqlite => Expr::cust_with_exprs("substr(?, 1, 7)", [date]),
            Self::Postgres => Expr::cust_with_exprs("to_char($1, 'YYYY-MM')", [date]),
        }
    }

    /// A sum of a `BIGINT` column that stays an integer of 64 bits, zero over no rows. What does not fit stops at the
    /// greatest and the least: a list that cannot be summed is no list that cannot be shown.
    #[must_use]
    pub fn sum(self, column: SimpleExpr) -> SimpleExpr {
        match self {
            // SQLite refuses a sum that is too large, so millions are added up apart from the rest.
            Self::Sqlite => Expr::cust_with_exprs(
                "CASE WHEN sum(?/1000000) > 9000000000000 THEN 9223372036854775807 \
                 WHEN sum(?/1000000) < -9000000000000 THEN -9223372036854775807 \
                 ELSE coalesce(sum(?/1000000)*1000000 + sum(?%1000000), 0) END",
                [column.clone(), column.clone(), column.clone(), column],
            ),
            Self::Postgres => {
                // Of nothing and a number, the greater is the number.
                Expr::cust_with_exprs("least(greatest(coalesce(sum($1), 0), -9223372036854775807), 9223372036854775807)::bigint", [column])
            }
        }
    }

    /// A column that no index is to be used for: SQLite's planner then leaves it alone. PostgreSQL knows how its values are
    /// spread and decides better by itself.
    #[must_use]
    pub fn unindexed(self, column: SimpleExpr) -> SimpleExpr {
        match self {
            Self::Sqlite => Expr::cust_with_exprs("+?", [column]),
            Self::Postgres => column,
        }
    }

    /// Keys in an `UPDATE … FROM (VALUES …)`: looks each row up by its key. Without statistics SQLite would rather walk
    /// the whole table and look the rows up among the values.
    #[must_use]
    pub fn looked_up_by(self, key: &str) -> String {
        if self == Self::Sqlite { format!("+{key}") } else { key.to_owned() }
    }

    /// The name SeaORM has for this database.
    #[must_use]
    pub fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }

    /// Compares without regard to case, with a pattern whose user text went through [`escape_like`].
    #[must_use]
    pub fn like(self, column: SimpleExpr, pattern: &str) -> SimpleExpr {
        match self {
            // SQLite's own comparison, which knows the case of ASCII letters only; lowering either side would lose others.
            Self::Sqlite => column.like(LikeExpr::new(pattern).escape('!')),
            Self::Postgres => Expr::expr(Func::lower(column)).like(LikeExpr::new(pattern.to_lowercase()).escape('!')),
        }
    }

    /// The statement of `Tx::alone`, where there is one.
    pub(super) fn alone(self, workspace: Uuid, name: &str) -> Option<Statement> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => {
                let sql = "SELECT pg_advisory_xact_lock(hashtextextended(?::text || ?, 0))";
                Some(self.statement(sql, vec![workspace.to_string().into(), name.into()]))
            }
        }
    }

    /// The columns of a table in their order, and which of them are its key.
    pub(super) fn columns_of(self, table: &str) -> String {
        match self {
            Self::Sqlite => format!("SELECT name, pk > 0 AS is_key FROM pragma_table_info('{table}') ORDER BY cid"),
            Self::Postgres => format!(
                "SELECT a.attname::text AS name, coalesce(a.attnum = ANY(i.indkey), FALSE) AS is_key FROM pg_attribute a \
                 LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary \
                 WHERE a.attrelid = '{table}'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
            ),
        }
    }

    /// A row as JSON from which it can be made again byte for byte. What is bytes on SQLite is a list of one hexadecimal text.
    pub(super) fn image(self, table: &str, columns: &[String]) -> String {
        match self {
            Self::Sqlite => {
                let part = |c: &String| {
                    format!("'{c}', CASE typeof({table}.{c}) WHEN 'blob' THEN json_array(hex({table}.{c})) ELSE {table}.{c} END")
                };
                format!("json_object({})", columns.iter().map(part).collect::<Vec<_>>().join(", "))
            }
            Self::Postgres => format!("to_jsonb({table})"),
        }
    }

    /// A column out of such an image.
    pub(super) fn out_of_image(self, table: &str, column: &str, image: &str) -> String {
        match self {
            Self::Sqlite => format!(
                "CASE json_type({image}, '$.{column}') WHEN 'array' THEN unhex(json_extract({image}, '$.{column}[0]')) \
                 ELSE json_extract({image}, '$.{column}') END"
            ),
            Self::Postgres => format!("(jsonb_populate_record(NULL::{table}, {image})).{column}"),
        }
    }

    /// The value of a field that a workspace has added, out of the JSON of its row: nothing where the JSON holds another kind
    /// of value. An index on it is made of the same words ([`Dialect::custom_index`]).
    #[must_use]
    pub fn custom(self, table: &str, custom: &Custom) -> SimpleExpr {
        Expr::cust(self.custom_sql(&format!("{table}."), custom))
    }

    fn custom_sql(self, of: &str, Custom { key, kind, .. }: &Custom) -> String {
        let json = format!("{of}{COLUMN}");
        match (self, kind) {
            (Self::Sqlite, custom::Kind::Boolean) => format!("coalesce(json_extract({json}, '$.{key}') = 1, FALSE)"),
            (Self::Postgres, custom::Kind::Boolean) => format!("coalesce({json} -> '{key}' = 'true'::jsonb, FALSE)"),
            (Self::Sqlite, custom::Kind::Choices { .. }) => format!("json_extract({json}, '$.{key}')"),
            (Self::Postgres, custom::Kind::Choices { .. }) => format!("({json} -> '{key}')::text"),
            (Self::Sqlite, custom::Kind::Number { .. } | custom::Kind::Money) => {
                format!("CASE json_type({json}, '$.{key}') WHEN 'integer' THEN json_extract({json}, '$.{key}') END")
            }
            (Self::Postgres, custom::Kind::Number { .. } | custom::Kind::Money) => {
                format!("CASE jsonb_typeof({json} -> '{key}') WHEN 'number' THEN ({json} ->> '{key}')::numeric::bigint END")
            }
            (Self::Sqlite, _) => format!("CASE json_type({json}, '$.{key}') WHEN 'text' THEN json_extract({json}, '$.{key}') END"),
            (Self::Postgres, _) => format!("CASE jsonb_typeof({json} -> '{key}') WHEN 'string' THEN {json} ->> '{key}' END COLLATE \"C\""),
        }
    }

    /// One text behind another.
    pub(crate) fn strung(self, one: SimpleExpr, other: SimpleExpr) -> SimpleExpr {
        Expr::cust_with_exprs(if self == Self::Sqlite { "(? || ?)" } else { "($1::text || $2::text)" }, [one, other])
    }

    /// A number rounded to a whole one of 64 bits, half away from zero; nothing where it is too large.
    pub(crate) fn whole(self, number: SimpleExpr) -> SimpleExpr {
        match self {
            Self::Sqlite => Expr::cust_with_exprs("CASE WHEN abs(?) < 9e15 THEN CAST(round(?) AS INTEGER) END", [number.clone(), number]),
            Self::Postgres => {
                Expr::cust_with_exprs("CASE WHEN abs($1) < 9e15 THEN round(($2)::numeric)::bigint END", [number.clone(), number])
            }
        }
    }

    /// A number rounded to some decimals, half away from zero.
    pub(crate) fn rounded(self, number: SimpleExpr, decimals: i64) -> SimpleExpr {
        match self {
            Self::Sqlite => Expr::cust_with_exprs(format!("round(?, {decimals})"), [number]),
            Self::Postgres => Expr::cust_with_exprs(format!("round(($1)::numeric, {decimals})::double precision"), [number]),
        }
    }

    /// The least or the greatest of some numbers; nothing when one of them is not known.
    pub(crate) fn extreme(self, numbers: Vec<SimpleExpr>, greatest: bool) -> SimpleExpr {
        let n = numbers.len();
        match self {
            Self::Sqlite => {
                let function = if greatest { "max" } else { "min" };
                Expr::cust_with_exprs(format!("{function}({})", vec!["?"; n].join(", ")), numbers)
            }
            Self::Postgres => {
                let function = if greatest { "greatest" } else { "least" };
                let places = |from: usize| (from..from + n).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
                let sql = format!("CASE WHEN num_nulls({}) = 0 THEN {function}({}) END", places(1), places(n + 1));
                Expr::cust_with_exprs(sql, numbers.iter().chain(&numbers).cloned())
            }
        }
    }

    /// The days from the beginning of 2000 to a day that is written `YYYY-MM-DD`.
    pub(crate) fn day_number(self, day: SimpleExpr) -> SimpleExpr {
        match self {
            Self::Sqlite => Expr::cust_with_exprs("(julianday(?) - 2451544.5)", [day]),
            Self::Postgres => Expr::cust_with_exprs("(($1)::text::date - DATE '2000-01-01')::double precision", [day]),
        }
    }

    /// The day that so many days after the beginning of 2000 is, written `YYYY-MM-DD`; nothing outside our time.
    pub(crate) fn day_as_text(self, number: SimpleExpr) -> SimpleExpr {
        match self {
            Self::Sqlite => {
                let sql = "CASE WHEN abs(?) < 73000 THEN date(CAST(round(?) AS INTEGER) + 2451544.5) END";
                Expr::cust_with_exprs(sql, [number.clone(), number])
            }
            Self::Postgres => {
                let sql = "CASE WHEN abs($1) < 73000 THEN to_char(DATE '2000-01-01' + round($2)::int, 'YYYY-MM-DD') END";
                Expr::cust_with_exprs(sql, [number.clone(), number])
            }
        }
    }

    /// Whether a field of several choices has one of these words; any at all when none is named.
    #[must_use]
    pub fn custom_has(self, table: &str, key: &str, words: &[String]) -> SimpleExpr {
        let json = format!("{table}.{COLUMN}");
        let rows = match self {
            Self::Sqlite => format!("json_each({json}, '$.{key}') AS word"),
            Self::Postgres => format!(
                "jsonb_array_elements_text(CASE jsonb_typeof({json} -> '{key}') WHEN 'array' THEN {json} -> '{key}' ELSE '[]' END) AS word(value)"
            ),
        };
        if words.is_empty() {
            return Expr::cust(format!("EXISTS (SELECT 1 FROM {rows})"));
        }
        let places: Vec<String> = (1..=words.len()).map(|n| if self == Self::Sqlite { "?".to_owned() } else { format!("${n}") }).collect();
        let sql = format!("EXISTS (SELECT 1 FROM {rows} WHERE word.value IN ({}))", places.join(", "));
        Expr::cust_with_values(sql, words.iter().cloned())
    }

    /// Makes an index on a field that a workspace has added to a table, under a name; on PostgreSQL without keeping anybody from
    /// writing, and of this workspace's rows only. SQLite's planner would not see that a workspace which is named later is this one.
    /// There the index also says which rows lie in the trash, if the table has one: so it answers by itself how many rows a
    /// condition leaves, and reads no JSON for it.
    #[must_use]
    pub fn custom_index(self, name: &str, table: &str, has_trash: bool, workspace: Uuid, custom: &Custom) -> String {
        let value = self.custom_sql("", custom);
        let trash = if has_trash { ", trashed_at" } else { "" };
        match self {
            Self::Sqlite => format!("CREATE INDEX IF NOT EXISTS {name} ON {table} (workspace_id, ({value}), id{trash})"),
            Self::Postgres => format!(
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} (workspace_id, ({value}) NULLS FIRST, id) \
                 WHERE workspace_id = '{workspace}'"
            ),
        }
    }

    /// An `UPDATE` that takes a field out of the rows of a workspace between two ids (`workspace_id`, the last before, the last).
    #[must_use]
    pub fn custom_emptied(self, table: &str, key: &str) -> String {
        let (without, has) = match self {
            Self::Sqlite => (format!("json_remove({COLUMN}, '$.{key}')"), format!("json_type({COLUMN}, '$.{key}')")),
            Self::Postgres => (format!("{COLUMN} - '{key}'"), format!("{COLUMN} -> '{key}'")),
        };
        format!("UPDATE {table} SET {COLUMN} = {without} WHERE workspace_id = ? AND id > ? AND id <= ? AND {has} IS NOT NULL")
    }

    /// The words of an `UPDATE` that lets rows point to another record by a field of the workspace's own: what is set (the other
    /// record's id), and of which rows (the id that they point to). An index on the field serves it.
    #[must_use]
    pub fn custom_repointed(self, table: &str, custom: &Custom) -> [String; 2] {
        let key = &custom.key;
        let set = match self {
            Self::Sqlite => format!("json_set({COLUMN}, '$.{key}', ?)"),
            Self::Postgres => format!("jsonb_set({COLUMN}, '{{{key}}}', to_jsonb(?::text))"),
        };
        [set, format!("{} = ?", self.custom_sql(&format!("{table}."), custom))]
    }

    /// The words of an `UPDATE` that puts one word for another in a column of JSON: what is set (the present word, the new one),
    /// and of which rows (the present word). For words that stand nowhere by chance, such as ids.
    #[must_use]
    pub fn json_reworded(self, table: &str, column: &str) -> [String; 2] {
        match self {
            Self::Sqlite => [format!("replace({column}, ?, ?)"), format!("instr({table}.{column}, ?) > 0")],
            Self::Postgres => {
                [format!("replace({column}::text, ?::text, ?::text)::jsonb"), format!("strpos({table}.{column}::text, ?::text) > 0")]
            }
        }
    }

    /// Drops such an index.
    #[must_use]
    pub fn drop_custom_index(self, name: &str) -> String {
        let quietly = if self == Self::Sqlite { "" } else { "CONCURRENTLY " };
        format!("DROP INDEX {quietly}IF EXISTS {name}")
    }

    /// Orders by a column so that the empty value is the lowest, as every index here is built.
    #[must_use]
    pub fn nulls_when(self, descending: bool) -> Option<NullOrdering> {
        match self {
            // SQLite's own order; saying it would keep it from using the index.
            Self::Sqlite => None,
            Self::Postgres if descending => Some(NullOrdering::Last),
            Self::Postgres => Some(NullOrdering::First),
        }
    }
}

/// Makes user text literal inside a `LIKE` pattern whose escape character is `!`.
#[must_use]
pub fn escape_like(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_source_gives_two_schemas() {
        let sql = "CREATE TABLE t (id {uuid} NOT NULL, at {ts}){narrow};\n-- @sqlite\nA;\n-- @end\n-- @postgres\nB;\n-- @end\nC;";
        assert_eq!(Dialect::Sqlite.render(sql), "CREATE TABLE t (id BLOB NOT NULL, at TEXT) WITHOUT ROWID;\nA;\nC;");
        assert_eq!(Dialect::Postgres.render(sql), "CREATE TABLE t (id uuid NOT NULL, at timestamptz);\nB;\nC;");
    }

    #[test]
    fn placeholders_are_numbered_for_postgres() {
        let statement = Dialect::Postgres.statement("a = ? AND b = ?", vec![1.into(), 2.into()]);
        assert_eq!(statement.sql, "a = $1 AND b = $2");
    }

    #[test]
    fn like_patterns_are_literal() {
        assert_eq!(escape_like("50%_!"), "50!%!_!!");
    }
}
