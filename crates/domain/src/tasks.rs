//! What a task and its milestones can be (domain.md 2.3): the states as stored, sent and named.
//!
//! Whether a task is late is **not** a state: [`crate::light`] computes that from dates.

use chrono::NaiveDate;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::policy::Action;
use crate::rule::RuleError;
use crate::workflow::{Row, Workflow};

/// Where a task stands between drafting and deregistration (domain.md 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TaskState {
    /// 草稿: the office is still writing it.
    Draft,
    /// 待签收: issued; the lead unit has not yet accepted it.
    PendingSignoff,
    /// 退签待协调: the lead unit sent it back with a reason.
    SignoffReturned,
    /// 推进中: the lead unit works on it.
    InProgress,
    /// 待验收: the unit applied for closure; the office has not decided.
    PendingClosure,
    /// 已办结: accepted and struck off the ledger.
    Closed,
    /// 暂缓: stopped by a leader for now; its clocks stand still.
    Suspended,
    /// 终止: ended by a leader without completion.
    Cancelled,
}

/// Where a milestone stands: 未提交 → 已提交 → 认可 or 退回 → 已提交 (domain.md 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MilestoneState {
    /// 未提交: no submission so far.
    NotSubmitted,
    /// 已提交: a submission awaits the reviewers.
    Submitted,
    /// 认可: a submission was accepted.
    Accepted,
    /// 退回: the last submission came back with a reason.
    Returned,
}

/// Whether a task ends with a result or goes on as long as the plan (domain.md 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Nature {
    /// 阶段任务: finishes once its result exists.
    OneOff,
    /// 长期任务: kept up to the end of the plan; only its annual items close.
    Continuing,
}

/// What people do to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskAction {
    /// 交办.
    Issue,
    /// 签收, naming a liaison.
    Sign,
    /// 退签, with a reason.
    ReturnSignoff,
    /// 改派 to another lead.
    Reassign,
    /// 维持交办.
    Uphold,
    /// 申请办结.
    ApplyClosure,
    /// 验收通过、销号.
    AcceptClosure,
    /// 退回办结申请.
    RejectClosure,
    /// 暂缓.
    Suspend,
    /// 恢复.
    Resume,
    /// 终止.
    Cancel,
    /// 回头看重启.
    Reopen,
}

impl TaskAction {
    /// The name on the wire, e.g. `return_signoff`.
    pub const fn code(self) -> &'static str {
        match self {
            TaskAction::Issue => "issue",
            TaskAction::Sign => "sign",
            TaskAction::ReturnSignoff => "return_signoff",
            TaskAction::Reassign => "reassign",
            TaskAction::Uphold => "uphold",
            TaskAction::ApplyClosure => "apply_closure",
            TaskAction::AcceptClosure => "accept_closure",
            TaskAction::RejectClosure => "reject_closure",
            TaskAction::Suspend => "suspend",
            TaskAction::Resume => "resume",
            TaskAction::Cancel => "cancel",
            TaskAction::Reopen => "reopen",
        }
    }
}

/// How a task ended (domain.md 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Conclusion {
    /// 已完成.
    Done,
    /// 基本完成.
    MostlyDone,
    /// 未完成.
    NotDone,
    /// 转常态化.
    ToRoutine,
}

use TaskState::{Cancelled, Closed, Draft, InProgress, PendingClosure, PendingSignoff, SignoffReturned, Suspended};

/// The table of domain.md 2.3; what it does not hold is refused.
pub const WORKFLOW: Workflow<TaskState, TaskAction> = Workflow {
    rows: &[
        Row {
            from: &[Draft],
            action: TaskAction::Issue,
            to: PendingSignoff,
            needs: Action::TaskIssue,
            needs_comment: false,
        },
        Row {
            from: &[PendingSignoff],
            action: TaskAction::Sign,
            to: InProgress,
            needs: Action::TaskSign,
            needs_comment: false,
        },
        Row {
            from: &[PendingSignoff],
            action: TaskAction::ReturnSignoff,
            to: SignoffReturned,
            needs: Action::TaskReturn,
            needs_comment: true,
        },
        Row {
            from: &[SignoffReturned],
            action: TaskAction::Reassign,
            to: PendingSignoff,
            needs: Action::TaskReassign,
            needs_comment: true,
        },
        Row {
            from: &[SignoffReturned],
            action: TaskAction::Uphold,
            to: PendingSignoff,
            needs: Action::TaskUphold,
            needs_comment: true,
        },
        Row {
            from: &[InProgress],
            action: TaskAction::ApplyClosure,
            to: PendingClosure,
            needs: Action::TaskApply,
            needs_comment: false,
        },
        Row {
            from: &[PendingClosure],
            action: TaskAction::AcceptClosure,
            to: Closed,
            needs: Action::TaskAccept,
            needs_comment: false,
        },
        Row {
            from: &[PendingClosure],
            action: TaskAction::RejectClosure,
            to: InProgress,
            needs: Action::TaskReject,
            needs_comment: true,
        },
        Row {
            from: &[InProgress],
            action: TaskAction::Suspend,
            to: Suspended,
            needs: Action::TaskSuspend,
            needs_comment: true,
        },
        Row {
            from: &[Suspended],
            action: TaskAction::Resume,
            to: InProgress,
            needs: Action::TaskSuspend,
            needs_comment: true,
        },
        Row {
            from: &[InProgress, Suspended],
            action: TaskAction::Cancel,
            to: Cancelled,
            needs: Action::TaskSuspend,
            needs_comment: true,
        },
        Row {
            from: &[Closed],
            action: TaskAction::Reopen,
            to: InProgress,
            needs: Action::TaskReopen,
            needs_comment: true,
        },
    ],
};

/// Working days a unit has for signing (domain.md 2.3).
pub const SIGN_OFF_DAYS: u32 = 3;

/// Guards of 交办: a clause behind it, milestones whose weights sum to 100 (domain.md 2.2).
pub fn check_issue(clauses: usize, weights: &[i32]) -> Result<(), RuleError> {
    if clauses == 0 {
        return Err(RuleError::NoClause);
    }
    if weights.is_empty() {
        return Err(RuleError::NoMilestone);
    }
    match weights.iter().sum() {
        100 => Ok(()),
        sum => Err(RuleError::WeightsNotHundred { sum }),
    }
}

/// Guards of 申请办结: every milestone accepted, accepted evidence for the index, and no continuing task before the plan
/// ends (domain.md 2.3, 2.8).
pub fn check_closure(
    nature: Nature,
    milestones: &[MilestoneState],
    evidence: usize,
    plan_end: NaiveDate,
    today: NaiveDate,
) -> Result<(), RuleError> {
    if nature == Nature::Continuing && today < plan_end {
        return Err(RuleError::ContinuingUntilPlanEnd { until: plan_end });
    }
    match milestones.iter().filter(|state| **state != MilestoneState::Accepted).count() {
        0 if evidence == 0 => Err(RuleError::EvidenceIndexEmpty),
        0 => Ok(()),
        open => Err(RuleError::MilestonesOpen { open }),
    }
}

/// Guard of 终止: every clause behind the task stays covered, by another task or set aside as 不单独分解; `left_open` are
/// the keys of those that would not (domain.md 2.3).
pub fn check_cancel(left_open: &[String]) -> Result<(), RuleError> {
    if left_open.is_empty() {
        return Ok(());
    }
    Err(RuleError::ClausesWouldBeOpen { clauses: left_open.join("、") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::{ActiveEnum, Iterable};

    #[test]
    fn a_state_is_spelled_alike_in_the_database_and_in_json() {
        for state in TaskState::iter() {
            assert_eq!(serde_json::to_value(state).unwrap(), state.to_value());
        }
        for state in MilestoneState::iter() {
            assert_eq!(serde_json::to_value(state).unwrap(), state.to_value());
        }
        for nature in Nature::iter() {
            assert_eq!(serde_json::to_value(nature).unwrap(), nature.to_value());
        }
        assert_eq!(TaskState::PendingSignoff.to_value(), "PENDING_SIGNOFF");
        assert_eq!(Nature::OneOff.to_value(), "ONE_OFF");
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_task_is_issued_signed_and_closed() {
        assert_eq!(WORKFLOW.apply(Draft, TaskAction::Issue).unwrap().to, PendingSignoff);
        assert_eq!(WORKFLOW.apply(PendingSignoff, TaskAction::Sign).unwrap().to, InProgress);
        assert_eq!(WORKFLOW.apply(InProgress, TaskAction::ApplyClosure).unwrap().to, PendingClosure);
        assert_eq!(WORKFLOW.apply(PendingClosure, TaskAction::AcceptClosure).unwrap().to, Closed);
    }

    #[test]
    fn no_step_skips_the_sign_off() {
        assert_eq!(WORKFLOW.apply(Draft, TaskAction::Sign).unwrap_err(), RuleError::StepNotPossible);
        assert_eq!(WORKFLOW.apply(Draft, TaskAction::ApplyClosure).unwrap_err(), RuleError::StepNotPossible);
        assert_eq!(WORKFLOW.from(Cancelled).count(), 0);
    }

    #[test]
    fn weights_sum_to_a_hundred_before_issue() {
        assert_eq!(check_issue(1, &[40, 60]), Ok(()));
        assert_eq!(check_issue(1, &[40, 50]), Err(RuleError::WeightsNotHundred { sum: 90 }));
        assert_eq!(check_issue(1, &[]), Err(RuleError::NoMilestone));
        assert_eq!(check_issue(0, &[100]), Err(RuleError::NoClause));
    }

    #[test]
    fn a_clause_stays_covered_when_a_task_is_cancelled() {
        assert_eq!(check_cancel(&[]), Ok(()));
        let refused = check_cancel(&["S07-M20-C03".into(), "S07-M20-C04".into()]).unwrap_err();
        assert_eq!(refused.code(), "clauses_would_be_open");
        assert!(refused.to_string().contains("S07-M20-C03、S07-M20-C04"), "it names the clauses: {refused}");
    }

    #[test]
    fn closure_waits_for_every_milestone() {
        let open = [MilestoneState::Accepted, MilestoneState::Submitted];
        let (end, today) = (day("2027-12-31"), day("2026-06-30"));
        assert_eq!(check_closure(Nature::OneOff, &open, 1, end, today), Err(RuleError::MilestonesOpen { open: 1 }));
        assert_eq!(check_closure(Nature::OneOff, &[MilestoneState::Accepted], 1, end, today), Ok(()));
    }

    #[test]
    fn closure_needs_an_index_of_accepted_evidence() {
        let (end, today) = (day("2027-12-31"), day("2026-06-30"));
        let refused = check_closure(Nature::OneOff, &[MilestoneState::Accepted], 0, end, today);
        assert_eq!(refused, Err(RuleError::EvidenceIndexEmpty));
    }

    #[test]
    fn a_continuing_task_stays_open_until_the_plan_ends() {
        let end = day("2027-12-31");
        let done = [MilestoneState::Accepted];
        assert!(check_closure(Nature::Continuing, &done, 1, end, day("2027-12-30")).is_err());
        assert!(check_closure(Nature::Continuing, &done, 1, end, end).is_ok());
    }
}
