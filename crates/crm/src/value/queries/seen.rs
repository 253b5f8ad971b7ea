//! What the classes of everybody are made of.

use chrono::NaiveDate;
use guanxi_kernel::{clock::NEVER, db::Reader, error::Result};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    customers::rules::CHANNEL_KINDS,
    value::{
        classes::{Classes, Seen},
        facts::Range,
        rules::{Abc, Agreed, Angles, Bcg, Campbell, Fiocca, FioccaKey, Pyramid, Reinartz, RelationValue, Shapiro, Silence, Views},
    },
};

#[derive(FromQueryResult)]
struct Row {
    record_id: Uuid,
    channel_kind: Option<String>,
    market_position: Option<String>,
    first_order_on: NaiveDate,
    last_order_on: NaiveDate,
    is_active: bool,
    value_minor: i64,
    to_date_minor: i64,
    contribution_12m_minor: i64,
    growth_bp: Option<i64>,
    forecast_minor: i64,
    orders_12m: i64,
    sales_12m_minor: i64,
    net_sales_12m_minor: i64,
    service_12m_minor: i64,
    margin_12m_minor: i64,
    lifetime_minor: i64,
    service_ratio_bp: Option<i64>,
    alive_bp: Option<i64>,
    price_index_bp: Option<i64>,
    promotion_bp: Option<i64>,
    delivered_lead: Option<i64>,
    silence: String,
    last_visit_on: NaiveDate,
    visit_due_on: NaiveDate,
    pyramid: String,
    pyramid_before: String,
    before: Option<String>,
    to_next_minor: Option<i64>,
    abc: String,
    bcg: String,
    recency: Option<i64>,
    frequency: Option<i64>,
    monetary: Option<i64>,
    shapiro: String,
    relation_value: String,
    fiocca: String,
    fiocca_key: String,
    campbell: String,
    reinartz: String,
    angles: String,
    agreed_abc: String,
    agreed_from: NaiveDate,
    agreed_until: NaiveDate,
}

/// What classes are made of, of the accounts of a range, in the order of their ids.
/// They are those of the end of a day; `before` is the kept day with which they are compared.
pub(in crate::value) async fn seen(reader: &Reader, [after, upto]: Range, day: NaiveDate, before: Option<NaiveDate>) -> Result<Vec<Seen>> {
    let sql = "SELECT v.record_id, a.channel_kind, a.market_position, \
               CASE WHEN a.trashed_at IS NULL THEN a.first_order_on ELSE ? END AS first_order_on, a.last_order_on, a.net_sales_12m_minor, \
               v.is_active, v.value_minor, v.to_date_minor, v.contribution_12m_minor, v.growth_bp, \
               v.forecast_minor, v.orders_12m, v.sales_12m_minor, v.service_12m_minor, v.margin_12m_minor, v.lifetime_minor, v.service_ratio_bp, v.alive_bp, \
               v.price_index_bp, v.promotion_bp, v.delivered_lead, v.silence, v.last_visit_on, v.visit_due_on, v.pyramid, v.pyramid_before, v.to_next_minor, v.abc, v.bcg, v.recency, v.frequency, v.monetary, \
               v.shapiro, v.relation_value, v.fiocca, v.fiocca_key, v.campbell, v.reinartz, v.angles, v.agreed_abc, v.agreed_from, v.agreed_until, \
               CASE WHEN a.trashed_at IS NULL THEN d.pyramid END AS before \
               FROM account_values v JOIN accounts a ON a.workspace_id = v.workspace_id AND a.id = v.record_id \
               LEFT JOIN account_value_days d ON d.workspace_id = v.workspace_id AND d.day = ? AND d.record_id = v.record_id \
               WHERE v.workspace_id = ? AND v.record_id > ? AND v.record_id <= ? ORDER BY v.record_id";
    let values = vec![NEVER.into(), before.unwrap_or(NEVER).into(), reader.actor().workspace.into(), after.into(), upto.into()];
    let rows = Row::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    Ok(rows.into_iter().map(|row| row.seen(day, reader.today())).collect())
}

impl Row {
    /// The same as of a day, in words that are known. What is agreed is as of today: by it one goes from now on.
    fn seen(self, day: NaiveDate, today: NaiveDate) -> Seen {
        let score = |score: Option<i64>| score.and_then(|score| i8::try_from(score).ok());
        let share = |share: Option<i64>| share.map(|share| i32::try_from(share).unwrap_or(i32::MAX));
        Seen {
            id: self.record_id,
            channel: self.channel_kind.and_then(|kind| CHANNEL_KINDS.iter().copied().find(|known| *known == kind)),
            is_active: self.is_active,
            is_leader: self.market_position.as_deref() == Some("leader"),
            is_silent: self.silence == Silence::Warn.code(),
            value: self.value_minor,
            to_date: (self.first_order_on <= day && self.first_order_on != NEVER).then_some(self.to_date_minor),
            contribution: self.contribution_12m_minor,
            growth: self.growth_bp,
            forecast: self.forecast_minor,
            orders: self.orders_12m,
            sales: self.sales_12m_minor,
            net_sales: self.net_sales_12m_minor,
            service: self.service_12m_minor,
            margin: self.margin_12m_minor,
            lifetime: self.lifetime_minor,
            service_bp: self.service_ratio_bp,
            alive_bp: share(self.alive_bp),
            price_bp: share(self.price_index_bp),
            promotion_bp: share(self.promotion_bp),
            lead: share(self.delivered_lead),
            // On a day that is caught up with, the orders after it have not been made yet.
            first_on: if self.first_order_on > day { NEVER } else { self.first_order_on },
            last_on: self.last_order_on.min(day),
            last_visit_on: self.last_visit_on,
            agreed: Some(Abc::from_code(&self.agreed_abc))
                .filter(|class| Agreed { class: *class, from: self.agreed_from, until: self.agreed_until }.is_in_force(today)),
            before: self.before.as_deref().map_or(Pyramid::None, Pyramid::from_code),
            noted: Classes {
                pyramid: Pyramid::from_code(&self.pyramid),
                pyramid_before: Pyramid::from_code(&self.pyramid_before),
                to_next: self.to_next_minor,
                abc: Abc::from_code(&self.abc),
                visit_due_on: self.visit_due_on,
                bcg: Bcg::from_code(&self.bcg),
                rfm: [self.recency, self.frequency, self.monetary].map(score),
                views: Views {
                    shapiro: Shapiro::from_code(&self.shapiro),
                    relation_value: RelationValue::from_code(&self.relation_value),
                    fiocca: Fiocca::from_code(&self.fiocca),
                    fiocca_key: FioccaKey::from_code(&self.fiocca_key),
                    campbell: Campbell::from_code(&self.campbell),
                    reinartz: Reinartz::from_code(&self.reinartz),
                    angles: Angles::from_code(&self.angles),
                },
            },
        }
    }
}
