//! Numbers in bands, crossed: how many rows of a question lie where, for charts of more rows than can be drawn.

use sea_orm::{
    ConnectionTrait, QueryResult,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query as Sql, SimpleExpr},
};

use super::{Field, List, Query, page::found};
use crate::{
    db::{Dialect, Reader, Record},
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

/// The rows that lie in a band of one field and a band of another, and have the same words in some more.
#[derive(Debug)]
pub struct Band {
    /// The band of the first; `None` where it is empty.
    pub row: Option<i64>,
    /// The band of the second.
    pub column: Option<i64>,
    /// The words, in the order of their fields; `None` where one is empty.
    pub words: Vec<Option<String>>,
    /// How many rows.
    pub count: i64,
    /// The sum of a third field over them.
    pub sum: i64,
}

/// Crosses the bands of two fields and the words of some more over the whole filter, in one pass, with the sum of another.
pub async fn cross_bands<R: Record>(
    reader: &Reader,
    list: &List,
    query: &Query,
    [rows, columns]: [Bands<'_>; 2],
    words: &[&Field],
    sum: &Field,
) -> Result<Vec<Band>> {
    let keys = [rows.field, columns.field, sum].into_iter().chain(words.iter().copied()).map(|field| &*field.key);
    let mut placed = found::<R>(reader, list, query, keys).await?;
    placed
        .expr_as(rows.place(list, reader.dialect()), Alias::new("row"))
        .expr_as(columns.place(list, reader.dialect()), Alias::new("column"))
        .expr_as(sum.expr(list.table, reader.dialect()), Alias::new("amount"));
    let named: Vec<String> = (0..words.len()).map(|n| format!("w{n}")).collect();
    for (field, name) in words.iter().zip(&named) {
        placed.expr_as(field.expr(list.table, reader.dialect()), Alias::new(name));
    }
    // Grouped by name: a database does not see that two expressions with values of their own are the same.
    let column = |name: &str| Expr::col(Alias::new(name));
    let mut crossed = Sql::select();
    crossed
        .from_subquery(placed, Alias::new("placed"))
        .expr(column("row"))
        .expr(column("column"))
        .expr_as(Expr::cust("count(*)"), Alias::new("count"))
        .expr_as(reader.dialect().sum(column("amount")), Alias::new("sum"))
        .add_group_by([column("row"), column("column")])
        .add_group_by(named.iter().map(|name| column(name)));
    for name in &named {
        crossed.expr(column(name));
    }
    let found = reader.source().query_all_raw(reader.dialect().backend().build(&crossed)).await?;
    let band = |row: QueryResult| {
        let words = named.iter().map(|name| row.try_get("", name)).collect::<std::result::Result<_, _>>()?;
        let (count, sum) = (row.try_get("", "count")?, row.try_get("", "sum")?);
        Ok(Band { row: row.try_get("", "row")?, column: row.try_get("", "column")?, words, count, sum })
    };
    found.into_iter().map(band).collect()
}

impl Bands<'_> {
    fn place(&self, list: &List, dialect: Dialect) -> SimpleExpr {
        let column = self.field.expr(list.table, dialect);
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
