//! What pages show of cycles and reports: the shapes of the interface.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::calendar::PeriodKind;
use luoshi_domain::cycles::Basis;
use luoshi_domain::evidence::EvidenceKind;
use luoshi_domain::light::{Amount, LightCode, Quantity};
use luoshi_domain::reports::{CorrectionState, ReportState, ReturnReason, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::calls::PhoneCall;
use super::contributions::views::ReportContribution;
use crate::actions::AllowedAction;
use crate::evidence::views::Evidence;
use crate::views::{LightDetail, Milestone, OrgRef, PersonRef, Step};

/// A reporting period with its window and how far the reports of it are.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Cycle {
    /// Its id.
    pub id: Uuid,
    /// Its period in words, e.g. 2026年第二季度.
    pub name: String,
    /// How long the period is.
    pub kind: PeriodKind,
    /// First day of the period.
    pub period_from: NaiveDate,
    /// Last day of the period.
    pub period_to: NaiveDate,
    /// First day on which reports can be written.
    pub opens_on: NaiveDate,
    /// Last day on which a report is in time; single units may have a later one.
    pub due_on: NaiveDate,
    /// The due day as first set; it stays to be seen when the due day moves.
    pub baseline_due_on: NaiveDate,
    /// Which tasks are asked for a report.
    pub basis: Basis,
    /// Whether the house opened it by itself.
    pub automatic: bool,
    /// Reports it asks for, as far as the caller may count them.
    pub asked: i64,
    /// How many of these are due later than the others.
    pub exceptions: i64,
    /// Whether today lies within the window; reports after it are late, not refused.
    pub is_open: bool,
    /// Whether this is the cycle people work on now: the last one opened, or the first one to open.
    pub is_current: bool,
    /// Reports the caller may see, by state.
    pub counts: ReportCounts,
    /// Version for edits.
    pub version: i32,
}

/// A number of reports for each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct ReportCounts {
    /// Reports that are asked for and nobody has begun.
    pub not_started: i64,
    /// 填报中.
    pub draft: i64,
    /// 待单位审核.
    pub unit_review: i64,
    /// 待统筹审核.
    pub office_review: i64,
    /// 已通过.
    pub approved: i64,
    /// 已退回.
    pub returned: i64,
    /// 免报.
    pub waived: i64,
}

/// What the list and the page of a report have in common.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportHead {
    /// Its id.
    pub id: Uuid,
    /// What it reports on.
    pub task: ReportedTask,
    /// The period it reports for.
    pub cycle: ReportCycle,
    /// Where it stands.
    pub state: ReportState,
    /// 1 unless corrected.
    pub revision: i32,
    /// 本期无进展.
    pub no_change: bool,
    /// How often it was returned.
    pub returns: i32,
    /// When it last left the writer's hands.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Milestones it claims.
    pub claimed: i64,
    /// Whose turn it is.
    pub waiting_for: Option<WaitingFor>,
    /// Whether a telephone call stands in place of a third return and its result is not recorded yet.
    pub call_open: bool,
    /// Version for edits.
    pub version: i32,
}

/// A report in a list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportSummary {
    /// What the page shows too.
    #[serde(flatten)]
    pub head: ReportHead,
    /// Pieces of evidence in force.
    pub evidence: i64,
    /// Its first words while it is in review: why nothing changed, or the progress.
    pub excerpt: Option<String>,
    /// Whether it says nothing that the last approved report did not, so that it may be approved together with others.
    #[serde(default)]
    #[schema(required = true)]
    pub unchanged: bool,
}

/// The task behind a report.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportedTask {
    /// Its id.
    pub id: Uuid,
    /// Its code, e.g. `28-03`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its light as of today.
    pub light: LightCode,
    /// 牵头单位.
    pub lead: OrgRef,
}

/// The cycle of a report.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportCycle {
    /// Its id.
    pub id: Uuid,
    /// Its period in words.
    pub name: String,
    /// Last day on which the report is in time.
    pub due_on: NaiveDate,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WaitingFor {
    /// The writer of the lead organisation.
    Reporter,
    /// The reviewer of the lead organisation.
    UnitReviewer,
    /// The office.
    Office,
}

/// A milestone as the report sees it: claimed or still open.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Claim {
    /// The milestone as it stands today.
    pub milestone: Milestone,
    /// Whether this report says that it is reached.
    pub claimed: bool,
    /// What the writer says about it.
    pub note: Option<String>,
    /// What the office found.
    pub verdict: Option<Verdict>,
    /// Why.
    pub verdict_reason: Option<String>,
    /// Who judged.
    pub judged_by: Option<PersonRef>,
    /// When.
    pub judged_at: Option<DateTime<Utc>>,
    /// What proves it.
    #[serde(default)]
    #[schema(required = true)]
    pub evidence: Vec<Evidence>,
}

/// The page of one report.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportView {
    /// What lists show too.
    #[serde(flatten)]
    pub head: ReportHead,
    /// 本期进展.
    pub progress: String,
    /// Why nothing changed.
    pub no_change_reason: Option<String>,
    /// 存在问题.
    pub problems: String,
    /// 需协调事项.
    pub coordination: String,
    /// 下一步计划.
    pub next_steps: String,
    /// 预计完成时间.
    pub expected_completion_on: Option<NaiveDate>,
    /// 量化值: what the unit counted by the end of the period.
    pub quantity: Option<Amount>,
    /// Every open milestone of the task, claimed or not; once the report is decided, the claimed ones.
    pub claims: Vec<Claim>,
    /// Evidence that belongs to none of the claims.
    pub evidence: Vec<Evidence>,
    /// What supporting and responsible organisations wrote for it, and who is missing.
    pub contributions: Vec<ReportContribution>,
    /// What the reader compares the words with.
    pub task_detail: ReportTaskDetail,
    /// The report before, whose texts were carried forward; for a correction the version it corrects.
    pub previous: Option<PreviousReport>,
    /// The last approved report before this one: what a reviewer compares it with.
    pub approved_before: Option<PreviousReport>,
    /// The latest telephone call about it.
    pub call: Option<PhoneCall>,
    /// All versions of this report that the caller may see, latest first; one unless it was corrected.
    pub revisions: Vec<ReportRevision>,
    /// The latest request to correct it.
    pub correction: Option<Correction>,
    /// The latest return, until the report is submitted again.
    pub returned: Option<Returned>,
    /// What happened to it, latest first.
    pub history: Vec<Step>,
    /// What this caller may do now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// Whether this caller may change it now.
    #[serde(default)]
    #[schema(required = true)]
    pub editable: bool,
    /// Who began it.
    pub created_by: PersonRef,
    /// Who last submitted it.
    pub submitted_by: Option<PersonRef>,
    /// When this was read.
    #[serde(default)]
    #[schema(required = true)]
    pub as_of: DateTime<Utc>,
}

/// What the task demands, beside the report.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportTaskDetail {
    /// 验收标准.
    pub acceptance_standard: String,
    /// What will exist in the end.
    pub deliverable: String,
    /// Kinds of evidence it asks for; empty when every kind will do.
    pub evidence_kinds: Vec<EvidenceKind>,
    /// What the task counts; null for a task of milestones alone.
    pub quantity: Option<Quantity>,
    /// Current due day.
    pub due_on: NaiveDate,
    /// The light with everything that explains it.
    pub light: LightDetail,
    /// The sentences of the plan it carries out.
    pub clauses: Vec<ReportClause>,
}

/// A clause behind the task of a report.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportClause {
    /// Its key in the plan.
    pub key: String,
    /// Its words.
    pub text: String,
    /// Title of its measure.
    pub measure_title: String,
}

/// The texts of the report before.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PreviousReport {
    /// Its id.
    pub id: Uuid,
    /// Its period in words.
    pub cycle_name: String,
    /// 本期进展 then.
    pub progress: String,
    /// 存在问题 then.
    pub problems: String,
    /// 下一步计划 then.
    pub next_steps: String,
}

/// One version of a report.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportRevision {
    /// Its id.
    pub id: Uuid,
    /// 1 for the first.
    pub revision: i32,
    /// Where it stands.
    pub state: ReportState,
    /// When it got there.
    pub at: DateTime<Utc>,
}

/// 更正: what the unit asked, and what the office answered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Correction {
    /// Where the request stands.
    pub state: CorrectionState,
    /// Why it is to be corrected.
    pub reason: String,
    /// Who asked.
    pub asked_by: PersonRef,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What the office said.
    pub answer: Option<String>,
    /// Who answered.
    pub decided_by: Option<PersonRef>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}

/// A return that is still to be answered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Returned {
    /// Who sent it back.
    pub level: ReviewLevel,
    /// Why, in words.
    pub comment: String,
    /// Why, from the list.
    pub reason_codes: Vec<ReturnReason>,
    /// The reviewer.
    pub by: PersonRef,
    /// When.
    pub at: DateTime<Utc>,
}

/// The two levels of review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReviewLevel {
    /// Within the lead organisation.
    Unit,
    /// By the office.
    Office,
}
