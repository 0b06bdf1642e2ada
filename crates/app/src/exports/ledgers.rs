//! The ledgers for reading: 进展情况表 in its long and short form, and 销号台账 (domain.md 6.2).

use chrono::{Datelike, NaiveDate};
use luoshi_domain::light::LightCode;
use luoshi_domain::tables::days::printed;
use luoshi_domain::tasks::TaskState;
use serde::Deserialize;

use super::lists::Content;
use super::sheet::{Column, Value};
use crate::app::Ctx;
use crate::error::Error;
use crate::reports::visible;
use crate::sql::{self, Filter};

#[derive(Deserialize)]
struct ProgressRow {
    title: String,
    deliverable: String,
    milestones: Vec<YearMilestone>,
    progress: Option<String>,
    period: Option<String>,
    accepted_weight: i32,
    light: LightCode,
    problems: Option<String>,
    next_steps: Option<String>,
    lead: String,
    liaison: Option<String>,
}

#[derive(Deserialize)]
struct YearMilestone {
    title: String,
    due_on: NaiveDate,
}

impl ProgressRow {
    /// The result that is wanted and the milestones due this year.
    fn target(&self) -> String {
        let due =
            self.milestones.iter().map(|milestone| format!("{}（{}）", milestone.title, printed(milestone.due_on)));
        let due = due.collect::<Vec<_>>().join("；");
        if due.is_empty() { self.deliverable.clone() } else { format!("{}\n本年节点：{due}", self.deliverable) }
    }

    fn told(&self) -> String {
        match (&self.progress, &self.period) {
            (Some(progress), Some(period)) => format!("【{period}】{progress}"),
            _ => "暂无已通过的报告".to_owned(),
        }
    }
}

fn column(title: &'static str, width: f64) -> Column {
    Column { title, width }
}

/// 进展情况表: what the latest approved report of each task says, as far as the caller reads reports.
pub(super) async fn progress(ctx: &Ctx, filter: &Filter, short: bool) -> Result<Content, Error> {
    let mut filter = filter.clone();
    filter.and_plain("t.state <> 'DRAFT'");
    let seen = visible::seen(ctx, &mut filter, "r", "t");
    let year = filter.bind(ctx.today().year());
    let sql = include_str!("progress.sql").replace("/*seen*/", &seen).replace(":year", &year);
    let rows: Vec<ProgressRow> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    let mut columns =
        vec![column("序号", 6.0), column("任务名称", 30.0), column("年度任务及目标", 40.0), column("进展情况", 60.0)];
    if !short {
        columns.extend([
            column("完成率", 9.0),
            column("亮灯", 13.0),
            column("存在问题", 34.0),
            column("下一步", 34.0),
            column("牵头单位", 18.0),
            column("联络员", 18.0),
        ]);
    }
    let written = rows.into_iter().zip(1_i64..).map(|(row, number)| {
        let mut cells =
            vec![Value::Whole(number), Value::text(&row.title), Value::text(row.target()), Value::text(row.told())];
        if !short {
            cells.extend([
                Value::Percent(row.accepted_weight),
                Value::Light(row.light),
                Value::text(row.problems.unwrap_or_default()),
                Value::text(row.next_steps.unwrap_or_default()),
                Value::text(row.lead),
                Value::text(row.liaison.unwrap_or_default()),
            ]);
        }
        cells
    });
    Ok((columns, written.collect()))
}

#[derive(Deserialize)]
struct ClosingRow {
    item: String,
    source: String,
    organisations: String,
    due_on: NaiveDate,
    means: String,
    result: Option<String>,
    evidence: Option<String>,
    accepted_by: Option<String>,
    closed_on: Option<NaiveDate>,
    closing_number: Option<String>,
    state: TaskState,
}

/// 销号台账.
pub(super) async fn closing(ctx: &Ctx, filter: &Filter) -> Result<Content, Error> {
    let mut filter = filter.clone();
    filter.and_plain("t.state <> 'DRAFT'");
    let seen = visible::seen(ctx, &mut filter, "r", "t");
    let sql = include_str!("closing.sql").replace("/*seen*/", &seen);
    let rows: Vec<ClosingRow> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    let columns = vec![
        column("序号", 6.0),
        column("事项", 32.0),
        column("来源", 28.0),
        column("责任单位", 20.0),
        column("时限", 15.0),
        column("措施", 32.0),
        column("完成情况", 44.0),
        column("佐证", 30.0),
        column("验收人", 12.0),
        column("销号日期", 15.0),
        column("状态", 14.0),
    ];
    let written = rows.into_iter().zip(1_i64..).map(|(row, number)| {
        let state = match &row.closing_number {
            Some(number) => format!("{}\n{number}", state_words(row.state)),
            None => state_words(row.state).to_owned(),
        };
        vec![
            Value::Whole(number),
            Value::text(row.item),
            Value::text(row.source),
            Value::text(row.organisations),
            Value::Day(row.due_on),
            Value::text(row.means),
            Value::text(row.result.unwrap_or_default()),
            Value::text(row.evidence.unwrap_or_default()),
            Value::text(row.accepted_by.unwrap_or_default()),
            Value::day(row.closed_on),
            Value::text(state),
        ]
    });
    Ok((columns, written.collect()))
}

/// The state in the words of a ledger (domain.md 6.3).
const fn state_words(state: TaskState) -> &'static str {
    match state {
        TaskState::Draft => "草稿",
        TaskState::PendingSignoff => "待签收",
        TaskState::SignoffReturned => "退签待协调",
        TaskState::InProgress => "推进中",
        TaskState::PendingClosure => "待验收",
        TaskState::Closed => "已销号",
        TaskState::Suspended => "暂缓",
        TaskState::Cancelled => "终止",
    }
}
