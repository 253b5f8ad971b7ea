//! The tables of interactions.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[TABLES, CAUSES, ENQUIRIES, PREFERENCES];

/// What people do not want to hear, and when. The notifications of a record are looked up to be told in one line.
const PREFERENCES: Migration = Migration {
    name: "2026-11-30-6-notification-preferences",
    sql: "
CREATE TABLE notification_preferences (
  workspace_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  off {json} NOT NULL,
  quiet_from BIGINT,
  quiet_until BIGINT,
  PRIMARY KEY (workspace_id, user_id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX notifications_record ON notifications (workspace_id, record_id, user_id);
",
};

/// The contacts that customers began, of accounts in the order of their ids.
const ENQUIRIES: Migration = Migration {
    name: "2026-11-29-4-interactions-enquiries",
    sql: "CREATE INDEX interactions_enquiries ON interactions (workspace_id, account_id, at) WHERE direction = 'in'",
};

/// Which request or job a notification comes of.
const CAUSES: Migration =
    Migration { name: "2026-11-28-1-interactions-causes", sql: "ALTER TABLE notifications ADD COLUMN cause_id {uuid}" };

const TABLES: Migration = Migration {
    name: "2026-11-22-4-interactions",
    sql: "
CREATE TABLE episodes (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  account_id {uuid} NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id)
);
CREATE INDEX episodes_account ON episodes (workspace_id, account_id, state, id);
CREATE TABLE interactions (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  account_id {uuid} NOT NULL,
  contact_id {uuid},
  user_id {uuid},
  episode_id {uuid},
  channel TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'both')),
  two_way {bool} NOT NULL,
  purposes {json} NOT NULL,
  at {ts} NOT NULL,
  minutes BIGINT NOT NULL,
  body TEXT,
  outcome TEXT,
  promise_text TEXT,
  promise_due_on {date} NOT NULL,
  promise_state TEXT CHECK (promise_state IN ('open', 'kept', 'broken')),
  promise_settled_at {ts},
  next_step_text TEXT,
  next_step_on {date} NOT NULL,
  task_id {uuid},
  visit {json},
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id),
  FOREIGN KEY (workspace_id, episode_id) REFERENCES episodes (workspace_id, id)
);
CREATE INDEX interactions_episode ON interactions (workspace_id, episode_id, at, id) WHERE episode_id IS NOT NULL;
CREATE INDEX interactions_account ON interactions (workspace_id, account_id, at, id);
CREATE INDEX interactions_contact ON interactions (workspace_id, contact_id, at, id);
CREATE INDEX interactions_user ON interactions (workspace_id, user_id, at, id);
CREATE INDEX interactions_at ON interactions (workspace_id, at, id);
CREATE INDEX interactions_promises ON interactions (workspace_id, promise_state, user_id, promise_due_on) WHERE promise_state IS NOT NULL;
CREATE INDEX interactions_promised ON interactions (workspace_id, account_id, promise_state, promise_due_on) WHERE promise_state IS NOT NULL;
CREATE TABLE interaction_contacts (
  workspace_id {uuid} NOT NULL,
  interaction_id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  PRIMARY KEY (workspace_id, interaction_id, contact_id),
  FOREIGN KEY (workspace_id, interaction_id) REFERENCES interactions (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
){narrow};
CREATE INDEX interaction_contacts_contact ON interaction_contacts (workspace_id, contact_id, interaction_id);
CREATE TABLE tasks (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  subject TEXT NOT NULL,
  note TEXT,
  priority TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high')),
  due_on {date} NOT NULL,
  account_id {uuid},
  contact_id {uuid},
  assignee_id {uuid} NOT NULL,
  interaction_id {uuid},
  state TEXT NOT NULL CHECK (state IN ('open', 'done')),
  done_at {ts},
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
  FOREIGN KEY (workspace_id, assignee_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX tasks_due ON tasks (workspace_id, due_on, id);
CREATE INDEX tasks_state ON tasks (workspace_id, state, due_on, id);
CREATE INDEX tasks_created_by ON tasks (workspace_id, created_by, id);
CREATE INDEX tasks_contact ON tasks (workspace_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX tasks_assignee ON tasks (workspace_id, assignee_id, state, due_on, id);
CREATE INDEX tasks_account ON tasks (workspace_id, account_id, state, due_on, id);
CREATE TABLE comments (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  account_id {uuid} NOT NULL,
  body TEXT NOT NULL,
  mentions {json} NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id)
);
CREATE INDEX comments_account ON comments (workspace_id, account_id, created_at, id);
CREATE TABLE notifications (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  at {ts} NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  record_id {uuid} NOT NULL,
  account_id {uuid},
  data {json} NOT NULL,
  read_at {ts},
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX notifications_user ON notifications (workspace_id, user_id, id);
CREATE INDEX notifications_unread ON notifications (workspace_id, user_id, id) WHERE read_at IS NULL;
CREATE INDEX notifications_read ON notifications (workspace_id, read_at) WHERE read_at IS NOT NULL;
CREATE INDEX notifications_account ON notifications (workspace_id, account_id) WHERE account_id IS NOT NULL;
",
};
