//! Tickets: what is remembered between two requests of somebody who is not signed in yet, or who proves something about
//! themselves. Whoever has the secret of a ticket is the one who was given it; it ends soon and can be used up.

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{
    db::Db,
    error::{Error, Result},
    secret,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use super::sign_in::BEFORE_SIGN_IN;
use crate::staff::queries::Found;

/// How long a ticket works: time to fetch a telephone from another room.
const MINUTES: i64 = 10;

/// What a ticket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// A code of the authenticator app or a passkey, after the password.
    Code,
    /// Setting an authenticator app up, or making a passkey, before getting in.
    Enrol,
    /// Setting one up while signed in.
    Authenticator,
    /// Making a passkey while signed in.
    NewPasskey,
    /// A passkey instead of a password.
    Passkey,
    /// Coming back from another house.
    Provider,
}

impl For {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Enrol => "enrol",
            Self::Authenticator => "authenticator",
            Self::NewPasskey => "new_passkey",
            Self::Passkey => "passkey",
            Self::Provider => "provider",
        }
    }
}

/// A ticket that was shown.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Ticket {
    secret: Vec<u8>,
    kind: String,
    workspace_id: Option<Uuid>,
    user_id: Option<Uuid>,
    data: Value,
}

impl Ticket {
    /// Whether it is for this.
    pub(crate) fn is_for(&self, what: For) -> bool {
        self.kind == what.as_str()
    }

    /// Who was given it.
    pub(crate) fn holder(&self) -> Result<Found> {
        match (self.workspace_id, self.user_id) {
            (Some(workspace), Some(user)) => Ok(Found { workspace, user }),
            _ => Err(over()),
        }
    }

    /// What was remembered.
    pub(crate) fn data<T: DeserializeOwned>(&self) -> Result<T> {
        Ok(serde_json::from_value(self.data.clone())?)
    }
}

/// Gives a ticket. Returns its secret and until when it works.
pub(crate) async fn give(db: &Db, what: For, holder: Option<Found>, data: &impl Serialize) -> Result<(String, DateTime<Utc>)> {
    let now = db.clock().now();
    let (secret, expires_at) = (secret::random(""), now + Duration::minutes(MINUTES));
    // Anybody may begin to sign in: what nobody has used goes as fast as new ones come.
    let over =
        "DELETE FROM sign_in_tickets WHERE secret IN (SELECT secret FROM sign_in_tickets WHERE expires_at < ? ORDER BY expires_at LIMIT 5)";
    db.unscoped(BEFORE_SIGN_IN).execute_raw(db.dialect().statement(over, vec![now.into()])).await?;
    let sql = "INSERT INTO sign_in_tickets (secret, kind, workspace_id, user_id, data, expires_at) VALUES (?, ?, ?, ?, ?, ?)";
    let values = vec![
        secret::digest(&secret).into(),
        what.as_str().into(),
        holder.map(|holder| holder.workspace).into(),
        holder.map(|holder| holder.user).into(),
        serde_json::to_value(data)?.into(),
        expires_at.into(),
    ];
    db.unscoped(BEFORE_SIGN_IN).execute_raw(db.dialect().statement(sql, values)).await?;
    Ok((secret, expires_at))
}

/// The ticket of this secret, if it is for one of these and still works.
pub(crate) async fn shown(db: &Db, secret: &str, what: &[For]) -> Result<Ticket> {
    let sql = "SELECT secret, kind, workspace_id, user_id, data FROM sign_in_tickets WHERE secret = ? AND expires_at > ?";
    let statement = db.dialect().statement(sql, vec![secret::digest(secret).into(), db.clock().now().into()]);
    let ticket = Ticket::find_by_statement(statement).one(db.unscoped_read(BEFORE_SIGN_IN)).await?;
    ticket.filter(|ticket| what.iter().any(|what| ticket.is_for(*what))).ok_or_else(over)
}

/// Uses a ticket up. Of two who use it at the same moment, the second is refused.
pub(crate) async fn tear(db: &Db, connection: &impl ConnectionTrait, ticket: &Ticket) -> Result<()> {
    let sql = "DELETE FROM sign_in_tickets WHERE secret = ?";
    let torn = connection.execute_raw(db.dialect().statement(sql, vec![ticket.secret.clone().into()])).await?;
    if torn.rows_affected() == 0 { Err(over()) } else { Ok(()) }
}

/// Forgets tickets that have run out.
pub(super) async fn forget(db: &Db) -> Result<()> {
    let statement = db.dialect().statement("DELETE FROM sign_in_tickets WHERE expires_at < ?", vec![db.clock().now().into()]);
    db.unscoped(BEFORE_SIGN_IN).execute_raw(statement).await?;
    Ok(())
}

/// A ticket that works no more.
pub(super) fn over() -> Error {
    Error::conflict("ticket_over", "This took too long or was done already; begin again.")
}
