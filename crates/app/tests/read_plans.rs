//! Plan files as people have them: encodings, scripts, Word documents, and files that are none of these.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{Cursor, Write};

use encoding_rs::GB18030;
use luoshi_app::plans::read::{Encoding, LARGEST_FILE, ReadPlan, read};
use luoshi_domain::plan_text::{Finding, Measure, PlanText};
use zip::{ZipWriter, write::SimpleFileOptions};

const PLAN: &str = include_str!("../../domain/tests/plans/zgc-2024-2027.txt");
const PLAN_RAW: &str = include_str!("../../domain/tests/plans/zgc-2024-2027.raw.txt");
const DRAFT: &str = include_str!("../../domain/tests/plans/policy-measures-draft.txt");
const ACTION: &str = include_str!("../../domain/tests/plans/action-plan-2018-2022.txt");

fn read_text(bytes: &[u8]) -> ReadPlan {
    read(bytes, "方案.txt").unwrap()
}

fn code(bytes: &[u8], name: &str) -> &'static str {
    read(bytes, name).expect_err("the file must be refused").code()
}

fn measures(plan: &PlanText) -> Vec<&Measure> {
    plan.parts.iter().flat_map(|part| &part.sections).flat_map(|section| &section.measures).collect()
}

fn codes(plan: &PlanText) -> Vec<&str> {
    plan.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// The plan without remarks and places, to compare two files.
fn content(bytes: &[u8]) -> PlanText {
    let mut plan = PlanText { findings: Vec::new(), blocks: Vec::new(), ..read_text(bytes).plan };
    plan.goals.iter_mut().for_each(|goal| goal.offset = [0, 0]);
    for measure in plan.parts.iter_mut().flat_map(|part| &mut part.sections).flat_map(|section| &mut section.measures) {
        measure.offset = [0, 0];
        measure.clause_offsets.clear();
    }
    plan
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>{body}</w:body></w:document>")
}

fn docx(body: &str) -> Vec<u8> {
    archive(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document(body))])
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn table(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| format!("<w:tc>{}</w:tc>", paragraph(text));
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

#[test]
fn the_traditional_file_reads_like_the_simplified_one() {
    assert_eq!(content(PLAN_RAW.as_bytes()), content(PLAN.as_bytes()));
}

#[test]
fn a_conversion_is_told_and_moves_nothing() {
    let file = read_text(PLAN_RAW.as_bytes());
    assert_eq!(file.text, PLAN_RAW);
    assert_eq!(file.text.chars().count(), file.simplified.chars().count());
    assert_eq!(codes(&file.plan).iter().filter(|code| **code == "converted_script").count(), 1);
    assert!(!file.plan.findings.iter().any(Finding::needs_a_look));
}

#[test]
fn simplified_text_is_never_converted() {
    for text in [PLAN, DRAFT, ACTION, "某方案\n一、任务\n1.发展著名品牌。支持乾元、于都。\n"] {
        assert_eq!(read_text(text.as_bytes()).simplified, text);
    }
}

#[test]
fn gb18030_and_utf_16_read_like_utf_8() {
    let (gb, _, lost) = GB18030.encode(DRAFT);
    assert!(!lost);
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(DRAFT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let with_mark = [b"\xef\xbb\xbf", DRAFT.as_bytes()].concat();
    for bytes in [&gb[..], &utf16, &with_mark] {
        assert_eq!(content(bytes), content(DRAFT.as_bytes()));
    }
    assert_eq!(read_text(&gb).encoding, Encoding::Gb18030);
    assert!(codes(&read_text(&gb).plan).contains(&"encoding"));
}

#[test]
fn a_damaged_byte_is_reported_and_does_not_change_the_encoding() {
    let mut bytes = DRAFT.as_bytes().to_vec();
    bytes[1200] = 0xff;
    let file = read_text(&bytes);
    assert_eq!(file.encoding, Encoding::Utf8);
    assert!(codes(&file.plan).contains(&"lost_characters"));
}

#[test]
fn a_word_document_reads_like_its_text() {
    let body: String = DRAFT.lines().map(paragraph).collect();
    assert_eq!(content(&docx(&body)), content(DRAFT.as_bytes()));
    assert_eq!(read(&docx(&body), "x.docx").unwrap().encoding, Encoding::Docx);
}

#[test]
fn the_content_decides_and_not_the_name() {
    let body: String = DRAFT.lines().map(paragraph).collect();
    assert_eq!(measures(&read(&docx(&body), "方案.txt").unwrap().plan).len(), 13);
    assert_eq!(measures(&read(DRAFT.as_bytes(), "方案.docx").unwrap().plan).len(), 13);
}

#[test]
fn word_tables_become_rows_and_frames_become_lines() {
    let rows: [&[&str]; 3] = [&["序号", "指标名称", "目标"], &["1", "研发投入", "300"], &["2", "专利", "45"]];
    let frame = format!(
        "<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>",
        paragraph("专栏1 重点工程"),
        paragraph("工程甲。建设甲。")
    );
    let text = [
        paragraph("某规划"),
        paragraph("一、任务"),
        paragraph("1.建设平台。支持平台。"),
        frame,
        paragraph("二、指标"),
        table(&rows),
    ]
    .concat();
    let plan = read_text(&docx(&text)).plan;
    assert_eq!(plan.boxes[0].text, "工程甲。建设甲。");
    assert_eq!(plan.indicators.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["研发投入", "专利"]);
}

#[test]
fn breaks_tabs_entities_and_deleted_words_of_word() {
    let body = "<w:p><w:r><w:t>某方案</w:t><w:br/><w:t>一、任务</w:t></w:r></w:p>\
        <w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"1\"/></w:tabs></w:pPr><w:r><w:t>1.</w:t><w:tab/><w:t>建设A&amp;B平台。</w:t></w:r>\
        <w:del><w:r><w:t>删去</w:t></w:r></w:del><w:r><w:t>支持&#24179;台。</w:t></w:r></w:p>";
    let plan = read_text(&docx(body)).plan;
    assert_eq!(measures(&plan)[0].title.as_deref(), Some("建设A&B平台"));
    assert_eq!(measures(&plan)[0].text, "支持平台。");
}

#[test]
fn numbers_that_word_draws_itself_are_read() {
    let numbering = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='0'>\
        <w:lvl w:ilvl='0'><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
    let item = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        paragraph("某方案"),
        item(0, "任务"),
        item(1, "建设平台。支持平台。"),
        item(1, "建设基地。支持基地。"),
        item(0, "保障"),
        paragraph("加强领导。"),
    ]
    .concat();
    let plan = read_text(&archive(&[("word/document.xml", &document(&body)), ("word/numbering.xml", numbering)])).plan;
    assert_eq!(plan.parts.iter().map(|part| part.number).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(measures(&plan).iter().map(|measure| measure.number).collect::<Vec<_>>(), [Some(1), Some(2)]);
}

#[test]
fn files_that_are_no_plan_are_refused_by_name() {
    assert_eq!(code(b"", "a.txt"), "empty_file");
    assert_eq!(code(b" \n\t\r\n", "a.txt"), "empty_file");
    assert_eq!(code(&docx(""), "a.docx"), "empty_file");
    assert_eq!(code(&vec![b'a'; LARGEST_FILE + 1], "a.txt"), "file_too_large");
    assert_eq!(code(b"\x7fELF\x02\x01\x00\x00\x00", "a.txt"), "binary_file");
    assert_eq!(code(b"%PDF-1.7\n", "a.txt"), "unsupported_format");
    assert_eq!(code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "a.docx"), "unsupported_format");
    assert_eq!(code(b"\xff\xff\xff\xfe\xff\xff\x80\xff\xff", "a.txt"), "undecodable");
    assert_eq!(code(&archive(&[("xl/workbook.xml", "<x/>")]), "a.docx"), "not_a_document");
}

#[test]
fn hostile_and_damaged_word_files_are_refused() {
    let bomb = document(&paragraph(&"落".repeat(30 * 1024 * 1024)));
    assert_eq!(code(&archive(&[("word/document.xml", &bomb)]), "a.docx"), "suspicious_file");
    let laughs = "<!DOCTYPE w [<!ENTITY a \"aaaa\">]><w:document><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:document>";
    assert_eq!(code(&archive(&[("word/document.xml", laughs)]), "a.docx"), "suspicious_file");
    let deep = document(&"<w:x>".repeat(5_000));
    assert_eq!(code(&archive(&[("word/document.xml", &deep)]), "a.docx"), "suspicious_file");
    let many: Vec<(String, String)> = (0..2_001).map(|n| (format!("part{n}"), String::new())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(code(&archive(&many), "a.docx"), "suspicious_file");
    let whole = docx(&paragraph("某方案"));
    assert_eq!(code(&whole[..whole.len() / 2], "a.docx"), "damaged_file");
    assert_eq!(code(&docx("<w:p></w:q>"), "a.docx"), "damaged_file");
}

#[test]
fn no_bytes_make_it_panic() {
    let whole = docx(&DRAFT.lines().map(paragraph).collect::<String>());
    for step in 1..40 {
        let mut bytes = whole.clone();
        let at = bytes.len() * step / 40;
        bytes[at] ^= 0x55;
        let _ = read(&bytes, "a.docx");
        let _ = read(&whole[..at], "a.docx");
        let _ = read(&DRAFT.as_bytes()[..DRAFT.len() * step / 40], "a.txt");
    }
}
