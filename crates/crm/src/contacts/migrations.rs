//! The tables of contacts.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[TABLES, CUSTOM, ERASED];

/// The values of the fields that a workspace has added.
const CUSTOM: Migration = Migration { name: "2026-11-30-4-contacts-custom", sql: "ALTER TABLE contacts ADD COLUMN custom {json}" };

/// When a person was forgotten: the row stays for what points to it.
const ERASED: Migration = Migration { name: "2026-11-30-94-contacts-erased", sql: "ALTER TABLE contacts ADD COLUMN erased_at {ts}" };

const TABLES: Migration = Migration {
    name: "2026-11-22-3-contacts",
    sql: "
CREATE TABLE contacts (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  trashed_at {ts},
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  gender TEXT CHECK (gender IN ('female', 'male', 'other')),
  mobile TEXT,
  phone TEXT,
  email TEXT,
  wechat TEXT,
  birthday_calendar TEXT CHECK (birthday_calendar IN ('solar', 'lunar')),
  birthday_year BIGINT,
  birthday_month BIGINT,
  birthday_day BIGINT,
  birthday_leap {bool} NOT NULL,
  language TEXT,
  preferred_channel TEXT,
  is_consumer {bool} NOT NULL,
  guardian_id {uuid},
  remark TEXT,
  owner_id {uuid},
  primary_account_id {uuid},
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, owner_id) REFERENCES users (workspace_id, id),
  FOREIGN KEY (workspace_id, guardian_id) REFERENCES contacts (workspace_id, id),
  FOREIGN KEY (workspace_id, primary_account_id) REFERENCES accounts (workspace_id, id)
);
CREATE INDEX contacts_name ON contacts (workspace_id, name_sort, id) WHERE trashed_at IS NULL;
CREATE INDEX contacts_created ON contacts (workspace_id, created_at, id) WHERE trashed_at IS NULL;
CREATE INDEX contacts_owner ON contacts (workspace_id, owner_id, name_sort, id);
CREATE INDEX contacts_mobile ON contacts (workspace_id, mobile);
CREATE INDEX contacts_email ON contacts (workspace_id, email);
CREATE INDEX contacts_wechat ON contacts (workspace_id, wechat);
CREATE INDEX contacts_guardian ON contacts (workspace_id, guardian_id);
CREATE INDEX contacts_primary ON contacts (workspace_id, primary_account_id);
CREATE INDEX contacts_trash ON contacts (workspace_id, trashed_at, id) WHERE trashed_at IS NOT NULL;
CREATE TABLE contact_accounts (
  workspace_id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  account_id {uuid} NOT NULL,
  roles {json} NOT NULL,
  title TEXT,
  is_primary {bool} NOT NULL,
  first_to_call {bool} NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, account_id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id)
){narrow};
CREATE UNIQUE INDEX contact_accounts_first_key ON contact_accounts (workspace_id, account_id) WHERE first_to_call;
CREATE INDEX contact_accounts_account ON contact_accounts (workspace_id, account_id, contact_id);
CREATE TABLE contact_tags (
  workspace_id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, tag),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
){narrow};
CREATE INDEX contact_tags_tag ON contact_tags (workspace_id, tag, contact_id);
",
};
