//! What changes about the indexes of fields. Their table is the kernel's.

use guanxi_kernel::db::migrate::Migration;

pub(super) const MIGRATIONS: &[Migration] = &[COVERING];

/// On SQLite, indexes made before say nothing of the trash. Each is made once more by the job that makes them, whose id tells when it
/// was made, as others do. PostgreSQL has nothing to do.
const COVERING: Migration = Migration {
    name: "2026-12-01-2-fields-covering",
    sql: "
-- @sqlite
INSERT INTO jobs (workspace_id, id, kind, payload, state, run_at, attempts, cancel_wanted, checkpoint, done, created_at)
SELECT workspace_id, unhex(printf('%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER)) || '7' || substr(hex(randomblob(2)), 2) || '8'
  || substr(hex(randomblob(2)), 2) || hex(randomblob(6))), 'fields.index', json_object('field', lower(hex(id))), 'queued',
  strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'), 0, 0, 'null', 0, strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
FROM custom_fields WHERE index_state = 'ready';
UPDATE custom_fields SET index_state = 'building' WHERE index_state = 'ready'
-- @end
-- @postgres
SELECT 1
-- @end
",
};
