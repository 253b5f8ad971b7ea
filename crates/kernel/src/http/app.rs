//! The application's state: what every door can reach.

use std::{path::Path, path::PathBuf, sync::Arc};

use chrono::{DateTime, Utc};
use guanxi_files::Files;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::client::Network;
use crate::{
    actor::Actor,
    db::Db,
    error::Result,
    parameter::Parameter,
    slice::{ListDoor, Slice},
};

/// The cookie that carries a browser session.
pub const SESSION_COOKIE: &str = "guanxi_session";

/// What a caller shows to say who it is.
#[derive(Clone, Copy, Debug)]
pub enum Credential<'a> {
    /// The secret of a browser session.
    Session(&'a str),
    /// A personal API token.
    Token(&'a str),
}

/// Knows who may come in: the one thing the kernel asks of the capability that keeps users.
#[async_trait::async_trait]
pub trait Directory: Send + Sync {
    /// The actor behind a credential; `None` when it is unknown, expired or revoked.
    async fn recognise(&self, db: &Db, credential: Credential<'_>, request_id: Uuid) -> Result<Option<Actor>>;

    /// The actor of a job: with the rights of the user it works for, or with all rights when it works for nobody.
    async fn for_job(&self, db: &Db, workspace: Uuid, user: Option<Uuid>, run: Uuid) -> Result<Actor>;
}

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
    proxies: Arc<[Network]>,
    address: Option<Arc<str>>,
    backups: Arc<Path>,
}

struct Inner {
    db: Db,
    slices: &'static [Slice],
    directory: Arc<dyn Directory>,
    data: PathBuf,
    files: Files,
    started_at: DateTime<Utc>,
    stopping: CancellationToken,
}

impl App {
    /// An application over an opened and migrated database. `data` is a folder for what comes and goes, such as imports and
    /// exports; `files` keeps what belongs to records.
    #[must_use]
    pub fn new(db: Db, slices: &'static [Slice], directory: Arc<dyn Directory>, data: PathBuf, files: Files) -> Self {
        db.live().react(slices.iter().flat_map(|slice| (slice.reactions)()));
        db.live().address(slices.iter().flat_map(|slice| slice.audiences.iter().copied()));
        db.live().watch_access(slices.iter().flat_map(|slice| slice.access.iter().copied()));
        let (backups, started_at) = (data.join("backups").into(), db.clock().now());
        let inner = Inner { db, slices, directory, data, files, started_at, stopping: CancellationToken::new() };
        Self { inner: Arc::new(inner), proxies: Arc::default(), address: None, backups }
    }

    /// The same application behind proxies that are believed about where requests come from.
    #[must_use]
    pub fn behind(self, proxies: Vec<Network>) -> Self {
        Self { proxies: proxies.into(), ..self }
    }

    /// The same application, which browsers reach at this address, such as `https://crm.example.com`.
    #[must_use]
    pub fn at(self, address: &str) -> Self {
        Self { address: Some(address.trim_end_matches('/').into()), ..self }
    }

    /// The same application, which keeps its backups in this folder and not in the data folder.
    #[must_use]
    pub fn backing_up_to(self, folder: &Path) -> Self {
        Self { backups: folder.into(), ..self }
    }

    /// The folder of the backups. It is made with the first.
    #[must_use]
    pub fn backups(&self) -> &Path {
        &self.backups
    }

    /// Since when this process runs.
    #[must_use]
    pub fn started_at(&self) -> DateTime<Utc> {
        self.inner.started_at
    }

    /// Where browsers reach it, if anybody has said so. What a request says of it is not believed.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// The proxies that are believed.
    #[must_use]
    pub fn proxies(&self) -> &[Network] {
        &self.proxies
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The files that belong to records.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.inner.files
    }

    /// All capabilities.
    #[must_use]
    pub fn slices(&self) -> &'static [Slice] {
        self.inner.slices
    }

    /// Told to stop: workers and open streams end.
    #[must_use]
    pub fn stopping(&self) -> &CancellationToken {
        &self.inner.stopping
    }

    /// A workspace's folder for files of this name, made when it is not there.
    pub fn folder(&self, workspace: Uuid, name: &str) -> Result<PathBuf> {
        let folder = self.inner.data.join(name).join(workspace.to_string());
        std::fs::create_dir_all(&folder).map_err(|error| anyhow::anyhow!("cannot make the folder {}: {error}", folder.display()))?;
        Ok(folder)
    }

    /// The folder that holds everything this installation keeps outside the database.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.inner.data
    }

    /// The actor behind a credential.
    pub async fn recognise(&self, credential: Credential<'_>, request_id: Uuid) -> Result<Option<Actor>> {
        self.inner.directory.recognise(&self.inner.db, credential, request_id).await
    }

    /// The actor of a job.
    pub async fn actor_for_job(&self, workspace: Uuid, user: Option<Uuid>, run: Uuid) -> Result<Actor> {
        self.inner.directory.for_job(&self.inner.db, workspace, user, run).await
    }

    /// The list of this name, of whatever capability.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<ListDoor> {
        self.slices().iter().flat_map(|slice| (slice.lists)()).find(|door| (door.list)().name == name)
    }

    /// The parameter of this key, of whatever capability.
    #[must_use]
    pub fn parameter(&self, key: &str) -> Option<&'static Parameter> {
        self.slices().iter().flat_map(|slice| slice.parameters).find(|parameter| parameter.key == key)
    }
}
