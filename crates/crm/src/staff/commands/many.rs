//! Many colleagues at once, from demo data: set-based, teams below the company and people who cannot sign in.

use guanxi_kernel::{db::Tx, error::Result};
use sea_orm::{ColumnTrait, QueryFilter, Set};
use uuid::Uuid;

use super::{
    org::{alone_with_the_tree, new_unit},
    setup::give_roles,
};
use crate::staff::tables::{self, org_unit, role, user};

/// A colleague who is added without an invitation, and without a password.
pub struct NewColleague {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The team; the company itself where there is none.
    pub team: Option<Uuid>,
    /// The key of the one role.
    pub role: &'static str,
}

/// Adds teams below the company. The caller records one event. Returns their ids, in order.
pub async fn insert_teams(tx: &mut Tx, names: Vec<String>) -> Result<Vec<Uuid>> {
    let leave = tx.to_create::<tables::OrgUnit>()?;
    alone_with_the_tree(tx).await?;
    let company = company(tx).await?;
    let rows = names.into_iter().map(|name| new_unit(company.as_ref(), name, "team".to_owned())).collect();
    let rows = tx.insert_many(&leave, rows).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Adds people with their roles. The caller records one event. Returns their ids, in order.
pub async fn insert_people(tx: &mut Tx, people: Vec<NewColleague>) -> Result<Vec<Uuid>> {
    let leave = tx.to_create::<tables::User>()?;
    let company = company(tx).await?.map(|company| company.id);
    let roles = tx.reader().in_workspace::<tables::Role>().all().await?;
    let zone = tx.actor().zone.name();
    let (rows, keys): (Vec<_>, Vec<_>) =
        people.into_iter().map(|person| (row(person.name, person.email, person.team.or(company), zone), person.role)).unzip();
    let rows = tx.insert_many(&leave, rows).await?;
    let role_of = |key: &str| roles.iter().find(|role: &&role::Model| role.key == key).map(|role| role.id);
    let given: Vec<(Uuid, Uuid)> = rows.iter().zip(keys).filter_map(|(row, key)| Some((row.id, role_of(key)?))).collect();
    give_roles(tx, &given).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

async fn company(tx: &Tx) -> Result<Option<org_unit::Model>> {
    tx.reader().in_workspace::<tables::OrgUnit>().with(|select| select.filter(org_unit::Column::ParentId.is_null())).one().await
}

fn row(name: String, email: String, unit: Option<Uuid>, zone: &str) -> user::ActiveModel {
    user::ActiveModel {
        name: Set(name),
        email: Set(email),
        org_unit_id: Set(unit),
        password_hash: Set(None),
        locale: Set("zh-CN".to_owned()),
        theme: Set("system".to_owned()),
        time_zone: Set(zone.to_owned()),
        active: Set(true),
        last_seen_at: Set(None),
        ..Default::default()
    }
}
