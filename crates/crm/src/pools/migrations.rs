//! The tables of pools.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    name: "2026-11-30-8-pools",
    sql: "
CREATE TABLE pools (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  name TEXT NOT NULL,
  org_unit_id {uuid},
  takes_per_day BIGINT,
  most_held BIGINT,
  views_per_day BIGINT,
  wait_days BIGINT,
  warning_days BIGINT,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX pools_name_key ON pools (workspace_id, name);
CREATE TABLE pool_rules (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  pool_id {uuid} NOT NULL,
  name TEXT NOT NULL,
  active {bool} NOT NULL,
  filter {json},
  no_contact_days BIGINT,
  no_order_days BIGINT,
  no_step_days BIGINT,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, pool_id) REFERENCES pools (workspace_id, id)
);
CREATE INDEX pool_rules_pool ON pool_rules (workspace_id, pool_id, id);
CREATE TABLE pool_warnings (
  workspace_id {uuid} NOT NULL,
  account_id {uuid} NOT NULL,
  pool_id {uuid} NOT NULL,
  rule_id {uuid} NOT NULL,
  owner_id {uuid} NOT NULL,
  warned_on {date} NOT NULL,
  due_on {date} NOT NULL,
  told {bool} NOT NULL,
  PRIMARY KEY (workspace_id, account_id)
);
CREATE INDEX pool_warnings_rule ON pool_warnings (workspace_id, rule_id, account_id);
CREATE INDEX pool_warnings_owner ON pool_warnings (workspace_id, owner_id, due_on, account_id);
CREATE INDEX pool_warnings_due ON pool_warnings (workspace_id, due_on, account_id);
CREATE INDEX pool_warnings_told ON pool_warnings (workspace_id, told, owner_id);
CREATE TABLE pool_uses (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  pool_id {uuid} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('taken', 'given', 'viewed')),
  on_day {date} NOT NULL,
  account_id {uuid} NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX pool_uses_user ON pool_uses (workspace_id, user_id, pool_id, kind, on_day, account_id);
CREATE INDEX pool_uses_account ON pool_uses (workspace_id, account_id, kind, on_day);
",
}];
