//! Adjustments: always ending with a leader, another version with its difference, and the leave to suspend and resume.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    ask::{Answer, Caller},
    story::path,
    world::World,
};

fn places(task: &Value) -> String {
    format!("{}/adjustments", path("tasks", task))
}

async fn step(who: &Caller, request: &Value, step: Value) -> Answer {
    who.post(&format!("{}/transitions", path("adjustments", request))).json(&step).seen(request).await
}

fn change(proposal: &Value) -> Value {
    json!({ "purpose": "CHANGE", "reason": "技术路线调整", "proposal": proposal, "submit": true })
}

#[tokio::test]
async fn an_approved_adjustment_makes_a_version_and_the_old_one_stays() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let lead = w.organisation("市经信局").await;
    let proposal = json!({ "title": "人形机器人量产", "acceptance_standard": "提交检验报告", "lead_org_id": lead });
    let request = w.before_the_leader(&task, "CHANGE", proposal).await;
    assert_eq!(w.leader().get("/work").await.expect(200)["waiting"][0]["kind"], "ADJUSTMENT_TO_APPROVE");
    assert_eq!(w.leader().get("/me").await.expect(200)["counts"]["work"], 1);
    let untouched = w.office_staff().get(&path("tasks", &task)).await.expect(200);
    assert_eq!(untouched["title"], task["title"], "nothing changes while it waits");

    let approved = step(&w.leader(), &request, json!({ "action": "approve" })).await.expect(200);
    assert_eq!((&approved["state"], &approved["actions"]), (&json!("APPROVED"), &json!([])));
    let after = w.office_staff().get(&path("tasks", &task)).await.expect(200);
    assert_eq!((&after["title"], &after["lead"]["short_name"]), (&json!("人形机器人量产"), &json!("市经信局")));
    assert_eq!((&after["deliverable"], &after["liaison"]), (&task["deliverable"], &Value::Null));
    assert_eq!(after["baseline_due_on"], task["baseline_due_on"]);
    assert_eq!(
        (&after["history"][0]["action"], &after["history"][0]["actor"]["name"]),
        (&json!("adjust"), &json!("city.leader"))
    );

    let page = w.reporter("市经信局").get(&places(&task)).await.expect(200);
    let versions = page["versions"].as_array().unwrap();
    assert_eq!((versions.len(), &versions[0]["number"], &versions[1]["number"]), (2, &json!(2), &json!(1)));
    assert_eq!(
        versions[0]["changes"],
        json!([
            { "field": "TITLE", "milestone": null, "before": "人形机器人小批量量产", "after": "人形机器人量产" },
            { "field": "ACCEPTANCE_STANDARD", "milestone": null, "before": "提交批量下线证明和检验报告", "after": "提交检验报告" },
            { "field": "LEAD", "milestone": null, "before": "北京市科学技术委员会", "after": "北京市经济和信息化局" },
        ])
    );
    assert_eq!((&versions[1]["content"]["title"], &versions[0]["reason"]), (&task["title"], &json!("国家政策调整")));
    assert_eq!(page["requests"][0]["changes"], versions[0]["changes"]);
    assert!(w.try_sql("update task_version set number = 9").await.unwrap_err().contains("never changed"));
    assert!(w.try_sql("update adjustment set reason = '另一个'").await.unwrap_err().contains("immutable"));

    w.reporter("市科委").get(&path("tasks", &task)).await.refused(404, "not_found");
    let again =
        w.reporter("市经信局").post(&places(&task)).json(&change(&json!({ "title": "量产" }))).await.expect(201);
    assert_eq!(again["changes"][0]["before"], "人形机器人量产");
}

#[tokio::test]
async fn the_office_refers_or_refuses_and_never_approves() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let filed = w.reporter("市科委").post(&places(&task)).json(&change(&json!({ "title": "量产" }))).await.expect(201);
    let unit = w.unit_leader("市科委");
    assert_eq!(unit.get("/work").await.expect(200)["waiting"][0]["kind"], "ADJUSTMENT_TO_SIGN");
    let passed = step(&unit, &filed, json!({ "action": "pass" })).await.expect(200);
    let staff = w.office_staff();
    assert_eq!(staff.get("/work").await.expect(200)["waiting"][0]["kind"], "ADJUSTMENT_TO_REVIEW");
    step(&staff, &passed, json!({ "action": "approve" })).await.refused(403, "forbidden");
    step(&w.leader(), &passed, json!({ "action": "approve" })).await.refused(409, "step_not_possible");
    assert_eq!(step(&staff, &passed, json!({ "action": "refuse" })).await.wrong_fields(), ["/comment"]);
    let refused = step(&staff, &passed, json!({ "action": "refuse", "comment": "内容不能减" })).await.expect(200);
    assert_eq!(refused["state"], "REFUSED");
    let page = staff.get(&places(&task)).await.expect(200);
    assert_eq!((&page["content"]["title"], &page["versions"]), (&task["title"], &json!([])));
}

#[tokio::test]
async fn a_leader_suspends_only_what_was_approved_and_new_days_come_with_the_return() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let leader = w.leader();
    let steps = format!("{}/transitions", path("tasks", &task));
    let suspend = json!({ "action": "suspend", "comment": "等待国家批复" });
    leader.post(&steps).json(&suspend).seen(&task).await.refused(409, "adjustment_missing");
    let task = w.adjusted(&task, "SUSPEND", json!({})).await;
    assert_eq!(task["state"], "IN_PROGRESS", "the leader takes the step");
    assert_eq!(leader.get("/work").await.expect(200)["waiting"][0]["kind"], "ADJUSTMENT_TO_CARRY_OUT");
    let task = w.step_of_task(&leader, &task, suspend.clone()).await;
    assert_eq!((&task["state"], &task["light"]), (&json!("SUSPENDED"), &json!("INACTIVE")));
    assert_eq!(leader.get("/work").await.expect(200)["waiting"], json!([]));

    w.travel_to("2026-09-01").await;
    let resume = json!({ "action": "resume", "comment": "已批复" });
    leader.post(&steps).json(&resume).seen(&task).await.refused(409, "adjustment_missing");
    let (first, key) = (task["milestones"][0]["id"].clone(), task["milestones"][1]["id"].clone());
    let days = json!({ "due_on": "2027-06-30", "milestones": [
        { "milestone_id": first, "due_on": "2026-12-31" }, { "milestone_id": key, "due_on": "2027-06-30" } ] });
    let task = w.adjusted(&task, "RESUME", days).await;
    assert_eq!(task["due_on"], "2026-12-31", "the new days hold from the return on");
    let task = w.step_of_task(&leader, &task, resume).await;
    assert_eq!(
        (&task["state"], &task["light"], &task["due_on"]),
        (&json!("IN_PROGRESS"), &json!("ON_TRACK"), &json!("2027-06-30"))
    );
    assert_eq!(
        (&task["milestones"][0]["due_on"], &task["milestones"][0]["baseline_due_on"], &task["baseline_due_on"]),
        (&json!("2026-12-31"), &json!("2026-03-31"), &json!("2026-12-31"))
    );
    let versions = w.leader().get(&places(&task)).await.expect(200)["versions"].clone();
    let fields: Vec<&Value> = versions[0]["changes"].as_array().unwrap().iter().map(|each| &each["field"]).collect();
    assert_eq!(fields, ["DUE_ON", "MILESTONE_DUE_ON", "MILESTONE_DUE_ON"]);
    leader.post(&steps).json(&suspend).seen(&task).await.refused(409, "adjustment_missing");
}

#[tokio::test]
async fn every_wrong_field_of_an_adjustment_is_named() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let reporter = w.reporter("市科委");
    let wrong = async |body: Value| reporter.post(&places(&task)).json(&body).await.wrong_fields();
    let ended = json!({ "lead_org_id": Uuid::nil(), "title": " ", "due_on": "2027-01-01" });
    let mut body = change(&ended);
    body["reason"] = json!("　");
    assert_eq!(wrong(body).await, ["/reason", "/proposal/due_on", "/proposal/title", "/proposal/lead_org_id"]);
    assert_eq!(wrong(change(&json!({}))).await, ["/proposal"]);
    assert_eq!(wrong(change(&json!({ "title": task["title"] }))).await, ["/proposal"]);
    let mut stop = change(&json!({ "title": "量产" }));
    stop["purpose"] = json!("SUSPEND");
    assert_eq!(wrong(stop).await, ["/proposal/title"]);
    let mut back = change(&json!({ "milestones": [{ "milestone_id": Uuid::nil(), "due_on": "2026-01-01" }] }));
    back["purpose"] = json!("RESUME");
    assert_eq!(
        wrong(back.clone()).await,
        ["/proposal/due_on", "/proposal/milestones/0/milestone_id", "/proposal/milestones/0/due_on"]
    );
    back["proposal"] = json!({ "due_on": "2027-06-30" });
    reporter.post(&places(&task)).json(&back).await.refused(409, "adjustment_not_fitting");
}

#[tokio::test]
async fn a_draft_is_rewritten_when_it_is_filed_and_one_is_open_at_a_time() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let (reporter, unit) = (w.reporter("市科委"), w.unit_leader("市科委"));
    let mut draft = change(&json!({ "title": "量产" }));
    draft["submit"] = json!(false);
    let draft = reporter.post(&places(&task)).json(&draft).await.expect(201);
    assert_eq!((&draft["state"], &draft["filed_on"]), (&json!("DRAFT"), &Value::Null));
    assert_eq!(w.office_staff().get(&places(&task)).await.expect(200)["requests"], json!([]));
    let second = reporter.post(&places(&task)).json(&change(&json!({ "title": "其他" }))).await;
    second.refused(409, "adjustment_open");
    let asking = reporter.get(&places(&task)).await.expect(200)["asking"].clone();
    assert_eq!((&asking[0]["action"], &asking[0]["refused"]["code"]), (&json!("change"), &json!("adjustment_open")));
    let again = json!({ "action": "submit", "reason": "改为整机", "proposal": { "deliverable": "整机" } });
    let filed = step(&reporter, &draft, again).await.expect(200);
    assert_eq!((&filed["reason"], &filed["changes"][0]["field"]), (&json!("改为整机"), &json!("DELIVERABLE")));
    let back = step(&unit, &filed, json!({ "action": "return", "comment": "请写明依据" })).await.expect(200);
    assert_eq!(reporter.get("/work").await.expect(200)["waiting"][0]["kind"], "ADJUSTMENT_TO_FILE");
    step(&reporter, &back, json!({ "action": "withdraw" })).await.expect(200);
    reporter.post(&places(&task)).json(&change(&json!({ "title": "其他" }))).await.expect(201);
}

#[tokio::test]
async fn an_adjustment_is_read_by_those_concerned_and_made_by_the_lead_only() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let missing = format!("/tasks/{}/adjustments", Uuid::now_v7());
    let stranger = w.reporter("海淀区");
    let (foreign, none) = (stranger.get(&places(&task)).await, stranger.get(&missing).await);
    assert_eq!((foreign.status, &foreign.bytes), (404, &none.bytes));
    let new = change(&json!({ "title": "量产" }));
    stranger.post(&places(&task)).json(&new).await.refused(404, "not_found");
    w.unit_leader("市科委").post(&places(&task)).json(&new).await.refused(403, "forbidden");
    let filed = w.reporter("市科委").post(&places(&task)).json(&new).key("once").await.expect(201);
    let again = w.reporter("市科委").post(&places(&task)).json(&new).key("once").await.expect(201);
    assert_eq!(filed["id"], again["id"]);
    assert_eq!(w.number("select count(*) as it from adjustment").await, 1);
    step(&w.unit_leader("海淀区"), &filed, json!({ "action": "pass" })).await.refused(404, "not_found");
    let stale = json!({ "id": filed["id"], "version": 7 });
    step(&w.unit_leader("市科委"), &stale, json!({ "action": "pass" })).await.refused(412, "stale");
    let seen = async |who: Caller| who.get(&places(&task)).await.expect(200)["requests"].as_array().unwrap().len();
    assert_eq!((seen(w.leader()).await, seen(w.evaluator()).await), (1, 0));
}
