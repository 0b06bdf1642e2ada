//! Organisations as tables name them: full name, short name, alias or code, in lists that may themselves contain 、.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use uuid::Uuid;

use super::words::{is_hard_separator, key, likeness};

/// From this likeness on a name is worth suggesting.
const NEAR: usize = 60;
/// Suggestions at most.
const MOST_SUGGESTIONS: usize = 3;

/// An organisation with everything it is called.
#[derive(Clone, Debug, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Name for narrow places.
    pub short_name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Whether it still exists today.
    pub standing: bool,
}

/// Why a name leads to no organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// Nobody is called so; these come near.
    Unknown(Vec<String>),
    /// Several are.
    Several(Vec<String>),
}

/// All organisations by everything they are called.
#[derive(Clone, Debug, Default)]
pub struct Names {
    all: Vec<Organisation>,
    by_key: HashMap<String, BTreeSet<usize>>,
    by_id: HashMap<Uuid, usize>,
}

impl Names {
    /// An index of these organisations.
    pub fn new(all: Vec<Organisation>) -> Names {
        let mut by_key: HashMap<String, BTreeSet<usize>> = HashMap::new();
        let mut by_id = HashMap::new();
        for (index, organisation) in all.iter().enumerate() {
            by_id.insert(organisation.id, index);
            for name in organisation.names() {
                by_key.entry(key(name)).or_default().insert(index);
            }
        }
        Names { all, by_key, by_id }
    }

    /// The organisation with this id.
    pub fn get(&self, id: Uuid) -> Option<&Organisation> {
        self.by_id.get(&id).and_then(|index| self.all.get(*index))
    }

    /// The shortest name that leads back to the organisation and to no other.
    pub fn label(&self, id: Uuid) -> String {
        let Some(organisation) = self.get(id) else { return String::new() };
        let names = [&organisation.short_name, &organisation.name, &organisation.code];
        let own = names.into_iter().find(|name| self.find(name).is_ok_and(|found| found.id == id));
        own.unwrap_or(&organisation.name).clone()
    }

    /// The organisation called so; where an ended and a standing one share a name, the standing one.
    pub fn find(&self, name: &str) -> Result<&Organisation, NameFault> {
        let found: Vec<&Organisation> =
            self.by_key.get(&key(name)).into_iter().flatten().filter_map(|index| self.all.get(*index)).collect();
        let standing: Vec<&Organisation> = found.iter().copied().filter(|organisation| organisation.standing).collect();
        match (&found[..], &standing[..]) {
            ([one], _) | (_, [one]) => Ok(one),
            ([], _) => Err(NameFault::Unknown(self.near(name))),
            _ => Err(NameFault::Several(found.iter().map(|organisation| organisation.name.clone()).collect())),
        }
    }

    /// Every entry of a list, e.g. 市教委、市科委、中关村管委会；市财政局: a 、 within a name does not cut it.
    pub fn list(&self, text: &str) -> Vec<(String, Result<&Organisation, NameFault>)> {
        let mut entries = Vec::new();
        if self.find(text).is_ok() {
            entries.push((text.trim().to_owned(), self.find(text)));
            return entries;
        }
        for piece in text.split(is_hard_separator).map(str::trim).filter(|piece| !piece.is_empty()) {
            let parts: Vec<&str> = piece.split('、').map(str::trim).filter(|part| !part.is_empty()).collect();
            let mut from = 0;
            while from < parts.len() {
                let longest = (from + 1..=parts.len()).rev().find(|to| self.find(&parts[from..*to].join("、")).is_ok());
                let to = longest.unwrap_or(from + 1);
                let entry = parts[from..to].join("、");
                let found = self.find(&entry);
                entries.push((entry, found));
                from = to;
            }
        }
        entries
    }

    /// Standing organisations whose names look much like this one, the nearest first.
    pub fn near(&self, name: &str) -> Vec<String> {
        let wanted = key(name);
        let standing = self.all.iter().filter(|organisation| organisation.standing);
        let mut near: Vec<(usize, &str)> = standing
            .filter_map(|organisation| {
                let best = organisation.names().map(|known| closeness(&wanted, &key(known))).max()?;
                (best >= NEAR).then_some((best, organisation.short_name.as_str()))
            })
            .collect();
        near.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
        near.into_iter().take(MOST_SUGGESTIONS).map(|(_, name)| name.to_owned()).collect()
    }
}

impl Organisation {
    fn names(&self) -> impl Iterator<Item = &str> {
        [self.name.as_str(), self.short_name.as_str(), self.code.as_str()]
            .into_iter()
            .chain(self.aliases.iter().map(String::as_str))
    }
}

fn closeness(wanted: &str, known: &str) -> usize {
    let within =
        wanted.chars().count() >= 2 && (known.contains(wanted) || wanted.contains(known) && known.chars().count() >= 2);
    likeness(wanted, known).max(if within { NEAR + 10 } else { 0 })
}
