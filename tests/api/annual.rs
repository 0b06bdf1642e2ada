//! The annual book: drawn up in November with an item per open task, written and issued by the office, closed item by item,
//! rolled over with a mark and never with another day.

use calamine::{Reader, Xlsx};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    ask::{Answer, Caller},
    story::path,
    world::World,
};

impl World {
    /// The book of a year, drawn up by hand.
    pub async fn drawn_up(&self, year: i32) -> Value {
        self.office_staff().post("/annual-books").json(&json!({ "year": year })).await.expect(201)
    }

    /// The same, issued.
    pub async fn issued_book(&self, year: i32) -> Value {
        let book = self.drawn_up(year).await;
        issue(&self.office_head(), &book).await.expect(200)
    }
}

async fn issue(who: &Caller, book: &Value) -> Answer {
    who.post(&format!("{}/issue", path("annual-books", book))).json(&json!({ "comment": "请抓紧" })).seen(book).await
}

async fn items(who: &Caller, query: &str) -> Vec<Value> {
    who.get(&format!("/annual-items?{query}")).await.expect(200)["items"].as_array().unwrap().clone()
}

async fn item_of(w: &World, task: &Value) -> Value {
    let listed = items(&w.office_staff(), &format!("task_id={}", task["id"].as_str().unwrap())).await;
    assert_eq!(listed.len(), 1, "{listed:?}");
    listed[0].clone()
}

async fn step(who: &Caller, item: &Value, step: Value) -> Answer {
    who.post(&format!("{}/transitions", path("annual-items", item))).json(&step).seen(item).await
}

fn apply() -> Value {
    json!({ "action": "apply_closure", "conclusion": "MOSTLY_DONE", "summary": "两台样机下线，一台在调试" })
}

/// A task of 市科委 that goes on to the end of the plan.
async fn continuing(w: &World) -> Value {
    let mut new = w.new_task("市科委").await;
    new["nature"] = json!("CONTINUING");
    new["due_on"] = json!("2027-12-31");
    let task = w.office_staff().post("/tasks").json(&new).await.expect(201);
    let task = w.step_of_task(&w.office_head(), &task, json!({ "action": "issue" })).await;
    w.step_of_task(&w.reviewer("市科委"), &task, json!({ "action": "sign", "liaison": "李工" })).await
}

#[tokio::test]
async fn a_book_has_one_item_per_open_task_with_what_its_milestones_say() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let signing = w.issued("市经信局").await;
    w.drafted("市科委").await;
    let closed = w.drafted("市科委").await;
    w.sql(&format!(
        "update task set state = 'CLOSED', closed_on = '2026-02-01' where id = '{}'",
        closed["id"].as_str().unwrap()
    ))
    .await;
    let book = w.drawn_up(2026).await;
    assert_eq!((&book["items"], &book["drafts"], &book["without_target"]), (&json!(2), &json!(2), &json!(0)));
    assert_eq!((&book["automatic"], &book["year"]), (&json!(false), &json!(2026)));
    let item = item_of(&w, &task).await;
    assert_eq!(item["target"], "完成：中试线通过验收；首批产品下线");
    assert_eq!((&item["due_on"], &item["state"]), (&json!("2026-12-31"), &json!("DRAFT")));
    assert_eq!((&item["task"]["measure"]["number"], &item["book_id"]), (&json!(28), &book["id"]));
    item_of(&w, &signing).await;

    let again = w.office_staff().post("/annual-books").json(&json!({ "year": 2026 })).await;
    assert_eq!(again.refused(409, "annual_book_complete")["facts"]["year"], 2026);
    let later = w.in_progress("市科委").await;
    let grown = w.drawn_up(2026).await;
    assert_eq!((&grown["id"], &grown["items"]), (&book["id"], &json!(3)));
    item_of(&w, &later).await;
}

#[tokio::test]
async fn the_book_of_next_year_comes_in_november_by_itself_and_not_before() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let early = w.office_staff().post("/annual-books").json(&json!({ "year": 2027 })).await;
    let refused = early.refused(409, "annual_too_early");
    assert_eq!((&refused["facts"]["year"], &refused["facts"]["from"]), (&json!(2027), &json!("2026-11-01")));
    for year in [2025, 2028] {
        let wrong = w.office_staff().post("/annual-books").json(&json!({ "year": year })).await;
        assert_eq!(wrong.wrong_fields(), ["/year"], "{year}");
    }
    w.travel_to("2026-10-31").await;
    assert_eq!(w.office_staff().get("/annual-books").await.expect(200)["total"], 0);
    w.travel_to("2026-11-01").await;
    w.travel_to("2026-11-02").await;
    let books = w.office_staff().get("/annual-books").await.expect(200);
    assert_eq!(books["total"], 1);
    let book = &books["items"][0];
    assert_eq!((&book["year"], &book["automatic"], &book["items"]), (&json!(2027), &json!(true), &json!(1)));
    assert_eq!(book["without_target"], 1, "the plan of the task says nothing about 2027");
    let item = item_of(&w, &task).await;
    assert_eq!((&item["target"], &item["due_on"]), (&json!(""), &json!("2027-12-31")));
}

#[tokio::test]
async fn the_office_writes_targets_while_they_are_drafts_and_units_see_nothing_of_them() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let book = w.drawn_up(2026).await;
    let item = item_of(&w, &task).await;
    let unit = w.reporter("市科委");
    assert_eq!(unit.get("/annual-books").await.expect(200)["total"], 0);
    assert_eq!(items(&unit, "").await, Vec::<Value>::new());
    unit.get(&path("annual-items", &item)).await.refused(404, "not_found");
    unit.get(&path("annual-books", &book)).await.refused(404, "not_found");
    let change = json!({ "target": " 两台样机下线 ", "due_on": "2026-10-31" });
    let staff = w.office_staff();
    let changed = staff.patch(&path("annual-items", &item)).json(&change).seen(&item).await.expect(200);
    assert_eq!((&changed["target"], &changed["due_on"]), (&json!("两台样机下线"), &json!("2026-10-31")));
    assert_eq!(changed["editable"], true);
    staff.patch(&path("annual-items", &item)).json(&change).seen(&item).await.refused(412, "stale");
    let wrong = json!({ "target": "长".repeat(2_001), "due_on": "2027-01-31" });
    let wrong = staff.patch(&path("annual-items", &item)).json(&wrong).seen(&changed).await;
    assert_eq!(wrong.wrong_fields(), ["/target", "/due_on"]);
    let emptied =
        staff.patch(&path("annual-items", &item)).json(&json!({ "target": "" })).seen(&changed).await.expect(200);
    let book = w.office_head().get(&path("annual-books", &book)).await.expect(200);
    assert_eq!(book["actions"][0]["refused"]["code"], "annual_target_missing");
    let refused = issue(&w.office_head(), &book).await.refused(409, "annual_target_missing");
    assert_eq!(refused["facts"]["count"], 1);
    staff.patch(&path("annual-items", &item)).json(&change).seen(&emptied).await.expect(200);
    issue(&staff, &book).await.refused(403, "forbidden");
    let issued = issue(&w.office_head(), &book).await.expect(200);
    assert_eq!((&issued["drafts"], &issued["actions"]), (&json!(0), &json!([])));
    issue(&w.office_head(), &issued).await.refused(409, "annual_nothing_to_issue");
    let item = unit.get(&path("annual-items", &item)).await.expect(200);
    assert_eq!((&item["state"], &item["editable"]), (&json!("IN_PROGRESS"), &json!(false)));
    staff.patch(&path("annual-items", &item)).json(&change).seen(&item).await.refused(409, "annual_item_issued");
}

#[tokio::test]
async fn units_see_their_own_items_and_are_told_once_each() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    w.in_progress("市科委").await;
    let other = w.supported("市经信局", "海淀区").await;
    w.issued_book(2026).await;
    for (unit, count) in [("市科委", 2), ("市经信局", 1), ("海淀区", 1)] {
        assert_eq!(items(&w.reporter(unit), "year=2026").await.len(), count, "{unit}");
        let book = &w.reporter(unit).get("/annual-books").await.expect(200)["items"][0];
        assert_eq!(book["items"], count, "{unit}");
    }
    assert_eq!(items(&w.evaluator(), "year=2026").await.len(), 3);
    let item = item_of(&w, &other).await;
    let foreign = w.reporter("市科委").get(&path("annual-items", &item)).await;
    let missing = w.reporter("市科委").get(&format!("/annual-items/{}", Uuid::now_v7())).await;
    assert_eq!((foreign.status, foreign.bytes), (404, missing.bytes));
    for (person, expected) in [(w.unit_leader("市科委"), 1), (w.reporter("市经信局"), 1), (w.reporter("海淀区"), 0)]
    {
        let told = person.get("/notifications?kind=ANNUAL_ISSUED").await.expect(200);
        assert_eq!(told["total"], expected);
    }
    let told = w.unit_leader("市科委").get("/notifications?kind=ANNUAL_ISSUED").await.expect(200)["items"][0].clone();
    assert_eq!(told["label"], "2026年折子工程 · 2 项");
    assert!(told["path"].as_str().unwrap().starts_with("/annual-books/"));
}

#[tokio::test]
async fn of_a_continuing_task_the_item_of_the_year_closes_with_a_conclusion() {
    let w = World::new().await;
    let task = continuing(&w).await;
    w.issued_book(2026).await;
    w.prove(&task).await;
    let application = w.application(&task).await;
    let whole = w
        .unit_leader("市科委")
        .post(&format!("{}/transitions", path("tasks", &task)))
        .json(&application)
        .seen(&task)
        .await;
    whole.refused(409, "continuing_until_plan_end");
    let item = item_of(&w, &task).await;
    let bare = json!({ "action": "apply_closure" });
    let wrong = step(&w.unit_leader("市科委"), &item, bare).await.wrong_fields();
    assert_eq!(wrong, ["/summary", "/conclusion"]);
    for who in [w.reporter("市科委"), w.reviewer("市科委"), w.office_staff(), w.office_head()] {
        step(&who, &item, apply()).await.refused(403, "forbidden");
    }
    step(&w.unit_leader("海淀区"), &item, apply()).await.refused(404, "not_found");
    let applied = step(&w.unit_leader("市科委"), &item, apply()).await.expect(200);
    assert_eq!((&applied["state"], &applied["closure_applied_on"]), (&json!("PENDING_CLOSURE"), &json!("2026-03-02")));
    step(&w.unit_leader("市科委"), &item, apply()).await.refused(412, "stale");
    assert_eq!(w.office_staff().get("/notifications?kind=ANNUAL_APPLIED&state=OPEN").await.expect(200)["total"], 1);
    let back = json!({ "action": "reject_closure", "comment": "请补第三台的材料" });
    step(&w.office_head(), &applied, json!({ "action": "reject_closure" })).await.wrong_fields();
    let rejected = step(&w.office_staff(), &applied, back).await.expect(200);
    assert_eq!((&rejected["state"], &rejected["closure_applied_on"]), (&json!("IN_PROGRESS"), &Value::Null));
    assert_eq!(w.office_staff().get("/notifications?kind=ANNUAL_APPLIED&state=OPEN").await.expect(200)["total"], 0);
    let applied = step(&w.unit_leader("市科委"), &rejected, apply()).await.expect(200);
    step(&w.office_staff(), &applied, json!({ "action": "accept_closure" })).await.refused(403, "forbidden");
    let closed = step(&w.office_head(), &applied, json!({ "action": "accept_closure" })).await.expect(200);
    assert_eq!(
        (&closed["state"], &closed["conclusion"], &closed["ended_on"]),
        (&json!("CLOSED"), &json!("MOSTLY_DONE"), &json!("2026-03-02"))
    );
    let history: Vec<&Value> = closed["history"].as_array().unwrap().iter().map(|step| &step["action"]).collect();
    assert_eq!(history, ["accept_closure", "apply_closure", "reject_closure", "apply_closure", "issue"]);
    assert_eq!(w.unit_leader("市科委").get("/notifications?kind=ANNUAL_DECIDED").await.expect(200)["total"], 2);
}

#[tokio::test]
async fn what_stays_open_rolls_over_with_a_mark_and_keeps_its_day() {
    let w = World::new().await;
    let task = continuing(&w).await;
    let waiting = w.in_progress("市经信局").await;
    w.issued_book(2026).await;
    let applied = item_of(&w, &waiting).await;
    w.travel_to("2026-12-31").await;
    let applied = step(&w.unit_leader("市经信局"), &applied, apply()).await.expect(200);
    w.travel_to("2027-01-01").await;
    w.travel_to("2027-01-02").await;
    let of_year = async |year: i32| {
        items(&w.reporter("市科委"), &format!("year={year}&task_id={}", task["id"].as_str().unwrap())).await
    };
    let rolled = of_year(2027).await;
    assert_eq!(rolled.len(), 1);
    assert_eq!((&rolled[0]["year"], &rolled[0]["rolled_over_on"]), (&json!(2026), &json!("2027-01-01")));
    assert_eq!((&rolled[0]["due_on"], &rolled[0]["days_late"]), (&json!("2026-12-31"), &json!(2)));
    let id = rolled[0]["id"].as_str().unwrap();
    let refused =
        w.try_sql(&format!("update annual_item set due_on = '2027-12-31' where id = '{id}'")).await.unwrap_err();
    assert!(refused.contains("keeps its due day"), "{refused}");
    let waits = w.office_staff().get(&path("annual-items", &applied)).await.expect(200);
    assert_eq!(waits["rolled_over_on"], Value::Null, "the office's delay is not the unit's");
    let back = json!({ "action": "reject_closure", "comment": "材料不全" });
    step(&w.office_staff(), &waits, back).await.expect(200);
    w.travel_to("2027-01-03").await;
    let marked = w.office_staff().get(&path("annual-items", &applied)).await.expect(200);
    assert_eq!(marked["rolled_over_on"], "2027-01-01");
    let books = w.office_staff().get("/annual-books").await.expect(200);
    assert_eq!((&books["items"][0]["year"], &books["items"][0]["rolled_in"]), (&json!(2027), &json!(2)));
    let closing = step(&w.unit_leader("市科委"), &rolled[0], apply()).await.expect(200);
    step(&w.office_head(), &closing, json!({ "action": "accept_closure" })).await.expect(200);
    assert_eq!(of_year(2027).await.len(), 1, "it stays where it ended");
    assert_eq!(of_year(2028).await.len(), 0);
    let rolls = "select count(*) as it from audit_event where action = 'annual.roll_over'";
    assert_eq!(w.number(rolls).await, 2, "once a day with something to mark");
}

#[tokio::test]
async fn items_end_with_their_task() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let cancelled = w.in_progress("市科委").await;
    w.prove(&task).await;
    w.issued_book(2026).await;
    w.travel_to("2026-11-01").await;
    assert_eq!(w.number("select count(*) as it from annual_item").await, 4);
    let application = w.application(&task).await;
    let now = w.office_staff().get(&path("tasks", &task)).await.expect(200);
    let applied = w.step_of_task(&w.unit_leader("市科委"), &now, application).await;
    w.step_of_task(&w.office_head(), &applied, json!({ "action": "accept_closure" })).await;
    let item = item_of(&w, &task).await;
    assert_eq!(
        (&item["state"], &item["conclusion"], &item["ended_on"]),
        (&json!("CLOSED"), &json!("DONE"), &json!("2026-11-01"))
    );
    let now = w.office_staff().get(&path("tasks", &cancelled)).await.expect(200);
    w.step_of_task(&w.leader(), &now, json!({ "action": "cancel", "comment": "事项取消" })).await;
    let item = item_of(&w, &cancelled).await;
    assert_eq!((&item["state"], &item["year"]), (&json!("CANCELLED"), &json!(2026)));
    assert_eq!(w.number("select count(*) as it from annual_item").await, 2, "the drafts of next year are gone");
}

#[tokio::test]
async fn a_leader_cancels_one_item_and_the_same_key_does_it_once() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    w.issued_book(2026).await;
    let item = item_of(&w, &task).await;
    let place = format!("{}/transitions", path("annual-items", &item));
    let cancel = json!({ "action": "cancel", "comment": "目标调整" });
    step(&w.office_head(), &item, cancel.clone()).await.refused(403, "forbidden");
    let first = w.leader().post(&place).json(&cancel).seen(&item).key("cancel-2026").await.expect(200);
    let second = w.leader().post(&place).json(&cancel).seen(&item).key("cancel-2026").await;
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(second.expect(200), first);
    assert_eq!((&first["state"], &first["ended_on"]), (&json!("CANCELLED"), &json!("2026-03-02")));
    step(&w.leader(), &first, cancel).await.refused(409, "step_not_possible");
    let events = "select count(*) as it from audit_event where action = 'annual.cancel' and outcome = 'SUCCESS'";
    assert_eq!(w.number(events).await, 1);
}

#[tokio::test]
async fn the_export_of_a_unit_holds_its_own_items() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    w.in_progress("市经信局").await;
    w.issued_book(2026).await;
    let unit = w.reporter("市科委");
    let export = unit.post("/exports").json(&json!({ "kind": "ANNUAL", "year": 2026 })).await.expect(201);
    assert_eq!((&export["rows"], export["title"].as_str().unwrap().contains("2026年折子工程")), (&json!(1), true));
    let bytes = unit.get(&format!("{}/content", path("exports", &export))).await.expect_bytes(200);
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let text = |cell: &calamine::Data| cell.to_string();
    let cells: Vec<String> = sheet.rows().flatten().map(text).collect();
    assert!(cells.iter().any(|cell| cell == "完成：中试线通过验收；首批产品下线"), "{cells:?}");
    assert!(cells.iter().any(|cell| cell == "推进中"), "{cells:?}");
    let next =
        unit.post("/exports").json(&json!({ "kind": "ANNUAL", "year": 2027, "format": "CSV" })).await.expect(201);
    assert_eq!(next["rows"], 0);
}
