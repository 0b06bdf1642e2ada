//! Closing (domain.md 2.8): the acceptance standard point by point, who must have confirmed and checked before a task is
//! struck off, and the clocks of both.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rule::RuleError;

/// Working days after which the silence of a supporting organisation is consent.
pub const CONSENT_DAYS: u32 = 5;
/// Working days the office has for its review.
pub const REVIEW_DAYS: u32 = 10;
/// Different people who must have checked a key task on the spot (domain.md 2.3).
pub const SPOT_CHECKERS: usize = 2;

/// Where a supporting organisation stands to an application for closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SupportState {
    /// 待确认.
    Asked,
    /// 已确认.
    Confirmed,
    /// 有异议.
    Objected,
    /// 逾期未答复，视为同意.
    Silent,
}

/// How somebody checked on the spot (domain.md 2.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CheckWay {
    /// 核对原件.
    Original,
    /// 电话.
    Phone,
    /// 走访.
    Visit,
    /// 数据比对.
    Data,
    /// 问卷.
    Survey,
}

/// What a check on the spot found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CheckResult {
    /// 属实.
    Confirmed,
    /// 部分属实.
    Partly,
    /// 不实.
    Untrue,
    /// 无法核实.
    Unverifiable,
}

/// The points of an acceptance standard: its sentences, clauses between semicolons and lines, without their numbers.
pub fn points(standard: &str) -> Vec<String> {
    let parts = standard.split(['；', ';', '。', '\n', '\r']);
    parts.map(unnumbered).filter(|point| point.chars().any(char::is_alphanumeric)).map(str::to_owned).collect()
}

/// A point without the number before it: 1. 1、 （1） (一) ① 一、.
fn unnumbered(point: &str) -> &str {
    const DIGITS: &str = "0123456789０１２３４５６７８９一二三四五六七八九十";
    let point = point.trim();
    if point.starts_with(|c| ('①'..='⑳').contains(&c)) {
        return point.trim_start_matches(|c| ('①'..='⑳').contains(&c)).trim();
    }
    let opened = point.strip_prefix(['（', '(']);
    let rest = opened.unwrap_or(point).trim_start_matches(|c| DIGITS.contains(c));
    if rest.len() == opened.unwrap_or(point).len() {
        return point;
    }
    let closers: &[char] = if opened.is_some() { &['）', ')'] } else { &['.', '、', '．', ')', '）'] };
    match rest.strip_prefix(closers) {
        // A decimal such as 1.5 is no number of a point.
        Some(after) if opened.is_some() || !after.starts_with(|c: char| c.is_ascii_digit()) => after.trim(),
        _ => point,
    }
}

/// Whether the office may strike the task off: everybody asked has answered or kept silent, nobody objects, and a key
/// task was checked on the spot by two people (domain.md 2.3, 2.8).
pub fn check_acceptance(supporters: &[SupportState], is_key: bool, checkers: usize) -> Result<(), RuleError> {
    let count = |state| supporters.iter().filter(|each| **each == state).count();
    match (count(SupportState::Asked), count(SupportState::Objected)) {
        (0, 0) if is_key && checkers < SPOT_CHECKERS => {
            Err(RuleError::SpotChecksMissing { have: checkers, need: SPOT_CHECKERS })
        }
        (0, 0) => Ok(()),
        (open, 0) => Err(RuleError::SupportersPending { open }),
        (_, objections) => Err(RuleError::SupportersObject { objections }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_standard_falls_into_its_points() {
        let standard = "1. 提交批量下线证明；2. 提交检验报告。（3）产量不少于 1.5 万台";
        assert_eq!(points(standard), ["提交批量下线证明", "提交检验报告", "产量不少于 1.5 万台"]);
        assert_eq!(points("一、印发文件\n二、建成平台；"), ["印发文件", "建成平台"]);
        assert_eq!(points("①名单公布②"), ["名单公布②"]);
        assert_eq!(points("提交批量下线证明和检验报告"), ["提交批量下线证明和检验报告"]);
        assert_eq!(points("1.5万台下线"), ["1.5万台下线"]);
        assert_eq!(points("十家企业入驻"), ["十家企业入驻"]);
    }

    #[test]
    fn a_task_waits_for_those_who_support_it() {
        use SupportState::{Asked, Confirmed, Objected, Silent};
        assert_eq!(check_acceptance(&[], false, 0), Ok(()));
        assert_eq!(check_acceptance(&[Confirmed, Silent], false, 0), Ok(()));
        assert_eq!(check_acceptance(&[Confirmed, Asked], false, 0), Err(RuleError::SupportersPending { open: 1 }));
        assert_eq!(check_acceptance(&[Objected, Asked], false, 0), Err(RuleError::SupportersObject { objections: 1 }));
    }

    #[test]
    fn a_key_task_is_checked_by_two_people() {
        let refused = |have| Err(RuleError::SpotChecksMissing { have, need: 2 });
        assert_eq!(check_acceptance(&[], true, 0), refused(0));
        assert_eq!(check_acceptance(&[], true, 1), refused(1));
        assert_eq!(check_acceptance(&[], true, 2), Ok(()));
    }

    proptest! {
        #[test]
        fn no_word_of_a_standard_is_lost(parts in proptest::collection::vec("[甲乙丙丁]{1,6}", 1..6)) {
            prop_assert_eq!(points(&parts.join("；")), parts);
        }

        #[test]
        fn points_are_points(standard in "[甲乙一二1.、（）；。\n ]{0,40}") {
            for point in points(&standard) {
                prop_assert!(!point.contains(['；', '。', '\n']) && point.trim() == point && !point.is_empty());
            }
        }
    }
}
