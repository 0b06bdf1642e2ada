//! Deputies for absence (domain.md 5): a person of a unit acts for another one from a day to a day, with the rights of the
//! absent person and never with more. Who stands in for whom is said in every act; separated duties stay separated.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::policy::Role;
use crate::rule::RuleError;

/// Longest absence in days; whoever is away for longer hands over.
pub const LONGEST_DAYS: u64 = 92;

/// Where a delegation stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DelegationStage {
    /// Its first day lies ahead.
    Coming,
    /// The deputy acts.
    Running,
    /// Its last day has passed, or somebody ended it.
    Ended,
}

/// From when to when somebody is stood in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absence {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Absence {
    /// Where it stands on a day; it ends by itself.
    pub fn stage(self, ended: bool, today: NaiveDate) -> DelegationStage {
        match today {
            _ if ended || today > self.to => DelegationStage::Ended,
            _ if today < self.from => DelegationStage::Coming,
            _ => DelegationStage::Running,
        }
    }

    /// Whether both have a day in common.
    pub fn overlaps(self, other: Absence) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// Whether it is longer than a deputy may stand in.
    pub fn is_too_long(self) -> bool {
        self.from.checked_add_days(Days::new(LONGEST_DAYS - 1)).is_some_and(|last| self.to > last)
    }
}

impl Role {
    /// Whether a deputy may act with it. The three administrators are separated persons, and an evaluator's judgement and
    /// declared conflicts are their own: neither is ever delegated.
    pub const fn is_delegable(self) -> bool {
        !self.is_administrator() && !matches!(self, Role::Evaluator | Role::EvalLead)
    }
}

/// With which roles a deputy acts for somebody who holds these.
pub fn delegated(roles: &[Role]) -> Vec<Role> {
    roles.iter().copied().filter(|role| role.is_delegable()).collect()
}

/// Whether somebody with these roles may name a deputy with those.
pub fn check_roles(own: &[Role], deputy: &[Role]) -> Result<(), RuleError> {
    let administers = |roles: &[Role]| roles.iter().any(|role| role.is_administrator());
    if delegated(own).is_empty() || delegated(deputy).is_empty() || administers(own) || administers(deputy) {
        return Err(RuleError::NotDelegable);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Action, cell, reach};
    use proptest::prelude::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(n)
    }

    fn days(from: u64, to: u64) -> Absence {
        Absence { from: day(from), to: day(to) }
    }

    #[test]
    fn it_begins_and_ends_by_itself_with_both_days_in_it() {
        let absence = days(10, 20);
        assert_eq!(absence.stage(false, day(9)), DelegationStage::Coming);
        assert_eq!(absence.stage(false, day(10)), DelegationStage::Running);
        assert_eq!(absence.stage(false, day(20)), DelegationStage::Running);
        assert_eq!(absence.stage(false, day(21)), DelegationStage::Ended);
        assert_eq!(absence.stage(true, day(15)), DelegationStage::Ended);
    }

    #[test]
    fn nobody_is_stood_in_for_longer_than_a_quarter() {
        assert!(!days(0, LONGEST_DAYS - 1).is_too_long());
        assert!(days(0, LONGEST_DAYS).is_too_long());
    }

    #[test]
    fn the_three_administrators_and_evaluators_have_no_deputies() {
        for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin, Role::Evaluator, Role::EvalLead] {
            assert_eq!(check_roles(&[role], &[Role::UnitReporter]), Err(RuleError::NotDelegable), "{role:?}");
        }
        assert_eq!(check_roles(&[Role::UnitLeader], &[Role::AuditAdmin]), Err(RuleError::NotDelegable));
        assert_eq!(check_roles(&[Role::UnitLeader], &[Role::UnitReporter]), Ok(()));
    }

    #[test]
    fn who_may_not_name_a_deputy_has_no_right_to() {
        for role in Role::ALL {
            assert_eq!(
                cell(role, Action::DelegationWrite) != crate::policy::Reach::No,
                role.is_delegable(),
                "{role:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_deputy_never_reaches_further_than_the_absent_person(held in proptest::collection::vec(0_usize..14, 0..5)) {
            let roles: Vec<Role> = held.into_iter().map(|n| Role::ALL[n]).collect();
            for action in Action::ALL {
                prop_assert!(reach(&delegated(&roles), *action) <= reach(&roles, *action));
            }
        }

        #[test]
        fn overlapping_is_mutual(a in 0_u64..60, b in 0_u64..60, c in 0_u64..60, d in 0_u64..60) {
            let (one, two) = (days(a.min(b), a.max(b)), days(c.min(d), c.max(d)));
            prop_assert_eq!(one.overlaps(two), two.overlaps(one));
            let common = (0..60).any(|n| one.stage(false, day(n)) == DelegationStage::Running && two.stage(false, day(n)) == DelegationStage::Running);
            prop_assert_eq!(one.overlaps(two), common);
        }
    }
}
