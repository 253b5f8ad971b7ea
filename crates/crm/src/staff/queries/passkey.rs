//! Which passkeys there are.

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    db::{Db, Reader},
    error::{Error, Result},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use webauthn_rs::prelude::CredentialID;

use super::Found;
use crate::staff::{api, passkey::Place};

/// What is kept of a passkey.
#[derive(FromQueryResult)]
pub(in crate::staff) struct KeptPasskey {
    /// Its id.
    pub id: Uuid,
    credential_id: Vec<u8>,
    /// What the library knows of it: the public key, how often it was used.
    pub data: serde_json::Value,
    /// The host that it is bound to.
    pub host: String,
    /// What its owner calls it.
    pub name: String,
    created_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
}

impl From<KeptPasskey> for api::Passkey {
    fn from(kept: KeptPasskey) -> Self {
        let KeptPasskey { id, name, host, created_at, last_used_at, .. } = kept;
        Self { id, name, host, created_at, last_used_at }
    }
}

/// The passkeys of a user, the oldest first.
pub(in crate::staff) async fn passkeys(reader: &Reader, user: Uuid) -> Result<Vec<KeptPasskey>> {
    let sql = "SELECT id, credential_id, data, host, name, created_at, last_used_at FROM passkeys \
               WHERE workspace_id = ? AND user_id = ? ORDER BY id";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), user.into()]);
    Ok(KeptPasskey::find_by_statement(statement).all(reader.source()).await?)
}

/// The passkey of a user that a browser has shown.
pub(in crate::staff) async fn passkey(reader: &Reader, user: Uuid, credential: &[u8]) -> Result<Option<KeptPasskey>> {
    let sql = "SELECT id, credential_id, data, host, name, created_at, last_used_at FROM passkeys \
               WHERE workspace_id = ? AND user_id = ? AND credential_id = ?";
    let values = vec![reader.actor().workspace.into(), user.into(), credential.into()];
    Ok(KeptPasskey::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?)
}

/// By what those of a user's passkeys are known that can be shown here; none where none can.
pub(in crate::staff) async fn usable_passkeys(reader: &Reader, user: Uuid, place: Option<&Place>) -> Result<Vec<CredentialID>> {
    let Some(place) = place else { return Ok(Vec::new()) };
    let kept = passkeys(reader, user).await?;
    Ok(kept.into_iter().filter(|kept| kept.host == place.host).map(|kept| kept.credential_id).collect())
}

/// Whose passkey a browser has shown. Nobody's, when its owner has left or may sign in through another house only.
pub(in crate::staff) async fn owner_of_passkey(db: &Db, credential: &[u8]) -> Result<Option<Found>> {
    let sql = "SELECT p.workspace_id AS workspace, p.user_id AS \"user\" FROM passkeys p JOIN users u ON u.workspace_id = p.workspace_id \
               AND u.id = p.user_id WHERE p.credential_id = ? AND u.active = ? AND u.password_hash IS NOT NULL";
    let connection = db.unscoped_read("whoever shows a passkey belongs to no workspace yet");
    Ok(Found::find_by_statement(db.dialect().statement(sql, vec![credential.into(), true.into()])).one(connection).await?)
}

/// One's own passkeys.
pub async fn own_passkeys(reader: &Reader) -> Result<Vec<api::Passkey>> {
    let user = reader.actor().user().ok_or(Error::Unauthenticated)?;
    Ok(passkeys(reader, user).await?.into_iter().map(Into::into).collect())
}
