//! A database per test: a copy of a template that was migrated once.

use std::path::{Path, PathBuf};

use guanxi_files::{Bucket, Files};
use sea_orm::{ConnectionTrait, Database};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::{
    Db, OpenOptions,
    migrate::{self, Migration},
};

/// The variable that names a PostgreSQL cluster: a URL of a user who may create databases.
pub(super) const POSTGRES: &str = "GUANXI_TEST_POSTGRES";

/// The variable that names the address of a service that speaks S3 and has a bucket `guanxi`.
const S3: &str = "GUANXI_TEST_S3";

/// A migrated database that belongs to one test, and a folder for its files. The folder goes with it.
pub struct TestDatabase {
    /// The open database.
    pub db: Db,
    /// How it was opened, for tests that open it again.
    pub options: OpenOptions,
    folder: PathBuf,
}

impl TestDatabase {
    /// A database with these migrations applied.
    pub async fn new(migrations: &[Migration]) -> Self {
        let folder = std::env::temp_dir().join(format!("guanxi-test-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).expect("a folder in the temporary directory can be made");
        let options = match std::env::var(POSTGRES) {
            Ok(url) => OpenOptions::Url(copy_of_template(&url, migrations).await),
            Err(_) => OpenOptions::File(copy_of_file(&folder, migrations).await),
        };
        let db = Db::open(&options).await.expect("the test database opens");
        migrate::run(&db, migrations, None).await.expect("the migrations run");
        Self { db, options, folder }
    }

    /// The folder for files.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A store of files: in the folder, or in a bucket of the service that `GUANXI_TEST_S3` names.
    #[must_use]
    pub fn files(&self) -> Files {
        let files = match std::env::var(S3) {
            Ok(endpoint) => Files::in_bucket(&Bucket {
                name: "guanxi".to_owned(),
                endpoint: Some(endpoint),
                region: Some("us-east-1".to_owned()),
                prefix: Some(Uuid::now_v7().to_string()),
                name_in_host: false,
            }),
            Err(_) => Files::in_folder(self.folder.join("files")),
        };
        files.expect("the store of files opens")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // A folder that cannot be removed is the temporary directory's business.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The name of the template for these migrations.
fn template_of(migrations: &[Migration]) -> String {
    let mut digest = Sha256::new();
    for migration in migrations {
        digest.update(migration.name);
        digest.update(migration.sql);
    }
    format!("template_{}", digest.finalize()[..6].iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")))
}

/// Copies a file that has been migrated once for these migrations. Of several who make it at the same time the last one's stays,
/// which is as good.
async fn copy_of_file(folder: &Path, migrations: &[Migration]) -> PathBuf {
    let template = std::env::temp_dir().join(format!("guanxi-{}.db", template_of(migrations)));
    let file = folder.join("test.db");
    if template.exists() {
        std::fs::copy(&template, &file).expect("the template can be copied");
        return file;
    }
    let db = Db::open(&OpenOptions::File(file.clone())).await.expect("the template opens");
    migrate::run(&db, migrations, None).await.expect("the migrations run on the template");
    db.close().await;
    let made = folder.join("template.db");
    std::fs::copy(&file, &made).expect("the template can be copied");
    std::fs::rename(&made, &template).expect("the template can be put into its place");
    file
}

/// Makes a database from a template that has been migrated once for these migrations; whoever comes first makes it.
async fn copy_of_template(url: &str, migrations: &[Migration]) -> String {
    let template = template_of(migrations);
    let cluster = Database::connect(url).await.expect("the PostgreSQL cluster of the tests answers");
    let run = |sql: String| {
        let cluster = cluster.clone();
        async move { cluster.execute_unprepared(&sql).await }
    };
    // One test at a time looks for the template, so that it is made once.
    run("SELECT pg_advisory_lock(4753000002)".to_owned()).await.expect("the lock is taken");
    if run(format!("CREATE DATABASE {template} LOCALE 'C.UTF-8' TEMPLATE template0")).await.is_ok() {
        let db = Db::open(&OpenOptions::Url(in_database(url, &template))).await.expect("the template opens");
        migrate::run(&db, migrations, None).await.expect("the migrations run on the template");
        db.close().await;
    }
    let name = format!("test_{}", Uuid::now_v7().simple());
    run(format!("CREATE DATABASE {name} TEMPLATE {template}")).await.expect("the template can be copied");
    let _ = cluster.close().await;
    in_database(url, &name)
}

fn in_database(url: &str, name: &str) -> String {
    let (server, _) = url.rsplit_once('/').expect("the URL ends with a database");
    format!("{server}/{name}")
}
