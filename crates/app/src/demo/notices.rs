//! What the office did about the reddest tasks: notices on every rung, each at another point of its way.

use std::sync::Arc;

use chrono::{DateTime, Days, Utc};
use luoshi_domain::calendar::shanghai_today;
use luoshi_domain::policy::Role;
use luoshi_domain::supervision::{NoticeAction, NoticeLevel};
use serde::Deserialize;
use uuid::Uuid;

use super::days::worked_on_or_before;
use super::script::Script;
use super::story::at;
use crate::app::{App, Ctx};
use crate::calendar;
use crate::error::Error;
use crate::people::session;
use crate::sql::{self, statement};
use crate::supervision::commands::{self, NewNotice};
use crate::supervision::steps::{self, NoticeTransition};
use crate::supervision::views::Notice;

#[derive(Debug, Deserialize)]
struct Red {
    id: Uuid,
    org: String,
}

/// The reddest task of each unit, those of the first persona's unit before the others.
const REDDEST: &str = "
    select jsonb_build_object('id', id, 'org', org) as view
    from (
        select distinct on (o.code) t.id, o.code as org, t.days_late
        from task t
        join organisation o on o.id = t.lead_org_id
        where t.state = 'IN_PROGRESS' and t.light = 'OVERDUE' and t.days_late > 0
        order by o.code, t.days_late desc, t.code
    ) reddest
    order by org <> 'kw', days_late desc, org
    limit 4";

/// Plays them as of the working days before the day of loading.
pub(super) async fn play(room: &Arc<App>, script: &Script) -> Result<(), Error> {
    let red: Vec<Red> = sql::rows(&room.db, statement(REDDEST, [])).await?;
    let stage = Stage { room, script, now: room.clock.now() };
    let ways: [&[(u64, NoticeAction)]; 4] = [
        &[(4, NoticeAction::Submit), (4, NoticeAction::Sign), (3, NoticeAction::Receive)],
        &[(5, NoticeAction::Submit), (5, NoticeAction::Sign), (4, NoticeAction::Receive), (2, NoticeAction::Answer)],
        &[(2, NoticeAction::Submit)],
        &[(1, NoticeAction::Send)],
    ];
    for (task, way) in red.iter().zip(ways) {
        stage.tell(task, way).await?;
    }
    room.clock.set(stage.now);
    Ok(())
}

struct Stage<'a> {
    room: &'a Arc<App>,
    script: &'a Script,
    now: DateTime<Utc>,
}

impl Stage<'_> {
    async fn tell(&self, task: &Red, way: &[(u64, NoticeAction)]) -> Result<(), Error> {
        let Some((first, action)) = way.first() else { return Ok(()) };
        let level = if *action == NoticeAction::Send { NoticeLevel::Urge } else { NoticeLevel::Supervision };
        let new = NewNotice {
            task_id: task.id,
            level,
            demand: "请说明逾期原因、下一步措施和预计完成时间。".to_owned(),
            reason: Some("关键节点逾期，影响季度目标（示例）".to_owned()),
            instruction: false,
            meet_on: None,
        };
        let mut notice =
            commands::create(&self.person("office", Role::OfficeStaff, *first, 0).await?, new).await?.fresh()?;
        for (number, (days, action)) in (1u32..).zip(way) {
            notice = self.step(task, &notice, (*days, *action), number).await?;
        }
        Ok(())
    }

    async fn step(
        &self,
        task: &Red,
        notice: &Notice,
        (days, action): (u64, NoticeAction),
        number: u32,
    ) -> Result<Notice, Error> {
        let (org, role) = match action {
            NoticeAction::Receive => (task.org.as_str(), Role::UnitReviewer),
            NoticeAction::Answer => (task.org.as_str(), Role::UnitReporter),
            NoticeAction::Sign => ("office", Role::OfficeHead),
            _ => ("office", Role::OfficeStaff),
        };
        let ctx = self.person(org, role, days, number).await?;
        let answers = action == NoticeAction::Answer;
        let step = NoticeTransition {
            action,
            comment: None,
            demand: None,
            meet_on: None,
            cause: answers.then(|| "配套条件落实较晚，影响了节点（示例）".to_owned()),
            measure: answers.then(|| "增派专人，按周调度（示例）".to_owned()),
            expected_on: answers.then(|| ctx.today() + Days::new(30)),
        };
        steps::transition(&ctx, notice.id, step).await?.fresh()
    }

    /// Somebody of this unit with this role, so many days before the day of loading, minutes apart.
    async fn person(&self, org: &str, role: Role, days: u64, number: u32) -> Result<Ctx, Error> {
        let calendar = calendar::load(&self.room.db).await?;
        let day = worked_on_or_before(shanghai_today(self.now) - Days::new(days), &calendar);
        self.room.clock.set(at(day, 10, 5 * number));
        let login = self.script.logins(org, role).first().copied().unwrap_or_default().to_owned();
        session::as_account(self.room, &login).await
    }
}
