//! 进展情况通报 (domain.md 2.6, L4): a paper made from one frozen snapshot and from nothing else.
//!
//! [`frozen::Frozen`] is what the end of a cycle keeps whole; [`paper::compose`] makes the same paper from it for ever,
//! whatever became of names, days and reports since. People add a foreword and demands; [`WORKFLOW`] says who approves.

pub mod frozen;
pub mod paper;
mod words;

#[cfg(test)]
mod tests;

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::policy::Action;
use crate::workflow::{Row, Workflow};

/// Where a bulletin stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BulletinState {
    /// 草拟: the office may still write its words.
    Draft,
    /// 待审定: before the leader.
    PendingApproval,
    /// 已印发: numbered; it never changes again.
    Issued,
    /// 作废: put away before it was issued.
    Void,
}

/// A step of a bulletin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter)]
#[serde(rename_all = "snake_case")]
pub enum BulletinAction {
    /// 送审.
    Submit,
    /// 审定印发.
    Approve,
    /// 退回修改.
    Return,
    /// 作废.
    Discard,
}

impl BulletinAction {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            BulletinAction::Submit => "submit",
            BulletinAction::Approve => "approve",
            BulletinAction::Return => "return",
            BulletinAction::Discard => "discard",
        }
    }
}

use BulletinState::{Draft, Issued, PendingApproval, Void};

const fn row(
    from: &'static [BulletinState],
    action: BulletinAction,
    to: BulletinState,
    needs: Action,
    needs_comment: bool,
) -> Row<BulletinState, BulletinAction> {
    Row { from, action, to, needs, needs_comment }
}

/// Draft → a leader approves the text → issued (domain.md 2.6). What was issued stays.
pub const WORKFLOW: Workflow<BulletinState, BulletinAction> = Workflow {
    rows: &[
        row(&[Draft], BulletinAction::Submit, PendingApproval, Action::BulletinWrite, false),
        row(&[PendingApproval], BulletinAction::Approve, Issued, Action::BulletinApprove, false),
        row(&[PendingApproval], BulletinAction::Return, Draft, Action::BulletinApprove, true),
        row(&[Draft], BulletinAction::Discard, Void, Action::BulletinWrite, true),
    ],
};
