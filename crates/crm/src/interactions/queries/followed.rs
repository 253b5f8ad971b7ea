//! What happened to records that people follow, and who follows them.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    db::{Reader, batches},
    error::Result,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::{
    MERGEABLE, contacts, customers, follows,
    interactions::rules::{CONCERNS, HEARD},
    staff::api::Ref,
};

/// An event of one request or job.
#[derive(Debug, FromQueryResult)]
struct Happened {
    name: String,
    record_id: Uuid,
    about_id: Option<Uuid>,
    owner_id: Option<Uuid>,
    user_id: Option<Uuid>,
}

/// What one request or job has done to records.
#[derive(Debug, Default)]
pub(in crate::interactions) struct News {
    /// By the record, how often what happened.
    pub(in crate::interactions) of: BTreeMap<Uuid, BTreeMap<&'static str, i64>>,
    /// The kinds of these records, and their names.
    pub(in crate::interactions) named: BTreeMap<Uuid, (&'static str, String)>,
    /// Who is not told of which record: who did it, and who hears of it anyway.
    apart: BTreeSet<(Uuid, Uuid)>,
    /// Whom a record concerns now: the person, the record, and why.
    concerns: BTreeSet<(Uuid, Uuid, Concern)>,
}

/// Why a record is somebody's concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Concern {
    Made,
    Owned,
    Discussed,
}

/// What a request or a job has done to some records, as its events tell.
pub(in crate::interactions) async fn news(reader: &Reader, cause: Uuid, records: &[Uuid]) -> Result<News> {
    let happened = happened(reader, cause, records).await?;
    let of = |name: &str| happened.iter().filter(|event| event.name == name).map(|event| event.record_id).collect::<Vec<_>>();
    let (mentioned, present) = (mentions(reader, &of("comment.added")).await?, contacts_of(reader, &of("interaction.logged")).await?);
    let mut news = News::default();
    let mut people = BTreeSet::new();
    for event in &happened {
        for (record, what) in told_of(event, &present) {
            *news.of.entry(record).or_default().entry(what).or_default() += 1;
            // Whoever is given a record, or mentioned, is told so already.
            let told = event
                .owner_id
                .filter(|_| what == "owner")
                .into_iter()
                .chain(mentioned.get(&event.record_id).into_iter().flatten().copied());
            news.apart.extend(told.chain(event.user_id).map(|user| (user, record)));
        }
        if event.name.starts_with("contact.") {
            people.insert(event.record_id);
        }
        news.concerns.extend(concerns(event, &mentioned));
    }
    people.extend(present.values().flatten());
    let all: BTreeSet<Uuid> = news.of.keys().copied().chain(news.concerns.iter().map(|(_, record, _)| *record)).collect();
    news.named = names(reader, all, &people).await?;
    Ok(news)
}

async fn happened(reader: &Reader, cause: Uuid, records: &[Uuid]) -> Result<Vec<Happened>> {
    let names: BTreeSet<&str> = HEARD.iter().map(|heard| heard.event).chain(CONCERNS).collect();
    let mut found = Vec::new();
    for chunk in batches(records) {
        let sql = format!(
            "SELECT name, record_id, about_id, owner_id, user_id FROM events WHERE workspace_id = ? AND request_id = ? \
             AND name IN ({}) AND record_id IN ({}) ORDER BY id",
            vec!["?"; names.len()].join(", "),
            vec!["?"; chunk.len()].join(", ")
        );
        let mut values: Vec<Value> = vec![reader.actor().workspace.into(), cause.into()];
        values.extend(names.iter().map(|name| Value::from(*name)));
        values.extend(chunk.iter().map(|record| Value::from(*record)));
        found.extend(Happened::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?);
    }
    Ok(found)
}

/// The records whose followers hear of an event, and what they hear.
fn told_of(event: &Happened, present: &BTreeMap<Uuid, Vec<Uuid>>) -> Vec<(Uuid, &'static str)> {
    let heard = HEARD.iter().filter(|heard| heard.event == event.name);
    heard
        .flat_map(|heard| {
            let record = if heard.is_about { event.about_id } else { Some(event.record_id) };
            let beside = present.get(&event.record_id).into_iter().flatten().copied();
            record.into_iter().chain(beside).map(|record| (record, heard.what))
        })
        .collect()
}

/// Whom an event makes the record a concern of.
fn concerns(event: &Happened, mentioned: &BTreeMap<Uuid, Vec<Uuid>>) -> Vec<(Uuid, Uuid, Concern)> {
    let owned = || event.owner_id.map(|owner| (owner, event.record_id, Concern::Owned));
    match (event.name.as_str(), event.about_id) {
        ("account.created" | "contact.created", _) => {
            let made = event.user_id.map(|user| (user, event.record_id, Concern::Made));
            made.into_iter().chain(owned()).collect()
        }
        ("account.given" | "account.owner_changed" | "contact.owner_changed", _) => owned().into_iter().collect(),
        ("comment.added", Some(about)) => {
            let talking = mentioned.get(&event.record_id).into_iter().flatten().copied().chain(event.user_id);
            talking.map(|user| (user, about, Concern::Discussed)).collect()
        }
        _ => Vec::new(),
    }
}

/// Who is mentioned in comments.
async fn mentions(reader: &Reader, comments: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<Uuid>>> {
    #[derive(FromQueryResult)]
    struct Mentions {
        id: Uuid,
        mentions: serde_json::Value,
    }
    let mut found = BTreeMap::new();
    for chunk in batches(comments) {
        let sql = format!("SELECT id, mentions FROM comments WHERE workspace_id = ? AND id IN ({})", vec!["?"; chunk.len()].join(", "));
        let statement = reader.dialect().statement(&sql, in_workspace(reader, chunk));
        for Mentions { id, mentions } in Mentions::find_by_statement(statement).all(reader.source()).await? {
            found.insert(id, serde_json::from_value(mentions).unwrap_or_default());
        }
    }
    Ok(found)
}

/// Who took part in interactions.
async fn contacts_of(reader: &Reader, interactions: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<Uuid>>> {
    #[derive(FromQueryResult)]
    struct Present {
        id: Uuid,
        contact_id: Uuid,
    }
    let mut found: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for chunk in batches(interactions) {
        let places = vec!["?"; chunk.len()].join(", ");
        let sql = format!(
            "SELECT id, contact_id FROM interactions WHERE workspace_id = ? AND id IN ({places}) AND contact_id IS NOT NULL \
             UNION SELECT interaction_id AS id, contact_id FROM interaction_contacts WHERE workspace_id = ? AND interaction_id IN ({places})"
        );
        let values = [in_workspace(reader, chunk), in_workspace(reader, chunk)].concat();
        for Present { id, contact_id } in Present::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await? {
            found.entry(id).or_default().push(contact_id);
        }
    }
    Ok(found)
}

/// The workspace and these records, for a statement that names both.
fn in_workspace(reader: &Reader, records: &[Uuid]) -> Vec<Value> {
    std::iter::once(reader.actor().workspace).chain(records.iter().copied()).map(Value::from).collect()
}

async fn names(reader: &Reader, records: BTreeSet<Uuid>, people: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, (&'static str, String)>> {
    let all = reader.seeing_all("each follower is told only of what they see themselves");
    let (people, firms): (Vec<Uuid>, Vec<Uuid>) = records.into_iter().partition(|record| people.contains(record));
    let of = |kind: &'static str, names: Vec<Ref>| names.into_iter().map(move |name| (name.id, (kind, name.name)));
    let firms = of("account", customers::queries::names(&all, firms).await?);
    let people = of("contact", contacts::queries::names(&all, people).await?);
    Ok(firms.chain(people).collect())
}

impl News {
    /// Who follows which of these records and is to be told of them, as far as they see them.
    pub(in crate::interactions) async fn followers(&self, reader: &Reader) -> Result<BTreeMap<Uuid, Vec<Uuid>>> {
        let records: Vec<Uuid> = self.of.keys().copied().filter(|record| self.named.contains_key(record)).collect();
        let mut followers: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
        for follower in follows::queries::followers(reader, &records).await? {
            if !self.apart.contains(&(follower.user_id, follower.record_id)) {
                followers.entry(follower.user_id).or_default().push(follower.record_id);
            }
        }
        Ok(followers)
    }

    /// Those of some records that a reader sees.
    pub(in crate::interactions) async fn seen(&self, reader: &Reader, records: &[Uuid]) -> Result<Vec<Uuid>> {
        let mut kinds: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
        for record in records {
            if let Some((kind, _)) = self.named.get(record) {
                kinds.entry(*kind).or_default().push(*record);
            }
        }
        let mut seen = Vec::new();
        for (kind, records) in kinds {
            seen.extend(seen_of(reader, kind, records).await?);
        }
        Ok(seen)
    }

    /// Who follows by itself what concerns them now, by the kind of record.
    pub(in crate::interactions) async fn to_follow(&self, reader: &Reader) -> Result<BTreeMap<&'static str, Vec<(Uuid, Uuid)>>> {
        let people: BTreeSet<Uuid> = self.concerns.iter().map(|(user, ..)| *user).collect();
        let wishes = if people.is_empty() { BTreeMap::new() } else { follows::queries::wishes(reader, &people).await? };
        let mut to_follow: BTreeMap<&'static str, Vec<(Uuid, Uuid)>> = BTreeMap::new();
        for (user, record, concern) in &self.concerns {
            let wants = wishes.get(user).is_some_and(|wishes| match concern {
                Concern::Made => wishes.made,
                Concern::Owned => wishes.owned,
                Concern::Discussed => wishes.discussed,
            });
            if let Some((kind, _)) = self.named.get(record).filter(|_| wants) {
                to_follow.entry(*kind).or_default().push((*user, *record));
            }
        }
        for pairs in to_follow.values_mut() {
            // One may concern somebody twice, and no row is written twice by one statement.
            pairs.dedup();
        }
        Ok(to_follow)
    }
}

/// Those of some records of a kind that a reader sees.
pub(in crate::interactions) async fn seen_of(reader: &Reader, kind: &str, records: Vec<Uuid>) -> Result<BTreeSet<Uuid>> {
    match MERGEABLE.iter().find(|known| known.kind == kind) {
        Some(known) => (known.seen)(reader, records).await,
        None => Ok(BTreeSet::new()),
    }
}
