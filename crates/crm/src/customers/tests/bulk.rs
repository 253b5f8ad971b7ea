//! Many accounts at once: over a filter or by ids, with the rights of the one who asks.

use std::collections::BTreeMap;

use guanxi_kernel::{
    db::{Edit, Tx},
    error::Error,
    event::Event,
};
use sea_orm::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    customers::tables::{Account, account},
    testing::{Done, TestApp, id, names, path},
};

#[tokio::test]
async fn a_tag_is_renamed_everywhere_merged_into_another_and_taken_away() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (name, tags) in [("一", json!(["老客户", "vip"])), ("二", json!(["vip"])), ("三", json!(["VIP"])), ("四", json!([]))] {
        admin.post("/accounts?duplicates=allow", &json!({"name": name, "tags": tags})).await.done();
    }
    let counts = async || {
        let counts = admin.get("/tags/counts").await.ok();
        let of = |tag: &Value| (tag["tag"].as_str().unwrap().to_owned(), tag["records"].as_i64().unwrap());
        counts.as_array().unwrap().iter().map(of).collect::<BTreeMap<_, _>>()
    };
    let expected = |tags: &[(&str, i64)]| tags.iter().map(|(tag, n)| ((*tag).to_owned(), *n)).collect::<BTreeMap<_, _>>();
    assert_eq!(counts().await, expected(&[("VIP", 1), ("vip", 2), ("老客户", 1)]));
    let carry = json!({"field": "tags", "op": "any_of", "value": ["vip"]});
    let merge = json!({"filter": carry, "action": "change", "change": {"add_tags": ["VIP"], "remove_tags": ["vip"]}});
    let queued = admin.post("/accounts/bulk", &merge).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["changed"], 2);
    assert_eq!(counts().await, expected(&[("VIP", 3), ("老客户", 1)]));
    let carry = json!({"field": "tags", "op": "any_of", "value": ["老客户"]});
    let remove = json!({"filter": carry, "action": "change", "change": {"remove_tags": ["老客户"]}});
    let queued = admin.post("/accounts/bulk", &remove).await.ok();
    app.job(&admin, &queued).await;
    assert_eq!(counts().await, expected(&[("VIP", 3)]));
    assert_eq!(app.rep().await.0.get("/tags/counts").await.problem().0, 403, "tags of others are not theirs to put in order");
    assert_eq!(admin.get("/contact-tags/counts").await.ok(), json!([]));
}

#[tokio::test]
async fn a_filter_is_changed_beyond_the_page() {
    let app = TestApp::new().await;
    let (_, rep) = app.rep().await;
    app.accounts_of(rep, 250).await;
    app.account("另一家").await;
    let admin = app.admin();
    let bulk = json!({"filter": {"field": "owner", "op": "in", "value": [rep]}, "action": "change", "change": {"credit_grade": "B", "add_tags": ["夜场"]}});
    let answer = admin.post("/accounts/bulk", &bulk).await;
    assert_eq!(answer.status, 202);
    let job = app.job(&admin, &answer.json()).await;
    assert_eq!((&job["state"], &job["result"]["changed"], &job["result"]["not_allowed"]), (&json!("done"), &json!(250), &json!(0)));
    let changed = json!({"filter": {"all": [{"field": "credit_grade", "op": "in", "value": ["B"]}, {"field": "tags", "op": "any_of", "value": ["夜场"]}]}, "count": "exact"});
    assert_eq!(admin.post("/accounts/search", &changed).await.ok()["count"]["value"], 250);
}

#[tokio::test]
async fn ids_and_words_choose_as_well_and_tags_come_and_go() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let one = admin.post("/accounts", &json!({"name": "金源", "tags": ["a", "b"]})).await.ok();
    let two = admin.post("/accounts", &json!({"name": "银河", "tags": ["b"]})).await.ok();
    let change = json!({"add_tags": ["c"], "remove_tags": ["b"]});
    let queued = admin.post("/accounts/bulk", &json!({"ids": [id(&one)], "action": "change", "change": change})).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["changed"], 1);
    assert_eq!(admin.get(&path(&one, "/accounts")).await.ok()["tags"], json!(["a", "c"]));
    assert_eq!(admin.get(&path(&two, "/accounts")).await.ok()["tags"], json!(["b"]));
    let queued = admin.post("/accounts/bulk", &json!({"q": "yinhe", "action": "change", "change": {"region": "芜湖"}})).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["changed"], 1);
    assert_eq!(admin.get(&path(&two, "/accounts")).await.ok()["region"], "芜湖");
    assert_eq!(admin.get(&path(&one, "/accounts")).await.ok()["region"], Value::Null);
}

#[tokio::test]
async fn accounts_go_to_the_trash_and_come_back_together() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let ids = app.accounts_of(admin.get("/me").await.ok()["user"]["id"].as_str().unwrap().parse().unwrap(), 3).await;
    app.account("另一家").await;
    let which = json!({"field": "name", "op": "starts_with", "value": "烟酒店"});
    let queued = admin.post("/accounts/bulk", &json!({"filter": which, "action": "trash"})).await.ok();
    assert_eq!(done(&app.job(&admin, &queued).await), (3, 0));
    assert_eq!(names(&admin.get("/accounts").await.ok()), ["另一家"]);
    let queued = admin.post("/accounts/bulk", &json!({"filter": which, "action": "restore"})).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["changed"], 3);
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 4);
    assert_eq!(admin.get(&format!("/audit?record_id={}&name=account.trashed", ids[0])).await.ok()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_bulk_action_reaches_no_further_than_its_asker() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let (manager, _) = app.person("manager", "一组").await;
    let (inspector, _) = app.person("inspector", "一组").await;
    app.accounts_of(rep_id, 2).await;
    let foreign = app.account("老板的").await;
    // By filter: what is not seen is not touched.
    let queued =
        manager.post("/accounts/bulk", &json!({"filter": {"all": []}, "action": "change", "change": {"region": "合肥"}})).await.ok();
    assert_eq!(done(&app.job(&manager, &queued).await), (2, 0));
    // By id: what is not seen counts as not allowed.
    let queued = rep.post("/accounts/bulk", &json!({"ids": [id(&foreign)], "action": "change", "change": {"region": "合肥"}})).await.ok();
    assert_eq!(done(&app.job(&rep, &queued).await), (0, 1));
    assert_eq!(app.admin().get(&path(&foreign, "/accounts")).await.ok()["region"], Value::Null);
    // What one may never do is refused at once.
    assert_eq!(rep.post("/accounts/bulk", &json!({"filter": {"all": []}, "action": "trash"})).await.problem().0, 403);
    assert_eq!(inspector.post("/accounts/bulk", &json!({"filter": {"all": []}, "action": "change"})).await.problem().0, 403);
}

#[tokio::test]
async fn a_wrong_bulk_action_is_told_at_once_and_not_by_a_failed_job() {
    let app = TestApp::new().await;
    let admin = app.admin();
    app.account("金源").await;
    let wrong = |change: Value| json!({"filter": {"all": []}, "action": "change", "change": change});
    let mut accepted = Vec::new();
    for (body, pointer) in [
        (json!({"filter": {"field": "colour", "op": "eq", "value": 1}, "action": "change"}), "/filter"),
        (json!({"filter": {"all": []}, "action": "explode"}), "/action"),
        (wrong(json!({"colour": "red"})), "/change/colour"),
        (wrong(json!({"channel_kind": "pub"})), "/change/channel_kind"),
        (wrong(json!({"credit_grade": "E"})), "/change/credit_grade"),
        (wrong(json!({"add_tags": ["x".repeat(31)]})), "/change/add_tags/0"),
        (wrong(json!({"owner_id": "01890000-0000-7000-8000-000000000000"})), "/change/owner_id"),
    ] {
        let answer = admin.post("/accounts/bulk", &body).await;
        if answer.status.is_success() {
            accepted.push(pointer);
        } else {
            assert_eq!(answer.problem().0, 422, "{body}");
            assert_eq!(answer.wrong_fields()[0].0, pointer, "{body}");
        }
    }
    assert_eq!(accepted, Vec::<&str>::new(), "these wrong changes were queued");
}

#[tokio::test]
async fn one_account_that_does_not_take_the_change_does_not_keep_the_others_from_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, rep) = app.rep().await;
    let full: Vec<String> = (0..30).map(|n| format!("标签{n}")).collect();
    let full = admin.post("/accounts", &json!({"name": "满", "tags": full})).await.ok();
    let plain = admin.post("/accounts", &json!({"name": "金源"})).await.ok();
    let trashed = admin.post("/accounts", &json!({"name": "删"})).await.ok();
    admin.delete(&path(&trashed, "/accounts"), 1).await.done();
    let body = json!({"ids": [id(&full), id(&plain), id(&trashed)], "action": "change", "change": {"owner_id": rep, "add_tags": ["新"]}});
    let queued = admin.post("/accounts/bulk", &body).await.ok();
    let job = app.job(&admin, &queued).await;
    assert_eq!(job["result"], json!({"changed": 1, "not_allowed": 0, "refused": 2}));
    let changed = admin.get(&path(&plain, "/accounts")).await.ok();
    assert_eq!((&changed["tags"], &changed["owner"]["id"], &changed["version"]), (&json!(["新"]), &json!(rep), &json!(2)));
    let names = |name: &str| format!("/audit?record_id={}&name={name}", id(&plain));
    for (name, fields) in [("account.owner_changed", 0), ("account.changed", 2)] {
        let audit = admin.get(&names(name)).await.ok();
        assert_eq!(audit["items"].as_array().unwrap().len(), 1, "{name}");
        assert_eq!(audit["items"][0]["changes"].as_array().unwrap().len(), fields, "{name}");
    }
    assert_eq!(admin.get(&path(&full, "/accounts")).await.ok()["version"], 1);
    // The same change once more is as asked already, and writes nothing.
    let queued = admin.post("/accounts/bulk", &json!({"ids": [id(&plain)], "action": "change", "change": {"add_tags": ["新"]}})).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["changed"], 1);
    assert_eq!(admin.get(&path(&plain, "/accounts")).await.ok()["version"], 2);
}

/// How many a job changed, and how many it was not allowed to.
fn done(job: &Value) -> (i64, i64) {
    let count = |name: &str| job["result"][name].as_i64().unwrap();
    (count("changed"), count("not_allowed"))
}

async fn edits(tx: &mut Tx, ids: &[Uuid]) -> Vec<Edit<Account>> {
    tx.hold::<Account>(ids).await.unwrap();
    tx.to_change_many::<Account>(ids).await.unwrap().into_iter().map(Edit::of).collect()
}

#[tokio::test]
async fn many_rows_are_written_each_with_its_own_values() {
    let app = TestApp::new().await;
    let (_, rep) = app.rep().await;
    let ids = app.accounts_of(rep, 300).await;
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    let mut rows = edits(&mut tx, &ids).await;
    for (n, row) in rows.iter_mut().enumerate() {
        let own = match n % 3 {
            0 => account::ActiveModel { region: Set(Some(format!("区{n}"))), ..Default::default() },
            1 => account::ActiveModel { address: Set(Some(format!("路{n}"))), high_tech: Set(true), ..Default::default() },
            _ => account::ActiveModel { region: Set(None), ..Default::default() },
        };
        assert_eq!(row.set(&own), n % 3 != 2);
        assert!(!row.set(&own), "the same once more differs in nothing");
    }
    let before: Vec<Uuid> = rows.iter().map(|row| row.before().id).collect();
    let written = tx.update_each(rows).await.unwrap();
    for (n, ((row, is_written), id)) in written.iter().zip(before).enumerate() {
        assert_eq!((row.id, *is_written, row.version), (id, n % 3 != 2, if n % 3 == 2 { 1 } else { 2 }));
    }
    let done = tx.record(Event::new("accounts.seeded", "account", app.workspace), ());
    tx.commit(done).await.unwrap();
    let stored = app.app.db().read(&app.system().await).find::<Account>().with_ids(ids).all().await.unwrap();
    for (row, _) in written {
        assert_eq!(stored.iter().find(|known| known.id == row.id), Some(&row));
    }
    let changes = app.admin().get("/audit?name=accounts.seeded&limit=1").await.ok()["items"][0]["changes"].clone();
    let changes = changes.as_array().unwrap();
    assert_eq!(changes.len(), 300, "one for a region, two for an address and a flag");
    assert!(changes.contains(&json!({"field": "region", "before": null, "after": "区0"})), "{changes:?}");
}

#[tokio::test]
async fn what_somebody_else_has_changed_is_not_written_over() {
    let app = TestApp::new().await;
    let (_, rep) = app.rep().await;
    let ids = app.accounts_of(rep, 20).await;
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    let (mut first, mut second) = (edits(&mut tx, &ids[..1]).await, edits(&mut tx, &ids).await);
    for (rows, region) in [(&mut first, "甲"), (&mut second, "乙")] {
        for row in rows {
            row.set(&account::ActiveModel { region: Set(Some(region.to_owned())), ..Default::default() });
        }
    }
    tx.update_each(first).await.unwrap();
    let refused = tx.update_each(second).await.unwrap_err();
    assert!(matches!(refused, Error::Conflict { code: "changed_meanwhile", .. }), "{refused}");
}
