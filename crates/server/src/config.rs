//! Every setting, declared once: flag, environment variable, default and help. The only place that reads the environment.
//!
//! What `--help` and docs/reference/configuration.md say is made from these declarations.

use std::{
    fmt, fs, io,
    net::{SocketAddr, ToSocketAddrs},
    path::PathBuf,
};

use crate::http::origin::Proxies;

/// What every command can be told, by flag or by environment.
#[derive(clap::Args, Clone, Debug)]
pub struct Config {
    /// 数据目录：证据文件与自带数据库 · Folder of the evidence files and of the private database
    #[arg(long, global = true, env = "LUOSHI_DATA_DIR", value_name = "DIR", default_value = "./data")]
    pub data_dir: PathBuf,

    /// 已有 PostgreSQL 的地址；不填则自带运行 · Address of an existing PostgreSQL; without it luoshi runs its own
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<Secret>,

    /// 存放该地址的文件 · File that holds that address
    #[arg(long, global = true, env = "DATABASE_URL_FILE", value_name = "FILE")]
    database_url_file: Option<PathBuf>,

    /// 日志过滤，如 `info` 或 `warn,luoshi_server=debug` · Which log lines are written
    #[arg(long, global = true, env = "LUOSHI_LOG", value_name = "FILTER", default_value = "info,actix_server=warn")]
    pub log: String,

    /// 反向代理的地址或网段，逗号分隔；只有它们转告的来访地址才被采信 · Reverse proxies whose word on the caller's address is taken
    #[arg(long, global = true, env = "LUOSHI_TRUSTED_PROXIES", value_name = "ADDRESSES", default_value = "")]
    pub trusted_proxies: Proxies,

    /// 单个证据文件上限（MB） · Largest evidence file, in megabytes
    #[arg(long, global = true, env = "LUOSHI_EVIDENCE_LIMIT_MB", value_name = "MB", default_value_t = 100)]
    pub evidence_limit_mb: u32,
}

/// What is read besides the flags: name and meaning, for the reference page.
pub(crate) const VARIABLES_WITHOUT_FLAG: &[(&str, &str)] = &[
    ("PG_BIN_DIR", "自带数据库所用 PostgreSQL 程序的目录 · Folder of the programs `initdb`, `pg_ctl` and `postgres`"),
    ("PATH", "其次在此查找上述程序 · Searched for these programs next"),
];

/// Why a setting cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Both forms of a secret are set, and they may differ.
    #[error("{name} 与 {name}_FILE 只能设置一个。 Set either {name} or {name}_FILE, not both.")]
    Twice {
        /// The variable's name without `_FILE`.
        name: &'static str,
    },
    /// The file of a `…_FILE` setting cannot be read.
    #[error("无法读取 {name}_FILE 指定的文件 {path}。 {name}_FILE names {path}, which cannot be read: {source}.")]
    Unreadable {
        /// The variable's name without `_FILE`.
        name: &'static str,
        /// The file it names.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The database is not a PostgreSQL.
    #[error("DATABASE_URL 必须以 postgres:// 开头。 DATABASE_URL must begin with postgres://.")]
    NotPostgres,
}

impl Config {
    /// The address of the existing database, from either form of the setting; `None` asks for the private one.
    pub fn database_url(&self) -> Result<Option<String>, ConfigError> {
        let Some(url) = secret("DATABASE_URL", self.database_url.as_ref(), self.database_url_file.as_ref())? else {
            return Ok(None);
        };
        // SeaORM knows only the shorter of the two customary names.
        let address = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"));
        address.map(|address| Some(format!("postgres://{address}"))).ok_or(ConfigError::NotPostgres)
    }
}

/// A setting whose value never appears in a log or an error.
#[derive(Clone)]
pub struct Secret(String);

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(secret)")
    }
}

/// One secret in its two forms: the value, or a file that holds it. An empty one counts as not set.
fn secret(name: &'static str, value: Option<&Secret>, file: Option<&PathBuf>) -> Result<Option<String>, ConfigError> {
    let value = value.map(|Secret(value)| value.clone()).filter(|value| !value.is_empty());
    let file = file.filter(|path| !path.as_os_str().is_empty());
    match (value, file) {
        (Some(_), Some(_)) => Err(ConfigError::Twice { name }),
        (Some(value), None) => Ok(Some(value)),
        (None, None) => Ok(None),
        (None, Some(path)) => match fs::read_to_string(path) {
            Ok(text) => Ok(Some(text.trim_end().to_owned())),
            Err(source) => Err(ConfigError::Unreadable { name, path: path.clone(), source }),
        },
    }
}

/// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`.
pub fn parse_listen(text: &str) -> Result<SocketAddr, String> {
    let addresses = text.to_socket_addrs().map_err(|error| format!("{error}; 应为 地址:端口, as in 127.0.0.1:8080"))?;
    // A name with several addresses, as localhost often is, means the one that most clients try.
    let addresses: Vec<SocketAddr> = addresses.collect();
    let preferred = addresses.iter().find(|address| address.is_ipv4()).or(addresses.first());
    preferred.copied().ok_or_else(|| "no address; 没有对应的地址".to_owned())
}

/// A variable that is not a setting of ours, such as PATH.
#[expect(clippy::disallowed_methods, reason = "the one home of reading the environment")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, path::PathBuf};

    use crate::http::origin::Proxies;

    use super::{Config, ConfigError, Secret, parse_listen};

    fn config(url: &str, file: &str) -> Config {
        Config {
            data_dir: PathBuf::from("data"),
            database_url: Some(Secret::from(url.to_owned())),
            database_url_file: Some(PathBuf::from(file)),
            log: "info".to_owned(),
            trusted_proxies: Proxies::default(),
            evidence_limit_mb: 100,
        }
    }

    #[test]
    fn an_empty_database_url_asks_for_the_private_database() {
        assert_eq!(config("", "").database_url().expect("no conflict"), None);
    }

    #[test]
    fn both_customary_schemes_reach_postgresql() {
        let url = config("postgresql://u:p@db/luoshi", "").database_url().expect("a PostgreSQL");
        assert_eq!(url.as_deref(), Some("postgres://u:p@db/luoshi"));
        assert!(matches!(config("mysql://db/x", "").database_url(), Err(ConfigError::NotPostgres)));
    }

    #[test]
    fn a_secret_given_twice_is_refused() {
        let refusal = config("postgres://db/x", "/run/secrets/url").database_url();
        assert!(matches!(refusal, Err(ConfigError::Twice { name: "DATABASE_URL" })));
    }

    #[test]
    fn a_secret_is_not_shown_with_the_settings() {
        assert!(!format!("{:?}", config("postgres://u:hunter2@db/x", "")).contains("hunter2"));
    }

    #[test]
    fn a_listen_address_may_be_a_name() {
        let address = parse_listen("localhost:8080").expect("this machine");
        assert_eq!((address.ip(), address.port()), (Ipv4Addr::LOCALHOST.into(), 8080));
        assert!(parse_listen("8080").is_err());
    }
}
