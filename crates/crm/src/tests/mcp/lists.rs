//! What an assistant reads of lists.

use guanxi_kernel::http::document;
use serde_json::{Value, json};

use super::{Assistant, column};
use crate::{
    SLICES,
    customers::api::NewAccount,
    testing::{Done, TestApp, id},
};

#[tokio::test]
async fn an_assistant_learns_who_it_works_for_and_what_there_is() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    let assistant = Assistant::of(&app, &rep).await;
    let who = assistant.told("whoami", json!({})).await;
    assert_eq!((&who["user"]["id"], &who["user"]["language"]), (&json!(me), &json!("zh-CN")));
    assert_eq!((&who["company"]["name"], &who["company"]["currency"]), (&json!("金源酒业"), &json!("CNY")));
    assert_eq!((&who["today"], &who["may_write"]), (&json!(app.today()), &json!(true)));
    assert_eq!(who["rights"]["account"]["read"], "own");
    let lists = assistant.told("list_lists", json!({})).await;
    let names: Vec<&Value> = lists["lists"].as_array().unwrap().iter().map(|list| &list["list"]).collect();
    assert_eq!(names, who["lists"].as_array().unwrap().iter().collect::<Vec<_>>());
    let accounts = lists["lists"].as_array().unwrap().iter().find(|list| list["list"] == "accounts");
    assert_eq!(accounts.expect("there are customers")["label"], "客户");
    let told = assistant.told("describe_list", json!({"list": "accounts", "language": "en"})).await;
    let field = |key: &str| told["fields"].as_array().unwrap().iter().find(|field| field["key"] == key).cloned().unwrap_or_default();
    let sales = field("net_sales");
    assert_eq!((&sales["kind"], &sales["can"]), (&json!("money"), &json!(["filter", "sort", "sum"])));
    assert_eq!(sales["unit"], "minor units of the currency: divide by 100");
    assert_eq!(field("channel_kind")["choices"]["dealer"], "Dealer");
    assert_eq!(field("owner")["ids_of_list"], "users");
    assert!(field("net_sales")["label"].as_str().is_some_and(|label| label.starts_with(char::is_uppercase)));
    assert!(told["filter_grammar"].as_str().unwrap().contains("older_than"));
}

#[tokio::test]
async fn rows_are_those_that_the_person_sees() {
    let app = TestApp::new().await;
    let ((rep, me), (_, other)) = (app.rep().await, app.person("salesperson", "二组").await);
    let shop = |name: &str, owner, channel: &str| NewAccount {
        name: name.to_owned(),
        owner_id: Some(owner),
        channel_kind: Some(channel.to_owned()),
        ..NewAccount::default()
    };
    let made = [shop("金源烟酒店", me, "dealer"), shop("银河酒楼", me, "catering"), shop("百川商贸", other, "dealer")];
    app.seed_accounts(made.into()).await;
    let assistant = Assistant::of(&app, &rep).await;
    let page = assistant.told("query_list", json!({"list": "accounts", "sort": ["name"], "columns": ["name", "owner"]})).await;
    assert_eq!(column(&page, "name"), ["金源烟酒店", "银河酒楼"]);
    assert_eq!((&page["count"]["value"], &page["items"][0]["owner"]["id"]), (&json!(2), &json!(me)));
    assert_eq!(page["items"][0]["link"], format!("/accounts/{}", id(&page["items"][0])));
    // The same in other words: as text, as models send it; by pinyin; a kind for a list.
    let filter = json!({"field": "channel_kind", "op": "in", "value": ["catering"]}).to_string();
    let asked = json!({"list": "account", "filter": filter, "columns": "name"});
    assert_eq!(column(&assistant.told("query_list", asked).await, "name"), ["银河酒楼"]);
    assert_eq!(column(&assistant.told("query_list", json!({"list": "accounts", "q": "jyyjd"})).await, "name"), ["金源烟酒店"]);
    let found = assistant.told("search", json!({"q": "jyyjd", "kinds": ["account"]})).await;
    assert_eq!(found["hits"][0]["title"], "金源烟酒店");
    let record = assistant.told("get_record", json!({"kind": "account", "id": found["hits"][0]["id"]})).await;
    assert_eq!((&record["name"], &record["link"]), (&json!("金源烟酒店"), &found["hits"][0]["link"]));
    // One row at a time, to the end.
    let first = assistant.told("query_list", json!({"list": "accounts", "sort": "name", "limit": 1})).await;
    let second = json!({"list": "accounts", "sort": "name", "limit": 1, "cursor": first["next_cursor"]});
    let second = assistant.told("query_list", second).await;
    assert_eq!([column(&first, "name"), column(&second, "name")].concat(), ["金源烟酒店", "银河酒楼"]);
    assert!(second["next_cursor"].is_null());
    let at_home = assistant.at(&app.app.clone().at("https://crm.example.com/"));
    let page = at_home.told("query_list", json!({"list": "accounts", "limit": 1})).await;
    assert!(page["items"][0]["link"].as_str().unwrap().starts_with("https://crm.example.com/accounts/"));
}

/// The figures of `value` stand beside the accounts, and are fields of their list here as everywhere.
#[tokio::test]
async fn what_customers_are_worth_is_filtered_sorted_and_summed() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (name, channel, yuan) in [("大客户", "dealer", 90_000), ("中客户", "dealer", 30_000), ("小客户", "catering", 500)] {
        let account = admin.post("/accounts", &json!({"name": name, "channel_kind": channel})).await.ok();
        for days in [200, 120, 40] {
            let order = json!({"account_id": id(&account), "ordered_on": app.days_ago(days), "net_minor": yuan * 100});
            admin.post("/orders", &order).await.done();
        }
    }
    admin.post("/value/runs", &Value::Null).await.done();
    app.run_jobs().await;
    let assistant = Assistant::of(&app, &admin).await;
    let described = assistant.told("describe_list", json!({"list": "accounts"})).await;
    let keys: Vec<&str> = described["fields"].as_array().unwrap().iter().map(|field| field["key"].as_str().unwrap()).collect();
    for measure in ["customer_value", "lifetime_value", "pyramid", "abc", "bcg", "contribution_12m", "growth", "is_active"] {
        assert!(keys.contains(&measure), "{measure} is told of");
    }
    let filter = json!({"field": "customer_value", "op": "gt", "value": 1_000_000});
    let columns = json!(["name", "customer_value", "abc", "is_active"]);
    let asked = json!({"list": "accounts", "filter": filter, "sort": ["-customer_value"], "columns": columns});
    let page = assistant.told("query_list", asked).await;
    assert_eq!(column(&page, "name"), ["大客户", "中客户"]);
    assert!(page["items"][0]["customer_value"]["minor"].as_i64().unwrap() > page["items"][1]["customer_value"]["minor"].as_i64().unwrap());
    let sums = json!({"list": "accounts", "filter": filter, "sums": ["customer_value", "net_sales"], "group_by": "channel_kind"});
    let sums = assistant.told("sum_list", sums).await;
    let told = admin.post("/accounts/search", &json!({"filter": filter, "sums": "customer_value,net_sales", "count": "exact"})).await.ok();
    assert_eq!((&sums["total"]["sums"], &sums["total"]["count"]), (&told["sums"], &told["count"]["value"]));
    assert_eq!(sums["groups"].as_array().unwrap().len(), 1, "a group of nobody is not told: {sums}");
    assert_eq!((&sums["groups"][0]["channel_kind"], &sums["groups"][0]["sums"]), (&json!("dealer"), &told["sums"]));
    let active = assistant.told("sum_list", json!({"list": "accounts", "group_by": "is_active"})).await;
    let of_groups: i64 = active["groups"].as_array().unwrap().iter().map(|group| group["count"].as_i64().unwrap()).sum();
    assert_eq!(json!(of_groups), active["total"]["count"]);
    // Why somebody has its value.
    let why = json!({"page": "account_value", "parameters": {"id": id(&page["items"][0])}});
    let why = assistant.told("read_page", why).await;
    let account = admin.get(&format!("/accounts/{}/value", id(&page["items"][0]))).await.ok();
    assert_eq!(why, account, "a page is what the API answers");
}

#[tokio::test]
async fn fields_of_the_workspaces_own_are_told_and_asked() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let choices = json!([{"key": "gold", "label": "金牌"}, {"key": "silver", "label": "银牌"}]);
    let field =
        json!({"list": "accounts", "label": "级别", "key": "level", "help": "由经理定", "kind": {"type": "choice", "choices": choices}});
    admin.post("/custom-fields", &field).await.done();
    admin.post("/accounts", &json!({"name": "金店", "custom": {"level": "gold"}})).await.done();
    admin.post("/accounts", &json!({"name": "无级别"})).await.done();
    let assistant = Assistant::of(&app, &admin).await;
    let described = assistant.told("describe_list", json!({"list": "accounts", "language": "en"})).await;
    let own = described["fields"].as_array().unwrap().iter().find(|field| field["key"] == "custom.level").expect("it is told of");
    assert_eq!((&own["label"], &own["help"], &own["choices"]["gold"]), (&json!("级别"), &json!("由经理定"), &json!("金牌")));
    let sums = assistant.told("sum_list", json!({"list": "accounts", "group_by": "custom.level"})).await;
    assert_eq!(sums["groups"], json!([{"count": 1, "custom.level": "gold"}, {"count": 1, "custom.level": null}]));
    let gold = json!({"list": "accounts", "filter": {"field": "custom.level", "op": "in", "value": ["gold"]}, "columns": ["name", "custom.level"]});
    let gold = assistant.told("query_list", gold).await;
    assert_eq!((column(&gold, "name"), &gold["items"][0]["custom.level"]), (vec!["金店".to_owned()], &json!("gold")));
}

/// A capability that brings a list need do nothing for it to be served here.
#[tokio::test]
async fn every_list_there_is_is_served() {
    let app = TestApp::new().await;
    let assistant = Assistant::of(&app, &app.admin()).await;
    let document = serde_json::to_value(document(SLICES)).expect("the document is JSON");
    let lists: Vec<_> = SLICES.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)()).collect();
    assert!(lists.len() >= 7, "the lists are found");
    for list in lists {
        let described = assistant.told("describe_list", json!({"list": list.name})).await;
        let fields = described["fields"].as_array().unwrap();
        assert_eq!(fields.len(), list.fields.len(), "{}", list.name);
        assert!(fields.iter().all(|field| field["label"].is_string()), "{}: a field has no label", list.name);
        assert!(described.to_string().len() < 48_000 && described["cut"].is_null(), "{} is described whole", list.name);
        assistant.told("query_list", json!({"list": list.name, "limit": 1})).await;
        assistant.told("sum_list", json!({"list": list.name})).await;
        let has_record = document["paths"][format!("/api/v1/{}/{{id}}", list.name)]["get"].is_object();
        let (code, _) = assistant.refusal("get_record", json!({"kind": list.name, "id": uuid::Uuid::now_v7()})).await;
        assert_eq!(code, if has_record { "not_found" } else { "not_possible" }, "{}", list.name);
    }
}

#[tokio::test]
async fn what_is_too_long_is_cut_where_one_can_go_on() {
    let app = TestApp::new().await;
    let remark = "金".repeat(900);
    let account = |n| NewAccount { name: format!("烟酒店{n:04}"), remark: Some(remark.clone()), ..NewAccount::default() };
    app.seed_accounts((0..60).map(account).collect()).await;
    let assistant = Assistant::of(&app, &app.admin()).await;
    let (mut seen, mut cursor, mut answers) = (Vec::new(), Value::Null, 0);
    loop {
        let asked = json!({"list": "accounts", "sort": ["name"], "columns": ["name", "remark"], "limit": 100, "cursor": cursor});
        let page = assistant.told("query_list", asked).await;
        assert!(page.to_string().len() <= 48_000);
        seen.extend(column(&page, "name"));
        answers += 1;
        cursor = page["next_cursor"].clone();
        if cursor.is_null() {
            break;
        }
        assert!(page["cut"].as_str().unwrap().contains("next_cursor"), "{}", page["cut"]);
    }
    assert_eq!(seen, (0..60).map(|n| format!("烟酒店{n:04}")).collect::<Vec<_>>());
    assert!(answers > 2, "one answer would not have held them");
}
