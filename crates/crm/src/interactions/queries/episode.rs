//! Every read of matters.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    db::Reader,
    error::{Error, Result},
    id::Id,
};
use sea_orm::{ColumnTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::interactions;
use crate::{
    customers,
    interactions::{
        api::{Episode, Interaction},
        tables::{self, episode, interaction},
    },
    staff::api::Ref,
};

/// The names of matters that the actor may see; others are left out.
pub async fn episode_names(reader: &Reader, ids: BTreeSet<Uuid>) -> Result<Vec<Ref>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reader.find::<tables::Episode>().with_ids(ids).all().await?;
    Ok(rows.into_iter().map(|row| Ref { id: row.id, name: row.name }).collect())
}

/// One matter.
pub async fn episode(reader: &Reader, id: Id<tables::Episode>) -> Result<Episode> {
    let row = reader.get(id).await?;
    episodes(reader, vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// The matters of an account: the open ones first, of each the newest first.
pub async fn episodes_of(reader: &Reader, account: Id<customers::tables::Account>, limit: u64) -> Result<Vec<Episode>> {
    reader.get(account).await?;
    let of = |select: Select<episode::Entity>| {
        select
            .filter(episode::Column::AccountId.eq(account.uuid()))
            .order_by_desc(episode::Column::State)
            .order_by_desc(episode::Column::Id)
            .limit(limit)
    };
    episodes(reader, reader.find::<tables::Episode>().with(of).all().await?).await
}

/// The wire forms of matters, with how many contacts were about them.
pub(in crate::interactions) async fn episodes(reader: &Reader, rows: Vec<episode::Model>) -> Result<Vec<Episode>> {
    #[derive(FromQueryResult)]
    struct Said {
        episode_id: Uuid,
        n: i64,
        last_at: DateTime<Utc>,
    }
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let accounts = customers::queries::names(reader, rows.iter().map(|row| row.account_id).collect()).await?;
    let about = |select: Select<interaction::Entity>| {
        select
            .select_only()
            .column(interaction::Column::EpisodeId)
            .column_as(interaction::Column::Id.count(), "n")
            .column_as(interaction::Column::At.max(), "last_at")
            .filter(interaction::Column::EpisodeId.is_in(rows.iter().map(|row| row.id)))
            .group_by(interaction::Column::EpisodeId)
    };
    // Whoever sees a matter sees the contacts with its account.
    let said: Vec<Said> = reader.in_workspace::<tables::Interaction>().with(about).all_as().await?;
    let said: BTreeMap<Uuid, Said> = said.into_iter().map(|said| (said.episode_id, said)).collect();
    let wire = |row: episode::Model| {
        let said = said.get(&row.id);
        Episode {
            id: row.id,
            version: row.version,
            account: Ref::among(&accounts, Some(row.account_id)),
            kind: row.kind,
            name: row.name,
            state: row.state,
            interactions: said.map_or(0, |said| said.n),
            last_at: said.map(|said| said.last_at),
            created_at: row.created_at,
        }
    };
    Ok(rows.into_iter().map(wire).collect())
}

/// The contacts about a matter, newest first.
pub async fn of_episode(reader: &Reader, id: Id<tables::Episode>, limit: u64) -> Result<Vec<Interaction>> {
    reader.get(id).await?;
    let about = |select: Select<interaction::Entity>| {
        select
            .filter(interaction::Column::EpisodeId.eq(id.uuid()))
            .order_by_desc(interaction::Column::At)
            .order_by_desc(interaction::Column::Id)
            .limit(limit)
    };
    interactions(reader, reader.find::<tables::Interaction>().with(about).all().await?).await
}
