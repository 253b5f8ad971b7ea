//! Fills a workspace with made-up rows through the capabilities' own set-based writes.

use std::time::Instant;

use anyhow::Context;
use chrono::{Days, NaiveDate, TimeDelta, Utc};
use guanxi_crm::{
    contacts::{self, commands::NewLink, tables::contact},
    customers::{self, tables::account},
    interactions::{self, commands::NewRow, tables::interaction},
    orders::{self, tables::order},
};
use guanxi_kernel::{actor::Actor, clock::NEVER, event::Event, http::App, text::tokens};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use crate::{bench::Size, measure::say};

const CHUNK: u64 = 2000;
const FIRST: [&str; 12] = ["金源", "华夏", "鑫盛", "永兴", "福临", "恒泰", "瑞祥", "宏达", "万隆", "嘉禾", "天成", "锦绣"];
const MIDDLE: [&str; 10] = ["名烟", "老酒", "副食", "商贸", "酒业", "百货", "食品", "贸易", "实业", "餐饮"];
const LAST: [&str; 8] = ["烟酒店", "商行", "有限公司", "超市", "酒楼", "批发部", "经营部", "专卖店"];
const REGIONS: [&str; 6] = ["安徽省合肥市", "江苏省南京市", "浙江省杭州市", "上海市", "湖北省武汉市", "河南省郑州市"];
const FAMILY: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"];
const GIVEN: [&str; 12] = ["伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳"];

/// A number that looks random and is the same every time.
pub(crate) fn mixed(n: u64, salt: u64) -> u64 {
    let mut x = n.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(salt.wrapping_mul(0xD1B5_4A32_D192_ED03));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

fn pick<T: Copy>(from: &[T], n: u64, salt: u64) -> T {
    let length = from.len() as u64;
    from[usize::try_from(mixed(n, salt) % length).unwrap_or_default()]
}

fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Fills with accounts, twice as many contacts, five times as many interactions, and so many orders for each.
pub(crate) async fn fill(app: &App, actor: &Actor, owners: &[Uuid], Size { accounts, orders }: Size) -> anyhow::Result<()> {
    let ordered = accounts * orders;
    let today = app.db().read(actor).today();
    let mut ids = Vec::with_capacity(usize::try_from(accounts)?);
    let began = Instant::now();
    for from in (0..accounts).step_by(usize::try_from(CHUNK)?) {
        let rows = (from..(from + CHUNK).min(accounts)).map(|n| (account_row(n, owners), Vec::new())).collect();
        let mut tx = app.db().write(actor).await?;
        ids.extend(customers::commands::insert_many(&mut tx, rows).await?);
        let done = tx.record(Event::new("bench.filled", "account", Uuid::now_v7()), ());
        tx.commit(done).await?;
    }
    rate("accounts", accounts, began);
    let began = Instant::now();
    let account = |n: u64| ids[usize::try_from(n % accounts).unwrap_or_default()];
    for from in (0..accounts * 2).step_by(usize::try_from(CHUNK)?) {
        let rows = (from..(from + CHUNK).min(accounts * 2)).map(|n| contact_row(n, account(n), owners)).collect();
        let mut tx = app.db().write(actor).await?;
        contacts::commands::insert_many(&mut tx, rows).await?;
        let done = tx.record(Event::new("bench.filled", "contact", Uuid::now_v7()), ());
        tx.commit(done).await?;
    }
    rate("contacts", accounts * 2, began);
    let began = Instant::now();
    for from in (0..ordered).step_by(usize::try_from(CHUNK)?) {
        let rows =
            (from..(from + CHUNK).min(ordered)).map(|n| (order_row(n, &Buying::of(n, accounts), account, today), Vec::new())).collect();
        let mut tx = app.db().write(actor).await?;
        orders::commands::insert_many(&mut tx, rows).await?;
        let done = tx.record(Event::new("bench.filled", "order", Uuid::now_v7()), ());
        tx.commit(done).await?;
    }
    rate("orders", ordered, began);
    let began = Instant::now();
    for from in (0..accounts * 5).step_by(usize::try_from(CHUNK)?) {
        let rows = (from..(from + CHUNK).min(accounts * 5)).map(|n| interaction_row(n, account(mixed(n, 9)), owners)).collect();
        let mut tx = app.db().write(actor).await?;
        interactions::commands::insert_many(&mut tx, rows).await?;
        let done = tx.record(Event::new("bench.filled", "interaction", Uuid::now_v7()), ());
        tx.commit(done).await?;
    }
    rate("interactions", accounts * 5, began);
    let began = Instant::now();
    for chunk in ids.chunks(5000) {
        let mut tx = app.db().write(actor).await?;
        orders::commands::refresh(&tx, chunk).await?;
        let done = tx.record(Event::new("bench.filled", "account", Uuid::now_v7()), ());
        tx.commit(done).await?;
    }
    rate("accounts' figures", accounts, began);
    app.db().analyze().await.context("the planner's statistics")
}

fn rate(what: &str, rows: u64, began: Instant) {
    let seconds = began.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let per_second = rows as f64 / seconds;
    say(format!("- filled {rows} {what} in {seconds:.1} s, {per_second:.0} rows/s"));
}

fn account_row(n: u64, owners: &[Uuid]) -> account::ActiveModel {
    let name = format!("{}{}{}{}", pick(&FIRST, n, 1), pick(&GIVEN, n, 2), pick(&MIDDLE, n, 3), pick(&LAST, n, 4));
    account::ActiveModel {
        trashed_at: Set(None),
        number: Set(Some(format!("B{n:07}"))),
        name_sort: Set(tokens::sort_key(&name)),
        name: Set(name),
        also_known_as: Set(None),
        kind: Set("organisation".to_owned()),
        channel_kind: Set(Some(pick(customers::rules::CHANNEL_KINDS, n, 5).to_owned())),
        credit_code: Set(None),
        region: Set(Some(pick(&REGIONS, n, 6).to_owned())),
        address: Set(Some(format!("长江路{}号", mixed(n, 8) % 900))),
        phone: Set(Some(format!("138{:08}", mixed(n, 10) % 100_000_000))),
        website: Set(None),
        ownership_form: Set(Some(pick(customers::rules::OWNERSHIP_FORMS, n, 11).to_owned())),
        market_position: Set(None),
        credit_grade: Set(Some(pick(customers::rules::CREDIT_GRADES, n, 12).to_owned())),
        high_tech: Set(false),
        public_sector: Set(false),
        remark: Set(None),
        owner_id: Set(Some(pick(owners, n, 13))),
        cooperating_since: Set(NEVER),
        net_sales_minor: Set(0),
        net_sales_12m_minor: Set(0),
        order_count: Set(0),
        first_order_on: Set(NEVER),
        last_order_on: Set(NEVER),
        history: Set("none".to_owned()),
        volume: Set("none".to_owned()),
        last_contact_on: Set(NEVER),
        next_step_on: Set(NEVER),
        pool_id: Set(None),
        pooled_on: Set(None),
        pooled_from_id: Set(None),
        pooled_why: Set(None),
        protected_until: Set(None),
        protected_why: Set(None),
        custom: Set(None),
        ..Default::default()
    }
}

fn contact_row(n: u64, account: Uuid, owners: &[Uuid]) -> (contact::ActiveModel, Vec<NewLink>) {
    let name = format!("{}{}{}", pick(&FAMILY, n, 21), pick(&GIVEN, n, 22), pick(&GIVEN, n, 23));
    let owner = pick(owners, n, 24);
    let row = contact::ActiveModel {
        trashed_at: Set(None),
        erased_at: Set(None),
        name_sort: Set(tokens::person_sort_key(&name)),
        name: Set(name),
        gender: Set(None),
        mobile: Set(Some(format!("139{:08}", mixed(n, 25) % 100_000_000))),
        phone: Set(None),
        email: Set(None),
        wechat: Set(None),
        birthday_calendar: Set(None),
        birthday_year: Set(None),
        birthday_month: Set(None),
        birthday_day: Set(None),
        birthday_leap: Set(false),
        language: Set(None),
        preferred_channel: Set(None),
        is_consumer: Set(false),
        guardian_id: Set(None),
        remark: Set(None),
        owner_id: Set(Some(owner)),
        custom: Set(None),
        ..Default::default()
    };
    (row, vec![NewLink { account, account_owner: Some(owner), roles: vec!["boss".to_owned()], title: None }])
}

/// Who makes an order: some buy much and some little, some have come lately and some have left.
struct Buying {
    account: u64,
    days_ago: u64,
}

/// Orders lie in so many days.
const DAYS: u64 = 730;

impl Buying {
    fn of(n: u64, accounts: u64) -> Self {
        let account = (mixed(n, 7) % accounts).min(mixed(n, 15) % accounts);
        let came = (mixed(account, 16) % (2 * DAYS)).min(DAYS);
        let left = came.saturating_sub(1 + mixed(account, 17) % (2 * DAYS));
        Self { account, days_ago: left + mixed(n, 31) % (came - left).max(1) }
    }
}

/// An order of ¥1,000.
pub(crate) fn bought(account: Uuid, on: NaiveDate) -> order::ActiveModel {
    order::ActiveModel {
        number: Set(None),
        kind: Set("sale".to_owned()),
        account_id: Set(account),
        ordered_on: Set(on),
        net_minor: Set(100_000),
        ..order_row(0, &Buying { account: 0, days_ago: 0 }, |_| account, on)
    }
}

fn order_row(n: u64, buying: &Buying, account: impl Fn(u64) -> Uuid, today: NaiveDate) -> order::ActiveModel {
    order::ActiveModel {
        number: Set(Some(format!("S{n:08}"))),
        source: Set(None),
        external_id: Set(None),
        import_id: Set(None),
        kind: Set(if n.is_multiple_of(40) { "return" } else { "sale" }.to_owned()),
        account_id: Set(account(buying.account)),
        payer_id: Set(None),
        ordered_on: Set(today - Days::new(buying.days_ago)),
        net_minor: Set(orders::rules::signed(if n.is_multiple_of(40) { "return" } else { "sale" }, number(mixed(n, 32) % 2_000_000))),
        quantity: Set(number(mixed(n, 33) % 100)),
        line_count: Set(0),
        remark: Set(None),
        cost_minor: Set(None),
        ..Default::default()
    }
}

fn interaction_row(n: u64, account: Uuid, owners: &[Uuid]) -> NewRow {
    let at = chrono::DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(28_000_000 + number(mixed(n, 41) % 500_000));
    NewRow::Interaction(Box::new(interaction::ActiveModel {
        created_at: Set(at),
        created_by: Set(None),
        account_id: Set(account),
        contact_id: Set(None),
        user_id: Set(Some(pick(owners, n, 42))),
        channel: Set(pick(&["phone", "visit", "wechat"], n, 43).to_owned()),
        direction: Set("out".to_owned()),
        two_way: Set(true),
        purposes: Set(json!(["deal"])),
        at: Set(at),
        minutes: Set(number(mixed(n, 44) % 60)),
        body: Set(Some("老板说下周补货，先看看库存。".to_owned())),
        outcome: Set(Some("reached".to_owned())),
        promise_text: Set(None),
        promise_due_on: Set(NEVER),
        promise_state: Set(None),
        promise_settled_at: Set(None),
        next_step_text: Set(None),
        next_step_on: Set(NEVER),
        task_id: Set(None),
        visit: Set(None),
        episode_id: Set(None),
        ..Default::default()
    }))
}
