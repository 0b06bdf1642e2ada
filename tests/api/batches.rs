//! Batches of decomposition: drafted, consulted, approved, issued together; every guard with its place; versions compared.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{ask::Caller, story::path, world::World};

/// The number of the one measure with one clause.
const SMALL: u32 = 15;

impl World {
    /// A batch over one small measure, with one task of 市科委 that 市经信局 supports; nobody but the office saw it.
    pub async fn batch(&self) -> Value {
        self.batch_supported_by(&["市经信局"]).await
    }

    /// The same with other supporters.
    async fn batch_supported_by(&self, units: &[&str]) -> Value {
        let mut supporting = Vec::new();
        for unit in units {
            supporting.push(self.organisation(unit).await);
        }
        let mut new = self.new_task("市科委").await;
        new["clause_ids"] = json!([self.clause(SMALL, 1).await]);
        new["supporting_org_ids"] = json!(supporting);
        self.office_staff().post("/tasks").json(&new).await.expect(201);
        let new =
            json!({ "plan_id": self.plan().await, "title": "第一批", "measure_ids": [self.measure(SMALL).await] });
        self.office_staff().post("/batches").json(&new).await.expect(201)
    }

    /// The same before the units until 13 March.
    pub async fn consulted_batch(&self) -> Value {
        let batch = self.batch().await;
        self.step_of_batch(&self.office_staff(), &batch, consult()).await
    }

    /// A batch before 市科委 alone.
    pub async fn batch_of_one_unit_until(&self, day: &str) -> Value {
        let batch = self.batch_supported_by(&[]).await;
        let consult = json!({ "action": "consult", "comments_due_on": day });
        self.step_of_batch(&self.office_staff(), &batch, consult).await
    }

    /// The same approved by a leader, the units having agreed.
    pub async fn approved_batch(&self) -> Value {
        let batch = self.consulted_batch().await;
        for unit in ["市科委", "市经信局"] {
            self.reviewer(unit).post(&comments(&batch)).json(&json!({ "verdict": "ACCEPT" })).await.expect(200);
        }
        let batch = self.step_of_batch(&self.office_staff(), &batch, json!({ "action": "submit" })).await;
        self.step_of_batch(&self.leader(), &batch, json!({ "action": "approve" })).await
    }

    /// Takes a step that must be allowed.
    pub async fn step_of_batch(&self, who: &Caller, batch: &Value, step: Value) -> Value {
        who.post(&steps(batch)).json(&step).seen(batch).await.expect(200)
    }

    async fn measure(&self, number: u32) -> String {
        self.one(&format!("select id::text as it from measure where number = {number}")).await
    }
}

fn consult() -> Value {
    json!({ "action": "consult", "comments_due_on": "2026-03-13" })
}

fn steps(batch: &Value) -> String {
    format!("{}/transitions", path("batches", batch))
}

fn comments(batch: &Value) -> String {
    format!("{}/comments", path("batches", batch))
}

fn codes(batch: &Value) -> Vec<&str> {
    batch["unmet"].as_array().unwrap().iter().map(|unmet| unmet["code"].as_str().unwrap()).collect()
}

fn task(batch: &Value) -> &Value {
    &batch["tasks"][0]
}

#[tokio::test]
async fn a_batch_goes_from_the_office_to_the_units_the_leader_and_back_as_assignments() {
    let w = World::new().await;
    let batch = w.batch().await;
    assert_eq!((&batch["state"], codes(&batch)), (&json!("DRAFT"), vec![]));
    let batch = w.step_of_batch(&w.office_staff(), &batch, consult()).await;
    assert_eq!((&batch["state"], codes(&batch)), (&json!("CONSULTING"), vec!["units_silent"]));
    for unit in ["市科委", "市经信局"] {
        w.unit_leader(unit).post(&comments(&batch)).json(&json!({ "verdict": "ACCEPT" })).await.expect(200);
    }
    let batch = w.step_of_batch(&w.office_staff(), &batch, json!({ "action": "submit" })).await;
    assert_eq!(batch["state"], "CONSULTING");
    let batch = w.step_of_batch(&w.leader(), &batch, json!({ "action": "approve" })).await;
    assert_eq!(batch["state"], "APPROVED");
    let batch = w.step_of_batch(&w.office_head(), &batch, json!({ "action": "issue" })).await;
    assert_eq!((&batch["state"], &task(&batch)["state"]), (&json!("ISSUED"), &json!("PENDING_SIGNOFF")));
    let issued = w.reporter("市科委").get(&path("tasks", task(&batch))).await.expect(200);
    assert_eq!((&issued["sign_off_due_on"], &issued["batch"]["title"]), (&json!("2026-03-05"), &json!("第一批")));
    let history: Vec<&Value> = batch["history"].as_array().unwrap().iter().map(|step| &step["action"]).collect();
    assert_eq!(history, ["issue", "approve", "submit", "consult", "create"]);
}

#[tokio::test]
async fn each_step_has_its_people() {
    let w = World::new().await;
    let batch = w.batch().await;
    for who in [w.reporter("市科委"), w.unit_leader("市科委"), w.leader()] {
        who.get(&path("batches", &batch)).await.refused(404, "not_found");
    }
    let batch = w.step_of_batch(&w.office_staff(), &batch, consult()).await;
    for (who, action) in [
        (w.leader(), "submit"),
        (w.unit_leader("市科委"), "submit"),
        (w.office_head(), "approve"),
        (w.office_staff(), "issue"),
        (w.leader(), "issue"),
    ] {
        let step = json!({ "action": action, "comment": "请办" });
        who.post(&steps(&batch)).json(&step).seen(&batch).await.refused(403, "forbidden");
    }
    let unasked = w.leader().post(&steps(&batch)).json(&json!({ "action": "approve" })).seen(&batch).await;
    assert_eq!(unasked.refused(409, "batch_not_ready")["facts"]["unmet"], 2);
    let early = w.office_head().post(&steps(&batch)).json(&json!({ "action": "issue" })).seen(&batch).await;
    early.refused(409, "step_not_possible");
    w.office_staff().post("/batches").json(&json!({ "plan_id": Uuid::nil(), "title": "" })).await.wrong_fields();
    let foreign = w.reporter("海淀区").get(&path("batches", &batch)).await;
    let missing = w.reporter("海淀区").get(&format!("/batches/{}", Uuid::now_v7())).await;
    assert_eq!((foreign.status, foreign.bytes), (404, missing.bytes));
}

#[tokio::test]
async fn every_unmet_guard_is_listed_with_its_place_and_stops_the_step() {
    let w = World::new().await;
    let mut new = w.new_task("市科委").await;
    new["clause_ids"] = json!([w.clause(28, 1).await]);
    new["milestones"] = json!([{ "title": "节点", "due_on": "2026-06-30", "weight": 40 }]);
    let half = w.office_staff().post("/tasks").json(&new).await.expect(201);
    new["milestones"] = json!([]);
    w.office_staff().post("/tasks").json(&new).await.expect(201);
    let begin = json!({ "plan_id": w.plan().await, "title": "智能装备", "measure_ids": [w.measure(28).await] });
    let batch = w.office_staff().post("/batches").json(&begin).await.expect(201);
    let open = w.number("select count(*) - 1 as it from clause c join measure m on m.id = c.measure_id where m.number = 28 and c.number > 0").await;
    let unmet = batch["unmet"].as_array().unwrap();
    let of = |code: &str| unmet.iter().filter(|each| each["code"] == code).collect::<Vec<_>>();
    assert_eq!(i64::try_from(of("clause_open").len()).unwrap(), open);
    assert!(of("clause_open")[0]["clause"]["key"].as_str().unwrap().contains("M28"));
    assert_eq!((&of("weights_off")[0]["task_id"], &of("weights_off")[0]["sum"]), (&half["id"], &json!(40)));
    assert_eq!(of("milestone_missing").len(), 1);
    let refused = w.office_staff().post(&steps(&batch)).json(&consult()).seen(&batch).await;
    assert_eq!(refused.refused(409, "batch_not_ready")["facts"]["unmet"], json!(unmet.len()));
    let button = &batch["actions"][0];
    assert_eq!((&button["action"], &button["allowed"]), (&json!("consult"), &json!(false)));
}

#[tokio::test]
async fn a_whole_plan_needs_every_clause_and_acting_heading() {
    let w = World::new().await;
    w.drafted("市科委").await;
    let batch = w.office_staff().post("/batches").json(&json!({ "plan_id": w.plan().await, "title": "全方案" })).await;
    let batch = batch.expect(201);
    assert_eq!((&batch["scope"], &batch["clauses_total"]), (&json!("WHOLE_PLAN"), &json!(191)));
    assert_eq!(codes(&batch), ["clause_open"; 190]);
    w.sql("update clause set not_decomposed_reason = '由国家部委直接推进' where number > 0").await;
    let batch = w.office_staff().get(&path("batches", &batch)).await.expect(200);
    assert_eq!(codes(&batch), ["clause_open"; 5], "the five acting headings are left");
    w.sql("update clause set not_decomposed_reason = '由正文各句落实' where number = 0").await;
    let batch = w.office_staff().get(&path("batches", &batch)).await.expect(200);
    assert_eq!(codes(&batch), Vec::<&str>::new());
}

#[tokio::test]
async fn units_see_and_comment_their_own_tasks_only() {
    let w = World::new().await;
    let mut other = w.new_task("海淀区").await;
    other["clause_ids"] = json!([w.clause(SMALL, 1).await]);
    w.office_staff().post("/tasks").json(&other).await.expect(201);
    let batch = w.consulted_batch().await;
    assert_eq!(batch["tasks"].as_array().unwrap().len(), 2);
    let seen = w.reviewer("市经信局").get(&path("batches", &batch)).await.expect(200);
    let tasks = seen["tasks"].as_array().unwrap();
    assert_eq!((tasks.len(), &tasks[0]["may_comment"]), (1, &json!(true)));
    assert_eq!((&seen["unmet"], &seen["silent_units"]), (&json!([]), &json!([])), "the office's own lists");
    let reader = w.reporter("市经信局").get(&path("batches", &batch)).await.expect(200);
    assert_eq!(reader["tasks"][0]["may_comment"], false);
    let accept = json!({ "verdict": "ACCEPT" });
    w.reporter("市经信局").post(&comments(&batch)).json(&accept).await.refused(403, "forbidden");
    let foreign =
        batch["tasks"].as_array().unwrap().iter().find(|task| task["lead"]["short_name"] == "海淀区").unwrap();
    let not_mine = json!({ "verdict": "ACCEPT", "task_ids": [foreign["id"]] });
    assert_eq!(w.reviewer("市科委").post(&comments(&batch)).json(&not_mine).await.wrong_fields(), ["/task_ids/0"]);
    w.reviewer("市科委").post(&comments(&batch)).json(&accept).await.expect(200);
    let other_unit = w.reviewer("市经信局").get(&path("batches", &batch)).await.expect(200);
    assert_eq!(other_unit["tasks"][0]["comments"], json!([]), "a unit hears itself alone");
    let office = w.office_staff().get(&path("batches", &batch)).await.expect(200);
    assert_eq!(office["silent_units"], json!(["市经信局", "海淀区"]));
}

#[tokio::test]
async fn a_proposal_is_adopted_in_parts_and_the_consent_to_the_old_words_ends() {
    let w = World::new().await;
    let batch = w.consulted_batch().await;
    w.reviewer("市经信局").post(&comments(&batch)).json(&json!({ "verdict": "ACCEPT" })).await.expect(200);
    let proposal = json!({ "verdict": "PROPOSE", "task_ids": [task(&batch)["id"]], "reason": "产线在市经信局所属园区",
        "change": { "lead_org_id": w.organisation("海淀区").await, "due_on": "2027-03-31" } });
    let said = w.unit_leader("市科委").post(&comments(&batch)).json(&proposal).await.expect(200);
    let comment = task(&said)["comments"][0].clone();
    assert_eq!((&comment["state"], &comment["change"]["due_on"]), (&json!("OPEN"), &json!("2027-03-31")));
    let staff = w.office_staff();
    let batch = staff.get(&path("batches", &batch)).await.expect(200);
    assert_eq!(codes(&batch), ["comments_unanswered"]);
    let answers = format!("{}/answers", path("batches", &batch));
    let answer = |action: &str, fields: Value, words: Value| {
        json!({ "comment_id": comment["id"], "comment_version": comment["version"], "action": action,
            "fields": fields, "answer": words })
    };
    let wordless = staff.post(&answers).json(&answer("decline", Value::Null, Value::Null)).await;
    assert_eq!(wordless.wrong_fields(), ["/answer"]);
    let strange = staff.post(&answers).json(&answer("adopt", json!(["title"]), json!("同意"))).await;
    assert_eq!(strange.wrong_fields(), ["/fields/0"]);
    let mut stale = answer("adopt", Value::Null, Value::Null);
    stale["comment_version"] = json!(7);
    staff.post(&answers).json(&stale).await.refused(412, "stale");
    let partly = answer("adopt", json!(["due_on"]), json!("时限采纳，牵头单位按方案分工不变"));
    let batch = staff.post(&answers).json(&partly).await.expect(200);
    let now = task(&batch);
    assert_eq!((&now["due_on"], &now["lead"]["short_name"]), (&json!("2027-03-31"), &json!("市科委")));
    assert_eq!(batch["silent_units"], json!(["市经信局"]), "it agreed to other words");
    staff.post(&answers).json(&partly).await.refused(409, "comment_answered");
    let again = w.unit_leader("市科委").post(&comments(&batch)).json(&proposal).await;
    again.refused(409, "comment_answered");
    let change = staff.get(&format!("{}/diff", path("batches", &batch))).await.expect(200);
    let fields: Vec<&Value> = change["changed"][0]["changes"].as_array().unwrap().iter().collect();
    assert_eq!(fields, [&json!({ "field": "due_on", "before": ["2026-12-31"], "after": ["2027-03-31"] })]);
}

#[tokio::test]
async fn a_proposal_names_what_is_wrong_with_it() {
    let w = World::new().await;
    let batch = w.consulted_batch().await;
    let unit = w.reviewer("市科委");
    let ask = async |body: Value| unit.post(&comments(&batch)).json(&body).await.wrong_fields();
    let id = &task(&batch)["id"];
    assert_eq!(ask(json!({ "verdict": "PROPOSE" })).await, ["/task_ids", "/reason", "/change"]);
    let change = json!({ "lead_org_id": Uuid::nil(), "due_on": "1999-01-01", "title": " " });
    let wrong = ask(json!({ "verdict": "PROPOSE", "task_ids": [id], "reason": "因", "change": change })).await;
    assert_eq!(wrong, ["/change/title", "/change/due_on", "/change/lead_org_id"]);
    assert_eq!(ask(json!({ "verdict": "ACCEPT", "change": { "title": "改名" } })).await, ["/change"]);
}

#[tokio::test]
async fn silence_is_consent_after_the_last_day() {
    let w = World::new().await;
    let batch = w.consulted_batch().await;
    let submit = json!({ "action": "submit" });
    w.office_staff().post(&steps(&batch)).json(&submit).seen(&batch).await.refused(409, "batch_not_ready");
    w.travel_to("2026-03-14").await;
    let batch = w.step_of_batch(&w.office_staff(), &batch, submit).await;
    let late = w.reviewer("市科委").post(&comments(&batch)).json(&json!({ "verdict": "ACCEPT" })).await;
    late.refused(409, "consultation_closed");
    let back = json!({ "action": "return", "comment": "请与市经信局再协商" });
    let batch = w.step_of_batch(&w.leader(), &batch, back).await;
    assert_eq!((&batch["state"], &batch["submitted_at"]), (&json!("CONSULTING"), &Value::Null));
}

#[tokio::test]
async fn tasks_stand_still_while_units_are_asked_and_are_issued_only_together() {
    let w = World::new().await;
    let batch = w.batch().await;
    let (staff, place) = (w.office_staff(), path("tasks", task(&batch)));
    let drafted = staff.get(&place).await.expect(200);
    let changed = staff.patch(&place).json(&json!({ "title": "居留证件便利化" })).seen(&drafted).await.expect(200);
    w.office_head()
        .post(&format!("{place}/transitions"))
        .json(&json!({ "action": "issue" }))
        .seen(&changed)
        .await
        .refused(409, "issued_with_batch");
    let batch = staff.get(&path("batches", &batch)).await.expect(200);
    w.step_of_batch(&staff, &batch, consult()).await;
    let change = json!({ "title": "另一个名称" });
    staff.patch(&place).json(&change).seen(&changed).await.refused(409, "task_in_consultation");
    let milestone = path("milestones", &changed["milestones"][0]);
    staff.delete(&milestone).header("if-match", "\"1\"").await.refused(409, "task_in_consultation");
    let alone = w.drafted("市科委").await;
    let issue = json!({ "action": "issue" });
    let steps = format!("{}/transitions", path("tasks", &alone));
    w.office_head().post(&steps).json(&issue).seen(&alone).await.refused(409, "issue_needs_batch");
}

#[tokio::test]
async fn all_tasks_are_issued_or_none() {
    let w = World::new().await;
    let mut second = w.new_task("海淀区").await;
    second["clause_ids"] = json!([w.clause(SMALL, 1).await]);
    w.office_staff().post("/tasks").json(&second).await.expect(201);
    let batch = w.approved_batch_of_silence().await;
    // The last of the two cannot be issued: the database stands for whatever may go wrong half-way.
    w.sql("create function stop() returns trigger language plpgsql as $$ begin
               if new.state = 'PENDING_SIGNOFF' and new.lead_org_id = (select id from organisation where code = 'hd') then
                   raise exception 'no'; end if; return new; end $$;
           create trigger stop before update on task for each row execute function stop()")
        .await;
    let issue = json!({ "action": "issue" });
    assert_eq!(w.office_head().post(&steps(&batch)).json(&issue).seen(&batch).await.status, 500);
    assert_eq!(w.number("select count(*) as it from task where state = 'PENDING_SIGNOFF'").await, 0);
    w.sql("drop trigger stop on task").await;
    w.step_of_batch(&w.office_head(), &batch, issue).await;
    assert_eq!(w.number("select count(*) as it from task where state = 'PENDING_SIGNOFF'").await, 2);
}

impl World {
    async fn approved_batch_of_silence(&self) -> Value {
        let batch = self.consulted_batch().await;
        self.travel_to("2026-03-16").await;
        let batch = self.step_of_batch(&self.office_staff(), &batch, json!({ "action": "submit" })).await;
        self.step_of_batch(&self.leader(), &batch, json!({ "action": "approve" })).await
    }
}

#[tokio::test]
async fn a_revision_keeps_the_old_version_and_shows_what_changed() {
    let w = World::new().await;
    let batch = w.approved_batch().await;
    let batch = w.step_of_batch(&w.office_head(), &batch, json!({ "action": "issue" })).await;
    let revise = json!({ "action": "revise", "comment": "增加一项任务" });
    let batch = w.step_of_batch(&w.office_staff(), &batch, revise).await;
    assert_eq!((&batch["state"], &batch["revision"]), (&json!("DRAFT"), &json!(2)));
    let mut new = w.new_task("海淀区").await;
    new["clause_ids"] = json!([w.clause(SMALL, 1).await]);
    let added = w.office_staff().post("/tasks").json(&new).await.expect(201);
    let place = path("batches", &batch);
    let batch = w.office_staff().get(&place).await.expect(200);
    assert_eq!(batch["drafts_outside"], json!([added["id"]]));
    let ids = |batch: &Value| -> Vec<Value> {
        batch["tasks"].as_array().unwrap().iter().map(|task| task["id"].clone()).collect()
    };
    let only = w.office_staff().patch(&place).json(&json!({ "task_ids": [added["id"]] })).seen(&batch).await;
    assert_eq!(only.wrong_fields(), ["/task_ids"], "what was issued stays in its batch");
    let mut all = ids(&batch);
    all.push(added["id"].clone());
    let batch = w.office_staff().patch(&place).json(&json!({ "task_ids": all })).seen(&batch).await.expect(200);
    let versions: Vec<&Value> =
        batch["versions"].as_array().unwrap().iter().map(|version| &version["occasion"]).collect();
    assert_eq!(versions, ["CONSULTED", "APPROVED", "REVISED"]);
    let change = w.office_staff().get(&format!("{place}/diff?from=2")).await.expect(200);
    assert_eq!((&change["added"][0]["id"], &change["unchanged"]), (&added["id"], &json!(1)));
    let kept = w.office_staff().get(&format!("{place}/diff?from=1&to=2")).await.expect(200);
    assert_eq!((&kept["added"], &kept["changed"]), (&json!([]), &json!([])));
    let wrong = w.office_staff().get(&format!("{place}/diff?from=9")).await;
    assert_eq!(wrong.wrong_fields(), ["/from"]);
    w.office_staff().delete(&place).seen(&batch).await.refused(409, "batch_kept");
    let refused = w.try_sql("update batch_version set frozen_by = 'x'").await.unwrap_err();
    assert!(refused.contains("never changed"), "{refused}");
}

#[tokio::test]
async fn a_batch_nobody_saw_is_taken_back_and_its_tasks_may_be_issued_alone() {
    let w = World::new().await;
    let batch = w.batch().await;
    let place = path("batches", &batch);
    w.office_staff().delete(&place).await.refused(428, "version_missing");
    w.office_staff().delete(&place).seen(&batch).await.expect(204);
    w.office_staff().get(&place).await.refused(404, "not_found");
    let task = w.office_staff().get(&path("tasks", task(&batch))).await.expect(200);
    assert_eq!(w.step_of_task(&w.office_head(), &task, json!({ "action": "issue" })).await["state"], "PENDING_SIGNOFF");
}

#[tokio::test]
async fn a_task_is_in_one_batch() {
    let w = World::new().await;
    let first = w.batch().await;
    let begin = json!({ "plan_id": w.plan().await, "title": "第二批", "measure_ids": [w.measure(28).await] });
    let second = w.office_staff().post("/batches").json(&begin).await.expect(201);
    let take = json!({ "task_ids": [task(&first)["id"]] });
    let wrong = w.office_staff().patch(&path("batches", &second)).json(&take).seen(&second).await;
    assert_eq!(wrong.wrong_fields(), ["/task_ids/0"]);
}

#[tokio::test]
async fn a_step_is_taken_once_whatever_is_repeated() {
    let w = World::new().await;
    let batch = w.batch().await;
    let staff = w.office_staff();
    let once = staff.post(&steps(&batch)).json(&consult()).seen(&batch).key("once").await.expect(200);
    let twice = staff.post(&steps(&batch)).json(&consult()).seen(&batch).key("once").await;
    assert_eq!(twice.header("idempotency-replayed"), Some("true"));
    assert_eq!(twice.expect(200)["version"], once["version"]);
    staff.post(&steps(&batch)).json(&consult()).seen(&batch).await.refused(412, "stale");
    assert_eq!(w.number("select count(*) as it from batch_version").await, 1);
}

#[tokio::test]
async fn what_waits_in_a_batch_stands_in_the_work_of_those_it_waits_for() {
    let w = World::new().await;
    let kinds = async |who: &Caller| -> Vec<String> {
        let work = who.get("/work").await.expect(200);
        let waiting = work["waiting"].as_array().unwrap().iter();
        waiting.filter(|item| !item["batch"].is_null()).map(|item| item["kind"].as_str().unwrap().to_owned()).collect()
    };
    let batch = w.consulted_batch().await;
    let unit = w.reviewer("市科委");
    assert_eq!(kinds(&unit).await, ["BATCH_TO_COMMENT"]);
    assert_eq!(unit.get("/me").await.expect(200)["counts"]["work"], 1);
    assert_eq!(kinds(&w.reporter("市科委")).await, Vec::<String>::new());
    let proposal = json!({ "verdict": "PROPOSE", "task_ids": [task(&batch)["id"]], "reason": "时间偏紧",
        "change": { "due_on": "2027-03-31" } });
    let said = unit.post(&comments(&batch)).json(&proposal).await.expect(200);
    assert_eq!(kinds(&unit).await, Vec::<String>::new());
    assert_eq!(kinds(&w.office_staff()).await, ["BATCH_TO_ANSWER"]);
    let comment = &task(&said)["comments"][0];
    let decline = json!({ "comment_id": comment["id"], "comment_version": comment["version"], "action": "decline",
        "answer": "按方案期末倒排，不宜推迟" });
    let batch = w.office_staff().post(&format!("{}/answers", path("batches", &batch))).json(&decline).await.expect(200);
    w.reviewer("市经信局").post(&comments(&batch)).json(&json!({ "verdict": "ACCEPT" })).await.expect(200);
    assert_eq!(kinds(&w.leader()).await, Vec::<String>::new());
    let batch = w.step_of_batch(&w.office_staff(), &batch, json!({ "action": "submit" })).await;
    assert_eq!(kinds(&w.leader()).await, ["BATCH_TO_APPROVE"]);
    w.step_of_batch(&w.leader(), &batch, json!({ "action": "approve" })).await;
    assert_eq!((kinds(&w.leader()).await, kinds(&w.office_head()).await), (vec![], vec!["BATCH_TO_ISSUE".to_owned()]));
}

#[tokio::test]
async fn a_supporter_that_becomes_the_lead_supports_no_more() {
    let w = World::new().await;
    let batch = w.consulted_batch().await;
    let proposal = json!({ "verdict": "PROPOSE", "task_ids": [task(&batch)["id"]], "reason": "产线在市经信局所属园区",
        "change": { "lead_org_id": w.organisation("市经信局").await } });
    let said = w.reviewer("市经信局").post(&comments(&batch)).json(&proposal).await.expect(200);
    let comment = &task(&said)["comments"][0];
    let adopt = json!({ "comment_id": comment["id"], "comment_version": comment["version"], "action": "adopt" });
    let batch = w.office_staff().post(&format!("{}/answers", path("batches", &batch))).json(&adopt).await.expect(200);
    let now = task(&batch);
    assert_eq!((&now["lead"]["short_name"], &now["supporting"]), (&json!("市经信局"), &json!([])));
    w.reviewer("市科委").get(&path("batches", &batch)).await.refused(404, "not_found");
}
