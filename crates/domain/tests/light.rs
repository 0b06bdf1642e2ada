//! What must hold of every light, whatever the dates (domain.md 2.5 and 7).

use chrono::{Days, NaiveDate};
use luoshi_domain::light::{
    Amount, Light, LightCode, MilestoneFacts, Quantity, Reason, ReportFacts, ReportStanding, TaskFacts, Thresholds,
    accepted_weight, expected_weight, light, next_change, roll_up,
};
use luoshi_domain::tasks::TaskState;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use uuid::Uuid;

/// The `number`-th day after an arbitrary first one.
fn day(number: u64) -> NaiveDate {
    NaiveDate::default() + Days::new(number)
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0_u64..400).prop_map(day)
}

/// A milestone in any state it can reach, with submissions of any day.
fn milestone() -> impl Strategy<Value = MilestoneFacts> {
    let submission =
        prop_oneof![Just((None, None)), days().prop_map(|s| (Some(s), None)), days().prop_map(|s| (None, Some(s)))];
    (any::<u128>(), days(), any::<bool>(), 1_u32..=100, submission, 0_u32..4).prop_map(
        |(id, due_on, is_key, weight, (accepted_submission_on, pending_since), returns)| MilestoneFacts {
            id: Uuid::from_u128(id),
            title: "里程碑".into(),
            due_on,
            is_key,
            weight,
            accepted_submission_on,
            pending_since,
            returns,
        },
    )
}

fn open(milestone: MilestoneFacts) -> MilestoneFacts {
    MilestoneFacts { accepted_submission_on: None, pending_since: None, ..milestone }
}

fn task_in(states: &'static [TaskState]) -> impl Strategy<Value = TaskFacts> {
    (select(states), days(), days(), 0_u64..60, option::of(days()), any::<bool>(), vec(milestone(), 1..6)).prop_map(
        |(state, start_on, baseline_due_on, extension, closure_applied_on, extension_pending, milestones)| TaskFacts {
            state,
            start_on,
            baseline_due_on,
            due_on: baseline_due_on + Days::new(extension),
            closure_applied_on,
            extension_pending,
            supervision: None,
            issue: None,
            findings: vec![],
            reports: vec![],
            quantity: None,
            milestones,
        },
    )
}

/// A quarterly report of a task with a number to reach; its value may be anything.
fn reports() -> impl Strategy<Value = Vec<ReportFacts>> {
    let standing =
        select(&[ReportStanding::Approved, ReportStanding::Waived, ReportStanding::InTime, ReportStanding::Open][..]);
    vec((standing, 0_u32..=120), 0..5).prop_map(|quarters| {
        let report = |(index, (standing, value)): (usize, (ReportStanding, u32))| {
            let period_to = day(90 * (index as u64 + 1));
            let value = Amount::of(f64::from(value));
            ReportFacts {
                cycle: format!("第{index}期"), period_to, due_on: period_to + Days::new(10), standing, value
            }
        };
        quarters.into_iter().enumerate().map(report).collect()
    })
}

/// A running task that counts to a hundred in a year and reports each quarter.
fn measured() -> impl Strategy<Value = TaskFacts> {
    (vec(milestone(), 0..3), reports(), any::<bool>()).prop_map(|(milestones, reports, counts)| {
        let target = Amount::hundredths(10_000);
        let quantity = Quantity { unit: "家".into(), baseline: Amount::default(), target, points: vec![] };
        let quantity = counts.then_some(quantity);
        TaskFacts { milestones, reports, quantity, baseline_due_on: day(365), due_on: day(365), ..task_of(bare()) }
    })
}

fn bare() -> MilestoneFacts {
    MilestoneFacts {
        id: Uuid::nil(),
        title: String::new(),
        due_on: day(0),
        is_key: false,
        weight: 1,
        accepted_submission_on: None,
        pending_since: None,
        returns: 0,
    }
}

/// The same task with the standing of one report changed.
fn reported(facts: &TaskFacts, index: Index, standing: ReportStanding) -> TaskFacts {
    let mut reports = facts.reports.clone();
    let chosen = index.index(reports.len());
    reports[chosen].standing = standing;
    TaskFacts { reports, ..facts.clone() }
}

/// A running task that is itself not due: whatever its light says, this milestone says.
fn task_of(milestone: MilestoneFacts) -> TaskFacts {
    TaskFacts {
        state: TaskState::InProgress,
        start_on: day(0),
        baseline_due_on: day(1_000),
        due_on: day(1_000),
        closure_applied_on: None,
        extension_pending: false,
        supervision: None,
        issue: None,
        findings: vec![],
        reports: vec![],
        quantity: None,
        milestones: vec![milestone],
    }
}

const IN_PROGRESS: &[TaskState] = &[TaskState::InProgress];

const ANY_STATE: &[TaskState] = &[
    TaskState::Draft,
    TaskState::PendingSignoff,
    TaskState::SignoffReturned,
    TaskState::InProgress,
    TaskState::PendingClosure,
    TaskState::Closed,
    TaskState::Suspended,
    TaskState::Cancelled,
];

fn code() -> impl Strategy<Value = LightCode> {
    select(
        &[
            LightCode::Completed,
            LightCode::CompletedLate,
            LightCode::Inactive,
            LightCode::NotStarted,
            LightCode::OnTrack,
            LightCode::AtRisk,
            LightCode::Overdue,
        ][..],
    )
}

fn on(facts: &TaskFacts, today: NaiveDate) -> Light {
    light(facts, today, &Thresholds::default())
}

/// The task with its milestone at `index` replaced by what `change` makes of it.
fn with(facts: &TaskFacts, index: Index, change: impl FnOnce(MilestoneFacts) -> MilestoneFacts) -> TaskFacts {
    let mut milestones = facts.milestones.clone();
    let chosen = index.index(milestones.len());
    milestones[chosen] = change(milestones[chosen].clone());
    TaskFacts { milestones, ..facts.clone() }
}

fn submitted(milestone: MilestoneFacts, on: NaiveDate) -> MilestoneFacts {
    MilestoneFacts { pending_since: Some(on), ..open(milestone) }
}

fn accepted(milestone: MilestoneFacts, submitted_on: NaiveDate) -> MilestoneFacts {
    MilestoneFacts { accepted_submission_on: Some(submitted_on), ..open(milestone) }
}

proptest! {
    #[test]
    fn accepting_a_milestone_never_worsens_a_light(
        facts in task_in(ANY_STATE), index: Index, submitted_on in days(), today in days(),
    ) {
        let after = with(&facts, index, |milestone| accepted(milestone, submitted_on));
        prop_assert!(on(&after, today).code <= on(&facts, today).code);
        prop_assert!(!on(&after, today).due_soon || on(&facts, today).due_soon);
        prop_assert!(accepted_weight(&after.milestones) >= accepted_weight(&facts.milestones));
    }

    #[test]
    fn submitting_changes_no_colour_that_day(facts in task_in(IN_PROGRESS), index: Index, today in days()) {
        let before = with(&facts, index, open);
        let after = with(&facts, index, |milestone| submitted(milestone, today));
        prop_assert_eq!(on(&after, today).reasons, on(&before, today).reasons);
        prop_assert_eq!(on(&after, today).code, on(&before, today).code);
    }

    #[test]
    fn a_submission_that_waits_leaves_a_red_task_red(
        milestone in milestone(), submitted_on in days(), waited in 0_u64..400,
    ) {
        prop_assume!(on(&task_of(open(milestone.clone())), submitted_on).code == LightCode::Overdue);
        let waiting = task_of(submitted(milestone, submitted_on));
        prop_assert_eq!(on(&waiting, submitted_on + Days::new(waited)).code, LightCode::Overdue);
    }

    #[test]
    fn a_slow_office_never_makes_a_unit_redder(
        milestone in milestone(), submitted_on in days(), waited in 0_u64..400, returns in 0_u32..2,
    ) {
        let waiting = task_of(MilestoneFacts { returns, ..submitted(milestone, submitted_on) });
        prop_assert_eq!(on(&waiting, submitted_on + Days::new(waited)), on(&waiting, submitted_on));
    }

    #[test]
    fn a_slow_office_never_makes_an_application_for_closure_redder(
        facts in task_in(&[TaskState::PendingClosure]), applied_on in days(), waited in 0_u64..400,
    ) {
        let facts = TaskFacts { closure_applied_on: Some(applied_on), ..facts };
        prop_assert_eq!(on(&facts, applied_on + Days::new(waited)), on(&facts, applied_on));
    }

    #[test]
    fn waiting_never_improves_the_light_of_an_unsubmitted_task(
        facts in task_in(IN_PROGRESS), today in days(), waited in 0_u64..400,
    ) {
        let milestones = facts.milestones.iter().cloned().map(open).collect();
        let facts = TaskFacts { milestones, ..facts };
        let later = today + Days::new(waited);
        prop_assert!(on(&facts, later).code >= on(&facts, today).code);
        prop_assert!(expected_weight(&facts.milestones, later) >= expected_weight(&facts.milestones, today));
    }

    #[test]
    fn a_milestone_never_counts_more_days_than_have_passed(milestone in milestone(), today in days()) {
        prop_assert!(milestone.overdue_days(today) <= open(milestone.clone()).overdue_days(today));
        prop_assert!(milestone.overdue_days(today) >= 0);
    }

    #[test]
    fn the_order_of_milestones_does_not_matter(
        (facts, shuffled) in task_in(ANY_STATE).prop_flat_map(|facts| {
            let shuffled = Just(facts.milestones.clone()).prop_shuffle();
            (Just(facts), shuffled)
        }),
        today in days(),
    ) {
        let reordered = TaskFacts { milestones: shuffled, ..facts.clone() };
        prop_assert_eq!(on(&reordered, today), on(&facts, today));
    }

    #[test]
    fn a_light_in_trouble_says_why(facts in task_in(ANY_STATE), today in days()) {
        let light = on(&facts, today);
        let in_trouble = matches!(light.code, LightCode::AtRisk | LightCode::Overdue | LightCode::CompletedLate);
        prop_assert_eq!(in_trouble, !light.reasons.is_empty());
        let late = light.reasons.iter().any(|reason| *reason != Reason::ExtensionPending);
        prop_assert_eq!(late, light.days_late().is_some_and(|days| days > 0));
    }

    #[test]
    fn asking_for_an_extension_turns_green_to_yellow_and_heals_nothing(facts in task_in(ANY_STATE), today in days()) {
        let before = on(&TaskFacts { extension_pending: false, ..facts.clone() }, today).code;
        let after = on(&TaskFacts { extension_pending: true, ..facts.clone() }, today).code;
        let running = facts.state == TaskState::InProgress && today >= facts.start_on;
        prop_assert_eq!(after, if running { before.max(LightCode::AtRisk) } else { before });
    }

    #[test]
    fn a_granted_extension_never_worsens_a_light(facts in task_in(ANY_STATE), today in days(), shift in 1_u64..200) {
        let asked = TaskFacts { extension_pending: true, ..facts.clone() };
        let granted = TaskFacts { extension_pending: false, due_on: facts.due_on + Days::new(shift), ..facts };
        prop_assert!(on(&granted, today).code <= on(&asked, today).code);
    }

    #[test]
    fn the_counts_of_a_measure_sum_to_its_tasks(codes in vec(code(), 0..40)) {
        let measure = roll_up(codes.iter().copied());
        prop_assert_eq!(measure.counts.total() as usize, codes.len());
        prop_assert!(codes.is_empty() || codes.contains(&measure.code));
    }

    #[test]
    fn one_more_task_never_hides_a_worse_one(codes in vec(code(), 1..40), more in code()) {
        let before = roll_up(codes.iter().copied()).code;
        prop_assert!(roll_up(codes.into_iter().chain([more])).code >= before);
    }

    #[test]
    fn handing_a_report_in_heals_nothing_before_it_is_approved(
        facts in measured(), index: Index, today in days(),
    ) {
        prop_assume!(!facts.reports.is_empty());
        let chosen = &facts.reports[index.index(facts.reports.len())];
        // A report that was in time was with the office before it could be missed.
        prop_assume!(chosen.due_on >= today);
        let before = reported(&facts, index, ReportStanding::Open);
        let after = reported(&facts, index, ReportStanding::InTime);
        prop_assert_eq!(on(&after, today).reasons, on(&before, today).reasons);
    }

    #[test]
    fn a_report_in_time_never_turns_redder_while_the_office_has_it(
        facts in measured(), index: Index, waited in 0_u64..400,
    ) {
        prop_assume!(!facts.reports.is_empty());
        let waiting = reported(&facts, index, ReportStanding::InTime);
        let chosen = index.index(waiting.reports.len());
        let without = {
            let mut reports = waiting.reports.clone();
            reports.remove(chosen);
            TaskFacts { reports, ..waiting.clone() }
        };
        prop_assert_eq!(on(&waiting, day(waited)), on(&without, day(waited)));
    }

    #[test]
    fn no_light_turns_between_today_and_the_day_it_names(facts in measured(), today in days()) {
        let now = on(&facts, today).code;
        let next = next_change(&facts, today, &Thresholds::default());
        let until = next.map_or(today + Days::new(800), |next| next.on - Days::new(1));
        let mut day = today;
        while day < until {
            day = day + Days::new(1);
            prop_assert_eq!(on(&facts, day).code, now, "on {}", day);
        }
        if let Some(next) = next {
            prop_assert_eq!(on(&facts, next.on).code, next.code);
            prop_assert_ne!(next.code, now);
        }
    }
}
