//! The tables of customer files.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    name: "2026-11-30-92-customer-files",
    sql: "
CREATE TABLE account_files (
  workspace_id {uuid} NOT NULL,
  record_id {uuid} NOT NULL,
  step TEXT NOT NULL DEFAULT 'survey' CHECK (step IN ('survey', 'archived', 'analysed', 'in_review', 'reviewed', 'due_again')),
  is_partial {bool} NOT NULL DEFAULT FALSE,
  completeness_bp BIGINT NOT NULL DEFAULT 0,
  stale BIGINT NOT NULL DEFAULT 0,
  steward_id {uuid},
  review_due_on {date} NOT NULL DEFAULT '0001-01-01',
  next_review_on {date} NOT NULL DEFAULT '0001-01-01',
  result TEXT NOT NULL DEFAULT 'none',
  verify_task_id {uuid},
  PRIMARY KEY (workspace_id, record_id),
  FOREIGN KEY (workspace_id, record_id) REFERENCES accounts (workspace_id, id)
){narrow};
INSERT INTO account_files (workspace_id, record_id) SELECT workspace_id, id FROM accounts;
CREATE INDEX account_files_step ON account_files (workspace_id, step, record_id);
CREATE INDEX account_files_next ON account_files (workspace_id, next_review_on, record_id);
CREATE INDEX account_files_steward ON account_files (workspace_id, steward_id, record_id) WHERE steward_id IS NOT NULL;
CREATE INDEX account_files_verify ON account_files (workspace_id, verify_task_id) WHERE verify_task_id IS NOT NULL;
CREATE TABLE file_verifications (
  workspace_id {uuid} NOT NULL,
  account_id {uuid} NOT NULL,
  field TEXT NOT NULL,
  verified_at {ts} NOT NULL,
  verified_by {uuid},
  PRIMARY KEY (workspace_id, account_id, field),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id)
){narrow};
CREATE TABLE file_reviews (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  account_id {uuid} NOT NULL,
  analysis {json} NOT NULL,
  submitted_at {ts},
  submitted_by {uuid},
  note TEXT,
  reviewed_at {ts},
  reviewed_by {uuid},
  result TEXT CHECK (result IN ('keep', 'upgrade', 'downgrade', 'add', 'subtract', 'watch')),
  reason TEXT,
  outcome {json},
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id)
);
CREATE INDEX file_reviews_account ON file_reviews (workspace_id, account_id, id);
CREATE TABLE file_proposals (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  account_id {uuid} NOT NULL,
  field TEXT NOT NULL,
  before {json} NOT NULL,
  proposed {json} NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined')),
  settled_at {ts},
  settled_by {uuid},
  answer TEXT,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id)
);
CREATE INDEX file_proposals_account ON file_proposals (workspace_id, account_id, state, id);
CREATE TABLE file_forms (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  kind TEXT NOT NULL CHECK (kind IN ('organisation', 'household', 'person')),
  fields {json} NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX file_forms_kind_key ON file_forms (workspace_id, kind);
",
}];
