//! The tables of attachments.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    name: "2026-11-30-6-attachments",
    sql: "
CREATE TABLE attachments (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  about_kind TEXT NOT NULL,
  about_id {uuid} NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  family TEXT NOT NULL CHECK (family IN ('image', 'document', 'media', 'archive')),
  size_bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  picture TEXT NOT NULL CHECK (picture IN ('none', 'due', 'made')),
  width BIGINT,
  height BIGINT,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX attachments_about ON attachments (workspace_id, about_id, created_at, id);
",
}];
