//! The tables of personal.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    name: "2026-11-30-95-personal",
    sql: "
CREATE TABLE consents (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  contact_id {uuid} NOT NULL,
  purpose TEXT NOT NULL,
  scope TEXT,
  evidence TEXT NOT NULL,
  given_on {date} NOT NULL,
  valid_until {date},
  withdrawn_at {ts},
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
);
CREATE INDEX consents_contact ON consents (workspace_id, contact_id, id);
CREATE INDEX consents_ended ON consents (workspace_id, valid_until) WHERE valid_until IS NOT NULL;
CREATE TABLE contact_facts (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  contact_id {uuid} NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  sensitivity TEXT NOT NULL CHECK (sensitivity IN ('normal', 'personal', 'sensitive')),
  consent_id {uuid},
  valid_until {date},
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
  FOREIGN KEY (workspace_id, consent_id) REFERENCES consents (workspace_id, id),
  CHECK (sensitivity <> 'sensitive' OR consent_id IS NOT NULL)
);
CREATE INDEX contact_facts_contact ON contact_facts (workspace_id, contact_id, id);
CREATE INDEX contact_facts_consent ON contact_facts (workspace_id, consent_id) WHERE consent_id IS NOT NULL;
CREATE INDEX contact_facts_ended ON contact_facts (workspace_id, valid_until) WHERE valid_until IS NOT NULL;
CREATE INDEX contact_facts_age ON contact_facts (workspace_id, sensitivity, created_at);
CREATE TABLE preferences (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  contact_id {uuid} NOT NULL,
  domain TEXT NOT NULL,
  value TEXT NOT NULL,
  org_unit_id {uuid},
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
  FOREIGN KEY (workspace_id, org_unit_id) REFERENCES org_units (workspace_id, id)
);
CREATE INDEX preferences_contact ON preferences (workspace_id, contact_id, id);
CREATE INDEX preferences_unit ON preferences (workspace_id, org_unit_id) WHERE org_unit_id IS NOT NULL;
CREATE TABLE erasures (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  person_id {uuid} NOT NULL,
  reason TEXT NOT NULL,
  counts {json} NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX erasures_person ON erasures (workspace_id, person_id);
",
}];
