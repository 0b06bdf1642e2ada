//! Several posts of one person (domain.md 2.1): a session works in one of them; what the person did in one is their own work
//! in every other. Which posts go together, and when one is held.

use chrono::NaiveDate;

use crate::policy::Role;
use crate::rule::RuleError;

/// From when to when a post is held; a first post has neither day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub until: Option<NaiveDate>,
}

impl Term {
    /// Whether the post is held on a day; both days belong to it.
    pub fn covers(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Whether a further post may have these roles: administration is a person's only post.
pub fn check_further(roles: &[Role]) -> Result<(), RuleError> {
    if roles.iter().any(|role| role.is_administrator()) { Err(RuleError::PostsIncompatible) } else { Ok(()) }
}

/// Whether one person may hold posts with these roles: the three administrators hold no other post, and an evaluator none
/// among those who are evaluated (domain.md 2.1, 7).
pub fn check_together(posts: &[&[Role]]) -> Result<(), RuleError> {
    let held: Vec<&[Role]> = posts.iter().copied().filter(|roles| !roles.is_empty()).collect();
    if held.iter().any(|roles| !Role::compatible(roles)) {
        return Err(RuleError::RolesIncompatible);
    }
    let any = |fits: fn(Role) -> bool| held.iter().any(|roles| roles.iter().any(|role| fits(*role)));
    let judged = held.iter().any(|roles| roles.iter().all(|role| !judges(*role)));
    if held.len() > 1 && (any(Role::is_administrator) || any(judges) && judged) {
        return Err(RuleError::PostsIncompatible);
    }
    Ok(())
}

const fn judges(role: Role) -> bool {
    matches!(role, Role::Evaluator | Role::EvalLead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, n).unwrap()
    }

    #[test]
    fn a_post_is_held_from_its_first_to_its_last_day() {
        let term = Term { from: Some(day(10)), until: Some(day(20)) };
        let held: Vec<bool> = [9, 10, 20, 21].into_iter().map(|n| term.covers(day(n))).collect();
        assert_eq!(held, [false, true, true, false]);
        assert!(Term::default().covers(day(1)), "the first post has no term");
    }

    #[test]
    fn an_administrator_holds_no_other_post() {
        for admin in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
            assert_eq!(check_together(&[&[admin], &[Role::UnitReporter]]), Err(RuleError::PostsIncompatible));
            assert_eq!(check_together(&[&[admin], &[]]), Ok(()));
            assert_eq!(check_further(&[admin]), Err(RuleError::PostsIncompatible));
        }
    }

    #[test]
    fn an_evaluator_holds_no_post_among_the_evaluated() {
        assert_eq!(check_together(&[&[Role::EvalLead], &[Role::UnitLeader]]), Err(RuleError::PostsIncompatible));
        assert_eq!(check_together(&[&[Role::EvalLead], &[Role::Evaluator]]), Ok(()));
        assert_eq!(check_together(&[&[Role::OfficeStaff], &[Role::UnitReporter]]), Ok(()));
    }

    proptest! {
        #[test]
        fn fewer_posts_never_go_together_worse(held in proptest::collection::vec(proptest::collection::vec(0_usize..14, 0..3), 0..4), left in 0_usize..4) {
            let posts: Vec<Vec<Role>> = held.iter().map(|post| post.iter().map(|n| Role::ALL[*n]).collect()).collect();
            let all: Vec<&[Role]> = posts.iter().map(Vec::as_slice).collect();
            if check_together(&all).is_ok() && left < all.len() {
                let mut fewer = all.clone();
                fewer.remove(left);
                prop_assert_eq!(check_together(&fewer), Ok(()));
            }
            let mut turned = all.clone();
            turned.reverse();
            prop_assert_eq!(check_together(&turned), check_together(&all));
        }
    }
}
