//! What a task and its milestones can be (domain.md 2.3): the states as stored, sent and named.
//!
//! Whether a task is late is **not** a state: [`crate::light`] computes that from dates.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
}
