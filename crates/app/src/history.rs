//! What happened to a task, report or request for extension or adjustment, in the words people gave; rows are added and never changed.

use luoshi_domain::rule::RuleError;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::views::Step;

/// A step somebody took.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    /// `task`, `report`, `extension`, `adjustment` or `batch`.
    pub subject_type: &'a str,
    /// Which one.
    pub subject_id: Uuid,
    /// The step, e.g. `return`.
    pub action: &'a str,
    /// State before.
    pub from: Option<&'a str>,
    /// State after.
    pub to: &'a str,
    /// The reason in words.
    pub comment: Option<&'a str>,
    /// Reasons from the list.
    pub reason_codes: &'a [String],
}

/// Writes the step into the same transaction as the change.
pub async fn add(ctx: &Ctx, tx: &impl ConnectionTrait, step: Taken<'_>) -> Result<(), Error> {
    sql::execute(
        tx,
        statement(
            "insert into step (id, subject_type, subject_id, at, actor_id, actor_name, actor_organisation, action,
                from_state, to_state, comment, reason_codes, on_behalf_of)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            [
                Uuid::now_v7().into(),
                step.subject_type.into(),
                step.subject_id.into(),
                ctx.now.into(),
                ctx.actor.account.into(),
                ctx.name.clone().into(),
                ctx.organisation.clone().into(),
                step.action.into(),
                step.from.into(),
                step.to.into(),
                step.comment.into(),
                step.reason_codes.to_vec().into(),
                ctx.actor.on_behalf.into(),
            ],
        ),
    )
    .await?;
    Ok(())
}

/// Refuses a judgement of what the caller wrote or submitted, or what was written in the name of whom they act for; nor
/// does anybody judge what a deputy wrote in their name.
pub async fn refuse_own(ctx: &Ctx, tx: &impl ConnectionTrait, subject: Uuid) -> Result<(), Error> {
    let persons: Vec<Uuid> = ctx.actor.persons().collect();
    let wrote = "select to_jsonb(true) as view from step
        where subject_id = $1 and action in ('create', 'submit') and (actor_id = any ($2) or on_behalf_of = any ($2))
        limit 1";
    let wrote: Option<bool> = sql::row(tx, statement(wrote, [subject.into(), persons.into()])).await?;
    if wrote.is_some() { Err(RuleError::OwnRequest.into()) } else { Ok(()) }
}

/// Refuses to decide on what the caller's person did last in this way, in whichever post, or what was done in the name of whom
/// they act for: who applies on one side does not decide on the other.
pub async fn refuse_after_own(ctx: &Ctx, tx: &impl ConnectionTrait, subject: Uuid, action: &str) -> Result<(), Error> {
    let persons: Vec<Uuid> = ctx.actor.persons().collect();
    let last = "select to_jsonb(actor_id = any ($3) or coalesce(on_behalf_of = any ($3), false)) as view from step
        where subject_id = $1 and action = $2 order by at desc, id desc limit 1";
    let own: Option<bool> = sql::row(tx, statement(last, [subject.into(), action.into(), persons.into()])).await?;
    if own == Some(true) { Err(RuleError::OwnRequest.into()) } else { Ok(()) }
}

/// The same as far as a page shows it, so that nothing is offered which is refused; steps come newest first.
pub fn check_after_own(ctx: &Ctx, history: &[Step], action: &str) -> Result<(), RuleError> {
    let last = history.iter().find(|step| step.action == action);
    if last.is_some_and(|step| ctx.actor.is_one_of_them(step.actor.id)) { Err(RuleError::OwnRequest) } else { Ok(()) }
}
