//! Asking for an adjustment: writing a request, kept as a draft or filed at once.

use luoshi_domain::adjustments::{Proposal, Purpose, check_filing};
use luoshi_domain::extensions::ExtensionState;
use luoshi_domain::policy::Action;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::proposal::AdjustmentProposal;
use super::queries;
use super::views::{Adjustment, AdjustmentSubject};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tasks::extensions::commands::LONG_TEXT;
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Asks for another content or lead of a task, for a stop, or for new days after it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAdjustment {
    /// What it is for.
    pub purpose: Purpose,
    /// 调整原因.
    pub reason: String,
    /// What is asked for; empty for `SUSPEND`.
    #[serde(default)]
    pub proposal: AdjustmentProposal,
    /// Files it with the unit's leader at once; otherwise it stays a draft.
    #[serde(default)]
    pub submit: bool,
}

/// Writes a request.
pub async fn create(ctx: &Ctx, task_id: Uuid, new: NewAdjustment) -> Result<Written<Adjustment>, Error> {
    ctx.write(Attempt::new("adjustment.create", "adjustment"), async |tx| {
        ctx.require(Action::ExtensionWrite)?;
        sql::execute(&**tx, statement("select 1 from task where id = $1 for update", [task_id.into()])).await?;
        let subject = queries::subject(ctx, &**tx, task_id).await?;
        ctx.allow(Action::ExtensionWrite, &subject.target())?;
        let mut fields = Fields::new();
        let reason = fields.required("/reason", &new.reason, LONG_TEXT);
        let proposal = new.proposal.checked(ctx, &**tx, &mut fields, new.purpose, &subject).await?;
        fields.done()?;
        check_filing(new.purpose, subject.task_state, subject.has_open)?;
        let state = if new.submit { ExtensionState::UnitLeader } else { ExtensionState::Draft };
        let id = insert(ctx, tx, &subject, &new, &reason, &proposal).await?;
        let action = if new.submit { "submit" } else { "create" };
        note(ctx, tx, id, action, None, state, None).await?;
        let request = queries::find(ctx, &**tx, id).await?;
        let detail = json!({ "to": state, "task": task_id, "purpose": new.purpose, "changes": request.changes });
        let (name, label) = (format!("adjustment.{action}"), request.label());
        tx.record(Event { action: &name, object_type: "adjustment", object_id: Some(id), label: &label, detail })
            .await?;
        let version = request.version;
        Ok(Reply::created(request, version, format!("/api/v1/tasks/{task_id}/adjustments")))
    })
    .await
}

async fn insert(
    ctx: &Ctx,
    tx: &Tx<'_>,
    subject: &AdjustmentSubject,
    new: &NewAdjustment,
    reason: &str,
    proposal: &Proposal,
) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let state = if new.submit { ExtensionState::UnitLeader } else { ExtensionState::Draft };
    let values = [
        id.into(),
        subject.task_id.into(),
        new.purpose.to_value().into(),
        state.to_value().into(),
        reason.into(),
        json!(proposal).into(),
        json!(subject.content).into(),
        ctx.actor.account.into(),
        new.submit.then(|| ctx.today()).into(),
        ctx.now.into(),
    ];
    let insert = "insert into adjustment (id, task_id, purpose, state, reason, proposal, before, created_by, filed_on,
            created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)";
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(id)
}

/// Adds a step to the history of a request.
pub async fn note(
    ctx: &Ctx,
    tx: &Tx<'_>,
    id: Uuid,
    action: &str,
    from: Option<ExtensionState>,
    to: ExtensionState,
    comment: Option<&str>,
) -> Result<(), Error> {
    let (from, to) = (from.map(|state| state.to_value()), to.to_value());
    let taken = Taken {
        subject_type: "adjustment",
        subject_id: id,
        action,
        from: from.as_deref(),
        to: &to,
        comment,
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await
}
