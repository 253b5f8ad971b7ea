//! Every read of customers.

mod chain;
mod tags;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use guanxi_kernel::{
    check::Check,
    clock::known,
    db::{Reader, Scoped, batches},
    error::{Error, Result},
    id::Id,
    list::{self, After, Finding, Naming},
    money::Money,
    slice::Listed,
    text::tokens,
    timeline::{Before, Item},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, sea_query::UnionType,
};
use uuid::Uuid;

pub use self::{
    chain::below,
    tags::{count_tags, tag_counts},
};
use super::{
    api::{Account, Cross, CrossCell, CrossParams, Relation, Relations, Tag},
    commands::Trade,
    events::{GIVEN, OWNER_CHANGED},
    rules::{BASES, Called, End},
    tables::{self, TAGS, account, relation},
    team::commands::{SHARED, UNSHARED},
};
use crate::{
    duplicates,
    staff::{self, api::Ref},
};

/// One account.
pub async fn account(reader: &Reader, id: Id<tables::Account>) -> Result<Account> {
    let row = reader.get(id).await?;
    wire(reader, row).await
}

/// The wire form of a row.
pub async fn wire(reader: &Reader, row: account::Model) -> Result<Account> {
    let owner = staff::queries::name(reader, row.owner_id).await?;
    let tags = TAGS.of_one(reader, row.id).await?;
    let custom = list::customs::<tables::Account>(reader, tables::Account::list(), &[row.id]).await?.remove(&row.id).unwrap_or_default();
    Ok(Account::of(row, owner, tags, custom, reader.today(), reader.actor()))
}

/// How many accounts an owner has, those in the trash too.
pub async fn owned(reader: &Reader, owner: Uuid) -> Result<u64> {
    reader.find::<tables::Account>().with(|select| select.filter(account::Column::OwnerId.eq(owner))).count().await
}

/// How many accounts each of some people has, those in the trash left out.
pub async fn owned_by_each(reader: &Reader, people: &[Uuid]) -> Result<BTreeMap<Uuid, i64>> {
    #[derive(FromQueryResult)]
    struct Owned {
        owner_id: Uuid,
        accounts: i64,
    }
    let count = |select: Select<account::Entity>| {
        let owned = select.select_only().column(account::Column::OwnerId).column_as(account::Column::Id.count(), "accounts");
        let theirs = owned.filter(account::Column::OwnerId.is_in(people.iter().copied()));
        theirs.filter(account::Column::TrashedAt.is_null()).group_by(account::Column::OwnerId)
    };
    let rows: Vec<Owned> = reader.in_workspace::<tables::Account>().with(count).all_as().await?;
    Ok(rows.into_iter().map(|row| (row.owner_id, row.accounts)).collect())
}

/// An account that is to be handed over.
pub struct Left {
    /// The account.
    pub id: Uuid,
    /// Whether it lies in the trash.
    pub is_trashed: bool,
}

/// Accounts of one owner: those that have bought the most in the last 12 months first, those in the trash last.
pub async fn to_hand_over(reader: &Reader, owner: Uuid, limit: u64) -> Result<Vec<Left>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        trashed_at: Option<DateTime<Utc>>,
    }
    let owned = |select: Select<account::Entity>| {
        select
            .select_only()
            .columns([account::Column::Id, account::Column::TrashedAt])
            .filter(account::Column::OwnerId.eq(owner))
            .order_by_desc(account::Column::TrashedAt.is_null())
            .order_by_desc(account::Column::NetSales12mMinor)
            .order_by_desc(account::Column::NetSalesMinor)
            .order_by_asc(account::Column::NameSort)
            .order_by_asc(account::Column::Id)
            .limit(limit)
    };
    let rows: Vec<Row> = reader.find::<tables::Account>().with(owned).all_as().await?;
    Ok(rows.into_iter().map(|row| Left { id: row.id, is_trashed: row.trashed_at.is_some() }).collect())
}

/// Those of some accounts that are this owner's, with what was said of each.
pub async fn owned_among<T>(reader: &Reader, owner: Uuid, mut some: BTreeMap<Uuid, T>) -> Result<BTreeMap<Uuid, T>> {
    let owned =
        |select: Select<account::Entity>| select.select_only().column(account::Column::Id).filter(account::Column::OwnerId.eq(owner));
    let rows: Vec<IdRow> = reader.find::<tables::Account>().with_ids(some.keys().copied()).with(owned).all_as().await?;
    Ok(rows.into_iter().filter_map(|row| some.remove_entry(&row.id)).collect())
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// The tags on the accounts the actor may see, in order.
pub async fn tags(reader: &Reader) -> Result<Vec<Tag>> {
    Ok(TAGS.used::<tables::Account>(reader).await?.into_iter().map(|tag| Tag { tag }).collect())
}

/// Those of some tags that accounts which the actor may see have already.
pub(super) async fn known_tags(reader: &Reader, tags: BTreeSet<String>) -> Result<BTreeSet<String>> {
    TAGS.known::<tables::Account>(reader, tags).await
}

/// The most groups of a table that crosses two bases.
const MOST_CELLS: u64 = 500;

/// F05: crosses two bases over the accounts that the actor may see, in one pass.
pub async fn cross(reader: &Reader, params: CrossParams) -> Result<Cross> {
    let mut check = Check::new();
    check.one_of("/rows", &params.rows, BASES);
    check.one_of("/columns", &params.columns, BASES);
    if params.rows == params.columns {
        check.wrong("/columns", "twice", "Choose another basis than that of the rows.");
    }
    check.done()?;
    let list = tables::Account::list();
    let query =
        list::Query::parse(reader.actor(), list, list::Search { filter: params.filter.map(Into::into), ..list::Search::default() })?;
    let paid = list.shows("net_sales_12m", reader.actor()).then(|| list.field("net_sales_12m")).transpose()?;
    let fields = [list.field(&params.rows)?, list.field(&params.columns)?];
    let mut found = list::cross::<tables::Account>(reader, list, &query, fields, paid, MOST_CELLS + 1).await?;
    let has_more = found.len() as u64 > MOST_CELLS;
    found.truncate(usize::try_from(MOST_CELLS).unwrap_or(usize::MAX));
    let cell = |each: list::Crossing| CrossCell {
        row: each.row,
        column: each.column,
        accounts: each.count,
        net_sales_12m: each.sum.map(|sum| Money::new(sum, &reader.actor().currency)),
    };
    Ok(Cross { rows: params.rows, columns: params.columns, cells: found.into_iter().map(cell).collect(), has_more })
}

/// The names of accounts that the actor may see; others are left out.
pub async fn names(reader: &Reader, ids: Vec<Uuid>) -> Result<Vec<Ref>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reader.find::<tables::Account>().with_ids(ids).all().await?;
    Ok(rows.into_iter().map(|row| Ref { id: row.id, name: row.name }).collect())
}

/// Accounts that are looked up in one statement; SQLite takes 32,766 values.
const LOOKED_UP_AT_ONCE: usize = 5_000;

/// Who owns these accounts, whoever may see them; those without an owner are left out.
pub async fn owners(reader: &Reader, accounts: impl IntoIterator<Item = Uuid>) -> Result<BTreeMap<Uuid, Uuid>> {
    #[derive(FromQueryResult)]
    struct Owned {
        id: Uuid,
        owner_id: Option<Uuid>,
    }
    let accounts: Vec<Uuid> = accounts.into_iter().collect();
    let mut owners = BTreeMap::new();
    for chunk in accounts.chunks(LOOKED_UP_AT_ONCE) {
        let of = |select: Select<account::Entity>| select.select_only().columns([account::Column::Id, account::Column::OwnerId]);
        let found: Vec<Owned> = reader.in_workspace::<tables::Account>().with_ids(chunk.iter().copied()).with(of).all_as().await?;
        owners.extend(found.into_iter().filter_map(|account| Some((account.id, account.owner_id?))));
    }
    Ok(owners)
}

/// What is noted of what accounts have bought.
pub(super) async fn trades(reader: &Reader, accounts: Vec<Uuid>) -> Result<Vec<Trade>> {
    let rows = reader.in_workspace::<tables::Account>().with_ids(accounts).all().await?;
    let trade = |row: account::Model| Trade {
        account: row.id,
        net_sales_minor: row.net_sales_minor,
        net_sales_12m_minor: row.net_sales_12m_minor,
        order_count: row.order_count,
        first_order_on: row.first_order_on,
        last_order_on: row.last_order_on,
    };
    Ok(rows.into_iter().map(trade).collect())
}

/// What a person was given.
pub struct Given {
    /// The person.
    pub to: Uuid,
    /// The account, or the first of them.
    pub account: Uuid,
    /// How many they are.
    pub accounts: i64,
}

/// What a request or a job has given to people, as its events about these accounts tell: what is still theirs. What came to
/// them in a hand-over is left out.
pub async fn given(reader: &Reader, cause: Uuid, accounts: &[Uuid]) -> Result<Vec<Given>> {
    #[derive(FromQueryResult)]
    struct Moved {
        record_id: Uuid,
        data: serde_json::Value,
    }
    let mut given = BTreeMap::new();
    for chunk in batches(accounts) {
        let sql = format!(
            "SELECT record_id, data FROM events WHERE workspace_id = ? AND request_id = ? AND name IN (?, ?) AND record_id IN ({}) ORDER BY id",
            vec!["?"; chunk.len()].join(", ")
        );
        let mut values: Vec<sea_orm::Value> = vec![reader.actor().workspace.into(), cause.into(), OWNER_CHANGED.into(), GIVEN.into()];
        values.extend(chunk.iter().map(|account| sea_orm::Value::from(*account)));
        let moved = Moved::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
        for Moved { record_id: account, data } in moved.into_iter().filter(|moved| moved.data["handed_over"] != true) {
            if let Some(to) = data["to"].as_str().and_then(|id| id.parse().ok()) {
                given.insert((account, to), data["accounts"].as_i64().unwrap_or(1));
            }
        }
    }
    let owners = owners(reader, given.keys().map(|(account, _)| *account)).await?;
    let is_theirs = |(account, to): &(Uuid, Uuid)| owners.get(account) == Some(to);
    let given = given.into_iter().filter(|(gift, accounts)| *accounts > 1 || is_theirs(gift));
    Ok(given.map(|((account, to), accounts)| Given { to, account, accounts }).collect())
}

/// A page of the relations of an account whose other end the actor may see, by kind.
pub async fn relations(reader: &Reader, id: Id<tables::Account>, cursor: Option<&str>, limit: u64) -> Result<Relations> {
    reader.get(id).await?;
    let side = |column: relation::Column| {
        let of = relation::Entity::find().select_only().column(relation::Column::Id);
        of.filter(relation::Column::WorkspaceId.eq(reader.actor().workspace)).filter(column.eq(id.uuid())).into_query()
    };
    // A union, because no index serves two conditions joined by OR.
    let mut of_account = side(relation::Column::FromId);
    of_account.union(UnionType::Distinct, side(relation::Column::ToId));
    let all = reader.find::<tables::AccountRelation>().with(|select| select.filter(relation::Column::Id.in_subquery(of_account)));
    let count = list::capped(reader, all.clone().with(|select| select.select_only().column(relation::Column::Id)).into_query()).await?;
    let after = cursor.map(After::decode).transpose()?.map(|after| {
        let same = Condition::all().add(relation::Column::Kind.eq(after.text.as_str())).add(relation::Column::Id.gt(after.id));
        Condition::any().add(relation::Column::Kind.gt(after.text)).add(same)
    });
    let page = |select: Select<relation::Entity>| {
        let select = select.filter(Condition::all().add_option(after));
        select.order_by_asc(relation::Column::Kind).order_by_asc(relation::Column::Id).limit(limit + 1)
    };
    let mut rows = all.with(page).all().await?;
    let has_more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next_cursor = rows.last().filter(|_| has_more).map(|last| After { text: last.kind.clone(), id: last.id }.encode());
    let names = names(reader, rows.iter().flat_map(|row| [row.from_id, row.to_id]).collect()).await?;
    Ok(Relations { items: rows.iter().filter_map(|row| named(row, &names)).collect(), next_cursor, count })
}

/// One relation, with the names of its ends.
pub async fn relation(reader: &Reader, id: Id<tables::AccountRelation>) -> Result<Relation> {
    let row = reader.get(id).await?;
    let names = names(reader, vec![row.from_id, row.to_id]).await?;
    named(&row, &names).ok_or(Error::NotFound)
}

/// Whether an account stands above another by relations of a kind, over however many in between. The way goes upward:
/// above an account there are few, below it perhaps everybody.
pub(super) async fn stands_above(reader: &Reader, (kind, upper): (&str, End), above: Uuid, below: Uuid) -> Result<bool> {
    let (near, far) = match upper {
        End::From => (relation::Column::ToId, relation::Column::FromId),
        End::To => (relation::Column::FromId, relation::Column::ToId),
    };
    let (mut seen, mut front) = (BTreeSet::from([below]), vec![below]);
    while !front.is_empty() {
        let mut next = Vec::new();
        for chunk in batches(&front) {
            let steps = |select: Select<relation::Entity>| {
                select.select_only().column_as(far, "id").filter(near.is_in(chunk.iter().copied())).filter(relation::Column::Kind.eq(kind))
            };
            let steps: Vec<IdRow> = reader.in_workspace::<tables::AccountRelation>().with(steps).all_as().await?;
            next.extend(steps.into_iter().map(|step| step.id).filter(|id| seen.insert(*id)));
        }
        if seen.contains(&above) {
            return Ok(true);
        }
        front = next;
    }
    Ok(false)
}

/// The wire form of a relation whose two ends are among `names`.
pub(super) fn named(row: &relation::Model, names: &[Ref]) -> Option<Relation> {
    let name = |id: Uuid| names.iter().find(|name| name.id == id).cloned();
    Some(Relation {
        id: row.id,
        version: row.version,
        kind: row.kind.clone(),
        from: name(row.from_id)?,
        to: name(row.to_id)?,
        since: known(row.since),
        until: known(row.until),
    })
}

/// An account found by one of its fields.
#[derive(FromQueryResult)]
pub(super) struct ByField {
    /// The field's value.
    pub(super) key: String,
    /// The account.
    pub(super) id: Uuid,
    /// Whose it is.
    pub(super) owner_id: Option<Uuid>,
}

/// Accounts by one of their unique or telling fields, for imports; of several with the same, the oldest comes first.
/// What may be found is the caller's choice; by name, nothing in the trash in any case.
pub(super) async fn by_field(among: Scoped<'_, tables::Account>, column: account::Column, keys: BTreeSet<String>) -> Result<Vec<ByField>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut wanted = Condition::all();
    if matches!(column, account::Column::Name) {
        // The index that lists are sorted by finds names too.
        wanted = wanted
            .add(account::Column::NameSort.is_in(keys.iter().map(|name| tokens::sort_key(name))))
            .add(account::Column::TrashedAt.is_null());
    }
    let of = |select: Select<account::Entity>| {
        select
            .select_only()
            .column_as(column, "key")
            .columns([account::Column::Id, account::Column::OwnerId])
            .filter(wanted.add(column.is_in(keys)))
    };
    let mut found: Vec<ByField> = among.with(of).all_as().await?;
    // Not by the database: for the sake of the order SQLite would walk all accounts of the workspace.
    found.sort_unstable_by_key(|found| found.id);
    Ok(found)
}

/// Whose these names in other programs are, whoever may see those accounts.
pub(super) async fn called(reader: &Reader, names: &BTreeSet<Called>) -> Result<BTreeMap<Called, Uuid>> {
    #[derive(FromQueryResult)]
    struct Found {
        source: String,
        external_id: String,
        account_id: Uuid,
    }
    let names: Vec<&Called> = names.iter().collect();
    let mut found = BTreeMap::new();
    for chunk in batches(&names) {
        let sql = format!(
            "SELECT source, external_id, account_id FROM account_sources WHERE workspace_id = ? AND (source, external_id) IN (VALUES {})",
            vec!["(?, ?)"; chunk.len()].join(", ")
        );
        let mut values: Vec<sea_orm::Value> = vec![reader.actor().workspace.into()];
        values.extend(chunk.iter().flat_map(|name| -> [sea_orm::Value; 2] { [name.source.as_str().into(), name.id.as_str().into()] }));
        let rows = Found::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
        found.extend(rows.into_iter().map(|row| (Called { source: row.source, id: row.external_id }, row.account_id)));
    }
    Ok(found)
}

/// Net sales at which the big accounts begin: the sales of the last of them.
pub(super) async fn big_from(reader: &Reader, big: u64) -> Result<Option<i64>> {
    #[derive(FromQueryResult)]
    struct Least {
        sales: i64,
    }
    if big == 0 {
        return Ok(None);
    }
    let sql = "SELECT net_sales_12m_minor AS sales FROM accounts WHERE workspace_id = ? AND trashed_at IS NULL AND net_sales_12m_minor > 0 \
               ORDER BY net_sales_12m_minor DESC LIMIT 1 OFFSET ?";
    let offset = i64::try_from(big - 1).unwrap_or(i64::MAX);
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), offset.into()]);
    Ok(Least::find_by_statement(statement).one(reader.source()).await?.map(|least| least.sales))
}

/// The id of the account before which `limit` others stand after an id, for work in chunks; `None` when there are fewer.
pub async fn id_after(reader: &Reader, after: Uuid, limit: u64) -> Result<Option<Uuid>> {
    let place = |select: Select<account::Entity>| {
        select
            .select_only()
            .column(account::Column::Id)
            .filter(account::Column::Id.gt(after))
            .order_by_asc(account::Column::Id)
            .offset(limit)
            .limit(1)
    };
    let found: Vec<IdRow> = reader.in_workspace::<tables::Account>().with(place).all_as().await?;
    Ok(found.first().map(|row| row.id))
}

/// How many accounts had sales in the last 12 months.
pub(super) async fn selling(reader: &Reader) -> Result<u64> {
    let has_sales = Condition::all().add(account::Column::NetSales12mMinor.gt(0)).add(account::Column::TrashedAt.is_null());
    reader.in_workspace::<tables::Account>().with(|select| select.filter(has_sales)).count().await
}

/// The first day of the 12 months that end today.
#[must_use]
pub fn year_before(today: NaiveDate) -> NaiveDate {
    today - chrono::Days::new(364)
}

/// The first days of the 12 months that end on a day, and of the 12 months before them.
#[must_use]
pub fn last_two_years(day: NaiveDate) -> [NaiveDate; 2] {
    let last = year_before(day);
    [last, year_before(last - chrono::Days::new(1))]
}

/// [`names`] for the columns of lists.
pub fn list_names(reader: &Reader, ids: Vec<Uuid>) -> Naming<'_> {
    Box::pin(async move { Ok(names(reader, ids).await?.into_iter().map(|name| (name.id, name.name)).collect()) })
}

/// The accounts that words call, by number or else by name, for the columns of files.
pub fn called_so(reader: &Reader, words: Vec<String>) -> Finding<'_> {
    Box::pin(async move {
        let mut words: BTreeSet<String> = words.into_iter().collect();
        let alive = || reader.find::<tables::Account>().with(|select| select.filter(account::Column::TrashedAt.is_null()));
        let mut found = by_field(alive(), account::Column::Number, words.clone()).await?;
        words.retain(|word| !found.iter().any(|found| found.key == *word));
        found.extend(by_field(alive(), account::Column::Name, words).await?);
        Ok(found.into_iter().map(|found| (found.key, found.id)).collect())
    })
}

/// What happened to an account that belongs on its timeline; mere changes of fields are for the audit.
const TOLD: [&str; 8] = [
    "account.created",
    "account.owner_changed",
    "account.trashed",
    "account.restored",
    "account.merged",
    "account.unmerged",
    SHARED,
    UNSHARED,
];

/// Something that happened to an account.
#[derive(FromQueryResult)]
pub(crate) struct Told {
    /// The event.
    pub(crate) id: Uuid,
    /// When.
    pub(crate) at: DateTime<Utc>,
    /// What.
    pub(crate) name: String,
    /// Who did it.
    pub(crate) user_id: Option<Uuid>,
    /// What it was about.
    pub(crate) data: serde_json::Value,
}

/// What of these names happened to an account, and to those that were merged into it, the newest first.
pub(crate) async fn told(reader: &Reader, about: Uuid, names: &[&str], before: Option<Before>, limit: u64) -> Result<Vec<Told>> {
    // An event's id is made when it happens, so that the order of ids is the order of instants.
    let accounts = duplicates::queries::with_absorbed(reader, about).await?;
    let sql = format!(
        "SELECT id, at, name, user_id, data FROM events WHERE workspace_id = ? AND record_id IN ({}) AND name IN ({}) \
         AND (at < ? OR (at = ? AND id < ?)) ORDER BY id DESC LIMIT ?",
        vec!["?"; accounts.len()].join(", "),
        vec!["?"; names.len()].join(", ")
    );
    let (at, id) = before.map_or((DateTime::<Utc>::MAX_UTC, Uuid::max()), |before| (before.at, before.id));
    let at = at.min(reader.now() + chrono::Duration::days(1));
    let mut values: Vec<sea_orm::Value> = vec![reader.actor().workspace.into()];
    values.extend(accounts.into_iter().map(sea_orm::Value::from));
    values.extend(names.iter().map(|name| sea_orm::Value::from(*name)));
    values.extend([at.into(), at.into(), id.into(), i64::try_from(limit).unwrap_or(100).into()]);
    Ok(Told::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?)
}

/// What customers tell on the timeline of an account: made, given to another owner, shared, trashed, restored.
pub async fn tell(reader: &Reader, about: Uuid, before: Option<Before>, limit: u64) -> Result<Vec<Item>> {
    let rows = told(reader, about, &TOLD, before, limit).await?;
    let owner = |row: &Told, which: &str| row.data[which].as_str().and_then(|id| id.parse::<Uuid>().ok());
    let people = rows.iter().flat_map(|row| [row.user_id, owner(row, "from"), owner(row, "to")]).flatten().collect();
    let names = staff::queries::names(reader, people).await?;
    let name = |id: Option<Uuid>| names.iter().find(|name| Some(name.id) == id);
    let with = |row: &Told| [&row.data["user"], &row.data["org_unit"]].into_iter().find(|with| with.is_object()).cloned();
    Ok(rows
        .iter()
        .map(|row| {
            let data = serde_json::json!({"name": row.name, "user": name(row.user_id), "from": name(owner(row, "from")), "to": name(owner(row, "to")), "merged": row.data["merged"], "merge": row.data["merge"], "with": with(row), "territory": row.data["territory"], "facts": row.data["facts"]});
            Item { at: row.at, kind: "event", id: row.id, data }
        })
        .collect())
}
