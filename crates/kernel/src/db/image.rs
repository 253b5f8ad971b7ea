//! Rows of any table kept as they are, so that they can be made again byte for byte.

use sea_orm::FromQueryResult;

use super::{Dialect, Reader};
use crate::error::Result;

/// What a table looks like in the database.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The table.
    pub table: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Those of its primary key, `workspace_id` left out.
    pub key: Vec<String>,
    dialect: Dialect,
}

impl Reader {
    /// What a table looks like.
    pub async fn shape(&self, table: &str) -> Result<Shape> {
        #[derive(FromQueryResult)]
        struct Column {
            name: String,
            is_key: bool,
        }
        let columns =
            Column::find_by_statement(self.dialect().statement(&self.dialect().columns_of(table), vec![])).all(self.source()).await?;
        let key =
            columns.iter().filter(|column| column.is_key && column.name != "workspace_id").map(|column| column.name.clone()).collect();
        Ok(Shape {
            table: table.to_owned(),
            columns: columns.into_iter().map(|column| column.name).collect(),
            key,
            dialect: self.dialect(),
        })
    }
}

impl Shape {
    /// SQL for a row as JSON.
    #[must_use]
    pub fn image(&self) -> String {
        self.dialect.image(&self.table, &self.columns)
    }

    /// SQL for a column of the row that an expression has the image of.
    #[must_use]
    pub fn out_of(&self, image: &str, column: &str) -> String {
        self.dialect.out_of_image(&self.table, column, image)
    }

    /// SQL for the condition that a row has the key of such an image.
    #[must_use]
    pub fn same_key(&self, image: &str) -> String {
        let same = |column: &String| format!("{}.{column} = {}", self.table, self.out_of(image, column));
        self.key.iter().map(same).collect::<Vec<_>>().join(" AND ")
    }
}
