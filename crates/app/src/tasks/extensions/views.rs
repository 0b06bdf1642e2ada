//! What pages show of extensions: the shapes of the interface.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::extensions::{ExtensionState, ItemFacts, LeaderLimit, LeaderReason};
use luoshi_domain::policy::Target;
use luoshi_domain::tasks::{MilestoneState, TaskState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::AllowedAction;
use crate::views::{PersonRef, Step};

/// The extensions of one task and its milestones: what could be asked for, and what was.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskExtensions {
    /// The task first, then its milestones in order.
    pub subjects: Vec<ExtensionSubject>,
    /// Every request the caller may see, latest first.
    pub requests: Vec<Extension>,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

/// Something with a due day that could move.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ExtensionSubject {
    /// The milestone; null for the task itself.
    pub milestone_id: Option<Uuid>,
    /// Its title.
    pub title: String,
    /// 关键节点.
    pub is_key: bool,
    /// The due day that holds now.
    pub due_on: NaiveDate,
    /// Due day as first issued; never changes.
    pub baseline_due_on: NaiveDate,
    /// The last day that can be asked for: a milestone ends with its task. Null for the task.
    pub latest_on: Option<NaiveDate>,
    /// Which days need a leader's decision, so that it can be told before asking.
    #[serde(default)]
    #[schema(required = true)]
    pub leader_limits: Vec<LeaderLimit>,
    /// Whether the caller may ask for an extension now; null for those who never may.
    #[serde(default)]
    #[schema(required = true)]
    pub request: Option<AllowedAction>,
    /// What the rules ask.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    pub facts: SubjectFacts,
}

/// What the rules ask about a subject besides what the page shows.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct SubjectFacts {
    lead: Uuid,
    task_state: TaskState,
    milestone_state: Option<MilestoneState>,
    plan_end: Option<NaiveDate>,
    granted: u32,
    decided: u32,
    has_open: bool,
}

impl ExtensionSubject {
    /// What the rules ask about it.
    pub fn item(&self) -> ItemFacts {
        let facts = self.facts;
        ItemFacts {
            task: facts.task_state,
            milestone: facts.milestone_state,
            is_key: self.is_key,
            due_on: self.due_on,
            plan_end: facts.plan_end,
            granted: facts.granted,
            decided: facts.decided,
            has_open: facts.has_open,
        }
    }

    /// What the right to ask depends on.
    pub fn target(&self) -> Target {
        Target { lead: Some(self.facts.lead), parties: Vec::new() }
    }
}

/// One request for a later due day, with everything said about it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Extension {
    /// Its id.
    pub id: Uuid,
    /// Its task.
    pub task: ExtendedTask,
    /// The milestone; null for the task itself.
    pub milestone: Option<ExtendedMilestone>,
    /// Where it stands.
    pub state: ExtensionState,
    /// 1 for the first request for this item, 2 for the second.
    pub number: i32,
    /// Due day as first issued; never changes.
    pub baseline_due_on: NaiveDate,
    /// The due day that held when it was asked for.
    pub due_on_before: NaiveDate,
    /// The due day asked for.
    pub asked_on: NaiveDate,
    /// Calendar days from the one to the other.
    pub days: i32,
    /// 延期原因.
    pub cause: String,
    /// 目前进展.
    pub progress: String,
    /// Why a leader decides; empty where the office may.
    #[serde(default)]
    #[schema(required = true)]
    pub leader_reasons: Vec<LeaderReason>,
    /// The day it was filed; null while it is a draft.
    pub filed_on: Option<NaiveDate>,
    /// When it was granted or refused.
    pub decided_at: Option<DateTime<Utc>>,
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
    /// What rights and rules ask.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    pub facts: RequestFacts,
}

/// The task behind a request.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ExtendedTask {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
}

/// The milestone behind a request.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ExtendedMilestone {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// 关键节点.
    pub is_key: bool,
}

/// What rights and rules ask about a request besides what the page shows; it never leaves the house.
#[derive(Clone, Debug, Deserialize)]
pub struct RequestFacts {
    lead: Uuid,
    parties: Vec<Uuid>,
    task_state: TaskState,
    milestone_state: Option<MilestoneState>,
    plan_end: Option<NaiveDate>,
    granted: u32,
    /// The due day that holds now.
    pub due_on: NaiveDate,
    /// The due day of the task.
    pub task_due_on: NaiveDate,
}

impl Extension {
    /// What rights depend on.
    pub fn target(&self) -> Target {
        Target { lead: Some(self.facts.lead), parties: self.facts.parties.clone() }
    }

    /// What the rules ask about its item, whose due day is `due_on`.
    pub fn item(&self, due_on: NaiveDate) -> ItemFacts {
        ItemFacts {
            task: self.facts.task_state,
            milestone: self.facts.milestone_state,
            is_key: self.milestone.as_ref().is_some_and(|milestone| milestone.is_key),
            due_on,
            plan_end: self.facts.plan_end,
            granted: self.facts.granted,
            decided: u32::try_from(self.number - 1).unwrap_or_default(),
            has_open: false,
        }
    }

    /// What the audit trail calls it.
    pub fn label(&self) -> String {
        let item = self.milestone.as_ref().map(|milestone| format!("：{}", milestone.title)).unwrap_or_default();
        format!("{} {}{item}", self.task.code, self.task.title)
    }
}
