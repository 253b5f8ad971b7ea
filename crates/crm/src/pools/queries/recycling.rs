//! What rules take, now and soon.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use guanxi_kernel::{
    check::Check,
    clock::NEVER,
    db::Reader,
    error::{Error, FieldError, Result},
    id::Id,
    list::{self, After, Filter, Op, Query, Search},
    slice::Listed,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::limits;
use crate::{
    customers::tables::{self as customers, Account, account},
    pools::{
        api::{NewPoolRule, PoolPreview, Recyclable, Warning, Warnings},
        rules::{Facts, Terms, is},
        tables::{self, pool, warning},
    },
    staff::{self, api::Ref},
};

/// The most people of a unit that are named in one condition.
const NAMED: usize = 500;
/// The longest time that a rule waits.
const MOST_DAYS: i64 = 3650;
/// Rows of a preview.
const SHOWN: u64 = 50;

/// The question that finds the accounts a rule takes: of the people of the pool, of the filter, of the terms, and not
/// protected.
pub(in crate::pools) async fn chosen_by(reader: &Reader, pool: &pool::Model, filter: Option<Value>, terms: Terms) -> Result<Query> {
    let search = Search { filter, sort: Some("name".to_owned()), columns: Some("name,owner".to_owned()), ..Search::default() };
    let query = Query::parse(reader.actor(), Account::list(), search)?;
    let is_free = Filter::Any(vec![
        is("protected_until", Op::Empty, Value::Null),
        is("protected_until", Op::Before, json!(reader.today().to_string())),
    ]);
    Ok(query.and(owned_by_people_of(reader, pool).await?).and(terms.filter()).and(is_free))
}

/// Accounts with an owner, of the people of the unit of a pool and of the units below it.
async fn owned_by_people_of(reader: &Reader, pool: &pool::Model) -> Result<Filter> {
    #[derive(FromQueryResult)]
    struct Person {
        id: Uuid,
    }
    let Some(unit) = pool.org_unit_id else { return Ok(is("owner", Op::NotEmpty, Value::Null)) };
    let sql = "SELECT people.id FROM org_units AS top JOIN org_units AS unit ON unit.workspace_id = top.workspace_id \
               AND substr(unit.path, 1, length(top.path)) = top.path \
               JOIN users AS people ON people.workspace_id = unit.workspace_id AND people.org_unit_id = unit.id \
               WHERE top.workspace_id = ? AND top.id = ? ORDER BY people.id";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), unit.into()]);
    let people: Vec<Uuid> = Person::find_by_statement(statement).all(reader.source()).await?.into_iter().map(|each| each.id).collect();
    let nobody = || is("owner", Op::In, json!([]));
    Ok(if people.is_empty() { nobody() } else { Filter::Any(people.chunks(NAMED).map(|some| is("owner", Op::In, json!(some))).collect()) })
}

/// What a rule looks at.
pub(in crate::pools) fn facts_of(row: &account::Model) -> Facts {
    Facts { owned_on: row.owned_on, last_contact_on: row.last_contact_on, last_order_on: row.last_order_on, next_step_on: row.next_step_on }
}

/// The terms of a rule that can be followed: it takes something, and not everything.
pub(in crate::pools) async fn checked_rule(reader: &Reader, input: &NewPoolRule) -> Result<Terms> {
    let mut check = Check::new();
    check.required("/name", &input.name, 60);
    let terms = Terms { no_contact_days: input.no_contact_days, no_order_days: input.no_order_days, no_step_days: input.no_step_days };
    for (pointer, days) in
        [("/no_contact_days", terms.no_contact_days), ("/no_order_days", terms.no_order_days), ("/no_step_days", terms.no_step_days)]
    {
        if let Some(days) = days {
            check.range(pointer, days, 1..=MOST_DAYS);
        }
    }
    let is_whole = input.filter.as_ref().is_none_or(|filter| *filter == json!({"all": []}) || filter.is_null());
    if terms.are_none() && is_whole {
        check.add(FieldError::new("/filter", "rule_takes_all", "Say which accounts this rule takes: after how many days, or by a filter."));
    }
    check.done()?;
    // What a filter compares with is read when it is asked.
    let query = Query::parse(reader.actor(), Account::list(), Search { filter: input.filter.clone(), ..Search::default() })?;
    if query.mentions("trashed_at") {
        return Err(Error::field("/filter", "not_possible", "A rule takes nothing out of the trash."));
    }
    list::ids::<Account>(reader, Account::list(), &query, 1).await?;
    Ok(terms)
}

/// What a rule would take, if all had been warned, and what it takes soon. Only of the accounts that one may see.
pub async fn preview(reader: &Reader, id: Id<tables::Pool>, rule: NewPoolRule) -> Result<PoolPreview> {
    let pool = reader.get(id).await?;
    let terms = checked_rule(reader, &rule).await?;
    let limits = limits(reader, &pool).await?;
    let count = async |terms: Terms| {
        let query = chosen_by(reader, &pool, rule.filter.clone(), terms).await?;
        list::page::<Account>(reader, Account::list(), &query.counting_to(list::COUNT_CAP)).await
    };
    let (now, soon) = (count(terms).await?, count(terms.sooner(limits.warning_days)).await?);
    let (takes, soon) = (now.count.ok_or(Error::NotFound)?, soon.count.ok_or(Error::NotFound)?);
    let ids: Vec<Uuid> =
        now.items.iter().filter_map(|row| row["id"].as_str()?.parse().ok()).take(usize::try_from(SHOWN).unwrap_or(50)).collect();
    Ok(PoolPreview { takes, soon, items: recyclable(reader, &ids, |_| Some(terms)).await? })
}

/// These accounts in this order, with their owners and what they lack of the terms.
async fn recyclable(reader: &Reader, ids: &[Uuid], terms: impl Fn(Uuid) -> Option<Terms>) -> Result<Vec<Recyclable>> {
    let rows = reader.find::<customers::Account>().with_ids(ids.iter().copied()).all().await?;
    let owners = staff::queries::names(reader, rows.iter().filter_map(|row| row.owner_id).collect()).await?;
    let of = |id: &Uuid| {
        let row = rows.iter().find(|row| row.id == *id)?;
        let lacks = terms(row.id).and_then(|terms| terms.lacks(&facts_of(row), reader.today()));
        let owner = owners.iter().find(|owner| Some(owner.id) == row.owner_id).cloned();
        Some(Recyclable { account: Ref { id: row.id, name: row.name.clone() }, owner, lacks: lacks.unwrap_or_default() })
    };
    Ok(ids.iter().filter_map(of).collect())
}

/// A page of the accounts, among those that one may see, whose owners are warned, the first due first.
pub async fn warnings(reader: &Reader, cursor: Option<&str>, limit: u64) -> Result<Warnings> {
    let after = cursor.map(After::decode).transpose()?.map(|after| {
        let day = after.text.parse::<NaiveDate>().unwrap_or(NEVER);
        let same = Condition::all().add(warning::Column::DueOn.eq(day)).add(warning::Column::AccountId.gt(after.id));
        Condition::any().add(warning::Column::DueOn.gt(day)).add(same)
    });
    let page = warned(reader).filter(Condition::all().add_option(after));
    let page = page.order_by_asc(warning::Column::DueOn).order_by_asc(warning::Column::AccountId).limit(limit + 1);
    let mut rows = page.all(reader.source()).await?;
    let has_more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(100));
    let next_cursor = rows.last().filter(|_| has_more).map(|last| After { text: last.due_on.to_string(), id: last.account_id }.encode());
    Ok(Warnings { items: told(reader, rows).await?, next_cursor })
}

/// The warning of an account that one sees.
pub(super) async fn warning_of(reader: &Reader, account: Uuid) -> Result<Option<Warning>> {
    let rows = warned(reader).filter(warning::Column::AccountId.eq(account)).all(reader.source()).await?;
    Ok(told(reader, rows).await?.pop())
}

/// The warnings of accounts that one may see, asked by who was warned, and not of those that have another owner since.
fn warned(reader: &Reader) -> sea_orm::Select<warning::Entity> {
    let actor = reader.actor();
    warning::Entity::find()
        .filter(warning::Column::WorkspaceId.eq(actor.workspace))
        .filter(actor.owned_by_reach("account", warning::Column::OwnerId))
        .filter(customers::of_visible_accounts(actor, warning::Column::AccountId))
}

async fn told(reader: &Reader, rows: Vec<warning::Model>) -> Result<Vec<Warning>> {
    let rules = reader.in_workspace::<tables::PoolRule>().with_ids(rows.iter().map(|row| row.rule_id)).all().await?;
    let pools = reader.in_workspace::<tables::Pool>().with_ids(rows.iter().map(|row| row.pool_id)).all().await?;
    let registered = super::registered(reader).await?;
    let soon: BTreeMap<Uuid, Terms> = rows
        .iter()
        .filter_map(|row| {
            let rule = rules.iter().find(|rule| rule.id == row.rule_id)?;
            let pool = pools.iter().find(|pool| pool.id == row.pool_id)?;
            let days = super::limits_of(pool, registered).warning_days;
            Some((row.account_id, Terms::from(rule).sooner(days)))
        })
        .collect();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.account_id).collect();
    let recyclable = recyclable(reader, &ids, |account| soon.get(&account).copied()).await?;
    let warning = |what: Recyclable| {
        let row = rows.iter().find(|row| row.account_id == what.account.id)?;
        let rule = rules.iter().find(|rule| rule.id == row.rule_id)?;
        let pool = pools.iter().find(|pool| pool.id == row.pool_id)?;
        Some(Warning {
            pool: Ref { id: pool.id, name: pool.name.clone() },
            rule: Ref { id: rule.id, name: rule.name.clone() },
            due_on: row.due_on,
            holds: !what.lacks.is_empty() || Terms::from(rule).are_none(),
            what,
        })
    };
    Ok(recyclable.into_iter().filter_map(warning).collect())
}
