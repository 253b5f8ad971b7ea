//! Where the demo's customers are: districts with their official codes, and invented streets.

use super::generate::rng::Rng;

/// The province of every demo customer.
pub(super) const PROVINCE: &str = "安徽省";

/// A district and how many customers it has.
#[derive(Clone, Copy, Debug)]
pub(super) struct District {
    /// The six-digit code of GB/T 2260.
    pub(super) code: &'static str,
    /// The prefecture-level city.
    pub(super) city: &'static str,
    /// The district or county.
    pub(super) name: &'static str,
    /// The telephone area code.
    pub(super) area_code: &'static str,
}

const fn district(code: &'static str, city: &'static str, name: &'static str, area_code: &'static str) -> District {
    District { code, city, name, area_code }
}

const DISTRICTS: &[(District, i64)] = &[
    (district("340102", "合肥市", "瑶海区", "0551"), 16),
    (district("340103", "合肥市", "庐阳区", "0551"), 16),
    (district("340104", "合肥市", "蜀山区", "0551"), 18),
    (district("340111", "合肥市", "包河区", "0551"), 16),
    (district("340121", "合肥市", "长丰县", "0551"), 5),
    (district("340122", "合肥市", "肥东县", "0551"), 6),
    (district("340123", "合肥市", "肥西县", "0551"), 6),
    (district("340124", "合肥市", "庐江县", "0551"), 4),
    (district("340181", "合肥市", "巢湖市", "0551"), 4),
    (district("341502", "六安市", "金安区", "0564"), 4),
    (district("340403", "淮南市", "田家庵区", "0554"), 3),
    (district("341102", "滁州市", "琅琊区", "0550"), 2),
];

const STREETS: &[&str] = &[
    "翠屿路",
    "云溪路",
    "学林路",
    "南桥街",
    "青麓路",
    "望禾路",
    "北渡街",
    "槐荫路",
    "灯市巷",
    "石榴巷",
    "锦禾路",
    "莲塘街",
    "映河路",
    "柏台路",
    "东篱路",
    "麦场街",
    "书院后街",
    "老粮站路",
    "新埠路",
    "鹭洲大道",
    "枫桥里",
    "井亭巷",
    "染坊街",
    "文澜大道",
    "汇禾路",
    "听泉路",
];

/// A district, the larger ones more often.
pub(super) fn some_district(rng: &mut Rng) -> District {
    rng.weighted(DISTRICTS)
}

/// A street address within a district.
pub(super) fn address(rng: &mut Rng) -> String {
    let street = rng.pick(STREETS);
    let number = rng.range(1, 388);
    match rng.range(0, 9) {
        0..=4 => format!("{street}{number}号"),
        5..=6 => format!("{street}{number}号{}室", rng.range(101, 126)),
        7 => format!("{street}与{}交口往东{}米", rng.pick(STREETS), rng.range(2, 30) * 10),
        8 => format!("{street}{number}号{}座{}楼", rng.pick(&["A", "B", "C"]), rng.range(1, 6)),
        _ => format!("{street}{number}号门面{}", rng.range(1, 18)),
    }
}
