//! Every read of account teams.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    clock::day_in,
    db::{Reader, batches},
    error::{Error, Result},
    id::Id,
};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Query};
use uuid::Uuid;

use super::{
    api::{AccountMember, AccountTeam},
    commands::SHARED,
    rules::Until,
    tables::{self, member},
};
use crate::{
    customers::{commands::may_give_away, tables::Account},
    staff::{self, tables::org_unit},
};

/// Whom an account is shared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum With {
    /// A colleague.
    User(Uuid),
    /// An org unit.
    Unit(Uuid),
}

impl With {
    /// The colleague's column, and that of the unit.
    pub(super) const fn columns(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::User(user) => (Some(user), None),
            Self::Unit(unit) => (None, Some(unit)),
        }
    }
}

/// Those who work with an account, on this day.
pub async fn team(reader: &Reader, id: Id<Account>) -> Result<AccountTeam> {
    let account = reader.get(id).await?;
    let of = |select: Select<member::Entity>| select.filter(member::Column::AccountId.eq(account.id)).order_by_asc(member::Column::Id);
    let mut rows = reader.in_workspace::<tables::AccountMember>().with(of).all().await?;
    rows.retain(|row| Until(row.until).holds_on(reader.today()) && (row.user_id.is_none() || row.user_id != account.owner_id));
    rows.sort_by_key(|row| row.user_id.is_none());
    Ok(AccountTeam {
        owner: staff::queries::name(reader, account.owner_id).await?,
        items: wires(reader, rows).await?,
        may_share: account.trashed_at.is_none() && may_give_away(reader.actor(), account.owner_id),
    })
}

/// The wire form of a row.
pub(super) async fn wire(reader: &Reader, row: member::Model) -> Result<AccountMember> {
    wires(reader, vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// The wire form of rows; those of a unit that is gone are left out.
async fn wires(reader: &Reader, rows: Vec<member::Model>) -> Result<Vec<AccountMember>> {
    let people = staff::queries::names(reader, rows.iter().flat_map(|row| [row.user_id, row.created_by]).flatten().collect()).await?;
    let units = staff::queries::unit_names(reader, rows.iter().filter_map(|row| row.org_unit_id).collect()).await?;
    let person = |id: Option<Uuid>| people.iter().find(|person| Some(person.id) == id).cloned();
    let wire = |row: member::Model| AccountMember {
        id: row.id,
        version: row.version,
        user: person(row.user_id),
        org_unit: units.iter().find(|unit| Some(unit.id) == row.org_unit_id).cloned(),
        role: row.role,
        may_change: row.may_change,
        until: row.until,
        since: day_in(reader.actor().zone, row.created_at),
        by: person(row.created_by),
    };
    Ok(rows.into_iter().map(wire).filter(|member| member.user.is_some() || member.org_unit.is_some()).collect())
}

/// How many accounts are shared with somebody; with a unit and those above and below it, as many as anybody in them sees.
pub(super) async fn shared_with(reader: &Reader, with: With) -> Result<i64> {
    let which = match with {
        With::User(user) => Condition::all().add(member::Column::UserId.eq(user)),
        With::Unit(unit) => Condition::all().add(member::Column::OrgUnitId.is_in(staff::queries::line_of(reader, unit).await?)),
    };
    let n = reader.in_workspace::<tables::AccountMember>().with(|select| select.filter(which)).count().await?;
    Ok(i64::try_from(n).unwrap_or(i64::MAX))
}

/// In how many account teams somebody is.
pub async fn of_user(reader: &Reader, user: Uuid) -> Result<u64> {
    reader.in_workspace::<tables::AccountMember>().with(|select| select.filter(member::Column::UserId.eq(user))).count().await
}

/// Whom accounts are shared with, people and units, by the account: they find it and its people by words.
pub async fn circles(reader: &Reader, accounts: &[Uuid]) -> Result<BTreeMap<Uuid, BTreeSet<Uuid>>> {
    #[derive(FromQueryResult)]
    struct Shared {
        account: Uuid,
        user: Option<Uuid>,
        unit: Option<Uuid>,
    }
    let mut circles: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for chunk in batches(accounts) {
        let of = |select: Select<member::Entity>| {
            let columns = select.select_only().column_as(member::Column::AccountId, "account");
            let columns = columns.column_as(member::Column::UserId, "user").column_as(member::Column::OrgUnitId, "unit");
            columns.filter(member::Column::AccountId.is_in(chunk.iter().copied()))
        };
        let rows: Vec<Shared> = reader.in_workspace::<tables::AccountMember>().with(of).all_as().await?;
        for row in rows {
            circles.entry(row.account).or_default().extend(row.user.or(row.unit));
        }
    }
    Ok(circles)
}

/// Some of the shares that are over.
pub(super) async fn over(reader: &Reader, at_most: u64) -> Result<Vec<member::Model>> {
    let mut units = Query::select();
    units.column(org_unit::Column::Id).from(org_unit::Entity).and_where(org_unit::Column::WorkspaceId.eq(reader.actor().workspace));
    let is_lost = Condition::all().add(member::Column::OrgUnitId.is_not_null()).add(member::Column::OrgUnitId.not_in_subquery(units));
    let is_over = Condition::any().add(member::Column::Until.lt(reader.today())).add(is_lost);
    let some = |select: Select<member::Entity>| select.filter(is_over).limit(at_most);
    reader.in_workspace::<tables::AccountMember>().with(some).all().await
}

/// Somebody who has come to the team of an account.
pub struct Joined {
    /// The colleague.
    pub user: Uuid,
    /// The account.
    pub account: Uuid,
    /// Its name.
    pub name: String,
}

/// Whom a request has taken into the teams of these accounts and who is still there.
pub async fn joined(reader: &Reader, cause: Uuid, accounts: &[Uuid]) -> Result<Vec<Joined>> {
    #[derive(FromQueryResult)]
    struct Shared {
        record_id: Uuid,
        data: serde_json::Value,
    }
    let mut joined = Vec::new();
    for chunk in batches(accounts) {
        let sql = format!(
            "SELECT record_id, data FROM events WHERE workspace_id = ? AND request_id = ? AND name = ? AND record_id IN ({}) ORDER BY id",
            vec!["?"; chunk.len()].join(", ")
        );
        let mut values: Vec<sea_orm::Value> = vec![reader.actor().workspace.into(), cause.into(), SHARED.into()];
        values.extend(chunk.iter().map(|account| sea_orm::Value::from(*account)));
        let rows = Shared::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
        let names = reader.in_workspace::<Account>().with_ids(chunk.iter().copied()).all().await?;
        let circles = circles(reader, chunk).await?;
        for row in rows {
            let user = row.data["user"]["id"].as_str().and_then(|id| id.parse::<Uuid>().ok());
            let Some(user) = user.filter(|user| circles.get(&row.record_id).is_some_and(|all| all.contains(user))) else { continue };
            let Some(account) = names.iter().find(|account| account.id == row.record_id) else { continue };
            joined.push(Joined { user, account: account.id, name: account.name.clone() });
        }
    }
    Ok(joined)
}
