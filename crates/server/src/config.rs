//! Every setting, declared once: flag, environment variable, default and help. The only place that reads the environment.
//!
//! What `--help` and docs/reference/configuration.md say is made from these declarations.

use std::{
    fmt, fs, io,
    net::{SocketAddr, ToSocketAddrs},
    path::PathBuf,
};

use luoshi_app::mail::{MailSettings, TlsMode};

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

    /// How mails are sent.
    #[command(flatten)]
    pub mail: MailConfig,
}

/// The mail server and the sender; without a server nothing is mailed.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct MailConfig {
    /// 邮件服务器；不填则不发邮件 · Mail server; without it no mails are sent
    #[arg(long, global = true, env = "LUOSHI_SMTP_HOST", value_name = "HOST")]
    smtp_host: Option<String>,

    /// 邮件服务器端口；不填则按加密方式取 25、587 或 465 · Its port; by default 25, 587 or 465 as the protection asks
    #[arg(long, global = true, env = "LUOSHI_SMTP_PORT", value_name = "PORT")]
    smtp_port: Option<u16>,

    /// 加密方式：tls、starttls 或 none · How the connection is protected
    #[arg(long, global = true, env = "LUOSHI_SMTP_TLS", value_name = "MODE", default_value = "starttls")]
    smtp_tls: SmtpTls,

    /// 登录邮件服务器的账号 · Name at the mail server
    #[arg(long, global = true, env = "LUOSHI_SMTP_USER", value_name = "NAME")]
    smtp_user: Option<String>,

    /// 登录邮件服务器的密码 · Password at the mail server
    #[arg(long, global = true, env = "LUOSHI_SMTP_PASSWORD", value_name = "PASSWORD", hide_env_values = true)]
    smtp_password: Option<Secret>,

    /// 存放该密码的文件 · File that holds that password
    #[arg(long, global = true, env = "LUOSHI_SMTP_PASSWORD_FILE", value_name = "FILE")]
    smtp_password_file: Option<PathBuf>,

    /// 发件人，如 `落实 <luoshi@example.org>` · Who writes
    #[arg(long, global = true, env = "LUOSHI_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,

    /// 人们打开本系统的网址，写在邮件的链接里 · Address under which people open this system, for links in mails
    #[arg(long, global = true, env = "LUOSHI_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
}

/// The words of `LUOSHI_SMTP_TLS`.
#[derive(clap::ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SmtpTls {
    /// From the first byte.
    Tls,
    /// Begun in the clear, protected before anything is said.
    #[default]
    Starttls,
    /// Not at all.
    None,
}

/// How long the mail server may take for one step.
const MAIL_PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

impl MailConfig {
    /// How mails are sent; `None` where no server is named.
    pub fn settings(&self) -> Result<Option<MailSettings>, ConfigError> {
        let Some(host) = self.smtp_host.as_deref().map(str::trim).filter(|host| !host.is_empty()) else {
            return Ok(None);
        };
        let missing = |name| ConfigError::MailIncomplete { name };
        let from = self.mail_from.as_deref().ok_or_else(|| missing("LUOSHI_MAIL_FROM"))?;
        let from = from.parse().map_err(|_unfit| ConfigError::Unfit { name: "LUOSHI_MAIL_FROM" })?;
        let public_url = self.public_url.as_deref().ok_or_else(|| missing("LUOSHI_PUBLIC_URL"))?;
        if !(public_url.starts_with("https://") || public_url.starts_with("http://")) {
            return Err(ConfigError::Unfit { name: "LUOSHI_PUBLIC_URL" });
        }
        let password = secret("LUOSHI_SMTP_PASSWORD", self.smtp_password.as_ref(), self.smtp_password_file.as_ref())?;
        let login = match (self.smtp_user.clone().filter(|user| !user.is_empty()), password) {
            (None, _) => None,
            (Some(user), Some(password)) => Some((user, password)),
            (Some(_), None) => return Err(missing("LUOSHI_SMTP_PASSWORD")),
        };
        let (tls, usual) = match self.smtp_tls {
            SmtpTls::Tls => (TlsMode::Tls, 465),
            SmtpTls::Starttls => (TlsMode::StartTls, 587),
            SmtpTls::None => (TlsMode::None, 25),
        };
        Ok(Some(MailSettings {
            host: host.to_owned(),
            port: self.smtp_port.unwrap_or(usual),
            tls,
            login,
            from,
            public_url: public_url.trim_end_matches('/').to_owned(),
            patience: MAIL_PATIENCE,
        }))
    }
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
    /// A mail server is named, and something that belongs to it is not.
    #[error("设置了 LUOSHI_SMTP_HOST，还须设置 {name}。 With LUOSHI_SMTP_HOST, {name} must be set too.")]
    MailIncomplete {
        /// The variable that is missing.
        name: &'static str,
    },
    /// A value that cannot be what it should be.
    #[error("{name} 的写法不对，请核对。 {name} is not written as it should be.")]
    Unfit {
        /// The variable.
        name: &'static str,
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

    use super::{Config, ConfigError, MailConfig, Secret, SmtpTls, parse_listen};

    fn config(url: &str, file: &str) -> Config {
        Config {
            data_dir: PathBuf::from("data"),
            database_url: Some(Secret::from(url.to_owned())),
            database_url_file: Some(PathBuf::from(file)),
            log: "info".to_owned(),
            trusted_proxies: Proxies::default(),
            evidence_limit_mb: 100,
            mail: MailConfig::default(),
        }
    }

    fn mail(host: &str, from: Option<&str>, url: Option<&str>) -> MailConfig {
        let text = |text: &str| Some(text.to_owned());
        let (mail_from, public_url) = (from.and_then(text), url.and_then(text));
        MailConfig { smtp_host: text(host), mail_from, public_url, ..MailConfig::default() }
    }

    #[test]
    fn without_a_mail_server_nothing_is_mailed() {
        assert!(mail("", None, None).settings().unwrap().is_none());
        assert!(MailConfig::default().settings().unwrap().is_none());
    }

    #[test]
    fn a_mail_server_needs_a_sender_and_an_address_for_links() {
        let fault = |config: MailConfig| config.settings().unwrap_err().to_string();
        assert!(fault(mail("smtp", None, Some("https://x"))).contains("LUOSHI_MAIL_FROM"));
        assert!(fault(mail("smtp", Some("a@b.cn"), None)).contains("LUOSHI_PUBLIC_URL"));
        assert!(fault(mail("smtp", Some("nobody"), Some("https://x"))).contains("LUOSHI_MAIL_FROM"));
        assert!(fault(mail("smtp", Some("a@b.cn"), Some("x.cn"))).contains("LUOSHI_PUBLIC_URL"));
        let user = MailConfig { smtp_user: Some("u".into()), ..mail("smtp", Some("a@b.cn"), Some("https://x")) };
        assert!(fault(user).contains("LUOSHI_SMTP_PASSWORD"));
    }

    #[test]
    fn the_port_follows_the_protection_and_no_password_is_printed() {
        let with = |smtp_tls| MailConfig {
            smtp_tls,
            smtp_user: Some("u".into()),
            smtp_password: Some(Secret::from("hidden".to_owned())),
            ..mail("smtp", Some("落实 <a@b.cn>"), Some("https://x/"))
        };
        for (tls, port) in [(SmtpTls::Tls, 465), (SmtpTls::Starttls, 587), (SmtpTls::None, 25)] {
            let settings = with(tls).settings().unwrap().unwrap();
            assert_eq!((settings.port, settings.public_url.as_str()), (port, "https://x"));
            assert!(!format!("{settings:?} {:?}", with(tls)).contains("hidden"));
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
