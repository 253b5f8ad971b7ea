//! Looking at everything as a colleague sees it: begun, and ended by whoever looks or by itself.

use chrono::Duration;
use guanxi_kernel::{
    db::{Recorded, Tx},
    error::{Error, Result},
    id::Id,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;

use super::sign_in::told;
use crate::staff::{VIEWING_MINUTES, queries, rules::may_look_as, tables};

/// Lets this session look as a colleague, for a while.
pub async fn view_as(tx: &mut Tx, id: Id<tables::User>) -> Result<Recorded<()>> {
    let user = tx.reader().get(id).await?;
    let (me, session) = tx.actor().user().zip(tx.actor().session).ok_or(Error::Unauthenticated)?;
    if !may_look_as(tx.actor(), &queries::roles_of(tx.reader(), user.id).await?) {
        let why = "only who may change roles and has every right of somebody, whosever records it reaches, looks as they do";
        return Err(Error::Forbidden(why.to_owned()));
    }
    if user.id == me {
        return Err(Error::conflict("viewing_oneself", "This is what you see anyway."));
    }
    if !user.active {
        return Err(Error::conflict("viewing_inactive", "This colleague has left and sees nothing any more."));
    }
    let until = tx.now() + Duration::minutes(VIEWING_MINUTES.get(tx.reader()).await?);
    set(tx, session, Some(user.id).into(), Some(until).into()).await?;
    let facts = json!({"user": {"id": user.id, "name": user.name}, "until": until});
    Ok(tx.record(told("viewing.started", me).with(facts), ()))
}

/// Lets the session of this actor, who is themselves, look as itself again.
pub async fn end_viewing(tx: &mut Tx, by_itself: bool) -> Result<Recorded<()>> {
    #[derive(FromQueryResult)]
    struct Viewed {
        viewing_as: Option<Uuid>,
    }
    let (me, session) = tx.actor().user().zip(tx.actor().session).ok_or(Error::Unauthenticated)?;
    let reader = tx.reader();
    let sql = "SELECT viewing_as FROM credentials WHERE workspace_id = ? AND id = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), session.into()]);
    let viewed = Viewed::find_by_statement(statement).one(reader.source()).await?.and_then(|row| row.viewing_as);
    let viewed = queries::name(tx.reader(), viewed).await?.ok_or(Error::NotFound)?;
    set(tx, session, None::<Uuid>.into(), None::<chrono::DateTime<chrono::Utc>>.into()).await?;
    Ok(tx.record(told("viewing.ended", me).with(json!({"user": viewed, "by_itself": by_itself})), ()))
}

async fn set(tx: &Tx, session: Uuid, viewing_as: Value, until: Value) -> Result<()> {
    let reader = tx.reader();
    let sql = "UPDATE credentials SET viewing_as = ?, viewing_until = ? WHERE workspace_id = ? AND id = ?";
    let values = vec![viewing_as, until, reader.actor().workspace.into(), session.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}
