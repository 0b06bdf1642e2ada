//! Closing point by point, the word of those who support, two people on the spot for a key task, and looking back.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    ask::{Answer, Caller},
    story::path,
    world::World,
};

async fn send(who: &Caller, task: &Value, place: &str, body: Value) -> Answer {
    who.post(&format!("{}/{place}", path("tasks", task))).json(&body).seen(task).await
}

/// A task of 市科委 that 海淀区 supports, its closure applied for.
async fn applied(w: &World, change: Value) -> Value {
    let mut new = w.new_task("市科委").await;
    new["supporting_org_ids"] = json!([w.organisation("海淀区").await]);
    for (field, value) in change.as_object().unwrap() {
        new[field] = value.clone();
    }
    let task = w.office_staff().post("/tasks").json(&new).await.expect(201);
    let task = w.step_of_task(&w.office_head(), &task, json!({ "action": "issue" })).await;
    let task = w.step_of_task(&w.reviewer("市科委"), &task, json!({ "action": "sign", "liaison": "李工" })).await;
    w.prove(&task).await;
    w.step_of_task(&w.unit_leader("市科委"), &task, w.application(&task).await).await
}

async fn again(w: &World, task: &Value) -> Value {
    w.office_staff().get(&path("tasks", task)).await.expect(200)
}

#[tokio::test]
async fn the_standard_is_answered_point_by_point_with_evidence() {
    let w = World::new().await;
    let mut new = w.new_task("市科委").await;
    new["acceptance_standard"] = json!("1. 提交批量下线证明；2. 提交检验报告。");
    let task = w.office_staff().post("/tasks").json(&new).await.expect(201);
    assert_eq!(task["acceptance_points"], json!(["提交批量下线证明", "提交检验报告"]));
    let task = w.step_of_task(&w.office_head(), &task, json!({ "action": "issue" })).await;
    let task = w.step_of_task(&w.reviewer("市科委"), &task, json!({ "action": "sign", "liaison": "李工" })).await;
    w.prove(&task).await;
    let unit = w.unit_leader("市科委");
    let mut application = w.application(&task).await;
    let wrong = async |application: &Value| send(&unit, &task, "transitions", application.clone()).await.wrong_fields();
    assert_eq!(wrong(&application).await, ["/answers"], "one answer of two");
    let proof = application["answers"][0]["evidence_ids"][0].clone();
    application["answers"] = json!([
        { "text": " ", "evidence_ids": [] }, { "text": "已检验", "evidence_ids": [Uuid::nil()] } ]);
    assert_eq!(wrong(&application).await, ["/answers/0/text", "/answers/0/evidence_ids", "/answers/1/evidence_ids"]);
    application["answers"] = json!([
        { "text": "首批已下线", "evidence_ids": [proof] }, { "text": "已检验", "evidence_ids": [proof] } ]);
    application["practice"] = json!("供需对接机制");
    let applied = w.step_of_task(&unit, &task, application).await;
    let kept = &applied["closure"]["application"];
    assert_eq!(kept["answers"][1], json!({ "point": "提交检验报告", "text": "已检验", "evidence_ids": [proof] }));
    assert_eq!((&kept["practice"], &kept["review_due_on"]), (&json!("供需对接机制"), &json!("2026-03-16")));
    let waiting = w.office_head().get("/work").await.expect(200)["waiting"][0].clone();
    assert_eq!((&waiting["kind"], &waiting["due_on"]), (&json!("TASK_CLOSURE"), &json!("2026-03-16")));
    let rejected = json!({ "action": "reject_closure", "comment": "请补" });
    w.step_of_task(&w.office_staff(), &applied, rejected).await;
    assert_eq!(w.number("select count(*) as it from closure where outcome = 'REJECTED'").await, 1);
}

#[tokio::test]
async fn supporting_organisations_confirm_or_object() {
    let w = World::new().await;
    let task = applied(&w, json!({})).await;
    let head = w.office_head();
    let accept = json!({ "action": "accept_closure" });
    let refused = send(&head, &task, "transitions", accept.clone()).await.refused(409, "supporters_pending");
    assert_eq!(refused["facts"]["open"], 1);
    let supporter = w.unit_leader("海淀区");
    assert_eq!(supporter.get("/work").await.expect(200)["waiting"][0]["kind"], "CLOSURE_TO_CONFIRM");
    let seen = supporter.get(&path("tasks", &task)).await.expect(200);
    assert_eq!(seen["closure"]["application"]["actions"][0]["action"], "confirm");

    let object = json!({ "agrees": false });
    assert_eq!(send(&supporter, &task, "closure-replies", object).await.wrong_fields(), ["/words"]);
    send(&w.unit_leader("市科委"), &task, "closure-replies", json!({ "agrees": true }))
        .await
        .refused(409, "step_not_possible");
    send(&w.unit_leader("市经信局"), &task, "closure-replies", json!({ "agrees": true }))
        .await
        .refused(404, "not_found");
    let object = json!({ "agrees": false, "words": "场地尚未交付" });
    let objected = send(&supporter, &task, "closure-replies", object).await.expect(200);
    send(&head, &objected, "transitions", accept.clone()).await.refused(409, "supporters_object");
    let rejected = json!({ "action": "reject_closure", "comment": "请与海淀区协商" });
    let back = w.step_of_task(&w.office_staff(), &objected, rejected).await;
    let task = w.step_of_task(&w.unit_leader("市科委"), &back, w.application(&back).await).await;
    let confirmed = send(&supporter, &task, "closure-replies", json!({ "agrees": true })).await.expect(200);
    let word = &confirmed["closure"]["application"]["supporters"][0];
    assert_eq!((&word["state"], &word["answered_by"]), (&json!("CONFIRMED"), &json!("hd.leader")));
    w.step_of_task(&head, &again(&w, &task).await, accept).await;
}

#[tokio::test]
async fn silence_of_five_working_days_is_consent_and_recorded() {
    let w = World::new().await;
    let task = applied(&w, json!({})).await;
    assert_eq!(task["closure"]["application"]["supporters"][0]["due_on"], "2026-03-09");
    w.travel_to("2026-03-09").await;
    assert_eq!(again(&w, &task).await["closure"]["application"]["supporters"][0]["state"], "ASKED");
    w.travel_to("2026-03-10").await;
    w.travel_to("2026-03-10").await;
    let silent = again(&w, &task).await;
    assert_eq!(silent["closure"]["application"]["supporters"][0]["state"], "SILENT");
    let recorded = "select count(*) as it from audit_event where action = 'task.consent_by_silence'";
    assert_eq!(w.number(recorded).await, 1);
    let closed = w.step_of_task(&w.office_head(), &silent, json!({ "action": "accept_closure" })).await;
    assert_eq!(closed["closure"]["closing_number"], "2026-001");
}

#[tokio::test]
async fn a_key_task_is_checked_on_the_spot_by_two_people() {
    let w = World::new().await;
    let task = applied(&w, json!({ "is_key": true, "supporting_org_ids": [] })).await;
    let check = json!({ "way": "VISIT", "result": "CONFIRMED", "note": "已到生产线查看" });
    let accept = json!({ "action": "accept_closure" });
    let (staff, head) = (w.office_staff(), w.office_head());
    send(&head, &task, "transitions", accept.clone()).await.refused(409, "spot_checks_missing");
    let mut blank = check.clone();
    blank["note"] = json!(" ");
    assert_eq!(send(&staff, &task, "spot-checks", blank).await.wrong_fields(), ["/note"]);
    send(&w.unit_leader("市科委"), &task, "spot-checks", check.clone()).await.refused(403, "forbidden");
    let once = send(&staff, &task, "spot-checks", check.clone()).await.expect(200);
    send(&staff, &once, "spot-checks", check.clone()).await.refused(409, "spot_check_done");
    let refused = send(&head, &once, "transitions", accept.clone()).await.refused(409, "spot_checks_missing");
    assert_eq!((&refused["facts"]["have"], &refused["facts"]["need"]), (&json!(1), &json!(2)));
    let twice = send(&w.person("office.staff2"), &once, "spot-checks", check).await.expect(200);
    let closed = w.step_of_task(&head, &twice, accept).await;
    assert_eq!(closed["closure"]["application"]["spot_checks"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_tenth_of_what_was_closed_six_months_ago_is_drawn_with_a_seed() {
    let w = World::new().await;
    let task = w.closed().await;
    let staff = w.office_staff();
    let place = format!("/plans/{}/look-backs", w.plan().await);
    staff.post(&place).await.refused(409, "nothing_to_look_back");
    w.travel_to("2026-09-01").await;
    assert_eq!(staff.get(&place).await.expect(200)["population"], 0, "one day short of six months");
    w.travel_to("2026-09-02").await;
    let before = staff.get(&place).await.expect(200);
    assert_eq!((&before["population"], &before["sample_size"]), (&json!(1), &json!(1)));
    let drawn = staff.post(&place).key("once").await.expect(201);
    assert_eq!((&drawn["number"], &drawn["sample"][0]["task_id"]), (&json!(1), &task["id"]));
    assert_eq!(drawn["seed"].as_str().unwrap().len(), 32);
    assert_eq!(staff.post(&place).key("once").await.expect(201)["id"], drawn["id"]);
    staff.post(&place).await.refused(409, "nothing_to_look_back");
    assert!(w.try_sql("update look_back set seed = 'another'").await.unwrap_err().contains("never changed"));

    let reopen = json!({ "action": "reopen", "comment": "回头看不实", "due_on": "2027-03-31" });
    send(&w.office_head(), &task, "transitions", reopen.clone()).await.refused(409, "look_back_missing");
    let results = format!("{}/results", path("look-backs", &drawn));
    let result = |result: &str| json!({ "task_id": task["id"], "result": result, "words": "产线已停用" });
    let evaluator = w.evaluator();
    assert_eq!(evaluator.get("/work").await.expect(200)["waiting"][0]["kind"], "LOOK_BACK");
    w.leader().post(&results).json(&result("UNTRUE")).await.refused(403, "forbidden");
    let foreign = json!({ "task_id": Uuid::nil(), "result": "UNTRUE", "words": "" });
    assert_eq!(evaluator.post(&results).json(&foreign).await.wrong_fields(), ["/words", "/task_id"]);
    let recorded = evaluator.post(&results).json(&result("REBOUND")).await.expect(200);
    assert_eq!(recorded["sample"][0]["result"], "REBOUND");
    evaluator.post(&results).json(&result("CONFIRMED")).await.refused(409, "look_back_recorded");

    let open = w.step_of_task(&w.office_head(), &task, reopen).await;
    assert_eq!(
        (&open["state"], &open["due_on"], &open["baseline_due_on"]),
        (&json!("IN_PROGRESS"), &json!("2027-03-31"), &json!("2026-12-31"))
    );
    let task = w.step_of_task(&w.unit_leader("市科委"), &open, w.application(&open).await).await;
    let closed = w.step_of_task(&w.office_head(), &task, json!({ "action": "accept_closure" })).await;
    assert_eq!(closed["closure"]["closing_number"], "2026-001", "a task keeps its number");
}

#[tokio::test]
async fn a_look_back_that_finds_all_well_reopens_nothing() {
    let w = World::new().await;
    let task = w.closed().await;
    w.travel_to("2026-09-02").await;
    let drawn = w.office_head().post(&format!("/plans/{}/look-backs", w.plan().await)).await.expect(201);
    let result = json!({ "task_id": task["id"], "result": "CONFIRMED", "words": "运行正常" });
    w.office_staff().post(&format!("{}/results", path("look-backs", &drawn))).json(&result).await.expect(200);
    let reopen = json!({ "action": "reopen", "comment": "再看", "due_on": "2027-03-31" });
    send(&w.office_head(), &task, "transitions", reopen).await.refused(409, "look_back_missing");
}
