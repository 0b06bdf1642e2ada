//! How a bulletin calls lights, reasons and changes: the official words of domain.md 6.3, kept with the format.

use crate::light::{LightCode, Reason};
use crate::tables::days::printed;
use crate::tracking::ChangeKind;

/// Lights in the order in which a bulletin tells them.
pub(super) const LIGHTS: [LightCode; 7] = [
    LightCode::Overdue,
    LightCode::AtRisk,
    LightCode::OnTrack,
    LightCode::Completed,
    LightCode::CompletedLate,
    LightCode::NotStarted,
    LightCode::Inactive,
];

/// Shape and word, so that black and white print says it too.
pub(super) const fn light(code: LightCode) -> &'static str {
    match code {
        LightCode::Overdue => "■滞后",
        LightCode::AtRisk => "▲预警",
        LightCode::OnTrack => "●正常推进",
        LightCode::Completed => "✓按期完成",
        LightCode::CompletedLate => "✓逾期完成",
        LightCode::NotStarted => "○未启动",
        LightCode::Inactive => "○暂缓",
    }
}

pub(super) const fn change(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::New => "新增",
        ChangeKind::Slipped => "转差",
        ChangeKind::Recovered => "转好",
        ChangeKind::Closed => "办结",
        ChangeKind::Suspended => "暂缓",
        ChangeKind::Cancelled => "终止",
        ChangeKind::Reowned => "更换牵头单位",
        ChangeKind::Redated => "调整时限",
    }
}

/// One reason in a clause.
pub(super) fn reason(reason: &Reason) -> String {
    match reason {
        Reason::PastDue { due_on, days } => format!("应于{}办结，已逾期{days}天", printed(*due_on)),
        Reason::ClosureAppliedLate { applied_on, days, .. } => {
            format!("{}申请办结，晚{days}天", printed(*applied_on))
        }
        Reason::KeyMilestoneOverdue { title, due_on, days, .. } => {
            format!("关键里程碑“{title}”应于{}完成，已逾期{days}天", printed(*due_on))
        }
        Reason::MilestoneOverdueGtG { title, due_on, days, .. }
        | Reason::MilestoneOverdue { title, due_on, days, .. } => {
            format!("里程碑“{title}”应于{}完成，已逾期{days}天", printed(*due_on))
        }
        Reason::NoticeUnanswered { number, reply_by } => format!("{number}应于{}反馈，尚未反馈", printed(*reply_by)),
        Reason::ReportsMissed { count, cycle, .. } => format!("连续{count}期未按时报送，最近一期是{cycle}"),
        Reason::ReportMissed { cycle, .. } => format!("{cycle}的报告未按时报送"),
        Reason::LagGtR { planned, actual, lag, .. } | Reason::LagGeY { planned, actual, lag, .. } => {
            format!("计划应完成{planned}%，实际{actual}%，落后{lag}个百分点")
        }
        Reason::FindingOverdueSevere { title, days, .. } => format!("严重问题“{title}”整改逾期{days}天"),
        Reason::FindingOverdue { title, days, .. } => format!("问题“{title}”整改逾期{days}天"),
        Reason::IssueRaised { title } => format!("单位已提出需要协调的困难：{title}"),
        Reason::ExtensionPending => "延期申请正在办理".to_owned(),
    }
}
