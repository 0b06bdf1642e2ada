//! Traditional to simplified script, without moving a single character.

use std::sync::OnceLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use luoshi_domain::plan_text::Finding;

/// The text in simplified script, and a finding if it was not. Line by line each code point keeps its place.
pub(super) fn simplify(text: &str) -> (String, Option<Finding>) {
    let Some(converter) = converter() else {
        let finding = Finding::warning("conversion_unavailable", 1, "繁简转换不可用，文字按原样读入");
        return (text.to_owned(), Some(finding));
    };
    let lines: Vec<(&str, String)> = text.split_inclusive('\n').map(|line| (line, convert(converter, line))).collect();
    let changes: Vec<(usize, usize)> = lines.iter().map(|(line, simple)| (changed(line, simple), han(line))).collect();
    let total: usize = changes.iter().map(|(changed, _)| changed).sum();
    let characters: usize = changes.iter().map(|(_, all)| all).sum();
    let is_traditional = total * 50 >= characters && total > 0;
    let is_mixed_in = |(changed, all): &(usize, usize)| *changed >= 3 && changed * 10 >= *all;
    let mut simplified = String::with_capacity(text.len());
    let mut first = None;
    for (index, ((line, simple), count)) in lines.iter().zip(&changes).enumerate() {
        let convert = is_traditional || is_mixed_in(count);
        if convert && count.0 > 0 {
            first.get_or_insert(index + 1);
        }
        simplified.push_str(if convert { simple } else { line });
    }
    let finding = first.map(|line| {
        let extent = if is_traditional { "全文" } else { "部分段落" };
        Finding::info("converted_script", line, format!("{extent}为繁体，已转换为简体；条款位置仍按原文计算"))
    });
    (simplified, finding)
}

/// A word in simplified script, however short.
pub(super) fn simplified_word(word: &str) -> String {
    converter().map_or_else(|| word.to_owned(), |converter| convert(converter, word))
}

fn converter() -> Option<&'static OpenCC> {
    static CONVERTER: OnceLock<Option<OpenCC>> = OnceLock::new();
    CONVERTER.get_or_init(|| OpenCC::from_config(BuiltinConfig::T2s).ok()).as_ref()
}

/// Whole phrases decide a character where they can; where a phrase would change its length, each character is
/// converted alone so that positions stay those of the file.
fn convert(converter: &OpenCC, line: &str) -> String {
    let whole = converter.convert(line);
    if whole.chars().count() == line.chars().count() {
        return whole;
    }
    let mut buffer = [0_u8; 4];
    line.chars()
        .map(|c| {
            let single = converter.convert(c.encode_utf8(&mut buffer));
            let mut chars = single.chars();
            chars.next().filter(|_| chars.next().is_none()).unwrap_or(c)
        })
        .collect()
}

fn changed(line: &str, simple: &str) -> usize {
    line.chars().zip(simple.chars()).filter(|(old, new)| old != new).count()
}

fn han(line: &str) -> usize {
    line.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}')).count()
}
