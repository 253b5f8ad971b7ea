//! F58: the company owns its customers. Whoever leaves hands them over, a chunk at a time.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    db::Tx,
    error::{Error, Result},
};
use sea_orm::Set;
use uuid::Uuid;

use crate::customers::{
    commands::{index_many, pool::of_another},
    events,
    tables::{self, account},
};

/// Those who go on with what a leaver had. What belongs to an account goes with it.
#[derive(Clone, Debug)]
pub struct Heirs {
    rest: Uuid,
    all: BTreeSet<Uuid>,
}

impl Heirs {
    /// All of them, with whoever takes what nobody else takes.
    #[must_use]
    pub const fn new(rest: Uuid, all: BTreeSet<Uuid>) -> Self {
        Self { rest, all }
    }

    /// Who takes something of an account of this owner, or of none.
    #[must_use]
    pub fn of(&self, owner: Option<Uuid>) -> Uuid {
        owner.filter(|owner| self.all.contains(owner)).unwrap_or(self.rest)
    }
}

/// Gives some of a user's accounts to others, each to whom it is told. Returns those that have changed hands. The caller records
/// the event of the chunk.
pub async fn hand_over(tx: &mut Tx, from: Uuid, gifts: &[(Uuid, Uuid)]) -> Result<BTreeSet<Uuid>> {
    let ids: Vec<Uuid> = gifts.iter().map(|(account, _)| *account).collect();
    // Whoever changes one of them meanwhile waits, or is waited for.
    tx.hold::<tables::Account>(&ids).await?;
    let mut owned: BTreeMap<Uuid, _> = tx.to_change_many::<tables::Account>(&ids).await?.into_iter().map(|row| (row.id, row)).collect();
    if owned.is_empty() && !ids.is_empty() {
        return Err(Error::Forbidden("you may not hand over the accounts of this colleague".to_owned()));
    }
    let mut by_heir: BTreeMap<Uuid, Vec<_>> = BTreeMap::new();
    for (account, to) in gifts {
        by_heir.entry(*to).or_default().extend(owned.remove(account).filter(|row| row.owner_id == Some(from)));
    }
    let mut moved = BTreeSet::new();
    for (to, rows) in by_heir {
        let change = account::ActiveModel { owner_id: Set(Some(to)), ..of_another(account::ActiveModel::default(), tx.today()) };
        let rows = tx.update_many(rows, &change).await?;
        index_many(tx, &rows).await?;
        for row in &rows {
            tx.note(events::handed_over(row, from));
        }
        moved.extend(rows.iter().map(|row| row.id));
    }
    Ok(moved)
}
