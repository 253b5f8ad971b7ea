//! What was said and done: channels, two-way contact, visits.

use chrono::Duration;
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, path, version};

async fn last_contact(app: &TestApp, account: &Value) -> Value {
    app.admin().get(&path(account, "/accounts")).await.ok()["last_contact_on"].clone()
}

#[tokio::test]
async fn channel_direction_and_moment_are_enough() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let answer = rep.post("/interactions", &json!({"account_id": id(&account), "channel": "phone"})).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let call = answer.json();
    assert_eq!((&call["direction"], &call["two_way"], &call["user"]["id"]), (&json!("out"), &json!(false), &json!(rep_id)));
    assert_eq!(
        (&call["purposes"], &call["minutes"], &call["visit"], &call["helped_first"]),
        (&json!([]), &json!(0), &Value::Null, &Value::Null)
    );
    assert_eq!(rep.get(&path(&call, "/interactions")).await.ok(), call);
}

#[tokio::test]
async fn f43_a_contact_is_two_way_when_the_other_side_took_part() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let step = json!({"text": "再来", "due_on": app.days_ago(-1)});
    for (more, want) in [
        (json!({"channel": "phone"}), false),
        (json!({"channel": "phone", "outcome": "not_reached"}), false),
        (json!({"channel": "email", "direction": "in"}), true),
        (json!({"channel": "wechat", "direction": "both"}), true),
        (json!({"channel": "visit", "next_step": step}), true),
        (json!({"channel": "visit", "next_step": step, "outcome": "not_reached"}), false),
        (json!({"channel": "letter", "two_way": true}), true),
        (json!({"channel": "visit", "next_step": step, "two_way": false}), false),
    ] {
        let mut body = more.clone();
        body["account_id"] = account["id"].clone();
        assert_eq!(admin.post("/interactions", &body).await.ok()["two_way"], want, "{more}");
    }
}

#[tokio::test]
async fn f43_only_a_two_way_contact_moves_the_date_and_never_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let log = |more: Value| {
        let (admin, mut body) = (admin.clone(), more);
        body["account_id"] = account["id"].clone();
        async move { admin.post("/interactions", &body).await.ok() }
    };
    log(json!({"channel": "phone", "direction": "in", "at": app.minutes_ago(3 * 1440)})).await;
    assert_eq!(last_contact(&app, &account).await, json!(app.days_ago(3)));
    // An older one, logged today for last week, does not move the date back.
    log(json!({"channel": "phone", "direction": "in", "at": app.minutes_ago(7 * 1440)})).await;
    assert_eq!(last_contact(&app, &account).await, json!(app.days_ago(3)));
    // Nobody answered: the date stays (interactions.md, acceptance 1).
    log(json!({"channel": "phone", "direction": "out", "two_way": false, "outcome": "not_reached"})).await;
    assert_eq!(last_contact(&app, &account).await, json!(app.days_ago(3)), "a call that nobody answered moved the last contact");
    log(json!({"channel": "email", "direction": "in"})).await;
    assert_eq!(last_contact(&app, &account).await, json!(app.days_ago(0)));
}

#[tokio::test]
async fn removing_the_last_contact_goes_back_to_the_one_before() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let log = |days: i64| {
        let (admin, body) =
            (admin.clone(), json!({"account_id": id(&account), "channel": "phone", "direction": "in", "at": app.minutes_ago(days * 1440)}));
        async move { admin.post("/interactions", &body).await.ok() }
    };
    let (older, newer) = (log(5).await, log(2).await);
    admin.send(axum::http::Method::DELETE, &path(&newer, "/interactions"), None).await;
    assert_eq!(last_contact(&app, &account).await, json!(app.days_ago(5)));
    admin.send(axum::http::Method::DELETE, &path(&older, "/interactions"), None).await;
    assert_eq!(last_contact(&app, &account).await, Value::Null);
}

#[tokio::test]
async fn the_day_of_a_contact_is_the_day_of_the_workspace() {
    let app = TestApp::new().await;
    app.travel_to_before_midnight(60);
    let account = app.account("金源").await;
    app.admin().post("/interactions", &json!({"account_id": id(&account), "channel": "phone", "direction": "in"})).await.done();
    let day = app.today();
    assert_eq!(last_contact(&app, &account).await, json!(day));
    app.travel(Duration::seconds(120));
    app.admin().post("/interactions", &json!({"account_id": id(&account), "channel": "phone", "direction": "in"})).await.done();
    assert_eq!(last_contact(&app, &account).await, json!(day + Duration::days(1)));
}

#[tokio::test]
async fn every_wrong_field_of_an_interaction_is_named_at_once() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let nowhere = "01890000-0000-7000-8000-000000000000";
    let at = app.minutes_ago(10);
    let answer = admin
        .post(
            "/interactions",
            &json!({"account_id": nowhere, "contact_id": nowhere, "channel": "pigeon", "direction": "up", "outcome": "won", "purposes": ["care", "fun"], "minutes": -1,
                "at": app.minutes_ago(-1440), "body": "x".repeat(20_001), "promise": {"text": " ", "due_on": app.days_ago(-1)}, "next_step": {"text": "", "due_on": app.days_ago(-1)}}),
        )
        .await;
    let mut pointers: Vec<String> = answer.wrong_fields().into_iter().map(|(pointer, _)| pointer).collect();
    pointers.sort();
    assert_eq!(
        pointers,
        [
            "/account_id",
            "/at",
            "/body",
            "/channel",
            "/contact_id",
            "/direction",
            "/minutes",
            "/next_step/text",
            "/outcome",
            "/promise/text",
            "/purposes/1"
        ]
    );
    let step = json!({"text": "再来", "due_on": app.days_ago(-1)});
    for (more, pointer, code) in [
        (json!({"channel": ""}), "/channel", "required"),
        (json!({"channel": "visit"}), "/next_step", "required"),
        (json!({"channel": "phone", "visit": {}}), "/visit", "not_possible"),
        (json!({"channel": "phone", "at": "1969-12-31T00:00:00Z"}), "/at", "too_long_ago"),
        (json!({"channel": "visit", "next_step": step, "visit": {"steps": ["dance"]}}), "/visit/steps/0", "unknown_choice"),
        (
            json!({"channel": "visit", "next_step": step, "visit": {"help": [{"kind": "dancing", "minutes": 5, "at": at}]}}),
            "/visit/help/0/kind",
            "unknown_choice",
        ),
        (
            json!({"channel": "visit", "next_step": step, "visit": {"help": [{"kind": "repair", "minutes": 1441, "at": at}]}}),
            "/visit/help/0/minutes",
            "out_of_range",
        ),
        (
            json!({"channel": "visit", "next_step": step, "visit": {"stock": [{"product": "", "cases": 1}]}}),
            "/visit/stock/0/product",
            "required",
        ),
        (
            json!({"channel": "visit", "next_step": step, "visit": {"stock": [{"product": "酒", "cases": -1}]}}),
            "/visit/stock/0/cases",
            "out_of_range",
        ),
        (
            json!({"channel": "visit", "next_step": step, "visit": {"rivals": [{"name": "他", "price_minor": -1}]}}),
            "/visit/rivals/0/price_minor",
            "out_of_range",
        ),
        (json!({"channel": "visit", "next_step": step, "visit": {"place": "31.8,117.2"}}), "/visit/place", "unknown_field"),
        (json!({"channel": "visit", "next_step": {"text": "再来"}}), "/next_step/due_on", "required"),
    ] {
        let mut body = more.clone();
        body["account_id"] = account["id"].clone();
        let answer = admin.post("/interactions", &body).await;
        assert_eq!(answer.problem().0, 422, "{more}");
        let wrong = answer.wrong_fields();
        assert_eq!(wrong[0].0, pointer, "{more}");
        if pointer != "/next_step/due_on" {
            assert_eq!(wrong[0].1, code, "{more}");
        }
    }
    assert_eq!(admin.get("/interactions?count=exact").await.ok()["count"]["value"], 0);
}

#[tokio::test]
async fn f22_the_times_of_a_visit_fit_each_other_and_lie_behind() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let ago = |minutes| app.minutes_ago(minutes);
    for (visit, pointer, code) in [
        (json!({"checked_in_at": ago(10), "checked_out_at": ago(20)}), "/visit/checked_out_at", "left_before_arrival"),
        (json!({"checked_in_at": ago(1500), "checked_out_at": ago(20)}), "/visit/checked_out_at", "longer_than_a_day"),
        (
            json!({"checked_in_at": ago(60), "help": [{"kind": "repair", "minutes": 5, "at": ago(70)}]}),
            "/visit/help/0/at",
            "outside_the_visit",
        ),
        (
            json!({"checked_in_at": ago(60), "checked_out_at": ago(40), "pitch_started_at": ago(30)}),
            "/visit/pitch_started_at",
            "outside_the_visit",
        ),
        (json!({"pitch_started_at": ago(-60)}), "/visit/pitch_started_at", "in_the_future"),
        (json!({"checked_out_at": ago(-60)}), "/visit/checked_out_at", "in_the_future"),
    ] {
        let step = json!({"text": "再来", "due_on": app.days_ago(-1)});
        let body = json!({"account_id": account["id"], "channel": "visit", "next_step": step, "visit": visit});
        let answer = admin.post("/interactions", &body).await;
        assert_eq!(answer.problem().0, 422, "{visit}");
        assert_eq!(answer.wrong_fields()[0], (pointer.to_owned(), code.to_owned()), "{visit}");
    }
    assert_eq!(admin.get("/interactions?count=exact").await.ok()["count"]["value"], 0);
}

#[tokio::test]
async fn what_has_not_happened_yet_is_refused() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let at = |minutes: i64| json!({"account_id": id(&account), "channel": "phone", "at": app.minutes_ago(-minutes)});
    assert_eq!(app.admin().post("/interactions", &at(1440)).await.wrong_fields(), [("/at".to_owned(), "in_the_future".to_owned())]);
    assert_eq!(app.admin().post("/interactions", &at(12)).await.wrong_fields()[0].1, "in_the_future");
    // A phone whose clock is a little fast loses nothing.
    app.admin().post("/interactions", &at(5)).await.done();
}

#[tokio::test]
async fn f22_a_visit_keeps_its_report_and_says_whether_help_came_first() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let step = json!({"text": "送样品", "due_on": app.days_ago(-3)});
    let visit = |help: Option<i64>, pitch: Option<i64>| {
        let help: Vec<Value> = help.iter().map(|ago| json!({"kind": "unloading", "minutes": 15, "at": app.minutes_ago(*ago)})).collect();
        let form = json!({"steps": ["prepare", "greet", "look_around", "paperwork"], "help": help, "pitch_started_at": pitch.map(|ago| app.minutes_ago(ago)),
            "checked_in_at": app.minutes_ago(90), "checked_out_at": app.minutes_ago(30),
            "stock": [{"product": "古井贡酒", "cases": 3}], "rivals": [{"name": "口子窖", "price_minor": 16_800, "display": "门口堆头", "promotion": null}]});
        let (admin, body) = (
            admin.clone(),
            json!({"account_id": id(&account), "channel": "visit", "next_step": step, "visit": form, "at": app.minutes_ago(90)}),
        );
        async move { admin.post("/interactions", &body).await.ok() }
    };
    let first = visit(Some(77), Some(60)).await;
    assert_eq!((&first["helped_first"], &first["direction"]), (&json!(true), &json!("both")));
    assert_eq!((&first["visit"]["stock"][0]["cases"], &first["visit"]["rivals"][0]["price_minor"]), (&json!(3), &json!(16_800)));
    assert_eq!((&first["next_step"]["text"], &first["next_step"]["due_on"]), (&json!("送样品"), &step["due_on"]));
    for (help, pitch, want) in [(Some(60), Some(77), false), (Some(60), None, true), (None, None, false), (None, Some(60), false)] {
        assert_eq!(visit(help, pitch).await["helped_first"], want, "{help:?} {pitch:?}");
    }
}

#[tokio::test]
async fn f22_a_visit_keeps_its_times_exactly() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let at = |time: &str| format!("{}T{time}+08:00", app.days_ago(1));
    let visit = |pitch: &str| {
        let form = json!({"checked_in_at": at("10:00:00"), "checked_out_at": at("10:48:30.250"), "pitch_started_at": at(pitch),
            "help": [{"kind": "unloading", "minutes": 15, "at": at("10:05:00")}]});
        let step = json!({"text": "送样品", "due_on": app.days_ago(-3)});
        let body = json!({"account_id": id(&account), "channel": "visit", "at": at("10:00:00"), "next_step": step, "visit": form});
        let admin = app.admin();
        async move {
            let made = admin.post("/interactions", &body).await.ok();
            admin.get(&path(&made, "/interactions")).await.ok()
        }
    };
    let instant = |time: &Value| time.as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let read = visit("10:22:00").await;
    let form = &read["visit"];
    for (kept, time) in [
        (&read["at"], "10:00:00"),
        (&form["checked_in_at"], "10:00:00"),
        (&form["checked_out_at"], "10:48:30.250"),
        (&form["pitch_started_at"], "10:22:00"),
        (&form["help"][0]["at"], "10:05:00"),
    ] {
        assert_eq!(instant(kept), instant(&json!(at(time))), "{time}");
    }
    assert_eq!((&form["help"][0]["minutes"], &read["helped_first"]), (&json!(15), &json!(true)));
    assert_eq!(read["minutes"], 48, "from arrival to leaving, since nobody said otherwise");
    assert_eq!(visit("10:00:00").await["helped_first"], false);
}

#[tokio::test]
async fn f22_a_visit_ends_with_a_next_step() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let answer = app.admin().post("/interactions", &json!({"account_id": id(&account), "channel": "visit", "visit": {}})).await;
    assert_eq!((answer.problem().0, answer.wrong_fields()), (422, vec![("/next_step".to_owned(), "required".to_owned())]));
}

#[tokio::test]
async fn f24_purposes_are_kept_once_each() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let body = json!({"account_id": id(&account), "channel": "phone", "purposes": ["care", "deal", "care", "intelligence"]});
    assert_eq!(app.admin().post("/interactions", &body).await.ok()["purposes"], json!(["care", "deal", "intelligence"]));
}

#[tokio::test]
async fn a_colleagues_words_cannot_be_rewritten() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (manager, _) = app.person("manager", "一组").await;
    let (agent, _) = app.person("service_agent", "客服").await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let call = app.admin().post("/interactions", &json!({"account_id": id(&account), "channel": "phone", "body": "老板说的"})).await.ok();
    let place = path(&call, "/interactions");
    // Everybody who sees the account reads it; only its writer's superiors change it.
    assert_eq!(rep.get(&place).await.ok()["body"], "老板说的");
    assert_eq!(rep.patch(&place, version(&call), &json!({"body": "我说的"})).await.problem(), (403, "forbidden".to_owned()));
    assert_eq!(rep.send(axum::http::Method::DELETE, &place, None).await.problem().0, 403);
    assert_eq!(manager.patch(&place, version(&call), &json!({"body": "我说的"})).await.problem().0, 403);
    let own = rep.post("/interactions", &json!({"account_id": id(&account), "channel": "phone", "body": "一"})).await.ok();
    let changed =
        rep.patch(&path(&own, "/interactions"), version(&own), &json!({"body": "二", "minutes": 3, "outcome": "interested"})).await.ok();
    assert_eq!((&changed["body"], &changed["minutes"]), (&json!("二"), &json!(3)));
    manager.patch(&path(&own, "/interactions"), version(&changed), &json!({"body": "三"})).await.done();
    assert_eq!(rep.patch(&path(&own, "/interactions"), version(&changed), &json!({"body": "四"})).await.problem().0, 412);
    for fixed in
        [json!({"at": app.minutes_ago(1)}), json!({"channel": "fax"}), json!({"user_id": null}), json!({"account_id": id(&account)})]
    {
        assert_eq!(rep.patch(&path(&own, "/interactions"), 3, &fixed).await.wrong_fields()[0].1, "unknown_field", "{fixed}");
    }
    agent.get(&place).await.done();
}

#[tokio::test]
async fn what_one_may_do_with_a_record_stands_on_it_and_is_true() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (mate, _) = app.rep().await;
    let (manager, _) = app.person("manager", "一组").await;
    let (agent, _) = app.person("service_agent", "客服").await;
    let (marketer, _) = app.person("marketer", "市场").await;
    let readers = [app.with_token(&rep, true).await, mate, manager, agent, marketer, app.admin(), rep.clone()];
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let mut allowed = [0; 3];
    for (n, reader) in readers.iter().enumerate() {
        let call = rep.post("/interactions", &json!({"account_id": id(&account), "channel": "phone"})).await.ok();
        let task = json!({"subject": "回访", "due_on": app.days_ago(-1), "account_id": id(&account)});
        let task = rep.post("/tasks", &task).await.ok();
        let comment = rep.post("/comments", &json!({"account_id": id(&account), "body": "好"})).await.ok();
        for (kind, (record, under)) in [(&call, "/interactions"), (&task, "/tasks")].into_iter().enumerate() {
            let place = path(record, under);
            let read = reader.get(&place).await;
            // A colleague who does not see it is told nothing.
            if read.status != 200 {
                continue;
            }
            let (may_change, may_remove) = (read.json()["may_change"] == true, read.json()["may_remove"] == true);
            // Whoever may change it is told that another version is there; all others that they may not.
            let changed = reader.patch(&place, 99, &json!({})).await.problem().0;
            assert_eq!(changed, if may_change { 412 } else { 403 }, "{n} {under}");
            let removed = reader.send(axum::http::Method::DELETE, &place, None).await.status;
            assert_eq!(removed, if may_remove { 204 } else { 403 }, "{n} {under}");
            allowed[kind] += i32::from(may_change) + i32::from(may_remove);
        }
        let seen = reader.get(&format!("/comments?account_id={}", id(&account))).await;
        if seen.status == 200 {
            let may_remove = seen.json()[0]["may_remove"] == true;
            let removed = reader.send(axum::http::Method::DELETE, &path(&comment, "/comments"), None).await.status;
            assert_eq!(removed, if may_remove { 204 } else { 403 }, "{n}");
            allowed[2] += i32::from(may_remove);
        }
    }
    // The manager, the administrator and the writer do both; the service agent changes what was said, and removes nothing.
    assert_eq!(allowed, [7, 6, 1], "a comment is its writer's alone");
}

#[tokio::test]
async fn interactions_are_found_by_filter_and_by_contact() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let wang = admin.post("/contacts", &json!({"name": "王", "accounts": [{"account_id": id(&account)}]})).await.ok();
    for (channel, contact) in [("phone", Some(id(&wang))), ("wechat", None), ("phone", None)] {
        admin
            .post("/interactions", &json!({"account_id": id(&account), "channel": channel, "contact_id": contact, "minutes": 5}))
            .await
            .done();
    }
    let phone = json!({"filter": {"field": "channel", "op": "in", "value": ["phone"]}, "count": "exact", "sums": "minutes"});
    let page = admin.post("/interactions/search", &phone).await.ok();
    assert_eq!((&page["count"]["value"], &page["sums"]["minutes"]), (&json!(2), &json!(10)));
    let with_wang = admin.get(&format!("{}/interactions", path(&wang, "/contacts"))).await.ok();
    assert_eq!((with_wang.as_array().unwrap().len(), &with_wang[0]["contact"]["name"]), (1, &json!("王")));
}

#[tokio::test]
async fn several_contacts_take_part_in_one_interaction_and_each_sees_it() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let mut people = Vec::new();
    for name in ["王", "李", "张"] {
        people.push(rep.post("/contacts", &json!({"name": name, "accounts": [{"account_id": id(&account)}]})).await.ok());
    }
    let [wang, li, zhang] = [0, 1, 2].map(|n| id(&people[n]));
    let body = json!({"account_id": id(&account), "channel": "wechat", "contact_id": wang, "other_ids": [li, wang, li]});
    let talk = rep.post("/interactions", &body).await.ok();
    assert_eq!((&talk["contact"]["name"], &talk["others"]), (&json!("王"), &json!([{"id": li, "name": "李"}])));
    let place = path(&talk, "/interactions");
    let of = |contact: &Value| format!("{}/interactions", path(contact, "/contacts"));
    for (person, want) in [(&people[0], 1), (&people[1], 1), (&people[2], 0)] {
        assert_eq!(rep.get(&of(person)).await.ok().as_array().unwrap().len(), want);
    }
    let changed = rep.patch(&place, version(&talk), &json!({"other_ids": [zhang]})).await.ok();
    assert_eq!((&changed["others"][0]["name"], version(&changed)), (&json!("张"), version(&talk) + 1));
    assert_eq!(rep.get(&of(&people[1])).await.ok(), json!([]));
    let audit = app.admin().get(&format!("/audit?record_id={}&name=interaction.changed", id(&talk))).await.ok();
    let change = audit["items"][0]["changes"].as_array().unwrap().iter().find(|change| change["field"] == "others");
    assert_eq!(change.map(|change| &change["after"]), Some(&json!([zhang])));
    // Whom one does not see cannot be named, and is not taken away by who does not see them.
    let hidden = app.admin().post("/contacts", &json!({"name": "赵"})).await.ok();
    let wrong = rep.patch(&place, version(&changed), &json!({"other_ids": [id(&hidden)]})).await.wrong_fields();
    assert_eq!(wrong, [("/other_ids/0".to_owned(), "not_found".to_owned())]);
    let with_hidden = app.admin().patch(&place, version(&changed), &json!({"other_ids": [id(&hidden), zhang]})).await.ok();
    let seen = rep.patch(&place, version(&with_hidden), &json!({"other_ids": []})).await.ok();
    assert_eq!(seen["others"], json!([]));
    assert_eq!(app.admin().get(&place).await.ok()["others"][0]["name"], "赵");
    assert_eq!(rep.send(axum::http::Method::DELETE, &place, None).await.status, 204);
}

#[tokio::test]
async fn f22_a_visit_keeps_its_goal_what_was_put_right_and_the_drafted_order() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let step = json!({"text": "送货", "due_on": app.days_ago(-3)});
    let form = json!({"goal": "谈中秋陈列", "put_right": "补了堆头\n换了海报", "draft": [{"product": "古井贡酒", "cases": 5}]});
    let body = |form: &Value| json!({"account_id": id(&account), "channel": "visit", "next_step": step, "visit": form});
    let visit = app.admin().post("/interactions", &body(&form)).await.ok()["visit"].clone();
    assert_eq!((&visit["goal"], &visit["put_right"], &visit["draft"]), (&form["goal"], &form["put_right"], &form["draft"]));
    for (wrong, pointer) in [
        (json!({"goal": "长".repeat(301)}), "/visit/goal"),
        (json!({"put_right": "长".repeat(1001)}), "/visit/put_right"),
        (json!({"draft": [{"product": "", "cases": 1}]}), "/visit/draft/0/product"),
        (json!({"draft": [{"product": "酒", "cases": -1}]}), "/visit/draft/0/cases"),
    ] {
        assert_eq!(app.admin().post("/interactions", &body(&wrong)).await.wrong_fields()[0].0, pointer);
    }
}
