//! The people of the tests: an application with a workspace, and clients by role.

use std::sync::Arc;

use guanxi_kernel::{
    actor::Actor,
    http::{App, Directory, router},
    job::run_due,
    testkit::{Client, TestDatabase},
};
use sea_orm::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    SLICES, migrations,
    staff::{
        self, StaffDirectory,
        api::Setup,
        commands::{give_role, set_up, start_session},
        tables::{User, user},
    },
};

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
        let app = App::new(database.db.clone(), SLICES, Arc::new(StaffDirectory), database.folder().to_owned());
        let router = router(app.clone(), axum::Router::new());
        let secret = set_up(app.db(), setup("boss@example.com"), "test", false).await.expect("the first visit works");
        let admin = Client::new(router.clone()).with_session(secret);
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
        let done = tx.record(guanxi_kernel::event::Event::new("user.joined", "user", row.id), ());
        tx.commit(done).await.expect("the transaction commits");
        (self.anonymous().with_session(secret), row.id)
    }

    /// The administrator of another workspace in the same database.
    pub(crate) async fn other_workspace(&self) -> Client {
        let email = format!("{}@example.com", Uuid::now_v7().simple());
        let secret = set_up(self.app.db(), setup(&email), "test", true).await.expect("a second workspace can be made");
        self.anonymous().with_session(secret)
    }

    /// The actor of the system in the workspace.
    pub(crate) async fn system(&self) -> Actor {
        StaffDirectory.for_job(self.app.db(), self.workspace, None, Uuid::now_v7()).await.expect("the workspace exists")
    }

    /// Runs the jobs that are due, and those that they queue, until none is left. Every one must succeed.
    pub(crate) async fn run_jobs(&self) {
        run_due(&self.app).await.expect("the queue can be read");
        let jobs = self.admin.get("/jobs").await.ok();
        for job in jobs.as_array().into_iter().flatten() {
            assert!(matches!(job["state"].as_str(), Some("done" | "cancelled")), "a job did not succeed: {job}");
        }
    }

    /// Makes an account as the administrator. Returns it.
    pub(crate) async fn account(&self, name: &str) -> Value {
        self.admin.post("/accounts", &json!({"name": name})).await.ok()
    }
}

fn setup(email: &str) -> Setup {
    Setup {
        workspace_name: "金源酒业".to_owned(),
        name: "王老板".to_owned(),
        email: email.to_owned(),
        password: "correct horse battery".to_owned(),
        locale: "zh-CN".to_owned(),
        trade: "liquor_dealer".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
    }
}

/// The path of a record: `path(&account, "/accounts")`.
pub(crate) fn path(record: &Value, under: &str) -> String {
    format!("{under}/{}", record["id"].as_str().expect("a record has an id"))
}

/// The version of a record.
pub(crate) fn version(record: &Value) -> i64 {
    record["version"].as_i64().expect("a record has a version")
}
