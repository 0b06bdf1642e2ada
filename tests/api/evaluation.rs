//! Third-party evaluation: the way of a round, independence, the freeze, score sheets and results.

use std::future::IntoFuture;

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    story::path,
    world::{World, morning},
};

const EVALUATORS: [&str; 4] = ["eval.evaluator", "eval.two", "eval.three", "eval.four"];

fn commissioner(w: &World) -> Caller {
    w.person("miit.commissioner")
}

fn lead(w: &World) -> Caller {
    w.person("eval.lead")
}

/// Reads a round as somebody sees it.
async fn seen(who: &Caller, round: &Value) -> Value {
    who.get(&path("rounds", round)).await.expect(200)
}

async fn step(who: &Caller, round: &Value, action: &str) -> Answer {
    let now = seen(who, round).await;
    let step = json!({ "action": action, "comment": "按程序办理" });
    who.post(&format!("{}/transitions", path("rounds", round))).json(&step).seen(&now).await
}

/// A round over these measures, set up by the commissioner.
pub async fn created(w: &World, name: &str, measures: &[i64]) -> Value {
    let ids = measures.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let ids: Vec<Value> = w
        .rows(&format!("select id::text as it from measure where number in ({ids}) order by ord"))
        .await
        .into_iter()
        .map(|row| row["it"].clone())
        .collect();
    let new = json!({ "plan_id": w.plan().await, "kind": "ANNUAL", "name": name, "measure_ids": ids,
        "commissioning_org_id": w.organisation("工信部").await });
    commissioner(w).post("/rounds").json(&new).await.expect(201)
}

/// Everything that is set up before declarations, as it stands in this round or would.
pub fn set_up(round: &Value) -> Value {
    let members = round["team"]["members"].as_array().unwrap().iter().map(|member| {
        json!({ "account_id": member["person"]["id"], "speciality": member["speciality"], "from_on": member["from_on"],
            "to_on": member["to_on"] })
    });
    json!({ "name": round["name"], "agency_org_id": round["agency"]["id"], "lead_id": round["team"]["lead"]["id"],
        "selection": round["team"]["selection"], "members": members.collect::<Vec<_>>(), "criteria": round["criteria"],
        "rules": round["rules"], "freeze_at": round["freeze_at"], "scoring_until": round["scoring_until"] })
}

async fn setting(w: &World) -> Value {
    let members = EVALUATORS.iter().enumerate().map(|(place, login)| {
        json!({ "account_id": w.person(login).account(), "speciality": if place % 2 == 0 { "DOMAIN" } else { "EVALUATION" },
            "from_on": "2026-03-01", "to_on": "2026-12-31" })
    });
    json!({
        "agency_org_id": w.organisation("评估中心").await,
        "lead_id": lead(w).account(),
        "selection": { "method": "公开招标", "candidates": ["评估中心", "另一家机构"], "panel": "五人评审小组",
            "result": "综合得分第一", "contract_from": "2026-03-01", "contract_to": "2026-12-31", "price_yuan": 980_000,
            "confidentiality_pledge": true },
        "members": members.collect::<Vec<_>>(),
        "freeze_at": "2026-04-10T16:00:00Z",
        "scoring_until": "2026-04-24T16:00:00Z",
    })
}

/// Up to 回避申报; everybody has declared that nothing binds them.
pub async fn declaring(w: &World, name: &str, measures: &[i64]) -> Value {
    let round = created(w, name, measures).await;
    step(&commissioner(w), &round, "select").await.expect(200);
    let now = seen(&commissioner(w), &round).await;
    commissioner(w).patch(&path("rounds", &round)).json(&setting(w).await).seen(&now).await.expect(200);
    step(&commissioner(w), &round, "design").await.expect(200);
    step(&commissioner(w), &round, "open_declarations").await.expect(200);
    for login in EVALUATORS {
        declare(w, login, &round, json!([]), json!([])).await.expect(200);
    }
    round
}

async fn declare(w: &World, login: &str, round: &Value, employers: Value, conflicts: Value) -> Answer {
    let place = format!("{}/declarations", path("rounds", round));
    let signed = json!({ "employers": employers, "conflicts": conflicts, "pledge": true });
    w.person(login).post(&place).json(&signed).await
}

async fn assign(w: &World, round: &Value, measure: usize, logins: &[&str]) -> Answer {
    let measure = &round["scope"][measure]["id"];
    let seats = logins.iter().map(|login| json!({ "measure_id": measure, "evaluator_id": w.person(login).account() }));
    let seats = json!({ "seats": seats.collect::<Vec<_>>() });
    lead(w).post(&format!("{}/assignments", path("rounds", round))).json(&seats).await
}

async fn tie(w: &World, round: &Value, tie: Value) -> Answer {
    lead(w).post(&format!("{}/ties", path("rounds", round))).json(&tie).await
}

/// The first three evaluators score the only measure; it is the tenth of April and everything is frozen.
pub async fn scoring(w: &World, name: &str) -> Value {
    let round = declaring(w, name, &[28]).await;
    assign(w, &round, 0, &EVALUATORS[..3]).await.expect(201);
    w.travel_to("2026-04-11").await;
    step(&lead(w), &round, "start_scoring").await.expect(200);
    round
}

/// The only sheet of this evaluator in the round.
pub async fn sheet(w: &World, login: &str, round: &Value) -> Value {
    let who = w.person(login);
    let mine = who.get(&format!("{}/assignments", path("rounds", round))).await.expect(200);
    let id = mine["items"][0]["assignments"][0]["sheet"]["id"].as_str().unwrap().to_owned();
    who.get(&format!("/scoresheets/{id}")).await.expect(200)
}

/// A sheet with these scores; −1 stands for 不适用.
pub fn content(scores: [i64; 5]) -> Value {
    let codes = ["completion", "quality", "evidence", "timeliness", "coordination"];
    let opinions = codes.iter().zip(scores).map(|(code, score)| {
        json!({ "code": code, "score": Some(score).filter(|score| *score >= 0), "not_applicable": score < 0,
            "reason": "见工作底稿" })
    });
    json!({ "opinions": opinions.collect::<Vec<_>>(), "working_paper": "量产尚处中试阶段", "marks": {} })
}

pub async fn saved(w: &World, login: &str, round: &Value, scores: [i64; 5]) -> Value {
    let sheet = sheet(w, login, round).await;
    w.person(login).put(&path("scoresheets", &sheet)).json(&content(scores)).seen(&sheet).await.expect(200)
}

pub async fn handed_in(w: &World, login: &str, round: &Value, scores: [i64; 5]) -> Value {
    let sheet = saved(w, login, round, scores).await;
    let place = format!("{}/submission", path("scoresheets", &sheet));
    w.person(login).post(&place).json(&json!({ "confirm": true })).seen(&sheet).await.expect(200)
}

/// For the scene: a round over measure 28 that was released, with the sheet of its first evaluator.
pub async fn released(w: &World) -> (Value, Value) {
    let round = declaring(w, "年度评估（场景）", &[28]).await;
    assign(w, &round, 0, &EVALUATORS[..3]).await.expect(201);
    let sheet = sheet(w, EVALUATORS[0], &round).await;
    w.sql(&format!(
        "update evaluation_round set state = 'FINAL', frozen_at = freeze_at, frozen_hash = repeat('a', 64),
            released_at = scoring_until, release_hash = repeat('b', 64) where id = '{}'",
        round["id"].as_str().unwrap()
    ))
    .await;
    (seen(&commissioner(w), &round).await, sheet)
}

fn refused_step<'a>(round: &'a Value, action: &str) -> &'a Value {
    let actions = round["actions"].as_array().unwrap();
    &actions.iter().find(|one| one["action"] == action).unwrap()["refused"]["code"]
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told at once")]
async fn a_round_is_played_from_its_preparation_to_released_results() {
    let w = World::new().await;
    w.approved("市科委").await;
    let round = scoring(&w, "2026 年度评估").await;
    // Example 1 of docs/evaluation.md.
    handed_in(&w, "eval.evaluator", &round, [88, 85, 92, 80, 70]).await;
    handed_in(&w, "eval.two", &round, [85, 82, 90, 75, 65]).await;
    handed_in(&w, "eval.three", &round, [80, 78, 85, 90, 80]).await;
    let results = format!("{}/results", path("rounds", &round));
    let everybody = ["city.leader", "office.head", "kw.leader", "miit.commissioner", "eval.lead", "eval.two"];
    for login in everybody {
        w.person(login).get(&results).await.refused(404, "not_found");
    }
    assert_eq!(refused_step(&seen(&lead(&w), &round).await, "verify"), "round_not_due");
    step(&lead(&w), &round, "verify").await.refused(409, "round_not_due");
    w.travel_to("2026-04-25").await;
    step(&lead(&w), &round, "verify").await.expect(200);
    step(&lead(&w), &round, "reconcile").await.expect(200);
    // Opened to those who gave the scores, and to nobody else.
    for (login, status) in
        [("eval.lead", 200), ("eval.two", 200), ("eval.four", 200), ("city.leader", 404), ("miit.commissioner", 404)]
    {
        assert_eq!(w.person(login).get(&results).await.status, status, "{login}");
    }
    assert_eq!(w.person("eval.four").get(&results).await.expect(200)["measures"], json!([]), "she evaluated nothing");
    step(&lead(&w), &round, "draft").await.expect(200);
    assert_eq!(commissioner(&w).get(&results).await.status, 200, "the commissioner reads the draft");
    let commented = step(&lead(&w), &round, "open_comments").await.expect(200);
    assert_eq!(commented["comments_until"], "2026-05-12T16:00:00Z", "ten working days, holidays of May not counted");
    step(&lead(&w), &round, "release").await.refused(409, "round_not_due");
    let before = w.number("select count(*) as it from audit_event where object_type = 'scoresheet'").await;
    assert_eq!(before, 0);
    w.travel_to("2026-05-13").await;
    let released = step(&lead(&w), &round, "release").await.expect(200);

    let found = w.leader().get(&results).await.expect(200);
    let measure = &found["measures"][0];
    assert_eq!(
        (&measure["score"], &measure["grade"], &measure["totals"]),
        (&json!(83.0), &json!("GOOD"), &json!([81.25, 82.0, 85.25]))
    );
    assert_eq!(measure["criteria"][0]["scores"], json!([80, 85, 88]));
    assert_eq!((&measure["is_apart"], &found["grades"]["good"]), (&json!(false), &json!(1)));
    assert_eq!((&found["is_part"], &found["release_hash"]), (&json!(false), &released["release_hash"]));
    assert!(found["alpha"].as_f64().is_some_and(|alpha| alpha < 1.0), "{found}");
    let recomputed = w
        .one("select encode(sha256(convert_to(string_agg(hash, E'\\n' order by id), 'UTF8')), 'hex') as it from scoresheet where state = 'SUBMITTED'")
        .await;
    assert_eq!(found["release_hash"], json!(recomputed));
    assert_eq!(w.unit_leader("市科委").get(&results).await.expect(200)["measures"].as_array().unwrap().len(), 1);
    assert_eq!(
        w.unit_leader("海淀区").get(&results).await.expect(200)["measures"],
        json!([]),
        "units read what they lead"
    );
    let opened = w.audit_admin().get("/audit-events?object_type=scoresheet").await.expect(200);
    assert_eq!(opened["total"], 6, "three saved, three handed in, all of it in the trail now");

    step(&commissioner(&w), &round, "deliver").await.expect(200);
    let archived = step(&commissioner(&w), &round, "archive").await.expect(200);
    assert_eq!((&archived["state"], &archived["actions"]), (&json!("ARCHIVED"), &json!([])));
    assert_eq!(archived["history"].as_array().unwrap().len(), 12, "every step but that of the clock");
}

#[tokio::test]
async fn each_step_is_taken_by_those_whose_it_is() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let round = created(&w, "年度评估", &[28]).await;
    assert_eq!(round["commissioner_evaluated"], json!([]));
    for who in [lead(&w), w.office_head(), w.leader(), w.evaluator()] {
        step(&who, &round, "select").await.refused(403, "forbidden");
    }
    step(&commissioner(&w), &round, "select").await.expect(200);
    step(&commissioner(&w), &round, "design").await.refused(409, "round_not_selected");
    let now = seen(&commissioner(&w), &round).await;
    let mut setting = setting(&w).await;
    setting["members"] = json!([]);
    commissioner(&w).patch(&path("rounds", &round)).json(&setting).seen(&now).await.expect(200);
    commissioner(&w).patch(&path("rounds", &round)).json(&setting).seen(&now).await.refused(412, "stale");
    step(&commissioner(&w), &round, "design").await.expect(200);
    step(&commissioner(&w), &round, "open_declarations").await.refused(409, "round_too_few_members");
    step(&commissioner(&w), &round, "freeze").await.refused(403, "forbidden");
    step(&commissioner(&w), &round, "start_scoring").await.refused(403, "forbidden");
    let cancelled = step(&commissioner(&w), &round, "cancel").await.expect(200);
    assert_eq!(cancelled["state"], "CANCELLED");
    let twice = json!({ "plan_id": w.plan().await, "kind": "ANNUAL", "name": "年度评估",
        "commissioning_org_id": w.organisation("工信部").await });
    commissioner(&w).post("/rounds").json(&twice).await.refused(409, "duplicate");
}

#[tokio::test]
async fn a_commissioner_that_leads_a_task_itself_is_named() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let new = json!({ "plan_id": w.plan().await, "kind": "ANNUAL", "name": "自评自查",
        "commissioning_org_id": w.organisation("市科委").await });
    let round = commissioner(&w).post("/rounds").json(&new).await.expect(201);
    assert_eq!((&round["commissioner_evaluated"], round["scope"].as_array().unwrap().len()), (&json!([28]), 50));
}

#[tokio::test]
async fn criteria_are_locked_once_declarations_begin() {
    let w = World::new().await;
    let round = created(&w, "年度评估", &[28]).await;
    let mut criteria = round["criteria"].clone();
    criteria[0]["weight"] = json!(39);
    let change = |criteria: &Value| json!({ "criteria": criteria });
    let place = path("rounds", &round);
    let refused = commissioner(&w).patch(&place).json(&change(&criteria)).seen(&round).await.refused(422, "invalid");
    assert_eq!(refused["errors"][0]["code"], "weights_not_hundred");
    criteria[1]["weight"] = json!(26);
    let changed = commissioner(&w).patch(&place).json(&change(&criteria)).seen(&round).await.expect(200);
    assert_eq!((&changed["criteria_version"], &changed["criteria_locked_at"]), (&json!(2), &json!(null)));
    let locked = declaring(&w, "第二轮", &[28]).await;
    let now = seen(&commissioner(&w), &locked).await;
    assert_eq!(now["criteria_locked_at"], now["history"][0]["at"]);
    let again = commissioner(&w).patch(&path("rounds", &locked)).json(&change(&criteria)).seen(&now).await;
    again.refused(409, "round_settled");
}

#[tokio::test]
async fn nobody_evaluates_what_they_are_bound_to() {
    let w = World::new().await;
    w.approved("市科委").await;
    let round = declaring(&w, "年度评估", &[28]).await;
    let kw = w.organisation("市科委").await;
    let two = w.person("eval.two").account();
    let left = |day: &str| json!({ "kind": "EMPLOYER", "account_id": two, "organisation_id": kw, "to_on": day, "reason": "人事档案" });
    // It is March 2026: 36 months back is March 2023.
    tie(&w, &round, left("2023-03-01")).await.expect(200);
    assign(&w, &round, 0, &["eval.two"]).await.expect(201);
    let told = tie(&w, &round, left("2023-04-30")).await.expect(200);
    assert_eq!(told["state"], "DECLARING");
    let panel = lead(&w).get(&format!("{}/assignments", path("rounds", &round))).await.expect(200);
    let seat = &panel["items"][0]["assignments"][0];
    assert_eq!((&seat["is_recused"], &seat["sheet"]), (&json!(true), &json!(null)), "the record stays");
    assert!(seat["recused_because"].as_str().unwrap().contains("市科委"));

    let measure = round["scope"][0]["id"].clone();
    declare(&w, "eval.three", &round, json!([]), json!([{ "measure_id": measure, "reason": "亲属参与" }]))
        .await
        .expect(200);
    let refused = assign(&w, &round, 0, &["eval.three"]).await.refused(409, "evaluator_conflict");
    assert!(refused["detail"].as_str().unwrap().contains("本人申报了这条举措"), "{refused}");
    w.sql(&format!("update evidence set uploaded_by = '{}'", w.person("eval.four").account())).await;
    assign(&w, &round, 0, &["eval.four"]).await.refused(409, "evaluator_conflict");
    // The whole agency is bound to its client.
    assign(&w, &round, 0, &["eval.evaluator"]).await.expect(201);
    tie(&w, &round, json!({ "kind": "CLIENT", "organisation_id": kw, "from_on": "2026-01-01", "reason": "咨询合同" }))
        .await
        .expect(200);
    let proposal = lead(&w).get(&format!("{}/proposal", path("rounds", &round))).await.expect(200);
    assert_eq!((&proposal["unfilled"], proposal["items"][0]["barred"].as_array().unwrap().len()), (&json!(1), 4));
    assert_eq!(w.number("select count(*) as it from evaluation_assignment where state = 'ACTIVE'").await, 0);
}

#[tokio::test]
async fn who_moved_from_a_unit_to_the_agency_brings_the_old_employer_along() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let (kw, agency) = (w.organisation("市科委").await, w.organisation("评估中心").await);
    let two = w.person("eval.two").account();
    for organisation in [&kw, &agency] {
        w.sql(&format!(
            "update account set organisation_id = '{organisation}', updated_at = '2026-03-01' where id = '{two}'"
        ))
        .await;
    }
    let round = declaring(&w, "年度评估", &[28]).await;
    assign(&w, &round, 0, &["eval.two"]).await.refused(409, "evaluator_conflict");
}

#[tokio::test]
async fn a_conflict_is_looked_for_again_when_a_sheet_is_handed_in() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let round = declaring(&w, "年度评估", &[28]).await;
    let jx = w.organisation("市经信局").await;
    let worked = json!([{ "organisation_id": jx, "from_on": "2020-01-01", "to_on": "2025-12-31" }]);
    declare(&w, "eval.two", &round, worked, json!([])).await.expect(200);
    assign(&w, &round, 0, &EVALUATORS[..3]).await.expect(201);
    w.travel_to("2026-04-11").await;
    step(&lead(&w), &round, "start_scoring").await.expect(200);
    let sheet = saved(&w, "eval.two", &round, [80, 80, 80, 80, 80]).await;
    w.sql(&format!(
        "insert into task_organisation (task_id, organisation_id, duty) values ('{}', '{jx}', 'SUPPORTING')",
        task["id"].as_str().unwrap()
    ))
    .await;
    let place = format!("{}/submission", path("scoresheets", &sheet));
    let submit = || w.person("eval.two").post(&place).json(&json!({ "confirm": true })).seen(&sheet);
    submit().await.refused(409, "evaluator_conflict");
    // A tie that becomes known after the sheet was handed in voids it; what was said is kept.
    let handed = handed_in(&w, "eval.three", &round, [80, 80, 80, 80, 80]).await;
    let three = w.person("eval.three");
    let known = json!({ "kind": "DECLARED", "account_id": three.account(), "measure_id": round["scope"][0]["id"], "reason": "举报核实" });
    tie(&w, &round, known).await.expect(200);
    let void = three.get(&path("scoresheets", &handed)).await.expect(200);
    assert_eq!(
        (&void["is_void"], &void["is_submitted"], &void["opinions"][0]["score"]),
        (&json!(true), &json!(true), &json!(80))
    );
}

#[tokio::test]
async fn a_panel_has_three_of_both_kinds_and_nobody_too_much() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let round = declaring(&w, "年度评估", &[28, 29]).await;
    assign(&w, &round, 0, &["eval.evaluator", "eval.three"]).await.expect(201);
    let panels = lead(&w).get(&format!("{}/assignments", path("rounds", &round))).await.expect(200);
    assert_eq!(panels["items"][0]["faults"], json!(["TOO_FEW", "EVEN", "NO_EVALUATION"]));
    let again = assign(&w, &round, 0, &["eval.three"]).await.refused(422, "invalid");
    assert_eq!(again["errors"][0]["code"], "duplicate");
    let much = assign(&w, &round, 1, &["eval.three"]).await.refused(422, "invalid");
    assert_eq!(much["errors"][0]["code"], "overloaded", "one of two measures is more than 40 percent of two");
    w.travel_to("2026-04-11").await;
    step(&lead(&w), &round, "start_scoring").await.refused(409, "round_unassigned");
    assign(&w, &round, 0, &["eval.two"]).await.expect(201);
    let proposal = lead(&w).get(&format!("{}/proposal", path("rounds", &round))).await.expect(200);
    let kept = |item: usize| {
        proposal["items"][item]["seats"].as_array().unwrap().iter().filter(|seat| seat["reason"] == "KEPT").count()
    };
    assert_eq!((kept(0), &proposal["items"][0]["faults"]), (3, &json!([])));
    assert_eq!(proposal["items"][1]["seats"][0]["reason"], "LEAST_LOADED");
}

#[tokio::test]
async fn what_comes_after_the_freeze_is_shown_and_does_not_count() {
    let w = World::new().await;
    w.approved("市科委").await;
    let round = declaring(&w, "年度评估", &[28]).await;
    assign(&w, &round, 0, &EVALUATORS[..3]).await.expect(201);
    w.travel_to("2026-04-10").await;
    assert_eq!(seen(&lead(&w), &round).await["state"], "DECLARING", "it is announced for midnight");
    // Handed in after midnight, before the house looked.
    w.app.clock.set(morning("2026-04-10"));
    w.sql("insert into evidence select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'title', '迟到的证明',
            'submitted_at', '2026-04-10T16:00:01Z'))).* from evidence e limit 1").await;
    w.travel_to("2026-04-11").await;
    let frozen = seen(&w.leader(), &round).await;
    assert_eq!((&frozen["state"], &frozen["frozen_at"]), (&json!("FROZEN"), &json!("2026-04-10T16:00:00Z")));
    assert_eq!(frozen["frozen_hash"].as_str().unwrap().len(), 64);
    let sheet = sheet(&w, "eval.two", &round).await;
    let late: Vec<&Value> =
        sheet["evidence"].as_array().unwrap().iter().filter(|one| one["after_freeze"] == true).collect();
    assert_eq!((late.len(), &late[0]["title"]), (1, &json!("迟到的证明")));
    assert_eq!(sheet["evidence"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&sheet["tasks"][0]["light"], sheet["measure"]["clauses"].as_array().unwrap().len() > 1),
        (&json!("ON_TRACK"), true)
    );
    let stored = w.one("select f.sha256 as it from evaluation_frozen f where kind = 'EVIDENCE'").await;
    assert_eq!(json!(stored), sheet["evidence"][0]["sha256"]);
    assert!(w.try_sql("delete from evaluation_frozen").await.is_err());
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told at once")]
async fn a_sheet_is_handed_in_whole_once_and_never_changes() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let round = scoring(&w, "年度评估").await;
    let who = w.person("eval.two");
    let first = sheet(&w, "eval.two", &round).await;
    let place = path("scoresheets", &first);
    assert_eq!(
        (&first["total"], first["open"].as_array().unwrap().len(), &first["may_write"]),
        (&json!(null), 5, &json!(true))
    );
    let mut half = content([95, 80, 80, 80, 80]);
    half["opinions"].as_array_mut().unwrap().pop();
    half["opinions"][0]["reason"] = json!("");
    let kept = who.put(&place).json(&half).seen(&first).key("save-1").await.expect(200);
    let twice = who.put(&place).json(&half).seen(&first).key("save-1").await;
    assert_eq!(
        (twice.header("idempotency-replayed"), twice.json()["version"].clone()),
        (Some("true"), kept["version"].clone())
    );
    who.put(&place).json(&half).seen(&first).await.refused(412, "stale");
    who.put(&place).json(&half).await.refused(428, "version_missing");
    let submit = format!("{place}/submission");
    let open = who.post(&submit).json(&json!({ "confirm": true })).seen(&kept).await.refused(422, "invalid");
    let found: Vec<&Value> = open["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(found, ["/opinions/completion/reason", "/opinions/coordination/score"]);
    let whole = who.put(&place).json(&content([95, 80, 80, 80, -1])).seen(&kept).await.expect(200);
    // (40×95 + 25×80 + 15×80 + 10×80) / 90.
    assert_eq!((&whole["total"], &whole["open"]), (&json!(86.67), &json!([])));
    let handed = who.post(&submit).json(&json!({ "confirm": true })).seen(&whole).await.expect(200);
    assert_eq!((&handed["is_submitted"], &handed["may_write"]), (&json!(true), &json!(false)));
    who.put(&place).json(&content([10, 10, 10, 10, 10])).seen(&handed).await.refused(409, "sheet_submitted");
    who.post(&submit).json(&json!({ "confirm": true })).seen(&handed).await.refused(409, "sheet_submitted");
    for change in [
        "update scoresheet set opinions = '[]' where state = 'SUBMITTED'",
        "delete from scoresheet where state = 'SUBMITTED'",
    ] {
        assert!(w.try_sql(change).await.unwrap_err().contains("immutable"), "{change}");
    }
    // Nobody else has it, whoever they are, and it looks like one that is not there.
    for login in ["eval.evaluator", "eval.four"] {
        w.person(login).get(&place).await.refused(404, "not_found");
        w.person(login).put(&place).json(&content([10; 5])).seen(&handed).await.refused(404, "not_found");
    }
    for who in [lead(&w), commissioner(&w), w.office_head(), w.leader()] {
        who.get(&place).await.refused(403, "forbidden");
    }
    let late = sheet(&w, "eval.three", &round).await;
    w.travel_to("2026-04-25").await;
    let over = w.person("eval.three").put(&path("scoresheets", &late)).json(&content([80; 5])).seen(&late).await;
    over.refused(409, "not_scoring");
}

#[tokio::test]
async fn members_act_within_their_term() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let round = scoring(&w, "年度评估").await;
    let sheet = sheet(&w, "eval.two", &round).await;
    w.sql(&format!(
        "update evaluation_member set to_on = '2026-04-10' where account_id = '{}'",
        w.person("eval.two").account()
    ))
    .await;
    let late = w.person("eval.two").put(&path("scoresheets", &sheet)).json(&content([80; 5])).seen(&sheet).await;
    late.refused(409, "membership_over");
    let place = format!("{}/assignments", path("rounds", &round));
    w.person("eval.evaluator").get(&place).await.expect(200);
    w.sql(&format!("delete from evaluation_member where account_id = '{}'", w.person("eval.four").account())).await;
    w.person("eval.four").get(&place).await.refused(404, "not_found");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told at once")]
async fn what_is_wrong_is_named_field_by_field() {
    let w = World::new().await;
    let round = created(&w, "年度评估", &[28]).await;
    let mut wrong = setting(&w).await;
    wrong["agency_org_id"] = json!(w.organisation("市科委").await);
    wrong["selection"]["method"] = json!(" ");
    wrong["selection"]["contract_to"] = json!("2026-01-01");
    wrong["selection"]["price_yuan"] = json!(-1);
    wrong["selection"]["confidentiality_pledge"] = json!(false);
    wrong["members"] = json!([{ "account_id": w.reporter("市科委").account(), "speciality": "DOMAIN", "from_on": "2026-03-01", "to_on": "2026-02-01" }]);
    wrong["scoring_until"] = json!("2026-04-01T00:00:00Z");
    wrong["rules"] = json!({ "least": 4, "most_percent": 40 });
    let refused =
        commissioner(&w).patch(&path("rounds", &round)).json(&wrong).seen(&round).await.refused(422, "invalid");
    let mut found: Vec<&str> =
        refused["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "/agency_org_id",
            "/lead_id",
            "/members/0/account_id",
            "/members/0/to_on",
            "/rules",
            "/scoring_until",
            "/selection/confidentiality_pledge",
            "/selection/contract_to",
            "/selection/method",
            "/selection/price_yuan"
        ]
    );
    let round = declaring(&w, "第二轮", &[28]).await;
    let place = format!("{}/declarations", path("rounds", &round));
    let unsigned = json!({ "employers": [], "conflicts": [{ "reason": "" }], "pledge": false });
    let refused = w.evaluator().post(&place).json(&unsigned).await.refused(422, "invalid");
    assert_eq!(refused["errors"].as_array().unwrap().len(), 3);
    w.sql("delete from evaluation_member").await;
    w.evaluator()
        .post(&place)
        .json(&json!({ "employers": [], "conflicts": [], "pledge": true }))
        .await
        .refused(404, "not_found");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told at once")]
async fn two_hundred_assignments_never_overtake_a_tie() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let measures: Vec<i64> = (1..=50).collect();
    let round = declaring(&w, "年度评估", &measures).await;
    w.sql(r#"update evaluation_round set rules = '{"least": 3, "most_percent": 100}'"#).await;
    let mut pairs = Vec::new();
    for place in 0..50 {
        for login in EVALUATORS {
            pairs.push((place, login));
        }
    }
    let (mut seated, mut refused) = (0, 0);
    let (seats, ties) = (format!("{}/assignments", path("rounds", &round)), format!("{}/ties", path("rounds", &round)));
    for some in pairs.chunks(10) {
        let mut running = Vec::new();
        for (number, (place, login)) in some.iter().enumerate() {
            let (measure, account) = (&round["scope"][*place]["id"], w.person(login).account());
            let seat = json!({ "seats": [{ "measure_id": measure, "evaluator_id": account }] });
            let known =
                json!({ "kind": "DECLARED", "account_id": account, "measure_id": measure, "reason": "同时得知" });
            let assign = lead(&w).post(&seats).json(&seat);
            let tie = lead(&w).post(&ties).json(&known);
            // Whose request leaves first changes from pair to pair.
            if number % 2 == 0 {
                let assign = tokio::spawn(assign.into_future());
                running.push((assign, tokio::spawn(tie.into_future())));
            } else {
                let tie = tokio::spawn(tie.into_future());
                running.push((tokio::spawn(assign.into_future()), tie));
            }
        }
        for (assigned, tied) in running {
            tied.await.unwrap().expect(200);
            let assigned = assigned.await.unwrap();
            if assigned.status == 201 {
                seated += 1;
            } else {
                assigned.refused(409, "evaluator_conflict");
                refused += 1;
            }
        }
    }
    assert_eq!(seated + refused, 200);
    let overlaps = "select count(*) as it from evaluation_assignment g join evaluation_tie t
        on t.account_id = g.account_id and t.measure_id = g.measure_id where g.state = 'ACTIVE'";
    assert_eq!(w.number(overlaps).await, 0, "{seated} came first and were recused, {refused} were refused");
    assert_eq!(w.number("select count(*) as it from evaluation_assignment where state = 'RECUSED'").await, seated);
}
