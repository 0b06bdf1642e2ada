//! Examples: how people write, what is found, and which cell is named.

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::days::{self, Side};
use super::grid::{Cell, Grid, Merge, cell_name};
use super::names::{NameFault, Names, Organisation};
use super::tasks::{Clause, Ledger, Measure, StoredTask, TaskRecord};
use super::{CheckedLine, LineChange, TableKind, header, milestones, organisations, tasks, users};
use crate::tasks::{Nature, TaskState};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn grid(rows: &[&[&str]]) -> Grid {
    merged(rows, &[])
}

fn merged(rows: &[&[&str]], merges: &[Merge]) -> Grid {
    let cell = |text: &&str| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) };
    Grid::new("表", rows.iter().map(|row| row.iter().map(cell).collect()).collect(), merges)
}

fn organisation(number: u128, code: &str, name: &str, short: &str, aliases: &[&str]) -> Organisation {
    Organisation {
        id: Uuid::from_u128(number),
        code: code.into(),
        name: name.into(),
        short_name: short.into(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        standing: true,
    }
}

fn names() -> Names {
    Names::new(vec![
        organisation(
            1,
            "kw",
            "北京市科学技术委员会、中关村科技园区管理委员会",
            "市科委",
            &["市科委、中关村管委会", "中关村管委会"],
        ),
        organisation(2, "jx", "北京市经济和信息化局", "市经济和信息化局", &["市经信局"]),
        organisation(3, "jw", "北京市教育委员会", "市教委", &[]),
        Organisation { standing: false, ..organisation(4, "old", "北京市原科工委", "市原科工委", &[]) },
    ])
}

fn ledger(stored: Vec<StoredTask>) -> Ledger {
    let clause = |number: i32| Clause {
        id: Uuid::from_u128(280 + u128::try_from(number).unwrap()),
        key: format!("S10-M28-C0{number}"),
        number,
    };
    let one = Clause { id: Uuid::from_u128(290), key: "S10-M29-C01".into(), number: 1 };
    Ledger {
        measures: vec![
            Measure {
                id: Uuid::from_u128(28),
                number: 28,
                title: "培育人形机器人产业".into(),
                short_title: "人形机器人".into(),
                clauses: vec![clause(1), clause(2)],
            },
            Measure {
                id: Uuid::from_u128(29),
                number: 29,
                title: "发展未来材料".into(),
                short_title: "未来材料".into(),
                clauses: vec![one],
            },
        ],
        names: names(),
        tasks: stored,
        today: day("2026-03-02"),
    }
}

fn stored(state: TaskState) -> StoredTask {
    StoredTask {
        id: Uuid::from_u128(900),
        state,
        in_consultation: false,
        milestones: Some((day("2026-03-31"), day("2026-12-31"))),
        record: TaskRecord {
            code: "28-01".into(),
            measure_id: Uuid::from_u128(28),
            clause_ids: vec![Uuid::from_u128(281)],
            title: "小批量量产".into(),
            deliverable: "下线证明".into(),
            kinds: vec![],
            acceptance_standard: "检验报告".into(),
            nature: Nature::OneOff,
            is_key: false,
            lead: Uuid::from_u128(1),
            responsible: vec![],
            supporting: vec![Uuid::from_u128(3)],
            start_on: day("2026-01-01"),
            due_on: day("2026-12-31"),
        },
    }
}

const HEAD: &[&str] =
    &["序号", "举措", "条款", "重点任务", "年度目标", "完成时限", "牵头单位", "配合单位", "验收标准", "开始日期"];
const GOOD: &[&str] = &[
    "1",
    "28",
    "C02",
    "整机研制",
    "样机",
    "2026年12月底",
    "市科委、中关村管委会",
    "市教委、市经信局",
    "专家意见",
    "2026年1月",
];

fn check(rows: &[&[&str]], ledger: &Ledger) -> Vec<CheckedLine<TaskRecord>> {
    let sheet = [grid(rows)];
    let table = header::find(&sheet, TableKind::Tasks).unwrap();
    tasks::check(&table, ledger)
}

fn faults<R>(lines: &[CheckedLine<R>]) -> Vec<(String, String)> {
    lines.iter().flat_map(|line| &line.problems).map(|problem| (problem.cell.clone(), problem.code.clone())).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(cell, code)| ((*cell).to_owned(), (*code).to_owned())).collect()
}

/// The good line with some cells written otherwise.
fn with<'a>(changes: &[(usize, &'a str)]) -> Vec<&'a str> {
    let mut row: Vec<&str> = GOOD.to_vec();
    for (place, text) in changes {
        row[*place] = text;
    }
    row
}

#[test]
fn days_are_read_as_offices_write_them() {
    let last = [
        ("2026年6月30日", "2026-06-30"),
        ("２０２６年６月３０日", "2026-06-30"),
        ("2026-06-30", "2026-06-30"),
        ("2026/6/30", "2026-06-30"),
        ("2026.6.30", "2026-06-30"),
        ("20260630", "2026-06-30"),
        ("2026-06-30 00:00:00", "2026-06-30"),
        ("2026年6月30日前", "2026-06-30"),
        ("2026年6月底", "2026-06-30"),
        ("2026年6月底前完成", "2026-06-30"),
        ("2026 年 6 月", "2026-06-30"),
        ("2024年2月", "2024-02-29"),
        ("2026年底", "2026-12-31"),
        ("2026年", "2026-12-31"),
        ("2026年第二季度", "2026-06-30"),
        ("2026年二季度末", "2026-06-30"),
        ("2026年Q3", "2026-09-30"),
        ("2026年上半年", "2026-06-30"),
        ("2026年下半年", "2026-12-31"),
        ("二〇二六年六月三十日", "2026-06-30"),
        ("二〇二六年十二月", "2026-12-31"),
        ("到2025年6月", "2025-06-30"),
    ];
    for (text, expected) in last {
        assert_eq!(days::of_text(text, Side::Last), Some(day(expected)), "{text}");
    }
    for text in
        ["", "长期", "2026年2月30日", "26年6月", "6月30日", "每年12月底", "2026年13月", "2026年第五季度", "尽快"]
    {
        assert_eq!(days::of_text(text, Side::Last), None, "{text}");
    }
    assert_eq!(days::of_text("2026年6月", Side::First), Some(day("2026-06-01")));
    assert_eq!(days::in_cell(&Cell::Number(46_203.0), Side::Last), Some(day("2026-06-30")));
    assert_eq!(days::in_cell(&Cell::Number(20_260_630.0), Side::Last), Some(day("2026-06-30")));
    assert_eq!(days::in_cell(&Cell::Number(2_026.0), Side::Last), Some(day("2026-12-31")));
    assert_eq!(days::in_cell(&Cell::Number(0.5), Side::Last), None);
}

#[test]
fn cells_are_named_as_excel_names_them() {
    assert_eq!(
        [cell_name(0, 0), cell_name(11, 5), cell_name(2, 25), cell_name(2, 26), cell_name(0, 16_383)],
        ["A1", "F12", "Z3", "AA3", "XFD1"]
    );
}

#[test]
fn the_head_is_found_below_titles_in_two_rows_and_by_other_names() {
    let rows: &[&[&str]] = &[
        &["任务分解表"],
        &["单位：统筹办", "", "", "填报时间：2026年3月"],
        &["序号", "任务 名称*", "责任分工", "", "完成时间（年月日）", "备注"],
        &["", "", "牵头\n单位", "配合单位"],
        &["1", "整机研制", "市科委", "", "2026年底"],
        &["", "", "", ""],
        &["序号", "任务名称", "牵头单位", "配合单位", "完成时间"],
        &["2", "量产", "市科委", "", "2026年底"],
        &["合计", "2 项"],
        &["填报人：张三", "", "审核人：李四"],
    ];
    let merges: Vec<Merge> = [0, 1, 4].map(|column| Merge { first: (2, column), last: (3, column) }).to_vec();
    let sheets = [grid(&[&["说明"]]), merged(rows, &merges)];
    let table = header::find(&sheets, TableKind::Tasks).unwrap();
    assert_eq!((table.head, table.lines.clone()), (3, vec![4, 7]));
    assert_eq!((table.places["title"], table.places["due_on"], table.places["lead"]), (1, 4, 2));
}

#[test]
fn a_head_that_is_missing_short_or_double_is_named() {
    let codes = |rows: &[&[&str]]| {
        let problems = header::find(&[grid(rows)], TableKind::Tasks).unwrap_err();
        problems.into_iter().map(|problem| (problem.cell, problem.code)).collect::<Vec<_>>()
    };
    assert_eq!(codes(&[&["今天开会"]]), pairs(&[("A1", "header_missing")]));
    assert_eq!(
        codes(&[&["题"], &["序号", "牵头单位", "完成时限"], &["1", "市科委", "2026年"]]),
        pairs(&[("A2", "column_missing")])
    );
    assert_eq!(codes(&[&["序号", "重点任务", "任务名称"], &["1", "甲", "乙"]]), pairs(&[("C1", "column_twice")]));
    assert_eq!(codes(&[&["序号", "重点任务"]]), pairs(&[("A2", "no_lines")]));
}

#[test]
fn a_good_line_becomes_a_task_with_the_next_code() {
    let lines = check(&[HEAD, GOOD], &ledger(vec![stored(TaskState::Draft)]));
    assert_eq!(faults(&lines), []);
    let record = lines[0].record.as_ref().unwrap();
    assert_eq!((lines[0].change, record.code.as_str()), (LineChange::Create, "28-02"));
    assert_eq!(
        (record.lead, record.supporting.clone()),
        (Uuid::from_u128(1), vec![Uuid::from_u128(3), Uuid::from_u128(2)])
    );
    assert_eq!((record.start_on, record.due_on), (day("2026-01-01"), day("2026-12-31")));
    assert_eq!(record.clause_ids, [Uuid::from_u128(282)]);
}

#[test]
fn every_fault_of_a_line_is_named_by_its_cell() {
    let bad = with(&[
        (2, "C09"),
        (3, ""),
        (5, "尽快"),
        (6, "市科委员会"),
        (7, "市教委、不知道的单位"),
        (8, ""),
        (9, "2026年2月30日"),
    ]);
    let lines = check(&[HEAD, &bad], &ledger(vec![]));
    let mut found = faults(&lines);
    found.sort();
    assert_eq!(
        found,
        pairs(&[
            ("C2", "unknown_clause"),
            ("D2", "required"),
            ("F2", "unreadable_day"),
            ("G2", "unknown_organisation"),
            ("H2", "unknown_organisation"),
            ("I2", "required"),
            ("J2", "unreadable_day"),
        ])
    );
    let lead = lines[0].problems.iter().find(|problem| problem.cell == "G2").unwrap();
    assert_eq!(lead.suggestions[0], "市科委");
    assert!(lines[0].problems.iter().find(|problem| problem.cell == "H2").unwrap().suggestions.is_empty());
}

#[test]
fn one_organisation_has_one_duty_and_an_ended_one_none() {
    let found = faults(&check(&[HEAD, &with(&[(7, "市科委；市原科工委")])], &ledger(vec![])));
    assert_eq!(found, pairs(&[("H2", "repeated"), ("H2", "ended_organisation")]));
}

#[test]
fn two_leads_in_one_cell_are_one_too_many() {
    let found = faults(&check(&[HEAD, &with(&[(6, "市科委、市教委"), (7, "")])], &ledger(vec![])));
    assert_eq!(found, pairs(&[("G2", "several_organisations")]));
}

#[test]
fn a_clause_is_asked_for_where_a_measure_has_several() {
    let found = faults(&check(&[HEAD, &with(&[(2, "")])], &ledger(vec![])));
    assert_eq!(found, pairs(&[("C2", "required")]));
    let alone = check(&[HEAD, &with(&[(1, "发展未来材料"), (2, "")])], &ledger(vec![]));
    assert_eq!(alone[0].record.as_ref().unwrap().code, "29-01");
    for measure in ["第29条", "举措 29", "２９", "29 5G应用", "29. 发展未来材料"] {
        let found = check(&[HEAD, &with(&[(1, measure), (2, "")])], &ledger(vec![]));
        assert_eq!(found[0].record.as_ref().map(|record| record.code.as_str()), Some("29-01"), "{measure}");
    }
    let all = check(&[HEAD, &with(&[(2, "全部")])], &ledger(vec![]));
    assert_eq!(all[0].record.as_ref().unwrap().clause_ids.len(), 2);
    let elsewhere = faults(&check(&[HEAD, &with(&[(2, "S10-M29-C01")])], &ledger(vec![])));
    assert_eq!(elsewhere, pairs(&[("C2", "other_measure")]));
}

#[test]
fn the_same_task_twice_is_named_at_the_second_line() {
    let lines = check(&[HEAD, GOOD, &[], GOOD], &ledger(vec![]));
    assert_eq!(faults(&lines), pairs(&[("D4", "twice")]));
}

#[test]
fn a_known_task_changes_only_where_the_table_speaks() {
    let head: &[&str] = &["任务编号", "重点任务", "完成时限"];
    let lines = check(&[head, &["２８－１", "小批量量产", "2027年6月"]], &ledger(vec![stored(TaskState::Draft)]));
    assert_eq!(faults(&lines), []);
    assert_eq!(lines[0].change, LineChange::Change);
    let changed: Vec<(&str, &str)> = lines[0].differences.iter().map(|d| (d.column.as_str(), d.to.as_str())).collect();
    assert_eq!(changed, [("完成时限", "2027年6月30日")]);
    let same = check(&[head, &["28-01", "小批量量产", "2026年底"]], &ledger(vec![stored(TaskState::Draft)]));
    assert_eq!(same[0].change, LineChange::Unchanged);
}

#[test]
fn an_issued_task_may_stand_in_the_table_but_not_change() {
    let head: &[&str] = &["任务编号", "重点任务", "完成时限"];
    let issued = || ledger(vec![stored(TaskState::InProgress)]);
    assert_eq!(check(&[head, &["28-01", "小批量量产", "2026年底"]], &issued())[0].change, LineChange::Unchanged);
    let found = faults(&check(&[head, &["28-01", "大批量量产", "2027年底"]], &issued()));
    assert_eq!(found, pairs(&[("B2", "task_issued"), ("C2", "task_issued")]));
}

#[test]
fn a_task_that_units_are_asked_about_stands_still() {
    let head: &[&str] = &["任务编号", "重点任务", "完成时限"];
    let asked = || ledger(vec![StoredTask { in_consultation: true, ..stored(TaskState::Draft) }]);
    assert_eq!(check(&[head, &["28-01", "小批量量产", "2026年底"]], &asked())[0].change, LineChange::Unchanged);
    let found = faults(&check(&[head, &["28-01", "大批量量产", "2026年底"]], &asked()));
    assert_eq!(found, pairs(&[("B2", "task_in_consultation")]));
}

#[test]
fn a_due_day_does_not_jump_over_a_milestone() {
    let head: &[&str] = &["任务编号", "重点任务", "完成时限"];
    let found = faults(&check(&[head, &["28-01", "小批量量产", "2026年6月"]], &ledger(vec![stored(TaskState::Draft)])));
    assert_eq!(found, pairs(&[("C2", "before_milestone")]));
}

#[test]
fn a_code_that_excel_took_for_a_day_is_said_so() {
    let rows = vec![
        ["任务编号", "重点任务"].map(|text| Cell::Text(text.to_owned())).to_vec(),
        vec![Cell::Day(day("2026-03-28")), Cell::Text("整机研制".into())],
    ];
    let sheet = [Grid::new("表", rows, &[])];
    let table = header::find(&sheet, TableKind::Tasks).unwrap();
    let found = faults(&tasks::check(&table, &ledger(vec![])));
    assert!(found.contains(&("A2".into(), "code_became_a_day".into())), "{found:?}");
}

#[test]
fn merged_and_blank_headings_stand_for_every_row_below() {
    let rows: &[&[&str]] = &[
        HEAD,
        GOOD,
        &["2", "", "C01", "零部件攻关", "目录", "2026年底", "市科委", "", "目录印发", ""],
        &["3", "", "C01", "应用示范", "清单", "2026年底", "市科委", "", "清单印发", ""],
    ];
    let sheet = [merged(rows, &[Merge { first: (1, 1), last: (2, 1) }])];
    let table = header::find(&sheet, TableKind::Tasks).unwrap();
    let lines = tasks::check(&table, &ledger(vec![]));
    assert_eq!(faults(&lines), []);
    let codes: Vec<&str> = lines.iter().map(|line| line.record.as_ref().unwrap().code.as_str()).collect();
    assert_eq!(codes, ["28-01", "28-02", "28-03"]);
}

#[test]
fn a_name_with_a_comma_of_its_own_is_not_cut() {
    let names = names();
    let list = |text: &str| -> Vec<Option<u128>> {
        names
            .list(text)
            .into_iter()
            .map(|(_, found)| found.ok().map(|organisation| organisation.id.as_u128()))
            .collect()
    };
    assert_eq!(list("市教委、市科委、中关村管委会、市经信局"), [Some(3), Some(1), Some(2)]);
    assert_eq!(list("北京市科学技术委员会、中关村科技园区管理委员会"), [Some(1)]);
    assert_eq!(list("市教委；市经信局\n市科委"), [Some(3), Some(2), Some(1)]);
    assert_eq!(list("ＫＷ"), [Some(1)]);
    assert_eq!(list("市商务局、市教委"), [None, Some(3)]);
    assert_eq!(names.find("市经济信息化局").unwrap_err(), NameFault::Unknown(vec!["市经济和信息化局".into()]));
}

fn milestone_tasks(state: TaskState) -> Vec<milestones::StoredTask> {
    let record = |ord, title: &str, due: &str, weight| milestones::MilestoneRecord {
        task_id: Uuid::from_u128(900),
        ord,
        title: title.into(),
        deliverable: String::new(),
        due_on: day(due),
        weight,
        is_key: false,
    };
    vec![milestones::StoredTask {
        id: Uuid::from_u128(900),
        code: "28-01".into(),
        title: "小批量量产".into(),
        state,
        in_consultation: false,
        start_on: day("2026-01-01"),
        due_on: day("2026-12-31"),
        milestones: vec![
            milestones::StoredMilestone { id: Uuid::from_u128(901), record: record(1, "中试", "2026-03-31", 40) },
            milestones::StoredMilestone { id: Uuid::from_u128(902), record: record(2, "下线", "2026-12-31", 60) },
        ],
    }]
}

fn check_milestones(rows: &[&[&str]], state: TaskState) -> Vec<CheckedLine<milestones::MilestoneRecord>> {
    let sheet = [grid(rows)];
    let table = header::find(&sheet, TableKind::Milestones).unwrap();
    milestones::check(&table, &milestone_tasks(state))
}

#[test]
fn milestones_change_by_title_or_place_and_weigh_a_hundred_at_most() {
    let head: &[&str] = &["任务编号", "节点序号", "里程碑", "完成时限", "权重（%）", "关键节点"];
    let lines = check_milestones(
        &[head, &["28-01", "", "中试", "2026年4月底", "30", "是"], &["", "3", "验收", "2026年11月", "10%", ""]],
        TaskState::Draft,
    );
    assert_eq!(faults(&lines), []);
    assert_eq!([lines[0].change, lines[1].change], [LineChange::Change, LineChange::Create]);
    let heavy = check_milestones(&[head, &["28-01", "", "验收", "2026年11月", "10", ""]], TaskState::Draft);
    assert_eq!(faults(&heavy), pairs(&[("E2", "weights_over_hundred")]));
}

#[test]
fn faults_of_milestones_are_named() {
    let head: &[&str] = &["任务编号", "节点序号", "里程碑", "完成时限", "权重"];
    let rows: &[&[&str]] = &[head, &["29-09", "x", "", "2027年", "0"], &["28-01", "1", "中试", "2027年1月", "40"]];
    let mut found = faults(&check_milestones(rows, TaskState::Draft));
    found.sort();
    assert_eq!(
        found,
        pairs(&[
            ("A2", "unknown_task"),
            ("B2", "unreadable_number"),
            ("C2", "required"),
            ("D3", "outside_task"),
            ("E2", "unreadable_number")
        ])
    );
    let issued: &[&[&str]] =
        &[head, &["28-01", "1", "中试", "2026-03-31", "40"], &["28-01", "2", "下线", "2026-12-31", "50"]];
    assert_eq!(faults(&check_milestones(issued, TaskState::InProgress)), pairs(&[("C3", "task_issued")]));
}

fn stored_organisation() -> organisations::StoredOrganisation {
    organisations::StoredOrganisation {
        id: Uuid::from_u128(1),
        record: organisations::OrganisationRecord {
            code: "kw".into(),
            name: "北京市科学技术委员会".into(),
            short_name: "市科委".into(),
            kind: crate::people::OrgKind::Municipal,
            sort_order: 60,
            aliases: vec!["中关村管委会".into()],
            valid_from: None,
            valid_to: None,
        },
    }
}

#[test]
fn a_table_never_writes_over_the_name_of_an_organisation() {
    let rows: &[&[&str]] = &[&["单位代码", "单位名称", "简称", "排序号"], &["kw", "北京市科学技术局", "市科局", "61"]];
    let sheet = [grid(rows)];
    let table = header::find(&sheet, TableKind::Organisations).unwrap();
    let lines = organisations::check(&table, &[stored_organisation()]);
    assert_eq!(faults(&lines), pairs(&[("B2", "rename"), ("C2", "rename")]));
    let kept: &[&[&str]] = &[rows[0], &["kw", "北京市科学技术委员会", "", "61"]];
    let sheet = [grid(kept)];
    let table = header::find(&sheet, TableKind::Organisations).unwrap();
    let lines = organisations::check(&table, &[stored_organisation()]);
    assert_eq!(lines[0].change, LineChange::Change);
}

#[test]
fn organisations_are_known_by_code_and_names_are_taken_once() {
    let stored = [stored_organisation()];
    let rows: &[&[&str]] = &[
        &["单位代码", "单位名称", "简称", "单位类型", "排序号", "别名"],
        &["kw", "北京市科学技术委员会", "市科委", "市级部门", "60", "中关村管委会"],
        &["cp", "昌平区人民政府", "昌平区", "区", "", "昌平；昌平区政府"],
        &["x y", "北京市科学技术委员会", "", "委员会", "-1", ""],
        &["cp", "", "", "", "", ""],
    ];
    let sheet = [grid(rows)];
    let table = header::find(&sheet, TableKind::Organisations).unwrap();
    let lines = organisations::check(&table, &stored);
    assert_eq!([lines[0].change, lines[1].change], [LineChange::Unchanged, LineChange::Create]);
    assert_eq!(
        faults(&lines),
        pairs(&[
            ("A4", "unfit_code"),
            ("B4", "name_taken"),
            ("D4", "unknown_kind"),
            ("E4", "unreadable_number"),
            ("A5", "twice"),
            ("B5", "required"),
            ("D5", "required"),
        ])
    );
}

#[test]
fn users_are_asked_for_with_roles_that_fit_together() {
    let rows: &[&[&str]] = &[
        &["账号", "姓名", "职务", "单位", "角色"],
        &["zhang.san", "张三", "科员", "市科委", "填报人、单位审核人"],
        &["Zhang San", "", "", "市科协", "填写人"],
        &["li.si", "李四", "", "市教委", "审计管理员、填报人"],
        &["zhang.san", "张三", "", "市科委", "填报人"],
    ];
    let sheet = [grid(rows)];
    let table = header::find(&sheet, TableKind::Users).unwrap();
    let lines = users::check(&table, &[], &names());
    assert_eq!(lines[0].change, LineChange::Create);
    assert_eq!(
        faults(&lines),
        pairs(&[
            ("A3", "unfit_login"),
            ("B3", "required"),
            ("D3", "unknown_organisation"),
            ("E3", "unknown_role"),
            ("E4", "roles_incompatible"),
            ("A5", "twice"),
        ])
    );
}

proptest! {
    #[test]
    fn a_printed_day_is_read_back(days in 0_u64..36_500) {
        let day = day("2000-01-01") + chrono::Days::new(days);
        for side in [Side::First, Side::Last] {
            prop_assert_eq!(days::of_text(&days::printed(day), side), Some(day));
            prop_assert_eq!(days::of_text(&day.to_string(), side), Some(day));
        }
    }

    #[test]
    fn no_text_in_any_cell_stops_the_reading(cells in proptest::collection::vec(".{0,12}", 10)) {
        let row: Vec<&str> = cells.iter().map(String::as_str).collect();
        let sheet = [grid(&[HEAD, &row])];
        if let Ok(table) = header::find(&sheet, TableKind::Tasks) {
            let lines = tasks::check(&table, &ledger(vec![]));
            prop_assert!(lines.iter().all(|line| line.change == LineChange::Create || !line.problems.is_empty()));
        }
    }

    #[test]
    fn the_number_of_a_column_is_told_by_its_letters(column in 0_u32..20_000) {
        let letters = cell_name(0, column);
        let number = letters.bytes().filter(u8::is_ascii_uppercase).fold(0_u32, |sum, byte| sum * 26 + u32::from(byte - b'A') + 1);
        prop_assert_eq!(number, column + 1);
    }
}
