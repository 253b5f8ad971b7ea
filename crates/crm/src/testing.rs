//! The people of the tests: an application with a workspace, and clients by role.

use std::sync::Arc;

use chrono::{Duration, NaiveDate, SecondsFormat};
use guanxi_kernel::{
    actor::Actor,
    check::Check,
    clock::{day_in, day_start},
    event::Event,
    http::{App, Directory, router},
    job::run_due,
    testkit::{Answer, Client, TestDatabase},
};
use sea_orm::{ConnectionTrait, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    SLICES, customers, migrations,
    staff::{
        self, StaffDirectory,
        api::Setup,
        commands::{give_role, set_up, start_session},
        tables::{User, user},
    },
};

pub(crate) use crate::customers::api::NewAccount;

/// The zone of the workspace.
pub(crate) const ZONE: chrono_tz::Tz = chrono_tz::Asia::Shanghai;

/// An application over a database of its own, set up with one workspace.
pub(crate) struct TestApp {
    pub(crate) app: App,
    router: axum::Router,
    admin: Client,
    /// The workspace.
    pub(crate) workspace: Uuid,
    // Last, so that the files outlive everything that uses them.
    #[expect(dead_code, reason = "keeps the folder of the test until the end")]
    database: TestDatabase,
}

impl TestApp {
    /// A workspace with its administrator and nothing else.
    pub(crate) async fn new() -> Self {
        let database = TestDatabase::new(&migrations()).await;
        let app = App::new(database.db.clone(), SLICES, Arc::new(StaffDirectory), database.folder().to_owned(), database.files());
        let router = router(app.clone(), axum::Router::new());
        let made = set_up(app.db(), setup(BOSS), "test", false).await.expect("the first visit works");
        let admin = Client::new(router.clone()).with_session(made.session);
        let me = admin.get("/me").await.ok();
        let workspace = me["workspace"]["id"].as_str().and_then(|id| id.parse().ok()).expect("me has a workspace");
        Self { app, router, admin, workspace, database }
    }

    /// Nobody.
    pub(crate) fn anonymous(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// The administrator.
    pub(crate) fn admin(&self) -> Client {
        self.admin.clone()
    }

    /// A person with a seeded role, in a team of this name below the root. Returns the client and the user's id.
    pub(crate) async fn person(&self, role: &str, team: &str) -> (Client, Uuid) {
        let units = self.admin.get("/org-units").await.ok();
        let root = units[0]["id"].clone();
        let known = units.as_array().into_iter().flatten().find(|unit| unit["name"] == team).cloned();
        let unit = match known {
            Some(unit) => unit,
            None => self.admin.post("/org-units", &json!({"name": team, "kind": "team", "parent_id": root})).await.ok(),
        };
        let unit: Uuid = unit["id"].as_str().and_then(|id| id.parse().ok()).expect("a unit has an id");
        self.user(&[role], Some(unit)).await
    }

    /// A salesperson of team 一组.
    pub(crate) async fn rep(&self) -> (Client, Uuid) {
        self.person("salesperson", "一组").await
    }

    /// A person with these seeded roles, in this org unit.
    pub(crate) async fn person_in(&self, roles: &[&str], unit: &Value) -> (Client, Uuid) {
        self.user(roles, unit["id"].as_str().and_then(|id| id.parse().ok())).await
    }

    /// A new org unit below another, or below the root.
    pub(crate) async fn unit(&self, name: &str, kind: &str, below: Option<&Value>) -> Value {
        let parent = match below {
            Some(unit) => unit["id"].clone(),
            None => self.admin.get("/org-units").await.ok()[0]["id"].clone(),
        };
        self.admin.post("/org-units", &json!({"name": name, "kind": kind, "parent_id": parent})).await.ok()
    }

    /// A person who may do nothing at all.
    pub(crate) async fn person_without_rights(&self) -> (Client, Uuid) {
        self.user(&[], None).await
    }

    async fn user(&self, roles: &[&str], unit: Option<Uuid>) -> (Client, Uuid) {
        let actor = self.system().await;
        let known = staff::queries::roles(&self.app.db().read(&actor)).await.expect("the roles can be read");
        let mut tx = self.app.db().write(&actor).await.expect("a transaction begins");
        let row = user::ActiveModel {
            name: Set(format!("{}号", &Uuid::now_v7().simple().to_string()[26..])),
            email: Set(format!("{}@example.com", Uuid::now_v7().simple())),
            org_unit_id: Set(unit),
            password_hash: Set(None),
            locale: Set("zh-CN".to_owned()),
            theme: Set("system".to_owned()),
            time_zone: Set("Asia/Shanghai".to_owned()),
            active: Set(true),
            last_seen_at: Set(None),
            ..Default::default()
        };
        let leave = tx.to_create().expect("the system may do everything");
        let row = tx.insert::<User>(leave, row).await.expect("the user is new");
        for role in roles {
            let role = known.iter().find(|known| known.key == *role).unwrap_or_else(|| panic!("there is no role {role}"));
            give_role(&tx, row.id, role.id).await.expect("the role is given");
        }
        let secret = start_session(&tx, row.id, "test").await.expect("the session starts");
        let done = tx.record(Event::new("user.joined", "user", row.id), ());
        tx.commit(done).await.expect("the transaction commits");
        (self.anonymous().with_session(secret), row.id)
    }

    /// Takes a right away from a seeded role. No screen does that yet; a workspace of a later version may.
    pub(crate) async fn take_right(&self, role: &str, object: &str, action: &str) {
        let mut tx = self.app.db().write(&self.system().await).await.expect("a transaction begins");
        let sql = "DELETE FROM role_grants WHERE workspace_id = ? AND object = ? AND action = ? \
                   AND role_id IN (SELECT id FROM roles WHERE workspace_id = ? AND key = ?)";
        let values = vec![self.workspace.into(), object.into(), action.into(), self.workspace.into(), role.into()];
        let reader = tx.reader();
        let taken = reader.source().execute_raw(reader.dialect().statement(sql, values)).await.expect("the grant can be deleted");
        assert_eq!(taken.rows_affected(), 1, "the role {role} had no such right");
        let done = tx.record(Event::new("role.changed", "role", self.workspace), ());
        tx.commit(done).await.expect("the transaction commits");
    }

    /// The administrator of another workspace in the same database.
    pub(crate) async fn other_workspace(&self) -> Client {
        let email = format!("{}@example.com", Uuid::now_v7().simple());
        let made = set_up(self.app.db(), setup(&email), "test", true).await.expect("a second workspace can be made");
        self.anonymous().with_session(made.session)
    }

    /// The actor of the system in the workspace.
    pub(crate) async fn system(&self) -> Actor {
        StaffDirectory.for_job(self.app.db(), self.workspace, None, Uuid::now_v7()).await.expect("the workspace exists")
    }

    /// Runs the jobs that are due, and those that they queue, until none is left. Every one must succeed.
    pub(crate) async fn run_jobs(&self) {
        run_due(&self.app).await.expect("the queue can be read");
        let jobs = self.admin.get("/jobs?limit=100").await.ok();
        for job in jobs["items"].as_array().into_iter().flatten() {
            assert!(matches!(job["state"].as_str(), Some("done" | "cancelled")), "a job did not succeed: {job}");
        }
    }

    /// Runs the jobs that are due, whatever becomes of them, and tells about one of them.
    pub(crate) async fn job(&self, client: &Client, queued: &Value) -> Value {
        run_due(&self.app).await.expect("the queue can be read");
        client.get(&path(queued, "/jobs")).await.ok()
    }

    /// The day it is in the workspace.
    pub(crate) fn today(&self) -> NaiveDate {
        day_in(ZONE, self.app.db().clock().now())
    }

    /// The day it was some days ago; negative days are to come.
    pub(crate) fn days_ago(&self, days: i64) -> String {
        (self.today() - Duration::days(days)).to_string()
    }

    /// An instant some minutes ago, as it is written on the wire.
    pub(crate) fn minutes_ago(&self, minutes: i64) -> String {
        (self.app.db().clock().now() - Duration::minutes(minutes)).to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// Moves the clock.
    pub(crate) fn travel(&self, by: Duration) {
        self.app.db().clock().travel(by);
    }

    /// Moves the clock to this many seconds before the next midnight of the workspace.
    pub(crate) fn travel_to_before_midnight(&self, seconds: i64) {
        let midnight = day_start(ZONE, self.today() + Duration::days(1));
        self.travel(midnight - Duration::seconds(seconds) - self.app.db().clock().now());
    }

    /// Inserts accounts as they are, without the caller's rights and without a page for each.
    pub(crate) async fn seed_accounts(&self, accounts: Vec<NewAccount>) -> Vec<Uuid> {
        let actor = self.system().await;
        let mut tx = self.app.db().write(&actor).await.expect("a transaction begins");
        let mut check = Check::new();
        let rows = accounts.into_iter().map(|account| customers::commands::check_new(&mut check, account, None)).collect();
        check.done().expect("the accounts of a test are right");
        let ids = customers::commands::insert_many(&mut tx, rows).await.expect("the accounts are new");
        let done = tx.record(Event::new("accounts.seeded", "account", self.workspace), ());
        tx.commit(done).await.expect("the transaction commits");
        ids
    }

    /// This many accounts of one owner.
    pub(crate) async fn accounts_of(&self, owner: Uuid, how_many: usize) -> Vec<Uuid> {
        let account = |n| NewAccount { name: format!("烟酒店{n:04}"), owner_id: Some(owner), ..NewAccount::default() };
        self.seed_accounts((0..how_many).map(account).collect()).await
    }

    /// One account of this owner, or of nobody.
    pub(crate) async fn account_of(&self, owner: Option<Uuid>) -> Uuid {
        self.seed_accounts(vec![NewAccount { name: "客户".to_owned(), owner_id: owner, ..NewAccount::default() }]).await[0]
    }

    /// A caller with a new API token of this caller.
    pub(crate) async fn with_token(&self, of: &Client, read_only: bool) -> Client {
        self.token(of, &json!({"name": "脚本", "read_only": read_only, "days": 10})).await
    }

    /// A caller with a new API token of this caller that is limited to some objects.
    pub(crate) async fn with_scope(&self, of: &Client, scope: &Value) -> Client {
        self.token(of, &json!({"name": "脚本", "scope": scope, "days": 10})).await
    }

    async fn token(&self, of: &Client, wish: &Value) -> Client {
        let made = of.post("/tokens", wish).await.ok();
        let secret = made["secret"].as_str().expect("a token is shown once");
        self.anonymous().with_header("authorization", format!("Bearer {secret}"))
    }

    /// The tables in which a text stands anywhere; what the index of words is made of cannot be read.
    pub(crate) async fn tables_with(&self, text: &str) -> Vec<String> {
        let (connection, dialect) = (self.app.db().unscoped("a test looks everywhere"), self.app.db().dialect());
        let tables = if dialect.is_embedded() {
            // Bytes of an id would end the text in which is looked.
            "SELECT m.name AS table_name, group_concat('CASE typeof(\"' || i.name || '\") WHEN ''blob'' THEN hex(\"' || i.name || '\") \
             ELSE coalesce(CAST(\"' || i.name || '\" AS TEXT), '''') END', ' || ') AS texts \
             FROM sqlite_master m, pragma_table_info(m.name) i WHERE m.type = 'table' AND m.name NOT LIKE 'search_index%' GROUP BY m.name"
        } else {
            "SELECT table_name::text AS table_name, table_name || '::text' AS texts FROM information_schema.tables \
             WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        };
        let mut found = Vec::new();
        for table in connection.query_all_raw(dialect.statement(tables, vec![])).await.expect("the catalogue can be read") {
            let column = |name: &str| table.try_get::<String>("", name).expect("the catalogue has this column");
            let sql = format!("SELECT 1 FROM \"{}\" WHERE {} LIKE ? LIMIT 1", column("table_name"), column("texts"));
            let statement = dialect.statement(&sql, vec![format!("%{text}%").into()]);
            if connection.query_one_raw(statement).await.expect("the table can be read").is_some() {
                found.push(column("table_name"));
            }
        }
        found
    }

    /// Makes an account as the administrator, whatever is like it. Returns it.
    pub(crate) async fn account(&self, name: &str) -> Value {
        self.admin.post("/accounts?duplicates=allow", &json!({"name": name})).await.ok()
    }
}

fn setup(email: &str) -> Setup {
    Setup {
        workspace_name: "金源酒业".to_owned(),
        name: "王老板".to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        locale: "zh-CN".to_owned(),
        trade: "liquor_dealer".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
    }
}

/// The address of the administrator.
pub(crate) const BOSS: &str = "boss@example.com";
/// The password of the administrator.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// What a request must have done, where nobody looks at the answer.
pub(crate) trait Done {
    /// Fails unless the request succeeded.
    fn done(&self);
}

impl Done for Answer {
    fn done(&self) {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text());
    }
}

/// The session in the cookie of an answer.
pub(crate) fn session_of(answer: &Answer) -> String {
    let cookie = answer.headers.get("set-cookie").and_then(|value| value.to_str().ok()).expect("a session is given as a cookie");
    let (_, rest) = cookie.split_once('=').expect("a cookie has a value");
    rest.split(';').next().unwrap_or_default().to_owned()
}

/// The id of a record.
pub(crate) fn id(record: &Value) -> &str {
    record["id"].as_str().expect("a record has an id")
}

/// The names on a page of a list, in its order.
pub(crate) fn names(page: &Value) -> Vec<String> {
    page["items"].as_array().expect("a list has items").iter().map(|item| item["name"].as_str().unwrap_or_default().to_owned()).collect()
}

/// All pages of a list, by the cursor: the rows in their order.
pub(crate) async fn all_pages(client: &Client, under: &str, question: &Value) -> Vec<Value> {
    let mut question = question.clone();
    let mut rows = Vec::new();
    loop {
        let page = client.post(&format!("{under}/search"), &question).await.ok();
        rows.extend(page["items"].as_array().expect("a list has items").iter().cloned());
        if page["next_cursor"].is_null() {
            return rows;
        }
        assert!(rows.len() < 10_000, "the pages do not end");
        question["cursor"] = page["next_cursor"].clone();
    }
}

/// A text in a query string.
pub(crate) fn escaped(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The path of a record: `path(&account, "/accounts")`.
pub(crate) fn path(record: &Value, under: &str) -> String {
    format!("{under}/{}", record["id"].as_str().expect("a record has an id"))
}

/// The version of a record.
pub(crate) fn version(record: &Value) -> i64 {
    record["version"].as_i64().expect("a record has a version")
}
