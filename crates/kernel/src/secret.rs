//! Secrets: random ones that are shown once and stored as a digest, and passwords that are stored as a slow hash.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::{Error, Result};

/// Hashing is meant to be slow; more than two at once would leave no processor for anything else.
static HASHING: Semaphore = Semaphore::const_new(2);
/// Who may stand in line for it; the others are told to come back, so that a flood of passwords holds no memory.
static IN_LINE: Semaphore = Semaphore::const_new(32);

/// A hash to compare with when there is no user, so that a wrong name takes as long as a wrong password.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

/// A random secret of 256 bits, with a prefix that tells people and scanners what it is.
#[must_use]
pub fn random(prefix: &str) -> String {
    let bytes: [u8; 32] = rand::random();
    format!("{prefix}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// What is stored of a random secret.
#[must_use]
pub fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// A turn to hash, after those who were here before.
async fn turn() -> Result<(SemaphorePermit<'static>, SemaphorePermit<'static>)> {
    let place = IN_LINE.try_acquire().map_err(|_| Error::TooManyRequests { retry_after_s: 2 })?;
    Ok((place, HASHING.acquire().await.map_err(anyhow::Error::from)?))
}

/// Hashes a password with Argon2id (19 MiB, 2 passes).
pub async fn hash_password(password: String) -> Result<String> {
    let _turn = turn().await?;
    tokio::task::spawn_blocking(move || hash_now(&password)).await.map_err(anyhow::Error::from)?
}

/// Whether a password belongs to a hash; without a hash, never, and no faster.
pub async fn password_fits(password: String, hash: Option<String>) -> Result<bool> {
    let _turn = turn().await?;
    let fits = tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let fits = PasswordHash::new(&hash).is_ok_and(|parsed| hasher().verify_password(password.as_bytes(), &parsed).is_ok());
        known && fits
    });
    Ok(fits.await.map_err(anyhow::Error::from)?)
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str) -> Result<String> {
    let hash = hasher().hash_password(password.as_bytes()).map_err(|error| anyhow::anyhow!("the password could not be hashed: {error}"))?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let hash = hash_password("正确 horse 42".to_owned()).await.unwrap();
        assert!(password_fits("正确 horse 42".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!password_fits("wrong".to_owned(), Some(hash)).await.unwrap());
        assert!(!password_fits("nobody has this password".to_owned(), None).await.unwrap());
    }

    #[tokio::test]
    async fn a_flood_of_passwords_is_turned_away() {
        let flood: Vec<_> = (0..200).map(|n| tokio::spawn(password_fits(format!("guess {n}"), None))).collect();
        let mut turned_away = 0;
        for guess in flood {
            match guess.await.unwrap() {
                Ok(fits) => assert!(!fits),
                Err(Error::TooManyRequests { .. }) => turned_away += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert!(turned_away > 0);
    }

    #[test]
    fn random_secrets_differ() {
        assert_ne!(random("gx_"), random("gx_"));
        assert_eq!(digest("x").len(), 32);
    }
}
