//! Answering a checked question: the page, the count, the sums, and the ids of the whole filter for bulk work.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    Condition as Where, ConnectionTrait, FromQueryResult, JoinType, QueryResult, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait, Order, Query as Sql, SelectStatement, SimpleExpr},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    COUNT_CAP, Count, Counting, Filter, List, Page, Query,
    cursor::Place,
    field::{Cell, Field, Kind, Names},
    sought::Sought,
};
use crate::{
    clock::NEVER,
    custom::value::Sent,
    db::{Reach, Reader, Record},
    error::{Error, FieldError, Result},
    search::Asking,
    tags::Tags,
};

/// As many rows as an index on a condition may bring before the index of the sort is the better one.
const NARROW: u64 = 5000;
/// As many rows as are read and sorted sooner than a walk among all meets enough of them: of three million, both take a
/// tenth of a second.
const SORTED: u64 = 50_000;
/// As many rows are sorted for each page without an index that has their order, and asked each what other records make of it.
const WALKED: u64 = 20_000;

/// One page of `list`, whose rows are of kind `R`.
pub async fn page<R: Record>(reader: &Reader, list: &List, query: &Query) -> Result<Page> {
    let list = &*list.of(reader.actor());
    let (matching, sought) = (matching::<R>(reader, list, query).await?, Sought::of(reader, list, query).await?);
    plain(reader, list, query.sorts.iter().map(|(key, _)| key).chain(&query.sums).map(String::as_str))?;
    let with = |keys: &[String], join| beside(reader, list, query, matching.clone(), keys.iter().map(String::as_str), join);
    let sorted: Vec<String> = query.sorts.iter().map(|(key, _)| key.clone()).collect();
    let wants_all = query.count == Counting::Exact || !query.sums.is_empty();
    let whole = if wants_all { for_all(reader, list, query).await? } else { JoinType::InnerJoin };
    let of_rows = with(&[sorted, query.columns.clone()].concat(), JoinType::InnerJoin)?;
    let of_sums = with(&query.sums, whole)?;
    if let Some((field, _)) = order(list, query)?.into_iter().find(|(field, _)| field.walked) {
        sorted_by(reader, field, sought.narrow(with(&[], JoinType::InnerJoin)?, sought.some())).await?;
    }
    // Names that hold the same words stand together in the order of names: a walk may meet none for long.
    let by_name = order(list, query)?.first().is_some_and(|(field, _)| field.sort_column.is_some());
    let asking = if by_name { Asking::Whole } else { sought.some() };
    let (rows, next_cursor) = rows(reader, list, query, sought.narrow(of_rows, asking)).await?;
    let (asking, join) = if query.count == Counting::Capped { (sought.some(), JoinType::InnerJoin) } else { (Asking::Whole, whole) };
    let count = count(reader, query, sought.narrow(with(&[], join)?, asking)).await?;
    let is_much = query.sums.iter().any(|key| looks_beyond(list, key)) && {
        let mut rows = sought.narrow(with(&[], JoinType::InnerJoin)?, sought.some());
        rows.expr(Expr::val(1));
        reader.exceeds(rows, WALKED).await?
    };
    let sums = sums(reader, list, query, sought.narrow(of_sums, Asking::Whole), is_much).await?;
    Ok(Page { items: rows, next_cursor, count, sums })
}

/// Refuses the order of a field that no index has over more rows than are sorted for each page.
async fn sorted_by(reader: &Reader, field: &Field, mut rows: SelectStatement) -> Result<()> {
    rows.expr(Expr::val(1));
    if reader.exceeds(rows, WALKED).await? {
        let detail = format!("By “{}” at most {WALKED} rows are sorted; filter the list first.", field.key);
        return Err(FieldError::new("/sort", "sort_needs_filter", detail).with("max", WALKED).into());
    }
    Ok(())
}

fn looks_beyond(list: &List, key: &str) -> bool {
    list.field(key).is_ok_and(Field::looks_beyond)
}

/// Refuses conditions on what other records make of a row where the rest of the filter leaves more rows than are asked for it.
async fn asked_of_few<R: Record>(reader: &Reader, list: &List, query: &Query, filter: &Filter) -> Result<()> {
    let Some(key) = filter.keys().into_iter().find(|key| looks_beyond(list, key)) else { return Ok(()) };
    let rest = Query { filter: filter.without(&|key| looks_beyond(list, key)), sorts: Vec::new(), ..query.clone() };
    let rows = Box::pin(matching::<R>(reader, list, &rest)).await?;
    let sought = Sought::of(reader, list, &rest).await?;
    let mut rows = sought.narrow(beside(reader, list, &rest, rows, [], JoinType::InnerJoin)?, sought.some());
    rows.expr(Expr::val(1));
    if reader.exceeds(rows, WALKED).await? {
        let detail = format!("By “{key}” at most {WALKED} rows are filtered; add another condition.");
        return Err(FieldError::new("/filter", "filter_needs_filter", detail).with("max", WALKED).into());
    }
    Ok(())
}

/// Ids of the whole filter, in chunks.
#[derive(Debug)]
pub struct Ids {
    /// At most as many as asked for.
    pub ids: Vec<Uuid>,
    /// The last of them, when there may be more.
    pub next: Option<Uuid>,
}

/// The first `limit` ids of the filter that are greater than `after`, in the order of ids: what a bulk action walks.
pub async fn ids_after<R: Record>(reader: &Reader, list: &List, query: &Query, after: Option<Uuid>, limit: u64) -> Result<Ids> {
    let list = &*list.of(reader.actor());
    // Walked in the order of ids: no index of the list's own order serves.
    let query = Query { sorts: Vec::new(), ..query.clone() };
    let sought = Sought::of(reader, list, &query).await?;
    let rows = beside(reader, list, &query, matching::<R>(reader, list, &query).await?, [], JoinType::InnerJoin)?;
    let mut select = sought.narrow(rows, sought.some());
    let id = Expr::col((Alias::new(list.table), Alias::new("id")));
    select.expr_as(id.clone(), Alias::new("id")).order_by_expr(id.clone(), Order::Asc).limit(limit);
    if let Some(after) = after {
        select.and_where(id.gt(after));
    }
    let ids = read_ids(reader, &select).await?;
    let next = (ids.len() as u64 == limit).then(|| ids.last().copied()).flatten();
    Ok(Ids { ids, next })
}

/// The first `limit` ids of the filter.
pub async fn ids<R: Record>(reader: &Reader, list: &List, query: &Query, limit: u64) -> Result<Vec<Uuid>> {
    Ok(ids_after::<R>(reader, list, query, None, limit).await?.ids)
}

async fn read_ids(reader: &Reader, select: &SelectStatement) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct IdRow {
        id: Uuid,
    }
    let rows: Vec<IdRow> = reader.select("the list grammar names the workspace through Scoped", select).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// `SELECT … FROM table WHERE workspace, visibility, trash and filter`, without columns and words.
async fn matching<R: Record>(reader: &Reader, list: &List, query: &Query) -> Result<SelectStatement> {
    let mut select = reader.in_workspace::<R>().with(QuerySelect::select_only).into_query();
    // Of a few records that are named, each answers for itself.
    select.cond_where(if query.ids.is_some() { R::visible_to(reader.actor()) } else { visible::<R>(reader).await? });
    if list.has_trash && !query.mentions("trashed_at") {
        select.and_where(Expr::col((Alias::new(list.table), Alias::new("trashed_at"))).is_null());
    }
    if let Some(filter) = &query.filter {
        asked_of_few::<R>(reader, list, query, filter).await?;
        let broad = broad(reader, list, query, filter).await?;
        select.cond_where(filter.compile(list, reader, &broad)?);
    }
    if let Some(ids) = &query.ids {
        select.and_where(Expr::col((Alias::new(list.table), Alias::new("id"))).is_in(ids.iter().copied()));
    }
    Ok(select)
}

/// Joins the tables beside the list's own that the filter or one of the fields `keys` needs. Fields that the actor may not
/// see are refused.
fn beside<'a>(
    reader: &Reader,
    list: &List,
    query: &'a Query,
    mut select: SelectStatement,
    keys: impl IntoIterator<Item = &'a str>,
    join: JoinType,
) -> Result<SelectStatement> {
    plain(reader, list, query.filter.iter().flat_map(Filter::keys))?;
    let mut tables = BTreeSet::new();
    for key in query.filter.iter().flat_map(Filter::keys).chain(keys) {
        let field = list.field(key)?;
        if !field.is_shown_to(reader.actor(), list) {
            return Err(Error::Forbidden(format!("you may not see the field “{key}” of the list {}", list.name)));
        }
        tables.extend(field.tables());
    }
    for table in tables {
        let both = |theirs: &'static str, ours: &'static str| {
            Expr::col((Alias::new(table), Alias::new(theirs))).eq(Expr::col((Alias::new(list.table), Alias::new(ours))))
        };
        let same = both("record_id", "id").and(both("workspace_id", "workspace_id"));
        match join {
            // A crossed table is written without its condition.
            JoinType::CrossJoin => select.join(join, Alias::new(table), Expr::val(true)).and_where(same),
            _ => select.join(join, Alias::new(table), same),
        };
    }
    Ok(select)
}

/// Refuses what would tell what fields hold that the actor does not see, or sees only a part of.
fn plain<'a>(reader: &Reader, list: &List, keys: impl IntoIterator<Item = &'a str>) -> Result<()> {
    for key in keys {
        if !list.field(key)?.is_plain_to(reader.actor(), list) {
            return Err(Error::Forbidden(format!("you may not see the field “{key}” of the list {}", list.name)));
        }
    }
    Ok(())
}

/// How tables beside the list's own are joined where all rows of the filter are wanted. SQLite believes that any index leads to
/// few rows: it would enter the figures through one and look up each record wherever it lies. Crossed, the records come first,
/// in the order in which they lie, unless a condition on a figure leaves few of them.
async fn for_all(reader: &Reader, list: &List, query: &Query) -> Result<JoinType> {
    if !reader.dialect().is_embedded() {
        return Ok(JoinType::InnerJoin);
    }
    let Some(filter) = &query.filter else { return Ok(JoinType::CrossJoin) };
    let unsorted = Query { sorts: Vec::new(), ..query.clone() };
    let broad = broad(reader, list, &unsorted, filter).await?;
    let is_entered = filter.served(list).iter().any(|(_, field)| field.beside.is_some() && !broad.iter().any(|key| *key == field.key));
    Ok(if is_entered { JoinType::InnerJoin } else { JoinType::CrossJoin })
}

/// The last of what rows are sorted by, which tells any two apart: from the table of the first, so that its index has it.
fn tie(list: &List, sorts: &[(&Field, bool)]) -> SimpleExpr {
    match sorts.first().and_then(|(field, _)| field.beside) {
        Some(table) => Expr::col((Alias::new(table), Alias::new("record_id"))),
        None => Expr::col((Alias::new(list.table), Alias::new("id"))),
    }
}

/// What the actor may see: entered from the records that decide it while they are few, asked of every row when they are
/// many.
async fn visible<R: Record>(reader: &Reader) -> Result<Where> {
    let Some(reach) = R::reach(reader) else { return Ok(R::visible_to(reader.actor())) };
    Ok(if are_few(reader, &reach).await? { reach.few } else { reach.many })
}

/// Whether the records that decide what an actor sees are few, and those that they bring.
pub(crate) async fn are_few(reader: &Reader, reach: &Reach) -> Result<bool> {
    for (rows, few) in [(Some(&reach.deciding), NARROW), (reach.brought.as_ref(), SORTED)] {
        let Some(rows) = rows.cloned() else { continue };
        if reader.exceeds(rows, few).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The columns whose conditions let so many rows through that an index on them is worse than the one of the sort. SQLite
/// does not know how values are spread: it takes any range for a small one, reads it all and sorts it. So it is tried, on
/// the index alone.
async fn broad(reader: &Reader, list: &List, query: &Query, filter: &Filter) -> Result<Vec<String>> {
    let mut broad = Vec::new();
    if !reader.dialect().is_embedded() {
        return Ok(broad);
    }
    let sorted = query.sorts.first().and_then(|(key, _)| list.field(key).ok());
    if sorted.is_some_and(|field| field.walked) {
        return Ok(broad);
    }
    let order = sorted.map(|field| field.sort_column.unwrap_or(field.column));
    for (condition, field) in filter.served(list) {
        let has_order = field.then_by.is_some() && field.then_by == order && condition.is_of_one(field);
        if sorted.is_some_and(|sorted| sorted.is_like(field)) || has_order {
            continue;
        }
        let table = field.beside.unwrap_or(list.table);
        let column = |name: &'static str| Expr::col((Alias::new(table), Alias::new(name)));
        let mut through = Sql::select();
        through
            .expr(Expr::val(1))
            .from(Alias::new(table))
            .and_where(column("workspace_id").eq(reader.actor().workspace))
            .cond_where(condition.compile(field, list.table, reader, &[])?);
        if list.has_trash && field.beside.is_none() {
            through.and_where(column("trashed_at").is_null());
        }
        if reader.exceeds(through, NARROW).await? {
            broad.push(field.key.to_string());
        }
    }
    Ok(broad)
}

async fn rows(reader: &Reader, list: &List, query: &Query, matching: SelectStatement) -> Result<(Vec<Map<String, Value>>, Option<String>)> {
    let (column, mut select) = (|name: &'static str| Expr::col((Alias::new(list.table), Alias::new(name))), matching.clone());
    let sorts = order(list, query)?;
    let tie_descending = sorts.last().is_some_and(|(_, descending)| *descending);
    select.expr_as(column("id"), Alias::new("id")).expr_as(column("version"), Alias::new("version"));
    let shown: Vec<&Field> = query.columns.iter().map(|key| list.field(key)).collect::<Result<_>>()?;
    for (n, field) in shown.iter().enumerate() {
        select.expr_as(field.expr(list.table, reader), Alias::new(format!("c{n}")));
    }
    for (n, (field, descending)) in sorts.iter().enumerate() {
        let direction = if *descending { Order::Desc } else { Order::Asc };
        match reader.dialect().nulls_when(*descending).filter(|_| field.nullable) {
            Some(nulls) => select.order_by_expr_with_nulls(field.sort_expr(list.table, reader), direction, nulls),
            None => select.order_by_expr(field.sort_expr(list.table, reader), direction),
        };
        select.expr_as(field.sort_expr(list.table, reader), Alias::new(format!("s{n}")));
    }
    select.order_by_expr(tie(list, &sorts), if tie_descending { Order::Desc } else { Order::Asc });
    let place = query.cursor.as_ref().map(|cursor| Place::decode(list, query, cursor)).transpose()?;
    let mut found = Vec::new();
    for part in parts(reader, list, &sorts, place.as_ref(), tie_descending) {
        let wanted = query.limit + 1 - found.len() as u64;
        if wanted > 0 {
            let mut select = select.clone();
            select.cond_where(part.clone()).limit(wanted);
            found.extend(
                piece(reader, &select, within(reader, list, &sorts, matching.clone().cond_where(part), wanted).await?, wanted).await?,
            );
        }
    }
    let more = found.len() as u64 > query.limit;
    found.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
    let next = match found.last().filter(|_| more) {
        None => None,
        Some(last) => Some(place_of(&sorts, last)?.encode(list, query)),
    };
    let mut items = found.iter().map(|row| item(reader, list, &shown, row)).collect::<Result<Vec<_>>>()?;
    for field in &shown {
        if let Some(names) = field.names {
            name_references(reader, &mut items, &field.key, names).await?;
        }
        if let Kind::Tags { table, record } = field.kind {
            add_tags(reader, &mut items, &field.key, Tags { kind: list.kind, table, record }).await?;
        }
    }
    Ok((items, next))
}

/// The first rows, of which none lies beyond the bound, if there is one.
async fn piece(reader: &Reader, rows: &SelectStatement, bound: Option<SimpleExpr>, wanted: u64) -> Result<Vec<QueryResult>> {
    let ask = async |rows: &SelectStatement| reader.source().query_all_raw(reader.dialect().backend().build(rows)).await;
    if let Some(bound) = bound {
        let found = ask(rows.clone().and_where(bound)).await?;
        // Fewer: since the bound was read, rows have gone or have come to stand elsewhere.
        if found.len() as u64 == wanted {
            return Ok(found);
        }
    }
    Ok(ask(rows).await?)
}

/// Where several fields sort, a bound on the first: no row of a page of `wanted` lies beyond the one that stands there when
/// the first field alone sorts. SQLite would not walk the index of the first field, but read and sort everything.
async fn within(reader: &Reader, list: &List, sorts: &[(&Field, bool)], rows: &SelectStatement, wanted: u64) -> Result<Option<SimpleExpr>> {
    let [(field, descending), _, ..] = sorts else { return Ok(None) };
    if field.nullable || !reader.dialect().is_embedded() {
        return Ok(None);
    }
    let (column, direction) = (field.sort_expr(list.table, reader), if *descending { Order::Desc } else { Order::Asc });
    let mut last = rows.clone();
    last.expr_as(column.clone(), Alias::new("s0")).order_by_expr(column.clone(), direction).limit(1).offset(wanted - 1);
    let Some(row) = reader.source().query_one_raw(reader.dialect().backend().build(&last)).await? else { return Ok(None) };
    let last = field.read_place(&row, "s0")?.bind();
    Ok(Some(if *descending { column.gte(last) } else { column.lte(last) }))
}

/// What is left of the list behind a place: one piece or, where days since a date are sorted from the most, two. First
/// what has happened, then what never has: its date is the earliest of all, and the index would put it in front.
fn parts(reader: &Reader, list: &List, sorts: &[(&Field, bool)], place: Option<&Place>, tie_descending: bool) -> Vec<Where> {
    let rest = || place.map_or_else(Where::all, |place| after(reader, list, sorts, place, tie_descending));
    let Some((field, false)) = sorts.first().filter(|(field, _)| field.is_inverted()) else { return vec![rest()] };
    let column = field.sort_expr(list.table, reader);
    let never = column.clone().eq(NEVER);
    match place.and_then(|place| place.cells.first()) {
        Some(Cell::Date(Some(date))) if *date == NEVER => vec![rest().add(never)],
        _ => vec![rest().add(column.gt(NEVER)), Where::all().add(never)],
    }
}

/// The sort fields with the direction of their *columns*.
fn order<'a>(list: &'a List, query: &Query) -> Result<Vec<(&'a Field, bool)>> {
    query.sorts.iter().map(|(key, descending)| list.field(key).map(|field| (field, *descending != field.is_inverted()))).collect()
}

/// The rows after a place: `a > x OR (a = x AND (b < y OR (b = y AND id > z)))`, with a plain bound on the first
/// column in front, so that the index is entered at the place and not at its beginning.
fn after(reader: &Reader, list: &List, sorts: &[(&Field, bool)], place: &Place, tie_descending: bool) -> Where {
    let id = tie(list, sorts);
    let mut rest: SimpleExpr = if tie_descending { id.lt(place.id) } else { id.gt(place.id) };
    for ((field, descending), cell) in sorts.iter().zip(&place.cells).rev() {
        let column = field.sort_expr(list.table, reader);
        let beyond = if *descending { cell.below(&column, field.nullable) } else { cell.above(&column) };
        rest = beyond.or(cell.same(&column).and(rest));
    }
    let bound = sorts.first().zip(place.cells.first()).and_then(|((field, descending), cell)| {
        let column = field.sort_expr(list.table, reader);
        match (cell.is_null(), *descending, field.nullable) {
            (false, false, _) => Some(column.gte(cell.bind())),
            (false, true, false) => Some(column.lte(cell.bind())),
            _ => None,
        }
    });
    Where::all().add_option(bound).add(rest)
}

fn place_of(sorts: &[(&Field, bool)], row: &QueryResult) -> Result<Place> {
    let cells: Vec<Cell> =
        sorts.iter().enumerate().map(|(n, (field, _))| field.read_place(row, &format!("s{n}"))).collect::<Result<_>>()?;
    Ok(Place { cells, id: row.try_get("", "id")? })
}

fn item(reader: &Reader, list: &List, shown: &[&Field], row: &QueryResult) -> Result<Map<String, Value>> {
    let mut item = Map::with_capacity(shown.len() + 2);
    let id: Uuid = row.try_get("", "id")?;
    let version: i64 = row.try_get("", "version")?;
    item.insert("id".to_owned(), json!(id));
    item.insert("version".to_owned(), json!(version));
    for (n, field) in shown.iter().enumerate() {
        let value = field.wire(field.read(row, &format!("c{n}"))?, reader);
        item.insert(field.key.to_string(), reader.actor().told(list.guarded_as(), &field.key, value));
    }
    Ok(item)
}

/// Turns the ids of one column into `{"id", "name"}`, with one query for the page; what the actor may not see is empty.
async fn name_references(reader: &Reader, items: &mut [Map<String, Value>], key: &str, names: Names) -> Result<()> {
    let mut ids: Vec<Uuid> = items.iter().filter_map(|item| item.get(key)?.as_str()?.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    let known: BTreeMap<Uuid, String> = names(reader, ids).await?.into_iter().collect();
    for item in items {
        let Some(id) = item.get(key).and_then(Value::as_str).and_then(|id| id.parse::<Uuid>().ok()) else { continue };
        let shown = known.get(&id).map_or(Value::Null, |name| json!({"id": id, "name": name}));
        item.insert(key.to_owned(), shown);
    }
    Ok(())
}

/// Fills in the tags of a page.
async fn add_tags(reader: &Reader, items: &mut [Map<String, Value>], key: &str, tags: Tags) -> Result<()> {
    let id_of = |item: &Map<String, Value>| item.get("id")?.as_str()?.parse::<Uuid>().ok();
    let ids: Vec<Uuid> = items.iter().filter_map(id_of).collect();
    let mut tags_of = tags.of(reader, &ids).await?;
    for item in items {
        let own = id_of(item).and_then(|id| tags_of.remove(&id)).unwrap_or_default();
        item.insert(key.to_owned(), json!(own));
    }
    Ok(())
}

async fn count(reader: &Reader, query: &Query, mut rows: SelectStatement) -> Result<Option<Count>> {
    rows.expr(Expr::val(1));
    match query.count {
        Counting::None => Ok(None),
        Counting::Capped => capped_at(reader, rows, query.cap).await.map(Some),
        Counting::Exact => {
            let n = reader.count_of(rows).await?;
            Ok(Some(Count { value: n, exact: true }))
        }
    }
}

/// The values that some records have in the fields that their workspace has added to their list, by their keys there, in the form
/// that a page gives them. Whoever may see the records has asked for them.
pub async fn customs<R: Record>(reader: &Reader, list: &List, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Sent>> {
    let list = &*list.of(reader.actor());
    let shown: Vec<&Field> = list.fields.iter().filter(|field| field.custom.is_some() && field.is_shown_to(reader.actor(), list)).collect();
    if shown.is_empty() || ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut select = reader.in_workspace::<R>().with_ids(ids.iter().copied()).with(QuerySelect::select_only).into_query();
    for name in ["id", "version"] {
        select.expr_as(Expr::col((Alias::new(list.table), Alias::new(name))), Alias::new(name));
    }
    for (n, field) in shown.iter().enumerate() {
        select.expr_as(field.expr(list.table, reader), Alias::new(format!("c{n}")));
    }
    let rows = reader.source().query_all_raw(reader.dialect().backend().build(&select)).await?;
    let mut items = rows.iter().map(|row| item(reader, list, &shown, row)).collect::<Result<Vec<_>>>()?;
    for field in &shown {
        if let Some(names) = field.names {
            name_references(reader, &mut items, &field.key, names).await?;
        }
    }
    let of = |mut item: Map<String, Value>| {
        let id = item.get("id")?.as_str()?.parse().ok()?;
        Some((id, shown.iter().filter_map(|field| Some((field.custom.as_ref()?.key.clone(), item.remove(&*field.key)?))).collect()))
    };
    Ok(items.into_iter().filter_map(of).collect())
}

/// The rows that have a value of one field and a value of another.
#[derive(Debug, FromQueryResult)]
pub struct Crossing {
    /// The value of the first field; `None` where it is empty.
    pub row: Option<String>,
    /// The value of the second.
    pub column: Option<String>,
    /// How many rows.
    pub count: i64,
    /// The sum of a third over them, if one is summed.
    pub sum: Option<i64>,
}

/// Crosses two fields of text or choice over the whole filter, perhaps with the sum of a third: the `most` largest groups.
pub async fn cross<R: Record>(
    reader: &Reader,
    list: &List,
    query: &Query,
    fields: [&Field; 2],
    summed: Option<&Field>,
    most: u64,
) -> Result<Vec<Crossing>> {
    let mut select = found::<R>(reader, list, query, fields.into_iter().chain(summed).map(|field| &*field.key)).await?;
    let [row, column] = fields.map(|field| field.expr(list.table, reader));
    let sum = summed.map_or_else(|| Expr::val(None::<i64>), |field| reader.dialect().sum(field.expr(list.table, reader)));
    select
        .expr_as(row.clone(), Alias::new("row"))
        .expr_as(column.clone(), Alias::new("column"))
        .expr_as(Expr::cust("count(*)"), Alias::new("count"))
        .expr_as(sum, Alias::new("sum"))
        .add_group_by([row, column])
        .order_by(Alias::new("count"), Order::Desc)
        .limit(most);
    reader.select("the list grammar names the workspace through Scoped", &select).await
}

/// All rows of the filter, without columns, with the tables that these fields need.
pub(super) async fn found<'a, R: Record>(
    reader: &Reader,
    list: &List,
    query: &'a Query,
    keys: impl IntoIterator<Item = &'a str>,
) -> Result<SelectStatement> {
    let (sought, keys) = (Sought::of(reader, list, query).await?, keys.into_iter().collect::<Vec<_>>());
    plain(reader, list, keys.iter().copied())?;
    let (rows, join) = (matching::<R>(reader, list, query).await?, for_all(reader, list, query).await?);
    Ok(sought.narrow(beside(reader, list, query, rows, keys, join)?, Asking::Whole))
}

/// How many rows a select gives, as far as it is counted.
pub async fn capped(reader: &Reader, rows: SelectStatement) -> Result<Count> {
    capped_at(reader, rows, COUNT_CAP).await
}

async fn capped_at(reader: &Reader, mut rows: SelectStatement, cap: i64) -> Result<Count> {
    rows.limit(u64::try_from(cap.saturating_add(1)).unwrap_or(u64::MAX));
    let n = reader.count_of(rows).await?;
    Ok(Count { value: Ord::min(n, cap), exact: n <= cap })
}

/// The sums over the rows; nothing for what other records make of them where they are too many to be asked (`is_much`).
async fn sums(reader: &Reader, list: &List, query: &Query, mut select: SelectStatement, is_much: bool) -> Result<Map<String, Value>> {
    let mut sums = Map::new();
    if query.sums.is_empty() {
        return Ok(sums);
    }
    let fields: Vec<&Field> = query.sums.iter().map(|key| list.field(key)).collect::<Result<_>>()?;
    let (left_out, summed): (Vec<&Field>, Vec<&Field>) = fields.into_iter().partition(|field| is_much && field.looks_beyond());
    sums.extend(left_out.into_iter().map(|field| (field.key.to_string(), Value::Null)));
    if summed.is_empty() {
        return Ok(sums);
    }
    let alias = |n: usize| Alias::new(format!("c{n}"));
    if reader.dialect().is_embedded() && summed.iter().any(|field| field.custom.is_some() || field.derived.is_some()) {
        for (n, field) in summed.iter().enumerate() {
            select.expr_as(field.expr(list.table, reader), alias(n));
        }
        // A sum says its value several times, and SQLite would reckon it as often. The limit, which nothing reaches, keeps it from
        // making one select of both.
        let rows = std::mem::replace(&mut select, Sql::select()).limit(i64::MAX.unsigned_abs()).to_owned();
        select.from_subquery(rows, Alias::new("rows_summed"));
        for n in 0..summed.len() {
            select.expr_as(reader.dialect().sum(Expr::col(alias(n))), alias(n));
        }
    } else {
        for (n, field) in summed.iter().enumerate() {
            select.expr_as(reader.dialect().sum(field.expr(list.table, reader)), alias(n));
        }
    }
    let Some(row) = reader.source().query_one_raw(reader.dialect().backend().build(&select)).await? else { return Ok(sums) };
    for (n, field) in summed.iter().enumerate() {
        let sum: i64 = row.try_get("", &format!("c{n}"))?;
        sums.insert(field.key.to_string(), field.wire(Cell::Integer(Some(sum)), reader));
    }
    Ok(sums)
}
