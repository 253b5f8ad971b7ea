//! Rows that belong together become one document, and a document of another system that is there already is written
//! again. A document of this program's own history is never changed by an import.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guanxi_kernel::{
    check::{Check, too_many},
    db::Tx,
    error::{Error, FieldError, Result},
    event::Event,
    import::{Mode, Outcome, Plan, SourceRow},
    search,
};
use sea_orm::{NotSet, Set};
use serde_json::json;
use uuid::Uuid;

use super::{Checked, checked, families};
use crate::{
    catalogue,
    customers::{self, commands::NamedAccounts, queries::year_before},
    orders::{
        UNDOABLE,
        commands::{MAX_LINES, append, check_past, follow, insert_many, lines_beside, lines_exceed, named, register, rewrite, same},
        queries,
        rules::{MAX_MINOR, added, grown},
        tables::{Order, line, order},
    },
    remarks::remembered,
    staff::named::{NamedUsers, Origin},
    undo::Journal,
};

/// What a document is known by: its id in another system, or else its number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Called(String, String),
    Number(String),
}

/// What is to be done with a document.
enum Way {
    /// It is new.
    Insert,
    /// An earlier chunk of this import has made it; lines are added.
    Append(Box<order::Model>),
    /// Another system has it so now.
    Rewrite(Box<order::Model>),
}

/// A document of this chunk.
struct Document {
    way: Way,
    order: order::ActiveModel,
    lines: Vec<line::Model>,
    /// The places of its rows in the chunk.
    rows: Vec<usize>,
}

struct Chunk<'a> {
    plan: &'a Plan,
    stored: BTreeMap<Name, order::Model>,
    documents: Vec<Document>,
    here: BTreeMap<Name, usize>,
    /// Who has a number: a stored order, or none but a document of this chunk.
    numbers: BTreeMap<String, Option<Uuid>>,
}

pub(super) async fn write(tx: &mut Tx, plan: &Plan, rows: Vec<SourceRow>) -> Result<Vec<Outcome>> {
    let today = tx.today();
    let checked: Vec<Checked> = rows.iter().map(|row| past(checked(&row.values), today)).collect();
    let people = NamedUsers::look_up(tx.reader(), &rows).await?;
    let mut accounts = NamedAccounts::look_up(tx.reader(), "order", &rows).await?;
    if plan.make_missing {
        let good = rows.iter().zip(&checked).filter(|(_, checked)| checked.is_ok()).map(|(row, _)| row);
        let made = accounts.make_missing(tx, plan.import, good).await?;
        Journal::of(plan).made(tx, &customers::UNDOABLE, &made).await?;
    }
    let mut chunk = Chunk::look_up(tx, plan, &checked).await?;
    let mut outcomes = Vec::with_capacity(rows.len());
    for (n, (row, checked)) in rows.iter().zip(checked).enumerate() {
        let placed = match (checked, accounts.of(&row.values)) {
            (Ok((mut order, lines)), Ok(account)) => {
                order.account_id = Set(account.map(|account| account.id).unwrap_or_default());
                original(tx, &people, row, order).and_then(|order| chunk.place(n, order, lines))
            }
            (Err(errors), _) | (_, Err(errors)) => Err(errors),
        };
        outcomes.push(placed.unwrap_or_else(Outcome::Rejected));
    }
    chunk.register(tx, &families::of_rows(good_of(&rows, &outcomes))).await?;
    chunk.write(tx, &mut outcomes).await?;
    catalogue::commands::fill_families(tx, Journal::of(plan), &families::of_rows(good_of(&rows, &outcomes))).await?;
    Ok(outcomes)
}

/// The rows that are taken in.
fn good_of<'a>(rows: &'a [SourceRow], outcomes: &'a [Outcome]) -> impl Iterator<Item = &'a SourceRow> {
    rows.iter().zip(outcomes).filter(|(_, outcome)| !matches!(outcome, Outcome::Rejected(_))).map(|(row, _)| row)
}

/// The order with who entered it elsewhere, and when.
fn original(
    tx: &Tx,
    people: &NamedUsers,
    row: &SourceRow,
    order: order::ActiveModel,
) -> std::result::Result<order::ActiveModel, Vec<FieldError>> {
    let mut check = Check::new();
    let Origin { at, by } = people.origin(&mut check, tx.actor(), tx.now(), &row.values);
    let remark = remembered(order.remark.as_ref().clone(), None, people.unknown_maker(&row.values));
    if check.is_clean() {
        Ok(order::ActiveModel { created_at: at, created_by: by, remark: Set(remark), ..order })
    } else {
        Err(check.into_errors())
    }
}

fn past(made: Checked, today: NaiveDate) -> Checked {
    let made = made?;
    let mut check = Check::new();
    check_past(&mut check, &made.0, today);
    if check.is_clean() { Ok(made) } else { Err(check.into_errors()) }
}

fn called(order: &order::ActiveModel) -> Option<(String, String)> {
    order.source.as_ref().clone().zip(order.external_id.as_ref().clone())
}

fn name_of(order: &order::ActiveModel) -> Option<Name> {
    called(order).map(|(source, id)| Name::Called(source, id)).or_else(|| order.number.as_ref().clone().map(Name::Number))
}

fn refused<T>(pointer: &str, code: &str, detail: &str) -> std::result::Result<T, Vec<FieldError>> {
    Err(vec![FieldError::new(pointer, code, detail)])
}

impl<'a> Chunk<'a> {
    async fn look_up(tx: &Tx, plan: &'a Plan, checked: &[Checked]) -> Result<Self> {
        let orders = || checked.iter().flatten().map(|(order, _)| order);
        let numbers: BTreeSet<String> = orders().filter_map(|order| order.number.as_ref().clone()).collect();
        let ids: BTreeSet<(String, String)> = orders().filter_map(called).collect();
        let (mut stored, mut taken) = (BTreeMap::new(), BTreeMap::new());
        let mut known = queries::known(tx.reader(), numbers.clone(), &ids).await?;
        if !known.is_empty() {
            // Whoever changes one of them at the same moment waits, or was waited for: they are read as they are now.
            tx.hold::<Order>(&known.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
            known = queries::known(tx.reader(), numbers, &ids).await?;
        }
        for row in known {
            if let Some(number) = &row.number {
                taken.insert(number.clone(), Some(row.id));
            }
            if let Some((source, id)) = row.source.clone().zip(row.external_id.clone()) {
                stored.insert(Name::Called(source, id), row.clone());
            }
            if let Some(number) = row.number.clone() {
                stored.insert(Name::Number(number), row);
            }
        }
        Ok(Self { plan, stored, documents: Vec::new(), here: BTreeMap::new(), numbers: taken })
    }

    fn place(&mut self, n: usize, order: order::ActiveModel, lines: Vec<line::Model>) -> std::result::Result<Outcome, Vec<FieldError>> {
        let by_id = self.plan.key.as_deref() == Some("external_id");
        if self.plan.mode == Mode::Update && !by_id {
            return refused("/number", "not_possible", "Orders are changed by an import only when they are found by their external id.");
        }
        let name = name_of(&order);
        if let Some(at) = name.as_ref().and_then(|name| self.here.get(name)) {
            return join(&mut self.documents[*at], n, &order, lines);
        }
        let stored = name.as_ref().and_then(|name| self.stored.get(name)).cloned();
        let is_called = matches!(name, Some(Name::Called(..)));
        let (way, outcome) = match stored {
            Some(stored) if !lines.is_empty() && stored.import_id.is_some() && stored.import_id == self.plan.import => {
                fits(&stored, &order, lines.len())?;
                (Way::Append(Box::new(stored)), Outcome::Updated)
            }
            Some(stored) if is_called && by_id && self.plan.mode != Mode::Create => (Way::Rewrite(Box::new(stored)), Outcome::Updated),
            Some(_) if is_called => return refused("/external_id", "exists", "There is an order with this external id already."),
            Some(_) => {
                return refused("/number", "exists", "There is an order with this number already; history is not changed by an import.");
            }
            None if self.plan.mode == Mode::Update => return refused("/external_id", "not_found", "No order has this external id."),
            None => (Way::Insert, Outcome::Created),
        };
        let own = match &way {
            Way::Insert => None,
            Way::Append(stored) | Way::Rewrite(stored) => Some(stored.id),
        };
        if let Some(number) = order.number.as_ref() {
            if self.numbers.get(number).is_some_and(|owner| owner.is_none() || *owner != own) {
                return refused("/number", "taken", "Another order has this number already.");
            }
            self.numbers.insert(number.clone(), own);
        }
        if let Some(name) = name {
            self.here.insert(name, self.documents.len());
        }
        self.documents.push(Document { way, order, lines, rows: vec![n] });
        Ok(outcome)
    }

    /// Enters the products that the lines of this chunk name, with their families, as made by this import.
    async fn register(&self, tx: &mut Tx, families: &BTreeMap<String, String>) -> Result<()> {
        let mut wanted = named(self.documents.iter().flat_map(|document| &document.lines));
        for product in &mut wanted {
            product.family = families.get(&product.name).cloned();
        }
        let made = register(tx, wanted).await?;
        Journal::of(self.plan).made(tx, &catalogue::UNDOABLE, &made).await
    }

    async fn write(self, tx: &mut Tx, outcomes: &mut [Outcome]) -> Result<()> {
        let (mut new, mut more, mut anew, mut again) = (Vec::new(), Vec::new(), BTreeSet::new(), Vec::new());
        let (journal, mut grew) = (Journal::of(self.plan), Vec::new());
        let year_from = year_before(tx.today());
        for document in self.documents {
            let Document { way, mut order, lines, rows } = document;
            order.import_id = Set(self.plan.import);
            match way {
                Way::Insert => new.push((order, lines)),
                Way::Append(stored) => {
                    let by_minor = append(tx, &stored, lines, *order.cost_minor.as_ref()).await?;
                    grew.push(stored.id);
                    more.push(grown(&stored, by_minor, year_from));
                }
                Way::Rewrite(stored) => again.push((*stored, order, lines, rows)),
            }
        }
        let new = insert_many(tx, new).await?;
        journal.made(tx, &UNDOABLE, &new.iter().map(|order| order.id).collect::<Vec<_>>()).await?;
        journal.changed(tx, &UNDOABLE, grew).await?;
        more.extend(new.iter().map(|order| added(order, year_from)));
        write_again(tx, journal, again, &mut anew, outcomes).await?;
        follow(tx, more, &anew).await
    }
}

/// Adds a line to a document of the same chunk.
fn join(
    document: &mut Document,
    n: usize,
    order: &order::ActiveModel,
    lines: Vec<line::Model>,
) -> std::result::Result<Outcome, Vec<FieldError>> {
    if lines.is_empty() || document.lines.is_empty() {
        return refused(
            "/number",
            "exists",
            "An earlier row is this order already; only rows that name a product are joined to one order.",
        );
    }
    let there = &document.order;
    same_document(order, *there.account_id.as_ref(), there.kind.as_ref(), *there.ordered_on.as_ref())?;
    let earlier = match &document.way {
        Way::Append(stored) => usize::try_from(stored.line_count).unwrap_or(usize::MAX),
        Way::Insert | Way::Rewrite(_) => 0,
    };
    within(earlier.saturating_add(document.lines.len() + lines.len()))?;
    let stored = if let Way::Append(stored) = &document.way { stored.net_minor } else { 0 };
    in_range(&[stored, *there.net_minor.as_ref(), *order.net_minor.as_ref()])?;
    for mut line in lines {
        line.n = i64::try_from(document.lines.len()).unwrap_or(i64::MAX);
        document.order.net_minor = Set(document.order.net_minor.as_ref() + line.net_minor);
        document.order.quantity = Set(document.order.quantity.as_ref() + line.quantity);
        document.lines.push(line);
    }
    // Known only when every row tells it.
    let cost = (*document.order.cost_minor.as_ref()).zip(*order.cost_minor.as_ref()).map(|(one, other)| one.saturating_add(other));
    document.order.cost_minor = Set(cost);
    document.order.line_count = Set(i64::try_from(document.lines.len()).unwrap_or(i64::MAX));
    document.rows.push(n);
    Ok(Outcome::Updated)
}

fn fits(stored: &order::Model, order: &order::ActiveModel, more: usize) -> std::result::Result<(), Vec<FieldError>> {
    same_document(order, stored.account_id, &stored.kind, stored.ordered_on)?;
    within(usize::try_from(stored.line_count).unwrap_or(usize::MAX).saturating_add(more))?;
    in_range(&[stored.net_minor, *order.net_minor.as_ref()])
}

fn same_document(order: &order::ActiveModel, account: Uuid, kind: &str, day: NaiveDate) -> std::result::Result<(), Vec<FieldError>> {
    if *order.account_id.as_ref() == account && order.kind.as_ref() == kind && *order.ordered_on.as_ref() == day {
        return Ok(());
    }
    refused("/number", "not_the_same", "An earlier row of this order has another customer, kind or day.")
}

fn within(lines: usize) -> std::result::Result<(), Vec<FieldError>> {
    if lines <= MAX_LINES { Ok(()) } else { Err(vec![too_many("/product", MAX_LINES)]) }
}

/// Each part is in range by itself.
fn in_range(parts: &[i64]) -> std::result::Result<(), Vec<FieldError>> {
    let sum: i64 = parts.iter().sum();
    if sum.abs() <= MAX_MINOR { Ok(()) } else { Err(vec![lines_exceed("/net", MAX_MINOR / 100)]) }
}

type Again = (order::Model, order::ActiveModel, Vec<line::Model>, Vec<usize>);

/// Writes documents of another system as that system has them now. What a file leaves empty stays.
async fn write_again(
    tx: &mut Tx,
    journal: Journal,
    again: Vec<Again>,
    accounts: &mut BTreeSet<Uuid>,
    outcomes: &mut [Outcome],
) -> Result<()> {
    let ids: Vec<Uuid> = again.iter().map(|(stored, ..)| stored.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut lines_of = queries::lines_of(tx.reader(), &ids).await?;
    let beside = |id: &Uuid| (*id, lines_beside(lines_of.get(id).map_or(&[], Vec::as_slice)));
    journal.changing(tx, &UNDOABLE, &ids.iter().map(beside).collect::<Vec<_>>()).await?;
    let mut cleared: BTreeMap<Uuid, _> = tx.to_change_many::<Order>(&ids).await?.into_iter().map(|row| (row.id, row)).collect();
    let (mut changed, mut documents): (Vec<order::Model>, Vec<search::Document>) = (Vec::new(), Vec::new());
    for (stored, mut change, lines, rows) in again {
        let before = lines_of.remove(&stored.id).unwrap_or_default();
        let Some(row) = cleared.remove(&stored.id) else {
            reject(outcomes, &rows, &FieldError::new("", "forbidden", "You may not change the order that this row finds."));
            continue;
        };
        if lines.is_empty() && !before.is_empty() {
            // The file knows totals only: the lines stay as long as they make this total.
            if *change.net_minor.as_ref() != stored.net_minor {
                reject(outcomes, &rows, &FieldError::new("/net", "not_the_sum", "The total is not the sum of the lines that are there."));
                continue;
            }
            (change.quantity, change.line_count) = (NotSet, NotSet);
        }
        (change.payer_id, change.created_at, change.created_by) = (NotSet, NotSet, NotSet);
        if change.number.as_ref().is_none() {
            change.number = NotSet;
        }
        if change.cost_minor.as_ref().is_none() {
            change.cost_minor = NotSet;
        }
        if change.remark.as_ref().is_none() {
            change.remark = NotSet;
        }
        let lines = Some(lines).filter(|lines| !lines.is_empty() && !same(lines, &before));
        if lines.is_none() {
            // Only what this import has written is joined by rows of a later chunk.
            change.import_id = NotSet;
        }
        let done = match rewrite(tx, row, change, lines, &before).await {
            Ok(done) => done,
            Err(Error::Invalid(errors)) => {
                for error in &errors {
                    reject(outcomes, &rows, error);
                }
                continue;
            }
            Err(error) => return Err(error),
        };
        documents.extend(done.document.filter(|document| !document.is_empty()));
        if done.is_changed {
            accounts.extend([stored.account_id, done.row.account_id]);
            changed.push(done.row);
        } else {
            for n in rows {
                outcomes[n] = Outcome::Unchanged;
            }
        }
    }
    journal.changed(tx, &UNDOABLE, ids).await?;
    search::put_many(tx, &documents).await?;
    let owners = customers::queries::owners(tx.reader(), changed.iter().map(|row| row.account_id)).await?;
    for row in changed {
        let owner = owners.get(&row.account_id).copied();
        tx.note(Event::new("order.changed", "order", row.id).about(Some(row.account_id)).owned_by(owner).with(json!({"kind": row.kind})));
    }
    Ok(())
}

fn reject(outcomes: &mut [Outcome], rows: &[usize], error: &FieldError) {
    for n in rows {
        outcomes[*n] = Outcome::Rejected(vec![error.clone()]);
    }
}
