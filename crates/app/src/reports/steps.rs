//! The way of a report: which steps this caller may take now, which rule stands against one, and taking it.

use luoshi_domain::policy::Action;
use luoshi_domain::reports::{ReportAction, ReportState, ReturnReason, Verdict, WORKFLOW, check_submission};
use luoshi_domain::reviews::{check_call, check_unchanged};
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::{MilestoneState, TaskState};
use luoshi_domain::workflow::Row;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::stored::{self, ReportFacts};
use super::views::ReportView;
use super::{corrections, effects, queries};
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Longest text of a report or a reason.
const LONG_TEXT: usize = 10_000;

/// One step of the way, with what it needs.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportTransition {
    /// The step.
    pub action: ReportAction,
    /// The reason in words, or what came out of the call; required for `return`, `waive`, `request_correction`,
    /// `refuse_correction`, `request_call`, `settle_call` and `return_after_call`.
    pub comment: Option<String>,
    /// At least one for `return` and `request_call`.
    #[serde(default)]
    pub reason_codes: Vec<ReturnReason>,
    /// One for each claimed milestone, for `approve`.
    #[serde(default)]
    pub verdicts: Vec<VerdictNote>,
}

/// What the office finds about one claimed milestone.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerdictNote {
    /// The claimed milestone.
    pub milestone_id: Uuid,
    /// 认可 or 不认可.
    pub verdict: Verdict,
    /// Why; required for 不认可.
    pub reason: Option<String>,
}

/// Every step from the present state that the caller has the right to, with the rule that stands against it now.
pub fn allowed(ctx: &Ctx, report: &ReportFacts) -> Vec<AllowedAction> {
    let target = report.target();
    WORKFLOW
        .from(report.state)
        .filter(|row| ctx.may(row.needs, &target) && report.offers(row.action))
        .map(|row| AllowedAction::of(row.action.code(), row.needs_comment, guard(ctx, report, row.action)))
        .collect()
}

/// The rule that stands before a step, whoever takes it; verdicts are judged when they are given.
fn guard(ctx: &Ctx, report: &ReportFacts, action: ReportAction) -> Result<(), RuleError> {
    report.check_other(ctx, action.code())?;
    match action {
        ReportAction::Submit => guard_submission(report),
        _ if corrections::is_correction(action) => corrections::guard(report, action),
        _ if report.call_open => check_call(action, report.returns, true),
        ReportAction::Withdraw if report.state == ReportState::UnitReview && report.unit_opened => {
            Err(RuleError::AlreadyOpened)
        }
        ReportAction::Withdraw if report.state == ReportState::OfficeReview && report.office_opened => {
            Err(RuleError::AlreadyOpened)
        }
        _ => check_call(action, report.returns, false),
    }
}

fn guard_submission(report: &ReportFacts) -> Result<(), RuleError> {
    if report.task_state != TaskState::InProgress {
        return Err(RuleError::TaskNotInProgress);
    }
    let claimable = |state| matches!(state, MilestoneState::NotSubmitted | MilestoneState::Returned);
    if let Some(claim) = report.claims.iter().find(|claim| !claimable(claim.state)) {
        return Err(RuleError::MilestoneNotOpen { title: claim.title.clone() });
    }
    report.submission(check_submission)
}

/// Takes one step; of several callers at once exactly one succeeds.
pub async fn transition(ctx: &Ctx, id: Uuid, step: ReportTransition) -> Result<Written<ReportView>, Error> {
    take(ctx, id, step, |_| Ok(())).await
}

/// The same for a report that says nothing new: what has to be read is refused.
pub async fn transition_unchanged(ctx: &Ctx, id: Uuid, step: ReportTransition) -> Result<Written<ReportView>, Error> {
    take(ctx, id, step, |report| check_unchanged(report.news)).await
}

async fn take(
    ctx: &Ctx,
    id: Uuid,
    step: ReportTransition,
    also: impl Fn(&ReportFacts) -> Result<(), RuleError>,
) -> Result<Written<ReportView>, Error> {
    let name = event_name(step.action);
    ctx.write(Attempt::on(name, "report", id), async |tx| {
        let report = stored::lock(ctx, &**tx, id).await?;
        allow_somewhere(ctx, &report, step.action)?;
        ctx.expect_version(report.version)?;
        let row = WORKFLOW.apply(report.state, step.action)?;
        ctx.allow(row.needs, &report.target())?;
        let step = step.checked(&report, row)?;
        guard(ctx, &report, step.action)?;
        also(&report)?;
        judged(&report, &step)?;
        if corrections::is_correction(step.action) {
            corrections::take(ctx, tx, &report, step.action, step.comment.as_deref()).await?;
        } else {
            effects::take(ctx, tx, &report, row.to, &step).await?;
        }
        record(tx, name, &report, row.to, &step).await?;
        let view = queries::view(ctx, &**tx, id).await?;
        let version = view.head.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

/// Who could never take this step, whatever the state, is told so before anything else.
fn allow_somewhere(ctx: &Ctx, report: &ReportFacts, action: ReportAction) -> Result<(), Error> {
    let target = report.target();
    let mut rights = WORKFLOW.rows.iter().filter(|row| row.action == action).map(|row| row.needs);
    let first = rights.clone().next().unwrap_or(Action::ReportWrite);
    if rights.any(|right| ctx.may(right, &target)) { Ok(()) } else { ctx.allow(first, &target) }
}

impl ReportTransition {
    /// The same step with its texts tidied, or everything that is wrong with it.
    fn checked(&self, report: &ReportFacts, row: &Row<ReportState, ReportAction>) -> Result<ReportTransition, Error> {
        let mut fields = Fields::new();
        let comment = if row.needs_comment {
            Some(fields.required("/comment", self.comment.as_deref().unwrap_or_default(), LONG_TEXT))
        } else {
            fields.optional("/comment", self.comment.as_deref(), LONG_TEXT)
        };
        let with_reasons = matches!(self.action, ReportAction::Return | ReportAction::RequestCall);
        if with_reasons && self.reason_codes.is_empty() {
            fields.fault("/reason_codes", "required", "请至少选择一项退回原因");
        }
        let mut reason_codes = self.reason_codes.clone();
        reason_codes.dedup();
        if !with_reasons && !reason_codes.is_empty() {
            fields.fault("/reason_codes", "not_applicable", "只有退回或改为电话沟通才需要选择原因，请去掉这一项");
        }
        let verdicts = self.checked_verdicts(report, &mut fields);
        fields.done()?;
        Ok(ReportTransition { action: self.action, comment, reason_codes, verdicts })
    }

    fn checked_verdicts(&self, report: &ReportFacts, fields: &mut Fields) -> Vec<VerdictNote> {
        if self.action != ReportAction::Approve && !self.verdicts.is_empty() {
            fields.fault("/verdicts", "not_applicable", "只有审核通过时才对里程碑作判定，请去掉这一项");
            return Vec::new();
        }
        let mut checked: Vec<VerdictNote> = Vec::new();
        for (index, note) in self.verdicts.iter().enumerate() {
            let pointer = |field: &str| format!("/verdicts/{index}/{field}");
            if !report.claims.iter().any(|claim| claim.milestone_id == note.milestone_id) {
                fields.fault(pointer("milestone_id"), "not_claimed", "本报告没有申报这个里程碑，请刷新后再判定");
            } else if checked.iter().any(|other| other.milestone_id == note.milestone_id) {
                fields.fault(pointer("milestone_id"), "repeated", "同一个里程碑判定了两次，请只保留一次");
            }
            let given = note.reason.as_deref();
            let reason = match note.verdict {
                Verdict::Rejected => Some(fields.required(&pointer("reason"), given.unwrap_or_default(), LONG_TEXT)),
                Verdict::Accepted => fields.optional(&pointer("reason"), given, LONG_TEXT),
            };
            checked.push(VerdictNote { reason, ..note.clone() });
        }
        checked
    }
}

/// Approval judges every claim (domain.md 2.4, row "approve"), and accepts none whose evidence is all beside the point.
fn judged(report: &ReportFacts, step: &ReportTransition) -> Result<(), RuleError> {
    if step.action != ReportAction::Approve {
        return Ok(());
    }
    let judged = |id| step.verdicts.iter().any(|note| note.milestone_id == id);
    if let Some(claim) = report.claims.iter().find(|claim| !judged(claim.milestone_id)) {
        return Err(RuleError::VerdictMissing { title: claim.title.clone() });
    }
    let accepted = |id| step.verdicts.iter().any(|note| note.milestone_id == id && note.verdict == Verdict::Accepted);
    match report.claims.iter().find(|claim| accepted(claim.milestone_id) && !claim.is_acceptable()) {
        Some(claim) => Err(RuleError::EvidenceIrrelevant { title: claim.title.clone() }),
        None => Ok(()),
    }
}

async fn record(
    tx: &Tx<'_>,
    name: &'static str,
    report: &ReportFacts,
    to: ReportState,
    step: &ReportTransition,
) -> Result<(), Error> {
    let verdicts: Vec<_> = step
        .verdicts
        .iter()
        .map(|note| json!({ "milestone": note.milestone_id, "verdict": note.verdict, "reason": note.reason }))
        .collect();
    let detail = json!({
        "from": report.state,
        "to": to,
        "comment": step.comment,
        "reason_codes": step.reason_codes,
        "claimed": report.claimed(),
        "verdicts": verdicts,
    });
    let label = report.label();
    tx.record(Event { action: name, object_type: "report", object_id: Some(report.id), label: &label, detail }).await
}

/// The name of a step in the audit trail.
const fn event_name(action: ReportAction) -> &'static str {
    match action {
        ReportAction::Submit => "report.submit",
        ReportAction::Withdraw => "report.withdraw",
        ReportAction::Pass => "report.pass",
        ReportAction::Return => "report.return",
        ReportAction::Approve => "report.approve",
        ReportAction::Waive => "report.waive",
        ReportAction::RequestCorrection => "report.request_correction",
        ReportAction::AgreeCorrection => "report.agree_correction",
        ReportAction::RefuseCorrection => "report.refuse_correction",
        ReportAction::RequestCall => "report.request_call",
        ReportAction::SettleCall => "report.settle_call",
        ReportAction::ReturnAfterCall => "report.return_after_call",
    }
}
