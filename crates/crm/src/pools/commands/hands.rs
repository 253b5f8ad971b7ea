//! Accounts change hands: taken out of a pool, given out of it, put back; opened in it, kept from every rule.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::Action,
    check::{Check, too_many},
    db::{Change, Cleared, Reader, Recorded, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

use crate::{
    customers::{
        self,
        tables::{Account, account},
    },
    pools::{
        api::{GiveBack, GiveMany, OpenedAccount, PoolOutcome, PoolOutcomes, Protect, PutMany, TakeMany},
        queries,
        rules::{RECYCLED, Refusal, WHYS, may_take, may_view},
        tables::{Pool, PooledAccount, kept_by, taken_from_by, used},
    },
    staff,
};

/// The most accounts that change hands in one request.
const MOST: usize = 200;
/// So long after it was taken it is said of an account that somebody was quicker, and not that there is none.
const LATELY_DAYS: u64 = 1;
/// The longest protection.
const MOST_YEARS: u32 = 10;

/// What became of an account, and why not, where nothing did.
struct Outcome {
    id: Uuid,
    name: Option<String>,
    refused: Option<Refused>,
}

/// The ways in which an account does not change hands.
enum Refused {
    /// There is none, or not for this actor.
    NotFound,
    /// The actor sees it and may not.
    Forbidden(&'static str),
    /// The rules or the state of things do not allow it.
    Conflict(Refusal),
}

impl Outcome {
    fn done(row: &account::Model) -> Self {
        Self { id: row.id, name: Some(row.name.clone()), refused: None }
    }

    fn refused(row: &account::Model, why: Refused) -> Self {
        Self { refused: Some(why), ..Self::done(row) }
    }

    fn missing(id: Uuid) -> Self {
        Self { id, name: None, refused: Some(Refused::NotFound) }
    }

    /// Of one account alone a refusal is the error of the request.
    fn or_error(self) -> Result<Self> {
        match self.refused {
            None => Ok(self),
            Some(Refused::NotFound) => Err(Error::NotFound),
            Some(Refused::Forbidden(detail)) => Err(Error::Forbidden(detail.to_owned())),
            Some(Refused::Conflict(Refusal { code, detail })) => Err(Error::conflict(code, detail)),
        }
    }
}

impl From<Outcome> for PoolOutcome {
    fn from(outcome: Outcome) -> Self {
        let refused = outcome.refused.map(|refused| match refused {
            Refused::NotFound => ("not_found".to_owned(), "There is no such account in a pool that you may look into.".to_owned()),
            Refused::Forbidden(detail) => ("forbidden".to_owned(), detail.to_owned()),
            Refused::Conflict(Refusal { code, detail }) => (code.to_owned(), detail),
        });
        let (refused, detail) = refused.unzip();
        Self { id: outcome.id, name: outcome.name, refused, detail }
    }
}

/// Tells that accounts of a pool have changed hands.
fn told(tx: &mut Tx, name: &'static str, pool: Uuid, outcomes: Vec<Outcome>) -> Recorded<PoolOutcomes> {
    let done = i64::try_from(outcomes.iter().filter(|outcome| outcome.refused.is_none()).count()).unwrap_or(i64::MAX);
    let event = Event::new(name, "pool", pool).with(json!({"accounts": done}));
    tx.record(event, PoolOutcomes { items: outcomes.into_iter().map(PoolOutcome::from).collect(), done })
}

fn check_number(ids: &[Uuid]) -> Result<()> {
    if ids.len() > MOST { Err(too_many("/ids", MOST).into()) } else { Ok(()) }
}

/// Each once, in the order in which they are named.
fn once(ids: &[Uuid]) -> Vec<Uuid> {
    let mut seen = BTreeSet::new();
    ids.iter().copied().filter(|id| seen.insert(*id)).collect()
}

/// Takes accounts out of their pools for oneself: as many as the caps allow, in the order in which they are named.
pub async fn take(tx: &mut Tx, input: TakeMany) -> Result<Recorded<PoolOutcomes>> {
    check_number(&input.ids)?;
    let (pool, outcomes) = take_those(tx, &once(&input.ids)).await?;
    Ok(told(tx, "pool.taken", pool, outcomes))
}

/// Takes one account out of its pool for oneself.
pub async fn take_one(tx: &mut Tx, id: Id<PooledAccount>) -> Result<Recorded<()>> {
    let (pool, mut outcomes) = take_those(tx, &[id.uuid()]).await?;
    let outcome = outcomes.pop().ok_or(Error::NotFound)?.or_error()?;
    Ok(told(tx, "pool.taken", pool, vec![outcome]).map(drop))
}

/// Returns what became of each, and a pool of which something was taken.
async fn take_those(tx: &mut Tx, ids: &[Uuid]) -> Result<(Uuid, Vec<Outcome>)> {
    let me = tx.actor().user().filter(|me| tx.actor().may("pooled_account", Action::Change) && owns(tx.reader(), *me));
    let me = me.ok_or_else(|| Error::Forbidden("you may not take accounts out of a pool".to_owned()))?;
    alone(tx, me).await?;
    tx.hold::<Account>(ids).await?;
    let mut rows: BTreeMap<Uuid, _> = tx.to_change_many::<PooledAccount>(ids).await?.into_iter().map(|row| (row.id, row)).collect();
    let limits = queries::limits_by_pool(tx.reader(), rows.values().filter_map(|row| row.pool_id)).await?;
    let open = queries::among(tx.reader(), limits.keys().copied(), taken_from_by(tx.actor())).await?;
    let mut uses = queries::used(tx.reader()).await?;
    let (mut outcomes, mut taken) = (Vec::with_capacity(ids.len()), Vec::new());
    for id in ids {
        let Some((row, pool)) = rows.remove(id).and_then(|row| row.pool_id.map(|pool| (row, pool))) else {
            outcomes.push(Outcome::missing(*id));
            continue;
        };
        let uses = uses.entry(pool).or_default();
        let had = row.pooled_on.filter(|_| row.pooled_from_id == Some(me));
        let allowed = if open.contains(&pool) {
            may_take(&limits[&pool], uses, had, tx.today()).map_err(Refused::Conflict)
        } else {
            Err(Refused::Forbidden("you may look into this pool, but not take from it"))
        };
        match allowed {
            Ok(()) => {
                uses.taken_today += 1;
                uses.held += 1;
                outcomes.push(Outcome::done(&row));
                taken.push(row);
            }
            Err(why) => outcomes.push(Outcome::refused(&row, why)),
        }
    }
    say_who_was_quicker(tx.reader(), &mut outcomes).await?;
    let pool = hand_out(tx, taken, me, "taken").await?;
    Ok((pool, outcomes))
}

/// Whether the actor may have accounts of its own at all.
fn owns(reader: &Reader, me: Uuid) -> bool {
    reader.actor().reaches("account", Action::Change, Some(me))
}

/// Somebody's caps are counted by one request after the other.
async fn alone(tx: &Tx, me: Uuid) -> Result<()> {
    tx.alone(&format!("pools of {me}")).await
}

/// Of what somebody has just taken out of a pool that one looks into, this is told and not that there is none.
async fn say_who_was_quicker(reader: &Reader, outcomes: &mut [Outcome]) -> Result<()> {
    let missing: Vec<Uuid> =
        outcomes.iter().filter(|outcome| matches!(outcome.refused, Some(Refused::NotFound))).map(|each| each.id).collect();
    let gone = queries::taken_lately(reader, &missing, reader.today() - chrono::Days::new(LATELY_DAYS)).await?;
    let pools: BTreeSet<Uuid> = gone.iter().map(|(_, pool)| *pool).collect();
    let seen = queries::among(reader, pools, taken_from_by(reader.actor())).await?;
    for outcome in outcomes {
        if gone.iter().any(|(account, pool)| *account == outcome.id && seen.contains(pool)) {
            let refusal = Refusal::new("colleague_quicker", "A colleague was quicker and has taken this account.");
            outcome.refused = Some(Refused::Conflict(refusal));
        }
    }
    Ok(())
}

/// Gives cleared accounts out of their pools. Returns one of the pools.
async fn hand_out(tx: &mut Tx, rows: Vec<Cleared<PooledAccount, Change>>, to: Uuid, how: &'static str) -> Result<Uuid> {
    let from: Vec<(Uuid, Uuid)> = rows.iter().filter_map(|row| Some((row.id, row.pool_id?))).collect();
    customers::commands::take_out_of_pool(tx, rows, to, |row| json!({"how": how, "pool": row.pool_id})).await?;
    let day = tx.today();
    note_uses(tx, to, how, day, &from).await?;
    Ok(from.first().map_or(tx.actor().workspace, |(_, pool)| *pool))
}

async fn note_uses(tx: &Tx, user: Uuid, kind: &str, on_day: chrono::NaiveDate, accounts: &[(Uuid, Uuid)]) -> Result<()> {
    let each = |(account, pool): &(Uuid, Uuid)| used::Model {
        workspace_id: tx.actor().workspace,
        id: Uuid::now_v7(),
        user_id: user,
        pool_id: *pool,
        kind: kind.to_owned(),
        on_day,
        account_id: *account,
    };
    tx.insert_beside::<used::Entity>(&accounts.iter().map(each).collect::<Vec<_>>()).await
}

/// Gives accounts out of pools that the actor keeps to a colleague. What the colleague may take is not counted.
pub async fn give(tx: &mut Tx, input: GiveMany) -> Result<Recorded<PoolOutcomes>> {
    if !tx.actor().may("pool", Action::Change) {
        return Err(Error::Forbidden("only who keeps a pool gives accounts out of it".to_owned()));
    }
    check_number(&input.ids)?;
    let mut check = Check::new();
    staff::queries::check_owner(&mut check, tx.reader(), "account", Some(input.to_id), "/to_id").await?;
    check.done()?;
    let ids = once(&input.ids);
    tx.hold::<Account>(&ids).await?;
    let mut rows: BTreeMap<Uuid, _> = tx.to_change_many::<PooledAccount>(&ids).await?.into_iter().map(|row| (row.id, row)).collect();
    let pools: BTreeSet<Uuid> = rows.values().filter_map(|row| row.pool_id).collect();
    let kept = queries::among(tx.reader(), pools, kept_by(tx.actor())).await?;
    let (mut outcomes, mut given) = (Vec::with_capacity(ids.len()), Vec::new());
    for id in &ids {
        match rows.remove(id) {
            None => outcomes.push(Outcome::missing(*id)),
            Some(row) if row.pool_id.is_some_and(|pool| kept.contains(&pool)) => {
                outcomes.push(Outcome::done(&row));
                given.push(row);
            }
            Some(row) => outcomes.push(Outcome::refused(&row, Refused::Forbidden("only who keeps a pool gives accounts out of it"))),
        }
    }
    say_who_was_quicker(tx.reader(), &mut outcomes).await?;
    let pool = hand_out(tx, given, input.to_id, "given").await?;
    Ok(told(tx, "pool.given", pool, outcomes))
}

/// Puts accounts that the actor may change into a pool from which it takes, or which it keeps.
pub async fn put(tx: &mut Tx, pool: Id<Pool>, input: PutMany) -> Result<Recorded<PoolOutcomes>> {
    check_number(&input.ids)?;
    let outcomes = put_those(tx, pool, &once(&input.ids), &input.why, input.note).await?;
    Ok(told(tx, "pool.put", pool.uuid(), outcomes))
}

/// Gives one account back.
pub async fn give_back(tx: &mut Tx, id: Id<Account>, input: GiveBack) -> Result<Recorded<()>> {
    tx.reader().get(id).await?;
    let pool = Id::<Pool>::from(input.pool_id);
    let there = tx.reader().find::<Pool>().with_id(input.pool_id).exists().await?;
    if !there {
        return Err(Error::field("/pool_id", "not_found", "There is no such pool."));
    }
    let outcome = put_those(tx, pool, &[id.uuid()], &input.why, input.note).await?.pop().ok_or(Error::NotFound)?.or_error()?;
    Ok(told(tx, "pool.put", pool.uuid(), vec![outcome]).map(drop))
}

async fn put_those(tx: &mut Tx, pool: Id<Pool>, ids: &[Uuid], why: &str, note: Option<String>) -> Result<Vec<Outcome>> {
    let pool = tx.reader().get(pool).await?;
    let mut check = Check::new();
    let by_hand: Vec<&str> = WHYS.iter().copied().filter(|why| *why != RECYCLED).collect();
    let why = check.one_of("/why", why, &by_hand);
    let note = check.optional("/note", note, 500);
    check.done()?;
    let near = sea_orm::Condition::any().add(kept_by(tx.actor())).add(taken_from_by(tx.actor()));
    if queries::among(tx.reader(), [pool.id], near).await?.is_empty() {
        return Err(Error::Forbidden("you may look into this pool, but put nothing into it".to_owned()));
    }
    let me = tx.actor().user();
    tx.hold::<Account>(ids).await?;
    let seen = tx.reader().find::<Account>().with_ids(ids.iter().copied()).all().await?;
    let mut rows: BTreeMap<Uuid, _> = tx.to_change_many::<Account>(ids).await?.into_iter().map(|row| (row.id, row)).collect();
    let (mut outcomes, mut put) = (Vec::with_capacity(ids.len()), Vec::new());
    for id in ids {
        let Some(row) = seen.iter().find(|row| row.id == *id) else {
            outcomes.push(Outcome::missing(*id));
            continue;
        };
        let refused = match rows.remove(id) {
            None => Some(Refused::Forbidden("you may see this account, but not give it away")),
            Some(_) if !customers::commands::may_give_away(tx.actor(), row.owner_id) => {
                Some(Refused::Forbidden("you may see this account, but not give it away"))
            }
            Some(_) if row.trashed_at.is_some() => {
                Some(Refused::Conflict(Refusal::new("trashed", "This account is in the trash; take it out first.")))
            }
            Some(_) if row.pool_id == Some(pool.id) => {
                Some(Refused::Conflict(Refusal::new("in_pool_already", "This account lies in that pool already.")))
            }
            Some(cleared) => {
                put.push(cleared);
                None
            }
        };
        outcomes.push(Outcome { refused, ..Outcome::done(row) });
    }
    let how = |row: &account::Model| if row.owner_id == me { "returned" } else { "put_in" };
    let (pool_id, reason) = (pool.id, why.clone());
    let into = |row: &account::Model| json!({"how": how(row), "pool": pool_id, "why": reason, "note": note});
    let rows = customers::commands::put_into_pool(tx, put, pool.id, &why, into).await?;
    forget_warnings(tx, &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    Ok(outcomes)
}

/// Whoever was warned of these accounts has no longer to fear for them.
pub(super) async fn forget_warnings(tx: &Tx, accounts: &[Uuid]) -> Result<()> {
    for chunk in guanxi_kernel::db::batches(accounts) {
        let sql = format!("DELETE FROM pool_warnings WHERE workspace_id = ? AND account_id IN ({})", vec!["?"; chunk.len()].join(", "));
        let values = std::iter::once(tx.actor().workspace).chain(chunk.iter().copied()).map(Into::into).collect();
        tx.reader().source().execute_raw(tx.reader().dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

/// Opens an account where it lies: telephone and address are seen, and that they were is kept. Opening it again on the same
/// day does not count.
pub async fn open(tx: &mut Tx, id: Id<PooledAccount>) -> Result<Recorded<OpenedAccount>> {
    let row = tx.reader().get(id).await?;
    let me = tx.actor().user().ok_or(Error::Unauthenticated)?;
    let pool = tx.reader().in_workspace::<Pool>().with_id(row.pool_id.unwrap_or_default()).one().await?.ok_or(Error::NotFound)?;
    alone(tx, me).await?;
    let limits = queries::limits(tx.reader(), &pool).await?;
    let mut used = queries::used(tx.reader()).await?.remove(&pool.id).unwrap_or_default();
    if !queries::has_viewed(tx.reader(), row.id).await? {
        may_view(&limits, &used).map_err(|Refusal { code, detail }| Error::conflict(code, detail))?;
        note_uses(tx, me, "viewed", tx.today(), &[(row.id, pool.id)]).await?;
        used.viewed_today += 1;
    }
    let event = Event::new("account.opened_in_pool", "account", row.id).about(Some(row.id)).with(json!({"pool": pool.id}));
    let opened = queries::opened(tx.reader(), row, &pool, used, limits).await?;
    Ok(tx.record(event, opened))
}

/// Keeps every rule from taking an account from its owner until a day.
pub async fn protect(tx: &mut Tx, id: Id<Account>, input: Protect) -> Result<Recorded<()>> {
    let row = to_protect(tx, id).await?;
    let mut check = Check::new();
    let why = check.required("/why", &input.why, 200);
    let latest = tx.today() + chrono::Months::new(12 * MOST_YEARS);
    if !(tx.today()..=latest).contains(&input.until) {
        let detail = format!("Choose a day from today on, at most {MOST_YEARS} years from now.");
        check.wrong("/until", "not_a_day_to_come", detail);
    }
    check.done()?;
    let done = customers::commands::protect(tx, row, Some((input.until, why))).await?;
    forget_warnings(tx, &[id.uuid()]).await?;
    Ok(done.map(drop))
}

/// Lets rules take an account from its owner again.
pub async fn unprotect(tx: &mut Tx, id: Id<Account>) -> Result<Recorded<()>> {
    let row = to_protect(tx, id).await?;
    Ok(customers::commands::protect(tx, row, None).await?.map(drop))
}

/// Who keeps pools says which accounts are left out of their rules.
async fn to_protect(tx: &mut Tx, id: Id<Account>) -> Result<Cleared<Account, Change>> {
    let row = customers::commands::to_change(tx, id).await?;
    if !tx.actor().may("pool", Action::Change) {
        return Err(Error::Forbidden("only who keeps a pool protects accounts from its rules".to_owned()));
    }
    Ok(row)
}
