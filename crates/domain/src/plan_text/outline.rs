//! The tree: parts, sections, measures, items, boxes and goals from paragraphs in order.

mod closing;

use super::chars::{Ch, span, text};
use super::findings::{Finding, excerpt};
use super::goals::Goals;
use super::lines::Role;
use super::marker::{Kind, Marker};
use super::measure::{Draft, is_effect_clause, is_titled_paragraph, split_heading};
use super::model::{Block, BlockKind, Part, PlanText, Section, TextBox};
use super::noise::noise_kind;
use super::numbering::Numbering;
use super::paragraphs::{Piece, What};
use super::spine::{Level, Spine, is_general};

/// Builds the tree while the pieces come in one by one.
pub(super) struct Outline<'a> {
    spine: &'a Spine,
    pub plan: PlanText,
    numbering: Numbering,
    draft: Option<Draft>,
    part_is_general: bool,
    section_is_general: bool,
    in_box: bool,
    /// The number of the last measure, to tell the numbers inside a box from those outside.
    last_measure: u32,
    goals: Goals,
    heading_line: usize,
}

/// What the outline must know about the neighbours of a piece.
#[derive(Clone, Copy, Default)]
pub(super) struct Surroundings {
    /// The next heading is a section, so that a paragraph here introduces it.
    pub before_section: bool,
    /// A number is missing here and this paragraph looks like the measure without it.
    pub fills_gap: bool,
}

impl<'a> Outline<'a> {
    pub fn new(spine: &'a Spine, plan: PlanText) -> Self {
        Self {
            spine,
            plan,
            numbering: Numbering::default(),
            draft: None,
            part_is_general: false,
            section_is_general: false,
            in_box: false,
            last_measure: 0,
            goals: Goals::default(),
            heading_line: 1,
        }
    }

    /// Takes a piece of the text behind the front matter.
    pub fn take(&mut self, piece: &Piece, around: Surroundings) {
        let kind = match piece.what {
            What::Box(number) => self.open_box(piece, number),
            What::Heading(marker) => self.heading(piece, marker),
            What::Text | What::Dash => self.paragraph(piece, around),
            What::Annex => BlockKind::Annex,
            What::Noise(role) => {
                self.table_row_in_box(piece, role);
                noise_kind(role)
            }
        };
        self.block(kind, piece);
    }

    pub fn block(&mut self, kind: BlockKind, piece: &Piece) {
        let block = Block { kind, text: text(&piece.run), line: piece.line, offset: span(&piece.run) };
        self.plan.blocks.push(block);
    }

    fn table_row_in_box(&mut self, piece: &Piece, role: Role) {
        if self.in_box && matches!(role, Role::Table(_)) {
            self.add_to_box(piece);
        }
    }

    fn add_to_box(&mut self, piece: &Piece) {
        let Some(open) = self.plan.boxes.last_mut() else { return };
        if !open.text.is_empty() {
            open.text.push('\n');
        }
        open.text.push_str(&text(&piece.run));
    }

    /// Closes what is open and hands the plan over.
    pub fn finish(mut self) -> PlanText {
        self.close_section();
        self.close_part();
        self.plan.findings.append(&mut self.numbering.finish());
        self.plan.goals = self.goals.found;
        self.plan
    }

    fn heading(&mut self, piece: &Piece, marker: Marker) -> BlockKind {
        let mut level = self.spine.level(marker.kind);
        // Where `（一）` numbers the measures, it still numbers 指导思想 and the like in the general part.
        if level == Level::Measure && self.part_is_general && marker.kind.is_upper() {
            level = Level::Section;
        }
        if self.belongs_to_box(marker, level) {
            return self.paragraph(piece, Surroundings::default());
        }
        // Articles are numbered through the general chapter too.
        let is_principle = level >= Level::Measure
            && (self.part_is_general || self.section_is_general)
            && marker.kind != Kind::Article;
        if is_principle || (level == Level::Item && self.draft.is_none()) {
            return self.numbered_paragraph(piece, level);
        }
        self.in_box = false;
        let printed = printed(piece);
        if level != Level::Item {
            self.plan.findings.extend(self.numbering.take(marker, level, &printed, piece.line));
        }
        match level {
            Level::Part => self.open_part(piece, marker, printed),
            Level::Section => self.open_section(piece, marker, printed),
            Level::Measure => self.open_measure(piece, Some(marker), Some(printed)),
            Level::Item => self.open_item(piece, marker, printed),
        }
    }

    fn open_part(&mut self, piece: &Piece, marker: Marker, printed: String) -> BlockKind {
        self.close_section();
        self.close_part();
        let headed = split_heading(piece.body(), Some(marker.kind), true);
        self.part_is_general = headed.title.as_deref().is_some_and(is_general);
        self.section_is_general = false;
        self.goals.enter(false);
        self.heading_line = piece.line;
        self.plan.parts.push(Part {
            number: Some(marker.number),
            printed: Some(printed),
            title: headed.title,
            ..Part::default()
        });
        self.run_in(&headed.rest, piece);
        BlockKind::Part
    }

    fn open_section(&mut self, piece: &Piece, marker: Marker, printed: String) -> BlockKind {
        self.close_section();
        self.heading_line = piece.line;
        let headed = split_heading(piece.body(), Some(marker.kind), true);
        self.section_is_general = headed.title.as_deref().is_some_and(is_general);
        let names_goals = headed.title.as_deref().is_some_and(|title| title.contains("目标"));
        self.goals.enter(names_goals && self.section_is_general);
        let section =
            Section { number: Some(marker.number), printed: Some(printed), title: headed.title, ..Section::default() };
        self.part().sections.push(section);
        self.run_in(&headed.rest, piece);
        BlockKind::Section
    }

    fn open_measure(&mut self, piece: &Piece, marker: Option<Marker>, printed: Option<String>) -> BlockKind {
        self.close_measure();
        self.check_run_in(piece, marker);
        if let Some(marker) = marker {
            self.last_measure = marker.number;
        }
        self.draft = Some(draft(piece, marker, printed));
        BlockKind::Measure
    }

    fn open_item(&mut self, piece: &Piece, marker: Marker, printed: String) -> BlockKind {
        self.check_run_in(piece, Some(marker));
        if let Some(measure) = &mut self.draft {
            measure.add_item(draft(piece, Some(marker), Some(printed)));
        }
        BlockKind::Item
    }

    fn open_box(&mut self, piece: &Piece, number: Option<u32>) -> BlockKind {
        self.in_box = true;
        let title = text(&piece.run);
        self.plan.boxes.push(TextBox { number, title, text: String::new(), within: self.path() });
        BlockKind::BoxTitle
    }

    /// Numbers inside a box do not count on from the measures outside.
    fn belongs_to_box(&self, marker: Marker, level: Level) -> bool {
        let restarts = marker.number != self.last_measure + 1 && (self.last_measure > 0 || marker.number > 1);
        self.in_box && level == Level::Measure && self.draft.is_some() && restarts
    }

    /// A number where no measure can stand: a principle, a goal, or an item that lost its measure.
    fn numbered_paragraph(&mut self, piece: &Piece, level: Level) -> BlockKind {
        if !(self.part_is_general || self.section_is_general) {
            let message = format!("编号“{}”之上没有举措，按普通段落保留", printed(piece));
            self.plan.findings.push(Finding::warning("item_without_measure", piece.line, message));
        } else if level == Level::Measure
            && piece.marker().is_some_and(|marker| marker.number == 1)
            && !self.goals.expects_entries()
        {
            let message = "总体要求、原则等部分中的编号段落不作为举措";
            self.plan.findings.push(Finding::info("principles_not_measures", piece.line, message));
        }
        self.goals.entry(&piece.run);
        self.introduce(&piece.run);
        BlockKind::Intro
    }

    fn paragraph(&mut self, piece: &Piece, around: Surroundings) -> BlockKind {
        self.check_end(piece);
        if self.in_box {
            self.add_to_box(piece);
            return BlockKind::BoxText;
        }
        let unnumbered = around.fills_gap || (self.takes_unnumbered(around) && is_titled_paragraph(&piece.run));
        if unnumbered && piece.what == What::Text {
            if around.fills_gap {
                let message = format!("此段像是缺了编号的举措，按无编号举措读入：{}", excerpt(&text(&piece.run)));
                self.plan.findings.push(Finding::warning("number_missing", piece.line, message));
            }
            return self.open_measure(piece, None, None);
        }
        if self.draft.is_some() && is_effect_clause(&piece.run) {
            return self.effect_clause(piece);
        }
        if let Some(measure) = &mut self.draft {
            measure.add(&piece.run);
            return BlockKind::Paragraph;
        }
        if piece.what == What::Dash {
            self.goals.entry(&piece.run);
        } else {
            self.goals.paragraph(&piece.run);
        }
        self.introduce(&piece.run);
        BlockKind::Intro
    }

    fn effect_clause(&mut self, piece: &Piece) -> BlockKind {
        self.close_measure();
        let message = "施行日期等说明不属于举措，放在所属部分的正文里";
        self.plan.findings.push(Finding::info("effect_clause", piece.line, message));
        self.part().intro.push(text(&piece.run));
        BlockKind::Intro
    }

    fn takes_unnumbered(&self, around: Surroundings) -> bool {
        let below_part = self.section_number().is_none();
        let introduces = below_part && around.before_section;
        let is_elsewhere = self.spine.has_numbered_measures || self.part_is_general || self.section_is_general;
        !(introduces || is_elsewhere) && (self.spine.has(Level::Part) || self.spine.has(Level::Section))
    }

    fn section_number(&self) -> Option<u32> {
        self.plan.parts.last()?.sections.last()?.number
    }

    /// Text that runs on behind a heading.
    fn run_in(&mut self, rest: &[Ch], piece: &Piece) {
        if rest.is_empty() {
            return;
        }
        self.goals.paragraph(rest);
        self.introduce(rest);
        self.check_end(piece);
    }

    fn introduce(&mut self, run: &[Ch]) {
        let words = text(run);
        let part = self.part();
        match part.sections.last_mut() {
            Some(section) => section.intro.push(words),
            None => part.intro.push(words),
        }
    }
}

fn printed(piece: &Piece) -> String {
    text(&piece.run[..piece.marker_len.min(piece.run.len())]).trim().to_owned()
}

fn draft(piece: &Piece, marker: Option<Marker>, printed: Option<String>) -> Draft {
    Draft {
        marker,
        printed,
        head: piece.body().to_vec(),
        paragraphs: Vec::new(),
        items: Vec::new(),
        offset: span(&piece.run),
        line: piece.line,
    }
}
