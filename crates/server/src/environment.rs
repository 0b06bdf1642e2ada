//! What a command works on: a database and a data folder, opened as the settings say and closed in the right order.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use sea_orm::sqlx::Executor;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use tokio::task::{JoinError, spawn_blocking};

use crate::{
    config::{Config, ConfigError},
    postgres::{Durability, Postgres, PostgresError},
};

/// The database of a private PostgreSQL.
const DATABASE: &str = "luoshi";

/// Below the 60 connections of the private PostgreSQL by enough for `psql`, a backup and a command beside the server.
const POOL: u32 = 30;

/// How long a database that is just starting is waited for, and how long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// What every connection begins with: a statement that runs away and a transaction that somebody left open both end by
/// themselves, so that neither can hold a row, or one of the [`POOL`] connections, for good. Migrations lift the first.
const LIMITS: &str = "set statement_timeout = '60s'; set idle_in_transaction_session_timeout = '60s'";

/// An open database and the folder of the evidence files.
pub struct Environment {
    /// The pool of connections.
    pub db: DatabaseConnection,
    /// The data folder in use; made if it was missing.
    pub data_dir: PathBuf,
    postgres: Option<Postgres>,
}

/// Why there is nothing to work on.
#[derive(Debug, thiserror::Error)]
pub enum EnvironmentError {
    /// A setting cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The private PostgreSQL does not run.
    #[error(transparent)]
    Postgres(#[from] PostgresError),
    /// The database did not let us in.
    #[error(
        "无法连接数据库 {address}，请检查它是否在运行以及 DATABASE_URL。 \
         Cannot connect to the database {address}: check that it runs, and DATABASE_URL ({source})."
    )]
    Connect {
        /// Where it should be, without the password.
        address: String,
        /// The cause.
        source: DbErr,
    },
    /// The data folder cannot be made.
    #[error("无法建立数据目录 {path}。 Cannot make the data folder {path}: {source}.")]
    DataDir {
        /// The folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A blocking step was torn down with the runtime.
    #[error("启动过程被中断。 Starting was interrupted: {0}.")]
    Interrupted(#[from] JoinError),
}

impl Environment {
    /// Opens everything for the one process that answers for the data folder: `serve`.
    pub async fn open(config: &Config) -> Result<Self, EnvironmentError> {
        Self::with(config, |data_dir| Postgres::start(data_dir, Durability::Durable)).await
    }

    /// Opens everything for a command that may run beside `serve`, whose private PostgreSQL it then uses.
    pub async fn join(config: &Config) -> Result<Self, EnvironmentError> {
        Self::with(config, Postgres::join).await
    }

    /// Closes the pool, then stops the private PostgreSQL if this process keeps it.
    pub async fn close(self) -> Result<(), EnvironmentError> {
        if let Err(error) = self.db.close().await {
            tracing::warn!(%error, "database.close_failed");
        }
        if let Some(postgres) = self.postgres {
            spawn_blocking(move || postgres.stop()).await??;
        }
        Ok(())
    }

    async fn with(
        config: &Config,
        postgres: fn(&Path) -> Result<Postgres, PostgresError>,
    ) -> Result<Self, EnvironmentError> {
        let wanted = config.data_dir.clone();
        if let Some(url) = config.database_url()? {
            fs::create_dir_all(&wanted).map_err(|source| EnvironmentError::DataDir { path: wanted.clone(), source })?;
            return Ok(Self { db: connect(&url).await?, data_dir: wanted, postgres: None });
        }
        let postgres = spawn_blocking(move || postgres(&wanted)).await??;
        ensure_database(&postgres.url("postgres")).await?;
        let db = connect(&postgres.url(DATABASE)).await?;
        Ok(Self { db, data_dir: postgres.data_dir().to_owned(), postgres: Some(postgres) })
    }
}

/// Opens a pool that keeps SQL text out of the logs.
async fn connect(url: &str) -> Result<DatabaseConnection, EnvironmentError> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(POOL).acquire_timeout(PATIENCE).set_application_name("luoshi");
    options.sqlx_logging(false).record_stmt_in_spans(false);
    options.map_sqlx_postgres_pool_opts(|pool| {
        pool.after_connect(|connection, _| Box::pin(async move { connection.execute(LIMITS).await.map(|_| ()) }))
    });
    let connected = Database::connect(options).await;
    connected.map_err(|source| EnvironmentError::Connect { address: without_secrets(url), source })
}

async fn ensure_database(maintenance: &str) -> Result<(), EnvironmentError> {
    let db = connect(maintenance).await?;
    let made = create_if_missing(&db).await;
    let closed = db.close().await;
    made.and(closed).map_err(|source| EnvironmentError::Connect { address: without_secrets(maintenance), source })
}

async fn create_if_missing(db: &DatabaseConnection) -> Result<(), DbErr> {
    let sql = "select 1 from pg_database where datname = $1";
    let found = db.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [DATABASE.into()])).await?;
    if found.is_none() {
        db.execute_unprepared(&format!("create database {DATABASE}")).await?;
    }
    Ok(())
}

/// Host and database of an address, without the user, the password and the parameters.
fn without_secrets(url: &str) -> String {
    let address = url.split('?').next().unwrap_or_default();
    let address = address.split_once("://").map_or(address, |(_, address)| address);
    address.rsplit('@').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn an_error_names_the_database_but_not_its_password() {
        assert_eq!(without_secrets("postgres://u:p@ss@db:5432/luoshi?password=x"), "db:5432/luoshi");
        assert_eq!(without_secrets("postgres://db/luoshi"), "db/luoshi");
    }
}
