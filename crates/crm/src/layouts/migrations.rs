//! The table of layouts.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    name: "2026-11-30-10-layouts",
    sql: "
CREATE TABLE layouts (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  list TEXT NOT NULL,
  variant TEXT NOT NULL,
  sections {json} NOT NULL,
  hidden {json} NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX layouts_variant_key ON layouts (workspace_id, list, variant);
",
}];
