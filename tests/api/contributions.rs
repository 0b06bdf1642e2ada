//! Parts of supporting units: their own words, asked for by the lead, taken over with a trace, missing for strangers.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    ask::{Answer, Caller},
    story::{PDF, Proof, path},
    world::World,
};

/// A task that 市科委 leads and 市经信局 supports, its cycle, and the lead's report begun on 26 March.
struct Shared {
    task: Value,
    cycle: Value,
    report: Value,
}

async fn shared(w: &World) -> Shared {
    let task = w.supported("市科委", "市经信局").await;
    let cycle = w.first_quarter().await;
    let report = w.begun(&task, &cycle, "市科委").await;
    Shared { task, cycle, report }
}

impl Shared {
    async fn begun(&self, w: &World, unit: &str) -> Value {
        let new = json!({ "task_id": self.task["id"], "cycle_id": self.cycle["id"] });
        w.reporter(unit).post("/contributions").json(&new).await.expect(201)
    }

    async fn submitted(&self, w: &World, progress: &str, problems: &str) -> Value {
        let part = self.begun(w, "市经信局").await;
        let words = json!({ "progress": progress, "problems": problems });
        let reporter = w.reporter("市经信局");
        let part = reporter.patch(&path("contributions", &part)).json(&words).seen(&part).await.expect(200);
        step(&reporter, &part, json!({ "action": "submit" })).await.expect(200)
    }

    /// The report as somebody sees it now.
    async fn report(&self, who: &Caller) -> Value {
        who.get(&path("reports", &self.report)).await.expect(200)
    }

    async fn take(&self, w: &World, part: &Value) -> Value {
        let now = self.report(&w.reporter("市科委")).await;
        let taken = json!({ "contribution_id": part["id"] });
        let place = format!("{}/taken-contributions", path("reports", &now));
        w.reporter("市科委").post(&place).json(&taken).seen(&now).await.expect(200)
    }

    async fn ask(&self, w: &World, units: &[&str]) -> Answer {
        let mut ids = Vec::new();
        for unit in units {
            ids.push(w.organisation(unit).await);
        }
        let place = format!("{}/contribution-requests", path("reports", &self.report));
        w.reporter("市科委").post(&place).json(&json!({ "organisation_ids": ids })).await
    }
}

async fn step(who: &Caller, part: &Value, step: Value) -> Answer {
    who.post(&format!("{}/transitions", path("contributions", part))).json(&step).seen(part).await
}

fn names(actions: &Value) -> Vec<&str> {
    actions.as_array().unwrap().iter().map(|action| action["action"].as_str().unwrap()).collect()
}

async fn waits(who: &Caller) -> Vec<Value> {
    let work = who.get("/work").await.expect(200);
    let items = work["waiting"].as_array().unwrap().iter();
    items.filter(|item| item["kind"] == "CONTRIBUTION_TO_WRITE").cloned().collect()
}

#[tokio::test]
async fn the_lead_sees_who_is_missing_and_asks_once_a_day() {
    let w = World::new().await;
    let it = shared(&w).await;
    let supporter = w.reporter("市经信局");
    assert_eq!(waits(&supporter).await.len(), 0, "nobody owes a part that nobody asked for");
    let missing = &it.report["contributions"][0];
    assert_eq!(
        (&missing["state"], &missing["organisation"]["short_name"]),
        (&json!("NOT_STARTED"), &json!("市经信局"))
    );
    assert_eq!(names(&missing["actions"]), ["ask"]);

    let asked = it.ask(&w, &["市经信局"]).await.expect(200);
    let part = &asked["contributions"][0];
    assert_eq!((&part["asked_times"], &part["actions"][0]["allowed"]), (&json!(1), &json!(false)));
    it.ask(&w, &["市经信局"]).await.refused(409, "asked_today");
    let items = waits(&supporter).await;
    assert_eq!(items.len(), 1);
    assert_eq!((&items[0]["contribution"], &items[0]["report"]), (&part["id"], &Value::Null));
    assert_eq!(supporter.get("/me").await.expect(200)["counts"]["work"], 1);

    w.travel_to("2026-03-27").await;
    assert_eq!(it.ask(&w, &["市经信局"]).await.expect(200)["contributions"][0]["asked_times"], 2);
    let events =
        w.number("select count(*) as it from audit_event where action = 'contribution.ask' and outcome = 'SUCCESS'");
    assert_eq!(events.await, 2, "each request leaves a trace");
}

#[tokio::test]
async fn who_is_no_party_is_not_asked_and_every_wrong_one_is_named() {
    let w = World::new().await;
    let it = shared(&w).await;
    it.submitted(&w, "产线到货。", "").await;
    let answer = it.ask(&w, &["海淀区", "市经信局"]).await;
    assert_eq!(answer.wrong_fields(), ["/organisation_ids/0", "/organisation_ids/1"]);
    assert_eq!(it.ask(&w, &[]).await.wrong_fields(), ["/organisation_ids"]);
}

#[tokio::test]
async fn words_are_the_units_own_until_they_are_submitted() {
    let w = World::new().await;
    let it = shared(&w).await;
    let part = it.begun(&w, "市经信局").await;
    let place = path("contributions", &part);
    let words = json!({ "progress": "产线到货。", "problems": "接口未定。" });
    let part = w.reporter("市经信局").patch(&place).json(&words).seen(&part).await.expect(200);
    assert_eq!((&part["state"], &part["editable"]), (&json!("DRAFT"), &json!(true)));

    let lead = w.reporter("市科委");
    let beside = &it.report(&lead).await["contributions"][0];
    assert_eq!((&beside["state"], &beside["progress"]), (&json!("DRAFT"), &Value::Null));
    assert_eq!(lead.get(&place).await.expect(200)["progress"], "");
    assert_eq!(w.office_staff().get(&place).await.expect(200)["progress"], "");

    let part = step(&w.reporter("市经信局"), &part, json!({ "action": "submit" })).await.expect(200);
    assert_eq!(it.report(&lead).await["contributions"][0]["progress"], "产线到货。");
    assert_eq!(w.office_staff().get(&place).await.expect(200)["problems"], "接口未定。");
    assert_eq!(names(&part["actions"]), ["withdraw"]);
}

#[tokio::test]
async fn the_lead_cannot_change_the_words_of_another() {
    let w = World::new().await;
    let it = shared(&w).await;
    let part = it.submitted(&w, "产线到货。", "").await;
    let (lead, place) = (w.reporter("市科委"), path("contributions", &part));
    lead.patch(&place).json(&json!({ "progress": "全部完成。" })).seen(&part).await.refused(403, "forbidden");
    for action in ["withdraw", "submit", "resume"] {
        step(&lead, &part, json!({ "action": action })).await.refused(403, "forbidden");
    }
    let form = Proof::new("证.pdf", PDF).into_form();
    lead.post(&format!("{place}/files")).form(form).await.refused(403, "forbidden");
    let mine = w.reporter("市经信局").get(&place).await.expect(200);
    assert_eq!(mine["progress"], "产线到货。");
}

#[tokio::test]
async fn taken_over_words_are_marked_and_a_change_of_them_shows_the_original() {
    let w = World::new().await;
    let it = shared(&w).await;
    let lead = w.reporter("市科委");
    let change = json!({ "progress": "厂房改造完成。", "no_change": false });
    lead.patch(&path("reports", &it.report)).json(&change).seen(&it.report).await.expect(200);
    let part = it.submitted(&w, "产线到货。\n\n正在安装。", "接口未定。").await;
    let taken = it.take(&w, &part).await;
    assert_eq!(taken["progress"], "厂房改造完成。\n\n【市经信局】产线到货。\n正在安装。");
    assert_eq!(taken["problems"], "【市经信局】接口未定。");
    let beside = &taken["contributions"][0];
    assert_eq!(
        (&beside["quoted"], &beside["passage"], names(&beside["actions"]).len()),
        (&json!("VERBATIM"), &Value::Null, 0)
    );

    let change = json!({ "progress": "厂房改造完成。\n\n【市经信局】产线已全部投产。" });
    lead.patch(&path("reports", &taken)).json(&change).seen(&taken).await.expect(200);
    let report = it.report(&lead).await;
    let report = w.step_of_report(&lead, &report, json!({ "action": "submit" })).await;
    for reader in [w.reviewer("市科委"), w.reporter("市经信局")] {
        let beside = &it.report(&reader).await["contributions"][0];
        assert_eq!(
            (&beside["quoted"], &beside["progress"], &beside["passage"]),
            (&json!("ALTERED"), &json!("产线到货。\n\n正在安装。"), &json!("产线已全部投产。"))
        );
    }
    let report = w.reviewer("市科委").get(&path("reports", &report)).await.expect(200);
    w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await;
    assert_eq!(it.report(&w.office_staff()).await["contributions"][0]["quoted"], "ALTERED");
}

#[tokio::test]
async fn nothing_to_report_gives_way_to_words_taken_over() {
    let w = World::new().await;
    let it = shared(&w).await;
    let change = json!({ "no_change": true, "no_change_reason": "等待批复" });
    w.reporter("市科委").patch(&path("reports", &it.report)).json(&change).seen(&it.report).await.expect(200);
    let part = it.submitted(&w, "产线到货。", "").await;
    assert_eq!(it.take(&w, &part).await["no_change"], false);
}

#[tokio::test]
async fn a_part_of_another_task_or_not_submitted_is_not_taken_over() {
    let w = World::new().await;
    let it = shared(&w).await;
    let part = it.begun(&w, "市经信局").await;
    let place = format!("{}/taken-contributions", path("reports", &it.report));
    let lead = w.reporter("市科委");
    for id in [part["id"].clone(), json!(Uuid::now_v7())] {
        let answer = lead.post(&place).json(&json!({ "contribution_id": id })).seen(&it.report).await;
        assert_eq!(answer.wrong_fields(), ["/contribution_id"]);
    }
    let other = w.contributed("海淀区", "市经信局", true).await;
    let answer = lead.post(&place).json(&json!({ "contribution_id": other["id"] })).seen(&it.report).await;
    assert_eq!(answer.wrong_fields(), ["/contribution_id"]);
    let stale = lead.post(&place).json(&json!({ "contribution_id": part["id"] })).header("if-match", "\"99\"").await;
    stale.refused(412, "stale");
}

#[tokio::test]
async fn its_files_become_evidence_in_the_name_of_who_uploaded_them() {
    let w = World::new().await;
    let it = shared(&w).await;
    let part = it.begun(&w, "市经信局").await;
    let place = path("contributions", &part);
    let supporter = w.reporter("市经信局");
    let form = || Proof::new("到货单.pdf", PDF).text("proves", "第 1 页").into_form();
    let marked = Proof::new("机密★3年 到货单.pdf", PDF).into_form();
    supporter.post(&format!("{place}/files")).form(marked).await.refused(415, "file_refused");
    let part = supporter.post(&format!("{place}/files")).form(form()).await.expect(201);
    supporter.post(&format!("{place}/files")).form(form()).await.refused(409, "duplicate");
    let file = path("contribution-files", &part["files"][0]);
    let lead = w.reporter("市科委");
    lead.get(&format!("{file}/content")).await.refused(404, "not_found");
    let words = json!({ "progress": "产线到货。" });
    let part = supporter.patch(&place).json(&words).seen(&part).await.expect(200);
    let part = step(&supporter, &part, json!({ "action": "submit" })).await.expect(200);
    assert_eq!(lead.get(&format!("{file}/content")).await.expect_bytes(200), PDF);
    w.reporter("海淀区").get(&format!("{file}/content")).await.refused(404, "not_found");

    for _ in 0..2 {
        let taken = it.take(&w, &part).await;
        let evidence = taken["evidence"].as_array().unwrap();
        assert_eq!(evidence.len(), 1, "the same content stays one");
        assert_eq!(
            (&evidence[0]["uploaded_by"]["organisation"], &evidence[0]["proves"]),
            (&json!("市经信局"), &json!("第 1 页"))
        );
        assert_eq!(evidence[0]["reused"], false, "it was uploaded for this report");
    }
    supporter.delete(&file).await.refused(409, "not_editable");
}

#[tokio::test]
async fn a_part_rests_while_the_report_is_in_review_and_opens_when_it_is_returned() {
    let w = World::new().await;
    let it = shared(&w).await;
    let (lead, supporter) = (w.reporter("市科委"), w.reporter("市经信局"));
    let part = it.submitted(&w, "产线到货。", "").await;
    let part = step(&supporter, &part, json!({ "action": "withdraw" })).await.expect(200);
    let part = step(&supporter, &part, json!({ "action": "submit" })).await.expect(200);
    let change = json!({ "progress": "厂房改造完成。" });
    let report = lead.patch(&path("reports", &it.report)).json(&change).seen(&it.report).await.expect(200);
    let report = w.step_of_report(&lead, &report, json!({ "action": "submit" })).await;
    step(&supporter, &part, json!({ "action": "withdraw" })).await.refused(409, "contribution_frozen");
    it.ask(&w, &["市经信局"]).await.wrong_fields();
    let returned = json!({ "action": "return", "comment": "请补到货单", "reason_codes": ["EVIDENCE_INSUFFICIENT"] });
    w.step_of_report(&w.reviewer("市科委"), &report, returned).await;
    step(&supporter, &part, json!({ "action": "withdraw" })).await.expect(200);
}

#[tokio::test]
async fn the_lead_excuses_who_was_asked_and_who_is_excused_may_still_speak() {
    let w = World::new().await;
    let it = shared(&w).await;
    let (lead, supporter) = (w.reporter("市科委"), w.reporter("市经信局"));
    let asked = it.ask(&w, &["市经信局"]).await.expect(200);
    let part = &asked["contributions"][0];
    assert_eq!(names(&part["actions"]), ["ask", "waive"]);
    assert_eq!(step(&lead, part, json!({ "action": "waive" })).await.wrong_fields(), ["/comment"]);
    step(&supporter, part, json!({ "action": "waive", "comment": "不写" })).await.refused(403, "forbidden");
    let part = step(&lead, part, json!({ "action": "waive", "comment": "本期无配合事项" })).await.expect(200);
    assert_eq!((&part["state"], &part["waive_reason"]), (&json!("WAIVED"), &json!("本期无配合事项")));
    assert_eq!(waits(&supporter).await.len(), 0);
    let part = step(&supporter, &part, json!({ "action": "resume" })).await.expect(200);
    assert_eq!((&part["state"], &part["waive_reason"]), (&json!("DRAFT"), &Value::Null));
}

#[tokio::test]
async fn a_part_is_begun_by_a_party_once_and_in_its_window() {
    let w = World::new().await;
    let task = w.supported("市科委", "市经信局").await;
    let cycle = w.first_quarter().await;
    let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
    let supporter = w.reporter("市经信局");
    supporter.post("/contributions").json(&new).await.refused(409, "window_not_open");
    w.travel_to("2026-03-26").await;
    let part = supporter.post("/contributions").json(&new).key("once").await.expect(201);
    let again = supporter.post("/contributions").json(&new).key("once").await;
    assert_eq!((again.header("idempotency-replayed").is_some(), &again.expect(201)["id"]), (true, &part["id"]));
    supporter.post("/contributions").json(&new).await.refused(409, "contribution_exists");
    assert_eq!(
        w.reporter("市科委").post("/contributions").json(&new).await.wrong_fields(),
        ["/task_id"],
        "the lead is no party"
    );
    w.reviewer("市经信局").post("/contributions").json(&new).await.refused(403, "forbidden");
    step(&supporter, &part, json!({ "action": "submit" })).await.refused(409, "contribution_empty");
    let long = json!({ "progress": "长".repeat(5_001) });
    let answer = supporter.patch(&path("contributions", &part)).json(&long).seen(&part).await;
    assert_eq!(answer.wrong_fields(), ["/progress"]);
}

#[tokio::test]
async fn the_words_of_last_time_are_carried_forward() {
    let w = World::new().await;
    let it = shared(&w).await;
    it.submitted(&w, "产线到货。", "接口未定。").await;
    let second = json!({ "kind": "QUARTER", "day": "2026-05-01" });
    let cycle = w.office_staff().post("/cycles").json(&second).await.expect(201);
    w.travel_to("2026-06-26").await;
    let new = json!({ "task_id": it.task["id"], "cycle_id": cycle["id"] });
    let part = w.reporter("市经信局").post("/contributions").json(&new).await.expect(201);
    assert_eq!((&part["progress"], &part["previous"]["problems"]), (&json!("产线到货。"), &json!("接口未定。")));
}

#[tokio::test]
async fn a_unit_lists_its_own_parts_begun_or_not() {
    let w = World::new().await;
    let it = shared(&w).await;
    let cycle = it.cycle["id"].as_str().unwrap();
    let place = format!("/contributions?cycle_id={cycle}");
    let rows = w.reporter("市经信局").get(&place).await.expect(200);
    assert_eq!(
        (&rows["total"], &rows["items"][0]["state"], &rows["items"][0]["id"]),
        (&json!(1), &json!("NOT_STARTED"), &Value::Null)
    );
    assert_eq!(w.reporter("海淀区").get(&place).await.expect(200)["total"], 0);
    assert_eq!(w.reporter("市科委").get(&place).await.expect(200)["total"], 0, "the lead has its report");
    assert_eq!(w.office_staff().get(&place).await.expect(200)["total"], 1);
    let begun = w.reporter("市经信局").get(&format!("{place}&state=SUBMITTED")).await.expect(200);
    assert_eq!(begun["total"], 0);
}

#[tokio::test]
async fn for_a_stranger_a_part_is_missing_whatever_they_try() {
    let w = World::new().await;
    let it = shared(&w).await;
    let part = it.submitted(&w, "产线到货。", "").await;
    let missing = json!({ "id": Uuid::now_v7(), "version": part["version"] });
    let stranger = w.reporter("海淀区");
    for (one, two) in [("", ""), ("/transitions", "/transitions")] {
        let ask = |part: &Value, tail: &str| {
            let place = format!("{}{tail}", path("contributions", part));
            if tail.is_empty() {
                stranger.get(&place)
            } else {
                stranger.post(&place).json(&json!({ "action": "withdraw" })).seen(part)
            }
        };
        let (foreign, none) = (ask(&part, one).await, ask(&missing, two).await);
        let plain = |answer: &Answer, id: &Value| answer.text().replace(id.as_str().unwrap(), "ID");
        assert_eq!((foreign.status, plain(&foreign, &part["id"])), (404, plain(&none, &missing["id"])));
    }
    let change = json!({ "progress": "改写" });
    stranger.patch(&path("contributions", &part)).json(&change).seen(&part).await.refused(404, "not_found");
    let place = format!("{}/contribution-requests", path("reports", &it.report));
    stranger.post(&place).json(&json!({ "organisation_ids": [] })).await.refused(404, "not_found");
}

#[tokio::test]
async fn of_two_edits_of_a_part_the_second_is_told_that_it_is_stale() {
    let w = World::new().await;
    let it = shared(&w).await;
    let part = it.begun(&w, "市经信局").await;
    let place = path("contributions", &part);
    let supporter = w.reporter("市经信局");
    supporter.patch(&place).json(&json!({ "progress": "一" })).seen(&part).await.expect(200);
    supporter.patch(&place).json(&json!({ "progress": "二" })).seen(&part).await.refused(412, "stale");
    supporter.patch(&place).json(&json!({ "progress": "三" })).await.refused(428, "version_missing");
}

#[tokio::test]
async fn readers_of_approved_reports_read_the_words_but_not_the_files_beside_them() {
    let w = World::new().await;
    let it = shared(&w).await;
    let part = it.begun(&w, "市经信局").await;
    let supporter = w.reporter("市经信局");
    let form = Proof::new("到货单.pdf", PDF).into_form();
    let part = supporter.post(&format!("{}/files", path("contributions", &part))).form(form).await.expect(201);
    let words = json!({ "progress": "产线到货。" });
    let part = supporter.patch(&path("contributions", &part)).json(&words).seen(&part).await.expect(200);
    step(&supporter, &part, json!({ "action": "submit" })).await.expect(200);
    let report = w.complete(&it.report(&w.reporter("市科委")).await, "市科委").await;
    let report = w.step_of_report(&w.reporter("市科委"), &report, json!({ "action": "submit" })).await;
    let report = w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await;
    w.step_of_report(&w.office_staff(), &report, crate::story::approval(&report, "ACCEPTED")).await;
    let beside = &it.report(&w.evaluator()).await["contributions"][0];
    assert_eq!(
        (&beside["progress"], &beside["files"], &beside["actions"]),
        (&json!("产线到货。"), &json!([]), &json!([]))
    );
    w.evaluator().get(&path("contributions", &part)).await.refused(403, "forbidden");
}
