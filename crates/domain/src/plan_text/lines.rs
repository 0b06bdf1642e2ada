//! The document as lines, with the numbers a reader sees in an editor, and the width at which a paste was wrapped.

use std::collections::HashMap;

use super::chars::{Ch, Run, columns, contains, is_finished, is_space, is_stop, squeeze};
use super::marker::{Kind, recognise};

/// One line of the file.
pub(super) struct Line {
    /// Counted from 1.
    pub no: usize,
    /// The text without layout space.
    pub run: Run,
    /// The cells, when the line holds a tab between two texts.
    pub cells: Vec<Run>,
    /// A flattened table gives each cell a line that opens with a tab.
    pub opens_with_tab: bool,
    /// A space before the line break: the break may stand for a space between Latin words.
    pub ends_with_space: bool,
    pub is_indented: bool,
    /// In columns.
    indent: usize,
    pub role: Role,
}

/// What a line is, before paragraphs are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Text,
    Blank,
    PageNumber,
    Running,
    Credit,
    Contents,
    Footnote,
    /// Belongs to the table with this index.
    Table(usize),
}

impl Line {
    fn new(no: usize, raw: &[Ch]) -> Self {
        let run = squeeze(raw);
        let role = if run.is_empty() { Role::Blank } else { Role::Text };
        let lead = raw.iter().take_while(|ch| is_space(ch.c));
        let indent: usize = lead.clone().map(|ch| if ch.c == '\t' { 4 } else { columns(&[*ch]) }).sum();
        Self {
            no,
            cells: cells(raw),
            opens_with_tab: lead.into_iter().any(|ch| ch.c == '\t'),
            ends_with_space: raw.last().is_some_and(|ch| is_space(ch.c)),
            is_indented: indent >= 2 && !run.is_empty(),
            indent,
            role,
            run,
        }
    }

    pub fn is_text(&self) -> bool {
        self.role == Role::Text
    }
}

fn cells(raw: &[Ch]) -> Vec<Run> {
    let cells: Vec<Run> = raw.split(|ch| ch.c == '\t').map(squeeze).collect();
    if cells.iter().filter(|cell| !cell.is_empty()).count() < 2 { Vec::new() } else { cells }
}

/// Cuts the text at line breaks of every system. A form feed or a Unicode separator breaks a line without counting
/// one, as editors do.
pub(super) fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut raw: Run = Vec::new();
    let (mut no, mut last) = (1, '\0');
    for (c, at) in text.chars().zip(0_u32..) {
        let breaks = matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let second_half = c == '\n' && last == '\r';
        last = c;
        if !breaks {
            raw.push(Ch { c, at });
            continue;
        }
        if second_half {
            continue;
        }
        lines.push(Line::new(no, &raw));
        raw.clear();
        no += usize::from(matches!(c, '\n' | '\r'));
    }
    lines.push(Line::new(no, &raw));
    lines
}

/// The width at which a paste from PDF was wrapped, if it was.
pub(super) struct Wrap {
    full: Option<Full>,
    indents_tell: bool,
}

/// When a line is full: counted in characters or in printed columns, from which number on.
#[derive(Clone, Copy)]
struct Full {
    measure: fn(&Line) -> usize,
    from: usize,
}

fn characters(line: &Line) -> usize {
    line.run.len() + line.indent.div_ceil(2)
}

fn printed_columns(line: &Line) -> usize {
    columns(&line.run) + line.indent
}

impl Wrap {
    /// Many lines of the same width that end inside a sentence, and hardly any wider one, are a wrapped text. Programs
    /// wrap exactly, printed pages with a little play.
    pub fn of(lines: &[Line]) -> Self {
        let texts: Vec<&Line> = lines.iter().filter(|line| line.is_text()).collect();
        let exact = widest(&texts, characters, 0).or_else(|| widest(&texts, printed_columns, 1));
        let indented = texts.iter().filter(|line| line.is_indented).count();
        Self {
            full: exact.or_else(|| widest(&texts, printed_columns, 4)),
            indents_tell: indented > 0 && indented * 10 <= texts.len() * 7,
        }
    }

    /// Whether the text of this line probably goes on in the next.
    pub fn is_full(&self, line: &Line) -> bool {
        self.full.is_some_and(|full| (full.measure)(line) >= full.from)
    }

    pub fn is_wrapped(&self) -> bool {
        self.full.is_some()
    }

    /// Whether an indent says that a paragraph starts here.
    pub fn starts_paragraph(&self, line: &Line) -> bool {
        self.indents_tell && line.is_indented
    }
}

fn widest(texts: &[&Line], measure: fn(&Line) -> usize, play: usize) -> Option<Full> {
    let mut widths: Vec<usize> = texts.iter().map(|line| measure(line)).collect();
    widths.sort_unstable();
    // A few wider lines are tables or headings of another kind.
    let usual = widths.len() - widths.len() / 20;
    let top = widths.get(usual.saturating_sub(1)).copied()?;
    let from = top.saturating_sub(play);
    let full: Vec<&&Line> = texts.iter().filter(|line| (from..=top + play).contains(&measure(line))).collect();
    let open = full.iter().filter(|line| !is_finished(&line.run)).count();
    let is_wrapped = top >= 12 && full.len() >= 5 && full.len() * 10 >= texts.len() * 3 && open * 2 >= full.len();
    is_wrapped.then_some(Full { measure, from })
}

/// Marker families whose lines mostly hold a full stop: their headings run on into the text.
pub(super) fn run_in_kinds(lines: &[Line]) -> HashMap<Kind, bool> {
    let mut counts: HashMap<Kind, (usize, usize)> = HashMap::new();
    for line in lines.iter().filter(|line| line.is_text()) {
        if let Some(marker) = recognise(&line.run) {
            let (all, with_stop) = counts.entry(marker.kind).or_default();
            *all += 1;
            *with_stop += usize::from(contains(&line.run, is_stop));
        }
    }
    counts.into_iter().map(|(kind, (all, with_stop))| (kind, with_stop * 2 > all)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let lines = split("甲\r\n乙\n\n丙\u{c}丁\r戊");
        let seen: Vec<(usize, usize)> = lines.iter().map(|line| (line.no, line.run.len())).collect();
        assert_eq!(seen, [(1, 1), (2, 1), (3, 0), (4, 1), (4, 1), (5, 1)]);
        assert_eq!(lines[5].run[0].at, 10);
    }
}
