//! The tables of providers.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[TABLES];

const TABLES: Migration = Migration {
    name: "2026-11-30-9-providers",
    sql: "
CREATE TABLE identity_providers (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  name TEXT NOT NULL,
  issuer TEXT NOT NULL,
  client_id TEXT NOT NULL,
  client_secret TEXT,
  scopes TEXT NOT NULL,
  groups_claim TEXT NOT NULL,
  mapping {json} NOT NULL,
  makes_users {bool} NOT NULL,
  links_by_email {bool} NOT NULL,
  ends_passwords {bool} NOT NULL,
  active {bool} NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX identity_providers_id ON identity_providers (id);
CREATE TABLE identities (
  workspace_id {uuid} NOT NULL,
  provider_id {uuid} NOT NULL,
  subject TEXT NOT NULL,
  user_id {uuid} NOT NULL,
  PRIMARY KEY (workspace_id, provider_id, subject),
  FOREIGN KEY (workspace_id, provider_id) REFERENCES identity_providers (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
){narrow};
CREATE INDEX identities_user ON identities (workspace_id, user_id);
CREATE TABLE provider_attempts (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  provider_id {uuid} NOT NULL,
  at {ts} NOT NULL,
  outcome TEXT NOT NULL,
  who TEXT,
  detail TEXT,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, provider_id) REFERENCES identity_providers (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX provider_attempts_provider ON provider_attempts (workspace_id, provider_id, id);
CREATE TABLE provider_documents (
  workspace_id {uuid} NOT NULL,
  provider_id {uuid} NOT NULL,
  document {json} NOT NULL,
  keys {json} NOT NULL,
  read_at {ts} NOT NULL,
  PRIMARY KEY (workspace_id, provider_id),
  FOREIGN KEY (workspace_id, provider_id) REFERENCES identity_providers (workspace_id, id) ON DELETE CASCADE
);
",
};
