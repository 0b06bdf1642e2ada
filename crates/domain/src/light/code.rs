//! The words of a light: its colour, its marks and its reasons, as stored and sent.

use chrono::NaiveDate;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a light says, from harmless to grave: the greatest of several codes is the one to show (domain.md 2.5).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LightCode {
    /// 蓝·按期完成: closed, and applied for in time or within an approved extension.
    Completed,
    /// 蓝·逾期完成: closed, but applied for after the due day; it stays so forever.
    CompletedLate,
    /// 灰·暂缓/终止: suspended or cancelled.
    Inactive,
    /// 灰·未启动: not signed off yet, or before its start day.
    NotStarted,
    /// 绿·正常推进: nothing is late.
    OnTrack,
    /// 黄·预警: something is late within the days of grace.
    AtRisk,
    /// 红·滞后: the task, a key milestone, or any milestone beyond the days of grace is late.
    Overdue,
}

/// What a light adds to its colour without changing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Tag {
    /// 延期内完成: closed after the baseline due day, within the extended one.
    Extended,
    /// 待验收: closure was applied for in time; the office has not decided.
    PendingAcceptance,
}

/// Why a light is not green, with the facts a reader needs; days are calendar days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// The task's current due day passed and no closure was applied for.
    PastDue {
        /// Current due day of the task.
        due_on: NaiveDate,
        /// Days since then, at least 1.
        days: i32,
    },
    /// Closure was applied for after the task's current due day.
    ClosureAppliedLate {
        /// Current due day of the task.
        due_on: NaiveDate,
        /// Day of the application.
        applied_on: NaiveDate,
        /// Days from the one to the other, at least 1.
        days: i32,
    },
    /// A key milestone is late: red from the first day.
    KeyMilestoneOverdue {
        /// The milestone.
        milestone: Uuid,
        /// Its title.
        title: String,
        /// Its current due day.
        due_on: NaiveDate,
        /// Days counted against the unit, at least 1.
        days: i32,
    },
    /// Another milestone is late by more than the days of grace: red.
    MilestoneOverdueGtG {
        /// The milestone.
        milestone: Uuid,
        /// Its title.
        title: String,
        /// Its current due day.
        due_on: NaiveDate,
        /// Days counted against the unit, more than the grace.
        days: i32,
    },
    /// Another milestone is late within the days of grace: yellow.
    MilestoneOverdue {
        /// The milestone.
        milestone: Uuid,
        /// Its title.
        title: String,
        /// Its current due day.
        due_on: NaiveDate,
        /// Days counted against the unit, from 1 to the grace.
        days: i32,
    },
    /// A supervision notice was not answered by its reply day: red.
    NoticeUnanswered {
        /// Printed number of the notice.
        number: String,
        /// The last day on which an answer was in time.
        reply_by: NaiveDate,
    },
    /// Reports were missed in a row, as many as the limit or more: red.
    ReportsMissed {
        /// How many in a row.
        count: u32,
        /// Period of the last of them.
        cycle: String,
        /// Day on which that one was due.
        due_on: NaiveDate,
    },
    /// The last report was missed: yellow.
    ReportMissed {
        /// Its period.
        cycle: String,
        /// Day on which it was due.
        due_on: NaiveDate,
    },
    /// What was measured is more than r points behind the schedule: red.
    LagGtR {
        /// Last day of the period that was measured.
        as_of: NaiveDate,
        /// Percent that the schedule expected then, two decimals.
        planned: String,
        /// Percent that was reached.
        actual: String,
        /// Points between the two.
        lag: String,
    },
    /// What was measured is y points or more behind the schedule: yellow.
    LagGeY {
        /// Last day of the period that was measured.
        as_of: NaiveDate,
        /// Percent that the schedule expected then, two decimals.
        planned: String,
        /// Percent that was reached.
        actual: String,
        /// Points between the two.
        lag: String,
    },
    /// A grave finding of an evaluation is past its day of rectification: red.
    FindingOverdueSevere {
        /// What was found.
        title: String,
        /// The last day to rectify it.
        due_on: NaiveDate,
        /// Days since then.
        days: i32,
    },
    /// Another finding is past its day of rectification: yellow.
    FindingOverdue {
        /// What was found.
        title: String,
        /// The last day to rectify it.
        due_on: NaiveDate,
        /// Days since then.
        days: i32,
    },
    /// The unit itself raised an obstacle and rated it 中 or 高: yellow.
    IssueRaised {
        /// What it is about.
        title: String,
    },
    /// A request for extension waits for its decision: yellow at least, and the old due day counts (domain.md 2.7).
    ExtensionPending,
}

impl Reason {
    /// Calendar days late that this reason stands for; 0 where nothing is late yet.
    pub fn days(&self) -> i32 {
        match self {
            Self::PastDue { days, .. }
            | Self::ClosureAppliedLate { days, .. }
            | Self::KeyMilestoneOverdue { days, .. }
            | Self::MilestoneOverdueGtG { days, .. }
            | Self::MilestoneOverdue { days, .. }
            | Self::FindingOverdueSevere { days, .. }
            | Self::FindingOverdue { days, .. } => *days,
            // Late is the answer or the report, not the work; points are no days.
            Self::NoticeUnanswered { .. }
            | Self::ReportsMissed { .. }
            | Self::ReportMissed { .. }
            | Self::LagGtR { .. }
            | Self::LagGeY { .. }
            | Self::IssueRaised { .. }
            | Self::ExtensionPending => 0,
        }
    }

    /// The colour this reason alone gives to a task in progress.
    pub(super) fn colour(&self) -> LightCode {
        match self {
            Self::MilestoneOverdue { .. }
            | Self::ReportMissed { .. }
            | Self::LagGeY { .. }
            | Self::FindingOverdue { .. }
            | Self::IssueRaised { .. }
            | Self::ExtensionPending => LightCode::AtRisk,
            Self::PastDue { .. }
            | Self::ClosureAppliedLate { .. }
            | Self::KeyMilestoneOverdue { .. }
            | Self::MilestoneOverdueGtG { .. }
            | Self::NoticeUnanswered { .. }
            | Self::ReportsMissed { .. }
            | Self::LagGtR { .. }
            | Self::FindingOverdueSevere { .. } => LightCode::Overdue,
        }
    }
}

/// The computed light of one task on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Light {
    /// The colour.
    pub code: LightCode,
    /// Marks beside the colour.
    pub tags: Vec<Tag>,
    /// Every reason that holds, gravest first, then by due day; empty where there is nothing to say.
    pub reasons: Vec<Reason>,
    /// 临期: a milestone that is not submitted falls due within `Thresholds::soon_days`; a badge, not a colour.
    pub due_soon: bool,
}

impl Light {
    /// The most calendar days by which anything behind this light is or was late: what a red list is sorted by.
    pub fn days_late(&self) -> Option<i32> {
        self.reasons.iter().map(Reason::days).max().filter(|days| *days > 0)
    }

    pub(super) fn plain(code: LightCode) -> Self {
        Self { code, tags: Vec::new(), reasons: Vec::new(), due_soon: false }
    }
}
