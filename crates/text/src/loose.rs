//! Yes and no, as people tick them. Not a reader of programming languages' booleans.

use super::fold_width;

/// Reads yes or no: 是/否, 有/无, y/n, true/false, 1/0, √/×, 对/错, 已/未.
#[must_use]
pub fn parse_bool(text: &str) -> Option<bool> {
    match fold_width(text).to_lowercase().as_str() {
        "是" | "有" | "对" | "已" | "真" | "y" | "yes" | "true" | "t" | "1" | "1.0" | "on" | "√" | "✓" | "✔" | "☑" | "✅" => {
            Some(true)
        }
        "否" | "无" | "错" | "未" | "没有" | "不是" | "假" | "n" | "no" | "false" | "f" | "0" | "0.0" | "off" | "×" | "✗" | "✘" | "☐"
        | "❌" | "x" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads() {
        for given in ["是", " 有 ", "Y", "yes", "TRUE", "１", "√"] {
            assert_eq!(parse_bool(given), Some(true), "{given}");
        }
        for given in ["否", "无", "n", "No", "False", "0", "×", "Ｎ"] {
            assert_eq!(parse_bool(given), Some(false), "{given}");
        }
        for given in ["", "maybe", "2", "是的吗", "-"] {
            assert_eq!(parse_bool(given), None, "{given}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = parse_bool(&text);
        }
    }
}
