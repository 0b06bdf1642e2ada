//! What the cockpit shows: numbers, each with the list behind it.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::light::{LightCode, LightCounts, Reason};
use luoshi_domain::statistics::Ratio;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::views::OrgRef;

/// The one screen for those who decide; every number counts only what the caller may read.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Dashboard {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The day in Shanghai.
    pub today: NaiveDate,
    /// The plan; null when none is in force.
    pub plan_id: Option<Uuid>,
    /// What the changes are counted from; null before the first snapshot.
    pub base: Option<SnapshotRef>,
    /// Tasks in scope: issued and not cancelled.
    pub tasks: u32,
    /// The list of all of them.
    pub href: ListFilter,
    /// One per light, gravest first.
    pub tiles: Vec<Tile>,
    /// The rates of domain.md 2.13.
    pub rates: Vec<Rate>,
    /// Red tasks, the latest first; at most 50.
    pub red: Vec<RedTask>,
    /// What waits for a decision.
    pub decisions: Vec<Awaited>,
    /// Unsubmitted key milestones of the next 30 days, the day itself included; at most 50.
    pub milestones: Vec<KeyMilestone>,
    /// Lights by part of the plan, in its order.
    pub parts: Vec<Breakdown<PartRef>>,
    /// Lights by lead organisation, in 建制 order.
    pub leads: Vec<Breakdown<OrgRef>>,
}

/// The snapshot that changes are counted from: the last frozen one, else the oldest of the last 90 days.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SnapshotRef {
    /// Its day.
    pub day: NaiveDate,
    /// Whether the end of a reporting cycle froze it.
    pub frozen: bool,
    /// The period of that cycle in words.
    pub cycle_name: Option<String>,
}

/// Filters of the list of tasks that holds exactly what a number counts: the query of `GET /tasks` without the nulls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListFilter {
    /// The plan.
    pub plan_id: Option<Uuid>,
    /// Lights.
    pub light: Option<String>,
    /// States.
    pub state: Option<String>,
    /// Number of a part.
    pub part: Option<String>,
    /// Lead organisation.
    pub lead: Option<Uuid>,
}

/// How many tasks show a light.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Tile {
    /// The light.
    pub light: LightCode,
    /// How many show it now.
    pub count: u32,
    /// More or fewer than at the base; null without one.
    pub change: Option<i32>,
    /// How many show it now and did not then, new tasks among them.
    pub entered: Option<u32>,
    /// How many showed it then and do not now.
    pub left: Option<u32>,
    /// The list behind the number.
    pub href: ListFilter,
}

/// Which rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RateCode {
    /// 办结率.
    Closing,
    /// 按期办结率.
    ClosingOnTime,
    /// 延期办结率.
    ClosingExtended,
    /// 逾期办结率.
    ClosingLate,
    /// 里程碑达成率.
    Milestones,
    /// 报送及时率 of the last cycle that ended.
    Punctuality,
    /// 一次通过率 of the last cycle that ended.
    FirstPass,
}

/// A rate with what it is made of.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Rate {
    /// Which one.
    pub code: RateCode,
    /// How many of how many.
    pub ratio: Ratio,
    /// As it is printed: `91.13%`, or `—` where there is nothing to divide by.
    pub percent: String,
    /// The period it is about, for rates of one cycle.
    pub cycle_name: Option<String>,
    /// The list of the numerator, where it is a list of tasks.
    pub href: Option<ListFilter>,
}

/// A red task with what was done last.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RedTask {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// 牵头单位.
    pub lead: OrgRef,
    /// Why, gravest first.
    pub reasons: Vec<Reason>,
    /// Most days any reason is late.
    pub days_late: Option<i32>,
    /// The last step of the task or of one of its reports, as far as the caller may read it.
    pub last_action: Option<LastAction>,
}

/// A step taken.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LastAction {
    /// Kind and step, e.g. `report.approve`.
    pub what: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Short name of whose it was.
    pub organisation: String,
}

/// What kind of decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DecisionKind {
    /// 退签待协调: reassign or uphold.
    SignoffReturned,
    /// 待验收: confirm closure or send it back.
    Closure,
}

/// The decisions of one kind.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Awaited {
    /// Which kind.
    pub kind: DecisionKind,
    /// How many wait.
    pub count: u32,
    /// Whether the caller is one of those who may decide.
    pub mine: bool,
    /// The list of them.
    pub href: ListFilter,
    /// Those that wait longest; at most 10.
    pub items: Vec<Decision>,
}

/// One decision that is awaited.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Decision {
    /// The task.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// 牵头单位.
    pub lead: OrgRef,
    /// Since when it waits.
    pub since: DateTime<Utc>,
    /// Days since then.
    pub days: i32,
    /// What the unit said.
    pub comment: Option<String>,
}

/// A key milestone that comes soon.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct KeyMilestone {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its due day.
    pub due_on: NaiveDate,
    /// Days left.
    pub days: i32,
    /// Its task.
    pub task_id: Uuid,
    /// Code of the task.
    pub task_code: String,
    /// 牵头单位.
    pub lead: OrgRef,
}

/// A part of the plan where it is only named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartRef {
    /// Its id.
    pub id: Uuid,
    /// Its number, where it has one.
    pub number: Option<i32>,
    /// The number as printed, e.g. 五、.
    pub printed: String,
    /// Its title.
    pub title: String,
}

/// The lights of one row of a table; a cell's list is the row's filter and the tile's together.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Breakdown<T> {
    /// Whose.
    pub of: T,
    /// How many tasks show each light.
    pub counts: LightCounts,
    /// How many in all.
    pub tasks: u32,
    /// The list of all of them; null where no filter names the row.
    pub href: Option<ListFilter>,
}
