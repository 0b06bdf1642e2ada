//! What pages show of the parts of organisations: the shapes of the interface.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::contributions::{ContributionState, Quoted};
use luoshi_domain::evidence::{EvidenceKind, Publicity};
use luoshi_domain::reports::ReportState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::AllowedAction;
use crate::reports::views::{ReportCycle, ReportedTask};
use crate::views::{OrgRef, PersonRef};

/// How an organisation takes part in a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Duty {
    /// 责任单位.
    Responsible,
    /// 配合单位.
    Supporting,
}

/// The part of one organisation in a list, begun or not.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ContributionSummary {
    /// Its id; null when nobody has begun it or asked for it.
    pub id: Option<Uuid>,
    /// The task.
    pub task: ReportedTask,
    /// The period.
    pub cycle: ReportCycle,
    /// Whose part it is.
    pub organisation: OrgRef,
    /// How the organisation takes part.
    pub duty: Duty,
    /// Where it stands.
    pub state: ContributionState,
    /// When the lead last asked for it.
    pub asked_at: Option<DateTime<Utc>>,
    /// How often the lead asked.
    pub asked_times: i32,
    /// When it was submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Where the lead's report stands; null when it is not begun.
    pub report_state: Option<ReportState>,
}

/// The page of one part. Words and files that are not submitted show to their own organisation only.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Contribution {
    /// Its id.
    pub id: Uuid,
    /// The task.
    pub task: ReportedTask,
    /// The period.
    pub cycle: ReportCycle,
    /// Whose part it is.
    pub organisation: OrgRef,
    /// Where it stands.
    pub state: ContributionState,
    /// 配合进展.
    pub progress: String,
    /// 存在问题.
    pub problems: String,
    /// Files that prove it.
    pub files: Vec<ContributionFile>,
    /// When the lead last asked for it.
    pub asked_at: Option<DateTime<Utc>>,
    /// Who asked.
    pub asked_by: Option<PersonRef>,
    /// How often the lead asked.
    pub asked_times: i32,
    /// Why the lead needs nothing.
    pub waive_reason: Option<String>,
    /// When it was submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Who submitted it.
    pub submitted_by: Option<PersonRef>,
    /// When the lead took its words over.
    pub taken_at: Option<DateTime<Utc>>,
    /// Where the lead's report stands; null when it is not begun.
    pub report_state: Option<ReportState>,
    /// 验收标准 of the task.
    pub acceptance_standard: String,
    /// What the organisation submitted last time.
    pub previous: Option<PreviousContribution>,
    /// What this caller may do now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// Whether this caller may change it now.
    #[serde(default)]
    #[schema(required = true)]
    pub editable: bool,
    /// Version for edits.
    pub version: i32,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// The words of the organisation's part before.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct PreviousContribution {
    /// Its period in words.
    pub cycle_name: String,
    /// 配合进展 then.
    pub progress: String,
    /// 存在问题 then.
    pub problems: String,
}

/// A file that came with a part.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ContributionFile {
    /// Its id.
    pub id: Uuid,
    /// Name of the file as the uploader called it, made safe to show.
    pub file_name: String,
    /// Its title.
    pub title: String,
    /// Letter code of its kind.
    pub kind: EvidenceKind,
    /// 出具单位.
    pub issuing_body: Option<String>,
    /// 文号.
    pub document_no: Option<String>,
    /// Date of the document.
    pub document_date: Option<NaiveDate>,
    /// Which page or cell proves what.
    pub proves: Option<String>,
    /// 公开属性.
    pub publicity: Publicity,
    /// 内部.
    pub is_internal: bool,
    /// Type it is served with, decided by content.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the content, lower-case hex.
    pub sha256: String,
    /// Who uploaded it.
    pub uploaded_by: PersonRef,
    /// When.
    pub uploaded_at: DateTime<Utc>,
    /// Version for edits.
    pub version: i32,
}

/// The part of one organisation beside the lead's report: who is missing, what was written, what became of it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportContribution {
    /// Whose part it is.
    pub organisation: OrgRef,
    /// How the organisation takes part.
    pub duty: Duty,
    /// Its id; null when nobody has begun it or asked for it.
    pub id: Option<Uuid>,
    /// Where it stands.
    pub state: ContributionState,
    /// 配合进展; null until submitted.
    pub progress: Option<String>,
    /// 存在问题; null until submitted.
    pub problems: Option<String>,
    /// Files that prove it; none until submitted.
    pub files: Vec<ContributionFile>,
    /// When the lead last asked for it.
    pub asked_at: Option<DateTime<Utc>>,
    /// How often the lead asked.
    pub asked_times: i32,
    /// Why the lead needs nothing.
    pub waive_reason: Option<String>,
    /// When it was submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Who submitted it.
    pub submitted_by: Option<PersonRef>,
    /// When the lead took its words over.
    pub taken_at: Option<DateTime<Utc>>,
    /// What the report makes of its words.
    #[serde(default = "nowhere")]
    #[schema(required = true)]
    pub quoted: Quoted,
    /// Its passage in the report where that says something else than the organisation wrote.
    #[serde(default)]
    #[schema(required = true)]
    pub passage: Option<String>,
    /// What the lead may do about it now: `ask`, `waive`, `take`.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// Version for edits; null when nobody has begun it or asked for it.
    pub version: Option<i32>,
}

fn nowhere() -> Quoted {
    Quoted::Nowhere
}
