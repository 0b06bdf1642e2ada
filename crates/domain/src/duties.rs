//! Separated duties (domain.md 2.1): whoever drafted, asked for or passed a thing does not judge it, by whichever name.
//!
//! [`DUTIES`] is the one table of it: in which state of a thing which steps need somebody else than those who took which
//! earlier steps. Behind each act stand the person and, for a deputy, the absent person in whose name they act; the rule
//! asks both, on both sides. Every page, every command and the list of what waits ask [`check`] or read [`DUTIES`].

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::policy::Actor;
use crate::rule::RuleError;

/// A row of the table: these steps need somebody else than whoever took those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// Kind of thing, e.g. `extension`.
    pub subject: &'static str,
    /// Its state when the steps are taken.
    pub state: &'static str,
    /// The judging steps.
    pub steps: &'static [&'static str],
    /// The earlier steps whose persons are kept from them.
    pub after: &'static [&'static str],
    /// Whether a person may do both as long as both are done in their own name and right: a head signs what the head
    /// wrote. Once a deputy has a hand in it, it needs somebody else.
    pub alone: bool,
}

const fn duty(
    (subject, state): (&'static str, &'static str),
    steps: &'static [&'static str],
    after: &'static [&'static str],
) -> Duty {
    Duty { subject, state, steps, after, alone: false }
}

const REVIEW: &[&str] = &["pass", "approve", "return", "request_call", "settle_call", "return_after_call", "judge"];
const REQUEST: &[&str] = &["pass", "escalate", "approve", "refuse"];

/// Who keeps away from what.
pub const DUTIES: &[Duty] = &[
    duty(("report", "UNIT_REVIEW"), REVIEW, &["create", "submit"]),
    duty(("report", "OFFICE_REVIEW"), REVIEW, &["create", "submit", "pass"]),
    duty(("report", "APPROVED"), &["agree_correction", "refuse_correction"], &["request_correction"]),
    duty(("extension", "UNIT_LEADER"), REQUEST, &["create", "submit"]),
    duty(("extension", "OFFICE_REVIEW"), REQUEST, &["create", "submit", "pass"]),
    duty(("extension", "LEADER_APPROVAL"), REQUEST, &["create", "submit", "pass", "escalate"]),
    duty(("adjustment", "UNIT_LEADER"), REQUEST, &["create", "submit"]),
    duty(("adjustment", "OFFICE_REVIEW"), REQUEST, &["create", "submit", "pass"]),
    duty(("adjustment", "LEADER_APPROVAL"), REQUEST, &["create", "submit", "pass", "escalate"]),
    duty(("task", "SIGNOFF_RETURNED"), &["reassign", "uphold"], &["return_signoff"]),
    duty(
        ("task", "PENDING_CLOSURE"),
        &["accept_closure", "reject_closure", "confirm", "spot_check"],
        &["apply_closure"],
    ),
    duty(("task", "CLOSED"), &["look_back"], &["apply_closure", "accept_closure"]),
    duty(("annual_item", "PENDING_CLOSURE"), &["accept_closure", "reject_closure"], &["apply_closure"]),
    duty(("batch", "CONSULTING"), &["approve", "return"], &["create", "consult", "submit"]),
    Duty { alone: true, ..duty(("notice", "PENDING_SIGNATURE"), &["sign", "summon"], &["create", "submit"]) },
    duty(("notice", "ANSWERED"), &["settle", "return"], &["answer"]),
    duty(("held_evidence", "HELD"), &["release", "remove"], &["upload"]),
];

/// Somebody's part in a thing: a step, who took it and in whose name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// The step.
    pub action: String,
    /// Who took it.
    pub actor: Uuid,
    /// In whose name, where a deputy did.
    pub on_behalf: Option<Uuid>,
}

impl Hand {
    /// A step of one person, as far as nothing else is kept of it.
    pub fn of(action: &str, actor: Uuid) -> Hand {
        Hand { action: action.to_owned(), actor, on_behalf: None }
    }

    fn is_of(&self, actor: &Actor) -> bool {
        actor.persons().any(|person| person == self.actor || Some(person) == self.on_behalf)
    }
}

/// The rows that speak about this step in this state.
fn rows(subject: &str, state: &str, action: &str) -> impl Iterator<Item = &'static Duty> {
    DUTIES.iter().filter(move |duty| duty.subject == subject && duty.state == state && duty.steps.contains(&action))
}

/// Refuses a judging step to whoever has a hand in the thing, and to deputies and absent persons of those who have.
pub fn check(
    actor: &Actor,
    (subject, state, action): (&str, &str, &str),
    hands: impl IntoIterator<Item = Hand>,
) -> Result<(), RuleError> {
    let Some(duty) = rows(subject, state, action).next() else { return Ok(()) };
    let in_own_name = |hand: &Hand| actor.on_behalf.is_none() && hand.on_behalf.is_none();
    let stands_against = |hand: &Hand| {
        duty.after.contains(&hand.action.as_str()) && hand.is_of(actor) && !(duty.alone && in_own_name(hand))
    };
    match (hands.into_iter().any(|hand| stands_against(&hand)), subject) {
        (false, _) => Ok(()),
        (true, "report") if state != "APPROVED" => Err(RuleError::OwnReport),
        (true, "extension" | "adjustment" | "report") => Err(RuleError::OwnRequest),
        (true, _) => Err(RuleError::OwnWork),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annual::{self, ItemState};
    use crate::batches::{self, BatchState};
    use crate::extensions::{self, ExtensionState};
    use crate::reports::{self, ReportState};
    use crate::supervision::{self, NoticeState};
    use crate::tasks::{self, TaskState};
    use proptest::prelude::*;
    use sea_orm::{ActiveEnum, Iterable};

    const ABSENT: Uuid = Uuid::from_u128(1);
    const DEPUTY: Uuid = Uuid::from_u128(2);
    const OTHER: Uuid = Uuid::from_u128(3);

    fn by(account: Uuid, on_behalf: Option<Uuid>) -> Actor {
        Actor { on_behalf, ..Actor::single(account, Uuid::from_u128(9), Vec::new()) }
    }

    fn hand(action: &str, actor: Uuid, on_behalf: Option<Uuid>) -> Hand {
        Hand { on_behalf, ..Hand::of(action, actor) }
    }

    #[test]
    fn a_deputy_does_not_judge_what_they_drafted_under_any_name() {
        for duty in DUTIES {
            for (step, before) in duty.steps.iter().zip(duty.after.iter().cycle()) {
                let at = (duty.subject, duty.state, *step);
                let drafted = [hand(before, DEPUTY, None)];
                assert!(check(&by(DEPUTY, Some(ABSENT)), at, drafted.clone()).is_err(), "{at:?}");
                assert!(check(&by(OTHER, None), at, drafted).is_ok(), "{at:?}");
            }
        }
    }

    #[test]
    fn nobody_judges_what_their_deputy_drafted_in_their_name() {
        for duty in DUTIES {
            let at = (duty.subject, duty.state, duty.steps[0]);
            let drafted = [hand(duty.after[0], DEPUTY, Some(ABSENT))];
            assert!(check(&by(ABSENT, None), at, drafted.clone()).is_err(), "the absent person: {at:?}");
            assert!(check(&by(DEPUTY, None), at, drafted.clone()).is_err(), "the deputy in their own name: {at:?}");
            assert!(check(&by(OTHER, Some(ABSENT)), at, drafted).is_err(), "another deputy of the same: {at:?}");
        }
    }

    #[test]
    fn a_head_signs_what_the_head_wrote_and_no_deputy_does() {
        let sign = ("notice", "PENDING_SIGNATURE", "sign");
        assert_eq!(check(&by(ABSENT, None), sign, [hand("create", ABSENT, None)]), Ok(()));
        assert_eq!(check(&by(DEPUTY, Some(ABSENT)), sign, [hand("create", ABSENT, None)]), Err(RuleError::OwnWork));
        let pass = ("extension", "UNIT_LEADER", "pass");
        assert_eq!(check(&by(ABSENT, None), pass, [hand("create", ABSENT, None)]), Err(RuleError::OwnRequest));
    }

    #[test]
    fn who_passed_it_at_one_level_does_not_decide_at_the_next_but_passes_it_again() {
        let passed = || [hand("pass", ABSENT, None)];
        let office = ("report", "OFFICE_REVIEW", "approve");
        assert_eq!(check(&by(ABSENT, None), office, passed()), Err(RuleError::OwnReport));
        assert_eq!(check(&by(ABSENT, None), ("report", "UNIT_REVIEW", "pass"), passed()), Ok(()));
        let escalated = [hand("escalate", DEPUTY, None)];
        let leader = ("adjustment", "LEADER_APPROVAL", "approve");
        assert_eq!(check(&by(DEPUTY, Some(ABSENT)), leader, escalated), Err(RuleError::OwnRequest));
    }

    #[test]
    fn steps_that_judge_nothing_are_free() {
        let drafted = || [hand("create", ABSENT, None)];
        for at in [
            ("extension", "OFFICE_REVIEW", "withdraw"),
            ("report", "UNIT_REVIEW", "withdraw"),
            ("notice", "DRAFT", "send"),
        ] {
            assert_eq!(check(&by(ABSENT, None), at, drafted()), Ok(()), "{at:?}");
        }
    }

    #[test]
    fn every_state_and_step_of_the_table_exists() {
        fn states<S: ActiveEnum<Value = String> + Iterable>() -> Vec<String> {
            S::iter().map(|state| state.to_value()).collect()
        }
        let extension: Vec<&str> = extensions::WORKFLOW.rows.iter().map(|row| row.action.code()).collect();
        let known: Vec<(&str, Vec<String>, Vec<&str>)> = vec![
            ("report", states::<ReportState>(), reports::WORKFLOW.rows.iter().map(|row| row.action.code()).collect()),
            ("extension", states::<ExtensionState>(), extension.clone()),
            ("adjustment", states::<ExtensionState>(), extension),
            ("task", states::<TaskState>(), tasks::WORKFLOW.rows.iter().map(|row| row.action.code()).collect()),
            ("annual_item", states::<ItemState>(), annual::WORKFLOW.rows.iter().map(|row| row.action.code()).collect()),
            ("batch", states::<BatchState>(), batches::WORKFLOW.rows.iter().map(|row| row.action.code()).collect()),
            (
                "notice",
                states::<NoticeState>(),
                supervision::WORKFLOW.rows.iter().map(|row| row.action.code()).collect(),
            ),
        ];
        // Steps that are no rows of a workflow: commands of their own beside it.
        let beside = ["create", "judge", "confirm", "spot_check", "look_back"];
        for duty in DUTIES.iter().filter(|duty| duty.subject != "held_evidence") {
            let (_, states, steps) = known.iter().find(|(subject, ..)| *subject == duty.subject).unwrap();
            assert!(states.iter().any(|state| state == duty.state), "{duty:?}");
            for step in duty.steps.iter().chain(duty.after) {
                assert!(steps.contains(step) || beside.contains(step), "{} of {duty:?}", *step);
            }
        }
    }

    proptest! {
        #[test]
        fn two_persons_stand_behind_every_judgement(
            row in 0..DUTIES.len(), drafter in 1_u128..4, drafted_for in 0_u128..4, judge in 1_u128..4, judged_for in 0_u128..4,
        ) {
            let someone = |n: u128| (n > 0).then(|| Uuid::from_u128(n));
            let duty = &DUTIES[row];
            let at = (duty.subject, duty.state, duty.steps[0]);
            let hands = [hand(duty.after[0], Uuid::from_u128(drafter), someone(drafted_for))];
            let actor = by(Uuid::from_u128(judge), someone(judged_for));
            let behind = [drafter, drafted_for].into_iter().filter(|n| *n > 0).any(|n| n == judge || n == judged_for);
            let deputised = drafted_for > 0 || judged_for > 0;
            let refused = check(&actor, at, hands).is_err();
            prop_assert_eq!(refused, behind && (deputised || !duty.alone));
        }
    }
}
