//! Tests of the tokens by a small matcher that follows the rules both databases share. The
//! databases themselves are tested where the tables are made.

use proptest::prelude::*;

use super::*;

const NONE: Source<'static> = Source { title: "", by_sound: true, is_person: false, other_text: &[], phones: &[], scopes: &[] };

fn person(title: &str) -> Source<'_> {
    Source { title, is_person: true, ..NONE }
}

fn firm(title: &str) -> Source<'_> {
    Source { title, ..NONE }
}

fn finds(source: &Source, q: &str) -> bool {
    let tokens = index_tokens(source);
    let terms = query_terms(q, true);
    !terms.is_empty() && terms.iter().all(|term| holds(&tokens, term))
}

fn holds(tokens: &Tokens, term: &Term) -> bool {
    match term {
        Term::Phrase(phrase) => tokens.text.windows(phrase.len()).any(|w| w == phrase),
        Term::Prefix(start) => tokens.iter().any(|token| token.starts_with(start)),
        Term::Exact(exact) => tokens.iter().any(|token| token == exact),
        Term::AnyOf(choices) => choices.iter().any(|choice| holds(tokens, choice)),
    }
}

#[track_caller]
fn check(source: &Source, found: &[&str], missed: &[&str]) {
    for q in found {
        assert!(finds(source, q), "{q} should find {source:?}: {:?}", index_tokens(source));
    }
    for q in missed {
        assert!(!finds(source, q), "{q} should not find {source:?}");
    }
}

#[test]
fn a_person_is_found_by_characters_pinyin_and_initials() {
    check(
        &person("张伟"),
        &["张", "伟", "张伟", "zhangwei", "ZhangW", "zhang wei", "wei", "zw", "z", "w", "张 伟"],
        &["伟张", "张三", "zhangwen", "wz", "p", "i", "s", "r", "g"],
    );
}

#[test]
fn surnames_are_read_as_surnames() {
    check(&person("单雄信"), &["shan", "shanxiongxin", "sxx", "dan", "chan"], &["xinshan"]);
    check(&person("曾国强"), &["zeng", "zgq", "ceng"], &[]);
    check(&person("尉迟敬德"), &["yuchi", "ycjd", "weichi"], &[]);
    check(&person("吕莉"), &["lv", "lü", "lvli", "lyu", "ll"], &["lu"]);
    check(&person("万俟小明"), &["moqi", "mqxm"], &[]);
    check(&firm("单家老店"), &["dan", "djld"], &[]);
}

#[test]
fn a_firm_is_found_by_any_part_of_its_name() {
    check(
        &firm("北京华夏科技有限公司"),
        &["夏科技", "huaxia", "hx", "bjhx", "bjhxkj", "keji", "有限公司", "华夏 公司", "京华"],
        &["科夏", "youxian", "yxgs", "huajia"],
    );
    check(&firm("金源烟酒店"), &["yanjiu", "jinyuanyanjiudian", "jyyjd", "yjd"], &["jiuyan"]);
    check(&firm("重庆银行大厦店"), &["chongqing", "yinhang", "dasha", "cqyh"], &["zhongqing"]);
    check(&firm("安徽省合肥市蜀山区金源烟酒店"), &["jinyuan", "jyyjd", "ahshf"], &[]);
    check(&firm("集团"), &["jituan"], &[]);
}

#[test]
fn words_and_characters_may_be_mixed() {
    let source = Source { title: "A座 3楼", other_text: &["云岭春52度500ml"], ..NONE };
    check(&source, &["A座", "a座3楼", "A座 3楼", "3楼", "Ａ座", "云岭春52", "52度", "500", "a 楼", "岭春"], &["B座", "4楼", "楼云"]);
}

#[test]
fn numbers_are_found_from_either_end() {
    let phones = ["+86 138-1234-5678", "0551-62345678转801", "13900001111 13700002222"];
    let source = Source { title: "王老板", phones: &phones, other_text: &["单号SO20260107033"], ..NONE };
    check(
        &source,
        &[
            "5678",
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "+8613812345678",
            "1381",
            "6234",
            "62345678",
            "0551-62345678",
            "801",
            "1111",
            "1370000",
            "so2026",
            "7033",
            "20260107033",
        ],
        &["1234", "13", "8613", "876", "13812345679"],
    );
}

#[test]
fn no_phrase_crosses_two_fields() {
    let source = Source { title: "张伟", other_text: &["明天送货", "王芳"], ..NONE };
    check(&source, &["明天", "张伟 王芳"], &["伟明", "货王"]);
    assert_eq!(index_tokens(&source).tsvector_literal().split(' ').nth(2), Some("'明':4"));
}

#[test]
fn a_document_cannot_claim_a_scope() {
    let scopes = ["w17".to_owned(), "a-B".to_owned(), "o_2d_".to_owned()];
    let tokens = index_tokens(&Source { title: "w1 _sw1 w17", scopes: &scopes, ..NONE });
    assert!(tokens.iter().any(|t| t == "_sw17") && !tokens.iter().any(|t| t == "_sw1"));
    assert!(tokens.iter().any(|t| t == "_sa_2d__42_"));
    assert!(tokens.iter().any(|t| t == "_so__2d__"));
    let scope = [vec!["w17".to_owned()], vec!["o1".to_owned(), "t2".to_owned()]];
    let terms = query_terms("张伟 a", true);
    assert_eq!(
        fts5_match(&terms, &scope).unwrap(),
        "\"_sw17\" AND (\"_so1\" OR \"_st2\") AND \"张 伟\" AND (\"a\"* OR \"_pa\"* OR \"_ia\"*)"
    );
    assert_eq!(tsquery(&terms, &scope).unwrap(), "'_sw17' & ('_so1' | '_st2') & ('张' <-> '伟') & ('a':* | '_pa':* | '_ia':*)");
}

#[test]
fn nothing_to_ask_is_not_everything() {
    for q in ["", "  ", "***", "😀", "\0", "-", "\"'"] {
        assert!(query_terms(q, true).is_empty(), "{q:?}");
    }
    assert_eq!(fts5_match(&[], &[vec!["w1".into()]]), None);
    assert_eq!(fts5_match(&query_terms("张", true), &[vec![]]), None);
    assert_eq!(tsquery(&query_terms("张", true), &[vec![]]), None);
    assert_eq!(tsquery(&[Term::AnyOf(vec![])], &[]), None);
}

#[test]
fn foreign_terms_are_quoted() {
    let terms = [Term::Exact("a\"b'c\\\0".to_owned())];
    assert_eq!(fts5_match(&terms, &[]).unwrap(), "\"a\"\"b'c\\ \"");
    assert_eq!(tsquery(&terms, &[]).unwrap(), "'a\"b''c\\\\ '");
}

#[test]
fn long_input_is_capped() {
    let long = "的".repeat(10_000);
    let tokens = index_tokens(&Source { title: &long, other_text: &[&long, "后"], ..NONE });
    assert!(tokens.text.len() <= MAX_TEXT_TOKENS);
    assert!(tokens.tsvector_literal().len() < 1 << 20);
    assert_eq!(query_terms(&long, true), vec![Term::Phrase(vec!["的".to_owned(); 200])]);
    let word = "x".repeat(10_000);
    check(&firm(&word), &[&word, "xxx"], &["y"]);
    assert!(query_terms(&"a1 b2 c3 ".repeat(50), true).len() <= 12);
    let varied: Vec<String> = (1..=9_999).map(|n| format!("q{n}")).collect();
    assert!(index_tokens(&firm(&varied.join(" "))).tsvector_literal().len() < 1 << 20);
}

#[test]
fn names_sort_as_in_an_address_book() {
    let mut names = ["李明", "Li Ming", "林安", "张伟", "章安", "张三", "阿明", "3M", "重庆店", "李"];
    names.sort_by_key(|name| sort_key(name));
    assert_eq!(names, ["3M", "Li Ming", "阿明", "重庆店", "李", "李明", "林安", "张三", "张伟", "章安"]);
    assert!(person_sort_key("单雄信") > person_sort_key("萨日娜"));
    assert!(sort_key("单雄信") < sort_key("萨日娜"));
    assert!(sort_key(&"张".repeat(900)).len() <= 200);
    assert_ne!(sort_key("abc"), sort_key("ABC"));
}

/// Outside quotes, an FTS5 query may only hold the syntax written here.
fn is_safe_fts5(query: &str) -> bool {
    let outside: String = query.split('"').step_by(2).collect();
    query.matches('"').count().is_multiple_of(2) && outside.replace("AND", "").replace("OR", "").chars().all(|c| " ()*".contains(c))
}

/// The same for a `tsquery`.
fn is_safe_tsquery(query: &str) -> bool {
    let outside: String = query.split('\'').step_by(2).collect();
    query.matches('\'').count().is_multiple_of(2) && outside.chars().all(|c| " ()&|:*<->".contains(c))
}

proptest! {
    #[test]
    fn any_text_is_safe(title in any::<String>(), q in "\\PC*|[a-z0-9张伟\"'*:\\\\ ()<>&|_-]*", is_person: bool) {
        let scopes = [title.clone()];
        let fields = [q.as_str()];
        let source = Source { title: &title, by_sound: true, is_person, other_text: &fields, phones: &fields, scopes: &scopes };
        let tokens = index_tokens(&source);
        for token in tokens.iter() {
            prop_assert!(token == GAP || token.chars().all(|c| c == '_' || c.is_alphanumeric()), "{token}");
            prop_assert!(token.len() < 2046 || scopes[0].len() > 200);
        }
        let terms = query_terms(&q, true);
        let choice = [vec![title.clone()]];
        if let Some(query) = fts5_match(&terms, &choice) {
            prop_assert!(is_safe_fts5(&query), "{query}");
            prop_assert!(!query.contains('\0'));
        }
        if let Some(query) = tsquery(&terms, &choice) {
            prop_assert!(is_safe_tsquery(&query), "{query}");
        }
        prop_assert!(sort_key(&title).len() <= 200 && person_sort_key(&q).len() <= 200);
    }

    #[test]
    fn every_piece_of_a_title_finds_it(title in "[张王李华夏科技京重a-c1-3 ]{1,20}", from in 0usize..20, len in 1usize..6) {
        let piece: String = title.chars().skip(from).take(len).collect();
        // A piece may cut a word or a number in the middle; only whole ones are promised.
        let whole = |s: &str| !s.chars().any(|c| c.is_ascii_alphanumeric());
        if whole(&piece) && !piece.trim().is_empty() {
            prop_assert!(finds(&firm(&title), &piece), "{piece}");
        }
    }
}
