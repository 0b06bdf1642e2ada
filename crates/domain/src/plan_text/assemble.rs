//! Title and preamble, tree and annex, put together from the paragraphs; and what can only be said of the whole.

use std::collections::HashSet;

use super::chars::{contains, is_stop, text};
use super::checks::repeated_text;
use super::findings::{Finding, excerpt};
use super::front::{Place, read};
use super::measure::is_titled_paragraph;
use super::model::{BlockKind, PlanText};
use super::noise::noise_kind;
use super::outline::{Outline, Surroundings};
use super::paragraphs::{Piece, What};
use super::spine::{Level, Spine};

/// The plan that the pieces make.
pub(super) fn plan(pieces: &[Piece]) -> PlanText {
    let body = pieces.iter().position(|piece| piece.marker().is_some()).unwrap_or(pieces.len());
    let annex = annex_start(pieces, body);
    let spine = Spine::of(&pieces[..annex]);
    let is_beginning = pieces.get(body).and_then(Piece::marker).is_none_or(|marker| marker.number == 1)
        && !(spine.has(Level::Part) && starts_below_part(pieces, body, &spine));
    let mut front = read(&pieces[..body], is_beginning);
    let is_midway = front.title.is_none() && starts_below_part(pieces, body, &spine);
    if is_midway {
        front.findings.clear();
    }
    let mut outline = Outline::new(&spine, PlanText { title: front.title.take(), ..PlanText::default() });
    outline.plan.findings.append(&mut front.findings);
    for (piece, place) in pieces[..body].iter().zip(&front.places) {
        if is_midway { outline.take(piece, Surroundings::default()) } else { take_front(&mut outline, piece, *place) }
    }
    let gaps = gap_fillers(&pieces[body..annex], &spine);
    let surroundings = section_ahead(&pieces[body..annex], &spine);
    for (index, piece) in pieces[body..annex].iter().enumerate() {
        let around = Surroundings { before_section: surroundings[index], fills_gap: gaps.contains(&index) };
        outline.take(piece, around);
    }
    for piece in &pieces[annex..] {
        outline.block(if let What::Noise(role) = piece.what { noise_kind(role) } else { BlockKind::Annex }, piece);
    }
    let mut plan = outline.finish();
    plan.findings.extend(annex_finding(&pieces[annex..]));
    plan.findings.extend(repeated_text(pieces, body));
    plan.findings.extend(cut_at_start(pieces));
    plan.findings.extend(inline_findings(pieces));
    plan.findings.extend(box_findings(&plan, pieces));
    judge(&mut plan, pieces, body, &spine);
    plan
}

fn take_front(outline: &mut Outline, piece: &Piece, place: Place) {
    let kind = match (piece.what, place) {
        (What::Noise(role), _) => noise_kind(role),
        (What::Annex, _) | (_, Place::Front) => BlockKind::Front,
        (_, Place::Title) => BlockKind::Title,
        (_, Place::Preamble) => {
            outline.plan.preamble.push(text(&piece.run));
            BlockKind::Preamble
        }
    };
    outline.block(kind, piece);
}

/// An annex behind the first heading holds the rest of the document.
fn annex_start(pieces: &[Piece], body: usize) -> usize {
    (body..pieces.len()).find(|index| pieces[*index].what == What::Annex).unwrap_or(pieces.len())
}

fn starts_below_part(pieces: &[Piece], body: usize, spine: &Spine) -> bool {
    let first = pieces.get(body).and_then(Piece::marker);
    first.is_some_and(|marker| spine.level(marker.kind) != Level::Part)
}

/// For each piece, whether the next heading is a section.
fn section_ahead(pieces: &[Piece], spine: &Spine) -> Vec<bool> {
    let mut ahead = false;
    let mut result: Vec<bool> = pieces
        .iter()
        .rev()
        .map(|piece| {
            let before = ahead;
            if let Some(marker) = piece.marker() {
                ahead = spine.level(marker.kind) == Level::Section;
            }
            before
        })
        .collect();
    result.reverse();
    result
}

/// Paragraphs that look like measures and stand exactly where numbers are missing.
fn gap_fillers(pieces: &[Piece], spine: &Spine) -> HashSet<usize> {
    let numbered: Vec<(usize, u32)> = pieces
        .iter()
        .enumerate()
        .filter_map(|(index, piece)| piece.marker().map(|marker| (index, marker)))
        .filter(|(_, marker)| spine.level(marker.kind) == Level::Measure)
        .map(|(index, marker)| (index, marker.number))
        .collect();
    let run_in = numbered.iter().filter(|(index, _)| is_run_in(&pieces[*index])).count();
    let mut fillers = HashSet::new();
    if run_in * 5 < numbered.len() * 3 {
        return fillers;
    }
    for pair in numbered.windows(2) {
        let [(from, last), (to, next)] = pair else { continue };
        let looks_alike = |index: &usize| pieces[*index].what == What::Text && is_titled_paragraph(&pieces[*index].run);
        let found: Vec<usize> = (from + 1..*to).filter(looks_alike).collect();
        if *next > last + 1 && found.len() == (next - last - 1) as usize {
            fillers.extend(found);
        }
    }
    fillers
}

/// `1.题名。正文。` in one paragraph.
fn is_run_in(piece: &Piece) -> bool {
    let body = piece.body();
    body.iter().position(|ch| is_stop(ch.c)).is_some_and(|stop| contains(&body[stop + 1..], is_stop))
}

fn annex_finding(annex: &[Piece]) -> Option<Finding> {
    let first = annex.first()?;
    let words = excerpt(&text(&first.run));
    if annex.iter().any(|piece| piece.marker().is_some()) {
        let message = format!("附件中还有带编号的内容，未归入方案，请核对：{words}");
        return Some(Finding::warning("annex_with_headings", first.line, message));
    }
    Some(Finding::info("annex", first.line, format!("附件未归入方案正文：{words}")))
}

fn inline_findings(pieces: &[Piece]) -> Vec<Finding> {
    let finding = |piece: &Piece| {
        let words = excerpt(&text(&piece.run));
        Finding::info("heading_inside_line", piece.line, format!("编号在行的中间，已另起一条：{words}"))
    };
    pieces.iter().filter(|piece| piece.is_inline).map(finding).collect()
}

/// A box has no end mark in a text file: what was read into it must be looked at.
fn box_findings(plan: &PlanText, pieces: &[Piece]) -> Vec<Finding> {
    let places = pieces.iter().filter(|piece| matches!(piece.what, What::Box(_)));
    let judge = |(found, piece): (&super::TextBox, &Piece)| {
        if found.text.is_empty() {
            let message = format!("“{}”只有标题，内容可能是图片或已缺失", found.title);
            return Some(Finding::warning("box_without_text", piece.line, message));
        }
        found.text.contains('\n').then(|| {
            let message = format!("“{}”没有结束标记，其后到下一个标题之前的各段都归入专栏，请核对", found.title);
            Finding::warning("box_without_end", piece.line, message)
        })
    };
    plan.boxes.iter().zip(places).filter_map(judge).collect()
}

/// A text that begins with a comma begins inside a sentence.
fn cut_at_start(pieces: &[Piece]) -> Option<Finding> {
    let first = pieces.iter().find(|piece| !matches!(piece.what, What::Noise(_)))?;
    let is_cut = first.run.first().is_some_and(|ch| "、，,；;。.）)”》".contains(ch.c));
    let message = format!("文件从一句话的中间开始，前文缺失：{}", excerpt(&text(&first.run)));
    is_cut.then(|| Finding::warning("starts_inside_sentence", first.line, message))
}

/// What can only be said when the whole text has been read.
fn judge(plan: &mut PlanText, pieces: &[Piece], body: usize, spine: &Spine) {
    let line_of = |piece: Option<&Piece>| piece.map_or(1, |piece| piece.line);
    if plan.title.is_none() {
        plan.findings.push(Finding::warning("title_missing", 1, "没有找到方案的标题"));
    }
    if body == pieces.len() {
        plan.findings.push(Finding::error(
            "no_structure",
            line_of(pieces.first()),
            "没有找到任何带编号的标题，无法分出部分和举措",
        ));
        return;
    }
    let has_measures = plan.parts.iter().flat_map(|part| &part.sections).any(|section| !section.measures.is_empty());
    if !has_measures {
        plan.findings.push(Finding::warning("no_measures", line_of(pieces.get(body)), "没有找到任何举措"));
    }
    let first_number = pieces.get(body).and_then(Piece::marker).map_or(1, |marker| marker.number);
    if (spine.has(Level::Part) || first_number > 1) && starts_below_part(pieces, body, spine) {
        let message = "正文开头缺少所属部分的标题，部分编号和名称留空";
        plan.findings.push(Finding::warning("part_heading_missing", line_of(pieces.first()), message));
    }
    if spine.sections_are_measures && has_measures {
        let message = "全文没有更下一级的编号，带正文的“（一）”级标题按举措读入";
        plan.findings.push(Finding::info("sections_read_as_measures", line_of(pieces.get(body)), message));
    }
    if !spine.has_numbered_measures && has_measures {
        let message = "举措没有编号，按出现的先后排列";
        plan.findings.push(Finding::info("measures_without_numbers", line_of(pieces.get(body)), message));
    }
}
