//! The five real texts.

use luoshi_domain::plan_text::{PlanText, parse};

use super::reading::*;

/// Clauses of the measures 1–50, counted by hand in the domain paper.
const CLAUSES: [usize; 50] = [
    6, 5, 3, 4, 6, 4, 3, 5, 4, 2, 3, 7, 4, 3, 1, 3, 3, 3, 2, 6, 3, 4, 3, 3, 2, 3, 6, 6, 4, 6, 5, 3, 5, 4, 3, 3, 5, 5,
    5, 5, 2, 5, 3, 2, 4, 2, 2, 2, 2, 2,
];

#[test]
fn the_plan_has_7_parts_22_sections_50_measures_186_clauses() {
    let plan = parse(PLAN);
    assert_eq!(plan.title.as_deref(), Some("中关村世界领先科技园区建设方案(2024—2027年)"));
    assert_eq!(plan.parts.len(), 7);
    assert_eq!(sections(&plan).len(), 22);
    assert_eq!(
        measures(&plan).iter().map(|measure| measure.number).collect::<Vec<_>>(),
        (1..=50).map(Some).collect::<Vec<_>>()
    );
    assert_eq!(measures(&plan).iter().map(|measure| measure.clauses.len()).collect::<Vec<_>>(), CLAUSES);
    assert_eq!(plan.parts.iter().map(clauses_of).collect::<Vec<_>>(), [0, 40, 29, 23, 38, 46, 10]);
}

#[test]
fn the_plan_reads_cleanly_and_counts_its_goals_once() {
    let plan = parse(PLAN);
    assert_eq!(warnings(&plan), []);
    assert_eq!(plan.goals.iter().map(|goal| goal.year).collect::<Vec<_>>(), [Some(2027), Some(2035)]);
    assert!(plan.findings.iter().any(|finding| finding.code == "repeated_text" && finding.line == 2));
    assert_eq!(plan.preamble.len(), 1);
    assert_eq!(plan.parts[0].intro.len(), 8);
    assert_eq!(plan.parts[6].intro, [""; 0]);
    assert_eq!(measures(&plan)[14].title.as_deref(), Some("建立人才引进“绿色通道”"));
}

#[test]
fn the_plan_in_traditional_script_has_the_same_structure() {
    let plan = parse(PLAN_RAW);
    assert_eq!((plan.parts.len(), sections(&plan).len(), measures(&plan).len()), (7, 22, 50));
    assert_eq!(measures(&plan).iter().map(|measure| measure.clauses.len()).collect::<Vec<_>>(), CLAUSES);
}

#[test]
fn a_text_as_received_reads_like_the_cleaned_one() {
    for (cleaned, raw) in
        [(DRAFT, DRAFT_RAW), (ACTION, ACTION_RAW), (FIVE_YEAR, FIVE_YEAR_RAW), (FRAGMENT, FRAGMENT_RAW)]
    {
        assert_eq!(wording(cleaned), wording(raw));
    }
}

#[test]
fn the_draft_has_13_measures_below_five_sections() {
    let plan = parse(DRAFT);
    assert_eq!(plan.title.as_deref(), Some("关于推动中关村加快建设世界领先科技园区的若干政策措施（征求意见稿）"));
    assert_eq!(plan.parts.iter().map(|part| part.sections.len()).collect::<Vec<_>>(), [0, 5, 2, 0]);
    assert_eq!(
        measures(&plan).iter().map(|measure| measure.clauses.len()).collect::<Vec<_>>(),
        [2, 1, 4, 2, 1, 3, 2, 3, 4, 2, 1, 4, 3]
    );
    assert_eq!(measures(&plan)[12].printed.as_deref(), Some("13."));
    assert_eq!(measures(&plan)[12].title.as_deref(), Some("营造开放包容创新生态"));
    assert!(plan.parts[1].sections.iter().all(|section| section.intro.len() == 1));
    assert_eq!(plan.parts[3].intro.len(), 3);
    assert_eq!(warnings(&plan), [("sentence_unfinished", 48)]);
}

#[test]
fn the_action_plan_has_23_tasks_and_its_principles_are_none() {
    let plan = parse(ACTION_RAW);
    let title = "中关村国家自主创新示范区创新引领高质量发展行动计划（2018-2022年）（印发稿）";
    assert_eq!(plan.title.as_deref(), Some(title));
    assert_eq!(plan.parts.iter().map(|part| part.sections.len()).collect::<Vec<_>>(), [3, 8, 4]);
    assert_eq!(
        measures(&plan).iter().map(|measure| measure.number).collect::<Vec<_>>(),
        (1..=23).map(Some).collect::<Vec<_>>()
    );
    assert_eq!(measures(&plan).iter().map(|measure| measure.clauses.len()).sum::<usize>(), 100);
    assert_eq!(plan.parts[0].sections[1].intro.len(), 4);
    assert!(plan.parts[2].sections.iter().all(|section| section.measures.is_empty() && section.intro.len() == 1));
    assert_eq!(warnings(&plan), []);
}

#[test]
fn the_action_plan_has_five_goals_and_16_indicators() {
    let plan = parse(ACTION_RAW);
    assert_eq!(plan.goals.iter().map(|goal| goal.year).collect::<Vec<_>>(), [Some(2022); 5]);
    assert_eq!(plan.indicators.len(), 16);
    let broken = &plan.indicators[11];
    assert_eq!(broken.name, "具有技术主导权的支柱性产业集群");
    assert_eq!(broken.category.as_deref(), Some("创新效益"));
    assert_eq!(plan.indicators[15].category.as_deref(), Some("全球影响力"));
    assert_eq!(plan.indicators[15].name, "“世界500强”“全球创新千强”企业");
}

#[test]
fn the_five_year_plan_has_four_levels_and_six_boxes() {
    let plan = parse(FIVE_YEAR);
    assert_eq!(plan.title.as_deref(), Some("北京市“十三五”时期加强全国科技创新中心建设规划"));
    assert_eq!(plan.parts.iter().map(|part| part.number).collect::<Vec<_>>(), [Some(4), Some(5), Some(6)]);
    assert_eq!(plan.parts.iter().map(|part| part.sections.len()).collect::<Vec<_>>(), [3, 4, 4]);
    assert_eq!(
        sections(&plan).iter().map(|section| section.measures.len()).collect::<Vec<_>>(),
        [5, 4, 0, 3, 4, 3, 3, 3, 4, 3, 5]
    );
    assert_eq!(
        plan.parts[0].sections[1].measures.iter().map(|measure| measure.items.len()).collect::<Vec<_>>(),
        [8, 3, 4, 4]
    );
    let places: Vec<&str> = plan.boxes.iter().map(|found| found.within.as_str()).collect();
    assert_eq!(
        places,
        ["四/(二)/1/(2)", "四/(二)/1/(4)", "四/(二)/1/(6)", "四/(二)/1/(7)", "四/(二)/3/(1)", "四/(二)/4/(4)"]
    );
    assert_eq!(plan.boxes.iter().map(|found| found.number).collect::<Vec<_>>(), (5..=10).map(Some).collect::<Vec<_>>());
    assert!(plan.boxes[5].text.is_empty());
}

#[test]
fn the_five_year_plan_is_reported_where_it_is_odd() {
    let expected = [
        ("starts_midway", 4),
        ("box_without_end", 23),
        ("box_without_end", 31),
        ("box_without_text", 82),
        ("masked_words", 139),
    ];
    assert_eq!(warnings(&parse(FIVE_YEAR)), expected);
}

#[test]
fn a_fragment_keeps_its_unnumbered_measures_and_its_gaps() {
    let plan = parse(FRAGMENT_RAW);
    assert_eq!(plan.title, None);
    assert_eq!(plan.parts.iter().map(|part| part.number).collect::<Vec<_>>(), [None, Some(10)]);
    assert_eq!(plan.parts[0].intro, ["形成具有首都特色和首都水准的国际科技交流合作新格局。"]);
    assert_eq!(sections(&plan).iter().map(|section| section.measures.len()).collect::<Vec<_>>(), [2, 5, 3, 3, 4]);
    assert!(
        measures(&plan)
            .iter()
            .all(|measure| measure.number.is_none() && measure.printed.is_none() && measure.title.is_some())
    );
    assert_eq!(measures(&plan).last().unwrap().clauses, ["坚持总体国家安全观,加强"]);
    let expected =
        [("part_heading_missing", 1), ("title_missing", 1), ("starts_midway", 15), ("sentence_unfinished", 25)];
    assert_eq!(warnings(&plan), expected);
    assert!(plan.findings.iter().any(|finding| finding.line == 26 && finding.message.contains("第26—80行")));
}

#[test]
fn clauses_put_together_are_the_text_and_stand_where_they_say() {
    for text in ALL {
        let file: Vec<char> = text.chars().collect();
        for measure in duties(&parse(text)) {
            assert_eq!(measure.clauses.concat(), measure.text);
            for (clause, [start, end]) in measure.clauses.iter().zip(&measure.clause_offsets) {
                let found: String = file[*start..*end].iter().collect();
                assert_eq!(ink(&found), ink(clause));
                assert!(measure.offset[0] <= *start && *end <= measure.offset[1]);
            }
        }
    }
}

#[test]
fn every_character_of_every_file_is_in_a_block() {
    for text in ALL {
        assert_eq!(ink(text), ink_of_blocks(&parse(text).blocks));
    }
}

#[test]
fn the_json_has_the_names_of_the_contract() {
    let json = serde_json::to_value(parse(FIVE_YEAR)).unwrap();
    let measure = &json["parts"][0]["sections"][0]["measures"][0];
    for name in ["number", "printed", "title", "text", "clauses", "items", "offset", "clause_offsets"] {
        assert!(measure.get(name).is_some(), "{name}");
    }
    assert_eq!(json["boxes"][0]["in"], "四/(二)/1/(2)");
    assert_eq!(json["findings"][0]["severity"], "info");
    assert_eq!(serde_json::from_value::<PlanText>(json).unwrap(), parse(FIVE_YEAR));
}
