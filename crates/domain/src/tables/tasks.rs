//! 任务分解表 (domain.md 6.2): each line a task, with its measure, clauses, days and organisations.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::cells::{Line, entries};
use super::days::{Side, printed};
use super::grid::Cell;
use super::header::{Column, Table};
use super::names::Names;
use super::words::{half_width, key, tidy};
use super::{CheckedLine, Difference};
use crate::evidence::EvidenceKind;
use crate::tasks::{Nature, TaskState};

/// The columns of domain.md 6.2 first, then what makes the table whole.
pub const COLUMNS: &[Column] = &[
    Column::may("number", "序号", &["编号序号"]),
    Column::heading("part", "部分", &["所属部分"]),
    Column::heading("section", "节", &["所属节"]),
    Column::heading("measure", "举措", &["重点举措", "举措名称", "所属举措"]),
    Column::must("title", "重点任务", &["任务名称", "任务", "具体任务", "工作任务"]),
    Column::may("deliverable", "年度目标", &["成果", "交付物", "年度任务及目标", "目标", "成果形式", "主要成果"]),
    Column::may("due_on", "完成时限", &["完成时间", "时限", "完成期限", "截止时间", "截止日期"]),
    Column::may("lead", "牵头单位", &["主责单位", "主办单位", "牵头部门"]),
    Column::may("responsible", "责任单位", &["责任部门"]),
    Column::may("supporting", "配合单位", &["协办单位", "配合部门", "参与单位"]),
    Column::may("code", "任务编号", &["编号"]),
    Column::may("clauses", "条款", &["条款编号", "对应条款"]),
    Column::may("acceptance_standard", "验收标准", &["完成标准", "认定标准"]),
    Column::may("kinds", "佐证类型", &["佐证材料类型", "佐证种类"]),
    Column::may("nature", "任务性质", &["性质", "任务类型"]),
    Column::may("is_key", "是否重点", &["重点", "是否重点任务"]),
    Column::may("start_on", "开始日期", &["开始时间", "启动时间", "起始日期"]),
];

/// A measure as tables name it.
#[derive(Clone, Debug, Deserialize)]
pub struct Measure {
    /// Its id.
    pub id: Uuid,
    /// Its number in the codes of tasks: the printed one, or its place in the text.
    pub number: i32,
    /// Official title.
    pub title: String,
    /// Name for narrow places.
    pub short_title: String,
    /// Its clauses that are duties, in the order of the text.
    pub clauses: Vec<Clause>,
}

/// A clause that a task may carry out.
#[derive(Clone, Debug, Deserialize)]
pub struct Clause {
    /// Its id.
    pub id: Uuid,
    /// Its key, e.g. `S10-M28-C02`.
    pub key: String,
    /// Its number within the measure.
    pub number: i32,
}

/// Everything about a task that the table holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRecord {
    /// E.g. `28-03`.
    pub code: String,
    /// The measure that gives the code.
    pub measure_id: Uuid,
    /// Clauses in the order of the text.
    pub clause_ids: Vec<Uuid>,
    /// 重点任务.
    pub title: String,
    /// 成果.
    pub deliverable: String,
    /// Kinds of evidence that fit, by letter.
    pub kinds: Vec<EvidenceKind>,
    /// 验收标准.
    pub acceptance_standard: String,
    /// 阶段任务 or 长期任务.
    pub nature: Nature,
    /// 重点任务.
    pub is_key: bool,
    /// 牵头单位.
    pub lead: Uuid,
    /// 责任单位 in order.
    pub responsible: Vec<Uuid>,
    /// 配合单位 in order.
    pub supporting: Vec<Uuid>,
    /// First day.
    pub start_on: NaiveDate,
    /// Last day.
    pub due_on: NaiveDate,
}

/// A task that the ledger holds.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredTask {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub state: TaskState,
    /// Whether units are or were asked about it: its words stand still then (domain.md 2.2).
    pub in_consultation: bool,
    /// Days of its first and its last milestone.
    pub milestones: Option<(NaiveDate, NaiveDate)>,
    /// What it says.
    #[serde(flatten)]
    pub record: TaskRecord,
}

/// What the ledger holds of one plan.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Measures in the order of the text.
    pub measures: Vec<Measure>,
    /// Organisations.
    pub names: Names,
    /// Tasks.
    pub tasks: Vec<StoredTask>,
    /// The day of the check: where a table has no 开始日期, a new task starts then.
    pub today: NaiveDate,
}

/// The words of a kind of evidence in tables.
pub const fn kind_words(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::D => "文件",
        EvidenceKind::L => "名单清单",
        EvidenceKind::S => "统计数据",
        EvidenceKind::P => "立项合同验收",
        EvidenceKind::C => "批复认定证书",
        EvidenceKind::X => "现场照片走访记录",
        EvidenceKind::T => "平台运行记录",
        EvidenceKind::E => "活动材料",
        EvidenceKind::F => "资金凭证",
        EvidenceKind::R => "报告",
    }
}

const KINDS: [(EvidenceKind, &str); 10] = [
    (EvidenceKind::D, "D"),
    (EvidenceKind::L, "L"),
    (EvidenceKind::S, "S"),
    (EvidenceKind::P, "P"),
    (EvidenceKind::C, "C"),
    (EvidenceKind::X, "X"),
    (EvidenceKind::T, "T"),
    (EvidenceKind::E, "E"),
    (EvidenceKind::F, "F"),
    (EvidenceKind::R, "R"),
];

/// Kinds as a table shows them, e.g. `D 文件、R 报告`.
pub fn kinds_printed(kinds: &[EvidenceKind]) -> String {
    let known = KINDS.iter().filter(|(kind, _)| kinds.contains(kind));
    known.map(|(kind, letter)| format!("{letter} {}", kind_words(*kind))).collect::<Vec<_>>().join("、")
}

/// 阶段任务 or 长期任务.
pub const fn nature_printed(nature: Nature) -> &'static str {
    match nature {
        Nature::OneOff => "阶段任务",
        Nature::Continuing => "长期任务",
    }
}

/// 是 or 否.
pub const fn flag_printed(flag: bool) -> &'static str {
    if flag { "是" } else { "否" }
}

/// Checks every line against the ledger.
pub fn check(table: &Table<'_>, ledger: &Ledger) -> Vec<CheckedLine<TaskRecord>> {
    let mut checker = Checker::new(ledger);
    checker.reserve_codes(table);
    table.lines.iter().map(|row| checker.line(Line::new(table, *row))).collect()
}

struct Checker<'l> {
    ledger: &'l Ledger,
    by_code: HashMap<&'l str, &'l StoredTask>,
    by_title: HashMap<(Uuid, String), Vec<&'l StoredTask>>,
    clauses: HashMap<&'l str, &'l Clause>,
    /// Place of a clause in the text, and its measure.
    places: HashMap<Uuid, (usize, &'l Measure)>,
    /// Measures by both of their titles, and by number.
    by_name: HashMap<String, &'l Measure>,
    by_number: HashMap<i32, &'l Measure>,
    /// Highest number given out per measure.
    numbers: BTreeMap<Uuid, u32>,
    /// Rows in which a task of the ledger, a code or a new title stood first.
    seen_targets: HashMap<Uuid, u32>,
    seen_codes: HashMap<String, u32>,
    seen_titles: HashMap<(Uuid, String), u32>,
}

impl<'l> Checker<'l> {
    fn new(ledger: &'l Ledger) -> Checker<'l> {
        let mut by_title: HashMap<(Uuid, String), Vec<&StoredTask>> = HashMap::new();
        let mut numbers = BTreeMap::new();
        for task in &ledger.tasks {
            by_title.entry((task.record.measure_id, key(&task.record.title))).or_default().push(task);
            raise(&mut numbers, task.record.measure_id, &task.record.code);
        }
        let mut places = HashMap::new();
        let mut by_name = HashMap::new();
        for measure in &ledger.measures {
            for clause in &measure.clauses {
                places.insert(clause.id, (places.len(), measure));
            }
            for title in [&measure.title, &measure.short_title] {
                by_name.entry(key(title)).or_insert(measure);
            }
        }
        let clauses = ledger.measures.iter().flat_map(|measure| &measure.clauses);
        Checker {
            by_code: ledger.tasks.iter().map(|task| (task.record.code.as_str(), task)).collect(),
            clauses: clauses.map(|clause| (clause.key.as_str(), clause)).collect(),
            places,
            by_name,
            by_number: ledger.measures.iter().map(|measure| (measure.number, measure)).collect(),
            ledger,
            by_title,
            numbers,
            seen_targets: HashMap::new(),
            seen_codes: HashMap::new(),
            seen_titles: HashMap::new(),
        }
    }

    /// Codes that the table itself gives are not given to its other lines.
    fn reserve_codes(&mut self, table: &Table<'_>) {
        for row in &table.lines {
            let code = code_in(Line::new(table, *row).cell("code")).unwrap_or_default();
            let measure = code_number(&code).and_then(|number| self.by_number.get(&number));
            if let Some(measure) = measure {
                raise(&mut self.numbers, measure.id, &code);
            }
        }
    }

    fn line(&mut self, mut line: Line<'_>) -> CheckedLine<TaskRecord> {
        let row = line.row;
        let code = self.code(&mut line);
        let stored = code.as_deref().and_then(|code| self.by_code.get(code).copied());
        let measure = self.measure(&mut line, code.as_deref(), stored);
        let clauses = self.clauses(&mut line, measure, stored.is_some());
        let measure = measure.or_else(|| clauses.as_ref().and_then(|clauses| self.measure_of(clauses.first()?)));
        let title = line.required("title", 200);
        let stored = stored.or_else(|| self.same_title(&mut line, measure, title.as_deref()));
        self.refuse_second(&mut line, stored, code.as_deref(), measure, title.as_deref());
        let label = title.clone().unwrap_or_default();
        let draft = self.read(&mut line, stored, title, clauses);
        let complete = draft.and_then(|draft| self.complete(&mut line, draft, measure, stored, code));
        let Some(record) = complete else {
            let problems = line.problems;
            return CheckedLine {
                row: row + 1,
                label,
                change: super::LineChange::Problem,
                target: None,
                record: None,
                differences: vec![],
                problems,
            };
        };
        check_days(&mut line, &record, stored);
        self.check_duties(&mut line, &record, stored);
        let differences = stored.map(|stored| self.differences(&stored.record, &record)).unwrap_or_default();
        refuse_issued(&mut line, stored, &differences);
        let label = format!("{} {}", record.code, record.title);
        CheckedLine::of(row + 1, label, (stored.map(|task| task.id), record), differences, line.problems)
    }

    fn code(&self, line: &mut Line<'_>) -> Option<String> {
        if matches!(line.cell("code"), Cell::Day(_)) {
            line.fault(
                "code",
                "code_became_a_day",
                "Excel 把编号当成了日期，请把这一列设为文本格式后重新填写，如 28-03",
            );
            return None;
        }
        let code = code_in(line.cell("code"))?;
        let Some(number) = code_number(&code) else {
            line.fault(
                "code",
                "unreadable_code",
                format!("任务编号应为举措编号和两位序号，如 28-03，现为“{code}”；新任务可以留空"),
            );
            return None;
        };
        if !self.by_code.contains_key(code.as_str()) && !self.by_number.contains_key(&number) {
            line.fault("code", "unknown_measure", format!("方案中没有举措 {number}，新任务的编号可以留空"));
            return None;
        }
        Some(code)
    }

    fn measure(&self, line: &mut Line<'_>, code: Option<&str>, stored: Option<&StoredTask>) -> Option<&'l Measure> {
        let of_task = stored.and_then(|task| self.ledger.measures.iter().find(|m| m.id == task.record.measure_id));
        let of_code = of_task.or_else(|| self.by_number.get(&code.and_then(code_number)?).copied());
        let words = line.words("measure");
        if words.is_empty() {
            return of_code;
        }
        let Some(named) = self.named(&words) else {
            let near = self.near_measures(&words);
            line.fault_with("measure", "unknown_measure", format!("方案中没有举措“{words}”，请写举措编号或标题"), near);
            return of_code;
        };
        if let Some(of_code) = of_code
            && of_code.id != named.id
        {
            let code = code.unwrap_or_default();
            line.fault(
                "measure",
                "other_measure",
                format!("任务编号 {code} 属于举措 {}，这里写的是举措 {}", of_code.number, named.number),
            );
        }
        Some(named)
    }

    /// 28, 28. 培育…, 第28条, or the title itself.
    fn named(&self, words: &str) -> Option<&'l Measure> {
        self.by_name.get(&key(words)).copied().or_else(|| {
            // Blanks count here: in 3 5G应用 the number is 3.
            let rest = half_width(words);
            let rest = rest.trim().trim_start_matches("举措").trim_start().trim_start_matches('第').trim_start();
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let number: i32 = digits.parse().ok()?;
            self.by_number.get(&number).copied()
        })
    }

    fn near_measures(&self, words: &str) -> Vec<String> {
        let wanted = key(words);
        let mut near: Vec<(usize, &Measure)> = self
            .ledger
            .measures
            .iter()
            .map(|m| {
                (
                    super::words::likeness(&wanted, &key(&m.title))
                        .max(super::words::likeness(&wanted, &key(&m.short_title))),
                    m,
                )
            })
            .filter(|(likeness, _)| *likeness >= 60)
            .collect();
        near.sort_by_key(|(likeness, measure)| (std::cmp::Reverse(*likeness), measure.number));
        near.into_iter().take(3).map(|(_, measure)| format!("{} {}", measure.number, measure.title)).collect()
    }

    fn measure_of(&self, clause: &Uuid) -> Option<&'l Measure> {
        self.places.get(clause).map(|(_, measure)| *measure)
    }

    /// The clauses of the line in the order of the text; `None` where the ledger's stay or none could be read.
    fn clauses(&self, line: &mut Line<'_>, measure: Option<&'l Measure>, known: bool) -> Option<Vec<Uuid>> {
        let words = entries(&line.words("clauses"));
        if words.is_empty() {
            return no_clauses(line, measure, known);
        }
        let mut found = Vec::new();
        for word in &words {
            if let Some(clauses) = self.clause(word, measure) {
                found.extend(clauses);
                continue;
            }
            let near = measure.map(|m| m.clauses.iter().take(3).map(|clause| clause.key.clone()).collect());
            let message = format!("方案中没有条款“{word}”，请写条款编号，如 S10-M28-C02");
            line.fault_with("clauses", "unknown_clause", message, near.unwrap_or_default());
        }
        found.sort_by_key(|id| self.places.get(id).map(|(place, _)| *place));
        found.dedup();
        if let Some(measure) = measure
            && !found.is_empty()
            && !measure.clauses.iter().any(|clause| found.contains(&clause.id))
        {
            line.fault("clauses", "other_measure", format!("这些条款都不属于举措 {}", measure.number));
        }
        (!found.is_empty()).then_some(found)
    }

    fn clause(&self, word: &str, measure: Option<&Measure>) -> Option<Vec<Uuid>> {
        let word = half_width(word).to_uppercase();
        if let Some(clause) = self.clauses.get(word.as_str()) {
            return Some(vec![clause.id]);
        }
        let measure = measure?;
        if word == "全部" {
            return Some(measure.clauses.iter().map(|clause| clause.id).collect());
        }
        let bare = word.trim_start_matches(['第', 'C']).trim_end_matches(['句', '条']);
        let number: i32 = if bare == "标题" { 0 } else { bare.parse().ok()? };
        measure.clauses.iter().find(|clause| clause.number == number).map(|clause| vec![clause.id])
    }

    /// A line without a code is a known task where measure and title are the same.
    fn same_title(
        &self,
        line: &mut Line<'_>,
        measure: Option<&Measure>,
        title: Option<&str>,
    ) -> Option<&'l StoredTask> {
        if line.is_faulty("code") || !line.words("code").is_empty() {
            return None;
        }
        match self.by_title.get(&(measure?.id, key(title?))).map(Vec::as_slice) {
            Some([one]) => Some(one),
            Some([_, _, ..]) => {
                line.fault("title", "ambiguous_task", "这个举措下有几项同名任务，请写明任务编号");
                None
            }
            _ => None,
        }
    }

    fn refuse_second(
        &mut self,
        line: &mut Line<'_>,
        stored: Option<&StoredTask>,
        code: Option<&str>,
        measure: Option<&Measure>,
        title: Option<&str>,
    ) {
        let row = line.row;
        let first = match (stored, code, measure, title) {
            (Some(stored), ..) => Some(*self.seen_targets.entry(stored.id).or_insert(row)),
            (None, Some(code), ..) => Some(*self.seen_codes.entry(code.to_owned()).or_insert(row)),
            (None, None, Some(measure), Some(title)) => {
                Some(*self.seen_titles.entry((measure.id, key(title))).or_insert(row))
            }
            _ => None,
        };
        if let Some(first) = first.filter(|first| *first != row) {
            let column = if code.is_some() { "code" } else { "title" };
            line.fault(column, "twice", format!("与第 {} 行是同一项任务，请合并成一行", first + 1));
        }
    }

    fn read(
        &self,
        line: &mut Line<'_>,
        stored: Option<&StoredTask>,
        title: Option<String>,
        clauses: Option<Vec<Uuid>>,
    ) -> Option<TaskRecord> {
        let old = stored.map(|task| &task.record);
        let deliverable = wanted(line, "deliverable", 2_000, old.map(|old| &old.deliverable));
        let acceptance_standard = wanted(line, "acceptance_standard", 2_000, old.map(|old| &old.acceptance_standard));
        let kinds = kinds(line);
        let nature = nature(line);
        let is_key = line.flag("is_key");
        let start_on = line.day("start_on", Side::First);
        let due_on = line.day("due_on", Side::Last);
        let lead = line.organisation("lead", &self.ledger.names).map(|found| found.id);
        let ids = |found: Option<Vec<&super::names::Organisation>>| {
            found.map(|found| found.iter().map(|o| o.id).collect::<Vec<_>>())
        };
        let responsible = ids(line.organisations("responsible", &self.ledger.names));
        let supporting = ids(line.organisations("supporting", &self.ledger.names));
        let due_on = needed(line, "due_on", due_on, old.map(|old| old.due_on));
        let lead = needed(line, "lead", lead, old.map(|old| old.lead));
        Some(TaskRecord {
            code: String::new(),
            measure_id: Uuid::nil(),
            clause_ids: clauses.or_else(|| old.map(|old| old.clause_ids.clone()))?,
            title: title?,
            deliverable: deliverable?,
            kinds: kinds.or_else(|| old.map(|old| old.kinds.clone())).unwrap_or_default(),
            acceptance_standard: acceptance_standard?,
            nature: nature.or_else(|| old.map(|old| old.nature)).unwrap_or(Nature::OneOff),
            is_key: is_key.or_else(|| old.map(|old| old.is_key)).unwrap_or(false),
            lead: lead?,
            responsible: responsible.or_else(|| old.map(|old| old.responsible.clone())).unwrap_or_default(),
            supporting: supporting.or_else(|| old.map(|old| old.supporting.clone())).unwrap_or_default(),
            start_on: start_on.or_else(|| old.map(|old| old.start_on)).unwrap_or(self.ledger.today),
            due_on: due_on?,
        })
    }

    /// The measure and the code: those of the known task, the given ones, or the next number of the measure.
    fn complete(
        &mut self,
        line: &mut Line<'_>,
        draft: TaskRecord,
        measure: Option<&Measure>,
        stored: Option<&StoredTask>,
        code: Option<String>,
    ) -> Option<TaskRecord> {
        if let Some(stored) = stored {
            return Some(TaskRecord {
                code: stored.record.code.clone(),
                measure_id: stored.record.measure_id,
                ..draft
            });
        }
        if line.is_faulty("code") {
            return None;
        }
        let measure = measure?;
        let code = code.unwrap_or_else(|| {
            let next = self.numbers.entry(measure.id).or_insert(0);
            *next += 1;
            format!("{:02}-{next:02}", measure.number)
        });
        Some(TaskRecord { code, measure_id: measure.id, ..draft })
    }

    /// One organisation has one duty, and none that has ended takes on a new one.
    fn check_duties(&self, line: &mut Line<'_>, record: &TaskRecord, stored: Option<&StoredTask>) {
        let mut duties: HashMap<Uuid, &str> = HashMap::new();
        let lists: [(&'static str, &str, Vec<Uuid>); 3] = [
            ("lead", "牵头单位", vec![record.lead]),
            ("responsible", "责任单位", record.responsible.clone()),
            ("supporting", "配合单位", record.supporting.clone()),
        ];
        for (column, duty, ids) in lists {
            for id in ids {
                let name = || self.ledger.names.label(id);
                if let Some(other) = duties.insert(id, duty) {
                    let name = name();
                    line.fault(column, "repeated", format!("“{name}”已是{other}，同一单位只能承担一种责任"));
                }
                let held = stored.is_some_and(|task| {
                    let old = &task.record;
                    old.lead == id || old.responsible.contains(&id) || old.supporting.contains(&id)
                });
                if !held && self.ledger.names.get(id).is_some_and(|organisation| !organisation.standing) {
                    let name = name();
                    line.fault(column, "ended_organisation", format!("“{name}”已停用，不能承担新的任务"));
                }
            }
        }
    }

    fn differences(&self, old: &TaskRecord, new: &TaskRecord) -> Vec<Difference> {
        let names = |ids: &[Uuid]| ids.iter().map(|id| self.ledger.names.label(*id)).collect::<Vec<_>>().join("；");
        let clauses = |ids: &[Uuid]| {
            let all = self.ledger.measures.iter().flat_map(|measure| &measure.clauses);
            all.filter(|clause| ids.contains(&clause.id))
                .map(|clause| clause.key.clone())
                .collect::<Vec<_>>()
                .join("、")
        };
        let pairs = [
            ("重点任务", tidy(&old.title), new.title.clone()),
            ("年度目标", tidy(&old.deliverable), new.deliverable.clone()),
            ("完成时限", printed(old.due_on), printed(new.due_on)),
            ("牵头单位", self.ledger.names.label(old.lead), self.ledger.names.label(new.lead)),
            ("责任单位", names(&old.responsible), names(&new.responsible)),
            ("配合单位", names(&old.supporting), names(&new.supporting)),
            ("条款", clauses(&old.clause_ids), clauses(&new.clause_ids)),
            ("验收标准", tidy(&old.acceptance_standard), new.acceptance_standard.clone()),
            ("佐证类型", kinds_printed(&old.kinds), kinds_printed(&new.kinds)),
            ("任务性质", nature_printed(old.nature).to_owned(), nature_printed(new.nature).to_owned()),
            ("是否重点", flag_printed(old.is_key).to_owned(), flag_printed(new.is_key).to_owned()),
            ("开始日期", printed(old.start_on), printed(new.start_on)),
        ];
        changed(pairs)
    }
}

/// Without a choice a clause is taken; else it is asked for.
fn no_clauses(line: &mut Line<'_>, measure: Option<&Measure>, known: bool) -> Option<Vec<Uuid>> {
    let blank_in_place = line.has("clauses");
    match measure {
        // A measure of one sentence leaves no choice.
        Some(measure) if measure.clauses.len() == 1 && !known => Some(vec![measure.clauses[0].id]),
        _ if known && !blank_in_place => None,
        Some(measure) => {
            let example = measure.clauses.first().map_or("", |clause| clause.key.as_str());
            let count = measure.clauses.len();
            line.fault(
                "clauses",
                "required",
                format!("举措 {} 有 {count} 个条款，请写明是哪一条，如 {example}，也可以写“全部”", measure.number),
            );
            None
        }
        None => {
            line.fault("clauses", "required", "请写明举措和条款，如 S10-M28-C02");
            None
        }
    }
}

fn check_days(line: &mut Line<'_>, record: &TaskRecord, stored: Option<&StoredTask>) {
    if record.due_on < record.start_on {
        let message = format!("完成时限不能早于开始日期（{}）", printed(record.start_on));
        line.fault("due_on", "before_start", message);
    }
    let (Some((first, last)), Some(old)) = (stored.and_then(|task| task.milestones), stored.map(|task| &task.record))
    else {
        return;
    };
    if record.due_on < last && record.due_on != old.due_on {
        line.fault("due_on", "before_milestone", format!("这项任务有 {} 到期的里程碑，请先调整里程碑", printed(last)));
    }
    if record.start_on > first && record.start_on != old.start_on {
        line.fault(
            "start_on",
            "after_milestone",
            format!("这项任务有 {} 到期的里程碑，请先调整里程碑", printed(first)),
        );
    }
}

/// The pairs that differ.
pub(super) fn changed<const N: usize>(pairs: [(&str, String, String); N]) -> Vec<Difference> {
    let different = pairs.into_iter().filter(|(_, from, to)| from != to);
    different.map(|(column, from, to)| Difference { column: column.to_owned(), from, to }).collect()
}

/// An issued task changes only through an adjustment (domain.md 2.7), one that units were asked about with its batch.
fn refuse_issued(line: &mut Line<'_>, stored: Option<&StoredTask>, differences: &[Difference]) {
    let Some(stored) = stored else { return };
    let (code, fixed, way) = match stored.state {
        TaskState::Draft if stored.in_consultation => {
            ("task_in_consultation", "已随批次征求意见", "请采纳单位意见，或修订批次")
        }
        TaskState::Draft => return,
        _ => ("task_issued", "已交办", "请走任务调整或延期申请"),
    };
    for difference in differences {
        let column =
            COLUMNS.iter().find(|column| column.title == difference.column).map_or("title", |column| column.key);
        let message = format!(
            "任务 {} {fixed}，不能通过导入把“{}”改成“{}”，{way}",
            stored.record.code, difference.from, difference.to
        );
        line.fault(column, code, message);
    }
}

/// A text that a new task must have and a known one keeps where the table has no such column.
fn wanted(line: &mut Line<'_>, column: &'static str, most: usize, old: Option<&String>) -> Option<String> {
    match old {
        Some(old) if !line.has(column) => Some(tidy(old)),
        _ => line.required(column, most),
    }
}

/// A value that a new task must have and a known one keeps where the table has no such column.
fn needed<T>(line: &mut Line<'_>, column: &'static str, given: Option<T>, old: Option<T>) -> Option<T> {
    if given.is_none() && (line.has(column) || old.is_none()) && !line.is_faulty(column) {
        line.fault(column, "required", "请填写这一项");
    }
    given.or(old)
}

fn kinds(line: &mut Line<'_>) -> Option<Vec<EvidenceKind>> {
    if !line.has("kinds") {
        return None;
    }
    let mut found = Vec::new();
    let words = line.words("kinds");
    for entry in words
        .split(|c: char| super::words::is_hard_separator(c) || c == '、' || c == '/')
        .map(key)
        .filter(|entry| !entry.is_empty())
    {
        let known = KINDS.iter().find(|(kind, letter)| {
            let letter = letter.to_lowercase();
            let named = kind_words(*kind);
            entry == letter || entry == named || entry == format!("{letter}{named}")
        });
        match known {
            Some((kind, _)) => found.push(*kind),
            None => line.fault(
                "kinds",
                "unknown_kind",
                format!("没有“{entry}”这种佐证，请写字母 D、L、S、P、C、X、T、E、F、R"),
            ),
        }
    }
    Some(KINDS.iter().map(|(kind, _)| *kind).filter(|kind| found.contains(kind)).collect())
}

fn nature(line: &mut Line<'_>) -> Option<Nature> {
    if !line.has("nature") {
        return None;
    }
    match key(&line.words("nature")).as_str() {
        "" => None,
        "阶段任务" | "阶段性任务" | "阶段" | "一次性" | "阶段性" => Some(Nature::OneOff),
        "长期任务" | "长期" | "持续推进" | "长期推进" | "常态化" => Some(Nature::Continuing),
        other => {
            line.fault("nature", "unknown_nature", format!("请写“阶段任务”或“长期任务”，现为“{other}”"));
            None
        }
    }
}

/// `２８－３` means `28-03`.
fn code_in(cell: &Cell) -> Option<String> {
    let bare = key(&cell.text());
    match bare.split_once('-') {
        _ if bare.is_empty() => None,
        Some((measure, number)) if number.len() == 1 || measure.len() == 1 => {
            Some(format!("{measure:0>2}-{number:0>2}"))
        }
        _ => Some(bare),
    }
}

/// The number of the measure in a code of the right shape.
fn code_number(code: &str) -> Option<i32> {
    let (measure, number) = code.split_once('-')?;
    let digits = |text: &str| (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(measure) && digits(number)).then(|| measure.parse().ok()).flatten()
}

fn raise(numbers: &mut BTreeMap<Uuid, u32>, measure: Uuid, code: &str) {
    let number = code.split_once('-').and_then(|(_, number)| number.parse().ok()).unwrap_or(0);
    let highest = numbers.entry(measure).or_insert(0);
    *highest = number.max(*highest);
}
