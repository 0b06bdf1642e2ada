//! Reviewing at speed: when a return becomes a telephone call, and which reports may be approved together (domain.md 2.4).

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::reports::{MOST_RETURNS, ReportAction};
use crate::rule::RuleError;

/// What came out of a call between a reviewer and the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CallResult {
    /// 已说明清楚: the review goes on.
    Clarified,
    /// 商定修改: the report goes back to be revised as agreed.
    Revise,
}

/// The rule of calls for one step of a report: two returns, then calls; and nothing moves while a call is open.
pub fn check_call(action: ReportAction, returns: i32, call_open: bool) -> Result<(), RuleError> {
    match action {
        ReportAction::SettleCall | ReportAction::ReturnAfterCall if !call_open => Err(RuleError::NoCallOpen),
        ReportAction::SettleCall | ReportAction::ReturnAfterCall => Ok(()),
        _ if call_open => Err(RuleError::CallOpen),
        ReportAction::Return if returns >= MOST_RETURNS => Err(RuleError::TooManyReturns),
        ReportAction::RequestCall if returns < MOST_RETURNS => Err(RuleError::CallTooEarly),
        _ => Ok(()),
    }
}

/// What a report says that the last approved one did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact of the rule")]
pub struct News {
    /// It claims a milestone.
    pub claims: bool,
    /// It brings evidence.
    pub evidence: bool,
    /// 本期无进展.
    pub no_change: bool,
    /// Its progress, problems and next steps are word for word those of the last approved report.
    pub same_text: bool,
    /// It asks for coordination in other words than the last approved report.
    pub asks: bool,
}

/// Only a report that says nothing new is approved together with others: 本期无进展 or the words of last time, no claim,
/// no evidence, no new wish for coordination.
pub fn check_unchanged(news: News) -> Result<(), RuleError> {
    let because = if news.claims {
        "申报了里程碑"
    } else if news.evidence {
        "附有佐证材料"
    } else if news.asks {
        "提出了需协调事项"
    } else if !news.no_change && !news.same_text {
        "文字与上期不同"
    } else {
        return Ok(());
    };
    Err(RuleError::NotUnchanged { because })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [ReportAction; 12] = [
        ReportAction::Submit,
        ReportAction::Withdraw,
        ReportAction::Pass,
        ReportAction::Return,
        ReportAction::Approve,
        ReportAction::Waive,
        ReportAction::RequestCorrection,
        ReportAction::AgreeCorrection,
        ReportAction::RefuseCorrection,
        ReportAction::RequestCall,
        ReportAction::SettleCall,
        ReportAction::ReturnAfterCall,
    ];

    #[test]
    fn twice_it_is_returned_and_the_third_time_somebody_calls() {
        for returns in 0..2 {
            assert_eq!(check_call(ReportAction::Return, returns, false), Ok(()));
            assert_eq!(check_call(ReportAction::RequestCall, returns, false), Err(RuleError::CallTooEarly));
        }
        assert_eq!(check_call(ReportAction::Return, 2, false), Err(RuleError::TooManyReturns));
        assert_eq!(check_call(ReportAction::RequestCall, 2, false), Ok(()));
    }

    #[test]
    fn while_a_call_is_open_only_its_result_moves_the_report() {
        for step in STEPS {
            let settles = matches!(step, ReportAction::SettleCall | ReportAction::ReturnAfterCall);
            assert_eq!(check_call(step, 2, true).is_ok(), settles, "{step:?}");
        }
    }

    #[test]
    fn without_a_call_there_is_no_result() {
        for step in [ReportAction::SettleCall, ReportAction::ReturnAfterCall] {
            assert_eq!(check_call(step, 2, false), Err(RuleError::NoCallOpen));
        }
    }

    #[test]
    fn no_change_or_the_same_words_may_be_approved_together() {
        assert_eq!(check_unchanged(News { no_change: true, ..News::default() }), Ok(()));
        assert_eq!(check_unchanged(News { same_text: true, ..News::default() }), Ok(()));
        assert!(check_unchanged(News::default()).is_err());
    }

    #[test]
    fn whatever_is_new_must_be_read() {
        let quiet = News { no_change: true, same_text: true, ..News::default() };
        for news in [
            News { claims: true, ..quiet },
            News { evidence: true, ..quiet },
            News { asks: true, ..quiet },
            News { no_change: false, same_text: false, ..quiet },
        ] {
            assert!(check_unchanged(news).is_err(), "{news:?}");
        }
    }
}
