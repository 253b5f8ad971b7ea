//! What is asked about accounts of a kind.

use std::collections::BTreeSet;

use guanxi_kernel::{
    actor::Action,
    check::{Check, too_many},
    db::{Recorded, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
};
use sea_orm::{ColumnTrait, QueryFilter, Set};
use serde_json::json;

use crate::{
    customer_files::{
        api::{Ask, FileForms},
        queries::{self, exists},
        tables::{self, FORM, form},
    },
    customers::rules::KINDS,
};

/// Questions of a form.
const MOST: usize = 100;

/// Says what is asked about accounts of a kind, or leaves it at what is usual. The files follow in the night.
pub async fn ask(tx: &mut Tx, kind: &str, input: Ask) -> Result<Recorded<FileForms>> {
    if !tx.actor().may(FORM, Action::Change) {
        return Err(Error::Forbidden("you may not change what customer files ask for".to_owned()));
    }
    let mut check = Check::new();
    let kind = check.one_of("/kind", kind, KINDS);
    if let Some(fields) = &input.fields {
        check_fields(&mut check, tx, fields);
    }
    check.done()?;
    let of_kind = |select: sea_orm::Select<form::Entity>| select.filter(form::Column::Kind.eq(kind.as_str()));
    let before = tx.reader().in_workspace::<tables::FileForm>().with(of_kind).one().await?;
    let record = before.as_ref().map_or(tx.actor().workspace, |row| row.id);
    match (before, &input.fields) {
        (Some(row), Some(fields)) => {
            let leave = tx.to_change(Id::<tables::FileForm>::from(row.id)).await?;
            tx.update::<tables::FileForm>(leave, form::ActiveModel { fields: Set(json!(fields)), ..Default::default() }).await?;
        }
        (Some(row), None) => {
            let leave = tx.to_remove(Id::<tables::FileForm>::from(row.id)).await?;
            tx.remove::<tables::FileForm>(leave).await?;
        }
        (None, Some(fields)) => {
            let leave = tx.leave_under::<tables::FileForm>(FORM, Action::Change)?;
            let row = form::ActiveModel { kind: Set(kind.clone()), fields: Set(json!(fields)), ..Default::default() };
            tx.insert::<tables::FileForm>(leave, row).await?;
        }
        (None, None) => {}
    }
    let wire = queries::forms(tx.reader()).await?;
    let event = Event::new("file_form.changed", "file_form", record).with(json!({"kind": kind, "fields": input.fields}));
    Ok(tx.record(event, wire))
}

fn check_fields(check: &mut Check, tx: &Tx, fields: &[String]) {
    if fields.is_empty() {
        check.wrong("/fields", "required", "Ask at least one question.");
    } else if fields.len() > MOST {
        check.add(too_many("/fields", MOST));
    }
    let mut seen = BTreeSet::new();
    for (n, field) in fields.iter().enumerate().take(MOST) {
        if !exists(tx.reader(), field) {
            check.wrong(&format!("/fields/{n}"), "unknown_choice", "There is no such question.");
        } else if !seen.insert(field) {
            check.wrong(&format!("/fields/{n}"), "twice", "This is asked twice.");
        }
    }
}
