//! What pages show of adjustments and of the versions of a task: the shapes of the interface.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::adjustments::{ContentChange, Proposal, Purpose, TaskContent};
use luoshi_domain::extensions::ExtensionState;
use luoshi_domain::policy::Target;
use luoshi_domain::tasks::TaskState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::AllowedAction;
use crate::tasks::extensions::views::ExtendedTask;
use crate::views::{PersonRef, Step};

/// The adjustments of one task: what could be asked for, what was, and what the task said before.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskAdjustments {
    /// The task as it stands.
    pub content: TaskContent,
    /// Milestones that were handed in: their days do not move any more.
    pub delivered: Vec<Uuid>,
    /// What the caller may ask for, by purpose; empty for those who never may.
    pub asking: Vec<AllowedAction>,
    /// Every request the caller may see, latest first.
    pub requests: Vec<Adjustment>,
    /// Every version, latest first; empty while the task was never adjusted.
    pub versions: Vec<TaskVersion>,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

/// A task with what could be adjusted of it, as the ledger gives it.
#[derive(Clone, Debug, Deserialize)]
pub struct AdjustmentSubject {
    /// The task as it stands.
    pub content: TaskContent,
    /// The task.
    pub task_id: Uuid,
    /// Where it stands.
    pub task_state: TaskState,
    /// Milestones that were handed in.
    pub delivered: Vec<Uuid>,
    /// Whether a request is open, a draft included.
    pub has_open: bool,
    /// What the audit trail calls it.
    pub label: String,
}

impl AdjustmentSubject {
    /// What the right to ask depends on.
    pub fn target(&self) -> Target {
        Target { lead: Some(self.content.lead.id), parties: Vec::new() }
    }
}

/// One request for adjustment, with everything said about it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Adjustment {
    /// Its id.
    pub id: Uuid,
    /// Its task.
    pub task: ExtendedTask,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: ExtensionState,
    /// 调整原因.
    pub reason: String,
    /// What it would change, or changed, in the words of the task.
    #[serde(default)]
    #[schema(required = true)]
    pub changes: Vec<ContentChange>,
    /// The day it was filed; null while it is a draft.
    pub filed_on: Option<NaiveDate>,
    /// When it was approved or refused.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it took effect; null while an approved stop or return waits for the leader's step.
    pub carried_out_at: Option<DateTime<Utc>>,
    /// Who wrote it.
    pub created_by: PersonRef,
    /// What happened to it, latest first.
    pub history: Vec<Step>,
    /// What this caller may do now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// Version for steps.
    pub version: i32,
    /// What is asked for.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    pub proposal: Proposal,
    /// The task at the last step.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    pub before: TaskContent,
    /// What rights and rules ask.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    pub facts: AdjustmentFacts,
}

/// What rights and rules ask about a request besides what the page shows; it never leaves the house.
#[derive(Clone, Debug, Deserialize)]
pub struct AdjustmentFacts {
    lead: Uuid,
    parties: Vec<Uuid>,
    /// Where its task stands.
    pub task_state: TaskState,
}

impl Adjustment {
    /// What rights depend on.
    pub fn target(&self) -> Target {
        Target { lead: Some(self.facts.lead), parties: self.facts.parties.clone() }
    }

    /// What the audit trail calls it.
    pub fn label(&self) -> String {
        format!("{} {}", self.task.code, self.task.title)
    }
}

/// A task as it stood from one adjustment to the next.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskVersion {
    /// 1 for the task as it stood before its first adjustment.
    pub number: i32,
    /// Since when it held.
    pub at: DateTime<Utc>,
    /// What it said.
    pub content: TaskContent,
    /// How it differs from what held just before; empty for the first.
    pub changes: Vec<ContentChange>,
    /// The request that made it; null for the first.
    pub adjustment_id: Option<Uuid>,
    /// Why it was made; null for the first.
    pub reason: Option<String>,
}
