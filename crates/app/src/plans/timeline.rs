//! The plan along the calendar: which milestone of which task comes when, and what is late since when.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::light::{LightCode, roll_up};
use luoshi_domain::policy::Action;
use luoshi_domain::tasks::TaskState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries::{board, not_started, summary};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::views::{Milestone, OrgRef};

/// A task on the timeline.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TimelineTask {
    /// Its id.
    pub id: Uuid,
    /// Its code, e.g. `28-03`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its light.
    pub light: LightCode,
    /// Where it stands.
    pub state: TaskState,
    /// Days late; null when it is not.
    pub days_late: Option<i32>,
    /// Who leads it.
    pub lead: OrgRef,
    /// First day.
    pub start_on: NaiveDate,
    /// Current last day.
    pub due_on: NaiveDate,
    /// Last day as first agreed; never changes.
    pub baseline_due_on: NaiveDate,
    /// Day on which it was closed.
    pub closed_on: Option<NaiveDate>,
    /// Its milestones by due day, each with the days it is late.
    pub milestones: Vec<Milestone>,
}

/// A measure on the timeline.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TimelineMeasure {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: Option<i32>,
    /// Its name on walls and charts.
    pub short_title: String,
    /// The same in English.
    pub short_title_en: Option<String>,
    /// Number of its part.
    pub part_number: Option<i32>,
    /// Title of its part with its number as printed.
    pub part_title: String,
    /// The gravest light of those of its tasks that the caller may open.
    #[serde(default = "not_started")]
    pub light: LightCode,
    /// Days late of the latest task with that light.
    #[serde(default)]
    pub days_late: Option<i32>,
    /// Those of its tasks that the caller may open, by code.
    pub tasks: Vec<TimelineTask>,
}

/// The plan along the calendar.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanTimeline {
    /// The day by which lateness is counted, Asia/Shanghai.
    pub today: NaiveDate,
    /// First day of the plan, or of a task that begins before it.
    pub from: NaiveDate,
    /// Last day of the plan, of a task that ends after it, or today where something is late.
    pub to: NaiveDate,
    /// Measures in the order of the plan.
    pub measures: Vec<TimelineMeasure>,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

impl TimelineMeasure {
    fn judge(&mut self, today: NaiveDate) {
        for task in &mut self.tasks {
            task.judge(today);
        }
        let issued = self.tasks.iter().filter(|task| task.state != TaskState::Draft);
        self.light = roll_up(issued.map(|task| task.light)).code;
        self.days_late =
            self.tasks.iter().filter(|task| task.light == self.light).filter_map(|task| task.days_late).max();
    }
}

impl TimelineTask {
    /// Before its beginning and while it rests a missed day is only a date; otherwise milestones count their late days.
    fn judge(&mut self, today: NaiveDate) {
        if !matches!(self.light, LightCode::NotStarted | LightCode::Inactive) {
            self.milestones = std::mem::take(&mut self.milestones).into_iter().map(|one| one.judged(today)).collect();
        }
    }
}

/// What comes when, as far as the caller may open the tasks.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<PlanTimeline, Error> {
    ctx.require(Action::PlanRead)?;
    let plan = summary(ctx, &ctx.app.db, id).await?;
    let [drafts, every_task, organisation] = board(ctx);
    let values = [id.into(), drafts, every_task, organisation];
    let mut measures: Vec<TimelineMeasure> =
        sql::rows(&ctx.app.db, statement(include_str!("timeline.sql"), values)).await?;
    let today = ctx.today();
    for measure in &mut measures {
        measure.judge(today);
    }
    let tasks = || measures.iter().flat_map(|measure| &measure.tasks);
    let from = plan.period_from.into_iter().chain(tasks().map(|task| task.start_on)).min().unwrap_or(today);
    let late = tasks().any(|task| task.light == LightCode::Overdue).then_some(today);
    let ends = tasks().map(|task| task.due_on).chain(plan.period_to).chain(late);
    let to = ends.max().unwrap_or(today);
    Ok(PlanTimeline { today, from, to, measures, as_of: ctx.now })
}
