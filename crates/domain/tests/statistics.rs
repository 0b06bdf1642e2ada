//! Properties of the figures (domain.md 2.13), over any mix of tasks.

use luoshi_domain::calendar::Calendar;
use luoshi_domain::light::LightCode;
use luoshi_domain::statistics::{Ratio, ReviewTally, Tally, TaskFact, review_days};
use luoshi_domain::tasks::TaskState;
use proptest::prelude::*;

const STATES: [TaskState; 8] = [
    TaskState::Draft,
    TaskState::PendingSignoff,
    TaskState::SignoffReturned,
    TaskState::InProgress,
    TaskState::PendingClosure,
    TaskState::Closed,
    TaskState::Suspended,
    TaskState::Cancelled,
];

fn any_task() -> impl Strategy<Value = (TaskFact, u32)> {
    let state = prop::sample::select(&STATES[..]);
    (state, any::<bool>(), any::<bool>(), 0_u32..50).prop_map(|(state, late, extended, tasks)| {
        let light = match state {
            TaskState::Closed if late => LightCode::CompletedLate,
            TaskState::Closed => LightCode::Completed,
            TaskState::InProgress if late => LightCode::Overdue,
            TaskState::InProgress | TaskState::PendingClosure => LightCode::OnTrack,
            TaskState::Suspended | TaskState::Cancelled => LightCode::Inactive,
            TaskState::Draft | TaskState::PendingSignoff | TaskState::SignoffReturned => LightCode::NotStarted,
        };
        (TaskFact { state, light, extended: extended && !late && state == TaskState::Closed }, tasks)
    })
}

proptest! {
    /// A day later is never a shorter wait, and the mean lies between the shortest and the longest.
    #[test]
    fn waiting_only_grows_and_the_mean_lies_between(came in 0_i32..700, waits in prop::collection::vec(0_i32..60, 1..20)) {
        let came = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + chrono::TimeDelta::days(i64::from(came));
        let china = Calendar::china();
        let days = |wait: i32| review_days(&china, came, came + chrono::TimeDelta::days(i64::from(wait)));
        let mut tally = ReviewTally::default();
        for wait in &waits {
            prop_assert!(days(*wait) <= days(*wait + 1));
            prop_assert!(days(*wait) <= u32::try_from(*wait).unwrap());
            tally.add(days(*wait));
        }
        let all: Vec<u32> = waits.iter().map(|wait| days(*wait)).collect();
        let mean = tally.mean_tenths().unwrap();
        prop_assert!(all.iter().min().unwrap() * 10 <= mean && mean <= all.iter().max().unwrap() * 10);
    }

    #[test]
    fn the_parts_of_the_closed_sum_to_all_of_them(tasks in prop::collection::vec(any_task(), 0..40)) {
        let mut tally = Tally::default();
        tally.extend(tasks);
        let parts = [tally.closing_on_time(), tally.closing_extended(), tally.closing_late()];
        prop_assert_eq!(parts.iter().map(|part| part.numerator).sum::<u32>(), tally.closed);
        prop_assert!(parts.iter().all(|part| part.denominator == tally.closed));
        prop_assert_eq!(tally.closed, tally.lights.completed + tally.lights.completed_late);
        prop_assert!(tally.closed <= tally.tasks());
    }

    #[test]
    fn counting_in_pieces_gives_the_same_figures(
        tasks in prop::collection::vec(any_task(), 0..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut whole = Tally::default();
        whole.extend(tasks.clone());
        let (one, other) = tasks.split_at(cut.index(tasks.len() + 1));
        let mut pieces = Tally::default();
        pieces.extend(other.iter().copied());
        pieces.extend(one.iter().copied());
        prop_assert_eq!(whole, pieces);
    }

    #[test]
    fn a_share_is_never_off_by_more_than_half_a_hundredth(denominator in 1_u32..1_000_000, of in any::<u32>()) {
        let numerator = of % (denominator + 1);
        let printed = Ratio::of(numerator, denominator).hundredths().unwrap();
        // Twice the printed value times the denominator, against twice the exact one.
        let (exact, shown) = (20_000 * u64::from(numerator), 2 * printed * u64::from(denominator));
        prop_assert!(shown.abs_diff(exact) <= u64::from(denominator));
        prop_assert!(printed <= 10_000);
    }
}
