//! Writing a generated year through the commands of the capabilities it belongs to.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use guanxi_kernel::{
    check::Check,
    clock::NEVER,
    db::Tx,
    error::{Error, Result},
};
use sea_orm::{ConnectionTrait, Set};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::{
    catalogue::{self, rules::Wanted},
    contacts::{self, commands::NewLink},
    customers::{self, tables::relation},
    demo::{
        generate::{self, Dataset, HelpKind, Order, OrderKind, OrderLine, Outcome, Subject, UserRole},
        queries,
    },
    interactions::{
        self,
        commands::NewRow,
        tables::{comment, interaction, task},
    },
    orders::{
        self,
        tables::{line, order},
    },
    staff::{self, commands::NewColleague},
};

const SEED: u64 = 20_261_122;
/// Half an hour of pitch comes this long after the hands were lent.
const PITCH_AFTER: TimeDelta = TimeDelta::minutes(15);

/// Orders, or interactions, written in one transaction: a fraction of a second.
const CHUNK: usize = 2000;

/// What is written next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    People,
    Orders,
    Interactions,
    Tasks,
}

/// How far the loading is: enough to go on after the process has died.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::demo) struct Loading {
    /// The day on which the year ends: the same to the end, even if it is past midnight by then.
    today: NaiveDate,
    /// The id of the first interaction. The others count on from it, so that tasks find theirs.
    first_interaction: Uuid,
    stage: Stage,
    /// Rows of this stage that are written.
    at: usize,
}

/// What a chunk of the loading made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::demo) enum Made {
    /// It goes on from here.
    Until(Loading),
    /// Nothing is left to do.
    All,
}

impl Loading {
    /// The beginning of a year that ends on a day.
    pub(in crate::demo) fn begin(today: NaiveDate) -> Self {
        Self { today, first_interaction: Uuid::now_v7(), stage: Stage::People, at: 0 }
    }

    /// The year, always the same.
    pub(in crate::demo) fn data(&self) -> Dataset {
        generate::generate(SEED, self.today)
    }

    fn interaction(&self, n: usize) -> Uuid {
        Uuid::from_u128(self.first_interaction.as_u128().wrapping_add(n as u128))
    }

    fn next(&self, written: usize, of: usize, then: Stage) -> Self {
        let (stage, at) = if written < of { (self.stage, written) } else { (then, 0) };
        Self { stage, at, ..self.clone() }
    }

    /// How many rows are written when this chunk is, and of how many.
    pub(in crate::demo) fn progress(&self, data: &Dataset, all: bool) -> (i64, i64) {
        let (people, orders, said) = (data.accounts.len() + data.contacts.len(), data.orders.len(), data.interactions.len());
        let total = people + orders + said + data.tasks.len() + data.comments.len();
        let done = match self.stage {
            _ if all => total,
            Stage::People => people,
            Stage::Orders => people + orders.min(self.at + CHUNK),
            Stage::Interactions => people + orders + said.min(self.at + CHUNK),
            Stage::Tasks => total,
        };
        (i64::try_from(done).unwrap_or(i64::MAX), i64::try_from(total).unwrap_or(i64::MAX))
    }
}

/// How much there is of each kind.
pub(in crate::demo) fn counts(data: &Dataset) -> serde_json::Value {
    json!({"accounts": data.accounts.len(), "contacts": data.contacts.len(), "orders": data.orders.len(),
        "interactions": data.interactions.len(), "tasks": data.tasks.len()})
}

/// The ids that the indices of a data set stand for.
pub(super) struct Ids {
    pub(super) users: Vec<Uuid>,
    pub(super) accounts: Vec<Uuid>,
    contacts: Vec<Uuid>,
}

/// Writes the next chunk of the year.
pub(in crate::demo) async fn load(tx: &mut Tx, data: &Dataset, from: &Loading) -> Result<Made> {
    if from.stage == Stage::People {
        if queries::is_loaded(tx.reader()).await? {
            return Err(Error::conflict("demo_loaded", "The demo data are loaded already."));
        }
        let users = write_people(tx, data).await?;
        let accounts = write_accounts(tx, data, &users).await?;
        write_contacts(tx, data, &users, &accounts).await?;
        write_products(tx, data).await?;
        return Ok(Made::Until(from.next(0, 0, Stage::Orders)));
    }
    let reader = tx.reader();
    let ids = Ids {
        users: queries::records(reader, "user").await?,
        accounts: queries::records(reader, "account").await?,
        contacts: queries::records(reader, "contact").await?,
    };
    let until = from.at + CHUNK;
    match from.stage {
        Stage::People | Stage::Orders => {
            let until = until.min(data.orders.len());
            write_orders(tx, data, &ids, from.at..until).await?;
            if until == data.orders.len() {
                orders::commands::refresh(tx, &ids.accounts).await?;
            }
            Ok(Made::Until(from.next(until, data.orders.len(), Stage::Interactions)))
        }
        Stage::Interactions => {
            let until = until.min(data.interactions.len());
            let rows = (from.at..until).map(|n| NewRow::Interaction(Box::new(interaction_row(tx, data, &ids, from, n)))).collect();
            interactions::commands::insert_many(tx, rows).await?;
            Ok(Made::Until(from.next(until, data.interactions.len(), Stage::Tasks)))
        }
        Stage::Tasks => {
            write_tasks(tx, data, &ids, from).await?;
            super::scorings::write(tx, data, &ids).await?;
            let bounds = customers::commands::bounds(tx.reader()).await?;
            customers::commands::classify(tx, bounds, Uuid::nil(), 1_000_000).await?;
            Ok(Made::All)
        }
    }
}

/// Remembers what is demo data, so that it can be told from the rest.
async fn keep(tx: &Tx, kind: &str, ids: &[Uuid]) -> Result<()> {
    let reader = tx.reader();
    for chunk in ids.chunks(500) {
        let places = vec!["(?, ?, ?)"; chunk.len()].join(", ");
        let sql = format!("INSERT INTO demo_records (workspace_id, kind, record_id) VALUES {places}");
        let values = chunk.iter().flat_map(|id| [reader.actor().workspace.into(), kind.into(), (*id).into()]).collect();
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

/// A local time of the workspace as an instant.
pub(super) fn instant(tx: &Tx, local: NaiveDateTime) -> DateTime<Utc> {
    let zone = tx.actor().zone;
    zone.from_local_datetime(&local).earliest().map_or_else(
        || (local - TimeDelta::seconds(i64::from(zone.offset_from_utc_datetime(&local).fix().local_minus_utc()))).and_utc(),
        |at| at.with_timezone(&Utc),
    )
}

async fn write_people(tx: &mut Tx, data: &Dataset) -> Result<Vec<Uuid>> {
    let teams = staff::commands::insert_teams(tx, data.teams.iter().map(|team| team.name.to_owned()).collect()).await?;
    keep(tx, "org_unit", &teams).await?;
    let people = data.users.iter().map(|person| NewColleague {
        name: person.name.to_owned(),
        email: person.email.to_owned(),
        team: person.team.map(|team| teams[team]),
        role: match person.role {
            UserRole::Manager => "manager",
            UserRole::Salesperson => "salesperson",
            UserRole::Clerk => "credit_clerk",
        },
    });
    let people = people.collect();
    let ids = staff::commands::insert_people(tx, people).await?;
    keep(tx, "user", &ids).await?;
    Ok(ids)
}

async fn write_accounts(tx: &mut Tx, data: &Dataset, users: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut rows = Vec::new();
    for (n, account) in data.accounts.iter().enumerate() {
        let input = customers::api::NewAccount {
            name: account.name.clone(),
            number: Some(format!("DEMO-{:04}", n + 1)),
            kind: Some("organisation".to_owned()),
            channel_kind: Some(account.channel.code().to_owned()),
            credit_code: account.credit_code.clone(),
            region: Some(format!("{}{}{}", account.province, account.city, account.district)),
            address: Some(account.address.clone()),
            phone: Some(account.phone.clone()),
            ownership_form: Some(account.ownership.code().to_owned()),
            market_position: Some(account.market_position.code().to_owned()),
            credit_grade: Some(account.credit_grade.code().to_owned()),
            remark: Some(account.remark.clone()),
            owner_id: Some(users[account.owner]),
            cooperating_since: Some(account.first_cooperation),
            tags: account.tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..Default::default()
        };
        let mut check = Check::new();
        let (mut row, tags) = customers::commands::check_new(&mut check, input, None);
        check.done()?;
        // Entered when the cooperation began, or at the beginning of the year.
        let entered = account.first_cooperation.max(tx.today() - chrono::Days::new(365)).min(tx.today());
        row.created_at = Set(instant(tx, entered.and_hms_opt(9, 0, 0).unwrap_or_default()).min(tx.now()));
        rows.push((row, tags));
    }
    let ids = customers::commands::insert_many(tx, rows).await?;
    keep(tx, "account", &ids).await?;
    let relations = data.relations.iter().map(|known| relation::ActiveModel {
        from_id: Set(ids[known.from]),
        to_id: Set(ids[known.to]),
        kind: Set(known.kind.code().to_owned()),
        since: Set(NEVER),
        until: Set(NEVER),
        ..Default::default()
    });
    let relations: Vec<_> = relations.collect();
    customers::commands::insert_relations(tx, relations).await?;
    Ok(ids)
}

async fn write_contacts(tx: &mut Tx, data: &Dataset, users: &[Uuid], accounts: &[Uuid]) -> Result<()> {
    let mut rows = Vec::new();
    for (n, person) in data.contacts.iter().enumerate() {
        let mut links: Vec<_> = data.account_contacts.iter().filter(|link| link.contact == n).collect();
        links.sort_by_key(|link| !link.primary);
        let birthday = person.birthday.map(|day| contacts::api::Birthday {
            calendar: if day.lunar { "lunar" } else { "solar" }.to_owned(),
            year: Some(i64::from(day.year)),
            month: i64::from(day.month),
            day: i64::from(day.day),
            leap: false,
        });
        let input = contacts::api::NewContact {
            name: person.name.clone(),
            gender: Some(person.gender.code().to_owned()),
            mobile: Some(person.mobile.clone()),
            email: person.email.clone(),
            wechat: person.wechat.clone(),
            birthday,
            is_consumer: links.is_empty(),
            remark: Some(person.remark.to_owned()),
            owner_id: links.first().map(|link| users[data.accounts[link.account].owner]),
            ..Default::default()
        };
        let mut check = Check::new();
        let row = contacts::commands::check_new(&mut check, input, None);
        check.done()?;
        let links = links
            .into_iter()
            .map(|link| NewLink {
                account: accounts[link.account],
                account_owner: Some(users[data.accounts[link.account].owner]),
                roles: link.roles.iter().map(|role| role.code().to_owned()).collect(),
                title: None,
            })
            .collect();
        rows.push((row, links));
    }
    let ids = contacts::commands::insert_many(tx, rows).await?;
    keep(tx, "contact", &ids).await
}

async fn write_products(tx: &mut Tx, data: &Dataset) -> Result<()> {
    let leave = tx.to_create()?;
    let wanted = data.products.iter().map(|product| Wanted {
        name: product.name.to_owned(),
        sku: Some(product.sku.to_owned()),
        family: Some(product.family.to_owned()),
    });
    let made = catalogue::commands::register(tx, &leave, wanted).await?;
    keep(tx, "product", &made).await
}

async fn write_orders(tx: &mut Tx, data: &Dataset, ids: &Ids, which: Range<usize>) -> Result<()> {
    let mut rows = Vec::new();
    for entry in &data.orders[which] {
        let lines: Vec<line::Model> = entry
            .lines
            .iter()
            .enumerate()
            .map(|(n, bought)| {
                let product = &data.products[bought.product];
                line::Model {
                    workspace_id: Uuid::nil(),
                    order_id: Uuid::nil(),
                    n: i64::try_from(n).unwrap_or(i64::MAX),
                    product: product.name.to_owned(),
                    sku: Some(product.sku.to_owned()),
                    quantity: bought.quantity.abs(),
                    price_minor: bought.price_fen.abs(),
                    net_minor: bought.amount_fen,
                    promotion: bought.promotion,
                    consumer_id: None,
                }
            })
            .collect();
        let row = order::ActiveModel {
            number: Set(Some(format!("DEMO-{}", entry.number))),
            source: Set(None),
            external_id: Set(None),
            import_id: Set(None),
            kind: Set(entry.kind.code().to_owned()),
            account_id: Set(ids.accounts[entry.account]),
            payer_id: Set(None),
            ordered_on: Set(entry.at.date()),
            net_minor: Set(entry.total_fen),
            quantity: Set(entry.lines.iter().map(|bought| bought.quantity.abs()).sum()),
            line_count: Set(i64::try_from(lines.len()).unwrap_or(i64::MAX)),
            remark: Set((!entry.remark.is_empty()).then(|| entry.remark.to_owned())),
            cost_minor: Set(Some(cost_of(data, entry))),
            created_at: Set(instant(tx, entry.at)),
            ..Default::default()
        };
        rows.push((row, lines));
    }
    orders::commands::insert_many(tx, rows).await?;
    Ok(())
}

/// Of the list price, the dealer pays so many per cent to the maker.
const COST_PERCENT: i64 = 78;

/// What the goods of an order cost; a credit moves none.
fn cost_of(data: &Dataset, entry: &Order) -> i64 {
    let cost = |bought: &OrderLine| bought.quantity * data.products[bought.product].price_fen * COST_PERCENT / 100;
    if entry.kind == OrderKind::Credit { 0 } else { entry.lines.iter().map(cost).sum() }
}

async fn write_tasks(tx: &mut Tx, data: &Dataset, ids: &Ids, from: &Loading) -> Result<()> {
    let mut rows = Vec::new();
    for given in &data.tasks {
        let created = instant(tx, given.created_at);
        rows.push(NewRow::Task(task::ActiveModel {
            created_at: Set(created),
            created_by: Set(Some(ids.users[given.assignee])),
            subject: Set(given.title.clone()),
            note: Set(None),
            priority: Set("normal".to_owned()),
            due_on: Set(given.due),
            account_id: Set(Some(ids.accounts[given.account])),
            contact_id: Set(given.contact.map(|contact| ids.contacts[contact])),
            assignee_id: Set(ids.users[given.assignee]),
            interaction_id: Set(given.interaction.map(|n| from.interaction(n))),
            state: Set(if given.done_at.is_some() { "done" } else { "open" }.to_owned()),
            done_at: Set(given.done_at.map(|at| instant(tx, at))),
            ..Default::default()
        }));
    }
    for said in &data.comments {
        let about = match said.about {
            Subject::Account(n) => n,
            Subject::Order(n) => data.orders[n].account,
            Subject::Interaction(n) => data.interactions[n].account,
        };
        rows.push(NewRow::Comment(comment::ActiveModel {
            created_at: Set(instant(tx, said.at)),
            created_by: Set(Some(ids.users[said.author])),
            account_id: Set(ids.accounts[about]),
            body: Set(said.body.clone()),
            mentions: Set(json!([])),
            ..Default::default()
        }));
    }
    interactions::commands::insert_many(tx, rows).await
}

fn interaction_row(tx: &Tx, data: &Dataset, ids: &Ids, from: &Loading, n: usize) -> interaction::ActiveModel {
    let said = &data.interactions[n];
    let at = instant(tx, said.at);
    let is_visit = said.channel.code() == "visit";
    let visit = said.visit.as_ref().filter(|_| is_visit).map(|visit| interactions::api::Visit {
        checked_in_at: Some(at),
        checked_out_at: Some(at + TimeDelta::minutes(said.minutes)),
        steps: ["prepare", "greet", "look_around", "present", "review"].map(str::to_owned).to_vec(),
        help: visit
            .help
            .iter()
            .map(|help| interactions::api::Help { kind: help_kind(help.kind).to_owned(), minutes: help.minutes, at })
            .collect(),
        pitch_started_at: visit.pitch.as_ref().map(|_| at + PITCH_AFTER),
        stock: visit
            .stock
            .iter()
            .map(|stock| interactions::api::Stock { product: data.products[stock.product].name.to_owned(), cases: stock.cases })
            .collect(),
        rivals: visit
            .rival_prices
            .iter()
            .map(|seen| interactions::api::Rival {
                name: data.rivals[seen.rival].name.to_owned(),
                price_minor: Some(seen.price_fen),
                display: None,
                promotion: None,
            })
            .collect(),
        ..interactions::api::Visit::default()
    });
    let date = |date: Option<NaiveDate>| date.unwrap_or(NEVER);
    interaction::ActiveModel {
        id: Set(from.interaction(n)),
        created_at: Set(at),
        created_by: Set(Some(ids.users[said.user])),
        account_id: Set(ids.accounts[said.account]),
        contact_id: Set(Some(ids.contacts[said.contact])),
        user_id: Set(Some(ids.users[said.user])),
        channel: Set(said.channel.code().to_owned()),
        direction: Set(if is_visit { "both" } else { said.direction.code() }.to_owned()),
        two_way: Set(said.two_way),
        purposes: Set(json!(said.purposes.iter().map(|purpose| purpose.code()).collect::<Vec<_>>())),
        at: Set(at),
        minutes: Set(said.minutes),
        body: Set(Some(said.body.clone())),
        outcome: Set(Some(outcome(said.outcome).to_owned())),
        promise_text: Set(said.promise.as_ref().map(|promise| promise.text.clone())),
        promise_due_on: Set(date(said.promise.as_ref().map(|promise| promise.due))),
        promise_state: Set(said.promise.as_ref().map(|promise| promise_state(promise.kept).to_owned())),
        episode_id: Set(None),
        promise_settled_at: Set(said.promise.as_ref().filter(|promise| promise.kept.is_some()).map(|promise| settled(tx, promise.due))),
        next_step_text: Set(said.next_step.as_ref().map(|step| step.text.clone())),
        next_step_on: Set(date(said.next_step.as_ref().map(|step| step.due))),
        task_id: Set(None),
        visit: Set(visit.map(|visit| json!(visit))),
        ..Default::default()
    }
}

fn promise_state(kept: Option<bool>) -> &'static str {
    match kept {
        None => "open",
        Some(true) => "kept",
        Some(false) => "broken",
    }
}

/// Promises are settled in the evening of their day.
fn settled(tx: &Tx, day: NaiveDate) -> DateTime<Utc> {
    instant(tx, day.and_hms_opt(18, 0, 0).unwrap_or_default())
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ordered => "ordered",
        Outcome::Interested => "interested",
        Outcome::Promised | Outcome::Problem => "follow_up",
        Outcome::Informed => "reached",
        Outcome::NoAnswer => "not_reached",
    }
}

fn help_kind(kind: HelpKind) -> &'static str {
    match kind {
        HelpKind::Unload => "unloading",
        HelpKind::Display | HelpKind::Shelve => "shelving",
        HelpKind::Clean => "cleaning",
        HelpKind::Serve => "serving",
        HelpKind::Advice => "information",
        HelpKind::StockTake => "other",
    }
}
