//! The criteria of a round: what is judged, with which weight, and what each step of the scale means.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The steps of the scale that have a text.
pub const ANCHORS: [i32; 5] = [0, 60, 80, 90, 100];

/// One thing that every evaluator judges of every measure. Never call it an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Stable within the round, e.g. `completion`.
    pub code: String,
    /// What people call it, e.g. 任务完成度.
    pub name: String,
    /// Its share of 100.
    pub weight: i32,
    /// What 0, 60, 80, 90 and 100 mean, in this order.
    pub anchors: Vec<String>,
    /// Whether evaluators may say that it does not apply to a measure.
    pub may_not_apply: bool,
}

/// What is wrong with a set of criteria, with the place of the criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CriteriaFault {
    /// The weights do not sum to 100.
    Sum(i32),
    /// A weight is not between 1 and 100.
    Weight(usize),
    /// A code stands twice or is no short word.
    Code(usize),
    /// Not one text for each of the five steps.
    Anchors(usize),
    /// Every criterion may be waived, so that a measure could end without any.
    NoneApplies,
}

/// Everything that is wrong with a set.
pub fn faults(set: &[Criterion]) -> Vec<CriteriaFault> {
    let mut faults = Vec::new();
    for (place, criterion) in set.iter().enumerate() {
        if !(1..=100).contains(&criterion.weight) {
            faults.push(CriteriaFault::Weight(place));
        }
        let plain = !criterion.code.is_empty() && criterion.code.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        if !plain || set[..place].iter().any(|other| other.code == criterion.code) {
            faults.push(CriteriaFault::Code(place));
        }
        if criterion.anchors.len() != ANCHORS.len() || criterion.anchors.iter().any(|text| text.trim().is_empty()) {
            faults.push(CriteriaFault::Anchors(place));
        }
    }
    let sum: i64 = set.iter().map(|criterion| i64::from(criterion.weight)).sum();
    if sum != 100 {
        faults.push(CriteriaFault::Sum(i32::try_from(sum).unwrap_or(i32::MAX)));
    }
    if set.iter().all(|criterion| criterion.may_not_apply) {
        faults.push(CriteriaFault::NoneApplies);
    }
    faults
}

/// The set of domain.md 2.9, which a round starts with.
#[expect(clippy::too_many_lines, reason = "a table")]
pub fn standard() -> Vec<Criterion> {
    let of = |code: &str, name: &str, weight, may_not_apply, anchors: [&str; 5]| Criterion {
        code: code.to_owned(),
        name: name.to_owned(),
        weight,
        anchors: anchors.map(str::to_owned).to_vec(),
        may_not_apply,
    };
    vec![
        of(
            "completion",
            "任务完成度",
            40,
            false,
            [
                "没有实质进展",
                "部分里程碑完成，多项滞后",
                "主要里程碑按期完成，个别滞后有补救",
                "全部里程碑达成并验收",
                "全部提前或超额达成并验收",
            ],
        ),
        of(
            "quality",
            "质量与成效",
            25,
            false,
            [
                "没有成果或与验收标准无关",
                "有成果，与验收标准有差距",
                "成果达到验收标准，有应用",
                "成果有独立证明且形成推广",
                "成果领先，成效由第三方数据证实",
            ],
        ),
        of(
            "evidence",
            "佐证真实充分性",
            15,
            false,
            [
                "没有佐证或佐证不实",
                "佐证零散，主要结论缺证据",
                "主要结论有证据支撑",
                "证据齐全、来源独立、可复核",
                "全部结论由独立来源逐条证实",
            ],
        ),
        of(
            "timeliness",
            "进度及时性",
            10,
            true,
            ["长期停滞", "多个节点迟延", "个别节点迟延 10 天内", "全部按期", "关键节点提前"],
        ),
        of(
            "coordination",
            "协同与制度创新",
            10,
            true,
            ["没有协同", "协同靠临时沟通", "建立稳定协同机制", "形成可复制的制度安排", "制度安排已在其他地区推广"],
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_set_is_that_of_the_specification() {
        let weights: Vec<i32> = standard().iter().map(|criterion| criterion.weight).collect();
        assert_eq!(weights, [40, 25, 15, 10, 10]);
        assert_eq!(faults(&standard()), []);
    }

    #[test]
    fn weights_sum_to_a_hundred() {
        let mut set = standard();
        set[0].weight = 39;
        assert_eq!(faults(&set), [CriteriaFault::Sum(99)]);
        assert_eq!(faults(&[]), [CriteriaFault::Sum(0), CriteriaFault::NoneApplies]);
    }

    #[test]
    fn each_step_of_the_scale_has_its_text() {
        let mut set = standard();
        set[1].anchors[2] = " ".to_owned();
        set[2].anchors.pop();
        assert_eq!(faults(&set), [CriteriaFault::Anchors(1), CriteriaFault::Anchors(2)]);
    }

    #[test]
    fn codes_are_words_and_stand_once() {
        let mut set = standard();
        set[1].code = "completion".to_owned();
        set[2].code = "质量".to_owned();
        assert_eq!(faults(&set), [CriteriaFault::Code(1), CriteriaFault::Code(2)]);
    }

    #[test]
    fn something_always_applies() {
        let mut set = standard();
        for criterion in &mut set {
            criterion.may_not_apply = true;
        }
        assert_eq!(faults(&set), [CriteriaFault::NoneApplies]);
    }
}
