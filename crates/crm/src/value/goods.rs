//! What the goods of an order cost, as fields of the list of orders: what the order says, else the usual share of its amount.
//!
//! Reckoned while the list is read, by the rule of [`reckon::year`](super::reckon::year), so that the orders of 12 months add up to what
//! the page of an account says of them.

use guanxi_kernel::{db::Reader, list::Field, slice::Beside};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, SimpleExpr};

use super::{parameters::MARGIN, rules::ONE, tables::OBJECT};

/// Fields of the list of orders.
pub(super) const BESIDE: Beside = Beside { list: "orders", table: "orders", fields };

/// How the cost of the goods is known: the order says it, the usual share is taken, or no goods move.
const SOURCES: &[&str] = &["recorded", "share", "no_goods"];

fn fields() -> Vec<Field> {
    vec![
        Field::money("goods", "goods").reckoned(goods).of(OBJECT),
        Field::money("margin", "margin").reckoned(margin).of(OBJECT),
        Field::choice("cost_source", SOURCES).reckoned(|table, _| by_source(table, [0, 1, 2].map(|at| Expr::val(SOURCES[at])))),
    ]
}

fn column(table: &str, name: &'static str) -> SimpleExpr {
    Expr::col((Alias::new(table), Alias::new(name)))
}

/// One of three, as the cost of the goods is known. A credit gives money back; no goods move.
fn by_source(table: &str, [recorded, share, no_goods]: [SimpleExpr; 3]) -> SimpleExpr {
    let (is_recorded, is_credit) = (column(table, "cost_minor").is_not_null(), column(table, "kind").eq("credit"));
    CaseStatement::new().case(is_recorded, recorded).case(is_credit, no_goods).finally(share).into()
}

fn goods(table: &str, reader: &Reader) -> SimpleExpr {
    by_source(table, [column(table, "cost_minor"), usual(table, reader), Expr::val(0_i64)])
}

fn margin(table: &str, reader: &Reader) -> SimpleExpr {
    let net = || column(table, "net_minor");
    by_source(table, [net().sub(column(table, "cost_minor")), net().sub(usual(table, reader)), net()])
}

/// The usual cost of goods of this amount, rounded as [`rules::share_of`](super::rules::share_of) does, half away from zero: whole
/// numbers are divided.
fn usual(table: &str, reader: &Reader) -> SimpleExpr {
    let net = || column(table, "net_minor");
    let half: SimpleExpr = CaseStatement::new().case(net().lt(0), -ONE / 2).finally(ONE / 2).into();
    net().mul(Expr::val(ONE).sub(MARGIN.expr(reader))).add(half).div(ONE)
}
