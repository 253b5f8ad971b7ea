//! F59: accounts that are there twice.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use guanxi_kernel::{
    actor::Actor,
    check::Check,
    clock::{NEVER, known},
    custom::{self, value::Sent},
    db::{Change, Cleared, Db, Reader, Row, Tx},
    error::{Error, Result},
};
use uuid::Uuid;

use super::account::{MAX_NAMES, MAX_REMARK, Telling, apply, check_new, facts, index_many};
use crate::{
    customers::{
        api::{AccountPatch, NewAccount},
        queries::stands_above,
        rules::{RELATION_KINDS, upper_end},
        tables::{Account, account},
    },
    duplicates::{self, Alike, Facts, Journal, api::Found},
};

impl Alike for Account {
    const EVENTS: [&'static str; 2] = ["account.merged", "account.unmerged"];

    async fn facts(_reader: &Reader, rows: Vec<Row<Self>>) -> Result<Vec<Facts>> {
        Ok(rows.iter().map(|row| facts(row.into())).collect())
    }

    async fn join(tx: &mut Tx, kept: Cleared<Self, Change>, merged: Row<Self>, chosen: &BTreeSet<String>) -> Result<()> {
        let custom = custom::value::joined(kept.custom.as_ref(), merged.custom.as_ref(), chosen);
        let patch = taken_over(&kept, merged, chosen);
        apply(tx, kept, patch, Some(custom.unwrap_or_default())).await?;
        Ok(())
    }

    async fn index(tx: &Tx, rows: Vec<Row<Self>>) -> Result<()> {
        index_many(tx, &rows).await
    }
}

/// What an account takes over of one that becomes part of it: what was chosen, what it has not got itself, and the name.
fn taken_over(kept: &account::Model, merged: account::Model, chosen: &BTreeSet<String>) -> AccountPatch {
    let is_chosen = |field: &str| chosen.contains(field);
    let text = |field: &str, mine: &Option<String>, theirs: Option<String>| {
        (is_chosen(field) || mine.is_none()).then_some(theirs).filter(|theirs| theirs.is_some() || is_chosen(field))
    };
    let (name, other) = if is_chosen("name") { (Some(merged.name), kept.name.clone()) } else { (None, merged.name) };
    let shown = name.as_ref().unwrap_or(&kept.name);
    let names = [kept.also_known_as.as_ref(), merged.also_known_as.as_ref(), Some(&other)];
    let names = names.into_iter().flatten().flat_map(|names| names.split('、')).filter(|each| each != shown);
    let names = names.fold(String::new(), |all, name| match all.chars().count() + name.chars().count() + 1 {
        _ if all.is_empty() => name.to_owned(),
        length if length <= MAX_NAMES => format!("{all}、{name}"),
        _ => all,
    });
    AccountPatch {
        also_known_as: (!names.is_empty()).then_some(Some(names)),
        number: text("number", &kept.number, merged.number),
        kind: is_chosen("kind").then_some(merged.kind),
        channel_kind: text("channel_kind", &kept.channel_kind, merged.channel_kind),
        credit_code: text("credit_code", &kept.credit_code, merged.credit_code),
        region: text("region", &kept.region, merged.region),
        address: text("address", &kept.address, merged.address),
        phone: text("phone", &kept.phone, merged.phone),
        website: text("website", &kept.website, merged.website),
        ownership_form: text("ownership_form", &kept.ownership_form, merged.ownership_form),
        market_position: text("market_position", &kept.market_position, merged.market_position),
        credit_grade: text("credit_grade", &kept.credit_grade, merged.credit_grade),
        high_tech: (is_chosen("high_tech") || merged.high_tech).then_some(merged.high_tech),
        public_sector: (is_chosen("public_sector") || merged.public_sector).then_some(merged.public_sector),
        remark: remark(kept.remark.as_deref(), merged.remark).map(Some),
        owner_id: (is_chosen("owner") || kept.owner_id.is_none()).then_some(merged.owner_id),
        cooperating_since: since(kept, merged.cooperating_since, is_chosen("cooperating_since")).map(known),
        tags: None,
        custom: Sent::new(),
        name,
    }
}

/// Both remarks, one below the other, as far as there is room.
fn remark(mine: Option<&str>, theirs: Option<String>) -> Option<String> {
    let theirs = theirs.filter(|theirs| mine.is_none_or(|mine| !mine.contains(theirs.as_str())))?;
    let both = mine.map_or_else(|| theirs.clone(), |mine| format!("{mine}\n{theirs}"));
    (both.chars().count() <= MAX_REMARK).then_some(both)
}

/// The earlier day, or the chosen one.
fn since(kept: &account::Model, theirs: NaiveDate, is_chosen: bool) -> Option<NaiveDate> {
    let is_earlier = known(theirs).is_some() && (kept.cooperating_since == NEVER || theirs < kept.cooperating_since);
    (is_chosen || is_earlier).then_some(theirs)
}

/// Relations that would join the account to itself, or be there twice, go; so do shares that would be there twice. Two between
/// which another stands are not merged: that would close a ring.
pub(in crate::customers) async fn before_merge(tx: &Tx, journal: &mut Journal) -> Result<()> {
    let (kept, merged) = (journal.kept, journal.merged);
    let both: [sea_orm::Value; 4] = [kept.into(), merged.into(), merged.into(), kept.into()];
    journal.remove(tx, "account_relations", "((from_id = ? AND to_id = ?) OR (from_id = ? AND to_id = ?))", &both).await?;
    tx.alone("account_relations").await?;
    for (kind, end) in RELATION_KINDS.iter().filter_map(|kind| Some((*kind, upper_end(kind)?))) {
        for (above, below) in [(kept, merged), (merged, kept)] {
            if stands_above(tx.reader(), (kind, end), above, below).await? {
                return Err(Error::conflict("merge_ring", "Another account stands between the two; take that relation away first."));
            }
        }
    }
    for (mine, other) in [("from_id", "to_id"), ("to_id", "from_id")] {
        let twice = format!(
            "{mine} = ? AND EXISTS (SELECT 1 FROM account_relations AS theirs WHERE theirs.workspace_id = account_relations.workspace_id \
             AND theirs.{mine} = ? AND theirs.{other} = account_relations.{other} AND theirs.kind = account_relations.kind)"
        );
        journal.remove(tx, "account_relations", &twice, &[merged.into(), kept.into()]).await?;
    }
    for with in ["user_id", "org_unit_id"] {
        let twice = format!(
            "account_id = ? AND EXISTS (SELECT 1 FROM account_team AS theirs WHERE theirs.workspace_id = account_team.workspace_id \
             AND theirs.account_id = ? AND theirs.{with} = account_team.{with})"
        );
        journal.remove(tx, "account_team", &twice, &[merged.into(), kept.into()]).await?;
    }
    Ok(())
}

/// What is like an account that is about to be made, or like one that is there.
pub async fn check_duplicates(db: &Db, actor: &Actor, input: NewAccount, except: Option<Uuid>) -> Result<Found> {
    duplicates::commands::check(db, actor, &crate::customers::MERGEABLE, &facts_of(input, except)).await
}

/// Refuses an account that is there already, as far as it is certain or likely.
pub async fn refuse_duplicates(db: &Db, actor: &Actor, input: NewAccount) -> Result<()> {
    duplicates::commands::refuse(db, actor, &crate::customers::MERGEABLE, &facts_of(input, None)).await
}

/// What can be told of it, wrong fields left out: those are told of when it is made.
pub(in crate::customers) fn facts_of(input: NewAccount, id: Option<Uuid>) -> Facts {
    let row = check_new(&mut Check::new(), input, None).0;
    facts(Telling {
        id: id.unwrap_or_default(),
        owner: None,
        kind: row.kind.as_ref(),
        name: row.name.as_ref(),
        also_known_as: row.also_known_as.as_ref().as_deref(),
        region: row.region.as_ref().as_deref(),
        address: row.address.as_ref().as_deref(),
        phone: row.phone.as_ref().as_deref(),
        credit_code: row.credit_code.as_ref().as_deref(),
    })
}
