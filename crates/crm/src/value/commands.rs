//! Every write of value.

use chrono::NaiveDate;
use guanxi_kernel::{
    actor::Action,
    check::Check,
    clock::NEVER,
    db::{Recorded, Tx, batches},
    error::{Error, Result},
    event::Event,
    id::Id,
    job::{self, NewJob, Queued},
};
use sea_orm::{ConnectionTrait, IdenStatic, Iterable, ModelTrait, Value};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{
    api::{AccountValue, Forecasting},
    classes::Classes,
    facts::{Buyer, Facts, Range, facts, histories, only},
    portfolio::{Cell, Sample, pair_name},
    queries,
    reckon::{Basis, differs, interval, reckon},
    rules::{Agreed, Views},
    tables::account_value::{self, Column},
};
use crate::customers::{self, tables::Account};

/// The largest forecast, in minor units: a trillion yuan.
const MAX_FORECAST: i64 = 100_000_000_000_000;

/// Columns that [`classify`] writes and [`note`] leaves alone; and those that people write.
const OTHERS: [Column; 19] = [
    Column::WorkspaceId,
    Column::Pyramid,
    Column::PyramidBefore,
    Column::ToNextMinor,
    Column::Abc,
    Column::Bcg,
    Column::Recency,
    Column::Frequency,
    Column::Monetary,
    Column::Shapiro,
    Column::RelationValue,
    Column::Fiocca,
    Column::FioccaKey,
    Column::Campbell,
    Column::Reinartz,
    Column::Angles,
    Column::ManualForecastMinor,
    Column::ManualForecastOn,
    Column::ManualForecastBy,
];

/// What people say of an account, and what follows from that. It stands beside the figures and is not among those of a day.
const SAID: [Column; 14] = [
    Column::Behaviour,
    Column::BehaviourDerived,
    Column::BehaviourSet,
    Column::Orientation,
    Column::IsHighVolume,
    Column::IsHighFutureValue,
    Column::IsBenchmark,
    Column::IsDoorOpener,
    Column::IsInspirer,
    Column::DeliveredLead,
    Column::AdviceFactor,
    Column::AgreedAbc,
    Column::AgreedFrom,
    Column::AgreedUntil,
];

/// Of these, what [`note`] writes too.
const DERIVED: &str = "behaviour_derived";

/// What says nothing of a day that is over, or follows from what is kept of it and is in no trend.
const BESIDE_DAYS: [Column; 17] = [
    Column::PyramidBefore,
    Column::LastVisitOn,
    Column::VisitDueOn,
    Column::ManualForecastOn,
    Column::ManualForecastBy,
    Column::LifetimeLowMinor,
    Column::LifetimeHighMinor,
    Column::ChurnLowMinor,
    Column::ChurnHighMinor,
    Column::ExpectedOrderMinor,
    Column::Estimated12mMinor,
    Column::Visits12m,
    Column::Calls12m,
    Column::Messages12m,
    Column::Repeat12mMinor,
    Column::RepeatNet12mMinor,
    Column::Goods12mMinor,
];

fn is_among(column: Column, columns: &[Column]) -> bool {
    columns.iter().any(|other| other.as_str() == column.as_str())
}

/// Figures of an account that are to be written.
#[derive(Debug)]
pub(super) struct Noted {
    after: account_value::Model,
    /// What [`SEEN`] said when they were reckoned.
    seen: [i64; 4],
}

/// By these one sees whether somebody else has reckoned an account in the meantime, who knew more.
const SEEN: [Column; 4] = [Column::ToDateMinor, Column::Sales12mMinor, Column::Service12mMinor, Column::ForecastMinor];

impl Noted {
    /// What is reckoned from these facts; `None` if it is what is written already. How sure the lifetime value is takes longest to
    /// reckon and moves with it: that is written when the rest is.
    pub(super) fn of(facts: &Facts, buyer: Option<&Buyer>, basis: &Basis) -> Option<Self> {
        let (before, after) = (&facts.before, reckon(facts, buyer, basis));
        let seen = [before.to_date_minor, before.sales_12m_minor, before.service_12m_minor, before.forecast_minor];
        if !differs(&after, before) && basis.has_interval(buyer) == before.lifetime_low_minor.is_some() {
            return None;
        }
        let [lifetime_low_minor, lifetime_high_minor] =
            interval(facts, buyer, basis, after.service_12m_minor).map_or([None; 2], |ends| ends.map(Some));
        Some(Self { after: account_value::Model { lifetime_low_minor, lifetime_high_minor, ..after }, seen })
    }
}

/// Writes the figures of accounts; their classes stay, and so do figures that have changed since these were reckoned.
pub(super) async fn note(tx: &Tx, rows: &[Noted]) -> Result<()> {
    let is_said = |column: &Column| is_among(*column, &SAID) && column.as_str() != DERIVED;
    let is_own = |column: &Column| !is_among(*column, &OTHERS) && !is_said(column) && column.as_str() != "record_id";
    let columns: Vec<Column> = Column::iter().filter(is_own).collect();
    let values = |noted: &Noted| columns.iter().map(|column| noted.after.get(*column)).chain(noted.seen.map(Value::from)).collect();
    let rows: Vec<(Uuid, Vec<Value>)> = rows.iter().map(|noted| (noted.after.record_id, values(noted))).collect();
    let names: Vec<&str> = columns.iter().map(IdenStatic::as_str).collect();
    write(tx, &names, &SEEN.map(|column| column.as_str()), &rows).await
}

/// Writes the classes of accounts.
pub(super) async fn classify(tx: &Tx, classes: &[(Uuid, Classes)]) -> Result<()> {
    let values = |classes: &Classes| {
        let [recency, frequency, monetary] = classes.rfm.map(|score| score.map(i64::from));
        let views = classes.views.codes().map(|(_, class)| class);
        let words = [classes.pyramid.code(), classes.pyramid_before.code(), classes.abc.code(), classes.bcg.code()]
            .into_iter()
            .chain(views)
            .map(Value::from);
        words.chain([classes.visit_due_on.into()]).chain([classes.to_next, recency, frequency, monetary].map(Value::from)).collect()
    };
    let rows: Vec<(Uuid, Vec<Value>)> = classes.iter().map(|(id, classes)| (*id, values(classes))).collect();
    let views = Views::default().codes().map(|(column, _)| column);
    let names = [
        &["pyramid", "pyramid_before", "abc", "bcg"],
        views.as_slice(),
        &["visit_due_on", "to_next_minor", "recency", "frequency", "monetary"],
    ]
    .concat();
    write(tx, &names, &[], &rows).await
}

/// Writes the first of the values into the columns, of the rows in which those in `seen` still have the last of them.
async fn write(tx: &Tx, columns: &[&str], seen: &[&str], rows: &[(Uuid, Vec<Value>)]) -> Result<()> {
    let reader = tx.reader();
    let set: Vec<String> = columns.iter().zip(2..).map(|(column, n)| set(column, &format!("v.column{n}"))).collect();
    let still: String =
        seen.iter().zip(columns.len() + 2..).map(|(column, n)| format!(" AND account_values.{column} = v.column{n}")).collect();
    let one = format!("({})", vec!["?"; columns.len() + seen.len() + 1].join(", "));
    for chunk in batches(rows) {
        let sql = format!(
            "UPDATE account_values SET {} FROM (VALUES {}) AS v \
             WHERE account_values.workspace_id = ? AND account_values.record_id = {}{still}",
            set.join(", "),
            vec![one.as_str(); chunk.len()].join(", "),
            reader.dialect().looked_up_by("v.column1")
        );
        let cells = chunk.iter().flat_map(|(id, values)| [Value::from(*id)].into_iter().chain(values.iter().cloned()));
        let values = cells.chain([reader.actor().workspace.into()]).collect();
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

/// What is derived counts unless a person has set something else, perhaps since these accounts were read.
fn set(column: &str, to: &str) -> String {
    match column {
        DERIVED => format!("{column} = {to}, behaviour = COALESCE(account_values.behaviour_set, {to})"),
        _ => format!("{column} = {to}"),
    }
}

/// Reckons accounts anew, as they are now. Returns those whose figures have changed.
pub(super) async fn refresh(tx: &Tx, accounts: &[Uuid], basis: &Basis) -> Result<Vec<Uuid>> {
    let mut changed = Vec::new();
    // Whoever else reckons one of them waits, and sees what this transaction has seen.
    customers::commands::hold(tx, accounts).await?;
    for account in accounts {
        for facts in facts(tx.reader(), only(*account), basis.day).await? {
            let prepared = histories(&facts.entries, &guanxi_clv::Rules::weekly(basis.day))?;
            if let Some(noted) = Noted::of(&facts, prepared.customers.first(), basis) {
                note(tx, &[noted]).await?;
                changed.push(*account);
            }
        }
    }
    Ok(changed)
}

/// F65: keeps the figures of a range of accounts as they are at the end of a day, once.
pub(super) async fn keep(tx: &Tx, day: NaiveDate, [after, upto]: Range) -> Result<()> {
    let reader = tx.reader();
    let columns: Vec<String> = Column::iter()
        .filter(|column| !is_among(*column, &SAID) && !is_among(*column, &BESIDE_DAYS))
        .map(|column| column.as_str().to_owned())
        .filter(|column| column != "workspace_id" && column != "record_id")
        .collect();
    let columns = columns.join(", ");
    let sql = format!(
        "INSERT INTO account_value_days (workspace_id, day, record_id, {columns}) SELECT workspace_id, ?, record_id, {columns} \
         FROM account_values WHERE workspace_id = ? AND record_id > ? AND record_id <= ? \
         AND (value_minor <> 0 OR is_active OR service_12m_minor <> 0 OR lifetime_minor <> 0) ON CONFLICT DO NOTHING"
    );
    let values = vec![day.into(), reader.actor().workspace.into(), after.into(), upto.into()];
    reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    Ok(())
}

/// Forgets some of the figures of a day that is not to be kept any longer. Says whether there may be more.
pub(super) async fn forget(tx: &Tx, day: NaiveDate, accounts: i64) -> Result<bool> {
    let reader = tx.reader();
    let workspace = reader.actor().workspace;
    let sql = "DELETE FROM account_value_days WHERE workspace_id = ? AND day = ? AND record_id IN \
               (SELECT record_id FROM account_value_days WHERE workspace_id = ? AND day = ? ORDER BY record_id LIMIT ?)";
    let values = vec![workspace.into(), day.into(), workspace.into(), day.into(), accounts.into()];
    let gone = reader.source().execute_raw(reader.dialect().statement(sql, values)).await?.rows_affected();
    if gone > 0 {
        return Ok(true);
    }
    let sql = "DELETE FROM value_reports WHERE workspace_id = ? AND day = ?";
    reader.source().execute_raw(reader.dialect().statement(sql, vec![workspace.into(), day.into()])).await?;
    Ok(false)
}

/// Forgets what was known of all accounts together on days before one whose figures are not kept.
pub(super) async fn forget_reports(tx: &Tx, before: NaiveDate) -> Result<()> {
    let reader = tx.reader();
    let workspace = reader.actor().workspace;
    let sql = "DELETE FROM value_reports WHERE workspace_id = ? AND day < ? AND day NOT IN \
               (SELECT day FROM value_reports WHERE workspace_id = ? AND name = ?)";
    let values = vec![workspace.into(), before.into(), workspace.into(), queries::named::KEPT.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}

/// Notes what is known of all accounts together at the end of a day.
/// Those of later days go: what stands in the accounts is what was reckoned last, such as the night after a run by day.
pub(super) async fn report(tx: &Tx, day: NaiveDate, name: &str, report: &impl Serialize) -> Result<()> {
    let reader = tx.reader();
    let sql = "DELETE FROM value_reports WHERE workspace_id = ? AND day > ? AND name = ?";
    let values = vec![reader.actor().workspace.into(), day.into(), name.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    let sql = "INSERT INTO value_reports (workspace_id, day, name, report) VALUES (?, ?, ?, ?) \
               ON CONFLICT (workspace_id, day, name) DO UPDATE SET report = excluded.report";
    let values = vec![reader.actor().workspace.into(), day.into(), name.into(), serde_json::to_value(report)?.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}

/// F13: notes the cells of each two axes of a day, and the sample; those of days before it are not asked for any more.
pub(super) async fn cells(tx: &Tx, day: NaiveDate, pairs: &[(String, Vec<Cell>)], sample: &Sample) -> Result<()> {
    report(tx, day, queries::named::SAMPLE, sample).await?;
    for (name, cells) in pairs {
        report(tx, day, name, cells).await?;
    }
    let reader = tx.reader();
    let sql = "DELETE FROM value_reports WHERE workspace_id = ? AND day < ? AND (name LIKE ? OR name = ?)";
    let values = vec![reader.actor().workspace.into(), day.into(), pair_name("%", "%").into(), queries::named::SAMPLE.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}

/// F06: says what an account is expected to buy over the horizon, instead of what is reckoned; or takes that back.
pub async fn set_forecast(tx: &mut Tx, id: Id<Account>, input: &Forecasting) -> Result<Recorded<AccountValue>> {
    let row = customers::commands::to_change(tx, id).await?;
    let mut check = Check::new();
    let amount = input.amount_minor.map(|amount| check.amount("/amount_minor", amount, MAX_FORECAST));
    check.done()?;
    let reader = tx.reader();
    let (on, by) = if amount.is_some() { (tx.today(), tx.actor().user()) } else { (NEVER, None) };
    let sql = "UPDATE account_values SET manual_forecast_minor = ?, manual_forecast_on = ?, manual_forecast_by = ? \
               WHERE workspace_id = ? AND record_id = ?";
    let values = vec![amount.into(), on.into(), by.into(), reader.actor().workspace.into(), id.uuid().into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    let basis = queries::basis(reader).await?;
    refresh(tx, &[id.uuid()], &basis).await?;
    let value = queries::account_value(tx.reader(), id).await?;
    let event = Event::new("account.forecast", "account", row.id).about(Some(row.id)).owned_by(row.owner_id);
    Ok(tx.record(event.with(json!({"amount_minor": amount})), value))
}

/// F03: agrees on the class by which a store is visited, instead of the one that is reckoned; with [`Abc::None`] the reckoned
/// one counts again. It shows from the first night of the agreement on.
pub async fn agree_class(tx: &Tx, account: Uuid, agreed: &Agreed) -> Result<()> {
    let reader = tx.reader();
    let sql = "UPDATE account_values SET agreed_abc = ?, agreed_from = ?, agreed_until = ? WHERE workspace_id = ? AND record_id = ?";
    let values = vec![agreed.class.code().into(), agreed.from.into(), agreed.until.into(), reader.actor().workspace.into(), account.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}

/// Queues a run over all accounts.
pub async fn queue_run(tx: &mut Tx) -> Result<Recorded<Queued>> {
    queries::all_accounts(tx.reader())?;
    if !tx.actor().may("parameter", Action::Change) {
        return Err(Error::Forbidden("you may not reckon the values of all accounts".to_owned()));
    }
    ask_run(tx).await
}

/// The kind of a run over all accounts.
pub(super) const RUN: &str = "value.reckon";

/// Queues a run over all accounts, unless one waits that the actor may ask about: it does for both.
pub(super) async fn ask_run(tx: &mut Tx) -> Result<Recorded<Queued>> {
    let user = tx.actor().user();
    let waiting = job::waiting(tx.reader(), RUN).await?;
    let id = waiting.unwrap_or_else(|| tx.queue(NewJob::new(RUN, serde_json::Value::Null).on_behalf_of(user)));
    Ok(tx.record(Event::new("value.run_asked", "workspace", tx.actor().workspace).owned_by(user), Queued { id }))
}
