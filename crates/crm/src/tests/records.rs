//! One real record of every kind that a path of the API can name, whose texts all hold a word that nobody else writes.

use std::collections::BTreeMap;

use guanxi_kernel::testkit::Client;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{Done, TestApp, id, path};

/// Stands in every text of the records, and nowhere else.
pub(super) const SECRET: &str = "秘密";

/// What another system calls an order of theirs, and its own name: the same in every workspace.
pub(super) const CALLED: &str = "A-1";

/// The records of one workspace.
pub(super) struct Records {
    ids: BTreeMap<&'static str, String>,
}

impl Records {
    /// Makes them as a workspace's administrator.
    pub(super) async fn make(app: &TestApp, admin: &Client) -> Self {
        let me = admin.get("/me").await.ok()["user"].clone();
        let root = admin.get("/org-units").await.ok()[0].clone();
        let role = admin.get("/roles").await.ok()[1].clone();
        let unit = json!({"name": format!("{SECRET}组"), "kind": "team", "parent_id": root["id"]});
        let unit = admin.post("/org-units", &unit).await.ok();
        let invitation = json!({"name": format!("{SECRET}新人"), "email": "secret@example.com", "roles": [role["id"]]});
        let invitation = admin.post("/invitations", &invitation).await.ok();
        let field =
            json!({"list": "accounts", "label": format!("{SECRET}字段"), "key": "own", "kind": {"type": "text"}, "searchable": true});
        let field = admin.post("/custom-fields", &field).await.ok();
        let own = json!({"own": format!("{SECRET}值")});
        let account = json!({"name": format!("{SECRET}烟酒店"), "number": format!("{SECRET}-1"), "tags": [SECRET], "custom": own});
        let account = admin.post("/accounts", &account).await.ok();
        let second = admin.post("/accounts", &json!({"name": format!("{SECRET}分店")})).await.ok();
        let relation = json!({"kind": "supplies", "to_id": id(&second)});
        let relation = admin.post(&format!("{}/relations", path(&account, "/accounts")), &relation).await.ok();
        let member = json!({"org_unit_id": id(&unit)});
        let member = admin.post(&format!("{}/team", path(&account, "/accounts")), &member).await.ok();
        let scoring = json!({"ours": scores(), "rivals": [{"name": format!("{SECRET}对手"), "scores": scores()}], "note": SECRET});
        let scored = admin.post(&format!("{}/delivered-value", path(&account, "/accounts")), &scoring).await.ok();
        let contact = json!({"name": format!("{SECRET}王芳"), "accounts": [{"account_id": id(&account)}]});
        let contact = admin.post("/contacts", &contact).await.ok();
        let of_contact = |what: &str| format!("{}/{what}", path(&contact, "/contacts"));
        let consent = json!({"purpose": "health", "evidence": format!("{SECRET}同意书")});
        let consent = admin.post(&of_contact("consents"), &consent).await.ok();
        let fact = admin.post(&of_contact("facts"), &json!({"kind": "illness", "value": SECRET})).await.ok();
        let preference = json!({"domain": format!("{SECRET}酒"), "value": SECRET});
        let preference = admin.post(&of_contact("preferences"), &preference).await.ok();
        let order = json!({"account_id": id(&account), "ordered_on": "2026-01-05", "net_minor": 100, "number": format!("{SECRET}-2"),
            "source": CALLED, "external_id": CALLED});
        let order = admin.post("/orders", &order).await.ok();
        let episode = admin.post("/episodes", &json!({"account_id": id(&account), "name": format!("{SECRET}备货")})).await.ok();
        let call = json!({"account_id": id(&account), "channel": "phone", "episode_id": id(&episode), "body": format!("{SECRET}电话"),
            "promise": {"text": format!("{SECRET}承诺"), "due_on": app.days_ago(-5)},
            "next_step": {"text": format!("{SECRET}回访"), "due_on": app.days_ago(-5)}});
        let call = admin.post("/interactions", &call).await.ok();
        let product = admin.post("/products", &json!({"name": format!("{SECRET}酒"), "family": SECRET})).await.ok();
        let comment = admin.post("/comments", &json!({"account_id": id(&account), "body": format!("{SECRET}留言")})).await.ok();
        let on_account = format!("/attachments?about_kind=account&about_id={}", id(&account));
        let file = admin.upload(&on_account, &[], &format!("{SECRET}.txt"), SECRET.as_bytes()).await.ok();
        let pool = admin.post("/pools", &json!({"name": format!("{SECRET}公海")})).await.ok();
        let rule = json!({"name": format!("{SECRET}规则"), "no_contact_days": 90});
        let rule = admin.post(&format!("{}/rules", path(&pool, "/pools")), &rule).await.ok();
        let pooled = admin.post("/accounts?duplicates=allow", &json!({"name": format!("{SECRET}公海客户")})).await.ok();
        let back = json!({"pool_id": id(&pool), "why": "other", "note": SECRET});
        admin.post(&format!("{}/give-back", path(&pooled, "/accounts")), &back).await.done();
        let proposal = json!({"field": "address", "value": format!("{SECRET}路1号"), "reason": SECRET});
        let proposal = admin.post(&format!("{}/file/proposals", path(&account, "/accounts")), &proposal).await.ok();
        let territory = admin.post("/territories", &json!({"name": format!("{SECRET}区域"), "people": [me["id"]]})).await.ok();
        let view = admin.post("/views", &json!({"list": "accounts", "name": format!("{SECRET}视图")})).await.ok();
        let token = admin.post("/tokens", &json!({"name": format!("{SECRET}令牌"), "days": 2})).await.ok();
        let provider = json!({"name": format!("{SECRET}账号"), "issuer": "https://login.example.com", "client_id": SECRET});
        let provider = admin.post("/identity-providers", &provider).await.ok();
        let session = admin.get("/sessions").await.ok()[0].clone();
        let (pair, merge) = duplicates(app, admin).await;
        let (import, job) = import(admin).await;
        let export = admin.post("/exports", &json!({"list": "accounts", "format": "csv"})).await.ok();
        guanxi_kernel::job::run_due(&app.app).await.expect("the queue can be read");
        let made = [
            ("accounts", &account),
            ("account-relations", &relation),
            ("account-team", &member),
            ("delivered-values", &scored["scorings"][0]),
            ("contacts", &contact),
            ("consents", &consent),
            ("facts", &fact),
            ("preferences", &preference),
            ("products", &product),
            ("orders", &order),
            ("interactions", &call),
            ("episodes", &episode),
            ("comments", &comment),
            ("attachments", &file),
            ("custom-fields", &field),
            ("duplicates", &pair),
            ("merges", &merge),
            ("pools", &pool),
            ("pool-rules", &rule),
            ("pooled", &pooled),
            ("file-proposals", &proposal),
            ("territories", &territory),
            ("views", &view),
            ("tokens", &token),
            ("identity-providers", &provider),
            ("providers", &provider),
            ("sessions", &session),
            ("passkeys", &passkey(app, admin).await),
            ("imports", &import),
            ("jobs", &job),
            ("exports", &export),
            ("users", &me),
            ("roles", &role),
            ("org-units", &unit),
            ("invitations", &invitation),
        ];
        let mut made = Self::of(made);
        made.ids.insert("tasks", call["next_step"]["task_id"].as_str().expect("a next step is a task").to_owned());
        made
    }

    /// These records only.
    pub(super) fn of<const N: usize>(made: [(&'static str, &Value); N]) -> Self {
        Self { ids: made.map(|(kind, record)| (kind, id(record).to_owned())).into() }
    }

    /// The record of this kind.
    pub(super) fn id(&self, kind: &str) -> &str {
        self.ids.get(kind).unwrap_or_else(|| panic!("no record of the kind {kind} is made in tests/records.rs"))
    }

    /// Whether a text speaks of these records.
    pub(super) fn are_in(&self, text: &str) -> bool {
        text.contains(SECRET) || self.ids.values().any(|id| text.contains(id))
    }

    /// What can be read of them, for seeing whether anything has changed.
    pub(super) async fn as_they_are(&self, admin: &Client) -> Vec<Value> {
        let account = self.id("accounts");
        let mut paths: Vec<String> =
            ["accounts", "contacts", "products", "orders", "episodes", "interactions", "tasks", "attachments", "imports", "jobs"]
                .iter()
                .map(|kind| format!("/{kind}/{}", self.id(kind)))
                .collect();
        paths.extend([
            format!("/accounts/{account}/relations"),
            format!("/accounts/{account}/delivered-value"),
            format!("/accounts/{account}/types"),
            format!("/accounts/{account}/episodes"),
            format!("/contacts/{}/personal", self.id("contacts")),
            format!("/comments?account_id={account}"),
            "/views?list=accounts".to_owned(),
            "/org-units".to_owned(),
            "/parameters".to_owned(),
            "/duplicates?kind=account".to_owned(),
            "/merges".to_owned(),
            "/pools".to_owned(),
            format!("/pools/{}/rules", self.id("pools")),
            "/pooled?count=exact".to_owned(),
            "/accounts?count=exact".to_owned(),
            "/contacts?count=exact".to_owned(),
            "/audit?limit=1".to_owned(),
        ]);
        let mut read = Vec::new();
        for path in paths {
            read.push(admin.get(&path).await.ok());
        }
        let names = |list: &Value| list.as_array().into_iter().flatten().map(|one| one["id"].clone()).collect::<Vec<_>>();
        for access in ["/tokens", "/sessions", "/me/passkeys"] {
            read.push(json!(names(&admin.get(access).await.ok())));
        }
        read.push(admin.get("/me").await.ok()["user"]["name"].clone());
        read
    }
}

/// A passkey as a browser would have made it.
async fn passkey(app: &TestApp, admin: &Client) -> Value {
    let me = admin.get("/me").await.ok();
    let uuid = |of: &str| me[of]["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_else(Uuid::nil);
    let (connection, dialect) = (app.app.db().unscoped("a test has no telephone"), app.app.db().dialect());
    let sql =
        "INSERT INTO passkeys (workspace_id, id, user_id, credential_id, data, host, name, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    let id = Uuid::now_v7();
    let values = vec![
        uuid("workspace").into(),
        id.into(),
        uuid("user").into(),
        id.as_bytes().to_vec().into(),
        json!({}).into(),
        "crm.example.com".into(),
        format!("{SECRET}手机").into(),
        app.app.db().clock().now().into(),
    ];
    connection.execute_raw(dialect.statement(sql, values)).await.expect("a passkey can be kept");
    json!({"id": id})
}

/// Two accounts that may be one, and one that became part of another.
async fn duplicates(app: &TestApp, admin: &Client) -> (Value, Value) {
    let mut made = Vec::new();
    for region in ["合肥", "合肥", "芜湖", "芜湖"] {
        let account = json!({"name": format!("{SECRET}连锁店"), "region": region});
        made.push(admin.post("/accounts?duplicates=allow", &account).await.ok());
    }
    let wish = json!({"kind": "account", "kept_id": id(&made[2]), "merged_id": id(&made[3])});
    let merge = admin.post("/merges", &wish).await.ok();
    admin.post("/duplicates/scan", &json!({"kind": "account"})).await.done();
    guanxi_kernel::job::run_due(&app.app).await.expect("the queue can be read");
    let pairs = admin.get("/duplicates?kind=account").await.ok();
    (pairs["items"][0].clone(), merge)
}

/// What an account gets, neither much nor little.
pub(super) fn scores() -> Value {
    json!({"product": 5, "service": 5, "personnel": 5, "image": 5, "money": 5, "time": 5, "mental": 5, "physical": 5})
}

/// An import that has ended, with a row that was not taken.
async fn import(admin: &Client) -> (Value, Value) {
    let file = format!("客户名称,首次合作日期\n{SECRET}三店,{SECRET}");
    let import = admin.upload("/imports", &[("kind", "accounts")], &format!("{SECRET}.csv"), file.as_bytes()).await.ok()["import"].clone();
    let import = if import.is_null() { admin.get("/imports").await.ok()["items"][0].clone() } else { import };
    let started = admin.post(&format!("{}/start", path(&import, "/imports")), &json!({"mode": "create", "dry_run": true})).await;
    started.done();
    (import, started.json())
}
