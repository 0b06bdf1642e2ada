//! Stored lights are what the pure rule says on each day, whichever way time and work went.

use luoshi_server::{
    app::tasks::stored,
    domain::{
        calendar::shanghai_today,
        light::{self, MilestoneFacts, TaskFacts},
        tasks::TaskState,
    },
};
use serde_json::{Value, json};

use crate::{
    story::{approval, path},
    world::World,
};

/// Small, fixed and good enough: the days are random, the test is not.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Every task's light by the rule, from nothing but the facts in the tables.
#[expect(clippy::too_many_lines, reason = "the facts, one line each")]
async fn recomputed(w: &World) -> Vec<(String, Value)> {
    let today = shanghai_today(w.app.clock.now());
    let rows = w
        .rows(
            "select t.code, to_jsonb(t) as task, coalesce((
                select jsonb_agg(to_jsonb(m) order by m.ord) from milestone m where m.task_id = t.id), '[]') as milestones
             from task t order by t.code",
        )
        .await;
    let day = |value: &Value| value.as_str().map(|day| day.parse().unwrap());
    let read = |row: Value| {
        let milestones = row["milestones"].as_array().unwrap().iter().map(|m| MilestoneFacts {
            id: m["id"].as_str().unwrap().parse().unwrap(),
            title: m["title"].as_str().unwrap().to_owned(),
            due_on: day(&m["due_on"]).unwrap(),
            is_key: m["is_key"].as_bool().unwrap(),
            weight: u32::try_from(m["weight"].as_u64().unwrap()).unwrap(),
            accepted_submission_on: day(&m["completed_on"]),
            pending_since: day(&m["submitted_on"]),
            returns: u32::try_from(m["returns"].as_u64().unwrap()).unwrap(),
        });
        let task = &row["task"];
        let facts = TaskFacts {
            state: serde_json::from_value::<TaskState>(task["state"].clone()).unwrap(),
            start_on: day(&task["start_on"]).unwrap(),
            baseline_due_on: day(&task["baseline_due_on"]).unwrap(),
            due_on: day(&task["due_on"]).unwrap(),
            closure_applied_on: day(&task["closure_applied_on"]),
            extension_pending: false,
            supervision: None,
            issue: None,
            findings: vec![],
            reports: vec![],
            quantity: None,
            milestones: milestones.collect(),
        };
        let light = light::light(&facts, today, &w.app.settings.thresholds);
        let expected = json!({ "code": light.code, "reasons": light.reasons, "tags": light.tags, "due_soon": light.due_soon,
            "expected": light::expected_weight(&facts.milestones, today), "accepted": light::accepted_weight(&facts.milestones) });
        (row["code"].as_str().unwrap().to_owned(), expected)
    };
    rows.into_iter().map(read).collect()
}

async fn kept(w: &World) -> Vec<(String, Value)> {
    let rows = w
        .rows(
            "select code, jsonb_build_object('code', light, 'reasons', light_reasons, 'tags', light_tags, 'due_soon', due_soon,
                'expected', expected_weight, 'accepted', accepted_weight) as light
             from task order by code",
        )
        .await;
    rows.into_iter().map(|row| (row["code"].as_str().unwrap().to_owned(), row["light"].clone())).collect()
}

/// Tasks of many lengths, some with milestones in the past.
async fn tasks(w: &World, dice: &mut Dice) -> Vec<Value> {
    let mut tasks = Vec::new();
    for number in 0..8 {
        let mut new = w.new_task("市科委").await;
        new["title"] = json!(format!("任务 {number}"));
        new["start_on"] = json!(format!("2026-{:02}-01", 1 + dice.roll(6)));
        let milestone = |n: u64, dice: &mut Dice| {
            let due = format!("2026-{:02}-{:02}", 7 + n, 1 + dice.roll(28));
            json!({ "title": format!("节点 {n}"), "due_on": due, "weight": 25, "is_key": dice.roll(2) == 0 })
        };
        new["milestones"] = (0..4).map(|n| milestone(n, dice)).collect();
        let task = w.office_staff().post("/tasks").json(&new).await.expect(201);
        if number == 7 {
            break;
        }
        let task = w.step_of_task(&w.office_head(), &task, json!({ "action": "issue" })).await;
        let sign = json!({ "action": "sign", "liaison": "李工" });
        tasks.push(w.step_of_task(&w.reviewer("市科委"), &task, sign).await);
    }
    tasks
}

#[tokio::test]
async fn stored_lights_equal_the_rule_on_random_days() {
    let w = World::new().await;
    let mut dice = Dice(2027);
    let tasks = tasks(&w, &mut dice).await;
    let first: chrono::NaiveDate = "2026-03-03".parse().unwrap();
    let mut day = first;
    for round in 0..30 {
        day = day + chrono::Days::new(1 + dice.roll(22));
        w.travel_to(&day.to_string()).await;
        let task = &tasks[usize::try_from(dice.roll(7)).unwrap()]["id"].as_str().unwrap();
        // What reviewers would do, without their forms: the facts alone move the lights.
        let change = match dice.roll(4) {
            0 => format!("state = 'SUBMITTED', submitted_on = '{day}' where state in ('NOT_SUBMITTED', 'RETURNED')"),
            1 => "state = 'ACCEPTED', completed_on = submitted_on, submitted_on = null where state = 'SUBMITTED'"
                .to_owned(),
            2 => "state = 'RETURNED', submitted_on = null, returns = returns + 1 where state = 'SUBMITTED'".to_owned(),
            _ => "ord = ord where true".to_owned(),
        };
        w.sql(&format!("update milestone set {change} and task_id = '{task}' and ord = {}", 1 + dice.roll(4))).await;
        w.sql("update task set light_on = '2000-01-01'").await;
        stored::start_of_day(&w.app).await.unwrap();
        assert_eq!(kept(&w).await, recomputed(&w).await, "round {round} on {day}");
    }
    let lights: std::collections::BTreeSet<String> =
        kept(&w).await.iter().map(|(_, light)| light["code"].to_string()).collect();
    assert!(lights.len() >= 2, "the days were too tame: {lights:?}");
}

#[tokio::test]
async fn each_write_stores_the_light_it_causes() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    w.travel_to("2026-04-08").await;
    assert_eq!(kept(&w).await, recomputed(&w).await);
    assert_eq!(kept(&w).await[0].1["code"], "AT_RISK");
    let report = w.step_of_report(&w.reporter("市科委"), &report, json!({ "action": "submit" })).await;
    assert_eq!(kept(&w).await, recomputed(&w).await);
    let report = w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await;
    w.step_of_report(&w.office_staff(), &report, approval(&report, "ACCEPTED")).await;
    assert_eq!(kept(&w).await, recomputed(&w).await);
    assert_eq!(kept(&w).await[0].1["code"], "ON_TRACK");
    let task = w.adjusted(&report["task"], "SUSPEND", json!({})).await;
    w.step_of_task(&w.leader(), &task, json!({ "action": "suspend", "comment": "暂缓" })).await;
    assert_eq!(kept(&w).await, recomputed(&w).await);
}

#[tokio::test]
async fn the_day_turns_at_midnight_in_shanghai() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let light = async || {
        stored::start_of_day(&w.app).await.unwrap();
        let task = w.office_staff().get(&path("tasks", &task)).await.expect(200);
        (task["light"].clone(), task["light_detail"]["since"].clone())
    };
    // The first milestone is due on 31 March; that day itself is not late.
    w.app.clock.set("2026-03-31T15:59:59.999999Z".parse().unwrap());
    assert_eq!(light().await.0, "ON_TRACK");
    w.app.clock.set("2026-03-31T16:00:00Z".parse().unwrap());
    assert_eq!(light().await, (json!("AT_RISK"), json!("2026-04-01")));
    w.travel_to("2026-04-10").await;
    assert_eq!(light().await, (json!("AT_RISK"), json!("2026-04-01")));
    w.travel_to("2026-04-11").await;
    assert_eq!(light().await, (json!("OVERDUE"), json!("2026-04-11")));
}

#[tokio::test]
async fn a_day_is_judged_once() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    w.travel_to("2026-05-01").await;
    let again = stored::start_of_day(&w.app).await.unwrap();
    assert_eq!((again.tasks, again.changed), (0, 0));
    let (one, two) = {
        w.app.clock.set(crate::world::morning("2026-05-02"));
        tokio::join!(stored::start_of_day(&w.app), stored::start_of_day(&w.app))
    };
    assert!(one.unwrap().tasks + two.unwrap().tasks >= 1);
    assert_eq!(kept(&w).await, recomputed(&w).await);
}

#[tokio::test]
async fn counts_of_lights_add_up() {
    let w = World::new().await;
    let mut dice = Dice(7);
    tasks(&w, &mut dice).await;
    w.travel_to("2026-09-15").await;
    let staff = w.office_staff();
    let plan = staff.get(&format!("/plans/{}", w.plan().await)).await.expect(200);
    let by_light = plan["counts_by_light"].as_object().unwrap();
    for (light, count) in by_light {
        // What the office still drafts does not count, and a leader does not see it.
        let listed = w.leader().get(&format!("/tasks?light={light}")).await.expect(200)["total"].clone();
        assert_eq!(&listed, count, "{light}");
    }
    let sum: i64 = by_light.values().map(|count| count.as_i64().unwrap()).sum();
    assert_eq!(w.leader().get("/tasks").await.expect(200)["total"], sum);
    assert_eq!(staff.get("/tasks").await.expect(200)["total"], sum + 1);
}
