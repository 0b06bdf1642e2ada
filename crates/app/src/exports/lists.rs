//! The tables that import again unchanged: tasks, milestones, organisations, accounts.

use chrono::NaiveDate;
use luoshi_domain::evidence::EvidenceKind;
use luoshi_domain::policy::Role;
use luoshi_domain::tables::names::Names;
use luoshi_domain::tables::organisations::{StoredOrganisation, kind_printed};
use luoshi_domain::tables::tasks::{flag_printed, kinds_printed, nature_printed};
use luoshi_domain::tables::users::roles_printed;
use luoshi_domain::tables::words::tidy;
use luoshi_domain::tasks::Nature;
use serde::Deserialize;
use uuid::Uuid;

use super::sheet::{Column, Value};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, statement};
use crate::tables::ledger;

/// Columns and rows of a table.
pub(super) type Content = (Vec<Column>, Vec<Vec<Value>>);

#[derive(Deserialize)]
struct TaskRow {
    part: String,
    section: String,
    measure: String,
    title: String,
    deliverable: String,
    due_on: NaiveDate,
    lead: Uuid,
    responsible: Vec<Uuid>,
    supporting: Vec<Uuid>,
    code: String,
    clauses: String,
    acceptance_standard: String,
    kinds: Vec<EvidenceKind>,
    nature: Nature,
    is_key: bool,
    start_on: NaiveDate,
}

fn columns(titles: &[(&'static str, f64)]) -> Vec<Column> {
    titles.iter().map(|(title, width)| Column { title, width: *width }).collect()
}

/// Titles of 任务分解表 (domain.md 6.2), then what makes it whole.
const TASK_COLUMNS: &[(&str, f64)] = &[
    ("序号", 6.0),
    ("部分", 16.0),
    ("节", 18.0),
    ("举措", 22.0),
    ("重点任务", 32.0),
    ("年度目标", 32.0),
    ("完成时限", 15.0),
    ("牵头单位", 16.0),
    ("责任单位", 18.0),
    ("配合单位", 18.0),
    ("任务编号", 10.0),
    ("条款", 16.0),
    ("验收标准", 32.0),
    ("佐证类型", 16.0),
    ("任务性质", 10.0),
    ("是否重点", 8.0),
    ("开始日期", 15.0),
];

/// 任务分解表.
pub(super) async fn tasks(ctx: &Ctx, filter: &Filter) -> Result<Content, Error> {
    let rows: Vec<TaskRow> = sql::rows(&ctx.app.db, filter.apply(include_str!("tasks.sql"))).await?;
    let names = ledger::names(&ctx.app.db, ctx.today()).await?;
    let mut number = 0;
    let mut measure = None;
    let mut written = Vec::with_capacity(rows.len());
    for row in rows {
        if measure.as_ref() != Some(&row.measure) {
            number += 1;
            measure = Some(row.measure.clone());
        }
        written.push(task_cells(number, row, &names));
    }
    Ok((columns(TASK_COLUMNS), written))
}

fn task_cells(number: i64, row: TaskRow, names: &Names) -> Vec<Value> {
    let list = |ids: &[Uuid]| ids.iter().map(|id| names.label(*id)).collect::<Vec<_>>().join("；");
    vec![
        Value::Whole(number),
        Value::text(row.part),
        Value::text(row.section),
        Value::text(row.measure),
        Value::text(tidy(&row.title)),
        Value::text(tidy(&row.deliverable)),
        Value::Day(row.due_on),
        Value::text(names.label(row.lead)),
        Value::text(list(&row.responsible)),
        Value::text(list(&row.supporting)),
        Value::text(row.code),
        Value::text(row.clauses),
        Value::text(tidy(&row.acceptance_standard)),
        Value::text(kinds_printed(&row.kinds)),
        Value::text(nature_printed(row.nature)),
        Value::text(flag_printed(row.is_key)),
        Value::Day(row.start_on),
    ]
}

#[derive(Deserialize)]
struct MilestoneRow {
    code: String,
    task: String,
    ord: i64,
    title: String,
    deliverable: String,
    due_on: NaiveDate,
    weight: i64,
    is_key: bool,
}

/// 里程碑表.
pub(super) async fn milestones(ctx: &Ctx, filter: &Filter) -> Result<Content, Error> {
    let rows: Vec<MilestoneRow> = sql::rows(&ctx.app.db, filter.apply(include_str!("milestones.sql"))).await?;
    let columns = columns(&[
        ("任务编号", 10.0),
        ("任务名称", 34.0),
        ("节点序号", 9.0),
        ("里程碑", 34.0),
        ("交付物", 30.0),
        ("完成时限", 15.0),
        ("权重", 8.0),
        ("关键节点", 9.0),
    ]);
    let written = rows.into_iter().map(|row| {
        vec![
            Value::text(row.code),
            Value::text(tidy(&row.task)),
            Value::Whole(row.ord),
            Value::text(tidy(&row.title)),
            Value::text(tidy(&row.deliverable)),
            Value::Day(row.due_on),
            Value::Whole(row.weight),
            Value::text(flag_printed(row.is_key)),
        ]
    });
    Ok((columns, written.collect()))
}

/// 机构表.
pub(super) async fn organisations(ctx: &Ctx) -> Result<Content, Error> {
    let all: Vec<StoredOrganisation> = ledger::organisations(&ctx.app.db).await?;
    let columns = columns(&[
        ("机构代码", 12.0),
        ("机构名称", 40.0),
        ("简称", 20.0),
        ("机构类型", 16.0),
        ("排序号", 9.0),
        ("别名", 40.0),
        ("生效日期", 15.0),
        ("终止日期", 15.0),
    ]);
    let written = all.into_iter().map(|StoredOrganisation { record, .. }| {
        vec![
            Value::text(record.code),
            Value::text(record.name),
            Value::text(record.short_name),
            Value::text(kind_printed(record.kind)),
            Value::Whole(record.sort_order.into()),
            Value::text(record.aliases.join("；")),
            Value::day(record.valid_from),
            Value::day(record.valid_to),
        ]
    });
    Ok((columns, written.collect()))
}

#[derive(Deserialize)]
struct UserRow {
    login: String,
    name: String,
    post: Option<String>,
    organisation_id: Uuid,
    roles: Vec<Role>,
    requested_roles: Option<Vec<Role>>,
    disabled: bool,
}

/// 用户表; a password is in no table.
pub(super) async fn users(ctx: &Ctx) -> Result<Content, Error> {
    let sql = "select jsonb_build_object('login', a.login, 'name', a.name, 'post', a.post, 'roles', a.roles,
            'organisation_id', a.organisation_id, 'requested_roles', a.requested_roles,
            'disabled', a.disabled_at is not null) as view
         from account a join organisation o on o.id = a.organisation_id
         where a.person_id is null
         order by o.sort_order, o.code, a.login";
    let rows: Vec<UserRow> = sql::rows(&ctx.app.db, statement(sql, [])).await?;
    let names = ledger::names(&ctx.app.db, ctx.today()).await?;
    let columns = columns(&[
        ("账号", 20.0),
        ("姓名", 14.0),
        ("职务", 22.0),
        ("机构", 26.0),
        ("角色", 30.0),
        ("待审定角色", 30.0),
        ("状态", 9.0),
    ]);
    let written = rows.into_iter().map(|row| {
        // An account whose roles all still wait is known by what it asked for.
        let wanted = row.requested_roles.as_deref().filter(|_| row.roles.is_empty()).unwrap_or(&row.roles);
        vec![
            Value::text(row.login),
            Value::text(row.name),
            Value::text(row.post.unwrap_or_default()),
            Value::text(names.label(row.organisation_id)),
            Value::text(roles_printed(wanted)),
            Value::text(roles_printed(&row.requested_roles.unwrap_or_default())),
            Value::text(if row.disabled { "停用" } else { "在用" }),
        ]
    });
    Ok((columns, written.collect()))
}
