//! Every read of interactions.

mod activity;
mod episode;
mod followed;
mod notification;
mod task;

use std::collections::BTreeMap;

use guanxi_kernel::{
    actor::Action,
    clock::known,
    db::{Reader, Record},
    error::Result,
    id::Id,
    list::{self, Naming, Query, Search},
    slice::Listed,
    timeline::{Before, Item},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, UnionType},
};
use serde_json::{Map, Value};
use uuid::Uuid;

pub use self::{
    activity::{Contacts, Enquiry, contacts_made, enquiries, last_two_way},
    episode::{episode, episode_names, episodes_of, of_episode},
    notification::{notification_preferences, notifications},
    task::{accounts_with_tasks_of, open_tasks, open_tasks_of, task, tasks},
};
pub(super) use self::{
    episode::episodes,
    followed::{News, news},
    notification::{Preferences, preferences},
    task::{due_by_person, nearest_steps, open_of},
};
use super::{
    api::{Comment, Interaction, NextStep, Promise, Visit},
    rules::{helped_first, overdue},
    tables::{self, comment, interaction, interaction_contact},
};
use crate::{
    contacts, customers,
    staff::{self, api::Ref},
};

/// The names that rows point to, read with one query a kind.
#[derive(Default)]
struct Names {
    accounts: Vec<Ref>,
    contacts: Vec<Ref>,
    users: Vec<Ref>,
    episodes: Vec<Ref>,
}

impl Names {
    async fn read(reader: &Reader, accounts: Vec<Uuid>, contacts: Vec<Uuid>, users: Vec<Uuid>) -> Result<Self> {
        Ok(Self {
            accounts: customers::queries::names(reader, accounts).await?,
            contacts: contacts::queries::names(reader, contacts).await?,
            users: staff::queries::names(reader, users).await?,
            episodes: Vec::new(),
        })
    }
}

/// One interaction.
pub async fn interaction(reader: &Reader, id: Id<tables::Interaction>) -> Result<Interaction> {
    let row = reader.get(id).await?;
    let mut wires = interactions(reader, vec![row]).await?;
    wires.pop().ok_or(guanxi_kernel::error::Error::NotFound)
}

/// The wire forms of rows.
pub async fn interactions(reader: &Reader, rows: Vec<interaction::Model>) -> Result<Vec<Interaction>> {
    let accounts = rows.iter().map(|row| row.account_id).collect();
    let others = others(reader, &rows).await?;
    let contacts = rows.iter().filter_map(|row| row.contact_id).chain(others.values().flatten().copied()).collect();
    let users = rows.iter().filter_map(|row| row.user_id).collect();
    let episodes = episode_names(reader, rows.iter().filter_map(|row| row.episode_id).collect()).await?;
    let names = Names { episodes, ..Names::read(reader, accounts, contacts, users).await? };
    Ok(rows.into_iter().map(|row| wire(reader, row, &others, &names)).collect())
}

/// Who else took part in interactions, by the interaction.
async fn others(reader: &Reader, rows: &[interaction::Model]) -> Result<BTreeMap<Uuid, Vec<Uuid>>> {
    let mut others: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    if rows.is_empty() {
        return Ok(others);
    }
    let found = interaction_contact::Entity::find()
        .filter(interaction_contact::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(interaction_contact::Column::InteractionId.is_in(rows.iter().map(|row| row.id)))
        // In the order of the key. By the contact alone SQLite would walk an index of the whole workspace.
        .order_by_asc(interaction_contact::Column::InteractionId)
        .order_by_asc(interaction_contact::Column::ContactId)
        .all(reader.source())
        .await?;
    for row in found {
        others.entry(row.interaction_id).or_default().push(row.contact_id);
    }
    Ok(others)
}

fn wire(reader: &Reader, row: interaction::Model, others: &BTreeMap<Uuid, Vec<Uuid>>, names: &Names) -> Interaction {
    let [may_change, may_remove] = [Action::Change, Action::Remove].map(|action| tables::Interaction::allows(reader.actor(), action, &row));
    let visit: Option<Visit> = row.visit.and_then(|visit| serde_json::from_value(visit).ok());
    let helped = visit.as_ref().map(|visit| {
        let help: Vec<_> = visit.help.iter().map(|help| help.at).collect();
        helped_first(&help, visit.pitch_started_at)
    });
    Interaction {
        id: row.id,
        version: row.version,
        account: Ref::among(&names.accounts, Some(row.account_id)),
        contact: Ref::among(&names.contacts, row.contact_id),
        others: others
            .get(&row.id)
            .into_iter()
            .flatten()
            .filter(|id| Some(**id) != row.contact_id)
            .filter_map(|id| Ref::among(&names.contacts, Some(*id)))
            .collect(),
        user: Ref::among(&names.users, row.user_id),
        episode: Ref::among(&names.episodes, row.episode_id),
        channel: row.channel,
        direction: row.direction,
        two_way: row.two_way,
        purposes: serde_json::from_value(row.purposes).unwrap_or_default(),
        at: row.at,
        minutes: row.minutes,
        body: row.body,
        outcome: row.outcome,
        promise: row.promise_text.zip(row.promise_state).map(|(text, state)| Promise {
            text,
            due_on: row.promise_due_on,
            overdue: overdue(&state, row.promise_due_on, reader.today()),
            state,
            settled_at: row.promise_settled_at,
        }),
        next_step: row.next_step_text.zip(known(row.next_step_on)).map(|(text, due_on)| NextStep { text, due_on, task_id: row.task_id }),
        visit,
        helped_first: helped,
        created_at: row.created_at,
        may_change,
        may_remove,
    }
}

/// Open promises, the most urgent first: those given to an account, or else those that the caller has given.
pub async fn open_promises(reader: &Reader, account: Option<Id<customers::tables::Account>>, limit: u64) -> Result<Vec<Interaction>> {
    let whose = match account {
        Some(account) => {
            reader.get(account).await?;
            interaction::Column::AccountId.eq(account.uuid())
        }
        None => interaction::Column::UserId.eq(reader.actor().user()),
    };
    let rows = reader
        .find::<tables::Interaction>()
        .with(|select| {
            select
                .filter(whose)
                .filter(interaction::Column::PromiseState.eq("open"))
                .order_by_asc(interaction::Column::PromiseDueOn)
                .order_by_asc(interaction::Column::Id)
                .limit(limit)
        })
        .all()
        .await?;
    interactions(reader, rows).await
}

/// The interactions in which a contact took part, newest first.
pub async fn of_contact(reader: &Reader, contact: Id<contacts::tables::Contact>, limit: u64) -> Result<Vec<Interaction>> {
    reader.get(contact).await?;
    let workspace = reader.actor().workspace;
    let first = interaction::Entity::find()
        .select_only()
        .column(interaction::Column::Id)
        .filter(interaction::Column::WorkspaceId.eq(workspace))
        .filter(interaction::Column::ContactId.eq(contact.uuid()));
    let beside = interaction_contact::Entity::find()
        .select_only()
        .column(interaction_contact::Column::InteractionId)
        .filter(interaction_contact::Column::WorkspaceId.eq(workspace))
        .filter(interaction_contact::Column::ContactId.eq(contact.uuid()));
    // A union, because no index serves two conditions joined by OR.
    let mut with = first.into_query();
    with.union(UnionType::Distinct, beside.into_query());
    // By what the contact took part in, not by an index of all interactions in the order of time.
    let newest = reader.dialect().unindexed(Expr::col((interaction::Entity, interaction::Column::At)));
    let rows = reader
        .find::<tables::Interaction>()
        .with(|select| {
            select
                .filter(interaction::Column::Id.in_subquery(with))
                .order_by(newest, Order::Desc)
                .order_by_desc(interaction::Column::Id)
                .limit(limit)
        })
        .all()
        .await?;
    interactions(reader, rows).await
}

/// What interactions and comments tell on the timeline of an account.
pub async fn tell(reader: &Reader, about: Uuid, before: Option<Before>, limit: u64) -> Result<Vec<Item>> {
    let earlier = |at: interaction::Column, id: interaction::Column| earlier(before, at, id);
    let rows = reader
        .find::<tables::Interaction>()
        .with(|select| {
            select
                .filter(interaction::Column::AccountId.eq(about))
                .filter(earlier(interaction::Column::At, interaction::Column::Id))
                .order_by_desc(interaction::Column::At)
                .order_by_desc(interaction::Column::Id)
                .limit(limit)
        })
        .all()
        .await?;
    let mut items = Vec::new();
    for interaction in interactions(reader, rows).await? {
        items.push(Item { at: interaction.at, kind: "interaction", id: interaction.id, data: serde_json::to_value(&interaction)? });
    }
    for comment in comments(reader, about, before, limit).await? {
        items.push(Item { at: comment.created_at, kind: "comment", id: comment.id, data: serde_json::to_value(&comment)? });
    }
    Ok(items)
}

/// Rows before a place, in the order of an instant and an id.
fn earlier<C: ColumnTrait>(before: Option<Before>, at: C, id: C) -> Condition {
    let Some(before) = before else { return Condition::all() };
    let tie = Condition::all().add(at.eq(before.at)).add(id.lt(before.id));
    Condition::all().add(at.lte(before.at)).add(Condition::any().add(at.lt(before.at)).add(tie))
}

/// The comments on an account, newest first.
pub async fn comments(reader: &Reader, account: Uuid, before: Option<Before>, limit: u64) -> Result<Vec<Comment>> {
    let rows = reader
        .find::<tables::Comment>()
        .with(|select| {
            select
                .filter(comment::Column::AccountId.eq(account))
                .filter(earlier(before, comment::Column::CreatedAt, comment::Column::Id))
                .order_by_desc(comment::Column::CreatedAt)
                .order_by_desc(comment::Column::Id)
                .limit(limit)
        })
        .all()
        .await?;
    comment_wires(reader, rows).await
}

/// Who is looked at for a mention, in the order of names.
const LOOKED_AT: u64 = 200;
/// Who is offered.
const OFFERED: usize = 20;

/// The colleagues who may see an account, by name, or those of them who are found by the words typed.
pub async fn mentionable(reader: &Reader, account: Id<customers::tables::Account>, q: Option<String>) -> Result<Vec<Ref>> {
    let account = reader.get(account).await?;
    let search = Search { q, columns: Some("name".to_owned()), limit: Some(LOOKED_AT), ..Search::default() };
    let users = staff::tables::User::list();
    let page = list::page::<staff::tables::User>(reader, users, &Query::parse(reader.actor(), users, search)?).await?;
    let person = |row: &Map<String, Value>| {
        let text = |key: &str| row.get(key).and_then(Value::as_str);
        Some(Ref { id: text("id")?.parse().ok()?, name: text("name")?.to_owned() })
    };
    let found: Vec<Ref> = page.items.iter().filter_map(person).collect();
    let ids: Vec<Uuid> = found.iter().map(|person| person.id).collect();
    let who_see = staff::queries::who_reach(reader, &ids, "account", Action::Read, account.owner_id).await?;
    Ok(found.into_iter().filter(|person| who_see.contains(&person.id)).take(OFFERED).collect())
}

/// The wire forms of comments.
pub(super) async fn comment_wires(reader: &Reader, rows: Vec<comment::Model>) -> Result<Vec<Comment>> {
    let mentions = |row: &comment::Model| -> Vec<Uuid> { serde_json::from_value(row.mentions.clone()).unwrap_or_default() };
    let people = rows.iter().flat_map(|row| mentions(row).into_iter().chain(row.created_by)).collect();
    let users = staff::queries::names(reader, people).await?;
    Ok(rows
        .into_iter()
        .map(|row| Comment {
            may_change: tables::Comment::allows(reader.actor(), Action::Change, &row),
            may_remove: tables::Comment::allows(reader.actor(), Action::Remove, &row),
            edited_at: (row.version > 1).then_some(row.updated_at),
            version: row.version,
            id: row.id,
            account_id: row.account_id,
            author: Ref::among(&users, row.created_by),
            mentions: mentions(&row).into_iter().filter_map(|id| Ref::among(&users, Some(id))).collect(),
            body: row.body,
            created_at: row.created_at,
        })
        .collect())
}

/// What the tasks are that the actor may see.
pub fn subjects(reader: &Reader, ids: Vec<Uuid>) -> Naming<'_> {
    Box::pin(async move {
        let rows = reader.find::<tables::Task>().with_ids(ids).all().await?;
        Ok(rows.into_iter().map(|row| (row.id, row.subject)).collect())
    })
}
