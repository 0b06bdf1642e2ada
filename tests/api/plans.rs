//! Plans: read from the document as received, corrected at the borders, put into force, decomposed without gaps.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    ask::Answer,
    story::path,
    world::{PLAN_RAW, World},
};

fn file(name: &str, bytes: &[u8]) -> Form {
    Form::new().part("file", Part::bytes(bytes.to_vec()).file_name(name.to_owned()))
}

async fn import(w: &World, form: Form) -> Answer {
    w.office_staff().post("/plans").form(form).await
}

#[tokio::test]
async fn the_plan_as_received_has_7_parts_22_sections_50_measures_186_clauses() {
    let w = World::without_plan().await;
    let parsed = w.office_staff().post("/plans/parse").form(file("方案.txt", PLAN_RAW)).await.expect(200);
    assert_eq!(parsed["counts"], json!({ "parts": 7, "sections": 22, "measures": 50, "clauses": 186 }));
    assert_eq!(parsed["sha256"], hex::encode(Sha256::digest(PLAN_RAW)));
    assert_eq!(w.number("select count(*) as it from plan").await, 0, "reading stores nothing");

    let plan = import(&w, file("方案.txt", PLAN_RAW)).await.expect(201);
    assert_eq!(plan["counts"], parsed["counts"]);
    assert_eq!(
        (&plan["state"], &plan["period_from"], &plan["period_to"]),
        (&json!("DRAFT"), &json!("2024-01-01"), &json!("2027-12-31"))
    );
    let page = w.office_staff().get(&path("plans", &plan)).await.expect(200);
    let measures: Vec<&Value> = page["parts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|part| part["sections"].as_array().unwrap())
        .flat_map(|section| section["measures"].as_array().unwrap())
        .collect();
    assert_eq!(measures.len(), 50);
    assert_eq!(measures[49]["number"], 50);
    assert_eq!(page["coverage"]["total"], 186);
    assert_eq!(page["coverage"]["headings_total"], 5);
}

#[tokio::test]
async fn the_original_file_comes_back_byte_for_byte() {
    let w = World::without_plan().await;
    let plan = import(&w, file("方案\"全文.txt", PLAN_RAW)).await.expect(201);
    let source = w.office_staff().get(&format!("{}/source", path("plans", &plan))).await;
    assert_eq!(source.header("content-security-policy"), Some("sandbox; default-src 'none'"));
    assert!(source.header("content-disposition").unwrap().starts_with("attachment; "));
    assert_eq!(source.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(source.bytes, PLAN_RAW);
}

#[tokio::test]
async fn borders_move_but_words_stay() {
    let w = World::without_plan().await;
    let parsed = w.office_staff().post("/plans/parse").form(file("方案.txt", PLAN_RAW)).await.expect(200);
    let first = &parsed["plan"]["parts"][1]["sections"][0]["measures"][0];
    let clauses: Vec<&str> = first["clauses"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
    assert_eq!(clauses.len(), 6);

    let joined = [clauses[0], clauses[1]].concat();
    let merged = json!([{ "order": 0, "clauses": [joined, clauses[2], clauses[3], clauses[4], clauses[5]] }]);
    let plan = import(&w, file("方案.txt", PLAN_RAW).text("borders", merged.to_string())).await.expect(201);
    assert_eq!(plan["counts"]["clauses"], 185);

    let longer = [clauses[0], "另加一句。"].concat();
    let altered = json!([{ "order": 0, "clauses": [longer] }]);
    let refused = import(&w, file("方案.txt", PLAN_RAW).text("borders", altered.to_string())).await;
    assert_eq!(refused.wrong_fields(), ["/borders/0/clauses"]);
    let nowhere = json!([{ "order": 50, "clauses": ["。"] }]);
    let refused = import(&w, file("方案.txt", PLAN_RAW).text("borders", nowhere.to_string())).await;
    assert_eq!(refused.wrong_fields(), ["/borders/0/order"]);
    let refused = import(&w, file("方案.txt", PLAN_RAW).text("borders", "{".to_owned())).await;
    assert_eq!(refused.wrong_fields(), ["/borders"]);
    assert_eq!(w.number("select count(*) as it from plan").await, 1);
}

#[tokio::test]
async fn a_wrong_file_is_named_and_nothing_is_stored() {
    let w = World::without_plan().await;
    let before = w.digest().await;
    let wrong: [(&str, &[u8], &str); 5] = [
        ("空.txt", b"", "empty_file"),
        ("方案.pdf", b"%PDF-1.7\n\x00\x01", "unsupported_format"),
        ("程序.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00", "binary_file"),
        ("坏.docx", b"PK\x03\x04broken", "damaged_file"),
        ("通知.txt", "今天下午开会，请准时参加。".as_bytes(), "no_measures"),
    ];
    for (name, bytes, code) in wrong {
        let problem = import(&w, file(name, bytes)).await.refused(422, "invalid");
        assert_eq!(
            (&problem["errors"][0]["pointer"], &problem["errors"][0]["code"]),
            (&json!("/file"), &json!(code)),
            "{name}"
        );
        assert!(!problem["errors"][0]["detail"].as_str().unwrap().is_empty());
    }
    let nothing = import(&w, Form::new().text("activate", "true")).await;
    assert_eq!(nothing.wrong_fields(), ["/file"]);
    let large = vec![b'x'; 21 * 1024 * 1024];
    let problem = import(&w, file("大.txt", &large)).await.refused(413, "too_large");
    assert_eq!(problem["facts"]["limit"], 20 * 1024 * 1024);
    assert_eq!(w.digest().await, before);
}

#[tokio::test]
async fn a_plan_comes_into_force_once_and_then_for_everybody() {
    let w = World::without_plan().await;
    let staff = w.office_staff();
    let plan = import(&w, file("方案.txt", PLAN_RAW)).await.expect(201);
    let reporter = w.reporter("市科委");
    reporter.get(&path("plans", &plan)).await.refused(404, "not_found");
    assert_eq!(reporter.get("/plans").await.expect(200)["total"], 0, "a draft concerns the office alone");

    let step = json!({ "action": "activate" });
    let steps = format!("{}/transitions", path("plans", &plan));
    staff.post(&steps).json(&step).await.refused(428, "version_missing");
    let active = staff.post(&steps).json(&step).seen(&plan).await.expect(200);
    assert_eq!(active["state"], "ACTIVE");
    staff.post(&steps).json(&step).seen(&plan).await.refused(412, "stale");
    staff.post(&steps).json(&step).seen(&active).await.refused(409, "step_not_possible");
    assert_eq!(reporter.get(&path("plans", &plan)).await.expect(200)["title"], plan["title"]);

    let twin = import(&w, file("同一份.txt", PLAN_RAW)).await.expect(201);
    let again = staff.post(&format!("{}/transitions", path("plans", &twin))).json(&step).seen(&twin).await;
    again.refused(409, "plan_already_active");
}

#[tokio::test]
async fn a_clause_is_set_aside_with_a_reason_and_taken_back() {
    let w = World::new().await;
    let (staff, plan) = (w.office_staff(), w.plan().await);
    let coverage = async || staff.get(&format!("/plans/{plan}/coverage")).await.expect(200);
    let before = coverage().await;
    assert_eq!((&before["covered"], &before["not_decomposed"], &before["total"]), (&json!(0), &json!(0), &json!(186)));

    let clauses = staff.get(&format!("/plans/{plan}/clauses?limit=2")).await.expect(200);
    let (heading, clause) = (&clauses["items"][0], clauses["items"][1].clone());
    let place = path("clauses", &clause);
    let set_aside = json!({ "not_decomposed_reason": "由国家部委直接推进" });
    staff.patch(&place).json(&set_aside).await.refused(428, "version_missing");
    assert_eq!(
        staff.patch(&place).json(&json!({ "not_decomposed_reason": "  " })).seen(&clause).await.wrong_fields(),
        ["/not_decomposed_reason"]
    );
    assert_eq!(staff.patch(&place).json(&json!({})).seen(&clause).await.wrong_fields(), ["/not_decomposed_reason"]);
    let pointless = staff.patch(&path("clauses", heading)).json(&set_aside).seen(heading).await;
    assert_eq!(pointless.wrong_fields(), ["/not_decomposed_reason"], "a heading that orders nothing needs no mark");
    let marked = staff.patch(&place).json(&set_aside).seen(&clause).await.expect(200);
    assert_eq!(marked["state"], "NOT_DECOMPOSED");
    assert_eq!(coverage().await["not_decomposed"], 1);
    staff.patch(&place).json(&set_aside).seen(&clause).await.refused(412, "stale");

    let back = staff.patch(&place).json(&json!({ "not_decomposed_reason": null })).seen(&marked).await.expect(200);
    assert_eq!((&back["state"], &back["not_decomposed_reason"]), (&json!("UNCOVERED"), &Value::Null));
    assert_eq!(coverage().await["not_decomposed"], 0);
}

#[tokio::test]
async fn a_task_covers_its_clauses_and_a_covered_clause_is_not_set_aside() {
    let w = World::new().await;
    let (staff, plan) = (w.office_staff(), w.plan().await);
    let clause = json!({ "id": w.clause(28, 1).await, "version": 1 });
    let set_aside = json!({ "not_decomposed_reason": "暂不分解" });
    let marked = staff.patch(&path("clauses", &clause)).json(&set_aside).seen(&clause).await.expect(200);
    w.drafted("市科委").await;
    let coverage = staff.get(&format!("/plans/{plan}/coverage")).await.expect(200);
    assert_eq!(
        (&coverage["covered"], &coverage["not_decomposed"]),
        (&json!(1), &json!(0)),
        "the task takes the mark away"
    );
    let now = json!({ "id": clause["id"], "version": marked["version"].as_i64().unwrap() + 1 });
    staff.patch(&path("clauses", &clause)).json(&set_aside).seen(&now).await.refused(409, "clause_has_tasks");
}

#[tokio::test]
async fn the_wall_has_a_cell_for_each_measure_with_its_worst_light() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    w.travel_to("2026-04-05").await;
    let wall = w.reporter("海淀区").get(&format!("/plans/{}/measures?limit=200", w.plan().await)).await.expect(200);
    assert_eq!(wall["items"].as_array().unwrap().len(), 50);
    let cell = wall["items"].as_array().unwrap().iter().find(|cell| cell["number"] == 28).unwrap();
    assert_eq!((&cell["light"], &cell["counts"]["AT_RISK"]), (&json!("AT_RISK"), &json!(1)));
    assert_eq!((&cell["clauses"], &cell["covered"]), (&json!(6), &json!(1)));
}

#[tokio::test]
async fn the_timeline_has_the_milestones_of_the_tasks_one_may_open() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    w.drafted("市科委").await;
    w.travel_to("2026-04-05").await;
    let place = format!("/plans/{}/timeline", w.plan().await);
    let lead = w.reporter("市科委").get(&place).await.expect(200);
    assert_eq!((&lead["today"], lead["measures"].as_array().unwrap().len()), (&json!("2026-04-05"), 50));
    let measure =
        |seen: &Value| seen["measures"].as_array().unwrap().iter().find(|one| one["number"] == 28).unwrap().clone();
    let mine = measure(&lead);
    // The draft is the office's own work.
    assert_eq!(mine["tasks"].as_array().unwrap().len(), 1);
    assert_eq!((&mine["tasks"][0]["id"], &mine["light"]), (&task["id"], &json!("AT_RISK")));
    let late = mine["tasks"][0]["milestones"].as_array().unwrap().iter().find(|one| one["due_on"] == "2026-03-31");
    assert_eq!(late.unwrap()["days_late"], 5);
    let tasks = measure(&w.office_staff().get(&place).await.expect(200))["tasks"].as_array().unwrap().len();
    assert_eq!(tasks, 2);
    // Another unit sees the calendar without the tasks it may not open.
    let stranger = w.reporter("海淀区").get(&place).await.expect(200);
    assert!(stranger["measures"].as_array().unwrap().iter().all(|one| one["tasks"] == json!([])));
}

#[tokio::test]
async fn a_measure_gets_another_short_title() {
    let w = World::new().await;
    let wall = w.office_staff().get(&format!("/plans/{}/measures", w.plan().await)).await.expect(200);
    let place = path("measures", &wall["items"][0]);
    let measure = w.office_staff().get(&place).await;
    let tag = measure.header("etag").unwrap().to_owned();
    let change = json!({ "short_title": "国家实验室", "short_title_en": "National laboratories" });
    let changed = w.office_staff().patch(&place).json(&change).header("if-match", &tag).await.expect(200);
    assert_eq!(changed["short_title"], "国家实验室");
    assert_eq!(changed["title"], measure.json()["title"], "the official title never changes");
    w.office_staff().patch(&place).json(&change).header("if-match", &tag).await.refused(412, "stale");
    let long = json!({ "short_title": "一二三四五六七八九十一二三" });
    let refused = w.office_staff().patch(&place).json(&long).header("if-match", "\"2\"").await;
    assert_eq!(refused.wrong_fields(), ["/short_title"]);
}

#[tokio::test]
async fn only_the_office_imports_and_marks() {
    let w = World::new().await;
    let clause = format!("/clauses/{}", w.clause(28, 1).await);
    for person in [w.reporter("市科委"), w.unit_leader("市科委"), w.leader(), w.evaluator(), w.system_admin()] {
        person.post("/plans").form(file("方案.txt", PLAN_RAW)).await.refused(403, "forbidden");
        person.post("/plans/parse").form(file("方案.txt", PLAN_RAW)).await.refused(403, "forbidden");
        let mark = json!({ "not_decomposed_reason": "不分解" });
        person.patch(&clause).json(&mark).header("if-match", "\"1\"").await.refused(403, "forbidden");
    }
}
