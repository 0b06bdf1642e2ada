//! Finds the programs `initdb`, `pg_ctl` and `postgres`, in the version that fits the cluster.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::error::PostgresError;
use crate::config;

const PROGRAMS: [&str; 3] = ["initdb", "pg_ctl", "postgres"];
const OLDEST: u32 = 14;

/// Folders whose children are versions: `<parent>/<child>/bin`.
const VERSIONED: [&str; 4] = ["/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt"];

/// A folder with the server's programs, and the major version they have.
#[derive(Clone, Debug)]
pub(super) struct Binaries {
    pub(super) dir: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    /// The programs for a cluster: the cluster's own major version where it has one, else the best there is.
    pub(super) fn find(cluster: &Path) -> Result<Self, PostgresError> {
        let candidates = candidates()?;
        let Some(first) = candidates.first() else {
            return Err(PostgresError::BinariesMissing);
        };
        let Some(cluster_major) = cluster_major(cluster) else {
            return if first.major < OLDEST { Err(PostgresError::TooOld(first.major)) } else { Ok(first.clone()) };
        };
        let fitting = candidates.iter().find(|binaries| binaries.major == cluster_major);
        fitting.cloned().ok_or_else(|| PostgresError::VersionMismatch {
            cluster: cluster.to_owned(),
            cluster_major,
            binary_major: first.major,
        })
    }

    fn in_folder(dir: &Path) -> Option<Self> {
        if !PROGRAMS.iter().all(|program| dir.join(program).is_file()) {
            return None;
        }
        let output = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
        let major = major_in(&String::from_utf8_lossy(&output.stdout))?;
        Some(Self { dir: dir.to_owned(), major })
    }
}

/// `PG_BIN_DIR` alone when it is set, else PATH, then the usual places with the newest version first.
fn candidates() -> Result<Vec<Binaries>, PostgresError> {
    if let Some(dir) = config::variable("PG_BIN_DIR").map(PathBuf::from) {
        let named = Binaries::in_folder(&dir).ok_or(PostgresError::BinDirWrong(dir))?;
        return Ok(vec![named]);
    }
    let path = config::variable("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).filter_map(|dir| Binaries::in_folder(&dir));
    let mut installed: Vec<Binaries> = VERSIONED.iter().flat_map(|parent| children(Path::new(parent))).collect();
    installed.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
    Ok(on_path.chain(installed).collect())
}

fn children(parent: &Path) -> Vec<Binaries> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    entries.filter_map(|entry| Binaries::in_folder(&entry.path().join("bin"))).collect()
}

fn cluster_major(cluster: &Path) -> Option<u32> {
    fs::read_to_string(cluster.join("PG_VERSION")).ok()?.trim().parse().ok()
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` is 15, and so is `15rc1`.
fn major_in(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL)")?.1.trim_start();
    let digits = number.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major_in;

    #[test]
    fn the_major_version_is_read_from_what_postgres_prints() {
        assert_eq!(major_in("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major_in("postgres (PostgreSQL) 18rc1"), Some(18));
        assert_eq!(major_in("something else 15"), None);
    }
}
