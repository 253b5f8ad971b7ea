//! The tables of undo.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    name: "2026-11-30-8-undo",
    sql: "
CREATE TABLE import_rows (
  workspace_id {uuid} NOT NULL,
  import_id {uuid} NOT NULL,
  kind TEXT NOT NULL,
  record_id {uuid} NOT NULL,
  is_new {bool} NOT NULL,
  version BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('written', 'taken_back', 'left')),
  why TEXT,
  PRIMARY KEY (workspace_id, import_id, kind, record_id),
  FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE CASCADE
){narrow};
CREATE TABLE import_images (
  workspace_id {uuid} NOT NULL,
  import_id {uuid} NOT NULL,
  kind TEXT NOT NULL,
  record_id {uuid} NOT NULL,
  before {json} NOT NULL,
  beside {json} NOT NULL,
  PRIMARY KEY (workspace_id, import_id, kind, record_id),
  FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE CASCADE
);
CREATE TABLE import_undos (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  import_id {uuid} NOT NULL,
  job_id {uuid} NOT NULL,
  dry_run {bool} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done')),
  removed_rows BIGINT NOT NULL,
  restored_rows BIGINT NOT NULL,
  left_rows BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX import_undos_import_id_key ON import_undos (workspace_id, import_id);
",
}];
