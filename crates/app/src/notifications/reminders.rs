//! Reminders of due days (domain.md 2.6, L0): made by the worker, once each, also by one that was off for a while.

use chrono::{DateTime, Days, NaiveDate, Utc};
use luoshi_domain::calendar::shanghai_today;
use luoshi_domain::notifications::{RUNGS, rung};
use luoshi_domain::policy::{Action, Reach};
use serde_json::{Value, json};

use super::follow::{holders, settle_all};
use crate::app::App;
use crate::error::Error;
use crate::sql::{self, statement};

/// Settled or read messages older than this are forgotten.
const KEPT_DAYS: i64 = 400;

/// Recalls what is due today, settles what no longer is, and forgets what is old.
pub(crate) async fn remind(app: &App) -> Result<(), Error> {
    let now: DateTime<Utc> = app.clock.now();
    settle_all(now.into(), &app.db).await?;
    sql::execute(
        &app.db,
        statement(
            include_str!("remind.sql"),
            [
                shanghai_today(now).into(),
                now.into(),
                rungs(shanghai_today(now)).into(),
                holders(Action::ReportWrite, Reach::Org).iter().map(ToString::to_string).collect::<Vec<_>>().into(),
                holders(Action::TaskSign, Reach::Org).iter().map(ToString::to_string).collect::<Vec<_>>().into(),
            ],
        ),
    )
    .await?;
    let old = now - chrono::Duration::days(KEPT_DAYS);
    let forget = "delete from notification where created_at < $1 and (settled_at is not null or read_at is not null)";
    sql::execute(&app.db, statement(forget, [old.into()])).await?;
    Ok(())
}

/// For each number of days left the rung it stands on, as the rule says.
fn rungs(today: NaiveDate) -> Value {
    let longest = u64::from(RUNGS[0]);
    let row =
        |left: u64| rung(today + Days::new(left), today).map(|days| json!({ "days": days, "from": left, "to": left }));
    (0..=longest).filter_map(row).collect::<Vec<_>>().into()
}
