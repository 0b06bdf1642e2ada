//! The way of a request: which steps this caller may take now, taking one, and what an approval moves.

use chrono::NaiveDate;
use luoshi_domain::duties;
use luoshi_domain::extensions::{ExtensionAction, ExtensionState, WORKFLOW, check_approval, check_filing};
use luoshi_domain::rule::RuleError;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::{LONG_TEXT, check_asked, note};
use super::queries;
use super::views::Extension;
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tasks::stored;
use crate::tx::{Attempt, Event, Reply, Tx, Written};
use crate::views::hands;

/// A step with what it needs.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionTransition {
    /// The step.
    pub action: ExtensionAction,
    /// The reason in words; required for `return` and `refuse`.
    pub comment: Option<String>,
    /// Another day, for `submit` of a draft.
    pub asked_on: Option<NaiveDate>,
    /// Another cause, for `submit` of a draft.
    pub cause: Option<String>,
    /// Other words on the progress, for `submit` of a draft.
    pub progress: Option<String>,
}

/// Every step from the present state that the caller has the right to, with the rule that stands against it now.
pub fn allowed(ctx: &Ctx, request: &Extension) -> Vec<AllowedAction> {
    let target = request.target();
    WORKFLOW
        .from(request.state)
        .filter(|row| ctx.may(row.needs, &target))
        .map(|row| AllowedAction::of(row.action.code(), row.needs_comment, guard(ctx, request, row.action)))
        .collect()
}

fn guard(ctx: &Ctx, request: &Extension, action: ExtensionAction) -> Result<(), RuleError> {
    duties::check(&ctx.actor, ("extension", &request.state.to_value(), action.code()), hands(&request.history))?;
    match action {
        ExtensionAction::Submit => check_filing(&request.item(request.facts.due_on), ctx.today()),
        ExtensionAction::Approve => {
            check_approval(&request.item(request.due_on_before), request.asked_on, request.state)
        }
        _ => Ok(()),
    }
}

/// Takes one step; of two at once exactly one wins, since the task is locked and the state looked at again.
pub async fn transition(ctx: &Ctx, id: Uuid, step: ExtensionTransition) -> Result<Written<Extension>, Error> {
    let name = event_name(step.action);
    ctx.write(Attempt::on(name, "extension", id), async |tx| {
        let request = lock(ctx, tx, id).await?;
        allow_somewhere(ctx, &request, step.action)?;
        ctx.expect_version(request.version)?;
        let row = WORKFLOW.apply(request.state, step.action)?;
        ctx.allow(row.needs, &request.target())?;
        let step = step.checked(&request, row.needs_comment)?;
        guard(ctx, &request, step.action)?;
        change(ctx, tx, &request, row.to, &step).await?;
        note(ctx, tx, id, step.action.code(), Some(request.state), row.to, step.comment.as_deref()).await?;
        if row.to == ExtensionState::Approved {
            extend(ctx, tx, &request).await?;
        }
        stored::refresh(ctx, &**tx, request.task.id).await?;
        record(tx, name, &request, row.to, &step).await?;
        let view = queries::find(ctx, &**tx, id).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

/// Holds the task, then reads the request as the last holder left it.
async fn lock(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<Extension, Error> {
    let task = "select 1 from task where id = (select task_id from extension where id = $1) for update";
    sql::execute(&**tx, statement(task, [id.into()])).await?;
    queries::find(ctx, &**tx, id).await
}

/// Who could never take this step, whatever the state, is told so before anything else.
fn allow_somewhere(ctx: &Ctx, request: &Extension, action: ExtensionAction) -> Result<(), Error> {
    let target = request.target();
    let rights: Vec<_> = WORKFLOW.rows.iter().filter(|row| row.action == action).map(|row| row.needs).collect();
    match rights.first() {
        Some(first) if !rights.iter().any(|right| ctx.may(*right, &target)) => ctx.allow(*first, &target),
        _ => Ok(()),
    }
}

impl ExtensionTransition {
    /// The same step with its texts tidied, or everything that is wrong with it.
    fn checked(&self, request: &Extension, needs_comment: bool) -> Result<ExtensionTransition, Error> {
        let mut fields = Fields::new();
        let given = self.comment.as_deref();
        let comment = if needs_comment {
            Some(fields.required("/comment", given.unwrap_or_default(), LONG_TEXT))
        } else {
            fields.optional("/comment", given, LONG_TEXT)
        };
        let submits = self.action == ExtensionAction::Submit;
        let cause = self.cause.as_deref().map(|words| fields.required("/cause", words, LONG_TEXT));
        let progress = self.progress.as_deref().map(|words| fields.required("/progress", words, LONG_TEXT));
        if submits {
            let latest_on = request.milestone.as_ref().map(|_| request.facts.task_due_on);
            check_asked(&mut fields, self.asked_on.unwrap_or(request.asked_on), request.facts.due_on, latest_on);
        } else if cause.is_some() || progress.is_some() || self.asked_on.is_some() {
            fields.fault("/action", "not_applicable", "只有提交草稿时才能改写内容，请去掉这几项");
        }
        fields.done()?;
        Ok(ExtensionTransition { action: self.action, comment, asked_on: self.asked_on, cause, progress })
    }
}

/// What a step changes of the request itself.
async fn change(
    ctx: &Ctx,
    tx: &Tx<'_>,
    request: &Extension,
    to: ExtensionState,
    step: &ExtensionTransition,
) -> Result<(), Error> {
    let filed_on = match step.action {
        ExtensionAction::Submit => Some(ctx.today()),
        ExtensionAction::Return => None,
        _ => request.filed_on,
    };
    let due_on = if step.action == ExtensionAction::Submit { request.facts.due_on } else { request.due_on_before };
    let decided = matches!(to, ExtensionState::Approved | ExtensionState::Refused);
    let values = [
        request.id.into(),
        to.to_value().into(),
        filed_on.into(),
        decided.then_some(ctx.now).into(),
        step.asked_on.unwrap_or(request.asked_on).into(),
        step.cause.as_ref().unwrap_or(&request.cause).clone().into(),
        step.progress.as_ref().unwrap_or(&request.progress).clone().into(),
        due_on.into(),
        ctx.now.into(),
    ];
    let moved = "update extension
        set state = $2, filed_on = $3, decided_at = $4, asked_on = $5, cause = $6, progress = $7, due_on_before = $8,
            updated_at = $9, version = version + 1
        where id = $1";
    sql::execute(&**tx, statement(moved, values)).await?;
    Ok(())
}

/// An approval moves the due day; the baseline stays for ever. The step stands in the history of the task too.
async fn extend(ctx: &Ctx, tx: &Tx<'_>, request: &Extension) -> Result<(), Error> {
    let task = request.task.id;
    let (moved, id) = match &request.milestone {
        Some(milestone) => ("update milestone set due_on = $2, version = version + 1 where id = $1", milestone.id),
        None => ("update task set due_on = $2 where id = $1", task),
    };
    sql::execute(&**tx, statement(moved, [id.into(), request.asked_on.into()])).await?;
    let touched =
        "update task set version = version + 1, updated_at = $2 where id = $1 returning to_jsonb(state) as view";
    let state: Option<String> = sql::row(&**tx, statement(touched, [task.into(), ctx.now.into()])).await?;
    let state = state.ok_or(Error::NotFound)?;
    let item = request.milestone.as_ref().map(|milestone| format!("{}　", milestone.title)).unwrap_or_default();
    let words = format!("{item}{} → {}", request.due_on_before, request.asked_on);
    let taken = Taken {
        subject_type: "task",
        subject_id: task,
        action: "extend",
        from: Some(&state),
        to: &state,
        comment: Some(&words),
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await
}

async fn record(
    tx: &Tx<'_>,
    name: &'static str,
    request: &Extension,
    to: ExtensionState,
    step: &ExtensionTransition,
) -> Result<(), Error> {
    let detail = json!({
        "from": request.state,
        "to": to,
        "comment": step.comment,
        "task": request.task.id,
        "milestone": request.milestone.as_ref().map(|milestone| milestone.id),
        "due_on": request.due_on_before,
        "asked_on": step.asked_on.unwrap_or(request.asked_on),
        "leader_reasons": request.leader_reasons,
    });
    let label = request.label();
    tx.record(Event { action: name, object_type: "extension", object_id: Some(request.id), label: &label, detail })
        .await
}

/// The name of a step in the audit trail.
const fn event_name(action: ExtensionAction) -> &'static str {
    match action {
        ExtensionAction::Submit => "extension.submit",
        ExtensionAction::Pass => "extension.pass",
        ExtensionAction::Return => "extension.return",
        ExtensionAction::Escalate => "extension.escalate",
        ExtensionAction::Approve => "extension.approve",
        ExtensionAction::Refuse => "extension.refuse",
        ExtensionAction::Withdraw => "extension.withdraw",
    }
}
