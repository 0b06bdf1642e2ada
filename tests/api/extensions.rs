//! Extensions: in time or refused, one at a time, twice at most, decided by those whose turn it is; the first day stays.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    ask::{Answer, Caller},
    story::path,
    world::World,
};

fn places(task: &Value) -> String {
    format!("{}/extensions", path("tasks", task))
}

/// A request for the task itself or its milestone at this place.
fn request(task: &Value, milestone: Option<usize>, asked_on: &str) -> Value {
    json!({
        "milestone_id": milestone.map(|place| task["milestones"][place]["id"].clone()),
        "asked_on": asked_on,
        "cause": "关键设备到货推迟",
        "progress": "厂房改造完成，设备已发运",
        "submit": true,
    })
}

async fn step(who: &Caller, extension: &Value, step: Value) -> Answer {
    who.post(&format!("{}/transitions", path("extensions", extension))).json(&step).seen(extension).await
}

async fn taken(who: &Caller, extension: &Value, action: &str) -> Value {
    step(who, extension, json!({ "action": action, "comment": "已核对材料" })).await.expect(200)
}

/// Filed by the reporter and passed on by the leader of 市科委.
async fn before_the_office(w: &World, task: &Value, milestone: Option<usize>, asked_on: &str) -> Value {
    let filed = w.reporter("市科委").post(&places(task)).json(&request(task, milestone, asked_on)).await.expect(201);
    taken(&w.unit_leader("市科委"), &filed, "pass").await
}

async fn seen(w: &World, task: &Value) -> Value {
    w.office_staff().get(&path("tasks", task)).await.expect(200)
}

fn action<'a>(view: &'a Value, name: &str) -> &'a Value {
    view["actions"].as_array().unwrap().iter().find(|action| action["action"] == name).unwrap()
}

#[tokio::test]
async fn an_approved_extension_moves_the_due_day_and_the_first_one_stays() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let waiting = before_the_office(&w, &task, Some(0), "2026-04-20").await;
    assert_eq!(
        (&waiting["state"], &waiting["days"], &waiting["leader_reasons"]),
        (&json!("OFFICE_REVIEW"), &json!(20), &json!([]))
    );
    let pending = seen(&w, &task).await;
    assert_eq!(
        (&pending["light"], &pending["reasons"]),
        (&json!("AT_RISK"), &json!([{ "code": "EXTENSION_PENDING" }]))
    );
    assert_eq!(pending["milestones"][0]["due_on"], "2026-03-31", "the old day counts while it waits");

    let approved = taken(&w.office_staff(), &waiting, "approve").await;
    assert_eq!((&approved["state"], &approved["actions"]), (&json!("APPROVED"), &json!([])));
    let after = seen(&w, &task).await;
    let milestone = &after["milestones"][0];
    assert_eq!((&milestone["due_on"], &milestone["baseline_due_on"]), (&json!("2026-04-20"), &json!("2026-03-31")));
    assert_eq!((&after["light"], &after["due_on"]), (&json!("ON_TRACK"), &task["due_on"]));
    assert_eq!(after["version"].as_i64(), task["version"].as_i64().map(|version| version + 1));
    assert_eq!(
        (&after["history"][0]["action"], &after["history"][0]["comment"]),
        (&json!("extend"), &json!("中试线通过验收　2026-03-31 → 2026-04-20"))
    );
    let listed = w.evaluator().get(&places(&task)).await.expect(200);
    assert_eq!(
        (&listed["requests"][0]["state"], &listed["requests"][0]["cause"]),
        (&approved["state"], &approved["cause"])
    );
    assert!(w.try_sql("update extension set asked_on = '2027-01-01'").await.unwrap_err().contains("immutable"));
}

#[tokio::test]
async fn a_request_on_the_due_day_is_in_time_and_a_day_later_too_late() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let reporter = w.reporter("市科委");
    let mut draft = request(&task, Some(0), "2026-04-20");
    draft["submit"] = json!(false);
    let draft = reporter.post(&places(&task)).json(&draft).await.expect(201);
    w.travel_to("2026-04-01").await;
    let before = w.digest().await;
    let late = step(&reporter, &draft, json!({ "action": "submit" })).await.refused(409, "extension_too_late");
    assert_eq!(
        (&late["detail"], &late["facts"]["due_on"]),
        (&json!("已过期，延期须在到期前提出。可写逾期说明。"), &json!("2026-03-31"))
    );
    let subjects = reporter.get(&places(&task)).await.expect(200)["subjects"].clone();
    assert_eq!(subjects[1]["request"]["refused"]["code"], "extension_too_late");
    assert_eq!(w.digest().await, before);
    taken(&reporter, &draft, "withdraw").await;
    reporter.post(&places(&task)).json(&request(&task, Some(0), "2026-04-20")).await.refused(409, "extension_too_late");

    w.travel_to("2026-12-31").await;
    let filed = reporter.post(&places(&task)).json(&request(&task, None, "2027-01-31")).await.expect(201);
    assert_eq!((&filed["state"], &filed["filed_on"]), (&json!("UNIT_LEADER"), &json!("2026-12-31")));
    w.travel_to("2027-01-05").await;
    taken(&w.unit_leader("市科委"), &filed, "pass").await;
}

#[tokio::test]
async fn what_is_a_leaders_to_decide_is_told_before_and_refused_to_the_office() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let subjects = w.reporter("市科委").get(&places(&task)).await.expect(200)["subjects"].clone();
    let limits = |place: usize| subjects[place]["leader_limits"].clone();
    assert_eq!(
        limits(1),
        json!([
            { "reason": "LONG_SHIFT", "after": "2026-04-30" },
            { "reason": "BEYOND_YEAR", "after": "2026-12-31" },
            { "reason": "BEYOND_PLAN", "after": "2027-12-31" },
        ])
    );
    assert_eq!(limits(2)[0], json!({ "reason": "KEY_MILESTONE", "after": null }));

    let waiting = before_the_office(&w, &task, None, "2027-03-31").await;
    assert_eq!(waiting["leader_reasons"], json!(["LONG_SHIFT", "BEYOND_YEAR"]));
    let staff = w.office_staff();
    let page = staff.get(&places(&task)).await.expect(200)["requests"][0].clone();
    assert_eq!(action(&page, "approve")["refused"]["code"], "extension_needs_leader");
    let refused = step(&staff, &waiting, json!({ "action": "approve" })).await.refused(409, "extension_needs_leader");
    assert_eq!(refused["facts"]["because"], "延期超过 30 天、跨年度");
    step(&w.leader(), &waiting, json!({ "action": "approve" })).await.refused(403, "forbidden");
    let referred = taken(&staff, &waiting, "escalate").await;
    step(&staff, &referred, json!({ "action": "approve" })).await.refused(403, "forbidden");
    assert_eq!(w.leader().get("/work").await.expect(200)["waiting"][0]["kind"], "EXTENSION_TO_APPROVE");
    assert_eq!(w.leader().get("/me").await.expect(200)["counts"]["work"], 1);
    taken(&w.leader(), &referred, "approve").await;
    let after = seen(&w, &task).await;
    assert_eq!((&after["due_on"], &after["baseline_due_on"]), (&json!("2027-03-31"), &json!("2026-12-31")));
}

#[tokio::test]
async fn a_second_request_is_a_leaders_and_a_third_is_refused() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let (staff, leader) = (w.office_staff(), w.leader());
    let first = before_the_office(&w, &task, Some(0), "2026-04-10").await;
    taken(&staff, &first, "approve").await;
    let second = before_the_office(&w, &task, Some(0), "2026-04-20").await;
    assert_eq!((&second["number"], &second["leader_reasons"]), (&json!(2), &json!(["SECOND_REQUEST"])));
    step(&staff, &second, json!({ "action": "approve" })).await.refused(409, "extension_needs_leader");
    let second = taken(&staff, &second, "escalate").await;
    taken(&leader, &second, "approve").await;
    let third = request(&task, Some(0), "2026-04-30");
    let refused = w.reporter("市科委").post(&places(&task)).json(&third).await.refused(409, "extensions_used_up");
    assert_eq!(refused["facts"]["most"], 2);
    w.reporter("市科委").post(&places(&task)).json(&request(&task, Some(1), "2026-12-31")).await.wrong_fields();
}

#[tokio::test]
async fn one_request_for_an_item_is_open_at_a_time() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let reporter = w.reporter("市科委");
    let filed = reporter.post(&places(&task)).json(&request(&task, Some(0), "2026-04-10")).await.expect(201);
    reporter.post(&places(&task)).json(&request(&task, Some(0), "2026-04-15")).await.refused(409, "extension_open");
    reporter.post(&places(&task)).json(&request(&task, None, "2027-01-15")).await.expect(201);
    taken(&reporter, &filed, "withdraw").await;
    reporter.post(&places(&task)).json(&request(&task, Some(0), "2026-04-15")).await.expect(201);
}

#[tokio::test]
async fn a_request_that_waits_never_turns_red_to_green() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    before_the_office(&w, &task, None, "2027-02-28").await;
    w.travel_to("2026-04-11").await;
    let red = seen(&w, &task).await;
    assert_eq!((&red["light"], &red["days_late"]), (&json!("OVERDUE"), &json!(11)));
    let codes: Vec<&Value> = red["reasons"].as_array().unwrap().iter().map(|reason| &reason["code"]).collect();
    assert_eq!(codes, ["MILESTONE_OVERDUE_GT_G", "EXTENSION_PENDING"]);
}

#[tokio::test]
async fn an_approval_after_the_old_day_counts_from_the_new_one() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let waiting = before_the_office(&w, &task, Some(0), "2026-04-20").await;
    w.travel_to("2026-04-12").await;
    assert_eq!(seen(&w, &task).await["light"], "OVERDUE", "a slow decision changes nothing yet");
    taken(&w.office_staff(), &waiting, "approve").await;
    assert_eq!(seen(&w, &task).await["light"], "ON_TRACK");
}

#[tokio::test]
async fn a_refusal_says_why_and_leaves_the_day() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let waiting = before_the_office(&w, &task, Some(0), "2026-04-20").await;
    let staff = w.office_staff();
    assert_eq!(step(&staff, &waiting, json!({ "action": "refuse" })).await.wrong_fields(), ["/comment"]);
    let refused = step(&staff, &waiting, json!({ "action": "refuse", "comment": "可调配备用设备" })).await.expect(200);
    assert_eq!((&refused["state"], &refused["history"][0]["comment"]), (&json!("REFUSED"), &json!("可调配备用设备")));
    let after = seen(&w, &task).await;
    assert_eq!((&after["milestones"][0]["due_on"], &after["light"]), (&json!("2026-03-31"), &json!("ON_TRACK")));
}

#[tokio::test]
async fn the_unit_leader_gives_a_request_back_and_it_is_filed_again_with_other_words() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let (reporter, leader) = (w.reporter("市科委"), w.unit_leader("市科委"));
    let filed = reporter.post(&places(&task)).json(&request(&task, Some(0), "2026-04-20")).await.expect(201);
    assert_eq!(leader.get("/work").await.expect(200)["waiting"][0]["kind"], "EXTENSION_TO_SIGN");
    let draft = step(&leader, &filed, json!({ "action": "return", "comment": "请写明到货日期" })).await.expect(200);
    assert_eq!((&draft["state"], &draft["filed_on"]), (&json!("DRAFT"), &Value::Null));
    assert_eq!(seen(&w, &task).await["light"], "ON_TRACK", "a draft shows on no light");
    assert_eq!(reporter.get("/work").await.expect(200)["waiting"][0]["kind"], "EXTENSION_TO_FILE");
    let again = json!({ "action": "submit", "asked_on": "2026-04-15", "cause": "设备 4 月 8 日到货" });
    let filed = step(&reporter, &draft, again).await.expect(200);
    assert_eq!(
        (&filed["asked_on"], &filed["cause"], &filed["progress"]),
        (&json!("2026-04-15"), &json!("设备 4 月 8 日到货"), &draft["progress"])
    );
}

#[tokio::test]
async fn every_wrong_field_of_a_request_is_named() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let reporter = w.reporter("市科委");
    let mut wrong = request(&task, Some(0), "2026-03-31");
    wrong["cause"] = json!("　");
    wrong["progress"] = json!("");
    let answer = reporter.post(&places(&task)).json(&wrong).await;
    assert_eq!(answer.wrong_fields(), ["/cause", "/progress", "/asked_on"]);
    let beyond = request(&task, Some(0), "2027-01-01");
    assert_eq!(reporter.post(&places(&task)).json(&beyond).await.wrong_fields(), ["/asked_on"]);
    let mut foreign = request(&task, Some(0), "2026-04-20");
    foreign["milestone_id"] = json!(Uuid::nil());
    assert_eq!(reporter.post(&places(&task)).json(&foreign).await.wrong_fields(), ["/milestone_id"]);
}

#[tokio::test]
async fn a_request_is_read_by_those_concerned_and_made_by_the_lead_only() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let missing = format!("/tasks/{}/extensions", Uuid::now_v7());
    for stranger in [w.reporter("海淀区"), w.unit_leader("海淀区")] {
        let (foreign, none) = (stranger.get(&places(&task)).await, stranger.get(&missing).await);
        assert_eq!((foreign.status, &foreign.bytes), (404, &none.bytes));
    }
    let new = request(&task, Some(0), "2026-04-20");
    w.reporter("海淀区").post(&places(&task)).json(&new).await.refused(404, "not_found");
    w.unit_leader("市科委").post(&places(&task)).json(&new).await.refused(403, "forbidden");
    w.office_staff().post(&places(&task)).json(&new).await.refused(403, "forbidden");
    w.system_admin().get(&places(&task)).await.refused(403, "forbidden");

    let mut draft = new.clone();
    draft["submit"] = json!(false);
    let draft = w.reporter("市科委").post(&places(&task)).json(&draft).await.expect(201);
    let requests = async |who: Caller| who.get(&places(&task)).await.expect(200)["requests"].as_array().unwrap().len();
    assert_eq!((requests(w.reviewer("市科委")).await, requests(w.office_staff()).await), (1, 0));
    step(&w.office_staff(), &draft, json!({ "action": "approve" })).await.refused(404, "not_found");
    let filed = taken(&w.reporter("市科委"), &draft, "submit").await;
    assert_eq!(
        (requests(w.office_staff()).await, requests(w.leader()).await, requests(w.evaluator()).await),
        (1, 1, 0)
    );
    step(&w.unit_leader("海淀区"), &filed, json!({ "action": "pass" })).await.refused(404, "not_found");
}

#[tokio::test]
async fn of_two_approvals_at_once_one_wins() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let waiting = before_the_office(&w, &task, Some(0), "2026-04-20").await;
    let (one, two) = (w.person("office.staff"), w.person("office.staff2"));
    let approve = json!({ "action": "approve" });
    let (one, two) = tokio::join!(step(&one, &waiting, approve.clone()), step(&two, &waiting, approve));
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers, [200, 412]);
    let approvals = "select count(*) as it from audit_event where action = 'extension.approve' and outcome = 'SUCCESS'";
    assert_eq!(w.number(approvals).await, 1);
}

#[tokio::test]
async fn the_same_request_sent_twice_is_one() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let new = request(&task, Some(0), "2026-04-20");
    let reporter = w.reporter("市科委");
    let first = reporter.post(&places(&task)).json(&new).key("once").await.expect(201);
    let again = reporter.post(&places(&task)).json(&new).key("once").await.expect(201);
    assert_eq!(first["id"], again["id"]);
    assert_eq!(w.number("select count(*) as it from extension").await, 1);
}
