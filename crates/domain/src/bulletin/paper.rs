//! The paper: headings, sentences and tables, a pure function of what was frozen and of the words people added.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::frozen::{Frozen, FrozenOrg, FrozenTask};
use super::words::{LIGHTS, change, light, reason};
use crate::light::{LightCode, LightCounts, Tag};
use crate::reports::ReportState;
use crate::statistics::{MilestoneTally, Ratio, ReportTally, Tally, TaskFact, in_scope};
use crate::supervision::NoticeLevel;
use crate::tables::days::printed;
use crate::tasks::MilestoneState;
use crate::tracking::{ChangeKind, Standing, changes};

/// What the office writes itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// 前言, before the first heading.
    pub foreword: Option<String>,
    /// 下一步要求, the last heading.
    pub demands: Option<String>,
}

/// A bulletin to be read or printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Paper {
    /// Its title.
    pub title: String,
    /// Sentences before the first heading.
    pub opening: Vec<String>,
    /// Its sections.
    pub sections: Vec<PaperSection>,
}

/// A section under a heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaperSection {
    /// The heading with its number, e.g. 一、总体情况.
    pub heading: String,
    /// Its sentences.
    pub paragraphs: Vec<String>,
    /// A table after them.
    pub table: Option<PaperTable>,
}

/// A table of words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaperTable {
    /// The head.
    pub columns: Vec<String>,
    /// The rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
}

const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// The paper of a frozen snapshot; the same input gives the same paper.
pub fn compose(frozen: &Frozen, words: &Words) -> Paper {
    let scope: Vec<&FrozenTask> = frozen.tasks.iter().filter(|task| in_scope(task.state)).collect();
    let mut bodies = vec![overall(frozen, &scope), changed(frozen)];
    bodies.extend(late(&scope, LightCode::Overdue, "滞后任务"));
    bodies.extend(late(&scope, LightCode::AtRisk, "预警任务"));
    bodies.extend([by_part(frozen, &scope), by_lead(frozen, &scope)]);
    bodies.extend(supervised(frozen));
    bodies.extend(praised(frozen));
    bodies.extend(words.demands.as_deref().map(|demands| Body::of("下一步要求", lines(demands), None)));
    let sections = bodies.into_iter().zip(NUMBERS).map(|(body, number)| PaperSection {
        heading: format!("{number}、{}", body.heading),
        paragraphs: body.paragraphs,
        table: body.table.filter(|table| !table.rows.is_empty()),
    });
    Paper {
        title: format!("关于《{}》{}进展情况的通报", frozen.plan.title, frozen.cycle.name),
        opening: words.foreword.as_deref().map(lines).unwrap_or_default(),
        sections: sections.collect(),
    }
}

struct Body {
    heading: &'static str,
    paragraphs: Vec<String>,
    table: Option<PaperTable>,
}

impl Body {
    fn of(heading: &'static str, paragraphs: Vec<String>, table: Option<PaperTable>) -> Body {
        Body { heading, paragraphs, table }
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn table(columns: &[&str], rows: Vec<Vec<String>>) -> PaperTable {
    PaperTable { columns: columns.iter().map(|&column| column.to_owned()).collect(), rows }
}

fn counts<'a>(tasks: impl IntoIterator<Item = &'a FrozenTask>) -> LightCounts {
    let mut counts = LightCounts::default();
    counts.extend(tasks.into_iter().map(|task| task.light.code));
    counts
}

fn overall(frozen: &Frozen, scope: &[&FrozenTask]) -> Body {
    let now = counts(scope.iter().copied());
    let told = LIGHTS.map(|code| (code, now.of(code))).into_iter().filter(|(_, count)| *count > 0);
    let told: Vec<String> = told.map(|(code, count)| format!("{}{count}项", light(code))).collect();
    let all = format!(
        "截至{}，已交办任务{}项（不含已终止）{}{}。",
        printed(frozen.day),
        scope.len(),
        if told.is_empty() { "" } else { "，其中" },
        told.join("、")
    );
    Body::of("总体情况", vec![all, rates(frozen, scope)], Some(compared(frozen, &now)))
}

/// The rates of domain.md 2.13, with what they are made of.
fn rates(frozen: &Frozen, scope: &[&FrozenTask]) -> String {
    let mut tally = Tally::default();
    for task in scope {
        let extended = task.light.tags.contains(&Tag::Extended);
        tally.add(TaskFact { state: task.state, light: task.light.code, extended }, 1);
    }
    let mut due = MilestoneTally::default();
    let milestones = scope.iter().flat_map(|task| &task.milestones);
    for milestone in milestones.filter(|milestone| milestone.due_on < frozen.day) {
        due.due += 1;
        due.accepted += u32::from(milestone.state == MilestoneState::Accepted);
    }
    let told =
        |name: &str, ratio: Ratio| format!("{name}{}（{}/{}）", ratio.percent(), ratio.numerator, ratio.denominator);
    let reports = reports(scope);
    let told = [
        told("办结率", tally.closing()),
        told("里程碑达成率", due.reached()),
        told("报送及时率", reports.punctuality()),
        told("一次通过率", reports.approved_first_time()),
    ];
    format!("{}。", told.join("，"))
}

fn reports(scope: &[&FrozenTask]) -> ReportTally {
    let mut tally = ReportTally::default();
    for task in scope.iter().filter(|task| task.asked) {
        let state = task.report.as_ref().map(|report| report.state);
        let is = |wanted: ReportState| u32::from(state == Some(wanted));
        let in_time = task.report.as_ref().is_some_and(|report| report.in_time);
        let at_once = task.report.as_ref().is_some_and(|report| report.returns == 0);
        tally.owed += 1;
        tally.waived += is(ReportState::Waived);
        tally.in_time += u32::from(in_time && state != Some(ReportState::Waived));
        tally.approved += is(ReportState::Approved);
        tally.approved_at_once += is(ReportState::Approved) * u32::from(at_once);
    }
    tally
}

fn compared(frozen: &Frozen, now: &LightCounts) -> PaperTable {
    let mut then = LightCounts::default();
    let before = frozen.tasks.iter().filter_map(|task| task.before.as_ref()).filter(|before| in_scope(before.state));
    then.extend(before.map(|before| before.light));
    let row = |code| {
        let (count, was) = (now.of(code), then.of(code));
        let change = match frozen.since {
            None => "—".to_owned(),
            Some(_) if count == was => "±0".to_owned(),
            Some(_) if count > was => format!("+{}", count - was),
            Some(_) => format!("−{}", was - count),
        };
        let was = if frozen.since.is_some() { was.to_string() } else { "—".to_owned() };
        vec![light(code).to_owned(), count.to_string(), was, change]
    };
    table(&["亮灯", "本期", "上期", "变化"], LIGHTS.map(row).to_vec())
}

fn standing(task: &FrozenTask) -> Standing {
    Standing {
        state: task.state,
        light: task.light.code,
        lead: task.lead.id,
        due_on: task.due_on,
        days_late: task.light.days_late,
    }
}

fn changed(frozen: &Frozen) -> Body {
    let Some(since) = frozen.since else {
        return Body::of("与上期相比", vec!["本期为首次冻结，没有上期可比。".to_owned()], None);
    };
    let found: Vec<(&FrozenTask, Vec<ChangeKind>)> = frozen
        .tasks
        .iter()
        .map(|task| (task, changes(task.before.as_ref(), &standing(task))))
        .filter(|(_, kinds)| !kinds.is_empty())
        .collect();
    let told: Vec<String> = ChangeKind::ALL
        .into_iter()
        .map(|kind| (kind, found.iter().filter(|(_, kinds)| kinds.contains(&kind)).count()))
        .map(|(kind, count)| format!("{}{count}项", change(kind)))
        .collect();
    let rows = found.iter().map(|(task, kinds)| {
        let kinds: Vec<&str> = kinds.iter().map(|kind| change(*kind)).collect();
        vec![task.code.clone(), task.title.clone(), task.lead.short_name.clone(), kinds.join("、"), differs(task)]
    });
    let sentence = format!("与上期（{}冻结）相比：{}。", printed(since), told.join("，"));
    let columns = ["编号", "任务", "牵头单位", "变化", "说明"];
    Body::of("与上期相比", vec![sentence], Some(table(&columns, rows.collect())))
}

/// From what to what.
fn differs(task: &FrozenTask) -> String {
    let Some(before) = &task.before else { return light(task.light.code).to_owned() };
    let mut told = Vec::new();
    if before.light != task.light.code {
        told.push(format!("{}转{}", light(before.light), light(task.light.code)));
    }
    if before.due_on != task.due_on {
        told.push(format!("{}改为{}", printed(before.due_on), printed(task.due_on)));
    }
    told.join("；")
}

fn late(scope: &[&FrozenTask], code: LightCode, heading: &'static str) -> Option<Body> {
    let mut late: Vec<&FrozenTask> = scope.iter().copied().filter(|task| task.light.code == code).collect();
    if late.is_empty() {
        return None;
    }
    late.sort_by_key(|task| (std::cmp::Reverse(task.light.days_late), task.code.clone()));
    let rows = late.iter().map(|task| {
        let reasons: Vec<String> = task.light.reasons.iter().map(reason).collect();
        let days = task.light.days_late.map_or_else(|| "—".to_owned(), |days| days.to_string());
        vec![task.code.clone(), task.title.clone(), task.lead.short_name.clone(), days, reasons.join("；")]
    });
    let sentence = format!("共{}项，按逾期天数排列。", late.len());
    let columns = ["编号", "任务", "牵头单位", "逾期天数", "原因"];
    Some(Body::of(heading, vec![sentence], Some(table(&columns, rows.collect()))))
}

/// Columns of a table of lights: the name of the row, then every light that occurs, then the sum.
fn lights(head: &str, scope: &[&FrozenTask], rows: Vec<(String, LightCounts)>) -> PaperTable {
    let all = counts(scope.iter().copied());
    let shown: Vec<LightCode> = LIGHTS.into_iter().filter(|code| all.of(*code) > 0).collect();
    let mut columns = vec![head];
    columns.extend(shown.iter().map(|code| light(*code)));
    columns.push("合计");
    let rows = rows.into_iter().filter(|(_, counts)| counts.total() > 0).map(|(name, counts)| {
        let mut row = vec![name];
        row.extend(shown.iter().map(|code| counts.of(*code).to_string()));
        row.push(counts.total().to_string());
        row
    });
    table(&columns, rows.collect())
}

fn by_part(frozen: &Frozen, scope: &[&FrozenTask]) -> Body {
    let rows = frozen.parts.iter().map(|part| {
        let measures: Vec<_> = part.sections.iter().flat_map(|section| &section.measures).map(|m| m.id).collect();
        let own = scope.iter().copied().filter(|task| measures.contains(&task.measure));
        (format!("{}{}", part.printed, part.title), counts(own))
    });
    Body::of("分部分情况", Vec::new(), Some(lights("部分", scope, rows.collect())))
}

fn by_lead(frozen: &Frozen, scope: &[&FrozenTask]) -> Body {
    let row = |lead: &FrozenOrg| {
        (lead.short_name.clone(), counts(scope.iter().copied().filter(|task| task.lead.id == lead.id)))
    };
    let rows = frozen.leads.iter().map(row).collect();
    let order = "按建制顺序排列，不作排名。".to_owned();
    Body::of("分单位情况", vec![order], Some(lights("牵头单位", scope, rows)))
}

fn supervised(frozen: &Frozen) -> Option<Body> {
    let level = |level: NoticeLevel| match level {
        NoticeLevel::Urge => "催办",
        NoticeLevel::Supervision => "督办单",
        NoticeLevel::Interview => "约谈",
    };
    let since = frozen.since.unwrap_or(frozen.cycle.period_from);
    let notices = frozen.tasks.iter().flat_map(|task| task.notices.iter().map(move |notice| (task, notice)));
    let own: Vec<_> = notices.filter(|(_, notice)| notice.issued_on > since).collect();
    if own.is_empty() {
        return None;
    }
    let told = [NoticeLevel::Urge, NoticeLevel::Supervision, NoticeLevel::Interview]
        .map(|rung| format!("{}{}件", level(rung), own.iter().filter(|(_, notice)| notice.level == rung).count()));
    let rows = own.iter().filter(|(_, notice)| notice.level != NoticeLevel::Urge).map(|(task, notice)| {
        let number = notice.number.clone().unwrap_or_else(|| level(notice.level).to_owned());
        let answer = notice.reply_by.map_or_else(|| "—".to_owned(), printed);
        vec![number, task.title.clone(), task.lead.short_name.clone(), printed(notice.issued_on), answer]
    });
    let columns = ["编号", "任务", "牵头单位", "下达日期", "反馈期限"];
    let sentence = format!("上次冻结以来共下达{}。", told.join("、"));
    Some(Body::of("督办情况", vec![sentence], Some(table(&columns, rows.collect()))))
}

/// 含表扬: what was closed in time since the last time.
fn praised(frozen: &Frozen) -> Option<Body> {
    let fresh = |task: &&FrozenTask| {
        task.light.code == LightCode::Completed
            && changes(task.before.as_ref(), &standing(task))
                .iter()
                .any(|kind| matches!(kind, ChangeKind::Closed | ChangeKind::New))
    };
    let rows: Vec<Vec<String>> = frozen
        .tasks
        .iter()
        .filter(fresh)
        .map(|task| vec![task.code.clone(), task.title.clone(), task.lead.short_name.clone()])
        .collect();
    let sentence = format!("本期按期办结{}项，予以肯定。", rows.len());
    (!rows.is_empty()).then(|| Body::of("按期办结", vec![sentence], Some(table(&["编号", "任务", "牵头单位"], rows))))
}
