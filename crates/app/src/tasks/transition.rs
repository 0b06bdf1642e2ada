//! The steps of the task workflow (domain.md 2.3): one command for all, each with what it brings and what it changes.

use chrono::NaiveDate;
use luoshi_domain::tasks::{Conclusion, SIGN_OFF_DAYS, TaskAction, TaskState, WORKFLOW};
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::adjustments::versions;
use super::closing::application::{self, ClosureAnswer};
use super::commands::{finish, lock};
use super::draft::check_day;
use super::queries::TaskView;
use super::steps;
use crate::annual;
use crate::app::Ctx;
use crate::calendar;
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Tx, Written};

/// A step with what it needs.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskTransition {
    /// The step.
    pub action: TaskAction,
    /// The reason; required where the step says so.
    pub comment: Option<String>,
    /// 联络员, for `sign`.
    pub liaison: Option<String>,
    /// The other lead, for `reassign`.
    pub lead_org_id: Option<Uuid>,
    /// How it ended, for `apply_closure`.
    pub conclusion: Option<Conclusion>,
    /// The closing report in short, for `apply_closure`.
    pub summary: Option<String>,
    /// The answers to the points of the acceptance standard, for `apply_closure`.
    pub answers: Option<Vec<ClosureAnswer>>,
    /// 经验做法, for `apply_closure`.
    pub practice: Option<String>,
    /// The new due day, for `reopen`.
    pub due_on: Option<NaiveDate>,
}

/// Takes one step; of two at once exactly one wins, since the row is locked and the state looked at again.
pub async fn transition(ctx: &Ctx, id: Uuid, step: TaskTransition) -> Result<Written<TaskView>, Error> {
    ctx.write(Attempt::on(name(step.action), "task", id), async |tx| {
        let task = lock(ctx, tx, id).await?;
        let row = WORKFLOW.apply(task.summary.state, step.action);
        let needs = WORKFLOW.rows.iter().find(|row| row.action == step.action).map(|row| row.needs);
        if let Some(needs) = needs {
            ctx.allow(needs, &task.target())?;
        }
        ctx.expect_version(task.summary.version)?;
        let row = row?;
        check_input(&task, &step, row.needs_comment)?;
        steps::guard(ctx, &task, step.action)?;
        keep_closure(ctx, tx, &task, &step).await?;
        apply(ctx, tx, &task, &step).await?;
        let state = row.to.to_value();
        sql::execute(&**tx, statement("update task set state = $2 where id = $1", [id.into(), state.clone().into()]))
            .await?;
        let from = task.summary.state.to_value();
        let comment = step.comment.as_deref().map(str::trim).filter(|comment| !comment.is_empty());
        let taken = Taken {
            subject_type: "task",
            subject_id: id,
            action: step.action.code(),
            from: Some(&from),
            to: &state,
            comment,
            reason_codes: &[],
        };
        history::add(ctx, &**tx, taken).await?;
        let detail = json!({ "from": from, "to": state, "comment": comment, "liaison": step.liaison,
            "lead_org_id": step.lead_org_id, "conclusion": step.conclusion, "due_on": step.due_on });
        finish(ctx, tx, id, name(step.action), detail).await
    })
    .await
}

const fn name(action: TaskAction) -> &'static str {
    match action {
        TaskAction::Issue => "task.issue",
        TaskAction::Sign => "task.sign",
        TaskAction::ReturnSignoff => "task.return_signoff",
        TaskAction::Reassign => "task.reassign",
        TaskAction::Uphold => "task.uphold",
        TaskAction::ApplyClosure => "task.apply_closure",
        TaskAction::AcceptClosure => "task.accept_closure",
        TaskAction::RejectClosure => "task.reject_closure",
        TaskAction::Suspend => "task.suspend",
        TaskAction::Resume => "task.resume",
        TaskAction::Cancel => "task.cancel",
        TaskAction::Reopen => "task.reopen",
    }
}

fn check_input(task: &TaskView, step: &TaskTransition, needs_comment: bool) -> Result<(), Error> {
    let mut fields = Fields::new();
    let comment = step.comment.as_deref().unwrap_or_default();
    if needs_comment {
        fields.required("/comment", comment, 2_000);
    } else {
        fields.optional("/comment", Some(comment), 2_000);
    }
    match step.action {
        TaskAction::Sign => {
            fields.required("/liaison", step.liaison.as_deref().unwrap_or_default(), 50);
        }
        TaskAction::Reassign => check_new_lead(&mut fields, task, step),
        TaskAction::ApplyClosure => {
            application::check(&mut fields, task, step);
        }
        TaskAction::Reopen => check_new_day(&mut fields, task, step),
        _ => {}
    }
    fields.done()
}

fn check_new_lead(fields: &mut Fields, task: &TaskView, step: &TaskTransition) {
    match step.lead_org_id {
        None => fields.fault("/lead_org_id", "required", "请选择新的牵头单位"),
        Some(org) if org == task.summary.lead.id => {
            fields.fault("/lead_org_id", "unchanged", "请选择另一个单位；维持原单位请用“维持交办”");
        }
        Some(_) => {}
    }
}

fn check_new_day(fields: &mut Fields, task: &TaskView, step: &TaskTransition) {
    match step.due_on {
        None => fields.fault("/due_on", "required", "请填写新的完成时限"),
        Some(day) if day < task.summary.start_on => fields.fault("/due_on", "before_start", "新的时限不能早于开始日期"),
        Some(day) => check_day(fields, "/due_on", day),
    }
}

/// The application behind a closure is kept apart from the task, so that none is lost.
async fn keep_closure(ctx: &Ctx, tx: &Tx<'_>, task: &TaskView, step: &TaskTransition) -> Result<(), Error> {
    match step.action {
        TaskAction::ApplyClosure => application::file(ctx, tx, task, step).await,
        TaskAction::AcceptClosure | TaskAction::RejectClosure => {
            application::decide(ctx, tx, task.summary.id, step.action).await
        }
        _ => Ok(()),
    }
}

/// What a step changes besides the state.
async fn apply(ctx: &Ctx, tx: &Tx<'_>, task: &TaskView, step: &TaskTransition) -> Result<(), Error> {
    let id = task.summary.id;
    let sign_by = calendar::load(&**tx).await?.nth_working_day_after(ctx.today(), SIGN_OFF_DAYS);
    let change = match step.action {
        TaskAction::Issue | TaskAction::Uphold => {
            statement("update task set sign_off_due_on = $2 where id = $1", [id.into(), sign_by.into()])
        }
        TaskAction::Sign => statement(
            include_str!("sign.sql"),
            [id.into(), step.liaison.as_deref().map(str::trim).into(), ctx.today().into()],
        ),
        TaskAction::ReturnSignoff => {
            statement("update task set sign_off_returns = sign_off_returns + 1 where id = $1", [id.into()])
        }
        TaskAction::Reassign => return reassign(ctx, tx, task, step.lead_org_id, sign_by).await,
        TaskAction::ApplyClosure => statement(
            "update task set closure_applied_on = $2, closure_conclusion = $3, closure_summary = $4 where id = $1",
            [
                id.into(),
                ctx.today().into(),
                step.conclusion.map(|conclusion| conclusion.to_value()).into(),
                step.summary.as_deref().map(str::trim).into(),
            ],
        ),
        TaskAction::AcceptClosure => {
            close(ctx, tx, task).await?;
            return end_items(ctx, tx, task).await;
        }
        TaskAction::RejectClosure => statement("update task set closure_applied_on = null where id = $1", [id.into()]),
        TaskAction::Reopen => statement(
            "update task set closure_applied_on = null, closed_on = null, due_on = $2 where id = $1",
            [id.into(), step.due_on.into()],
        ),
        TaskAction::Suspend | TaskAction::Resume => return versions::carry_out_for(ctx, tx, id, step.action).await,
        TaskAction::Cancel => return end_items(ctx, tx, task).await,
    };
    sql::execute(&**tx, change).await?;
    Ok(())
}

async fn reassign(ctx: &Ctx, tx: &Tx<'_>, task: &TaskView, org: Option<Uuid>, sign_by: NaiveDate) -> Result<(), Error> {
    let id = task.summary.id;
    // The new lead starts afresh: it may return the task once itself.
    let moved = sql::execute(
        &**tx,
        statement(
            "update task set lead_org_id = o.id, sign_off_due_on = $3, sign_off_returns = 0
             from organisation o
             where task.id = $1 and o.id = $2 and (o.valid_to is null or o.valid_to >= $4)",
            [id.into(), org.into(), sign_by.into(), ctx.today().into()],
        ),
    )
    .await?;
    if moved == 0 {
        return Err(Error::field("/lead_org_id", "not_found", "没有这个单位，或已停用"));
    }
    sql::execute(
        &**tx,
        statement("delete from task_organisation where task_id = $1 and organisation_id = $2", [id.into(), org.into()]),
    )
    .await?;
    Ok(())
}

/// The items of its annual books end with the task.
async fn end_items(ctx: &Ctx, tx: &Tx<'_>, task: &TaskView) -> Result<(), Error> {
    let label = format!("{} {}", task.summary.code, task.summary.title);
    let closing = task.summary.state == TaskState::PendingClosure;
    let said = task.closure.as_ref().and_then(|closure| closure.conclusion);
    let conclusion = closing.then(|| said.unwrap_or(Conclusion::Done));
    annual::ended(ctx, tx, (task.summary.id, &label), conclusion).await
}

/// 销号: gives the next closing number of the plan and year, without gaps.
async fn close(ctx: &Ctx, tx: &Tx<'_>, task: &TaskView) -> Result<(), Error> {
    sql::execute(&**tx, statement("select 1 from plan where id = $1 for update", [task.plan_id.into()])).await?;
    let year = ctx.today().format("%Y").to_string();
    sql::execute(
        &**tx,
        statement(
            "update task set closed_on = $2, closing_number = coalesce(closing_number, $3 || '-' || to_char(1 + (
                select count(*) from task other where other.plan_id = task.plan_id and other.closing_number like $3 || '-%'), 'FM99999000'))
             where id = $1",
            [task.summary.id.into(), ctx.today().into(), year.into()],
        ),
    )
    .await?;
    Ok(())
}
