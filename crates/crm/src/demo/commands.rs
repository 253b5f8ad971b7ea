//! Loading and removing the demo data. Each is one transaction: all of it or nothing.

mod load;

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

pub(super) use self::load::load;
use super::queries;
use crate::staff;

/// The kinds of demo records, in the order of removal.
const KINDS: &[&str] = &["account", "contact", "user", "org_unit"];

fn ask(tx: &mut Tx, job: &'static str) -> Result<Recorded<Queued>> {
    if !tx.actor().may("parameter", Action::Change) {
        return Err(Error::Forbidden("only administrators load or remove demo data".to_owned()));
    }
    let id = tx.queue(NewJob::new(job, Value::Null).on_behalf_of(tx.actor().user()));
    Ok(tx.record(Event::new("demo.asked", "workspace", id).with(json!({"job": job})), Queued { id }))
}

/// Queues the loading of demo data.
pub async fn ask_load(tx: &mut Tx) -> Result<Recorded<Queued>> {
    if queries::is_loaded(tx.reader()).await? {
        return Err(Error::conflict("demo_loaded", "The demo data are loaded already."));
    }
    ask(tx, "demo.load")
}

/// Queues the removal of demo data.
pub async fn ask_remove(tx: &mut Tx) -> Result<Recorded<Queued>> {
    if !queries::is_loaded(tx.reader()).await? {
        return Err(Error::conflict("demo_not_loaded", "There are no demo data."));
    }
    ask(tx, "demo.remove")
}

/// Removes the demo records with everything that was entered about them since. Returns how many records went.
pub(super) async fn remove(tx: &mut Tx) -> Result<Recorded<usize>> {
    let mut removed = 0;
    for kind in KINDS {
        let ids = queries::records(tx.reader(), kind).await?;
        removed += ids.len();
        if *kind == "org_unit" {
            for id in &ids {
                staff::commands::move_up_from(tx, Id::from(*id)).await?;
            }
        }
        remove_records(tx, crate::SLICES, kind, &ids).await?;
    }
    let reader = tx.reader();
    let sql = "DELETE FROM demo_records WHERE workspace_id = ?";
    reader.source().execute_raw(reader.dialect().statement(sql, vec![reader.actor().workspace.into()])).await?;
    let workspace = tx.actor().workspace;
    Ok(tx.record(Event::new("demo.removed", "workspace", workspace).with(json!({"records": removed})), removed))
}
