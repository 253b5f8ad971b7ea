//! Every read of duplicates.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{
    db::{Reader, batches},
    error::{Error, Result},
    list::{self, After, Count},
    slice::Reference,
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select, Value,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use uuid::Uuid;

use super::{
    MOST_ALIKE, NAME_SIMILARITY, UNDO_DAYS,
    api::{self, Alike, Found, Pair, PairParams, Pairs, RowsOf, Side},
    commands,
    kinds::{Facts, Mergeable, Sign},
    rules::{Certainty, Likeness, compare, keys},
    tables::{self, merge, pair},
};
use crate::staff::{self, api::Ref};

/// The most records that are shown of those like another.
const MOST_SHOWN: usize = 20;

/// What is like a record, and the records among them that the actor may not see. Of those only what is certain or likely
/// counts: who may not see them is not to try names until something is like.
pub(super) async fn alike(reader: &Reader, kind: &Mergeable, facts: &Facts) -> Result<(Found, Vec<Uuid>)> {
    let (most, threshold) = (MOST_ALIKE.get(reader).await?, NAME_SIMILARITY.get(reader).await?);
    let facts = &facts.clone().told_to(reader.actor(), kind.kind);
    let under = candidates(reader, kind.kind, &keys(kind.kind, facts), most).await?;
    let candidates: BTreeSet<Uuid> = under.into_values().flatten().filter(|id| *id != facts.id).collect();
    let mut alike: Vec<(Facts, Likeness)> = Vec::new();
    for other in (kind.facts)(reader, candidates.into_iter().collect()).await? {
        let other = other.told_to(reader.actor(), kind.kind);
        alike.extend(compare(facts, &other, threshold).map(|likeness| (other, likeness)));
    }
    alike.sort_by_key(|(facts, found)| (found.certainty, facts.id));
    let seen = (kind.seen)(reader, alike.iter().map(|(facts, _)| facts.id).collect()).await?;
    let (shown, hidden): (Vec<_>, Vec<_>) = alike.into_iter().partition(|(facts, _)| seen.contains(&facts.id));
    let hidden: Vec<(Facts, Likeness)> = hidden.into_iter().filter(|(_, found)| found.certainty <= Certainty::Likely).collect();
    let owners = shown.iter().filter_map(|(facts, _)| facts.owner).collect();
    let owners = staff::queries::names(reader, owners).await?;
    let records = shown.into_iter().take(MOST_SHOWN).map(|(facts, likeness)| Alike {
        id: facts.id,
        name: facts.title,
        owner: Ref::among(&owners, facts.owner),
        places: if facts.is_person { Vec::new() } else { facts.places },
        certainty: likeness.certainty,
        reasons: likeness.reasons,
    });
    let teams = staff::queries::teams(reader, hidden.iter().filter_map(|(facts, _)| facts.owner).collect()).await?;
    let team = |facts: &Facts| facts.owner.and_then(|owner| teams.get(&owner).cloned());
    let names: BTreeSet<Option<String>> = hidden.iter().map(|(facts, _)| team(facts)).collect();
    let found = Found { records: records.collect(), hidden: names.into_iter().collect() };
    Ok((found, hidden.into_iter().map(|(facts, _)| facts.id).collect()))
}

/// The records under each of some keys, so many of each at most.
pub(super) async fn candidates(reader: &Reader, kind: &str, keys: &[i64], most: i64) -> Result<BTreeMap<i64, Vec<Uuid>>> {
    let mut found: BTreeMap<i64, Vec<Uuid>> = BTreeMap::new();
    for chunk in batches(keys) {
        let one = "SELECT * FROM (SELECT key, record_id FROM record_keys WHERE workspace_id = ? AND kind = ? AND key = ? LIMIT ?) AS under";
        let sql = vec![one; chunk.len()].join(" UNION ALL ");
        let values =
            chunk.iter().flat_map(|key| [Value::from(reader.actor().workspace), kind.into(), (*key).into(), most.into()]).collect();
        for under in Under::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await? {
            found.entry(under.key).or_default().push(under.record_id);
        }
    }
    Ok(found)
}

/// A record under a key.
#[derive(FromQueryResult)]
struct Under {
    key: i64,
    record_id: Uuid,
}

/// How often the actor was told of what it may not see since an instant, counted up to a number.
pub(super) async fn told_since(reader: &Reader, since: DateTime<Utc>, most: i64) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Told {
        n: i64,
    }
    let sql =
        "SELECT count(*) AS n FROM (SELECT 1 FROM events WHERE workspace_id = ? AND name = ? AND user_id = ? AND at > ? LIMIT ?) AS told";
    let values = vec![reader.actor().workspace.into(), commands::ASKED.into(), reader.actor().user().into(), since.into(), most.into()];
    let told = Told::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?;
    Ok(told.map_or(0, |told| told.n))
}

/// A key that several records have.
#[derive(FromQueryResult)]
struct Shared {
    /// The key.
    key: i64,
    /// How many have it.
    n: i64,
}

/// The next keys that several records have, in order.
async fn shared_keys(reader: &Reader, kind: &str, after: Option<i64>, limit: u64) -> Result<Vec<Shared>> {
    let sql = "SELECT key, count(*) AS n FROM record_keys WHERE workspace_id = ? AND kind = ? AND key > ? \
               GROUP BY key HAVING count(*) > 1 ORDER BY key LIMIT ?";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = vec![reader.actor().workspace.into(), kind.into(), after.unwrap_or(i64::MIN).into(), limit.into()];
    Ok(Shared::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?)
}

/// What the records of the next shared keys have in common.
pub(super) struct Compared {
    /// The last key; none when no more are left.
    pub(super) last: Option<i64>,
    /// How many keys were left out because too many records share them.
    pub(super) too_common: u64,
    /// Pairs that may be one, the lower id first.
    pub(super) pairs: BTreeMap<(Uuid, Uuid), Likeness>,
}

/// Compares the records of the next keys that several of them have.
pub(super) async fn compared(reader: &Reader, kind: &Mergeable, after: Option<i64>, limit: u64) -> Result<Compared> {
    let (most, threshold) = (MOST_ALIKE.get(reader).await?, NAME_SIMILARITY.get(reader).await?);
    let shared = shared_keys(reader, kind.kind, after, limit).await?;
    let keys: Vec<i64> = shared.iter().filter(|shared| shared.n <= most).map(|shared| shared.key).collect();
    let groups = candidates(reader, kind.kind, &keys, most).await?;
    let ids: BTreeSet<Uuid> = groups.values().flatten().copied().collect();
    let mut facts: BTreeMap<Uuid, Facts> = BTreeMap::new();
    for chunk in ids.into_iter().collect::<Vec<_>>().chunks(2000) {
        facts.extend((kind.facts)(reader, chunk.to_vec()).await?.into_iter().map(|facts| (facts.id, facts)));
    }
    let mut pairs = BTreeMap::new();
    for group in groups.values() {
        for (n, one) in group.iter().enumerate() {
            for other in &group[n + 1..] {
                let pair = (*one.min(other), *one.max(other));
                let both = facts.get(&pair.0).zip(facts.get(&pair.1)).filter(|_| !pairs.contains_key(&pair));
                pairs.extend(both.and_then(|(one, other)| Some((pair, compare(one, other, threshold)?))));
            }
        }
    }
    Ok(Compared { last: shared.last().map(|shared| shared.key), too_common: (shared.len() - keys.len()) as u64, pairs })
}

/// How many pairs of a kind nobody has said of that they are two.
pub(super) async fn proposed(reader: &Reader, kind: &str) -> Result<u64> {
    let open = |select: Select<pair::Entity>| select.filter(pair::Column::Kind.eq(kind)).filter(pair::Column::Dismissed.eq(false));
    reader.in_workspace::<tables::Pair>().with(open).count().await
}

/// The page of pairs, the surest first.
pub async fn pairs(reader: &Reader, params: PairParams) -> Result<Pairs> {
    let kind = Mergeable::named(&params.kind)?;
    let limit = params.limit.unwrap_or(50).clamp(1, list::MAX_LIMIT);
    let wanted = Condition::all()
        .add(pair::Column::Kind.eq(kind.kind))
        .add(pair::Column::Dismissed.eq(params.dismissed))
        .add_option(params.certainty.map(|certainty| pair::Column::Certainty.eq(certainty.rank())));
    let all = reader.find::<tables::Pair>().with(|select| select.filter(wanted));
    let count = list::capped(reader, all.clone().with(|select| select.select_only().column(pair::Column::Id)).into_query()).await?;
    let after = params.cursor.as_deref().map(After::decode).transpose()?.map(|after| {
        let rank = after.text.parse().unwrap_or(0_i64);
        let same = Condition::all().add(pair::Column::Certainty.eq(rank)).add(pair::Column::Id.gt(after.id));
        // The plain bound lets the index be entered at the place.
        Condition::all().add(pair::Column::Certainty.gte(rank)).add(Condition::any().add(pair::Column::Certainty.gt(rank)).add(same))
    });
    let page = |select: Select<pair::Entity>| {
        let select = select.filter(Condition::all().add_option(after));
        select.order_by_asc(pair::Column::Certainty).order_by_asc(pair::Column::Id).limit(limit + 1)
    };
    let mut rows = all.with(page).all().await?;
    let has_more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next_cursor = rows.last().filter(|_| has_more).map(|last| After { text: last.certainty.to_string(), id: last.id }.encode());
    let (items, scanned_at) = (pairs_of(reader, kind, rows).await?, scanned_at(reader, kind.kind).await?);
    Ok(Pairs { items, next_cursor, count, scanned_at, undo_days: UNDO_DAYS.get(reader).await? })
}

/// When all records of a kind were last looked through.
async fn scanned_at(reader: &Reader, kind: &str) -> Result<Option<DateTime<Utc>>> {
    #[derive(FromQueryResult)]
    struct Scanned {
        at: DateTime<Utc>,
    }
    let sql = "SELECT at FROM events WHERE workspace_id = ? AND name = ? AND kind = ? ORDER BY id DESC LIMIT 1";
    let values = vec![reader.actor().workspace.into(), "duplicates.scanned".into(), kind.into()];
    let scanned = Scanned::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?;
    Ok(scanned.map(|scanned| scanned.at))
}

/// One pair.
pub async fn pair(reader: &Reader, row: pair::Model) -> Result<Pair> {
    let kind = Mergeable::named(&row.kind)?;
    pairs_of(reader, kind, vec![row]).await?.pop().ok_or(Error::NotFound)
}

async fn pairs_of(reader: &Reader, kind: &Mergeable, rows: Vec<pair::Model>) -> Result<Vec<Pair>> {
    reader.actor().has_all_fields(kind.kind)?;
    let ids: BTreeSet<Uuid> = rows.iter().flat_map(|row| [row.first_id, row.second_id]).collect();
    let facts = (kind.facts)(reader, ids.into_iter().collect()).await?;
    let owners = staff::queries::names(reader, facts.iter().filter_map(|facts| facts.owner).collect()).await?;
    let side = |id: Uuid| facts.iter().find(|facts| facts.id == id).map(|facts| side_of(facts, &owners));
    let of = |row: pair::Model| {
        Some(Pair {
            id: row.id,
            certainty: Certainty::ALL.into_iter().find(|certainty| certainty.rank() == row.certainty)?,
            reasons: serde_json::from_value(row.reasons).ok()?,
            records: vec![side(row.first_id)?, side(row.second_id)?],
            kind: row.kind,
            dismissed: row.dismissed,
        })
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

fn side_of(facts: &Facts, owners: &[Ref]) -> Side {
    // A person's places are ids of firms, which say nothing to anybody.
    let places = if facts.is_person { Vec::new() } else { facts.places.clone() };
    let marks = facts.marks.iter().filter(|(sign, _)| *sign != Sign::Name).map(|(_, value)| value.clone()).collect();
    Side { id: facts.id, name: facts.title.clone(), places, owner: Ref::among(owners, facts.owner), marks }
}

/// The next pairs that are to be merged, those that the actor sees.
pub(super) async fn pairs_to_merge(
    reader: &Reader,
    kind: &str,
    only: Option<&[Uuid]>,
    after: Uuid,
    limit: u64,
) -> Result<Vec<pair::Model>> {
    let wanted = match only {
        Some(ids) => Condition::all().add(pair::Column::Id.is_in(ids.iter().copied())),
        None => Condition::all().add(pair::Column::Certainty.eq(Certainty::Certain.rank())),
    };
    let next = |select: Select<pair::Entity>| {
        let of_kind = pair::Column::Kind.eq(kind).and(pair::Column::Dismissed.eq(false)).and(pair::Column::Id.gt(after));
        select.filter(wanted).filter(of_kind).order_by_asc(pair::Column::Id).limit(limit)
    };
    reader.find::<tables::Pair>().with(next).all().await
}

/// Those references through which rows point to a record.
pub(super) async fn pointing(reader: &Reader, references: &[&'static Reference], record: Uuid) -> Result<Vec<&'static Reference>> {
    #[derive(FromQueryResult)]
    struct Pointing {
        n: i64,
    }
    let one = |n: usize, Reference { table, column, .. }: &Reference| {
        format!("SELECT CAST({n} AS BIGINT) AS n WHERE EXISTS (SELECT 1 FROM {table} WHERE workspace_id = ? AND {column} = ?)")
    };
    let sql: Vec<String> = references.iter().enumerate().map(|(n, reference)| one(n, reference)).collect();
    let values = references.iter().flat_map(|_| [Value::from(reader.actor().workspace), record.into()]).collect();
    let statement = reader.dialect().statement(&sql.join(" UNION ALL "), values);
    let mut found: Vec<i64> = Pointing::find_by_statement(statement).all(reader.source()).await?.into_iter().map(|found| found.n).collect();
    found.sort_unstable();
    Ok(found.into_iter().filter_map(|n| references.get(usize::try_from(n).ok()?).copied()).collect())
}

/// How many rows of each table belong to each of two records, for who is about to merge them.
pub async fn preview(reader: &Reader, params: &api::PreviewParams) -> Result<api::Preview> {
    let kind = Mergeable::named(&params.kind)?;
    reader.actor().has_all_fields(kind.kind)?;
    let seen = (kind.seen)(reader, vec![params.kept_id, params.merged_id]).await?;
    if seen.len() < 2 {
        return Err(Error::NotFound);
    }
    let mut rows: Vec<RowsOf> = Vec::new();
    for Reference { table, column, .. } in commands::handed_on(kind) {
        let kept = rows_of(reader, table, column, params.kept_id).await?;
        let merged = rows_of(reader, table, column, params.merged_id).await?;
        if kept.value + merged.value > 0 {
            rows.push(RowsOf { table: (*table).to_owned(), kept, merged });
        }
    }
    Ok(api::Preview { rows, undo_days: UNDO_DAYS.get(reader).await? })
}

async fn rows_of(reader: &Reader, table: &'static str, column: &'static str, record: Uuid) -> Result<Count> {
    let mut rows = Query::select();
    rows.expr(Expr::val(1))
        .from(Alias::new(table))
        .and_where(Expr::col(Alias::new("workspace_id")).eq(reader.actor().workspace))
        .and_where(Expr::col(Alias::new(column)).eq(record));
    list::capped(reader, rows).await
}

/// The version of a record as it is in the database.
pub(super) async fn version(reader: &Reader, kind: &Mergeable, record: Uuid) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Version {
        version: i64,
    }
    let sql = format!("SELECT version FROM {} WHERE workspace_id = ? AND id = ?", (kind.table)());
    let statement = reader.dialect().statement(&sql, vec![reader.actor().workspace.into(), record.into()]);
    Ok(Version::find_by_statement(statement).one(reader.source()).await?.ok_or(Error::NotFound)?.version)
}

/// A later merge into the same record that still stands: what came with it is mixed with what came before.
pub(super) async fn later_merge(reader: &Reader, kept: Uuid, merge: Uuid) -> Result<Option<merge::Model>> {
    let later = |select: Select<merge::Entity>| {
        let into = merge::Column::KeptId.eq(kept).and(merge::Column::Id.gt(merge)).and(merge::Column::State.ne("undone"));
        select.filter(into).order_by_desc(merge::Column::Id)
    };
    reader.in_workspace::<tables::Merge>().with(later).one().await
}

/// The merges into records that the actor sees, the newest first.
pub async fn merges(reader: &Reader, params: &api::MergeParams) -> Result<api::Merges> {
    let limit = params.limit.unwrap_or(50).clamp(1, list::MAX_LIMIT);
    let wanted = Condition::all()
        .add_option(params.kept_id.map(|kept| merge::Column::KeptId.eq(kept)))
        .add_option(params.run.map(|run| merge::Column::RunId.eq(run)))
        .add_option(params.cursor.map(|before| merge::Column::Id.lt(before)));
    let page = |select: Select<merge::Entity>| select.filter(wanted).order_by_desc(merge::Column::Id).limit(limit + 1);
    let mut rows = reader.find::<tables::Merge>().with(page).all().await?;
    let has_more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next_cursor = rows.last().filter(|_| has_more).map(|row| row.id);
    Ok(api::Merges { items: wires(reader, rows).await?, next_cursor })
}

/// The wire form of a merge.
pub async fn merge(reader: &Reader, row: merge::Model) -> Result<api::Merge> {
    wires(reader, vec![row]).await?.pop().ok_or(Error::NotFound)
}

async fn wires(reader: &Reader, rows: Vec<merge::Model>) -> Result<Vec<api::Merge>> {
    let people = staff::queries::names(reader, rows.iter().filter_map(|row| row.created_by).collect()).await?;
    let days = UNDO_DAYS.get(reader).await?;
    let wire = |row: merge::Model| api::Merge {
        id: row.id,
        kind: row.kind,
        kept: Ref { id: row.kept_id, name: row.kept_name },
        merged: Ref { id: row.merged_id, name: row.merged_name },
        at: row.created_at,
        by: Ref::among(&people, row.created_by),
        moved: row.moved,
        undo_until: (row.state == "merged").then(|| row.created_at + Duration::days(days)),
        state: row.state,
        run: row.run_id,
    };
    Ok(rows.into_iter().map(wire).collect())
}

/// The next merges of a job that still stand, the latest first. Those into records that the actor does not see are among them,
/// because undoing a later one may bring such a record back.
pub(super) async fn merges_of_run(reader: &Reader, run: Uuid, before: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
    let before = before.map(|before| merge::Column::Id.lt(before));
    let next = |select: Select<merge::Entity>| {
        select.filter(of_run(run)).filter(Condition::all().add_option(before)).order_by_desc(merge::Column::Id).limit(limit)
    };
    Ok(reader.in_workspace::<tables::Merge>().with(next).all().await?.into_iter().map(|row| row.id).collect())
}

/// How many merges of a job still stand, among them those that the actor does not see.
pub(super) async fn count_of_run(reader: &Reader, run: Uuid) -> Result<u64> {
    reader.in_workspace::<tables::Merge>().with(|select| select.filter(of_run(run))).count().await
}

fn of_run(run: Uuid) -> Condition {
    Condition::all().add(merge::Column::RunId.eq(run)).add(merge::Column::State.ne("undone"))
}

/// A merge of which the actor sees the record that stayed, or what that has become part of since, and which of both it is.
pub(super) async fn merge_seen(reader: &Reader, id: Uuid) -> Result<Option<(merge::Model, Seen)>> {
    let Some(row) = reader.in_workspace::<tables::Merge>().with_ids([id]).one().await? else { return Ok(None) };
    let kind = Mergeable::named(&row.kind)?;
    if !(kind.seen)(reader, vec![row.kept_id]).await?.is_empty() {
        return Ok(Some((row, Seen::Stayed)));
    }
    let Some(now) = became(reader, row.kept_id).await? else { return Ok(None) };
    let sees = !(kind.seen)(reader, vec![now]).await?.is_empty();
    Ok(sees.then_some((row, Seen::MergedSince)))
}

/// Where the record is that stayed at a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// It is there.
    Stayed,
    /// It has become part of another one since.
    MergedSince,
}

/// Merges from before an instant of which it is still known how to undo them.
pub(super) async fn merges_before(reader: &Reader, before: DateTime<Utc>, limit: u64) -> Result<Vec<Uuid>> {
    let old = |select: Select<merge::Entity>| {
        let old = merge::Column::State.eq("merged").and(merge::Column::CreatedAt.lt(before));
        select.filter(old).order_by_asc(merge::Column::Id).limit(limit)
    };
    Ok(reader.in_workspace::<tables::Merge>().with(old).all().await?.into_iter().map(|row| row.id).collect())
}

/// How many merges are followed from one to the next.
const MOST_STEPS: usize = 20;

/// The record that a merged one became part of, and what that became part of.
pub async fn became(reader: &Reader, record: Uuid) -> Result<Option<Uuid>> {
    let mut now = None;
    for _ in 0..MOST_STEPS {
        let of = now.unwrap_or(record);
        let into = |select: Select<merge::Entity>| {
            let standing = merge::Column::MergedId.eq(of).and(merge::Column::State.ne("undone"));
            select.filter(standing).order_by_desc(merge::Column::Id)
        };
        match reader.in_workspace::<tables::Merge>().with(into).one().await? {
            Some(row) => now = Some(row.kept_id),
            None => break,
        }
    }
    Ok(now)
}

/// A record and those that became part of it.
pub async fn with_absorbed(reader: &Reader, record: Uuid) -> Result<Vec<Uuid>> {
    let mut all = vec![record];
    let mut front = vec![record];
    for _ in 0..MOST_STEPS {
        let into = |select: Select<merge::Entity>| {
            select.filter(merge::Column::KeptId.is_in(front.iter().copied())).filter(merge::Column::State.ne("undone"))
        };
        front = reader.in_workspace::<tables::Merge>().with(into).all().await?.into_iter().map(|row| row.merged_id).collect();
        front.retain(|id| !all.contains(id));
        if front.is_empty() {
            break;
        }
        all.extend(front.iter().copied());
    }
    Ok(all)
}
