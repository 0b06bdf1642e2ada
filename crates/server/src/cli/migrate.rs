//! `luoshi migrate`: brings the database up to date and names what it applied.

use std::{
    io::{Write, stdout},
    process::ExitCode,
};

use super::{CliError, with_environment};
use crate::config::Config;

pub(super) fn run(config: &Config) -> Result<ExitCode, CliError> {
    let applied = with_environment(config, async |environment| Ok(luoshi_migrations::up(&environment.db).await?))?;
    let mut out = stdout().lock();
    for name in &applied {
        writeln!(out, "{name}")?;
    }
    if applied.is_empty() {
        writeln!(out, "数据库已是最新 · The database is up to date")?;
    }
    Ok(ExitCode::SUCCESS)
}
