//! Missed reports, measured numbers, and the limits of the light rules, over HTTP.

use serde_json::{Value, json};

use crate::{
    ask::Caller,
    story::{approval, path},
    world::World,
};

async fn light(w: &World, task: &Value) -> (Value, Vec<Value>) {
    let task = w.office_staff().get(&path("tasks", task)).await.expect(200);
    let reasons = task["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].clone()).collect();
    (task["light"].clone(), reasons)
}

/// A task whose only milestone is far away, so that its reports alone speak.
async fn quiet_task(w: &World, change: impl FnOnce(&mut Value)) -> Value {
    let mut new = w.new_task("市科委").await;
    new["due_on"] = json!("2027-12-31");
    new["milestones"] = json!([{ "title": "总结", "due_on": "2027-12-31", "weight": 100, "is_key": false }]);
    change(&mut new);
    let task = w.office_staff().post("/tasks").json(&new).await.expect(201);
    let task = w.step_of_task(&w.office_head(), &task, json!({ "action": "issue" })).await;
    w.step_of_task(&w.reviewer("市科委"), &task, json!({ "action": "sign", "liaison": "李工" })).await
}

async fn quarter(w: &World, day: &str) -> Value {
    w.office_staff().post("/cycles").json(&json!({ "kind": "QUARTER", "day": day })).await.expect(201)
}

async fn begin(w: &World, task: &Value, cycle: &Value) -> Value {
    let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
    w.reporter("市科委").post("/reports").json(&new).await.expect(201)
}

async fn write(w: &World, report: &Value, change: Value) -> Value {
    w.reporter("市科委").patch(&path("reports", report)).json(&change).seen(report).await.expect(200)
}

/// From the writer's hands to the office.
async fn hand_in(w: &World, report: &Value) -> Value {
    let report = w.step_of_report(&w.reporter("市科委"), report, json!({ "action": "submit" })).await;
    w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await
}

async fn approve(w: &World, report: &Value) {
    w.step_of_report(&w.office_staff(), report, approval(report, "ACCEPTED")).await;
}

#[tokio::test]
async fn one_missed_report_is_yellow_two_are_red_and_only_approved_ones_heal() {
    let w = World::new().await;
    let task = quiet_task(&w, |_| {}).await;
    let first = quarter(&w, "2026-02-01").await;
    w.travel_to("2026-04-08").await;
    assert_eq!(light(&w, &task).await, (json!("ON_TRACK"), vec![]));
    let next = w.office_staff().get(&path("tasks", &task)).await.expect(200)["light_next"].clone();
    assert_eq!(next, json!({ "on": "2026-04-09", "code": "AT_RISK" }));
    w.travel_to("2026-04-09").await;
    assert_eq!(light(&w, &task).await, (json!("AT_RISK"), vec![json!("REPORT_MISSED")]));
    let second = quarter(&w, "2026-05-01").await;
    w.travel_to("2026-09-01").await;
    assert_eq!(light(&w, &task).await, (json!("OVERDUE"), vec![json!("REPORTS_MISSED")]));
    // Late words in the office's hands heal nothing, and a waiver that comes too late neither.
    let report = begin(&w, &task, &second).await;
    let report = hand_in(&w, &write(&w, &report, json!({ "progress": "补报" })).await).await;
    assert_eq!(light(&w, &task).await.0, "OVERDUE");
    let waiver = json!({ "task_ids": [task["id"]], "reason": "并入专项" });
    w.office_staff().post(&format!("{}/waivers", path("cycles", &first))).json(&waiver).seen(&first).await.expect(200);
    assert_eq!(light(&w, &task).await.0, "OVERDUE");
    approve(&w, &report).await;
    assert_eq!(light(&w, &task).await, (json!("ON_TRACK"), vec![]));
}

#[tokio::test]
async fn a_report_with_the_office_in_time_is_never_missed_and_a_waiver_in_time_neither() {
    let w = World::new().await;
    let task = quiet_task(&w, |_| {}).await;
    let other = quiet_task(&w, |_| {}).await;
    let cycle = quarter(&w, "2026-02-01").await;
    w.travel_to("2026-04-08").await;
    let report = begin(&w, &task, &cycle).await;
    hand_in(&w, &write(&w, &report, json!({ "progress": "按计划推进" })).await).await;
    let waiver = json!({ "task_ids": [other["id"]], "reason": "并入专项" });
    w.office_staff().post(&format!("{}/waivers", path("cycles", &cycle))).json(&waiver).seen(&cycle).await.expect(200);
    w.travel_to("2026-06-01").await;
    assert_eq!(light(&w, &task).await, (json!("ON_TRACK"), vec![]));
    assert_eq!(light(&w, &other).await, (json!("ON_TRACK"), vec![]));
}

#[tokio::test]
async fn a_report_that_only_reached_its_own_reviewer_is_missed() {
    let w = World::new().await;
    let task = quiet_task(&w, |_| {}).await;
    let cycle = quarter(&w, "2026-02-01").await;
    w.travel_to("2026-04-08").await;
    let report = write(&w, &begin(&w, &task, &cycle).await, json!({ "progress": "按计划推进" })).await;
    w.step_of_report(&w.reporter("市科委"), &report, json!({ "action": "submit" })).await;
    w.travel_to("2026-04-09").await;
    assert_eq!(light(&w, &task).await, (json!("AT_RISK"), vec![json!("REPORT_MISSED")]));
}

/// 100 enterprises in a straight line over 2026, and the report on the first half-year.
async fn counting(w: &World) -> (Value, Value) {
    let task = quiet_task(w, |new| {
        new["due_on"] = json!("2026-12-31");
        new["milestones"] = json!([{ "title": "总结", "due_on": "2026-12-31", "weight": 100, "is_key": false }]);
        new["quantity"] = json!({ "unit": "家", "target": 100 });
    })
    .await;
    let cycle = quarter(w, "2026-05-01").await;
    w.travel_to("2026-07-01").await;
    let report = begin(w, &task, &cycle).await;
    (task, report)
}

#[tokio::test]
async fn a_task_that_counts_is_judged_by_its_points_behind_the_schedule() {
    for (value, expected, code) in
        [(40.0, "ON_TRACK", None), (39.0, "AT_RISK", Some("LAG_GE_Y")), (19.0, "OVERDUE", Some("LAG_GT_R"))]
    {
        let w = World::new().await;
        let (task, report) = counting(&w).await;
        let report = write(&w, &report, json!({ "progress": "按计划推进", "quantity": value })).await;
        assert_eq!(report["quantity"], value);
        let report = hand_in(&w, &report).await;
        assert_eq!(light(&w, &task).await.0, "ON_TRACK", "what waits for the office harms nobody");
        approve(&w, &report).await;
        assert_eq!(light(&w, &task).await, (json!(expected), code.map(|code| json!(code)).into_iter().collect()));
        let task = w.office_staff().get(&path("tasks", &task)).await.expect(200);
        let progress = json!({ "basis": "QUANTITY", "as_of": "2026-06-30", "claimed": format!("{value:.2}"),
            "accepted": format!("{value:.2}"), "scheduled": "49.45", "evaluated": null });
        assert_eq!(task["progress"], progress);
    }
}

#[tokio::test]
async fn a_report_on_a_task_that_counts_says_the_number_or_that_nothing_changed() {
    let w = World::new().await;
    let (task, report) = counting(&w).await;
    let report = write(&w, &report, json!({ "progress": "按计划推进" })).await;
    let submit = json!({ "action": "submit" });
    let steps = format!("{}/transitions", path("reports", &report));
    w.reporter("市科委").post(&steps).json(&submit).seen(&report).await.refused(409, "quantity_missing");
    let place = path("reports", &report);
    let wrong = w.reporter("市科委").patch(&place).json(&json!({ "quantity": 1.234 })).seen(&report).await;
    assert_eq!(wrong.wrong_fields(), ["/quantity"]);
    let same = json!({ "progress": "", "no_change": true, "no_change_reason": "等待批复" });
    let report = write(&w, &report, same).await;
    hand_in(&w, &report).await;
    assert_eq!(light(&w, &task).await.0, "ON_TRACK");
}

#[tokio::test]
async fn a_report_on_a_task_of_milestones_takes_no_number() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let place = path("reports", &report);
    let wrong = w.reporter("市科委").patch(&place).json(&json!({ "quantity": 3 })).seen(&report).await;
    assert_eq!(wrong.wrong_fields(), ["/quantity"]);
}

#[tokio::test]
async fn a_number_to_reach_is_checked_field_by_field_and_can_be_taken_away() {
    let w = World::new().await;
    let mut new = w.new_task("市科委").await;
    new["quantity"] = json!({ "unit": "", "baseline": 5, "target": 5, "points": [{ "on": "2030-01-01", "value": 9 }] });
    let staff = w.office_staff();
    let wrong = staff.post("/tasks").json(&new).await.wrong_fields();
    assert_eq!(wrong, ["/quantity/unit", "/quantity/target", "/quantity/points/0/on", "/quantity/points/0/value"]);
    new["quantity"] = json!({ "unit": "家", "target": 5, "points": [{ "on": "2026-06-30", "value": 1 }] });
    let task = staff.post("/tasks").json(&new).await.expect(201);
    assert_eq!(task["quantity"]["target"], 5.0);
    let task = staff.patch(&path("tasks", &task)).json(&json!({ "title": "另一题目" })).seen(&task).await.expect(200);
    assert_eq!(task["quantity"]["unit"], "家");
    let task = staff.patch(&path("tasks", &task)).json(&json!({ "quantity": null })).seen(&task).await.expect(200);
    assert_eq!(task["quantity"], Value::Null);
}

async fn limits(w: &World, who: &Caller) -> (String, Value) {
    let place = format!("/plans/{}/light-limits", w.plan().await);
    let limits = who.get(&place).await.expect(200);
    (place, limits)
}

#[tokio::test]
async fn new_limits_hold_for_everybody_from_a_later_day_on_and_stay_to_be_seen() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    w.travel_to("2026-04-05").await;
    assert_eq!(light(&w, &task).await.0, "AT_RISK");
    let head = w.office_head();
    let (place, before) = limits(&w, &head).await;
    assert_eq!(
        (&before["in_force"]["grace_days"], &before["version"], &before["editable"]),
        (&json!(10), &json!(0), &json!(true))
    );
    let strict =
        json!({ "grace_days": 3, "soon_days": 15, "lag_points": 10, "lag_red_points": 30, "missed_reports": 2 });
    let decision = |on: &str| json!({ "limits": strict, "effective_on": on, "reason": "专题会议议定" });
    let today = head.put(&place).json(&decision("2026-04-05")).seen(&before).await;
    assert_eq!(today.wrong_fields(), ["/effective_on"]);
    let after = head.put(&place).json(&decision("2026-04-06")).seen(&before).await.expect(200);
    assert_eq!((&after["in_force"]["grace_days"], &after["version"]), (&json!(10), &json!(1)));
    assert_eq!(light(&w, &task).await.0, "AT_RISK", "no light turns by a decision of the day");
    head.put(&place).json(&decision("2026-04-07")).seen(&before).await.refused(412, "stale");
    w.travel_to("2026-04-06").await;
    assert_eq!(light(&w, &task).await.0, "OVERDUE");
    let detail = w.office_staff().get(&path("tasks", &task)).await.expect(200)["light_detail"].clone();
    assert_eq!((&detail["rule_version"], &detail["limits_version"]), (&json!(1), &json!(1)));
    let (_, seen) = limits(&w, &w.reporter("市科委")).await;
    assert_eq!((&seen["in_force_version"], &seen["editable"]), (&json!(1), &json!(false)));
    assert_eq!(seen["decisions"][0]["reason"], "专题会议议定");
    for change in ["update light_limits set grace_days = 60", "delete from light_limits"] {
        assert!(w.try_sql(change).await.unwrap_err().contains("never changed"), "{change}");
    }
}

#[tokio::test]
async fn every_wrong_limit_is_named_at_once() {
    let w = World::new().await;
    let head = w.office_head();
    let (place, before) = limits(&w, &head).await;
    let wrong = json!({ "limits": { "grace_days": 61, "soon_days": 99, "lag_points": 40, "lag_red_points": 30,
        "missed_reports": 1 }, "effective_on": "2026-03-02", "reason": " " });
    let named = head.put(&place).json(&wrong).seen(&before).await.wrong_fields();
    let all = [
        "/reason",
        "/limits/grace_days",
        "/limits/soon_days",
        "/limits/missed_reports",
        "/limits/lag_red_points",
        "/effective_on",
    ];
    assert_eq!(named, all);
    w.office_staff().put(&place).json(&wrong).seen(&before).await.refused(403, "forbidden");
}
