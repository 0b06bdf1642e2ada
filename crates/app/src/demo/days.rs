//! The days of a task on any day of loading: the story's milestone is pinned to that day, the others keep their place.

use chrono::{Days, NaiveDate};
use luoshi_domain::calendar::{Calendar, Period, PeriodKind, Window, window};

use super::script::{SampleTask, Story, WRITTEN_FOR};

/// Least distance of a milestone from one that was moved: before it far enough for another quarter's report.
const BEFORE: u64 = 92;
const AFTER: u64 = 20;
/// How far ahead something is put that must lie ahead: beyond the 临期 badge.
const AHEAD: u64 = 25;
/// Work that ended is this many days old at least, so that all reviews fit in before the day of loading.
pub(super) const SETTLED: u64 = 14;

/// The days on which a task is played.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TaskDays {
    pub start: NaiveDate,
    pub due: NaiveDate,
    /// Due days of the milestones.
    pub milestones: Vec<NaiveDate>,
}

impl TaskDays {
    /// Whether the milestone was submitted and accepted before the day of loading.
    pub(super) fn is_accepted(&self, task: &SampleTask, index: usize, today: NaiveDate) -> bool {
        use Story::{AtRisk, OverdueKey, OverdueLong};
        let is_late = matches!(task.story, AtRisk | OverdueKey | OverdueLong) && index == task.pivot();
        !is_late && self.milestones[index] < today
    }
}

/// Lays the days of the task out around the day of loading.
pub(super) fn lay_out(task: &SampleTask, today: NaiveDate) -> TaskDays {
    let written: Vec<NaiveDate> = task.milestones.iter().map(|milestone| milestone.due).collect();
    let (pin, first_ahead) = pin(task, today);
    let mut milestones = written.clone();
    if let Some((index, day)) = pin {
        milestones[index] = day;
        let moved = if day == written[index] { 0 } else { index };
        for earlier in (0..moved).rev() {
            milestones[earlier] = written[earlier].min(milestones[earlier + 1] - Days::new(BEFORE));
        }
    }
    let start = if first_ahead == 0 { ahead(task.start, today, 9) } else { task.start };
    for index in first_ahead..milestones.len() {
        let before = index.checked_sub(1).map_or(start, |before| milestones[before]);
        milestones[index] = ahead(written[index], today, AHEAD).max(before + Days::new(AFTER));
    }
    let due = due(task, &milestones, today);
    TaskDays { start, due, milestones }
}

/// The milestone that the story fixes, and the first one that must lie ahead.
fn pin(task: &SampleTask, today: NaiveDate) -> (Option<(usize, NaiveDate)>, usize) {
    let (pivot, count) = (task.pivot(), task.milestones.len());
    let written = task.milestones[pivot].due;
    let ago = |days: u64| today - Days::new(days);
    // A late milestone belongs to an earlier quarter than the present one, which begins 105 days ago at most.
    let long_ago = written.min(ago(106.max(40 + task.days_late().unsigned_abs())));
    match task.story {
        Story::OnTrack => (None, count - 1),
        Story::LateDone => (Some((pivot, long_ago)), count - 1),
        Story::AtRisk => (Some((pivot, ago(7))), pivot + 1),
        Story::OverdueLong => (Some((pivot, ago(22))), pivot + 1),
        Story::OverdueKey => (Some((pivot, ago((WRITTEN_FOR - written).num_days().unsigned_abs()))), pivot + 1),
        Story::Returned | Story::InUnitReview | Story::InOfficeReview | Story::DraftReport => {
            (Some((pivot, today + Days::new(8))), pivot + 1)
        }
        Story::PendingSignoff | Story::SignoffReturned | Story::NotStarted => (None, 0),
        Story::PendingClosure => (Some((pivot, written.min(ago(30)))), count),
        Story::Completed => (Some((pivot, written.min(ago(40)))), count),
        Story::CompletedLate => (Some((pivot, long_ago)), count),
    }
}

fn due(task: &SampleTask, milestones: &[NaiveDate], today: NaiveDate) -> NaiveDate {
    let last = milestones.last().copied().unwrap_or(task.due);
    match task.story {
        Story::Completed => task.due.max(last),
        Story::CompletedLate => task.due.min(last + Days::new(15)),
        _ => ahead(task.due, today, AHEAD).max(last),
    }
}

/// The day itself while it lies ahead, else one that does.
fn ahead(day: NaiveDate, today: NaiveDate, days: u64) -> NaiveDate {
    if day > today { day } else { today + Days::new(days) }
}

/// A quarter with its reporting window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quarter {
    pub period: Period,
    pub window: Window,
}

/// All quarters from the third of 2024 to the one people report on now; that one's window is open today.
///
/// Earlier quarters were open from their first day, because milestones may be submitted on any day (domain.md 2.4).
/// In the first two weeks of a quarter people still report on the one before.
pub(super) fn quarters(today: NaiveDate, calendar: &Calendar) -> Vec<Quarter> {
    let current = Period::quarter_of(today - Days::new(SETTLED));
    let first = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap_or(current.from);
    let mut quarters: Vec<Quarter> = Vec::new();
    let mut day = first;
    while day <= current.from {
        let period = Period::of(PeriodKind::Quarter, day);
        let usual = window(period, calendar);
        let window = if period == current {
            let opens_on = usual.opens_on.min(today - Days::new(SETTLED));
            let due_on = usual.due_on.max(calendar.next_working_day(today + Days::new(10)));
            Window { opens_on, due_on }
        } else {
            Window { opens_on: period.from, ..usual }
        };
        quarters.push(Quarter { period, window });
        day = period.to + Days::new(1);
    }
    quarters
}

/// The day itself if it is worked, else the last worked one before.
pub(super) fn worked_on_or_before(day: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let mut worked = day;
    while !calendar.is_working_day(worked) {
        let Some(before) = worked.pred_opt() else { return day };
        worked = before;
    }
    worked
}

#[cfg(test)]
mod tests {
    use super::super::script::Script;
    use super::*;

    fn days_to_try() -> impl Iterator<Item = NaiveDate> {
        let first: NaiveDate = "2026-06-01".parse().unwrap();
        first.iter_days().step_by(9).take_while(|day| *day <= "2027-12-31".parse::<NaiveDate>().unwrap())
    }

    #[test]
    fn milestones_keep_their_order_and_lie_within_the_task_whatever_the_day() {
        let script = Script::read().unwrap();
        for today in days_to_try() {
            for task in &script.tasks {
                let days = lay_out(task, today);
                let told = || format!("{today} {} {:?} {days:?}", task.title, task.story);
                assert!(days.milestones.is_sorted(), "{}", told());
                assert!(days.milestones.iter().all(|day| (days.start..=days.due).contains(day)), "{}", told());
            }
        }
    }

    #[test]
    fn on_the_day_it_was_written_for_only_the_stories_move_a_milestone() {
        let script = Script::read().unwrap();
        for task in &script.tasks {
            let days = lay_out(task, WRITTEN_FOR);
            assert_eq!((days.start, days.due), (task.start, task.due), "{}", task.title);
            let moved = days.milestones.iter().zip(&task.milestones).filter(|(day, written)| **day != written.due);
            assert!(moved.count() <= 1, "{} {days:?}", task.title);
        }
    }

    #[test]
    fn there_is_always_an_open_window() {
        let china = Calendar::china();
        for today in days_to_try() {
            let quarters = quarters(today, &china);
            let open = quarters.last().unwrap();
            assert!((open.window.opens_on..=open.window.due_on).contains(&today), "{today} {open:?}");
            assert!(quarters.iter().all(|quarter| quarter.window.opens_on >= quarter.period.from), "{today}");
        }
    }
}
