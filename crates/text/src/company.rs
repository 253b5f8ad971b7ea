//! What tells firms and places apart, of names as people write them: for finding out which two are the same. Not for display.

use crate::plain;

/// Forms of law and words that no two firms differ in, longer ones first.
const FORMS: &[&str] = &[
    "有限责任公司",
    "股份有限公司",
    "个体工商户",
    "有限公司",
    "股份公司",
    "集团公司",
    "总公司",
    "公司",
    "集团",
    "股份",
    "companylimited",
    "coltd",
    "ltd",
    "inc",
];

/// Words for the same trade, each with the one that stands for it, longer ones first.
const TRADES: &[(&str, &str)] = &[
    ("名烟名酒超市", "烟酒店"),
    ("名烟名酒店", "烟酒店"),
    ("名烟名酒行", "烟酒店"),
    ("烟酒专卖店", "烟酒店"),
    ("烟酒批发部", "烟酒店"),
    ("烟酒经营部", "烟酒店"),
    ("烟酒便利店", "烟酒店"),
    ("名烟名酒", "烟酒店"),
    ("烟酒商行", "烟酒店"),
    ("烟酒商店", "烟酒店"),
    ("烟酒行", "烟酒店"),
    ("超级市场", "超市"),
    ("大酒店", "酒店"),
    ("大饭店", "饭店"),
];

/// Words that end like a place and are none.
const NO_PLACES: &[&str] = &["超市", "门市", "夜市", "城市", "都市", "小区", "社区", "园区", "新区", "景区"];

/// Cities that are provinces.
const MUNICIPALITIES: &[&str] = &["北京", "上海", "天津", "重庆"];

/// What is left of a firm's name when everything is taken away that people write or leave out as they like: brackets and
/// spaces, the form of law, a place in front, the many words for one trade. Two firms of one city that have the same here
/// are most likely one. Empty only for a name without letters.
#[must_use]
pub fn core_name(name: &str, city: Option<&str>) -> String {
    let all = plain(name);
    let formless = FORMS.iter().fold(all.replace('煙', "烟"), |core, form| shorter(&core.replace(form, ""), &core));
    let mut core = without_place(&formless, city).to_owned();
    if let Some((word, trade)) = TRADES.iter().find(|(word, _)| core.ends_with(word)) {
        core.truncate(core.len() - word.len());
        core.push_str(trade);
    }
    if core.is_empty() { all } else { core }
}

/// The shorter of the two, unless nothing or a single letter would be left.
fn shorter(shorter: &str, longer: &str) -> String {
    if shorter.chars().count() >= 2 { shorter.to_owned() } else { longer.to_owned() }
}

/// Takes places away from the front: `安徽省合肥市`, and the firm's own city written without its kind.
fn without_place<'a>(name: &'a str, city: Option<&str>) -> &'a str {
    let mut rest = name;
    while let Some(after) = after_place(rest).or_else(|| city.and_then(|city| rest.strip_prefix(city))) {
        if after.chars().count() < 2 {
            break;
        }
        rest = after;
    }
    rest
}

fn after_place(name: &str) -> Option<&str> {
    let (at, kind) = name.char_indices().take(4).find(|(_, c)| "省市县区".contains(*c))?;
    let end = at + kind.len_utf8();
    let word = &name[..end];
    (word.chars().count() >= 3 && !NO_PLACES.iter().any(|other| word.ends_with(other))).then(|| &name[end..])
}

/// The city that a region or an address lies in, without `市`: 安徽省合肥市蜀山区 lies in 合肥. Where a text names its parts
/// without their kinds (`安徽 合肥 蜀山`), the second part of several is the city, and the only one is it, too.
#[must_use]
pub fn city(text: &str) -> Option<String> {
    let parts: Vec<String> =
        text.split(|c: char| c.is_whitespace() || "/-·,，、|".contains(c)).map(plain).filter(|part| !part.is_empty()).collect();
    let whole: String = parts.concat();
    if let Some(city) = MUNICIPALITIES.iter().find(|city| whole.starts_with(**city)) {
        return Some((*city).to_owned());
    }
    if let Some(city) = parts.iter().find_map(|part| city_of(part)) {
        return Some(city);
    }
    let places: Vec<&String> = parts.iter().filter(|part| !part.ends_with('省')).collect();
    let named = if parts.len() == places.len() && places.len() > 1 { places.get(1) } else { places.first() };
    let named = named.filter(|place| !place.chars().any(|c| c.is_ascii_alphanumeric()) && (2..=4).contains(&place.chars().count()));
    named.map(|place| (**place).clone())
}

/// The city that a firm's name begins with, where it is named as one: 合肥市金源烟酒店 is in 合肥.
#[must_use]
pub fn city_in_front(name: &str) -> Option<String> {
    let plain = plain(name);
    let rest = &plain[plain.find('省').map_or(0, |at| at + '省'.len_utf8())..];
    let end = rest.find('市')?;
    let is_place = !NO_PLACES.iter().any(|other| rest[..end + '市'.len_utf8()].ends_with(other));
    ((2..=3).contains(&rest[..end].chars().count()) && is_place).then(|| rest[..end].to_owned())
}

fn city_of(text: &str) -> Option<String> {
    let start = ["自治区", "行政区", "省"].iter().filter_map(|kind| Some(text.find(kind)? + kind.len())).max().unwrap_or(0);
    let rest = &text[start..];
    let end = ["市", "自治州", "地区", "盟"].iter().filter_map(|kind| rest.find(kind)).min()?;
    let city = &rest[..end];
    ((2..=8).contains(&city.chars().count())).then(|| city.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_firm_have_the_same_core() {
        for (name, city, core) in [
            ("金源烟酒店", None, "金源烟酒店"),
            ("金源名烟名酒", None, "金源烟酒店"),
            ("合肥市金源烟酒行", None, "金源烟酒店"),
            ("合肥金源煙酒商行", Some("合肥"), "金源烟酒店"),
            ("合肥金源烟酒店", None, "合肥金源烟酒店"),
            ("安徽省合肥市金源商贸有限公司", None, "金源商贸"),
            ("金源商贸（合肥）有限公司", Some("合肥"), "金源商贸合肥"),
            ("金源商贸有限责任公司", None, "金源商贸"),
            ("Golden Source Co., Ltd.", None, "goldensource"),
            ("超市发连锁", None, "超市发连锁"),
            ("好又多超级市场", None, "好又多超市"),
            ("和平大饭店", None, "和平饭店"),
            ("公司", None, "公司"),
            ("a公司", None, "a公司"),
            ("合肥市", None, "合肥市"),
            ("！？", None, ""),
        ] {
            assert_eq!(core_name(name, city), core, "{name}");
        }
    }

    #[test]
    fn a_name_may_begin_with_a_city() {
        for (name, city) in
            [("合肥市金源烟酒店", Some("合肥")), ("安徽省合肥市酒厂", Some("合肥")), ("好又多超市", None), ("金源烟酒店", None)]
        {
            assert_eq!(city_in_front(name).as_deref(), city, "{name}");
        }
    }

    #[test]
    fn a_region_lies_in_a_city() {
        for (text, want) in [
            ("安徽省合肥市蜀山区", Some("合肥")),
            ("合肥市", Some("合肥")),
            ("安徽 合肥 蜀山", Some("合肥")),
            ("合肥", Some("合肥")),
            ("安徽/合肥", Some("合肥")),
            ("安徽省 合肥", Some("合肥")),
            ("北京市朝阳区", Some("北京")),
            ("北京 朝阳", Some("北京")),
            ("内蒙古自治区锡林郭勒盟", Some("锡林郭勒")),
            ("延边朝鲜族自治州", Some("延边朝鲜族")),
            ("广西壮族自治区南宁市", Some("南宁")),
            ("长江路12号", None),
            ("安徽省", None),
            ("", None),
        ] {
            assert_eq!(city(text).as_deref(), want, "{text}");
        }
    }
}
