//! Writing a batch: beginning one with the drafts of its scope, changing what it holds, taking back one nobody saw.

use luoshi_domain::batches::{BatchScope, BatchState};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::TaskState;
use sea_orm::{ActiveEnum, ConnectionTrait};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use super::steps::{lock, note};
use super::views::BatchView;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// A batch to begin.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBatch {
    /// The plan.
    pub plan_id: Uuid,
    /// What the office calls it, up to 100 characters.
    pub title: String,
    /// The measures it is about; empty for the whole plan.
    #[serde(default)]
    pub measure_ids: Vec<Uuid>,
}

/// What to change about a batch that is a draft; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchChange {
    /// Another title.
    pub title: Option<String>,
    /// Its tasks, all of them; those that were issued stay in it.
    pub task_ids: Option<Vec<Uuid>>,
}

/// Begins a batch; the drafts of its scope that are in no other batch are in it.
pub async fn create(ctx: &Ctx, new: NewBatch) -> Result<Written<BatchView>, Error> {
    ctx.write(Attempt::new("batch.create", "batch"), async |tx| {
        ctx.require(Action::BatchDraft)?;
        let title = check_new(tx, &new).await?;
        let id = insert(ctx, tx, &new, &title).await?;
        collect(tx, id).await?;
        note(ctx, tx, id, "create", None, BatchState::Draft, None).await?;
        let batch = queries::find(ctx, &**tx, id).await?;
        let detail = json!({ "measures": new.measure_ids, "tasks": ids(&batch) });
        record(tx, "batch.create", &batch, detail).await?;
        Ok(Reply::created(batch, 1, format!("/api/v1/batches/{id}")))
    })
    .await
}

async fn check_new(tx: &Tx<'_>, new: &NewBatch) -> Result<String, Error> {
    let mut fields = Fields::new();
    let title = fields.required("/title", &new.title, 100);
    let plan = "select to_jsonb(id) as view from plan where id = $1 and state = 'ACTIVE'";
    let plan: Option<Uuid> = sql::row(&**tx, statement(plan, [new.plan_id.into()])).await?;
    if plan.is_none() {
        fields.fault("/plan_id", "not_found", "没有这份生效的方案");
    }
    let measures = "select to_jsonb(id) as view from measure where plan_id = $1 and id = any($2)";
    let known: Vec<Uuid> =
        sql::rows(&**tx, statement(measures, [new.plan_id.into(), new.measure_ids.clone().into()])).await?;
    for (index, measure) in new.measure_ids.iter().enumerate() {
        if !known.contains(measure) {
            fields.fault(format!("/measure_ids/{index}"), "not_found", "方案中没有这一条举措");
        }
    }
    fields.done()?;
    Ok(title)
}

async fn insert(ctx: &Ctx, tx: &Tx<'_>, new: &NewBatch, title: &str) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let scope = if new.measure_ids.is_empty() { BatchScope::WholePlan } else { BatchScope::Measures };
    let values = [
        id.into(),
        new.plan_id.into(),
        title.into(),
        scope.to_value().into(),
        new.measure_ids.clone().into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    let insert = "insert into batch (id, plan_id, title, scope, measure_ids, state, created_by, created_at, updated_at)
         values ($1, $2, $3, $4, $5, 'DRAFT', $6, $7, $7)";
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(id)
}

/// Takes the drafts of the scope in; of two batches begun at once, one gets each.
async fn collect(tx: &Tx<'_>, id: Uuid) -> Result<(), Error> {
    let collect = "insert into batch_task (task_id, batch_id)
        select t.id, b.id
        from batch b
        join task t on t.plan_id = b.plan_id
        where b.id = $1 and t.state = 'DRAFT' and (b.scope = 'WHOLE_PLAN' or t.measure_id = any(b.measure_ids))
        on conflict (task_id) do nothing";
    sql::execute(&**tx, statement(collect, [id.into()])).await?;
    Ok(())
}

/// Changes the title or the tasks of a draft.
pub async fn update(ctx: &Ctx, id: Uuid, change: BatchChange) -> Result<Written<BatchView>, Error> {
    ctx.write(Attempt::on("batch.update", "batch", id), async |tx| {
        let before = lock(ctx, tx, id).await?;
        ctx.require(Action::BatchDraft)?;
        ctx.expect_version(before.version)?;
        let title = check_change(tx, &before, &change).await?;
        if before.state != BatchState::Draft {
            return Err(RuleError::BatchNotDraft.into());
        }
        if let Some(tasks) = &change.task_ids {
            hold(tx, id, tasks).await?;
        }
        let changed =
            "update batch set title = coalesce($2, title), version = version + 1, updated_at = $3 where id = $1";
        sql::execute(&**tx, statement(changed, [id.into(), title.clone().into(), ctx.now.into()])).await?;
        let batch = queries::find(ctx, &**tx, id).await?;
        let detail = json!({ "title": title, "tasks_before": ids(&before), "tasks": ids(&batch) });
        record(tx, "batch.update", &batch, detail).await?;
        let version = batch.version;
        Ok(Reply::changed(batch, version))
    })
    .await
}

async fn check_change(tx: &Tx<'_>, batch: &BatchView, change: &BatchChange) -> Result<Option<String>, Error> {
    let mut fields = Fields::new();
    let title = change.title.as_deref().map(|title| fields.required("/title", title, 100));
    if let Some(tasks) = &change.task_ids {
        let free = free_tasks(&**tx, batch, tasks).await?;
        for (index, task) in tasks.iter().enumerate() {
            if !free.contains(task) {
                fields.fault(format!("/task_ids/{index}"), "not_free", "这项任务不是本方案的草案，或已在别的批次里");
            }
        }
        let issued = batch.tasks.iter().filter(|task| task.state != TaskState::Draft);
        for left_out in issued.filter(|task| !tasks.contains(&task.content.id)) {
            let code = &left_out.content.code;
            fields.fault("/task_ids", "issued", format!("任务 {code} 已交办，不能移出批次"));
        }
    }
    fields.done()?;
    Ok(title)
}

/// Those of the tasks that may be in this batch: its own, and drafts of its plan that are in none.
async fn free_tasks(db: &impl ConnectionTrait, batch: &BatchView, tasks: &[Uuid]) -> Result<Vec<Uuid>, Error> {
    let free = "select to_jsonb(t.id) as view
        from task t
        left join batch_task bt on bt.task_id = t.id
        where t.id = any($1) and t.plan_id = $2 and (bt.batch_id = $3 or bt.batch_id is null and t.state = 'DRAFT')";
    sql::rows(db, statement(free, [tasks.to_vec().into(), batch.plan.id.into(), batch.id.into()])).await
}

/// Makes exactly these the tasks of the batch.
async fn hold(tx: &Tx<'_>, id: Uuid, tasks: &[Uuid]) -> Result<(), Error> {
    let values = || [id.into(), tasks.to_vec().into()];
    let left = "delete from batch_task where batch_id = $1 and task_id <> all($2)";
    sql::execute(&**tx, statement(left, values())).await?;
    let joined =
        "insert into batch_task (task_id, batch_id) select unnest($2::uuid[]), $1 on conflict (task_id) do nothing";
    sql::execute(&**tx, statement(joined, values())).await?;
    Ok(())
}

/// Takes back a batch that nobody but the office ever saw; its tasks stay drafts.
pub async fn delete(ctx: &Ctx, id: Uuid) -> Result<Written<()>, Error> {
    ctx.write(Attempt::on("batch.delete", "batch", id), async |tx| {
        let batch = lock(ctx, tx, id).await?;
        ctx.require(Action::BatchDraft)?;
        ctx.expect_version(batch.version)?;
        if batch.state != BatchState::Draft || !batch.versions.is_empty() {
            return Err(RuleError::BatchKept.into());
        }
        sql::execute(&**tx, statement("delete from batch where id = $1", [id.into()])).await?;
        record(tx, "batch.delete", &batch, json!({ "tasks": ids(&batch) })).await?;
        Ok(Reply::nothing(()))
    })
    .await
}

fn ids(batch: &BatchView) -> Vec<Uuid> {
    batch.tasks.iter().map(|task| task.content.id).collect()
}

/// Writes what happened to a batch into the audit trail.
pub async fn record(tx: &Tx<'_>, action: &str, batch: &BatchView, detail: serde_json::Value) -> Result<(), Error> {
    let label = format!("{}（第 {} 版）", batch.title, batch.revision);
    tx.record(Event { action, object_type: "batch", object_id: Some(batch.id), label: &label, detail }).await
}
