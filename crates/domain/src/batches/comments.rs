//! What units say during a consultation, and the answer of the office to each.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::BatchState;
use crate::rule::RuleError;

/// What a unit says about a task that it is to lead, answer for or support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CommentVerdict {
    /// 同意.
    Accept,
    /// 提出修改, with a reason.
    Propose,
}

/// What became of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CommentState {
    /// A proposal waits for an answer.
    Open,
    /// 同意: nothing to answer.
    Noted,
    /// 采纳: the task says now what was proposed.
    Adopted,
    /// 不采纳, with a reason.
    Declined,
}

/// The answer of the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommentAction {
    /// 采纳.
    Adopt,
    /// 不采纳.
    Decline,
}

/// Whether units may speak now: from the consultation on until the leader is asked.
pub fn check_speaking(state: BatchState, is_submitted: bool) -> Result<(), RuleError> {
    if state == BatchState::Consulting && !is_submitted { Ok(()) } else { Err(RuleError::ConsultationClosed) }
}

/// Whether a comment may be answered now, and only once.
pub fn check_answering(batch: BatchState, is_submitted: bool, comment: CommentState) -> Result<(), RuleError> {
    check_speaking(batch, is_submitted)?;
    if comment == CommentState::Open { Ok(()) } else { Err(RuleError::CommentAnswered) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::Iterable;

    #[test]
    fn units_speak_during_the_consultation_only() {
        for state in BatchState::iter() {
            let open = check_speaking(state, false);
            assert_eq!(open.is_ok(), state == BatchState::Consulting, "{state:?}");
        }
        assert_eq!(check_speaking(BatchState::Consulting, true), Err(RuleError::ConsultationClosed));
    }

    #[test]
    fn a_proposal_is_answered_once() {
        assert_eq!(check_answering(BatchState::Consulting, false, CommentState::Open), Ok(()));
        for state in [CommentState::Noted, CommentState::Adopted, CommentState::Declined] {
            assert_eq!(check_answering(BatchState::Consulting, false, state), Err(RuleError::CommentAnswered));
        }
        assert_eq!(
            check_answering(BatchState::Approved, false, CommentState::Open),
            Err(RuleError::ConsultationClosed)
        );
    }
}
