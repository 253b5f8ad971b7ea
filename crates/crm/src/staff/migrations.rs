//! The tables of staff.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] =
    &[TABLES, VALUE, POOLS, SECOND_STEP, CUSTOMER_FILES, REFUSED, PERSONAL, FIELD_RIGHTS, VIEWING, PASSKEYS];

/// Sign-ins that were refused, by the hour. The user is nobody (zeros) where no user has the address that was tried.
const REFUSED: Migration = Migration {
    name: "2026-11-30-94-staff-refused-sign-ins",
    sql: "
CREATE TABLE refused_sign_ins (
  workspace_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  place TEXT NOT NULL,
  hour {ts} NOT NULL,
  tries BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, user_id, place, hour)
){narrow};
CREATE INDEX refused_sign_ins_hour ON refused_sign_ins (workspace_id, hour)
",
};

/// Who may look at sensitive facts about people, in the roles that every workspace has begun with.
const PERSONAL: Migration = Migration {
    name: "2026-11-30-96-staff-personal",
    sql: "
INSERT INTO role_grants (workspace_id, role_id, object, action, scope)
SELECT workspace_id, id, 'personal_fact', 'read', CASE key WHEN 'manager' THEN 'unit' WHEN 'inspector' THEN 'all' ELSE 'own' END
FROM roles WHERE key IN ('manager', 'salesperson', 'customer_manager', 'inspector')
  AND EXISTS (SELECT 1 FROM role_grants AS held WHERE held.workspace_id = roles.workspace_id AND held.role_id = roles.id
              AND held.object = 'contact' AND held.action = 'read')
",
};

/// As whom the user of a session looks at everything, and until when.
const VIEWING: Migration = Migration {
    name: "2026-11-30-98-staff-viewing",
    sql: "
ALTER TABLE credentials ADD COLUMN viewing_as {uuid};
ALTER TABLE credentials ADD COLUMN viewing_until {ts}
",
};

/// Passkeys. The browser names one before anybody knows the workspace, so the key of its name is of the whole installation.
const PASSKEYS: Migration = Migration {
    name: "2026-11-30-99-staff-passkeys",
    sql: "
CREATE TABLE passkeys (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  credential_id {blob} NOT NULL,
  data {json} NOT NULL,
  host TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at {ts} NOT NULL,
  last_used_at {ts},
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE UNIQUE INDEX passkeys_credential_key ON passkeys (credential_id);
CREATE INDEX passkeys_user ON passkeys (workspace_id, user_id, id)
",
};

/// The fields with which a role may do less than with their records. A field that is not here is as its record is.
const FIELD_RIGHTS: Migration = Migration {
    name: "2026-11-30-97-staff-field-rights",
    sql: "
CREATE TABLE role_fields (
  workspace_id {uuid} NOT NULL,
  role_id {uuid} NOT NULL,
  object TEXT NOT NULL,
  field TEXT NOT NULL,
  access TEXT NOT NULL CHECK (access IN ('hidden', 'masked', 'read')),
  PRIMARY KEY (workspace_id, role_id, object, field),
  FOREIGN KEY (workspace_id, role_id) REFERENCES roles (workspace_id, id) ON DELETE CASCADE
){narrow}
",
};

/// Who may see customer files, fill them in and review them, in the roles that every workspace has begun with.
const CUSTOMER_FILES: Migration = Migration {
    name: "2026-11-30-93-staff-customer-files",
    sql: "
INSERT INTO role_grants (workspace_id, role_id, object, action, scope)
SELECT workspace_id, id, 'customer_file', 'read', CASE key WHEN 'manager' THEN 'unit' WHEN 'branch_staff' THEN 'unit'
  WHEN 'salesperson' THEN 'own' WHEN 'customer_manager' THEN 'team' ELSE 'all' END
FROM roles WHERE key IN ('manager', 'salesperson', 'customer_manager', 'service_agent', 'call_agent', 'branch_staff', 'marketer',
  'inspector', 'credit_clerk');
INSERT INTO role_grants (workspace_id, role_id, object, action, scope)
SELECT workspace_id, id, 'customer_file', 'change', CASE key WHEN 'manager' THEN 'unit' WHEN 'salesperson' THEN 'own' ELSE 'team' END
FROM roles WHERE key IN ('manager', 'salesperson', 'customer_manager');
INSERT INTO role_grants (workspace_id, role_id, object, action, scope)
SELECT workspace_id, id, 'file_review', 'create', 'unit' FROM roles WHERE key = 'manager'
",
};

/// Who may look into pools, take from them and keep them, in the roles that every workspace has begun with.
const POOLS: Migration = Migration {
    name: "2026-11-30-9-staff-pools",
    sql: "
INSERT INTO role_grants (workspace_id, role_id, object, action, scope)
SELECT workspace_id, id, 'pool', 'read', CASE key WHEN 'inspector' THEN 'all' ELSE 'unit' END
FROM roles WHERE key IN ('manager', 'salesperson', 'customer_manager', 'inspector');
INSERT INTO role_grants (workspace_id, role_id, object, action, scope)
SELECT workspace_id, id, 'pooled_account', 'read', CASE key WHEN 'inspector' THEN 'all' ELSE 'unit' END
FROM roles WHERE key IN ('manager', 'salesperson', 'customer_manager', 'inspector');
INSERT INTO role_grants (workspace_id, role_id, object, action, scope)
SELECT workspace_id, id, 'pooled_account', 'change', 'unit' FROM roles WHERE key IN ('manager', 'salesperson', 'customer_manager');
INSERT INTO role_grants (workspace_id, role_id, object, action, scope)
SELECT workspace_id, id, 'pool', 'create', 'unit' FROM roles WHERE key = 'manager';
INSERT INTO role_grants (workspace_id, role_id, object, action, scope)
SELECT workspace_id, id, 'pool', 'change', 'unit' FROM roles WHERE key = 'manager';
INSERT INTO role_grants (workspace_id, role_id, object, action, scope)
SELECT workspace_id, id, 'pool', 'remove', 'unit' FROM roles WHERE key = 'manager'
",
};

/// Who may see what customers are worth, in the roles that every workspace has begun with.
const VALUE: Migration = Migration {
    name: "2026-11-29-7-staff-value",
    sql: "
INSERT INTO role_grants (workspace_id, role_id, object, action, scope)
SELECT workspace_id, id, 'value', 'read', CASE key WHEN 'manager' THEN 'unit' WHEN 'salesperson' THEN 'own'
  WHEN 'customer_manager' THEN 'team' ELSE 'all' END
FROM roles WHERE key IN ('manager', 'salesperson', 'customer_manager', 'inspector', 'credit_clerk')
",
};

/// Authenticator apps, recovery codes, and whom they are demanded of. A session is strong when more than a password has
/// opened it; those from before are not.
const SECOND_STEP: Migration = Migration {
    name: "2026-11-30-8-staff-second-step",
    sql: "
CREATE TABLE authenticators (
  workspace_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  secret {blob} NOT NULL,
  since {ts} NOT NULL,
  last_step BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, user_id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE TABLE recovery_codes (
  workspace_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  secret {blob} NOT NULL,
  PRIMARY KEY (workspace_id, user_id, secret),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
){narrow};
CREATE TABLE second_step_rules (
  workspace_id {uuid} NOT NULL PRIMARY KEY,
  who TEXT NOT NULL CHECK (who IN ('nobody', 'roles', 'everybody')),
  roles {json} NOT NULL,
  since {ts} NOT NULL
);
CREATE TABLE sign_in_tickets (
  secret {blob} NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  workspace_id {uuid},
  user_id {uuid},
  data {json} NOT NULL,
  expires_at {ts} NOT NULL
);
CREATE INDEX sign_in_tickets_expires ON sign_in_tickets (expires_at);
ALTER TABLE credentials ADD COLUMN strong {bool} NOT NULL DEFAULT FALSE;
",
};

const TABLES: Migration = Migration {
    name: "2026-11-22-1-staff",
    sql: "
CREATE TABLE org_units (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('hq', 'branch', 'store', 'hotel', 'team')),
  parent_id {uuid},
  path TEXT NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, parent_id) REFERENCES org_units (workspace_id, id)
);
CREATE TABLE users (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  org_unit_id {uuid},
  password_hash TEXT,
  locale TEXT NOT NULL,
  theme TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  active {bool} NOT NULL,
  last_seen_at {ts},
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, org_unit_id) REFERENCES org_units (workspace_id, id)
);
CREATE UNIQUE INDEX users_email_key ON users (workspace_id, email);
CREATE INDEX users_sign_in ON users (email);
CREATE INDEX users_unit ON users (workspace_id, org_unit_id, id);
CREATE INDEX users_name ON users (workspace_id, name, id);
CREATE TABLE roles (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX roles_key_key ON roles (workspace_id, key);
CREATE TABLE role_grants (
  workspace_id {uuid} NOT NULL,
  role_id {uuid} NOT NULL,
  object TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('read', 'create', 'change', 'remove', 'export')),
  scope TEXT NOT NULL CHECK (scope IN ('own', 'team', 'unit', 'all')),
  PRIMARY KEY (workspace_id, role_id, object, action),
  FOREIGN KEY (workspace_id, role_id) REFERENCES roles (workspace_id, id) ON DELETE CASCADE
){narrow};
CREATE TABLE user_roles (
  workspace_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  role_id {uuid} NOT NULL,
  PRIMARY KEY (workspace_id, user_id, role_id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id),
  FOREIGN KEY (workspace_id, role_id) REFERENCES roles (workspace_id, id)
){narrow};
CREATE TABLE credentials (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'token', 'device')),
  user_id {uuid} NOT NULL,
  secret {blob} NOT NULL,
  name TEXT NOT NULL,
  read_only {bool} NOT NULL,
  scope {json},
  created_at {ts} NOT NULL,
  expires_at {ts} NOT NULL,
  last_used_at {ts} NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE UNIQUE INDEX credentials_secret_key ON credentials (secret);
CREATE INDEX credentials_user ON credentials (workspace_id, user_id, id);
CREATE TABLE user_columns (
  workspace_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  list TEXT NOT NULL,
  columns {json} NOT NULL,
  PRIMARY KEY (workspace_id, user_id, list),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
){narrow};
CREATE TABLE sign_in_failures (
  key TEXT NOT NULL PRIMARY KEY,
  email TEXT,
  tries BIGINT NOT NULL,
  locked_until {ts} NOT NULL
);
CREATE INDEX sign_in_failures_email ON sign_in_failures (email);
CREATE TABLE password_resets (
  workspace_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  secret {blob} NOT NULL,
  expires_at {ts} NOT NULL,
  PRIMARY KEY (workspace_id, user_id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE UNIQUE INDEX password_resets_secret_key ON password_resets (secret);
CREATE TABLE invitations (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  roles {json} NOT NULL,
  org_unit_id {uuid},
  secret {blob} NOT NULL,
  expires_at {ts} NOT NULL,
  accepted_at {ts},
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX invitations_secret_key ON invitations (secret);
",
};
