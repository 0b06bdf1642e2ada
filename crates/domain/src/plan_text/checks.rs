//! Findings that need no structure: masked words, damaged characters, repeated text, and what was left out.

use std::collections::HashMap;

use super::chars::text;
use super::clauses;
use super::findings::{Finding, excerpt, lines as line_range};
use super::lines::{Line, Role};
use super::paragraphs::{Piece, What};
use super::tables::{Table, indicators};

/// Words that somebody masked and characters that a converter lost.
pub(super) fn damaged_characters(lines: &[Line]) -> Vec<Finding> {
    const MASKS: [&str; 5] = ["**", "＊＊", "××", "□□", "■■"];
    let mut findings = Vec::new();
    for line in lines.iter().filter(|line| line.role != Role::Blank) {
        let words = text(&line.run);
        if MASKS.iter().any(|mask| words.contains(mask)) {
            findings.push(Finding::warning("masked_words", line.no, "原文有被遮盖的字（如**），请对照正式文本补全"));
        }
        if words.contains('\u{fffd}') {
            findings.push(Finding::warning(
                "lost_characters",
                line.no,
                "有字符无法识别（显示为�），请对照正式文本核对",
            ));
        }
    }
    findings
}

/// Long sentences that stand twice. `front`: how many pieces stand before the first heading.
pub(super) fn repeated_text(pieces: &[Piece], front: usize) -> Vec<Finding> {
    const SHORTEST: usize = 30;
    let mut seen: HashMap<String, (usize, bool)> = HashMap::new();
    let mut findings: Vec<Finding> = Vec::new();
    for (index, piece) in pieces.iter().enumerate().filter(|(_, piece)| !matches!(piece.what, What::Noise(_))) {
        let mut told = false;
        for range in clauses::split(&piece.run).into_iter().filter(|range| range.len() >= SHORTEST) {
            let sentence = text(&piece.run[range]);
            let Some((line, in_front)) = seen.get(&sentence) else {
                seen.insert(sentence, (piece.line, index < front));
                continue;
            };
            if !told {
                findings.push(repeated(*line, *in_front, piece.line, &sentence));
            }
            told = true;
        }
    }
    findings
}

fn repeated(first: usize, in_front: bool, second: usize, sentence: &str) -> Finding {
    let words = excerpt(sentence);
    if in_front {
        return Finding::info(
            "repeated_text",
            first,
            format!("第{first}行的文字在第{second}行再次出现，只按正文计一次：{words}"),
        );
    }
    Finding::warning("repeated_text", second, format!("第{second}行与第{first}行文字重复，请核对：{words}"))
}

/// Lines that were not read as text of the plan.
pub(super) fn left_out(lines: &[Line]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let pages: Vec<usize> = lines.iter().filter(|line| line.role == Role::PageNumber).map(|line| line.no).collect();
    if let Some(first) = pages.first() {
        findings.push(Finding::info("page_numbers", *first, format!("略去页码{}行，首处在第{first}行", pages.len())));
    }
    let mut index = 0;
    let filled: Vec<&Line> = lines.iter().filter(|line| line.role != Role::Blank).collect();
    while index < filled.len() {
        let role = filled[index].role;
        let length = filled[index..].iter().take_while(|line| line.role == role).count();
        let (first, last) = (filled[index], filled[index + length - 1]);
        findings.extend(noise_finding(role, first, last));
        index += length;
    }
    findings
}

fn noise_finding(role: Role, first: &Line, last: &Line) -> Option<Finding> {
    let range = line_range(first.no, last.no);
    let words = excerpt(&text(&first.run));
    let (code, message) = match role {
        Role::Running => ("running_lines", format!("{range}为重复出现的页眉、页脚或滚动条目，未归入方案：{words}")),
        Role::Credit => ("text_around", format!("{range}为落款、日期或网页信息，未归入方案：{words}")),
        Role::Contents => ("contents", format!("{range}为目录，未归入方案")),
        Role::Footnote => ("footnote", format!("{range}为脚注，未归入条款：{words}")),
        _ => return None,
    };
    Some(Finding::info(code, first.no, message))
}

/// Tables and what was read from them.
pub(super) fn tables(tables: &[Table]) -> Vec<Finding> {
    let finding = |table: &Table| {
        let range = line_range(table.first_line, table.last_line);
        let count = indicators(table).len();
        if count > 0 {
            return Finding::info("indicator_table", table.first_line, format!("{range}为指标表，读出指标{count}项"));
        }
        let width = table.rows.iter().map(Vec::len).max().unwrap_or_default();
        Finding::info(
            "table",
            table.first_line,
            format!("{range}为表格（{}行{width}列），未并入条款", table.rows.len()),
        )
    };
    tables.iter().map(finding).collect()
}
