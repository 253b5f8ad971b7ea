//! Contacts from files, with the account they belong to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use guanxi_kernel::{
    check::Check,
    db::Tx,
    error::{Error, FieldError, Result},
    id::Id,
    import::{ImportField, ImportKind, Importable, Mode, Outcome, Plan, SourceRow},
    text::{Email, Phone, split_phones},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    api::{Birthday, ContactPatch, NewContact},
    commands::{NewLink, apply, check_new, insert_many},
    rules::ROLES,
    tables::{self, contact},
};
use crate::customers::{
    commands::{Named, make_named},
    tables::{Account, account},
};

/// Contacts.
pub(super) const CONTACTS: Importable = Importable {
    name: "contacts",
    object: "contact",
    fields,
    keys: &["mobile", "email", "wechat"],
    makes_missing: true,
    check: |values| {
        let mut check = Check::new();
        check_new(&mut check, row_input(values), None);
        check.into_errors()
    },
    write: |tx, plan, rows| Box::pin(write(tx, plan, rows)),
};

const GENDER_WORDS: &[(&str, &[&str])] = &[("female", &["女", "女士", "f"]), ("male", &["男", "先生", "m"]), ("other", &["其他"])];
const ROLE_WORDS: &[(&str, &[&str])] = &[
    ("boss", &["老板", "老闆", "法人", "负责人", "店主"]),
    ("buyer", &["采购", "采购人", "採購"]),
    ("payer", &["付款人"]),
    ("decision_maker", &["决策人", "決策人"]),
    ("influencer", &["影响者", "影響者"]),
    ("user", &["使用人", "使用者"]),
    ("finance", &["财务", "財務", "会计"]),
    ("warehouse", &["仓库", "倉庫", "库管"]),
    ("gatekeeper", &["前台", "把关人"]),
];

fn fields() -> Vec<ImportField> {
    use ImportKind::{Boolean, Choice, Date, Lines, Text};
    let field = ImportField::new;
    vec![
        field("name", Text, &["联系人", "联系人姓名", "姓名", "聯絡人", "contact", "contact name", "full name", "name"]).required(),
        field(
            "account",
            Text,
            &[
                "客户名称",
                "客户",
                "客戶名稱",
                "店名",
                "门店名称",
                "公司",
                "公司名称",
                "单位名称",
                "account",
                "account name",
                "company",
                "company name",
            ],
        ),
        field("account_number", Text, &["客户编号", "客户编码", "account number", "customer id"]),
        field("role", Choice, &["角色", "职务角色", "role"]).words(ROLE_WORDS),
        field("title", Text, &["职务", "职位", "職稱", "title", "job title"]),
        field("mobile", Text, &["手机号码", "手机", "手机号", "移动电话", "行動電話", "手機", "mobile", "mobile phone", "cell"]),
        field("phone", Text, &["座机", "电话", "固定电话", "電話", "phone", "telephone"]),
        field("email", Text, &["邮箱", "电子邮件", "电子邮箱", "電子郵件", "email", "e-mail", "mail"]),
        field("wechat", Text, &["微信", "微信号", "wechat", "weixin"]),
        field("gender", Choice, &["性别", "性別", "gender", "sex", "salutation"]).words(GENDER_WORDS),
        field("birthday", Date, &["生日", "出生日期", "birthday", "date of birth", "birthdate"]),
        field("is_consumer", Boolean, &["是否消费者", "消费者", "is consumer"]),
        field("remark", Lines, &["联系人备注", "备注", "備註", "remark", "notes", "description"]),
    ]
}

fn text(values: &Map<String, Value>, key: &str) -> Option<String> {
    values.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// The first number of a cell that may hold several, and notes such as “（微信同号）”.
fn first_phone(values: &Map<String, Value>, key: &str) -> Option<String> {
    let text = text(values, key)?;
    split_phones(&text).into_iter().next().or(Some(text))
}

fn birthday(values: &Map<String, Value>) -> Option<Birthday> {
    let date: chrono::NaiveDate = text(values, "birthday")?.parse().ok()?;
    Some(Birthday {
        calendar: "solar".to_owned(),
        year: Some(i64::from(date.year())),
        month: i64::from(date.month()),
        day: i64::from(date.day()),
        leap: false,
    })
}

fn row_input(values: &Map<String, Value>) -> NewContact {
    NewContact {
        name: text(values, "name").unwrap_or_default(),
        gender: text(values, "gender"),
        mobile: first_phone(values, "mobile"),
        phone: first_phone(values, "phone"),
        email: text(values, "email"),
        wechat: text(values, "wechat"),
        birthday: birthday(values),
        is_consumer: values.get("is_consumer").and_then(Value::as_bool).unwrap_or_default(),
        remark: text(values, "remark"),
        ..NewContact::default()
    }
}

fn key_of(plan: &Plan, values: &Map<String, Value>) -> Option<String> {
    let key = plan.key.as_deref()?;
    let text = text(values, key)?;
    match key {
        "mobile" => Some(Phone::parse(&first_phone(values, key)?).ok()?.to_string()),
        "email" => Some(Email::parse(&text).ok()?.normalised()),
        _ => Some(text.to_lowercase()),
    }
}

struct Known {
    accounts: BTreeMap<String, (Uuid, Option<Uuid>)>,
    by_key: BTreeMap<String, Uuid>,
}

async fn look_up(tx: &Tx, plan: &Plan, rows: &[SourceRow]) -> Result<Known> {
    let reader = tx.reader();
    let words = |key: &str| -> Vec<String> { rows.iter().filter_map(|row| text(&row.values, key)).collect() };
    let (names, numbers) = (words("account"), words("account_number"));
    let either = Condition::any().add(account::Column::Name.is_in(names)).add(account::Column::Number.is_in(numbers));
    let alive = Condition::all().add(either).add(account::Column::TrashedAt.is_null());
    let mut accounts = BTreeMap::new();
    for row in reader.find::<Account>().with(|select| select.filter(alive)).all().await? {
        if let Some(number) = &row.number {
            accounts.insert(format!("#{number}"), (row.id, row.owner_id));
        }
        accounts.entry(row.name.clone()).or_insert((row.id, row.owner_id));
    }
    let mut by_key = BTreeMap::new();
    if let Some(key) = plan.key.as_deref() {
        let column = match key {
            "email" => contact::Column::Email,
            "wechat" => contact::Column::Wechat,
            _ => contact::Column::Mobile,
        };
        let values: Vec<String> = rows.iter().filter_map(|row| key_of(plan, &row.values)).collect();
        for row in reader.in_workspace::<tables::Contact>().with(|select| select.filter(column.is_in(values))).all().await? {
            let found = match key {
                "email" => row.email,
                "wechat" => row.wechat,
                _ => row.mobile,
            };
            by_key.entry(found.unwrap_or_default()).or_insert(row.id);
        }
    }
    Ok(Known { accounts, by_key })
}

async fn write(tx: &mut Tx, plan: &Plan, rows: Vec<SourceRow>) -> Result<Vec<Outcome>> {
    let mut known = look_up(tx, plan, &rows).await?;
    if plan.make_missing {
        make_missing(tx, &mut known, &rows).await?;
    }
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut new = Vec::new();
    for row in &rows {
        outcomes.push(match place(tx, plan, &mut known, row, &mut new).await {
            Ok(outcome) => outcome,
            Err(Error::Invalid(errors)) => Outcome::Rejected(errors),
            Err(Error::Conflict { code, detail }) => Outcome::Rejected(vec![FieldError::new("", code, detail)]),
            Err(Error::NotFound | Error::Forbidden(_)) => {
                Outcome::Rejected(vec![FieldError::new("", "forbidden", "You may not change the contact that this row finds.")])
            }
            Err(error) => return Err(error),
        });
    }
    insert_many(tx, new).await?;
    Ok(outcomes)
}

/// Makes the accounts that rows name and nobody knows.
async fn make_missing(tx: &mut Tx, known: &mut Known, rows: &[SourceRow]) -> Result<()> {
    let mut missing: BTreeSet<Named> = BTreeSet::new();
    for row in rows {
        let (number, name) = (text(&row.values, "account_number"), text(&row.values, "account"));
        let key = number.as_ref().map(|number| format!("#{number}")).or_else(|| name.clone());
        let is_new = key.is_some_and(|key| !known.accounts.contains_key(&key));
        if is_new && !missing.iter().any(|named| number.is_some() && named.number == number) {
            missing.insert(Named { number, name });
        }
    }
    let owner = tx.actor().user();
    for (named, id) in make_named(tx, missing.into_iter().collect()).await? {
        let key = named.number.map(|number| format!("#{number}")).or(named.name).unwrap_or_default();
        known.accounts.insert(key, (id, owner));
    }
    Ok(())
}

async fn place(
    tx: &mut Tx,
    plan: &Plan,
    known: &mut Known,
    row: &SourceRow,
    new: &mut Vec<(contact::ActiveModel, Vec<NewLink>)>,
) -> Result<Outcome> {
    let account = match (text(&row.values, "account_number"), text(&row.values, "account")) {
        (Some(number), _) => {
            Some(known.accounts.get(&format!("#{number}")).copied().ok_or_else(|| no_account("/account_number", &number))?)
        }
        (None, Some(name)) => Some(known.accounts.get(&name).copied().ok_or_else(|| no_account("/account", &name))?),
        (None, None) => None,
    };
    let key = key_of(plan, &row.values);
    let found = key.as_ref().and_then(|key| known.by_key.get(key)).copied();
    match (plan.mode, found) {
        (Mode::Create, Some(_)) => Err(Error::conflict("exists", "There is a contact with this key already.")),
        (Mode::Update, None) => Err(Error::conflict("not_found", "No contact has this key.")),
        (Mode::Update | Mode::Upsert, Some(id)) if new.iter().any(|(row, _)| row.id.as_ref() == &id) => {
            Err(Error::conflict("twice", "An earlier row of the file stands for the same contact."))
        }
        (Mode::Update | Mode::Upsert, Some(id)) => update(tx, id, &row.values).await,
        (Mode::Create | Mode::Upsert, None) => {
            let mut check = Check::new();
            let mut model = check_new(&mut check, row_input(&row.values), tx.actor().user());
            let role = check.choice("/role", text(&row.values, "role"), ROLES);
            let title = check.optional("/title", text(&row.values, "title"), 60);
            check.done()?;
            let id = Uuid::now_v7();
            model.id = sea_orm::Set(id);
            if let Some(key) = key {
                known.by_key.insert(key, id);
            }
            let links = account
                .map(|(account, account_owner)| NewLink { account, account_owner, roles: role.into_iter().collect(), title })
                .into_iter()
                .collect();
            new.push((model, links));
            Ok(Outcome::Created)
        }
    }
}

fn no_account(pointer: &str, word: &str) -> Error {
    Error::field(pointer, "not_found", format!("There is no account {word}; import the accounts first."))
}

async fn update(tx: &mut Tx, id: Uuid, values: &Map<String, Value>) -> Result<Outcome> {
    let row = tx.to_change(Id::<tables::Contact>::from(id)).await?;
    let version = row.version;
    let some = |key: &str| text(values, key).map(Some);
    let patch = ContactPatch {
        name: text(values, "name"),
        gender: some("gender"),
        mobile: first_phone(values, "mobile").map(Some),
        phone: first_phone(values, "phone").map(Some),
        email: some("email"),
        wechat: some("wechat"),
        birthday: birthday(values).map(Some),
        is_consumer: values.get("is_consumer").and_then(Value::as_bool),
        remark: some("remark"),
        ..ContactPatch::default()
    };
    let row = apply(tx, row, patch).await?;
    Ok(if row.version == version { Outcome::Unchanged } else { Outcome::Updated })
}
