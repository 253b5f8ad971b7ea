//! Every write of fields. Whoever asks next has the new definitions.

use std::collections::BTreeSet;

use guanxi_kernel::{
    check::Check,
    custom::{self, Aggregate, Choice, Custom, Kind, value::with_decimals},
    db::{Change, Cleared, Recorded, Tx},
    error::{Error, FieldError, Result, unchanged},
    event::Event,
    id::Id,
    job::NewJob,
    list::derived::{check_filter, rolls_up},
};
use sea_orm::{ConnectionTrait, NotSet, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    MOST, MOST_INDEXED,
    api::{CustomField, CustomFieldPatch, NewChoice, NewCustomField},
    queries,
    rules::{MAX_HELP, MAX_LABEL, check_choices, check_formula, check_kind, check_traits, is_followed, is_key, key_of},
    tables::{self, BUILDING, NO_INDEX, READY, custom_field},
};

/// Adds a field.
pub async fn add(tx: &mut Tx, input: NewCustomField) -> Result<Recorded<CustomField>> {
    let leave = tx.to_create()?;
    let mut check = Check::new();
    let list = check.one_of("/list", &input.list, &queries::lists().map(|list| list.name).collect::<Vec<_>>());
    one_at_a_time(tx, &list).await?;
    let others = queries::rows(tx.reader(), Some(&list)).await?;
    check_number(&mut check, tx, &others).await?;
    let label = check.required("/label", &input.label, MAX_LABEL);
    check_label(&mut check, &others, &label, None);
    let key = check_key(&mut check, &others, input.key, &label);
    let kind = check_kind(&mut check, input.kind);
    let kind = check_derived(&mut check, tx, &list, kind)?;
    let indexed = input.indexed || input.unique || is_followed(&kind);
    if indexed {
        check_room(&mut check, tx, &others).await?;
    }
    let help = check.optional("/help", input.help, MAX_HELP);
    let NewCustomField { required, unique, searchable, .. } = input;
    let mut custom = Custom { id: Uuid::now_v7(), key, label, help, kind, required, unique, searchable, indexed, default: None };
    custom.default = check_traits(&mut check, &custom, input.default.as_ref());
    check.done()?;
    let row = custom_field::ActiveModel {
        id: Set(custom.id),
        trashed_at: Set(None),
        list: Set(list),
        key: Set(custom.key.clone()),
        is_unique: Set(unique),
        index_state: Set(if indexed { BUILDING } else { NO_INDEX }.to_owned()),
        position: Set(others.iter().map(|row| row.position + 1).max().unwrap_or(0)),
        ..columns(custom)?
    };
    let row = tx.insert::<tables::CustomField>(leave, row).await?;
    if indexed {
        queue_index(tx, row.id);
    }
    done(tx, "custom_field.added", row).await
}

/// What of a field may change.
fn columns(custom: Custom) -> Result<custom_field::ActiveModel> {
    Ok(custom_field::ActiveModel {
        label: Set(custom.label),
        help: Set(custom.help),
        kind: Set(serde_json::to_value(custom.kind)?),
        required: Set(custom.required),
        searchable: Set(custom.searchable),
        default_value: Set(custom.default),
        ..Default::default()
    })
}

fn queue_index(tx: &mut Tx, field: Uuid) {
    tx.queue(NewJob::new("fields.index", json!({"field": field})));
}

/// The key that was asked for, or one made of the label.
fn check_key(check: &mut Check, others: &[custom_field::Model], asked: Option<String>, label: &str) -> String {
    let keys: BTreeSet<String> = others.iter().map(|row| row.key.clone()).collect();
    let key = asked.filter(|key| !key.is_empty()).unwrap_or_else(|| key_of(label, &keys));
    if !is_key(&key) {
        check.wrong("/key", "bad_key", "A key is made of small letters, digits and _, a letter first, at most 40.");
    } else if keys.contains(&key) {
        check.wrong("/key", "taken", "Another field of this list, perhaps a removed one, has this key.");
    }
    key
}

async fn check_number(check: &mut Check, tx: &Tx, others: &[custom_field::Model]) -> Result<()> {
    let alive = others.iter().filter(|row| row.trashed_at.is_none()).count();
    if i64::try_from(alive).unwrap_or(i64::MAX) >= MOST.get(tx.reader()).await? {
        check.wrong("/list", "too_many_fields", "This list has as many fields as it takes; remove one first.");
    }
    Ok(())
}

/// Checks a formula or a roll-up against the fields of its list, and the list that it rolls up.
fn check_derived(check: &mut Check, tx: &Tx, list: &str, kind: Kind) -> Result<Kind> {
    let Some(list) = queries::lists().find(|known| known.name == list) else { return Ok(kind) };
    Ok(match kind {
        Kind::Formula { expression, gives, decimals } => {
            let fields = &list.of(tx.actor()).fields;
            Kind::Formula { expression: check_formula(check, "/kind/expression", &expression, gives, fields), gives, decimals }
        }
        Kind::RollUp { of, aggregate, field, filter } => {
            let below = queries::AROUND.below;
            let Some((rows, _)) = below(list.kind, &of) else {
                check.wrong("/kind/of", "unknown_choice", "No such list belongs to these records.");
                return Ok(Kind::RollUp { of, aggregate, field, filter });
            };
            let known = field.as_ref().and_then(|key| rows.field(key).ok());
            let fits = if aggregate == Aggregate::Count { field.is_none() } else { known.is_some_and(|field| rolls_up(field, aggregate)) };
            if !fits {
                check.wrong("/kind/field", "not_possible", "This field is not reckoned that way.");
            }
            if let Some(tree) = &filter
                && let Err(Error::Invalid(errors)) = check_filter(tx.reader(), rows, tree)
            {
                for error in errors {
                    check.add(FieldError { pointer: format!("/kind{}", error.pointer), ..error });
                }
            }
            Kind::RollUp { of, aggregate, field, filter }
        }
        other => other,
    })
}

/// Changes what a field is called, what it asks for, and its place.
pub async fn change(tx: &mut Tx, id: Id<tables::CustomField>, expected: i64, input: CustomFieldPatch) -> Result<Recorded<CustomField>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::field(tx.reader(), id)).await?;
    if row.trashed_at.is_some() {
        return Err(Error::conflict("trashed", "This field was removed; bring it back first."));
    }
    one_at_a_time(tx, &row.list).await?;
    let others = queries::rows(tx.reader(), Some(&row.list)).await?;
    let mut check = Check::new();
    let mut custom = queries::custom(&row)?;
    if let Some(label) = input.label {
        custom.label = check.required("/label", &label, MAX_LABEL);
        check_label(&mut check, &others, &custom.label, Some(row.id));
    }
    if let Some(help) = input.help {
        custom.help = check.optional("/help", help, MAX_HELP);
    }
    if let Some(choices) = input.choices {
        custom.kind = rechosen(&mut check, custom.kind, &choices);
    }
    let is_reckoned_anew = input.expression.is_some() || input.filter.is_some();
    if let Some(expression) = input.expression {
        custom.kind = reformulated(&mut check, custom.kind, expression);
    }
    if let Some(filter) = input.filter {
        custom.kind = refiltered(&mut check, custom.kind, filter);
    }
    if is_reckoned_anew {
        custom.kind = check_derived(&mut check, tx, &row.list, custom.kind)?;
    }
    custom.required = input.required.unwrap_or(row.required);
    custom.searchable = input.searchable.unwrap_or(row.searchable);
    let index = reindexed(&mut check, tx, &row, &others, input.indexed).await?;
    custom.indexed = index.unwrap_or(&row.index_state) != NO_INDEX;
    let kept = custom.default.take().map(|kept| sent_again(&custom.kind, kept));
    custom.default = check_traits(&mut check, &custom, input.default.unwrap_or(kept).as_ref());
    check.done()?;
    let index_state = index.map_or(NotSet, |state| Set(state.to_owned()));
    let field = row.id;
    let written = tx.update::<tables::CustomField>(row, custom_field::ActiveModel { index_state, ..columns(custom)? }).await?;
    if index.is_some() {
        queue_index(tx, field);
    }
    if let Some(position) = input.position {
        place(tx, &others, field, position).await?;
    }
    done(tx, "custom_field.changed", written).await
}

/// The state of the index that is asked for, where it is another one. What has failed is made again when it is asked for again.
async fn reindexed(
    check: &mut Check,
    tx: &Tx,
    row: &custom_field::Model,
    others: &[custom_field::Model],
    asked: Option<bool>,
) -> Result<Option<&'static str>> {
    let is_there = matches!(row.index_state.as_str(), BUILDING | READY);
    Ok(match asked.filter(|asked| *asked != is_there) {
        None => None,
        Some(true) => {
            if row.index_state == NO_INDEX {
                check_room(check, tx, others).await?;
            }
            Some(BUILDING)
        }
        Some(false) => {
            if row.is_unique || is_followed(&queries::custom(row)?.kind) {
                check.wrong(
                    "/indexed",
                    "not_possible",
                    "A field whose values are told apart, or followed when records are merged, needs its index.",
                );
            }
            Some(NO_INDEX)
        }
    })
}

/// A default that is kept, in the form in which it would be sent.
fn sent_again(kind: &Kind, kept: Value) -> Value {
    match (kind, kept.as_i64()) {
        (Kind::Number { decimals }, Some(number)) => with_decimals(number, *decimals),
        _ => kept,
    }
}

fn reformulated(check: &mut Check, kind: Kind, expression: String) -> Kind {
    match kind {
        Kind::Formula { gives, decimals, .. } => Kind::Formula { expression, gives, decimals },
        other => {
            check.wrong("/expression", "not_possible", "This field has no formula.");
            other
        }
    }
}

fn refiltered(check: &mut Check, kind: Kind, filter: Option<Value>) -> Kind {
    match kind {
        Kind::RollUp { of, aggregate, field, .. } => Kind::RollUp { of, aggregate, field, filter },
        other => {
            check.wrong("/filter", "not_possible", "This field is no roll-up.");
            other
        }
    }
}

fn rechosen(check: &mut Check, kind: Kind, choices: &[NewChoice]) -> Kind {
    let mut checked = |before: &[Choice]| check_choices(check, "/choices", choices.to_vec(), before);
    match kind {
        Kind::Choice { choices: before } => Kind::Choice { choices: checked(&before) },
        Kind::Choices { choices: before } => Kind::Choices { choices: checked(&before) },
        other => {
            check.wrong("/choices", "not_possible", "This field has no choices.");
            other
        }
    }
}

/// Moves a field among those of its list.
async fn place(tx: &Tx, others: &[custom_field::Model], field: Uuid, position: u64) -> Result<()> {
    let mut order: Vec<Uuid> = others.iter().map(|row| row.id).filter(|id| *id != field).collect();
    order.insert(usize::try_from(position).unwrap_or(usize::MAX).min(order.len()), field);
    let reader = tx.reader();
    for (n, id) in order.into_iter().enumerate() {
        let sql = "UPDATE custom_fields SET position = ? WHERE workspace_id = ? AND id = ?";
        let values = vec![i64::try_from(n).unwrap_or(i64::MAX).into(), tx.actor().workspace.into(), id.into()];
        reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    }
    Ok(())
}

/// Takes a field away. Its values stay for a while, and it can be brought back with them.
pub async fn remove(tx: &mut Tx, id: Id<tables::CustomField>, expected: i64) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    unchanged(expected, row.version, queries::field(tx.reader(), id)).await?;
    if row.trashed_at.is_some() {
        return Err(Error::conflict("trashed", "This field was removed already."));
    }
    let others = queries::rows(tx.reader(), Some(&row.list)).await?;
    if let Some(user) = others.iter().find(|other| other.trashed_at.is_none() && queries::speaks_of(other, &row.key)) {
        let detail = format!("The formula of “{}” speaks of this field; change it first.", user.label);
        return Err(Error::conflict("used_by_formula", detail));
    }
    let (row, now) = (tx.instead_of_removing(row), tx.now());
    let row = tx.update::<tables::CustomField>(row, custom_field::ActiveModel { trashed_at: Set(Some(now)), ..Default::default() }).await?;
    Ok(done(tx, "custom_field.removed", row).await?.map(drop))
}

/// Brings a removed field back, with the values that records had.
pub async fn restore(tx: &mut Tx, id: Id<tables::CustomField>) -> Result<Recorded<CustomField>> {
    let row = tx.to_remove(id).await?;
    if row.trashed_at.is_none() {
        return Err(Error::conflict("not_trashed", "This field is there."));
    }
    one_at_a_time(tx, &row.list).await?;
    let others = queries::rows(tx.reader(), Some(&row.list)).await?;
    let mut check = Check::new();
    check_label(&mut check, &others, &row.label, Some(row.id));
    check.done()?;
    let row = tx.instead_of_removing(row);
    let row = tx.update::<tables::CustomField>(row, custom_field::ActiveModel { trashed_at: Set(None), ..Default::default() }).await?;
    done(tx, "custom_field.restored", row).await
}

/// Notes in what state an index is.
pub(super) async fn index_is(tx: &mut Tx, row: Cleared<tables::CustomField, Change>, state: &'static str) -> Result<Recorded<()>> {
    let row = tx
        .update::<tables::CustomField>(row, custom_field::ActiveModel { index_state: Set(state.to_owned()), ..Default::default() })
        .await?;
    Ok(done(tx, "custom_field.indexed", row).await?.map(drop))
}

/// Takes the values of a removed field out of the next rows after an id. Returns the last of them, when there may be more, and
/// how many had a value.
pub(super) async fn empty(
    tx: &mut Tx,
    table: &str,
    row: &custom_field::Model,
    after: Uuid,
    limit: u64,
) -> Result<Recorded<(Option<Uuid>, u64)>> {
    let reader = tx.reader();
    let workspace = tx.actor().workspace;
    let sql = format!("SELECT id FROM {table} WHERE workspace_id = ? AND id > ? ORDER BY id LIMIT ?");
    let values = vec![workspace.into(), after.into(), i64::try_from(limit).unwrap_or(i64::MAX).into()];
    let found = reader.source().query_all_raw(reader.dialect().statement(&sql, values)).await?;
    let last: Option<Uuid> = found.last().map(|row| row.try_get("", "id")).transpose()?;
    let mut changed = 0;
    if let Some(last) = last {
        let statement = reader
            .dialect()
            .statement(&reader.dialect().custom_emptied(table, &row.key), vec![workspace.into(), after.into(), last.into()]);
        changed = reader.source().execute_raw(statement).await?.rows_affected();
    }
    let is_full = found.len() as u64 == limit;
    let event =
        Event::new("custom_field.emptied", "custom_field", row.id).with(json!({"label": row.label, "list": row.list, "values": changed}));
    Ok(tx.record(event, (last.filter(|_| is_full), changed)))
}

/// Forgets the definition of a field whose values are gone.
pub(super) async fn forget(tx: &mut Tx, id: Id<tables::CustomField>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let event = Event::new("custom_field.purged", "custom_field", row.id).with(json!({"label": row.label, "list": row.list}));
    tx.remove(row).await?;
    Ok(tx.record(event, ()))
}

async fn done(tx: &mut Tx, event: &'static str, row: custom_field::Model) -> Result<Recorded<CustomField>> {
    custom::redefined(tx).await?;
    let event = Event::new(event, "custom_field", row.id).with(json!({"label": row.label, "list": row.list}));
    Ok(tx.record(event, queries::wire(row)?))
}

/// Of two who add a field at the same time, the second sees the first's.
async fn one_at_a_time(tx: &Tx, list: &str) -> Result<()> {
    tx.alone(&format!("fields of {list}")).await
}

fn check_label(check: &mut Check, others: &[custom_field::Model], label: &str, own: Option<Uuid>) {
    if others.iter().any(|row| row.trashed_at.is_none() && row.label == label && Some(row.id) != own) {
        check.wrong("/label", "taken", "Another field of this list is called this.");
    }
}

async fn check_room(check: &mut Check, tx: &Tx, others: &[custom_field::Model]) -> Result<()> {
    if i64::try_from(queries::indexed(others)).unwrap_or(i64::MAX) >= MOST_INDEXED.get(tx.reader()).await? {
        check.wrong("/indexed", "too_many_indexes", "This list has as many quick fields as it takes.");
    }
    Ok(())
}
