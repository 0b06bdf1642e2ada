//! Corrections: the unit's leader asks, the office agrees, a new version is written; the approved one never changes.

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    story::{approval, path},
    world::World,
};

async fn step(who: &Caller, report: &Value, step: Value) -> Answer {
    who.post(&format!("{}/transitions", path("reports", report))).json(&step).seen(report).await
}

fn asking() -> Value {
    json!({ "action": "request_correction", "comment": "三月产量误写为 120 台" })
}

/// An approved report of 市科委 whose correction the office has agreed to, and its new version.
async fn agreed(w: &World) -> (Value, Value) {
    let report = w.approved("市科委").await;
    w.step_of_report(&w.unit_leader("市科委"), &report, asking()).await;
    let old = w.step_of_report(&w.office_staff(), &report, json!({ "action": "agree_correction" })).await;
    let new = json!({ "id": old["revisions"][0]["id"] });
    (old, w.reporter("市科委").get(&path("reports", &new)).await.expect(200))
}

fn actions(view: &Value) -> Vec<&str> {
    view["actions"].as_array().unwrap().iter().map(|action| action["action"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_correction_is_a_new_version_and_the_old_one_stays_as_it_was() {
    let w = World::new().await;
    let (old, new) = agreed(&w).await;
    assert_eq!((&new["state"], &new["revision"], &new["progress"]), (&json!("DRAFT"), &json!(2), &old["progress"]));
    assert_eq!((&new["previous"]["id"], &new["editable"]), (&old["id"], &json!(true)));
    let reporter = w.reporter("市科委");
    let change = json!({ "progress": "中试线于三月通过验收，产量 12 台。" });
    let new = reporter.patch(&path("reports", &new)).json(&change).seen(&new).await.expect(200);
    let new = w.step_of_report(&reporter, &new, json!({ "action": "submit" })).await;
    let new = w.step_of_report(&w.reviewer("市科委"), &new, json!({ "action": "pass" })).await;
    let task = async || w.leader().get(&path("tasks", &old["task"])).await.expect(200);
    assert_eq!(task().await["latest_progress"], "中试线于三月通过验收。", "until approved the old words hold");
    assert_eq!(task().await["latest_report"]["id"], old["id"]);
    let new = w.step_of_report(&w.office_staff(), &new, approval(&new, "ACCEPTED")).await;
    assert_eq!(task().await["latest_progress"], "中试线于三月通过验收，产量 12 台。");

    let kept = w.leader().get(&path("reports", &old)).await.expect(200);
    assert_eq!(
        (&kept["progress"], &kept["version"], &kept["state"]),
        (&old["progress"], &old["version"], &json!("APPROVED"))
    );
    assert_eq!(
        (kept["claims"].as_array().unwrap().len(), &kept["claims"][0]["evidence"][0]["state"]),
        (1, &json!("VERIFIED"))
    );
    let revisions: Vec<&Value> = kept["revisions"].as_array().unwrap().iter().map(|each| &each["id"]).collect();
    assert_eq!(revisions, [&new["id"], &old["id"]]);
    assert!(
        w.try_sql("update report set progress = '' where state = 'APPROVED'").await.unwrap_err().contains("immutable")
    );
}

#[tokio::test]
async fn only_the_unit_leader_asks_and_only_with_a_reason() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    let leader = w.unit_leader("市科委");
    for other in [w.reporter("市科委"), w.reviewer("市科委"), w.office_staff(), w.leader()] {
        step(&other, &report, asking()).await.refused(403, "forbidden");
    }
    step(&w.unit_leader("海淀区"), &report, asking()).await.refused(404, "not_found");
    assert_eq!(step(&leader, &report, json!({ "action": "request_correction" })).await.wrong_fields(), ["/comment"]);
    let asked = w.step_of_report(&leader, &report, asking()).await;
    assert_eq!(
        (&asked["correction"]["state"], &asked["correction"]["reason"]),
        (&json!("ASKED"), &json!("三月产量误写为 120 台"))
    );
    assert_eq!((&asked["version"], &asked["state"]), (&report["version"], &json!("APPROVED")));
    step(&leader, &report, asking()).await.refused(409, "correction_asked");
}

#[tokio::test]
async fn a_report_that_is_not_approved_is_not_corrected() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    step(&w.unit_leader("市科委"), &report, asking()).await.refused(409, "step_not_possible");
}

#[tokio::test]
async fn the_office_finds_the_request_and_may_refuse_it_with_words() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    let staff = w.office_staff();
    let seen = staff.get(&path("reports", &report)).await.expect(200);
    assert_eq!(actions(&seen), Vec::<&str>::new(), "nothing to answer yet");
    step(&staff, &report, json!({ "action": "agree_correction" })).await.refused(409, "step_not_possible");
    w.step_of_report(&w.unit_leader("市科委"), &report, asking()).await;
    let work = staff.get("/work").await.expect(200);
    let item = work["waiting"].as_array().unwrap().iter().find(|item| item["kind"] == "REPORT_CORRECTION").unwrap();
    assert_eq!((&item["report"]["id"], &item["comment"]), (&report["id"], &json!("三月产量误写为 120 台")));
    let seen = staff.get(&path("reports", &report)).await.expect(200);
    assert_eq!(actions(&seen), ["agree_correction", "refuse_correction"]);
    assert_eq!(step(&staff, &report, json!({ "action": "refuse_correction" })).await.wrong_fields(), ["/comment"]);
    let refusal = json!({ "action": "refuse_correction", "comment": "原文与佐证一致" });
    let refused = w.step_of_report(&staff, &report, refusal).await;
    assert_eq!(
        (&refused["correction"]["state"], &refused["correction"]["answer"]),
        (&json!("REFUSED"), &json!("原文与佐证一致"))
    );
    assert_eq!(refused["revisions"].as_array().unwrap().len(), 1);
    w.step_of_report(&w.unit_leader("市科委"), &report, asking()).await;
}

#[tokio::test]
async fn of_two_agreements_at_once_one_wins() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    w.step_of_report(&w.unit_leader("市科委"), &report, asking()).await;
    let (one, two) = (w.person("office.staff"), w.person("office.staff2"));
    let agree = json!({ "action": "agree_correction" });
    let (one, two) = tokio::join!(step(&one, &report, agree.clone()), step(&two, &report, agree));
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers, [200, 409]);
    assert_eq!(w.number("select count(*) as it from report").await, 2);
}

#[tokio::test]
async fn a_corrected_report_is_corrected_in_its_last_version_only() {
    let w = World::new().await;
    let (old, new) = agreed(&w).await;
    let leader = w.unit_leader("市科委");
    step(&leader, &old, asking()).await.refused(409, "report_superseded");
    let waived = w.step_of_report(&w.office_staff(), &new, json!({ "action": "waive", "comment": "不再更正" })).await;
    assert_eq!(waived["state"], "WAIVED");
    let task = w.leader().get(&path("tasks", &old["task"])).await.expect(200);
    assert_eq!(task["latest_report"]["state"], "APPROVED", "a correction given up leaves the approved report");
    w.step_of_report(&leader, &old, asking()).await;
    let again = w.step_of_report(&w.office_staff(), &old, json!({ "action": "agree_correction" })).await;
    assert_eq!(again["revisions"][0]["revision"], 3);
}

#[tokio::test]
async fn the_new_version_is_read_as_any_draft_and_counted_once() {
    let w = World::new().await;
    let (old, new) = agreed(&w).await;
    w.leader().get(&path("reports", &new)).await.refused(404, "not_found");
    assert_eq!(w.leader().get(&path("reports", &old)).await.expect(200)["revisions"].as_array().unwrap().len(), 1);
    let counts = async |who: Caller| who.get("/cycles").await.expect(200)["items"][0]["counts"].clone();
    let office = counts(w.office_staff()).await;
    assert_eq!((&office["APPROVED"], &office["DRAFT"]), (&json!(0), &json!(1)));
    assert_eq!(counts(w.leader()).await["APPROVED"], 1);
}
