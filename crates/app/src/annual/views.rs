//! What pages show of annual books: the shapes of the interface.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::annual::{ItemConclusion, ItemState};
use luoshi_domain::light::LightCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::AllowedAction;
use crate::tasks::queries::MeasureRef;
use crate::views::{OrgRef, Step};

/// The book of a year.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AnnualBook {
    /// Its id.
    pub id: Uuid,
    /// Of which plan.
    pub plan: AnnualPlan,
    /// The year.
    pub year: i32,
    /// Whether the house drew it up by itself.
    pub automatic: bool,
    /// When.
    pub drawn_up_at: DateTime<Utc>,
    /// Items the caller sees in it.
    pub items: i64,
    /// Of these not issued yet.
    pub drafts: i64,
    /// Of these not issued and without a target.
    pub without_target: i64,
    /// Of these waiting for the office to confirm their closure.
    pub waiting: i64,
    /// Of these closed.
    pub closed: i64,
    /// When its items were issued last; null while all of them are drafts.
    pub issued_at: Option<DateTime<Utc>>,
    /// Items of earlier years that went on into this one.
    pub rolled_in: i64,
    /// Version for edits.
    pub version: i32,
    /// What this caller may do with it now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
}

/// The plan of a book.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AnnualPlan {
    /// Its id.
    pub id: Uuid,
    /// Its name in narrow places.
    pub short_title: String,
}

/// What a task is to reach in a year.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AnnualItem {
    /// Its id.
    pub id: Uuid,
    /// The book it belongs to.
    pub book_id: Uuid,
    /// Year of that book.
    pub year: i32,
    /// The task.
    pub task: AnnualTask,
    /// 年度目标.
    pub target: String,
    /// Its due day; once issued it never moves.
    pub due_on: NaiveDate,
    /// Where it stands.
    pub state: ItemState,
    /// How it ended, or is to end.
    pub conclusion: Option<ItemConclusion>,
    /// What the unit said when it applied for closure.
    pub closure_summary: Option<String>,
    /// Day of the application.
    pub closure_applied_on: Option<NaiveDate>,
    /// Day of the closure or of the cancellation.
    pub ended_on: Option<NaiveDate>,
    /// 结转: first day of the year into which it went on.
    pub rolled_over_on: Option<NaiveDate>,
    /// Calendar days it is, or was when applied for, late; null when in time.
    pub days_late: Option<i32>,
    /// Version for edits.
    pub version: i32,
}

/// The task behind an item.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AnnualTask {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its light as of today.
    pub light: LightCode,
    /// 牵头单位.
    pub lead: OrgRef,
    /// The measure it carries out.
    pub measure: MeasureRef,
}

/// The page of one item.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AnnualItemView {
    /// What the list shows too.
    #[serde(flatten)]
    pub item: AnnualItem,
    /// 验收标准 of the task.
    pub acceptance_standard: String,
    /// Milestones of the task in that year.
    pub milestones: Vec<AnnualMilestone>,
    /// Responsible and supporting organisations.
    pub parties: Vec<Uuid>,
    /// What happened to it, latest first.
    pub history: Vec<Step>,
    /// Whether this caller may change target and due day now.
    #[serde(default)]
    #[schema(required = true)]
    pub editable: bool,
    /// What this caller may do now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
}

/// A milestone of the task that falls into the year.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AnnualMilestone {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its due day.
    pub due_on: NaiveDate,
    /// Whether it is accepted.
    pub accepted: bool,
}
