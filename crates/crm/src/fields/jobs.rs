//! Background work of fields: making and dropping indexes, and deleting the values of fields that are gone.

use guanxi_kernel::{
    custom::Custom,
    error::{Error, Result},
    id::Id,
    job::{JobKind, Run, Schedule},
};
use sea_orm::{
    ColumnTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    KEPT_DAYS, commands, queries,
    tables::{self, FAILED, NO_INDEX, READY, custom_field},
};

/// Makes the index of a field, or drops it.
pub(super) const INDEX: JobKind = JobKind {
    name: "fields.index",
    about: "Makes the index of a field of one's own, or drops it.",
    max_attempts: 3,
    schedule: None,
    is_long: true,
    alone: Some("fields.index"),
    run: |run| Box::pin(index(run)),
};

/// Every night: deletes the values of fields that were removed long ago.
pub(super) const PURGE: JobKind = JobKind {
    name: "fields.purge",
    about: "Deletes the values of fields that were removed long ago.",
    max_attempts: 5,
    schedule: Some(Schedule::Cron("10 4 * * *")),
    is_long: true,
    alone: Some("fields.index"),
    run: |run| Box::pin(purge(run)),
};

/// Rows that are rewritten in one transaction.
const CHUNK: u64 = 2000;
/// As many values that are there twice are told of.
const TOLD: u64 = 20;

#[derive(Deserialize)]
struct Payload {
    field: Id<tables::CustomField>,
}

fn index_name(field: Uuid) -> String {
    format!("custom_{}", field.simple())
}

async fn index(run: Run) -> Result<Value> {
    let Payload { field } = run.payload()?;
    let row = match run.read().get(field).await {
        Ok(row) => row,
        // It was removed for good meanwhile, and its index with it.
        Err(Error::NotFound) => return Ok(Value::Null),
        Err(error) => return Err(error),
    };
    let db = run.app.db();
    if row.index_state == NO_INDEX {
        db.define(&db.dialect().drop_custom_index(&index_name(row.id))).await?;
        return Ok(json!({"dropped": row.key}));
    }
    let Some(list) = queries::lists().find(|list| list.name == row.list) else { return Ok(Value::Null) };
    let custom = queries::custom(&row)?;
    if row.index_state != READY {
        // What was left half made by somebody who stopped is no index.
        db.define(&db.dialect().drop_custom_index(&index_name(row.id))).await?;
    }
    db.define(&db.dialect().custom_index(&index_name(row.id), list.table, list.has_trash, run.actor.workspace, &custom)).await?;
    let twice = if row.is_unique { twice(&run, list.table, &custom).await? } else { Vec::new() };
    let state = if twice.is_empty() { READY } else { FAILED };
    let mut tx = run.write().await?;
    let row = tx.to_change(field).await?;
    if row.index_state == NO_INDEX {
        // Somebody has changed their mind: the job that they have queued drops it.
        return Ok(Value::Null);
    }
    let done = commands::index_is(&mut tx, row, state).await?;
    tx.commit(done).await?;
    db.analyze().await?;
    Ok(json!({"field": field, "state": state, "twice": twice}))
}

/// Some values that several records have.
async fn twice(run: &Run, table: &str, custom: &Custom) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Twice {
        value: String,
    }
    let reader = run.read();
    let value = reader.dialect().custom(table, custom);
    let mut select = Query::select();
    select
        .expr_as(value.clone().cast_as("text"), "value")
        .from(Alias::new(table))
        .and_where(Expr::col("workspace_id").eq(run.actor.workspace))
        .and_where(value.clone().is_not_null())
        .add_group_by([value])
        .and_having(Expr::cust("count(*) > 1"))
        .limit(TOLD);
    let rows: Vec<Twice> = reader.select("the statement names the workspace", &select).await?;
    Ok(rows.into_iter().map(|row| row.value).collect())
}

async fn purge(run: Run) -> Result<Value> {
    let kept = KEPT_DAYS.get(&run.read()).await?;
    let before = run.read().now() - chrono::Duration::days(kept);
    let gone = |select: Select<custom_field::Entity>| {
        select.filter(custom_field::Column::TrashedAt.lt(before)).order_by_asc(custom_field::Column::Id).limit(50)
    };
    let rows = run.read().find::<tables::CustomField>().with(gone).all().await?;
    let (mut fields, mut values) = (0, 0);
    for row in rows {
        values += empty(&run, &row).await?;
        let db = run.app.db();
        db.define(&db.dialect().drop_custom_index(&index_name(row.id))).await?;
        let mut tx = run.write().await?;
        let done = commands::forget(&mut tx, row.id.into()).await?;
        tx.commit(done).await?;
        fields += 1;
    }
    Ok(json!({"fields": fields, "values": values}))
}

/// Takes the values of a field out of all rows, a chunk at a time.
async fn empty(run: &Run, row: &custom_field::Model) -> Result<u64> {
    let Some(list) = queries::lists().find(|list| list.name == row.list) else { return Ok(0) };
    let (mut after, mut emptied) = (Uuid::nil(), 0);
    loop {
        let mut tx = run.write().await?;
        let done = commands::empty(&mut tx, list.table, row, after, CHUNK).await?;
        let (last, changed) = tx.commit(done).await?;
        emptied += changed;
        let Some(last) = last else { return Ok(emptied) };
        after = last;
        run.progress(i64::try_from(emptied).unwrap_or(i64::MAX), None, &row.label).await?;
    }
}
