//! Every read of providers.

use guanxi_kernel::{
    db::{Db, Reader},
    error::{Error, Result},
    id::Id,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    api::{IdentityProvider, OfferedProvider, ProviderAttempt, ProviderAttempts},
    relying,
    tables::{self, identity_provider},
};

pub(super) const BEFORE_SIGN_IN: &str = "whoever comes from a provider belongs to no workspace yet";
/// The most attempts that are kept of a provider, and shown.
pub(super) const ATTEMPTS: i64 = 50;

/// All providers.
pub async fn providers(reader: &Reader) -> Result<Vec<IdentityProvider>> {
    let rows =
        reader.find::<tables::IdentityProvider>().with(|select| select.order_by_asc(identity_provider::Column::CreatedAt)).all().await?;
    rows.into_iter().map(|row| IdentityProvider::try_from(row).map_err(Error::from)).collect()
}

/// One provider.
pub async fn provider(reader: &Reader, id: Id<tables::IdentityProvider>) -> Result<IdentityProvider> {
    Ok(IdentityProvider::try_from(reader.get(id).await?)?)
}

/// The latest who came from a provider, and the address to which it sends them.
pub async fn attempts(reader: &Reader, home: Option<&str>, id: Id<tables::IdentityProvider>) -> Result<ProviderAttempts> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        at: chrono::DateTime<chrono::Utc>,
        outcome: String,
        who: Option<String>,
        detail: Option<String>,
    }
    reader.get(id).await?;
    let sql = "SELECT id, at, outcome, who, detail FROM provider_attempts WHERE workspace_id = ? AND provider_id = ? \
               ORDER BY id DESC LIMIT ?";
    let values = vec![reader.actor().workspace.into(), id.uuid().into(), ATTEMPTS.into()];
    let rows = Row::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    let wire = |row: Row| ProviderAttempt { id: row.id, at: row.at, outcome: row.outcome, who: row.who, detail: row.detail };
    Ok(ProviderAttempts { redirect_url: home.map(relying::redirect_url), attempts: rows.into_iter().map(wire).collect() })
}

/// The providers that are offered for signing in: all of the only company here, or the one whose link was opened. Where
/// several companies share an installation, nobody learns of theirs.
pub async fn offered(db: &Db, linked: Option<Uuid>) -> Result<Vec<OfferedProvider>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        name: String,
    }
    let sql = "SELECT id, name FROM identity_providers WHERE active = ? AND (id = ? OR (SELECT count(*) FROM workspaces) = 1) \
               ORDER BY created_at";
    let statement = db.dialect().statement(sql, vec![true.into(), linked.unwrap_or_default().into()]);
    let rows = Row::find_by_statement(statement).all(db.unscoped_read(BEFORE_SIGN_IN)).await?;
    Ok(rows.into_iter().map(|row| OfferedProvider { id: row.id, name: row.name }).collect())
}

/// An active provider of whatever workspace.
pub(super) async fn open(db: &Db, id: Uuid) -> Result<identity_provider::Model> {
    let found = identity_provider::Entity::find()
        .filter(identity_provider::Column::Id.eq(id))
        .filter(identity_provider::Column::Active.eq(true))
        .one(db.unscoped_read(BEFORE_SIGN_IN))
        .await?;
    found.ok_or(Error::NotFound)
}

/// The user whom a provider knows by this name.
pub(super) async fn known(reader: &Reader, provider: Uuid, subject: &str) -> Result<Option<Uuid>> {
    #[derive(FromQueryResult)]
    struct Row {
        user_id: Uuid,
    }
    let sql = "SELECT user_id FROM identities WHERE workspace_id = ? AND provider_id = ? AND subject = ?";
    let values = vec![reader.actor().workspace.into(), provider.into(), subject.into()];
    let row = Row::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?;
    Ok(row.map(|row| row.user_id))
}
