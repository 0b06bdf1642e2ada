//! The steps of a task that a caller may take now: the workflow table, the policy table and the guards together.

use luoshi_domain::duties;
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::{self, TaskAction, WORKFLOW};
use luoshi_domain::{adjustments, batches, closing};
use sea_orm::ActiveEnum;

use super::queries::TaskView;
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::views::hands;

/// Every step from the present state that the caller has the right to, with the rule that stands against it now.
pub fn allowed(ctx: &Ctx, task: &TaskView) -> Vec<AllowedAction> {
    let target = task.target();
    WORKFLOW
        .from(task.summary.state)
        .filter(|row| ctx.may(row.needs, &target))
        .map(|row| AllowedAction::of(row.action.code(), row.needs_comment, guard(ctx, task, row.action)))
        .collect()
}

/// The rules of the field that stand before a step, whoever takes it.
pub fn guard(ctx: &Ctx, task: &TaskView, action: TaskAction) -> Result<(), RuleError> {
    duties::check(&ctx.actor, ("task", &task.summary.state.to_value(), action.code()), hands(&task.history))?;
    match action {
        TaskAction::Issue => {
            batches::check_single_issue(task.batch.is_some(), task.plan_has_batches)?;
            let weights: Vec<i32> = task.milestones.iter().map(|milestone| milestone.weight).collect();
            tasks::check_issue(task.clauses.len(), &weights)
        }
        TaskAction::ReturnSignoff if task.sign_off_returns > 0 => Err(RuleError::SecondSignoffReturn),
        TaskAction::ApplyClosure => {
            let states: Vec<_> = task.milestones.iter().map(|milestone| milestone.state).collect();
            let plan_end = task.plan_end.unwrap_or(task.summary.due_on);
            tasks::check_closure(task.summary.nature, &states, task.evidence_index.len(), plan_end, ctx.today())
        }
        TaskAction::AcceptClosure => match task.closure.as_ref().and_then(|closure| closure.application.as_ref()) {
            Some(application) => {
                let supporters: Vec<_> = application.supporters.iter().map(|each| each.state).collect();
                closing::check_acceptance(&supporters, task.summary.is_key, application.spot_checks.len())
            }
            None => Ok(()),
        },
        TaskAction::Cancel => tasks::check_cancel(&task.sole_clauses),
        TaskAction::Reopen if !task.reopenable => Err(RuleError::LookBackMissing),
        TaskAction::Suspend | TaskAction::Resume => adjustments::check_step(action, &task.approved_adjustments),
        _ => Ok(()),
    }
}
