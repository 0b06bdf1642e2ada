//! The signs that open a heading: `一、` `（一）` `1.` `第一章` `任务一：` and their relatives in both widths.

use super::chars::{Ch, digit, is_han, is_stop, starts_with};

/// A family of markers that count together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// 第一编, 第一篇
    Volume,
    /// 第一部分
    Division,
    /// 第一章
    Chapter,
    /// 第一节
    Knot,
    /// 第一条
    Article,
    /// 一、
    Han,
    /// （一）
    ParenHan,
    /// 任务一：, with the index of its word
    Label(usize),
    /// 1.
    Arabic,
    /// 1.1 and 1.1.1, with the number of levels
    Decimal(usize),
    /// （1）
    ParenArabic,
    /// 1）
    HalfParen,
    /// ①
    Circled,
}

impl Kind {
    /// Headings that can stand above numbered measures.
    pub fn is_upper(self) -> bool {
        matches!(
            self,
            Self::Volume | Self::Division | Self::Chapter | Self::Knot | Self::Han | Self::ParenHan | Self::Label(_)
        )
    }
}

/// A recognised marker at the beginning of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    pub kind: Kind,
    pub number: u32,
    /// The number one level up, for `2.1`.
    pub parent: u32,
    /// How many characters of the line it takes.
    pub len: usize,
}

const LABELS: [&str; 12] = [
    "重点任务",
    "主要任务",
    "任务",
    "重点举措",
    "举措",
    "措施",
    "重点工程",
    "工程",
    "专项行动",
    "行动",
    "政策",
    "专项",
];

/// Reads the marker a line opens with. Whether it is a heading or a number that happens to stand there is decided
/// later, from its neighbours.
pub(super) fn recognise(run: &[Ch]) -> Option<Marker> {
    ordinal(run)
        .or_else(|| bracketed(run))
        .or_else(|| labelled(run))
        .or_else(|| enclosed(run))
        .or_else(|| han(run))
        .or_else(|| arabic(run))
        .filter(|marker| marker.number > 0)
}

/// `专栏5:标题`: the number, if it has one, and the length of the prefix.
pub(super) fn box_mark(run: &[Ch]) -> Option<(Option<u32>, usize)> {
    if !starts_with(run, "专栏") {
        return None;
    }
    let (number, used) = number(&run[2..]).unwrap_or_default();
    let after = run.get(2 + used).map(|ch| ch.c);
    let named = used > 0 || matches!(after, None | Some('：' | ':'));
    named.then_some((Some(number).filter(|n| *n > 0), 2 + used + usize::from(matches!(after, Some('：' | ':' | '、')))))
}

/// A Chinese or Arabic number and how many characters it takes.
pub(super) fn number(run: &[Ch]) -> Option<(u32, usize)> {
    han_number(run).or_else(|| arabic_number(run))
}

fn arabic_number(run: &[Ch]) -> Option<(u32, usize)> {
    let digits: Vec<u32> = run.iter().map_while(|ch| digit(ch.c)).take(5).collect();
    let value = digits.iter().fold(0, |sum, d| sum * 10 + d);
    (1..=4).contains(&digits.len()).then_some((value, digits.len()))
}

fn han_number(run: &[Ch]) -> Option<(u32, usize)> {
    let (mut total, mut pending, mut used) = (0_u32, None, 0);
    for ch in run.iter().take(8) {
        match (han_digit(ch.c), ch.c) {
            (Some(value), _) => pending = Some(pending.unwrap_or(0) * 10 + value),
            (None, '十') => total += pending.take().unwrap_or(1) * 10,
            (None, '百') => total += pending.take().unwrap_or(1) * 100,
            _ => break,
        }
        used += 1;
    }
    (used > 0 && used < 8).then(|| (total + pending.unwrap_or(0), used))
}

fn han_digit(c: char) -> Option<u32> {
    "〇一二三四五六七八九"
        .chars()
        .chain(['零'])
        .zip((0..10).chain([0]))
        .find_map(|(sign, value)| (sign == c).then_some(value))
}

fn ordinal(run: &[Ch]) -> Option<Marker> {
    const UNITS: [(&str, Kind); 7] = [
        ("编", Kind::Volume),
        ("篇", Kind::Volume),
        ("部分", Kind::Division),
        ("章", Kind::Chapter),
        ("节", Kind::Knot),
        ("条", Kind::Article),
        ("项", Kind::Article),
    ];
    if run.first()?.c != '第' {
        return None;
    }
    let (number, used) = number(&run[1..])?;
    let rest = &run[1 + used..];
    let (unit, kind) = UNITS.iter().find(|(unit, _)| starts_with(rest, unit))?;
    let mut len = 1 + used + unit.chars().count();
    if run.get(len).is_some_and(|ch| matches!(ch.c, '：' | ':' | '、')) {
        len += 1;
    }
    let is_phrase = run.get(len).is_some_and(|ch| matches!(ch.c, '第' | '至' | '和' | '的' | '规' | '，' | ',' | '。'));
    (!is_phrase && unit != &"项").then_some(Marker { kind: *kind, number, parent: 0, len })
}

fn bracketed(run: &[Ch]) -> Option<Marker> {
    if !matches!(run.first()?.c, '（' | '(' | '〔') {
        return None;
    }
    let (kind, (number, used)) = match han_number(&run[1..]) {
        Some(found) => (Kind::ParenHan, found),
        None => (Kind::ParenArabic, arabic_number(&run[1..])?),
    };
    let closes = run.get(1 + used).is_some_and(|ch| matches!(ch.c, '）' | ')' | '〕'));
    let extra = usize::from(run.get(2 + used).is_some_and(|ch| matches!(ch.c, '、' | '.' | '．')));
    (closes && number < 200).then_some(Marker { kind, number, parent: 0, len: 2 + used + extra })
}

/// `任务一：` and `举措1`. Without a colon only a short line or a gap makes it a heading.
fn labelled(run: &[Ch]) -> Option<Marker> {
    let open = usize::from(run.first()?.c == '【');
    let (index, word) = LABELS.iter().enumerate().find(|(_, word)| starts_with(&run[open..], word))?;
    let start = open + word.chars().count();
    let (number, used) = number(run.get(start..)?)?;
    let end = start + used;
    let after = run.get(end).map(|ch| ch.c);
    let separated = matches!(after, Some('：' | ':' | '、' | '.' | '．' | '】' | ' ' | '—' | '-'));
    let gap = end > 0 && run.get(end).is_some_and(|ch| ch.at > run[end - 1].at + 1);
    let alone = after.is_none() || (run.len() <= 40 && after.is_some_and(is_han) && digit(run[end - 1].c).is_some());
    let len = end + usize::from(separated);
    (separated || gap || alone).then_some(Marker { kind: Kind::Label(index), number, parent: 0, len })
}

/// One-character markers of the Unicode blocks for enclosed numbers.
fn enclosed(run: &[Ch]) -> Option<Marker> {
    let code = run.first()?.c as u32;
    let (kind, first) = match code {
        0x2460..=0x2473 => (Kind::Circled, 0x2460),
        0x2474..=0x2487 => (Kind::ParenArabic, 0x2474),
        0x2488..=0x249b => (Kind::Arabic, 0x2488),
        0x3220..=0x3229 => (Kind::ParenHan, 0x3220),
        _ => return None,
    };
    Some(Marker { kind, number: code - first + 1, parent: 0, len: 1 })
}

fn han(run: &[Ch]) -> Option<Marker> {
    let (number, used) = han_number(run)?;
    let dot = run.get(used)?.c;
    let rest = run.get(used + 1..).unwrap_or_default();
    // `一、二、三产业` counts things, it does not open a part.
    let is_list = han_number(rest)
        .is_some_and(|(_, more)| rest.get(more).is_some_and(|ch| matches!(ch.c, '、' | '级' | '类' | '线')));
    (matches!(dot, '、' | '.' | '．') && !is_list && number < 100).then_some(Marker {
        kind: Kind::Han,
        number,
        parent: 0,
        len: used + 1,
    })
}

fn arabic(run: &[Ch]) -> Option<Marker> {
    let (first, used) = arabic_number(run)?;
    let dot = run.get(used)?.c;
    if matches!(dot, '）' | ')') {
        return (first < 100).then_some(Marker { kind: Kind::HalfParen, number: first, parent: 0, len: used + 1 });
    }
    if is_spaced_heading(run, used) {
        return (first < 100).then_some(Marker { kind: Kind::Arabic, number: first, parent: 0, len: used });
    }
    if !matches!(dot, '.' | '．' | '、') || first > 300 {
        return None;
    }
    let simple = Marker { kind: Kind::Arabic, number: first, parent: 0, len: used + 1 };
    let rest = &run[used + 1..];
    let Some((second, more)) = arabic_number(rest) else { return Some(simple) };
    if dot == '、' {
        // `1、2号线`
        return (second > 300).then_some(simple);
    }
    decimal(run, &[first, second], used + 1 + more)
        .or_else(|| opens_with_quantity(&rest[more..], second).then_some(simple))
}

/// `1 建设平台。…`: a space instead of the dot, before a sentence and not before a unit.
fn is_spaced_heading(run: &[Ch], used: usize) -> bool {
    let gap = run.get(used).zip(run.get(used - 1)).is_some_and(|(next, last)| next.at > last.at + 1);
    let word = run.get(used).is_some_and(|ch| is_han(ch.c) && !is_unit(ch.c));
    gap && word && run.iter().take(60).any(|ch| is_stop(ch.c))
}

/// `1.1` and `1.1.1`, when what follows is a heading and not a unit.
fn decimal(run: &[Ch], numbers: &[u32], end: usize) -> Option<Marker> {
    let (parent, number) = (*numbers.iter().rev().nth(1)?, *numbers.last()?);
    let rest = run.get(end..).unwrap_or_default();
    if rest.first().is_some_and(|ch| matches!(ch.c, '.' | '．')) {
        return match arabic_number(&rest[1..]) {
            Some((third, used)) if numbers.len() < 4 => decimal(run, &[numbers, &[third]].concat(), end + 1 + used),
            Some(_) => None,
            None => plain_decimal(numbers.len(), number, parent, end + 1),
        };
    }
    let next = rest.first().map(|ch| ch.c);
    if next == Some('、') {
        return plain_decimal(numbers.len(), number, parent, end + 1);
    }
    let is_heading = next.is_none_or(|c| c == ' ' || c == '“' || c == '《' || (is_han(c) && !is_unit(c)));
    if is_heading { plain_decimal(numbers.len(), number, parent, end + usize::from(next == Some(' '))) } else { None }
}

fn plain_decimal(levels: usize, number: u32, parent: u32, len: usize) -> Option<Marker> {
    (number < 100).then_some(Marker { kind: Kind::Decimal(levels), number, parent, len })
}

/// `1.5G网络`, `2.2024年底前`: the second number begins the title.
fn opens_with_quantity(rest: &[Ch], second: u32) -> bool {
    let next = rest.first().map(|ch| ch.c);
    second > 300 || matches!(next, Some('G' | 'g' | 'D' | 'K' | '年' | '月' | '个' | '项' | '大' | '类'))
}

fn is_unit(c: char) -> bool {
    "年月日个家项万亿千百倍元吨米人名件条次克升度岁天时分秒平公大类".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Kind, u32, usize)> {
        let run: Vec<Ch> = text.chars().zip(0..).map(|(c, at)| Ch { c, at }).collect();
        recognise(&run).map(|marker| (marker.kind, marker.number, marker.len))
    }

    #[test]
    fn both_widths_and_all_families_are_read() {
        assert_eq!(read("二十二、总则"), Some((Kind::Han, 22, 4)));
        assert_eq!(read("(二十二)开展跟踪评估"), Some((Kind::ParenHan, 22, 5)));
        assert_eq!(read("１２．建设"), Some((Kind::Arabic, 12, 3)));
        assert_eq!(read("第一百零三条对象"), Some((Kind::Article, 103, 6)));
        assert_eq!(read("第3章总则"), Some((Kind::Chapter, 3, 3)));
        assert_eq!(read("任务一：建设平台"), Some((Kind::Label(2), 1, 4)));
        assert_eq!(read("举措12加强"), Some((Kind::Label(4), 12, 4)));
        assert_eq!(read("㈢完善"), Some((Kind::ParenHan, 3, 1)));
        assert_eq!(read("③完善"), Some((Kind::Circled, 3, 1)));
        assert_eq!(read("2.3建设"), Some((Kind::Decimal(2), 3, 3)));
        assert_eq!(read("2.3.1建设"), Some((Kind::Decimal(3), 1, 5)));
    }

    #[test]
    fn numbers_in_running_text_are_no_markers() {
        for text in [
            "4月25日",
            "6G与应用",
            "1.5亿元",
            "2027年",
            "(中关村)",
            "(第2类)",
            "一是加强",
            "一、二、三产业",
            "3—5项",
            "第一批",
            "0.065吨",
            "第三条规定",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_title_may_open_with_a_number() {
        assert_eq!(read("3.5G网络建设"), Some((Kind::Arabic, 3, 2)));
        assert_eq!(read("3.2027年前建成"), Some((Kind::Arabic, 3, 2)));
    }
}
