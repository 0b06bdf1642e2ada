//! Which family of numbers is the part, which the section, which the measure. Documents differ; the order in which the
//! families nest decides.

use std::collections::HashMap;

use super::chars::{contains, is_stop, text};
use super::marker::Kind;
use super::paragraphs::{Piece, What};

/// The four levels of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Part,
    Section,
    Measure,
    Item,
}

/// The level of each family of numbers in this document.
pub(super) struct Spine {
    levels: HashMap<Kind, Level>,
    /// No measure of this document has a number.
    pub has_numbered_measures: bool,
    /// The second-level headings carry the text themselves and are read as measures.
    pub sections_are_measures: bool,
}

impl Spine {
    /// Chapters on aims and principles have numbers of their own and are left aside where others exist.
    pub fn of(pieces: &[Piece]) -> Self {
        let special: Vec<&Piece> = without_general(pieces);
        let all: Vec<&Piece> = pieces.iter().filter(|piece| piece.marker().is_some()).collect();
        let headings = if special.is_empty() { &all } else { &special };
        let order = nesting(headings);
        let mut levels = assign(&order, headings);
        let measure = levels.iter().find(|(_, level)| **level == Level::Measure).map(|(kind, _)| *kind);
        let sections_are_measures = matches!(measure, Some(Kind::ParenHan | Kind::Knot));
        for piece in &all {
            let Some(marker) = piece.marker() else { continue };
            levels.entry(marker.kind).or_insert(if marker.kind.is_upper() { Level::Section } else { Level::Item });
        }
        Self { levels, has_numbered_measures: measure.is_some(), sections_are_measures }
    }

    pub fn level(&self, kind: Kind) -> Level {
        self.levels.get(&kind).copied().unwrap_or(Level::Item)
    }

    pub fn has(&self, level: Level) -> bool {
        self.levels.values().any(|found| *found == level)
    }
}

/// Headings outside general chapters such as 总体要求.
fn without_general(pieces: &[Piece]) -> Vec<&Piece> {
    let top = pieces.iter().filter_map(Piece::marker).map(|marker| marker.kind).filter(|kind| kind.is_upper()).min();
    let mut in_general = false;
    let mut headings = Vec::new();
    for piece in pieces {
        let Some(marker) = piece.marker() else { continue };
        if Some(marker.kind) == top {
            in_general = is_general(&heading_words(piece));
        }
        if !in_general || Some(marker.kind) == top {
            headings.push(piece);
        }
    }
    headings
}

/// The first sentence after the number.
pub(super) fn heading_words(piece: &Piece) -> String {
    let body = piece.body();
    let end = body.iter().position(|ch| is_stop(ch.c)).unwrap_or(body.len());
    text(&body[..end.min(80)])
}

/// Titles of chapters that state aims, principles or circumstances and hold no measures.
pub(super) fn is_general(title: &str) -> bool {
    const PREFIXES: [&str; 20] = [
        "总体",
        "指导",
        "基本",
        "主要",
        "工作",
        "发展",
        "建设",
        "规划",
        "行动",
        "战略",
        "面临",
        "当前",
        "国内外",
        "现实",
        "功能",
        "实施",
        "编制",
        "重大",
        "总",
        "奋斗",
    ];
    const WORDS: [&str; 14] = [
        "思路", "思想", "原则", "目标", "定位", "形势", "基础", "背景", "现状", "愿景", "意义", "前言", "依据", "考虑",
    ];
    let is_general_word = |piece: &str| {
        let mut rest = piece;
        while let Some(shorter) = PREFIXES.iter().find_map(|prefix| rest.strip_prefix(prefix)) {
            rest = shorter;
        }
        WORDS.contains(&rest) || matches!(piece, "总体要求" | "总要求")
    };
    let mut pieces = title.split(['和', '与', '及', '、', '，', ',']).filter(|piece| !piece.is_empty()).peekable();
    pieces.peek().is_some() && pieces.all(is_general_word)
}

/// Families from the outermost to the innermost. Most have a fixed place; articles and labels stand where they first
/// appear.
fn nesting(headings: &[&Piece]) -> Vec<Kind> {
    let mut order: Vec<Kind> = Vec::new();
    let mut before: Option<Kind> = None;
    for marker in headings.iter().filter_map(|piece| piece.marker()) {
        let kind = marker.kind;
        if !order.contains(&kind) {
            let by_rank = order.iter().position(|other| *other > kind).unwrap_or(order.len());
            let by_place = before.and_then(|kind| order.iter().position(|other| *other == kind)).map_or(0, |at| at + 1);
            let floats = |kind: &Kind| matches!(kind, Kind::Article | Kind::Label(_));
            let place = if floats(&kind) || order.iter().any(floats) { by_place } else { by_rank };
            order.insert(place, kind);
        }
        before = Some(kind);
    }
    order
}

fn assign(order: &[Kind], headings: &[&Piece]) -> HashMap<Kind, Level> {
    let measure = measure_position(order, headings);
    let level = |index: usize| match measure {
        Some(measure) if index > measure => Level::Item,
        Some(measure) if index == measure => Level::Measure,
        _ if index == 0
            && !(order[0] == Kind::ParenHan || (measure == Some(1) && matches!(order[0], Kind::Label(_)))) =>
        {
            Level::Part
        }
        _ => Level::Section,
    };
    order.iter().enumerate().map(|(index, kind)| (*kind, level(index))).collect()
}

/// The place of the family that numbers the measures.
fn measure_position(order: &[Kind], headings: &[&Piece]) -> Option<usize> {
    if let Some(article) = order.iter().position(|kind| *kind == Kind::Article) {
        return Some(article);
    }
    let uppers = order.iter().take_while(|kind| kind.is_upper()).count();
    let lower = order.get(uppers).copied();
    let is_decimal = |at: usize| matches!(order.get(at), Some(Kind::Decimal(_)));
    match uppers {
        0 if lower == Some(Kind::Arabic) && is_decimal(1) => Some(if is_decimal(2) { 2 } else { 1 }),
        0 if is_decimal(0) && is_decimal(1) => Some(1),
        0 => lower.map(|_| 0),
        1 if carries_text(order[0], headings) && !matches!(lower, Some(Kind::Arabic | Kind::Decimal(_))) => Some(0),
        1 if lower == Some(Kind::Arabic) && is_decimal(2) => Some(2),
        1 => lower.filter(|kind| *kind != Kind::Circled).map(|_| 1),
        2 if lower.is_some_and(|kind| matches!(kind, Kind::Arabic | Kind::Decimal(_) | Kind::ParenArabic)) => Some(2),
        2 => (matches!(order[1], Kind::Label(_)) || carries_text(order[1], headings)).then_some(1),
        _ => Some(2),
    }
}

/// Whether the headings of a family mostly run on into text of their own: `（一）标题。正文。`
fn carries_text(kind: Kind, headings: &[&Piece]) -> bool {
    let of_kind: Vec<&&Piece> = headings.iter().filter(|piece| is_special(piece, kind)).collect();
    let with_text = of_kind.iter().filter(|piece| {
        let body = piece.body();
        let stop = body.iter().position(|ch| is_stop(ch.c));
        stop.is_some_and(|stop| stop <= 60 && contains(&body[stop + 1..], is_stop))
    });
    !of_kind.is_empty() && with_text.count() * 5 >= of_kind.len() * 3
}

fn is_special(piece: &Piece, kind: Kind) -> bool {
    matches!(piece.what, What::Heading(marker) if marker.kind == kind) && !is_general(&heading_words(piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_chapters_are_known_by_their_titles() {
        for title in ["总体要求", "指导思想", "主要原则", "发展目标", "指导思想和基本原则", "发展基础与面临形势"]
        {
            assert!(is_general(title), "{title}");
        }
        for title in ["主要任务", "加快关键核心技术群体突破", "组织保障", "夯实基础", "工作要求", ""]
        {
            assert!(!is_general(title), "{title}");
        }
    }
}
