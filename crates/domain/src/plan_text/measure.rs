//! From paragraphs to a measure: heading sentence, clauses, notes, items.

use super::chars::{
    Ch, Run, contains, has_open_pair, is_comma, is_stop, open_of_last_bracket, span, starts_with, text,
};
use super::clauses;
use super::marker::{Kind, Marker};
use super::model::Measure;

/// A measure or item while its paragraphs are still coming in.
pub(super) struct Draft {
    pub marker: Option<Marker>,
    pub printed: Option<String>,
    /// The first paragraph without its number.
    pub head: Run,
    pub paragraphs: Vec<Run>,
    pub items: Vec<Draft>,
    pub offset: [usize; 2],
    pub line: usize,
}

impl Draft {
    /// Adds a further paragraph, to the last item if there is one.
    pub fn add(&mut self, paragraph: &[Ch]) {
        self.offset[1] = self.offset[1].max(span(paragraph)[1]);
        match self.items.last_mut() {
            Some(item) => item.add(paragraph),
            None => self.paragraphs.push(paragraph.to_vec()),
        }
    }

    /// Adds a numbered item, below the last one if its numbers nest deeper.
    pub fn add_item(&mut self, item: Draft) {
        self.offset[1] = self.offset[1].max(item.offset[1]);
        let kind = |draft: &Draft| draft.marker.map(|marker| marker.kind);
        match self.items.last_mut() {
            Some(last) if kind(last) < kind(&item) => last.add_item(item),
            _ => self.items.push(item),
        }
    }
}

/// A heading sentence and what follows it.
pub(super) struct Headed {
    pub title: Option<String>,
    pub rest: Run,
}

/// Splits the words behind a number. `is_followed`: more text or items come below.
pub(super) fn split_heading(head: &[Ch], kind: Option<Kind>, is_followed: bool) -> Headed {
    let end = colon_end(head).unwrap_or_else(|| clauses::first_end(head, 0));
    let (sentence, rest) = head.split_at(end);
    let is_followed = is_followed || !rest.is_empty();
    let has_stop = contains(sentence, is_stop);
    let bare = sentence.iter().rposition(|ch| !is_stop(ch.c) && !matches!(ch.c, '：' | ':')).map_or(0, |last| last + 1);
    let commas = sentence.iter().filter(|ch| is_comma(ch.c)).count();
    let fits = match (kind, is_followed) {
        (Some(Kind::Article), true) => bare <= 30 && commas == 0,
        (Some(Kind::Article), false) => !has_stop && bare <= 30,
        (_, true) => bare <= 60 && commas <= 2,
        (_, false) => bare <= 40 && commas <= 1,
    };
    if bare > 0 && fits {
        return Headed { title: Some(text(&sentence[..bare])), rest: rest.to_vec() };
    }
    Headed { title: None, rest: head.to_vec() }
}

/// `建设平台：支持…`: a short heading may end with a colon. Inside quotes and brackets a colon is part of the words.
fn colon_end(head: &[Ch]) -> Option<usize> {
    const LONGEST: usize = 25;
    let end = head.iter().take(LONGEST).position(|ch| matches!(ch.c, '：' | ':'))?;
    let words = &head[..end];
    let plain = !contains(words, |c| is_comma(c) || is_stop(c)) && !has_open_pair(words);
    (plain && end >= 2 && end + 1 < head.len()).then_some(end + 1)
}

/// Whether a paragraph reads `title。text`: a short first sentence without commas, and more after it.
pub(super) fn is_titled_paragraph(run: &[Ch]) -> bool {
    let end = clauses::first_end(run, 0);
    let sentence = &run[..end];
    let plain = !contains(sentence, |c| is_comma(c) || matches!(c, '：' | ':' | '—'));
    let counts = ["一是", "首先", "本"].iter().any(|word| starts_with(run, word));
    plain && !counts && (4..=40).contains(&end) && end < run.len()
}

/// The finished measure.
pub(super) fn finish(draft: Draft) -> Measure {
    finish_at(draft, false)
}

fn finish_at(draft: Draft, is_item: bool) -> Measure {
    let is_followed = !draft.paragraphs.is_empty() || !draft.items.is_empty();
    let headed = if is_item && !is_followed && is_list_entry(&draft.head) {
        Headed { title: None, rest: draft.head }
    } else {
        split_heading(&draft.head, draft.marker.map(|marker| marker.kind), is_followed)
    };
    let (mut body, mut notes): (Run, Vec<String>) = (Run::new(), Vec::new());
    for mut paragraph in std::iter::once(headed.rest).chain(draft.paragraphs) {
        let note = take_note(&mut paragraph);
        body.append(&mut paragraph);
        notes.extend(note);
    }
    let ranges = clauses::split(&body);
    Measure {
        number: draft.marker.map(|marker| marker.number),
        printed: draft.printed,
        title: headed.title,
        clauses: ranges.iter().map(|range| text(&body[range.clone()])).collect(),
        clause_offsets: ranges.iter().map(|range| span(&body[range.clone()])).collect(),
        text: text(&body),
        items: draft.items.into_iter().map(|item| finish_at(item, true)).collect(),
        notes,
        offset: draft.offset,
    }
}

/// `（一）在本市注册的；`: an item that is one sentence has no heading.
fn is_list_entry(head: &[Ch]) -> bool {
    let ends = head.last().is_some_and(|ch| is_stop(ch.c) || matches!(ch.c, '；' | ';'));
    ends && clauses::first_end(head, 0) == head.len()
}

/// `本措施自印发之日起施行。`: about the plan and not about a measure.
pub(super) fn is_effect_clause(paragraph: &[Ch]) -> bool {
    const LONGEST: usize = 120;
    let words = if paragraph.len() <= LONGEST { text(paragraph) } else { String::new() };
    words.starts_with('本')
        && words.contains('自')
        && ["施行", "实施", "执行", "生效", "有效期"].iter().any(|word| words.contains(word))
}

/// Takes a responsibility note off the end: `（责任单位：…）` behind the last full stop, or a paragraph of its own.
fn take_note(paragraph: &mut Run) -> Option<String> {
    if is_note(paragraph) {
        return Some(text(&std::mem::take(paragraph)));
    }
    let open = open_of_last_bracket(paragraph)?;
    let behind_sentence = open == 0 || paragraph[..open].last().is_some_and(|ch| is_stop(ch.c));
    let words = text(&paragraph[open..]);
    let names_units = ["单位", "负责", "牵头", "部门", "配合"].iter().any(|word| words.contains(word));
    (behind_sentence && names_units).then(|| text(&paragraph.split_off(open)))
}

fn is_note(paragraph: &[Ch]) -> bool {
    const OPENINGS: [&str; 10] = [
        "责任单位",
        "牵头单位",
        "主责单位",
        "配合单位",
        "责任部门",
        "牵头部门",
        "配合部门",
        "协办单位",
        "完成时限",
        "责任分工",
    ];
    let start = usize::from(paragraph.first().is_some_and(|ch| matches!(ch.c, '（' | '(' | '【' | '[')));
    let rest = paragraph.get(start..).unwrap_or_default();
    OPENINGS.iter().any(|word| starts_with(rest, word))
        && rest.get(4).is_some_and(|ch| matches!(ch.c, '：' | ':' | '】' | ']'))
}
