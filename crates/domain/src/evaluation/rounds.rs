//! The way of a round from its preparation to the archive, and what stands against a step.

use chrono::{DateTime, Utc};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::policy::Action;
use crate::rule::RuleError;
use crate::workflow::{Row, Workflow};

/// Which evaluation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RoundKind {
    /// 年度评估.
    Annual,
    /// 中期评估.
    MidTerm,
    /// 终期评估.
    Final,
}

/// Where a round stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RoundState {
    /// 筹备.
    Preparing,
    /// 遴选机构.
    Selecting,
    /// 方案审定: members and criteria are settled.
    Design,
    /// 回避申报: criteria are locked, evaluators declare and are assigned.
    Declaring,
    /// 材料冻结.
    Frozen,
    /// 独立评分.
    Scoring,
    /// 抽查核验.
    Verifying,
    /// 合议: the scores are opened to those who gave them.
    Reconciling,
    /// 初稿.
    DraftReport,
    /// 征求意见.
    Commenting,
    /// 终稿: the results are released.
    Final,
    /// 送达.
    Delivered,
    /// 整改.
    Rectifying,
    /// 归档.
    Archived,
    /// 终止.
    Cancelled,
}

impl RoundState {
    /// Whether the scores are open to those who gave them and to the lead; before, each is its author's alone.
    pub const fn is_opened(self) -> bool {
        matches!(self, RoundState::Reconciling | RoundState::DraftReport | RoundState::Commenting) || self.is_released()
    }

    /// Whether the results are released to everybody who reads results.
    pub const fn is_released(self) -> bool {
        matches!(self, RoundState::Final | RoundState::Delivered | RoundState::Rectifying | RoundState::Archived)
    }

    /// Whether the round still takes members, declarations and assignments.
    pub const fn is_staffed(self) -> bool {
        matches!(self, RoundState::Design | RoundState::Declaring | RoundState::Frozen | RoundState::Scoring)
    }

    /// Whether nothing of the round changes any more but its own state.
    pub const fn is_over(self) -> bool {
        self.is_released() || matches!(self, RoundState::Cancelled)
    }
}

/// What moves a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundAction {
    /// 开始遴选.
    Select,
    /// 进入方案审定.
    Design,
    /// 开始回避申报: locks the criteria and announces the freeze.
    OpenDeclarations,
    /// 冻结材料, by the clock at the announced time.
    Freeze,
    /// 开始评分.
    StartScoring,
    /// 转入抽查核验 once the time for scoring is over.
    Verify,
    /// 退回抽查核验.
    VerifyAgain,
    /// 转入合议: opens the scores to those who gave them.
    Reconcile,
    /// 退回合议.
    ReconcileAgain,
    /// 形成初稿.
    Draft,
    /// 征求意见.
    OpenComments,
    /// 签发终稿: releases the results.
    Release,
    /// 送达.
    Deliver,
    /// 开始整改, by itself if there are findings.
    Rectify,
    /// 归档.
    Archive,
    /// 终止.
    Cancel,
}

impl RoundAction {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            RoundAction::Select => "select",
            RoundAction::Design => "design",
            RoundAction::OpenDeclarations => "open_declarations",
            RoundAction::Freeze => "freeze",
            RoundAction::StartScoring => "start_scoring",
            RoundAction::Verify => "verify",
            RoundAction::VerifyAgain => "verify_again",
            RoundAction::Reconcile => "reconcile",
            RoundAction::ReconcileAgain => "reconcile_again",
            RoundAction::Draft => "draft",
            RoundAction::OpenComments => "open_comments",
            RoundAction::Release => "release",
            RoundAction::Deliver => "deliver",
            RoundAction::Rectify => "rectify",
            RoundAction::Archive => "archive",
            RoundAction::Cancel => "cancel",
        }
    }
}

use RoundState::{
    Archived, Cancelled, Commenting, Declaring, Delivered, Design, DraftReport, Final, Frozen, Preparing, Reconciling,
    Rectifying, Scoring, Selecting, Verifying,
};

const fn row(
    from: &'static [RoundState],
    action: RoundAction,
    to: RoundState,
    needs: Action,
) -> Row<RoundState, RoundAction> {
    Row { from, action, to, needs, needs_comment: false }
}

const fn explained(
    from: &'static [RoundState],
    action: RoundAction,
    to: RoundState,
    needs: Action,
) -> Row<RoundState, RoundAction> {
    Row { from, action, to, needs, needs_comment: true }
}

/// The table of domain.md 2.9.
pub const WORKFLOW: Workflow<RoundState, RoundAction> = Workflow {
    rows: &[
        row(&[Preparing], RoundAction::Select, Selecting, Action::RoundCommission),
        row(&[Selecting], RoundAction::Design, Design, Action::RoundCommission),
        row(&[Design], RoundAction::OpenDeclarations, Declaring, Action::RoundCommission),
        row(&[Declaring], RoundAction::Freeze, Frozen, Action::RoundClock),
        row(&[Frozen], RoundAction::StartScoring, Scoring, Action::RoundLead),
        row(&[Scoring], RoundAction::Verify, Verifying, Action::RoundLead),
        row(&[Verifying], RoundAction::Reconcile, Reconciling, Action::RoundLead),
        explained(&[Reconciling], RoundAction::VerifyAgain, Verifying, Action::RoundLead),
        row(&[Reconciling], RoundAction::Draft, DraftReport, Action::RoundLead),
        row(&[DraftReport], RoundAction::OpenComments, Commenting, Action::RoundLead),
        explained(&[Commenting], RoundAction::ReconcileAgain, Reconciling, Action::RoundLead),
        row(&[Commenting], RoundAction::Release, Final, Action::RoundLead),
        row(&[Final], RoundAction::Deliver, Delivered, Action::RoundCommission),
        row(&[Delivered], RoundAction::Rectify, Rectifying, Action::RoundClock),
        row(&[Delivered, Rectifying], RoundAction::Archive, Archived, Action::RoundCommission),
        explained(
            &[
                Preparing,
                Selecting,
                Design,
                Declaring,
                Frozen,
                Scoring,
                Verifying,
                Reconciling,
                DraftReport,
                Commenting,
            ],
            RoundAction::Cancel,
            Cancelled,
            Action::RoundCommission,
        ),
    ],
};

/// Working days that the units have for their comments (domain.md 2.9).
pub const COMMENT_DAYS: u32 = 10;

/// What the guards ask about a round. Nothing of it depends on a score or on whether one exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundFacts {
    /// Agency, lead and the record of the selection are there.
    pub is_selected: bool,
    /// Evaluators who are members.
    pub members: usize,
    /// Evaluators that a measure needs.
    pub panel: usize,
    /// The announced time of the freeze.
    pub freeze_at: Option<DateTime<Utc>>,
    /// Until when scores are taken.
    pub scoring_until: Option<DateTime<Utc>>,
    /// Until when units comment.
    pub comments_until: Option<DateTime<Utc>>,
    /// Measures whose assignment breaks a rule.
    pub unassigned: usize,
    /// Assigned evaluators who have not signed a declaration.
    pub undeclared: usize,
}

/// What stands against a step now.
pub fn check(action: RoundAction, facts: &RoundFacts, now: DateTime<Utc>) -> Result<(), RuleError> {
    match action {
        RoundAction::Design if !facts.is_selected => Err(RuleError::RoundNotSelected),
        RoundAction::OpenDeclarations if facts.members < facts.panel => {
            Err(RuleError::RoundTooFewMembers { members: facts.members, least: facts.panel })
        }
        RoundAction::OpenDeclarations => check_days(facts, now),
        RoundAction::Freeze if facts.freeze_at.is_none_or(|at| now < at) => Err(RuleError::StepNotPossible),
        RoundAction::StartScoring if facts.unassigned > 0 => {
            Err(RuleError::RoundUnassigned { measures: facts.unassigned })
        }
        RoundAction::StartScoring if facts.undeclared > 0 => {
            Err(RuleError::RoundUndeclared { evaluators: facts.undeclared })
        }
        RoundAction::Verify => wait_for(facts.scoring_until, now),
        RoundAction::Release => wait_for(facts.comments_until, now),
        RoundAction::Rectify => Err(RuleError::StepNotPossible),
        _ => Ok(()),
    }
}

fn check_days(facts: &RoundFacts, now: DateTime<Utc>) -> Result<(), RuleError> {
    match (facts.freeze_at, facts.scoring_until) {
        (Some(freeze), Some(until)) if now < freeze && freeze < until => Ok(()),
        _ => Err(RuleError::RoundDaysMissing),
    }
}

/// The time must be over; whether everybody is done early nobody may learn (trust.md T2).
fn wait_for(until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), RuleError> {
    match until {
        Some(until) if now >= until => Ok(()),
        Some(until) => Err(RuleError::RoundNotDue { until }),
        None => Err(RuleError::StepNotPossible),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use sea_orm::Iterable;

    fn noon() -> DateTime<Utc> {
        "2026-10-12T04:00:00Z".parse().unwrap()
    }

    fn ready() -> RoundFacts {
        RoundFacts {
            is_selected: true,
            members: 8,
            panel: 3,
            freeze_at: Some(noon() + TimeDelta::days(5)),
            scoring_until: Some(noon() + TimeDelta::days(15)),
            ..RoundFacts::default()
        }
    }

    #[test]
    fn a_round_goes_from_preparation_to_the_archive() {
        let way = [
            RoundAction::Select,
            RoundAction::Design,
            RoundAction::OpenDeclarations,
            RoundAction::Freeze,
            RoundAction::StartScoring,
            RoundAction::Verify,
            RoundAction::Reconcile,
            RoundAction::Draft,
            RoundAction::OpenComments,
            RoundAction::Release,
            RoundAction::Deliver,
            RoundAction::Archive,
        ];
        let end = way.into_iter().try_fold(Preparing, |state, action| WORKFLOW.apply(state, action).map(|row| row.to));
        assert_eq!(end, Ok(Archived));
    }

    #[test]
    fn the_commissioner_moves_it_up_to_declaring_and_after_the_final_report_and_the_lead_between() {
        for row in WORKFLOW.rows.iter().filter(|row| row.action != RoundAction::Cancel) {
            let expected = match row.to {
                Selecting | Design | Declaring | Delivered | Archived => Action::RoundCommission,
                Frozen | Rectifying => Action::RoundClock,
                _ => Action::RoundLead,
            };
            assert_eq!(row.needs, expected, "{:?}", row.action);
        }
    }

    #[test]
    fn nobody_sets_the_freeze_but_the_clock() {
        for role in crate::policy::Role::ALL {
            assert_eq!(crate::policy::cell(role, Action::RoundClock), crate::policy::Reach::No);
        }
        let facts = ready();
        assert_eq!(check(RoundAction::Freeze, &facts, noon()), Err(RuleError::StepNotPossible));
        assert_eq!(check(RoundAction::Freeze, &facts, noon() + TimeDelta::days(5)), Ok(()));
    }

    #[test]
    fn there_is_no_way_back_but_the_two_with_a_reason() {
        let back: Vec<RoundAction> = WORKFLOW
            .rows
            .iter()
            .filter(|row| row.to != Cancelled && row.from.iter().any(|from| row.to < *from))
            .map(|row| row.action)
            .collect();
        assert_eq!(back, [RoundAction::VerifyAgain, RoundAction::ReconcileAgain]);
        assert!(WORKFLOW.rows.iter().filter(|row| back.contains(&row.action)).all(|row| row.needs_comment));
    }

    #[test]
    fn every_state_before_the_final_report_may_be_cancelled_with_a_reason() {
        for state in RoundState::iter() {
            let cancelled = WORKFLOW.apply(state, RoundAction::Cancel);
            assert_eq!(cancelled.is_ok_and(|row| row.needs_comment), state < Final, "{state:?}");
        }
    }

    #[test]
    fn the_scores_stay_closed_until_the_time_is_over() {
        let facts = ready();
        let until = noon() + TimeDelta::days(15);
        let early = check(RoundAction::Verify, &facts, until - TimeDelta::microseconds(1));
        assert_eq!(early, Err(RuleError::RoundNotDue { until }));
        assert_eq!(check(RoundAction::Verify, &facts, until), Ok(()));
        for state in RoundState::iter() {
            assert_eq!(state.is_opened(), state >= Reconciling && state != Cancelled, "{state:?}");
            assert_eq!(state.is_released(), state >= Final && state != Cancelled, "{state:?}");
        }
    }

    #[test]
    fn scoring_starts_when_everybody_is_assigned_and_has_declared() {
        assert_eq!(check(RoundAction::StartScoring, &ready(), noon()), Ok(()));
        let facts = RoundFacts { unassigned: 2, undeclared: 1, ..ready() };
        assert_eq!(check(RoundAction::StartScoring, &facts, noon()), Err(RuleError::RoundUnassigned { measures: 2 }));
        let facts = RoundFacts { unassigned: 0, ..facts };
        assert_eq!(check(RoundAction::StartScoring, &facts, noon()), Err(RuleError::RoundUndeclared { evaluators: 1 }));
    }

    #[test]
    fn a_freeze_is_announced_for_the_time_to_come() {
        assert_eq!(check(RoundAction::OpenDeclarations, &ready(), noon()), Ok(()));
        let past = RoundFacts { freeze_at: Some(noon()), ..ready() };
        assert_eq!(check(RoundAction::OpenDeclarations, &past, noon()), Err(RuleError::RoundDaysMissing));
        let few = RoundFacts { members: 2, ..ready() };
        let refused = RuleError::RoundTooFewMembers { members: 2, least: 3 };
        assert_eq!(check(RoundAction::OpenDeclarations, &few, noon()), Err(refused));
    }
}
