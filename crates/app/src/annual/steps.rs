//! The way of an annual item: which steps this caller may take now, which rule stands against one, and taking it.

use luoshi_domain::annual::{ItemAction, ItemConclusion, ItemState, WORKFLOW, check_issue};
use luoshi_domain::duties;
use luoshi_domain::policy::{Action, Reach, Target};
use luoshi_domain::rule::RuleError;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use super::views::{AnnualBook, AnnualItemView};
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};
use crate::views::hands;

/// One step of the way, with what it needs.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemTransition {
    /// The step.
    pub action: ItemAction,
    /// A reason or a word in passing; required for `reject_closure` and `cancel`.
    pub comment: Option<String>,
    /// How the item ended, for `apply_closure`.
    pub conclusion: Option<ItemConclusion>,
    /// What was reached, for `apply_closure`.
    pub summary: Option<String>,
}

/// Whether this caller may change target and due day now.
pub(super) fn editable(ctx: &Ctx, view: &AnnualItemView) -> bool {
    view.item.state == ItemState::Draft && ctx.reach(Action::AnnualDraft) != Reach::No
}

fn target(view: &AnnualItemView) -> Target {
    Target { lead: Some(view.item.task.lead.id), parties: view.parties.clone() }
}

/// Every step from the present state that the caller has the right to, with the rule that stands against it now.
pub(super) fn allowed(ctx: &Ctx, view: &AnnualItemView) -> Vec<AllowedAction> {
    let target = target(view);
    WORKFLOW
        .from(view.item.state)
        .filter(|row| ctx.may(row.needs, &target))
        .map(|row| AllowedAction::of(row.action.code(), row.needs_comment, guard(ctx, view, row.action)))
        .collect()
}

fn guard(ctx: &Ctx, view: &AnnualItemView, action: ItemAction) -> Result<(), RuleError> {
    let step = ("annual_item", view.item.state.to_value(), action.code());
    duties::check(&ctx.actor, (step.0, &step.1, step.2), hands(&view.history))?;
    if action == ItemAction::Issue { check_issue(&view.item.target) } else { Ok(()) }
}

/// What this caller may do with a book: issue its drafts, or learn what stands against it.
pub(super) fn of_book(ctx: &Ctx, book: &AnnualBook) -> Vec<AllowedAction> {
    if ctx.reach(Action::AnnualIssue) == Reach::No || book.drafts == 0 {
        return Vec::new();
    }
    vec![AllowedAction::of("issue", false, check_book(book))]
}

/// A book is issued whole: every draft of it has a target.
pub(super) fn check_book(book: &AnnualBook) -> Result<(), RuleError> {
    match (book.drafts, book.without_target) {
        (0, _) => Err(RuleError::AnnualNothingToIssue),
        (_, 0) => Ok(()),
        (_, count) => Err(RuleError::AnnualTargetMissing { count }),
    }
}

/// Takes one step; of several callers at once exactly one succeeds.
pub async fn transition(ctx: &Ctx, id: Uuid, step: ItemTransition) -> Result<Written<AnnualItemView>, Error> {
    let name = event_name(step.action);
    ctx.write(Attempt::on(name, "annual_item", id), async |tx| {
        let view = queries::view(ctx, &**tx, id, "for update of i").await?;
        allow_somewhere(ctx, &view, step.action)?;
        ctx.expect_version(view.item.version)?;
        let row = WORKFLOW.apply(view.item.state, step.action)?;
        ctx.allow(row.needs, &target(&view))?;
        let comment = step.checked(row.needs_comment)?;
        guard(ctx, &view, step.action)?;
        store(ctx, tx, &view, row.to, &step).await?;
        note(ctx, tx, &view, (step.action, row.to), comment.as_deref()).await?;
        let detail = json!({ "from": view.item.state, "to": row.to, "comment": comment,
            "conclusion": step.conclusion });
        record(tx, name, &view, detail).await?;
        let after = queries::view(ctx, &**tx, id, "").await?;
        let version = after.item.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

/// Issues one draft as part of its book.
pub(super) async fn issue_one(
    ctx: &Ctx,
    tx: &Tx<'_>,
    (id, label): (Uuid, &str),
    comment: Option<&str>,
) -> Result<(), Error> {
    let issued = "update annual_item set state = 'IN_PROGRESS', issued_at = $2, updated_at = $2, version = version + 1
        where id = $1";
    sql::execute(&**tx, statement(issued, [id.into(), ctx.now.into()])).await?;
    taken(ctx, tx, (id, ItemState::Draft), (ItemAction::Issue, ItemState::InProgress), comment).await?;
    let (action, object_type) = (event_name(ItemAction::Issue), "annual_item");
    let detail = json!({ "from": ItemState::Draft, "to": ItemState::InProgress });
    tx.record(Event { action, object_type, object_id: Some(id), label, detail }).await
}

/// Who could never take this step, whatever the state, is told so before anything else.
fn allow_somewhere(ctx: &Ctx, view: &AnnualItemView, action: ItemAction) -> Result<(), Error> {
    let needs = WORKFLOW.rows.iter().find(|row| row.action == action).map(|row| row.needs);
    needs.map_or(Ok(()), |needs| ctx.allow(needs, &target(view)))
}

impl ItemTransition {
    fn checked(&self, needs_comment: bool) -> Result<Option<String>, Error> {
        let mut fields = Fields::new();
        let comment = if needs_comment {
            Some(fields.required("/comment", self.comment.as_deref().unwrap_or_default(), 2_000))
        } else {
            fields.optional("/comment", self.comment.as_deref(), 2_000)
        };
        fields.optional("/summary", self.summary.as_deref(), 5_000);
        if self.action == ItemAction::ApplyClosure {
            fields.required("/summary", self.summary.as_deref().unwrap_or_default(), 5_000);
            if self.conclusion.is_none() {
                fields.fault("/conclusion", "required", "请选择办结结论");
            }
        }
        fields.done()?;
        Ok(comment)
    }
}

async fn store(
    ctx: &Ctx,
    tx: &Tx<'_>,
    view: &AnnualItemView,
    to: ItemState,
    step: &ItemTransition,
) -> Result<(), Error> {
    let applied = step.action == ItemAction::ApplyClosure;
    let update = "update annual_item
        set state = $2, updated_at = $3, version = version + 1,
            conclusion = case when $4 then $5 else conclusion end,
            closure_summary = case when $4 then $6 else closure_summary end,
            closure_applied_on = case when $4 then $7::date when $2 = 'IN_PROGRESS' then null else closure_applied_on end,
            issued_at = coalesce(issued_at, $3),
            ended_on = case when $2 in ('CLOSED', 'CANCELLED') then $7::date end
        where id = $1";
    let values = [
        view.item.id.into(),
        to.to_value().into(),
        ctx.now.into(),
        applied.into(),
        step.conclusion.map(|conclusion| conclusion.to_value()).into(),
        step.summary.as_deref().map(str::trim).into(),
        ctx.today().into(),
    ];
    sql::execute(&**tx, statement(update, values)).await?;
    Ok(())
}

async fn note(
    ctx: &Ctx,
    tx: &Tx<'_>,
    view: &AnnualItemView,
    step: (ItemAction, ItemState),
    comment: Option<&str>,
) -> Result<(), Error> {
    taken(ctx, tx, (view.item.id, view.item.state), step, comment).await
}

pub(super) async fn taken(
    ctx: &Ctx,
    tx: &Tx<'_>,
    (id, from): (Uuid, ItemState),
    (action, to): (ItemAction, ItemState),
    comment: Option<&str>,
) -> Result<(), Error> {
    let taken = Taken {
        subject_type: "annual_item",
        subject_id: id,
        action: action.code(),
        from: Some(&from.to_value()),
        to: &to.to_value(),
        comment,
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await
}

pub(super) async fn record(
    tx: &Tx<'_>,
    action: &str,
    view: &AnnualItemView,
    detail: serde_json::Value,
) -> Result<(), Error> {
    let item = &view.item;
    let label = format!("{} {} {}年", item.task.code, item.task.title, item.year);
    tx.record(Event { action, object_type: "annual_item", object_id: Some(item.id), label: &label, detail }).await
}

fn event_name(action: ItemAction) -> &'static str {
    match action {
        ItemAction::Issue => "annual.issue_item",
        ItemAction::ApplyClosure => "annual.apply_closure",
        ItemAction::AcceptClosure => "annual.accept_closure",
        ItemAction::RejectClosure => "annual.reject_closure",
        ItemAction::Cancel => "annual.cancel",
    }
}
