//! What people do, step by step: each task's story from its draft to where it stands on the day of loading.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use luoshi_domain::policy::Role;
use luoshi_domain::reports::{ReportAction, ReturnReason};
use luoshi_domain::tasks::{Conclusion, TaskAction};

use super::annual::Moment;
use super::days::worked_on_or_before;
use super::reports::{Filed, Outcome, Setting, Words, filed};
use super::script::{SamplePart, SampleTask, Script, Story};
use crate::tasks::transition::TaskTransition;

/// One thing somebody does at an instant.
#[derive(Debug)]
pub(super) struct Step {
    pub at: DateTime<Utc>,
    /// Place of the task in the file.
    pub task: usize,
    pub login: String,
    pub act: Act,
}

#[derive(Debug)]
pub(super) enum Act {
    /// Opens the reporting window of a quarter.
    Open { cycle: usize },
    /// Asks for other roles of a person, which the security administrator has not decided on.
    Ask { login: &'static str, roles: &'static [Role] },
    /// Drafts the task with its milestones.
    Draft,
    /// Takes a step of the task's workflow.
    Take(TaskTransition),
    /// Begins a report.
    Begin { cycle: usize },
    /// Fills it in.
    Write { cycle: usize, words: Words, claims: Vec<usize> },
    /// Attaches a paper for a claimed milestone.
    Prove { cycle: usize, milestone: usize, number: usize },
    /// Asks the organisations named in the sample for their parts.
    AskParts { cycle: usize },
    /// An organisation writes its part and submits it.
    Part { cycle: usize, part: SamplePart },
    /// The lead takes a part over, and may put it in other words.
    TakePart { cycle: usize, part: SamplePart },
    /// Takes a step of the report's workflow; approval accepts every claim.
    Move { cycle: usize, action: ReportAction, comment: Option<String>, reasons: Vec<ReturnReason> },
    /// A day begins and the light of the task is judged again, which nobody does.
    Dawn,
    /// The day after the end of a reporting window: all lights are judged and the state of every task is frozen.
    Freeze,
    /// What happens to the annual book of a year.
    Annual { year: i32, moment: Moment },
}

/// An instant of an office day in Beijing.
pub(super) fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    (day.and_time(time) - TimeDelta::hours(8)).and_utc()
}

/// The steps of one task in their order.
pub(super) fn steps(setting: &Setting<'_>, script: &Script) -> Vec<Step> {
    let mut scene = Scene { setting, cast: Cast::of(setting, script), steps: Vec::new() };
    scene.assign();
    let filed = filed(setting);
    for report in &filed {
        scene.file(report);
    }
    scene.close(filed.iter().filter(|report| report.outcome == Outcome::Approved).map(|report| report.on).max());
    scene.judge_daily(&filed);
    scene.steps
}

/// Who acts in a story.
struct Cast {
    reporter: String,
    liaison: String,
    reviewer: String,
    leader: String,
    staff: String,
    head: String,
    /// Who writes the parts of other organisations.
    writers: HashMap<String, String>,
}

impl Cast {
    fn of(setting: &Setting<'_>, script: &Script) -> Cast {
        let turn = |org: &str, role| {
            let logins = script.logins(org, role);
            logins.get(setting.index % logins.len().max(1)).copied().unwrap_or_default().to_owned()
        };
        let lead = &setting.task.lead;
        let reporter = turn(lead, Role::UnitReporter);
        let liaison = script.people.iter().find(|person| person.login == reporter);
        Cast {
            liaison: liaison.map(|person| person.name.clone()).unwrap_or_default(),
            reporter,
            reviewer: turn(lead, Role::UnitReviewer),
            leader: turn(lead, Role::UnitLeader),
            staff: turn("office", Role::OfficeStaff),
            head: turn("office", Role::OfficeHead),
            writers: setting
                .task
                .parts
                .iter()
                .map(|part| (part.org.clone(), turn(&part.org, Role::UnitReporter)))
                .collect(),
        }
    }
}

struct Scene<'a> {
    setting: &'a Setting<'a>,
    cast: Cast,
    steps: Vec<Step>,
}

impl Scene<'_> {
    fn add(&mut self, at: DateTime<Utc>, login: &str, act: Act) {
        self.steps.push(Step { at, task: self.setting.index, login: login.to_owned(), act });
    }

    fn take(&mut self, at: DateTime<Utc>, login: &str, step: TaskTransition) {
        self.add(at, login, Act::Take(step));
    }

    fn task(&self) -> &SampleTask {
        self.setting.task
    }

    /// Minutes that keep the acts of one day apart.
    fn minutes(&self) -> u32 {
        u32::try_from(self.setting.index * 7 % 45).unwrap_or(0)
    }

    fn ago(&self, days: u64) -> NaiveDate {
        worked_on_or_before(self.setting.today - Days::new(days), self.setting.calendar)
    }

    fn later(&self, day: NaiveDate, working_days: u32) -> NaiveDate {
        self.setting.calendar.nth_working_day_after(day, working_days)
    }

    /// Drafted, issued, and signed or sent back.
    fn assign(&mut self) {
        let story = self.task().story;
        let before_start = worked_on_or_before(self.setting.days.start - Days::new(5), self.setting.calendar);
        let issued_on = match story {
            Story::PendingSignoff => self.ago(1),
            Story::SignoffReturned => self.ago(5),
            _ => before_start.min(self.ago(18)),
        };
        let drafted_on = worked_on_or_before(issued_on - Days::new(2), self.setting.calendar);
        let (staff, head, minutes) = (self.cast.staff.clone(), self.cast.head.clone(), self.minutes());
        // The order of the file is the order of the codes within a measure.
        let order = TimeDelta::seconds(20 * i64::try_from(self.setting.index).unwrap_or(0));
        self.add(at(drafted_on, 9, 0) + order, &staff, Act::Draft);
        self.take(at(issued_on, 15, minutes), &head, transition(TaskAction::Issue));
        match story {
            Story::PendingSignoff => {}
            Story::SignoffReturned => {
                let comment = self.task().return_reason.clone();
                let step = TaskTransition { comment, ..transition(TaskAction::ReturnSignoff) };
                self.take(at(self.ago(2), 16, minutes), &self.cast.leader.clone(), step);
            }
            _ => self.sign(issued_on),
        }
    }

    fn sign(&mut self, issued_on: NaiveDate) {
        let odd = self.setting.index % 2;
        let signer = if odd == 1 { self.cast.leader.clone() } else { self.cast.reviewer.clone() };
        let signed_on = self.later(issued_on, 1 + u32::try_from(odd).unwrap_or(0));
        let step = TaskTransition { liaison: Some(self.cast.liaison.clone()), ..transition(TaskAction::Sign) };
        self.take(at(signed_on, 10, self.minutes()), &signer, step);
    }

    /// A report from its beginning to where it came.
    fn file(&mut self, report: &Filed) {
        let (cycle, on, minutes) = (report.cycle, report.on, self.minutes());
        let reporter = self.cast.reporter.clone();
        self.add(at(on, 9, minutes), &reporter, Act::Begin { cycle });
        if report.outcome == Outcome::Waived {
            let comment = "全部里程碑已认可，正在办理办结，本期免报。".to_owned();
            self.review(report, ReportAction::Waive, self.ago(7), Some(comment));
            return;
        }
        let (words, claims) = (report.words.clone(), report.claims.clone());
        self.add(at(on, 9, minutes + 5), &reporter, Act::Write { cycle, words, claims });
        for (place, milestone) in report.claims.iter().enumerate() {
            for number in 0..=(self.setting.index + milestone) % 2 {
                let minute = u32::try_from(3 * place + number).unwrap_or(0);
                let act = Act::Prove { cycle, milestone: *milestone, number };
                self.add(at(on, 10, minute), &reporter, act);
            }
        }
        if report.outcome != Outcome::Approved {
            self.ask_parts(report);
        }
        if report.outcome == Outcome::Draft {
            return;
        }
        self.add(at(on, 11, minutes), &reporter, movement(cycle, ReportAction::Submit));
        self.review_all(report);
    }

    /// The lead asks, the others write, the lead takes over: between the papers and the submission of that day.
    fn ask_parts(&mut self, report: &Filed) {
        let (cycle, on, parts) = (report.cycle, report.on, self.task().parts.clone());
        if parts.is_empty() {
            return;
        }
        let reporter = self.cast.reporter.clone();
        self.add(at(on, 10, 20), &reporter, Act::AskParts { cycle });
        for (place, part) in parts.into_iter().enumerate() {
            let minute = 25 + 2 * u32::try_from(place).unwrap_or(0);
            let writer = self.cast.writers.get(&part.org).cloned().unwrap_or_default();
            if part.progress.is_some() {
                self.add(at(on, 10, minute), &writer, Act::Part { cycle, part: part.clone() });
            }
            if part.taken {
                self.add(at(on, 10, minute + 20), &reporter, Act::TakePart { cycle, part });
            }
        }
    }

    /// What the reviewers made of a submitted report; the hours keep the order where holidays push days together.
    fn review_all(&mut self, report: &Filed) {
        let settled = self.ago(1).max(report.on);
        let slow = 2 + u32::try_from(self.setting.index % 3).unwrap_or(0);
        let in_days = |n| self.later(report.on, n).min(settled);
        match report.outcome {
            Outcome::Approved => {
                let (passed_on, approved_on) = (in_days(1), in_days(slow));
                self.review(report, ReportAction::Pass, passed_on, None);
                self.review(report, ReportAction::Approve, approved_on, None);
            }
            Outcome::InOfficeReview => {
                let passed_on = self.ago(4).max(report.on);
                self.review(report, ReportAction::Pass, passed_on, None);
            }
            Outcome::Returned => {
                let (passed_on, returned_on) = (self.ago(6).max(report.on), self.ago(4).max(report.on));
                self.review(report, ReportAction::Pass, passed_on, None);
                self.review(report, ReportAction::Return, returned_on, self.task().return_reason.clone());
            }
            Outcome::InUnitReview | Outcome::Draft | Outcome::Waived => {}
        }
    }

    fn review(&mut self, report: &Filed, action: ReportAction, day: NaiveDate, comment: Option<String>) {
        let (login, hour) = match action {
            ReportAction::Pass => (self.cast.reviewer.clone(), 14),
            _ => (self.cast.staff.clone(), 16),
        };
        let reasons = match action {
            ReportAction::Return => vec![ReturnReason::EvidenceInsufficient],
            _ => Vec::new(),
        };
        let act = Act::Move { cycle: report.cycle, action, comment, reasons };
        self.add(at(day, hour, self.minutes()), &login, act);
    }

    /// Applied for, and where the story goes so far, confirmed.
    fn close(&mut self, last_submission: Option<NaiveDate>) {
        let applied_on = match (self.task().story, last_submission) {
            (Story::PendingClosure, _) => self.ago(3),
            // One working day after the slowest review.
            (Story::Completed | Story::CompletedLate, Some(on)) => self.later(on, 5),
            _ => return,
        };
        let task = self.task();
        let summary = format!(
            "任务确定的{}个里程碑均已认可，交付物（{}）齐备。对照验收标准逐条自查：{}佐证材料目录随附。",
            task.milestones.len(),
            task.deliverable,
            task.acceptance
        );
        let step = TaskTransition {
            conclusion: Some(Conclusion::Done),
            summary: Some(summary),
            ..transition(TaskAction::ApplyClosure)
        };
        let is_open = task.story == Story::PendingClosure;
        self.take(at(applied_on, 10, self.minutes()), &self.cast.leader.clone(), step);
        if !is_open {
            // Supporting organisations have five working days; their silence is consent from the next one on.
            let closed_on = self.later(applied_on, 6);
            let head = self.cast.head.clone();
            self.take(at(closed_on, 15, self.minutes()), &head, transition(TaskAction::AcceptClosure));
        }
    }

    /// The mornings on which the light may have changed, so that it is known since when it burns.
    fn judge_daily(&mut self, filed: &[Filed]) {
        let mut mornings = vec![self.setting.days.start];
        for (milestone, due) in self.setting.days.milestones.iter().enumerate() {
            let submission = filed.iter().find(|report| report.claims.contains(&milestone)).map(|report| report.on);
            if submission.is_none_or(|on| on > *due) {
                mornings.extend([*due + Days::new(1), *due + Days::new(11)]);
            }
        }
        mornings.push(self.setting.days.due + Days::new(1));
        mornings.retain(|day| *day <= self.setting.today);
        for day in mornings {
            self.add(at(day, 0, 5), "", Act::Dawn);
        }
    }
}

/// A step of a task that brings nothing along.
fn transition(action: TaskAction) -> TaskTransition {
    TaskTransition {
        action,
        comment: None,
        liaison: None,
        lead_org_id: None,
        conclusion: None,
        summary: None,
        answers: None,
        practice: None,
        due_on: None,
    }
}

fn movement(cycle: usize, action: ReportAction) -> Act {
    Act::Move { cycle, action, comment: None, reasons: Vec::new() }
}

#[cfg(test)]
mod tests {
    use luoshi_domain::calendar::Calendar;

    use super::super::days::{TaskDays, lay_out, quarters};
    use super::*;

    /// Tells every story on many days between the middle of 2026 and the end of the plan.
    fn on_many_days(check: impl Fn(&Setting<'_>, &[Step])) {
        let (script, calendar) = (Script::read().unwrap(), Calendar::china());
        let last: NaiveDate = "2027-12-31".parse().unwrap();
        let days = "2026-06-01".parse::<NaiveDate>().unwrap().iter_days().step_by(7).take_while(|day| *day <= last);
        for today in days {
            let quarters = quarters(today, &calendar);
            for (index, task) in script.tasks.iter().enumerate() {
                let days: TaskDays = lay_out(task, today);
                let setting = Setting { task, index, days: &days, quarters: &quarters, calendar: &calendar, today };
                check(&setting, &steps(&setting, &script));
            }
        }
    }

    #[test]
    fn nothing_happens_in_the_future_and_nothing_before_its_cause() {
        on_many_days(|setting, steps| {
            let told = format!("{} {} {:?}", setting.today, setting.task.title, setting.task.story);
            assert!(steps.iter().all(|step| step.at <= at(setting.today, 0, 5)), "{told}");
            assert!(steps.iter().all(|step| !step.login.is_empty() || matches!(step.act, Act::Dawn)), "{told}");
            let taken = steps.iter().filter(|step| matches!(step.act, Act::Draft | Act::Take(_)));
            assert!(taken.map(|step| step.at).is_sorted(), "{told}");
            let mut reports: HashMap<usize, Vec<&Step>> = HashMap::new();
            for step in steps {
                if let Act::Begin { cycle }
                | Act::Write { cycle, .. }
                | Act::Prove { cycle, .. }
                | Act::Move { cycle, .. } = &step.act
                {
                    reports.entry(*cycle).or_default().push(step);
                }
            }
            for (cycle, steps) in reports {
                assert!(steps.is_sorted_by(|one, next| one.at < next.at), "{told} {steps:?}");
                assert!(steps[0].at >= at(setting.quarters[cycle].window.opens_on, 9, 0), "{told} {steps:?}");
                let begun = steps.iter().filter(|step| matches!(step.act, Act::Begin { .. }));
                assert_eq!(begun.count(), 1, "{told}");
            }
        });
    }

    #[test]
    fn milestones_are_submitted_in_time_unless_the_story_is_that_they_are_not() {
        on_many_days(|setting, _| {
            let task = setting.task;
            for report in filed(setting).iter().filter(|report| report.outcome == Outcome::Approved) {
                for claim in &report.claims {
                    let late = (report.on - setting.days.milestones[*claim]).num_days();
                    let is_late_one = task.story_days_late.is_some() && *claim == task.pivot();
                    let expected = if is_late_one { late == task.days_late() } else { late <= 0 };
                    assert!(expected, "{} {} {late}", setting.today, task.title);
                }
            }
        });
    }

    #[test]
    fn a_task_is_applied_for_once_its_last_report_was_approved() {
        on_many_days(|setting, steps| {
            let approved =
                steps.iter().filter(|step| matches!(step.act, Act::Move { action: ReportAction::Approve, .. }));
            let applied =
                |step: &&Step| matches!(&step.act, Act::Take(taken) if taken.action == TaskAction::ApplyClosure);
            if let Some(applied) = steps.iter().find(applied) {
                assert!(approved.map(|step| step.at).max() < Some(applied.at), "{}", setting.task.title);
                let applied_on = luoshi_domain::calendar::shanghai_today(applied.at);
                assert_eq!(applied_on > setting.days.due, setting.task.story == Story::CompletedLate);
            }
        });
    }
}
