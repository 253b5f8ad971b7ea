//! Telling people what they should know.

use guanxi_kernel::{
    db::{Recorded, Tx},
    error::Result,
    event::Event,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// Puts a line into a colleague's notifications.
pub async fn notify(
    tx: &mut Tx,
    user: Uuid,
    name: &'static str,
    kind: &'static str,
    record: Uuid,
    account: Option<Uuid>,
    data: &serde_json::Value,
) -> Result<()> {
    let id = Uuid::now_v7();
    let reader = tx.reader();
    let sql = "INSERT INTO notifications (workspace_id, id, user_id, at, name, kind, record_id, account_id, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        reader.actor().workspace.into(),
        id.into(),
        user.into(),
        reader.now().into(),
        name.into(),
        kind.into(),
        record.into(),
        account.into(),
        data.clone().into(),
    ];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    // Tells the colleague's open browsers.
    tx.note(Event::new("notification.made", "notification", id).owned_by(Some(user)));
    Ok(())
}

/// Notes that one has read one's notifications up to now.
pub async fn mark_read(tx: &mut Tx) -> Result<Recorded<()>> {
    let reader = tx.reader();
    let sql = "UPDATE notifications SET read_at = ? WHERE workspace_id = ? AND user_id = ? AND read_at IS NULL";
    let user = reader.actor().user();
    let values = vec![reader.now().into(), reader.actor().workspace.into(), user.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(tx.record(Event::new("notifications.read", "user", user.unwrap_or_default()).owned_by(user), ()))
}
