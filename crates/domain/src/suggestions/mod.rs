//! What the words of a plan say about who carries a sentence out, by when, and what will exist then (domain.md 2.2, 4).
//!
//! [`read`] is pure and never decides: everything it finds is a proposal with the very words and their place, for the
//! office to take over or leave. Which units there are is an argument, because names such as
//! 北京市科学技术委员会、中关村科技园区管理委员会 hold the mark that elsewhere parts two names.

mod dates;
mod deliverables;
mod names;
mod units;
mod words;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::evidence::EvidenceKind;
use words::Words;

/// Words of a text and where they stand in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Quote {
    /// The words as printed.
    pub words: String,
    /// Where they begin, in code points.
    pub start: usize,
    /// One past their end, in code points.
    pub end: usize,
}

/// The duty that a text gives a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = MentionedDuty)]
pub enum Duty {
    /// 牵头、主责、主办.
    Lead,
    /// 责任、负责; some documents mean the lead by it (domain.md 5).
    Responsible,
    /// 配合、协办、会同.
    Supporting,
}

/// A unit that the text names with a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMention {
    /// What it is to do.
    pub duty: Duty,
    /// Its name as printed.
    pub quote: Quote,
    /// Which of the known names it is; none where nobody of that name is known.
    pub known: Option<usize>,
}

/// A day by which the text wants something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DateMention {
    /// The words that name it.
    pub quote: Quote,
    /// The last day that they allow.
    pub due_on: NaiveDate,
    /// Whether the words allow no other reading; 2025年6月前 does.
    pub is_certain: bool,
}

/// What kind of thing will exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeliverableType {
    /// 文件: a rule, plan or mechanism is issued.
    Document,
    /// 机构: a body is founded.
    Institution,
    /// 平台: a platform or system runs.
    Platform,
    /// 名单、清单.
    List,
    /// 指标数值.
    Figure,
    /// 认定、批复、挂牌.
    Recognition,
    /// 项目.
    Project,
    /// 建设: buildings, parks, facilities.
    Construction,
    /// 活动.
    Event,
    /// 资金.
    Fund,
    /// 报告、评估.
    Report,
}

impl DeliverableType {
    /// The kinds of evidence that prove such a thing (domain.md 4), the strongest first.
    pub const fn evidence(self) -> &'static [EvidenceKind] {
        match self {
            DeliverableType::Document => &[EvidenceKind::D],
            DeliverableType::Institution => &[EvidenceKind::C, EvidenceKind::D],
            DeliverableType::Platform => &[EvidenceKind::T],
            DeliverableType::List => &[EvidenceKind::L],
            DeliverableType::Figure => &[EvidenceKind::S],
            DeliverableType::Recognition => &[EvidenceKind::C],
            DeliverableType::Project => &[EvidenceKind::P],
            DeliverableType::Construction => &[EvidenceKind::X, EvidenceKind::P],
            DeliverableType::Event => &[EvidenceKind::E],
            DeliverableType::Fund => &[EvidenceKind::F],
            DeliverableType::Report => &[EvidenceKind::R],
        }
    }
}

/// Something that the text wants to exist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliverableHint {
    /// What kind of thing.
    #[serde(rename = "type")]
    pub kind: DeliverableType,
    /// The kinds of evidence that fit.
    pub evidence: Vec<EvidenceKind>,
    /// The words that made one think so.
    pub quote: Quote,
    /// A wording for the deliverable, to be edited; null where the words name nothing of their own.
    pub wording: Option<String>,
}

/// Everything found in one text, each in the order of the words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Who.
    pub units: Vec<UnitMention>,
    /// By when.
    pub dates: Vec<DateMention>,
    /// What.
    pub deliverables: Vec<DeliverableHint>,
}

/// Reads a sentence or a responsibility note. `names` are the names, short names and aliases of the units that exist.
pub fn read(text: &str, names: &[&str]) -> Reading {
    let words = Words::of(text);
    let known = names::Names::of(names);
    Reading { units: units::find(&words, &known), dates: dates::find(&words), deliverables: deliverables::find(&words) }
}
