//! What stands against sending a batch on: coverage of its clauses, what each task lacks, comments without an answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::BatchAction;

/// What the guards ask about a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchFacts {
    /// Clauses and acting headings of its scope that no task carries and nobody set aside.
    pub open_clauses: Vec<OpenClause>,
    /// Its tasks that are not cancelled.
    pub tasks: Vec<TaskFacts>,
    /// Proposals of units without an answer.
    pub unanswered: usize,
    /// Units concerned that have not said anything on every task of theirs.
    pub silent_units: Vec<String>,
    /// Whether the last day for comments has passed: then silence is consent.
    pub is_consultation_over: bool,
    /// Whether the office asked the leader.
    pub is_submitted: bool,
}

/// A clause without a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenClause {
    /// The clause.
    pub id: Uuid,
    /// Its key, e.g. `S07-M20-C03`.
    pub key: String,
}

/// What the guards ask about one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFacts {
    /// The task.
    pub id: Uuid,
    /// Its code and title.
    pub label: String,
    /// Whether its lead exists on the day.
    pub has_lead: bool,
    /// Whether somebody wrote what proves completion.
    pub has_acceptance: bool,
    /// Whether its last day is set and lies within the plan.
    pub has_final_day: bool,
    /// Clauses behind it.
    pub clauses: usize,
    /// Weights of its milestones.
    pub weights: Vec<i32>,
}

/// One thing that stands against going on, with the place to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Unmet {
    /// There is nothing in it.
    NoTask,
    /// No task carries the clause and nobody marked it 不单独分解.
    ClauseOpen {
        /// The clause.
        clause: OpenClause,
    },
    /// The lead is missing or has ended.
    LeadMissing {
        /// The task.
        task_id: Uuid,
        /// Its code and title.
        label: String,
    },
    /// No clause stands behind the task.
    TaskWithoutClause {
        /// The task.
        task_id: Uuid,
        /// Its code and title.
        label: String,
    },
    /// The task has no milestone.
    MilestoneMissing {
        /// The task.
        task_id: Uuid,
        /// Its code and title.
        label: String,
    },
    /// The weights of its milestones do not sum to 100.
    WeightsOff {
        /// The task.
        task_id: Uuid,
        /// Its code and title.
        label: String,
        /// What they sum to.
        sum: i32,
    },
    /// Nobody wrote what proves completion.
    AcceptanceMissing {
        /// The task.
        task_id: Uuid,
        /// Its code and title.
        label: String,
    },
    /// The last day is missing or lies after the end of the plan.
    FinalDayMissing {
        /// The task.
        task_id: Uuid,
        /// Its code and title.
        label: String,
    },
    /// Proposals of units wait for an answer of the office.
    CommentsUnanswered {
        /// How many.
        count: usize,
    },
    /// Units have not said anything, and the last day for it has not passed.
    UnitsSilent {
        /// Short names of the units.
        units: Vec<String>,
    },
    /// The office has not asked the leader yet.
    NotSubmitted,
    /// It lies before the leader already.
    AlreadySubmitted,
}

/// Everything that stands against the step, in the order in which it is mended.
pub fn guards(batch: &BatchFacts, action: BatchAction) -> Vec<Unmet> {
    if !action.goes_on() {
        let returns_nothing = action == BatchAction::Return && !batch.is_submitted;
        return if returns_nothing { vec![Unmet::NotSubmitted] } else { Vec::new() };
    }
    let mut unmet: Vec<Unmet> =
        batch.open_clauses.iter().map(|clause| Unmet::ClauseOpen { clause: clause.clone() }).collect();
    if batch.tasks.is_empty() {
        unmet.push(Unmet::NoTask);
    }
    unmet.extend(batch.tasks.iter().flat_map(lacks));
    match action {
        BatchAction::Submit => {
            unmet.extend(comments(batch));
            unmet.extend(batch.is_submitted.then_some(Unmet::AlreadySubmitted));
        }
        BatchAction::Approve => {
            unmet.extend(comments(batch));
            unmet.extend((!batch.is_submitted).then_some(Unmet::NotSubmitted));
        }
        _ => {}
    }
    unmet
}

fn comments(batch: &BatchFacts) -> Vec<Unmet> {
    let mut unmet = Vec::new();
    if batch.unanswered > 0 {
        unmet.push(Unmet::CommentsUnanswered { count: batch.unanswered });
    }
    if !batch.silent_units.is_empty() && !batch.is_consultation_over && !batch.is_submitted {
        unmet.push(Unmet::UnitsSilent { units: batch.silent_units.clone() });
    }
    unmet
}

/// What one task lacks.
fn lacks(task: &TaskFacts) -> Vec<Unmet> {
    let (task_id, label) = (task.id, task.label.clone());
    let mut unmet = Vec::new();
    if !task.has_lead {
        unmet.push(Unmet::LeadMissing { task_id, label: label.clone() });
    }
    if task.clauses == 0 {
        unmet.push(Unmet::TaskWithoutClause { task_id, label: label.clone() });
    }
    if !task.has_acceptance {
        unmet.push(Unmet::AcceptanceMissing { task_id, label: label.clone() });
    }
    if !task.has_final_day {
        unmet.push(Unmet::FinalDayMissing { task_id, label: label.clone() });
    }
    let sum: i32 = task.weights.iter().fold(0, |sum, weight| sum.saturating_add(*weight));
    if task.weights.is_empty() {
        unmet.push(Unmet::MilestoneMissing { task_id, label });
    } else if sum != 100 {
        unmet.push(Unmet::WeightsOff { task_id, label, sum });
    }
    unmet
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn task() -> TaskFacts {
        TaskFacts {
            id: Uuid::from_u128(1),
            label: "28-01 人形机器人".into(),
            has_lead: true,
            has_acceptance: true,
            has_final_day: true,
            clauses: 1,
            weights: vec![40, 60],
        }
    }

    fn batch() -> BatchFacts {
        BatchFacts { tasks: vec![task()], ..BatchFacts::default() }
    }

    fn label() -> (Uuid, String) {
        (Uuid::from_u128(1), "28-01 人形机器人".into())
    }

    #[test]
    fn a_whole_batch_may_be_sent_to_the_units() {
        assert_eq!(guards(&batch(), BatchAction::Consult), []);
        assert_eq!(guards(&BatchFacts::default(), BatchAction::Consult), [Unmet::NoTask]);
    }

    #[test]
    fn each_clause_of_the_scope_is_carried_or_set_aside() {
        let clause = OpenClause { id: Uuid::from_u128(7), key: "S07-M20-C03".into() };
        let open = BatchFacts { open_clauses: vec![clause.clone()], ..batch() };
        for action in [BatchAction::Consult, BatchAction::Submit, BatchAction::Issue] {
            assert!(guards(&open, action).contains(&Unmet::ClauseOpen { clause: clause.clone() }), "{action:?}");
        }
    }

    #[test]
    fn each_task_has_a_lead_a_clause_an_acceptance_standard_and_a_final_day() {
        let (task_id, label) = label();
        let bare = TaskFacts { has_lead: false, has_acceptance: false, has_final_day: false, clauses: 0, ..task() };
        assert_eq!(
            guards(&BatchFacts { tasks: vec![bare], ..batch() }, BatchAction::Consult),
            [
                Unmet::LeadMissing { task_id, label: label.clone() },
                Unmet::TaskWithoutClause { task_id, label: label.clone() },
                Unmet::AcceptanceMissing { task_id, label: label.clone() },
                Unmet::FinalDayMissing { task_id, label },
            ]
        );
    }

    #[test]
    fn each_task_has_a_milestone_and_weights_sum_to_a_hundred() {
        let (task_id, label) = label();
        let with = |weights: Vec<i32>| {
            guards(&BatchFacts { tasks: vec![TaskFacts { weights, ..task() }], ..batch() }, BatchAction::Consult)
        };
        assert_eq!(with(vec![]), [Unmet::MilestoneMissing { task_id, label: label.clone() }]);
        assert_eq!(with(vec![40, 50]), [Unmet::WeightsOff { task_id, label, sum: 90 }]);
        assert_eq!(with(vec![100]), []);
    }

    #[test]
    fn the_office_answers_every_proposal_before_it_asks_the_leader() {
        let open = BatchFacts { unanswered: 2, ..batch() };
        assert_eq!(guards(&open, BatchAction::Submit), [Unmet::CommentsUnanswered { count: 2 }]);
        assert_eq!(guards(&open, BatchAction::Consult), []);
    }

    #[test]
    fn silence_is_consent_only_after_the_last_day() {
        let units = vec!["市科委".to_owned()];
        let silent = BatchFacts { silent_units: units.clone(), ..batch() };
        assert_eq!(guards(&silent, BatchAction::Submit), [Unmet::UnitsSilent { units }]);
        let over = BatchFacts { is_consultation_over: true, ..silent };
        assert_eq!(guards(&over, BatchAction::Submit), []);
    }

    #[test]
    fn the_leader_decides_what_was_submitted_and_only_that() {
        assert_eq!(guards(&batch(), BatchAction::Approve), [Unmet::NotSubmitted]);
        assert_eq!(guards(&batch(), BatchAction::Return), [Unmet::NotSubmitted]);
        let submitted = BatchFacts { is_submitted: true, ..batch() };
        assert_eq!(guards(&submitted, BatchAction::Approve), []);
        assert_eq!(guards(&submitted, BatchAction::Return), []);
        assert_eq!(guards(&submitted, BatchAction::Submit), [Unmet::AlreadySubmitted]);
    }

    #[test]
    fn nothing_stands_against_a_revision() {
        assert_eq!(guards(&BatchFacts { unanswered: 3, ..BatchFacts::default() }, BatchAction::Revise), []);
    }

    proptest! {
        /// What may be issued has a task, covers its scope, and each of its tasks weighs exactly 100.
        #[test]
        fn only_whole_batches_are_issued(open in 0_usize..3, weights in prop::collection::vec(prop::collection::vec(1_i32..=100, 0..5), 0..5)) {
            let open_clauses = (0..open).map(|n| OpenClause { id: Uuid::from_u128(n as u128), key: n.to_string() }).collect();
            let tasks: Vec<TaskFacts> = weights.iter().map(|weights| TaskFacts { weights: weights.clone(), ..task() }).collect();
            let batch = BatchFacts { open_clauses, tasks, ..BatchFacts::default() };
            let whole = open == 0 && !weights.is_empty() && weights.iter().all(|weights| weights.iter().sum::<i32>() == 100);
            prop_assert_eq!(guards(&batch, BatchAction::Issue).is_empty(), whole);
        }
    }
}
