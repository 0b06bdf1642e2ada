//! People who leave: whoever has open work under way goes only after it has a receiver; who did what stays.

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    story::{Proof, path},
    world::World,
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";

async fn account(w: &World, login: &str) -> String {
    w.one(&format!("select id::text as it from account where login = '{login}'")).await
}

async fn open_work(w: &World, who: &Caller, login: &str) -> Value {
    who.get(&format!("/users/{}/open-work", account(w, login).await)).await.expect(200)
}

async fn disable(w: &World, login: &str, receivers: Value) -> Answer {
    let body = json!({ "action": "disable", "comment": "调离", "receivers": receivers });
    w.system_admin().post(&format!("/users/{}/transitions", account(w, login).await)).json(&body).await
}

/// What a person has open: duty, numbers, logins of those who may receive it.
fn seen(work: &Value) -> Vec<(String, Vec<String>, Vec<String>)> {
    let words = |list: &Value, key: Option<&str>| -> Vec<String> {
        let text = |each: &Value| key.map_or(each, |key| &each[key]).as_str().unwrap().to_owned();
        list.as_array().unwrap().iter().map(text).collect()
    };
    let duty = |each: &Value| {
        (
            each["duty"].as_str().unwrap().to_owned(),
            words(&each["items"], None),
            words(&each["receivers"], Some("name")),
        )
    };
    work["duties"].as_array().unwrap().iter().map(duty).collect()
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

#[tokio::test]
async fn a_liaison_leaves_only_after_the_tasks_have_another() {
    let w = World::new().await;
    let task = w.issued("市科委").await;
    let sign = json!({ "action": "sign", "liaison": "kw.reporter 010-12345" });
    let task = w.step_of_task(&w.reviewer("市科委"), &task, sign).await;
    let code = task["code"].as_str().unwrap();
    let work = open_work(&w, &w.system_admin(), "kw.reporter").await;
    let fitting = texts(&["kw.both", "kw.leader", "kw.reviewer"]);
    assert_eq!(seen(&work), [("LIAISON".to_owned(), texts(&[code]), fitting)]);
    assert!(!work.to_string().contains(task["title"].as_str().unwrap()), "administrators see no business content");

    let digest = w.digest().await;
    let refused = disable(&w, "kw.reporter", json!([])).await.refused(409, "open_work_left");
    assert_eq!(refused["facts"]["left"], 1);
    assert!(refused["detail"].as_str().unwrap().contains(code), "{refused}");
    assert_eq!(w.digest().await, digest, "all or nothing");

    let to = account(&w, "kw.both").await;
    disable(&w, "kw.reporter", json!([{ "duty": "LIAISON", "account_id": to }])).await.expect(200);
    let after = w.office_staff().get(&path("tasks", &task)).await.expect(200);
    assert_eq!(after["liaison"], "kw.both");
    assert_eq!(
        (&after["history"][0]["action"], &after["history"][0]["comment"]),
        (&json!("hand_over"), &json!("联络员：kw.reporter → kw.both"))
    );
    let told = w.person("kw.both").get("/notifications").await.expect(200);
    let told = told["items"].as_array().unwrap().iter().find(|each| each["kind"] == "WORK_RECEIVED").unwrap();
    assert_eq!(told["path"], "/work");
    assert_eq!(told["comment"], "接收kw.reporter的工作：联络员 1 项");
    let kept = w.rows("select cause, items -> 0 ->> 'receiver' as receiver from account_handover").await;
    assert_eq!(kept, [json!({ "cause": "DISABLE", "receiver": "kw.both" })]);
    assert_eq!(w.number("select count(*) as it from audit_event where outcome = 'SUCCESS' and action in ('user.hand_over', 'user.receive_work', 'user.disable')").await, 3);
}

#[tokio::test]
async fn a_draft_is_carried_on_and_its_writer_stays_in_its_history() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    assert_eq!(seen(&open_work(&w, &w.system_admin(), "kw.reporter").await)[0].2, texts(&["kw.both"]));
    let to = account(&w, "kw.both").await;
    disable(&w, "kw.reporter", json!([{ "duty": "WRITING", "account_id": to }])).await.expect(200);
    let keeper = w.person("kw.both");
    let place = path("reports", &report);
    let now = keeper.get(&place).await.expect(200);
    assert_eq!(now["created_by"]["name"], "kw.reporter");
    // Uploads that were never submitted go with the draft.
    let upload = now["claims"][0]["evidence"][0]["id"].as_str().unwrap().to_owned();
    keeper.delete(&format!("/evidence/{upload}")).seen(&now["claims"][0]["evidence"][0]).await.expect(204);
    let now = keeper.get(&place).await.expect(200);
    let milestone = now["claims"][0]["milestone"]["id"].as_str().unwrap().to_owned();
    let form = Proof::new("意见.pdf", PDF).text("milestone_id", &milestone).into_form();
    keeper.post(&format!("{place}/evidence")).form(form).await.expect(201);
    let now = keeper.get(&place).await.expect(200);
    let now = w.step_of_report(&keeper, &now, json!({ "action": "submit" })).await;
    // Who carries a report on does not review it, whatever their roles.
    let pass = json!({ "action": "pass" });
    keeper.post(&format!("{place}/transitions")).json(&pass).seen(&now).await.refused(409, "own_report");
    w.step_of_report(&w.reviewer("市科委"), &now, pass).await;
}

#[tokio::test]
async fn a_waiting_review_is_received_by_another_reviewer_of_the_unit_who_did_not_write_it() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let work = seen(&open_work(&w, &w.system_admin(), "kw.reviewer").await);
    let number = format!("{} {}", report["task"]["code"].as_str().unwrap(), report["cycle"]["name"].as_str().unwrap());
    assert_eq!(work, [("UNIT_REVIEW".to_owned(), vec![number], texts(&["kw.both"]))]);
    let both = account(&w, "kw.both").await;
    for (login, wrong) in
        [("kw.reviewer", "kw.reporter"), ("kw.reviewer", "jx.reviewer"), ("kw.reviewer", "kw.reviewer")]
    {
        let receivers = json!([{ "duty": "UNIT_REVIEW", "account_id": account(&w, wrong).await }]);
        let refused = disable(&w, login, receivers).await.refused(422, "invalid");
        assert_eq!(refused["errors"][0]["pointer"], "/receivers/0/account_id", "{wrong}");
    }
    let needless = json!([{ "duty": "LIAISON", "account_id": both }, { "duty": "UNIT_REVIEW", "account_id": both }, { "duty": "UNIT_REVIEW", "account_id": both }]);
    let refused = disable(&w, "kw.reviewer", needless).await.refused(422, "invalid");
    let pointers: Vec<&Value> = refused["errors"].as_array().unwrap().iter().map(|each| &each["pointer"]).collect();
    assert_eq!(pointers, ["/receivers/0/duty", "/receivers/2/duty"]);
    // The only other reviewer wrote it: then nobody can receive it.
    w.sql(&format!("update report set created_by = '{both}'")).await;
    assert_eq!(seen(&open_work(&w, &w.system_admin(), "kw.reviewer").await)[0].2, Vec::<String>::new());
    w.sql(&format!("update report set created_by = '{}'", account(&w, "kw.reporter").await)).await;
    disable(&w, "kw.reviewer", json!([{ "duty": "UNIT_REVIEW", "account_id": both }])).await.expect(200);
    w.step_of_report(&w.person("kw.both"), &report, json!({ "action": "pass" })).await;
}

#[tokio::test]
async fn whoever_moves_or_loses_a_role_hands_over_first() {
    let w = World::new().await;
    w.submitted("市科委").await;
    let (reviewer, both) = (account(&w, "kw.reviewer").await, account(&w, "kw.both").await);
    let place = format!("/users/{reviewer}");
    let admin = w.system_admin();
    let user = admin.get(&place).await.expect(200);
    let mut moved = json!({ "organisation_id": w.organisation("市经信局").await });
    admin.patch(&place).json(&moved).seen(&user).await.refused(409, "open_work_left");
    // Another post in the same organisation needs no handover, and takes none.
    let post = json!({ "post": "处长", "receivers": [{ "duty": "UNIT_REVIEW", "account_id": both }] });
    admin.patch(&place).json(&post).seen(&user).await.refused(422, "invalid");

    let asked = admin.patch(&place).json(&json!({ "roles": ["UNIT_REPORTER"] })).seen(&user).await.expect(200);
    let work = w.security_admin().get(&format!("{place}/open-work?leaving=ROLES")).await.expect(200);
    assert_eq!(seen(&work)[0].0, "UNIT_REVIEW");
    let approve = json!({ "action": "approve_roles" });
    let steps = format!("{place}/transitions");
    w.security_admin().post(&steps).json(&approve).seen(&asked).await.refused(409, "open_work_left");
    let refuse = json!({ "action": "refuse_roles", "comment": "先交接" });
    let user = w.security_admin().post(&steps).json(&refuse).seen(&asked).await.expect(200)["user"].clone();

    moved["receivers"] = json!([{ "duty": "UNIT_REVIEW", "account_id": both }]);
    let there = admin.patch(&place).json(&moved).seen(&user).await.expect(200);
    assert_eq!(there["organisation"]["short_name"], "市经信局");
    assert_eq!(w.one("select cause as it from account_handover").await, "MOVE");
}

#[tokio::test]
async fn whoever_has_nothing_open_leaves_at_once() {
    let w = World::new().await;
    let work = open_work(&w, &w.security_admin(), "jx.reporter").await;
    assert_eq!(work["duties"], json!([]));
    disable(&w, "jx.reporter", json!([])).await.expect(200);
    w.office_staff()
        .get(&format!("/users/{}/open-work", account(&w, "jx.reporter").await))
        .await
        .refused(403, "forbidden");
}
