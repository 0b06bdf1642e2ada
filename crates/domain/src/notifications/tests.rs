use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use sea_orm::Iterable;

use super::*;
use crate::extensions::{self, ExtensionState};
use crate::policy::{Reach, Role, cell};
use crate::reports::{self, ReportState};
use crate::supervision::NoticeState;
use crate::tasks::{self, MilestoneState, TaskState};
use NotificationKind as K;

fn told(action: &str) -> Option<K> {
    telling(&Happened { action, asks_for_roles: false }).map(|telling| telling.kind)
}

fn hears(action: &str, role: Role) -> bool {
    let telling = telling(&Happened { action, asks_for_roles: true }).unwrap();
    telling.to.iter().any(|audience| match audience {
        Audience::Holders(right) => cell(role, *right) != Reach::No,
        Audience::Authors | Audience::Person => false,
    })
}

#[test]
fn an_issued_task_is_told_to_those_who_may_sign_it() {
    for action in ["task.issue", "task.reassign", "task.uphold"] {
        assert_eq!(told(action), Some(K::TaskIssued));
        assert!(hears(action, Role::UnitReviewer) && hears(action, Role::UnitLeader));
        assert!(!hears(action, Role::UnitReporter) && !hears(action, Role::OfficeHead));
    }
}

#[test]
fn a_returned_sign_off_is_told_to_those_who_may_give_the_task_to_another() {
    assert_eq!(told("task.return_signoff"), Some(K::SignoffReturned));
    assert!(hears("task.return_signoff", Role::OfficeHead) && hears("task.return_signoff", Role::Leader));
    assert!(!hears("task.return_signoff", Role::UnitLeader));
}

#[test]
fn a_closure_goes_to_the_office_and_its_result_back_to_the_unit() {
    assert_eq!(told("task.apply_closure"), Some(K::ClosureApplied));
    assert!(hears("task.apply_closure", Role::OfficeStaff) && hears("task.apply_closure", Role::OfficeHead));
    for action in ["task.accept_closure", "task.reject_closure"] {
        assert_eq!(told(action), Some(K::ClosureDecided));
        assert!(hears(action, Role::UnitLeader) && hears(action, Role::UnitReporter));
    }
}

#[test]
fn a_task_put_off_or_taken_up_again_is_told_to_its_unit() {
    for action in ["task.suspend", "task.resume", "task.cancel", "task.reopen"] {
        assert_eq!(told(action), Some(K::TaskChanged));
        assert!(hears(action, Role::UnitReporter) && hears(action, Role::UnitLeader));
        assert!(!hears(action, Role::OfficeStaff));
    }
}

#[test]
fn a_report_goes_up_by_one_reviewer_after_the_other() {
    assert_eq!(told("report.submit"), Some(K::ReportsToReview));
    assert!(hears("report.submit", Role::UnitReviewer) && !hears("report.submit", Role::OfficeStaff));
    assert_eq!(told("report.pass"), Some(K::ReportsToApprove));
    assert!(hears("report.pass", Role::OfficeStaff) && !hears("report.pass", Role::UnitReviewer));
}

#[test]
fn a_report_comes_back_to_those_who_write_it() {
    assert_eq!((told("report.return"), told("report.waive")), (Some(K::ReportReturned), Some(K::ReportWaived)));
    assert!(hears("report.return", Role::UnitReporter) && hears("report.waive", Role::UnitReporter));
    let approved = telling(&Happened { action: "report.approve", asks_for_roles: false }).unwrap();
    assert_eq!((approved.kind, approved.to), (K::ReportsApproved, [Audience::Authors].as_slice()));
}

#[test]
fn a_correction_is_asked_of_the_office_and_answered_to_the_unit() {
    assert_eq!(told("report.request_correction"), Some(K::CorrectionAsked));
    assert!(hears("report.request_correction", Role::OfficeStaff));
    for action in ["report.agree_correction", "report.refuse_correction"] {
        assert_eq!(told(action), Some(K::CorrectionDecided));
        assert!(hears(action, Role::UnitLeader));
    }
}

#[test]
fn each_stage_of_an_extension_is_told_to_the_one_whose_turn_it_is() {
    let stages = [
        ("extension.submit", K::RequestToSign, Role::UnitLeader),
        ("extension.return", K::RequestReturned, Role::UnitReporter),
        ("extension.pass", K::RequestToReview, Role::OfficeStaff),
        ("extension.escalate", K::RequestToApprove, Role::Leader),
        ("extension.approve", K::RequestDecided, Role::UnitReporter),
        ("extension.refuse", K::RequestDecided, Role::UnitLeader),
    ];
    for (action, kind, role) in stages {
        assert_eq!(told(action), Some(kind), "{action}");
        assert!(hears(action, role), "{action} {role:?}");
    }
    for (action, kind, role) in stages {
        let action = action.replace("extension", "adjustment");
        assert_eq!(told(&action), Some(kind), "{action}");
        assert!(hears(&action, role), "{action} {role:?}");
    }
    assert_eq!(told("extension.create"), None, "a draft is nobody's turn");
    assert_eq!(told("extension.withdraw"), None);
}

#[test]
fn each_stage_of_a_notice_is_told_to_the_one_whose_turn_it_is() {
    let stages = [
        ("notice.submit", K::NoticeToSign, Role::OfficeHead),
        ("notice.send", K::NoticeIssued, Role::UnitReporter),
        ("notice.sign", K::NoticeIssued, Role::UnitLeader),
        ("notice.summon", K::NoticeIssued, Role::UnitLeader),
        ("notice.answer", K::NoticeAnswered, Role::OfficeStaff),
        ("notice.return", K::NoticeReturned, Role::UnitReporter),
        ("notice.settle", K::NoticeEnded, Role::UnitReporter),
        ("notice.escalate", K::NoticeEnded, Role::UnitReporter),
        ("notice.void", K::NoticeEnded, Role::UnitLeader),
    ];
    for (action, kind, role) in stages {
        assert_eq!(told(action), Some(kind), "{action}");
        assert!(hears(action, role), "{action} {role:?}");
    }
    assert_eq!(told("notice.create"), None, "a draft is nobody's turn");
    assert_eq!(told("notice.discard"), None);
}

#[test]
fn roles_asked_for_go_to_security_and_the_decision_to_the_person() {
    let asked = telling(&Happened { action: "user.create", asks_for_roles: true }).unwrap();
    assert_eq!(asked.kind, K::RolesAsked);
    assert!(hears("user.update", Role::SecurityAdmin) && !hears("user.update", Role::SystemAdmin));
    assert_eq!(told("user.update"), None, "another post title asks for no roles");
    for action in ["user.approve_roles", "user.refuse_roles"] {
        let decided = telling(&Happened { action, asks_for_roles: false }).unwrap();
        assert_eq!((decided.kind, decided.to), (K::RolesDecided, [Audience::Person].as_slice()));
    }
}

#[test]
fn a_reset_password_is_told_to_its_owner() {
    let reset = telling(&Happened { action: "user.reset_password", asks_for_roles: false }).unwrap();
    assert_eq!((reset.kind, reset.to), (K::PasswordReset, [Audience::Person].as_slice()));
}

#[test]
fn what_is_only_saved_or_looked_at_tells_nobody_and_settles_nothing() {
    for action in
        ["task.create", "task.update", "report.update", "extension.create", "evidence.download", "session.login"]
    {
        assert_eq!(told(action), None, "{action}");
    }
    for action in ["task.update", "report.update", "evidence.download", "session.login", "plan"] {
        assert!(!may_settle(action), "{action}");
    }
    for action in ["task.sign", "report.submit", "extension.withdraw", "user.approve_roles"] {
        assert!(may_settle(action), "{action}");
    }
}

#[test]
fn every_step_that_moves_a_state_may_settle_what_waited_for_it() {
    let codes = tasks::WORKFLOW.rows.iter().map(|row| format!("task.{}", row.action.code()));
    let codes = codes.chain(extensions::WORKFLOW.rows.iter().map(|row| format!("extension.{}", row.action.code())));
    let codes = codes.chain(reports::WORKFLOW.rows.iter().map(|row| format!("report.{}", row.action.code())));
    for code in codes {
        assert!(may_settle(&code), "{code}");
    }
}

#[test]
fn a_message_waits_for_states_that_exist() {
    let mut known: Vec<String> = vec!["ASKED".into()];
    known.extend(TaskState::iter().map(|state| sea_orm::ActiveEnum::to_value(&state)));
    known.extend(ReportState::iter().map(|state| sea_orm::ActiveEnum::to_value(&state)));
    known.extend(MilestoneState::iter().map(|state| sea_orm::ActiveEnum::to_value(&state)));
    known.extend(ExtensionState::iter().map(|state| sea_orm::ActiveEnum::to_value(&state)));
    known.extend(NoticeState::iter().map(|state| sea_orm::ActiveEnum::to_value(&state)));
    for kind in K::iter() {
        let (Waits::For(states) | Waits::ForReports(states)) = kind.waits() else { continue };
        assert!(!states.is_empty() && states.iter().all(|state| known.iter().any(|word| word == state)), "{kind:?}");
    }
}

#[test]
fn duties_and_the_own_account_cannot_be_switched_off() {
    for kind in [K::TaskIssued, K::ReportsDue, K::ReportReturned, K::PasswordReset, K::RolesDecided] {
        assert!(kind.is_binding(), "{kind:?}");
    }
    for kind in [K::CycleOpened, K::MilestoneDue, K::ReportsApproved, K::ReportWaived] {
        assert!(!kind.is_binding(), "{kind:?}");
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_due_day_is_recalled_fifteen_seven_and_one_days_before() {
    let due = day("2026-03-31");
    assert_eq!(rung(due, day("2026-03-15")), None);
    assert_eq!(rung(due, day("2026-03-16")), Some(15));
    assert_eq!(rung(due, day("2026-03-24")), Some(7));
    assert_eq!(rung(due, day("2026-03-30")), Some(1));
    assert_eq!(rung(due, day("2026-03-31")), Some(1));
    assert_eq!(rung(due, day("2026-04-01")), None, "overdue is no longer a reminder");
}

#[test]
fn a_machine_that_was_off_catches_up_on_the_rung_of_the_day() {
    assert_eq!(rung(day("2026-03-31"), day("2026-03-20")), Some(15));
    assert_eq!(rung(day("2026-03-31"), day("2026-03-27")), Some(7));
}

#[test]
fn a_sign_off_is_recalled_the_day_before() {
    let due = day("2026-03-31");
    let days = ["2026-03-29", "2026-03-30", "2026-03-31", "2026-04-01"].map(|today| is_due_tomorrow(due, day(today)));
    assert_eq!(days, [false, true, true, false]);
}

proptest! {
    /// Whatever days the machine is on, nobody is reminded more than three times, and never of an earlier rung again.
    #[test]
    fn rungs_only_go_down(on in proptest::collection::btree_set(0_u64..40, 0..40)) {
        let due = day("2026-06-30");
        let seen: Vec<u16> = on.into_iter().rev().filter_map(|before| rung(due, due - Days::new(before))).collect();
        let mut sent = seen.clone();
        sent.dedup();
        prop_assert!(sent.len() <= RUNGS.len());
        prop_assert!(seen.windows(2).all(|pair| pair[0] >= pair[1]));
    }
}
