//! Handing over the work of an organisation (domain.md 5): nothing open stays behind, and nothing goes twice.

use uuid::Uuid;

use crate::rule::RuleError;

/// A task and the organisation that receives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The task.
    pub task: Uuid,
    /// Who takes it over.
    pub receiver: Uuid,
}

/// Whether every open task has a receiver; `open` are the tasks in which the organisation has a duty.
pub fn check_complete(open: &[Uuid], receipts: &[Receipt]) -> Result<(), RuleError> {
    let left = open.iter().filter(|task| receipts.iter().all(|receipt| receipt.task != **task)).count();
    if left == 0 { Ok(()) } else { Err(RuleError::HandoverIncomplete { left }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn to(task: u128) -> Receipt {
        Receipt { task: Uuid::from_u128(task), receiver: Uuid::from_u128(99) }
    }

    #[test]
    fn every_open_task_needs_a_receiver() {
        let open = [Uuid::from_u128(1), Uuid::from_u128(2)];
        assert_eq!(check_complete(&open, &[to(1)]), Err(RuleError::HandoverIncomplete { left: 1 }));
        assert_eq!(check_complete(&open, &[to(2), to(1)]), Ok(()));
        assert_eq!(check_complete(&[], &[]), Ok(()));
    }

    proptest! {
        #[test]
        fn what_is_left_and_what_is_received_make_up_the_whole(
            open in proptest::collection::btree_set(0_u128..40, 0..20),
            received in proptest::collection::btree_set(0_u128..40, 0..20),
        ) {
            let tasks: Vec<Uuid> = open.iter().copied().map(Uuid::from_u128).collect();
            let receipts: Vec<Receipt> = received.iter().copied().map(to).collect();
            let left = open.difference(&received).count();
            let expected = if left == 0 { Ok(()) } else { Err(RuleError::HandoverIncomplete { left }) };
            prop_assert_eq!(check_complete(&tasks, &receipts), expected);
        }
    }
}
