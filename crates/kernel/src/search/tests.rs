//! The index in a database: both ways of asking give the same rows, and nobody finds what is another workspace's.

use std::sync::Arc;

use sea_orm::{
    FromQueryResult,
    sea_query::{Alias, Expr, Query},
};
use uuid::Uuid;

use super::{Asking, Document, Indexed, among, find, finds_much, put_many};
use crate::{
    actor::{Actor, Grants, Who},
    event::Event,
    testkit::TestDatabase,
};

const ACCOUNTS: Indexed = Indexed { kind: "account", by_owner: true, by_sound: true };

fn actor(workspace: Uuid) -> Actor {
    let grants = Grants { everything: true, ..Grants::default() };
    let (zone, currency) = (chrono_tz::Asia::Shanghai, "CNY".into());
    Actor {
        workspace,
        who: Who::Job(None),
        grants: Arc::new(grants),
        zone,
        currency,
        customs: Arc::default(),
        shares: Arc::default(),
        request_id: Uuid::now_v7(),
        session: None,
    }
}

fn document(title: &str) -> Document {
    Document { kind: "account", record: Uuid::now_v7(), title: title.to_owned(), by_sound: true, ..Document::default() }
}

async fn put(database: &TestDatabase, actor: &Actor, documents: &[Document]) {
    let mut tx = database.db.write(actor).await.unwrap();
    put_many(&tx, documents).await.unwrap();
    let done = tx.record(Event::new("tests.put", "account", Uuid::now_v7()), ());
    tx.commit(done).await.unwrap();
}

#[tokio::test]
async fn entering_from_the_matches_and_asking_each_row_give_the_same() {
    #[derive(FromQueryResult)]
    struct Row {
        title: String,
    }
    let database = TestDatabase::new(crate::migrations::MIGRATIONS).await;
    let actor = actor(Uuid::now_v7());
    put(&database, &actor, &["金源名烟商行", "金源老酒行", "华夏副食"].map(document)).await;
    let reader = database.db.read(&actor);
    for (q, found) in [("金源", 2), ("huaxia", 1), ("天成", 0)] {
        for asking in [Asking::Whole, Asking::EachRow] {
            let mut rows = Query::select();
            rows.column(Alias::new("title")).from_as(Alias::new("search_docs"), Alias::new("rows")).cond_where(among(
                &reader,
                &ACCOUNTS,
                Expr::col((Alias::new("rows"), Alias::new("record_id"))),
                q,
                asking,
            ));
            let rows: Vec<Row> = reader.select("a test", &rows).await.unwrap();
            assert_eq!(rows.len(), found, "{q} {asking:?}: {:?}", rows.iter().map(|row| &row.title).collect::<Vec<_>>());
        }
        assert!(!finds_much(&reader, &ACCOUNTS, q).await.unwrap());
    }
}

#[tokio::test]
async fn a_name_is_found_in_its_own_workspace_only() {
    let database = TestDatabase::new(crate::migrations::MIGRATIONS).await;
    let (ours, theirs) = (actor(Uuid::now_v7()), actor(Uuid::now_v7()));
    put(&database, &ours, &[document("金源名烟商行")]).await;
    put(&database, &theirs, &[document("金源名烟商行"), document("金源老酒行")]).await;
    for (actor, q, found) in [(&ours, "金源名烟商行", 1), (&ours, "金源", 1), (&theirs, "金源", 2), (&ours, "老酒", 0)] {
        assert_eq!(find(&database.db.read(actor), &[ACCOUNTS], q).await.unwrap().len(), found, "{q}");
    }
}

/// Words that find little are asked for once for all kinds, others for each kind.
#[tokio::test]
async fn no_kind_is_hidden_behind_many_newer_records_of_another() {
    let database = TestDatabase::new(crate::migrations::MIGRATIONS).await;
    let actor = actor(Uuid::now_v7());
    let contacts = Indexed { kind: "contact", ..ACCOUNTS };
    let contact = Document { kind: "contact", ..document("金源老板") };
    put(&database, &actor, std::slice::from_ref(&contact)).await;
    let mut found = Vec::new();
    for accounts in [3, 1000] {
        put(&database, &actor, &(0..accounts).map(|n| document(&format!("金源{n}号店"))).collect::<Vec<_>>()).await;
        let reader = database.db.read(&actor);
        for q in ["金源", "jinyuan"] {
            let hits = find(&reader, &[ACCOUNTS, contacts], q).await.unwrap();
            assert!(hits.iter().any(|hit| hit.record_id == contact.record), "{accounts} {q}");
            assert_eq!(find(&reader, &[contacts], q).await.unwrap().len(), 1, "{accounts} {q}");
            found.push(hits.len());
        }
    }
    assert_eq!(found[..2], [4, 4]);
    assert!(found[2..].iter().all(|found| (200..1000).contains(found)), "the newest of each: {found:?}");
}
