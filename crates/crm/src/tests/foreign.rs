//! Ids of another workspace in the bodies of requests: whatever a body may point to, it points to nothing there. Which
//! bodies point where is read off the OpenAPI document, so that none is forgotten.

use std::collections::BTreeSet;

use axum::http::Method;
use guanxi_kernel::{http::document, testkit::Client};
use serde_json::{Value, json};

use super::records::Records;
use crate::{
    SLICES,
    testing::{Done, TestApp, id, path},
};

/// A body that points to a record.
struct Pointing {
    operation: &'static str,
    /// The field with the id, without the numbers of arrays.
    field: &'static str,
    method: Method,
    path: String,
    /// The record whose version is sent.
    changes: Option<String>,
    kind: &'static str,
    body: Box<dyn Fn(&str) -> Value>,
    /// The version that is sent where no path answers with one.
    version: Option<i64>,
    /// The record here that it may point to, where that of the asker's own will not do.
    here: Option<String>,
}

impl Pointing {
    async fn send(&self, client: &Client, id: &str) -> (u16, String) {
        let mut client = client.clone();
        if let Some(changes) = &self.changes {
            let version = client.get(changes).await.ok()["version"].as_i64().expect("a record has a version");
            client = client.with_header("if-match", format!("\"{version}\""));
        }
        if let Some(version) = self.version {
            client = client.with_header("if-match", format!("\"{version}\""));
        }
        let answer = client.send(self.method.clone(), &self.path, Some(&(self.body)(id))).await;
        (answer.status.as_u16(), answer.text())
    }
}

fn new(operation: &'static str, field: &'static str, path: &str, kind: &'static str, body: impl Fn(&str) -> Value + 'static) -> Pointing {
    Pointing {
        operation,
        field,
        method: Method::POST,
        path: path.to_owned(),
        changes: None,
        kind,
        body: Box::new(body),
        version: None,
        here: None,
    }
}

fn put(operation: &'static str, field: &'static str, path: &str, kind: &'static str, body: impl Fn(&str) -> Value + 'static) -> Pointing {
    Pointing { method: Method::PUT, ..new(operation, field, path, kind, body) }
}

fn patch(operation: &'static str, field: &'static str, path: &str, kind: &'static str) -> Pointing {
    let key = field.trim_start_matches('/').to_owned();
    let is_list = matches!(key.as_str(), "roles" | "other_ids" | "people");
    let body = move |id: &str| json!({key.as_str(): if is_list { json!([id]) } else { json!(id) }});
    let changes = Some(path.to_owned());
    Pointing {
        operation,
        field,
        method: Method::PATCH,
        path: path.to_owned(),
        changes,
        kind,
        body: Box::new(body),
        version: None,
        here: None,
    }
}

/// A provider whose one group gives this role, in this unit.
fn mapping(role: &str, unit: Option<&str>) -> Value {
    let mapping = json!([{"group": "g", "role_id": role, "org_unit_id": unit}]);
    json!({"name": "x", "issuer": "https://login.example.com", "client_id": "x", "mapping": mapping})
}

/// Every body that points to a record, with everything else in it in order.
#[expect(clippy::too_many_lines, reason = "a table, one entry a field")]
async fn pointing(app: &TestApp, own: &Records) -> Vec<Pointing> {
    let admin = app.admin();
    let account = own.id("accounts").to_owned();
    let contact = path(&admin.post("/contacts", &json!({"name": "李强"})).await.ok(), "/contacts");
    let alone = admin.post("/accounts", &json!({"name": "单独"})).await.ok();
    let third = admin.post("/accounts", &json!({"name": "第三家"})).await.ok();
    let mut spare = Vec::new();
    for name in ["第四家", "第五家"] {
        spare.push(id(&admin.post("/accounts", &json!({"name": name})).await.ok()).to_owned());
    }
    let merging = |known: &'static str, account: &Value| {
        let account = id(account).to_owned();
        let pointing = if known == "kept_id" { "merged_id" } else { "kept_id" };
        move |id: &str| json!({"kind": "account", known: account, pointing: id})
    };
    let (_, user) = app.rep().await;
    let (_, leaver) = app.rep().await;
    let (_, gone) = app.rep().await;
    admin.post(&format!("/users/{gone}/deactivate"), &json!({"successor_id": user})).await.done();
    let provider = format!("/identity-providers/{}", own.id("identity-providers"));
    let unit = path(&app.unit("移动的", "team", None).await, "/org-units");
    let today = app.days_ago(0);
    let order = {
        let (account, today) = (account.clone(), today.clone());
        move |more: Value| {
            let mut order =
                json!({"account_id": account, "ordered_on": today, "lines": [{"product": "酒", "quantity": 1, "price_minor": 1}]});
            order.as_object_mut().expect("an order is an object").extend(more.as_object().expect("an object").clone());
            order
        }
    };
    let orders = || (order.clone(), order.clone(), order.clone());
    let ((order, payer, consumer), (put_order, put_payer, put_consumer)) = (orders(), orders());
    let task = move |key: &'static str| {
        let due = today.clone();
        move |id: &str| json!({"subject": "回访", "due_on": due, key: id})
    };
    let of_account = |more: Value| {
        let account = account.clone();
        move |key: &'static str, id: Value| {
            let mut body = more.clone();
            body["account_id"] = json!(account);
            body[key] = id;
            body
        }
    };
    let call = || of_account(json!({"channel": "phone"}));
    let (said, called, calling, said_about) = (of_account(json!({"body": "好"})), call(), call(), call());
    let role = own.id("roles").to_owned();
    let place = format!("{contact}/accounts");
    let taking_over = [
        ("hand_over", format!("/users/{gone}/hand-over")),
        ("preview_hand_over", format!("/users/{leaver}/hand-over/preview")),
        ("deactivate_user", format!("/users/{leaver}/deactivate")),
    ];
    let taking_over = taking_over.into_iter().flat_map(|(operation, path)| {
        let with = move |more: &'static str, field: &'static str| {
            let body = move |id: &str| match more {
                "among" => json!({"successor_id": user, "among": [id]}),
                "exceptions" => json!({"successor_id": user, "exceptions": [{"account_ids": [], "to_id": id}]}),
                _ => json!({"successor_id": id}),
            };
            new(operation, field, &path, "users", body)
        };
        [("", "/successor_id"), ("among", "/among"), ("exceptions", "/exceptions/to_id")].map(|(more, field)| with(more, field))
    });
    let taking_over: Vec<Pointing> = taking_over.collect();
    let others = vec![
        new("create_account", "/owner_id", "/accounts?duplicates=allow", "users", |id| json!({"name": "新", "owner_id": id})),
        new(
            "bulk_accounts",
            "/change/owner_id",
            "/accounts/bulk",
            "users",
            |id| json!({"filter": {"all": []}, "action": "change", "change": {"owner_id": id}}),
        ),
        patch("change_account", "/owner_id", &path(&alone, "/accounts"), "users"),
        new(
            "relate_accounts",
            "/to_id",
            &format!("{}/relations", path(&alone, "/accounts")),
            "accounts",
            |id| json!({"kind": "refers", "to_id": id}),
        ),
        Pointing {
            here: Some(user.to_string()),
            ..new(
                "share_account",
                "/user_id",
                &format!("{}/team", path(&alone, "/accounts")),
                "users",
                |id| json!({"user_id": id, "role": "sales"}),
            )
        },
        new("share_account", "/org_unit_id", &format!("{}/team", path(&alone, "/accounts")), "org-units", |id| json!({"org_unit_id": id})),
        new("add_comment", "/account_id", "/comments", "accounts", |id| json!({"account_id": id, "body": "好"})),
        new("add_comment", "/mentions", "/comments", "users", move |id| said("mentions", json!([id]))),
        new(
            "create_contact",
            "/accounts/account_id",
            "/contacts",
            "accounts",
            |id| json!({"name": "新", "accounts": [{"account_id": id}]}),
        ),
        new("create_contact", "/guardian_id", "/contacts", "contacts", |id| json!({"name": "新", "guardian_id": id})),
        new("create_contact", "/owner_id", "/contacts", "users", |id| json!({"name": "新", "owner_id": id})),
        patch("change_contact", "/guardian_id", &contact, "contacts"),
        put("set_first_to_call", "/contact_id", &format!("/accounts/{account}/first-to-call"), "contacts", |id| json!({"contact_id": id})),
        new(
            "bulk_contacts",
            "/change/owner_id",
            "/contacts/bulk",
            "users",
            |id| json!({"filter": {"all": []}, "action": "change", "change": {"owner_id": id}}),
        ),
        new(
            "bulk_tasks",
            "/change/assignee_id",
            "/tasks/bulk",
            "users",
            |id| json!({"filter": {"all": []}, "action": "change", "change": {"assignee_id": id}}),
        ),
        patch("change_contact", "/owner_id", &contact, "users"),
        Pointing {
            changes: Some(contact.clone()),
            ..put("set_contact_accounts", "/account_id", &place, "accounts", |id| json!([{"account_id": id}]))
        },
        new("log_interaction", "/account_id", "/interactions", "accounts", |id| json!({"account_id": id, "channel": "phone"})),
        new("log_interaction", "/contact_id", "/interactions", "contacts", move |id| called("contact_id", json!(id))),
        new("log_interaction", "/other_ids", "/interactions", "contacts", move |id| calling("other_ids", json!([id]))),
        new("log_interaction", "/episode_id", "/interactions", "episodes", move |id| said_about("episode_id", json!(id))),
        Pointing { here: Some(spare[0].clone()), ..new("merge_records", "/merged_id", "/merges", "accounts", merging("kept_id", &alone)) },
        Pointing { here: Some(spare[1].clone()), ..new("merge_records", "/kept_id", "/merges", "accounts", merging("merged_id", &third)) },
        new("open_episode", "/account_id", "/episodes", "accounts", |id| json!({"account_id": id, "name": "新"})),
        Pointing {
            changes: None,
            version: Some(1),
            body: Box::new(|id| json!({"body": "好", "mentions": [id]})),
            ..patch("change_comment", "/mentions", &format!("/comments/{}", own.id("comments")), "users")
        },
        patch("change_interaction", "/episode_id", &format!("/interactions/{}", own.id("interactions")), "episodes"),
        patch("change_interaction", "/other_ids", &format!("/interactions/{}", own.id("interactions")), "contacts"),
        patch("change_interaction", "/contact_id", &format!("/interactions/{}", own.id("interactions")), "contacts"),
        new(
            "invite",
            "/org_unit_id",
            "/invitations",
            "org-units",
            move |id| json!({"name": "新", "email": "one@example.com", "roles": [role], "org_unit_id": id}),
        ),
        new("invite", "/roles", "/invitations", "roles", |id| json!({"name": "新", "email": "two@example.com", "roles": [id]})),
        new("enter_order", "/account_id", "/orders", "accounts", move |id| order(json!({"account_id": id}))),
        new("enter_order", "/payer_id", "/orders", "accounts", move |id| payer(json!({"payer_id": id}))),
        new("enter_order", "/lines/consumer_id", "/orders", "contacts", move |id| {
            consumer(json!({"lines": [{"product": "酒", "quantity": 1, "price_minor": 1, "consumer_id": id}]}))
        }),
        put("put_order", "/account_id", "/orders/from/erp/1", "accounts", move |id| put_order(json!({"account_id": id}))),
        put("put_order", "/payer_id", "/orders/from/erp/2", "accounts", move |id| put_payer(json!({"payer_id": id}))),
        put("put_order", "/lines/consumer_id", "/orders/from/erp/3", "contacts", move |id| {
            put_consumer(json!({"lines": [{"product": "酒", "quantity": 1, "price_minor": 1, "consumer_id": id}]}))
        }),
        new("add_org_unit", "/parent_id", "/org-units", "org-units", |id| json!({"name": "新", "kind": "team", "parent_id": id})),
        new("add_task", "/account_id", "/tasks", "accounts", task("account_id")),
        new("add_task", "/assignee_id", "/tasks", "users", task("assignee_id")),
        new("add_task", "/contact_id", "/tasks", "contacts", task("contact_id")),
        patch("change_task", "/assignee_id", &format!("/tasks/{}", own.id("tasks")), "users"),
        patch("change_user", "/org_unit_id", &format!("/users/{user}"), "org-units"),
        patch("change_user", "/roles", &format!("/users/{user}"), "roles"),
        Pointing { changes: None, version: Some(1), ..patch("change_org_unit", "/parent_id", &unit, "org-units") },
        new("add_identity_provider", "/mapping/role_id", "/identity-providers", "roles", |id| mapping(id, None)),
        new("add_identity_provider", "/mapping/org_unit_id", "/identity-providers", "org-units", {
            let role = own.id("roles").to_owned();
            move |id| mapping(&role, Some(id))
        }),
        Pointing {
            body: Box::new(|id| json!({"mapping": mapping(id, None)["mapping"]})),
            ..patch("change_identity_provider", "/mapping/role_id", &provider, "roles")
        },
        Pointing {
            body: {
                let role = own.id("roles").to_owned();
                Box::new(move |id| json!({"mapping": mapping(&role, Some(id))["mapping"]}))
            },
            ..patch("change_identity_provider", "/mapping/org_unit_id", &provider, "org-units")
        },
        put("demand_second_step", "/roles", "/second-step-rule", "roles", |id| json!({"who": "roles", "roles": [id]})),
        // Nobody resets the own password.
        Pointing {
            here: Some(user.to_string()),
            ..new("reset_password", "/user_id", "/password-resets", "users", |id| json!({"user_id": id}))
        },
        put("appoint_steward", "/steward_id", &format!("/accounts/{}/file/steward", id(&alone)), "users", |id| json!({"steward_id": id})),
        put("order_territories", "/ids", "/territories/order", "territories", |id| json!({"ids": [id]})),
        new("make_territory", "/people", "/territories", "users", |id| json!({"name": "人", "people": [id]})),
        new("make_territory", "/org_unit_id", "/territories", "org-units", |id| json!({"name": "部门", "org_unit_id": id})),
        patch("change_territory", "/people", &format!("/territories/{}", own.id("territories")), "users"),
        patch("change_territory", "/org_unit_id", &format!("/territories/{}", own.id("territories")), "org-units"),
        new("make_pool", "/org_unit_id", "/pools", "org-units", |id| json!({"name": "新公海", "org_unit_id": id})),
        patch("change_pool", "/org_unit_id", &format!("/pools/{}", own.id("pools")), "org-units"),
        new("give_pooled_accounts", "/to_id", "/pooled/give", "users", |id| json!({"ids": [], "to_id": id})),
        new(
            "give_account_back",
            "/pool_id",
            &format!("/accounts/{}/give-back", id(&alone)),
            "pools",
            |id| json!({"pool_id": id, "why": "other"}),
        ),
    ];
    others.into_iter().chain(taking_over).collect()
}

/// Those that take some of many: what they point to is left out, as if it were not, most often in a job.
const BY_JOB: &[(&str, &str)] = &[
    ("bulk_accounts", "/ids"),
    ("bulk_contacts", "/ids"),
    ("bulk_products", "/ids"),
    ("bulk_tasks", "/ids"),
    ("ask_export", "/ids"),
    ("follow_many", "/ids"),
    ("merge_many", "/pairs"),
    ("undo_merges", "/merges"),
    ("undo_merges", "/run"),
    ("hand_over", "/exceptions/account_ids"),
    ("preview_hand_over", "/exceptions/account_ids"),
    ("deactivate_user", "/exceptions/account_ids"),
];

/// Those that say of each what became of it: of what is not there, that it is not found.
const BY_ROW: &[(&str, &str)] = &[("put_into_pool", "/ids"), ("take_pooled_accounts", "/ids"), ("give_pooled_accounts", "/ids")];

/// Those that point to nothing: an id that others are compared with, or that is not looked at.
const COMPARED: &[(&str, &str)] = &[
    ("read_notifications", "/up_to"),
    ("account_duplicates", "/owner_id"),
    ("contact_duplicates", "/accounts/account_id"),
    ("contact_duplicates", "/guardian_id"),
    ("contact_duplicates", "/owner_id"),
];

/// The fields with ids in the bodies of all operations, as the OpenAPI document has them.
fn described() -> BTreeSet<(String, String)> {
    fn ids(document: &Value, schema: &Value, place: &str, found: &mut BTreeSet<String>) {
        if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
            return ids(document, &document["components"]["schemas"][name], place, found);
        }
        if schema["format"] == "uuid" {
            found.insert(place.to_owned());
        }
        let inner = ["oneOf", "anyOf", "allOf"].iter().flat_map(|of| schema[of].as_array().into_iter().flatten());
        for schema in inner.chain(schema.get("items")) {
            ids(document, schema, place, found);
        }
        for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
            ids(document, schema, &format!("{place}/{name}"), found);
        }
    }
    let document = serde_json::to_value(document(SLICES)).expect("the document is JSON");
    let mut all = BTreeSet::new();
    for operation in document["paths"].as_object().into_iter().flatten().flat_map(|(_, item)| item.as_object().into_iter().flatten()) {
        let (operation, mut found) = (operation.1, BTreeSet::new());
        ids(&document, &operation["requestBody"]["content"]["application/json"]["schema"], "", &mut found);
        let name = operation["operationId"].as_str().unwrap_or_default();
        all.extend(found.into_iter().map(|field| (name.to_owned(), field)));
    }
    all
}

#[tokio::test]
async fn a_body_points_to_nothing_in_another_workspace() {
    let app = TestApp::new().await;
    let (admin, other) = (app.admin(), app.other_workspace().await);
    let (own, theirs) = (Records::make(&app, &admin).await, Records::make(&app, &other).await);
    let all = pointing(&app, &own).await;
    let tried = all.iter().map(|one| (one.operation, one.field)).chain(BY_JOB.iter().chain(BY_ROW).chain(COMPARED).copied());
    let tried: BTreeSet<(String, String)> = tried.map(|(operation, field)| (operation.to_owned(), field.to_owned())).collect();
    assert_eq!(tried, described(), "every body that holds an id is tried");
    let before = theirs.as_they_are(&other).await;
    for one in &all {
        let (what, written) = (format!("{} {}", one.operation, one.field), admin.get("/audit?limit=1").await.ok());
        let (status, text) = one.send(&admin, theirs.id(one.kind)).await;
        assert!(matches!(status, 404 | 422), "{what}: {status} {text}");
        assert!(!theirs.are_in(&text), "{what} leaks: {text}");
        assert_eq!(admin.get("/audit?limit=1").await.ok(), written, "{what} wrote something");
        let (status, text) = one.send(&admin, one.here.as_deref().unwrap_or(own.id(one.kind))).await;
        assert!((200..300).contains(&status), "{what} is refused for another reason: {status} {text}");
    }
    assert_eq!(theirs.as_they_are(&other).await, before);
}

#[tokio::test]
async fn a_job_finds_nothing_in_another_workspace() {
    let app = TestApp::new().await;
    let (admin, other) = (app.admin(), app.other_workspace().await);
    let theirs = Records::make(&app, &other).await;
    let account = app.account("自己的").await;
    let before = theirs.as_they_are(&other).await;
    let change = |ids: Value, change: Value| json!({"ids": ids, "action": "change", "change": change});
    let mut changed = Vec::new();
    for bulk in [
        change(json!([theirs.id("accounts")]), json!({"region": "合肥"})),
        change(json!([id(&account), theirs.id("accounts")]), json!({"region": "合肥"})),
    ] {
        let queued = admin.post("/accounts/bulk", &bulk).await.ok();
        changed.push(app.job(&admin, &queued).await["result"]["changed"].clone());
    }
    assert_eq!(changed, [json!(0), json!(1)]);
    for (more, rows) in [
        (json!({"ids": [theirs.id("accounts"), id(&account)]}), 1),
        (json!({"filter": {"field": "owner", "op": "in", "value": [theirs.id("users")]}}), 0),
        (json!({}), 1),
    ] {
        let mut export = json!({"list": "accounts", "format": "csv", "columns": ["name", "number", "tags", "owner"]});
        export.as_object_mut().expect("an export is an object").extend(more.as_object().expect("an object").clone());
        let queued = admin.post("/exports", &export).await.ok();
        let job = app.job(&admin, &queued).await;
        let file = admin.get(&format!("{}/file", path(&queued, "/exports"))).await;
        assert_eq!((file.status.as_u16(), &job["result"]["rows"]), (200, &json!(rows)), "{job}");
        assert!(!theirs.are_in(&file.text()), "{}", file.text());
        assert_eq!(other.get(&format!("{}/file", path(&queued, "/exports"))).await.problem().0, 404);
    }
    let queued = other.post("/exports", &json!({"list": "accounts", "format": "csv"})).await.ok();
    app.job(&other, &queued).await;
    let file = other.get(&format!("{}/file", path(&queued, "/exports"))).await.text();
    assert!(theirs.are_in(&file) && !file.contains("自己的"), "{file}");
    assert_eq!(theirs.as_they_are(&other).await[..7], before[..7]);
}
