//! Background work of interactions.

use chrono::NaiveDate;
use guanxi_kernel::{
    bulk,
    error::Result,
    event::Event,
    job::{JobKind, Run, Schedule},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    REMIND_AT,
    commands::{self, Notice, Told},
    queries::{self, News},
    tables::Task,
};
use crate::{follows, staff};

/// Changes the tasks of a filter.
pub(super) const BULK_TASKS: JobKind = JobKind {
    name: "tasks.bulk",
    about: "Changes all tasks of a filter.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| Box::pin(bulk::run::<Task, _>(run, "tasks.bulk_changed", |tx, ids, asked| Box::pin(commands::bulk_tasks(tx, ids, asked)))),
};

/// Every day at the time that was chosen: tells each person how many tasks and promises are due.
pub(super) const REMIND: JobKind = JobKind {
    name: "tasks.remind",
    about: "Tells each person once a day how many tasks and promises are due.",
    max_attempts: 3,
    schedule: Some(Schedule::Daily(&REMIND_AT)),
    is_long: false,
    alone: None,
    run: |run| Box::pin(remind(run)),
};

/// After accounts got other owners, or were made for somebody: tells the owners.
pub(super) const TELL_GIVEN: JobKind = JobKind {
    name: "accounts.tell_given",
    about: "Tells people that accounts have been given to them, or made for them.",
    max_attempts: 3,
    schedule: None,
    is_long: false,
    alone: None,
    run: |run| Box::pin(tell_given(run)),
};

#[derive(Deserialize)]
struct Given {
    records: Vec<Uuid>,
    cause: Uuid,
}

async fn tell_given(run: Run) -> Result<Value> {
    // Told in one transaction: whoever takes the job up again after it has nothing more to tell.
    if !run.resumed.is_null() {
        return Ok(run.resumed);
    }
    let Given { records, cause } = run.payload()?;
    let mut tx = run.write().await?;
    let people = commands::tell_given(&mut tx, cause, &records).await?;
    let told = json!({"people": people});
    run.checkpoint(&mut tx, &told, i64::try_from(people).unwrap_or(i64::MAX), None).await?;
    let done = tx.record(Event::new("accounts.told_given", "account", run.id).with(told.clone()), told);
    tx.commit(done).await
}

/// After an account was shared with somebody: tells them.
pub(super) const TELL_SHARED: JobKind = JobKind {
    name: "accounts.tell_shared",
    about: "Tells people that accounts are shared with them.",
    max_attempts: 3,
    schedule: None,
    is_long: false,
    alone: None,
    run: |run| Box::pin(tell_shared(run)),
};

async fn tell_shared(run: Run) -> Result<Value> {
    if !run.resumed.is_null() {
        return Ok(run.resumed);
    }
    let Given { records, cause } = run.payload()?;
    let mut tx = run.write().await?;
    let people = commands::tell_shared(&mut tx, cause, &records).await?;
    let told = json!({"people": people});
    run.checkpoint(&mut tx, &told, i64::try_from(people).unwrap_or(i64::MAX), None).await?;
    let done = tx.record(Event::new("accounts.told_shared", "account", run.id).with(told.clone()), told);
    tx.commit(done).await
}

/// After something happened to records: tells those who follow them, and lets people follow what concerns them now.
pub(super) const TELL_FOLLOWERS: JobKind = JobKind {
    name: "followers.tell",
    about: "Tells those who follow customers and contacts of what happened to them.",
    max_attempts: 3,
    schedule: None,
    is_long: false,
    alone: None,
    run: |run| Box::pin(tell_followers(run)),
};

/// People who are told of what they follow in one transaction.
const FOLLOWERS_AT_ONCE: usize = 100;

#[derive(Default, Serialize, Deserialize)]
struct Telling {
    after: Uuid,
    people: usize,
}

async fn tell_followers(run: Run) -> Result<Value> {
    let Given { records, cause } = run.payload()?;
    let news = queries::news(&run.read(), cause, &records).await?;
    let by = staff::queries::name(&run.read(), run.actor.user()).await?;
    let mut progress: Telling = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    // In the order of the ids, so that whoever goes on after a crash tells nobody twice.
    let mut followers = news.followers(&run.read()).await?.split_off(&progress.after);
    followers.remove(&progress.after);
    for people in followers.into_iter().collect::<Vec<Told>>().chunks(FOLLOWERS_AT_ONCE) {
        let told = who_see(&run, &news, people).await?;
        progress.people += told.len();
        progress.after = people.last().map_or(progress.after, |(user, _)| *user);
        let mut tx = run.write().await?;
        commands::tell_followers(&mut tx, cause, by.as_ref(), &news, &told).await?;
        run.checkpoint(&mut tx, &json!(progress), i64::try_from(progress.people).unwrap_or(i64::MAX), None).await?;
        let done = tx.record(Event::new("followers.told", "follow", run.id).with(json!({"people": told.len()})), ());
        tx.commit(done).await?;
    }
    let begun = follow_by_itself(&run, &news).await?;
    Ok(json!({"people": progress.people, "begun": begun}))
}

/// Those of some people who see what they follow, with what they see of it: each is asked as who they are now.
async fn who_see(run: &Run, news: &News, people: &[Told]) -> Result<Vec<Told>> {
    let mut told = Vec::new();
    for (user, records) in people {
        let theirs = run.app.actor_for_job(run.actor.workspace, Some(*user), run.id).await?;
        let seen = news.seen(&run.app.db().read(&theirs), records).await?;
        if !seen.is_empty() {
            told.push((*user, seen));
        }
    }
    Ok(told)
}

async fn follow_by_itself(run: &Run, news: &News) -> Result<u64> {
    let to_follow = news.to_follow(&run.read()).await?;
    if to_follow.is_empty() {
        return Ok(0);
    }
    let mut tx = run.write().await?;
    let mut begun = 0;
    for (kind, pairs) in to_follow {
        begun += follows::commands::follow_by_itself(&tx, kind, &pairs).await?;
    }
    let done = tx.record(Event::new("follows.begun", "follow", run.id).with(json!({"records": begun})), begun);
    tx.commit(done).await
}

/// Every night: forgets notifications that were read long ago, and the oldest of those that nobody reads.
pub(super) const TIDY: JobKind = JobKind {
    name: "notifications.tidy",
    about: "Forgets notifications that were read long ago, and the oldest of those that nobody reads.",
    max_attempts: 3,
    schedule: Some(Schedule::Cron("50 3 * * *")),
    is_long: false,
    alone: None,
    run: |run| Box::pin(tidy(run)),
};

/// How many were forgotten.
#[derive(Default, Serialize, Deserialize)]
struct Tidied {
    notifications: u64,
}

async fn tidy(run: Run) -> Result<Value> {
    let Tidied { notifications: mut forgotten } = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    loop {
        let mut tx = run.write().await?;
        let rows = commands::forget_notifications(&tx).await?;
        forgotten += rows;
        let so_far = i64::try_from(forgotten).unwrap_or(i64::MAX);
        run.checkpoint(&mut tx, &json!(Tidied { notifications: forgotten }), so_far, None).await?;
        let done = tx.record(Event::new("notifications.tidied", "notification", run.id).with(json!({"rows": rows})), rows);
        if tx.commit(done).await? == 0 {
            return Ok(json!(Tidied { notifications: forgotten }));
        }
    }
}

/// People who are told in one transaction.
const TOLD_AT_ONCE: usize = 500;

#[derive(Serialize, Deserialize)]
struct Reminding {
    day: NaiveDate,
    after: Uuid,
    people: usize,
}

async fn remind(run: Run) -> Result<Value> {
    let mut progress: Reminding = match serde_json::from_value(run.resumed.clone()) {
        Ok(progress) => progress,
        Err(_) => Reminding { day: run.read().today(), after: Uuid::nil(), people: 0 },
    };
    // In the order of the ids, so that whoever goes on after a crash tells nobody twice.
    let due: Vec<_> = queries::due_by_person(&run.read(), progress.day).await?.split_off(&progress.after).into_iter().collect();
    for people in due.chunks(TOLD_AT_ONCE) {
        let mut tx = run.write().await?;
        let notice = |(user, (tasks, promises)): &(Uuid, (i64, i64))| Notice {
            user: *user,
            name: if *tasks > 0 { "tasks_due" } else { "promises_due" },
            kind: "task",
            record: run.id,
            account: None,
            data: json!({"tasks": tasks, "promises": promises, "day": progress.day}),
            cause: None,
        };
        let notices: Vec<Notice> = people.iter().filter(|(user, _)| *user > progress.after).map(notice).collect();
        commands::notify_many(&mut tx, &notices).await?;
        progress.people += notices.len();
        progress.after = people.last().map_or(progress.after, |(user, _)| *user);
        run.checkpoint(&mut tx, &json!(progress), i64::try_from(progress.people).unwrap_or(i64::MAX), None).await?;
        let done = tx.record(Event::new("tasks.reminded", "task", run.id).with(json!({"people": notices.len()})), ());
        tx.commit(done).await?;
    }
    Ok(json!({"people": progress.people}))
}
