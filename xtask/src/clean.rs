//! A messy customer list cleaned: imported, looked through, merged, parted again; and how much of what is known to be there
//! twice is found, and how much of what is found is there twice.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
    time::Instant,
};

use anyhow::Context;
use guanxi_crm::{SLICES, migrations, staff::StaffDirectory};
use guanxi_kernel::{
    db::{Db, OpenOptions, migrate},
    files::Files,
    http::{App, router},
    job::run_due,
    testkit::Client,
};
use serde_json::{Value, json};

use crate::{
    bench::{import, sign_in},
    fill::mixed,
    measure::say,
};

const BRANDS: &str = "金源鑫盛永兴福临恒泰瑞祥宏达万隆嘉禾天成锦绣和平红星东方新世纪长城黄河泰山华夏中兴大成国泰民安聚贤德福广源顺发利民康佳美佳乐惠丰茂隆昌吉庆云海龙凤";
const TRADES: [&str; 9] = ["烟酒店", "名烟名酒", "烟酒商行", "超市", "商贸有限公司", "酒业有限责任公司", "大酒店", "餐饮", "批发部"];
const CITIES: [(&str, &str); 12] = [
    ("安徽省", "合肥"),
    ("安徽省", "芜湖"),
    ("安徽省", "蚌埠"),
    ("江苏省", "南京"),
    ("江苏省", "苏州"),
    ("浙江省", "杭州"),
    ("浙江省", "宁波"),
    ("湖北省", "武汉"),
    ("河南省", "郑州"),
    ("山东省", "济南"),
    ("福建省", "厦门"),
    ("湖南省", "长沙"),
];
/// Characters that people take for each other because they sound the same.
const HOMOPHONES: [(&str, &str); 8] =
    [("源", "元"), ("鑫", "新"), ("福", "富"), ("祥", "翔"), ("宏", "红"), ("隆", "龙"), ("嘉", "佳"), ("盛", "圣")];
/// One row in so many is there a second time.
const TWICE: u64 = 5;

/// A shop as it is.
struct Shop {
    brand: String,
    trade: &'static str,
    city: (&'static str, &'static str),
    phone: String,
    code: Option<String>,
}

impl Shop {
    fn of(n: u64) -> Self {
        let brand: Vec<char> = BRANDS.chars().collect();
        let letter = |salt: u64| brand[usize::try_from(mixed(n, salt)).unwrap_or_default() % brand.len()];
        let length = 2 + mixed(n, 61) % 2;
        // Some shops belong together and have one telephone.
        let chain = if mixed(n, 62).is_multiple_of(50) { n / 50 % 200 } else { n + 1000 };
        Self {
            brand: (0..length).map(|at| letter(63 + at)).collect(),
            trade: TRADES[usize::try_from(mixed(n, 67)).unwrap_or_default() % TRADES.len()],
            city: CITIES[usize::try_from(mixed(n, 68)).unwrap_or_default() % CITIES.len()],
            phone: format!("138{:08}", mixed(chain, 69) % 100_000_000),
            code: mixed(n, 70).is_multiple_of(3).then(|| credit_code(n)),
        }
    }

    /// As somebody writes it down the first time, or, in other words, the second.
    fn row(&self, number: &str, n: u64, again: bool) -> String {
        let chance = |salt: u64, of: u64| again && mixed(n, salt).is_multiple_of(of);
        let mut brand = self.brand.clone();
        if chance(81, 6)
            && let Some((from, to)) = HOMOPHONES.iter().find(|(from, _)| brand.contains(from))
        {
            brand = brand.replacen(from, to, 1);
        }
        let trade = match self.trade {
            "烟酒店" if chance(82, 2) => "名烟名酒店",
            "名烟名酒" if chance(82, 2) => "烟酒行",
            "商贸有限公司" if chance(82, 2) => "商贸",
            "酒业有限责任公司" if chance(82, 2) => "酒业有限公司",
            "超市" if chance(82, 4) => "超级市场",
            other => other,
        };
        let (province, city) = self.city;
        let name = match mixed(n, 83) % 8 {
            0 if again => format!("{city}{brand}{trade}"),
            1 if again => format!("{city}市{brand}{trade}"),
            2 if again => format!("{brand} {trade}"),
            _ => format!("{brand}{trade}"),
        };
        let region = match mixed(n, 84) % 6 {
            0 if again => String::new(),
            1 if again => format!("{province} {city}"),
            2 if again => format!("{city}市"),
            _ => format!("{province}{city}市"),
        };
        let phone = match mixed(n, 85) % 10 {
            0..=2 if again => String::new(),
            3 if again => format!("139{:08}", mixed(n, 86) % 100_000_000),
            4 if again => format!("+86 {} {} {}", &self.phone[..3], &self.phone[3..7], &self.phone[7..]),
            _ => self.phone.clone(),
        };
        let code = self.code.clone().filter(|_| !chance(87, 3)).unwrap_or_default();
        format!("{number},{name},{region},{phone},{code}\n")
    }
}

/// A code with its check character (GB 32100).
fn credit_code(n: u64) -> String {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("91340100MA{:07}", n % 10_000_000);
    let weight = |place: usize| (0..place).fold(1, |weight, _| weight * 3 % 31);
    let value = |byte: u8| DIGITS.iter().position(|digit| *digit == byte).unwrap_or_default();
    let sum: usize = body.bytes().enumerate().map(|(place, byte)| value(byte) * weight(place)).sum();
    let check = char::from(DIGITS[(31 - sum % 31) % 31]);
    format!("{body}{check}")
}

/// The file, and the pairs of customer numbers that are one shop.
fn messy(rows: u64) -> (String, BTreeSet<(String, String)>) {
    let shops = rows * TWICE / (TWICE + 1);
    let (mut file, mut truth) = ("客户编号,客户名称,省市区,电话,统一社会信用代码\n".to_owned(), BTreeSet::new());
    for n in 0..shops {
        file += &Shop::of(n).row(&format!("A{n}"), n, false);
    }
    let mut written: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for n in shops..rows {
        let of = mixed(n, 71) % shops;
        let number = format!("B{n}");
        file += &Shop::of(of).row(&number, n, true);
        let others = written.entry(of).or_insert_with(|| vec![format!("A{of}")]);
        truth.extend(others.iter().map(|other| (other.min(&number).clone(), other.max(&number).clone())));
        others.push(number);
    }
    (file, truth)
}

/// Cleans a list of so many thousand rows.
pub(crate) async fn run(data: &Path, database_url: Option<String>, thousands: u64) -> anyhow::Result<()> {
    let rows = thousands * 1000;
    let folder = data.join(format!("clean-{rows}"));
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let options = database_url.map_or_else(|| OpenOptions::File(folder.join("clean.db")), OpenOptions::Url);
    let db = Db::open(&options).await?;
    migrate::run(&db, &migrations(), None).await?;
    let files = Files::in_folder(folder.join("files"))?;
    let app = App::new(db, SLICES, Arc::new(StaffDirectory), folder, files);
    let client = Client::new(router(app.clone(), axum::Router::new())).with_session(sign_in(&app).await?);
    clean(&app, &client, rows).await
}

pub(crate) async fn clean(app: &App, client: &Client, rows: u64) -> anyhow::Result<()> {
    let (file, truth) = messy(rows);
    say(format!("# A messy list of {rows} customers, {} pairs of them one shop", truth.len()));
    import(app, client, "accounts", &file, u32::try_from(rows)?).await?;
    run_due(app).await?;
    let scanned = done(app, client, "/duplicates/scan", &json!({"kind": "account"}), "looked through").await?;
    say(format!("- {scanned}"));
    say("\n| certainty | pairs | of them one shop | precision % | recall % |\n|---|---|---|---|---|");
    let (mut all, mut right) = (0, 0);
    for certainty in ["certain", "likely", "possible"] {
        let pairs = pairs(client, certainty).await?;
        all += pairs.len();
        right += pairs.iter().filter(|pair| truth.contains(pair)).count();
        let found = pairs.iter().filter(|pair| truth.contains(pair)).count();
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        let (precision, recall) = (found as f64 * 100.0 / pairs.len().max(1) as f64, right as f64 * 100.0 / truth.len().max(1) as f64);
        say(format!("| {certainty} | {} | {found} | {precision:.1} | {recall:.1} (with those above) |", pairs.len()));
    }
    anyhow::ensure!(right > 0 && all > 0, "something is found");
    let before = client.get("/accounts?count=exact&limit=1").await.ok()["count"]["value"].clone();
    let merged = done(app, client, "/merges/bulk", &json!({"kind": "account"}), "merged what is certain").await?;
    let left = client.get("/accounts?count=exact&limit=1").await.ok()["count"]["value"].clone();
    say(format!("- {merged}: {before} customers became {left}"));
    let began = Instant::now();
    let mut undone = 0_u64;
    for merge in latest(client).await? {
        let answer = client.post(&format!("/merges/{merge}/undo"), &Value::Null).await;
        anyhow::ensure!(answer.status.is_success(), "{}", answer.text());
        undone += 1;
    }
    let seconds = began.elapsed().as_secs_f64();
    let back = client.get("/accounts?count=exact&limit=1").await.ok()["count"]["value"].clone();
    say(format!("- the last {undone} merges undone in {seconds:.1} s: {back} customers"));
    anyhow::ensure!(back.as_u64() == left.as_u64().map(|left| left + undone), "each is there again");
    Ok(())
}

/// Merges that are undone, one by one.
const MOST_UNDONE: usize = 2000;

/// The latest merges, the last one first.
async fn latest(client: &Client) -> anyhow::Result<Vec<String>> {
    let (mut merges, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/merges?limit=200{cursor}")).await.ok();
        let items = page["items"].as_array().context("merges have items")?;
        merges.extend(items.iter().filter_map(|merge| merge["id"].as_str()).map(str::to_owned));
        merges.truncate(MOST_UNDONE);
        match page["next_cursor"].as_str().filter(|_| merges.len() < MOST_UNDONE) {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(merges),
        }
    }
}

/// Asks for a job, lets it run, and says how long it took.
async fn done(app: &App, client: &Client, path: &str, body: &Value, what: &str) -> anyhow::Result<Value> {
    let queued = client.post(path, body).await;
    anyhow::ensure!(queued.status.is_success(), "{}", queued.text());
    let began = Instant::now();
    run_due(app).await?;
    say(format!("- {what} in {:.1} s", began.elapsed().as_secs_f64()));
    let job = client.get(&format!("/jobs/{}", queued.json()["id"].as_str().context("a job has an id")?)).await.ok();
    anyhow::ensure!(job["state"] == "done", "{job}");
    Ok(job["result"].clone())
}

/// The pairs of a certainty by their customers' numbers, the lower first.
async fn pairs(client: &Client, certainty: &str) -> anyhow::Result<Vec<(String, String)>> {
    let (mut pairs, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/duplicates?kind=account&certainty={certainty}&limit=200{cursor}")).await.ok();
        let mut ids = Vec::new();
        for pair in page["items"].as_array().context("pairs have items")? {
            ids.push([0, 1].map(|side| pair["records"][side]["id"].as_str().unwrap_or_default().to_owned()));
        }
        let numbers = numbers(client, &ids).await?;
        for [one, other] in ids {
            if let (Some(one), Some(other)) = (numbers.get(&one), numbers.get(&other)) {
                pairs.push((one.min(other).clone(), one.max(other).clone()));
            }
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(pairs),
        }
    }
}

async fn numbers(client: &Client, pairs: &[[String; 2]]) -> anyhow::Result<BTreeMap<String, String>> {
    let mut numbers = BTreeMap::new();
    for id in pairs.iter().flatten() {
        if !numbers.contains_key(id) {
            let account = client.get(&format!("/accounts/{id}")).await.ok();
            numbers.insert(id.clone(), account["number"].as_str().context("a customer has a number")?.to_owned());
        }
    }
    Ok(numbers)
}
