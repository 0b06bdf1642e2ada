//! The house on an open environment, as `serve` and the commands beside it use it.

use std::sync::Arc;

use luoshi_app::app::{App, Clock, Settings};
use luoshi_app::error::Error;
use luoshi_app::files::Store;
use luoshi_app::people::password::Hasher;

use crate::{config::Config, environment::Environment};

/// Builds the house; `demo` lets persona cards sign in.
pub fn build(environment: &Environment, config: &Config, demo: bool) -> Result<Arc<App>, Error> {
    let settings = Settings {
        evidence_limit: u64::from(config.evidence_limit_mb) * 1024 * 1024,
        mail: config.mail.settings().map_err(|error| Error::Internal(error.to_string()))?,
        ..Settings::default()
    };
    Ok(Arc::new(App {
        db: environment.db.clone(),
        files: Store::open(&environment.data_dir.join("files"))?,
        clock: Clock::System,
        settings,
        hasher: Hasher::new()?,
        demo,
    }))
}
