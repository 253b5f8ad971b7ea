//! Every read of delivered value.

use std::collections::BTreeSet;

use guanxi_kernel::{
    db::Reader,
    error::{Error, Result},
    id::Id,
    money::Money,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    api::{DeliveredValue, EnterpriseSide, Gap, NewRival, Offer, RivalOffer, Scoring},
    rules::{self, Comparison, Factor, Scores, compare},
    tables::{self, delivered_value},
};
use crate::{
    customers::{queries::year_before, tables::Account},
    staff::{self, api::Ref},
    value::{
        facts::{facts, only},
        parameters::Settings,
        queries::visible,
        reckon::repeat_sales,
        rules::service_cost,
    },
};

/// So many scorings of an account are shown.
const SHOWN: u64 = 50;

/// What belongs to the enterprise's side and no capability records yet.
const NOT_RECORDED: &[&str] = &["referrals", "saved_acquisition"];

/// Both sides of the value between an account and us.
pub async fn delivered_value(reader: &Reader, id: Id<Account>) -> Result<DeliveredValue> {
    visible(reader, id).await?;
    let rows = newest(reader, id.uuid(), SHOWN).await?;
    let scorers: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.created_by).collect();
    let names = staff::queries::names(reader, scorers.into_iter().collect()).await?;
    let day = reader.today();
    let facts = facts(reader, only(id.uuid()), day).await?.pop().ok_or(Error::NotFound)?;
    let settings = Settings::of(reader).await?;
    let from = year_before(day);
    let (repeat, cost) = (repeat_sales(&facts, day), service_cost(&facts.activity, &settings.rates));
    let money = |minor: i64| Money::new(minor, &reader.actor().currency);
    Ok(DeliveredValue {
        account_id: id.uuid(),
        scorings: rows.into_iter().map(|row| scoring(row, &names)).collect::<Result<_>>()?,
        to_stress: rules::to_stress(&facts.before.orientation).to_vec(),
        orientation: facts.before.orientation,
        enterprise: EnterpriseSide {
            from,
            repeat: money(repeat),
            service_cost: money(cost),
            net: money(repeat.saturating_sub(cost)),
            not_recorded: NOT_RECORDED.to_vec(),
        },
    })
}

/// The newest scorings of an account, whoever may see them: the caller has asked for the account.
pub(super) async fn newest(reader: &Reader, account: Uuid, limit: u64) -> Result<Vec<delivered_value::Model>> {
    let of_account = reader.in_workspace::<tables::DeliveredValue>().with(|select| {
        select
            .filter(delivered_value::Column::AccountId.eq(account))
            .order_by_desc(delivered_value::Column::ScoredOn)
            .order_by_desc(delivered_value::Column::Id)
            .limit(limit)
    });
    of_account.all().await
}

/// What a row says.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) ours: Scores,
    pub(super) rivals: Vec<NewRival>,
}

impl Said {
    pub(super) fn of(row: &delivered_value::Model) -> Result<Self> {
        Ok(Self { ours: serde_json::from_value(row.ours.clone())?, rivals: serde_json::from_value(row.rivals.clone())? })
    }

    pub(super) fn compared(&self) -> Comparison {
        let rivals: Vec<Scores> = self.rivals.iter().map(|rival| rival.scores).collect();
        compare(&self.ours, &rivals)
    }
}

fn scoring(row: delivered_value::Model, names: &[Ref]) -> Result<Scoring> {
    let said = Said::of(&row)?;
    let compared = said.compared();
    let gap = |(factor, points): (Factor, i64)| Gap { factor, points };
    Ok(Scoring {
        id: row.id,
        scored_on: row.scored_on,
        scored_by: Ref::among(names, row.created_by),
        best_rival: compared.best.and_then(|n| said.rivals.get(n)).map(|rival| rival.name.clone()),
        lead: compared.lead,
        advice: compared.behind.map(gap),
        strongest: compared.ahead.map(gap),
        ours: offer(said.ours),
        rivals: said.rivals.into_iter().map(|rival| RivalOffer { name: rival.name, offer: offer(rival.scores) }).collect(),
        sources: serde_json::from_value(row.sources)?,
        note: row.note,
    })
}

fn offer(scores: Scores) -> Offer {
    Offer { scores, value: scores.value(), cost: scores.cost(), delivered: scores.delivered() }
}
