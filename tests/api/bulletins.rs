//! What the end of a cycle keeps whole, and bulletins that are made from that alone.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    ask::{Answer, Caller},
    story::{approval, path},
    world::World,
};

/// The day after the last day of the first quarter's window.
async fn frozen(w: &World) -> Value {
    let due = w.one("select due_on::text as it from cycle where kind = 'QUARTER'").await;
    let due: chrono::NaiveDate = due.parse().unwrap();
    w.travel_to(&(due + chrono::Days::new(1)).to_string()).await;
    w.office_staff().get("/snapshots?frozen=true").await.expect(200)["items"][0].clone()
}

async fn bytes_of(w: &World, snapshot: &Value) -> Vec<u8> {
    w.leader().get(&format!("{}/content", path("snapshots", snapshot))).await.expect_bytes(200)
}

async fn made(w: &World, snapshot: &Value) -> Value {
    let new = json!({ "snapshot_id": snapshot["id"], "foreword": "现将第一季度进展情况通报如下。" });
    w.office_staff().post("/bulletins").json(&new).await.expect(201)
}

async fn step(who: &Caller, bulletin: &Value, action: &str) -> Answer {
    let step = json!({ "action": action, "comment": "已核对" });
    who.post(&format!("{}/transitions", path("bulletins", bulletin))).json(&step).seen(bulletin).await
}

async fn issued(w: &World, snapshot: &Value) -> Value {
    let draft = made(w, snapshot).await;
    let waiting = step(&w.office_head(), &draft, "submit").await.expect(200);
    step(&w.leader(), &waiting, "approve").await.expect(200)
}

/// The live data as different as it can become: another name, another day, a corrected report, another title.
async fn everything_changes(w: &World, report: &Value) {
    w.travel_to("2026-05-08").await;
    let rename = json!({ "name": "北京市科技委员会", "short_name": "科技委", "from": "2026-04-20", "reason": "更名" });
    let organisation = w.rows("select id::text, version from organisation where code = 'kw'").await.remove(0);
    let place = format!("/organisations/{}/names", organisation["id"].as_str().unwrap());
    w.system_admin().post(&place).json(&rename).seen(&organisation).await.expect(200);
    let asking = json!({ "action": "request_correction", "comment": "产量误写" });
    let report = w.office_staff().get(&path("reports", report)).await.expect(200);
    w.step_of_report(&w.unit_leader("市科委"), &report, asking).await;
    let old = w.step_of_report(&w.office_staff(), &report, json!({ "action": "agree_correction" })).await;
    let reporter = w.reporter("市科委");
    let new = reporter.get(&path("reports", &json!({ "id": old["revisions"][0]["id"] }))).await.expect(200);
    let change = json!({ "progress": "更正：产量 12 台。" });
    let new = reporter.patch(&path("reports", &new)).json(&change).seen(&new).await.expect(200);
    let new = w.step_of_report(&reporter, &new, json!({ "action": "submit" })).await;
    let new = w.step_of_report(&w.reviewer("市科委"), &new, json!({ "action": "pass" })).await;
    w.step_of_report(&w.office_staff(), &new, approval(&new, "ACCEPTED")).await;
    w.sql("update task set due_on = due_on + 90, title = '另一个题目', light = 'OVERDUE'").await;
    w.sql("update milestone set due_on = due_on + 90, title = '另一个节点'").await;
    w.sql("update measure set title = '另一条举措'").await;
    w.sql("update plan set title = '另一个方案'").await;
}

#[tokio::test]
async fn the_end_of_a_cycle_is_kept_whole_with_its_hash() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    let snapshot = frozen(&w).await;
    let bytes = bytes_of(&w, &snapshot).await;
    assert_eq!(snapshot["sha256"], sha256(&bytes));
    let whole: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(whole["plan"]["id"], w.plan().await);
    assert_eq!(whole["cycle"]["name"], report["cycle"]["name"]);
    assert_eq!(whole["parts"].as_array().unwrap().len(), 7);
    let task = &whole["tasks"][0];
    assert_eq!(task["lead"]["name"], "北京市科学技术委员会");
    assert_eq!(task["milestones"][0]["completed_on"], "2026-03-26");
    assert_eq!(
        (&task["light"]["code"], &task["asked"], &task["before"]),
        (&json!("ON_TRACK"), &json!(true), &Value::Null)
    );
    assert_eq!((&task["report"]["state"], &task["report"]["in_time"]), (&json!("APPROVED"), &json!(true)));
    assert_eq!(task["report"]["progress"], "中试线于三月通过验收。");
    assert_eq!(task["report"]["claims"][0]["verdict"], "ACCEPTED");
    assert!(task["progress"]["scheduled"].is_string(), "{task}");
    // Keys sorted, nothing between them: written again in the same way it is the same text.
    let again: std::collections::BTreeMap<String, Value> = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(again.keys().next().unwrap(), "cycle");
    assert!(bytes.starts_with(b"{\"cycle\":{\"due_on\":"));
    for change in ["update frozen_snapshot set content = ''", "delete from frozen_snapshot"] {
        assert!(w.try_sql(change).await.unwrap_err().contains("never changed"), "{change}");
    }
}

#[tokio::test]
async fn words_that_nobody_approved_are_not_kept() {
    let w = World::new().await;
    w.written("市科委").await;
    let whole: Value = serde_json::from_slice(&bytes_of(&w, &frozen(&w).await).await).unwrap();
    let report = &whole["tasks"][0]["report"];
    assert_eq!(
        (&report["state"], &report["progress"], &report["in_time"]),
        (&json!("DRAFT"), &Value::Null, &json!(false))
    );
    assert!(!whole.to_string().contains("三月通过验收"));
}

#[tokio::test]
async fn a_bulletin_made_again_is_the_same_byte_for_byte_whatever_became_of_the_live_data() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    w.in_progress("市经信局").await;
    let snapshot = frozen(&w).await;
    let whole = bytes_of(&w, &snapshot).await;
    let before = issued(&w, &snapshot).await;
    let file = async || w.leader().get(&format!("{}/document", path("bulletins", &before))).await.expect_bytes(200);
    let written = file().await;
    everything_changes(&w, &report).await;
    w.travel_to("2026-06-20").await;
    let after = w.office_staff().get(&path("bulletins", &before)).await.expect(200);
    assert_eq!((&after["reproduced"], &after["paper_sha256"]), (&json!(true), &before["paper_sha256"]));
    assert_eq!(after["paper"], before["paper"]);
    assert!(after["paper"].to_string().contains("市科委") && !after["paper"].to_string().contains("科技委员会"));
    assert_eq!(file().await, written, "the file for Word is the same too");
    assert_eq!(bytes_of(&w, &snapshot).await, whole);
    // The correction stands beside what was frozen.
    let beside = w.leader().get(&path("snapshots", &snapshot)).await.expect(200);
    assert_eq!(beside["sha256"], snapshot["sha256"]);
    assert_eq!(
        (beside["corrections"].as_array().unwrap().len(), &beside["corrections"][0]["revision"]),
        (1, &json!(2))
    );
    assert_eq!(beside["bulletin"]["number"], before["number"]);
}

#[tokio::test]
async fn a_draft_made_after_the_changes_says_the_same_as_one_made_before() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    let snapshot = frozen(&w).await;
    let first = made(&w, &snapshot).await;
    step(&w.office_staff(), &first, "discard").await.expect(200);
    everything_changes(&w, &report).await;
    let second = made(&w, &snapshot).await;
    assert_ne!(second["id"], first["id"]);
    assert_eq!((&second["paper"], &second["paper_sha256"]), (&first["paper"], &first["paper_sha256"]));
}

#[tokio::test]
async fn the_paper_counts_what_the_snapshot_counted() {
    let w = World::new().await;
    w.approved("市科委").await;
    w.in_progress("市经信局").await;
    let snapshot = frozen(&w).await;
    let bulletin = made(&w, &snapshot).await;
    let overall = &bulletin["paper"]["sections"][0];
    let told: Vec<(String, String)> = overall["table"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row[0].as_str().unwrap().to_owned(), row[1].as_str().unwrap().to_owned()))
        .collect();
    for (word, code) in [("■滞后", "OVERDUE"), ("▲预警", "AT_RISK"), ("●正常推进", "ON_TRACK")] {
        let count = snapshot["counts"][code].to_string();
        assert!(told.contains(&(word.to_owned(), count)), "{word}: {told:?}");
    }
    assert!(overall["paragraphs"][1].as_str().unwrap().contains("报送及时率50.00%（1/2）"), "{overall}");
    assert_eq!(bulletin["paper"]["opening"], json!(["现将第一季度进展情况通报如下。"]));
    assert_eq!(bulletin["reproduced"], Value::Null);
}

#[tokio::test]
async fn a_leader_approves_the_text_and_numbers_have_no_gap() {
    let w = World::new().await;
    w.approved("市科委").await;
    let snapshot = frozen(&w).await;
    let draft = made(&w, &snapshot).await;
    step(&w.leader(), &draft, "approve").await.refused(409, "step_not_possible");
    let waiting = step(&w.office_staff(), &draft, "submit").await.expect(200);
    let words = json!({ "demands": "请抓紧整改。" });
    w.office_staff()
        .patch(&path("bulletins", &draft))
        .json(&words)
        .seen(&waiting)
        .await
        .refused(409, "bulletin_not_draft");
    step(&w.office_head(), &waiting, "approve").await.refused(403, "forbidden");
    let waits = async || {
        let work = w.leader().get("/work").await.expect(200);
        work["waiting"].as_array().unwrap().iter().filter(|item| item["kind"] == "BULLETIN_TO_APPROVE").count()
    };
    assert_eq!(waits().await, 1);
    let returned = step(&w.leader(), &waiting, "return").await.expect(200);
    assert_eq!((&returned["state"], waits().await), (&json!("DRAFT"), 0));
    let change = w.office_head().patch(&path("bulletins", &draft)).json(&words).seen(&returned).await.expect(200);
    assert_eq!(change["paper"]["sections"].as_array().unwrap().last().unwrap()["paragraphs"], json!(["请抓紧整改。"]));
    assert_eq!(change["foreword"], draft["foreword"], "what is not said stays");
    let again = step(&w.office_staff(), &change, "submit").await.expect(200);
    let issued = step(&w.leader(), &again, "approve").await.expect(200);
    assert_eq!((&issued["state"], &issued["number"]), (&json!("ISSUED"), &json!("中园通〔2026〕1号")));
    assert_eq!((&issued["reproduced"], &issued["actions"]), (&json!(true), &json!([])));
    assert!(w.try_sql("update bulletin set foreword = '另'").await.unwrap_err().contains("immutable"));
    let new = json!({ "snapshot_id": snapshot["id"] });
    w.office_staff().post("/bulletins").json(&new).await.refused(409, "bulletin_exists");
    let trail = "select count(*) as it from audit_event where object_type = 'bulletin' and outcome = 'SUCCESS'";
    assert_eq!(w.number(trail).await, 6);
}

#[tokio::test]
async fn a_draft_is_the_offices_and_what_was_issued_everybodys() {
    let w = World::new().await;
    w.approved("市科委").await;
    let snapshot = frozen(&w).await;
    let draft = made(&w, &snapshot).await;
    let place = path("bulletins", &draft);
    let outsiders = [w.reporter("市科委"), w.unit_leader("海淀区"), w.evaluator(), w.person("miit.observer")];
    for who in &outsiders {
        who.get(&place).await.refused(404, "not_found");
        who.get(&format!("{place}/document")).await.refused(404, "not_found");
        assert_eq!(who.get("/bulletins").await.expect(200)["total"], 0);
    }
    assert_eq!(w.evaluator().get("/snapshots?frozen=true").await.expect(200)["items"][0]["bulletin"], Value::Null);
    step(&w.leader(), &step(&w.office_staff(), &draft, "submit").await.expect(200), "approve").await.expect(200);
    for who in &outsiders {
        assert_eq!(who.get(&place).await.expect(200)["number"], "中园通〔2026〕1号");
    }
    for who in [w.reporter("市科委"), w.person("city.statistics")] {
        who.get("/snapshots").await.refused(403, "forbidden");
        who.get(&path("snapshots", &snapshot)).await.refused(403, "forbidden");
    }
    w.system_admin().get("/bulletins").await.refused(403, "forbidden");
}

#[tokio::test]
async fn stale_twice_and_wrong_are_told_apart() {
    let w = World::new().await;
    w.approved("市科委").await;
    let snapshot = frozen(&w).await;
    let staff = w.office_staff();
    let wrong = json!({ "snapshot_id": uuid::Uuid::now_v7(), "foreword": "一".repeat(4001), "demands": "\u{1}" });
    assert_eq!(staff.post("/bulletins").json(&wrong).await.wrong_fields(), ["/foreword", "/demands", "/snapshot_id"]);
    let new = json!({ "snapshot_id": snapshot["id"] });
    let first = staff.post("/bulletins").json(&new).key("once").await.expect(201);
    assert_eq!(staff.post("/bulletins").json(&new).key("once").await.expect(201)["id"], first["id"]);
    let place = path("bulletins", &first);
    staff.patch(&place).json(&json!({ "foreword": "甲" })).await.refused(428, "version_missing");
    let changed = staff.patch(&place).json(&json!({ "foreword": "甲" })).seen(&first).await.expect(200);
    staff.patch(&place).json(&json!({ "foreword": "乙" })).seen(&first).await.refused(412, "stale");
    assert_eq!(changed["paper"]["opening"], json!(["甲"]));
    let changed = staff.patch(&place).json(&json!({ "foreword": " " })).seen(&changed).await.expect(200);
    assert_eq!((&changed["foreword"], &changed["paper"]["opening"]), (&Value::Null, &json!([])));
    let bare = json!({ "action": "discard" });
    let bare = staff.post(&format!("{place}/transitions")).json(&bare).seen(&changed).await;
    assert_eq!(bare.wrong_fields(), ["/comment"]);
    assert_eq!(staff.get("/bulletins?state=NONE").await.wrong_fields(), ["/state"]);
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
