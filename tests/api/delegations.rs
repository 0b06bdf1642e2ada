//! Deputies for absence: they act with the rights of the absent person, under both names, for as long as said.

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    story::path,
    world::{PASSWORD, World, morning},
};

/// A person with a session of their own, which can act for others.
pub async fn signed_in(w: &World, login: &str) -> Caller {
    let body = json!({ "login": login, "password": PASSWORD });
    let tokens = w.stranger().post("/auth/login").json(&body).await.expect(200);
    w.stranger().with_token(tokens["access_token"].as_str().unwrap())
}

async fn account(w: &World, login: &str) -> String {
    w.one(&format!("select id::text as it from account where login = '{login}'")).await
}

async fn name(w: &World, absent: &str, deputy: &str, from: &str, to: &str) -> Answer {
    let body = json!({ "deputy_id": account(w, deputy).await, "from_on": from, "to_on": to, "reason": "出差" });
    w.person(absent).post("/delegations").json(&body).await
}

/// The one stands in for the other today.
pub async fn today(w: &World, absent: &str, deputy: &str) -> Value {
    let today = w.person(absent).get("/me").await.expect(200)["today"].as_str().unwrap().to_owned();
    name(w, absent, deputy, &today, &today).await.expect(201)
}

pub async fn act(who: &Caller, delegation: &Value) -> Answer {
    who.post("/me/acting").json(&json!({ "delegation_id": delegation["id"] })).await
}

#[tokio::test]
async fn a_deputy_acts_with_the_rights_of_the_absent_person_under_both_names() {
    let w = World::new().await;
    let task = w.issued("市科委").await;
    let delegation = name(&w, "kw.leader", "kw.reporter", "2026-03-02", "2026-03-06").await.expect(201);
    assert_eq!((&delegation["stage"], &delegation["roles"]), (&json!("RUNNING"), &json!(["UNIT_LEADER"])));
    let told = w.person("kw.reporter").get("/notifications").await.expect(200);
    let told = told["items"].as_array().unwrap().iter().find(|each| each["kind"] == "DELEGATION_NAMED").unwrap();
    assert_eq!(told["comment"], "kw.reporter代kw.leader：2026-03-02至2026-03-06，出差");

    let deputy = signed_in(&w, "kw.reporter").await;
    let step = json!({ "action": "return_signoff", "comment": "不属本单位职责" });
    let place = format!("{}/transitions", path("tasks", &task));
    deputy.post(&place).json(&step).seen(&task).await.refused(403, "forbidden");
    let me = deputy.get("/me").await.expect(200);
    assert_eq!((&me["acting"], &me["deputising"][0]["name"]), (&Value::Null, &json!("kw.leader")));
    act(&deputy, &delegation).await.expect(204);
    let me = deputy.get("/me").await.expect(200);
    assert_eq!((&me["acting"]["name"], &me["user"]["roles"]), (&json!("kw.leader"), &json!(["UNIT_LEADER"])));
    let task = deputy.post(&place).json(&step).seen(&task).await.expect(200);
    assert_eq!(task["history"][0]["actor"]["name"], "kw.reporter（代kw.leader）");
    let trail = w
        .rows("select a.login, b.login as behalf, e.actor_name from audit_event e join account a on a.id = e.actor_id join account b on b.id = e.on_behalf_of where e.action = 'task.return_signoff' and e.outcome = 'SUCCESS'")
        .await;
    assert_eq!(
        trail,
        [json!({ "login": "kw.reporter", "behalf": "kw.leader", "actor_name": "kw.reporter（代kw.leader）" })]
    );
    // The other session of the same person is their own.
    w.person("kw.reporter").get("/me").await.expect(200);
    assert_eq!(w.person("kw.reporter").get("/me").await.expect(200)["acting"], Value::Null);
    act(&deputy, &json!({ "id": null })).await.expect(204);
    assert_eq!(deputy.get("/me").await.expect(200)["user"]["roles"], json!(["UNIT_REPORTER"]));
}

#[tokio::test]
async fn it_begins_and_ends_by_itself() {
    let w = World::new().await;
    let delegation = name(&w, "kw.leader", "kw.reporter", "2026-03-03", "2026-03-04").await.expect(201);
    assert_eq!(delegation["stage"], "COMING");
    act(&signed_in(&w, "kw.reporter").await, &delegation).await.refused(409, "delegation_ended");
    w.travel_to("2026-03-04").await;
    let deputy = signed_in(&w, "kw.reporter").await;
    act(&deputy, &delegation).await.expect(204);
    assert_eq!(deputy.get("/me").await.expect(200)["acting"]["name"], "kw.leader");
    w.app.clock.set(morning("2026-03-05"));
    let deputy_later = signed_in(&w, "kw.reporter").await;
    w.sql(&format!("update session set acting_for = '{}'", delegation["id"].as_str().unwrap())).await;
    let me = deputy_later.get("/me").await.expect(200);
    assert_eq!(
        (&me["acting"], &me["deputising"], &me["user"]["roles"]),
        (&Value::Null, &json!([]), &json!(["UNIT_REPORTER"]))
    );
    assert_eq!(w.person("kw.leader").get("/delegations").await.expect(200)["items"][0]["stage"], "ENDED");
}

#[tokio::test]
async fn nobody_reviews_what_they_wrote_through_a_deputy_either() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let pass = json!({ "action": "pass" });
    let place = format!("{}/transitions", path("reports", &report));
    // The deputy of the reviewer wrote it.
    let delegation = today(&w, "kw.reviewer", "kw.reporter").await;
    let deputy = signed_in(&w, "kw.reporter").await;
    act(&deputy, &delegation).await.expect(204);
    let seen = deputy.get(&path("reports", &report)).await.expect(200);
    deputy.post(&place).json(&pass).seen(&seen).await.refused(409, "own_report");
    assert_eq!(deputy.get("/me").await.expect(200)["counts"]["review"], 0, "what is refused does not wait");
}

#[tokio::test]
async fn what_a_deputy_submits_is_not_reviewed_by_the_absent_person() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let delegation = today(&w, "kw.both", "kw.leader").await;
    let deputy = signed_in(&w, "kw.leader").await;
    act(&deputy, &delegation).await.expect(204);
    let report = deputy.get(&path("reports", &report)).await.expect(200);
    let report = w.step_of_report(&deputy, &report, json!({ "action": "submit" })).await;
    let place = format!("{}/transitions", path("reports", &report));
    let pass = json!({ "action": "pass" });
    w.person("kw.both").post(&place).json(&pass).seen(&report).await.refused(409, "own_report");
    w.step_of_report(&w.reviewer("市科委"), &report, pass).await;
}

#[tokio::test]
async fn a_request_is_not_signed_by_who_wrote_it() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let later = json!({ "asked_on": "2027-01-31", "cause": "设备推迟", "progress": "厂房完成", "submit": true });
    let request =
        w.reporter("市科委").post(&format!("{}/extensions", path("tasks", &task))).json(&later).await.expect(201);
    let delegation = today(&w, "kw.leader", "kw.reporter").await;
    let deputy = signed_in(&w, "kw.reporter").await;
    act(&deputy, &delegation).await.expect(204);
    let place = format!("/extensions/{}/transitions", request["id"].as_str().unwrap());
    deputy.post(&place).json(&json!({ "action": "pass" })).seen(&request).await.refused(409, "own_request");
    w.unit_leader("市科委").post(&place).json(&json!({ "action": "pass" })).seen(&request).await.expect(200);
}

#[tokio::test]
async fn administrators_and_evaluators_have_no_deputies_and_nobody_delegates_twice() {
    let w = World::new().await;
    for login in ["office.system", "office.security", "office.audit", "eval.evaluator"] {
        let body = json!({ "deputy_id": account(&w, "office.staff").await, "from_on": "2026-03-02", "to_on": "2026-03-02", "reason": "出差" });
        w.person(login).post("/delegations").json(&body).await.refused(403, "forbidden");
    }
    name(&w, "office.head", "office.system", "2026-03-02", "2026-03-03").await.refused(409, "not_delegable");
    let first = name(&w, "kw.leader", "kw.both", "2026-03-02", "2026-03-06").await.expect(201);
    name(&w, "kw.leader", "kw.reviewer", "2026-03-06", "2026-03-08").await.refused(409, "delegation_overlaps");
    let deputy = signed_in(&w, "kw.both").await;
    act(&deputy, &first).await.expect(204);
    let again = json!({ "deputy_id": account(&w, "kw.reporter").await, "from_on": "2026-03-02", "to_on": "2026-03-02", "reason": "出差" });
    deputy.post("/delegations").json(&again).await.refused(409, "delegated_twice");
}

#[tokio::test]
async fn every_wrong_field_of_a_delegation_is_named() {
    let w = World::new().await;
    let body = json!({ "deputy_id": account(&w, "jx.reporter").await, "from_on": "2026-03-01", "to_on": "2026-02-01", "reason": " " });
    let refused = w.person("kw.leader").post("/delegations").json(&body).await.refused(422, "invalid");
    let pointers: Vec<&Value> = refused["errors"].as_array().unwrap().iter().map(|each| &each["pointer"]).collect();
    assert_eq!(pointers, ["/deputy_id", "/from_on", "/to_on", "/reason"]);
    let long = name(&w, "kw.leader", "kw.both", "2026-03-02", "2026-06-02").await.refused(422, "invalid");
    assert_eq!(long["errors"][0]["pointer"], "/to_on");
    assert_eq!(w.number("select count(*) as it from delegation").await, 0);
}

#[tokio::test]
async fn both_and_their_leader_see_it_and_may_end_it_and_nobody_else() {
    let w = World::new().await;
    let delegation = name(&w, "kw.reporter", "kw.both", "2026-03-02", "2026-03-06").await.expect(201);
    let place = format!("/delegations/{}/end", delegation["id"].as_str().unwrap());
    let list = async |login: &str| {
        let seen = w.person(login).get("/delegations").await.expect(200);
        seen["items"].as_array().unwrap().iter().map(|each| each["may_end"] == true).collect::<Vec<_>>()
    };
    for login in ["kw.reporter", "kw.both", "kw.leader"] {
        assert_eq!(list(login).await, [true], "{login}");
    }
    for login in ["kw.reviewer", "jx.leader", "office.head"] {
        assert_eq!(list(login).await, Vec::<bool>::new(), "{login}");
        w.person(login).post(&place).json(&json!({})).seen(&delegation).await.refused(404, "not_found");
    }
    let deputy = signed_in(&w, "kw.both").await;
    act(&deputy, &delegation).await.expect(204);
    act(&signed_in(&w, "kw.reviewer").await, &delegation).await.refused(404, "not_found");
    let words = json!({ "comment": "提前返回" });
    let leader = w.unit_leader("市科委");
    leader.post(&place).json(&words).header("if-match", "\"9\"").await.refused(412, "stale");
    let ended = leader.post(&place).json(&words).seen(&delegation).await.expect(200);
    assert_eq!((&ended["stage"], &ended["ended_by"]["name"]), (&json!("ENDED"), &json!("kw.leader")));
    assert_eq!(deputy.get("/me").await.expect(200)["acting"], Value::Null, "it bites at the next request");
    leader.post(&place).json(&words).seen(&ended).await.refused(409, "delegation_ended");
    // Who leaves the unit or is disabled is stood in for no longer.
    let other = name(&w, "kw.reporter", "kw.both", "2026-03-02", "2026-03-06").await.expect(201);
    act(&deputy, &other).await.expect(204);
    w.sql("update account set disabled_at = now() where login = 'kw.reporter'").await;
    assert_eq!(deputy.get("/me").await.expect(200)["acting"], Value::Null);
}
