//! One order of the history.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use guanxi_kernel::{
    actor::Action,
    check::{Check, too_many},
    db::{Recorded, Tx},
    error::{Error, FieldError, OnUnique, Result},
    event::Event,
    id::Id,
    search,
};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use super::{
    many::{document, follow, refresh},
    products::{named, register},
};
use crate::{
    contacts,
    customers::{self, queries::year_before, tables::Account},
    orders::{
        api::{NewLine, NewOrder, Order},
        queries,
        rules::{KINDS, MAX_MINOR, MAX_QUANTITY, added, signed},
        tables::{self, line, order},
    },
};

/// The most lines of one order.
pub(in crate::orders) const MAX_LINES: usize = 500;

/// Enters an order into the history.
pub async fn enter(tx: &mut Tx, input: NewOrder) -> Result<Recorded<Order>> {
    let leave = tx.to_create()?;
    let (row, lines) = checked(tx, input).await?;
    let row = tx.insert::<tables::Order>(leave, row).await.on_unique("orders", "number", number_taken);
    let row =
        row.on_unique("orders", "source", || Error::field("/external_id", "taken", "Another order has this id in its source already."))?;
    let lines: Vec<line::Model> = lines.into_iter().map(|line| line::Model { order_id: row.id, ..line }).collect();
    tx.insert_beside::<line::Entity>(&lines).await?;
    register(tx, named(&lines)).await?;
    search::put(tx, &document(&row)).await?;
    follow(tx, vec![added(&row, year_before(tx.today()))], &BTreeSet::new()).await?;
    let event = event(tx, "order.entered", &row).await?;
    let wire = queries::order(tx.reader(), Id::from(row.id)).await?;
    Ok(tx.record(event, wire))
}

pub(super) fn number_taken() -> Error {
    Error::field("/number", "taken", "Another order has this number already.")
}

/// An event of an order, on its account's page.
pub(super) async fn event(tx: &Tx, name: &'static str, row: &order::Model) -> Result<Event> {
    let account = tx.reader().get(Id::<Account>::from(row.account_id)).await?;
    Ok(Event::new(name, "order", row.id).about(Some(account.id)).owned_by(account.owner_id).with(json!({"kind": row.kind})))
}

/// A new order, checked with the database.
pub(super) async fn checked(tx: &Tx, input: NewOrder) -> Result<(order::ActiveModel, Vec<line::Model>)> {
    let mut check = Check::new();
    let ids = [input.account_id].into_iter().chain(input.payer_id).collect();
    let within = tx.reader().narrowed("order", Action::Create);
    let known = customers::queries::names(&within, ids).await?;
    drop(within);
    if !known.iter().any(|account| account.id == input.account_id) {
        check.wrong("/account_id", "not_found", "There is no such account.");
    }
    if let Some(payer) = input.payer_id
        && !known.iter().any(|account| account.id == payer)
    {
        check.wrong("/payer_id", "not_found", "There is no such account.");
    }
    let (row, lines) = check_new(&mut check, input);
    check_past(&mut check, &row, tx.today());
    let consumers: Vec<Uuid> = lines.iter().filter_map(|line| line.consumer_id).collect();
    let known = contacts::queries::names(tx.reader(), consumers).await?;
    for (n, line) in lines.iter().enumerate() {
        if line.consumer_id.is_some_and(|consumer| !known.iter().any(|contact| contact.id == consumer)) {
            check.wrong(&format!("/lines/{n}/consumer_id"), "not_found", "There is no such contact.");
        }
    }
    check.done()?;
    let account = tx.reader().get(Id::<Account>::from(*row.account_id.as_ref())).await?;
    if account.trashed_at.is_some() {
        return Err(customers::commands::trashed());
    }
    Ok((row, lines))
}

/// Checks a new order without the database. Its lines carry no workspace and no order yet.
pub(in crate::orders) fn check_new(check: &mut Check, input: NewOrder) -> (order::ActiveModel, Vec<line::Model>) {
    let kind = check.choice("/kind", input.kind, KINDS).unwrap_or_else(|| "sale".to_owned());
    if input.lines.len() > MAX_LINES {
        check.add(too_many("/lines", MAX_LINES));
    }
    check.day("/ordered_on", input.ordered_on);
    let source = check.optional("/source", input.source, 60);
    let external_id = check.optional("/external_id", input.external_id, 120);
    match (&source, &external_id) {
        (Some(_), None) => check.wrong("/external_id", "required", "Say what the order is called in its source."),
        (None, Some(_)) => check.wrong("/source", "required", "Say from which system this id is."),
        _ => {}
    }
    let lines: Vec<line::Model> =
        input.lines.into_iter().take(MAX_LINES).enumerate().map(|(n, line)| check_line(check, n, line, &kind)).collect();
    // The parts are in range by now, and 500 of them stay far inside 64 bits.
    let sum: i64 = lines.iter().map(|line| line.net_minor).sum();
    let quantity: i64 = lines.iter().map(|line| line.quantity).sum();
    if quantity > MAX_QUANTITY {
        check.add(lines_exceed("/lines", MAX_QUANTITY));
    }
    let net = match input.net_minor {
        Some(net) => {
            let net = signed(&kind, check.amount("/net_minor", net, MAX_MINOR));
            if !lines.is_empty() && net != sum {
                check.wrong("/net_minor", "not_the_sum", "The total is not the sum of the lines.");
            }
            net
        }
        None if lines.is_empty() => {
            check.wrong("/net_minor", "required", "Give the total or the lines.");
            0
        }
        None => {
            if sum.abs() > MAX_MINOR {
                check.add(lines_exceed("/lines", MAX_MINOR / 100));
            }
            sum
        }
    };
    let cost = input.cost_minor.map(|cost| signed(&kind, check.amount("/cost_minor", cost, MAX_MINOR)));
    let row = order::ActiveModel {
        number: Set(check.optional("/number", input.number, 60)),
        source: Set(source),
        external_id: Set(external_id),
        import_id: Set(None),
        kind: Set(kind),
        account_id: Set(input.account_id),
        payer_id: Set(input.payer_id),
        ordered_on: Set(input.ordered_on),
        net_minor: Set(net),
        quantity: Set(quantity),
        line_count: Set(i64::try_from(lines.len()).unwrap_or(i64::MAX)),
        remark: Set(check.long("/remark", input.remark, 5000)),
        cost_minor: Set(cost),
        ..Default::default()
    };
    (row, lines)
}

/// That the lines of an order come to more than `most`, pieces or whole units of money.
pub(in crate::orders) fn lines_exceed(pointer: &str, most: i64) -> FieldError {
    FieldError::new(pointer, "lines_exceed", format!("The lines come to more than {most}, which is the most an order may have."))
        .with("max", most)
}

/// History has happened.
pub(in crate::orders) fn check_past(check: &mut Check, row: &order::ActiveModel, today: NaiveDate) {
    if *row.ordered_on.as_ref() > today {
        check.wrong("/ordered_on", "in_the_future", "This date has not come yet.");
    }
}

fn check_line(check: &mut Check, n: usize, line: NewLine, kind: &str) -> line::Model {
    let at = |field: &str| format!("/lines/{n}/{field}");
    let quantity = check.range(&at("quantity"), line.quantity, 0..=MAX_QUANTITY);
    let price_minor = check.amount(&at("price_minor"), line.price_minor, MAX_MINOR);
    let net = line.net_minor.unwrap_or_else(|| quantity.saturating_mul(price_minor));
    let net = check.amount(&at("net_minor"), net, MAX_MINOR);
    line::Model {
        workspace_id: Uuid::nil(),
        order_id: Uuid::nil(),
        n: i64::try_from(n).unwrap_or(i64::MAX),
        product: check.required(&at("product"), &line.product, 200),
        sku: check.optional(&at("sku"), line.sku, 60),
        quantity,
        price_minor,
        net_minor: signed(kind, net),
        promotion: line.promotion,
        consumer_id: line.consumer_id,
    }
}

/// Takes an order that was entered by mistake out of the history.
pub async fn remove(tx: &mut Tx, id: Id<tables::Order>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let account = tx.reader().get(Id::<Account>::from(row.account_id)).await?;
    let data = json!({"kind": row.kind, "number": row.number, "net_minor": row.net_minor, "ordered_on": row.ordered_on});
    tx.remove::<tables::Order>(row).await?;
    search::remove(tx, "order", id.uuid()).await?;
    refresh(tx, &[account.id]).await?;
    let event = Event::new("order.removed", "order", id.uuid()).about(Some(account.id)).owned_by(account.owner_id).with(data);
    Ok(tx.record(event, ()))
}
