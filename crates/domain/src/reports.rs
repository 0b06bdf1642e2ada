//! Progress reports: states, steps and the guards of domain.md 2.4.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::policy::Action;
use crate::rule::RuleError;
use crate::workflow::{Row, Workflow};

/// Where a report stands on its way from the reporter to the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReportState {
    /// 未填报: the cycle is open, nobody has begun.
    NotStarted,
    /// 填报中.
    Draft,
    /// 待单位审核.
    UnitReview,
    /// 待统筹审核.
    OfficeReview,
    /// 已通过: immutable from here on.
    Approved,
    /// 已退回, with level and reason.
    Returned,
    /// 免报.
    Waived,
}

/// What people do to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportAction {
    /// 提交 to the unit's reviewer.
    Submit,
    /// 撤回 before the next reviewer has opened it.
    Withdraw,
    /// 审核通过 by the unit.
    Pass,
    /// 退回 by the unit or the office.
    Return,
    /// 通过 by the office with a verdict on each claim.
    Approve,
    /// 免报.
    Waive,
    /// 申请更正: the unit's leader asks for a new version of an approved report.
    RequestCorrection,
    /// 同意更正: the office opens the new version as a draft; the old one stays.
    AgreeCorrection,
    /// 不同意更正.
    RefuseCorrection,
    /// 改为电话沟通: what would be the third return becomes a call.
    RequestCall,
    /// 已说明清楚: the call settled it, the review goes on.
    SettleCall,
    /// 按电话商定退回修改: the call agreed on a revision.
    ReturnAfterCall,
}

impl ReportAction {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            ReportAction::Submit => "submit",
            ReportAction::Withdraw => "withdraw",
            ReportAction::Pass => "pass",
            ReportAction::Return => "return",
            ReportAction::Approve => "approve",
            ReportAction::Waive => "waive",
            ReportAction::RequestCorrection => "request_correction",
            ReportAction::AgreeCorrection => "agree_correction",
            ReportAction::RefuseCorrection => "refuse_correction",
            ReportAction::RequestCall => "request_call",
            ReportAction::SettleCall => "settle_call",
            ReportAction::ReturnAfterCall => "return_after_call",
        }
    }
}

/// Where a request to correct an approved report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CorrectionState {
    /// 待答复.
    Asked,
    /// 同意: a new version was begun.
    Agreed,
    /// 不同意.
    Refused,
}

use ReportState::{Approved, Draft, NotStarted, OfficeReview, Returned, UnitReview, Waived};

/// The table of domain.md 2.4. A withdrawal goes back one level, a return by either level ends in 已退回. A correction
/// leaves the approved report as it is: what is agreed to is a new version of it, which begins as a draft.
pub const WORKFLOW: Workflow<ReportState, ReportAction> = Workflow {
    rows: &[
        Row {
            from: &[Draft, Returned],
            action: ReportAction::Submit,
            to: UnitReview,
            needs: Action::ReportWrite,
            needs_comment: false,
        },
        Row {
            from: &[UnitReview],
            action: ReportAction::Pass,
            to: OfficeReview,
            needs: Action::ReportUnitReview,
            needs_comment: false,
        },
        Row {
            from: &[OfficeReview],
            action: ReportAction::Approve,
            to: Approved,
            needs: Action::ReportOfficeReview,
            needs_comment: false,
        },
        Row {
            from: &[UnitReview],
            action: ReportAction::Return,
            to: Returned,
            needs: Action::ReportUnitReview,
            needs_comment: true,
        },
        Row {
            from: &[OfficeReview],
            action: ReportAction::Return,
            to: Returned,
            needs: Action::ReportOfficeReview,
            needs_comment: true,
        },
        Row {
            from: &[UnitReview],
            action: ReportAction::Withdraw,
            to: Draft,
            needs: Action::ReportWrite,
            needs_comment: false,
        },
        Row {
            from: &[OfficeReview],
            action: ReportAction::Withdraw,
            to: UnitReview,
            needs: Action::ReportUnitReview,
            needs_comment: false,
        },
        Row {
            from: &[NotStarted, Draft, Returned, UnitReview, OfficeReview],
            action: ReportAction::Waive,
            to: Waived,
            needs: Action::ReportWaive,
            needs_comment: true,
        },
        Row {
            from: &[Approved],
            action: ReportAction::RequestCorrection,
            to: Approved,
            needs: Action::ReportCorrect,
            needs_comment: true,
        },
        Row {
            from: &[Approved],
            action: ReportAction::AgreeCorrection,
            to: Approved,
            needs: Action::ReportOfficeReview,
            needs_comment: false,
        },
        Row {
            from: &[Approved],
            action: ReportAction::RefuseCorrection,
            to: Approved,
            needs: Action::ReportOfficeReview,
            needs_comment: true,
        },
        Row {
            from: &[UnitReview],
            action: ReportAction::RequestCall,
            to: UnitReview,
            needs: Action::ReportUnitReview,
            needs_comment: true,
        },
        Row {
            from: &[OfficeReview],
            action: ReportAction::RequestCall,
            to: OfficeReview,
            needs: Action::ReportOfficeReview,
            needs_comment: true,
        },
        Row {
            from: &[UnitReview],
            action: ReportAction::SettleCall,
            to: UnitReview,
            needs: Action::ReportUnitReview,
            needs_comment: true,
        },
        Row {
            from: &[OfficeReview],
            action: ReportAction::SettleCall,
            to: OfficeReview,
            needs: Action::ReportOfficeReview,
            needs_comment: true,
        },
        Row {
            from: &[UnitReview],
            action: ReportAction::ReturnAfterCall,
            to: Returned,
            needs: Action::ReportUnitReview,
            needs_comment: true,
        },
        Row {
            from: &[OfficeReview],
            action: ReportAction::ReturnAfterCall,
            to: Returned,
            needs: Action::ReportOfficeReview,
            needs_comment: true,
        },
    ],
};

/// Why a reviewer sends a report back; the list of domain.md 2.4 ("reason from list + text").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReturnReason {
    /// 佐证不足.
    EvidenceInsufficient,
    /// 与上期矛盾.
    ContradictsPrevious,
    /// 未写需协调什么.
    CoordinationUnclear,
    /// 未达到验收标准.
    StandardNotMet,
    /// 其他.
    Other,
}

impl ReturnReason {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            ReturnReason::EvidenceInsufficient => "EVIDENCE_INSUFFICIENT",
            ReturnReason::ContradictsPrevious => "CONTRADICTS_PREVIOUS",
            ReturnReason::CoordinationUnclear => "COORDINATION_UNCLEAR",
            ReturnReason::StandardNotMet => "STANDARD_NOT_MET",
            ReturnReason::Other => "OTHER",
        }
    }
}

/// What the office finds about one claimed milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// 认可: the milestone counts from its day of submission.
    Accepted,
    /// 不认可: the clock runs on.
    Rejected,
}

/// Returns after which the reviewer calls instead of returning again: the third one becomes a call (domain.md 2.4).
pub const MOST_RETURNS: i32 = 2;

/// What submission depends on.
#[derive(Clone, Debug)]
pub struct Submission<'a> {
    /// 本期进展.
    pub progress: &'a str,
    /// 本期无进展.
    pub no_change: bool,
    /// Why there was no change.
    pub no_change_reason: Option<&'a str>,
    /// Whether the number is given, where the task has one to reach.
    pub is_counted: bool,
    /// Claimed milestones with what stands behind each.
    pub claims: &'a [ClaimedProof],
}

/// A claimed milestone with the evidence behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedProof {
    /// Its title.
    pub title: String,
    /// 关键节点.
    pub is_key: bool,
    /// Pieces of evidence in force.
    pub evidence: usize,
    /// Of these, pieces that have all five facts and are of a kind the task asks for.
    pub complete: usize,
}

/// Required fields, evidence behind every claimed milestone (domain.md 2.4, row "submit"), and behind a key milestone at
/// least one piece that has its five facts and the right kind: without them a file proves nothing (domain.md 7).
pub fn check_submission(report: &Submission<'_>) -> Result<(), RuleError> {
    let stated = if report.no_change {
        report.no_change_reason.is_some_and(|reason| !reason.trim().is_empty())
    } else {
        !report.progress.trim().is_empty()
    };
    if !stated {
        return Err(RuleError::ProgressMissing);
    }
    if !report.is_counted && !report.no_change {
        return Err(RuleError::QuantityMissing);
    }
    if let Some(claim) = report.claims.iter().find(|claim| claim.evidence == 0) {
        return Err(RuleError::EvidenceMissing { title: claim.title.clone() });
    }
    match report.claims.iter().find(|claim| claim.is_key && claim.complete == 0) {
        Some(claim) => Err(RuleError::KeyEvidenceIncomplete { title: claim.title.clone() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn submission<'a>(progress: &'a str, claims: &'a [ClaimedProof]) -> Submission<'a> {
        Submission { progress, no_change: false, no_change_reason: None, is_counted: true, claims }
    }

    fn claim(is_key: bool, evidence: usize, complete: usize) -> ClaimedProof {
        ClaimedProof { title: "中试线通过验收".into(), is_key, evidence, complete }
    }

    #[test]
    fn a_task_with_a_number_to_reach_needs_it_unless_nothing_changed() {
        let silent = Submission { is_counted: false, ..submission("完成调试", &[]) };
        assert_eq!(check_submission(&silent), Err(RuleError::QuantityMissing));
        let unchanged = Submission { no_change: true, no_change_reason: Some("等待批复"), ..silent };
        assert_eq!(check_submission(&unchanged), Ok(()));
    }

    #[test]
    fn a_key_milestone_needs_one_complete_piece_of_the_right_kind() {
        let refused = Err(RuleError::KeyEvidenceIncomplete { title: "中试线通过验收".into() });
        assert_eq!(check_submission(&submission("完成调试", &[claim(true, 2, 0)])), refused);
        assert_eq!(check_submission(&submission("完成调试", &[claim(true, 2, 1)])), Ok(()));
        assert_eq!(check_submission(&submission("完成调试", &[claim(false, 2, 0)])), Ok(()));
    }

    #[test]
    fn a_draft_goes_to_the_unit_then_to_the_office() {
        assert_eq!(WORKFLOW.apply(Draft, ReportAction::Submit).map(|row| row.to), Ok(UnitReview));
        assert_eq!(WORKFLOW.apply(UnitReview, ReportAction::Pass).map(|row| row.to), Ok(OfficeReview));
        assert_eq!(WORKFLOW.apply(OfficeReview, ReportAction::Approve).map(|row| row.to), Ok(Approved));
    }

    #[test]
    fn a_returned_report_can_be_submitted_again() {
        assert_eq!(WORKFLOW.apply(Returned, ReportAction::Submit).map(|row| row.to), Ok(UnitReview));
    }

    #[test]
    fn nothing_leaves_approved() {
        assert!(WORKFLOW.from(Approved).all(|row| row.to == Approved));
        assert_eq!(WORKFLOW.from(Waived).count(), 0);
    }

    #[test]
    fn a_unit_leader_asks_for_a_correction_with_a_reason_and_the_office_answers() {
        let asked = WORKFLOW.apply(Approved, ReportAction::RequestCorrection).unwrap();
        assert_eq!((asked.needs, asked.needs_comment), (Action::ReportCorrect, true));
        let answered = WORKFLOW.apply(Approved, ReportAction::AgreeCorrection).unwrap();
        assert_eq!(answered.needs, Action::ReportOfficeReview);
        assert!(WORKFLOW.apply(Approved, ReportAction::RefuseCorrection).unwrap().needs_comment);
        assert_eq!(
            WORKFLOW.apply(OfficeReview, ReportAction::RequestCorrection).unwrap_err(),
            RuleError::StepNotPossible
        );
    }

    #[test]
    fn returning_needs_words() {
        assert!(WORKFLOW.rows.iter().filter(|row| row.action == ReportAction::Return).all(|row| row.needs_comment));
    }

    #[test]
    fn each_level_returns_with_its_own_right() {
        assert_eq!(WORKFLOW.apply(UnitReview, ReportAction::Return).map(|row| row.needs), Ok(Action::ReportUnitReview));
        assert_eq!(
            WORKFLOW.apply(OfficeReview, ReportAction::Return).map(|row| row.needs),
            Ok(Action::ReportOfficeReview)
        );
    }

    #[test]
    fn a_claim_without_evidence_is_not_submitted() {
        let claims = [claim(false, 0, 0)];
        assert_eq!(
            check_submission(&submission("完成调试", &claims)),
            Err(RuleError::EvidenceMissing { title: "中试线通过验收".into() })
        );
    }

    #[test]
    fn no_change_is_legal_with_a_reason_only() {
        let mut report = submission("", &[]);
        assert_eq!(check_submission(&report), Err(RuleError::ProgressMissing));
        report.no_change = true;
        assert_eq!(check_submission(&report), Err(RuleError::ProgressMissing));
        report.no_change_reason = Some("等待批复");
        assert_eq!(check_submission(&report), Ok(()));
    }
}
