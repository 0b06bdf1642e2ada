//! Documents of other forms, each written for one difficulty.

use luoshi_domain::plan_text::{BlockKind, parse};

use super::reading::*;

fn numbers(text: &str) -> Vec<Option<u32>> {
    measures(&parse(text)).iter().map(|measure| measure.number).collect()
}

#[test]
fn an_empty_document_is_an_error() {
    for text in ["", " \n\t\u{3000}\r\n", "\u{feff}"] {
        assert_eq!(codes(&parse(text)), ["empty_document"]);
    }
}

#[test]
fn a_text_without_headings_is_kept_and_reported() {
    let plan = parse("这是一段普通文字。没有编号。\n再来一段。\n");
    assert_eq!(warnings(&plan), [("no_structure", 1), ("title_missing", 1)]);
    assert_eq!(plan.preamble, ["这是一段普通文字。没有编号。", "再来一段。"]);
}

#[test]
fn chapters_and_articles_are_parts_and_measures() {
    let plan = parse(
        "某市促进办法\n第一章　总则\n第一条　为了规范管理，促进发展，制定本办法。\n第二章 支持措施\n第一节 资金\n\
         第二条 支持企业发展。对企业给予补助。补助不超过100万元。\n（一）注册在本市的；\n（二）信用良好的。\n第二节 人才\n\
         第三条 支持人才引进。落实居住政策。\n",
    );
    assert_eq!(
        plan.parts.iter().map(|part| part.title.as_deref()).collect::<Vec<_>>(),
        [Some("总则"), Some("支持措施")]
    );
    assert_eq!(plan.parts[0].sections[0].number, None);
    assert_eq!(plan.parts[1].sections.iter().map(|section| section.number).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(measures(&plan)[0].title, None);
    assert_eq!(measures(&plan)[1].title.as_deref(), Some("支持企业发展"));
    assert_eq!(measures(&plan)[1].items[0].text, "注册在本市的；");
    assert_eq!(measures(&plan)[1].printed.as_deref(), Some("第二条"));
}

#[test]
fn labelled_tasks_and_actions_nest() {
    let plan = parse(
        "某区行动方案\n一、总体要求\n贯彻精神，落实部署。\n二、重点任务\n任务一：建设创新平台\n举措1：布局实验室。支持建设实验室。\n\
         举措2：建设基地。支持建设基地。\n任务二：培育企业\n举措3：培育领军企业。建立培育库。\n",
    );
    assert_eq!(
        plan.parts[1].sections.iter().map(|section| section.printed.as_deref()).collect::<Vec<_>>(),
        [Some("任务一："), Some("任务二：")]
    );
    assert_eq!(titles(&plan), ["布局实验室", "建设基地", "培育领军企业"]);
    let flat = parse("某方案\n一、任务\n任务一：建设平台。支持平台。\n任务二：建设基地。支持基地。\n");
    assert_eq!(titles(&flat), ["建设平台", "建设基地"]);
}

#[test]
fn decimal_numbers_nest_and_quantities_do_not_count() {
    let plan = parse(
        "某方案\n1.总体要求\n坚持创新，推动发展。\n2.重点任务\n2.1建设平台\n支持平台。规模达到\n1.5万亿元。\n2.2培育企业\n培育企业。\n",
    );
    assert_eq!(plan.parts.len(), 2);
    assert_eq!(numbers("某方案\n2.重点任务\n2.1建设平台\n支持平台。\n2.2培育企业\n培育企业。\n"), [Some(1), Some(2)]);
    assert_eq!(measures(&plan)[0].clauses, ["支持平台。", "规模达到1.5万亿元。"]);
    assert_eq!(measures(&plan)[1].printed.as_deref(), Some("2.2"));
}

#[test]
fn titles_of_sections_may_run_on_into_text() {
    let plan = parse(
        "某工作方案\n一、总体要求\n（一）指导思想。以新理念为指导，推动发展。\n（二）工作目标。到2025年，建成5个平台。\n二、任务\n\
         （三）建设平台。统筹推进建设，完善布局。\n1.布局实验室。支持实验室。\n",
    );
    assert_eq!(plan.parts[0].sections[0].title.as_deref(), Some("指导思想"));
    assert_eq!(plan.parts[0].sections[0].intro, ["以新理念为指导，推动发展。"]);
    assert_eq!(plan.parts[1].sections[0].intro, ["统筹推进建设，完善布局。"]);
    assert_eq!(plan.goals[0].year, Some(2025));
    assert_eq!(warnings(&plan), []);
}

#[test]
fn measures_may_stand_directly_below_a_part_or_be_the_top_level() {
    let below = parse("某方案\n一、任务\n1.建设平台。支持平台。\n二、保障\n2.加强领导。成立专班。\n");
    assert!(sections(&below).iter().all(|section| section.number.is_none() && section.title.is_none()));
    assert_eq!(measures(&below).len(), 2);
    let top = parse(
        "某若干措施\n为促进发展，制定本措施。\n一、支持研发。给予补助。最高500万元。\n二、支持人才。给予奖励。\n本措施自发布之日起施行。\n",
    );
    assert_eq!(titles(&top), ["支持研发", "支持人才"]);
    assert_eq!(measures(&top)[1].clauses, ["给予奖励。"]);
    assert_eq!(top.parts[0].intro, ["本措施自发布之日起施行。"]);
}

#[test]
fn points_counted_inside_a_measure_are_no_measures() {
    let plan =
        parse("某方案\n一、任务\n1.完善机制。一是建立制度。二是明确责任。\n三是加强考核。\n2.加强宣传。总结经验。\n");
    assert_eq!(measures(&plan)[0].clauses, ["一是建立制度。", "二是明确责任。", "三是加强考核。"]);
    assert_eq!(measures(&plan).len(), 2);
}

#[test]
fn a_note_on_responsible_units_is_no_clause_and_not_lost() {
    let plan = parse(
        "某方案\n一、任务\n1.建设平台。支持平台。（责任单位：市科委、\n市发展改革委）\n2.建设基地。支持基地。（市经信局负责，各区配合）\n\
         3.培育企业。支持企业。\n牵头单位：市经信局；配合单位：各区。\n",
    );
    assert_eq!(measures(&plan).iter().map(|measure| measure.clauses.len()).collect::<Vec<_>>(), [1, 1, 1]);
    assert_eq!(measures(&plan)[0].notes, ["（责任单位：市科委、市发展改革委）"]);
    assert_eq!(measures(&plan)[2].notes, ["牵头单位：市经信局；配合单位：各区。"]);
    assert_eq!(warnings(&plan), []);
}

#[test]
fn footnotes_and_page_numbers_do_not_cut_a_sentence() {
    let plan = parse(
        "某规划\n一、任务\n（一）平台\n1.建设平台。支持平台①建设，推动\n①指市级平台。\n- 3 -\n形成体系。完善机制。\n[1] 资料来源于公报。\n2.建设基地。支持基地。\n",
    );
    assert_eq!(measures(&plan)[0].clauses, ["支持平台①建设，推动形成体系。", "完善机制。"]);
    assert_eq!(codes(&plan), ["footnote", "page_numbers", "footnote"]);
}

#[test]
fn odd_numbers_are_named_with_their_lines() {
    let plan = parse(
        "某方案\n一、任务\n（一）平台\n1.建设平台。支持平台。完善机制。\n3.建设基地。支持基地。\n3.重复编号。支持编号。\n2.颠倒次序。支持次序。\n\
         （三）跳号\n1.另起一头。支持另起。\n1.又起一头。支持又起。\n",
    );
    let expected = [
        ("number_gap", 5),
        ("number_repeated", 6),
        ("number_out_of_order", 7),
        ("number_gap", 8),
        ("number_repeated", 10),
    ];
    assert_eq!(warnings(&plan), expected);
    assert_eq!(measures(&plan).len(), 6);
}

#[test]
fn a_measure_that_lost_its_number_keeps_its_order() {
    let plan =
        parse("某方案\n一、任务\n1.建设平台。支持平台。\n建设基地。支持基地。形成合力。\n3.培育企业。支持企业。\n");
    assert_eq!(measures(&plan).iter().map(|measure| measure.number).collect::<Vec<_>>(), [Some(1), None, Some(3)]);
    assert_eq!(warnings(&plan), [("number_missing", 4), ("number_gap", 5)]);
}

#[test]
fn a_table_of_contents_is_not_read_twice() {
    let with_pages = parse(
        "某规划\n目  录\n一、总体要求……1\n二、任务……3\n一、总体要求\n坚持创新。\n二、任务\n1.建设平台。支持平台。\n",
    );
    let without =
        parse("某规划\n目录\n一、总体要求\n二、任务\n一、总体要求\n坚持创新。\n二、任务\n1.建设平台。支持平台。\n");
    for plan in [with_pages, without] {
        assert_eq!(plan.parts.len(), 2);
        assert_eq!(codes(&plan), ["contents"]);
    }
}

#[test]
fn widths_and_spaces_do_not_matter() {
    let plan = parse(
        "某方案\n一、 任务\n( 一 ) 平台\n１． 建设平台。支持平台。\n２、建设基地。支持基地。\n⒊引进人才。支持人才。\n㈡产业\n4.建设５Ｇ网络。支持网络。\n",
    );
    assert_eq!(numbers("某方案\n一、任务\n１．建设平台。支持平台。\n２、建设基地。支持基地。\n"), [Some(1), Some(2)]);
    assert_eq!(sections(&plan).iter().map(|section| section.number).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(titles(&plan), ["建设平台", "建设基地", "引进人才", "建设５Ｇ网络"]);
}

#[test]
fn tables_of_word_are_kept_apart() {
    let plan = parse(
        "某规划\n一、目标\n主要指标如下：\n序号\t指标名称\t单位\t2025年目标\n1\t研发投入\t亿元\t300\n2\t专利\t件\t45\n二、任务\n1.建设平台。支持平台。\n",
    );
    assert_eq!(plan.indicators.len(), 2);
    assert_eq!(plan.indicators[0].unit.as_deref(), Some("亿元"));
    assert_eq!(plan.indicators[0].values[0].value, "300");
    assert_eq!(plan.blocks.iter().filter(|block| block.kind == BlockKind::TableRow).count(), 3);
    assert_eq!(measures(&plan).len(), 1);
}

#[test]
fn a_number_followed_by_a_tab_is_a_heading() {
    let plan = parse("某方案\n一、\t任务\n1.\t建设平台。支持平台。\n2.\t建设基地。支持基地。\n");
    assert_eq!(titles(&plan), ["建设平台", "建设基地"]);
}

#[test]
fn signatures_and_web_lines_stay_outside() {
    let plan = parse(
        "某方案\n发布时间：2025-03-01 来源：某网\n一、任务\n1.建设平台。支持平台。\n某市人民政府\n2025年3月1日\n分享到：微信\n",
    );
    assert_eq!(measures(&plan)[0].text, "支持平台。");
    assert_eq!(warnings(&plan), []);
    assert_eq!(codes(&plan), ["text_around", "text_around"]);
}

#[test]
fn a_notice_around_the_plan_gives_it_its_name() {
    let plan = parse(
        "某市人民政府关于印发《某市科技创新行动方案》的通知\n某政发〔2025〕4号\n各区人民政府：\n现将《某市科技创新行动方案》印发给你们，请认真落实。\n\
         某市人民政府\n2025年3月1日\n某市科技创新行动方案\n为推动发展，制定本方案。\n一、任务\n1.建设平台。支持平台。\n",
    );
    assert_eq!(plan.title.as_deref(), Some("某市科技创新行动方案"));
    assert_eq!(plan.preamble, ["为推动发展，制定本方案。"]);
}

#[test]
fn quotes_and_brackets_do_not_cut_a_clause() {
    let plan = parse(
        "某方案\n一、任务\n1.坚持“一张蓝图。”的做法。落实“说到做到。”推进改革（含分园。）试点；加强统筹。完成任务。\n2.加强。做好。\n",
    );
    assert_eq!(measures(&plan)[0].title.as_deref(), Some("坚持“一张蓝图。”的做法"));
    assert_eq!(measures(&plan)[0].clauses, ["落实“说到做到。”", "推进改革（含分园。）试点；加强统筹。", "完成任务。"]);
}

#[test]
fn what_is_cut_masked_or_lost_is_reported() {
    let plan =
        parse("某方案\n一、任务\n1.引进人才。实施“**计划”。落实\u{fffd}项目。\n2.建设平台。支持平台，推动形成\n");
    assert_eq!(warnings(&plan), [("lost_characters", 3), ("masked_words", 3), ("sentence_unfinished", 4)]);
    assert_eq!(measures(&plan)[1].clauses, ["支持平台，推动形成"]);
}

#[test]
fn lost_line_breaks_before_due_numbers_are_found() {
    let plan =
        parse("某方案\n一、任务\n1.建设平台。支持平台。2.建设基地。支持基地。二、保障\n3.加强领导。成立专班。\n");
    assert_eq!(titles(&plan), ["建设平台", "建设基地", "加强领导"]);
    assert_eq!(plan.parts.len(), 2);
}

#[test]
fn a_box_ends_at_the_next_heading_and_keeps_its_own_numbers() {
    let plan = parse(
        "某规划\n一、任务\n1.建设平台。支持平台。\n2.建设基地。支持基地。\n专栏1 重点工程\n1.工程甲。建设甲。\n2.工程乙。建设乙。\n3.培育企业。支持企业。\n",
    );
    assert_eq!(titles(&plan), ["建设平台", "建设基地", "培育企业"]);
    assert_eq!(plan.boxes[0].text, "1.工程甲。建设甲。\n2.工程乙。建设乙。");
    assert_eq!(plan.boxes[0].within, "一/2");
}

#[test]
fn a_piece_cut_out_of_a_plan_says_where_it_is_open() {
    let cut: String = PLAN.chars().skip(6000).take(1000).collect();
    let plan = parse(&cut);
    assert_eq!(
        measures(&plan).iter().map(|measure| measure.number).collect::<Vec<_>>(),
        (20..=24).map(Some).collect::<Vec<_>>()
    );
    let expected = [
        ("part_heading_missing", 1),
        ("starts_inside_sentence", 1),
        ("title_missing", 1),
        ("number_gap", 2),
        ("number_gap", 3),
        ("sentence_unfinished", 8),
    ];
    assert_eq!(warnings(&plan), expected);
}

#[test]
fn findings_do_not_grow_without_end() {
    let plan = parse(&"一、任务\n".repeat(5_000));
    assert_eq!(plan.findings.len(), 1_001);
    assert_eq!(plan.findings.last().unwrap().code, "more_findings");
}

#[test]
fn numbered_second_level_headings_with_text_are_measures() {
    let plan = parse(
        "关于推进发展的意见\n一、总体要求\n（一）指导思想。以新理念为指导。\n（二）基本原则。坚持创新。\n二、任务\n\
         （三）建设平台。支持建设平台。推进建设。\n（四）培育企业。支持企业。推动发展。\n",
    );
    assert_eq!(plan.parts[0].sections.iter().map(|section| section.number).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(measures(&plan).iter().map(|measure| measure.number).collect::<Vec<_>>(), [Some(3), Some(4)]);
    assert_eq!(codes(&plan), ["sections_read_as_measures"]);
}

#[test]
fn headings_may_end_with_a_colon_or_follow_a_space() {
    let colon = parse("某方案\n一、任务\n1、建设平台：支持平台。完善机制。\n2、建设基地：支持基地。\n");
    assert_eq!(titles(&colon), ["建设平台", "建设基地"]);
    assert_eq!(measures(&colon)[0].clauses, ["支持平台。", "完善机制。"]);
    let space = parse("某方案\n一、任务\n1 建设平台。支持平台，新增\n2 个平台。\n2 建设基地。支持基地。\n");
    assert_eq!(titles(&space), ["建设平台", "建设基地"]);
}

#[test]
fn a_notice_without_title_marks_still_names_the_plan() {
    let plan = parse(
        "某市关于印发某市行动计划的通知\n各区人民政府：\n现将行动计划印发给你们。\n附件：某市行动计划\n2025年3月1日\n附件\n某市行动计划\n\
         为推动发展，制定本计划。\n一、任务\n1.建设平台。支持平台。\n",
    );
    assert_eq!(plan.title.as_deref(), Some("某市行动计划"));
    assert_eq!(plan.preamble, ["为推动发展，制定本计划。"]);
    assert_eq!(measures(&plan).len(), 1);
}

#[test]
fn a_line_that_begins_with_a_comma_goes_on() {
    let plan = parse("某方案\n一、深化改革\n,推动发展\n1.建设平台\n、完善基地。支持平台\n。支持基地。\n");
    assert_eq!(plan.parts[0].title.as_deref(), Some("深化改革,推动发展"));
    assert_eq!(measures(&plan)[0].title.as_deref(), Some("建设平台、完善基地"));
    assert_eq!(measures(&plan)[0].clauses, ["支持平台。", "支持基地。"]);
}
