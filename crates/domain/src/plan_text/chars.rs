//! Characters that remember where they stood: every later step cuts and joins runs of them, so that a position in the
//! decoded file can be told for any piece of text.

/// A character of the document together with its place in the decoded file, counted in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ch {
    pub c: char,
    pub at: u32,
}

/// A stretch of text without line breaks.
pub(super) type Run = Vec<Ch>;

/// Whether a character is only layout: spaces of all widths, invisible marks, control characters.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{180e}')
}

/// Whether a character ends a clause.
pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '。' | '｡')
}

/// Commas and semicolons of both widths: signs that a line is a sentence and not a heading.
pub(super) fn is_comma(c: char) -> bool {
    matches!(c, '，' | ',' | '；' | ';')
}

/// Chinese characters; punctuation does not count.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '』' | '」' | '）' | ')' | '】' | '》' | '"' | '〉' | '］' | ']')
}

/// Letters and digits that need a space between two words.
fn is_latin(c: char) -> bool {
    c.is_ascii_graphic()
}

pub(super) fn text(run: &[Ch]) -> String {
    run.iter().map(|ch| ch.c).collect()
}

/// First position and one past the last.
pub(super) fn span(run: &[Ch]) -> [usize; 2] {
    match (run.first(), run.last()) {
        (Some(first), Some(last)) => [first.at as usize, last.at as usize + 1],
        _ => [0, 0],
    }
}

/// Drops layout space; only between two Latin characters one space stays.
pub(super) fn squeeze(raw: &[Ch]) -> Run {
    let mut run: Run = Vec::with_capacity(raw.len());
    let mut gap = None;
    for ch in raw {
        if is_space(ch.c) {
            gap = gap.or(Some(ch.at));
            continue;
        }
        if let (Some(at), Some(last)) = (gap.take(), run.last())
            && is_latin(last.c)
            && is_latin(ch.c)
        {
            run.push(Ch { c: ' ', at });
        }
        run.push(*ch);
    }
    run
}

/// Columns a run takes in print: Chinese characters are two wide.
pub(super) fn columns(run: &[Ch]) -> usize {
    run.iter().map(|ch| if ch.c.is_ascii() { 1 } else { 2 }).sum()
}

/// Whether a paragraph ends here: a sentence mark, possibly followed by closing quotes or by a bracketed remark.
pub(super) fn is_finished(run: &[Ch]) -> bool {
    let end = run.iter().rposition(|ch| !is_closer(ch.c));
    let Some(end) = end else { return false };
    if ends_sentence(run[end].c) || is_latin_full_stop(run, end) {
        return true;
    }
    let Some(open) = open_of_last_bracket(run) else { return false };
    run[..open].last().is_some_and(|ch| ends_sentence(ch.c))
}

/// `发展.`: a full stop typed in the wrong width.
fn is_latin_full_stop(run: &[Ch], end: usize) -> bool {
    matches!(run[end].c, '.' | '．') && end > 0 && is_han(run[end - 1].c)
}

fn ends_sentence(c: char) -> bool {
    is_stop(c) || matches!(c, '！' | '？' | '!' | '?' | '：' | ':' | '…')
}

/// Where the bracket opens that the run ends with. Remarks are short, so the search is too.
pub(super) fn open_of_last_bracket(run: &[Ch]) -> Option<usize> {
    const LONGEST_REMARK: usize = 300;
    let last = run.last()?;
    if !matches!(last.c, '）' | ')' | '】' | '］' | ']') {
        return None;
    }
    let mut depth = 0_usize;
    for (index, ch) in run.iter().enumerate().rev().take(LONGEST_REMARK) {
        match ch.c {
            '）' | ')' | '】' | '］' | ']' => depth += 1,
            '（' | '(' | '【' | '［' | '[' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}

/// The value of a digit of either width.
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

pub(super) fn starts_with(run: &[Ch], word: &str) -> bool {
    let mut rest = run.iter();
    word.chars().all(|c| rest.next().is_some_and(|ch| ch.c == c))
}

pub(super) fn contains(run: &[Ch], wanted: fn(char) -> bool) -> bool {
    run.iter().any(|ch| wanted(ch.c))
}

/// Whether a short run opens a quote or bracket that it does not close: it must go on.
pub(super) fn has_open_pair(body: &[Ch]) -> bool {
    [('“', '”'), ('《', '》'), ('（', '）'), ('(', ')')].iter().any(|(open, close)| {
        let count = |sign: char| body.iter().filter(|ch| ch.c == sign).count();
        body.len() <= 100 && count(*open) > count(*close)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Run {
        text.chars().zip(0..).map(|(c, at)| Ch { c, at }).collect()
    }

    #[test]
    fn layout_space_goes_and_space_between_latin_words_stays() {
        assert_eq!(text(&squeeze(&run("  研究 “民参军”，  Deep  Mind 模型\u{a0}"))), "研究“民参军”，Deep Mind模型");
    }

    #[test]
    fn a_remark_in_brackets_after_the_full_stop_ends_a_paragraph() {
        assert!(is_finished(&run("开展试点。（责任单位：市科委）")));
        assert!(is_finished(&run("他说：“好。”")));
        assert!(!is_finished(&run("建设京外合作园区（基地）")));
        assert!(!is_finished(&run("）")));
    }
}
