//! The figures of the cockpit, each defined once (domain.md 2.13): counts in, exact ratios out, one way of printing them.
//!
//! In scope is every task that was issued and not cancelled; [`in_scope`] is that sentence. A ratio keeps numerator and
//! denominator, because 12 of 13 says more than 92.31 %; [`Ratio::percent`] is the only place where one is rounded.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Calendar;
use crate::light::{LightCode, LightCounts};
use crate::tasks::TaskState;

/// N of domain.md 2.13: issued and not cancelled.
pub const fn in_scope(state: TaskState) -> bool {
    !matches!(state, TaskState::Draft | TaskState::Cancelled)
}

/// An exact share: how many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ratio {
    /// How many.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
}

impl Ratio {
    /// So many of so many.
    pub const fn of(numerator: u32, denominator: u32) -> Ratio {
        Ratio { numerator, denominator }
    }

    /// The percentage in hundredths of a percent, rounded half up: 9888 for 88 of 89. Nothing of nothing is no number.
    pub fn hundredths(self) -> Option<u64> {
        let (of, all) = (u64::from(self.numerator), u64::from(self.denominator));
        (all > 0).then(|| (of * 20_000 + all) / (2 * all))
    }

    /// The percentage as it is printed everywhere: `98.88%`, and `—` where there is nothing to divide by.
    pub fn percent(self) -> String {
        self.hundredths().map_or_else(|| "—".to_owned(), |share| format!("{}.{:02}%", share / 100, share % 100))
    }
}

/// What the figures ask about a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskFact {
    /// Where it stands.
    pub state: TaskState,
    /// Its light.
    pub light: LightCode,
    /// 延期内完成: it bears [`crate::light::Tag::Extended`].
    pub extended: bool,
}

/// Tasks in scope, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// 亮灯分布: counts first, never averages.
    pub lights: LightCounts,
    /// Closed tasks.
    pub closed: u32,
    /// Closed in time.
    pub on_time: u32,
    /// Closed after the first due day, within an approved extension.
    pub extended: u32,
    /// Closed late.
    pub late: u32,
}

impl Tally {
    /// Counts so many tasks with the same facts; what is out of scope is left out.
    pub fn add(&mut self, fact: TaskFact, tasks: u32) {
        if !in_scope(fact.state) {
            return;
        }
        self.lights.add(fact.light, tasks);
        if fact.state == TaskState::Closed {
            self.closed += tasks;
            *match (fact.light, fact.extended) {
                (LightCode::CompletedLate, _) => &mut self.late,
                (_, true) => &mut self.extended,
                (_, false) => &mut self.on_time,
            } += tasks;
        }
    }

    /// Tasks in scope.
    pub fn tasks(&self) -> u32 {
        self.lights.total()
    }

    /// 办结率: closed of all in scope.
    pub fn closing(&self) -> Ratio {
        Ratio::of(self.closed, self.tasks())
    }

    /// 按期办结率: in time, of the closed.
    pub fn closing_on_time(&self) -> Ratio {
        Ratio::of(self.on_time, self.closed)
    }

    /// 延期办结率: within an approved extension, of the closed.
    pub fn closing_extended(&self) -> Ratio {
        Ratio::of(self.extended, self.closed)
    }

    /// 逾期办结率: late, of the closed.
    pub fn closing_late(&self) -> Ratio {
        Ratio::of(self.late, self.closed)
    }
}

impl Extend<(TaskFact, u32)> for Tally {
    fn extend<T: IntoIterator<Item = (TaskFact, u32)>>(&mut self, facts: T) {
        for (fact, tasks) in facts {
            self.add(fact, tasks);
        }
    }
}

/// What the figures ask about milestones: those of tasks in scope whose due day has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneTally {
    /// Due before today; the due day itself is in time.
    pub due: u32,
    /// Of these, accepted.
    pub accepted: u32,
}

impl MilestoneTally {
    /// 里程碑达成率: accepted, of those due by now.
    pub fn reached(self) -> Ratio {
        Ratio::of(self.accepted, self.due)
    }
}

/// What the figures ask about the reports of one cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTally {
    /// Reports that were owed, waived ones among them.
    pub owed: u32,
    /// 免报.
    pub waived: u32,
    /// Handed to the office by the due day, the day itself included.
    pub in_time: u32,
    /// Approved.
    pub approved: u32,
    /// Of these, never returned.
    pub approved_at_once: u32,
}

impl ReportTally {
    /// 报送及时率: with the office by the due day, of those owed and not waived.
    pub fn punctuality(self) -> Ratio {
        Ratio::of(self.in_time, self.owed.saturating_sub(self.waived))
    }

    /// 一次通过率: approved without a return, of those approved.
    pub fn approved_first_time(self) -> Ratio {
        Ratio::of(self.approved_at_once, self.approved)
    }
}

/// 统筹审核时限: working days within which the office decides on a report (domain.md 2.4).
pub const REVIEW_DAYS: u32 = 5;

/// Working days a report lay with the office: those after the day it came, up to and with the day it was decided or, while
/// it waits, today. What is decided on the day it came took none.
pub fn review_days(calendar: &Calendar, came_on: NaiveDate, until: NaiveDate) -> u32 {
    let days = came_on.iter_days().skip(1).take_while(|day| *day <= until);
    u32::try_from(days.filter(|day| calendar.is_working_day(*day)).count()).unwrap_or(u32::MAX)
}

/// How long the office took over its decisions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewTally {
    /// Decisions: approvals and returns.
    pub decided: u32,
    /// Of these, within [`REVIEW_DAYS`].
    pub in_time: u32,
    /// Working days of all of them together.
    pub days: u32,
}

impl ReviewTally {
    /// Counts one decision that took so many working days.
    pub fn add(&mut self, days: u32) {
        self.decided += 1;
        self.days += days;
        self.in_time += u32::from(days <= REVIEW_DAYS);
    }

    /// 平均审核时长 in tenths of a working day, rounded half up. No decision has no mean.
    pub fn mean_tenths(self) -> Option<u32> {
        (self.decided > 0).then(|| (self.days * 20 + self.decided) / (2 * self.decided))
    }

    /// The mean as it is printed everywhere: `1.4`, and `—` where nothing was decided.
    pub fn mean(self) -> String {
        self.mean_tenths().map_or_else(|| "—".to_owned(), |tenths| format!("{}.{}", tenths / 10, tenths % 10))
    }

    /// 审核及时率: decided in time, of all that was decided.
    pub fn in_time(self) -> Ratio {
        Ratio::of(self.in_time, self.decided)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(light: LightCode, extended: bool) -> TaskFact {
        TaskFact { state: TaskState::Closed, light, extended }
    }

    fn tally(facts: &[(TaskFact, u32)]) -> Tally {
        let mut tally = Tally::default();
        tally.extend(facts.iter().copied());
        tally
    }

    #[test]
    fn eighty_eight_of_eighty_nine_is_printed_as_half_up_gives_it() {
        assert_eq!(Ratio::of(88, 89).percent(), "98.88%");
    }

    #[test]
    fn halves_go_up_and_the_rest_does_not() {
        // 0.00625 %, exactly 0.005 %, 0.00499… %, exactly 0.125 %.
        assert_eq!(Ratio::of(1, 16_000).percent(), "0.01%");
        assert_eq!(Ratio::of(1, 20_000).percent(), "0.01%");
        assert_eq!(Ratio::of(1, 20_001).percent(), "0.00%");
        assert_eq!(Ratio::of(1, 800).percent(), "0.13%");
    }

    #[test]
    fn all_is_one_hundred_and_none_is_nought() {
        assert_eq!(Ratio::of(7, 7).percent(), "100.00%");
        assert_eq!(Ratio::of(0, 7).percent(), "0.00%");
    }

    #[test]
    fn nothing_to_divide_by_is_a_dash_never_a_number() {
        assert_eq!(Ratio::of(0, 0).percent(), "—");
        assert_eq!(Ratio::of(0, 0).hundredths(), None);
    }

    #[test]
    fn the_widest_counts_do_not_overflow() {
        assert_eq!(Ratio::of(u32::MAX, u32::MAX).percent(), "100.00%");
    }

    #[test]
    fn drafts_and_cancelled_tasks_are_out_of_scope() {
        let draft = TaskFact { state: TaskState::Draft, light: LightCode::NotStarted, extended: false };
        let cancelled = TaskFact { state: TaskState::Cancelled, light: LightCode::Inactive, extended: false };
        let suspended = TaskFact { state: TaskState::Suspended, ..cancelled };
        assert_eq!(tally(&[(draft, 3), (cancelled, 2), (suspended, 1)]).tasks(), 1);
    }

    #[test]
    fn closed_tasks_are_in_time_extended_or_late() {
        let working = TaskFact { state: TaskState::InProgress, light: LightCode::OnTrack, extended: false };
        let tally = tally(&[
            (working, 10),
            (closed(LightCode::Completed, false), 5),
            (closed(LightCode::Completed, true), 2),
            (closed(LightCode::CompletedLate, false), 1),
        ]);
        assert_eq!(tally.closing(), Ratio::of(8, 18));
        assert_eq!(tally.closing_on_time(), Ratio::of(5, 8));
        assert_eq!(tally.closing_extended(), Ratio::of(2, 8));
        assert_eq!(tally.closing_late(), Ratio::of(1, 8));
        assert_eq!((tally.lights.completed, tally.lights.completed_late), (7, 1));
    }

    #[test]
    fn milestones_are_accepted_of_those_due() {
        assert_eq!(MilestoneTally { due: 248, accepted: 226 }.reached().percent(), "91.13%");
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_review_counts_the_working_days_after_the_day_the_report_came() {
        let china = Calendar::china();
        // Thursday 24 September 2026; the 25th is 中秋节, 26 and 27 are its weekend, the 28th is worked.
        assert_eq!(review_days(&china, day("2026-09-24"), day("2026-09-24")), 0);
        assert_eq!(review_days(&china, day("2026-09-24"), day("2026-09-27")), 0);
        assert_eq!(review_days(&china, day("2026-09-24"), day("2026-09-28")), 1);
        // 国庆节 is seven days of nothing.
        assert_eq!(review_days(&china, day("2026-09-30"), day("2026-10-07")), 0);
        assert_eq!(review_days(&china, day("2026-09-30"), day("2026-10-08")), 1);
    }

    #[test]
    fn the_mean_review_is_rounded_half_up_and_missing_where_nothing_was_decided() {
        let of = |days: &[u32]| {
            let mut tally = ReviewTally::default();
            for days in days {
                tally.add(*days);
            }
            tally
        };
        assert_eq!(of(&[]).mean(), "—");
        assert_eq!(of(&[0, 1, 3]).mean(), "1.3");
        assert_eq!(of(&[1, 1, 1, 2]).mean(), "1.3");
        assert_eq!(of(&[5, 6]).in_time(), Ratio::of(1, 2));
        assert_eq!(of(&[]).in_time().percent(), "—");
    }

    #[test]
    fn waived_reports_are_not_owed() {
        let reports = ReportTally { owed: 100, waived: 2, in_time: 95, approved: 90, approved_at_once: 81 };
        assert_eq!(reports.punctuality(), Ratio::of(95, 98));
        assert_eq!(reports.punctuality().percent(), "96.94%");
        assert_eq!(reports.approved_first_time().percent(), "90.00%");
    }
}
