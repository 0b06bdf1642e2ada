//! The names of units that exist, found in a text longest first.

use std::collections::HashMap;

use super::words::plain;

/// Known names by their first and by their last character.
pub(super) struct Names {
    list: Vec<(Vec<char>, usize)>,
    by_first: HashMap<char, Vec<usize>>,
    by_last: HashMap<char, Vec<usize>>,
}

/// A known name in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub length: usize,
    /// Which name, as they were given.
    pub name: usize,
}

impl Names {
    /// A name of one character would be found everywhere and is left out.
    pub fn of(names: &[&str]) -> Names {
        let mut list: Vec<(Vec<char>, usize)> = names
            .iter()
            .enumerate()
            .map(|(index, name)| (name.trim().chars().map(plain).collect::<Vec<char>>(), index))
            .filter(|(name, _)| name.len() > 1)
            .collect();
        list.sort_by_key(|(name, index)| (std::cmp::Reverse(name.len()), *index));
        let (mut by_first, mut by_last) = (HashMap::new(), HashMap::new());
        for (place, (name, _)) in list.iter().enumerate() {
            if let (Some(first), Some(last)) = (name.first(), name.last()) {
                by_first.entry(*first).or_insert_with(Vec::new).push(place);
                by_last.entry(*last).or_insert_with(Vec::new).push(place);
            }
        }
        Names { list, by_first, by_last }
    }

    /// The longest name that begins here and ends before `end`.
    pub fn starting(&self, plain: &[char], at: usize, end: usize) -> Option<Found> {
        let text = plain.get(at..end)?;
        self.longest(&self.by_first, *text.first()?, |name| text.starts_with(name))
    }

    /// The longest name that ends here and begins at or after `start`.
    pub fn ending(&self, plain: &[char], start: usize, end: usize) -> Option<Found> {
        let text = plain.get(start..end)?;
        self.longest(&self.by_last, *text.last()?, |name| text.ends_with(name))
    }

    fn longest(&self, index: &HashMap<char, Vec<usize>>, key: char, fits: impl Fn(&[char]) -> bool) -> Option<Found> {
        let places = index.get(&key)?.iter();
        let mut found = places.filter_map(|place| self.list.get(*place)).filter(|(name, _)| fits(name));
        found.next().map(|(name, which)| Found { length: name.len(), name: *which })
    }
}
