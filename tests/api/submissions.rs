//! Several reports handed in at once: each by the rules of a single one, each with its own answer.

use serde_json::{Value, json};

use crate::{story::path, world::World};

async fn quarter(w: &World, count: usize) -> (Vec<Value>, Value) {
    let mut tasks = Vec::new();
    for _ in 0..count {
        tasks.push(w.in_progress("市科委").await);
    }
    let cycle = w.first_quarter().await;
    w.travel_to("2026-03-26").await;
    (tasks, cycle)
}

fn ids(views: &[Value]) -> Vec<Value> {
    views.iter().map(|view| view["id"].clone()).collect()
}

#[tokio::test]
async fn ten_tasks_without_news_take_one_request_and_one_reason() {
    let w = World::new().await;
    let (tasks, cycle) = quarter(&w, 10).await;
    let clerk = w.reporter("市科委");
    let wanted = json!({ "cycle_id": cycle["id"], "task_ids": ids(&tasks), "reason": "按计划推进，本期无新节点" });
    let answer = clerk.post("/reports/no-change").json(&wanted).key("quiet-quarter").await.expect(200);
    assert_eq!((&answer["done"], &answer["refused"]), (&json!(10), &json!(0)));
    let reports = clerk.get("/reports?state=UNIT_REVIEW").await.expect(200);
    assert_eq!(reports["total"], 10);
    for report in reports["items"].as_array().unwrap() {
        assert_eq!((&report["no_change"], &report["excerpt"]), (&json!(true), &json!("按计划推进，本期无新节点")));
    }
    let again = clerk.post("/reports/no-change").json(&wanted).key("quiet-quarter").await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.expect(200), answer);
    let events = "select count(*) as it from audit_event where outcome = 'SUCCESS' and action = 'report.submit'";
    assert_eq!(w.number(events).await, 10, "each report has its own event");
}

#[tokio::test]
async fn what_one_refuses_stops_no_other_and_is_told_line_by_line() {
    let w = World::new().await;
    let (tasks, cycle) = quarter(&w, 3).await;
    let foreign = w.in_progress("市经信局").await;
    let clerk = w.reporter("市科委");
    let begun = json!({ "task_id": tasks[1]["id"], "cycle_id": cycle["id"] });
    clerk.post("/reports").json(&begun).await.expect(201);
    let wanted = [tasks[0].clone(), tasks[1].clone(), foreign, tasks[2].clone()];
    let body = json!({ "cycle_id": cycle["id"], "task_ids": ids(&wanted), "reason": "等待批复" });
    let answer = clerk.post("/reports/no-change").json(&body).await.expect(200);
    let codes: Vec<&Value> =
        answer["results"].as_array().unwrap().iter().map(|line| &line["refused"]["code"]).collect();
    assert_eq!(codes, [&Value::Null, &json!("report_exists"), &json!("invalid"), &Value::Null]);
    assert_eq!((&answer["done"], &answer["refused"]), (&json!(2), &json!(2)));
    assert_eq!(w.reporter("市经信局").get("/reports").await.expect(200)["total"], 0);
}

#[tokio::test]
async fn drafts_are_submitted_as_far_as_they_are_ready() {
    let w = World::new().await;
    let (tasks, cycle) = quarter(&w, 3).await;
    let clerk = w.reporter("市科委");
    let mut drafts = Vec::new();
    for (place, task) in tasks.iter().enumerate() {
        let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
        let report = clerk.post("/reports").json(&new).await.expect(201);
        let words = if place == 1 { "" } else { "厂房改造完成。" };
        let words = json!({ "progress": words, "claims": [] });
        drafts.push(clerk.patch(&path("reports", &report)).json(&words).seen(&report).await.expect(200));
    }
    drafts[2]["version"] = json!(1);
    let seen: Vec<Value> =
        drafts.iter().map(|draft| json!({ "id": draft["id"], "version": draft["version"] })).collect();
    let answer = clerk.post("/reports/submissions").json(&json!({ "reports": seen })).await.expect(200);
    let lines = answer["results"].as_array().unwrap();
    assert_eq!((&lines[0]["state"], &lines[0]["refused"]), (&json!("UNIT_REVIEW"), &Value::Null));
    assert_eq!(lines[1]["refused"]["code"], "progress_missing");
    assert_eq!(lines[2]["refused"]["code"], "stale");
    for who in [w.reviewer("市科委"), w.unit_leader("市科委"), w.office_staff()] {
        who.post("/reports/submissions").json(&json!({ "reports": seen })).await.refused(403, "forbidden");
    }
    let stranger =
        w.reporter("海淀区").post("/reports/submissions").json(&json!({ "reports": seen })).await.expect(200);
    assert_eq!((&stranger["done"], &stranger["results"][0]["refused"]["code"]), (&json!(0), &json!("not_found")));
}

#[tokio::test]
async fn wrong_lists_and_reasons_are_named() {
    let w = World::new().await;
    let (tasks, cycle) = quarter(&w, 1).await;
    let clerk = w.reporter("市科委");
    let id = &tasks[0]["id"];
    let twice = json!({ "cycle_id": cycle["id"], "task_ids": [id, id], "reason": " " });
    let wrong = clerk.post("/reports/no-change").json(&twice).await.wrong_fields();
    assert_eq!(wrong, ["/reason", "/task_ids/1"]);
    let none = clerk.post("/reports/submissions").json(&json!({ "reports": [] })).await.wrong_fields();
    assert_eq!(none, ["/reports"]);
}
