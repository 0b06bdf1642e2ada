//! What the house does by itself: lights, cycles whose window opens, annual books in November, drafts of urge notices,
//! consent by silence and snapshots at the start of the Shanghai day, reminders of due days, and sweeping what has had
//! its time.

use std::sync::Arc;

use chrono::Duration;

use crate::annual::book;
use crate::app::App;
use crate::dashboard::snapshots;
use crate::error::Error;
use crate::evaluation::freezing;
use crate::live;
use crate::notifications;
use crate::reports::opening;
use crate::sql::{self, statement};
use crate::supervision::drafts;
use crate::tasks::closing::silence;
use crate::tasks::stored::{self, DayRun};

/// Answers to idempotent writes are kept this long; the contract promises 24 hours.
const KEPT_HOURS: i64 = 48;
/// Ended sessions stay this long for the audit trail's sake.
const SESSION_DAYS: i64 = 30;

/// One round; call it every minute. Each part may run twice or in two processes without harm.
pub async fn round(app: &Arc<App>) -> Result<DayRun, Error> {
    let run = stored::start_of_day(app).await?;
    drafts::write(app).await?;
    silence::consent(app).await?;
    opening::round(app).await?;
    book::round(app).await?;
    snapshots::take(app).await?;
    freezing::round(app).await?;
    notifications::remind(app).await?;
    live::forget(app).await?;
    let now = app.clock.now();
    sql::execute(
        &app.db,
        statement("delete from idempotency_key where created_at < $1", [(now - Duration::hours(KEPT_HOURS)).into()]),
    )
    .await?;
    sql::execute(
        &app.db,
        statement("delete from session where expires_at < $1", [(now - Duration::days(SESSION_DAYS)).into()]),
    )
    .await?;
    sql::execute(
        &app.db,
        statement("delete from login_failure where last_at < $1", [(now - Duration::days(1)).into()]),
    )
    .await?;
    Ok(run)
}
