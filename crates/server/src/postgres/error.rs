//! Everything that can stand between us and a running private PostgreSQL: one sentence each, with the way out.

use std::{io, path::PathBuf};

/// Why the private PostgreSQL is not available.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// No folder on this machine holds `initdb`, `pg_ctl` and `postgres`.
    #[error(
        "找不到 PostgreSQL 程序，请安装（apt-get install postgresql），或用 PG_BIN_DIR 指明其 bin 目录，或用 DATABASE_URL 指明已有数据库。 \
         PostgreSQL is not installed: install it, set PG_BIN_DIR to its bin folder, or set DATABASE_URL."
    )]
    BinariesMissing,
    /// `PG_BIN_DIR` names a folder without the programs.
    #[error(
        "PG_BIN_DIR 指定的目录 {0} 中没有 initdb、pg_ctl 和 postgres。 \
         PG_BIN_DIR names {0}, which does not hold initdb, pg_ctl and postgres."
    )]
    BinDirWrong(PathBuf),
    /// The programs are older than the SQL of the migrations.
    #[error("PostgreSQL {0} 过旧，需要 14 或更高版本。 PostgreSQL {0} is too old: 14 or newer is needed.")]
    TooOld(u32),
    /// The cluster was made by another major version than any installed one.
    #[error(
        "数据目录 {cluster} 由 PostgreSQL {cluster_major} 建立，本机只有 {binary_major}；请安装 {cluster_major}，或先用 pg_upgrade 升级。 \
         {cluster} belongs to PostgreSQL {cluster_major}, this machine has {binary_major}: install {cluster_major} or run pg_upgrade."
    )]
    VersionMismatch {
        /// The cluster's folder.
        cluster: PathBuf,
        /// The major version that made the cluster.
        cluster_major: u32,
        /// The newest installed major version.
        binary_major: u32,
    },
    /// The folder `pg` has files in it, but is no cluster.
    #[error(
        "{0} 不为空，又不是 PostgreSQL 数据目录；请移开它或改用其他 --data-dir。 \
         {0} is not empty and not a PostgreSQL cluster: move it away or choose another --data-dir."
    )]
    NotACluster(PathBuf),
    /// Another luoshi holds the lock of the data folder.
    #[error(
        "数据目录 {data_dir} 正被另一个 luoshi（进程 {holder}）使用；请先停止它，或改用其他 --data-dir。 \
         {data_dir} is in use by another luoshi (process {holder}): stop it or choose another --data-dir."
    )]
    InUse {
        /// The locked data folder.
        data_dir: PathBuf,
        /// The process that wrote itself into the lock file.
        holder: String,
    },
    /// We are root and found no account to run PostgreSQL as.
    #[error(
        "PostgreSQL 不能以 root 运行，而本机没有 postgres 或 nobody 用户；请换普通用户运行。 \
         PostgreSQL refuses to run as root and there is no user postgres or nobody: run luoshi as an ordinary user."
    )]
    NoAccount,
    /// The account that runs PostgreSQL cannot enter any folder we could use.
    #[error(
        "用户 {user} 无法进入 {data_dir}；请用 --data-dir 指定它能进入的目录。 \
         The user {user} cannot enter {data_dir}: choose another --data-dir."
    )]
    Unreachable {
        /// The account PostgreSQL runs as.
        user: String,
        /// The folder in question.
        data_dir: PathBuf,
    },
    /// The short folder for the socket exists and is not ours, so somebody else could listen there.
    #[error(
        "套接字目录 {0} 属于其他用户或权限过宽，请删除它后重试。 \
         The socket folder {0} belongs to somebody else or is open to others: remove it and try again."
    )]
    SocketFolderForeign(PathBuf),
    /// Paths go through a URL and a command line, so they must be text.
    #[error("路径 {0} 不是合法的 UTF-8。 The path {0} is not valid UTF-8.")]
    PathNotText(PathBuf),
    /// `initdb` could not make a cluster.
    #[error("无法建立数据库：{0}。 initdb failed: {0}.")]
    NotInitialised(String),
    /// `pg_ctl` could not start or stop the server.
    #[error("无法{what} PostgreSQL：{reason}（见 {log}）。 pg_ctl {command} failed: {reason} (see {log}).")]
    PgCtl {
        /// `start` or `stop`.
        command: &'static str,
        /// The same in the user's language.
        what: &'static str,
        /// The last word of the server's log, or of `pg_ctl`.
        reason: String,
        /// Where to read on.
        log: PathBuf,
    },
    /// A server of this cluster is starting or stopping for longer than we wait.
    #[error(
        "PostgreSQL 仍在启动或停止，请稍后重试（见 {0}）。 \
         PostgreSQL is still starting or stopping: try again in a moment (see {0})."
    )]
    Busy(PathBuf),
    /// A file or folder could not be read or made.
    #[error("无法{what} {path}：{source}。 Cannot use {path}: {source}.")]
    Io {
        /// What was tried, in the user's language.
        what: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

/// Says which path an I/O error is about: the error of the system does not.
pub(super) trait At<T> {
    fn at(self, what: &'static str, path: impl Into<PathBuf>) -> Result<T, PostgresError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, what: &'static str, path: impl Into<PathBuf>) -> Result<T, PostgresError> {
        self.map_err(|source| PostgresError::Io { what, path: path.into(), source })
    }
}
