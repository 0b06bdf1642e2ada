//! Small questions about a parsed plan.

use luoshi_domain::plan_text::{Block, Measure, Part, PlanText, Section, parse};

pub const PLAN: &str = include_str!("../plans/zgc-2024-2027.txt");
pub const DRAFT: &str = include_str!("../plans/policy-measures-draft.txt");
pub const DRAFT_RAW: &str = include_str!("../plans/policy-measures-draft.raw.txt");
pub const ACTION: &str = include_str!("../plans/action-plan-2018-2022.txt");
pub const ACTION_RAW: &str = include_str!("../plans/action-plan-2018-2022.raw.txt");
pub const FIVE_YEAR: &str = include_str!("../plans/five-year-13.txt");
pub const FIVE_YEAR_RAW: &str = include_str!("../plans/five-year-13.raw.txt");
pub const FRAGMENT: &str = include_str!("../plans/five-year-14-fragment.txt");
pub const FRAGMENT_RAW: &str = include_str!("../plans/five-year-14-fragment.raw.txt");
pub const PLAN_RAW: &str = include_str!("../plans/zgc-2024-2027.raw.txt");

/// Every file, for what holds for all of them.
pub const ALL: [&str; 10] =
    [PLAN, PLAN_RAW, DRAFT, DRAFT_RAW, ACTION, ACTION_RAW, FIVE_YEAR, FIVE_YEAR_RAW, FRAGMENT, FRAGMENT_RAW];

pub fn sections(plan: &PlanText) -> Vec<&Section> {
    plan.parts.iter().flat_map(|part| &part.sections).collect()
}

pub fn measures(plan: &PlanText) -> Vec<&Measure> {
    sections(plan).into_iter().flat_map(|section| &section.measures).collect()
}

/// Measures and all items below them.
pub fn duties(plan: &PlanText) -> Vec<&Measure> {
    fn with_items(measure: &Measure) -> Vec<&Measure> {
        std::iter::once(measure).chain(measure.items.iter().flat_map(with_items)).collect()
    }
    measures(plan).into_iter().flat_map(with_items).collect()
}

pub fn clauses_of(part: &Part) -> usize {
    part.sections.iter().flat_map(|section| &section.measures).map(|measure| measure.clauses.len()).sum()
}

pub fn codes(plan: &PlanText) -> Vec<&str> {
    plan.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// Codes and lines of the findings that a reader must look at.
pub fn warnings(plan: &PlanText) -> Vec<(&str, usize)> {
    plan.findings
        .iter()
        .filter(|finding| finding.needs_a_look())
        .map(|finding| (finding.code.as_str(), finding.line))
        .collect()
}

pub fn titles(plan: &PlanText) -> Vec<&str> {
    measures(plan).into_iter().map(|measure| measure.title.as_deref().unwrap_or("—")).collect()
}

/// The plan without places and remarks, to compare two copies of one text.
pub fn wording(text: &str) -> PlanText {
    fn bare(measure: &mut Measure) {
        measure.offset = [0, 0];
        measure.clause_offsets.clear();
        measure.items.iter_mut().for_each(bare);
    }
    let mut plan = parse(text);
    plan.findings.clear();
    plan.blocks.clear();
    plan.goals.iter_mut().for_each(|goal| goal.offset = [0, 0]);
    plan.parts.iter_mut().flat_map(|part| &mut part.sections).flat_map(|section| &mut section.measures).for_each(bare);
    plan
}

/// All characters that are not layout, in any order.
pub fn ink(text: &str) -> Vec<char> {
    let layout = |c: &char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{180e}')
    };
    let mut ink: Vec<char> = text.chars().filter(|c| !layout(c)).collect();
    ink.sort_unstable();
    ink
}

pub fn ink_of_blocks(blocks: &[Block]) -> Vec<char> {
    ink(&blocks.iter().map(|block| block.text.as_str()).collect::<String>())
}
