//! What pages show of batches: the shapes of the interface.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::batches::comments::{CommentState, CommentVerdict};
use luoshi_domain::batches::diff::{BatchTask, Difference};
use luoshi_domain::batches::{BatchFacts, BatchScope, BatchState, OpenClause, TaskFacts, Unmet};
use luoshi_domain::people::OrgKind;
use luoshi_domain::policy::Target;
use luoshi_domain::tasks::TaskState;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::AllowedAction;
use crate::tasks::queries::MeasureRef;
use crate::views::{OrgRef, Step};

/// The plan behind a batch.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BatchPlan {
    /// Its id.
    pub id: Uuid,
    /// Its official title.
    pub title: String,
    /// Its name in narrow places.
    pub short_title: String,
}

/// A batch in a list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BatchSummary {
    /// Its id.
    pub id: Uuid,
    /// What the office calls it.
    pub title: String,
    /// Its plan.
    pub plan: BatchPlan,
    /// How much of the plan it is about.
    pub scope: BatchScope,
    /// Where it stands.
    pub state: BatchState,
    /// Which version is worked on, from 1.
    pub revision: i32,
    /// Last day for comments.
    pub comments_due_on: Option<NaiveDate>,
    /// When the office asked the leader.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When its tasks were issued.
    pub issued_at: Option<DateTime<Utc>>,
    /// Tasks the caller is concerned with.
    pub tasks: i64,
    /// Proposals on them without an answer.
    pub open_comments: i64,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Version for edits.
    pub version: i32,
}

/// What a unit wants to be otherwise; what is absent may stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedChange {
    /// Another 牵头单位.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_org_id: Option<Uuid>,
    /// Other 责任单位, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible_org_ids: Option<Vec<Uuid>>,
    /// Other 配合单位, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supporting_org_ids: Option<Vec<Uuid>>,
    /// Another first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_on: Option<NaiveDate>,
    /// Another last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// Another title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Another deliverable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliverable: Option<String>,
    /// Another acceptance standard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance_standard: Option<String>,
}

/// What a unit said about a task.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BatchComment {
    /// Its id.
    pub id: Uuid,
    /// The version of the batch it is about.
    pub revision: i32,
    /// The version of the task that was read.
    pub task_version: i32,
    /// Whose word it is.
    pub organisation: OrgRef,
    /// Who wrote it.
    pub author: String,
    /// 同意, or a proposal.
    pub verdict: CommentVerdict,
    /// What is to be otherwise.
    pub change: ProposedChange,
    /// Why.
    pub reason: Option<String>,
    /// What became of it.
    pub state: CommentState,
    /// The answer of the office in words.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<String>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// Version to be named in the answer.
    pub version: i32,
}

/// A clause behind a task, with its words.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BatchSentence {
    /// The clause.
    pub id: Uuid,
    /// Its key.
    pub key: String,
    /// Its words.
    pub text: String,
}

/// A task of a batch as it stands now.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BatchTaskView {
    /// What it says.
    #[serde(flatten)]
    pub content: BatchTask,
    /// The measure of its first clause.
    pub measure: MeasureRef,
    /// The sentences it carries out.
    pub sentences: Vec<BatchSentence>,
    /// Where it stands in its own workflow.
    pub state: TaskState,
    /// What the caller may read of what units said, in the order of time.
    pub comments: Vec<BatchComment>,
    /// Whether the caller's unit may speak on it now.
    #[serde(default)]
    #[schema(required = true)]
    pub may_comment: bool,
    /// Version of the task.
    pub version: i32,
    /// Whether its lead exists today.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    pub lead_exists: bool,
}

/// When a version of a batch was frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum VersionOccasion {
    /// As it was sent to the units.
    Consulted,
    /// As the leader approved it.
    Approved,
    /// As it stood when a revision began.
    Revised,
}

/// A version of a batch that is kept.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BatchVersion {
    /// Its number, from 1.
    pub number: i32,
    /// The revision it belongs to.
    pub revision: i32,
    /// When in the way of the batch it was frozen.
    pub occasion: VersionOccasion,
    /// When it was frozen.
    pub frozen_at: DateTime<Utc>,
    /// By whom.
    pub frozen_by: String,
}

/// The page of one batch.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BatchView {
    /// Its id.
    pub id: Uuid,
    /// What the office calls it.
    pub title: String,
    /// Its plan.
    pub plan: BatchPlan,
    /// How much of the plan it is about.
    pub scope: BatchScope,
    /// The measures, where it is not about the whole plan.
    pub measures: Vec<MeasureRef>,
    /// Where it stands.
    pub state: BatchState,
    /// Which version is worked on, from 1.
    pub revision: i32,
    /// Last day for comments.
    pub comments_due_on: Option<NaiveDate>,
    /// When the office asked the leader.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When the leader approved it.
    pub approved_at: Option<DateTime<Utc>>,
    /// When its tasks were issued.
    pub issued_at: Option<DateTime<Utc>>,
    /// 示例.
    pub is_sample: bool,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Its tasks that the caller is concerned with.
    pub tasks: Vec<BatchTaskView>,
    /// What stands against the next step, each with its place; empty for those who take no step.
    #[serde(default)]
    #[schema(required = true)]
    pub unmet: Vec<Unmet>,
    /// Clauses and acting headings of the scope in all; null for those who take no step.
    #[serde(default)]
    #[schema(required = true)]
    pub clauses_total: Option<i64>,
    /// Drafts of the scope that are in no batch; the office only.
    #[serde(default)]
    #[schema(required = true)]
    pub drafts_outside: Vec<Uuid>,
    /// Units that have not said anything on every task of theirs; the office and the leader.
    #[serde(default)]
    #[schema(required = true)]
    pub silent_units: Vec<String>,
    /// The versions that are kept.
    pub versions: Vec<BatchVersion>,
    /// What happened to it, latest first.
    pub history: Vec<Step>,
    /// What this caller may do now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// Version for edits and steps.
    pub version: i32,
    /// When this was read.
    #[serde(default)]
    #[schema(required = true)]
    pub as_of: DateTime<Utc>,
    /// What rights and rules ask.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    pub facts: StoredFacts,
}

/// What rights and rules ask about a batch besides what the page shows; it never leaves the house.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredFacts {
    /// Last day of the plan.
    pub plan_end: Option<NaiveDate>,
    /// Every unit with a duty in it.
    pub units: Vec<ConcernedUnit>,
}

/// A unit with a duty in a batch.
#[derive(Clone, Debug, Deserialize)]
pub struct ConcernedUnit {
    /// The organisation.
    pub id: Uuid,
    /// Its short name.
    pub short_name: String,
    /// What it is in the field.
    pub kind: OrgKind,
}

/// Clauses without a task, and drafts without a batch.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct OpenEnds {
    /// Clauses of the scope that nothing carries.
    pub clauses: Vec<OpenClause>,
    /// Clauses and acting headings of the scope in all.
    pub total: i64,
    /// Drafts of the scope that are in no batch.
    pub drafts: Vec<Uuid>,
}

/// What one version changed of another.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BatchDiff {
    /// The earlier version.
    pub from: i32,
    /// The later one; null for what stands now.
    pub to: Option<i32>,
    /// What changed.
    #[serde(flatten)]
    pub difference: Difference,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

impl BatchTaskView {
    /// Whether the organisation leads, answers for or supports it.
    pub fn concerns(&self, organisation: Uuid) -> bool {
        let others = self.content.responsible.iter().chain(&self.content.supporting);
        self.content.lead.id == organisation || others.into_iter().any(|unit| unit.id == organisation)
    }

    /// Whether the organisation has said something on this revision that still counts: consent is to the words it read.
    pub fn heard(&self, organisation: Uuid, revision: i32) -> bool {
        let said = self.comments.iter();
        let mut said = said.filter(|comment| comment.organisation.id == organisation && comment.revision == revision);
        said.any(|comment| comment.state != CommentState::Noted || comment.task_version == self.version)
    }

    fn facts(&self, plan_end: Option<NaiveDate>) -> TaskFacts {
        let content = &self.content;
        TaskFacts {
            id: content.id,
            label: format!("{} {}", content.code, content.title),
            has_lead: self.lead_exists,
            has_acceptance: !content.acceptance_standard.trim().is_empty(),
            has_final_day: plan_end.is_none_or(|end| content.due_on <= end),
            clauses: content.clauses.len(),
            weights: content.milestones.iter().map(|milestone| milestone.weight).collect(),
        }
    }
}

impl BatchView {
    /// What rights depend on: every unit with a duty in it.
    pub fn target(&self) -> Target {
        Target { lead: None, parties: self.facts.units.iter().map(|unit| unit.id).collect() }
    }

    /// Units that still owe their word; the office needs nobody's consent but the units'.
    pub fn silent(&self) -> Vec<String> {
        let owes = |unit: &ConcernedUnit| {
            let mut tasks = self.tasks.iter().filter(|task| task.concerns(unit.id) && task.state == TaskState::Draft);
            unit.kind != OrgKind::Office && tasks.any(|task| !task.heard(unit.id, self.revision))
        };
        self.facts.units.iter().filter(|unit| owes(unit)).map(|unit| unit.short_name.clone()).collect()
    }

    /// What the guards ask.
    pub fn batch_facts(&self, open: &OpenEnds, today: NaiveDate) -> BatchFacts {
        let comments = self.tasks.iter().flat_map(|task| &task.comments);
        let waits = |comment: &&BatchComment| comment.revision == self.revision && comment.state == CommentState::Open;
        BatchFacts {
            open_clauses: open.clauses.clone(),
            tasks: self.tasks.iter().map(|task| task.facts(self.facts.plan_end)).collect(),
            unanswered: comments.filter(waits).count(),
            silent_units: self.silent(),
            is_consultation_over: self.comments_due_on.is_some_and(|day| today > day),
            is_submitted: self.submitted_at.is_some(),
        }
    }

    /// What it says now, as a version keeps it.
    pub fn content(&self) -> Vec<BatchTask> {
        self.tasks.iter().map(|task| task.content.clone()).collect()
    }
}
