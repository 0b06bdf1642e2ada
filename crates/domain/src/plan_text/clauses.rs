//! Sentences: where a clause ends, with care for full stops inside quotes and brackets.

use super::chars::{Ch, is_stop};

/// Cuts a text into clauses, as index ranges that cover it without gaps. The last one may lack its 。.
pub(super) fn split(run: &[Ch]) -> Vec<std::ops::Range<usize>> {
    let mut clauses = Vec::new();
    let mut start = 0;
    while start < run.len() {
        let end = first_end(run, start);
        clauses.push(start..end);
        start = end;
    }
    clauses
}

/// One past the end of the clause that starts at `start`.
pub(super) fn first_end(run: &[Ch], start: usize) -> usize {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut straight = false;
    // Where the clause would have ended if a bracket or quote is never closed.
    let mut fallback = None;
    let mut index = start;
    while index < run.len() {
        let c = run[index].c;
        if let Some(closing) = partner(c) {
            if open.len() < DEEPEST_NESTING {
                open.push((closing, index));
            }
        } else if let Some(depth) = open.iter().rposition(|(closing, _)| *closing == c) {
            let opened_at = open[depth].1;
            open.truncate(depth);
            if open.is_empty() {
                fallback = None;
                if ends_inside(run, start, opened_at, index) {
                    return index + 1;
                }
            }
        } else if c == '"' {
            straight = !straight;
        } else if is_stop(c) {
            if open.is_empty() {
                return after_stop(run, index + 1, straight);
            }
            fallback = fallback.or(Some(index + 1));
        }
        if fallback.is_some_and(|end| index > end + LONGEST_QUOTE) {
            break;
        }
        index += 1;
    }
    fallback.unwrap_or(run.len())
}

/// Brackets nested deeper than this are noise.
const DEEPEST_NESTING: usize = 16;

/// A quotation longer than this was never closed.
const LONGEST_QUOTE: usize = 400;

/// Closing signs and further stops that belong to the clause which has just ended.
fn after_stop(run: &[Ch], mut end: usize, straight: bool) -> usize {
    while run.get(end).is_some_and(|ch| is_stop(ch.c) || matches!(ch.c, '”' | '’' | '」' | '』' | '）' | ')')) {
        end += 1;
    }
    end + usize::from(straight && run.get(end).is_some_and(|ch| ch.c == '"'))
}

/// Whether a quotation or remark that ends with 。 ends the clause too: it does when the sentence does not go on.
fn ends_inside(run: &[Ch], start: usize, opened_at: usize, closed_at: usize) -> bool {
    if !run[..closed_at].last().is_some_and(|ch| is_stop(ch.c)) {
        return false;
    }
    let is_remark = matches!(run[closed_at].c, '）' | ')' | '】');
    if is_remark && opened_at != start {
        return false;
    }
    let goes_on = |c: char| "，,、；;：:。）)的等和与及或为是作为”".contains(c);
    run.get(closed_at + 1).is_none_or(|ch| !goes_on(ch.c))
}

fn partner(c: char) -> Option<char> {
    Some(match c {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '（' => '）',
        '(' => ')',
        '《' => '》',
        '【' => '】',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let run: Vec<Ch> = text.chars().zip(0..).map(|(c, at)| Ch { c, at }).collect();
        split(&run).into_iter().map(|range| run[range].iter().map(|ch| ch.c).collect()).collect()
    }

    #[test]
    fn a_full_stop_ends_a_clause_and_a_semicolon_does_not() {
        assert_eq!(cut("建立机制;完善制度。加大力度。"), ["建立机制;完善制度。", "加大力度。"]);
        assert_eq!(cut("建立机制。加强"), ["建立机制。", "加强"]);
    }

    #[test]
    fn a_full_stop_inside_quotes_or_brackets_is_not_the_end() {
        assert_eq!(cut("坚持“先行先试。”的原则。推进改革。"), ["坚持“先行先试。”的原则。", "推进改革。"]);
        assert_eq!(cut("提出“一张图干到底。”推进改革。"), ["提出“一张图干到底。”", "推进改革。"]);
        assert_eq!(cut("开展试点（含分园。）并推广。完成。"), ["开展试点（含分园。）并推广。", "完成。"]);
        assert_eq!(cut("开展试点。（含分园。）推广。"), ["开展试点。", "（含分园。）", "推广。"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_does_not_swallow_the_text() {
        assert_eq!(cut("推进“双创。支持企业。"), ["推进“双创。", "支持企业。"]);
    }
}
