//! Batches of decomposition (domain.md 2.2): drafted by the office, commented by the units concerned, approved by a
//! leader, issued all at once; a revision is a new version beside the old one.
//!
//! [`guards`] says everything that stands against going on, each with the place to mend it; [`diff`] says what a later
//! version changed. Who comments and how the office answers is in [`comments`].

pub mod comments;
pub mod diff;
mod guards;

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::policy::Action;
use crate::workflow::{Row, Workflow};

pub use guards::{BatchFacts, OpenClause, TaskFacts, Unmet, guards};

/// Where a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BatchState {
    /// 草拟: the office writes it; nobody else sees it.
    Draft,
    /// 征求意见: its tasks stand still but for what units proposed and the office adopts.
    Consulting,
    /// 审定 by a leader.
    Approved,
    /// 印发: its tasks wait for the signatures of their leads.
    Issued,
}

/// How much of a plan a batch is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BatchScope {
    /// Every clause and acting heading of the plan.
    WholePlan,
    /// Those of some measures.
    Measures,
}

/// What people do to a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BatchAction {
    /// 征求意见: sends it to the units concerned.
    Consult,
    /// 提请审定: the comments are answered, a leader is asked.
    Submit,
    /// 退回 by the leader to the office, with a reason.
    Return,
    /// 审定.
    Approve,
    /// 印发: issues every task of it.
    Issue,
    /// 修订: begins a new version, the old one is kept.
    Revise,
}

impl BatchAction {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            BatchAction::Consult => "consult",
            BatchAction::Submit => "submit",
            BatchAction::Return => "return",
            BatchAction::Approve => "approve",
            BatchAction::Issue => "issue",
            BatchAction::Revise => "revise",
        }
    }

    /// Whether the guards must be met: every step that goes on.
    pub const fn goes_on(self) -> bool {
        !matches!(self, BatchAction::Return | BatchAction::Revise)
    }
}

use BatchState::{Approved, Consulting, Draft, Issued};

/// The table of domain.md 2.2. A batch that is submitted stays 征求意见 until the leader decides.
pub const WORKFLOW: Workflow<BatchState, BatchAction> = Workflow {
    rows: &[
        Row {
            from: &[Draft],
            action: BatchAction::Consult,
            to: Consulting,
            needs: Action::BatchDraft,
            needs_comment: false,
        },
        Row {
            from: &[Consulting],
            action: BatchAction::Submit,
            to: Consulting,
            needs: Action::BatchDraft,
            needs_comment: false,
        },
        Row {
            from: &[Consulting],
            action: BatchAction::Approve,
            to: Approved,
            needs: Action::BatchApprove,
            needs_comment: false,
        },
        Row {
            from: &[Consulting],
            action: BatchAction::Return,
            to: Consulting,
            needs: Action::BatchApprove,
            needs_comment: true,
        },
        Row {
            from: &[Approved],
            action: BatchAction::Issue,
            to: Issued,
            needs: Action::TaskIssue,
            needs_comment: false,
        },
        Row {
            from: &[Consulting, Approved, Issued],
            action: BatchAction::Revise,
            to: Draft,
            needs: Action::BatchDraft,
            needs_comment: true,
        },
    ],
};

/// Whether a task may be issued by itself (decision record on batches): never past the batch it is in, and not at all
/// once the plan is decomposed by batches.
pub fn check_single_issue(is_in_batch: bool, plan_has_batches: bool) -> Result<(), crate::rule::RuleError> {
    match (is_in_batch, plan_has_batches) {
        (true, _) => Err(crate::rule::RuleError::IssuedWithBatch),
        (false, true) => Err(crate::rule::RuleError::IssueNeedsBatch),
        (false, false) => Ok(()),
    }
}

/// Whether the words of a task may be changed by hand: in a batch only while the batch is a draft.
pub fn check_editable(batch: Option<BatchState>) -> Result<(), crate::rule::RuleError> {
    match batch {
        None | Some(Draft) => Ok(()),
        Some(_) => Err(crate::rule::RuleError::TaskInConsultation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Reach, Role, cell};
    use crate::rule::RuleError;
    use sea_orm::{ActiveEnum, Iterable};

    const ACTIONS: [BatchAction; 6] = [
        BatchAction::Consult,
        BatchAction::Submit,
        BatchAction::Return,
        BatchAction::Approve,
        BatchAction::Issue,
        BatchAction::Revise,
    ];

    #[test]
    fn a_batch_is_drafted_consulted_approved_and_issued() {
        assert_eq!(WORKFLOW.apply(Draft, BatchAction::Consult).map(|row| row.to), Ok(Consulting));
        assert_eq!(WORKFLOW.apply(Consulting, BatchAction::Submit).map(|row| row.to), Ok(Consulting));
        assert_eq!(WORKFLOW.apply(Consulting, BatchAction::Approve).map(|row| row.to), Ok(Approved));
        assert_eq!(WORKFLOW.apply(Approved, BatchAction::Issue).map(|row| row.to), Ok(Issued));
    }

    #[test]
    fn a_revision_begins_a_draft_from_everywhere_but_a_draft() {
        for state in [Consulting, Approved, Issued] {
            let row = WORKFLOW.apply(state, BatchAction::Revise).unwrap();
            assert_eq!((row.to, row.needs_comment), (Draft, true));
        }
        assert_eq!(WORKFLOW.apply(Draft, BatchAction::Revise).unwrap_err(), RuleError::StepNotPossible);
    }

    #[test]
    fn what_the_table_does_not_hold_is_refused() {
        let mut allowed = 0;
        for state in BatchState::iter() {
            for action in ACTIONS {
                match WORKFLOW.apply(state, action) {
                    Ok(_) => allowed += 1,
                    Err(refused) => assert_eq!(refused, RuleError::StepNotPossible),
                }
            }
        }
        assert_eq!(allowed, 8, "of {} pairs of state and step", BatchState::iter().count() * ACTIONS.len());
        for action in [BatchAction::Submit, BatchAction::Approve, BatchAction::Issue] {
            assert!(WORKFLOW.apply(Draft, action).is_err(), "nothing skips the consultation");
        }
        assert!(WORKFLOW.apply(Consulting, BatchAction::Issue).is_err(), "nothing skips the leader");
    }

    #[test]
    fn the_office_drafts_a_leader_approves_and_the_head_issues() {
        let who = |action: BatchAction| -> Vec<Role> {
            let needs = WORKFLOW.rows.iter().find(|row| row.action == action).unwrap().needs;
            Role::ALL.into_iter().filter(|role| cell(*role, needs) == Reach::All).collect()
        };
        for action in [BatchAction::Consult, BatchAction::Submit, BatchAction::Revise] {
            assert_eq!(who(action), [Role::OfficeStaff, Role::OfficeHead]);
        }
        assert_eq!(who(BatchAction::Approve), [Role::Leader]);
        assert_eq!(who(BatchAction::Return), [Role::Leader]);
        assert_eq!(who(BatchAction::Issue), [Role::OfficeHead]);
    }

    #[test]
    fn a_task_is_issued_alone_only_where_nobody_works_in_batches() {
        assert_eq!(check_single_issue(false, false), Ok(()));
        assert_eq!(check_single_issue(true, true), Err(RuleError::IssuedWithBatch));
        assert_eq!(check_single_issue(false, true), Err(RuleError::IssueNeedsBatch));
    }

    #[test]
    fn the_words_of_a_task_stand_still_once_units_were_asked() {
        assert_eq!(check_editable(None), Ok(()));
        assert_eq!(check_editable(Some(Draft)), Ok(()));
        for state in [Consulting, Approved, Issued] {
            assert_eq!(check_editable(Some(state)), Err(RuleError::TaskInConsultation));
        }
    }

    #[test]
    fn a_state_is_spelled_alike_in_the_database_and_in_json() {
        for state in BatchState::iter() {
            assert_eq!(serde_json::to_value(state).unwrap(), state.to_value());
        }
    }
}
