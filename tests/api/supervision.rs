//! The ladder of supervision: who writes, signs, answers and settles; the clock in working days; numbers without a gap.

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    concurrency::all_at_once,
    story::path,
    world::World,
};

fn about(task: &Value, level: &str) -> Value {
    json!({ "task_id": task["id"], "level": level, "demand": "请说明原因、措施和预计完成时间" })
}

fn reasoned(task: &Value, level: &str) -> Value {
    let mut notice = about(task, level);
    notice["reason"] = json!("市领导关注，直接督办");
    notice
}

async fn step(who: &Caller, notice: &Value, step: Value) -> Answer {
    who.post(&format!("{}/transitions", path("notices", notice))).json(&step).seen(notice).await
}

async fn taken(who: &Caller, notice: &Value, action: &str) -> Value {
    step(who, notice, json!({ "action": action, "comment": "已核对" })).await.expect(200)
}

/// Signed by the head of the office and with the unit.
pub async fn supervised(w: &World, task: &Value) -> Value {
    let draft = w.office_staff().post("/notices").json(&reasoned(task, "SUPERVISION")).await.expect(201);
    let waiting = taken(&w.office_staff(), &draft, "submit").await;
    taken(&w.office_head(), &waiting, "sign").await
}

fn answer() -> Value {
    json!({ "action": "answer", "cause": "关键设备到货推迟", "measure": "改用备用产线", "expected_on": "2026-04-30" })
}

async fn light(w: &World, task: &Value) -> Value {
    w.office_staff().get(&path("tasks", task)).await.expect(200)["light"].clone()
}

#[tokio::test]
async fn a_supervision_notice_goes_from_the_draft_to_the_settlement() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let notice = supervised(&w, &task).await;
    assert_eq!(
        (&notice["state"], &notice["number"], &notice["issued_on"], &notice["receive_by"], &notice["reply_by"]),
        (
            &json!("ISSUED"),
            &json!("中园督〔2026〕1号"),
            &json!("2026-03-02"),
            &json!("2026-03-03"),
            &json!("2026-03-09")
        )
    );
    let reviewer = w.reviewer("市科委");
    step(&reviewer, &notice, answer()).await.refused(409, "notice_not_received");
    let received = taken(&reviewer, &notice, "receive").await;
    let answered = step(&w.reporter("市科委"), &received, answer()).await.expect(200);
    assert_eq!((&answered["state"], &answered["answer"]["measure"]), (&json!("ANSWERED"), &json!("改用备用产线")));
    let returned = taken(&w.office_staff(), &answered, "return").await;
    let again = step(&reviewer, &returned, answer()).await.expect(200);
    let settled = taken(&w.office_staff(), &again, "settle").await;
    assert_eq!((&settled["state"], &settled["actions"]), (&json!("SETTLED"), &json!([])));
    assert_eq!(settled["history"].as_array().unwrap().len(), 8);
    assert!(w.try_sql("update notice set demand = '另'").await.unwrap_err().contains("immutable"));
    let kept =
        w.number("select count(*) as it from audit_event where object_type = 'notice' and outcome = 'SUCCESS'").await;
    assert_eq!(kept, 8);
}

#[tokio::test]
async fn a_rung_is_skipped_only_with_a_reason() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let staff = w.office_staff();
    let before = w.digest().await;
    for level in ["URGE", "SUPERVISION"] {
        assert_eq!(staff.post("/notices").json(&about(&task, level)).await.wrong_fields(), ["/reason"], "{level}");
    }
    assert_eq!(staff.post("/notices").json(&about(&task, "INTERVIEW")).await.wrong_fields(), ["/reason", "/meet_on"]);
    let mut blank = reasoned(&task, "URGE");
    blank["demand"] = json!(" ");
    blank["meet_on"] = json!("2026-03-10");
    assert_eq!(staff.post("/notices").json(&blank).await.wrong_fields(), ["/demand", "/meet_on"]);
    assert_eq!(w.digest().await, before);
    let draft = staff.post("/notices").json(&reasoned(&task, "URGE")).await.expect(201);
    assert_eq!(draft["basis"], "REASONED");
}

#[tokio::test]
async fn an_instruction_is_a_leaders_and_the_head_signs_it() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let mut instruction = reasoned(&task, "SUPERVISION");
    instruction["instruction"] = json!(true);
    w.office_head().post("/notices").json(&instruction).await.refused(403, "forbidden");
    let draft = w.leader().post("/notices").json(&instruction).await.expect(201);
    assert_eq!(draft["basis"], "INSTRUCTION");
    let waiting = taken(&w.leader(), &draft, "submit").await;
    assert_eq!(taken(&w.office_head(), &waiting, "sign").await["state"], "ISSUED");
}

#[tokio::test]
async fn a_draft_concerns_those_who_write_notices_and_an_issued_one_its_unit() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let draft = w.office_staff().post("/notices").json(&reasoned(&task, "SUPERVISION")).await.expect(201);
    let place = path("notices", &draft);
    for who in [w.reporter("市科委"), w.evaluator(), w.reporter("海淀区")] {
        who.get(&place).await.refused(404, "not_found");
        assert_eq!(who.get("/notices").await.expect(200)["total"], 0);
    }
    assert_eq!(w.leader().get(&place).await.expect(200)["state"], "DRAFT");
    let waiting = taken(&w.office_staff(), &draft, "submit").await;
    step(&w.office_staff(), &waiting, json!({ "action": "sign" })).await.refused(403, "forbidden");
    let issued = taken(&w.office_head(), &waiting, "sign").await;
    for who in [w.reporter("市科委"), w.evaluator(), w.leader()] {
        assert_eq!(who.get(&place).await.expect(200)["number"], "中园督〔2026〕1号");
        assert_eq!(who.get("/notices?state=ISSUED").await.expect(200)["total"], 1);
    }
    let stranger = w.unit_leader("海淀区");
    stranger.get(&place).await.refused(404, "not_found");
    step(&stranger, &issued, json!({ "action": "receive" })).await.refused(404, "not_found");
    step(&w.reporter("市科委"), &issued, json!({ "action": "receive" })).await.refused(403, "forbidden");
    step(&w.unit_leader("市科委"), &draft, json!({ "action": "receive" })).await.refused(412, "stale");
}

#[tokio::test]
async fn numbers_have_no_gap_even_when_a_signature_is_refused() {
    let w = World::new().await;
    let one = w.in_progress("市科委").await;
    let first = supervised(&w, &one).await;
    let draft = w.office_staff().post("/notices").json(&reasoned(&one, "SUPERVISION")).await.expect(201);
    let second = taken(&w.office_staff(), &draft, "submit").await;
    step(&w.office_head(), &second, json!({ "action": "sign" })).await.refused(409, "notice_open");
    let voided = taken(&w.office_head(), &first, "void").await;
    assert_eq!((&voided["state"], &voided["number"]), (&json!("VOID"), &json!("中园督〔2026〕1号")));
    let signed = taken(&w.office_head(), &second, "sign").await;
    assert_eq!(signed["number"], "中园督〔2026〕2号");
    w.travel_to("2027-01-04").await;
    let other = w.in_progress("海淀区").await;
    assert_eq!(supervised(&w, &other).await["number"], "中园督〔2027〕1号");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_signatures_at_once_give_each_notice_its_own_number() {
    let w = World::new().await;
    let mut waiting = Vec::new();
    for _ in 0..6 {
        let task = w.in_progress("市科委").await;
        let draft = w.office_staff().post("/notices").json(&reasoned(&task, "SUPERVISION")).await.expect(201);
        waiting.push(taken(&w.office_staff(), &draft, "submit").await);
    }
    let head = w.office_head();
    let sign = |notice: &Value| {
        let steps = format!("{}/transitions", path("notices", notice));
        head.post(&steps).json(&json!({ "action": "sign" })).seen(notice)
    };
    let signed = all_at_once(waiting.iter().map(sign).collect()).await;
    let mut numbers: Vec<String> =
        signed.into_iter().map(|answer| answer.expect(200)["number"].as_str().unwrap().to_owned()).collect();
    numbers.sort();
    let expected: Vec<String> = (1..=6).map(|number| format!("中园督〔2026〕{number}号")).collect();
    assert_eq!(numbers, expected);
}

#[tokio::test]
async fn one_unit_gets_so_many_demands_a_month_unless_a_leader_signs() {
    let w = World::new().await;
    for _ in 0..8 {
        let task = w.in_progress("市科委").await;
        let draft = w.office_staff().post("/notices").json(&reasoned(&task, "URGE")).await.expect(201);
        taken(&w.office_staff(), &draft, "send").await;
    }
    let task = w.in_progress("市科委").await;
    let draft = w.office_staff().post("/notices").json(&reasoned(&task, "URGE")).await.expect(201);
    let send = draft["actions"].as_array().unwrap().iter().find(|action| action["action"] == "send").unwrap();
    assert_eq!((&send["allowed"], &send["refused"]["code"]), (&json!(false), &json!("notice_cap")));
    step(&w.office_staff(), &draft, json!({ "action": "send" })).await.refused(409, "notice_cap");
    let beyond = step(&w.leader(), &draft, json!({ "action": "send" })).await.expect(200);
    assert_eq!(beyond["state"], "ISSUED");
}

#[tokio::test]
async fn an_unanswered_notice_is_red_from_the_day_after_and_an_answer_ends_it() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let notice = taken(&w.unit_leader("市科委"), &supervised(&w, &task).await, "receive").await;
    w.travel_to("2026-03-09").await;
    assert_eq!(light(&w, &task).await, "ON_TRACK");
    w.travel_to("2026-03-10").await;
    assert_eq!(light(&w, &task).await, "OVERDUE");
    let late = w.office_staff().get("/notices?late=true").await.expect(200);
    assert_eq!((&late["total"], &late["items"][0]["days_late"]), (&json!(1), &json!(1)));
    step(&w.reviewer("市科委"), &notice, answer()).await.expect(200);
    assert_eq!(light(&w, &task).await, "ON_TRACK", "the slow check of the office does not harm the unit");
}

#[tokio::test]
async fn the_ladder_is_climbed_rung_by_rung() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let head = w.office_head();
    let draft = w.office_staff().post("/notices").json(&reasoned(&task, "URGE")).await.expect(201);
    let urge = taken(&w.office_staff(), &draft, "send").await;
    assert_eq!((&urge["number"], &urge["reply_by"]), (&Value::Null, &json!("2026-03-05")));
    step(&head, &urge, json!({ "action": "escalate", "comment": "未反馈" })).await.refused(409, "notice_not_due");
    w.travel_to("2026-03-06").await;
    let climbed = step(&head, &urge, json!({ "action": "escalate", "comment": "未反馈" })).await.expect(200);
    assert_eq!(climbed["state"], "ESCALATED");
    let next = head.get("/notices?state=DRAFT&level=SUPERVISION").await.expect(200)["items"][0].clone();
    assert_eq!((&next["basis"], &next["follows"]), (&json!("URGE_UNANSWERED"), &urge["id"]));
    let signed = taken(&head, &taken(&w.office_staff(), &next, "submit").await, "sign").await;
    w.travel_to("2026-03-16").await;
    let no_day = step(&head, &signed, json!({ "action": "escalate", "comment": "仍未反馈" })).await;
    assert_eq!(no_day.wrong_fields(), ["/meet_on"]);
    let up = json!({ "action": "escalate", "comment": "仍未反馈", "meet_on": "2026-03-20" });
    step(&head, &signed, up).await.expect(200);
    let interview = head.get("/notices?level=INTERVIEW").await.expect(200)["items"][0].clone();
    let waiting = taken(&w.office_staff(), &interview, "submit").await;
    step(&head, &waiting, json!({ "action": "summon" })).await.refused(403, "forbidden");
    let summoned = taken(&w.leader(), &waiting, "summon").await;
    assert_eq!((&summoned["state"], &summoned["meet_on"]), (&json!("ISSUED"), &json!("2026-03-20")));
    assert_eq!(step(&w.office_staff(), &summoned, json!({ "action": "minute" })).await.wrong_fields(), ["/comment"]);
    let minuted = taken(&w.office_staff(), &summoned, "minute").await;
    assert_eq!((&minuted["state"], &minuted["minutes"]), (&json!("SETTLED"), &json!("已核对")));
}

#[tokio::test]
async fn the_system_drafts_one_urge_for_each_light_and_people_send_it() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    w.travel_to("2026-03-31").await;
    assert_eq!(w.number("select count(*) as it from notice").await, 0);
    for day in ["2026-04-01", "2026-04-01", "2026-04-02"] {
        w.travel_to(day).await;
    }
    let drafts = w.office_staff().get("/notices").await.expect(200);
    let draft = &drafts["items"][0];
    assert_eq!(
        (&drafts["total"], &draft["basis"], &draft["created_by"], &draft["state"]),
        (&json!(1), &json!("LATE"), &Value::Null, &json!("DRAFT"))
    );
    let gone = taken(&w.office_staff(), draft, "discard").await;
    assert_eq!(gone["state"], "VOID");
    w.travel_to("2026-04-03").await;
    assert_eq!(w.number("select count(*) as it from notice").await, 1, "put away for this light");
    w.travel_to("2026-04-11").await;
    let red = w.office_staff().get("/notices?state=DRAFT").await.expect(200);
    assert_eq!(red["total"], 1, "the light turned red: another reason");
    let sent =
        step(&w.office_staff(), &red["items"][0], json!({ "action": "send", "demand": "请报进展" })).await.expect(200);
    assert_eq!((&sent["demand"], &sent["addressee"]["short_name"]), (&json!("请报进展"), &json!("市科委")));
    let _ = task;
}

#[tokio::test]
async fn a_step_names_each_wrong_field() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let notice = taken(&w.unit_leader("市科委"), &supervised(&w, &task).await, "receive").await;
    let reviewer = w.reviewer("市科委");
    let before = w.digest().await;
    let bare = step(&reviewer, &notice, json!({ "action": "answer", "cause": " " })).await;
    assert_eq!(bare.wrong_fields(), ["/cause", "/measure", "/expected_on"]);
    let mut strange = answer();
    strange["meet_on"] = json!("2026-03-10");
    assert_eq!(step(&reviewer, &notice, strange).await.wrong_fields(), ["/meet_on"]);
    assert_eq!(step(&w.office_head(), &notice, json!({ "action": "void" })).await.wrong_fields(), ["/comment"]);
    step(&w.office_staff(), &notice, json!({ "action": "settle" })).await.refused(409, "step_not_possible");
    step(&w.leader(), &notice, json!({ "action": "summon" })).await.refused(409, "step_not_possible");
    assert_eq!(w.digest().await, before);
}
