//! What must hold of every reading of a sentence, whatever the sentence (domain.md 2.2).

use luoshi_domain::plan_text::parse;
use luoshi_domain::suggestions::{Quote, Reading, read};
use proptest::prelude::*;
use proptest::sample::select;

const NAMES: [&str; 5] =
    ["北京市科学技术委员会、中关村科技园区管理委员会", "市科委", "市经信局", "海淀区", "工业和信息化部"];

/// Pieces that the rules look for, so that sentences are not all noise.
const PIECES: [&str; 40] = [
    "（",
    "）",
    "(",
    ")",
    "【",
    "】",
    "牵头单位",
    "责任单位：",
    "配合单位：",
    "：",
    ":",
    "；",
    "、",
    "，",
    "。",
    "由",
    "牵头",
    "配合",
    "负责",
    "会同",
    "和",
    "等有关部门",
    "市科委",
    "市经信局",
    "海淀区",
    "北京市科学技术委员会、中关村科技园区管理委员会",
    "2026年",
    "底前",
    "６月",
    "第三季度",
    "2025-06-30",
    "—2027年",
    "建设",
    "印发",
    "管理办法",
    "平台",
    "清单",
    "超过50家",
    "　",
    "𬬭",
];

fn quotes(reading: &Reading) -> Vec<&Quote> {
    let units = reading.units.iter().map(|unit| &unit.quote);
    let dates = reading.dates.iter().map(|date| &date.quote);
    units.chain(dates).chain(reading.deliverables.iter().map(|hint| &hint.quote)).collect()
}

/// Every place lies in the text and cuts exactly the words; units and dates do not overlap among themselves.
fn check(text: &str) -> Result<(), TestCaseError> {
    let characters: Vec<char> = text.chars().collect();
    let reading = read(text, &NAMES);
    for quote in quotes(&reading) {
        prop_assert!(quote.start < quote.end && quote.end <= characters.len(), "{quote:?}");
        let cut: String = characters[quote.start..quote.end].iter().collect();
        prop_assert_eq!(&cut, &quote.words);
        prop_assert_eq!(cut.trim(), &cut);
    }
    for pair in reading.units.windows(2) {
        prop_assert!(pair[0].quote.end <= pair[1].quote.start, "{pair:?}");
    }
    for pair in reading.dates.windows(2) {
        prop_assert!(pair[0].quote.end <= pair[1].quote.start, "{pair:?}");
    }
    prop_assert!(reading.units.iter().all(|unit| unit.known.is_none_or(|known| known < NAMES.len())));
    Ok(())
}

proptest! {
    #[test]
    fn words_are_cut_where_they_stand_in_any_text(text in ".{0,200}") {
        check(&text)?;
    }

    #[test]
    fn words_are_cut_where_they_stand_in_likely_text(pieces in prop::collection::vec(select(&PIECES[..]), 0..30)) {
        check(&pieces.concat())?;
    }

    #[test]
    fn full_width_says_the_same_as_half_width(pieces in prop::collection::vec(select(&PIECES[..]), 0..30)) {
        let text: String = pieces.concat();
        let narrow: String = text.chars().map(|c| match c { '（' => '(', '）' => ')', '：' => ':', '，' => ',', '；' => ';', '６' => '6', '　' => ' ', c => c }).collect();
        let (one, two) = (read(&text, &NAMES), read(&narrow, &NAMES));
        let places = |reading: &Reading| quotes(reading).into_iter().map(|quote| (quote.start, quote.end)).collect::<Vec<_>>();
        prop_assert_eq!(places(&one), places(&two));
    }
}

#[test]
fn a_long_text_is_read_quickly() {
    let text = "由市科委牵头，市经信局、海淀区配合，建设平台、".repeat(5_000);
    let reading = read(&text, &NAMES);
    assert_eq!(reading.units.len(), 15_000);
}

#[test]
fn the_plan_names_one_body_and_many_deliverables() {
    let plan = parse(include_str!("plans/zgc-2024-2027.txt"));
    let measures = plan.parts.iter().flat_map(|part| &part.sections).flat_map(|section| &section.measures);
    let clauses: Vec<&String> = measures.flat_map(|measure| &measure.clauses).collect();
    let readings: Vec<Reading> = clauses.iter().map(|clause| read(clause, &NAMES)).collect();
    let units: Vec<&str> =
        readings.iter().flat_map(|reading| &reading.units).map(|unit| unit.quote.words.as_str()).collect();
    assert!(units.contains(&"工业和信息化部"), "{units:?}");
    assert!(readings.iter().all(|reading| reading.dates.is_empty()), "no clause sets a deadline (domain.md 0, row 2)");
    let with_deliverable = readings.iter().filter(|reading| !reading.deliverables.is_empty()).count();
    assert!(with_deliverable > 100, "only {with_deliverable} of {} clauses", clauses.len());
}
