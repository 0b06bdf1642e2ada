//! The cockpit: every number is the total of the list behind it, and changes are counted between kept snapshots.

use serde_json::{Value, json};

use crate::ask::Caller;
use crate::story::path;
use crate::world::World;

/// Tasks of two units in several lights, read on 10 May: one red, one waiting to be signed, one returned, one drafted,
/// one cancelled.
async fn busy(w: &World) -> Value {
    let red = w.in_progress("市科委").await;
    w.in_progress("市经信局").await;
    w.issued("市经信局").await;
    let returned = w.issued("市科委").await;
    let reason = json!({ "action": "return_signoff", "comment": "职责不在我委" });
    w.step_of_task(&w.unit_leader("市科委"), &returned, reason).await;
    w.drafted("市科委").await;
    let cancelled = w.in_progress("市经信局").await;
    w.step_of_task(&w.leader(), &cancelled, json!({ "action": "cancel", "comment": "并入其他任务" })).await;
    w.travel_to("2026-05-10").await;
    red
}

/// The query of a list as a number's link has it.
fn query(parts: &[&Value]) -> String {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let set = parts.iter().flat_map(|part| part.as_object().unwrap()).filter(|(_, value)| !value.is_null());
    for (name, value) in set {
        pairs.retain(|(other, _)| other != name);
        pairs.push((name.clone(), value.as_str().unwrap().to_owned()));
    }
    pairs.iter().map(|(name, value)| format!("&{name}={value}")).collect::<Vec<_>>().concat()
}

async fn total(who: &Caller, parts: &[&Value]) -> Value {
    who.get(&format!("/tasks?limit=1{}", query(parts))).await.expect(200)["total"].clone()
}

async fn tile(who: &Caller, light: &str) -> Value {
    let dashboard = who.get("/dashboard").await.expect(200);
    dashboard["tiles"].as_array().unwrap().iter().find(|tile| tile["light"] == light).unwrap().clone()
}

#[actix_web::test]
async fn every_number_is_the_total_of_its_list_for_everybody() {
    let w = World::new().await;
    busy(&w).await;
    let callers =
        [w.leader(), w.office_head(), w.reporter("市科委"), w.unit_leader("市经信局"), w.person("miit.observer")];
    let mut sizes = Vec::new();
    for who in callers {
        let dashboard = who.get("/dashboard").await.expect(200);
        assert_eq!(dashboard["tasks"], total(&who, &[&dashboard["href"]]).await);
        let mut counted = 0;
        for tile in dashboard["tiles"].as_array().unwrap() {
            assert_eq!(tile["count"], total(&who, &[&tile["href"]]).await, "{tile}");
            counted += tile["count"].as_i64().unwrap();
            for row in ["parts", "leads"].iter().flat_map(|rows| dashboard[*rows].as_array().unwrap()) {
                let cell = &row["counts"][tile["light"].as_str().unwrap()];
                assert_eq!(*cell, total(&who, &[&row["href"], &tile["href"]]).await, "{row} {tile}");
            }
        }
        assert_eq!(dashboard["tasks"], counted);
        for row in ["parts", "leads"].iter().flat_map(|rows| dashboard[*rows].as_array().unwrap()) {
            assert_eq!(row["tasks"], total(&who, &[&row["href"]]).await, "{row}");
        }
        for rate in dashboard["rates"].as_array().unwrap().iter().filter(|rate| !rate["href"].is_null()) {
            assert_eq!(rate["ratio"]["numerator"], total(&who, &[&rate["href"]]).await, "{rate}");
        }
        for awaited in dashboard["decisions"].as_array().unwrap() {
            assert_eq!(awaited["count"], total(&who, &[&awaited["href"]]).await, "{awaited}");
        }
        let red = dashboard["red"].as_array().unwrap().len();
        assert_eq!(dashboard["tiles"][0]["light"], "OVERDUE");
        assert_eq!(dashboard["tiles"][0]["count"], red);
        sizes.push(counted);
    }
    assert_eq!(sizes, [4, 4, 2, 2, 4], "drafts and cancelled tasks are out of scope, foreign ones out of sight");
}

#[actix_web::test]
async fn a_red_task_says_why_whose_and_what_was_done_last() {
    let w = World::new().await;
    let red = busy(&w).await;
    let dashboard = w.leader().get("/dashboard").await.expect(200);
    let first = &dashboard["red"][0];
    assert_eq!(first["id"], red["id"]);
    assert_eq!(first["days_late"], 40);
    assert_eq!(first["reasons"][0]["code"], "MILESTONE_OVERDUE_GT_G");
    assert_eq!(first["lead"]["short_name"], "市科委");
    assert_eq!(first["last_action"]["what"], "task.sign");
    assert_eq!(first["last_action"]["organisation"], "市科委");
}

#[actix_web::test]
async fn the_last_action_on_a_red_task_tells_nothing_of_reports_one_may_not_read() {
    let w = World::new().await;
    w.submitted("市科委").await;
    w.travel_to("2026-12-31").await;
    w.travel_to("2027-01-20").await;
    let last = async |who: Caller| who.get("/dashboard").await.expect(200)["red"][0]["last_action"]["what"].clone();
    assert_eq!(last(w.office_staff()).await, "report.submit");
    assert_eq!(last(w.reviewer("市科委")).await, "report.submit");
    assert_eq!(last(w.leader()).await, "task.sign", "leaders read approved reports only");
}

#[actix_web::test]
async fn decisions_say_who_waits_since_when_and_whether_it_is_mine() {
    let w = World::new().await;
    busy(&w).await;
    let decisions = |dashboard: &Value| dashboard["decisions"][0].clone();
    let leader = decisions(&w.leader().get("/dashboard").await.expect(200));
    assert_eq!((&leader["kind"], &leader["count"]), (&json!("SIGNOFF_RETURNED"), &json!(1)));
    assert_eq!(leader["mine"], true);
    assert_eq!(leader["items"][0]["comment"], "职责不在我委");
    assert_eq!(leader["items"][0]["days"], 69);
    let ministry = decisions(&w.person("miit.observer").get("/dashboard").await.expect(200));
    assert_eq!(ministry["mine"], false);
    let other = decisions(&w.reporter("市经信局").get("/dashboard").await.expect(200));
    assert_eq!(other["count"], 0);
}

#[actix_web::test]
async fn a_day_is_kept_once_and_the_end_of_a_cycle_is_frozen() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let cycle = w.first_quarter().await;
    let kinds = "select day::text as day, kind, cycle_id::text as cycle from snapshot order by day";
    for day in ["2026-03-31", "2026-03-31", "2026-04-01"] {
        w.travel_to(day).await;
    }
    let due: chrono::NaiveDate = cycle["due_on"].as_str().unwrap().parse().unwrap();
    w.travel_to(&due.to_string()).await;
    // The house stood still for three days: the first snapshot after the due day freezes the cycle, the next does not.
    let (after, later) = (due + chrono::Days::new(3), due + chrono::Days::new(4));
    w.travel_to(&after.to_string()).await;
    w.travel_to(&later.to_string()).await;
    let kept = w.rows(kinds).await;
    let days: Vec<&str> = kept.iter().map(|row| row["day"].as_str().unwrap()).collect();
    let (due, after, later) = (due.to_string(), after.to_string(), later.to_string());
    assert_eq!(days, ["2026-03-31", "2026-04-01", &due, &after, &later]);
    let frozen: Vec<&str> =
        kept.iter().filter(|row| row["kind"] == "CYCLE_END").map(|row| row["day"].as_str().unwrap()).collect();
    assert_eq!(frozen, [after.as_str()]);
    assert_eq!(kept[3]["cycle"], cycle["id"]);
    for change in [
        "update snapshot set kind = kind",
        "delete from snapshot_task",
        "truncate snapshot, snapshot_task, frozen_snapshot, bulletin",
    ] {
        assert!(w.try_sql(change).await.unwrap_err().contains("never changed"), "{change}");
    }
}

#[actix_web::test]
async fn changes_are_counted_from_the_last_frozen_snapshot() {
    let w = World::new().await;
    let none = w.leader().get("/dashboard").await.expect(200);
    assert_eq!((&none["base"], &none["tiles"][0]["change"]), (&Value::Null, &Value::Null));
    w.in_progress("市科委").await;
    let cycle = w.first_quarter().await;
    w.travel_to("2026-03-20").await;
    w.travel_to("2026-03-25").await;
    let daily = w.leader().get("/dashboard").await.expect(200);
    assert_eq!(daily["base"], json!({ "day": "2026-03-20", "frozen": false, "cycle_name": null }));
    w.travel_to("2026-04-10").await;
    w.in_progress("市经信局").await;
    w.travel_to("2026-05-10").await;
    let dashboard = w.leader().get("/dashboard").await.expect(200);
    let base = json!({ "day": "2026-04-10", "frozen": true, "cycle_name": cycle["name"] });
    assert_eq!(dashboard["base"], base);
    assert_eq!(
        w.leader().get("/changes").await.expect(200)["from"],
        base,
        "the same base unless another day is asked for"
    );
    // Within its ten days of grace on 10 April: yellow then, red now; the other task was new and is red too.
    let red = tile(&w.leader(), "OVERDUE").await;
    assert_eq!((&red["change"], &red["entered"], &red["left"]), (&json!(2), &json!(2), &json!(0)));
    let yellow = tile(&w.leader(), "AT_RISK").await;
    assert_eq!((&yellow["change"], &yellow["entered"], &yellow["left"]), (&json!(-1), &json!(0), &json!(1)));
    let own = tile(&w.reporter("市科委"), "OVERDUE").await;
    assert_eq!(own["change"], 1, "a unit counts its own tasks only");
}

#[actix_web::test]
async fn what_changed_between_two_days_is_told_by_task() {
    let w = World::new().await;
    let slips = w.in_progress("市科委").await;
    let returned = w.issued("市科委").await;
    let reason = json!({ "action": "return_signoff", "comment": "职责不在我委" });
    let returned = w.step_of_task(&w.unit_leader("市科委"), &returned, reason).await;
    w.travel_to("2026-03-30").await;
    let new = w.in_progress("海淀区").await;
    let moved =
        json!({ "action": "reassign", "comment": "改由经信局牵头", "lead_org_id": w.organisation("市经信局").await });
    w.step_of_task(&w.leader(), &returned, moved).await;
    w.travel_to("2026-04-05").await;
    let answer = w.leader().get("/changes?from=2026-03-30").await.expect(200);
    let changes = |answer: &Value, task: &Value| {
        let items = answer["items"].as_array().unwrap();
        items.iter().find(|item| item["id"] == task["id"]).map_or(Value::Null, |item| item["changes"].clone())
    };
    assert_eq!(changes(&answer, &slips), json!(["SLIPPED"]));
    assert_eq!(changes(&answer, &new), json!(["NEW"]));
    assert_eq!(changes(&answer, &returned), json!(["REOWNED"]));
    assert_eq!(answer["to"], Value::Null);
    // The same between the two kept days, whatever happens afterwards.
    let kept = w.leader().get("/changes?from=2026-03-30&to=2026-04-05").await.expect(200);
    assert_eq!(kept["items"], answer["items"]);
    w.travel_to("2026-06-01").await;
    let again = w.leader().get("/changes?from=2026-03-31&to=2026-04-30").await.expect(200);
    assert_eq!((&again["from"]["day"], &again["to"]["day"]), (&json!("2026-03-30"), &json!("2026-04-05")));
    assert_eq!(again["items"], answer["items"]);
    let foreign = w.reporter("海淀区").get("/changes?from=2026-03-30").await.expect(200);
    assert_eq!(foreign["items"].as_array().unwrap().len(), 1, "{foreign}");
    let early = w.leader().get("/changes?from=2020-01-01").await.expect(200);
    assert_eq!((&early["from"], &early["items"]), (&Value::Null, &json!([])));
    assert_eq!(w.leader().get("/changes?from=2026-04-05&to=2026-04-01").await.wrong_fields(), ["/to"]);
    assert_eq!(w.leader().get("/changes?from=0001-01-01").await.wrong_fields(), ["/from"]);
}

#[actix_web::test]
async fn every_count_of_changes_is_the_length_of_its_list() {
    let w = World::new().await;
    let (slips, stops) = (w.in_progress("市科委").await, w.in_progress("市科委").await);
    let ends = w.in_progress("市经信局").await;
    w.travel_to("2026-03-30").await;
    w.in_progress("海淀区").await;
    let words = |action: &str| json!({ "action": action, "comment": "政策调整" });
    w.sql(&format!("update task set due_on = due_on + 30 where id = '{}'", slips["id"].as_str().unwrap())).await;
    w.sql(&format!("update task set state = 'SUSPENDED' where id = '{}'", stops["id"].as_str().unwrap())).await;
    w.step_of_task(&w.leader(), &ends, words("cancel")).await;
    w.travel_to("2026-04-05").await;
    let ask = async |who: &Caller, more: &str| who.get(&format!("/changes?from=2026-03-30{more}")).await.expect(200);
    let mut told = std::collections::BTreeMap::new();
    for who in [w.leader(), w.reporter("市科委"), w.unit_leader("海淀区")] {
        for narrowed in ["", "&part=3", "&part=2"] {
            let all = ask(&who, narrowed).await;
            for counted in all["counts"].as_array().unwrap() {
                let kind = counted["change"].as_str().unwrap();
                let listed = ask(&who, &format!("{narrowed}&change={kind}")).await;
                assert_eq!(counted["count"], listed["items"].as_array().unwrap().len(), "{kind}");
                assert_eq!(listed["counts"], all["counts"], "the counts are those of everything");
                *told.entry(kind.to_owned()).or_insert(0) += counted["count"].as_i64().unwrap();
            }
        }
    }
    for kind in ["NEW", "SLIPPED", "REDATED", "SUSPENDED", "CANCELLED"] {
        assert!(told[kind] > 0, "{kind} never occurred: {told:?}");
    }
    let lead = w.organisation("市经信局").await;
    let own = ask(&w.leader(), &format!("&lead={lead}")).await;
    assert_eq!((own["items"].as_array().unwrap().len(), &own["items"][0]["changes"]), (1, &json!(["CANCELLED"])));
    assert_eq!(w.leader().get("/changes?change=WORSE").await.wrong_fields(), ["/change"]);
}

#[actix_web::test]
async fn rates_are_those_of_the_last_cycle_that_ended() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    w.in_progress("市经信局").await;
    w.sql("update task set signed_on = '2026-03-01'").await;
    w.travel_to("2026-05-10").await;
    let dashboard = w.leader().get("/dashboard").await.expect(200);
    let rate = |code: &str| dashboard["rates"].as_array().unwrap().iter().find(|rate| rate["code"] == code).unwrap();
    assert_eq!(rate("PUNCTUALITY")["ratio"], json!({ "numerator": 1, "denominator": 2 }));
    assert_eq!(rate("PUNCTUALITY")["percent"], "50.00%");
    assert_eq!(rate("PUNCTUALITY")["cycle_name"], report["cycle"]["name"]);
    assert_eq!(rate("FIRST_PASS")["ratio"], json!({ "numerator": 1, "denominator": 1 }));
    assert_eq!(rate("MILESTONES")["ratio"], json!({ "numerator": 1, "denominator": 2 }));
    assert_eq!(rate("CLOSING")["percent"], "0.00%");
    assert_eq!(rate("CLOSING_LATE")["percent"], "—", "nothing was closed");
}

#[actix_web::test]
async fn the_cockpit_takes_two_statements_beside_the_session() {
    let w = World::new().await;
    busy(&w).await;
    w.statements();
    w.leader().get("/dashboard").await.expect(200);
    let sent = w.statements();
    assert_eq!(sent.iter().filter(|sql| !sql.contains("session")).count(), 2, "{sent:#?}");
}

#[actix_web::test]
async fn administrators_and_unknown_plans_get_nothing() {
    let w = World::new().await;
    for who in [w.system_admin(), w.security_admin(), w.audit_admin()] {
        who.get("/dashboard").await.refused(403, "forbidden");
        who.get("/changes?from=2026-03-01").await.refused(403, "forbidden");
    }
    w.stranger().get("/dashboard").await.refused(401, "unauthenticated");
    let nowhere = "/dashboard?plan_id=00000000-0000-4000-8000-000000000000";
    assert_eq!(w.leader().get(nowhere).await.wrong_fields(), ["/plan_id"]);
    assert_eq!(w.leader().get("/dashboard?plan=x").await.wrong_fields(), ["/plan"]);
}

#[actix_web::test]
async fn key_milestones_of_thirty_days_are_listed_while_nobody_has_submitted_them() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    w.travel_to("2026-12-01").await;
    let dashboard = w.leader().get("/dashboard").await.expect(200);
    assert_eq!(dashboard["milestones"][0]["title"], "首批产品下线");
    assert_eq!(dashboard["milestones"][0]["days"], 30);
    assert_eq!(path("tasks", &task), format!("/tasks/{}", dashboard["milestones"][0]["task_id"].as_str().unwrap()));
    w.travel_to("2026-11-30").await;
    let earlier = w.leader().get("/dashboard").await.expect(200);
    assert_eq!(earlier["milestones"], json!([]));
}

#[actix_web::test]
async fn every_number_of_the_trend_is_the_total_of_its_list() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    w.in_progress("市经信局").await;
    for day in ["2026-03-20", "2026-03-30", "2026-04-06", "2026-04-25"] {
        w.travel_to(day).await;
    }
    w.in_progress("市科委").await;
    w.travel_to("2026-05-10").await;
    for who in [w.leader(), w.office_head(), w.reporter("市科委"), w.unit_leader("海淀区")] {
        let trend = who.get("/trend").await.expect(200);
        let months = trend["months"].as_array().unwrap();
        let kept: Vec<&Value> = months.iter().map(|month| &month["day"]).filter(|day| !day.is_null()).collect();
        assert_eq!(kept, ["2026-03-30", "2026-04-25"], "the last snapshot of each month");
        assert_eq!((months.len(), &months[11]), (12, &json!({ "month": "2026-05-01", "day": null })));
        for (rows, key) in [("leads", "id"), ("parts", "number")] {
            for row in trend[rows].as_array().unwrap() {
                let of = format!("{}={}", rows.trim_end_matches('s'), row["of"][key].to_string().trim_matches('"'));
                for (month, point) in months.iter().zip(row["points"].as_array().unwrap()) {
                    let list = match month["day"].as_str() {
                        Some(day) => format!("/trend/{day}/tasks?limit=1&{of}"),
                        None if month["month"] == "2026-05-01" => format!("/tasks?limit=1&{of}"),
                        None => {
                            assert_eq!(*point, Value::Null, "nothing was kept");
                            continue;
                        }
                    };
                    for (count, light) in [("tasks", ""), ("overdue", "OVERDUE"), ("at_risk", "AT_RISK")] {
                        let listed = who.get(&format!("{list}&light={light}")).await.expect(200);
                        assert_eq!(point[count], listed["total"], "{list} {light}");
                    }
                }
            }
        }
    }
    let trend = w.leader().get("/trend").await.expect(200);
    let science = trend["leads"].as_array().unwrap().iter().find(|row| row["of"]["short_name"] == "市科委").unwrap();
    let points = science["points"].as_array().unwrap();
    assert_eq!(points[9], json!({ "tasks": 1, "overdue": 0, "at_risk": 0 }));
    assert_eq!(points[10], json!({ "tasks": 1, "overdue": 1, "at_risk": 0 }));
    assert_eq!(points[11], json!({ "tasks": 2, "overdue": 2, "at_risk": 0 }));
    assert_eq!(w.unit_leader("海淀区").get("/trend").await.expect(200)["leads"], json!([]));
}

#[actix_web::test]
async fn a_snapshot_is_listed_in_the_words_of_its_day() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    w.in_progress("市科委").await;
    w.travel_to("2026-03-20").await;
    w.sql("update task set title = '后来的名称'").await;
    w.travel_to("2026-05-10").await;
    let leader = w.leader();
    let first = leader.get("/trend/2026-03-20/tasks?limit=1").await.expect(200);
    assert_eq!((&first["items"][0]["title"], &first["items"][0]["light"]), (&task["title"], &json!("ON_TRACK")));
    assert_eq!((&first["items"][0]["light_now"], &first["total"]), (&json!("OVERDUE"), &json!(2)));
    let next = format!("/trend/2026-03-20/tasks?limit=1&cursor={}", first["next_cursor"].as_str().unwrap());
    let second = leader.get(&next).await.expect(200);
    assert_eq!((second["items"].as_array().unwrap().len(), &second["next_cursor"]), (1, &Value::Null));
    assert_ne!(second["items"][0]["id"], first["items"][0]["id"]);
    assert_eq!(leader.get("/trend/2026-03-21/tasks").await.expect(200)["total"], 0);
    assert_eq!(leader.get("/trend/2026-03-20/tasks?light=RED").await.wrong_fields(), ["/light"]);
    assert_eq!(leader.get("/trend/2026-03-20/tasks?limit=0").await.wrong_fields(), ["/limit"]);
    leader.get("/trend/0001-01-01/tasks").await.refused(404, "not_found");
    let unknown = format!("/trend?plan_id={}", task["id"].as_str().unwrap());
    assert_eq!(leader.get(&unknown).await.wrong_fields(), ["/plan_id"]);
    for admin in [w.system_admin(), w.audit_admin()] {
        admin.get("/trend").await.refused(403, "forbidden");
        admin.get("/trend/2026-03-20/tasks").await.refused(403, "forbidden");
    }
}
