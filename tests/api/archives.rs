//! Evidence as one zip: what the caller may read, with an index, under harmless names, recorded.

use std::io::{Cursor, Read};

use serde_json::{Value, json};
use zip::ZipArchive;

use crate::{
    ask::Caller,
    story::{PDF, Proof, path},
    world::World,
};

const FORMULA: &str = "=HYPERLINK(\"http://x\")";

async fn with_two(w: &World) -> Value {
    let report = w.written("市科委").await;
    let odd = Proof::new("内部.pdf", b"%PDF-1.4\n%%EOF")
        .text("title", "../..\\名单:A")
        .text("issuing_body", FORMULA)
        .text("page", "第 3 页")
        .text("is_internal", "true");
    w.reporter("市科委")
        .post(&format!("{}/evidence", path("reports", &report)))
        .form(odd.into_form())
        .await
        .expect(201);
    report
}

async fn unzip(who: &Caller, query: &str) -> (Vec<(String, Vec<u8>)>, String) {
    let answer = who.get(&format!("/evidence-archive?{query}")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/zip")));
    assert_eq!(answer.header("content-length").unwrap(), answer.bytes.len().to_string());
    let disposition = answer.header("content-disposition").unwrap().to_owned();
    let mut archive = ZipArchive::new(Cursor::new(answer.bytes.clone())).unwrap();
    let entries = (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect();
    (entries, disposition)
}

fn names(entries: &[(String, Vec<u8>)]) -> Vec<&str> {
    entries.iter().map(|(name, _)| name.as_str()).collect()
}

#[tokio::test]
async fn a_task_comes_with_its_index_and_its_files_byte_for_byte() {
    let w = World::new().await;
    let report = with_two(&w).await;
    let reporter = w.reporter("市科委");
    let task = format!("task_id={}", report["task"]["id"].as_str().unwrap());
    let told = reporter.get(&format!("/evidence-archive/contents?{task}")).await.expect(200);
    assert_eq!((&told["files"], &told["internal"], &told["refused"]), (&json!(2), &json!(1), &Value::Null));
    assert_eq!(told["bytes"], PDF.len() + 14);

    let (entries, disposition) = unzip(&reporter, &task).await;
    assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
    let mut sorted = names(&entries);
    sorted.sort_unstable();
    assert_eq!(sorted.len(), 3);
    assert!(sorted.contains(&"目录.csv"));
    for name in &sorted {
        assert!(
            !name.contains("..\\") && !name.starts_with('/') && !name.contains("../") && !name.contains(':'),
            "{name}"
        );
    }
    let content = |part: &str| &entries.iter().find(|(name, _)| name.contains(part)).unwrap().1;
    assert_eq!(content("验收意见"), PDF);
    let index = String::from_utf8(content("目录").clone()).unwrap();
    let head = "\u{feff}\"序号\",\"标题\",\"类型\",\"来源\",\"文号\",\"日期\",\"页码\"";
    assert!(index.starts_with(head), "{index}");
    assert!(index.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{index}");
    assert!(index.contains("内部材料") && index.contains("第 3 页"), "{index}");
    assert_eq!(index.lines().count(), 3);
}

#[tokio::test]
async fn a_milestone_and_a_period_are_packed_alike() {
    let w = World::new().await;
    let report = with_two(&w).await;
    let reporter = w.reporter("市科委");
    let milestone = report["claims"][0]["milestone"]["id"].as_str().unwrap();
    let (entries, _) = unzip(&reporter, &format!("milestone_id={milestone}")).await;
    assert_eq!(entries.len(), 2, "only what proves the milestone");
    let (entries, _) = unzip(&reporter, &format!("cycle_id={}", report["cycle"]["id"].as_str().unwrap())).await;
    let folder = format!("{}/", report["task"]["code"].as_str().unwrap());
    assert_eq!(names(&entries).iter().filter(|name| name.starts_with(&folder)).count(), 2);
    let taken = w.rows("select object_label as it, detail -> 'internal' as internal from audit_event where action = 'evidence.archive' order by seq").await;
    assert_eq!(taken.len(), 2);
    assert_eq!((&taken[0]["internal"], &taken[1]["internal"]), (&json!(0), &json!(1)));
}

#[tokio::test]
async fn an_archive_holds_what_its_reader_may_see_and_nothing_else() {
    let w = World::new().await;
    let report = with_two(&w).await;
    let task = report["task"]["id"].as_str().unwrap();
    let missing = uuid::Uuid::now_v7();
    for stranger in [w.reporter("海淀区"), w.leader()] {
        for place in ["/evidence-archive/contents", "/evidence-archive"] {
            let foreign = stranger.get(&format!("{place}?task_id={task}")).await;
            let none = stranger.get(&format!("{place}?task_id={missing}")).await;
            assert_eq!((foreign.status, foreign.text()), (none.status, none.text()));
        }
        stranger.get(&format!("/evidence-archive?task_id={task}")).await.refused(409, "archive_empty");
    }
    w.system_admin().get(&format!("/evidence-archive?task_id={task}")).await.refused(403, "forbidden");
    let reporter = w.reporter("市科委");
    let place = "/evidence-archive/contents";
    reporter.get(place).await.refused(422, "invalid");
    reporter.get(&format!("{place}?task_id={task}&cycle_id={missing}")).await.refused(422, "invalid");
    let both = format!("{place}?task_id={task}&org={missing}");
    assert_eq!(reporter.get(&both).await.wrong_fields(), ["/org"]);
}

#[tokio::test]
async fn more_than_one_archive_may_hold_is_told_before() {
    let w = World::new().await;
    let report = with_two(&w).await;
    w.sql("update evidence set size = 400 * 1024 * 1024").await;
    let reporter = w.reporter("市科委");
    let task = report["task"]["id"].as_str().unwrap();
    let told = reporter.get(&format!("/evidence-archive/contents?task_id={task}")).await.expect(200);
    assert_eq!(told["refused"]["code"], "archive_too_large");
    let refused = reporter.get(&format!("/evidence-archive?task_id={task}")).await.refused(409, "archive_too_large");
    assert_eq!((&refused["facts"]["megabytes"], &refused["facts"]["most_megabytes"]), (&json!(800), &json!(500)));
}

#[tokio::test]
async fn what_was_replaced_or_voided_is_not_packed() {
    let w = World::new().await;
    let report = with_two(&w).await;
    let reporter = w.reporter("市科委");
    let proof = report["claims"][0]["evidence"][0].clone();
    let newer = Proof::new("新版.pdf", b"%PDF-1.4 newer").into_form();
    reporter.post(&format!("{}/replacement", path("evidence", &proof))).form(newer).await.expect(201);
    let (entries, _) = unzip(&reporter, &format!("task_id={}", report["task"]["id"].as_str().unwrap())).await;
    assert!(entries.iter().all(|(_, bytes)| bytes != PDF));
    assert_eq!(entries.len(), 3);
}
