//! The tables of value.

use guanxi_kernel::db::migrate::Migration;

/// The figures of an account: those of now, and those of a day that is over.
macro_rules! figures {
    () => {
        "
  reckoned_on {date} NOT NULL DEFAULT '0001-01-01',
  is_active {bool} NOT NULL DEFAULT FALSE,
  orders_12m BIGINT NOT NULL DEFAULT 0,
  sales_12m_minor BIGINT NOT NULL DEFAULT 0,
  to_date_minor BIGINT NOT NULL DEFAULT 0,
  open_minor BIGINT NOT NULL DEFAULT 0,
  future_minor BIGINT NOT NULL DEFAULT 0,
  value_minor BIGINT NOT NULL DEFAULT 0,
  manual_forecast_minor BIGINT,
  forecast_minor BIGINT NOT NULL DEFAULT 0,
  forecast_source TEXT NOT NULL DEFAULT 'none',
  growth_bp BIGINT,
  margin_12m_minor BIGINT NOT NULL DEFAULT 0,
  service_12m_minor BIGINT NOT NULL DEFAULT 0,
  contribution_12m_minor BIGINT NOT NULL DEFAULT 0,
  service_ratio_bp BIGINT,
  service_load TEXT NOT NULL DEFAULT 'none',
  lifetime_minor BIGINT NOT NULL DEFAULT 0,
  alive_bp BIGINT,
  expected_orders BIGINT,
  cycle_days BIGINT,
  due_on {date} NOT NULL DEFAULT '0001-01-01',
  silence TEXT NOT NULL DEFAULT 'none',
  price_index_bp BIGINT,
  promotion_bp BIGINT,
  pyramid TEXT NOT NULL DEFAULT 'none',
  to_next_minor BIGINT,
  abc TEXT NOT NULL DEFAULT 'none',
  bcg TEXT NOT NULL DEFAULT 'none',
  recency BIGINT,
  frequency BIGINT,
  monetary BIGINT"
    };
}

pub(super) const MIGRATIONS: &[Migration] = &[TABLES, RELATION, DELIVERED, PORTFOLIO, MOVEMENT, VISITS, AGREED, LOSING, SHOWN];

/// What the page of an account shows and no list had. Unknown until the account is reckoned for the first time since.
const SHOWN: Migration = Migration {
    name: "2026-12-01-2-value-shown",
    sql: "
ALTER TABLE account_values ADD COLUMN lifetime_low_minor BIGINT;
ALTER TABLE account_values ADD COLUMN lifetime_high_minor BIGINT;
ALTER TABLE account_values ADD COLUMN goods_12m_minor BIGINT;
ALTER TABLE account_values ADD COLUMN estimated_12m_minor BIGINT;
ALTER TABLE account_values ADD COLUMN visits_12m BIGINT;
ALTER TABLE account_values ADD COLUMN calls_12m BIGINT;
ALTER TABLE account_values ADD COLUMN messages_12m BIGINT;
ALTER TABLE account_values ADD COLUMN repeat_12m_minor BIGINT;
ALTER TABLE account_values ADD COLUMN repeat_net_12m_minor BIGINT;
",
};

/// F07: what losing a customer costs, at least and at most, and what an order of it is expected to bring.
const LOSING: Migration = Migration {
    name: "2026-12-01-1-value-losing",
    sql: "
ALTER TABLE account_values ADD COLUMN churn_low_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account_values ADD COLUMN churn_high_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account_values ADD COLUMN expected_order_minor BIGINT;
",
};

/// F03: the class by which a store is visited as a review has agreed, from a day on and before another.
const AGREED: Migration = Migration {
    name: "2026-11-30-91-value-agreed",
    sql: "
ALTER TABLE account_values ADD COLUMN agreed_abc TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_values ADD COLUMN agreed_from {date} NOT NULL DEFAULT '0001-01-01';
ALTER TABLE account_values ADD COLUMN agreed_until {date} NOT NULL DEFAULT '0001-01-01';
",
};

/// How good a relation is (F53), and ways into the list by class: few accounts are over-served, and they are found at once.
const RELATION: Migration = Migration {
    name: "2026-11-29-3-value-relation",
    sql: "
ALTER TABLE account_values ADD COLUMN relation_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account_value_days ADD COLUMN relation_minor BIGINT NOT NULL DEFAULT 0;
CREATE INDEX account_values_relation ON account_values (workspace_id, relation_minor, record_id);
CREATE INDEX account_values_load ON account_values (workspace_id, service_load, record_id);
CREATE INDEX account_values_silence ON account_values (workspace_id, silence, record_id);
CREATE INDEX account_values_pyramid ON account_values (workspace_id, pyramid, record_id);
CREATE INDEX account_values_abc ON account_values (workspace_id, abc, record_id);
CREATE INDEX account_values_bcg ON account_values (workspace_id, bcg, record_id)
",
};

/// F12: when a store is to be visited again. F06: who said when what an account will buy.
const VISITS: Migration = Migration {
    name: "2026-11-29-8-value-visits",
    sql: "
ALTER TABLE account_values ADD COLUMN last_visit_on {date} NOT NULL DEFAULT '0001-01-01';
ALTER TABLE account_values ADD COLUMN visit_due_on {date} NOT NULL DEFAULT '0001-01-01';
ALTER TABLE account_values ADD COLUMN manual_forecast_on {date} NOT NULL DEFAULT '0001-01-01';
ALTER TABLE account_values ADD COLUMN manual_forecast_by {uuid};
UPDATE account_values SET manual_forecast_on = reckoned_on WHERE manual_forecast_minor IS NOT NULL;
CREATE INDEX account_values_visit ON account_values (workspace_id, visit_due_on, record_id)
",
};

/// F10: from which class of the pyramid an account has come.
const MOVEMENT: Migration = Migration {
    name: "2026-11-29-6-movement",
    sql: "
ALTER TABLE account_values ADD COLUMN pyramid_before TEXT NOT NULL DEFAULT 'none';
CREATE INDEX account_values_pyramid_before ON account_values (workspace_id, pyramid_before, record_id)
",
};

/// F13: the class of an account in each view of the portfolio.
const PORTFOLIO: Migration = Migration {
    name: "2026-11-29-5-portfolio",
    sql: "
ALTER TABLE account_values ADD COLUMN shapiro TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_values ADD COLUMN relation_value TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_values ADD COLUMN fiocca TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_values ADD COLUMN fiocca_key TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_values ADD COLUMN campbell TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_values ADD COLUMN reinartz TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_values ADD COLUMN angles TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_value_days ADD COLUMN shapiro TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_value_days ADD COLUMN relation_value TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_value_days ADD COLUMN fiocca TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_value_days ADD COLUMN fiocca_key TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_value_days ADD COLUMN campbell TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_value_days ADD COLUMN reinartz TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_value_days ADD COLUMN angles TEXT NOT NULL DEFAULT 'none';
",
};

const TABLES: Migration = Migration {
    name: "2026-11-29-2-value",
    sql: concat!(
        "
CREATE TABLE account_values (
  workspace_id {uuid} NOT NULL,
  record_id {uuid} NOT NULL,",
        figures!(),
        ",
  PRIMARY KEY (workspace_id, record_id),
  FOREIGN KEY (workspace_id, record_id) REFERENCES accounts (workspace_id, id)
){narrow};
INSERT INTO account_values (workspace_id, record_id) SELECT workspace_id, id FROM accounts;
CREATE INDEX account_values_value ON account_values (workspace_id, value_minor, record_id);
CREATE INDEX account_values_contribution ON account_values (workspace_id, contribution_12m_minor, record_id);
CREATE INDEX account_values_service ON account_values (workspace_id, service_12m_minor, record_id);
CREATE INDEX account_values_lifetime ON account_values (workspace_id, lifetime_minor, record_id);
CREATE INDEX account_values_due ON account_values (workspace_id, due_on, record_id);
CREATE TABLE account_value_days (
  workspace_id {uuid} NOT NULL,
  day {date} NOT NULL,
  record_id {uuid} NOT NULL,",
        figures!(),
        ",
  PRIMARY KEY (workspace_id, day, record_id)
){narrow};
CREATE TABLE value_reports (
  workspace_id {uuid} NOT NULL,
  day {date} NOT NULL,
  name TEXT NOT NULL,
  report {json} NOT NULL,
  PRIMARY KEY (workspace_id, day, name)
);
"
    ),
};

const DELIVERED: Migration = Migration {
    name: "2026-11-29-4-delivered",
    sql: "
CREATE TABLE delivered_values (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  account_id {uuid} NOT NULL,
  scored_on {date} NOT NULL,
  ours {json} NOT NULL,
  rivals {json} NOT NULL,
  sources {json} NOT NULL,
  note TEXT,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id)
);
CREATE INDEX delivered_values_account ON delivered_values (workspace_id, account_id, scored_on, id);
CREATE TABLE account_types (
  workspace_id {uuid} NOT NULL,
  record_id {uuid} NOT NULL,
  behaviour_by {uuid},
  behaviour_at {ts},
  strategic_by {uuid},
  strategic_at {ts},
  strategic_reason TEXT,
  orientation_by {uuid},
  orientation_at {ts},
  PRIMARY KEY (workspace_id, record_id),
  FOREIGN KEY (workspace_id, record_id) REFERENCES accounts (workspace_id, id)
){narrow};
ALTER TABLE account_values ADD COLUMN behaviour TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_values ADD COLUMN behaviour_derived TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_values ADD COLUMN behaviour_set TEXT;
ALTER TABLE account_values ADD COLUMN orientation TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account_values ADD COLUMN is_high_volume {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE account_values ADD COLUMN is_high_future_value {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE account_values ADD COLUMN is_benchmark {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE account_values ADD COLUMN is_door_opener {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE account_values ADD COLUMN is_inspirer {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE account_values ADD COLUMN delivered_lead BIGINT;
ALTER TABLE account_values ADD COLUMN advice_factor TEXT NOT NULL DEFAULT 'none';
",
};
