//! A plan in use: its status, the keys of its clauses, what a clause's tasks make of it (domain.md 0, 2.2).

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rule::RuleError;
use crate::tasks::TaskState;

/// 征求意见稿, 印发 or 废止 (domain.md 0, row 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LegalStatus {
    /// 征求意见稿.
    Consultation,
    /// 印发.
    Issued,
    /// 废止.
    Repealed,
}

/// Whether a plan is still being prepared by the office or in force for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PlanState {
    /// 草案: read and corrected by the office.
    Draft,
    /// 启用.
    Active,
}

/// Whether a clause may be marked 不单独分解 (domain.md 2.2): nothing carries it, or every task that does is under way or
/// stopped, so that a leader can cancel it afterwards and the clause stays accounted for (2.3).
pub fn check_set_aside(tasks: &[TaskState]) -> Result<(), RuleError> {
    let may_end = |state: &TaskState| matches!(state, TaskState::InProgress | TaskState::Suspended);
    if tasks.iter().all(may_end) { Ok(()) } else { Err(RuleError::ClauseHasTasks) }
}

/// The key of a clause, e.g. `S07-M20-C03`: numbers run through the plan and never restart (domain.md 0, row 1).
/// Where the text has no number, the order in the document stands in its place.
pub fn clause_key(section: usize, measure: usize, clause: usize) -> String {
    format!("S{section:02}-M{measure:02}-C{clause:02}")
}

/// Whether the words of a heading order something by themselves (measures 46–50 of the 2024–2027 plan, domain.md 0,
/// row 6): they stand under 组织保障, where the heading is the duty and the body explains it.
pub fn heading_is_actionable(part_title: &str) -> bool {
    part_title.contains("组织保障") || part_title.contains("保障措施")
}

/// The first year range written in a title, e.g. (2024, 2027) for 2024—2027年.
pub fn period_in_title(title: &str) -> Option<(i32, i32)> {
    let years: Vec<i32> = title
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1949..2100).contains(year))
        .collect();
    match years[..] {
        [from, to, ..] if from <= to => Some((from, to)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_set_aside_when_nothing_carries_it_or_what_does_may_be_cancelled() {
        assert_eq!(check_set_aside(&[]), Ok(()));
        assert_eq!(check_set_aside(&[TaskState::InProgress, TaskState::Suspended]), Ok(()));
        for state in [TaskState::Draft, TaskState::PendingSignoff, TaskState::PendingClosure, TaskState::Closed] {
            assert_eq!(check_set_aside(&[TaskState::InProgress, state]), Err(RuleError::ClauseHasTasks), "{state:?}");
        }
    }

    #[test]
    fn keys_carry_section_measure_and_clause() {
        assert_eq!(clause_key(7, 20, 3), "S07-M20-C03");
    }

    #[test]
    fn the_period_stands_in_the_title() {
        assert_eq!(period_in_title("中关村世界领先科技园区建设方案(2024—2027年)"), Some((2024, 2027)));
        assert_eq!(period_in_title("若干政策措施（征求意见稿）"), None);
    }

    #[test]
    fn headings_of_organisational_guarantees_are_duties() {
        assert!(heading_is_actionable("组织保障"));
        assert!(!heading_is_actionable("打造全球领先的原始创新策源地"));
    }
}
