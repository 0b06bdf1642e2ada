//! Evidence in full: five facts, one file for several things, replacement, void, and a judgement for each use.

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    story::{PDF, Proof, approval, path},
    world::World,
};

/// The five facts of a paper of the kind the task asks for.
fn complete(file_name: &str, bytes: &[u8]) -> Proof {
    Proof::new(file_name, bytes)
        .text("kind", "C")
        .text("issuing_body", "国家机器人检验中心")
        .text("document_no", "验〔2026〕7号")
        .text("document_date", "2026-03-20")
        .text("page", "第 3 页")
        .text("proves", "结论：通过验收")
}

async fn upload(who: &Caller, report: &Value, proof: Proof) -> Answer {
    who.post(&format!("{}/evidence", path("reports", report))).form(proof.into_form()).await
}

async fn act(who: &Caller, proof: &Value, step: &str, body: Value) -> Answer {
    who.post(&format!("{}/{step}", path("evidence", proof))).json(&body).seen(proof).await
}

fn milestone(report: &Value, at: usize) -> String {
    report["claims"][at]["milestone"]["id"].as_str().unwrap().to_owned()
}

fn actions(proof: &Value) -> Vec<&str> {
    let actions = proof["actions"].as_array().unwrap().iter();
    actions.filter(|action| action["allowed"] == true).map(|action| action["action"].as_str().unwrap()).collect()
}

async fn begun(w: &World) -> Value {
    let (task, cycle) = (w.in_progress("市科委").await, w.first_quarter().await);
    w.begun(&task, &cycle, "市科委").await
}

/// A report that claims both milestones, the second of them a key one.
async fn claiming_both(w: &World) -> Value {
    let report = begun(w).await;
    let claims: Vec<Value> = (0..2).map(|at| json!({ "milestone_id": milestone(&report, at), "note": null })).collect();
    let change = json!({ "progress": "两项都已达到。", "claims": claims });
    w.reporter("市科委").patch(&path("reports", &report)).json(&change).seen(&report).await.expect(200)
}

async fn read(w: &World, report: &Value) -> Value {
    w.office_staff().get(&path("reports", report)).await.expect(200)
}

async fn reuse(who: &Caller, report: &Value, proof: &Value, milestone: &str) -> Answer {
    let body = json!({ "evidence_id": proof["id"], "milestone_id": milestone });
    who.post(&format!("{}/evidence/reuse", path("reports", report))).json(&body).await
}

#[tokio::test]
async fn what_is_missing_and_what_does_not_fit_is_named() {
    let w = World::new().await;
    let report = begun(&w).await;
    let reporter = w.reporter("市科委");
    let bare = Proof::new("照片.pdf", PDF).text("kind", "X").text("milestone_id", &milestone(&report, 0));
    let bare = upload(&reporter, &report, bare).await.expect(201);
    // A photograph needs no number, but the milestone asked for a certificate.
    assert_eq!(bare["missing_facts"], json!(["issuing_body", "document_date", "page", "proves"]));
    assert_eq!((&bare["kind_fits"], &bare["expected_kinds"]), (&json!(false), &json!(["C"])));
    let full = complete("证书.pdf", b"%PDF-1.4\n%%EOF").text("milestone_id", &milestone(&report, 0));
    let full = upload(&reporter, &report, full).await.expect(201);
    assert_eq!((&full["missing_facts"], &full["kind_fits"]), (&json!([]), &json!(true)));
    let ids = async |filter: &str| {
        let list = reporter.get(&format!("/evidence?{filter}")).await.expect(200);
        assert_eq!(list["total"], list["items"].as_array().unwrap().len());
        list["items"].as_array().unwrap().iter().map(|proof| proof["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids("incomplete=true").await, [bare["id"].clone()]);
    assert_eq!(ids("mismatched=true").await, [bare["id"].clone()]);
    assert_eq!(ids("kind=C,D").await, [full["id"].clone()]);
    assert_eq!(ids("q=验〔2026〕").await, [full["id"].clone()]);
    assert_eq!(ids("sort=-uploaded_at").await, [full["id"].clone(), bare["id"].clone()]);
    assert_eq!(ids(&format!("sha256={}", bare["sha256"].as_str().unwrap())).await, [bare["id"].clone()]);
    assert_eq!(reporter.get("/evidence?sort=size").await.wrong_fields(), ["/sort"]);
    assert_eq!(reporter.get("/evidence?strength=GOOD").await.wrong_fields(), ["/strength"]);
}

#[tokio::test]
async fn a_key_milestone_is_claimed_with_complete_evidence_of_the_right_kind() {
    let w = World::new().await;
    let report = claiming_both(&w).await;
    let reporter = w.reporter("市科委");
    for at in 0..2 {
        let bytes = [PDF, at.to_string().as_bytes()].concat();
        let bare = Proof::new("证.pdf", &bytes).text("milestone_id", &milestone(&report, at));
        upload(&reporter, &report, bare).await.expect(201);
    }
    let submit = json!({ "action": "submit" });
    let steps = format!("{}/transitions", path("reports", &report));
    let refused = reporter.post(&steps).json(&submit).seen(&report).await.refused(409, "key_evidence_incomplete");
    assert_eq!(refused["facts"]["title"], "首批产品下线");
    // All facts, but not the kind that the task asks for.
    let wrong = complete("报告.pdf", b"%PDF-1.4 wrong").text("kind", "R").text("milestone_id", &milestone(&report, 1));
    let wrong = upload(&reporter, &report, wrong).await.expect(201);
    reporter.post(&steps).json(&submit).seen(&report).await.refused(409, "key_evidence_incomplete");
    let mended = json!({ "kind": "C" });
    reporter.patch(&path("evidence", &wrong)).json(&mended).seen(&wrong).await.expect(200);
    reporter.post(&steps).json(&submit).seen(&report).await.expect(200);
}

#[tokio::test]
async fn one_upload_proves_two_milestones_and_is_judged_for_each() {
    let w = World::new().await;
    let report = claiming_both(&w).await;
    let (reporter, staff) = (w.reporter("市科委"), w.office_staff());
    let first = complete("证书.pdf", PDF).text("milestone_id", &milestone(&report, 0));
    let first = upload(&reporter, &report, first).await.expect(201);
    let second = reuse(&reporter, &report, &first, &milestone(&report, 1)).await.expect(201);
    assert_eq!((&second["file_id"], &second["reused"]), (&first["file_id"], &json!(true)));
    assert_eq!((&second["document_no"], &second["sha256"]), (&first["document_no"], &first["sha256"]));
    assert_eq!((&first["reused"], &second["state"]), (&json!(false), &json!("UPLOADED")));
    reuse(&reporter, &report, &first, &milestone(&report, 1)).await.refused(409, "duplicate");

    w.step_of_report(&reporter, &report, json!({ "action": "submit" })).await;
    let passed = read(&w, &report).await;
    let early = &passed["claims"][0]["evidence"][0];
    act(&staff, early, "judgement", json!({ "strength": "STRONG" })).await.refused(409, "step_not_possible");
    let passed = w.step_of_report(&w.reviewer("市科委"), &passed, json!({ "action": "pass" })).await;
    let passed = read(&w, &passed).await;
    let [one, two] = [0, 1].map(|at| passed["claims"][at]["evidence"][0].clone());
    assert!(actions(&one).contains(&"judge"));
    let no_reason = json!({ "strength": "IRRELEVANT" });
    assert_eq!(act(&staff, &two, "judgement", no_reason).await.wrong_fields(), ["/reason"]);
    act(&reporter, &two, "judgement", json!({ "strength": "STRONG" })).await.refused(403, "forbidden");
    act(&w.reporter("海淀区"), &two, "judgement", json!({ "strength": "STRONG" })).await.refused(404, "not_found");
    let strong = act(&staff, &one, "judgement", json!({ "strength": "STRONG" })).await.expect(200);
    assert_eq!((&strong["state"], &strong["strength"]), (&json!("VERIFIED"), &json!("STRONG")));
    let beside = json!({ "strength": "IRRELEVANT", "reason": "只说明中试，没有下线" });
    let beside = act(&staff, &two, "judgement", beside).await.expect(200);
    assert_eq!((&beside["state"], &beside["judged_by"]["name"]), (&json!("REJECTED"), &json!("office.staff")));

    let all = approval(&passed, "ACCEPTED");
    let steps = format!("{}/transitions", path("reports", &passed));
    let refused = staff.post(&steps).json(&all).seen(&passed).await.refused(409, "evidence_irrelevant");
    assert_eq!(refused["facts"]["title"], "首批产品下线");
    let mixed = json!({ "action": "approve", "verdicts": [
        { "milestone_id": milestone(&passed, 0), "verdict": "ACCEPTED" },
        { "milestone_id": milestone(&passed, 1), "verdict": "REJECTED", "reason": "佐证与节点无关" }] });
    let approved = w.step_of_report(&staff, &passed, mixed).await;
    let kept = [0, 1].map(|at| approved["claims"][at]["evidence"][0]["strength"].clone());
    assert_eq!(kept, ["STRONG", "IRRELEVANT"]);
    let weak = staff.get("/evidence?strength=WEAK,IRRELEVANT").await.expect(200);
    assert_eq!((&weak["total"], &weak["items"][0]["id"]), (&json!(1), &second["id"]));
}

#[tokio::test]
async fn what_is_returned_shows_what_was_found_and_is_judged_anew() {
    let w = World::new().await;
    let report = w.passed("市科委").await;
    let (reporter, staff) = (w.reporter("市科委"), w.office_staff());
    let proof = read(&w, &report).await["claims"][0]["evidence"][0].clone();
    let weak = json!({ "strength": "WEAK", "reason": "没有盖章" });
    act(&staff, &proof, "judgement", weak.clone()).await.expect(200);
    act(&staff, &proof, "judgement", weak).await.refused(412, "stale");
    let back = json!({ "action": "return", "comment": "请补盖章页", "reason_codes": ["EVIDENCE_INSUFFICIENT"] });
    w.step_of_report(&staff, &report, back).await;
    let returned = reporter.get(&path("reports", &report)).await.expect(200);
    let proof = &returned["claims"][0]["evidence"][0];
    assert_eq!((&proof["state"], &proof["strength"]), (&json!("UPLOADED"), &json!("WEAK")));
    assert_eq!(proof["strength_reason"], "没有盖章");
    // Submitted once: no longer removed, only replaced or made void.
    assert_eq!(actions(proof), ["update", "replace", "void", "mark"]);
    reporter.delete(&path("evidence", proof)).seen(proof).await.refused(409, "evidence_once_submitted");
    let again = w.step_of_report(&reporter, &returned, json!({ "action": "submit" })).await;
    let proof = &again["claims"][0]["evidence"][0];
    assert_eq!((&proof["state"], &proof["strength"]), (&json!("SUBMITTED"), &Value::Null));
}

#[tokio::test]
async fn a_replaced_file_stays_readable_in_the_history() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let reporter = w.reporter("市科委");
    let old = report["claims"][0]["evidence"][0].clone();
    let place = format!("{}/replacement", path("evidence", &old));
    let form = || Proof::new("新版.pdf", b"%PDF-1.4\n%%EOF").text("page", "第 2 页").into_form();
    w.reporter("海淀区").post(&place).form(form()).await.refused(404, "not_found");
    w.reviewer("市科委").post(&place).form(form()).await.refused(403, "forbidden");
    let new = reporter.post(&place).form(form()).await.expect(201);
    assert_eq!((&new["replaces"], &new["milestone_id"]), (&old["id"], &old["milestone_id"]));
    assert_eq!((&new["state"], &new["page"]), (&json!("UPLOADED"), &json!("第 2 页")));
    reporter.post(&place).form(form()).await.refused(409, "not_editable");

    let seen = reporter.get(&path("reports", &report)).await.expect(200);
    assert_eq!(seen["claims"][0]["evidence"].as_array().unwrap().len(), 1, "the old file proves nothing any more");
    let gone = reporter.get(&path("evidence", &old)).await.expect(200);
    assert_eq!((&gone["state"], &gone["replaced_by"]), (&json!("SUPERSEDED"), &new["id"]));
    assert_eq!(gone["actions"], json!([]));
    for proof in [&old, &new] {
        let detail = reporter.get(&path("evidence", proof)).await.expect(200);
        let versions: Vec<_> = detail["versions"].as_array().unwrap().iter().map(|each| each["id"].clone()).collect();
        assert_eq!(versions, [new["id"].clone(), old["id"].clone()]);
    }
    let content = reporter.get(&format!("{}/content", path("evidence", &old))).await;
    assert_eq!((content.status, &content.bytes[..]), (200, PDF));
    assert_eq!(reporter.get("/evidence?state=SUPERSEDED").await.expect(200)["total"], 1);
    reuse(&reporter, &report, &old, &milestone(&report, 1)).await.refused(409, "evidence_not_in_force");

    // Never submitted and one's own: taken back, and the file before it stands again.
    reporter.delete(&path("evidence", &new)).seen(&new).await.expect(204);
    let seen = reporter.get(&path("reports", &report)).await.expect(200);
    let again = &seen["claims"][0]["evidence"][0];
    assert_eq!((&again["id"], &again["state"]), (&old["id"], &json!("UPLOADED")));
    reporter.get(&path("evidence", &new)).await.refused(404, "not_found");
}

#[tokio::test]
async fn only_its_uploader_removes_an_upload() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let proof = report["claims"][0]["evidence"][0].clone();
    let colleague = w.person("kw.both");
    colleague.delete(&path("evidence", &proof)).seen(&proof).await.refused(409, "evidence_of_another");
    let seen = colleague.get(&path("evidence", &proof)).await.expect(200);
    assert_eq!(actions(&seen), ["update", "replace", "void", "mark"]);
    w.reporter("海淀区").delete(&path("evidence", &proof)).seen(&proof).await.refused(404, "not_found");
    w.reporter("市科委").delete(&path("evidence", &proof)).seen(&proof).await.expect(204);
    assert_eq!(w.number("select count(*) as it from evidence").await, 0);
    let kept = w.rows("select detail ->> 'sha256' as it from audit_event where action = 'evidence.remove' and outcome = 'SUCCESS'").await;
    assert_eq!(kept, [json!({ "it": proof["sha256"] })]);
}

#[tokio::test]
async fn the_office_voids_what_proved_wrong_later_and_says_why() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    let (reporter, staff) = (w.reporter("市科委"), w.office_staff());
    let proof = read(&w, &report).await["claims"][0]["evidence"][0].clone();
    let reason = json!({ "reason": "抽查发现印章不符" });
    act(&reporter, &proof, "void", reason.clone()).await.refused(409, "not_editable");
    act(&w.office_head(), &proof, "void", reason.clone()).await.refused(403, "forbidden");
    let voided = act(&staff, &proof, "void", reason.clone()).await.expect(200);
    assert_eq!((&voided["state"], &voided["void_reason"]), (&json!("VOID"), &json!("抽查发现印章不符")));
    act(&staff, &voided, "void", reason).await.refused(409, "evidence_not_in_force");
    let content = reporter.get(&format!("{}/content", path("evidence", &proof))).await;
    assert_eq!(content.status, 200, "what was submitted is never deleted");
}

#[tokio::test]
async fn a_file_is_used_again_only_by_who_may_read_it() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let proof = report["claims"][0]["evidence"][0].clone();
    let mut other = w.new_task("海淀区").await;
    other["title"] = json!("另一项任务");
    let staff = w.office_staff();
    let task = staff.post("/tasks").json(&other).await.expect(201);
    let task = w.step_of_task(&w.office_head(), &task, json!({ "action": "issue" })).await;
    let task = w.step_of_task(&w.reviewer("海淀区"), &task, json!({ "action": "sign", "liaison": "王工" })).await;
    let cycle = staff.get("/cycles").await.expect(200)["items"][0].clone();
    let foreign = w.begun(&task, &cycle, "海淀区").await;
    let stranger = w.reporter("海淀区");
    let unseen = reuse(&stranger, &foreign, &proof, &milestone(&foreign, 0)).await;
    let missing = json!({ "id": uuid::Uuid::now_v7() });
    let none = reuse(&stranger, &foreign, &missing, &milestone(&foreign, 0)).await;
    assert_eq!((unseen.status, unseen.text()), (422, none.text()));
    assert_eq!(unseen.wrong_fields(), ["/evidence_id"]);
    let reporter = w.reporter("市科委");
    assert_eq!(reuse(&reporter, &report, &proof, &milestone(&foreign, 0)).await.wrong_fields(), ["/milestone_id"]);

    // The same content uploaded anew by another unit: the office sees both, each unit its own.
    let twin = Proof::new("同一份.pdf", PDF).text("milestone_id", &milestone(&foreign, 0));
    let twin = upload(&stranger, &foreign, twin).await.expect(201);
    assert_eq!(staff.get("/evidence?duplicates=true").await.expect(200)["total"], 2);
    assert_eq!(reporter.get("/evidence?duplicates=true").await.expect(200)["total"], 0);
    let detail = staff.get(&path("evidence", &twin)).await.expect(200);
    assert_eq!((&detail["uses"][0]["id"], &detail["uses"][0]["same_upload"]), (&proof["id"], &json!(false)));
    assert_eq!(stranger.get(&path("evidence", &twin)).await.expect(200)["uses"], json!([]));
}

#[tokio::test]
async fn marks_belong_to_the_file_and_hold_for_every_use() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let reporter = w.reporter("市科委");
    let proof = report["claims"][0]["evidence"][0].clone();
    let again = reuse(&reporter, &report, &proof, &milestone(&report, 1)).await.expect(201);
    w.step_of_report(&reporter, &report, json!({ "action": "submit" })).await;
    let proof = reporter.get(&path("evidence", &proof)).await.expect(200);
    let marks = json!({ "publicity": "ON_REQUEST", "is_internal": true, "reason": "含个人联系方式" });
    let blank = json!({ "publicity": "PUBLIC", "is_internal": false, "reason": "" });
    assert_eq!(act(&reporter, &proof, "marks", blank).await.wrong_fields(), ["/reason"]);
    act(&w.unit_leader("市科委"), &proof, "marks", marks.clone()).await.refused(403, "forbidden");
    act(&w.reporter("海淀区"), &proof, "marks", marks.clone()).await.refused(404, "not_found");
    let marked = act(&reporter, &proof, "marks", marks).await.expect(200);
    assert_eq!((&marked["publicity"], &marked["is_internal"]), (&json!("ON_REQUEST"), &json!(true)));
    let other = reporter.get(&path("evidence", &again)).await.expect(200);
    assert_eq!((&other["publicity"], &other["is_internal"]), (&json!("ON_REQUEST"), &json!(true)));
    let trace = w
        .rows(
            "select detail ->> 'reason' as it from audit_event where action = 'evidence.mark' and outcome = 'SUCCESS'",
        )
        .await;
    assert_eq!(trace, [json!({ "it": "含个人联系方式" })]);
    assert_eq!(reporter.get("/evidence?internal=true").await.expect(200)["total"], 2);
}
