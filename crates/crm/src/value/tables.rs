//! The rows of value: figures beside each account, and the fields of the account list that they are.

use guanxi_kernel::{list::Field, slice::Beside};

use super::{
    delivered::rules::{FACTORS, ORIENTATIONS},
    rules::{Abc, Angles, Bcg, Behaviour, Campbell, Fiocca, FioccaKey, Load, Pyramid, Reinartz, RelationValue, Shapiro, Silence, Source},
};

/// The figures of accounts.
pub mod account_value {
    use sea_orm::entity::prelude::*;

    /// What an account is worth, as it was reckoned last. Dates that are not known are `clock::NEVER`.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_values")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/value.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub record_id: Uuid,
        pub reckoned_on: Date,
        pub is_active: bool,
        #[sea_orm(column_name = "orders_12m")]
        pub orders_12m: i64,
        #[sea_orm(column_name = "sales_12m_minor")]
        pub sales_12m_minor: i64,
        pub to_date_minor: i64,
        pub open_minor: i64,
        pub future_minor: i64,
        pub value_minor: i64,
        pub manual_forecast_minor: Option<i64>,
        pub forecast_minor: i64,
        pub forecast_source: String,
        pub growth_bp: Option<i64>,
        #[sea_orm(column_name = "margin_12m_minor")]
        pub margin_12m_minor: i64,
        #[sea_orm(column_name = "service_12m_minor")]
        pub service_12m_minor: i64,
        #[sea_orm(column_name = "contribution_12m_minor")]
        pub contribution_12m_minor: i64,
        pub service_ratio_bp: Option<i64>,
        pub service_load: String,
        pub lifetime_minor: i64,
        pub alive_bp: Option<i64>,
        pub expected_orders: Option<i64>,
        pub cycle_days: Option<i64>,
        pub due_on: Date,
        pub silence: String,
        pub relation_minor: i64,
        pub price_index_bp: Option<i64>,
        pub promotion_bp: Option<i64>,
        pub pyramid: String,
        pub to_next_minor: Option<i64>,
        pub abc: String,
        pub bcg: String,
        pub recency: Option<i64>,
        pub frequency: Option<i64>,
        pub monetary: Option<i64>,
        pub behaviour: String,
        pub behaviour_derived: String,
        pub behaviour_set: Option<String>,
        pub orientation: String,
        pub is_high_volume: bool,
        pub is_high_future_value: bool,
        pub is_benchmark: bool,
        pub is_door_opener: bool,
        pub is_inspirer: bool,
        pub delivered_lead: Option<i64>,
        pub advice_factor: String,
        pub shapiro: String,
        pub relation_value: String,
        pub fiocca: String,
        pub fiocca_key: String,
        pub campbell: String,
        pub reinartz: String,
        pub angles: String,
        pub pyramid_before: String,
        pub last_visit_on: Date,
        pub visit_due_on: Date,
        pub manual_forecast_on: Date,
        pub manual_forecast_by: Option<Uuid>,
        pub agreed_abc: String,
        pub agreed_from: Date,
        pub agreed_until: Date,
        pub churn_low_minor: i64,
        pub churn_high_minor: i64,
        pub expected_order_minor: Option<i64>,
        pub lifetime_low_minor: Option<i64>,
        pub lifetime_high_minor: Option<i64>,
        #[sea_orm(column_name = "goods_12m_minor")]
        pub goods_12m_minor: Option<i64>,
        #[sea_orm(column_name = "estimated_12m_minor")]
        pub estimated_12m_minor: Option<i64>,
        #[sea_orm(column_name = "visits_12m")]
        pub visits_12m: Option<i64>,
        #[sea_orm(column_name = "calls_12m")]
        pub calls_12m: Option<i64>,
        #[sea_orm(column_name = "messages_12m")]
        pub messages_12m: Option<i64>,
        #[sea_orm(column_name = "repeat_12m_minor")]
        pub repeat_12m_minor: Option<i64>,
        #[sea_orm(column_name = "repeat_net_12m_minor")]
        pub repeat_net_12m_minor: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The object without the right to read which nobody sees what accounts are worth.
pub const OBJECT: &str = "value";

/// F14: for what an account is worth more than its sales; each is a column `is_…`.
pub const STRATEGIC: &[&str] = &["high_volume", "high_future_value", "benchmark", "door_opener", "inspirer"];

/// Every figure is a field of the account list.
pub(super) const BESIDE: Beside = Beside { list: "accounts", table: "account_values", fields };

/// The overdue index as [`rules::overdue`](super::rules::overdue) has it, reckoned while the list is read: it rises every day.
const OVERDUE: &str = "max(0, cycle_days - (due_on - today())) / cycle_days";

fn cycle_days() -> Field {
    beside(Field::integer("cycle_days").unsorted().unsummed())
}

fn due_on() -> Field {
    beside(Field::date("due_on").never_null())
}

/// From the figures, for those who may read what accounts are worth.
fn beside(field: Field) -> Field {
    field.beside(BESIDE.table).of(OBJECT)
}

/// Yes or no, by which few accounts are sorted without an index.
fn walked(key: &'static str) -> Field {
    let mut field = Field::boolean(key).unsorted();
    field.sortable = true;
    field
}

fn fields() -> Vec<Field> {
    [
        Field::money("customer_value", "value_minor"),
        Field::money("open_value", "open_minor").unsorted(),
        Field::money("future_value", "future_minor").unsorted(),
        Field::money("forecast", "forecast_minor").unsorted(),
        Field::choice("forecast_source", Source::ALL).unsorted(),
        Field::money("manual_forecast", "manual_forecast_minor").nullable().unsorted(),
        Field::date("manual_forecast_on").unsorted().never_null(),
        Field::ratio("growth", "growth_bp").unsorted(),
        Field::money("goods_12m", "goods_12m_minor").nullable().unsorted(),
        Field::money("estimated_12m", "estimated_12m_minor").nullable().unsorted(),
        Field::money("margin_12m", "margin_12m_minor").unsorted(),
        Field::integer("visits_12m").unsorted(),
        Field::integer("calls_12m").unsorted(),
        Field::integer("messages_12m").unsorted(),
        Field::money("service_12m", "service_12m_minor"),
        Field::money("contribution_12m", "contribution_12m_minor"),
        Field::ratio("service_ratio", "service_ratio_bp").unsorted(),
        Field::choice("service_load", Load::ALL).unsorted().indexed(),
        Field::money("repeat_12m", "repeat_12m_minor").nullable().unsorted(),
        Field::money("repeat_net_12m", "repeat_net_12m_minor").nullable().unsorted(),
        Field::money("lifetime_value", "lifetime_minor"),
        Field::money("lifetime_low", "lifetime_low_minor").nullable().unsorted(),
        Field::money("lifetime_high", "lifetime_high_minor").nullable().unsorted(),
        Field::ratio("alive", "alive_bp").unsorted(),
        Field::integer("expected_orders").unsorted(),
        Field::integer("orders_12m").unsorted().never_null(),
        Field::money("expected_order", "expected_order_minor").nullable().unsorted().unsummed(),
        Field::money("churn_cost_low", "churn_low_minor").unsorted(),
        Field::money("churn_cost_high", "churn_high_minor").unsorted(),
        cycle_days(),
        due_on(),
        Field::formula("overdue", OVERDUE, 2, vec![cycle_days(), due_on()]).unsummed(),
        Field::choice("silence", Silence::ALL).unsorted().indexed(),
        Field::money("best_relation", "relation_minor"),
        Field::choice("pyramid", Pyramid::ALL).unsorted().indexed(),
        Field::money("to_next", "to_next_minor").nullable().unsorted(),
        Field::choice("pyramid_before", Pyramid::ALL).unsorted().indexed(),
        Field::choice("abc", Abc::ALL).unsorted().indexed(),
        Field::date("visit_due_on").never_null(),
        Field::choice("bcg", Bcg::ALL).unsorted().indexed(),
        Field::choice("shapiro", Shapiro::ALL).unsorted(),
        Field::choice("relation_value", RelationValue::ALL).unsorted(),
        Field::choice("fiocca", Fiocca::ALL).unsorted(),
        Field::choice("fiocca_key", FioccaKey::ALL).unsorted(),
        Field::choice("campbell", Campbell::ALL).unsorted(),
        Field::choice("reinartz", Reinartz::ALL).unsorted(),
        Field::choice("angles", Angles::ALL).unsorted(),
        Field::integer("recency").unsorted().unsummed(),
        Field::integer("frequency").unsorted().unsummed(),
        Field::integer("monetary").unsorted().unsummed(),
        Field::ratio("price_index", "price_index_bp").unsorted(),
        Field::ratio("promotion_share", "promotion_bp").unsorted(),
        Field::choice("behaviour", Behaviour::ALL).unsorted(),
        Field::choice("orientation", ORIENTATIONS).unsorted(),
        walked("is_high_volume"),
        walked("is_high_future_value"),
        walked("is_benchmark"),
        walked("is_door_opener"),
        walked("is_inspirer"),
        Field::integer("delivered_lead").unsorted().unsummed(),
        Field::choice("advice_factor", FACTORS).unsorted(),
        walked("is_active"),
        Field::date("reckoned_on").unsorted().never_null(),
    ]
    .into_iter()
    .map(beside)
    .collect()
}
