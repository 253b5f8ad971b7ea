//! The tables of follows.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[TABLES];

/// A row that is not on says that somebody has stopped following: nothing is followed by itself again.
const TABLES: Migration = Migration {
    name: "2026-11-30-5-follows",
    sql: "
CREATE TABLE follows (
  workspace_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  record_id {uuid} NOT NULL,
  kind TEXT NOT NULL,
  is_on {bool} NOT NULL,
  at {ts} NOT NULL,
  PRIMARY KEY (workspace_id, user_id, record_id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX follows_record ON follows (workspace_id, record_id, user_id);
CREATE TABLE follow_wishes (
  workspace_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  made {bool} NOT NULL,
  owned {bool} NOT NULL,
  discussed {bool} NOT NULL,
  PRIMARY KEY (workspace_id, user_id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
",
};
