use chrono::NaiveDate;
use proptest::prelude::*;
use sea_orm::Iterable;
use uuid::Uuid;

use super::frozen::*;
use super::paper::{Paper, Words, compose};
use super::*;
use crate::light::{LightCode, Reason};
use crate::reports::ReportState;
use crate::rule::RuleError;
use crate::supervision::{NoticeLevel, NoticeState};
use crate::tasks::{MilestoneState, Nature, TaskState};
use crate::tracking::Standing;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn org(number: u128, name: &str) -> FrozenOrg {
    FrozenOrg { id: Uuid::from_u128(number), name: format!("北京市{name}"), short_name: name.to_owned() }
}

fn task(code: &str, light: LightCode, lead: FrozenOrg) -> FrozenTask {
    FrozenTask {
        id: Uuid::from_u128(code.bytes().fold(0, |sum, byte| sum * 256 + u128::from(byte))),
        code: code.to_owned(),
        title: format!("任务{code}"),
        measure: Uuid::from_u128(28),
        deliverable: "样机".into(),
        acceptance_standard: "下线证明".into(),
        nature: Nature::OneOff,
        is_key: false,
        is_sample: false,
        lead,
        responsible: vec![],
        supporting: vec![],
        start_on: day("2026-01-01"),
        baseline_due_on: day("2026-12-31"),
        due_on: day("2026-12-31"),
        state: TaskState::InProgress,
        light: FrozenLight {
            code: light,
            reasons: vec![],
            tags: vec![],
            since: day("2026-04-01"),
            days_late: None,
            rule_version: 1,
            limits_version: 0,
        },
        progress: None,
        milestones: vec![],
        asked: true,
        report: None,
        notices: vec![],
        before: None,
    }
}

fn before(light: LightCode) -> Standing {
    let (lead, due_on) = (Uuid::from_u128(1), day("2026-12-31"));
    Standing { state: TaskState::InProgress, light, lead, due_on, days_late: None }
}

fn frozen(tasks: Vec<FrozenTask>) -> Frozen {
    let measure = FrozenMeasure { id: Uuid::from_u128(28), number: Some(28), title: "人形机器人".into() };
    let section = FrozenSection { printed: None, title: None, measures: vec![measure] };
    Frozen {
        format: FORMAT,
        day: day("2026-04-09"),
        taken_at: "2026-04-08T16:01:00Z".parse().unwrap(),
        plan: FrozenPlan { id: Uuid::from_u128(9), title: "建设方案".into(), short_title: "方案".into() },
        cycle: FrozenCycle {
            id: Uuid::from_u128(8),
            name: "2026年第一季度".into(),
            period_from: day("2026-01-01"),
            period_to: day("2026-03-31"),
            due_on: day("2026-04-08"),
        },
        since: Some(day("2026-01-09")),
        parts: vec![FrozenPart { printed: "二、".into(), title: "产业".into(), sections: vec![section] }],
        leads: vec![org(1, "市经信局"), org(2, "市科委")],
        tasks,
    }
}

fn section<'a>(paper: &'a Paper, heading: &str) -> &'a super::paper::PaperSection {
    paper.sections.iter().find(|section| section.heading.ends_with(heading)).unwrap()
}

#[test]
fn a_leader_approves_the_text_and_what_was_issued_stays() {
    let to = |from, action| WORKFLOW.apply(from, action).map(|row| row.to);
    assert_eq!(to(BulletinState::Draft, BulletinAction::Submit), Ok(BulletinState::PendingApproval));
    assert_eq!(to(BulletinState::PendingApproval, BulletinAction::Approve), Ok(BulletinState::Issued));
    assert_eq!(to(BulletinState::PendingApproval, BulletinAction::Return), Ok(BulletinState::Draft));
    assert_eq!(to(BulletinState::Draft, BulletinAction::Approve), Err(RuleError::StepNotPossible));
    let approves = WORKFLOW.apply(BulletinState::PendingApproval, BulletinAction::Approve).unwrap();
    assert_eq!(approves.needs, Action::BulletinApprove);
    for ended in [BulletinState::Issued, BulletinState::Void] {
        assert_eq!(WORKFLOW.from(ended).count(), 0);
    }
    assert!(BulletinAction::iter().all(|action| WORKFLOW.rows.iter().any(|row| row.action == action)));
}

#[test]
fn counts_come_first_and_are_compared_with_the_snapshot_before() {
    let mut slipped = task("28-01", LightCode::Overdue, org(1, "市经信局"));
    slipped.before = Some(before(LightCode::OnTrack));
    let mut stays = task("28-02", LightCode::OnTrack, org(1, "市经信局"));
    stays.before = Some(before(LightCode::OnTrack));
    let mut gone = task("28-03", LightCode::Inactive, org(1, "市经信局"));
    gone.state = TaskState::Cancelled;
    gone.before = Some(before(LightCode::OnTrack));
    let paper = compose(&frozen(vec![slipped, stays, gone]), &Words::default());
    assert_eq!(paper.title, "关于《建设方案》2026年第一季度进展情况的通报");
    let overall = section(&paper, "总体情况");
    assert_eq!(overall.heading, "一、总体情况");
    assert_eq!(overall.paragraphs[0], "截至2026年4月9日，已交办任务2项（不含已终止），其中■滞后1项、●正常推进1项。");
    let rows = &overall.table.as_ref().unwrap().rows;
    assert_eq!(rows[0], ["■滞后", "1", "0", "+1"]);
    assert_eq!(rows[2], ["●正常推进", "1", "3", "−2"]);
    let changes = section(&paper, "与上期相比");
    assert!(changes.paragraphs[0].contains("转差1项") && changes.paragraphs[0].contains("终止1项"));
    assert_eq!(changes.table.as_ref().unwrap().rows.len(), 2);
}

#[test]
fn the_first_snapshot_compares_with_nothing() {
    let first = Frozen { since: None, ..frozen(vec![task("28-01", LightCode::OnTrack, org(1, "市经信局"))]) };
    let paper = compose(&first, &Words::default());
    assert_eq!(section(&paper, "与上期相比").paragraphs, ["本期为首次冻结，没有上期可比。"]);
    assert_eq!(section(&paper, "总体情况").table.as_ref().unwrap().rows[2], ["●正常推进", "1", "—", "—"]);
}

#[test]
fn a_red_task_says_why_under_the_name_of_the_day_the_longest_late_first() {
    let red = |code: &str, days: i32| {
        let mut red = task(code, LightCode::Overdue, org(2, "市科委"));
        red.light.days_late = Some(days);
        red.light.reasons = vec![Reason::PastDue { due_on: day("2026-03-31"), days }];
        red
    };
    let paper = compose(&frozen(vec![red("28-01", 3), red("28-02", 9)]), &Words::default());
    let rows = &section(&paper, "滞后任务").table.as_ref().unwrap().rows;
    assert_eq!(rows[0], ["28-02", "任务28-02", "市科委", "9", "应于2026年3月31日办结，已逾期9天"]);
    assert_eq!(rows[1][0], "28-01");
    assert!(!paper.sections.iter().any(|section| section.heading.ends_with("预警任务")), "what is empty is left out");
}

#[test]
fn rates_are_those_of_the_house_and_nothing_of_nothing_is_a_dash() {
    let mut told = task("28-01", LightCode::OnTrack, org(1, "市经信局"));
    told.milestones = vec![FrozenMilestone {
        id: Uuid::from_u128(3),
        title: "验收".into(),
        due_on: day("2026-03-31"),
        baseline_due_on: day("2026-03-31"),
        weight: 100,
        is_key: true,
        state: MilestoneState::Accepted,
        submitted_on: None,
        completed_on: Some(day("2026-03-30")),
    }];
    told.report = Some(FrozenReport {
        id: Uuid::from_u128(4),
        revision: 1,
        state: ReportState::Approved,
        in_time: true,
        returns: 1,
        no_change: false,
        progress: Some("完成".into()),
        problems: None,
        coordination: None,
        next_steps: None,
        quantity: None,
        claims: vec![],
    });
    let silent = task("28-02", LightCode::AtRisk, org(1, "市经信局"));
    let paper = compose(&frozen(vec![told, silent]), &Words::default());
    assert_eq!(
        section(&paper, "总体情况").paragraphs[1],
        "办结率0.00%（0/2），里程碑达成率100.00%（1/1），报送及时率50.00%（1/2），一次通过率0.00%（0/1）。"
    );
    let none = compose(&frozen(vec![]), &Words::default());
    assert!(section(&none, "总体情况").paragraphs[1].starts_with("办结率—（0/0）"));
}

#[test]
fn notices_since_the_last_time_are_told_and_older_ones_are_not() {
    let mut urged = task("28-01", LightCode::Overdue, org(1, "市经信局"));
    let notice = |level, number: Option<&str>, on: &str| FrozenNotice {
        level,
        number: number.map(str::to_owned),
        state: NoticeState::Issued,
        issued_on: day(on),
        reply_by: Some(day("2026-03-09")),
    };
    urged.notices = vec![
        notice(NoticeLevel::Urge, None, "2026-02-01"),
        notice(NoticeLevel::Supervision, Some("中园督〔2026〕1号"), "2026-03-02"),
        notice(NoticeLevel::Supervision, Some("中园督〔2025〕9号"), "2025-12-02"),
    ];
    let paper = compose(&frozen(vec![urged]), &Words::default());
    let told = section(&paper, "督办情况");
    assert_eq!(told.paragraphs, ["上次冻结以来共下达催办1件、督办单1件、约谈0件。"]);
    assert_eq!(told.table.as_ref().unwrap().rows.len(), 1);
}

#[test]
fn what_was_closed_in_time_is_praised_once() {
    let mut done = task("28-01", LightCode::Completed, org(1, "市经信局"));
    done.state = TaskState::Closed;
    done.before = Some(before(LightCode::OnTrack));
    let mut long_done = done.clone();
    long_done.code = "28-02".into();
    long_done.before = Some(Standing { state: TaskState::Closed, light: LightCode::Completed, ..done.before.unwrap() });
    let paper = compose(&frozen(vec![done, long_done]), &Words::default());
    assert_eq!(section(&paper, "按期办结").table.as_ref().unwrap().rows, [["28-01", "任务28-01", "市经信局"]]);
}

#[test]
fn the_words_of_the_office_stand_before_and_after() {
    let words = Words {
        foreword: Some("现通报如下。\n\n".into()), demands: Some("一是抓紧。\n二是补报。".into())
    };
    let paper = compose(&frozen(vec![]), &words);
    assert_eq!(paper.opening, ["现通报如下。"]);
    assert_eq!(paper.sections.last().unwrap().paragraphs, ["一是抓紧。", "二是补报。"]);
}

fn any_light() -> impl Strategy<Value = LightCode> {
    prop::sample::select(LightCode::iter().collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn every_table_adds_up_to_the_tasks_in_scope(lights in prop::collection::vec((any_light(), 1u128..3), 0..30)) {
        let tasks = lights.iter().enumerate().map(|(place, (light, lead))| {
            let name = if *lead == 1 { "市经信局" } else { "市科委" };
            task(&format!("28-{place:02}"), *light, org(*lead, name))
        });
        let frozen = frozen(tasks.collect());
        let paper = compose(&frozen, &Words::default());
        let sum = |heading: &str| -> usize {
            let table = section(&paper, heading).table.as_ref();
            table.map_or(0, |table| table.rows.iter().map(|row| row.last().unwrap().parse::<usize>().unwrap()).sum())
        };
        prop_assert_eq!(sum("分部分情况"), lights.len());
        prop_assert_eq!(sum("分单位情况"), lights.len());
        let now: usize =
            section(&paper, "总体情况").table.as_ref().unwrap().rows.iter().map(|row| row[1].parse::<usize>().unwrap()).sum();
        prop_assert_eq!(now, lights.len());
        for section in &paper.sections {
            if let Some(table) = &section.table {
                prop_assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
            }
        }
        prop_assert_eq!(compose(&frozen, &Words::default()), paper);
    }
}
