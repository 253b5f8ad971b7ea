//! Loading and removing the demo data, a chunk at a time: others write meanwhile, the bar moves, and after a crash or a
//! cancel the rest is loaded or removed by going on.

mod load;
mod scorings;

use std::collections::BTreeMap;

use guanxi_kernel::{
    actor::Action,
    db::{Recorded, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
    job::{NewJob, Queued},
    slice::remove_records,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

pub(super) use self::load::{Loading, Made, counts, load};
use super::queries;
use crate::{catalogue, interactions, staff};

/// The kinds of demo records, in the order of removal.
const KINDS: &[&str] = &["account", "product", "contact", "user", "org_unit"];
/// Records removed in one transaction, with the hundred rows that hang on each of them.
const CHUNK: u64 = 50;
/// Accounts whose next steps are reckoned by one statement.
const ACCOUNTS_AT_ONCE: usize = 500;

async fn ask(tx: &mut Tx, job: &'static str) -> Result<Recorded<Queued>> {
    if !tx.actor().may("parameter", Action::Change) {
        return Err(Error::Forbidden("only administrators load or remove demo data".to_owned()));
    }
    tx.actor().in_full()?;
    if queries::working(tx.reader()).await?.is_some() {
        return Err(Error::conflict("demo_busy", "Demo data are being loaded or removed just now; wait for that."));
    }
    let id = tx.queue(NewJob::new(job, Value::Null).on_behalf_of(tx.actor().user()));
    Ok(tx.record(Event::new("demo.asked", "workspace", id).with(json!({"job": job})), Queued { id }))
}

/// Queues the loading of demo data.
pub async fn ask_load(tx: &mut Tx) -> Result<Recorded<Queued>> {
    let done = ask(tx, "demo.load").await?;
    if queries::is_loaded(tx.reader()).await? {
        return Err(Error::conflict("demo_loaded", "The demo data are loaded already."));
    }
    Ok(done)
}

/// Queues the removal of demo data.
pub async fn ask_remove(tx: &mut Tx) -> Result<Recorded<Queued>> {
    let done = ask(tx, "demo.remove").await?;
    if !queries::is_loaded(tx.reader()).await? {
        return Err(Error::conflict("demo_not_loaded", "There are no demo data."));
    }
    Ok(done)
}

/// What a chunk of the removal took away.
pub(super) struct Removed {
    /// How many demo records; none when none is left.
    pub(super) records: usize,
    /// Rows by table, with what hung on the records and was entered since.
    pub(super) rows: BTreeMap<&'static str, u64>,
}

/// Removes some demo records with everything that was entered about them since. A demo team that real people have come to
/// stays and is theirs: one step up they would see more than before.
pub(super) async fn remove(tx: &mut Tx) -> Result<Removed> {
    for kind in KINDS {
        let ids = queries::some_records(tx.reader(), kind, CHUNK).await?;
        if ids.is_empty() {
            continue;
        }
        let staying = if *kind == "org_unit" { staff::queries::units_in_use(tx.reader(), &ids).await? } else { Vec::new() };
        let going: Vec<_> = ids.iter().copied().filter(|id| !staying.contains(id)).collect();
        if *kind == "org_unit" {
            for id in &going {
                staff::commands::move_up_from(tx, Id::from(*id)).await?;
            }
        }
        let losing = if *kind == "user" { interactions::queries::accounts_with_tasks_of(tx.reader(), &going).await? } else { Vec::new() };
        let rows = if *kind == "product" {
            // One that an order of a real customer names stays.
            BTreeMap::from([("products", catalogue::commands::remove_unnamed(tx, &going).await?.len() as u64)])
        } else {
            remove_records(tx, crate::SLICES, kind, &going).await?
        };
        // The tasks of demo people about accounts that stay went with them.
        for some in losing.chunks(ACCOUNTS_AT_ONCE) {
            interactions::commands::refresh_steps(tx, some).await?;
        }
        let reader = tx.reader();
        let sql =
            format!("DELETE FROM demo_records WHERE workspace_id = ? AND kind = ? AND record_id IN ({})", vec!["?"; ids.len()].join(", "));
        let values = [reader.actor().workspace.into(), (*kind).into()].into_iter().chain(ids.iter().map(|id| (*id).into())).collect();
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
        return Ok(Removed { records: ids.len(), rows });
    }
    Ok(Removed { records: 0, rows: BTreeMap::new() })
}
