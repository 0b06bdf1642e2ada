//! 年度折子工程 as a table: the targets of a year, what came of each, and what rolled over into it.

use chrono::NaiveDate;
use luoshi_domain::annual::{ItemConclusion, ItemState};
use luoshi_domain::light::LightCode;
use serde::Deserialize;

use super::lists::Content;
use super::sheet::{Column, Value};
use crate::annual::queries::{of_year, seen};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter};

#[derive(Deserialize)]
struct ItemRow {
    measure: String,
    code: String,
    title: String,
    target: String,
    due_on: NaiveDate,
    lead: String,
    supporting: String,
    light: LightCode,
    year: i32,
    state: ItemState,
    conclusion: Option<ItemConclusion>,
    summary: Option<String>,
    ended_on: Option<NaiveDate>,
    rolled_over_on: Option<NaiveDate>,
}

const COLUMNS: &[(&str, f64)] = &[
    ("序号", 6.0),
    ("举措", 22.0),
    ("任务编号", 10.0),
    ("重点任务", 32.0),
    ("年度目标", 40.0),
    ("完成时限", 15.0),
    ("牵头单位", 16.0),
    ("配合单位", 18.0),
    ("亮灯", 13.0),
    ("状态", 12.0),
    ("结论", 12.0),
    ("完成情况", 36.0),
    ("办结日期", 15.0),
    ("结转", 16.0),
];

/// The items of a year that the caller reads, narrowed further by a filter over their tasks.
pub(super) async fn book(ctx: &Ctx, filter: &Filter, year: i32) -> Result<Content, Error> {
    let mut filter = filter.clone();
    seen(ctx, &mut filter);
    of_year(&mut filter, year, ctx.today());
    let rows: Vec<ItemRow> = sql::rows(&ctx.app.db, filter.apply(include_str!("annual.sql"))).await?;
    let columns = COLUMNS.iter().map(|(title, width)| Column { title, width: *width }).collect();
    Ok((columns, rows.into_iter().zip(1_i64..).map(|(row, number)| cells(number, row)).collect()))
}

fn cells(number: i64, row: ItemRow) -> Vec<Value> {
    let rolled = match row.rolled_over_on {
        Some(_) => format!("{} 年结转，时限不变", row.year),
        None => String::new(),
    };
    vec![
        Value::Whole(number),
        Value::text(row.measure),
        Value::text(row.code),
        Value::text(row.title),
        Value::text(row.target),
        Value::Day(row.due_on),
        Value::text(row.lead),
        Value::text(row.supporting),
        Value::Light(row.light),
        Value::text(state_words(row.state)),
        Value::text(row.conclusion.map(conclusion_words).unwrap_or_default()),
        Value::text(row.summary.unwrap_or_default()),
        Value::day(row.ended_on),
        Value::text(rolled),
    ]
}

const fn state_words(state: ItemState) -> &'static str {
    match state {
        ItemState::Draft => "草稿",
        ItemState::InProgress => "推进中",
        ItemState::PendingClosure => "待验收",
        ItemState::Closed => "已办结",
        ItemState::Cancelled => "终止",
    }
}

const fn conclusion_words(conclusion: ItemConclusion) -> &'static str {
    match conclusion {
        ItemConclusion::Done => "完成",
        ItemConclusion::MostlyDone => "基本完成",
        ItemConclusion::NotDone => "未完成",
    }
}
