//! Adjustments of tasks (domain.md 2.7, 2.3): another content or lead, a stop, or new days after one.
//!
//! An adjustment goes the way of an extension, with the same states and steps, but always ends with a leader. What it
//! changes makes a new version of the task; [`changes`] says the difference of two versions in the words of the task.

use chrono::NaiveDate;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extensions::{ExtensionAction as Step, ExtensionState as State};
use crate::policy::Action;
use crate::rule::RuleError;
use crate::tasks::{TaskAction, TaskState};
use crate::workflow::{Row, Workflow};

/// What an adjustment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Purpose {
    /// 调整内容、目标或牵头单位.
    Change,
    /// 暂缓: a leader may suspend the task once it is approved.
    Suspend,
    /// 恢复: new days, which hold when a leader resumes the task.
    Resume,
}

impl Purpose {
    /// All purposes, in the order in which they are offered.
    pub const ALL: [Purpose; 3] = [Purpose::Change, Purpose::Suspend, Purpose::Resume];

    /// The name of asking for it among the allowed actions.
    pub const fn code(self) -> &'static str {
        match self {
            Purpose::Change => "change",
            Purpose::Suspend => "suspend",
            Purpose::Resume => "resume",
        }
    }

    /// The purpose that must have been approved before this step of the task; `None` where none need be.
    pub const fn needed_for(step: TaskAction) -> Option<Purpose> {
        match step {
            TaskAction::Suspend => Some(Purpose::Suspend),
            TaskAction::Resume => Some(Purpose::Resume),
            _ => None,
        }
    }
}

use State::{Approved, Draft, LeaderApproval, OfficeReview, Refused, UnitLeader, Withdrawn};

/// The chain of domain.md 2.7 for adjustments: no row lets the office approve.
pub const WORKFLOW: Workflow<State, Step> = Workflow {
    rows: &[
        Row {
            from: &[Draft],
            action: Step::Submit,
            to: UnitLeader,
            needs: Action::ExtensionWrite,
            needs_comment: false,
        },
        Row {
            from: &[UnitLeader],
            action: Step::Pass,
            to: OfficeReview,
            needs: Action::ExtensionSign,
            needs_comment: false,
        },
        Row { from: &[UnitLeader], action: Step::Return, to: Draft, needs: Action::ExtensionSign, needs_comment: true },
        Row {
            from: &[OfficeReview],
            action: Step::Escalate,
            to: LeaderApproval,
            needs: Action::ExtensionReview,
            needs_comment: false,
        },
        Row {
            from: &[OfficeReview],
            action: Step::Refuse,
            to: Refused,
            needs: Action::ExtensionReview,
            needs_comment: true,
        },
        Row {
            from: &[LeaderApproval],
            action: Step::Approve,
            to: Approved,
            needs: Action::ExtensionApprove,
            needs_comment: false,
        },
        Row {
            from: &[LeaderApproval],
            action: Step::Refuse,
            to: Refused,
            needs: Action::ExtensionApprove,
            needs_comment: true,
        },
        Row {
            from: &[Draft, UnitLeader, OfficeReview, LeaderApproval],
            action: Step::Withdraw,
            to: Withdrawn,
            needs: Action::ExtensionWrite,
            needs_comment: false,
        },
    ],
};

/// The organisation that leads a version of a task, with the name it had then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VersionLead {
    /// The organisation.
    pub id: Uuid,
    /// Its full name on that day.
    pub name: String,
}

/// A milestone of a version of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VersionMilestone {
    /// The milestone.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its due day.
    pub due_on: NaiveDate,
}

/// Everything about a task that an adjustment can change, as it stood at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskContent {
    /// Its title.
    pub title: String,
    /// What will exist in the end.
    pub deliverable: String,
    /// The sentence that says what proves completion.
    pub acceptance_standard: String,
    /// 牵头单位.
    pub lead: VersionLead,
    /// Its due day.
    pub due_on: NaiveDate,
    /// Its milestones in order.
    pub milestones: Vec<VersionMilestone>,
}

/// A day asked for a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneDay {
    /// The milestone.
    pub milestone_id: Uuid,
    /// Its new due day.
    pub due_on: NaiveDate,
}

/// What an adjustment asks for; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Another title.
    pub title: Option<String>,
    /// Another result.
    pub deliverable: Option<String>,
    /// Another acceptance standard.
    pub acceptance_standard: Option<String>,
    /// Another lead.
    pub lead: Option<VersionLead>,
    /// Another due day.
    pub due_on: Option<NaiveDate>,
    /// Other due days of milestones.
    #[serde(default)]
    pub milestones: Vec<MilestoneDay>,
}

impl Proposal {
    /// The task as it would be with this proposal; days of milestones it does not have change nothing.
    #[must_use]
    pub fn onto(&self, before: &TaskContent) -> TaskContent {
        let day = |milestone: &VersionMilestone| {
            let asked = self.milestones.iter().find(|day| day.milestone_id == milestone.id);
            asked.map_or(milestone.due_on, |day| day.due_on)
        };
        let milestones = before.milestones.iter().map(|each| VersionMilestone { due_on: day(each), ..each.clone() });
        TaskContent {
            title: self.title.clone().unwrap_or_else(|| before.title.clone()),
            deliverable: self.deliverable.clone().unwrap_or_else(|| before.deliverable.clone()),
            acceptance_standard: self.acceptance_standard.clone().unwrap_or_else(|| before.acceptance_standard.clone()),
            lead: self.lead.clone().unwrap_or_else(|| before.lead.clone()),
            due_on: self.due_on.unwrap_or(before.due_on),
            milestones: milestones.collect(),
        }
    }
}

/// A part of a task that can differ between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContentField {
    /// 任务名称.
    Title,
    /// 成果.
    Deliverable,
    /// 验收标准.
    AcceptanceStandard,
    /// 牵头单位.
    Lead,
    /// 完成时限.
    DueOn,
    /// 里程碑时限.
    MilestoneDueOn,
}

/// One difference between two versions of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContentChange {
    /// What differs.
    pub field: ContentField,
    /// The milestone it is about; null for the task itself.
    pub milestone: Option<String>,
    /// The words before; empty where there was nothing.
    pub before: String,
    /// The words after; empty where there is nothing any more.
    pub after: String,
}

/// The differences of two versions in the order in which a task is read.
pub fn changes(before: &TaskContent, after: &TaskContent) -> Vec<ContentChange> {
    let change = |field, milestone: Option<&str>, before: &str, after: &str| ContentChange {
        field,
        milestone: milestone.map(str::to_owned),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let mut found = Vec::new();
    let texts = [
        (ContentField::Title, &before.title, &after.title),
        (ContentField::Deliverable, &before.deliverable, &after.deliverable),
        (ContentField::AcceptanceStandard, &before.acceptance_standard, &after.acceptance_standard),
    ];
    for (field, was, is) in texts {
        if was != is {
            found.push(change(field, None, was, is));
        }
    }
    if before.lead.id != after.lead.id {
        found.push(change(ContentField::Lead, None, &before.lead.name, &after.lead.name));
    }
    if before.due_on != after.due_on {
        found.push(change(ContentField::DueOn, None, &before.due_on.to_string(), &after.due_on.to_string()));
    }
    for milestone in &after.milestones {
        let was = before.milestones.iter().find(|each| each.id == milestone.id).map(|each| each.due_on);
        if was != Some(milestone.due_on) {
            let was = was.map(|day| day.to_string()).unwrap_or_default();
            let (title, is) = (milestone.title.as_str(), milestone.due_on.to_string());
            found.push(change(ContentField::MilestoneDueOn, Some(title), &was, &is));
        }
    }
    for gone in before.milestones.iter().filter(|each| after.milestones.iter().all(|kept| kept.id != each.id)) {
        let was = gone.due_on.to_string();
        found.push(change(ContentField::MilestoneDueOn, Some(&gone.title), &was, ""));
    }
    found
}

/// Whether an adjustment for this purpose may be written and filed for a task that stands here.
pub fn check_filing(purpose: Purpose, task: TaskState, has_open: bool) -> Result<(), RuleError> {
    let fits = match purpose {
        Purpose::Change | Purpose::Suspend => task == TaskState::InProgress,
        Purpose::Resume => task == TaskState::Suspended,
    };
    match (fits, has_open) {
        (false, _) => Err(RuleError::AdjustmentNotFitting),
        (true, true) => Err(RuleError::AdjustmentOpen),
        (true, false) => Ok(()),
    }
}

/// Whether a leader may approve it now: a task that moved on meanwhile is not adjusted any more.
pub fn check_approval(purpose: Purpose, task: TaskState) -> Result<(), RuleError> {
    check_filing(purpose, task, false)
}

/// Whether a step of the task has the approved adjustment it needs (domain.md 2.3); `approved` waits to be carried out.
pub fn check_step(step: TaskAction, approved: &[Purpose]) -> Result<(), RuleError> {
    match Purpose::needed_for(step) {
        Some(purpose) if !approved.contains(&purpose) => Err(RuleError::AdjustmentMissing),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sea_orm::{ActiveEnum, Iterable};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn content() -> TaskContent {
        TaskContent {
            title: "人形机器人小批量量产".into(),
            deliverable: "量产产品".into(),
            acceptance_standard: "提交批量下线证明".into(),
            lead: VersionLead { id: Uuid::from_u128(1), name: "市科委".into() },
            due_on: day("2026-12-31"),
            milestones: vec![VersionMilestone {
                id: Uuid::from_u128(9),
                title: "中试".into(),
                due_on: day("2026-06-30"),
            }],
        }
    }

    #[test]
    fn an_adjustment_goes_through_unit_office_and_leader() {
        assert_eq!(WORKFLOW.apply(Draft, Step::Submit).unwrap().to, UnitLeader);
        assert_eq!(WORKFLOW.apply(UnitLeader, Step::Pass).unwrap().to, OfficeReview);
        assert_eq!(WORKFLOW.apply(OfficeReview, Step::Escalate).unwrap().to, LeaderApproval);
        let row = WORKFLOW.apply(LeaderApproval, Step::Approve).unwrap();
        assert_eq!((row.to, row.needs), (Approved, Action::ExtensionApprove));
    }

    #[test]
    fn it_always_ends_with_a_leader() {
        let approvals: Vec<_> = WORKFLOW.rows.iter().filter(|row| row.to == Approved).collect();
        assert!(approvals.iter().all(|row| row.from == [LeaderApproval] && row.needs == Action::ExtensionApprove));
        assert_eq!(WORKFLOW.apply(OfficeReview, Step::Approve).unwrap_err(), RuleError::StepNotPossible);
        assert_eq!(WORKFLOW.apply(UnitLeader, Step::Escalate).unwrap_err(), RuleError::StepNotPossible);
    }

    #[test]
    fn what_is_decided_or_withdrawn_stays_so() {
        for state in [Approved, Refused, Withdrawn] {
            assert_eq!(WORKFLOW.from(state).count(), 0, "{state:?}");
        }
    }

    #[test]
    fn refusing_and_returning_need_words() {
        let rows = WORKFLOW.rows.iter().filter(|row| matches!(row.action, Step::Refuse | Step::Return));
        assert!(rows.clone().count() == 3 && rows.clone().all(|row| row.needs_comment));
    }

    #[test]
    fn content_changes_while_the_task_runs_and_days_come_back_with_it() {
        for task in TaskState::iter() {
            let runs = task == TaskState::InProgress;
            assert_eq!(check_filing(Purpose::Change, task, false).is_ok(), runs, "{task:?}");
            assert_eq!(check_filing(Purpose::Suspend, task, false).is_ok(), runs, "{task:?}");
            assert_eq!(check_filing(Purpose::Resume, task, false).is_ok(), task == TaskState::Suspended, "{task:?}");
        }
        assert_eq!(check_filing(Purpose::Change, TaskState::InProgress, true), Err(RuleError::AdjustmentOpen));
    }

    #[test]
    fn a_leader_suspends_and_resumes_only_what_was_approved_for_it() {
        let (suspend, resume) = (TaskAction::Suspend, TaskAction::Resume);
        assert_eq!(check_step(suspend, &[]), Err(RuleError::AdjustmentMissing));
        assert_eq!(check_step(suspend, &[Purpose::Change, Purpose::Resume]), Err(RuleError::AdjustmentMissing));
        assert_eq!(check_step(suspend, &[Purpose::Suspend]), Ok(()));
        assert_eq!(check_step(resume, &[Purpose::Suspend]), Err(RuleError::AdjustmentMissing));
        assert_eq!(check_step(resume, &[Purpose::Resume]), Ok(()));
        assert_eq!(check_step(TaskAction::Cancel, &[]), Ok(()));
    }

    #[test]
    fn a_difference_is_said_in_the_words_of_the_task() {
        let lead = VersionLead { id: Uuid::from_u128(2), name: "市经信局".into() };
        let milestones = vec![MilestoneDay { milestone_id: Uuid::from_u128(9), due_on: day("2026-09-30") }];
        let proposal = Proposal { title: Some("量产".into()), lead: Some(lead), milestones, ..Proposal::default() };
        let found = changes(&content(), &proposal.onto(&content()));
        let said: Vec<_> = found.iter().map(|c| (c.field, c.before.as_str(), c.after.as_str())).collect();
        assert_eq!(
            said,
            [
                (ContentField::Title, "人形机器人小批量量产", "量产"),
                (ContentField::Lead, "市科委", "市经信局"),
                (ContentField::MilestoneDueOn, "2026-06-30", "2026-09-30"),
            ]
        );
        assert_eq!(found[2].milestone.as_deref(), Some("中试"));
    }

    #[test]
    fn a_lead_that_was_only_renamed_is_the_same_lead() {
        let lead = VersionLead { name: "市科委、中关村管委会".into(), ..content().lead };
        assert_eq!(changes(&content(), &TaskContent { lead, ..content() }), []);
    }

    #[test]
    fn a_purpose_is_spelled_alike_in_the_database_and_in_json() {
        for purpose in Purpose::iter() {
            assert_eq!(serde_json::to_value(purpose).unwrap(), purpose.to_value());
        }
    }

    fn proposal() -> impl Strategy<Value = Proposal> {
        let words = || proptest::option::of("[甲乙丙]{1,3}");
        let days = proptest::collection::vec((0_u128..12, 0_u64..900), 0..4);
        (words(), words(), words(), proptest::option::of(0_u128..3), proptest::option::of(0_u64..900), days).prop_map(
            |(title, deliverable, acceptance_standard, lead, due, days)| Proposal {
                title,
                deliverable,
                acceptance_standard,
                lead: lead.map(|id| VersionLead { id: Uuid::from_u128(id), name: format!("单位{id}") }),
                due_on: due.map(|due| NaiveDate::default() + chrono::Days::new(due)),
                milestones: days
                    .into_iter()
                    .map(|(id, due)| MilestoneDay {
                        milestone_id: Uuid::from_u128(id),
                        due_on: NaiveDate::default() + chrono::Days::new(due),
                    })
                    .collect(),
            },
        )
    }

    proptest! {
        #[test]
        fn a_version_differs_from_itself_in_nothing(proposal in proposal()) {
            let after = proposal.onto(&content());
            prop_assert_eq!(changes(&after, &after), vec![]);
        }

        #[test]
        fn carrying_out_a_proposal_twice_is_carrying_it_out_once(proposal in proposal()) {
            let once = proposal.onto(&content());
            prop_assert_eq!(proposal.onto(&once), once);
        }

        #[test]
        fn no_difference_is_hidden(proposal in proposal()) {
            let (before, after) = (content(), proposal.onto(&content()));
            let same_lead = TaskContent { lead: after.lead.clone(), ..before.clone() };
            let said = changes(&before, &after);
            prop_assert_eq!(said.is_empty(), same_lead == after && before.lead.id == after.lead.id);
        }
    }
}
