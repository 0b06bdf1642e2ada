//! The bulletins of the sample office: one issued after each cycle that ended, but the last one still being drafted.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use luoshi_domain::bulletin::BulletinAction;
use luoshi_domain::calendar::shanghai_today;
use luoshi_domain::policy::Role;
use serde::Deserialize;
use uuid::Uuid;

use super::days::worked_on_or_before;
use super::script::Script;
use super::story::at;
use crate::app::{App, Ctx};
use crate::bulletins::commands::{self, NewBulletin};
use crate::bulletins::steps::{self, BulletinTransition};
use crate::calendar;
use crate::error::Error;
use crate::people::session;
use crate::sql::{self, statement};

#[derive(Debug, Deserialize)]
struct Whole {
    id: Uuid,
    day: NaiveDate,
}

const FOREWORD: &str = "现将各单位任务进展情况通报如下（示例文字）。";
const DEMANDS: &str =
    "一是滞后任务的牵头单位请在五个工作日内报送整改措施和完成时间。\n二是下一期报告请在截止日前报到统筹办。";

/// Plays them on working days after each freeze.
pub(super) async fn play(room: &Arc<App>, script: &Script) -> Result<(), Error> {
    let now = room.clock.now();
    let whole = "select jsonb_build_object('id', id, 'day', day) as view from frozen_snapshot order by day";
    let whole: Vec<Whole> = sql::rows(&room.db, statement(whole, [])).await?;
    let last = whole.last().map(|last| last.id);
    for frozen in &whole {
        let days = (frozen.day, shanghai_today(now));
        let office = person(room, script, ("office", Role::OfficeStaff), days, 10).await?;
        let new = NewBulletin {
            snapshot_id: frozen.id,
            foreword: Some(FOREWORD.to_owned()),
            demands: Some(DEMANDS.to_owned()),
        };
        let made = commands::create(&office, new).await?.fresh()?;
        if Some(frozen.id) == last {
            continue;
        }
        let step = |action| BulletinTransition { action, comment: None };
        let head = person(room, script, ("office", Role::OfficeHead), days, 14).await?;
        steps::transition(&head, made.id, step(BulletinAction::Submit)).await?;
        let leader = person(room, script, ("szf", Role::Leader), days, 16).await?;
        steps::transition(&leader, made.id, step(BulletinAction::Approve)).await?;
    }
    sql::execute(&room.db, statement("update bulletin set is_sample = true", [])).await?;
    room.clock.set(now);
    Ok(())
}

/// Somebody of this unit with this role, at that hour of the first working day from the day after the freeze on.
async fn person(
    room: &Arc<App>,
    script: &Script,
    (org, role): (&str, Role),
    (frozen_on, today): (NaiveDate, NaiveDate),
    hour: u32,
) -> Result<Ctx, Error> {
    let calendar = calendar::load(&room.db).await?;
    let worked = worked_on_or_before(frozen_on + Days::new(3), &calendar).max(frozen_on).min(today);
    room.clock.set(at(worked, hour, 0));
    let login = script.logins(org, role).first().copied().unwrap_or_default().to_owned();
    session::as_account(room, &login).await
}
