//! Every read of types.

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    db::Reader,
    error::{Error, Result},
    id::Id,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::api::{AccountTypes, BehaviourType, BehaviourWhy, Orientation, Said, StrategicTypes};
use crate::{
    customers::tables::Account,
    staff::{self, api::Ref},
    value::{
        facts::{facts, histories, only},
        queries::{basis, visible},
        reckon::{habits, reckon, year_of},
        rules::behaviour,
        tables::{STRATEGIC, account_value},
    },
};

/// What the rules of a behaviour ask for and no capability records yet.
const NOT_RECORDED: &[&str] = &["satisfaction", "opportunities", "on_site"];

/// Who said what of an account, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub(super) struct Told {
    pub(super) behaviour_by: Option<Uuid>,
    pub(super) behaviour_at: Option<DateTime<Utc>>,
    pub(super) strategic_by: Option<Uuid>,
    pub(super) strategic_at: Option<DateTime<Utc>>,
    pub(super) strategic_reason: Option<String>,
    pub(super) orientation_by: Option<Uuid>,
    pub(super) orientation_at: Option<DateTime<Utc>>,
}

/// What kind of customer an account is, with who said so and why.
pub async fn account_types(reader: &Reader, id: Id<Account>) -> Result<AccountTypes> {
    visible(reader, id).await?;
    let basis = basis(reader).await?;
    let facts = facts(reader, only(id.uuid()), basis.day).await?.pop().ok_or(Error::NotFound)?;
    let buyer = histories(&facts.entries, &guanxi_clv::Rules::weekly(basis.day))?.customers.pop();
    let row = reckon(&facts, buyer.as_ref(), &basis);
    let bounds = basis.settings.behaviour;
    let habits = habits(&facts, &year_of(&facts, &basis), row.cycle_days, &basis);
    let told = told(reader, id.uuid()).await?;
    let people = [told.behaviour_by, told.strategic_by, told.orientation_by].into_iter().flatten().collect();
    let names = staff::queries::names(reader, people).await?;
    let said = |by: Option<Uuid>, at: Option<DateTime<Utc>>| at.map(|at| Said { by: Ref::among(&names, by), at });
    Ok(AccountTypes {
        account_id: id.uuid(),
        behaviour: BehaviourType {
            derived: behaviour(&habits, &bounds).code(),
            said: said(told.behaviour_by, told.behaviour_at),
            why: BehaviourWhy {
                orders: habits.orders,
                promotion_bp: habits.promotion_bp,
                discount_bp: bounds.discount_bp,
                loyal_orders: bounds.loyal_orders,
                loyal_promotion_bp: bounds.loyal_promotion_bp,
                enquiries: habits.enquiries,
                enquiry_days: bounds.enquiry_days,
                has_ordered_lately: habits.has_ordered_lately,
                wanderer_enquiries: bounds.enquiries,
                cycle_days: row.cycle_days,
                judged: habits.rhythm.judged,
                rhythm_least: bounds.rhythm_least,
                unplanned: habits.rhythm.unplanned,
                last_is_planned: habits.rhythm.last_is_planned,
                tolerance_bp: bounds.tolerance_bp,
            },
            not_recorded: NOT_RECORDED.to_vec(),
            counts: row.behaviour.clone(),
            set: row.behaviour_set.clone(),
        },
        strategic: StrategicTypes {
            types: strategic_of(&row),
            reason: told.strategic_reason,
            said: said(told.strategic_by, told.strategic_at),
        },
        orientation: Orientation { orientation: row.orientation, said: said(told.orientation_by, told.orientation_at) },
    })
}

/// The strategic types of an account.
pub(super) fn strategic_of(row: &account_value::Model) -> Vec<&'static str> {
    let is = [row.is_high_volume, row.is_high_future_value, row.is_benchmark, row.is_door_opener, row.is_inspirer];
    STRATEGIC.iter().zip(is).filter(|(_, is)| *is).map(|(name, _)| *name).collect()
}

/// Who said what of an account; nobody yet is as good as nothing said.
pub(super) async fn told(reader: &Reader, account: Uuid) -> Result<Told> {
    let sql = "SELECT behaviour_by, behaviour_at, strategic_by, strategic_at, strategic_reason, orientation_by, orientation_at \
               FROM account_types WHERE workspace_id = ? AND record_id = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), account.into()]);
    Ok(Told::find_by_statement(statement).one(reader.source()).await?.unwrap_or_default())
}
