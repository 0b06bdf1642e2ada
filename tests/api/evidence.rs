//! Evidence: known by content, kept byte for byte, read by those who read its report, never shown inline.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    ask::{Answer, Caller},
    story::{PDF, Proof, path},
    world::World,
};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

async fn draft(w: &World) -> Value {
    let (task, cycle) = (w.in_progress("市科委").await, w.first_quarter().await);
    w.begun(&task, &cycle, "市科委").await
}

async fn upload(who: &Caller, report: &Value, proof: Proof) -> Answer {
    who.post(&format!("{}/evidence", path("reports", report))).form(proof.into_form()).await
}

fn archive(entries: &[&str]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(b"<content/>").unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Files under the store, without what is still arriving.
fn stored(w: &World) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    assert_eq!(count(&w.files.join("incoming")), 0, "nothing is left behind on arrival");
    count(&w.files.join("content"))
}

#[tokio::test]
async fn two_files_come_back_byte_for_byte_under_their_hash() {
    let w = World::new().await;
    let report = draft(&w).await;
    let reporter = w.reporter("市科委");
    for (name, bytes, media_type) in [("验收 意见.pdf", PDF, "application/pdf"), ("现场.PNG", PNG, "image/png")] {
        let proof = Proof::new(name, bytes).text("title", "现场核验").text("document_date", "2026-03-20");
        let answer = upload(&reporter, &report, proof).await;
        let location = answer.header("location").unwrap().to_owned();
        let proof = answer.expect(201);
        assert_eq!(proof["sha256"], hex::encode(Sha256::digest(bytes)));
        assert_eq!((&proof["media_type"], &proof["size"]), (&json!(media_type), &json!(bytes.len())));
        assert_eq!(
            (&proof["title"], &proof["file_name"], &proof["state"]),
            (&json!("现场核验"), &json!(name), &json!("UPLOADED"))
        );
        assert_eq!(proof["missing_facts"], json!(["issuing_body", "document_no", "page", "proves"]));
        assert_eq!(reporter.get(location.strip_prefix("/api/v1").unwrap()).await.expect(200)["id"], proof["id"]);

        let content = reporter.get(&format!("{}/content", path("evidence", &proof))).await;
        assert_eq!((content.status, &content.bytes[..]), (200, bytes));
        assert_eq!(content.header("content-type"), Some(media_type));
        assert_eq!(content.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(content.header("content-security-policy"), Some("sandbox; default-src 'none'"));
        assert_eq!(content.header("cache-control"), Some("private, no-store"));
        assert!(content.header("content-disposition").unwrap().starts_with("attachment; filename=\""));
    }
    let list = reporter.get(&format!("/evidence?report_id={}", report["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(list["total"], 2);
    assert_eq!(stored(&w), 2);
    let seen = reporter.get(&path("reports", &report)).await.expect(200);
    assert_eq!(seen["evidence"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_content_decides_what_a_file_is() {
    let w = World::new().await;
    let report = draft(&w).await;
    let reporter = w.reporter("市科委");
    let (document, book) = (archive(&["word/document.xml"]), archive(&["xl/workbook.xml"]));
    let macros = archive(&["word/document.xml", "word/vbaProject.bin"]);
    let plain = archive(&["readme.txt"]);
    let refused: [(&str, &[u8]); 9] = [
        ("图片.pdf", PNG),
        ("证书.docx", PDF),
        ("台账.docx", &book),
        ("宏.docx", &macros),
        ("压缩.zip", &plain),
        ("程序.pdf", b"MZ\x90\0\x03\0\0\0"),
        ("网页.pdf", b"<html><script>alert(1)</script>"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("双.pdf.exe", PDF),
    ];
    let before = w.digest().await;
    for (name, bytes) in refused {
        let problem = upload(&reporter, &report, Proof::new(name, bytes)).await.refused(415, "file_refused");
        assert!(problem["detail"].as_str().unwrap().contains("docx"), "{name}: {problem}");
    }
    assert_eq!(upload(&reporter, &report, Proof::new("空.pdf", b"")).await.wrong_fields(), ["/file"]);
    assert_eq!((w.digest().await, stored(&w)), (before, 0));
    for (name, bytes) in [("总结.docx", &document), ("台账.xlsx", &book)] {
        upload(&reporter, &report, Proof::new(name, bytes)).await.expect(201);
    }
}

#[tokio::test]
async fn a_file_over_the_limit_is_refused_and_leaves_nothing() {
    let w = World::new().await;
    let report = draft(&w).await;
    let reporter = w.reporter("市科委");
    let limit = usize::try_from(w.app.settings.evidence_limit).unwrap();
    let sized = |size: usize| [PDF, &vec![b' '; size - PDF.len()]].concat();
    // Under the announced allowance, so that it is counted while it arrives; then far over it.
    for size in [limit + 1, limit + 3_000_000] {
        let problem = upload(&reporter, &report, Proof::new("大.pdf", &sized(size))).await.refused(413, "too_large");
        assert_eq!(problem["facts"]["limit"], limit);
    }
    assert_eq!((w.number("select count(*) as it from evidence").await, stored(&w)), (0, 0));
    upload(&reporter, &report, Proof::new("正好.pdf", &sized(limit))).await.expect(201);
}

#[tokio::test]
async fn a_name_is_data_and_never_a_path() {
    let w = World::new().await;
    let report = draft(&w).await;
    let reporter = w.reporter("市科委");
    let names = [
        ("../../../etc/cron.d/root.pdf", "root.pdf"),
        ("C:\\Windows\\验收.pdf", "验收.pdf"),
        ("a\u{202e}fdp.pdf", "afdp.pdf"),
        ("报告'; drop table evidence;--.pdf", "报告'; drop table evidence;--.pdf"),
    ];
    for (n, (sent, kept)) in names.into_iter().enumerate() {
        let bytes = [PDF, n.to_string().as_bytes()].concat();
        let proof = upload(&reporter, &report, Proof::new(sent, &bytes)).await.expect(201);
        assert_eq!(proof["file_name"], kept);
        let content = reporter.get(&format!("{}/content", path("evidence", &proof))).await;
        let disposition = content.header("content-disposition").unwrap();
        assert!(!disposition.contains("..") || !disposition.contains('/'), "{disposition}");
    }
    assert_eq!(stored(&w), names.len());
}

#[tokio::test]
async fn evidence_has_the_rights_of_its_report() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let proof = report["claims"][0]["evidence"][0].clone();
    let missing = format!("/evidence/{}", uuid::Uuid::now_v7());
    for stranger in [w.reporter("海淀区"), w.unit_leader("市经信局"), w.leader(), w.evaluator()] {
        for tail in ["", "/content"] {
            let foreign = stranger.get(&format!("{}{tail}", path("evidence", &proof))).await;
            let none = stranger.get(&format!("{missing}{tail}")).await;
            assert_eq!((foreign.status, &foreign.bytes), (404, &none.bytes));
        }
        assert_eq!(stranger.get("/evidence").await.expect(200)["total"], 0);
    }
    let stranger = w.reporter("海淀区");
    stranger.delete(&path("evidence", &proof)).await.refused(404, "not_found");
    stranger
        .patch(&path("evidence", &proof))
        .json(&json!({ "title": "改" }))
        .seen(&proof)
        .await
        .refused(404, "not_found");
    upload(&stranger, &report, Proof::new("证.pdf", PDF)).await.refused(404, "not_found");
    let reviewer = w.reviewer("市科委");
    reviewer.get(&path("evidence", &proof)).await.expect(200);
    reviewer.delete(&path("evidence", &proof)).await.refused(403, "forbidden");
    upload(&reviewer, &report, Proof::new("证.pdf", PDF)).await.refused(403, "forbidden");
    w.system_admin().get(&path("evidence", &proof)).await.refused(403, "forbidden");
}

#[tokio::test]
async fn facts_are_mended_and_a_piece_voided_while_the_report_is_open() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let reporter = w.reporter("市科委");
    let proof = report["claims"][0]["evidence"][0].clone();
    let place = path("evidence", &proof);
    let change = json!({ "document_no": "京科发〔2026〕7号", "issuing_body": null });
    reporter.patch(&place).json(&change).await.refused(428, "version_missing");
    let mended = reporter.patch(&place).json(&change).seen(&proof).await.expect(200);
    assert_eq!((&mended["document_no"], &mended["version"]), (&json!("京科发〔2026〕7号"), &json!(2)));
    reporter.patch(&place).json(&change).seen(&proof).await.refused(412, "stale");

    let void = format!("{place}/void");
    let reason = json!({ "reason": "传错了文件" });
    assert_eq!(reporter.post(&void).json(&json!({ "reason": " " })).seen(&mended).await.wrong_fields(), ["/reason"]);
    // Its own uploader takes back what was never submitted; void is for the others and for later.
    let voided = reporter.post(&void).json(&reason).seen(&mended).await.expect(200);
    assert_eq!(voided["void_reason"], "传错了文件");
    assert_eq!(voided["state"], "VOID");
    assert_eq!(stored(&w), 1, "the bytes stay");
    assert_eq!(reporter.get("/evidence").await.expect(200)["total"], 0);
    assert_eq!(reporter.get("/evidence?include_void=true").await.expect(200)["total"], 1);
    let submit = json!({ "action": "submit" });
    let place = format!("{}/transitions", path("reports", &report));
    reporter.post(&place).json(&submit).seen(&report).await.refused(409, "evidence_missing");
}

#[tokio::test]
async fn evidence_of_a_report_that_left_the_writer_stands_still() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let reporter = w.reporter("市科委");
    let proof = report["claims"][0]["evidence"][0].clone();
    assert_eq!(proof["state"], "SUBMITTED");
    let place = path("evidence", &proof);
    reporter.delete(&place).seen(&proof).await.refused(409, "not_editable");
    reporter.patch(&place).json(&json!({ "title": "改" })).seen(&proof).await.refused(409, "not_editable");
    upload(&reporter, &report, Proof::new("补.pdf", b"%PDF-1.4\n%%EOF")).await.refused(409, "not_editable");
}

#[tokio::test]
async fn the_same_content_proves_the_same_thing_once() {
    let w = World::new().await;
    let report = draft(&w).await;
    let reporter = w.reporter("市科委");
    upload(&reporter, &report, Proof::new("一.pdf", PDF)).await.expect(201);
    upload(&reporter, &report, Proof::new("二.pdf", PDF)).await.refused(409, "duplicate");
    let milestone = report["claims"][0]["milestone"]["id"].as_str().unwrap();
    upload(&reporter, &report, Proof::new("三.pdf", PDF).text("milestone_id", milestone)).await.expect(201);
    assert_eq!(stored(&w), 1, "one content, one file");
}

#[tokio::test]
async fn every_wrong_field_of_a_form_is_named() {
    let w = World::new().await;
    let report = draft(&w).await;
    let reporter = w.reporter("市科委");
    let proof = Proof::new("证.pdf", PDF).text("kind", "Z").text("document_date", "昨天").text("publicity", "SECRET");
    assert_eq!(upload(&reporter, &report, proof).await.wrong_fields(), ["/kind", "/document_date", "/publicity"]);
    let proof = Proof::new("证.pdf", PDF).text("state", "VERIFIED");
    assert_eq!(upload(&reporter, &report, proof).await.wrong_fields(), ["/state"]);
    let proof = Proof::new("证.pdf", PDF).text("milestone_id", &uuid::Uuid::nil().to_string());
    assert_eq!(upload(&reporter, &report, proof).await.wrong_fields(), ["/milestone_id"]);
    assert_eq!(stored(&w), 0);
}

#[tokio::test]
async fn taking_away_what_is_not_public_leaves_a_trace() {
    let w = World::new().await;
    let report = draft(&w).await;
    let reporter = w.reporter("市科委");
    let open = upload(&reporter, &report, Proof::new("公开.pdf", PDF).text("publicity", "PUBLIC")).await.expect(201);
    let closed = upload(&reporter, &report, Proof::new("不公开.png", PNG)).await.expect(201);
    for proof in [&open, &closed] {
        reporter.get(&format!("{}/content", path("evidence", proof))).await.expect_bytes(200);
    }
    let traces = w.rows("select object_id::text as it from audit_event where action = 'evidence.download'").await;
    assert_eq!(traces, [json!({ "it": closed["id"] })]);
}
