//! How many records carry a tag: for who puts tags in order.

use guanxi_kernel::{
    actor::{Action, Scope},
    db::Reader,
    error::{Error, Result},
    tags::Tags,
};
use sea_orm::FromQueryResult;

use crate::customers::{api::TagCount, tables::TAGS};

/// The most tags that are put in order.
const LISTED_TAGS: i64 = 500;
/// The most records of one tag that are counted.
const COUNTED: i64 = 10_000;

/// The tags of all accounts, each with how many carry it.
pub async fn tag_counts(reader: &Reader) -> Result<Vec<TagCount>> {
    count_tags(reader, TAGS).await
}

/// The tags of a kind of record, each with how many carry it: for who may change all of them.
pub async fn count_tags(reader: &Reader, tags: Tags) -> Result<Vec<TagCount>> {
    #[derive(FromQueryResult)]
    struct Counted {
        tag: String,
        records: i64,
    }
    if reader.actor().scope(tags.kind, Action::Change) != Some(Scope::All) {
        return Err(Error::Forbidden("only who may change all records puts their tags in order".to_owned()));
    }
    let table = tags.table;
    // From one tag to the next through the index, and of each no further than is told.
    let sql = format!(
        "WITH RECURSIVE used (tag) AS (SELECT min(tag) FROM {table} WHERE workspace_id = ? UNION ALL \
         SELECT (SELECT min(tag) FROM {table} WHERE workspace_id = ? AND tag > used.tag) FROM used WHERE used.tag IS NOT NULL) \
         SELECT tag, (SELECT count(*) FROM (SELECT 1 FROM {table} AS tagged WHERE tagged.workspace_id = ? AND tagged.tag = used.tag LIMIT ?) AS counted) \
         AS records FROM used WHERE tag IS NOT NULL LIMIT ?"
    );
    let workspace = reader.actor().workspace;
    let values = vec![workspace.into(), workspace.into(), workspace.into(), COUNTED.into(), LISTED_TAGS.into()];
    let found = Counted::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    Ok(found.into_iter().map(|Counted { tag, records }| TagCount { tag, records }).collect())
}
