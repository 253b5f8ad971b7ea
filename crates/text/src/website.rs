//! Addresses of websites. A sensible check of form; nobody is asked whether it answers.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::{TextError, fold_width, text_type};

/// The most characters of an address.
const LONGEST: usize = 300;

/// The address of a website as people write it, `www.example.com` or `https://example.com/shop`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Website(String);

text_type!(Website);

impl Website {
    /// Reads an address of the web, with or without its scheme, folding full-width characters. Names of hosts may be Chinese.
    ///
    /// # Errors
    /// [`TextError::Empty`] or [`TextError::Website`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = fold_width(text);
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        let whole = if text.contains("://") { text.clone() } else { format!("https://{text}") };
        let url = Url::parse(&whole).map_err(|_| TextError::Website)?;
        let is_named = match url.host() {
            // Of a name with a dot, the last part is no number and at least two characters long.
            Some(Host::Domain(name)) => name.rsplit_once('.').is_some_and(|(rest, last)| !rest.is_empty() && last.len() >= 2),
            // The web takes `12.5` for an address too; people do not.
            Some(Host::Ipv4(address)) => text.contains(&address.to_string()),
            Some(Host::Ipv6(_)) => true,
            None => false,
        };
        let is_plain = url.username().is_empty() && url.password().is_none() && !text.contains(char::is_whitespace);
        let is_web = matches!(url.scheme(), "http" | "https");
        if is_named && is_plain && is_web && text.chars().count() <= LONGEST { Ok(Self(text)) } else { Err(TextError::Website) }
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_web_is_read_as_it_is_written() {
        for (text, want) in [
            ("www.jinyuan.example", "www.jinyuan.example"),
            ("  https://jinyuan.example/shop?id=1 ", "https://jinyuan.example/shop?id=1"),
            ("ＷＷＷ．ｊｉｎｙｕａｎ．ｃｏｍ", "WWW.jinyuan.com"),
            ("金源酒业.中国", "金源酒业.中国"),
            ("http://192.168.1.20:8080", "http://192.168.1.20:8080"),
        ] {
            assert_eq!(Website::parse(text).map(String::from), Ok(want.to_owned()), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "没有",
            "金源 酒业.com",
            "javascript:alert(1)",
            "javascript://x.example/%0a",
            "ftp://x.example",
            "jinyuan",
            "https://",
            "a@b.example",
            "http://.com",
            "x.e",
            "12.5",
        ] {
            assert_eq!(Website::parse(text), Err(TextError::Website), "{text}");
        }
        assert_eq!(Website::parse(&format!("www.{}.example", "a/".repeat(200))), Err(TextError::Website));
        assert_eq!(Website::parse("  "), Err(TextError::Empty));
    }
}
