//! What an approved adjustment makes of a task: another version, with the earlier ones kept.

use luoshi_domain::adjustments::{ContentChange, Proposal, Purpose, TaskContent, changes};
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::TaskAction;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{proposal, queries};
use crate::app::Ctx;
use crate::error::Error;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tasks::stored;
use crate::tx::Tx;

/// An approved adjustment that waits for the leader's step.
#[derive(Deserialize)]
struct Waiting {
    id: Uuid,
    proposal: Proposal,
}

/// Changes a task as was approved and keeps the new version beside the old ones.
pub async fn carry_out(ctx: &Ctx, tx: &Tx<'_>, task: Uuid, request: Uuid, asked: &Proposal) -> Result<(), Error> {
    let subject = queries::subject(ctx, &**tx, task).await?;
    let after = asked.onto(&subject.content);
    let found = changes(&subject.content, &after);
    if after.lead.id != subject.content.lead.id {
        change_lead(ctx, tx, task, after.lead.id).await?;
    }
    store(ctx, tx, task, &after, asked).await?;
    keep(ctx, tx, task, request, &subject.content, &after, &found).await?;
    let state = subject.task_state.to_value();
    let words = found.iter().map(said).collect::<Vec<_>>().join("；");
    let taken = Taken {
        subject_type: "task",
        subject_id: task,
        action: "adjust",
        from: Some(&state),
        to: &state,
        comment: Some(words.as_str()).filter(|words| !words.is_empty()),
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await?;
    stored::refresh(ctx, &**tx, task).await
}

/// Carries out the approved adjustment that a leader's step on the task stands on (domain.md 2.3).
pub async fn carry_out_for(ctx: &Ctx, tx: &Tx<'_>, task: Uuid, step: TaskAction) -> Result<(), Error> {
    let Some(purpose) = Purpose::needed_for(step) else { return Ok(()) };
    let waiting = "update adjustment set carried_out_at = $3
        where id = (
            select id from adjustment
            where task_id = $1 and purpose = $2 and state = 'APPROVED' and carried_out_at is null
            order by decided_at limit 1)
        returning jsonb_build_object('id', id, 'proposal', proposal) as view";
    let values = [task.into(), purpose.to_value().into(), ctx.now.into()];
    let waiting: Option<Waiting> = sql::row(&**tx, statement(waiting, values)).await?;
    let waiting = waiting.ok_or(RuleError::AdjustmentMissing)?;
    if purpose == Purpose::Resume {
        carry_out(ctx, tx, task, waiting.id, &waiting.proposal).await?;
    }
    Ok(())
}

/// The new lead names its own liaison; what it did beside the old lead before, it does as the lead now.
async fn change_lead(ctx: &Ctx, tx: &Tx<'_>, task: Uuid, lead: Uuid) -> Result<(), Error> {
    if proposal::lead(&**tx, lead, ctx.today()).await?.is_none() {
        return Err(RuleError::LeadEnded.into());
    }
    let values = [task.into(), lead.into()];
    sql::execute(
        &**tx,
        statement("update task set lead_org_id = $2, liaison = null, liaison_id = null where id = $1", values.clone()),
    )
    .await?;
    let party = "delete from task_organisation where task_id = $1 and organisation_id = $2";
    sql::execute(&**tx, statement(party, values)).await?;
    Ok(())
}

/// Writes the content; first due days stay for ever.
async fn store(ctx: &Ctx, tx: &Tx<'_>, task: Uuid, after: &TaskContent, asked: &Proposal) -> Result<(), Error> {
    let values = [
        task.into(),
        after.title.clone().into(),
        after.deliverable.clone().into(),
        after.acceptance_standard.clone().into(),
        after.due_on.into(),
        ctx.now.into(),
    ];
    let words = "update task set title = $2, deliverable = $3, acceptance_standard = $4, due_on = $5, updated_at = $6,
            version = version + 1
        where id = $1";
    sql::execute(&**tx, statement(words, values)).await?;
    for day in &asked.milestones {
        let moved = "update milestone set due_on = $3, version = version + 1
            where id = $1 and task_id = $2 and state not in ('SUBMITTED', 'ACCEPTED')";
        sql::execute(&**tx, statement(moved, [day.milestone_id.into(), task.into(), day.due_on.into()])).await?;
    }
    Ok(())
}

/// Adds the version; before the first adjustment the task as issued is kept as number 1.
async fn keep(
    ctx: &Ctx,
    tx: &Tx<'_>,
    task: Uuid,
    request: Uuid,
    before: &TaskContent,
    after: &TaskContent,
    found: &[ContentChange],
) -> Result<(), Error> {
    let first = "insert into task_version (task_id, number, at, content, changes)
        select t.id, 1, coalesce((
            select max(s.at) from step s where s.subject_id = t.id and s.action = 'issue'), t.created_at), $2, '[]'
        from task t
        where t.id = $1
        on conflict do nothing";
    sql::execute(&**tx, statement(first, [task.into(), json!(before).into()])).await?;
    let next = "insert into task_version (task_id, number, at, adjustment_id, content, changes)
        select $1, max(number) + 1, $2, $3, $4, $5 from task_version where task_id = $1";
    let values = [task.into(), ctx.now.into(), request.into(), json!(after).into(), json!(found).into()];
    sql::execute(&**tx, statement(next, values)).await?;
    Ok(())
}

/// A difference in a few words for the history of the task; long texts are told by their name alone.
fn said(change: &ContentChange) -> String {
    use luoshi_domain::adjustments::ContentField;
    let name = match change.field {
        ContentField::Title => "任务名称",
        ContentField::Deliverable => return "成果".to_owned(),
        ContentField::AcceptanceStandard => return "验收标准".to_owned(),
        ContentField::Lead => "牵头单位",
        ContentField::DueOn => "完成时限",
        ContentField::MilestoneDueOn => change.milestone.as_deref().unwrap_or_default(),
    };
    format!("{name}　{} → {}", change.before, change.after)
}
