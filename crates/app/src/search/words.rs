//! The words a person typed, in the scripts in which they may stand in the ledger.

use crate::error::Error;
use crate::plans::read;
use crate::sql::Filter;

/// Longest query in characters.
const LONGEST: usize = 100;
/// Most words.
const MOST: usize = 6;

/// What to look for: as typed, and in simplified script where that is another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// Each entry is one way of writing all words.
    pub ways: Vec<Vec<String>>,
}

impl Words {
    /// Splits at white space. At least one word has two characters, because single ones stand in every text.
    pub(super) fn parse(q: &str) -> Result<Words, Error> {
        let refuse = |code, detail| Err(Error::field("/q", code, detail));
        let typed: Vec<String> = q.split_whitespace().map(str::to_owned).collect();
        if q.chars().count() > LONGEST || typed.len() > MOST {
            return refuse("too_long", format!("最多 {MOST} 个词、{LONGEST} 个字，请精简"));
        }
        if q.chars().any(|c| c.is_control() && c != '\t') {
            return refuse("control_character", "含有不可见的控制字符，请删去".to_owned());
        }
        if !typed.iter().any(|word| word.chars().nth(1).is_some()) {
            return refuse("too_short", "请至少输入两个字".to_owned());
        }
        let simplified: Vec<String> = typed.iter().map(|word| read::simplified(word)).collect();
        let mut ways = vec![simplified];
        if ways[0] != typed {
            ways.push(typed);
        }
        Ok(Words { ways })
    }

    /// The words to mark in what was found.
    pub(super) fn marks(&self) -> Vec<String> {
        self.ways.concat()
    }

    /// The condition that a text holds all words of one way; `indexed` where an index of pairs stands behind it.
    pub(super) fn found(&self, filter: &mut Filter, text: &str, indexed: bool) -> String {
        let mut ways = Vec::new();
        for way in &self.ways {
            let mut all = Vec::new();
            for word in way {
                let bound = filter.bind(word.clone());
                if indexed && word.chars().nth(1).is_some() {
                    all.push(format!("search_pairs({text}) @> search_pairs({bound})"));
                }
                all.push(format!("strpos({}, {}) > 0", folded(text), folded(&bound)));
            }
            ways.push(format!("({})", all.join(" and ")));
        }
        ways.join(" or ")
    }

    /// The first word, as the texts are compared.
    pub(super) fn first(&self, filter: &mut Filter) -> String {
        let word = self.ways.iter().flatten().next().cloned().unwrap_or_default();
        folded(&filter.bind(word))
    }
}

/// Width and case made equal, as `search_pairs` does.
pub(super) fn folded(text: &str) -> String {
    format!("lower(normalize({text}, NFKC))")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(q: &str) -> Vec<Vec<String>> {
        Words::parse(q).unwrap().ways
    }

    #[test]
    fn traditional_words_are_looked_for_in_both_scripts() {
        assert_eq!(ways("機器人"), [["机器人"], ["機器人"]]);
        assert_eq!(ways("机器人"), [["机器人"]]);
    }

    #[test]
    fn words_are_split_at_any_white_space() {
        assert_eq!(ways(" 量产\u{3000}验收  28-03 "), [["量产", "验收", "28-03"]]);
    }

    #[test]
    fn one_character_alone_is_too_little() {
        assert!(Words::parse("园").is_err());
        assert!(Words::parse("  ").is_err());
        assert!(Words::parse("园 区").is_err());
        assert!(Words::parse("园 分园").is_ok());
    }

    #[test]
    fn what_is_too_much_is_refused() {
        assert!(Words::parse(&"园区".repeat(51)).is_err());
        assert!(Words::parse("aa bb cc dd ee ff gg").is_err());
        assert!(Words::parse("园\u{0}区").is_err());
    }

    #[test]
    fn every_word_of_one_way_must_occur() {
        let mut filter = Filter::new();
        let found = Words::parse("量产 机器人").unwrap().found(&mut filter, "c.text", true);
        assert_eq!(found.matches("search_pairs(c.text) @>").count(), 2);
        assert!(!found.contains(" or "));
    }
}
