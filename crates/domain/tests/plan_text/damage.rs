//! What holds for any text: no panic, nothing lost, positions in order.

use luoshi_domain::plan_text::{Measure, parse};
use proptest::prelude::*;

use super::reading::*;

/// Everything that must be true of any document.
fn check(text: &str) {
    let plan = parse(text);
    let length = text.chars().count();
    assert_eq!(ink(text), ink_of_blocks(&plan.blocks), "nothing may be lost");
    for measure in duties(&plan) {
        assert_eq!(measure.clauses.concat(), measure.text);
        assert_eq!(measure.clauses.len(), measure.clause_offsets.len());
        let spans: Vec<usize> = measure.clause_offsets.iter().flatten().copied().collect();
        assert!(spans.is_sorted(), "clauses stand in order");
        assert!(measure.offset[0] <= measure.offset[1] && measure.offset[1] <= length);
        assert!(spans.iter().all(|at| (measure.offset[0]..=measure.offset[1]).contains(at)));
    }
    let outer: Vec<usize> = measures(&plan).iter().flat_map(|measure: &&Measure| measure.offset).collect();
    assert!(outer.is_sorted(), "measures stand in order and apart");
    let lines = text.split('\n').count() + text.matches('\r').count();
    assert!(plan.findings.iter().all(|finding| (1..=lines).contains(&finding.line)));
    assert!(plan.findings.is_sorted_by_key(|finding| finding.line));
    if ink(text).is_empty() {
        assert_eq!(codes(&plan), ["empty_document"]);
    }
}

#[derive(Clone, Debug)]
enum Damage {
    Delete,
    Double,
    Swap(usize),
    Break(usize),
    Cut(usize),
    PageNumber(u8),
}

fn damage() -> impl Strategy<Value = (usize, Damage)> {
    let kind = prop_oneof![
        Just(Damage::Delete),
        Just(Damage::Double),
        any::<usize>().prop_map(Damage::Swap),
        any::<usize>().prop_map(Damage::Break),
        any::<usize>().prop_map(Damage::Cut),
        any::<u8>().prop_map(Damage::PageNumber),
    ];
    (any::<usize>(), kind)
}

fn apply(lines: &mut Vec<String>, place: usize, damage: &Damage) {
    if lines.is_empty() {
        return;
    }
    let at = place % lines.len();
    let split = |line: &str, at: usize| {
        let at = at % (line.chars().count() + 1);
        (line.chars().take(at).collect::<String>(), line.chars().skip(at).collect::<String>())
    };
    match damage {
        Damage::Delete => drop(lines.remove(at)),
        Damage::Double => lines.insert(at, lines[at].clone()),
        Damage::Swap(other) => {
            let other = other % lines.len();
            lines.swap(at, other);
        }
        Damage::Break(place) => {
            let (head, tail) = split(&lines[at], *place);
            lines.splice(at..=at, [head, tail]);
        }
        Damage::Cut(place) => lines[at] = split(&lines[at], *place).0,
        Damage::PageNumber(number) => lines.insert(at, format!("— {number} —")),
    }
}

/// Signs that mean something to the parser, in any order.
fn official_noise() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        Just("一、"),
        Just("（二）"),
        Just("(十"),
        Just("3."),
        Just("1.1"),
        Just("第四条"),
        Just("第一章"),
        Just("任务一："),
        Just("专栏2:"),
        Just("（1）"),
        Just("①"),
        Just("。"),
        Just("；"),
        Just("，"),
        Just("“"),
        Just("”"),
        Just("（"),
        Just("）"),
        Just("\n"),
        Just("\r\n"),
        Just("\t"),
        Just("\u{3000}"),
        Just("——"),
        Just("附件"),
        Just("目录"),
        Just("序号"),
        Just("1"),
        Just("12"),
        Just("建设平台"),
        Just("到2027年"),
        Just("责任单位："),
        Just("总体要求"),
        Just("发展目标"),
        Just("**"),
        Just("……3"),
        Just("指标"),
        Just("支持"),
    ];
    prop::collection::vec(sign, 0..120).prop_map(|signs| signs.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic_and_without_loss(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_order_of_official_signs_is_read_without_loss(text in official_noise()) {
        check(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_copies_of_the_real_texts_are_read_without_loss(
        file in 0..ALL.len(),
        damages in prop::collection::vec(damage(), 1..40),
    ) {
        let mut lines: Vec<String> = ALL[file].lines().map(str::to_owned).collect();
        for (place, damage) in &damages {
            apply(&mut lines, *place, damage);
        }
        check(&lines.join("\n"));
    }

    #[test]
    fn a_paste_from_a_printed_page_reads_like_the_clean_text(width in 24_usize..60, page in 20_usize..40) {
        for text in [PLAN, ACTION] {
            prop_assert_eq!(duties_in(&pasted(text, width, page)), duties_in(text));
        }
    }
}

/// Headings and measures; where a line is full by chance, two introductions may run together.
fn duties_in(text: &str) -> Vec<(Vec<Option<String>>, Vec<Measure>)> {
    let plan = wording(text);
    let parts = plan.parts.into_iter().map(|part| (part.title, part.sections));
    parts
        .map(|(title, sections)| {
            let titles = std::iter::once(title).chain(sections.iter().map(|section| section.title.clone())).collect();
            (titles, sections.into_iter().flat_map(|section| section.measures).collect())
        })
        .collect()
}

/// Lines of one width, with page numbers between them. Tables keep their lines.
fn pasted(text: &str, width: usize, page: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let chars: Vec<char> = line.chars().collect();
        let width = if line.contains('\t') { chars.len().max(1) } else { width };
        for piece in chars.chunks(width) {
            lines.push(piece.iter().collect());
            if lines.len().is_multiple_of(page) && width != chars.len() {
                lines.push(format!("- {} -", lines.len() / page));
            }
        }
    }
    lines.join("\n")
}

#[test]
fn time_grows_with_the_length_of_the_text() {
    let hostile =
        ["（", "“", "一、", "1.", "序号\n", "(一)", "。1.", "建设", "专栏1\n", "\n", "1\t2\n", "到2027年：\n——"];
    for sign in hostile {
        let text = sign.repeat(60_000);
        let start = std::time::Instant::now();
        check(&text);
        assert!(start.elapsed().as_secs() < 20, "{sign:?} takes {:?}", start.elapsed());
    }
}
