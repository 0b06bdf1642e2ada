//! What a demand costs those who answer it: a measured time or none, never an invented one (domain.md 7).
//!
//! The time is that of the plan as a whole, from the moments at which drafts were saved: nobody can read off it how long
//! a person or a unit took.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Between two saves that lie further apart somebody did something else.
pub const PAUSE_SECONDS: i64 = 600;
/// From so many reports on a middle says something, and nobody stands out.
pub const LEAST_REPORTS: usize = 5;

/// How long a report took, as measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Measured {
    /// The middle of all, in whole minutes.
    pub minutes_per_report: i64,
    /// Reports behind it.
    pub reports: usize,
}

/// The middle of the writing times in seconds; none from too few reports.
pub fn measured(mut seconds: Vec<i64>) -> Option<Measured> {
    if seconds.len() < LEAST_REPORTS {
        return None;
    }
    seconds.sort_unstable();
    let middle = seconds[(seconds.len() - 1) / 2];
    Some(Measured { minutes_per_report: whole_minutes(middle), reports: seconds.len() })
}

/// Begun minutes, one at least: nothing is written in no time.
fn whole_minutes(seconds: i64) -> i64 {
    (seconds.max(1) + 59) / 60
}

impl Measured {
    /// What so many reports would take.
    pub fn minutes(self, reports: i64) -> i64 {
        self.minutes_per_report * reports
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_few_reports_measure_nothing() {
        assert_eq!(measured(vec![]), None);
        assert_eq!(measured(vec![600; LEAST_REPORTS - 1]), None);
    }

    #[test]
    fn the_middle_is_not_moved_by_one_who_left_the_page_open() {
        let found = measured(vec![120, 60, 90, 36_000, 61]).unwrap();
        assert_eq!(found, Measured { minutes_per_report: 2, reports: 5 });
        assert_eq!(found.minutes(30), 60);
        assert_eq!(found.minutes(0), 0);
    }

    #[test]
    fn begun_minutes_count_and_nothing_takes_no_time() {
        for (seconds, minutes) in [(0, 1), (1, 1), (60, 1), (61, 2)] {
            assert_eq!(whole_minutes(seconds), minutes, "{seconds}");
        }
    }

    proptest::proptest! {
        /// The middle lies between the shortest and the longest, and more reports never cost less.
        #[test]
        fn the_middle_lies_between(seconds in proptest::collection::vec(0_i64..100_000, 5..60), more in 0_i64..200) {
            let (least, most) = (*seconds.iter().min().unwrap(), *seconds.iter().max().unwrap());
            let found = measured(seconds).unwrap();
            proptest::prop_assert!(found.minutes_per_report >= whole_minutes(least));
            proptest::prop_assert!(found.minutes_per_report <= whole_minutes(most));
            proptest::prop_assert!(found.minutes(more + 1) > found.minutes(more));
        }
    }
}
