//! `luoshi demo load`, and the same for `luoshi serve --demo`: the demonstration, once, into a ledger without real data.

use std::{process::ExitCode, sync::Arc};

use luoshi_app::{
    app::App,
    demo::{self, DemoError, Loaded},
};

use super::{CliError, with_environment};
use crate::{config::Config, house};

/// What can be done about the demonstration.
#[derive(clap::Subcommand, Debug)]
pub(super) enum Demo {
    /// 载入示例数据；已有真实数据时拒绝 · Load the demonstration; refused where real data stands
    Load,
}

/// Loads it beside a running server or without one.
pub(super) fn run(config: &Config) -> Result<ExitCode, CliError> {
    with_environment(config, async |environment| {
        luoshi_migrations::up(&environment.db).await?;
        load(&house::build(environment, config, false)?).await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Loads it and tells how far it is on standard error.
pub(super) async fn load(app: &Arc<App>) -> Result<(), CliError> {
    let outcome = demo::load(app, |percent| {
        if percent % 10 == 0 {
            eprintln!("示例数据 {percent}% · demonstration data {percent}%");
        }
    });
    match outcome.await {
        Ok(Loaded::Now { tasks }) => {
            eprintln!("已载入示例数据，共 {tasks} 项任务 · The demonstration is loaded: {tasks} tasks");
            Ok(())
        }
        Ok(Loaded::Before) => Ok(()),
        Err(refusal @ DemoError::RealData) => Err(CliError::Refused(refusal.to_string())),
        Err(DemoError::App(error)) => Err(CliError::App(error)),
    }
}
