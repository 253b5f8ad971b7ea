//! E-mail addresses. A sensible check of form; it sends nothing and asks no server.

use serde::{Deserialize, Serialize};

use super::{TextError, fold_width, text_type};

/// An e-mail address: local part as given, domain in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

text_type!(Email);

impl Email {
    /// Reads an address, folding full-width characters and a leading `mailto:`.
    ///
    /// # Errors
    /// [`TextError::Empty`] or [`TextError::Email`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = fold_width(text);
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        let text = match text.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &text[7..],
            _ => text.as_str(),
        };
        let (local, domain) = text.rsplit_once('@').ok_or(TextError::Email)?;
        let domain = domain.to_lowercase();
        if text.len() > 254 || !is_local(local) || !is_domain(&domain) {
            return Err(TextError::Email);
        }
        Ok(Self(format!("{local}@{domain}")))
    }

    /// The address as it is kept and shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form to compare by: all lower case, since no mail service in use tells the cases apart.
    #[must_use]
    pub fn normalised(&self) -> String {
        self.0.to_lowercase()
    }

    /// What comes after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

fn is_local(local: &str) -> bool {
    (1..=64).contains(&local.len())
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&b))
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
}

fn is_domain(domain: &str) -> bool {
    let mut labels = 0;
    let mut last = "";
    for label in domain.split('.') {
        let fine = (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-');
        if !fine {
            return false;
        }
        labels += 1;
        last = label;
    }
    labels >= 2 && last.chars().count() >= 2 && !last.bytes().any(|b| b.is_ascii_digit()) || labels >= 2 && last.starts_with("xn--")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accepts() {
        for (given, expected) in [
            (" Li.Lei@Example.COM ", "Li.Lei@example.com"),
            ("１２３４５＠qq．com", "12345@qq.com"),
            ("mailto:a+b@mail.example.cn", "a+b@mail.example.cn"),
            ("a@例子.中国", "a@例子.中国"),
            ("a@xn--fiqs8s.xn--fiqs8s", "a@xn--fiqs8s.xn--fiqs8s"),
        ] {
            assert_eq!(Email::parse(given).unwrap().as_str(), expected, "{given}");
        }
        assert_eq!(Email::parse("LiLei@QQ.com").unwrap().normalised(), "lilei@qq.com");
    }

    #[test]
    fn refuses() {
        for given in [
            "a",
            "a@",
            "@b.cn",
            "a@b",
            "a b@c.cn",
            "a@b..cn",
            ".a@b.cn",
            "a.@b.cn",
            "a..b@c.cn",
            "a@-b.cn",
            "a@1.2.3.4",
            "a@b.c",
            "张三@b.cn",
            "a@b.cn,c@d.cn",
            "a@@b.cn",
        ] {
            assert_eq!(Email::parse(given).unwrap_err().code(), "email", "{given}");
        }
        assert_eq!(Email::parse(" \u{200B}").unwrap_err().code(), "empty");
    }

    #[test]
    fn is_a_string_in_json() {
        let email: Email = serde_json::from_str("\"A@B.cn\"").unwrap();
        assert_eq!(serde_json::to_string(&email).unwrap(), "\"A@b.cn\"");
        assert!(serde_json::from_str::<Email>("\"nope\"").is_err());
    }

    proptest! {
        #[test]
        fn never_panics_and_is_stable(text in any::<String>()) {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
        }
    }
}
