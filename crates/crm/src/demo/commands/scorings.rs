//! What customers get from the dealer and from rivals.

use guanxi_kernel::{check::Check, db::Tx, error::Result};
use sea_orm::Set;

use super::load::{Ids, instant};
use crate::{
    demo::generate::Dataset,
    value::delivered::{
        self,
        api::{NewRival, NewScoring},
        rules::Scores,
    },
};

/// Writes what salespeople think of it.
pub(super) async fn write(tx: &mut Tx, data: &Dataset, ids: &Ids) -> Result<()> {
    let mut check = Check::new();
    let mut rows = Vec::new();
    for said in &data.scorings {
        let rivals =
            said.rivals.iter().map(|scored| NewRival { name: data.rivals[scored.rival].name.to_owned(), scores: scores(scored.scores) });
        let input = NewScoring {
            scored_on: Some(said.on),
            ours: scores(said.ours),
            rivals: rivals.collect(),
            sources: ["products", "services", "people"].map(str::to_owned).to_vec(),
            note: Some(said.note.to_owned()),
        };
        let mut row = delivered::commands::check_new(&mut check, ids.accounts[said.account], input, tx.today());
        row.created_at = Set(instant(tx, said.on.and_hms_opt(18, 0, 0).unwrap_or_default()));
        row.created_by = Set(Some(ids.users[said.author]));
        rows.push(row);
    }
    check.done()?;
    delivered::commands::insert_many(tx, rows).await
}

fn scores([product, service, personnel, image, money, time, mental, physical]: [i64; 8]) -> Scores {
    Scores { product, service, personnel, image, money, time, mental, physical }
}
