//! The private PostgreSQL: a real server that luoshi makes, starts and stops for itself when no `DATABASE_URL` is given.
//!
//! It listens on a unix socket only, in a folder that only its account can enter, so the folder's permission is the
//! password. Calls block: from async code run them on a blocking thread. Start reading at [`Postgres::start`].

mod account;
mod binaries;
mod cluster;
mod error;
mod place;
mod postmaster;

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Child,
};

use cluster::Cluster;
pub use error::PostgresError;
use place::Place;
use postmaster::Postmaster;

/// The database superuser of a private cluster; reachable only through the socket folder.
const USER: &str = "luoshi";

/// What a power cut may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing that was committed.
    Durable,
    /// Everything: for tests. Such a server also ends by itself when the process that started it ends.
    Throwaway,
}

/// A running private PostgreSQL. Dropping it stops the server, unless another luoshi started it.
pub struct Postgres {
    data_dir: PathBuf,
    socket_dir: PathBuf,
    keeper: Option<Keeper>,
}

/// What the one luoshi holds that answers for starting and stopping the server.
struct Keeper {
    cluster: Cluster,
    /// Closing its standard input, as our end does, tells it to stop the server.
    watchdog: Option<Child>,
    /// Held last, so that nobody starts while we still stop.
    _lock: File,
}

impl Postgres {
    /// Starts the server of a data folder, or adopts the one that a killed luoshi left running. Refuses a folder that
    /// another luoshi uses. May move to `/var/lib/luoshi/…`: see [`Postgres::data_dir`].
    pub fn start(data_dir: &Path, durability: Durability) -> Result<Self, PostgresError> {
        let place = Place::find(data_dir)?;
        let lock = match durability {
            Durability::Durable => place.lock()?,
            Durability::Throwaway => place.lock_after_watchdog()?,
        };
        Self::keep(place, lock, durability)
    }

    /// Uses the server that a running luoshi keeps, else starts it: for commands beside a running `serve`.
    pub fn join(data_dir: &Path) -> Result<Self, PostgresError> {
        let place = Place::find(data_dir)?;
        let refusal = match place.lock() {
            Ok(lock) => return Self::keep(place, lock, Durability::Durable),
            Err(refusal) => refusal,
        };
        match (Postmaster::of(&place.cluster()), refusal) {
            (Postmaster::Ready(socket_dir), PostgresError::InUse { .. }) => {
                Ok(Self { data_dir: place.data_dir, socket_dir, keeper: None })
            }
            (_, refusal) => Err(refusal),
        }
    }

    /// The data folder in use. It differs from the wanted one when PostgreSQL's account could not enter that.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// The address of a database of this server, as sqlx and `psql` read it.
    pub fn url(&self, database: &str) -> String {
        let host = percent_encoded(self.socket_dir.as_os_str().as_encoded_bytes());
        let database = percent_encoded(database.as_bytes());
        format!("postgres://{USER}@localhost:5432/{database}?host={host}")
    }

    /// Stops the server and lets go of the data folder. Close the connection pool first.
    pub fn stop(mut self) -> Result<(), PostgresError> {
        self.keeper.take().map_or(Ok(()), Keeper::stop)
    }

    fn keep(place: Place, lock: File, durability: Durability) -> Result<Self, PostgresError> {
        let data_dir = place.data_dir.clone();
        let cluster = Cluster::open(place, durability)?;
        let socket_dir = cluster.start()?;
        let watchdog = match durability {
            Durability::Durable => None,
            Durability::Throwaway => Some(cluster.watch(&lock)?),
        };
        Ok(Self { data_dir, socket_dir, keeper: Some(Keeper { cluster, watchdog, _lock: lock }) })
    }
}

impl Keeper {
    fn stop(self) -> Result<(), PostgresError> {
        let stopped = self.cluster.stop();
        if let Some(mut watchdog) = self.watchdog {
            // It finds the server stopped and complains; only its end matters, lest it stay a zombie.
            drop(watchdog.stdin.take());
            drop(watchdog.wait());
        }
        stopped
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.keeper.take().map(Keeper::stop) {
            tracing::error!(%error, "postgres.stop_failed");
        }
    }
}

fn percent_encoded(bytes: &[u8]) -> String {
    let encode = |byte: &u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(*byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    bytes.iter().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Postgres;

    #[test]
    fn the_url_hides_no_character_of_the_socket_folder() {
        let postgres =
            Postgres { data_dir: PathBuf::new(), socket_dir: PathBuf::from("/tmp/落实 run"), keeper: None };
        assert_eq!(
            postgres.url("luoshi"),
            "postgres://luoshi@localhost:5432/luoshi?host=%2Ftmp%2F%E8%90%BD%E5%AE%9E%20run"
        );
    }
}
