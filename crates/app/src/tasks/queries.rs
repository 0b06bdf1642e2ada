//! Reading tasks: the filtered list and the page of one task, both scoped by the policy table.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::adjustments::Purpose;
use luoshi_domain::batches::BatchState;
use luoshi_domain::evidence::EvidenceKind;
use luoshi_domain::light::{LightCode, NextLight, Quantity, Reason};
use luoshi_domain::policy::{self, Action, Reach, Target};
use luoshi_domain::reports::ReportState;
use luoshi_domain::tasks::{Nature, TaskState};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::closing::views::Closure;
use super::{closing, steps};
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::containing;
use crate::reports::visible;
use crate::sql::{self, Filter, Page, Window};
use crate::views::{LightDetail, Milestone, OrgRef, Step};

const SUMMARY: &str = include_str!("summary.sql");

/// A task in a list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskSummary {
    /// Its id.
    pub id: Uuid,
    /// Number of the measure and of the task within it, e.g. `28-03`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Where it stands in its workflow.
    pub state: TaskState,
    /// The computed light as of today.
    pub light: LightCode,
    /// Why the light is what it is.
    pub reasons: Vec<Reason>,
    /// Most calendar days any reason is late.
    pub days_late: Option<i32>,
    /// 临期: something unsubmitted is due within the next days.
    pub due_soon: bool,
    /// On which day the light turns by itself, and into what.
    pub light_next: Option<NextLight>,
    /// 牵头单位.
    pub lead: OrgRef,
    /// The measure of its first clause.
    pub measure: MeasureRef,
    /// 重点任务.
    pub is_key: bool,
    /// 阶段任务 or 长期任务.
    pub nature: Nature,
    /// First day.
    pub start_on: NaiveDate,
    /// Current due day.
    pub due_on: NaiveDate,
    /// Due day as first issued; never changes.
    pub baseline_due_on: NaiveDate,
    /// Milestones accepted.
    pub milestones_accepted: i32,
    /// Milestones in all.
    pub milestones_total: i32,
    /// Percent of weight accepted.
    pub accepted_weight: i32,
    /// Percent of weight that was due by now.
    pub expected_weight: i32,
    /// What comes next.
    pub next_milestone: Option<NextMilestone>,
    /// The latest report.
    pub latest_report: Option<LatestReport>,
    /// Version for edits.
    pub version: i32,
}

/// The measure behind a task.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MeasureRef {
    /// Its id.
    pub id: Uuid,
    /// Its number in the plan.
    pub number: Option<i32>,
    /// Its short title.
    pub short_title: String,
}

/// The next unsubmitted milestone.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct NextMilestone {
    /// Its title.
    pub title: String,
    /// Its due day.
    pub due_on: NaiveDate,
    /// 关键节点.
    pub is_key: bool,
}

/// The latest report of a task.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LatestReport {
    /// Its id.
    pub id: Uuid,
    /// Its period in words.
    pub cycle_name: String,
    /// Where it stands.
    pub state: ReportState,
    /// When it got there.
    pub at: DateTime<Utc>,
}

/// The page of one task.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskView {
    /// What lists show.
    #[serde(flatten)]
    pub summary: TaskSummary,
    /// Its plan.
    pub plan_id: Uuid,
    /// What will exist in the end.
    pub deliverable: String,
    /// Kinds of evidence that fit.
    pub deliverable_kinds: Vec<EvidenceKind>,
    /// The sentence that says what proves completion.
    pub acceptance_standard: String,
    /// What it counts; null for a task of milestones alone.
    pub quantity: Option<Quantity>,
    /// 三值对照: claim, schedule and judgement side by side.
    pub progress: Option<Progress>,
    /// The points of that sentence, in the order in which an application for closure answers them.
    #[serde(default)]
    #[schema(required = true)]
    pub acceptance_points: Vec<String>,
    /// 责任单位.
    pub responsible: Vec<OrgRef>,
    /// 配合单位.
    pub supporting: Vec<OrgRef>,
    /// 联络员, named at sign-off.
    pub liaison: Option<String>,
    /// Last day for signing.
    pub sign_off_due_on: Option<NaiveDate>,
    /// How often the unit returned it.
    #[serde(skip_serializing, default)]
    #[schema(ignore)]
    pub sign_off_returns: i32,
    /// Last day of the plan.
    #[serde(skip_serializing, default)]
    #[schema(ignore)]
    pub plan_end: Option<NaiveDate>,
    /// Whether a look-back since the closing lets it be reopened.
    #[serde(skip_serializing, default)]
    #[schema(ignore)]
    pub reopenable: bool,
    /// Approved adjustments that wait for a leader's step.
    #[serde(skip_serializing, default)]
    #[schema(ignore)]
    pub approved_adjustments: Vec<Purpose>,
    /// The batch it is or was issued with; null for those who see no batches.
    #[serde(default)]
    #[schema(required = true)]
    pub batch: Option<TaskBatch>,
    /// Keys of the clauses that only this task carries.
    #[serde(skip_serializing, default)]
    #[schema(ignore)]
    pub sole_clauses: Vec<String>,
    /// Whether its plan is decomposed by batches.
    #[serde(skip_serializing, default)]
    #[schema(ignore)]
    pub plan_has_batches: bool,
    /// The light with everything that explains it.
    pub light_detail: LightDetail,
    /// The sentences of the plan it carries out.
    pub clauses: Vec<TaskClause>,
    /// Its milestones in order.
    pub milestones: Vec<Milestone>,
    /// 本期进展 of the latest report.
    pub latest_progress: Option<String>,
    /// 存在问题 of the latest report.
    pub latest_problems: Option<String>,
    /// How it was or is to be closed.
    pub closure: Option<Closure>,
    /// 佐证目录: accepted evidence in the order of its milestones, as an application for closure brings it.
    pub evidence_index: Vec<IndexedEvidence>,
    /// Its reports, latest first.
    pub reports: Vec<TaskReport>,
    /// What happened to it, latest first.
    pub history: Vec<Step>,
    /// What this caller may do now.
    #[serde(default)]
    pub actions: Vec<AllowedAction>,
    /// 示例.
    pub is_sample: bool,
    /// When this was read.
    #[serde(default)]
    pub as_of: DateTime<Utc>,
}

/// By what the progress of a task is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProgressBasis {
    /// The weights of its milestones.
    Milestones,
    /// The number it counts.
    Quantity,
}

/// 三值对照: percent with two decimals; null where nobody has said anything yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// By what it is told.
    pub basis: ProgressBasis,
    /// The day that the values are about.
    pub as_of: NaiveDate,
    /// 单位自报: what the unit has handed in.
    pub claimed: Option<String>,
    /// 统筹认可: of this, what the office accepted.
    pub accepted: Option<String>,
    /// 序时进度: what the schedule expects.
    pub scheduled: Option<String>,
    /// 评估判断: what the evaluator judged; null until an evaluation has.
    #[serde(default)]
    #[schema(required = true)]
    pub evaluated: Option<String>,
}

/// The batch of a task.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskBatch {
    /// Its id.
    pub id: Uuid,
    /// What the office calls it.
    pub title: String,
    /// Where it stands.
    pub state: BatchState,
}

/// A clause behind a task.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskClause {
    /// Its id.
    pub id: Uuid,
    /// Its key, e.g. `S07-M20-C03`.
    pub key: String,
    /// Its number within the measure; 0 is the heading.
    pub number: i32,
    /// Its words.
    pub text: String,
    /// Its measure.
    pub measure_id: Uuid,
    /// Number of the measure.
    pub measure_number: Option<i32>,
    /// Title of the measure.
    pub measure_title: String,
}

/// One line of the index of evidence (domain.md 2.8).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct IndexedEvidence {
    /// Its place, from 1.
    pub number: i32,
    /// The piece of evidence.
    pub id: Uuid,
    /// The milestone it proves; null where it belongs to the whole.
    pub milestone: Option<String>,
    /// What it is called.
    pub title: String,
    /// Who issued it.
    pub issuing_body: Option<String>,
    /// 文号.
    pub document_no: Option<String>,
    /// Its date.
    pub document_date: Option<NaiveDate>,
    /// Page or cell that proves the point.
    pub proves: Option<String>,
}

/// A report in the list on the task's page.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskReport {
    /// Its id.
    pub id: Uuid,
    /// Its period in words.
    pub cycle_name: String,
    /// Where it stands.
    pub state: ReportState,
    /// 1 unless corrected.
    pub revision: i32,
    /// When it was submitted or last saved.
    pub at: DateTime<Utc>,
    /// 本期进展.
    pub progress: String,
}

impl TaskSummary {
    /// Without the latest report where the caller may not know of it: the same rule as [`visible::seen`].
    fn shown_to(mut self, ctx: &Ctx) -> TaskSummary {
        let own = self.lead.id == ctx.actor.organisation;
        let approved_only = policy::reads_approved_only(&ctx.actor.roles);
        let everything = ctx.reach(Action::ReportRead) == Reach::All && !approved_only;
        let submitted = |state| !matches!(state, ReportState::Draft | ReportState::Returned | ReportState::NotStarted);
        self.latest_report = self.latest_report.filter(|report| {
            everything || report.state == ReportState::Approved || !approved_only && (own || submitted(report.state))
        });
        self
    }
}

impl TaskView {
    /// What rights depend on.
    pub fn target(&self) -> Target {
        let parties = self.responsible.iter().chain(&self.supporting).map(|org| org.id).collect();
        Target { lead: Some(self.summary.lead.id), parties }
    }
}

/// Filters of the task list; lists are separated by commas.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct TaskFilter {
    /// Only this plan.
    pub plan_id: Option<Uuid>,
    /// Numbers of measures.
    pub measure: Option<String>,
    /// Numbers of parts.
    pub part: Option<String>,
    /// Lead organisation.
    pub lead: Option<Uuid>,
    /// Any duty of this organisation.
    pub org: Option<Uuid>,
    /// States, e.g. `IN_PROGRESS,PENDING_CLOSURE`.
    pub state: Option<String>,
    /// Lights, e.g. `OVERDUE,AT_RISK`.
    pub light: Option<String>,
    /// `ONE_OFF` or `CONTINUING`.
    pub nature: Option<String>,
    /// 重点任务 only (or not).
    pub is_key: Option<bool>,
    /// Tasks that carry out this clause.
    pub clause_id: Option<Uuid>,
    /// Words in title, deliverable or code.
    pub q: Option<String>,
    /// Due on or after this day.
    pub due_from: Option<NaiveDate>,
    /// Due on or before this day.
    pub due_to: Option<NaiveDate>,
    /// Only tasks my organisation leads.
    pub mine: Option<bool>,
    /// `code` (default), `due_on` or `-days_late`.
    pub sort: Option<String>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// Narrows a filter over `task t` to what the caller may read: the same cell of the table as [`find`].
pub fn visible_to(ctx: &Ctx, filter: &mut Filter) {
    if ctx.reach(Action::TaskDraft) == Reach::No {
        // What the office is still writing concerns nobody else.
        filter.and_plain("t.state <> 'DRAFT'");
    }
    match ctx.reach(Action::TaskRead) {
        Reach::All => {}
        Reach::Org => {
            filter.and(
                "t.lead_org_id = {} or exists (select 1 from task_organisation d
                    where d.task_id = t.id and d.organisation_id = {})",
                ctx.actor.organisation,
            );
        }
        Reach::Own | Reach::No => {
            filter.and_plain("false");
        }
    }
}

/// The tasks that match, in a stable order.
pub async fn list(ctx: &Ctx, wanted: TaskFilter) -> Result<Page<TaskSummary>, Error> {
    ctx.require(Action::TaskRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    narrow(ctx, &mut filter, &wanted)?;
    let total = sql::count(&ctx.app.db, "task t", &filter).await?;
    let order = Order::parse(wanted.sort.as_deref())?;
    order.after(&window, &mut filter)?;
    let sql = include_str!("list.sql")
        .replace("/*summary*/", SUMMARY)
        .replace("/*order*/", order.columns())
        .replace("/*limit*/", &(limit + 1).to_string());
    let items: Vec<TaskSummary> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    let items = items.into_iter().map(|task| task.shown_to(ctx)).collect();
    Ok(sql::page(items, limit, total, ctx.now, Order::key))
}

/// Narrows a filter over `task t` to what is wanted.
pub(crate) fn narrow(ctx: &Ctx, filter: &mut Filter, wanted: &TaskFilter) -> Result<(), Error> {
    filter.and_some("t.plan_id = {}", wanted.plan_id);
    filter.and_some(
        "t.measure_id in (select id from measure where number = any({}))",
        numbers("/measure", wanted.measure.as_deref())?,
    );
    filter.and_some(
        "t.measure_id in (select m.id from measure m join plan_section s on s.id = m.section_id
            join plan_part p on p.id = s.part_id where p.number = any({}))",
        numbers("/part", wanted.part.as_deref())?,
    );
    filter.and_some("t.lead_org_id = {}", wanted.lead);
    filter.and_some(
        "t.lead_org_id = {} or exists (select 1 from task_organisation d where d.task_id = t.id and d.organisation_id = {})",
        wanted.org,
    );
    filter.and_some("t.state = any({})", codes::<TaskState>("/state", wanted.state.as_deref())?);
    filter.and_some("t.light = any({})", codes::<LightCode>("/light", wanted.light.as_deref())?);
    filter.and_some("t.nature = any({})", codes::<Nature>("/nature", wanted.nature.as_deref())?);
    filter.and_some("t.is_key = {}", wanted.is_key);
    filter.and_some("t.id in (select task_id from task_clause where clause_id = {})", wanted.clause_id);
    filter.and_some("t.due_on >= {}", wanted.due_from);
    filter.and_some("t.due_on <= {}", wanted.due_to);
    if wanted.mine == Some(true) {
        filter.and("t.lead_org_id = {}", ctx.actor.organisation);
    }
    let words = wanted.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
    filter.and_some("t.title ilike {} or t.code ilike {} or t.deliverable ilike {}", words.map(containing));
    Ok(())
}

fn numbers(pointer: &str, list: Option<&str>) -> Result<Option<Vec<i32>>, Error> {
    let Some(list) = list.filter(|list| !list.is_empty()) else { return Ok(None) };
    let numbers: Result<Vec<i32>, _> = list.split(',').map(str::trim).map(str::parse).collect();
    numbers.map(Some).map_err(|_| Error::field(pointer, "unreadable", "请写成用逗号分开的数字，如 27,28"))
}

/// The codes of a comma list, each checked against its enum.
pub fn codes<T: for<'de> Deserialize<'de>>(pointer: &str, list: Option<&str>) -> Result<Option<Vec<String>>, Error> {
    let Some(list) = list.filter(|list| !list.is_empty()) else { return Ok(None) };
    let words: Vec<String> = list.split(',').map(|word| word.trim().to_owned()).collect();
    match words.iter().find(|word| serde_json::from_value::<T>(serde_json::json!(word)).is_err()) {
        None => Ok(Some(words)),
        Some(word) => Err(Error::field(pointer, "unknown_code", format!("没有“{word}”这个取值"))),
    }
}

/// The three orders a person may choose; each ends with the id, so that it is total.
#[derive(Clone, Copy, Debug)]
enum Order {
    Code,
    DueOn,
    DaysLate,
}

impl Order {
    fn parse(sort: Option<&str>) -> Result<Order, Error> {
        match sort {
            None | Some("" | "code") => Ok(Order::Code),
            Some("due_on") => Ok(Order::DueOn),
            Some("-days_late") => Ok(Order::DaysLate),
            Some(other) => Err(Error::field(
                "/sort",
                "unknown_code",
                format!("不能按“{other}”排序；可用 code、due_on、-days_late"),
            )),
        }
    }

    const fn columns(self) -> &'static str {
        match self {
            Order::Code => "t.code, t.id",
            Order::DueOn => "t.due_on, t.code, t.id",
            Order::DaysLate => "-coalesce(t.days_late, 0), t.code, t.id",
        }
    }

    fn key(task: &TaskSummary) -> (Option<NaiveDate>, i32, String, Uuid) {
        (Some(task.due_on), -task.days_late.unwrap_or(0), task.code.clone(), task.id)
    }

    fn after(self, window: &Window, filter: &mut Filter) -> Result<(), Error> {
        let Some((due_on, late, code, id)) = window.after::<(Option<NaiveDate>, i32, String, Uuid)>()? else {
            return Ok(());
        };
        let first = match self {
            Order::Code => None,
            Order::DueOn => Some(filter.bind(due_on)),
            Order::DaysLate => Some(filter.bind(late)),
        };
        let mut keys: Vec<String> = first.into_iter().collect();
        keys.push(filter.bind(code));
        keys.push(filter.bind(id));
        filter.and_plain(&format!("({}) > ({})", self.columns(), keys.join(", ")));
        Ok(())
    }
}

/// The page of one task; missing and not visible are the same answer.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<TaskView, Error> {
    ctx.require(Action::TaskRead)?;
    find(ctx, &ctx.app.db, id).await
}

/// The task as the caller may see it, inside or outside a transaction.
pub async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<TaskView, Error> {
    let mut filter = Filter::new();
    filter.and("t.id = {}", id);
    let seen = visible::seen(ctx, &mut filter, "r", "t");
    let sql = include_str!("view.sql")
        .replace("/*summary*/", SUMMARY)
        .replace("/*seen*/", &seen)
        .replace("/*closure*/", include_str!("closing/closure.sql"));
    let found: Option<TaskView> = sql::row(db, filter.apply(&sql)).await?;
    let mut task = found.ok_or(Error::NotFound)?;
    task.summary = task.summary.shown_to(ctx);
    let draft_hidden = task.summary.state == TaskState::Draft && ctx.reach(Action::TaskDraft) == Reach::No;
    if draft_hidden || !ctx.may(Action::TaskRead, &task.target()) {
        return Err(Error::NotFound);
    }
    let today = ctx.today();
    task.milestones = task.milestones.into_iter().map(|milestone| milestone.judged(today)).collect();
    task.acceptance_points = luoshi_domain::closing::points(&task.acceptance_standard);
    task.actions = steps::allowed(ctx, &task);
    let said = closing::commands::allowed(ctx, &task);
    if let Some(application) = task.closure.as_mut().and_then(|closure| closure.application.as_mut()) {
        application.actions = said;
    }
    // What the office is still writing concerns nobody else.
    let draft_concerns = ctx.reach(Action::BatchDraft) != Reach::No;
    let reads_batches = ctx.reach(Action::BatchRead) != Reach::No;
    task.batch = task.batch.filter(|batch| reads_batches && (draft_concerns || batch.state != BatchState::Draft));
    task.as_of = ctx.now;
    Ok(task)
}
