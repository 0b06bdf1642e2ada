//! The way of a round: which steps this caller may take now, and taking one.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use luoshi_domain::evaluation::rounds::{COMMENT_DAYS, RoundAction, RoundState, WORKFLOW, check};
use luoshi_domain::policy::{Action, Reach};
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::hold;
use super::views::Round;
use super::{queries, results};
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::calendar;
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// A step with what it needs.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundTransition {
    /// The step.
    pub action: RoundAction,
    /// The reason in words; required for every way back and for `cancel`.
    pub comment: Option<String>,
}

/// Every step from the present state that the caller has the right to, with the rule that stands against it now.
pub(super) fn allowed(ctx: &Ctx, round: &Round, unassigned: usize) -> Vec<AllowedAction> {
    WORKFLOW
        .from(round.summary.state)
        .filter(|row| may(ctx, round, row.needs))
        .map(|row| {
            let guard = check(row.action, &round.guarded(unassigned), ctx.now);
            AllowedAction::of(row.action.code(), row.needs_comment, guard)
        })
        .collect()
}

/// A lead moves the rounds they lead; those who commission rounds move any.
fn may(ctx: &Ctx, round: &Round, needs: Action) -> bool {
    match ctx.reach(needs) {
        Reach::No => false,
        Reach::Own => round.facts.lead_id == Some(ctx.actor.account),
        Reach::Org | Reach::All => true,
    }
}

/// Takes one step.
pub async fn transition(ctx: &Ctx, id: Uuid, step: RoundTransition) -> Result<Written<Round>, Error> {
    ctx.write(Attempt::on(name(step.action), "round", id), async |tx| {
        ctx.require(Action::RoundRead)?;
        let round = hold(ctx, tx, id).await?;
        let rights = WORKFLOW.rows.iter().filter(|row| row.action == step.action).map(|row| row.needs);
        for right in rights {
            if !may(ctx, &round, right) {
                return Err(Error::Forbidden { action: right.code() });
            }
        }
        ctx.expect_version(round.summary.version)?;
        let row = WORKFLOW.apply(round.summary.state, step.action)?;
        let mut fields = Fields::new();
        let given = step.comment.as_deref();
        let comment = if row.needs_comment {
            Some(fields.required("/comment", given.unwrap_or_default(), 2_000))
        } else {
            fields.optional("/comment", given, 2_000)
        };
        fields.done()?;
        let panels = queries::panels(ctx, &**tx, &round, true).await?;
        let unassigned = panels.iter().filter(|panel| !panel.faults.is_empty()).count();
        check(step.action, &round.guarded(unassigned), ctx.now)?;
        change(ctx, tx, &round, (step.action, row.to)).await?;
        let taken = (step.action.code(), Some(round.summary.state), row.to);
        note(ctx, tx, id, taken, comment.as_deref()).await?;
        let detail = json!({ "from": round.summary.state, "to": row.to, "comment": comment });
        let (action, object_type, label) = (name(step.action), "round", round.summary.name.as_str());
        tx.record(Event { action, object_type, object_id: Some(id), label, detail }).await?;
        let after = queries::find(ctx, &**tx, id).await?;
        let version = after.summary.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

async fn change(ctx: &Ctx, tx: &Tx<'_>, round: &Round, (action, to): (RoundAction, RoundState)) -> Result<(), Error> {
    let comments_until = match action {
        RoundAction::OpenComments => Some(comments_until(ctx, tx).await?),
        _ => round.summary.comments_until,
    };
    let locked = round.criteria_locked_at.or((action == RoundAction::OpenDeclarations).then_some(ctx.now));
    let release =
        if action == RoundAction::Release { Some(results::release(tx, round.summary.id).await?) } else { None };
    let values = [
        round.summary.id.into(),
        to.to_value().into(),
        comments_until.into(),
        locked.into(),
        release.as_ref().map(|_| ctx.now).into(),
        release.into(),
        ctx.now.into(),
    ];
    let moved = "update evaluation_round
        set state = $2, comments_until = $3, criteria_locked_at = $4, released_at = coalesce($5, released_at),
            release_hash = coalesce($6, release_hash), updated_at = $7, version = version + 1
        where id = $1";
    sql::execute(&**tx, statement(moved, values)).await?;
    Ok(())
}

/// The end of the last of ten working days in Shanghai.
async fn comments_until(ctx: &Ctx, tx: &Tx<'_>) -> Result<DateTime<Utc>, Error> {
    let calendar = calendar::load(&**tx).await?;
    let last = calendar.nth_working_day_after(ctx.today(), COMMENT_DAYS);
    Ok(last.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(24 - 8))
}

/// Adds a step to the history of a round.
pub(super) async fn note(
    ctx: &Ctx,
    tx: &Tx<'_>,
    id: Uuid,
    (action, from, to): (&str, Option<RoundState>, RoundState),
    comment: Option<&str>,
) -> Result<(), Error> {
    let (from, to) = (from.map(|state| state.to_value()), to.to_value());
    let taken = Taken {
        subject_type: "round",
        subject_id: id,
        action,
        from: from.as_deref(),
        to: &to,
        comment,
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await
}

const fn name(action: RoundAction) -> &'static str {
    match action {
        RoundAction::Select => "round.select",
        RoundAction::Design => "round.design",
        RoundAction::OpenDeclarations => "round.open_declarations",
        RoundAction::Freeze => "round.freeze",
        RoundAction::StartScoring => "round.start_scoring",
        RoundAction::Verify => "round.verify",
        RoundAction::VerifyAgain => "round.verify_again",
        RoundAction::Reconcile => "round.reconcile",
        RoundAction::ReconcileAgain => "round.reconcile_again",
        RoundAction::Draft => "round.draft",
        RoundAction::OpenComments => "round.open_comments",
        RoundAction::Release => "round.release",
        RoundAction::Deliver => "round.deliver",
        RoundAction::Rectify => "round.rectify",
        RoundAction::Archive => "round.archive",
        RoundAction::Cancel => "round.cancel",
    }
}
