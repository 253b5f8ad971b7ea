//! The table of demo.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    name: "2026-11-22-7-demo",
    sql: "
CREATE TABLE demo_records (
  workspace_id {uuid} NOT NULL,
  kind TEXT NOT NULL,
  record_id {uuid} NOT NULL,
  PRIMARY KEY (workspace_id, kind, record_id)
){narrow};
",
}];
