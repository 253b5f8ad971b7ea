//! The tables of territories.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    name: "2026-11-30-9-territories",
    sql: "
CREATE TABLE territories (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  name TEXT NOT NULL,
  place BIGINT NOT NULL,
  active {bool} NOT NULL,
  filter {json},
  org_unit_id {uuid},
  people {json} NOT NULL,
  deals TEXT NOT NULL CHECK (deals IN ('in_turn', 'least')),
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX territories_name_key ON territories (workspace_id, name);
CREATE TABLE territory_turns (
  workspace_id {uuid} NOT NULL,
  territory_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  turn BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, territory_id, user_id)
);
",
}];
