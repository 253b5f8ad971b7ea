//! One search index for everything, on both databases, written in the transaction of the row it describes.
//! How text becomes tokens: [`crate::text::tokens`].

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use futures_util::{StreamExt, TryStreamExt, stream};
use sea_orm::{
    Condition as Where, ConnectionTrait, FromQueryResult, Value,
    sea_query::{Alias, Expr, ExprTrait, Query as Sql, SelectStatement, SimpleExpr},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    actor::{Action, People, nothing},
    db::{Dialect, Reader, Tx, batches, dialect::escape_like},
    error::Result,
    text::tokens::{self, Source, Term},
};

/// How many matches are looked at to find the best.
const RANKED: u64 = 200;
/// How many, the newest, where what somebody may not see is taken out afterwards. No more than so many are all looked at.
const SIFTED: u64 = 1000;
/// More matches than this are not entered from where some of them are enough: a thousand of them are soon met in a walk.
const MUCH: u64 = 20_000;
/// How many questions of one search are asked at the same time; others want to read as well.
const AT_ONCE: usize = 2;

/// What can be found about a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The kind of the record.
    pub kind: &'static str,
    /// The record.
    pub record: Uuid,
    /// Its name, or how its text begins: found by Chinese substring.
    pub title: String,
    /// Shown under the name.
    pub subtitle: String,
    /// Whether the title is a name that is also found by pinyin and initials.
    pub by_sound: bool,
    /// Whether the name is a person's, whose family name has readings of its own.
    pub is_person: bool,
    /// Other words to be found by.
    pub texts: Vec<String>,
    /// Telephone numbers: found by their beginning and by their last digits.
    pub phones: Vec<String>,
    /// Whose it is; those who may see only their own or their team's find it by this.
    pub owners: Vec<Uuid>,
    /// Whom it is shared with: people and org units.
    pub shared_with: Vec<Uuid>,
}

/// How records of a kind stand in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// The kind.
    pub kind: &'static str,
    /// Whether they are found under their owners. Others are found by all who may read the kind, and what somebody may
    /// not see is taken out afterwards: that is enough where words find few records.
    pub by_owner: bool,
    /// Whether they have a name that people spell in pinyin.
    pub by_sound: bool,
}

/// Something found.
#[derive(Clone, Debug, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct Hit {
    /// The kind of the record.
    pub kind: String,
    /// The record.
    #[serde(rename = "id")]
    pub record_id: Uuid,
    /// Its name.
    pub title: String,
    /// What tells it from others of that name.
    pub subtitle: String,
}

impl Document {
    /// Whether there is anything it could be found by.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.texts.is_empty() && self.phones.is_empty()
    }
}

/// Puts a record in the index, in place of what stood there; one without words is not kept there.
pub async fn put(tx: &Tx, document: &Document) -> Result<()> {
    if document.is_empty() {
        return remove(tx, document.kind, document.record).await;
    }
    put_many(tx, std::slice::from_ref(document)).await
}

/// Puts many records with words in the index.
pub async fn put_many(tx: &Tx, documents: &[Document]) -> Result<()> {
    let workspace = tx.actor().workspace;
    for chunk in batches(documents) {
        match tx.reader().dialect() {
            Dialect::Sqlite => put_sqlite(tx, workspace, chunk).await?,
            Dialect::Postgres => put_postgres(tx, workspace, chunk).await?,
        }
    }
    Ok(())
}

/// Takes a record out of the index.
pub async fn remove(tx: &Tx, kind: &str, record: Uuid) -> Result<()> {
    remove_many(tx, kind, &[record]).await
}

/// Takes many records out of the index.
pub async fn remove_many(tx: &Tx, kind: &str, records: &[Uuid]) -> Result<()> {
    for chunk in batches(records) {
        let which = format!("record_id IN ({})", vec!["?"; chunk.len()].join(", "));
        remove_where(tx, kind, &which, chunk.iter().map(|record| (*record).into()).collect()).await?;
    }
    Ok(())
}

/// Takes those records of a kind out of the index that `which` chooses: the rest of a `WHERE` over `record_id`, with its
/// values.
pub(crate) async fn remove_where(tx: &Tx, kind: &str, which: &str, values: Vec<Value>) -> Result<()> {
    let reader = tx.reader();
    let chosen = format!("workspace_id = ? AND kind = ? AND {which}");
    let values: Vec<Value> = [tx.actor().workspace.into(), kind.into()].into_iter().chain(values).collect();
    if reader.dialect() == Dialect::Sqlite {
        let sql = format!("DELETE FROM search_index WHERE rowid IN (SELECT doc FROM search_docs WHERE {chosen})");
        reader.source().execute_raw(reader.dialect().statement(&sql, values.clone())).await?;
    }
    let sql = format!("DELETE FROM search_docs WHERE {chosen}");
    reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    Ok(())
}

fn index_tokens(workspace: Uuid, document: &Document) -> tokens::Tokens {
    let mut scopes = vec![kind_token(workspace, document.kind), name_token(workspace, document.kind, &document.title)];
    scopes.extend(document.owners.iter().map(|owner| owner_token(document.kind, *owner)));
    scopes.extend(document.shared_with.iter().map(|circle| circle_token(document.kind, *circle)));
    let texts: Vec<&str> = document.texts.iter().map(String::as_str).collect();
    let phones: Vec<&str> = document.phones.iter().map(String::as_str).collect();
    tokens::index_tokens(&Source {
        title: &document.title,
        by_sound: document.by_sound,
        is_person: document.is_person,
        other_text: &texts,
        phones: &phones,
        scopes: &scopes,
    })
}

async fn put_sqlite(tx: &Tx, workspace: Uuid, documents: &[Document]) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Placed {
        doc: i64,
        record_id: Uuid,
    }
    let reader = tx.reader();
    let sql = format!(
        "INSERT INTO search_docs (workspace_id, kind, record_id, title, subtitle) VALUES {} \
         ON CONFLICT (workspace_id, kind, record_id) DO UPDATE SET title = excluded.title, subtitle = excluded.subtitle RETURNING doc, record_id",
        vec!["(?, ?, ?, ?, ?)"; documents.len()].join(", ")
    );
    let values = documents
        .iter()
        .flat_map(|d| [workspace.into(), d.kind.into(), d.record.into(), d.title.as_str().into(), d.subtitle.as_str().into()])
        .collect();
    let placed = Placed::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    let sql = format!("INSERT OR REPLACE INTO search_index (rowid, tokens) VALUES {}", vec!["(?, ?)"; placed.len()].join(", "));
    let mut values: Vec<Value> = Vec::with_capacity(placed.len() * 2);
    for Placed { doc, record_id } in &placed {
        let document = documents.iter().find(|d| d.record == *record_id);
        let text = document.map(|d| index_tokens(workspace, d).fts5_text()).unwrap_or_default();
        values.extend([(*doc).into(), text.into()]);
    }
    reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    Ok(())
}

async fn put_postgres(tx: &Tx, workspace: Uuid, documents: &[Document]) -> Result<()> {
    let reader = tx.reader();
    let sql = format!(
        "INSERT INTO search_docs (workspace_id, kind, record_id, title, subtitle, tokens) VALUES {} ON CONFLICT (workspace_id, kind, record_id) \
         DO UPDATE SET title = excluded.title, subtitle = excluded.subtitle, tokens = excluded.tokens",
        vec!["(?, ?, ?, ?, ?, ?::text::tsvector)"; documents.len()].join(", ")
    );
    let values = documents
        .iter()
        .flat_map(|d| {
            let tokens = index_tokens(workspace, d).tsvector_literal();
            [workspace.into(), d.kind.into(), d.record.into(), d.title.as_str().into(), d.subtitle.as_str().into(), tokens.into()]
        })
        .collect();
    reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    Ok(())
}

/// The kind and whose it is in one token: a second one that most records have makes every search walk them all.
fn kind_token(workspace: Uuid, kind: &str) -> String {
    format!("k_{kind}_{}", workspace.simple())
}

/// An owner belongs to one workspace.
fn owner_token(kind: &str, owner: Uuid) -> String {
    format!("o_{kind}_{}", owner.simple())
}

/// Somebody or a unit that a record of this kind is shared with.
fn circle_token(kind: &str, circle: Uuid) -> String {
    format!("s_{kind}_{}", circle.simple())
}

/// The whole name of a record of this kind as one token, so that the exact name is found among however many that contain it.
fn name_token(workspace: Uuid, kind: &str, name: &str) -> String {
    let name = name.trim().to_lowercase();
    let digest = Sha256::new().chain_update(workspace).chain_update(kind).chain_update([0]).chain_update(name).finalize();
    digest[..8].iter().fold("n_".to_owned(), |token, byte| token + &format!("{byte:02x}"))
}

/// Which of the matches are wanted, and how they are come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// All of them, to begin with.
    Whole,
    /// The newest so many, when nothing else is asked of them: SQLite would find all before it gives the first.
    Newest(u64),
    /// Whether the record that is at hand is one of them.
    EachRow,
}

/// What is asked of the index about one kind of record.
#[derive(Clone, Copy)]
enum Asked<'a> {
    /// All of these words.
    Words(&'a str),
    /// Exactly this name.
    Name(&'a str),
}

/// The terms of what is asked for, and the tokens of which one must be there besides: what this actor may see. `None` when
/// that is nothing.
fn tokens_of(reader: &Reader, kind: &Indexed, asked: Asked) -> Option<(Vec<Term>, Vec<Vec<String>>)> {
    let actor = reader.actor();
    let owners = match actor.people(kind.kind, Action::Read)? {
        People::These(users) if kind.by_owner => {
            let circles = actor.shares.circles.iter().filter(|_| !actor.shares.seen.is_empty());
            let shared = circles.map(|circle| circle_token(kind.kind, *circle));
            Some(users.into_iter().map(|user| owner_token(kind.kind, user)).chain(shared).collect())
        }
        _ => None,
    };
    let (terms, scope) = match asked {
        Asked::Words(q) => (tokens::query_terms(q, kind.by_sound), owners.or_else(|| Some(vec![kind_token(actor.workspace, kind.kind)]))),
        Asked::Name(name) => (vec![tokens::scope_term(&name_token(actor.workspace, kind.kind, name))], owners),
    };
    Some((terms, scope.into_iter().collect()))
}

/// `SELECT … FROM search_docs` of what is asked for and this actor may see; `None` when nothing can match.
fn matching(reader: &Reader, kind: &Indexed, asked: Asked, asking: Asking) -> Option<SelectStatement> {
    let (terms, scopes) = tokens_of(reader, kind, asked)?;
    let column = |name: &'static str| Expr::col((Alias::new("search_docs"), Alias::new(name)));
    let mut select = Sql::select();
    select
        .from(Alias::new("search_docs"))
        .and_where(reader.dialect().search_matches(&terms, &scopes, asking)?)
        .and_where(column("workspace_id").eq(reader.actor().workspace))
        .and_where(column("kind").eq(kind.kind));
    if let Asked::Words(q) = asked {
        select.cond_where(shown_words(reader, kind, q));
    }
    Some(select)
}

/// Nothing more, unless this actor sees no more of the kind than its name: then the words must stand there.
fn shown_words(reader: &Reader, kind: &Indexed, q: &str) -> Where {
    let title = || Expr::col((Alias::new("search_docs"), Alias::new("title")));
    let words = q.split_whitespace().filter(|_| reader.actor().finds_by_title_only(kind.kind));
    words.fold(Where::all(), |all, word| all.add(reader.dialect().like(title(), &format!("%{}%", escape_like(word)))))
}

/// Keeps, in a list of records of `kind`, those that the words find: the `q` of the list grammar.
pub(crate) fn among(reader: &Reader, kind: &Indexed, id: SimpleExpr, q: &str, asking: Asking) -> Where {
    let Some(mut select) = matching(reader, kind, Asked::Words(q), asking) else { return nothing() };
    let record = (Alias::new("search_docs"), Alias::new("record_id"));
    if asking == Asking::EachRow {
        select.expr(Expr::val(1)).and_where(Expr::col(record).eq(id));
        return Where::all().add(Expr::exists(select));
    }
    select.column(record);
    Where::all().add(id.in_subquery(select))
}

/// Whether words find so many records of a kind that it is quicker to ask each row of a walk whether it is one of them.
/// PostgreSQL knows by itself.
pub(crate) async fn finds_much(reader: &Reader, kind: &Indexed, q: &str) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Found {
        n: i64,
    }
    let Some((terms, scopes)) = tokens_of(reader, kind, Asked::Words(q)) else { return Ok(false) };
    let Some(text) = tokens::fts5_match(&terms, &scopes).filter(|_| reader.dialect().is_embedded()) else { return Ok(false) };
    let sql = "SELECT count(*) AS n FROM (SELECT rowid FROM search_index WHERE search_index MATCH ? LIMIT ?)";
    let statement = reader.dialect().statement(sql, vec![text.into(), (MUCH + 1).into()]);
    let found = Found::find_by_statement(statement).one(reader.source()).await?;
    Ok(found.is_some_and(|found| found.n.unsigned_abs() > MUCH))
}

/// The best matches over several kinds: the exact name first, then names that begin with the words, then shorter names.
/// What the actor may not see is among them; the caller takes it out.
pub async fn find(reader: &Reader, kinds: &[Indexed], q: &str) -> Result<Vec<Hit>> {
    let wanted = q.trim().to_lowercase();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut hits = match few(reader, kinds, q).await? {
        Some(hits) => hits,
        None => many(reader, kinds, q).await?,
    };
    hits.sort_by_cached_key(|hit| {
        let title = hit.title.to_lowercase();
        (title != wanted, !title.starts_with(&wanted), !title.contains(&wanted), title.chars().count(), title)
    });
    Ok(hits)
}

/// All that the words find, whoever may see it, where that is not much: asked once for all kinds, without their tokens of
/// scope. SQLite reads for each beginning of a word how it goes on, each time it is asked; and the way through the
/// millions of a scope is longer than that to a few words. PostgreSQL knows by itself.
async fn few(reader: &Reader, kinds: &[Indexed], q: &str) -> Result<Option<Vec<Hit>>> {
    #[derive(FromQueryResult)]
    struct Found {
        doc: i64,
    }
    let dialect = reader.dialect();
    // Only names that are spelt have tokens of sound, so that other kinds are not found by these.
    let terms = tokens::query_terms(q, kinds.iter().any(|kind| kind.by_sound));
    let Some(text) = tokens::fts5_match(&terms, &[]).filter(|_| dialect.is_embedded()) else { return Ok(None) };
    let sql = "SELECT rowid AS doc FROM search_index WHERE search_index MATCH ? LIMIT ?";
    let found = Found::find_by_statement(dialect.statement(sql, vec![text.into(), (SIFTED + 1).into()])).all(reader.source()).await?;
    if found.len() as u64 > SIFTED {
        return Ok(None);
    }
    let docs: Vec<i64> = found.into_iter().map(|found| found.doc).collect();
    let column = |name: &'static str| Expr::col((Alias::new("search_docs"), Alias::new(name)));
    let readable = kinds.iter().filter(|kind| reader.actor().people(kind.kind, Action::Read).is_some());
    let of_kinds = readable.fold(Where::any().add(Expr::val(false)), |any, kind| {
        any.add(Where::all().add(column("kind").eq(kind.kind)).add(shown_words(reader, kind, q)))
    });
    let mut select = Sql::select();
    for column in ["kind", "record_id", "title", "subtitle"] {
        select.column((Alias::new("search_docs"), Alias::new(column)));
    }
    select
        .from(Alias::new("search_docs"))
        .and_where(Expr::cust_with_values("search_docs.doc IN (SELECT value FROM json_each(?))", [serde_json::json!(docs).to_string()]))
        .and_where(column("workspace_id").eq(reader.actor().workspace))
        .cond_where(of_kinds);
    Ok(Some(reader.select("the search index names the workspace itself", &select).await?))
}

/// Of what the words find, those of exactly that name and the newest of each kind.
async fn many(reader: &Reader, kinds: &[Indexed], q: &str) -> Result<Vec<Hit>> {
    // Those of exactly this name, then some of those that contain it: among many, not all can be looked at. Not in turns:
    // whoever waits for the words of one kind would keep those of the next from being asked beside it.
    let asked = [Asked::Name(q), Asked::Words(q)].into_iter().flat_map(|asked| kinds.iter().map(move |kind| (kind, asked)));
    let selects: Vec<SelectStatement> = asked.filter_map(|(kind, asked)| best(reader, kind, asked)).collect();
    let ask = |select: SelectStatement| async move { reader.select::<Hit>("the search index names the workspace itself", &select).await };
    let mut found = stream::iter(selects).map(ask).buffered(AT_ONCE);
    let (mut hits, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some(some) = found.try_next().await? {
        hits.extend(some.into_iter().filter(|hit| seen.insert(hit.record_id)));
    }
    Ok(hits)
}

/// Some of the hits, as many as are looked at.
fn best(reader: &Reader, kind: &Indexed, asked: Asked) -> Option<SelectStatement> {
    let is_sifted = !kind.by_owner && matches!(reader.actor().people(kind.kind, Action::Read), Some(People::These(_)));
    let most = if is_sifted { SIFTED } else { RANKED };
    let mut select = matching(reader, kind, asked, Asking::Newest(most))?;
    for column in ["kind", "record_id", "title", "subtitle"] {
        select.column((Alias::new("search_docs"), Alias::new(column)));
    }
    select.limit(most);
    Some(select)
}
