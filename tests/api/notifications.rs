//! Messages: who is told of what, done with as soon as it was done, once each, and read by nobody else.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{ask::Caller, story::path, world::World};

async fn told(who: &Caller, filter: &str) -> Vec<Value> {
    who.get(&format!("/notifications?{filter}")).await.expect(200)["items"].as_array().unwrap().clone()
}

async fn of_kind(who: &Caller, kind: &str) -> Vec<Value> {
    told(who, &format!("kind={kind}")).await
}

/// The only message of a kind that still asks for something.
async fn open(who: &Caller, kind: &str) -> Value {
    let mut found = told(who, &format!("kind={kind}&state=OPEN")).await;
    assert_eq!(found.len(), 1, "{kind}: {found:?}");
    found.remove(0)
}

async fn none_open(who: &Caller, kind: &str) {
    let found = told(who, &format!("kind={kind}&state=OPEN")).await;
    assert!(found.is_empty(), "{kind}: {found:?}");
}

async fn unread(who: &Caller) -> i64 {
    who.get("/me").await.expect(200)["counts"]["notifications"].as_i64().unwrap()
}

#[tokio::test]
async fn an_issued_task_is_told_to_those_who_may_sign_it_until_it_is_signed() {
    let w = World::new().await;
    let task = w.issued("市科委").await;
    for who in [w.reviewer("市科委"), w.unit_leader("市科委")] {
        let message = open(&who, "TASK_ISSUED").await;
        assert_eq!(message["label"], "28-01 人形机器人小批量量产");
        assert_eq!(message["path"], path("tasks", &task));
        assert_eq!((&message["step"], &message["by"]["organisation"]), (&json!("issue"), &json!("统筹办")));
        assert_eq!(message["due_on"], "2026-03-05", "three working days");
        assert_eq!(unread(&who).await, 1);
    }
    for who in [w.reporter("市科委"), w.reviewer("市经信局"), w.office_head(), w.office_staff(), w.leader()] {
        assert_eq!(told(&who, "").await, Vec::<Value>::new());
    }
    w.step_of_task(&w.reviewer("市科委"), &task, json!({ "action": "sign", "liaison": "李工" })).await;
    for who in [w.reviewer("市科委"), w.unit_leader("市科委")] {
        none_open(&who, "TASK_ISSUED").await;
        assert_eq!(unread(&who).await, 0, "no message after a reply");
        assert_eq!(told(&who, "state=SETTLED").await.len(), 1, "it can still be read");
    }
}

#[tokio::test]
async fn a_returned_task_goes_to_the_office_head_and_the_leader_and_comes_back_once_upheld() {
    let w = World::new().await;
    let task = w.issued("市科委").await;
    let back = json!({ "action": "return_signoff", "comment": "应由市经信局牵头" });
    let task = w.step_of_task(&w.unit_leader("市科委"), &task, back).await;
    for who in [w.office_head(), w.leader()] {
        assert_eq!(open(&who, "SIGNOFF_RETURNED").await["comment"], "应由市经信局牵头");
    }
    none_open(&w.reviewer("市科委"), "TASK_ISSUED").await;
    w.step_of_task(&w.leader(), &task, json!({ "action": "uphold", "comment": "维持" })).await;
    none_open(&w.office_head(), "SIGNOFF_RETURNED").await;
    assert_eq!(open(&w.reviewer("市科委"), "TASK_ISSUED").await["step"], "uphold");
    assert_eq!(of_kind(&w.reviewer("市科委"), "TASK_ISSUED").await.len(), 2);
}

#[tokio::test]
async fn reports_of_one_cycle_make_one_message_a_day_and_go_from_desk_to_desk() {
    let w = World::new().await;
    let (first, second) = (w.in_progress("市科委").await, w.in_progress("市科委").await);
    let cycle = w.first_quarter().await;
    let reviewer = w.reviewer("市科委");
    let mut reports = Vec::new();
    for task in [&first, &second] {
        let report = w.begun(task, &cycle, "市科委").await;
        let version = json!({ "progress": "完成调试", "no_change": false, "no_change_reason": null, "problems": "",
            "coordination": "", "next_steps": "", "expected_completion_on": null, "claims": [] });
        let place = path("reports", &report);
        let report = w.reporter("市科委").patch(&place).json(&version).seen(&report).await.expect(200);
        reports.push(w.step_of_report(&w.reporter("市科委"), &report, json!({ "action": "submit" })).await);
    }
    let message = open(&reviewer, "REPORTS_TO_REVIEW").await;
    assert_eq!((&message["count"], &message["label"]), (&json!(2), &cycle["name"]));
    assert_eq!((message["path"].as_str(), unread(&reviewer).await), (Some("/review"), 1));

    let report = w.step_of_report(&reviewer, &reports[0], json!({ "action": "pass" })).await;
    open(&reviewer, "REPORTS_TO_REVIEW").await;
    let message = open(&w.office_staff(), "REPORTS_TO_APPROVE").await;
    let one = format!("/review?report={}", report["id"].as_str().unwrap());
    assert_eq!((&message["count"], message["path"].as_str()), (&json!(1), Some(one.as_str())));

    let back = json!({ "action": "return", "comment": "请补数据", "reason_codes": ["EVIDENCE_INSUFFICIENT"] });
    w.step_of_report(&reviewer, &reports[1], back).await;
    none_open(&reviewer, "REPORTS_TO_REVIEW").await;
    let message = open(&w.reporter("市科委"), "REPORT_RETURNED").await;
    assert_eq!(
        (&message["comment"], message["path"].as_str()),
        (&json!("请补数据"), Some(path("reports", &reports[1]).as_str()))
    );

    w.step_of_report(&w.office_staff(), &report, json!({ "action": "approve" })).await;
    none_open(&w.person("office.staff2"), "REPORTS_TO_APPROVE").await;
    let approved = of_kind(&w.reporter("市科委"), "REPORTS_APPROVED").await;
    assert_eq!((approved.len(), &approved[0]["report_id"]), (1, &report["id"]));
    assert!(of_kind(&w.person("kw.both"), "REPORTS_APPROVED").await.is_empty(), "it is told to who wrote it");
}

#[tokio::test]
async fn each_stage_of_an_extension_is_told_to_the_one_whose_turn_it_is() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let places = format!("{}/extensions", path("tasks", &task));
    let asked = json!({ "milestone_id": null, "asked_on": "2027-01-31", "cause": "设备到货推迟",
        "progress": "厂房改造完成", "submit": true });
    let filed = w.reporter("市科委").post(&places).json(&asked).await.expect(201);
    let step = async |who: &Caller, request: &Value, action: &str| {
        let step = json!({ "action": action, "comment": "请补到货单" });
        who.post(&format!("{}/transitions", path("extensions", request))).json(&step).seen(request).await.expect(200)
    };
    open(&w.unit_leader("市科委"), "REQUEST_TO_SIGN").await;
    let request = step(&w.unit_leader("市科委"), &filed, "return").await;
    none_open(&w.unit_leader("市科委"), "REQUEST_TO_SIGN").await;
    assert_eq!(open(&w.reporter("市科委"), "REQUEST_RETURNED").await["comment"], "请补到货单");
    let request = step(&w.reporter("市科委"), &request, "submit").await;
    none_open(&w.reporter("市科委"), "REQUEST_RETURNED").await;
    let request = step(&w.unit_leader("市科委"), &request, "pass").await;
    open(&w.office_staff(), "REQUEST_TO_REVIEW").await;
    let request = step(&w.office_staff(), &request, "escalate").await;
    none_open(&w.person("office.staff2"), "REQUEST_TO_REVIEW").await;
    open(&w.leader(), "REQUEST_TO_APPROVE").await;
    step(&w.leader(), &request, "refuse").await;
    none_open(&w.leader(), "REQUEST_TO_APPROVE").await;
    for who in [w.reporter("市科委"), w.unit_leader("市科委")] {
        let message = open(&who, "REQUEST_DECIDED").await;
        assert_eq!((&message["step"], &message["label"]), (&json!("refuse"), &json!("28-01 人形机器人小批量量产")));
    }
}

#[tokio::test]
async fn closures_corrections_and_suspensions_are_told_to_the_office_and_the_unit() {
    let w = World::new().await;
    let approved = w.approved("市科委").await;
    let ask = json!({ "action": "request_correction", "comment": "产量写错" });
    let asked = w.step_of_report(&w.unit_leader("市科委"), &approved, ask).await;
    assert_eq!(open(&w.office_staff(), "CORRECTION_ASKED").await["comment"], "产量写错");
    let no = json!({ "action": "refuse_correction", "comment": "数字无误" });
    w.step_of_report(&w.office_staff(), &asked, no).await;
    none_open(&w.person("office.staff2"), "CORRECTION_ASKED").await;
    assert_eq!(open(&w.unit_leader("市科委"), "CORRECTION_DECIDED").await["comment"], "数字无误");

    let task = w.office_staff().get(&path("tasks", &approved["task"])).await.expect(200);
    w.prove(&task).await;
    let apply = w.application(&task).await;
    let task = w.step_of_task(&w.unit_leader("市科委"), &task, apply).await;
    open(&w.office_staff(), "CLOSURE_APPLIED").await;
    let task =
        w.step_of_task(&w.office_head(), &task, json!({ "action": "reject_closure", "comment": "请补证明" })).await;
    none_open(&w.office_staff(), "CLOSURE_APPLIED").await;
    assert_eq!(open(&w.unit_leader("市科委"), "CLOSURE_DECIDED").await["step"], "reject_closure");
    let apply = w.application(&task).await;
    let task = w.step_of_task(&w.unit_leader("市科委"), &task, apply).await;
    let task = w.step_of_task(&w.office_head(), &task, json!({ "action": "accept_closure" })).await;
    let decided = of_kind(&w.unit_leader("市科委"), "CLOSURE_DECIDED").await;
    assert!(decided.iter().any(|message| message["step"] == "accept_closure"), "{decided:?}");
    w.travel_to("2026-10-12").await;
    let drawn = w.office_head().post(&format!("/plans/{}/look-backs", w.plan().await)).await.expect(201);
    let result = json!({ "task_id": task["id"], "result": "REBOUND", "words": "已停产" });
    w.office_staff().post(&format!("{}/results", path("look-backs", &drawn))).json(&result).await.expect(200);
    let again = json!({ "action": "reopen", "comment": "回头看发现停产", "due_on": "2027-06-30" });
    w.step_of_task(&w.office_head(), &task, again).await;
    assert_eq!(open(&w.reporter("市科委"), "TASK_CHANGED").await["comment"], "回头看发现停产");
}

#[tokio::test]
async fn roles_asked_for_go_to_security_and_the_decision_and_a_new_password_to_the_person() {
    let w = World::new().await;
    let place = format!("/users/{}", w.reporter("海淀区").account());
    let user = w.system_admin().get(&place).await.expect(200);
    let other_post = json!({ "post": "主任科员" });
    let user = w.system_admin().patch(&place).json(&other_post).seen(&user).await.expect(200);
    none_open(&w.security_admin(), "ROLES_ASKED").await;
    let roles = json!({ "roles": ["UNIT_REPORTER", "UNIT_REVIEWER"] });
    w.system_admin().patch(&place).json(&roles).seen(&user).await.expect(200);
    let message = open(&w.security_admin(), "ROLES_ASKED").await;
    assert_eq!(message["path"], json!(format!("/users?id={}", w.reporter("海淀区").account())));
    none_open(&w.system_admin(), "ROLES_ASKED").await;
    let steps = format!("{place}/transitions");
    w.security_admin().post(&steps).json(&json!({ "action": "approve_roles" })).await.expect(200);
    none_open(&w.person("office.security2"), "ROLES_ASKED").await;
    assert_eq!(open(&w.reporter("海淀区"), "ROLES_DECIDED").await["step"], "approve_roles");
    w.system_admin().post(&steps).json(&json!({ "action": "reset_password" })).await.expect(200);
    let kinds = w.rows("select n.kind, a.login from notification n join account a on a.id = n.account_id where n.kind = 'PASSWORD_RESET'").await;
    assert_eq!(kinds, [json!({ "kind": "PASSWORD_RESET", "login": "hd.reporter" })]);
}

#[tokio::test]
async fn what_was_refused_or_repeated_tells_nobody_anything_more() {
    let w = World::new().await;
    let task = w.drafted("市科委").await;
    let place = format!("{}/transitions", path("tasks", &task));
    let issue = json!({ "action": "issue" });
    w.office_staff().post(&place).json(&issue).seen(&task).await.refused(403, "forbidden");
    assert_eq!(w.number("select count(*) as it from notification").await, 0);
    for _ in 0..2 {
        w.office_head().post(&place).json(&issue).seen(&task).key("once").await.expect(200);
    }
    assert_eq!(of_kind(&w.reviewer("市科委"), "TASK_ISSUED").await.len(), 1);
}

#[tokio::test]
async fn messages_are_read_one_by_one_or_all_at_once_and_by_nobody_else() {
    let w = World::new().await;
    let who = w.reviewer("市科委");
    for _ in 0..3 {
        w.issued("市科委").await;
    }
    let page = who.get("/notifications?limit=2").await.expect(200);
    assert_eq!((page["items"].as_array().unwrap().len(), &page["total"]), (2, &json!(3)));
    let rest = who.get(&format!("/notifications?limit=2&cursor={}", page["next_cursor"].as_str().unwrap())).await;
    assert_eq!(rest.expect(200)["items"].as_array().unwrap().len(), 1);

    let first = &page["items"][0]["id"];
    let read = who.post("/notifications/read").json(&json!({ "ids": [first] })).await.expect(200);
    assert_eq!(read, json!({ "unread": 2 }));
    assert_eq!(told(&who, "state=UNREAD").await.len(), 2);
    let foreign = w.reviewer("海淀区").post("/notifications/read").json(&json!({ "ids": [first] })).await;
    let missing = w.reviewer("海淀区").post("/notifications/read").json(&json!({ "ids": [Uuid::now_v7()] })).await;
    assert_eq!((foreign.status, foreign.text()), (404, missing.text()));

    let seen_at = page["as_of"].clone();
    w.wait(60);
    w.issued("市科委").await;
    let read = who.post("/notifications/read").json(&json!({ "until": seen_at })).await.expect(200);
    assert_eq!(read, json!({ "unread": 1 }), "what came after the list was read stays new");
    assert_eq!(told(&w.unit_leader("市科委"), "state=UNREAD").await.len(), 4, "another reader has read nothing");

    for (body, field) in [
        (json!({}), "/ids"),
        (json!({ "ids": [] }), "/ids"),
        (json!({ "ids": [first], "until": seen_at }), "/until"),
        (json!({ "all": true }), "/all"),
    ] {
        assert_eq!(who.post("/notifications/read").json(&body).await.wrong_fields(), [field], "{body}");
    }
}

#[tokio::test]
async fn who_leaves_a_post_no_longer_reads_what_it_was_told() {
    let w = World::new().await;
    w.issued("市科委").await;
    w.issued("市科委").await;
    let who = w.reviewer("市科委");
    assert_eq!(unread(&who).await, 2);
    let elsewhere = "organisation_id = (select id from organisation where code = 'hd')";
    w.sql(&format!("update account set {elsewhere} where login = 'kw.reviewer'")).await;
    assert_eq!((unread(&who).await, told(&who, "").await.len()), (0, 0));
    w.sql("update account set roles = '{UNIT_REPORTER}' where login = 'kw.leader'").await;
    assert_eq!((unread(&w.unit_leader("市科委")).await, told(&w.unit_leader("市科委"), "").await.len()), (0, 0));
}

#[tokio::test]
async fn a_milestone_is_recalled_on_three_days_and_no_day_twice() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let who = w.reporter("市科委");
    for (day, sent) in [
        ("2026-03-15", 0),
        ("2026-03-16", 1),
        ("2026-03-17", 1),
        ("2026-03-24", 2),
        ("2026-03-29", 2),
        ("2026-03-30", 3),
        ("2026-03-31", 3),
        ("2026-04-01", 3),
    ] {
        w.travel_to(day).await;
        w.travel_to(day).await;
        assert_eq!(of_kind(&who, "MILESTONE_DUE").await.len(), sent, "{day}");
    }
    let message = open(&who, "MILESTONE_DUE").await;
    assert_eq!(message["label"], "28-01 人形机器人小批量量产 · 中试线通过验收");
    assert_eq!(
        (&message["due_on"], &message["by"], &message["step"]),
        (&json!("2026-03-31"), &Value::Null, &Value::Null)
    );
    assert!(of_kind(&w.reporter("海淀区"), "MILESTONE_DUE").await.is_empty());
}

#[tokio::test]
async fn a_worker_that_was_off_catches_up_without_sending_old_reminders() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    w.travel_to("2026-03-27").await;
    let message = open(&w.reporter("市科委"), "MILESTONE_DUE").await;
    assert_eq!(of_kind(&w.reporter("市科委"), "MILESTONE_DUE").await, [message]);
}

#[tokio::test]
async fn a_submitted_or_postponed_milestone_is_recalled_no_longer() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let who = w.reporter("市科委");
    open(&who, "MILESTONE_DUE").await;
    w.step_of_report(&who, &report, json!({ "action": "submit" })).await;
    none_open(&who, "MILESTONE_DUE").await;
    w.travel_to("2026-03-30").await;
    none_open(&who, "MILESTONE_DUE").await;

    let other = w.in_progress("市科委").await;
    w.travel_to("2026-03-30").await;
    open(&who, "MILESTONE_DUE").await;
    w.sql(&format!("update milestone set due_on = '2026-06-30' where task_id = '{}'", other["id"].as_str().unwrap()))
        .await;
    w.travel_to("2026-03-30").await;
    none_open(&who, "MILESTONE_DUE").await;
}

#[tokio::test]
async fn a_cycle_is_announced_when_it_opens_and_recalled_before_it_closes_to_units_that_owe_reports() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let cycle = w.first_quarter().await;
    let who = w.reporter("市科委");
    w.travel_to("2026-03-24").await;
    none_open(&who, "CYCLE_OPENED").await;
    w.travel_to("2026-03-25").await;
    let message = open(&who, "CYCLE_OPENED").await;
    assert_eq!((&message["label"], &message["due_on"]), (&cycle["name"], &cycle["due_on"]));
    none_open(&w.reporter("海淀区"), "CYCLE_OPENED").await;
    let (due, eve) = (cycle["due_on"].as_str().unwrap(), "2026-04-07");
    assert_eq!(due, "2026-04-08", "the holiday of 清明 lies between");
    w.travel_to(eve).await;
    open(&who, "REPORTS_DUE").await;
    none_open(&who, "CYCLE_OPENED").await;

    let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
    let report = who.post("/reports").json(&new).await.expect(201);
    open(&who, "REPORTS_DUE").await;
    let words = json!({ "progress": "完成调试", "no_change": false, "no_change_reason": null, "problems": "",
        "coordination": "", "next_steps": "", "expected_completion_on": null, "claims": [] });
    let report = who.patch(&path("reports", &report)).json(&words).seen(&report).await.expect(200);
    w.step_of_report(&who, &report, json!({ "action": "submit" })).await;
    none_open(&who, "REPORTS_DUE").await;
    w.travel_to(due).await;
    none_open(&who, "REPORTS_DUE").await;
}

#[tokio::test]
async fn a_sign_off_is_recalled_the_day_before() {
    let w = World::new().await;
    let task = w.issued("市科委").await;
    let who = w.unit_leader("市科委");
    none_open(&who, "SIGNOFF_DUE").await;
    w.travel_to("2026-03-04").await;
    assert_eq!(open(&who, "SIGNOFF_DUE").await["due_on"], "2026-03-05");
    w.travel_to("2026-03-05").await;
    assert_eq!(of_kind(&who, "SIGNOFF_DUE").await.len(), 1);
    w.step_of_task(&who, &task, json!({ "action": "sign", "liaison": "李工" })).await;
    none_open(&who, "SIGNOFF_DUE").await;
}

#[tokio::test]
async fn a_supervision_notice_is_told_to_the_unit_until_it_is_answered_and_then_to_the_office() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let notice = crate::supervision::supervised(&w, &task).await;
    none_open(&w.office_head(), "NOTICE_TO_SIGN").await;
    for who in [w.reporter("市科委"), w.reviewer("市科委"), w.unit_leader("市科委")] {
        let message = open(&who, "NOTICE_ISSUED").await;
        assert_eq!(message["label"], "中园督〔2026〕1号 28-01 人形机器人小批量量产");
        assert_eq!((&message["step"], &message["due_on"]), (&json!("sign"), &notice["reply_by"]));
        assert_eq!(message["path"], json!(format!("/supervision/{}", notice["id"].as_str().unwrap())));
    }
    none_open(&w.reporter("海淀区"), "NOTICE_ISSUED").await;
    let step = async |who: &Caller, notice: &Value, step: Value| {
        who.post(&format!("{}/transitions", path("notices", notice))).json(&step).seen(notice).await.expect(200)
    };
    let received = step(&w.reviewer("市科委"), &notice, json!({ "action": "receive" })).await;
    open(&w.reporter("市科委"), "NOTICE_ISSUED").await;
    let words =
        json!({ "action": "answer", "cause": "设备到货推迟", "measure": "改用备用产线", "expected_on": "2026-04-30" });
    let answered = step(&w.unit_leader("市科委"), &received, words).await;
    none_open(&w.reporter("市科委"), "NOTICE_ISSUED").await;
    open(&w.office_staff(), "NOTICE_ANSWERED").await;
    step(&w.office_staff(), &answered, json!({ "action": "settle", "comment": "已核查" })).await;
    none_open(&w.office_head(), "NOTICE_ANSWERED").await;
    assert_eq!(open(&w.reporter("市科委"), "NOTICE_ENDED").await["step"], "settle");
}
