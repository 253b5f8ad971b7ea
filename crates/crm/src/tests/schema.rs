//! What must be true of the schema on either database, asked of the database itself.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{db::Dialect, testkit::TestDatabase};
use sea_orm::{ColumnTrait, ColumnType, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable};

use crate::{
    MERGEABLE, SLICES, admin, attachments, catalogue, contacts, customer_files, customers, duplicates, fields, interactions, layouts,
    migrations, orders, personal, pools, providers, staff, territories, undo, value,
};

#[derive(FromQueryResult)]
struct KeyColumn {
    table_name: String,
    column_name: String,
}

/// Tables that stand above the workspaces, with the reason.
const ABOVE_WORKSPACES: &[(&str, &str)] = &[
    ("migrations", "one schema for the whole installation"),
    ("workspaces", "the workspaces themselves"),
    ("sign_in_failures", "before signing in, nobody belongs to a workspace"),
    ("sign_in_tickets", "before signing in, nobody belongs to a workspace"),
    ("search_docs", "SQLite's full-text index needs a number as key; workspace, kind and record are unique beside it"),
];

async fn first_key_columns(database: &TestDatabase) -> Vec<KeyColumn> {
    let sql = match database.db.dialect() {
        Dialect::Sqlite => {
            "SELECT m.name AS table_name, i.name AS column_name FROM sqlite_master m, pragma_table_info(m.name) i \
             WHERE m.type = 'table' AND i.pk = 1 AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%'"
        }
        Dialect::Postgres => {
            "SELECT c.relname::text AS table_name, a.attname::text AS column_name FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] WHERE i.indisprimary"
        }
    };
    let statement = database.db.dialect().statement(sql, vec![]);
    KeyColumn::find_by_statement(statement)
        .all(database.db.unscoped("the schema belongs to nobody"))
        .await
        .expect("the catalogue can be read")
}

#[tokio::test]
async fn every_primary_key_begins_with_the_workspace() {
    let database = TestDatabase::new(&migrations()).await;
    let keys = first_key_columns(&database).await;
    assert!(keys.len() > 20, "the catalogue query finds the tables");
    for KeyColumn { table_name, column_name } in keys {
        let exempt = ABOVE_WORKSPACES.iter().any(|(name, _)| *name == table_name);
        assert!(exempt || column_name == "workspace_id", "{table_name} begins its key with {column_name}");
    }
}

#[tokio::test]
async fn migrations_run_once_and_refuse_a_newer_database() {
    let database = TestDatabase::new(&migrations()).await;
    let again = guanxi_kernel::db::migrate::run(&database.db, &migrations(), None).await.expect("nothing is left to do");
    assert!(again.applied.is_empty());
    let insert = "INSERT INTO migrations (name, checksum, applied_at) VALUES ('9999-later', 'x', '2030-01-01T00:00:00Z')";
    database.db.unscoped("the schema belongs to nobody").execute_unprepared(insert).await.expect("the row is written");
    let refused = guanxi_kernel::db::migrate::run(&database.db, &migrations(), None).await.expect_err("a newer database is refused");
    assert!(refused.to_string().contains("newer release"), "{refused}");
}

/// Tables that are read and written by statements of their own, not through an entity; the kernel's among them.
const WITHOUT_ENTITY: &[&str] = &[
    "account_sources",
    "account_tags",
    "account_types",
    "account_value_days",
    "authenticators",
    "backup_runs",
    "changes",
    "contact_tags",
    "credentials",
    "demo_records",
    "events",
    "follow_wishes",
    "follows",
    "identities",
    "import_images",
    "import_rejects",
    "import_rows",
    "jobs",
    "kept_answers",
    "merge_rows",
    "migrations",
    "notification_preferences",
    "notifications",
    "parameters",
    "passkeys",
    "password_resets",
    "provider_attempts",
    "provider_documents",
    "record_keys",
    "recovery_codes",
    "refused_sign_ins",
    "role_fields",
    "role_grants",
    "schedules",
    "search_docs",
    "second_step_rules",
    "sign_in_failures",
    "sign_in_tickets",
    "user_columns",
    "user_roles",
    "value_reports",
    "workspaces",
];

/// What a column is: its name, its type in this database, and whether it may be empty.
type Columns = BTreeMap<String, (String, bool)>;

fn of_entity<E: EntityTrait>(dialect: Dialect, tables: &mut BTreeMap<String, Columns>) {
    let column = |column: E::Column| {
        let definition = column.def();
        let kind = match (definition.get_column_type(), dialect) {
            (ColumnType::Uuid | ColumnType::Blob | ColumnType::VarBinary(_), Dialect::Sqlite) => "BLOB",
            (ColumnType::Blob | ColumnType::VarBinary(_), Dialect::Postgres) => "bytea",
            (ColumnType::Uuid, Dialect::Postgres) => "uuid",
            (ColumnType::Json | ColumnType::JsonBinary, Dialect::Postgres) => "jsonb",
            (ColumnType::TimestampWithTimeZone, Dialect::Postgres) => "timestamp with time zone",
            (ColumnType::Date, Dialect::Postgres) => "date",
            (ColumnType::Boolean, Dialect::Sqlite) => "BOOLEAN",
            (ColumnType::Boolean, Dialect::Postgres) => "boolean",
            (ColumnType::BigInteger, Dialect::Sqlite) => "BIGINT",
            (ColumnType::BigInteger, Dialect::Postgres) => "bigint",
            (_, Dialect::Sqlite) => "TEXT",
            (ColumnType::String(_) | ColumnType::Text, Dialect::Postgres) => "text",
            (other, Dialect::Postgres) => panic!("no table has a column of the type {other:?}"),
        };
        (column.as_str().to_owned(), (kind.to_owned(), definition.is_null()))
    };
    tables.insert(E::default().table_name().to_owned(), E::Column::iter().map(column).collect());
}

async fn of_database(database: &TestDatabase) -> BTreeMap<String, Columns> {
    #[derive(FromQueryResult)]
    struct Found {
        table_name: String,
        column_name: String,
        kind: String,
        may_be_empty: bool,
    }
    let sql = match database.db.dialect() {
        Dialect::Sqlite => {
            "SELECT m.name AS table_name, i.name AS column_name, i.type AS kind, i.\"notnull\" = 0 AS may_be_empty \
             FROM sqlite_master m, pragma_table_info(m.name) i \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%'"
        }
        Dialect::Postgres => {
            "SELECT table_name::text, column_name::text, data_type::text AS kind, is_nullable = 'YES' AS may_be_empty \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let statement = database.db.dialect().statement(sql, vec![]);
    let found = Found::find_by_statement(statement).all(database.db.unscoped("the schema belongs to nobody")).await;
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    for row in found.expect("the catalogue can be read") {
        tables.entry(row.table_name).or_default().insert(row.column_name, (row.kind, row.may_be_empty));
    }
    tables
}

#[tokio::test]
async fn the_migrated_schema_is_what_the_entities_say() {
    let database = TestDatabase::new(&migrations()).await;
    let dialect = database.db.dialect();
    let mut said = BTreeMap::new();
    of_entity::<admin::tables::view::Entity>(dialect, &mut said);
    of_entity::<admin::tables::import::Entity>(dialect, &mut said);
    of_entity::<undo::tables::undo::Entity>(dialect, &mut said);
    of_entity::<attachments::tables::attachment::Entity>(dialect, &mut said);
    of_entity::<catalogue::tables::product::Entity>(dialect, &mut said);
    of_entity::<contacts::tables::contact::Entity>(dialect, &mut said);
    of_entity::<contacts::tables::contact_account::Entity>(dialect, &mut said);
    of_entity::<customer_files::tables::account_file::Entity>(dialect, &mut said);
    of_entity::<customer_files::tables::form::Entity>(dialect, &mut said);
    of_entity::<customer_files::tables::proposal::Entity>(dialect, &mut said);
    of_entity::<customer_files::tables::review::Entity>(dialect, &mut said);
    of_entity::<customer_files::tables::verification::Entity>(dialect, &mut said);
    of_entity::<customers::tables::account::Entity>(dialect, &mut said);
    of_entity::<customers::tables::relation::Entity>(dialect, &mut said);
    of_entity::<customers::team::tables::member::Entity>(dialect, &mut said);
    of_entity::<duplicates::tables::merge::Entity>(dialect, &mut said);
    of_entity::<duplicates::tables::pair::Entity>(dialect, &mut said);
    of_entity::<fields::tables::custom_field::Entity>(dialect, &mut said);
    of_entity::<interactions::tables::comment::Entity>(dialect, &mut said);
    of_entity::<interactions::tables::episode::Entity>(dialect, &mut said);
    of_entity::<interactions::tables::interaction::Entity>(dialect, &mut said);
    of_entity::<interactions::tables::interaction_contact::Entity>(dialect, &mut said);
    of_entity::<interactions::tables::task::Entity>(dialect, &mut said);
    of_entity::<orders::tables::line::Entity>(dialect, &mut said);
    of_entity::<orders::tables::order::Entity>(dialect, &mut said);
    of_entity::<personal::tables::consent::Entity>(dialect, &mut said);
    of_entity::<personal::tables::erasure::Entity>(dialect, &mut said);
    of_entity::<personal::tables::fact::Entity>(dialect, &mut said);
    of_entity::<personal::tables::preference::Entity>(dialect, &mut said);
    of_entity::<pools::tables::pool::Entity>(dialect, &mut said);
    of_entity::<pools::tables::rule::Entity>(dialect, &mut said);
    of_entity::<pools::tables::used::Entity>(dialect, &mut said);
    of_entity::<pools::tables::warning::Entity>(dialect, &mut said);
    of_entity::<providers::tables::identity_provider::Entity>(dialect, &mut said);
    of_entity::<staff::tables::invitation::Entity>(dialect, &mut said);
    of_entity::<staff::tables::org_unit::Entity>(dialect, &mut said);
    of_entity::<staff::tables::role::Entity>(dialect, &mut said);
    of_entity::<staff::tables::user::Entity>(dialect, &mut said);
    of_entity::<layouts::tables::layout::Entity>(dialect, &mut said);
    of_entity::<territories::tables::territory::Entity>(dialect, &mut said);
    of_entity::<territories::tables::turn::Entity>(dialect, &mut said);
    of_entity::<value::delivered::tables::delivered_value::Entity>(dialect, &mut said);
    of_entity::<value::tables::account_value::Entity>(dialect, &mut said);
    let mut there = of_database(&database).await;
    let without: BTreeSet<String> = there.keys().filter(|table| !said.contains_key(*table)).cloned().collect();
    let known: BTreeSet<String> = WITHOUT_ENTITY.iter().map(|table| (*table).to_owned()).collect();
    assert_eq!(without, known, "a table needs an entity here, or its name among those without");
    for (table, columns) in said {
        let found = there.remove(&table).unwrap_or_default();
        assert_eq!(found, columns, "{table}: left is the database, right the entity");
    }
}

#[test]
fn whatever_points_to_a_record_that_can_be_merged_is_declared() {
    let declared: BTreeSet<(&str, &str, &str)> =
        SLICES.iter().flat_map(|slice| slice.references).map(|reference| (reference.to, reference.table, reference.column)).collect();
    let mut found = 0;
    for migration in migrations() {
        for table in migration.sql.split("CREATE TABLE ").skip(1) {
            let name = table.split_whitespace().next().unwrap_or_default();
            let body = table.split(';').next().unwrap_or_default();
            for kind in MERGEABLE {
                let is_key = |line: &str| line.starts_with("FOREIGN KEY") && line.contains(&format!("REFERENCES {} (", (kind.table)()));
                let of_key = |line: &str| line.split(['(', ')']).nth(1)?.split(", ").nth(1).map(str::to_owned);
                let keys = body.lines().map(str::trim).filter(|line| is_key(line)).filter_map(of_key);
                let named = format!("{}_id", kind.kind);
                let columns = body.lines().filter_map(|line| line.split_whitespace().next()).filter(|column| *column == named);
                for column in keys.chain(columns.map(str::to_owned)) {
                    found += 1;
                    assert!(
                        declared.contains(&(kind.kind, name, column.as_str())),
                        "{name}.{column} points to {}s and is not declared",
                        kind.kind
                    );
                }
            }
        }
    }
    assert!(found > 20, "the migrations are read");
}

#[test]
fn every_filter_that_is_kept_follows_when_records_are_merged() {
    let declared: BTreeSet<(&str, &str)> =
        SLICES.iter().flat_map(|slice| slice.mentions).map(|mention| (mention.table, mention.column)).collect();
    let mut found = 0;
    for migration in migrations() {
        for table in migration.sql.split("CREATE TABLE ").skip(1) {
            let name = table.split_whitespace().next().unwrap_or_default();
            let body = table.split(';').next().unwrap_or_default();
            if body.lines().any(|line| line.trim().starts_with("filter {json}")) {
                found += 1;
                assert!(declared.contains(&(name, "filter")), "{name}.filter may name records and is not declared");
            }
        }
    }
    assert_eq!(found, 3, "the migrations are read");
}
