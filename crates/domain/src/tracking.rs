//! What changed about a task between two days: pure, on how it stood then and how it stands now (domain.md 2.12).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::light::LightCode;
use crate::tasks::TaskState;

/// How a task stood on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Standing {
    /// Its state.
    pub state: TaskState,
    /// Its light.
    pub light: LightCode,
    /// Its lead organisation.
    pub lead: Uuid,
    /// Its due day then.
    pub due_on: NaiveDate,
    /// Most days any reason was late.
    pub days_late: Option<i32>,
}

/// One way in which a task is different from before; a task may show several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ChangeKind {
    /// 新增: it was not issued before.
    New,
    /// 转差: its light became yellow or red, or yellow became red.
    Slipped,
    /// 转好: a yellow or red light became better while the task goes on.
    Recovered,
    /// 办结: it was closed.
    Closed,
    /// 暂缓: it was suspended.
    Suspended,
    /// 终止: it was cancelled.
    Cancelled,
    /// 换牵头单位.
    Reowned,
    /// 调时限: its due day moved.
    Redated,
}

impl ChangeKind {
    /// In the order in which they are told.
    pub const ALL: [ChangeKind; 8] = [
        ChangeKind::New,
        ChangeKind::Slipped,
        ChangeKind::Recovered,
        ChangeKind::Closed,
        ChangeKind::Suspended,
        ChangeKind::Cancelled,
        ChangeKind::Reowned,
        ChangeKind::Redated,
    ];
}

impl ChangeKind {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            ChangeKind::New => "NEW",
            ChangeKind::Slipped => "SLIPPED",
            ChangeKind::Recovered => "RECOVERED",
            ChangeKind::Closed => "CLOSED",
            ChangeKind::Suspended => "SUSPENDED",
            ChangeKind::Cancelled => "CANCELLED",
            ChangeKind::Reowned => "REOWNED",
            ChangeKind::Redated => "REDATED",
        }
    }
}

/// What became different between `before` (none when it was not issued then) and `after`.
pub fn changes(before: Option<&Standing>, after: &Standing) -> Vec<ChangeKind> {
    let Some(before) = before else { return vec![ChangeKind::New] };
    let became = |state: TaskState| after.state == state && before.state != state;
    let (worse, was) = (trouble(after.light), trouble(before.light));
    let goes_on = !matches!(after.state, TaskState::Closed | TaskState::Suspended | TaskState::Cancelled);
    let found = |change: &ChangeKind| match change {
        ChangeKind::New => false,
        ChangeKind::Slipped => worse > was,
        ChangeKind::Recovered => worse < was && goes_on,
        ChangeKind::Closed => became(TaskState::Closed),
        ChangeKind::Suspended => became(TaskState::Suspended),
        ChangeKind::Cancelled => became(TaskState::Cancelled),
        ChangeKind::Reowned => before.lead != after.lead,
        ChangeKind::Redated => before.due_on != after.due_on,
    };
    ChangeKind::ALL.into_iter().filter(found).collect()
}

const fn trouble(light: LightCode) -> u8 {
    match light {
        LightCode::Overdue => 2,
        LightCode::AtRisk => 1,
        LightCode::OnTrack
        | LightCode::NotStarted
        | LightCode::Inactive
        | LightCode::Completed
        | LightCode::CompletedLate => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(state: TaskState, light: LightCode) -> Standing {
        let due_on = "2026-12-31".parse().unwrap();
        Standing { state, light, lead: Uuid::from_u128(1), due_on, days_late: None }
    }

    fn working(light: LightCode) -> Standing {
        standing(TaskState::InProgress, light)
    }

    #[test]
    fn what_was_not_issued_before_is_new_whatever_it_shows() {
        assert_eq!(changes(None, &working(LightCode::Overdue)), [ChangeKind::New]);
    }

    #[test]
    fn the_code_is_the_name_on_the_wire() {
        for kind in ChangeKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
    }

    #[test]
    fn nothing_changed_says_nothing() {
        let task = working(LightCode::AtRisk);
        assert_eq!(changes(Some(&task), &task), []);
    }

    #[test]
    fn green_to_yellow_and_yellow_to_red_slip() {
        let (green, yellow, red) =
            (working(LightCode::OnTrack), working(LightCode::AtRisk), working(LightCode::Overdue));
        assert_eq!(changes(Some(&green), &yellow), [ChangeKind::Slipped]);
        assert_eq!(changes(Some(&yellow), &red), [ChangeKind::Slipped]);
        assert_eq!(changes(Some(&red), &yellow), [ChangeKind::Recovered]);
        assert_eq!(changes(Some(&yellow), &green), [ChangeKind::Recovered]);
    }

    #[test]
    fn closing_or_stopping_a_red_task_is_no_recovery() {
        let red = working(LightCode::Overdue);
        let closed = standing(TaskState::Closed, LightCode::CompletedLate);
        let suspended = standing(TaskState::Suspended, LightCode::Inactive);
        let cancelled = standing(TaskState::Cancelled, LightCode::Inactive);
        assert_eq!(changes(Some(&red), &closed), [ChangeKind::Closed]);
        assert_eq!(changes(Some(&red), &suspended), [ChangeKind::Suspended]);
        assert_eq!(changes(Some(&suspended), &cancelled), [ChangeKind::Cancelled]);
    }

    #[test]
    fn an_accepted_start_is_no_change_of_colour_worth_telling() {
        let waiting = standing(TaskState::PendingSignoff, LightCode::NotStarted);
        assert_eq!(changes(Some(&waiting), &working(LightCode::OnTrack)), []);
    }

    #[test]
    fn a_new_lead_and_a_new_day_are_told_beside_the_light() {
        let before = working(LightCode::OnTrack);
        let after =
            Standing { lead: Uuid::from_u128(2), due_on: "2027-03-31".parse().unwrap(), ..working(LightCode::AtRisk) };
        assert_eq!(changes(Some(&before), &after), [ChangeKind::Slipped, ChangeKind::Reowned, ChangeKind::Redated]);
    }
}
