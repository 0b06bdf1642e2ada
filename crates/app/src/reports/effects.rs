//! What a step makes of the report, the milestones it claims, its evidence and its task.

use luoshi_domain::reports::{ReportAction, ReportState, Verdict};
use luoshi_domain::reviews::CallResult;
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::{ActiveEnum, ActiveModelTrait, Value};
use uuid::Uuid;

use super::calls;
use super::entity::ActiveModel;
use super::steps::{ReportTransition, VerdictNote};
use super::stored::ReportFacts;
use crate::app::Ctx;
use crate::error::Error;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tasks;
use crate::tx::Tx;

/// Carries out a step whose rights and rules have been checked.
pub async fn take(
    ctx: &Ctx,
    tx: &Tx<'_>,
    report: &ReportFacts,
    to: ReportState,
    step: &ReportTransition,
) -> Result<(), Error> {
    let in_review = matches!(report.state, ReportState::UnitReview | ReportState::OfficeReview);
    match step.action {
        ReportAction::Submit => {
            submit_milestones(ctx, tx, report).await?;
            submit_evidence(ctx, tx, report.id).await?;
        }
        ReportAction::Return => give_back(tx, report, true).await?,
        ReportAction::RequestCall => calls::ask(ctx, tx, report, step).await?,
        ReportAction::SettleCall => calls::record(ctx, tx, report.id, CallResult::Clarified, step).await?,
        ReportAction::ReturnAfterCall => {
            calls::record(ctx, tx, report.id, CallResult::Revise, step).await?;
            give_back(tx, report, true).await?;
        }
        ReportAction::Withdraw if to == ReportState::Draft => give_back(tx, report, false).await?,
        ReportAction::Waive if in_review => give_back(tx, report, false).await?,
        ReportAction::Approve => {
            for note in &step.verdicts {
                judge(ctx, tx, report.id, note).await?;
            }
        }
        // Corrections go their own way and change nothing here.
        ReportAction::Pass
        | ReportAction::Withdraw
        | ReportAction::Waive
        | ReportAction::RequestCorrection
        | ReportAction::AgreeCorrection
        | ReportAction::RefuseCorrection => {}
    }
    if step.action == ReportAction::Submit {
        super::stored::note_behalf(ctx, &**tx, report.id).await?;
    }
    moved(ctx, report, to, step.action).update(&**tx).await?;
    note_step(ctx, tx, report, to, step).await?;
    sql::execute(&**tx, statement(include_str!("latest.sql"), [report.id.into()])).await?;
    tasks::stored::refresh(ctx, &**tx, report.task_id).await
}

/// All columns that the step changes, for one statement: once approved, the database refuses a second one.
fn moved(ctx: &Ctx, report: &ReportFacts, to: ReportState, action: ReportAction) -> ActiveModel {
    let (me, now) = (Some(ctx.actor.account), Some(ctx.now));
    let mut row = ActiveModel {
        id: Unchanged(report.id),
        state: Set(to),
        updated_at: Set(ctx.now),
        version: Set(report.version + 1),
        ..Default::default()
    };
    match action {
        ReportAction::Submit => {
            (row.submitted_by, row.submitted_at) = (Set(me), Set(now));
            (row.unit_reviewed_by, row.unit_reviewed_at) = (Set(None), Set(None));
            (row.unit_opened_at, row.office_opened_at) = (Set(None), Set(None));
        }
        ReportAction::Withdraw if to == ReportState::Draft => {
            (row.submitted_by, row.submitted_at) = (Set(None), Set(None));
        }
        ReportAction::Withdraw => {
            (row.unit_reviewed_by, row.unit_reviewed_at) = (Set(None), Set(None));
        }
        ReportAction::Pass => {
            (row.unit_reviewed_by, row.unit_reviewed_at) = (Set(me), Set(now));
            // Who passes a report has seen it, even without opening its page.
            row.unit_opened_at = if report.unit_opened { NotSet } else { Set(now) };
            row.office_opened_at = Set(None);
        }
        ReportAction::Return => row.returns = Set(report.returns + 1),
        ReportAction::Approve => row.approved_at = Set(now),
        // Who asks for a call has seen the report, even without opening its page.
        ReportAction::RequestCall if to == ReportState::UnitReview => {
            row.unit_opened_at = if report.unit_opened { NotSet } else { Set(now) };
        }
        ReportAction::RequestCall => row.office_opened_at = if report.office_opened { NotSet } else { Set(now) },
        ReportAction::Waive
        | ReportAction::SettleCall
        | ReportAction::ReturnAfterCall
        | ReportAction::RequestCorrection
        | ReportAction::AgreeCorrection
        | ReportAction::RefuseCorrection => {}
    }
    row
}

async fn submit_milestones(ctx: &Ctx, tx: &Tx<'_>, report: &ReportFacts) -> Result<(), Error> {
    let claimed = "update milestone set state = 'SUBMITTED', submitted_on = $2, version = version + 1
        where id = any($1) and state in ('NOT_SUBMITTED', 'RETURNED')";
    sql::execute(&**tx, statement(claimed, [report.claimed().into(), ctx.today().into()])).await?;
    Ok(())
}

/// The claims are open again. Only a reviewer's return counts; the writer's own withdrawal does not, nor a waiver.
async fn give_back(tx: &Tx<'_>, report: &ReportFacts, counts: bool) -> Result<(), Error> {
    let open = "update milestone
        set returns = returns + $2, submitted_on = null, version = version + 1,
            state = case when returns + $2 > 0 then 'RETURNED' else 'NOT_SUBMITTED' end
        where id = any($1) and state = 'SUBMITTED'";
    sql::execute(&**tx, statement(open, [report.claimed().into(), i32::from(counts).into()])).await?;
    take_evidence_back(tx, report.id).await
}

/// What is submitted is judged anew; from the first time on it is never removed.
async fn submit_evidence(ctx: &Ctx, tx: &Tx<'_>, report: Uuid) -> Result<(), Error> {
    let submitted = "update evidence
        set state = 'SUBMITTED', submitted_at = coalesce(submitted_at, $2), strength = null, strength_reason = null,
            judged_by = null, judged_at = null, version = version + 1
        where report_id = $1 and state = 'UPLOADED'";
    sql::execute(&**tx, statement(submitted, [report.into(), ctx.now.into()])).await?;
    Ok(())
}

/// The writer has it again, with what the reviewer found about it.
async fn take_evidence_back(tx: &Tx<'_>, report: Uuid) -> Result<(), Error> {
    let back = "update evidence set state = 'UPLOADED', version = version + 1
        where report_id = $1 and state in ('SUBMITTED', 'VERIFIED', 'REJECTED')";
    sql::execute(&**tx, statement(back, [report.into()])).await?;
    Ok(())
}

/// A verdict on one claim: what is accepted counts from the day of its submission, not of the verdict (domain.md 2.5).
async fn judge(ctx: &Ctx, tx: &Tx<'_>, report: Uuid, note: &VerdictNote) -> Result<(), Error> {
    let (verdict, proof, milestone) = match note.verdict {
        Verdict::Accepted => (
            "ACCEPTED",
            "VERIFIED",
            "update milestone set state = 'ACCEPTED', completed_on = submitted_on, submitted_on = null, version = version + 1
             where id = $1 and state = 'SUBMITTED'",
        ),
        Verdict::Rejected => (
            "REJECTED",
            "REJECTED",
            "update milestone set state = 'RETURNED', submitted_on = null, returns = returns + 1, version = version + 1
             where id = $1 and state = 'SUBMITTED'",
        ),
    };
    sql::execute(&**tx, statement(milestone, [note.milestone_id.into()])).await?;
    let words: [Value; 6] = [
        report.into(),
        note.milestone_id.into(),
        verdict.into(),
        note.reason.clone().into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    let kept = "update report_milestone set verdict = $3, verdict_reason = $4, judged_by = $5, judged_at = $6
        where report_id = $1 and milestone_id = $2";
    sql::execute(&**tx, statement(kept, words)).await?;
    let proofs = "update evidence set state = $3, version = version + 1
        where report_id = $1 and milestone_id = $2 and state = 'SUBMITTED'";
    sql::execute(&**tx, statement(proofs, [report.into(), note.milestone_id.into(), proof.into()])).await?;
    Ok(())
}

async fn note_step(
    ctx: &Ctx,
    tx: &Tx<'_>,
    report: &ReportFacts,
    to: ReportState,
    step: &ReportTransition,
) -> Result<(), Error> {
    let (from, to) = (report.state.to_value(), to.to_value());
    let reason_codes: Vec<String> = step.reason_codes.iter().map(|reason| reason.code().to_owned()).collect();
    let taken = Taken {
        subject_type: "report",
        subject_id: report.id,
        action: step.action.code(),
        from: Some(&from),
        to: &to,
        comment: step.comment.as_deref(),
        reason_codes: &reason_codes,
    };
    history::add(ctx, &**tx, taken).await
}
