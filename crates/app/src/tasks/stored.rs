//! The stored light: written by the pure rule in the transaction that changed a fact, and for all tasks at the start of
//! the Shanghai day; never computed while a list is read (performance.md 4).

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::calendar::shanghai_today;
use luoshi_domain::light::{
    self, Amount, Light, LightCode, MilestoneFacts, OwedAnswer, Quantity, RULE_VERSION, ReportFacts, Share, TaskFacts,
    Thresholds,
};
use luoshi_domain::tasks::{MilestoneState, TaskState};
use sea_orm::{ConnectionTrait, TransactionTrait, Value};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::app::{App, Ctx};
use crate::error::Error;
use crate::reports::demands::{self, Moment, Scope};
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
    reports: Vec<ReportFacts>,
    quantity: Option<Quantity>,
    claimed: Option<Counted>,
    limits: Option<Limits>,
    light: LightCode,
    light_since: NaiveDate,
    milestones: Vec<StoredMilestone>,
}

/// What the latest report with a number says that reached the office.
#[derive(Debug, Deserialize)]
struct Counted {
    value: Amount,
    on: NaiveDate,
}

/// The limits that hold in a plan by decision.
#[derive(Debug, Deserialize)]
struct Limits {
    version: i32,
    grace_days: u32,
    soon_days: u32,
    lag_points: u32,
    lag_red_points: u32,
    missed_reports: u32,
}

impl Limits {
    fn thresholds(&self) -> Thresholds {
        Thresholds {
            grace_days: self.grace_days,
            soon_days: self.soon_days,
            lag_points: self.lag_points,
            lag_red_points: self.lag_red_points,
            missed_reports: self.missed_reports,
        }
    }
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
            // Obstacles and findings have no place in the ledger yet; their rules wait for it.
            issue: None,
            findings: Vec::new(),
            reports: self.reports.clone(),
            quantity: self.quantity.clone(),
            milestones: self.milestones.iter().map(StoredMilestone::facts).collect(),
        }
    }

    /// 三值对照: by the number it counts where it has one, else by the weights of its milestones.
    fn progress(&self, facts: &TaskFacts, today: NaiveDate) -> Json {
        let Some(quantity) = &self.quantity else {
            let percent = |weight: u32| Share::of(i64::from(weight), 100).percent();
            return json!({
                "basis": "MILESTONES",
                "as_of": today,
                "claimed": percent(light::claimed_weight(&facts.milestones)),
                "accepted": percent(light::accepted_weight(&facts.milestones)),
                "scheduled": percent(light::expected_weight(&facts.milestones, today)),
            });
        };
        let measured = quantity.measured(self.start_on, self.due_on, &self.reports, today);
        let as_of = self.claimed.as_ref().map(|claimed| claimed.on).max(measured.as_ref().map(|m| m.as_of));
        let scheduled = quantity.planned(self.start_on, self.due_on, as_of.unwrap_or(today));
        json!({
            "basis": "QUANTITY",
            "as_of": as_of.unwrap_or(today),
            "claimed": self.claimed.as_ref().map(|claimed| quantity.reached(claimed.value).percent()),
            "accepted": measured.map(|measured| measured.actual.percent()),
            "scheduled": scheduled.percent(),
        })
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

/// Re-evaluates one task after a fact of it changed, and what running cycles ask of it; call it in the same transaction.
pub async fn refresh(ctx: &Ctx, tx: &impl ConnectionTrait, task_id: Uuid) -> Result<(), Error> {
    let at = Moment { now: ctx.now, today: ctx.today() };
    demands::sync(tx, at, Scope { cycle: None, task: Some(task_id) }).await?;
    let sql = FACTS.replace("/*where*/", "t.id = $1");
    let facts = statement(&sql, [task_id.into(), ctx.today().into()]);
    let task: StoredTask = sql::row(tx, facts).await?.ok_or(Error::NotFound)?;
    let (row, _changed) = judged(&ctx.app, &task, ctx.today());
    sql::execute(tx, statement(include_str!("store_light.sql"), [task.id.into(), row.into()])).await?;
    Ok(())
}

/// The same for many tasks at once: one statement reads, one writes; `ids` is bound as a list of ids.
pub async fn refresh_all(ctx: &Ctx, tx: &impl ConnectionTrait, ids: Value) -> Result<(), Error> {
    store_all(&ctx.app, tx, ids, ctx.today()).await?;
    Ok(())
}

/// The same for every task that a cycle asks, after its days moved.
pub async fn refresh_asked(ctx: &Ctx, tx: &impl ConnectionTrait, cycle: Uuid) -> Result<(), Error> {
    let asked = "select to_jsonb(task_id) as view from demand where cycle_id = $1 order by task_id";
    let ids: Vec<Uuid> = sql::rows(tx, statement(asked, [cycle.into()])).await?;
    refresh_all(ctx, tx, ids.into()).await
}

async fn store_all(app: &App, tx: &impl ConnectionTrait, ids: Value, today: NaiveDate) -> Result<DayRun, Error> {
    let sql = FACTS.replace("/*where*/", "t.id = any($1)");
    let tasks: Vec<StoredTask> = sql::rows(tx, statement(&sql, [ids, today.into()])).await?;
    let mut run = DayRun { tasks: tasks.len(), changed: 0 };
    let mut rows: Vec<Json> = Vec::with_capacity(tasks.len());
    for task in &tasks {
        let (mut row, changed) = judged(app, task, today);
        row["id"] = json!(task.id);
        run.changed += usize::from(changed);
        rows.push(row);
    }
    sql::execute(tx, statement(include_str!("store_lights.sql"), [json!(rows).into()])).await?;
    Ok(run)
}

/// What is stored of a task's light, and whether its colour is another one now.
fn judged(app: &App, task: &StoredTask, today: NaiveDate) -> (Json, bool) {
    let facts = task.facts();
    let thresholds = task.limits.as_ref().map_or(app.settings.thresholds, Limits::thresholds);
    let light = light::light(&facts, today, &thresholds);
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
        "light_limits_version": task.limits.as_ref().map_or(0, |limits| limits.version),
        "light_next": light::next_change(&facts, today, &thresholds),
        "progress": task.progress(&facts, today),
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
    let mut run = DayRun::default();
    for batch in ids.chunks(BATCH) {
        let tx = app.db.begin().await?;
        sql::execute(
            &tx,
            statement("select 1 from task where id = any($1) order by id for update", [batch.to_vec().into()]),
        )
        .await?;
        let part = store_all(app, &tx, batch.to_vec().into(), today).await?;
        tx.commit().await?;
        run = DayRun { tasks: run.tasks + part.tasks, changed: run.changed + part.changed };
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
