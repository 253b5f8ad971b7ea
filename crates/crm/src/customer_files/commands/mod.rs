//! Every write of customer files.

mod form;
mod night;
mod proposal;
mod refresh;
mod review;
mod survey;

use guanxi_kernel::{
    db::{Reader, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

pub use self::{
    form::ask,
    proposal::{accept, decline, propose},
    review::{analyse, decide, submit},
    survey::{appoint, verify},
};
pub(super) use self::{
    night::{look_through, tell_due, tell_overdue},
    refresh::refresh,
};
use super::{
    queries,
    rules::Refusal,
    tables::{OBJECT, account_file},
};
use crate::customers::{
    self,
    tables::{Account, account},
};

fn refused((code, detail): Refusal) -> Error {
    Error::conflict(code, detail)
}

/// An event of the file of an account.
fn event(name: &'static str, account: &account::Model) -> Event {
    Event::new(name, "account", account.id).about(Some(account.id)).owned_by(account.owner_id)
}

/// An account that the actor sees, with its file, both held until the end of the transaction. What is in the trash is not changed.
async fn held(tx: &Tx, id: Id<Account>) -> Result<(account::Model, account_file::Model)> {
    tx.reader().get(id).await?;
    customers::commands::hold(tx, &[id.uuid()]).await?;
    let row = tx.reader().get(id).await?;
    if row.trashed_at.is_some() {
        return Err(customers::commands::trashed());
    }
    let file = queries::standing_of(tx.reader(), row.id).await?;
    Ok((row, file))
}

/// The same for somebody who fills the file in.
async fn to_change(tx: &Tx, id: Id<Account>) -> Result<(account::Model, account_file::Model)> {
    let row = tx.reader().get(id).await?;
    let file = queries::standing_of(tx.reader(), row.id).await?;
    if !tx.actor().may(OBJECT, guanxi_kernel::actor::Action::Read) || !queries::may_change(tx.actor(), &file, &row) {
        return Err(Error::Forbidden("you may not change the file of this account".to_owned()));
    }
    held(tx, id).await
}

/// Writes columns of the file of an account.
async fn write(reader: &Reader, account: Uuid, columns: &[(&str, Value)]) -> Result<()> {
    let set: Vec<String> = columns.iter().map(|(column, _)| format!("{column} = ?")).collect();
    let sql = format!("UPDATE account_files SET {} WHERE workspace_id = ? AND record_id = ?", set.join(", "));
    let values = columns.iter().map(|(_, value)| value.clone()).chain([reader.actor().workspace.into(), account.into()]).collect();
    reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    Ok(())
}
