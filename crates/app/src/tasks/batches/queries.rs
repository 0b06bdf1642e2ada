//! Reading batches: who sees which, the list, the page of one, and what a version changed.

use luoshi_domain::batches::comments::check_speaking;
use luoshi_domain::batches::diff::{BatchTask, diff};
use luoshi_domain::batches::{BatchAction, BatchState, guards};
use luoshi_domain::policy::{Action, Reach};
use luoshi_domain::tasks::TaskState;
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::steps;
use super::views::{BatchDiff, BatchSummary, BatchView, OpenEnds};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, Page, Window, statement};
use crate::tasks::queries::codes;

/// Which batches to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct BatchQuery {
    /// Only this plan.
    pub plan_id: Option<Uuid>,
    /// States, e.g. `CONSULTING,APPROVED`.
    pub state: Option<String>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// The condition under which a task t of a batch concerns the caller.
fn mine(ctx: &Ctx, filter: &mut Filter) -> String {
    if ctx.reach(Action::BatchRead) == Reach::All {
        return "true".to_owned();
    }
    let organisation = filter.bind(ctx.actor.organisation);
    format!(
        "t.lead_org_id = {organisation} or exists (
            select 1 from task_organisation d where d.task_id = t.id and d.organisation_id = {organisation})"
    )
}

/// Narrows a filter over `batch b` to what the caller may see: the office everything, others what left its hands, units
/// only what concerns them. Returns the condition under which a task concerns the caller.
pub(crate) fn visible_to(ctx: &Ctx, filter: &mut Filter) -> String {
    let mine = mine(ctx, filter);
    if ctx.reach(Action::BatchDraft) == Reach::No {
        filter.and_plain("b.state <> 'DRAFT'");
    }
    match ctx.reach(Action::BatchRead) {
        Reach::All => {}
        Reach::Org => {
            filter.and_plain(&format!(
                "exists (select 1 from batch_task bt join task t on t.id = bt.task_id where bt.batch_id = b.id and ({mine}))"
            ));
        }
        Reach::Own | Reach::No => {
            filter.and_plain("false");
        }
    }
    mine
}

/// The batches that match, the latest first.
pub async fn list(ctx: &Ctx, wanted: BatchQuery) -> Result<Page<BatchSummary>, Error> {
    ctx.require(Action::BatchRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let mut filter = Filter::new();
    let mine = visible_to(ctx, &mut filter);
    filter.and_some("b.plan_id = {}", wanted.plan_id);
    filter.and_some("b.state = any({})", codes::<BatchState>("/state", wanted.state.as_deref())?);
    let total = sql::count(&ctx.app.db, "batch b", &filter).await?;
    if let Some((at, id)) = window.after::<(chrono::DateTime<chrono::Utc>, Uuid)>()? {
        let (at, id) = (filter.bind(at), filter.bind(id));
        filter.and_plain(&format!("(b.created_at, b.id) < ({at}, {id})"));
    }
    let sql = include_str!("list.sql").replace("/*mine*/", &mine).replace("/*limit*/", &(limit + 1).to_string());
    let items: Vec<BatchSummary> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    Ok(sql::page(items, limit, total, ctx.now, |batch| (batch.created_at, batch.id)))
}

/// The page of one batch.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<BatchView, Error> {
    ctx.require(Action::BatchRead)?;
    find(ctx, &ctx.app.db, id).await
}

/// One batch as the caller may see it, inside or outside a transaction.
pub async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<BatchView, Error> {
    let mut filter = Filter::new();
    filter.and("b.id = {}", id);
    let mine = visible_to(ctx, &mut filter);
    // Units hear themselves and the answers they got; the office and the leader hear everybody.
    let heard = if ctx.reach(Action::BatchRead) == Reach::All {
        "true".to_owned()
    } else {
        format!("c.organisation_id = {}", filter.bind(ctx.actor.organisation))
    };
    let today = filter.bind(ctx.today());
    let sql = include_str!("view.sql")
        .replace("/*content*/", include_str!("content.sql"))
        .replace("/*mine*/", &mine)
        .replace("/*heard*/", &heard)
        .replace("/*today*/", &format!("{today}::date"));
    let found: Option<BatchView> = sql::row(db, filter.apply(&sql)).await?;
    let mut batch = found.ok_or(Error::NotFound)?;
    let open = if ctx.reach(Action::BatchRead) == Reach::All { open_ends(db, id).await? } else { OpenEnds::default() };
    judge(ctx, &mut batch, open);
    Ok(batch)
}

/// Clauses of the scope that nothing carries, and drafts that are in no batch.
async fn open_ends(db: &impl ConnectionTrait, id: Uuid) -> Result<OpenEnds, Error> {
    sql::row(db, statement(include_str!("open.sql"), [id.into()])).await?.ok_or(Error::NotFound)
}

/// Fills in what rules say about a batch for this caller.
fn judge(ctx: &Ctx, batch: &mut BatchView, open: OpenEnds) {
    let speaking = check_speaking(batch.state, batch.submitted_at.is_some()).is_ok();
    let speaks = speaking && ctx.reach(Action::BatchComment) != Reach::No;
    let organisation = ctx.actor.organisation;
    for task in &mut batch.tasks {
        task.may_comment = speaks && task.concerns(organisation) && task.state == TaskState::Draft;
    }
    batch.as_of = ctx.now;
    if ctx.reach(Action::BatchRead) != Reach::All {
        return;
    }
    let facts = batch.batch_facts(&open, ctx.today());
    let next = match batch.state {
        BatchState::Draft => Some(BatchAction::Consult),
        BatchState::Consulting if facts.is_submitted => Some(BatchAction::Approve),
        BatchState::Consulting => Some(BatchAction::Submit),
        BatchState::Approved => Some(BatchAction::Issue),
        BatchState::Issued => None,
    };
    batch.unmet = next.map(|action| guards(&facts, action)).unwrap_or_default();
    batch.actions = steps::allowed(ctx, batch, &facts);
    batch.clauses_total = Some(open.total);
    batch.silent_units = if batch.state == BatchState::Consulting { facts.silent_units } else { Vec::new() };
    if ctx.reach(Action::BatchDraft) == Reach::All {
        batch.drafts_outside = open.drafts;
    }
}

/// What the guards ask about a batch, read inside the transaction that moves it.
pub async fn facts(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    batch: &BatchView,
) -> Result<luoshi_domain::batches::BatchFacts, Error> {
    Ok(batch.batch_facts(&open_ends(db, batch.id).await?, ctx.today()))
}

/// Which versions to compare.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct DiffQuery {
    /// Number of the earlier version; the last one unless said.
    pub from: Option<i32>,
    /// Number of the later version; what stands now unless said.
    pub to: Option<i32>,
}

/// What one version changed of another, in the tasks that concern the caller.
pub async fn difference(ctx: &Ctx, id: Uuid, wanted: &DiffQuery) -> Result<BatchDiff, Error> {
    ctx.require(Action::BatchRead)?;
    let batch = find(ctx, &ctx.app.db, id).await?;
    let Some(from) = wanted.from.or(batch.versions.last().map(|version| version.number)) else {
        return Err(Error::field("/from", "not_found", "还没有留存的版本，征求意见后才能对比"));
    };
    let before = version(ctx, id, "/from", from).await?;
    let after = match wanted.to {
        Some(to) => version(ctx, id, "/to", to).await?,
        None => batch.content(),
    };
    let (before, after) = concerned(ctx, before, after);
    Ok(BatchDiff { from, to: wanted.to, difference: diff(&before, &after), as_of: ctx.now })
}

async fn version(ctx: &Ctx, id: Uuid, pointer: &str, number: i32) -> Result<Vec<BatchTask>, Error> {
    let kept = "select tasks as view from batch_version where batch_id = $1 and number = $2";
    let kept: Option<Vec<BatchTask>> = sql::row(&ctx.app.db, statement(kept, [id.into(), number.into()])).await?;
    kept.ok_or_else(|| Error::field(pointer, "not_found", "没有这一版"))
}

/// Of each version the tasks in which the caller's unit had a duty then: a task it lost is one that went.
fn concerned(ctx: &Ctx, before: Vec<BatchTask>, after: Vec<BatchTask>) -> (Vec<BatchTask>, Vec<BatchTask>) {
    if ctx.reach(Action::BatchRead) == Reach::All {
        return (before, after);
    }
    let organisation = ctx.actor.organisation;
    let party = |task: &BatchTask| {
        let mut others = task.responsible.iter().chain(&task.supporting);
        task.lead.id == organisation || others.any(|unit| unit.id == organisation)
    };
    let keep = |tasks: Vec<BatchTask>| tasks.into_iter().filter(&party).collect::<Vec<_>>();
    (keep(before), keep(after))
}
