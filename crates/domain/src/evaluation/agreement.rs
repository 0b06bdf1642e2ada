//! How far evaluators agree: percent of pairs in the same grade, and Krippendorff's alpha for interval data.
//!
//! A unit is one criterion of one measure, its values the scores that several evaluators gave. Units with one value tell
//! nothing and are left out.

/// Krippendorff's alpha for interval data: 1 is full agreement, 0 what chance would bring. `None` where it is not
/// defined: fewer than two values to compare, or all values equal.
pub fn alpha(units: &[Vec<i32>]) -> Option<f64> {
    let pairable: Vec<&Vec<i32>> = units.iter().filter(|unit| unit.len() > 1).collect();
    let values: Vec<i32> = pairable.iter().flat_map(|unit| unit.iter().copied()).collect();
    let count = f64::from(u32::try_from(values.len()).ok()?);
    let expected = squares(&values);
    if values.len() < 2 || expected == 0.0 {
        return None;
    }
    let observed: f64 =
        pairable.iter().map(|unit| squares(unit) / f64::from(u32::try_from(unit.len() - 1).unwrap_or(u32::MAX))).sum();
    Some(1.0 - (count - 1.0) * observed / expected)
}

/// The sum of the squared differences of all ordered pairs.
fn squares(values: &[i32]) -> f64 {
    let pairs = values.iter().flat_map(|a| values.iter().map(move |b| f64::from(a - b).powi(2)));
    pairs.sum()
}

/// Percent of the pairs within units that lie in the same grade band; `None` without any pair.
pub fn percent(units: &[Vec<i32>]) -> Option<f64> {
    let mut pairs = 0_u32;
    let mut equal = 0_u32;
    for unit in units {
        for (place, a) in unit.iter().enumerate() {
            for b in &unit[place + 1..] {
                pairs += 1;
                equal += u32::from(super::scoring::Grade::of(a * 100) == super::scoring::Grade::of(b * 100));
            }
        }
    }
    (pairs > 0).then(|| 100.0 * f64::from(equal) / f64::from(pairs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example with four observers, twelve units and
    /// missing values; he prints 0.849 for interval data.
    #[test]
    fn alpha_is_that_of_the_published_example() {
        let observers: [[i32; 12]; 4] = [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ];
        let unit = |place: usize| observers.iter().map(|row| row[place]).filter(|value| *value > 0).collect();
        let units: Vec<Vec<i32>> = (0..12).map(unit).collect();
        assert_eq!(format!("{:.3}", alpha(&units).unwrap()), "0.849");
    }

    #[test]
    fn full_agreement_is_one_and_what_cannot_be_said_is_not_said() {
        assert_eq!(alpha(&[vec![80, 80], vec![60, 60]]), Some(1.0));
        assert_eq!(alpha(&[vec![80, 80], vec![80, 80]]), None);
        assert_eq!(alpha(&[vec![80], vec![60]]), None);
        assert_eq!(alpha(&[]), None);
        assert_eq!(percent(&[vec![80]]), None);
    }

    #[test]
    fn percent_counts_pairs_of_one_grade() {
        // 80 and 85 are 良, 90 is 优: one of three pairs.
        assert_eq!(percent(&[vec![80, 85, 90]]).map(f64::round), Some(33.0));
        assert_eq!(percent(&[vec![80, 85], vec![59, 0]]), Some(100.0));
    }

    proptest! {
        #[test]
        fn alpha_is_at_most_one_and_knows_no_order(
            units in prop::collection::vec(prop::collection::vec(0_i32..=100, 0..6), 0..20)
        ) {
            let found = alpha(&units);
            prop_assert!(found.is_none_or(|alpha| alpha <= 1.0));
            let mut turned: Vec<Vec<i32>> = units.clone();
            turned.reverse();
            for unit in &mut turned { unit.reverse(); }
            match (found, alpha(&turned)) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-9),
                (a, b) => prop_assert_eq!(a, b),
            }
        }
    }
}
