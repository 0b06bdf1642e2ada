//! My work: what waits for me, what is with others, what comes, what is late, what changed.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::light::{LightCode, Reason};
use luoshi_domain::policy::{Action, Reach};
use luoshi_domain::reports::ReportState;
use sea_orm::Statement;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::Ctx;
use crate::error::Error;
use crate::history;
use crate::reports::visible;
use crate::sql::{self, Filter, statement};
use crate::tasks::extensions;
use crate::tasks::queries::visible_to;
use crate::views::OrgRef;

/// Everything on the first page of a role.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Work {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The day in Shanghai.
    pub today: NaiveDate,
    /// The open reporting cycle, or the next.
    pub cycle: Option<OpenCycle>,
    /// What waits for me, the most urgent first.
    pub waiting: Vec<WorkItem>,
    /// What I handed over.
    pub elsewhere: Vec<HandedOver>,
    /// Milestones of the next 30 days.
    pub milestones: Vec<ComingMilestone>,
    /// Red and amber tasks.
    pub late: Vec<LateTask>,
    /// What happened lately.
    pub changes: Vec<Change>,
}

/// A reporting cycle with its window.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct OpenCycle {
    /// Its id.
    pub id: Uuid,
    /// Its period in words.
    pub name: String,
    /// First day of the window.
    pub opens_on: NaiveDate,
    /// Last day of the window.
    pub due_on: NaiveDate,
    /// Whether today lies in the window.
    pub is_open: bool,
}

/// Why something waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WorkKind {
    /// A report came back with a reason.
    ReportReturned,
    /// A report is to be written or finished.
    ReportToWrite,
    /// The lead of a task asks for the part of my organisation, or it is begun and not submitted.
    ContributionToWrite,
    /// A report waits for the unit's reviewer.
    ReportUnitReview,
    /// A report waits for the office.
    ReportOfficeReview,
    /// A report waits for the result of a telephone call, in place of a third return.
    PhoneCall,
    /// A task waits to be signed for.
    TaskToSign,
    /// A unit returned a task.
    TaskSignoffReturned,
    /// The correction of an approved report is asked for.
    ReportCorrection,
    /// A request for extension is written and not filed; after its due day it is too late.
    ExtensionToFile,
    /// A request for extension waits for the unit's leader.
    ExtensionToSign,
    /// A request for extension waits for the office.
    ExtensionToReview,
    /// A request for extension waits for a leader.
    ExtensionToApprove,
    /// A request for adjustment is written and not filed.
    AdjustmentToFile,
    /// A request for adjustment waits for the unit's leader.
    AdjustmentToSign,
    /// A request for adjustment waits for the office.
    AdjustmentToReview,
    /// A request for adjustment waits for a leader.
    AdjustmentToApprove,
    /// A stop or return was approved and waits for the leader's step on the task.
    AdjustmentToCarryOut,
    /// A supervision notice waits to be signed for.
    NoticeToReceive,
    /// A notice waits for the answer of the unit.
    NoticeToAnswer,
    /// A notice waits for a signature.
    NoticeToSign,
    /// An answer waits to be checked, or an interview for its minutes.
    NoticeToSettle,
    /// Drafts of notices wait to be sent or put away.
    NoticeToSend,
    /// Proposed tasks wait for the word of the unit.
    BatchToComment,
    /// Proposals of units wait for an answer of the office.
    BatchToAnswer,
    /// A consultation is over and answered; the leader is to be asked.
    BatchToSubmit,
    /// A batch waits for a leader.
    BatchToApprove,
    /// An approved batch waits to be issued.
    BatchToIssue,
    /// Bulletins wait for a leader.
    BulletinToApprove,
    /// Drafts wait to be issued.
    TaskToIssue,
    /// A unit applied for closure.
    TaskClosure,
    /// A unit that my organisation supports applied for closure.
    ClosureToConfirm,
    /// A key task waits for a second or a first check on the spot.
    SpotCheck,
    /// A unit applied for closure of an item of the annual book.
    AnnualClosure,
    /// An item of the annual book is due soon or past its day.
    AnnualToClose,
    /// Items of annual books wait to be issued.
    AnnualToIssue,
    /// A closed task was drawn to be looked at again.
    LookBack,
    /// Clauses are carried by no task.
    ClausesUncovered,
    /// A change of roles waits for a decision.
    RoleChange,
    /// Uploads that were stopped by a mark of secrecy wait for a decision.
    HeldEvidence,
}

/// One thing that waits.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkItem {
    /// Why.
    pub kind: WorkKind,
    /// The task, unless it is a count.
    pub task: Option<WorkTask>,
    /// The report.
    pub report: Option<WorkReport>,
    /// The part of the caller's organisation.
    pub contribution: Option<Uuid>,
    /// The item of an annual book.
    pub annual_item: Option<WorkAnnualItem>,
    /// The batch of decomposition.
    pub batch: Option<WorkBatch>,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// Since when.
    pub since: Option<DateTime<Utc>>,
    /// What the person before said.
    pub comment: Option<String>,
    /// How many, where it is a count.
    pub count: Option<i64>,
}

/// A task that something waits for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkTask {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its light.
    pub light: LightCode,
    /// 牵头单位.
    pub lead: OrgRef,
}

/// An item of an annual book that something waits for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkAnnualItem {
    /// Its id.
    pub id: Uuid,
    /// Its book.
    pub book_id: Uuid,
    /// The year of the book.
    pub year: i32,
}

/// A batch that something waits for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkBatch {
    /// Its id.
    pub id: Uuid,
    /// What the office calls it.
    pub title: String,
}

/// A report that waits or is to be begun.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkReport {
    /// Its id; null when nobody has begun it.
    pub id: Option<Uuid>,
    /// Its cycle.
    pub cycle_id: Uuid,
    /// The period in words.
    pub cycle_name: String,
    /// Where it stands.
    pub state: ReportState,
}

/// A report that somebody else has now.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct HandedOver {
    /// Code of the task.
    pub task_code: String,
    /// Title of the task.
    pub task_title: String,
    /// The task.
    pub task_id: Uuid,
    /// The report.
    pub report_id: Uuid,
    /// Where it stands.
    pub state: ReportState,
    /// Short name of who has it.
    pub with_whom: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A milestone that is due soon.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ComingMilestone {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its due day.
    pub due_on: NaiveDate,
    /// 关键节点.
    pub is_key: bool,
    /// Days left.
    pub days: i32,
    /// Its task.
    pub task_id: Uuid,
    /// Code of the task.
    pub task_code: String,
    /// Title of the task.
    pub task_title: String,
}

/// A red or amber task.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LateTask {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its light.
    pub light: LightCode,
    /// Why.
    pub reasons: Vec<Reason>,
    /// 牵头单位.
    pub lead: OrgRef,
    /// Most days any reason is late.
    pub days: Option<i32>,
}

/// Something that happened.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Change {
    /// When.
    pub at: DateTime<Utc>,
    /// Kind and step, e.g. `report.return`.
    pub what: String,
    /// Who.
    pub actor: String,
    /// Code and title of the task.
    pub subject: String,
    /// The task.
    pub task_id: Option<Uuid>,
    /// The report.
    pub report_id: Option<Uuid>,
}

/// The first page of the caller.
pub async fn get(ctx: &Ctx) -> Result<Work, Error> {
    let business = ctx.reach(Action::PlanRead) != Reach::No;
    Ok(Work {
        as_of: ctx.now,
        today: ctx.today(),
        cycle: if business { cycle(ctx).await? } else { None },
        waiting: waiting(ctx).await?,
        elsewhere: elsewhere(ctx).await?,
        milestones: of_tasks(ctx, include_str!("milestones.sql")).await?,
        late: of_tasks(ctx, include_str!("late.sql")).await?,
        changes: changes(ctx).await?,
    })
}

async fn cycle(ctx: &Ctx) -> Result<Option<OpenCycle>, Error> {
    let office = ctx.reach(Action::CycleWrite) != Reach::No;
    let values = [ctx.today().into(), ctx.actor.organisation.into(), office.into()];
    sql::row(&ctx.app.db, statement(include_str!("cycle.sql"), values)).await
}

async fn waiting(ctx: &Ctx) -> Result<Vec<WorkItem>, Error> {
    sql::rows(&ctx.app.db, waiting_items(ctx, include_str!("waiting_rows.sql"))).await
}

/// How much of what waits for people waits for the caller: the numbers beside the menu, from the very list they open.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct WaitingCounts {
    /// Everything together.
    pub work: i64,
    /// Reports to write or to mend.
    pub reports: i64,
    /// Reports of others to review.
    pub review: i64,
}

/// The numbers without the list.
pub async fn counts(ctx: &Ctx) -> Result<WaitingCounts, Error> {
    let counted = waiting_items(ctx, include_str!("waiting_counts.sql"));
    Ok(sql::row(&ctx.app.db, counted).await?.unwrap_or_default())
}

/// `waiting.sql` with the caller's rights put in, followed by what is asked of its items.
fn waiting_items(ctx: &Ctx, question: &str) -> Statement {
    let hands = history::hands_sql(ctx, "$1", "$4");
    let mut sql = format!("{}{question}", include_str!("waiting.sql").replace("/*hands*/", &hands));
    for action in Action::ALL {
        let holds = if ctx.reach(*action) == Reach::No { "false" } else { "true" };
        sql = sql.replace(&format!("{{{}}}", action.code()), holds);
    }
    let values = [
        history::persons_of(ctx).into(),
        ctx.actor.organisation.into(),
        ctx.today().into(),
        history::separated().into(),
    ];
    statement(&sql, values)
}

async fn elsewhere(ctx: &Ctx) -> Result<Vec<HandedOver>, Error> {
    let writes = ctx.reach(Action::ReportWrite) != Reach::No;
    let reviews = ctx.reach(Action::ReportUnitReview) != Reach::No;
    let values = [ctx.actor.organisation.into(), (writes || reviews).into(), writes.into()];
    sql::rows(&ctx.app.db, statement(include_str!("elsewhere.sql"), values)).await
}

async fn of_tasks<T: DeserializeOwned>(ctx: &Ctx, sql: &str) -> Result<Vec<T>, Error> {
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    let today = filter.bind(ctx.today());
    sql::rows(&ctx.app.db, filter.apply(&sql.replace("/*today*/", &format!("{today}::date")))).await
}

async fn changes(ctx: &Ctx) -> Result<Vec<Change>, Error> {
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    let seen = visible::seen(ctx, &mut filter, "r", "t");
    let extension = extensions::queries::seen(ctx, &mut filter, "x", "t");
    let adjustment = extensions::queries::seen(ctx, &mut filter, "j", "t");
    let sql = include_str!("changes.sql")
        .replace("/*seen*/", &format!("({seen})"))
        .replace("/*seen_extension*/", &format!("({extension})"))
        .replace("/*seen_adjustment*/", &format!("({adjustment})"));
    sql::rows(&ctx.app.db, filter.apply(&sql)).await
}
