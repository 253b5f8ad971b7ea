//! Health through HTTP: backups on a database file, their failures and rehearsals, the queue, refused sign-ins, and who sees
//! what of it.

use std::{fs, path::PathBuf};

use chrono::Duration;
use guanxi_kernel::{
    job::{self, NewJob, Workers},
    testkit::Client,
};
use serde_json::{Value, json};

use super::jobs::BACK_UP;
use crate::testing::{BOSS, Done, PASSWORD, TestApp};

/// Where it does not matter how full the disk of the tests is.
async fn house() -> TestApp {
    let app = TestApp::new().await;
    app.admin().put("/parameters/health.free_share", &json!({"value": 0})).await.done();
    app
}

fn codes(health: &Value) -> Vec<&str> {
    health["warnings"].as_array().into_iter().flatten().filter_map(|warning| warning["code"].as_str()).collect()
}

async fn health(app: &TestApp) -> Value {
    app.admin().get("/health").await.ok()
}

/// Makes a backup or rehearses one, and tells about the job.
async fn done(app: &TestApp, path: &str) -> Value {
    let admin = app.admin();
    let queued = admin.post(path, &json!({})).await.ok();
    app.job(&admin, &queued).await
}

/// As the schedule does it.
async fn night(app: &TestApp) {
    job::queue(app.app.db(), app.workspace, &NewJob::new(BACK_UP.name, Value::Null)).await.expect("the job is queued");
    job::run_due(&app.app).await.expect("the queue can be read");
}

fn is_file(app: &TestApp) -> bool {
    app.app.db().file().is_some()
}

fn folder_of(app: &TestApp, backup: &Value) -> PathBuf {
    app.app.backups().join(backup["name"].as_str().expect("a backup has a name"))
}

fn entries(app: &TestApp) -> Vec<String> {
    let entries = fs::read_dir(app.app.backups()).expect("there is a folder of backups");
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_backup_is_made_and_its_restore_rehearsed() {
    let app = house().await;
    if !is_file(&app) {
        assert_eq!(app.admin().post("/health/backups", &json!({})).await.problem(), (409, "backup_elsewhere".to_owned()));
        return;
    }
    assert_eq!(app.admin().post("/health/rehearsals", &json!({})).await.problem(), (409, "no_backup".to_owned()));
    app.account("金源烟酒店").await;
    app.app.files().put("kept/contract", b"signed".to_vec()).await.unwrap();
    let made = done(&app, "/health/backups").await;
    assert_eq!(made["state"], "done", "{made}");
    let told = health(&app).await;
    let backups = &told["installation"]["backups"];
    let backup = &backups["kept"][0];
    assert_eq!((&backups["made_by"], &backups["at"], backups["last_at"] == backup["made_at"]), (&json!("guanxi"), &json!("02:30"), true));
    assert_eq!((&backups["last_run"]["succeeded"], &backups["rehearsal"], &backups["job"]), (&json!(true), &Value::Null, &Value::Null));
    let in_folder = app.app.files().folder().is_some();
    assert_eq!(backup["files"], if in_folder { json!(1) } else { Value::Null });
    assert_eq!(entries(&app), [backup["name"].as_str().unwrap()], "nothing unfinished is left");
    let sums = fs::read_to_string(folder_of(&app, backup).join("SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().map(|line| line[66..].to_owned()).collect::<Vec<_>>(), ["guanxi.db", "manifest.json"]);
    let rehearsed = done(&app, "/health/rehearsals").await;
    assert_eq!((&rehearsed["state"], &rehearsed["result"]["workspaces"]), (&json!("done"), &json!(1)), "{rehearsed}");
    assert!(rehearsed["result"]["rows"].as_i64().unwrap() >= 2, "the account and the user: {rehearsed}");
    let told = health(&app).await;
    assert_eq!(told["installation"]["backups"]["rehearsal"]["succeeded"], true);
    assert!(!codes(&told).iter().any(|code| code.starts_with("backup") || code.starts_with("rehearsal")), "{told}");
    assert_eq!(entries(&app).len(), 1, "the rehearsal leaves nothing");
}

#[tokio::test]
async fn a_damaged_backup_is_found_by_the_rehearsal_and_told() {
    let app = house().await;
    if !is_file(&app) {
        return;
    }
    done(&app, "/health/backups").await;
    let backup = health(&app).await["installation"]["backups"]["kept"][0].clone();
    let database = folder_of(&app, &backup).join("guanxi.db");
    let mut bytes = fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::write(&database, bytes).unwrap();
    let rehearsed = done(&app, "/health/rehearsals").await;
    assert_eq!((&rehearsed["state"], &rehearsed["error"]["code"]), (&json!("failed"), &json!("backup_differs")), "{rehearsed}");
    let told = health(&app).await;
    assert_eq!(told["warnings"][0], json!({"code": "rehearsal_failed", "grave": true}));
    assert_eq!(told["installation"]["backups"]["rehearsal"]["code"], "backup_differs");
    let notices = app.admin().get("/notifications").await.ok();
    assert_eq!(notices["items"][0]["name"], "rehearsal_failed", "{notices}");
    assert_eq!(entries(&app).len(), 1, "the rehearsal leaves nothing");
}

#[tokio::test]
async fn every_night_one_is_made_and_the_old_ones_go() {
    let app = house().await;
    if !is_file(&app) {
        return;
    }
    let admin = app.admin();
    for (key, value) in [("health.daily_backups", 2), ("health.weekly_backups", 1)] {
        admin.put(&format!("/parameters/{key}"), &json!({"value": value})).await.done();
    }
    app.app.files().put("kept/contract", b"signed".to_vec()).await.unwrap();
    for _ in 0..4 {
        night(&app).await;
        app.travel(Duration::days(1));
    }
    let told = health(&app).await;
    let kept = told["installation"]["backups"]["kept"].as_array().unwrap().clone();
    assert_eq!(kept.len(), 2, "{kept:?}");
    assert_eq!(entries(&app).len(), 2);
    assert_eq!(told["installation"]["backups"]["last_run"]["removed"], 1);
    if app.app.files().folder().is_some() {
        let contract = folder_of(&app, &kept[0]).join("guanxi.files/kept/contract");
        assert_eq!(fs::read(contract).unwrap(), b"signed", "the file that the removed backups had is there");
    }
    assert_eq!(codes(&told), Vec::<&str>::new());
    app.travel(Duration::days(1));
    assert_eq!(codes(&health(&app).await), ["backup_overdue"]);
}

#[tokio::test]
async fn with_nothing_to_keep_no_night_makes_one() {
    let app = house().await;
    if !is_file(&app) {
        return;
    }
    let admin = app.admin();
    for key in ["health.daily_backups", "health.weekly_backups"] {
        admin.put(&format!("/parameters/{key}"), &json!({"value": 0})).await.done();
    }
    night(&app).await;
    let told = health(&app).await;
    assert_eq!((&told["installation"]["backups"]["at"], &told["installation"]["backups"]["kept"]), (&Value::Null, &json!([])));
    assert_eq!(codes(&told), ["backup_off"]);
    done(&app, "/health/backups").await;
    done(&app, "/health/backups").await;
    let kept = health(&app).await["installation"]["backups"]["kept"].clone();
    assert_eq!(kept.as_array().unwrap().len(), 2, "by hand they are made all the same, two of one second too");
}

#[tokio::test]
async fn a_backup_that_fails_is_told_once_and_leaves_nothing() {
    let app = house().await;
    if !is_file(&app) {
        return;
    }
    fs::write(app.app.backups(), b"in the way").unwrap();
    let failed = done(&app, "/health/backups").await;
    assert_eq!((&failed["state"], &failed["error"]["code"]), (&json!("failed"), &json!("backup_failed")), "{failed}");
    let told = health(&app).await;
    assert_eq!(codes(&told), ["backup_failed", "jobs_failed"]);
    assert_eq!(told["jobs"]["failed"][0]["kind"], "health.backup");
    let run = &told["installation"]["backups"]["last_run"];
    assert_eq!((&run["succeeded"], &run["code"]), (&json!(false), &json!("backup_failed")));
    assert!(run["detail"].as_str().unwrap().contains("backups"), "it says where: {run}");
    let notices = app.admin().get("/notifications").await.ok();
    assert_eq!((notices["items"].as_array().unwrap().len(), &notices["items"][0]["name"]), (1, &json!("backup_failed")), "{notices}");
    fs::remove_file(app.app.backups()).unwrap();
    done(&app, "/health/backups").await;
    assert_eq!(codes(&health(&app).await), ["jobs_failed"], "the next one went well");
}

#[tokio::test]
async fn what_died_in_the_middle_is_removed_and_what_is_not_ours_stays() {
    let app = house().await;
    if !is_file(&app) {
        return;
    }
    let folder = app.app.backups();
    for name in ["20260101-020000.part", "rehearsal.part", "mine.part", "20260102-020000"] {
        fs::create_dir_all(folder.join(name)).unwrap();
    }
    done(&app, "/health/backups").await;
    let kept = health(&app).await["installation"]["backups"]["kept"].clone();
    assert_eq!(kept.as_array().unwrap().len(), 1, "a folder without a manifest is no backup");
    assert_eq!(entries(&app), ["20260102-020000", kept[0]["name"].as_str().unwrap(), "mine.part"]);
}

#[tokio::test]
async fn with_postgresql_whoever_runs_it_tells_of_backups() {
    let app = house().await;
    if is_file(&app) {
        return;
    }
    night(&app).await;
    let told = health(&app).await;
    let backups = &told["installation"]["backups"];
    assert_eq!((&backups["made_by"], &backups["last_at"], &backups["at"]), (&json!("operator"), &Value::Null, &Value::Null));
    assert!(told["installation"]["storage"]["database_bytes"].as_i64().unwrap() > 0);
    assert_eq!(codes(&told), Vec::<&str>::new(), "there was no night yet");
    app.travel(Duration::hours(37));
    night(&app).await;
    assert_eq!(codes(&health(&app).await), ["backup_overdue"]);
    let notices = app.admin().get("/notifications").await.ok();
    assert_eq!(notices["items"][0]["name"], "backup_overdue", "{notices}");
    fs::create_dir_all(app.app.backups()).unwrap();
    fs::write(app.app.backups().join("last-backup"), b"").unwrap();
    assert!(!health(&app).await["installation"]["backups"]["last_at"].is_null());
}

#[tokio::test]
async fn the_oldest_workspace_alone_keeps_the_installation() {
    let app = house().await;
    let other = app.other_workspace().await;
    let told = other.get("/health").await.ok();
    assert_eq!(told["installation"], Value::Null);
    assert_eq!(health(&app).await["installation"]["workspaces"], 2);
    for path in ["/health/backups", "/health/rehearsals"] {
        assert_eq!(other.post(path, &json!({})).await.problem().0, 403);
    }
    let (rep, _) = app.rep().await;
    assert_eq!(rep.get("/health").await.problem().0, 403);
    assert_eq!(rep.post("/health/backups", &json!({})).await.problem().0, 403);
    let monitor = app.with_scope(&app.admin(), &json!({"health": "read"})).await;
    assert_eq!(monitor.get("/health").await.status, 200);
    assert_eq!(monitor.post("/health/backups", &json!({})).await.problem().0, 403);
}

#[tokio::test]
async fn the_night_of_the_installation_is_once_and_in_the_oldest_workspace() {
    let app = house().await;
    let other = app.other_workspace().await;
    let stop = app.app.stopping().clone();
    stop.cancel();
    for _ in 0..2 {
        Workers::new(app.app.clone()).work(stop.clone()).await;
        app.travel(Duration::days(1));
    }
    let jobs = async |client: &Client, kind: &str| {
        let log = client.get(&format!("/jobs?kind={kind}")).await.ok();
        log["items"].as_array().map_or(0, Vec::len)
    };
    let admin = app.admin();
    assert_eq!((jobs(&admin, "health.backup").await, jobs(&other, "health.backup").await), (1, 0));
    assert_eq!((jobs(&admin, "admin.tidy").await, jobs(&other, "admin.tidy").await), (1, 1), "what is each one's own is in each");
}

#[tokio::test]
async fn a_queue_that_stands_still_is_told() {
    let app = house().await;
    let later = NewJob::new("admin.tidy", Value::Null).after(Duration::hours(2));
    for job in [NewJob::new("admin.tidy", Value::Null), later] {
        job::queue(app.app.db(), app.workspace, &job).await.unwrap();
    }
    let before = health(&app).await;
    assert_eq!((&before["jobs"]["queued"], &before["jobs"]["later"], codes(&before)), (&json!(1), &json!(1), vec![]));
    app.travel(Duration::minutes(16));
    let told = health(&app).await;
    assert_eq!(codes(&told), ["queue_stuck"]);
    assert_eq!(told["jobs"]["waiting_since"], before["jobs"]["waiting_since"]);
    assert_eq!(told["installation"]["queue"]["queued"], 1);
    let failed = app.admin().get("/jobs?state=failed").await.ok();
    assert_eq!(failed["items"], json!([]));
    assert_eq!(app.admin().get("/jobs?state=queued").await.ok()["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn refused_sign_ins_are_counted_by_user_and_by_network() {
    let app = house().await;
    let other = app.other_workspace().await;
    let at = |last: u8| app.anonymous().from_address([203, 0, 113, last].into());
    let wrong = json!({"email": BOSS, "password": "wrong wrong wrong"});
    for _ in 0..6 {
        at(7).post("/sessions", &wrong).await;
    }
    at(9).post("/sessions", &json!({"email": "nobody@example.com", "password": "wrong wrong wrong"})).await;
    assert_eq!(at(8).post("/sessions", &json!({"email": BOSS, "password": PASSWORD})).await.status, 204);
    app.travel(Duration::days(2));
    app.anonymous().from_address("2001:db8:1:2::3".parse().unwrap()).post("/sessions", &wrong).await;
    let refused = health(&app).await["refused"].clone();
    assert_eq!((&refused["last_day"], &refused["last_week"]), (&json!(1), &json!(8)), "the sixth had to wait: {refused}");
    let users: Vec<_> =
        refused["by_user"].as_array().unwrap().iter().map(|user| (user["user"]["name"].as_str(), user["last_week"].as_i64())).collect();
    assert_eq!(users, [(Some("王老板"), Some(7)), (None, Some(1))]);
    let places: Vec<_> =
        refused["by_place"].as_array().unwrap().iter().map(|place| (place["place"].as_str(), place["last_day"].as_i64())).collect();
    assert_eq!(places, [(Some("203.0.113.*"), Some(0)), (Some("2001:db8:1::/48"), Some(1))]);
    assert_eq!(other.get("/health").await.ok()["refused"]["last_week"], 0, "another workspace sees its own");
    app.travel(Duration::days(8));
    assert_eq!(health(&app).await["refused"]["last_week"], 0);
}
