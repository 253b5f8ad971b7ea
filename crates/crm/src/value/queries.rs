//! Every read of value.

mod portfolio;
mod seen;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use guanxi_kernel::{
    actor::{Action, People},
    clock::day_start,
    db::{Reader, Record},
    error::{Error, Result},
    id::Id,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub use self::portfolio::portfolio;
pub(super) use self::seen::seen;
use super::{
    api::{AccountValue, ValueReport},
    basis::{Cohort, Likeness, Survival},
    classes::{ClassBounds, ClassReport},
    demand::{self, Demand, DemandParams},
    facts::{Range, facts, histories, only},
    model::ModelReport,
    objectives::{Board, Claims, Objectives},
    parameters::Settings,
    portfolio::Portfolio,
    reckon::Basis,
    rules::{Abc, Agreed, Pyramid},
    show,
    tables::{
        OBJECT,
        account_value::{self, Column},
    },
};
use crate::{
    catalogue::{self, tables::Product},
    customers::tables::{Account, account},
    orders::{self, tables::Order},
    staff,
};

/// The kind of channel of each account of a range that is not in the trash.
pub(super) async fn channels(reader: &Reader, [after, upto]: Range) -> Result<BTreeMap<Uuid, Option<String>>> {
    #[derive(FromQueryResult)]
    struct Channel {
        id: Uuid,
        channel_kind: Option<String>,
    }
    let of = reader.in_workspace::<Account>().with(|select| {
        select
            .select_only()
            .columns([account::Column::Id, account::Column::ChannelKind])
            .filter(account::Column::Id.gt(after))
            .filter(account::Column::Id.lte(upto))
            .filter(account::Column::TrashedAt.is_null())
    });
    Ok(of.all_as::<Channel>().await?.into_iter().map(|row| (row.id, row.channel_kind)).collect())
}

/// The names of reports.
pub(super) mod named {
    /// The purchase model.
    pub(in crate::value) const MODEL: &str = "model";
    /// Those who are alike.
    pub(in crate::value) const LIKENESS: &str = "likeness";
    /// The classes.
    pub(in crate::value) const CLASSES: &str = "classes";
    /// Where the classes begin.
    pub(in crate::value) const BOUNDS: &str = "bounds";
    /// The portfolio.
    pub(in crate::value) const PORTFOLIO: &str = "portfolio";
    /// The accounts in whom a filter of the portfolio is counted.
    pub(in crate::value) const SAMPLE: &str = "sample";
    /// The cohorts.
    pub(in crate::value) const COHORTS: &str = "cohorts";
    /// How long customers stay.
    pub(in crate::value) const SURVIVAL: &str = "survival";
    /// What the time that is over tells of the aims.
    pub(in crate::value) const PAST: &str = "past";
    /// How the company stands by its aims.
    pub(in crate::value) const OBJECTIVES: &str = "objectives";
    /// That the figures of the day are kept.
    pub(in crate::value) const KEPT: &str = "kept";
}

#[derive(FromQueryResult)]
struct Report {
    day: NaiveDate,
    report: serde_json::Value,
}

/// The last report of a name, with its day.
pub(super) async fn report<T: DeserializeOwned>(reader: &Reader, name: &str) -> Result<Option<(NaiveDate, T)>> {
    report_until(reader, name, None).await
}

/// The same without its day.
pub(super) async fn latest<T: DeserializeOwned>(reader: &Reader, name: &str) -> Result<Option<T>> {
    Ok(report(reader, name).await?.map(|(_, report)| report))
}

/// The last report of a name, or the last until the end of a day.
async fn report_until<T: DeserializeOwned>(reader: &Reader, name: &str, until: Option<NaiveDate>) -> Result<Option<(NaiveDate, T)>> {
    let bound = if until.is_some() { " AND day <= ?" } else { "" };
    let sql = format!("SELECT day, report FROM value_reports WHERE workspace_id = ? AND name = ?{bound} ORDER BY day DESC LIMIT 1");
    let values = [reader.actor().workspace.into(), name.into()].into_iter().chain(until.map(Into::into)).collect();
    let statement = reader.dialect().statement(&sql, values);
    let found = Report::find_by_statement(statement).one(reader.source()).await?;
    // One that another release has written counts as none until the next run.
    Ok(found.and_then(|Report { day, report }| match serde_json::from_value(report) {
        Ok(report) => Some((day, report)),
        Err(error) => {
            tracing::warn!(%error, name, %day, "A report about accounts cannot be read");
            None
        }
    }))
}

/// The days whose figures are kept, from the last.
pub(super) async fn kept_days(reader: &Reader) -> Result<Vec<NaiveDate>> {
    #[derive(FromQueryResult)]
    struct Day {
        day: NaiveDate,
    }
    let sql = "SELECT day FROM value_reports WHERE workspace_id = ? AND name = ? ORDER BY day DESC";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), named::KEPT.into()]);
    Ok(Day::find_by_statement(statement).all(reader.source()).await?.into_iter().map(|row| row.day).collect())
}

/// Until when a day lies far enough back that how things have moved since says something.
fn compared_until(day: NaiveDate, settings: &Settings) -> NaiveDate {
    day - Days::new(settings.compare_days.unsigned_abs())
}

/// The kept day with which a day is compared.
pub(super) async fn compared_with(reader: &Reader, day: NaiveDate, settings: &Settings) -> Result<Option<NaiveDate>> {
    let until = compared_until(day, settings);
    Ok(kept_days(reader).await?.into_iter().find(|kept| *kept <= until))
}

/// Refuses whoever may not read all accounts: what is told of all together tells of each.
pub(super) fn all_accounts(reader: &Reader) -> Result<()> {
    if sees_all(reader) {
        return Ok(());
    }
    Err(Error::Forbidden("you may see this when you may see what all accounts are worth".to_owned()))
}

/// Whether what is told of all together may be told.
fn sees_all(reader: &Reader) -> bool {
    let is_of_all = |object| reader.actor().people(object, Action::Read) == Some(People::Everyone);
    is_of_all(Account::OBJECT) && is_of_all(OBJECT)
}

/// Refuses whoever may not see an account, or not what it is worth.
pub(super) async fn visible(reader: &Reader, id: Id<Account>) -> Result<()> {
    let account = reader.get(id).await?;
    if reader.actor().reaches_record(OBJECT, Action::Read, account.owner_id, account.id) {
        return Ok(());
    }
    Err(Error::Forbidden("you may not see what this account is worth".to_owned()))
}

/// The figures of an account at the end of the days that are kept, from the first.
pub(super) async fn history(reader: &Reader, account: Uuid) -> Result<Vec<account_value_day::Row>> {
    let days = kept_days(reader).await?;
    if days.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT day, value_minor, to_date_minor, open_minor, future_minor, contribution_12m_minor, service_12m_minor, lifetime_minor, \
         alive_bp, pyramid, abc, bcg FROM account_value_days WHERE workspace_id = ? AND day IN ({}) AND record_id = ? ORDER BY day",
        vec!["?"; days.len()].join(", ")
    );
    let workspace: sea_orm::Value = reader.actor().workspace.into();
    let values = [workspace].into_iter().chain(days.into_iter().map(Into::into)).chain([account.into()]).collect();
    Ok(account_value_day::Row::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?)
}

/// The figures of days that are over.
pub(super) mod account_value_day {
    use chrono::NaiveDate;
    use sea_orm::FromQueryResult;

    /// What an account was worth at the end of a day.
    #[derive(Debug, FromQueryResult)]
    pub(in crate::value) struct Row {
        pub(in crate::value) day: NaiveDate,
        pub(in crate::value) value_minor: i64,
        pub(in crate::value) to_date_minor: i64,
        pub(in crate::value) open_minor: i64,
        pub(in crate::value) future_minor: i64,
        pub(in crate::value) contribution_12m_minor: i64,
        pub(in crate::value) service_12m_minor: i64,
        pub(in crate::value) lifetime_minor: i64,
        pub(in crate::value) alive_bp: Option<i64>,
        pub(in crate::value) pyramid: String,
        pub(in crate::value) abc: String,
        pub(in crate::value) bcg: String,
    }
}

/// The classes that decide how an account is looked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// F12: the class of a store, as it is reckoned.
    pub abc: Abc,
    /// F10: the class in the pyramid.
    pub pyramid: Pyramid,
    /// F03: the class of a store as a review has agreed.
    pub agreed: Agreed,
}

impl Standing {
    /// Of an account that is in no class.
    pub const NOWHERE: Self = Self { abc: Abc::None, pyramid: Pyramid::None, agreed: Agreed::NOTHING };

    /// The class by which it is visited on a day.
    #[must_use]
    pub fn visited_as(&self, day: NaiveDate) -> Abc {
        self.agreed.instead_of(self.abc, day)
    }
}

/// The classes of some accounts, whoever may see them: for rules that look after important accounts more closely.
pub async fn standings(reader: &Reader, accounts: &[Uuid]) -> Result<BTreeMap<Uuid, Standing>> {
    #[derive(FromQueryResult)]
    struct Row {
        record_id: Uuid,
        abc: String,
        pyramid: String,
        agreed_abc: String,
        agreed_from: NaiveDate,
        agreed_until: NaiveDate,
    }
    if accounts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let columns = [Column::RecordId, Column::Abc, Column::Pyramid, Column::AgreedAbc, Column::AgreedFrom, Column::AgreedUntil];
    let rows = account_value::Entity::find()
        .select_only()
        .columns(columns)
        .filter(Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(Column::RecordId.is_in(accounts.iter().copied()))
        .into_model::<Row>()
        .all(reader.source())
        .await?;
    let standing = |row: Row| {
        let agreed = Agreed { class: Abc::from_code(&row.agreed_abc), from: row.agreed_from, until: row.agreed_until };
        (row.record_id, Standing { abc: Abc::from_code(&row.abc), pyramid: Pyramid::from_code(&row.pyramid), agreed })
    };
    Ok(rows.into_iter().map(standing).collect())
}

/// F12: after how many days stores of class A, B and C are visited.
pub async fn visit_days(reader: &Reader) -> Result<[i64; 3]> {
    Ok(Settings::of(reader).await?.visit_days)
}

/// Inputs of F06 to F08 that no capability records yet. Each leaves this list with the capability that brings it.
pub(super) const NOT_RECORDED: &[&str] = &["opportunities", "tickets", "deliveries", "consulting", "gifts", "receivables"];

/// What accounts are reckoned with today: from what was gathered last.
pub(super) async fn basis(reader: &Reader) -> Result<Basis> {
    basis_of(reader, reader.today()).await
}

/// What accounts are reckoned with as of a day.
pub(super) async fn basis_of(reader: &Reader, day: NaiveDate) -> Result<Basis> {
    let settings = Settings::of(reader).await?;
    let likeness: Likeness = latest(reader, named::LIKENESS).await?.unwrap_or_default();
    let model: Option<ModelReport> = latest(reader, named::MODEL).await?;
    Ok(Basis { today: reader.today(), ..Basis::of(day, &settings, &likeness, model.as_ref()) })
}

/// Accounts with orders of a day or after it, or in contact since it began.
pub(super) async fn touched_since(reader: &Reader, day: NaiveDate) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Touched {
        account_id: Uuid,
    }
    let sql = "SELECT account_id FROM orders WHERE workspace_id = ? AND ordered_on >= ? \
               UNION SELECT account_id FROM interactions WHERE workspace_id = ? AND at >= ? ORDER BY account_id";
    let workspace = reader.actor().workspace;
    let values = vec![workspace.into(), day.into(), workspace.into(), day_start(reader.actor().zone, day).into()];
    let statement = reader.dialect().statement(sql, values);
    Ok(Touched::find_by_statement(statement).all(reader.source()).await?.into_iter().map(|row| row.account_id).collect())
}

/// What all accounts together say, as of the last run.
pub async fn value_report(reader: &Reader) -> Result<ValueReport> {
    all_accounts(reader)?;
    let classes: Option<(NaiveDate, ClassReport)> = report(reader, named::CLASSES).await?;
    let cohorts: Option<Vec<Cohort>> = latest(reader, named::COHORTS).await?;
    let survival: Option<Vec<Survival>> = latest(reader, named::SURVIVAL).await?;
    Ok(ValueReport {
        day: classes.as_ref().map(|(day, _)| *day),
        classes: classes.map(|(_, classes)| classes),
        compare_days: Settings::of(reader).await?.compare_days,
        model: latest(reader, named::MODEL).await?,
        cohorts: cohorts.unwrap_or_default(),
        survival: survival.unwrap_or_default(),
        not_recorded: NOT_RECORDED.to_vec(),
    })
}

/// F06: what an account will need of each of its products, or of each of a family of them, and of each family.
pub async fn account_demand(reader: &Reader, id: Id<Account>, params: DemandParams) -> Result<Demand> {
    visible(reader, id).await?;
    if !reader.actor().may(Order::OBJECT, Action::Read) {
        return Err(Error::Forbidden("you may not see what accounts order".to_owned()));
    }
    let (today, settings) = (reader.today(), Settings::of(reader).await?);
    let bought = orders::queries::bought(reader, id.uuid(), demand::since(today, settings.demand_years)).await?;
    let families = if reader.actor().may(Product::OBJECT, Action::Read) {
        let names: BTreeSet<&str> = bought.iter().map(|each| each.product.as_str()).collect();
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        Some(catalogue::queries::families_of(reader, &names).await?)
    } else if params.family().is_some() {
        return Err(Error::Forbidden("you may not see the families of products".to_owned()));
    } else {
        None
    };
    // A product may take some hundredths of a second.
    let currency = reader.actor().currency.clone();
    let asked = move || demand::demand(&bought, families.as_ref(), params.family(), today, &currency, &settings);
    tokio::task::spawn_blocking(asked).await.map_err(anyhow::Error::from)?
}

/// F53, F36: how the company stands by its aims, beside how it stood and what is claimed.
pub async fn objectives(reader: &Reader) -> Result<Board> {
    all_accounts(reader)?;
    let settings = Settings::of(reader).await?;
    let now: Option<(NaiveDate, Objectives)> = report(reader, named::OBJECTIVES).await?;
    let before: Option<(NaiveDate, Objectives)> = match &now {
        Some((day, _)) => report_until(reader, named::OBJECTIVES, Some(compared_until(*day, &settings))).await?,
        None => None,
    };
    Ok(Board {
        claims: Claims::beside(now.as_ref().map(|(_, now)| now), &settings),
        day: now.as_ref().map(|(day, _)| *day),
        now: now.map(|(_, now)| now),
        before_day: before.as_ref().map(|(day, _)| *day),
        before: before.map(|(_, before)| before),
        not_recorded: OBJECTIVES_NOT_RECORDED.to_vec(),
    })
}

/// Inputs of F53 and F36 that no capability records yet.
const OBJECTIVES_NOT_RECORDED: &[&str] = &["leads", "surveys", "acquisition"];

/// What an account is worth now, with what that is made of.
pub async fn account_value(reader: &Reader, id: Id<Account>) -> Result<AccountValue> {
    visible(reader, id).await?;
    let day = reader.today();
    let settings = Settings::of(reader).await?;
    let likeness: Likeness = latest(reader, named::LIKENESS).await?.unwrap_or_default();
    let model: Option<ModelReport> = latest(reader, named::MODEL).await?;
    let basis = Basis::of(day, &settings, &likeness, model.as_ref());
    let facts = facts(reader, only(id.uuid()), day).await?.pop().ok_or(Error::NotFound)?;
    let buyer = histories(&facts.entries, &guanxi_clv::Rules::weekly(day))?.customers.pop();
    let all: Portfolio = latest(reader, named::PORTFOLIO).await?.unwrap_or_default();
    let bounds: Option<(NaiveDate, ClassBounds)> = report(reader, named::BOUNDS).await?;
    let people = staff::queries::names(reader, facts.before.manual_forecast_by.into_iter().collect()).await?;
    let currency = &reader.actor().currency;
    let compared = show::Compared {
        model: model.as_ref(),
        portfolio: &all,
        bounds: bounds.as_ref().map(|(day, bounds)| (*day, bounds)),
        tells_all: sees_all(reader),
    };
    let value = show::account(currency, &facts, buyer.as_ref(), &basis, &compared, &people);
    let history = history(reader, id.uuid()).await?.into_iter().map(|row| show::of_day(currency, row)).collect();
    Ok(AccountValue { history, ..value })
}
