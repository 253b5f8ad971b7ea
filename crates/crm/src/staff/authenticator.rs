//! What an authenticator app computes (RFC 6238: SHA-1, six digits, thirty seconds), and recovery codes. Pure but for chance.

use chrono::{DateTime, Utc};
use guanxi_kernel::{error::Result, text::fold_width};
use totp_rs::{Builder, Totp};

use super::api::NewAuthenticator;

/// How many recovery codes somebody gets.
const RECOVERY_CODES: usize = 10;
/// The letters of a recovery code: none that is read as another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
/// How long a recovery code is: 80 bits, so that a quick digest of it can be kept.
const LETTERS_IN_CODE: usize = 16;

/// The secret that an authenticator app shares with Guanxi.
pub(super) struct Secret(Vec<u8>);

impl Secret {
    /// A new one of 160 bits.
    pub(super) fn random() -> Self {
        Self(rand::random::<[u8; 20]>().to_vec())
    }

    /// One that was kept.
    pub(super) const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// One in Base32.
    pub(super) fn parse(key: &str) -> Result<Self> {
        let secret = totp_rs::Secret::try_from_base32(key).map_err(|error| anyhow::anyhow!("the key of an authenticator app: {error}"))?;
        Ok(Self(secret.as_bytes().to_vec()))
    }

    /// What is kept.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.0.clone()
    }

    /// What an app is told: whose account it is, and where.
    pub(super) fn told(&self, company: &str, email: &str) -> Result<NewAuthenticator> {
        // A colon parts the one from the other.
        let issuer = format!("Guanxi {}", company.replace(':', " "));
        let totp = self.totp(Builder::new().with_issuer(Some(issuer)).with_account_name(email.replace(':', " ")))?;
        let url = totp.to_url().map_err(|error| anyhow::anyhow!("the address for an authenticator app: {error}"))?;
        Ok(NewAuthenticator { key: totp.secret().to_base32(), url })
    }

    /// The half minute whose code these digits are; the one before and the one after count, because clocks differ.
    pub(super) fn step_of(&self, digits: &str, now: DateTime<Utc>) -> Result<Option<i64>> {
        let now = u64::try_from(now.timestamp()).map_err(anyhow::Error::from)?;
        Ok(self.totp(Builder::new())?.check(digits, now).and_then(|step| i64::try_from(step).ok()))
    }

    fn totp(&self, builder: Builder) -> Result<Totp> {
        Ok(builder.with_secret(self.0.clone()).build().map_err(|error| anyhow::anyhow!("an authenticator app's secret: {error}"))?)
    }
}

/// What somebody has typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Six digits.
    Digits(String),
    /// A recovery code, as it is digested.
    Recovery(String),
}

/// Spaces and dashes are for the eye.
pub(super) fn shown(code: &str) -> Shown {
    let plain = plain(code);
    if plain.len() == 6 && plain.bytes().all(|byte| byte.is_ascii_digit()) { Shown::Digits(plain) } else { Shown::Recovery(plain) }
}

/// A code without what is for the eye. Full-width digits are what a Chinese keyboard may write.
pub(super) fn plain(code: &str) -> String {
    fold_width(code).to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).take(LETTERS_IN_CODE + 1).collect()
}

/// New recovery codes, in groups of four letters.
pub(super) fn recovery_codes() -> Vec<String> {
    let code = |_| {
        let letters: Vec<char> =
            rand::random::<[u8; LETTERS_IN_CODE]>().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
    };
    (0..RECOVERY_CODES).map(code).collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    /// The secret and the moments of RFC 6238, appendix B; of the eight digits there, apps show the last six.
    #[test]
    fn codes_are_those_of_rfc_6238() {
        let secret = Secret::from_bytes(b"12345678901234567890".to_vec());
        for (at, digits) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let now = DateTime::from_timestamp(at, 0).unwrap();
            assert_eq!(secret.step_of(digits, now).unwrap(), Some(at / 30), "{at}");
            assert_eq!(secret.step_of(digits, now + TimeDelta::seconds(30)).unwrap(), Some(at / 30), "half a minute late");
            assert_eq!(secret.step_of(digits, now + TimeDelta::seconds(90)).unwrap(), None, "a minute and a half late");
        }
    }

    #[test]
    fn an_app_is_told_whose_account_it_is() {
        let told = Secret::from_bytes(b"12345678901234567890".to_vec()).told("金源: 酒业", "wang@example.com").unwrap();
        assert_eq!(told.key, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(told.url.starts_with("otpauth://totp/Guanxi%20"), "{}", told.url);
        assert!(told.url.contains(&format!("secret={}", told.key)) && told.url.contains("wang%40example.com"), "{}", told.url);
        assert_eq!(Secret::parse(&told.key).unwrap().bytes(), b"12345678901234567890");
    }

    #[test]
    fn what_is_typed_is_digits_or_a_recovery_code() {
        assert_eq!(shown(" 123 456 "), Shown::Digits("123456".to_owned()));
        assert_eq!(shown("１２３４５６"), Shown::Digits("123456".to_owned()));
        assert_eq!(shown("ABCD-efgh 2345-6789"), Shown::Recovery("abcdefgh23456789".to_owned()));
        assert_eq!(shown(&"9".repeat(5000)), Shown::Recovery("9".repeat(17)), "no more than can be right");
    }

    #[test]
    fn recovery_codes_differ_and_can_be_read() {
        let codes = recovery_codes();
        assert_eq!(codes.len(), RECOVERY_CODES);
        let mut plain: Vec<String> = codes.iter().map(|code| plain(code)).collect();
        assert!(plain.iter().all(|code| code.len() == LETTERS_IN_CODE), "{codes:?}");
        plain.sort();
        plain.dedup();
        assert_eq!(plain.len(), RECOVERY_CODES);
        assert_eq!(LETTERS.iter().collect::<std::collections::BTreeSet<_>>().len(), 32);
    }
}
