use super::*;
use TaskState::{Cancelled, Closed, Draft, InProgress, PendingClosure, PendingSignoff, SignoffReturned, Suspended};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn milestone(number: u128, due_on: &str) -> MilestoneFacts {
    MilestoneFacts {
        id: Uuid::from_u128(number),
        title: format!("M{number}"),
        due_on: day(due_on),
        is_key: false,
        weight: 25,
        accepted_submission_on: None,
        pending_since: None,
        returns: 0,
    }
}

fn key(milestone: MilestoneFacts) -> MilestoneFacts {
    MilestoneFacts { is_key: true, ..milestone }
}

fn accepted(milestone: MilestoneFacts, submitted_on: &str) -> MilestoneFacts {
    MilestoneFacts { accepted_submission_on: Some(day(submitted_on)), pending_since: None, ..milestone }
}

fn pending(milestone: MilestoneFacts, submitted_on: &str) -> MilestoneFacts {
    MilestoneFacts { pending_since: Some(day(submitted_on)), ..milestone }
}

fn returned(milestone: MilestoneFacts) -> MilestoneFacts {
    MilestoneFacts { pending_since: None, returns: milestone.returns + 1, ..milestone }
}

/// Task A of domain.md 2.5 with M2 as the test wants it; M1 was accepted with a submission of 30 March.
fn task_a_with(m2: MilestoneFacts) -> TaskFacts {
    TaskFacts {
        state: InProgress,
        start_on: day("2026-01-01"),
        baseline_due_on: day("2026-12-31"),
        due_on: day("2026-12-31"),
        closure_applied_on: None,
        extension_pending: false,
        supervision: None,
        issue: None,
        findings: vec![],
        reports: vec![],
        quantity: None,
        milestones: vec![
            accepted(milestone(1, "2026-03-31"), "2026-03-30"),
            m2,
            key(milestone(3, "2026-09-30")),
            key(milestone(4, "2026-12-31")),
        ],
    }
}

fn m2() -> MilestoneFacts {
    milestone(2, "2026-06-30")
}

fn task_a() -> TaskFacts {
    task_a_with(m2())
}

/// Task A extended to 31 January 2027, all milestones accepted, closure applied for on that day.
fn task_a_applied(state: TaskState, applied_on: &str) -> TaskFacts {
    let milestones = task_a().milestones.into_iter().map(|open| {
        let due_on = open.due_on.to_string();
        accepted(open, &due_on)
    });
    TaskFacts {
        state,
        due_on: day("2027-01-31"),
        closure_applied_on: Some(day(applied_on)),
        milestones: milestones.collect(),
        ..task_a()
    }
}

fn on(facts: &TaskFacts, today: &str) -> Light {
    light(facts, day(today), &Thresholds::default())
}

fn code_on(facts: &TaskFacts, today: &str) -> LightCode {
    on(facts, today).code
}

// The test vectors of task A.

#[test]
fn on_1_may_task_a_is_green() {
    let light = on(&task_a(), "2026-05-01");
    assert_eq!(light, Light::plain(LightCode::OnTrack));
}

#[test]
fn on_its_due_day_an_open_milestone_is_green_with_the_badge() {
    let light = on(&task_a(), "2026-06-30");
    assert_eq!((light.code, light.due_soon), (LightCode::OnTrack, true));
}

#[test]
fn one_day_late_is_yellow() {
    let light = on(&task_a(), "2026-07-01");
    assert_eq!(light.code, LightCode::AtRisk);
    let (milestone, title, due_on) = (Uuid::from_u128(2), "M2".to_owned(), day("2026-06-30"));
    assert_eq!(light.reasons, [Reason::MilestoneOverdue { milestone, title, due_on, days: 1 }]);
}

#[test]
fn ten_days_late_are_still_yellow_and_eleven_are_red() {
    assert_eq!(code_on(&task_a(), "2026-07-10"), LightCode::AtRisk);
    let light = on(&task_a(), "2026-07-11");
    assert_eq!(light.code, LightCode::Overdue);
    let (milestone, title, due_on) = (Uuid::from_u128(2), "M2".to_owned(), day("2026-06-30"));
    assert_eq!(light.reasons, [Reason::MilestoneOverdueGtG { milestone, title, due_on, days: 11 }]);
}

#[test]
fn a_late_submission_waits_in_yellow_with_its_clock_frozen() {
    let light = on(&task_a_with(pending(m2(), "2026-07-05")), "2026-07-20");
    assert_eq!((light.code, light.days_late()), (LightCode::AtRisk, Some(5)));
}

#[test]
fn once_returned_the_clock_runs_again_from_the_due_day() {
    let light = on(&task_a_with(returned(pending(m2(), "2026-07-05"))), "2026-07-21");
    assert_eq!((light.code, light.days_late()), (LightCode::Overdue, Some(21)));
}

#[test]
fn once_accepted_the_task_is_green_and_the_milestone_marked_late() {
    let m2 = accepted(m2(), "2026-07-05");
    assert_eq!(m2.accepted_days_late(), 5);
    assert_eq!(code_on(&task_a_with(m2), "2026-07-25"), LightCode::OnTrack);
}

#[test]
fn a_missing_key_milestone_is_red_on_the_first_day() {
    let light = on(&task_a_with(accepted(m2(), "2026-06-30")), "2026-10-01");
    assert_eq!(light.code, LightCode::Overdue);
    let (milestone, title, due_on) = (Uuid::from_u128(3), "M3".to_owned(), day("2026-09-30"));
    assert_eq!(light.reasons, [Reason::KeyMilestoneOverdue { milestone, title, due_on, days: 1 }]);
}

#[test]
fn a_closure_applied_for_within_the_extension_is_completed_and_says_so() {
    let light = on(&task_a_applied(Closed, "2027-01-20"), "2027-03-01");
    assert_eq!((light.code, light.tags), (LightCode::Completed, vec![Tag::Extended]));
}

#[test]
fn a_closure_applied_for_after_the_extension_is_completed_late() {
    let light = on(&task_a_applied(Closed, "2027-02-20"), "2027-03-01");
    assert_eq!((light.code, &light.tags), (LightCode::CompletedLate, &vec![]));
    let (due_on, applied_on) = (day("2027-01-31"), day("2027-02-20"));
    assert_eq!(light.reasons, [Reason::ClosureAppliedLate { due_on, applied_on, days: 20 }]);
}

// One test for each sentence on the clock.

#[test]
fn what_counts_is_the_day_of_the_submission_and_not_of_its_acceptance() {
    assert_eq!(accepted(m2(), "2026-06-30").accepted_days_late(), 0);
    assert_eq!(code_on(&task_a_with(accepted(m2(), "2026-06-30")), "2026-08-01"), LightCode::OnTrack);
}

#[test]
fn a_submission_in_time_counts_as_done_while_it_waits() {
    let waiting = task_a_with(pending(m2(), "2026-06-30"));
    assert_eq!(on(&waiting, "2026-08-31"), Light::plain(LightCode::OnTrack));
}

#[test]
fn a_submission_in_time_that_is_returned_counts_from_the_due_day() {
    assert_eq!(returned(pending(m2(), "2026-06-20")).overdue_days(day("2026-07-03")), 3);
    assert_eq!(returned(pending(m2(), "2026-06-20")).overdue_days(day("2026-06-25")), 0);
}

#[test]
fn after_one_return_a_new_submission_freezes_the_clock_again() {
    let again = pending(returned(pending(m2(), "2026-06-20")), "2026-07-04");
    assert_eq!(again.overdue_days(day("2026-09-01")), 4);
}

#[test]
fn after_a_second_return_waiting_freezes_nothing() {
    let third = pending(returned(returned(m2())), "2026-06-29");
    assert_eq!(third.overdue_days(day("2026-06-30")), 0);
    assert_eq!(third.overdue_days(day("2026-07-11")), 11);
    assert_eq!(code_on(&task_a_with(third), "2026-07-11"), LightCode::Overdue);
}

#[test]
fn even_after_two_returns_an_acceptance_stops_the_clock_on_the_submission_day() {
    let third = accepted(returned(returned(m2())), "2026-06-29");
    assert_eq!((third.overdue_days(day("2026-07-11")), third.accepted_days_late()), (0, 0));
}

#[test]
fn merely_submitting_leaves_a_red_milestone_red() {
    let late = task_a_with(pending(m2(), "2026-07-11"));
    assert_eq!(code_on(&late, "2026-07-11"), LightCode::Overdue);
    assert_eq!(code_on(&late, "2026-08-31"), LightCode::Overdue);
}

#[test]
fn a_key_milestone_submitted_late_stays_red_while_it_waits() {
    let late = task_a_with(key(pending(m2(), "2026-07-01")));
    assert_eq!(code_on(&late, "2026-07-20"), LightCode::Overdue);
}

#[test]
fn overdue_days_are_calendar_days() {
    // From Wednesday 30 September over the whole National holiday.
    assert_eq!(milestone(3, "2026-09-30").overdue_days(day("2026-10-08")), 8);
}

#[test]
fn days_are_counted_over_29_february() {
    assert_eq!(milestone(1, "2024-02-28").overdue_days(day("2024-03-01")), 2);
    assert_eq!(milestone(1, "2026-02-28").overdue_days(day("2026-03-01")), 1);
}

// Rule 1.

#[test]
fn a_task_not_signed_off_is_not_started_however_late() {
    for state in [Draft, PendingSignoff, SignoffReturned] {
        assert_eq!(on(&TaskFacts { state, ..task_a() }, "2027-06-01"), Light::plain(LightCode::NotStarted));
    }
}

#[test]
fn before_its_start_day_a_task_is_not_started() {
    assert_eq!(code_on(&task_a(), "2025-12-31"), LightCode::NotStarted);
    assert_eq!(code_on(&task_a(), "2026-01-01"), LightCode::OnTrack);
}

#[test]
fn a_suspended_or_cancelled_task_is_inactive_however_late() {
    for state in [Suspended, Cancelled] {
        assert_eq!(on(&TaskFacts { state, ..task_a() }, "2027-06-01"), Light::plain(LightCode::Inactive));
        assert_eq!(code_on(&TaskFacts { state, ..task_a() }, "2025-12-31"), LightCode::Inactive);
    }
}

// Rule 2.

#[test]
fn a_closure_applied_for_on_the_baseline_due_day_is_completed_without_a_mark() {
    let light = on(&task_a_applied(Closed, "2026-12-31"), "2027-03-01");
    assert_eq!(light, Light::plain(LightCode::Completed));
}

#[test]
fn the_day_after_the_baseline_and_the_last_day_of_the_extension_are_both_within_it() {
    for applied_on in ["2027-01-01", "2027-01-31"] {
        let light = on(&task_a_applied(Closed, applied_on), "2027-03-01");
        assert_eq!((light.code, light.tags), (LightCode::Completed, vec![Tag::Extended]), "{applied_on}");
    }
    assert_eq!(code_on(&task_a_applied(Closed, "2027-02-01"), "2027-03-01"), LightCode::CompletedLate);
}

#[test]
fn without_an_extension_the_day_after_the_due_day_is_late() {
    let late = TaskFacts { due_on: day("2026-12-31"), ..task_a_applied(Closed, "2027-01-01") };
    assert_eq!(code_on(&late, "2027-03-01"), LightCode::CompletedLate);
}

#[test]
fn whoever_met_the_baseline_is_in_time_even_if_the_due_day_was_moved_forward() {
    let early = TaskFacts { due_on: day("2026-10-31"), ..task_a_applied(Closed, "2026-12-01") };
    assert_eq!(on(&early, "2027-03-01"), Light::plain(LightCode::Completed));
}

#[test]
fn a_closed_task_stays_late_forever() {
    assert_eq!(code_on(&task_a_applied(Closed, "2027-02-20"), "2035-01-01"), LightCode::CompletedLate);
}

#[test]
fn a_task_closed_ahead_of_its_start_day_is_completed() {
    let ahead = TaskFacts { start_on: day("2027-01-01"), ..task_a_applied(Closed, "2026-11-01") };
    assert_eq!(code_on(&ahead, "2026-12-01"), LightCode::Completed);
}

#[test]
fn a_closure_without_a_date_is_no_proof_of_punctuality() {
    let undated = TaskFacts { closure_applied_on: None, ..task_a_applied(Closed, "2026-12-31") };
    assert_eq!(code_on(&undated, "2026-12-31"), LightCode::Completed);
    assert_eq!(code_on(&undated, "2027-02-01"), LightCode::CompletedLate);
}

// Rule 3.

#[test]
fn a_closure_applied_for_in_time_is_green_for_as_long_as_the_office_takes() {
    for today in ["2027-01-31", "2027-02-01", "2028-01-01"] {
        let light = on(&task_a_applied(PendingClosure, "2027-01-31"), today);
        assert_eq!((light.code, light.tags), (LightCode::OnTrack, vec![Tag::PendingAcceptance]), "{today}");
    }
}

#[test]
fn a_closure_applied_for_late_is_red_while_it_waits() {
    let light = on(&task_a_applied(PendingClosure, "2027-02-03"), "2027-06-01");
    assert_eq!((light.code, &light.tags, light.days_late()), (LightCode::Overdue, &vec![], Some(3)));
}

#[test]
fn a_rejected_closure_leaves_nothing_of_its_date() {
    let rejected = task_a_applied(InProgress, "2027-01-20");
    assert_eq!(code_on(&rejected, "2027-01-31"), LightCode::OnTrack);
    assert_eq!(code_on(&rejected, "2027-02-01"), LightCode::Overdue);
}

// Rules 4 to 6.

#[test]
fn a_task_past_its_own_due_day_is_red() {
    let done = task_a_applied(InProgress, "2027-01-20");
    let light = on(&done, "2027-02-01");
    assert_eq!(light.reasons, [Reason::PastDue { due_on: day("2027-01-31"), days: 1 }]);
}

#[test]
fn an_extended_task_is_judged_by_its_current_due_day() {
    let extended = TaskFacts { milestones: vec![], due_on: day("2027-01-31"), ..task_a() };
    assert_eq!(code_on(&extended, "2027-01-31"), LightCode::OnTrack);
    assert_eq!(code_on(&TaskFacts { milestones: vec![], ..task_a() }, "2027-01-01"), LightCode::Overdue);
}

#[test]
fn every_reason_is_told_and_the_gravest_comes_first() {
    let light = on(&task_a(), "2027-01-01");
    let codes: Vec<_> = light.reasons.iter().map(|reason| serde_json::to_value(reason).unwrap()).collect();
    let codes: Vec<_> = codes.iter().map(|reason| reason["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["PAST_DUE", "MILESTONE_OVERDUE_GT_G", "KEY_MILESTONE_OVERDUE", "KEY_MILESTONE_OVERDUE"]);
    let mixed = on(
        &TaskFacts { milestones: vec![milestone(5, "2026-09-28"), key(milestone(6, "2026-09-30"))], ..task_a() },
        "2026-10-01",
    );
    assert!(matches!(mixed.reasons[..], [Reason::KeyMilestoneOverdue { .. }, Reason::MilestoneOverdue { .. }]));
}

#[test]
fn a_task_is_as_late_as_the_latest_thing_behind_its_light() {
    assert_eq!(on(&task_a(), "2026-10-01").days_late(), Some(93));
    assert_eq!(on(&task_a(), "2026-06-30").days_late(), None);
}

#[test]
fn a_key_milestone_gives_one_reason_however_late() {
    let facts = TaskFacts { milestones: vec![key(m2())], ..task_a() };
    assert!(matches!(on(&facts, "2026-08-30").reasons[..], [Reason::KeyMilestoneOverdue { days: 61, .. }]));
}

#[test]
fn the_badge_appears_fifteen_days_ahead() {
    assert!(!on(&task_a(), "2026-06-14").due_soon);
    assert!(on(&task_a(), "2026-06-15").due_soon);
}

#[test]
fn a_submitted_or_accepted_milestone_needs_no_badge() {
    assert!(!on(&task_a_with(pending(m2(), "2026-06-20")), "2026-06-25").due_soon);
    assert!(!on(&task_a_with(accepted(m2(), "2026-06-20")), "2026-06-25").due_soon);
    assert!(on(&task_a_with(returned(pending(m2(), "2026-06-20"))), "2026-06-25").due_soon);
}

#[test]
fn an_overdue_milestone_is_no_longer_due_soon() {
    assert!(!on(&task_a(), "2026-07-01").due_soon);
}

#[test]
fn the_badge_stands_beside_any_colour_of_a_task_in_progress() {
    let light = on(&task_a(), "2026-09-20");
    assert_eq!((light.code, light.due_soon), (LightCode::Overdue, true));
}

#[test]
fn the_limits_are_settings() {
    let strict = Thresholds { grace_days: 0, soon_days: 0, ..Thresholds::default() };
    assert_eq!(light(&task_a(), day("2026-07-01"), &strict).code, LightCode::Overdue);
    assert!(!light(&task_a(), day("2026-06-29"), &strict).due_soon);
    assert!(light(&task_a(), day("2026-06-30"), &strict).due_soon);
}

// Words, weights and measures.

#[test]
fn a_reason_is_a_code_with_its_facts() {
    let (milestone, title, due_on) = (Uuid::nil(), "M3".to_owned(), day("2026-09-30"));
    let reason = Reason::KeyMilestoneOverdue { milestone, title, due_on, days: 12 };
    let json = serde_json::json!({
        "code": "KEY_MILESTONE_OVERDUE",
        "milestone": "00000000-0000-0000-0000-000000000000",
        "title": "M3",
        "due_on": "2026-09-30",
        "days": 12,
    });
    assert_eq!(serde_json::to_value(&reason).unwrap(), json);
    assert_eq!(serde_json::from_value::<Reason>(json).unwrap(), reason);
}

#[test]
fn a_code_is_spelled_alike_in_the_database_and_in_json() {
    use sea_orm::{ActiveEnum, Iterable};
    for code in LightCode::iter() {
        assert_eq!(serde_json::to_value(code).unwrap(), code.to_value());
    }
    for tag in Tag::iter() {
        assert_eq!(serde_json::to_value(tag).unwrap(), tag.to_value());
    }
    assert_eq!(LightCode::CompletedLate.to_value(), "COMPLETED_LATE");
    assert_eq!(Tag::PendingAcceptance.to_value(), "PENDING_ACCEPTANCE");
}

#[test]
fn weights_are_expected_from_the_due_day_and_earned_by_acceptance() {
    let milestones = task_a_with(pending(m2(), "2026-06-20")).milestones;
    assert_eq!(expected_weight(&milestones, day("2026-06-29")), 25);
    assert_eq!(expected_weight(&milestones, day("2026-06-30")), 50);
    assert_eq!(expected_weight(&milestones, day("2026-12-31")), 100);
    assert_eq!(accepted_weight(&milestones), 25);
    assert_eq!((expected_weight(&[], day("2026-06-30")), accepted_weight(&[])), (0, 0));
}

#[test]
fn a_measure_shows_the_worst_light_of_its_open_tasks_and_counts_each() {
    use LightCode::{AtRisk, Completed, CompletedLate, Inactive, NotStarted, OnTrack, Overdue};
    let measure = roll_up([OnTrack, AtRisk, OnTrack, CompletedLate, NotStarted]);
    assert_eq!(measure.code, AtRisk);
    assert_eq!(
        measure.counts,
        LightCounts { on_track: 2, at_risk: 1, completed_late: 1, not_started: 1, ..LightCounts::default() }
    );
    assert_eq!(roll_up([AtRisk, Overdue]).code, Overdue);
    assert_eq!(roll_up([Completed, OnTrack]).code, OnTrack);
    assert_eq!(roll_up([NotStarted, OnTrack]).code, OnTrack);
    assert_eq!(roll_up([Completed, Inactive]).code, Inactive);
    assert_eq!(roll_up([Inactive, NotStarted]).code, NotStarted);
}

#[test]
fn a_measure_is_completed_when_all_its_tasks_are_and_late_if_any_was() {
    use LightCode::{Completed, CompletedLate};
    assert_eq!(roll_up([Completed, Completed]).code, Completed);
    assert_eq!(roll_up([Completed, CompletedLate, Completed]).code, CompletedLate);
}

#[test]
fn a_measure_without_issued_tasks_is_not_started() {
    let measure = roll_up([]);
    assert_eq!((measure.code, measure.counts.total()), (LightCode::NotStarted, 0));
}

#[test]
fn counts_are_keyed_by_code() {
    let json = serde_json::to_value(roll_up([LightCode::AtRisk]).counts).unwrap();
    assert_eq!(json["AT_RISK"], 1);
    assert_eq!(json["COMPLETED_LATE"], 0);
}

// Requests for extension (2.7).

#[test]
fn a_supervision_notice_without_an_answer_is_red_from_the_day_after_its_reply_day() {
    let owed = OwedAnswer { number: "中园督〔2026〕3号".into(), reply_by: day("2026-05-08") };
    let facts = TaskFacts { supervision: Some(owed), ..task_a() };
    assert_eq!(code_on(&facts, "2026-05-08"), LightCode::OnTrack);
    let light = on(&facts, "2026-05-09");
    let reason = Reason::NoticeUnanswered { number: "中园督〔2026〕3号".into(), reply_by: day("2026-05-08") };
    assert_eq!((light.code, light.days_late(), light.reasons), (LightCode::Overdue, None, vec![reason]));
}

#[test]
fn a_request_that_waits_turns_green_to_yellow_and_leaves_the_old_day() {
    let asked = TaskFacts { extension_pending: true, ..task_a() };
    let light = on(&asked, "2026-05-01");
    assert_eq!((light.code, light.days_late()), (LightCode::AtRisk, None));
    assert_eq!(light.reasons, [Reason::ExtensionPending]);
}

#[test]
fn a_request_that_waits_never_turns_red_to_green() {
    let asked = TaskFacts { extension_pending: true, ..task_a() };
    let light = on(&asked, "2026-10-01");
    assert_eq!((light.code, light.reasons.last()), (LightCode::Overdue, Some(&Reason::ExtensionPending)));
}

#[test]
fn a_request_says_nothing_once_closure_is_applied_for() {
    let asked = TaskFacts { extension_pending: true, ..task_a_applied(PendingClosure, "2027-01-20") };
    assert_eq!(on(&asked, "2027-01-21").code, LightCode::OnTrack);
}

// Reports, quantities, obstacles and findings.

/// The reports of the first quarters of 2026, due on the tenth after each.
fn quarters(standings: &[ReportStanding]) -> Vec<ReportFacts> {
    let ends = [("2026-03-31", "2026-04-10"), ("2026-06-30", "2026-07-10"), ("2026-09-30", "2026-10-10")];
    let quarter = |(index, standing): (usize, &ReportStanding)| ReportFacts {
        cycle: format!("第{}季度", index + 1),
        period_to: day(ends[index].0),
        due_on: day(ends[index].1),
        standing: *standing,
        value: None,
    };
    standings.iter().enumerate().map(quarter).collect()
}

/// Task A with every milestone accepted, so that only its reports speak.
fn reporting(standings: &[ReportStanding]) -> TaskFacts {
    let milestones = task_a().milestones.into_iter().map(|open| {
        let due_on = open.due_on.to_string();
        accepted(open, &due_on)
    });
    TaskFacts { milestones: milestones.collect(), reports: quarters(standings), ..task_a() }
}

use ReportStanding::{Approved, InTime, Open, Waived};

#[test]
fn a_report_is_missed_on_the_day_after_it_was_due_and_turns_the_light_yellow() {
    assert_eq!(on(&reporting(&[Open]), "2026-04-10"), Light::plain(LightCode::OnTrack));
    let light = on(&reporting(&[Open]), "2026-04-11");
    let reason = Reason::ReportMissed { cycle: "第1季度".into(), due_on: day("2026-04-10") };
    assert_eq!((light.code, light.reasons, light.due_soon), (LightCode::AtRisk, vec![reason], false));
}

#[test]
fn two_reports_missed_in_a_row_are_red() {
    assert_eq!(code_on(&reporting(&[Open, Open]), "2026-07-10"), LightCode::AtRisk);
    let light = on(&reporting(&[Open, Open]), "2026-07-11");
    let reason = Reason::ReportsMissed { count: 2, cycle: "第2季度".into(), due_on: day("2026-07-10") };
    assert_eq!((light.code, light.reasons), (LightCode::Overdue, vec![reason]));
    let patient = Thresholds { missed_reports: 3, ..Thresholds::default() };
    assert_eq!(super::light(&reporting(&[Open, Open]), day("2026-07-11"), &patient).code, LightCode::AtRisk);
}

#[test]
fn only_the_last_report_counts_for_yellow_and_only_a_row_for_red() {
    assert_eq!(code_on(&reporting(&[Open, Approved]), "2026-07-11"), LightCode::OnTrack);
    assert_eq!(code_on(&reporting(&[Open, Approved, Open]), "2026-10-11"), LightCode::AtRisk);
    assert_eq!(code_on(&reporting(&[Open, Waived, Open]), "2026-10-11"), LightCode::AtRisk);
}

#[test]
fn a_report_that_waits_at_the_office_in_time_neither_heals_nor_harms() {
    assert_eq!(code_on(&reporting(&[InTime]), "2026-06-01"), LightCode::OnTrack);
    assert_eq!(code_on(&reporting(&[Open, InTime]), "2026-07-11"), LightCode::AtRisk);
    assert_eq!(code_on(&reporting(&[Open, Open, InTime]), "2026-10-11"), LightCode::Overdue);
}

#[test]
fn a_missed_report_that_is_approved_late_is_missed_no_more() {
    assert_eq!(code_on(&reporting(&[Open, Approved]), "2026-07-20"), LightCode::OnTrack);
    assert_eq!(code_on(&reporting(&[Approved, Open]), "2026-07-20"), LightCode::AtRisk);
}

/// Task B: 100 in a straight line over 2026, measured at the end of June.
fn task_b(value: f64) -> TaskFacts {
    let mut reports = quarters(&[Approved, Approved]);
    reports[1].value = Amount::of(value);
    let target = Amount::of(100.0).unwrap();
    let quantity = Quantity { unit: "家".into(), baseline: Amount::default(), target, points: vec![] };
    TaskFacts { quantity: Some(quantity), milestones: vec![], reports, ..task_a() }
}

#[test]
fn task_b_is_green_yellow_or_red_by_its_points_behind_the_schedule() {
    let seen = |value| {
        let light = on(&task_b(value), "2026-07-01");
        let lag = light.reasons.into_iter().find_map(|reason| match reason {
            Reason::LagGtR { planned, lag, .. } | Reason::LagGeY { planned, lag, .. } => Some((planned, lag)),
            _ => None,
        });
        (light.code, lag)
    };
    let behind = |lag: &str| Some(("49.45".to_owned(), lag.to_owned()));
    assert_eq!(seen(40.0), (LightCode::OnTrack, None));
    assert_eq!(seen(39.0), (LightCode::AtRisk, behind("10.45")));
    assert_eq!(seen(20.0), (LightCode::AtRisk, behind("29.45")));
    assert_eq!(seen(19.0), (LightCode::Overdue, behind("30.45")));
}

#[test]
fn the_lag_of_task_b_at_40_is_9_45_and_exactly_y_is_yellow_and_exactly_r_is_not_red() {
    let measured = |facts: &TaskFacts| {
        let quantity = facts.quantity.as_ref().unwrap();
        quantity.measured(facts.start_on, facts.due_on, &facts.reports, day("2026-07-01")).unwrap()
    };
    assert_eq!(measured(&task_b(40.0)).lag().percent(), "9.45");
    assert_eq!(measured(&task_b(39.45)).lag().percent(), "10.00");
    assert_eq!(code_on(&task_b(39.45), "2026-07-01"), LightCode::AtRisk);
    assert_eq!(
        (measured(&task_b(19.45)).lag().percent(), code_on(&task_b(19.45), "2026-07-01")),
        ("30.00".into(), LightCode::AtRisk)
    );
    assert_eq!(measured(&task_b(60.0)).lag().percent(), "-10.55");
}

#[test]
fn the_lag_is_that_of_the_last_closed_period_and_not_of_today() {
    assert_eq!(on(&task_b(40.0), "2026-09-30").code, LightCode::OnTrack);
    let mut later = task_b(40.0);
    later.reports.push(quarters(&[Open, Open, Open]).remove(2));
    assert_eq!(code_on(&later, "2026-10-10"), LightCode::OnTrack);
    // Silence counts with the last value: 74.73 % were expected by the end of September.
    let light = on(&later, "2026-10-11");
    assert!(
        light.reasons.iter().any(|reason| matches!(reason, Reason::LagGtR { lag, .. } if lag == "34.73")),
        "{light:?}"
    );
    later.reports[2].standing = InTime;
    assert_eq!(code_on(&later, "2026-12-01"), LightCode::OnTrack, "a slow office harms nobody");
}

#[test]
fn without_a_closed_period_nothing_is_behind() {
    let facts = TaskFacts { reports: vec![], ..task_b(0.0) };
    assert_eq!(code_on(&facts, "2026-12-01"), LightCode::OnTrack);
}

#[test]
fn a_quantity_task_with_milestones_obeys_both() {
    let late = TaskFacts { milestones: vec![key(milestone(3, "2026-06-30"))], ..task_b(40.0) };
    assert_eq!(code_on(&late, "2026-07-01"), LightCode::Overdue);
}

#[test]
fn a_curve_bends_the_schedule_and_a_falling_number_counts_downwards() {
    let point = |on: &str, value: f64| CurvePoint { on: day(on), value: Amount::of(value).unwrap() };
    let amount = |value: f64| Amount::of(value).unwrap();
    let curve = Quantity {
        unit: "家".into(),
        baseline: amount(20.0),
        target: amount(120.0),
        points: vec![point("2026-10-01", 40.0), point("2026-06-30", 30.0)],
    };
    let planned =
        |quantity: &Quantity, on: &str| quantity.planned(day("2026-01-01"), day("2026-12-31"), day(on)).percent();
    assert_eq!(planned(&curve, "2025-12-31"), "0.00");
    assert_eq!(planned(&curve, "2026-06-30"), "10.00");
    assert_eq!(planned(&curve, "2026-10-01"), "20.00");
    assert_eq!(planned(&curve, "2027-01-01"), "100.00");
    let falling = Quantity { baseline: amount(0.1), target: amount(0.06), points: vec![], ..curve };
    assert_eq!(falling.reached(amount(0.08)).percent(), "50.00");
    assert_eq!(planned(&falling, "2026-06-30"), "49.45");
}

#[test]
fn amounts_have_two_decimals_and_stay_exact() {
    assert_eq!(Amount::of(0.07).map(Amount::number), Some(0.07));
    assert_eq!((Amount::of(0.005), Amount::of(f64::NAN), Amount::of(1e13)), (None, None, None));
    assert_eq!(serde_json::to_value(Amount::of(12.5).unwrap()).unwrap(), 12.5);
    assert_eq!(Share::of(88, 89).percent(), "98.88");
}

#[test]
fn an_obstacle_that_the_unit_raised_itself_is_yellow_with_nothing_overdue() {
    let raised = TaskFacts { issue: Some(RaisedIssue { title: "用地审批".into() }), ..task_a() };
    let light = on(&raised, "2026-05-02");
    assert_eq!((light.code, light.days_late()), (LightCode::AtRisk, None));
    assert_eq!(light.reasons, [Reason::IssueRaised { title: "用地审批".into() }]);
}

#[test]
fn a_finding_past_its_day_is_yellow_and_a_grave_one_red() {
    let finding = |severe| FindingFacts { title: "佐证不实".into(), severe, rectify_by: day("2026-05-10") };
    let found = |severe| TaskFacts { findings: vec![finding(severe)], ..task_a() };
    assert_eq!(code_on(&found(true), "2026-05-10"), LightCode::OnTrack);
    assert_eq!(code_on(&found(false), "2026-05-11"), LightCode::AtRisk);
    assert_eq!(code_on(&found(true), "2026-05-11"), LightCode::Overdue);
}

// What comes by itself.

fn next(facts: &TaskFacts, today: &str) -> Option<(String, LightCode)> {
    next_change(facts, day(today), &Thresholds::default()).map(|next| (next.on.to_string(), next.code))
}

#[test]
fn a_light_says_on_which_day_it_will_turn_by_itself() {
    assert_eq!(next(&task_a(), "2026-05-01"), Some(("2026-07-01".into(), LightCode::AtRisk)));
    assert_eq!(next(&task_a(), "2026-07-01"), Some(("2026-07-11".into(), LightCode::Overdue)));
    assert_eq!(next(&task_a(), "2026-07-11"), None, "red stays red until somebody acts");
    assert_eq!(next(&task_a(), "2025-12-01"), Some(("2026-01-01".into(), LightCode::OnTrack)));
    assert_eq!(next(&reporting(&[Open]), "2026-04-01"), Some(("2026-04-11".into(), LightCode::AtRisk)));
    let frozen = task_a_with(pending(m2(), "2026-07-05"));
    assert_eq!(next(&frozen, "2026-07-20"), Some(("2026-10-01".into(), LightCode::Overdue)));
}

#[test]
fn what_is_closed_or_stopped_never_turns_by_itself() {
    for state in [Closed, Cancelled, Suspended, PendingSignoff] {
        assert_eq!(next(&TaskFacts { state, ..task_a_applied(state, "2027-01-20") }, "2026-05-01"), None);
    }
}
