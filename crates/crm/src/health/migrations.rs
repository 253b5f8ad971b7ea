//! The tables of health.

use guanxi_kernel::db::migrate::Migration;

/// What became of each backup and each rehearsal, under the id of its job; the job log forgets earlier.
pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    name: "2026-11-30-95-health",
    sql: "
CREATE TABLE backup_runs (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('backup', 'rehearsal')),
  began_at {ts} NOT NULL,
  ended_at {ts} NOT NULL,
  succeeded {bool} NOT NULL,
  facts {json} NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX backup_runs_what ON backup_runs (workspace_id, what, ended_at)
",
}];
