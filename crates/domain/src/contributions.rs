//! What supporting and responsible organisations write for the lead's report (domain.md 2.4, 5): the way of a part, and
//! what the lead made of its words.
//!
//! A part belongs to the organisation that wrote it. The lead takes its words over as a passage under the name of their
//! source, may write on in the report, and leaves a trace: [`quoted`] tells whether the report still says what was written.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::policy::Action;
use crate::reports::ReportState;
use crate::rule::RuleError;
use crate::workflow::{Row, Workflow};

/// Where the part of an organisation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContributionState {
    /// 未填.
    NotStarted,
    /// 填写中.
    Draft,
    /// 已提交.
    Submitted,
    /// 免填.
    Waived,
}

/// What can be done with a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContributionAction {
    /// 提交 to the lead.
    Submit,
    /// 撤回, as long as the lead has not handed its report in.
    Withdraw,
    /// 免填: the lead needs nothing this time.
    Waive,
    /// 仍要填写: who was excused may speak all the same.
    Resume,
}

impl ContributionAction {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            ContributionAction::Submit => "submit",
            ContributionAction::Withdraw => "withdraw",
            ContributionAction::Waive => "waive",
            ContributionAction::Resume => "resume",
        }
    }
}

use ContributionState::{Draft, NotStarted, Submitted, Waived};

/// The way of a part. The lead excuses; every other step is its organisation's own.
pub const WORKFLOW: Workflow<ContributionState, ContributionAction> = Workflow {
    rows: &[
        Row {
            from: &[NotStarted, Draft],
            action: ContributionAction::Submit,
            to: Submitted,
            needs: Action::ContributionWrite,
            needs_comment: false,
        },
        Row {
            from: &[Submitted],
            action: ContributionAction::Withdraw,
            to: Draft,
            needs: Action::ContributionWrite,
            needs_comment: false,
        },
        Row {
            from: &[Waived],
            action: ContributionAction::Resume,
            to: Draft,
            needs: Action::ContributionWrite,
            needs_comment: false,
        },
        Row {
            from: &[NotStarted, Draft],
            action: ContributionAction::Waive,
            to: Waived,
            needs: Action::ReportWrite,
            needs_comment: true,
        },
    ],
};

/// Parts can be written as long as the lead's report of the period is not handed in; before it is begun, too.
pub fn check_open(report: Option<ReportState>) -> Result<(), RuleError> {
    match report {
        None | Some(ReportState::NotStarted | ReportState::Draft | ReportState::Returned) => Ok(()),
        Some(_) => Err(RuleError::ContributionFrozen),
    }
}

/// A part says something before it is submitted.
pub fn check_words(progress: &str, problems: &str) -> Result<(), RuleError> {
    if progress.trim().is_empty() && problems.trim().is_empty() { Err(RuleError::ContributionEmpty) } else { Ok(()) }
}

/// What the report makes of the words of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Quoted {
    /// 未采用: nothing of it stands in the report.
    Nowhere,
    /// 原文采用: every word of it stands in the report.
    Verbatim,
    /// 采用时有改动: it was taken over, and the report no longer says the same.
    Altered,
}

/// The heading under which the words of an organisation stand in the report, e.g. 【市经信局】.
pub fn heading(source: &str) -> String {
    format!("【{source}】")
}

/// The text of the report with the words of an organisation after it, as a passage of its own under their source.
/// A passage that is there already makes room for the new one.
pub fn merged(text: &str, source: &str, words: &str) -> String {
    let passage = squeezed(words);
    if passage.is_empty() {
        return text.to_owned();
    }
    let passage = format!("{}{passage}", heading(source));
    let kept: Vec<&str> = paragraphs(text).filter(|part| !part.starts_with(&heading(source))).collect();
    kept.into_iter().chain([passage.as_str()]).collect::<Vec<_>>().join("\n\n")
}

/// The passage that stands under an organisation's name, without the name.
pub fn passage(text: &str, source: &str) -> Option<String> {
    paragraphs(text).find_map(|part| part.strip_prefix(&heading(source)).map(str::to_owned))
}

/// Whether the report says what was written, line breaks apart.
pub fn quoted(text: &str, words: &str, taken: bool) -> Quoted {
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let words = plain(words);
    if !words.is_empty() && plain(text).contains(&words) {
        Quoted::Verbatim
    } else if taken && !words.is_empty() {
        Quoted::Altered
    } else {
        Quoted::Nowhere
    }
}

/// Paragraphs are parted by blank lines.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(str::trim).filter(|part| !part.is_empty())
}

/// The words as one paragraph: no blank lines, no white space around a line.
fn squeezed(words: &str) -> String {
    words.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_submits_withdraws_and_submits_again() {
        let step = |state, action| WORKFLOW.apply(state, action).map(|row| row.to);
        assert_eq!(step(Draft, ContributionAction::Submit), Ok(Submitted));
        assert_eq!(step(Submitted, ContributionAction::Withdraw), Ok(Draft));
        assert_eq!(step(Submitted, ContributionAction::Submit), Err(RuleError::StepNotPossible));
    }

    #[test]
    fn the_lead_excuses_with_a_reason_and_cannot_silence() {
        let waive = WORKFLOW.apply(Draft, ContributionAction::Waive).unwrap();
        assert_eq!((waive.to, waive.needs, waive.needs_comment), (Waived, Action::ReportWrite, true));
        assert!(WORKFLOW.apply(Submitted, ContributionAction::Waive).is_err());
        assert_eq!(WORKFLOW.apply(Waived, ContributionAction::Resume).map(|row| row.to), Ok(Draft));
    }

    #[test]
    fn nothing_changes_once_the_lead_has_handed_its_report_in() {
        for open in [None, Some(ReportState::Draft), Some(ReportState::Returned)] {
            assert_eq!(check_open(open), Ok(()), "{open:?}");
        }
        for frozen in [ReportState::UnitReview, ReportState::OfficeReview, ReportState::Approved, ReportState::Waived] {
            assert_eq!(check_open(Some(frozen)), Err(RuleError::ContributionFrozen), "{frozen:?}");
        }
    }

    #[test]
    fn an_empty_part_is_not_submitted() {
        assert_eq!(check_words(" ", "\n"), Err(RuleError::ContributionEmpty));
        assert_eq!(check_words("", "设备到货推迟"), Ok(()));
    }

    #[test]
    fn words_are_taken_over_under_the_name_of_their_source() {
        let text = merged("厂房改造完成。", "市经信局", "产线到货。\n\n正在安装。\n");
        assert_eq!(text, "厂房改造完成。\n\n【市经信局】产线到货。\n正在安装。");
        assert_eq!(passage(&text, "市经信局").as_deref(), Some("产线到货。\n正在安装。"));
        assert_eq!(merged("", "海淀区", "已供地。"), "【海淀区】已供地。");
        assert_eq!(merged("照旧。", "海淀区", "  "), "照旧。");
    }

    #[test]
    fn taking_over_twice_leaves_one_passage() {
        let once = merged("厂房改造完成。", "市经信局", "产线到货。");
        assert_eq!(
            merged(&once, "市经信局", "产线到货，正在安装。"),
            "厂房改造完成。\n\n【市经信局】产线到货，正在安装。"
        );
    }

    #[test]
    fn the_report_tells_what_it_made_of_the_words() {
        let words = "产线到货。\n\n正在安装。";
        assert_eq!(quoted("厂房改造完成。", words, false), Quoted::Nowhere);
        assert_eq!(quoted(&merged("厂房改造完成。", "市经信局", words), words, true), Quoted::Verbatim);
        assert_eq!(quoted("【市经信局】产线全部到货。", words, true), Quoted::Altered);
        assert_eq!(quoted("", words, true), Quoted::Altered, "what was taken over and cut out again leaves a trace");
        assert_eq!(quoted("", "", true), Quoted::Nowhere);
    }
}
