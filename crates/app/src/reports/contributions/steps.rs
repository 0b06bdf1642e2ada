//! The way of a part: which steps this caller may take now, which rule stands against one, and taking it.

use luoshi_domain::contributions::{ContributionAction, ContributionState, WORKFLOW, check_open, check_words};
use luoshi_domain::rule::RuleError;
use luoshi_domain::workflow::Row;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use super::stored::{self, ContributionFacts};
use super::views::Contribution;
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Longest reason.
const LONG_TEXT: usize = 2_000;

/// One step of the way, with what it needs.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContributionTransition {
    /// The step.
    pub action: ContributionAction,
    /// The reason in words; required for `waive`.
    pub comment: Option<String>,
}

/// Every step from the present state that the caller has the right to, with the rule that stands against it now.
pub fn allowed(ctx: &Ctx, part: &ContributionFacts) -> Vec<AllowedAction> {
    WORKFLOW
        .from(part.state)
        .filter(|row| ctx.may(row.needs, &part.target_of(row.needs)))
        .map(|row| AllowedAction::of(row.action.code(), row.needs_comment, guard(part, row.action)))
        .collect()
}

fn guard(part: &ContributionFacts, action: ContributionAction) -> Result<(), RuleError> {
    check_open(part.report)?;
    match action {
        ContributionAction::Submit => {
            part.check_editable()?;
            check_words(&part.progress, &part.problems)
        }
        ContributionAction::Withdraw | ContributionAction::Resume | ContributionAction::Waive => Ok(()),
    }
}

/// Takes one step; of several callers at once exactly one succeeds.
pub async fn transition(ctx: &Ctx, id: Uuid, step: ContributionTransition) -> Result<Written<Contribution>, Error> {
    let name = event_name(step.action);
    ctx.write(Attempt::on(name, "contribution", id), async |tx| {
        let part = stored::lock(ctx, &**tx, id).await?;
        allow_somewhere(ctx, &part, step.action)?;
        ctx.expect_version(part.version)?;
        let row = WORKFLOW.apply(part.state, step.action)?;
        let comment = checked(&step, row)?;
        guard(&part, step.action)?;
        change(ctx, tx, &part, row.to, comment.as_deref()).await?;
        let detail =
            json!({ "from": part.state, "to": row.to, "comment": comment, "organisation": part.organisation_id });
        let label = part.label();
        tx.record(Event { action: name, object_type: "contribution", object_id: Some(id), label: &label, detail })
            .await?;
        let view = queries::view(ctx, &**tx, id).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

fn allow_somewhere(ctx: &Ctx, part: &ContributionFacts, action: ContributionAction) -> Result<(), Error> {
    let row = WORKFLOW.rows.iter().find(|row| row.action == action).ok_or(RuleError::StepNotPossible)?;
    ctx.allow(row.needs, &part.target_of(row.needs))
}

fn checked(
    step: &ContributionTransition,
    row: &Row<ContributionState, ContributionAction>,
) -> Result<Option<String>, Error> {
    let mut fields = Fields::new();
    let given = step.comment.as_deref();
    let comment = if row.needs_comment {
        Some(fields.required("/comment", given.unwrap_or_default(), LONG_TEXT))
    } else {
        fields.optional("/comment", given, LONG_TEXT)
    };
    fields.done()?;
    Ok(comment)
}

async fn change(
    ctx: &Ctx,
    tx: &Tx<'_>,
    part: &ContributionFacts,
    to: ContributionState,
    comment: Option<&str>,
) -> Result<(), Error> {
    let submitted = to == ContributionState::Submitted;
    let moved = "update contribution
        set state = $2, submitted_by = $3, submitted_at = $4, waive_reason = $5, updated_at = $6, version = version + 1
        where id = $1";
    let values = [
        part.id.into(),
        to.to_value().into(),
        submitted.then_some(ctx.actor.account).into(),
        submitted.then_some(ctx.now).into(),
        comment.filter(|_| to == ContributionState::Waived).into(),
        ctx.now.into(),
    ];
    sql::execute(&**tx, statement(moved, values)).await?;
    Ok(())
}

/// The name of a step in the audit trail.
const fn event_name(action: ContributionAction) -> &'static str {
    match action {
        ContributionAction::Submit => "contribution.submit",
        ContributionAction::Withdraw => "contribution.withdraw",
        ContributionAction::Waive => "contribution.waive",
        ContributionAction::Resume => "contribution.resume",
    }
}
