//! Tidying of text as people type and paste it. Not a sanitiser for HTML or SQL.

use unicode_normalization::UnicodeNormalization;

/// One tidy line: full-width ASCII folded, white space trimmed and collapsed, invisible characters gone.
///
/// Full-width `，：；！？（）～` stay as they are: they are the proper punctuation of Chinese text, and a
/// registered name is written with them. Everything else of the full-width block (letters, digits,
/// `＠＆－．／＃＋`) is folded to ASCII. Line breaks count as white space.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfc().map(|c| fold_char(c, true)) {
        if c.is_whitespace() {
            gap = true;
        } else if !is_invisible(c) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    out
}

/// Like [`clean`], line by line: line breaks stay, at most one blank line in a row.
#[must_use]
pub fn clean_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.split('\n').map(clean) {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        out.push_str(&line);
    }
    out
}

/// What two names have in common that are meant alike: letters and digits, in lower case, without spaces and punctuation.
#[must_use]
pub fn plain(text: &str) -> String {
    clean(text).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// All full-width ASCII and odd dashes and spaces as plain ASCII, invisible characters dropped, trimmed.
///
/// For text that is going to be parsed (numbers, dates, telephone numbers), not for text to keep.
#[must_use]
pub fn fold_width(text: &str) -> String {
    let folded: String = text.chars().map(narrow).filter(|c| !is_invisible(*c)).collect();
    folded.trim().to_owned()
}

/// One character of [`fold_width`].
pub(crate) fn narrow(c: char) -> char {
    fold_char(c, false)
}

fn fold_char(c: char, keep_punctuation: bool) -> char {
    match c {
        '，' | '：' | '；' | '！' | '？' | '（' | '）' | '～' if keep_punctuation => c,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '−' | '–' | '—' | '‐' | '‑' | '‒' | '﹣' if !keep_punctuation => '-',
        '￥' if !keep_punctuation => '¥',
        c if c.is_whitespace() && c != '\n' && c != '\r' => ' ',
        c => c,
    }
}

/// Control and zero-width characters, direction marks, soft hyphen, byte order mark.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(
            c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cleans_names() {
        for (given, expected) in [
            ("  杭州\u{3000} 某某酒业  ", "杭州 某某酒业"),
            ("ＡＢＣ１２３", "ABC123"),
            ("某某（北京）有限公司", "某某（北京）有限公司"),
            ("a\u{200B}b\u{FEFF}c\0d", "abcd"),
            ("一\r\n二\t三", "一 二 三"),
            ("张三，李四；王五", "张三，李四；王五"),
            ("e\u{301}", "é"),
            ("\u{3000}\u{200B} \n", ""),
        ] {
            assert_eq!(clean(given), expected, "{given:?}");
        }
    }

    #[test]
    fn keeps_lines() {
        assert_eq!(clean_lines(" 一 \r\n\r\n\r\n二\r三 \n"), "一\n\n二\n三");
    }

    #[test]
    fn folds_for_parsing() {
        assert_eq!(fold_width(" （１，２３４．５０）－　"), "(1,234.50)-");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
            let lines = clean_lines(&text);
            prop_assert_eq!(clean_lines(&lines), lines);
        }
    }
}
