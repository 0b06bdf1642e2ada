//! What the end of a reporting cycle keeps whole: the plan's structure, every issued task with the names of the day, its
//! light with reasons, its milestones, its report with claims and verdicts, its notices, and how it stood a cycle before.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::light::{LightCode, Reason, Tag};
use crate::reports::{ReportState, Verdict};
use crate::supervision::{NoticeLevel, NoticeState};
use crate::tasks::{MilestoneState, Nature, TaskState};
use crate::tracking::Standing;

/// Version of this shape and of the paper made from it; a later one leaves what was frozen before as it is.
pub const FORMAT: u32 = 1;

/// Everything as it was on the day of the snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// [`FORMAT`] when it was frozen.
    pub format: u32,
    /// The day, in Shanghai.
    pub day: NaiveDate,
    /// The instant.
    pub taken_at: DateTime<Utc>,
    /// The plan.
    pub plan: FrozenPlan,
    /// The cycle that ended.
    pub cycle: FrozenCycle,
    /// The day of the frozen snapshot before this one, which `before` of each task is about.
    pub since: Option<NaiveDate>,
    /// The plan's structure in its order.
    pub parts: Vec<FrozenPart>,
    /// Lead organisations in 建制 order, with the names of the day.
    pub leads: Vec<FrozenOrg>,
    /// Issued tasks by code.
    pub tasks: Vec<FrozenTask>,
}

/// The plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenPlan {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its short title.
    pub short_title: String,
}

/// The cycle that ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenCycle {
    /// Its id.
    pub id: Uuid,
    /// Its period in words.
    pub name: String,
    /// First day of the period.
    pub period_from: NaiveDate,
    /// Last day of the period.
    pub period_to: NaiveDate,
    /// Last day of the window.
    pub due_on: NaiveDate,
}

/// A part of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenPart {
    /// Its number as printed, e.g. 二、.
    pub printed: String,
    /// Its title.
    pub title: String,
    /// Its sections.
    pub sections: Vec<FrozenSection>,
}

/// A section of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenSection {
    /// Its number as printed, e.g. （一）.
    pub printed: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its measures.
    pub measures: Vec<FrozenMeasure>,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenMeasure {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: Option<i32>,
    /// Its title.
    pub title: String,
}

/// An organisation under the name it had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenOrg {
    /// Its id.
    pub id: Uuid,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenTask {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its measure.
    pub measure: Uuid,
    /// 交付物.
    pub deliverable: String,
    /// 验收标准.
    pub acceptance_standard: String,
    /// 长期 or 阶段.
    pub nature: Nature,
    /// 关键任务.
    pub is_key: bool,
    /// 示例.
    pub is_sample: bool,
    /// 牵头单位.
    pub lead: FrozenOrg,
    /// 责任单位.
    pub responsible: Vec<FrozenOrg>,
    /// 配合单位.
    pub supporting: Vec<FrozenOrg>,
    /// Start day.
    pub start_on: NaiveDate,
    /// Due day as first fixed.
    pub baseline_due_on: NaiveDate,
    /// Due day that held.
    pub due_on: NaiveDate,
    /// Its state.
    pub state: TaskState,
    /// Its light.
    pub light: FrozenLight,
    /// 三值对照: what the unit claimed, what was accepted, what the schedule expected.
    pub progress: Option<FrozenProgress>,
    /// Its milestones in order.
    pub milestones: Vec<FrozenMilestone>,
    /// Whether the cycle asked for a report.
    pub asked: bool,
    /// Its report of the cycle, if one was begun.
    pub report: Option<FrozenReport>,
    /// Notices issued on it and not called off.
    pub notices: Vec<FrozenNotice>,
    /// How it stood in the frozen snapshot before; none when it had not been issued then, or there was none.
    pub before: Option<Standing>,
}

/// A light with everything that explains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenLight {
    /// The colour.
    pub code: LightCode,
    /// Why, gravest first.
    pub reasons: Vec<Reason>,
    /// Marks beside the colour.
    pub tags: Vec<Tag>,
    /// First day with this colour.
    pub since: NaiveDate,
    /// Most days any reason was late.
    pub days_late: Option<i32>,
    /// Which rules computed it.
    pub rule_version: i32,
    /// Which limits of the plan.
    pub limits_version: i32,
}

/// 三值对照 in percent with two decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenProgress {
    /// What it is measured by: `MILESTONES` or `QUANTITY`.
    pub basis: String,
    /// The day the three are about.
    pub as_of: NaiveDate,
    /// What the unit claimed.
    pub claimed: Option<String>,
    /// What was accepted.
    pub accepted: Option<String>,
    /// What the schedule expected.
    pub scheduled: String,
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenMilestone {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Due day that held.
    pub due_on: NaiveDate,
    /// Due day as first fixed.
    pub baseline_due_on: NaiveDate,
    /// Percent of the task.
    pub weight: u32,
    /// 关键节点.
    pub is_key: bool,
    /// Its state.
    pub state: MilestoneState,
    /// Day of the submission that waited.
    pub submitted_on: Option<NaiveDate>,
    /// Day of the submission that was accepted.
    pub completed_on: Option<NaiveDate>,
}

/// The report of the cycle, in its latest approved version or as it stood; words that were not approved are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenReport {
    /// Its id.
    pub id: Uuid,
    /// Its version.
    pub revision: i32,
    /// Its state.
    pub state: ReportState,
    /// Whether it lay with the office by its due day.
    pub in_time: bool,
    /// How often it was returned.
    pub returns: i32,
    /// 本期无进展.
    pub no_change: bool,
    /// 本期进展.
    pub progress: Option<String>,
    /// 存在问题.
    pub problems: Option<String>,
    /// 需协调事项.
    pub coordination: Option<String>,
    /// 下一步计划.
    pub next_steps: Option<String>,
    /// 量化值 with two decimals.
    pub quantity: Option<String>,
    /// What was claimed and how it was judged.
    pub claims: Vec<FrozenClaim>,
}

/// A milestone that a report claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenClaim {
    /// The milestone.
    pub milestone: Uuid,
    /// The judgement, once there was one.
    pub verdict: Option<Verdict>,
    /// Its reason.
    pub verdict_reason: Option<String>,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenNotice {
    /// Its rung.
    pub level: NoticeLevel,
    /// Its printed number.
    pub number: Option<String>,
    /// Its state.
    pub state: NoticeState,
    /// The day it went out.
    pub issued_on: NaiveDate,
    /// Last day to answer.
    pub reply_by: Option<NaiveDate>,
}
