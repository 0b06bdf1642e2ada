//! Statutory marks of secrecy in names and texts (domain.md 6.4): what stops an upload for a human check.
//!
//! A mark stands by itself: 机密★10年, 【秘密】, 密级：绝密, or alone at the head of a paper. The same words inside a
//! sentence (保守国家秘密, 商业秘密, 机密计算) are ordinary and pass.

/// The three statutory degrees.
const DEGREES: [&str; 3] = ["绝密", "机密", "秘密"];
/// What may follow a degree that stands alone.
const SUFFIXES: [&str; 5] = ["级", "件", "文件", "材料", "资料"];
/// What stands beside a degree at the head of an official paper.
const URGENCIES: [&str; 6] = ["特急", "加急", "急件", "平急", "特提", "限时"];
/// Longest mark that is shown to people.
const LONGEST: usize = 20;

/// A mark that was found, as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The mark without blanks, at most twenty characters: never the words around it.
    pub text: String,
    /// The line it stands on, from 1.
    pub line: usize,
}

/// The first mark of a text, line by line: paragraphs of a document, cells of a table, lines of a page.
pub fn marks_in_text<'a>(lines: impl IntoIterator<Item = &'a str>) -> Option<Mark> {
    lines
        .into_iter()
        .enumerate()
        .find_map(|(index, line)| mark_of_line(line).map(|text| Mark { text, line: index + 1 }))
}

/// The mark in the name of a file or a title, if it shows one.
pub fn marks_in_name(name: &str) -> Option<String> {
    if name.contains('★')
        && let Some(degree) = DEGREES.into_iter().find(|degree| name.contains(degree))
    {
        return Some(format!("{degree}★"));
    }
    let stem = name
        .rsplit_once('.')
        .map_or(name, |(stem, extension)| if extension.len() <= 4 && extension.is_ascii() { stem } else { name });
    let mut parts = stem.split(|c: char| c.is_whitespace() || is_border(c)).filter(|part| !part.is_empty());
    let ends = [parts.next(), parts.next_back()];
    ends.into_iter().flatten().find_map(alone)
}

fn mark_of_line(line: &str) -> Option<String> {
    if !line.contains(['密', '★']) {
        return None;
    }
    let compact: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    starred(&compact).or_else(|| alone(&compact)).or_else(|| stated(&compact)).or_else(|| headed(line))
}

/// 机密★10年 wherever it stands, and a star with a period whose degree was lost.
fn starred(compact: &str) -> Option<String> {
    compact.match_indices('★').find_map(|(at, star)| {
        let before = compact.get(..at).unwrap_or_default();
        let after = compact.get(at + star.len()..).unwrap_or_default();
        let period = leading_period(after);
        match DEGREES.into_iter().find(|degree| before.ends_with(degree)) {
            Some(degree) => Some(shown(&format!("{degree}★{period}"))),
            None if !period.is_empty() => Some(shown(&format!("★{period}"))),
            None => None,
        }
    })
}

/// A degree with nothing else around it but brackets: 【机密】, 秘密件, 秘密10年.
fn alone(text: &str) -> Option<String> {
    let core = text.trim_matches(|c: char| c.is_whitespace() || is_border(c));
    let degree = DEGREES.into_iter().find(|degree| core.starts_with(degree))?;
    let rest = core.strip_prefix(degree).unwrap_or_default();
    let bare = rest.is_empty() || SUFFIXES.contains(&rest) || leading_period(rest).len() == rest.len();
    bare.then(|| shown(core))
}

/// 密级：机密.
fn stated(compact: &str) -> Option<String> {
    let rest = compact.strip_prefix("密级").or_else(|| compact.strip_prefix("保密等级"))?;
    let degree = DEGREES.into_iter().find(|degree| rest.trim_start_matches([':', '：']).starts_with(degree))?;
    Some(format!("密级：{degree}"))
}

/// 机密　特急, and 机密　第3号: a degree, a blank, and what stands beside it on an official paper.
fn headed(line: &str) -> Option<String> {
    let line = line.trim();
    let degree = DEGREES.into_iter().find(|degree| line.starts_with(degree))?;
    let rest = line.strip_prefix(degree)?;
    let beside = rest.trim_start();
    let blank = beside.len() < rest.len();
    let official = URGENCIES.contains(&beside)
        || ["第", "编号", "№", "No"].iter().any(|word| beside.starts_with(word)) && beside.chars().count() <= 12;
    (blank && official).then(|| shown(&format!("{degree} {beside}")))
}

/// 10年, 6个月, 长期 at the beginning of a text; empty where there is none.
fn leading_period(text: &str) -> &str {
    if text.starts_with("长期") {
        return "长期";
    }
    let digits = text.chars().take_while(|c| c.is_numeric() || "一二三四五六七八九十".contains(*c));
    let length: usize = digits.map(char::len_utf8).sum();
    let unit = text.get(length..).unwrap_or_default();
    match ["年", "个月", "月", "天", "日"].into_iter().find(|name| unit.starts_with(name)) {
        Some(unit) if length > 0 => text.get(..length + unit.len()).unwrap_or_default(),
        _ => "",
    }
}

fn is_border(c: char) -> bool {
    "【】[]［］()（）〔〕《》<>“”\"'「」-－—_＿.·、，,:：;；|/*＊#".contains(c)
}

fn shown(mark: &str) -> String {
    mark.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Option<String> {
        marks_in_text(text.lines()).map(|mark| mark.text)
    }

    #[test]
    fn a_mark_with_a_star_is_found_wherever_it_stands() {
        assert_eq!(found("机密★10年").as_deref(), Some("机密★10年"));
        assert_eq!(found("正文\n  秘 密 ★ 长期  \n更多").as_deref(), Some("秘密★长期"));
        assert_eq!(found("页眉：绝密★").as_deref(), Some("绝密★"));
        assert_eq!(found("★５年").as_deref(), Some("★５年"));
    }

    #[test]
    fn a_mark_that_stands_alone_is_found_with_its_line() {
        for mark in ["机密", "【秘密】", "（绝密）", "秘　密", "机密级", "秘密件", "秘密10年", "[机密]"]
        {
            assert_eq!(marks_in_text(["标题", mark, "正文"]).map(|mark| mark.line), Some(2), "{mark}");
        }
        assert!(found("密级：机密").is_some());
        assert!(found("密 级:秘密").is_some());
        assert!(found("机密　特急").is_some());
        assert!(found("秘密  第000012号").is_some());
    }

    #[test]
    fn ordinary_words_are_no_alarm() {
        for text in [
            "保守国家秘密是每个公民的义务。",
            "加强商业秘密保护",
            "机密计算技术路线",
            "机密计算 技术路线",
            "秘密共享协议",
            "不得存储、处理、传输国家秘密",
            "密级：非密",
            "密级：公开",
            "评分：★★★★★",
            "★ 重点任务",
            "带★的为必填项",
            "本材料不涉及绝密、机密、秘密事项",
            "中华人民共和国保守国家秘密法",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_shows_a_mark_at_its_ends_or_with_a_star() {
        for name in [
            "机密★3年 方案.pdf",
            "【机密】方案.docx",
            "方案（秘密）.pdf",
            "机密-方案.xlsx",
            "绝密.pdf",
            "秘密 名单.xlsx",
        ] {
            assert!(marks_in_name(name).is_some(), "{name}");
        }
        for name in [
            "商业秘密保护指引.pdf",
            "机密计算技术方案.pdf",
            "国家秘密.pdf",
            "保守国家秘密法宣传（第2版）.docx",
            "五星★★★★★评价表.xlsx",
        ] {
            assert_eq!(marks_in_name(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_text_without_the_words_is_a_mark(text in "[^密★]{0,200}") {
            prop_assert_eq!(found(&text), None);
            prop_assert_eq!(marks_in_name(&text), None);
        }

        #[test]
        fn a_mark_is_found_between_any_lines(before in "[^密★\n\r]{0,60}", after in "\\PC{0,60}", degree in 0..3_usize) {
            let mark = format!("{}★1年", DEGREES[degree]);
            prop_assert!(marks_in_text([before.as_str(), &mark, &after]).is_some());
        }

        #[test]
        fn every_text_is_answered(text in "\\PC{0,80}[密★绝机秘年长期：（）]{0,20}\\PC{0,20}") {
            let _ = (found(&text), marks_in_name(&text));
        }
    }
}
