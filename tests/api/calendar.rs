//! The working-day calendar: what it starts with, who keeps it, and which due days follow it.

use luoshi_server::{app::calendar, domain::calendar::Calendar};
use serde_json::{Value, json};

use crate::{ask::Caller, story::path, world::World};

async fn year(who: &Caller, number: i64) -> Value {
    let calendar = who.get("/calendar").await.expect(200);
    calendar["years"].as_array().unwrap().iter().find(|year| year["year"] == number).cloned().unwrap()
}

/// The year as it could be sent back unchanged.
fn body(year: &Value) -> Value {
    json!({ "announced": year["announced"], "source": year["source"], "spans": year["spans"] })
}

#[tokio::test]
async fn a_new_ledger_holds_the_years_of_the_plan_as_announced() {
    let w = World::empty().await;
    assert_eq!(calendar::load(&w.app.db).await.unwrap(), Calendar::china());
    let admin = World::new().await;
    let years = admin.system_admin().get("/calendar").await.expect(200)["years"].clone();
    let told: Vec<(i64, bool, i64)> = years
        .as_array()
        .unwrap()
        .iter()
        .map(|y| {
            let announced = y["announced"].as_bool().unwrap();
            (y["year"].as_i64().unwrap(), announced, y["working_days"].as_i64().unwrap())
        })
        .collect();
    // 2027 is not announced: 261 weekdays less the 7 statutory days that are no weekend.
    assert_eq!(told, [(2024, true, 251), (2025, true, 248), (2026, true, 248), (2027, false, 254)]);
}

#[tokio::test]
async fn due_days_that_lie_ahead_and_were_counted_follow_a_changed_calendar() {
    let w = World::new().await;
    let (staff, admin) = (w.office_staff(), w.system_admin());
    let counted = w.first_quarter().await;
    assert_eq!(counted["due_on"], "2026-04-08");
    let by_hand = json!({ "kind": "HALF_YEAR", "day": "2026-02-01", "due_on": "2026-07-10" });
    let by_hand = staff.post("/cycles").json(&by_hand).await.expect(201);
    let past = staff.post("/cycles").json(&json!({ "kind": "QUARTER", "day": "2025-08-01" })).await.expect(201);
    w.travel_to("2026-03-27").await;
    let task = w.issued("市科委").await;
    assert_eq!(task["sign_off_due_on"], "2026-04-01");
    let before = year(&admin, 2026).await;
    let mut after = body(&before);
    // Two more days off, before the due day of the quarter and within the clock of the sign-off.
    let more = json!({ "first_on": "2026-03-30", "last_on": "2026-04-01", "works": false, "name": "临时放假" });
    after["spans"].as_array_mut().unwrap().push(more);
    let changed = admin.put("/calendar/2026").json(&after).seen(&before).await.expect(200);
    assert_eq!((&changed["version"], &changed["working_days"]), (&json!(2), &json!(245)));
    assert_eq!((&changed["updated_by"], changed["updated_at"].is_string()), (&json!("office.system"), true));
    let cycles = staff.get("/cycles").await.expect(200);
    let due = |cycle: &Value| {
        cycles["items"].as_array().unwrap().iter().find(|c| c["id"] == cycle["id"]).unwrap()["due_on"].clone()
    };
    assert_eq!(due(&counted), "2026-04-09");
    assert_eq!(due(&by_hand), "2026-07-10", "set by hand");
    assert_eq!(due(&past), past["due_on"], "passed already");
    assert_eq!(staff.get(&path("tasks", &task)).await.expect(200)["sign_off_due_on"], "2026-04-07");
    let events = w.audit_admin().get("/audit-events").await.expect(200);
    let actions: Vec<&str> =
        events["items"].as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert_eq!(actions[..3], ["calendar.update", "task.reschedule_signoff", "cycle.reschedule"]);
}

#[tokio::test]
async fn a_due_day_never_moves_before_today() {
    let w = World::new().await;
    let admin = w.system_admin();
    let cycle = json!({ "kind": "QUARTER", "day": "2025-11-01" });
    let cycle = w.office_staff().post("/cycles").json(&cycle).await.expect(201);
    assert_eq!(cycle["due_on"], "2026-01-08");
    w.travel_to("2026-01-08").await;
    let before = year(&admin, 2026).await;
    let mut after = body(&before);
    // Saturday 3 January is worked after all: the fifth working day was the seventh.
    after["spans"].as_array_mut().unwrap().retain(|span| span["name"] != "元旦");
    let new_year = json!({ "first_on": "2026-01-01", "last_on": "2026-01-02", "works": false, "name": "元旦" });
    let worked = json!({ "first_on": "2026-01-03", "last_on": "2026-01-03", "works": true, "name": "元旦调休" });
    after["spans"].as_array_mut().unwrap().extend([new_year, worked]);
    admin.put("/calendar/2026").json(&after).seen(&before).await.expect(200);
    let cycles = w.office_staff().get("/cycles").await.expect(200);
    assert_eq!(cycles["items"][0]["due_on"], "2026-01-08");
}

#[tokio::test]
async fn a_year_is_kept_by_the_system_administrator_alone_and_by_version() {
    let w = World::new().await;
    let admin = w.system_admin();
    let before = year(&admin, 2027).await;
    let mut announced = body(&before);
    announced["announced"] = json!(true);
    w.office_staff().put("/calendar/2027").json(&announced).seen(&before).await.refused(403, "forbidden");
    admin.put("/calendar/2027").json(&announced).await.refused(428, "version_missing");
    let put = || admin.put("/calendar/2027").json(&announced).seen(&before).key("notice");
    assert_eq!(put().await.expect(200)["announced"], true);
    assert_eq!(put().await.header("idempotency-replayed"), Some("true"));
    admin.put("/calendar/2027").json(&announced).seen(&before).await.refused(412, "stale");
    admin.put("/calendar/1999").json(&announced).seen(&before).await.refused(404, "not_found");
    // The year after next to come is filled in from nothing.
    w.travel_to("2027-11-10").await;
    let next = year(&admin, 2028).await;
    assert_eq!((&next["version"], &next["spans"]), (&json!(0), &json!([])));
    let new_year = json!({ "announced": true, "source": "通知", "spans": [
        { "first_on": "2028-01-01", "last_on": "2028-01-03", "works": false, "name": "元旦" }] });
    assert_eq!(admin.put("/calendar/2028").json(&new_year).seen(&next).await.expect(200)["version"], 1);
}

#[tokio::test]
async fn every_wrong_line_of_a_year_is_named() {
    let w = World::new().await;
    let admin = w.system_admin();
    let before = year(&admin, 2027).await;
    let span = |first: &str, last: &str, works: bool, name: &str| json!({ "first_on": first, "last_on": last, "works": works, "name": name });
    let wrong = json!({ "announced": true, "source": " ", "spans": [
        span("2026-12-31", "2027-01-02", false, "元旦"),
        span("2027-12-31", "2028-01-01", false, "元旦"),
        span("2027-05-05", "2027-05-01", false, "劳动节"),
        span("2027-02-08", "2027-02-08", true, "春节调休"),
        span("2027-10-01", "2027-10-07", false, ""),
        span("2027-10-03", "2027-10-03", false, "中秋节"),
        span("2027-07-01", "2027-09-01", false, "暑假"),
    ] });
    let fields = admin.put("/calendar/2027").json(&wrong).seen(&before).await.wrong_fields();
    assert_eq!(
        fields,
        [
            "/source",
            "/spans/0/first_on",
            "/spans/1/last_on",
            "/spans/2/last_on",
            "/spans/3/first_on",
            "/spans/4/name",
            "/spans/6/last_on",
            "/spans/5/first_on",
        ]
    );
    assert_eq!(year(&admin, 2027).await, before);
}

#[tokio::test]
async fn the_clocks_of_notices_and_closures_follow_a_changed_calendar() {
    let w = World::new().await;
    let (staff, admin) = (w.office_staff(), w.system_admin());
    let task = w.in_progress("市科委").await;
    let notice = crate::supervision::supervised(&w, &task).await;
    assert_eq!((&notice["receive_by"], &notice["reply_by"]), (&json!("2026-03-03"), &json!("2026-03-09")));
    let closing = applied_with_support(&w).await;
    let off = json!({ "first_on": "2026-03-03", "last_on": "2026-03-04", "works": false, "name": "临时放假" });
    put_spans(&admin, &[off]).await;
    let now = staff.get(&path("notices", &notice)).await.expect(200);
    assert_eq!((&now["receive_by"], &now["reply_by"]), (&json!("2026-03-05"), &json!("2026-03-11")));
    assert_eq!(now["version"].as_i64(), notice["version"].as_i64().map(|version| version + 1));
    let application = async || staff.get(&path("tasks", &closing)).await.expect(200)["closure"]["application"].clone();
    let moved = application().await;
    assert_eq!(
        (&moved["review_due_on"], &moved["supporters"][0]["due_on"]),
        (&json!("2026-03-18"), &json!("2026-03-11"))
    );
    // The two days are worked after all: nobody is late by the change, and the trail says what the calendar says.
    w.travel_to("2026-03-10").await;
    put_spans(&admin, &[]).await;
    let now = staff.get(&path("notices", &notice)).await.expect(200);
    assert_eq!(
        (&now["receive_by"], &now["reply_by"]),
        (&json!("2026-03-05"), &json!("2026-03-10")),
        "passed days stay"
    );
    let moved = application().await;
    assert_eq!(
        (&moved["review_due_on"], &moved["supporters"][0]["due_on"]),
        (&json!("2026-03-16"), &json!("2026-03-10"))
    );
    let last = "order by seq desc limit 1";
    let said = w.rows(&format!("select detail from audit_event where action = 'notice.reschedule_reply' {last}")).await;
    assert_eq!(said[0]["detail"]["due_on"], json!({ "from": "2026-03-11", "to": "2026-03-10" }));
    assert_eq!(said[0]["detail"]["counted"], "2026-03-09");
    let said = w.rows(&format!("select detail from audit_event where action = 'calendar.update' {last}")).await;
    let moved = &said[0]["detail"]["moved"];
    assert_eq!((&moved["notices"], &moved["closures"]), (&json!(1), &json!(1)));
    let kept = "select count(distinct action) as it from audit_event where action like '%reschedule%'";
    assert_eq!(w.number(kept).await, 4, "receipt, reply, review and confirmation");
}

/// A task of 市科委 that 海淀区 supports, its closure applied for.
async fn applied_with_support(w: &World) -> Value {
    let mut new = w.new_task("市科委").await;
    new["supporting_org_ids"] = json!([w.organisation("海淀区").await]);
    let closing = w.office_staff().post("/tasks").json(&new).await.expect(201);
    let closing = w.step_of_task(&w.office_head(), &closing, json!({ "action": "issue" })).await;
    let sign = json!({ "action": "sign", "liaison": "李工" });
    let closing = w.step_of_task(&w.reviewer("市科委"), &closing, sign).await;
    w.prove(&closing).await;
    w.step_of_task(&w.unit_leader("市科委"), &closing, w.application(&closing).await).await
}

/// The year 2026 with these days instead of those a test added before.
async fn put_spans(admin: &Caller, spans: &[Value]) {
    let before = year(admin, 2026).await;
    let mut after = body(&before);
    let kept = after["spans"].as_array_mut().unwrap();
    kept.retain(|span| span["name"] != "临时放假");
    kept.extend_from_slice(spans);
    admin.put("/calendar/2026").json(&after).seen(&before).await.expect(200);
}
