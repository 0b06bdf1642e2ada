//! Progress reports: two reviews, returns with reasons kept for ever, claims that need proof, nothing changes once approved.

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    story::{approval, path},
    world::World,
};

async fn step(who: &Caller, report: &Value, step: Value) -> Answer {
    who.post(&format!("{}/transitions", path("reports", report))).json(&step).seen(report).await
}

fn returning(reason: &str) -> Value {
    json!({ "action": "return", "comment": reason, "reason_codes": ["EVIDENCE_INSUFFICIENT"] })
}

fn action<'a>(view: &'a Value, name: &str) -> Option<&'a Value> {
    view["actions"].as_array().unwrap().iter().find(|action| action["action"] == name)
}

#[tokio::test]
async fn a_report_goes_to_the_unit_then_to_the_office_and_its_milestone_counts() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let task = report["task"].clone();
    let count = async || {
        let task = w.office_staff().get(&path("tasks", &task)).await.expect(200);
        (task["milestones_accepted"].clone(), task["accepted_weight"].clone(), task["milestones"][0]["state"].clone())
    };
    assert_eq!(count().await, (json!(0), json!(0), json!("NOT_SUBMITTED")));

    let report = w.step_of_report(&w.reporter("市科委"), &report, json!({ "action": "submit" })).await;
    assert_eq!((&report["state"], &report["waiting_for"]), (&json!("UNIT_REVIEW"), &json!("UNIT_REVIEWER")));
    assert_eq!(count().await.2, "SUBMITTED");
    let report = w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await;
    assert_eq!((&report["state"], &report["waiting_for"]), (&json!("OFFICE_REVIEW"), &json!("OFFICE")));
    let report = w.step_of_report(&w.office_staff(), &report, approval(&report, "ACCEPTED")).await;
    assert_eq!((&report["state"], &report["waiting_for"]), (&json!("APPROVED"), &Value::Null));
    assert_eq!(report["claims"][0]["evidence"][0]["state"], "VERIFIED");
    assert_eq!(count().await, (json!(1), json!(40), json!("ACCEPTED")));
    let seen = w.reporter("市科委").get(&path("tasks", &task)).await.expect(200);
    assert_eq!(seen["latest_progress"], "中试线于三月通过验收。");
    assert_eq!(seen["milestones"][0]["completed_on"], "2026-03-26");
}

#[tokio::test]
async fn a_report_opens_with_its_window_and_once() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let cycle = w.first_quarter().await;
    assert_eq!((&cycle["opens_on"], &cycle["name"]), (&json!("2026-03-25"), &json!("2026年第一季度")));
    let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
    let reporter = w.reporter("市科委");
    w.travel_to("2026-03-24").await;
    let early = reporter.post("/reports").json(&new).await.refused(409, "window_not_open");
    assert_eq!(early["facts"]["opens_on"], "2026-03-25");
    w.travel_to("2026-03-25").await;
    reporter.post("/reports").json(&new).await.expect(201);
    reporter.post("/reports").json(&new).await.refused(409, "report_exists");
    let draft = w.issued("市科委").await;
    let other = json!({ "task_id": draft["id"], "cycle_id": cycle["id"] });
    reporter.post("/reports").json(&other).await.refused(409, "task_not_in_progress");
    assert_eq!(w.reporter("海淀区").post("/reports").json(&new).await.wrong_fields(), ["/task_id"]);
}

#[tokio::test]
async fn a_cycle_is_opened_once_by_the_office() {
    let w = World::new().await;
    w.first_quarter().await;
    let again = json!({ "kind": "QUARTER", "day": "2026-01-31" });
    w.office_staff().post("/cycles").json(&again).await.refused(409, "cycle_exists");
    w.reporter("市科委").post("/cycles").json(&again).await.refused(403, "forbidden");
    let backwards = json!({ "kind": "MONTH", "day": "2026-05-31", "opens_on": "2026-05-25", "due_on": "2026-05-20" });
    assert_eq!(w.office_staff().post("/cycles").json(&backwards).await.wrong_fields(), ["/due_on"]);
    let cycles = w.reporter("市科委").get("/cycles").await.expect(200);
    assert_eq!((&cycles["total"], &cycles["items"][0]["due_on"]), (&json!(1), &json!("2026-04-08")));
}

#[tokio::test]
async fn a_report_without_words_or_proof_is_not_submitted() {
    let w = World::new().await;
    let (task, cycle) = (w.in_progress("市科委").await, w.first_quarter().await);
    let report = w.begun(&task, &cycle, "市科委").await;
    let reporter = w.reporter("市科委");
    step(&reporter, &report, json!({ "action": "submit" })).await.refused(409, "progress_missing");
    let claims = json!([{ "milestone_id": report["claims"][0]["milestone"]["id"], "note": null }]);
    let change = json!({ "progress": "已通过验收", "claims": claims });
    let report = reporter.patch(&path("reports", &report)).json(&change).seen(&report).await.expect(200);
    let refused = step(&reporter, &report, json!({ "action": "submit" })).await.refused(409, "evidence_missing");
    assert_eq!(refused["facts"]["title"], "中试线通过验收");
    assert_eq!(action(&report, "submit").unwrap()["refused"]["code"], "evidence_missing");

    let nothing = json!({ "progress": "", "no_change": true, "no_change_reason": "等待批复", "claims": [] });
    let report = reporter.patch(&path("reports", &report)).json(&nothing).seen(&report).await.expect(200);
    w.step_of_report(&reporter, &report, json!({ "action": "submit" })).await;
}

#[tokio::test]
async fn a_reviewer_cannot_pass_their_own_report() {
    let w = World::new().await;
    let (task, cycle) = (w.in_progress("市科委").await, w.first_quarter().await);
    w.travel_to("2026-03-26").await;
    let both = w.person("kw.both");
    let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
    let report = both.post("/reports").json(&new).await.expect(201);
    let report = w.complete(&report, "市科委").await;
    // Another reporter submits it, but it stays the work of the one who began it.
    let report = w.step_of_report(&w.reporter("市科委"), &report, json!({ "action": "submit" })).await;
    for taken in [json!({ "action": "pass" }), returning("不全")] {
        step(&both, &report, taken).await.refused(409, "own_report");
    }
    let seen = both.get(&path("reports", &report)).await.expect(200);
    assert_eq!(action(&seen, "pass").unwrap()["refused"]["code"], "own_report");
    w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await;
}

#[tokio::test]
async fn a_return_needs_a_reason_which_stays_for_ever() {
    let w = World::new().await;
    let report = w.passed("市科委").await;
    let staff = w.office_staff();
    let wordless = json!({ "action": "return", "reason_codes": ["OTHER"] });
    assert_eq!(step(&staff, &report, wordless).await.wrong_fields(), ["/comment"]);
    let unreasoned = json!({ "action": "return", "comment": "请补" });
    assert_eq!(step(&staff, &report, unreasoned).await.wrong_fields(), ["/reason_codes"]);
    let report = w.step_of_report(&staff, &report, returning("请补检验报告")).await;
    assert_eq!(report["state"], "RETURNED");

    let reporter = w.reporter("市科委");
    let seen = reporter.get(&path("reports", &report)).await.expect(200);
    assert_eq!((&seen["returned"]["level"], &seen["returned"]["comment"]), (&json!("OFFICE"), &json!("请补检验报告")));
    assert_eq!(seen["claims"][0]["milestone"]["state"], "RETURNED");
    let change = json!({ "progress": "已补检验报告。" });
    let report = reporter.patch(&path("reports", &seen)).json(&change).seen(&seen).await.expect(200);
    assert_eq!(report["state"], "RETURNED", "returned until submitted again");
    let report = w.step_of_report(&reporter, &report, json!({ "action": "submit" })).await;
    assert_eq!(report["returned"], Value::Null);
    let report = w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await;
    let report = w.step_of_report(&staff, &report, approval(&report, "ACCEPTED")).await;
    let kept = report["history"].as_array().unwrap().iter().find(|step| step["action"] == "return").unwrap();
    assert_eq!((&kept["comment"], &kept["reason_codes"]), (&json!("请补检验报告"), &json!(["EVIDENCE_INSUFFICIENT"])));
    for change in ["update step set comment = ''", "delete from step"] {
        assert!(w.try_sql(change).await.unwrap_err().contains("never changed or removed"));
    }
}

#[tokio::test]
async fn after_the_second_return_there_is_no_third() {
    let w = World::new().await;
    let mut report = w.written("市科委").await;
    let (reporter, reviewer) = (w.reporter("市科委"), w.reviewer("市科委"));
    for round in 1..=2 {
        report = w.step_of_report(&reporter, &report, json!({ "action": "submit" })).await;
        report = w.step_of_report(&reviewer, &report, returning("仍不全")).await;
        assert_eq!(report["returns"], round);
    }
    report = w.step_of_report(&reporter, &report, json!({ "action": "submit" })).await;
    step(&reviewer, &report, returning("第三次")).await.refused(409, "too_many_returns");
    w.step_of_report(&reviewer, &report, json!({ "action": "pass" })).await;
}

#[tokio::test]
async fn a_report_comes_back_until_the_reviewer_has_opened_it() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let (reporter, reviewer) = (w.reporter("市科委"), w.reviewer("市科委"));
    w.office_staff().get(&path("reports", &report)).await.expect(200);
    let report = w.step_of_report(&reporter, &report, json!({ "action": "withdraw" })).await;
    assert_eq!(report["state"], "DRAFT", "somebody else's look does not count");
    assert_eq!(report["claims"][0]["milestone"]["state"], "NOT_SUBMITTED");
    let report = w.step_of_report(&reporter, &report, json!({ "action": "submit" })).await;
    reviewer.get(&path("reports", &report)).await.expect(200);
    step(&reporter, &report, json!({ "action": "withdraw" })).await.refused(409, "already_opened");

    let report = w.step_of_report(&reviewer, &report, json!({ "action": "pass" })).await;
    let report = w.step_of_report(&reviewer, &report, json!({ "action": "withdraw" })).await;
    assert_eq!(report["state"], "UNIT_REVIEW");
    let report = w.step_of_report(&reviewer, &report, json!({ "action": "pass" })).await;
    w.office_staff().get(&path("reports", &report)).await.expect(200);
    step(&reviewer, &report, json!({ "action": "withdraw" })).await.refused(409, "already_opened");
}

#[tokio::test]
async fn every_claim_is_judged_before_approval_and_a_rejected_one_is_open_again() {
    let w = World::new().await;
    let report = w.passed("市科委").await;
    let staff = w.office_staff();
    step(&staff, &report, json!({ "action": "approve" })).await.refused(409, "verdict_missing");
    let mut silent = approval(&report, "REJECTED");
    silent["verdicts"][0]["reason"] = Value::Null;
    assert_eq!(step(&staff, &report, silent).await.wrong_fields(), ["/verdicts/0/reason"]);
    let mut foreign = approval(&report, "ACCEPTED");
    foreign["verdicts"][0]["milestone_id"] = json!(uuid::Uuid::nil());
    assert_eq!(step(&staff, &report, foreign).await.wrong_fields(), ["/verdicts/0/milestone_id"]);

    let report = w.step_of_report(&staff, &report, approval(&report, "REJECTED")).await;
    assert_eq!((&report["state"], &report["claims"][0]["verdict"]), (&json!("APPROVED"), &json!("REJECTED")));
    let task = w.reporter("市科委").get(&path("tasks", &report["task"])).await.expect(200);
    assert_eq!((&task["milestones"][0]["state"], &task["milestones_accepted"]), (&json!("RETURNED"), &json!(0)));
}

#[tokio::test]
async fn an_approved_report_never_changes() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    let reporter = w.reporter("市科委");
    let change = json!({ "progress": "改写" });
    reporter.patch(&path("reports", &report)).json(&change).seen(&report).await.refused(409, "not_editable");
    for (who, taken) in [
        (&reporter, json!({ "action": "submit" })),
        (&reporter, json!({ "action": "withdraw" })),
        (&w.office_staff(), json!({ "action": "waive", "comment": "免报" })),
        (&w.office_staff(), returning("再议")),
    ] {
        step(who, &report, taken).await.refused(409, "step_not_possible");
    }
    for change in ["update report set progress = '改写'", "update report set state = 'DRAFT'", "delete from report"] {
        assert!(w.try_sql(change).await.unwrap_err().contains("immutable"), "{change}");
    }
    assert_eq!(reporter.get(&path("reports", &report)).await.expect(200)["progress"], report["progress"]);
}

#[tokio::test]
async fn the_light_follows_the_day_of_submission_not_of_approval() {
    let w = World::new().await;
    let report = w.passed("市科委").await;
    let task = path("tasks", &report["task"]);
    let staff = w.office_staff();
    w.travel_to("2026-04-20").await;
    assert_eq!(staff.get(&task).await.expect(200)["light"], "ON_TRACK", "a slow office makes no unit redder");
    let returned = w.step_of_report(&staff, &report, returning("请补")).await;
    let seen = staff.get(&task).await.expect(200);
    assert_eq!((&seen["light"], &seen["days_late"]), (&json!("OVERDUE"), &json!(20)));
    let reporter = w.reporter("市科委");
    let report = w.step_of_report(&reporter, &returned, json!({ "action": "submit" })).await;
    assert_eq!(staff.get(&task).await.expect(200)["light"], "OVERDUE", "submitting alone turns nothing green");
    let report = w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await;
    w.step_of_report(&staff, &report, approval(&report, "ACCEPTED")).await;
    let seen = staff.get(&task).await.expect(200);
    assert_eq!((&seen["light"], &seen["milestones"][0]["days_late"]), (&json!("ON_TRACK"), &json!(20)));
}

#[tokio::test]
async fn what_a_unit_writes_is_read_by_those_concerned_only() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let (place, missing) = (path("reports", &report), format!("/reports/{}", uuid::Uuid::now_v7()));
    let outsiders =
        [w.reporter("海淀区"), w.leader(), w.evaluator(), w.person("miit.commissioner"), w.person("eval.lead")];
    for reader in &outsiders {
        let (foreign, none) = (reader.get(&place).await, reader.get(&missing).await);
        assert_eq!((foreign.status, &foreign.bytes), (404, &none.bytes));
        assert_eq!(reader.get("/reports").await.expect(200)["total"], 0);
    }
    w.office_staff().get(&place).await.expect(200);
    let report = w.step_of_report(&w.reporter("市科委"), &report, json!({ "action": "submit" })).await;
    let report = w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await;
    w.leader().get(&place).await.refused(404, "not_found");
    w.step_of_report(&w.office_staff(), &report, approval(&report, "ACCEPTED")).await;
    for reader in &outsiders[1..] {
        reader.get(&place).await.expect(200);
        assert_eq!(reader.get("/reports").await.expect(200)["total"], 1);
    }
    outsiders[0].get(&place).await.refused(404, "not_found");
}

#[tokio::test]
async fn texts_are_carried_into_the_next_report() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    let half = json!({ "kind": "QUARTER", "day": "2026-05-01" });
    let cycle = w.office_staff().post("/cycles").json(&half).await.expect(201);
    w.travel_to("2026-06-26").await;
    let new = json!({ "task_id": report["task"]["id"], "cycle_id": cycle["id"] });
    let next = w.reporter("市科委").post("/reports").json(&new).await.expect(201);
    assert_eq!((&next["progress"], &next["previous"]["id"]), (&report["progress"], &report["id"]));
    assert_eq!(next["claims"].as_array().unwrap().len(), 1, "the accepted milestone cannot be claimed again");
}

#[tokio::test]
async fn a_milestone_is_claimed_by_one_report_at_a_time() {
    let w = World::new().await;
    let first = w.passed("市科委").await;
    let cycle =
        w.office_staff().post("/cycles").json(&json!({ "kind": "MONTH", "day": "2026-03-01" })).await.expect(201);
    let new = json!({ "task_id": first["task"]["id"], "cycle_id": cycle["id"] });
    let reporter = w.reporter("市科委");
    let second = reporter.post("/reports").json(&new).await.expect(201);
    let claims = json!({ "claims": [{ "milestone_id": first["claims"][0]["milestone"]["id"], "note": null }] });
    let refused = reporter.patch(&path("reports", &second)).json(&claims).seen(&second).await;
    refused.refused(409, "milestone_not_open");
    let foreign = json!({ "claims": [{ "milestone_id": uuid::Uuid::nil(), "note": null }] });
    let refused = reporter.patch(&path("reports", &second)).json(&foreign).seen(&second).await;
    assert_eq!(refused.wrong_fields(), ["/claims/0/milestone_id"]);
}

#[tokio::test]
async fn a_report_is_waived_by_the_office_with_a_reason() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let staff = w.office_staff();
    assert_eq!(step(&staff, &report, json!({ "action": "waive" })).await.wrong_fields(), ["/comment"]);
    step(&w.reviewer("市科委"), &report, json!({ "action": "waive", "comment": "免报" }))
        .await
        .refused(403, "forbidden");
    let waived = w.step_of_report(&staff, &report, json!({ "action": "waive", "comment": "任务暂缓，本期免报" })).await;
    assert_eq!(waived["state"], "WAIVED");
    assert_eq!(waived["actions"], json!([]));
}

#[tokio::test]
async fn each_person_finds_what_waits_for_them() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let waiting = async |who: Caller| who.get("/reports?waiting_for_me=true").await.expect(200)["total"].clone();
    assert_eq!(waiting(w.reviewer("市科委")).await, 1);
    assert_eq!((waiting(w.reporter("市科委")).await, waiting(w.reviewer("市经信局")).await), (json!(0), json!(0)));
    assert_eq!(waiting(w.office_staff()).await, 0);
    let work = w.reviewer("市科委").get("/work").await.expect(200);
    assert_eq!(work["waiting"][0]["kind"], "REPORT_UNIT_REVIEW");
    assert_eq!(w.reviewer("市科委").get("/me").await.expect(200)["counts"]["review"], 1);
    w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await;
    assert_eq!((waiting(w.reviewer("市科委")).await, waiting(w.office_staff()).await), (json!(0), json!(1)));
    let elsewhere = w.reporter("市科委").get("/work").await.expect(200)["elsewhere"].clone();
    assert_eq!(elsewhere[0]["state"], "OFFICE_REVIEW");
}
