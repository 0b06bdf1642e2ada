//! Corrections of approved reports (domain.md 2.4): asked for by the unit's leader, answered by the office.
//!
//! The approved report never changes. What is asked stands in a table of its own, and what is agreed to is a new version:
//! a draft with the words of the old one, while the old one keeps its claims and evidence and stays readable.

use luoshi_domain::reports::{ReportAction, ReportState};
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::TaskState;
use sea_orm::ActiveEnum;
use serde_json::json;
use uuid::Uuid;

use super::stored::ReportFacts;
use crate::app::Ctx;
use crate::error::Error;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tx::{Event, Tx};

/// Whether the step is about a correction: then it leaves the report as it is.
pub const fn is_correction(action: ReportAction) -> bool {
    matches!(action, ReportAction::RequestCorrection | ReportAction::AgreeCorrection | ReportAction::RefuseCorrection)
}

/// The rule that stands before a step; a correction that could never be submitted is not begun.
pub fn guard(report: &ReportFacts, action: ReportAction) -> Result<(), RuleError> {
    match action {
        ReportAction::RequestCorrection if report.superseded_by.is_some() => Err(RuleError::ReportSuperseded),
        ReportAction::RequestCorrection if report.correction_asked() => Err(RuleError::CorrectionAsked),
        ReportAction::AgreeCorrection | ReportAction::RefuseCorrection if !report.correction_asked() => {
            Err(RuleError::StepNotPossible)
        }
        ReportAction::RequestCorrection | ReportAction::AgreeCorrection
            if report.task_state != TaskState::InProgress =>
        {
            Err(RuleError::TaskNotInProgress)
        }
        _ => Ok(()),
    }
}

/// Carries out a step whose rights and rules have been checked.
pub async fn take(
    ctx: &Ctx,
    tx: &Tx<'_>,
    report: &ReportFacts,
    action: ReportAction,
    comment: Option<&str>,
) -> Result<(), Error> {
    match action {
        ReportAction::RequestCorrection => ask(ctx, tx, report, comment).await?,
        ReportAction::AgreeCorrection => {
            answer(ctx, tx, report, "AGREED", comment).await?;
            begin(ctx, tx, report).await?;
        }
        _ => answer(ctx, tx, report, "REFUSED", comment).await?,
    }
    note(ctx, tx, report.id, action.code(), Some(report.state), report.state, comment).await
}

async fn ask(ctx: &Ctx, tx: &Tx<'_>, report: &ReportFacts, reason: Option<&str>) -> Result<(), Error> {
    let insert = "insert into correction_request (id, report_id, state, reason, asked_by, asked_at)
        values ($1, $2, 'ASKED', $3, $4, $5)";
    let values = [Uuid::now_v7().into(), report.id.into(), reason.into(), ctx.actor.account.into(), ctx.now.into()];
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(())
}

async fn answer(ctx: &Ctx, tx: &Tx<'_>, report: &ReportFacts, state: &str, words: Option<&str>) -> Result<(), Error> {
    let decided = "update correction_request set state = $2, answer = $3, decided_by = $4, decided_at = $5
        where report_id = $1 and state = 'ASKED'";
    let values = [report.id.into(), state.into(), words.into(), ctx.actor.account.into(), ctx.now.into()];
    sql::execute(&**tx, statement(decided, values)).await?;
    Ok(())
}

/// The new version begins with the words of the old one and belongs to the writer of it.
async fn begin(ctx: &Ctx, tx: &Tx<'_>, report: &ReportFacts) -> Result<(), Error> {
    let id = Uuid::now_v7();
    let insert =
        "insert into report (id, task_id, cycle_id, revision, state, progress, no_change, no_change_reason, problems,
            coordination, next_steps, expected_completion_on, quantity, created_by, created_at, updated_at)
        select $2, r.task_id, r.cycle_id, (
                select max(v.revision) + 1 from report v where v.task_id = r.task_id and v.cycle_id = r.cycle_id),
            'DRAFT', r.progress, r.no_change, r.no_change_reason, r.problems, r.coordination, r.next_steps,
            r.expected_completion_on, r.quantity, r.created_by, $3, $3
        from report r
        where r.id = $1";
    sql::execute(&**tx, statement(insert, [report.id.into(), id.into(), ctx.now.into()])).await?;
    note(ctx, tx, id, "correct", None, ReportState::Draft, None).await?;
    let (label, detail) = (report.label(), json!({ "to": ReportState::Draft, "corrects": report.id }));
    tx.record(Event { action: "report.create", object_type: "report", object_id: Some(id), label: &label, detail })
        .await
}

async fn note(
    ctx: &Ctx,
    tx: &Tx<'_>,
    report: Uuid,
    action: &str,
    from: Option<ReportState>,
    to: ReportState,
    comment: Option<&str>,
) -> Result<(), Error> {
    let (from, to) = (from.map(|state| state.to_value()), to.to_value());
    let taken = Taken {
        subject_type: "report",
        subject_id: report,
        action,
        from: from.as_deref(),
        to: &to,
        comment,
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await
}
