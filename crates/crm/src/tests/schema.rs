//! What must be true of the schema on either database, asked of the database itself.

use guanxi_kernel::{db::Dialect, testkit::TestDatabase};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::migrations;

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
