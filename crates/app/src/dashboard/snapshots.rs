//! Snapshots: one row per plan and day, written by the daily round, never changed and never made up afterwards.

use luoshi_domain::calendar::shanghai_today;
use sea_orm::TransactionTrait;

use crate::app::App;
use crate::bulletins::freezing;
use crate::error::Error;
use crate::sql::{self, statement};

/// Keeps how every issued task stands today, unless that is kept already; call it after the lights were judged.
///
/// A day on which the house did not run has no snapshot; the next one then freezes the cycle that ended meanwhile. What
/// is frozen is kept whole in the same transaction.
pub async fn take(app: &App) -> Result<u64, Error> {
    let now = app.clock.now();
    let day = shanghai_today(now);
    let tx = app.db.begin().await?;
    let kept = sql::execute(&tx, statement(include_str!("take_snapshots.sql"), [day.into(), now.into()])).await?;
    freezing::freeze(&tx, day).await?;
    tx.commit().await?;
    Ok(kept)
}
