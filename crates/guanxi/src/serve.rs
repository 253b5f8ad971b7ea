//! Opening the product and serving it.

use std::{
    fs::{File, TryLockError},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use anyhow::Context;
use guanxi_crm::{SLICES, migrations, staff::StaffDirectory, words};
use guanxi_kernel::{
    db::{Db, migrate},
    event,
    files::Files,
    http::{App, Network, router},
    job::Workers,
};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

use crate::{cli::Place, pages};

/// Logs go to standard error; `RUST_LOG` chooses how much.
pub(crate) fn init_logs(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm=warn,rmcp=error"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { logs.json().init() } else { logs.with_target(false).init() }
}

/// Opens the database for a command, which may run beside a server. Only where the tables must change first is it alone: a
/// server of an older release would go on with tables that it does not know.
pub(crate) async fn open(place: &Place) -> anyhow::Result<App> {
    let db = database(place).await?;
    let due = migrate::is_due(&db, &migrations()).await?;
    let _alone = if due { alone(place).context("the database must be brought up to date first: stop the server first")? } else { None };
    up_to_date(place, db).await
}

async fn database(place: &Place) -> anyhow::Result<Db> {
    std::fs::create_dir_all(&place.data).with_context(|| format!("cannot make the folder {}", place.data.display()))?;
    Ok(Db::open(&place.options()).await?)
}

/// Brings the database up to date and makes the application.
async fn up_to_date(place: &Place, db: Db) -> anyhow::Result<App> {
    // What was said of the store is looked at before anything is changed.
    let (file, files) = (place.file(), place.files()?);
    let migrated = migrate::run(&db, &migrations(), place.database_url.is_none().then_some(file.as_path())).await?;
    if let Some(backup) = &migrated.backup {
        tracing::info!(backup = %backup.display(), "The database was copied before it was brought up to date");
    }
    if !migrated.applied.is_empty() {
        tracing::info!(migrations = migrated.applied.len(), "The database was brought up to date");
    }
    Ok(App::new(db, SLICES, Arc::new(StaffDirectory), place.data.clone(), files).backing_up_to(&place.backups()))
}

/// Serves until told to stop: no new requests, those under way are finished, jobs stop at their next checkpoint. What has
/// not ended within this time is dropped: its transaction is undone, its job taken up by the next server.
pub(crate) async fn serve(
    place: &Place,
    listen: String,
    proxies: Vec<Network>,
    public_url: Option<String>,
    stop_within: Duration,
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(&listen).await.with_context(|| format!("cannot listen at {listen}"))?;
    let _alone = alone(place)?;
    let app = up_to_date(place, database(place).await?).await?.behind(proxies);
    let address = listener.local_addr().context("the address is unknown")?;
    // Whoever tries it out on their own machine need not say where that is.
    let public_url = public_url.or_else(|| address.ip().is_loopback().then(|| format!("http://{address}")));
    let app = match &public_url {
        Some(url) => app.at(url),
        None => app,
    };
    let stop = app.stopping().clone();
    tokio::spawn(try_out(app.files().clone()));
    let workers = tokio::spawn(Workers::new(app.clone()).work(stop.clone()));
    tokio::spawn(event::hear_others(app.db().clone(), stop.clone()));
    let told = told_to_stop().context("cannot listen for the signal to stop")?;
    tracing::info!("Guanxi answers at http://{address}");
    let assistants = guanxi_mcp::door(&app, labels);
    let router = router(app.clone(), pages::pages().merge(assistants));
    let stopping = stop.clone();
    let served = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            told.await;
            tracing::info!("Stopping");
            stopping.cancel();
        })
        .into_future();
    let stopped = stop.clone();
    let ended = async move {
        served.await.context("the server failed")?;
        stop.cancel();
        let _ = workers.await;
        app.db().clone().close().await;
        Ok(())
    };
    let deadline = async move {
        stopped.cancelled().await;
        tokio::time::sleep(stop_within).await;
    };
    tokio::select! {
        ended = ended => ended,
        () = deadline => {
            tracing::warn!(seconds = stop_within.as_secs(), "Not everything ended in time; what was left is dropped");
            Ok(())
        }
    }
}

/// What lists and their fields are called, for assistants.
fn labels(locale: &str) -> guanxi_mcp::Labels {
    let words = words::Words::of(locale);
    Box::new(move |key| words.label(key))
}

/// Says so when the store of files cannot be used: everything else goes on without it.
async fn try_out(files: Files) {
    let place = files.place();
    match files.try_out(&format!("probes/{}", Uuid::now_v7())).await {
        Ok(()) => tracing::info!(place, "The files of customers are kept"),
        Err(error) => tracing::error!(place, %error, "Files can neither be added nor fetched until the store can be used"),
    }
}

/// Takes the data folder for this process, as long as the answer lives: the database file has one server, and is not put
/// back beneath it.
pub(crate) fn alone(place: &Place) -> anyhow::Result<Option<File>> {
    if place.database_url.is_some() {
        return Ok(None);
    }
    std::fs::create_dir_all(&place.data).with_context(|| format!("cannot make the folder {}", place.data.display()))?;
    let file = File::create(place.data.join("guanxi.lock")).with_context(|| format!("cannot write to {}", place.data.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => anyhow::bail!("another Guanxi serves the data in {} already; stop it first", place.data.display()),
        // A file system without locks: then nobody can tell.
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Ends when the process is told to stop; it listens from the call on, so that no signal finds it before it hears.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Ends when the process is told to stop.
#[cfg(not(unix))]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
