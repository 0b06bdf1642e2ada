//! Words as people type them: full width and half width, blanks and brackets made equal where only meaning counts.

/// Full-width forms of ASCII signs as half-width ones; a full-width blank as a blank.
pub fn half_width(text: &str) -> String {
    text.chars().map(narrow).collect()
}

fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    }
}

/// The text without blanks at its edges and with `\n` as the only line end; inside it stays as it was typed.
pub fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .to_owned()
}

/// What makes two names the same: letters and digits of one width and case, one kind of bracket, no blanks.
pub fn key(text: &str) -> String {
    half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}'))
        .map(|c| match c {
            '〔' | '【' | '［' | '[' => '(',
            '〕' | '】' | '］' | ']' => ')',
            '•' | '∙' | '・' => '·',
            '—' | '–' | '－' | '―' => '-',
            _ => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// A title of a column without what people add to it: remarks in brackets, marks, blanks.
pub fn title_key(text: &str) -> String {
    let key = key(text);
    let mut depth = 0_u32;
    let mut bare = String::new();
    for c in key.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '*' | ':' | '.' => {}
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// Signs between the entries of a list that no name contains.
pub fn is_hard_separator(c: char) -> bool {
    matches!(c, '；' | ';' | '，' | ',' | '\n' | '|')
}

/// How much two names have in common, from 0 to 100: letters that come in the same order in both.
pub fn likeness(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.is_empty() || other.is_empty() {
        return 0;
    }
    let mut row = vec![0_usize; other.len() + 1];
    for a in &one {
        let mut corner = 0;
        for (index, b) in other.iter().enumerate() {
            let above = row[index + 1];
            row[index + 1] = if a == b { corner + 1 } else { above.max(row[index]) };
            corner = above;
        }
    }
    200 * row[other.len()] / (one.len() + other.len())
}
