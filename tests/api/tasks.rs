//! Tasks: drafted from clauses, issued, signed, returned once; lists that page completely; what is foreign is missing.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{ask::Caller, story::path, world::World};

#[tokio::test]
async fn a_task_is_drafted_issued_and_signed() {
    let w = World::new().await;
    let drafted = w.drafted("市科委").await;
    assert_eq!(
        (&drafted["code"], &drafted["state"], &drafted["light"]),
        (&json!("28-01"), &json!("DRAFT"), &json!("NOT_STARTED"))
    );
    let issued = w.step_of_task(&w.office_head(), &drafted, json!({ "action": "issue" })).await;
    assert_eq!((&issued["state"], &issued["sign_off_due_on"]), (&json!("PENDING_SIGNOFF"), &json!("2026-03-05")));
    let sign = json!({ "action": "sign", "liaison": " 李工 010-12345 " });
    let signed = w.step_of_task(&w.unit_leader("市科委"), &issued, sign).await;
    assert_eq!(
        (&signed["state"], &signed["liaison"], &signed["light"]),
        (&json!("IN_PROGRESS"), &json!("李工 010-12345"), &json!("ON_TRACK"))
    );
    let history: Vec<&Value> = signed["history"].as_array().unwrap().iter().map(|step| &step["action"]).collect();
    assert_eq!(history, ["sign", "issue"]);
    assert_eq!(signed["version"], 3);
}

#[tokio::test]
async fn a_task_without_whole_weights_or_milestones_is_not_issued() {
    let w = World::new().await;
    let (staff, head) = (w.office_staff(), w.office_head());
    let mut new = w.new_task("市科委").await;
    new["milestones"] = json!([]);
    let task = staff.post("/tasks").json(&new).await.expect(201);
    let steps = format!("{}/transitions", path("tasks", &task));
    head.post(&steps).json(&json!({ "action": "issue" })).seen(&task).await.refused(409, "no_milestone");

    let milestone = json!({ "title": "方案印发", "due_on": "2026-06-30", "weight": 90 });
    let task =
        staff.post(&format!("{}/milestones", path("tasks", &task))).json(&milestone).seen(&task).await.expect(201);
    let refused = head.post(&steps).json(&json!({ "action": "issue" })).seen(&task).await;
    assert_eq!(refused.refused(409, "weights_not_hundred")["facts"]["sum"], 90);

    let place = path("milestones", &task["milestones"][0]);
    let change = json!({ "title": "方案印发", "due_on": "2026-06-30", "weight": 100 });
    staff.patch(&place).json(&change).await.refused(428, "version_missing");
    let task = staff.patch(&place).json(&change).seen(&task["milestones"][0]).await.expect(200);
    assert_eq!(w.step_of_task(&head, &task, json!({ "action": "issue" })).await["state"], "PENDING_SIGNOFF");
    staff.patch(&place).json(&change).seen(&task["milestones"][0]).await.refused(409, "task_issued");
    staff.delete(&place).header("if-match", "\"2\"").await.refused(409, "task_issued");
}

#[tokio::test]
async fn every_wrong_field_of_a_task_is_named_and_nothing_is_stored() {
    let w = World::new().await;
    let mut new = w.new_task("市科委").await;
    new["title"] = json!("　 ");
    new["due_on"] = json!("2025-12-31");
    new["milestones"][0]["weight"] = json!(0);
    let before = w.digest().await;
    let wrong = w.office_staff().post("/tasks").json(&new).await.wrong_fields();
    for pointer in ["/title", "/due_on", "/milestones/0/weight", "/milestones/0/due_on"] {
        assert!(wrong.iter().any(|found| found == pointer), "{pointer} is not among {wrong:?}");
    }
    let mut new = w.new_task("市科委").await;
    new["lead_org_id"] = json!(Uuid::nil());
    new["clause_ids"] = json!([Uuid::nil()]);
    let wrong = w.office_staff().post("/tasks").json(&new).await.wrong_fields();
    assert_eq!(wrong, ["/clause_ids/0", "/lead_org_id"]);
    assert_eq!(w.digest().await, before);
}

#[tokio::test]
async fn an_issued_task_is_returned_once_with_a_reason() {
    let w = World::new().await;
    let task = w.issued("市科委").await;
    let unit = w.unit_leader("市科委");
    let steps = format!("{}/transitions", path("tasks", &task));
    let wordless = unit.post(&steps).json(&json!({ "action": "return_signoff" })).seen(&task).await;
    assert_eq!(wordless.wrong_fields(), ["/comment"]);
    w.reviewer("市科委")
        .post(&steps)
        .json(&json!({ "action": "return_signoff", "comment": "职责不符" }))
        .seen(&task)
        .await
        .refused(403, "forbidden");
    let returned =
        w.step_of_task(&unit, &task, json!({ "action": "return_signoff", "comment": "职责在市经信局" })).await;
    assert_eq!(returned["state"], "SIGNOFF_RETURNED");
    w.office_head()
        .post(&steps)
        .json(&json!({ "action": "uphold", "comment": "维持" }))
        .seen(&returned)
        .await
        .refused(403, "forbidden");
    let upheld = w.step_of_task(&w.leader(), &returned, json!({ "action": "uphold", "comment": "按方案分工" })).await;
    let again = json!({ "action": "return_signoff", "comment": "仍不同意" });
    unit.post(&steps).json(&again).seen(&upheld).await.refused(409, "second_signoff_return");
    let page = unit.get(&path("tasks", &task)).await.expect(200);
    let button = page["actions"].as_array().unwrap().iter().find(|a| a["action"] == "return_signoff").unwrap();
    assert_eq!((&button["allowed"], &button["refused"]["code"]), (&json!(false), &json!("second_signoff_return")));
}

#[tokio::test]
async fn a_returned_task_moves_to_another_unit_which_alone_sees_it_then() {
    let w = World::new().await;
    let task = w.issued("市科委").await;
    let unit = w.unit_leader("市科委");
    let returned = w.step_of_task(&unit, &task, json!({ "action": "return_signoff", "comment": "职责不符" })).await;
    let reassign =
        json!({ "action": "reassign", "comment": "改由市经信局牵头", "lead_org_id": w.organisation("市经信局").await });
    let moved = w.step_of_task(&w.office_head(), &returned, reassign).await;
    assert_eq!((&moved["state"], &moved["lead"]["short_name"]), (&json!("PENDING_SIGNOFF"), &json!("市经信局")));
    unit.get(&path("tasks", &task)).await.refused(404, "not_found");
    let again = json!({ "action": "return_signoff", "comment": "新牵头单位也可退签一次" });
    w.step_of_task(&w.unit_leader("市经信局"), &moved, again).await;
}

#[tokio::test]
async fn a_foreign_task_is_missing_word_for_word() {
    let w = World::new().await;
    let task = w.issued("市科委").await;
    let missing = format!("/tasks/{}", Uuid::now_v7());
    for stranger in [w.reporter("海淀区"), w.reviewer("海淀区"), w.unit_leader("海淀区")] {
        let (foreign, none) = (stranger.get(&path("tasks", &task)).await, stranger.get(&missing).await);
        assert_eq!((foreign.status, &foreign.bytes), (404, &none.bytes));
        let step = json!({ "action": "sign", "liaison": "李工" });
        let foreign = stranger.post(&format!("{}/transitions", path("tasks", &task))).json(&step).seen(&task).await;
        let none = stranger.post(&format!("{missing}/transitions")).json(&step).seen(&task).await;
        assert_eq!((foreign.status, &foreign.bytes), (404, &none.bytes));
        assert_eq!(stranger.get("/tasks").await.expect(200)["total"], 0);
    }
}

#[tokio::test]
async fn what_the_office_still_writes_concerns_nobody_else() {
    let w = World::new().await;
    let task = w.drafted("市科委").await;
    for reader in [w.reporter("市科委"), w.unit_leader("市科委"), w.leader(), w.evaluator()] {
        reader.get(&path("tasks", &task)).await.refused(404, "not_found");
        assert_eq!(reader.get("/tasks").await.expect(200)["total"], 0);
    }
    assert_eq!(w.office_head().get("/tasks").await.expect(200)["total"], 1);
}

#[tokio::test]
async fn a_supporting_unit_reads_but_does_not_sign() {
    let w = World::new().await;
    let mut new = w.new_task("市科委").await;
    new["supporting_org_ids"] = json!([w.organisation("海淀区").await]);
    let task = w.office_staff().post("/tasks").json(&new).await.expect(201);
    let task = w.step_of_task(&w.office_head(), &task, json!({ "action": "issue" })).await;
    let helper = w.unit_leader("海淀区");
    assert_eq!(helper.get(&path("tasks", &task)).await.expect(200)["actions"], json!([]));
    let steps = format!("{}/transitions", path("tasks", &task));
    helper
        .post(&steps)
        .json(&json!({ "action": "sign", "liaison": "王工" }))
        .seen(&task)
        .await
        .refused(403, "forbidden");
}

#[tokio::test]
async fn a_draft_changes_and_an_issued_task_does_not() {
    let w = World::new().await;
    let staff = w.office_staff();
    let task = w.drafted("市科委").await;
    let place = path("tasks", &task);
    let change = json!({ "title": "人形机器人批量量产", "is_key": true });
    staff.patch(&place).json(&change).await.refused(428, "version_missing");
    let changed = staff.patch(&place).json(&change).seen(&task).await.expect(200);
    assert_eq!(
        (&changed["title"], &changed["is_key"], &changed["version"]),
        (&json!("人形机器人批量量产"), &json!(true), &json!(2))
    );
    assert_eq!(changed["deliverable"], task["deliverable"], "what is not said stays");
    let stale = staff.patch(&place).json(&change).seen(&task).await.refused(412, "stale");
    assert_eq!(stale["facts"]["current"], 2);
    let issued = w.step_of_task(&w.office_head(), &changed, json!({ "action": "issue" })).await;
    staff.patch(&place).json(&change).seen(&issued).await.refused(409, "task_issued");
}

#[tokio::test]
async fn closure_needs_every_milestone_and_gets_a_number() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let (unit, steps) = (w.unit_leader("市科委"), format!("{}/transitions", path("tasks", &task)));
    let apply = json!({ "action": "apply_closure", "conclusion": "NOT_DONE", "summary": "未完成",
        "answers": [{ "text": "尚未量产" }] });
    let refused = unit.post(&steps).json(&apply).seen(&task).await.refused(409, "milestones_open");
    assert_eq!(refused["facts"]["open"], 2);
    w.sql("update milestone set state = 'ACCEPTED', completed_on = '2026-03-01'").await;
    unit.post(&steps).json(&apply).seen(&task).await.refused(409, "evidence_index_empty");
    w.prove(&task).await;
    let applied = w.step_of_task(&unit, &task, w.application(&task).await).await;
    let index = applied["evidence_index"].as_array().unwrap();
    let lines: Vec<(&Value, &Value)> = index.iter().map(|line| (&line["number"], &line["milestone"])).collect();
    assert_eq!(lines, [(&json!(1), &json!("中试线通过验收")), (&json!(2), &json!("首批产品下线"))]);
    assert_eq!((&applied["state"], &applied["light"]), (&json!("PENDING_CLOSURE"), &json!("ON_TRACK")));
    let rejected = json!({ "action": "reject_closure", "comment": "请补检验报告" });
    let back = w.step_of_task(&w.office_staff(), &applied, rejected).await;
    assert_eq!((&back["state"], &back["closure"]["applied_on"]), (&json!("IN_PROGRESS"), &Value::Null));
    let applied = w.step_of_task(&unit, &back, w.application(&task).await).await;
    w.office_staff()
        .post(&steps)
        .json(&json!({ "action": "accept_closure" }))
        .seen(&applied)
        .await
        .refused(403, "forbidden");
    let closed = w.step_of_task(&w.office_head(), &applied, json!({ "action": "accept_closure" })).await;
    assert_eq!((&closed["state"], &closed["light"]), (&json!("CLOSED"), &json!("COMPLETED")));
    assert_eq!(closed["closure"]["closing_number"], "2026-001");
}

#[tokio::test]
async fn a_leader_stops_resumes_and_ends_a_task() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let leader = w.leader();
    let task = w.adjusted(&task, "SUSPEND", json!({})).await;
    let suspended = w.step_of_task(&leader, &task, json!({ "action": "suspend", "comment": "等待国家批复" })).await;
    assert_eq!((&suspended["state"], &suspended["light"]), (&json!("SUSPENDED"), &json!("INACTIVE")));
    let suspended = w.adjusted(&suspended, "RESUME", json!({ "due_on": "2027-06-30" })).await;
    let resumed = w.step_of_task(&leader, &suspended, json!({ "action": "resume", "comment": "已批复" })).await;
    assert_eq!((&resumed["state"], &resumed["light"]), (&json!("IN_PROGRESS"), &json!("ON_TRACK")));
    set_aside(&w).await;
    let ended = w.step_of_task(&leader, &resumed, json!({ "action": "cancel", "comment": "事项取消" })).await;
    assert_eq!((&ended["state"], &ended["actions"]), (&json!("CANCELLED"), &json!([])));
    let coverage = w.office_staff().get(&format!("/plans/{}/coverage", w.plan().await)).await.expect(200);
    assert_eq!(coverage["covered"], 0, "an ended task covers nothing any more");
}

/// The office marks the clause of the tasks of the stories as 不单独分解.
async fn set_aside(w: &World) {
    let clause = w.clause(28, 1).await;
    let version = w.number(&format!("select version::bigint as it from clause where id = '{clause}'")).await;
    let clause = json!({ "id": clause, "version": version });
    let reason = json!({ "not_decomposed_reason": "并入部市联动机制统筹" });
    w.office_staff().patch(&path("clauses", &clause)).json(&reason).seen(&clause).await.expect(200);
}

#[tokio::test]
async fn a_clause_does_not_lose_its_only_task() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let cancel = json!({ "action": "cancel", "comment": "事项取消" });
    let seen = w.leader().get(&path("tasks", &task)).await.expect(200);
    let shown = seen["actions"].as_array().unwrap().iter().find(|each| each["action"] == "cancel").unwrap();
    assert_eq!((&shown["allowed"], &shown["refused"]["code"]), (&json!(false), &json!("clauses_would_be_open")));
    let key = task["clauses"][0]["key"].as_str().unwrap();
    assert!(shown["refused"]["detail"].as_str().unwrap().contains(key), "it names the clauses");
    let steps = format!("{}/transitions", path("tasks", &task));
    let before = w.digest().await;
    let refused = w.leader().post(&steps).json(&cancel).seen(&task).await.refused(409, "clauses_would_be_open");
    assert_eq!(refused["facts"]["clauses"], key);
    assert_eq!(w.digest().await, before);
    // Another task takes it over: even a draft of it keeps the clause covered.
    let other = w.drafted("市经信局").await;
    let cancelled = w.step_of_task(&w.leader(), &task, cancel.clone()).await;
    assert_eq!(cancelled["state"], "CANCELLED");
    // The other one is now the only one, and the clause is set aside once it is under way.
    let other = w.step_of_task(&w.office_head(), &other, json!({ "action": "issue" })).await;
    let sign = json!({ "action": "sign", "liaison": "李工" });
    let other = w.step_of_task(&w.reviewer("市经信局"), &other, sign).await;
    let place = format!("{}/transitions", path("tasks", &other));
    w.leader().post(&place).json(&cancel).seen(&other).await.refused(409, "clauses_would_be_open");
    set_aside(&w).await;
    w.step_of_task(&w.leader(), &other, cancel).await;
    let coverage = w.office_staff().get(&format!("/plans/{}/coverage", w.plan().await)).await.expect(200);
    assert_eq!((&coverage["covered"], &coverage["not_decomposed"]), (&json!(0), &json!(1)));
}

/// Twelve tasks of two units with different days, lights and measures.
pub async fn ledger(w: &World) {
    for number in 0..12_u32 {
        let unit = if number % 3 == 0 { "市经信局" } else { "市科委" };
        let mut new = w.new_task(unit).await;
        new["clause_ids"] = json!([w.clause(if number % 2 == 0 { 27 } else { 28 }, 1).await]);
        new["title"] = json!(format!("任务 {number} 100%_完成"));
        new["is_key"] = json!(number % 4 == 0);
        new["due_on"] = json!(format!("2026-{:02}-28", 6 + number % 3));
        new["milestones"] =
            json!([{ "title": "节点", "due_on": format!("2026-03-{:02}", 10 + number % 5), "weight": 100 }]);
        let task = w.office_staff().post("/tasks").json(&new).await.expect(201);
        if number < 10 {
            let task = w.step_of_task(&w.office_head(), &task, json!({ "action": "issue" })).await;
            w.step_of_task(&w.unit_leader(unit), &task, json!({ "action": "sign", "liaison": "李工" })).await;
        }
    }
    w.travel_to("2026-03-23").await;
}

async fn ids(who: &Caller, query: &str) -> Vec<Value> {
    let page = who.get(&format!("/tasks?limit=200&{query}")).await.expect(200);
    let items = page["items"].as_array().unwrap();
    assert_eq!(page["total"], items.len(), "{query}");
    items.iter().map(|task| task["id"].clone()).collect()
}

#[tokio::test]
async fn pages_of_every_order_are_complete_and_without_repetition() {
    let w = World::new().await;
    ledger(&w).await;
    let staff = w.office_staff();
    for sort in ["code", "due_on", "-days_late"] {
        let whole = ids(&staff, &format!("sort={sort}")).await;
        assert_eq!(whole.len(), 12);
        for limit in [1, 5, 12] {
            let (mut paged, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = staff.get(&format!("/tasks?sort={sort}&limit={limit}&cursor={cursor}")).await.expect(200);
                assert_eq!(page["total"], 12);
                paged.extend(page["items"].as_array().unwrap().iter().map(|task| task["id"].clone()));
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = next.to_owned(),
                    None => break,
                }
            }
            assert_eq!(paged, whole, "{sort} by {limit}");
        }
    }
    let late = staff.get("/tasks?sort=-days_late").await.expect(200);
    let days: Vec<i64> =
        late["items"].as_array().unwrap().iter().map(|t| t["days_late"].as_i64().unwrap_or(0)).collect();
    assert!(days.is_sorted_by(|a, b| a >= b) && days[0] > 0, "{days:?}");
    let due = staff.get("/tasks?sort=due_on").await.expect(200);
    let due: Vec<&str> = due["items"].as_array().unwrap().iter().map(|t| t["due_on"].as_str().unwrap()).collect();
    assert!(due.is_sorted(), "{due:?}");
}

#[tokio::test]
async fn filters_find_what_they_say() {
    let w = World::new().await;
    ledger(&w).await;
    let staff = w.office_staff();
    let expectations = [
        ("measure=27".to_owned(), 6),
        ("measure=27,28".to_owned(), 12),
        ("state=IN_PROGRESS".to_owned(), 10),
        ("state=DRAFT,CLOSED".to_owned(), 2),
        ("light=OVERDUE,AT_RISK".to_owned(), 10),
        ("is_key=true".to_owned(), 3),
        ("nature=CONTINUING".to_owned(), 0),
        (format!("lead={}", w.organisation("市经信局").await), 4),
        (format!("org={}", w.organisation("海淀区").await), 0),
        (format!("clause_id={}", w.clause(28, 1).await), 6),
        (format!("plan_id={}", Uuid::nil()), 0),
        ("q=%E4%BB%BB%E5%8A%A1%2011".to_owned(), 1),
        ("q=100%25_".to_owned(), 12),
        ("q=100_%25".to_owned(), 0),
        ("q=28-".to_owned(), 6),
        ("due_from=2026-07-01&due_to=2026-07-31".to_owned(), 4),
        ("part=99".to_owned(), 0),
    ];
    for (query, expected) in expectations {
        assert_eq!(ids(&staff, &query).await.len(), expected, "{query}");
    }
    assert_eq!(ids(&w.reporter("市经信局"), "").await.len(), 4);
    assert_eq!(ids(&w.reporter("市经信局"), "mine=true").await.len(), 4);
    assert_eq!(ids(&w.leader(), "").await.len(), 10);
}

#[tokio::test]
async fn a_wrong_filter_is_named() {
    let w = World::new().await;
    let staff = w.office_staff();
    for (query, pointer) in [
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("limit=x", "/limit"),
        ("sort=title", "/sort"),
        ("state=OPEN", "/state"),
        ("measure=28,x", "/measure"),
        ("lead=x", "/lead"),
        ("due_from=yesterday", "/due_from"),
        ("cursor=zz", "/cursor"),
        ("cursor=5b5d", "/cursor"),
        ("colour=red", "/colour"),
    ] {
        assert_eq!(staff.get(&format!("/tasks?{query}")).await.wrong_fields(), [pointer], "{query}");
    }
}

#[tokio::test]
async fn the_hundredth_task_of_a_measure_has_a_code_of_its_own() {
    let w = World::new().await;
    let first = w.drafted("市科委").await;
    assert_eq!(first["code"], "28-01");
    w.sql("update task set code = '28-99'").await;
    assert_eq!(w.drafted("市科委").await["code"], "28-100");
    assert_eq!(w.drafted("市科委").await["code"], "28-101");
}
