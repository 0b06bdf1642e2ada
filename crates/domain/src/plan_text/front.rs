//! What stands before the first heading: the title, the news around it, the preamble.

use super::chars::{contains, digit, is_finished, is_stop, text};
use super::findings::{Finding, excerpt};
use super::paragraphs::{Piece, What};

/// What a piece before the first heading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    Front,
    Preamble,
}

/// The title and the place of each piece before the first heading.
pub(super) struct Front {
    pub title: Option<String>,
    pub places: Vec<Place>,
    pub findings: Vec<Finding>,
}

/// Reads the pieces before the first heading. Where that is not the first heading of a whole document
/// (`is_beginning`), only a line that names a kind of document is a title.
pub(super) fn read(pieces: &[Piece], is_beginning: bool) -> Front {
    let mut places = vec![Place::Preamble; pieces.len()];
    let words: Vec<String> = pieces.iter().map(|piece| text(&piece.run)).collect();
    let lines: Vec<bool> = pieces.iter().map(is_title_line).collect();
    let quoted = (0..pieces.len()).filter(|i| lines[*i]).find_map(|i| Some((i, quoted_title(&words[i])?)));
    let mut findings = Vec::new();
    let title = match quoted.or_else(|| if lines.contains(&true) { None } else { quoted_in_text(pieces, &words) }) {
        Some((index, title)) => {
            findings.push(Finding::info(
                "title_from_notice",
                pieces[index].line,
                format!("方案名称取自发文标题：{title}"),
            ));
            Some(title)
        }
        None => printed_title(&words, &lines, is_beginning, &mut places),
    };
    mark_front(pieces, &words, title.as_deref(), &mut places);
    for (piece, place) in pieces.iter().zip(&places) {
        if *place == Place::Front && piece.what == What::Text {
            let message = format!("正文之前的文字，未归入方案：{}", excerpt(&text(&piece.run)));
            findings.push(Finding::info("front_matter", piece.line, message));
        }
    }
    Front { title, places, findings }
}

/// A line of its own, not a sentence, date, document number or address.
fn is_title_line(piece: &Piece) -> bool {
    let run = &piece.run;
    piece.what == What::Text
        && run.len() <= 100
        && !contains(run, is_stop)
        && !is_finished(run)
        && !is_formality(&text(run))
}

fn is_formality(line: &str) -> bool {
    let numbered = line.contains(['〔', '［', '[']) && line.ends_with('号');
    let digits = line.chars().filter(|c| digit(*c).is_some()).count();
    let dated =
        line.trim_matches(['（', '）', '(', ')']).ends_with(['日', '月']) && digits >= 3 && line.chars().count() <= 16;
    let chinese_date = line.starts_with("二〇") && line.chars().count() <= 14;
    let continued = line.starts_with("续前节") || line.starts_with("（续") || line.starts_with("上接");
    numbered || dated || chinese_date || continued || line.ends_with("文件") || line.starts_with("附件")
}

const ISSUED: [&str; 5] = ["印发", "发布", "出台", "公布", "转发"];

/// `…印发《名称》…`, `关于印发名称的通知`
fn quoted_title(line: &str) -> Option<String> {
    if !ISSUED.iter().any(|word| line.contains(word)) {
        return None;
    }
    let title = match line.split_once('《') {
        Some((_, rest)) => rest.split_once('》')?.0,
        None => line.split_once("关于印发")?.1.strip_suffix("的通知")?,
    };
    (title.chars().count() >= 6).then(|| title.to_owned())
}

/// The same inside a sentence, where the document has no line that could be a title.
fn quoted_in_text(pieces: &[Piece], words: &[String]) -> Option<(usize, String)> {
    let issued = |line: &str| {
        let (before, _) = line.split_once('《')?;
        ISSUED.iter().any(|word| before.trim_end_matches('了').ends_with(word)).then(|| quoted_title(line))?
    };
    (0..pieces.len()).filter(|i| pieces[*i].what == What::Text).find_map(|i| Some((i, issued(&words[i])?)))
}

/// The first lines that are no sentences, put together: long titles take several lines.
fn printed_title(words: &[String], lines: &[bool], is_beginning: bool, places: &mut [Place]) -> Option<String> {
    const NAMES: [&str; 14] = [
        "方案", "规划", "计划", "措施", "意见", "办法", "条例", "通知", "纲要", "规定", "细则", "举措", "政策", "清单",
    ];
    const MOST_LINES: usize = 6;
    let start = lines.iter().position(|is_line| *is_line)?;
    let mut title = String::new();
    for index in start..words.len().min(start + MOST_LINES) {
        let in_brackets = words[index].starts_with(['（', '(']);
        let name = title.split(['（', '(']).next().unwrap_or_default();
        let is_complete = NAMES.iter().any(|word| name.ends_with(word));
        if !lines[index] || (is_complete && !in_brackets) {
            break;
        }
        title.push_str(&words[index]);
        places[index] = Place::Title;
    }
    if is_beginning || NAMES.iter().any(|word| title.contains(word)) {
        return Some(title);
    }
    places.fill(Place::Preamble);
    None
}

/// Everything up to the last piece that talks about the plan instead of being it.
fn mark_front(pieces: &[Piece], words: &[String], title: Option<&str>, places: &mut [Place]) {
    let Some(title) = title else { return };
    let is_news = |index: usize| {
        let line = &words[index];
        let tells = ISSUED.iter().any(|word| line.contains(word)) || line.contains("如下");
        pieces[index].what == What::Text
            && ((line.contains(title) && tells)
                || is_formality(line)
                || (line.len() < 120 && line.ends_with(['：', ':'])))
    };
    let last_news = (0..pieces.len()).rev().find(|index| is_news(*index));
    for index in 0..pieces.len() {
        if words[index] == title {
            places[index] = Place::Title;
        } else if places[index] != Place::Title && last_news.is_some_and(|last| index <= last) {
            places[index] = Place::Front;
        }
    }
}
