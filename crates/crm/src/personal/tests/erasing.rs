//! A person's data are taken out for the person, and erased with a proof.

use serde_json::{Value, json};

use super::{contact, illness, known, part};
use crate::testing::{Done, TestApp, id, path, version};

/// Somebody of whom much is known: renamed, merged, changed by hand, in a refused row of an import, with a file. Returns the
/// path and the account.
async fn well_known(app: &TestApp) -> (String, Value) {
    let admin = app.admin().with_header("idempotency-key", "made-once");
    let account = app.account("金源烟酒店").await;
    let place = json!([{"account_id": id(&account), "roles": ["boss"], "title": "王芳芳总"}]);
    let before = json!({"name": "王小芳", "mobile": "13912345678", "email": "fangfang@example.com", "wechat": "fang_fang", "tags": ["王芳芳的"],
        "birthday": {"calendar": "solar", "year": 1980, "month": 5, "day": 6}, "remark": "王芳芳爱喝茶", "accounts": place});
    let wang = admin.post("/contacts", &before).await.ok();
    let admin = app.admin();
    let wang = admin.patch(&path(&wang, "/contacts"), version(&wang), &json!({"name": "王芳芳"})).await.ok();
    let twin = json!({"name": "王芳芳", "phone": "0551-62880000", "accounts": [{"account_id": id(&account)}]});
    let twin = admin.post("/contacts?duplicates=allow", &twin).await.ok();
    let twin = admin.patch(&path(&twin, "/contacts"), version(&twin), &json!({"remark": "13912345678"})).await.ok();
    admin.post("/merges", &json!({"kind": "contact", "kept_id": id(&wang), "merged_id": id(&twin)})).await.done();
    let contact = path(&wang, "/contacts");
    illness(&admin, &contact).await;
    admin.post(&part(&contact, "facts"), &json!({"kind": "education", "value": "先生叫李强强"})).await.done();
    admin.post(&part(&contact, "preferences"), &json!({"domain": "茶", "value": "太平猴魁"})).await.done();
    let file = format!("/attachments?about_kind=contact&about_id={}", id(&wang));
    admin.upload(&file, &[], "王芳芳身份证.txt", b"13912345678").await.done();
    let call = json!({"account_id": id(&account), "contact_id": id(&wang), "channel": "phone", "body": "谈了中秋备货"});
    admin.post("/interactions", &call).await.done();
    let line = json!([{"product": "酒", "quantity": 2, "price_minor": 16800, "consumer_id": id(&wang)}]);
    admin.post("/orders", &json!({"account_id": id(&account), "ordered_on": app.days_ago(3), "lines": line})).await.done();
    noted_by_merges_of_others(app, &contact, &account).await;
    let (rep, rep_id) = app.rep().await;
    admin.post(&part(&path(&account, "/accounts"), "team"), &json!({"user_id": rep_id, "role": "sales"})).await.done();
    rep.put(&part(&contact, "following"), &json!({"following": true})).await.done();
    admin.post("/interactions", &call).await.done();
    refused_row(app, "姓名,手机,邮箱\n王芳芳,13912345678,不是邮箱").await;
    app.run_jobs().await;
    (contact, account)
}

/// Merges of other records that note how this person's row and places were.
async fn noted_by_merges_of_others(app: &TestApp, contact: &str, account: &Value) {
    let admin = app.admin();
    let field = json!({"list": "contacts", "label": "介绍人", "key": "introducer", "kind": {"type": "reference", "to": "contact"}});
    admin.post("/custom-fields", &field).await.done();
    let mut introducers = Vec::new();
    for name in ["孙介绍", "孙介绍人"] {
        introducers.push(admin.post("/contacts?duplicates=allow", &json!({"name": name, "accounts": []})).await.ok());
    }
    let wang = admin.get(contact).await.ok();
    admin.patch(contact, version(&wang), &json!({"custom": {"introducer": id(&introducers[0])}})).await.done();
    let other = admin.post("/accounts?duplicates=allow", &json!({"name": "另一家"})).await.ok();
    let places = json!([{"account_id": id(account)}, {"account_id": id(&other), "title": "王芳芳老板娘"}]);
    let wang = admin.get(contact).await.ok();
    let now = format!("\"{}\"", version(&wang));
    admin.clone().with_header("if-match", now).put(&part(contact, "accounts"), &places).await.done();
    admin.post("/merges", &json!({"kind": "contact", "kept_id": id(&introducers[1]), "merged_id": id(&introducers[0])})).await.done();
    admin.post("/merges", &json!({"kind": "account", "kept_id": id(account), "merged_id": id(&other)})).await.done();
}

async fn refused_row(app: &TestApp, file: &str) {
    let admin = app.admin();
    admin.upload("/imports", &[("kind", "contacts")], "名单.csv", file.as_bytes()).await.done();
    let import = admin.get("/imports").await.ok()["items"][0].clone();
    admin.post(&part(&path(&import, "/imports"), "start"), &json!({"mode": "create", "dry_run": true})).await.done();
}

/// The texts by which the person could be known again.
const TRACES: [&str; 9] = ["王芳芳", "王小芳", "13912345678", "62880000", "fangfang", "fang_fang", "diabetes", "李强强", "太平猴魁"];

/// What sums are made of.
async fn sums(app: &TestApp, account: &Value) -> Value {
    let admin = app.admin();
    let account = admin.get(&path(account, "/accounts")).await.ok();
    let orders = admin.get("/orders?sums=net&count=exact").await.ok();
    let interactions = admin.get("/interactions?count=exact").await.ok();
    json!([
        account["net_sales_12m"],
        account["lifecycle"],
        account["last_contact_at"],
        orders["sums"],
        orders["count"],
        interactions["count"]
    ])
}

#[tokio::test]
async fn an_erased_person_is_found_in_no_table_and_the_sums_stand() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (wang, account) = well_known(&app).await;
    for trace in TRACES {
        assert!(!app.tables_with(trace).await.is_empty(), "{trace} would have been noticed");
    }
    let before = sums(&app, &account).await;
    let erase = part(&wang, "erase");
    let wrong = admin.post(&erase, &json!({"name": "王芳", "reason": "王芳芳要求删除"})).await;
    let codes: Vec<String> = wrong.wrong_fields().into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["reason_names", "name_differs"]);
    let proof = admin.post(&erase, &json!({"name": "王芳芳", "reason": "本人书面要求删除"})).await.ok();
    let counts = &proof["counts"];
    assert_eq!([&counts["facts"], &counts["consents"], &counts["preferences"], &counts["files"], &counts["contacts"]], [2, 1, 1, 1, 2]);
    assert_eq!(counts["refused_rows"], 1);
    assert_eq!(proof["digest"].as_str().map(str::len), Some(64));
    app.run_jobs().await;
    for trace in TRACES {
        assert_eq!(app.tables_with(trace).await, Vec::<String>::new(), "{trace}");
    }
    assert_eq!(sums(&app, &account).await, before);
    // The row stays for what points to it, and does not come back.
    let erased = admin.get(&wang).await.ok();
    assert!(erased["trashed_at"].is_string() && erased["erased_at"].is_string());
    assert_eq!((&erased["name"], &erased["mobile"], &erased["tags"]), (&json!("已抹除的联系人"), &Value::Null, &json!([])));
    assert_eq!(admin.post(&part(&wang, "restore"), &json!({})).await.problem(), (409, "erased".to_owned()));
    let restore = json!({"ids": [id(&erased)], "action": "restore"});
    let queued = admin.post("/contacts/bulk", &restore).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["changed"], 0);
    assert_eq!(admin.post(&erase, &json!({"name": "已抹除的联系人", "reason": "再删一次"})).await.problem(), (409, "erased".to_owned()));
    let merges = admin.get("/merges").await.ok();
    let own =
        merges["items"].as_array().unwrap().iter().find(|merge| merge["kept"]["id"] == erased["id"] || merge["kept_id"] == erased["id"]);
    assert_eq!(own.expect("it is listed")["state"], "final", "undoing would bring it back");
    // Undoing a merge of others brings nothing of the person back.
    for merge in merges["items"].as_array().unwrap().iter().filter(|merge| merge["state"] == "merged") {
        admin.post(&part(&path(merge, "/merges"), "undo"), &Value::Null).await.done();
    }
    for trace in TRACES {
        assert_eq!(app.tables_with(trace).await, Vec::<String>::new(), "{trace}");
    }
    assert_eq!(admin.get("/search?q=13912345678").await.ok()["hits"], json!([]));
    // The proof is shown, and says nothing of the person.
    assert_eq!(known(&admin, &wang).await["erasure"], proof);
    assert_eq!(admin.get("/erasures").await.ok()["items"], json!([proof]));
    assert_eq!(admin.get("/audit?name=person.erased").await.ok()["items"][0]["data"]["counts"], *counts);
}

#[tokio::test]
async fn only_administrators_in_person_erase_and_take_out() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let wang = contact(&app, rep_id).await;
    let (manager, _) = app.person("manager", "一组").await;
    let wish = json!({"name": "王芳芳", "reason": "本人书面要求删除"});
    for client in [&rep, &manager] {
        assert_eq!(client.post(&part(&wang, "erase"), &wish).await.problem(), (403, "forbidden".to_owned()));
        let out = client.post(&part(&wang, "data-export"), &json!({"reason": "本人要求查阅"})).await;
        assert_eq!(out.problem(), (403, "forbidden".to_owned()));
        assert_eq!(client.get("/erasures").await.problem().0, 403);
        let known = known(client, &wang).await;
        assert_eq!([&known["may_erase"], &known["may_export"], &known["may_change"]], [false, false, true]);
    }
    let script = app.with_token(&app.admin(), false).await;
    assert_eq!(script.post(&part(&wang, "erase"), &wish).await.problem().0, 403);
    assert_eq!(app.admin().get(&wang).await.ok()["name"], "王芳芳");
}

#[tokio::test]
async fn a_person_gets_everything_that_is_kept_of_them() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (wang, _) = well_known(&app).await;
    let export = part(&wang, "data-export");
    assert_eq!(admin.post(&export, &json!({"reason": "查"})).await.wrong_fields()[0].1, "reason_short");
    let data = admin.post(&export, &json!({"reason": "本人要求查阅"})).await.ok();
    let tables: Vec<&String> = data["records"].as_object().unwrap().keys().collect();
    let known = [
        "attachments",
        "consents",
        "contact_accounts",
        "contact_facts",
        "contact_tags",
        "contacts",
        "interactions",
        "order_lines",
        "preferences",
    ];
    assert_eq!(tables, known);
    let text = data.to_string();
    for trace in ["王芳芳", "王小芳", "13912345678", "fang_fang", "diabetes", "李强强", "太平猴魁", "谈了中秋备货", "王芳芳身份证.txt"]
    {
        assert!(text.contains(trace), "{trace}");
    }
    assert_eq!((&data["complete"], &data["contact"]["name"]), (&json!(true), &json!("王芳芳")));
    assert_eq!(format!("/contacts/{}", id(&data["records"]["contacts"][0])), wang, "ids are told as everywhere");
    assert!(!text.contains("workspace_id"));
    let audit = admin.get("/audit?name=person.exported").await.ok();
    assert_eq!(audit["items"][0]["data"]["reason"], "本人要求查阅");
}
