//! Every write of undo.

use std::path::Path;

use guanxi_kernel::{
    actor::Action,
    db::{Reader, Recorded, Tx, batches},
    error::Result,
    event::Event,
    http::App,
    id::Id,
    job::{NewJob, Queued},
};
use guanxi_sheet::{Format, OutCell};
use sea_orm::{ConnectionTrait, Set, Value};
use serde_json::json;
use uuid::Uuid;

use super::{
    Undoable,
    api::StartUndo,
    journal::forget_images,
    queries::{self, Left},
    rules::{Counts, Why},
    tables::{Undo, undo},
};
use crate::{
    admin::{
        self,
        commands::{Arriving, Made, Writing},
        tables::Import,
    },
    staff,
    words::Words,
};

/// Queues the undo of an import, or a trial of it, with the rights of the one who asks.
pub async fn start(tx: &mut Tx, id: Id<Import>, input: &StartUndo) -> Result<Recorded<Queued>> {
    let import = tx.to_change(id).await?;
    crate::MERGEABLE.iter().try_for_each(|kind| tx.actor().has_all_fields(kind.kind))?;
    let last = queries::last(tx.reader(), import.id).await?;
    queries::standing(tx.reader(), &import, last.as_ref()).await?.check(tx.now())?;
    let job = NewJob::new("undo.run", json!({"import": import.id, "dry_run": input.dry_run})).on_behalf_of(tx.actor().user());
    let job = tx.queue(job);
    let row = undo::ActiveModel {
        import_id: Set(import.id),
        job_id: Set(job),
        dry_run: Set(input.dry_run),
        state: Set("running".to_owned()),
        removed_rows: Set(0),
        restored_rows: Set(0),
        left_rows: Set(0),
        ..Default::default()
    };
    if let Some(last) = last {
        let cleared = tx.to_change(Id::<Undo>::from(last.id)).await?;
        tx.touch::<Undo>(cleared, row).await?;
    } else {
        let leave = tx.leave_under::<Undo>("import", Action::Create)?;
        tx.insert::<Undo>(leave, row).await?;
    }
    let event = Event::new("import.undo_asked", "import", import.id).owned_by(import.created_by).with(json!({"dry_run": input.dry_run}));
    Ok(tx.record(event, Queued { id: job }))
}

/// Notes what became of records: of those with a reason, that they were left.
pub(super) async fn note(tx: &Tx, import: Uuid, kind: &str, verdicts: &queries::Verdicts) -> Result<()> {
    // What was before is not needed any more.
    forget_images(tx, import, kind, &verdicts.keys().copied().collect::<Vec<_>>()).await?;
    for why in [None].into_iter().chain(Why::ALL.map(Some)) {
        let ids: Vec<Uuid> = verdicts.iter().filter(|(_, verdict)| **verdict == why).map(|(id, _)| *id).collect();
        let state = if why.is_none() { "taken_back" } else { "left" };
        for chunk in batches(&ids) {
            let sql = format!(
                "UPDATE import_rows SET state = ?, why = ? WHERE workspace_id = ? AND import_id = ? AND kind = ? AND record_id IN ({})",
                vec!["?"; chunk.len()].join(", ")
            );
            let first: [Value; 5] = [state.into(), why.map(Why::as_str).into(), tx.actor().workspace.into(), import.into(), kind.into()];
            let values = first.into_iter().chain(chunk.iter().map(|id| (*id).into())).collect();
            tx.reader().source().execute_raw(tx.reader().dialect().statement(&sql, values)).await?;
        }
    }
    Ok(())
}

/// Forgets what imports remember of a record whose person is to be forgotten: no undo of theirs touches it any more.
pub async fn erase(tx: &Tx, kind: &str, record: Uuid) -> Result<u64> {
    let mut forgotten = 0;
    for table in ["import_images", "import_rows"] {
        // By the imports, of which there are few: the key begins with them.
        let sql = format!(
            "DELETE FROM {table} WHERE workspace_id = ? AND import_id IN (SELECT id FROM imports WHERE workspace_id = ?) \
             AND kind = ? AND record_id = ?"
        );
        let workspace: Value = tx.actor().workspace.into();
        let values = vec![workspace.clone(), workspace, kind.into(), record.into()];
        forgotten += tx.reader().source().execute_raw(tx.reader().dialect().statement(&sql, values)).await?.rows_affected();
    }
    Ok(forgotten)
}

/// Notes what became of an undo, or what would become of it.
pub(super) async fn finish(tx: &mut Tx, import: Id<Import>, dry_run: bool, counted: Counts) -> Result<Recorded<()>> {
    let row = tx.reader().get(import).await?;
    // What was done before a stop counts, too.
    let counts = if dry_run { counted } else { queries::outcome(tx.reader(), row.id).await? };
    if let Some(last) = queries::last(tx.reader(), import.uuid()).await? {
        let change = undo::ActiveModel {
            state: Set("done".to_owned()),
            removed_rows: Set(counts.removed),
            restored_rows: Set(counts.restored),
            left_rows: Set(counts.left),
            ..Default::default()
        };
        let cleared = tx.to_change(Id::<Undo>::from(last.id)).await?;
        tx.touch::<Undo>(cleared, change).await?;
    }
    let name = if dry_run { "import.undo_tried" } else { "import.undone" };
    if !dry_run {
        admin::commands::close_import(tx, import).await?;
    }
    let facts = json!({"kind": row.kind, "file": row.file_name, "counts": counts});
    Ok(tx.record(Event::new(name, "import", row.id).owned_by(row.created_by).with(facts), ()))
}

/// The records that an undo left as they are, as a workbook in the language of the one who asks: what each is, what it is
/// called, and why it was left.
pub async fn left_workbook(reader: &Reader, app: &App, id: Id<Import>) -> Result<Made> {
    let import = reader.get(id).await?;
    let words = Words::of(&staff::queries::locale(reader).await?);
    let folder = app.folder(import.workspace_id, "exports")?;
    // Two may ask at once: each writes a file of its own, and the last one stays.
    let path = folder.join(format!("left-{}.xlsx", import.id));
    let arriving = Arriving::at(folder.join(format!("{}.part", Uuid::now_v7())));
    let say = |key: &str| words.say(key, &[]);
    let titles = ["undo:left.kind", "undo:left.name", "undo:left.why"].map(say).to_vec();
    let writing = Writing::begin(arriving.path().to_owned(), Format::Xlsx, say("undo:left.sheet"), titles);
    let mut after = (String::new(), Uuid::nil());
    loop {
        let left = queries::left(reader, import.id, &after, 1000).await?;
        let Some(last) = left.last() else { break };
        after = (last.kind.clone(), last.record_id);
        let names = queries::names_of(reader, &left).await?;
        let row = |left: &Left| {
            let name = names.get(&left.record_id).map_or(OutCell::Empty, |name| OutCell::from(name.as_str()));
            let list = Undoable::named(&left.kind).map_or(left.kind.as_str(), |undoable| undoable.list);
            vec![OutCell::Text(words.list(list)), name, OutCell::Text(say(&format!("undo:why.{}", left.why)))]
        };
        if !writing.put(left.iter().map(row).collect()).await {
            break;
        }
    }
    writing.finish().await?;
    tokio::fs::rename(arriving.path(), &path).await.map_err(|error| anyhow::anyhow!("the workbook could not be put in place: {error}"))?;
    arriving.stays();
    let stem = Path::new(&import.file_name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(&import.kind);
    Ok(Made { path, name: format!("{}.xlsx", words.say("undo:left.file", &[("file", stem)])) })
}

/// Forgets what an import has written, at most so many records at once. Returns how many.
pub(super) async fn forget(tx: &Tx, import: Uuid, limit: i64) -> Result<u64> {
    let mut forgotten = 0;
    // The rows last: by them it is known that there is something left.
    for table in ["import_images", "import_rows"] {
        let sql = format!(
            "DELETE FROM {table} WHERE workspace_id = ? AND import_id = ? AND (kind, record_id) IN \
             (SELECT kind, record_id FROM {table} WHERE workspace_id = ? AND import_id = ? ORDER BY kind, record_id LIMIT ?)"
        );
        let workspace = tx.actor().workspace;
        let values: Vec<Value> = vec![workspace.into(), import.into(), workspace.into(), import.into(), limit.into()];
        forgotten = tx.reader().source().execute_raw(tx.reader().dialect().statement(&sql, values)).await?.rows_affected();
    }
    Ok(forgotten)
}
