//! The light of a task, rule set v1 (domain.md 2.5): its colour, and why.
//!
//! A light is computed from dates and states; nobody chooses it. Start with [`light`] and read down; the clock of a
//! milestone is [`MilestoneFacts::overdue_days`], the reports that count as missed are in `report`, the lag of a measured
//! task is [`Quantity::measured`], the day on which a light turns by itself is [`next_change`], and the light of a measure
//! is [`roll_up`].

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::tasks::TaskState;

mod code;
mod measure;
mod milestone;
mod next;
mod quantity;
mod report;
#[cfg(test)]
mod tests;

pub use code::{Light, LightCode, Reason, Tag};
pub use measure::{LightCounts, MeasureLight, roll_up};
pub use milestone::{MilestoneFacts, accepted_weight, claimed_weight, expected_weight};
pub use next::{NextLight, next_change};
pub use quantity::{Amount, CurvePoint, Measured, Quantity, Share};
pub use report::{ReportFacts, ReportStanding};

/// Version of the rules in this module, stored beside every light that they decided.
pub const RULE_VERSION: i32 = 1;

/// The limits of the rules: settings of a plan, with the defaults of domain.md 2.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// g: up to so many days late an ordinary milestone is yellow, after that red.
    pub grace_days: u32,
    /// soon: so many days before its due day a milestone gets the 临期 badge.
    pub soon_days: u32,
    /// y: from so many points behind its schedule a measured task is yellow.
    pub lag_points: u32,
    /// r: beyond so many points behind its schedule a measured task is red.
    pub lag_red_points: u32,
    /// missed: so many reports missed in a row make a task red.
    pub missed_reports: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { grace_days: 10, soon_days: 15, lag_points: 10, lag_red_points: 30, missed_reports: 2 }
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
    /// Whether a request to extend it or one of its milestones is filed and not decided.
    pub extension_pending: bool,
    /// The supervision notice to which the unit owes an answer.
    pub supervision: Option<OwedAnswer>,
    /// The obstacle that the unit itself raised and rated 中 or 高, while it is open.
    pub issue: Option<RaisedIssue>,
    /// Findings of an evaluation that are not rectified.
    pub findings: Vec<FindingFacts>,
    /// The reports that cycles asked for, in any order.
    pub reports: Vec<ReportFacts>,
    /// What it counts, if it is a task with a number to reach.
    pub quantity: Option<Quantity>,
    /// Its milestones, in any order.
    pub milestones: Vec<MilestoneFacts>,
}

/// An obstacle for which the unit needs others; telling of it early costs yellow, never red.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaisedIssue {
    /// What it is about.
    pub title: String,
}

/// A finding that its unit has to rectify.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingFacts {
    /// What was found.
    pub title: String,
    /// 严重.
    pub severe: bool,
    /// The last day to rectify it; that day itself is in time.
    pub rectify_by: NaiveDate,
}

/// A supervision notice that its unit has not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwedAnswer {
    /// Its printed number, e.g. 中园督〔2026〕12号.
    pub number: String,
    /// The last day to answer; that day itself is in time.
    pub reply_by: NaiveDate,
}

/// The light of a task on `today` (a day in Asia/Shanghai), by the first rule of domain.md 2.5 that matches.
///
/// The start day matters only to a task in progress: one that ended, stopped or waits for acceptance says so even
/// before its planned start, so that the closed ones always add up.
pub fn light(facts: &TaskFacts, today: NaiveDate, thresholds: &Thresholds) -> Light {
    match facts.state {
        TaskState::Draft | TaskState::PendingSignoff | TaskState::SignoffReturned => {
            Light::plain(LightCode::NotStarted)
        }
        TaskState::Suspended | TaskState::Cancelled => Light::plain(LightCode::Inactive),
        TaskState::Closed => closed(facts, today),
        TaskState::PendingClosure => pending_closure(facts, today),
        TaskState::InProgress if today < facts.start_on => Light::plain(LightCode::NotStarted),
        TaskState::InProgress => in_progress(facts, today, *thresholds),
    }
}

/// Rule 2. The order of the tests is the rule: whoever met the baseline is in time, whatever became of the due day.
fn closed(facts: &TaskFacts, today: NaiveDate) -> Light {
    match applied_late(facts, today) {
        _ if applied_on(facts, today) <= facts.baseline_due_on => Light::plain(LightCode::Completed),
        None => Light { tags: vec![Tag::Extended], ..Light::plain(LightCode::Completed) },
        Some(reason) => Light { reasons: vec![reason], ..Light::plain(LightCode::CompletedLate) },
    }
}

/// Rule 3. Only the day of the application counts, never how long the office takes.
fn pending_closure(facts: &TaskFacts, today: NaiveDate) -> Light {
    match applied_late(facts, today) {
        None => Light { tags: vec![Tag::PendingAcceptance], ..Light::plain(LightCode::OnTrack) },
        Some(reason) => Light { reasons: vec![reason], ..Light::plain(LightCode::Overdue) },
    }
}

/// Rules 4 to 6.
fn in_progress(facts: &TaskFacts, today: NaiveDate, thresholds: Thresholds) -> Light {
    let mut milestones: Vec<&MilestoneFacts> = facts.milestones.iter().collect();
    milestones.sort_by_key(|milestone| (milestone.due_on, milestone.id));
    let mut reasons: Vec<Reason> = past_due(facts, today).into_iter().collect();
    reasons.extend(milestones.iter().filter_map(|milestone| milestone.reason(today, thresholds.grace_days)));
    reasons.extend(lag(facts, today, thresholds));
    reasons.extend(report::missed(&facts.reports, today, thresholds.missed_reports));
    reasons.extend(unanswered(facts, today));
    reasons.extend(facts.findings.iter().filter_map(|finding| finding.reason(today)));
    reasons.extend(facts.issue.iter().map(|issue| Reason::IssueRaised { title: issue.title.clone() }));
    reasons.extend(facts.extension_pending.then_some(Reason::ExtensionPending));
    reasons.sort_by_key(|reason| Reverse(reason.colour()));
    Light {
        code: reasons.first().map_or(LightCode::OnTrack, Reason::colour),
        due_soon: milestones.iter().any(|milestone| milestone.is_due_soon(today, thresholds.soon_days)),
        reasons,
        tags: Vec::new(),
    }
}

/// Points behind the schedule: from y on yellow, beyond r red.
fn lag(facts: &TaskFacts, today: NaiveDate, thresholds: Thresholds) -> Option<Reason> {
    let measured = facts.quantity.as_ref()?.measured(facts.start_on, facts.due_on, &facts.reports, today)?;
    measured.reason(thresholds.lag_points, thresholds.lag_red_points)
}

impl FindingFacts {
    fn reason(&self, today: NaiveDate) -> Option<Reason> {
        let (title, due_on, days) = (self.title.clone(), self.rectify_by, days_late(self.rectify_by, today));
        match days {
            0 => None,
            _ if self.severe => Some(Reason::FindingOverdueSevere { title, due_on, days }),
            _ => Some(Reason::FindingOverdue { title, due_on, days }),
        }
    }
}

fn past_due(facts: &TaskFacts, today: NaiveDate) -> Option<Reason> {
    let days = days_late(facts.due_on, today);
    (days > 0).then_some(Reason::PastDue { due_on: facts.due_on, days })
}

/// Rule 4: a supervision notice without an answer after its reply day.
fn unanswered(facts: &TaskFacts, today: NaiveDate) -> Option<Reason> {
    let owed = facts.supervision.as_ref().filter(|owed| today > owed.reply_by)?;
    Some(Reason::NoticeUnanswered { number: owed.number.clone(), reply_by: owed.reply_by })
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
fn days_late(due_on: NaiveDate, day: NaiveDate) -> i32 {
    i32::try_from((day - due_on).num_days().max(0)).unwrap_or(i32::MAX)
}
