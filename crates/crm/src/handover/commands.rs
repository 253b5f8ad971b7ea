//! Letting somebody go, and giving what they had to those who go on with it.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::Action,
    check::{Check, too_many},
    db::{Reader, Recorded, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
    job::{NewJob, Queued},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    AT_ONCE, VISITS_PER_DAY,
    api::{Exception, HandOver, HandOverPreview, Heir, Holdings},
    rules::{next_of, shares, visit_on},
};
use crate::{
    contacts,
    customers::{self, commands::Heirs},
    interactions,
    interactions::commands::Visit,
    staff::{self, tables::User},
    territories::{self, queries::Dealer},
    words::Words,
};

/// Rows that change hands together: a fraction of a second, in which others who write wait on SQLite.
const CHUNK: u64 = 500;
/// The most colleagues over whom accounts are spread.
const MOST_AMONG: usize = 50;
/// How many accounts are held against the territories for a preview.
const LOOKED_AT: u64 = 10_000;
/// The most accounts that are chosen one by one.
const MOST_CHOSEN: usize = 500;

/// From whom to whom.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) from: Uuid,
    /// Whoever takes what nobody else takes.
    pub(super) to: Uuid,
    #[serde(default)]
    among: Vec<Uuid>,
    #[serde(default)]
    exceptions: Vec<Exception>,
    #[serde(default)]
    by_territory: bool,
    #[serde(default)]
    visits: bool,
    /// What was done together with the end of the access.
    #[serde(default)]
    pub(super) begun: Option<Progress>,
}

/// How far a hand-over has come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Progress {
    pub(super) step: Step,
    pub(super) accounts: u64,
    pub(super) contacts: u64,
    pub(super) tasks: u64,
    /// How many there were when the work began.
    pub(super) total: u64,
    /// How many accounts each has taken, those chosen for them too.
    pub(super) taken: BTreeMap<Uuid, u64>,
    /// How many each has got of those that are spread.
    pub(super) spread: BTreeMap<Uuid, u64>,
}

/// What changes hands, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    #[default]
    Accounts,
    Contacts,
    Tasks,
    Teams,
}

impl Progress {
    /// How much is done.
    pub(super) fn done(&self) -> i64 {
        i64::try_from(self.accounts + self.contacts + self.tasks).unwrap_or(i64::MAX)
    }

    /// The same for people.
    pub(super) fn counts(&self) -> Value {
        json!({"accounts": self.accounts, "contacts": self.contacts, "tasks": self.tasks})
    }
}

impl Holdings {
    /// What changes hands.
    pub(super) const fn total(&self) -> u64 {
        self.accounts + self.contacts + self.tasks
    }
}

/// Ends a user's access at once, so that nothing new lands with them, and hands over what they had: in the same transaction,
/// unless it is very much. A job does what is left, and tells those who have taken something.
pub async fn deactivate(tx: &mut Tx, user: Id<User>, input: HandOver) -> Result<Recorded<Queued>> {
    tx.reader().get(user).await?;
    let mut plan = checked(tx.reader(), user, input).await?;
    // What is left behind is of every kind.
    tx.actor().in_full()?;
    staff::commands::deactivate(tx, user).await?;
    let had = holdings(tx.reader(), plan.from).await?;
    if had.total() <= AT_ONCE.get(tx.reader()).await?.unsigned_abs() {
        let mut progress = Progress { total: had.total(), ..Progress::default() };
        while !go_on(tx, &plan, &mut progress).await? {}
        plan.begun = Some(progress);
    }
    queue(tx, &plan, "user.deactivated")
}

/// Queues the hand-over of somebody who has left and still has something: because the first was stopped, or went to the
/// wrong successor who has left as well.
pub async fn hand_over(tx: &mut Tx, user: Id<User>, input: HandOver) -> Result<Recorded<Queued>> {
    refuse_others(tx.reader())?;
    if tx.reader().get(user).await?.active {
        return Err(still_active());
    }
    let plan = checked(tx.reader(), user, input).await?;
    queue(tx, &plan, "user.hand_over_asked")
}

fn refuse_others(reader: &Reader) -> Result<()> {
    if reader.actor().may("user", Action::Create) {
        return Ok(());
    }
    Err(Error::Forbidden("only administrators hand over what a colleague has left".to_owned()))
}

fn still_active() -> Error {
    Error::conflict("user_active", "This user is active; what somebody has is handed over when they are deactivated.")
}

/// Who takes what, if all of them may.
async fn checked(reader: &Reader, user: Id<User>, input: HandOver) -> Result<Plan> {
    let from = user.uuid();
    let mut among: Vec<Uuid> = Vec::new();
    for each in input.among {
        if !among.contains(&each) {
            among.push(each);
        }
    }
    let chosen: usize = input.exceptions.iter().map(|exception| exception.account_ids.len()).sum();
    let mut check = Check::new();
    if among.len() > MOST_AMONG {
        check.add(too_many("/among", MOST_AMONG));
    }
    if chosen > MOST_CHOSEN || input.exceptions.len() > MOST_CHOSEN {
        check.add(too_many("/exceptions", MOST_CHOSEN));
    }
    check.done()?;
    let mut check = Check::new();
    let named = [input.successor_id].into_iter().chain(among.iter().copied()).chain(input.exceptions.iter().map(|each| each.to_id));
    let active = staff::queries::active_among(reader, named.collect()).await?;
    let may_take = |each: &Uuid| *each != from && active.contains(each);
    if !may_take(&input.successor_id) {
        check.wrong("/successor_id", "not_found", "Choose an active colleague who takes everything over.");
    }
    if !among.iter().all(may_take) {
        check.wrong("/among", "not_found", "Choose active colleagues.");
    }
    for (n, exception) in input.exceptions.iter().enumerate() {
        if !may_take(&exception.to_id) {
            check.wrong(&format!("/exceptions/{n}/to_id"), "not_found", "Choose an active colleague.");
        }
    }
    check.done()?;
    Ok(Plan {
        from,
        to: input.successor_id,
        among,
        exceptions: input.exceptions,
        by_territory: input.by_territory,
        visits: input.visits,
        begun: None,
    })
}

fn queue(tx: &mut Tx, plan: &Plan, event: &'static str) -> Result<Recorded<Queued>> {
    tx.actor().in_full()?;
    let id = tx.queue(NewJob::new("handover.run", serde_json::to_value(plan)?).on_behalf_of(tx.actor().user()));
    let mut facts = plan.begun.as_ref().map_or_else(|| json!({}), Progress::counts);
    facts["successor"] = json!(plan.to);
    facts["among"] = json!(plan.among);
    let event = Event::new(event, "user", plan.from).owned_by(Some(plan.from)).with(facts);
    Ok(tx.record(event, Queued { id }))
}

/// What a user has that a successor would take over.
pub async fn holdings(reader: &Reader, user: Uuid) -> Result<Holdings> {
    Ok(Holdings {
        accounts: customers::queries::owned(reader, user).await?,
        contacts: contacts::queries::owned(reader, user).await?,
        tasks: interactions::queries::open_tasks_of(reader, user).await?,
        teams: customers::team::queries::of_user(reader, user).await?,
    })
}

/// What a hand-over would do: the same dealing, with nothing written.
pub async fn preview(reader: &Reader, user: Id<User>, input: HandOver) -> Result<HandOverPreview> {
    reader.get(user).await?;
    refuse_others(reader)?;
    let plan = checked(reader, user, input).await?;
    let holdings = holdings(reader, plan.from).await?;
    let chosen = plan.chosen(&plan.heirs(reader).await?);
    let chosen = customers::queries::owned_among(reader, plan.from, chosen).await?;
    let mut taken: BTreeMap<Uuid, u64> = BTreeMap::new();
    for to in chosen.values() {
        *taken.entry(*to).or_default() += 1;
    }
    let fitting = if plan.by_territory { fitting(reader, &plan, &chosen).await? } else { BTreeMap::new() };
    for to in fitting.values() {
        *taken.entry(*to).or_default() += 1;
    }
    let rest = holdings.accounts.saturating_sub((chosen.len() + fitting.len()) as u64);
    let among = if plan.among.is_empty() { std::slice::from_ref(&plan.to) } else { &plan.among };
    for (to, accounts) in shares(among, rest) {
        *taken.entry(to).or_default() += accounts;
    }
    let names = staff::queries::names(reader, taken.keys().copied().collect()).await?;
    let per_day = VISITS_PER_DAY.get(reader).await?.unsigned_abs();
    let last = |accounts: u64| plan.visits.then(|| visit_on(reader.today(), accounts - 1, per_day));
    let mut heirs: Vec<Heir> = names
        .into_iter()
        .filter_map(|user| taken.get(&user.id).map(|accounts| Heir { user, accounts: *accounts, last_visit_on: last(*accounts) }))
        .collect();
    heirs.sort_by(|a, b| b.accounts.cmp(&a.accounts).then_with(|| a.user.name.cmp(&b.user.name)));
    let at_once = holdings.total() <= AT_ONCE.get(reader).await?.unsigned_abs();
    Ok(HandOverPreview { holdings, at_once, heirs })
}

/// The accounts that fit a territory, each with who would take it; of very many, those that come first.
async fn fitting(reader: &Reader, plan: &Plan, chosen: &BTreeMap<Uuid, Uuid>) -> Result<BTreeMap<Uuid, Uuid>> {
    let left = customers::queries::to_hand_over(reader, plan.from, LOOKED_AT).await?;
    let left: Vec<Uuid> = left.into_iter().map(|account| account.id).filter(|account| !chosen.contains_key(account)).collect();
    let mut dealer = Dealer::look_up(reader, Some(plan.from)).await?;
    let given = dealer.deal(reader, &left).await?;
    Ok(given.into_iter().map(|(account, given)| (account, given.to)).collect())
}

impl Plan {
    /// Those who are named and still work here.
    async fn heirs(&self, reader: &Reader) -> Result<BTreeSet<Uuid>> {
        let named = self.among.iter().copied().chain(self.exceptions.iter().map(|each| each.to_id)).chain([self.to]);
        staff::queries::active_among(reader, named.collect()).await
    }

    /// The accounts that are chosen one by one, each with who takes it. What is named twice goes where it is named first.
    fn chosen(&self, heirs: &BTreeSet<Uuid>) -> BTreeMap<Uuid, Uuid> {
        let mut chosen = BTreeMap::new();
        for exception in self.exceptions.iter().filter(|exception| heirs.contains(&exception.to_id)) {
            for account in &exception.account_ids {
                chosen.entry(*account).or_insert(exception.to_id);
            }
        }
        chosen
    }
}

/// Hands a chunk over. Says whether nothing is left.
pub(super) async fn go_on(tx: &mut Tx, plan: &Plan, progress: &mut Progress) -> Result<bool> {
    // Of two hand-overs at the same moment one waits: whoever takes over in one may be the leaver of the other.
    tx.alone("hand-over").await?;
    // Whoever came back keeps the rest, and whoever left meanwhile gets nothing more.
    if staff::queries::is_active(tx.reader(), plan.from).await? {
        return Err(still_active());
    }
    let mut heirs = plan.heirs(tx.reader()).await?;
    if !heirs.contains(&plan.to) {
        return Err(Error::conflict("successor_left", "The successor has been deactivated; choose another one for the rest."));
    }
    heirs.extend(progress.taken.keys());
    let moved = match progress.step {
        Step::Accounts => accounts(tx, plan, &heirs, progress).await?,
        Step::Contacts => contacts::commands::hand_over(tx, plan.from, &Heirs::new(plan.to, heirs), CHUNK).await?,
        Step::Tasks => interactions::commands::hand_over_tasks(tx, plan.from, &Heirs::new(plan.to, heirs), CHUNK).await?,
        Step::Teams => customers::team::commands::leave(tx, plan.from, CHUNK).await? as u64,
    };
    match progress.step {
        Step::Accounts => progress.accounts += moved,
        Step::Contacts => progress.contacts += moved,
        Step::Tasks => progress.tasks += moved,
        Step::Teams => {}
    }
    if moved > 0 {
        return Ok(false);
    }
    let (next, is_over) = match progress.step {
        Step::Accounts => (Step::Contacts, false),
        Step::Contacts => (Step::Tasks, false),
        Step::Tasks => (Step::Teams, false),
        // What was given to the leaver while the access ended is found by whoever looks once more.
        Step::Teams => (Step::Accounts, true),
    };
    progress.step = next;
    Ok(is_over)
}

/// Hands the largest of the accounts that are left over, and plans the visits.
async fn accounts(tx: &mut Tx, plan: &Plan, heirs: &BTreeSet<Uuid>, progress: &mut Progress) -> Result<u64> {
    let left = customers::queries::to_hand_over(tx.reader(), plan.from, CHUNK).await?;
    let chosen = plan.chosen(heirs);
    let among: Vec<Uuid> = plan.among.iter().copied().filter(|each| heirs.contains(each)).collect();
    let rest: Vec<Uuid> = left.iter().map(|account| account.id).filter(|account| !chosen.contains_key(account)).collect();
    let fitting = if plan.by_territory { territories::commands::deal(tx, &rest).await? } else { BTreeMap::new() };
    let per_day = VISITS_PER_DAY.get(tx.reader()).await?.unsigned_abs();
    let (mut gifts, mut visits) = (Vec::with_capacity(left.len()), Vec::new());
    for account in left {
        let named = chosen.get(&account.id).copied().or_else(|| fitting.get(&account.id).map(|given| given.to));
        let to = named.unwrap_or_else(|| {
            let next = next_of(&among, &progress.spread).unwrap_or(plan.to);
            *progress.spread.entry(next).or_default() += 1;
            next
        });
        let before = progress.taken.entry(to).or_default();
        if plan.visits && !account.is_trashed {
            visits.push(Visit { account: account.id, assignee: to, due_on: visit_on(tx.today(), *before, per_day) });
        }
        *before += 1;
        gifts.push((account.id, to));
    }
    let moved = customers::commands::hand_over(tx, plan.from, &gifts).await?;
    visits.retain(|visit| moved.contains(&visit.account));
    let leaver = staff::queries::name(tx.reader(), Some(plan.from)).await?.map(|leaver| leaver.name).unwrap_or_default();
    let words = Words::of(&staff::queries::locale(tx.reader()).await?);
    let subject = words.say("handover:visit", &[]);
    let note = words.say("handover:visit_note", &[("name", &leaver)]);
    interactions::commands::plan_visits(tx, &visits, &subject, &note).await?;
    Ok(moved.len() as u64)
}

/// Tells those who have taken something over; the successor hears of the contacts and the tasks, too.
pub(super) async fn tell(tx: &mut Tx, plan: &Plan, progress: &Progress) -> Result<()> {
    let name = staff::queries::name(tx.reader(), Some(plan.from)).await?.map(|leaver| leaver.name);
    let people: BTreeSet<Uuid> = progress.taken.keys().copied().chain([plan.to]).collect();
    for user in people {
        let accounts = progress.taken.get(&user).copied().unwrap_or_default();
        let (mut data, mut text) = (json!({"from": name, "accounts": accounts}), "took_over");
        if user == plan.to {
            data["contacts"] = json!(progress.contacts);
            data["tasks"] = json!(progress.tasks);
            text = "handed_over";
        }
        interactions::commands::notify(tx, user, text, "user", plan.from, None, &data).await?;
    }
    Ok(())
}
