//! Fields that a role hides or masks: a walk over every answer of the API that looks for what they hold, and over every way
//! of asking for it or writing it.

use axum::http::Method;
use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    isolation::{filled, operations},
    records::Records,
};
use crate::testing::{Done, TestApp, escaped, id, path, version};

/// What the fields of an account hold, each nowhere else; and what they held before.
const ACCOUNT: &[(&str, &str, &str)] = &[
    ("phone", "13777770001", "13777770011"),
    ("address", "暗巷七号", "旧巷七号"),
    ("website", "https://anxiang-seven.example.com", "https://jiuxiang-seven.example.com"),
    ("credit_code", "91340100MA2MRA5J1Y", "91340100MA2MRA5J1Y"),
    ("remark", "暗语甲七", "旧语甲七"),
    ("custom.cipher", "暗号甲七", "旧号甲七"),
    ("custom.hotline", "13777770002", "13777770012"),
];

/// The same of a contact.
const CONTACT: &[(&str, &str, &str)] = &[
    ("mobile", "13777770003", "13777770013"),
    ("phone", "13777770004", "13777770014"),
    ("wechat", "anyu_wx_seven", "jiuyu_wx_seven"),
    ("email", "anyu.seven@example.com", "jiuyu.seven@example.com"),
    ("language", "暗语言七", "旧语言七"),
    ("remark", "暗语乙七", "旧语乙七"),
    ("custom.cipher", "暗号乙七", "旧号乙七"),
];

/// Fields whose values others have too: of an account and of a contact.
const PLAIN: [(&str, &str, fn() -> Value); 8] = [
    ("account", "credit_grade", || json!("A")),
    ("account", "ownership_form", || json!("state")),
    ("account", "high_tech", || json!(true)),
    ("account", "public_sector", || json!(true)),
    ("account", "cooperating_since", || json!("2019-07-17")),
    ("contact", "gender", || json!("female")),
    ("contact", "preferred_channel", || json!("wechat")),
    ("contact", "birthday", || json!({"calendar": "solar", "year": 1977, "month": 7, "day": 17})),
];

/// A body that sets one field.
fn body(field: &str, value: &Value) -> Value {
    field.strip_prefix("custom.").map_or_else(|| json!({field: value}), |own| json!({"custom": {own: value}}))
}

/// A world with the secrets in it, and what stands in it.
pub(super) struct World {
    pub(super) app: TestApp,
    pub(super) records: Records,
}

impl World {
    pub(super) async fn new() -> Self {
        let app = TestApp::new().await;
        let admin = app.admin();
        let records = Records::make(&app, &admin).await;
        for (list, key, kind) in [("accounts", "cipher", "text"), ("accounts", "hotline", "phone"), ("contacts", "cipher", "text")] {
            let field = json!({"list": list, "label": key, "key": key, "kind": {"type": kind}, "searchable": true});
            admin.post("/custom-fields", &field).await.done();
        }
        let world = Self { app, records };
        for (kind, fields) in [("account", ACCOUNT), ("contact", CONTACT)] {
            for (field, now, before) in fields {
                for value in [before, now] {
                    world.set(kind, field, &json!(value)).await;
                }
            }
        }
        for (kind, field, value) in PLAIN {
            world.set(kind, field, &value()).await;
        }
        // The person is one of those that the account's file asks for.
        let place = json!([{"account_id": world.records.id("accounts"), "roles": ["boss", "buyer"], "is_primary": true}]);
        let contact = world.record("contact").await;
        let there = world.path("contact") + "/accounts";
        let put = admin.clone().with_header("if-match", format!("\"{}\"", version(&contact)));
        put.send(Method::PUT, &there, Some(&place)).await.done();
        let proposal = json!({"field": "phone", "value": "13777770021", "reason": "换号"});
        admin.post(&format!("{}/file/proposals", world.path("account")), &proposal).await.done();
        world.app.run_jobs().await;
        world
    }

    fn path(&self, kind: &str) -> String {
        format!("/{kind}s/{}", self.records.id(&format!("{kind}s")))
    }

    async fn record(&self, kind: &str) -> Value {
        self.app.admin().get(&self.path(kind)).await.ok()
    }

    async fn set(&self, kind: &str, field: &str, value: &Value) {
        let now = self.record(kind).await;
        let answer = self.app.admin().patch(&self.path(kind), version(&now), &body(field, value)).await;
        assert!(answer.status.is_success(), "{kind} {field}: {}", answer.text());
    }

    /// Somebody who may do everything with everything, but for the fields of accounts and contacts.
    pub(super) async fn somebody(&self, access: impl Fn(&Value) -> Value) -> (Client, Uuid) {
        let admin = self.app.admin();
        let objects = admin.get("/objects").await.ok();
        let (mut grants, mut fields) = (Vec::new(), Vec::new());
        for object in objects.as_array().unwrap() {
            let each = |action: &Value| json!({"object": object["object"], "action": action, "scope": "all"});
            grants.extend(object["actions"].as_array().unwrap().iter().map(each));
            let ruled = object["fields"].as_array().unwrap().iter();
            fields.extend(ruled.map(|field| json!({"object": object["object"], "field": field["field"], "access": access(field)})));
        }
        let role = json!({"name": Uuid::now_v7(), "grants": grants, "fields": fields});
        let role = admin.post("/roles", &role).await;
        assert_eq!(role.status, 201, "{}", role.text());
        let (client, person) = self.app.person_without_rights().await;
        let user = admin.get(&format!("/users/{person}")).await.ok();
        admin.patch(&format!("/users/{person}"), version(&user), &json!({"roles": [id(&role.json())]})).await.done();
        (client, person)
    }

    /// The answers of everything that can be asked, with what was asked.
    async fn answers(&self, client: &Client) -> Vec<(String, String)> {
        let [account, contact] = ["accounts", "contacts"].map(|kind| self.records.id(kind).to_owned());
        let all = operations(&|kind, name| filled(&self.records, kind, name));
        let gets = all.into_iter().filter(|operation| operation.method == Method::GET && operation.id != "listen");
        let mut asked: Vec<String> = gets.map(|operation| operation.path).collect();
        for list in ["accounts", "contacts", "pooled"] {
            asked.push(format!("/lists/{list}"));
            let info = client.get(&format!("/lists/{list}")).await.ok();
            asked.extend(keys(&info).chunks(MOST_COLUMNS).map(|keys| format!("/{list}?limit=200&columns={}", keys.join(","))));
        }
        let person = client.get("/me").await.ok()["user"]["id"].as_str().unwrap().to_owned();
        asked.extend([
            format!("/audit?record_id={account}&limit=200"),
            format!("/audit?record_id={contact}&limit=200"),
            format!("/users/{person}/rights/account/{account}"),
            format!("/accounts/{account}/changes?limit=100"),
            format!("/contacts/{contact}/changes?limit=100"),
            format!("/attachments?about_kind=account&about_id={account}"),
            "/duplicates?kind=account".to_owned(),
            "/duplicates?kind=contact".to_owned(),
            format!("/comments?account_id={account}"),
            format!("/search?q={}", escaped(crate::tests::records::SECRET)),
            "/accounts/cross?rows=history&columns=channel_kind".to_owned(),
        ]);
        let mut answers = Vec::new();
        for path in asked {
            let answer = client.get(&path).await;
            assert_ne!(answer.status, 500, "{path}: {}", answer.text());
            answers.push((path, answer.text()));
        }
        for (list, record) in [("accounts", &account), ("contacts", &contact)] {
            let twin = client.post(&format!("/{list}/duplicates"), &twin(list)).await;
            answers.push((format!("duplicates of {list}"), twin.text()));
            answers.push((format!("a stale version of {list}"), client.patch(&format!("/{list}/{record}"), 1, &json!({})).await.text()));
            let current = client.get(&format!("/{list}/{record}")).await.ok();
            let renamed = client.patch(&format!("/{list}/{record}"), version(&current), &json!({"tags": ["新"]})).await;
            answers.push((format!("a change of {list}"), renamed.text()));
            answers.push((format!("the file of {list}"), self.file(client, list).await));
        }
        answers
    }

    async fn file(&self, client: &Client, list: &str) -> String {
        let info = client.get(&format!("/lists/{list}")).await.ok();
        let mut files = String::new();
        for keys in keys(&info).chunks(MOST_COLUMNS) {
            let asked = client.post("/exports", &json!({"list": list, "format": "csv", "columns": keys})).await;
            let job = self.app.job(client, &asked.ok()).await;
            let Some(place) = job["result"]["file"].as_str() else { panic!("no file: {job}") };
            files += &client.get(place.trim_start_matches("/api/v1")).await.text();
        }
        files
    }
}

/// As many columns as a list shows.
const MOST_COLUMNS: usize = 80;

/// The fields of a list that somebody sees.
fn keys(info: &Value) -> Vec<String> {
    let fields = info["fields"].as_array().into_iter().flatten();
    fields.filter_map(|field| Some(field["key"].as_str()?.to_owned())).collect()
}

/// A record that is like the one with the secrets.
fn twin(list: &str) -> Value {
    let fields = if list == "accounts" { ACCOUNT } else { CONTACT };
    let named = fields.iter().filter(|(field, ..)| !field.contains('.')).map(|(field, now, _)| ((*field).to_owned(), json!(now)));
    let mut twin: serde_json::Map<String, Value> = named.collect();
    twin.insert("name".to_owned(), json!("另一个名字"));
    Value::Object(twin)
}

/// Everything that is to be told nowhere.
pub(super) fn secrets() -> impl Iterator<Item = &'static str> {
    ACCOUNT.iter().chain(CONTACT).flat_map(|(_, now, before)| [*now, *before])
}

fn assert_told_nowhere(answers: &[(String, String)]) {
    for (path, text) in answers {
        for secret in secrets() {
            assert!(!text.contains(secret), "{path} tells {secret}: {text}");
        }
    }
}

#[tokio::test]
async fn what_a_role_hides_stands_in_no_answer() {
    let world = World::new().await;
    let all = world.answers(&world.app.admin()).await;
    for secret in secrets() {
        assert!(all.iter().any(|(_, text)| text.contains(secret)), "{secret} would have been noticed");
    }
    let (client, _) = world.somebody(|_| json!("hidden")).await;
    let answers = world.answers(&client).await;
    assert_told_nowhere(&answers);
    let likes = answers.iter().filter(|(path, _)| path.starts_with("duplicates of"));
    assert!(likes.clone().count() == 2 && likes.into_iter().all(|(_, text)| text.contains("\"records\":[]")), "no hint either");
    for (kind, field, _) in PLAIN {
        let seen = client.get(&world.path(kind)).await.ok();
        assert!(seen[field].is_null() || seen[field] == json!(false), "{field}: {seen}");
    }
    assert!(client.get(&world.path("contact")).await.ok()["next_birthday_on"].is_null());
    let me = client.get("/me").await.ok();
    let named = |field: &str| me["fields"].as_array().unwrap().iter().find(|right| right["field"] == field).cloned();
    assert_eq!(named("birthday"), Some(json!({"object": "contact", "field": "birthday", "access": "hidden"})));
    assert_eq!(named("birthday_month"), None, "only keys of the API are told");
}

#[tokio::test]
async fn what_a_role_masks_is_told_in_part_and_nowhere_whole() {
    let world = World::new().await;
    let (client, _) = world.somebody(|field| if field["maskable"] == true { json!("masked") } else { json!("hidden") }).await;
    assert_told_nowhere(&world.answers(&client).await);
    let account = client.get(&world.path("account")).await.ok();
    assert_eq!((&account["phone"], &account["credit_code"], &account["remark"]), (&json!("137****0001"), &json!("91****1Y"), &json!("••")));
    assert_eq!((&account["custom"]["hotline"], &account["custom"]["cipher"]), (&json!("137****0002"), &json!("••")));
    let contact = client.get(&world.path("contact")).await.ok();
    assert_eq!((&contact["mobile"], &contact["email"]), (&json!("137****0003"), &json!("a***@example.com")));
    let page = client.get("/accounts?columns=name,phone&limit=200").await.ok();
    assert!(page.to_string().contains("137****0001"), "{page}");
    assert!(world.file(&client, "contacts").await.contains("137****0003"));
}

/// A value that a field would take.
fn value_of(field: &str) -> Value {
    let text = ACCOUNT.iter().chain(CONTACT).find(|(key, ..)| *key == field).map(|(_, now, _)| json!(now));
    text.or_else(|| PLAIN.iter().find(|(_, key, _)| *key == field).map(|(.., value)| value())).unwrap_or_default()
}

#[tokio::test]
async fn nobody_finds_out_what_a_field_holds_by_asking_for_it() {
    let world = World::new().await;
    let admin = world.app.admin();
    for access in ["hidden", "masked"] {
        let (client, _) = world.somebody(|field| if field["maskable"] == true { json!(access) } else { json!("hidden") }).await;
        let objects = admin.get("/objects").await.ok();
        for (object, list) in [("account", "accounts"), ("contact", "contacts")] {
            let ruled = objects.as_array().unwrap().iter().find(|known| known["object"] == object).unwrap()["fields"].clone();
            let known = admin.get(&format!("/lists/{list}")).await.ok()["fields"].clone();
            let mine = client.get(&format!("/lists/{list}")).await.ok()["fields"].clone();
            for field in ruled.as_array().unwrap() {
                let key = field["field"].as_str().unwrap();
                let Some(info) = known.as_array().unwrap().iter().find(|info| info["key"] == key) else { continue };
                let filter = json!({"field": key, "op": "eq", "value": value_of(key)}).to_string();
                let asked = client.post(&format!("/{list}/search"), &json!({"filter": filter, "columns": "name"})).await;
                assert!(asked.status.is_client_error(), "{access} {key}: {}", asked.text());
                for (wish, possible) in [("sort", "sortable"), ("sums", "summable")] {
                    if info[possible] == true {
                        let asked = client.get(&format!("/{list}?columns=name&{wish}={key}")).await;
                        assert_eq!(asked.status, 403, "{access} {wish} {key}");
                    }
                }
                let column = client.get(&format!("/{list}?columns=name,{key}")).await;
                let is_told = access == "masked" && field["maskable"] == true;
                assert_eq!(column.status, if is_told { 200 } else { 403 }, "{access} {key}");
                let mine = mine.as_array().unwrap().iter().find(|info| info["key"] == key);
                assert_eq!(mine.is_some(), is_told, "{access} {key}");
                assert!(mine.is_none_or(|info| info["filterable"] == false && info["editable"] == false), "{access} {key}");
            }
        }
        for basis in ["credit_grade", "ownership_form"] {
            assert_eq!(client.get(&format!("/accounts/cross?rows={basis}&columns=history")).await.status, 403);
        }
        for secret in secrets() {
            let found = client.get(&format!("/search?q={}", escaped(secret))).await.ok();
            assert_eq!(found["hits"], json!([]), "{access} {secret}");
            for list in ["accounts", "contacts"] {
                let found = client.get(&format!("/{list}?q={}", escaped(secret))).await.ok();
                assert_eq!(found["items"], json!([]), "{access} {secret}");
            }
        }
        let name = escaped("秘密烟酒");
        assert!(!client.get(&format!("/search?q={name}")).await.ok()["hits"].as_array().unwrap().is_empty());
        assert!(!client.get(&format!("/accounts?q={name}")).await.ok()["items"].as_array().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_field_is_written_by_who_may_write_it() {
    let world = World::new().await;
    let (client, _) = world.somebody(|_| json!("read")).await;
    for (kind, fields) in [("account", ACCOUNT), ("contact", CONTACT)] {
        let seen = client.get(&world.path(kind)).await.ok();
        let plain = PLAIN.iter().filter(|(of, ..)| *of == kind).map(|(_, field, value)| (*field, value()));
        for (field, value) in fields.iter().map(|(field, now, _)| (*field, json!(now))).chain(plain) {
            // Also what it holds already: who may not see it would learn it so.
            for value in [value, Value::Null] {
                if value.is_null() && ["high_tech", "public_sector"].contains(&field) {
                    continue;
                }
                let refused = client.patch(&world.path(kind), version(&seen), &body(field, &value)).await;
                let pointer = format!("/{}", field.replacen('.', "/", 1));
                assert_eq!(refused.problem(), (403, "field_forbidden".to_owned()), "{kind} {field}: {}", refused.text());
                assert_eq!(refused.wrong_fields(), [(pointer, "field_forbidden".to_owned())], "{kind} {field}");
                if !value.is_null() {
                    let mut new = body(field, &value);
                    new["name"] = json!("新客户");
                    let refused = client.post(&format!("/{kind}s?duplicates=allow"), &new).await;
                    assert_eq!(refused.problem(), (403, "field_forbidden".to_owned()), "{kind} {field}: {}", refused.text());
                }
            }
        }
        let empty = json!({"name": format!("新的{kind}"), "phone": null, "custom": {"cipher": null}});
        let made = client.post(&format!("/{kind}s"), &empty).await;
        assert_eq!(made.status, 201, "{}", made.text());
        client.patch(&world.path(kind), version(&seen), &json!({"name": "秘密改名"})).await.done();
        let now = world.record(kind).await;
        for (field, value, _) in fields {
            let kept = field.strip_prefix("custom.").map_or_else(|| now[*field].clone(), |own| now["custom"][own].clone());
            assert_eq!(kept, json!(value), "{kind} {field} is what it was");
        }
        let ids = json!([id(&now)]);
        let own = json!({"ids": ids, "action": "change", "change": {"custom": {"cipher": "x"}}});
        assert_eq!(client.post(&format!("/{kind}s/bulk"), &own).await.problem().1, "field_forbidden");
    }
    let ids = json!([world.records.id("accounts")]);
    let grades = json!({"ids": ids, "action": "change", "change": {"credit_grade": "B"}});
    assert_eq!(client.post("/accounts/bulk", &grades).await.problem().1, "field_forbidden");
    let file = "客户名称,电话,信用代码\n新店,13777770031,91340100MA2MRA5J1Y\n".as_bytes();
    client.upload("/imports", &[("kind", "accounts")], "a.csv", file).await.done();
    let import = path(&client.get("/imports").await.ok()["items"][0], "/imports");
    let looked = client.get(&import).await.ok();
    assert!(!looked["fields"].to_string().contains("\"phone\""), "{looked}");
    let mapped = json!({"mapping": {"客户名称": "name", "电话": "phone"}});
    let mapped = client.patch(&import, version(&looked), &mapped).await;
    assert_eq!(mapped.status, 422, "{}", mapped.text());
    let merge = json!({"kind": "account", "kept_id": world.records.id("accounts"), "merged_id": world.records.id("pooled")});
    assert_eq!(client.post("/merges", &merge).await.status, 403);
    let undo = client.post(&format!("/imports/{}/undo", world.records.id("imports")), &json!({"dry_run": true})).await;
    assert_eq!(undo.status, 403, "{}", undo.text());
}

#[tokio::test]
async fn a_required_field_is_not_required_of_who_may_not_fill_it_in() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let field = json!({"list": "accounts", "label": "口令", "key": "word", "kind": {"type": "text"}, "required": true});
    admin.post("/custom-fields", &field).await.done();
    let role = admin.get("/roles").await.ok().as_array().unwrap().iter().find(|role| role["key"] == "salesperson").unwrap().clone();
    let (rep, _) = app.rep().await;
    assert_eq!(rep.post("/accounts", &json!({"name": "金源"})).await.status, 422);
    let rule = json!({"fields": [{"object": "account", "field": "custom.word", "access": "hidden"}]});
    admin.patch(&path(&role, "/roles"), version(&role), &rule).await.done();
    let made = rep.post("/accounts", &json!({"name": "金源"})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let info = rep.get("/lists/accounts").await.ok();
    assert!(!info.to_string().contains("custom.word"), "{info}");
}
