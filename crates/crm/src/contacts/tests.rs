//! Contacts through HTTP.

use guanxi_kernel::{event::Heard, testkit::Client};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{Done, TestApp, escaped, id, names, path, version};

#[tokio::test]
async fn what_is_typed_becomes_its_normal_form() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let input = json!({"name": " 王 金源 ", "mobile": "１３８ 0013-8000", "phone": "(0551) 6288 0000", "email": " Wang@Example.COM ", "wechat": " JinYuan_88 ",
        "gender": "female", "language": "zh-CN", "preferred_channel": "wechat", "remark": " 备注 "});
    let answer = admin.post("/contacts", &input).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let contact = answer.json();
    assert_eq!(contact["mobile"], "13800138000");
    assert_eq!(contact["phone"], "0551-62880000");
    assert_eq!(contact["email"], "wang@example.com");
    assert_eq!((&contact["accounts"], &contact["is_consumer"], &contact["guardian"]), (&json!([]), &json!(false), &Value::Null));
    assert_eq!(admin.get(&path(&contact, "/contacts")).await.ok(), contact);
    // A shop's telephone is shared: the same number on two contacts is allowed.
    admin.post("/contacts", &json!({"name": "李", "mobile": "13800138000"})).await.done();
}

#[tokio::test]
async fn a_wechat_id_is_kept_in_lower_case() {
    let app = TestApp::new().await;
    let contact = app.admin().post("/contacts", &json!({"name": "王", "wechat": " JinYuan_88 "})).await.ok();
    // docs/domain/contacts.md, Normalisation.
    assert_eq!(contact["wechat"], "jinyuan_88");
}

#[tokio::test]
async fn every_wrong_field_of_a_contact_is_named_at_once() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let nowhere = "01890000-0000-7000-8000-000000000000";
    let answer = app
        .admin()
        .post(
            "/contacts",
            &json!({"name": "", "mobile": "1380013800", "phone": "?", "email": "shop@@example", "gender": "x", "preferred_channel": "pigeon",
                "birthday": {"calendar": "solar", "year": 1985, "month": 13, "day": 5}, "guardian_id": nowhere, "owner_id": nowhere,
                "accounts": [{"account_id": nowhere}, {"account_id": id(&account), "roles": ["king"]}, {"account_id": id(&account)}]}),
        )
        .await;
    assert_eq!(answer.problem(), (422, "invalid".to_owned()));
    let mut pointers: Vec<String> = answer.wrong_fields().into_iter().map(|(pointer, _)| pointer).collect();
    pointers.sort();
    assert_eq!(
        pointers,
        [
            "/accounts/0/account_id",
            "/accounts/1/roles/0",
            "/accounts/2/account_id",
            "/birthday/month",
            "/email",
            "/gender",
            "/guardian_id",
            "/mobile",
            "/name",
            "/owner_id",
            "/phone",
            "/preferred_channel",
        ]
    );
    for (birthday, pointer) in [
        (json!({"calendar": "solar", "year": 1985, "month": 2, "day": 29}), "/birthday/day"),
        (json!({"calendar": "solar", "month": 5, "day": 13, "leap": true}), "/birthday/leap"),
        (json!({"calendar": "lunar", "month": 12, "day": 31}), "/birthday/day"),
        (json!({"calendar": "lunar", "year": 1800, "month": 12, "day": 1}), "/birthday/year"),
        (json!({"calendar": "mayan", "month": 12, "day": 1}), "/birthday/calendar"),
        (json!({"calendar": "solar", "year": 2099, "month": 1, "day": 1}), "/birthday"),
        (json!({"calendar": "lunar", "year": 2099, "month": 1, "day": 1}), "/birthday"),
    ] {
        let answer = app.admin().post("/contacts", &json!({"name": "王", "birthday": birthday})).await;
        assert_eq!(answer.problem().0, 422, "{birthday}");
        assert_eq!(answer.wrong_fields()[0].0, pointer, "{birthday}");
    }
}

#[tokio::test]
async fn a_birthday_is_kept_in_its_own_calendar() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let lunar = json!({"calendar": "lunar", "year": null, "month": 6, "day": 30, "leap": true});
    let contact = admin.post("/contacts", &json!({"name": "王", "birthday": lunar})).await.ok();
    assert_eq!(contact["birthday"], lunar);
    let solar = json!({"calendar": "solar", "year": 1984, "month": 2, "day": 29, "leap": false});
    let changed = admin.patch(&path(&contact, "/contacts"), 1, &json!({"birthday": solar})).await.ok();
    assert_eq!(changed["birthday"], solar);
    let by_month = json!({"filter": {"all": [{"field": "birthday_month", "op": "eq", "value": 2}, {"field": "birthday_day", "op": "between", "value": [20, 29]}]}});
    assert_eq!(names(&admin.post("/contacts/search", &by_month).await.ok()), ["王"]);
    assert_eq!(admin.patch(&path(&contact, "/contacts"), 2, &json!({"birthday": null})).await.ok()["birthday"], Value::Null);
}

#[tokio::test]
async fn f01_one_person_has_roles_at_several_accounts() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (one, two) = (app.account("一号店").await, app.account("二号店").await);
    let places =
        json!([{"account_id": id(&one), "roles": ["boss", "payer"], "title": "店长"}, {"account_id": id(&two), "roles": ["influencer"]}]);
    let wang = admin.post("/contacts", &json!({"name": "王", "accounts": places})).await.ok();
    let shown = |contact: &Value| -> Vec<(String, Value, bool)> {
        contact["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|place| (place["account"]["name"].as_str().unwrap().to_owned(), place["roles"].clone(), place["is_primary"] == true))
            .collect()
    };
    assert_eq!(shown(&wang), [("一号店".to_owned(), json!(["boss", "payer"]), true), ("二号店".to_owned(), json!(["influencer"]), false)]);
    for account in [&one, &two] {
        let people = admin.get(&format!("{}/contacts", path(account, "/accounts"))).await.ok()["items"].clone();
        assert_eq!((people.as_array().unwrap().len(), &people[0]["name"]), (1, &json!("王")));
    }
    // Replaced as a whole, under the version.
    let place = format!("{}/accounts", path(&wang, "/contacts"));
    let put = |version: &'static str, body: Value| {
        let (client, place) = (admin.clone().with_header("if-match", version), place.clone());
        async move { client.put(&place, &body).await }
    };
    let moved = put("\"1\"", json!([{"account_id": id(&two), "roles": ["boss"]}])).await.ok();
    assert_eq!(shown(&moved), [("二号店".to_owned(), json!(["boss"]), true)]);
    assert_eq!(admin.get(&format!("{}/contacts", path(&one, "/accounts"))).await.ok()["items"], json!([]));
    assert_eq!(put("\"1\"", json!([])).await.problem(), (412, "stale_version".to_owned()));
    assert_eq!(put("\"2\"", json!([{"account_id": id(&one), "roles": ["king"]}])).await.wrong_fields()[0].0, "/accounts/0/roles/0");
    assert_eq!(admin.put(&place, &json!([])).await.problem(), (428, "version_required".to_owned()));
    let audit = admin.get(&format!("/audit?record_id={}&name=contact.changed", id(&wang))).await.ok();
    assert!(audit["items"][0]["changes"].as_array().unwrap().iter().any(|change| change["field"] == "accounts"), "{audit}");
    assert_eq!(shown(&put("\"2\"", json!([])).await.ok()), []);
}

#[tokio::test]
async fn a_change_of_roles_makes_a_new_version() {
    let app = TestApp::new().await;
    let account = app.account("一号店").await;
    let contact =
        app.admin().post("/contacts", &json!({"name": "王", "accounts": [{"account_id": id(&account), "roles": ["boss"]}]})).await.ok();
    let place = format!("{}/accounts", path(&contact, "/contacts"));
    let put = |roles: Value| {
        let (client, place, account) = (app.admin().with_header("if-match", "\"1\""), place.clone(), id(&account).to_owned());
        async move { client.put(&place, &json!([{"account_id": account, "roles": roles}])).await }
    };
    assert_eq!(version(&put(json!(["payer"])).await.ok()), 2, "another colleague's form still shows the old roles and must be told");
    assert_eq!(put(json!(["buyer"])).await.problem(), (412, "stale_version".to_owned()));
}

#[tokio::test]
async fn f01_a_mother_buys_for_her_baby() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let mother_account = admin.post("/accounts", &json!({"name": "王女士", "kind": "person"})).await.ok();
    let mother = admin
        .post("/contacts", &json!({"name": "王女士", "accounts": [{"account_id": id(&mother_account), "roles": ["buyer", "payer"]}]}))
        .await
        .ok();
    let baby = admin.post("/contacts", &json!({"name": "王女士的孩子", "is_consumer": true, "guardian_id": id(&mother)})).await.ok();
    assert_eq!(baby["guardian"], json!({"id": mother["id"], "name": "王女士"}));
    let consumers = json!({"filter": {"field": "is_consumer", "op": "eq", "value": true}, "count": "exact"});
    assert_eq!(admin.post("/contacts/search", &consumers).await.ok()["count"]["value"], 1);
    assert_eq!(admin.get("/contacts?count=exact").await.ok()["count"]["value"], 2);
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 1);
    let other = app.account("别家").await;
    let line = json!({"product": "麦芽饮料", "quantity": 6, "price_minor": 990, "consumer_id": id(&baby)});
    let order =
        admin.post("/orders", &json!({"account_id": id(&mother_account), "ordered_on": app.days_ago(0), "lines": [line]})).await.ok();
    assert_eq!(
        (&order["account"]["name"], &order["payer"], &order["lines"][0]["consumer_id"]),
        (&json!("王女士"), &Value::Null, &baby["id"])
    );
    // M's net sales rise and nobody else's: the baby buys nothing, neither as a contact nor as an account made for it.
    assert_eq!(admin.get(&path(&mother_account, "/accounts")).await.ok()["net_sales"]["minor"], 5940);
    let all = admin.get("/accounts?count=exact&sums=net_sales,order_count").await.ok();
    assert_eq!(
        (&all["count"]["value"], &all["sums"]["net_sales"]["minor"], &all["sums"]["order_count"]),
        (&json!(2), &json!(5940), &json!(1))
    );
    assert_eq!(admin.get(&path(&other, "/accounts")).await.ok()["net_sales"]["minor"], 0);
    assert_eq!(admin.get(&path(&baby, "/contacts")).await.ok()["accounts"], json!([]));
    // Nobody is their own guardian.
    assert_eq!(admin.patch(&path(&mother, "/contacts"), 1, &json!({"guardian_id": id(&mother)})).await.wrong_fields()[0].0, "/guardian_id");
}

#[tokio::test]
async fn a_contact_is_seen_by_its_owner_and_by_who_sees_one_of_its_accounts() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (other, _) = app.person("salesperson", "二组").await;
    let (reps, bosss) = (rep.post("/accounts", &json!({"name": "我的店"})).await.ok(), app.account("老板的店").await);
    let alone = admin.post("/contacts", &json!({"name": "单独"})).await.ok();
    let both = admin.post("/contacts", &json!({"name": "两处", "mobile": "13800138001", "accounts": [{"account_id": id(&bosss)}, {"account_id": id(&reps), "roles": ["boss"]}]})).await.ok();
    assert_eq!(names(&rep.get("/contacts").await.ok()), ["两处"]);
    assert_eq!(rep.get(&path(&alone, "/contacts")).await.problem().0, 404);
    // The place at an account one may not see is left out, and stays when one sets the others.
    let seen = rep.get(&path(&both, "/contacts")).await.ok();
    assert_eq!((seen["accounts"].as_array().unwrap().len(), &seen["accounts"][0]["account"]["name"]), (1, &json!("我的店")));
    rep.clone().with_header("if-match", "\"1\"").put(&format!("{}/accounts", path(&both, "/contacts")), &json!([])).await.done();
    let left = admin.get(&path(&both, "/contacts")).await.ok();
    assert_eq!((left["accounts"].as_array().unwrap().len(), &left["accounts"][0]["account"]["name"]), (1, &json!("老板的店")));
    // Now that the link is gone, so is the contact.
    assert_eq!(rep.get(&path(&both, "/contacts")).await.problem().0, 404);
    assert_eq!(rep.get("/search?q=liangchu").await.ok()["hits"], json!([]));
    // One's own contact is seen without an account.
    admin.patch(&path(&alone, "/contacts"), 1, &json!({"owner_id": rep_id})).await.done();
    assert_eq!(names(&rep.get("/contacts").await.ok()), ["单独"]);
    assert_eq!(names(&other.get("/contacts").await.ok()), Vec::<String>::new());
    assert_eq!(rep.get(&format!("{}/contacts", path(&bosss, "/accounts"))).await.problem().0, 404);
}

#[tokio::test]
async fn the_home_account_is_one_of_the_places_also_when_only_places_out_of_sight_are_left() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, _) = app.rep().await;
    let (reps, bosss) = (rep.post("/accounts", &json!({"name": "我的店"})).await.ok(), app.account("老板的店").await);
    let (reps, bosss) = (json!({"account_id": id(&reps)}), json!({"account_id": id(&bosss)}));
    // At home where the caller does not see it, and where the caller does.
    for places in [json!([bosss, reps]), json!([reps, bosss])] {
        let contact = admin.post("/contacts", &json!({"name": "两处", "accounts": places})).await.ok();
        let place = path(&contact, "/contacts");
        rep.clone().with_header("if-match", "\"1\"").put(&format!("{place}/accounts"), &json!([])).await.done();
        let left = admin.get(&place).await.ok()["accounts"].clone();
        assert_eq!(left.as_array().unwrap().len(), 1, "{left}");
        assert_eq!((&left[0]["account"]["id"], &left[0]["is_primary"]), (&bosss["account_id"], &json!(true)), "{left}");
        let filter = json!({"field": "account", "op": "in", "value": [bosss["account_id"]]});
        let listed = admin.post("/contacts/search", &json!({"filter": filter, "columns": "name,account"})).await.ok();
        assert_eq!(listed["items"][0]["account"]["id"], bosss["account_id"], "{listed}");
        // Without any place there is no home.
        admin.clone().with_header("if-match", "\"2\"").put(&format!("{place}/accounts"), &json!([])).await.done();
        assert_eq!(admin.get(&place).await.ok()["accounts"], json!([]));
        assert_eq!(admin.post("/contacts/search", &json!({"filter": filter})).await.ok()["items"], json!([]));
    }
}

#[tokio::test]
async fn search_finds_people_by_name_pinyin_and_digits_in_ones_own_reach() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (other, other_id) = app.person("salesperson", "二组").await;
    let shop = app.admin().post("/accounts", &json!({"name": "金源", "owner_id": rep_id})).await.ok();
    let person = json!({"name": "单若云", "mobile": "13800138765", "wechat": "yun_88", "email": "shan@example.com", "accounts": [{"account_id": id(&shop)}]});
    admin.post("/contacts", &person).await.done();
    for q in ["单若云", "shanruoyun", "sry", "8765", "yun_88"] {
        for (client, want) in [(&rep, 1), (&admin, 1), (&other, 0)] {
            let hits = client.get(&format!("/search?q={}&kinds=contact", escaped(q))).await.ok();
            assert_eq!(hits["hits"].as_array().unwrap().len(), want, "{q}");
        }
        assert_eq!(names(&rep.get(&format!("/contacts?q={}", escaped(q))).await.ok()), ["单若云"], "{q}");
    }
    // When the account changes hands, its people are found by the new owner.
    admin.patch(&path(&shop, "/accounts"), 1, &json!({"owner_id": other_id})).await.done();
    app.run_jobs().await;
    assert_eq!(other.get("/search?q=sry&kinds=contact").await.ok()["hits"].as_array().unwrap().len(), 1);
    assert_eq!(rep.get("/search?q=sry&kinds=contact").await.ok()["hits"], json!([]));
}

#[tokio::test]
async fn a_contact_goes_to_the_trash_and_comes_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let contact = admin.post("/contacts", &json!({"name": "王", "accounts": [{"account_id": id(&account)}]})).await.ok();
    let place = path(&contact, "/contacts");
    assert_eq!(admin.delete(&place, 7).await.problem(), (412, "stale_version".to_owned()));
    assert_eq!(admin.delete(&place, 1).await.status, 204);
    assert_eq!(admin.get("/contacts").await.ok()["items"], json!([]));
    assert_eq!(admin.get("/search?q=wang").await.ok()["hits"], json!([]));
    assert_eq!(admin.get(&format!("{}/contacts", path(&account, "/accounts"))).await.ok()["items"], json!([]));
    // In the trash it stays as it is, and out of it there is nothing to take out.
    let in_trash = admin.get(&place).await.ok();
    let (trashed, not_trashed) = ((409, "trashed".to_owned()), (409, "not_trashed".to_owned()));
    assert_eq!(admin.delete(&place, 2).await.problem(), trashed);
    assert_eq!(admin.patch(&place, 2, &json!({"name": "李"})).await.problem(), trashed);
    let put = admin.clone().with_header("if-match", "\"2\"").put(&format!("{place}/accounts"), &json!([])).await;
    assert_eq!(put.problem(), trashed);
    assert_eq!(admin.get(&place).await.ok(), in_trash);
    let back = admin.post(&format!("{place}/restore"), &Value::Null).await.ok();
    assert_eq!(admin.post(&format!("{place}/restore"), &Value::Null).await.problem(), not_trashed);
    assert_eq!(version(&admin.get(&place).await.ok()), 3);
    assert_eq!(back["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(names(&admin.get("/contacts?q=wang").await.ok()), ["王"]);
}

#[tokio::test]
async fn a_patch_of_a_contact_merges_and_refuses_what_it_does_not_know() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let contact = admin.post("/contacts", &json!({"name": "王", "mobile": "13800138000", "gender": "male"})).await.ok();
    let place = path(&contact, "/contacts");
    let changed = admin.patch(&place, 1, &json!({"gender": null, "email": "w@example.com", "is_consumer": true})).await.ok();
    assert_eq!((&changed["gender"], &changed["email"], &changed["mobile"]), (&Value::Null, &json!("w@example.com"), &contact["mobile"]));
    assert_eq!(
        admin.patch(&place, 2, &json!({"accounts": []})).await.wrong_fields(),
        [("/accounts".to_owned(), "unknown_field".to_owned())]
    );
    assert_eq!(admin.patch(&place, 2, &json!({"email": "shop-at-example.com"})).await.wrong_fields()[0].0, "/email");
    let stale = admin.patch(&place, 1, &json!({"name": "x"})).await;
    assert_eq!((stale.problem().0, &stale.json()["current"]["email"]), (412, &json!("w@example.com")));
}

/// Who of these hears of a contact's event, and who of them may read the contact: both must be the same.
async fn heard_and_read(app: &TestApp, people: &[(&Client, Uuid)], change: impl Future<Output = Value>) -> (Vec<bool>, Vec<bool>) {
    let live = app.app.db().live().clone();
    let mut heard = live.listen();
    let contact = change.await;
    let mut told = vec![false; people.len()];
    while let Ok(Heard::Change(change)) = heard.try_recv() {
        if change.kind != "contact" || change.record.to_string() != id(&contact) {
            continue;
        }
        for (n, (_, person)) in people.iter().enumerate() {
            let actor = app.app.actor_for_job(app.workspace, Some(*person), Uuid::now_v7()).await.unwrap();
            told[n] |= change.reaches(&live, &actor);
        }
    }
    let mut read = Vec::new();
    for (client, _) in people {
        read.push(client.get(&path(&contact, "/contacts")).await.status == 200);
    }
    (told, read)
}

#[tokio::test]
async fn exactly_those_hear_of_a_contact_who_may_read_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (mate, mate_id) = app.person("salesperson", "一组").await;
    let (manager, manager_id) = app.person("manager", "一组").await;
    let (other, other_id) = app.person("salesperson", "二组").await;
    let (nobody, nobody_id) = app.person_without_rights().await;
    let people = [(&rep, rep_id), (&mate, mate_id), (&manager, manager_id), (&other, other_id), (&nobody, nobody_id)];
    let reps = rep.post("/accounts", &json!({"name": "我的"})).await.ok();
    let bosss = app.account("老板的").await;
    let places = |accounts: &[&Value]| accounts.iter().map(|account| json!({"account_id": id(account)})).collect::<Vec<_>>();
    let made = |by: &Client, accounts: &[&Value]| {
        let (by, body) = (by.clone(), json!({"name": "王", "accounts": places(accounts)}));
        async move { by.post("/contacts", &body).await.ok() }
    };
    // Their own, without an account; a colleague's at their account; a colleague's elsewhere.
    for (by, accounts, want) in [
        (&rep, vec![], [true, false, true, false, false]),
        (&admin, vec![&reps], [true, false, true, false, false]),
        (&admin, vec![&bosss, &reps], [true, false, true, false, false]),
        (&admin, vec![&bosss], [false; 5]),
        (&other, vec![], [false, false, false, true, false]),
    ] {
        let (told, read) = heard_and_read(&app, &people, made(by, &accounts)).await;
        assert_eq!((&told, &read), (&want.to_vec(), &want.to_vec()), "{accounts:?}");
    }
    // A place gives sight and takes it away again.
    let contact = made(&admin, &[&bosss]).await;
    let place = format!("{}/accounts", path(&contact, "/contacts"));
    for (version, accounts, sees) in [(1, vec![&reps], true), (2, vec![&bosss], false), (3, vec![&bosss, &reps], true)] {
        let change = async {
            let by = admin.clone().with_header("if-match", format!("\"{version}\""));
            by.put(&place, &json!(places(&accounts))).await.ok()
        };
        let (told, read) = heard_and_read(&app, &people, change).await;
        assert_eq!((told[0], read[0]), (sees, sees), "{accounts:?}");
        assert_eq!(told, read);
    }
}

#[tokio::test]
async fn a_lunar_birthday_says_on_which_day_it_is_kept_next() {
    let app = TestApp::new().await;
    let birthday = json!({"calendar": "lunar", "month": 8, "day": 15});
    let contact = app.admin().post("/contacts", &json!({"name": "王", "birthday": birthday})).await.ok();
    let next: chrono::NaiveDate = contact["next_birthday_on"].as_str().unwrap().parse().unwrap();
    assert!(next >= app.today() && next <= app.today() + chrono::Duration::days(385), "{next}");
    let without = app.admin().post("/contacts", &json!({"name": "李"})).await.ok();
    assert_eq!(without["next_birthday_on"], Value::Null);
}

#[tokio::test]
async fn one_of_the_people_of_an_account_is_called_first() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (one, two) =
        (rep.post("/accounts", &json!({"name": "一店"})).await.ok(), rep.post("/accounts", &json!({"name": "二店"})).await.ok());
    let mut people = Vec::new();
    for name in ["安", "白", "陈"] {
        let places = json!([{"account_id": id(&one)}, {"account_id": id(&two)}]);
        people.push(rep.post("/contacts", &json!({"name": name, "accounts": places})).await.ok());
    }
    let first = |account: &Value| format!("{}/first-to-call", path(account, "/accounts"));
    let listed = |account: &Value| {
        let (rep, under) = (rep.clone(), format!("{}/contacts", path(account, "/accounts")));
        async move { names(&rep.get(&under).await.ok()) }
    };
    for (n, want) in [(2, ["陈", "安", "白"]), (1, ["白", "安", "陈"])] {
        assert_eq!(rep.put(&first(&one), &json!({"contact_id": id(&people[n])})).await.status, 204);
        assert_eq!(listed(&one).await, want);
    }
    assert_eq!(listed(&two).await, ["安", "白", "陈"]);
    // Saving the places of the first to call leaves it first.
    let bai = rep.get(&path(&people[1], "/contacts")).await.ok();
    let by = rep.clone().with_header("if-match", format!("\"{}\"", version(&bai)));
    let saved = by.put(&format!("{}/accounts", path(&bai, "/contacts")), &json!([{"account_id": id(&one), "roles": ["boss"]}])).await.ok();
    assert_eq!(saved["accounts"][0]["first_to_call"], true);
    let audit = app.admin().get(&format!("/audit?record_id={}&name=account.changed", id(&one))).await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 2);
    assert_eq!(rep.put(&first(&one), &json!({"contact_id": null})).await.status, 204);
    assert_eq!(listed(&one).await, ["安", "白", "陈"]);
    let (other, _) = app.person("salesperson", "二组").await;
    assert_eq!(other.put(&first(&one), &json!({"contact_id": null})).await.problem().0, 404);
    for stranger in [id(&people[1]).to_owned(), "01890000-0000-7000-8000-000000000000".to_owned()] {
        let wrong = rep.put(&first(&two), &json!({"contact_id": stranger})).await.wrong_fields();
        assert_eq!(wrong, [("/contact_id".to_owned(), "not_found".to_owned())]);
    }
}

#[tokio::test]
async fn contacts_carry_tags_by_which_they_are_filtered_and_found() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let contact = rep.post("/contacts", &json!({"name": "王", "tags": ["婚宴", "老客户", "婚宴"]})).await.ok();
    assert_eq!(contact["tags"], json!(["婚宴", "老客户"]));
    app.admin().post("/contacts", &json!({"name": "李", "tags": ["婚宴", "别人的"]})).await.done();
    let tagged = json!({"filter": {"field": "tags", "op": "any_of", "value": ["婚宴"]}, "columns": "name,tags"});
    assert_eq!(rep.post("/contacts/search", &tagged).await.ok()["items"][0]["tags"], json!(["婚宴", "老客户"]));
    assert_eq!(rep.get("/contact-tags").await.ok(), json!([{"tag": "婚宴"}, {"tag": "老客户"}]), "only those on contacts one sees");
    assert_eq!(app.admin().get("/contact-tags").await.ok(), json!([{"tag": "别人的"}, {"tag": "婚宴"}, {"tag": "老客户"}]));
    assert_eq!(rep.get(&format!("/search?q={}", escaped("老客户"))).await.ok()["hits"][0]["id"], contact["id"]);
    let place = path(&contact, "/contacts");
    let same = rep.patch(&place, version(&contact), &json!({"tags": ["老客户", "婚宴"]})).await.ok();
    assert_eq!(version(&same), version(&contact), "the same tags in another order are no change");
    let changed = rep.patch(&place, version(&contact), &json!({"tags": ["老客户"]})).await.ok();
    assert_eq!((&changed["tags"], version(&changed)), (&json!(["老客户"]), version(&contact) + 1));
    let wrong = rep.patch(&place, version(&changed), &json!({"tags": ["长".repeat(31)]})).await.wrong_fields();
    assert_eq!(wrong, [("/tags/0".to_owned(), "too_long".to_owned())]);
}

#[tokio::test]
async fn a_guardian_names_the_consumers_it_speaks_for() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let mother = rep.post("/contacts", &json!({"name": "王女士"})).await.ok();
    let child = json!({"name": "王女士的孩子", "is_consumer": true, "guardian_id": id(&mother)});
    let child = rep.post("/contacts", &child).await.ok();
    app.admin().post("/contacts", &json!({"name": "看不见的", "guardian_id": id(&mother)})).await.done();
    let wards = rep.get(&path(&mother, "/contacts")).await.ok()["wards"].clone();
    assert_eq!(wards, json!([{"id": id(&child), "name": "王女士的孩子"}]));
    assert_eq!(app.admin().get(&path(&mother, "/contacts")).await.ok()["wards"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn many_contacts_change_go_to_the_trash_and_come_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let mut people = Vec::new();
    for n in 0..5 {
        people.push(admin.post("/contacts", &json!({"name": format!("王{n}"), "tags": ["旧"]})).await.ok());
    }
    let ids: Vec<&str> = people.iter().take(3).map(id).collect();
    let change = json!({"owner_id": rep_id, "add_tags": ["婚宴"], "remove_tags": ["旧"]});
    let run = |body: Value| {
        let (app, admin) = (&app, admin.clone());
        async move {
            let queued = admin.post("/contacts/bulk", &body).await;
            assert_eq!(queued.status, 202, "{}", queued.text());
            app.job(&admin, &queued.json()).await["result"].clone()
        }
    };
    let counts = |changed: i64, not_allowed: i64, refused: i64| json!({"changed": changed, "not_allowed": not_allowed, "refused": refused});
    assert_eq!(run(json!({"ids": ids, "action": "change", "change": change})).await, counts(3, 0, 0));
    let seen = rep.get("/contacts?columns=name,tags,owner&count=exact").await.ok();
    assert_eq!((&seen["count"]["value"], &seen["items"][0]["tags"]), (&json!(3), &json!(["婚宴"])));
    assert_eq!(
        rep.get(&format!("/search?q={}", escaped("婚宴"))).await.ok()["hits"].as_array().unwrap().len(),
        3,
        "found by the new owner"
    );
    let tagged = json!({"field": "tags", "op": "any_of", "value": ["婚宴"]});
    assert_eq!(run(json!({"filter": tagged, "action": "trash"})).await, counts(3, 0, 0));
    assert_eq!(admin.get("/contacts?count=exact").await.ok()["count"]["value"], 2);
    assert_eq!(run(json!({"ids": ids, "action": "change", "change": {"add_tags": ["x"]}})).await, counts(0, 0, 3));
    assert_eq!(run(json!({"filter": tagged, "action": "restore"})).await, counts(3, 0, 0));
    assert_eq!(admin.get("/contacts?count=exact").await.ok()["count"]["value"], 5);
    assert_eq!(rep.post("/contacts/bulk", &json!({"ids": ids, "action": "trash"})).await.problem().0, 403);
    let wrong = admin.post("/contacts/bulk", &json!({"ids": ids, "action": "change", "change": {"owner_id": id(&people[0])}})).await;
    assert_eq!(wrong.wrong_fields()[0].0, "/change/owner_id");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_write_places_or_choose_whom_to_call_at_the_same_moment_do_not_break_each_other() {
    let app = TestApp::new().await;
    let account = app.account("一店").await;
    let mut people = Vec::new();
    for name in ["安", "白"] {
        people.push(app.admin().post("/contacts", &json!({"name": name, "accounts": [{"account_id": id(&account)}]})).await.ok());
    }
    for version in 1..=10 {
        let place = || {
            let by = app.admin().with_header("if-match", format!("\"{version}\""));
            let (under, body) = (format!("{}/accounts", path(&people[0], "/contacts")), json!([{"account_id": id(&account)}]));
            tokio::spawn(async move { by.put(&under, &body).await.status.as_u16() })
        };
        let choose = |person: &Value| {
            let (admin, under) = (app.admin(), format!("{}/first-to-call", path(&account, "/accounts")));
            let body = json!({"contact_id": id(person)});
            tokio::spawn(async move { admin.put(&under, &body).await.status.as_u16() })
        };
        let (one, two, first, second) = (place(), place(), choose(&people[0]), choose(&people[1]));
        let mut places = [one.await.unwrap(), two.await.unwrap()];
        places.sort_unstable();
        assert_eq!(places, [200, 412], "the second is told that the first was quicker");
        assert_eq!([first.await.unwrap(), second.await.unwrap()], [204, 204]);
    }
}

#[tokio::test]
async fn the_people_of_given_accounts_are_found_by_the_new_owner_however_many() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let account = app.account("大客户").await;
    for n in 0..120 {
        admin.post("/contacts", &json!({"name": format!("周{n}"), "accounts": [{"account_id": id(&account)}]})).await.done();
    }
    admin.patch(&path(&account, "/accounts"), 1, &json!({"owner_id": rep_id})).await.done();
    app.run_jobs().await;
    for name in ["周0", "周99", "周119"] {
        let found = rep.get(&format!("/search?q={}&kinds=contact", escaped(name))).await.ok();
        assert!(found["hits"].as_array().unwrap().iter().any(|hit| hit["title"] == name), "{name}: {found}");
    }
    let audit = admin.get("/audit?name=contacts.reindexed").await.ok();
    assert_eq!(audit["items"].as_array().unwrap().iter().filter(|event| event["data"]["accounts"].is_number()).count(), 2, "in chunks");
}

#[tokio::test]
async fn the_changes_of_a_contact_leave_out_accounts_that_one_may_not_see() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (other, _) = app.person("salesperson", "二组").await;
    let mine = app.account_of(Some(rep_id)).await;
    let strange = app.account("别家").await;
    let contact = rep.post("/contacts", &json!({"name": "王", "mobile": "13900000001", "accounts": [{"account_id": mine}]})).await.ok();
    let contact = rep.patch(&path(&contact, "/contacts"), version(&contact), &json!({"mobile": "13900000002"})).await.ok();
    let places = json!([{"account_id": mine}, {"account_id": id(&strange)}]);
    let versioned = admin.clone().with_header("if-match", format!("\"{}\"", version(&contact)));
    versioned.put(&format!("{}/accounts", path(&contact, "/contacts")), &places).await.done();
    let under = format!("{}/changes", path(&contact, "/contacts"));
    let seen = rep.get(&under).await.ok();
    assert!(!seen.to_string().contains(id(&strange)), "{seen}");
    assert_eq!(seen["items"].as_array().unwrap().len(), 1, "{seen}");
    assert_eq!(seen["items"][0]["changes"], json!([{"field": "mobile", "before": "13900000001", "after": "13900000002"}]));
    assert_eq!(seen["items"][0]["user_id"], json!(rep_id));
    let whole = admin.get(&under).await.ok();
    assert_eq!(whole["items"][0]["changes"][0]["field"], "accounts");
    assert_eq!(whole["names"][id(&strange)], "别家");
    assert_eq!(other.get(&under).await.status, 404);
}
