//! The way of a batch: which steps this caller may take now, taking one, freezing what it said, issuing its tasks.

use chrono::NaiveDate;
use luoshi_domain::batches::{BatchAction, BatchFacts, BatchState, WORKFLOW, guards};
use luoshi_domain::duties;
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::{SIGN_OFF_DAYS, TaskState};
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::record;
use super::queries;
use super::views::{BatchView, VersionOccasion};
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::calendar;
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tasks::commands::finish;
use crate::tasks::draft::check_day;
use crate::tx::{Attempt, Reply, Tx, Written};
use crate::views::hands;

/// A step with what it needs.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchTransition {
    /// The step.
    pub action: BatchAction,
    /// The reason in words; required for `return` and `revise`.
    pub comment: Option<String>,
    /// Last day for comments, for `consult`.
    pub comments_due_on: Option<NaiveDate>,
}

/// Every step from the present state that the caller has the right to, with what stands against it now.
pub fn allowed(ctx: &Ctx, batch: &BatchView, facts: &BatchFacts) -> Vec<AllowedAction> {
    let target = batch.target();
    // Before the leader is asked there is nothing to decide, and afterwards nothing to submit.
    let fits = |action| match action {
        BatchAction::Approve | BatchAction::Return => facts.is_submitted,
        BatchAction::Submit => !facts.is_submitted,
        _ => true,
    };
    WORKFLOW
        .from(batch.state)
        .filter(|row| ctx.may(row.needs, &target) && fits(row.action))
        .map(|row| AllowedAction::of(row.action.code(), row.needs_comment, guard(ctx, batch, facts, row.action)))
        .collect()
}

fn guard(ctx: &Ctx, batch: &BatchView, facts: &BatchFacts, action: BatchAction) -> Result<(), RuleError> {
    duties::check(&ctx.actor, ("batch", &batch.state.to_value(), action.code()), hands(&batch.history))?;
    match guards(facts, action).len() {
        0 => Ok(()),
        unmet => Err(RuleError::BatchNotReady { unmet }),
    }
}

/// Takes one step; of two at once exactly one wins, since the batch and its tasks are held and looked at again.
pub async fn transition(ctx: &Ctx, id: Uuid, step: BatchTransition) -> Result<Written<BatchView>, Error> {
    let name = event_name(step.action);
    ctx.write(Attempt::on(name, "batch", id), async |tx| {
        let batch = lock(ctx, tx, id).await?;
        let row = WORKFLOW.apply(batch.state, step.action);
        if let Some(row) = WORKFLOW.rows.iter().find(|row| row.action == step.action) {
            ctx.allow(row.needs, &batch.target())?;
        }
        ctx.expect_version(batch.version)?;
        let comment = step.checked(ctx.today())?;
        let row = row?;
        guard(ctx, &batch, &queries::facts(ctx, &**tx, &batch).await?, step.action)?;
        apply(ctx, tx, &batch, &step).await?;
        let moved = "update batch set state = $2, version = version + 1, updated_at = $3 where id = $1";
        sql::execute(&**tx, statement(moved, [id.into(), row.to.to_value().into(), ctx.now.into()])).await?;
        note(ctx, tx, id, step.action.code(), Some(batch.state), row.to, comment.as_deref()).await?;
        let after = queries::find(ctx, &**tx, id).await?;
        let detail = json!({ "from": batch.state, "to": row.to, "comment": comment, "revision": batch.revision,
            "comments_due_on": step.comments_due_on, "tasks": batch.tasks.len() });
        record(tx, name, &after, detail).await?;
        let version = after.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

impl BatchTransition {
    /// The comment without blanks around it, or everything that is wrong with the step.
    fn checked(&self, today: NaiveDate) -> Result<Option<String>, Error> {
        let mut fields = Fields::new();
        let given = self.comment.as_deref();
        let comment = if matches!(self.action, BatchAction::Return | BatchAction::Revise) {
            Some(fields.required("/comment", given.unwrap_or_default(), 2_000))
        } else {
            fields.optional("/comment", given, 2_000)
        };
        match (self.action, self.comments_due_on) {
            (BatchAction::Consult, None) => {
                fields.fault("/comments_due_on", "required", "请填写征求意见的截止日期");
            }
            (BatchAction::Consult, Some(day)) if day < today => {
                fields.fault("/comments_due_on", "past", "截止日期不能早于今天");
            }
            (_, Some(day)) => check_day(&mut fields, "/comments_due_on", day),
            _ => {}
        }
        fields.done()?;
        Ok(comment)
    }
}

/// Holds the batch, then its tasks, and reads it as the last holder left it. Whoever changes a task holds that first and
/// looks at its batch afterwards, so that nobody edits what is being sent out.
pub async fn lock(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<BatchView, Error> {
    sql::execute(&**tx, statement("select 1 from batch where id = $1 for update", [id.into()])).await?;
    let tasks =
        "select 1 from task where id in (select task_id from batch_task where batch_id = $1) order by id for update";
    sql::execute(&**tx, statement(tasks, [id.into()])).await?;
    queries::find(ctx, &**tx, id).await
}

/// What a step changes besides the state.
async fn apply(ctx: &Ctx, tx: &Tx<'_>, batch: &BatchView, step: &BatchTransition) -> Result<(), Error> {
    let id = batch.id;
    let change = match step.action {
        BatchAction::Consult => {
            freeze(ctx, tx, batch, VersionOccasion::Consulted).await?;
            statement("update batch set comments_due_on = $2 where id = $1", [id.into(), step.comments_due_on.into()])
        }
        BatchAction::Submit => {
            statement("update batch set submitted_at = $2 where id = $1", [id.into(), ctx.now.into()])
        }
        BatchAction::Return => statement("update batch set submitted_at = null where id = $1", [id.into()]),
        BatchAction::Approve => {
            freeze(ctx, tx, batch, VersionOccasion::Approved).await?;
            statement("update batch set approved_at = $2 where id = $1", [id.into(), ctx.now.into()])
        }
        BatchAction::Issue => {
            issue(ctx, tx, batch).await?;
            statement("update batch set issued_at = $2 where id = $1", [id.into(), ctx.now.into()])
        }
        BatchAction::Revise => {
            freeze(ctx, tx, batch, VersionOccasion::Revised).await?;
            // The old state goes with the same statement: its checks hold for the draft that comes.
            let revised = "update batch set state = 'DRAFT', revision = revision + 1, comments_due_on = null,
                    submitted_at = null, approved_at = null, issued_at = null where id = $1";
            statement(revised, [id.into()])
        }
    };
    sql::execute(&**tx, change).await?;
    Ok(())
}

/// Keeps what the batch says now, for ever.
async fn freeze(ctx: &Ctx, tx: &Tx<'_>, batch: &BatchView, occasion: VersionOccasion) -> Result<(), Error> {
    let tasks = serde_json::to_value(batch.content()).map_err(|error| Error::Internal(error.to_string()))?;
    let number = batch.versions.last().map_or(1, |version| version.number + 1);
    let values = [
        batch.id.into(),
        number.into(),
        batch.revision.into(),
        occasion.to_value().into(),
        tasks.into(),
        ctx.now.into(),
        ctx.name.clone().into(),
    ];
    let insert = "insert into batch_version (batch_id, number, revision, occasion, tasks, frozen_at, frozen_by)
        values ($1, $2, $3, $4, $5, $6, $7)";
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(())
}

/// Assigns every task of the batch that is still a draft: all of them in this transaction, or none.
async fn issue(ctx: &Ctx, tx: &Tx<'_>, batch: &BatchView) -> Result<(), Error> {
    let sign_by = calendar::load(&**tx).await?.nth_working_day_after(ctx.today(), SIGN_OFF_DAYS);
    let to = TaskState::PendingSignoff.to_value();
    for task in batch.tasks.iter().filter(|task| task.state == TaskState::Draft) {
        let id = task.content.id;
        let issued = "update task set state = $2, sign_off_due_on = $3 where id = $1";
        sql::execute(&**tx, statement(issued, [id.into(), to.clone().into(), sign_by.into()])).await?;
        let from = task.state.to_value();
        let taken = Taken {
            subject_type: "task",
            subject_id: id,
            action: "issue",
            from: Some(&from),
            to: &to,
            comment: Some(&batch.title),
            reason_codes: &[],
        };
        history::add(ctx, &**tx, taken).await?;
        finish(ctx, tx, id, "task.issue", json!({ "from": from, "to": to, "batch": batch.id })).await?;
    }
    Ok(())
}

/// Adds a step to the history of a batch.
pub async fn note(
    ctx: &Ctx,
    tx: &Tx<'_>,
    id: Uuid,
    action: &str,
    from: Option<BatchState>,
    to: BatchState,
    comment: Option<&str>,
) -> Result<(), Error> {
    let (from, to) = (from.map(|state| state.to_value()), to.to_value());
    let taken = Taken {
        subject_type: "batch",
        subject_id: id,
        action,
        from: from.as_deref(),
        to: &to,
        comment,
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await
}

/// The name of a step in the audit trail.
const fn event_name(action: BatchAction) -> &'static str {
    match action {
        BatchAction::Consult => "batch.consult",
        BatchAction::Submit => "batch.submit",
        BatchAction::Return => "batch.return",
        BatchAction::Approve => "batch.approve",
        BatchAction::Issue => "batch.issue",
        BatchAction::Revise => "batch.revise",
    }
}
