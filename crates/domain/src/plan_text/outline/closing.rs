//! What happens when a measure, section or part is complete, and where text goes that stands below none.

use super::super::chars::{contains, is_finished, is_stop};
use super::super::measure::finish;
use super::{Finding, Marker, Outline, Part, Piece, Section, excerpt};

impl Outline<'_> {
    /// A heading alone needs no full stop; text behind one does.
    pub(super) fn check_run_in(&mut self, piece: &Piece, marker: Option<Marker>) {
        if marker.is_some() && contains(piece.body(), is_stop) {
            self.check_end(piece);
        }
    }

    /// Text that stops inside a sentence.
    pub(super) fn check_end(&mut self, piece: &Piece) {
        let ends_list_entry = piece.run.last().is_some_and(|ch| matches!(ch.c, '；' | ';'));
        if is_finished(&piece.run) || ends_list_entry {
            return;
        }
        let words: String = piece.run.iter().skip(piece.run.len().saturating_sub(16)).map(|ch| ch.c).collect();
        let message = format!("这一段没有以句号结束，可能被截断，未作补全：…{words}");
        self.plan.findings.push(Finding::warning("sentence_unfinished", piece.line, message));
    }

    /// The part that text now belongs to; one without heading if the text has none.
    pub(super) fn part(&mut self) -> &mut Part {
        if self.plan.parts.is_empty() {
            self.plan.parts.push(Part::default());
        }
        let last = self.plan.parts.len() - 1;
        &mut self.plan.parts[last]
    }

    pub(super) fn close_measure(&mut self) {
        let Some(draft) = self.draft.take() else { return };
        let line = draft.line;
        let measure = finish(draft);
        let name = measure.printed.clone().unwrap_or_default();
        if measure.text.is_empty() && measure.items.is_empty() {
            let message = format!("举措“{name}”只有题名，没有正文");
            self.plan.findings.push(Finding::warning("measure_without_text", line, message));
        }
        if !measure.notes.is_empty() {
            let message = format!("责任分工说明不计入条款：{}", excerpt(&measure.notes.concat()));
            self.plan.findings.push(Finding::info("responsibility_note", line, message));
        }
        let part = self.part();
        if part.sections.is_empty() {
            part.sections.push(Section::default());
        }
        if let Some(section) = part.sections.last_mut() {
            section.measures.push(measure);
        }
    }

    pub(super) fn close_section(&mut self) {
        self.close_measure();
        self.in_box = false;
        let empty = self.plan.parts.last().and_then(|part| part.sections.last());
        if let Some(section) = empty.filter(|section| section.intro.is_empty() && section.measures.is_empty()) {
            let message = format!("“{}”之下没有内容", section.printed.clone().unwrap_or_default());
            self.plan.findings.push(Finding::warning("empty_heading", self.heading_line, message));
        }
    }

    pub(super) fn close_part(&mut self) {
        let empty = self.plan.parts.last().filter(|part| part.intro.is_empty() && part.sections.is_empty());
        if let Some(part) = empty {
            let message = format!("“{}”之下没有内容", part.printed.clone().unwrap_or_default());
            self.plan.findings.push(Finding::warning("empty_heading", self.heading_line, message));
        }
    }

    /// `四/(二)/1/(2)`: the printed numbers from the part down.
    pub(super) fn path(&self) -> String {
        let part = self.plan.parts.last();
        let section = part.and_then(|part| part.sections.last());
        let mut names =
            vec![part.and_then(|part| part.printed.clone()), section.and_then(|section| section.printed.clone())];
        let mut below = self.draft.as_ref();
        while let Some(draft) = below {
            names.push(draft.printed.clone());
            below = draft.items.last();
        }
        let bare = |name: String| name.trim_end_matches(['、', '.', '．', '：', ':']).to_owned();
        names.into_iter().flatten().map(bare).collect::<Vec<_>>().join("/")
    }
}
