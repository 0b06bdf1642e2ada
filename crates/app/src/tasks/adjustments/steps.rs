//! The way of a request for adjustment: which steps this caller may take now, and taking one.

use luoshi_domain::adjustments::{Proposal, Purpose, WORKFLOW, check_approval, check_filing};
use luoshi_domain::duties;
use luoshi_domain::extensions::{ExtensionAction, ExtensionState};
use luoshi_domain::rule::RuleError;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::note;
use super::proposal::AdjustmentProposal;
use super::views::{Adjustment, AdjustmentSubject};
use super::{queries, versions};
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tasks::extensions::commands::LONG_TEXT;
use crate::tx::{Attempt, Event, Reply, Tx, Written};
use crate::views::hands;

/// A step with what it needs.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentTransition {
    /// The step; the chain is that of an extension.
    pub action: ExtensionAction,
    /// The reason in words; required for `return` and `refuse`.
    pub comment: Option<String>,
    /// Another reason for asking, for `submit` of a draft.
    pub reason: Option<String>,
    /// Another proposal, for `submit` of a draft.
    pub proposal: Option<AdjustmentProposal>,
}

/// A step whose input has been checked.
struct Checked {
    comment: Option<String>,
    reason: String,
    proposal: Proposal,
}

/// Every step from the present state that the caller has the right to, with the rule that stands against it now.
pub fn allowed(ctx: &Ctx, request: &Adjustment) -> Vec<AllowedAction> {
    let target = request.target();
    WORKFLOW
        .from(request.state)
        .filter(|row| ctx.may(row.needs, &target))
        .map(|row| AllowedAction::of(row.action.code(), row.needs_comment, guard(ctx, request, row.action)))
        .collect()
}

fn guard(ctx: &Ctx, request: &Adjustment, action: ExtensionAction) -> Result<(), RuleError> {
    duties::check(&ctx.actor, ("adjustment", &request.state.to_value(), action.code()), hands(&request.history))?;
    match action {
        ExtensionAction::Submit => check_filing(request.purpose, request.facts.task_state, false),
        ExtensionAction::Approve => check_approval(request.purpose, request.facts.task_state),
        _ => Ok(()),
    }
}

/// Takes one step; of two at once exactly one wins, since the task is locked and the state looked at again.
pub async fn transition(ctx: &Ctx, id: Uuid, step: AdjustmentTransition) -> Result<Written<Adjustment>, Error> {
    let name = event_name(step.action);
    ctx.write(Attempt::on(name, "adjustment", id), async |tx| {
        let request = lock(ctx, tx, id).await?;
        allow_somewhere(ctx, &request, step.action)?;
        ctx.expect_version(request.version)?;
        let row = WORKFLOW.apply(request.state, step.action)?;
        ctx.allow(row.needs, &request.target())?;
        let subject = queries::subject(ctx, &**tx, request.task.id).await?;
        let checked = step.checked(ctx, tx, &request, &subject, row.needs_comment).await?;
        guard(ctx, &request, step.action)?;
        change(ctx, tx, &request, row.to, step.action, &checked, &subject).await?;
        note(ctx, tx, id, step.action.code(), Some(request.state), row.to, checked.comment.as_deref()).await?;
        if row.to == ExtensionState::Approved && request.purpose == Purpose::Change {
            versions::carry_out(ctx, tx, request.task.id, id, &checked.proposal).await?;
        }
        let view = queries::find(ctx, &**tx, id).await?;
        let detail = json!({ "from": request.state, "to": row.to, "comment": checked.comment,
            "task": request.task.id, "purpose": request.purpose, "changes": view.changes });
        let label = request.label();
        tx.record(Event { action: name, object_type: "adjustment", object_id: Some(id), label: &label, detail })
            .await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

/// Holds the task, then reads the request as the last holder left it.
async fn lock(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<Adjustment, Error> {
    let task = "select 1 from task where id = (select task_id from adjustment where id = $1) for update";
    sql::execute(&**tx, statement(task, [id.into()])).await?;
    queries::find(ctx, &**tx, id).await
}

/// Who could never take this step, whatever the state, is told so before anything else.
fn allow_somewhere(ctx: &Ctx, request: &Adjustment, action: ExtensionAction) -> Result<(), Error> {
    let target = request.target();
    let rights: Vec<_> = WORKFLOW.rows.iter().filter(|row| row.action == action).map(|row| row.needs).collect();
    match rights.first() {
        Some(first) if !rights.iter().any(|right| ctx.may(*right, &target)) => ctx.allow(*first, &target),
        _ => Ok(()),
    }
}

impl AdjustmentTransition {
    async fn checked(
        &self,
        ctx: &Ctx,
        tx: &Tx<'_>,
        request: &Adjustment,
        subject: &AdjustmentSubject,
        needs_comment: bool,
    ) -> Result<Checked, Error> {
        let mut fields = Fields::new();
        let given = self.comment.as_deref();
        let comment = if needs_comment {
            Some(fields.required("/comment", given.unwrap_or_default(), LONG_TEXT))
        } else {
            fields.optional("/comment", given, LONG_TEXT)
        };
        let rewritten = self.reason.is_some() || self.proposal.is_some();
        if rewritten && self.action != ExtensionAction::Submit {
            fields.fault("/action", "not_applicable", "只有提交草稿时才能改写内容，请去掉这几项");
        }
        let reason = match &self.reason {
            Some(reason) => fields.required("/reason", reason, LONG_TEXT),
            None => request.reason.clone(),
        };
        let proposal = match &self.proposal {
            Some(proposal) => proposal.checked(ctx, &**tx, &mut fields, request.purpose, subject).await?,
            None => request.proposal.clone(),
        };
        fields.done()?;
        Ok(Checked { comment, reason, proposal })
    }
}

/// What a step changes of the request itself.
async fn change(
    ctx: &Ctx,
    tx: &Tx<'_>,
    request: &Adjustment,
    to: ExtensionState,
    action: ExtensionAction,
    step: &Checked,
    subject: &AdjustmentSubject,
) -> Result<(), Error> {
    let filed_on = match action {
        ExtensionAction::Submit => Some(ctx.today()),
        ExtensionAction::Return => None,
        _ => request.filed_on,
    };
    let decided = matches!(to, ExtensionState::Approved | ExtensionState::Refused);
    let at_once = to == ExtensionState::Approved && request.purpose == Purpose::Change;
    let values = [
        request.id.into(),
        to.to_value().into(),
        filed_on.into(),
        decided.then_some(ctx.now).into(),
        at_once.then_some(ctx.now).into(),
        step.reason.clone().into(),
        json!(step.proposal).into(),
        json!(subject.content).into(),
        ctx.now.into(),
    ];
    let moved = "update adjustment
        set state = $2, filed_on = $3, decided_at = $4, carried_out_at = $5, reason = $6, proposal = $7, before = $8,
            updated_at = $9, version = version + 1
        where id = $1";
    sql::execute(&**tx, statement(moved, values)).await?;
    Ok(())
}

/// The name of a step in the audit trail.
const fn event_name(action: ExtensionAction) -> &'static str {
    match action {
        ExtensionAction::Submit => "adjustment.submit",
        ExtensionAction::Pass => "adjustment.pass",
        ExtensionAction::Return => "adjustment.return",
        ExtensionAction::Escalate => "adjustment.escalate",
        ExtensionAction::Approve => "adjustment.approve",
        ExtensionAction::Refuse => "adjustment.refuse",
        ExtensionAction::Withdraw => "adjustment.withdraw",
    }
}
