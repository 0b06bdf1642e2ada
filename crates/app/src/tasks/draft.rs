//! What the office writes when it makes a task from clauses, checked field by field before anything is stored.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::evidence::EvidenceKind;
use luoshi_domain::light::{Amount, Quantity};
use luoshi_domain::tasks::Nature;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};

/// A new task, made from one or more clauses of one plan.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// The plan.
    pub plan_id: Uuid,
    /// The sentences it carries out; the first gives the code.
    pub clause_ids: Vec<Uuid>,
    /// Its title, up to 200 characters.
    pub title: String,
    /// What will exist in the end.
    pub deliverable: String,
    /// Kinds of evidence that fit.
    #[serde(default)]
    pub deliverable_kinds: Vec<EvidenceKind>,
    /// The sentence that says what proves completion.
    pub acceptance_standard: String,
    /// 牵头单位.
    pub lead_org_id: Uuid,
    /// 责任单位.
    #[serde(default)]
    pub responsible_org_ids: Vec<Uuid>,
    /// 配合单位.
    #[serde(default)]
    pub supporting_org_ids: Vec<Uuid>,
    /// 阶段任务 or 长期任务.
    pub nature: Nature,
    /// 重点任务.
    #[serde(default)]
    pub is_key: bool,
    /// 量化目标: what it counts, where it has a number to reach.
    #[serde(default)]
    pub quantity: Option<Quantity>,
    /// First day.
    pub start_on: NaiveDate,
    /// Last day.
    pub due_on: NaiveDate,
    /// Its milestones; weights must sum to 100 before it is issued.
    #[serde(default)]
    pub milestones: Vec<NewMilestone>,
}

/// A new milestone.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMilestone {
    /// Its title, up to 200 characters.
    pub title: String,
    /// What must exist then.
    #[serde(default)]
    pub deliverable: String,
    /// Its due day, within the task's days.
    pub due_on: NaiveDate,
    /// Percent of the task, 1 to 100.
    pub weight: i32,
    /// 关键节点.
    #[serde(default)]
    pub is_key: bool,
}

/// A day between 2000 and 2099.
pub fn check_day(fields: &mut Fields, pointer: &str, day: NaiveDate) {
    if !(2000..2100).contains(&day.year()) {
        fields.fault(pointer, "out_of_range", "日期应在 2000 年到 2099 年之间");
    }
}

/// Checks everything about the words, days and weights of a task.
pub fn check(task: &NewTask, fields: &mut Fields) {
    fields.required("/title", &task.title, 200);
    fields.required("/deliverable", &task.deliverable, 2_000);
    fields.required("/acceptance_standard", &task.acceptance_standard, 2_000);
    check_day(fields, "/start_on", task.start_on);
    check_day(fields, "/due_on", task.due_on);
    if task.due_on < task.start_on {
        fields.fault("/due_on", "before_start", "完成时限不能早于开始日期");
    }
    if task.clause_ids.is_empty() {
        fields.fault("/clause_ids", "required", "请至少选择一个条款");
    }
    check_organisations(task, fields);
    if let Some(quantity) = &task.quantity {
        check_quantity(quantity, task.start_on, task.due_on, fields);
    }
    for (index, milestone) in task.milestones.iter().enumerate() {
        check_milestone(&format!("/milestones/{index}"), milestone, task.start_on, task.due_on, fields);
    }
    let sum: i32 = task.milestones.iter().map(|milestone| milestone.weight).sum();
    if sum > 100 {
        fields.fault("/milestones", "weights_over_hundred", format!("权重合计不能超过 100，现为 {sum}"));
    }
}

/// Checks what a task counts: a unit, a way to go, and points of the schedule within its days, each once and on the way.
fn check_quantity(quantity: &Quantity, from: NaiveDate, to: NaiveDate, fields: &mut Fields) {
    fields.required("/quantity/unit", &quantity.unit, 20);
    if quantity.target == quantity.baseline {
        fields.fault("/quantity/target", "same_as_baseline", "目标值与起点值相同，请填写要达到的数");
    }
    if quantity.points.len() > 60 {
        fields.fault("/quantity/points", "too_many", "计划曲线最多 60 个点");
    }
    let (low, high) = (quantity.baseline.min(quantity.target), quantity.baseline.max(quantity.target));
    let on_the_way = |value: Amount| (low..=high).contains(&value);
    for (index, point) in quantity.points.iter().enumerate() {
        if !(from < point.on && point.on < to) {
            let words = format!("计划点应在 {from} 之后、{to} 之前");
            fields.fault(format!("/quantity/points/{index}/on"), "outside_task", words);
        } else if quantity.points[..index].iter().any(|other| other.on == point.on) {
            fields.fault(format!("/quantity/points/{index}/on"), "repeated", "同一天只能有一个计划点");
        }
        if !on_the_way(point.value) {
            fields.fault(format!("/quantity/points/{index}/value"), "out_of_range", "计划值应在起点值与目标值之间");
        }
    }
}

fn check_organisations(task: &NewTask, fields: &mut Fields) {
    let lists =
        [("/responsible_org_ids", &task.responsible_org_ids), ("/supporting_org_ids", &task.supporting_org_ids)];
    let mut seen = vec![task.lead_org_id];
    for (pointer, list) in lists {
        for (index, org) in list.iter().enumerate() {
            if seen.contains(org) {
                fields.fault(format!("{pointer}/{index}"), "repeated", "同一单位只能承担一种责任");
            }
            seen.push(*org);
        }
    }
}

/// Checks one milestone against the days of its task.
pub fn check_milestone(pointer: &str, milestone: &NewMilestone, from: NaiveDate, to: NaiveDate, fields: &mut Fields) {
    fields.required(&format!("{pointer}/title"), &milestone.title, 200);
    fields.optional(&format!("{pointer}/deliverable"), Some(&milestone.deliverable), 2_000);
    if !(from..=to).contains(&milestone.due_on) {
        fields.fault(format!("{pointer}/due_on"), "outside_task", format!("节点日期应在 {from} 至 {to} 之间"));
    }
    if !(1..=100).contains(&milestone.weight) {
        fields.fault(format!("{pointer}/weight"), "out_of_range", "权重为 1 到 100 的整数");
    }
}

/// Checks that the clauses belong to the plan and the organisations exist and still stand.
pub async fn check_references(tx: &impl ConnectionTrait, task: &NewTask, today: NaiveDate) -> Result<(), Error> {
    let mut fields = Fields::new();
    let known: Vec<Uuid> = sql::rows(
        tx,
        statement(
            "select to_jsonb(c.id) as view from clause c join measure m on m.id = c.measure_id
             where c.plan_id = $1 and c.id = any($2) and (c.number > 0 or m.heading_is_actionable)",
            [task.plan_id.into(), task.clause_ids.clone().into()],
        ),
    )
    .await?;
    for (index, clause) in task.clause_ids.iter().enumerate() {
        if !known.contains(clause) {
            fields.fault(format!("/clause_ids/{index}"), "not_found", "方案中没有这一条款");
        }
    }
    let mut organisations = vec![("/lead_org_id".to_owned(), task.lead_org_id)];
    for (list, ids) in [("responsible", &task.responsible_org_ids), ("supporting", &task.supporting_org_ids)] {
        organisations.extend(ids.iter().enumerate().map(|(index, id)| (format!("/{list}_org_ids/{index}"), *id)));
    }
    let ids: Vec<Uuid> = organisations.iter().map(|(_, id)| *id).collect();
    let standing: Vec<Uuid> = sql::rows(
        tx,
        statement(
            "select to_jsonb(id) as view from organisation where id = any($1) and (valid_to is null or valid_to >= $2)",
            [ids.into(), today.into()],
        ),
    )
    .await?;
    for (pointer, id) in organisations {
        if !standing.contains(&id) {
            fields.fault(pointer, "not_found", "没有这个单位，或已停用");
        }
    }
    fields.done()
}

#[cfg(test)]
mod tests {
    use luoshi_domain::light::CurvePoint;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn task() -> NewTask {
        NewTask {
            plan_id: Uuid::from_u128(1),
            clause_ids: vec![Uuid::from_u128(2)],
            title: "人形机器人小批量量产".into(),
            deliverable: "量产产品".into(),
            deliverable_kinds: vec![EvidenceKind::C],
            acceptance_standard: "提交批量下线证明".into(),
            lead_org_id: Uuid::from_u128(3),
            responsible_org_ids: vec![],
            supporting_org_ids: vec![],
            nature: Nature::OneOff,
            is_key: false,
            quantity: None,
            start_on: day("2025-01-01"),
            due_on: day("2026-12-31"),
            milestones: vec![],
        }
    }

    fn pointers(task: &NewTask) -> Vec<String> {
        let mut fields = Fields::new();
        check(task, &mut fields);
        match fields.done() {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|fault| fault.pointer).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_complete_task_has_no_fault() {
        assert_eq!(pointers(&task()), Vec::<String>::new());
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = NewTask { title: " ".into(), clause_ids: vec![], due_on: day("2024-12-31"), ..task() };
        assert_eq!(pointers(&wrong), ["/title", "/due_on", "/clause_ids"]);
    }

    #[test]
    fn a_number_to_reach_has_a_unit_a_way_and_points_on_it() {
        let amount = |number: f64| Amount::of(number).unwrap();
        let point = |on: &str, value: f64| CurvePoint { on: day(on), value: amount(value) };
        let quantity = Quantity { unit: "家".into(), baseline: amount(10.0), target: amount(100.0), points: vec![] };
        let with = |quantity: Quantity| pointers(&NewTask { quantity: Some(quantity), ..task() });
        assert_eq!(with(quantity.clone()), Vec::<String>::new());
        let empty = Quantity { unit: " ".into(), target: amount(10.0), ..quantity.clone() };
        assert_eq!(with(empty), ["/quantity/unit", "/quantity/target"]);
        let points = vec![point("2026-01-01", 50.0), point("2026-01-01", 5.0), point("2026-12-31", 60.0)];
        let wrong = ["/quantity/points/1/on", "/quantity/points/1/value", "/quantity/points/2/on"];
        assert_eq!(with(Quantity { points, ..quantity }), wrong);
    }

    #[test]
    fn one_organisation_has_one_duty() {
        let wrong = NewTask { supporting_org_ids: vec![Uuid::from_u128(3)], ..task() };
        assert_eq!(pointers(&wrong), ["/supporting_org_ids/0"]);
    }

    #[test]
    fn milestones_lie_within_the_task_and_weigh_at_most_a_hundred() {
        let milestone = |due: &str, weight| NewMilestone {
            title: "中试".into(),
            deliverable: String::new(),
            due_on: day(due),
            weight,
            is_key: false,
        };
        let wrong = NewTask { milestones: vec![milestone("2027-01-01", 60), milestone("2026-01-01", 60)], ..task() };
        assert_eq!(pointers(&wrong), ["/milestones/0/due_on", "/milestones"]);
    }
}
