//! `luoshi migrate`: brings the database up to date and names what it applied.

use std::{
    io::{Write, stdout},
    process::ExitCode,
};

use super::{CliError, block_on};
use crate::{config::Config, environment::Environment};

pub(super) fn run(config: &Config) -> Result<ExitCode, CliError> {
    let applied = block_on(async {
        let environment = Environment::join(config).await?;
        let applied = luoshi_migrations::up(&environment.db).await;
        environment.close().await?;
        Ok(applied?)
    })?;
    let mut out = stdout().lock();
    for name in &applied {
        writeln!(out, "{name}")?;
    }
    if applied.is_empty() {
        writeln!(out, "数据库已是最新 · The database is up to date")?;
    }
    Ok(ExitCode::SUCCESS)
}
