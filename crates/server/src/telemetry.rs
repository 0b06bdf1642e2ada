//! Logs: JSON lines on standard output, one event a line, times in UTC.

use std::io;

use tracing_subscriber::{EnvFilter, filter::ParseError};

/// The filter of `LUOSHI_LOG` could not be read.
#[derive(Debug, thiserror::Error)]
#[error("LUOSHI_LOG 的值无法识别。 LUOSHI_LOG is not a filter: {0}.")]
pub struct BadFilter(#[from] ParseError);

/// Starts the log of this process; only the first call in a process counts.
pub fn start(filter: &str) -> Result<(), BadFilter> {
    let filter = EnvFilter::builder().parse(filter)?;
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_env_filter(filter)
        .with_writer(io::stdout)
        .finish();
    // A second call comes from a test in the same process, whose log is already set up as wanted.
    drop(tracing::subscriber::set_global_default(subscriber));
    Ok(())
}
