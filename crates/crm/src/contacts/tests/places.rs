//! Where people stand: their places and roles at accounts, and who is called first.

use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, names, path, version};

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
