//! What is to be done: the next steps agreed with customers, so that every salesperson has
//! something overdue, something for today and something for the week.

use chrono::{NaiveDate, TimeDelta};

use super::rng::Rng;
use super::{DAYS, Dataset, SALESPEOPLE, Task, at, contacts, day};
use crate::demo::season;

/// Of a thousand steps that are done, so many were written down as tasks.
const RECORDED: i64 = 250;
/// Days from today, and how many tasks every salesperson has between them at least.
const AT_LEAST: &[(i64, i64, usize)] = &[(-9, -1, 2), (0, 0, 2), (1, 6, 3)];

/// Adds the tasks, sorted by time of creation.
pub(super) fn add(data: &mut Dataset, seed: u64, today: NaiveDate) {
    let mut rng = Rng::part(seed, 5);
    let steps = data.interactions.iter().enumerate();
    let mut tasks: Vec<Task> = steps.filter_map(|(index, _)| from_step(&mut rng, data, index)).collect();
    for user in SALESPEOPLE {
        for &(from, until, least) in AT_LEAST {
            let window = today + TimeDelta::days(from)..=today + TimeDelta::days(until);
            let open = |task: &&Task| task.assignee == user && task.done_at.is_none() && window.contains(&task.due);
            let there = tasks.iter().filter(open).count();
            for _ in there..least {
                let due = today + TimeDelta::days(rng.range(from, until));
                tasks.extend(own_task(&mut rng, data, user, due, today));
            }
        }
    }
    tasks.sort_by_key(|task| (task.created_at, task.account));
    data.tasks = tasks;
}

fn from_step(rng: &mut Rng, data: &Dataset, index: usize) -> Option<Task> {
    let interaction = &data.interactions[index];
    let step = interaction.next_step.as_ref()?;
    if step.done && !rng.permille(RECORDED) {
        return None;
    }
    let began = interaction.at.date();
    let early = rng.range(0, (step.due - began).num_days().min(2));
    let done_on = season::workday_from(began + TimeDelta::days(1)).max(step.due - TimeDelta::days(early));
    let done_at = step.done.then(|| at(done_on.min(step.due), 18 * 60 + rng.range(0, 59)));
    Some(Task {
        title: step.text.clone(),
        account: interaction.account,
        contact: Some(interaction.contact),
        assignee: data.accounts[interaction.account].owner,
        interaction: Some(index),
        created_at: interaction.at,
        due: step.due,
        done_at,
    })
}

/// A task of the salesperson's own making, for one of the larger customers.
fn own_task(rng: &mut Rng, data: &Dataset, user: usize, due: NaiveDate, today: NaiveDate) -> Option<Task> {
    let own: Vec<usize> =
        (0..data.accounts.len()).filter(|index| data.accounts[*index].owner == user && data.accounts[*index].closed_on.is_none()).collect();
    let account = *own.get(rng.below(own.len().max(1)))?;
    let contact = *contacts::by_account(data)[account].first()?;
    let called = &data.contacts[contact].called;
    let text = rng.pick(&["上门看货架", "确认补货", "送样品", "对账", "谈陈列"]);
    let created = day(today, DAYS - rng.range(10, 14));
    Some(Task {
        title: format!("{text}({called})"),
        account,
        contact: Some(contact),
        assignee: user,
        interaction: None,
        created_at: at(created, 17 * 60 + rng.range(0, 59)),
        due,
        done_at: None,
    })
}
