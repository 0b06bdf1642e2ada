//! The stored light: written by the pure rule in the transaction that changed a fact, and for all tasks at the start of
//! the Shanghai day; never computed while a list is read (performance.md 4).

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::calendar::shanghai_today;
use luoshi_domain::light::{self, Light, LightCode, MilestoneFacts, OwedAnswer, RULE_VERSION, TaskFacts};
use luoshi_domain::tasks::{MilestoneState, TaskState};
use sea_orm::{ConnectionTrait, TransactionTrait, Value};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::app::{App, Ctx};
use crate::error::Error;
use crate::sql::{self, statement};

/// Tasks re-evaluated in one transaction of the daily run.
const BATCH: usize = 200;

#[derive(Debug, Deserialize)]
struct StoredTask {
    id: Uuid,
    state: TaskState,
    start_on: NaiveDate,
    baseline_due_on: NaiveDate,
    due_on: NaiveDate,
    closure_applied_on: Option<NaiveDate>,
    extension_pending: bool,
    supervision: Option<OwedAnswer>,
    light: LightCode,
    light_since: NaiveDate,
    milestones: Vec<StoredMilestone>,
}

#[derive(Debug, Deserialize)]
struct StoredMilestone {
    id: Uuid,
    title: String,
    due_on: NaiveDate,
    is_key: bool,
    weight: u32,
    state: MilestoneState,
    submitted_on: Option<NaiveDate>,
    completed_on: Option<NaiveDate>,
    returns: u32,
}

impl StoredTask {
    fn facts(&self) -> TaskFacts {
        TaskFacts {
            state: self.state,
            start_on: self.start_on,
            baseline_due_on: self.baseline_due_on,
            due_on: self.due_on,
            closure_applied_on: self.closure_applied_on,
            extension_pending: self.extension_pending,
            supervision: self.supervision.clone(),
            milestones: self.milestones.iter().map(StoredMilestone::facts).collect(),
        }
    }

    /// The next milestone that nobody has submitted, as the lists show it.
    fn next_milestone(&self) -> Option<serde_json::Value> {
        self.milestones
            .iter()
            .filter(|milestone| matches!(milestone.state, MilestoneState::NotSubmitted | MilestoneState::Returned))
            .min_by_key(|milestone| milestone.due_on)
            .map(|next| json!({ "title": next.title, "due_on": next.due_on, "is_key": next.is_key }))
    }
}

impl StoredMilestone {
    fn facts(&self) -> MilestoneFacts {
        MilestoneFacts {
            id: self.id,
            title: self.title.clone(),
            due_on: self.due_on,
            is_key: self.is_key,
            weight: self.weight,
            accepted_submission_on: self.completed_on,
            pending_since: self.submitted_on,
            returns: self.returns,
        }
    }
}

const FACTS: &str = include_str!("facts.sql");

/// Re-evaluates one task after a fact of it changed; call it in the same transaction.
pub async fn refresh(ctx: &Ctx, tx: &impl ConnectionTrait, task_id: Uuid) -> Result<(), Error> {
    let sql = FACTS.replace("/*where*/", "t.id = $1");
    let task: StoredTask = sql::row(tx, statement(&sql, [task_id.into()])).await?.ok_or(Error::NotFound)?;
    store(&ctx.app, tx, &task, ctx.today()).await?;
    Ok(())
}

/// The same for many tasks at once: one statement reads, one writes; `ids` is bound as a list of ids.
pub async fn refresh_all(ctx: &Ctx, tx: &impl ConnectionTrait, ids: Value) -> Result<(), Error> {
    let sql = FACTS.replace("/*where*/", "t.id = any($1)");
    let tasks: Vec<StoredTask> = sql::rows(tx, statement(&sql, [ids])).await?;
    let today = ctx.today();
    let rows: Vec<Json> = tasks
        .iter()
        .map(|task| {
            let (mut row, _changed) = judged(&ctx.app, task, today);
            row["id"] = json!(task.id);
            row
        })
        .collect();
    sql::execute(tx, statement(include_str!("store_lights.sql"), [json!(rows).into()])).await?;
    Ok(())
}

async fn store(app: &App, tx: &impl ConnectionTrait, task: &StoredTask, today: NaiveDate) -> Result<bool, Error> {
    let (row, changed) = judged(app, task, today);
    sql::execute(tx, statement(include_str!("store_light.sql"), [task.id.into(), row.into()])).await?;
    Ok(changed)
}

/// What is stored of a task's light, and whether its colour is another one now.
fn judged(app: &App, task: &StoredTask, today: NaiveDate) -> (Json, bool) {
    let facts = task.facts();
    let light = light::light(&facts, today, &app.settings.thresholds);
    let days_late = light.days_late();
    let Light { code, tags, reasons, due_soon } = light;
    let since = if code == task.light { task.light_since } else { today };
    let accepted = task.milestones.iter().filter(|m| m.state == MilestoneState::Accepted).count();
    let row = json!({
        "light": code,
        "light_reasons": reasons,
        "light_tags": tags,
        "light_since": since,
        "light_on": today,
        "light_rule_version": RULE_VERSION,
        "due_soon": due_soon,
        "days_late": days_late,
        "milestones_total": task.milestones.len(),
        "milestones_accepted": accepted,
        "accepted_weight": light::accepted_weight(&facts.milestones),
        "expected_weight": light::expected_weight(&facts.milestones, today),
        "next_milestone": task.next_milestone(),
    });
    (row, code != task.light)
}

/// Re-evaluates every task whose light was not yet judged on this Shanghai day; safe to call as often as one likes and
/// from several processes. A write that began before midnight and ended after it is found by the next call.
pub async fn start_of_day(app: &App) -> Result<DayRun, Error> {
    let now = app.clock.now();
    let today = shanghai_today(now);
    let sql = "select to_jsonb(id) as view from task where light_on < $1 order by id";
    let ids: Vec<Uuid> = sql::rows(&app.db, statement(sql, [today.into()])).await?;
    let run = reevaluate(app, &ids, today).await?;
    if run.tasks > 0 {
        note_run(app, today, now, run).await?;
    }
    Ok(run)
}

/// What one daily run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayRun {
    /// Tasks looked at.
    pub tasks: usize,
    /// Lights that are different now.
    pub changed: usize,
}

/// Re-evaluates these tasks as of `today`, in batches; writers of single tasks wait for one batch at most.
pub async fn reevaluate(app: &App, ids: &[Uuid], today: NaiveDate) -> Result<DayRun, Error> {
    let sql = FACTS.replace("/*where*/", "t.id = any($1)");
    let mut run = DayRun::default();
    for batch in ids.chunks(BATCH) {
        let tx = app.db.begin().await?;
        sql::execute(
            &tx,
            statement("select 1 from task where id = any($1) order by id for update", [batch.to_vec().into()]),
        )
        .await?;
        let tasks: Vec<StoredTask> = sql::rows(&tx, statement(&sql, [batch.to_vec().into()])).await?;
        for task in &tasks {
            run.tasks += 1;
            run.changed += usize::from(store(app, &tx, task, today).await?);
        }
        tx.commit().await?;
    }
    Ok(run)
}

async fn note_run(app: &App, day: NaiveDate, at: DateTime<Utc>, run: DayRun) -> Result<(), Error> {
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    sql::execute(
        &app.db,
        statement(
            "insert into light_run as r (day, at, tasks, changed) values ($1, $2, $3, $4)
             on conflict (day) do update set at = $2, tasks = r.tasks + $3, changed = r.changed + $4",
            [day.into(), at.into(), count(run.tasks).into(), count(run.changed).into()],
        ),
    )
    .await?;
    Ok(())
}
