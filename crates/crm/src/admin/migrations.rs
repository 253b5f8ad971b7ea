//! The tables of admin.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[TABLES, SOURCES];

/// The program whose export a file is, and when an import was taken back.
const SOURCES: Migration = Migration {
    name: "2026-11-30-9-admin-sources",
    sql: "
ALTER TABLE imports ADD COLUMN source TEXT;
ALTER TABLE imports ADD COLUMN undone_at {ts};
",
};

const TABLES: Migration = Migration {
    name: "2026-11-22-6-admin",
    sql: "
CREATE TABLE views (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  list TEXT NOT NULL,
  name TEXT NOT NULL,
  shared TEXT NOT NULL CHECK (shared IN ('private', 'team', 'everyone')),
  org_unit_id {uuid},
  pinned {bool} NOT NULL,
  is_default {bool} NOT NULL,
  filter {json},
  sort TEXT,
  columns {json} NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX views_list ON views (workspace_id, list, id);
CREATE TABLE imports (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  kind TEXT NOT NULL,
  file_name TEXT NOT NULL,
  path TEXT NOT NULL,
  sheet TEXT,
  header_row BIGINT,
  mapping {json} NOT NULL,
  mode TEXT,
  key TEXT,
  dry_run {bool} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('mapping', 'running', 'done')),
  job_id {uuid},
  created_rows BIGINT NOT NULL,
  updated_rows BIGINT NOT NULL,
  unchanged_rows BIGINT NOT NULL,
  rejected_rows BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE TABLE import_rejects (
  workspace_id {uuid} NOT NULL,
  import_id {uuid} NOT NULL,
  number BIGINT NOT NULL,
  cells {json} NOT NULL,
  errors {json} NOT NULL,
  PRIMARY KEY (workspace_id, import_id, number),
  FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id)
){narrow};
",
};
