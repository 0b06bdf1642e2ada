//! Who: 牵头单位：…, （责任单位：…）, 由…牵头, …牵头、…配合, and a known unit in front of 负责.

use super::names::{Found, Names};
use super::words::{Words, length};
use super::{Duty, UnitMention};

/// Words in front of a colon, with the duty of the units behind it; the longer stand first.
const LABELS: [(&str, Duty); 19] = [
    ("牵头责任单位", Duty::Lead),
    ("牵头单位", Duty::Lead),
    ("牵头部门", Duty::Lead),
    ("主责单位", Duty::Lead),
    ("主责部门", Duty::Lead),
    ("主办单位", Duty::Lead),
    ("责任单位", Duty::Responsible),
    ("责任部门", Duty::Responsible),
    ("责任主体", Duty::Responsible),
    ("承办单位", Duty::Responsible),
    ("实施单位", Duty::Responsible),
    ("落实单位", Duty::Responsible),
    ("配合单位", Duty::Supporting),
    ("配合部门", Duty::Supporting),
    ("协办单位", Duty::Supporting),
    ("协同单位", Duty::Supporting),
    ("参与单位", Duty::Supporting),
    ("参加单位", Duty::Supporting),
    ("支持单位", Duty::Supporting),
];

/// Verbs behind a unit with the duty they give it.
const VERBS: [(&str, Duty); 9] = [
    ("牵头", Duty::Lead),
    ("主办", Duty::Lead),
    ("会同", Duty::Lead),
    ("负责", Duty::Responsible),
    ("配合", Duty::Supporting),
    ("协办", Duty::Supporting),
    ("协同", Duty::Supporting),
    ("协助", Duty::Supporting),
    ("参与", Duty::Supporting),
];

/// What stands between two units besides 、 ， ； and blanks.
const CONJUNCTIONS: [&str; 5] = ["以及", "会同", "和", "及", "与"];

/// How the name of an office ends; words without such an end are no unit, whoever 由…牵头 speaks of.
const OFFICES: [&str; 28] = [
    "委员会",
    "管委会",
    "办公室",
    "领导小组",
    "工作专班",
    "人民政府",
    "政府",
    "集团",
    "公司",
    "大学",
    "学院",
    "研究院",
    "实验室",
    "中心",
    "银行",
    "分园",
    "单位",
    "部门",
    "机构",
    "协会",
    "联盟",
    "委",
    "局",
    "办",
    "部",
    "厅",
    "院",
    "区",
];

/// Longest stretch between 由 or a bracket and the verb.
const REACH: usize = 120;

/// Every unit with a duty, in the order of the text.
pub(super) fn find(words: &Words, names: &Names) -> Vec<UnitMention> {
    let mut found = Vec::new();
    let mut labelled = Vec::new();
    let mut at = 0;
    while at < words.plain().len() {
        if let Some((start, duty)) = label(words, at) {
            let end = list_end(words, start);
            list(words, names, (start, end), duty, Accept::Everything, &mut found);
            labelled.push((at, end));
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    sentences(words, names, &labelled, &mut found);
    found.sort_by_key(|mention| (mention.quote.start, mention.quote.end));
    let mut kept: Vec<UnitMention> = Vec::new();
    for mention in found {
        if kept.last().is_none_or(|last| last.quote.end <= mention.quote.start) {
            kept.push(mention);
        }
    }
    kept
}

/// Where the list behind a label with its colon begins.
fn label(words: &Words, at: usize) -> Option<(usize, Duty)> {
    let (label, duty) = LABELS.iter().find(|(label, _)| words.has(at, label))?;
    let mut next = at + length(label);
    while words.at(next) == Some(' ') {
        next += 1;
    }
    let in_bracket = at > 0 && words.at(at - 1) == Some('(');
    match words.at(next) {
        Some(':') => Some((next + 1, *duty)),
        // 【牵头单位】市科委: the bracket parts label and list.
        Some(')') if in_bracket => Some((next + 1, *duty)),
        _ => None,
    }
}

/// The end of a list: its closing bracket, a full stop, a line, or the next label.
fn list_end(words: &Words, start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(c) = words.at(at) {
        match c {
            '(' if label(words, at + 1).is_some() => return at,
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            '。' => return at,
            _ => {}
        }
        if at > start && depth == 0 && LABELS.iter().any(|(label, _)| words.has(at, label)) {
            return at;
        }
        at += 1;
    }
    at
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Accept {
    /// Behind a label everything is a unit.
    Everything,
    /// Known units, and words that end like an office.
    Offices,
}

const fn is_separator(c: char) -> bool {
    matches!(c, '、' | ',' | ';' | '/' | ' ' | '·' | '\n')
}

/// Reads units one after the other.
fn list(
    words: &Words,
    names: &Names,
    (start, end): (usize, usize),
    duty: Duty,
    accept: Accept,
    found: &mut Vec<UnitMention>,
) {
    let mut at = start;
    while at < end {
        if words.at(at).is_none_or(is_separator) {
            at += 1;
            continue;
        }
        let known = names.starting(words.plain(), at, end).filter(|name| is_border(words, at + name.length, end));
        let stop = known.map_or_else(|| item_end(words, names, at, end), |name| at + name.length);
        let (mut bare, next) = (stop, remark_end(words, stop, end));
        if known.is_none() {
            bare = without_tail(words, at, stop);
            if (at..stop).any(|index| words.at(index) == Some(':')) {
                return;
            }
        }
        let duty = remark(words, stop, next).unwrap_or(duty);
        let is_unit = known.is_some() || accept == Accept::Everything || ends_like_office(words, at, bare);
        if let Some(quote) = words.quote(at, bare).filter(|_| is_unit) {
            found.push(UnitMention { duty, quote, known: known.map(|name| name.name) });
        }
        at = after_conjunction(words, next.max(at + 1));
    }
}

/// Whether a known name may end here: 海淀区 does not end in 海淀区政府.
fn is_border(words: &Words, at: usize, end: usize) -> bool {
    if at >= end {
        return true;
    }
    let signs = words.at(at).is_some_and(|c| is_separator(c) || matches!(c, '(' | ')' | '。' | ':'));
    signs
        || words.one_of(at, &CONJUNCTIONS).is_some()
        || words.has(at, "等")
        || VERBS.iter().any(|(verb, _)| words.has(at, verb))
}

/// The end of words that are no known name: a separator outside brackets, or a conjunction before a known name.
fn item_end(words: &Words, names: &Names, start: usize, end: usize) -> usize {
    let mut depth = 0_usize;
    for at in start..end {
        match words.at(at) {
            Some('(') if depth == 0 && at > start => return at,
            Some('(') => depth += 1,
            Some(')') => depth = depth.saturating_sub(1),
            Some(c) if depth == 0 && is_separator(c) => return at,
            _ => {}
        }
        let joined = words.one_of(at, &CONJUNCTIONS).filter(|_| depth == 0 && at > start);
        if joined.is_some_and(|word| names.starting(words.plain(), at + length(word), end).is_some()) {
            return at;
        }
    }
    end
}

/// `（牵头）` behind a unit gives it another duty; other remarks are part of nothing.
fn remark_end(words: &Words, at: usize, end: usize) -> usize {
    if words.at(at) != Some('(') {
        return at;
    }
    (at..end).find(|index| words.at(*index) == Some(')')).map_or(at, |close| close + 1)
}

fn remark(words: &Words, start: usize, end: usize) -> Option<Duty> {
    const REMARKS: [(&str, Duty); 4] =
        [("牵头", Duty::Lead), ("主责", Duty::Lead), ("配合", Duty::Supporting), ("协办", Duty::Supporting)];
    let inside = start + 1;
    (inside < end).then(|| REMARKS.iter().find(|(word, _)| words.has(inside, word)).map(|(_, duty)| *duty)).flatten()
}

/// Without 等有关部门 and the verb behind the last unit.
fn without_tail(words: &Words, start: usize, end: usize) -> usize {
    const TAILS: [&str; 11] = [
        "等有关单位",
        "等相关单位",
        "等有关部门",
        "等相关部门",
        "等单位",
        "等部门",
        "等",
        "牵头",
        "负责",
        "配合",
        "按职责分工",
    ];
    let mut end = end;
    while let Some(tail) = TAILS.iter().find(|tail| {
        let length = length(tail);
        end >= start + length && words.has(end - length, tail)
    }) {
        end -= length(tail);
    }
    end
}

fn ends_like_office(words: &Words, start: usize, end: usize) -> bool {
    OFFICES.iter().any(|office| {
        let length = length(office);
        end > start + length && words.has(end - length, office)
    })
}

fn after_conjunction(words: &Words, mut at: usize) -> usize {
    if words.has(at, "等") {
        at += 1;
    }
    words.one_of(at, &CONJUNCTIONS).map_or(at, |word| at + length(word))
}

/// What stands in front of a verb.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// 由 or a bracket: a list of units.
    List,
    /// Running text: only known names count.
    Text,
}

fn sentences(words: &Words, names: &Names, labelled: &[(usize, usize)], found: &mut Vec<UnitMention>) {
    // Where the last verb ended, and what its list had been opened by.
    let mut last = (0, Opening::Text);
    let mut at = 0;
    while at < words.plain().len() {
        let verb = VERBS.iter().find(|(verb, _)| words.has(at, verb));
        let inside = labelled.iter().any(|(start, end)| (*start..*end).contains(&at));
        let (Some((verb, duty)), false) = (verb, inside) else {
            at += 1;
            continue;
        };
        let end = at + length(verb);
        let is_label = ["单位", "部门", "机构", "人", "企业"].iter().any(|word| words.has(end, word));
        if is_label {
            at = end;
            continue;
        }
        let (start, opening) = opening(words, at, last);
        match opening {
            Opening::List => list(words, names, (start, at), *duty, Accept::Offices, found),
            Opening::Text => known_before(words, names, (start, at), *duty, found),
        }
        let after = if *verb == "会同" { known_after(words, names, end, found) } else { end };
        last = (after, opening);
        at = after;
    }
}

/// Where the list in front of a verb begins, and by what.
fn opening(words: &Words, verb: usize, (last, opened): (usize, Opening)) -> (usize, Opening) {
    let floor = verb.saturating_sub(REACH);
    for at in (floor..verb).rev() {
        if at + 1 == last && last > 0 {
            return (last, opened);
        }
        match words.at(at) {
            Some('由') if at > 0 && matches!(words.at(at - 1), Some('自' | '理' | '缘')) => {}
            Some('由' | '(' | ':') => return (at + 1, Opening::List),
            Some('。' | ';' | ')') => return (at + 1, Opening::Text),
            _ => {}
        }
    }
    (floor.max(last.min(verb)), Opening::Text)
}

/// Known names directly in front of a verb, from the last to the first.
fn known_before(words: &Words, names: &Names, (start, verb): (usize, usize), duty: Duty, found: &mut Vec<UnitMention>) {
    let mut end = verb;
    while let Some(Found { length, name }) = names.ending(words.plain(), start, end) {
        let begin = end - length;
        if let Some(quote) = words.quote(begin, end) {
            found.push(UnitMention { duty, quote, known: Some(name) });
        }
        end = before_separator(words, start, begin);
        if end == begin {
            return;
        }
    }
}

fn before_separator(words: &Words, start: usize, mut end: usize) -> usize {
    let joined = CONJUNCTIONS.iter().find(|word| {
        let length = length(word);
        end >= start + length && words.has(end - length, word)
    });
    if let Some(word) = joined {
        return end - length(word);
    }
    while end > start && words.at(end - 1).is_some_and(is_separator) {
        end -= 1;
    }
    end
}

/// Known names behind 会同, and where they end.
fn known_after(words: &Words, names: &Names, start: usize, found: &mut Vec<UnitMention>) -> usize {
    let end = words.plain().len();
    let mut at = start;
    while let Some(Found { length, name }) = names.starting(words.plain(), at, end) {
        if let Some(quote) = words.quote(at, at + length) {
            found.push(UnitMention { duty: Duty::Supporting, quote, known: Some(name) });
        }
        at += length;
        let next = if words.at(at).is_some_and(is_separator) { at + 1 } else { after_conjunction(words, at) };
        if names.starting(words.plain(), next, end).is_none() {
            return at;
        }
        at = next;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::super::{Duty, read};
    use Duty::{Lead, Responsible, Supporting};

    const KW: &str = "北京市科学技术委员会、中关村科技园区管理委员会";
    const NAMES: [&str; 10] = [
        KW,
        "市科委",
        "市科委、中关村管委会",
        "市经信局",
        "海淀区",
        "市人力资源和社会保障局",
        "市发展改革委",
        "工业和信息化部",
        "市委",
        "市科委（示例）",
    ];

    fn units(text: &str) -> Vec<(Duty, String, Option<&'static str>)> {
        let found = read(text, &NAMES).units.into_iter();
        found.map(|unit| (unit.duty, unit.quote.words, unit.known.map(|known| NAMES[known]))).collect()
    }

    fn known(duty: Duty, words: &'static str) -> (Duty, String, Option<&'static str>) {
        (duty, words.to_owned(), Some(words))
    }

    fn unknown(duty: Duty, words: &str) -> (Duty, String, Option<&'static str>) {
        (duty, words.to_owned(), None)
    }

    #[test]
    fn a_note_names_lead_and_supporters() {
        assert_eq!(
            units("建设平台。（牵头单位：市科委；配合单位：市经信局、海淀区）"),
            [known(Lead, "市科委"), known(Supporting, "市经信局"), known(Supporting, "海淀区")]
        );
    }

    #[test]
    fn a_responsibility_note_stays_what_it_says() {
        assert_eq!(
            units("（责任单位：市经信局，海淀区；市科委）").iter().map(|unit| unit.0).collect::<Vec<_>>(),
            [Responsible; 3]
        );
    }

    #[test]
    fn a_name_with_a_mark_in_it_is_one_unit() {
        assert_eq!(units(&format!("（牵头单位：{KW}、市经信局）")), [known(Lead, KW), known(Lead, "市经信局")]);
        assert_eq!(
            units("责任单位：市科委、中关村管委会，海淀区"),
            [known(Responsible, "市科委、中关村管委会"), known(Responsible, "海淀区")]
        );
    }

    #[test]
    fn half_and_full_width_are_alike() {
        let expected = [known(Lead, "市科委"), known(Supporting, "海淀区")];
        assert_eq!(units("(牵头单位:市科委;配合单位:海淀区)"), expected);
        assert_eq!(units("【牵头单位】市科委【配合单位】海淀区"), expected);
        assert_eq!(units("牵头单位：　市科委　配合单位： 海淀区"), expected);
    }

    #[test]
    fn a_name_with_and_in_it_is_one_unit_and_and_parts_two_known_ones() {
        assert_eq!(
            units("责任单位：市人力资源和社会保障局和市科委"),
            [known(Responsible, "市人力资源和社会保障局"), known(Responsible, "市科委")]
        );
        assert_eq!(units("责任单位：市规划和自然资源委"), [unknown(Responsible, "市规划和自然资源委")]);
    }

    #[test]
    fn whoever_is_not_known_is_quoted() {
        assert_eq!(
            units("（责任单位：市科委、各区政府等有关单位）"),
            [known(Responsible, "市科委"), unknown(Responsible, "各区政府")]
        );
        assert_eq!(units("责任单位：海淀区政府"), [unknown(Responsible, "海淀区政府")]);
    }

    #[test]
    fn by_whom_it_is_led_stands_in_the_sentence() {
        assert_eq!(
            units("由市科委牵头，市经信局、海淀区配合，建设平台。"),
            [known(Lead, "市科委"), known(Supporting, "市经信局"), known(Supporting, "海淀区")]
        );
        assert_eq!(
            units("由市科委会同市经信局、海淀区制定办法。"),
            [known(Lead, "市科委"), known(Supporting, "市经信局"), known(Supporting, "海淀区")]
        );
        assert_eq!(units("（市科委牵头，各分园配合）"), [known(Lead, "市科委"), unknown(Supporting, "各分园")]);
    }

    #[test]
    fn a_known_unit_that_is_in_charge_is_found_in_running_text() {
        assert_eq!(
            units("工业和信息化部负责对本方案任务落实情况的督促和指导。"),
            [known(Responsible, "工业和信息化部")]
        );
    }

    #[test]
    fn a_duty_in_brackets_behind_a_name_counts_for_it() {
        assert_eq!(
            units("责任单位：市科委（牵头）、市经信局（配合）、海淀区"),
            [known(Lead, "市科委"), known(Supporting, "市经信局"), known(Responsible, "海淀区")]
        );
    }

    #[test]
    fn firms_that_lead_something_are_no_unit_of_the_plan() {
        assert_eq!(units("支持科技领军企业牵头组建创新联合体，由市场主导，企业负责投入，社会参与。"), []);
        assert_eq!(units("配合做好工作，支持企业参与国际标准制定。"), []);
    }

    #[test]
    fn a_deadline_behind_the_units_ends_their_list() {
        assert_eq!(units("（责任单位：市科委；完成时限：2026年底）"), [known(Responsible, "市科委")]);
        assert_eq!(units("责任单位：市科委。配合做好衔接。"), [known(Responsible, "市科委")]);
    }
}
