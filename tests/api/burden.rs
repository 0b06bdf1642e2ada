//! The burden meter: what was asked of each unit is counted, and no time is told that nobody measured.

use serde_json::{Value, json};

use crate::world::World;

async fn carried(w: &World, unit: &str) -> Value {
    let burden = w.office_staff().get("/burden").await.expect(200);
    let units = burden["units"].as_array().unwrap();
    units.iter().find(|each| each["organisation"]["short_name"] == unit).unwrap().clone()
}

#[tokio::test]
async fn reports_notices_and_open_tasks_are_counted_by_unit() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let task = w.in_progress("市科委").await;
    w.in_progress("市经信局").await;
    let before = carried(&w, "市科委").await;
    assert_eq!(
        (&before["open_tasks"], &before["reports_90"], &before["notices_90"]),
        (&json!(2), &json!(0), &json!(0))
    );
    w.first_quarter().await;
    crate::supervision::supervised(&w, &task).await;
    let after = carried(&w, "市科委").await;
    assert_eq!((&after["reports_30"], &after["reports_90"]), (&json!(2), &json!(2)));
    assert_eq!((&after["notices_30"], &after["notices_90"]), (&json!(1), &json!(1)));
    assert_eq!(carried(&w, "市经信局").await["notices_90"], 0);
    w.travel_to("2026-04-20").await;
    let later = carried(&w, "市科委").await;
    assert_eq!((&later["reports_30"], &later["reports_90"], &later["notices_30"]), (&json!(0), &json!(2), &json!(0)));
    w.travel_to("2026-06-30").await;
    assert_eq!(carried(&w, "市科委").await["notices_90"], 0);
}

#[tokio::test]
async fn a_time_is_told_once_five_reports_were_measured_and_pauses_do_not_count() {
    let w = World::new().await;
    let mut tasks = Vec::new();
    for _ in 0..5 {
        tasks.push(w.in_progress("市科委").await);
    }
    let cycle = w.first_quarter().await;
    w.travel_to("2026-03-26").await;
    for (place, task) in tasks.iter().enumerate() {
        let measured = w.office_staff().get("/burden").await.expect(200);
        assert_eq!(measured["measured"], Value::Null, "{place} reports");
        assert_eq!(measured["units"][0]["minutes_next"], Value::Null);
        let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
        let report = w.reporter("市科委").post("/reports").json(&new).await.expect(201);
        w.wait(4 * 60);
        let text = json!({ "progress": "厂房改造完成。", "claims": [] });
        let place = crate::story::path("reports", &report);
        let report = w.reporter("市科委").patch(&place).json(&text).seen(&report).await.expect(200);
        // Lunch.
        w.wait(3_600);
        let report = w
            .reporter("市科委")
            .patch(&place)
            .json(&json!({ "next_steps": "设备安装" }))
            .seen(&report)
            .await
            .expect(200);
        w.wait(60);
        w.step_of_report(&w.reporter("市科委"), &report, json!({ "action": "submit" })).await;
    }
    let burden = w.office_head().get("/burden").await.expect(200);
    assert_eq!(burden["measured"], json!({ "minutes_per_report": 5, "reports": 5 }));
    assert_eq!((&burden["units"][0]["minutes_90"], &burden["units"][0]["minutes_next"]), (&json!(25), &json!(25)));
}

#[tokio::test]
async fn only_the_office_reads_it_and_may_ask_for_one_unit() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    w.in_progress("市经信局").await;
    for who in [w.reporter("市科委"), w.unit_leader("市科委"), w.leader(), w.evaluator(), w.system_admin()] {
        who.get("/burden").await.refused(403, "forbidden");
    }
    let org = w.organisation("市经信局").await;
    let one = w.office_staff().get(&format!("/burden?org={org}")).await.expect(200);
    assert_eq!(one["units"].as_array().unwrap().len(), 1);
    assert_eq!(one["units"][0]["organisation"]["short_name"], "市经信局");
}
