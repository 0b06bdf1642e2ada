//! Several posts of one person: a session works in one, rights and work are those of the post, and what a person did in one
//! post is their own work in every other.

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    story::{approval, path},
    world::{PASSWORD, World},
};

async fn signed_in(w: &World, login: &str) -> Caller {
    let body = json!({ "login": login, "password": PASSWORD });
    let tokens = w.stranger().post("/auth/login").json(&body).await.expect(200);
    w.stranger().with_token(tokens["access_token"].as_str().unwrap())
}

async fn user(w: &World, id: &str) -> Value {
    w.system_admin().get(&format!("/users/{id}")).await.expect(200)
}

fn wanted(organisation: &str, roles: &[&str]) -> Value {
    json!({ "organisation_id": organisation, "post": "挂职", "roles": roles, "serves_from": "2026-03-02",
        "serves_until": null })
}

async fn asked(w: &World, login: &str, unit: &str, roles: &[&str]) -> Answer {
    let person = user(w, &w.person(login).account()).await;
    let body = wanted(&w.organisation(unit).await, roles);
    w.system_admin().post(&format!("{}/posts", path("users", &person))).json(&body).seen(&person).await
}

/// A further post whose roles were approved.
async fn given(w: &World, login: &str, unit: &str, roles: &[&str]) -> Value {
    let post = asked(w, login, unit, roles).await.expect(201);
    let place = format!("{}/transitions", path("users", &post));
    let approve = json!({ "action": "approve_roles" });
    w.security_admin().post(&place).json(&approve).seen(&post).await.expect(200)["user"].clone()
}

async fn switch(who: &Caller, post: &Value) -> Answer {
    who.post("/me/post").json(&json!({ "post_id": post["id"] })).await
}

#[tokio::test]
async fn a_session_works_in_exactly_one_post() {
    let w = World::new().await;
    let (own, other) = (w.in_progress("海淀区").await, w.in_progress("市科委").await);
    let post = asked(&w, "office.staff", "海淀区", &["UNIT_REPORTER"]).await.expect(201);
    assert_eq!((&post["login"], &post["roles"]), (&json!("office.staff#2"), &json!([])));
    assert_eq!(post["requested_roles"], json!(["UNIT_REPORTER"]), "a second person approves");
    let person = signed_in(&w, "office.staff").await;
    switch(&person, &post).await.refused(409, "post_not_in_use");
    assert_eq!(person.get("/me").await.expect(200)["posts"].as_array().unwrap().len(), 1);
    let approve = json!({ "action": "approve_roles" });
    w.security_admin().post(&format!("{}/transitions", path("users", &post))).json(&approve).await.expect(200);

    person.get(&path("tasks", &other)).await.expect(200);
    switch(&person, &post).await.expect(204);
    let me = person.get("/me").await.expect(200);
    assert_eq!((&me["user"]["login"], &me["user"]["roles"]), (&json!("office.staff"), &json!(["UNIT_REPORTER"])));
    assert_eq!(me["user"]["organisation"]["short_name"], "海淀区");
    let posts: Vec<(&Value, &Value)> = me["posts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|post| (&post["organisation"]["short_name"], &post["current"]))
        .collect();
    assert_eq!(posts, [(&json!("统筹办"), &json!(false)), (&json!("海淀区"), &json!(true))]);
    person.get(&path("tasks", &own)).await.expect(200);
    person.get(&path("tasks", &other)).await.refused(404, "not_found");
    assert_eq!(w.person("office.staff").get("/me").await.expect(200)["user"]["roles"], json!(["OFFICE_STAFF"]));

    // The next sign-in lands on the post used last.
    let again = signed_in(&w, "office.staff").await;
    let me = again.get("/me").await.expect(200);
    assert_eq!(me["user"]["organisation"]["short_name"], "海淀区");
    switch(&again, &me["posts"][0]).await.expect(204);
    assert_eq!(again.get("/me").await.expect(200)["user"]["roles"], json!(["OFFICE_STAFF"]));
    let trail = "select count(*) as it from audit_event where action = 'session.switch_post' and outcome = 'SUCCESS'";
    assert_eq!(w.number(trail).await, 2);
    let foreign = json!({ "id": w.person("kw.reporter").account() });
    switch(&again, &foreign).await.refused(404, "not_found");
    let body = json!({ "login": "office.staff#2", "password": PASSWORD });
    w.stranger().post("/auth/login").json(&body).await.refused(401, "login_refused");
}

#[tokio::test]
async fn nobody_approves_in_one_post_what_they_submitted_in_another() {
    let w = World::new().await;
    let post = given(&w, "office.staff", "市科委", &["UNIT_REPORTER"]).await;
    let report = w.written("市科委").await;
    let person = signed_in(&w, "office.staff").await;
    let first = person.get("/me").await.expect(200)["posts"][0].clone();
    switch(&person, &post).await.expect(204);
    let report = w.step_of_report(&person, &report, json!({ "action": "submit" })).await;
    assert_eq!(report["history"][0]["actor"]["organisation"], "市科委");
    let report = w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await;
    switch(&person, &first).await.expect(204);
    let seen = person.get(&path("reports", &report)).await.expect(200);
    let place = format!("{}/transitions", path("reports", &report));
    person.post(&place).json(&approval(&seen, "ACCEPTED")).seen(&seen).await.refused(409, "own_report");
    assert_eq!(person.get("/me").await.expect(200)["counts"]["review"], 0, "what is refused does not wait");
    let told = person.get("/notifications").await.expect(200);
    let kinds: Vec<&Value> = told["items"].as_array().unwrap().iter().map(|each| &each["kind"]).collect();
    assert!(!kinds.contains(&&json!("REPORTS_TO_APPROVE")), "{kinds:?}");
    w.step_of_report(&w.person("office.staff2"), &seen, approval(&seen, "ACCEPTED")).await;
}

#[tokio::test]
async fn nobody_closes_in_one_post_what_they_applied_for_in_another() {
    let w = World::new().await;
    let post = given(&w, "office.head", "市科委", &["UNIT_LEADER"]).await;
    let task = w.in_progress("市科委").await;
    w.prove(&task).await;
    let person = signed_in(&w, "office.head").await;
    let first = person.get("/me").await.expect(200)["posts"][0].clone();
    switch(&person, &post).await.expect(204);
    let applied = w.step_of_task(&person, &task, w.application(&task).await).await;
    switch(&person, &first).await.expect(204);
    let place = format!("{}/transitions", path("tasks", &task));
    let accept = json!({ "action": "accept_closure" });
    person.post(&place).json(&accept).seen(&applied).await.refused(409, "own_work");
    let reject = json!({ "action": "reject_closure", "comment": "材料不全" });
    person.post(&place).json(&reject).seen(&applied).await.refused(409, "own_work");
    let back = w.step_of_task(&w.office_staff(), &applied, reject).await;
    let again = w.application(&task).await;
    let applied = w.step_of_task(&w.unit_leader("市科委"), &back, again).await;
    // A hand in it stays a hand in it, though the application is another one's by now.
    person.post(&place).json(&accept).seen(&applied).await.refused(409, "own_work");
}

#[tokio::test]
async fn posts_that_do_not_go_together_are_refused() {
    let w = World::new().await;
    asked(&w, "eval.evaluator", "市科委", &["UNIT_REPORTER"]).await.refused(409, "posts_incompatible");
    asked(&w, "office.audit", "市科委", &["UNIT_REPORTER"]).await.refused(409, "posts_incompatible");
    asked(&w, "kw.reporter", "海淀区", &["AUDIT_ADMIN"]).await.refused(409, "posts_incompatible");
    asked(&w, "kw.reporter", "市科委", &["UNIT_REVIEWER"]).await.refused(409, "post_held");
    let post = given(&w, "kw.reporter", "海淀区", &["UNIT_REVIEWER"]).await;
    asked(&w, "kw.reporter", "海淀区", &["UNIT_LEADER"]).await.refused(409, "post_held");
    let admin = w.system_admin();
    let place = path("users", &post);
    let of_post = wanted(&w.organisation("市经信局").await, &["UNIT_LEADER"]);
    admin.post(&format!("{place}/posts")).json(&of_post).seen(&post).await.refused(409, "step_not_possible");
    let evaluator = json!({ "roles": ["EVALUATOR"] });
    admin.patch(&place).json(&evaluator).seen(&post).await.refused(409, "posts_incompatible");
    let other = json!({ "name": "另一人", "organisation_id": w.organisation("市经信局").await });
    assert_eq!(admin.patch(&place).json(&other).seen(&post).await.wrong_fields(), ["/name", "/organisation_id"]);
    let early = json!({ "serves_until": "2026-02-01" });
    assert_eq!(admin.patch(&place).json(&early).seen(&post).await.wrong_fields(), ["/serves_until"]);

    let person = user(&w, &w.person("kw.reporter").account()).await;
    let posts = format!("{}/posts", path("users", &person));
    let moved = json!({ "organisation_id": w.organisation("海淀区").await });
    admin.patch(&path("users", &person)).json(&moved).seen(&person).await.refused(409, "post_held");
    let term = json!({ "serves_until": "2026-12-31" });
    assert_eq!(admin.patch(&path("users", &person)).json(&term).seen(&person).await.wrong_fields(), ["/serves_until"]);
    let wrong = json!({ "organisation_id": uuid::Uuid::nil(), "roles": [], "post": null, "serves_from": "2026-03-02",
        "serves_until": "2026-03-01" });
    let found = admin.post(&posts).json(&wrong).seen(&person).await.wrong_fields();
    assert_eq!(found, ["/roles", "/organisation_id", "/serves_until"]);
    let fine = wanted(&w.organisation("市经信局").await, &["UNIT_LEADER"]);
    w.security_admin().post(&posts).json(&fine).seen(&person).await.refused(403, "forbidden");
    admin.post(&posts).json(&fine).await.refused(428, "version_missing");
    let stale = json!({ "id": person["id"], "version": 99 });
    admin.post(&posts).json(&fine).seen(&stale).await.refused(412, "stale");
    let one = admin.post(&posts).json(&fine).seen(&person).key("post-1").await.expect(201);
    let two = admin.post(&posts).json(&fine).seen(&person).key("post-1").await.expect(201);
    assert_eq!(one["id"], two["id"]);
}

#[tokio::test]
async fn a_post_ends_when_its_open_work_has_a_receiver() {
    let w = World::new().await;
    let post = given(&w, "jx.reporter", "市科委", &["UNIT_REPORTER"]).await;
    let task = w.in_progress("市科委").await;
    let cycle = w.first_quarter().await;
    w.travel_to("2026-03-26").await;
    let person = signed_in(&w, "jx.reporter").await;
    switch(&person, &post).await.expect(204);
    let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
    person.post("/reports").json(&new).await.expect(201);
    let admin = w.system_admin();
    let first = user(&w, &w.person("jx.reporter").account()).await;
    let leave = json!({ "action": "disable", "comment": "调离" });
    let of_first = format!("{}/transitions", path("users", &first));
    assert_eq!(admin.post(&of_first).json(&leave).await.refused(409, "posts_open")["facts"]["count"], 1);

    let place = format!("{}/transitions", path("users", &post));
    let end = json!({ "action": "disable", "comment": "挂职期满" });
    admin.post(&place).json(&end).await.refused(409, "open_work_left");
    let mut end = end;
    end["receivers"] = json!([{ "duty": "WRITING", "account_id": w.person("kw.both").account() }]);
    admin.post(&place).json(&end).await.expect(200);
    let me = person.get("/me").await.expect(200);
    assert_eq!(me["user"]["organisation"]["short_name"], "市经信局", "the session is in the first post again at once");
    assert_eq!(me["posts"].as_array().unwrap().len(), 1);
    switch(&person, &post).await.refused(409, "post_not_in_use");
    admin.post(&of_first).json(&leave).await.expect(200);
    person.get("/me").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_post_is_held_for_its_term() {
    let w = World::new().await;
    let post = given(&w, "jx.reporter", "市科委", &["UNIT_REPORTER"]).await;
    let term = json!({ "serves_until": "2026-03-10" });
    w.system_admin().patch(&path("users", &post)).json(&term).seen(&post).await.expect(200);
    w.travel_to("2026-03-10").await;
    let person = signed_in(&w, "jx.reporter").await;
    switch(&person, &post).await.expect(204);
    assert_eq!(person.get("/me").await.expect(200)["posts"][1]["until"], "2026-03-10");
    w.travel_to("2026-03-11").await;
    let person = signed_in(&w, "jx.reporter").await;
    let me = person.get("/me").await.expect(200);
    assert_eq!(
        (&me["user"]["organisation"]["short_name"], me["posts"].as_array().unwrap().len()),
        (&json!("市经信局"), 1)
    );
    switch(&person, &post).await.refused(409, "post_not_in_use");
}

#[tokio::test]
async fn messages_belong_to_the_post_and_the_other_post_counts_them() {
    let w = World::new().await;
    let post = given(&w, "jx.leader", "市科委", &["UNIT_LEADER"]).await;
    let person = signed_in(&w, "jx.leader").await;
    let before = person.get("/me").await.expect(200)["posts"][1]["notifications"].as_i64().unwrap();
    w.issued("市科委").await;
    let me = person.get("/me").await.expect(200);
    assert_eq!(me["posts"][1]["notifications"], before + 1);
    let kinds = async |who: &Caller| -> Vec<Value> {
        let told = who.get("/notifications").await.expect(200);
        told["items"].as_array().unwrap().iter().map(|each| each["kind"].clone()).collect()
    };
    assert!(!kinds(&person).await.contains(&json!("TASK_ISSUED")));
    switch(&person, &post).await.expect(204);
    assert!(kinds(&person).await.contains(&json!("TASK_ISSUED")));
}

#[tokio::test]
async fn a_deputy_acts_from_the_post_in_the_unit() {
    let w = World::new().await;
    let post = given(&w, "jx.reporter", "市科委", &["UNIT_REPORTER"]).await;
    let name = json!({ "deputy_id": post["id"], "from_on": "2026-03-02", "to_on": "2026-03-06", "reason": "出差" });
    let delegation = w.person("kw.leader").post("/delegations").json(&name).await.expect(201);
    let act = json!({ "delegation_id": delegation["id"] });
    let person = signed_in(&w, "jx.reporter").await;
    let first = person.get("/me").await.expect(200)["posts"][0].clone();
    person.post("/me/acting").json(&act).await.refused(404, "not_found");
    switch(&person, &post).await.expect(204);
    person.post("/me/acting").json(&act).await.expect(204);
    assert_eq!(person.get("/me").await.expect(200)["user"]["roles"], json!(["UNIT_LEADER"]));
    switch(&person, &first).await.expect(204);
    let me = person.get("/me").await.expect(200);
    assert_eq!((&me["acting"], &me["user"]["organisation"]["short_name"]), (&Value::Null, &json!("市经信局")));
}
