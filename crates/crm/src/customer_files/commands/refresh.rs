//! Where files stand by themselves: complete enough or not any more, too old, due again.

use guanxi_kernel::{
    db::{Reader, Tx, batches},
    error::Result,
    event::Event,
};
use sea_orm::{ConnectionTrait, Value};
use serde_json::json;

use super::event;
use crate::customer_files::{
    COMPLETE_MIN,
    queries::{self, Forms, Known, is_key},
    rules::{Completeness, Facts, Step, complete_enough, settle},
    tables::account_file,
};

/// A file as it was, and where it stands now.
pub(super) struct Settled {
    pub(super) known: Known,
    pub(super) before: account_file::Model,
    pub(super) after: account_file::Model,
}

impl Settled {
    pub(super) fn has_moved(&self) -> bool {
        self.before.step != self.after.step
    }
}

/// What settling needs beside the accounts.
pub(super) struct Basis {
    pub(super) forms: Forms,
    least_bp: i64,
}

impl Basis {
    pub(super) async fn of(reader: &Reader) -> Result<Self> {
        Ok(Self { forms: Forms::of(reader).await?, least_bp: COMPLETE_MIN.get(reader).await? })
    }

    pub(super) fn completeness(&self, known: &Known, reader: &Reader) -> Completeness {
        known.completeness(&self.forms.questions(&known.row.kind), reader)
    }

    pub(super) fn is_enough(&self, completeness: &Completeness) -> bool {
        complete_enough(completeness, self.least_bp)
    }

    pub(super) fn least_bp(&self) -> i64 {
        self.least_bp
    }

    fn settled(&self, known: Known, before: account_file::Model, reader: &Reader) -> Settled {
        let completeness = self.completeness(&known, reader);
        let facts = Facts {
            complete: self.is_enough(&completeness),
            stale: completeness.stale > 0,
            is_key: is_key(&known.standing, reader.today()),
            next_review_on: before.next_review_on,
            today: reader.today(),
        };
        let (step, is_partial) = settle(Step::from_code(&before.step), before.is_partial, &facts);
        let after = account_file::Model {
            step: step.code().to_owned(),
            is_partial,
            completeness_bp: completeness.bp(),
            stale: completeness.stale,
            ..before.clone()
        };
        Settled { known, before, after }
    }
}

/// Brings the files of some accounts up to date and says where each was and is. Only those that differ are written.
pub(super) async fn settle_all(tx: &Tx, accounts: &[uuid::Uuid], basis: &Basis) -> Result<Vec<Settled>> {
    let reader = tx.reader();
    let mut files = queries::standing(reader, accounts).await?;
    let known = queries::known_of(reader, accounts).await?;
    let alive = known.into_iter().filter(|known| known.row.trashed_at.is_none());
    let settled: Vec<Settled> = alive
        .filter_map(|known| Some((files.remove(&known.row.id)?, known)))
        .map(|(file, known)| basis.settled(known, file, reader))
        .collect();
    let differing: Vec<&account_file::Model> = settled.iter().filter(|each| each.before != each.after).map(|each| &each.after).collect();
    write_all(tx, &differing).await?;
    Ok(settled)
}

async fn write_all(tx: &Tx, rows: &[&account_file::Model]) -> Result<()> {
    let reader = tx.reader();
    for chunk in batches(rows) {
        let sql = format!(
            "UPDATE account_files SET step = v.column2, is_partial = v.column3, completeness_bp = v.column4, stale = v.column5 \
             FROM (VALUES {}) AS v WHERE account_files.workspace_id = ? AND account_files.record_id = {}",
            vec!["(?, ?, ?, ?, ?)"; chunk.len()].join(", "),
            reader.dialect().looked_up_by("v.column1")
        );
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 5 + 1);
        for row in chunk {
            values.extend([
                row.record_id.into(),
                row.step.clone().into(),
                row.is_partial.into(),
                row.completeness_bp.into(),
                row.stale.into(),
            ]);
        }
        values.push(reader.actor().workspace.into());
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

/// Brings the files of a few accounts up to date after something of them has changed. Returns how many stand elsewhere now.
pub(in crate::customer_files) async fn refresh(tx: &mut Tx, accounts: &[uuid::Uuid]) -> Result<usize> {
    crate::customers::commands::hold(tx, accounts).await?;
    let basis = Basis::of(tx.reader()).await?;
    let settled: Vec<Settled> = settle_all(tx, accounts, &basis).await?.into_iter().filter(Settled::has_moved).collect();
    for each in &settled {
        tx.note(moved(each));
    }
    Ok(settled.len())
}

/// That a file stands elsewhere now, and why.
pub(super) fn moved(each: &Settled) -> Event {
    let facts = json!({"from": each.before.step, "to": each.after.step, "completeness_bp": each.after.completeness_bp});
    event("account.file_moved", &each.known.row).with(facts)
}
