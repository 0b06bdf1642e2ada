//! Snapshots: one row per plan and day, written by the daily round, never changed and never made up afterwards.

use luoshi_domain::calendar::shanghai_today;

use crate::app::App;
use crate::error::Error;
use crate::sql::{self, statement};

/// Keeps how every issued task stands today, unless that is kept already; call it after the lights were judged.
///
/// A day on which the house did not run has no snapshot; the next one then freezes the cycle that ended meanwhile.
pub async fn take(app: &App) -> Result<u64, Error> {
    let now = app.clock.now();
    let day = shanghai_today(now);
    sql::execute(&app.db, statement(include_str!("take_snapshots.sql"), [day.into(), now.into()])).await
}
