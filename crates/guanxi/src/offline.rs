//! What is done from the command line beside serving.

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use chrono::{Days, NaiveDate};
use guanxi_crm::{
    SLICES,
    admin::{
        api::{ImportPatch, StartImport},
        commands::{self, Arriving, settle},
        queries,
    },
    demo,
    health::{
        self,
        api::{Health, Installation},
    },
    staff::{
        self,
        api::{NewToken, Setup},
        commands::MOST_TOKEN_DAYS,
        queries::Found,
    },
};
use guanxi_kernel::{
    actor::Actor,
    clock::{Clock, day_in},
    db::{self, Db},
    files::{self, Copied},
    http::{App, document},
    id::Id,
};
use uuid::Uuid;

use crate::{
    cli::{Import, Limit, Place, Token, User, Workspace, limits},
    progress::{self, Growing, during},
    serve::{alone, open},
};

fn say(text: impl std::fmt::Display) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{text}").context("standard output is closed")
}

/// Brings the database up to date.
pub(crate) async fn migrate(place: &Place) -> anyhow::Result<()> {
    let app = during("bringing the database up to date", None, open(place)).await?;
    let app = app.context("the database was left as it was; mend what is named behind this and run `guanxi migrate` again")?;
    app.db().clone().close().await;
    say("The database is up to date.")
}

/// Prints the OpenAPI document.
pub(crate) fn openapi() -> anyhow::Result<()> {
    say(document(SLICES).to_pretty_json()?)
}

/// Backs the database file up, and beside it the files of customers.
pub(crate) async fn backup(place: &Place, file: &Path) -> anyhow::Result<()> {
    if place.database_url.is_some() {
        let files = match place.bucket() {
            Some(bucket) => format!("keep {bucket} by its own means"),
            None => format!("copy the folder {} after that: what is in it never changes", place.files_folder().display()),
        };
        bail!("this database is PostgreSQL: back it up with pg_dump --format=custom, and {files}");
    }
    for taken in [file.to_owned(), files_beside(file)] {
        if taken.exists() {
            bail!("{} exists already; choose another name", taken.display());
        }
    }
    if !place.file().exists() {
        bail!("there is no database {}: say with --data in which folder it is", place.file().display());
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        bail!("there is no folder {}: make it, or choose another place for the backup", folder.display());
    }
    let db = Db::open(&place.options()).await?;
    let made = during("writing the backup and reading it back", Growing::copy_of(&place.file(), file), db.backup(file)).await?;
    if made.is_err() {
        // Half a backup must not be taken for one.
        let _ = std::fs::remove_file(file);
    }
    let made = made.with_context(|| {
        format!("no backup was made; check that {} may be written to and that its disk has room, then try again", file.display())
    })?;
    db.close().await;
    say(format!("{} holds {} tables, {} bytes, and was read back whole.", file.display(), made.tables, made.size_bytes))?;
    back_up_files(place, file).await
}

/// Copies the files of customers beside a backup of the database, after it: what it speaks of is there for an hour, even
/// when somebody removes it meanwhile.
async fn back_up_files(place: &Place, file: &Path) -> anyhow::Result<()> {
    if let Some(bucket) = place.bucket() {
        return say(format!("The files of customers are in {bucket} and not in this backup: keep them by its own means."));
    }
    let (from, to) = (place.files_folder(), files_beside(file));
    if !from.is_dir() {
        return Ok(());
    }
    let (source, target) = (from.clone(), to.clone());
    let copy = tokio::task::spawn_blocking(move || files::copy(&source, &target));
    let copied = during("copying the files of customers and reading them back", None, copy).await??;
    if copied.is_err() {
        // Half a backup must not be taken for one.
        let _ = std::fs::remove_dir_all(&to);
        let _ = std::fs::remove_file(file);
    }
    let copied = copied.with_context(|| format!("no backup was made; check that the disk of {} has room, then try again", to.display()))?;
    say(format!("{} holds {} files of customers, {} bytes, and was read back whole.", to.display(), copied.files, copied.size_bytes))
}

/// Where the files of customers are that belong to a backup.
fn files_beside(backup: &Path) -> PathBuf {
    backup.with_extension("files")
}

/// Restores a backup, with the files of customers that lie beside it.
pub(crate) async fn restore(place: &Place, file: &Path) -> anyhow::Result<()> {
    if place.database_url.is_some() {
        bail!("this database is PostgreSQL: restore it with pg_restore, and put the files of customers back where they were");
    }
    if !file.is_file() {
        bail!("there is no file {}: name a file that `guanxi backup` has written", file.display());
    }
    let _alone = alone(place)?;
    let files = stage_files(place, file).await?;
    let growing = Growing::copy_of(file, place.file().with_extension("restoring"));
    let tables = during("checking the backup and putting it in place", growing, db::restore(file, &place.file()))
        .await?
        .context("nothing was restored, and the database is as it was; mend what is named behind this and try again")?;
    say(format!("{} with {tables} tables is in place; the database that was there is beside it.", file.display()))?;
    match (files, place.bucket()) {
        (Some((staged, copied)), _) => {
            put_in_place(&staged, &place.files_folder())?;
            say(format!("{} files of customers are in place; those that were there are beside them.", copied.files))
        }
        (None, Some(bucket)) => say(format!("The files of customers are those in {bucket}.")),
        (None, None) => {
            say(format!("There are no files of customers beside the backup; those in {} stay.", place.files_folder().display()))
        }
    }
}

/// Copies the files that lie beside a backup next to where they will be, before anything else is touched.
async fn stage_files(place: &Place, backup: &Path) -> anyhow::Result<Option<(PathBuf, Copied)>> {
    let from = files_beside(backup);
    if place.bucket().is_some() || !from.is_dir() {
        return Ok(None);
    }
    let staged = place.files_folder().with_extension("restoring");
    let (source, target) = (from.clone(), staged.clone());
    let copy = tokio::task::spawn_blocking(move || {
        // What a restore that was broken off has left.
        let _ = std::fs::remove_dir_all(&target);
        files::copy(&source, &target)
    });
    let copied = during("copying the files of customers and reading them back", None, copy).await??;
    if copied.is_err() {
        let _ = std::fs::remove_dir_all(&staged);
    }
    let copied =
        copied.with_context(|| format!("nothing was restored; check {} and the room on the disk, then try again", from.display()))?;
    Ok(Some((staged, copied)))
}

/// Sets the present files aside under a name with the time, and puts others in their place.
fn put_in_place(staged: &Path, folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        let stamp = Clock::default().now().format("%Y%m%d-%H%M%S");
        let named = |more: &str| folder.with_extension(format!("before-restore-{stamp}{more}"));
        let aside = std::iter::once(named("")).chain((2..u32::MAX).map(|n| named(&format!("-{n}")))).find(|name| !name.exists());
        let aside = aside.context("there is no name left beside the files")?;
        std::fs::rename(folder, &aside).with_context(|| format!("cannot set {} aside", folder.display()))?;
    }
    std::fs::rename(staged, folder).with_context(|| format!("cannot put the files in place; they are in {}", staged.display()))
}

/// Says how the installation is, as its oldest workspace sees it.
pub(crate) async fn health(place: &Place, as_json: bool) -> anyhow::Result<()> {
    let app = open(place).await?;
    let oldest = staff::queries::oldest_workspace(app.db()).await?;
    let actor = system(&app, oldest).await?;
    let health = health::queries::health(&app.db().read(&actor), &app).await?;
    let grave = health.warnings.iter().filter(|warning| warning.grave).count();
    if as_json {
        say(serde_json::to_string_pretty(&health)?)?;
    } else {
        say_health(&health)?;
    }
    if grave > 0 {
        bail!("{grave} grave {}", if grave == 1 { "warning" } else { "warnings" });
    }
    Ok(())
}

fn say_health(health: &Health) -> anyhow::Result<()> {
    say(format!("Guanxi {}", health.version))?;
    if let Some(Installation { queue, storage, backups, .. }) = &health.installation {
        let since = queue.waiting_since.map_or_else(String::new, |since| format!(", the first since {since}"));
        say(format!("Jobs: {} wait{since}, {} run", queue.queued, queue.running))?;
        let free = storage
            .disk
            .map_or_else(String::new, |disk| format!(", {} of {} bytes of the disk are free", disk.free_bytes, disk.total_bytes));
        say(format!("Database: {} bytes{free}", storage.database_bytes))?;
        let last = backups.last_at.map_or_else(|| "none".to_owned(), |at| at.to_string());
        say(format!("Last backup: {last}, of {} in {}", backups.kept.len(), backups.folder))?;
    }
    say(format!("Refused sign-ins: {} in 24 hours, {} in seven days", health.refused.last_day, health.refused.last_week))?;
    for warning in &health.warnings {
        let code = serde_json::to_value(warning.code)?;
        say(format!("{}: {}", if warning.grave { "Grave" } else { "Look at" }, code.as_str().unwrap_or_default()))?;
    }
    Ok(())
}

/// Loads or removes the demo data.
pub(crate) async fn demo(place: &Place, remove: bool, workspace: Option<Uuid>) -> anyhow::Result<()> {
    let app = open(place).await?;
    let actor = system(&app, workspace).await?;
    let mut tx = app.db().write(&actor).await?;
    let done = if remove { demo::commands::ask_remove(&mut tx).await? } else { demo::commands::ask_load(&mut tx).await? };
    let job = tx.commit(done).await?.id;
    let result = progress::follow(&app, &actor, job, if remove { "removing demo data" } else { "loading demo data" }).await?;
    say(result)
}

/// The actor of the command line: everything, in the one workspace or the one that was named.
async fn system(app: &App, workspace: Option<Uuid>) -> anyhow::Result<Actor> {
    let known = staff::queries::workspaces(app.db()).await?;
    let chosen = match (workspace, known.as_slice()) {
        (Some(id), known) if known.contains(&id) => id,
        (Some(id), _) => bail!("there is no workspace {id}"),
        (None, [only]) => *only,
        (None, []) => bail!("there is no workspace yet: start the server and open it in a browser, or use `guanxi workspace create`"),
        (None, _) => bail!("there are several workspaces: choose one with --workspace ID ({known:?})"),
    };
    Ok(app.actor_for_job(chosen, None, Uuid::now_v7()).await?)
}

/// The actor of a named user.
async fn user(app: &App, email: &str, workspace: Option<Uuid>) -> anyhow::Result<Actor> {
    let found: Vec<Found> = staff::queries::by_email(app.db(), email).await?;
    let mut found = found.into_iter().filter(|found| workspace.is_none_or(|id| id == found.workspace));
    match (found.next(), found.next()) {
        (Some(found), None) => Ok(app.actor_for_job(found.workspace, Some(found.user), Uuid::now_v7()).await?),
        (None, _) => bail!("nobody with the address {email} works here"),
        (Some(_), Some(_)) => bail!("{email} works in several workspaces: choose one with --workspace ID"),
    }
}

/// Makes API tokens, lists them and ends them.
pub(crate) async fn token(place: &Place, action: Token) -> anyhow::Result<()> {
    let app = open(place).await?;
    let email = match &action {
        Token::Create { user, .. } | Token::List { user } | Token::Revoke { user, .. } => user.clone(),
    };
    let actor = user(&app, &email, None).await?;
    let id = Id::from(actor.user().context("the actor is a user")?);
    match action {
        Token::Create { name, read_only, scope, days, expires, .. } => {
            make_token(&app, &actor, (name, read_only, scope), (days, expires)).await
        }
        Token::List { .. } => {
            let system = system(&app, Some(actor.workspace)).await?;
            for token in staff::queries::tokens_of(&app.db().read(&system), id).await? {
                let day = |at| day_in(actor.zone, at);
                say(format!("{}  until {}  last used {}  {}", token.id, day(token.expires_at), day(token.last_used_at), token.name))?;
            }
            Ok(())
        }
        Token::Revoke { token, .. } => {
            let mut tx = app.db().write(&system(&app, Some(actor.workspace)).await?).await?;
            let done = staff::commands::revoke_token_of(&mut tx, id, token).await;
            let done = done.with_context(|| format!("{email} has no token {token}: see `guanxi token list`"))?;
            tx.commit(done).await?;
            say("The token is ended.")
        }
    }
}

/// Makes an API token.
async fn make_token(
    app: &App,
    actor: &Actor,
    (name, read_only, scope): (String, bool, Vec<Limit>),
    (days, expires): (i64, Option<NaiveDate>),
) -> anyhow::Result<()> {
    let days = match expires {
        None => days,
        Some(day) => days_until(day, day_in(actor.zone, app.db().clock().now()))?,
    };
    let mut tx = app.db().write(actor).await?;
    let done = staff::commands::make_token(&mut tx, NewToken { name, read_only, scope: limits(scope), days }).await?;
    let made = tx.commit(done).await?;
    say(made.secret)
}

/// How many days a token works that ends on this day.
fn days_until(day: NaiveDate, today: NaiveDate) -> anyhow::Result<i64> {
    let days = (day - today).num_days();
    if (1..=MOST_TOKEN_DAYS).contains(&days) {
        return Ok(days);
    }
    bail!("--expires {day} is no day from {} to {}", today + Days::new(1), today + Days::new(MOST_TOKEN_DAYS.unsigned_abs()));
}

/// Helps a user who cannot sign in.
pub(crate) async fn user_action(place: &Place, action: User) -> anyhow::Result<()> {
    let (User::Password { email, workspace } | User::SecondStep { email, workspace }) = &action;
    let app = open(place).await?;
    let known = user(&app, email, *workspace).await?;
    let id = known.user().context("the actor is a user")?;
    let system = system(&app, Some(known.workspace)).await?;
    match &action {
        User::Password { .. } => {
            let password = std::env::var("GUANXI_PASSWORD").context("set GUANXI_PASSWORD to the new password")?;
            staff::commands::set_password(app.db(), &system, Id::from(id), password).await?;
            say(format!("{email} has a new password, is signed out everywhere, and has no tokens any more."))
        }
        User::SecondStep { .. } => {
            let mut tx = app.db().write(&system).await?;
            let done = staff::commands::take_away(&mut tx, id).await?;
            tx.commit(done).await?;
            say(format!("{email} is signed out everywhere, and signs in by the password alone."))
        }
    }
}

/// Makes a workspace.
pub(crate) async fn workspace(place: &Place, action: Workspace) -> anyhow::Result<()> {
    let Workspace::Create { name, admin, email, locale, trade, time_zone } = action;
    let password = std::env::var("GUANXI_PASSWORD").context("set GUANXI_PASSWORD to the administrator's password")?;
    let app = open(place).await?;
    let setup = Setup { workspace_name: name, name: admin, email, password, locale, trade, time_zone };
    staff::commands::set_up(app.db(), setup, "command line", true).await?;
    say("The workspace is made; sign in with the address and the password.")
}

/// Takes a file in.
pub(crate) async fn import(place: &Place, arguments: Import) -> anyhow::Result<()> {
    let app = open(place).await?;
    let actor = match &arguments.user {
        None => system(&app, arguments.workspace).await?,
        Some(email) => user(&app, email, arguments.workspace).await?,
    };
    let name = arguments.file.file_name().and_then(|name| name.to_str()).context("the file has no name")?;
    let id = keep(&app, &actor, &arguments, name).await?;
    if let Some(map) = &arguments.map {
        remap(&app, &actor, id, map).await?;
    }
    let preview = queries::preview(&app.db().read(&actor), &app, id).await?;
    for (column, field) in &preview.mapping {
        let header = column.parse().ok().and_then(|n: usize| preview.headers.get(n)).map_or("", String::as_str);
        tracing::info!("Column {column} “{header}” is {field}");
    }
    let start = StartImport {
        mode: arguments.mode.into(),
        key: arguments.key,
        dry_run: arguments.dry_run,
        make_missing: arguments.make_missing,
        refuse_duplicates: arguments.refuse_duplicates,
    };
    let mut tx = app.db().write(&actor).await?;
    let done = commands::start_import(&mut tx, &app, id, &start).await?;
    let job = tx.commit(done).await?;
    let result = progress::follow(&app, &actor, job, "rows").await?;
    say(&result["counts"])?;
    if let Some(target) = &arguments.rejected {
        let made = commands::rejected_workbook(&app.db().read(&actor), &app, id).await?;
        std::fs::copy(&made.path, target).with_context(|| format!("cannot write {}", target.display()))?;
    }
    app.db().clone().close().await;
    Ok(())
}

/// Keeps the file that is to be taken in; one that is refused leaves nothing behind.
async fn keep(app: &App, actor: &Actor, arguments: &Import, name: &str) -> anyhow::Result<Id<guanxi_crm::admin::tables::Import>> {
    let stored = Uuid::now_v7().to_string();
    let copy = Arriving::at(app.folder(actor.workspace, "imports")?.join(&stored));
    std::fs::copy(&arguments.file, copy.path()).with_context(|| format!("cannot read {}", arguments.file.display()))?;
    settle(copy.path()).with_context(|| format!("cannot keep a copy of {}", arguments.file.display()))?;
    let file = commands::look_at(app, actor, arguments.kind.name(), &stored).await?;
    let mut tx = app.db().write(actor).await?;
    let done = commands::import_file(&mut tx, app, arguments.kind.name(), name, file).await?;
    let id = Id::from(tx.commit(done).await?);
    copy.stays();
    Ok(id)
}

/// Reads a map of columns or headers to fields and gives it to the import.
async fn remap(app: &App, actor: &Actor, id: Id<guanxi_crm::admin::tables::Import>, map: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(map).with_context(|| format!("cannot read {}", map.display()))?;
    let wanted: BTreeMap<String, String> =
        serde_json::from_str(&text).with_context(|| format!("{} is not a JSON object of texts", map.display()))?;
    let preview = queries::preview(&app.db().read(actor), app, id).await?;
    let mut mapping = BTreeMap::new();
    for (column, field) in wanted {
        let by_header = preview.headers.iter().position(|header| *header == column).map(|n| n.to_string());
        mapping.insert(by_header.unwrap_or(column), field);
    }
    let mut tx = app.db().write(actor).await?;
    let patch = ImportPatch { mapping: Some(mapping), ..ImportPatch::default() };
    let done = commands::change_import(&mut tx, app, id, preview.import.version, patch, None).await?;
    tx.commit(done).await?;
    Ok(())
}
