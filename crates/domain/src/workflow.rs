//! A state machine, said once: rows of (from, action, to, right, comment).
//!
//! [`Workflow::apply`] is the only way to a new state; the buttons a person sees are the rows that start at the current
//! state. The tables themselves stand with their subject: [`crate::tasks::WORKFLOW`], [`crate::reports::WORKFLOW`].

use crate::policy;
use crate::rule::RuleError;

/// One permitted step.
#[derive(Clone, Copy, Debug)]
pub struct Row<S: 'static, A: 'static> {
    /// States the step may start from.
    pub from: &'static [S],
    /// What the person does.
    pub action: A,
    /// Where it leads.
    pub to: S,
    /// The right it needs.
    pub needs: policy::Action,
    /// Whether a reason in words is required.
    pub needs_comment: bool,
}

/// All permitted steps of one kind of thing.
#[derive(Clone, Copy, Debug)]
pub struct Workflow<S: 'static, A: 'static> {
    /// The rows, in the order in which buttons are offered.
    pub rows: &'static [Row<S, A>],
}

impl<S: Copy + PartialEq, A: Copy + PartialEq> Workflow<S, A> {
    /// The row for this action in this state; a step the table does not hold is refused.
    pub fn apply(&self, state: S, action: A) -> Result<&'static Row<S, A>, RuleError> {
        self.rows.iter().find(|row| row.action == action && row.from.contains(&state)).ok_or(RuleError::StepNotPossible)
    }

    /// The rows that start at this state.
    pub fn from(&self, state: S) -> impl Iterator<Item = &'static Row<S, A>> {
        self.rows.iter().filter(move |row| row.from.contains(&state))
    }
}
