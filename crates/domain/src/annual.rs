//! The annual book (折子工程): one item per open task and year, with the way it takes (domain.md 2.2, 2.3).
//!
//! An item goes the way of a task without the sign-off, because it inherits the unit that signed for the task. Of a
//! continuing task only the items close before the plan ends; where the task itself ends, its open items end with it.
//! The due day is fixed when an item is issued and never moves: what is still open at the end of the year rolls over
//! with a mark.

use chrono::{Datelike, NaiveDate};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::policy;
use crate::rule::RuleError;
use crate::tasks::Conclusion;
use crate::workflow::{Row, Workflow};

/// The month of the year before in which a book begins to be drawn up.
const DRAWN_UP_FROM: u32 = 11;

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ItemState {
    /// 草稿: the office edits it; units do not see it.
    Draft,
    /// 推进中.
    InProgress,
    /// 待验收: the unit applied for its closure.
    PendingClosure,
    /// 已办结, with a conclusion.
    Closed,
    /// 终止.
    Cancelled,
}

/// What a person does to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter)]
#[serde(rename_all = "snake_case")]
pub enum ItemAction {
    /// 下达: from now on the unit sees it and its due day stands.
    Issue,
    /// 申请办结, with a conclusion.
    ApplyClosure,
    /// 验收通过.
    AcceptClosure,
    /// 退回.
    RejectClosure,
    /// 终止.
    Cancel,
}

impl ItemAction {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            ItemAction::Issue => "issue",
            ItemAction::ApplyClosure => "apply_closure",
            ItemAction::AcceptClosure => "accept_closure",
            ItemAction::RejectClosure => "reject_closure",
            ItemAction::Cancel => "cancel",
        }
    }
}

/// How an item ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ItemConclusion {
    /// 完成.
    Done,
    /// 基本完成.
    MostlyDone,
    /// 未完成.
    NotDone,
}

impl ItemConclusion {
    /// How the items of a task end that ended itself: what became routine reached its target.
    pub const fn of_task(conclusion: Conclusion) -> ItemConclusion {
        match conclusion {
            Conclusion::Done | Conclusion::ToRoutine => ItemConclusion::Done,
            Conclusion::MostlyDone => ItemConclusion::MostlyDone,
            Conclusion::NotDone => ItemConclusion::NotDone,
        }
    }
}

use ItemState::{Cancelled, Closed, Draft, InProgress, PendingClosure};

/// Every permitted step of an item.
pub const WORKFLOW: Workflow<ItemState, ItemAction> = Workflow {
    rows: &[
        Row {
            from: &[Draft],
            action: ItemAction::Issue,
            to: InProgress,
            needs: policy::Action::AnnualIssue,
            needs_comment: false,
        },
        Row {
            from: &[InProgress],
            action: ItemAction::ApplyClosure,
            to: PendingClosure,
            needs: policy::Action::AnnualApply,
            needs_comment: false,
        },
        Row {
            from: &[PendingClosure],
            action: ItemAction::AcceptClosure,
            to: Closed,
            needs: policy::Action::AnnualAccept,
            needs_comment: false,
        },
        Row {
            from: &[PendingClosure],
            action: ItemAction::RejectClosure,
            to: InProgress,
            needs: policy::Action::AnnualReject,
            needs_comment: true,
        },
        Row {
            from: &[InProgress],
            action: ItemAction::Cancel,
            to: Cancelled,
            needs: policy::Action::AnnualCancel,
            needs_comment: true,
        },
    ],
};

/// The year whose book is to be drawn up on `today`: from November on the next one.
pub fn year_to_draw_up(today: NaiveDate) -> Option<i32> {
    (today.month() >= DRAWN_UP_FROM).then(|| today.year() + 1)
}

/// A book is drawn up from 1 November before its year on.
pub fn check_drawing_up(year: i32, today: NaiveDate) -> Result<(), RuleError> {
    match NaiveDate::from_ymd_opt(year - 1, DRAWN_UP_FROM, 1) {
        Some(from) if today < from => Err(RuleError::AnnualTooEarly { year, from }),
        _ => Ok(()),
    }
}

/// Whether an item of that year's book, in that state, is marked as rolled over on `today`.
///
/// An application that waits is the office's to decide: it rolls over only if it comes back.
pub fn rolls_over(year: i32, state: ItemState, today: NaiveDate) -> bool {
    state == InProgress && today.year() > year
}

/// An item is issued with a target in words.
pub fn check_issue(target: &str) -> Result<(), RuleError> {
    if target.trim().is_empty() { Err(RuleError::AnnualTargetMissing { count: 1 }) } else { Ok(()) }
}

/// What the office starts from: a target and a due day, read off the milestones of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// In words; empty where the plan of the task says nothing about that year.
    pub target: String,
    /// The last milestone of the year, the task's own due day, or the end of the year.
    pub due_on: NaiveDate,
}

/// Proposes the item of a task for a year from its milestones (title and due day) and its due day.
pub fn propose(year: i32, milestones: &[(String, NaiveDate)], task_due_on: NaiveDate, deliverable: &str) -> Proposal {
    let mut of_year: Vec<&(String, NaiveDate)> =
        milestones.iter().filter(|(_, due_on)| due_on.year() == year).collect();
    of_year.sort_by_key(|(_, due_on)| *due_on);
    if let Some((_, last)) = of_year.last() {
        let titles: Vec<&str> = of_year.iter().map(|(title, _)| title.as_str()).collect();
        return Proposal { target: format!("完成：{}", titles.join("；")), due_on: *last };
    }
    if task_due_on.year() == year {
        return Proposal { target: deliverable.to_owned(), due_on: task_due_on };
    }
    let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(task_due_on);
    Proposal { target: String::new(), due_on: end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::Iterable;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_table_holds_these_steps_and_no_others() {
        let allowed = [
            (Draft, ItemAction::Issue, InProgress),
            (InProgress, ItemAction::ApplyClosure, PendingClosure),
            (PendingClosure, ItemAction::AcceptClosure, Closed),
            (PendingClosure, ItemAction::RejectClosure, InProgress),
            (InProgress, ItemAction::Cancel, Cancelled),
        ];
        for state in ItemState::iter() {
            for action in <ItemAction as Iterable>::iter() {
                let expected = allowed.iter().find(|(from, what, _)| *from == state && *what == action);
                let found = WORKFLOW.apply(state, action).map(|row| row.to);
                assert_eq!(found.ok(), expected.map(|(_, _, to)| *to), "{state:?} {action:?}");
            }
        }
    }

    #[test]
    fn each_step_belongs_to_its_own_people() {
        use policy::{Reach, Role, cell};
        let who = |action: policy::Action| -> Vec<Role> {
            Role::ALL.into_iter().filter(|role| cell(*role, action) != Reach::No).collect()
        };
        assert_eq!(who(policy::Action::AnnualIssue), [Role::OfficeHead]);
        assert_eq!(who(policy::Action::AnnualApply), [Role::UnitLeader]);
        assert_eq!(who(policy::Action::AnnualAccept), [Role::OfficeHead]);
        assert_eq!(who(policy::Action::AnnualReject), [Role::OfficeStaff, Role::OfficeHead]);
        assert_eq!(who(policy::Action::AnnualCancel), [Role::Leader]);
    }

    #[test]
    fn the_book_of_next_year_is_drawn_up_from_november_on() {
        assert_eq!(year_to_draw_up(day("2026-10-31")), None);
        assert_eq!(year_to_draw_up(day("2026-11-01")), Some(2027));
        assert_eq!(year_to_draw_up(day("2026-12-31")), Some(2027));
    }

    #[test]
    fn a_book_that_is_wanted_too_early_is_refused_with_the_day() {
        let from = day("2026-11-01");
        assert_eq!(check_drawing_up(2027, day("2026-10-31")), Err(RuleError::AnnualTooEarly { year: 2027, from }));
        assert_eq!(check_drawing_up(2027, from), Ok(()));
        assert_eq!(check_drawing_up(2026, day("2026-03-02")), Ok(()));
        assert!(check_drawing_up(2028, day("2026-12-31")).is_err());
    }

    #[test]
    fn items_end_as_their_task_ended() {
        let ends = [
            (Conclusion::Done, ItemConclusion::Done),
            (Conclusion::ToRoutine, ItemConclusion::Done),
            (Conclusion::MostlyDone, ItemConclusion::MostlyDone),
            (Conclusion::NotDone, ItemConclusion::NotDone),
        ];
        for (task, item) in ends {
            assert_eq!(ItemConclusion::of_task(task), item);
        }
    }

    #[test]
    fn what_is_open_at_the_end_of_the_year_rolls_over() {
        assert!(!rolls_over(2026, InProgress, day("2026-12-31")));
        assert!(rolls_over(2026, InProgress, day("2027-01-01")));
        for state in [Draft, PendingClosure, Closed, Cancelled] {
            assert!(!rolls_over(2026, state, day("2027-01-01")), "{state:?}");
        }
    }

    #[test]
    fn the_milestones_of_the_year_make_the_target_and_its_due_day() {
        let milestones = [("验收".to_owned(), day("2027-09-30")), ("招标".to_owned(), day("2027-03-31"))];
        let proposed = propose(2027, &milestones, day("2027-12-31"), "中试线一条");
        assert_eq!(proposed, Proposal { target: "完成：招标；验收".to_owned(), due_on: day("2027-09-30") });
    }

    #[test]
    fn without_milestones_the_task_itself_speaks_where_it_ends_that_year() {
        let proposed = propose(2027, &[], day("2027-06-30"), "中试线一条");
        assert_eq!(proposed, Proposal { target: "中试线一条".to_owned(), due_on: day("2027-06-30") });
        let silent = propose(2026, &[], day("2027-06-30"), "中试线一条");
        assert_eq!(silent, Proposal { target: String::new(), due_on: day("2026-12-31") });
        assert_eq!(check_issue(&silent.target), Err(RuleError::AnnualTargetMissing { count: 1 }));
        assert_eq!(check_issue("中试线一条"), Ok(()));
    }
}
