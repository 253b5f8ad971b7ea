//! Which columns of a list a user wants to see: kept with the user, so that they are the same on every device.

use guanxi_kernel::{
    actor::Action,
    check::too_many,
    db::{Recorded, Tx},
    error::{Error, Result},
    event::Event,
    http::App,
    list::{List, Query, Search},
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

use super::sign_in::told;
use crate::staff::api::Columns;

/// Keeps the columns of a list.
pub async fn choose_columns(tx: &mut Tx, app: &App, name: &str, input: &Columns) -> Result<Recorded<()>> {
    let (me, list) = (chooser(tx)?, known(tx, app, name)?);
    if input.columns.is_empty() {
        return Err(Error::field("/columns", "required", "Choose at least one column."));
    }
    if input.columns.len() > list.fields.len() {
        return Err(too_many("/columns", list.fields.len()).into());
    }
    Query::parse(tx.actor(), list, Search { columns: Some(input.columns.join(",")), ..Search::default() })?;
    let reader = tx.reader();
    let sql = "INSERT INTO user_columns (workspace_id, user_id, list, columns) VALUES (?, ?, ?, ?) \
               ON CONFLICT (workspace_id, user_id, list) DO UPDATE SET columns = excluded.columns";
    let values = vec![reader.actor().workspace.into(), me.into(), list.name.into(), json!(input.columns).into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(tx.record(event(me, list), ()))
}

/// Goes back to the list's own columns.
pub async fn forget_columns(tx: &mut Tx, app: &App, name: &str) -> Result<Recorded<()>> {
    let (me, list) = (chooser(tx)?, known(tx, app, name)?);
    let reader = tx.reader();
    let sql = "DELETE FROM user_columns WHERE workspace_id = ? AND user_id = ? AND list = ?";
    let values = vec![reader.actor().workspace.into(), me.into(), list.name.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(tx.record(event(me, list), ()))
}

fn event(me: Uuid, list: &List) -> Event {
    told("columns.chosen", me).with(json!({"list": list.name}))
}

fn chooser(tx: &Tx) -> Result<Uuid> {
    tx.actor().in_full()?;
    tx.actor().user().ok_or(Error::Unauthenticated)
}

/// The list of this name, if the user may read it.
fn known(tx: &Tx, app: &App, name: &str) -> Result<&'static List> {
    let list = app.list(name).map(|door| (door.list)()).ok_or(Error::NotFound)?;
    if tx.actor().may(list.kind, Action::Read) { Ok(list) } else { Err(Error::NotFound) }
}
