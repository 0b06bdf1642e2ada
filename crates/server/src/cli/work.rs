//! `luoshi work`: the worker alone, for an installation whose servers run with `--no-worker`.

use std::process::ExitCode;

use super::serve::StopSignals;
use super::{CliError, with_environment};
use crate::config::Config;
use crate::{house, telemetry, worker};

pub(super) fn run(config: &Config) -> Result<ExitCode, CliError> {
    telemetry::start(&config.log)?;
    with_environment(config, async |environment| {
        let mut stop = StopSignals::listen()?;
        luoshi_migrations::up(&environment.db).await?;
        let app = house::build(environment, config, false)?;
        tracing::info!("worker.ready");
        tokio::select! {
            () = worker::run(app) => {}
            () = stop.received() => tracing::info!("worker.stopping"),
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}
