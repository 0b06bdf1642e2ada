//! The clock of one milestone (domain.md 2.5), and what milestones weigh for display.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Reason, days_late};

/// From this many returns of one milestone on, a pending submission stops its clock no longer (domain.md 2.5).
const RETURNS_WITHOUT_FREEZE: u32 = 2;

/// What the rules ask about a milestone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneFacts {
    /// Its id, for the reasons.
    pub id: Uuid,
    /// Its title, for the reasons.
    pub title: String,
    /// The current due day, after approved extensions.
    pub due_on: NaiveDate,
    /// 关键节点: late means red at once.
    pub is_key: bool,
    /// Its share of the task in percent; the weights of a task sum to 100 (domain.md 2.2). Never decides a colour.
    pub weight: u32,
    /// c: the day of the submission that was later accepted, not the day of acceptance.
    pub accepted_submission_on: Option<NaiveDate>,
    /// s: the day of the submission that now waits for its reviewers.
    pub pending_since: Option<NaiveDate>,
    /// How often it was returned so far.
    pub returns: u32,
}

impl MilestoneFacts {
    /// Calendar days it counts as late on `today`: 0 if accepted, pending in time, or not past its due day.
    ///
    /// While a submission waits, the clock stands still on the day it was made, so a slow office harms nobody and
    /// submitting late heals nothing. After a return it runs again from the due day; after a second one for good.
    pub fn overdue_days(&self, today: NaiveDate) -> i32 {
        if self.accepted_submission_on.is_some() {
            return 0;
        }
        let frozen_on = self.pending_since.filter(|_| self.returns < RETURNS_WITHOUT_FREEZE);
        let counted_to = frozen_on.map_or(today, |submitted_on| submitted_on.min(today));
        days_late(self.due_on, counted_to)
    }

    /// Calendar days the accepted submission came after the due day: the mark that stays on a milestone made up late.
    pub fn accepted_days_late(&self) -> i32 {
        self.accepted_submission_on.map_or(0, |submitted_on| days_late(self.due_on, submitted_on))
    }

    pub(super) fn is_due_soon(&self, today: NaiveDate, soon_days: u32) -> bool {
        let is_submitted = self.accepted_submission_on.is_some() || self.pending_since.is_some();
        let days_left = (self.due_on - today).num_days();
        !is_submitted && (0..=i64::from(soon_days)).contains(&days_left)
    }

    pub(super) fn reason(&self, today: NaiveDate, grace_days: u32) -> Option<Reason> {
        let days = self.overdue_days(today);
        let (milestone, title, due_on) = (self.id, self.title.clone(), self.due_on);
        match days {
            0 => None,
            _ if self.is_key => Some(Reason::KeyMilestoneOverdue { milestone, title, due_on, days }),
            _ if i64::from(days) > i64::from(grace_days) => {
                Some(Reason::MilestoneOverdueGtG { milestone, title, due_on, days })
            }
            _ => Some(Reason::MilestoneOverdue { milestone, title, due_on, days }),
        }
    }
}

/// 序时进度: percent of the task whose milestones should be done by the end of `today`; for display only.
pub fn expected_weight(milestones: &[MilestoneFacts], today: NaiveDate) -> u32 {
    milestones.iter().filter(|milestone| milestone.due_on <= today).map(|milestone| milestone.weight).sum()
}

/// Percent of the task whose milestones the unit has handed in, accepted or waiting; for display only.
pub fn claimed_weight(milestones: &[MilestoneFacts]) -> u32 {
    let claimed = milestones.iter().filter(|m| m.accepted_submission_on.is_some() || m.pending_since.is_some());
    claimed.map(|milestone| milestone.weight).sum()
}

/// Percent of the task whose milestones were accepted; for display only.
pub fn accepted_weight(milestones: &[MilestoneFacts]) -> u32 {
    let accepted = milestones.iter().filter(|milestone| milestone.accepted_submission_on.is_some());
    accepted.map(|milestone| milestone.weight).sum()
}
