//! How long the office takes over reports, shown to everyone (domain.md 2.13): the number, and the list behind it.
//!
//! The rows name task, lead and days, as the public board does; what the office decided and every word stay with those who
//! may read the report.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use luoshi_domain::calendar::{Calendar, shanghai_today};
use luoshi_domain::policy::Action;
use luoshi_domain::statistics::{REVIEW_DAYS, Ratio, ReviewTally, review_days};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::views::ReportedTask;
use crate::app::Ctx;
use crate::calendar;
use crate::error::Error;
use crate::sql::{self, MOST_ROWS, statement};

/// Decisions of so many days are looked at: a quarter.
const LOOK_BACK_DAYS: i64 = 90;

/// How many rows to show beside the number.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewTimesFilter {
    /// Rows of either list, 0 to 200; 50 unless said.
    pub limit: Option<u64>,
}

/// 平均审核时长 of the office with what it is made of.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReviewTimes {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// Decisions from this day on are counted.
    pub since: NaiveDate,
    /// Working days within which the office decides.
    pub allowed_days: u32,
    /// Mean in working days with one decimal, e.g. `1.4`; `—` where nothing was decided.
    pub mean: String,
    /// Decided within the allowed days, of all decided.
    pub in_time: Ratio,
    /// Reports that wait for the office now.
    pub waiting: usize,
    /// Of these, longer than the allowed days.
    pub waiting_too_long: usize,
    /// What waits, longest first.
    pub waiting_rows: Vec<ReviewTime>,
    /// What was decided, latest first.
    pub decided_rows: Vec<ReviewTime>,
}

/// How long one report lay with the office.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReviewTime {
    /// The task reported on.
    pub task: ReportedTask,
    /// The period in words.
    pub cycle_name: String,
    /// When the unit passed it on.
    pub came_at: DateTime<Utc>,
    /// When the office decided; null while it waits.
    pub decided_at: Option<DateTime<Utc>>,
    /// Working days from the one to the other, or until today.
    #[serde(default)]
    #[schema(required = true)]
    pub days: u32,
}

/// The number and the rows it is made of.
pub async fn get(ctx: &Ctx, wanted: ReviewTimesFilter) -> Result<ReviewTimes, Error> {
    ctx.require(Action::CycleRead)?;
    let limit = match wanted.limit.unwrap_or(50) {
        limit @ 0..=MOST_ROWS => usize::try_from(limit).unwrap_or_default(),
        _ => return Err(Error::field("/limit", "out_of_range", format!("请填写 0 到 {MOST_ROWS} 行"))),
    };
    let since = ctx.now - TimeDelta::days(LOOK_BACK_DAYS);
    let rows: Vec<ReviewTime> =
        sql::rows(&ctx.app.db, statement(include_str!("review_times.sql"), [since.into()])).await?;
    let calendar = calendar::load(&ctx.app.db).await?;
    let (mut waiting_rows, mut decided_rows): (Vec<_>, Vec<_>) =
        rows.into_iter().map(|row| row.counted(ctx, &calendar)).partition(|row: &ReviewTime| row.decided_at.is_none());
    let mut tally = ReviewTally::default();
    for row in &decided_rows {
        tally.add(row.days);
    }
    let waiting = waiting_rows.len();
    let waiting_too_long = waiting_rows.iter().filter(|row| row.days > REVIEW_DAYS).count();
    waiting_rows.truncate(limit);
    decided_rows.truncate(limit);
    Ok(ReviewTimes {
        as_of: ctx.now,
        since: shanghai_today(since),
        allowed_days: REVIEW_DAYS,
        mean: tally.mean(),
        in_time: tally.in_time(),
        waiting,
        waiting_too_long,
        waiting_rows,
        decided_rows,
    })
}

impl ReviewTime {
    fn counted(mut self, ctx: &Ctx, calendar: &Calendar) -> ReviewTime {
        let until = self.decided_at.map_or_else(|| ctx.today(), shanghai_today);
        self.days = review_days(calendar, shanghai_today(self.came_at), until);
        self
    }
}
