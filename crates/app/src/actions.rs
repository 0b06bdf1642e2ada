//! The buttons of a page: which steps this caller may take now, and why not.

use luoshi_domain::rule::RuleError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A step of a workflow that the caller's roles know; allowed now, or refused with the rule that stands against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AllowedAction {
    /// Name of the step for the transition endpoint, e.g. `submit`.
    pub action: String,
    /// Whether it would be carried out now.
    pub allowed: bool,
    /// Whether a reason in words is required.
    pub needs_comment: bool,
    /// Why it would be refused; null when allowed.
    pub refused: Option<Refused>,
}

/// The rule that stands against a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refused {
    /// Stable code of the rule, e.g. `evidence_missing`.
    pub code: String,
    /// The rule in a sentence, with its facts.
    pub detail: String,
}

impl AllowedAction {
    /// The step with the outcome of its guard.
    pub fn of(action: &str, needs_comment: bool, guard: Result<(), RuleError>) -> AllowedAction {
        let refused = guard.err().map(|rule| Refused { code: rule.code().to_owned(), detail: rule.to_string() });
        AllowedAction { action: action.to_owned(), allowed: refused.is_none(), needs_comment, refused }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_step_says_which_rule_stands_against_it() {
        let action = AllowedAction::of("submit", false, Err(RuleError::ProgressMissing));
        assert!(!action.allowed);
        assert_eq!(action.refused.map(|refused| refused.code).as_deref(), Some("progress_missing"));
        assert!(AllowedAction::of("submit", false, Ok(())).allowed);
    }
}
