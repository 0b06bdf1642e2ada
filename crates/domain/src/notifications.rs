//! Notifications (domain.md 2.6, level L0): who is told what when something happened, until when a message asks for
//! something, and on which days a due day is recalled.
//!
//! What happened is the name of an audit event. Messages that ask for something wait for a fact of the ledger; as soon as
//! the fact is another one they are done, so nobody is told to do what was done. Many reports of one cycle make one
//! message a day: the office is told of a queue, not of each sheet in it (domain.md 7, supervision storm).

mod kind;

pub use kind::{NotificationKind, Waits};

use chrono::NaiveDate;

use crate::policy::Action;

/// Something that happened, as far as it decides who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened<'a> {
    /// Name of the audit event, e.g. `task.issue`.
    pub action: &'a str,
    /// Whether roles were asked for with it.
    pub asks_for_roles: bool,
}

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody who holds the right over the thing, as the policy table says.
    Holders(Action),
    /// Who wrote or submitted it.
    Authors,
    /// The person whose account it is.
    Person,
}

/// One kind of message and those who get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// What they are told.
    pub kind: NotificationKind,
    /// Who is told; somebody named twice is told once, and nobody of what they did themselves.
    pub to: &'static [Audience],
}

/// Who is told what; most events tell nobody anything.
pub fn telling(happened: &Happened<'_>) -> Option<Telling> {
    use Audience::{Authors, Holders, Person};
    use NotificationKind as K;
    let (kind, to): (K, &'static [Audience]) = match happened.action {
        "task.issue" | "task.reassign" | "task.uphold" => (K::TaskIssued, &[Holders(Action::TaskSign)]),
        "task.return_signoff" => (K::SignoffReturned, &[Holders(Action::TaskReassign)]),
        "task.apply_closure" => (K::ClosureApplied, &[Holders(Action::TaskReject)]),
        "task.accept_closure" | "task.reject_closure" => {
            (K::ClosureDecided, &[Holders(Action::TaskApply), Holders(Action::ReportWrite)])
        }
        "task.suspend" | "task.resume" | "task.cancel" | "task.reopen" => {
            (K::TaskChanged, &[Holders(Action::TaskSign), Holders(Action::ReportWrite)])
        }
        "report.submit" => (K::ReportsToReview, &[Holders(Action::ReportUnitReview)]),
        "report.pass" => (K::ReportsToApprove, &[Holders(Action::ReportOfficeReview)]),
        "report.return" => (K::ReportReturned, &[Holders(Action::ReportWrite)]),
        "report.approve" => (K::ReportsApproved, &[Authors]),
        "report.waive" => (K::ReportWaived, &[Holders(Action::ReportWrite)]),
        "report.request_correction" => (K::CorrectionAsked, &[Holders(Action::ReportOfficeReview)]),
        "report.agree_correction" | "report.refuse_correction" => {
            (K::CorrectionDecided, &[Holders(Action::ReportCorrect), Holders(Action::ReportWrite)])
        }
        "extension.submit" | "adjustment.submit" => (K::RequestToSign, &[Holders(Action::ExtensionSign)]),
        "extension.return" | "adjustment.return" => (K::RequestReturned, &[Holders(Action::ExtensionWrite)]),
        "extension.pass" | "adjustment.pass" => (K::RequestToReview, &[Holders(Action::ExtensionReview)]),
        "extension.escalate" | "adjustment.escalate" => (K::RequestToApprove, &[Holders(Action::ExtensionApprove)]),
        "extension.approve" | "extension.refuse" | "adjustment.approve" | "adjustment.refuse" => {
            (K::RequestDecided, &[Holders(Action::ExtensionWrite), Holders(Action::ExtensionSign)])
        }
        "user.create" | "user.update" | "user.add_post" if happened.asks_for_roles => {
            (K::RolesAsked, &[Holders(Action::AccountDecide)])
        }
        "user.approve_roles" | "user.refuse_roles" => (K::RolesDecided, &[Person]),
        "delegation.create" => (K::DelegationNamed, &[Person]),
        "delegation.end" => (K::DelegationEnded, &[Person]),
        "user.receive_work" => (K::WorkReceived, &[Person]),
        "user.reset_password" => (K::PasswordReset, &[Person]),
        action => return of_notices(action),
    };
    Some(Telling { kind, to })
}

/// The same for the notices of the ladder.
fn of_notices(action: &str) -> Option<Telling> {
    use Audience::Holders;
    use NotificationKind as K;
    let (kind, to): (K, &'static [Audience]) = match action {
        "notice.submit" => (K::NoticeToSign, &[Holders(Action::NoticeSign)]),
        "notice.send" | "notice.sign" | "notice.summon" => {
            (K::NoticeIssued, &[Holders(Action::NoticeReceive), Holders(Action::NoticeAnswer)])
        }
        "notice.answer" => (K::NoticeAnswered, &[Holders(Action::NoticeReview)]),
        "notice.return" => (K::NoticeReturned, &[Holders(Action::NoticeAnswer)]),
        "notice.settle" | "notice.escalate" | "notice.void" => (K::NoticeEnded, &[Holders(Action::NoticeAnswer)]),
        _ => return of_books(action),
    };
    Some(Telling { kind, to })
}

/// The same for annual books and their items.
fn of_books(action: &str) -> Option<Telling> {
    use Audience::Holders;
    use NotificationKind as K;
    let (kind, to): (K, &'static [Audience]) = match action {
        "annual.issue" => (K::AnnualIssued, &[Holders(Action::AnnualApply), Holders(Action::ReportWrite)]),
        "annual.apply_closure" => (K::AnnualApplied, &[Holders(Action::AnnualReject)]),
        "annual.accept_closure" | "annual.reject_closure" | "annual.cancel" => {
            (K::AnnualDecided, &[Holders(Action::AnnualApply), Holders(Action::ReportWrite)])
        }
        _ => return None,
    };
    Some(Telling { kind, to })
}

/// Whether the event may have done what a message asks for; drafts that are only saved do not.
pub fn may_settle(action: &str) -> bool {
    let Some((area, step)) = action.split_once('.') else { return false };
    match area {
        "task" | "extension" | "adjustment" | "notice" => !matches!(step, "create" | "update"),
        "report" => step != "update",
        "annual" => matches!(step, "accept_closure" | "reject_closure"),
        "user" => step != "change_password",
        _ => false,
    }
}

/// How many days before a due day it is recalled, the longest first.
pub const RUNGS: [u16; 3] = [15, 7, 1];

/// The rung on which a thing due on that day stands today: a machine that was off on the very day catches up on the same
/// rung, and never on one that has passed. `None`: too early, or already overdue.
pub fn rung(due_on: NaiveDate, today: NaiveDate) -> Option<u16> {
    let left = (due_on - today).num_days();
    RUNGS.into_iter().rev().find(|rung| (0..=i64::from(*rung)).contains(&left))
}

/// A sign-off or a report is recalled once, on the day before it is due or on the day itself.
pub fn is_due_tomorrow(due_on: NaiveDate, today: NaiveDate) -> bool {
    (0..=1).contains(&(due_on - today).num_days())
}

#[cfg(test)]
mod tests;
