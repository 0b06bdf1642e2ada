//! Writing tasks: drafting, changing drafts, and the steps of the workflow.

use luoshi_domain::batches::check_editable;
use luoshi_domain::light::Quantity;
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::TaskState;
use sea_orm::{ConnectionTrait, Value};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::draft::{self, NewMilestone, NewTask};
use super::queries::{self, TaskView};
use super::stored;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::{Fields, given};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};
use crate::views::Milestone;

/// Changes to a drafted task; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskChange {
    /// The sentences it carries out.
    pub clause_ids: Option<Vec<Uuid>>,
    /// Its title.
    pub title: Option<String>,
    /// What will exist in the end.
    pub deliverable: Option<String>,
    /// Kinds of evidence that fit.
    pub deliverable_kinds: Option<Vec<luoshi_domain::evidence::EvidenceKind>>,
    /// What proves completion.
    pub acceptance_standard: Option<String>,
    /// 牵头单位.
    pub lead_org_id: Option<Uuid>,
    /// 责任单位.
    pub responsible_org_ids: Option<Vec<Uuid>>,
    /// 配合单位.
    pub supporting_org_ids: Option<Vec<Uuid>>,
    /// 阶段任务 or 长期任务.
    pub nature: Option<luoshi_domain::tasks::Nature>,
    /// 重点任务.
    pub is_key: Option<bool>,
    /// 量化目标; null takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Quantity>)]
    pub quantity: Option<Option<Quantity>>,
    /// First day.
    pub start_on: Option<chrono::NaiveDate>,
    /// Last day.
    pub due_on: Option<chrono::NaiveDate>,
}

/// Drafts a task from clauses (domain.md 2.2).
pub async fn create(ctx: &Ctx, new: NewTask) -> Result<Written<TaskView>, Error> {
    ctx.write(Attempt::new("task.create", "task"), async |tx| {
        ctx.require(Action::TaskDraft)?;
        let mut fields = Fields::new();
        draft::check(&new, &mut fields);
        fields.done()?;
        draft::check_references(&**tx, &new, ctx.today()).await?;
        let id = insert(ctx, tx, &new).await?;
        for (index, milestone) in new.milestones.iter().enumerate() {
            insert_milestone(tx, id, index + 1, milestone).await?;
        }
        stored::refresh(ctx, &**tx, id).await?;
        let task = queries::find(ctx, &**tx, id).await?;
        record(tx, "task.create", &task, json!({ "title": task.summary.title, "clauses": keys(&task) })).await?;
        Ok(Reply::created(task, 1, format!("/api/v1/tasks/{id}")))
    })
    .await
}

async fn insert(ctx: &Ctx, tx: &Tx<'_>, new: &NewTask) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let values: Vec<Value> = vec![
        id.into(),
        new.plan_id.into(),
        new.clause_ids.first().copied().into(),
        new.title.trim().into(),
        new.deliverable.trim().into(),
        kinds(&new.deliverable_kinds).into(),
        new.acceptance_standard.trim().into(),
        sea_orm::ActiveEnum::to_value(&new.nature).into(),
        new.is_key.into(),
        new.lead_org_id.into(),
        new.start_on.into(),
        new.due_on.into(),
        ctx.today().into(),
        luoshi_domain::light::RULE_VERSION.into(),
        ctx.actor.account.into(),
        ctx.now.into(),
        json(new.quantity.as_ref()),
    ];
    // One writer at a time gives out the next code of a plan.
    sql::execute(&**tx, statement("select 1 from plan where id = $1 for update", [new.plan_id.into()])).await?;
    let insert =
        sea_orm::Statement::from_sql_and_values(sea_orm::DatabaseBackend::Postgres, include_str!("insert.sql"), values);
    sql::execute(&**tx, insert).await?;
    link(&**tx, id, &new.clause_ids, &new.responsible_org_ids, &new.supporting_org_ids).await?;
    Ok(id)
}

/// SQL null where there is nothing to count, never a JSON null.
fn json(quantity: Option<&Quantity>) -> Value {
    Value::Json(quantity.map(|quantity| Box::new(json!(quantity))))
}

fn kinds(kinds: &[luoshi_domain::evidence::EvidenceKind]) -> Vec<String> {
    kinds.iter().map(sea_orm::ActiveEnum::to_value).collect()
}

/// Writes the clauses and organisations of a task anew.
async fn link(
    tx: &impl ConnectionTrait,
    id: Uuid,
    clauses: &[Uuid],
    responsible: &[Uuid],
    supporting: &[Uuid],
) -> Result<(), Error> {
    sql::execute(tx, statement("delete from task_clause where task_id = $1", [id.into()])).await?;
    sql::execute(tx, statement("delete from task_organisation where task_id = $1", [id.into()])).await?;
    sql::execute(
        tx,
        statement(
            "insert into task_clause (task_id, clause_id) select $1, unnest($2::uuid[]) on conflict do nothing",
            [id.into(), clauses.to_vec().into()],
        ),
    )
    .await?;
    // A clause that now has a task is decomposed after all.
    sql::execute(
        tx,
        statement(
            "update clause set not_decomposed_reason = null, version = version + 1
             where id = any($1) and not_decomposed_reason is not null",
            [clauses.to_vec().into()],
        ),
    )
    .await?;
    for (duty, organisations) in [("RESPONSIBLE", responsible), ("SUPPORTING", supporting)] {
        sql::execute(
            tx,
            statement(
                "insert into task_organisation (task_id, organisation_id, duty, ord)
                 select $1, o.id, $3, o.ord from unnest($2::uuid[]) with ordinality as o (id, ord)",
                [id.into(), organisations.to_vec().into(), duty.into()],
            ),
        )
        .await?;
    }
    Ok(())
}

async fn insert_milestone(tx: &Tx<'_>, task: Uuid, ord: usize, new: &NewMilestone) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    sql::execute(
        &**tx,
        statement(
            "insert into milestone (id, task_id, ord, title, deliverable, due_on, baseline_due_on, weight, is_key, state)
             values ($1, $2, $3, $4, $5, $6, $6, $7, $8, 'NOT_SUBMITTED')",
            [
                id.into(),
                task.into(),
                i32::try_from(ord).unwrap_or(i32::MAX).into(),
                new.title.trim().into(),
                new.deliverable.trim().into(),
                new.due_on.into(),
                new.weight.into(),
                new.is_key.into(),
            ],
        ),
    )
    .await?;
    Ok(id)
}

/// Takes the row lock, then reads the task as the caller may see it.
pub async fn lock(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<TaskView, Error> {
    sql::execute(&**tx, statement("select 1 from task where id = $1 for update", [id.into()])).await?;
    queries::find(ctx, &**tx, id).await
}

/// Changes a draft; an issued task changes only through an adjustment (domain.md 2.7).
pub async fn update(ctx: &Ctx, id: Uuid, change: TaskChange) -> Result<Written<TaskView>, Error> {
    ctx.write(Attempt::on("task.update", "task", id), async |tx| {
        let task = lock(ctx, tx, id).await?;
        ctx.allow(Action::TaskDraft, &task.target())?;
        ctx.expect_version(task.summary.version)?;
        require_draft(&task)?;
        rewrite(ctx, tx, &task, &change).await?;
        finish(ctx, tx, id, "task.update", json!({ "before": task.summary, "changed": change.names() })).await
    })
    .await
}

/// The same change as the outcome of a consultation, inside the transaction that decided on it.
pub async fn change_words(ctx: &Ctx, tx: &Tx<'_>, id: Uuid, change: &TaskChange, action: &str) -> Result<(), Error> {
    let task = lock(ctx, tx, id).await?;
    if task.summary.state != TaskState::Draft {
        return Err(RuleError::TaskIssued.into());
    }
    rewrite(ctx, tx, &task, change).await?;
    finish(ctx, tx, id, action, json!({ "before": task.summary, "changed": change.names() })).await?;
    Ok(())
}

/// Checks the changed task as a whole and writes it anew.
async fn rewrite(ctx: &Ctx, tx: &Tx<'_>, task: &TaskView, change: &TaskChange) -> Result<(), Error> {
    let id = task.summary.id;
    let new = change.onto(task);
    let mut fields = Fields::new();
    draft::check(&new, &mut fields);
    fields.done()?;
    draft::check_references(&**tx, &new, ctx.today()).await?;
    let values: Vec<Value> = vec![
        id.into(),
        new.title.trim().into(),
        new.deliverable.trim().into(),
        kinds(&new.deliverable_kinds).into(),
        new.acceptance_standard.trim().into(),
        sea_orm::ActiveEnum::to_value(&new.nature).into(),
        new.is_key.into(),
        new.lead_org_id.into(),
        new.start_on.into(),
        new.due_on.into(),
        ctx.now.into(),
        json(new.quantity.as_ref()),
    ];
    sql::execute(
        &**tx,
        sea_orm::Statement::from_sql_and_values(sea_orm::DatabaseBackend::Postgres, include_str!("update.sql"), values),
    )
    .await?;
    link(&**tx, id, &new.clause_ids, &new.responsible_org_ids, &new.supporting_org_ids).await
}

impl TaskChange {
    fn onto(&self, task: &TaskView) -> NewTask {
        let ids = |orgs: &[crate::views::OrgRef]| orgs.iter().map(|org| org.id).collect::<Vec<_>>();
        NewTask {
            plan_id: task.plan_id,
            clause_ids: self
                .clause_ids
                .clone()
                .unwrap_or_else(|| task.clauses.iter().map(|clause| clause.id).collect()),
            title: self.title.clone().unwrap_or_else(|| task.summary.title.clone()),
            deliverable: self.deliverable.clone().unwrap_or_else(|| task.deliverable.clone()),
            deliverable_kinds: self.deliverable_kinds.clone().unwrap_or_else(|| task.deliverable_kinds.clone()),
            acceptance_standard: self.acceptance_standard.clone().unwrap_or_else(|| task.acceptance_standard.clone()),
            lead_org_id: self.lead_org_id.unwrap_or(task.summary.lead.id),
            responsible_org_ids: self.responsible_org_ids.clone().unwrap_or_else(|| ids(&task.responsible)),
            supporting_org_ids: self.supporting_org_ids.clone().unwrap_or_else(|| ids(&task.supporting)),
            nature: self.nature.unwrap_or(task.summary.nature),
            is_key: self.is_key.unwrap_or(task.summary.is_key),
            quantity: self.quantity.clone().unwrap_or_else(|| task.quantity.clone()),
            start_on: self.start_on.unwrap_or(task.summary.start_on),
            due_on: self.due_on.unwrap_or(task.summary.due_on),
            milestones: task.milestones.iter().map(as_new).collect(),
        }
    }

    fn names(&self) -> Vec<&'static str> {
        let fields = [
            ("clause_ids", self.clause_ids.is_some()),
            ("title", self.title.is_some()),
            ("deliverable", self.deliverable.is_some()),
            ("deliverable_kinds", self.deliverable_kinds.is_some()),
            ("acceptance_standard", self.acceptance_standard.is_some()),
            ("lead_org_id", self.lead_org_id.is_some()),
            ("responsible_org_ids", self.responsible_org_ids.is_some()),
            ("supporting_org_ids", self.supporting_org_ids.is_some()),
            ("nature", self.nature.is_some()),
            ("is_key", self.is_key.is_some()),
            ("quantity", self.quantity.is_some()),
            ("start_on", self.start_on.is_some()),
            ("due_on", self.due_on.is_some()),
        ];
        fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }
}

fn as_new(milestone: &Milestone) -> NewMilestone {
    NewMilestone {
        title: milestone.title.clone(),
        deliverable: milestone.deliverable.clone(),
        due_on: milestone.due_on,
        weight: milestone.weight,
        is_key: milestone.is_key,
    }
}

fn require_draft(task: &TaskView) -> Result<(), Error> {
    if task.summary.state != TaskState::Draft {
        return Err(RuleError::TaskIssued.into());
    }
    check_editable(task.batch.as_ref().map(|batch| batch.state))?;
    Ok(())
}

/// Raises the version, judges the light again, records, and answers with the task's page.
pub async fn finish(
    ctx: &Ctx,
    tx: &Tx<'_>,
    id: Uuid,
    action: &str,
    detail: serde_json::Value,
) -> Result<Reply<TaskView>, Error> {
    sql::execute(
        &**tx,
        statement("update task set version = version + 1, updated_at = $2 where id = $1", [id.into(), ctx.now.into()]),
    )
    .await?;
    stored::refresh(ctx, &**tx, id).await?;
    let task = queries::find(ctx, &**tx, id).await?;
    record(tx, action, &task, detail).await?;
    let version = task.summary.version;
    Ok(Reply::changed(task, version))
}

async fn record(tx: &Tx<'_>, action: &str, task: &TaskView, detail: serde_json::Value) -> Result<(), Error> {
    let label = format!("{} {}", task.summary.code, task.summary.title);
    tx.record(Event { action, object_type: "task", object_id: Some(task.summary.id), label: &label, detail }).await
}

fn keys(task: &TaskView) -> Vec<&str> {
    task.clauses.iter().map(|clause| clause.key.as_str()).collect()
}

/// Adds a milestone to a draft.
pub async fn create_milestone(ctx: &Ctx, task_id: Uuid, new: NewMilestone) -> Result<Written<TaskView>, Error> {
    ctx.write(Attempt::on("milestone.create", "task", task_id), async |tx| {
        let task = lock(ctx, tx, task_id).await?;
        ctx.allow(Action::TaskDraft, &task.target())?;
        ctx.expect_version(task.summary.version)?;
        require_draft(&task)?;
        check_one(&task, None, &new)?;
        let ord = task.milestones.iter().map(|milestone| milestone.ord).max().unwrap_or(0);
        insert_milestone(tx, task_id, usize::try_from(ord).unwrap_or(0) + 1, &new).await?;
        let reply = finish(ctx, tx, task_id, "milestone.create", json!({ "milestone": new })).await?;
        Ok(Reply { status: 201, location: Some(format!("/api/v1/tasks/{task_id}")), ..reply })
    })
    .await
}

/// Changes a milestone of a draft.
pub async fn update_milestone(ctx: &Ctx, id: Uuid, new: NewMilestone) -> Result<Written<TaskView>, Error> {
    ctx.write(Attempt::on("milestone.update", "milestone", id), async |tx| {
        let (task, milestone) = lock_milestone(ctx, tx, id).await?;
        check_one(&task, Some(id), &new)?;
        sql::execute(
            &**tx,
            statement(
                "update milestone set title = $2, deliverable = $3, due_on = $4, baseline_due_on = $4, weight = $5,
                        is_key = $6, version = version + 1 where id = $1",
                [
                    id.into(),
                    new.title.trim().into(),
                    new.deliverable.trim().into(),
                    new.due_on.into(),
                    new.weight.into(),
                    new.is_key.into(),
                ],
            ),
        )
        .await?;
        let detail = json!({ "before": milestone, "after": new });
        finish(ctx, tx, task.summary.id, "milestone.update", detail).await
    })
    .await
}

/// Takes a milestone out of a draft.
pub async fn delete_milestone(ctx: &Ctx, id: Uuid) -> Result<Written<TaskView>, Error> {
    ctx.write(Attempt::on("milestone.delete", "milestone", id), async |tx| {
        let (task, milestone) = lock_milestone(ctx, tx, id).await?;
        sql::execute(&**tx, statement("delete from milestone where id = $1", [id.into()])).await?;
        finish(ctx, tx, task.summary.id, "milestone.delete", json!({ "before": milestone })).await
    })
    .await
}

async fn lock_milestone(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<(TaskView, Milestone), Error> {
    let sql = "select to_jsonb(task_id) as view from milestone where id = $1";
    let task_id: Uuid = sql::row(&**tx, statement(sql, [id.into()])).await?.ok_or(Error::NotFound)?;
    let task = lock(ctx, tx, task_id).await?;
    ctx.allow(Action::TaskDraft, &task.target())?;
    let milestone = task.milestones.iter().find(|milestone| milestone.id == id).cloned().ok_or(Error::NotFound)?;
    ctx.expect_version(milestone.version)?;
    require_draft(&task)?;
    Ok((task, milestone))
}

fn check_one(task: &TaskView, replaced: Option<Uuid>, new: &NewMilestone) -> Result<(), Error> {
    let mut fields = Fields::new();
    draft::check_milestone("", new, task.summary.start_on, task.summary.due_on, &mut fields);
    let others: i32 = task.milestones.iter().filter(|m| Some(m.id) != replaced).map(|m| m.weight).sum();
    if others + new.weight > 100 {
        fields.fault("/weight", "weights_over_hundred", format!("权重合计不能超过 100，其余节点已占 {others}"));
    }
    fields.done()
}
