//! Every read of demo.

use guanxi_kernel::{
    db::Reader,
    error::Result,
    job::{self, Job},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Kept {
    record_id: Uuid,
}

/// Whether demo data are loaded.
pub async fn is_loaded(reader: &Reader) -> Result<bool> {
    let sql = "SELECT 1 FROM demo_records WHERE workspace_id = ? LIMIT 1";
    Ok(reader.source().query_one_raw(reader.dialect().statement(sql, vec![reader.actor().workspace.into()])).await?.is_some())
}

/// The job that loads or removes demo data just now, for those who may see it.
pub async fn working(reader: &Reader) -> Result<Option<Job>> {
    for kind in ["demo.load", "demo.remove"] {
        let latest = job::log(reader, Some(kind), None, None, 1).await?.jobs.pop().map(|logged| logged.job);
        if let Some(job) = latest.filter(|job| !job.state.is_final()) {
            return Ok(Some(job));
        }
    }
    Ok(None)
}

/// How many demo records there are.
pub(super) async fn left(reader: &Reader) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Counted {
        n: i64,
    }
    let sql = "SELECT count(*) AS n FROM demo_records WHERE workspace_id = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into()]);
    Ok(Counted::find_by_statement(statement).one(reader.source()).await?.map_or(0, |counted| counted.n))
}

/// The demo records of a kind, in the order in which they were made.
pub(super) async fn records(reader: &Reader, kind: &str) -> Result<Vec<Uuid>> {
    some_records(reader, kind, u64::from(u32::MAX)).await
}

/// The first demo records of a kind.
pub(super) async fn some_records(reader: &Reader, kind: &str, at_most: u64) -> Result<Vec<Uuid>> {
    let sql = "SELECT record_id FROM demo_records WHERE workspace_id = ? AND kind = ? ORDER BY record_id LIMIT ?";
    let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), kind.into(), at_most.into()]);
    Ok(Kept::find_by_statement(statement).all(reader.source()).await?.into_iter().map(|row| row.record_id).collect())
}
