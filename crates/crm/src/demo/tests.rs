//! Demo data through HTTP.

use std::collections::BTreeMap;

use axum::http::Method;
use guanxi_kernel::event::Event;
use serde_json::{Value, json};

use super::commands::{Loading, Made, load};
use crate::testing::{Done, TestApp, id};

async fn count(app: &TestApp, list: &str) -> i64 {
    app.admin().get(&format!("/{list}?count=exact&limit=1")).await.ok()["count"]["value"].as_i64().unwrap()
}

#[tokio::test]
async fn demo_data_come_once_and_go_without_a_trace() {
    let app = TestApp::new().await;
    let admin = app.admin();
    assert_eq!(admin.get("/demo").await.ok(), json!({"loaded": false, "job": null}));
    assert_eq!(admin.send(Method::DELETE, "/demo", None).await.problem(), (409, "demo_not_loaded".to_owned()));
    let (rep, rep_id) = app.rep().await;
    assert_eq!(rep.post("/demo", &Value::Null).await.problem().0, 403);
    let users = count(&app, "users").await;

    let queued = admin.post("/demo", &Value::Null).await;
    assert_eq!(queued.status, 202);
    let job = app.job(&admin, &queued.json()).await;
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(admin.get("/demo").await.ok(), json!({"loaded": true, "job": null}));
    assert_eq!(admin.post("/demo", &Value::Null).await.problem(), (409, "demo_loaded".to_owned()));
    let families = admin.get("/product-families").await.ok();
    let families: Vec<&str> = families.as_array().unwrap().iter().filter_map(|each| each["family"].as_str()).collect();
    assert_eq!(families.len(), 6, "{families:?}");
    for (list, near) in [("accounts", 400), ("contacts", 900), ("orders", 12_000), ("interactions", 9_000)] {
        let found = count(&app, list).await;
        assert!((found - near).abs() * 10 <= near, "{list}: {found}");
    }
    let mut before = BTreeMap::new();
    for list in ["accounts", "contacts", "orders", "interactions"] {
        before.insert(list, count(&app, list).await);
    }
    let page = admin.get("/accounts?sums=net_sales&sort=-net_sales&limit=1").await.ok();
    assert!(page["sums"]["net_sales"]["minor"].as_i64().unwrap() > 0);

    // Records of real people hang on demo records, and a demo account belongs to a real person.
    let account = admin.get("/accounts?limit=1").await.ok()["items"][0].clone();
    let order = json!({"account_id": id(&account), "ordered_on": app.days_ago(0), "net_minor": 5});
    admin.post("/orders", &order).await.done();
    let call = json!({"account_id": id(&account), "channel": "phone", "next_step": {"text": "再来", "due_on": app.days_ago(-1)}});
    admin.post("/interactions", &call).await.done();
    admin.post("/comments", &json!({"account_id": id(&account), "body": "好"})).await.done();
    admin.patch(&format!("/accounts/{}", id(&account)), account["version"].as_i64().unwrap(), &json!({"owner_id": rep_id})).await.done();
    admin.post("/contacts", &json!({"name": "王", "accounts": [{"account_id": id(&account)}]})).await.done();
    let demo_user = admin.post("/users/search", &json!({"q": "陶小满"})).await.ok()["items"][0].clone();
    let own = admin.post("/accounts", &json!({"name": "真客户", "owner_id": demo_user["id"]})).await.ok();
    let step = json!({"subject": "送样", "due_on": app.days_ago(-2), "account_id": id(&own), "assignee_id": demo_user["id"]});
    admin.post("/tasks", &step).await.done();
    assert_eq!(admin.get(&format!("/accounts/{}", id(&own))).await.ok()["next_step_on"], json!(app.days_ago(-2)));

    // A unit of theirs, with a colleague in it, stands below a demo team; somebody is invited to the other one.
    let units = admin.get("/org-units").await.ok();
    let teams: Vec<&Value> = units.as_array().unwrap().iter().filter(|unit| unit["kind"] == "team" && unit["name"] != "一组").collect();
    let [demo_team, joined] = teams[..] else { panic!("{units}") };
    let below = app.unit("自己的小组", "team", Some(demo_team)).await;
    let deeper = app.unit("更小的组", "team", Some(&below)).await;
    let (colleague, _) = app.person_in(&["salesperson"], &deeper).await;
    let roles = json!([admin.get("/roles").await.ok()[1]["id"]]);
    let invitation = json!({"name": "新人", "email": "new@example.com", "roles": roles, "org_unit_id": joined["id"]});
    let invitation = admin.post("/invitations", &invitation).await.ok();

    let queued = admin.send(Method::DELETE, "/demo", None).await.ok();
    let job = app.job(&admin, &queued).await;
    assert_eq!(job["state"], "done", "{job}");
    // What it says went is what went, with what real people had entered about demo customers.
    let removed = &job["result"]["rows"];
    for (table, entered) in [("accounts", 0), ("contacts", 0), ("orders", 1), ("interactions", 1)] {
        assert_eq!(removed[table], json!(before[table] + entered), "{table}: {job}");
    }
    assert_eq!(job["done"], job["total"]);
    assert_eq!(admin.get("/demo").await.ok(), json!({"loaded": false, "job": null}));
    let units = admin.get("/org-units").await.ok();
    let place = |name: &str| units.as_array().unwrap().iter().find(|unit| unit["name"] == name).unwrap().clone();
    assert_eq!(place("自己的小组")["parent_id"], units[0]["id"], "what stood below a demo team stands where the team stood");
    assert_eq!(place("更小的组")["parent_id"], place("自己的小组")["id"]);
    assert_eq!(units.as_array().unwrap().len(), 5, "the other demo team stays for whoever was asked into it: {units}");
    assert_eq!(place(joined["name"].as_str().unwrap())["id"], joined["id"]);
    colleague.get("/me").await.done();
    let secret = invitation["link"].as_str().unwrap().rsplit('/').next().unwrap();
    let acceptance = json!({"name": "新人", "password": "long enough a password"});
    assert_eq!(app.anonymous().post(&format!("/invited/{secret}/accept"), &acceptance).await.status, 204);
    // What real people made beside the demo stays.
    assert_eq!((count(&app, "accounts").await, count(&app, "contacts").await), (1, 1));
    let own = admin.get(&format!("/accounts/{}", id(&own))).await.ok();
    assert_eq!(own["next_step_on"], Value::Null, "its step went with the demo person who was to take it");
    for list in ["orders", "interactions", "tasks", "products"] {
        assert_eq!(count(&app, list).await, 0, "{list}");
    }
    assert_eq!(count(&app, "users").await, users + 2);
    assert_eq!(admin.get("/tags").await.ok(), json!([]));
    assert_eq!(admin.get("/search?q=j&limit=50").await.ok()["hits"], json!([]));
}

#[tokio::test]
async fn a_stopped_loading_is_removed_and_nothing_else_begins_meanwhile() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let queued = admin.post("/demo", &Value::Null).await.ok();
    let state = admin.get("/demo").await.ok();
    assert_eq!((&state["loaded"], &state["job"]["id"]), (&json!(false), &queued["id"]));
    assert_eq!(admin.post("/demo", &Value::Null).await.problem(), (409, "demo_busy".to_owned()));
    assert_eq!(admin.send(Method::DELETE, "/demo", None).await.problem(), (409, "demo_busy".to_owned()));
    admin.post(&format!("/jobs/{}/cancel", id(&queued)), &Value::Null).await.done();
    assert_eq!(app.job(&admin, &queued).await["state"], "cancelled");
    assert_eq!(admin.get("/demo").await.ok(), json!({"loaded": false, "job": null}));
    // The first chunk alone, as a crash after it would leave it.
    let actor = app.system().await;
    let loading = Loading::begin(app.today());
    let mut tx = app.app.db().write(&actor).await.unwrap();
    let made = load(&mut tx, &loading.data(), &loading).await.unwrap();
    assert!(matches!(made, Made::Until(_)));
    let done = tx.record(Event::new("demo.loading", "workspace", app.workspace), ());
    tx.commit(done).await.unwrap();
    assert_eq!(admin.get("/demo").await.ok()["loaded"], true);
    let queued = admin.send(Method::DELETE, "/demo", None).await.ok();
    let job = app.job(&admin, &queued).await;
    assert_eq!((&job["state"], &job["result"]["rows"]["accounts"]), (&json!("done"), &json!(loading.data().accounts.len())));
    assert_eq!(count(&app, "accounts").await, 0);
}

#[tokio::test]
async fn demo_data_of_one_workspace_are_not_seen_in_another() {
    let app = TestApp::new().await;
    let other = app.other_workspace().await;
    let queued = app.admin().post("/demo", &Value::Null).await.ok();
    app.job(&app.admin(), &queued).await;
    assert_eq!(other.get("/demo").await.ok(), json!({"loaded": false, "job": null}));
    assert_eq!(other.get("/accounts?count=exact").await.ok()["count"]["value"], 0);
}
