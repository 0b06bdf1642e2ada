//! What happened to a task, report or request for extension or adjustment, in the words people gave; rows are added and never changed.

use luoshi_domain::duties::DUTIES;
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};

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

/// What the caller and whom they act for took part in, as `subject_id` and `state`: in that state of that thing others
/// take the judging steps. `persons` and `duties` are the places of [`persons_of`] and [`separated`] in the statement.
pub fn hands_sql(ctx: &Ctx, persons: &str, duties: &str) -> String {
    let in_own_name = ctx.actor.on_behalf.is_none();
    format!(
        "select s.subject_id, d.state
         from step s
         join jsonb_to_recordset({duties}) as d (subject text, state text, after text[], alone boolean)
            on d.subject = s.subject_type and s.action = any(d.after)
         where (s.actor_id = any({persons}) or s.on_behalf_of = any({persons}))
            and not (d.alone and s.on_behalf_of is null and {in_own_name})"
    )
}

/// The caller and whom they act for.
pub fn persons_of(ctx: &Ctx) -> Vec<Uuid> {
    ctx.actor.persons().collect()
}

/// The table of separated duties for a statement.
pub fn separated() -> serde_json::Value {
    json!(DUTIES)
}
