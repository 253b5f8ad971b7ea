//! Relations between accounts (F01).

use chrono::NaiveDate;
use guanxi_kernel::{
    check::Check,
    clock::NEVER,
    db::{Recorded, Tx},
    error::{Error, OnUnique, Result, unchanged},
    id::Id,
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Set};

use crate::{
    customers::{
        api::{NewRelation, Relation, RelationPatch},
        events, queries,
        rules::{End, RELATION_KINDS, relation_fits, upper_end},
        tables::{self, relation},
    },
    staff::api::Ref,
};

/// Puts an account in a relation to another that the actor can see.
pub async fn relate(tx: &mut Tx, id: Id<tables::Account>, input: NewRelation) -> Result<Recorded<Relation>> {
    let from = tx.to_change(id).await?;
    let to = match tx.reader().get(Id::<tables::Account>::from(input.to_id)).await {
        Err(Error::NotFound) => return Err(Error::field("/to_id", "not_found", "There is no such account.")),
        found => found?,
    };
    let mut check = Check::new();
    check.one_of("/kind", &input.kind, RELATION_KINDS);
    if let (Some(since), Some(until)) = (input.since, input.until)
        && until < since
    {
        check.wrong("/until", "before_the_first", "A relation ends after it begins.");
    }
    let since = input.since.map_or(NEVER, |day| check.day("/since", day));
    let until = input.until.map_or(NEVER, |day| check.day("/until", day));
    check.done()?;
    // Two relations made at the same moment would each see no ring, and close one together.
    tx.alone("account_relations").await?;
    let turned = Condition::all()
        .add(relation::Column::FromId.eq(to.id))
        .add(relation::Column::ToId.eq(from.id))
        .add(relation::Column::Kind.eq(input.kind.as_str()));
    let turned = tx.reader().in_workspace::<tables::AccountRelation>().with(|select| select.filter(turned)).exists().await?;
    relation_fits(&input.kind, from.id, to.id, turned).map_err(|(code, detail)| Error::conflict(code, detail))?;
    if let Some(end) = upper_end(&input.kind) {
        let (upper, lower) = if end == End::From { (from.id, to.id) } else { (to.id, from.id) };
        if queries::stands_above(tx.reader(), (&input.kind, end), lower, upper).await? {
            return Err(Error::conflict("relation_ring", "This would close a ring: the other account stands above this one already."));
        }
    }
    let from = (*from).clone();
    let row = relation::ActiveModel {
        from_id: Set(from.id),
        to_id: Set(to.id),
        kind: Set(input.kind.clone()),
        since: Set(since),
        until: Set(until),
        ..Default::default()
    };
    let leave = tx.to_create()?;
    let exists = || Error::conflict("relation_exists", "These accounts stand in this relation already.");
    let row = tx.insert::<tables::AccountRelation>(leave, row).await.on_unique("account_relations", "from_id", exists)?;
    let names = [Ref { id: from.id, name: from.name.clone() }, Ref { id: to.id, name: to.name.clone() }];
    let wire = queries::named(&row, &names).ok_or(Error::NotFound)?;
    Ok(tx.record(events::related("account.related", &from, &to, &input.kind), wire))
}

/// Changes since when or until when a relation holds.
pub async fn change_relation(
    tx: &mut Tx,
    id: Id<tables::AccountRelation>,
    expected: i64,
    input: &RelationPatch,
) -> Result<Recorded<Relation>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::relation(tx.reader(), id)).await?;
    let mut check = Check::new();
    let mut day = |pointer: &str, said: Option<Option<NaiveDate>>, now: NaiveDate| match said {
        None => now,
        Some(day) => day.map_or(NEVER, |day| check.day(pointer, day)),
    };
    let (since, until) = (day("/since", input.since, row.since), day("/until", input.until, row.until));
    if until != NEVER && until < since {
        check.wrong("/until", "before_the_first", "A relation ends after it begins.");
    }
    check.done()?;
    let change = relation::ActiveModel { since: Set(since), until: Set(until), ..Default::default() };
    let row = tx.update::<tables::AccountRelation>(row, change).await?;
    let from = tx.reader().get(Id::<tables::Account>::from(row.from_id)).await?;
    let to = tx.reader().get(Id::<tables::Account>::from(row.to_id)).await?;
    let names = [Ref { id: from.id, name: from.name.clone() }, Ref { id: to.id, name: to.name.clone() }];
    let wire = queries::named(&row, &names).ok_or(Error::NotFound)?;
    Ok(tx.record(events::related("account.relation_changed", &from, &to, &row.kind), wire))
}

/// Ends a relation that should never have been there; one that has run out gets an end date instead.
pub async fn unrelate(tx: &mut Tx, id: Id<tables::AccountRelation>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let from = tx.reader().get(Id::<tables::Account>::from(row.from_id)).await?;
    let to = tx.reader().get(Id::<tables::Account>::from(row.to_id)).await?;
    let kind = row.kind.clone();
    tx.remove::<tables::AccountRelation>(row).await?;
    Ok(tx.record(events::related("account.unrelated", &from, &to, &kind), ()))
}
