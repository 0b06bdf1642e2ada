//! From lines to paragraphs: what belongs together again after a paste, and which numbers open a heading.

use std::collections::HashMap;

use super::chars::{Ch, Run, contains, has_open_pair, is_comma, is_finished, is_han, is_stop, starts_with};
use super::goals::goal_year;
use super::lines::{Line, Role, Wrap, run_in_kinds};
use super::marker::{Kind, Marker, box_mark, recognise};
use super::noise::is_annex;

/// A paragraph, or a line that is not the text.
pub(super) struct Piece {
    pub what: What,
    /// The printed number and all words, in order.
    pub run: Run,
    /// How many characters of the run are the printed number.
    pub marker_len: usize,
    pub line: usize,
    /// Cut out of the middle of a line, where the line break was lost.
    pub is_inline: bool,
    has_stop: bool,
    has_comma: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Text,
    Heading(Marker),
    Box(Option<u32>),
    /// `——` at the beginning.
    Dash,
    Annex,
    Noise(Role),
}

impl Piece {
    fn new(what: What, marker_len: usize, run: Run, line: usize) -> Self {
        let (has_stop, has_comma) = (contains(&run, is_stop), contains(&run, is_comma));
        Self { what, run, marker_len, line, is_inline: false, has_stop, has_comma }
    }

    fn extend(&mut self, run: &[Ch]) {
        self.has_stop |= contains(run, is_stop);
        self.has_comma |= contains(run, is_comma);
        self.run.extend_from_slice(run);
    }

    pub fn body(&self) -> &[Ch] {
        self.run.get(self.marker_len..).unwrap_or_default()
    }

    pub fn marker(&self) -> Option<Marker> {
        if let What::Heading(marker) = self.what { Some(marker) } else { None }
    }
}

/// Puts the lines together.
pub(super) fn join(lines: &[Line]) -> Vec<Piece> {
    let mut joiner = Joiner {
        wrap: Wrap::of(lines),
        runs_in: run_in_kinds(lines),
        pieces: Vec::new(),
        open: None,
        held: Vec::new(),
        last: HashMap::new(),
        last_line_was_full: false,
        last_line_had_space: false,
    };
    for (index, line) in lines.iter().enumerate() {
        match line.role {
            Role::Blank => {}
            Role::Text => joiner.take(line, &lines[index + 1..]),
            role @ (Role::Table(_) | Role::Contents) => {
                joiner.close();
                joiner.pieces.push(noise(line, role));
            }
            // A page number inside a sentence must not cut it.
            role => joiner.hold(noise(line, role)),
        }
    }
    joiner.close();
    joiner.pieces
}

fn noise(line: &Line, role: Role) -> Piece {
    let mut run = line.run.clone();
    if matches!(role, Role::Table(_)) && !line.cells.is_empty() {
        run.clear();
        for cell in &line.cells {
            let at = cell.first().map_or(0, |ch| ch.at.saturating_sub(1));
            run.push(Ch { c: '\t', at });
            run.extend_from_slice(cell);
        }
        run.remove(0);
    }
    Piece::new(What::Noise(role), 0, run, line.no)
}

struct Joiner {
    wrap: Wrap,
    runs_in: HashMap<Kind, bool>,
    pieces: Vec<Piece>,
    open: Option<Piece>,
    held: Vec<Piece>,
    last: HashMap<Kind, u32>,
    last_line_was_full: bool,
    last_line_had_space: bool,
}

impl Joiner {
    fn take(&mut self, line: &Line, following: &[Line]) {
        let what = self.opening(line);
        match what {
            Some((what, marker_len)) => self.start(Piece::new(what, marker_len, line.run.clone(), line.no)),
            None if self.goes_on(line, following) => self.append(line),
            None => self.start(Piece::new(What::Text, 0, line.run.clone(), line.no)),
        }
        self.cut_inline(line);
        self.last_line_was_full = self.wrap.is_full(line);
        self.last_line_had_space = line.ends_with_space;
    }

    fn hold(&mut self, piece: Piece) {
        if self.open.is_some() { self.held.push(piece) } else { self.pieces.push(piece) }
    }

    fn close(&mut self) {
        self.pieces.extend(self.open.take());
        self.pieces.append(&mut self.held);
    }

    fn start(&mut self, piece: Piece) {
        self.close();
        if let What::Heading(marker) = piece.what {
            self.last.insert(marker.kind, marker.number);
        }
        self.open = Some(piece);
    }

    fn append(&mut self, line: &Line) {
        let Some(open) = &mut self.open else { return };
        let letters = |ch: Option<&Ch>| ch.is_some_and(|ch| ch.c.is_ascii_alphabetic());
        if self.last_line_had_space
            && letters(open.run.last())
            && letters(line.run.first())
            && let Some(last) = open.run.last()
        {
            let at = last.at + 1;
            open.run.push(Ch { c: ' ', at });
        }
        open.extend(&line.run);
    }

    /// What a line opens, if it opens anything.
    fn opening(&self, line: &Line) -> Option<(What, usize)> {
        if let Some((number, len)) = box_mark(&line.run) {
            return Some((What::Box(number), len));
        }
        if let Some(marker) = recognise(&line.run) {
            return self.accepts(marker, &line.run).then_some((What::Heading(marker), marker.len));
        }
        if is_annex(&line.run) && !self.is_inside_sentence() {
            return Some((What::Annex, 0));
        }
        let dashed =
            ["——", "—", "--", "●", "■", "◆", "•", "➢", "★", "▲"].iter().any(|sign| starts_with(&line.run, sign));
        (dashed && !self.is_inside_sentence()).then_some((What::Dash, 0))
    }

    /// A number at the beginning of a line opens a heading, unless it stands inside a sentence and does not count on.
    fn accepts(&self, marker: Marker, run: &[Ch]) -> bool {
        let rest = run.get(marker.len..).unwrap_or_default();
        let is_plain =
            rest.first().is_none_or(|ch| is_han(ch.c) || ch.c.is_alphanumeric() || "“《【\"'‘「『（(".contains(ch.c));
        if !is_plain {
            return false;
        }
        if !self.is_inside_sentence() {
            return true;
        }
        let counts_on = self.last.get(&marker.kind).is_some_and(|last| last + 1 == marker.number);
        let opens_list = marker.number == 1;
        (counts_on || opens_list || self.last.contains_key(&marker.kind)) && is_heading_like(rest, counts_on)
    }

    /// Whether the text so far stops in the middle of a sentence. Headings do not count.
    fn is_inside_sentence(&self) -> bool {
        self.open.as_ref().is_some_and(|piece| {
            let is_heading = matches!(piece.what, What::Heading(_) | What::Box(_) | What::Annex) && !piece.has_stop;
            let is_line = !piece.has_stop && !piece.has_comma && !has_open_pair(&piece.run);
            let ends_item = piece.run.last().is_some_and(|ch| matches!(ch.c, '；' | ';'));
            let is_title = self.last.is_empty() && is_line;
            !is_heading && !is_title && !ends_item && !is_finished(&piece.run)
        })
    }

    fn goes_on(&self, line: &Line, following: &[Line]) -> bool {
        let Some(open) = &self.open else { return false };
        let full = self.last_line_was_full && !self.wrap.starts_paragraph(line);
        // No paragraph begins with a sign that closes something.
        if line.run.first().is_some_and(|ch| "，,、；;。：:）)”》".contains(ch.c)) {
            return true;
        }
        match open.what {
            What::Noise(_) => false,
            What::Box(_) | What::Annex => (full && self.ends_heading(line)) || has_open_pair(&open.run),
            What::Heading(marker) if !open.has_stop => {
                self.heading_goes_on(open, marker, line, following) || (full && self.ends_heading(line))
            }
            _ if self.last.is_empty() && !open.has_stop && !open.has_comma => full || has_open_pair(&open.run),
            _ if is_finished(&open.run) => full && !opens_goal(line) && !announces(&open.run),
            _ => true,
        }
    }

    /// The second line of a wrapped heading is short; the first line of a text below it is full or a sentence.
    fn ends_heading(&self, line: &Line) -> bool {
        !self.wrap.is_full(line) && !contains(&line.run, is_stop) && !is_finished(&line.run)
    }

    /// A heading without full stop usually ends with its line. It goes on where it cannot have ended.
    fn heading_goes_on(&self, open: &Piece, marker: Marker, line: &Line, following: &[Line]) -> bool {
        let body = open.body();
        let Some(last) = body.last() else { return true };
        let hangs = is_comma(last.c) || matches!(last.c, '、' | '（' | '(' | '“' | '《') || has_open_pair(body);
        let family_runs_in = self.runs_in.get(&marker.kind).copied().unwrap_or_default();
        if hangs || (family_runs_in && !is_finished(body)) {
            return true;
        }
        let punctuated = contains(&line.run, |c| is_stop(c) || is_comma(c) || matches!(c, '：' | ':' | '、'));
        let before_heading =
            following.iter().find(|next| next.is_text()).is_some_and(|next| recognise(&next.run).is_some());
        let finished = is_finished(&line.run);
        !finished
            && ((before_heading && line.run.len() <= 40)
                || (!punctuated && !self.wrap.is_wrapped() && line.run.len() <= 16 && body.len() <= 25))
    }

    /// Headings that lost their line break: after a full stop, with the number that is due next.
    fn cut_inline(&mut self, line: &Line) {
        let Some(open) = &self.open else { return };
        let mut from = open.run.len().saturating_sub(line.run.len()).max(open.marker_len + 1);
        let mut cuts = Vec::new();
        while let Some((position, marker)) = due_heading(&open.run, from, &self.last) {
            self.last.insert(marker.kind, marker.number);
            cuts.push((position, marker));
            from = position + marker.len;
        }
        let (Some((first, _)), Some(mut whole)) = (cuts.first().copied(), self.open.take_if(|_| !cuts.is_empty()))
        else {
            return;
        };
        let rest = whole.run.split_off(first);
        self.start(Piece {
            line: whole.line,
            is_inline: whole.is_inline,
            ..Piece::new(whole.what, whole.marker_len, whole.run, whole.line)
        });
        for (index, (position, marker)) in cuts.iter().enumerate() {
            let end = cuts.get(index + 1).map_or(rest.len(), |(next, _)| next - first);
            let run = rest[position - first..end].to_vec();
            self.start(Piece { is_inline: true, ..Piece::new(What::Heading(*marker), marker.len, run, line.no) });
        }
    }
}

fn due_heading(run: &[Ch], from: usize, last: &HashMap<Kind, u32>) -> Option<(usize, Marker)> {
    (from..run.len()).find_map(|position| {
        if !is_stop(run[position - 1].c) {
            return None;
        }
        let marker = recognise(&run[position..])?;
        let can_be_lost = matches!(marker.kind, Kind::Han | Kind::ParenHan | Kind::Arabic);
        let opens = marker.kind == Kind::Han && marker.number == 1;
        let is_due = last.get(&marker.kind).map_or(opens, |last| last + 1 == marker.number);
        let rest = &run[position + marker.len..];
        (can_be_lost && is_due && is_heading_like(rest, true)).then_some((position, marker))
    })
}

/// A heading begins with a word, and its first sentence is short unless the number says enough.
fn is_heading_like(rest: &[Ch], counts_on: bool) -> bool {
    const LONGEST: usize = 60;
    let sentence = rest.iter().position(|ch| is_stop(ch.c)).unwrap_or(rest.len());
    rest.first().is_some_and(|ch| !ch.c.is_ascii_digit()) && (counts_on || (2..=LONGEST).contains(&sentence))
}

/// `主要内容如下。` ends a paragraph whatever its width.
fn announces(run: &[Ch]) -> bool {
    run.len() >= 3 && starts_with(&run[run.len() - 3..], "如下")
}

/// `到2027年…` and `展望2035年…` open a paragraph even where the line before is full.
fn opens_goal(line: &Line) -> bool {
    goal_year(&line.run).is_some()
}
