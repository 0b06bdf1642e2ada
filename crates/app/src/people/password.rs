//! Argon2id in a small pool of its own, so that a flood of logins cannot starve the readers (trust.md T9).

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use luoshi_domain::people::check_password;
use tokio::sync::Semaphore;

use crate::error::Error;

/// Hashes at once; two cores do not need more.
const AT_ONCE: usize = 2;
/// Logins that may wait; more are told to come back.
const IN_QUEUE: usize = 50;

/// Hashes and verifies passwords, never more than two at once.
#[derive(Clone, Debug)]
pub struct Hasher {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    nobody: Arc<str>,
}

impl Hasher {
    /// A pool, with the hash that stands in for accounts that do not exist.
    pub fn new() -> Result<Hasher, Error> {
        let nobody = hash_now("nobody has this password")?;
        Ok(Hasher {
            running: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(Semaphore::new(IN_QUEUE)),
            nobody: nobody.into(),
        })
    }

    /// The PHC string to store.
    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = password.to_owned();
        self.run(move || hash_now(&password)).await?
    }

    /// Whether the password fits; the same work is done where there is no account, so that time tells nothing.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, Error> {
        let exists = hash.is_some();
        let hash = hash.unwrap_or(&self.nobody).to_owned();
        let password = password.to_owned();
        let fits = self
            .run(move || {
                PasswordHash::new(&hash)
                    .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await?;
        Ok(fits && exists)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let busy = || Error::Unavailable { retry_after: 5 };
        let _place = self.waiting.try_acquire().map_err(|_full| busy())?;
        let _turn = self.running.acquire().await.map_err(|_closed| busy())?;
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))
    }
}

/// Letters and digits that cannot be mistaken for each other when read aloud or copied by hand.
const PLAIN_SIGNS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Characters of a one-time password: 16 of 55 signs are 92 bits.
const ONE_TIME_SIGNS: usize = 16;

/// A random password to hand over once, which the rule for passwords accepts.
pub fn one_time(login: &str) -> Result<String, Error> {
    loop {
        let mut password = String::with_capacity(ONE_TIME_SIGNS);
        while password.len() < ONE_TIME_SIGNS {
            let mut bytes = [0_u8; 32];
            getrandom::fill(&mut bytes).map_err(|error| Error::Internal(format!("random source: {error}")))?;
            // Bytes beyond the last full multiple would make some signs likelier than others.
            let fair = bytes.iter().map(|byte| usize::from(*byte)).filter(|byte| *byte < 4 * PLAIN_SIGNS.len());
            password.extend(
                fair.take(ONE_TIME_SIGNS - password.len()).map(|n| char::from(PLAIN_SIGNS[n % PLAIN_SIGNS.len()])),
            );
        }
        if check_password(&password, login).is_ok() {
            return Ok(password);
        }
    }
}

fn hash_now(password: &str) -> Result<String, Error> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(format!("password hashing: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_one_time_password_fits_the_rule_and_never_comes_twice() {
        let made: std::collections::HashSet<String> = (0..200).map(|_| one_time("abc").unwrap()).collect();
        assert_eq!(made.len(), 200);
        assert!(made.iter().all(|password| password.len() == 16 && check_password(password, "abc").is_ok()));
    }
}
