//! The light of a task, rule set v1 (domain.md 2.5): its colour, and why.
//!
//! A light is computed from dates and states; nobody chooses it. Start with [`light`] and read down; [`roll_up`] is the
//! light of a measure. Here are the rules on dates: the task's own, its milestones' and its closure's.

use std::cmp::Reverse;

use chrono::NaiveDate;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::tasks::TaskState;

/// Version of the rules in this module, stored beside every light that they decided.
pub const RULE_VERSION: i32 = 1;

/// From this many returns of one milestone on, a pending submission stops its clock no longer (domain.md 2.5).
const RETURNS_WITHOUT_FREEZE: u32 = 2;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
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
        days: i64,
    },
    /// Closure was applied for after the task's current due day.
    ClosureAppliedLate {
        /// Current due day of the task.
        due_on: NaiveDate,
        /// Day of the application.
        applied_on: NaiveDate,
        /// Days from the one to the other, at least 1.
        days: i64,
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
        days: i64,
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
        days: i64,
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
        days: i64,
    },
}

impl Reason {
    /// The colour this reason alone gives to a task in progress.
    fn colour(&self) -> LightCode {
        match self {
            Self::MilestoneOverdue { .. } => LightCode::AtRisk,
            Self::PastDue { .. }
            | Self::ClosureAppliedLate { .. }
            | Self::KeyMilestoneOverdue { .. }
            | Self::MilestoneOverdueGtG { .. } => LightCode::Overdue,
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
    /// Every reason that holds, gravest first, then by due day; empty unless something is or was late.
    pub reasons: Vec<Reason>,
    /// 临期: a milestone that is not submitted falls due within [`Thresholds::soon_days`]; a badge, not a colour.
    pub due_soon: bool,
}

/// The limits of the rules in calendar days: settings of a plan, with the defaults of domain.md 2.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Thresholds {
    /// g: up to so many days late an ordinary milestone is yellow, after that red.
    pub grace_days: u32,
    /// soon: so many days before its due day a milestone gets the 临期 badge.
    pub soon_days: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { grace_days: 10, soon_days: 15 }
    }
}

/// What the rules ask about a task, as known on the day of the light.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFacts {
    /// Its state.
    pub state: TaskState,
    /// S: the first day it is judged at all.
    pub start_on: NaiveDate,
    /// D0: the due day first fixed, which never changes.
    pub baseline_due_on: NaiveDate,
    /// D: the current due day, after approved extensions.
    pub due_on: NaiveDate,
    /// e: the day of the application that is pending or was accepted; read only in those two states.
    pub closure_applied_on: Option<NaiveDate>,
    /// Its milestones, in any order.
    pub milestones: Vec<MilestoneFacts>,
}

/// What the rules ask about a milestone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneFacts {
    /// Its id, for the reasons.
    pub id: Uuid,
    /// Its title, for the reasons.
    pub title: String,
    /// The current due day, after approved extensions.
    pub due_on: NaiveDate,
    /// 关键节点: late means red at once.
    pub is_key: bool,
    /// Its share of the task in percent; the weights of a task sum to 100 (domain.md 2.2). Never decides a colour.
    pub weight: u32,
    /// c: the day of the submission that was later accepted, not the day of acceptance.
    pub accepted_submission_on: Option<NaiveDate>,
    /// s: the day of the submission that now waits for its reviewers.
    pub pending_since: Option<NaiveDate>,
    /// How often it was returned so far.
    pub returns: u32,
}

impl MilestoneFacts {
    /// Calendar days it counts as late on `today`: 0 if accepted, pending in time, or not past its due day.
    ///
    /// While a submission waits, the clock stands still on the day it was made, so a slow office harms nobody and
    /// submitting late heals nothing. After a return it runs again from the due day; after a second one for good.
    pub fn overdue_days(&self, today: NaiveDate) -> i64 {
        if self.accepted_submission_on.is_some() {
            return 0;
        }
        let frozen_on = self.pending_since.filter(|_| self.returns < RETURNS_WITHOUT_FREEZE);
        let counted_to = frozen_on.map_or(today, |submitted_on| submitted_on.min(today));
        days_late(self.due_on, counted_to)
    }

    /// Calendar days the accepted submission came after the due day: the mark that stays on a milestone made up late.
    pub fn accepted_days_late(&self) -> i64 {
        self.accepted_submission_on.map_or(0, |submitted_on| days_late(self.due_on, submitted_on))
    }

    fn is_due_soon(&self, today: NaiveDate, soon_days: u32) -> bool {
        let is_submitted = self.accepted_submission_on.is_some() || self.pending_since.is_some();
        let days_left = (self.due_on - today).num_days();
        !is_submitted && (0..=i64::from(soon_days)).contains(&days_left)
    }

    fn reason(&self, today: NaiveDate, grace_days: u32) -> Option<Reason> {
        let days = self.overdue_days(today);
        let (milestone, title, due_on) = (self.id, self.title.clone(), self.due_on);
        match days {
            0 => None,
            _ if self.is_key => Some(Reason::KeyMilestoneOverdue { milestone, title, due_on, days }),
            _ if days > i64::from(grace_days) => Some(Reason::MilestoneOverdueGtG { milestone, title, due_on, days }),
            _ => Some(Reason::MilestoneOverdue { milestone, title, due_on, days }),
        }
    }
}

/// The light of a task on `today` (a day in Asia/Shanghai), by the first rule of domain.md 2.5 that matches.
///
/// The start day matters only to a task in progress: one that ended, stopped or waits for acceptance says so even
/// before its planned start, so that the closed ones always add up.
pub fn light(facts: &TaskFacts, today: NaiveDate, thresholds: &Thresholds) -> Light {
    match facts.state {
        TaskState::Draft | TaskState::PendingSignoff | TaskState::SignoffReturned => plain(LightCode::NotStarted),
        TaskState::Suspended | TaskState::Cancelled => plain(LightCode::Inactive),
        TaskState::Closed => closed(facts, today),
        TaskState::PendingClosure => pending_closure(facts, today),
        TaskState::InProgress if today < facts.start_on => plain(LightCode::NotStarted),
        TaskState::InProgress => in_progress(facts, today, thresholds),
    }
}

fn plain(code: LightCode) -> Light {
    Light { code, tags: Vec::new(), reasons: Vec::new(), due_soon: false }
}

/// Rule 2. The order of the tests is the rule: whoever met the baseline is in time, whatever became of the due day.
fn closed(facts: &TaskFacts, today: NaiveDate) -> Light {
    match applied_late(facts, today) {
        _ if applied_on(facts, today) <= facts.baseline_due_on => plain(LightCode::Completed),
        None => Light { tags: vec![Tag::Extended], ..plain(LightCode::Completed) },
        Some(reason) => Light { reasons: vec![reason], ..plain(LightCode::CompletedLate) },
    }
}

/// Rule 3. Only the day of the application counts, never how long the office takes.
fn pending_closure(facts: &TaskFacts, today: NaiveDate) -> Light {
    match applied_late(facts, today) {
        None => Light { tags: vec![Tag::PendingAcceptance], ..plain(LightCode::OnTrack) },
        Some(reason) => Light { reasons: vec![reason], ..plain(LightCode::Overdue) },
    }
}

/// Rules 4 to 6.
fn in_progress(facts: &TaskFacts, today: NaiveDate, thresholds: &Thresholds) -> Light {
    let mut milestones: Vec<&MilestoneFacts> = facts.milestones.iter().collect();
    milestones.sort_by_key(|milestone| (milestone.due_on, milestone.id));
    let late_milestones = milestones.iter().filter_map(|milestone| milestone.reason(today, thresholds.grace_days));
    let mut reasons: Vec<Reason> = past_due(facts, today).into_iter().chain(late_milestones).collect();
    reasons.sort_by_key(|reason| Reverse(reason.colour()));
    Light {
        code: reasons.first().map_or(LightCode::OnTrack, Reason::colour),
        due_soon: milestones.iter().any(|milestone| milestone.is_due_soon(today, thresholds.soon_days)),
        reasons,
        tags: Vec::new(),
    }
}

fn past_due(facts: &TaskFacts, today: NaiveDate) -> Option<Reason> {
    let days = days_late(facts.due_on, today);
    (days > 0).then_some(Reason::PastDue { due_on: facts.due_on, days })
}

fn applied_late(facts: &TaskFacts, today: NaiveDate) -> Option<Reason> {
    let applied_on = applied_on(facts, today);
    let days = days_late(facts.due_on, applied_on);
    (days > 0).then_some(Reason::ClosureAppliedLate { due_on: facts.due_on, applied_on, days })
}

/// An application without a date is no proof of punctuality: it counts as made today.
fn applied_on(facts: &TaskFacts, today: NaiveDate) -> NaiveDate {
    facts.closure_applied_on.unwrap_or(today)
}

/// Calendar days from `due_on` to `day`; the due day itself is in time.
fn days_late(due_on: NaiveDate, day: NaiveDate) -> i64 {
    (day - due_on).num_days().max(0)
}

