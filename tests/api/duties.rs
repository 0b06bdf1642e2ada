//! Separated duties with deputies: whoever drafted, asked for or passed a thing does not judge it, by whichever name, and
//! neither does the person in whose name it was drafted; nor does it wait for them.

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    delegations::{act, signed_in, today},
    story::{approval, path},
    world::World,
};

/// The one acts for the other today; somebody of another unit has moved there before.
async fn deputy(w: &World, login: &str, absent: &str) -> Caller {
    w.sql(&format!(
        "update account set organisation_id = (select organisation_id from account where login = '{absent}')
         where login = '{login}'"
    ))
    .await;
    let delegation = today(w, absent, login).await;
    let deputy = signed_in(w, login).await;
    act(&deputy, &delegation).await.expect(204);
    deputy
}

/// The thing as the caller sees it; requests are read from the list of their task.
async fn look(who: &Caller, area: &str, view: &Value) -> Value {
    if !matches!(area, "extensions" | "adjustments") {
        return who.get(&path(area, view)).await.expect(200);
    }
    let listed = who.get(&format!("{}/{area}", path("tasks", &view["task"]))).await.expect(200);
    listed["requests"].as_array().unwrap().iter().find(|each| each["id"] == view["id"]).unwrap().clone()
}

async fn step(who: &Caller, area: &str, view: &Value, step: Value) -> Answer {
    let seen = look(who, area, view).await;
    who.post(&format!("{}/transitions", path(area, view))).json(&step).seen(&seen).await
}

async fn kinds(who: &Caller) -> Vec<String> {
    let work = who.get("/work").await.expect(200);
    work["waiting"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap().to_owned()).collect()
}

/// The refusal stands beside the step as well, and nothing waits for whoever may not take it.
async fn refuses(who: &Caller, (area, view): (&str, &Value), taken: Value, code: &str, kind: &str) {
    let shown = look(who, area, view).await;
    let action = shown["actions"].as_array().unwrap().iter().find(|each| each["action"] == taken["action"]);
    assert_eq!(action.unwrap()["refused"]["code"], code, "{area} {taken}");
    step(who, area, view, taken).await.refused(409, code);
    assert!(!kinds(who).await.contains(&kind.to_owned()), "{kind} does not wait for them");
}

fn supervision(task: &Value) -> Value {
    json!({ "task_id": task["id"], "level": "SUPERVISION", "demand": "请说明", "reason": "市领导关注" })
}

#[tokio::test]
async fn a_notice_is_not_signed_by_its_writer_in_the_name_of_the_head() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let staff = w.office_staff();
    let draft = staff.post("/notices").json(&supervision(&task)).await.expect(201);
    let waiting = step(&staff, "notices", &draft, json!({ "action": "submit" })).await.expect(200);
    let acting = deputy(&w, "office.staff", "office.head").await;
    refuses(&acting, ("notices", &waiting), json!({ "action": "sign" }), "own_work", "NOTICE_TO_SIGN").await;
    assert!(kinds(&w.office_head()).await.contains(&"NOTICE_TO_SIGN".to_owned()));
    step(&w.office_head(), "notices", &waiting, json!({ "action": "sign" })).await.expect(200);
}

#[tokio::test]
async fn nobody_signs_a_notice_that_a_deputy_wrote_in_their_name() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let acting = deputy(&w, "office.staff", "office.head").await;
    let draft = acting.post("/notices").json(&supervision(&task)).await.expect(201);
    let waiting = step(&acting, "notices", &draft, json!({ "action": "submit" })).await.expect(200);
    for who in [&w.office_head(), &acting] {
        refuses(who, ("notices", &waiting), json!({ "action": "sign" }), "own_work", "NOTICE_TO_SIGN").await;
    }
    // A leader signs it, and a head signs what the head alone wrote.
    step(&w.leader(), "notices", &waiting, json!({ "action": "sign" })).await.expect(200);
    let other = w.in_progress("市科委").await;
    let own = w.office_head().post("/notices").json(&supervision(&other)).await.expect(201);
    let own = step(&w.office_head(), "notices", &own, json!({ "action": "submit" })).await.expect(200);
    step(&w.office_head(), "notices", &own, json!({ "action": "sign" })).await.expect(200);
}

#[tokio::test]
async fn an_answer_is_not_settled_by_whoever_gave_it() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let urge = json!({ "task_id": task["id"], "level": "URGE", "demand": "请说明", "reason": "市领导关注" });
    let draft = w.office_staff().post("/notices").json(&urge).await.expect(201);
    let sent = step(&w.office_staff(), "notices", &draft, json!({ "action": "send" })).await.expect(200);
    let answer = json!({ "action": "answer", "cause": "到货推迟", "measure": "备用产线" });
    step(&w.reporter("市科委"), "notices", &sent, answer).await.expect(200);
    let acting = deputy(&w, "kw.reporter", "office.staff").await;
    for taken in [json!({ "action": "settle" }), json!({ "action": "return", "comment": "再查" })] {
        refuses(&acting, ("notices", &sent), taken, "own_work", "NOTICE_TO_SETTLE").await;
    }
    step(&w.office_staff(), "notices", &sent, json!({ "action": "settle" })).await.expect(200);
}

#[tokio::test]
async fn a_batch_is_not_approved_by_the_office_in_the_name_of_the_leader() {
    let w = World::new().await;
    let batch = w.consulted_batch().await;
    w.travel_to("2026-03-16").await;
    step(&w.office_staff(), "batches", &batch, json!({ "action": "submit" })).await.expect(200);
    let acting = deputy(&w, "office.staff", "city.leader").await;
    for taken in [json!({ "action": "approve" }), json!({ "action": "return", "comment": "再议" })] {
        refuses(&acting, ("batches", &batch), taken, "own_work", "BATCH_TO_APPROVE").await;
    }
    step(&w.leader(), "batches", &batch, json!({ "action": "approve" })).await.expect(200);
}

#[tokio::test]
async fn requests_are_decided_by_others_than_those_who_wrote_passed_or_referred_them() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let later = json!({ "asked_on": "2027-01-31", "cause": "设备推迟", "progress": "厂房完成", "submit": true });
    let extension =
        w.reporter("市科委").post(&format!("{}/extensions", path("tasks", &task))).json(&later).await.expect(201);
    let changed = json!({ "title": "人形机器人批量量产" });
    let new = json!({ "purpose": "CHANGE", "reason": "政策调整", "proposal": changed, "submit": true });
    let adjustment =
        w.reporter("市科委").post(&format!("{}/adjustments", path("tasks", &task))).json(&new).await.expect(201);
    let requests = [("extensions", extension, "EXTENSION"), ("adjustments", adjustment, "ADJUSTMENT")];
    let for_leader = deputy(&w, "kw.reporter", "kw.leader").await;
    for (area, request, kind) in &requests {
        let to_sign = format!("{kind}_TO_SIGN");
        refuses(&for_leader, (area, request), json!({ "action": "pass" }), "own_request", &to_sign).await;
        step(&w.unit_leader("市科委"), area, request, json!({ "action": "pass" })).await.expect(200);
    }
    let for_office = deputy(&w, "kw.leader", "office.staff").await;
    for (area, request, kind) in &requests {
        let to_review = format!("{kind}_TO_REVIEW");
        for action in ["escalate", "refuse"] {
            let taken = json!({ "action": action, "comment": "见附" });
            refuses(&for_office, (area, request), taken, "own_request", &to_review).await;
        }
        step(&w.office_staff(), area, request, json!({ "action": "escalate" })).await.expect(200);
    }
    let for_city = deputy(&w, "office.staff", "city.leader").await;
    for (area, request, kind) in &requests {
        let to_approve = format!("{kind}_TO_APPROVE");
        for action in ["approve", "refuse"] {
            let taken = json!({ "action": action, "comment": "见附" });
            refuses(&for_city, (area, request), taken, "own_request", &to_approve).await;
        }
        step(&w.leader(), area, request, json!({ "action": "approve" })).await.expect(200);
    }
}

#[tokio::test]
async fn a_report_is_approved_and_its_evidence_judged_by_others_than_those_of_the_unit() {
    let w = World::new().await;
    let report = w.passed("市科委").await;
    let office = w.office_staff();
    let seen = office.get(&path("reports", &report)).await.expect(200);
    let proof = seen["claims"][0]["evidence"][0].clone();
    for login in ["kw.reviewer", "kw.reporter"] {
        let acting = deputy(&w, login, "office.staff2").await;
        let shown = acting.get(&path("reports", &report)).await.expect(200);
        for taken in
            [approval(&shown, "ACCEPTED"), json!({ "action": "return", "comment": "补", "reason_codes": ["OTHER"] })]
        {
            refuses(&acting, ("reports", &report), taken, "own_report", "REPORT_OFFICE_REVIEW").await;
        }
        let place = format!("{}/judgement", path("evidence", &proof));
        acting.post(&place).json(&json!({ "strength": "STRONG" })).seen(&proof).await.refused(409, "own_report");
        let mine = acting.get("/reports?waiting_for_me=true").await.expect(200);
        assert_eq!(mine["total"], 0, "{login}");
        w.sql("delete from session where acting_for is not null; delete from delegation").await;
    }
    assert_eq!(office.get("/reports?waiting_for_me=true").await.expect(200)["total"], 1);
    w.step_of_report(&office, &seen, approval(&seen, "ACCEPTED")).await;
}

#[tokio::test]
async fn a_correction_is_agreed_to_by_others_than_who_asked_for_it() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    let ask = json!({ "action": "request_correction", "comment": "产量误写" });
    w.step_of_report(&w.unit_leader("市科委"), &report, ask).await;
    let acting = deputy(&w, "kw.leader", "office.staff").await;
    for taken in [json!({ "action": "agree_correction" }), json!({ "action": "refuse_correction", "comment": "不必" })]
    {
        refuses(&acting, ("reports", &report), taken, "own_request", "REPORT_CORRECTION").await;
    }
    step(&w.office_staff(), "reports", &report, json!({ "action": "agree_correction" })).await.expect(200);
}

/// A key task of 市科委 that 海淀区 supports, its closure applied for.
async fn key_task_applied(w: &World) -> Value {
    let mut new = w.new_task("市科委").await;
    new["supporting_org_ids"] = json!([w.organisation("海淀区").await]);
    new["is_key"] = json!(true);
    let task = w.office_staff().post("/tasks").json(&new).await.expect(201);
    let task = w.step_of_task(&w.office_head(), &task, json!({ "action": "issue" })).await;
    let task = w.step_of_task(&w.reviewer("市科委"), &task, json!({ "action": "sign", "liaison": "李工" })).await;
    w.prove(&task).await;
    w.step_of_task(&w.unit_leader("市科委"), &task, w.application(&task).await).await
}

#[tokio::test]
async fn a_closure_is_confirmed_checked_accepted_and_looked_back_at_by_others() {
    let w = World::new().await;
    let task = key_task_applied(&w).await;
    let now = async || w.office_staff().get(&path("tasks", &task)).await.expect(200);
    let send = async |who: &Caller, place: &str, body: Value| {
        who.post(&format!("{}/{place}", path("tasks", &task))).json(&body).seen(&now().await).await
    };
    let supporter = deputy(&w, "kw.leader", "hd.leader").await;
    send(&supporter, "closure-replies", json!({ "agrees": true })).await.refused(409, "own_work");
    assert!(!kinds(&supporter).await.contains(&"CLOSURE_TO_CONFIRM".to_owned()));
    send(&w.unit_leader("海淀区"), "closure-replies", json!({ "agrees": true })).await.expect(200);
    w.sql("delete from session where acting_for is not null; delete from delegation").await;

    let acting = deputy(&w, "kw.leader", "office.head").await;
    let check = json!({ "way": "VISIT", "result": "CONFIRMED", "note": "现场已核" });
    send(&acting, "spot-checks", check.clone()).await.refused(409, "own_work");
    for taken in [json!({ "action": "accept_closure" }), json!({ "action": "reject_closure", "comment": "补" })] {
        refuses(&acting, ("tasks", &task), taken, "own_work", "TASK_CLOSURE").await;
    }
    assert!(kinds(&w.office_staff()).await.contains(&"SPOT_CHECK".to_owned()));
    for who in [w.office_staff(), w.person("office.staff2")] {
        send(&who, "spot-checks", check.clone()).await.expect(200);
    }
    assert!(!kinds(&w.office_staff()).await.contains(&"SPOT_CHECK".to_owned()), "two have looked");
    send(&w.office_head(), "transitions", json!({ "action": "accept_closure" })).await.expect(200);

    w.travel_to("2026-09-02").await;
    w.sql("delete from session where acting_for is not null; delete from delegation").await;
    let drawn = w.office_staff().post(&format!("/plans/{}/look-backs", w.plan().await)).await.expect(201);
    let place = format!("{}/results", path("look-backs", &drawn));
    let result = json!({ "task_id": task["id"], "result": "CONFIRMED", "words": "运行正常" });
    let again = deputy(&w, "kw.leader", "office.staff").await;
    for who in [&again, &w.office_head()] {
        let listed = who.get(&format!("/plans/{}/look-backs", w.plan().await)).await.expect(200);
        assert_eq!(listed["items"][0]["sample"][0]["actions"][0]["refused"]["code"], "own_work");
        who.post(&place).json(&result).await.refused(409, "own_work");
        assert!(!kinds(who).await.contains(&"LOOK_BACK".to_owned()));
    }
    w.office_staff().post(&place).json(&result).await.expect(200);
}

#[tokio::test]
async fn an_annual_item_is_accepted_by_others_than_who_applied() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    w.issued_book(2026).await;
    let item = w.office_staff().get("/annual-items").await.expect(200)["items"][0].clone();
    let apply = json!({ "action": "apply_closure", "conclusion": "DONE", "summary": "已下线" });
    step(&w.unit_leader("市科委"), "annual-items", &item, apply).await.expect(200);
    let acting = deputy(&w, "kw.leader", "office.head").await;
    for taken in [json!({ "action": "accept_closure" }), json!({ "action": "reject_closure", "comment": "补" })] {
        refuses(&acting, ("annual-items", &item), taken, "own_work", "ANNUAL_CLOSURE").await;
    }
    step(&w.office_head(), "annual-items", &item, json!({ "action": "accept_closure" })).await.expect(200);
}

#[tokio::test]
async fn a_returned_task_is_assigned_anew_by_others_than_who_returned_it() {
    let w = World::new().await;
    let task = w.issued("市科委").await;
    let returned = json!({ "action": "return_signoff", "comment": "不属本单位职责" });
    w.step_of_task(&w.unit_leader("市科委"), &task, returned).await;
    let reassign = json!({ "action": "reassign", "comment": "改派", "lead_org_id": w.organisation("海淀区").await });
    let acting = deputy(&w, "kw.leader", "office.head").await;
    refuses(&acting, ("tasks", &task), reassign.clone(), "own_work", "TASK_SIGNOFF_RETURNED").await;
    w.sql("delete from session where acting_for is not null; delete from delegation").await;
    let city = deputy(&w, "kw.leader", "city.leader").await;
    let uphold = json!({ "action": "uphold", "comment": "维持" });
    refuses(&city, ("tasks", &task), uphold, "own_work", "TASK_SIGNOFF_RETURNED").await;
    step(&w.office_head(), "tasks", &task, reassign).await.expect(200);
}

#[tokio::test]
async fn an_upload_is_not_released_by_whoever_uploaded_it() {
    let w = World::new().await;
    let held = w.held_upload().await;
    w.sql("update account set roles = '{SECURITY_ADMIN}' where login = 'kw.reporter'").await;
    let release = json!({ "action": "release", "reason": "无密级内容" });
    let place = format!("{}/decision", path("held-evidence", &held));
    let uploader = w.reporter("市科委");
    assert!(!kinds(&uploader).await.contains(&"HELD_EVIDENCE".to_owned()));
    uploader.post(&place).json(&release).seen(&held).await.refused(409, "own_work");
    assert!(kinds(&w.security_admin()).await.contains(&"HELD_EVIDENCE".to_owned()));
    w.security_admin().post(&place).json(&release).seen(&held).await.expect(200);
}
