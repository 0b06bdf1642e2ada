//! What cycles ask for: previews, the stored demands, moved due days, waivers, exceptions, and cycles that open by themselves.

use serde_json::{Value, json};

use crate::{ask::Caller, story::path, world::World};

async fn page(who: &Caller, cycle: &Value) -> Value {
    who.get(&path("cycles", cycle)).await.expect(200)
}

fn unit<'a>(page: &'a Value, name: &str) -> Option<&'a Value> {
    page["units"].as_array().unwrap().iter().find(|unit| unit["organisation"]["short_name"] == name)
}

fn actions(page: &Value) -> Vec<(&str, bool)> {
    let actions = page["actions"].as_array().unwrap().iter();
    actions.map(|action| (action["action"].as_str().unwrap(), action["allowed"].as_bool().unwrap())).collect()
}

async fn rules(w: &World) -> (String, Value) {
    let place = format!("/plans/{}/reporting", w.plan().await);
    let rules = w.office_staff().get(&place).await.expect(200);
    (place, rules)
}

async fn rhythm(w: &World, quarters: bool, months: bool, years: bool) {
    let (place, before) = rules(w).await;
    let rhythm = json!({ "opens_quarters": quarters, "opens_months": months, "opens_years": years });
    w.office_staff().put(&place).json(&rhythm).seen(&before).await.expect(200);
}

async fn except(w: &World, unit: &str, mut exception: Value) -> Value {
    exception["organisation_id"] = json!(w.organisation(unit).await);
    exception["reason"] = json!("与单位商定");
    let place = format!("/plans/{}/reporting-exceptions", w.plan().await);
    w.office_staff().post(&place).json(&exception).await.expect(201)
}

/// Tells the database that the task is red.
async fn redden(w: &World, task: &Value) {
    let id = task["id"].as_str().unwrap();
    w.sql(&format!("update milestone set due_on = '2026-01-10', is_key = true where task_id = '{id}'")).await;
    w.sql(&format!("update task set light_on = '2000-01-01' where id = '{id}'")).await;
}

#[tokio::test]
async fn a_preview_counts_what_each_unit_would_have_to_write() {
    let w = World::new().await;
    for unit in ["市科委", "市科委", "海淀区"] {
        w.in_progress(unit).await;
    }
    w.issued("市科委").await;
    let staff = w.office_staff();
    let preview = staff.get("/cycle-preview?kind=QUARTER&day=2026-02-01").await.expect(200);
    assert_eq!((&preview["name"], &preview["due_on"]), (&json!("2026年第一季度"), &json!("2026-04-08")));
    assert_eq!(
        (&preview["basis"], &preview["exists"], &preview["reports"]),
        (&json!("OPEN"), &json!(false), &json!(3))
    );
    let told: Vec<(&str, i64, i64)> = preview["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| {
            let name = unit["organisation"]["short_name"].as_str().unwrap();
            (name, unit["reports"].as_i64().unwrap(), unit["asked_this_year"].as_i64().unwrap())
        })
        .collect();
    assert_eq!(told, [("市科委", 2, 0), ("海淀区", 1, 0)]);
    assert_eq!(w.number("select count(*) as it from cycle").await, 0, "nothing was opened");
    w.first_quarter().await;
    let again = staff.get("/cycle-preview?kind=QUARTER&day=2026-02-01").await.expect(200);
    assert_eq!((&again["exists"], &again["units"][0]["asked_this_year"]), (&json!(true), &json!(0)));
    let next = staff.get("/cycle-preview?kind=QUARTER&day=2026-05-01").await.expect(200);
    assert_eq!(next["units"][0]["asked_this_year"], 2);
    let nobody_red = staff.get("/cycle-preview?kind=MONTH&day=2026-02-01").await.expect(200);
    assert_eq!((&nobody_red["basis"], &nobody_red["reports"]), (&json!("RED"), &json!(0)));
    w.reporter("市科委").get("/cycle-preview?kind=MONTH&day=2026-02-01").await.refused(403, "forbidden");
    assert_eq!(staff.get("/cycle-preview?kind=MONTH&day=1026-02-01").await.wrong_fields(), ["/day"]);
}

#[tokio::test]
async fn a_cycle_asks_the_tasks_of_its_period_and_keeps_them_once_it_is_over() {
    let w = World::new().await;
    let first = w.in_progress("市科委").await;
    let cycle = w.first_quarter().await;
    assert_eq!((&cycle["asked"], &cycle["counts"]["NOT_STARTED"]), (&json!(1), &json!(1)));
    // Signed for while the cycle runs: asked as well.
    let second = w.in_progress("市科委").await;
    w.in_progress("海淀区").await;
    let staff = w.office_staff();
    assert_eq!(page(&staff, &cycle).await["asked"], 3);
    let second = w.adjusted(&second, "SUSPEND", json!({})).await;
    w.step_of_task(&w.leader(), &second, json!({ "action": "suspend", "comment": "等待批复" })).await;
    assert_eq!(page(&staff, &cycle).await["asked"], 2, "what stands still need not be told");
    w.travel_to("2026-04-09").await;
    let first = w.adjusted(&first, "SUSPEND", json!({})).await;
    w.step_of_task(&w.leader(), &first, json!({ "action": "suspend", "comment": "等待批复" })).await;
    w.in_progress("市科委").await;
    let over = page(&staff, &cycle).await;
    assert_eq!(over["asked"], 2, "after the due day the set stands");
    assert_eq!(unit(&over, "海淀区").unwrap()["missing"], 1);
    assert_eq!(actions(&over), [("move_deadline", false), ("waive", true)]);
    // A unit counts itself alone.
    let own = page(&w.reporter("市科委"), &cycle).await;
    assert_eq!((own["asked"].as_i64(), own["units"].as_array().unwrap().len()), (Some(1), 1));
    assert!(actions(&own).is_empty());
    w.office_staff().get(&format!("/cycles/{}", uuid::Uuid::nil())).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_month_asks_the_tasks_that_are_red_when_it_opens_and_no_others() {
    let w = World::new().await;
    rhythm(&w, true, true, false).await;
    let (red, green) = (w.in_progress("市科委").await, w.in_progress("海淀区").await);
    redden(&w, &red).await;
    w.travel_to("2026-02-24").await;
    assert_eq!(w.number("select count(*) as it from cycle").await, 0);
    w.travel_to("2026-02-25").await;
    let staff = w.office_staff();
    let cycle = staff.get("/cycles").await.expect(200)["items"][0].clone();
    assert_eq!(
        (&cycle["name"], &cycle["basis"], &cycle["automatic"]),
        (&json!("2026年2月"), &json!("RED"), &json!(true))
    );
    assert_eq!((&cycle["asked"], &cycle["due_on"]), (&json!(1), &json!("2026-03-06")));
    // Red a day later, the other one is not asked any more; opened once, the month opens never again.
    redden(&w, &green).await;
    w.travel_to("2026-02-26").await;
    w.travel_to("2026-03-02").await;
    let month = page(&staff, &cycle).await;
    assert_eq!((&month["asked"], w.number("select count(*) as it from cycle").await), (&json!(1), 1));
    let report = |task: &Value| json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
    w.reporter("市科委").post("/reports").json(&report(&red)).await.expect(201);
    w.reporter("海淀区").post("/reports").json(&report(&green)).await.refused(409, "report_not_asked");
    // Nobody else is shown the month as their cycle.
    assert_eq!(w.reporter("市科委").get("/work").await.expect(200)["cycle"]["name"], "2026年2月");
    assert_eq!(w.reporter("海淀区").get("/work").await.expect(200)["cycle"], Value::Null);
    // March ends a quarter: the quarter asks, the month does not.
    w.travel_to("2026-03-25").await;
    let names: Vec<Value> = staff.get("/cycles").await.expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cycle| cycle["name"].clone())
        .collect();
    assert_eq!(names, ["2026年第一季度", "2026年2月"]);
}

#[tokio::test]
async fn nothing_opens_by_itself_without_work_or_against_the_rhythm() {
    let w = World::new().await;
    rhythm(&w, true, true, true).await;
    w.travel_to("2026-03-26").await;
    assert_eq!(w.number("select count(*) as it from cycle").await, 0, "no task is in progress");
    w.in_progress("市科委").await;
    rhythm(&w, false, false, false).await;
    w.travel_to("2026-03-27").await;
    assert_eq!(w.number("select count(*) as it from cycle").await, 0);
    rhythm(&w, true, false, false).await;
    w.travel_to("2026-03-28").await;
    w.travel_to("2026-03-29").await;
    assert_eq!(w.number("select count(*) as it from cycle where automatic").await, 1);
    let opened = "select actor_name as it from audit_event where action = 'cycle.create'";
    assert_eq!(w.one(opened).await, "系统");
    let (place, before) = rules(&w).await;
    let quiet = json!({ "opens_quarters": false, "opens_months": false, "opens_years": false });
    w.office_head().put(&place).json(&quiet).await.refused(428, "version_missing");
    w.office_head().put(&place).json(&quiet).seen(&before).await.expect(200);
    w.office_head().put(&place).json(&quiet).seen(&before).await.refused(412, "stale");
    w.leader().put(&place).json(&quiet).seen(&before).await.refused(403, "forbidden");
}

#[tokio::test]
async fn the_due_day_moves_with_a_reason_and_the_first_one_stays_to_be_seen() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let cycle = w.first_quarter().await;
    let staff = w.office_staff();
    let place = format!("{}/deadline", path("cycles", &cycle));
    w.travel_to("2026-04-01").await;
    let later = json!({ "due_on": "2026-04-15", "reason": "全市统一放假" });
    w.reporter("市科委").post(&place).json(&later).seen(&cycle).await.refused(403, "forbidden");
    let moved = staff.post(&place).json(&later).seen(&cycle).key("later").await.expect(200);
    assert_eq!((&moved["due_on"], &moved["baseline_due_on"]), (&json!("2026-04-15"), &json!("2026-04-08")));
    assert_eq!((&moved["moves"][0]["reason"], &moved["version"]), (&json!("全市统一放假"), &json!(2)));
    let again = staff.post(&place).json(&later).seen(&cycle).key("later").await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    staff.post(&place).json(&later).seen(&cycle).await.refused(412, "stale");
    staff.post(&place).json(&later).await.refused(428, "version_missing");
    w.travel_to("2026-04-16").await;
    let late = json!({ "due_on": "2026-04-30", "reason": "补报" });
    staff.post(&place).json(&late).seen(&moved).await.refused(409, "cycle_ended");
}

#[tokio::test]
async fn one_unit_is_given_a_later_day_than_the_others() {
    let w = World::new().await;
    for unit in ["市科委", "海淀区"] {
        w.in_progress(unit).await;
    }
    let moved = w.first_quarter().await;
    let cycle = moved.clone();
    let staff = w.office_staff();
    let place = format!("{}/deadline", path("cycles", &cycle));
    w.travel_to("2026-04-01").await;
    let unit_id = w.organisation("海淀区").await;
    let one = json!({ "organisation_id": unit_id, "due_on": "2026-04-20", "reason": "汇总街道材料" });
    let moved = staff.post(&place).json(&one).seen(&moved).await.expect(200);
    assert_eq!(unit(&moved, "海淀区").unwrap()["due_on"], "2026-04-20");
    assert_eq!(unit(&moved, "市科委").unwrap()["due_on"], "2026-04-08");
    assert_eq!(moved["exceptions"], 1);
    let seen = page(&w.reporter("市科委"), &cycle).await;
    assert_eq!(seen["moves"].as_array().unwrap().len(), 0, "another unit's move is its own affair");
    w.travel_to("2026-04-18").await;
    let waiting = async |unit: &str| w.reporter(unit).get("/work").await.expect(200)["waiting"].clone();
    assert_eq!(waiting("海淀区").await[0]["due_on"], "2026-04-20");
    assert_eq!(waiting("市科委").await, json!([]));
    // Past for all, not for the unit: it moves again.
    let more = json!({ "organisation_id": unit_id, "due_on": "2026-04-24", "reason": "再缓几天" });
    let moved = staff.post(&place).json(&more).seen(&moved).await.expect(200);
    for (wrong, field) in [
        (json!({ "organisation_id": unit_id, "due_on": "2026-04-17", "reason": "早于今天" }), "/due_on"),
        (json!({ "organisation_id": unit_id, "due_on": "2026-04-24", "reason": "同一天" }), "/due_on"),
        (json!({ "organisation_id": unit_id, "due_on": "2026-04-28", "reason": " " }), "/reason"),
        (
            json!({ "organisation_id": w.organisation("市经信局").await, "due_on": "2026-04-28", "reason": "没有任务" }),
            "/organisation_id",
        ),
    ] {
        assert_eq!(staff.post(&place).json(&wrong).seen(&moved).await.wrong_fields(), [field], "{wrong}");
    }
}

#[tokio::test]
async fn the_calendar_leaves_a_moved_due_day_alone() {
    let w = World::new().await;
    let cycle = w.first_quarter().await;
    let place = format!("{}/deadline", path("cycles", &cycle));
    let later = json!({ "due_on": "2026-04-10", "reason": "会议冲突" });
    let moved = w.office_staff().post(&place).json(&later).seen(&cycle).await.expect(200);
    let years = w.system_admin().get("/calendar").await.expect(200)["years"].clone();
    let year = years.as_array().unwrap().iter().find(|year| year["year"] == 2026).unwrap();
    let none = json!({ "announced": true, "source": "试", "spans": [] });
    w.system_admin().put("/calendar/2026").json(&none).seen(year).await.expect(200);
    assert_eq!(page(&w.office_staff(), &cycle).await["due_on"], moved["due_on"]);
}

#[tokio::test]
async fn reports_are_waived_for_a_whole_unit_or_for_chosen_tasks() {
    let w = World::new().await;
    let (one, two) = (w.in_progress("市科委").await, w.in_progress("市科委").await);
    let foreign = w.in_progress("海淀区").await;
    let cycle = w.first_quarter().await;
    w.begun(&one, &cycle, "市科委").await;
    let staff = w.office_staff();
    let place = format!("{}/waivers", path("cycles", &cycle));
    let chosen = json!({ "task_ids": [foreign["id"]], "reason": "已并入专项报告" });
    w.office_head().post(&place).json(&chosen).await.refused(403, "forbidden");
    let after = staff.post(&place).json(&chosen).key("one").await.expect(200);
    assert_eq!(unit(&after, "海淀区").unwrap()["waived"], 1);
    staff.post(&place).json(&chosen).key("one").await.expect(200);
    // Begun or not, every missing report of the unit is waived; twice there is nothing to do.
    let all = json!({ "organisation_id": w.organisation("市科委").await, "reason": "机构改革期间" });
    let after = staff.post(&place).json(&all).await.expect(200);
    assert_eq!((&unit(&after, "市科委").unwrap()["waived"], &after["counts"]["WAIVED"]), (&json!(2), &json!(3)));
    assert_eq!(staff.post(&place).json(&all).await.wrong_fields(), ["/organisation_id"]);
    assert_eq!(w.reporter("市科委").get("/work").await.expect(200)["waiting"], json!([]));
    let reports = staff.get(&format!("/reports?task_id={}", two["id"].as_str().unwrap())).await.expect(200);
    let report = staff.get(&path("reports", &reports["items"][0])).await.expect(200);
    assert_eq!((&report["state"], &report["history"][0]["comment"]), (&json!("WAIVED"), &json!("机构改革期间")));
    for (wrong, field) in [
        (json!({ "reason": "没有范围" }), "/organisation_id"),
        (json!({ "task_ids": [uuid::Uuid::nil()], "reason": "没有这个任务" }), "/task_ids/0"),
        (json!({ "task_ids": [one["id"]], "reason": "" }), "/reason"),
    ] {
        assert_eq!(staff.post(&place).json(&wrong).await.wrong_fields(), [field], "{wrong}");
    }
}

#[tokio::test]
async fn what_has_reached_the_office_is_not_waived_with_the_rest() {
    let w = World::new().await;
    let report = w.passed("市科委").await;
    w.in_progress("市科委").await;
    let cycle = w.office_staff().get("/cycles").await.expect(200)["items"][0].clone();
    let all = json!({ "organisation_id": w.organisation("市科委").await, "reason": "机构改革期间" });
    let place = format!("{}/waivers", path("cycles", &cycle));
    let after = w.office_staff().post(&place).json(&all).await.expect(200);
    let standing = unit(&after, "市科委").unwrap();
    assert_eq!((&standing["waived"], &standing["handed_in"]), (&json!(1), &json!(1)));
    assert_eq!(w.office_staff().get(&path("reports", &report)).await.expect(200)["state"], "OFFICE_REVIEW");
}

#[tokio::test]
async fn exceptions_for_a_unit_hold_in_running_and_in_later_cycles() {
    let w = World::new().await;
    for unit in ["市科委", "海淀区", "市经信局"] {
        w.in_progress(unit).await;
    }
    let cycle = w.first_quarter().await;
    let staff = w.office_staff();
    except(&w, "市科委", json!({ "rule": "EXEMPT" })).await;
    except(&w, "海淀区", json!({ "rule": "LATER", "extra_days": 3 })).await;
    let after = except(&w, "市经信局", json!({ "rule": "LESS_OFTEN", "frequency": "HALF_YEAR" })).await;
    let first = page(&staff, &cycle).await;
    assert_eq!((first["asked"].as_i64(), &unit(&first, "海淀区").unwrap()["due_on"]), (Some(1), &json!("2026-04-13")));
    let second = staff.post("/cycles").json(&json!({ "kind": "QUARTER", "day": "2026-05-01" })).await.expect(201);
    let second = page(&staff, &second).await;
    assert!(unit(&second, "市经信局").is_some() && unit(&second, "市科委").is_none(), "{second}");
    let preview = staff.get("/cycle-preview?kind=QUARTER&day=2026-08-01").await.expect(200);
    assert_eq!((&preview["reports"], &preview["excepted"]), (&json!(1), &json!(2)));
    // One agreement at a time; when it ends, the running cycles ask again.
    let exempt = after["exceptions"].as_array().unwrap().iter().find(|x| x["rule"] == "EXEMPT").unwrap().clone();
    let place = format!("/plans/{}/reporting-exceptions", w.plan().await);
    let again = json!({ "organisation_id": exempt["organisation"]["id"], "rule": "EXEMPT", "reason": "再免" });
    staff.post(&place).json(&again).await.refused(409, "exception_exists");
    let end = format!("/reporting-exceptions/{}/end", exempt["id"].as_str().unwrap());
    let reason = json!({ "reason": "恢复报送" });
    staff.post(&end).json(&reason).await.refused(428, "version_missing");
    staff.post(&end).json(&reason).seen(&exempt).await.expect(200);
    staff.post(&end).json(&reason).seen(&exempt).await.refused(404, "not_found");
    assert_eq!(page(&staff, &cycle).await["asked"], 2);
    for (wrong, field) in [
        (json!({ "rule": "LATER" }), "/extra_days"),
        (json!({ "rule": "LATER", "extra_days": 61 }), "/extra_days"),
        (json!({ "rule": "EXEMPT", "extra_days": 2 }), "/extra_days"),
        (json!({ "rule": "LESS_OFTEN" }), "/frequency"),
        (json!({ "rule": "EXEMPT", "frequency": "YEAR" }), "/frequency"),
    ] {
        let mut wrong = wrong;
        wrong["organisation_id"] = exempt["organisation"]["id"].clone();
        wrong["reason"] = json!("试");
        assert_eq!(staff.post(&place).json(&wrong).await.wrong_fields(), [field], "{wrong}");
    }
}

#[tokio::test]
async fn the_share_of_reports_in_time_counts_what_was_asked() {
    let w = World::new().await;
    let report = w.passed("市科委").await;
    w.in_progress("海淀区").await;
    w.travel_to("2026-04-09").await;
    // Signed for after the due day: not asked, not missing.
    w.in_progress("市经信局").await;
    let rates = w.office_staff().get("/dashboard").await.expect(200)["rates"].clone();
    let in_time = rates.as_array().unwrap().iter().find(|rate| rate["code"] == "PUNCTUALITY").cloned();
    let in_time = in_time.unwrap_or_else(|| panic!("{rates}"));
    assert_eq!((&in_time["ratio"]["numerator"], &in_time["ratio"]["denominator"]), (&json!(1), &json!(2)), "{report}");
}
