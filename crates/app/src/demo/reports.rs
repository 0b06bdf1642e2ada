//! Which reports a task has filed by the day of loading, when, how far each came and what it says.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use luoshi_domain::calendar::Calendar;

use super::days::{Quarter, SETTLED, TaskDays, worked_on_or_before};
use super::script::{SampleTask, Story};

/// A report that is played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filed {
    /// Which quarter it is for.
    pub cycle: usize,
    /// Day of its submission, or of its beginning where it never was submitted.
    pub on: NaiveDate,
    /// Milestones it claims, from 0.
    pub claims: Vec<usize>,
    /// How far it came.
    pub outcome: Outcome,
    pub words: Words,
}

/// How far a report came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Approved,
    Draft,
    InUnitReview,
    InOfficeReview,
    Returned,
    Waived,
}

/// What a report says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub progress: String,
    pub problems: String,
    pub next_steps: String,
    pub no_change_reason: Option<String>,
    pub expected_completion_on: Option<NaiveDate>,
}

impl Filed {
    fn new(cycle: usize, on: NaiveDate, outcome: Outcome) -> Filed {
        Filed { cycle, on, claims: Vec::new(), outcome, words: Words::default() }
    }
}

/// A task with everything that decides on its reports.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting<'a> {
    pub task: &'a SampleTask,
    /// Place of the task in the file; gives the variety.
    pub index: usize,
    pub days: &'a TaskDays,
    pub quarters: &'a [Quarter],
    pub calendar: &'a Calendar,
    pub today: NaiveDate,
}

/// All reports of a task in the order of their quarters.
pub(super) fn filed(setting: &Setting<'_>) -> Vec<Filed> {
    if matches!(setting.task.story, Story::PendingSignoff | Story::SignoffReturned | Story::NotStarted) {
        return Vec::new();
    }
    let mut filed = setting.accepted_claims();
    if !matches!(setting.task.story, Story::Completed | Story::CompletedLate) {
        setting.add_last_closed(&mut filed);
        setting.add_current(&mut filed);
    }
    let mut filed: Vec<Filed> = filed.into_values().collect();
    setting.give_words(&mut filed);
    filed
}

impl Setting<'_> {
    fn current(&self) -> usize {
        self.quarters.len() - 1
    }

    /// Milestones accepted before today, each in the report of the quarter in which it was submitted.
    fn accepted_claims(&self) -> BTreeMap<usize, Filed> {
        let mut filed = BTreeMap::new();
        for milestone in 0..self.days.milestones.len() {
            if !self.days.is_accepted(self.task, milestone, self.today) {
                continue;
            }
            let (cycle, on) = self.submission(milestone);
            let report = filed.entry(cycle).or_insert_with(|| Filed::new(cycle, on, Outcome::Approved));
            report.claims.push(milestone);
            report.on = report.on.min(on);
        }
        filed
    }

    /// The quarter and the day of the submission that was accepted.
    fn submission(&self, milestone: usize) -> (usize, NaiveDate) {
        let due = self.days.milestones[milestone];
        let was_late =
            matches!(self.task.story, Story::LateDone | Story::CompletedLate) && milestone == self.task.pivot();
        if was_late {
            // A late report is still the report of the quarter in which it was due.
            return (
                self.quarter_of(due).min(self.current() - 1),
                due + Days::new(self.task.days_late().unsigned_abs()),
            );
        }
        let early = 2 + (self.index as u64 + 3 * milestone as u64) % 6;
        let on = (due - Days::new(early)).min(self.today - Days::new(SETTLED));
        let on = worked_on_or_before(on, self.calendar).max(self.days.start);
        let cycle = self.quarter_of(on);
        if cycle < self.current() {
            return (cycle, on);
        }
        // The report of the present quarter tells the story: what was accepted since came with the one before.
        let before = self.current() - 1;
        (before, on.min(self.quarters[before].window.due_on))
    }

    fn quarter_of(&self, day: NaiveDate) -> usize {
        self.quarters.iter().position(|quarter| day <= quarter.period.to).unwrap_or(self.current())
    }

    /// Everybody reported on the quarter before; some had nothing new in the one before that.
    fn add_last_closed(&self, filed: &mut BTreeMap<usize, Filed>) {
        for cycle in [self.current() - 1, self.current() - 2] {
            let quarter = self.quarters[cycle];
            let without_news = cycle + 2 == self.current();
            if without_news && (self.task.story != Story::OnTrack || self.index % 5 != 1) {
                continue;
            }
            let on = quarter.window.due_on.min(self.today - Days::new(SETTLED)) - Days::new(self.index as u64 % 4);
            let on = worked_on_or_before(on, self.calendar);
            let report = filed.entry(cycle).or_insert_with(|| Filed::new(cycle, on, Outcome::Approved));
            if without_news && report.claims.is_empty() {
                report.words.no_change_reason = Some(WITHOUT_NEWS[self.index / 5 % WITHOUT_NEWS.len()].to_owned());
            }
        }
    }

    /// The report of the present quarter, as far as the story goes.
    fn add_current(&self, filed: &mut BTreeMap<usize, Filed>) {
        let (days_ago, outcome) = match self.task.story {
            Story::Returned => (8, Outcome::Returned),
            Story::InUnitReview => (3, Outcome::InUnitReview),
            Story::InOfficeReview => (6, Outcome::InOfficeReview),
            Story::DraftReport => (3, Outcome::Draft),
            Story::PendingClosure => (8, Outcome::Waived),
            Story::OnTrack if self.index.is_multiple_of(3) => (9 + self.index as u64 % 4, Outcome::Approved),
            _ => return,
        };
        let opens_on = self.quarters[self.current()].window.opens_on;
        let on = worked_on_or_before(self.today - Days::new(days_ago), self.calendar).max(opens_on);
        let mut report = Filed::new(self.current(), on, outcome);
        if !matches!(outcome, Outcome::Waived | Outcome::Approved) {
            report.claims.push(self.task.pivot());
        }
        filed.insert(self.current(), report);
    }

    /// The last three reports say what the sample data says; those before name what was reached.
    fn give_words(&self, filed: &mut [Filed]) {
        let task = self.task;
        let spoken = |report: &&mut Filed| report.words.no_change_reason.is_none() && report.outcome != Outcome::Waived;
        for (age, report) in filed.iter_mut().rev().filter(spoken).enumerate() {
            let reached = report.claims.iter().max().map_or(0, |last| last + 1);
            let progress = match age {
                0..=2 => task.progress[2 - age].clone(),
                _ => self.older_words(&report.claims),
            };
            let coming =
                task.milestones.get(reached).map_or("成果总结和转入常态运行", |milestone| &milestone.title);
            let next_steps = if age == 0 {
                task.next.clone()
            } else {
                format!("按月调度，推进“{coming}”，按期报送佐证材料。")
            };
            let problems = task.problem.clone().filter(|_| age == 0).unwrap_or_default();
            let expected = (age == 0 && !problems.is_empty()).then(|| self.today + Days::new(14));
            report.words =
                Words { progress, problems, next_steps, no_change_reason: None, expected_completion_on: expected };
        }
    }

    fn older_words(&self, claims: &[usize]) -> String {
        let milestones = claims.iter().map(|claim| &self.task.milestones[*claim]);
        let reached: Vec<String> = milestones
            .map(|milestone| format!("已完成“{}”，形成{}，材料随本期一并报送", milestone.title, milestone.deliverable))
            .collect();
        format!("{}。牵头单位会同配合单位按月调度，各项工作按计划推进。", reached.join("；"))
    }
}

/// Why a report may say that nothing changed.
const WITHOUT_NEWS: [&str; 4] = [
    "本季度处于方案论证阶段，尚无新的可核验成果，下一节点时间不变。",
    "本季度开展内部调研和数据核对，未形成新的交付物。",
    "上一节点成果已在前期报送，本季度按计划组织实施，无新增进展需要报送。",
    "本季度等待主管部门批复，批复下达后随即启动下一阶段工作。",
];
