//! The table of products.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[TABLES];

const TABLES: Migration = Migration {
    name: "2026-11-30-99-catalogue",
    sql: "
CREATE TABLE products (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  sku TEXT,
  family TEXT,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX products_name_key ON products (workspace_id, name);
CREATE INDEX products_name ON products (workspace_id, name_sort, id);
CREATE INDEX products_family ON products (workspace_id, family {lowest}, id);
CREATE INDEX products_created ON products (workspace_id, created_at, id)
",
};
