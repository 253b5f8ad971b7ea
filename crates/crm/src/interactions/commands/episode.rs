//! Matters between an account and the company.

use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Recorded, Tx},
    error::{Error, Result, unchanged},
    event::Event,
    id::Id,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, sea_query::Expr};
use uuid::Uuid;

use crate::{
    customers::{self, tables::Account},
    interactions::{
        api::{Episode, EpisodePatch, NewEpisode},
        queries,
        rules::{EPISODE_KINDS, EPISODE_STATES},
        tables::{self, episode, interaction},
    },
};

const MAX_NAME: usize = 100;

/// Opens a matter with an account.
pub async fn open_episode(tx: &mut Tx, input: NewEpisode) -> Result<Recorded<Episode>> {
    let leave = tx.leave_under::<tables::Episode>("interaction", Action::Create)?;
    let mut check = Check::new();
    let account = match tx.reader().narrowed("interaction", Action::Create).get(Id::<Account>::from(input.account_id)).await {
        Ok(account) => Some(account),
        Err(Error::NotFound) => {
            check.wrong("/account_id", "not_found", "There is no such account.");
            None
        }
        Err(error) => return Err(error),
    };
    let row = episode::ActiveModel {
        account_id: Set(input.account_id),
        kind: Set(check.choice("/kind", input.kind, EPISODE_KINDS).unwrap_or_else(|| "other".to_owned())),
        name: Set(check.required("/name", &input.name, MAX_NAME)),
        state: Set("open".to_owned()),
        ..Default::default()
    };
    check.done()?;
    let account = account.ok_or(Error::NotFound)?;
    if account.trashed_at.is_some() {
        return Err(customers::commands::trashed());
    }
    let row = tx.insert::<tables::Episode>(leave, row).await?;
    recorded(tx, "episode.opened", row, account.owner_id).await
}

/// Changes what a matter is called or about, closes it or opens it again.
pub async fn change_episode(tx: &mut Tx, id: Id<tables::Episode>, expected: i64, input: EpisodePatch) -> Result<Recorded<Episode>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::episode(tx.reader(), id)).await?;
    let mut check = Check::new();
    let mut change = episode::ActiveModel::default();
    if let Some(kind) = input.kind {
        change.kind = Set(check.one_of("/kind", &kind, EPISODE_KINDS));
    }
    if let Some(name) = input.name {
        change.name = Set(check.required("/name", &name, MAX_NAME));
    }
    if let Some(state) = input.state {
        change.state = Set(check.one_of("/state", &state, EPISODE_STATES));
    }
    check.done()?;
    let row = tx.update::<tables::Episode>(row, change).await?;
    let owner = owner_of(tx, row.account_id).await?;
    recorded(tx, "episode.changed", row, owner).await
}

/// Dissolves a matter that was opened by mistake. Its contacts stay.
pub async fn remove_episode(tx: &mut Tx, id: Id<tables::Episode>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let owner = owner_of(tx, row.account_id).await?;
    let event = event("episode.removed", &row, owner);
    interaction::Entity::update_many()
        .col_expr(interaction::Column::EpisodeId, Expr::value(None::<Uuid>))
        .filter(interaction::Column::WorkspaceId.eq(tx.actor().workspace))
        .filter(interaction::Column::EpisodeId.eq(id.uuid()))
        .exec(tx.reader().source())
        .await?;
    tx.remove::<tables::Episode>(row).await?;
    Ok(tx.record(event, ()))
}

/// Whether contacts with an account can be about this matter.
pub(super) async fn check_episode(check: &mut Check, tx: &Tx, account: Uuid, id: Option<Uuid>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    match tx.reader().get(Id::<tables::Episode>::from(id)).await {
        Ok(episode) if episode.account_id == account => {}
        Ok(_) => check.wrong("/episode_id", "not_possible", "This matter is another account's."),
        Err(Error::NotFound) => check.wrong("/episode_id", "not_found", "There is no such matter."),
        Err(error) => return Err(error),
    }
    Ok(())
}

fn event(name: &'static str, row: &episode::Model, owner: Option<Uuid>) -> Event {
    Event::new(name, "episode", row.id).about(Some(row.account_id)).owned_by(owner)
}

async fn recorded(tx: &mut Tx, name: &'static str, row: episode::Model, owner: Option<Uuid>) -> Result<Recorded<Episode>> {
    let event = event(name, &row, owner);
    let wire = queries::episodes(tx.reader(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(tx.record(event, wire))
}

/// Who owns an account, for those who are told of what belongs to it.
pub(super) async fn owner_of(tx: &Tx, account: Uuid) -> Result<Option<Uuid>> {
    Ok(tx.reader().get(Id::<Account>::from(account)).await?.owner_id)
}
