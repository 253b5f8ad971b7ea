//! Names for the demo: people, firms, products and rivals. All are put together from lists; none
//! is meant to be a real person, firm or brand.

use std::collections::HashSet;

use super::generate::rng::Rng;
use super::generate::{ChannelKind, Gender};
use super::places::District;

/// A surname with its pinyin.
pub(super) type Surname = (&'static str, &'static str);

const SURNAMES: &[(Surname, i64)] = &[
    (("王", "wang"), 70),
    (("李", "li"), 70),
    (("张", "zhang"), 68),
    (("刘", "liu"), 50),
    (("陈", "chen"), 45),
    (("杨", "yang"), 30),
    (("赵", "zhao"), 22),
    (("黄", "huang"), 22),
    (("周", "zhou"), 22),
    (("吴", "wu"), 22),
    (("徐", "xu"), 20),
    (("孙", "sun"), 18),
    (("胡", "hu"), 16),
    (("朱", "zhu"), 16),
    (("高", "gao"), 13),
    (("林", "lin"), 12),
    (("何", "he"), 12),
    (("郭", "guo"), 12),
    (("马", "ma"), 12),
    (("罗", "luo"), 10),
    (("梁", "liang"), 9),
    (("宋", "song"), 9),
    (("郑", "zheng"), 9),
    (("谢", "xie"), 9),
    (("韩", "han"), 8),
    (("唐", "tang"), 8),
    (("冯", "feng"), 8),
    (("于", "yu"), 7),
    (("董", "dong"), 7),
    (("程", "cheng"), 8),
    (("曹", "cao"), 7),
    (("袁", "yuan"), 7),
    (("许", "xu"), 7),
    (("沈", "shen"), 6),
    (("曾", "zeng"), 6),
    (("彭", "peng"), 6),
    (("吕", "lv"), 5),
    (("汪", "wang"), 8),
    (("方", "fang"), 7),
    (("陶", "tao"), 6),
    (("单", "shan"), 2),
    (("解", "xie"), 2),
    (("查", "zha"), 2),
    (("仇", "qiu"), 1),
    (("欧阳", "ouyang"), 2),
    (("尉迟", "yuchi"), 1),
    (("盖", "ge"), 1),
    (("翟", "zhai"), 2),
];
const MALE: &[&str] = &[
    "伟", "强", "磊", "军", "勇", "杰", "涛", "明", "超", "波", "辉", "刚", "斌", "鹏", "飞", "峰", "建国", "建军", "志强", "志远", "国栋",
    "国平", "文斌", "文博", "海涛", "海洋", "永康", "永胜", "家宝", "家明", "俊杰", "立新", "立群", "德海", "德厚", "长河", "长顺", "光明",
    "光辉", "振华", "振东", "晓东", "晓峰", "子轩", "传宝", "传兵", "学文", "学礼", "守信", "守成", "世民", "世杰", "克勤", "道远", "修远",
    "以恒",
];
const FEMALE: &[&str] = &[
    "芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "燕", "玲", "萍", "红", "梅", "琳", "慧", "莉", "秀英", "秀兰", "桂兰", "玉兰", "玉梅",
    "淑珍", "晓燕", "晓梅", "海燕", "春梅", "春燕", "雪梅", "雪莹", "婷婷", "佳慧", "佳怡", "思雨", "思琪", "雅琴", "雅静", "文静", "文娟",
    "丽娟", "丽华", "爱华", "爱玲", "小凤", "小云", "翠萍", "翠云", "若兰", "可心",
];

/// A made-up person.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The full name.
    pub(super) name: String,
    /// The surname and its pinyin.
    pub(super) surname: Surname,
    /// The gender the name suggests.
    pub(super) gender: Gender,
}

/// Makes up a person.
pub(super) fn person(rng: &mut Rng) -> Person {
    let surname = rng.weighted(SURNAMES);
    let male = rng.permille(620);
    let given = rng.pick(if male { MALE } else { FEMALE });
    let gender = if male { Gender::Male } else { Gender::Female };
    Person { name: format!("{}{given}", surname.0), surname, gender }
}

const STEM_FIRST: &[&str] =
    &["禾", "澜", "沐", "墨", "栖", "桥", "麓", "泽", "槐", "柏", "锦", "裕", "沁", "瑞", "屿", "岚", "淳", "恒", "鹭", "朗"];
const STEM_SECOND: &[&str] =
    &["源", "泰", "川", "岸", "和", "庭", "辰", "堂", "溪", "丰", "隆", "茂", "聚", "祥", "远", "埠", "洲", "润", "朋", "畔"];
const OWNERS: &[&str] = &["老周", "老陶", "老汪", "胖子", "阿平", "小凤", "三哥", "刘姐", "方姐", "大海", "老程", "二毛"];
const ALLEYS: &[&str] = &["槐树巷", "灯市口", "染坊里", "老粮站", "石榴院", "南桥头", "北渡口", "井亭", "书院后", "莲塘"];

/// The shop of the examples in the guide: no other has its name, since no name begins with 金.
pub(super) const EXAMPLE: &str = "金源烟酒店";

/// Names of firms, none of them twice.
#[derive(Debug, Default)]
pub(super) struct FirmNames {
    taken: HashSet<String>,
}

impl FirmNames {
    /// A name that says what the firm is.
    pub(super) fn make(&mut self, rng: &mut Rng, channel: ChannelKind, district: District) -> String {
        loop {
            let name = firm(rng, channel, district);
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }

    /// The name of a further shop of a firm.
    pub(super) fn branch(&mut self, rng: &mut Rng, head: &str) -> String {
        loop {
            let name = format!("{head}({}店)", rng.pick(ALLEYS));
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

fn firm(rng: &mut Rng, channel: ChannelKind, district: District) -> String {
    let city = district.city.trim_end_matches('市');
    let stem = format!("{}{}", rng.pick(STEM_FIRST), rng.pick(STEM_SECOND));
    let alley = rng.pick(ALLEYS);
    match channel {
        ChannelKind::Dealer => format!("{city}{stem}酒业有限公司"),
        ChannelKind::SubDealer => format!("{city}{stem}{}", rng.pick(&["商贸有限公司", "酒类经营部", "副食商行"])),
        ChannelKind::Catering => match rng.range(0, 3) {
            0 => format!("{alley}{}", rng.pick(&["土菜馆", "老鹅汤", "小馆", "羊肉馆"])),
            1 => format!("{}{}", rng.pick(OWNERS), rng.pick(&["龙虾馆", "家常菜", "大排档", "地锅鸡"])),
            _ => format!("{stem}{}", rng.pick(&["大酒楼", "徽菜馆", "私房菜", "宴会中心", "火锅"])),
        },
        ChannelKind::Nightlife => {
            format!("{stem}{}", rng.pick(&["会所", "音乐吧", "量贩KTV", "清吧"]))
        }
        ChannelKind::Supermarket => {
            format!("{}{}", if rng.permille(400) { alley } else { &stem }, rng.pick(&["超市", "生鲜超市", "便利店", "购物中心"]))
        }
        ChannelKind::TobaccoLiquorShop => match rng.range(0, 2) {
            0 => format!("{}{}", rng.pick(OWNERS), rng.pick(&["烟酒店", "烟酒行", "名烟名酒"])),
            1 => format!("{alley}{stem}{}", rng.pick(&["烟酒", "烟酒店"])),
            _ => format!("{stem}{}", rng.pick(&["烟酒店", "名烟名酒", "烟酒商行", "酒行"])),
        },
        ChannelKind::Hotel => format!("{stem}{}", rng.pick(&["大酒店", "国际酒店", "宾馆", "度假酒店"])),
        ChannelKind::GroupBuy => {
            format!(
                "{city}{stem}{}",
                rng.pick(&["建设工程有限公司", "机电有限公司", "物流有限公司", "置业有限公司", "农业科技有限公司", "商会"])
            )
        }
        ChannelKind::Direct => format!("个人客户{:03}", rng.range(1, 999)),
    }
}

/// A product of the demo: family, name, code, boxes or bottles, list price in yuan, weight.
pub(super) const PRODUCTS: &[(&str, &str, &str, &str, i64, i64)] = &[
    ("浓香型", "云岭春·五年 42度 500ml×6", "YLC-05-42", "箱", 408, 20),
    ("浓香型", "云岭春·十年 46度 500ml×6", "YLC-10-46", "箱", 948, 18),
    ("浓香型", "云岭春·二十年 52度 500ml×4", "YLC-20-52", "箱", 2380, 8),
    ("浓香型", "云岭春·婚庆红 42度 500ml×6", "YLC-HQ-42", "箱", 768, 9),
    ("清香型", "古泉坊·光瓶 50度 500ml×12", "GQF-GP-50", "箱", 216, 22),
    ("清香型", "古泉坊·窖藏 52度 500ml×6", "GQF-JC-52", "箱", 588, 16),
    ("清香型", "古泉坊·大师 52度 500ml×4", "GQF-DS-52", "箱", 1680, 7),
    ("清香型", "古泉坊·礼盒 52度 500ml×2", "GQF-LH-52", "盒", 458, 9),
    ("清香型", "青禾渡小酒 40度 100ml×24", "QHD-XJ-40", "箱", 288, 10),
    ("果酒", "青禾渡·果味 12度 330ml×12", "QHD-GW-12", "箱", 156, 6),
    ("酱香型", "墨池老窖·经典 50度 500ml×6", "MCL-JD-50", "箱", 1128, 9),
    ("酱香型", "墨池老窖·珍藏 53度 500ml", "MCL-ZC-53", "瓶", 698, 5),
    ("葡萄酒", "麓山红干红 750ml×6", "LSH-GH-75", "箱", 528, 5),
    ("黄酒", "麓山红黄酒 五年陈 500ml×6", "LSH-HJ-05", "箱", 198, 4),
];

/// Rival brands and a usual price of one bottle in yuan.
pub(super) const RIVALS: &[(&str, i64)] = &[("龙栖大曲", 88), ("石桥坊", 138), ("白鹭洲", 168), ("北渡特曲", 58), ("金麓春", 258)];
