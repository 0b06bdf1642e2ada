//! Argon2id in a small pool of its own, so that a flood of logins cannot starve the readers (trust.md T9).

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
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

fn hash_now(password: &str) -> Result<String, Error> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(format!("password hashing: {error}")))
}
