//! Marks of secrecy (domain.md 6.4): what shows one stops before it is evidence, and a person decides.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    ask::{Answer, Caller},
    story::{PDF, Proof, path},
    world::World,
};

fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(xml.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn letter(lines: &[&str]) -> Vec<u8> {
    let words =
        lines.iter().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect::<Vec<_>>().concat();
    package(&[("word/document.xml", format!("<w:document><w:body>{words}</w:body></w:document>"))])
}

fn book(cells: &[&str]) -> Vec<u8> {
    let words = cells.iter().map(|cell| format!("<si><t>{cell}</t></si>")).collect::<Vec<_>>().concat();
    package(&[("xl/workbook.xml", "<workbook/>".into()), ("xl/sharedStrings.xml", format!("<sst>{words}</sst>"))])
}

fn slides(line: &str) -> Vec<u8> {
    let slide = format!("<p:sld><a:p><a:r><a:t>{line}</a:t></a:r></a:p></p:sld>");
    package(&[("ppt/presentation.xml", "<p/>".into()), ("ppt/slides/slide1.xml", slide)])
}

/// A page whose words are encoded as Chinese offices' PDFs encode them.
fn page(line: &str) -> Vec<u8> {
    let words = line.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<Vec<_>>().concat();
    let text = format!("BT /F1 16 Tf 60 770 Td <{words}> Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>".to_owned(),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>".to_owned(),
    ];
    let (mut pdf, mut places) = (b"%PDF-1.4\n".to_vec(), Vec::new());
    for (number, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        write!(pdf, "{} 0 obj\n{object}\nendobj\n", number + 1).unwrap();
    }
    let start = pdf.len();
    let table = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect::<Vec<_>>().concat();
    write!(
        pdf,
        "xref\n0 7\n0000000000 65535 f \n{table}trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    pdf
}

async fn draft(w: &World) -> Value {
    let (task, cycle) = (w.in_progress("市科委").await, w.first_quarter().await);
    w.begun(&task, &cycle, "市科委").await
}

async fn upload(who: &Caller, report: &Value, name: &str, bytes: &[u8]) -> Answer {
    who.post(&format!("{}/evidence", path("reports", report))).form(Proof::new(name, bytes).into_form()).await
}

async fn waiting(who: &Caller) -> Vec<Value> {
    who.get("/held-evidence?state=HELD").await.expect(200)["items"].as_array().unwrap().clone()
}

async fn decide(who: &Caller, held: &Value, action: &str, reason: &str) -> Answer {
    let place = format!("{}/decision", path("held-evidence", held));
    who.post(&place).json(&json!({ "action": action, "reason": reason })).seen(held).await
}

impl World {
    /// An upload of 市科委 that was stopped, as the security administrator sees it.
    pub async fn held_upload(&self) -> Value {
        let report = draft(self).await;
        upload(&self.reporter("市科委"), &report, "方案.docx", &letter(&["机密"])).await.refused(409, "evidence_held");
        waiting(&self.security_admin()).await.remove(0)
    }
}

#[tokio::test]
async fn a_mark_in_the_name_or_the_text_stops_the_upload() {
    let w = World::new().await;
    let report = draft(&w).await;
    let reporter = w.reporter("市科委");
    let marked: [(&str, Vec<u8>, &str); 6] = [
        ("机密★3年 方案.pdf", PDF.to_vec(), "机密★"),
        ("【秘密】名单.xlsx", book(&["姓名"]), "秘密"),
        ("方案.docx", letter(&["机密★10年", "某某方案"]), "机密★10年"),
        ("台账.xlsx", book(&["序号", "秘密"]), "秘密"),
        ("汇报.pptx", slides("密级：绝密"), "密级：绝密"),
        ("批复.pdf", page("秘密★长期"), "秘密★长期"),
    ];
    for (name, bytes, mark) in &marked {
        let refused = upload(&reporter, &report, name, bytes).await.refused(409, "evidence_held");
        assert_eq!(refused["facts"]["mark"], *mark, "{name}");
    }
    assert_eq!(w.number("select count(*) as it from evidence").await, 0);
    let held = waiting(&reporter).await;
    assert_eq!(held.len(), marked.len());
    assert_eq!((&held[0]["found_in"], &held[0]["line"]), (&json!("TEXT"), &json!(1)));
    // Sent once more it is the same stop, not a second one.
    upload(&reporter, &report, "方案.docx", &marked[2].1).await.refused(409, "evidence_held");
    assert_eq!(waiting(&reporter).await.len(), marked.len());
}

#[tokio::test]
async fn ordinary_words_are_no_alarm() {
    let w = World::new().await;
    let report = draft(&w).await;
    let reporter = w.reporter("市科委");
    let plain: [(&str, Vec<u8>); 5] = [
        ("商业秘密保护指引.docx", letter(&["为保护商业秘密，", "严格保守国家秘密，不得泄露。"])),
        ("机密计算技术方案.docx", letter(&["机密计算技术路线", "带★的为重点"])),
        ("台账.xlsx", book(&["评分 ★★★★★", "是否涉及商业秘密"])),
        ("批复.pdf", page("本批复不涉及国家秘密")),
        ("坏.pdf", b"%PDF-1.7\nnothing that can be read".to_vec()),
    ];
    for (name, bytes) in &plain {
        upload(&reporter, &report, name, bytes).await.expect(201);
    }
    assert!(waiting(&reporter).await.is_empty());
}

#[tokio::test]
async fn what_is_held_is_known_to_two_and_read_by_nobody() {
    let w = World::new().await;
    let report = draft(&w).await;
    let reporter = w.reporter("市科委");
    upload(&reporter, &report, "方案.docx", &letter(&["机密"])).await.refused(409, "evidence_held");
    let held = waiting(&reporter).await.remove(0);
    assert_eq!(held["actions"], json!([]));
    for nobody in [w.reporter("海淀区"), w.person("kw.both")] {
        assert_eq!(nobody.get("/held-evidence").await.expect(200)["total"], 0);
    }
    for other in [w.reviewer("市科委"), w.office_staff(), w.leader(), w.system_admin()] {
        other.get("/held-evidence").await.refused(403, "forbidden");
    }
    let seen = waiting(&w.security_admin()).await.remove(0);
    assert_eq!((&seen["mark"], &seen["uploaded_by"]["name"]), (&json!("机密"), &json!("kw.reporter")));
    decide(&reporter, &held, "release", "我看没事").await.refused(403, "forbidden");
    decide(&w.office_staff(), &held, "release", "我看没事").await.refused(404, "not_found");
    // Neither an id of its own nor a use of it leads to the bytes.
    reporter.get(&format!("{}/content", path("evidence", &held))).await.refused(404, "not_found");
    let body = json!({ "evidence_id": held["id"], "milestone_id": null });
    let reuse = reporter.post(&format!("{}/evidence/reuse", path("reports", &report))).json(&body).await;
    assert_eq!(reuse.wrong_fields(), ["/evidence_id"]);
}

#[tokio::test]
async fn what_is_released_becomes_evidence_and_passes_from_then_on() {
    let w = World::new().await;
    let report = draft(&w).await;
    let (reporter, security) = (w.reporter("市科委"), w.security_admin());
    let bytes = letter(&["秘密", "花园游览手册"]);
    upload(&reporter, &report, "手册.docx", &bytes).await.refused(409, "evidence_held");
    let held = waiting(&security).await.remove(0);
    assert_eq!(decide(&security, &held, "release", " ").await.wrong_fields(), ["/reason"]);
    let released = decide(&security, &held, "release", "书名，不含国家秘密").await.expect(200);
    assert_eq!((&released["state"], &released["reason"]), (&json!("RELEASED"), &json!("书名，不含国家秘密")));
    decide(&security, &released, "remove", "改主意").await.refused(409, "hold_decided");
    decide(&security, &held, "remove", "改主意").await.refused(412, "stale");
    let proof = reporter.get(&format!("/evidence/{}", released["evidence_id"].as_str().unwrap())).await.expect(200);
    assert_eq!((&proof["state"], &proof["uploaded_by"]["name"]), (&json!("UPLOADED"), &json!("kw.reporter")));
    let content = reporter.get(&format!("{}/content", path("evidence", &proof))).await;
    assert_eq!((content.status, &content.bytes[..]), (200, &bytes[..]));
    reporter.delete(&path("evidence", &proof)).seen(&proof).await.expect(204);
    upload(&reporter, &report, "手册.docx", &bytes).await.expect(201);
    let trail = w.rows("select action as it from audit_event where object_type = 'held_evidence' and outcome = 'SUCCESS' order by seq").await;
    assert_eq!(trail, [json!({ "it": "held_evidence.hold" }), json!({ "it": "held_evidence.release" })]);
}

#[tokio::test]
async fn what_is_removed_leaves_a_record_and_no_bytes() {
    let w = World::new().await;
    let report = draft(&w).await;
    let (reporter, security) = (w.reporter("市科委"), w.security_admin());
    let bytes = letter(&["机密★5年"]);
    upload(&reporter, &report, "方案.docx", &bytes).await.refused(409, "evidence_held");
    let held = waiting(&security).await.remove(0);
    let place = w.app.files.path(held["sha256"].as_str().unwrap());
    assert!(place.exists());
    let removed = decide(&security, &held, "remove", "确为涉密件，已按规定处理").await.expect(200);
    assert_eq!((&removed["state"], &removed["evidence_id"]), (&json!("REMOVED"), &Value::Null));
    assert!(!place.exists(), "the bytes are gone");
    assert_eq!(reporter.get("/held-evidence").await.expect(200)["items"][0]["reason"], "确为涉密件，已按规定处理");
    upload(&reporter, &report, "方案.docx", &bytes).await.refused(409, "evidence_held");
}

#[tokio::test]
async fn a_replacement_that_shows_a_mark_leaves_the_old_file_in_place() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let (reporter, security) = (w.reporter("市科委"), w.security_admin());
    let old = report["claims"][0]["evidence"][0].clone();
    let form = || Proof::new("新版.docx", &letter(&["秘密★"])).into_form();
    let place = format!("{}/replacement", path("evidence", &old));
    reporter.post(&place).form(form()).await.refused(409, "evidence_held");
    assert_eq!(reporter.get(&path("evidence", &old)).await.expect(200)["state"], "UPLOADED");
    let held = waiting(&security).await.remove(0);
    let released = decide(&security, &held, "release", "样张").await.expect(200);
    assert_eq!(released["evidence_id"], Value::Null, "its writer replaces the file again");
    let new = reporter.post(&place).form(form()).await.expect(201);
    assert_eq!(new["replaces"], old["id"]);
}
