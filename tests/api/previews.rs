//! Looking into evidence: words of documents and sheets, bytes of pictures and PDF, a trace and a watermark for what is
//! internal, and an answer instead of a fault for whatever cannot be shown.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    ask::Caller,
    story::{PDF, Proof, path},
    world::World,
};

fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
    );
    archive(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document)])
}

fn xlsx(rows: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PKG: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let of_book = format!(
        r#"<Relationships xmlns="{PKG}"><Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let root = format!(
        r#"<Relationships xmlns="{PKG}"><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    archive(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &root),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &of_book),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

/// Uploads to a draft of 市科委 and looks at it as its reporter.
async fn shown(w: &World, report: &Value, proof: Proof) -> (String, Value) {
    let reporter = w.reporter("市科委");
    let place = format!("{}/evidence", path("reports", report));
    let proof = reporter.post(&place).form(proof.into_form()).await.expect(201);
    let place = format!("{}/preview", path("evidence", &proof));
    (place.clone(), reporter.get(&place).await.expect(200))
}

async fn draft(w: &World) -> Value {
    let (task, cycle) = (w.in_progress("市科委").await, w.first_quarter().await);
    w.begun(&task, &cycle, "市科委").await
}

fn public(name: &str, bytes: &[u8]) -> Proof {
    Proof::new(name, bytes).text("publicity", "PUBLIC")
}

async fn looks(w: &World) -> i64 {
    w.number("select count(*) as it from audit_event where action = 'evidence.preview' and outcome = 'SUCCESS'").await
}

#[tokio::test]
async fn the_words_of_a_document_and_the_cells_of_a_workbook_are_shown() {
    let w = World::new().await;
    let report = draft(&w).await;
    let body = "<w:p><w:r><w:t>验收意见</w:t></w:r></w:p><w:p><w:r><w:t>一、产线已通过 &lt;b&gt;验收&lt;/b&gt;</w:t></w:r></w:p>";
    let (place, seen) = shown(&w, &report, public("意见.docx", &docx(body))).await;
    assert_eq!((&seen["kind"], &seen["gap"], &seen["cut"]), (&json!("TEXT"), &Value::Null, &json!(false)));
    assert_eq!(seen["text"], "验收意见\n一、产线已通过 <b>验收</b>");
    assert_eq!(seen["watermark"], Value::Null);
    w.reporter("市科委").get(&format!("{place}/content")).await.refused(404, "not_found");

    let rows = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c><c r="C1" t="inlineStr"><is><t>单位</t></is></c></row>
        <row r="3"><c r="A3"><v>1</v></c><c r="B3"><v>2.5</v></c></row>
        <row r="900000"><c r="XFD900000"><v>7</v></c></row>"#;
    let (_, seen) = shown(&w, &report, public("台账.xlsx", &xlsx(rows))).await;
    assert_eq!((&seen["kind"], &seen["cut"]), (&json!("TABLE"), &json!(true)));
    let expected = json!([{ "name": "台账", "rows": [["序号", "", "单位"], [], ["1", "2.5"]] }]);
    assert_eq!(seen["sheets"], expected, "a cell far away is not room for a billion empty ones");
    assert_eq!(looks(&w).await, 0, "what is public leaves no trace");
}

#[tokio::test]
async fn pictures_and_pdf_come_as_bytes_that_nothing_can_run() {
    let w = World::new().await;
    let report = draft(&w).await;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    for (name, bytes, kind, media_type) in
        [("照片.png", &png[..], "IMAGE", "image/png"), ("批复.pdf", PDF, "PDF", "application/pdf")]
    {
        let (place, seen) = shown(&w, &report, public(name, bytes)).await;
        assert_eq!((&seen["kind"], &seen["gap"]), (&json!(kind), &Value::Null));
        let content = w.reporter("市科委").get(&format!("{place}/content")).await;
        assert_eq!(content.header("content-type"), Some(media_type));
        assert_eq!(content.header("content-security-policy"), Some("sandbox; default-src 'none'"));
        assert_eq!(content.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(content.header("cache-control"), Some("private, no-store"));
        assert_eq!(content.expect_bytes(200), bytes);
    }
    let scan = b"%PDF-1.4\n4 0 obj\n<</Subtype/Image/Filter/DCTDecode>>\nstream\n\xff\xd8\nendstream\nendobj\n%%EOF";
    let (_, seen) = shown(&w, &report, public("扫描件.pdf", scan)).await;
    assert_eq!((&seen["kind"], &seen["gap"]), (&json!("PDF"), &json!("NO_TEXT")));
}

#[tokio::test]
async fn an_internal_file_bears_name_unit_and_time_and_each_look_is_recorded() {
    let w = World::new().await;
    let report = draft(&w).await;
    let proof = Proof::new("内部.pdf", PDF).text("is_internal", "true");
    let (place, seen) = shown(&w, &report, proof).await;
    assert_eq!((&seen["watermark"]["organisation"], &seen["kind"]), (&json!("市科委"), &json!("PDF")));
    assert!(seen["watermark"]["name"].is_string() && seen["watermark"]["at"].is_string());
    assert_eq!(looks(&w).await, 0, "nothing was shown yet");
    for count in 1..=2 {
        w.reviewer("市科委").get(&format!("{place}/content")).await.expect_bytes(200);
        assert_eq!(looks(&w).await, count);
    }
    let body = "<w:p><w:r><w:t>名单</w:t></w:r></w:p>";
    shown(&w, &report, Proof::new("名单.docx", &docx(body)).text("publicity", "NOT_PUBLIC")).await;
    assert_eq!(looks(&w).await, 3, "the words are the look");
}

#[tokio::test]
async fn what_cannot_be_shown_says_why_and_stands_in_nobodys_way() {
    let w = World::new().await;
    let report = draft(&w).await;
    let deep = "<w:p>".repeat(400);
    let gap = async |name: &str, bytes: &[u8]| {
        let (_, seen) = shown(&w, &report, public(name, bytes)).await;
        (seen["kind"].clone(), seen["gap"].clone())
    };
    let none = |gap: &str| (json!("NONE"), json!(gap));
    assert_eq!(gap("深.docx", &docx(&deep)).await, none("UNREADABLE"));
    assert_eq!(
        gap(
            "定义.docx",
            &archive(&[("[Content_Types].xml", ""), ("word/document.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")])
        )
        .await,
        none("UNREADABLE")
    );
    assert_eq!(gap("扫描.docx", &docx("<w:p/>")).await, none("NO_TEXT"));
    assert_eq!(gap("空.xlsx", &xlsx("")).await, none("NO_TEXT"));
    assert_eq!(
        gap("坏.xlsx", &archive(&[("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook")])).await,
        none("UNREADABLE")
    );
    let slides = archive(&[("[Content_Types].xml", "<Types/>"), ("ppt/presentation.xml", "<p/>")]);
    assert_eq!(gap("汇报.pptx", &slides).await, none("TYPE_NOT_SHOWN"));
}

#[tokio::test]
async fn who_may_not_read_the_report_previews_nothing() {
    let w = World::new().await;
    let report = draft(&w).await;
    let (place, _) = shown(&w, &report, public("批复.pdf", PDF)).await;
    let outsiders: [Caller; 3] = [w.reporter("海淀区"), w.leader(), w.evaluator()];
    for who in outsiders {
        who.get(&place).await.refused(404, "not_found");
        who.get(&format!("{place}/content")).await.refused(404, "not_found");
    }
    w.audit_admin().get(&place).await.refused(403, "forbidden");
    w.reviewer("市科委").get(&place).await.expect(200);
}
