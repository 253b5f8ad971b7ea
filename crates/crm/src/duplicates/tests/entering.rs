//! What is there already is not entered again without saying so.

use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id};

const CODE: &str = "91340100MA2TPFXL9K";

fn shop(name: &str) -> Value {
    json!({"name": name, "region": "安徽省合肥市蜀山区"})
}

#[tokio::test]
async fn f59_what_is_there_already_is_refused_until_somebody_knows_better() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let known = admin.post("/accounts", &shop("金源烟酒店")).await.ok();
    for again in ["金源烟酒店", "合肥市金源名烟名酒", "金源烟酒商行"] {
        let refused = admin.post("/accounts", &shop(again)).await;
        assert_eq!(refused.problem(), (409, "duplicate".to_owned()), "{again}");
        let found = &refused.json()["found"];
        assert_eq!((&found["records"][0]["id"], &found["records"][0]["certainty"]), (&known["id"], &json!("likely")), "{found}");
        assert_eq!(found["records"][0]["reasons"], json!([{"sign": "name", "value": "10000"}]));
        assert_eq!((&found["records"][0]["places"], &found["hidden"]), (&json!(["合肥"]), &json!([])));
    }
    // What only sounds like it is told, and not refused.
    let found = admin.post("/accounts/duplicates", &shop("金元烟酒店")).await.ok();
    assert_eq!((&found["records"][0]["id"], &found["records"][0]["certainty"]), (&known["id"], &json!("possible")));
    admin.post("/accounts", &shop("金元烟酒店")).await.done();
    // Another city, another shop; and whoever knows better says so.
    admin.post("/accounts", &json!({"name": "金源烟酒店", "region": "安徽省芜湖市"})).await.done();
    admin.post("/accounts?duplicates=allow", &shop("金源烟酒店")).await.done();
    assert_eq!(admin.post("/accounts?duplicates=never", &shop("x")).await.problem().0, 400);
    // One that is there is not like itself.
    let found = admin.post(&format!("/accounts/duplicates?except={}", id(&known)), &shop("好又多超市")).await.ok();
    assert_eq!(found, json!({"records": [], "hidden": []}));
    let found = admin.post(&format!("/accounts/duplicates?except={}", id(&known)), &shop("金源烟酒店")).await.ok();
    assert!(found["records"].as_array().unwrap().iter().all(|record| record["id"] != known["id"]), "{found}");
}

#[tokio::test]
async fn the_same_code_or_telephone_is_found_whatever_the_name() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let known = admin.post("/accounts", &json!({"name": "金源商贸", "credit_code": CODE, "phone": "0551-62345678"})).await.ok();
    for (again, certainty) in [
        (json!({"name": "别的名字", "credit_code": CODE}), "certain"),
        (json!({"name": "别的名字", "phone": "+86 551 6234 5678"}), "likely"),
        (json!({"name": "金源商贸有限公司", "phone": "0551-62345678"}), "certain"),
    ] {
        let refused = admin.post("/accounts", &again).await;
        assert_eq!(refused.problem(), (409, "duplicate".to_owned()), "{again}");
        assert_eq!(refused.json()["found"]["records"][0]["certainty"], certainty, "{again}");
        assert_eq!(refused.json()["found"]["records"][0]["id"], known["id"]);
    }
    // What is in the trash is nobody's duplicate; taken out, it is one again.
    admin.delete(&format!("/accounts/{}", id(&known)), 1).await.done();
    let again = admin.post("/accounts", &json!({"name": "别的名字", "credit_code": CODE})).await.ok();
    admin.post(&format!("/accounts/{}/restore", id(&known)), &Value::Null).await.done();
    let found = admin.post("/accounts/duplicates", &json!({"name": "第三个", "credit_code": CODE})).await.ok();
    assert_eq!(found["records"].as_array().unwrap().len(), 2, "{found}");
    // A changed name is found under the new one.
    admin.patch(&format!("/accounts/{}", id(&again)), 1, &json!({"name": "好又多超市", "credit_code": null})).await.done();
    let found = admin.post("/accounts/duplicates", &json!({"name": "好又多超级市场"})).await.ok();
    assert_eq!(found["records"][0]["id"], again["id"], "{found}");
}

#[tokio::test]
async fn people_are_found_by_what_is_their_own() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let shop = app.account("金源烟酒店").await;
    let person = json!({"name": "陈思远", "mobile": "13812345678", "wechat": "ChenSY", "accounts": [{"account_id": id(&shop)}]});
    let known = admin.post("/contacts", &person).await.ok();
    for again in [
        json!({"name": "陈总", "mobile": "138 1234 5678"}),
        json!({"name": "陈总", "wechat": "chensy"}),
        json!({"name": "陈思远", "accounts": [{"account_id": id(&shop)}]}),
    ] {
        let refused = admin.post("/contacts", &again).await;
        assert_eq!(refused.problem(), (409, "duplicate".to_owned()), "{again}");
        assert_eq!(refused.json()["found"]["records"][0]["id"], known["id"]);
    }
    admin.post("/contacts", &json!({"name": "陈思远"})).await.done();
    admin.post("/contacts?duplicates=allow", &person).await.done();
}

#[tokio::test]
async fn what_somebody_may_not_see_is_told_by_its_team_alone_and_not_often() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (mine, _) = app.rep().await;
    let (other, _) = app.person("salesperson", "二组").await;
    let secret = other.post("/accounts", &json!({"name": "金源烟酒店", "phone": "0551-62345678", "region": "合肥市"})).await.ok();
    let refused = mine.post("/accounts", &json!({"name": "金源烟酒店", "region": "合肥市"})).await;
    assert_eq!(refused.problem(), (409, "duplicate".to_owned()));
    assert_eq!(refused.json()["found"], json!({"records": [], "hidden": ["二组"]}));
    assert!(!refused.text().contains(id(&secret)) && !refused.text().contains("62345678"), "{}", refused.text());
    // What is merely possible is not told: nobody is to try names until one is like.
    let found = mine.post("/accounts/duplicates", &json!({"name": "金元烟酒店", "region": "合肥市"})).await.ok();
    assert_eq!(found, json!({"records": [], "hidden": []}));
    // It is written down who was told of what.
    let audit = admin.get(&format!("/audit?record_id={}&name=duplicates.hidden_told", id(&secret))).await.ok();
    assert_eq!(audit["items"][0]["data"]["asked"], "金源烟酒店", "{audit}");
    // So often in an hour.
    admin.put("/parameters/duplicates.hidden_per_hour", &json!({"value": 10})).await.done();
    for _ in 0..9 {
        mine.post("/accounts/duplicates", &json!({"name": "x", "phone": "0551-62345678"})).await.done();
    }
    assert_eq!(mine.post("/accounts/duplicates", &json!({"name": "x", "phone": "0551-62345678"})).await.problem().0, 429);
    // What one may see is told as often as one likes, and after an hour the rest again.
    mine.post("/accounts/duplicates", &json!({"name": "红星烟酒店"})).await.done();
    app.travel(chrono::Duration::minutes(61));
    mine.post("/accounts/duplicates", &json!({"name": "x", "phone": "0551-62345678"})).await.done();
    // Another workspace knows nothing of it.
    let elsewhere = app.other_workspace().await;
    let found = elsewhere.post("/accounts/duplicates", &json!({"name": "金源烟酒店", "phone": "0551-62345678"})).await.ok();
    assert_eq!(found, json!({"records": [], "hidden": []}));
}

#[tokio::test]
async fn an_import_says_which_rows_are_there_already_and_leaves_them_out_when_told_to() {
    let app = TestApp::new().await;
    let admin = app.admin();
    app.admin().post("/accounts", &shop("金源烟酒店")).await.done();
    let file = "客户名称,区域,电话\n合肥金源名烟名酒,合肥市,\n好又多超市,合肥市,0551-62345678\n好又多超级市场,合肥市,\n好又多,,0551-62345678\n和平饭店,合肥市,\n";
    let start = |dry_run: bool| json!({"mode": "create", "dry_run": dry_run, "refuse_duplicates": true});
    let upload = async |name: &str| admin.upload("/imports", &[("kind", "accounts")], name, file.as_bytes()).await.ok();
    let import = upload("shops.csv").await;
    assert!(import.to_string().contains(r#""code":"duplicate""#), "{import}");
    for dry_run in [true, false] {
        let queued = admin.post(&format!("/imports/{}/start", id(&import)), &start(dry_run)).await;
        assert!(queued.status.is_success(), "{}", queued.text());
        app.run_jobs().await;
        let done = admin.get(&format!("/imports/{}", id(&import))).await.ok();
        assert_eq!((&done["created_rows"], &done["rejected_rows"]), (&json!(2), &json!(3)), "{done}");
    }
    let names: Vec<String> = crate::testing::names(&admin.get("/accounts").await.ok());
    assert_eq!(names.len(), 3, "{names:?}");
    // Without the wish they are made, and found afterwards.
    let import = upload("again.csv").await;
    admin.post(&format!("/imports/{}/start", id(&import)), &json!({"mode": "create"})).await.done();
    app.run_jobs().await;
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 8);
}

#[tokio::test]
async fn an_import_tells_what_its_maker_may_not_see_by_the_team_alone_in_earnest_and_not_often() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (mine, _) = app.person("manager", "一组").await;
    let (other, _) = app.person("salesperson", "二组").await;
    let mut theirs = Vec::new();
    for (name, phone) in [("金源烟酒店", "0551-62345678"), ("红星烟酒店", "0551-62345679")] {
        theirs.push(other.post("/accounts", &json!({"name": name, "phone": phone, "region": "合肥市"})).await.ok());
    }
    admin.put("/parameters/duplicates.hidden_per_hour", &json!({"value": 1})).await.done();
    let file = "客户名称,区域,电话\n金源烟酒店,合肥市,\n红星烟酒店,合肥市,\n和平饭店,合肥市,\n";
    let import = mine.upload("/imports", &[("kind", "accounts")], "shops.csv", file.as_bytes()).await.ok();
    assert!(!import.to_string().contains("duplicate"), "the preview tells nothing of what one may not see: {import}");
    let start = |dry_run: bool| json!({"mode": "create", "dry_run": dry_run, "refuse_duplicates": true});
    let told = async || admin.get("/audit?name=duplicates.hidden_told").await.ok()["items"].as_array().unwrap().len();
    // A trial leaves no trace, and tells nothing.
    for (dry_run, created, refused, written_down) in [(true, 3, 0, 0), (false, 2, 1, 1)] {
        mine.post(&format!("/imports/{}/start", id(&import)), &start(dry_run)).await.done();
        app.run_jobs().await;
        let done = mine.get(&format!("/imports/{}", id(&import))).await.ok();
        assert_eq!((&done["created_rows"], &done["rejected_rows"]), (&json!(created), &json!(refused)), "{done}");
        assert_eq!(told().await, written_down);
    }
    let refused = mine.get(&format!("/imports/{}", id(&import))).await.ok()["refused"].clone();
    assert_eq!(refused[0]["problems"][0]["code"], "duplicate_hidden_team", "{refused}");
    assert_eq!(refused[0]["problems"][0]["params"]["word"], "二组", "{refused}");
    assert!(theirs.iter().all(|account| !refused.to_string().contains(id(account))) && !refused.to_string().contains("62345678"));
}
