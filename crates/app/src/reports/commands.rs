//! Writing a report: beginning it with the texts of the last one, and changing it while it is in the writer's hands.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::cycles::Basis;
use luoshi_domain::light::Amount;
use luoshi_domain::policy::{Action, Target};
use luoshi_domain::reports::ReportState;
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::TaskState;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveEnum, ActiveModelTrait};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::claims::{self, NewClaim};
use super::stored::{self, ReportFacts};
use super::views::ReportView;
use super::{entity, queries};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::{Fields, given};
use crate::history::{self, Taken};
use crate::sql::{self, Filter, statement};
use crate::tasks::queries::visible_to;
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Longest text of a report.
const LONG_TEXT: usize = 10_000;

/// Begins the report on a task for a cycle.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// The task, led by the caller's organisation.
    pub task_id: Uuid,
    /// The period.
    pub cycle_id: Uuid,
}

/// Changes to a report; what is not said stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportChange {
    /// 本期进展.
    pub progress: Option<String>,
    /// 本期无进展.
    pub no_change: Option<bool>,
    /// Why nothing changed.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub no_change_reason: Option<Option<String>>,
    /// 存在问题.
    pub problems: Option<String>,
    /// 需协调事项.
    pub coordination: Option<String>,
    /// 下一步计划.
    pub next_steps: Option<String>,
    /// 预计完成时间.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub expected_completion_on: Option<Option<NaiveDate>>,
    /// 量化值: what the unit counted by the end of the period; for tasks with a number to reach.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<f64>)]
    pub quantity: Option<Option<f64>>,
    /// The milestones that this report says are reached, all of them.
    pub claims: Option<Vec<NewClaim>>,
}

#[derive(Debug, Deserialize)]
struct TaskRow {
    plan_id: Uuid,
    code: String,
    title: String,
    state: TaskState,
    lead: Uuid,
    parties: Vec<Uuid>,
}

#[derive(Debug, Deserialize)]
struct CycleRow {
    plan_id: Uuid,
    name: String,
    opens_on: NaiveDate,
    basis: Basis,
}

#[derive(Debug, Default, Deserialize)]
struct LastTexts {
    progress: String,
    problems: String,
    next_steps: String,
}

/// Begins a draft with the texts of the last report carried forward, so that changes can be shown against them.
pub async fn create(ctx: &Ctx, new: NewReport) -> Result<Written<ReportView>, Error> {
    ctx.write(Attempt::new("report.create", "report"), async |tx| {
        ctx.require(Action::ReportWrite)?;
        let task = lock_task(ctx, tx, new.task_id).await?;
        ctx.allow(Action::ReportWrite, &Target { lead: Some(task.lead), parties: task.parties.clone() })?;
        let cycle = find_cycle(tx, new.cycle_id, task.plan_id).await?;
        check_new(ctx, tx, &new, &task, &cycle).await?;
        let id = insert(ctx, tx, &new).await?;
        note_begun(ctx, tx, id).await?;
        let label = format!("{} {} {}", task.code, task.title, cycle.name);
        let detail = json!({ "to": ReportState::Draft, "task": new.task_id, "cycle": new.cycle_id });
        tx.record(Event { action: "report.create", object_type: "report", object_id: Some(id), label: &label, detail })
            .await?;
        let view = queries::view(ctx, &**tx, id).await?;
        let version = view.head.version;
        Ok(Reply::created(view, version, format!("/api/v1/reports/{id}")))
    })
    .await
}

async fn lock_task(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<TaskRow, Error> {
    let mut filter = Filter::new();
    filter.and("t.id = {}", id);
    visible_to(ctx, &mut filter);
    let task = filter.apply(
        "select jsonb_build_object('plan_id', t.plan_id, 'code', t.code, 'title', t.title, 'state', t.state,
                'lead', t.lead_org_id,
                'parties', array(select d.organisation_id from task_organisation d where d.task_id = t.id)) as view
         from task t
         where /*where*/
         for no key update of t",
    );
    let missing = || Error::field("/task_id", "not_found", "没有这个任务，请从任务页进入填报");
    sql::row(&**tx, task).await?.ok_or_else(missing)
}

async fn find_cycle(tx: &Tx<'_>, id: Uuid, plan: Uuid) -> Result<CycleRow, Error> {
    let cycle: Option<CycleRow> =
        sql::row(&**tx, statement("select to_jsonb(c) as view from cycle c where id = $1", [id.into()])).await?;
    cycle
        .filter(|cycle| cycle.plan_id == plan)
        .ok_or_else(|| Error::field("/cycle_id", "not_found", "没有这个填报周期，请刷新后重新选择"))
}

async fn check_new(ctx: &Ctx, tx: &Tx<'_>, new: &NewReport, task: &TaskRow, cycle: &CycleRow) -> Result<(), Error> {
    if task.state != TaskState::InProgress {
        return Err(RuleError::TaskNotInProgress.into());
    }
    if ctx.today() < cycle.opens_on {
        return Err(RuleError::WindowNotOpen { opens_on: cycle.opens_on }.into());
    }
    if cycle.basis == Basis::Red && !is_asked(tx, new).await? {
        return Err(RuleError::ReportNotAsked.into());
    }
    let existing = "select to_jsonb(id) as view from report where task_id = $1 and cycle_id = $2 limit 1";
    let existing: Option<Uuid> =
        sql::row(&**tx, statement(existing, [new.task_id.into(), new.cycle_id.into()])).await?;
    if existing.is_some() { Err(RuleError::ReportExists.into()) } else { Ok(()) }
}

async fn is_asked(tx: &Tx<'_>, new: &NewReport) -> Result<bool, Error> {
    let asked = "select to_jsonb(true) as view from demand where task_id = $1 and cycle_id = $2";
    let asked: Option<bool> = sql::row(&**tx, statement(asked, [new.task_id.into(), new.cycle_id.into()])).await?;
    Ok(asked.is_some())
}

async fn insert(ctx: &Ctx, tx: &Tx<'_>, new: &NewReport) -> Result<Uuid, Error> {
    let last = statement(include_str!("last_texts.sql"), [new.task_id.into(), new.cycle_id.into()]);
    let last: LastTexts = sql::row(&**tx, last).await?.unwrap_or_default();
    let id = Uuid::now_v7();
    let row = entity::ActiveModel {
        id: Set(id),
        task_id: Set(new.task_id),
        cycle_id: Set(new.cycle_id),
        state: Set(ReportState::Draft),
        progress: Set(last.progress),
        problems: Set(last.problems),
        next_steps: Set(last.next_steps),
        created_by: Set(ctx.actor.account),
        created_at: Set(ctx.now),
        updated_at: Set(ctx.now),
        ..Default::default()
    };
    row.insert(&**tx).await?;
    super::stored::note_behalf(ctx, &**tx, id).await?;
    Ok(id)
}

/// The history of a report opens with its beginning.
async fn note_begun(ctx: &Ctx, tx: &Tx<'_>, report: Uuid) -> Result<(), Error> {
    let begun = Taken {
        subject_type: "report",
        subject_id: report,
        action: "create",
        from: None,
        to: &ReportState::Draft.to_value(),
        comment: None,
        reason_codes: &[],
    };
    history::add(ctx, &**tx, begun).await
}

/// Changes a report that is in the writer's hands; a returned one stays returned until it is submitted again.
pub async fn update(ctx: &Ctx, id: Uuid, change: ReportChange) -> Result<Written<ReportView>, Error> {
    ctx.write(Attempt::on("report.update", "report", id), async |tx| {
        let report = stored::lock(ctx, &**tx, id).await?;
        ctx.allow(Action::ReportWrite, &report.target())?;
        ctx.expect_version(report.version)?;
        if !report.is_open() {
            return Err(RuleError::NotEditable.into());
        }
        let claims = check_change(tx, &report, &change).await?;
        if let Some(claims) = claims {
            claims::replace(tx, id, &claims).await?;
        }
        let changed = change.names();
        if let Some(quantity) = change.quantity {
            let counted = "update report set quantity = $2::float8::numeric(18, 2) where id = $1";
            sql::execute(&**tx, statement(counted, [id.into(), quantity.into()])).await?;
        }
        change.into_row(ctx, &report).update(&**tx).await?;
        let (label, detail) = (report.label(), json!({ "state": report.state, "changed": changed }));
        tx.record(Event { action: "report.update", object_type: "report", object_id: Some(id), label: &label, detail })
            .await?;
        let view = queries::view(ctx, &**tx, id).await?;
        let version = view.head.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

impl ReportChange {
    fn names(&self) -> Vec<&'static str> {
        let said = [
            ("progress", self.progress.is_some()),
            ("no_change", self.no_change.is_some()),
            ("no_change_reason", self.no_change_reason.is_some()),
            ("problems", self.problems.is_some()),
            ("coordination", self.coordination.is_some()),
            ("next_steps", self.next_steps.is_some()),
            ("expected_completion_on", self.expected_completion_on.is_some()),
            ("quantity", self.quantity.is_some()),
            ("claims", self.claims.is_some()),
        ];
        said.into_iter().filter(|(_, said)| *said).map(|(name, _)| name).collect()
    }

    fn into_row(self, ctx: &Ctx, report: &ReportFacts) -> entity::ActiveModel {
        let mut row = entity::ActiveModel {
            id: Unchanged(report.id),
            updated_at: Set(ctx.now),
            version: Set(report.version + 1),
            ..Default::default()
        };
        row.progress = self.progress.map_or(row.progress, Set);
        row.no_change = self.no_change.map_or(row.no_change, Set);
        row.no_change_reason = self.no_change_reason.map_or(row.no_change_reason, Set);
        row.problems = self.problems.map_or(row.problems, Set);
        row.coordination = self.coordination.map_or(row.coordination, Set);
        row.next_steps = self.next_steps.map_or(row.next_steps, Set);
        row.expected_completion_on = self.expected_completion_on.map_or(row.expected_completion_on, Set);
        row
    }
}

/// Names every wrong field; texts are kept as typed.
async fn check_change(
    tx: &Tx<'_>,
    report: &ReportFacts,
    change: &ReportChange,
) -> Result<Option<Vec<NewClaim>>, Error> {
    let mut fields = Fields::new();
    let texts = [
        ("/progress", change.progress.as_deref()),
        ("/no_change_reason", change.no_change_reason.as_ref().and_then(Option::as_deref)),
        ("/problems", change.problems.as_deref()),
        ("/coordination", change.coordination.as_deref()),
        ("/next_steps", change.next_steps.as_deref()),
    ];
    for (pointer, text) in texts {
        fields.optional(pointer, text, LONG_TEXT);
    }
    if let Some(Some(day)) = change.expected_completion_on
        && !(2000..=2100).contains(&day.year())
    {
        fields.fault("/expected_completion_on", "out_of_range", "请填写 2000 年到 2100 年之间的日期");
    }
    if let Some(Some(number)) = change.quantity {
        if !report.counts {
            fields.fault("/quantity", "not_wanted", "这项任务没有量化目标，请去掉量化值");
        } else if Amount::of(number).is_none() {
            fields.fault("/quantity", "out_of_range", "请填写最多两位小数的数");
        }
    }
    match &change.claims {
        Some(claims) => claims::check(fields, tx, report.task_id, claims).await.map(Some),
        None => fields.done().map(|()| None),
    }
}
