//! 里程碑表: each line a milestone of a task named by its code.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::cells::Line;
use super::days::{Side, printed};
use super::header::{Column, Table};
use super::tasks::{changed, flag_printed};
use super::words::{key, tidy};
use super::{CheckedLine, LineChange};
use crate::tasks::TaskState;

/// The columns; the name of the task is for the reader alone.
pub const COLUMNS: &[Column] = &[
    Column { must: true, ..Column::heading("task", "任务编号", &["编号"]) },
    Column::heading("task_title", "任务名称", &["重点任务", "任务"]),
    Column::may("ord", "节点序号", &["里程碑序号", "节点号"]),
    Column::must("title", "里程碑", &["节点", "里程碑名称", "节点名称", "关键节点名称"]),
    Column::may("deliverable", "交付物", &["成果", "节点成果", "成果形式"]),
    Column::must("due_on", "完成时限", &["完成时间", "时限", "节点时限", "截止日期", "到期日"]),
    Column::must("weight", "权重", &["权重%", "占比"]),
    Column::may("is_key", "关键节点", &["是否关键", "是否关键节点"]),
];

/// Everything about a milestone that the table holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneRecord {
    /// Its task.
    pub task_id: Uuid,
    /// Its place within the task.
    pub ord: i32,
    /// Its title.
    pub title: String,
    /// What must exist then.
    pub deliverable: String,
    /// Its due day.
    pub due_on: NaiveDate,
    /// Percent of the task.
    pub weight: i32,
    /// 关键节点.
    pub is_key: bool,
}

/// A milestone that the ledger holds.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredMilestone {
    /// Its id.
    pub id: Uuid,
    /// What it says.
    #[serde(flatten)]
    pub record: MilestoneRecord,
}

/// A task with its milestones.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredTask {
    /// Its id.
    pub id: Uuid,
    /// E.g. `28-03`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: TaskState,
    /// Whether units are or were asked about it: its milestones stand still then (domain.md 2.2).
    pub in_consultation: bool,
    /// First day.
    pub start_on: NaiveDate,
    /// Last day.
    pub due_on: NaiveDate,
    /// Its milestones in order.
    pub milestones: Vec<StoredMilestone>,
}

/// Checks every line against the tasks of a plan.
pub fn check(table: &Table<'_>, tasks: &[StoredTask]) -> Vec<CheckedLine<MilestoneRecord>> {
    let mut checker = Checker::new(tasks);
    let mut lines: Vec<_> = table.lines.iter().map(|row| checker.line(Line::new(table, *row))).collect();
    check_weights(table, tasks, &mut lines);
    lines
}

/// Milestones of an issued task move with an extension, of one that units were asked about with its batch.
fn refuse_fixed(line: &mut Line<'_>, task: &StoredTask) {
    let (code, fixed, way) = match task.state {
        TaskState::Draft if task.in_consultation => {
            ("task_in_consultation", "已随批次征求意见", "请采纳单位意见，或修订批次")
        }
        TaskState::Draft => return,
        _ => ("task_issued", "已交办", "请走任务调整或延期申请"),
    };
    line.fault("title", code, format!("任务 {} {fixed}，里程碑不能通过导入增改，{way}", task.code));
}

struct Checker<'t> {
    by_code: HashMap<String, &'t StoredTask>,
    next: HashMap<Uuid, i32>,
    seen: HashMap<(Uuid, String), u32>,
    seen_places: HashMap<(Uuid, i32), u32>,
}

impl<'t> Checker<'t> {
    fn new(tasks: &'t [StoredTask]) -> Checker<'t> {
        let last = |task: &StoredTask| task.milestones.iter().map(|milestone| milestone.record.ord).max().unwrap_or(0);
        Checker {
            by_code: tasks.iter().map(|task| (key(&task.code), task)).collect(),
            next: tasks.iter().map(|task| (task.id, last(task))).collect(),
            seen: HashMap::new(),
            seen_places: HashMap::new(),
        }
    }

    fn line(&mut self, mut line: Line<'_>) -> CheckedLine<MilestoneRecord> {
        let row = line.row;
        let task = self.task(&mut line);
        let ord = line.whole("ord", 1..=999);
        let title = line.required("title", 200);
        let label = title.clone().unwrap_or_default();
        let stored = task.and_then(|task| find(task, ord, title.as_deref()));
        let record = self.read(&mut line, task, stored, (ord, title));
        let Some(record) = record else {
            let problems = line.problems;
            return CheckedLine {
                row: row + 1,
                label,
                change: LineChange::Problem,
                target: None,
                record: None,
                differences: vec![],
                problems,
            };
        };
        self.check(&mut line, task, &record);
        let differences = stored.map(|stored| differences(&stored.record, &record)).unwrap_or_default();
        let label = task.map_or(label.clone(), |task| format!("{} {label}", task.code));
        if let Some(task) = task.filter(|_| stored.is_none() || !differences.is_empty()) {
            refuse_fixed(&mut line, task);
        }
        CheckedLine::of(row + 1, label, (stored.map(|stored| stored.id), record), differences, line.problems)
    }

    fn task(&self, line: &mut Line<'_>) -> Option<&'t StoredTask> {
        let words = line.words("task");
        if words.is_empty() {
            line.fault("task", "required", "请填写任务编号，如 28-03");
            return None;
        }
        let found = self.by_code.get(&key(&words)).copied();
        if found.is_none() {
            line.fault("task", "unknown_task", format!("方案中没有编号为“{words}”的任务，请先导入任务分解表"));
        }
        found
    }

    fn read(
        &mut self,
        line: &mut Line<'_>,
        task: Option<&StoredTask>,
        stored: Option<&StoredMilestone>,
        (ord, title): (Option<i32>, Option<String>),
    ) -> Option<MilestoneRecord> {
        let old = stored.map(|stored| &stored.record);
        let deliverable = line.text("deliverable", 2_000);
        let is_key = line.flag("is_key");
        let due_on = line.day("due_on", Side::Last);
        let weight = line.whole("weight", 1..=100);
        for (column, missing) in [("due_on", due_on.is_none()), ("weight", weight.is_none())] {
            if missing && !line.is_faulty(column) {
                line.fault(column, "required", "请填写这一项");
            }
        }
        let task = task?;
        let title = title?;
        let ord = old.map(|old| old.ord).or(ord).unwrap_or_else(|| {
            let next = self.next.entry(task.id).or_insert(0);
            *next += 1;
            *next
        });
        let next = self.next.entry(task.id).or_insert(0);
        *next = ord.max(*next);
        Some(MilestoneRecord {
            task_id: task.id,
            ord,
            title,
            deliverable: deliverable.or_else(|| old.map(|old| tidy(&old.deliverable))).unwrap_or_default(),
            due_on: due_on?,
            weight: weight?,
            is_key: is_key.or_else(|| old.map(|old| old.is_key)).unwrap_or(false),
        })
    }

    fn check(&mut self, line: &mut Line<'_>, task: Option<&StoredTask>, record: &MilestoneRecord) {
        let Some(task) = task else { return };
        if !(task.start_on..=task.due_on).contains(&record.due_on) {
            let message = format!("应在任务的 {} 至 {} 之间", printed(task.start_on), printed(task.due_on));
            line.fault("due_on", "outside_task", message);
        }
        let row = line.row;
        let first = *self.seen.entry((task.id, key(&record.title))).or_insert(row);
        let first_place = *self.seen_places.entry((task.id, record.ord)).or_insert(row);
        if first != row {
            line.fault("title", "twice", format!("与第 {} 行是同一个里程碑，请合并成一行", first + 1));
        } else if first_place != row {
            line.fault("ord", "twice", format!("节点序号与第 {} 行相同", first_place + 1));
        }
    }
}

/// By its place where the table gives one, else by its title.
fn find<'t>(task: &'t StoredTask, ord: Option<i32>, title: Option<&str>) -> Option<&'t StoredMilestone> {
    if let Some(ord) = ord {
        return task.milestones.iter().find(|milestone| milestone.record.ord == ord);
    }
    let title = key(title?);
    task.milestones.iter().find(|milestone| key(&milestone.record.title) == title)
}

fn differences(old: &MilestoneRecord, new: &MilestoneRecord) -> Vec<super::Difference> {
    changed([
        ("里程碑", tidy(&old.title), new.title.clone()),
        ("交付物", tidy(&old.deliverable), new.deliverable.clone()),
        ("完成时限", printed(old.due_on), printed(new.due_on)),
        ("权重", old.weight.to_string(), new.weight.to_string()),
        ("关键节点", flag_printed(old.is_key).to_owned(), flag_printed(new.is_key).to_owned()),
    ])
}

/// The weights of a task may not exceed 100 after the import; the fault stands at its last line.
fn check_weights(table: &Table<'_>, tasks: &[StoredTask], lines: &mut [CheckedLine<MilestoneRecord>]) {
    let mut sums: HashMap<Uuid, i32> = HashMap::new();
    let mut last: HashMap<Uuid, usize> = HashMap::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(record) = &line.record else { continue };
        *sums.entry(record.task_id).or_insert(0) += record.weight;
        last.insert(record.task_id, index);
    }
    let spoken_of: std::collections::HashSet<Uuid> = lines.iter().filter_map(|line| line.target).collect();
    for task in tasks {
        let Some(index) = last.get(&task.id) else { continue };
        let kept: i32 = task
            .milestones
            .iter()
            .filter(|m| !spoken_of.contains(&m.id))
            .map(|milestone| milestone.record.weight)
            .sum();
        let sum = kept + sums.get(&task.id).copied().unwrap_or(0);
        if sum <= 100 || task.state != TaskState::Draft {
            continue;
        }
        let message = format!("任务 {} 的里程碑权重合计不能超过 100，导入后将为 {sum}", task.code);
        if let Some(line) = lines.get_mut(*index) {
            let mut at = Line::new(table, line.row - 1);
            at.fault("weight", "weights_over_hundred", message);
            line.problems.append(&mut at.problems);
            line.change = LineChange::Problem;
        }
    }
}
