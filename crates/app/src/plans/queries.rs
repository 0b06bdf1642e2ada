//! Reading plans: the text with the state of every sentence, the wall of measures, coverage.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::light::{LightCode, LightCounts, Reason, roll_up};
use luoshi_domain::plans::{LegalStatus, PlanState, check_set_aside};
use luoshi_domain::policy::{Action, Reach};
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::TaskState;
use sea_orm::{ConnectionTrait, Value};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::import::Counts;
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, Page, Window, statement};
use crate::views::OrgRef;

/// A plan in a list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanSummary {
    /// Its id.
    pub id: Uuid,
    /// Its official title.
    pub title: String,
    /// Its name in narrow places.
    pub short_title: String,
    /// 征求意见稿, 印发 or 废止.
    pub legal_status: LegalStatus,
    /// Being prepared, or in force.
    pub state: PlanState,
    /// First day of its period, where its title names one.
    pub period_from: Option<NaiveDate>,
    /// Last day of its period.
    pub period_to: Option<NaiveDate>,
    /// Name of the original file.
    pub source_file_name: String,
    /// SHA-256 of the original file, hex.
    pub source_sha256: String,
    /// When it was imported.
    pub imported_at: DateTime<Utc>,
    /// How much it holds.
    pub counts: Counts,
    /// Version for edits.
    pub version: i32,
}

/// What became of a clause: uncovered, set aside, or the worst light of its tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClauseState {
    /// No task carries it.
    #[default]
    Uncovered,
    /// 不单独分解, with a reason.
    NotDecomposed,
    /// 滞后.
    Overdue,
    /// 预警.
    AtRisk,
    /// 正常推进.
    OnTrack,
    /// 按期完成.
    Completed,
    /// 逾期完成.
    CompletedLate,
    /// 未启动.
    NotStarted,
    /// 暂缓.
    Inactive,
}

impl From<LightCode> for ClauseState {
    fn from(light: LightCode) -> Self {
        match light {
            LightCode::Overdue => ClauseState::Overdue,
            LightCode::AtRisk => ClauseState::AtRisk,
            LightCode::OnTrack => ClauseState::OnTrack,
            LightCode::Completed => ClauseState::Completed,
            LightCode::CompletedLate => ClauseState::CompletedLate,
            LightCode::NotStarted => ClauseState::NotStarted,
            LightCode::Inactive => ClauseState::Inactive,
        }
    }
}

/// A task behind a clause or measure: title, light and lead are on the public board; the page may not be.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskRef {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its light.
    pub light: LightCode,
    /// Where it stands.
    pub state: TaskState,
    /// 牵头单位.
    pub lead: OrgRef,
    /// Most calendar days any reason is late.
    pub days_late: Option<i32>,
    /// Whether this caller may open it.
    pub readable: bool,
    /// Why the light is what it is; only on the wall.
    #[serde(default)]
    pub reasons: Vec<Reason>,
}

/// A sentence of the plan with what became of it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ClauseView {
    /// Its id.
    pub id: Uuid,
    /// Its key, e.g. `S07-M20-C03`.
    pub key: String,
    /// Its number within the measure; 0 is the heading.
    pub number: i32,
    /// Its words, immutable.
    pub text: String,
    /// What became of it.
    #[serde(default)]
    pub state: ClauseState,
    /// Why no task of its own carries it.
    pub not_decomposed_reason: Option<String>,
    /// Whether it may be marked as having no task of its own.
    #[serde(default)]
    #[schema(required = true)]
    pub may_be_set_aside: bool,
    /// The tasks behind it.
    pub tasks: Vec<TaskRef>,
    /// Version for edits.
    pub version: i32,
    /// Position of its measure, for paging.
    #[serde(default, skip_serializing)]
    #[schema(ignore)]
    pub ord: i32,
}

impl ClauseView {
    /// Whether it may be marked as not decomposed now.
    pub(super) fn check_set_aside(&self) -> Result<(), RuleError> {
        check_set_aside(&self.tasks.iter().map(|task| task.state).collect::<Vec<_>>())
    }

    fn judged(mut self) -> ClauseView {
        self.may_be_set_aside = self.not_decomposed_reason.is_none() && self.check_set_aside().is_ok();
        self.state = match roll_up(self.tasks.iter().map(|task| task.light)).code {
            _ if self.tasks.is_empty() && self.not_decomposed_reason.is_some() => ClauseState::NotDecomposed,
            _ if self.tasks.is_empty() => ClauseState::Uncovered,
            light => light.into(),
        };
        self
    }
}

/// A numbered sub-item of a measure.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MeasureItem {
    /// Its number as printed.
    pub printed: Option<String>,
    /// Its heading.
    pub title: Option<String>,
    /// Its words.
    pub text: String,
}

/// A measure of the plan with its sentences.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MeasureView {
    /// Its id.
    pub id: Uuid,
    /// Its number; null where the text has none.
    pub number: Option<i32>,
    /// Its number as printed.
    pub printed: String,
    /// Its official title.
    pub title: String,
    /// Its name on walls and charts.
    pub short_title: String,
    /// The same in English.
    pub short_title_en: Option<String>,
    /// Whether the heading itself is a duty.
    pub heading_is_actionable: bool,
    /// The worst light of its open tasks.
    #[serde(default = "not_started")]
    pub light: LightCode,
    /// Tasks by light.
    #[serde(default)]
    pub counts: LightCounts,
    /// Its sentences; number 0 is the heading.
    pub clauses: Vec<ClauseView>,
    /// Its sub-items.
    pub items: Vec<MeasureItem>,
    /// Version for edits.
    pub version: i32,
}

pub(super) fn not_started() -> LightCode {
    LightCode::NotStarted
}

impl MeasureView {
    fn judged(mut self) -> MeasureView {
        self.clauses = self.clauses.into_iter().map(ClauseView::judged).collect();
        let mut tasks: Vec<&TaskRef> = self.clauses.iter().flat_map(|clause| &clause.tasks).collect();
        tasks.sort_by_key(|task| task.id);
        tasks.dedup_by_key(|task| task.id);
        let rolled = roll_up(issued(tasks));
        self.light = rolled.code;
        self.counts = rolled.counts;
        self
    }
}

/// The lights that count: of tasks that were issued and not cancelled (domain.md 2.13).
fn issued<'a>(tasks: impl IntoIterator<Item = &'a TaskRef>) -> impl Iterator<Item = LightCode> {
    let counts = |task: &&TaskRef| !matches!(task.state, TaskState::Draft | TaskState::Cancelled);
    tasks.into_iter().filter(counts).map(|task| task.light)
}

/// A section with its measures; without number and title where the part has none.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SectionView {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: Option<i32>,
    /// Its number as printed.
    pub printed: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Paragraphs before its first measure.
    pub intro: Vec<String>,
    /// Its measures.
    pub measures: Vec<MeasureView>,
}

/// A part with its sections.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PartView {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: Option<i32>,
    /// Its number as printed.
    pub printed: String,
    /// Its title.
    pub title: String,
    /// Paragraphs before its first section.
    pub intro: Vec<String>,
    /// Its sections.
    pub sections: Vec<SectionView>,
}

/// How much of a plan is carried by tasks.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct Coverage {
    /// Clauses behind which a task stands.
    pub covered: i64,
    /// Clauses set aside with a reason.
    pub not_decomposed: i64,
    /// Clauses in all.
    pub total: i64,
    /// Acting headings carried or set aside.
    pub headings_covered: i64,
    /// Acting headings in all.
    pub headings_total: i64,
    /// When this was counted.
    #[serde(default)]
    pub as_of: DateTime<Utc>,
}

/// A box (专栏) of the document.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BoxView {
    /// Its title.
    pub title: String,
    /// Its words.
    pub text: String,
    /// Where it stands.
    #[serde(rename = "in")]
    pub within: Option<String>,
}

/// Something odd in the document.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FindingView {
    /// `info`, `warning` or `error`.
    pub severity: String,
    /// Stable code.
    pub code: String,
    /// Line of the file, from 1.
    pub line: Option<i64>,
    /// What was found, in a sentence.
    pub message: String,
}

/// A plan as its text, each sentence with what became of it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanView {
    /// What lists show.
    #[serde(flatten)]
    pub summary: PlanSummary,
    /// Paragraphs before the first part.
    pub preamble: Vec<String>,
    /// Sentences that state goals.
    pub goals: Vec<String>,
    /// Boxes.
    pub boxes: Vec<BoxView>,
    /// The text.
    pub parts: Vec<PartView>,
    /// What the import found odd.
    pub findings: Vec<FindingView>,
    /// How much is carried by tasks.
    pub coverage: Coverage,
    /// Issued tasks by light.
    pub counts_by_light: LightCounts,
    /// When this was read.
    pub as_of: DateTime<Utc>,
    /// What this caller may do now.
    pub actions: Vec<AllowedAction>,
}

/// A measure on the wall.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MeasureCell {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: Option<i32>,
    /// Its official title.
    pub title: String,
    /// Its name on the wall.
    pub short_title: String,
    /// The same in English.
    pub short_title_en: Option<String>,
    /// Number of its part.
    pub part_number: Option<i32>,
    /// Title of its part.
    pub part_title: String,
    /// Title of its section.
    pub section_title: Option<String>,
    /// The worst light of its open tasks.
    #[serde(default = "not_started")]
    pub light: LightCode,
    /// Tasks by light.
    #[serde(default)]
    pub counts: LightCounts,
    /// Its lead organisations, of the tasks in their order.
    #[serde(default)]
    pub leads: Vec<OrgRef>,
    /// Most days late among its tasks.
    #[serde(default)]
    pub days_late: Option<i32>,
    /// The gravest reason of its worst task.
    #[serde(default)]
    pub reason: Option<Reason>,
    /// Its tasks.
    pub tasks: Vec<TaskRef>,
    /// Clauses in all.
    pub clauses: i64,
    /// Clauses carried or set aside.
    pub covered: i64,
    /// Version for edits.
    pub version: i32,
}

impl MeasureCell {
    fn judged(mut self) -> MeasureCell {
        let rolled = roll_up(issued(&self.tasks));
        self.light = rolled.code;
        self.counts = rolled.counts;
        for task in &self.tasks {
            if !self.leads.iter().any(|lead| lead.id == task.lead.id) {
                self.leads.push(task.lead.clone());
            }
        }
        let worst = self.tasks.iter().filter(|task| task.light == self.light).max_by_key(|task| task.days_late);
        self.days_late = worst.and_then(|task| task.days_late);
        self.reason = worst.and_then(|task| task.reasons.first().cloned());
        self
    }
}

/// Paging of the clauses and measures of a plan.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct PlanWindow {
    /// Rows wanted, 1 to 200.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// What of the tasks behind a plan the caller may know: $2..$4 of the statements here.
pub(super) fn board(ctx: &Ctx) -> [Value; 3] {
    let drafts = ctx.reach(Action::TaskDraft) == Reach::All;
    let every_task = ctx.reach(Action::TaskRead) == Reach::All;
    [drafts.into(), every_task.into(), ctx.actor.organisation.into()]
}

fn visible(ctx: &Ctx) -> Filter {
    let mut filter = Filter::new();
    if ctx.reach(Action::PlanRead) == Reach::No {
        filter.and_plain("false");
    } else if ctx.reach(Action::PlanEdit) == Reach::No {
        // A draft is the office's own work.
        filter.and_plain("p.state = 'ACTIVE'");
    }
    filter
}

/// All plans the caller may see; those in force first.
pub async fn list(ctx: &Ctx) -> Result<Page<PlanSummary>, Error> {
    ctx.require(Action::PlanRead)?;
    let items: Vec<PlanSummary> = sql::rows(&ctx.app.db, visible(ctx).apply(include_str!("summary.sql"))).await?;
    let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
    Ok(Page { items, next_cursor: None, total, as_of: ctx.now })
}

/// One plan without its text.
pub async fn summary(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<PlanSummary, Error> {
    let mut filter = visible(ctx);
    filter.and("p.id = {}", id);
    sql::row(db, filter.apply(include_str!("summary.sql"))).await?.ok_or(Error::NotFound)
}

#[derive(Deserialize)]
struct Structure {
    parts: Vec<PartView>,
}

#[derive(Deserialize)]
struct Around {
    preamble: Vec<String>,
    goals: Vec<String>,
    boxes: Vec<BoxView>,
    findings: Vec<FindingView>,
}

/// The whole plan as its text.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<PlanView, Error> {
    ctx.require(Action::PlanRead)?;
    let db = &ctx.app.db;
    let summary = summary(ctx, db, id).await?;
    let parts = structure(ctx, db, id).await?;
    let around =
        "select jsonb_build_object('preamble', preamble, 'goals', goals, 'boxes', boxes, 'findings', findings) as view
        from plan where id = $1";
    let around: Around = sql::row(db, statement(around, [id.into()])).await?.ok_or(Error::NotFound)?;
    let actions = super::commands::allowed(ctx, &summary);
    Ok(PlanView {
        counts_by_light: lights(&parts),
        coverage: coverage(ctx, id).await?,
        summary,
        preamble: around.preamble,
        goals: around.goals,
        boxes: around.boxes,
        findings: around.findings,
        parts,
        as_of: ctx.now,
        actions,
    })
}

async fn structure(ctx: &Ctx, db: &impl ConnectionTrait, plan: Uuid) -> Result<Vec<PartView>, Error> {
    let [drafts, every_task, organisation] = board(ctx);
    let values = [plan.into(), drafts, every_task, organisation];
    let found: Option<Structure> = sql::row(db, statement(include_str!("plan.sql"), values)).await?;
    Ok(found.map(|found| found.parts).unwrap_or_default().into_iter().map(judged).collect())
}

fn judged(mut part: PartView) -> PartView {
    for section in &mut part.sections {
        section.measures = std::mem::take(&mut section.measures).into_iter().map(MeasureView::judged).collect();
    }
    part
}

fn lights(parts: &[PartView]) -> LightCounts {
    let measures = parts.iter().flat_map(|part| &part.sections).flat_map(|section| &section.measures);
    let mut tasks: Vec<&TaskRef> =
        measures.flat_map(|measure| &measure.clauses).flat_map(|clause| &clause.tasks).collect();
    tasks.sort_by_key(|task| task.id);
    tasks.dedup_by_key(|task| task.id);
    roll_up(issued(tasks)).counts
}

/// How much of the plan is carried by tasks.
pub async fn coverage(ctx: &Ctx, id: Uuid) -> Result<Coverage, Error> {
    ctx.require(Action::PlanRead)?;
    summary(ctx, &ctx.app.db, id).await?;
    let found: Option<Coverage> = sql::row(&ctx.app.db, statement(include_str!("coverage.sql"), [id.into()])).await?;
    Ok(Coverage { as_of: ctx.now, ..found.ok_or(Error::NotFound)? })
}

/// The wall: one cell per measure, in the order of the plan.
pub async fn wall(ctx: &Ctx, id: Uuid, wanted: &PlanWindow) -> Result<Page<MeasureCell>, Error> {
    ctx.require(Action::PlanRead)?;
    summary(ctx, &ctx.app.db, id).await?;
    let window = Window { limit: Some(wanted.limit.unwrap_or(200)), cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let skip = usize::try_from(window.after::<u64>()?.unwrap_or(0)).unwrap_or(usize::MAX);
    let [drafts, every_task, organisation] = board(ctx);
    let sql = include_str!("wall.sql");
    let cells: Vec<MeasureCell> =
        sql::rows(&ctx.app.db, statement(sql, [id.into(), drafts, every_task, organisation])).await?;
    let total = i64::try_from(cells.len()).unwrap_or(i64::MAX);
    let items = cells.into_iter().skip(skip).map(MeasureCell::judged).collect();
    Ok(sql::page(items, limit, total, ctx.now, |_| skip as u64 + limit))
}

/// One measure with its sentences.
pub async fn measure(ctx: &Ctx, id: Uuid) -> Result<MeasureView, Error> {
    ctx.require(Action::PlanRead)?;
    measure_in(ctx, &ctx.app.db, id).await
}

/// The same inside a transaction.
pub async fn measure_in(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<MeasureView, Error> {
    let sql = "select to_jsonb(plan_id) as view from measure where id = $1";
    let plan: Uuid = sql::row(db, statement(sql, [id.into()])).await?.ok_or(Error::NotFound)?;
    summary(ctx, db, plan).await?;
    let parts = structure(ctx, db, plan).await?;
    let sections = parts.into_iter().flat_map(|part| part.sections);
    sections.flat_map(|section| section.measures).find(|measure| measure.id == id).ok_or(Error::NotFound)
}

/// The clauses of a plan, page by page in the order of the text; headings are number 0.
pub async fn clauses(ctx: &Ctx, id: Uuid, wanted: &PlanWindow) -> Result<Page<ClauseView>, Error> {
    ctx.require(Action::PlanRead)?;
    summary(ctx, &ctx.app.db, id).await?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let after = window.after::<(i32, i32)>()?.unwrap_or((-1, -1));
    let count = "select to_jsonb(count(*)) as view from clause where plan_id = $1";
    let total: i64 = sql::row(&ctx.app.db, statement(count, [id.into()])).await?.unwrap_or(0);
    let items = read_clauses(ctx, &ctx.app.db, id, after, None, limit + 1).await?;
    Ok(sql::page(items, limit, total, ctx.now, |clause| (clause.ord, clause.number)))
}

/// One clause with its tasks.
pub async fn clause(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<ClauseView, Error> {
    let sql = "select to_jsonb(plan_id) as view from clause where id = $1";
    let plan_id: Uuid = sql::row(db, statement(sql, [id.into()])).await?.ok_or(Error::NotFound)?;
    summary(ctx, db, plan_id).await?;
    read_clauses(ctx, db, plan_id, (-1, -1), Some(id), 1).await?.pop().ok_or(Error::NotFound)
}

async fn read_clauses(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    plan: Uuid,
    after: (i32, i32),
    only: Option<Uuid>,
    limit: u64,
) -> Result<Vec<ClauseView>, Error> {
    let [drafts, every_task, organisation] = board(ctx);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values =
        [plan.into(), drafts, every_task, organisation, after.0.into(), after.1.into(), only.into(), limit.into()];
    let found: Vec<ClauseView> = sql::rows(db, statement(include_str!("clauses.sql"), values)).await?;
    Ok(found.into_iter().map(ClauseView::judged).collect())
}

/// The original file of a plan: name, media type, SHA-256 and size.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    /// Its name.
    pub file_name: String,
    /// Its type.
    pub media_type: String,
    /// SHA-256, hex.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// Where the original file of a plan lies.
pub async fn source(ctx: &Ctx, id: Uuid) -> Result<Source, Error> {
    ctx.require(Action::PlanRead)?;
    summary(ctx, &ctx.app.db, id).await?;
    let sql = "select jsonb_build_object('file_name', source_file_name, 'media_type', source_media_type,
        'sha256', source_sha256, 'size', source_size) as view from plan where id = $1";
    sql::row(&ctx.app.db, statement(sql, [id.into()])).await?.ok_or(Error::NotFound)
}
