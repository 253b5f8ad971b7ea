//! Leavers and their successors, through HTTP.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{Done, TestApp, id, names};

const NOWHERE: &str = "01890000-0000-7000-8000-000000000000";

/// Whatever there is goes in the background, a chunk at a time.
async fn in_the_background(app: &TestApp) {
    app.admin().put("/parameters/handover.at_once", &json!({"value": 0})).await.done();
}

async fn deactivate(app: &TestApp, leaver: Uuid, successor: Uuid) -> Value {
    let queued = app.admin().post(&format!("/users/{leaver}/deactivate"), &json!({"successor_id": successor})).await;
    assert_eq!(queued.status, 202, "{}", queued.text());
    app.job(&app.admin(), &queued.json()).await
}

#[tokio::test]
async fn f58_a21_nobody_is_left_without_an_owner() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (leaver, leaver_id) = app.rep().await;
    let (successor, successor_id) = app.rep().await;
    let accounts = app.accounts_of(leaver_id, 40).await;
    admin.delete(&format!("/accounts/{}", accounts[39]), 1).await.done();
    let refused = |body: Value| {
        let admin = admin.clone();
        async move { admin.post(&format!("/users/{leaver_id}/deactivate"), &body).await.wrong_fields()[0].clone() }
    };
    // Without a successor nothing happens.
    assert_eq!(refused(json!({})).await, ("/successor_id".to_owned(), "required".to_owned()));
    assert_eq!(refused(json!({"successor_id": leaver_id})).await.0, "/successor_id");
    assert_eq!(refused(json!({"successor_id": NOWHERE})).await.0, "/successor_id");
    assert_eq!(leaver.get("/accounts?count=exact").await.ok()["count"]["value"], 39);
    assert_eq!(
        admin.get(&format!("/users/{leaver_id}/holdings")).await.ok(),
        json!({"accounts": 40, "contacts": 0, "tasks": 0, "teams": 0})
    );

    let job = deactivate(&app, leaver_id, successor_id).await;
    assert_eq!((&job["state"], &job["result"]), (&json!("done"), &json!({"accounts": 40, "contacts": 0, "tasks": 0})));
    assert_eq!((&job["done"], &job["total"]), (&json!(40), &json!(40)));
    let unowned = json!({"filter": {"field": "owner", "op": "empty"}, "count": "exact"});
    assert_eq!(admin.post("/accounts/search", &unowned).await.ok()["count"]["value"], 0);
    assert_eq!(successor.get("/accounts?count=exact").await.ok()["count"]["value"], 39);
    let in_trash =
        json!({"filter": {"all": [{"field": "trashed_at", "op": "not_empty"}, {"field": "owner", "op": "in", "value": [successor_id]}]}});
    assert_eq!(names(&admin.post("/accounts/search", &in_trash).await.ok()).len(), 1);
    assert_eq!(successor.get("/accounts?q=yjd&count=exact").await.ok()["count"]["value"], 39, "the successor finds them by search too");
    // The open session has ended; nobody signs in as the leaver.
    assert_eq!(leaver.get("/me").await.problem().0, 401);
    let audit = admin.get(&format!("/audit?record_id={leaver_id}&name=user.handed_over")).await.ok();
    assert_eq!((&audit["items"][0]["data"]["accounts"], &audit["items"][0]["user"]["name"]), (&json!(40), &json!("王老板")));
    // The customer's timeline says so.
    let told = admin.get(&format!("/accounts/{}/timeline", accounts[0])).await.ok();
    let told = &told["items"][0]["data"];
    assert_eq!((&told["name"], &told["to"]["id"]), (&json!("account.owner_changed"), &json!(successor_id)));
    // A deactivated user takes nothing over, is given nothing, and comes back without the accounts.
    let (_, third) = app.rep().await;
    assert_eq!(admin.post(&format!("/users/{third}/deactivate"), &json!({"successor_id": leaver_id})).await.problem().0, 422);
    assert_eq!(admin.post("/accounts", &json!({"name": "x", "owner_id": leaver_id})).await.wrong_fields()[0].0, "/owner_id");
    assert_eq!(admin.post(&format!("/users/{leaver_id}/reactivate"), &Value::Null).await.ok()["active"], true);
    assert_eq!(leaver.get("/me").await.problem().0, 401, "old sessions stay ended");
}

#[tokio::test]
async fn contacts_and_open_tasks_go_along_and_what_was_done_stays() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (leaver, leaver_id) = app.rep().await;
    let (successor, successor_id) = app.rep().await;
    let (other, _) = app.rep().await;
    let account = leaver.post("/accounts", &json!({"name": "金源烟酒店"})).await.ok();
    let person = json!({"name": "王金源", "mobile": "13812345678", "accounts": [{"account_id": id(&account)}]});
    let contact = leaver.post("/contacts", &person).await.ok();
    leaver.post("/contacts", &json!({"name": "陈独立"})).await.done();
    let open = leaver.post("/tasks", &json!({"subject": "送样酒", "due_on": app.days_ago(-1), "account_id": id(&account)})).await.ok();
    let done = leaver.post("/tasks", &json!({"subject": "打电话", "due_on": app.days_ago(1)})).await.ok();
    leaver.post(&format!("/tasks/{}/complete", id(&done)), &Value::Null).await.done();
    let call = leaver.post("/interactions", &json!({"account_id": id(&account), "channel": "phone"})).await.ok();

    let job = deactivate(&app, leaver_id, successor_id).await;
    assert_eq!(job["result"], json!({"accounts": 1, "contacts": 2, "tasks": 1}), "{job}");
    app.run_jobs().await;
    assert_eq!(successor.get(&format!("/contacts/{}", id(&contact))).await.ok()["owner"]["id"], json!(successor_id));
    assert_eq!(successor.get(&format!("/tasks/{}", id(&open))).await.ok()["assignee"]["id"], json!(successor_id));
    assert_eq!(admin.get(&format!("/tasks/{}", id(&done))).await.ok()["assignee"]["id"], json!(leaver_id), "history stays");
    assert_eq!(successor.get(&format!("/interactions/{}", id(&call))).await.ok()["user"]["id"], json!(leaver_id));
    for found in ["wjy", "chenduli"] {
        assert_eq!(successor.get(&format!("/search?q={found}&kinds=contact")).await.ok()["hits"].as_array().unwrap().len(), 1, "{found}");
        assert_eq!(other.get(&format!("/search?q={found}&kinds=contact")).await.ok()["hits"], json!([]));
    }
    // The successor is told once, in figures.
    let notified = successor.get("/notifications").await.ok();
    let told = &notified["items"][0];
    assert_eq!((&told["name"], &told["record_id"], &notified["unread"]), (&json!("handed_over"), &json!(leaver_id), &json!(1)));
    assert_eq!((&told["data"]["accounts"], &told["data"]["contacts"], &told["data"]["tasks"]), (&json!(1), &json!(2), &json!(1)));
    let events = admin.get("/audit?name=contact.owner_changed").await.ok();
    assert_eq!(events["items"].as_array().unwrap().len(), 2);
    assert_eq!(admin.get("/audit?name=task.handed_over").await.ok()["items"][0]["data"]["subject"], "送样酒");
}

#[tokio::test]
async fn many_accounts_go_in_chunks_and_their_people_are_found_by_the_successor() {
    let app = TestApp::new().await;
    in_the_background(&app).await;
    let (_, leaver_id) = app.rep().await;
    let (successor, successor_id) = app.rep().await;
    let accounts = app.accounts_of(leaver_id, 1203).await;
    let person = json!({"name": "李店主", "owner_id": null, "accounts": [{"account_id": accounts[7]}]});
    app.admin().post("/contacts", &person).await.done();
    let job = deactivate(&app, leaver_id, successor_id).await;
    assert_eq!(job["result"]["accounts"], 1203, "{job}");
    assert_eq!(successor.get("/accounts?count=exact").await.ok()["count"]["value"], 1203);
    let audit = app.admin().get(&format!("/audit?record_id={leaver_id}&name=user.handing_over&limit=50")).await.ok();
    assert!(audit["items"].as_array().unwrap().len() >= 3, "each chunk is a transaction of its own");
    app.run_jobs().await;
    assert_eq!(successor.get("/search?q=ldz&kinds=contact").await.ok()["hits"].as_array().unwrap().len(), 1);
    // One job for all accounts of a chunk, and not one for each.
    let jobs = app.admin().get("/jobs?kind=contacts.reindex").await.ok();
    assert_eq!(jobs["items"].as_array().unwrap().len(), 3, "{jobs}");
}

#[tokio::test]
async fn a_stopped_hand_over_is_finished_later_and_by_another_successor() {
    let app = TestApp::new().await;
    in_the_background(&app).await;
    let admin = app.admin();
    let (_, leaver_id) = app.rep().await;
    let (_, first) = app.rep().await;
    let (second, second_id) = app.rep().await;
    app.accounts_of(leaver_id, 3).await;
    let active = admin.post(&format!("/users/{leaver_id}/hand-over"), &json!({"successor_id": first})).await;
    assert_eq!(active.problem(), (409, "user_active".to_owned()));
    let queued = admin.post(&format!("/users/{leaver_id}/deactivate"), &json!({"successor_id": first})).await.ok();
    admin.post(&format!("/jobs/{}/cancel", id(&queued)), &Value::Null).await.done();
    assert_eq!(app.job(&admin, &queued).await["state"], "cancelled");
    assert_eq!(admin.get(&format!("/users/{leaver_id}/holdings")).await.ok()["accounts"], 3, "nothing is lost");
    // Nothing new lands with the leaver meanwhile.
    assert_eq!(admin.post("/accounts", &json!({"name": "x", "owner_id": leaver_id})).await.wrong_fields()[0].0, "/owner_id");

    let again = admin.post(&format!("/users/{leaver_id}/hand-over"), &json!({"successor_id": second_id})).await;
    assert_eq!(again.status, 202, "{}", again.text());
    assert_eq!(app.job(&admin, &again.json()).await["result"]["accounts"], 3);
    assert_eq!(second.get("/accounts?count=exact").await.ok()["count"]["value"], 3);
    assert_eq!(
        admin.get(&format!("/users/{leaver_id}/holdings")).await.ok(),
        json!({"accounts": 0, "contacts": 0, "tasks": 0, "teams": 0})
    );
}

#[tokio::test]
async fn a_hand_over_stops_when_the_successor_leaves_or_the_leaver_comes_back() {
    let app = TestApp::new().await;
    in_the_background(&app).await;
    let admin = app.admin();
    let (_, leaver) = app.rep().await;
    let (_, successor) = app.rep().await;
    let (_, third) = app.rep().await;
    app.accounts_of(leaver, 2).await;
    let queued = admin.post(&format!("/users/{leaver}/deactivate"), &json!({"successor_id": successor})).await.ok();
    admin.post(&format!("/users/{leaver}/reactivate"), &Value::Null).await.done();
    let job = app.job(&admin, &queued).await;
    assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!("user_active")), "{job}");
    assert_eq!(admin.get(&format!("/users/{leaver}/holdings")).await.ok()["accounts"], 2);

    let queued = admin.post(&format!("/users/{leaver}/deactivate"), &json!({"successor_id": successor})).await.ok();
    admin.post(&format!("/users/{successor}/deactivate"), &json!({"successor_id": third})).await.done();
    let job = app.job(&admin, &queued).await;
    assert_eq!(job["state"], "failed", "{job}");
    assert_eq!(job["error"]["code"], "successor_left", "{job}");
}

#[tokio::test]
async fn only_administrators_let_somebody_go() {
    let app = TestApp::new().await;
    let (_, leaver) = app.rep().await;
    let (manager, successor) = app.person("manager", "一组").await;
    for call in ["deactivate", "hand-over"] {
        let refused = manager.post(&format!("/users/{leaver}/{call}"), &json!({"successor_id": successor})).await;
        assert_eq!(refused.problem().0, 403, "{call}");
        let other = app.other_workspace().await;
        assert_eq!(other.post(&format!("/users/{leaver}/{call}"), &json!({"successor_id": successor})).await.problem().0, 404);
    }
    assert_eq!(manager.get(&format!("/users/{leaver}/holdings")).await.problem().0, 403);
    assert_eq!(app.other_workspace().await.get(&format!("/users/{leaver}/holdings")).await.problem().0, 404);
}

/// How many accounts each has, those in the trash left out.
async fn accounts_by_owner<const N: usize>(app: &TestApp, people: [Uuid; N]) -> [i64; N] {
    let mut counts = [0; N];
    for (n, person) in people.into_iter().enumerate() {
        let owned = json!({"filter": {"field": "owner", "op": "in", "value": [person]}, "count": "exact", "limit": 1});
        counts[n] = app.admin().post("/accounts/search", &owned).await.ok()["count"]["value"].as_i64().unwrap();
    }
    counts
}

#[tokio::test]
async fn f58_40_accounts_change_hands_with_the_end_of_the_access_and_40_visits_are_planned() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, leaver) = app.rep().await;
    let (successor, successor_id) = app.rep().await;
    let accounts = app.accounts_of(leaver, 40).await;
    for (n, account) in accounts.iter().enumerate().take(6) {
        let order = json!({"account_id": account, "ordered_on": app.days_ago(10), "net_minor": 1000 * (n + 1)});
        admin.post("/orders", &order).await.done();
    }
    app.run_jobs().await;
    let asked = json!({"successor_id": successor_id});
    let preview = admin.post(&format!("/users/{leaver}/hand-over/preview"), &asked).await.ok();
    assert_eq!((&preview["at_once"], &preview["heirs"][0]["accounts"]), (&json!(true), &json!(40)));
    admin.post(&format!("/users/{leaver}/deactivate"), &asked).await.done();
    // Before any job has run: nobody is left without an owner, and there is a visit for each.
    assert_eq!(accounts_by_owner(&app, [leaver, successor_id]).await, [0, 40]);
    let unowned = json!({"filter": {"field": "owner", "op": "empty"}, "count": "exact"});
    assert_eq!(admin.post("/accounts/search", &unowned).await.ok()["count"]["value"], 0);
    let visits = successor.get("/tasks?limit=100&sort=due_on&columns=subject,due_on,account,assignee").await.ok();
    let visits = visits["items"].as_array().unwrap();
    assert_eq!(visits.len(), 40);
    assert!(visits.iter().all(|visit| visit["subject"] == "交接拜访" && visit["assignee"]["id"] == json!(successor_id)));
    let last = visits.last().unwrap()["due_on"].clone();
    assert_eq!(last, preview["heirs"][0]["last_visit_on"], "the preview says how long it takes");
    // The largest customers first: five a working day.
    let first: Vec<&Value> =
        visits.iter().filter(|visit| visit["due_on"] == visits[0]["due_on"]).map(|visit| &visit["account"]["id"]).collect();
    assert_eq!(first.len(), 5);
    assert!(accounts[1..6].iter().all(|account| first.contains(&&json!(account))), "{first:?}");
    app.run_jobs().await;
    assert_eq!(successor.get("/tasks?count=exact").await.ok()["count"]["value"], 40, "the job at the end finds nothing left");
    let told = successor.get("/notifications").await.ok();
    assert_eq!((&told["unread"], &told["items"][0]["data"]["accounts"]), (&json!(1), &json!(40)));
    let owners = admin.get(&format!("/accounts/{}/ownership", accounts[0])).await.ok();
    assert_eq!(owners["owners"][0]["came"], "handed_over", "{owners}");
}

#[tokio::test]
async fn f58_accounts_are_spread_evenly_but_for_those_that_are_chosen() {
    for at_once in [1000, 0] {
        let app = TestApp::new().await;
        let admin = app.admin();
        admin.put("/parameters/handover.at_once", &json!({"value": at_once})).await.done();
        let (_, leaver) = app.rep().await;
        let (rest, rest_id) = app.rep().await;
        let (one, one_id) = app.rep().await;
        let (_, two_id) = app.rep().await;
        let (_, stranger) = app.rep().await;
        let accounts = app.accounts_of(leaver, 23).await;
        let strange = app.accounts_of(stranger, 1).await[0];
        let contact = |name: &str, places: Value| json!({"name": name, "owner_id": leaver, "accounts": places});
        let at = admin.post("/contacts", &contact("王芳", json!([{"account_id": accounts[0]}]))).await.ok();
        let alone = admin.post("/contacts", &contact("陈独立", json!([]))).await.ok();
        let task = json!({"subject": "送样酒", "due_on": app.days_ago(-1), "account_id": accounts[0], "assignee_id": leaver});
        let task = admin.post("/tasks", &task).await.ok();
        admin.post(&format!("/accounts/{strange}/team"), &json!({"user_id": leaver, "role": "sales"})).await.done();
        let asked = json!({"successor_id": rest_id, "among": [one_id, two_id, one_id], "visits": false,
            "exceptions": [{"account_ids": [accounts[0], strange], "to_id": one_id}, {"account_ids": [accounts[0], accounts[1]], "to_id": rest_id}]});
        let preview = admin.post(&format!("/users/{leaver}/hand-over/preview"), &asked).await.ok();
        let heirs: Vec<(&Value, &Value)> =
            preview["heirs"].as_array().unwrap().iter().map(|heir| (&heir["user"]["id"], &heir["accounts"])).collect();
        assert_eq!(preview["holdings"], json!({"accounts": 23, "contacts": 2, "tasks": 1, "teams": 1}));
        assert_eq!(preview["heirs"][0]["last_visit_on"], Value::Null);
        let counts =
            |person: Uuid| heirs.iter().find(|(id, _)| **id == json!(person)).map(|(_, n)| n.as_i64().unwrap()).unwrap_or_default();
        // 23 accounts: one chosen for 'one', one for 'rest', 21 spread over two.
        assert_eq!(([counts(one_id), counts(two_id), counts(rest_id)], preview["at_once"].as_bool()), ([12, 10, 1], Some(at_once > 0)));
        let queued = admin.post(&format!("/users/{leaver}/deactivate"), &asked).await.ok();
        let job = app.job(&admin, &queued).await;
        assert_eq!(job["result"], json!({"accounts": 23, "contacts": 2, "tasks": 1}), "{job}");
        assert_eq!(accounts_by_owner(&app, [one_id, two_id, rest_id, leaver, stranger]).await, [12, 10, 1, 0, 1]);
        let owner = |record: Value, key: &str| record[key]["id"].clone();
        assert_eq!(owner(admin.get(&format!("/accounts/{}", accounts[0])).await.ok(), "owner"), json!(one_id), "named first");
        // What belongs to an account goes with it, the rest to the successor.
        assert_eq!(owner(admin.get(&format!("/contacts/{}", id(&at))).await.ok(), "owner"), json!(one_id));
        assert_eq!(owner(admin.get(&format!("/contacts/{}", id(&alone))).await.ok(), "owner"), json!(rest_id));
        assert_eq!(owner(admin.get(&format!("/tasks/{}", id(&task))).await.ok(), "assignee"), json!(one_id));
        assert_eq!(admin.get(&format!("/accounts/{strange}/team")).await.ok()["items"], json!([]));
        app.run_jobs().await;
        let told = async |client: &guanxi_kernel::testkit::Client| client.get("/notifications").await.ok()["items"][0]["name"].clone();
        assert_eq!((told(&one).await, told(&rest).await), (json!("took_over"), json!("handed_over")));
        assert_eq!(one.get("/tasks?count=exact").await.ok()["count"]["value"], 1, "no visits were wanted");
    }
}

#[tokio::test]
async fn whoever_takes_something_over_works_here() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, leaver) = app.rep().await;
    let (_, successor) = app.rep().await;
    let (_, gone) = app.rep().await;
    admin.post(&format!("/users/{gone}/deactivate"), &json!({"successor_id": successor})).await.done();
    app.run_jobs().await;
    for (body, wrong) in [
        (json!({"successor_id": successor, "among": [gone]}), "/among"),
        (json!({"successor_id": successor, "among": [leaver]}), "/among"),
        (json!({"successor_id": successor, "exceptions": [{"account_ids": [], "to_id": NOWHERE}]}), "/exceptions/0/to_id"),
        (json!({"successor_id": successor, "exceptions": [{"account_ids": vec![leaver; 501], "to_id": successor}]}), "/exceptions"),
    ] {
        for call in ["deactivate", "hand-over/preview"] {
            assert_eq!(admin.post(&format!("/users/{leaver}/{call}"), &body).await.wrong_fields()[0].0, wrong, "{call} {body}");
        }
    }
}

#[tokio::test]
async fn of_two_who_leave_for_each_other_one_stays() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, one) = app.rep().await;
    let (_, two) = app.rep().await;
    app.accounts_of(one, 3).await;
    app.accounts_of(two, 3).await;
    let (to_two, to_one) = (json!({"successor_id": two}), json!({"successor_id": one}));
    let (path_one, path_two) = (format!("/users/{one}/deactivate"), format!("/users/{two}/deactivate"));
    let (first, second) = tokio::join!(admin.post(&path_one, &to_two), admin.post(&path_two, &to_one));
    let done = [first.status.as_u16(), second.status.as_u16()];
    assert_eq!(done.iter().filter(|status| **status == 202).count(), 1, "{} {}", first.text(), second.text());
    let mut owned = accounts_by_owner(&app, [one, two]).await;
    owned.sort_unstable();
    assert_eq!(owned, [0, 6]);
}

#[tokio::test]
async fn f58_what_fits_a_territory_goes_to_its_people_and_the_rest_is_spread() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, leaver) = app.rep().await;
    let (_, hefei) = app.rep().await;
    let (_, rest) = app.rep().await;
    let rule = json!({"field": "region", "op": "eq", "value": "合肥"});
    admin.post("/territories", &json!({"name": "合肥", "filter": rule, "people": [leaver, hefei]})).await.done();
    let there = app.accounts_of(leaver, 7).await;
    for account in &there[..3] {
        admin.patch(&format!("/accounts/{account}"), 1, &json!({"region": "合肥"})).await.done();
    }
    let contact = json!({"name": "王芳", "owner_id": leaver, "accounts": [{"account_id": there[0]}]});
    let contact = admin.post("/contacts", &contact).await.ok();
    let asked = json!({"successor_id": rest, "by_territory": true});
    let preview = admin.post(&format!("/users/{leaver}/hand-over/preview"), &asked).await.ok();
    let counts: Vec<&Value> = preview["heirs"].as_array().unwrap().iter().map(|heir| &heir["accounts"]).collect();
    assert_eq!(counts, [&json!(4), &json!(3)], "{preview}");
    admin.post(&format!("/users/{leaver}/deactivate"), &asked).await.done();
    assert_eq!(accounts_by_owner(&app, [hefei, rest, leaver]).await, [3, 4, 0]);
    assert_eq!(admin.get(&format!("/contacts/{}", id(&contact))).await.ok()["owner"]["id"], json!(hefei), "it goes with its account");
    app.run_jobs().await;
}
