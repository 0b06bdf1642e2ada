//! Who PostgreSQL runs as: it refuses to be root, so root lends it another account.

use std::{
    fs, io,
    os::unix::{
        fs::{DirBuilderExt, MetadataExt},
        process::CommandExt,
    },
    path::Path,
    process::{Command, Stdio},
};

use nix::unistd::{Gid, Uid, User, chown, geteuid};

use super::error::{At, PostgresError};

/// The account of the cluster, and whether we must switch to it.
#[derive(Clone, Debug)]
pub(super) struct Account {
    name: String,
    uid: Uid,
    gid: Gid,
    switch: bool,
}

impl Account {
    /// Ourselves; or, when we are root, the owner of the cluster, else `postgres`, else `nobody`.
    pub(super) fn for_cluster(cluster: &Path) -> Result<Self, PostgresError> {
        if !geteuid().is_root() {
            let (uid, gid) = (geteuid(), nix::unistd::getegid());
            return Ok(Self { name: uid.to_string(), uid, gid, switch: false });
        }
        if let Ok(made) = fs::metadata(cluster.join("PG_VERSION")) {
            let (uid, gid) = (Uid::from_raw(made.uid()), Gid::from_raw(made.gid()));
            let name = User::from_uid(uid).ok().flatten().map_or_else(|| uid.to_string(), |user| user.name);
            return Ok(Self { name, uid, gid, switch: true });
        }
        let user = ["postgres", "nobody"].iter().find_map(|name| User::from_name(name).ok().flatten());
        let user = user.ok_or(PostgresError::NoAccount)?;
        Ok(Self { name: user.name, uid: user.uid, gid: user.gid, switch: true })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A command under this account, without the PG… variables of our surroundings and out of reach of the terminal's
    /// Ctrl-C, which is for us to handle.
    pub(super) fn command(&self, program: &Path, cwd: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(cwd).env("LC_ALL", "C.UTF-8").stdin(Stdio::null()).process_group(0);
        for name in ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGOPTIONS", "PGDATABASE"] {
            command.env_remove(name);
        }
        if self.switch {
            command.uid(self.uid.as_raw()).gid(self.gid.as_raw());
        }
        command
    }

    /// Whether this account may pass through the folder: every parent counts, so the system is asked.
    pub(super) fn can_enter(&self, dir: &Path) -> bool {
        if !self.switch {
            return true;
        }
        let mut test = self.command(Path::new("test"), Path::new("/"));
        test.arg("-x").arg(dir).status().is_ok_and(|status| status.success())
    }

    /// Makes a folder that only this account can open, or takes the one there is when it is such a folder.
    pub(super) fn own_folder(&self, dir: &Path) -> Result<(), PostgresError> {
        match fs::DirBuilder::new().mode(0o700).create(dir) {
            Ok(()) => self.take_over(dir),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.expect_private(dir),
            Err(error) => Err(error).at("建立目录", dir),
        }
    }

    fn take_over(&self, dir: &Path) -> Result<(), PostgresError> {
        if self.switch {
            chown(dir, Some(self.uid), Some(self.gid)).map_err(io::Error::from).at("更改属主", dir)?;
        }
        Ok(())
    }

    fn expect_private(&self, dir: &Path) -> Result<(), PostgresError> {
        let found = fs::symlink_metadata(dir).at("查看", dir)?;
        let private = found.is_dir() && found.uid() == self.uid.as_raw() && found.mode().trailing_zeros() >= 6;
        if private { Ok(()) } else { Err(PostgresError::SocketFolderForeign(dir.to_owned())) }
    }
}
