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
    if matches!(setting.task.story, Story::Completed | Story::CompletedLate) {
        let last = filed.keys().next_back().copied().unwrap_or_default();
        setting.add_usual(&mut filed, last);
    } else {
        setting.add_usual(&mut filed, setting.current());
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

    /// Everybody reported on each quarter before this one, in its last days; now and then there was nothing new.
    fn add_usual(&self, filed: &mut BTreeMap<usize, Filed>, until: usize) {
        let settled = self.today - Days::new(SETTLED);
        for (cycle, quarter) in self.quarters.iter().enumerate().take(until) {
            let on = quarter.window.due_on.min(settled) - Days::new(self.index as u64 % 4);
            let on = worked_on_or_before(on, self.calendar);
            let started = self.days.start <= quarter.period.to && self.days.start + Days::new(SIGNED) <= on;
            if !started || filed.contains_key(&cycle) {
                continue;
            }
            let mut report = Filed::new(cycle, on, Outcome::Approved);
            if self.task.story == Story::OnTrack && cycle + 1 < self.current() && (self.index + cycle) % 5 == 1 {
                report.words.no_change_reason =
                    Some(WITHOUT_NEWS[(self.index + cycle) / 5 % WITHOUT_NEWS.len()].to_owned());
            }
            filed.insert(cycle, report);
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

    /// The last three reports that tell of a milestone or of today say what the sample data says; the others name what
    /// was reached or is under way.
    fn give_words(&self, filed: &mut [Filed]) {
        let task = self.task;
        let mut reached = 0;
        let mut speaking = Vec::new();
        for report in filed {
            reached = report.claims.iter().max().map_or(reached, |last| last + 1);
            if report.words.no_change_reason.is_none() && report.outcome != Outcome::Waived {
                speaking.push((reached, report));
            }
        }
        let mut age = 0;
        for (reached, report) in speaking.into_iter().rev() {
            let told = !report.claims.is_empty() || report.cycle + 1 >= self.current();
            let coming = task
                .milestones
                .get(reached)
                .map_or("成果总结和转入常态运行", |milestone| milestone.title.as_str());
            let progress = match age {
                0..=2 if told => task.progress[2 - age].clone(),
                _ => self.older_words(report, coming),
            };
            let next_steps = if age == 0 {
                task.next.clone()
            } else {
                format!("按月调度，推进“{coming}”，按期报送佐证材料。")
            };
            let problems = task.problem.clone().filter(|_| age == 0).unwrap_or_default();
            let expected = (age == 0 && !problems.is_empty()).then(|| self.today + Days::new(14));
            report.words =
                Words { progress, problems, next_steps, no_change_reason: None, expected_completion_on: expected };
            age += usize::from(told);
        }
    }

    /// What was reached then, or where the work stood between two milestones.
    fn older_words(&self, report: &Filed, coming: &str) -> String {
        let milestones = report.claims.iter().map(|claim| &self.task.milestones[*claim]);
        let reached: Vec<String> = milestones
            .map(|milestone| format!("已完成“{}”，形成{}，材料随本期一并报送", milestone.title, milestone.deliverable))
            .collect();
        if reached.is_empty() {
            return UNDER_WAY[(self.index + report.cycle) % UNDER_WAY.len()].replace("{coming}", coming);
        }
        format!("{}。牵头单位会同配合单位按月调度，各项工作按计划推进。", reached.join("；"))
    }
}

/// Where the work stood in a quarter without a milestone.
const UNDER_WAY: [&str; 4] = [
    "“{coming}”正在推进，方案初稿已完成并征求配合单位意见，修改后进入下一环节。",
    "围绕“{coming}”召开了两次调度会，任务分工和时间表已明确，各配合单位按分工推进。",
    "“{coming}”所需的基础数据和材料已收集过半，正在核对汇总，时间节点不变。",
    "与配合单位就“{coming}”完成了实地调研，问题清单已梳理，正在逐项落实。",
];

/// Days a task needs from its first day until people report on it.
const SIGNED: u64 = 14;

/// Why a report may say that nothing changed.
const WITHOUT_NEWS: [&str; 4] = [
    "本季度处于方案论证阶段，尚无新的可核验成果，下一节点时间不变。",
    "本季度开展内部调研和数据核对，未形成新的交付物。",
    "上一节点成果已在前期报送，本季度按计划组织实施，无新增进展需要报送。",
    "本季度等待主管部门批复，批复下达后随即启动下一阶段工作。",
];
