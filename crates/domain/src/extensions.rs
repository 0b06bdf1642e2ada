//! Extensions of due days (domain.md 2.7): the way of a request, when it may be filed, and when a leader must decide.
//!
//! A request asks for a later due day of a task or of one of its milestones. It is filed when the reporter hands it to
//! the unit's leader; that day decides whether it was in time, so nobody is harmed by those who decide slowly.

use chrono::{Datelike, Days, NaiveDate};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::policy::Action;
use crate::rule::RuleError;
use crate::tasks::{MilestoneState, TaskState};
use crate::workflow::{Row, Workflow};

/// Where a request stands between its writer and the one who decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExtensionState {
    /// 草稿: not filed; it stops no clock and shows on no light.
    Draft,
    /// 待单位负责人.
    UnitLeader,
    /// 待统筹审核.
    OfficeReview,
    /// 待领导审批.
    LeaderApproval,
    /// 批准: the new due day holds.
    Approved,
    /// 不批准: the old due day holds.
    Refused,
    /// 撤回 by the unit.
    Withdrawn,
}

impl ExtensionState {
    /// Filed and not decided: while it is so the old due day counts and the light is at least yellow.
    pub const fn is_pending(self) -> bool {
        matches!(self, ExtensionState::UnitLeader | ExtensionState::OfficeReview | ExtensionState::LeaderApproval)
    }
}

/// What people do to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionAction {
    /// 提交 to the unit's leader: the request is filed.
    Submit,
    /// 签发 by the unit's leader: it leaves the unit.
    Pass,
    /// 退回 by the unit's leader to the writer.
    Return,
    /// 提请领导审批 by the office.
    Escalate,
    /// 批准.
    Approve,
    /// 不批准.
    Refuse,
    /// 撤回 by the unit.
    Withdraw,
}

impl ExtensionAction {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            ExtensionAction::Submit => "submit",
            ExtensionAction::Pass => "pass",
            ExtensionAction::Return => "return",
            ExtensionAction::Escalate => "escalate",
            ExtensionAction::Approve => "approve",
            ExtensionAction::Refuse => "refuse",
            ExtensionAction::Withdraw => "withdraw",
        }
    }
}

use ExtensionState::{Approved, Draft, LeaderApproval, OfficeReview, Refused, UnitLeader, Withdrawn};

/// The table of domain.md 2.7.
pub const WORKFLOW: Workflow<ExtensionState, ExtensionAction> = Workflow {
    rows: &[
        Row {
            from: &[Draft],
            action: ExtensionAction::Submit,
            to: UnitLeader,
            needs: Action::ExtensionWrite,
            needs_comment: false,
        },
        Row {
            from: &[UnitLeader],
            action: ExtensionAction::Pass,
            to: OfficeReview,
            needs: Action::ExtensionSign,
            needs_comment: false,
        },
        Row {
            from: &[UnitLeader],
            action: ExtensionAction::Return,
            to: Draft,
            needs: Action::ExtensionSign,
            needs_comment: true,
        },
        Row {
            from: &[OfficeReview],
            action: ExtensionAction::Approve,
            to: Approved,
            needs: Action::ExtensionReview,
            needs_comment: false,
        },
        Row {
            from: &[OfficeReview],
            action: ExtensionAction::Escalate,
            to: LeaderApproval,
            needs: Action::ExtensionReview,
            needs_comment: false,
        },
        Row {
            from: &[OfficeReview],
            action: ExtensionAction::Refuse,
            to: Refused,
            needs: Action::ExtensionReview,
            needs_comment: true,
        },
        Row {
            from: &[LeaderApproval],
            action: ExtensionAction::Approve,
            to: Approved,
            needs: Action::ExtensionApprove,
            needs_comment: false,
        },
        Row {
            from: &[LeaderApproval],
            action: ExtensionAction::Refuse,
            to: Refused,
            needs: Action::ExtensionApprove,
            needs_comment: true,
        },
        Row {
            from: &[Draft, UnitLeader, OfficeReview, LeaderApproval],
            action: ExtensionAction::Withdraw,
            to: Withdrawn,
            needs: Action::ExtensionWrite,
            needs_comment: false,
        },
    ],
};

/// Extensions that one task or milestone may be granted (domain.md 2.7).
pub const MOST_GRANTED: u32 = 2;
/// A shift of more calendar days than this is a leader's to decide.
pub const OFFICE_DAYS: u64 = 30;

/// What the rules ask about the task or milestone whose due day is to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemFacts {
    /// Where its task stands.
    pub task: TaskState,
    /// Where the milestone stands; `None` for the task itself.
    pub milestone: Option<MilestoneState>,
    /// 关键节点.
    pub is_key: bool,
    /// The due day that holds now.
    pub due_on: NaiveDate,
    /// Last day of the plan.
    pub plan_end: Option<NaiveDate>,
    /// Extensions granted so far.
    pub granted: u32,
    /// Earlier requests that were decided either way; withdrawn ones do not count.
    pub decided: u32,
    /// Whether another request for it is open, a draft included.
    pub has_open: bool,
}

/// Why the office alone may not grant a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LeaderReason {
    /// The milestone is a key one.
    KeyMilestone,
    /// It is not the first request for this item.
    SecondRequest,
    /// The shift is more than 30 days.
    LongShift,
    /// The new day lies in a later calendar year than the old one.
    BeyondYear,
    /// The new day lies after the end of the plan.
    BeyondPlan,
}

impl LeaderReason {
    /// The reason in a few words.
    pub const fn words(self) -> &'static str {
        match self {
            LeaderReason::KeyMilestone => "关键里程碑",
            LeaderReason::SecondRequest => "不是第一次申请",
            LeaderReason::LongShift => "延期超过 30 天",
            LeaderReason::BeyondYear => "跨年度",
            LeaderReason::BeyondPlan => "晚于方案期末",
        }
    }
}

/// One reason for a leader's decision, and the last day up to which it does not apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeaderLimit {
    /// The reason.
    pub reason: LeaderReason,
    /// It applies to days after this one; null: to every day.
    pub after: Option<NaiveDate>,
}

/// Everything that would make a request for this item a leader's to decide, so that it can be told before filing.
pub fn leader_limits(item: &ItemFacts) -> Vec<LeaderLimit> {
    let always = |reason, applies: bool| applies.then_some(LeaderLimit { reason, after: None });
    let after = |reason, day: Option<NaiveDate>| day.map(|day| LeaderLimit { reason, after: Some(day) });
    [
        always(LeaderReason::KeyMilestone, item.is_key),
        always(LeaderReason::SecondRequest, item.decided > 0),
        after(LeaderReason::LongShift, item.due_on.checked_add_days(Days::new(OFFICE_DAYS))),
        after(LeaderReason::BeyondYear, NaiveDate::from_ymd_opt(item.due_on.year(), 12, 31)),
        after(LeaderReason::BeyondPlan, item.plan_end),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Why a leader must decide on this day; empty when the office may.
pub fn leader_reasons(item: &ItemFacts, asked_on: NaiveDate) -> Vec<LeaderReason> {
    let limits = leader_limits(item).into_iter();
    limits.filter(|limit| limit.after.is_none_or(|day| asked_on > day)).map(|limit| limit.reason).collect()
}

/// Whether a request for this item may be written and filed on `today`; the due day itself is still in time.
pub fn check_filing(item: &ItemFacts, today: NaiveDate) -> Result<(), RuleError> {
    let delivered = matches!(item.milestone, Some(MilestoneState::Submitted | MilestoneState::Accepted));
    if item.task != TaskState::InProgress {
        Err(RuleError::ExtensionTaskNotOpen)
    } else if delivered {
        Err(RuleError::ExtensionNotNeeded)
    } else if today > item.due_on {
        Err(RuleError::ExtensionTooLate { due_on: item.due_on })
    } else if item.granted >= MOST_GRANTED {
        Err(RuleError::ExtensionsUsedUp { most: MOST_GRANTED })
    } else if item.has_open {
        Err(RuleError::ExtensionOpen)
    } else {
        Ok(())
    }
}

/// Whether the one whose turn it is may grant this day: the office only what needs no leader, nobody for a task that ended.
///
/// An application for closure that waits changes nothing: what was filed in time is decided on its merits.
pub fn check_approval(item: &ItemFacts, asked_on: NaiveDate, state: ExtensionState) -> Result<(), RuleError> {
    if !matches!(item.task, TaskState::InProgress | TaskState::PendingClosure) {
        return Err(RuleError::ExtensionTaskNotOpen);
    }
    let reasons = leader_reasons(item, asked_on);
    if state == OfficeReview && !reasons.is_empty() {
        let words: Vec<&str> = reasons.iter().map(|reason| reason.words()).collect();
        return Err(RuleError::ExtensionNeedsLeader { because: words.join("、") });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sea_orm::{ActiveEnum, Iterable};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn task_due(due_on: &str) -> ItemFacts {
        ItemFacts {
            task: TaskState::InProgress,
            milestone: None,
            is_key: false,
            due_on: day(due_on),
            plan_end: Some(day("2027-12-31")),
            granted: 0,
            decided: 0,
            has_open: false,
        }
    }

    fn milestone_due(due_on: &str, is_key: bool) -> ItemFacts {
        ItemFacts { milestone: Some(MilestoneState::NotSubmitted), is_key, ..task_due(due_on) }
    }

    #[test]
    fn a_request_goes_through_unit_and_office() {
        assert_eq!(WORKFLOW.apply(Draft, ExtensionAction::Submit).map(|row| row.to), Ok(UnitLeader));
        assert_eq!(WORKFLOW.apply(UnitLeader, ExtensionAction::Pass).map(|row| row.to), Ok(OfficeReview));
        assert_eq!(WORKFLOW.apply(OfficeReview, ExtensionAction::Approve).map(|row| row.to), Ok(Approved));
    }

    #[test]
    fn a_leader_decides_with_a_right_of_their_own() {
        assert_eq!(WORKFLOW.apply(OfficeReview, ExtensionAction::Escalate).map(|row| row.to), Ok(LeaderApproval));
        let row = WORKFLOW.apply(LeaderApproval, ExtensionAction::Approve).unwrap();
        assert_eq!((row.to, row.needs), (Approved, Action::ExtensionApprove));
    }

    #[test]
    fn nobody_skips_the_unit_leader_or_the_office() {
        assert_eq!(WORKFLOW.apply(Draft, ExtensionAction::Approve).unwrap_err(), RuleError::StepNotPossible);
        assert_eq!(WORKFLOW.apply(UnitLeader, ExtensionAction::Approve).unwrap_err(), RuleError::StepNotPossible);
        assert_eq!(WORKFLOW.apply(UnitLeader, ExtensionAction::Escalate).unwrap_err(), RuleError::StepNotPossible);
    }

    #[test]
    fn what_is_decided_or_withdrawn_stays_so() {
        for state in [Approved, Refused, Withdrawn] {
            assert_eq!(WORKFLOW.from(state).count(), 0, "{state:?}");
        }
    }

    #[test]
    fn refusing_and_returning_need_words() {
        let refusals = [ExtensionAction::Refuse, ExtensionAction::Return];
        assert!(WORKFLOW.rows.iter().filter(|row| refusals.contains(&row.action)).all(|row| row.needs_comment));
    }

    #[test]
    fn a_request_on_the_due_day_is_in_time_and_a_day_later_is_not() {
        let item = task_due("2026-06-30");
        assert_eq!(check_filing(&item, day("2026-06-30")), Ok(()));
        let refused = check_filing(&item, day("2026-07-01")).unwrap_err();
        assert_eq!(refused, RuleError::ExtensionTooLate { due_on: day("2026-06-30") });
        assert_eq!(refused.to_string(), "已过期，延期须在到期前提出。可写逾期说明。");
    }

    #[test]
    fn a_shift_of_thirty_days_is_the_offices_and_of_thirty_one_the_leaders() {
        let item = task_due("2026-06-30");
        assert_eq!(leader_reasons(&item, day("2026-07-30")), []);
        assert_eq!(leader_reasons(&item, day("2026-07-31")), [LeaderReason::LongShift]);
    }

    #[test]
    fn a_second_request_is_the_leaders() {
        let item = ItemFacts { decided: 1, ..task_due("2026-06-30") };
        assert_eq!(leader_reasons(&item, day("2026-07-01")), [LeaderReason::SecondRequest]);
    }

    #[test]
    fn a_key_milestone_is_the_leaders() {
        assert_eq!(leader_reasons(&milestone_due("2026-06-30", true), day("2026-07-01")), [LeaderReason::KeyMilestone]);
        assert_eq!(leader_reasons(&milestone_due("2026-06-30", false), day("2026-07-01")), []);
    }

    #[test]
    fn a_day_in_the_next_year_is_the_leaders() {
        assert_eq!(leader_reasons(&task_due("2026-12-20"), day("2026-12-31")), []);
        assert_eq!(leader_reasons(&task_due("2026-12-20"), day("2027-01-01")), [LeaderReason::BeyondYear]);
    }

    #[test]
    fn a_day_after_the_end_of_the_plan_is_the_leaders() {
        let item = ItemFacts { plan_end: Some(day("2026-06-30")), ..task_due("2026-06-20") };
        assert_eq!(leader_reasons(&item, day("2026-07-01")), [LeaderReason::BeyondPlan]);
        assert_eq!(leader_reasons(&ItemFacts { plan_end: None, ..item }, day("2026-07-01")), []);
    }

    #[test]
    fn the_office_refers_what_is_the_leaders() {
        let (item, asked_on) = (task_due("2026-06-30"), day("2026-08-15"));
        let refused = check_approval(&item, asked_on, OfficeReview).unwrap_err();
        assert_eq!(refused, RuleError::ExtensionNeedsLeader { because: "延期超过 30 天".into() });
        assert_eq!(check_approval(&item, asked_on, LeaderApproval), Ok(()));
        assert_eq!(check_approval(&item, day("2026-07-15"), OfficeReview), Ok(()));
    }

    #[test]
    fn two_extensions_are_the_most() {
        let item = |granted| ItemFacts { granted, decided: granted, ..task_due("2026-06-30") };
        assert_eq!(check_filing(&item(1), day("2026-06-01")), Ok(()));
        assert_eq!(check_filing(&item(2), day("2026-06-01")), Err(RuleError::ExtensionsUsedUp { most: 2 }));
    }

    #[test]
    fn one_request_is_open_at_a_time() {
        let item = ItemFacts { has_open: true, ..task_due("2026-06-30") };
        assert_eq!(check_filing(&item, day("2026-06-01")), Err(RuleError::ExtensionOpen));
    }

    #[test]
    fn a_milestone_handed_in_needs_no_extension() {
        for state in [MilestoneState::Submitted, MilestoneState::Accepted] {
            let item = ItemFacts { milestone: Some(state), ..milestone_due("2026-06-30", false) };
            assert_eq!(check_filing(&item, day("2026-06-01")), Err(RuleError::ExtensionNotNeeded));
        }
    }

    #[test]
    fn only_a_task_in_progress_is_extended() {
        for task in TaskState::iter().filter(|state| *state != TaskState::InProgress) {
            let item = ItemFacts { task, ..task_due("2026-06-30") };
            assert_eq!(check_filing(&item, day("2026-06-01")), Err(RuleError::ExtensionTaskNotOpen), "{task:?}");
        }
    }

    #[test]
    fn an_application_for_closure_does_not_stop_the_decision_on_an_earlier_request() {
        let item = ItemFacts { task: TaskState::PendingClosure, ..task_due("2026-06-30") };
        assert_eq!(check_approval(&item, day("2026-07-15"), OfficeReview), Ok(()));
        let closed = ItemFacts { task: TaskState::Closed, ..item };
        assert_eq!(check_approval(&closed, day("2026-07-15"), OfficeReview), Err(RuleError::ExtensionTaskNotOpen));
    }

    #[test]
    fn a_draft_is_not_pending() {
        let pending: Vec<ExtensionState> = ExtensionState::iter().filter(|state| state.is_pending()).collect();
        assert_eq!(pending, [UnitLeader, OfficeReview, LeaderApproval]);
        assert_eq!(UnitLeader.to_value(), "UNIT_LEADER");
    }

    fn item() -> impl Strategy<Value = ItemFacts> {
        (0_u64..800, any::<bool>(), proptest::option::of(0_u64..1200), 0_u32..4, 0_u32..3).prop_map(
            |(due, is_key, end, granted, refused)| ItemFacts {
                is_key,
                due_on: NaiveDate::default() + Days::new(due),
                plan_end: end.map(|end| NaiveDate::default() + Days::new(end)),
                granted,
                decided: granted + refused,
                ..task_due("2026-06-30")
            },
        )
    }

    proptest! {
        #[test]
        fn asking_for_more_never_needs_fewer_signatures(item in item(), shift in 1_u64..500, more in 0_u64..500) {
            let asked_on = item.due_on + Days::new(shift);
            let later = leader_reasons(&item, asked_on + Days::new(more));
            prop_assert!(leader_reasons(&item, asked_on).iter().all(|reason| later.contains(reason)));
        }

        #[test]
        fn nothing_passes_the_end_of_the_plan_without_a_leader(item in item(), shift in 1_u64..500) {
            let asked_on = item.due_on + Days::new(shift);
            if item.plan_end.is_some_and(|end| asked_on > end) {
                prop_assert!(check_approval(&item, asked_on, OfficeReview).is_err());
            }
        }

        #[test]
        fn a_leader_may_grant_whatever_the_office_may(item in item(), shift in 1_u64..500) {
            let asked_on = item.due_on + Days::new(shift);
            if check_approval(&item, asked_on, OfficeReview).is_ok() {
                prop_assert_eq!(check_approval(&item, asked_on, LeaderApproval), Ok(()));
            }
        }

        #[test]
        fn once_too_late_always_too_late(item in item(), late in 1_u64..500) {
            let today = item.due_on + Days::new(late);
            prop_assert_eq!(check_filing(&item, today), Err(RuleError::ExtensionTooLate { due_on: item.due_on }));
        }
    }
}
