//! The audit trail: one event for each write, one for each refusal, read by the audit administrator, changed by nobody.

use serde_json::{Value, json};

use crate::{
    ask::Caller,
    story::{approval, path},
    world::World,
};

impl World {
    /// The events that came since, oldest first: login, action, object, outcome, reason.
    async fn events_after(&self, seq: i64) -> Vec<Value> {
        self.rows(&format!(
            "select actor_login as login, action, object_id::text as object, outcome, reason from audit_event where seq > {seq} order by seq"
        ))
        .await
    }

    async fn last_event(&self) -> i64 {
        self.number("select coalesce(max(seq), 0) as it from audit_event").await
    }
}

fn event(login: &str, action: &str, object: &Value) -> Value {
    json!({ "login": login, "action": action, "object": object, "outcome": "SUCCESS", "reason": null })
}

fn refusal(login: &str, action: &str, object: &Value, reason: &str) -> Value {
    json!({ "login": login, "action": action, "object": object, "outcome": "REFUSED", "reason": reason })
}

#[tokio::test]
async fn each_write_leaves_exactly_one_event_with_who_what_and_which() {
    let w = World::new().await;
    let start = w.last_event().await;
    let report = w.passed("市科委").await;
    let report = w.step_of_report(&w.office_staff(), &report, approval(&report, "ACCEPTED")).await;
    let task = &report["task"]["id"];
    let proof = &report["claims"][0]["evidence"][0]["id"];
    let cycle = &report["cycle"]["id"];
    let id = &report["id"];
    assert_eq!(
        w.events_after(start).await,
        [
            event("office.staff", "task.create", task),
            event("office.head", "task.issue", task),
            event("kw.reviewer", "task.sign", task),
            event("office.staff", "cycle.create", cycle),
            event("kw.reporter", "report.create", id),
            event("kw.reporter", "report.update", id),
            event("kw.reporter", "evidence.upload", proof),
            event("kw.reporter", "report.submit", id),
            event("kw.reviewer", "report.pass", id),
            event("office.staff", "report.approve", id),
        ]
    );
    let approved = w.audit_admin().get("/audit-events?action=report.approve").await.expect(200)["items"][0].clone();
    assert_eq!((&approved["detail"]["from"], &approved["detail"]["to"]), (&json!("OFFICE_REVIEW"), &json!("APPROVED")));
    assert_eq!(
        (&approved["actor"]["roles"], &approved["actor"]["organisation"]),
        (&json!(["OFFICE_STAFF"]), &json!("统筹办"))
    );
    assert_eq!((&approved["address"], &approved["at"]), (&json!("127.0.0.1"), &json!("2026-03-26T02:00:00Z")));
    assert!(approved["request_id"].is_string());
}

#[tokio::test]
async fn refusals_are_recorded_once_and_change_nothing() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let (start, before) = (w.last_event().await, w.digest().await);
    let steps = format!("{}/transitions", path("reports", &report));
    let pass = json!({ "action": "pass" });
    w.reporter("市科委").post(&steps).json(&pass).seen(&report).await.refused(403, "forbidden");
    w.office_staff()
        .post(&steps)
        .json(&approval(&report, "ACCEPTED"))
        .seen(&report)
        .await
        .refused(409, "step_not_possible");
    // Neither a foreign report nor a stale page nor a slip of the pen is an attempt on a right.
    w.reviewer("海淀区").post(&steps).json(&pass).seen(&report).await.refused(404, "not_found");
    w.reviewer("市科委").post(&steps).json(&pass).header("if-match", "\"99\"").await.refused(412, "stale");
    w.reviewer("市科委").post(&steps).json(&pass).await.refused(428, "version_missing");
    w.reviewer("市科委").post(&steps).json(&json!({ "action": "dance" })).await.refused(422, "invalid");
    assert_eq!(
        w.events_after(start).await,
        [
            refusal("kw.reporter", "report.pass", &report["id"], "forbidden"),
            refusal("office.staff", "report.approve", &report["id"], "step_not_possible"),
        ]
    );
    assert_eq!(w.digest().await, before);
}

#[tokio::test]
async fn a_wrong_password_is_an_event_without_the_password() {
    let w = World::without_plan().await;
    let attempt = json!({ "login": "kw.reporter", "password": "Canary-Secret-77" });
    w.stranger().post("/auth/login").json(&attempt).await.refused(401, "login_refused");
    let event = w.audit_admin().get("/audit-events?outcome=REFUSED").await.expect(200)["items"][0].clone();
    assert_eq!((&event["action"], &event["object_label"]), (&json!("session.login"), &json!("kw.reporter")));
    assert!(!event.to_string().contains("Canary"));
    let secret = "select count(*) as it from audit_event e where e::text ilike '%canary%'";
    assert_eq!(w.number(secret).await, 0);
}

#[tokio::test]
async fn only_the_audit_administrator_reads_the_trail() {
    let w = World::new().await;
    w.drafted("市科委").await;
    let event = w.audit_admin().get("/audit-events?limit=1").await.expect(200)["items"][0].clone();
    let place = path("audit-events", &event);
    assert_eq!(w.audit_admin().get(&place).await.expect(200), event);
    let others: [Caller; 5] = [w.office_head(), w.leader(), w.system_admin(), w.security_admin(), w.reporter("市科委")];
    for other in others {
        other.get("/audit-events").await.refused(403, "forbidden");
        other.get(&place).await.refused(403, "forbidden");
    }
    for place in ["/tasks", "/reports", "/plans", "/evidence"] {
        w.audit_admin().get(place).await.refused(403, "forbidden");
    }
}

#[tokio::test]
async fn the_trail_pages_and_filters() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let auditor = w.audit_admin();
    let whole = auditor.get("/audit-events?limit=200").await.expect(200);
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = auditor.get(&format!("/audit-events?limit=2&cursor={cursor}")).await.expect(200);
        paged.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = next.to_owned();
    }
    assert_eq!(json!(paged), whole["items"]);
    let id = task["id"].as_str().unwrap();
    for (query, expected) in [
        (format!("object_id={id}"), 3),
        ("action=task.sign".to_owned(), 1),
        ("object_type=task&from=2026-03-02&to=2026-03-02".to_owned(), 3),
        ("object_type=task&to=2026-03-01".to_owned(), 0),
        (format!("actor={}", w.office_head().account()), 1),
        ("q=28-01&outcome=SUCCESS".to_owned(), 3),
    ] {
        assert_eq!(auditor.get(&format!("/audit-events?{query}")).await.expect(200)["total"], expected, "{query}");
    }
}

#[tokio::test]
async fn nobody_changes_removes_or_empties_the_trail() {
    let w = World::new().await;
    for change in ["update audit_event set actor_login = 'x'", "delete from audit_event", "truncate audit_event"] {
        assert!(w.try_sql(change).await.unwrap_err().contains("never changed or removed"), "{change}");
    }
    let document = w.stranger().get("/openapi.json").await.expect(200);
    for (place, operations) in
        document["paths"].as_object().unwrap().iter().filter(|(place, _)| place.contains("audit"))
    {
        assert_eq!(operations.as_object().unwrap().keys().collect::<Vec<_>>(), ["get"], "{place}");
    }
}
