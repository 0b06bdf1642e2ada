//! The parts of views that several areas show: organisations, persons, steps, milestones and the light of a task.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::duties::Hand;
use luoshi_domain::light::{LightCode, MilestoneFacts, NextLight, Reason, Tag};
use luoshi_domain::tasks::MilestoneState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An organisation where it is only named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrgRef {
    /// Its id.
    pub id: Uuid,
    /// Full name.
    pub name: String,
    /// Name for narrow places, e.g. 市科委.
    pub short_name: String,
}

/// A person where they are only named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonRef {
    /// The account.
    pub id: Uuid,
    /// Name of the person.
    pub name: String,
    /// Short name of their organisation.
    pub organisation: String,
}

/// What somebody did to a task or report, in the words they gave; kept for ever.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Step {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, as they were called then.
    pub actor: PersonRef,
    /// The step, e.g. `return`.
    pub action: String,
    /// State before; null for the first step.
    pub from_state: Option<String>,
    /// State after.
    pub to_state: String,
    /// The reason in words.
    pub comment: Option<String>,
    /// Reasons from the list, e.g. `EVIDENCE_INSUFFICIENT`.
    pub reason_codes: Vec<String>,
    /// In whose name it was taken; the printed name says so in words.
    #[serde(default, skip_serializing)]
    #[schema(ignore)]
    pub on_behalf: Option<Uuid>,
}

/// The parts people had in a thing, as the rule of separated duties asks for them.
pub fn hands(history: &[Step]) -> impl Iterator<Item = Hand> {
    history.iter().map(|step| Hand { action: step.action.clone(), actor: step.actor.id, on_behalf: step.on_behalf })
}

/// A milestone of a task.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Milestone {
    /// Its id.
    pub id: Uuid,
    /// Position within the task, from 1.
    pub ord: i32,
    /// Its title.
    pub title: String,
    /// What must exist then.
    pub deliverable: String,
    /// Current due day.
    pub due_on: NaiveDate,
    /// Due day as first agreed; never changes.
    pub baseline_due_on: NaiveDate,
    /// Percent of the task.
    pub weight: i32,
    /// 关键节点.
    pub is_key: bool,
    /// Where it stands.
    pub state: MilestoneState,
    /// Day of the submission that waits now.
    pub submitted_on: Option<NaiveDate>,
    /// Day of the submission that was accepted.
    pub completed_on: Option<NaiveDate>,
    /// How often it was returned.
    pub returns: i32,
    /// Calendar days it is, or was when done, late; null when in time. Filled in by [`Milestone::judged`].
    #[serde(default)]
    pub days_late: Option<i32>,
    /// Version for edits.
    pub version: i32,
}

impl Milestone {
    /// The same milestone with the days late that the rule of domain.md 2.5 counts on `today`.
    #[must_use]
    pub fn judged(mut self, today: NaiveDate) -> Milestone {
        let facts = self.facts();
        let days = facts.overdue_days(today).max(facts.accepted_days_late());
        self.days_late = Some(days).filter(|days| *days > 0);
        self
    }

    /// What the light rules ask about it.
    pub fn facts(&self) -> MilestoneFacts {
        MilestoneFacts {
            id: self.id,
            title: self.title.clone(),
            due_on: self.due_on,
            is_key: self.is_key,
            weight: u32::try_from(self.weight).unwrap_or_default(),
            accepted_submission_on: self.completed_on,
            pending_since: self.submitted_on,
            returns: u32::try_from(self.returns).unwrap_or_default(),
        }
    }
}

/// The light of a task as last computed, with everything that explains it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Light)]
pub struct LightDetail {
    /// The colour.
    pub code: LightCode,
    /// Why, gravest first.
    pub reasons: Vec<Reason>,
    /// Marks beside the colour.
    pub tags: Vec<Tag>,
    /// 临期.
    pub due_soon: bool,
    /// First day with this colour.
    pub since: Option<NaiveDate>,
    /// The day it was computed for.
    pub as_of: NaiveDate,
    /// Which set of rules computed it.
    pub rule_version: i32,
    /// Which version of the plan's limits it was computed with; 0: the defaults.
    pub limits_version: i32,
    /// On which day it turns by itself if nothing happens, and into what; null when it stays.
    pub next: Option<NextLight>,
}
