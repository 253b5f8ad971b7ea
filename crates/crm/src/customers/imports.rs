//! Accounts from files.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Reader, Tx},
    error::{Error, FieldError, Result},
    import::{ImportField, ImportKind, Importable, Mode, Outcome, Plan, SourceRow, first_phone, merged, several, text},
    text::{CreditCode, Phone},
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    api::{AccountPatch, NewAccount},
    commands::{Edited, change_many, check_new, check_patch, insert_many, to_change_many, trashed},
    queries,
    tables::{self, account},
};
use crate::staff::named::{NamedUser, NamedUsers};

/// Accounts.
pub(super) const ACCOUNTS: Importable = Importable {
    name: "accounts",
    object: "account",
    fields,
    keys: &["number", "credit_code", "phone", "name"],
    updates_by: &["number", "credit_code", "phone", "name"],
    names: |plan, values| {
        let key = key_of(plan, values).map(|key| format!("key {key}"));
        key.into_iter().chain(text(values, "number").map(|number| format!("number {number}"))).collect()
    },
    shared: |plan, values| {
        let key = key_of(plan, values).filter(|_| plan.key.as_deref() != Some("number"))?;
        Some((key, text(values, "name")?))
    },
    makes_missing: false,
    check: |values| {
        let mut check = Check::new();
        check_new(&mut check, row_input(values), None);
        check.into_errors()
    },
    look: |reader, rows| Box::pin(look(reader, rows)),
    write: |tx, plan, rows| Box::pin(write(tx, plan, rows)),
};

const CHANNEL_WORDS: &[(&str, &[&str])] = &[
    ("dealer", &["经销商", "經銷商", "一级经销商", "代理商", "distributor"]),
    ("sub_dealer", &["分销商", "分銷商", "二批", "二批商", "批发", "批发部"]),
    ("catering", &["餐饮", "餐飲", "餐饮店", "餐饮终端", "饭店", "饭馆", "餐馆", "酒楼", "餐厅", "restaurant"]),
    ("nightlife", &["夜场", "夜場", "酒吧", "ktv", "bar", "nightlife venue"]),
    ("supermarket", &["商超", "超市", "商超终端", "便利店", "卖场", "商超終端", "supermarket terminal"]),
    ("tobacco_liquor_shop", &["烟酒店", "菸酒店", "名烟名酒", "烟酒行", "烟酒"]),
    ("own_store", &["专卖店", "專賣店", "直营店", "旗舰店"]),
    ("vending", &["自动售货机", "自動販賣機", "售货机", "vending machine"]),
    ("hotel", &["酒店", "宾馆", "賓館", "飯店"]),
    ("mall_tenant", &["商户", "商戶", "租户", "商场商户", "商場櫃位"]),
    ("group_buy", &["团购", "團購", "团购客户", "企业团购", "團購客戶", "group-buying client"]),
    ("direct", &["直销", "直銷", "直客", "零售", "电商", "電商", "网店", "线上", "online", "直销客户", "直銷客戶", "direct customer"]),
];

const KIND_WORDS: &[(&str, &[&str])] = &[
    ("organisation", &["单位", "企业", "公司", "机构", "組織", "organization", "company", "單位"]),
    ("household", &["家庭", "household"]),
    ("person", &["个人", "個人", "自然人", "individual"]),
];

const OWNERSHIP_WORDS: &[(&str, &[&str])] = &[
    ("state", &["国营", "国有", "國營", "國有", "state-owned"]),
    ("private", &["私营", "民营", "私營", "民營"]),
    ("foreign", &["外资", "外資", "合资"]),
    ("individual", &["个体", "个体户", "個體", "个体工商户", "個人商號"]),
];

const POSITION_WORDS: &[(&str, &[&str])] = &[
    ("leader", &["领导者", "领先", "領導者", "龙头"]),
    ("challenger", &["挑战者", "挑戰者"]),
    ("follower", &["追随者", "跟随者", "追隨者"]),
    ("niche", &["补缺者", "利基", "補缺者", "利基者"]),
];

const GRADE_WORDS: &[(&str, &[&str])] = &[
    ("A", &["a级", "a類", "a类", "优", "a級", "grade a"]),
    ("B", &["b级", "b类", "良", "b級", "grade b"]),
    ("C", &["c级", "c类", "中", "c級", "grade c"]),
    ("D", &["d级", "d类", "差", "d級", "grade d"]),
];

#[expect(clippy::too_many_lines, reason = "a table, one entry a field")]
fn fields() -> Vec<ImportField> {
    use ImportKind::{Boolean, Choice, Date, Lines, Text, Words};
    let field = ImportField::new;
    vec![
        field(
            "name",
            Text,
            &[
                "客户名称",
                "客户",
                "客戶名稱",
                "客戶",
                "名稱",
                "門市名稱",
                "單位名稱",
                "公司名稱",
                "名称",
                "店名",
                "门店名称",
                "终端名称",
                "单位名称",
                "公司名称",
                "公司",
                "account",
                "account name",
                "name",
                "customer",
                "customer name",
                "company",
                "company name",
            ],
        )
        .required(),
        field(
            "number",
            Text,
            &[
                "客户编号",
                "客户编码",
                "客户代码",
                "客戶編號",
                "客戶編碼",
                "客戶代號",
                "客戶代碼",
                "编号",
                "編號",
                "account number",
                "customer id",
                "customer number",
                "number",
                "id",
                "code",
            ],
        ),
        field("kind", Choice, &["客户性质类别", "客户种类", "kind", "account kind"]).words(KIND_WORDS),
        field(
            "channel_kind",
            Choice,
            &[
                "渠道类型",
                "渠道",
                "终端类型",
                "客户类型",
                "通路類型",
                "通路類別",
                "通路別",
                "通路",
                "客戶類型",
                "类型",
                "類型",
                "channel",
                "channel kind",
                "type",
                "account type",
            ],
        )
        .words(CHANNEL_WORDS),
        field(
            "credit_code",
            Text,
            &["统一社会信用代码", "統一社會信用代碼", "信用代码", "信用代碼", "税号", "纳税人识别号", "credit code", "tax id"],
        ),
        field(
            "region",
            Text,
            &[
                "省市区",
                "地区",
                "区域",
                "地區",
                "區域",
                "省市區",
                "縣市",
                "所在地區",
                "所在地区",
                "城市",
                "region",
                "city",
                "state",
                "province",
            ],
        ),
        field(
            "address",
            Text,
            &["详细地址", "地址", "詳細地址", "门店地址", "門市地址", "公司地址", "通訊地址", "street", "address", "billing street"],
        ),
        field(
            "phone",
            Text,
            &["座机", "电话", "固定电话", "公司电话", "联系电话", "電話", "市話", "公司電話", "聯絡電話", "phone", "telephone", "tel"],
        ),
        field("website", Text, &["网址", "网站", "網址", "網站", "官網", "website", "url"]),
        field("ownership_form", Choice, &["客户性质", "企业性质", "性质", "客戶性質", "企業性質", "性質", "ownership", "ownership form"])
            .words(OWNERSHIP_WORDS),
        field("market_position", Choice, &["市场地位", "市場地位", "market position"]).words(POSITION_WORDS),
        field(
            "credit_grade",
            Choice,
            &["资信等级", "信用等级", "信用等級", "資信等級", "資信程度", "等级", "级别", "等級", "級別", "credit grade", "grade"],
        )
        .words(GRADE_WORDS),
        field("high_tech", Boolean, &["高技术", "高技術", "high tech"]),
        field("public_sector", Boolean, &["公共部门", "公共部門", "是否公职", "public sector"]),
        field(
            "owner",
            Text,
            &[
                "负责人",
                "業務員",
                "业务员",
                "所属销售",
                "跟进人",
                "负责人邮箱",
                "負責人",
                "業務",
                "承辦人",
                "owner",
                "account owner",
                "sales rep",
                "owner email",
            ],
        ),
        field(
            "cooperating_since",
            Date,
            &[
                "首次合作日期",
                "合作日期",
                "开户日期",
                "開戶日期",
                "往來日期",
                "合作時間",
                "合作时间",
                "客户开始日期",
                "cooperating since",
                "customer since",
            ],
        ),
        field("tags", Words, &["标签", "標籤", "tags", "labels"]),
        field(
            "remark",
            Lines,
            &["备注", "備註", "附註", "说明", "說明", "备注信息", "remark", "remarks", "notes", "description", "comment"],
        ),
    ]
}

/// The row as a new account, without owner.
fn row_input(values: &Map<String, Value>) -> NewAccount {
    NewAccount {
        name: text(values, "name").unwrap_or_default(),
        number: text(values, "number"),
        kind: text(values, "kind"),
        channel_kind: text(values, "channel_kind"),
        credit_code: text(values, "credit_code"),
        region: text(values, "region"),
        address: text(values, "address"),
        phone: first_phone(values, "phone"),
        website: text(values, "website"),
        ownership_form: text(values, "ownership_form"),
        market_position: text(values, "market_position"),
        credit_grade: text(values, "credit_grade"),
        high_tech: values.get("high_tech").and_then(Value::as_bool).unwrap_or_default(),
        public_sector: values.get("public_sector").and_then(Value::as_bool).unwrap_or_default(),
        remark: text(values, "remark"),
        owner_id: None,
        cooperating_since: text(values, "cooperating_since").and_then(|date| date.parse().ok()),
        tags: tags(values).collect(),
    }
}

/// The account that a key stands for.
#[derive(Clone, Copy)]
enum Found {
    /// In the database.
    Stored(Uuid),
    /// Several in the database have the key, as a telephone is shared: so many.
    Several(usize),
    /// One that the actor must not hear of has it.
    Hidden,
    /// Made by an earlier row of the same chunk, at this place among the new ones.
    New(usize),
}

/// An account to be made at the end of a chunk.
struct NewRow {
    made: (account::ActiveModel, Vec<String>),
    owner: Option<Uuid>,
    values: Map<String, Value>,
}

/// What a chunk must know about the database before it is written.
struct Known {
    owners: NamedUsers,
    by_key: BTreeMap<String, Found>,
    /// Whose each number is; those of this chunk's new accounts are nobody's yet.
    numbers: BTreeMap<String, Option<Uuid>>,
    /// Those that rows find and the actor may change, with what the rows before have changed.
    stored: BTreeMap<Uuid, Edited>,
}

async fn write(tx: &mut Tx, plan: &Plan, rows: Vec<SourceRow>) -> Result<Vec<Outcome>> {
    let mut known = look_up(tx, plan, &rows).await?;
    let mut outcomes = vec![Outcome::Unchanged; rows.len()];
    let mut new = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        outcomes[n] = match place(tx, plan, &mut known, row, &mut new) {
            Ok(outcome) => outcome,
            Err(Error::Invalid(errors)) => Outcome::Rejected(errors),
            Err(Error::Conflict { code, detail }) => Outcome::Rejected(vec![FieldError::new("", code, detail)]),
            Err(Error::NotFound | Error::Forbidden(_)) => {
                Outcome::Rejected(vec![FieldError::new("", "forbidden", "You may not change the account that this row finds.")])
            }
            Err(error) => return Err(error),
        };
    }
    insert_many(tx, new.into_iter().map(|row| row.made).collect()).await?;
    change_many(tx, known.stored.into_values().collect()).await?;
    Ok(outcomes)
}

fn key_of(plan: &Plan, values: &Map<String, Value>) -> Option<String> {
    let key = plan.key.as_deref()?;
    let text = text(values, key)?;
    Some(match key {
        "credit_code" => CreditCode::parse(&text).ok()?.to_string(),
        "phone" => Phone::parse(&first_phone(values, "phone")?).ok()?.to_string(),
        _ => text,
    })
}

fn key_column(key: &str) -> account::Column {
    match key {
        "credit_code" => account::Column::CreditCode,
        "phone" => account::Column::Phone,
        "name" => account::Column::Name,
        _ => account::Column::Number,
    }
}

/// Owners who do not work here, and tags that no account has yet.
async fn look(reader: &Reader, rows: &[SourceRow]) -> Result<Vec<Vec<FieldError>>> {
    let owners = NamedUsers::look_up(reader, rows).await?;
    let known = queries::known_tags(reader, rows.iter().flat_map(|row| tags(&row.values)).collect()).await?;
    let notices = |row: &SourceRow| {
        let new: Vec<String> = tags(&row.values).filter(|tag| !known.contains(tag)).collect();
        let new = (!new.is_empty()).then(|| {
            FieldError::new("/tags", "tag_new", "No account has this tag yet; it will be a new one.").with("word", new.join("、"))
        });
        owners.look(&row.values).into_iter().chain(new).collect()
    };
    Ok(rows.iter().map(notices).collect())
}

fn tags(values: &Map<String, Value>) -> impl Iterator<Item = String> {
    values.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(|tag| tag.as_str().map(str::to_owned))
}

async fn look_up(tx: &mut Tx, plan: &Plan, rows: &[SourceRow]) -> Result<Known> {
    let reader = tx.reader();
    let owners = NamedUsers::look_up(reader, rows).await?;
    let mut by_key = BTreeMap::new();
    if let Some(key) = plan.key.as_deref() {
        let keys: BTreeSet<String> = rows.iter().filter_map(|row| key_of(plan, &row.values)).collect();
        let column = key_column(key);
        if key == "number" {
            let holders = queries::by_field(reader.in_workspace(), column, keys.clone()).await?;
            by_key.extend(holders.into_iter().map(|found| (found.key, Found::Hidden)));
        }
        let alive = reader.find::<tables::Account>().with(|select| select.filter(account::Column::TrashedAt.is_null()));
        for found in queries::by_field(alive, column, keys).await? {
            let next = match by_key.get(&found.key) {
                Some(Found::Stored(_)) => Found::Several(2),
                Some(Found::Several(known)) => Found::Several(known + 1),
                _ => Found::Stored(found.id),
            };
            by_key.insert(found.key, next);
        }
    }
    let wanted = rows.iter().filter_map(|row| text(&row.values, "number")).collect();
    let numbers = queries::by_field(reader.in_workspace(), account::Column::Number, wanted).await?;
    let numbers = numbers.into_iter().map(|found| (found.key, Some(found.id))).collect();
    let mut found: Vec<Uuid> = by_key.values().filter_map(|found| if let Found::Stored(id) = found { Some(*id) } else { None }).collect();
    found.sort_unstable();
    found.dedup();
    let stored = if plan.mode == Mode::Create { BTreeMap::new() } else { to_change_many(tx, &found).await? };
    Ok(Known { owners, by_key, numbers, stored })
}

fn place(tx: &Tx, plan: &Plan, known: &mut Known, row: &SourceRow, new: &mut Vec<NewRow>) -> Result<Outcome> {
    let named = known.owners.of(&row.values);
    let owner = named.colleague();
    let values = &row.values;
    if owner.is_some_and(|owner| !tx.actor().reaches("account", Action::Create, Some(owner))) {
        return Err(Error::field("/owner", "out_of_reach", "You may not give accounts to this colleague."));
    }
    let key = key_of(plan, values);
    let found = key.as_ref().and_then(|key| known.by_key.get(key)).copied();
    match (plan.mode, found) {
        (_, Some(Found::Hidden)) => Err(taken()),
        (Mode::Create, Some(_)) => Err(Error::conflict("exists", "There is an account with this key already.")),
        (Mode::Update, None) => Err(Error::conflict("not_found", "No account has this key.")),
        (_, Some(Found::Several(count))) => Err(Error::Invalid(vec![several(plan, count)])),
        (Mode::Update | Mode::Upsert, Some(Found::Stored(id))) => {
            let number = text(values, "number");
            if number.as_ref().and_then(|number| known.numbers.get(number)).is_some_and(|whose| *whose != Some(id)) {
                return Err(taken());
            }
            let outcome = update(tx, known.stored.get_mut(&id).ok_or(Error::NotFound)?, &named, values)?;
            // A refused row takes no number.
            known.numbers.extend(number.map(|number| (number, Some(id))));
            Ok(outcome)
        }
        (Mode::Update | Mode::Upsert, Some(Found::New(place))) => {
            let earlier = &new[place];
            let values = named.written_into(values);
            let number = text(&values, "number").filter(|number| text(&earlier.values, "number").as_ref() != Some(number));
            if number.as_ref().is_some_and(|number| known.numbers.contains_key(number)) {
                return Err(taken());
            }
            let owner = owner.or(earlier.owner);
            let values = merged(&earlier.values, values);
            new[place] = NewRow { made: check_one(tx, owner, &values)?, owner, values };
            known.numbers.extend(number.map(|number| (number, None)));
            Ok(Outcome::Updated)
        }
        (Mode::Create | Mode::Upsert, None) => {
            let values = named.written_into(values);
            let number = text(&values, "number");
            if number.as_ref().is_some_and(|number| known.numbers.contains_key(number)) {
                return Err(taken());
            }
            let made = check_one(tx, owner, &values)?;
            known.numbers.extend(number.map(|number| (number, None)));
            if let Some(key) = key {
                known.by_key.insert(key, Found::New(new.len()));
            }
            new.push(NewRow { made, owner, values });
            Ok(Outcome::Created)
        }
    }
}

fn taken() -> Error {
    Error::field("/number", "taken", "Another account has this number already.")
}

fn check_one(tx: &Tx, owner: Option<Uuid>, values: &Map<String, Value>) -> Result<(account::ActiveModel, Vec<String>)> {
    let mut check = Check::new();
    let input = NewAccount { owner_id: owner, ..row_input(values) };
    let made = check_new(&mut check, input, tx.actor().user());
    check.done()?;
    Ok(made)
}

/// Adds a row to what is to be changed of its account.
fn update(tx: &Tx, edited: &mut Edited, named: &NamedUser, values: &Map<String, Value>) -> Result<Outcome> {
    let row = edited.row.after()?;
    if row.trashed_at.is_some() {
        return Err(trashed());
    }
    let (mut check, owner) = (Check::new(), named.colleague());
    if owner.is_some() && owner != row.owner_id && !tx.actor().reaches("account", Action::Change, owner) && owner != tx.actor().user() {
        check.wrong("/owner", "out_of_reach", "You may not give this to that colleague.");
    }
    let remark = named.remembered(text(values, "remark"), row.remark.as_deref());
    let (change, tags) = check_patch(&mut check, patch(values, owner, remark, edited));
    check.done()?;
    let known = edited.tags.len() + edited.more.len();
    for tag in tags.unwrap_or_default() {
        if !edited.tags.contains(&tag) && !edited.more.contains(&tag) {
            edited.more.push(tag);
        }
    }
    let is_changed = edited.row.set(&change) || edited.tags.len() + edited.more.len() > known;
    Ok(if is_changed { Outcome::Updated } else { Outcome::Unchanged })
}

/// The row as a patch; what it leaves empty stays, and tags are added to those that are there.
fn patch(values: &Map<String, Value>, owner: Option<Uuid>, remark: Option<String>, edited: &Edited) -> AccountPatch {
    let some = |key: &str| text(values, key).map(Some);
    let tags = values.contains_key("tags").then(|| edited.tags.iter().chain(&edited.more).cloned().chain(tags(values)).collect());
    AccountPatch {
        name: text(values, "name"),
        number: some("number"),
        kind: text(values, "kind"),
        channel_kind: some("channel_kind"),
        credit_code: some("credit_code"),
        region: some("region"),
        address: some("address"),
        phone: first_phone(values, "phone").map(Some),
        website: some("website"),
        ownership_form: some("ownership_form"),
        market_position: some("market_position"),
        credit_grade: some("credit_grade"),
        high_tech: values.get("high_tech").and_then(Value::as_bool),
        public_sector: values.get("public_sector").and_then(Value::as_bool),
        remark: remark.map(Some),
        owner_id: owner.map(Some),
        cooperating_since: text(values, "cooperating_since").and_then(|date| date.parse().ok()).map(Some),
        tags,
    }
}
