//! From the opinions of several evaluators to one number (domain.md 2.9.5, 2.9.6, 2.9.8), in exact arithmetic.
//!
//! Evaluators score each criterion from 0 to 100 in whole numbers. Of 3 or 4 scores the median counts, of 5 and more the
//! mean without the highest and the lowest. What does not apply gives its weight to the rest in proportion. Only the end is
//! rounded: half up, to two decimals. Results are hundredths of a point.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::criteria::Criterion;

/// A score below this needs a written reason.
pub const LOW: i32 = 60;
/// A score above this needs a written reason.
pub const HIGH: i32 = 90;
/// More points than this between the highest and the lowest score on a criterion are a disagreement.
pub const APART: i32 = 20;
/// The most that a measure gets, in hundredths, when a check found something untrue.
pub const CAP: i32 = 59_00;

/// What one evaluator says on one criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// The criterion.
    pub code: String,
    /// 0 to 100; null where it is open or does not apply.
    pub score: Option<i32>,
    /// 不适用.
    #[serde(default)]
    pub not_applicable: bool,
    /// Required below 60, above 90 and for what does not apply.
    #[serde(default)]
    pub reason: String,
}

/// What is wrong with an opinion, or missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpinionFault {
    /// No criterion of the round, or a second opinion on one.
    Unknown,
    /// Not between 0 and 100, or a score for what does not apply.
    Score,
    /// This criterion always applies.
    Applies,
    /// Neither a score nor 不适用.
    Open,
    /// Below 60, above 90 or not applicable without a reason.
    Reason,
}

/// What is wrong with opinions as they are saved; what is still open is no fault.
pub fn faults(criteria: &[Criterion], opinions: &[Opinion]) -> Vec<(usize, OpinionFault)> {
    let mut faults = Vec::new();
    for (place, opinion) in opinions.iter().enumerate() {
        let criterion = criteria.iter().find(|criterion| criterion.code == opinion.code);
        let twice = opinions[..place].iter().any(|other| other.code == opinion.code);
        let Some(criterion) = criterion.filter(|_| !twice) else {
            faults.push((place, OpinionFault::Unknown));
            continue;
        };
        let odd = opinion.score.is_some_and(|score| !(0..=100).contains(&score));
        if odd || opinion.not_applicable && opinion.score.is_some() {
            faults.push((place, OpinionFault::Score));
        }
        if opinion.not_applicable && !criterion.may_not_apply {
            faults.push((place, OpinionFault::Applies));
        }
    }
    faults
}

/// What keeps opinions from being handed in, by the place of the criterion; call it when [`faults`] finds nothing.
pub fn open(criteria: &[Criterion], opinions: &[Opinion]) -> Vec<(usize, OpinionFault)> {
    let open = |criterion: &Criterion| {
        let opinion = opinions.iter().find(|opinion| opinion.code == criterion.code)?;
        let extreme = opinion.score.is_some_and(|score| !(LOW..=HIGH).contains(&score));
        if opinion.score.is_none() && !opinion.not_applicable {
            None
        } else if (extreme || opinion.not_applicable) && opinion.reason.trim().is_empty() {
            Some(Some(OpinionFault::Reason))
        } else {
            Some(None)
        }
    };
    let judged = criteria.iter().map(open).enumerate();
    judged.filter_map(|(place, fault)| fault.unwrap_or(Some(OpinionFault::Open)).map(|fault| (place, fault))).collect()
}

/// A number as a fraction, so that nothing is rounded on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction {
    over: i128,
    under: i128,
}

impl Fraction {
    const ZERO: Fraction = Fraction { over: 0, under: 1 };

    fn plus(self, other: Fraction) -> Fraction {
        Fraction { over: self.over * other.under + other.over * self.under, under: self.under * other.under }
    }

    fn times(self, by: i32) -> Fraction {
        Fraction { over: self.over * i128::from(by), under: self.under }
    }

    /// Hundredths, half up; what is rounded here is never negative.
    fn hundredths(self) -> i32 {
        let doubled = 200 * self.over + self.under;
        i32::try_from(doubled.div_euclid(2 * self.under)).unwrap_or(i32::MAX)
    }
}

/// The middle of the scores; between the two middle ones when their number is even.
fn median(sorted: &[i32]) -> Fraction {
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    Fraction { over: i128::from(low) + i128::from(high), under: 2 }
}

/// The mean without the highest and the lowest.
fn trimmed(sorted: &[i32]) -> Fraction {
    let kept = &sorted[1..sorted.len() - 1];
    Fraction { over: kept.iter().map(|score| i128::from(*score)).sum(), under: kept.len() as i128 }
}

/// The scores of one criterion brought together: the trimmed mean of five and more that are not too far apart, else the
/// median; `None` without any score.
fn combined(scores: &[i32]) -> Option<Fraction> {
    let mut sorted = scores.to_vec();
    sorted.sort_unstable();
    match sorted.len() {
        0 => None,
        5.. if !apart(&sorted) => Some(trimmed(&sorted)),
        _ => Some(median(&sorted)),
    }
}

/// Whether the scores on a criterion are so far apart that the evaluators must talk.
pub fn apart(scores: &[i32]) -> bool {
    match (scores.iter().max(), scores.iter().min()) {
        (Some(high), Some(low)) => high - low > APART,
        _ => false,
    }
}

/// One criterion of a measure with what all evaluators said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The criterion.
    pub code: String,
    /// The scores given, in the order of the evaluators.
    pub scores: Vec<i32>,
    /// Brought together, in hundredths; `None` where it does not apply.
    pub score: Option<i32>,
    /// More than 20 points between the highest and the lowest.
    pub is_apart: bool,
}

/// A measure with what all evaluators said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Result {
    /// By criterion, in the order of the set.
    pub outcomes: Vec<Outcome>,
    /// The weighted total in hundredths.
    pub score: i32,
    /// 等次.
    pub grade: Grade,
    /// Whether a check that found something untrue capped it.
    pub is_capped: bool,
}

/// Brings the sheets of a measure together; `None` without any opinion. `untrue` says that a check found something untrue:
/// then criterion `evidence` is 0 and the total at most 59.
pub fn result(criteria: &[Criterion], sheets: &[Vec<Opinion>], untrue: bool) -> Option<Result> {
    let mut total = Fraction::ZERO;
    let mut weights = 0;
    let mut outcomes = Vec::new();
    for criterion in criteria {
        let said: Vec<&Opinion> =
            sheets.iter().filter_map(|sheet| sheet.iter().find(|opinion| opinion.code == criterion.code)).collect();
        let scores: Vec<i32> = said.iter().filter_map(|opinion| opinion.score).collect();
        let waived = said.iter().filter(|opinion| opinion.not_applicable).count();
        // It does not apply when more evaluators say so than score it.
        let applies = scores.len() >= waived;
        let found = if untrue && criterion.code == "evidence" { Some(Fraction::ZERO) } else { combined(&scores) };
        let found = found.filter(|_| applies);
        if let Some(score) = found {
            total = total.plus(score.times(criterion.weight));
            weights += criterion.weight;
        }
        let is_apart = apart(&scores);
        outcomes.push(Outcome {
            code: criterion.code.clone(),
            scores,
            score: found.map(Fraction::hundredths),
            is_apart,
        });
    }
    if weights == 0 {
        return None;
    }
    let exact = Fraction { over: total.over, under: total.under * i128::from(weights) }.hundredths();
    let score = if untrue { exact.min(CAP) } else { exact };
    Some(Result { outcomes, score, grade: Grade::of(score), is_capped: untrue && exact > CAP })
}

/// What one evaluator alone would give, in hundredths; `None` while anything is open.
pub fn own_total(criteria: &[Criterion], opinions: &[Opinion]) -> Option<i32> {
    if open(criteria, opinions).iter().any(|(_, fault)| *fault == OpinionFault::Open) {
        return None;
    }
    result(criteria, &[opinions.to_vec()], false).map(|result| result.score)
}

/// 等次 (domain.md 2.9.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Grade {
    /// 优: 90 and more.
    Excellent,
    /// 良: 80 and more.
    Good,
    /// 中: 60 and more.
    Fair,
    /// 差: less than 60.
    Poor,
}

impl Grade {
    /// The grade of a score in hundredths.
    pub const fn of(hundredths: i32) -> Grade {
        match hundredths {
            90_00.. => Grade::Excellent,
            80_00.. => Grade::Good,
            60_00.. => Grade::Fair,
            _ => Grade::Poor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::criteria::standard;
    use super::*;
    use proptest::prelude::*;

    /// A sheet with these scores; −1 stands for 不适用.
    fn sheet(scores: [i32; 5]) -> Vec<Opinion> {
        let of = |(criterion, score): (Criterion, i32)| Opinion {
            code: criterion.code,
            score: Some(score).filter(|score| *score >= 0),
            not_applicable: score < 0,
            reason: "见工作底稿".to_owned(),
        };
        standard().into_iter().zip(scores).map(of).collect()
    }

    fn total(sheets: &[[i32; 5]]) -> i32 {
        let sheets: Vec<Vec<Opinion>> = sheets.iter().copied().map(sheet).collect();
        result(&standard(), &sheets, false).unwrap().score
    }

    #[test]
    fn example_1_three_evaluators_the_median_of_each_criterion() {
        // Medians 85, 82, 90, 80, 70: 34.00 + 20.50 + 13.50 + 8.00 + 7.00.
        assert_eq!(total(&[[88, 85, 92, 80, 70], [85, 82, 90, 75, 65], [80, 78, 85, 90, 80]]), 83_00);
    }

    #[test]
    fn example_2_four_evaluators_the_middle_between_the_two_middle_ones() {
        // 82.5, 80.5, 85.0, 81.0, 72.5: 33.000 + 20.125 + 12.750 + 8.100 + 7.250 = 81.225, half up 81.23.
        let sheets = [[80, 80, 85, 80, 70], [85, 81, 85, 82, 75], [80, 79, 80, 78, 70], [90, 84, 90, 85, 78]];
        assert_eq!(total(&sheets), 81_23);
    }

    #[test]
    fn example_3_five_evaluators_the_mean_without_the_highest_and_the_lowest() {
        // 82 + 84 + 85 = 251/3; 80; 85; 80; 75: 33.466… + 20 + 12.75 + 8 + 7.5 = 81.7166…
        let sheets = [
            [80, 80, 85, 80, 75],
            [82, 80, 85, 80, 75],
            [84, 80, 85, 80, 75],
            [85, 80, 85, 80, 75],
            [90, 80, 85, 80, 75],
        ];
        assert_eq!(total(&sheets), 81_72);
    }

    #[test]
    fn example_4_what_does_not_apply_gives_its_weight_to_the_rest() {
        // 40×85 + 25×82 + 15×90 + 10×80 = 7600 over 90 = 84.444…
        assert_eq!(total(&[[85, 82, 90, 80, -1], [85, 82, 90, 80, -1], [85, 82, 90, 80, -1]]), 84_44);
        // Two of three score it, so it applies: the middle between 70 and 80.
        assert_eq!(total(&[[85, 82, 90, 80, -1], [85, 82, 90, 80, 70], [85, 82, 90, 80, 80]]), 83_50);
    }

    #[test]
    fn example_5_what_is_untrue_caps_the_measure() {
        let sheets: Vec<Vec<Opinion>> = [[95, 95, 95, 90, 90]; 3].into_iter().map(sheet).collect();
        let result = result(&standard(), &sheets, true).unwrap();
        // 38.00 + 23.75 + 0 + 9.00 + 9.00 = 79.75, at most 59.
        assert_eq!((result.score, result.grade, result.is_capped), (59_00, Grade::Poor, true));
        assert_eq!(result.outcomes[2].score, Some(0));
    }

    #[test]
    fn half_a_hundredth_goes_up() {
        let half = Fraction { over: 1, under: 200 };
        assert_eq!((half.hundredths(), Fraction { over: 49, under: 10_000 }.hundredths()), (1, 0));
        // 88 of 89 in percent: 98.876… (domain.md 6.3).
        assert_eq!(Fraction { over: 8_800, under: 89 }.hundredths(), 98_88);
    }

    #[test]
    fn the_four_grades_begin_at_their_borders() {
        let of = [90_00, 89_99, 80_00, 79_99, 60_00, 59_99].map(Grade::of);
        assert_eq!(of, [Grade::Excellent, Grade::Good, Grade::Good, Grade::Fair, Grade::Fair, Grade::Poor]);
    }

    #[test]
    fn more_than_twenty_points_apart_is_a_disagreement_and_then_the_median_counts() {
        assert!(!apart(&[60, 80, 70]) && apart(&[59, 80, 70]) && !apart(&[]));
        let scores = [50, 80, 81, 82, 90];
        assert_eq!(combined(&scores), Some(Fraction { over: 162, under: 2 }));
        let near = [78, 80, 81, 85, 90];
        assert_eq!(combined(&near), Some(Fraction { over: 246, under: 3 }));
    }

    #[test]
    fn below_60_and_above_90_need_a_reason_and_nothing_stays_open() {
        let criteria = standard();
        let mut opinions = sheet([60, 90, 59, 91, -1]);
        for opinion in &mut opinions {
            opinion.reason.clear();
        }
        let reason = |place| (place, OpinionFault::Reason);
        assert_eq!(open(&criteria, &opinions), [reason(2), reason(3), reason(4)]);
        assert_eq!(open(&criteria, &opinions[1..2]), [0, 2, 3, 4].map(|place| (place, OpinionFault::Open)));
        assert_eq!(own_total(&criteria, &opinions[1..]), None);
    }

    #[test]
    fn opinions_are_about_the_criteria_of_the_round() {
        let criteria = standard();
        let mut opinions = sheet([101, -1, 80, 80, 80]);
        opinions.push(Opinion { code: "style".to_owned(), ..Opinion::default() });
        opinions.push(opinions[2].clone());
        assert_eq!(
            faults(&criteria, &opinions),
            [
                (0, OpinionFault::Score),
                (1, OpinionFault::Applies),
                (5, OpinionFault::Unknown),
                (6, OpinionFault::Unknown)
            ]
        );
    }

    fn any_sheet() -> impl Strategy<Value = [i32; 5]> {
        let rest = prop_oneof![4 => 0_i32..=100, 1 => Just(-1)];
        (0_i32..=100, 0_i32..=100, 0_i32..=100, rest.clone(), rest).prop_map(|(a, b, c, d, e)| [a, b, c, d, e])
    }

    proptest! {
        #[test]
        fn a_result_lies_between_its_scores_and_knows_no_order(sheets in prop::collection::vec(any_sheet(), 1..9)) {
            let found = total(&sheets);
            let given = sheets.iter().flatten().filter(|score| **score >= 0);
            let (low, high) = (given.clone().min().unwrap() * 100, given.max().unwrap() * 100);
            prop_assert!((low..=high).contains(&found), "{found} not in {low}..={high}");
            let mut turned = sheets.clone();
            turned.reverse();
            prop_assert_eq!(total(&turned), found);
        }

        #[test]
        fn a_higher_score_never_lowers_a_panel_of_three(
            sheets in prop::collection::vec(any_sheet(), 3), who in 0_usize..3, place in 0_usize..3
        ) {
            let mut raised = sheets.clone();
            raised[who][place] = (raised[who][place] + 7).min(100);
            prop_assert!(total(&raised) >= total(&sheets));
        }

        #[test]
        fn nothing_untrue_ever_passes(sheets in prop::collection::vec(any_sheet(), 1..6)) {
            let sheets: Vec<Vec<Opinion>> = sheets.into_iter().map(sheet).collect();
            prop_assert!(result(&standard(), &sheets, true).unwrap().score <= CAP);
        }
    }
}
