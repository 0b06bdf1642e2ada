//! Applies and takes back migrations, one transaction each, one runner at a time.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, QueryResult, Statement,
    TransactionTrait,
};
use sha2::{Digest, Sha256};

use crate::{MIGRATIONS, Migration};

/// Any number does, as long as every luoshi takes the same one. The notice "already exists" would be noise in the log.
/// A large ledger may need longer for a step than any single request may take.
const LOCK: &str = "set local client_min_messages = warning; set local statement_timeout = 0; \
                    select pg_advisory_xact_lock(7615331946)";

const BOOKKEEPING: &str = "
    create table if not exists schema_migration (
        version    int         primary key,
        name       text        not null,
        sha256     text        not null,
        applied_at timestamptz not null default now()
    )";

/// Why the schema could not be brought to the wanted state.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// An applied migration's file was edited afterwards, so nobody knows what the schema is.
    #[error(
        "迁移 {name} 执行之后文件被改动，请恢复原文件并另写新的迁移。 \
         Migration {name} was changed after it had been applied: restore the file and write a new migration."
    )]
    Changed {
        /// The folder of the edited migration.
        name: String,
    },
    /// The database was written by a later release.
    #[error(
        "数据库的结构版本 {name} 比本程序新，请改用较新的 luoshi。 \
         The database has migration {name}, which this luoshi does not know: use a newer luoshi."
    )]
    Newer {
        /// The first migration this binary does not have.
        name: String,
    },
    /// The database lacks a step that lies before one it has.
    #[error(
        "数据库缺少迁移 {name}，却已执行之后的迁移；请从备份恢复。 \
         The database skipped migration {name} and has a later one: restore it from a backup."
    )]
    Skipped {
        /// The migration that lies in the gap.
        name: &'static str,
    },
    /// The SQL of one migration failed; its transaction was rolled back.
    #[error("迁移 {name} 失败，已回滚。 Migration {name} failed and was rolled back: {source}")]
    Failed {
        /// The migration that failed.
        name: &'static str,
        /// What PostgreSQL said.
        source: DbErr,
    },
    /// The database did not answer outside of a migration's own SQL.
    #[error("无法读取数据库的结构版本。 The schema version cannot be read: {0}")]
    Database(#[from] DbErr),
}

/// Applies what the database lacks of [`MIGRATIONS`] and names what it applied.
pub async fn up(db: &DatabaseConnection) -> Result<Vec<&'static str>, MigrationError> {
    up_within(db, MIGRATIONS).await
}

/// [`up`] for a given list, so that the runner can be tried on lists that are not the product's.
pub async fn up_within(
    db: &DatabaseConnection,
    list: &'static [Migration],
) -> Result<Vec<&'static str>, MigrationError> {
    let mut done = Vec::new();
    loop {
        // The lock ends with the transaction: a session lock would stay behind on a pooled connection.
        let tx = locked(db).await?;
        let Some(next) = list.get(applied(&tx, list).await?) else {
            tx.commit().await?;
            return Ok(done);
        };
        apply(tx, next).await.map_err(|source| MigrationError::Failed { name: next.name, source })?;
        done.push(next.name);
    }
}

/// Takes back every migration after version `to`, newest first, and names what it took back.
pub async fn down(db: &DatabaseConnection, to: i32) -> Result<Vec<&'static str>, MigrationError> {
    down_within(db, MIGRATIONS, to).await
}

/// [`down`] for a given list, the counterpart of [`up_within`].
pub async fn down_within(
    db: &DatabaseConnection,
    list: &'static [Migration],
    to: i32,
) -> Result<Vec<&'static str>, MigrationError> {
    let mut done = Vec::new();
    loop {
        let tx = locked(db).await?;
        let count = applied(&tx, list).await?;
        let Some(newest) = list[..count].last().filter(|newest| newest.version > to) else {
            tx.commit().await?;
            return Ok(done);
        };
        take_back(tx, newest).await.map_err(|source| MigrationError::Failed { name: newest.name, source })?;
        done.push(newest.name);
    }
}

async fn locked(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let tx = db.begin().await?;
    tx.execute_unprepared(LOCK).await?;
    tx.execute_unprepared(BOOKKEEPING).await?;
    Ok(tx)
}

/// How many migrations of the list stand in the database, after checking that these are its first ones, unchanged.
async fn applied(tx: &DatabaseTransaction, list: &'static [Migration]) -> Result<usize, MigrationError> {
    let rows = tx
        .query_all_raw(Statement::from_string(
            DbBackend::Postgres,
            "select version, name, sha256 from schema_migration order by version",
        ))
        .await?;
    for (index, row) in rows.iter().enumerate() {
        check(row, list.get(index))?;
    }
    Ok(rows.len())
}

fn check(row: &QueryResult, expected: Option<&Migration>) -> Result<(), MigrationError> {
    let name: String = row.try_get("", "name")?;
    let Some(expected) = expected else {
        return Err(MigrationError::Newer { name });
    };
    if row.try_get::<i32>("", "version")? != expected.version {
        return Err(MigrationError::Skipped { name: expected.name });
    }
    if row.try_get::<String>("", "sha256")? != fingerprint(expected) {
        return Err(MigrationError::Changed { name });
    }
    Ok(())
}

async fn apply(tx: DatabaseTransaction, migration: &Migration) -> Result<(), DbErr> {
    tx.execute_unprepared(migration.up).await?;
    tx.execute_raw(Statement::from_sql_and_values(
        DbBackend::Postgres,
        "insert into schema_migration (version, name, sha256) values ($1, $2, $3)",
        [migration.version.into(), migration.name.into(), fingerprint(migration).into()],
    ))
    .await?;
    tx.commit().await
}

async fn take_back(tx: DatabaseTransaction, migration: &Migration) -> Result<(), DbErr> {
    tx.execute_unprepared(migration.down).await?;
    tx.execute_raw(Statement::from_sql_and_values(
        DbBackend::Postgres,
        "delete from schema_migration where version = $1",
        [migration.version.into()],
    ))
    .await?;
    tx.commit().await
}

/// Only `up.sql` counts: a better way back does not change what the schema is.
fn fingerprint(migration: &Migration) -> String {
    hex::encode(Sha256::digest(migration.up))
}
