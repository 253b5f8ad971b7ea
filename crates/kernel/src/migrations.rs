//! The kernel's own tables: workspaces, events and their changes, jobs, parameters, the search index, kept answers.

use crate::db::migrate::Migration;

/// The kernel's migrations.
pub const MIGRATIONS: &[Migration] = &[TABLES, CUSTOM_FIELDS];

/// The fields that workspaces add to their records, and by which version of them a process knows whether it knows them.
const CUSTOM_FIELDS: Migration = Migration {
    name: "2026-11-30-0-kernel-custom-fields",
    sql: "
ALTER TABLE workspaces ADD COLUMN fields_version BIGINT NOT NULL DEFAULT 0;
CREATE TABLE custom_fields (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  trashed_at {ts},
  list TEXT NOT NULL,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  help TEXT,
  kind {json} NOT NULL,
  required {bool} NOT NULL,
  is_unique {bool} NOT NULL,
  searchable {bool} NOT NULL,
  index_state TEXT NOT NULL CHECK (index_state IN ('none', 'building', 'ready', 'failed')),
  default_value {json},
  position BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX custom_fields_key_key ON custom_fields (workspace_id, list, key);
",
};

const TABLES: Migration = Migration {
    name: "2026-11-22-0-kernel",
    sql: "
CREATE TABLE workspaces (
  id {uuid} NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  trade TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  currency TEXT NOT NULL,
  locale TEXT NOT NULL,
  created_at {ts} NOT NULL
);
CREATE TABLE events (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  at {ts} NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  record_id {uuid} NOT NULL,
  about_id {uuid},
  owner_id {uuid},
  also_ids {json},
  user_id {uuid},
  by_job {bool} NOT NULL,
  request_id {uuid} NOT NULL,
  data {json} NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX events_record ON events (workspace_id, record_id, id);
CREATE INDEX events_about ON events (workspace_id, about_id, id);
CREATE INDEX events_user ON events (workspace_id, user_id, id);
CREATE INDEX events_kind ON events (workspace_id, kind, id);
CREATE INDEX events_name ON events (workspace_id, name, id);
CREATE TABLE changes (
  workspace_id {uuid} NOT NULL,
  event_id {uuid} NOT NULL,
  n BIGINT NOT NULL,
  kind TEXT NOT NULL,
  record_id {uuid} NOT NULL,
  field TEXT NOT NULL,
  before {json} NOT NULL,
  after {json} NOT NULL,
  PRIMARY KEY (workspace_id, event_id, n)
){narrow};
CREATE TABLE jobs (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  kind TEXT NOT NULL,
  payload {json} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  run_at {ts} NOT NULL,
  attempts BIGINT NOT NULL,
  locked_by TEXT,
  locked_until {ts},
  dedupe_key TEXT,
  cancel_wanted {bool} NOT NULL,
  checkpoint {json} NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT,
  message TEXT,
  result {json},
  error {json},
  user_id {uuid},
  limits {json},
  credential_id {uuid},
  created_at {ts} NOT NULL,
  finished_at {ts},
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX jobs_due ON jobs (state, run_at);
CREATE INDEX jobs_user ON jobs (workspace_id, user_id, id);
CREATE INDEX jobs_credential ON jobs (workspace_id, credential_id, id);
CREATE INDEX jobs_kind ON jobs (workspace_id, kind, id);
CREATE INDEX jobs_finished ON jobs (workspace_id, finished_at);
CREATE UNIQUE INDEX jobs_dedupe_key ON jobs (workspace_id, dedupe_key);
CREATE TABLE schedules (
  workspace_id {uuid} NOT NULL,
  kind TEXT NOT NULL,
  parameter TEXT,
  next_run_at {ts} NOT NULL,
  PRIMARY KEY (workspace_id, kind)
){narrow};
CREATE TABLE parameters (
  workspace_id {uuid} NOT NULL,
  key TEXT NOT NULL,
  value {json} NOT NULL,
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  PRIMARY KEY (workspace_id, key)
){narrow};
CREATE TABLE kept_answers (
  workspace_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status BIGINT NOT NULL,
  body {json} NOT NULL,
  created_at {ts} NOT NULL,
  PRIMARY KEY (workspace_id, user_id, key)
);
CREATE INDEX kept_answers_age ON kept_answers (created_at);
-- @sqlite
CREATE TABLE search_docs (
  doc INTEGER PRIMARY KEY,
  workspace_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  record_id BLOB NOT NULL,
  title TEXT NOT NULL,
  subtitle TEXT NOT NULL,
  UNIQUE (workspace_id, kind, record_id)
);
CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', contentless_delete=1, detail=full, tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\");
-- @end
-- @postgres
CREATE TABLE search_docs (
  workspace_id uuid NOT NULL,
  kind TEXT NOT NULL,
  record_id uuid NOT NULL,
  title TEXT NOT NULL,
  subtitle TEXT NOT NULL,
  tokens tsvector NOT NULL,
  PRIMARY KEY (workspace_id, kind, record_id)
);
CREATE INDEX search_docs_tokens ON search_docs USING gin (tokens) WITH (fastupdate = off);
-- @end
",
};
