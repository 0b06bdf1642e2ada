//! Looking back (domain.md 2.8): a tenth of what was closed six months ago, drawn so that anybody can draw it again.

use chrono::{Months, NaiveDate};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

/// Months after its closing before an item is drawn from.
pub const AFTER_MONTHS: u32 = 6;

/// What a look-back found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LookBackResult {
    /// 属实.
    Confirmed,
    /// 不实: it may be reopened.
    Untrue,
    /// 反弹: it may be reopened.
    Rebound,
}

/// The last day of closing that a draw on `today` looks at.
pub fn closed_until(today: NaiveDate) -> NaiveDate {
    today.checked_sub_months(Months::new(AFTER_MONTHS)).unwrap_or(NaiveDate::MIN)
}

/// How many of so many are drawn: a tenth, rounded up.
pub const fn sample_size(population: usize) -> usize {
    population.div_ceil(10)
}

/// Draws the sample: the items whose SHA-256 of seed and id is smallest, in the order of the ids.
///
/// Neither the order in which the items are given nor an item given twice changes the draw.
pub fn draw(seed: &str, population: &[Uuid]) -> Vec<Uuid> {
    let mut ranked: Vec<([u8; 32], Uuid)> = population.iter().map(|id| (rank(seed, *id), *id)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.truncate(sample_size(ranked.len()));
    let mut drawn: Vec<Uuid> = ranked.into_iter().map(|(_, id)| id).collect();
    drawn.sort_unstable();
    drawn
}

fn rank(seed: &str, id: Uuid) -> [u8; 32] {
    Sha256::new().chain_update(seed.as_bytes()).chain_update(id.as_bytes()).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn items(count: u128) -> Vec<Uuid> {
        (0..count).map(Uuid::from_u128).collect()
    }

    #[test]
    fn a_tenth_is_drawn_rounded_up() {
        let sizes: Vec<usize> = [0, 1, 10, 11, 95, 100].into_iter().map(|n| draw("种子", &items(n)).len()).collect();
        assert_eq!(sizes, [0, 1, 1, 2, 10, 10]);
    }

    #[test]
    fn six_months_are_calendar_months() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(closed_until(day("2026-09-30")), day("2026-03-30"));
        assert_eq!(closed_until(day("2026-08-31")), day("2026-02-28"));
    }

    #[test]
    fn another_seed_is_another_draw() {
        let population = items(400);
        assert_ne!(draw("a", &population), draw("b", &population));
    }

    proptest! {
        #[test]
        fn the_same_seed_draws_the_same_sample(seed in ".{1,32}", count in 0_u128..300, turn in 0_usize..300) {
            let population = items(count);
            let mut turned = population.clone();
            if !turned.is_empty() {
                let by = turn % turned.len();
                turned.rotate_left(by);
            }
            prop_assert_eq!(draw(&seed, &population), draw(&seed, &turned));
        }

        #[test]
        fn a_sample_is_a_tenth_without_repetition(seed in ".{1,32}", count in 0_u128..300) {
            let population = items(count);
            let drawn = draw(&seed, &population);
            let mut once = drawn.clone();
            once.dedup();
            prop_assert_eq!(drawn.len(), population.len().div_ceil(10));
            prop_assert_eq!(&once, &drawn);
            prop_assert!(drawn.iter().all(|id| population.contains(id)));
        }
    }
}
