//! A person is forgotten: the row stays for what points to it, in the trash for good, and says nothing of anybody.

use chrono::SubsecRound;
use guanxi_kernel::{
    db::{Change, Cleared, Tx},
    error::{Error, Result},
    id::Id,
    text::tokens,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::contact::{erased, event, index};
use crate::contacts::tables::{self, TAGS, contact, contact_account};

/// Takes everything from a contact that tells who it is and calls it by a neutral name. Written past
/// [`Tx::update`], whose differences would keep in the audit what is to be forgotten.
pub async fn erase(tx: &mut Tx, row: &Cleared<tables::Contact, Change>, called: &str) -> Result<()> {
    if row.erased_at.is_some() {
        return Err(erased());
    }
    let reader = tx.reader();
    let (workspace, now) = (tx.actor().workspace, tx.now().trunc_subsecs(3));
    let nobody = contact::ActiveModel {
        version: Set(row.version + 1),
        updated_at: Set(now),
        updated_by: Set(tx.actor().user()),
        trashed_at: Set(row.trashed_at.or(Some(now))),
        name: Set(called.to_owned()),
        name_sort: Set(tokens::person_sort_key(called)),
        gender: Set(None),
        mobile: Set(None),
        phone: Set(None),
        email: Set(None),
        wechat: Set(None),
        birthday_calendar: Set(None),
        birthday_year: Set(None),
        birthday_month: Set(None),
        birthday_day: Set(None),
        birthday_leap: Set(false),
        language: Set(None),
        preferred_channel: Set(None),
        guardian_id: Set(None),
        remark: Set(None),
        custom: Set(None),
        erased_at: Set(Some(now)),
        ..Default::default()
    };
    let done = contact::Entity::update_many()
        .set(nobody)
        .filter(contact::Column::WorkspaceId.eq(workspace))
        .filter(contact::Column::Id.eq(row.id))
        .filter(contact::Column::Version.eq(row.version))
        .exec(reader.source())
        .await?;
    if done.rows_affected == 0 {
        return Err(Error::conflict("changed_meanwhile", "Somebody changed this record at the same moment; try again."));
    }
    let place = contact_account::ActiveModel { title: Set(None), roles: Set(json!([])), first_to_call: Set(false), ..Default::default() };
    contact_account::Entity::update_many()
        .set(place)
        .filter(contact_account::Column::WorkspaceId.eq(workspace))
        .filter(contact_account::Column::ContactId.eq(row.id))
        .exec(reader.source())
        .await?;
    let sql = format!("DELETE FROM {} WHERE workspace_id = ? AND {} = ?", TAGS.table, TAGS.record);
    reader.source().execute_raw(reader.dialect().statement(&sql, vec![workspace.into(), row.id.into()])).await?;
    let row = reader.get(Id::<tables::Contact>::from(row.id)).await?;
    index(tx, &row).await?;
    let event = event(tx, "contact.erased", &row).await?;
    tx.note(event);
    Ok(())
}
