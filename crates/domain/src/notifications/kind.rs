//! The kinds of messages, and the fact for which each waits.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a message is about.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NotificationKind {
    /// 任务交办: a task waits for the unit's signature.
    TaskIssued,
    /// 签收将到期.
    SignoffDue,
    /// 退签: a unit returned a task.
    SignoffReturned,
    /// 申请办结: a closure waits for the office.
    ClosureApplied,
    /// 办结结果.
    ClosureDecided,
    /// 任务暂缓、恢复、终止或重启.
    TaskChanged,
    /// 即将到期: a milestone is due in 15, 7 or 1 days.
    MilestoneDue,
    /// 报告期开启.
    CycleOpened,
    /// 报告将到期.
    ReportsDue,
    /// 待单位审核.
    ReportsToReview,
    /// 待统筹审核.
    ReportsToApprove,
    /// 报告退回.
    ReportReturned,
    /// 报告通过.
    ReportsApproved,
    /// 免报.
    ReportWaived,
    /// 申请更正.
    CorrectionAsked,
    /// 更正结果.
    CorrectionDecided,
    /// 延期或调整申请待签发.
    RequestToSign,
    /// 申请退回.
    RequestReturned,
    /// 申请待审核.
    RequestToReview,
    /// 申请待审批.
    RequestToApprove,
    /// 申请结果.
    RequestDecided,
    /// 催办、督办单待签发.
    NoticeToSign,
    /// 催办、督办单、约谈已下达.
    NoticeIssued,
    /// 督办已反馈，待核查.
    NoticeAnswered,
    /// 督办反馈退回重办.
    NoticeReturned,
    /// 督办销单、升级或撤销.
    NoticeEnded,
    /// 年度折子下达.
    AnnualIssued,
    /// 年度事项申请办结.
    AnnualApplied,
    /// 年度事项办结结果.
    AnnualDecided,
    /// 角色待审批.
    RolesAsked,
    /// 角色审批结果.
    RolesDecided,
    /// 密码重置.
    PasswordReset,
    /// 接收离岗人员的工作.
    WorkReceived,
    /// 受委托代办.
    DelegationNamed,
    /// 委托代办提前结束.
    DelegationEnded,
}

/// For which fact of the ledger a message waits; once it is another one, what was asked for is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// It tells how something ended and asks for nothing.
    Nothing,
    /// The state in which the task, report, request or milestone of the message still is.
    For(&'static [&'static str]),
    /// As long as a report of the cycle is in one of these states: of the reader's organisation where the message is for
    /// one.
    ForReports(&'static [&'static str]),
}

impl NotificationKind {
    /// The name on the wire and in the database.
    pub fn code(self) -> String {
        sea_orm::ActiveEnum::to_value(&self)
    }

    /// What the message waits for.
    pub const fn waits(self) -> Waits {
        use NotificationKind as K;
        match self {
            K::TaskIssued | K::SignoffDue => Waits::For(&["PENDING_SIGNOFF"]),
            K::SignoffReturned => Waits::For(&["SIGNOFF_RETURNED"]),
            K::ClosureApplied | K::AnnualApplied => Waits::For(&["PENDING_CLOSURE"]),
            K::MilestoneDue => Waits::For(&["NOT_SUBMITTED", "RETURNED"]),
            K::ReportReturned | K::NoticeReturned => Waits::For(&["RETURNED"]),
            K::CorrectionAsked | K::RolesAsked => Waits::For(&["ASKED"]),
            K::NoticeToSign => Waits::For(&["PENDING_SIGNATURE"]),
            K::NoticeIssued => Waits::For(&["ISSUED", "RECEIVED"]),
            K::NoticeAnswered => Waits::For(&["ANSWERED"]),
            K::RequestReturned => Waits::For(&["DRAFT"]),
            K::RequestToSign => Waits::For(&["UNIT_LEADER"]),
            K::RequestToReview => Waits::For(&["OFFICE_REVIEW"]),
            K::RequestToApprove => Waits::For(&["LEADER_APPROVAL"]),
            K::CycleOpened | K::ReportsDue => Waits::ForReports(&["NOT_STARTED", "DRAFT", "RETURNED"]),
            K::ReportsToReview => Waits::ForReports(&["UNIT_REVIEW"]),
            K::ReportsToApprove => Waits::ForReports(&["OFFICE_REVIEW"]),
            K::ClosureDecided
            | K::TaskChanged
            | K::ReportsApproved
            | K::ReportWaived
            | K::CorrectionDecided
            | K::RequestDecided
            | K::NoticeEnded
            | K::AnnualIssued
            | K::AnnualDecided
            | K::RolesDecided
            | K::PasswordReset
            | K::WorkReceived
            | K::DelegationNamed
            | K::DelegationEnded => Waits::Nothing,
        }
    }

    /// Whether the messages of one day about one cycle are a single one.
    pub const fn is_gathered(self) -> bool {
        matches!(
            self,
            NotificationKind::ReportsToReview | NotificationKind::ReportsToApprove | NotificationKind::ReportsApproved
        )
    }

    /// Duties with a deadline, returns of one's own work and changes of one's own account: nobody can switch these off in
    /// the program.
    pub const fn is_binding(self) -> bool {
        use NotificationKind as K;
        matches!(
            self,
            K::TaskIssued
                | K::SignoffDue
                | K::SignoffReturned
                | K::ClosureApplied
                | K::AnnualIssued
                | K::AnnualApplied
                | K::ReportsDue
                | K::ReportReturned
                | K::CorrectionAsked
                | K::RequestToReview
                | K::RequestToApprove
                | K::RequestDecided
                | K::NoticeToSign
                | K::NoticeIssued
                | K::NoticeAnswered
                | K::NoticeReturned
                | K::NoticeEnded
                | K::RolesAsked
                | K::RolesDecided
                | K::PasswordReset
                | K::WorkReceived
                | K::DelegationNamed
                | K::DelegationEnded
        )
    }
}
