//! The way of a bulletin: submitted by the office, approved by a leader, which numbers it and keeps its paper for ever.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::bulletin::{BulletinAction, BulletinState, WORKFLOW};
use luoshi_domain::policy::{Action, Target};
use luoshi_domain::supervision::printed_number;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::freezing::{canonical, hash};
use super::queries;
use super::views::Bulletin;
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// A step of a bulletin.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulletinTransition {
    /// The step.
    pub action: BulletinAction,
    /// The reason in words.
    pub comment: Option<String>,
}

/// Every step from the present state that the caller has the right to.
pub(super) fn allowed(ctx: &Ctx, bulletin: &Bulletin) -> Vec<AllowedAction> {
    let rows = WORKFLOW.from(bulletin.state).filter(|row| ctx.may(row.needs, &Target::default()));
    rows.map(|row| AllowedAction::of(row.action.code(), row.needs_comment, Ok(()))).collect()
}

/// Takes one step; of two at once exactly one wins.
pub async fn transition(ctx: &Ctx, id: Uuid, step: BulletinTransition) -> Result<Written<Bulletin>, Error> {
    let name = event_name(step.action);
    ctx.write(Attempt::on(name, "bulletin", id), async |tx| {
        ctx.require(Action::BulletinRead)?;
        sql::execute(&**tx, statement("select 1 from bulletin where id = $1 for update", [id.into()])).await?;
        let before = queries::find(ctx, &**tx, id).await?;
        let needs = WORKFLOW.rows.iter().find(|row| row.action == step.action).map(|row| row.needs);
        needs.map_or(Ok(()), |right| ctx.require(right))?;
        ctx.expect_version(before.version)?;
        let row = WORKFLOW.apply(before.state, step.action)?;
        let mut fields = Fields::new();
        let given = step.comment.as_deref();
        let comment = if row.needs_comment {
            Some(fields.required("/comment", given.unwrap_or_default(), 2_000))
        } else {
            fields.optional("/comment", given, 2_000)
        };
        fields.done()?;
        if step.action == BulletinAction::Approve {
            issue(ctx, tx, &before).await?;
        } else {
            let moved = "update bulletin set state = $2, updated_at = $3, version = version + 1 where id = $1";
            sql::execute(&**tx, statement(moved, [id.into(), row.to.to_value().into(), ctx.now.into()])).await?;
        }
        note(ctx, tx, id, step.action.code(), Some(before.state), row.to, comment.as_deref()).await?;
        let after = queries::find(ctx, &**tx, id).await?;
        let detail = json!({ "from": before.state, "to": after.state, "number": after.number, "comment": comment,
            "paper_sha256": after.paper_sha256 });
        let label = label(&after);
        tx.record(Event { action: name, object_type: "bulletin", object_id: Some(id), label: &label, detail }).await?;
        let version = after.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

/// Gives the number and keeps the paper that was approved.
async fn issue(ctx: &Ctx, tx: &Tx<'_>, bulletin: &Bulletin) -> Result<(), Error> {
    let day = ctx.today();
    let number = next_number(tx, day).await?;
    let paper = canonical(&bulletin.paper)?;
    let issued = "update bulletin set state = 'ISSUED', issued_on = $2, number = $3, printed_number = $4, paper = $5,
            paper_sha256 = $6, updated_at = $7, version = version + 1
        where id = $1";
    let values = [
        bulletin.id.into(),
        day.into(),
        i32::try_from(number).unwrap_or(i32::MAX).into(),
        printed_number(&ctx.app.settings.bulletin_prefix, day, number).into(),
        paper.clone().into(),
        hash(&paper).into(),
        ctx.now.into(),
    ];
    sql::execute(&**tx, statement(issued, values)).await?;
    Ok(())
}

/// The next number of the year; the row stays locked until the end of the transaction, so that there is no gap.
async fn next_number(tx: &Tx<'_>, day: NaiveDate) -> Result<u32, Error> {
    let next = "insert into bulletin_counter as c (year, last) values ($1, 1)
        on conflict (year) do update set last = c.last + 1
        returning to_jsonb(last) as view";
    let number: Option<u32> = sql::row(&**tx, statement(next, [day.year().into()])).await?;
    number.ok_or_else(|| Error::Internal("the counter of bulletins gave no number".into()))
}

/// Adds a step to the history of a bulletin.
pub(super) async fn note(
    ctx: &Ctx,
    tx: &Tx<'_>,
    id: Uuid,
    action: &str,
    from: Option<BulletinState>,
    to: BulletinState,
    comment: Option<&str>,
) -> Result<(), Error> {
    let (from, to) = (from.map(|state| state.to_value()), to.to_value());
    let taken = Taken {
        subject_type: "bulletin",
        subject_id: id,
        action,
        from: from.as_deref(),
        to: &to,
        comment,
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await
}

/// What the audit trail calls it.
pub(super) fn label(bulletin: &Bulletin) -> String {
    let number = bulletin.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
    format!("{number}{}进展情况通报", bulletin.snapshot.cycle_name)
}

/// The name of a step in the audit trail.
const fn event_name(action: BulletinAction) -> &'static str {
    match action {
        BulletinAction::Submit => "bulletin.submit",
        BulletinAction::Approve => "bulletin.approve",
        BulletinAction::Return => "bulletin.return",
        BulletinAction::Discard => "bulletin.discard",
    }
}
