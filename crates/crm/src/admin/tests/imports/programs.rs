//! Exports of other programs, as they come.

use serde_json::{Value, json};

use super::{counts, csv, start, upload};
use crate::testing::{Done, TestApp, path};

const HUBSPOT_COMPANIES: &[&str] = &[
    "Record ID,Company name,Company owner,Create Date,Phone Number,City,Country/Region,Industry,Website URL",
    "9001,Bluebay Trading,Nobody Here,2024-02-01 09:30,+86 551 6234 5678,Hefei,China,RETAIL,bluebay.example.com",
    "9002,Harbour Supply,,2023-11-12 14:00,,,China,,",
];
const HUBSPOT_CONTACTS: &[&str] = &[
    "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Associated Company,Associated Company IDs,Job Title",
    "8001,Priya,Shah,priya@bluebay.example.com,,Nobody Here,NEW,2024-03-12 09:14,Bluebay Trading,9001;9002,Buyer",
    "8002,伟,李,liwei@harbour.example.com,,,,2024-03-13 10:00,Another Name,9002,",
];
const SALESFORCE_ACCOUNTS: &[&str] = &[
    "Id,IsDeleted,MasterRecordId,Name,Type,ParentId,BillingStreet,BillingCity,BillingState,Phone,AccountNumber,Website,OwnerId,CreatedDate,SystemModstamp",
    "0015g00000AbCdEAAV,0,,Northwind Traders,Customer - Direct,,\"1 Harbour Road\nFloor 3\",Hefei,Anhui,0551-62345678,NW-1,www.northwind.example.com,0055g000001AbCdAAK,2023-05-01 02:22:33,2024-01-01 00:00:00",
];
const SALESFORCE_CONTACTS: &[&str] = &[
    "Id,IsDeleted,MasterRecordId,AccountId,LastName,FirstName,Salutation,Phone,MobilePhone,Email,Title,Birthdate,OwnerId,CreatedDate,SystemModstamp",
    // The short form of the account's id.
    "0035g00000AbCdEAAV,0,,0015g00000AbCdE,Chen,Mei,Ms.,,13800001234,mei@northwind.example.com,Buyer,1990-02-03,0055g000001AbCdAAK,2023-05-02T02:22:33.000+0000,2024-01-01 00:00:00",
];
const ESPO_ACCOUNTS: &[&str] = &[
    "id,name,deleted,website,type,industry,billingAddressStreet,billingAddressCity,phoneNumber,createdAt,modifiedAt,assignedUserId,assignedUserName,description",
    "5f1a2b3c4d5e6f7a8,海岸贸易,0,,Customer,,中山路 1 号,合肥市,'+8655162345678,2024-01-05 08:30:00,2024-01-06 08:30:00,1,Admin,老客户",
];
const ESPO_CONTACTS: &[&str] = &[
    "id,name,salutationName,firstName,lastName,accountId,accountName,title,emailAddress,phoneNumber,createdAt,assignedUserId,assignedUserName",
    "6f1a2b3c4d5e6f7a8,王芳,,芳,王,5f1a2b3c4d5e6f7a8,海岸贸易,采购,wang@coast.example.com,,2024-01-07 08:30:00,1,Admin",
];

/// What the columns of a file were taken for, by their headers.
fn mapped(import: &Value) -> Vec<(String, String)> {
    let headers = import["headers"].as_array().unwrap();
    let mapping = import["mapping"].as_object().unwrap();
    let named = |(column, field): (&String, &Value)| {
        (headers[column.parse::<usize>().unwrap()].as_str().unwrap().to_owned(), field.as_str().unwrap().to_owned())
    };
    mapping.iter().map(named).collect()
}

#[tokio::test]
async fn people_find_their_companies_by_the_ids_of_the_other_program() {
    for (program, companies, people, key, who, works_at) in [
        ("hubspot", HUBSPOT_COMPANIES, HUBSPOT_CONTACTS, "email", "Priya Shah", "Bluebay Trading"),
        ("salesforce", SALESFORCE_ACCOUNTS, SALESFORCE_CONTACTS, "mobile", "Mei Chen", "Northwind Traders"),
        ("espocrm", ESPO_ACCOUNTS, ESPO_CONTACTS, "email", "王芳", "海岸贸易"),
    ] {
        let app = TestApp::new().await;
        let admin = app.admin();
        // Whatever was chosen, the file says what it is.
        let import = upload(&admin, "orders", "export.csv", &csv(companies)).await;
        assert_eq!((&import["source"], &import["kind"]), (&json!(program), &json!("accounts")), "{import}");
        assert!(mapped(&import).iter().all(|(header, _)| !["Type", "type", "Industry", "OwnerId"].contains(&header.as_str())), "{import}");
        assert_eq!(import["problem_rows"], 0, "{import}");
        let done = start(&app, &admin, &import, json!({"mode": "upsert", "key": "external_id"})).await;
        assert_eq!(counts(&done), (i64::try_from(companies.len()).unwrap() - 1, 0, 0, 0), "{program}");
        let import = upload(&admin, "accounts", "people.csv", &csv(people)).await;
        assert_eq!((&import["source"], &import["kind"]), (&json!(program), &json!("contacts")), "{import}");
        assert_eq!((&import["problem_rows"], &import["rows"][0]["problems"]), (&json!(0), &json!([])), "{import}");
        let done = start(&app, &admin, &import, json!({"mode": "upsert", "key": key})).await;
        assert_eq!(counts(&done), (i64::try_from(people.len()).unwrap() - 1, 0, 0, 0), "{program}");
        let found = admin.get("/contacts?limit=10").await.ok();
        let person = found["items"].as_array().unwrap().iter().find(|person| person["name"] == who).unwrap_or_else(|| panic!("{found}"));
        let person = admin.get(&path(person, "/contacts")).await.ok();
        assert_eq!(person["accounts"][0]["account"]["name"], works_at, "{person}");
        // The same file again finds what it made.
        let again = upload(&admin, "accounts", "export.csv", &csv(companies)).await;
        let again = start(&app, &admin, &again, json!({"mode": "upsert", "key": "external_id"})).await;
        assert_eq!(counts(&again), (0, 0, i64::try_from(companies.len()).unwrap() - 1, 0), "{program}");
    }
}

#[tokio::test]
async fn ids_of_another_program_are_of_one_customer_and_stay_with_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let import = upload(&admin, "accounts", "a.csv", &csv(HUBSPOT_COMPANIES)).await;
    start(&app, &admin, &import, json!({"mode": "create"})).await;
    // By another key, another customer would get the same id.
    let more = &["客户名称,外部编号,来源系统", "别家,9001,hubspot", "新家,9001,salesforce"];
    let import = upload(&admin, "accounts", "b.csv", &csv(more)).await;
    let done = start(&app, &admin, &import, json!({"mode": "create"})).await;
    assert_eq!(counts(&done), (1, 0, 0, 1));
    assert_eq!(done["refused"][0]["problems"][0]["code"], "exists", "{done}");
    // A merged customer is found by both of its ids.
    let list = admin.get("/accounts?limit=10&sort=name").await.ok();
    let id_of = |name: &str| list["items"].as_array().unwrap().iter().find(|item| item["name"] == name).unwrap()["id"].clone();
    let merge = json!({"kind": "account", "kept_id": id_of("Bluebay Trading"), "merged_id": id_of("Harbour Supply")});
    admin.post("/merges", &merge).await.done();
    let import = upload(&admin, "contacts", "c.csv", &csv(HUBSPOT_CONTACTS)).await;
    let done = start(&app, &admin, &import, json!({"mode": "create"})).await;
    assert_eq!(counts(&done), (2, 0, 0, 0), "{done}");
    let person = admin.get("/contacts?limit=10").await.ok()["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["name"] == "李伟")
        .unwrap()
        .clone();
    assert_eq!(admin.get(&path(&person, "/contacts")).await.ok()["accounts"][0]["account"]["name"], "Bluebay Trading");
}
