//! What is to be reached: statements with a year, and the lists below sentences that announce goals.

use super::chars::{Ch, span, starts_with, text};
use super::marker::number;
use super::model::Goal;

/// Collects the goals of a document.
#[derive(Default)]
pub(super) struct Goals {
    list: List,
    pub found: Vec<Goal>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum List {
    #[default]
    None,
    /// The section is called 发展目标 or the like: all its paragraphs are goals.
    Section,
    /// A sentence such as `到2022年，主要目标包括：` has opened a list.
    Opened(Option<u32>),
}

impl Goals {
    /// A new heading: lists above it have ended.
    pub fn enter(&mut self, is_about_goals: bool) {
        self.list = if is_about_goals { List::Section } else { List::None };
    }

    pub fn expects_entries(&self) -> bool {
        self.list != List::None
    }

    /// A paragraph that belongs to no measure.
    pub fn paragraph(&mut self, run: &[Ch]) {
        let year = goal_year(run);
        let opens_list = run.last().is_some_and(|ch| matches!(ch.c, '：' | ':'));
        if opens_list && (year.is_some() || self.expects_entries() || text(run).contains("目标")) {
            self.list = List::Opened(year);
        } else if year.is_some() || self.list == List::Section {
            self.keep(run, year);
        }
    }

    /// An entry with a dash or a number.
    pub fn entry(&mut self, run: &[Ch]) {
        let of_list = if let List::Opened(year) = self.list { year } else { None };
        if self.expects_entries() {
            self.keep(run, goal_year(run).or(of_list));
        }
    }

    fn keep(&mut self, run: &[Ch], year: Option<u32>) {
        self.found.push(Goal { year, text: text(run), offset: span(run) });
    }
}

/// The year of a paragraph that opens with one.
pub(super) fn goal_year(run: &[Ch]) -> Option<u32> {
    let skip = ["展望到", "展望", "到", "力争到"]
        .iter()
        .find(|word| starts_with(run, word))
        .map_or(0, |word| word.chars().count());
    let (year, used) = number(run.get(skip..)?)?;
    let names_year = run.get(skip + used).is_some_and(|ch| ch.c == '年');
    (skip > 0 && names_year && (2000..2100).contains(&year)).then_some(year)
}
