//! Lines that are not the text: page numbers, running headers, tables of contents, footnotes, web credits, signatures.

use std::collections::HashMap;

use super::chars::{Run, contains, digit, is_comma, is_finished, is_han, is_stop, starts_with, text};
use super::lines::{Line, Role, Wrap};
use super::marker::{Kind, box_mark, recognise};
use super::model::BlockKind;

/// Puts a number back together that a line break cut: `(十` and `三)推进…`.
pub(super) fn mend_numbers(lines: &mut [Line]) {
    const LONGEST_STUB: usize = 5;
    let mut previous: Option<usize> = None;
    for index in 0..lines.len() {
        if !lines[index].is_text() || lines[index].opens_with_tab {
            continue;
        }
        let stub = previous
            .replace(index)
            .filter(|at| lines[*at].run.len() <= LONGEST_STUB && recognise(&lines[*at].run).is_none());
        let Some(at) = stub else { continue };
        let length = lines[at].run.len();
        let whole: Run = lines[at].run.iter().chain(lines[index].run.iter().take(12)).copied().collect();
        let is_number = recognise(&whole).is_some_and(|marker| marker.len > length)
            || box_mark(&whole).is_some_and(|(_, len)| len > length);
        if is_number {
            let mut run = std::mem::take(&mut lines[at].run);
            run.append(&mut lines[index].run);
            lines[index].run = run;
            lines[at].role = Role::Blank;
        }
    }
}

/// Gives each line that is not the text its role. Tables have been found before.
pub(super) fn mark(lines: &mut [Line]) {
    mark_contents(lines);
    for line in lines.iter_mut().filter(|line| line.is_text() && !line.opens_with_tab) {
        if is_page_number(&line.run) {
            line.role = Role::PageNumber;
        } else if is_credit(&line.run) {
            line.role = Role::Credit;
        }
    }
    mark_running(lines);
    mark_footnotes(lines);
    mark_tail(lines);
}

/// `12`, `- 12 -`, `— 3 —`, `第3页 共10页`, `3/10`, `Page 3 of 10`.
fn is_page_number(run: &Run) -> bool {
    if run.len() > 20 {
        return false;
    }
    let words: String = run.iter().filter(|ch| digit(ch.c).is_none()).map(|ch| ch.c).collect();
    let digits = run.len() - words.chars().count();
    if digits == 0 || digits > 8 {
        return false;
    }
    let frame = words.trim_matches(|c| "-—–－─―·•~～|｜ ".contains(c));
    let framed = !words.is_empty() && frame.is_empty() && digits <= 4;
    let spoken = matches!(frame, "第页" | "第页共页" | "第页，共页" | "第页,共页" | "第页/共页" | "/" | "共页" | "／");
    let bare = words.is_empty() && digits <= 3;
    bare || framed || spoken || matches!(frame.to_lowercase().as_str(), "page" | "page of" | "page  of" | "p." | "p")
}

const CREDITS: [&str; 34] = [
    "来源：",
    "来源:",
    "信息来源",
    "内容来源",
    "文章来源",
    "稿件来源",
    "发布时间",
    "发布日期",
    "内容编辑",
    "责任编辑",
    "编辑：",
    "编辑:",
    "责编",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "分享到",
    "打印本页",
    "【打印",
    "【关闭",
    "关闭窗口",
    "相关链接",
    "相关阅读",
    "扫一扫",
    "版权所有",
    "京ICP",
    "京公网安备",
    "字号：",
    "浏览次数",
    "阅读次数",
    "点击数",
    "返回顶部",
    "主办单位：",
];

/// Lines of a web page around the text.
fn is_credit(run: &Run) -> bool {
    if run.len() > 120 || contains(run, is_stop) {
        return false;
    }
    CREDITS.iter().any(|word| starts_with(run, word)) || is_ticker(run)
}

/// `头条 21-12-17`: a word and a date.
fn is_ticker(run: &Run) -> bool {
    let words = run.iter().take_while(|ch| is_han(ch.c)).count();
    let rest = run.get(words..).unwrap_or_default();
    let digits = rest.iter().filter(|ch| digit(ch.c).is_some()).count();
    let dashes = rest.iter().filter(|ch| matches!(ch.c, '-' | '/' | '.')).count();
    (1..=8).contains(&words) && dashes == 2 && (4..=8).contains(&digits) && digits + dashes == rest.len()
}

/// A heading 目录 and the entries below it, and entries with dots and a page number anywhere before the text.
fn mark_contents(lines: &mut [Line]) {
    let Some(head) = lines.iter().take(200).position(|line| matches!(text(&line.run).as_str(), "目录" | "目次"))
    else {
        lines
            .iter_mut()
            .filter(|line| line.is_text() && has_leader(&line.run))
            .for_each(|line| line.role = Role::Contents);
        return;
    };
    lines[head].role = Role::Contents;
    let mut first_entry: Option<String> = None;
    for line in &mut lines[head + 1..] {
        if !line.is_text() {
            continue;
        }
        let entry = without_leader(&line.run);
        let is_entry = !contains(&line.run, is_stop) && line.run.len() <= 80;
        let repeats = first_entry.as_ref().is_some_and(|first| *first == text(&line.run)) && !has_leader(&line.run);
        if !is_entry || repeats {
            break;
        }
        first_entry.get_or_insert(entry);
        line.role = Role::Contents;
    }
}

/// Dots or dashes that lead to a page number.
fn has_leader(run: &Run) -> bool {
    let digits = run.iter().rev().take_while(|ch| digit(ch.c).is_some()).count();
    let dots = run.iter().rev().skip(digits).take_while(|ch| matches!(ch.c, '.' | '…' | '·' | '．' | '-')).count();
    digits > 0 && digits <= 3 && dots >= 2 && run.len() <= 100 && dots + digits < run.len()
}

fn without_leader(run: &Run) -> String {
    text(run).trim_end_matches(|c: char| c.is_ascii_digit() || ".…·．- ".contains(c)).to_owned()
}

/// Lines that come back at least three times, numbers aside, and are neither headings nor sentences.
fn mark_running(lines: &mut [Line]) {
    const LONGEST: usize = 50;
    let mut seen: HashMap<String, usize> = HashMap::new();
    let candidate = |line: &Line| {
        let wordy = contains(&line.run, |c| is_stop(c) || is_comma(c) || matches!(c, '：' | ':' | '、'));
        line.is_text()
            && line.run.len() <= LONGEST
            && !wordy
            && recognise(&line.run).is_none()
            && !starts_with(&line.run, "附件")
            && box_mark(&line.run).is_none()
            && !line.opens_with_tab
    };
    for line in lines.iter().filter(|line| candidate(line)) {
        *seen.entry(shape(&line.run)).or_default() += 1;
    }
    for line in lines.iter_mut().filter(|line| candidate(line)) {
        let is_long_enough = line.run.len() >= 4;
        if is_long_enough && seen.get(&shape(&line.run)).is_some_and(|count| *count >= 3) {
            line.role = Role::Running;
        }
    }
}

fn shape(run: &Run) -> String {
    run.iter().map(|ch| if digit(ch.c).is_some() { '#' } else { ch.c }).collect()
}

/// `[1]…`, `注：…`, and `①…` where it interrupts a sentence.
fn mark_footnotes(lines: &mut [Line]) {
    let mut open = false;
    for line in lines.iter_mut().filter(|line| line.is_text()) {
        if is_footnote(&line.run, open) {
            line.role = Role::Footnote;
        } else {
            open = !is_finished(&line.run) && line.run.len() > 10;
        }
    }
}

fn is_footnote(run: &Run, interrupts: bool) -> bool {
    let word = run.get(..6.min(run.len())).map(text).unwrap_or_default();
    let bracket = word.starts_with(['[', '［']) && run.get(1).is_some_and(|ch| digit(ch.c).is_some());
    let note = word.strip_prefix('注').map(|rest| rest.trim_start_matches(|c| digit(c).is_some()));
    let noted = note.is_some_and(|rest| rest.starts_with(['：', ':'])) || word.starts_with('※');
    let starred = run.first().is_some_and(|ch| ch.c == '*') && run.get(1).is_some_and(|ch| is_han(ch.c));
    let circled = recognise(run).is_some_and(|marker| marker.kind == Kind::Circled);
    bracket || noted || starred || (interrupts && circled)
}

/// Short lines behind the last sentence: signatures, dates, site names.
fn mark_tail(lines: &mut [Line]) {
    let wrap = Wrap::of(lines);
    let Some(last) = lines.iter().rposition(|line| line.is_text() && ends_text(&line.run)) else { return };
    let is_tail = |line: &Line| {
        line.run.len() <= 40
            && !contains(&line.run, is_comma)
            && recognise(&line.run).is_none()
            && box_mark(&line.run).is_none()
            && !wrap.is_full(line)
            && !line.opens_with_tab
            && !is_annex(&line.run)
    };
    let after = &lines[last + 1..];
    let texts = || after.iter().filter(|line| line.is_text());
    if wrap.is_full(&lines[last]) || texts().any(|line| !is_tail(line)) {
        return;
    }
    lines[last + 1..].iter_mut().filter(|line| line.is_text()).for_each(|line| line.role = Role::Credit);
}

fn ends_text(run: &Run) -> bool {
    is_finished(run) && contains(run, is_stop)
}

/// `附件`, `附件1：…`, `附表`.
pub(super) fn is_annex(run: &Run) -> bool {
    let named = ["附件", "附表", "附录"].iter().any(|word| starts_with(run, word));
    let next = run.get(2).map(|ch| ch.c);
    let counted = next.is_none_or(|c| digit(c).is_some() || "一二三四五六七八九十：:.".contains(c));
    named && counted && run.len() <= 80 && !contains(run, is_stop)
}

/// How a line that is not the text is shown.
pub(super) fn noise_kind(role: Role) -> BlockKind {
    match role {
        Role::PageNumber => BlockKind::PageNumber,
        Role::Running => BlockKind::RunningHeader,
        Role::Contents => BlockKind::Contents,
        Role::Footnote => BlockKind::Footnote,
        Role::Table(_) => BlockKind::TableRow,
        Role::Credit | Role::Text | Role::Blank => BlockKind::Tail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan_text::lines::split;

    fn run(text: &str) -> Run {
        split(text).swap_remove(0).run
    }

    #[test]
    fn page_numbers_come_in_many_frames() {
        for page in ["12", "- 12 -", "— 3 —", "—12—", "第 3 页", "第3页 共10页", "3/10", "Page 3 of 10", "·7·", "１２"]
        {
            assert!(is_page_number(&run(page)), "{page}");
        }
        for other in ["2027", "1.", "12个", "(1)", "4月25日"] {
            assert!(!is_page_number(&run(other)), "{other}");
        }
    }

    #[test]
    fn web_lines_are_known() {
        assert!(is_credit(&run("头条 21-12-17")));
        assert!(is_credit(&run("内容来源:首都之窗")));
        assert!(!is_credit(&run("来源：北京日报。全文如下。")));
    }
}
