//! The text of an official plan becomes parts, sections, measures and clauses.
//!
//! Start with [`parse`]. It is a pure function: no file, no clock, no panic on any text, and time that grows with the
//! length of the text. It never repairs wording: what is cut, masked or numbered oddly becomes a [`Finding`], and every
//! character of the document stays in one of the [`Block`]s. Reading files, encodings and scripts is not done here.
//!
//! The steps, each a file: lines → tables and noise → paragraphs → levels → tree.

mod assemble;
mod chars;
mod checks;
mod clauses;
mod findings;
mod front;
mod goals;
mod lines;
mod marker;
mod measure;
mod model;
mod noise;
mod numbering;
mod outline;
mod paragraphs;
mod spine;
mod tables;

pub use findings::{Finding, Severity};
pub use model::{Block, BlockKind, Goal, Indicator, IndicatorValue, Measure, Part, PlanText, Section, TextBox};

use lines::Role;

/// Reads a plan from its decoded text in simplified Chinese.
pub fn parse(text: &str) -> PlanText {
    let mut lines = lines::split(text);
    if lines.iter().all(|line| line.role == Role::Blank) {
        let finding = Finding::error("empty_document", 1, "文件中没有文字");
        return PlanText { findings: vec![finding], ..PlanText::default() };
    }
    let tables = tables::mark(&mut lines);
    noise::mend_numbers(&mut lines);
    noise::mark(&mut lines);
    let pieces = paragraphs::join(&lines);
    let mut plan = assemble::plan(&pieces);
    plan.indicators = tables.iter().flat_map(tables::indicators).collect();
    plan.findings.extend(checks::tables(&tables));
    plan.findings.extend(checks::left_out(&lines));
    plan.findings.extend(checks::damaged_characters(&lines));
    plan.findings.sort_by(|a, b| (a.line, &a.code).cmp(&(b.line, &b.code)));
    limit_findings(&mut plan.findings);
    plan
}

/// A text that is odd in every line is not a plan; nobody reads more findings than this.
fn limit_findings(findings: &mut Vec<Finding>) {
    const MOST: usize = 1_000;
    let left_out = findings.len().saturating_sub(MOST);
    if left_out > 0 {
        findings.truncate(MOST);
        let line = findings.last().map_or(1, |finding| finding.line);
        findings.push(Finding::warning("more_findings", line, format!("问题过多，其余{left_out}处不再列出")));
    }
}
