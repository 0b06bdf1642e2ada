//! Where things lie: the data folder, the cluster in it, and a folder short enough for a socket.

use std::{
    fs::{self, File, TryLockError},
    io::{Read, Seek, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    process, thread,
    time::{Duration, Instant},
};

use sha2::{Digest, Sha256};

use super::{
    account::Account,
    error::{At, PostgresError},
};

/// `sun_path` holds 108 bytes on Linux and 104 on macOS, one of them the final zero.
const SOCKET_PATH_LIMIT: usize = if cfg!(target_os = "macos") { 103 } else { 107 };

const WATCHDOG_PATIENCE: Duration = Duration::from_secs(10);
const WATCHDOG_PAUSE: Duration = Duration::from_millis(50);

const SOCKET_FILE: &str = ".s.PGSQL.5432";
const FALLBACK: &str = "/var/lib/luoshi";

/// The folders of one private PostgreSQL, all absolute and reachable for its account.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) data_dir: PathBuf,
    pub(super) account: Account,
}

impl Place {
    /// Makes the data folder, or one under `/var/lib/luoshi` when PostgreSQL's account cannot enter it: a checkout
    /// below `/root` is closed to everybody but root.
    pub(super) fn find(wanted: &Path) -> Result<Self, PostgresError> {
        fs::create_dir_all(wanted).at("建立目录", wanted)?;
        let wanted = wanted.canonicalize().at("查看", wanted)?;
        let account = Account::for_cluster(&wanted.join("pg"))?;
        if account.can_enter(&wanted) {
            return Ok(Self { data_dir: wanted, account });
        }
        // The name comes from the path, so that two checkouts never share a database.
        let data_dir = Path::new(FALLBACK).join(short_hash(&wanted));
        make_enterable(&data_dir)?;
        let account = Account::for_cluster(&data_dir.join("pg"))?;
        if account.can_enter(&data_dir) {
            return Ok(Self { data_dir, account });
        }
        Err(PostgresError::Unreachable { user: account.name().to_owned(), data_dir: wanted })
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.data_dir.join("pg")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.cluster().join("server.log")
    }

    /// `run` in the data folder, or a short private folder under the temp folder when that path is too long.
    pub(super) fn socket_dir(&self) -> Result<PathBuf, PostgresError> {
        let near = self.data_dir.join("run");
        let dir = if near.join(SOCKET_FILE).as_os_str().len() <= SOCKET_PATH_LIMIT {
            near
        } else {
            std::env::temp_dir().join(format!("luoshi-{}", short_hash(&self.data_dir)))
        };
        self.account.own_folder(&dir)?;
        Ok(dir)
    }

    /// Takes the lock that one luoshi at a time may hold; the kernel lets go of it when the process dies.
    pub(super) fn lock(&self) -> Result<File, PostgresError> {
        let path = self.data_dir.join("app.lock");
        let mut options = File::options();
        let mut file =
            options.read(true).write(true).create(true).truncate(false).mode(0o600).open(&path).at("打开", &path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(self.in_use(file)),
            Err(TryLockError::Error(error)) => return Err(error).at("锁定", &path),
        }
        file.set_len(0).and_then(|()| file.rewind()).at("写入", &path)?;
        write!(file, "{}", process::id()).at("写入", &path)?;
        Ok(file)
    }

    /// [`Place::lock`], with some patience for the watchdog of a test that has just ended.
    pub(super) fn lock_after_watchdog(&self) -> Result<File, PostgresError> {
        let deadline = Instant::now() + WATCHDOG_PATIENCE;
        loop {
            match self.lock() {
                Err(PostgresError::InUse { .. }) if Instant::now() < deadline => thread::sleep(WATCHDOG_PAUSE),
                outcome => return outcome,
            }
        }
    }

    fn in_use(&self, mut lock: File) -> PostgresError {
        let mut holder = String::new();
        // The number only helps the reader: without it the sentence still says what to do.
        if lock.read_to_string(&mut holder).is_err() || holder.is_empty() {
            "?".clone_into(&mut holder);
        }
        PostgresError::InUse { data_dir: self.data_dir.clone(), holder }
    }
}

/// Others may pass through, as PostgreSQL's account must, but not look around: evidence lies here too.
fn make_enterable(dir: &Path) -> Result<(), PostgresError> {
    fs::create_dir_all(dir).at("建立目录", dir)?;
    for folder in [Path::new(FALLBACK), dir] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o711)).at("设置权限", folder)?;
    }
    Ok(())
}

/// The socket file PostgreSQL makes in a folder.
pub(super) fn socket_file(dir: &Path) -> PathBuf {
    dir.join(SOCKET_FILE)
}

fn short_hash(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
    hex::encode(&digest[..6])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::short_hash;

    #[test]
    fn two_checkouts_get_two_names() {
        assert_ne!(short_hash(Path::new("/root/a/data")), short_hash(Path::new("/root/b/data")));
        assert_eq!(short_hash(Path::new("/root/a/data")).len(), 12);
    }
}
