//! People who leave a post (domain.md 5): accounts are disabled and never deleted, and open work needs a named receiver
//! before that. What a duty is, who may receive it, and that nothing open stays behind.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::policy::{Action, Reach, Role, cell};
use crate::rule::RuleError;

/// What a person does with open work; each is received as a whole by one other person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PersonalDuty {
    /// 联络员 of open tasks.
    Liaison,
    /// 填报: reports and requests begun and not yet handed in.
    Writing,
    /// 签收 of tasks that were issued.
    TaskSigning,
    /// 单位审核 of submitted reports.
    UnitReview,
    /// 签发 of requests for extension or adjustment.
    RequestSigning,
    /// 统筹审核 of reports.
    OfficeReview,
    /// 审核 of requests by the office.
    RequestReview,
    /// 验收 of closures.
    Closing,
    /// 签发 of supervision notices.
    NoticeSigning,
    /// 领导审批 of requests.
    RequestApproval,
}

impl PersonalDuty {
    /// All duties in the order of lists.
    pub const ALL: [PersonalDuty; 10] = [
        PersonalDuty::Liaison,
        PersonalDuty::Writing,
        PersonalDuty::TaskSigning,
        PersonalDuty::UnitReview,
        PersonalDuty::RequestSigning,
        PersonalDuty::OfficeReview,
        PersonalDuty::RequestReview,
        PersonalDuty::Closing,
        PersonalDuty::NoticeSigning,
        PersonalDuty::RequestApproval,
    ];

    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            PersonalDuty::Liaison => "LIAISON",
            PersonalDuty::Writing => "WRITING",
            PersonalDuty::TaskSigning => "TASK_SIGNING",
            PersonalDuty::UnitReview => "UNIT_REVIEW",
            PersonalDuty::RequestSigning => "REQUEST_SIGNING",
            PersonalDuty::OfficeReview => "OFFICE_REVIEW",
            PersonalDuty::RequestReview => "REQUEST_REVIEW",
            PersonalDuty::Closing => "CLOSING",
            PersonalDuty::NoticeSigning => "NOTICE_SIGNING",
            PersonalDuty::RequestApproval => "REQUEST_APPROVAL",
        }
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            PersonalDuty::Liaison => "联络员",
            PersonalDuty::Writing => "填报",
            PersonalDuty::TaskSigning => "任务签收",
            PersonalDuty::UnitReview => "单位审核",
            PersonalDuty::RequestSigning => "申请签发",
            PersonalDuty::OfficeReview => "统筹审核",
            PersonalDuty::RequestReview => "申请审核",
            PersonalDuty::Closing => "办结验收",
            PersonalDuty::NoticeSigning => "督办签发",
            PersonalDuty::RequestApproval => "申请审批",
        }
    }

    /// The rights of which one is needed to do it.
    const fn rights(self) -> &'static [Action] {
        match self {
            // Whoever works for the unit can be its contact.
            PersonalDuty::Liaison => &[Action::ReportWrite, Action::TaskSign],
            PersonalDuty::Writing => &[Action::ReportWrite],
            PersonalDuty::TaskSigning => &[Action::TaskSign],
            PersonalDuty::UnitReview => &[Action::ReportUnitReview],
            PersonalDuty::RequestSigning => &[Action::ExtensionSign],
            PersonalDuty::OfficeReview => &[Action::ReportOfficeReview],
            PersonalDuty::RequestReview => &[Action::ExtensionReview],
            PersonalDuty::Closing => &[Action::TaskAccept],
            PersonalDuty::NoticeSigning => &[Action::NoticeSign],
            PersonalDuty::RequestApproval => &[Action::ExtensionApprove],
        }
    }

    /// Whether these roles do it: in their own unit, or for everybody.
    pub fn is_done_by(self, roles: &[Role], same_unit: bool) -> bool {
        self.rights().iter().any(|right| {
            roles.iter().any(|role| match cell(*role, *right) {
                Reach::All => true,
                Reach::Org => same_unit,
                Reach::Own | Reach::No => false,
            })
        })
    }
}

/// A piece of open work that would be left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItem {
    /// What the person does with it.
    pub duty: PersonalDuty,
    /// Who wrote it: nobody reviews what they wrote themselves.
    pub authors: Vec<Uuid>,
}

/// Somebody who may receive work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The account.
    pub account: Uuid,
    /// Roles in force.
    pub roles: Vec<Role>,
    /// Whether they work in the unit of the person who leaves.
    pub same_unit: bool,
}

/// Whether this person can receive everything of this duty.
pub fn receives(candidate: &Candidate, duty: PersonalDuty, open: &[OpenItem]) -> bool {
    let of_duty = || open.iter().filter(|item| item.duty == duty);
    duty.is_done_by(&candidate.roles, candidate.same_unit)
        && of_duty().all(|item| !item.authors.contains(&candidate.account))
}

/// Whether every duty with open work has a receiver; `words` says in a line what is open.
pub fn check_received(open: &[OpenItem], received: &[PersonalDuty], words: String) -> Result<(), RuleError> {
    let left = open.iter().filter(|item| !received.contains(&item.duty)).count();
    if left == 0 { Ok(()) } else { Err(RuleError::OpenWorkLeft { left, words }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(duty: PersonalDuty, authors: &[u128]) -> OpenItem {
        OpenItem { duty, authors: authors.iter().copied().map(Uuid::from_u128).collect() }
    }

    fn person(id: u128, roles: &[Role], same_unit: bool) -> Candidate {
        Candidate { account: Uuid::from_u128(id), roles: roles.to_vec(), same_unit }
    }

    #[test]
    fn a_unit_duty_is_received_in_the_same_unit_by_the_right_role() {
        let open = [item(PersonalDuty::UnitReview, &[])];
        assert!(receives(&person(2, &[Role::UnitReviewer], true), PersonalDuty::UnitReview, &open));
        assert!(!receives(&person(2, &[Role::UnitReviewer], false), PersonalDuty::UnitReview, &open));
        assert!(!receives(&person(2, &[Role::UnitReporter], true), PersonalDuty::UnitReview, &open));
    }

    #[test]
    fn an_office_duty_is_received_by_whoever_holds_the_role() {
        let open = [item(PersonalDuty::OfficeReview, &[])];
        assert!(receives(&person(2, &[Role::OfficeStaff], false), PersonalDuty::OfficeReview, &open));
        assert!(!receives(&person(2, &[Role::OfficeHead], true), PersonalDuty::OfficeReview, &open));
    }

    #[test]
    fn nobody_receives_the_review_of_what_they_wrote() {
        let open = [item(PersonalDuty::UnitReview, &[3]), item(PersonalDuty::UnitReview, &[2])];
        assert!(!receives(&person(2, &[Role::UnitReviewer], true), PersonalDuty::UnitReview, &open));
        assert!(receives(&person(2, &[Role::UnitReviewer, Role::UnitReporter], true), PersonalDuty::Writing, &open));
    }

    #[test]
    fn whoever_works_for_the_unit_can_be_its_contact() {
        for role in [Role::UnitReporter, Role::UnitReviewer, Role::UnitLeader] {
            assert!(PersonalDuty::Liaison.is_done_by(&[role], true), "{role:?}");
        }
        assert!(!PersonalDuty::Liaison.is_done_by(&[Role::StatOfficer], true));
    }

    #[test]
    fn administrators_receive_no_business() {
        for duty in PersonalDuty::ALL {
            for role in Role::ALL.into_iter().filter(|role| role.is_administrator()) {
                assert!(!duty.is_done_by(&[role], true), "{duty:?} {role:?}");
            }
        }
    }

    #[test]
    fn what_has_no_receiver_is_counted() {
        let open =
            [item(PersonalDuty::Liaison, &[]), item(PersonalDuty::Liaison, &[]), item(PersonalDuty::UnitReview, &[])];
        let refused = check_received(&open, &[PersonalDuty::UnitReview], "联络员 2 项".into());
        assert_eq!(refused, Err(RuleError::OpenWorkLeft { left: 2, words: "联络员 2 项".into() }));
        assert_eq!(check_received(&open, &[PersonalDuty::UnitReview, PersonalDuty::Liaison], String::new()), Ok(()));
        assert_eq!(check_received(&[], &[], String::new()), Ok(()));
    }

    proptest! {
        #[test]
        fn nothing_open_stays_behind(open in proptest::collection::vec(0_usize..10, 0..12), received in proptest::collection::vec(0_usize..10, 0..10)) {
            let items: Vec<OpenItem> = open.iter().map(|n| item(PersonalDuty::ALL[*n], &[])).collect();
            let duties: Vec<PersonalDuty> = received.iter().map(|n| PersonalDuty::ALL[*n]).collect();
            let all = open.iter().all(|n| received.contains(n));
            prop_assert_eq!(check_received(&items, &duties, String::new()).is_ok(), all);
        }
    }
}
