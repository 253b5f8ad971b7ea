//! The tables of orders.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[TABLES, COST, PRODUCTS, LINES_OF_PRODUCT];

/// What the goods cost. The index by which all orders of accounts are read, one after the other, has it too.
const COST: Migration = Migration {
    name: "2026-11-29-1-orders-cost",
    sql: "
ALTER TABLE orders ADD COLUMN cost_minor BIGINT;
DROP INDEX orders_account;
CREATE INDEX orders_account ON orders (workspace_id, account_id, ordered_on, id, kind, net_minor, cost_minor);
",
};

/// Every workspace with order lines gets the job that enters the products which they name. Its id tells when it was made, as others do.
const PRODUCTS: Migration = Migration {
    name: "2026-11-30-992-orders-products",
    sql: "
-- @sqlite
INSERT INTO jobs (workspace_id, id, kind, payload, state, run_at, attempts, cancel_wanted, checkpoint, done, created_at)
SELECT id, unhex(printf('%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER)) || '7' || substr(hex(randomblob(2)), 2) || '8'
  || substr(hex(randomblob(2)), 2) || hex(randomblob(6))), 'orders.register_products', 'null', 'queued',
  strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'), 0, 0, 'null', 0, strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
FROM workspaces WHERE EXISTS (SELECT 1 FROM order_lines WHERE order_lines.workspace_id = workspaces.id)
-- @end
-- @postgres
INSERT INTO jobs (workspace_id, id, kind, payload, state, run_at, attempts, cancel_wanted, checkpoint, done, created_at)
SELECT id, (lpad(to_hex(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
  || '8' || substr(md5(random()::text), 1, 15))::uuid, 'orders.register_products', 'null'::jsonb, 'queued', now(), 0, FALSE, 'null'::jsonb, 0, now()
FROM workspaces WHERE EXISTS (SELECT 1 FROM order_lines WHERE order_lines.workspace_id = workspaces.id)
-- @end
",
};

/// Whether anything names a product, before it is removed. With the number, so that which products lines name is told by the index alone.
const LINES_OF_PRODUCT: Migration = Migration {
    name: "2026-11-30-993-orders-lines-of-product",
    sql: "
CREATE INDEX order_lines_product ON order_lines (workspace_id, product, sku)
",
};

const TABLES: Migration = Migration {
    name: "2026-11-22-5-orders",
    sql: "
CREATE TABLE orders (
  workspace_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  created_by {uuid},
  updated_at {ts} NOT NULL,
  updated_by {uuid},
  number TEXT,
  source TEXT,
  external_id TEXT,
  import_id {uuid},
  kind TEXT NOT NULL CHECK (kind IN ('sale', 'return', 'credit')),
  account_id {uuid} NOT NULL,
  payer_id {uuid},
  ordered_on {date} NOT NULL,
  net_minor BIGINT NOT NULL,
  quantity BIGINT NOT NULL,
  line_count BIGINT NOT NULL,
  remark TEXT,
  PRIMARY KEY (workspace_id, id),
  CHECK ((source IS NULL) = (external_id IS NULL)),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id),
  FOREIGN KEY (workspace_id, payer_id) REFERENCES accounts (workspace_id, id)
);
CREATE UNIQUE INDEX orders_number_key ON orders (workspace_id, number);
CREATE UNIQUE INDEX orders_source_key ON orders (workspace_id, source, external_id);
CREATE INDEX orders_account ON orders (workspace_id, account_id, ordered_on, id, kind, net_minor);
CREATE INDEX orders_payer ON orders (workspace_id, payer_id) WHERE payer_id IS NOT NULL;
CREATE INDEX orders_ordered ON orders (workspace_id, ordered_on, id);
CREATE INDEX orders_net ON orders (workspace_id, net_minor, id);
CREATE TABLE order_lines (
  workspace_id {uuid} NOT NULL,
  order_id {uuid} NOT NULL,
  n BIGINT NOT NULL,
  product TEXT NOT NULL,
  sku TEXT,
  quantity BIGINT NOT NULL,
  price_minor BIGINT NOT NULL,
  net_minor BIGINT NOT NULL,
  promotion {bool} NOT NULL,
  consumer_id {uuid},
  PRIMARY KEY (workspace_id, order_id, n),
  FOREIGN KEY (workspace_id, order_id) REFERENCES orders (workspace_id, id) ON DELETE CASCADE
){narrow};
CREATE INDEX order_lines_consumer ON order_lines (workspace_id, consumer_id) WHERE consumer_id IS NOT NULL;
",
};
