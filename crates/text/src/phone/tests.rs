//! Tables of numbers as found in the wild.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;

use super::*;

#[test]
fn mobiles() {
    for given in [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138.0013.8000",
        "(+86)13800138000",
        "+86 138 0013 8000",
        "+8613800138000",
        "0086-13800138000",
        "86 13800138000",
        "8613800138000",
        "１３８００１３８０００",
        " 138\u{3000}0013\u{200B}8000 ",
        "13800138000.0",
        "tel:13800138000",
        "+86-138-0013-8000",
        "(86)13800138000",
    ] {
        let phone = Phone::parse(given).unwrap_or_else(|e| panic!("{given}: {e}"));
        assert_eq!(phone.as_str(), "13800138000", "{given}");
        assert_eq!((phone.kind(), phone.display().as_str()), (PhoneKind::Mobile, "138 0013 8000"));
    }
}

#[test]
fn other_kinds() {
    for (given, expected, kind) in [
        ("0571-88886666", "0571-88886666", PhoneKind::Landline),
        ("057188886666", "0571-88886666", PhoneKind::Landline),
        ("(0571)8888 6666", "0571-88886666", PhoneKind::Landline),
        ("（０１０）８８８８６６６６", "010-88886666", PhoneKind::Landline),
        ("010 8888-6666", "010-88886666", PhoneKind::Landline),
        ("+86 571 8888 6666", "0571-88886666", PhoneKind::Landline),
        ("+86 10 8888 6666", "010-88886666", PhoneKind::Landline),
        ("+86 0571 88886666", "0571-88886666", PhoneKind::Landline),
        ("86-571-88886666", "0571-88886666", PhoneKind::Landline),
        ("0571-88886666-801", "0571-88886666-801", PhoneKind::Landline),
        ("0571-88886666转801", "0571-88886666-801", PhoneKind::Landline),
        ("0571 88886666 ext. 801", "0571-88886666-801", PhoneKind::Landline),
        ("0571-88886666(转801)", "0571-88886666-801", PhoneKind::Landline),
        ("+86-571-88886666-801", "0571-88886666-801", PhoneKind::Landline),
        ("0794-7771234", "0794-7771234", PhoneKind::Landline),
        ("88886666", "88886666", PhoneKind::Landline),
        ("8888-6666", "88886666", PhoneKind::Landline),
        ("88886666-12", "88886666-12", PhoneKind::Landline),
        ("400-800-1234", "4008001234", PhoneKind::Service),
        ("+852 9123 4567", "+85291234567", PhoneKind::International),
        ("00852-91234567", "+85291234567", PhoneKind::International),
        ("+1 (415) 555-0100", "+14155550100", PhoneKind::International),
    ] {
        let phone = Phone::parse(given).unwrap_or_else(|e| panic!("{given}: {e}"));
        assert_eq!((phone.as_str(), phone.kind()), (expected, kind), "{given}");
    }
}

#[test]
fn refuses() {
    for given in [
        "1380013800",
        "138001380000",
        "12800138000",
        "abc",
        "12345",
        "0571-1234",
        "+86",
        "+",
        "0",
        "００",
        "13800138000转1",
        "+852 转 1",
        "1380013800a",
        "138000000000000000000",
        "--",
        "026-",
        "+0123456789",
    ] {
        assert_eq!(Phone::parse(given).map_err(|e| e.code()), Err("phone"), "{given}");
    }
    assert_eq!(Phone::parse("1.38E+10"), Err(TextError::PhoneShortened));
    assert_eq!(Phone::parse("　"), Err(TextError::Empty));
}

#[test]
fn splits() {
    for (given, expected) in [
        ("13800138000", vec!["13800138000"]),
        ("13800138000/13900139000", vec!["13800138000", "13900139000"]),
        ("13800138000、13900139000；0571-88886666", vec!["13800138000", "13900139000", "0571-88886666"]),
        ("13800138000 13900139000", vec!["13800138000", "13900139000"]),
        ("138 0013 8000", vec!["13800138000"]),
        ("手机：138 0013 8000（老板）\n店长 13900139000", vec!["13800138000", "13900139000"]),
        ("(0571)88886666转801，13900139000", vec!["0571-88886666-801", "13900139000"]),
    ] {
        let found: Vec<String> = split_phones(given).iter().map(|p| Phone::parse(p).unwrap().to_string()).collect();
        assert_eq!(found, expected, "{given}");
    }
    assert!(split_phones(" ， ").is_empty());
    assert_eq!(split_phones("无"), ["无"]);
}

#[test]
fn is_a_string_in_json() {
    let phone: Phone = serde_json::from_str("\"+86 138 0013 8000\"").unwrap();
    assert_eq!(serde_json::to_string(&phone).unwrap(), "\"13800138000\"");
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(text in "[-+0-9０-９ ()./转x,#e]{0,20}|.{0,24}") {
        if let Ok(phone) = Phone::parse(&text) {
            prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone.clone()));
            prop_assert_eq!(Phone::parse(&phone.display()), Ok(phone));
        }
        let _ = split_phones(&text);
    }

    #[test]
    fn mobiles_survive_any_dressing(tail in "[3-9][0-9]{9}", prefix in "(|\\+86|0086|86|\\+86 )", gap in "( |-|\\.|)") {
        let dressed = format!("{prefix}1{}{gap}{}{gap}{}", &tail[..2], &tail[2..6], &tail[6..]);
        let expected = format!("1{tail}");
        prop_assert_eq!(Phone::parse(&dressed).map(String::from), Ok(expected));
    }
}
