//! A text as characters of one width, each in the place of the printed one, so that positions are those of the print.

use super::Quote;

/// A text to look into.
pub(super) struct Words {
    printed: Vec<char>,
    plain: Vec<char>,
}

impl Words {
    pub fn of(text: &str) -> Words {
        let printed: Vec<char> = text.chars().collect();
        let plain = printed.iter().copied().map(plain).collect();
        Words { printed, plain }
    }

    /// The characters in half width.
    pub fn plain(&self) -> &[char] {
        &self.plain
    }

    /// The printed words of a stretch without layout space around them; none where nothing is left.
    pub fn quote(&self, mut start: usize, mut end: usize) -> Option<Quote> {
        end = end.min(self.printed.len());
        while start < end && self.plain[start].is_whitespace() {
            start += 1;
        }
        while start < end && self.plain[end - 1].is_whitespace() {
            end -= 1;
        }
        (start < end).then(|| Quote { words: self.printed[start..end].iter().collect(), start, end })
    }

    pub fn at(&self, index: usize) -> Option<char> {
        self.plain.get(index).copied()
    }

    /// Whether the word stands at this place.
    pub fn has(&self, at: usize, word: &str) -> bool {
        let rest = self.plain.get(at..).unwrap_or_default();
        let mut rest = rest.iter();
        word.chars().all(|c| rest.next() == Some(&c))
    }

    /// The first of the words that stands here; longer ones are listed before those they begin with.
    pub fn one_of<'a>(&self, at: usize, list: &[&'a str]) -> Option<&'a str> {
        list.iter().find(|word| self.has(at, word)).copied()
    }
}

/// The half-width sign of the same meaning; every other character is itself.
pub(super) fn plain(c: char) -> char {
    match c {
        '【' | '〔' | '［' => '(',
        '】' | '〕' | '］' => ')',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// How many characters a word has.
pub(super) fn length(word: &str) -> usize {
    word.chars().count()
}
