//! Who sees, finds and hears of a contact.

use guanxi_kernel::{event::Heard, testkit::Client};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{Done, TestApp, escaped, id, names, path, version};

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
        async move { by.post("/contacts?duplicates=allow", &body).await.ok() }
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
