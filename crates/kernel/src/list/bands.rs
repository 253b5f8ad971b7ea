//! Numbers in bands, crossed: how many rows of a question lie where, for charts of more rows than can be drawn.

use sea_orm::{
    FromQueryResult,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query as Sql, SimpleExpr},
};

use super::{Field, List, Query, page::found};
use crate::{
    db::{Reader, Record},
    error::Result,
};

/// A field of numbers, cut at some edges in ascending order: a number lies in band n when n edges are not above it.
#[derive(Clone, Copy, Debug)]
pub struct Bands<'a> {
    /// The field.
    pub field: &'a Field,
    /// The edges.
    pub edges: &'a [i64],
}

/// The rows that lie in a band of one field and a band of another.
#[derive(Debug, FromQueryResult)]
pub struct Band {
    /// The band of the first; `None` where it is empty.
    pub row: Option<i64>,
    /// The band of the second.
    pub column: Option<i64>,
    /// How many rows.
    pub count: i64,
    /// The sum of a third field over them.
    pub sum: i64,
}

/// Crosses the bands of two fields over the whole filter, with the sum of a third.
pub async fn cross_bands<R: Record>(
    reader: &Reader,
    list: &List,
    query: &Query,
    [rows, columns]: [Bands<'_>; 2],
    sum: &Field,
) -> Result<Vec<Band>> {
    let mut placed = found::<R>(reader, list, query, [rows.field.key, columns.field.key, sum.key]).await?;
    placed
        .expr_as(rows.place(list), Alias::new("row"))
        .expr_as(columns.place(list), Alias::new("column"))
        .expr_as(sum.expr(list.table), Alias::new("amount"));
    // Grouped by name: a database does not see that two expressions with values of their own are the same.
    let column = |name: &'static str| Expr::col(Alias::new(name));
    let mut crossed = Sql::select();
    crossed
        .from_subquery(placed, Alias::new("placed"))
        .expr(column("row"))
        .expr(column("column"))
        .expr_as(Expr::cust("count(*)"), Alias::new("count"))
        .expr_as(reader.dialect().sum(column("amount")), Alias::new("sum"))
        .add_group_by([column("row"), column("column")]);
    reader.select("the list grammar names the workspace through Scoped", &crossed).await
}

impl Bands<'_> {
    fn place(&self, list: &List) -> SimpleExpr {
        let column = self.field.expr(list.table);
        let empty = column.clone().is_null();
        CaseStatement::new().case(empty, Expr::val(None::<i64>)).finally(place(&column, self.edges, 0)).into()
    }
}

/// The band of a number among edges of which so many lie before: the middle one is asked first.
fn place(column: &SimpleExpr, edges: &[i64], before: i64) -> SimpleExpr {
    let middle = edges.len() / 2;
    let Some(edge) = edges.get(middle) else { return Expr::val(before) };
    let upto = before + i64::try_from(middle).unwrap_or(0) + 1;
    let (below, above) = (place(column, &edges[..middle], before), place(column, &edges[middle + 1..], upto));
    CaseStatement::new().case(column.clone().lt(*edge), below).finally(above).into()
}
