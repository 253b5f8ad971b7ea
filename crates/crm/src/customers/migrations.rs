//! The tables of customers.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[TABLES, ALSO_KNOWN_AS, CUSTOM, POOLS, SOURCES, TEAM];

/// What accounts are called in other programs.
const SOURCES: Migration = Migration {
    name: "2026-11-30-9-customers-sources",
    sql: "
CREATE TABLE account_sources (
  workspace_id {uuid} NOT NULL,
  source TEXT NOT NULL,
  external_id TEXT NOT NULL,
  account_id {uuid} NOT NULL,
  import_id {uuid},
  PRIMARY KEY (workspace_id, source, external_id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id) ON DELETE CASCADE
){narrow};
CREATE INDEX account_sources_account ON account_sources (workspace_id, account_id);
",
};

/// F58: with whom accounts are shared.
const TEAM: Migration = Migration {
    name: "2026-11-30-9-customers-team",
    sql: "
CREATE TABLE account_team (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  account_id {uuid} NOT NULL,
  user_id {uuid},
  org_unit_id {uuid},
  role TEXT CHECK (role IN ('sales', 'service', 'technical', 'manager', 'sponsor', 'assistant')),
  may_change {bool} NOT NULL,
  until {date},
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE UNIQUE INDEX account_team_user_id_key ON account_team (workspace_id, user_id, account_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX account_team_org_unit_id_key ON account_team (workspace_id, org_unit_id, account_id) WHERE org_unit_id IS NOT NULL;
CREATE INDEX account_team_account ON account_team (workspace_id, account_id, id);
CREATE INDEX account_team_until ON account_team (workspace_id, until, id) WHERE until IS NOT NULL;
",
};

/// Accounts that lie in a pool, since when an owner has had the others, and which no rule takes away. Since when is told by
/// the event of the last change of owner, and else by when the account was made.
const POOLS: Migration = Migration {
    name: "2026-11-30-7-customers-pools",
    sql: "
ALTER TABLE accounts ADD COLUMN owned_on {date} NOT NULL DEFAULT '0001-01-01';
ALTER TABLE accounts ADD COLUMN pool_id {uuid};
ALTER TABLE accounts ADD COLUMN pooled_on {date};
ALTER TABLE accounts ADD COLUMN pooled_from_id {uuid};
ALTER TABLE accounts ADD COLUMN pooled_why TEXT;
ALTER TABLE accounts ADD COLUMN protected_until {date};
ALTER TABLE accounts ADD COLUMN protected_why TEXT;
-- @sqlite
UPDATE accounts SET owned_on = substr(coalesce((SELECT max(at) FROM events WHERE events.workspace_id = accounts.workspace_id
  AND events.record_id = accounts.id AND events.name = 'account.owner_changed'), created_at), 1, 10);
-- @end
-- @postgres
UPDATE accounts SET owned_on = coalesce((SELECT max(at) FROM events WHERE events.workspace_id = accounts.workspace_id
  AND events.record_id = accounts.id AND events.name = 'account.owner_changed'), created_at)::date;
-- @end
CREATE INDEX accounts_pool ON accounts (workspace_id, pool_id, pooled_on, id) WHERE pool_id IS NOT NULL AND trashed_at IS NULL;
CREATE INDEX accounts_pool_name ON accounts (workspace_id, pool_id, name_sort, id) WHERE pool_id IS NOT NULL AND trashed_at IS NULL;
CREATE INDEX accounts_pooled ON accounts (workspace_id, pooled_on, id) WHERE pool_id IS NOT NULL AND trashed_at IS NULL;
",
};

/// The values of the fields that a workspace has added.
const CUSTOM: Migration = Migration { name: "2026-11-30-3-customers-custom", sql: "ALTER TABLE accounts ADD COLUMN custom {json}" };

/// F59: other names of an account, such as that of one that was merged into it.
const ALSO_KNOWN_AS: Migration =
    Migration { name: "2026-11-30-2-customers-names", sql: "ALTER TABLE accounts ADD COLUMN also_known_as TEXT" };

const TABLES: Migration = Migration {
    name: "2026-11-22-2-customers",
    sql: "
CREATE TABLE accounts (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  trashed_at {ts},
  number TEXT,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('organisation', 'household', 'person')),
  channel_kind TEXT,
  credit_code TEXT,
  region TEXT,
  address TEXT,
  phone TEXT,
  website TEXT,
  ownership_form TEXT CHECK (ownership_form IN ('state', 'private', 'foreign', 'individual')),
  market_position TEXT CHECK (market_position IN ('leader', 'challenger', 'follower', 'niche')),
  credit_grade TEXT CHECK (credit_grade IN ('A', 'B', 'C', 'D')),
  high_tech {bool} NOT NULL,
  public_sector {bool} NOT NULL,
  remark TEXT,
  owner_id {uuid},
  cooperating_since {date} NOT NULL,
  net_sales_minor BIGINT NOT NULL,
  net_sales_12m_minor BIGINT NOT NULL,
  order_count BIGINT NOT NULL,
  first_order_on {date} NOT NULL,
  last_order_on {date} NOT NULL,
  history TEXT NOT NULL CHECK (history IN ('none', 'new', 'old')),
  volume TEXT NOT NULL CHECK (volume IN ('none', 'big', 'small')),
  last_contact_on {date} NOT NULL,
  next_step_on {date} NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, owner_id) REFERENCES users (workspace_id, id)
);
CREATE UNIQUE INDEX accounts_number_key ON accounts (workspace_id, number);
CREATE INDEX accounts_credit_code ON accounts (workspace_id, credit_code);
CREATE INDEX accounts_phone ON accounts (workspace_id, phone);
CREATE INDEX accounts_name ON accounts (workspace_id, name_sort, id) WHERE trashed_at IS NULL;
CREATE INDEX accounts_owner ON accounts (workspace_id, owner_id, name_sort, id);
CREATE INDEX accounts_net_sales ON accounts (workspace_id, net_sales_minor, id) WHERE trashed_at IS NULL;
CREATE INDEX accounts_net_sales_12m ON accounts (workspace_id, net_sales_12m_minor, id) WHERE trashed_at IS NULL;
CREATE INDEX accounts_order_count ON accounts (workspace_id, order_count, id) WHERE trashed_at IS NULL;
CREATE INDEX accounts_first_order ON accounts (workspace_id, first_order_on, id) WHERE trashed_at IS NULL;
CREATE INDEX accounts_last_order ON accounts (workspace_id, last_order_on, id) WHERE trashed_at IS NULL;
CREATE INDEX accounts_last_contact ON accounts (workspace_id, last_contact_on, id) WHERE trashed_at IS NULL;
CREATE INDEX accounts_next_step ON accounts (workspace_id, next_step_on, id) WHERE trashed_at IS NULL;
CREATE INDEX accounts_created ON accounts (workspace_id, created_at, id) WHERE trashed_at IS NULL;
CREATE INDEX accounts_trash ON accounts (workspace_id, trashed_at, id) WHERE trashed_at IS NOT NULL;
CREATE TABLE account_tags (
  workspace_id {uuid} NOT NULL,
  account_id {uuid} NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (workspace_id, account_id, tag),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id)
){narrow};
CREATE INDEX account_tags_tag ON account_tags (workspace_id, tag, account_id);
CREATE TABLE account_relations (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  from_id {uuid} NOT NULL,
  to_id {uuid} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('supplies', 'branch_of', 'refers', 'parent_of')),
  since {date} NOT NULL,
  until {date} NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, from_id) REFERENCES accounts (workspace_id, id),
  FOREIGN KEY (workspace_id, to_id) REFERENCES accounts (workspace_id, id)
);
CREATE UNIQUE INDEX account_relations_from_id_key ON account_relations (workspace_id, from_id, to_id, kind);
CREATE INDEX account_relations_to ON account_relations (workspace_id, to_id, id);
",
};
