//! Reviewing at speed: the order of the inbox, looking ahead, a call in place of a third return, many approved at once, and
//! how long the office takes.

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    story::{approval, path},
    world::World,
};

async fn step(who: &Caller, report: &Value, step: Value) -> Answer {
    who.post(&format!("{}/transitions", path("reports", report))).json(&step).seen(report).await
}

fn words(action: &str, comment: &str) -> Value {
    match action {
        "return" | "request_call" => {
            json!({ "action": action, "comment": comment, "reason_codes": ["CONTRADICTS_PREVIOUS"] })
        }
        _ => json!({ "action": action, "comment": comment }),
    }
}

fn allowed(report: &Value, name: &str) -> Option<bool> {
    let actions = report["actions"].as_array().unwrap();
    actions.iter().find(|action| action["action"] == name).map(|action| action["allowed"].as_bool().unwrap())
}

/// A report that the unit's reviewer returned twice and that is submitted again.
async fn returned_twice(w: &World) -> Value {
    let mut report = w.written("市科委").await;
    for _ in 0..2 {
        report = w.step_of_report(&w.reporter("市科委"), &report, json!({ "action": "submit" })).await;
        report = w.step_of_report(&w.reviewer("市科委"), &report, words("return", "产量与上期不符")).await;
    }
    w.step_of_report(&w.reporter("市科委"), &report, json!({ "action": "submit" })).await
}

#[tokio::test]
async fn what_would_be_the_third_return_becomes_a_call_and_the_report_stays() {
    let w = World::new().await;
    let report = returned_twice(&w).await;
    let reviewer = w.reviewer("市科委");
    step(&reviewer, &report, words("return", "仍不符")).await.refused(409, "too_many_returns");
    let seen = reviewer.get(&path("reports", &report)).await.expect(200);
    assert_eq!((allowed(&seen, "return"), allowed(&seen, "request_call")), (Some(false), Some(true)));

    let called = w.step_of_report(&reviewer, &seen, words("request_call", "产量口径要当面说清")).await;
    assert_eq!((&called["state"], &called["call_open"]), (&json!("UNIT_REVIEW"), &json!(true)));
    let call = &called["call"];
    assert_eq!((&call["level"], &call["reason"]), (&json!("UNIT"), &json!("产量口径要当面说清")));
    assert_eq!((&call["callee"]["id"], &call["result"]), (&called["submitted_by"]["id"], &Value::Null));
    assert_eq!(call["liaison"], "李工 010-12345");
    assert_eq!(called["returns"], 2, "a call is not a return");
    for refused in [json!({ "action": "pass" }), words("return", "再退"), words("request_call", "再打")] {
        step(&reviewer, &called, refused).await.refused(409, "call_open");
    }
    step(&w.office_staff(), &called, words("waive", "免报")).await.refused(409, "call_open");
    step(&w.reporter("市科委"), &called, json!({ "action": "withdraw" })).await.refused(409, "call_open");

    let work = reviewer.get("/work").await.expect(200);
    let items: Vec<_> = work["waiting"].as_array().unwrap().iter().map(|item| item["kind"].clone()).collect();
    assert_eq!(items, ["PHONE_CALL"], "it waits once, as a call");
    assert_eq!(work["waiting"][0]["comment"], "产量口径要当面说清");

    assert_eq!(step(&reviewer, &called, json!({ "action": "settle_call" })).await.wrong_fields(), ["/comment"]);
    let settled = w.step_of_report(&reviewer, &called, words("settle_call", "以检验报告为准，口径一致")).await;
    assert_eq!((&settled["state"], &settled["call_open"]), (&json!("UNIT_REVIEW"), &json!(false)));
    assert_eq!(
        (&settled["call"]["result"], &settled["call"]["note"]),
        (&json!("CLARIFIED"), &json!("以检验报告为准，口径一致"))
    );
    step(&reviewer, &settled, words("settle_call", "再记一次")).await.refused(409, "no_call_open");
    w.step_of_report(&reviewer, &settled, json!({ "action": "pass" })).await;
}

#[tokio::test]
async fn a_call_may_end_in_a_revision_which_stops_no_clock() {
    let w = World::new().await;
    let report = returned_twice(&w).await;
    let reviewer = w.reviewer("市科委");
    let called = w.step_of_report(&reviewer, &report, words("request_call", "产量口径")).await;
    let back = w.step_of_report(&reviewer, &called, words("return_after_call", "已电话商定：按下线数重填")).await;
    assert_eq!((&back["state"], &back["returns"]), (&json!("RETURNED"), &json!(2)));
    assert_eq!(back["call"]["result"], "REVISE");
    assert_eq!(back["returned"]["comment"], "已电话商定：按下线数重填");
    assert_eq!(back["claims"][0]["milestone"]["state"], "RETURNED");
    let work = w.reporter("市科委").get("/work").await.expect(200);
    assert_eq!(work["waiting"][0]["kind"], "REPORT_RETURNED");
    assert_eq!(work["waiting"][0]["comment"], "已电话商定：按下线数重填");
    let again = w.step_of_report(&w.reporter("市科委"), &back, json!({ "action": "submit" })).await;
    step(&reviewer, &again, words("return", "再退")).await.refused(409, "too_many_returns");
    w.step_of_report(&reviewer, &again, words("request_call", "第二次通话")).await;
}

#[tokio::test]
async fn a_call_comes_from_the_level_that_reviews_and_not_before_two_returns() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let reviewer = w.reviewer("市科委");
    step(&reviewer, &report, words("request_call", "请说明")).await.refused(409, "call_too_early");
    let seen = reviewer.get(&path("reports", &report)).await.expect(200);
    assert_eq!(allowed(&seen, "request_call"), None, "not offered before its time");
    step(&w.reporter("市科委"), &report, words("request_call", "请说明")).await.refused(403, "forbidden");
    w.sql("update report set returns = 2").await;
    step(&w.office_staff(), &report, words("request_call", "请说明")).await.refused(403, "forbidden");
    let foreign = step(&w.reviewer("海淀区"), &report, words("request_call", "请说明")).await;
    foreign.refused(404, "not_found");
    let no_reason = json!({ "action": "request_call", "comment": "请说明", "reason_codes": [] });
    assert_eq!(step(&reviewer, &report, no_reason).await.wrong_fields(), ["/reason_codes"]);
    let passed = w.step_of_report(&reviewer, &report, json!({ "action": "pass" })).await;
    let called = w.step_of_report(&w.office_staff(), &passed, words("request_call", "请说明")).await;
    assert_eq!(called["call"]["level"], "OFFICE");
    step(&w.office_staff(), &called, approval(&called, "ACCEPTED")).await.refused(409, "call_open");
    step(&reviewer, &called, words("settle_call", "已说明")).await.refused(403, "forbidden");
    let other = w.person("office.staff2");
    let settled = w.step_of_report(&other, &called, words("settle_call", "已说明")).await;
    assert_ne!(settled["call"]["recorded_by"]["id"], settled["call"]["asked_by"]["id"]);
    w.step_of_report(&other, &settled, approval(&settled, "ACCEPTED")).await;
}

/// Reports of one unit for the first quarter that say 本期无进展 and wait for its reviewer.
async fn unchanged(w: &World, count: usize) -> Vec<Value> {
    let cycle = w.first_quarter().await;
    let mut tasks = Vec::new();
    for _ in 0..count {
        tasks.push(w.in_progress("市科委").await);
    }
    w.travel_to("2026-03-26").await;
    let reporter = w.reporter("市科委");
    let mut reports = Vec::new();
    for task in tasks {
        let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
        let report = reporter.post("/reports").json(&new).await.expect(201);
        let nothing = json!({ "no_change": true, "no_change_reason": "等待批复" });
        let report = reporter.patch(&path("reports", &report)).json(&nothing).seen(&report).await.expect(200);
        reports.push(w.step_of_report(&reporter, &report, json!({ "action": "submit" })).await);
    }
    reports
}

fn seen(reports: &[Value]) -> Value {
    let reports: Vec<_> = reports.iter().map(|it| json!({ "id": it["id"], "version": it["version"] })).collect();
    json!({ "reports": reports })
}

#[tokio::test]
async fn unchanged_reports_are_approved_together_and_each_has_its_own_event() {
    let w = World::new().await;
    let reports = unchanged(&w, 3).await;
    let reviewer = w.reviewer("市科委");
    let inbox = reviewer.get("/reports?waiting_for_me=true&oldest_first=true").await.expect(200);
    assert!(inbox["items"].as_array().unwrap().iter().all(|item| item["unchanged"] == true));
    let answer = reviewer.post("/reports/approvals").json(&seen(&reports)).key("all").await.expect(200);
    assert_eq!((&answer["done"], &answer["refused"]), (&json!(3), &json!(0)));
    assert!(answer["results"].as_array().unwrap().iter().all(|line| line["state"] == "OFFICE_REVIEW"));
    let events = "select count(*) as it from audit_event where action = 'report.pass' and outcome = 'SUCCESS'";
    assert_eq!(w.number(events).await, 3);
    let again = reviewer.post("/reports/approvals").json(&seen(&reports)).key("all").await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.expect(200), answer);
    assert_eq!(w.number(events).await, 3);
    reviewer
        .post("/reports/approvals")
        .json(&seen(&reports[..1]))
        .key("all")
        .await
        .refused(422, "idempotency_key_reused");

    let staff = w.office_staff();
    let inbox = staff.get("/reports?waiting_for_me=true").await.expect(200)["items"].as_array().unwrap().clone();
    let answer = staff.post("/reports/approvals").json(&seen(&inbox)).await.expect(200);
    assert_eq!(answer["done"], 3);
    assert_eq!(w.number("select count(*) as it from report where state = 'APPROVED'").await, 3);
}

#[tokio::test]
async fn what_is_refused_is_named_and_stops_no_other() {
    let w = World::new().await;
    let reports = unchanged(&w, 3).await;
    let reviewer = w.reviewer("市科委");
    // One was changed since, one asks for something, one is nobody's.
    w.sql(&format!(
        "update report set coordination = '请协调用地' where id = '{}'",
        reports[1]["id"].as_str().unwrap()
    ))
    .await;
    let mut wanted = seen(&reports);
    wanted["reports"][2]["version"] = json!(77);
    wanted["reports"].as_array_mut().unwrap().push(json!({ "id": uuid::Uuid::now_v7(), "version": 1 }));
    let answer = reviewer.post("/reports/approvals").json(&wanted).await.expect(200);
    let codes: Vec<_> =
        answer["results"].as_array().unwrap().iter().map(|line| line["refused"]["code"].clone()).collect();
    assert_eq!(codes, [Value::Null, json!("not_unchanged"), json!("stale"), json!("not_found")]);
    assert_eq!((&answer["done"], &answer["refused"]), (&json!(1), &json!(3)));
    let states = w.rows("select state from report order by id").await;
    assert_eq!(states.iter().filter(|row| row["state"] == "OFFICE_REVIEW").count(), 1);
    // Who may not review gets no partial answer either, and what is foreign is missing.
    w.reporter("市科委").post("/reports/approvals").json(&wanted).await.refused(403, "forbidden");
    let foreign = w.reviewer("海淀区").post("/reports/approvals").json(&seen(&reports[1..2])).await.expect(200);
    assert_eq!(foreign["results"][0]["refused"]["code"], "not_found");
    for (wrong, pointer) in
        [(json!({ "reports": [] }), "/reports"), (seen(&[reports[0].clone(), reports[0].clone()]), "/reports/1/id")]
    {
        assert_eq!(reviewer.post("/reports/approvals").json(&wrong).await.wrong_fields(), [pointer]);
    }
}

#[tokio::test]
async fn only_a_report_that_says_nothing_new_is_unchanged() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let reviewer = w.reviewer("市科委");
    let inbox = reviewer.get("/reports?waiting_for_me=true").await.expect(200);
    assert_eq!(inbox["items"][0]["unchanged"], false, "it claims a milestone");
    let answer = reviewer.post("/reports/approvals").json(&seen(std::slice::from_ref(&report))).await.expect(200);
    assert_eq!(answer["results"][0]["refused"]["code"], "not_unchanged");
    // The words of last time, approved: the next period may say the same.
    let passed = w.step_of_report(&reviewer, &report, json!({ "action": "pass" })).await;
    w.step_of_report(&w.office_staff(), &passed, approval(&passed, "ACCEPTED")).await;
    let cycle = json!({ "kind": "QUARTER", "day": "2026-05-01" });
    let cycle = w.office_staff().post("/cycles").json(&cycle).await.expect(201);
    w.travel_to("2026-06-26").await;
    let new = json!({ "task_id": report["task"]["id"], "cycle_id": cycle["id"] });
    let reporter = w.reporter("市科委");
    let next = reporter.post("/reports").json(&new).await.expect(201);
    let next = w.step_of_report(&reporter, &next, json!({ "action": "submit" })).await;
    let inbox = reviewer.get("/reports?waiting_for_me=true").await.expect(200);
    assert_eq!(inbox["items"][0]["unchanged"], true);
    assert_eq!(next["approved_before"]["id"], report["id"]);
    let both = w.person("kw.both").post("/reports/approvals").json(&seen(&[next])).await.expect(200);
    assert_eq!(both["done"], 1);
}

#[tokio::test]
async fn nobody_approves_their_own_report_in_a_crowd() {
    let w = World::new().await;
    let (task, cycle) = (w.in_progress("市科委").await, w.first_quarter().await);
    w.travel_to("2026-03-26").await;
    let both = w.person("kw.both");
    let report =
        both.post("/reports").json(&json!({ "task_id": task["id"], "cycle_id": cycle["id"] })).await.expect(201);
    let nothing = json!({ "no_change": true, "no_change_reason": "等待批复" });
    let report = both.patch(&path("reports", &report)).json(&nothing).seen(&report).await.expect(200);
    let report = w.step_of_report(&both, &report, json!({ "action": "submit" })).await;
    let answer = both.post("/reports/approvals").json(&seen(&[report])).await.expect(200);
    assert_eq!(answer["results"][0]["refused"]["code"], "own_report");
}

#[tokio::test]
async fn a_report_loaded_ahead_is_not_opened_and_can_still_be_withdrawn() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let (reporter, reviewer) = (w.reporter("市科委"), w.reviewer("市科委"));
    let ahead = reviewer.get(&format!("{}?ahead=true", path("reports", &report))).await.expect(200);
    assert_eq!(allowed(&ahead, "pass"), Some(true));
    let draft = w.step_of_report(&reporter, &report, json!({ "action": "withdraw" })).await;
    let report = w.step_of_report(&reporter, &draft, json!({ "action": "submit" })).await;
    reviewer.get(&path("reports", &report)).await.expect(200);
    step(&reporter, &report, json!({ "action": "withdraw" })).await.refused(409, "already_opened");
}

#[tokio::test]
async fn the_inbox_turns_its_pages_from_the_longest_waiting_on() {
    let w = World::new().await;
    let reports = unchanged(&w, 3).await;
    for (report, hour) in reports.iter().zip(1..) {
        let id = report["id"].as_str().unwrap();
        w.sql(&format!("update report set updated_at = '2026-03-26 0{hour}:00+08' where id = '{id}'")).await;
    }
    let reviewer = w.reviewer("市科委");
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let place = format!("/reports?waiting_for_me=true&oldest_first=true&limit=2&cursor={cursor}");
        let page = reviewer.get(&place).await.expect(200);
        found.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        next.clone_into(&mut cursor);
    }
    assert_eq!(found, reports.iter().map(|report| report["id"].clone()).collect::<Vec<_>>());
}

#[tokio::test]
async fn everybody_sees_how_long_the_office_takes() {
    let w = World::new().await;
    let reports = unchanged(&w, 3).await;
    let reviewer = w.reviewer("市科委");
    let none = reviewer.get("/review-times").await.expect(200);
    assert_eq!((&none["mean"], &none["waiting"]), (&json!("—"), &json!(0)));
    // Passed on Thursday 26 March 2026; Monday the 30th is the second working day.
    reviewer.post("/reports/approvals").json(&seen(&reports)).await.expect(200);
    let staff = w.office_staff();
    w.travel_to("2026-03-30").await;
    let passed = staff.get(&path("reports", &reports[0])).await.expect(200);
    w.step_of_report(&staff, &passed, json!({ "action": "approve" })).await;
    w.travel_to("2026-04-03").await;
    let passed = staff.get(&path("reports", &reports[1])).await.expect(200);
    w.step_of_report(&staff, &passed, words("return", "请补说明")).await;
    for who in [w.reporter("海淀区"), w.leader(), w.evaluator(), reviewer] {
        let times = who.get("/review-times").await.expect(200);
        // Two and six working days.
        assert_eq!((&times["mean"], &times["allowed_days"]), (&json!("4.0"), &json!(5)));
        assert_eq!(times["in_time"], json!({ "numerator": 1, "denominator": 2 }));
        assert_eq!((&times["waiting"], &times["waiting_too_long"]), (&json!(1), &json!(1)));
        assert_eq!(times["waiting_rows"][0]["days"], 6);
        let days: Vec<_> = times["decided_rows"].as_array().unwrap().iter().map(|row| row["days"].clone()).collect();
        assert_eq!(days, [6, 2]);
        assert!(times["decided_rows"][0].get("action").is_none(), "what was decided stays with those concerned");
    }
    let short = staff.get("/review-times?limit=0").await.expect(200);
    assert_eq!((&short["mean"], &short["decided_rows"]), (&json!("4.0"), &json!([])));
    assert_eq!(staff.get("/review-times?limit=201").await.wrong_fields(), ["/limit"]);
    w.audit_admin().get("/review-times").await.refused(403, "forbidden");
    w.travel_to("2026-07-20").await;
    assert_eq!(staff.get("/review-times").await.expect(200)["mean"], "—", "a quarter later it is forgotten");
}
