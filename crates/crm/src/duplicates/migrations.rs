//! The tables of duplicates.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[TABLES, RUNS];

/// Which job has done a merge, so that all of one can be undone.
const RUNS: Migration = Migration {
    name: "2026-12-01-2-duplicates-runs",
    sql: "
ALTER TABLE merges ADD COLUMN run_id {uuid};
CREATE INDEX merges_run ON merges (workspace_id, run_id, id) WHERE run_id IS NOT NULL;
",
};

const TABLES: Migration = Migration {
    name: "2026-11-30-1-duplicates",
    sql: "
CREATE TABLE record_keys (
  workspace_id {uuid} NOT NULL,
  kind TEXT NOT NULL,
  key BIGINT NOT NULL,
  record_id {uuid} NOT NULL,
  PRIMARY KEY (workspace_id, kind, key, record_id)
){narrow};
CREATE INDEX record_keys_record ON record_keys (workspace_id, record_id, key);
CREATE TABLE duplicate_pairs (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  kind TEXT NOT NULL,
  first_id {uuid} NOT NULL,
  second_id {uuid} NOT NULL,
  certainty BIGINT NOT NULL,
  reasons {json} NOT NULL,
  dismissed {bool} NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX duplicate_pairs_first_id_key ON duplicate_pairs (workspace_id, first_id, second_id);
CREATE INDEX duplicate_pairs_second ON duplicate_pairs (workspace_id, second_id);
CREATE INDEX duplicate_pairs_open ON duplicate_pairs (workspace_id, kind, dismissed, certainty, id);
CREATE TABLE merges (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  kind TEXT NOT NULL,
  kept_id {uuid} NOT NULL,
  merged_id {uuid} NOT NULL,
  kept_name TEXT NOT NULL,
  merged_name TEXT NOT NULL,
  moved {json} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('merged', 'undone', 'final')),
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX merges_kept ON merges (workspace_id, kept_id, id);
CREATE INDEX merges_merged ON merges (workspace_id, merged_id, id);
CREATE INDEX merges_state ON merges (workspace_id, state, id);
CREATE TABLE merge_rows (
  workspace_id {uuid} NOT NULL,
  merge_id {uuid} NOT NULL,
  step BIGINT NOT NULL,
  n BIGINT NOT NULL,
  table_name TEXT NOT NULL,
  change TEXT NOT NULL CHECK (change IN ('moved', 'changed', 'removed', 'inserted')),
  column_name TEXT,
  row_id {uuid},
  before {json},
  after {json},
  PRIMARY KEY (workspace_id, merge_id, step, n),
  FOREIGN KEY (workspace_id, merge_id) REFERENCES merges (workspace_id, id) ON DELETE CASCADE
){narrow};
",
};
